import type { AccessTokens } from '../services/access-tokens.client.js';
import { callService, type ServiceAnswer } from '../services/service-http.js';
import type { Finding, StepReport } from './report.js';
import { checkLineItems, checkRoster, checkScore } from './service-checks.client.js';
import { checkScopes, checkToken } from './token-checks.client.js';
import { inquire, jsonOf, refusal, type Trial } from './trial.js';

/** Our token requests are backdated by so many seconds; beyond it Moodle takes them to be from the future. */
const AHEAD = 10;
/** Launches are refused beyond so many seconds. */
const APART = 60;

/** Tries each step for itself. None changes anything on the platform. */
export interface Checks {
  /** Never throws for what the platform does. */
  check(step: StepReport['step'], trial: Trial): Promise<Finding>;
}

export function createChecks({ accessTokens }: { readonly accessTokens: AccessTokens }): Checks {
  return {
    async check(step, trial) {
      switch (step) {
        case 'keys':
          return checkKeys(trial);
        case 'token':
          return checkToken(accessTokens, trial);
        case 'scopes':
          return checkScopes(trial);
        case 'line-items':
          return checkLineItems(trial);
        case 'score':
          return checkScore(trial);
        case 'roster':
          return checkRoster(trial);
        case 'clock':
          return checkClock(trial);
      }
    },
  };
}

function checkKeys(trial: Trial): Promise<Finding> {
  const address = trial.platform.jwksUrl;
  return inquire(trial, {
    address,
    request: () => callService(address, { headers: { accept: 'application/json' } }),
    judge: judgeKeys,
  });
}

function judgeKeys({ status, text }: ServiceAnswer): Finding {
  if (status !== 200) return refusal(status);
  const set = jsonOf(text) as { readonly keys?: unknown } | null | undefined;
  const isKeySet = Array.isArray(set?.keys) && set.keys.length > 0;
  return isKeySet ? { state: 'good' } : { state: 'bad', reason: 'no-key-set' };
}

function checkClock({ ahead: seconds }: Trial): Finding {
  if (seconds === undefined) return { state: 'skipped', reason: 'no-date' };
  const apart = Math.abs(seconds);
  if (apart < AHEAD) return { state: 'good', seconds };
  const reason = seconds > 0 ? 'clock-ahead' : 'clock-behind';
  return { state: apart >= APART ? 'bad' : 'warning', reason, seconds };
}
