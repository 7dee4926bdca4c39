import { z } from 'zod';
import { digest } from '../../shared/ids.js';

/** Notices that we ask platforms for (Platform Notification Service 1.0). */
export const NOTICE_TYPES = ['LtiHelloWorldNotice', 'LtiContextCopyNotice'] as const;

/** One notice of a platform, kept under its own id: it counts once, however often it is delivered. */
export const Notice = z.object({
  id: z.string(),
  platformId: z.string(),
  deploymentId: z.string(),
  type: z.enum(NOTICE_TYPES),
  /** Of the course that the notice is about; undefined: about none. */
  courseId: z.string().optional(),
  /** `context.id` of the courses of which it is a copy; empty where the platform does not say. */
  origins: z.array(z.string()),
  /** Epoch milliseconds. */
  receivedAt: z.number(),
  /** Undefined: kept. */
  expiresAt: z.number().optional(),
});
export type Notice = Readonly<z.infer<typeof Notice>>;

/** @param noticeId `notice.id`, unique within its deployment only */
export function noticeIdOf(platformId: string, deploymentId: string, noticeId: string): string {
  return digest('notice', platformId, deploymentId, noticeId);
}
