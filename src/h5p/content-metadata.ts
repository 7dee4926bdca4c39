import { z } from 'zod';
import { objectOf } from '../shared/json-object.js';

/** Licences as H5P names them; `U` undisclosed, `C` all rights reserved, `PD` public domain. */
export const LICENSES = [
  ...(['U', 'CC BY', 'CC BY-SA', 'CC BY-ND', 'CC BY-NC', 'CC BY-NC-SA', 'CC BY-NC-ND'] as const),
  ...(['CC0 1.0', 'CC PDM', 'GNU GPL', 'PD', 'ODC PDDL', 'C'] as const),
] as const;
/** Of the licences that have one. */
export const LICENSE_VERSIONS = ['4.0', '3.0', '2.5', '2.0', '1.0'] as const;
export const AUTHOR_ROLES = ['Author', 'Editor', 'Licensee', 'Originator'] as const;

/** Licences that come in versions. H5P's check of packages takes no versions of others. */
export const VERSIONED_LICENSES: readonly string[] = LICENSES.filter((name) =>
  name.startsWith('CC BY'),
);

/** Plain text; what is longer is cut. */
const text = (longest: number): z.ZodType<string | undefined> =>
  z
    .string()
    .min(1)
    .transform((given) => given.slice(0, longest))
    .optional()
    .catch(undefined);
const Year = z.coerce.number().int().min(1).max(9999).optional().catch(undefined);
const Text = z.string().catch('');

const Author = z.object({ name: Text, role: z.enum(AUTHOR_ROLES).catch('Author') });
/** `date` is `DD-MM-YY hh:mm:ss`. */
const Change = z.object({ date: Text, author: Text, log: Text });

/**
 * Who holds the rights to content, as H5P's metadata say it, in plain text. What cannot be read is
 * left out: drafts are unfinished, and packages come from everywhere.
 */
export const ContentMetadata = z
  .object({
    authors: z.array(Author).max(100).optional().catch(undefined),
    license: z.enum(LICENSES).optional().catch(undefined),
    licenseVersion: text(20),
    licenseExtras: text(5000),
    /** Address of what it was made from. */
    source: text(2000),
    yearFrom: Year,
    yearTo: Year,
    changes: z.array(Change).max(200).optional().catch(undefined),
    authorComments: text(5000),
    /** A title for those who hear it, where it differs. */
    a11yTitle: text(255),
  })
  .partial();
export type ContentMetadata = Readonly<z.infer<typeof ContentMetadata>>;

/** Metadata as a browser or a package brings them. Never throws. @returns undefined of none at all */
export function metadataOf(given: unknown): ContentMetadata | undefined {
  const { yearsFrom, yearsTo, ...rest } = objectOf(given);
  // The H5P server's schema names the years in the plural, everybody else does not.
  const read = ContentMetadata.parse({ yearFrom: yearsFrom, yearTo: yearsTo, ...rest });
  const said = Object.entries(read).filter(
    ([, value]) => value !== undefined && !(Array.isArray(value) && value.length === 0),
  );
  return said.length === 0 ? undefined : Object.fromEntries(said);
}

const WEB = /^https?:\/\/.+$/;
const MOMENT = /^\d{2}-\d{2}-\d{2} \d{1,2}:\d{2}:\d{2}$/;

/** The same as h5p.json may say it: what a check of packages would refuse is left out. */
export function packedMetadata(metadata: ContentMetadata = {}): object {
  const { license = 'U', licenseVersion, source, authors = [], changes = [] } = metadata;
  const isVersion = (LICENSE_VERSIONS as readonly (string | undefined)[]).includes(licenseVersion);
  return {
    ...metadata,
    license,
    licenseVersion: isVersion ? licenseVersion : undefined,
    source: source !== undefined && WEB.test(source) ? source : undefined,
    authors: authors.filter(({ name }) => name.trim() !== ''),
    changes: changes.filter(
      ({ date, author, log }) => MOMENT.test(date) && author.trim() !== '' && log.trim() !== '',
    ),
  };
}
