import type { SemanticsField } from './semantics-field.js';

/**
 * H5P's `showWhen`: whether a field is asked for.
 * @param valueOf what stands in the field of this name beside it
 */
export function isShown(
  { showWhen }: Pick<SemanticsField, 'showWhen'>,
  valueOf: (name: string) => unknown,
): boolean {
  if (!showWhen) return true;
  const holds = showWhen.rules.map(({ field, equals }) => {
    const value = valueOf(field);
    return Array.isArray(equals) ? equals.includes(value) : equals === value;
  });
  return showWhen.type === 'and' ? !holds.includes(false) : holds.includes(true);
}
