import { z } from 'zod';
import type { Collection, Database } from '../../persistence/database.js';
import { HOUR, type Clock } from '../../shared/clock.js';
import { hasCode } from '../../shared/errors.js';
import { LaunchRefused } from '../login/launch-refused.js';

const UsedNonce = z.object({ id: z.string(), expiresAt: z.number() });
type UsedNonce = Readonly<z.infer<typeof UsedNonce>>;

/** Longer than a state and a token together can live. */
const KEPT = HOUR;

/** Each login ends in one launch, also when several arrive in the same instant. */
export interface UsedNonces {
  /** @throws {LaunchRefused} replayed */
  use(nonce: string): Promise<void>;
  sweep(): Promise<number>;
}

export async function openUsedNonces(database: Database, clock: Clock): Promise<UsedNonces> {
  const nonces: Collection<UsedNonce> = await database.collection({
    name: 'used_nonces',
    schema: UsedNonce,
    expiry: 'expiresAt',
  });
  return {
    async use(nonce) {
      try {
        await nonces.insert({ id: nonce, expiresAt: clock() + KEPT });
      } catch (fault) {
        if (!hasCode(fault) || fault.code !== 'persistence.duplicate-key') throw fault;
        throw new LaunchRefused('replayed', 'login was used before', { cause: fault });
      }
    },
    sweep: () => nonces.sweep(),
  };
}
