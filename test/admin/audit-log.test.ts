import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { csvLineOf } from '../../src/admin/audit-csv.js';
import type { KeptEntry } from '../../src/admin/audit-entry.js';
import { openAuditLog, type AuditLog } from '../../src/admin/index.js';
import type { Database } from '../../src/persistence/database.js';
import { openSqlite } from '../../src/persistence/sqlite/open-sqlite.js';
import type { Actor } from '../../src/shared/audit.js';
import { DAY } from '../../src/shared/clock.js';
import { newId } from '../../src/shared/ids.js';

const OPERATOR: Actor = { kind: 'operator' };
const START = Date.UTC(2026, 0, 1);

describe('audit log', () => {
  let now: number;
  let database: Database;
  let log: AuditLog;

  beforeEach(async () => {
    now = START;
    database = openSqlite({ file: ':memory:', clock: () => now });
    log = await openAuditLog({ database, clock: () => now, newId });
  });

  afterEach(() => database.close());

  it.each<Actor>([
    { kind: 'operator' },
    { kind: 'command-line' },
    { kind: 'tool' },
    { kind: 'platform', platformId: 'p1' },
    { kind: 'platform' },
    { kind: 'user', platformId: 'p1', userId: 'u1' },
  ])('keeps what was changed, by whom (%j) and when', async (by) => {
    const detail = { status: 'active', count: 2, atOnce: true };
    await log.audit({ action: 'platform.approved', by, subject: 'p1', detail });

    const { entries, next } = await log.list({ limit: 10 });
    expect(entries).toEqual([
      expect.objectContaining({
        action: 'platform.approved',
        by,
        subject: 'p1',
        detail,
        at: START,
      }),
    ]);
    expect(next).toBeUndefined();
  });

  it('gives pages newest first, without a gap or a repetition while entries are added', async () => {
    await write(7);
    const first = await log.list({ limit: 3 });
    await log.audit({ action: 'keys.rotated', by: OPERATOR, subject: 'late' });
    const second = await log.list({ limit: 3, after: first.next });
    const third = await log.list({ limit: 3, after: second.next });

    const subjects = [first, second, third].flatMap(({ entries }) =>
      entries.map(({ subject }) => subject),
    );
    expect(subjects).toEqual(['6', '5', '4', '3', '2', '1', '0']);
    expect(third.next).toBeUndefined();
  });

  it('keeps the order of what happens in one millisecond', async () => {
    await write(20);

    const { entries } = await log.list({ limit: 20 });
    expect(entries.map(({ subject }) => subject)).toEqual(
      [...Array(20).keys()].reverse().map(String),
    );
  });

  it('shows one kind of thing, or one thing', async () => {
    await log.audit({ action: 'platform.added', by: OPERATOR, subject: 'p1' });
    await log.audit({ action: 'platform.added', by: OPERATOR, subject: 'p2' });
    await log.audit({ action: 'deployment.allowed', by: OPERATOR, subject: 'p1' });

    const actions = async (filter: object): Promise<string[]> =>
      (await log.list({ ...filter, limit: 10 })).entries.map(
        ({ action, subject }) => `${action} ${subject ?? ''}`,
      );
    expect(await actions({ thing: 'platform' })).toEqual([
      'platform.added p2',
      'platform.added p1',
    ]);
    expect(await actions({ subject: 'p1' })).toEqual([
      'deployment.allowed p1',
      'platform.added p1',
    ]);
    expect(await actions({ thing: 'platform', subject: 'p1' })).toEqual(['platform.added p1']);
    expect(await actions({ thing: 'keys' })).toEqual([]);
  });

  it('refuses a made-up place to go on from', async () => {
    await expect(log.list({ limit: 10, after: 'nonsense' })).rejects.toMatchObject({
      code: 'persistence.invalid-cursor',
    });
  });

  it('keeps entries for three years, then sweeps them', async () => {
    await write(2);
    now = START + 3 * 365 * DAY - 1;
    await log.audit({ action: 'keys.rotated', by: OPERATOR, subject: 'young' });
    expect(await log.sweep()).toBe(0);
    expect((await log.list({ limit: 10 })).entries).toHaveLength(3);

    now = START + 3 * 365 * DAY + 1;
    expect(await log.sweep()).toBe(2);
    const { entries } = await log.list({ limit: 10 });
    expect(entries.map(({ subject }) => subject)).toEqual(['young']);
  });

  it('offers no way to change or remove an entry', () => {
    expect(Object.keys(log).sort()).toEqual(['audit', 'list', 'sweep']);
  });

  async function write(count: number): Promise<void> {
    for (let at = 0; at < count; at += 1) {
      await log.audit({ action: 'keys.rotated', by: OPERATOR, subject: String(at) });
    }
  }
});

describe('line of the CSV file', () => {
  const entry: KeptEntry = {
    id: 'e1',
    at: START,
    thing: 'platform',
    action: 'platform.added',
    by: { kind: 'user', platformId: 'p1', userId: 'u1' },
    subject: 'p1',
    detail: { name: 'School "North", hall' },
    expiresAt: START + 1,
  };

  it('quotes each cell and doubles what would end it', () => {
    expect(csvLineOf(entry)).toBe(
      '"2026-01-01T00:00:00.000Z","platform.added","user","p1","u1","p1",' +
        '"{""name"":""School \\""North\\"", hall""}"\r\n',
    );
  });

  it.each(['=1+1', '+1', '-1', '@sum', '\tx', '\rx'])('makes %j no formula', (subject) => {
    expect(csvLineOf({ ...entry, subject })).toContain(`"'${subject}"`);
  });
});
