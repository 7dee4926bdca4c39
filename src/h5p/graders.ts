import type { Grader } from '../../content/h5p/shared/grading.js';
import { grader as fillBlanks } from '../../content/h5p/fill-blanks/grade.js';
import { grader as markWords } from '../../content/h5p/mark-words/grade.js';
import { grader as matchRoles } from '../../content/h5p/match-roles/grade.js';
import { grader as multipleChoice } from '../../content/h5p/multiple-choice/grade.js';
import { grader as orderSteps } from '../../content/h5p/order-steps/grade.js';
import { grader as singleChoice } from '../../content/h5p/single-choice/grade.js';
import { grader as trueFalse } from '../../content/h5p/true-false/grade.js';

const GRADERS: ReadonlyMap<string, Grader<unknown, unknown>> = new Map([
  ['Tandem.FillBlanks', forgetful(fillBlanks)],
  ['Tandem.MarkWords', forgetful(markWords)],
  ['Tandem.MatchRoles', forgetful(matchRoles)],
  ['Tandem.MultipleChoice', forgetful(multipleChoice)],
  ['Tandem.OrderSteps', forgetful(orderSteps)],
  ['Tandem.SingleChoice', forgetful(singleChoice)],
  ['Tandem.TrueFalse', forgetful(trueFalse)],
]);

/**
 * The grader of a content type, for parameters that fit the type (the curriculum checks them when
 * it is read) and responses that the same grader has read.
 * @returns undefined for types that nobody grades by machine
 */
export function graderOf(machineName: string): Grader<unknown, unknown> | undefined {
  return GRADERS.get(machineName);
}

/** The one place where a grader's types are forgotten: a caller holds many types at once. */
function forgetful<Params, Response>(grader: Grader<Params, Response>): Grader<unknown, unknown> {
  return {
    withoutKeys: (params) => grader.withoutKeys(params as Params),
    maxScore: (params) => grader.maxScore(params as Params),
    rightResponse: (params) => grader.rightResponse(params as Params),
    readResponse: (params, raw) => grader.readResponse(params as Params, raw),
    grade: (params, response) => grader.grade(params as Params, response as Response),
  };
}
