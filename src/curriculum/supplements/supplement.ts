import { z } from 'zod';
import { byId, Id, Ids, Text, textsHead } from '../reading/fields.js';

/** A day, a month or a year, as exact as the source is. */
const AsOf = z
  .string({ error: 'expected a date in quotation marks, such as "2019-06-22" or "2016"' })
  .regex(/^\d{4}(-(0[1-9]|1[0-2])(-(0[1-9]|[12]\d|3[01]))?)?$/, {
    error: 'expected a date such as 2019-06-22, 2019-06 or 2019',
  });

/** `supplements/<id>/supplement.yaml`: two hours on the rules of one country, without the words. */
export const Supplement = z.strictObject({
  id: Id,
  /** ISO 3166-1. */
  country: z.string().regex(/^[A-Z]{2}$/, 'expected a country code of two capital letters'),
  /** Whose page leads to it, and who may open that module may open this. */
  module: Id,
  minutes: z.number().int().positive(),
  parts: z
    .array(z.strictObject({ id: Id, minutes: z.number().int().positive(), sources: Ids }))
    .min(1),
  /** Law ages: each says which day, month or year it describes. */
  facts: z.array(z.strictObject({ id: Id, asOf: AsOf.optional(), sources: Ids })).min(1),
  /** What the sources leave open, for the trainer and the group to look up. */
  questions: Ids,
});
export type Supplement = Readonly<z.infer<typeof Supplement>>;

const PartTexts = z.strictObject({ title: Text, about: Text, task: Text });

/** `<language>.yaml` beside it. */
export function supplementTextsFile({
  parts,
  facts,
  questions,
}: Supplement): z.ZodType<SupplementTextsFile> {
  return z.strictObject({
    ...textsHead,
    title: Text,
    purpose: Text,
    parts: byId(
      parts.map(({ id }) => id),
      PartTexts,
    ),
    facts: byId(
      facts.map(({ id }) => id),
      Text,
    ),
    questions: byId(questions, Text),
  });
}

export interface SupplementTextsFile {
  readonly language: string;
  readonly translation: 'original' | 'machine' | 'human';
  readonly checkedByNative?: boolean | undefined;
  readonly title: string;
  readonly purpose: string;
  readonly parts: Readonly<
    Record<string, { readonly title: string; readonly about: string; readonly task: string }>
  >;
  readonly facts: Readonly<Record<string, string>>;
  readonly questions: Readonly<Record<string, string>>;
}
