import { z } from 'zod';

/** One key pair of the tool, private half sealed. */
export const ToolKey = z.object({
  /** Of the document; the `kid` is in the public half. */
  id: z.string(),
  /** Public half as JWK, ready to be published. */
  publicJwk: z.record(z.string(), z.string()),
  /** Private half, PKCS #8 PEM, sealed with the installation's secret. */
  sealedPrivateKey: z.string(),
  /** Epoch milliseconds; the newest key signs. */
  createdAt: z.number(),
});
export type ToolKey = Readonly<z.infer<typeof ToolKey>>;
