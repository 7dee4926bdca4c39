import type { AuthoredExercise } from '../../../src/h5p/authoring/authored-exercise.js';
import { openAuthoredExerciseStore } from '../../../src/h5p/authoring/authored-exercise.store.js';
import { numbersAfter, type ExerciseVersion } from '../../../src/h5p/authoring/exercise-version.js';
import { openExerciseVersionStore } from '../../../src/h5p/authoring/exercise-version.store.js';
import type { Database } from '../../../src/persistence/database.js';

const AUTHOR = '7';

/** A question with these answers, the first of which is right. */
export function choiceParams(
  question: string,
  answers: readonly string[],
): Record<string, unknown> {
  return {
    question,
    options: answers.map((text, at) => ({ text, correct: at === 0 })),
  };
}

export function anExercise(over: Partial<AuthoredExercise> = {}): AuthoredExercise {
  return {
    id: 'x-one',
    platformId: 'school',
    contextId: 'course',
    sharing: 'course',
    state: 'draft',
    library: 'Tandem.SingleChoice',
    language: 'en',
    languages: { en: { title: 'Gloves', params: choiceParams('Which?', ['Nitrile', 'None']) } },
    competenceIds: [],
    minutes: 2,
    published: [],
    createdAt: 0,
    createdBy: AUTHOR,
    changedAt: 0,
    changedBy: AUTHOR,
    history: [],
    ...over,
  };
}

export interface Shelf {
  /** Puts an exercise there. */
  write(over?: Partial<AuthoredExercise>): Promise<void>;
  /** Makes the draft the next version. @returns its label */
  publish(
    id: string,
    how?: {
      change?: 'minor' | 'major';
      begun?: ExerciseVersion['begun'];
      title?: string;
      params?: Record<string, unknown>;
    },
  ): Promise<string>;
}

/** Published exercises without the pages on which they are written. */
export async function aShelf(database: Database): Promise<Shelf> {
  const exercises = await openAuthoredExerciseStore(database);
  const versions = await openExerciseVersionStore(database);
  return {
    async write(over) {
      await exercises.insert(anExercise(over));
    },
    async publish(id, { change = 'minor', begun, title, params } = {}) {
      const exercise = (await exercises.get(id))!;
      const numbers = numbersAfter(exercise.published.at(-1), change);
      const [code, copy] = Object.entries(exercise.languages)[0]!;
      const languages = { [code]: { title: title ?? copy.title, params: params ?? copy.params } };
      const version = {
        ...{ exerciseId: id, ...numbers, begun, languages, language: code, by: AUTHOR, at: 0 },
        change: exercise.published.length === 0 ? 'first' : change,
        why: 'better words',
        library: { machineName: exercise.library, majorVersion: 1, minorVersion: 0 },
      } as const;
      await versions.add(version);
      const published = [...exercise.published, { ...numbers, begun }];
      await exercises.replace({ ...exercise, languages, published, state: 'published' });
      return `${numbers.edition}.${numbers.printing}`;
    },
  };
}
