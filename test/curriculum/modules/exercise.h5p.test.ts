import { describe, expect, it } from '@jest/globals';
import { grader as fillBlanks } from '../../../content/h5p/fill-blanks/grade.js';
import { grader as markWords } from '../../../content/h5p/mark-words/grade.js';
import { grader as matchRoles } from '../../../content/h5p/match-roles/grade.js';
import { grader as multipleChoice } from '../../../content/h5p/multiple-choice/grade.js';
import { grader as orderSteps } from '../../../content/h5p/order-steps/grade.js';
import type { Grader } from '../../../content/h5p/shared/grading.js';
import { grader as singleChoice } from '../../../content/h5p/single-choice/grade.js';
import { grader as trueFalse } from '../../../content/h5p/true-false/grade.js';
import { loadCurriculum } from '../../../src/curriculum/curriculum.service.js';
import { exerciseTexts } from '../../../src/curriculum/modules/exercise.h5p.js';
import { Exercise } from '../../../src/curriculum/modules/exercise.js';

const curriculum = await loadCurriculum({ directories: ['content'] });
const exercises = curriculum.languages.flatMap((language) =>
  curriculum.exercisesOf('M1').map(({ id }) => curriculum.exercise(id, language)!),
);
const moduleIds = curriculum.modules('en').map(({ id }) => id);
const graded = curriculum.languages.flatMap((language) =>
  moduleIds
    .flatMap((module) => curriculum.exercisesOf(module))
    .map(({ id }) => curriculum.exercise(id, language)!)
    .filter((exercise) => exercise.graded),
);

const GRADERS: Readonly<Record<string, unknown>> = {
  'Tandem.SingleChoice': singleChoice,
  'Tandem.MultipleChoice': multipleChoice,
  'Tandem.TrueFalse': trueFalse,
  'Tandem.OrderSteps': orderSteps,
  'Tandem.MatchRoles': matchRoles,
  'Tandem.FillBlanks': fillBlanks,
  'Tandem.MarkWords': markWords,
};

/** Points for a right answer; of the exercises with several right options, what the grader says. */
const POINTS: Readonly<Record<string, number>> = {
  'M1-01': 6,
  'M1-03': 1,
  'M1-05': 6,
  'M1-06': 1,
  'M1-08': 1,
  'M1-09': 4,
  'M1-10': 1,
  'M1-11': 5,
  'M1-12': 4,
  'M1-13': 3,
  'M1-14': 1,
  'M2-01': 5,
  'M2-02': 1,
  'M2-05': 4,
  'M2-06': 1,
  'M2-07': 4,
  'M2-08': 5,
  'M2-09': 1,
  'M2-10': 4,
  'M2-13': 1,
  'M2-14': 5,
  'M2-16': 3,
  'M2-17': 1,
  'M2-19': 1,
  'M3-01': 1,
  'M3-03': 6,
  'M3-04': 1,
  'M3-05': 3,
  'M3-07': 1,
  'M3-08': 5,
  'M3-09': 1,
  'M3-10': 5,
  'M3-12': 1,
};

describe('every graded exercise, in every language', () => {
  it.each(graded.map((exercise) => [exercise.language, exercise.id, exercise] as const))(
    '%s %s gives full points to its own right answer',
    (_language, id, { library, params: content }) => {
      const grader = GRADERS[library] as Grader<object, unknown>;
      const params = { ...content, l10n: {} };
      const right = grader.rightResponse(params);
      const outcome = grader.grade(params, grader.readResponse(params, right));

      expect(outcome.score).toBe(outcome.maxScore);
      expect(outcome.maxScore).toBe(POINTS[id] ?? outcome.maxScore);
      expect(outcome.feedback).toBe((content as { feedback: { pass: string } }).feedback.pass);
    },
  );
});

