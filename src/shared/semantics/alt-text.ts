import type { SemanticsField } from './semantics-field.js';

/**
 * The field beside a picture that says what it shows, as types name it: `alt`, `altText`,
 * `imageAlt`. @returns undefined where the picture's own value must say it
 */
export function altFieldBeside(
  image: Pick<SemanticsField, 'name'>,
  siblings: readonly SemanticsField[],
): SemanticsField | undefined {
  const texts = siblings.filter(({ name, type }) => type === 'text' && /^alt|Alt/.test(name));
  return texts.find(({ name }) => name.startsWith(image.name)) ?? texts[0];
}

/** Name of the field by which a type lets a picture be for decoration only. */
export const DECORATIVE = 'decorative';
