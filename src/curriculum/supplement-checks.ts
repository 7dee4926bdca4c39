import type { FieldPath, Problem } from './content-fault.js';
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
    ...parts.map((part, at) => ({ ...part, at: ['parts', at] })),
    ...facts.map((fact, at) => ({ ...fact, at: ['facts', at] })),
  ];
  return [
    ...(known.modules.has(module)
      ? []
      : [{ at: ['module'], expected: `no module has the id ${module}` }]),
    ...(sum === minutes
      ? []
      : [{ at: ['minutes'], expected: `expected ${sum}, the sum of the parts, not ${minutes}` }]),
    ...twice(parts.map(({ id }, at) => ({ id, at: ['parts', at, 'id'] }))),
    ...twice(facts.map(({ id }, at) => ({ id, at: ['facts', at, 'id'] }))),
    ...twice(questions.map((id, at) => ({ id, at: ['questions', at] }))),
    ...sourced.flatMap(({ sources, at }) =>
      sources.flatMap((id, index) =>
        !known.sources || known.sources.has(id)
          ? []
          : [
              {
                at: [...at, 'sources', index],
                expected: `no source in sources.yaml has the id ${id}`,
              },
            ],
      ),
    ),
  ];
}

function twice(
  places: readonly { readonly id: string; readonly at: FieldPath }[],
): readonly Problem[] {
  const ids = places.map(({ id }) => id);
  return places.flatMap(({ id, at }, index) =>
    ids.indexOf(id) < index ? [{ at, expected: `the id ${id} stands twice` }] : [],
  );
}
