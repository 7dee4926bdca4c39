import type { Gradebook, ResourceLink } from '../lti/index.js';
import { MINUTE, type Clock } from '../shared/clock.js';
import { AppError } from '../shared/errors.js';
import { digest } from '../shared/ids.js';
import type { Kind } from './after-try.js';
import type { ColumnStore } from './column.store.js';
import type { LinkGradingStore } from './link-grading.store.js';

/** Somebody else is making the column just now; a moment later it is there. */
export class ColumnBusy extends AppError {
  readonly code = 'grading.column-busy';
  readonly status = 503;
  override readonly retryAfterSeconds = 2;
}

/** What a column is for. */
export interface ContentColumn {
  readonly title: string;
  readonly kind: 'module' | 'exercise';
  /** Points; undefined: it is not graded. */
  readonly maxScore?: number | undefined;
}

/** Where the grades of a link go. */
export interface Columns {
  /** Whether a score of this link is to be sent at all. */
  wantsGrade(linkId: string): Promise<boolean>;
  /** Whether the fact of completion is to be sent too. */
  wantsCompletion(linkId: string): Promise<boolean>;
  /**
   * URL of the column; looked for, and made where a trainer asked for one.
   * @returns undefined when none is wanted @throws {ColumnBusy} and what platforms answer
   */
  columnFor(link: ResourceLink, kind: Kind): Promise<string | undefined>;
  /** The platform has it no longer: the next time it is looked for again. */
  forget(link: ResourceLink, kind: Kind): Promise<void>;
}

export interface ColumnsDeps {
  readonly gradings: LinkGradingStore;
  readonly columns: ColumnStore;
  readonly clock: Clock;
  readonly gradebook: Pick<
    Gradebook,
    'mayHaveColumn' | 'ensureColumn' | 'findFreeColumn' | 'createColumn'
  >;
  readonly resourceLink: (id: string) => Promise<ResourceLink | undefined>;
  /** @returns undefined for what is no longer there */
  readonly contentOf: (contentId: string) => Promise<ContentColumn | undefined>;
}

/** Longer than looking and making can take. */
const LEASE = 2 * MINUTE;
/** Tag of columns for completion; those for scores carry the kind of content, as what is chosen by deep linking. */
const COMPLETION = 'completion';

export function createColumns(deps: ColumnsDeps): Columns {
  const { gradings, columns, clock, gradebook, resourceLink, contentOf } = deps;

  return {
    async wantsGrade(linkId) {
      const link = await resourceLink(linkId);
      if (!link) return false;
      const { column } = await gradings.of(linkId);
      if (column === 'none') return false;
      return link.lineItem !== undefined || (column === 'make' && gradebook.mayHaveColumn(link));
    },

    async wantsCompletion(linkId) {
      const { completionLabel } = await gradings.of(linkId);
      return completionLabel !== undefined;
    },

    async columnFor(link, kind) {
      const { column, columnLabel, completionLabel } = await gradings.of(link.id);
      if (kind === 'completion') {
        return completionLabel === undefined ? undefined : completionColumn(link, completionLabel);
      }
      if (column === 'none') return undefined;
      if (link.lineItem !== undefined || column === 'as-launched') return link.lineItem;
      const content = await contentOf(link.contentId ?? '');
      if (!content) return undefined;
      const { title, kind: tag, maxScore: scoreMaximum = 1 } = content;
      const label = columnLabel ?? title;
      return gradebook.ensureColumn(link, {
        label,
        scoreMaximum,
        tag,
        resourceId: link.contentId ?? '',
      });
    },

    async forget(link, kind) {
      if (kind === 'completion') await columns.settle(columnIdOf(link), undefined);
    },
  };

  /** Never made by two at once, and never before it was looked for. */
  async function completionColumn(link: ResourceLink, label: string): Promise<string | undefined> {
    const { contentId = '' } = link;
    const id = columnIdOf(link);
    const known = await columns.lineItemOf(id);
    if (known !== undefined || !(await contentOf(contentId))) return known;
    const now = clock();
    if (!(await columns.claim(id, now, now + LEASE))) throw new ColumnBusy('being made');
    let lineItem: string | undefined;
    try {
      const wanted = { resourceId: contentId, tag: COMPLETION };
      lineItem =
        (await gradebook.findFreeColumn(link, wanted)) ??
        (await gradebook.createColumn(link, { label, scoreMaximum: 1, ...wanted }));
      return lineItem;
    } finally {
      await columns.settle(id, lineItem);
    }
  }
}

/** A module is completed once in a course, through whichever link. */
function columnIdOf(link: ResourceLink): string {
  const { platformId, deploymentId, contextId = '', contentId = '' } = link;
  return digest('completion', platformId, deploymentId, contextId, contentId);
}
