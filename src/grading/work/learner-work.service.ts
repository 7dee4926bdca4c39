import type { AnswerNames, AnswerPart } from '../../h5p/index.js';
import { mayReview } from '../../lti/index.js';
import { NotAllowed } from '../../shared/errors.js';
import type { Principal } from '../../shared/principal.js';
import { bestAttempt, type Attempt } from './attempt.js';
import type { Delivery } from '../delivery/delivery.js';
import type { Progress } from './progress.js';
import type { ProgressStore } from './progress.store.js';

/** What one learner has done behind one link. */
export interface LearnerWork {
  /** Whether the person looks at their own. */
  readonly isOwn: boolean;
  /** Undefined when nothing was answered yet. */
  readonly score?:
    | {
        readonly scoreGiven: number;
        readonly scoreMaximum: number;
        readonly delivery: Delivery;
      }
    | undefined;
  /** In the order in which one meets them; those without an answer are left out. */
  readonly exercises: readonly AnsweredExercise[];
}

export interface AnsweredExercise {
  /** Its id, when the exercise is no longer there. */
  readonly title: string;
  /** Language of the title; undefined when there is none. */
  readonly language?: string | undefined;
  readonly best: Attempt;
  /** The newest first. */
  readonly attempts: readonly AttemptInWords[];
}

export interface AttemptInWords extends Pick<Attempt, 'id' | 'at' | 'scoreGiven' | 'scoreMaximum'> {
  /** Language of the answer. */
  readonly language: string;
  /** Undefined when the exercise has changed since. */
  readonly answer?: readonly AnswerPart[] | undefined;
}

/** An exercise as this page needs it. */
export interface ReadableExercise {
  readonly title: string;
  readonly language: string;
  /** Machine name of its content type. */
  readonly library: string;
  inWords(response: unknown, names: AnswerNames): readonly AnswerPart[] | undefined;
}

/** For whom the work is shown. */
export interface WorkReader {
  /** Of titles; answers come in the language in which they were given. */
  readonly locale: string;
  readonly names: AnswerNames;
}

/** Shows the work behind a link to those who teach, and to each learner their own. */
export interface LearnerWorks {
  /**
   * @throws {NotAllowed} for a learner who asks for somebody else
   */
  workOf(principal: Principal, userId: string, reader: WorkReader): Promise<LearnerWork>;
}

export interface LearnerWorksDeps {
  readonly store: ProgressStore;
  /** @returns undefined for what the person's link does not reach (any more) */
  readonly readableFor: (
    principal: Principal,
    exercise: { readonly id: string; readonly language: string; readonly version: string },
  ) => Promise<ReadableExercise | undefined>;
  /** Ids of everything behind the person's link, in order. */
  readonly orderFor: (principal: Principal) => Promise<readonly string[]>;
}

export function createLearnerWorks({
  store,
  readableFor,
  orderFor,
}: LearnerWorksDeps): LearnerWorks {
  async function exerciseOf(
    principal: Principal,
    attempts: readonly Attempt[],
    { locale, names }: WorkReader,
  ): Promise<AnsweredExercise | undefined> {
    const best = bestAttempt(attempts);
    if (!best) return undefined;
    const id = best.exerciseId;
    const { version } = best;
    const readable = await readableFor(principal, { id, language: locale, version });
    const attemptInWords = async (attempt: Attempt): Promise<AttemptInWords> => {
      // Answers name what was chosen by its text: only the language in which it was said knows it.
      const language = attempt.language ?? 'en';
      const { version } = attempt;
      const answered = await readableFor(principal, { id, language, version });
      return { ...attempt, language, answer: answered?.inWords(attempt.response, names) };
    };
    return {
      title: readable?.title ?? id,
      language: readable?.language,
      best,
      attempts: (await Promise.all(attempts.map(attemptInWords))).reverse(),
    };
  }

  return {
    async workOf(principal, userId, reader) {
      if (!mayReview(principal, userId)) throw new NotAllowed('work of another learner');
      const isOwn = principal.userId === userId;
      const { linkId } = principal;
      const progress = linkId === undefined ? undefined : await store.of(linkId, userId);
      if (!progress) return { isOwn, exercises: [] };
      const { scoreGiven, scoreMaximum, delivery } = progress;
      const answered = byExercise(progress, await orderFor(principal)).map((attempts) =>
        exerciseOf(principal, attempts, reader),
      );
      const exercises = (await Promise.all(answered)).flatMap((exercise) => exercise ?? []);
      return { isOwn, score: { scoreGiven, scoreMaximum, delivery }, exercises };
    },
  };
}

/** What is no longer there comes last. */
function byExercise(
  { attempts }: Progress,
  order: readonly string[],
): readonly (readonly Attempt[])[] {
  const answered = new Set(attempts.map(({ exerciseId }) => exerciseId));
  const ids = [
    ...order.filter((id) => answered.has(id)),
    ...[...answered].filter((id) => !order.includes(id)),
  ];
  return ids.map((id) => attempts.filter(({ exerciseId }) => exerciseId === id));
}
