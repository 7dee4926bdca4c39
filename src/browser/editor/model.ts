import { altFieldBeside } from '../../shared/semantics/alt-text.js';
import { firstParams } from '../../shared/semantics/first-params.js';
import { isShown } from '../../shared/semantics/show-when.js';
import type { SemanticsField } from '../../shared/semantics/semantics-field.js';
import { isObject, type JsonObject } from '../../shared/json-object.js';

/**
 * The parameters of an exercise as a tree that a form can show and change, without a browser. What
 * no field is known for is carried along, so that nothing is lost by opening and saving.
 */
export type Node = Leaf | Group | List | Inner;

/** One value: a text as H5P keeps it (HTML-escaped), a number, a choice, a file. */
export interface Leaf {
  readonly kind: 'leaf';
  readonly field: SemanticsField;
  /** Of a picture whose type asks nowhere else what it shows. */
  readonly needsAlt: boolean;
  /** Undefined: left open. */
  value: unknown;
}

export interface Group {
  readonly kind: 'group';
  readonly field: SemanticsField;
  readonly children: readonly Node[];
  /** Whether the value of its one field stands bare, as H5P keeps a group of one. */
  readonly isBare: boolean;
  readonly rest: JsonObject;
}

export interface List {
  readonly kind: 'list';
  readonly field: SemanticsField;
  items: Node[];
  /** Whether the parameters had it: an empty one is then kept. */
  readonly wasThere: boolean;
}

/** Content of another type inside this one. */
export interface Inner {
  readonly kind: 'library';
  readonly field: SemanticsField;
  /** Such as `Tandem.SingleChoice 1.0`; undefined until one is chosen. */
  library: string | undefined;
  children: readonly Node[];
  rest: JsonObject;
}

/** Fields of a type that may stand inside, by `Tandem.SingleChoice 1.0`; empty for one that is not installed. */
export type FieldsOf = (library: string) => readonly SemanticsField[];

export function nodesOf(
  fields: readonly SemanticsField[],
  params: unknown,
  fieldsOf: FieldsOf,
): Node[] {
  const given = isObject(params) ? params : {};
  return fields.map((field) => nodeOf(field, given[field.name], fieldsOf, fields));
}

/**
 * @param value undefined makes an empty one
 * @param siblings all fields of its level; default: it stands alone
 */
export function nodeOf(
  field: SemanticsField,
  value: unknown,
  fieldsOf: FieldsOf,
  siblings: readonly SemanticsField[] = [],
): Node {
  switch (field.type) {
    case 'group':
      return groupOf(field, value, fieldsOf);
    case 'list':
      return {
        kind: 'list',
        field,
        items: itemsOf(field, value, fieldsOf),
        wasThere: value !== undefined,
      };
    case 'library':
      return innerOf(field, value, fieldsOf);
    case 'text':
    case 'number':
    case 'boolean':
    case 'select':
    case 'image':
    case 'video':
    case 'audio':
    case 'file':
      return {
        kind: 'leaf',
        field,
        value: value ?? undefined,
        needsAlt: field.type === 'image' && altFieldBeside(field, siblings) === undefined,
      };
  }
}

/** @returns the values of fields by name, beside what no field is known for */
export function paramsOf(nodes: readonly Node[], rest: JsonObject = {}): JsonObject {
  const values = nodes.flatMap((node) => {
    const value = valueOf(node);
    return value === undefined ? [] : [[node.field.name, value] as const];
  });
  return { ...rest, ...Object.fromEntries(values) };
}

/** What the parameters have beside their fields. */
export function restOf(fields: readonly SemanticsField[], params: unknown): JsonObject {
  if (!isObject(params)) return {};
  const names = new Set(fields.map(({ name }) => name));
  return Object.fromEntries(Object.entries(params).filter(([name]) => !names.has(name)));
}

function valueOf(node: Node): unknown {
  switch (node.kind) {
    case 'leaf':
      return node.value;
    case 'group':
      return valueOfGroup(node);
    case 'list': {
      const values = node.items.map(valueOf).filter((value) => value !== undefined);
      return values.length === 0 && !node.wasThere ? undefined : values;
    }
    case 'library':
      if (node.library === undefined) return undefined;
      return {
        ...node.rest,
        library: node.library,
        params: paramsOf(node.children, innerRest(node)),
      };
  }
}

function valueOfGroup({ children, isBare, rest }: Group): unknown {
  const [only] = children;
  if (isBare && only) return valueOf(only);
  const value = paramsOf(children, rest);
  return Object.keys(value).length === 0 ? undefined : value;
}

function groupOf(field: SemanticsField, value: unknown, fieldsOf: FieldsOf): Group {
  const { fields = [], isSubContent } = field;
  const isBare = fields.length === 1 && isSubContent !== true && !isObject(value);
  const [only] = fields;
  return {
    kind: 'group',
    field,
    isBare,
    children: isBare && only ? [nodeOf(only, value, fieldsOf)] : nodesOf(fields, value, fieldsOf),
    rest: restOf(fields, value),
  };
}

function itemsOf({ field }: SemanticsField, value: unknown, fieldsOf: FieldsOf): Node[] {
  if (!field || !Array.isArray(value)) return [];
  return value.map((item) => nodeOf(field, item, fieldsOf));
}

function innerOf(field: SemanticsField, value: unknown, fieldsOf: FieldsOf): Inner {
  const { library, params, ...rest } = isObject(value) ? value : ({} as JsonObject);
  const name = typeof library === 'string' ? library : undefined;
  const fields = name === undefined ? [] : fieldsOf(name);
  return {
    kind: 'library',
    field,
    library: name,
    children: nodesOf(fields, params, fieldsOf),
    rest: { ...rest, ...(isObject(params) && { params }) },
  };
}

/**
 * Makes content of another type of it. What both types have keeps its words, and what the new one
 * does not know is carried along, so that choosing the first one again brings it back.
 */
export function changeLibrary(inner: Inner, library: string | undefined, fieldsOf: FieldsOf): void {
  const fields = library === undefined ? [] : fieldsOf(library);
  const before = paramsOf(inner.children, innerRest(inner));
  const written = Object.keys(before).length === 0 ? firstParams(fields) : before;
  inner.library = library;
  inner.children = nodesOf(fields, written, fieldsOf);
  inner.rest = { ...inner.rest, params: restOf(fields, written) };
}

/** Of content of a type that is not installed everything is carried along. */
function innerRest({ children, rest }: Inner): JsonObject {
  return restOf(
    children.map(({ field }) => field),
    rest.params,
  );
}

/** Whether a field is asked for, by what stands beside it. */
export function isAskedFor(field: SemanticsField, siblings: readonly Node[]): boolean {
  return isShown(field, (name) => {
    const node = siblings.find((sibling) => sibling.field.name === name);
    return node?.kind === 'library' ? node.library : node && valueOf(node);
  });
}
