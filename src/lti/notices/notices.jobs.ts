import type { Job } from '../../jobs/runner.js';
import { MINUTE } from '../../shared/clock.js';
import type { Handlers } from './handlers.service.js';

/** Tells platforms which notices we want. */
export function noticeHandlersJob(handlers: Handlers): Job {
  return {
    name: 'register-notice-handlers',
    idle: 5 * MINUTE,
    workers: 1,
    runOnce: () => handlers.registerNext(),
  };
}
