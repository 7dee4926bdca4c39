import { decodeJwt, decodeProtectedHeader, importJWK, jwtVerify, type JWK } from 'jose';
import { z } from 'zod';
import type { Clock } from '../../shared/clock.js';
import { AppError } from '../../shared/errors.js';
import type { PlatformKeys } from '../keys/platform-keys.client.js';
import { allowsDeployment, type Platform } from '../platforms/platform.js';
import type { PlatformStore } from '../platforms/platform.store.js';

const LTI = 'https://purl.imsglobal.org/spec/lti/claim/';
const LONGEST_TOKEN = 16_000;
/** Clocks differ by so many seconds at most. */
const LEEWAY = 60;

const Id = z.string().min(1).max(255);
const Context = z.object({ id: Id });

/** Claims of a notice: no person, no roles, no message type, and so not those of a launch. */
const Claims = z.object({
  iss: z.string().max(255),
  aud: z.union([z.string(), z.tuple([z.string()])]),
  azp: z.string().optional(),
  exp: z.number(),
  iat: z.number(),
  nonce: z.string().min(1).max(255),
  version: z.literal('1.3.0'),
  deployment_id: Id,
  message_type: z.never().optional(),
  notice: z.object({ id: Id, timestamp: z.string().max(100), type: z.string().max(100) }),
  context: Context.optional().catch(undefined),
  origin_contexts: z.array(Context).max(100).catch([]),
});

/** A notice whose signature and claims hold. */
export interface SignedNotice {
  readonly platform: Platform;
  readonly deploymentId: string;
  readonly noticeId: string;
  /** As the platform writes it; we may not know it. */
  readonly type: string;
  readonly contextId?: string | undefined;
  readonly originContextIds: readonly string[];
}

/** The message, for the log, names the check and never a value from the notice. */
export class NoticeRefused extends AppError {
  readonly code = 'lti.notice-refused';
  readonly status = 401;
}

export interface NoticeTokens {
  /** @throws {NoticeRefused} @throws {ServiceUnreachable} the platform's keys cannot be had just now */
  verify(jwt: string): Promise<SignedNotice>;
}

export function createNoticeTokens(deps: {
  readonly platforms: PlatformStore;
  readonly platformKeys: PlatformKeys;
  readonly clock: Clock;
}): NoticeTokens {
  const { platforms, platformKeys, clock } = deps;

  async function checkSignature(jwt: string, platform: Platform): Promise<void> {
    const { alg, kid } = headerOf(jwt);
    if (alg !== 'RS256' || kid === undefined) throw new NoticeRefused('algorithm or key id');
    const jwk = await platformKeys.find(platform.jwksUrl, kid);
    if (!jwk) throw new NoticeRefused('key id not published by the platform');
    try {
      await jwtVerify(jwt, await importJWK(jwk as JWK, 'RS256'), {
        algorithms: ['RS256'],
        issuer: platform.issuer,
        audience: platform.clientId,
        clockTolerance: LEEWAY,
        currentDate: new Date(clock()),
      });
    } catch (cause) {
      throw new NoticeRefused('signature or times', { cause });
    }
  }

  return {
    async verify(jwt) {
      // All that can be seen without the database and the platform comes first: anybody may post here.
      const claims = claimsOf(jwt);
      const now = clock() / 1000;
      if (claims.exp + LEEWAY < now) throw new NoticeRefused('expired');
      if (claims.iat - LEEWAY > now) throw new NoticeRefused('from the future');
      const [clientId = ''] = [claims.aud].flat();
      if (claims.azp !== undefined && claims.azp !== clientId) throw new NoticeRefused('azp');
      const platform = await platforms.byRegistration(claims.iss, clientId);
      if (platform?.status !== 'active') throw new NoticeRefused('platform unknown or disabled');
      await checkSignature(jwt, platform);
      if (!allowsDeployment(platform, claims.deployment_id)) {
        throw new NoticeRefused('deployment not allowed');
      }
      return {
        platform,
        deploymentId: claims.deployment_id,
        noticeId: claims.notice.id,
        type: claims.notice.type,
        contextId: claims.context?.id,
        originContextIds: claims.origin_contexts.map(({ id }) => id),
      };
    },
  };
}

function claimsOf(jwt: string): z.infer<typeof Claims> {
  if (jwt.length > LONGEST_TOKEN) throw new NoticeRefused('too long');
  const claims = Claims.safeParse(shortNamed(payloadOf(jwt)));
  if (claims.success) return claims.data;
  const names = claims.error.issues.map((issue) => issue.path.join('.')).join(', ');
  throw new NoticeRefused(`claims: ${names.slice(0, 200)}`);
}

function payloadOf(jwt: string): object {
  try {
    return decodeJwt(jwt);
  } catch (cause) {
    throw new NoticeRefused('no token', { cause });
  }
}

function headerOf(jwt: string): { readonly alg?: string; readonly kid?: string } {
  try {
    return decodeProtectedHeader(jwt);
  } catch (cause) {
    throw new NoticeRefused('no token', { cause });
  }
}

/** LTI's own claims without their common beginning; nothing else may pass for one of them. */
function shortNamed(payload: object): Record<string, unknown> {
  const named: Record<string, unknown> = {};
  for (const [name, value] of Object.entries(payload) as [string, unknown][]) {
    if (name.startsWith(LTI)) named[name.slice(LTI.length)] = value;
    else if (OPENID.has(name)) named[name] = value;
  }
  return named;
}

const OPENID: ReadonlySet<string> = new Set(['iss', 'aud', 'azp', 'exp', 'iat', 'nonce']);
