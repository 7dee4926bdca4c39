/** Why a score is where it is. Each has a text `cause.<cause>`. */
export const CAUSES = [
  /** It is there. */
  'delivered',
  /** No try has failed yet. */
  'on-its-way',
  /** No connection, no end in time, a page instead of an answer. */
  'unreachable',
  /** The platform asks for patience: 429. */
  'platform-busy',
  /** 5xx: its own fault. */
  'platform-fault',
  /** No token was given: our keys, or the tool is not activated. */
  'no-token',
  /** 401 also with a new token. */
  'token-not-taken',
  /** 409: a score of this second or later is there. */
  'newer-there',
  /** Switched off here. */
  'platform-off',
  /** Taken away here. */
  'platform-removed',
  /** The course asks for no grade from this activity. */
  'no-line-item',
  /** Whoever teaches tries an exercise out. */
  'not-a-learner',
  /** 400, 422: mostly somebody who is no learner there (any more). */
  'not-gradable',
  /** 403: the tool may not write here. */
  'not-allowed',
  /** 404, 410: the column was removed. */
  'column-gone',
  /** Any other refusal. */
  'refused',
  /** It was taken, and the gradebook shows none (any more). */
  'not-there',
  /** The gradebook holds something that we did not send. */
  'changed-there',
] as const;
export type Cause = (typeof CAUSES)[number];

/** Who can do something about it. Each has a text `remedy.<remedy>`. */
export type Remedy = 'by-itself' | 'trainer' | 'administrator' | 'nothing';

/** Whose turn it is. */
export function remedyOf(cause: Cause): Remedy {
  switch (cause) {
    case 'delivered':
    case 'no-line-item':
    case 'not-a-learner':
      return 'nothing';
    case 'on-its-way':
    case 'unreachable':
    case 'platform-busy':
    case 'platform-fault':
    case 'newer-there':
      return 'by-itself';
    case 'not-gradable':
    case 'column-gone':
    case 'not-there':
    case 'changed-there':
      return 'trainer';
    case 'no-token':
    case 'token-not-taken':
    case 'platform-off':
    case 'platform-removed':
    case 'not-allowed':
    case 'refused':
      return 'administrator';
  }
}
