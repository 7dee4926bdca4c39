import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { z } from 'zod';
import { Session } from '../../src/http/session.js';
import type { Collection } from '../../src/persistence/database.js';
import type { Principal } from '../../src/shared/principal.js';
import { aBrowser, type BrowserClient } from './browser-client.js';
import { aKey, sign, type TestKey } from './keys.js';
import { linkClaims } from './messages.js';
import type { Pair } from './tool.js';

/** What a test has a platform say, or somebody else in its name. */
export interface Attempt {
  /** Of the token; `undefined` takes a claim out. */
  readonly claims?: Readonly<Record<string, unknown>>;
  /** Of the token's header. */
  readonly header?: Readonly<Record<string, unknown>>;
  /** Fields of the login; `undefined` takes one out. */
  readonly login?: Readonly<Record<string, string | undefined>>;
  /** Signs in the platform's place. */
  readonly key?: TestKey;
  /** Changes the signed token on its way. */
  readonly change?: (token: string) => string;
}

/** A login that waits for the platform's answer. */
export interface BegunLogin {
  readonly browser: BrowserClient;
  /** What the browser was sent to. */
  readonly request: URL;
  readonly state: string;
  readonly nonce: string;
}

/** A registered platform whose every byte a test chooses. */
export interface AttackedPlatform {
  readonly id: string;
  readonly issuer: string;
  readonly origin: string;
  readonly clientId: string;
  readonly key: TestKey;
  /** Paths that it was asked for, oldest first. */
  readonly asked: readonly string[];
  /** What its key set answers from now on. */
  publish(answer: KeySetAnswer): void;
  login(browser: BrowserClient, fields?: Attempt['login']): Promise<Response>;
  begin(browser: BrowserClient, fields?: Attempt['login']): Promise<BegunLogin>;
  token(login: Pick<BegunLogin, 'nonce'>, attempt?: Attempt): Promise<string>;
  /** Login and launch in one browser. @returns the answer to the launch */
  launch(attempt?: Attempt, browser?: BrowserClient): Promise<Response>;
  stop(): Promise<void>;
}

export interface KeySetAnswer {
  readonly status?: number;
  readonly keys?: readonly object[];
  readonly cacheControl?: string;
}

