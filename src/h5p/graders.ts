import type { Grader } from '../../content/h5p/shared/grading.js';
import { grader as exerciseSet } from '../../content/h5p/exercise-set/grade.js';
import { forgetful, QUESTION_GRADERS } from '../../content/h5p/exercise-set/graders.js';

const GRADERS: ReadonlyMap<string, Grader<unknown, unknown>> = new Map([
  ...QUESTION_GRADERS,
  ['Tandem.ExerciseSet', forgetful(exerciseSet)],
]);

/**
 * The grader of a content type, for parameters that fit the type (the curriculum checks them when
 * it is read) and responses that the same grader has read.
 * @returns undefined for types that nobody grades by machine
 */
export function graderOf(machineName: string): Grader<unknown, unknown> | undefined {
  return GRADERS.get(machineName);
}
