import type { Collection, Database, Stored } from '../../persistence/database.js';
import { DeepLinking } from './deep-linking.js';

export interface DeepLinkingStore {
  get(id: string): Promise<Stored<DeepLinking> | undefined>;
  insert(deepLinking: DeepLinking): Promise<Stored<DeepLinking>>;
  /** @throws {StaleRevision} */
  replace(deepLinking: Stored<DeepLinking>): Promise<Stored<DeepLinking>>;
  /** Removes what has expired. @returns how many */
  sweep(): Promise<number>;
}

export async function openDeepLinkingStore(database: Database): Promise<DeepLinkingStore> {
  const requests: Collection<DeepLinking> = await database.collection({
    name: 'deep_linkings',
    schema: DeepLinking,
    expiry: 'expiresAt',
  });
  return {
    get: (id) => requests.get(id),
    insert: (deepLinking) => requests.insert(deepLinking),
    replace: (deepLinking) => requests.replace(deepLinking),
    sweep: () => requests.sweep(),
  };
}
