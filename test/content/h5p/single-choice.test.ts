import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { grader, type SingleChoiceParams } from '../../../content/h5p/single-choice/grade.js';
import { textId } from '../../../content/h5p/shared/grading.js';
import { aText, common, holdsForAnyContent, ids, SECRET } from './any-grader.js';

const params: SingleChoiceParams = {
  ...common,
  feedback: { pass: 'Well done', fail: 'Look again' },
  options: [
    { text: 'Call', correct: false, feedback: 'Too early' },
    { text: 'Meet', correct: true, feedback: 'Yes' },
  ],
};

describe('single choice', () => {
  it('gives the point for the correct option, with its feedback', () => {
    expect(grader.grade(params, { option: textId('Meet') })).toEqual({
      score: 1,
      maxScore: 1,
      feedback: 'Well done',
      parts: [{ id: textId('Meet'), correct: true, feedback: 'Yes' }],
    });
  });

  it('tells of a wrong option that it is wrong, and nothing of the others', () => {
    expect(grader.grade(params, { option: textId('Call') })).toEqual({
      score: 0,
      maxScore: 1,
      feedback: 'Look again',
      parts: [{ id: textId('Call'), correct: false, feedback: 'Too early' }],
    });
  });

  it.each([undefined, null, 'x', [], {}, { option: 1 }, { option: 'Meet' }, { option: ['x'] }])(
    'does not take %j for an answer',
    (raw) => {
      expect(grader.readResponse(params, raw)).toBeUndefined();
    },
  );

  it('keeps two options with the same text apart', () => {
    const twice = {
      ...params,
      options: params.options.map((option) => ({ ...option, text: 'A' })),
    };
    expect(grader.grade(twice, grader.rightResponse(twice)).score).toBe(1);
    expect(grader.grade(twice, { option: textId('A') }).score).toBe(0);
  });
});

const contents = fc
  .tuple(fc.array(aText, { minLength: 2, maxLength: 6 }), fc.nat())
  .map(([texts, right]) => withCorrect(texts, right % texts.length));

describe('any single choice', () => {
  holdsForAnyContent(grader, contents, (content) =>
    fc.record({ option: ids([grader.rightResponse(content).option]) }),
  );

  it('looks the same whichever option is correct', () => {
    fc.assert(
      fc.property(contents, fc.nat(), (content, other) => {
        const texts = content.options.map(({ text }) => text);
        expect(grader.withoutKeys(withCorrect(texts, other % texts.length))).toEqual(
          grader.withoutKeys(content),
        );
      }),
    );
  });
});

function withCorrect(texts: readonly string[], right: number): SingleChoiceParams {
  const options = texts.map((text, at) => ({ text, correct: at === right, feedback: SECRET }));
  return { ...common, options };
}
