import { type Grader, overallFeedback, type QuestionParams } from '../shared/grading.js';
import { fieldOf } from '../shared/raw.js';

export type Truth = 'true' | 'false';

export interface TrueFalseParams extends QuestionParams {
  /** Left out where keys are kept from the page. */
  readonly answer?: Truth;
}

export interface TrueFalseResponse {
  readonly answer: Truth;
}

export const grader: Grader<TrueFalseParams, TrueFalseResponse> = {
  withoutKeys: ({ question, l10n }) => ({ question, l10n }),

  maxScore: () => 1,

  rightResponse: ({ answer }) => ({ answer: answer ?? 'false' }),

  readResponse(_params, raw) {
    const answer = fieldOf(raw, 'answer');
    return answer === 'true' || answer === 'false' ? { answer } : undefined;
  },

  grade(params, { answer }) {
    const correct = answer === params.answer;
    const score = correct ? 1 : 0;
    return {
      score,
      maxScore: 1,
      feedback: overallFeedback(params.feedback, score, 1),
      parts: [{ id: answer, correct }],
    };
  },
};