describe('the exercises of module 1', () => {
  it('have exactly one right option when one is to be chosen', () => {
    const singles = exercises.filter(({ kind }) => kind === 'single');

    expect(singles).toHaveLength(4 * curriculum.languages.length);
    for (const { params } of singles) expect(rightOptions(params)).toHaveLength(1);
  });

  it('have right and wrong options when several are to be chosen', () => {
    const multis = exercises.filter(({ kind }) => kind === 'multi');

    expect(multis).toHaveLength(3 * curriculum.languages.length);
    for (const { params } of multis) {
      const all = (params as { options: unknown[] }).options;
      expect(rightOptions(params).length).toBeGreaterThan(1);
      expect(rightOptions(params).length).toBeLessThan(all.length);
    }
  });

  it('are not graded where nothing is right or wrong', () => {
    const open = exercises.filter((exercise) => !exercise.graded && exercise.language === 'en');

    expect(open.map(({ id, library }) => [id, library])).toEqual([
      ['M1-04', 'Tandem.Reflection'],
      ['M1-16', 'Tandem.DialogueCards'],
      ['M1-17', 'Tandem.Reflection'],
      ['CASE1', 'Tandem.BranchingCase'],
    ]);
  });

  it('have keys that do not depend on the language', () => {
    for (const { id } of moduleIds.flatMap((module) => curriculum.exercisesOf(module))) {
      const shapes = curriculum.languages.map((language) =>
        shapeOf(curriculum.exercise(id, language)?.params),
      );
      expect(new Set(shapes.map((shape) => JSON.stringify(shape))).size).toBe(1);
    }
  });

  it('tell the case as nodes, each choice with its words', () => {
    const params = curriculum.exercise('CASE1', 'en')?.params;

    expect(params).toMatchObject({ title: 'Monday is too early', start: 'c1n1', maxScore: 3 });
    const { nodes } = params as { nodes: object[] };
    expect(nodes[0]).toMatchObject({
      id: 'c1n1',
      choices: [
        {
          text: 'Agree to Monday and send the agreement for signature',
          next: 'c1e1',
          consequence: 'Emils starts on Monday without any check.',
        },
        { next: 'c1n2' },
        { next: 'c1e2' },
      ],
    });
    expect(nodes.at(-1)).toMatchObject({ id: 'c1e6', end: true, score: 1 });
    expect(nodes.at(-1)).toHaveProperty('learn');
  });
});

describe('joining structure and words', () => {
  const structure = Exercise.parse({
    id: 'X-01',
    kind: 'single',
    competence: 'A1',
    minutes: 2,
    graded: true,
    options: ['second', 'first'],
    correct: 'first',
  });
  const words = {
    title: 'Nuts & bolts',
    question: 'Which is <b>right</b>?',
    options: { first: { text: `"It's" this` }, second: { text: 'That', feedback: 'No.' } },
    feedback: { pass: 'Yes.', fail: 'No.' },
  };

  it('escapes every text as H5P keeps it, but not the title', () => {
    expect(exerciseTexts(structure).parse(words)).toEqual({
      title: 'Nuts & bolts',
      params: {
        question: 'Which is &lt;b&gt;right&lt;/b&gt;?',
        options: [
          { text: 'That', feedback: 'No.', correct: false },
          { text: '&quot;It&#039;s&quot; this', correct: true },
        ],
        feedback: { pass: 'Yes.', fail: 'No.' },
      },
    });
  });

  it('refuses two options that learners cannot tell apart', () => {
    const alike = { ...words, options: { first: { text: 'That' }, second: { text: 'That' } } };

    expect(exerciseTexts(structure).safeParse(alike).success).toBe(false);
  });
});

function rightOptions(params: object): readonly unknown[] {
  const { options } = params as { options: readonly { correct: boolean }[] };
  return options.filter(({ correct }) => correct);
}

/** The same without its words; of marked texts, how many marks. */
function shapeOf(value: unknown): unknown {
  if (typeof value === 'string') return value.split('*').length;
  if (Array.isArray(value)) return value.map(shapeOf);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, shapeOf(inner)]));
}
