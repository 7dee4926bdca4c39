import { describe, expect, it } from '@jest/globals';
import { bestAttempt, type Attempt } from '../../../src/grading/work/attempt.js';
import { scoreThatCounts } from '../../../src/grading/work/progress.js';

function anAttempt(over: Partial<Attempt>): Attempt {
  return {
    id: 'a',
    exerciseId: 'M1-01',
    version: 'v',
    scoreGiven: 0,
    scoreMaximum: 1,
    response: {},
    at: 0,
    ...over,
  };
}

describe('best attempt', () => {
  it('compares shares, not points', () => {
    const small = anAttempt({ id: 'small', scoreGiven: 1, scoreMaximum: 1 });
    const large = anAttempt({ id: 'large', scoreGiven: 3, scoreMaximum: 6 });

    expect(bestAttempt([large, small])?.id).toBe('small');
  });

  it('is the earliest of equals', () => {
    expect(bestAttempt([anAttempt({ id: 'first' }), anAttempt({ id: 'second' })])?.id).toBe(
      'first',
    );
  });

  it('is undefined of none', () => {
    expect(bestAttempt([])).toBeUndefined();
  });
});

describe('score that counts', () => {
  const graded = [
    { id: 'M1-01', maxScore: 6 },
    { id: 'M1-02', maxScore: 1 },
  ];

  it('counts what was not answered as none', () => {
    const attempts = [anAttempt({ scoreGiven: 3, scoreMaximum: 6 })];

    expect(scoreThatCounts(attempts, graded, 'best')).toEqual({
      scoreGiven: 3,
      scoreMaximum: 7,
      complete: false,
    });
  });

  it('takes the best try of each exercise', () => {
    const attempts = [
      anAttempt({ scoreGiven: 6, scoreMaximum: 6 }),
      anAttempt({ scoreGiven: 2, scoreMaximum: 6 }),
      anAttempt({ exerciseId: 'M1-02', scoreGiven: 1 }),
    ];

    expect(scoreThatCounts(attempts, graded, 'best')).toEqual({
      scoreGiven: 7,
      scoreMaximum: 7,
      complete: true,
    });
  });

  it('scales a try at an older version to the points of today', () => {
    const attempts = [anAttempt({ scoreGiven: 2, scoreMaximum: 4 })];

    expect(scoreThatCounts(attempts, graded, 'best').scoreGiven).toBe(3);
  });
});
