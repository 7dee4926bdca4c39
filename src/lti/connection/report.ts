import { z } from 'zod';
import { DAY, MINUTE } from '../../shared/clock.js';
import { digest } from '../../shared/ids.js';

/** What is tried, in this order. */
export const STEPS = ['keys', 'token', 'scopes', 'line-items', 'score', 'roster', 'clock'] as const;

/** Why a step is not simply good. Each has advice in the catalogue. */
const Reason = z.enum([
  'unreachable',
  'no-key-set',
  'refused',
  'our-keys',
  'scope-missing',
  'not-allowed',
  'gone',
  'odd-answer',
  'clock-ahead',
  'clock-behind',
  'no-date',
  'not-offered',
  'not-graded',
  'not-launched',
  'no-token',
]);
export type Reason = z.infer<typeof Reason>;

const StepReport = z.object({
  step: z.enum(STEPS),
  /** `skipped`: could not be tried here, and that is no fault. */
  state: z.enum(['waiting', 'running', 'good', 'warning', 'bad', 'skipped']),
  reason: Reason.optional(),
  /** Of the platform's answer. */
  httpStatus: z.number().optional(),
  milliseconds: z.number().optional(),
  /** Where we asked, without its query. */
  address: z.string().optional(),
  /** A word for whoever mends it: an OAuth error, a fault of the network, names of scopes. */
  detail: z.string().max(300).optional(),
  /** Our clock before the platform's. */
  seconds: z.number().optional(),
});
export type StepReport = Readonly<z.infer<typeof StepReport>>;
/** What a try of one step found. */
export type Finding = Omit<StepReport, 'step'>;

/** One test of the connection to a platform. Holds no token and nobody's data. */
export const Report = z.object({
  id: z.string(),
  platformId: z.string(),
  /** The link whose services were tried; undefined: nobody has come from the platform yet. */
  linkId: z.string().optional(),
  /** Epoch milliseconds. */
  startedAt: z.number(),
  /** Undefined while it runs. */
  finishedAt: z.number().optional(),
  steps: z.array(StepReport),
  expiresAt: z.number(),
});
export type Report = Readonly<z.infer<typeof Report>>;

/** What is tested: a platform, by the services of one of its links. */
export interface Target {
  readonly platformId: string;
  readonly linkId?: string | undefined;
}

/** The latest test of a target is kept, each in place of the one before. */
export function reportIdOf({ platformId, linkId }: Target): string {
  return digest('connection', platformId, linkId ?? '');
}

/** @param now epoch milliseconds */
export function newReport(target: Target, now: number): Report {
  return {
    id: reportIdOf(target),
    ...target,
    startedAt: now,
    steps: STEPS.map((step) => ({ step, state: 'waiting' })),
    expiresAt: now + DAY,
  };
}

/** Longer than all steps together may take; a test that is older died with its process. */
const LONGEST_RUN = 3 * MINUTE;

export function isRunning({ startedAt, finishedAt }: Report, now: number): boolean {
  return finishedAt === undefined && startedAt + LONGEST_RUN > now;
}
