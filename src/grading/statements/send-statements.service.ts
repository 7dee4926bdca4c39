import type { ResourceLink } from '../../lti/index.js';
import { MINUTE, type Clock } from '../../shared/clock.js';
import { hasCode } from '../../shared/errors.js';
import type { Logger } from '../../shared/logger.js';
import type { Sealer } from '../../shared/seal.js';
import { waitBefore } from '../delivery/delivery.js';
import type { Attempt } from '../work/attempt.js';
import { changeProgress } from '../work/change-progress.js';
import type { LearnerWorksDeps } from '../work/learner-work.service.js';
import type { Progress } from '../work/progress.js';
import type { ProgressStore } from '../work/progress.store.js';
import { RecordStoreAway, type RecordStore } from './lrs.client.js';
import { statementOf } from './statement.js';

/** Tells the record store of every answer, once, in the order in which one person gave them. */
export interface SendStatements {
  /** Tells what is due longest. @returns false when nothing is */
  sendNext(): Promise<boolean>;
}

export interface SendStatementsDeps {
  readonly store: ProgressStore;
  readonly recordStore: RecordStore;
  readonly publicUrl: URL;
  readonly sealer: Pick<Sealer, 'sign'>;
  readonly clock: Clock;
  /** 0 to 1. */
  readonly chance: () => number;
  readonly logger: Logger;
  readonly resourceLink: (id: string) => Promise<ResourceLink | undefined>;
  readonly readableFor: LearnerWorksDeps['readableFor'];
}

/** Longer than telling of everything in one document takes. */
const LEASE = 5 * MINUTE;
/** In one turn; the rest comes in the next. */
const MOST_AT_ONCE = 20;

export function createSendStatements(deps: SendStatementsDeps): SendStatements {
  const { store, clock, chance } = deps;
  return {
    async sendNext() {
      const now = clock();
      const due = await store.claimStatements(now, now + LEASE);
      if (!due) return false;
      const { told, tries } = due.statements ?? { told: 0, tries: 0 };
      const { count, away } = await tell(due, due.attempts.slice(told, told + MOST_AT_ONCE), deps);
      await changeProgress(store, due.id, (current) => {
        const next = told + count;
        const isLeft = next < current.attempts.length;
        const wait = away ? Math.round(waitBefore(tries + 1, chance(), away.retryAfterSeconds)) : 0;
        return {
          ...current,
          statements: { told: next, tries: away ? tries + 1 : 0 },
          statementsDueAt: isLeft ? clock() + wait : undefined,
        };
      });
      return true;
    },
  };
}

interface Told {
  /** Statements that are there, or that will never be taken. */
  readonly count: number;
  /** Why it ended before all was told. */
  readonly away?: RecordStoreAway;
}

async function tell(
  progress: Progress,
  attempts: readonly Attempt[],
  deps: SendStatementsDeps,
): Promise<Told> {
  const { recordStore, publicUrl, sealer, logger } = deps;
  const sign = (text: string): string => sealer.sign(text);
  let count = 0;
  for (const attempt of attempts) {
    try {
      const exercise = await exerciseOf(progress, attempt, deps);
      await recordStore.put(statementOf(attempt, progress, { exercise, publicUrl, sign }));
    } catch (fault) {
      const code = hasCode(fault) ? fault.code : 'unknown';
      logger.warn({ code, progressId: progress.id }, 'record store not told');
      if (fault instanceof RecordStoreAway) return { count, away: fault };
      if (code !== 'grading.statement-refused') throw fault;
    }
    count += 1;
  }
  return { count };
}

async function exerciseOf(
  { platformId, contextId, linkId, userId }: Progress,
  { exerciseId, language = 'en', version }: Attempt,
  { resourceLink, readableFor }: SendStatementsDeps,
): Promise<Parameters<typeof statementOf>[2]['exercise']> {
  const link = await resourceLink(linkId);
  const { deploymentId = '', contentId = '' } = link ?? {};
  const by = { platformId, deploymentId, contextId, linkId, userId, contentId };
  const readable = await readableFor(
    { ...by, role: 'learner' },
    { id: exerciseId, language, version },
  );
  return {
    title: readable?.title ?? exerciseId,
    language: readable?.language ?? language,
    library: readable?.library,
    contentId,
  };
}
