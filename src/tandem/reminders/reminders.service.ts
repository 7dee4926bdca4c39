import type { Audit } from '../../shared/audit.js';
import type { Clock } from '../../shared/clock.js';
import { AppError, hasCode, NotFound } from '../../shared/errors.js';
import { digest, type NewId } from '../../shared/ids.js';
import type { Principal } from '../../shared/principal.js';
import type { BoardQuery, BoardRow } from '../board/board.js';
import type { Board } from '../board/board.service.js';
import { isMissed, type Participant } from '../participant.js';
import type { ParticipantStore } from '../participant.store.js';
import type { Membership } from '../people/membership.service.js';
import { isTrainer, isTutor } from '../tandem.policy.js';
import type { ReminderMails } from '../guests/reminder-mails.service.js';
import {
  lastAt,
  mayRemind,
  unseen,
  withReminder,
  type Reminded,
  type Reminder,
} from './reminder.js';
import type { ReminderStore } from './reminder.store.js';

/** Whom a trainer means: a tandem, one person, or all that the board has found. */
export type Target =
  { readonly tandem: string } | { readonly person: string } | Omit<BoardQuery, 'page'>;

/** Who would be reminded. */
export interface Preview {
  readonly people: readonly Participant[];
  /** Of those who are meant, those who were reminded within a day. */
  readonly tooSoon: readonly Participant[];
  /** Of `people`, those who get a mail too. */
  readonly byMail: readonly Participant[];
  readonly mailIsOn: boolean;
  /** Of `people`: what was looked at is what is sent. */
  readonly fingerprint: string;
  readonly now: number;
}

/** Other people are meant now than those that the trainer has seen. */
export class RemindersChanged extends AppError {
  readonly code = 'tandem.reminders-changed';
  readonly status = 409;
}

/** "Your trainer asks …": written in the tool, seen at the next visit. */
export interface Reminders {
  /** @throws {NotFound} for whoever does not train them */
  preview(principal: Principal, target: Target, reader: Reader): Promise<Preview>;
  /**
   * At most one a day for each person; whoever another trainer reminds at this moment is left out.
   * Those whose address we know get a mail too, without the trainer's words.
   * @param words `text`: '' for our own @returns how many
   * @throws {NotFound} @throws {RemindersChanged}
   */
  remind(
    principal: Principal,
    target: Target,
    words: { readonly text: string; readonly fingerprint: string; readonly reader: Reader },
  ): Promise<{ readonly people: number; readonly mails: number }>;
  /** What the person has not seen yet, newest first; none for whoever is no tutor. */
  waiting(principal: Principal): Promise<readonly Reminder[]>;
  /** @throws {NotFound} also for a reminder of somebody else @throws {StaleRevision} */
  seen(principal: Principal, reminderId: string): Promise<void>;
  /** When people were last reminded. Whoever asks has been asked who they are. */
  lastOf(participantIds: readonly string[]): Promise<ReadonlyMap<string, number>>;
}

type Reader = Parameters<Board['found']>[2];

export interface RemindersDeps {
  readonly membership: Pick<Membership, 'seated' | 'participant' | 'trainedCohort'>;
  readonly participants: Pick<ParticipantStore, 'get'>;
  readonly board: Pick<Board, 'found'>;
  readonly store: ReminderStore;
  readonly mails: Pick<ReminderMails, 'isOn' | 'reached' | 'send'>;
  readonly clock: Clock;
  readonly newId: NewId;
  readonly audit: Audit;
}

