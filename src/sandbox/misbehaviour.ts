import type { RequestHandler, Response } from 'express';
import { z } from 'zod';

/** `ags` is line items, scores and results; `nrps` the memberships. */
export const ENDPOINT_GROUPS = ['auth', 'certs', 'token', 'ags', 'nrps'] as const;
/** One of them. */
export const EndpointGroup = z.enum(ENDPOINT_GROUPS);
export type EndpointGroup = z.infer<typeof EndpointGroup>;

/** Requests after which it heals; undefined: it stays until healed. */
const times = z.number().int().positive().optional();

/** What a group of endpoints does instead of answering well. */
export const Misbehaviour = z.discriminatedUnion('kind', [
  /** The connection is destroyed; nothing is done. */
  z.object({ kind: z.literal('down'), times }),
  /** The right answer, late. */
  z.object({ kind: z.literal('slow'), milliseconds: z.number().int().positive(), times }),
  /** Refused unread, such as 429 or 503. `retryAfter` is seconds, or an HTTP date, as sent. */
  z.object({
    kind: z.literal('status'),
    status: z.number().int().min(400).max(599),
    retryAfter: z.union([z.number(), z.string()]).optional(),
    times,
  }),
  /** All tokens given out so far end at once; new ones work. */
  z.object({ kind: z.literal('tokens-expired') }),
  /** The request is carried out, but its answer never arrives. `method`: of such requests alone. */
  z.object({
    kind: z.literal('lose-response'),
    method: z.enum(['GET', 'POST', 'PUT']).optional(),
    times,
  }),
  /** A page, with 200, where JSON was due. Nothing is done. */
  z.object({ kind: z.literal('html'), times }),
  /** 302 to somewhere else. */
  z.object({ kind: z.literal('redirect'), location: z.string().optional(), times }),
  /** An answer that does not end. */
  z.object({ kind: z.literal('endless'), times }),
]);
export type Misbehaviour = z.infer<typeof Misbehaviour>;

/** Per endpoint group what it shall do; null heals it; groups not named stay as they are. */
export type Switches = Readonly<Partial<Record<EndpointGroup, Misbehaviour | null>>>;

/** The switches and what obeys them. */
export interface Misbehaving {
  set(switches: Switches): void;
  heal(): void;
  current(): ReadonlyMap<EndpointGroup, Misbehaviour>;
  /** Goes before the routes of its group. */
  middleware(group: EndpointGroup): RequestHandler;
}

const ELSEWHERE = 'http://elsewhere.invalid/';

/** All behave well at first. */
export function createMisbehaving(deps: { readonly revokeTokens: () => void }): Misbehaving {
  const active = new Map<EndpointGroup, Misbehaviour>();

  function set(switches: Switches): void {
    for (const group of ENDPOINT_GROUPS) {
      const wanted = switches[group];
      if (wanted === undefined) continue;
      if (wanted === null) active.delete(group);
      else if (wanted.kind === 'tokens-expired') deps.revokeTokens();
      else active.set(group, wanted);
    }
  }

  /** What this request suffers; counts it. */
  function suffered(group: EndpointGroup, method: string): Misbehaviour | undefined {
    const found = active.get(group);
    if (found?.kind === 'lose-response' && (found.method ?? method) !== method) return undefined;
    if (!found || found.kind === 'tokens-expired' || found.times === undefined) return found;
    if (found.times <= 1) active.delete(group);
    else active.set(group, { ...found, times: found.times - 1 });
    return found;
  }

  return {
    set,
    heal: () => active.clear(),
    current: () => active,
    middleware: (group) => (req, res, next) => {
      const found = suffered(group, req.method);
      switch (found?.kind) {
        case undefined:
        case 'tokens-expired':
          next();
          return;
        case 'down':
          req.socket.destroy();
          return;
        case 'slow':
          setTimeout(next, found.milliseconds);
          return;
        case 'status':
          if (found.retryAfter !== undefined) res.set('Retry-After', String(found.retryAfter));
          res.status(found.status).json({ status: found.status, reason: 'Misbehaving on request' });
          return;
        case 'lose-response':
          loseResponse(res);
          next();
          return;
        case 'html':
          res
            .status(200)
            .type('html')
            .send('<!doctype html><title>Maintenance</title><p>Back soon.');
          return;
        case 'redirect':
          res.redirect(302, found.location ?? ELSEWHERE);
          return;
        case 'endless':
          sendEndlessly(res);
      }
    },
  };
}

function loseResponse(res: Response): void {
  res.end = (() => {
    res.req.socket.destroy();
    return res;
  }) as Response['end'];
}

/** Spaces before a JSON value never make it wrong, so no reader may stop early. */
function sendEndlessly(res: Response): void {
  const spaces = ' '.repeat(64 * 1024);
  res.status(200).setHeader('Content-Type', 'application/json');
  const more = (): void => {
    while (!res.destroyed && res.write(spaces));
  };
  res.on('drain', more);
  more();
}
