import { AppError } from '../../shared/errors.js';

/** A place in a content file: keys of maps and positions in lists, from the top. */
export type FieldPath = readonly (string | number)[];

/** What is wrong at a place, for whoever edits the files. */
export interface Problem {
  readonly at: FieldPath;
  /** What was expected there. */
  readonly expected: string;
}

/** A problem with the file and the line in which it is found. */
export interface Fault {
  readonly file: string;
  /** Counted from 1. */
  readonly line: number;
  /** Keys with points between; '' for the file as a whole. */
  readonly field: string;
  readonly expected: string;
}

/** The content cannot be used; the message lists every fault, a line each. */
export class ContentFault extends AppError {
  readonly code = 'curriculum.content-fault';
  readonly status = 500;
  readonly faults: readonly Fault[];

  constructor(faults: readonly Fault[]) {
    super(`These content files cannot be used:\n${faults.map(inWords).join('\n')}`);
    this.faults = faults;
  }
}

/** One fault as a line: file, line, field, what was expected. */
function inWords({ file, line, field, expected }: Fault): string {
  return `  ${file}:${line} ${field === '' ? '' : `${field}: `}${expected}`;
}
