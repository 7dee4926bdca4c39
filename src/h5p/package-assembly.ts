import { z } from 'zod';

/** What our content types share, so that each is written once: fields, and texts of the interface. */
export interface SharedParts {
  /** Fields by name, as they stand in semantics.json. */
  readonly fields: Readonly<Record<string, object>>;
  /** Names of the texts that every graded type uses. */
  readonly gradedTexts: readonly string[];
  readonly english: Readonly<Record<string, string>>;
}

/** The same in another language. */
export interface SharedTranslation {
  readonly fields: Readonly<Record<string, object>>;
  readonly texts: Readonly<Record<string, string>>;
}

/** An entry of a type's own semantics.json that stands for something shared. */
const SharedField = z.strictObject({ shared: z.string() });
const Texts = z.strictObject({ texts: z.array(z.string()), graded: z.boolean().default(false) });
const Source = z.array(z.record(z.string(), z.unknown()));

/** @throws for a name that nothing shared has */
export function assembleSemantics(source: unknown, shared: SharedParts): readonly object[] {
  return Source.parse(source).map((entry) => {
    const field = SharedField.safeParse(entry);
    if (field.success) return found(shared.fields, field.data.shared);
    const texts = Texts.safeParse(entry);
    return texts.success
      ? { ...found(shared.fields, 'l10n'), fields: textFields(texts.data, shared) }
      : entry;
  });
}

/** @param own translations of the type's own fields, by place; undefined when it has none */
export function assembleLanguage(
  source: unknown,
  own: readonly unknown[] | undefined,
  shared: SharedParts,
  translation: SharedTranslation,
): { readonly semantics: readonly unknown[] } {
  const semantics = Source.parse(source).map((entry, at) => {
    const field = SharedField.safeParse(entry);
    if (field.success) return translation.fields[field.data.shared] ?? {};
    const texts = Texts.safeParse(entry);
    if (!texts.success) return own?.[at] ?? {};
    const fields = namesOf(texts.data, shared).map((name) => {
      const text = found(translation.texts, name);
      return { label: text, default: text };
    });
    return { ...translation.fields.l10n, fields };
  });
  return { semantics };
}

function textFields(texts: z.infer<typeof Texts>, shared: SharedParts): readonly object[] {
  return namesOf(texts, shared).map((name) => {
    const text = found(shared.english, name);
    return { name, type: 'text', label: text, importance: 'low', default: text };
  });
}

function namesOf({ texts, graded }: z.infer<typeof Texts>, shared: SharedParts): readonly string[] {
  return graded ? [...shared.gradedTexts, ...texts] : texts;
}

function found<Value>(values: Readonly<Record<string, Value>>, name: string): Value {
  const value = values[name];
  if (value === undefined) throw new Error(`nothing shared is named ${name}`);
  return value;
}
