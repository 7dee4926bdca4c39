import type { Stored } from '../../persistence/database.js';
import { hasCode, NotFound } from '../../shared/errors.js';
import type { Cohort } from '../cohort.js';
import type { CohortStore } from '../cohort.store.js';
import type { ParticipantStore } from '../participant.store.js';
import type { TandemStore } from '../tandem.store.js';
import type { CohortPeople } from '../people/cohort-people.js';

/** Brings a whole cohort into another. */
export interface CohortMoves {
  /** Tandems keep their people and get new numbers. Moving again brings what was left behind. */
  move(source: Cohort, targetId: string): Promise<void>;
}

export function createCohortMoves(deps: {
  readonly cohorts: CohortStore;
  readonly participants: ParticipantStore;
  readonly tandems: TandemStore;
  readonly people: Pick<CohortPeople, 'all'>;
}): CohortMoves {
  const { cohorts, participants, tandems, people } = deps;

  async function movePeople(source: Cohort, cohortId: string): Promise<void> {
    for (const { id } of await people.all(source)) {
      await untilFresh(async () => {
        const person = await participants.get(id);
        if (person) await participants.replace({ ...person, cohortId });
      });
    }
  }

  /** A free number for each, counted in one write. */
  async function firstNumber(cohortId: string, count: number): Promise<number> {
    let first = 0;
    await untilFresh(async () => {
      const cohort = await present(cohortId);
      first = cohort.tandems + 1;
      await cohorts.replace({ ...cohort, tandems: cohort.tandems + count });
    });
    return first;
  }

  async function moveTandems(source: Cohort, cohortId: string): Promise<void> {
    const left = await tandems.inCohort(source.id);
    const inOrder = [...left].sort((a, b) => a.number - b.number);
    let number = await firstNumber(cohortId, inOrder.length);
    for (const { id } of inOrder) {
      await untilFresh(async () => {
        const tandem = await tandems.get(id);
        if (tandem) await tandems.replace({ ...tandem, cohortId, number });
      });
      number += 1;
    }
  }

  async function present(id: string): Promise<Stored<Cohort>> {
    const cohort = await cohorts.get(id);
    if (!cohort) throw new NotFound('cohort is gone');
    return cohort;
  }

  return {
    async move(source, targetId) {
      await moveTandems(source, targetId);
      await movePeople(source, targetId);
      for (const course of source.courses) {
        await untilFresh(async () => {
          await cohorts.join(course, await present(targetId));
        });
      }
      // Whoever came for the first time while the others moved.
      await movePeople(source, targetId);
    },
  };
}

/** Other writes may come in between; each is a short one. */
async function untilFresh(write: () => Promise<void>): Promise<void> {
  for (let tries = 0; ; tries += 1) {
    try {
      await write();
      return;
    } catch (fault) {
      const isStale = hasCode(fault) && fault.code === 'persistence.stale-revision';
      if (!isStale || tries >= 20) throw fault;
    }
  }
}
