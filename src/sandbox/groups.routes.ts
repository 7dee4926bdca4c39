import { Router } from 'express';
import { GROUPS_READONLY } from './scopes.js';
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

const GROUPS_TYPE = 'application/vnd.ims.lti-gs.v1.contextgroupcontainer+json';
const RESOURCE: Resource = {
  operations: { GET: { mediaType: GROUPS_TYPE, scopes: [GROUPS_READONLY] } },
};

/** Groups of the course (Course Groups Service 1.0), while they are offered to tools. */
export function groupRoutes(deps: ServiceDeps & { readonly urls: Urls }): Router {
  const { state, urls } = deps;
  const router = Router();

  router
    .route('/CourseSection/:courseId/bindings/:typeId/groups')
    .all(speaking(RESOURCE))
    .get((req, res) => {
      const tool = callerOf(req, RESOURCE, deps);
      if (tool.deploymentId !== req.params.typeId) throw new ServiceRefusal(401, 'Unauthorized');
      requireCourse(state, req.params.courseId);
      const offered = state.offeredGroups();
      if (offered.length === 0) throw new ServiceRefusal(404, 'Not Found: No groups');
      const userId = textOf(req.query.user_id);
      const own = userId === undefined ? undefined : (state.user(userId)?.groupIds ?? []);
      const groups = offered.filter(({ id }) => own?.includes(id) ?? true);
      const limit = countOf(req.query.limit);
      const from = countOf(req.query.from) ?? 0;
      const url = urls.groups(state.course, tool);
      if (limit && from + limit < groups.length) {
        const rest = userId === undefined ? '' : `&user_id=${encodeURIComponent(userId)}`;
        const next = `${url}?limit=${String(limit)}&from=${String(from + limit)}${rest}`;
        res.setHeader('Link', `<${next}>; rel="next"`);
      }
      sendAs(res, GROUPS_TYPE, {
        id: url,
        groups: (limit ? groups.slice(from, from + limit) : groups).map(
          ({ id, name, setId: set_id }) => ({ id, name, ...(set_id !== undefined && { set_id }) }),
        ),
      });
    });
  return router;
}
