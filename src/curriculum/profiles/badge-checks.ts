import type { Badge, BadgeFamily } from './badge.js';
import type { Profile } from './competence.js';
import type { FieldPath, Problem } from '../reading/content-fault.js';
import type { ProfileId } from '../reading/fields.js';
import { idsAt, placesIn, twice, unknownIds } from '../reading/id-checks.js';

/** What badges, surveys and tracks may refer to; undefined when that file could not be read. */
export interface ReferenceKnown {
  readonly sources: ReadonlySet<string> | undefined;
  readonly profiles: ReadonlyMap<ProfileId, Profile>;
  readonly modules: ReadonlySet<string>;
}

/** What the schema cannot see: ids that lead nowhere or stand twice, and levels that nobody can reach. */
export function badgeProblems(
  { sources, steps, badges }: BadgeFamily,
  known: ReferenceKnown,
): readonly Problem[] {
  return [
    ...unknownIds(placesIn(sources, ['sources']), known.sources, 'source in sources.yaml'),
    ...twice(placesIn(steps, ['steps'])),
    ...twice(idsAt(badges, ['badges'])),
    ...badges.flatMap((badge, at) => [
      ...problemsOf(badge, known.profiles.get(badge.profile), ['badges', at]),
      ...requirementProblems(badge, badges, ['badges', at]),
    ]),
  ];
}

/** Ids of all competences of a profile; undefined when it could not be read. */
export function competencesOf(profile: Profile | undefined): ReadonlySet<string> | undefined {
  return profile && new Set(profile.areas.flatMap((area) => area.competences.map(({ id }) => id)));
}

function problemsOf(
  { competences, level, higher, evidence }: Badge,
  profile: Profile | undefined,
  at: FieldPath,
): readonly Problem[] {
  const all = competencesOf(profile);
  const places = placesIn(competences, [...at, 'competences']);
  return [
    ...unknownIds(places, all, 'competence of the profile'),
    ...twice(places),
    ...twice(placesIn(evidence, [...at, 'evidence'])),
    ...levelProblems(level, profile, [...at, 'level']),
    ...(higher
      ? [
          ...levelProblems(higher.level, profile, [...at, 'higher', 'level']),
          ...atMost(higher.count, higher.of === 'badge' ? competences.length : all?.size, [
            ...at,
            'higher',
            'count',
          ]),
          ...(higher.level > level
            ? []
            : [{ at: [...at, 'higher', 'level'], expected: `expected more than ${level}` }]),
        ]
      : []),
  ];
}

function levelProblems(
  level: number,
  profile: Profile | undefined,
  at: FieldPath,
): readonly Problem[] {
  return profile && level > profile.levels
    ? [{ at, expected: `expected a level, at most ${profile.levels}` }]
    : [];
}

function atMost(count: number, most: number | undefined, at: FieldPath): readonly Problem[] {
  return most !== undefined && count > most ? [{ at, expected: `expected at most ${most}` }] : [];
}

/** A badge may ask for those before it in the file, so that no two wait for each other. */
function requirementProblems(
  { id, requires = [] }: Badge,
  badges: readonly Badge[],
  at: FieldPath,
): readonly Problem[] {
  const own = badges.findIndex((badge) => badge.id === id);
  const earlier = new Set(badges.slice(0, own).map((badge) => badge.id));
  const places = placesIn(requires, [...at, 'requires']);
  return [...twice(places), ...unknownIds(places, earlier, 'badge before this one')];
}
