import type { ExerciseText, ModuleText, UnitText } from '../../src/curriculum/curriculum.js';

export function anExercise(values: Partial<ExerciseText> & { readonly id: string }): ExerciseText {
  return {
    title: `Exercise ${values.id}`,
    kind: 'single',
    minutes: 3,
    competence: 'A1',
    graded: true,
    ...values,
  };
}

export function aUnit(values: Partial<UnitText> & { readonly id: string }): UnitText {
  return {
    moduleId: 'M1',
    title: `Unit ${values.id}`,
    language: 'en',
    awaitingCheck: false,
    hours: 1.5,
    minutes: 90,
    competences: [],
    purpose: 'What it is for.',
    starter: 'Once upon a Monday.',
    points: [],
    mistakes: [],
    takeaway: 'Do it together.',
    exercises: [],
    ...values,
  };
}

export function aModule(values: Partial<ModuleText> = {}): ModuleText {
  return {
    id: 'M1',
    number: 1,
    title: 'Before: prepare together',
    subtitle: 'Roles and plans',
    language: 'en',
    awaitingCheck: false,
    hours: 10,
    outcomes: ['Explain who does what.'],
    units: [],
    competences: [],
    exerciseIds: [],
    together: [],
    ...values,
  };
}
