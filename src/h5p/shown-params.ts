import type { ContentType } from './content-type.js';
import type { PlayableExercise } from './exercise.js';
import { graderOf } from './graders.js';

type Types = ReadonlyMap<string, ContentType>;

/**
 * Parameters as a browser may see them: texts of the interface added, keys of graded types taken
 * out. Both for what plays inside another type, too.
 */
export function shownParams(
  { library, params, language }: Pick<PlayableExercise, 'library' | 'params' | 'language'>,
  types: Types,
): object {
  const texts = withTexts(params, { library, language, types });
  return graderOf(library)?.withoutKeys(texts) ?? texts;
}

interface Surroundings {
  /** Machine name of the type whose parameters they are. */
  readonly library: string;
  readonly language: string;
  readonly types: Types;
}

/** With the texts of the interface, keys and all: for players elsewhere. */
export function withTexts(params: object, around: Surroundings): object {
  const type = around.types.get(around.library);
  if (!type) return params;
  const inside = type.partTypes.length === 0 ? params : partsWithTexts(params, around);
  return { ...(inside as object), l10n: type.l10n(around.language) };
}

/** Goes through all values: what a field of type `library` holds says so itself. */
function partsWithTexts(value: unknown, around: Surroundings): unknown {
  if (Array.isArray(value)) return value.map((one) => partsWithTexts(one, around));
  if (typeof value !== 'object' || value === null) return value;
  const { library, params } = value as { readonly library?: unknown; readonly params?: unknown };
  if (typeof library === 'string' && typeof params === 'object' && params !== null) {
    const inside = { ...around, library: library.split(' ')[0] ?? '' };
    return { ...value, params: withTexts(params, inside) };
  }
  const entries = Object.entries(value).map(
    ([name, one]) => [name, partsWithTexts(one, around)] as const,
  );
  return Object.fromEntries(entries);
}
