import { z } from 'zod';
import { digest } from '../../shared/ids.js';

/** Our wish for notices, made known to one deployment of a platform. */
export const Handler = z.object({
  id: z.string(),
  platformId: z.string(),
  deploymentId: z.string(),
  /** `platform_notification_service_url` of a launch. */
  serviceUrl: z.string(),
  /** Those that we want and the platform has. */
  types: z.array(z.string()),
  /** Where the platform shall deliver. */
  handler: z.string(),
  state: z.enum(['due', 'registered', 'refused']),
  tries: z.number(),
  /** Epoch milliseconds; undefined: nothing left to do. */
  dueAt: z.number().optional(),
});
export type Handler = Readonly<z.infer<typeof Handler>>;

export function handlerIdOf(platformId: string, deploymentId: string): string {
  return digest('handler', platformId, deploymentId);
}
