import type { Stored } from '../../persistence/database.js';
import type { Audit } from '../../shared/audit.js';
import { SECOND, type Clock } from '../../shared/clock.js';
import { hasCode } from '../../shared/errors.js';
import type { Participant } from '../participant.js';
import type { ParticipantStore } from '../participant.store.js';
import { SeatTaken, type Seating } from '../pairing/seating.service.js';
import { freeSides } from '../tandem.js';
import type { TandemStore } from '../tandem.store.js';
import type { Allowances } from './allowances.service.js';
import { GuestLinkSpent, GuestLocked } from './faults.js';
import { asVisited, knowsBrowser, type Guest } from './guest.js';
import {
  CODE_LIFETIME,
  codeDigest,
  linkIdOf,
  LOCKED_FOR,
  MOST_WRONG_CODES,
  newCode,
  readCode,
  type GuestLink,
} from './guest-link.js';
import type { GuestLinks } from './guest-links.service.js';
import type { GuestStore } from './guest.store.js';

/** The browser from which somebody comes. */
export interface GuestBrowser {
  /** Digest of the key that will open the session. */
  readonly keyId: string;
  /** `browserIdOf` the secret of earlier visits. */
  readonly knownAs: string;
}

/** What the page of a link is to show. */
export interface GuestDoor {
  /** Has not been here before, and will be asked for a name. */
  readonly isNew: boolean;
  readonly needsCode: boolean;
}

/** What was typed at the door. */
export interface Typed {
  readonly code: string;
  /** Checked; undefined when it is none. Not asked of those who come again. */
  readonly name: string | undefined;
}

export type Entered =
  | { readonly participant: Participant; readonly guest: Guest }
  | { readonly fault: 'code' | 'name'; readonly door: GuestDoor };

/** From a link in a letter to a seat. @throws {GuestLinkSpent} all of it, for every link that is good for nothing */
export interface GuestArrivals {
  /** Spends nothing, however often it is asked. */
  look(token: string, browser: GuestBrowser): Promise<GuestDoor>;
  /**
   * The button was pressed: binds the link to this browser and sends the code, where one is needed.
   * Who comes again in a browser that we know is in.
   * @throws {GuestLocked} @throws {TooManyMails} @throws {MailOff}
   */
  press(token: string, browser: GuestBrowser): Promise<GuestDoor | Entered>;
  /** @throws {GuestLocked} @throws {SeatTaken} */
  enter(token: string, browser: GuestBrowser, typed: Typed): Promise<Entered>;
}

export interface GuestArrivalsDeps {
  readonly store: GuestStore;
  readonly links: Pick<GuestLinks, 'sendCode'>;
  readonly participants: ParticipantStore;
  readonly tandems: Pick<TandemStore, 'get'>;
  readonly seating: Seating;
  readonly allowances: Allowances;
  readonly audit: Audit;
  readonly clock: Clock;
}

interface Opened {
  readonly link: Stored<GuestLink>;
  readonly guest: Stored<Guest>;
  readonly door: GuestDoor;
}

export function createGuestArrivals(deps: GuestArrivalsDeps): GuestArrivals {
  const { store, clock } = deps;
  return {
    look: async (token, browser) => (await opened(deps, token, browser)).door,

    async press(token, browser) {
      const at = await opened(deps, token, browser);
      if (at.door.needsCode) {
        await sendCode(deps, token, at, browser);
        return at.door;
      }
      const link = await store.replaceLink({ ...at.link, browser: browser.keyId });
      return at.door.isNew ? at.door : letIn(deps, { ...at, link }, { browser: undefined });
    },

    async enter(token, browser, { code, name }) {
      const at = await opened(deps, token, browser);
      const { door, guest, link } = at;
      if (link.browser !== browser.keyId) throw new GuestLinkSpent('its button was not pressed');
      if (door.isNew && name === undefined) return { fault: 'name', door };
      if (door.isNew) await requireSeat(deps, guest);
      if (!door.needsCode) return letIn(deps, at, { browser: undefined, name });
      const counted = await counting(deps, token, browser);
      const isRight =
        counted.code === codeDigest(token, readCode(code) ?? '') &&
        (counted.codeUntil ?? 0) > clock();
      if (isRight) return letIn(deps, { ...at, link: counted }, { browser: browser.knownAs, name });
      await refuse(deps, counted);
      return { fault: 'code', door };
    },
  };
}

async function opened(
  { store, participants, clock }: GuestArrivalsDeps,
  token: string,
  browser: GuestBrowser,
): Promise<Opened> {
  const link = await store.link(linkIdOf(token));
  const guest = link && (await store.get(link.guestId));
  if (!guest) throw new GuestLinkSpent('unknown, used or expired');
  const isOthers = link.browser !== undefined && link.browser !== browser.keyId;
  if (isOthers) throw new GuestLinkSpent('opened in another browser');
  const isNew = guest.joinedAt === undefined;
  const person = isNew ? undefined : await participants.get(guest.id);
  if (!isNew && person?.tandemId === undefined) throw new GuestLinkSpent('sits nowhere');
  const isKnown = !isNew && knowsBrowser(guest, browser.knownAs, clock());
  const needsCode = link.purpose !== 'handed' && !isKnown;
  return { link, guest, door: { isNew, needsCode } };
}

