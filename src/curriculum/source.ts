import { z } from 'zod';
import type { Problem } from './reading/content-fault.js';
import { Id, Text } from './reading/fields.js';

/** Where a fact comes from. */
const Source = z.strictObject({
  id: Id,
  title: Text,
  /** Missing where a source has no public address. */
  url: z
    .url({ protocol: /^https?$/, error: 'expected an address that begins with https://' })
    .optional(),
});
export type Source = z.infer<typeof Source>;

/** `sources.yaml` */
export const SourcesFile = z.strictObject({ sources: z.array(Source) });

/** Ids that stand twice. */
export function sourceProblems(sources: readonly Source[]): readonly Problem[] {
  const ids = sources.map(({ id }) => id);
  return ids.flatMap((id, at) =>
    ids.indexOf(id) < at
      ? [{ at: ['sources', at, 'id'], expected: `the id ${id} stands twice` }]
      : [],
  );
}
