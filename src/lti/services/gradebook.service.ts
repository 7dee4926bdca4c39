import type { Database } from '../../persistence/database.js';
import type { Clock } from '../../shared/clock.js';
import type { AccessTokens } from './access-tokens.client.js';
import { LINE_ITEM_SCOPE, RESULT_SCOPE, SCORE_SCOPE } from './scopes.js';
import { createAgs, type Score } from './ags.client.js';
import type { LineItemFilter, NewLineItem } from './line-item.js';
import { createLineItems } from './line-items.client.js';
import {
  createLinkLineItems,
  type LinkLineItems,
  type WantedLineItem,
} from './link-line-items.service.js';
import type { Platform } from '../platforms/platform.js';
import { PlatformDisabled, type Platforms } from '../platforms/platform.service.js';
import type { ResourceLink } from '../platforms/resource-link.js';
import type { ResourceLinkStore } from '../platforms/resource-link.store.js';
import { createResults, type Result } from './results.client.js';
import { createServiceReader } from './service-reader.js';

/** A link with the column that its grades go to. */
export type GradedLink = ResourceLink & { readonly lineItem: string };

/**
 * The gradebook of the course in which a link lies (AGS 2.0). Retries are the caller's. All throw
 * ServiceRefused, ServiceUnreachable, PlatformDisabled, NotFound (the platform was removed), and
 * where they read lists ListNotReadable.
 */
export interface Gradebook {
  /** Sends one score to the link's column. */
  postScore(link: GradedLink, score: Score): Promise<void>;
  /**
   * What the column holds, each person once.
   * @param userId one person alone; undefined: everybody
   * @returns undefined where the launch did not let us read results
   */
  readResults(link: GradedLink, userId?: string): Promise<readonly Result[] | undefined>;
  /** Whether a column can be looked for and made for this link. */
  mayHaveColumn(link: ResourceLink): boolean;
  /**
   * The column of the link: its own, else one that fits, else a new one; never a second one.
   * @returns its URL @throws {LineItemsNotAllowed} @throws {LineItemSought} another process is at it
   */
  ensureColumn(link: ResourceLink, wanted: WantedLineItem): Promise<string>;
  /** The URL of a column that belongs to no link; undefined when there is none. @throws {LineItemsNotAllowed} */
  findFreeColumn(link: ResourceLink, filter: LineItemFilter): Promise<string | undefined>;
  /** A new column; whoever asks twice gets two. @throws {LineItemsNotAllowed} @returns its URL */
  createColumn(link: ResourceLink, item: NewLineItem): Promise<string>;
  /** Whether launches let us change columns of this course. */
  mayChangeColumns(link: ResourceLink): boolean;
  /**
   * Gives the link's column another title, where it still has the one that we know of.
   * @returns whether it was renamed @throws {LineItemsNotAllowed}
   */
  renameColumn(
    link: GradedLink,
    names: { readonly from: string; readonly to: string },
  ): Promise<boolean>;
}

export interface GradebookDeps {
  readonly database: Database;
  readonly platforms: Platforms;
  readonly links: ResourceLinkStore;
  readonly tokens: AccessTokens;
  readonly clock: Clock;
}

export async function createGradebook(
  deps: GradebookDeps,
): Promise<Gradebook & Pick<LinkLineItems, 'sweep'>> {
  const { platforms, tokens, clock } = deps;
  const reader = createServiceReader({ tokens, clock });
  const ags = createAgs({ tokens });
  const results = createResults({ reader });
  const lineItems = createLineItems({ tokens, reader });
  const linkLineItems = await createLinkLineItems({ ...deps, lineItems });

  async function activePlatform({ platformId }: ResourceLink): Promise<Platform> {
    const platform = await platforms.show(platformId);
    if (platform.status !== 'active') throw new PlatformDisabled('nothing is sent to it');
    return platform;
  }

  return {
    async postScore(link, score) {
      await ags.postScore(await activePlatform(link), link.lineItem, score);
    },
    async readResults(link, userId) {
      if (!link.scopes.includes(RESULT_SCOPE)) return undefined;
      return results.read(await activePlatform(link), link.lineItem, userId);
    },
    mayHaveColumn: ({ lineItems: url, scopes }) =>
      url !== undefined && scopes.includes(LINE_ITEM_SCOPE) && scopes.includes(SCORE_SCOPE),
    ensureColumn: async (link, wanted) =>
      linkLineItems.ensure(await activePlatform(link), link, wanted),
    async findFreeColumn(link, filter) {
      const { lineItems: url = '', scopes } = link;
      const found = await lineItems.find(await activePlatform(link), { url, scopes }, filter);
      return found.find((item) => item.resourceLinkId === undefined)?.id;
    },
    async createColumn(link, item) {
      const { lineItems: url = '', scopes } = link;
      return (await lineItems.create(await activePlatform(link), { url, scopes }, item)).id;
    },
    mayChangeColumns: ({ scopes }) => scopes.includes(LINE_ITEM_SCOPE),
    async renameColumn(link, { from, to }) {
      const { lineItem, lineItems: url = '', scopes } = link;
      const at = { lineItem, list: { url, scopes } };
      return lineItems.update(await activePlatform(link), at, { label: to }, { label: from });
    },
    sweep: () => linkLineItems.sweep(),
  };
}
