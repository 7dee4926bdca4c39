import type { ContentMetadata } from './content-metadata.js';

/** What the player needs of an exercise; whoever owns the content hands it in. */
export interface PlayableExercise {
  /** Stable across versions and languages: `M1-03`. */
  readonly id: string;
  readonly title: string;
  /** Machine name of its content type: `Tandem.SingleChoice`. */
  readonly library: string;
  /** The version it was made with; undefined: the newest. */
  readonly libraryVersion?:
    { readonly majorVersion: number; readonly minorVersion: number } | undefined;
  /** H5P parameters with keys, without interface texts. */
  readonly params: object;
  /** Who holds the rights; undefined where nothing is said of one exercise alone. */
  readonly rights?: ContentMetadata | undefined;
  /** Language of the parameters, ISO 639-1. */
  readonly language: string;
  /** Changes when the content does. */
  readonly version: string;
  /** What its kept states belong to; undefined where that is the exercise, whatever its version. */
  readonly stateKey?: string | undefined;
}
