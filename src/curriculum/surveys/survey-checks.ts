import { competencesOf, type ReferenceKnown } from '../profiles/badge-checks.js';
import type { FieldPath, Problem } from '../reading/content-fault.js';
import { idsAt, placesIn, twice, unknownIds } from '../reading/id-checks.js';
import type { Question, Survey } from './survey.js';

/** What the schema cannot see: ids that lead nowhere or stand twice, and questions out of place. */
export function surveyProblems(
  { when, sources, questions }: Survey,
  known: ReferenceKnown,
): readonly Problem[] {
  return [
    ...unknownIds(placesIn(sources, ['sources']), known.sources, 'source in sources.yaml'),
    ...twice(idsAt(questions, ['questions'])),
    ...questions.flatMap((question, at) => {
      const place = ['questions', at];
      return [
        ...problemsOf(question, known, place),
        ...(question.modules && when !== 'after-each-module'
          ? [{ at: [...place, 'modules'], expected: 'modules are for a survey after each module' }]
          : []),
      ];
    }),
  ];
}

function problemsOf(question: Question, known: ReferenceKnown, at: FieldPath): readonly Problem[] {
  const { modules = [] } = question;
  const options = 'options' in question ? question.options : [];
  return [
    ...unknownIds(placesIn(modules, [...at, 'modules']), known.modules, 'module'),
    ...twice(placesIn(options, [...at, 'options'])),
    ...(question.kind === 'rank' ? pickProblems(question, known, at) : []),
  ];
}

function pickProblems(
  { pick, profile }: Extract<Question, { kind: 'rank' }>,
  { profiles }: ReferenceKnown,
  at: FieldPath,
): readonly Problem[] {
  const all = competencesOf(profiles.get(profile));
  return all && pick > all.size
    ? [{ at: [...at, 'pick'], expected: `expected at most ${all.size}` }]
    : [];
}
