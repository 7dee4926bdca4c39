import { Router, type RequestHandler } from 'express';
import type { BrowserKey } from '../../http/browser-key.js';
import type { Sessions } from '../../http/sessions.js';
import type { I18n } from '../../i18n/i18n.js';
import type { Job } from '../../jobs/runner.js';
import type { Mail } from '../../mail/index.js';
import type { Database } from '../../persistence/database.js';
import type { Audit } from '../../shared/audit.js';
import { SECOND, type Clock } from '../../shared/clock.js';
import type { NewId } from '../../shared/ids.js';
import type { CohortStore } from '../cohort.store.js';
import type { Patience } from '../pairing/patience.service.js';
import type { Seating } from '../pairing/seating.service.js';
import type { ParticipantStore } from '../participant.store.js';
import type { CohortPeople } from '../people/cohort-people.js';
import type { Membership } from '../people/membership.service.js';
import type { TandemStore } from '../tandem.store.js';
import { openAllowances } from './allowances.service.js';
import { createGuestAccess } from './guest-access.service.js';
import { createGuestArrivals } from './guest-arrivals.service.js';
import { guestCookie } from './guest-cookie.js';
import { guestDoorRoutes } from './guest-door.routes.js';
import { createOpenAnswers, guestGate } from './guest-gate.middleware.js';
import { createGuestLinks } from './guest-links.service.js';
import { guestSessions } from './guest-session.service.js';
import { openGuestStore } from './guest.store.js';
import { invitationRoutes } from './invitations.routes.js';
import { createInvitations, type InvitationsDeps } from './invitations.service.js';
import { createReminderMails, type ReminderMails } from './reminder-mails.service.js';
import { stopRemindersRoutes } from './stop-reminders.routes.js';
import { createOwnGuests } from './own-guests.service.js';
import { ownPageRoutes } from './own-page.routes.js';
import { openSamePerson } from './same-person.service.js';
import { openVisits } from './visits.service.js';

/** Job that answers those who typed their address. */
export const MAIL_GUEST_LINKS = 'mail-guest-links';
const IDLE = 5 * SECOND;

/** Partners without an account. */
export interface GuestRoom {
  /** `/guest`, outside any session. */
  readonly door: Router;
  /** First of all below a session: turns guests away who may not come in any more. */
  readonly gate: RequestHandler;
  /** Below a session. */
  readonly router: Router;
  readonly job: Job;
  /** To those who came by mail. */
  readonly reminderMails: ReminderMails;
  /** Removes what has expired. @returns how many, of the kind that had most */
  sweep(): Promise<number>;
}

/** What the room asks of those outside the tandems. */
export interface GuestSurroundings {
  readonly sessions: Pick<Sessions, 'open'>;
  readonly browserKey: BrowserKey;
  readonly mail: Mail;
  readonly i18n: I18n;
  readonly publicUrl: URL;
  readonly moduleOf: InvitationsDeps['moduleOf'];
  /** Called when a job has something to do. */
  readonly wake: (job: string) => void;
}

export interface GuestRoomDeps extends GuestSurroundings {
  readonly database: Database;
  readonly clock: Clock;
  readonly newId: NewId;
  readonly audit: Audit;
  readonly membership: Membership;
  readonly participants: ParticipantStore;
  readonly tandems: TandemStore;
  readonly cohorts: CohortStore;
  readonly people: CohortPeople;
  readonly seating: Seating;
  readonly patience: Patience;
}

export async function openGuests(deps: GuestRoomDeps): Promise<GuestRoom> {
  const { sessions, mail, publicUrl, wake } = deps;
  const store = await openGuestStore(deps.database);
  const allowances = await openAllowances(deps);
  const answers = createOpenAnswers();
  const room = { ...deps, store, allowances };
  const links = createGuestLinks(room);
  const access = createGuestAccess({ ...room, onClosed: (id) => answers.end(id) });
  const visits = await openVisits({ ...room, links, onAsked: () => wake(MAIL_GUEST_LINKS) });
  const samePerson = await openSamePerson({ ...room, access });
  const reminderMails = createReminderMails(room);
  const door = guestDoorRoutes({
    ...deps,
    arrivals: createGuestArrivals({ ...room, links }),
    visits,
    mailIsOn: mail.isOn,
    cookie: guestCookie({ publicUrl }),
    open: guestSessions(sessions),
  });
  return {
    door: Router().use(door, stopRemindersRoutes(reminderMails)),
    reminderMails,
    gate: guestGate({ access, answers }),
    router: Router({ mergeParams: true }).use(
      invitationRoutes({ invitations: createInvitations({ ...room, links, access }) }),
      ownPageRoutes({ own: createOwnGuests({ ...room, access }), samePerson }),
    ),
    job: {
      name: MAIL_GUEST_LINKS,
      idle: IDLE,
      workers: 1,
      runOnce: () => visits.answerNext(),
    },
    sweep: async () =>
      Math.max(
        ...(await Promise.all([store, allowances, visits, samePerson].map((each) => each.sweep()))),
      ),
  };
}
