import type { Collection, Database } from '../../persistence/database.js';
import { hasCode } from '../../shared/errors.js';
import { Notice } from './notice.js';

export interface NoticeStore {
  /** @returns false when it is there already */
  keep(notice: Notice): Promise<boolean>;
  /** Copy notices about a course, the latest first. */
  copiesOf(courseId: string): Promise<readonly Notice[]>;
  sweep(): Promise<number>;
}

export async function openNoticeStore(database: Database): Promise<NoticeStore> {
  const notices: Collection<Notice> = await database.collection({
    name: 'notices',
    schema: Notice,
    indexes: ['courseId', 'receivedAt'],
    expiry: 'expiresAt',
  });
  return {
    async keep(notice) {
      try {
        await notices.insert(notice);
        return true;
      } catch (fault) {
        if (!hasCode(fault) || fault.code !== 'persistence.duplicate-key') throw fault;
        return false;
      }
    },
    async copiesOf(courseId) {
      const options = { sort: 'receivedAt', descending: true } as const;
      return (await notices.find({ courseId }, options)).documents;
    },
    sweep: () => notices.sweep(),
  };
}
