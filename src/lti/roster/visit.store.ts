import { z } from 'zod';
import type { Collection, Database } from '../../persistence/database.js';
import type { Clock } from '../../shared/clock.js';
import { hasCode } from '../../shared/errors.js';
import { digest } from '../../shared/ids.js';
import type { Principal } from '../../shared/principal.js';
import { courseIdOf, courseOf } from './course.js';

/** That somebody has opened something of ours in a course. Without it nobody could be missed. */
const Visit = z.object({
  id: z.string(),
  courseId: z.string(),
  userId: z.string(),
  /** Of the last launch that changed it. */
  role: z.enum(['viewer', 'learner', 'instructor', 'administrator']),
  /** Epoch milliseconds. */
  firstAt: z.number(),
});
export type Visit = Readonly<z.infer<typeof Visit>>;

/** Courses are smaller; a list this long is cut. */
const MOST_VISITS = 50_000;

export interface VisitStore {
  /** Writes at somebody's first launch in a course, and when the role there has changed. */
  note(principal: Principal): Promise<void>;
  /** Everybody who has ever come from the course. */
  of(courseId: string): Promise<readonly Visit[]>;
}

export async function openVisitStore(database: Database, clock: Clock): Promise<VisitStore> {
  const visits: Collection<Visit> = await database.collection({
    name: 'visits',
    schema: Visit,
    indexes: ['courseId'],
  });

  return {
    async note(principal) {
      const course = courseOf(principal);
      if (!course) return;
      const { userId, role } = principal;
      const courseId = courseIdOf(course);
      const id = digest('visit', courseId, userId);
      const known = await visits.get(id);
      if (known?.role === role) return;
      try {
        if (known) await visits.replace({ ...known, role });
        else await visits.insert({ id, courseId, userId, role, firstAt: clock() });
      } catch (fault) {
        // The same person's other tab was quicker, and says the same.
        if (!hasCode(fault) || !fault.code.startsWith('persistence.')) throw fault;
        if (fault.code === 'persistence.unavailable') throw fault;
      }
    },
    async of(courseId) {
      const found: Visit[] = [];
      let cursor: string | undefined;
      do {
        const page = await visits.find({ courseId }, { limit: 1000, cursor });
        found.push(...page.documents);
        cursor = page.next;
      } while (cursor !== undefined && found.length < MOST_VISITS);
      return found;
    },
  };
}
