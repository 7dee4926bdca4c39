/** What the pages read of a module, in one language. The loader's own types fit it. */
export interface ModuleText {
  readonly id: string;
  /** Place among the modules, from 1. */
  readonly number: number;
  readonly title: string;
  readonly subtitle: string;
  /** Language in which the texts are, ISO 639-1: English where a translation is missing. */
  readonly language: string;
  /** True while nobody who speaks the language has checked the translation. */
  readonly awaitingCheck: boolean;
  readonly hours: number;
  readonly outcomes: readonly string[];
  readonly units: readonly UnitText[];
  /** What the pair meets after the units: the case, the tandem activity. */
  readonly together: readonly TogetherText[];
}

export interface TogetherText {
  readonly kind: 'case' | 'activity';
  readonly title: string;
  readonly text: string;
  /** Undefined: described here, done elsewhere. */
  readonly exerciseId?: string | undefined;
}

export interface UnitText {
  readonly id: string;
  readonly moduleId: string;
  readonly title: string;
  readonly language: string;
  readonly awaitingCheck: boolean;
  readonly hours: number;
  readonly purpose: string;
  /** A few sentences from practice with which the unit begins. */
  readonly starter: string;
  readonly points: readonly PointText[];
  readonly mistakes: readonly string[];
  readonly takeaway: string;
  readonly exercises: readonly ExerciseText[];
}

export interface PointText {
  readonly text: string;
  readonly sources: readonly SourceText[];
}

export interface SourceText {
  readonly id: string;
  readonly title: string;
  /** Undefined: not on the web. */
  readonly url?: string | undefined;
}

export interface ExerciseText {
  readonly id: string;
  readonly title: string;
  /** Whether its points count. */
  readonly graded: boolean;
}
