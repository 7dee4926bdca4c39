import { z } from 'zod';

/** A text of their own that somebody wrote where nothing is graded. */
export interface OpenText {
  readonly exerciseId: string;
  readonly userId: string;
  /** Plain text as it was written. */
  readonly text: string;
  /** Epoch milliseconds. */
  readonly at: number;
}

/** Content types whose state is one text, which those who teach may read; the page says so to its writer. */
const TYPES: ReadonlySet<string> = new Set(['Tandem.Reflection']);
const State = z.object({ text: z.string() });

/** @param library machine name */
export function keepsOpenText(library: string): boolean {
  return TYPES.has(library);
}

/**
 * @param data state of such a type, as its browser code saved it
 * @returns undefined for an empty text, and for what is no such state
 */
export function openTextIn(data: string): string | undefined {
  const text = State.safeParse(jsonOf(data)).data?.text.trim();
  return text === '' ? undefined : text;
}

function jsonOf(data: string): unknown {
  try {
    return JSON.parse(data);
  } catch {
    return undefined;
  }
}
