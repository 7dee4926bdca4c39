import { Router } from 'express';
import type { Assets } from '../http/assets.js';
import type { Database } from '../persistence/database.js';
import type { Audit } from '../shared/audit.js';
import type { Clock } from '../shared/clock.js';
import type { ActivityText } from '../curriculum/index.js';
import type { Job } from '../jobs/runner.js';
import type { NewId } from '../shared/ids.js';
import type { Principal } from '../shared/principal.js';
import type { AssessmentRoomDeps } from './assessment/index.js';
import { boardRoutes } from './board/board.routes.js';
import { createBoard } from './board/board.service.js';
import { openCohortStore } from './cohort.store.js';
import { openOpinions } from './opinions/index.js';
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
import { TutorRole } from './participant.js';
import { openParticipantStore } from './participant.store.js';
import { createCohortPeople } from './people/cohort-people.js';
import { createMembership, type Membership } from './people/membership.service.js';
import { createPeople } from './people/people.service.js';
import { peopleRoutes } from './people/people.routes.js';
import { tandemLink } from './people/tandem-link.middleware.js';
import type { Activities } from './people/people.views.js';
import { openTandemStore } from './tandem.store.js';
import { openWorkspaces, type WorkspaceRoomDeps } from './workspace/index.js';

export type { Membership } from './people/membership.service.js';

/** Who learns with whom. */
export interface TandemSubsystem {
  /** Below a session, before the pages that show its link. */
  readonly router: Router;
  /** Who somebody is, and in which tandem. */
  readonly membership: Membership;
  /** What the form is to propose to a tutor who comes for the first time: `vet` or `company`. */
  proposeSide(principal: Principal, side: string | undefined): Promise<void>;
  readonly jobs: readonly Job[];
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
  readonly activityFor: WorkspaceRoomDeps['activityFor'];
  /** Whoever asks. */
  readonly activity: (id: string, locale: string) => ActivityText | undefined;
  readonly platformName: CohortCodesDeps['platformName'];
  /** Hands released points to somebody's own gradebook. */
  readonly award: AssessmentRoomDeps['award'];
}

export async function createTandemSubsystem(deps: TandemSubsystemDeps): Promise<TandemSubsystem> {
  const { database, clock, assets, activities } = deps;
  const participants = await openParticipantStore(database);
  const cohorts = await openCohortStore(database);
  const tandems = await openTandemStore(database);
  const stores = { participants, cohorts, tandems };
  const codes = await openPairCodeStore(database);
  const membership = createMembership({ ...stores, clock });
  const cohortPeople = createCohortPeople(stores);
  const seating = createSeating({ ...deps, ...stores });
  const patience = createPatience({ codes, clock });
  const pairCodes = createPairCodes({
    ...stores,
    ...{ codes, patience, membership, seating, clock },
  });
  const cohortCodes = createCohortCodes({
    ...{ ...deps, patience, membership, cohorts },
    codes: await openCohortCodeStore(database),
    moves: createCohortMoves({ ...stores, people: cohortPeople }),
  });
  const room = await openWorkspaces({ ...deps, membership, participants });
  const opinions = await openOpinions({
    ...{ ...deps, membership, participants },
    people: cohortPeople,
  });
  const people = createPeople({ membership, participants, clock });
  const router = Router({ mergeParams: true }).use(
    tandemLink,
    peopleRoutes({ people, activities, offers: (principal) => pairCodes.offers(principal) }),
    pairingRoutes({
      pairing: createPairing({
        ...{ ...deps, membership, participants, seating },
        people: cohortPeople,
        hasWork: (id) => room.standings.hasWork(id),
      }),
      assets,
    }),
    pairCodeRoutes({ pairCodes }),
    cohortRoutes({ cohortCodes }),
    room.router,
    opinions.router,
    boardRoutes({
      board: createBoard({
        ...{ ...deps, membership },
        people: cohortPeople,
        standingsOf: opinions.standingsOf(room.standings.standingsOf),
      }),
    }),
  );
  return {
    router,
    membership,
    async proposeSide(principal, word) {
      const side = TutorRole.safeParse(word);
      if (side.success) await people.propose(principal, side.data);
    },
    jobs: [room.job, opinions.job],
    sweep: async () => Math.max(await pairCodes.sweep(), await cohortCodes.sweep()),
  };
}
