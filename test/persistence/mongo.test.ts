import { randomBytes } from 'node:crypto';
import { afterAll, describe, expect, it } from '@jest/globals';
import mongoose from 'mongoose';
import { z } from 'zod';
import { openMongo } from '../../src/persistence/mongo/open-mongo.js';
import { databaseContract } from '../contract/database.contract.js';
import { openTcpGate } from '../support/tcp-gate.js';

const server = process.env.TEST_MONGODB_URL;

if (server === undefined || server === '') {
  describe.skip('MongoDB adapter (TEST_MONGODB_URL is not set)', () => {
    it('fulfils the contract of the database port', () => undefined);
  });
} else {
  const uri = ownDatabase(server);
  databaseContract('MongoDB adapter', (clock) => openMongo({ uri, clock }));
  describeLoss(uri);

  afterAll(async () => {
    const connection = await mongoose.createConnection(uri).asPromise();
    // mongo-java-server drops it too, and then finds fault with indexes that several made at once.
    await connection.dropDatabase().catch(() => undefined);
    await connection.close();
  });
}

/** A database of this run's own on the server. */
function ownDatabase(url: string): string {
  const own = new URL(url);
  own.pathname = `/tandem_test_${randomBytes(6).toString('hex')}`;
  return own.href;
}

function describeLoss(uri: string): void {
  describe('MongoDB adapter that loses its server', () => {
    const clock = Date.now;
    const unavailable = { code: 'persistence.unavailable' };
    const definition = { name: 'lost', schema: z.object({ id: z.string() }) };

    it('says so within seconds, and works again once the server is back', async () => {
      const { hostname, port } = new URL(uri);
      const gate = await openTcpGate({ host: hostname, port: Number(port || 27_017) });
      const through = new URL(uri);
      through.host = `127.0.0.1:${gate.port}`;
      through.searchParams.set('directConnection', 'true');
      const database = await openMongo({ uri: through.href, clock });
      const lost = await database.collection(definition);
      await lost.insert({ id: 'before' });

      await gate.shut();
      const started = Date.now();
      await Promise.all([
        expect(lost.get('before')).rejects.toMatchObject(unavailable),
        expect(lost.insert({ id: 'meanwhile' })).rejects.toMatchObject(unavailable),
        expect(lost.lease({ field: 'id', dueAt: 0, until: 1 })).rejects.toMatchObject(unavailable),
        expect(database.ping()).rejects.toMatchObject(unavailable),
      ]);
      await expect(lost.count({})).rejects.toMatchObject(unavailable);
      expect(Date.now() - started).toBeLessThan(8000);

      await gate.open();
      await expectSoon(() => database.ping());
      expect(await lost.get('before')).toEqual({ id: 'before', revision: 1 });
      await lost.insert({ id: 'after' });
      await database.close();
      await gate.shut();
    }, 30_000);

    it('does not open where no server is', async () => {
      const nowhere = openMongo({ uri: 'mongodb://127.0.0.1:1/none', clock });
      await expect(nowhere).rejects.toMatchObject(unavailable);
    });
  });
}

async function expectSoon(work: () => Promise<void>): Promise<void> {
  for (let turn = 0; turn < 10; turn += 1) {
    try {
      await work();
      return;
    } catch {
      // The driver looks for the server every now and then.
    }
  }
  return work();
}
