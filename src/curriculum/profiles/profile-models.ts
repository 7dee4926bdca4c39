import type { Link } from '../../http/page.js';
import type { SourceModel } from '../pages/page-models.js';

export interface ProfileModel {
  readonly lang: string;
  readonly lead: string;
  readonly awaitingCheck: boolean;
  readonly contents: readonly Link[];
  readonly levels: readonly LevelModel[];
  /** True for a profile that two people share. */
  readonly hasShares: boolean;
  readonly areas: readonly AreaModel[];
  readonly tracks: readonly TrackModel[];
  readonly badges: BadgesModel;
  readonly hasSources: boolean;
  readonly sources: readonly SourceModel[];
  /** Of the page itself. */
  readonly lookUp: readonly Link[];
}

export interface LevelModel {
  readonly number: number;
  /** `Level 3` */
  readonly place: string;
  readonly name: string;
  readonly meaning: string;
  /** The level that a badge asks for. */
  readonly isTarget: boolean;
}

export interface AreaModel {
  readonly anchor: string;
  readonly id: string;
  readonly name: string;
  readonly competences: readonly CompetenceModel[];
}

export interface CompetenceModel {
  readonly anchor: string;
  readonly id: string;
  readonly name: string;
  readonly statement: string;
  /** Whole, 1 to 3, as long as the bars of the picture are; 0 in a profile for one person. */
  readonly bars: { readonly vet: number; readonly company: number };
  /** The same in words; '' in a profile for one person. */
  readonly shares: string;
  readonly levels: readonly Omit<LevelModel, 'meaning'>[];
  readonly hasTraining: boolean;
  readonly training: readonly TrainingModel[];
  readonly badges: readonly Link[];
  readonly sources: readonly SourceModel[];
}

export interface TrainingModel {
  /** `Module 1`; '' for a part of the track. */
  readonly place: string;
  readonly title: string;
  readonly lang: string;
  /** False where the reader's link does not reach it. */
  readonly hasLink: boolean;
  readonly href: string;
}

export interface TrackModel {
  readonly anchor: string;
  readonly lang: string;
  readonly title: string;
  readonly purpose: string;
  readonly handover: string;
  readonly meta: string;
  readonly parts: readonly {
    readonly anchor: string;
    readonly title: string;
    readonly minutes: string;
    readonly story: string;
    readonly steps: readonly { readonly minutes: string; readonly text: string }[];
    readonly result: string;
    readonly sources: readonly SourceModel[];
  }[];
}

export interface BadgesModel {
  readonly lang: string;
  readonly name: string;
  readonly about: string;
  readonly sources: readonly SourceModel[];
  readonly steps: readonly string[];
  /** How soon an answer comes, and how long a badge is valid. */
  readonly terms: readonly string[];
  readonly badges: readonly {
    readonly anchor: string;
    readonly name: string;
    readonly need: string;
    readonly assessor: string;
    readonly evidence: readonly string[];
  }[];
}
