import { Router } from 'express';
import type { User } from './course.js';
import { memberRole } from './roles.js';
import { MEMBERSHIP_READONLY } from './scopes.js';
import {
  callerOf,
  countOf,
  requireCourse,
  sendAs,
  ServiceRefusal,
  speaking,
  textOf,
  type Resource,
  type ServiceDeps,
} from './service.js';
import type { Urls } from './urls.js';

const MEMBERSHIP_TYPE = 'application/vnd.ims.lti-nrps.v2.membershipcontainer+json';
const RESOURCE: Resource = {
  operations: { GET: { mediaType: MEMBERSHIP_TYPE, scopes: [MEMBERSHIP_READONLY] } },
};

/** Who is in the course (NRPS 2.0). */
export function membershipRoutes(deps: ServiceDeps & { readonly urls: Urls }): Router {
  const { state, urls } = deps;
  const router = Router();

  router
    .route('/CourseSection/:courseId/bindings/:typeId/memberships')
    .all(speaking(RESOURCE))
    .get((req, res) => {
      const tool = callerOf(req, RESOURCE, deps);
      if (tool.deploymentId !== req.params.typeId) throw new ServiceRefusal(401, 'Unauthorized');
      requireCourse(state, req.params.courseId);
      const rlid = textOf(req.query.rlid);
      if (rlid !== undefined && !state.link(rlid)) {
        throw new ServiceRefusal(404, `Not Found: LTI link ${rlid} doesn't exist`);
      }
      const members = state
        .users()
        .filter((user) => user.enrolled && hasRole(user, req.query.role));
      const limit = countOf(req.query.limit);
      const from = countOf(req.query.from) ?? 0;
      const url = urls.memberships(state.course, tool);
      if (limit && from + limit < members.length) {
        // The role is dropped on the way to the next page: so it is in Moodle.
        const rest = rlid === undefined ? '' : `&rlid=${rlid}`;
        const next = `${url}?limit=${String(limit)}&from=${String(from + limit)}${rest}`;
        res.setHeader('Link', `<${next}>; rel="next"`);
      }
      const { id, label, title } = state.course;
      const withGroups = state.offeredGroups().length > 0;
      sendAs(res, MEMBERSHIP_TYPE, {
        id: url,
        context: { id, label, title },
        members: (limit ? members.slice(from, from + limit) : members).map((user) =>
          member(user, { withMessage: rlid !== undefined, withGroups }),
        ),
      });
    });
  return router;
}

/** Short and full role names both filter; an unknown one filters nothing. */
function hasRole(user: User, asked: unknown): boolean {
  const role = textOf(asked)?.replace(/^.*#/, '');
  if (role !== 'Learner' && role !== 'Instructor') return true;
  return memberRole(user.role) === role;
}

function member(
  user: User,
  { withMessage, withGroups }: { readonly withMessage: boolean; readonly withGroups: boolean },
): Record<string, unknown> {
  const { givenName, familyName, email, username } = user;
  return {
    status: 'Active',
    roles: [memberRole(user.role)],
    ...(withMessage && {
      message: [
        { 'https://purl.imsglobal.org/spec/lti/claim/message_type': 'LtiResourceLinkRequest' },
      ],
    }),
    user_id: user.id,
    lis_person_sourcedid: user.sourcedId,
    ...(withGroups && {
      group_enrollments: user.groupIds.map((groupId) => ({ group_id: groupId })),
    }),
    ...(givenName !== undefined &&
      familyName !== undefined && {
        name: `${givenName} ${familyName}`,
        given_name: givenName,
        family_name: familyName,
        email,
        ext_user_username: username,
      }),
  };
}
