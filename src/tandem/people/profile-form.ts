import { z } from 'zod';
import { Profile, type Participant } from '../participant.js';
import { readLearnerMark } from './learner-mark.js';

/** Languages that can be ticked: of the programme's countries and their neighbours. */
export const LANGUAGES = [
  'et',
  'lv',
  'lt',
  'fi',
  'nl',
  'en',
  'ru',
  'uk',
  'pl',
  'de',
  'sv',
] as const;

const Text = z.string().max(500).default('');

/** What the form sends; anything a person can type or tick is readable. */
export const TypedProfile = z.object({
  displayName: Text,
  tutorRole: Text,
  occupation: Text,
  organisation: Text,
  region: Text,
  learnerMark: Text,
  forgetMark: z.literal('1').optional(),
  // One ticked box comes as a word, several as a list.
  languages: z
    .union([z.string().max(2), z.array(z.string().max(2)).max(20)])
    .transform((ticked) => [ticked].flat())
    .default([]),
});
export type TypedProfile = Readonly<z.infer<typeof TypedProfile>>;

export const PROFILE_FIELDS = [
  'displayName',
  'tutorRole',
  'occupation',
  'organisation',
  'region',
  'learnerMark',
] as const;
export type ProfileField = (typeof PROFILE_FIELDS)[number];

/** What is wrong with a field. */
export type ProfileFault = 'missing' | 'long' | 'seated' | 'mark';
export type ProfileFaults = Readonly<Partial<Record<ProfileField, ProfileFault>>>;

/** @returns the profile, or what is wrong with each field */
export function readProfile(
  typed: TypedProfile,
): { readonly profile: Profile } | { readonly faults: ProfileFaults } {
  const { occupation, organisation, region } = typed;
  const read = Profile.safeParse({
    ...typed,
    occupation: orNothing(occupation),
    organisation: orNothing(organisation),
    region: orNothing(region),
    languages: LANGUAGES.filter((language) => typed.languages.includes(language)),
  });
  const faults: Partial<Record<ProfileField, ProfileFault>> = {};
  const hasMark = typed.learnerMark.trim() !== '';
  if (hasMark && readLearnerMark(typed.learnerMark) === undefined) faults.learnerMark = 'mark';
  if (read.success) return faults.learnerMark ? { faults } : { profile: read.data };
  for (const field of PROFILE_FIELDS) {
    if (!read.error.issues.some(({ path }) => path[0] === field)) continue;
    const isMissing = typed[field].trim() === '' || field === 'tutorRole';
    faults[field] = isMissing ? 'missing' : 'long';
  }
  return { faults };
}

/** The form as it stands for somebody: what they said before, else what a trainer proposed. */
export function typedOf({ profile, proposedRole }: Participant): TypedProfile {
  const { displayName = '', tutorRole = proposedRole ?? '', occupation = '' } = profile ?? {};
  const { organisation = '', region = '', languages = [] } = profile ?? {};
  const told = { displayName, tutorRole, occupation, organisation, region };
  return { ...told, languages: [...languages], learnerMark: '' };
}

function orNothing(text: string): string | undefined {
  return text.trim() === '' ? undefined : text;
}
