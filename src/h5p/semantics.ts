import { z } from 'zod';
import { FIELD_TYPES, type SemanticsField } from '../shared/semantics/semantics-field.js';

const Field: z.ZodType<SemanticsField> = z.lazy(() =>
  z.looseObject({
    name: z.string().regex(/^[a-zA-Z][a-zA-Z0-9_]*$/u),
    type: z.enum(FIELD_TYPES),
    label: z.string().optional(),
    description: z.string().optional(),
    widget: z.string().optional(),
    optional: z.boolean().optional(),
    common: z.boolean().optional(),
    min: z.number().optional(),
    max: z.number().optional(),
    defaultNum: z.number().optional(),
    entity: z.string().optional(),
    tags: z.array(z.string()).optional(),
    options: z.array(z.unknown()).optional(),
    fields: z.array(Field).optional(),
    field: Field.optional(),
    isSubContent: z.boolean().optional(),
    showWhen: z
      .object({
        type: z.string().optional(),
        rules: z.array(z.object({ field: z.string(), equals: z.unknown() })),
      })
      .optional(),
  }),
);

/** semantics.json as a whole. */
export const Semantics = z.array(Field).min(1);

const SelectOptions = z.array(z.object({ value: z.string(), label: z.string().min(1) })).min(1);
const LibraryOptions = z.array(z.string().regex(/^[$a-zA-Z_][\w.$]{1,254} \d+\.\d+$/u)).min(1);

/**
 * Faults beyond the shape. The H5P server installs a library with such faults, and then cannot
 * save content of it.
 */
export function faultsOfFields(
  fields: readonly SemanticsField[],
  path = '',
): readonly { readonly rule: string; readonly detail: string }[] {
  const names = fields.map(({ name }) => name);
  const twice = names.filter((name, at) => names.indexOf(name) !== at);
  return [
    ...twice.map((name) => ({ rule: 'unique-names', detail: `${path}${name}` })),
    ...fields.flatMap((field) => faultsOfField(field, `${path}${field.name}`)),
  ];
}

function faultsOfField(
  field: SemanticsField,
  path: string,
): readonly { readonly rule: string; readonly detail: string }[] {
  switch (field.type) {
    case 'select':
      return SelectOptions.safeParse(field.options).success
        ? []
        : [{ rule: 'select-options', detail: path }];
    case 'library':
      return LibraryOptions.safeParse(field.options).success
        ? []
        : [{ rule: 'library-options', detail: path }];
    case 'list':
      return field.field
        ? faultsOfField(field.field, `${path}[].${field.field.name}`)
        : [{ rule: 'list-field', detail: path }];
    case 'group':
      return faultsOfGroup(field, path);
    case 'text':
    case 'number':
    case 'boolean':
    case 'image':
    case 'video':
    case 'audio':
    case 'file':
      return [];
  }
}

function faultsOfGroup(
  { fields = [], isSubContent }: SemanticsField,
  path: string,
): readonly { readonly rule: string; readonly detail: string }[] {
  if (fields.length === 0) return [{ rule: 'group-fields', detail: path }];
  // A group of one is stored as the bare value unless it says this, and no type here expects that.
  if (fields.length === 1 && isSubContent !== true) return [{ rule: 'group-of-one', detail: path }];
  return faultsOfFields(fields, `${path}.`);
}
