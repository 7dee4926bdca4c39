import type {
  Collection,
  Database,
  FindOptions,
  FoundPage,
  Stored,
} from '../persistence/database.js';
import { bySeat, Participant } from './participant.js';

export interface ParticipantStore {
  get(id: string): Promise<Stored<Participant> | undefined>;
  /** Everybody in a cohort, a page of at most `limit`. */
  inCohort(
    cohortId: string,
    page: Pick<FindOptions<Participant>, 'limit' | 'cursor'>,
  ): Promise<FoundPage<Participant>>;
  /** Who sits in a tandem, in the order in which they sat down. */
  inTandem(tandemId: string): Promise<readonly Stored<Participant>[]>;
  /** The same for many tandems. */
  inTandems(tandemIds: readonly string[]): Promise<readonly Stored<Participant>[]>;
  /** @throws {DuplicateKey} when the person's first two visits came at once */
  insert(participant: Participant): Promise<Stored<Participant>>;
  /** @throws {StaleRevision} */
  replace(participant: Stored<Participant>): Promise<Stored<Participant>>;
}

export async function openParticipantStore(database: Database): Promise<ParticipantStore> {
  const participants: Collection<Participant> = await database.collection({
    name: 'participants',
    schema: Participant,
    indexes: ['cohortId', 'tandemId'],
  });

  async function inTandems(ids: readonly string[]): Promise<readonly Stored<Participant>[]> {
    const members: Stored<Participant>[] = [];
    // A tandem seats three, and a page holds a thousand.
    for (let at = 0; at < ids.length; at += 300) {
      const query = { tandemId: { $in: ids.slice(at, at + 300) } };
      members.push(...(await participants.find(query, { limit: 1000 })).documents);
    }
    return bySeat(members);
  }

  return {
    get: (id) => participants.get(id),
    inCohort: (cohortId, page) => participants.find({ cohortId }, page),
    inTandem: (tandemId) => inTandems([tandemId]),
    inTandems,
    insert: (participant) => participants.insert(participant),
    replace: (participant) => participants.replace(participant),
  };
}
