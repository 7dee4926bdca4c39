import { csvLine } from '../shared/csv.js';
import type { KeptEntry } from './audit-entry.js';

/** First line of the file. Names of columns are not translated: programs read them. */
export const CSV_HEAD = csvLine([
  'time',
  'action',
  'by',
  'byPlatform',
  'byUser',
  'subject',
  'detail',
]);

/** One entry as one line (RFC 4180), ended by CR LF. */
export function csvLineOf({ at, action, by, subject, detail }: KeptEntry): string {
  return csvLine([
    new Date(at).toISOString(),
    action,
    by.kind,
    'platformId' in by ? (by.platformId ?? '') : '',
    by.kind === 'user' ? by.userId : '',
    subject ?? '',
    detail === undefined ? '' : JSON.stringify(detail),
  ]);
}
