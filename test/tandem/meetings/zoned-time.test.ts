import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import {
  allZones,
  instantOf,
  isZone,
  localOf,
  timeIn,
} from '../../../src/tandem/meetings/zoned-time.js';

const iso = (local: string, zone: string): string | undefined => {
  const instant = instantOf(local, zone);
  return instant === undefined ? undefined : new Date(instant).toISOString();
};

describe('time in a zone', () => {
  it.each([
    ['2027-01-15T10:00', 'Europe/Riga', '2027-01-15T08:00:00.000Z'],
    ['2027-07-15T10:00', 'Europe/Riga', '2027-07-15T07:00:00.000Z'],
    ['2027-07-15T10:00', 'Europe/Amsterdam', '2027-07-15T08:00:00.000Z'],
    ['2027-07-15T10:00', 'Asia/Kolkata', '2027-07-15T04:30:00.000Z'],
    // The night in which summer time begins, before and after the hour that is not there.
    ['2027-03-28T02:59', 'Europe/Riga', '2027-03-28T00:59:00.000Z'],
    ['2027-03-28T03:00', 'Europe/Riga', undefined],
    ['2027-03-28T03:59', 'Europe/Riga', undefined],
    ['2027-03-28T04:00', 'Europe/Riga', '2027-03-28T01:00:00.000Z'],
    // The night in which it ends: half past three comes twice, and the first counts.
    ['2027-10-31T03:30', 'Europe/Riga', '2027-10-31T00:30:00.000Z'],
    ['2027-10-31T04:00', 'Europe/Riga', '2027-10-31T02:00:00.000Z'],
    ['2027-02-30T10:00', 'Europe/Riga', undefined],
    ['tomorrow', 'Europe/Riga', undefined],
  ])('%s in %s is %s', (local, zone, expected) => {
    expect(iso(local, zone)).toBe(expected);
  });

  it('leads back to what the clock showed, in every zone', () => {
    const instant = fc.integer({ min: Date.UTC(2025, 0), max: Date.UTC(2035, 0) });
    fc.assert(
      fc.property(instant, fc.constantFrom(...allZones()), (some, zone) => {
        const shown = localOf(some, zone);
        const back = instantOf(shown, zone);
        expect(back).toBeDefined();
        expect(localOf(back ?? 0, zone)).toBe(shown);
        expect(back ?? 0).toBeLessThanOrEqual(some);
      }),
    );
  });

  it('is named with its zone, in the reader’s language', () => {
    const at = Date.parse('2027-01-15T08:00:00Z');
    expect(timeIn(at, 'Europe/Riga', 'en')).toMatch(/Friday.*January.*10:00.*(?:EET|GMT\+2)/u);
    expect(timeIn(at, 'Europe/Amsterdam', 'nl')).toMatch(/vrijdag.*januari.*09:00.*CET/u);
    expect(timeIn(at, 'Europe/Riga', 'lv')).toMatch(/piektdiena/iu);
  });

  it('knows zones by name', () => {
    expect([
      isZone('Europe/Riga'),
      isZone('Europe/Kyiv'),
      isZone('Mars/Olympus'),
      isZone(''),
    ]).toEqual([true, true, false, false]);
  });
});
