import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

export const TOOL_CONFIGURATION = 'https://purl.imsglobal.org/spec/lti-tool-configuration';
export const PLATFORM_CONFIGURATION = 'https://purl.imsglobal.org/spec/lti-platform-configuration';

/** What somebody asked of the platform. */
export interface Asked {
  readonly path: string;
  readonly authorization: string | undefined;
  /** Parsed; undefined for a GET. */
  readonly body: Readonly<Record<string, unknown>> | undefined;
}

export type Answer = (req: IncomingMessage, res: ServerResponse) => void;

/** A platform whose configuration and whose answer to a registration are what a test wants. */
export interface RegisteringPlatform {
  readonly origin: string;
  readonly configurationUrl: string;
  readonly asked: Asked[];
  /** Fields laid over the configuration; null takes one out. */
  configuration: Record<string, unknown>;
  /** Fields laid over the answer to a registration. */
  answer: Record<string, unknown>;
  /** Instead of the usual answers, by path. */
  readonly instead: Map<string, Answer>;
  /** As new. */
  reset(): void;
  stop(): Promise<void>;
}

export async function aRegisteringPlatform(host = '127.0.0.1'): Promise<RegisteringPlatform> {
  const server = createServer((req, res) => {
    void answerTo(req, res);
  });
  await new Promise<void>((resolve) => server.listen(0, host, resolve));
  const origin = `http://${host}:${(server.address() as AddressInfo).port}`;
  let registered = 0;
  const platform: RegisteringPlatform = {
    origin,
    configurationUrl: `${origin}/configuration`,
    asked: [],
    configuration: {},
    answer: {},
    instead: new Map(),
    reset() {
      platform.asked.length = 0;
      platform.configuration = {};
      platform.answer = {};
      platform.instead.clear();
    },
    async stop() {
      await new Promise<void>((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      });
    },
  };

  async function answerTo(req: IncomingMessage, res: ServerResponse): Promise<void> {
    const path = new URL(req.url ?? '/', origin).pathname;
    const text = await textOf(req);
    const body = text === '' ? undefined : (JSON.parse(text) as Record<string, unknown>);
    platform.asked.push({ path, authorization: req.headers.authorization, body });
    const instead = platform.instead.get(path);
    if (instead) {
      instead(req, res);
      return;
    }
    res.setHeader('content-type', 'application/json');
    if (path === '/configuration') {
      res.end(JSON.stringify(without(configurationOf(origin), platform.configuration)));
      return;
    }
    registered += 1;
    const usual = {
      client_id: `client-${registered}`,
      ...body,
      [TOOL_CONFIGURATION]: { deployment_id: String(registered) },
    };
    res.end(JSON.stringify(without(usual, platform.answer)));
  }
  return platform;
}

function configurationOf(origin: string): Record<string, unknown> {
  return {
    issuer: origin,
    authorization_endpoint: `${origin}/auth`,
    token_endpoint: `${origin}/token`,
    jwks_uri: `${origin}/certs`,
    registration_endpoint: `${origin}/register`,
    scopes_supported: [
      'openid',
      'https://purl.imsglobal.org/spec/lti-ags/scope/score',
      'https://purl.imsglobal.org/spec/lti-ags/scope/lineitem',
      'https://purl.imsglobal.org/spec/lti-nrps/scope/contextmembership.readonly',
    ],
    [PLATFORM_CONFIGURATION]: {
      product_family_code: 'moodle',
      version: '4.5',
      messages_supported: [
        { type: 'LtiResourceLinkRequest' },
        { type: 'LtiDeepLinkingRequest', placements: ['ContentArea'] },
      ],
    },
  };
}

function without(
  usual: Record<string, unknown>,
  over: Record<string, unknown>,
): Record<string, unknown> {
  const entries = Object.entries({ ...usual, ...over }).filter(([, value]) => value !== null);
  return Object.fromEntries(entries);
}

async function textOf(req: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of req) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks).toString('utf8');
}
