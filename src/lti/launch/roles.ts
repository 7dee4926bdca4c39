import type { Principal, Role } from '../../shared/principal.js';

const CONTEXT = 'http://purl.imsglobal.org/vocab/lis/v2/membership';
/** Beside the roles of somebody whom the platform has made up (LTI Core 1.3, appendix A.2.4). */
const TEST_USER = 'http://purl.imsglobal.org/vocab/lti/system/person#TestUser';

/**
 * What a launch's roles allow in its course (LTI Core 1.3, appendix A.2). Only context roles count:
 * a site administrator who is not in the course is a viewer. The principal role decides, so
 * `membership/Learner#Instructor` (a learner who helps) is a learner. Who is no person is no learner:
 * a trainer's "view as student" tries out what learners do, and nothing of it is kept.
 */
export function roleOf(roles: readonly string[]): Role {
  const principals = new Set(roles.map(principalRole));
  if (principals.has('Administrator')) return 'administrator';
  if (principals.has('Instructor') || principals.has('ContentDeveloper')) return 'instructor';
  if (principals.has('Learner') && !isMadeUp(roles)) return 'learner';
  return 'viewer';
}

/** Whether the platform has made this person up. */
export function isMadeUp(roles: readonly string[]): boolean {
  return roles.includes(TEST_USER);
}

/** Those who teach see everybody's work, a learner their own (Submission Review 1.0). */
export function mayReview(
  { userId, role }: Pick<Principal, 'userId' | 'role'>,
  learnerId: string,
): boolean {
  return role === 'instructor' || role === 'administrator' || userId === learnerId;
}

/** `Instructor` of `…membership#Instructor`, `…membership/Instructor#TeachingAssistant` and the deprecated simple name. */
function principalRole(role: string): string | undefined {
  if (!role.includes(':') && !role.includes('/')) return role;
  if (role.startsWith(`${CONTEXT}#`)) return role.slice(CONTEXT.length + 1);
  if (role.startsWith(`${CONTEXT}/`)) return role.slice(CONTEXT.length + 1).split('#')[0];
  return undefined;
}
