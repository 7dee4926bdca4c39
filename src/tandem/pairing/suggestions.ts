import { comparable } from '../../shared/comparable.js';
import type { Participant, Profile } from '../participant.js';

/** Why two people would fit, most telling first. */
export const REASONS = [
  'learner',
  'group',
  'organisation',
  'occupation',
  'region',
  'language',
] as const;
export type Reason = (typeof REASONS)[number];

/** Points of each; a language alone is a weak reason, and none in common speaks against the pair. */
const WEIGHT: Readonly<Record<Reason, number>> = {
  learner: 16,
  group: 8,
  organisation: 4,
  occupation: 4,
  region: 2,
  language: 1,
};

export interface Suggestion<P extends Participant = Participant> {
  readonly vet: P;
  readonly company: P;
  readonly reasons: readonly Reason[];
}

/** So many of each side are compared; when they are seated the next come up. */
const MOST_COMPARED = 200;

/** Names of the platform's groups that a person is in. */
export type GroupsOf = (person: Participant) => readonly string[];

/**
 * Pairs out of those who have no tandem: the best fit first, each person at most once, only pairs
 * with a reason. Nobody is put together by it; a trainer decides.
 */
export function suggestPairs<P extends Participant>(
  people: readonly P[],
  groupsOf: GroupsOf,
): readonly Suggestion<P>[] {
  const all = people.flatMap((person) => factsOf(person, groupsOf));
  const side = (role: Profile['tutorRole']): readonly Facts<P>[] =>
    all.filter(({ tutorRole }) => tutorRole === role).slice(0, MOST_COMPARED);
  const candidates = side('vet')
    .flatMap((vet) =>
      side('company').map((company) => ({
        ...{ vet: vet.person, company: company.person },
        ...comparisonOf(vet, company),
      })),
    )
    .filter(({ reasons, speakAlike }) => speakAlike && reasons.length > 0)
    .sort((a, b) => b.weight - a.weight || order(a.vet, b.vet) || order(a.company, b.company));
  const taken = new Set<string>();
  return candidates.flatMap(({ vet, company, reasons }) => {
    if (taken.has(vet.id) || taken.has(company.id)) return [];
    taken.add(vet.id).add(company.id);
    return [{ vet, company, reasons }];
  });
}

/** Everybody of the other side, the best fit first, for a person who has said who they are. */
export function partnersFor<P extends Participant>(
  person: Participant,
  others: readonly P[],
  groupsOf: GroupsOf,
): readonly { readonly partner: P; readonly reasons: readonly Reason[] }[] {
  const [own] = factsOf(person, groupsOf);
  if (!own) return [];
  return others
    .flatMap((other) => factsOf(other, groupsOf))
    .filter(({ tutorRole }) => tutorRole !== own.tutorRole)
    .map((other) => ({ partner: other.person, ...comparisonOf(own, other) }))
    .sort((a, b) => Number(b.speakAlike) - Number(a.speakAlike) || b.weight - a.weight)
    .map(({ partner, reasons }) => ({ partner, reasons }));
}

/** What is compared of a person, prepared once. */
interface Facts<P extends Participant> {
  readonly person: P;
  readonly tutorRole: Profile['tutorRole'];
  readonly words: Readonly<Record<'organisation' | 'occupation' | 'region', string>>;
  readonly languages: readonly string[];
  readonly groups: readonly string[];
  /** Undefined: no learner was named. */
  readonly learnerKey: string | undefined;
}

/** None for somebody who has not said who they are. */
function factsOf<P extends Participant>(person: P, groupsOf: GroupsOf): readonly Facts<P>[] {
  if (!person.profile) return [];
  const { tutorRole, organisation, occupation, region, languages } = person.profile;
  const words = {
    organisation: bare(organisation),
    occupation: bare(occupation),
    region: bare(region),
  };
  return [
    {
      person,
      tutorRole,
      words,
      languages,
      groups: groupsOf(person),
      learnerKey: person.learnerKey,
    },
  ];
}

interface Comparison {
  readonly reasons: readonly Reason[];
  readonly weight: number;
  /** False when both have named languages, none is the same, and no learner joins them. */
  readonly speakAlike: boolean;
}

function comparisonOf(one: Facts<Participant>, other: Facts<Participant>): Comparison {
  const sharesLanguage = one.languages.some((language) => other.languages.includes(language));
  const isSame = (word: keyof Facts<Participant>['words']): boolean =>
    one.words[word] !== '' && one.words[word] === other.words[word];
  const holds: Readonly<Record<Reason, boolean>> = {
    learner: one.learnerKey !== undefined && one.learnerKey === other.learnerKey,
    group: one.groups.some((group) => other.groups.includes(group)),
    organisation: isSame('organisation'),
    occupation: isSame('occupation'),
    region: isSame('region'),
    language: sharesLanguage,
  };
  const reasons = REASONS.filter((reason) => holds[reason]);
  const weight = reasons.reduce((sum, reason) => sum + WEIGHT[reason], 0);
  const isSilent = one.languages.length === 0 || other.languages.length === 0;
  return { reasons, weight, speakAlike: isSilent || sharesLanguage || holds.learner };
}

/** People write the same thing with other capitals, spaces and accents. */
function bare(text = ''): string {
  return comparable(text)
    .replaceAll(/[^\p{L}\p{N}]+/gu, ' ')
    .trim();
}

function order(a: Participant, b: Participant): number {
  return a.id < b.id ? -1 : a.id > b.id ? 1 : 0;
}
