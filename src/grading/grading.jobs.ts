import type { Job } from '../jobs/runner.js';
import { SEND_SCORES_IDLE, type SendScores } from './send-scores.service.js';

export const SEND_SCORES = 'send-scores';

/** Several at once: most of the time is spent waiting for platforms. */
const WORKERS = 4;

export function sendScoresJob(sendScores: SendScores): Job {
  return {
    name: SEND_SCORES,
    runOnce: () => sendScores.sendNext(),
    idle: SEND_SCORES_IDLE,
    workers: WORKERS,
  };
}
