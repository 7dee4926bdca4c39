import type { Problem } from '../reading/content-fault.js';
import { idsAt, placesIn, twice, unknownIds } from '../reading/id-checks.js';
import type { Supplement } from './supplement.js';

/** What a supplement may refer to outside itself. */
export interface SupplementKnown {
  /** Undefined when sources.yaml could not be read. */
  readonly sources: ReadonlySet<string> | undefined;
  readonly modules: ReadonlySet<string>;
}

/** What the schema cannot see: ids that lead nowhere or stand twice, and minutes that do not add up. */
export function supplementProblems(
  { module, minutes, parts, facts, questions }: Supplement,
  known: SupplementKnown,
): readonly Problem[] {
  const sum = parts.reduce((total, part) => total + part.minutes, 0);
  const sourced = [
    ...parts.map((part, at) => ({ ...part, at: ['parts', at, 'sources'] })),
    ...facts.map((fact, at) => ({ ...fact, at: ['facts', at, 'sources'] })),
  ];
  return [
    ...unknownIds([{ id: module, at: ['module'] }], known.modules, 'module'),
    ...(sum === minutes
      ? []
      : [{ at: ['minutes'], expected: `expected ${sum}, the sum of the parts, not ${minutes}` }]),
    ...twice(idsAt(parts, ['parts'])),
    ...twice(idsAt(facts, ['facts'])),
    ...twice(placesIn(questions, ['questions'])),
    ...sourced.flatMap(({ sources, at }) =>
      unknownIds(placesIn(sources, at), known.sources, 'source in sources.yaml'),
    ),
  ];
}
