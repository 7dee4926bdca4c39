import { type Option, withIds, withoutKey } from '../shared/choice.js';
import { type Grader, overallFeedback, type QuestionParams } from '../shared/grading.js';
import { fieldOf } from '../shared/raw.js';

export interface SingleChoiceParams extends QuestionParams {
  /** Exactly one is correct. Shown in this order. */
  readonly options: readonly Option[];
}

export interface SingleChoiceResponse {
  /** Id of the chosen option. */
  readonly option: string;
}

export const grader: Grader<SingleChoiceParams, SingleChoiceResponse> = {
  withoutKeys({ question, options, l10n }) {
    return { question, options: options.map(withoutKey), l10n };
  },

  maxScore: () => 1,

  rightResponse({ options }) {
    return { option: withIds(options).find(({ correct }) => correct)?.id ?? '' };
  },

  readResponse({ options }, raw) {
    const option = withIds(options).find(({ id }) => id === fieldOf(raw, 'option'));
    return option && { option: option.id };
  },

  grade({ options, feedback }, { option }) {
    const chosen = withIds(options).filter(({ id }) => id === option);
    const score = chosen.some(({ correct }) => correct) ? 1 : 0;
    return {
      score,
      maxScore: 1,
      feedback: overallFeedback(feedback, score, 1),
      parts: chosen.map(({ id, correct, feedback: onOption }) => ({
        id,
        correct,
        feedback: onOption,
      })),
    };
  },
};
