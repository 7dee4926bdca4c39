import { z } from 'zod';
import { byId, Id, Ids, ProfileId, Text, textsHead } from '../reading/fields.js';

const Level = z.number().int().positive();

const Badge = z.strictObject({
  id: Id,
  /** Whose competences it asks for. */
  profile: ProfileId,
  competences: Ids,
  /** Which each of them reaches at least. */
  level: Level,
  /** So many reach a higher level: of the competences of this badge, or of all in its profile. */
  higher: z
    .strictObject({
      level: Level,
      count: z.number().int().positive(),
      of: z.enum(['badge', 'profile'], { error: 'expected badge or profile' }),
    })
    .optional(),
  /** Badges that one must hold already. */
  requires: Ids.optional(),
  /** What one shows. */
  evidence: Ids,
});
export type Badge = Readonly<z.infer<typeof Badge>>;

/** `badges/badges.yaml`: the badges and how one gets them, without the words. */
export const BadgeFamily = z.strictObject({
  sources: Ids,
  /** Working days in which an application is answered. */
  answerWithinDays: z.number().int().positive(),
  /** After which a badge wants to be renewed. */
  validYears: z.number().int().positive(),
  /** From applying to renewing, in order. */
  steps: Ids,
  badges: z.array(Badge).min(1),
});
export type BadgeFamily = Readonly<z.infer<typeof BadgeFamily>>;

/** `<language>.yaml` beside it. */
export function badgeTextsFile({ steps, badges }: BadgeFamily): z.ZodType<BadgeTextsFile> {
  return z.strictObject({
    ...textsHead,
    name: Text,
    about: Text,
    steps: byId(steps, Text),
    badges: z.strictObject(
      Object.fromEntries(
        badges.map(({ id, evidence }) => [
          id,
          z.strictObject({
            name: Text,
            need: Text,
            assessor: Text,
            evidence: byId(evidence, Text),
          }),
        ]),
      ),
    ),
  });
}

export interface BadgeTextsFile {
  readonly language: string;
  readonly translation: 'original' | 'machine' | 'human';
  readonly checkedByNative?: boolean | undefined;
  /** Of the family. */
  readonly name: string;
  readonly about: string;
  readonly steps: Readonly<Record<string, string>>;
  readonly badges: Readonly<Record<string, BadgeTexts>>;
}

interface BadgeTexts {
  readonly name: string;
  /** What one must have reached, in a sentence. */
  readonly need: string;
  /** Who looks at the evidence. */
  readonly assessor: string;
  readonly evidence: Readonly<Record<string, string>>;
}
