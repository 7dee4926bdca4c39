import { randomBytes } from 'node:crypto';
import { z } from 'zod';
import { SECOND, type Clock } from '../shared/clock.js';
import type { SigningKeys } from './signing-keys.js';
import type { Urls } from './urls.js';

/** `activate` is ours: Moodle's tools always wait for the administrator. */
const RegistrationToken = z.object({
  sub: z.string(),
  scope: z.literal('reg'),
  exp: z.number(),
  activate: z.boolean().default(false),
});
type RegistrationToken = z.infer<typeof RegistrationToken>;

/** Dynamic registration, seen from the platform. */
export interface Registrations {
  /**
   * The address that starts a tool's dynamic registration, with a token good for one.
   * @param options.activate the tool may be used at once, without the administrator's consent
   */
  initiationUrl(toolUrl: string, options?: { readonly activate?: boolean }): Promise<string>;
  /** What a token allows. @returns undefined when it is not ours or has ended */
  readToken(token: string): Promise<RegistrationToken | undefined>;
}

export interface RegistrationsDeps {
  readonly keys: SigningKeys;
  readonly urls: Urls;
  readonly clock: Clock;
}

/** Seconds for which a registration token holds. */
const LIFETIME = 3600;

/** Invitations to register, as signed tokens. */
export function createRegistrations({ keys, urls, clock }: RegistrationsDeps): Registrations {
  return {
    async initiationUrl(toolUrl, { activate = false } = {}) {
      const iat = Math.floor(clock() / SECOND);
      const sub = newClientId();
      const token = await keys.sign({ sub, scope: 'reg', iat, exp: iat + LIFETIME, activate });
      const url = new URL(toolUrl);
      url.searchParams.set('openid_configuration', urls.configuration);
      url.searchParams.set('registration_token', token);
      return url.href;
    },
    async readToken(token) {
      const claims = RegistrationToken.safeParse(await keys.verify(token)).data;
      return claims && claims.exp * SECOND > clock() ? claims : undefined;
    },
  };
}

/** 15 letters and digits, as Moodle's. */
export function newClientId(): string {
  return randomBytes(24)
    .toString('base64')
    .replace(/[^A-Za-z0-9]/g, '')
    .padEnd(15, 'x')
    .slice(0, 15);
}
