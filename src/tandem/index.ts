import { Router, type RequestHandler } from 'express';
import type { Assets } from '../http/assets.js';
import type { Database } from '../persistence/database.js';
import type { Audit } from '../shared/audit.js';
import type { Clock } from '../shared/clock.js';
import type { ActivityText } from '../curriculum/index.js';
import type { Job } from '../jobs/runner.js';
import type { NewId } from '../shared/ids.js';
import type { Principal } from '../shared/principal.js';
import type { AssessmentRoomDeps } from './assessment/index.js';
import { openBoard } from './board/index.js';
import { openCohortStore } from './cohort.store.js';
import { openGuests, type GuestSurroundings } from './guests/index.js';
import { openMeetings } from './meetings/index.js';
import { openOpinions } from './opinions/index.js';
import type { CohortCodesDeps } from './pairing/cohort-codes.service.js';
import { openPairing } from './pairing/index.js';
import type { PairingDeps } from './pairing/pairing.service.js';
import { TutorRole } from './participant.js';
import { openParticipantStore } from './participant.store.js';
import { createCohortPeople } from './people/cohort-people.js';
import type { LearnerKeyOf } from './people/learner-mark.js';
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
  /** Below a session. */
  readonly router: Router;
  /** `/guest`, outside any session: for partners without an account. */
  readonly door: Router;
  /** First of all below a session: turns guests away whose access has ended. */
  readonly gate: RequestHandler;
  /** Notes the link to the tandem for the end of each page; before all pages of a session. */
  readonly link: RequestHandler;
  /** Who somebody is, and in which tandem. */
  readonly membership: Membership;
  /** What the form is to propose to a tutor who comes for the first time: `vet` or `company`. */
  proposeSide(principal: Principal, side: string | undefined): Promise<void>;
  readonly jobs: readonly Job[];
  /** Removes what has expired. @returns how many, of the kind that had most */
  sweep(): Promise<number>;
}

export interface TandemSubsystemDeps extends GuestSurroundings {
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
  readonly learnerKeyOf: LearnerKeyOf;
  /** Hands released points to somebody's own gradebook. */
  readonly award: AssessmentRoomDeps['award'];
  /** What became of one's own points on the way to one's gradebook, in words; '' for nothing. */
  readonly awardStanding: AssessmentRoomDeps['awardStanding'];
}

export async function createTandemSubsystem(deps: TandemSubsystemDeps): Promise<TandemSubsystem> {
  const { database, clock, activities } = deps;
  const participants = await openParticipantStore(database);
  const cohorts = await openCohortStore(database);
  const tandems = await openTandemStore(database);
  const stores = { participants, cohorts, tandems };
  const membership = createMembership({ ...stores, clock });
  const cohortPeople = createCohortPeople(stores);
  const pairing = await openPairing({
    ...{ ...deps, ...stores, membership },
    people: cohortPeople,
    hasWork: (id) => room.standings.hasWork(id),
  });
  const meet = await openMeetings({ ...deps, membership });
  const room = await openWorkspaces({
    ...{ ...deps, membership, participants },
    meetingPanel: meet.panel,
  });
  const opinions = await openOpinions({
    ...{ ...deps, membership, participants },
    people: cohortPeople,
  });
  const guests = await openGuests({
    ...{ ...deps, ...stores, ...pairing, membership },
    people: cohortPeople,
  });
  const board = await openBoard({
    ...{ ...deps, membership, participants },
    people: cohortPeople,
    mails: guests.reminderMails,
    meetings: meet.meetings,
    standingsOf: opinions.standingsOf(room.standings.standingsOf),
  });
  const people = createPeople({ membership, participants, clock, learnerKeyOf: deps.learnerKeyOf });
  const router = Router({ mergeParams: true }).use(
    board,
    peopleRoutes({
      ...{ people, activities },
      offers: (principal) => pairing.pairCodes.offers(principal),
    }),
    pairing.router,
    guests.router,
    room.router,
    meet.router,
    opinions.router,
  );
  return {
    router,
    link: tandemLink,
    ...{ door: guests.door, gate: guests.gate },
    membership,
    async proposeSide(principal, word) {
      const side = TutorRole.safeParse(word);
      if (side.success) await people.propose(principal, side.data);
    },
    jobs: [room.job, opinions.job, guests.job],
    sweep: async () => Math.max(await pairing.sweep(), await guests.sweep(), await room.sweep()),
  };
}
