import express, { Router, type Request } from 'express';
import { z } from 'zod';
import { SubmissionReview, type LineItem, type Tool } from './course.js';
import { gradeServiceLinks } from './link-header.js';
import { LINE_ITEM, LINE_ITEM_READONLY } from './scopes.js';
import {
  callerOf,
  countOf,
  jsonOf,
  requireCourse,
  requireLineItem,
  requireOwnLineItem,
  sendAs,
  ServiceRefusal,
  speaking,
  textOf,
  typeIdOf,
  type Resource,
  type ServiceDeps,
} from './service.js';
import type { Urls } from './urls.js';

const text = express.text({ type: () => true, limit: '100kb' });

const CONTAINER_TYPE = 'application/vnd.ims.lis.v2.lineitemcontainer+json';
const ITEM_TYPE = 'application/vnd.ims.lis.v2.lineitem+json';

const CONTAINER: Resource = {
  operations: {
    GET: { mediaType: CONTAINER_TYPE, scopes: [LINE_ITEM, LINE_ITEM_READONLY] },
    POST: { mediaType: ITEM_TYPE, scopes: [LINE_ITEM] },
  },
  refusesAnyAccept: true,
};
const ITEM: Resource = {
  operations: {
    GET: { mediaType: ITEM_TYPE, scopes: [LINE_ITEM, LINE_ITEM_READONLY] },
    PUT: { mediaType: ITEM_TYPE, scopes: [LINE_ITEM] },
    DELETE: { mediaType: ITEM_TYPE, scopes: [LINE_ITEM] },
  },
};

const PostedLineItem = z.looseObject({
  label: z.string(),
  scoreMaximum: z.number(),
  resourceId: z.string().default(''),
  tag: z.string().default(''),
  resourceLinkId: z.string().optional(),
  submissionReview: SubmissionReview.optional(),
});
type PostedLineItem = z.infer<typeof PostedLineItem>;

type LineItemDeps = ServiceDeps & { readonly urls: Urls };

/** Line items: list, create, read, replace, remove (AGS 2.0, section 3.2). */
export function lineItemRoutes(deps: LineItemDeps): Router {
  return Router().use(containerRoutes(deps), itemRoutes(deps));
}

function containerRoutes(deps: LineItemDeps): Router {
  const { state, urls } = deps;
  const router = Router();
  router
    .route('/:courseId/lineitems')
    .all(speaking(CONTAINER))
    .get((req, res) => {
      const tool = callerOf(req, CONTAINER, deps);
      const items = wanted(req, tool, deps);
      const limit = countOf(req.query.limit);
      const from = countOf(req.query.from) ?? 0;
      if (limit) {
        const url = urls.lineItems(state.course, typeIdOf(req));
        res.setHeader('Link', gradeServiceLinks(url, { limit, from }, items.length));
      }
      const page = limit ? items.slice(from, from + limit) : items;
      sendAs(
        res,
        CONTAINER_TYPE,
        page.map((item) => shown(item, idOf(req, item, deps))),
      );
    })
    .post(text, (req, res) => {
      const tool = callerOf(req, CONTAINER, deps);
      requireCourse(state, req.params.courseId);
      const posted = readPosted(req);
      const link =
        posted.resourceLinkId === undefined ? undefined : state.link(posted.resourceLinkId);
      if (posted.resourceLinkId !== undefined && link?.clientId !== tool.clientId) {
        throw new ServiceRefusal(403, 'Forbidden');
      }
      const { clientId } = tool;
      const id = state.nextId('lineItem');
      const item: LineItem = { ...kept(posted), id, clientId, linkId: link?.id, origin: 'manual' };
      state.putLineItem(item);
      sendAs(res, ITEM_TYPE, { ...echoed(req), id: idOf(req, item, deps) }, 201);
    });
  return router;
}

function itemRoutes(deps: LineItemDeps): Router {
  const { state } = deps;
  const router = Router();
  router
    .route('/:courseId/lineitems/:lineItemId/lineitem')
    .all(speaking(ITEM))
    .get((req, res) => {
      callerOf(req, ITEM, deps);
      // Another tool's item may be read: so it is in Moodle.
      const item = requireLineItem(deps, req.params);
      sendAs(res, ITEM_TYPE, shown(item, idOf(req, item, deps)));
    })
    .put(text, (req, res) => {
      const item = requireOwnLineItem(deps, req.params, callerOf(req, ITEM, deps));
      state.putLineItem({ ...item, ...kept(readPosted(req)) });
      sendAs(res, ITEM_TYPE, { ...echoed(req), id: idOf(req, item, deps) });
    })
    .delete((req, res) => {
      const item = requireOwnLineItem(deps, req.params, callerOf(req, ITEM, deps));
      state.removeLineItem(item.id);
      res.statusCode = 204;
      res.statusMessage = 'OK';
      res.setHeader('Content-Type', 'text/html; charset=utf-8');
      res.end();
    });
  return router;
}

function idOf(req: Request, item: LineItem, { state, urls }: LineItemDeps): string {
  return urls.lineItem(state.course, item, typeIdOf(req));
}

function wanted(
  req: Request<{ courseId: string }>,
  tool: Tool,
  { state }: ServiceDeps,
): readonly LineItem[] {
  requireCourse(state, req.params.courseId);
  const { query } = req;
  const linkId = textOf(query.resource_link_id);
  const resourceId = textOf(query.resource_id);
  const tag = textOf(query.tag);
  return state
    .lineItems()
    .filter(
      (item) =>
        item.clientId === tool.clientId &&
        (linkId === undefined || item.linkId === linkId) &&
        (resourceId === undefined || item.resourceId === resourceId) &&
        (tag === undefined || item.tag === tag),
    );
}

function shown(item: LineItem, id: string): Record<string, unknown> {
  const { label, scoreMaximum, resourceId, tag, linkId, submissionReview } = item;
  return {
    id,
    label,
    scoreMaximum,
    resourceId,
    tag,
    ...(linkId !== undefined && { resourceLinkId: linkId, ltiLinkId: linkId }),
    ...(submissionReview !== undefined && { submissionReview }),
  };
}

function readPosted(req: Request): PostedLineItem {
  const posted = PostedLineItem.safeParse(jsonOf(req.body));
  if (!posted.success) throw new ServiceRefusal(400, 'No label or Score Maximum');
  return posted.data;
}

/** What was posted, as it was posted: Moodle gives it back with the id added. */
function echoed(req: Request): object {
  return jsonOf(req.body) as object;
}

function kept(
  posted: PostedLineItem,
): Pick<LineItem, 'label' | 'scoreMaximum' | 'resourceId' | 'tag' | 'submissionReview'> {
  const { label, scoreMaximum, resourceId, tag, submissionReview } = posted;
  return { label, scoreMaximum, resourceId, tag, submissionReview };
}
