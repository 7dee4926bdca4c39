import { decode } from './text.js';

/** Texts of the interface, decoded, with `@name` places filled. */
export type Phrase = (name: string, values?: Readonly<Record<string, string | number>>) => string;

/** @returns for a text that is missing its own name, so that the fault is seen and nothing breaks */
export function phrases(l10n: Readonly<Record<string, string>> | undefined): Phrase {
  return (name, values = {}) =>
    decode(l10n?.[name] ?? name).replace(/@([a-z]+)/giu, (place, key: string) =>
      String(values[key] ?? place),
    );
}
