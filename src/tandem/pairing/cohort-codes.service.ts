import type { Stored } from '../../persistence/database.js';
import type { Audit } from '../../shared/audit.js';
import type { Clock } from '../../shared/clock.js';
import { AppError, NotFound } from '../../shared/errors.js';
import { digest } from '../../shared/ids.js';
import type { Principal } from '../../shared/principal.js';
import {
  cohortIdOf,
  courseBehind,
  MOST_COURSES,
  type Cohort,
  type CohortCourse,
} from '../cohort.js';
import type { CohortStore } from '../cohort.store.js';
import type { Membership } from '../people/membership.service.js';
import { cohortCodeIdOf, type CohortCode } from './cohort-code.js';
import type { CohortCodeStore } from './cohort-code.store.js';
import type { CohortMoves } from './cohort-moves.service.js';
import { CODE_LIFETIME, newPairCode, readPairCode } from './pair-code.js';
import { CodeUnknown } from './pair-codes.service.js';
import type { Patience } from './patience.service.js';

/** The course shares its people with another one already, and would take them along. */
export class CourseNotFree extends AppError {
  readonly code = 'tandem.course-not-free';
  readonly status = 409;
}

/** A course that has asked to come in. */
export interface Asking {
  /** `cohortIdOf` the course. */
  readonly id: string;
  /** Of its platform; undefined when the platform is gone. */
  readonly platformName: string | undefined;
}

/** What of cohorts concerns a trainer now. */
export interface CohortPlace {
  /** Courses in the cohort, by the names of their platforms; the trainer's own among them. */
  readonly courses: readonly (string | undefined)[];
  readonly askedBy: readonly Asking[];
  /** The course is in a cohort with others, and cannot go to one more. */
  readonly isShared: boolean;
}

/** Trainers of several courses who agree to look after all of their people together. */
export interface CohortCodes {
  /** @throws {NotFound} as all below */
  place(principal: Principal): Promise<CohortPlace>;
  /** A new code in place of an older one. @returns it, this once */
  make(principal: Principal): Promise<string>;
  /** Names of the platforms behind a code. @throws {CodeUnknown} @throws {TooManyCodes} @throws {CourseNotFree} */
  look(principal: Principal, typed: string): Promise<readonly (string | undefined)[]>;
  /** Asks to come in. @throws as `look` */
  take(principal: Principal, typed: string): Promise<void>;
  /** Lets a course in, with its people and tandems, or not. @throws {CourseNotFree} */
  answer(principal: Principal, askingId: string, isYes: boolean): Promise<void>;
  sweep(): Promise<number>;
}

export interface CohortCodesDeps {
  readonly codes: CohortCodeStore;
  readonly patience: Patience;
  readonly membership: Pick<Membership, 'trainedCohort'>;
  readonly cohorts: CohortStore;
  readonly moves: CohortMoves;
  readonly platformName: (platformId: string) => Promise<string | undefined>;
  readonly audit: Audit;
  readonly clock: Clock;
}

export function createCohortCodes(deps: CohortCodesDeps): CohortCodes {
  const { codes, membership, cohorts, platformName, clock } = deps;

  const namesOf = (cohort: Cohort): Promise<readonly (string | undefined)[]> =>
    Promise.all(cohort.courses.map(({ platformId }) => platformName(platformId)));

  return {
    async place(principal) {
      const cohort = await membership.trainedCohort(principal);
      const asking = (await codes.into(cohort.id)).flatMap(({ takenBy }) => takenBy ?? []);
      return {
        courses: await namesOf(cohort),
        askedBy: await Promise.all(
          asking.map(async (course) => ({
            id: cohortIdOf(course),
            platformName: await platformName(course.platformId),
          })),
        ),
        isShared: isShared(cohort, principal),
      };
    },

    async make(principal) {
      const { id: cohortId } = await membership.trainedCohort(principal);
      const open = (await codes.into(cohortId)).filter(({ takenBy }) => takenBy === undefined);
      await Promise.all(open.map(({ id }) => codes.consume(id)));
      const code = newPairCode();
      const expiresAt = clock() + CODE_LIFETIME;
      await codes.insert({ id: cohortCodeIdOf(code), cohortId, expiresAt });
      return code;
    },

    async look(principal, typed) {
      const { cohortId } = await found(deps, principal, typed);
      const cohort = await cohorts.get(cohortId);
      if (!cohort) throw new CodeUnknown('its cohort is gone');
      return namesOf(cohort);
    },

    async take(principal, typed) {
      const takenBy = courseBehind(principal);
      if (!takenBy) throw new NotFound('launch named no course');
      await codes.replace({ ...(await found(deps, principal, typed)), takenBy });
    },

    async answer(principal, askingId, isYes) {
      const cohort = await membership.trainedCohort(principal);
      const offer = (await codes.into(cohort.id)).find(
        ({ takenBy }) => takenBy !== undefined && cohortIdOf(takenBy) === askingId,
      );
      if (!offer?.takenBy) throw new NotFound('no such course has asked');
      // The code goes last: whatever breaks before, the same answer can be given again.
      if (isYes) await letIn(deps, offer.takenBy, cohort, principal);
      await codes.consume(offer.id);
    },

    sweep: () => codes.sweep(),
  };
}

async function found(
  { codes, patience, membership }: CohortCodesDeps,
  principal: Principal,
  typed: string,
): Promise<Stored<CohortCode>> {
  const own = await membership.trainedCohort(principal);
  if (isShared(own, principal)) throw new CourseNotFree('shares its people already');
  const trainerId = digest('trainer', principal.platformId, principal.userId);
  await patience.take(trainerId);
  const code = readPairCode(typed);
  const offer = code === undefined ? undefined : await codes.get(cohortCodeIdOf(code));
  if (!offer || offer.takenBy || offer.cohortId === own.id) {
    throw new CodeUnknown('no such code for this course');
  }
  await patience.giveBack(trainerId);
  return offer;
}

/** With all of its people and tandems. */
async function letIn(
  { cohorts, moves, audit }: CohortCodesDeps,
  course: CohortCourse,
  cohort: Stored<Cohort>,
  { platformId, userId }: Principal,
): Promise<void> {
  const source = await cohorts.of(course);
  if (source.id !== cohort.id) {
    const isFull = cohort.courses.length >= MOST_COURSES;
    if (isFull || source.courses.length > 1) throw new CourseNotFree('others came meanwhile');
    await moves.move(source, cohort.id);
  }
  await audit({
    action: 'cohort.course-joined',
    by: { kind: 'user', platformId, userId },
    subject: cohort.id,
    detail: { platformId: course.platformId, contextId: course.contextId },
  });
}

/** Somebody else's course is in it too, or it is somebody else's. */
function isShared(cohort: Cohort, principal: Principal): boolean {
  const course = courseBehind(principal);
  return cohort.courses.length > 1 || (course !== undefined && cohort.id !== cohortIdOf(course));
}
