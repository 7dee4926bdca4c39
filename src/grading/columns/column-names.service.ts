import type { Gradebook, ResourceLink } from '../../lti/index.js';
import { digest } from '../../shared/ids.js';
import type { Logger } from '../../shared/logger.js';
import type { ColumnStore } from './column.store.js';
import type { Columns, ContentColumn } from './columns.service.js';
import type { LinkGradingStore } from './link-grading.store.js';
import { sortFault } from '../delivery/sort-fault.js';

/** Columns are called what they are for, as long as nobody over there has called them otherwise. */
export interface ColumnNames {
  /**
   * Renames the link's columns after what has been renamed here. A platform that does not let us is
   * asked again another day; no grade waits for it.
   */
  keepTrue(link: ResourceLink): Promise<void>;
}

export interface ColumnNamesDeps {
  readonly gradings: LinkGradingStore;
  readonly names: Pick<ColumnStore, 'labelOf' | 'noteLabel'>;
  readonly columns: Pick<Columns, 'completionColumn'>;
  readonly gradebook: Pick<Gradebook, 'mayChangeColumns' | 'renameColumn'>;
  readonly logger: Logger;
  /** @returns undefined for what is no longer there */
  readonly contentOf: (contentId: string) => Promise<ContentColumn | undefined>;
}

export function createColumnNames(deps: ColumnNamesDeps): ColumnNames {
  const { names, gradebook, logger } = deps;

  async function rename(link: ResourceLink, { lineItem, label }: NamedColumn): Promise<void> {
    const id = digest('label', link.platformId, lineItem);
    const given = await names.labelOf(id);
    if (given === label) return;
    // Seen for the first time: whoever made it has named it, and that is the name we go by.
    if (given !== undefined) {
      // Remembered as it is over there, for the day when we may.
      if (!gradebook.mayChangeColumns(link)) return;
      await gradebook.renameColumn({ ...link, lineItem }, { from: given, to: label });
    }
    await names.noteLabel(id, label);
  }

  return {
    async keepTrue(link) {
      for (const column of await namedColumns(link, deps)) {
        try {
          await rename(link, column);
        } catch (fault) {
          const { failure } = sortFault(fault);
          logger.warn({ linkId: link.id, ...failure, excerpt: undefined }, 'column not renamed');
        }
      }
    },
  };
}

interface NamedColumn {
  /** Its URL. */
  readonly lineItem: string;
  readonly label: string;
}

async function namedColumns(
  link: ResourceLink,
  { gradings, columns, contentOf }: ColumnNamesDeps,
): Promise<readonly NamedColumn[]> {
  const { columnLabel, completionLabel } = await gradings.of(link.id);
  const label = columnLabel ?? (await contentOf(link.contentId ?? ''))?.title;
  const completion = await columns.completionColumn(link);
  return [
    { lineItem: link.lineItem, label },
    { lineItem: completion, label: completionLabel },
  ].flatMap((column) => (isNamed(column) ? [column] : []));
}

function isNamed(column: {
  lineItem?: string | undefined;
  label?: string | undefined;
}): column is NamedColumn {
  return column.lineItem !== undefined && column.label !== undefined && column.label.trim() !== '';
}
