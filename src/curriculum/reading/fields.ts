import { z } from 'zod';

/** What files and results are found by. */
export const Id = z
  .string()
  .regex(/^[A-Za-z0-9][A-Za-z0-9.-]*$/, 'expected an id: letters, digits, hyphens, points');

/** Words for readers. Plain text, no HTML. */
export const Text = z.string().trim().min(1);

/** A list of different ids, at least one. */
export const Ids = z.array(Id).min(1);

/** The two tutors have one profile together; the Learning Ambassador has another. */
export const ProfileId = z.enum(['tutor', 'ambassador'], { error: 'expected tutor or ambassador' });
export type ProfileId = z.infer<typeof ProfileId>;

/** Head of every file of texts. */
export const textsHead = {
  /** ISO 639-1, as in the name of the file. */
  language: z.string().regex(/^[a-z]{2}$/, 'expected a language code of two letters'),
  translation: z.enum(['original', 'machine', 'human'], {
    error: 'expected original, machine or human',
  }),
  /** Whether a native speaker has read all of a translation. */
  checkedByNative: z.boolean().optional(),
};

/** True for a translation that no native speaker has read yet. */
export function isAwaitingCheck(head: {
  readonly translation: 'original' | 'machine' | 'human';
  readonly checkedByNative?: boolean | undefined;
}): boolean {
  return head.translation !== 'original' && head.checkedByNative !== true;
}

/** The words in a language; the English ones, which are always there, where it lacks them. */
export function textsIn<T>(all: ReadonlyMap<string, T>, language: string): T {
  return all.get(language) ?? entryOf(Object.fromEntries(all), 'en');
}

/** Exactly one entry for each id. */
export function byId<T extends z.ZodType>(
  ids: readonly string[],
  entry: T,
): z.ZodObject<Record<string, T>, z.core.$strict> {
  return z.strictObject(Object.fromEntries(ids.map((id) => [id, entry])));
}

/** The entry of an id that `byId` has checked to be there. */
export function entryOf<T>(entries: Readonly<Record<string, T>>, id: string): T {
  const entry = entries[id];
  if (entry === undefined) throw new Error(`no entry for ${id}`);
  return entry;
}
