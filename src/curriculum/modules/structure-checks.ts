import { caseProblems } from './case-graph.js';
import type { Profile } from '../profiles/competence.js';
import type { FieldPath, Problem } from '../reading/content-fault.js';
import type { Exercise } from './exercise.js';
import type { Module } from './module.js';

/** What a module may refer to outside itself; undefined when that file could not be read. */
export interface Known {
  readonly competences: ReadonlySet<string> | undefined;
  readonly sources: ReadonlySet<string> | undefined;
}

/** What the schema cannot see: ids that lead nowhere or stand twice, and hours that do not add up. */
export function moduleProblems(module: Module, known: Known): readonly Problem[] {
  const competence = among(known.competences, 'competence of the profile');
  const source = among(known.sources, 'source in sources.yaml');
  return [
    ...each(module.competences, ['competences'], competence),
    ...twice(module.outcomes, ['outcomes']),
    ...hoursProblems(module),
    ...module.units.flatMap((unit, at) => {
      const place = ['units', at];
      return [
        ...each(unit.competences, [...place, 'competences'], competence),
        ...twice(idsOf(unit.points), [...place, 'points']),
        ...twice(unit.mistakes, [...place, 'mistakes']),
        ...unit.points.flatMap(({ sources }, point) =>
          each(sources, [...place, 'points', point, 'sources'], source),
        ),
      ];
    }),
    ...placesOf(module).flatMap(({ exercise, at }) => [
      ...competence(exercise.competence, [...at, 'competence']),
      ...exerciseProblems(exercise).map((problem) => ({ ...problem, at: [...at, ...problem.at] })),
    ]),
    ...each(module.activity?.competences ?? [], ['activity', 'competences'], competence),
  ];
}

/** Sources that do not exist, ids that stand twice, and a target or roles that do not fit the rest. */
export function profileProblems(profile: Profile, sources: Known['sources']): readonly Problem[] {
  const source = among(sources, 'source in sources.yaml');
  const places = profile.areas.flatMap((area, at) =>
    area.competences.map((competence, inner) => ({
      competence,
      at: ['areas', at, 'competences', inner],
    })),
  );
  const ids = places.map(({ competence }) => competence.id);
  const withRoles = places.some(({ competence }) => competence.roles);
  return [
    ...(profile.target > profile.levels
      ? [{ at: ['target'], expected: `expected a level, at most ${profile.levels}` }]
      : []),
    ...twice(idsOf(profile.areas), ['areas']),
    ...places.flatMap(({ competence, at }, index) => [
      ...(ids.indexOf(competence.id) < index
        ? [{ at: [...at, 'id'], expected: `the id ${competence.id} stands twice` }]
        : []),
      ...(withRoles && !competence.roles
        ? [{ at, expected: 'expected roles, as other competences of this profile have them' }]
        : []),
      ...each(competence.sources, [...at, 'sources'], source),
    ]),
  ];
}

/** Everything that a link may open or a result is kept under, with its place in the file. */
export function contentIdsOf(
  module: Module,
): readonly { readonly id: string; readonly at: FieldPath }[] {
  return [
    { id: module.id, at: ['id'] },
    ...module.units.map(({ id }, at) => ({ id, at: ['units', at, 'id'] })),
    ...placesOf(module).map(({ exercise, at }) => ({ id: exercise.id, at: [...at, 'id'] })),
    ...(module.activity ? [{ id: module.activity.id, at: ['activity', 'id'] }] : []),
  ];
}

function exerciseProblems(exercise: Exercise): readonly Problem[] {
  switch (exercise.kind) {
    case 'single':
      return [
        ...twice(exercise.options, ['options']),
        ...optionOf(exercise)(exercise.correct, ['correct']),
      ];
    case 'multi':
      return [
        ...twice(exercise.options, ['options']),
        ...twice(exercise.correct, ['correct']),
        ...each(exercise.correct, ['correct'], optionOf(exercise)),
      ];
    case 'sequence':
      return twice(exercise.order, ['order']);
    case 'match':
      return twice(
        exercise.pairs.map(({ prompt }) => prompt),
        ['pairs'],
      );
    case 'dialogcards':
      return twice(exercise.cards, ['cards']);
    case 'case':
      return [
        ...twice(idsOf(exercise.nodes), ['nodes']),
        ...exercise.nodes.flatMap((node, at) =>
          'end' in node ? [] : twice(idsOf(node.choices), ['nodes', at, 'choices']),
        ),
        ...caseProblems(exercise),
      ];
    case 'truefalse':
    case 'blanks':
    case 'markwords':
    case 'reflection':
      return [];
  }
}

function hoursProblems({ hours, units, activity }: Module): readonly Problem[] {
  const planned =
    units.reduce((sum, unit) => sum + unit.hours, 0) +
    (activity?.minutes ?? 0) / 60 +
    hours.openingAndSurvey;
  const problems: Problem[] = [];
  if (!isSame(hours.live + hours.own, hours.total)) {
    problems.push({
      at: ['hours', 'total'],
      expected: `expected ${hours.live + hours.own}, the sum of live and own, not ${hours.total}`,
    });
  }
  if (!isSame(planned, hours.total)) {
    problems.push({
      at: ['hours', 'total'],
      expected: `expected ${planned}, the sum of units, activity and openingAndSurvey, not ${hours.total}`,
    });
  }
  units.forEach((unit, at) => {
    const minutes = unit.exercises.reduce((sum, exercise) => sum + exercise.minutes, 0);
    if (minutes > unit.hours * 60) {
      const expected = `expected at least the ${minutes} minutes of its exercises`;
      problems.push({ at: ['units', at, 'hours'], expected });
    }
  });
  return problems;
}

/** Sums of decimal fractions are not exact. */
function isSame(a: number, b: number): boolean {
  return Math.abs(a - b) < 0.001;
}

function placesOf(
  module: Module,
): readonly { readonly exercise: Exercise; readonly at: FieldPath }[] {
  const ofUnits = module.units.flatMap((unit, at) =>
    unit.exercises.map((exercise, inner) => ({ exercise, at: ['units', at, 'exercises', inner] })),
  );
  return module.case ? [...ofUnits, { exercise: module.case, at: ['case'] }] : ofUnits;
}

function twice(ids: readonly string[], at: FieldPath): readonly Problem[] {
  return ids.flatMap((id, index) =>
    ids.indexOf(id) < index ? [{ at: [...at, index], expected: `the id ${id} stands twice` }] : [],
  );
}

type Check = (id: string, at: FieldPath) => readonly Problem[];

function each(ids: readonly string[], at: FieldPath, check: Check): readonly Problem[] {
  return ids.flatMap((id, index) => check(id, [...at, index]));
}

function among(ids: ReadonlySet<string> | undefined, kind: string): Check {
  return (id, at) => (!ids || ids.has(id) ? [] : [{ at, expected: `no ${kind} has the id ${id}` }]);
}

function optionOf({ options }: { readonly options: readonly string[] }): Check {
  return among(new Set(options), 'option');
}

function idsOf(things: readonly { readonly id: string }[]): readonly string[] {
  return things.map(({ id }) => id);
}
