import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { NotFound } from '../../../src/shared/errors.js';
import { aPackage, ANNA, aRoom, LEARNER, METADATA, PARAMS, type Room } from './packages-room.js';

let room: Room;
beforeAll(async () => {
  room = await aRoom();
});
afterAll(() => room.close());

const withPicture = (name: string): string =>
  JSON.stringify({
    title: 'T',
    sections: [{ heading: 'H', picture: { file: { path: name, mime: 'image/png' } } }],
  });
const PAGE = JSON.stringify({
  ...METADATA,
  mainLibrary: 'Tandem.ImageTextPage',
  preloadedDependencies: [
    { machineName: 'Tandem.ImageTextPage', majorVersion: 1, minorVersion: 0 },
  ],
});

/** Renames an entry inside an archive, in both places where its name stands. Of equal length. */
function renamed(archive: Buffer, from: string, to: string): Buffer {
  return Buffer.from(archive.toString('latin1').replaceAll(from, to), 'latin1');
}

/** Says another unpacked size of the first entry whose size is this. */
function lying(archive: Buffer, size: number, said: number): Buffer {
  const [from, to] = [Buffer.alloc(4), Buffer.alloc(4)];
  from.writeUInt32LE(size);
  to.writeUInt32LE(said);
  return renamed(archive, from.toString('latin1'), to.toString('latin1'));
}

async function manyEntries(): Promise<Buffer> {
  const names = Array.from({ length: 2001 }, (_, at) => [`content/${at}.txt`, 'x'] as const);
  return aPackage(Object.fromEntries(names));
}

const BOMB = Buffer.alloc(201 * 1024 * 1024);
const DEEP = `{"a":${'['.repeat(5000)}${']'.repeat(5000)}}`;
const json = JSON.stringify;
const pagePackage = (name: string, more: Record<string, string | Buffer>): Promise<Buffer> =>
  aPackage({ 'h5p.json': PAGE, 'content/content.json': withPicture(name), ...more });

const REFUSED: readonly (readonly [string, string, () => Promise<Buffer>])[] = [
  ['something else than an archive', 'broken', () => Promise.resolve(Buffer.from('hello'))],
  ['half an archive', 'broken', async () => (await aPackage()).subarray(0, 300)],
  [
    'a way up',
    'path',
    async () =>
      renamed(await aPackage({ 'a/b/c/evil.txt': 'x' }), 'a/b/c/evil.txt', '../../evil.txt'),
  ],
  [
    'an absolute path',
    'path',
    async () => renamed(await aPackage({ 'xetc/passwd': 'x' }), 'xetc/passwd', '/etc/passwd'),
  ],
  [
    'a way up with other slashes',
    'path',
    async () => renamed(await aPackage({ 'aa/evil.txt': 'x' }), 'aa/evil.txt', '..\\evil.txt'),
  ],
  [
    'a name twice',
    'broken',
    async () =>
      renamed(
        await aPackage({ 'content/c0ntent.json': '{}' }),
        'content/c0ntent',
        'content/content',
      ),
  ],
  ['too many files', 'entries', manyEntries],
  ['a bomb', 'unpacked', () => aPackage({ 'content/zeros.txt': BOMB })],
  [
    'a bomb that says it is small',
    'lying',
    async () =>
      lying(
        await pagePackage('images/a.png', { 'content/images/a.png': Buffer.alloc(9_000_001) }),
        9_000_001,
        9,
      ),
  ],
  ['libraries alone', 'no-content', () => aPackage({ 'content/content.json': '' })],
  ['no h5p.json', 'no-content', () => aPackage({ 'h5p.json': '' })],
  ['broken JSON', 'json', () => aPackage({ 'content/content.json': '{"a":' })],
  ['JSON that is too deep', 'json', () => aPackage({ 'content/content.json': DEEP })],
  ['a list as parameters', 'json', () => aPackage({ 'content/content.json': '[1]' })],
  [
    'another main library than it lists',
    'json',
    () => aPackage({ 'h5p.json': json({ ...METADATA, mainLibrary: 'Tandem.TrueFalse' }) }),
  ],
  [
    'parameters of a megabyte',
    'params',
    () =>
      aPackage({ 'content/content.json': json({ ...PARAMS, question: 'x'.repeat(1_000_000) }) }),
  ],
  [
    'parameters above what one exercise may hold',
    'params',
    () => aPackage({ 'content/content.json': json({ ...PARAMS, question: 'x'.repeat(300_000) }) }),
  ],
  ['a file that leads elsewhere', 'file-missing', () => pagePackage('../../etc/passwd', {})],
  ['a file that is not there', 'file-missing', () => pagePackage('images/a.png', {})],
  [
    'a page that is called a picture',
    'file-kind',
    () => pagePackage('images/a.png', { 'content/images/a.png': '<html><script>1</script>' }),
  ],
  [
    'a drawing with a script',
    'file-kind',
    () => pagePackage('images/a.svg', { 'content/images/a.svg': '<svg><script/></svg>' }),
  ],
];

