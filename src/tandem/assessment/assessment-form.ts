import { z } from 'zod';
import { HOUR } from '../../shared/clock.js';
import type { Rating } from './assessment.js';

/** Inputs `level.<criterion>` and `comment.<criterion>`. */
export const RatedForm = z.record(z.string(), z.unknown());
export type RatedForm = z.infer<typeof RatedForm>;

/** What a trainer sent, on a page that is shown again. */
export interface TypedRating extends Pick<Rating, 'levels' | 'comments'> {
  /** Criteria without a level. */
  readonly missing: readonly string[];
}

/** `now`, a day, or nothing, which takes a plan back. */
export const ReleaseForm = z.discriminatedUnion('when', [
  z.object({ when: z.literal('now') }),
  z.object({ when: z.literal('day'), day: z.iso.date() }),
  z.object({ when: z.literal('not') }),
]);

const LONGEST = 2000;
/** Morning in all countries of the programme. */
const MORNING = 6 * HOUR;

export function readRating(form: RatedForm): Pick<Rating, 'levels' | 'comments'> {
  const comments = Object.fromEntries(
    below(form, 'comment.')
      .map(([id, text]) => [id, text.replaceAll('\r\n', '\n').trim().slice(0, LONGEST)] as const)
      .filter(([, text]) => text !== ''),
  );
  return { ...readAgreed(form), comments };
}

export function readAgreed(form: RatedForm): Pick<Rating, 'levels'> {
  const levels = below(form, 'level.')
    .map(([id, text]) => [id, Number(text)] as const)
    .filter(([, level]) => Number.isInteger(level) && level > 0);
  return { levels: Object.fromEntries(levels) };
}

/** @returns epoch milliseconds, 0 for now; undefined for no release */
export function readRelease(form: z.infer<typeof ReleaseForm>): number | undefined {
  switch (form.when) {
    case 'now':
      return 0;
    case 'day':
      return Date.parse(`${form.day}T00:00:00Z`) + MORNING;
    case 'not':
      return undefined;
  }
}

function below(form: RatedForm, prefix: string): readonly (readonly [string, string])[] {
  return Object.entries(form)
    .filter(([name]) => name.startsWith(prefix))
    .map(([name, value]) => [name.slice(prefix.length), typeof value === 'string' ? value : '']);
}
