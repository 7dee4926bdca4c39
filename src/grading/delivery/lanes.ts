import { DAY, HOUR, SECOND, type Clock } from '../../shared/clock.js';

/** How one platform fares, as far as this process knows. */
export interface LaneState {
  /** Failures in a row that concern the platform as a whole. */
  readonly failures: number;
  /** Epoch milliseconds until which nothing is sent to it; undefined: its lane is open. */
  readonly closedUntil?: number | undefined;
}

/**
 * Who may be asked now. A platform that fails is left alone for a while and then asked once; one
 * that is slow keeps a few workers busy and no more. In memory: a restart means a few more failures.
 */
export interface Lanes {
  /** Whether one more request may go to the platform now. */
  isOpen(platformId: string): boolean;
  /** A request begins. @returns to be called at its end */
  enter(platformId: string): (outcome: LaneOutcome) => void;
  state(platformId: string): LaneState;
  /** Somebody wants it tried now, whatever happened before. */
  reopen(platformId: string): void;
}

export type LaneOutcome =
  | { readonly kind: 'answered' }
  /** It was not asked after all. */
  | { readonly kind: 'not-asked' }
  | {
      readonly kind: 'failed';
      /** Asked for by the platform. */
      readonly retryAfterSeconds?: number | undefined;
    };

/** Workers that may be with one platform at a time. */
export const PLATFORM_WORKERS = 4;
const FAILURES_TO_CLOSE = 3;
const FIRST_REST = 30 * SECOND;
const LONGEST_REST = HOUR;

interface Lane {
  failures: number;
  closedUntil: number;
  underway: number;
}

export function createLanes({
  clock,
  chance,
}: {
  readonly clock: Clock;
  /** 0 to 1, so that several processes do not come back at once. */
  readonly chance: () => number;
}): Lanes {
  const lanes = new Map<string, Lane>();

  function laneOf(platformId: string): Lane {
    const lane = lanes.get(platformId) ?? { failures: 0, closedUntil: 0, underway: 0 };
    lanes.set(platformId, lane);
    return lane;
  }

  function fail(lane: Lane, retryAfterSeconds: number | undefined): void {
    lane.failures += 1;
    const asked = Math.min((retryAfterSeconds ?? 0) * SECOND, DAY);
    const rest = restAfter(lane.failures, chance());
    const wait = Math.max(asked, rest);
    if (wait > 0) lane.closedUntil = Math.max(lane.closedUntil, clock() + wait);
  }

  return {
    isOpen(platformId) {
      const lane = laneOf(platformId);
      if (lane.closedUntil > clock()) return false;
      // One request finds out for all whether the trouble is over.
      const most = lane.failures > 0 ? 1 : PLATFORM_WORKERS;
      return lane.underway < most;
    },
    enter(platformId) {
      const lane = laneOf(platformId);
      lane.underway += 1;
      return (outcome) => {
        lane.underway -= 1;
        if (outcome.kind === 'failed') fail(lane, outcome.retryAfterSeconds);
        else if (outcome.kind === 'answered') Object.assign(lane, { failures: 0, closedUntil: 0 });
      };
    },
    state(platformId) {
      const { failures, closedUntil } = laneOf(platformId);
      return { failures, closedUntil: closedUntil > clock() ? closedUntil : undefined };
    },
    reopen(platformId) {
      laneOf(platformId).closedUntil = 0;
    },
  };
}

/** Milliseconds for which a platform is left alone; none before the third failure. */
function restAfter(failures: number, chance: number): number {
  if (failures < FAILURES_TO_CLOSE) return 0;
  const doubled = Math.min(FIRST_REST * 2 ** (failures - FAILURES_TO_CLOSE), LONGEST_REST);
  return Math.round(doubled / 2 + (chance * doubled) / 2);
}
