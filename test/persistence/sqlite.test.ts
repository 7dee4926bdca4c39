import { spawn } from 'node:child_process';
import { renameSync, statSync } from 'node:fs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from '@jest/globals';
import { z } from 'zod';
import type { Collection, Database } from '../../src/persistence/database.js';
import { openConnection } from '../../src/persistence/sqlite/connection.js';
import { openSqlite, sqliteDatabase } from '../../src/persistence/sqlite/open-sqlite.js';
import { hasCode } from '../../src/shared/errors.js';
import { databaseContract } from '../contract/database.contract.js';

const directory = await mkdtemp(join(tmpdir(), 'tandem-sqlite-'));
afterAll(() => rm(directory, { recursive: true }));

databaseContract('SQLite adapter', (clock) =>
  openSqlite({ file: join(directory, 'contract', 'data.sqlite'), clock }),
);

const Thing = z.object({
  id: z.string(),
  count: z.number().optional(),
  text: z.string().optional(),
});
type Thing = z.infer<typeof Thing>;

const clock = Date.now;
const unavailable = { code: 'persistence.unavailable' };

function thingsOf(database: Database): Promise<Collection<Thing>> {
  return database.collection({ name: 'things', schema: Thing, indexes: ['count'] });
}

describe('SQLite file', () => {
  it('and its directory are for this user only', async () => {
    const file = join(directory, 'new', 'deep', 'data.sqlite');
    const database = openSqlite({ file, clock });
    await (await thingsOf(database)).insert({ id: 'a' });
    expect(statSync(file).mode & 0o777).toBe(0o600);
    expect(statSync(`${file}-wal`).mode & 0o777).toBe(0o600);
    expect(statSync(join(directory, 'new', 'deep')).mode & 0o777).toBe(0o700);
    await database.close();
  });

  it('loses no acknowledged write when the process is killed', async () => {
    const file = join(directory, 'killed.sqlite');
    const acknowledged: string[] = [];
    for (let kill = 0; kill < 5; kill += 1) {
      acknowledged.push(...(await idsUntilKilled(file, `run${kill}`)));
    }
    const database = openSqlite({ file, clock });
    const things = await thingsOf(database);
    const lost: string[] = [];
    for (const id of acknowledged) if (!(await things.get(id))) lost.push(id);
    expect(lost).toEqual([]);
    expect(acknowledged.length).toBeGreaterThan(500);
    await database.close();
  }, 60_000);

  it('is shared by two connections without losing an update', async () => {
    const file = join(directory, 'shared.sqlite');
    const databases = [openSqlite({ file, clock }), openSqlite({ file, clock })];
    const both = await Promise.all(databases.map(thingsOf));
    await both[0]!.insert({ id: 'a', count: 0 });
    await Promise.all(
      both.map(async (things) => {
        for (let done = 0; done < 50;) {
          const read = (await things.get('a'))!;
          const wrote = await things.replace({ ...read, count: read.count! + 1 }).then(
            () => true,
            () => false,
          );
          if (wrote) done += 1;
        }
      }),
    );
    expect(await both[1]!.get('a')).toMatchObject({ count: 100 });
    await Promise.all(databases.map((database) => database.close()));
  });

  it('that another connection holds for long is unavailable, then works again', async () => {
    const file = join(directory, 'held.sqlite');
    const database = openSqlite({ file, clock });
    const things = await thingsOf(database);
    const holder = openConnection(file);
    holder.exec('BEGIN IMMEDIATE');
    await expect(things.insert({ id: 'a' })).rejects.toMatchObject(unavailable);
    expect(await things.get('a')).toBeUndefined();
    holder.exec('ROLLBACK');
    await things.insert({ id: 'a' });
    holder.close();
    await database.close();
  });

  it('on a full disk refuses writes, answers reads, and writes again once there is space', async () => {
    const connection = openConnection(join(directory, 'full.sqlite'));
    const things = await thingsOf(sqliteDatabase(connection, clock));
    await things.insert({ id: 'before' });
    connection.exec('PRAGMA max_page_count = 20');

    const text = 'x'.repeat(10_000);
    const results = await Promise.allSettled(
      Array.from({ length: 20 }, (_, index) => things.insert({ id: `id${index}`, text })),
    );
    expect(results.map(({ status }) => status)).toContain('rejected');
    for (const result of results) {
      if (result.status === 'rejected') expect(result.reason).toMatchObject(unavailable);
    }
    expect(await things.count({})).toBe(
      1 + results.filter((it) => it.status === 'fulfilled').length,
    );
    expect(await things.get('before')).toBeDefined();

    connection.exec('PRAGMA max_page_count = 1000000');
    await things.insert({ id: 'id0', text });
    connection.close();
  });

  it('that was moved away is unavailable until it is back', async () => {
    const file = join(directory, 'moved.sqlite');
    const database = openSqlite({ file, clock });
    const things = await thingsOf(database);
    renameSync(file, `${file}.away`);
    await expect(things.insert({ id: 'a' })).rejects.toMatchObject(unavailable);
    await expect(database.ping()).rejects.toMatchObject(unavailable);
    renameSync(`${file}.away`, file);
    await things.insert({ id: 'a' });
    expect(await things.get('a')).toBeDefined();
    await database.close();
  });

  it('that is none is unavailable', async () => {
    const text = join(directory, 'text');
    await writeFile(text, 'This is no database. '.repeat(100));
    for (const file of [directory, text, join(text, 'below.sqlite')]) {
      expect(codeOf(() => openSqlite({ file, clock }))).toBe('persistence.unavailable');
    }
  });

  it('takes what was written before it closes', async () => {
    const file = join(directory, 'closing.sqlite');
    const database = openSqlite({ file, clock });
    const things = await thingsOf(database);
    const writes = Array.from({ length: 600 }, (_, index) => things.insert({ id: `id${index}` }));
    await database.close();
    await Promise.all(writes);
    const again = openSqlite({ file, clock });
    expect(await (await thingsOf(again)).count({})).toBe(600);
    await again.close();
  });
});

describe('SQLite in memory', () => {
  it('is a database of its own each time', async () => {
    const one = openSqlite({ file: ':memory:', clock });
    const other = openSqlite({ file: ':memory:', clock });
    await (await thingsOf(one)).insert({ id: 'a' });
    expect(await (await thingsOf(other)).get('a')).toBeUndefined();
    await Promise.all([one.close(), other.close()]);
  });
});

function codeOf(work: () => unknown): unknown {
  try {
    work();
  } catch (error) {
    return hasCode(error) ? error.code : error;
  }
  return undefined;
}

/** Lets a process write into the file, kills it in the middle, and gives the ids it had acknowledged. */
async function idsUntilKilled(file: string, prefix: string): Promise<string[]> {
  const writer = spawn(
    process.execPath,
    ['--import', 'tsx', 'test/support/sqlite-writer.ts', file, prefix],
    { stdio: ['ignore', 'pipe', 'inherit'] },
  );
  let said = '';
  writer.stdout.setEncoding('utf8').on('data', (text: string) => {
    if (said === '') setTimeout(() => writer.kill('SIGKILL'), 300);
    said += text;
  });
  await new Promise((resolve) => writer.on('close', resolve));
  // The last line may be half a line.
  return said.split('\n').slice(0, -1);
}
