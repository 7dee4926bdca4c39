import { z } from 'zod';

/** What authors may bring. The first part of a path, as H5P names its folders. */
export const MediumKind = z.enum(['images', 'audios', 'videos', 'files']);
export type MediumKind = z.infer<typeof MediumKind>;

const MEGABYTE = 1024 * 1024;
/** Of one file as it is sent. */
export const MOST_BYTES: Readonly<Record<MediumKind, number>> = {
  images: 10 * MEGABYTE,
  audios: 20 * MEGABYTE,
  videos: 60 * MEGABYTE,
  files: 20 * MEGABYTE,
};
/** Of all that a course has brought, as it is kept. */
export const MOST_COURSE_BYTES = 500 * MEGABYTE;

/** What we take, by the type that the first bytes say, with the ending that a browser is told by. No SVG: it can run scripts. */
const TYPES: ReadonlyMap<string, { readonly kind: MediumKind; readonly ending: string }> = new Map([
  ['image/png', { kind: 'images', ending: 'png' }],
  ['image/jpeg', { kind: 'images', ending: 'jpg' }],
  ['image/webp', { kind: 'images', ending: 'webp' }],
  ['image/gif', { kind: 'images', ending: 'gif' }],
  ['audio/mpeg', { kind: 'audios', ending: 'mp3' }],
  ['audio/wav', { kind: 'audios', ending: 'wav' }],
  ['audio/ogg', { kind: 'audios', ending: 'ogg' }],
  ['audio/x-m4a', { kind: 'audios', ending: 'm4a' }],
  ['audio/mp4', { kind: 'audios', ending: 'm4a' }],
  ['video/mp4', { kind: 'videos', ending: 'mp4' }],
  ['video/webm', { kind: 'videos', ending: 'webm' }],
  ['application/pdf', { kind: 'files', ending: 'pdf' }],
]);

/** @param mime as the first bytes say @returns undefined for what we do not take */
export function typeOf(
  mime: string | undefined,
): { readonly kind: MediumKind; readonly ending: string } | undefined {
  // Ogg says its codec behind a semicolon.
  return TYPES.get(mime?.split(';')[0]?.trim() ?? '');
}

/** `images/<22 characters>.png`: named by us, so that it can be no path elsewhere. */
export const MediumPath = z
  .string()
  .regex(/^(images|audios|videos|files)\/[A-Za-z0-9_-]{22}\.[a-z0-9]{3,4}$/);

/** A picture, a sound, a film or a document of an exercise. It never changes: another one is another path. */
export const Medium = z.object({
  /** Its path: what parameters name it by. */
  id: MediumPath,
  /** Of the course that brought it, with `contextId`. */
  platformId: z.string(),
  contextId: z.string(),
  blobId: z.string(),
  mime: z.string(),
  bytes: z.number().int().positive(),
  /** Pixels, of pictures. */
  width: z.number().int().positive().optional(),
  height: z.number().int().positive().optional(),
  /** `sub` of the author. */
  by: z.string(),
  /** Epoch milliseconds. */
  addedAt: z.number(),
});
export type Medium = Readonly<z.infer<typeof Medium>>;

/** Every path of ours in parameters, wherever it stands. */
export function pathsIn(params: unknown): ReadonlySet<string> {
  const found = new Set<string>();
  let level: readonly unknown[] = [params];
  while (level.length > 0) {
    for (const value of level) if (MediumPath.safeParse(value).success) found.add(String(value));
    level = level
      .filter((value) => typeof value === 'object' && value !== null)
      .flatMap((value): readonly unknown[] => Object.values(value));
  }
  return found;
}
