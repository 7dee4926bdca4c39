import path from 'node:path';
import { beforeAll, describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import type { SemanticsField } from '../../../src/shared/semantics/semantics-field.js';
import type { JsonObject } from '../../../src/shared/json-object.js';
import {
  changeLibrary,
  isAskedFor,
  nodesOf,
  paramsOf,
  restOf,
} from '../../../src/browser/editor/model.js';
import { readContentTypes, type ContentType } from '../../../src/h5p/content-type.js';

let types: ReadonlyMap<string, ContentType>;

beforeAll(async () => {
  types = await readContentTypes(path.resolve('dist/h5p'));
});

const fieldsOf = (library: string): readonly SemanticsField[] =>
  types.get(library.split(' ')[0]!)?.semantics('en') ?? [];

/** Parameters such as an author could have saved. */
function paramsFor(fields: readonly SemanticsField[], depth = 0): fc.Arbitrary<JsonObject> {
  const entries = fields.map((field) => [field.name, valueFor(field, depth)] as const);
  return fc.record(Object.fromEntries(entries), { requiredKeys: [] });
}

function valueFor(field: SemanticsField, depth: number): fc.Arbitrary<unknown> {
  switch (field.type) {
    case 'text':
      return fc.string();
    case 'number':
      return fc.integer({ min: 0, max: 100 });
    case 'boolean':
      return fc.boolean();
    case 'select':
      return fc.constantFrom(
        ...field.options!.map((option) => (option as { value: string }).value),
      );
    case 'group':
      // H5P keeps no empty groups.
      return paramsFor(field.fields!, depth + 1).filter((value) => Object.keys(value).length > 0);
    case 'list':
      return fc.array(valueFor(field.field!, depth + 1), { maxLength: 3 });
    case 'library':
      return innerFor(field.options as readonly string[], depth);
    case 'image':
    case 'video':
    case 'audio':
    case 'file':
      return fc.record({ path: fc.constant('images/a.png'), mime: fc.constant('image/png') });
  }
}

function innerFor(libraries: readonly string[], depth: number): fc.Arbitrary<unknown> {
  if (depth > 3) return fc.constant(undefined);
  return fc.constantFrom(...libraries).chain((library) =>
    fc.record({
      library: fc.constant(library),
      params: paramsFor(fieldsOf(library), depth + 1),
      subContentId: fc.uuid(),
      metadata: fc.record({ title: fc.string() }),
    }),
  );
}

/** Undefined means that a key is not there. */
const asJson = (value: unknown): unknown => JSON.parse(JSON.stringify(value));

describe('model of the editor', () => {
  it('gives back what it was given, for every content type', () => {
    expect(types.size).toBeGreaterThanOrEqual(10);
    for (const type of types.values()) {
      const fields = type.semantics('en');
      fc.assert(
        fc.property(paramsFor(fields), (given) => {
          const params = asJson(given);
          const nodes = nodesOf(fields, params, fieldsOf);
          expect(asJson(paramsOf(nodes, restOf(fields, params)))).toEqual(params);
        }),
        { numRuns: 40 },
      );
    }
  });

  it('carries along what no field is known for, also inside', () => {
    const fields: SemanticsField[] = [
      { name: 'title', type: 'text' },
      { name: 'part', type: 'library', options: ['H5P.Old 1.0'] },
    ];
    const params = {
      title: 'T',
      override: { a: 1 },
      part: { library: 'H5P.Old 1.0', params: { b: 2 }, subContentId: 's', extra: true },
    };

    expect(paramsOf(nodesOf(fields, params, fieldsOf), restOf(fields, params))).toEqual(params);
  });

  it('keeps a group of one as the bare value that H5P keeps', () => {
    const field: SemanticsField = {
      name: 'g',
      type: 'group',
      fields: [{ name: 'only', type: 'text' }],
    };
    const round = (params: JsonObject): JsonObject => paramsOf(nodesOf([field], params, fieldsOf));

    expect(round({ g: 'bare' })).toEqual({ g: 'bare' });
    expect(round({ g: { only: 'full' } })).toEqual({ g: { only: 'full' } });
  });

  it('keeps what was written when another type is chosen, and brings it back', () => {
    const field: SemanticsField = { name: 'part', type: 'library' };
    const library = 'Tandem.SingleChoice 1.0';
    const params = { question: 'Q', options: [{ text: 'one', correct: true }] };
    const [part] = nodesOf([field], { part: { library, params, subContentId: 's' } }, fieldsOf);
    if (part?.kind !== 'library') throw new Error('no inner content');

    changeLibrary(part, 'Tandem.TrueFalse 1.0', fieldsOf);
    expect(paramsOf([part])).toMatchObject({ part: { params: { question: 'Q' } } });
    changeLibrary(part, library, fieldsOf);
    expect(paramsOf([part])).toEqual({ part: { library, params, subContentId: 's' } });
  });

  it('asks for a field when its rules hold', () => {
    const when = (type: string) => ({
      showWhen: {
        type,
        rules: [
          { field: 'kind', equals: 'a' },
          { field: 'on', equals: true },
        ],
      },
    });
    const fields: SemanticsField[] = [
      { name: 'kind', type: 'text' },
      { name: 'on', type: 'boolean' },
    ];
    const siblings = nodesOf(fields, { kind: 'a', on: false }, fieldsOf);

    expect(isAskedFor({ name: 'x', type: 'text', ...when('or') }, siblings)).toBe(true);
    expect(isAskedFor({ name: 'x', type: 'text', ...when('and') }, siblings)).toBe(false);
    expect(isAskedFor({ name: 'x', type: 'text' }, siblings)).toBe(true);
  });
});
