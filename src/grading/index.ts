import { Router } from 'express';
import type { Locale, Translate } from '../i18n/i18n.js';
import type { StandingModel } from '../h5p/index.js';
import type { Job } from '../jobs/runner.js';
import type { Database } from '../persistence/database.js';
import type { NewId } from '../shared/ids.js';
import type { Principal } from '../shared/principal.js';
import type { Gradebook } from '../lti/index.js';
import { answersRoutes } from './answers/answers.routes.js';
import { createCourseAnswers, type CourseAnswersDeps } from './answers/answers.service.js';
import { createAwards, type Awards } from './work/awards.service.js';
import { openColumnStore } from './columns/column.store.js';
import { createColumnNames } from './columns/column-names.service.js';
import { createColumns, type ColumnsDeps } from './columns/columns.service.js';
import { createComparing } from './columns/compare.service.js';
import { createCourseGrades, type CourseGradesDeps } from './gradebook/course-grades.service.js';
import { decisionsRoutes } from './gradebook/decisions.routes.js';
import { createDecisions } from './gradebook/decisions.service.js';
import { createGradeActions } from './gradebook/grade-actions.service.js';
import { gradebookRoutes } from './gradebook/gradebook.routes.js';
import { createCourseGradebooks } from './gradebook/gradebook.service.js';
import {
  COMPARE_GRADES,
  compareGradesJob,
  SEND_SCORES,
  sendScoresJob,
  TELL_RECORD_STORE,
  tellRecordStoreJobs,
} from './grading.jobs.js';
import { createRecordStore, type RecordStoreAccess } from './statements/lrs.client.js';
import { createSendStatements } from './statements/send-statements.service.js';
import { gradingRoutes } from './grading.routes.js';
import { createGrading, type Grading, type GradingDeps } from './grading.service.js';
import { standingModel } from './grading.views.js';
import { learnerWorkRoutes } from './work/learner-work.routes.js';
import { createLearnerWorks, type LearnerWorksDeps } from './work/learner-work.service.js';
import { createLanes } from './delivery/lanes.js';
import { openLinkGradingStore } from './columns/link-grading.store.js';
import { openProgressStore } from './work/progress.store.js';
import { receiptsRoutes } from './receipts/receipts.routes.js';
import { createReceipts, type ReceiptsDeps } from './receipts/receipts.service.js';
import { createSendScores, type SendScoresDeps } from './delivery/send-scores.service.js';
import { openTriesStore } from './delivery/tries.store.js';

export type { GradedExercise } from './work/progress.js';

/** Answers, scores, and their way to the gradebook. */
export interface GradingSubsystem {
  /** Below a session. */
  readonly router: Router;
  readonly jobs: readonly Job[];
  /** Best tries behind the person's link, by exercise. */
  progressOf(
    principal: Principal,
  ): Promise<ReadonlyMap<string, { readonly scoreGiven: number; readonly scoreMaximum: number }>>;
  /** Where the score stands, in words. */
  standingOf(
    principal: Principal,
    exerciseId: string,
    reader: { readonly t: Translate; readonly locale: Locale },
  ): Promise<StandingModel>;
  /** Has points that trainers gave somebody on the way to that person's own gradebook. */
  readonly award: Awards['award'];
  /** Where they stand, in words; '' before they were given. */
  awardStandingOf(
    principal: Principal,
    activityId: string,
    reader: { readonly t: Translate; readonly locale: Locale },
  ): Promise<string>;
  /** Scores that are still to be sent. */
  waiting(): Promise<number>;
  /** Removes what has expired. @returns how many */
  sweep(): Promise<number>;
}

/** What grading is given; what it makes itself is left out. */
export type GradingSubsystemDeps = Omit<
  GradingDeps,
  'store' | 'columns' | 'gradings' | 'onWaiting'
