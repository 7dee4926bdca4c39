import path from 'node:path';
import { beforeAll, describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { graderOf } from '../../../src/h5p/graders.js';
import { cleanParams } from '../../../src/h5p/authoring/params/clean-params.js';
import { faultsOf } from '../../../src/h5p/authoring/params/draft-faults.js';
import { metadataFields } from '../../../src/h5p/authoring/pages/rights-fields.js';
import { firstParams } from '../../../src/shared/semantics/first-params.js';
import { cleanHtml } from '../../../src/h5p/authoring/params/rich-text.adapter.js';
import { readContentTypes, type ContentType } from '../../../src/h5p/content-type.js';
import type { SemanticsField } from '../../../src/shared/semantics/semantics-field.js';
import { choiceParams } from './published.js';

let types: ReadonlyMap<string, ContentType>;

beforeAll(async () => {
  types = await readContentTypes(path.resolve('dist/h5p'));
});

const semanticsOf = (library: string): readonly SemanticsField[] | undefined =>
  types.get(library.split(' ')[0]!)?.semantics('en');
const clean = (fields: readonly SemanticsField[], params: unknown): Record<string, unknown> =>
  cleanParams(fields, params, { semanticsOf, cleanHtml });
const text = (name: string, more: object = {}): SemanticsField => ({ name, type: 'text', ...more });

describe('parameters that come from outside', () => {
  it('keep the fields of the type, and nothing else', () => {
    const given = { a: 'kept', b: 'unknown', __proto__: { c: 1 } };
    expect(clean([text('a')], given)).toEqual({ a: 'kept' });
  });

  it('keep no markup in plain texts, and what is escaped already as it is', () => {
    const given = { a: '<img src=x onerror=alert(1)> &amp; & "q"' };
    expect(clean([text('a')], given)).toEqual({
      a: '&lt;img src=x onerror=alert(1)&gt; &amp; &amp; &quot;q&quot;',
    });
  });

  it('keep of rich text the tags that the field allows', () => {
    const fields = [text('a', { widget: 'html', tags: ['strong', 'a', 'script'] })];
    const html =
      '<p onclick="x()">A <strong>b</strong><em>c</em><script>x()</script><a href="javascript:x()">d</a><a href="https://a.example">e</a></p>';
    expect(clean(fields, { a: html })).toEqual({
      a: '<p>A <strong>b</strong>c<a>d</a><a href="https://a.example">e</a></p>',
    });
  });

  it('keep numbers in their bounds, choices that exist, and files with names of ours', () => {
    const fields: SemanticsField[] = [
      { name: 'n', type: 'number', min: 0, max: 10 },
      { name: 's', type: 'select', options: [{ value: 'a', label: 'A' }] },
      { name: 'i', type: 'image' },
    ];
    expect(
      clean(fields, { n: 99, s: 'b', i: { path: 'images/a-1.png', mime: 'image/png' } }),
    ).toEqual({ n: 10, i: { path: 'images/a-1.png', mime: 'image/png' } });
    for (const file of [
      '../../etc/passwd',
      'images/../x.png',
      'http://a.example/x.png',
      'data:x',
    ]) {
      expect(clean(fields, { i: { path: file } })).toEqual({});
    }
    expect(clean(fields, { n: 'NaN', s: {}, i: 'x' })).toEqual({});
  });

  it('never throw, whatever JSON is sent for whatever type', () => {
    fc.assert(
      fc.property(fc.constantFrom(...types.values()), fc.jsonValue(), (type, given) => {
        const fields = type.semantics('en');
        const once = clean(fields, given);
        expect(clean(fields, once)).toEqual(once);
      }),
      { numRuns: 300 },
    );
  });

  it('are stopped at a depth that no author reaches', () => {
    let deep: unknown = { library: 'Tandem.SingleChoice 1.0', params: {} };
    for (let level = 0; level < 5000; level += 1) {
      deep = { library: 'Tandem.ExerciseSet 1.0', params: { parts: [deep] } };
    }
    expect(() => clean(types.get('Tandem.ExerciseSet')!.semantics('en'), deep)).not.toThrow();
  });
});

describe('a draft', () => {
  const faults = (library: string, params: Record<string, unknown>, metadata = {}) =>
    faultsOf(
      { en: { title: 'T', params, metadata } },
      {
        ...{ semantics: semanticsOf(library)!, grader: graderOf(library), semanticsOf },
        metadataFields: metadataFields((key) => key),
      },
    ).map(({ path: place, code }) => `${place} ${code}`);

  it('begins with faults in every type that asks for words, and never throws', () => {
    for (const type of types.values()) {
      const first = firstParams(type.semantics('en'));
      expect(() => faults(type.machineName, first)).not.toThrow();
    }
    expect(faults('Tandem.SingleChoice', firstParams(semanticsOf('Tandem.SingleChoice')!))).toEqual(
      ['question missing', 'options.0.text missing', 'options.1.text missing'],
    );
  });

  it('is free of faults when it can be answered rightly', () => {
    expect(faults('Tandem.SingleChoice', choiceParams('Q', ['one', 'two']))).toEqual([]);
  });

  it('needs something that is right', () => {
    const wrong = { question: 'Q', options: [{ text: 'one' }, { text: 'two' }] };
    expect(faults('Tandem.SingleChoice', wrong)).toEqual([' no-right-answer']);
    expect(
      faults('Tandem.FillBlanks', { question: 'Q', text: 'no blank', wordList: false }),
    ).toEqual([' no-points']);
  });

  it('is looked at inside too', () => {
    const part = { library: 'Tandem.SingleChoice 1.0', params: { question: 'Q', options: [] } };
    const found = faults('Tandem.ExerciseSet', { parts: [part, part], passPercentage: 50 });
    expect(found.some((fault) => fault.endsWith('params.options too-few'))).toBe(true);
  });

  it('says what its pictures show, or that they only decorate', () => {
    const file = { path: 'images/a.png', mime: 'image/png' };
    const page = (picture: object): string[] =>
      faults('Tandem.ImageTextPage', {
        title: 'T',
        sections: [{ heading: 'H', text: 'x', picture }],
      });
    expect(page({ file })).toEqual(['sections.0.picture.alt no-alt']);
    expect(page({ file, alt: ' ' })).toEqual(['sections.0.picture.alt no-alt']);
    expect(page({ file, alt: 'A saw' })).toEqual([]);
    expect(page({ file, decorative: true })).toEqual([]);
    expect(page({ decorative: false })).toEqual([]);
  });

  it('says it with the picture where its type asks nowhere else', () => {
    const image: SemanticsField = { name: 'picture', type: 'image' };
    const gallery: SemanticsField = { name: 'all', type: 'list', optional: true, field: image };
    const found = (params: Record<string, unknown>): string[] =>
      faultsOf(
        { en: { title: 'T', params } },
        { semantics: [image, gallery], grader: undefined, semanticsOf, metadataFields: [] },
      ).map(({ path: place, code }) => `${place} ${code}`);
    const file = { path: 'images/a.png', mime: 'image/png' };
    expect(found({ picture: file, all: [file] })).toEqual([
      'picture.alt no-alt',
      'all.0.alt no-alt',
    ]);
    const said = { ...file, alt: 'A saw' };
    expect(found({ picture: { ...file, decorative: true }, all: [said] })).toEqual([]);
  });

  it('is looked at in what may be left open once somebody has begun it', () => {
    const ready = choiceParams('Q', ['one', 'two']);
    const unfinished = { authors: [{ name: '', role: 'Author' }], license: 'CC BY' };
    expect(faults('Tandem.SingleChoice', ready, unfinished)).toEqual([
      'metadata.authors.0.name missing',
      'metadata.licenseVersion missing',
    ]);
    expect(faults('Tandem.SingleChoice', ready, { source: 'a book' })).toEqual([
      'metadata.source no-address',
    ]);
    expect(
      faults('Tandem.SingleChoice', ready, { license: 'PD', source: 'http://a.example' }),
    ).toEqual([]);
  });
});
