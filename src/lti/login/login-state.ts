import { z } from 'zod';
import { MINUTE, type Clock } from '../../shared/clock.js';
import { digest, newSecret } from '../../shared/ids.js';
import type { Sealer } from '../../shared/seal.js';
import { LaunchRefused } from './launch-refused.js';

/** Time for the platform's own sign-in or consent page in between. */
const LIFETIME = 10 * MINUTE;

const StoragePlace = z.object({
  /** `lti_storage_target`: name of a frame of the platform, or `_parent` for the window around us. */
  target: z.string(),
  /** Origin of the registered authorization endpoint: the only one that is told anything. */
  origin: z.string(),
});
/** Where the platform keeps what this login must bring back. */
export type StoragePlace = Readonly<z.infer<typeof StoragePlace>>;

const Content = z.object({
  /** `nonce` of the authentication request; the id_token must bring it back. */
  nonce: z.string(),
  platformId: z.string(),
  /** `lti_deployment_id` of the login, when it had one. */
  deploymentId: z.string().optional(),
  /** Digest of `target_link_uri`. */
  target: z.string(),
  /** Digest of the browser's key. */
  browser: z.string(),
  /** Origins whose pages may frame what the launch answers, an error too. */
  framedBy: z.array(z.string()),
  /**
   * Set when the platform keeps the browser's key, since the browser keeps no cookie. Remembered
   * here, because some platforms name their frame at the login only.
   */
  storage: StoragePlace.optional(),
  /** Epoch milliseconds. */
  expiresAt: z.number(),
});
export type LoginState = Readonly<z.infer<typeof Content>>;

/**
 * The login that was started, carried by the `state` parameter itself and signed. So a login that
 * nobody finishes costs no row, and a launch cannot be moved to another client, deployment, target
 * or browser than the one that asked for it.
 */
export interface LoginStates {
  start(login: {
    readonly platformId: string;
    readonly deploymentId?: string | undefined;
    readonly targetLinkUri: string;
    readonly key: string;
    readonly framedBy: readonly string[];
    readonly storage?: StoragePlace | undefined;
  }): { readonly state: string; readonly nonce: string };
  /** What we once signed, whoever brings it and however late; undefined when it is not ours. */
  peek(state: string): LoginState | undefined;
  /** @throws {LaunchRefused} state-invalid, login-expired, other-browser */
  read(state: string, key: string | undefined): LoginState;
}

export function createLoginStates(deps: {
  readonly sealer: Sealer;
  readonly clock: Clock;
}): LoginStates {
  const { sealer, clock } = deps;

  function peek(state: string): LoginState | undefined {
    const [text = '', signature = ''] = state.split('.', 2);
    if (!sealer.verify(text, signature)) return undefined;
    return Content.parse(JSON.parse(Buffer.from(text, 'base64url').toString()));
  }

  return {
    start({ platformId, deploymentId, targetLinkUri, key, framedBy, storage }) {
      const nonce = newSecret();
      const content: LoginState = {
        nonce,
        platformId,
        deploymentId,
        target: digest(targetLinkUri),
        browser: digest('login', key),
        framedBy: [...framedBy],
        storage,
        expiresAt: clock() + LIFETIME,
      };
      const text = Buffer.from(JSON.stringify(content)).toString('base64url');
      return { state: `${text}.${sealer.sign(text)}`, nonce };
    },
    peek,
    read(state, key) {
      const content = peek(state);
      if (!content) throw new LaunchRefused('state-invalid', 'state not ours');
      if (content.expiresAt <= clock()) throw new LaunchRefused('login-expired', 'state expired');
      if (key === undefined || content.browser !== digest('login', key)) {
        throw new LaunchRefused('other-browser', 'state was given to another browser');
      }
      return content;
    },
  };
}

/** Names under which a platform keeps what belongs to one login, so that parallel launches never mix. */
export function storageKeysOf(state: string): { readonly state: string; readonly nonce: string } {
  // The signature stands for the whole: platforms count the bytes of keys too (4096 in all).
  const [, name = ''] = state.split('.', 2);
  return { state: `lti_state_${name}`, nonce: `lti_nonce_${name}` };
}
