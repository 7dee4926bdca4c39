import { type Option, withIds, withoutKey } from '../shared/choice.js';
import { type Grader, overallFeedback, type QuestionParams } from '../shared/grading.js';
import { scrambled } from '../shared/order.js';
import { fieldOf, someOf } from '../shared/raw.js';

export interface MultipleChoiceParams extends QuestionParams {
  /** At least one is correct. Authors may write the correct ones first: the page mixes them. */
  readonly options: readonly Option[];
}

export interface MultipleChoiceResponse {
  /** Ids of the chosen options. */
  readonly options: readonly string[];
}

export const grader: Grader<MultipleChoiceParams, MultipleChoiceResponse> = {
  withoutKeys({ question, options, l10n }) {
    return { question, options: inPageOrder(options).map(withoutKey), l10n };
  },

  maxScore: ({ options }) => options.filter(({ correct }) => correct).length,

  rightResponse({ options }) {
    const right = withIds(options).filter(({ correct }) => correct);
    return { options: right.map(({ id }) => id) };
  },

  readResponse({ options }, raw) {
    const ids = withIds(options).map(({ id }) => id);
    const chosen = someOf(fieldOf(raw, 'options'), ids);
    return chosen && { options: chosen };
  },

  grade({ options, feedback }, { options: ids }) {
    const chosen = withIds(inPageOrder(options)).filter(({ id }) => ids.includes(id));
    const right = chosen.filter(({ correct }) => correct).length;
    const maxScore = options.filter(({ correct }) => correct).length;
    // A wrong choice costs a point: choosing everything must not pay.
    const score = Math.max(0, right - (chosen.length - right));
    return {
      score,
      maxScore,
      feedback: overallFeedback(feedback, score, maxScore),
      parts: chosen.map(({ id, correct, feedback: onOption }) => ({
        id,
        correct,
        feedback: onOption,
      })),
    };
  },
};

function inPageOrder(options: readonly Option[]): readonly Option[] {
  return scrambled(options, ({ text }) => text);
}
