import type { Curriculum } from '../curriculum.js';

/** A unit or an exercise that trains a competence. */
export interface Training {
  readonly kind: 'units' | 'exercises';
  readonly id: string;
  readonly title: string;
  /** In which its title is. */
  readonly language: string;
  /** Of the module that has it. */
  readonly moduleNumber: number;
}

/** Where a competence is trained, in the order in which one meets it: units, then exercises. */
export function trainingOf(
  curriculum: Pick<Curriculum, 'modules' | 'exercise'>,
  competenceId: string,
  locale: string,
): readonly Training[] {
  const modules = curriculum.modules(locale);
  const units = modules.flatMap(({ units: inside, number }) =>
    inside
      .filter(({ competences }) => competences.some(({ id }) => id === competenceId))
      .map(({ id, title, language }) => ({
        ...{ kind: 'units' as const, id, title, language },
        moduleNumber: number,
      })),
  );
  const exercises = modules.flatMap(({ exerciseIds, number }) =>
    exerciseIds.flatMap((exerciseId) => {
      const exercise = curriculum.exercise(exerciseId, locale);
      if (exercise?.competence !== competenceId) return [];
      const { id, title, language } = exercise;
      return [{ kind: 'exercises' as const, id, title, language, moduleNumber: number }];
    }),
  );
  return [...units, ...exercises];
}
