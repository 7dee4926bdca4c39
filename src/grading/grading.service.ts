import { isDeepStrictEqual } from 'node:util';
import type { Stored } from '../persistence/database.js';
import type { Graded, Outcome } from '../h5p/index.js';
import type { Clock } from '../shared/clock.js';
import { AppError } from '../shared/errors.js';
import type { Principal } from '../shared/principal.js';
import { bestAttempt, MAX_ATTEMPTS, type Attempt } from './work/attempt.js';
import { changeProgress, putProgress, resent } from './work/change-progress.js';
import type { Columns } from './columns/columns.service.js';
import { mayResend, type Delivery } from './delivery/delivery.js';
import { isGradable, type Gradable } from './grading.policy.js';
import type { Counting } from './columns/link-grading.js';
import type { LinkGradingStore } from './columns/link-grading.store.js';
import { nextDeliveries } from './delivery/next-deliveries.js';
import {
  bestByExercise,
  progressIdOf,
  scoreThatCounts,
  type GradedExercise,
  type Progress,
} from './work/progress.js';
import type { ProgressStore } from './work/progress.store.js';

/** What was sent is no answer to this exercise. */
export class NotAnAnswer extends AppError {
  readonly code = 'grading.not-an-answer';
  readonly status = 422;
}

export class TooManyAttempts extends AppError {
  readonly code = 'grading.too-many-attempts';
  readonly status = 409;
}

/** The same person's other windows were faster, again and again. */
export class TooBusy extends AppError {
  readonly code = 'grading.busy';
  readonly status = 409;
}

export interface Answer {
  readonly exerciseId: string;
  /** Made by the browser; sending the same again changes nothing. */
  readonly attemptId: string;
  /** Language in which the exercise was answered: responses name options by their texts. */
  readonly language: string;
  /** Of the exercise, as the page that was answered shows it; undefined where the page did not say. */
  readonly version?: string | undefined;
  readonly response: unknown;
}

/** Where a person's score stands. */
export interface Standing {
  /** Best try of the exercise asked for; undefined before the first. */
  readonly best?: Pick<Attempt, 'scoreGiven' | 'scoreMaximum'> | undefined;
  readonly scoreGiven: number;
  readonly scoreMaximum: number;
  readonly delivery: Delivery;
  /** Epoch milliseconds of the next try; undefined when none is planned. */
  readonly nextTryAt?: number | undefined;
}

export interface Grading {
  /**
   * Grades an answer, keeps it, and has its score on the way, all in one write. Of people whose
   * scores no platform takes the answer is graded and not kept: they are trying the exercise out.
   * @throws {NotAnAnswer} @throws {TooManyAttempts} @throws {NotFound} for an exercise outside the link
   */
  recordAttempt(
    principal: Principal,
    answer: Answer,
  ): Promise<{ outcome: Outcome; standing: Standing }>;
  /** @returns undefined before the first answer behind this link */
  standing(principal: Principal, exerciseId?: string): Promise<Standing | undefined>;
  /** Which tries count behind this link. */
  counting(principal: Principal): Promise<Counting>;
  /** Has the person's own score sent (again) now, where it is not in the gradebook. @returns as `standing` */
  resend(principal: Principal, exerciseId: string): Promise<Standing | undefined>;
  /** Best tries behind the link, by exercise. */
  progress(principal: Principal): Promise<ReadonlyMap<string, Attempt>>;
}

/** An exercise as grading needs it. */
export interface GradableExercise {
  readonly id: string;
  readonly version: string;
  /** @returns undefined when the response is no answer */
  grade(response: unknown): Graded | undefined;
}

export interface GradingDeps {
  readonly store: ProgressStore;
  readonly clock: Clock;
  /**
   * @throws {NotFound} when the exercise is not behind the person's link, or is not graded; and
   * whatever the owner of the content says of a version that cannot be answered any more
   */
  readonly exerciseFor: (
    principal: Principal,
    exercise: {
      readonly id: string;
      readonly language: string;
      readonly version?: string | undefined;
    },
  ) => Promise<GradableExercise>;
  /** Everything that counts behind the person's link. */
  readonly gradedFor: (principal: Principal) => Promise<readonly GradedExercise[]>;
  /** Where the grades of a link go, if anywhere. */
  readonly columns: Pick<Columns, 'wantsGrade' | 'wantsCompletion'>;
  readonly gradings: Pick<LinkGradingStore, 'of'>;
  /** Called when a score waits to be sent. */
  readonly onWaiting: () => void;
  /** Called when a record store is to be told of an answer; undefined where there is none. */
  readonly onAnswer?: (() => void) | undefined;
}

/** Two windows of one person may meet; more than this is no person. */
const WRITES = 5;

