import { z } from 'zod';
import { AppError } from '../../shared/errors.js';
import type { AccessTokens } from './access-tokens.client.js';
import { LINE_ITEM_READ_SCOPE, LINE_ITEM_SCOPE } from './scopes.js';
import { LineItem, type LineItemFilter, type NewLineItem } from './line-item.js';
import type { Platform } from '../platforms/platform.js';
import type { ServiceAnswer } from './service-http.js';
import { ListNotReadable, type ServiceReader } from './service-reader.js';
import { ServiceRefused } from './service-refused.js';
import { callWithToken } from './token-call.js';

const ITEM_TYPE = 'application/vnd.ims.lis.v2.lineitem+json';
const LIST_TYPE = 'application/vnd.ims.lis.v2.lineitemcontainer+json';
/** More columns than any gradebook has. */
const MOST_ITEMS = 10_000;

/** The gradebook columns of one course, as a signed launch offered them. */
export interface LineItemList {
  /** `lineitems` of the launch; it may carry a query. */
  readonly url: string;
  /** `scope` of the launch: Sakai refuses a token whole when one more is asked for. */
  readonly scopes: readonly string[];
}

/** The platform does not let the tool read, or not change, the columns of this course. */
export class LineItemsNotAllowed extends AppError {
  readonly code = 'lti.line-items-not-allowed';
  readonly status = 409;
}

/** What of a column can be changed. */
type ColumnFacts = Partial<Pick<NewLineItem, 'label' | 'scoreMaximum'>>;

/** Columns of platforms' gradebooks (AGS 2.0, section 3.2). */
export interface LineItems {
  /**
   * The tool's columns that fit all of the filter, pages to the end.
   * @throws {LineItemsNotAllowed} @throws {ServiceRefused} @throws {ServiceUnreachable}
   * @throws {ListNotReadable}
   */
  find(
    platform: Platform,
    list: LineItemList,
    filter?: LineItemFilter,
  ): Promise<readonly LineItem[]>;
  /**
   * A new column. Whoever asks twice gets two: find first, and never at once from two sides.
   * @throws {LineItemsNotAllowed} @throws {ServiceRefused} @throws {ServiceUnreachable}
   * @throws {ListNotReadable} the answer holds no usable line item
   */
  create(platform: Platform, list: LineItemList, item: NewLineItem): Promise<LineItem>;
  /**
   * Changes title or points. Everything else stays, also what only the platform knows.
   * @param lineItem URL of the column
   * @param list of the course: its scopes
   * @param onlyFrom what the column must still show, or it is left alone
   * @returns whether it was changed
   * @throws {LineItemsNotAllowed} @throws {ServiceRefused} @throws {ServiceUnreachable}
   * @throws {ListNotReadable} the platform showed no line item to be changed
   */
  update(
    platform: Platform,
    { lineItem, list }: { readonly lineItem: string; readonly list: LineItemList },
    change: ColumnFacts,
    onlyFrom?: ColumnFacts,
  ): Promise<boolean>;
}

