/** A field of semantics.json: what a form asks for, and what content.json then holds. */
export interface SemanticsField {
  readonly name: string;
  readonly type: FieldType;
  readonly label?: string | undefined;
  readonly description?: string | undefined;
  /** How a text is written: `textarea`, `html`; undefined: one line. */
  readonly widget?: string | undefined;
  readonly optional?: boolean | undefined;
  /** Texts of the type's own interface: asked for only by who wants to change them. */
  readonly common?: boolean | undefined;
  readonly default?: unknown;
  /** Of a number, and of the length of a list. */
  readonly min?: number | undefined;
  readonly max?: number | undefined;
  /** Of a list: how many lines it begins with. */
  readonly defaultNum?: number | undefined;
  /** Of a list: what one line is called. */
  readonly entity?: string | undefined;
  /** Of rich text: what it may contain. */
  readonly tags?: readonly string[] | undefined;
  /** Of a select: values with labels. Of a library: machine names with versions. */
  readonly options?: readonly unknown[] | undefined;
  /** Of a group. */
  readonly fields?: readonly SemanticsField[] | undefined;
  /** Of a list: what each line is. */
  readonly field?: SemanticsField | undefined;
  /** Of a group: kept as an object also with one field. */
  readonly isSubContent?: boolean | undefined;
  /** When it is asked for, by what stands beside it; undefined: always. */
  readonly showWhen?: ShowWhen | undefined;
  readonly [more: string]: unknown;
}

export interface ShowWhen {
  /** `and`: all of them; anything else: one of them. */
  readonly type?: string | undefined;
  readonly rules: readonly { readonly field: string; readonly equals?: unknown }[];
}

export const FIELD_TYPES = [
  'text',
  'number',
  'boolean',
  'select',
  'group',
  'list',
  'library',
  'image',
  'video',
  'audio',
  'file',
] as const;
export type FieldType = (typeof FIELD_TYPES)[number];
