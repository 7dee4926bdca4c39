import type { Pair } from '../people/cohort-people.js';
import type { TandemStanding } from './standing.js';

export const SHOWS = ['all', 'alone', 'missed', 'waiting', 'trainer'] as const;
/** `alone`: a side is empty. `missed`: without a sign of life. `waiting`: somebody's turn. `trainer`: the trainer's. */
export type Show = (typeof SHOWS)[number];

export interface BoardQuery {
  /** Part of a name, or a number; '' for all. */
  readonly search: string;
  readonly show: Show;
  /** From 1. */
  readonly page: number;
}

export interface BoardRow extends Pair {
  readonly standings: readonly TandemStanding[];
}

export interface BoardPage {
  /** Of the cohort. */
  readonly tandems: number;
  /** Of these, without somebody on one side. */
  readonly alone: number;
  /** Of these, with somebody who is missed. */
  readonly missed: number;
  /** Who sits in no tandem. */
  readonly unpaired: number;
  /** How many were asked for. */
  readonly found: number;
  readonly page: number;
  readonly pages: number;
  readonly rows: readonly BoardRow[];
  /** Epoch milliseconds. */
  readonly now: number;
}
