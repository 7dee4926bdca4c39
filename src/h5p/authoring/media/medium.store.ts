import type { Collection, Database, Stored } from '../../../persistence/database.js';
import { Medium } from './medium.js';

type Course = Pick<Medium, 'platformId' | 'contextId'>;

export interface MediumStore {
  /** @param path such as `images/….png` */
  get(path: string): Promise<Stored<Medium> | undefined>;
  insert(medium: Medium): Promise<void>;
  remove(path: string): Promise<void>;
  /** What a course has brought, in no order. */
  ofCourse(course: Course): Promise<readonly Medium[]>;
}

export async function openMediumStore(database: Database): Promise<MediumStore> {
  const media: Collection<Medium> = await database.collection({
    name: 'authored_media',
    schema: Medium,
    indexes: ['platformId', 'contextId'],
  });
  return {
    get: (path) => media.get(path),
    async insert(medium) {
      await media.insert(medium);
    },
    async remove(path) {
      await media.remove(path);
    },
    async ofCourse({ platformId, contextId }) {
      const all: Medium[] = [];
      let cursor: string | undefined;
      do {
        const page = await media.find({ platformId, contextId }, { limit: 1000, cursor });
        all.push(...page.documents);
        cursor = page.next;
      } while (cursor !== undefined);
      return all;
    },
  };
}
