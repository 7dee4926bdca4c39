import { cp, mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll } from '@jest/globals';

const made: string[] = [];

afterAll(async () => {
  await Promise.all(made.map((directory) => rm(directory, { recursive: true })));
});

/** Activities and supplements may be missing; the others belong to each other. */
const COPIED = [
  'sources.yaml',
  'badges',
  'competences',
  'glossary',
  'modules',
  'surveys',
  'tracks',
];

/** A folder with a copy of our content in English, or with nothing; removed after the tests. */
export async function contentCopy({ empty = false } = {}): Promise<string> {
  const directory = await mkdtemp(path.join(tmpdir(), 'tandem-content-'));
  made.push(directory);
  if (empty) return directory;
  const onlyEnglish = (file: string): boolean => !/\/(?!en)[a-z]{2}\.yaml$/.test(file);
  for (const name of COPIED) {
    await cp(path.join('content', name), path.join(directory, name), {
      recursive: true,
      filter: onlyEnglish,
    });
  }
  return directory;
}

/** Writes a file of the folder, made of one of ours: the same one unless `from` names another. */
export async function writeContent(
  directory: string,
  name: string,
  { from = name, change }: { readonly from?: string; readonly change: (text: string) => string },
): Promise<void> {
  const original = await readFile(path.join('content', from), 'utf8').catch(() => '');
  const file = path.join(directory, name);
  await mkdir(path.dirname(file), { recursive: true });
  await writeFile(file, change(original));
}
