import { z } from 'zod';
import type { Collection, Database, Stored } from '../../persistence/database.js';
import { hasCode } from '../../shared/errors.js';
import { everything, inParts } from '../everything.js';
import { Meeting } from './meeting.js';

/** In which zone somebody reads times. */
const ReaderZone = z.object({
  /** Participant, or `trainerIdOf`. */
  id: z.string(),
  zone: z.string(),
});
type ReaderZone = Readonly<z.infer<typeof ReaderZone>>;

export interface MeetingStore {
  get(id: string): Promise<Stored<Meeting> | undefined>;
  /** Of some tandems; those that are over after this instant. */
  ofTandems(tandemIds: readonly string[], overAfter: number): Promise<readonly Stored<Meeting>[]>;
  insert(meeting: Meeting): Promise<Stored<Meeting>>;
  /** @throws {StaleRevision} */
  replace(meeting: Stored<Meeting>): Promise<Stored<Meeting>>;
  zoneOf(readerId: string): Promise<string | undefined>;
  /** Of two at once, either. */
  setZone(readerId: string, zone: string): Promise<void>;
}

export async function openMeetingStore(database: Database): Promise<MeetingStore> {
  const meetings: Collection<Meeting> = await database.collection({
    name: 'meetings',
    schema: Meeting,
    indexes: ['tandemId', 'overAt'],
  });
  const zones: Collection<ReaderZone> = await database.collection({
    name: 'reader_zones',
    schema: ReaderZone,
  });
  return {
    get: (id) => meetings.get(id),
    async ofTandems(tandemIds, overAfter) {
      const found: Stored<Meeting>[] = [];
      for (const part of inParts(tandemIds)) {
        const query = { tandemId: { $in: part }, overAt: { $gt: overAfter } };
        found.push(...(await everything(meetings, query)));
      }
      return found.sort((a, b) => a.overAt - b.overAt);
    },
    insert: (meeting) => meetings.insert(meeting),
    replace: (meeting) => meetings.replace(meeting),
    async zoneOf(readerId) {
      return (await zones.get(readerId))?.zone;
    },
    async setZone(id, zone) {
      const known = await zones.get(id);
      try {
        if (known) await zones.replace({ ...known, zone });
        else await zones.insert({ id, zone });
      } catch (fault) {
        // Another tab of the same person was first, with the same browser's zone.
        if (!hasCode(fault) || !fault.code.startsWith('persistence.')) throw fault;
        if (fault.code === 'persistence.unavailable') throw fault;
      }
    },
  };
}
