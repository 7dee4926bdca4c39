import { describe, expect, it } from '@jest/globals';
import { assignEvenly, type Duty } from '../../../src/tandem/reviews/assign-evenly.js';

const names = (count: number): string[] => Array.from({ length: count }, (_, at) => `t${at}`);

function counts(tandems: readonly string[], duties: readonly Duty[], side: keyof Duty): number[] {
  return tandems.map((id) => duties.filter((duty) => duty[side] === id).length);
}

describe('even assignment of reviews', () => {
  it('makes a ring', () => {
    expect(assignEvenly(names(3), [], 1)).toEqual([
      { reviewer: 't1', reviewed: 't0' },
      { reviewer: 't2', reviewed: 't1' },
      { reviewer: 't0', reviewed: 't2' },
    ]);
  });

  it.each([
    [1, 1, 0],
    [2, 1, 1],
    [2, 3, 1],
    [3, 2, 2],
    [7, 1, 1],
    [8, 2, 2],
    [20, 3, 3],
  ])('%d tandems with %d wanted get and give %d each', (size, each, expected) => {
    const tandems = names(size);
    const duties = assignEvenly(tandems, [], each);
    expect(new Set(duties.map(({ reviewer, reviewed }) => `${reviewer} ${reviewed}`)).size).toBe(
      duties.length,
    );
    expect(duties.every(({ reviewer, reviewed }) => reviewer !== reviewed)).toBe(true);
    for (const side of ['reviewer', 'reviewed'] as const) {
      expect(counts(tandems, duties, side)).toEqual(tandems.map(() => expected));
    }
  });

  it('has nothing to add when all have theirs', () => {
    const tandems = names(5);
    expect(assignEvenly(tandems, assignEvenly(tandems, [], 2), 2)).toEqual([]);
  });

  it('gives who comes late a reviewer and a duty, and nobody more than one above the others', () => {
    let duties: Duty[] = [];
    for (let size = 2; size <= 12; size += 1) {
      duties = [...duties, ...assignEvenly(names(size), duties, 1)];
      for (const side of ['reviewer', 'reviewed'] as const) {
        const each = counts(names(size), duties, side);
        expect(Math.min(...each)).toBe(1);
        expect(Math.max(...each)).toBeLessThanOrEqual(2);
      }
    }
  });
});