> &
  Omit<LearnerWorksDeps, 'store'> &
  Pick<CourseAnswersDeps, 'textsBehind'> &
  Pick<SendScoresDeps, 'chance' | 'logger' | 'resourceLink' | 'onTried'> &
  Pick<ColumnsDeps, 'contentOf' | 'activityOf'> &
  Pick<ReceiptsDeps, 'sealer'> &
  Pick<CourseGradesDeps, 'linksOf' | 'people'> & {
    readonly database: Database;
    readonly newId: NewId;
    readonly gradebook: Gradebook;
    /** Is told of every answer; undefined: nobody is. */
    readonly recordStore: RecordStoreAccess | undefined;
    /** Of the tool. */
    readonly publicUrl: URL;
    /** Called when one of our jobs has something to do. */
    readonly wake: (job: string) => void;
  };

export async function createGradingSubsystem(
  given: GradingSubsystemDeps,
): Promise<GradingSubsystem> {
  const { database, clock, chance, gradebook, wake } = given;
  const store = await openProgressStore(database);
  const tries = await openTriesStore(given);
  const gradings = await openLinkGradingStore(database);
  const columnStore = await openColumnStore(database);
  const columns = createColumns({ ...given, gradings, columns: columnStore });
  const names = createColumnNames({ ...given, gradings, columns, names: columnStore });
  const lanes = createLanes({ clock, chance });
  const course = createCourseGrades({ ...given, store });
  const columnWays: Pick<SendScoresDeps, 'columnFor' | 'forgetColumn'> = {
    columnFor: (link, wanted) => columns.columnFor(link, wanted),
    forgetColumn: (link, wanted) => columns.forget(link, wanted),
  };
  const recordStore = given.recordStore && createRecordStore(given.recordStore);
  const deps = {
    ...{ ...given, ...gradebook, ...columnWays },
    ...{ store, tries, gradings, columns, names, lanes, course },
    onWaiting: () => {
      wake(SEND_SCORES);
    },
    onAnswer: given.recordStore && (() => wake(TELL_RECORD_STORE)),
    onDue: () => {
      wake(COMPARE_GRADES);
      wake(SEND_SCORES);
    },
  };
  const grading = createGrading(deps);
  const awards = createAwards(deps);
  const comparing = createComparing(deps);
  return {
    router: pagesOf({ ...deps, comparing }, grading),
    jobs: [
      sendScoresJob(createSendScores(deps)),
      compareGradesJob(comparing),
      ...tellRecordStoreJobs(recordStore && createSendStatements({ ...deps, recordStore })),
    ],
    progressOf: (principal) => grading.progress(principal),
    async standingOf(principal, exerciseId, { t, locale }) {
      const standing = await grading.standing(principal, exerciseId);
      const counting = await grading.counting(principal);
      return standingModel(t, locale, { standing, counting });
    },
    award: (to, points) => awards.award(to, points),
    async awardStandingOf(principal, activityId, { t, locale }) {
      const standing = await awards.standing(principal, activityId);
      if (!standing) return '';
      const { text, facts } = standingModel(t, locale, { standing, counting: 'best' });
      return [text, facts].filter((words) => words !== '').join(' ');
    },
    waiting: () => store.waiting(),
    sweep: () => tries.sweep(),
  };
}

/** What each of the pages needs. */
type PagesDeps = Parameters<typeof createLearnerWorks>[0] &
  Parameters<typeof createCourseAnswers>[0] &
  Parameters<typeof createReceipts>[0] &
  Parameters<typeof createCourseGradebooks>[0] &
  Parameters<typeof createGradeActions>[0] &
  Parameters<typeof createDecisions>[0] &
  Pick<Parameters<typeof answersRoutes>[0], 'course'>;

function pagesOf(deps: PagesDeps, grading: Grading): Router {
  const gradebooks = createCourseGradebooks(deps);
  return Router({ mergeParams: true }).use(
    gradingRoutes({ grading }),
    learnerWorkRoutes({ works: createLearnerWorks(deps) }),
    answersRoutes({ answers: createCourseAnswers(deps), course: deps.course }),
    receiptsRoutes({ receipts: createReceipts(deps) }),
    gradebookRoutes({ gradebooks, actions: createGradeActions(deps) }),
    decisionsRoutes({ decisions: createDecisions(deps), gradebooks }),
  );
}
