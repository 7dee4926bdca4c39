import type { Collection, Database } from '../persistence/database.js';
import type { Audit } from '../shared/audit.js';
import type { Clock } from '../shared/clock.js';
import type { NewId } from '../shared/ids.js';
import { KeptEntry, RETENTION } from './audit-entry.js';

export interface AuditFilter {
  /** First word of the action, such as `platform`. */
  readonly thing?: string | undefined;
  /** Id of what changed. */
  readonly subject?: string | undefined;
}

export interface AuditPage {
  /** Newest first. */
  readonly entries: readonly KeptEntry[];
  /** To be given as `after` for the page that follows; undefined on the last one. */
  readonly next?: string | undefined;
}

/** The log of changes: entries are added and, after `RETENTION`, swept. Nothing else ever changes one. */
export interface AuditLog {
  readonly audit: Audit;
  /** @param options `limit` 1 to 1000 @throws {InvalidCursor} */
  list(
    options: AuditFilter & { readonly after?: string | undefined; readonly limit: number },
  ): Promise<AuditPage>;
  /** Removes what is older than the retention. @returns how many */
  sweep(): Promise<number>;
}

export async function openAuditLog({
  database,
  clock,
  newId,
}: {
  readonly database: Database;
  readonly clock: Clock;
  readonly newId: NewId;
}): Promise<AuditLog> {
  const log: Collection<KeptEntry> = await database.collection({
    name: 'audit_log',
    schema: KeptEntry,
    indexes: ['at', 'thing', 'subject'],
    expiry: 'expiresAt',
  });
  let latest = 0;
  return {
    async audit(entry) {
      // Strictly rising in this process: what happened in one millisecond keeps its order.
      latest = Math.max(clock(), latest + 1);
      const [thing = ''] = entry.action.split('.');
      await log.insert({ ...entry, id: newId(), at: latest, thing, expiresAt: latest + RETENTION });
    },
    async list({ thing, subject, after, limit }) {
      const query = {
        ...(thing !== undefined && { thing }),
        ...(subject !== undefined && { subject }),
      };
      const options = { sort: 'at', descending: true, limit, cursor: after } as const;
      const { documents, next } = await log.find(query, options);
      return { entries: documents, next };
    },
    sweep: () => log.sweep(),
  };
}