async function sendCode(
  { store, links, allowances, audit, clock }: GuestArrivalsDeps,
  token: string,
  { link, guest }: Opened,
  browser: GuestBrowser,
): Promise<void> {
  requireUnlocked(link, clock());
  await allowances.take('address', guest.addressKey ?? guest.id);
  const code = newCode();
  const codeUntil = clock() + CODE_LIFETIME;
  await store.replaceLink({
    ...link,
    ...{ browser: browser.keyId, code: codeDigest(token, code), codeUntil, wrongCodes: 0 },
    expiresAt: Math.max(link.expiresAt, codeUntil),
  });
  await links.sendCode(guest, code, codeUntil);
  await audit({ action: 'guest.code-sent', by: { kind: 'tool' }, subject: guest.id });
}

/** Counts before anybody compares: many tries at once count as many. */
async function counting(
  deps: GuestArrivalsDeps,
  token: string,
  browser: GuestBrowser,
): Promise<Stored<GuestLink>> {
  const { link } = await opened(deps, token, browser);
  requireUnlocked(link, deps.clock());
  // Several at once may get here before the last of them has locked it.
  if (link.wrongCodes >= MOST_WRONG_CODES) throw locked(LOCKED_FOR);
  try {
    return await deps.store.replaceLink({ ...link, wrongCodes: link.wrongCodes + 1 });
  } catch (fault) {
    if (!hasCode(fault) || fault.code !== 'persistence.stale-revision') throw fault;
    return counting(deps, token, browser);
  }
}

async function refuse(
  { store, audit, clock }: GuestArrivalsDeps,
  link: Stored<GuestLink>,
): Promise<void> {
  if (link.wrongCodes < MOST_WRONG_CODES) return;
  const { code: _code, codeUntil: _until, ...rest } = link;
  const lockedUntil = clock() + LOCKED_FOR;
  const expiresAt = Math.max(link.expiresAt, lockedUntil);
  await store.replaceLink({ ...rest, wrongCodes: 0, lockedUntil, expiresAt });
  await audit({ action: 'guest.locked', by: { kind: 'tool' }, subject: link.guestId });
  throw locked(LOCKED_FOR);
}

function requireUnlocked({ lockedUntil = 0 }: GuestLink, now: number): void {
  if (lockedUntil > now) throw locked(lockedUntil - now);
}

function locked(milliseconds: number): GuestLocked {
  return new GuestLocked(Math.max(1, Math.ceil(milliseconds / SECOND)));
}

async function requireSeat({ participants }: GuestArrivalsDeps, guest: Guest): Promise<void> {
  const members = await participants.inTandem(guest.tandemId);
  if (!freeSides(members).includes(guest.tutorRole)) throw new SeatTaken('nobody is missing');
}

/** @param how `browser`: to be remembered; `name`: of somebody who is new */
async function letIn(
  deps: GuestArrivalsDeps,
  { link, guest, door }: Opened,
  how: { readonly browser: string | undefined; readonly name?: string | undefined },
): Promise<Entered> {
  const { store, participants, audit } = deps;
  if (!(await store.useLink(link))) throw new GuestLinkSpent('used at the same time');
  const visited = await keepVisit(deps, guest, how.browser);
  const participant = door.isNew
    ? await seat(deps, visited, how.name ?? '')
    : await participants.get(guest.id);
  if (!participant) throw new GuestLinkSpent('its person is gone');
  await audit({
    action: door.isNew ? 'guest.joined' : 'guest.visited',
    by: { kind: 'user', platformId: 'guest', userId: guest.id },
    subject: guest.id,
  });
  return { participant, guest: visited };
}

/** Who is removed at this instant does not come in. */
async function keepVisit(
  deps: Pick<GuestArrivalsDeps, 'store' | 'clock'>,
  guest: Stored<Guest>,
  browser: string | undefined,
): Promise<Stored<Guest>> {
  const { store, clock } = deps;
  try {
    return await store.replace(asVisited(guest, clock(), browser));
  } catch (fault) {
    if (!hasCode(fault) || fault.code !== 'persistence.stale-revision') throw fault;
    const fresh = await store.get(guest.id);
    if (!fresh) throw new GuestLinkSpent('removed meanwhile');
    return keepVisit(deps, fresh, browser);
  }
}

async function seat(
  { store, participants, tandems, seating, clock }: GuestArrivalsDeps,
  { id, tandemId, tutorRole }: Guest,
  displayName: string,
): Promise<Participant | undefined> {
  const tandem = await tandems.get(tandemId);
  if (!tandem) throw new GuestLinkSpent('its tandem is gone');
  const person = await participants.insert({
    id,
    cohortId: tandem.cohortId,
    profile: { displayName, tutorRole, languages: [] },
    lastSeenAt: clock(),
  });
  await seating.sit(person, tandemId, 'self');
  const seated = await participants.get(id);
  if (await store.get(id)) return seated;
  if (seated) await seating.stand(seated, 'self');
  throw new GuestLinkSpent('removed at the same time');
}
