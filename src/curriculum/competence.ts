import { z } from 'zod';
import { byId, Id, Text, textsHead } from './fields.js';

/** Leads, shares equally, contributes. */
const Share = z.enum(['L', 'S', 'C'], { error: 'expected L, S or C' });

const Competence = z.strictObject({
  id: Id,
  /** What each of the two tutors does for it. */
  roles: z.strictObject({ vet: Share, company: Share }),
  sources: z.array(Id),
});

/** `competences/profile.yaml` */
export const ProfileFile = z.strictObject({
  areas: z.array(z.strictObject({ id: Id, competences: z.array(Competence).min(1) })).min(1),
});
export type Profile = z.infer<typeof ProfileFile>;

const CompetenceTexts = z.strictObject({ name: Text, statement: Text });

/** `competences/<language>.yaml`, with words for each area and competence of the profile. */
export function competenceTextsFile(profile: Profile): z.ZodType<CompetenceTextsFile> {
  const competences = profile.areas.flatMap((area) => area.competences);
  return z.strictObject({
    ...textsHead,
    areas: byId(
      profile.areas.map(({ id }) => id),
      Text,
    ),
    competences: byId(
      competences.map(({ id }) => id),
      CompetenceTexts,
    ),
  });
}

export interface CompetenceTextsFile {
  readonly language: string;
  readonly competences: Readonly<Record<string, z.infer<typeof CompetenceTexts>>>;
}
