import { z } from 'zod';
import { withIds } from '../../content/h5p/exercise-set/grade.js';
import type { PlayableExercise } from './exercise.js';

/** A text of their own that somebody wrote where nothing is graded. */
export interface OpenText extends WrittenText {
  readonly exerciseId: string;
  readonly userId: string;
  /** Epoch milliseconds. */
  readonly at: number;
}

export interface WrittenText {
  /** Plain text as it was written. */
  readonly text: string;
  /** What the part of a set is called in which it was written; undefined outside sets, and for a part without a name. */
  readonly part: string | undefined;
}

type Content = Pick<PlayableExercise, 'library' | 'params'>;

/** Content types whose state is one text, which those who teach may read; the page says so to its writer. */
const TYPES: ReadonlySet<string> = new Set(['Tandem.Reflection']);
const SET = 'Tandem.ExerciseSet';
const State = z.object({ text: z.string() });
const SetState = z.object({ parts: z.record(z.string(), z.unknown()) });
const SetParams = z.object({
  parts: z.array(
    z.looseObject({
      library: z.string(),
      params: z.looseObject({}),
      metadata: z.object({ title: z.string().optional() }).optional(),
    }),
  ),
});

/** Whether somebody who teaches may read texts that were written in it. */
export function keepsOpenText(content: Content): boolean {
  return TYPES.has(content.library) || openParts(content).length > 0;
}

/** @param data state of such content, as its browser code saved it; what is no such state holds no text */
export function openTextsIn(content: Content, data: string): readonly WrittenText[] {
  const state = jsonOf(data);
  if (TYPES.has(content.library)) return writtenIn(state, undefined);
  const parts = SetState.safeParse(state).data?.parts ?? {};
  return openParts(content).flatMap(({ id, title }) => writtenIn(parts[id], title));
}

function writtenIn(state: unknown, part: string | undefined): readonly WrittenText[] {
  const text = State.safeParse(state).data?.text.trim() ?? '';
  return text === '' ? [] : [{ text, part }];
}

/** Parts of a set, as the set itself names them in its state. */
function openParts({
  library,
  params,
}: Content): readonly { readonly id: string; readonly title: string | undefined }[] {
  if (library !== SET) return [];
  const parts = SetParams.safeParse(params).data?.parts ?? [];
  return withIds(parts as Parameters<typeof withIds>[0])
    .filter((part) => TYPES.has(part.library.split(' ')[0] ?? ''))
    .map(({ id, metadata }) => ({ id, title: metadata?.title }));
}

function jsonOf(data: string): unknown {
  try {
    return JSON.parse(data);
  } catch {
    return undefined;
  }
}
