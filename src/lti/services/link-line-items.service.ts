import { z } from 'zod';
import type { Collection, Database } from '../../persistence/database.js';
import { MINUTE, type Clock } from '../../shared/clock.js';
import { AppError, hasCode } from '../../shared/errors.js';
import { digest } from '../../shared/ids.js';
import type { LineItem, NewLineItem } from './line-item.js';
import { LineItemsNotAllowed, type LineItemList, type LineItems } from './line-items.client.js';
import type { Platform } from '../platforms/platform.js';
import type { ResourceLink } from '../platforms/resource-link.js';
import type { ResourceLinkStore } from '../platforms/resource-link.store.js';

/** Longer than looking and making can take: a few requests of ten seconds each. */
const SEARCH_LIFETIME = 2 * MINUTE;

/** Another process looks for the line item of this link; a little later it is known. */
export class LineItemSought extends AppError {
  readonly code = 'lti.line-item-sought';
  readonly status = 503;
  override readonly retryAfterSeconds = 5;
}

/** Where the grades of a link go when its launches do not say. */
export interface LinkLineItems {
  /**
   * The link's line item: the one that it has, else the platform's that fits, else a new one. Noted
   * at the link. However many ask at once, in however many processes, no second one is made.
   * @param wanted used to look and to make; without a link of its own
   * @returns URL of the line item
   * @throws {LineItemsNotAllowed} there is none, and the platform lets us make none
   * @throws {LineItemSought} @throws {ServiceRefused} @throws {ServiceUnreachable}
   * @throws {ListNotReadable}
   */
  ensure(platform: Platform, link: ResourceLink, wanted: WantedLineItem): Promise<string>;
  /** @returns how many, of searches that were given up */
  sweep(): Promise<number>;
}

export type WantedLineItem = Omit<NewLineItem, 'resourceLinkId'>;

export interface LinkLineItemsDeps {
  readonly database: Database;
  readonly links: ResourceLinkStore;
  readonly lineItems: LineItems;
  readonly clock: Clock;
}

/** Held while somebody looks. */
const Search = z.object({ id: z.string(), expiresAt: z.number() });
type Search = Readonly<z.infer<typeof Search>>;

export async function createLinkLineItems(deps: LinkLineItemsDeps): Promise<LinkLineItems> {
  const { database, links, lineItems, clock } = deps;
  const searches: Collection<Search> = await database.collection({
    name: 'line_item_searches',
    schema: Search,
    expiry: 'expiresAt',
  });

  /** @throws {LineItemSought} somebody else looks */
  async function alone(id: string, search: () => Promise<string>): Promise<string> {
    try {
      await searches.insert({ id, expiresAt: clock() + SEARCH_LIFETIME });
    } catch (fault) {
      if (!hasCode(fault) || fault.code !== 'persistence.duplicate-key') throw fault;
      throw new LineItemSought('somebody else looks', { cause: fault });
    }
    try {
      return await search();
    } finally {
      await searches.remove(id);
    }
  }

  async function search(
    platform: Platform,
    link: ResourceLink & { readonly lineItems: string },
    wanted: WantedLineItem,
  ): Promise<string> {
    // Whoever looked before us may have found it since the link was read.
    const known = (await links.get(link.id))?.lineItem;
    if (known !== undefined) return known;
    const list = { url: link.lineItems, scopes: link.scopes };
    const item =
      (await findFor({ link, wanted }, lineItems, platform, list)) ??
      (await lineItems.create(platform, list, { ...wanted, resourceLinkId: link.resourceLinkId }));
    await links.remember({ ...link, lineItem: item.id });
    return item.id;
  }

  return {
    async ensure(platform, link, wanted) {
      if (link.lineItem !== undefined) return link.lineItem;
      const { lineItems: list } = link;
      if (list === undefined) throw new LineItemsNotAllowed('the platform offers no list');
      // By the thing, not by the link: where columns cannot be tied to links, two links share one.
      const { resourceId, tag } = wanted;
      return alone(digest('line-item', platform.id, list, resourceId, tag), () =>
        search(platform, { ...link, lineItems: list }, wanted),
      );
    },
    sweep: () => searches.sweep(),
  };
}

/** The link's own first; then one of the same thing that belongs to no link. */
async function findFor(
  { link, wanted }: { readonly link: ResourceLink; readonly wanted: WantedLineItem },
  lineItems: LineItems,
  platform: Platform,
  list: LineItemList,
): Promise<LineItem | undefined> {
  const { resourceId, tag } = wanted;
  const { resourceLinkId } = link;
  const own = await lineItems.find(platform, list, { resourceLinkId });
  const meant = own.find((item) => item.resourceId === resourceId && item.tag === tag);
  if (meant) return meant;
  // Made by the platform, which does not know our names.
  if (own.length === 1) return own[0];
  const alike = await lineItems.find(platform, list, { resourceId, tag });
  return alike.find((item) => item.resourceLinkId === undefined);
}
