import express, { Router, type Response } from 'express';
import { z } from 'zod';
import { localsOf } from '../../http/page.js';
import { parse } from '../../http/parse.js';
import { principalOf } from '../../http/session.middleware.js';
import { SECOND } from '../../shared/clock.js';
import { InvalidInput } from '../../shared/errors.js';
import type { Presence, Present } from './presence.js';
import { workspaceIdOf, type Edit } from './workspace.js';
import type { Place, Workspaces } from './workspace.service.js';

/** Comments keep proxies from closing a quiet line; each asks again whether the listener may still listen. */
const HEARTBEAT = 15 * SECOND;
const MOST_UPDATE_BYTES = 64 * 1024;

export const PlaceParams = z.object({
  tandem: z.string().regex(/^[A-Za-z0-9_-]{1,64}$/u),
  activity: z.string().regex(/^[A-Za-z0-9.-]{1,40}$/u),
});
const Seen = z.object({ seen: z.base64url().max(20_000).optional() });
const Where = z.object({ field: z.string().max(60).optional() });

export interface LiveRoutesDeps {
  readonly workspaces: Workspaces;
  readonly presence: Presence;
}

/** What a page's script speaks: updates of the shared document, and who is there. */
export function liveRoutes({ workspaces, presence }: LiveRoutesDeps): Router {
  const router = Router({ mergeParams: true });
  const path = '/tandem/workspaces/:tandem/:activity';
  const bytes = express.raw({ type: 'application/octet-stream', limit: MOST_UPDATE_BYTES });

  router.post(`${path}/edits`, bytes, async (req, res) => {
    if (!Buffer.isBuffer(req.body)) throw new InvalidInput('no update');
    const number = await workspaces.edit(principalOf(res), placeOf(req.params, res), req.body);
    res.status(201).json({ number });
  });

  router.get(`${path}/changes`, async (req, res) => {
    const { seen } = parse(Seen, req.query);
    const known = seen === undefined ? undefined : Buffer.from(seen, 'base64url');
    const { update, number } = await workspaces.since(
      principalOf(res),
      placeOf(req.params, res),
      known,
    );
    res.setHeader('X-Edit-Number', String(number));
    res.type('application/octet-stream').send(Buffer.from(update));
  });

  router.post(`${path}/presence`, express.json({ limit: '1kb' }), async (req, res) => {
    const place = placeOf(req.params, res);
    const { field } = parse(Where, req.body ?? {});
    const { self, workspace } = await workspaces.view(principalOf(res), place);
    presence.here(workspace.id, { who: self?.id ?? 'trainer', field });
    res.status(204).end();
  });

  router.get(`${path}/events`, async (req, res) => {
    await stream({ workspaces, presence }, placeOf(req.params, res), res);
  });

  return router;
}

export function placeOf(params: unknown, res: Response): Place {
  const { tandem, activity } = parse(PlaceParams, params);
  return { tandemId: tandem, activityId: activity, locale: localsOf(res).locale };
}

const STREAM_HEADERS = {
  'Content-Type': 'text/event-stream',
  // Some proxies hold an answer back until it is long enough.
  'X-Accel-Buffering': 'no',
} as const;

/** Server-sent events until the browser goes, or the person may not listen any more. */
async function stream(
  { workspaces, presence }: LiveRoutesDeps,
  place: Place,
  res: Response,
): Promise<void> {
  const principal = principalOf(res);
  const id = workspaceIdOf(place.tandemId, place.activityId);
  const say = (event: string, data: unknown): void => {
    // Whoever may not listen gets an ordinary refusal, so the answer begins with the first news.
    if (!res.headersSent) res.writeHead(200, STREAM_HEADERS);
    res.write(`event: ${event}\ndata: ${JSON.stringify(data)}\n\n`);
  };
  const stopEdits = await workspaces.listen(principal, place, (edit: Edit) =>
    say('edit', { number: edit.number, by: edit.by, names: edit.names, update: edit.update }),
  );
  const stopPresence = presence.listen(id, (present: readonly Present[]) =>
    say('presence', present),
  );
  const heartbeat = setInterval(() => {
    workspaces
      .listen(principal, place, () => undefined)
      .then(
        (release) => {
          release();
          if (!res.writableEnded) res.write(':\n\n');
        },
        () => {
          // First of all: a partner's edit must not be written behind the end.
          stop();
          res.end();
        },
      );
  }, HEARTBEAT);
  const stop = (): void => {
    clearInterval(heartbeat);
    stopEdits();
    stopPresence();
  };
  // The browser may have gone while we asked who it is; no event tells us so any more.
  if (res.destroyed) {
    stop();
    return;
  }
  res.on('close', stop);
  say('presence', presence.in(id));
}
