import { beforeEach, describe, expect, it } from '@jest/globals';
import { openSqlite } from '../../../src/persistence/sqlite/open-sqlite.js';
import { newId } from '../../../src/shared/ids.js';
import type { Principal } from '../../../src/shared/principal.js';
import { openCohortStore } from '../../../src/tandem/cohort.store.js';
import { openParticipantStore } from '../../../src/tandem/participant.store.js';
import { createCohortPeople } from '../../../src/tandem/people/cohort-people.js';
import {
  createMembership,
  type Membership,
} from '../../../src/tandem/people/membership.service.js';
import { createPeople, type People } from '../../../src/tandem/people/people.service.js';
import { createPairing, type Pairing } from '../../../src/tandem/pairing/pairing.service.js';
import { createSeating } from '../../../src/tandem/pairing/seating.service.js';
import { openTandemStore } from '../../../src/tandem/tandem.store.js';

const COURSE = { platformId: 'platform', deploymentId: '1', contextId: 'course' } as const;
const TRAINER: Principal = { ...COURSE, userId: 'trainer', role: 'instructor' };

describe('pairing', () => {
  let membership: Membership;
  let people: People;
  let pairing: Pairing;
  let working: string[];
  let groups: Map<string, readonly string[]>;

  beforeEach(async () => {
    working = [];
    groups = new Map();
    const database = openSqlite({ file: ':memory:', clock: Date.now });
    const participants = await openParticipantStore(database);
    const cohorts = await openCohortStore(database);
    const tandems = await openTandemStore(database);
    const stores = { participants, cohorts, tandems, clock: Date.now, newId };
    membership = createMembership(stores);
    people = createPeople({ ...stores, membership, learnerKeyOf: (mark) => mark });
    pairing = createPairing({
      ...{ membership, participants },
      people: createCohortPeople(stores),
      seating: createSeating(stores),
      clock: Date.now,
      groupsOf: () => Promise.resolve(groups),
      hasWork: (id) => Promise.resolve(working.includes(id)),
    });
  });

  const tutor = async (userId: string, tutorRole: 'vet' | 'company'): Promise<string> => {
    const principal: Principal = { ...COURSE, userId, role: 'learner' };
    await people.introduce(principal, { displayName: userId, tutorRole, languages: [] }, undefined);
    return (await membership.participant(principal)).id;
  };
  const seatOf = async (userId: string): Promise<string | undefined> =>
    (await membership.participant({ ...COURSE, userId, role: 'learner' })).tandemId;

  it('forms a tandem of each pair in a group of the platform, and of nobody else', async () => {
    for (const user of ['v1', 'v2', 'v3']) await tutor(user, 'vet');
    for (const user of ['c1', 'c2', 'c3']) await tutor(user, 'company');
    groups = new Map([
      ['v1', ['A']],
      ['c2', ['A']],
      ['v2', ['B']],
      ['c1', ['B', 'C']],
      ['v3', ['D']],
    ]);
    await pairing.formFromGroups(TRAINER);
    expect(await seatOf('v1')).toBe(await seatOf('c2'));
    expect(await seatOf('v2')).toBe(await seatOf('c1'));
    expect([await seatOf('v3'), await seatOf('c3')]).toEqual([undefined, undefined]);
  });

  it('asks before work stays behind, and moves once the trainer knows', async () => {
    const [vet, company] = [await tutor('v', 'vet'), await tutor('c', 'company')];
    await pairing.form(TRAINER, [vet, company]);
    const tandemId = await seatOf('v');
    working = [tandemId ?? ''];
    const move = { participantId: vet, to: 'none' } as const;
    expect(await pairing.move(TRAINER, { ...move, isKnown: false })).toBe('work-stays');
    expect(await seatOf('v')).toBe(tandemId);
    expect((await pairing.places(TRAINER, vet)).leavesWork).toBe(true);
    expect(await pairing.move(TRAINER, { ...move, isKnown: true })).toBe('moved');
    expect(await seatOf('v')).toBeUndefined();
  });

  it('keeps a tandem in sight whose people have all left, when it has work', async () => {
    const [vet, company] = [await tutor('v', 'vet'), await tutor('c', 'company')];
    await pairing.form(TRAINER, [vet, company]);
    working = [(await seatOf('v')) ?? ''];
    for (const participantId of [vet, company]) {
      await pairing.move(TRAINER, { participantId, to: 'none', isKnown: true });
    }
    expect((await pairing.board(TRAINER)).pairs).toHaveLength(1);
    working = [];
    expect((await pairing.board(TRAINER)).pairs).toHaveLength(0);
    expect((await pairing.board(TRAINER)).log).toHaveLength(4);
  });

  it('opens a person once, however many tabs come first', async () => {
    const principal: Principal = { ...COURSE, userId: 'new', role: 'learner' };
    const opened = await Promise.all(
      Array.from({ length: 8 }, () => membership.participant(principal)),
    );
    expect(new Set(opened.map(({ id }) => id)).size).toBe(1);
  });

  it('knows a guest by the cohort they were invited to, and by no other', async () => {
    const vet = await tutor('v', 'vet');
    const { cohortId } = await membership.participant({ ...COURSE, userId: 'v', role: 'learner' });
    const guest = { platformId: 'guest', deploymentId: '', role: 'learner' } as const;
    // Somebody who launches is no guest, even by their own id.
    for (const contextId of [cohortId, 'another']) {
      const asked = membership.participant({ ...guest, userId: vet, contextId });
      await expect(asked).rejects.toMatchObject({ code: 'http.not-found' });
    }
    const trainer = membership.trainedCohort({
      ...guest,
      userId: vet,
      contextId: cohortId,
      role: 'instructor',
    });
    await expect(trainer).rejects.toMatchObject({ code: 'http.not-found' });
  });
});
