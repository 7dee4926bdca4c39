import type { AccessTokens } from './access-tokens.client.js';
import type { Platform } from './platform.js';
import { callService, type ServiceAnswer } from './service-http.js';
import { ServiceRefused } from './service-refused.js';

/** Platforms refuse a general one. */
export const SCORE_TYPE = 'application/vnd.ims.lis.v1.score+json';
export const SCORE_SCOPE = 'https://purl.imsglobal.org/spec/lti-ags/scope/score';

/** One score for one person and line item (AGS 2.0, section 3.4). */
export interface Score {
  /** `sub` of the person's launches. */
  readonly userId: string;
  /** Points, 0 to `scoreMaximum`. */
  readonly scoreGiven: number;
  readonly scoreMaximum: number;
  readonly activityProgress: 'Initialized' | 'Started' | 'InProgress' | 'Submitted' | 'Completed';
  /** Anything but FullyGraded makes platforms drop the grade (section 3.4.8). */
  readonly gradingProgress: 'FullyGraded';
  /** ISO 8601. Platforms refuse what is not newer than the last, in whole seconds. */
  readonly timestamp: string;
  /** Plain text for the person. */
  readonly comment?: string | undefined;
}

export interface Ags {
  /**
   * Scores to the platform. Retries are the caller's.
   * @param lineItem URL from a signed launch
   * @throws {ServiceRefused} @throws {ServiceUnreachable}
   */
  postScore(platform: Platform, lineItem: string, score: Score): Promise<void>;
}

export function createAgs({ tokens }: { readonly tokens: AccessTokens }): Ags {
  async function post(platform: Platform, lineItem: string, score: Score): Promise<ServiceAnswer> {
    const token = await tokens.get(platform, [SCORE_SCOPE]);
    return callService(scoresUrl(lineItem), {
      method: 'POST',
      headers: {
        authorization: `Bearer ${token}`,
        'content-type': SCORE_TYPE,
        accept: 'application/json',
      },
      // Compact: Moodle answers 200 to a refused score whose JSON has line breaks.
      body: JSON.stringify(score),
    });
  }

  return {
    async postScore(platform, lineItem, score) {
      let answer = await post(platform, lineItem, score);
      if (answer.status === 401) {
        // Revoked or ended early: one new token, then the answer stands.
        tokens.drop(platform, [SCORE_SCOPE]);
        answer = await post(platform, lineItem, score);
      }
      if (answer.status < 200 || answer.status > 299) throw new ServiceRefused('score', answer);
    },
  };
}

/** Where scores of a line item go. `/scores` joins the path: Moodle's and Canvas's line items carry a query. */
export function scoresUrl(lineItem: string): string {
  const url = new URL(lineItem);
  url.pathname = `${url.pathname.replace(/\/$/, '')}/scores`;
  return url.href;
}
