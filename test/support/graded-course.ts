import { loadAnswers } from './answers.js';
import { aGradedPlatform, type GradedPlatform } from './graded-platform.js';
import { answer, until, type Visit } from './launch.js';
import { aPair, type Pair, type PairOptions } from './tool.js';

/** One exercise, so that it alone makes the score. */
export const EXERCISE = 'M1-03';

/** The tool, and learners of platforms whose gradebooks a test writes. */
export interface GradedCourse {
  readonly pair: Pair;
  /** A platform of its own for each test. */
  school(options?: Parameters<typeof aGradedPlatform>[1]): Promise<GradedPlatform>;
  /** Milliseconds by which the tool's clock is ahead of ours. */
  setAhead(milliseconds: number): void;
  solve(learner: Visit, is?: 'right' | 'wrong'): Promise<void>;
  /** Where the score stands, in one word. */
  standing(learner: Visit): Promise<string>;
  /** Waits until it stands so. */
  reaches(learner: Visit, state: string): Promise<void>;
  /** Waits until so many tries to send have been noted, with whatever came of them. */
  noted(tries: number): Promise<void>;
  stop(): Promise<void>;
}

export async function aGradedCourse(
  options: Pick<PairOptions, 'logger' | 'database'> = {},
): Promise<GradedCourse> {
  let ahead = 0;
  let schools = 0;
  const clock = (): number => Date.now() + ahead;
  const pair = await aPair({ clock, ...options });
  const answers = await loadAnswers();

  async function standing({ browser, base }: Visit): Promise<string> {
    const address = `${base}/exercises/${EXERCISE}/standing`;
    const asked = await browser.get(address, { accept: 'application/json' });
    return ((await asked.json()) as { state: string }).state;
  }

  return {
    pair,
    school(of = {}) {
      schools += 1;
      return aGradedPlatform(pair, { clientId: `school-${schools}`, ...of });
    },
    setAhead(milliseconds) {
      ahead = milliseconds;
    },
    async solve(learner, is = 'right') {
      const recorded = await answer(learner, EXERCISE, { response: answers[is](EXERCISE) });
      if (recorded.status !== 201) throw new Error(`answer: ${recorded.status}`);
    },
    standing,
    reaches: (learner, state) => until(async () => (await standing(learner)) === state),
    noted: (tries) => until(async () => (await triesOf(pair)) >= tries),
    stop: () => pair.stop(),
  };
}

/** Tries since the tool was started, as it counts them itself. */
export async function triesOf({ toolUrl }: Pair): Promise<number> {
  const metrics = await (await fetch(`${toolUrl}/metrics`)).text();
  const counts = metrics.matchAll(/^tandem_score_tries_total\{[^}]*\} (\d+)$/gm);
  return [...counts].reduce((sum, [, count]) => sum + Number(count), 0);
}

/** Long enough for a try that must not come. */
export function aWhile(): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, 1500));
}
