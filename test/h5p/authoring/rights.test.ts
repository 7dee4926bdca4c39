import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import path from 'node:path';
import { buffer } from 'node:stream/consumers';
import { metadataOf } from '../../../src/h5p/content-metadata.js';
import { rightsModel } from '../../../src/h5p/rights.views.js';
import { loadI18n } from '../../../src/i18n/i18n.js';
import { unpacked, validated } from './h5p-check.js';
import { ANNA, aPackage, aRoom, METADATA, PARAMS, type Room } from './packages-room.js';

const RIGHTS = {
  authors: [
    { name: 'Anna <Ozola>', role: 'Author' },
    { name: 'VET school', role: 'Licensee' },
  ],
  license: 'CC BY-SA',
  licenseVersion: '4.0',
  licenseExtras: 'Name the school\ntoo',
  source: 'https://school.example/gloves?a=1&b=2',
  yearFrom: 2024,
  yearTo: 2026,
  changes: [{ date: '31-12-25 00:00:00', author: 'Ben', log: 'Shorter "words"' }],
  authorComments: 'Try it with two companies',
  a11yTitle: 'Who helps whom',
};

describe('metadata of an exercise', () => {
  let room: Room;
  beforeAll(async () => {
    room = await aRoom();
  });
  afterAll(() => room.close());

  /** A draft with these metadata, published and packed. */
  async function packed(metadata: object): Promise<Buffer> {
    const library = 'Tandem.SingleChoice';
    const { id } = await room.authoring.create(ANNA, {
      ...{ library, language: 'en', title: 'Gloves', params: PARAMS },
      metadata: metadataOf(metadata),
    });
    const { revision } = await room.authoring.editable(ANNA, id);
    await room.publishing.publish(ANNA, id, { why: 'first', revision });
    const { stream } = await room.exports.exportVersion(ANNA, { exerciseId: id, label: '1.0' });
    return buffer(stream);
  }

  const h5pJson = async (bytes: Buffer): Promise<object> =>
    JSON.parse((await unpacked(bytes)).get('h5p.json')!.toString()) as object;

  it('leave in the package and come back, none lost', async () => {
    const bytes = await packed(RIGHTS);
    expect(await h5pJson(bytes)).toMatchObject(RIGHTS);
    expect(await validated(bytes)).toBe(true);

    const id = await room.importBytes(bytes);
    const { languages } = await room.authoring.show(ANNA, id);
    expect(languages.en?.metadata).toEqual(RIGHTS);
  });

  it("leave out of the package what the H5P server's check would refuse", async () => {
    const bytes = await packed({
      ...{ license: 'GNU GPL', licenseVersion: 'v3', source: 'A book, page 7' },
      authors: [{ name: ' ', role: 'Author' }],
      changes: [{ date: '', author: 'Ben', log: 'x' }],
    });
    expect(await validated(bytes)).toBe(true);
    expect(await h5pJson(bytes)).toMatchObject({ license: 'GNU GPL', authors: [], changes: [] });
  });

  it('are undisclosed where nobody said anything', async () => {
    const bytes = await packed({});
    expect(await h5pJson(bytes)).toMatchObject({ license: 'U', authors: [] });
    const { languages } = await room.authoring.show(ANNA, await room.importBytes(bytes));
    expect(languages.en?.metadata).toEqual({ license: 'U' });
  });

  it('refuse no package for what they cannot read', async () => {
    const odd = {
      ...{ authors: 'Anna', license: 'MIT', yearFrom: 'long ago', yearsTo: '2020' },
      changes: [7],
      source: { href: 'x' },
    };
    const bytes = await aPackage({ 'h5p.json': JSON.stringify({ ...METADATA, ...odd }) });
    const { languages } = await room.authoring.show(ANNA, await room.importBytes(bytes));
    expect(languages.en?.metadata).toEqual({ yearTo: 2020 });
  });

  it('stay with media and with content inside, as H5P keeps them there', async () => {
    const copyright = {
      ...{ title: 'A &amp; B', author: 'Ben', year: '2020', source: 'https://a.example' },
      ...{ license: 'CC BY', version: '4.0' },
    };
    const film = { path: 'https://films.example/a.mp4', mime: 'video/mp4', copyright };
    const inner = {
      contentType: 'Question',
      license: 'CC BY',
      authors: [{ name: 'B', role: 'Editor' }],
    };
    const part = { library: 'Tandem.SingleChoice 1.0', params: PARAMS, metadata: inner };
    const { id } = await room.authoring.create(ANNA, {
      ...{ library: 'Tandem.ExerciseSet', language: 'en', title: 'Set' },
      params: { parts: [part] },
    });
    expect((await room.authoring.show(ANNA, id)).languages.en?.params).toMatchObject({
      parts: [{ metadata: inner }],
    });
    const { cleanParams } = await import('../../../src/h5p/authoring/params/clean-params.js');
    const deps = { semanticsOf: () => [], cleanHtml: (html: string) => html };
    const cleaned = cleanParams([{ name: 'film', type: 'video' }], { film: [film] }, deps);
    expect(cleaned).toEqual({ film: [film] });
  });
});

