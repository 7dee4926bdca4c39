import { z } from 'zod';

/** Something said about a field, beside what is written in it. */
export const Remark = z.object({
  id: z.string(),
  workspaceId: z.string(),
  /** Id of the field, or `check` for the checklist. */
  field: z.string(),
  /** Participant; undefined for a trainer. */
  by: z.string().optional(),
  text: z.string().trim().min(1).max(1000),
  /** Epoch milliseconds. */
  at: z.number(),
});
export type Remark = Readonly<z.infer<typeof Remark>>;

/** Of one workspace. */
export const MOST_REMARKS = 500;
