import { describe, expect, it } from '@jest/globals';
import { insertAll, idsOf, pagesOf, type Setting } from './things.js';

/** Queries, order and pages. */
export function describeFind(the: Setting): void {
  describe('find', () => {
    it('matches all conditions', async () => {
      await insertAll(the.things, [
        { id: 'a', group: 'x', rank: 1, open: true },
        { id: 'b', group: 'x', rank: 2, open: false },
        { id: 'c', group: 'y', rank: 3, open: true },
        { id: 'd', rank: 10 },
      ]);
      expect(idsOf(await the.things.find({}))).toEqual(['a', 'b', 'c', 'd']);
      expect(idsOf(await the.things.find({ group: 'x' }))).toEqual(['a', 'b']);
      expect(idsOf(await the.things.find({ group: 'x', open: true }))).toEqual(['a']);
      expect(idsOf(await the.things.find({ id: 'c' }))).toEqual(['c']);
      expect(idsOf(await the.things.find({ group: { $in: ['x', 'y', 'z'] }, open: true }))).toEqual(
        ['a', 'c'],
      );
      expect(idsOf(await the.things.find({ open: { $in: [false] } }))).toEqual(['b']);
      expect(idsOf(await the.things.find({ id: { $in: ['d', 'a', 'a'] } }))).toEqual(['a', 'd']);
      expect(idsOf(await the.things.find({ group: { $in: [] } }))).toEqual([]);
      expect(idsOf(await the.things.find({ rank: { $gt: 1, $lte: 3 } }))).toEqual(['b', 'c']);
      expect(idsOf(await the.things.find({ rank: { $gte: 3 } }))).toEqual(['c', 'd']);
      expect(idsOf(await the.things.find({ rank: { $lt: 2 } }))).toEqual(['a']);
      expect(idsOf(await the.things.find({ id: { $gt: 'b' } }))).toEqual(['c', 'd']);
      expect(idsOf(await the.things.find({ group: { $gte: 'x', $lt: 'y' } }))).toEqual(['a', 'b']);
    });

    it('sorts, ties by id, and leaves out what lacks the field', async () => {
      await insertAll(the.things, [
        { id: 'c', rank: 1 },
        { id: 'a', rank: 2 },
        { id: 'b', rank: 1 },
        { id: 'd', rank: 10 },
        { id: 'e' },
      ]);
      expect(await pagesOf(the.things, { sort: 'rank', limit: 1 })).toEqual(['b', 'c', 'a', 'd']);
      expect(await pagesOf(the.things, { sort: 'rank', limit: 3, descending: true })).toEqual([
        'd',
        'a',
        'c',
        'b',
      ]);
      expect(await pagesOf(the.things, { descending: true, limit: 2 })).toEqual([
        'e',
        'd',
        'c',
        'b',
        'a',
      ]);
    });

    it('sorts text and booleans', async () => {
      await insertAll(the.things, [
        { id: 'a', group: 'b', open: true },
        { id: 'b', group: 'B', open: false },
        { id: 'c', group: 'õ', open: true },
        { id: 'd', group: 'aa', open: false },
      ]);
      expect(await pagesOf(the.things, { sort: 'group', limit: 1 })).toEqual(['b', 'd', 'a', 'c']);
      expect(await pagesOf(the.things, { sort: 'open', limit: 1 })).toEqual(['b', 'd', 'a', 'c']);
    });

    it('walks 10,000 documents, each exactly once, whatever changes meanwhile', async () => {
      await insertAll(
        the.things,
        Array.from({ length: 10_000 }, (_, index) => ({ id: `id${index}`, rank: index % 7 })),
      );
      const seen: string[] = [];
      let page = await the.things.find({}, { sort: 'rank', limit: 1000 });
      await the.things.remove('id0');
      await the.things.insert({ id: '0 early', rank: 0 });
      for (;;) {
        seen.push(...idsOf(page));
        if (page.next === undefined) break;
        page = await the.things.find({}, { sort: 'rank', limit: 1000, cursor: page.next });
      }
      expect(new Set(seen).size).toBe(seen.length);
      expect(seen).toHaveLength(10_000);
      expect(await the.things.count({ rank: { $lt: 3 } })).toBe(4287);
    }, 120_000);

    it('has no next page after one that is just full', async () => {
      await insertAll(the.things, [{ id: 'a' }, { id: 'b' }]);
      expect((await the.things.find({}, { limit: 2 })).next).toBeUndefined();
      expect((await the.things.find({}, { limit: 1 })).next).toBeDefined();
    });

    it('refuses a cursor that it did not make', async () => {
      await insertAll(the.things, [
        { id: 'a', rank: 1 },
        { id: 'b', rank: 1 },
      ]);
      const { next } = await the.things.find({}, { sort: 'rank', limit: 1 });
      const refused = { code: 'persistence.invalid-cursor' };
      const forged = (value: unknown): string =>
        Buffer.from(JSON.stringify(value)).toString('base64url');
      for (const cursor of [
        '',
        'x',
        '💥',
        forged({}),
        forged(['id', false, { $gt: '' }, 'a']),
        forged(['id', false, 'a\0', 'a']),
        next!,
      ]) {
        await expect(the.things.find({}, { cursor })).rejects.toMatchObject(refused);
      }
      await expect(
        the.things.find({}, { sort: 'rank', descending: true, cursor: next }),
      ).rejects.toMatchObject(refused);
    });

    it('refuses mistakes of the program', async () => {
      await expect(the.things.find({ name: 'not indexed' })).rejects.toThrow('no index');
      await expect(the.things.find({}, { sort: 'name' })).rejects.toThrow('no index');
      await expect(the.things.find({ group: undefined } as never)).rejects.toThrow();
      await expect(the.things.find({ group: { $ne: 1 } } as never)).rejects.toThrow('operator');
      await expect(the.things.find({ group: {} })).rejects.toThrow();
      await expect(the.things.find({}, { limit: 0 })).rejects.toThrow('limit');
      await expect(the.things.insert({ id: 'a', rank: NaN })).rejects.toThrow('index');
    });
  });
}
