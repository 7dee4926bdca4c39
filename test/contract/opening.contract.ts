import { describe, expect, it } from '@jest/globals';
import { z } from 'zod';
import { Thing, THINGS, freshName, idsOf, type Setting, type Open } from './things.js';

/** Opening, migrating and closing. */
export function describeOpening(the: Setting, open: Open): void {
  describe('a collection opened again', () => {
    const name = 'opened_again';

    it('keeps its documents and gets the indexes and unique keys it lacks', async () => {
      const before = await the.database.collection({ name, schema: Thing });
      await before.insert({ id: 'a', group: 'g', name: 'n', rank: 2, open: true });
      await before.insert({ id: 'b', group: 'g', rank: 1 });

      const second = await open(() => the.now);
      const after = await second.collection({ ...THINGS, name });
      expect(idsOf(await after.find({ group: 'g' }, { sort: 'rank' }))).toEqual(['b', 'a']);
      expect(await after.count({ open: true })).toBe(1);
      await expect(after.insert({ id: 'c', group: 'g', name: 'n' })).rejects.toMatchObject({
        code: 'persistence.duplicate-key',
      });
      await second.close();
    });

    it('drops the unique keys it no longer has', async () => {
      const again = await the.database.collection({ name, schema: Thing, uniqueKeys: [['rank']] });
      await again.insert({ id: 'c', group: 'g', name: 'n', rank: 3 });
      await again.insert({ id: 'd', group: 'g', name: 'n', rank: 4 });
      await expect(again.insert({ id: 'e', rank: 4 })).rejects.toMatchObject({
        code: 'persistence.duplicate-key',
      });
    });

    it('drops them while it is empty as well', async () => {
      const fresh = freshName();
      const before = await the.database.collection({ ...THINGS, name: fresh });
      await before.insert({ id: 'a' });
      await before.remove('a');
      const after = await the.database.collection({ name: fresh, schema: Thing });
      await after.insert({ id: 'a', group: 'g', name: 'n' });
      await after.insert({ id: 'b', group: 'g', name: 'n' });
    });

    it('refuses a new unique key that its documents break', async () => {
      const fresh = freshName();
      const before = await the.database.collection({ name: fresh, schema: Thing });
      await before.insert({ id: 'a', rank: 1 });
      await before.insert({ id: 'b', rank: 1 });
      const again = the.database.collection({ name: fresh, schema: Thing, uniqueKeys: [['rank']] });
      await expect(again).rejects.toMatchObject({ code: 'persistence.duplicate-key' });
      expect(await before.count({})).toBe(2);
    });

    it('is opened by several at once', async () => {
      const fresh = freshName();
      const others = await Promise.all([
        open(() => the.now),
        open(() => the.now),
        open(() => the.now),
      ]);
      const opened = await Promise.all(
        [...others, ...others].map((each) => each.collection({ ...THINGS, name: fresh })),
      );
      await opened[0]!.insert({ id: 'a', group: 'g', name: 'n' });
      await expect(opened[4]!.insert({ id: 'b', group: 'g', name: 'n' })).rejects.toMatchObject({
        code: 'persistence.duplicate-key',
      });
      expect(await opened[5]!.get('a')).toMatchObject({ group: 'g' });
      await Promise.all(others.map((each) => each.close()));
    });
  });

  describe('the database', () => {
    it('answers a ping', async () => {
      await expect(the.database.ping()).resolves.toBeUndefined();
    });

    it('is unavailable once closed, and may be closed twice', async () => {
      const other = await open(() => the.now);
      const rooms = await other.collection({ name: freshName(), schema: Thing });
      const lastWrite = rooms.insert({ id: 'a' });
      await lastWrite;
      await other.close();
      await other.close();
      const unavailable = { code: 'persistence.unavailable' };
      await expect(other.ping()).rejects.toMatchObject(unavailable);
      await expect(rooms.get('a')).rejects.toMatchObject(unavailable);
      await expect(rooms.insert({ id: 'b' })).rejects.toMatchObject(unavailable);
    });

    it('refuses names that it could not store', async () => {
      for (const bad of ['', 'Things', 'a;drop', 'x'.repeat(50)]) {
        await expect(the.database.collection({ name: bad, schema: Thing })).rejects.toThrow('name');
      }
      const odd = { name: 'odd', schema: z.looseObject({ id: z.string() }), indexes: ['a"b'] };
      await expect(the.database.collection(odd)).rejects.toThrow('field');
    });
  });
}
