import { DAY, type Clock } from '../../shared/clock.js';
import { hasCode } from '../../shared/errors.js';
import type { Audit } from '../../shared/audit.js';
import type { Logger } from '../../shared/logger.js';
import { courseIdOf, type Course } from '../roster/course.js';
import { NOTICE_TYPES, noticeIdOf, type Notice } from './notice.js';
import type { NoticeStore } from './notice.store.js';
import { NoticeRefused, type NoticeTokens, type SignedNotice } from './notice-tokens.js';

/** So long a second delivery of a notice that leaves nothing else behind is known again. */
const KEPT = 30 * DAY;

export interface Notices {
  /**
   * Keeps each notice that holds, once; what does not hold is left out.
   * @param tokens the `jwt` of each
   * @throws {NoticeRefused} when none holds @throws {ServiceUnreachable} when one could not be checked
   */
  receive(tokens: readonly string[]): Promise<void>;
  /** `context.id` of the courses of which this one is a copy, the latest notice first. */
  originsOf(course: Course): Promise<readonly string[]>;
}

export function createNotices(deps: {
  readonly notices: NoticeStore;
  readonly noticeTokens: NoticeTokens;
  readonly audit: Audit;
  readonly clock: Clock;
  readonly logger: Logger;
}): Notices {
  const { notices, noticeTokens, audit, clock, logger } = deps;

  /** Undefined for what does not hold. */
  async function verify(token: string): Promise<SignedNotice | undefined> {
    try {
      return await noticeTokens.verify(token);
    } catch (fault) {
      if (!hasCode(fault) || fault.code !== 'lti.notice-refused') throw fault;
      const reason = fault instanceof Error ? fault.message : undefined;
      logger.warn({ code: fault.code, reason }, 'notice refused');
      return undefined;
    }
  }

  async function keep(signed: SignedNotice): Promise<void> {
    const { platform, type } = signed;
    const known = NOTICE_TYPES.find((name) => name === type);
    if (!known) {
      logger.info({ platformId: platform.id }, 'notice of an unknown type');
      return;
    }
    const notice = noticeOf(signed, known, clock());
    if (!(await notices.keep(notice))) return;
    const detail = { type: known, origins: notice.origins.length };
    const by = { kind: 'platform', platformId: platform.id } as const;
    await audit({ action: 'notice.received', by, subject: notice.id, detail });
  }

  return {
    async receive(tokens) {
      const signed = await Promise.all(tokens.map(verify));
      const holding = signed.filter((notice) => notice !== undefined);
      if (holding.length === 0) throw new NoticeRefused('no notice holds');
      for (const notice of holding) await keep(notice);
    },
    async originsOf(course) {
      const copies = await notices.copiesOf(courseIdOf(course));
      return [...new Set(copies.flatMap(({ origins }) => origins))];
    },
  };
}

function noticeOf(signed: SignedNotice, type: Notice['type'], now: number): Notice {
  const { platform, deploymentId, noticeId, contextId, originContextIds } = signed;
  const course =
    contextId === undefined ? undefined : { platformId: platform.id, deploymentId, contextId };
  return {
    id: noticeIdOf(platform.id, deploymentId, noticeId),
    platformId: platform.id,
    deploymentId,
    type,
    courseId: course && courseIdOf(course),
    origins: [...originContextIds],
    receivedAt: now,
    // Where a course comes from stays worth knowing; a greeting does not.
    expiresAt: type === 'LtiContextCopyNotice' ? undefined : now + KEPT,
  };
}