export function createGrading(deps: GradingDeps): Grading {
  const { store, clock, exerciseFor, onWaiting, onAnswer } = deps;

  return {
    async recordAttempt(principal, { exerciseId, attemptId, language, version, response }) {
      const exercise = await exerciseFor(principal, { id: exerciseId, language, version });
      const graded = exercise.grade(response);
      if (!graded) throw new NotAnAnswer(`exercise ${exerciseId}`);
      const { outcome } = graded;
      if (!isGradable(principal)) return { outcome, standing: triedOut(outcome) };
      const attempt: Attempt = {
        id: attemptId,
        exerciseId,
        version: exercise.version,
        language,
        scoreGiven: outcome.score,
        scoreMaximum: outcome.maxScore,
        response: graded.response,
        at: clock(),
      };
      for (let write = 0; write < WRITES; write += 1) {
        const progress = await keep(principal, attempt, deps);
        if (!progress) continue;
        if (progress.deliveryDueAt !== undefined) onWaiting();
        onAnswer?.();
        return { outcome, standing: standingOf(progress, exerciseId) };
      }
      throw new TooBusy(`${WRITES} writes in a row were overtaken`);
    },

    async standing(principal, exerciseId) {
      const progress = await progressOf(principal, store);
      return progress && standingOf(progress, exerciseId);
    },

    async counting({ linkId }) {
      return (await deps.gradings.of(linkId ?? '')).counting;
    },

    async resend(principal, exerciseId) {
      const progress = await progressOf(principal, store);
      if (progress && mayResend(progress.delivery)) {
        const options = { now: clock(), mayReplace: false };
        await changeProgress(store, progress.id, (current) =>
          mayResend(current.delivery) ? resent(current, 'score', options) : undefined,
        );
        onWaiting();
      }
      return this.standing(principal, exerciseId);
    },

    async progress(principal) {
      return bestByExercise((await progressOf(principal, store))?.attempts ?? []);
    },
  };
}

async function progressOf(
  { linkId, userId }: Principal,
  store: ProgressStore,
): Promise<Stored<Progress> | undefined> {
  return linkId === undefined ? undefined : store.of(linkId, userId);
}

/** One read and one compare-and-set write. @returns undefined when another write came in between */
async function keep(
  principal: Gradable,
  attempt: Attempt,
  deps: GradingDeps,
): Promise<Stored<Progress> | undefined> {
  const { store, clock, gradedFor, columns, gradings } = deps;
  const { linkId, userId } = principal;
  const known = await store.of(linkId, userId);
  const before = known?.attempts.find(({ id }) => id === attempt.id);
  if (known && before) {
    if (isSameAnswer(before, attempt)) return known;
    throw new NotAnAnswer('the id belongs to another answer');
  }
  const attempts = [...(known?.attempts ?? []), attempt];
  if (
    attempts.filter(({ exerciseId }) => exerciseId === attempt.exerciseId).length > MAX_ATTEMPTS
  ) {
    throw new TooManyAttempts(`more than ${MAX_ATTEMPTS}`);
  }
  const [{ counting }, graded, grade, completion] = await Promise.all([
    gradings.of(linkId),
    gradedFor(principal),
    columns.wantsGrade(linkId),
    columns.wantsCompletion(linkId),
  ]);
  const next = nextDeliveries(known, {
    id: progressIdOf(linkId, userId),
    platformId: principal.platformId,
    linkId,
    contextId: principal.contextId,
    userId,
    attempts,
    ...scoreThatCounts(attempts, graded, counting),
    ...{ now: clock(), wants: { grade, completion } },
    ...(deps.onAnswer && {
      statements: known?.statements ?? { told: 0, tries: 0 },
      statementsDueAt: known?.statementsDueAt ?? clock(),
    }),
  });
  return putProgress(store, next, known);
}

/** What is said of an answer that is not kept. */
function triedOut({ score, maxScore }: Outcome): Standing {
  return {
    scoreGiven: score,
    scoreMaximum: maxScore,
    delivery: { state: 'kept', reason: 'not-a-learner', sequence: 0, tries: 0 },
  };
}

function isSameAnswer(one: Attempt, other: Attempt): boolean {
  return one.exerciseId === other.exerciseId && isDeepStrictEqual(one.response, other.response);
}

/** How it stands with a document of somebody's work. */
export function standingOf(progress: Progress, exerciseId: string | undefined): Standing {
  const { attempts, scoreGiven, scoreMaximum, delivery, deliveryDueAt } = progress;
  return {
    best: bestAttempt(attempts.filter((attempt) => attempt.exerciseId === exerciseId)),
    scoreGiven,
    scoreMaximum,
    delivery,
    nextTryAt: deliveryDueAt,
  };
}
