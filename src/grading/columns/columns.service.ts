import type { Gradebook, ResourceLink } from '../../lti/index.js';
import { MINUTE, type Clock } from '../../shared/clock.js';
import { AppError } from '../../shared/errors.js';
import { digest } from '../../shared/ids.js';
import type { Kind } from '../delivery/after-try.js';
import type { AwardedActivity } from '../work/award.js';
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

/** What a column is wanted for. */
export interface WantedColumn {
  readonly kind: Kind;
  /** What trainers gave points for; undefined: exercises behind the link. */
  readonly activityId?: string | undefined;
  /** Of the score. */
  readonly scoreMaximum: number;
}

/** Where the grades of a link go. */
export interface Columns {
  /** Whether a score of this link is to be sent at all. */
  wantsGrade(linkId: string): Promise<boolean>;
  /** Whether the fact of completion is to be sent too. */
  wantsCompletion(linkId: string): Promise<boolean>;
  /** Whether points that trainers gave are to be sent. */
  wantsAward(link: ResourceLink, activityId: string): Promise<boolean>;
  /** URL of the column of an award, when there is one already. */
  awardColumn(link: ResourceLink, activityId: string): Promise<string | undefined>;
  /** URL of the column for completion, when there is one already. */
  completionColumn(link: ResourceLink): Promise<string | undefined>;
  /**
   * URL of the column; looked for, and made where a trainer asked for one.
   * @returns undefined when none is wanted @throws {ColumnBusy} and what platforms answer
   */
  columnFor(link: ResourceLink, wanted: WantedColumn): Promise<string | undefined>;
  /** The platform has it no longer: the next time it is looked for again. */
  forget(link: ResourceLink, wanted: WantedColumn): Promise<void>;
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
  readonly activityOf: (activityId: string) => AwardedActivity | undefined;
}

/** Longer than looking and making can take. */
const LEASE = 2 * MINUTE;
/** Tags of columns of ours; those for scores carry the kind of content, as what is chosen by deep linking. */
const COMPLETION = 'completion';
const AWARD = 'tandem';

export function createColumns(deps: ColumnsDeps): Columns {
  const { gradings, columns, gradebook, resourceLink, contentOf } = deps;

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

    async wantsAward(link, activityId) {
      const { column } = await gradings.of(link.id);
      if (column === 'none') return false;
      return isOwnLink(link, activityId)
        ? link.lineItem !== undefined
        : gradebook.mayHaveColumn(link);
    },

    awardColumn: (link, activityId) =>
      isOwnLink(link, activityId)
        ? Promise.resolve(link.lineItem)
        : columns.lineItemOf(columnIdOf(link, AWARD, activityId)),

    completionColumn: (link) => columns.lineItemOf(columnIdOf(link, COMPLETION, link.contentId)),

    async columnFor(link, wanted) {
      const { kind, activityId } = wanted;
      const { column, columnLabel, completionLabel } = await gradings.of(link.id);
      if (kind === 'completion') {
        return completionLabel === undefined
          ? undefined
          : ensureCompletion(link, completionLabel, deps);
      }
      if (column === 'none') return undefined;
      if (activityId !== undefined && !isOwnLink(link, activityId)) {
        return awardColumn(link, { activityId, scoreMaximum: wanted.scoreMaximum }, deps);
      }
      if (link.lineItem !== undefined || column === 'as-launched') return link.lineItem;
      const content = await contentOf(link.contentId ?? '');
      if (!content) return undefined;
      const { title, kind: tag, maxScore: scoreMaximum = 1 } = content;
      const label = columnLabel ?? title;
      const resourceId = link.contentId ?? '';
      return gradebook.ensureColumn(link, { label, scoreMaximum, tag, resourceId });
    },

    async forget(link, { kind, activityId }) {
      if (kind === 'completion') {
        await columns.settle(columnIdOf(link, COMPLETION, link.contentId), undefined);
      } else if (activityId !== undefined) {
        await columns.settle(columnIdOf(link, AWARD, activityId), undefined);
      }
    },
  };
}

async function ensureCompletion(
  link: ResourceLink,
  label: string,
  deps: ColumnsDeps,
): Promise<string | undefined> {
  const { columns, contentOf } = deps;
  const { contentId: resourceId = '' } = link;
  const id = columnIdOf(link, COMPLETION, resourceId);
  if (!(await contentOf(resourceId))) return columns.lineItemOf(id);
  const wanted = { label, scoreMaximum: 1, resourceId, tag: COMPLETION };
  return freeColumn({ link, id, wanted }, deps);
}

/** A trainer who releases points has asked for it. */
async function awardColumn(
  link: ResourceLink,
  { activityId, scoreMaximum }: { readonly activityId: string; readonly scoreMaximum: number },
  deps: ColumnsDeps,
): Promise<string | undefined> {
  const { columns, activityOf, gradebook } = deps;
  const id = columnIdOf(link, AWARD, activityId);
  const activity = activityOf(activityId);
  if (!activity || !gradebook.mayHaveColumn(link)) return columns.lineItemOf(id);
  const wanted = { label: activity.title, scoreMaximum, resourceId: activityId, tag: AWARD };
  return freeColumn({ link, id, wanted }, deps);
}

/** A column that belongs to no link: never made by two at once, and never before it was looked for. */
async function freeColumn(
  sought: { readonly link: ResourceLink; readonly id: string; readonly wanted: NewColumn },
  { columns, clock, gradebook }: ColumnsDeps,
): Promise<string> {
  const { link, id, wanted } = sought;
  const known = await columns.lineItemOf(id);
  if (known !== undefined) return known;
  const now = clock();
  if (!(await columns.claim(id, now, now + LEASE))) throw new ColumnBusy('being made');
  let lineItem: string | undefined;
  try {
    const { resourceId, tag } = wanted;
    lineItem =
      (await gradebook.findFreeColumn(link, { resourceId, tag })) ??
      (await gradebook.createColumn(link, wanted));
    return lineItem;
  } finally {
    await columns.settle(id, lineItem);
  }
}

type NewColumn = Parameters<Gradebook['createColumn']>[1];

/** A link that opens nothing but the activity has its column for it. */
function isOwnLink({ contentId }: ResourceLink, activityId: string): boolean {
  return contentId === activityId;
}

/** One for each thing and course, through whichever link. */
function columnIdOf(link: ResourceLink, tag: string, resourceId = ''): string {
  const { platformId, deploymentId, contextId = '' } = link;
  return digest(tag, platformId, deploymentId, contextId, resourceId);
}
