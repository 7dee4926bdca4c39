import type { Activity, Field } from './activity.js';
import type { FieldPath, Problem } from '../reading/content-fault.js';
import { idsAt, twice } from '../reading/id-checks.js';
import type { Module } from '../modules/module.js';

/** What the schema cannot see of an activity. @param module whose activity it is; undefined when no module has it */
export function activityProblems(
  activity: Activity,
  module: Module | undefined,
): readonly Problem[] {
  const { form, checks = [], rubric } = activity;
  const points = checks.flatMap((section, at) =>
    section.points.map(({ id }, inner) => ({ id, at: ['checks', at, 'points', inner, 'id'] })),
  );
  return [
    ...minutesProblems(activity, module),
    ...twice(idsAt(form, ['form'])),
    ...twice(points),
    ...form.flatMap((field, at) => fieldProblems(field, ['form', at])),
    ...rubric.pass.atLeast.flatMap(({ criterion, level }, at) => [
      ...(rubric.criteria.includes(criterion)
        ? []
        : [problem(['rubric', 'pass', 'atLeast', at], `no criterion has the id ${criterion}`)]),
      ...(level <= rubric.points.length
        ? []
        : [problem(['rubric', 'pass', 'atLeast', at], `expected at most ${rubric.points.length}`)]),
    ]),
  ];
}

function minutesProblems({ id, steps }: Activity, module: Module | undefined): readonly Problem[] {
  if (!module?.activity) return [problem(['id'], `no module has an activity ${id}`)];
  const sum = steps.reduce((minutes, step) => minutes + step.minutes, 0);
  const { minutes } = module.activity;
  return sum === minutes
    ? []
    : [problem(['steps'], `expected ${minutes} minutes in all, as ${module.id} has, not ${sum}`)];
}

function fieldProblems({ kind, options, columns }: Field, at: FieldPath): readonly Problem[] {
  const isChoice = kind === 'choice' || kind === 'choices';
  return [
    ...(isChoice === (options !== undefined)
      ? []
      : [problem(at, isChoice ? 'expected options' : 'options are for choice and choices')]),
    ...((kind === 'table') === (columns !== undefined)
      ? []
      : [problem(at, kind === 'table' ? 'expected columns' : 'columns are for a table')]),
    ...twice((columns ?? []).map(({ id }, column) => ({ id, at: [...at, 'columns', column] }))),
  ];
}

function problem(at: FieldPath, expected: string): Problem {
  return { at, expected };
}
