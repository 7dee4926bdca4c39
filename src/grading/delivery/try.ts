import { z } from 'zod';
import type { Score } from '../../lti/index.js';
import { DAY } from '../../shared/clock.js';
import { digest } from '../../shared/ids.js';
import type { Kind, Tried } from './after-try.js';
import { CAUSES } from './cause.js';
import type { Progress } from '../work/progress.js';

/** Records of tries are kept so long; then they are swept. */
export const TRIES_KEPT = 400 * DAY;

/** One try to bring one score to a gradebook. Written once, never changed. */
export const Try = z.object({
  id: z.string(),
  /** Epoch milliseconds of its begin. */
  at: z.number(),
  platformId: z.string(),
  linkId: z.string(),
  progressId: z.string(),
  /** A pseudonym: the same for one person of one platform, and says nothing to others. */
  learner: z.string(),
  kind: z.enum(['score', 'completion']),
  /** What trainers gave points for; absent where exercises were answered. */
  activityId: z.string().optional(),
  /** URL of the column; undefined when there is none. */
  lineItem: z.string().optional(),
  /** Body that was sent, without the person's id and what trainers wrote to them; undefined when nothing was. */
  request: z.string().optional(),
  result: z.enum(['delivered', 'found-there', 'changed-there', 'not-wanted', 'later', 'refused']),
  cause: z.enum(CAUSES),
  /** What was asked: `token`, `score`, `results`. */
  service: z.string().optional(),
  /** HTTP status of a refusal; undefined when it was taken, or nobody answered. */
  status: z.number().optional(),
  /** How the answer began, at most 500 characters, without tokens. */
  excerpt: z.string().optional(),
  milliseconds: z.number(),
  /** Epoch milliseconds. */
  expiresAt: z.number(),
});
export type Try = Readonly<z.infer<typeof Try>>;

/** By it a person is found again in records, by those who know platform and person. */
export function pseudonymOf(platformId: string, userId: string): string {
  return digest('learner', platformId, userId).slice(0, 12);
}

/** A try that has just ended. */
export interface EndedTry {
  readonly progress: Progress;
  readonly kind: Kind;
  readonly tried: Tried;
  /** Epoch milliseconds of its begin. */
  readonly at: number;
  readonly milliseconds: number;
  readonly lineItem?: string | undefined;
  readonly score?: Score | undefined;
}

/** The person's id stands in the record as a pseudonym only. */
export function recordOf(ended: EndedTry): Omit<Try, 'id' | 'expiresAt'> {
  const { progress, tried, at, kind, milliseconds, lineItem, score } = ended;
  const { platformId, linkId, userId, activityId } = progress;
  const { cause, service, status, excerpt } = failureOf(tried);
  return {
    ...{ at, platformId, linkId, kind, lineItem, milliseconds, cause, service, status, excerpt },
    ...(activityId !== undefined && { activityId }),
    progressId: progress.id,
    learner: pseudonymOf(platformId, userId),
    request: score && JSON.stringify({ ...score, userId: undefined, comment: undefined }),
    result: tried.result,
  };
}

function failureOf(tried: Tried): Pick<Try, 'cause' | 'service' | 'status' | 'excerpt'> {
  switch (tried.result) {
    case 'delivered':
    case 'found-there':
      return { cause: 'delivered' };
    case 'changed-there':
      return { cause: 'changed-there' };
    case 'not-wanted':
      return { cause: 'no-line-item' };
    case 'later':
    case 'refused':
      return tried.sorted.failure;
  }
}
