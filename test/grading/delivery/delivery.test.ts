import { describe, expect, it } from '@jest/globals';
import { nextTimestamp, waitBefore } from '../../../src/grading/delivery/delivery.js';
import { HOUR, SECOND } from '../../../src/shared/clock.js';

describe('wait before the next try', () => {
  it('doubles from two seconds to an hour', () => {
    const waits = [1, 2, 3, 4, 20, 100].map((tries) => waitBefore(tries, 1, undefined));

    expect(waits).toEqual([2 * SECOND, 4 * SECOND, 8 * SECOND, 16 * SECOND, HOUR, HOUR]);
  });

  it('is half chance', () => {
    expect(waitBefore(3, 0, undefined)).toBe(4 * SECOND);
  });

  it('is never shorter than the platform asked', () => {
    expect(waitBefore(1, 0, 120)).toBeGreaterThanOrEqual(120 * SECOND);
  });
});

describe('timestamp of a score', () => {
  it('is the whole second of now', () => {
    expect(nextTimestamp(12_345, undefined)).toBe(12_000);
  });

  it('rises by a second when the last one was in this second', () => {
    expect(nextTimestamp(12_999, 12_000)).toBe(13_000);
  });

  it('rises also when the clock was set back', () => {
    expect(nextTimestamp(1_000, 3_600_000)).toBe(3_601_000);
  });
});
