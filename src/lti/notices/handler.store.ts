import type { Collection, Database, Stored } from '../../persistence/database.js';
import { hasCode } from '../../shared/errors.js';
import { Handler } from './handler.js';

export interface HandlerStore {
  get(id: string): Promise<Stored<Handler> | undefined>;
  /** Somebody else's change in between stands. */
  put(handler: Handler | Stored<Handler>): Promise<void>;
  /** Claims one that is due until `until`. */
  lease(now: number, until: number): Promise<Stored<Handler> | undefined>;
}

export async function openHandlerStore(database: Database): Promise<HandlerStore> {
  const handlers: Collection<Handler> = await database.collection({
    name: 'notice_handlers',
    schema: Handler,
    indexes: ['dueAt'],
  });
  return {
    get: (id) => handlers.get(id),
    async put(handler) {
      try {
        if ('revision' in handler) await handlers.replace(handler);
        else await handlers.insert(handler);
      } catch (fault) {
        if (!hasCode(fault) || !CONFLICTS.has(fault.code)) throw fault;
      }
    },
    lease: (now, until) => handlers.lease({ field: 'dueAt', dueAt: now, until }),
  };
}

const CONFLICTS: ReadonlySet<string> = new Set([
  'persistence.duplicate-key',
  'persistence.stale-revision',
]);
