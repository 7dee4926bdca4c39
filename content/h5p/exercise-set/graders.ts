import { grader as fillBlanks } from '../fill-blanks/grade.js';
import { grader as markWords } from '../mark-words/grade.js';
import { grader as matchRoles } from '../match-roles/grade.js';
import { grader as multipleChoice } from '../multiple-choice/grade.js';
import { grader as orderSteps } from '../order-steps/grade.js';
import type { Grader } from '../shared/grading.js';
import { grader as singleChoice } from '../single-choice/grade.js';
import { grader as trueFalse } from '../true-false/grade.js';

/** Graders of the single questions, by machine name. */
export const QUESTION_GRADERS: ReadonlyMap<string, Grader<unknown, unknown>> = new Map([
  ['Tandem.FillBlanks', forgetful(fillBlanks)],
  ['Tandem.MarkWords', forgetful(markWords)],
  ['Tandem.MatchRoles', forgetful(matchRoles)],
  ['Tandem.MultipleChoice', forgetful(multipleChoice)],
  ['Tandem.OrderSteps', forgetful(orderSteps)],
  ['Tandem.SingleChoice', forgetful(singleChoice)],
  ['Tandem.TrueFalse', forgetful(trueFalse)],
]);

/** The one place where a grader's types are forgotten: a caller holds many types at once. */
export function forgetful<Params, Response>(
  grader: Grader<Params, Response>,
): Grader<unknown, unknown> {
  return {
    withoutKeys: (params) => grader.withoutKeys(params as Params),
    maxScore: (params) => grader.maxScore(params as Params),
    rightResponse: (params) => grader.rightResponse(params as Params),
    readResponse: (params, raw) => grader.readResponse(params as Params, raw),
    grade: (params, response) => grader.grade(params as Params, response as Response),
  };
}
