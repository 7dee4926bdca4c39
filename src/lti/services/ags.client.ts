import { AppError } from '../../shared/errors.js';
import type { AccessTokens } from './access-tokens.client.js';
import { SCORE_SCOPE } from './scopes.js';
import { belowLineItem } from './line-item-url.js';
import type { Platform } from '../platforms/platform.js';
import { ServiceUnreachable } from './service-http.js';
import { ServiceRefused } from './service-refused.js';
import { callWithToken } from './token-call.js';

/** Platforms refuse a general one. */
export const SCORE_TYPE = 'application/vnd.ims.lis.v1.score+json';

/** One score for one person and line item (AGS 2.0, section 3.4). */
export type Score = GradedScore | ProgressScore;

interface AnyScore {
  /** `sub` of the person's launches. */
  readonly userId: string;
  readonly activityProgress: 'Initialized' | 'Started' | 'InProgress' | 'Submitted' | 'Completed';
  /** ISO 8601. Platforms refuse what is not newer than the last, in whole seconds. */
  readonly timestamp: string;
  /** Plain text for the person. One that was sent before is gone when it is left out (section 3.4.11). */
  readonly comment?: string | undefined;
  /** `sub` of the person who marked it; undefined: a machine did. */
  readonly scoringUserId?: string | undefined;
}

export interface GradedScore extends AnyScore {
  readonly gradingProgress: 'FullyGraded';
  /** Points, 0 or more; more than `scoreMaximum` is legal. */
  readonly scoreGiven: number;
  /** More than 0. */
  readonly scoreMaximum: number;
}

/** Where the work stands, without points. Platforms take the grade away that they have (section 3.4.8). */
export interface ProgressScore extends AnyScore {
  readonly gradingProgress: 'NotReady' | 'Pending' | 'PendingManual' | 'Failed';
  readonly scoreGiven?: undefined;
  readonly scoreMaximum?: undefined;
}

/** No platform may get such a score: it would be refused, or wipe a grade out. Our own fault. */
export class ScoreNotSendable extends AppError {
  readonly code = 'lti.score-not-sendable';
  readonly status = 500;
}

export interface Ags {
  /**
   * Scores to the platform. Retries are the caller's.
   * @param lineItem URL from a signed launch
   * @throws {ServiceRefused} @throws {ServiceUnreachable} @throws {ScoreNotSendable}
   */
  postScore(platform: Platform, lineItem: string, score: Score): Promise<void>;
}

export function createAgs({ tokens }: { readonly tokens: AccessTokens }): Ags {
  return {
    async postScore(platform, lineItem, score) {
      requireSendable(score);
      const answer = await callWithToken(tokens, platform, {
        url: scoresUrl(lineItem),
        scope: SCORE_SCOPE,
        method: 'POST',
        headers: { 'content-type': SCORE_TYPE, accept: 'application/json' },
        // Compact: Moodle answers 200 to a refused score whose JSON has line breaks.
        body: JSON.stringify(bodyOf(score)),
      });
      if (answer.status < 200 || answer.status > 299) throw new ServiceRefused('score', answer);
      // A sign-in or maintenance page, with 200: nobody has read the score.
      if (answer.text.trimStart().startsWith('<')) throw new ServiceUnreachable('page, no answer');
    },
  };
}

/** Where scores of a line item go. */
export function scoresUrl(lineItem: string): string {
  return belowLineItem(lineItem, 'scores');
}

/** JSON turns NaN into null, and null takes a grade away. @throws {ScoreNotSendable} */
function requireSendable({ timestamp, ...score }: Score): void {
  if (Number.isNaN(Date.parse(timestamp))) throw new ScoreNotSendable('timestamp is no time');
  if (score.gradingProgress !== 'FullyGraded') return;
  const { scoreGiven: given, scoreMaximum: maximum } = score;
  const isFit = Number.isFinite(given) && given >= 0 && Number.isFinite(maximum) && maximum > 0;
  if (!isFit) throw new ScoreNotSendable('no points that a gradebook could take');
}

function bodyOf(score: Score): Score {
  if (score.gradingProgress === 'FullyGraded') return score;
  // Moodle and Canvas read points that are not final as none, others as a grade.
  return { ...score, scoreGiven: undefined, scoreMaximum: undefined };
}
