import { rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { buffer } from 'node:stream/consumers';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import sharp from 'sharp';
import { NotFound } from '../../../src/shared/errors.js';
import { unpacked, validated } from './h5p-check.js';
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
