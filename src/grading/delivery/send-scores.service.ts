import type { Stored } from '../../persistence/database.js';
import type { ResourceLink } from '../../lti/index.js';
import { SECOND, type Clock } from '../../shared/clock.js';
import { hasCode } from '../../shared/errors.js';
import type { Logger } from '../../shared/logger.js';
import { afterTry, beforeTry, nextKind, type Kind, type Tried } from './after-try.js';
import type { LaneOutcome, Lanes } from './lanes.js';
import type { Progress } from '../work/progress.js';
import type { ProgressStore } from '../work/progress.store.js';
import type { TriesStore } from './tries.store.js';
import { trySending, type SendingDeps } from './try-sending.js';
import { recordOf } from './try.js';

/** Longer than two requests to a platform can take, each with its token asked for anew. */
const LEASE = 90 * SECOND;
/** How long the job sleeps when nothing is due. */
export const SEND_SCORES_IDLE = SECOND;

export interface SendScoresDeps extends SendingDeps {
  readonly store: ProgressStore;
  readonly tries: TriesStore;
  readonly lanes: Lanes;
  /** 0 to 1, for the spread of retries. */
  readonly chance: () => number;
  readonly logger: Logger;
  readonly clock: Clock;
  readonly resourceLink: (id: string) => Promise<ResourceLink | undefined>;
  /** Called after each try: `delivered`, `later`, `refused`, … */
  readonly onTried: (result: Tried['result']) => void;
}

export interface SendScores {
  /** Claims one due score of the next platform in turn and tries to deliver it. @returns false when none was due */
  sendNext(): Promise<boolean>;
}

interface Claimed {
  readonly progress: Stored<Progress>;
  readonly leave: (outcome: LaneOutcome) => void;
}

export function createSendScores(deps: SendScoresDeps): SendScores {
  const { store, clock, lanes } = deps;
  /** The platform that was served last. */
  let turn = '';
  let claiming: Promise<Claimed | undefined> = Promise.resolve(undefined);

  /** One after the other: workers that look at once would all see the same document. */
  function claimInTurn(): Promise<Claimed | undefined> {
    claiming = claiming.then(claimNext, claimNext);
    return claiming;
  }

  async function claimNext(): Promise<Claimed | undefined> {
    const first = turn;
    let at = turn;
    let isSecondHalf = first === '';
    for (;;) {
      const found = await store.waitingPlatformAfter(at);
      if (found) {
        at = found.platformId;
        const claimed = found.dueAt <= clock() ? await claimOf(at) : undefined;
        if (claimed) return claimed;
        if (isSecondHalf && at >= first && first !== '') return undefined;
      } else {
        if (isSecondHalf) return undefined;
        isSecondHalf = true;
        at = '';
      }
    }
  }

  async function claimOf(platformId: string): Promise<Claimed | undefined> {
    if (!lanes.isOpen(platformId)) return undefined;
    const now = clock();
    const lease = { now, until: now + LEASE, note: beforeTry };
    const progress = await store.claim(platformId, lease);
    if (!progress) return undefined;
    turn = platformId;
    return { progress, leave: lanes.enter(platformId) };
  }

  return {
    async sendNext() {
      const claimed = await claimInTurn();
      if (!claimed) return false;
      let outcome: LaneOutcome = { kind: 'not-asked' };
      try {
        outcome = await sendClaimed(claimed.progress, deps);
      } finally {
        claimed.leave(outcome);
      }
      return true;
    },
  };
}

async function sendClaimed(progress: Stored<Progress>, deps: SendScoresDeps): Promise<LaneOutcome> {
  const kind = nextKind(progress);
  if (!kind) {
    const { deliveryDueAt: _due, leasedUntil: _lease, ...rest } = progress;
    await deps.store.replace(rest);
    return { kind: 'not-asked' };
  }
  const { clock, tries, logger, onTried, resourceLink } = deps;
  const at = clock();
  const link = await resourceLink(progress.linkId);
  const { tried, lineItem, score } = await trySending({ progress, kind, link }, deps);
  const milliseconds = Math.max(0, clock() - at);
  // Before the document: whoever dies in between leaves a record too much, never one too few.
  await tries.add(recordOf({ progress, kind, tried, at, milliseconds, lineItem, score }));
  await note(progress, kind, tried, deps);
  onTried(tried.result);
  const failure = 'sorted' in tried ? tried.sorted.failure : undefined;
  const { cause, service, status } = failure ?? {};
  logger.info(
    { progressId: progress.id, kind, result: tried.result, cause, service, status },
    'score sent',
  );
  return outcomeOf(tried);
}

/** Writes down what the try has led to, also when a new answer came in meanwhile. */
async function note(
  claimed: Stored<Progress>,
  kind: Kind,
  tried: Tried,
  { store, clock, chance }: SendScoresDeps,
): Promise<void> {
  // The first look is saved: mostly nothing has changed, and then only what `beforeTry` noted is to be undone.
  let current: Stored<Progress> | undefined = claimed;
  while (current) {
    try {
      const moment = { now: clock(), chance: chance() };
      await store.replace(afterTry(current, claimed, { kind, tried, moment }));
      return;
    } catch (fault) {
      if (!hasCode(fault) || fault.code !== 'persistence.stale-revision') throw fault;
      current = await store.byId(claimed.id);
    }
  }
}

function outcomeOf(tried: Tried): LaneOutcome {
  if (tried.result === 'not-wanted') return { kind: 'not-asked' };
  if (!('sorted' in tried) || !tried.sorted.concernsPlatform) return { kind: 'answered' };
  return { kind: 'failed', retryAfterSeconds: tried.sorted.retryAfterSeconds };
}
