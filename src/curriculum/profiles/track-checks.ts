import { competencesOf, type ReferenceKnown } from './badge-checks.js';
import type { Problem } from '../reading/content-fault.js';
import { idsAt, placesIn, twice, unknownIds } from '../reading/id-checks.js';
import type { Track } from './track.js';

/**
 * What the schema cannot see: ids that lead nowhere or stand twice, and minutes that do not add up.
 * @param badges ids of all badges; undefined when their file could not be read
 */
export function trackProblems(
  { after, profile, minutes, parts }: Track,
  known: ReferenceKnown,
  badges: ReadonlySet<string> | undefined,
): readonly Problem[] {
  const sum = parts.flatMap(({ steps }) => steps).reduce((total, step) => total + step.minutes, 0);
  const competences = competencesOf(known.profiles.get(profile));
  return [
    ...unknownIds([{ id: after, at: ['after'] }], known.modules, 'module'),
    ...(sum === minutes
      ? []
      : [{ at: ['minutes'], expected: `expected ${sum}, the sum of the steps, not ${minutes}` }]),
    ...twice(idsAt(parts, ['parts'])),
    ...parts.flatMap((part, at) => {
      const place = ['parts', at];
      return [
        ...twice(idsAt(part.steps, [...place, 'steps'])),
        ...unknownIds(
          placesIn(part.competences, [...place, 'competences']),
          competences,
          'competence of the profile',
        ),
        ...unknownIds([{ id: part.badge, at: [...place, 'badge'] }], badges, 'badge'),
        ...unknownIds(
          placesIn(part.sources, [...place, 'sources']),
          known.sources,
          'source in sources.yaml',
        ),
      ];
    }),
  ];
}
