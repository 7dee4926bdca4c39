import { z } from 'zod';
import { byId, Id, Text, textsHead } from '../reading/fields.js';

/** Leads, shares equally, contributes. */
const Share = z.enum(['L', 'S', 'C'], { error: 'expected L, S or C' });

const Competence = z.strictObject({
  id: Id,
  /** What each of the two tutors does for it; missing in a profile that is for one person. */
  roles: z.strictObject({ vet: Share, company: Share }).optional(),
  sources: z.array(Id),
});

/** `profile.yaml`: a profile without its words. */
export const ProfileFile = z.strictObject({
  /** How many levels there are; 1 is the lowest. */
  levels: z.number().int().min(2),
  /** The level that a badge asks for. */
  target: z.number().int().positive(),
  areas: z.array(z.strictObject({ id: Id, competences: z.array(Competence).min(1) })).min(1),
});
export type Profile = z.infer<typeof ProfileFile>;

/** `<language>.yaml` beside the profile, with words for each of its levels, areas and competences. */
export function competenceTextsFile(profile: Profile): z.ZodType<CompetenceTextsFile> {
  const competences = profile.areas.flatMap((area) => area.competences);
  const ofEachLevel = <T extends z.ZodType>(entry: T): z.ZodArray<T> =>
    z.array(entry).refine((entries) => entries.length === profile.levels, {
      error: `expected ${profile.levels} in the list, one for each level from 1 up`,
    });
  return z.strictObject({
    ...textsHead,
    levels: ofEachLevel(z.strictObject({ name: Text, meaning: Text })),
    areas: byId(
      profile.areas.map(({ id }) => id),
      Text,
    ),
    competences: byId(
      competences.map(({ id }) => id),
      z.strictObject({ name: Text, statement: Text, levels: ofEachLevel(Text) }),
    ),
  });
}

export interface CompetenceTextsFile {
  readonly language: string;
  readonly translation: 'original' | 'machine' | 'human';
  readonly checkedByNative?: boolean | undefined;
  /** Of the whole profile, level 1 first. */
  readonly levels: readonly LevelText[];
  readonly areas: Readonly<Record<string, string>>;
  readonly competences: Readonly<Record<string, CompetenceTexts>>;
}

interface LevelText {
  readonly name: string;
  readonly meaning: string;
}

interface CompetenceTexts {
  readonly name: string;
  readonly statement: string;
  /** How it shows on each level, level 1 first. */
  readonly levels: readonly string[];
}
