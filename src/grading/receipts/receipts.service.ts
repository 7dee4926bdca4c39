import type { Clock } from '../../shared/clock.js';
import { AppError } from '../../shared/errors.js';
import type { Principal } from '../../shared/principal.js';
import type { Sealer } from '../../shared/seal.js';
import type { ResourceLink } from '../../lti/index.js';
import type { CourseGrades } from '../gradebook/course-grades.service.js';
import { namesOf } from '../gradebook/grade-row.js';
import { isGradable } from '../grading.policy.js';
import type { LearnerWorksDeps } from '../work/learner-work.service.js';
import type { Progress } from '../work/progress.js';
import type { ProgressStore } from '../work/progress.store.js';
import { checkCode, codeOf, wholeSecond, type Checked, type Receipt } from './receipt.js';
import { pseudonymOf } from '../delivery/try.js';

/** No try of this person is kept. */
export class NoReceipt extends AppError {
  readonly code = 'grading.no-receipt';
  readonly status = 404;
}

/** A receipt as its owner sees it. */
export interface IssuedReceipt {
  readonly receipt: Receipt;
  readonly code: string;
  /** Of the exercise; its id when it is no longer there. */
  readonly title: string;
}

/** What the tool finds to a code. */
export interface CheckedReceipt {
  readonly checked: Checked;
  /** The try as it is kept in this course; undefined: it is of another course, or no longer kept. */
  readonly kept?:
    | {
        readonly title: string;
        /** Of the learner; undefined where the platform shares none. */
        readonly name: string | undefined;
        readonly userId: string;
        readonly progress: Progress;
      }
    | undefined;
}

/** Which try. */
export interface WantedReceipt {
  readonly exerciseId: string;
  /** Undefined: the last one. */
  readonly attemptId?: string | undefined;
  /** Of the title. */
  readonly locale: string;
}

export interface Receipts {
  /** A learner's receipt for a try of their own. @throws {NoReceipt} */
  issue(principal: Principal, wanted: WantedReceipt): Promise<IssuedReceipt>;
  /** What a code says, and what is kept here. @throws {NotAllowed} for those who do not teach */
  check(principal: Principal, code: string, locale: string): Promise<CheckedReceipt>;
}

export interface ReceiptsDeps {
  readonly store: ProgressStore;
  readonly course: CourseGrades;
  readonly clock: Clock;
  /** Its key comes from the installation's secret: keys for platforms are changed each month, and receipts live longer. */
  readonly sealer: Pick<Sealer, 'sign' | 'verify'>;
  readonly readableFor: LearnerWorksDeps['readableFor'];
  readonly resourceLink: (id: string) => Promise<ResourceLink | undefined>;
}

export function createReceipts(deps: ReceiptsDeps): Receipts {
  const { store, course, clock, sealer, readableFor, resourceLink } = deps;

  return {
    async issue(principal, { exerciseId, attemptId, locale: language }) {
      const { linkId = '', userId } = principal;
      const progress = isGradable(principal) ? await store.of(linkId, userId) : undefined;
      const tries = (progress?.attempts ?? []).filter((each) => each.exerciseId === exerciseId);
      const at = attemptId === undefined ? -1 : tries.findIndex(({ id }) => id === attemptId);
      const attempt = attemptId !== undefined && at < 0 ? undefined : tries.at(at);
      if (!progress || !attempt) throw new NoReceipt('no such try');
      const { version } = attempt;
      const readable = await readableFor(principal, { id: exerciseId, language, version });
      const receipt: Receipt = {
        ...{ exerciseId, learner: pseudonymOf(progress.platformId, userId) },
        ...{ scoreGiven: attempt.scoreGiven, scoreMaximum: attempt.scoreMaximum },
        number: tries.indexOf(attempt) + 1,
        ...{ at: wholeSecond(attempt.at), issuedAt: wholeSecond(clock()) },
        taken: takenOf(progress),
      };
      return { receipt, code: codeOf(receipt, sealer), title: readable?.title ?? exerciseId };
    },

    async check(principal, code, language) {
      const work = await course.work(principal);
      const checked = checkCode(code, sealer);
      if (checked.verdict !== 'valid') return { checked };
      const { receipt } = checked;
      const progress = work.find((each) => isOf(each, receipt));
      if (!progress) return { checked };
      const { userId, linkId } = progress;
      const { exerciseId: id } = receipt;
      const link = await resourceLink(linkId);
      const version = progress.attempts.findLast(({ exerciseId }) => exerciseId === id)?.version;
      const reader = { ...principal, linkId, contentId: link?.contentId };
      const readable = await readableFor(reader, { id, language, version: version ?? '' });
      const name = namesOf(await course.people(principal)).get(userId);
      return { checked, kept: { title: readable?.title ?? id, name, userId, progress } };
    },
  };
}

/** What the gradebook has taken last; while a newer score waits, it is not yet known what it will have. */
function takenOf({ delivery }: Progress): Receipt['taken'] {
  const { deliveredAt, sent } = delivery;
  const last = sent?.at(-1);
  if (!last || deliveredAt === undefined) return undefined;
  return { ...last, at: wholeSecond(deliveredAt) };
}

function isOf({ platformId, userId, attempts }: Progress, receipt: Receipt): boolean {
  return (
    pseudonymOf(platformId, userId) === receipt.learner &&
    attempts.some(
      ({ exerciseId, at, scoreGiven, scoreMaximum }) =>
        exerciseId === receipt.exerciseId &&
        wholeSecond(at) === receipt.at &&
        scoreGiven === receipt.scoreGiven &&
        scoreMaximum === receipt.scoreMaximum,
    )
  );
}
