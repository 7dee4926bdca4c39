import { isObject, type Field, type Params } from './field.js';

/**
 * The parameters of an exercise as a tree that a form can show and change, without a browser. What
 * no field is known for is carried along, so that nothing is lost by opening and saving.
 */
export type Node = Leaf | Group | List | Inner;

/** One value: a text as H5P keeps it (HTML-escaped), a number, a choice, a file. */
export interface Leaf {
  readonly kind: 'leaf';
  readonly field: Field;
  /** Undefined: left open. */
  value: unknown;
}

export interface Group {
  readonly kind: 'group';
  readonly field: Field;
  readonly children: readonly Node[];
  /** Whether the value of its one field stands bare, as H5P keeps a group of one. */
  readonly isBare: boolean;
  readonly rest: Params;
}

export interface List {
  readonly kind: 'list';
  readonly field: Field;
  items: Node[];
  /** Whether the parameters had it: an empty one is then kept. */
  readonly wasThere: boolean;
}

/** Content of another type inside this one. */
export interface Inner {
  readonly kind: 'library';
  readonly field: Field;
  /** Such as `Tandem.SingleChoice 1.0`; undefined until one is chosen. */
  library: string | undefined;
  children: readonly Node[];
  rest: Params;
}

/** Fields of a type that may stand inside, by `Tandem.SingleChoice 1.0`; empty for one that is not installed. */
export type FieldsOf = (library: string) => readonly Field[];

export function nodesOf(fields: readonly Field[], params: unknown, fieldsOf: FieldsOf): Node[] {
  const given = isObject(params) ? params : {};
  return fields.map((field) => nodeOf(field, given[field.name], fieldsOf));
}

/** @param value undefined makes an empty one */
export function nodeOf(field: Field, value: unknown, fieldsOf: FieldsOf): Node {
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
      return { kind: 'leaf', field, value: value ?? undefined };
  }
}

/** @returns the values of fields by name, beside what no field is known for */
export function paramsOf(nodes: readonly Node[], rest: Params = {}): Params {
  const values = nodes.flatMap((node) => {
    const value = valueOf(node);
    return value === undefined ? [] : [[node.field.name, value] as const];
  });
  return { ...rest, ...Object.fromEntries(values) };
}

/** What the parameters have beside their fields. */
export function restOf(fields: readonly Field[], params: unknown): Params {
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

function groupOf(field: Field, value: unknown, fieldsOf: FieldsOf): Group {
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

function itemsOf({ field }: Field, value: unknown, fieldsOf: FieldsOf): Node[] {
  if (!field || !Array.isArray(value)) return [];
  return value.map((item) => nodeOf(field, item, fieldsOf));
}

function innerOf(field: Field, value: unknown, fieldsOf: FieldsOf): Inner {
  const { library, params, ...rest } = isObject(value) ? value : ({} as Params);
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
  const written = paramsOf(inner.children, innerRest(inner));
  const fields = library === undefined ? [] : fieldsOf(library);
  inner.library = library;
  inner.children = nodesOf(fields, written, fieldsOf);
  inner.rest = { ...inner.rest, params: restOf(fields, written) };
}

/** Of content of a type that is not installed everything is carried along. */
function innerRest({ children, rest }: Inner): Params {
  return restOf(
    children.map(({ field }) => field),
    rest.params,
  );
}

/** H5P's `showWhen`: whether a field is asked for, by what stands beside it. */
export function isShown({ showWhen }: Field, siblings: readonly Node[]): boolean {
  const rules = showWhen?.rules;
  if (!rules) return true;
  const holds = rules.map(({ field, equals }) => {
    const node = siblings.find((sibling) => sibling.field.name === field);
    const value = node?.kind === 'library' ? node.library : node && valueOf(node);
    return Array.isArray(equals) ? equals.includes(value) : equals === value;
  });
  return showWhen.type === 'and' ? !holds.includes(false) : holds.includes(true);
}
