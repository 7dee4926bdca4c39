import { buffer } from 'node:stream/consumers';
import yazl from 'yazl';

/** One library of a package, as a test wants it. */
export interface WantedLibrary {
  readonly machineName: string;
  /** Such as `1.2.3`. */
  readonly version: string;
  readonly runnable?: 0 | 1;
  /** Such as `Test.Part 1.0`. */
  readonly needs?: readonly string[];
  /** Further fields of library.json. */
  readonly more?: object;
  /** Further files, by path inside the folder; '' leaves one out. */
  readonly files?: Readonly<Record<string, string | Buffer>>;
}

/** A type that shows the words of its script: which version played can be read on the page. */
export function parts({
  machineName,
  version,
  runnable = 1,
  needs = [],
  more = {},
  files = {},
}: WantedLibrary): Record<string, string | Buffer> {
  const [majorVersion = 1, minorVersion = 0, patchVersion = 0] = version.split('.').map(Number);
  const folder = `${machineName}-${majorVersion}.${minorVersion}`;
  const [space = '', name = ''] = machineName.split('.');
  const words = `${machineName} ${version}`;
  const library = {
    ...{ title: `Title of ${name}`, machineName, majorVersion, minorVersion, patchVersion },
    ...{ runnable, license: 'MIT', preloadedJs: [{ path: 'play.js' }] },
    preloadedDependencies: needs.map((need) => {
      const [needed = '', number = ''] = need.split(' ');
      const [major, minor] = number.split('.').map(Number);
      return { machineName: needed, majorVersion: major, minorVersion: minor };
    }),
    ...more,
  };
  const semantics = [{ name: 'text', type: 'text', label: 'Text' }];
  const all: Record<string, string | Buffer> = {
    'library.json': JSON.stringify(library),
    'semantics.json': runnable === 1 ? JSON.stringify(semantics) : '',
    'play.js': `window.${space} = window.${space} || {}; window.${space}.${name} = class extends H5P.EventDispatcher { attach($c) { ($c.get ? $c.get(0) : $c).textContent = ${JSON.stringify(words)}; } };`,
    ...files,
  };
  return Object.fromEntries(Object.entries(all).map(([file, text]) => [`${folder}/${file}`, text]));
}

/** A package as bytes. @param entries by path; '' leaves one out */
export async function zipped(entries: Readonly<Record<string, string | Buffer>>): Promise<Buffer> {
  const zip = new yazl.ZipFile();
  for (const [name, part] of Object.entries(entries)) {
    if (part !== '') zip.addBuffer(Buffer.from(part), name);
  }
  zip.end();
  return buffer(zip.outputStream);
}

/** A package of these libraries and nothing else. */
export function packageOf(...libraries: readonly WantedLibrary[]): Promise<Buffer> {
  return zipped(Object.assign({}, ...libraries.map(parts)) as Record<string, string | Buffer>);
}

/** Renames an entry inside an archive, in both places where its name stands. Of equal length. */
export function renamed(archive: Buffer, from: string, to: string): Buffer {
  return Buffer.from(archive.toString('latin1').replaceAll(from, to), 'latin1');
}
