import { LaunchRefused } from '../launch-refused.js';
import type { LoginState } from '../login-state.js';
import { allowsDeployment, type Platform } from '../platform.js';

/**
 * The deployment is one that an administrator allowed, and the one the login named when it named
 * one (LTI Core 1.3, section 4.1.2).
 */
export function checkDeployment(deploymentId: string, platform: Platform, login: LoginState): void {
  if (!allowsDeployment(platform, deploymentId)) {
    throw new LaunchRefused('deployment-unknown', 'deployment not allowed');
  }
  if (login.deploymentId !== undefined && login.deploymentId !== deploymentId) {
    throw new LaunchRefused('deployment-unknown', 'deployment is not the one of the login');
  }
}
