import type { Job } from '../jobs/runner.js';
import { SECOND } from '../shared/clock.js';
import type { Comparing } from './columns/compare.service.js';
import { SEND_SCORES_IDLE, type SendScores } from './delivery/send-scores.service.js';
import type { SendStatements } from './statements/send-statements.service.js';

export const SEND_SCORES = 'send-scores';

/** Enough for three platforms that keep all their workers busy; most of the time is spent waiting. */
const WORKERS = 12;
export const COMPARE_GRADES = 'compare-grades';
/** Milliseconds between two looks whether a comparison is due. */
const COMPARE_IDLE = 30 * SECOND;
/** Milliseconds between two looks whether somebody is to be told of something. */
const TELL_IDLE = 5 * SECOND;

export function sendScoresJob(sendScores: SendScores): Job {
  return {
    name: SEND_SCORES,
    runOnce: () => sendScores.sendNext(),
    idle: SEND_SCORES_IDLE,
    workers: WORKERS,
  };
}

export const TELL_RECORD_STORE = 'tell-record-store';

/** @param statements undefined where there is no record store */
export function tellRecordStoreJobs(statements: SendStatements | undefined): readonly Job[] {
  if (!statements) return [];
  const runOnce = (): Promise<boolean> => statements.sendNext();
  return [{ name: TELL_RECORD_STORE, runOnce, idle: TELL_IDLE, workers: 2 }];
}

export function compareGradesJob(comparing: Comparing): Job {
  return {
    name: COMPARE_GRADES,
    runOnce: () => comparing.compareNext(),
    idle: COMPARE_IDLE,
    workers: 1,
  };
}
