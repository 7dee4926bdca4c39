import { z } from 'zod';
import { byId, Id, Text, textsHead } from '../reading/fields.js';

const Languages = z.array(z.string().regex(/^[a-z]{2}$/, 'expected language codes of two letters'));

const Term = z.strictObject({
  id: Id,
  /** Languages in which a source that we read has the term. */
  attested: Languages.optional(),
  /** Languages in which nobody is sure: a native speaker is to look first here. */
  doubtful: Languages.optional(),
});

/** `glossary/glossary.yaml`: which terms there are. */
export const Glossary = z.strictObject({ terms: z.array(Term).min(1) });
export type Glossary = Readonly<z.infer<typeof Glossary>>;

/** `<language>.yaml` beside it. */
export function glossaryTextsFile({ terms }: Glossary): z.ZodType<GlossaryTextsFile> {
  return z.strictObject({
    ...textsHead,
    terms: byId(
      terms.map(({ id }) => id),
      Text,
    ),
  });
}

export interface GlossaryTextsFile {
  readonly language: string;
  readonly translation: 'original' | 'machine' | 'human';
  readonly checkedByNative?: boolean | undefined;
  readonly terms: Readonly<Record<string, string>>;
}
