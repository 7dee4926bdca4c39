import { localiseActivity, type ActivityText } from './activities/activity-text.js';
import { localiseBadges, type BadgeFamilyText } from './profiles/badge-text.js';
import type { Content } from './content.js';
import type { ExerciseContent, ModuleText, ProfileText, UnitText } from './curriculum.js';
import { localiseGlossary, type GlossaryText } from './glossary/glossary-text.js';
import { localise } from './modules/localise.js';
import { localiseProfile } from './profiles/profile.js';
import { localiseSupplement, type SupplementText } from './supplements/supplement-text.js';
import { localiseSurvey, type SurveyText } from './surveys/survey-text.js';
import { localiseTrack, type TrackText } from './profiles/track-text.js';

/** Everything in one language, by id. */
export interface Shelf {
  readonly modules: ReadonlyMap<string, ModuleText>;
  readonly units: ReadonlyMap<string, UnitText>;
  readonly exercises: ReadonlyMap<string, ExerciseContent>;
  readonly activities: ReadonlyMap<string, ActivityText>;
  readonly supplements: ReadonlyMap<string, SupplementText>;
  readonly profiles: Readonly<Record<string, ProfileText>>;
  readonly badges: BadgeFamilyText;
  readonly tracks: readonly TrackText[];
  readonly surveys: readonly SurveyText[];
  readonly glossary: GlossaryText;
}

/** @param content without faults */
export function shelfOf(content: Content, language: string): Shelf {
  const { sources } = content;
  const local = content.modules.map((module) => localise(content, module, language));
  const modules = local.map(({ module }) => module);
  return {
    modules: byId(modules),
    units: byId(modules.flatMap(({ units }) => units)),
    exercises: byId(local.flatMap(({ exercises }) => exercises)),
    activities: byId(
      [...content.activities.values()].map((activity) => localiseActivity(activity, language)),
    ),
    supplements: byId(
      [...content.supplements.values()].map((supplement) =>
        localiseSupplement(sources, supplement, language),
      ),
    ),
    profiles: Object.fromEntries(
      [...content.profiles].map(([id, profile]) => [
        id,
        localiseProfile(content, profile, language),
      ]),
    ),
    badges: localiseBadges(sources, whole(content.badges), language),
    tracks: [...content.tracks.values()].map((track) => localiseTrack(sources, track, language)),
    surveys: [...content.surveys.values()].map((each) => localiseSurvey(sources, each, language)),
    glossary: glossaryOf(content, language),
  };
}

/** In which languages there is a glossary, more than there are modules in. */
export function glossaryLanguagesOf(content: Content): readonly string[] {
  return [...whole(content.glossary).texts.keys()];
}

export function glossaryOf(content: Content, language: string): GlossaryText {
  return localiseGlossary(whole(content.glossary), language);
}

function whole<T>(part: T | undefined): T {
  if (part === undefined) throw new Error('content with faults is not used');
  return part;
}

function byId<T extends { readonly id: string }>(things: readonly T[]): ReadonlyMap<string, T> {
  return new Map(things.map((thing) => [thing.id, thing]));
}
