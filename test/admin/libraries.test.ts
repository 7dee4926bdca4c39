import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { createOperatorLink, openAuditLog } from '../../src/admin/index.js';
import { newId } from '../../src/shared/ids.js';
import { aShelf } from '../h5p/authoring/published.js';
import { packageOf, parts, renamed, zipped } from '../h5p/libraries/library-package.js';
import { aBrowser, formOf, type BrowserClient } from '../support/browser-client.js';
import { addLink, ILZE, TRAINER, visit, type Visit } from '../support/launch.js';
import { aPair, type Pair } from '../support/tool.js';

let dataDir: string;
let pair: Pair;
let operator: BrowserClient;

async function start(): Promise<void> {
  dataDir = await mkdtemp(path.join(tmpdir(), 'tandem-libraries-'));
  pair = await aPair({ jobs: false, config: { dataDir } });
  operator = await anOperator();
}

async function stop(): Promise<void> {
  await pair.stop();
  await rm(dataDir, { recursive: true });
}

const at = (place: string): string => new URL(place, pair.toolUrl).href;
const page = async (place = '/admin/libraries'): Promise<string> =>
  (await operator.get(at(place))).text();
const tokenIn = (html: string): string => /data-token="([^"]+)"/u.exec(html)?.[1] ?? '';

async function anOperator(): Promise<BrowserClient> {
  const { database, toolUrl } = pair;
  const clock = Date.now;
  const { audit } = await openAuditLog({ database, clock, newId });
  const publicUrl = new URL(toolUrl);
  const { url } = await createOperatorLink({ database, clock, audit, publicUrl });
  const browser = aBrowser();
  const { action, fields } = formOf(await (await browser.get(url.href)).text());
  await browser.post(at(action), fields);
  return browser;
}

/** Sends a package as the form of the page does. */
async function install(bytes: Buffer, token?: string): Promise<Response> {
  const body = new FormData();
  body.append('file', new Blob([new Uint8Array(bytes)]), 'library.h5p');
  const cookie = [...operator.cookies].map(([name, value]) => `${name}=${value}`).join('; ');
  const url = at(`/admin/libraries?token=${token ?? tokenIn(await page())}`);
  const headers = { cookie, accept: 'text/html' };
  return fetch(url, { method: 'POST', body, headers, redirect: 'manual' });
}

async function remove(library: string): Promise<Response> {
  return operator.post(at(`/admin/libraries/${library}/remove`), { token: tokenIn(await page()) });
}

/** The script that plays an exercise, or what else its page names. */
async function played(
  { browser, base }: Visit,
  id: string,
  name = /src="([^"]*Test\.Chess[^"]*)"/u,
): Promise<string> {
  const html = await (await browser.get(`${base}/exercises/${id}`)).text();
  return (await browser.get(at(name.exec(html)?.[1] ?? ''))).text();
}

/** Everything that lies in the installation's folder and is a file. */
async function files(): Promise<readonly string[]> {
  const entries = await readdir(dataDir, { recursive: true, withFileTypes: true });
  return entries.filter((entry) => entry.isFile()).map((entry) => entry.name);
}

const CHESS = { machineName: 'Test.Chess', version: '1.2.3' } as const;

