import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { grader, type OrderStepsParams } from '../../../content/h5p/order-steps/grade.js';
import { textId } from '../../../content/h5p/shared/grading.js';
import { aText, common, holdsForAnyContent, ids } from './any-grader.js';

const params: OrderStepsParams = {
  ...stepsOf('Read', 'Walk', 'Decide', 'Sign'),
  feedback: { pass: 'Well done', fail: 'Look again' },
};

const order = (...texts: string[]) => ({ order: texts.map(textId) });

describe('ordering steps', () => {
  it.each([
    [['Read', 'Walk', 'Decide', 'Sign'], 4, 'Well done'],
    [['Read', 'Decide', 'Walk', 'Sign'], 2, 'Look again'],
    [['Sign', 'Read', 'Walk', 'Decide'], 0, 'Look again'],
  ])('gives a point for each step in its place: %j', (texts, score, feedback) => {
    const outcome = grader.grade(params, order(...texts));
    expect(outcome).toMatchObject({ score, maxScore: 4, feedback });
  });

  it('tells of each step whether it is in its place', () => {
    const { parts } = grader.grade(params, order('Read', 'Decide', 'Walk', 'Sign'));
    expect(parts).toEqual([
      { id: textId('Read'), correct: true },
      { id: textId('Decide'), correct: false },
      { id: textId('Walk'), correct: false },
      { id: textId('Sign'), correct: true },
    ]);
  });

  it('lets two steps with the same words change places', () => {
    const twice = stepsOf('Ask', 'Wait', 'Ask');
    const [first, wait, last] = grader.rightResponse(twice).order;
    expect(grader.grade(twice, { order: [last!, wait!, first!] }).score).toBe(3);
  });

  const { order: right } = grader.rightResponse(params);
  it.each([
    null,
    {},
    { order: {} },
    { order: right.slice(1) },
    { order: [...right, right[0]] },
    { order: [right[0], right[0], right[1], right[2]] },
    { order: [...right.slice(1), 'x'] },
    { order: Array(100_000).fill(right[0]) },
  ])('does not take other things for an answer (%#)', (raw) => {
    expect(grader.readResponse(params, raw)).toBeUndefined();
  });
});

const contents = fc.array(aText, { minLength: 2, maxLength: 8 }).map((texts) => stepsOf(...texts));
const contentsOfDifferentSteps = fc
  .uniqueArray(aText, { minLength: 2, maxLength: 8 })
  .map((texts) => stepsOf(...texts));

describe('any ordering of steps', () => {
  holdsForAnyContent(grader, contents, (content) => {
    const { order: known } = grader.rightResponse(content);
    return fc.record({
      order: fc.oneof(
        fc.shuffledSubarray([...known], { minLength: known.length }),
        fc.array(ids(known)),
      ),
    });
  });

  it('shows the same steps in an order that earns little', () => {
    fc.assert(
      fc.property(contentsOfDifferentSteps, (content) => {
        const shown = grader.withoutKeys(content).steps;
        const sorted = (steps: OrderStepsParams['steps']) => steps.map(({ text }) => text).sort();
        expect(sorted(shown)).toEqual(sorted(content.steps));
        const untouched = { order: shown.map(({ text }) => textId(text)) };
        expect(grader.grade(content, untouched).score).toBeLessThanOrEqual(1);
      }),
      { numRuns: 500 },
    );
  });
});

function stepsOf(...texts: string[]): OrderStepsParams {
  return { ...common, steps: texts.map((text) => ({ text })) };
}
