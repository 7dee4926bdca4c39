import { z } from 'zod';
import type { Collection, Database, Stored } from '../../persistence/database.js';
import { hasCode } from '../../shared/errors.js';

/** A column that we have looked for or made. */
const Column = z.object({
  id: z.string(),
  /** Its URL; undefined until it was found or made. */
  lineItem: z.string().optional(),
  /** What it was last called here; undefined until that was noted. */
  label: z.string().optional(),
  /** Epoch milliseconds until which one process looks for it or makes it. */
  busyUntil: z.number().optional(),
});
type Column = Readonly<z.infer<typeof Column>>;

/** Columns of ours, and who is making one just now: two at once would make two. */
export interface ColumnStore {
  lineItemOf(id: string): Promise<string | undefined>;
  /** Claims the right to make it until `until`. @returns false when somebody else has it */
  claim(id: string, now: number, until: number): Promise<boolean>;
  /** Notes what was made; undefined: nothing, or it is gone. Ends the claim. */
  settle(id: string, lineItem: string | undefined): Promise<void>;
  /** What a column was last called here; undefined: nobody has noted it. */
  labelOf(id: string): Promise<string | undefined>;
  noteLabel(id: string, label: string): Promise<void>;
}

export async function openColumnStore(database: Database): Promise<ColumnStore> {
  const columns: Collection<Column> = await database.collection({
    name: 'columns',
    schema: Column,
  });

  async function write(known: Stored<Column> | undefined, next: Column): Promise<boolean> {
    try {
      await (known ? columns.replace({ ...next, revision: known.revision }) : columns.insert(next));
      return true;
    } catch (fault) {
      if (hasCode(fault) && CONFLICTS.has(fault.code)) return false;
      throw fault;
    }
  }

  return {
    lineItemOf: async (id) => (await columns.get(id))?.lineItem,
    async claim(id, now, until) {
      const known = await columns.get(id);
      if (known?.busyUntil !== undefined && known.busyUntil > now) return false;
      return write(known, { id, lineItem: known?.lineItem, busyUntil: until });
    },
    async settle(id, lineItem) {
      await write(await columns.get(id), { id, lineItem });
    },
    labelOf: async (id) => (await columns.get(id))?.label,
    async noteLabel(id, label) {
      await write(await columns.get(id), { id, label });
    },
  };
}

const CONFLICTS: ReadonlySet<string> = new Set([
  'persistence.duplicate-key',
  'persistence.stale-revision',
]);
