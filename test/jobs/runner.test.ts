import { describe, expect, it } from '@jest/globals';
import { createRunner, type Job } from '../../src/jobs/runner.js';
import { silent } from '../../src/shared/logger.js';

function aJob(over: Partial<Job>): Job {
  return { name: 'job', idle: 60_000, workers: 1, runOnce: () => Promise.resolve(false), ...over };
}

async function until(condition: () => boolean): Promise<void> {
  while (!condition()) await new Promise((resolve) => setTimeout(resolve, 5));
}

describe('runner', () => {
  it('goes on while something is due', async () => {
    let left = 5;
    const runner = createRunner({
      jobs: [aJob({ runOnce: () => Promise.resolve(left-- > 1) })],
      logger: silent,
    });

    runner.start();
    await until(() => left <= 0);
    await runner.stop();

    expect(left).toBe(0);
  });

  it('looks again at once when it is woken', async () => {
    let looks = 0;
    const runner = createRunner({
      jobs: [aJob({ runOnce: () => Promise.resolve(looks++ < 0) })],
      logger: silent,
    });
    runner.start();
    await until(() => looks === 1);

    runner.wake('job');
    await until(() => looks === 2);
    await runner.stop();

    expect(looks).toBe(2);
  });

  it('lives on after a piece that failed, and says so', async () => {
    let tries = 0;
    const messages: string[] = [];
    const logger = {
      ...silent,
      error: (_fields: object, message: string) => messages.push(message),
    };
    const runner = createRunner({
      jobs: [
        aJob({
          idle: 1,
          runOnce: () => {
            tries += 1;
            return tries === 1 ? Promise.reject(new Error('broken')) : Promise.resolve(false);
          },
        }),
      ],
      logger,
    });

    runner.start();
    await until(() => tries > 1);
    await runner.stop();

    expect(messages).toEqual(['job failed']);
  });

  it('waits at a stop for the piece under way', async () => {
    let finish = (): void => undefined;
    let finished = false;
    const piece = new Promise<void>((resolve) => (finish = resolve)).then(() => {
      finished = true;
      return false;
    });
    const runner = createRunner({ jobs: [aJob({ runOnce: () => piece })], logger: silent });
    runner.start();

    const stopped = runner.stop();
    finish();
    await stopped;

    expect(finished).toBe(true);
  });
});
