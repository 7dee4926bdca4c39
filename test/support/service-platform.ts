import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import {
  createAccessTokens,
  type AccessTokens,
} from '../../src/lti/services/access-tokens.client.js';
import { createKeyRing, type KeyRing } from '../../src/lti/keys/key-ring.js';
import type { Platform } from '../../src/lti/index.js';
import { createServiceReader, type ServiceReader } from '../../src/lti/services/service-reader.js';
import { openSqlite } from '../../src/persistence/sqlite/open-sqlite.js';
import type { Clock } from '../../src/shared/clock.js';
import { newId } from '../../src/shared/ids.js';
import { createSealer } from '../../src/shared/seal.js';
import { aPlatform } from './lti.js';

/** A platform of which a test writes the services; tokens it gives to everybody. */
export interface ServicePlatform {
  readonly url: string;
  readonly platform: Platform;
  readonly tokens: AccessTokens;
  readonly reader: ServiceReader;
  /** With which the tool signs its token requests. */
  readonly keyRing: KeyRing;
  /** What its services were asked, token requests left out. */
  readonly seen: readonly SeenRequest[];
  /** Forms that its token endpoint received. */
  readonly tokenRequests: readonly URLSearchParams[];
  stop(): Promise<void>;
}

export interface SeenRequest {
  readonly method: string;
  readonly url: URL;
  readonly headers: IncomingMessage['headers'];
  readonly body: string;
}

export type Service = (request: SeenRequest, res: ServerResponse) => void;

export async function aServicePlatform(
  service: Service,
  options: {
    readonly clock?: Clock;
    /** Answers token requests. Default: gives whatever is asked for. */
    readonly token?: Service;
  } = {},
): Promise<ServicePlatform> {
  const clock = options.clock ?? Date.now;
  const seen: SeenRequest[] = [];
  const tokenRequests: URLSearchParams[] = [];
  const server = createServer((req, res) => {
    void bodyOf(req).then((body) => {
      const request = { method: req.method ?? '', url: new URL(req.url ?? '', url), body };
      if (request.url.pathname === '/token') {
        const form = new URLSearchParams(body);
        tokenRequests.push(form);
        if (options.token) {
          options.token({ ...request, headers: req.headers }, res);
          return;
        }
        const token = `token-${tokenRequests.length}`;
        res.end(
          JSON.stringify({ access_token: token, expires_in: 3600, scope: form.get('scope') }),
        );
        return;
      }
      seen.push({ ...request, headers: req.headers });
      service({ ...request, headers: req.headers }, res);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const database = openSqlite({ file: ':memory:', clock });
  const keyRing = await createKeyRing({
    ...{ database, clock, newId },
    sealer: createSealer('a secret for tests, long enough for the rule'),
    audit: () => Promise.resolve(),
  });
  const tokens = createAccessTokens({ keyRing, clock });
  return {
    ...{ url, seen, tokenRequests, tokens, keyRing },
    platform: aPlatform({ issuer: url, tokenUrl: `${url}/token`, jwksUrl: `${url}/keys` }),
    reader: createServiceReader({ tokens, clock }),
    async stop() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
      await database.close();
    },
  };
}

/** Members on pages of so many, with a Link header as the standard writes it. */
export function paged(members: readonly object[], size: number): Service {
  return ({ url }, res) => {
    const from = Number(url.searchParams.get('from') ?? 0);
    const next = new URL(url);
    next.searchParams.set('from', String(from + size));
    if (from + size < members.length) res.setHeader('Link', `<${next.href}>; rel="next"`);
    sendMembers(res, members.slice(from, from + size));
  };
}

export function sendMembers(res: ServerResponse, members: readonly object[]): void {
  res.setHeader('Content-Type', 'application/vnd.ims.lti-nrps.v2.membershipcontainer+json');
  // As a Buffer: with a string Node would encode the header lines once more.
  res.end(Buffer.from(JSON.stringify({ id: 'memberships', context: { id: '2' }, members })));
}

async function bodyOf(req: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of req) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks).toString('utf8');
}
