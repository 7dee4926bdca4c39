import { SECOND } from '../../shared/clock.js';
import { AppError } from '../../shared/errors.js';
import type { AddressCheck, GuardedFetch } from '../services/guarded-fetch.client.js';
import {
  jsonOf,
  PlatformConfigurationInvalid,
  readOpenidConfiguration,
  type PlatformDescription,
} from './openid-configuration.js';
import {
  RegistrationAnswer,
  registrationRequest,
  type ToolTexts,
  type ToolUrls,
} from './tool-configuration.js';

/** The platform refused the registration; its answer's first words are in the log only. */
export class RegistrationRefused extends AppError {
  readonly code = 'lti.registration-refused';
  readonly status = 502;
}

/** How a platform begins a dynamic registration (Dynamic Registration 1.0, section 3.2). */
export interface RegistrationInitiation {
  /** Of our invitation. */
  readonly invitation: string;
  readonly openidConfiguration: URL;
  /** Of the platform; goes back to the platform only. Some send none. */
  readonly registrationToken?: string | undefined;
}

/** What we say to a platform while it registers us. */
export interface RegistrationClient {
  /** @throws {AddressRefused} @throws {PlatformConfigurationInvalid} @throws {RegistrationRefused} @throws {ServiceUnreachable} */
  describe(initiation: RegistrationInitiation): Promise<PlatformDescription>;
  /** @throws as `describe` */
  introduce(
    platform: PlatformDescription,
    registrationToken: string | undefined,
    texts: ToolTexts,
  ): Promise<RegistrationAnswer>;
}

export interface RegistrationClientDeps {
  readonly guardedFetch: GuardedFetch;
  readonly checkAddress: AddressCheck;
  readonly publicUrl: URL;
  readonly urls: ToolUrls;
}

export function createRegistrationClient(deps: RegistrationClientDeps): RegistrationClient {
  const { guardedFetch, checkAddress } = deps;
  return {
    async describe({
      openidConfiguration: url,
      registrationToken,
    }: RegistrationInitiation): Promise<PlatformDescription> {
      const { status, text } = await guardedFetch(url, { headers: bearer(registrationToken) });
      if (status !== 200) throw new RegistrationRefused(`configuration answered ${status}`);
      const platform = readOpenidConfiguration(text, url);
      const { authUrl, tokenUrl, jwksUrl, registrationUrl } = platform;
      for (const address of [authUrl, tokenUrl, jwksUrl, registrationUrl]) {
        await checkAddress(new URL(address));
      }
      return platform;
    },

    async introduce(
      platform: PlatformDescription,
      registrationToken: string | undefined,
      texts: ToolTexts,
    ): Promise<RegistrationAnswer> {
      const { status, text } = await guardedFetch(new URL(platform.registrationUrl), {
        method: 'POST',
        // The platform makes a tool of it, and may ask us for our keys meanwhile.
        milliseconds: 10 * SECOND,
        headers: { ...bearer(registrationToken), 'content-type': 'application/json' },
        body: JSON.stringify(registrationRequest(platform, { ...deps, texts })),
      });
      if (status !== 200 && status !== 201) {
        throw new RegistrationRefused(`registration answered ${status}: ${text.slice(0, 80)}`);
      }
      const answer = RegistrationAnswer.safeParse(jsonOf(text));
      if (answer.success) return answer.data;
      const fields = answer.error.issues.map((issue) => issue.path.join('.') || 'JSON');
      throw new PlatformConfigurationInvalid(fields, 'registration answer');
    },
  };
}

function bearer(token: string | undefined): Record<string, string> {
  return token === undefined ? {} : { authorization: `Bearer ${token}` };
}
