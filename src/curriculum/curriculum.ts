import type { ActivityText } from './activities/activity-text.js';
import type { BadgeFamilyText } from './profiles/badge-text.js';
import type { ExerciseKind } from './modules/exercise.js';
import type { ProfileId } from './reading/fields.js';
import type { GlossaryText } from './glossary/glossary-text.js';
import type { InLanguage, SourceText } from './in-language.js';
import type { SupplementText } from './supplements/supplement-text.js';
import type { SurveyText } from './surveys/survey-text.js';
import type { TrackText } from './profiles/track-text.js';

export type { InLanguage, SourceText } from './in-language.js';

export interface CompetenceText {
  readonly id: string;
  readonly name: string;
}

/** An exercise without its words. */
export interface ExerciseOutline {
  readonly id: string;
  readonly kind: ExerciseKind;
  /** Estimated. */
  readonly minutes: number;
  /** Whether points go to the gradebook. */
  readonly graded: boolean;
  /** Id of the competence that it exercises. */
  readonly competence: string;
}

/** An exercise in a list. */
export interface ExerciseText extends ExerciseOutline {
  readonly title: string;
}

/** An exercise with all that is needed to play it. Titles are plain text. */
export interface ExerciseContent extends ExerciseText, InLanguage {
  readonly moduleId: string;
  /** Undefined for the case, which belongs to the whole module. */
  readonly unitId?: string | undefined;
  /** Machine name of the H5P content type. */
  readonly library: string;
  /** H5P parameters with keys, without interface texts; all texts HTML-escaped. */
  readonly params: object;
}

interface UnitLink {
  readonly id: string;
  readonly title: string;
}

/** A unit in one language. Plain text. */
export interface UnitText extends InLanguage {
  readonly id: string;
  readonly moduleId: string;
  readonly title: string;
  readonly hours: number;
  readonly minutes: number;
  readonly competences: readonly CompetenceText[];
  readonly purpose: string;
  /** A short story that the unit begins with. */
  readonly starter: string;
  readonly points: readonly { readonly text: string; readonly sources: readonly SourceText[] }[];
  readonly mistakes: readonly string[];
  readonly takeaway: string;
  readonly exercises: readonly ExerciseText[];
  readonly previous?: UnitLink | undefined;
  readonly next?: UnitLink | undefined;
}

/** A module in one language. Plain text. */
export interface ModuleText extends InLanguage {
  readonly id: string;
  /** Its place among the modules. */
  readonly number: number;
  readonly title: string;
  readonly subtitle: string;
  readonly hours: number;
  readonly outcomes: readonly string[];
  readonly competences: readonly CompetenceText[];
  readonly units: readonly UnitText[];
  /** All exercises in the order in which one meets them; the case is the last. */
  readonly exerciseIds: readonly string[];
  /** What the pair meets after the units. */
  readonly together: readonly TogetherText[];
}

export interface TogetherText {
  readonly kind: 'case' | 'activity';
  readonly title: string;
  readonly text: string;
  /** Of a case. */
  readonly exerciseId?: string | undefined;
  /** Of an activity: done in the tandem's own room. */
  readonly activityId?: string | undefined;
}

/** A competence profile in one language. Plain text. */
export interface ProfileText extends InLanguage {
  /** Level 1 first. */
  readonly levels: readonly { readonly name: string; readonly meaning: string }[];
  /** The level that a badge asks for, from 1. */
  readonly target: number;
  readonly areas: readonly {
    readonly id: string;
    readonly name: string;
    readonly competences: readonly ProfileCompetence[];
  }[];
}

export interface ProfileCompetence extends CompetenceText {
  readonly statement: string;
  /** How it shows on each level, level 1 first. */
  readonly levels: readonly string[];
  /** Leads (L), shares equally (S) or contributes (C). Undefined in a profile that is for one person. */
  readonly roles?: { readonly vet: Share; readonly company: Share } | undefined;
  readonly sources: readonly SourceText[];
}

type Share = 'L' | 'S' | 'C';

/** How many texts a language has, of those that there are in English. */
export interface Coverage {
  readonly present: number;
  readonly missing: number;
  /** Of those present: how many wait for a native speaker. */
  readonly awaitingCheck: number;
}

/**
 * All content, checked and localised when it was loaded: asking only looks up. A module that a
 * language lacks comes in English, and says so.
 */
export interface Curriculum {
  /** Changes when any content file does. */
  readonly version: string;
  /** How many files were read. */
  readonly fileCount: number;
  /** Languages in which there is at least one module. */
  readonly languages: readonly string[];
  /** By their number. */
  modules(locale: string): readonly ModuleText[];
  module(id: string, locale: string): ModuleText | undefined;
  unit(id: string, locale: string): UnitText | undefined;
  exercise(id: string, locale: string): ExerciseContent | undefined;
  /** What a pair makes together, such as `TA1`. */
  activity(id: string, locale: string): ActivityText | undefined;
  /** Two hours on the rules of each country, by id. English where the language lacks one. */
  supplements(locale: string): readonly SupplementText[];
  /** One of them, such as `EE`. */
  supplement(id: string, locale: string): SupplementText | undefined;
  /** The joint profile of the two tutors, or that of the Learning Ambassador. */
  profile(id: ProfileId, locale: string): ProfileText;
  /** All badges, in the order in which one earns them. */
  badges(locale: string): BadgeFamilyText;
  /** What one may take after the modules, by id. */
  tracks(locale: string): readonly TrackText[];
  /** Who is asked what, and when, by id. */
  surveys(locale: string): readonly SurveyText[];
  /** The words of the trade; English alone where the language lacks it. */
  glossary(locale: string): GlossaryText;
  /** Languages of the glossary, more than there are modules in. */
  readonly glossaryLanguages: readonly string[];
  /** Whether the id names a module, a unit or an exercise. */
  has(contentId: string): boolean;
  /** Whether the second is the first or lies within it. False for ids that do not exist. */
  contains(contentId: string, id: string): boolean;
  /** Of a module, a unit or the exercise itself, in the order in which one meets them. */
  exercisesOf(contentId: string): readonly ExerciseOutline[];
  coverage(language: string): Coverage;
}
