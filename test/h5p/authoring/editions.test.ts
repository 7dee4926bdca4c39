import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import {
  labelOf,
  versionFor,
  type Published,
} from '../../../src/h5p/authoring/authored-exercise.js';
import { numbersAfter } from '../../../src/h5p/authoring/exercise-version.js';

const changes = fc.array(
  fc.record({
    change: fc.constantFrom('minor', 'major'),
    begun: fc.constantFrom('finish-theirs', 'start-again'),
  }),
  { minLength: 1, maxLength: 12 },
);

interface Step {
  readonly change: 'minor' | 'major';
  readonly begun: 'finish-theirs' | 'start-again';
}

function after(steps: readonly Step[]): {
  readonly published: Published[];
  readonly labels: string[];
} {
  let published: Published[] = [];
  const labels: string[] = [];
  for (const { change, begun } of steps) {
    const numbers = numbersAfter(published.at(-1), change);
    const isMajor = change === 'major' && published.length > 0;
    published = [...published, { ...numbers, begun: isMajor ? begun : undefined }];
    labels.push(labelOf(numbers));
  }
  return { published, labels };
}

describe('published of an exercise', () => {
  it('give each version a number of its own, rising', () => {
    fc.assert(
      fc.property(changes, (steps) => {
        const { labels } = after(steps);
        expect(new Set(labels).size).toBe(labels.length);
        expect(labels[0]).toBe('1.0');
      }),
    );
  });

  it('give the newest to whoever has not begun', () => {
    fc.assert(
      fc.property(changes, (steps) => {
        const { published, labels } = after(steps);
        expect(labelOf(versionFor({ published }, undefined)!)).toBe(labels.at(-1));
      }),
    );
  });

  it('take nobody over a change before which those who had begun were to finish', () => {
    fc.assert(
      fc.property(changes, fc.nat(), (steps, pick) => {
        const { published, labels } = after(steps);
        const at = pick % labels.length;
        const played = versionFor({ published }, labels[at])!;
        const own = Number(labels[at]!.split('.')[0]);
        const crossed = published.filter(
          ({ edition }) => edition > own && edition <= played.edition,
        );
        expect(crossed.map(({ begun }) => begun)).not.toContain('finish-theirs');
        const next = published[published.indexOf(played) + 1];
        expect(next === undefined || next.begun === 'finish-theirs').toBe(true);
        expect(played.edition).toBeGreaterThanOrEqual(own);
      }),
    );
  });

  it('is none before something was published', () => {
    expect(versionFor({ published: [] }, undefined)).toBeUndefined();
  });
});
