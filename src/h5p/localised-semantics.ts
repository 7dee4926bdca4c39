import { isObject } from '../shared/json-object.js';
import type { SemanticsField } from '../shared/semantics/semantics-field.js';

/** Words of a field that a language file may say anew. */
const WORDS = ['label', 'description', 'placeholder', 'entity', 'default'] as const;

/**
 * The fields of a type with the words of a language file, which repeats their shape by place and
 * leaves out what it does not translate (H5P: language/<code>.json, `semantics`).
 * @param translated undefined where the language has no file: the words stay English
 */
export function localisedSemantics(
  fields: readonly SemanticsField[],
  translated: readonly unknown[] | undefined,
): readonly SemanticsField[] {
  return fields.map((field, at) => localisedField(field, translated?.[at]));
}

function localisedField(field: SemanticsField, translated: unknown): SemanticsField {
  if (!isObject(translated)) return field;
  const words = WORDS.flatMap((name) => {
    const word = translated[name];
    return typeof word === 'string' && name in field ? [[name, word] as const] : [];
  });
  return {
    ...field,
    ...Object.fromEntries(words),
    ...(field.options && { options: localisedOptions(field.options, translated.options) }),
    ...(field.fields && { fields: localisedSemantics(field.fields, listOf(translated.fields)) }),
    ...(field.field && { field: localisedField(field.field, translated.field) }),
  };
}

/** Options of a select have labels; those of a library are names of types. */
function localisedOptions(options: readonly unknown[], translated: unknown): readonly unknown[] {
  const words = listOf(translated) ?? [];
  return options.map((option, at) => {
    const word = words[at];
    const label = isObject(word) ? word.label : undefined;
    return isObject(option) && typeof label === 'string' ? { ...option, label } : option;
  });
}

function listOf(value: unknown): readonly unknown[] | undefined {
  return Array.isArray(value) ? value : undefined;
}
