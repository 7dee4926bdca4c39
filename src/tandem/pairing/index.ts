import { Router } from 'express';
import type { Assets } from '../../http/assets.js';
import type { Database } from '../../persistence/database.js';
import type { TandemStore } from '../tandem.store.js';
import { cohortRoutes, pairCodeRoutes } from './codes.routes.js';
import { openCohortCodeStore } from './cohort-code.store.js';
import { createCohortCodes, type CohortCodesDeps } from './cohort-codes.service.js';
import { createCohortMoves } from './cohort-moves.service.js';
import { openPairCodeStore } from './pair-code.store.js';
import { createPairCodes, type PairCodes, type PairCodesDeps } from './pair-codes.service.js';
import { pairingRoutes } from './pairing.routes.js';
import { createPairing, type PairingDeps } from './pairing.service.js';
import { createPatience, type Patience } from './patience.service.js';
import { createSeating, type Seating, type SeatingDeps } from './seating.service.js';

/** Who works with whom. */
export interface PairingRoom {
  readonly router: Router;
  readonly seating: Seating;
  readonly patience: Patience;
  readonly pairCodes: PairCodes;
  /** Removes what has expired. @returns how many, of the kind that had most */
  sweep(): Promise<number>;
}

export type PairingRoomDeps = Omit<PairingDeps, 'seating' | 'participants'> &
  Omit<PairCodesDeps, 'codes' | 'patience' | 'seating'> &
  Omit<CohortCodesDeps, 'codes' | 'patience' | 'moves'> &
  SeatingDeps & {
    readonly database: Database;
    readonly tandems: TandemStore;
    readonly assets: Pick<Assets, 'url'>;
  };

export async function openPairing(deps: PairingRoomDeps): Promise<PairingRoom> {
  const codes = await openPairCodeStore(deps.database);
  const seating = createSeating(deps);
  const patience = createPatience({ codes, clock: deps.clock });
  const pairCodes = createPairCodes({ ...deps, codes, patience, seating });
  const cohortCodes = createCohortCodes({
    ...{ ...deps, patience },
    codes: await openCohortCodeStore(deps.database),
    moves: createCohortMoves(deps),
  });
  return {
    router: Router({ mergeParams: true }).use(
      pairingRoutes({ pairing: createPairing({ ...deps, seating }), assets: deps.assets }),
      pairCodeRoutes({ pairCodes }),
      cohortRoutes({ cohortCodes }),
    ),
    ...{ seating, patience, pairCodes },
    sweep: async () => Math.max(await pairCodes.sweep(), await cohortCodes.sweep()),
  };
}
