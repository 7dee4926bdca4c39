import { describe, expect, it } from '@jest/globals';
import type { Rating } from '../../../src/tandem/assessment/assessment.js';
import {
  apart,
  disputed,
  isWhole,
  lacksOf,
  maximumOf,
  outcomeOf,
  type Rubric,
} from '../../../src/tandem/assessment/rubric-rules.js';

const RUBRIC: Rubric = {
  points: [2, 4, 6, 8],
  criteria: ['plan', 'safety'],
  pass: { total: 10, atLeast: [{ criterion: 'safety', level: 3 }] },
};

function rating(by: string, plan: number, safety: number): Rating {
  return { by, at: 1, levels: { plan, safety }, comments: {} };
}

function outcome(ratings: readonly Rating[], agreed = {}): ReturnType<typeof outcomeOf> {
  return outcomeOf(RUBRIC, { ratings: [...ratings], agreed });
}

describe('rules of a rubric', () => {
  it('has its highest points for each criterion as maximum', () => {
    expect(maximumOf(RUBRIC)).toBe(16);
  });

  it('counts what one trainer found', () => {
    expect(outcome([rating('a', 4, 3)])).toMatchObject({ points: 14, maximum: 16 });
  });

  it('has no outcome before anybody has rated', () => {
    expect(outcome([])).toBeUndefined();
  });

  it('counts the middle of neighbours', () => {
    const found = outcome([rating('a', 4, 3), rating('b', 3, 3)]);
    expect(found).toMatchObject({ points: 13 });
    expect(found?.criteria[0]).toEqual({ criterion: 'plan', level: 3.5, points: 7 });
  });

  it.each([
    [1, 1, []],
    [2, 1, []],
    [3, 1, ['plan']],
    [1, 4, ['plan']],
  ])('levels %d and %d dispute %j', (one, other, expected) => {
    const ratings = [rating('a', one, 3), rating('b', other, 3)];
    expect(disputed(RUBRIC, { ratings, agreed: {} })).toEqual(expected);
    expect(apart(RUBRIC, ratings)).toEqual(expected);
  });

  it('has no outcome while something is disputed, and counts what was agreed', () => {
    const ratings = [rating('a', 4, 3), rating('b', 1, 3)];
    expect(outcome(ratings)).toBeUndefined();
    expect(outcome(ratings, { plan: 2 })).toMatchObject({ points: 10 });
    expect(apart(RUBRIC, ratings)).toEqual(['plan']);
  });

  it.each([
    ['enough of both', [2, 3], []],
    ['too few points', [1, 3], [{ kind: 'total', needed: 10 }]],
    ['enough points, too low a level', [4, 2], [{ kind: 'level', criterion: 'safety', needed: 3 }]],
  ] as const)('%s', (_name, [plan, safety], lacks) => {
    const found = outcome([rating('a', plan, safety)]);
    expect(found && lacksOf(RUBRIC, found)).toEqual(lacks);
  });

  it('does not pass a middle below the lowest level', () => {
    const found = outcome([rating('a', 4, 3), rating('b', 4, 2)]);
    expect(found && lacksOf(RUBRIC, found)).toEqual([
      { kind: 'level', criterion: 'safety', needed: 3 },
    ]);
  });

  it('holds a person to their own points', () => {
    const found = outcome([rating('a', 4, 4)]);
    expect(found && lacksOf(RUBRIC, found, 9)).toEqual([{ kind: 'total', needed: 10 }]);
  });

  it.each([
    [{ plan: 1, safety: 4 }, true],
    [{ plan: 1 }, false],
    [{ plan: 0, safety: 4 }, false],
    [{ plan: 1, safety: 5 }, false],
    [{ plan: 1.5, safety: 4 }, false],
    [{ plan: 1, safety: 4, other: 1 }, false],
  ])('%j is whole: %s', (levels, expected) => {
    expect(isWhole(RUBRIC, levels)).toBe(expected);
  });
});
