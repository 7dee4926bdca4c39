import { beforeEach, describe, expect, it } from '@jest/globals';
import type { Database } from '../../../src/persistence/database.js';
import { openSqlite } from '../../../src/persistence/sqlite/open-sqlite.js';
import { DAY } from '../../../src/shared/clock.js';
import type { Principal } from '../../../src/shared/principal.js';
import type { BoardPage, Show } from '../../../src/tandem/board/board.js';
import { createBoard, type Board } from '../../../src/tandem/board/board.service.js';
import type { TandemStanding } from '../../../src/tandem/board/standing.js';
import { openCohortStore } from '../../../src/tandem/cohort.store.js';
import { openParticipantStore } from '../../../src/tandem/participant.store.js';
import { createCohortPeople } from '../../../src/tandem/people/cohort-people.js';
import { createMembership } from '../../../src/tandem/people/membership.service.js';
import { openTandemStore } from '../../../src/tandem/tandem.store.js';

const NOW = 100 * DAY;
const COURSE = { platformId: 'platform', deploymentId: '1', contextId: 'course' } as const;
const TRAINER: Principal = { ...COURSE, userId: 'trainer', role: 'instructor' };
const READER = { t: (key: string) => key, locale: 'en' } as const;

describe('trainers’ board', () => {
  let database: Database;
  let board: Board;
  let cohortId: string;
  let standings: Map<string, readonly TandemStanding[]>;
  let asked: number;

  beforeEach(async () => {
    database = openSqlite({ file: ':memory:', clock: () => NOW });
    standings = new Map();
    asked = 0;
    const stores = {
      participants: await openParticipantStore(database),
      cohorts: await openCohortStore(database),
      tandems: await openTandemStore(database),
      clock: () => NOW,
    };
    cohortId = (await stores.cohorts.of(COURSE)).id;
    board = createBoard({
      ...stores,
      membership: createMembership(stores),
      people: createCohortPeople(stores),
      standingsOf: (ids) => {
        asked += ids.length;
        return Promise.resolve(standings);
      },
    });
  });

  /** Tandems with these numbers; `people` by side and days of silence. */
  async function form(
    number: number,
    people: readonly (readonly ['vet' | 'company', number])[],
  ): Promise<void> {
    const tandems = await openTandemStore(database);
    const participants = await openParticipantStore(database);
    const tandemId = `t${number}`;
    await tandems.insert({ id: tandemId, cohortId, number, formedAt: NOW, log: [] });
    for (const [at, [tutorRole, silent]] of people.entries()) {
      const profile = { displayName: `Bērziņš ${number}-${at}`, tutorRole, languages: [] };
      await participants.insert({
        ...{ id: `p${number}-${at}`, cohortId, userId: `u${number}-${at}`, profile },
        ...{ tandemId, seatedAt: at, lastSeenAt: NOW - silent * DAY },
      });
    }
  }

  const ask = (show: Show, search = '', page = 1): Promise<BoardPage> =>
    board.page(TRAINER, { show, search, page }, READER);
  const numbers = ({ rows }: BoardPage): number[] => rows.map(({ tandem }) => tandem.number);

  it('finds those who are alone, missed or waited for', async () => {
    await form(1, [
      ['vet', 0],
      ['company', 1],
    ]);
    await form(2, [['vet', 0]]);
    await form(3, [
      ['vet', 13],
      ['company', 15],
    ]);
    await form(4, [
      ['vet', 0],
      ['company', 0],
    ]);
    const standing = { activityId: 'TA1', title: 'TA1', state: 'Step 2', isDone: false };
    standings.set('t4', [{ ...standing, waitsFor: ['p4-0'], waitsForTrainer: false }]);
    standings.set('t1', [{ ...standing, waitsFor: [], waitsForTrainer: true }]);
    expect(numbers(await ask('all'))).toEqual([1, 2, 3, 4]);
    expect(numbers(await ask('alone'))).toEqual([2]);
    expect(numbers(await ask('missed'))).toEqual([3]);
    expect(numbers(await ask('waiting'))).toEqual([4]);
    expect(numbers(await ask('trainer'))).toEqual([1]);
    expect(await ask('all')).toMatchObject({ tandems: 4, alone: 1, missed: 1, unpaired: 0 });
  });

  it('finds by number, and by part of a name whatever its accents', async () => {
    for (const number of [1, 2, 12])
      await form(number, [
        ['vet', 0],
        ['company', 0],
      ]);
    expect(numbers(await ask('all', '2'))).toEqual([2]);
    expect(numbers(await ask('all', 'BERZINS 12'))).toEqual([12]);
  });

  it('leaves out tandems of nobody that have no work, and keeps those that have', async () => {
    await form(1, []);
    await form(2, []);
    standings.set('t2', [
      {
        activityId: 'TA1',
        title: 'TA1',
        state: 'Step 1',
        isDone: false,
        waitsFor: [],
        waitsForTrainer: false,
      },
    ]);
    expect(numbers(await ask('all'))).toEqual([2]);
  });

  it('shows fifty of a thousand tandems, and asks how far those fifty are', async () => {
    for (let number = 1; number <= 1000; number += 1) {
      await form(number, [
        ['vet', 0],
        ['company', 0],
      ]);
    }
    const before = performance.now();
    const page = await ask('all', '', 3);
    const milliseconds = performance.now() - before;
    expect(page).toMatchObject({ tandems: 1000, found: 1000, page: 3, pages: 20 });
    expect(numbers(page)).toEqual(Array.from({ length: 50 }, (_, at) => 101 + at));
    expect(asked).toBe(50);
    expect(milliseconds).toBeLessThan(3000);
    expect((await ask('all', '', 999)).page).toBe(20);
  }, 60_000);
});
