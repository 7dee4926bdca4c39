import { type Grader, overallFeedback, type QuestionParams } from '../shared/grading.js';
import { scrambled, textIds } from '../shared/order.js';
import { fieldOf, someOf } from '../shared/raw.js';

export interface Step {
  readonly text: string;
}

export interface OrderStepsParams extends QuestionParams {
  /** At least two, in the right order. */
  readonly steps: readonly Step[];
}

export interface OrderStepsResponse {
  /** Ids of all steps. */
  readonly order: readonly string[];
}

/** Mixtures to look at before giving up on one with few steps in place. */
const MIXTURES = 12;

export const grader: Grader<OrderStepsParams, OrderStepsResponse> = {
  withoutKeys({ question, steps, l10n }) {
    return { question, steps: mixed(steps), l10n };
  },

  maxScore: ({ steps }) => steps.length,

  rightResponse: ({ steps }) => ({ order: idsOf(steps) }),

  readResponse({ steps }, raw) {
    const order = someOf(fieldOf(raw, 'order'), idsOf(steps));
    return order?.length === steps.length ? { order } : undefined;
  },

  grade({ steps, feedback }, { order }) {
    const ids = idsOf(steps);
    const textOf = new Map(ids.map((id, at) => [id, steps[at]?.text]));
    const parts = order.map((id, at) => ({
      id,
      // By text: of two steps with the same words either may come first.
      correct: textOf.get(id) === steps[at]?.text,
    }));
    const score = parts.filter(({ correct }) => correct).length;
    return {
      score,
      maxScore: steps.length,
      feedback: overallFeedback(feedback, score, steps.length),
      parts,
    };
  },
};

function idsOf(steps: readonly Step[]): readonly string[] {
  return textIds(steps.map(({ text }) => text));
}

/** Never the right order, and no more than one step in its place: an untouched list earns little. */
function mixed(steps: readonly Step[]): readonly Step[] {
  const plain = steps.map(({ text }) => ({ text }));
  for (let salt = 0; salt < MIXTURES; salt += 1) {
    const mixture = scrambled(plain, ({ text }) => text, `${salt} `);
    const inPlace = mixture.filter(({ text }, at) => text === steps[at]?.text).length;
    if (inPlace <= 1) return mixture;
  }
  return [...plain.slice(1), ...plain.slice(0, 1)];
}
