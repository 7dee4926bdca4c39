import { entryOf, isAwaitingCheck, textsIn, type ProfileId } from '../reading/fields.js';
import type { InLanguage, SourceText } from '../in-language.js';
import type { Source } from '../source.js';
import type { Track, TrackTextsFile } from './track.js';

/** Hours that one may take after the modules, in one language. Plain text. */
export interface TrackText extends InLanguage {
  readonly id: string;
  /** Id of the module after which it comes. */
  readonly after: string;
  readonly profile: ProfileId;
  readonly minutes: number;
  readonly title: string;
  readonly purpose: string;
  readonly handover: string;
  readonly parts: readonly TrackPartText[];
}

export interface TrackPartText {
  readonly id: string;
  /** Of all its steps. */
  readonly minutes: number;
  readonly title: string;
  /** A short story that the part begins with. */
  readonly story: string;
  readonly steps: readonly { readonly minutes: number; readonly text: string }[];
  /** What there is in the end. */
  readonly result: string;
  /** Ids of the competences that it trains. */
  readonly competences: readonly string[];
  /** Id of the badge for which it makes the evidence. */
  readonly badge: string;
  readonly sources: readonly SourceText[];
}

/** A track, and its words by language; English is there. */
export interface TrackContent {
  readonly structure: Track;
  readonly texts: ReadonlyMap<string, TrackTextsFile>;
}

/** Joins structure and words. English where the language lacks the track. */
export function localiseTrack(
  sources: ReadonlyMap<string, Source>,
  { structure, texts: all }: TrackContent,
  language: string,
): TrackText {
  const texts = textsIn(all, language);
  const { id, after, profile, minutes, parts } = structure;
  return {
    ...{ id, after, profile, minutes },
    ...{ title: texts.title, purpose: texts.purpose, handover: texts.handover },
    parts: parts.map((part) => {
      const words = entryOf(texts.parts, part.id);
      return {
        ...{ id: part.id, competences: part.competences, badge: part.badge },
        ...{ title: words.title, story: words.story, result: words.result },
        minutes: part.steps.reduce((sum, step) => sum + step.minutes, 0),
        steps: part.steps.map((step) => ({
          minutes: step.minutes,
          text: entryOf(words.steps, step.id),
        })),
        sources: part.sources.flatMap((source) => sources.get(source) ?? []),
      };
    }),
    language: texts.language,
    awaitingCheck: isAwaitingCheck(texts),
  };
}
