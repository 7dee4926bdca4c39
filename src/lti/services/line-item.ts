import { z } from 'zod';

/** Moodle sends "", others null, where they mean nothing. */
const Name = z
  .union([z.string().max(1000), z.number().transform(String)])
  .nullish()
  .transform((value) => (value === null || value === '' ? undefined : value));

/** A column of a platform's gradebook (AGS 2.0, section 3.2.2), as far as we read it. */
export const LineItem = z.object({
  /** Its URL, with a query on some platforms; scores and results are below it. */
  id: z.url({ protocol: /^https?$/ }).max(2000),
  label: z.string().catch(''),
  scoreMaximum: z.number().catch(0),
  /** `resource_link.id` of the link whose grades it holds; undefined: of none in particular. */
  resourceLinkId: Name,
  /** The tool's name for what is graded: a content id. */
  resourceId: Name,
  /** The tool's name for the kind of grade. */
  tag: Name,
});
export type LineItem = Readonly<z.infer<typeof LineItem>>;

/** What a wanted column must have; what is left out may be anything. */
export type LineItemFilter = Readonly<
  Partial<Record<'resourceLinkId' | 'resourceId' | 'tag', string | undefined>>
>;

/** A column to be made. */
export interface NewLineItem {
  /** For trainers, in their gradebook; in the place of a blank one `resourceId` is sent. */
  readonly label: string;
  /** More than 0. Sent as a whole number, rounded up: Blackboard and Open edX take no other, and scores are scaled. */
  readonly scoreMaximum: number;
  /** By it the column is found again, also after a course copy. */
  readonly resourceId: string;
  readonly tag: string;
  /** `resource_link.id` of the link that it belongs to; undefined: none in particular. */
  readonly resourceLinkId?: string | undefined;
}
