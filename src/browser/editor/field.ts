/** A field of semantics.json as the page hands it over, labelled in the author's language. */
export interface Field {
  readonly name: string;
  readonly type: FieldType;
  readonly label?: string;
  readonly description?: string;
  readonly widget?: string;
  readonly optional?: boolean;
  /** Texts of the type's own interface: asked for only by who wants to change them. */
  readonly common?: boolean;
  readonly default?: unknown;
  readonly min?: number;
  readonly max?: number;
  readonly entity?: string;
  readonly tags?: readonly string[];
  /** Of a select: `{ value, label }`. Of a library: `Tandem.SingleChoice 1.0`. */
  readonly options?: readonly unknown[];
  readonly fields?: readonly Field[];
  readonly field?: Field;
  readonly isSubContent?: boolean;
  readonly showWhen?: { readonly type?: string; readonly rules?: readonly Rule[] };
}

export interface Rule {
  readonly field: string;
  readonly equals: unknown;
}

export type FieldType =
  | 'text'
  | 'number'
  | 'boolean'
  | 'select'
  | 'group'
  | 'list'
  | 'library'
  | 'image'
  | 'video'
  | 'audio'
  | 'file';

export type Params = Readonly<Record<string, unknown>>;

export function isObject(value: unknown): value is Params {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
