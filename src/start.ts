import { createApp, type App } from './app.js';
import type { Config } from './config.js';
import { openDatabase } from './persistence/open-database.js';
import { createLog } from './log.js';
import { serve } from './serve.js';
import type { Logger } from './shared/logger.js';

/** The whole tool, listening. */
export interface Tool {
  readonly app: App;
  /** Answers what is under way, finishes what is being sent, then closes the database. */
  stop(): Promise<void>;
}

/** @throws {ConfigFault} @throws {ContentFault} @throws {PortTaken} @throws {DatabaseUnavailable} */
export async function startTool(config: Config): Promise<Tool> {
  const { port, dataDir, mongodbUri } = config;
  const clock = Date.now;
  const logger = createLog(config.logLevel);
  surviveStrayRejections(logger);
  const database = await openDatabase({ dataDir, mongodbUri, clock });
  try {
    const app = await createApp({ config, database, logger, clock });
    const serving = await serve(app.express, { port, setting: 'PORT' });
    app.runner.start();
    logger.info({ port, publicUrl: config.publicUrl.href }, 'ready');
    return {
      app,
      async stop() {
        await serving.close();
        await app.runner.stop();
        await database.close();
        logger.info({}, 'stopped');
      },
    };
  } catch (fault) {
    await database.close();
    throw fault;
  }
}

/** A promise that nobody waited for must not end everybody's visit: note it, and go on. */
function surviveStrayRejections(logger: Logger): void {
  process.on('unhandledRejection', (fault) => {
    const stack = fault instanceof Error ? fault.stack : String(fault);
    logger.error({ stack }, 'stray rejection');
  });
}

/** Runs `stop` on the first Ctrl-C or SIGTERM; a second one ends the process at once. */
export function stopOnSignal(stop: () => Promise<void>): void {
  let stopping = false;
  const onSignal = (): void => {
    if (stopping) process.exit(1);
    stopping = true;
    stop().then(
      () => process.exit(0),
      () => process.exit(1),
    );
  };
  process.on('SIGINT', onSignal);
  process.on('SIGTERM', onSignal);
}
