import { z } from 'zod';
import { openSqlite } from '../../src/persistence/sqlite/open-sqlite.js';

/** Run as a process: writes documents into the file it is given, and says each id once it is acknowledged. */
const [file = '', prefix = ''] = process.argv.slice(2);
const database = openSqlite({ file, clock: Date.now });
const things = await database.collection({
  name: 'things',
  schema: z.object({ id: z.string(), count: z.number() }),
  indexes: ['count'],
});

async function writeOn(writer: number): Promise<never> {
  for (let count = 0; ; count += 1) {
    const id = `${prefix}-${writer}-${count}`;
    await things.insert({ id, count });
    process.stdout.write(`${id}\n`);
  }
}

await Promise.all([1, 2, 3, 4].map(writeOn));
