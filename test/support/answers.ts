import path from 'node:path';
import { textId } from '../../content/h5p/shared/grading.js';
import { loadCurriculum, type Curriculum } from '../../src/curriculum/index.js';

/** Answers to real exercises of module 1, made from their keys. */
export interface Answers {
  /** The graded exercises for which there are answers here, in order. */
  readonly exerciseIds: readonly string[];
  right(exerciseId: string, language?: string): unknown;
  wrong(exerciseId: string, language?: string): unknown;
}

interface Params {
  readonly options?: readonly { readonly text: string; readonly correct: boolean }[];
  readonly steps?: readonly { readonly text: string }[];
}

export async function loadAnswers(): Promise<Answers> {
  const curriculum = await loadCurriculum({ directories: [path.join(process.cwd(), 'content')] });
  const exerciseIds = curriculum
    .exercisesOf('M1')
    .map(({ id }) => id)
    .filter((id) =>
      ['Tandem.SingleChoice', 'Tandem.OrderSteps'].includes(libraryOf(curriculum, id)),
    );
  const answer = (id: string, language: string, right: boolean): unknown => {
    const { options, steps } = curriculum.exercise(id, language)?.params as Params;
    if (options) {
      return { option: textId(options.find(({ correct }) => correct === right)?.text ?? '') };
    }
    const order = (steps ?? []).map(({ text }) => textId(text));
    return { order: right ? order : [...order.slice(1), order[0]] };
  };
  return {
    exerciseIds,
    right: (id, language = 'en') => answer(id, language, true),
    wrong: (id, language = 'en') => answer(id, language, false),
  };
}

function libraryOf(curriculum: Curriculum, id: string): string {
  return curriculum.exercise(id, 'en')?.library ?? '';
}
