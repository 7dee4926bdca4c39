import { isObject, objectOf } from '../shared/json-object.js';
import type { SemanticsField } from '../shared/semantics/semantics-field.js';

/**
 * A place in parameters as an author knows it: `options.0.text` is `Answers 1 › Text`.
 * @param path names and numbers, parted by dots; '' for the whole
 * @param params in which the place lies: they say which types stand inside
 * @param fieldsOf of a type, such as `Tandem.SingleChoice 1.0`, labelled in the reader's language
 */
export function placeInWords(
  path: string,
  { fields, params }: { readonly fields: readonly SemanticsField[]; readonly params: unknown },
  fieldsOf: (library: string) => readonly SemanticsField[],
): string {
  const words: string[] = [];
  let inside = fields;
  let field: SemanticsField | undefined;
  let value: unknown = params;
  for (const part of path === '' ? [] : path.split('.')) {
    value = Array.isArray(value) ? value[Number(part)] : objectOf(value)[part];
    if (/^\d+$/u.test(part)) {
      words.push(`${words.pop() ?? ''} ${String(Number(part) + 1)}`.trim());
      field = field?.field;
    } else if (part === 'params' && field?.type === 'library') {
      // The value has stepped in already; its type stood beside it.
      continue;
    } else {
      field = inside.find(({ name }) => name === part);
      words.push(field?.label ?? part);
    }
    const library = isObject(value) && field?.type === 'library' ? value.library : undefined;
    inside = typeof library === 'string' ? fieldsOf(library) : (field?.fields ?? inside);
  }
  return words.join(' › ');
}
