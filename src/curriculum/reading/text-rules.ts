import { z } from 'zod';
import { Text } from './fields.js';

/** A text with so many right words between asterisks. @param starred finds one of them */
export function starredText(count: number, starred: RegExp): z.ZodType<string> {
  return Text.superRefine((text, context) => {
    const found = text.match(starred)?.length ?? 0;
    const stars = text.split('*').length - 1;
    if (found !== count || stars !== 2 * count) {
      const message = `expected ${count} times a *word* between asterisks, as the structure says`;
      context.addIssue({ code: 'custom', message });
    }
  });
}

/** Learners cannot tell two equal texts apart, and neither can the grading. For `superRefine`. */
export function mustDiffer(
  entries: Readonly<Record<string, string | { readonly text: string }>>,
  context: z.RefinementCtx,
): void {
  const owners = new Map<string, string>();
  for (const [id, entry] of Object.entries(entries)) {
    const text = typeof entry === 'string' ? entry : entry.text;
    const owner = owners.get(text);
    if (owner !== undefined) {
      const message = `expected another text than ${owner} has`;
      context.addIssue({ code: 'custom', path: [id], message });
    }
    owners.set(text, id);
  }
}
