import type { Principal } from '../../shared/principal.js';
import { NotFound } from '../../shared/errors.js';
import type { Kind } from '../delivery/after-try.js';
import type { CourseGrades } from './course-grades.service.js';
import {
  namesOf,
  notGradableOf,
  rowsOf,
  type Activity,
  type GradeRow,
  type NotGradable,
} from './grade-row.js';
import type { Lanes } from '../delivery/lanes.js';
import type { LinkGradingStore } from '../columns/link-grading.store.js';
import type { Try } from '../delivery/try.js';
import type { TriesStore } from '../delivery/tries.store.js';

/** All grades of a course, and how their platform fares. */
export interface CourseGradebook {
  readonly rows: readonly GradeRow[];
  readonly activities: readonly Activity[];
  readonly notGradable: readonly NotGradable[];
  /** Epoch milliseconds until which the platform is left alone; undefined: it answers. */
  readonly closedUntil?: number | undefined;
  /** Grades are just being compared. */
  readonly isComparing: boolean;
}

/** What those who teach see of the grades of their course. All throw NotAllowed for others. */
export interface CourseGradebooks {
  view(principal: Principal): Promise<CourseGradebook>;
  /** One row with its latest tries. @throws {NotFound} */
  row(principal: Principal, id: RowId): Promise<{ row: GradeRow; tries: readonly Try[] }>;
  /** One activity of the course. @throws {NotFound} */
  activity(principal: Principal, linkId: string): Promise<Activity>;
  /** Every try that is still on record, page by page, the oldest first. */
  tries(
    principal: Principal,
  ): AsyncGenerator<{ page: readonly Try[]; titleOf: (tried: Try) => string }, void>;
}

export interface RowId {
  readonly progressId: string;
  readonly kind: Kind;
}

export interface CourseGradebooksDeps {
  readonly course: CourseGrades;
  readonly tries: TriesStore;
  readonly gradings: LinkGradingStore;
  readonly lanes: Lanes;
  readonly contentOf: (contentId: string) => Promise<{ readonly title: string } | undefined>;
  readonly activityOf: (activityId: string) => { readonly title: string } | undefined;
}

const TRIES_SHOWN = 50;
const TRIES_READ = 500;

export function createCourseGradebooks(deps: CourseGradebooksDeps): CourseGradebooks {
  const { course, tries, lanes, activityOf } = deps;
  const titleOfAward = (activityId: string): string | undefined => activityOf(activityId)?.title;

  return {
    async view(principal) {
      const [activities, work, people] = await Promise.all([
        activitiesOf(principal, deps),
        course.work(principal),
        course.people(principal),
      ]);
      const { closedUntil } = lanes.state(principal.platformId);
      const about = { activities, names: namesOf(people), closedUntil, titleOf: titleOfAward };
      return {
        rows: work.flatMap((progress) => rowsOf(progress, about)),
        activities,
        notGradable: notGradableOf(people ?? []),
        closedUntil,
        isComparing: activities.some(({ grading }) => grading.isAsked === true),
      };
    },

    async row(principal, { progressId, kind }) {
      const progress = await course.workOf(principal, progressId);
      const [activities, people] = await Promise.all([
        activitiesOf(principal, deps),
        course.people(principal),
      ]);
      const { closedUntil } = lanes.state(principal.platformId);
      const about = { activities, names: namesOf(people), closedUntil, titleOf: titleOfAward };
      const row = rowsOf(progress, about).find((found) => found.kind === kind);
      if (!row) throw new NotFound('no such grade');
      const all = await tries.ofProgress(progressId, TRIES_SHOWN);
      return { row, tries: all.filter((tried) => tried.kind === kind) };
    },

    async activity(principal, linkId) {
      const activities = await activitiesOf(principal, deps);
      const found = activities.find(({ link }) => link.id === linkId);
      if (!found) throw new NotFound('link of another course');
      return found;
    },

    async *tries(principal) {
      const activities = await activitiesOf(principal, deps);
      const ids = activities.map(({ link }) => link.id);
      const titles = new Map(activities.map(({ link, title }) => [link.id, title]));
      const titleOf = ({ linkId, activityId }: Try): string =>
        (activityId === undefined ? titles.get(linkId) : titleOfAward(activityId)) ?? '';
      let cursor: string | undefined;
      do {
        const { documents, next } = await tries.behind(ids, { limit: TRIES_READ, cursor });
        yield { page: documents, titleOf };
        cursor = next;
      } while (cursor !== undefined);
    },
  };
}

async function activitiesOf(
  principal: Principal,
  { course, gradings, contentOf }: CourseGradebooksDeps,
): Promise<readonly Activity[]> {
  const links = await course.links(principal);
  return Promise.all(
    links.map(async (link) => ({
      link,
      title: link.title ?? (await contentOf(link.contentId ?? ''))?.title ?? link.resourceLinkId,
      grading: await gradings.of(link.id),
    })),
  );
}
