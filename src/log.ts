import { pino } from 'pino';
import type { Config } from './config.js';
import type { Logger } from './shared/logger.js';

/** JSON lines on standard output. */
export function createLog(level: Config['logLevel']): Logger {
  return pino({ level, base: null, timestamp: pino.stdTimeFunctions.isoTime });
}
