import { loadCurriculum } from '../../../src/curriculum/index.js';
import type { ActivityText } from '../../../src/curriculum/index.js';
import type { Database } from '../../../src/persistence/database.js';
import { openSqlite } from '../../../src/persistence/sqlite/open-sqlite.js';
import { DAY } from '../../../src/shared/clock.js';
import type { Principal } from '../../../src/shared/principal.js';
import { openCohortStore } from '../../../src/tandem/cohort.store.js';
import { participantIdOf } from '../../../src/tandem/participant.js';
import { openParticipantStore } from '../../../src/tandem/participant.store.js';
import {
  createMembership,
  type MembershipDeps,
} from '../../../src/tandem/people/membership.service.js';
import { openTandemStore } from '../../../src/tandem/tandem.store.js';
import { workspaceIdOf } from '../../../src/tandem/workspace/workspace.js';
import { openWorkspaceStore } from '../../../src/tandem/workspace/workspace.store.js';

const curriculum = await loadCurriculum({ directories: ['content'] });
const COURSE = { platformId: 'platform', deploymentId: '1', contextId: 'course' } as const;
export const TRAINER: Principal = { ...COURSE, userId: 'trainer', role: 'instructor' };
export const CO_TRAINER: Principal = { ...COURSE, userId: 'co-trainer', role: 'instructor' };
export const THIRD_TRAINER: Principal = { ...COURSE, userId: 'third', role: 'instructor' };
/** Of another course of the same platform. */
export const STRANGE_TRAINER: Principal = { ...TRAINER, contextId: 'elsewhere' };

/** A cohort without a network: stores, and who sits where. */
export interface Class {
  readonly database: Database;
  readonly stores: MembershipDeps;
  readonly membership: ReturnType<typeof createMembership>;
  /** `now` in epoch milliseconds, moved by tests. */
  readonly at: { now: number };
  /** A pair in a tandem of its own, `t<number>`. */
  pair(number: number): Promise<readonly [Principal, Principal]>;
  /** All have confirmed. */
  handIn(tandemId: string, activityId: string): Promise<void>;
  readonly activityFor: (
    principal: Principal,
    id: string,
    locale: string,
  ) => ActivityText | undefined;
}

export async function aClass(): Promise<Class> {
  const at = { now: 100 * DAY };
  const database = openSqlite({ file: ':memory:', clock: () => at.now });
  const stores = {
    participants: await openParticipantStore(database),
    cohorts: await openCohortStore(database),
    tandems: await openTandemStore(database),
    clock: () => at.now,
  };
  const cohortId = (await stores.cohorts.of(COURSE)).id;
  return {
    ...{ database, stores, at },
    membership: createMembership(stores),
    activityFor: (_principal, id, locale) => curriculum.activity(id, locale),
    async pair(number) {
      const tandemId = `t${number}`;
      await stores.tandems.insert({ id: tandemId, cohortId, number, formedAt: 0, log: [] });
      const people = (['vet', 'company'] as const).map((tutorRole) => {
        const principal: Principal = {
          ...{ ...COURSE, role: 'learner' },
          userId: `${tutorRole}${number}`,
        };
        const profile = { displayName: principal.userId, tutorRole, languages: [] };
        return { principal, profile };
      });
      for (const [seat, { principal, profile }] of people.entries()) {
        await stores.participants.insert({
          ...{ id: participantIdOf(COURSE, principal), cohortId, course: COURSE, profile },
          ...{ userId: principal.userId, tandemId, seatedAt: seat, lastSeenAt: at.now },
        });
      }
      const [vet, company] = people.map(({ principal }) => principal);
      if (!vet || !company) throw new Error('two people make a pair');
      return [vet, company];
    },
    async handIn(tandemId, activityId) {
      const store = await openWorkspaceStore(database);
      const workspace = {
        ...{ id: workspaceIdOf(tandemId, activityId), tandemId, activityId, openedAt: 0 },
        ...{ snapshot: '', foldedTo: 0, lastEdits: {}, confirmations: [], doneSteps: [] },
      };
      await store.opened({ ...workspace, frozenAt: at.now });
    },
  };
}
