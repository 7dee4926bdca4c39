import type { Foundation } from './foundation.js';
import type { Job } from './jobs/runner.js';
import { openMail, type Mail } from './mail/index.js';
import { SECOND } from './shared/clock.js';
import { newId } from './shared/ids.js';
import { createSealer } from './shared/seal.js';

const SEND_MAIL = 'send-mail';
/** How long the job sleeps when no letter is due. */
const IDLE = 2 * SECOND;

/**
 * The tool's letters, and the job that sends them.
 * @param wake called with the job's name when one waits
 */
export async function openToolMail(
  { config, database, clock, logger }: Foundation,
  wake: (job: string) => void,
): Promise<{ readonly mail: Mail; readonly job: Job }> {
  const mail = await openMail({
    ...{ database, clock, newId, logger, server: config.mailServer },
    sealer: createSealer(config.secret),
    onWaiting: () => {
      wake(SEND_MAIL);
    },
  });
  const job = { name: SEND_MAIL, idle: IDLE, workers: 2, runOnce: () => mail.sendNext() };
  return { mail, job };
}
