import type { Collection, Database, Stored } from '../../persistence/database.js';
import { hasCode } from '../../shared/errors.js';
import { Roster } from './roster.js';

export interface RosterStore {
  /** @param courseId of `courseIdOf` */
  get(courseId: string): Promise<Stored<Roster> | undefined>;
  /**
   * Puts in place of what is there what `change` makes of it. Of two that write at once the later
   * sees what the earlier has written.
   */
  update(courseId: string, change: (known: Roster | undefined) => Roster): Promise<Roster>;
  sweep(): Promise<number>;
}

export async function openRosterStore(database: Database): Promise<RosterStore> {
  const rosters: Collection<Roster> = await database.collection({
    name: 'rosters',
    schema: Roster,
    expiry: 'expiresAt',
  });

  async function update(
    courseId: string,
    change: (known: Roster | undefined) => Roster,
  ): Promise<Roster> {
    const known = await rosters.get(courseId);
    if (!known) return rosters.insert(change(undefined));
    return rosters.replace({ ...change(known), revision: known.revision });
  }

  return {
    get: (courseId) => rosters.get(courseId),
    async update(courseId, change) {
      try {
        return await update(courseId, change);
      } catch (fault) {
        if (!hasCode(fault) || !CONFLICTS.has(fault.code)) throw fault;
        return update(courseId, change);
      }
    },
    sweep: () => rosters.sweep(),
  };
}

const CONFLICTS: ReadonlySet<string> = new Set([
  'persistence.duplicate-key',
  'persistence.stale-revision',
]);
