import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import * as Y from 'yjs';
import { editOf, openDocument } from '../../../src/tandem/workspace/artefact-document.js';
import { cellOf, rowsOf, textOf, valuesOf } from '../../../src/tandem/workspace/cells.js';

const anything = (): void => undefined;

function updateOf(write: (document: Y.Doc) => void, base?: Uint8Array): Uint8Array {
  const document = new Y.Doc();
  if (base) Y.applyUpdate(document, base);
  const before = Y.encodeStateVector(document);
  write(document);
  return Y.encodeStateAsUpdate(document, before);
}

describe('shared document', () => {
  it('tells which parts an update changes, and what stands there', () => {
    const document = openDocument([]);

    const names = document.take(
      updateOf((mine) => {
        mine.getText(textOf('contact')).insert(0, 'Mondays');
        mine.getMap(valuesOf('period')).set('from', '2026-11-23');
        mine.getArray(rowsOf('plan')).push(['row-1']);
      }),
      anything,
    );

    expect(names.toSorted()).toEqual(['rows:plan', 'text:contact', 'values:period']);
    expect(document.values()).toEqual({
      texts: { 'text:contact': 'Mondays' },
      values: { 'values:period': { from: '2026-11-23' } },
      rows: { 'rows:plan': ['row-1'] },
    });
  });

  it('is as before when an update is refused', () => {
    const document = openDocument([
      editOf(openDocument([]).state(), { texts: { 'text:a': 'old' } }),
    ]);
    const update = updateOf((mine) => {
      mine.getText('text:a').insert(3, ' and new');
      mine.getText('text:b').insert(0, 'mine');
    }, document.state());

    expect(() =>
      document.take(update, (name) => {
        if (name === 'text:b') throw new Error('not yours');
      }),
    ).toThrow('not yours');
    expect(document.values().texts).toEqual({ 'text:a': 'old' });
    expect(
      document.take(
        updateOf((mine) => mine.getText('text:a').insert(0, '>'), document.state()),
        anything,
      ),
    ).toEqual(['text:a']);
    expect(document.values().texts).toEqual({ 'text:a': '>old' });
  });

  it.each([
    ['bytes that are no update', Buffer.from([1, 2, 3, 250, 9, 9])],
    ['nothing', Buffer.alloc(0)],
    [
      'an object',
      updateOf((mine) => mine.getMap('values:a').set('value', { deep: true } as never)),
    ],
    ['a number', updateOf((mine) => mine.getMap('values:a').set('value', 1 as never))],
    ['a part in a part', updateOf((mine) => mine.getMap('values:a').set('value', new Y.Text('x')))],
    ['bytes in it', updateOf((mine) => mine.getMap('values:a').set('value', new Uint8Array([1])))],
    ['a row that is no id', updateOf((mine) => mine.getArray('rows:a').push(['<b>']))],
    ['formatted text', updateOf((mine) => mine.getText('text:a').insert(0, 'x', { bold: true }))],
  ])('refuses %s', (_what, update) => {
    const document = openDocument([]);

    expect(() => document.take(update, anything)).toThrow(
      expect.objectContaining({ code: 'tandem.update-invalid' }),
    );
    expect(document.values()).toEqual({ texts: {}, values: {}, rows: {} });
  });

  it('refuses an update that is built on edits that are not here', () => {
    const first = updateOf((mine) => mine.getText('text:a').insert(0, 'one'));
    const second = updateOf((mine) => mine.getText('text:a').insert(3, ' two'), first);

    expect(() => openDocument([]).take(second, anything)).toThrow(
      expect.objectContaining({ code: 'tandem.update-invalid' }),
    );
  });

  it.each([
    ['a text', updateOf((mine) => mine.getText('text:a').insert(0, 'x'.repeat(5001)))],
    [
      'a table',
      updateOf((mine) =>
        mine.getArray('rows:a').push(Array.from({ length: 61 }, (_, at) => `r${at}`)),
      ),
    ],
    ['a choice', updateOf((mine) => mine.getMap('values:a').set('value', 'x'.repeat(100)))],
  ])('refuses %s that is too long', (_what, update) => {
    expect(() => openDocument([]).take(update, anything)).toThrow(
      expect.objectContaining({ code: 'tandem.document-too-large' }),
    );
  });

  it('merges what was written on an older state', () => {
    const base = editOf(openDocument([]).state(), { texts: { 'text:a': 'We meet on Monday.' } });
    const mine = editOf(base, { texts: { 'text:a': 'We meet on Monday at nine.' } });
    const theirs = editOf(base, { texts: { 'text:a': 'All of us meet on Monday.' } });

    const merged = openDocument([base, mine, theirs]).values().texts['text:a'];

    expect(merged).toContain('Monday at nine.');
    expect(merged).toContain('All of us');
  });

  it('keeps rows that one moves and the other deletes in one order for both', () => {
    const base = editOf(openDocument([]).state(), { rows: { 'rows:plan': ['a', 'b', 'c'] } });
    const moved = editOf(base, { rows: { 'rows:plan': ['c', 'a', 'b'] } });
    const deleted = editOf(base, { rows: { 'rows:plan': ['a', 'c'] } });

    expect(openDocument([base, moved, deleted]).values()).toEqual(
      openDocument([base, deleted, moved]).values(),
    );
  });

  it('comes to the same on both sides, whatever was written offline in whatever order', () => {
    const names = ['text:a', 'text:b', cellOf('plan', 'r1', 'task')];
    const edit = fc.record({
      by: fc.constantFrom(0, 1),
      name: fc.constantFrom(...names),
      text: fc.string({ maxLength: 20 }),
      syncs: fc.boolean(),
    });
    fc.assert(
      fc.property(fc.array(edit, { maxLength: 25 }), (edits) => {
        const sides = [openDocument([]), openDocument([])] as const;
        const sync = (): void => {
          sides[0].take(sides[1].state(), anything);
          sides[1].take(sides[0].state(), anything);
        };
        for (const { by, name, text, syncs } of edits) {
          const side = sides[by === 0 ? 0 : 1];
          side.take(editOf(side.state(), { texts: { [name]: text } }), anything);
          if (syncs) sync();
        }
        sync();
        expect(sides[0].values()).toEqual(sides[1].values());
      }),
    );
  });
});
