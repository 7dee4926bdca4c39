import { z } from 'zod';
import { MINUTE, type Clock } from '../shared/clock.js';
import { digest, newSecret } from '../shared/ids.js';
import type { Sealer } from '../shared/seal.js';
import { LaunchRefused } from './launch-refused.js';

/** Time for the platform's own sign-in or consent page in between. */
const LIFETIME = 10 * MINUTE;

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
  }): { readonly state: string; readonly nonce: string };
  /** @throws {LaunchRefused} login-invalid, login-expired, other-browser */
  read(state: string, key: string | undefined): LoginState;
}

export function createLoginStates(deps: {
  readonly sealer: Sealer;
  readonly clock: Clock;
}): LoginStates {
  const { sealer, clock } = deps;
  return {
    start({ platformId, deploymentId, targetLinkUri, key }) {
      const nonce = newSecret();
      const content: LoginState = {
        nonce,
        platformId,
        deploymentId,
        target: digest(targetLinkUri),
        browser: digest('login', key),
        expiresAt: clock() + LIFETIME,
      };
      const text = Buffer.from(JSON.stringify(content)).toString('base64url');
      return { state: `${text}.${sealer.sign(text)}`, nonce };
    },
    read(state, key) {
      const [text = '', signature = ''] = state.split('.', 2);
      if (!sealer.verify(text, signature))
        throw new LaunchRefused('login-invalid', 'state not ours');
      const content = Content.parse(JSON.parse(Buffer.from(text, 'base64url').toString()));
      if (content.expiresAt <= clock()) throw new LaunchRefused('login-expired', 'state expired');
      if (key === undefined || content.browser !== digest('login', key)) {
        throw new LaunchRefused('other-browser', 'state was given to another browser');
      }
      return content;
    },
  };
}