export function createLineItems(deps: {
  readonly tokens: AccessTokens;
  readonly reader: ServiceReader;
}): LineItems {
  const { tokens, reader } = deps;

  async function ask(
    platform: Platform,
    call: { readonly url: string; readonly method?: 'POST' | 'PUT'; readonly item?: object },
  ): Promise<ServiceAnswer> {
    const { url, method, item } = call;
    const answer = await callWithToken(tokens, platform, {
      url,
      method,
      scope: LINE_ITEM_SCOPE,
      headers: { accept: ITEM_TYPE, ...(item && { 'content-type': ITEM_TYPE }) },
      body: item && JSON.stringify(item),
    });
    if (answer.status < 200 || answer.status > 299) throw new ServiceRefused('line-items', answer);
    return answer;
  }

  return {
    async find(platform, list, filter = {}) {
      const scope = scopeToRead(list);
      const call = { service: 'line-items', scope, mediaType: LIST_TYPE } as const;
      const found: LineItem[] = [];
      for await (const page of reader.pages(platform, filtered(list.url, filter), call)) {
        const items = z.array(z.unknown()).safeParse(page);
        if (!items.success) throw new ListNotReadable('page holds no line items');
        for (const raw of items.data) {
          const item = LineItem.safeParse(raw).data;
          if (item && fits(item, filter) && isOnHostOf(list, item)) found.push(item);
        }
        if (found.length > MOST_ITEMS) throw new ListNotReadable('too many line items');
      }
      return found;
    },

    async create(platform, list, item) {
      requireScope(list, LINE_ITEM_SCOPE);
      const url = list.url;
      try {
        return created(list, await ask(platform, { url, method: 'POST', item: posted(item) }));
      } catch (fault) {
        // Blackboard lets no tool tie a column to a link.
        if (item.resourceLinkId === undefined || !isUnfit(fault)) throw fault;
        const untied = posted({ ...item, resourceLinkId: undefined });
        return created(list, await ask(platform, { url, method: 'POST', item: untied }));
      }
    },

    async update(platform, { lineItem, list }, change, onlyFrom = {}) {
      requireScope(list, LINE_ITEM_SCOPE);
      const whole = jsonOf(await ask(platform, { url: lineItem }));
      const shown = LineItem.safeParse(whole).data;
      if (!shown) throw new ListNotReadable('no line item to change');
      if (!isStill(shown, onlyFrom)) return false;
      // What is left out of a PUT is taken away: the standard replaces the whole.
      const item = { ...(whole as object), ...definedOf(change) };
      await ask(platform, { url: lineItem, method: 'PUT', item });
      return true;
    },
  };
}

function scopeToRead({ scopes }: LineItemList): string {
  const scope = [LINE_ITEM_READ_SCOPE, LINE_ITEM_SCOPE].find((name) => scopes.includes(name));
  if (scope === undefined) throw new LineItemsNotAllowed('no scope to read line items');
  return scope;
}

function requireScope({ scopes }: LineItemList, scope: string): void {
  if (!scopes.includes(scope)) throw new LineItemsNotAllowed('no scope to change line items');
}

function filtered(list: string, { resourceLinkId, resourceId, tag }: LineItemFilter): string {
  const url = new URL(list);
  const asked = { resource_link_id: resourceLinkId, resource_id: resourceId, tag };
  for (const [name, value] of Object.entries(asked)) {
    if (value !== undefined) url.searchParams.set(name, value);
  }
  return url.href;
}

/** Asked of ours too: platforms pass over filters that they do not know. */
function fits(item: LineItem, filter: LineItemFilter): boolean {
  return (['resourceLinkId', 'resourceId', 'tag'] as const).every(
    (name) => filter[name] === undefined || item[name] === filter[name],
  );
}

function isStill(shown: LineItem, expected: ColumnFacts): boolean {
  return (['label', 'scoreMaximum'] as const).every(
    (name) => expected[name] === undefined || shown[name] === expected[name],
  );
}

/** Scores go there with a token: only to the host that a signed launch named. */
function isOnHostOf(list: LineItemList, { id }: LineItem): boolean {
  return new URL(id).host === new URL(list.url).host;
}

function posted(item: NewLineItem): NewLineItem {
  // A column without a title is refused.
  const label = item.label.trim() === '' ? item.resourceId : item.label;
  return { ...item, label, scoreMaximum: Math.max(1, Math.ceil(item.scoreMaximum)) };
}

/** The URL of the new column is used as it is. @throws {ListNotReadable} */
function created(list: LineItemList, answer: ServiceAnswer): LineItem {
  const item = LineItem.safeParse(jsonOf(answer)).data;
  if (!item) throw new ListNotReadable('the answer holds no line item');
  if (!isOnHostOf(list, item)) throw new ListNotReadable('the line item is on another host');
  return item;
}

/** The platform understood, and does not want it so. */
function isUnfit(fault: unknown): boolean {
  return fault instanceof ServiceRefused && [400, 404, 422].includes(fault.platformStatus);
}

/** @returns undefined when it is no JSON */
function jsonOf({ text }: ServiceAnswer): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function definedOf(change: object): object {
  return Object.fromEntries(Object.entries(change).filter(([, value]) => value !== undefined));
}
