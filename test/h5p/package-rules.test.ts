import { describe, expect, it } from '@jest/globals';
import { brokenRules, type LibraryPackage } from '../../src/h5p/package-rules.js';

const library = {
  title: 'Single choice',
  machineName: 'Tandem.SingleChoice',
  majorVersion: 1,
  minorVersion: 0,
  patchVersion: 0,
  runnable: 1,
  license: 'MIT',
  preloadedJs: [{ path: 'dist/single-choice.js' }],
};
const question = { name: 'question', type: 'text', label: 'Question' };
const options = {
  name: 'options',
  type: 'list',
  label: 'Options',
  field: {
    name: 'option',
    type: 'group',
    fields: [
      { name: 'text', type: 'text' },
      { name: 'correct', type: 'boolean' },
    ],
  },
};
const pack: LibraryPackage = {
  folder: 'Tandem.SingleChoice-1.0',
  library,
  semantics: [question, options],
  languages: new Map([['lv.json', { semantics: [{ label: 'Jautājums' }, { label: 'Atbildes' }] }]]),
  files: [
    'library.json',
    'semantics.json',
    'language/lv.json',
    'dist/single-choice.js',
    'README.md',
  ],
};

const rulesOf = (changes: Partial<LibraryPackage>) =>
  brokenRules({ ...pack, ...changes }).map(({ file, rule }) => `${file} ${rule}`);
const withLibrary = (changes: object) => rulesOf({ library: { ...library, ...changes } });
const withField = (field: object) =>
  rulesOf({ semantics: [question, field], languages: new Map() });
const withLanguage = (semantics: unknown) =>
  rulesOf({ languages: new Map([['lv.json', { semantics }]]) });

describe('rules of H5P packages', () => {
  it('let a right package pass', () => {
    expect(brokenRules(pack)).toEqual([]);
  });

  it('let all shapes of a right library.json pass', () => {
    expect(withLibrary({ license: 'GPL3', fullscreen: 0, embedTypes: ['div', 'iframe'] })).toEqual(
      [],
    );
    expect(withLibrary({ coreApi: { majorVersion: 1, minorVersion: 28 } })).toEqual([]);
  });

  it.each([
    { title: '' },
    { title: 'x'.repeat(256) },
    { machineName: 'Tandem.Single-Choice' },
    { majorVersion: '1' },
    { patchVersion: undefined },
    { runnable: true },
    { license: 'Apache-2.0' },
    { license: 'AGPL-3.0' },
    { coreApi: { majorVersion: 1, minorVersion: 29 } },
    { embedTypes: ['popup'] },
    { fullscreen: true },
    { preloadedJs: [{ path: 'dist/@single-choice.js' }] },
  ])('refuse library.json with %j', (changes) => {
    expect(withLibrary(changes)).toContain('library.json shape');
  });

  it('want the folder named after the library', () => {
    expect(rulesOf({ folder: 'Tandem.SingleChoice' })).toEqual(['library.json folder-name']);
    expect(rulesOf({ folder: 'Tandem.SingleChoice-1.1' })).toEqual(['library.json folder-name']);
  });

  it('want every listed file', () => {
    expect(withLibrary({ preloadedCss: [{ path: 'dist/single-choice.css' }] })).toEqual([
      'library.json listed-file-exists',
    ]);
  });

  it.each(['LICENSE', 'dist/x.js.map', 'dist/x.mjs', 'x.html', 'x.ts', 'x.scss', 'x.wasm'])(
    'refuse the file %s',
    (file) => {
      expect(rulesOf({ files: [...pack.files, file] })).toEqual([`${file} file-kind`]);
    },
  );

  it.each(['.prettierrc.json', 'dist/_part.css'])('refuse %s, which would be dropped', (file) => {
    expect(rulesOf({ files: [...pack.files, file] })).toEqual([`${file} hidden-file`]);
  });

  it('want language files named as the importers read them', () => {
    const languages = new Map([['es-419.json', { semantics: [{}, {}] }]]);
    expect(rulesOf({ languages })).toEqual(['language/es-419.json language-file-name']);
    expect(rulesOf({ languages: new Map([['pt-br.json', { semantics: [{}, {}] }]]) })).toEqual([]);
  });

  it.each([
    undefined,
    {},
    [{ label: 'one entry for two fields' }],
    [{}, 'Atbildes'],
    [{ fields: [] }, {}],
    [{ field: {} }, {}],
    [{ options: [{}] }, {}],
    [{}, { field: { fields: [{}] } }],
    [{}, { field: 'Atbilde' }],
  ])('want language files of the shape of semantics.json, not %j', (semantics) => {
    expect(withLanguage(semantics)).toEqual(['language/lv.json language-mirrors-semantics']);
  });

  it.each([
    [[]],
    ['no list'],
    [[{ type: 'text' }]],
    [[{ name: 'question', type: 'string' }]],
    [[{ name: 'my question', type: 'text' }]],
  ])('refuse semantics.json like %j', (semantics) => {
    expect(rulesOf({ semantics })).toEqual(['semantics.json shape']);
  });

  it.each([
    [{ name: 'question', type: 'text' }, 'unique-names'],
    [{ name: 'a', type: 'select' }, 'select-options'],
    [{ name: 'a', type: 'select', options: [{ value: 'x' }] }, 'select-options'],
    [{ name: 'a', type: 'library', options: ['Tandem.SingleChoice'] }, 'library-options'],
    [{ name: 'a', type: 'list' }, 'list-field'],
    [{ name: 'a', type: 'list', field: { name: 'b', type: 'group' } }, 'group-fields'],
    [{ name: 'a', type: 'group', fields: [] }, 'group-fields'],
    [{ name: 'a', type: 'group', fields: [question] }, 'group-of-one'],
    [{ name: 'a', type: 'group', fields: [question, question] }, 'unique-names'],
  ])('refuse the field %j', (field, rule) => {
    expect(withField(field)).toEqual([`semantics.json ${rule}`]);
  });

  it.each([
    { name: 'a', type: 'select', options: [{ value: 'x', label: 'X' }] },
    { name: 'a', type: 'library', options: ['Tandem.SingleChoice 1.0'] },
    { name: 'a', type: 'group', isSubContent: true, fields: [question] },
  ])('let the field %j pass', (field) => {
    expect(withField(field)).toEqual([]);
  });

  it('say where the fault is', () => {
    const semantics = [question, { ...options, field: { name: 'o', type: 'select' } }];
    expect(brokenRules({ ...pack, semantics })).toEqual([
      { file: 'semantics.json', rule: 'select-options', detail: 'options[].o' },
    ]);
  });
});
