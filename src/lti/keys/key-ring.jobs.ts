import type { Job } from '../../jobs/runner.js';
import { MINUTE } from '../../shared/clock.js';
import type { KeyRing } from './key-ring.js';

/**
 * Keeps this process's key ring current and renews it by age. The pause is far below
 * `PUBLISHED_AHEAD`, so that every process publishes a new key long before any signs with it.
 */
export function keyRingJob(keyRing: KeyRing): Job {
  return {
    name: 'key-ring',
    idle: 5 * MINUTE,
    workers: 1,
    runOnce: () => keyRing.renewIfOld(),
  };
}
