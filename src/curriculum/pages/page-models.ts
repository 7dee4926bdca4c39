import type { Link } from '../../http/page.js';

export interface StartModel {
  readonly explanation: string;
  readonly modules: readonly ModuleCard[];
  /** Profiles and glossary. */
  readonly lookUp: readonly Link[];
}

export interface ModuleCard {
  readonly href: string;
  readonly title: string;
  readonly subtitle: string;
  readonly meta: string;
  readonly lang: string;
}

export interface NotReadyModel {
  readonly explanation: string;
  readonly advice: string;
  readonly lookUp: readonly Link[];
}

export interface ModuleModel {
  readonly lang: string;
  readonly subtitle: string;
  readonly meta: string;
  readonly awaitingCheck: boolean;
  /** `percent` is whole, 0 to 100. */
  readonly progress: { readonly percent: number; readonly words: string };
  readonly next: Step;
  readonly contents: readonly Link[];
  readonly units: readonly UnitCard[];
  readonly hasTogether: boolean;
  readonly together: readonly TogetherCard[];
  readonly hasCountries: boolean;
  /** The supplements of the countries. */
  readonly countries: readonly (Link & { readonly lang: string })[];
  readonly outcomes: readonly string[];
  readonly counts: readonly string[];
  readonly lookUp: readonly Link[];
}

/** A word of the interface, then a title of the content. */
export interface Step extends Link {
  readonly title: string;
}

export interface UnitCard {
  readonly href: string;
  readonly title: string;
  readonly meta: string;
  readonly state: string;
  readonly wheel: Wheel;
}

/** The small picture of how far a unit is. */
export interface Wheel {
  readonly label: string;
  /** Whole, 0 to 100. */
  readonly percent: number;
  readonly isDone: boolean;
}

export interface TogetherCard {
  readonly kind: string;
  readonly title: string;
  readonly text: string;
  readonly hasLink: boolean;
  readonly href: string;
}

export interface UnitModel {
  readonly lang: string;
  readonly purpose: string;
  readonly meta: string;
  readonly exercisesCount: string;
  readonly awaitingCheck: boolean;
  readonly story: string;
  readonly points: readonly PointModel[];
  readonly hasMistakes: boolean;
  readonly mistakes: readonly string[];
  readonly takeaway: string;
  readonly exercises: readonly ExerciseRow[];
  readonly neighbours: readonly Step[];
  readonly hasSources: boolean;
  readonly sources: readonly SourceModel[];
}

export interface PointModel {
  readonly text: string;
  readonly hasSources: boolean;
  /** `[2]` after the sentence; leads to the list at the end. */
  readonly sources: readonly SourceModel[];
}

export interface SourceModel {
  readonly id: string;
  readonly number: number;
  readonly anchor: string;
  readonly name: string;
  readonly title: string;
  readonly hasLink: boolean;
  readonly href: string;
}

export interface ExerciseRow {
  readonly href: string;
  readonly title: string;
  readonly state: string;
  readonly isDone: boolean;
}
