import type { SemanticsField } from './semantics-field.js';

/** What a form shows before anything is written: defaults, and as many empty lines as a list begins with. */
export function firstParams(fields: readonly SemanticsField[]): Record<string, unknown> {
  const begun = fields
    .filter(({ common }) => common !== true)
    .map((field) => [field.name, firstValue(field)] as const)
    .filter(([, value]) => value !== undefined);
  return Object.fromEntries(begun);
}

/** The same of one field. @returns undefined for what begins empty */
export function firstValue(field: SemanticsField): unknown {
  switch (field.type) {
    case 'group':
      return firstParams(field.fields ?? []);
    case 'list':
      return firstList(field);
    case 'text':
      return typeof field.default === 'string' ? field.default : '';
    case 'number':
    case 'boolean':
    case 'select':
      return field.default;
    case 'library':
    case 'image':
    case 'video':
    case 'audio':
    case 'file':
      return undefined;
  }
}

function firstList({ field, defaultNum, min, optional }: SemanticsField): unknown {
  if (!field || optional === true) return [];
  const lines = Array.from({ length: defaultNum ?? min ?? 1 }, () => firstValue(field));
  return lines.filter((line) => line !== undefined);
}
