import type { ServerResponse } from 'node:http';
import { LINE_ITEM_SCOPE } from '../../src/lti/services/scopes.js';
import type { ResourceLink } from '../../src/lti/index.js';
import type { SeenRequest, Service } from './service-platform.js';

const AGS = 'https://purl.imsglobal.org/spec/lti-ags/scope/';
export const LINE_ITEM_READ_ONLY = `${AGS}lineitem.readonly`;

/** A column as a platform keeps it. */
export interface KeptItem {
  id: string;
  label?: unknown;
  scoreMaximum?: unknown;
  resourceId?: unknown;
  tag?: unknown;
  resourceLinkId?: unknown;
  [other: string]: unknown;
}

/** `/lineitems`: lists with the filters of the standard, takes new ones, changes them. */
export function lineItemService(items: KeptItem[]): Service {
  return (request, res) => {
    const { method, url } = request;
    if (method === 'POST') {
      const item = {
        ...bodyOf(request),
        id: `${url.origin}/lineitems/${items.length + 1}?type_id=1`,
      };
      items.push(item);
      // Slow enough for two to overlap.
      setTimeout(() => sendItem(res, item, 201), 20);
      return;
    }
    if (url.pathname === '/lineitems') {
      sendList(
        res,
        items.filter((item) => isWanted(item, url.searchParams)),
      );
      return;
    }
    const at = items.findIndex(({ id }) => new URL(id).pathname === url.pathname);
    const item = items[at];
    if (!item) {
      res.statusCode = 404;
      res.end();
      return;
    }
    if (method === 'PUT') items[at] = { ...bodyOf(request), id: item.id };
    sendItem(res, items[at] ?? item, 200);
  };
}

export function sendList(res: ServerResponse, items: readonly unknown[]): void {
  res.setHeader('content-type', 'application/vnd.ims.lis.v2.lineitemcontainer+json; charset=utf-8');
  res.end(Buffer.from(JSON.stringify(items)));
}

function sendItem(res: ServerResponse, item: object, status: number): void {
  res.writeHead(status, {
    'content-type': 'application/vnd.ims.lis.v2.lineitem+json; charset=utf-8',
  });
  res.end(JSON.stringify(item));
}

function bodyOf({ body }: SeenRequest): Record<string, unknown> {
  return JSON.parse(body) as Record<string, unknown>;
}

function isWanted(item: KeptItem, asked: URLSearchParams): boolean {
  const names = { resource_link_id: 'resourceLinkId', resource_id: 'resourceId', tag: 'tag' };
  return Object.entries(names).every(([query, name]) => {
    const wanted = asked.get(query);
    return wanted === null || item[name] === wanted;
  });
}

/** A link whose launches named the list of columns, and no column. */
export function aLinkWithout(
  lineItems: string | undefined,
  over: Partial<ResourceLink> = {},
): ResourceLink {
  return {
    ...{ id: 'link', platformId: 'platform-1', deploymentId: '1', resourceLinkId: '1' },
    ...{ contextId: '2', lineItems, scopes: [LINE_ITEM_SCOPE, LINE_ITEM_READ_ONLY, `${AGS}score`] },
    ...over,
  };
}
