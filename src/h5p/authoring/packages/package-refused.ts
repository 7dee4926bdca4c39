import { AppError } from '../../../shared/errors.js';

/** What is wrong with a package; its text says how to mend it. */
export type PackageFault =
  /** No zip archive, or a damaged one. */
  | 'broken'
  /** It says something else about its sizes than what is in it. */
  | 'lying'
  /** An entry whose name leads out of the package. */
  | 'path'
  /** More than `MOST_ENTRIES`. */
  | 'entries'
  /** More than `MOST_UNPACKED`. */
  | 'unpacked'
  /** Without h5p.json or content/content.json, as with a package of libraries alone. */
  | 'no-content'
  /** h5p.json or content.json is no JSON, or not shaped as it must be. */
  | 'json'
  /** Parameters larger than an exercise may be. */
  | 'params'
  /** Of a content type that is not installed. */
  | 'library'
  /** Of a newer version of a content type than is installed. */
  | 'library-newer'
  /** Names a file that is not in it. */
  | 'file-missing'
  /** A file that is none of the kinds we take, whatever its name says. */
  | 'file-kind'
  /** Took longer than any package should. */
  | 'slow'
  /** Sent to be installed, and without a library. */
  | 'no-libraries'
  /** More than a package of libraries may hold. */
  | 'library-entries'
  /** library.json or semantics.json of a library is missing or not shaped as it must be. */
  | 'library-json'
  /** A file of a kind that no library needs. */
  | 'library-file'
  /** library.json names a script or a stylesheet that is not there. */
  | 'library-lists'
  /** Needs another library that is neither installed nor in the package. */
  | 'library-needs'
  /** Needs a newer H5P core than plays here. */
  | 'library-core'
  /** Would replace a type that comes with the tool. */
  | 'library-ours'
  /** All of its libraries are installed, as new or newer. */
  | 'library-known';

/** A package that nothing is kept of. */
export class PackageRefused extends AppError {
  readonly code: string;
  readonly status = 422;
  override readonly values: Readonly<Record<string, string>> | undefined;

  /** @param name of a file or a library, as the package says it */
  constructor(fault: PackageFault, name?: string) {
    super(`package refused: ${fault}`);
    this.code = `h5p.package-${fault}`;
    this.values = name === undefined ? undefined : { name: readable(name) };
  }
}

/** Somebody else's package is being read, and others wait already. */
export class PackagesBusy extends AppError {
  readonly code = 'h5p.package-busy';
  readonly status = 503;
  override readonly retryAfterSeconds = 60;
}

const LONGEST_NAME = 80;

/** A name out of a package, fit for a sentence. */
function readable(name: string): string {
  return name.replaceAll(/[^\p{L}\p{N} ._/+-]/gu, '?').slice(0, LONGEST_NAME);
}
