import { describe, expect, it } from '@jest/globals';
import { z } from 'zod';
import { Thing, NOW, freshName, insertAll, idsOf, type Setting } from './things.js';

/** What only one of many may have, and what time takes away. */
export function describeTaking(the: Setting): void {
  describe('consume', () => {
    it('gives the document to one of many', async () => {
      await the.things.insert({ id: 'a', rank: 7 });
      const taken = await Promise.all(Array.from({ length: 20 }, () => the.things.consume('a')));
      expect(taken.filter((it) => it !== undefined)).toEqual([{ id: 'a', rank: 7, revision: 1 }]);
      expect(await the.things.get('a')).toBeUndefined();
    });
  });

  describe('lease', () => {
    const claim = { field: 'dueAt', dueAt: NOW, until: NOW + 60_000 } as const;

    it('takes the longest due first and moves it', async () => {
      await insertAll(the.things, [
        { id: 'b', dueAt: NOW - 1 },
        { id: 'later', dueAt: NOW + 1 },
        { id: 'c', dueAt: NOW },
        { id: 'a', dueAt: NOW - 1 },
        { id: 'never' },
      ]);
      expect(await the.things.lease(claim)).toEqual({ id: 'a', dueAt: claim.until, revision: 2 });
      expect((await the.things.lease(claim))?.id).toBe('b');
      expect((await the.things.lease(claim))?.id).toBe('c');
      expect(await the.things.lease(claim)).toBeUndefined();
      expect(await the.things.get('a')).toEqual({ id: 'a', dueAt: claim.until, revision: 2 });
      expect(await the.things.count({ dueAt: claim.until })).toBe(3);
    });

    it('gives each document to one of many', async () => {
      await insertAll(
        the.things,
        Array.from({ length: 10 }, (_, index) => ({ id: `id${index}`, dueAt: NOW })),
      );
      const leased = await Promise.all(Array.from({ length: 30 }, () => the.things.lease(claim)));
      const ids = leased.flatMap((it) => (it ? [it.id] : []));
      expect(ids.length).toBeGreaterThan(0);
      expect(new Set(ids).size).toBe(ids.length);
      // Whoever lost a race may have come away empty; nothing stays behind for the next.
      while (ids.length < 10) ids.push((await the.things.lease(claim))!.id);
      expect(new Set(ids).size).toBe(10);
      expect(await the.things.lease(claim)).toBeUndefined();
    });

    it('makes a replace that read before it stale', async () => {
      const read = await the.things.insert({ id: 'a', dueAt: NOW });
      await the.things.lease(claim);
      await expect(the.things.replace(read)).rejects.toMatchObject({
        code: 'persistence.stale-revision',
      });
    });

    it('moves a document that does not fit out of the way', async () => {
      const name = freshName();
      const loose = await the.database.collection({
        name,
        schema: z.looseObject({ id: z.string(), dueAt: z.number() }),
        indexes: ['dueAt'],
      });
      await loose.insert({ id: 'broken', dueAt: 1, rank: 'many' });
      await loose.insert({ id: 'good', dueAt: 2 });
      const strict = await the.database.collection({ name, schema: Thing, indexes: ['dueAt'] });
      await expect(strict.lease(claim)).rejects.toMatchObject({ name: 'ZodError' });
      expect((await strict.lease(claim))?.id).toBe('good');
    });
  });

  describe('expiry', () => {
    const soon = NOW + 1000;
    const after = NOW + 2000;

    it('hides what has expired from every method', async () => {
      const stored = await the.things.insert({ id: 'a', group: 'g', dueAt: 1, expiresAt: soon });
      expect(await the.things.get('a')).toEqual(stored);
      the.now = after;
      expect(await the.things.get('a')).toBeUndefined();
      expect(idsOf(await the.things.find({ group: 'g' }))).toEqual([]);
      expect(await the.things.count({})).toBe(0);
      expect(await the.things.lease({ field: 'dueAt', dueAt: NOW, until: after })).toBeUndefined();
      expect(await the.things.consume('a')).toBeUndefined();
      expect(await the.things.remove('a')).toBe(false);
      await expect(the.things.replace({ ...stored, expiresAt: after + 1 })).rejects.toMatchObject({
        code: 'persistence.stale-revision',
      });
    });

    it('frees the id and the unique key', async () => {
      await the.things.insert({ id: 'a', group: 'g', name: 'n', expiresAt: soon });
      await the.things.insert({ id: 'b', expiresAt: soon });
      const kept = await the.things.insert({ id: 'kept', group: 'g' });
      the.now = after;
      await the.things.insert({ id: 'b', group: 'other' });
      await the.things.replace({ ...kept, name: 'n' });
      expect((await the.things.find({})).documents).toEqual([
        { id: 'b', group: 'other', revision: 1 },
        { id: 'kept', group: 'g', name: 'n', revision: 2 },
      ]);
    });

    it('is swept', async () => {
      await insertAll(
        the.things,
        Array.from({ length: 1200 }, (_, index) => ({ id: `id${index}`, expiresAt: soon })),
      );
      await insertAll(the.things, [{ id: 'later', expiresAt: after + 1 }, { id: 'always' }]);
      expect(await the.things.sweep()).toBe(0);
      the.now = after;
      expect(await the.things.sweep()).toBe(1000);
      expect(await the.things.sweep()).toBe(200);
      expect(await the.things.sweep()).toBe(0);
      expect(idsOf(await the.things.find({}))).toEqual(['always', 'later']);
    });
  });
}
