import type { SemanticsField } from '../../shared/semantics/semantics-field.js';
import type { FieldsOf } from './model.js';

/** Words of the form, in the author's language, by the names that the page gives them. */
export type Words = Readonly<Record<string, string>>;

/** What the parts of the form share. */
export interface Surroundings {
  readonly words: Words;
  readonly fieldsOf: FieldsOf;
  /** Titles of content types, by `Tandem.SingleChoice 1.0`. */
  readonly titles: Readonly<Record<string, string>>;
  /** What is asked about the rights to a file. */
  readonly copyrightFields: readonly SemanticsField[];
  /** Address below which the files of the exercise lie. */
  readonly filesUrl: string;
  /** Something was written: the draft is to be saved soon. */
  readonly changed: () => void;
  /** Says something to those who do not see it. */
  readonly say: (words: string) => void;
  /** @throws {Error} with words for the author when the server does not take it */
  readonly upload: (file: File, kind: string) => Promise<UploadedFile>;
}

export interface UploadedFile {
  /** Such as `images/3f….png`. */
  readonly path: string;
  readonly mime: string;
  readonly width?: number;
  readonly height?: number;
}

/** `{name}` in a text stands for what is put in. */
export function fill(text: string | undefined, values: Readonly<Record<string, string>>): string {
  return (text ?? '').replaceAll(/\{(\w+)\}/gu, (all, name: string) => values[name] ?? all);
}