describe('import of a hostile package', () => {
  it.each(REFUSED)('refuses %s (%s), and keeps nothing of it', async (_what, fault, make) => {
    const before = await room.authoring.list(ANNA);
    await expect(room.importBytes(await make())).rejects.toMatchObject({
      code: `h5p.package-${fault}`,
      status: 422,
    });

    expect(await room.authoring.list(ANNA)).toEqual(before);
    expect(await room.leftOvers()).toEqual([]);
    expect(await room.blobs()).toBe(0);
  });

  it('names the library that is not installed, and one that is newer', async () => {
    const of = (machineName: string, minorVersion: number): Promise<Buffer> =>
      aPackage({
        'h5p.json': json({
          ...METADATA,
          mainLibrary: machineName,
          preloadedDependencies: [{ machineName, majorVersion: 1, minorVersion }],
        }),
      });
    await expect(room.importBytes(await of('H5P.MultiChoice', 16))).rejects.toMatchObject({
      code: 'h5p.package-library',
      values: { name: 'H5P.MultiChoice 1.16' },
    });
    await expect(room.importBytes(await of('Tandem.SingleChoice', 9))).rejects.toMatchObject({
      code: 'h5p.package-library-newer',
    });
  });

  it('looks into content inside content for libraries too', async () => {
    const params = { ...PARAMS, inside: { library: 'Evil.Inside 1.0', params: {} } };
    const refused = room.importBytes(await aPackage({ 'content/content.json': json(params) }));
    await expect(refused).rejects.toMatchObject({ values: { name: 'Evil.Inside 1.0' } });
  });

  it('installs none of the programs that a package brings', async () => {
    const id = await room.importBytes(
      await aPackage({ 'Tandem.SingleChoice-1.0/dist/evil.js': 'alert(1)' }),
    );
    expect((await room.authoring.show(ANNA, id)).library).toBe('Tandem.SingleChoice');
    expect(await room.leftOvers()).toEqual([]);
  });

  it('keeps no script of a title, a question or an option', async () => {
    const evil = '<script>alert(1)</script><img src=x onerror=alert(2)>';
    const id = await room.importBytes(
      await aPackage({
        'h5p.json': json({ ...METADATA, title: `</script>${evil}` }),
        'content/content.json': json({
          question: `<p onclick="alert(3)">Q</p>${evil}<a href="javascript:alert(4)">x</a>`,
          options: [{ text: evil, correct: true, more: evil }],
          unknown: { points: 'NaN', html: evil },
        }),
      }),
    );
    const { languages } = await room.authoring.show(ANNA, id);
    const kept = json(languages.en?.params);
    expect(kept).not.toMatch(/<|unknown|"more"/);
  });

  it('is not for learners', async () => {
    await expect(room.importBytes(await aPackage(), LEARNER)).rejects.toThrow(NotFound);
  });

  it('reads one at a time, lets a few wait, and asks the others to come back', async () => {
    const bytes = await aPackage();
    const tries = await Promise.allSettled(
      Array.from({ length: 6 }, () => room.importBytes(bytes)),
    );
    const refused = tries.filter((one) => one.status === 'rejected');

    expect(refused).toHaveLength(2);
    expect(refused.map(({ reason }: { reason: { code: string } }) => reason.code)).toEqual([
      'h5p.package-busy',
      'h5p.package-busy',
    ]);
    expect(room.imports.waiting).toBe(0);
  });
});
