import { Router } from 'express';
import type { Assets } from '../http/assets.js';
import type { Database } from '../persistence/database.js';
import type { Audit } from '../shared/audit.js';
import type { Clock } from '../shared/clock.js';
import type { NewId } from '../shared/ids.js';
import { boardRoutes } from './board/board.routes.js';
import { createBoard } from './board/board.service.js';
import type { StandingsOf } from './board/standing.js';
import { openCohortStore } from './cohort.store.js';
import { cohortRoutes, pairCodeRoutes } from './pairing/codes.routes.js';
import { openCohortCodeStore } from './pairing/cohort-code.store.js';
import { createCohortCodes, type CohortCodesDeps } from './pairing/cohort-codes.service.js';
import { createCohortMoves } from './pairing/cohort-moves.service.js';
import { openPairCodeStore } from './pairing/pair-code.store.js';
import { createPairCodes } from './pairing/pair-codes.service.js';
import { pairingRoutes } from './pairing/pairing.routes.js';
import { createPairing, type PairingDeps } from './pairing/pairing.service.js';
import { createPatience } from './pairing/patience.service.js';
import { createSeating } from './pairing/seating.service.js';
import { openParticipantStore } from './participant.store.js';
import { createCohortPeople } from './people/cohort-people.js';
import { createMembership, type Membership } from './people/membership.service.js';
import { createPeople } from './people/people.service.js';
import { peopleRoutes } from './people/people.routes.js';
import { tandemLink } from './people/tandem-link.middleware.js';
import type { Activities } from './people/people.views.js';
import { openTandemStore } from './tandem.store.js';

export type { StandingsOf, TandemStanding } from './board/standing.js';
export type { Membership } from './people/membership.service.js';

/** Who learns with whom. */
export interface TandemSubsystem {
  /** Below a session, before the pages that show its link. */
  readonly router: Router;
  /** Who somebody is, and in which tandem. */
  readonly membership: Membership;
  /** Removes what has expired. @returns how many, of the kind that had most */
  sweep(): Promise<number>;
}

export interface TandemSubsystemDeps {
  readonly database: Database;
  readonly clock: Clock;
  readonly newId: NewId;
  readonly audit: Audit;
  readonly assets: Pick<Assets, 'url'>;
  /** What a tandem can make together behind somebody's link. */
  readonly activities: Activities;
  readonly groupsOf: PairingDeps['groupsOf'];
  readonly hasWork: PairingDeps['hasWork'];
  readonly standingsOf: StandingsOf;
  readonly platformName: CohortCodesDeps['platformName'];
}

export async function createTandemSubsystem(deps: TandemSubsystemDeps): Promise<TandemSubsystem> {
  const { database, clock, assets, activities } = deps;
  const participants = await openParticipantStore(database);
  const cohorts = await openCohortStore(database);
  const tandems = await openTandemStore(database);
  const stores = { participants, cohorts, tandems };
  const codes = await openPairCodeStore(database);
  const membership = createMembership({ ...stores, clock });
  const people = createCohortPeople(stores);
  const seating = createSeating({ ...deps, ...stores });
  const patience = createPatience({ codes, clock });
  const pairCodes = createPairCodes({
    ...stores,
    ...{ codes, patience, membership, seating, clock },
  });
  const cohortCodes = createCohortCodes({
    ...{ ...deps, patience, membership, cohorts },
    codes: await openCohortCodeStore(database),
    moves: createCohortMoves({ ...stores, people }),
  });
  const router = Router({ mergeParams: true }).use(
    tandemLink,
    peopleRoutes({
      people: createPeople({ membership, participants, clock }),
      activities,
      offers: (principal) => pairCodes.offers(principal),
    }),
    pairingRoutes({
      pairing: createPairing({ ...deps, membership, participants, people, seating }),
      assets,
    }),
    pairCodeRoutes({ pairCodes }),
    cohortRoutes({ cohortCodes }),
    boardRoutes({ board: createBoard({ ...deps, membership, people }) }),
  );
  return {
    router,
    membership,
    sweep: async () => Math.max(await pairCodes.sweep(), await cohortCodes.sweep()),
  };
}
