import { randomUUID } from 'node:crypto';
import { SignJWT } from 'jose';
import { z } from 'zod';
import { MINUTE, SECOND, type Clock } from '../../shared/clock.js';
import { LTI_CLAIM } from '../launch/claims.js';
import type { KeyRing } from '../keys/key-ring.js';
import type { Platform } from '../platforms/platform.js';
import { callService, type ServiceAnswer } from './service-http.js';
import { ServiceRefused } from './service-refused.js';

const TokenAnswer = z.object({
  access_token: z.string().min(1),
  /** Seconds. */
  expires_in: z.coerce.number().positive().default(3600),
  /** Undefined: all that were asked for. */
  scope: z.string().optional(),
});

/** A token is given up this long before it ends, so that none ends under way. */
const MARGIN = MINUTE;
/** Moodle grants no leeway to a clock that is ahead; ours then seems a little behind. */
const BACKDATED = 10;

/** OAuth 2 tokens for a platform's services (Security Framework 1.0, section 4.1.1). */
export interface AccessTokens {
  /**
   * A token for these scopes, from the cache where it has a minute left. Callers that ask at once
   * share one request.
   * @throws {ServiceRefused} also for a token that does not cover all scopes @throws {ServiceUnreachable}
   */
  get(platform: Platform, scopes: readonly string[]): Promise<string>;
  /** Forgets a token that the platform no longer takes. */
  drop(platform: Platform, scopes: readonly string[]): void;
  /** The platform's answer, good or bad, past the cache: for whoever wants to know why. @throws {ServiceUnreachable} */
  ask(platform: Platform, scopes: readonly string[]): Promise<ServiceAnswer>;
}

/** What a platform gave out. */
export interface GrantedToken {
  readonly value: string;
  readonly seconds: number;
  /** Undefined: all that were asked for. */
  readonly scopes?: readonly string[] | undefined;
}

/** @returns undefined for an answer that holds no token */
export function grantedToken(answer: ServiceAnswer): GrantedToken | undefined {
  // Moodle calls its JSON text/html, so the type of the answer says nothing.
  const token = TokenAnswer.safeParse(jsonOf(answer.text)).data;
  if (answer.status !== 200 || !token) return undefined;
  const scopes = token.scope?.split(' ').filter((scope) => scope !== '');
  return { value: token.access_token, seconds: token.expires_in, scopes };
}

interface Token {
  readonly value: string;
  readonly until: number;
}

interface Held {
  readonly token: Promise<Token>;
  until: number;
}

export function createAccessTokens(deps: {
  readonly keyRing: KeyRing;
  readonly clock: Clock;
}): AccessTokens {
  const { keyRing, clock } = deps;
  const tokens = new Map<string, Held>();

  async function ask(platform: Platform, scopes: readonly string[]): Promise<ServiceAnswer> {
    return callService(platform.tokenUrl, {
      method: 'POST',
      headers: { accept: 'application/json' },
      body: new URLSearchParams({
        grant_type: 'client_credentials',
        client_assertion_type: 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer',
        client_assertion: await assertion(platform),
        scope: scopes.join(' '),
      }),
    });
  }

  async function request(platform: Platform, scopes: readonly string[]): Promise<Token> {
    const answer = await ask(platform, scopes);
    const token = grantedToken(answer);
    // Without what it is for, the call would only be refused, and the platform does not say why then.
    if (!token || !grants(token, scopes)) throw new ServiceRefused('token', answer);
    return { value: token.value, until: clock() + token.seconds * SECOND - MARGIN };
  }

  function assertion(platform: Platform): Promise<string> {
    const { kid, key } = keyRing.signingKey();
    const issuedAt = Math.floor(clock() / 1000) - BACKDATED;
    return new SignJWT(deploymentOf(platform))
      .setProtectedHeader({ alg: 'RS256', typ: 'JWT', kid })
      .setIssuer(platform.clientId)
      .setSubject(platform.clientId)
      .setAudience(platform.audience ?? platform.tokenUrl)
      .setIssuedAt(issuedAt)
      .setExpirationTime(issuedAt + 240)
      .setJti(randomUUID())
      .sign(key);
  }

  return {
    async get(platform, scopes) {
      const key = cacheKey(platform, scopes);
      const held = tokens.get(key);
      if (held && held.until > clock()) return (await held.token).value;
      // Until the answer is here the entry counts as fresh: whoever asks meanwhile waits for the same one.
      const entry: Held = { token: request(platform, scopes), until: Infinity };
      tokens.set(key, entry);
      try {
        const { value, until } = await entry.token;
        entry.until = until;
        return value;
      } catch (fault) {
        if (tokens.get(key) === entry) tokens.delete(key);
        throw fault;
      }
    },
    drop(platform, scopes) {
      tokens.delete(cacheKey(platform, scopes));
    },
    ask,
  };
}

/** An answer without scopes grants what was asked for (RFC 6749, section 5.1). */
function grants({ scopes: granted = [] }: GrantedToken, asked: readonly string[]): boolean {
  return granted.length === 0 || asked.every((scope) => granted.includes(scope));
}

/** LTI Core 1.3, section 6.2.1, where it is certain: one token serves all deployments of a platform. */
function deploymentOf({ deployments }: Platform): Readonly<Record<string, string>> {
  const [only, ...others] = deployments.filter(({ status }) => status === 'allowed');
  return only && others.length === 0 ? { [`${LTI_CLAIM}deployment_id`]: only.id } : {};
}

function cacheKey(platform: Platform, scopes: readonly string[]): string {
  return `${platform.id} ${[...scopes].sort().join(' ')}`;
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
