import type { Config } from './config.js';
import type { Database } from './persistence/database.js';
import type { Clock } from './shared/clock.js';
import type { Logger } from './shared/logger.js';

/** What everything stands on. */
export interface Foundation {
  readonly config: Config;
  readonly database: Database;
  readonly logger: Logger;
  readonly clock: Clock;
}
