import { el } from '../shared/dom.js';
import type { Outcome } from '../shared/grading.js';
import type { Extras, Instance } from '../shared/h5p-core.js';
import { fieldOf } from '../shared/raw.js';
import type { SetQuestion } from '../shared/set-question.js';
import { decode } from '../shared/text.js';
import { type PartWithId, type SetPart, withIds } from './grade.js';

/** An exercise that plays inside the set. */
export interface PlayedPart {
  readonly id: string;
  readonly graded: boolean;
  /** Plain. */
  readonly title: string;
  /** Where it is drawn when it is first shown. */
  readonly place: HTMLElement;
  readonly instance: Instance;
  /** The same, where it is graded. */
  readonly question: SetQuestion | undefined;
  draw(): void;
}

/**
 * @param set the instance that they play in
 * @param states kept ones, by the part's id
 */
export function playedParts(
  parts: readonly SetPart[],
  { set, contentId, states }: { set: unknown; contentId: string; states: unknown },
): readonly PlayedPart[] {
  return withIds(parts).flatMap((part) => {
    const playing = played(part, contentId, {
      parent: set,
      previousState: fieldOf(states, part.id),
      gradedBySet: part.grader !== undefined,
    });
    return playing ?? [];
  });
}

/** @returns undefined where the part's type is not in the page */
function played(part: PartWithId, contentId: string, extras: Extras): PlayedPart | undefined {
  const { id, library, params, metadata } = part;
  // The core keeps apart by this whose statement it is, where the editor gave none.
  const subContentId = part.subContentId ?? id;
  const content = { library, params, subContentId, ...(metadata && { metadata }) };
  const instance = H5P.newRunnable(content, contentId, undefined, true, extras);
  if (!instance) return undefined;
  const place = el('div', { class: 'tandem-part-place' });
  let drawn = false;
  return {
    id,
    graded: part.grader !== undefined,
    title: decode(metadata?.title ?? '') || instance.getTitle(),
    place,
    instance,
    question: isQuestion(instance) ? instance : undefined,
    draw() {
      if (!drawn) instance.attach(place);
      drawn = true;
    },
  };
}

function isQuestion(instance: Instance): instance is Instance & SetQuestion {
  return 'tell' in instance && 'reopen' in instance;
}

/** Paper shows the whole set, and so also parts that nobody has been to yet. */
export function drawAllForPaper(parts: readonly PlayedPart[]): void {
  window.addEventListener('beforeprint', () => {
    for (const part of parts) part.draw();
  });
}

/** The answer of a part. @returns undefined while it has none, and for what nobody grades */
export function responseOf({ graded, instance }: PlayedPart): unknown {
  if (!graded || !instance.getAnswerGiven()) return undefined;
  return fieldOf(instance.getCurrentState(), 'response');
}

/** Tells each question what it was worth. */
export function tellAll(parts: readonly PlayedPart[], outcome: Outcome): void {
  for (const { id, outcome: own } of outcome.parts) {
    const question = parts.find((part) => part.id === id)?.question;
    if (own) question?.tell(own);
  }
}
