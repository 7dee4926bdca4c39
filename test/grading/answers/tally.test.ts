import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import type { Attempt } from '../../../src/grading/work/attempt.js';
import { tallyOf, type FirstTry } from '../../../src/grading/answers/tally.js';

let made = 0;
function aTry(scoreGiven: number, scoreMaximum = 2): Attempt {
  made += 1;
  return {
    ...{ id: `try-${made}`, exerciseId: 'M1-01', version: 'v', language: 'en' },
    ...{ scoreGiven, scoreMaximum, response: {}, at: made },
  };
}

const wrong = (...texts: string[]): FirstTry => ({
  language: 'en',
  parts: texts.map((text) => ({ text, correct: false })),
});

describe('tally of answers', () => {
  it('judges an exercise by first tries, and people by all of theirs', () => {
    const tally = tallyOf('M1-01', [[aTry(2)], [aTry(0), aTry(1), aTry(2)], [aTry(1)]], new Map());

    expect(tally).toMatchObject({ people: 3, tries: 5, rightAtFirst: 1, rightAtLast: 2 });
    expect(tally.firstShare).toBeCloseTo(0.5);
  });

  it('puts the mistake of most people first, each person once', () => {
    const [one, two, three] = [aTry(0), aTry(0), aTry(0)];
    const words = new Map([
      [one.id, wrong('gloves', 'gloves', 'mask')],
      [two.id, wrong('gloves')],
      [three.id, { language: 'lv', parts: [{ text: 'gloves', correct: false }] }],
    ]);

    const { mistakes } = tallyOf('M1-01', [[one], [two], [three]], words);

    expect(mistakes).toEqual([
      { text: 'gloves', language: 'en', people: 2 },
      { text: 'gloves', language: 'lv', people: 1 },
      { text: 'mask', language: 'en', people: 1 },
    ]);
  });

  it('leaves out what was right, and what cannot be told any more', () => {
    const [one, two] = [aTry(1), aTry(0)];
    const words = new Map<string, FirstTry>([
      [one.id, { language: 'en', parts: [{ text: 'nitrile', correct: true }] }],
      [two.id, { language: 'en', parts: undefined }],
    ]);

    expect(tallyOf('M1-01', [[one], [two]], words).mistakes).toEqual([]);
  });

  it('keeps its counts within one another, whatever was answered', () => {
    const people = fc.array(fc.array(fc.nat(2), { minLength: 1, maxLength: 5 }), { maxLength: 20 });
    fc.assert(
      fc.property(people, (scores) => {
        const tries = scores.map((own) => own.map((score) => aTry(score)));
        const tally = tallyOf('M1-01', tries, new Map());
        expect(tally.people).toBe(scores.length);
        expect(tally.rightAtFirst).toBeLessThanOrEqual(tally.rightAtLast);
        expect(tally.rightAtLast).toBeLessThanOrEqual(tally.people);
        expect(tally.firstShare).toBeGreaterThanOrEqual(0);
        expect(tally.firstShare).toBeLessThanOrEqual(1);
      }),
    );
  });
});
