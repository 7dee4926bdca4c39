import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import sharp from 'sharp';
import type { Visit } from '../../support/launch.js';
import {
  aTown,
  COMPANY,
  OTHER_COMPANY,
  OTHER_VET,
  pairByCode,
  post,
  read,
  tandemId,
  TRAINER,
  VET,
  type Town,
} from '../people/cast.js';
import { A_PDF, aPhoto, aPng, fileIds, upload } from './upload.js';

const HOSTILE = '<html><script>alert(1)</script></html>';

describe('files beside an artefact', () => {
  let town: Town;
  let ilze: Visit;
  let janis: Visit;
  let trainer: Visit;
  let work: string;
  let path: string;

  beforeAll(async () => {
    town = await aTown();
    ilze = await town.tutor(VET, 'vet', { displayName: 'Ilze' });
    janis = await town.tutor(COMPANY, 'company', { displayName: 'Jānis' });
    await pairByCode(ilze, janis);
    trainer = await town.come(TRAINER);
    work = `/tandem/workspaces/${await tandemId(trainer, 1)}/TA1`;
    path = `${work}/files`;
  });
  afterAll(() => town.stop());

  const newest = async (who = ilze): Promise<string> => fileIds(await read(who, path)).at(-1) ?? '';
  const get = (who: Visit, where: string): Promise<Response> =>
    who.browser.get(`${who.base}${where}`);

  it('keep a picture upright, smaller, and without a word about where it was taken', async () => {
    const photo = await aPhoto();
    expect((await sharp(photo).metadata()).exif?.toString('latin1')).toContain('Secret camera');

    const answer = await upload(ilze, path, { bytes: photo });

    expect([answer.status, answer.headers.get('location')]).toEqual([
      303,
      `${new URL(ilze.base).pathname}${path}`,
    ]);
    const file = await get(janis, `${path}/${await newest()}`);
    const bytes = Buffer.from(await file.arrayBuffer());
    const about = await sharp(bytes).metadata();
    // It lay on its side: upright it is higher than wide.
    expect([about.width, about.height, about.format]).toEqual([800, 1600, 'jpeg']);
    expect([about.exif, about.xmp, about.iptc, about.orientation]).toEqual(
      Array.from({ length: 4 }, () => undefined),
    );
    expect(bytes.toString('latin1')).not.toMatch(/Secret camera|GPS|Exif/u);
    const small = await get(janis, `${path}/${await newest()}/small`);
    const { width, height } = await sharp(Buffer.from(await small.arrayBuffer())).metadata();
    expect([width, height]).toEqual([200, 400]);
  });

  it('are shown with their description, and listed in print and in the office file', async () => {
    for (const page of [work, path, `${work}/print`]) {
      expect(await read(janis, page)).toContain('alt="A workbench"');
    }
    const docx = await get(janis, `${work}/artefact.docx`);
    expect(docx.status).toBe(200);
  });

  it('are served as what they are, to be guessed at and kept by nobody', async () => {
    await upload(ilze, path, { bytes: A_PDF, type: 'text/html', name: '../../x.html' });
    const pdf = await get(janis, `${path}/${await newest()}`);
    expect(Object.fromEntries(pdf.headers)).toMatchObject({
      'content-type': 'application/pdf',
      'x-content-type-options': 'nosniff',
      'cache-control': 'private, max-age=600',
      'content-disposition': expect.stringMatching(/^attachment; filename="[\w-]{8}\.pdf"$/u),
      'content-security-policy': expect.stringContaining('sandbox'),
    });
    expect(Buffer.from(await pdf.arrayBuffer())).toEqual(A_PDF);
    expect((await get(janis, `${path}/${await newest()}/small`)).status).toBe(404);
  });

  it.each([
    ['HTML named png', 415, 'tandem.file-kind', () => Buffer.from(HOSTILE)],
    [
      'an SVG',
      415,
      'tandem.file-kind',
      () => Buffer.from('<svg xmlns="http://www.w3.org/2000/svg"><script>1</script></svg>'),
    ],
    ['a picture of a telephone’s own kind', 415, 'tandem.file-heic', () => aHeic()],
    ['fifteen megabytes', 413, 'http.upload-too-large', () => Buffer.alloc(15 * 1024 * 1024, 255)],
    [
      'a broken picture',
      422,
      'http.picture-unreadable',
      async () => (await aPhoto()).subarray(0, 900),
    ],
    ['nothing', 400, 'http.upload-missing', () => Buffer.alloc(0)],
  ])('refuse %s', async (_what, status, code, make) => {
    const before = await read(ilze, path);
    const bytes = await make();
    const file = { bytes, name: 'innocent.png', type: 'image/png' };

    const told = await upload(
      ilze,
      path,
      { ...file, accept: 'application/json' },
      { description: 'x' },
    );
    const shown = await upload(ilze, path, file, { description: 'A <b> thing' });

    expect([told.status, await told.json()]).toEqual([status, expect.objectContaining({ code })]);
    expect(shown.status).toBe(status);
    expect(await shown.text()).toContain('role="alert"');
    expect(fileIds(await read(ilze, path))).toEqual(fileIds(before));
  });

  it('refuse a small file that unpacks to 900 million pixels, at once', async () => {
    const bytes = aPng(30_000, 30_000);
    expect(bytes.length).toBeLessThan(5 * 1024 * 1024);
    const before = performance.now();
    const answer = await upload(
      ilze,
      path,
      { bytes, accept: 'application/json' },
      { description: 'x' },
    );
    expect([answer.status, await answer.json()]).toEqual([
      422,
      expect.objectContaining({ code: 'http.picture-too-large' }),
    ]);
    expect(performance.now() - before).toBeLessThan(3000);
  });

  it('want to be described, or to be called a decoration', async () => {
    const bytes = await aPhoto(40, 40);
    expect((await upload(ilze, path, { bytes }, { description: '  ' })).status).toBe(400);
    expect((await upload(ilze, path, { bytes }, { decorative: '1' })).status).toBe(303);
    expect(await read(ilze, `${work}/print`)).toContain('alt=""');
    const pdf = await upload(ilze, path, { bytes: A_PDF }, { decorative: '1' });
    expect(pdf.status).toBe(400);
  });

  it('are seen by nobody but members and their trainers', async () => {
    const id = await newest();
    const stranger = await town.tutor(OTHER_VET, 'vet');
    const elsewhere = await town.come(TRAINER, 'second');
    const others = await town.tutor(OTHER_COMPANY, 'company');
    for (const who of [stranger, elsewhere, others]) {
      for (const where of [path, `${path}/${id}`, `${path}/${id}/small`]) {
        expect([where, (await get(who, where)).status]).toEqual([where, 404]);
      }
      expect((await post(who, `${path}/${id}/remove`)).status).toBe(404);
      expect((await upload(who, path, { bytes: await aPhoto(40, 40) })).status).toBe(404);
    }
    await pairByCode(stranger, others);
    const own = work.replace(/workspaces\/[^/]+/u, `workspaces/${await tandemId(trainer, 2)}`);
    // Somebody else's file is not there below one's own tandem either.
    expect((await get(stranger, `${own}/files/${id}`)).status).toBe(404);
    expect((await get(trainer, `${path}/${id}`)).status).toBe(200);
    expect((await upload(trainer, path, { bytes: A_PDF })).status).toBe(403);
  });

  it('are removed by whoever added them, or by a trainer', async () => {
    const before = await newest();
    expect((await post(janis, `${path}/${before}/remove`)).status).toBe(403);
    expect((await post(ilze, `${path}/${before}/remove`)).status).toBe(303);
    expect((await get(ilze, `${path}/${before}`)).status).toBe(404);
    const next = await newest();
    expect((await post(trainer, `${path}/${next}/remove`)).status).toBe(303);
    expect((await get(ilze, `${path}/${next}`)).status).toBe(404);
    expect((await post(trainer, `${path}/${next}/remove`)).status).toBe(404);
  });
});

/** The first box of such a file is all that tells it. */
function aHeic(): Buffer {
  return Buffer.concat([Buffer.from('0000001c', 'hex'), Buffer.from('ftypheic\0\0\0\0mif1heic')]);
}
