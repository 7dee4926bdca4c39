import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { grader, type MultipleChoiceParams } from '../../../content/h5p/multiple-choice/grade.js';
import { textId } from '../../../content/h5p/shared/grading.js';
import { aText, common, holdsForAnyContent, ids, SECRET } from './any-grader.js';

const params: MultipleChoiceParams = {
  ...common,
  feedback: { pass: 'Well done', fail: 'Look again' },
  options: [
    { text: 'Duties', correct: true, feedback: 'Yes' },
    { text: 'Names', correct: true },
    { text: 'A job', correct: false, feedback: 'No' },
    { text: 'The grade', correct: false },
  ],
};

const choose = (...texts: string[]) => grader.grade(params, { options: texts.map(textId) });

describe('multiple choice', () => {
  it.each([
    [['Duties', 'Names'], 2, 'Well done'],
    [['Duties'], 1, 'Look again'],
    [['Duties', 'Names', 'A job'], 1, 'Look again'],
    [['A job'], 0, 'Look again'],
    [['Duties', 'Names', 'A job', 'The grade'], 0, 'Look again'],
  ])('gives for %j points: %i', (texts, score, feedback) => {
    expect(choose(...texts)).toMatchObject({ score, maxScore: 2, feedback });
  });

  it('tells of the chosen options only, in the order of the page', () => {
    const shown = grader.withoutKeys(params).options.map(({ text }) => textId(text));
    const { parts } = choose('A job', 'Duties');
    expect(parts).toHaveLength(2);
    expect(parts).toContainEqual({ id: textId('A job'), correct: false, feedback: 'No' });
    const places = parts.map(({ id }) => shown.indexOf(id));
    expect(places).toEqual([...places].sort((one, other) => one - other));
  });

  const known = textId('Names');
  it.each([
    null,
    { options: known },
    { options: [] },
    { options: [known, known] },
    { options: [known, 'x'] },
    { options: [known, 3] },
    { options: Array(100_000).fill(known) },
  ])('does not take other things for an answer (%#)', (raw) => {
    expect(grader.readResponse(params, raw)).toBeUndefined();
  });
});

const contents = fc
  .array(fc.tuple(aText, fc.boolean()), { minLength: 1, maxLength: 6 })
  .map((options) => contentOf([...options, ['Surely right', true]]));

describe('any multiple choice', () => {
  holdsForAnyContent(grader, contents, (content) =>
    fc.record({ options: fc.array(ids(grader.rightResponse(content).options), { maxLength: 8 }) }),
  );

  it('looks the same whichever options are correct, wherever the author put them', () => {
    fc.assert(
      fc.property(contents, fc.infiniteStream(fc.boolean()), (content, flags) => {
        const other = content.options.map(({ text }) => [text, flags.next().value] as const);
        expect(grader.withoutKeys(contentOf(other.toReversed()))).toEqual(
          grader.withoutKeys(content),
        );
      }),
    );
  });
});

function contentOf(options: readonly (readonly [string, boolean])[]): MultipleChoiceParams {
  return {
    ...common,
    options: options.map(([text, correct]) => ({ text, correct, feedback: SECRET })),
  };
}
