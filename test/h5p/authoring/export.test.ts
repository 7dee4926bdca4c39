import { createRequire } from 'node:module';
import { mkdtemp, mkdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { buffer } from 'node:stream/consumers';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import * as H5P from '@lumieducation/h5p-server';
import sharp from 'sharp';
import { open } from 'yauzl-promise';
import { NotFound } from '../../../src/shared/errors.js';
import { ANNA, aRoom, CLEO, LEARNER, PARAMS, type Room } from './packages-room.js';

let room: Room;
beforeAll(async () => {
  room = await aRoom();
});
afterAll(() => room.close());

/** @returns the id of a published exercise */
async function published(library: string, params: Record<string, unknown>): Promise<string> {
  const title = 'Wer hilft? Häufige Fälle';
  const { id } = await room.authoring.create(ANNA, { library, language: 'en', title, params });
  const { revision } = await room.authoring.editable(ANNA, id);
  await room.publishing.publish(ANNA, id, { why: 'first', revision });
  return id;
}

const exported = async (id: string, who = ANNA): Promise<{ name: string; bytes: Buffer }> => {
  const { name, stream } = await room.exports.exportVersion(who, { exerciseId: id, label: '1.0' });
  return { name, bytes: await buffer(stream) };
};

/** Everything in an archive, by name. */
async function unpacked(bytes: Buffer): Promise<ReadonlyMap<string, Buffer>> {
  const folder = await mkdtemp(path.join(tmpdir(), 'tandem-export-'));
  const file = path.join(folder, 'package.h5p');
  await writeFile(file, bytes);
  const zip = await open(file);
  const found = new Map<string, Buffer>();
  for await (const entry of zip)
    found.set(entry.filename, await buffer(await entry.openReadStream()));
  await zip.close();
  await rm(folder, { recursive: true });
  return found;
}

async function picture(): Promise<string> {
  const file = path.join(room.dataDir, 'picture');
  const create = { width: 30, height: 20, channels: 3, background: '#04c' } as const;
  await writeFile(file, await sharp({ create }).png().toBuffer());
  const { path: name } = await room.media.keep(ANNA, { file });
  await rm(file);
  return name;
}

const pageParams = (name: string): Record<string, unknown> => ({
  title: 'Tools',
  sections: [
    {
      heading: 'The saw',
      text: '<p>It is <strong>sharp</strong>.</p>',
      picture: { file: { path: name, mime: 'image/png', width: 30, height: 20 }, alt: 'A saw' },
    },
  ],
});

describe('export of a published version', () => {
  it('holds the content, its texts, its media and the libraries that play it', async () => {
    const name = await picture();
    const { name: fileName, bytes } = await exported(
      await published('Tandem.ImageTextPage', pageParams(name)),
    );
    const files = await unpacked(bytes);

    expect(fileName).toBe('Wer-hilft-Haufige-Falle');
    expect(JSON.parse(files.get('h5p.json')!.toString())).toMatchObject({
      title: 'Wer hilft? Häufige Fälle',
      mainLibrary: 'Tandem.ImageTextPage',
      preloadedDependencies: [{ machineName: 'Tandem.ImageTextPage', majorVersion: 1 }],
    });
    const content = JSON.parse(files.get('content/content.json')!.toString()) as object;
    expect(content).toMatchObject({ title: 'Tools', l10n: expect.any(Object) as object });
    expect(files.get(`content/${name}`)?.subarray(1, 4).toString()).toBe('PNG');
    expect(files.has('Tandem.ImageTextPage-1.0/library.json')).toBe(true);
    expect(files.has('Tandem.ImageTextPage-1.0/dist/image-text-page.js')).toBe(true);
  });

  it("passes the H5P server's own check of packages", async () => {
    const id = await published('Tandem.SingleChoice', PARAMS);
    const { bytes } = await exported(id);
    expect(await validated(bytes)).toBe(true);
    const files = await unpacked(bytes);
    expect([...files.keys()].filter((name) => /(^|\/)[._]/.test(name))).toEqual([]);
  });

  it('comes back as the same exercise, with its picture under a new name', async () => {
    const name = await picture();
    const { bytes } = await exported(await published('Tandem.ImageTextPage', pageParams(name)));
    const id = await room.importBytes(bytes);
    const { languages, history, state } = await room.authoring.show(ANNA, id);
    const { title, params } = languages.en!;
    const again = /images\/[^"]+/.exec(JSON.stringify(params))?.[0] ?? '';

    expect({ title, state, what: history[0]?.what }).toEqual({
      ...{ title: 'Wer hilft? Häufige Fälle', state: 'draft', what: 'imported' },
    });
    expect(again).not.toBe(name);
    expect(params).toMatchObject(pageParams(again));
    expect('l10n' in params).toBe(false);
    const opened = await room.media.open(ANNA, { exerciseId: id, path: again, locale: 'en' });
    expect((await buffer(opened.read())).length).toBeGreaterThan(50);
  });

  it('is for those who may read the exercise, of what was published', async () => {
    const id = await published('Tandem.SingleChoice', PARAMS);
    await expect(exported(id, LEARNER as unknown as typeof ANNA)).rejects.toThrow(NotFound);
    await expect(exported(id, CLEO)).rejects.toThrow(NotFound);
    const wanted = { exerciseId: id, label: '9.9' };
    await expect(room.exports.exportVersion(ANNA, wanted)).rejects.toThrow(NotFound);
    await expect(
      room.exports.exportVersion(ANNA, { exerciseId: id, label: '1.0', language: 'xx' }),
    ).rejects.toThrow(NotFound);
  });
});

/** Asks the H5P server, as if it were to install all of the package anew. */
async function validated(bytes: Buffer): Promise<unknown> {
  const folder = await mkdtemp(path.join(tmpdir(), 'tandem-validate-'));
  const [file, packed] = [path.join(folder, 'package.h5p'), path.join(folder, 'packed')];
  await writeFile(file, bytes);
  await Promise.all([mkdir(packed), mkdir(path.join(folder, 'libraries'))]);
  const config = new H5P.H5PConfig(undefined, { coreApiVersion: { major: 1, minor: 28 } });
  const storage = new H5P.fsImplementations.FileLibraryStorage(path.join(folder, 'libraries'));
  const inside = '@lumieducation/h5p-server/build/src/';
  const load = createRequire(import.meta.url);
  const { default: Manager } = load(`${inside}LibraryManager.js`) as Loaded<object>;
  const { default: Importer } = load(`${inside}PackageImporter.js`) as Loaded<object>;
  const { default: Validator } = load(`${inside}PackageValidator.js`) as Loaded<Validating>;
  const everything = { includeLibraries: true, includeContent: true, includeMetadata: true };
  await (Importer as unknown as Extracting).extractPackage(file, packed, everything);
  const validator = new Validator(config, new Manager(storage));
  try {
    await validator.validateFileSizes(file);
    return await validator.validateExtractedPackage(packed, true, true, false);
  } finally {
    await rm(folder, { recursive: true });
  }
}

/** The parts of it that it does not show. */
interface Loaded<T> {
  readonly default: new (...parts: readonly unknown[]) => T;
}
interface Validating {
  validateFileSizes(file: string): Promise<unknown>;
  validateExtractedPackage(folder: string, ...what: readonly boolean[]): Promise<unknown>;
}
interface Extracting {
  extractPackage(file: string, folder: string, what: object): Promise<void>;
}