describe('libraries, installed by an operator', () => {
  beforeEach(start);
  afterEach(stop);

  it('are listed with version, licence and use, and ours are fixed', async () => {
    const html = await page();
    expect(html).toContain('Tandem.SingleChoice');
    expect(html).toContain('Nothing has been added yet.');

    const installed = await install(await packageOf(CHESS));
    expect(installed.status).toBe(303);
    const after = await page(installed.headers.get('location') ?? '');

    expect(after).toContain('Installed: Test.Chess 1.2.3');
    expect(after).toContain('Title of Chess');
    expect(after).toContain('href="/admin/libraries/Test.Chess-1.2/remove"');
    expect(after).not.toContain('/admin/libraries/Tandem.');
    expect(await page('/admin/log')).toContain('Library installed');
  });

  it('are offered to trainers at once, and after a start anew', async () => {
    await install(await packageOf(CHESS));
    const { id: linkId } = addLink(pair, 'M1');
    const trainer = await visit(pair, aBrowser(), { userId: TRAINER, linkId });

    const offered = await trainer.browser.get(`${trainer.base}/authoring/new`);
    expect(await offered.text()).toContain('Test.Chess');

    const again = await aPair({ jobs: false, config: { dataDir } });
    const { id } = addLink(again, 'M1');
    const other = await visit(again, aBrowser(), { userId: TRAINER, linkId: id });
    const html = await (await other.browser.get(`${other.base}/authoring/new`)).text();
    await again.stop();
    expect(html).toContain('Test.Chess');
  });

  it('stay in their old versions for what was made with them', async () => {
    await install(await packageOf({ ...CHESS, version: '1.0.7' }));
    const [platform] = await pair.tool.lti.platforms.list();
    const shelf = await aShelf(pair.database);
    const languages = { en: { title: 'A game', params: { text: 'e4' } } };
    for (const id of ['x-old', 'x-new']) {
      await shelf.write({ id, languages, platformId: platform?.id ?? '', library: 'Test.Chess' });
    }
    await shelf.publish('x-old');

    await install(await packageOf({ ...CHESS, version: '1.1.0' }));
    const html = await page();

    expect(html).toMatch(/1\.1\.0[^]*used by 2 exercises[^]*1\.0\.7[^]*used by 1 exercise</u);
    expect(html).toContain('Older version');
    const { id: linkId } = addLink(pair, 'x-old');
    const learner = await visit(pair, aBrowser(), { userId: ILZE, linkId });
    expect(await played(learner, 'x-old')).toContain('Test.Chess 1.0.7');
    expect((await remove('Test.Chess-1.0')).status).toBe(409);
  });

  it('fetch their own files while they play, and nobody else’s', async () => {
    const look = { preloadedCss: [{ path: 'styles/look.css' }] };
    const css = ".a{src:url(../fonts/a.svg?x#y)} .b{src:url('/b.png')} .c{src:url(../../../../d)}";
    const files = { 'styles/look.css': css, 'fonts/a.svg': '<svg/>' };
    await install(await packageOf({ ...CHESS, version: '1.0.7', more: look, files }));
    const [platform] = await pair.tool.lti.platforms.list();
    const shelf = await aShelf(pair.database);
    const languages = { en: { title: 'A game', params: { text: 'e4' } } };
    const game = { id: 'x-old', languages, library: 'Test.Chess' };
    await shelf.write({ ...game, platformId: platform?.id ?? '' });
    await shelf.publish('x-old');
    const { id: linkId } = addLink(pair, 'x-old');
    const learner = await visit(pair, aBrowser(), { userId: ILZE, linkId });

    const style = await played(learner, 'x-old', /href="([^"]*Test\.Chess[^"]*)"/u);

    expect(style).toContain('.a{src:url("/h5p/libraries/Test.Chess-1.0/fonts/a.svg?x#y")}');
    expect(style).toContain("url('/b.png')} .c{src:url(../../../../d)}");
    const answer = await fetch(at('/h5p/libraries/Test.Chess-1.0/fonts/a.svg?x'));
    expect(await answer.text()).toBe('<svg/>');
    expect(answer.headers.get('content-type')).toContain('image/svg+xml');
    expect(answer.headers.get('content-security-policy')).toContain('sandbox');
    for (const place of [
      'Test.Chess-1.0/fonts',
      'Test.Chess-1.0/none.js',
      'Test.Chess-1.0/..%2f..%2f..%2fsecret',
      'Test.Chess-1.0/%2e%2e/%2e%2e/secret',
      '..%2f..%2flibraries/x',
      'Tandem.SingleChoice-1.0/library.json',
    ]) {
      const { status } = await fetch(at(`/h5p/libraries/${place}`));
      expect([place, [400, 404].includes(status)]).toEqual([place, true]);
    }
  });

  it('take a newer patch, and no older one', async () => {
    await install(await packageOf(CHESS));

    expect((await install(await packageOf({ ...CHESS, version: '1.2.9' }))).status).toBe(303);
    expect(await page()).toContain('1.2.9');
    const refused = await install(await packageOf({ ...CHESS, version: '1.2.1' }));

    expect(refused.status).toBe(422);
    expect(await refused.text()).toContain('is installed already');
    expect(await page()).not.toContain('1.2.3');
  });

  it('come with what they need, which stays while they need it', async () => {
    const board = { machineName: 'Test.Board', version: '2.0.0', runnable: 0 } as const;
    const needy = { ...CHESS, needs: ['Test.Board 2.0'] };
    expect(await (await install(await packageOf(needy))).text()).toContain('Test.Board 2.0');
    expect(await files()).not.toContain('play.js');

    await install(await packageOf(needy, board));
    expect((await remove('Test.Board-2.0')).status).toBe(409);
    expect((await remove('Test.Chess-1.2')).status).toBe(303);
    expect((await remove('Test.Board-2.0')).status).toBe(303);

    expect(await files()).not.toContain('play.js');
    expect(await page('/admin/log')).toContain('Library removed');
  });

  it('stay while an exercise uses them, inside another one too', async () => {
    await install(await packageOf(CHESS));
    const shelf = await aShelf(pair.database);
    const params = { questions: [{ library: 'Test.Chess 1.2', params: {} }] };
    await shelf.write({ library: 'Tandem.ExerciseSet', languages: { en: { title: 'T', params } } });

    const refused = await remove('Test.Chess-1.2');

    expect(refused.status).toBe(409);
    expect(await refused.text()).toContain('Something still uses this version');
    expect(await page()).toContain('used by 1 exercise');
    expect(await files()).toContain('play.js');
  });

  it('that come with the tool are neither replaced nor removed', async () => {
    const ours = { machineName: 'Tandem.SingleChoice', version: '1.9.0' };

    expect(await (await install(await packageOf(ours))).text()).toContain('comes with the tool');
    expect((await remove('Tandem.SingleChoice-1.0')).status).toBe(409);
    expect((await remove('Test.Nothing-1.0')).status).toBe(404);
  });

  it('are an operator’s matter alone', async () => {
    const bytes = await packageOf(CHESS);
    expect((await install(bytes, 'another')).status).toBe(403);
    operator = aBrowser();

    expect((await operator.get(at('/admin/libraries'))).status).toBe(401);
    expect((await install(bytes, 'x')).status).toBe(401);
    expect((await operator.post(at('/admin/libraries/Test.Chess-1.2/remove'), {})).status).toBe(
      401,
    );
    expect(await files()).not.toContain('play.js');
  });
});

