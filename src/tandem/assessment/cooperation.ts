import { z } from 'zod';
import { digest } from '../../shared/ids.js';

/** How the work was shared, as one of the partners sees it. */
export const Share = z.enum(['even', 'more', 'less']);
export type Share = z.infer<typeof Share>;

/** How well agreements were kept. */
export const Kept = z.enum(['always', 'mostly', 'seldom']);
export type Kept = z.infer<typeof Kept>;

/** What a partner tells the trainers about working together. Nobody else sees it. */
export const Cooperation = z.object({
  /** `cooperationIdOf`. */
  id: z.string(),
  assessmentId: z.string(),
  participantId: z.string(),
  share: Share,
  kept: Kept,
  /** What else a trainer should know; '' for nothing. */
  words: z.string(),
  /** Epoch milliseconds. */
  at: z.number(),
});
export type Cooperation = Readonly<z.infer<typeof Cooperation>>;

export function cooperationIdOf(assessmentId: string, participantId: string): string {
  return digest('cooperation', assessmentId, participantId);
}