export function createReminders(deps: RemindersDeps): Reminders {
  const { membership, store, clock, mails } = deps;

  async function preview(principal: Principal, target: Target, reader: Reader): Promise<Preview> {
    if (!isTrainer(principal)) throw new NotFound('no trainer here');
    const now = clock();
    const meant = await meantBy(deps, principal, target, reader);
    const known = new Map(
      (await store.some(meant.map(({ id }) => id))).map((one) => [one.id, one]),
    );
    const people = meant.filter(({ id }) => mayRemind(known.get(id), now));
    const tooSoon = meant.filter((person) => !people.includes(person));
    const ids = people.map(({ id }) => id).sort();
    const reached = await mails.reached(ids);
    const byMail = people.filter(({ id }) => reached.has(id));
    const fingerprint = digest('reminded', ...ids);
    return { people, tooSoon, byMail, mailIsOn: mails.isOn, fingerprint, now };
  }

  return {
    preview,

    async remind(principal, target, { text, fingerprint, reader }) {
      const known = await preview(principal, target, reader);
      if (known.fingerprint !== fingerprint) throw new RemindersChanged('others are meant now');
      const { platformId, userId } = principal;
      const by = digest('trainer', platformId, userId);
      let count = 0;
      let mailed = 0;
      for (const { id } of known.people) {
        if (!(await write(deps, id, { text, by, at: known.now }))) continue;
        count += 1;
        if (await mails.send(id)) mailed += 1;
      }
      await deps.audit({
        action: 'tandem.reminded',
        by: { kind: 'user', platformId, userId },
        subject:
          'tandem' in target ? target.tandem : 'person' in target ? target.person : undefined,
        detail: { people: count, mails: mailed },
      });
      return { people: count, mails: mailed };
    },

    async waiting(principal) {
      if (!isTutor(principal)) return [];
      const { id } = await membership.participant(principal);
      return unseen(await store.get(id));
    },

    async seen(principal, reminderId) {
      const { id } = await membership.participant(principal);
      const known = await store.get(id);
      if (!known?.reminders.some((one) => one.id === reminderId)) throw new NotFound('reminder');
      const reminders = known.reminders.map((one) =>
        one.id === reminderId && one.seenAt === undefined ? { ...one, seenAt: clock() } : one,
      );
      await store.replace({ ...known, reminders });
    },

    lastOf: async (participantIds) => lastTimes(await store.some(participantIds)),
  };
}

function lastTimes(some: readonly Reminded[]): ReadonlyMap<string, number> {
  const last = new Map<string, number>();
  for (const one of some) {
    const at = lastAt(one);
    if (at !== undefined) last.set(one.id, at);
  }
  return last;
}

/** @throws {NotFound} */
async function meantBy(
  { membership, participants, board, clock }: RemindersDeps,
  principal: Principal,
  target: Target,
  reader: Reader,
): Promise<readonly Participant[]> {
  if ('tandem' in target) return (await membership.seated(principal, target.tandem)).members;
  if ('person' in target) {
    const person = await participants.get(target.person);
    if (!person) throw new NotFound('nobody');
    // Who sits in one of our tandems may come from another cohort.
    if (person.tandemId !== undefined) await membership.seated(principal, person.tandemId);
    else if (person.cohortId !== (await membership.trainedCohort(principal)).id) {
      throw new NotFound('of another cohort');
    }
    return [person];
  }
  const rows = await board.found(principal, target, reader);
  return rows.flatMap((row) => meantIn(row, target.show, clock()));
}

/** Those because of whom a tandem was found; all of it where it is nobody's alone. */
function meantIn(
  { members, standings }: BoardRow,
  show: BoardQuery['show'],
  now: number,
): readonly Participant[] {
  if (show === 'missed') return members.filter((member) => isMissed(member, now));
  if (show !== 'waiting') return members;
  const waitedFor = new Set(standings.flatMap(({ waitsFor }) => waitsFor));
  return members.filter(({ id }) => waitedFor.has(id));
}

/** @returns false when somebody else was first */
async function write(
  deps: Pick<RemindersDeps, 'store' | 'newId'>,
  participantId: string,
  about: Pick<Reminder, 'text' | 'by' | 'at'>,
): Promise<boolean> {
  const { store, newId } = deps;
  const known = await store.get(participantId);
  if (!mayRemind(known, about.at)) return false;
  const reminder = { id: newId(), ...about };
  try {
    if (known) await store.replace(withReminder(known, reminder));
    else await store.insert({ id: participantId, reminders: [reminder] });
    return true;
  } catch (fault) {
    const isOther =
      hasCode(fault) &&
      ['persistence.stale-revision', 'persistence.duplicate-key'].includes(fault.code);
    if (!isOther) throw fault;
    // Either another trainer, or the person who pressed "seen".
    return mayRemind(await store.get(participantId), about.at)
      ? write(deps, participantId, about)
      : false;
  }
}
