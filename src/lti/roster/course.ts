import { digest } from '../../shared/ids.js';
import type { Principal } from '../../shared/principal.js';

/** One course of one platform. The platform's own id of it is unique within the deployment only. */
export interface Course {
  readonly platformId: string;
  readonly deploymentId: string;
  readonly contextId: string;
}

/** The course somebody came from; undefined when the platform named none. */
export function courseOf(principal: Principal): Course | undefined {
  const { platformId, deploymentId, contextId } = principal;
  return contextId === undefined ? undefined : { platformId, deploymentId, contextId };
}

/** Under which what belongs to a course is kept. */
export function courseIdOf({ platformId, deploymentId, contextId }: Course): string {
  return digest('course', platformId, deploymentId, contextId);
}