const BOMB = Buffer.alloc(201 * 1024 * 1024);
const REFUSED: readonly (readonly [string, string, () => Promise<Buffer>])[] = [
  ['no archive', 'cannot be read as an H5P package', () => Promise.resolve(Buffer.from('hello'))],
  ['content alone', 'no library in this package', () => zipped({ 'h5p.json': '{}' })],
  [
    'a way out',
    'leads out of it',
    async () =>
      renamed(
        await packageOf({ ...CHESS, files: { 'a/b/evil.js': 'x' } }),
        'Test.Chess-1.2/a/b/evil.js',
        '../../../../../../../ev.js',
      ),
  ],
  [
    'a program for a server',
    'no library needs',
    () => packageOf({ ...CHESS, files: { 'run.php': 'x' } }),
  ],
  ['a page', 'no library needs', () => packageOf({ ...CHESS, files: { 'a.html': '<script>' } })],
  [
    'semantics that are none',
    'semantics.json',
    () => packageOf({ ...CHESS, files: { 'semantics.json': '{"a":' } }),
  ],
  [
    'semantics of an unknown kind',
    'semantics.json',
    () => packageOf({ ...CHESS, files: { 'semantics.json': '[{"name":"a","type":"evil"}]' } }),
  ],
  [
    'a name that is not its folder’s',
    'library.json',
    () => packageOf({ ...CHESS, more: { minorVersion: 3 } }),
  ],
  [
    'a script that is not there',
    'play.js',
    () => packageOf({ ...CHESS, files: { 'play.js': '' } }),
  ],
  [
    'a newer core',
    'newer H5P core',
    () => packageOf({ ...CHESS, more: { coreApi: { majorVersion: 1, minorVersion: 99 } } }),
  ],
  ['a bomb', 'larger than 200 MB', () => packageOf({ ...CHESS, files: { 'a.txt': BOMB } })],
  [
    'a file that is a folder too',
    'cannot be read as an H5P package',
    () => zipped({ ...parts(CHESS), 'Test.Chess-1.2/x.js': 'x', 'Test.Chess-1.2/x.js/y.js': 'y' }),
  ],
];

describe('packages of libraries that are refused', () => {
  beforeAll(async () => {
    await start();
    await install(await packageOf({ machineName: 'Test.Good', version: '1.0.0' }));
  });
  afterAll(stop);

  it.each(REFUSED)('%s', async (_name, words, bytes) => {
    const before = await files();

    const refused = await install(await bytes());
    const html = await refused.text();

    expect(refused.status).toBe(422);
    expect(html).toContain('role="alert"');
    expect(html).toContain(words);
    expect(await files()).toEqual(before);
    expect(await page()).not.toContain('Test.Chess');
  });
});
