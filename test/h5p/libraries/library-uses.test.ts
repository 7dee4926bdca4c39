import { describe, expect, it } from '@jest/globals';
import type { AuthoredExercise } from '../../../src/h5p/authoring/authored-exercise.js';
import type { ContentType, LibraryRef } from '../../../src/h5p/content-type.js';
import { usesOf, type KeptExercises } from '../../../src/h5p/libraries/library-uses.js';

const type = (machineName: string, minorVersion: number): ContentType =>
  ({ machineName, majorVersion: 1, minorVersion }) as ContentType;
const NEWEST = type('Test.Chess', 3);
const shelf = {
  types: new Map([['Test.Chess', NEWEST]]),
  // 1.2 is there, 1.1 is gone: the nearest newer one plays it.
  playing: ({ machineName, minorVersion }: LibraryRef) =>
    machineName === 'Test.Chess' ? type(machineName, Math.max(minorVersion, 2)) : undefined,
};

type Draft = Pick<AuthoredExercise, 'id' | 'library' | 'languages'>;
const copies = (params: Record<string, unknown>): Draft['languages'] => ({
  en: { title: 'T', params },
});

function kept(more: {
  readonly drafts?: readonly Draft[];
  readonly versions?: readonly { exerciseId: string; minor: number }[];
}): KeptExercises {
  return {
    async *drafts() {
      yield* await Promise.resolve(more.drafts ?? []);
    },
    async *versions() {
      for (const { exerciseId, minor } of await Promise.resolve(more.versions ?? [])) {
        const library = { machineName: 'Test.Chess', majorVersion: 1, minorVersion: minor };
        yield { exerciseId, library, languages: copies({}) };
      }
    },
  };
}

describe('uses of libraries', () => {
  it('count an exercise once for each version it is kept in', async () => {
    const drafts = [{ id: 'x-1', library: 'Test.Chess', languages: copies({}) }];
    const versions = [2, 2, 3].map((minor) => ({ exerciseId: 'x-1', minor }));

    const uses = await usesOf({ kept: kept({ drafts, versions }), own: [] }, shelf);

    expect(Object.fromEntries(uses)).toEqual({ 'Test.Chess-1.2': 1, 'Test.Chess-1.3': 1 });
  });

  it('go to the version that plays where the wanted one is gone', async () => {
    const versions = [{ exerciseId: 'x-1', minor: 1 }];

    const uses = await usesOf({ kept: kept({ versions }), own: [] }, shelf);

    expect(Object.fromEntries(uses)).toEqual({ 'Test.Chess-1.2': 1 });
  });

  it('see what plays inside, in the curriculum too', async () => {
    const params = { questions: [{ library: 'Test.Chess 1.2', params: {} }] };
    const own = [{ id: 'M1-01', library: 'Test.None', params }];
    const drafts = [{ id: 'x-1', library: 'Test.None', languages: copies(params) }];

    const uses = await usesOf({ kept: kept({ drafts }), own }, shelf);

    expect(Object.fromEntries(uses)).toEqual({ 'Test.Chess-1.2': 2 });
  });
});
