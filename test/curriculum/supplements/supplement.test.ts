import { cp } from 'node:fs/promises';
import path from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { ContentFault } from '../../../src/curriculum/reading/content-fault.js';
import { loadCurriculum } from '../../../src/curriculum/curriculum.service.js';
import type { SupplementText } from '../../../src/curriculum/supplements/supplement-text.js';
import { contentCopy, writeContent } from '../content-copy.js';

const ours = await loadCurriculum({ directories: ['content'] });
const COUNTRIES = [
  { id: 'EE', own: 'et' },
  { id: 'LV', own: 'lv' },
  { id: 'LT', own: 'lt' },
] as const;

describe('a national supplement', () => {
  it('is there for three countries', () => {
    expect(ours.supplements('en').map(({ id }) => id)).toEqual(['EE', 'LT', 'LV']);
    expect(ours.supplement('XX', 'en')).toBeUndefined();
  });

  it.each(COUNTRIES)('$id takes two hours beside module 1', ({ id }) => {
    expect(supplementIn(id, 'en')).toMatchObject({ country: id, moduleId: 'M1', minutes: 120 });
  });

  it.each(COUNTRIES)('$id speaks English and $own, else falls back to English', ({ id, own }) => {
    expect(supplementIn(id, own)).toMatchObject({ language: own, awaitingCheck: true });
    const others = ['en', 'et', 'lv', 'lt', 'fi', 'nl'].filter((language) => language !== own);
    for (const language of others) {
      expect(supplementIn(id, language)).toMatchObject({ language: 'en', awaitingCheck: false });
    }
  });

  it.each(COUNTRIES)('$id has words of its own in $own for everything', ({ id, own }) => {
    const english = wordsOf(supplementIn(id, 'en'));
    const other = wordsOf(supplementIn(id, own));

    expect(other).toHaveLength(english.length);
    expect(other.filter((text) => english.includes(text))).toEqual([]);
  });

  it.each(COUNTRIES)('$id dates what its source dates, and names where it was read', ({ id }) => {
    const { facts, parts } = supplementIn(id, 'en');
    const undated = facts.filter(({ asOf }) => asOf === undefined);

    // The apprenticeship site of Lithuania is the one source without a date.
    expect(undated.flatMap(({ sources }) => sources).every((source) => source.id === 'LT2')).toBe(
      true,
    );
    expect(undated).toHaveLength(id === 'LT' ? 4 : 0);
    expect([...facts, ...parts].filter(({ sources }) => sources.length === 0)).toEqual([]);
  });

  it('is not missing in the languages of other countries', () => {
    expect(ours.coverage('lv').missing).toBe(0);
  });
});

const STRUCTURE = 'supplements/EE/supplement.yaml';

describe('a fault in a supplement', () => {
  it.each([
    {
      mistake: 'minutes that do not add up',
      from: 'assessment, minutes: 40',
      to: 'assessment, minutes: 45',
      field: 'minutes',
      expected: 'expected 125, the sum of the parts, not 120',
    },
    {
      mistake: 'a module that is not there',
      from: 'module: M1',
      to: 'module: M9',
      field: 'module',
      expected: 'no module has the id M9',
    },
    {
      mistake: 'a source that is not there',
      from: "asOf: '2013-12-20', sources: [EE1]",
      to: "asOf: '2013-12-20', sources: [EE99]",
      field: 'facts.0.sources.0',
      expected: 'no source in sources.yaml has the id EE99',
    },
    {
      mistake: 'a fact that stands twice',
      from: 'id: conditions',
      to: 'id: two-thirds',
      field: 'facts.1.id',
      expected: 'the id two-thirds stands twice',
    },
    {
      mistake: 'a date that is none',
      from: "asOf: '2013-12-20'",
      to: "asOf: 'last year'",
      field: 'facts.0.asOf',
      expected: 'expected a date such as 2019-06-22, 2019-06 or 2019',
    },
    {
      mistake: 'a folder of another name',
      from: 'id: EE\n',
      to: 'id: EST\n',
      field: 'id',
      expected: 'expected EE, as its folder is named',
    },
  ])('names $mistake', async ({ from, to, field, expected }) => {
    const faults = await faultsAfter(STRUCTURE, from, to);

    expect(faults).toContainEqual(
      expect.objectContaining({ file: expect.stringContaining(STRUCTURE), field, expected }),
    );
  });

  it('names the file that lacks the words of a fact', async () => {
    const file = 'supplements/EE/et.yaml';
    const faults = await faultsAfter(file, '  conditions: ', '  conditons: ');

    expect(faults).toContainEqual(
      expect.objectContaining({ file: expect.stringContaining(file), field: 'facts.conditions' }),
    );
  });
});

async function faultsAfter(file: string, from: string, to: string): Promise<readonly unknown[]> {
  const directory = await contentCopy();
  for (const folder of ['activities', 'supplements']) {
    await cp(path.join('content', folder), path.join(directory, folder), { recursive: true });
  }
  await writeContent(directory, file, {
    change: (text) => {
      expect(text).toContain(from);
      return text.replace(from, to);
    },
  });
  const error: unknown = await loadCurriculum({ directories: [directory] }).catch(
    (fault: unknown) => fault,
  );
  if (!(error instanceof ContentFault)) throw new Error('loaded without a fault');
  return error.faults;
}

function supplementIn(id: string, language: string): SupplementText {
  const supplement = ours.supplement(id, language);
  if (!supplement) throw new Error(`no supplement ${id}`);
  return supplement;
}

function wordsOf({ title, purpose, parts, facts, questions }: SupplementText): readonly string[] {
  return [
    ...[title, purpose],
    ...parts.flatMap((part) => [part.title, part.about, part.task]),
    ...facts.map(({ text }) => text),
    ...questions,
  ];
}
