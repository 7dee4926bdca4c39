import type { People, Person, Course, ResourceLink } from '../../lti/index.js';
import type { Stored } from '../../persistence/database.js';
import { hasCode, NotAllowed, NotFound } from '../../shared/errors.js';
import type { Principal } from '../../shared/principal.js';
import type { Columns } from '../columns/columns.service.js';
import type { Kind } from '../delivery/after-try.js';
import { mayLookAfterGrades, type GradeKeeper } from '../grading.policy.js';
import type { Progress } from '../work/progress.js';
import type { ProgressStore } from '../work/progress.store.js';

/** The grades of one course, for those who teach there. Everything that a trainer sees or changes comes through here. */
export interface CourseGrades {
  /** Links of the course. @throws {NotAllowed} for those who do not teach */
  links(principal: Principal): Promise<readonly ResourceLink[]>;
  /** One of them. @throws {NotAllowed} @throws {NotFound} */
  link(principal: Principal, linkId: string): Promise<ResourceLink>;
  /** Everybody's work behind the course's links. @throws {NotAllowed} */
  work(principal: Principal): Promise<readonly Stored<Progress>[]>;
  /** One of them. @throws {NotAllowed} @throws {NotFound} */
  workOf(principal: Principal, progressId: string): Promise<Stored<Progress>>;
  /** Undefined where nobody's name can be had. @throws {NotAllowed} */
  people(principal: Principal): Promise<readonly Person[] | undefined>;
}

export interface CourseGradesDeps {
  readonly store: ProgressStore;
  readonly linksOf: (course: Course) => Promise<readonly ResourceLink[]>;
  readonly resourceLink: (id: string) => Promise<ResourceLink | undefined>;
  readonly people: (principal: Principal) => Promise<People>;
}

const PAGE = 500;
/** More than this no page could show. */
const MOST = 20_000;

export function createCourseGrades(deps: CourseGradesDeps): CourseGrades {
  const { store, linksOf, resourceLink } = deps;

  async function links(principal: Principal): Promise<readonly ResourceLink[]> {
    const { platformId, deploymentId, contextId, linkId } = requireKeeper(principal);
    const own = await resourceLink(linkId);
    const course =
      contextId === undefined ? [] : await linksOf({ platformId, deploymentId, contextId });
    const others = course.filter(({ id }) => id !== linkId);
    return own ? [own, ...others] : others;
  }

  return {
    links,
    async link(principal, linkId) {
      const found = (await links(principal)).find(({ id }) => id === linkId);
      if (!found) throw new NotFound('link of another course');
      return found;
    },
    async work(principal) {
      return workBehind(
        store,
        (await links(principal)).map(({ id }) => id),
      );
    },
    async workOf(principal, progressId) {
      const ids = (await links(principal)).map(({ id }) => id);
      const progress = await store.byId(progressId);
      if (!progress || !ids.includes(progress.linkId)) throw new NotFound('work of another course');
      return progress;
    },
    async people(principal) {
      requireKeeper(principal);
      if (principal.contextId === undefined) return undefined;
      try {
        return (await deps.people(principal)).people;
      } catch (fault) {
        // Grades without names are worth more than none.
        if (hasCode(fault)) return undefined;
        throw fault;
      }
    },
  };
}

/** Everybody's work behind these links. */
export async function workBehind(
  store: ProgressStore,
  linkIds: readonly string[],
): Promise<readonly Stored<Progress>[]> {
  const found: Stored<Progress>[] = [];
  let cursor: string | undefined;
  do {
    const page = await store.behind(linkIds, { limit: PAGE, cursor });
    found.push(...page.documents);
    cursor = page.next;
  } while (cursor !== undefined && found.length < MOST);
  return found;
}

/** Whether somebody answered exercises for it; other points were given by trainers. */
export function isAnswered({ activityId }: Progress): boolean {
  return activityId === undefined;
}

/** A column behind a link, and the work whose score, or whose completion, is in it. */
export interface WorkedColumn {
  /** Its URL. */
  readonly lineItem: string;
  readonly kind: Kind;
  readonly part: readonly Progress[];
}

/** The columns of one link; what has none yet is left out. */
export async function columnsOf(
  link: ResourceLink,
  work: readonly Progress[],
  columns: Pick<Columns, 'awardColumn' | 'completionColumn'>,
): Promise<readonly WorkedColumn[]> {
  const parts = new Map<string, Progress[]>();
  for (const progress of work) {
    const { activityId } = progress;
    const lineItem =
      activityId === undefined ? link.lineItem : await columns.awardColumn(link, activityId);
    if (lineItem === undefined) continue;
    parts.set(lineItem, [...(parts.get(lineItem) ?? []), progress]);
  }
  const scores = [...parts].map(([lineItem, part]) => ({ lineItem, kind: 'score' as const, part }));
  const completed = work.filter(({ completion }) => completion !== undefined);
  const lineItem = completed.length > 0 ? await columns.completionColumn(link) : undefined;
  if (lineItem === undefined) return scores;
  return [...scores, { lineItem, kind: 'completion', part: completed }];
}

function requireKeeper(principal: Principal): GradeKeeper {
  if (!mayLookAfterGrades(principal)) throw new NotAllowed('does not teach');
  return principal;
}
