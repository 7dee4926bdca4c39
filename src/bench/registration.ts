import { z } from 'zod';

/** The platform as the measured servers are told of it. */
export const Registration = z.object({
  issuer: z.string(),
  clientId: z.string(),
  deploymentId: z.string(),
  authUrl: z.string(),
  tokenUrl: z.string(),
  jwksUrl: z.string(),
});
export type Registration = Readonly<z.infer<typeof Registration>>;
