import type { Platforms } from '../platforms/platform.service.js';
import { hasCode } from '../../shared/errors.js';
import { LaunchRefused } from '../login/launch-refused.js';
import type { LoginState } from '../login/login-state.js';
import type { Platform } from '../platforms/platform.js';

/** More would be no school's deployments but a platform gone wrong. */
const MOST_PENDING = 1000;

export type CheckDeployment = (
  deploymentId: string,
  platform: Platform,
  login: LoginState,
) => Promise<void>;

/**
 * The deployment is one that the operator allowed, and the one the login named when it named one
 * (LTI Core 1.3, section 4.1.2). One that nobody decided on yet is kept for the operator to decide;
 * ask only with a token that was verified.
 * @returns a check that throws {LaunchRefused} deployment-unknown, deployment-pending, deployment-blocked
 */
export function createDeploymentCheck(
  platforms: Pick<Platforms, 'setDeployment'>,
): CheckDeployment {
  return async (deploymentId, platform, login) => {
    if (login.deploymentId !== undefined && login.deploymentId !== deploymentId) {
      throw new LaunchRefused('deployment-unknown', 'deployment is not the one of the login');
    }
    const known = platform.deployments.find(({ id }) => id === deploymentId);
    if (known?.status === 'allowed') return;
    if (known?.status === 'blocked') {
      throw new LaunchRefused('deployment-blocked', 'deployment is blocked');
    }
    if (!known && hasRoom(platform)) await keepForOperator(platforms, platform.id, deploymentId);
    throw new LaunchRefused('deployment-pending', 'deployment awaits the operator');
  };
}

function hasRoom({ deployments }: Platform): boolean {
  return deployments.filter(({ status }) => status === 'pending').length < MOST_PENDING;
}

async function keepForOperator(
  platforms: Pick<Platforms, 'setDeployment'>,
  platformId: string,
  deploymentId: string,
): Promise<void> {
  try {
    await platforms.setDeployment(platformId, deploymentId, 'pending', {
      kind: 'platform',
      platformId,
    });
  } catch (fault) {
    // Somebody changed the platform meanwhile: the next launch asks again.
    if (!hasCode(fault) || fault.code !== 'persistence.stale-revision') throw fault;
  }
}
