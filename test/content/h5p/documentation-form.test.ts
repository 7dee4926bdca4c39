import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import {
  MOST_ROWS,
  missingIn,
  optionsOf,
  readValues,
  withIds,
} from '../../../content/h5p/documentation-form/form.js';
import { fileNameFor, formAsText } from '../../../content/h5p/documentation-form/in-words.js';
import { textId } from '../../../content/h5p/shared/grading.js';

const pages = withIds([
  {
    title: 'People &amp; days',
    fields: [
      { label: 'Company', kind: 'text', required: true },
      { label: 'First day', kind: 'date', required: true },
    ],
  },
  {
    title: 'Tasks',
    fields: [
      { label: 'Rows', kind: 'rows', columns: ['Task', 'Who'] },
      { label: 'Contract', kind: 'choice', options: ['Apprentice', 'Trainee'] },
      { label: 'Done', kind: 'checklist', options: ['Talk', 'Tour'] },
      { label: 'Company', kind: 'longText' },
    ],
  },
]);
const [company = '', day = '', rows = '', contract = '', done = '', again = ''] = pages.flatMap(
  ({ fields }) => fields.map(({ id }) => id),
);

describe('a documentation form', () => {
  it('gives every field an id of its own, made of its label', () => {
    expect(new Set([company, day, rows, contract, done, again]).size).toBe(6);
    const moved = withIds([...pages].reverse());
    expect(moved.flatMap(({ fields }) => fields.map(({ id }) => id))).toContain(day);
  });

  it('keeps what fits its fields', () => {
    const kept = {
      [company]: 'Harbour <b>',
      [day]: '2026-11-23',
      [rows]: [
        ['Crane', 'Mart'],
        ['', ''],
      ],
      [contract]: [textId('Trainee'), textId('Apprentice')],
      [done]: [textId('Tour'), 'gone'],
    };
    expect(Object.fromEntries(readValues(pages, kept))).toEqual({
      [company]: 'Harbour <b>',
      [day]: '2026-11-23',
      [rows]: [['Crane', 'Mart']],
      [contract]: [textId('Apprentice')],
      [done]: [textId('Tour')],
    });
  });

  it.each([
    [{ [company]: '  ' }],
    [{ [company]: 7 }],
    [{ [day]: 'tomorrow' }],
    [{ [rows]: [['', '']] }],
    [{ [rows]: 'Crane' }],
    [{ [contract]: 'Trainee' }],
    [{ [done]: [] }],
    [null],
    ['state'],
  ])('keeps nothing of %j', (raw) => {
    expect(readValues(pages, raw).size).toBe(0);
  });

  it('cuts what is longer than a form should be', () => {
    const kept = readValues(pages, {
      [company]: 'x'.repeat(501),
      [rows]: Array(MOST_ROWS + 1).fill(['a']),
    });
    expect(kept.get(company)).toHaveLength(500);
    expect(kept.get(rows)).toHaveLength(MOST_ROWS);
  });

  it('misses what is required and open', () => {
    const labels = missingIn(pages, readValues(pages, { [day]: '2026-11-23' }));
    expect(labels.map(({ label }) => label)).toEqual(['Company']);
  });

  it('reads its own values back, whatever stands in them', () => {
    const values = fc.record({
      [company]: fc.string({ minLength: 1, maxLength: 20 }),
      [rows]: fc.array(fc.tuple(fc.string(), fc.string()), { maxLength: 4 }),
      [done]: fc.subarray(optionsOf(pages[1]!.fields[2]!).map(({ id }) => id)),
    });
    fc.assert(
      fc.property(fc.oneof(values, fc.jsonValue()), (raw) => {
        const once = Object.fromEntries(readValues(pages, raw));
        const sent: unknown = JSON.parse(JSON.stringify(once));
        expect(Object.fromEntries(readValues(pages, sent))).toEqual(once);
      }),
    );
  });
});

describe('a documentation form as text', () => {
  it('says all that was written, and what was not', () => {
    const values = readValues(pages, {
      [company]: 'Harbour\nLtd',
      [day]: '2026-11-23',
      [rows]: [
        ['Crane', 'Mart'],
        ['', 'Ilze'],
      ],
      [done]: [textId('Talk'), textId('Tour')],
    });
    const words = { nothing: 'Nothing written', language: 'en' };
    expect(formAsText({ title: 'Plan', pages }, values, words)).toBe(
      [
        'Plan\n====',
        'People & days\n-------------',
        'Company\n  Harbour\n  Ltd',
        'First day\n  November 23, 2026',
        'Tasks\n-----',
        'Rows\n  Task: Crane; Who: Mart\n  Who: Ilze',
        'Contract\n  Nothing written',
        'Done\n  Talk\n  Tour',
        'Company\n  Nothing written\n',
      ].join('\n\n'),
    );
  });

  it.each([
    ['Mācību līgums / 2026', 'Mācību-līgums-2026.txt'],
    ['../../etc', 'etc.txt'],
    ['***', 'form.txt'],
  ])('of %j is kept as %s', (title, name) => {
    expect(fileNameFor(title)).toBe(name);
  });
});
