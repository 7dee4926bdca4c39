import { describe, expect, it } from '@jest/globals';
import { z } from 'zod';
import { Thing, freshName, type Setting } from './things.js';

/** What goes in, what comes out, and what is refused. */
export function describeDocuments(the: Setting): void {
  describe('documents', () => {
    it('come back as they went in, with revision 1', async () => {
      const document: Thing = {
        id: 'a',
        group: 'Žemaitė õpetaja 🎓',
        rank: -0.5,
        open: false,
        payload: { deep: [{ list: [] }, {}, null, '', 0, 1e21, 2 ** 53, 'two\nlines', 'NUL \0'] },
      };
      const inserted = await the.things.insert(document);
      expect(inserted).toEqual({ ...document, revision: 1 });
      expect(await the.things.get('a')).toEqual({ ...document, revision: 1 });
    });

    it('may carry any key', async () => {
      const payload = {
        $set: { 'a.b': 1, $gt: '' },
        '': 'empty',
        '%24set': 1,
        '%': 2,
        '.': 3,
        'nul\0key': 4,
        _bsontype: 'ObjectId',
        toBSON: 'text',
        constructor: { prototype: 1 },
        _id: 5,
        body: 6,
        revision: 7,
      };
      await the.things.insert({ id: 'a', payload });
      expect((await the.things.get('a'))?.payload).toEqual(payload);
      const stored = await the.things.get('a');
      await the.things.replace({ ...stored!, payload: { ...payload, more: {} } });
      expect((await the.things.get('a'))?.payload).toEqual({ ...payload, more: {} });
    });

    it('are absent under another id', async () => {
      await the.things.insert({ id: 'a' });
      expect(await the.things.get('A')).toBeUndefined();
      expect(await the.things.get('a\0b')).toBeUndefined();
      expect(await the.things.get('')).toBeUndefined();
    });

    it('are refused when an id cannot be stored exactly', async () => {
      for (const id of ['a\0b', '', 'x'.repeat(256), '\ud800']) {
        await expect(the.things.insert({ id })).rejects.toMatchObject({
          code: 'http.invalid-input',
        });
      }
      await the.things.insert({ id: 'õ'.repeat(255) });
      expect(await the.things.get('õ'.repeat(255))).toBeDefined();
    });

    it('are refused when they are nested too deep to be changed later', async () => {
      const nested = (levels: number): unknown =>
        JSON.parse('['.repeat(levels) + ']'.repeat(levels)) as unknown;
      await the.things.insert({ id: 'deep', payload: nested(70) });

      await expect(the.things.insert({ id: 'a', payload: nested(1200) })).rejects.toMatchObject({
        code: 'http.invalid-input',
      });
      expect(await the.things.get('a')).toBeUndefined();
    });

    it('are refused when an indexed text holds NUL', async () => {
      const refused = { code: 'http.invalid-input' };
      await expect(the.things.insert({ id: 'a', group: 'x\0y' })).rejects.toMatchObject(refused);
      await expect(the.things.insert({ id: 'a', name: 'x\0y', group: 'x' })).rejects.toMatchObject(
        refused,
      );
      await expect(the.things.find({ group: 'x\0y' })).rejects.toMatchObject(refused);
      expect(await the.things.get('a')).toBeUndefined();
    });

    it('are not read when they do not fit the schema', async () => {
      const name = freshName();
      const loose = await the.database.collection({
        name,
        schema: z.looseObject({ id: z.string() }),
      });
      await loose.insert({ id: 'a', rank: 'many' });
      const strict = await the.database.collection({ name, schema: Thing });
      await expect(strict.get('a')).rejects.toMatchObject({ name: 'ZodError' });
      await expect(strict.find({})).rejects.toMatchObject({ name: 'ZodError' });
    });
  });

  describe('insert', () => {
    it('refuses an id that is taken', async () => {
      await the.things.insert({ id: 'a', rank: 1 });
      await expect(the.things.insert({ id: 'a', rank: 2 })).rejects.toMatchObject({
        code: 'persistence.duplicate-key',
      });
      expect((await the.things.get('a'))?.rank).toBe(1);
    });

    it('refuses a unique key that is taken', async () => {
      await the.things.insert({ id: 'a', group: 'g', name: 'n' });
      await expect(the.things.insert({ id: 'b', group: 'g', name: 'n' })).rejects.toMatchObject({
        code: 'persistence.duplicate-key',
      });
      expect(await the.things.get('b')).toBeUndefined();
      await the.things.insert({ id: 'c', group: 'g', name: 'other' });
      await the.things.insert({ id: 'd', group: 'other', name: 'n' });
    });

    it('does not hold a document to a unique key of which it lacks a field', async () => {
      await the.things.insert({ id: 'a', group: 'g' });
      await the.things.insert({ id: 'b', group: 'g' });
      await the.things.insert({ id: 'c', name: 'n' });
      await the.things.insert({ id: 'd', name: 'n' });
      await the.things.insert({ id: 'e' });
      expect(await the.things.count({})).toBe(5);
    });

    it('lets one of many concurrent callers have a unique key', async () => {
      const results = await Promise.allSettled(
        Array.from({ length: 20 }, (_, index) =>
          the.things.insert({ id: `id${index}`, group: 'g', name: 'n' }),
        ),
      );
      expect(codesOf(results)).toEqual(Array(19).fill('persistence.duplicate-key'));
      expect(await the.things.count({ group: 'g' })).toBe(1);
    });
  });

  describe('replace', () => {
    it('counts the revision up and drops what is no longer there', async () => {
      const first = await the.things.insert({ id: 'a', group: 'g', name: 'n', rank: 1 });
      const second = await the.things.replace({ id: 'a', rank: 2, revision: first.revision });
      expect(second).toEqual({ id: 'a', rank: 2, revision: 2 });
      expect(await the.things.get('a')).toEqual(second);
      expect(await the.things.count({ group: 'g' })).toBe(0);
      await the.things.insert({ id: 'b', group: 'g', name: 'n' });
    });

    it('refuses a stale revision, a missing document and a taken unique key', async () => {
      const first = await the.things.insert({ id: 'a', rank: 1 });
      await the.things.replace({ ...first, rank: 2 });
      const stale = { code: 'persistence.stale-revision' };
      await expect(the.things.replace({ ...first, rank: 3 })).rejects.toMatchObject(stale);
      await expect(the.things.replace({ id: 'b', revision: 1 })).rejects.toMatchObject(stale);
      await the.things.insert({ id: 'c', group: 'g', name: 'n' });
      await expect(
        the.things.replace({ id: 'a', group: 'g', name: 'n', revision: 2 }),
      ).rejects.toMatchObject({ code: 'persistence.duplicate-key' });
      expect(await the.things.get('a')).toEqual({ id: 'a', rank: 2, revision: 2 });
    });

    it('loses no update among concurrent writers', async () => {
      await the.things.insert({ id: 'a', rank: 0 });
      async function addOne(): Promise<void> {
        for (;;) {
          const read = (await the.things.get('a'))!;
          try {
            await the.things.replace({ ...read, rank: read.rank! + 1 });
            return;
          } catch (error) {
            expect(error).toMatchObject({ code: 'persistence.stale-revision' });
          }
        }
      }
      await Promise.all(
        Array.from({ length: 8 }, async () => {
          for (let turn = 0; turn < 5; turn += 1) await addOne();
        }),
      );
      expect(await the.things.get('a')).toEqual({ id: 'a', rank: 40, revision: 41 });
    });
  });

  describe('remove', () => {
    it('says whether something was removed', async () => {
      await the.things.insert({ id: 'a' });
      expect(await the.things.remove('a')).toBe(true);
      expect(await the.things.remove('a')).toBe(false);
      expect(await the.things.get('a')).toBeUndefined();
    });

    it('leaves another revision alone', async () => {
      await the.things.insert({ id: 'a' });
      expect(await the.things.remove('a', 2)).toBe(false);
      expect(await the.things.remove('a', 1)).toBe(true);
    });
  });
}

function codesOf(results: readonly PromiseSettledResult<unknown>[]): unknown[] {
  return results.flatMap((it) =>
    it.status === 'rejected' ? [(it.reason as { readonly code: unknown }).code] : [],
  );
}
