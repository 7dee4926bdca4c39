import { z } from 'zod';
import type { Review } from './review.js';

/** Inputs `strength.<criterion>` and `risk.<criterion>`, and the revision from which the page was made. */
export const WrittenReview = z.looseObject({ revision: z.coerce.number().int().min(1).max(1e9) });

const LONGEST = 2000;

export function readNotes(written: Readonly<Record<string, unknown>>): Review['notes'] {
  const ids = Object.keys(written)
    .filter((name) => name.startsWith('strength.') || name.startsWith('risk.'))
    .map((name) => name.slice(name.indexOf('.') + 1));
  const text = (name: string): string => {
    const typed = written[name];
    return typeof typed === 'string' ? typed.replaceAll('\r\n', '\n').trim().slice(0, LONGEST) : '';
  };
  return Object.fromEntries(
    ids.map((id) => [id, { strength: text(`strength.${id}`), risk: text(`risk.${id}`) }]),
  );
}
