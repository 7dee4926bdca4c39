import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import {
  type ExerciseSetParams,
  grader,
  type SetPart,
} from '../../../content/h5p/exercise-set/grade.js';
import { textId } from '../../../content/h5p/shared/grading.js';
import { aText, common, holdsForAnyContent, ids, l10n, SECRET } from './any-grader.js';

const single = aPart('SingleChoice', {
  options: [
    { text: 'Meet', correct: true, feedback: SECRET },
    { text: 'Wait', correct: false },
  ],
});
const blanks = aPart('FillBlanks', { text: '*gloves* and *goggles*', wordList: false });
const reading = { library: 'Tandem.Reflection 1.0', params: { question: 'And you?', l10n } };
const params: ExerciseSetParams = {
  ...common,
  feedback: { pass: 'Ready', fail: 'Read again' },
  passPercentage: 60,
  parts: [reading, single, blanks],
};

const meet = { option: textId('Meet') };
const wait = { option: textId('Wait') };
const both = { blanks: { 0: 'gloves', 1: 'goggles' } };
const answer = (parts: Readonly<Record<string, unknown>>) => grader.grade(params, { parts });

describe('an exercise set', () => {
  it.each([
    [{ 1: meet, 2: both }, 3, 'Ready'],
    [{ 1: wait, 2: both }, 2, 'Ready'],
    [{ 1: meet, 2: { blanks: { 1: 'gloves' } } }, 1, 'Read again'],
    [{ 1: meet }, 1, 'Read again'],
    [{ 1: wait }, 0, 'Read again'],
  ])('gives for %j points: %i', (parts, score, feedback) => {
    expect(answer(parts)).toMatchObject({ score, maxScore: 3, feedback });
  });

  it('tells of each graded part as its own grader does', () => {
    expect(answer({ 1: meet, 2: { blanks: { 0: 'gloves' } } }).parts).toEqual([
      {
        id: '1',
        correct: true,
        outcome: {
          ...{ score: 1, maxScore: 1, feedback: SECRET },
          parts: [{ id: textId('Meet'), correct: true, feedback: SECRET }],
        },
      },
      {
        id: '2',
        correct: false,
        outcome: {
          ...{ score: 1, maxScore: 2, feedback: SECRET },
          parts: [
            { id: '0', correct: true },
            { id: '1', correct: false },
          ],
        },
      },
    ]);
  });

  it('tells nothing of a part that was left open', () => {
    expect(answer({ 2: both }).parts[0]).toEqual({
      id: '1',
      correct: false,
      outcome: { score: 0, maxScore: 1, feedback: '', parts: [] },
    });
  });

  it('passes at the pass mark, not below it', () => {
    const at = (passPercentage: number) =>
      grader.grade({ ...params, passPercentage }, { parts: { 2: both } }).feedback;
    expect([at(66), at(67)]).toEqual(['Ready', 'Read again']);
  });

  it('names its parts by the ids that an editor gave, where each has one', () => {
    const named = [single, blanks].map((part, at) => ({ ...part, subContentId: `part-${at}` }));
    const right = grader.rightResponse({ ...params, parts: named });
    expect(Object.keys(right.parts)).toEqual(['part-0', 'part-1']);
    const [first, second] = named;
    const twice = [first!, { ...second!, subContentId: first!.subContentId }];
    expect(Object.keys(grader.rightResponse({ ...params, parts: twice }).parts)).toEqual([
      '0',
      '1',
    ]);
  });

  it('takes the keys out of every part and leaves the ungraded ones as they are', () => {
    const keyless = grader.withoutKeys(params);
    expect(keyless.parts[0]).toEqual(reading);
    expect(JSON.stringify(keyless)).not.toMatch(/"correct":true|gloves|goggles/u);
    expect(keyless.parts.map(({ library }) => library)).toEqual(
      params.parts.map(({ library }) => library),
    );
  });

  it.each([
    null,
    [],
    {},
    { parts: [] },
    { parts: {} },
    { parts: { 0: { text: 'of an ungraded part' } } },
    { parts: { 1: meet, 2: { blanks: { 7: 'x' } } } },
    { parts: { 1: meet, 9: meet } },
    { parts: { 1: { option: 'gone' } } },
    JSON.parse('{"parts":{"__proto__":{"option":"x"}}}') as unknown,
  ])('does not take %j for an answer', (raw) => {
    expect(grader.readResponse(params, raw)).toBeUndefined();
  });
});

const anyPart = fc.oneof(
  fc.uniqueArray(aText, { minLength: 2, maxLength: 4 }).map((texts) =>
    aPart('SingleChoice', {
      options: texts.map((text, at) => ({ text, correct: at === 0, feedback: SECRET })),
    }),
  ),
  fc.constantFrom('true', 'false').map((right) => aPart('TrueFalse', { answer: right })),
  fc
    .uniqueArray(aText, { minLength: 2, maxLength: 4 })
    .map((texts) => aPart('OrderSteps', { steps: texts.map((text) => ({ text })) })),
  fc.constant(reading),
);
const contents = fc
  .tuple(fc.array(anyPart, { maxLength: 5 }), fc.nat(100))
  .map(([parts, passPercentage]) => ({ ...common, passPercentage, parts: [single, ...parts] }));

describe('any exercise set', () => {
  holdsForAnyContent(grader, contents, (content) => {
    const { parts } = grader.rightResponse(content);
    const near = fc.oneof(fc.constantFrom(...Object.values(parts)), fc.jsonValue());
    return fc.record({ parts: fc.dictionary(ids(Object.keys(parts)), near) });
  });

  it('gives the sum of what its parts give', () => {
    fc.assert(
      fc.property(contents, fc.array(fc.boolean()), (content, chosen) => {
        const right = Object.entries(grader.rightResponse(content).parts);
        const some = right.filter((_, at) => chosen[at] === true);
        const { score, parts } = grader.grade(content, { parts: Object.fromEntries(some) });
        const own = parts.map(({ outcome }) => outcome?.score ?? 0);
        expect(score).toBe(own.reduce((sum, points) => sum + points, 0));
        expect(parts.filter(({ correct }) => correct)).toHaveLength(some.length);
      }),
    );
  });
});

function aPart(name: string, own: object): SetPart {
  return { library: `Tandem.${name} 1.0`, params: { ...common, l10n, ...own } };
}
