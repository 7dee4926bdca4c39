import { describe, expect, it } from '@jest/globals';
import type { Participant, Profile } from '../../../src/tandem/participant.js';
import { partnersFor, suggestPairs } from '../../../src/tandem/pairing/suggestions.js';

describe('suggestions', () => {
  it('name their reasons, the most telling first', () => {
    const vet = aPerson('v', 'vet', { occupation: 'Cook', region: 'Cēsis', languages: ['lv'] });
    const company = aPerson('c', 'company', {
      occupation: 'cook',
      region: ' CESIS ',
      languages: ['lv', 'en'],
    });
    expect(reasonsOf([vet, company])).toEqual([['v', 'c', ['occupation', 'region', 'language']]]);
  });

  it('put nobody forward without a reason, nor two who name no language in common', () => {
    expect(reasonsOf([aPerson('v', 'vet', {}), aPerson('c', 'company', {})])).toEqual([]);
    const silent = { occupation: 'Cook' };
    expect(
      reasonsOf([
        aPerson('v', 'vet', { ...silent, languages: ['lv'] }),
        aPerson('c', 'company', { ...silent, languages: ['fi'] }),
      ]),
    ).toEqual([]);
    expect(
      reasonsOf([
        aPerson('v', 'vet', { ...silent, languages: ['lv'] }),
        aPerson('c', 'company', silent),
      ]),
    ).toEqual([['v', 'c', ['occupation']]]);
  });

  it('name each person once, in the best fit', () => {
    const people = [
      aPerson('v1', 'vet', { occupation: 'Cook' }),
      aPerson('v2', 'vet', { occupation: 'Cook', region: 'Tartu' }),
      aPerson('c1', 'company', { occupation: 'Cook', region: 'Tartu' }),
      aPerson('c2', 'company', { occupation: 'Cook' }),
    ];
    expect(reasonsOf(people).map(([vet, company]) => [vet, company])).toEqual([
      ['v2', 'c1'],
      ['v1', 'c2'],
    ]);
  });

  it('hold the same group of the platform for the strongest reason', () => {
    const people = [
      aPerson('v', 'vet', { occupation: 'Cook', region: 'Tartu' }),
      aPerson('c1', 'company', { occupation: 'Cook', region: 'Tartu' }),
      aPerson('c2', 'company', {}),
    ];
    const groups = new Map([
      ['v', ['A']],
      ['c2', ['A']],
    ]);
    const [best] = suggestPairs(people, ({ id }) => groups.get(id) ?? []);
    expect([best?.company.id, best?.reasons]).toEqual(['c2', ['group']]);
  });

  it('hold the same learner for stronger still, even where no language is shared', () => {
    const vet = aPerson('v', 'vet', { occupation: 'Cook', languages: ['lv'] });
    const near = aPerson('c1', 'company', { occupation: 'Cook', languages: ['lv'] });
    const theirs = aPerson('c2', 'company', { languages: ['fi'] });
    const people = [{ ...vet, learnerKey: 'k' }, near, { ...theirs, learnerKey: 'k' }];
    expect(reasonsOf(people)).toEqual([['v', 'c2', ['learner']]]);
    expect(
      reasonsOf([
        { ...vet, learnerKey: 'k' },
        { ...near, learnerKey: 'other' },
      ]),
    ).toEqual([['v', 'c1', ['occupation', 'language']]]);
  });

  it('never seat people of one side together', () => {
    const people = [
      aPerson('a', 'vet', { occupation: 'Cook' }),
      aPerson('b', 'vet', { occupation: 'Cook' }),
    ];
    expect(reasonsOf(people)).toEqual([]);
    expect(partnersFor(people[0]!, people, () => [])).toEqual([]);
  });

  it('compare a whole cohort within a moment', () => {
    const people = Array.from({ length: 1000 }, (_, at) =>
      aPerson(`p${at}`, at % 2 === 0 ? 'vet' : 'company', { occupation: `Trade ${at % 40}` }),
    );
    const before = performance.now();
    suggestPairs(people, () => []);
    expect(performance.now() - before).toBeLessThan(2000);
  });
});

function reasonsOf(people: readonly Participant[]): unknown[][] {
  return suggestPairs(people, () => []).map(({ vet, company, reasons }) => [
    vet.id,
    company.id,
    reasons,
  ]);
}

function aPerson(id: string, tutorRole: 'vet' | 'company', told: Partial<Profile>): Participant {
  const profile = { displayName: id, tutorRole, languages: [], ...told };
  return { id, cohortId: 'cohort', userId: id, profile, lastSeenAt: 0 };
}
