import { digest } from '../../shared/ids.js';
import { LaunchRefused } from '../login/launch-refused.js';
import type { LoginState } from '../login/login-state.js';

/** The signed target is the unsigned one the login was started with (LTI Core 1.3, section 5.3.4). */
export function checkTarget(targetLinkUri: string, login: LoginState): void {
  if (digest(targetLinkUri) !== login.target) {
    throw new LaunchRefused('target-mismatch', 'target_link_uri is not the one of the login');
  }
}
