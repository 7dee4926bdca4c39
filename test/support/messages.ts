import { createServer, type RequestListener } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { BrowserClient } from './browser-client.js';
import { aKey, sign } from './keys.js';
import type { Pair } from './tool.js';

const LTI = 'https://purl.imsglobal.org/spec/lti/claim/';
export const DL = 'https://purl.imsglobal.org/spec/lti-dl/claim/';
export const SETTINGS = `${DL}deep_linking_settings`;
const MEMBERSHIP = 'http://purl.imsglobal.org/vocab/lis/v2/membership#';

/** A platform that says whatever a test wants it to say, with a signature that holds. */
export interface SpeakingPlatform {
  readonly issuer: string;
  /** Where it is reached. */
  readonly origin: string;
  /** Where deep linking answers go. */
  readonly returnUrl: string;
  readonly clientId: string;
  /** Any token of the platform's. */
  sign(claims: object): Promise<string>;
  /** Goes through login and launch. @returns the tool's answer to the launch */
  send(
    browser: BrowserClient,
    claims: Readonly<Record<string, unknown>>,
    over?: { readonly login?: Readonly<Record<string, string>> },
  ): Promise<Response>;
  stop(): Promise<void>;
}

export async function aSpeakingPlatform(
  pair: Pair,
  {
    clientId = 'speaking',
    deployments = ['1'],
    service,
    ...named
  }: {
    clientId?: string;
    deployments?: string[];
    service?: RequestListener;
    /** Default: its origin. Some name one that is not where they are reached. */
    issuer?: string;
  } = {},
): Promise<SpeakingPlatform> {
  const key = await aKey(`key-of-${clientId}`);
  const server = createServer((req, res) => {
    if (service && req.url !== '/keys') {
      service(req, res);
      return;
    }
    res.setHeader('content-type', 'application/json');
    res.end(JSON.stringify({ keys: [key.publicJwk] }));
  });
  await new Promise<void>((resolve) => server.listen(0, resolve));
  const origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const issuer = named.issuer ?? origin;
  await pair.tool.lti.platforms.add(
    {
      name: clientId,
      issuer,
      clientId,
      authUrl: `${origin}/auth`,
      tokenUrl: `${origin}/token`,
      jwksUrl: `${origin}/keys`,
      deployments,
    },
    { kind: 'command-line' },
  );
  return {
    ...{ issuer, origin, clientId },
    sign: (claims) => sign(claims, key),
    returnUrl: `${origin}/return?course=2&sesskey=abc`,
    async send(browser, claims, { login = {} } = {}) {
      const target = claims[`${LTI}target_link_uri`];
      const fields = {
        iss: issuer,
        login_hint: 'person',
        target_link_uri: typeof target === 'string' ? target : `${pair.toolUrl}/lti/launch`,
        client_id: clientId,
        ...login,
      };
      let answer = await browser.post(`${pair.toolUrl}/lti/login`, fields);
      for (let hop = 0; hop < 3; hop += 1) {
        const location = new URL(answer.headers.get('location') ?? '', answer.url);
        if (location.origin === origin) {
          const state = location.searchParams.get('state') ?? '';
          const nonce = location.searchParams.get('nonce') ?? '';
          const now = Math.floor(Date.now() / 1000);
          const token = { iss: issuer, aud: clientId, iat: now, exp: now + 60, nonce, ...claims };
          const id_token = await sign(token, key);
          return browser.post(`${pair.toolUrl}/lti/launch`, { state, id_token });
        }
        answer = await browser.get(location.href);
      }
      throw new Error(`login answered ${answer.status}`);
    },
    stop: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

function common(type: string, role: string): Record<string, unknown> {
  return {
    sub: 'trainer-1',
    [`${LTI}version`]: '1.3.0',
    [`${LTI}message_type`]: type,
    [`${LTI}deployment_id`]: '1',
    [`${LTI}roles`]: [`${MEMBERSHIP}${role}`],
  };
}

/** A deep linking request in the shape of a recorded one, without its optional claims. `undefined` takes a setting out. */
export function deepLinkingClaims(
  platform: SpeakingPlatform,
  settings: Readonly<Record<string, unknown>> = {},
  claims: Readonly<Record<string, unknown>> = {},
): Record<string, unknown> {
  return {
    ...common('LtiDeepLinkingRequest', 'Instructor'),
    [SETTINGS]: {
      accept_types: ['ltiResourceLink'],
      accept_presentation_document_targets: ['frame', 'iframe', 'window'],
      accept_multiple: true,
      auto_create: false,
      deep_link_return_url: platform.returnUrl,
      title: 'Tandem',
      text: '',
      ...settings,
    },
    ...claims,
  };
}

export function linkClaims(
  targetLinkUri: string,
  over: Readonly<Record<string, unknown>> = {},
): Record<string, unknown> {
  return {
    ...common('LtiResourceLinkRequest', 'Learner'),
    sub: 'learner-1',
    [`${LTI}target_link_uri`]: targetLinkUri,
    [`${LTI}resource_link`]: { id: 'link-1' },
    [`${LTI}context`]: { id: 'course-1' },
    ...over,
  };
}

/** From the gradebook to the work of `learner`. */
export function reviewClaims(
  targetLinkUri: string,
  learner: string | undefined,
  over: Readonly<Record<string, unknown>> = {},
): Record<string, unknown> {
  return {
    ...common('LtiSubmissionReviewRequest', 'Instructor'),
    [`${LTI}target_link_uri`]: targetLinkUri,
    [`${LTI}context`]: { id: 'course-1' },
    [`${LTI}for_user`]: learner === undefined ? undefined : { user_id: learner },
    ...over,
  };
}

export const claim = (name: string): string => `${LTI}${name}`;
