import { withIds as optionsWithIds } from '../../content/h5p/shared/choice.js';
import { textId } from '../../content/h5p/shared/grading.js';
import { textIds } from '../../content/h5p/shared/order.js';
import { decode } from '../../content/h5p/shared/text.js';
import {
  grader as exerciseSet,
  withIds as partsWithIds,
  type ExerciseSetParams,
} from '../../content/h5p/exercise-set/grade.js';
import {
  piecesOf as blankPiecesOf,
  type FillBlanksParams,
  type FillBlanksResponse,
} from '../../content/h5p/fill-blanks/grade.js';
import {
  piecesOf,
  type MarkWordsParams,
  type MarkWordsResponse,
} from '../../content/h5p/mark-words/grade.js';
import {
  targetsOf,
  withIds as pairsWithIds,
  type MatchRolesParams,
  type MatchRolesResponse,
} from '../../content/h5p/match-roles/grade.js';
import type {
  MultipleChoiceParams,
  MultipleChoiceResponse,
} from '../../content/h5p/multiple-choice/grade.js';
import type { OrderStepsParams, OrderStepsResponse } from '../../content/h5p/order-steps/grade.js';
import type {
  SingleChoiceParams,
  SingleChoiceResponse,
} from '../../content/h5p/single-choice/grade.js';
import type { TrueFalseResponse } from '../../content/h5p/true-false/grade.js';
import type { PlayableExercise } from './exercise.js';
import { graderOf } from './graders.js';

/** One thing that somebody chose, wrote or put in its place. */
export interface AnswerPart {
  /** Plain text, in the language of the exercise. */
  readonly text: string;
  readonly correct: boolean;
}

/** Words of the interface that stand for answers without words of their own. */
export interface AnswerNames {
  readonly true: string;
  readonly false: string;
}

/**
 * An answer as a person would say it.
 * @param response as the grader once read it
 * @returns undefined when it does not fit the exercise as it is now, or the type is not graded
 */
export function answerInWords(
  { library, params }: Pick<PlayableExercise, 'library' | 'params'>,
  response: unknown,
  names: AnswerNames,
): readonly AnswerPart[] | undefined {
  if (library === 'Tandem.ExerciseSet')
    return setInWords(params as ExerciseSetParams, response, names);
  const grader = graderOf(library);
  const read = grader?.readResponse(params, response);
  const tell = TELLERS.get(library);
  if (!grader || !tell || read === undefined) return undefined;
  const { parts } = grader.grade(params, read);
  const right = new Set(parts.filter(({ correct }) => correct).map(({ id }) => id));
  return tell(params, read, names).map(({ id, text }) => ({ text, correct: right.has(id) }));
}

/** Part by part, each line beginning with the part's number; a part left open is one line. */
function setInWords(
  params: ExerciseSetParams,
  response: unknown,
  names: AnswerNames,
): readonly AnswerPart[] | undefined {
  const read = exerciseSet.readResponse(params, response);
  if (!read) return undefined;
  return partsWithIds(params.parts).flatMap(({ id, library, params: own, grader }, at) => {
    if (!grader) return [];
    const machineName = library.split(' ')[0] ?? '';
    const said = answerInWords({ library: machineName, params: own }, read.parts[id], names);
    const lines = said ?? [{ text: NOTHING, correct: false }];
    return lines.map(({ text, correct }) => ({ text: `${at + 1}. ${text}`, correct }));
  });
}

interface Said {
  /** As the grader's outcome names it. */
  readonly id: string;
  /** Plain, while the parameters are HTML-escaped. */
  readonly text: string;
}
type Teller<Params, Response> = (
  params: Params,
  response: Response,
  names: AnswerNames,
) => readonly Said[];

const TELLERS: ReadonlyMap<string, Teller<unknown, unknown>> = new Map([
  ['Tandem.SingleChoice', forgetful(singleChoice)],
  ['Tandem.MultipleChoice', forgetful(multipleChoice)],
  ['Tandem.TrueFalse', forgetful(trueFalse)],
  ['Tandem.OrderSteps', forgetful(orderSteps)],
  ['Tandem.MatchRoles', forgetful(matchRoles)],
  ['Tandem.FillBlanks', forgetful(fillBlanks)],
  ['Tandem.MarkWords', forgetful(markWords)],
]);

/** As with graders, the one place where the types are forgotten; the grader has read the response. */
function forgetful<Params, Response>(tell: Teller<Params, Response>): Teller<unknown, unknown> {
  return (params, response, names) => tell(params as Params, response as Response, names);
}

function singleChoice(
  { options }: SingleChoiceParams,
  { option }: SingleChoiceResponse,
): readonly Said[] {
  return decoded(optionsWithIds(options).filter(({ id }) => id === option));
}

function multipleChoice(
  { options }: MultipleChoiceParams,
  { options: chosen }: MultipleChoiceResponse,
): readonly Said[] {
  return decoded(optionsWithIds(options).filter(({ id }) => chosen.includes(id)));
}

function trueFalse(
  _params: unknown,
  { answer }: TrueFalseResponse,
  names: AnswerNames,
): readonly Said[] {
  return [{ id: answer, text: names[answer] }];
}

function orderSteps({ steps }: OrderStepsParams, { order }: OrderStepsResponse): readonly Said[] {
  const ids = textIds(steps.map(({ text }) => text));
  return decoded(order.map((id) => ({ id, text: steps[ids.indexOf(id)]?.text ?? '' })));
}

function matchRoles(params: MatchRolesParams, { targets }: MatchRolesResponse): readonly Said[] {
  const names = new Map(targetsOf(params).map((target) => [textId(target), target]));
  return decoded(
    pairsWithIds(params.pairs).map(({ id, prompt }) => ({
      id,
      text: `${prompt} → ${names.get(targets[id] ?? '') ?? NOTHING}`,
    })),
  );
}

function fillBlanks({ text }: FillBlanksParams, { blanks }: FillBlanksResponse): readonly Said[] {
  return blankPiecesOf(text).flatMap((piece) =>
    piece.kind === 'blank' ? [{ id: piece.id, text: blanks[piece.id] ?? NOTHING }] : [],
  );
}

function markWords({ text }: MarkWordsParams, { words }: MarkWordsResponse): readonly Said[] {
  return piecesOf(text).flatMap((piece) =>
    piece.kind === 'word' && words.includes(piece.id) ? [{ id: piece.id, text: piece.text }] : [],
  );
}

function decoded(said: readonly Said[]): readonly Said[] {
  return said.map(({ id, text }) => ({ id, text: decode(text) }));
}

/** Stands for what was left open. */
const NOTHING = '–';
