import { rm } from 'node:fs/promises';
import { describe, expect, it } from '@jest/globals';
import { ContentFault, type Fault } from '../../../src/curriculum/reading/content-fault.js';
import { loadCurriculum } from '../../../src/curriculum/curriculum.service.js';
import { contentCopy, writeContent } from '../content-copy.js';
import { AMBASSADOR, ENGLISH, MODULE, PLANTED, PROFILE } from '../planted-mistakes.js';

describe('a content fault', () => {
  it.each(PLANTED)('names file, line and field of $mistake', async (planted) => {
    const directory = await contentCopy();
    let written = '';
    await writeContent(directory, planted.file, {
      change: (text) => {
        expect(text).toContain(planted.from);
        written = text.replace(planted.from, planted.to);
        return written;
      },
    });

    const faults = await faultsOf(directory);

    const fault = faults.find(({ field, expected }) => {
      return field === planted.field && expected.includes(planted.expected);
    });
    expect(faults).toContain(fault);
    expect(fault?.file).toBe(`${directory}/${planted.file}`);
    expect(written.split('\n')[(fault?.line ?? 0) - 1]).toContain(planted.line);
  });

  it('is one error with all faults, each a line of its message', async () => {
    const directory = await contentCopy();
    await writeContent(directory, ENGLISH, {
      change: (text) => text.replace('purpose:', 'porpoise:'),
    });
    await writeContent(directory, PROFILE, { change: (text) => text.replace('vet: L', 'vet: X') });

    const error = await contentFaultOf(directory);

    expect(error.code).toBe('curriculum.content-fault');
    expect(error.faults).toHaveLength(3);
    expect(error.message.split('\n')).toHaveLength(1 + 3);
    expect(error.message).toContain(`${directory}/${PROFILE}:15 areas.0.competences.0.roles.vet: `);
    expect(error.message).toContain('units.U1.1.porpoise: nothing of this name is expected here');
  });

  it('is a story that never ends', async () => {
    const directory = await contentCopy();
    await writeContent(directory, MODULE, {
      change: (text) =>
        text
          .replace('id: meet, next: c1e4', 'id: meet, next: c1n4')
          .replace('next: c1e5', 'next: c1n4'),
    });

    expect((await faultsOf(directory)).map(({ expected }) => expected)).toEqual([
      'expected a way from c1n4 to an end',
      'no choice leads to c1e4',
      'no choice leads to c1e5',
    ]);
  });

  it.each(['sources.yaml', PROFILE, 'competences/en.yaml', AMBASSADOR, MODULE, ENGLISH])(
    'is %s when it is missing',
    async (name) => {
      const directory = await contentCopy();
      await writeContent(directory, name, { change: () => '' });
      await rm(`${directory}/${name}`);

      expect(await faultsOf(directory)).toContainEqual({
        file: name,
        line: 1,
        field: '',
        expected: 'this file is missing',
      });
    },
  );

  it('is a file that nobody would read', async () => {
    const directory = await contentCopy();
    await writeContent(directory, 'modules/M1/latvian.yaml', {
      from: ENGLISH,
      change: (text) => text,
    });
    await writeContent(directory, 'competences/lv.yml', { from: ENGLISH, change: (text) => text });

    const faults = await faultsOf(directory);

    expect(faults.map(({ file }) => file)).toEqual([
      `${directory}/competences/lv.yml`,
      `${directory}/modules/M1/latvian.yaml`,
    ]);
    expect(faults[0]?.expected).toContain('no file of this name is expected here');
  });

  it('is a folder that does not exist', async () => {
    const error = await contentFaultOf('content', '/no/such/folder');

    expect(error.faults).toEqual([
      { file: '/no/such/folder', line: 1, field: '', expected: 'expected a folder' },
    ]);
  });

  it('is an id that another module has', async () => {
    const directory = await contentCopy();
    for (const name of ['module', 'en']) {
      await writeContent(directory, `modules/M9/${name}.yaml`, {
        from: `modules/M1/${name}.yaml`,
        change: (text) => text.replace('\nid: M1\n', '\nid: M9\n'),
      });
    }

    const expected = (await faultsOf(directory)).map((fault) => fault.expected);

    expect(expected).toContain('expected another number than M1 has');
    expect(expected).toContain('the id M1-05 stands twice, also in M1');
  });
});

async function faultsOf(directory: string): Promise<readonly Fault[]> {
  return (await contentFaultOf(directory)).faults;
}

async function contentFaultOf(...directories: string[]): Promise<ContentFault> {
  const error: unknown = await loadCurriculum({ directories }).then(
    () => undefined,
    (fault: unknown) => fault,
  );
  if (error instanceof ContentFault) return error;
  throw error;
}