/** @param options.clock of the tool, in which tokens are dated; default: now */
export async function anAttackedPlatform(
  pair: Pair,
  options: {
    readonly clientId?: string;
    readonly issuer?: string;
    readonly deployments?: readonly string[];
    readonly authPath?: string;
    readonly clock?: () => number;
  } = {},
): Promise<AttackedPlatform> {
  const { clientId = 'attacked', deployments = ['1'], clock = Date.now } = options;
  const key = await aKey(`key-of-${clientId}`);
  const asked: string[] = [];
  let answer: KeySetAnswer = { keys: [key.publicJwk] };
  const server = createServer((req, res) => {
    asked.push(req.url ?? '');
    const { status = 200, keys, cacheControl } = answer;
    if (cacheControl !== undefined) res.setHeader('cache-control', cacheControl);
    res.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify({ keys }));
  });
  await new Promise<void>((resolve) => server.listen(0, resolve));
  const origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const { id, issuer } = await pair.tool.lti.platforms.add(
    {
      ...{ name: clientId, clientId, issuer: options.issuer ?? origin },
      authUrl: `${origin}${options.authPath ?? '/auth'}`,
      tokenUrl: `${origin}/token`,
      jwksUrl: `${origin}/keys`,
      deployments: [...deployments],
    },
    { kind: 'command-line' },
  );
  const speaks = speaking(pair, { issuer, clientId, key, origin, clock });
  return {
    ...{ id, issuer, origin, clientId, key, asked },
    publish(next) {
      answer = next;
    },
    ...speaks,
    async launch(attempt = {}, browser = aBrowser()) {
      const target = attempt.claims?.[TARGET];
      // A platform begins with the target that it will sign, where that is an address at all.
      const isAddress = typeof target === 'string' && /^https?:/.test(target);
      const meant = isAddress ? { target_link_uri: target } : {};
      const begun = await speaks.begin(browser, { ...meant, ...attempt.login });
      const id_token = await speaks.token(begun, attempt);
      return browser.post(`${pair.toolUrl}/lti/launch`, { state: begun.state, id_token });
    },
    stop: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

const TARGET = 'https://purl.imsglobal.org/spec/lti/claim/target_link_uri';

function speaking(
  pair: Pair,
  platform: {
    readonly issuer: string;
    readonly clientId: string;
    readonly key: TestKey;
    readonly origin: string;
    readonly clock: () => number;
  },
): Pick<AttackedPlatform, 'login' | 'begin' | 'token'> {
  const { issuer, clientId, key, origin, clock } = platform;
  const target = `${pair.toolUrl}/lti/launch`;

  function login(browser: BrowserClient, fields: Attempt['login'] = {}): Promise<Response> {
    const said = { iss: issuer, login_hint: 'person', target_link_uri: target };
    const all: Attempt['login'] = { ...said, client_id: clientId, ...fields };
    const present = Object.entries(all).filter(
      (field): field is [string, string] => field[1] !== undefined,
    );
    return browser.post(`${pair.toolUrl}/lti/login`, Object.fromEntries(present));
  }

  return {
    login,
    async begin(browser, fields) {
      let answer = await login(browser, fields);
      for (let hop = 0; hop < 2; hop += 1) {
        const request = new URL(answer.headers.get('location') ?? 'about:blank', answer.url);
        if (request.origin === origin) {
          const { state = '', nonce = '' } = Object.fromEntries(request.searchParams);
          return { browser, request, state, nonce };
        }
        answer = await browser.get(request.href);
      }
      throw new Error(`login answered ${answer.status}`);
    },
    async token({ nonce }, { claims = {}, header = {}, key: other = key, change } = {}) {
      const now = Math.floor(clock() / 1000);
      const said = { iss: issuer, aud: clientId, iat: now, exp: now + 60, nonce };
      const token = await sign(linkClaims(target, { ...said, ...claims }), other, header);
      return change?.(token) ?? token;
    },
  };
}

/** Status and code of a refusal; `in` for a launch that opened a session. */
export async function outcomeOf(answer: Response): Promise<string> {
  if (answer.status === 303) return 'in';
  const code = /<code class="copyable">([a-z.-]+)<\/code>/.exec(await answer.text())?.[1];
  return `${answer.status} ${code ?? 'no code'}`;
}

/** Path of the session that a launch opened. @throws when it opened none */
export function sessionPath(answer: Response): string {
  const location = answer.headers.get('location') ?? '';
  if (answer.status !== 303 || !location.startsWith('/s/')) {
    throw new Error(`launch answered ${answer.status}`);
  }
  return location;
}

/** The page on which a launch ends. */
export async function startPage(
  pair: Pair,
  browser: BrowserClient,
  launched: Response,
): Promise<{ readonly status: number; readonly html: string }> {
  let page = await browser.get(pair.toolUrl + sessionPath(launched));
  const onward = page.headers.get('location');
  if (onward !== null) page = await browser.get(new URL(onward, page.url).href);
  return { status: page.status, html: await page.text() };
}

/** Sessions that were ever opened. */
export async function sessionsIn(pair: Pair): Promise<number> {
  return (await sessionsOf(pair)).count({});
}

function sessionsOf({ database }: Pair): Promise<Collection<Session>> {
  return database.collection({ name: 'sessions', schema: Session, expiry: 'expiresAt' });
}

/** Who a launch let in, and to what. */
export async function principalBehind(pair: Pair, launched: Response): Promise<Principal> {
  const [, , id = ''] = sessionPath(launched).split('/');
  const session = await (await sessionsOf(pair)).get(id);
  if (!session) throw new Error('no such session');
  return session.principal;
}

/** Documents that a launch leaves behind, by their collection. */
export async function rowsOf(pair: Pair): Promise<Readonly<Record<string, number>>> {
  const nonces = await pair.database.collection({
    name: 'used_nonces',
    schema: z.object({ id: z.string(), expiresAt: z.number() }),
    expiry: 'expiresAt',
  });
  return { used_nonces: await nonces.count({}), sessions: await sessionsIn(pair) };
}
