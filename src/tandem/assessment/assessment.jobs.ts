import type { Job } from '../../jobs/runner.js';
import { SECOND } from '../../shared/clock.js';
import type { Giving } from './giving.service.js';

/** A release on a date is no matter of seconds. */
const IDLE = 30 * SECOND;

/** Gives points whose day has come, and those on which a process died. */
export function givePointsJob(giving: Giving): Job {
  return {
    name: 'give-points',
    runOnce: () => giving.giveNext(),
    idle: IDLE,
    workers: 1,
  };
}
