import type { Stored } from '../persistence/database.js';
import type { ResourceLink, Score } from '../lti/index.js';
import { MINUTE, SECOND, type Clock } from '../shared/clock.js';
import { AppError, hasCode } from '../shared/errors.js';
import type { Logger } from '../shared/logger.js';
import { GIVE_UP_AFTER, nextTimestamp, waitBefore, type Delivery } from './delivery.js';
import type { Progress } from './progress.js';
import type { ProgressStore } from './progress.store.js';

/** Longer than a request to a platform with its token can take. */
const LEASE = MINUTE;

export interface SendScoresDeps {
  readonly store: ProgressStore;
  readonly clock: Clock;
  /** 0 to 1, for the spread of retries. */
  readonly chance: () => number;
  readonly logger: Logger;
  readonly resourceLink: (id: string) => Promise<ResourceLink | undefined>;
  readonly postScore: (
    link: ResourceLink & { readonly lineItem: string },
    score: Score,
  ) => Promise<void>;
  /** Called after each try: `delivered`, `later`, or `refused`. */
  readonly onTried: (result: 'delivered' | 'later' | 'refused') => void;
}

export interface SendScores {
  /** Claims one due score and tries to deliver it. @returns false when none was due */
  sendNext(): Promise<boolean>;
}

/** What a try has led to. */
type Tried =
  | { readonly result: 'delivered'; readonly timestamp: number }
  | {
      readonly result: 'later';
      readonly failure: string;
      readonly retryAfterSeconds?: number | undefined;
      /** Switched off on purpose: however long that lasts, nothing is given up. */
      readonly isPaused?: boolean;
    }
  | { readonly result: 'refused'; readonly failure: string; readonly isPaused?: false };

export function createSendScores(deps: SendScoresDeps): SendScores {
  const { store, clock, chance, logger, onTried } = deps;

  return {
    async sendNext() {
      const now = clock();
      const progress = await store.leaseDelivery(now, now + LEASE);
      if (!progress) return false;
      const tried = await trySending(progress, deps);
      await note(progress, tried);
      onTried(tried.result);
      const failure = 'failure' in tried ? tried.failure : undefined;
      logger.info({ progressId: progress.id, result: tried.result, failure }, 'score sent');
      return true;
    },
  };

  /** Writes down what the try has led to, also when a new answer came in meanwhile. */
  async function note(sent: Stored<Progress>, tried: Tried): Promise<void> {
    let current: Stored<Progress> | undefined = sent;
    while (current) {
      try {
        await store.replace(afterTry(current, sent, tried));
        return;
      } catch (fault) {
        if (!hasCode(fault) || fault.code !== 'persistence.stale-revision') throw fault;
        current = await store.of(sent.linkId, sent.userId);
      }
    }
  }

  function afterTry(current: Stored<Progress>, sent: Progress, tried: Tried): Stored<Progress> {
    const now = clock();
    const { deliveryDueAt: _lease, ...rest } = current;
    if (tried.result === 'delivered') {
      const lastTimestamp = tried.timestamp;
      const newer = current.delivery.sequence > sent.delivery.sequence;
      if (newer && current.delivery.state === 'waiting') {
        const { state, sequence } = current.delivery;
        return {
          ...rest,
          delivery: { state, sequence, tries: 0, lastTimestamp },
          deliveryDueAt: now,
        };
      }
      // Meanwhile the platform has taken the line item away: what was delivered stays noted.
      if (newer) return { ...rest, delivery: { ...current.delivery, lastTimestamp } };
      const { sequence } = current.delivery;
      return {
        ...rest,
        delivery: { state: 'delivered', sequence, tries: 0, lastTimestamp, deliveredAt: now },
      };
    }
    if (current.delivery.state !== 'waiting') return rest;
    const delivery = failed(current.delivery, tried, now);
    const givesUp = now - (delivery.failingSince ?? now) > GIVE_UP_AFTER;
    if (tried.result === 'refused' || givesUp) {
      const reason = tried.result === 'refused' ? 'platform-refused' : 'gave-up';
      return { ...rest, delivery: { ...delivery, state: 'refused', reason } };
    }
    const wait = waitBefore(delivery.tries, chance(), tried.retryAfterSeconds);
    return { ...rest, delivery, deliveryDueAt: now + Math.round(wait) };
  }
}

function failed(
  delivery: Delivery,
  { failure, isPaused = false }: Exclude<Tried, { readonly result: 'delivered' }>,
  now: number,
): Delivery {
  return {
    ...delivery,
    tries: delivery.tries + 1,
    failingSince: isPaused ? undefined : (delivery.failingSince ?? now),
    lastFailure: failure,
  };
}

async function trySending(progress: Progress, deps: SendScoresDeps): Promise<Tried> {
  const link = await deps.resourceLink(progress.linkId);
  if (link?.lineItem === undefined) return { result: 'refused', failure: 'no line item' };
  const timestamp = nextTimestamp(deps.clock(), progress.delivery.lastTimestamp);
  try {
    await deps.postScore(
      { ...link, lineItem: link.lineItem },
      {
        userId: progress.userId,
        scoreGiven: progress.scoreGiven,
        scoreMaximum: progress.scoreMaximum,
        activityProgress: progress.complete ? 'Completed' : 'Submitted',
        gradingProgress: 'FullyGraded',
        timestamp: new Date(timestamp).toISOString(),
      },
    );
    return { result: 'delivered', timestamp };
  } catch (fault) {
    return sorted(fault);
  }
}

/** Which failures pass by themselves, and which need a person. @throws what is no platform's doing */
function sorted(fault: unknown): Tried {
  if (!(fault instanceof AppError)) throw fault;
  if (fault.code === 'lti.service-unreachable') return { result: 'later', failure: 'unreachable' };
  if (fault.code === 'lti.platform-disabled') {
    return {
      result: 'later',
      failure: 'platform disabled',
      retryAfterSeconds: 600,
      isPaused: true,
    };
  }
  if (fault.code === 'http.not-found') return { result: 'refused', failure: 'platform removed' };
  if (fault.code !== 'lti.service-refused' || !('platformStatus' in fault)) throw fault;
  const status = Number(fault.platformStatus);
  const service = 'service' in fault ? String(fault.service) : 'service';
  const failure = `${service} ${status}`;
  // 409: the platform has a score of this second or later, such as ours whose answer was lost; the next second settles it.
  if (status === 409) return { result: 'later', failure, retryAfterSeconds: 1 };
  const passes = status >= 500 || status === 429 || status === 408 || status === 401;
  // A token refused today may be granted tomorrow: keys get fetched, tools get activated.
  if (passes || service === 'token') {
    return { result: 'later', failure, retryAfterSeconds: fault.retryAfterSeconds };
  }
  return { result: 'refused', failure };
}

/** How long the job sleeps when nothing is due. */
export const SEND_SCORES_IDLE = SECOND;
