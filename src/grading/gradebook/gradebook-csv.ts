import { csvLine } from '../../shared/csv.js';
import type { GradeRow } from './grade-row.js';
import type { Try } from '../delivery/try.js';

/** Names of columns are not translated: programs read them. */
export const GRADES_HEAD = csvLine([
  ...['learner', 'name', 'userId', 'activity', 'kind', 'scoreGiven', 'scoreMaximum'],
  ...['state', 'cause', 'remedy', 'status', 'answer', 'deliveredAt', 'nextTryAt'],
  ...['thereScore', 'thereMaximum', 'thereAt'],
]);

/** One grade. */
export function gradeLineOf(row: GradeRow): string {
  const { delivery, nextTryAt } = row;
  const { failure, deliveredAt, there } = delivery;
  return csvLine([
    ...[row.pseudonym, row.name, row.userId, row.title, row.kind],
    ...[row.scoreGiven, row.scoreMaximum, delivery.state, row.cause, row.remedy],
    ...[failure?.status, failure?.excerpt, timeOf(deliveredAt), timeOf(nextTryAt)],
    ...[there?.points?.scoreGiven, there?.points?.scoreMaximum, timeOf(there?.at)],
  ]);
}

export const TRIES_HEAD = csvLine([
  ...['time', 'learner', 'activity', 'kind', 'lineItem', 'request', 'result', 'cause'],
  ...['service', 'status', 'answer', 'milliseconds'],
]);

/** One try. @param title of the activity */
export function tryLineOf(tried: Try, title: string): string {
  return csvLine([
    ...[timeOf(tried.at), tried.learner, title, tried.kind, tried.lineItem, tried.request],
    ...[tried.result, tried.cause, tried.service, tried.status, tried.excerpt, tried.milliseconds],
  ]);
}

function timeOf(at: number | undefined): string {
  return at === undefined ? '' : new Date(at).toISOString();
}
