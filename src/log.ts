import { pino } from 'pino';
import type { Config } from './config.js';
import type { Logger } from './shared/logger.js';

/**
 * JSON lines on standard output, written a few at a time: one write for each line would be a
 * noticeable part of a request. What waits is written within a second, and when the process ends.
 */
export function createLog(level: Config['logLevel']): Logger {
  const options = { level, base: null, timestamp: pino.stdTimeFunctions.isoTime };
  const output = pino.destination({ sync: false, minLength: 4096, periodicFlush: 1000 });
  return pino(options, output);
}
