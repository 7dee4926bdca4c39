import type { ActivityText } from '../../curriculum/index.js';
import type { Assessment, Rating } from './assessment.js';

/** As much of a rubric as its rules need. */
export type Rubric = Pick<ActivityText['rubric'], 'points' | 'pass' | 'criteria'>;

/** What came out for one criterion. */
export interface CriterionOutcome {
  readonly criterion: string;
  /** Between two levels where two trainers found neighbours. */
  readonly level: number;
  readonly points: number;
}

/** Why it is not passed. */
export type Lack =
  | { readonly kind: 'total'; readonly needed: number }
  | { readonly kind: 'level'; readonly criterion: string; readonly needed: number };

export interface Outcome {
  readonly criteria: readonly CriterionOutcome[];
  /** Of the tandem. */
  readonly points: number;
  readonly maximum: number;
}

export function maximumOf({ points, criteria }: Rubric): number {
  return Math.max(...points) * criteria.length;
}

/** Criteria on which two trainers are more than one level apart and have not agreed yet. */
export function disputed(
  { criteria }: Rubric,
  { ratings, agreed }: Pick<Assessment, 'ratings' | 'agreed'>,
): readonly string[] {
  return criteria.filter((criterion) => {
    if (agreed[criterion] !== undefined) return false;
    return spread(levelsOf(ratings, criterion)) > 1;
  });
}

/** Criteria on which they found more than one level apart, agreed or not. */
export function apart({ criteria }: Rubric, ratings: readonly Rating[]): readonly string[] {
  return criteria.filter((criterion) => spread(levelsOf(ratings, criterion)) > 1);
}

/**
 * What counts: the agreed level, or the middle of what the trainers found.
 * @returns undefined while nobody has rated or something is disputed
 */
export function outcomeOf(
  rubric: Rubric,
  assessment: Pick<Assessment, 'ratings' | 'agreed'>,
): Outcome | undefined {
  const { ratings, agreed } = assessment;
  if (ratings.length === 0 || disputed(rubric, assessment).length > 0) return undefined;
  const criteria = rubric.criteria.map((criterion) => {
    const settled = agreed[criterion];
    const levels = settled === undefined ? levelsOf(ratings, criterion) : [settled];
    const points = levels.map((level) => rubric.points[level - 1] ?? 0);
    return { criterion, level: middle(levels), points: middle(points) };
  });
  const points = criteria.reduce((sum, each) => sum + each.points, 0);
  return { criteria, points, maximum: maximumOf(rubric) };
}

/**
 * What is missing to pass; empty: passed.
 * @param points of the person, where they differ from the tandem's
 */
export function lacksOf(
  { pass }: Rubric,
  { criteria, points: common }: Outcome,
  points = common,
): readonly Lack[] {
  const total: readonly Lack[] = points < pass.total ? [{ kind: 'total', needed: pass.total }] : [];
  const levels = pass.atLeast
    .filter(({ criterion, level }) => {
      const found = criteria.find((each) => each.criterion === criterion);
      return (found?.level ?? 0) < level;
    })
    .map(({ criterion, level }): Lack => ({ kind: 'level', criterion, needed: level }));
  return [...total, ...levels];
}

/** The person's own points, or the tandem's. */
export function pointsOf(
  { credits }: Pick<Assessment, 'credits'>,
  { points }: Outcome,
  participantId: string,
): number {
  return credits.find((credit) => credit.participantId === participantId)?.points ?? points;
}

/** @returns whether there is one of the rubric's levels for each criterion and no other */
export function isWhole(
  { points, criteria }: Rubric,
  levels: Readonly<Record<string, number>>,
): boolean {
  const isThere = criteria.every((criterion) => isLevel(points, levels[criterion]));
  return isThere && Object.keys(levels).length === criteria.length;
}

/** @param points of the rubric, by level */
export function isLevel(points: readonly number[], level: number | undefined): boolean {
  return level !== undefined && Number.isInteger(level) && level >= 1 && level <= points.length;
}

function levelsOf(ratings: readonly Rating[], criterion: string): readonly number[] {
  return ratings.flatMap(({ levels }) => levels[criterion] ?? []);
}

function spread(levels: readonly number[]): number {
  return levels.length < 2 ? 0 : Math.max(...levels) - Math.min(...levels);
}

function middle(numbers: readonly number[]): number {
  return numbers.reduce((sum, each) => sum + each, 0) / Math.max(1, numbers.length);
}
