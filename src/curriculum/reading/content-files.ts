import { createHash } from 'node:crypto';
import { readFile, readdir } from 'node:fs/promises';
import path from 'node:path';
import { hasCode } from '../../shared/errors.js';
import type { Fault } from './content-fault.js';
import { openYaml, type YamlFile } from './yaml-file.js';

/** The content files of all directories, by their path below a content directory. */
export interface ContentFiles {
  /** `modules/M1/en.yaml` -> the file. Sorted. */
  readonly files: ReadonlyMap<string, YamlFile>;
  /** Of the files in use, all texts together. */
  readonly version: string;
  readonly faults: readonly Fault[];
}

/** A structure file and its languages: `<folder>/<structure>.yaml` and `<folder>/<language>.yaml`. */
const FOLDERS = [
  { folder: 'activities/<id>', structure: 'activity' },
  { folder: 'badges', structure: 'badges' },
  { folder: 'competences', structure: 'profile' },
  { folder: 'competences/ambassador', structure: 'profile' },
  { folder: 'glossary', structure: 'glossary' },
  { folder: 'modules/<id>', structure: 'module' },
  { folder: 'supplements/<id>', structure: 'supplement' },
  { folder: 'surveys/<id>', structure: 'survey' },
  { folder: 'tracks/<id>', structure: 'track' },
] as const;

const KNOWN = new RegExp(
  `^(sources|${FOLDERS.map(
    ({ folder, structure }) => `${folder.replace('<id>', '[A-Za-z0-9-]+')}/(${structure}|[a-z]{2})`,
  ).join('|')})\\.yaml$`,
);

/** Reads every content file. A file of a later directory takes the place of the same one before. */
export async function readContentFiles(directories: readonly string[]): Promise<ContentFiles> {
  const places = new Map<string, string>();
  const faults: Fault[] = [];
  for (const directory of directories) {
    const found = await listFiles(directory);
    if (!found) faults.push(wholeFile(shown(directory), 'expected a folder'));
    for (const name of found ?? []) {
      const file = path.join(directory, name);
      if (KNOWN.test(name)) places.set(name, file);
      else faults.push(wholeFile(shown(file), `no file of this name is expected here; ${NAMES}`));
    }
  }
  const names = [...places.keys()].sort();
  const texts = await Promise.all(names.map((name) => readFile(places.get(name) ?? '', 'utf8')));
  const hash = createHash('sha256');
  const files = new Map(
    names.map((name, at) => {
      const text = texts[at] ?? '';
      hash.update(`${name}\0${text}\0`);
      return [name, openYaml(shown(places.get(name) ?? name), text)];
    }),
  );
  return { files, version: hash.digest('hex').slice(0, 16), faults };
}

const NAMES = `the names are sources.yaml, ${FOLDERS.map(
  ({ folder, structure }) => `${folder}/${structure}.yaml`,
).join(', ')}, and <language>.yaml beside all but the first`;

/** A fault that has no line of its own. */
function wholeFile(file: string, expected: string): Fault {
  return { file, line: 1, field: '', expected };
}

/** YAML files that are ours to read, by their path below the directory; undefined where there is no such folder. */
async function listFiles(directory: string): Promise<readonly string[] | undefined> {
  const top = await entriesOf(directory);
  if (!top) return undefined;
  const tops = new Set(FOLDERS.map(({ folder }) => folder.split('/')[0] ?? ''));
  const inside = await Promise.all([...tops].map((name) => walk(directory, name)));
  return [...(top.files.includes('sources.yaml') ? ['sources.yaml'] : []), ...inside.flat()];
}

async function walk(directory: string, name: string): Promise<readonly string[]> {
  const entries = await entriesOf(path.join(directory, name));
  if (!entries) return [];
  const inside = await Promise.all(
    entries.folders.map((inner) => walk(directory, `${name}/${inner}`)),
  );
  const yaml = entries.files.filter((file) => /\.ya?ml$/.test(file));
  return [...yaml.map((file) => `${name}/${file}`), ...inside.flat()];
}

/** Hidden files are those of tools. */
async function entriesOf(
  folder: string,
): Promise<{ readonly files: readonly string[]; readonly folders: readonly string[] } | undefined> {
  try {
    const entries = await readdir(folder, { withFileTypes: true });
    const seen = entries.filter((entry) => !entry.name.startsWith('.'));
    return {
      files: seen.filter((entry) => !entry.isDirectory()).map((entry) => entry.name),
      folders: seen.filter((entry) => entry.isDirectory()).map((entry) => entry.name),
    };
  } catch (fault) {
    if (hasCode(fault) && (fault.code === 'ENOENT' || fault.code === 'ENOTDIR')) return undefined;
    throw fault;
  }
}

/** As short as people know it. */
function shown(file: string): string {
  const relative = path.relative(process.cwd(), file);
  return relative === '' || relative.startsWith('..') ? file : relative;
}
