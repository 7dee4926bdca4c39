import { describe, expect, it } from '@jest/globals';
import { digits, leftOut, median, tableOf } from '../../src/bench/table.js';

describe('table of measurements', () => {
  it('puts each column below its head and breaks long remarks between words', () => {
    const remark = 'medians of many rounds '.repeat(5).trim();
    const [head = '', , first = '', second = ''] = tableOf([
      { what: 'Launch', figure: '0.41', goal: 'at most 0.5', detail: remark },
    ]).split('\n');
    for (const [name, value] of [
      ['What', 'Launch'],
      ['Figure', '0.41'],
      ['Goal', 'at most 0.5'],
      ['Made from', 'medians'],
    ] as const) {
      expect(first.indexOf(value)).toBe(head.indexOf(name));
    }
    const remarkAt = head.indexOf('Made from');
    expect(`${first.slice(remarkAt)} ${second.trim()}`).toBe(remark);
    expect(second.search(/\S/)).toBe(remarkAt);
  });

  it('names what was left out', () => {
    expect(tableOf([leftOut('Page', 'no Chromium here')])).toMatch(/Page +left out +no Chromium/);
  });

  it('takes the middle, not the mean', () => {
    expect(median([100, 1, 2])).toBe(2);
    expect(median([4, 1, 2, 100])).toBe(3);
    expect(median([])).toBeNaN();
  });

  it('shows the digits that count', () => {
    expect([0.414, 12.34, 2317.8].map(digits)).toEqual(['0.41', '12.3', '2,318']);
  });
});