describe("packages and the H5P server's own check", () => {
  let room: Room;
  beforeAll(async () => {
    room = await aRoom();
  });
  afterAll(() => room.close());

  const json = (over: object): Record<string, string> => ({
    'h5p.json': JSON.stringify({ ...METADATA, ...over }),
  });
  const ours = (bytes: Buffer): Promise<boolean> =>
    room.importBytes(bytes).then(
      () => true,
      () => false,
    );
  const theirs = (bytes: Buffer): Promise<boolean> =>
    validated(bytes, { libraries: false }).then(
      () => true,
      () => false,
    );

  it.each([
    ['as it should be', {}, true],
    ['without h5p.json', { 'h5p.json': '' }, false],
    ['without content', { 'content/content.json': '' }, false],
    ['without a title', json({ title: undefined }), false],
    ['with an empty title', json({ title: '' }), false],
    ['without a main library', json({ mainLibrary: undefined }), false],
    ['without dependencies', json({ preloadedDependencies: undefined }), false],
    ['with h5p.json that is no JSON', { 'h5p.json': '{' }, false],
    ['with content that is no JSON', { 'content/content.json': '{"a":' }, false],
    ['with metadata of all kinds', json(RIGHTS), true],
  ])('agree about a package %s', async (_name, parts, isTaken) => {
    const bytes = await aPackage(parts);
    expect([await ours(bytes), await theirs(bytes)]).toEqual([isTaken, isTaken]);
  });
});

describe('rights of use that learners read', () => {
  const t = loadI18n(path.resolve('content/texts')).translator('en');

  it('name who holds them, with the licence where it can be read', () => {
    const rights = metadataOf(RIGHTS);
    const model = rightsModel({ title: 'Gloves', rights, params: {} }, t);
    expect(model?.works).toHaveLength(1);
    expect(model?.works[0]?.facts).toEqual([
      { term: 'Author', text: 'Anna <Ozola>', href: '' },
      { term: 'Licensee', text: 'VET school', href: '' },
      {
        ...{ term: 'Licence', text: 'CC BY-SA 4.0' },
        href: 'https://creativecommons.org/licenses/by-sa/4.0/',
      },
      { term: 'Year', text: '2024–2026', href: '' },
      { term: 'Source', text: RIGHTS.source, href: RIGHTS.source },
      { term: 'More about the licence', text: 'Name the school\ntoo', href: '' },
      { term: 'What was changed', text: '2025-12-31 · Ben · Shorter "words"', href: '' },
    ]);
  });

  it('list pictures and films with what is said of them, and nothing of the others', () => {
    const copyright = { title: 'A &amp; B', author: 'Ben', license: 'C', source: 'javascript:x()' };
    const params = {
      one: { path: 'images/a.png', copyright },
      two: { path: 'images/b.png' },
      films: [{ path: 'https://films.example/a', copyright: { license: 'U' } }],
    };
    expect(rightsModel({ title: 'Gloves', params }, t)?.works).toEqual([
      {
        name: 'Picture: A & B',
        facts: [
          { term: 'Author', text: 'Ben', href: '' },
          { term: 'Licence', text: 'all rights reserved: ask before using it', href: '' },
          { term: 'Source', text: 'javascript:x()', href: '' },
        ],
      },
    ]);
  });

  it('are not there where nobody said anything', () => {
    expect(rightsModel({ title: 'Gloves', params: { a: { path: 'images/a.png' } } }, t)).toBe(
      undefined,
    );
    const rights = { license: 'U' } as const;
    expect(rightsModel({ title: 'Gloves', rights, params: {} }, t)).toBe(undefined);
  });
});
