import { readdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import sharp from 'sharp';
import { aBrowser } from '../../support/browser-client.js';
import { addLink, ILZE, TRAINER, visit, type Visit } from '../../support/launch.js';
import { aPair, type Pair } from '../../support/tool.js';
import { aPackage, METADATA } from './packages-room.js';

let dataDir: string;
let pair: Pair;
let trainer: Visit;
let learner: Visit;

beforeAll(async () => {
  dataDir = await mkdtemp(path.join(tmpdir(), 'tandem-data-'));
  pair = await aPair({ jobs: false, config: { dataDir } });
  const { id: linkId } = addLink(pair, 'M1');
  trainer = await visit(pair, aBrowser(), { userId: TRAINER, linkId });
  learner = await visit(pair, aBrowser(), { userId: ILZE, linkId });
});
afterAll(async () => {
  await pair.stop();
  await rm(dataDir, { recursive: true });
});

/** Sends a form with one file, as a page of the visit does. */
function send(
  { browser, base, token }: Visit,
  at: string,
  { bytes, fields = {} }: { bytes: Buffer; fields?: Record<string, string> },
): Promise<Response> {
  const body = new FormData();
  for (const [name, value] of Object.entries(fields)) body.append(name, value);
  body.append('file', new Blob([new Uint8Array(bytes)]), '../../../evil.png');
  const url = `${base}${at}${at.includes('?') ? '&' : '?'}token=${token}`;
  const cookie = [...browser.cookies].map(([name, value]) => `${name}=${value}`).join('; ');
  const headers = { cookie, accept: 'text/html' };
  return fetch(url, { method: 'POST', body, headers, redirect: 'manual' });
}

const create = { width: 30, height: 20, channels: 3, background: '#04c' } as const;
const picture = (): Promise<Buffer> => sharp({ create }).png().toBuffer();
const importOne = async (): Promise<string> => {
  const answer = await send(trainer, '/authoring/import', { bytes: await aPackage() });
  return /x-[\w-]{22}/.exec(answer.headers.get('location') ?? '')?.[0] ?? '';
};

describe('packages over HTTP', () => {
  it('become drafts, and go out again', async () => {
    const page = await trainer.browser.get(`${trainer.base}/authoring/import`);
    expect(await page.text()).toContain('enctype="multipart/form-data"');
    const id = await importOne();
    expect(id).not.toBe('');
    const shown = await trainer.browser.get(`${trainer.base}/authoring/${id}`);
    expect(await shown.text()).toContain('Safety');
    // Nothing of it is published yet.
    const none = await trainer.browser.get(`${trainer.base}/authoring/${id}/download/1.0`);
    expect(none.status).toBe(404);
  });

  it('say beside the form what is wrong, and leave nothing behind', async () => {
    const mainLibrary = 'H5P.Chess';
    const bytes = await aPackage({
      'h5p.json': JSON.stringify({
        ...{ ...METADATA, mainLibrary },
        preloadedDependencies: [{ machineName: mainLibrary, majorVersion: 1, minorVersion: 2 }],
      }),
    });
    const refused = await send(trainer, '/authoring/import', { bytes });
    const text = await refused.text();

    expect(refused.status).toBe(422);
    expect(text).toContain('H5P.Chess 1.2');
    expect(text).toContain('role="alert"');
    expect(await readdir(path.join(dataDir, 'uploads'))).toEqual([]);
  });

  it('are for those who teach', async () => {
    const bytes = await aPackage();
    expect((await send(learner, '/authoring/import', { bytes })).status).toBe(404);
    const at = await learner.browser.get(`${learner.base}/authoring/import`);
    expect(at.status).toBe(404);
  });
});

describe('files of an exercise over HTTP', () => {
  it('are kept, and given back whole and in part, never to be sniffed', async () => {
    const id = await importOne();
    const fields = { field: JSON.stringify({ type: 'image' }), contentId: '0' };
    const at = `/authoring/${id}/ajax?action=files`;
    const sent = await send(trainer, at, { bytes: await picture(), fields });
    const kept = (await sent.json()) as { path: string; width: number };
    expect(sent.status).toBe(200);
    expect(kept).toMatchObject({ width: 30, height: 20, mime: 'image/png' });
    const url = `${trainer.base}/exercises/${id}/files/${kept.path}`;
    const whole = await trainer.browser.get(url);
    const bytes = Buffer.from(await whole.arrayBuffer());
    expect(Object.fromEntries(whole.headers)).toMatchObject({
      'content-type': 'image/png',
      'x-content-type-options': 'nosniff',
      'cache-control': 'private, max-age=31536000, immutable',
      'content-security-policy': "default-src 'none'; sandbox",
    });

    const part = await trainer.browser.get(url, { range: 'bytes=1-3' });
    expect([part.status, await part.text()]).toEqual([206, 'PNG']);
    expect(part.headers.get('content-range')).toBe(`bytes 1-3/${bytes.length}`);
    const beyond = await trainer.browser.get(url, { range: 'bytes=99999-' });
    expect(beyond.status).toBe(416);
    const foreign = await learner.browser.get(`${learner.base}/exercises/${id}/files/${kept.path}`);
    expect(foreign.status).toBe(404);
  });

  it('are refused in words when they are none', async () => {
    const id = await importOne();
    const fields = { field: JSON.stringify({ type: 'image' }) };
    const at = `/authoring/${id}/ajax?action=files`;
    const sent = await send(trainer, at, { bytes: Buffer.from('<svg/>'), fields });
    expect(sent.status).toBe(415);
    const byLearner = await send(learner, at, { bytes: await picture(), fields });
    expect(byLearner.status).toBe(404);
    expect(await readdir(path.join(dataDir, 'uploads'))).toEqual([]);
  });

  it.each(['..%2f..%2f..%2f..%2fetc/passwd', 'images/..%2f..%2fsecret', 'images/%00', 'x/y.png'])(
    'lead nowhere else: %s',
    async (name) => {
      const id = await importOne();
      const url = `${trainer.base}/exercises/${id}/files/${name}`;
      expect([400, 404]).toContain((await trainer.browser.get(url)).status);
      const outside = `${trainer.base}/exercises/..%2f..%2fetc/files/images/passwd`;
      expect([400, 404]).toContain((await trainer.browser.get(outside)).status);
    },
  );
});
