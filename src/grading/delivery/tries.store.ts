import type { Collection, Database, FoundPage } from '../../persistence/database.js';
import type { NewId } from '../../shared/ids.js';
import { Try, TRIES_KEPT } from './try.js';

/** The record of all tries: added to and, after `TRIES_KEPT`, swept. Nothing else ever changes it. */
export interface TriesStore {
  add(entry: Omit<Try, 'id' | 'expiresAt'>): Promise<void>;
  /** The newest first. @param limit 1 to 1000 */
  ofProgress(progressId: string, limit: number): Promise<readonly Try[]>;
  /** The oldest first, a page of at most `limit`. */
  behind(
    linkIds: readonly string[],
    page: { readonly limit: number; readonly cursor?: string | undefined },
  ): Promise<FoundPage<Try>>;
  /** @returns how many were removed */
  sweep(): Promise<number>;
}

export async function openTriesStore({
  database,
  newId,
}: {
  readonly database: Database;
  readonly newId: NewId;
}): Promise<TriesStore> {
  const tries: Collection<Try> = await database.collection({
    name: 'score_tries',
    schema: Try,
    indexes: ['at', 'linkId', 'progressId'],
    expiry: 'expiresAt',
  });
  return {
    async add(entry) {
      await tries.insert({ ...entry, id: newId(), expiresAt: entry.at + TRIES_KEPT });
    },
    async ofProgress(progressId, limit) {
      const options = { sort: 'at', descending: true, limit } as const;
      return (await tries.find({ progressId }, options)).documents;
    },
    behind: (linkIds, page) => tries.find({ linkId: { $in: linkIds } }, { ...page, sort: 'at' }),
    sweep: () => tries.sweep(),
  };
}
