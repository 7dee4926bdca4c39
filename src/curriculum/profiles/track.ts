import { z } from 'zod';
import { byId, Id, Ids, ProfileId, Text, textsHead } from '../reading/fields.js';

const Part = z.strictObject({
  id: Id,
  competences: Ids,
  /** The badge for which it makes the evidence. */
  badge: Id,
  steps: z.array(z.strictObject({ id: Id, minutes: z.number().int().positive() })).min(1),
  sources: Ids,
});

/** `tracks/<id>/track.yaml`: hours that one may take after the modules, without the words. */
export const Track = z.strictObject({
  id: Id,
  /** The module after which it comes. */
  after: Id,
  profile: ProfileId,
  minutes: z.number().int().positive(),
  parts: z.array(Part).min(1),
});
export type Track = Readonly<z.infer<typeof Track>>;

/** `<language>.yaml` beside it. */
export function trackTextsFile({ parts }: Track): z.ZodType<TrackTextsFile> {
  return z.strictObject({
    ...textsHead,
    title: Text,
    purpose: Text,
    handover: Text,
    parts: z.strictObject(Object.fromEntries(parts.map((part) => [part.id, partTexts(part)]))),
  });
}

function partTexts({ steps }: Track['parts'][number]): z.ZodType<TrackPartTexts> {
  const ids = steps.map(({ id }) => id);
  return z.strictObject({ title: Text, story: Text, steps: byId(ids, Text), result: Text });
}

export interface TrackTextsFile {
  readonly language: string;
  readonly translation: 'original' | 'machine' | 'human';
  readonly checkedByNative?: boolean | undefined;
  readonly title: string;
  readonly purpose: string;
  /** How this role and that of the tutor go on from each other. */
  readonly handover: string;
  readonly parts: Readonly<Record<string, TrackPartTexts>>;
}

interface TrackPartTexts {
  readonly title: string;
  /** A short story that the part begins with. */
  readonly story: string;
  readonly steps: Readonly<Record<string, string>>;
  /** What there is in the end. */
  readonly result: string;
}
