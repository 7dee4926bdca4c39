import { grader as orderSteps } from '../../content/h5p/order-steps/grade.js';
import type { Grader } from '../../content/h5p/shared/grading.js';
import { grader as singleChoice } from '../../content/h5p/single-choice/grade.js';

const GRADERS: Readonly<Record<string, Grader<object, unknown>>> = {
  'Tandem.OrderSteps': orderSteps,
  'Tandem.SingleChoice': singleChoice,
};

/**
 * The grader of a content type; undefined when the server does not grade it. The parameters it is
 * given must be those of this type: content files and authors' saves are checked on the way in.
 */
export function graderOf(machineName: string): Grader<object, unknown> | undefined {
  return Object.hasOwn(GRADERS, machineName) ? GRADERS[machineName] : undefined;
}
