import type { Collection, Database } from '../../persistence/database.js';
import { hasCode } from '../../shared/errors.js';
import { Report } from './report.js';

export interface ReportStore {
  get(id: string): Promise<Report | undefined>;
  /** In place of what is there. */
  put(report: Report): Promise<void>;
  sweep(): Promise<number>;
}

export async function openReportStore(database: Database): Promise<ReportStore> {
  const reports: Collection<Report> = await database.collection({
    name: 'connection_reports',
    schema: Report,
    expiry: 'expiresAt',
  });

  async function put(report: Report): Promise<void> {
    const known = await reports.get(report.id);
    if (known) await reports.replace({ ...report, revision: known.revision });
    else await reports.insert(report);
  }

  return {
    get: (id) => reports.get(id),
    async put(report) {
      try {
        await put(report);
      } catch (fault) {
        // Two tests of the same target at once: the later word stands.
        if (!hasCode(fault) || !CONFLICTS.has(fault.code)) throw fault;
        await put(report);
      }
    },
    sweep: () => reports.sweep(),
  };
}

const CONFLICTS: ReadonlySet<string> = new Set([
  'persistence.duplicate-key',
  'persistence.stale-revision',
]);
