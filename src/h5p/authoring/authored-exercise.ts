import { z } from 'zod';
import { ContentMetadata } from '../content-metadata.js';
import type { NewId } from '../../shared/ids.js';
import { ForThoseWhoBegan } from './for-those-who-began.js';

/** Who may find and copy an exercise besides the course that owns it. Only that course edits it. */
export const Sharing = z.enum(['course', 'platform', 'installation']);
export type Sharing = z.infer<typeof Sharing>;

/** An exercise in one language, as H5P keeps it. */
export const ExerciseCopy = z.object({
  /** Plain text. */
  title: z.string().min(1).max(255),
  /** H5P parameters with keys, without the texts of the interface; text fields HTML-escaped. */
  params: z.record(z.string(), z.unknown()),
  /** Who holds the rights; undefined where nobody said. */
  metadata: ContentMetadata.optional(),
});
export type ExerciseCopy = z.infer<typeof ExerciseCopy>;

/** By ISO 639-1 code. */
export const ExerciseCopies = z.record(z.string().regex(/^[a-z]{2}$/), ExerciseCopy);
export type ExerciseCopies = z.infer<typeof ExerciseCopies>;

/** One line of who changed what and why. */
export const Change = z.object({
  /** Epoch milliseconds. */
  at: z.number(),
  /** `sub` of somebody of the platform that owns the exercise. */
  by: z.string(),
  what: z.enum([
    'created',
    'duplicated',
    'imported',
    'edited',
    'described',
    'shared',
    'published',
    'archived',
    'restored',
  ]),
  /** In the author's words; undefined where none were asked for. */
  why: z.string().optional(),
});
export type Change = z.infer<typeof Change>;

/** A version that was published, by its numbers. */
export const Published = z.object({
  /** 1 for the first; one more with each major change. */
  edition: z.number().int().positive(),
  /** 0 for the first of an edition; one more with each minor change. */
  printing: z.number().int().nonnegative(),
  /** Of a version that a major change began an edition with. */
  begun: ForThoseWhoBegan.optional(),
});
export type Published = Readonly<z.infer<typeof Published>>;

/** An exercise that somebody who teaches has written: what it is, and the draft of its next version. */
export const AuthoredExercise = z.object({
  /** Stable across versions and languages; the resource id of its column. See `newExerciseId`. */
  id: z.string(),
  platformId: z.string(),
  /** `context.id` of the course that owns it. */
  contextId: z.string(),
  sharing: Sharing,
  /** `draft` until something was published. Archived ones play on and are offered no more. */
  state: z.enum(['draft', 'published', 'archived']),
  /** Machine name of its content type: `Tandem.SingleChoice`. */
  library: z.string(),
  /** In which it was written first: what people read whose own is not there. */
  language: z.string(),
  /** The draft, one copy for each language. */
  languages: ExerciseCopies,
  /** The module it belongs to, such as `M1`; undefined when its author named none. */
  moduleId: z.string().optional(),
  competenceIds: z.array(z.string()),
  /** Estimated. */
  minutes: z.number().int().positive(),
  /** Its versions, oldest first; empty until the first. A version that is not named here was never finished. */
  published: z.array(Published),
  /** Epoch milliseconds. */
  createdAt: z.number(),
  createdBy: z.string(),
  changedAt: z.number(),
  changedBy: z.string(),
  /** Newest last, at most `LONGEST_HISTORY`. Writing on in one sitting is one line. */
  history: z.array(Change),
});
export type AuthoredExercise = z.infer<typeof AuthoredExercise>;

export const LONGEST_HISTORY = 100;

const PREFIX = 'x-';

/** An id that is safe in paths, file names and custom parameters, and can be no id of the curriculum. */
export function newExerciseId(newId: NewId): string {
  return `${PREFIX}${newId().replaceAll('_', '-')}`;
}

/** Whether an id is one of ours rather than one of the curriculum's. */
export function isAuthored(exerciseId: string): boolean {
  return exerciseId.startsWith(PREFIX);
}

/** The copy in the wanted language, else in the first one, else any. @returns undefined of none at all */
export function copyIn(
  { language, languages }: Pick<AuthoredExercise, 'language' | 'languages'>,
  wanted: string,
): (ExerciseCopy & { readonly language: string }) | undefined {
  const found = [wanted, language, ...Object.keys(languages)].find((code) => code in languages);
  const copy = found === undefined ? undefined : languages[found];
  return copy && found !== undefined ? { ...copy, language: found } : undefined;
}

/** Such as `2.1`: the first minor change of the second edition. What an attempt names. */
export function labelOf({ edition, printing }: Pick<Published, 'edition' | 'printing'>): string {
  return `${String(edition)}.${String(printing)}`;
}

/** The edition that a label names; NaN for what is no label. */
export function editionOf(label: string): number {
  return Number(label.split('.')[0]);
}

/** @returns the newest version; undefined until something was published */
export function latestOf({
  published,
}: Pick<AuthoredExercise, 'published'>): Published | undefined {
  return published.at(-1);
}

/**
 * The version that somebody plays: the newest that those who began earlier were not kept from.
 * @param begun label of the version that they began; undefined when they have not
 * @returns undefined until something was published
 */
export function versionFor(
  { published }: Pick<AuthoredExercise, 'published'>,
  begun: string | undefined,
): Published | undefined {
  if (begun === undefined) return published.at(-1);
  const own = editionOf(begun);
  const barrier = published.findIndex(
    ({ edition, begun: rule }) => edition > own && rule === 'finish-theirs',
  );
  return barrier === -1 ? published.at(-1) : published[barrier - 1];
}
