import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { exportJWK, generateKeyPair, SignJWT, type GenerateKeyPairResult, type JWK } from 'jose';
import { createSandbox, type Sandbox, type SandboxOptions } from '../../src/sandbox/index.js';
import { silent } from '../../src/shared/logger.js';

/** 2026-11-23T09:00:00Z, in milliseconds. */
export const NOW = Date.UTC(2026, 10, 23, 9);

/** A clock that the test moves. */
export interface TestClock {
  now: number;
}

export interface RunningSandbox {
  readonly sandbox: Sandbox;
  readonly issuer: string;
  readonly clock: TestClock;
  readonly close: () => Promise<void>;
}

/** A sandbox on a free port, at `NOW`. */
export async function startSandbox(options: Partial<SandboxOptions> = {}): Promise<RunningSandbox> {
  const server = createServer();
  const issuer = await listen(server);
  const clock: TestClock = { now: NOW };
  const sandbox = await createSandbox({
    seed: { signingKey: await sharedPrivateKey() },
    issuer,
    nodeEnv: 'test',
    clock: () => clock.now,
    logger: silent,
    ...options,
  }).catch(async (fault: unknown) => {
    await close(server);
    throw fault;
  });
  server.on('request', sandbox.handler);
  return { sandbox, issuer, clock, close: () => close(server) };
}

/** A tool's side of the trust: a key of its own, published over HTTP. */
export interface FakeTool {
  readonly url: string;
  readonly jwksUrl: string;
  /** Times the key set was asked for. */
  fetches(): number;
  /** Publishes and signs with a new key under a new id. */
  rotate(): Promise<void>;
  /** Answers 500 instead of keys from now on. */
  breakKeys(): void;
  sign(claims: object, header?: object): Promise<string>;
  close(): Promise<void>;
}

export async function startFakeTool(): Promise<FakeTool> {
  let serial = 0;
  let fetches = 0;
  let broken = false;
  let key = await sharedToolKey();
  const server = createServer((_req, res) => {
    fetches += 1;
    res.statusCode = broken ? 500 : 200;
    res
      .setHeader('Content-Type', 'application/json')
      .end(JSON.stringify({ keys: [key.publicJwk] }));
  });
  const url = await listen(server);
  return {
    url,
    jwksUrl: `${url}/jwks`,
    fetches: () => fetches,
    async rotate() {
      serial += 1;
      key = await newKey(`tool-${String(serial)}`);
    },
    breakKeys() {
      broken = true;
    },
    sign: (claims, header = {}) =>
      new SignJWT({ ...claims })
        .setProtectedHeader({ alg: 'RS256', kid: key.kid, ...header })
        .sign(key.privateKey),
    close: () => close(server),
  };
}

/** Making an RSA key takes half a second: each kind is made once per test file. */
const shared: { platform?: Promise<JWK>; tool?: Promise<ToolKey> } = {};

function sharedPrivateKey(): Promise<JWK> {
  shared.platform ??= generateKeyPair('RS256', { extractable: true }).then(({ privateKey }) =>
    exportJWK(privateKey),
  );
  return shared.platform;
}

function sharedToolKey(): Promise<ToolKey> {
  shared.tool ??= newKey('tool-0');
  return shared.tool;
}

interface ToolKey {
  readonly kid: string;
  readonly publicJwk: JWK;
  readonly privateKey: GenerateKeyPairResult['privateKey'];
}

async function newKey(kid: string): Promise<ToolKey> {
  const { publicKey, privateKey } = await generateKeyPair('RS256');
  return { kid, publicJwk: { ...(await exportJWK(publicKey)), kid, use: 'sig' }, privateKey };
}

async function listen(server: Server): Promise<string> {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return `http://127.0.0.1:${String((server.address() as AddressInfo).port)}`;
}

async function close(server: Server): Promise<void> {
  server.closeAllConnections();
  await new Promise((resolve) => server.close(resolve));
}

/** Action and hidden fields of the form that a page posts by itself. */
export function formIn(html: string): {
  readonly action: string;
  readonly fields: Readonly<Record<string, string>>;
} {
  const action = /<form method="post" action="([^"]*)"/.exec(html)?.[1] ?? '';
  const inputs = [...html.matchAll(/<input type="hidden" name="([^"]*)" value="([^"]*)">/g)];
  return {
    action: unescaped(action),
    fields: Object.fromEntries(
      inputs.map(([, name = '', value = '']) => [unescaped(name), unescaped(value)]),
    ),
  };
}

function unescaped(html: string): string {
  return html
    .replaceAll('&#34;', '"')
    .replaceAll('&#39;', "'")
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll('&amp;', '&');
}
