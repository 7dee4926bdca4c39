import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { keepsOpenText, openTextsIn } from '../../src/h5p/open-text.js';

const reflection = { library: 'Tandem.Reflection', params: { question: 'What went well?' } };
const choice = {
  library: 'Tandem.SingleChoice',
  params: { question: 'Which?', options: [{ text: 'This', correct: true }] },
};
const set = {
  library: 'Tandem.ExerciseSet',
  params: {
    question: 'All of it',
    passPercentage: 50,
    parts: [
      { library: 'Tandem.SingleChoice 1.0', params: choice.params, subContentId: 'a' },
      {
        ...{ library: 'Tandem.Reflection 1.0', params: reflection.params, subContentId: 'b' },
        metadata: { title: 'Look back' },
      },
    ],
  },
};

describe('open texts', () => {
  it.each([
    ['a reflection', reflection, true],
    ['a question', choice, false],
    ['a set with a reflection', set, true],
    ['a set without one', { ...set, params: { parts: set.params.parts.slice(0, 1) } }, false],
    ['a set whose parameters are none', { ...set, params: { parts: 'none' } }, false],
  ])('are kept by %s or not', (_what, content, keeps) => {
    expect(keepsOpenText(content)).toBe(keeps);
  });

  it('are found in the state of a reflection, without the space around', () => {
    expect(openTextsIn(reflection, '{"text":" The brake. "}')).toEqual([
      { text: 'The brake.', part: undefined },
    ]);
    expect(openTextsIn(reflection, '{"text":"  "}')).toEqual([]);
  });

  it('are found in a set by the part in which they were written, and nowhere else', () => {
    const parts = { a: { text: 'not an open text' }, b: { text: 'The brake.' }, c: { text: 'x' } };
    expect(openTextsIn(set, JSON.stringify({ at: 2, parts }))).toEqual([
      { text: 'The brake.', part: 'Look back' },
    ]);
  });

  it('are none in a state that is of another kind', () => {
    fc.assert(
      fc.property(fc.oneof(fc.string(), fc.json()), (data) => {
        for (const content of [reflection, set, choice]) {
          expect(Array.isArray(openTextsIn(content, data))).toBe(true);
        }
      }),
    );
    expect(openTextsIn(choice, '{"text":"no"}')).toEqual([]);
  });
});
