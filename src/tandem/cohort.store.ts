import type { Collection, Database, Stored } from '../persistence/database.js';
import { hasCode } from '../shared/errors.js';
import { Cohort, cohortIdOf, JoinedCourse, type CohortCourse } from './cohort.js';

export interface CohortStore {
  /** The cohort of a course; made when it is the first that is heard of it. */
  of(course: CohortCourse): Promise<Stored<Cohort>>;
  get(id: string): Promise<Stored<Cohort> | undefined>;
  /** From now on the course is in this cohort. @throws {StaleRevision} */
  join(course: CohortCourse, cohort: Stored<Cohort>): Promise<void>;
  /** @throws {StaleRevision} */
  replace(cohort: Stored<Cohort>): Promise<Stored<Cohort>>;
}

export async function openCohortStore(database: Database): Promise<CohortStore> {
  const cohorts: Collection<Cohort> = await database.collection({
    name: 'cohorts',
    schema: Cohort,
  });
  const joined: Collection<JoinedCourse> = await database.collection({
    name: 'joined_courses',
    schema: JoinedCourse,
  });

  async function made(id: string, course: CohortCourse): Promise<Stored<Cohort>> {
    try {
      return await cohorts.insert({ id, courses: [course], tandems: 0 });
    } catch (fault) {
      if (!hasCode(fault) || fault.code !== 'persistence.duplicate-key') throw fault;
      const known = await cohorts.get(id);
      if (!known) throw fault;
      return known;
    }
  }

  return {
    async of(course) {
      const own = cohortIdOf(course);
      const id = (await joined.get(own))?.cohortId ?? own;
      return (await cohorts.get(id)) ?? made(id, course);
    },
    get: (id) => cohorts.get(id),
    async join(course, cohort) {
      const own = cohortIdOf(course);
      const isListed = cohort.courses.some((listed) => cohortIdOf(listed) === own);
      if (!isListed) await cohorts.replace({ ...cohort, courses: [...cohort.courses, course] });
      const known = await joined.get(own);
      if (known?.cohortId === cohort.id) return;
      if (known) await joined.replace({ ...known, cohortId: cohort.id });
      else await joined.insert({ id: own, cohortId: cohort.id });
    },
    replace: (cohort) => cohorts.replace(cohort),
  };
}
