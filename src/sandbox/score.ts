import { z } from 'zod';
import type { Grade, LineItem } from './course.js';

/** What Moodle reads as a date: with or without time, zone and fractions, but not a number of seconds. */
const ISO_DATE = /^\d{4}-\d{2}-\d{2}(T\d{2}:\d{2}(:\d{2}(\.\d+)?)?(Z|[+-]\d{2}:?\d{2})?)?$/;

/** A score as Moodle takes it: any word for the two progresses, points as number or numeric text. */
export const Score = z
  .object({
    userId: z.union([z.string().min(1), z.number()]).transform(String),
    timestamp: z.string().regex(ISO_DATE),
    activityProgress: z.string(),
    gradingProgress: z.string(),
    scoreGiven: z
      .union([
        z.number(),
        z
          .string()
          .regex(/^-?\d+(\.\d+)?$/)
          .transform(Number),
      ])
      .nullish(),
    scoreMaximum: z.coerce.number().optional(),
    comment: z.string().nullish(),
  })
  .refine(
    ({ scoreGiven, scoreMaximum }) =>
      scoreGiven === undefined || scoreGiven === null || scoreMaximum !== undefined,
  );
export type Score = Readonly<z.infer<typeof Score>>;

/** Whole seconds since 1970: Moodle compares no finer. A time without zone counts as UTC. */
export function secondsOf(timestamp: string): number {
  const zoned = /T.*(Z|[+-]\d{2}:?\d{2})$/.test(timestamp)
    ? timestamp.replace(/([+-]\d{2})(\d{2})$/, '$1:$2')
    : timestamp.includes('T')
      ? `${timestamp}Z`
      : timestamp;
  return Math.floor(Date.parse(zoned) / 1000);
}

/** Whether the gradebook already holds something as new as this score. */
export function isStale(score: Score, held: Grade | undefined): boolean {
  return held?.timeModified !== undefined && held.timeModified >= secondsOf(score.timestamp);
}

/**
 * The cell after this score. Only FullyGraded with points counts; all else erases what was there.
 * @param nowSeconds time of erasure, which a manual line item keeps and an activity's does not
 */
export function gradeAfter(score: Score, item: LineItem, nowSeconds: number): Grade {
  const cell = { lineItemId: item.id, userId: score.userId };
  const { scoreGiven, scoreMaximum } = score;
  const counts = score.gradingProgress === 'FullyGraded';
  if (!counts || scoreGiven === undefined || scoreGiven === null) {
    return item.origin === 'manual'
      ? { ...cell, comment: '', timeModified: nowSeconds }
      : { ...cell, comment: '' };
  }
  // A scale of 0 cannot be scaled from: Moodle then takes the points as they are.
  const scaled = scoreMaximum ? (scoreGiven * item.scoreMaximum) / scoreMaximum : scoreGiven;
  const rawGrade = Math.round(scaled * 1e5) / 1e5;
  return {
    ...cell,
    rawGrade,
    finalGrade: Math.min(Math.max(rawGrade, 0), item.scoreMaximum),
    comment: score.comment ?? '',
    timeModified: secondsOf(score.timestamp),
  };
}
