import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import {
  grader,
  type TrueFalseParams,
  type TrueFalseResponse,
  type Truth,
} from '../../../content/h5p/true-false/grade.js';
import { common, holdsForAnyContent } from './any-grader.js';

const params: TrueFalseParams = {
  ...common,
  answer: 'false',
  feedback: { pass: 'It is false', fail: 'Read the rule' },
};

describe('true or false', () => {
  it('gives the point for the right judgement', () => {
    expect(grader.grade(params, { answer: 'false' })).toEqual({
      score: 1,
      maxScore: 1,
      feedback: 'It is false',
      parts: [{ id: 'false', correct: true }],
    });
  });

  it('gives none for the other', () => {
    expect(grader.grade(params, { answer: 'true' })).toEqual({
      score: 0,
      maxScore: 1,
      feedback: 'Read the rule',
      parts: [{ id: 'true', correct: false }],
    });
  });

  it.each([null, {}, { answer: false }, { answer: 'FALSE' }, 'false', ['false']])(
    'does not take %j for an answer',
    (raw) => {
      expect(grader.readResponse(params, raw)).toBeUndefined();
    },
  );
});

describe('any true or false', () => {
  const contents = fc
    .constantFrom<Truth[]>('true', 'false')
    .map((answer) => ({ ...common, answer }));
  holdsForAnyContent<TrueFalseParams, TrueFalseResponse>(grader, contents, () =>
    fc.record({ answer: fc.constantFrom('true', 'false', true, false, 'maybe') }),
  );

  it('looks the same whatever the answer is', () => {
    expect(grader.withoutKeys({ ...common, answer: 'true' })).toEqual(
      grader.withoutKeys({ ...common, answer: 'false' }),
    );
  });
});
