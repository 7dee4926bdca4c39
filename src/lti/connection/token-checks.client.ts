import { grantedToken, type AccessTokens } from '../services/access-tokens.client.js';
import { MEMBERSHIP_SCOPE, SCORE_SCOPE } from '../services/scopes.js';
import type { ResourceLink } from '../platforms/resource-link.js';
import type { ServiceAnswer } from '../services/service-http.js';
import type { Finding } from './report.js';
import { inquire, jsonOf, type Trial } from './trial.js';

const AGS_SCOPES = 'https://purl.imsglobal.org/spec/lti-ags/scope/';

/** Whether the platform gives us tokens; puts them into the trial, by scope. */
export async function checkToken(accessTokens: AccessTokens, trial: Trial): Promise<Finding> {
  const ask = (scopes: readonly string[]): Promise<Finding> =>
    inquire(trial, {
      address: trial.platform.tokenUrl,
      request: () => accessTokens.ask(trial.platform, scopes),
      judge: (answer) => judgeToken(answer, scopes, trial),
    });
  const scopes = wantedScopes(trial.link);
  const whole = await ask(scopes);
  if (whole.state === 'good' || whole.reason === 'unreachable') return whole;
  // Sakai refuses all when it does not allow one: then each for itself.
  let single: Finding | undefined;
  for (const scope of scopes.length > 1 ? scopes : []) {
    const finding = await ask([scope]);
    if (finding.state === 'good') single = finding;
  }
  return single ?? whole;
}

/** Whether the tokens are good for all that the link needs. */
export function checkScopes({ link, tokens }: Trial): Finding {
  if (tokens.size === 0) return { state: 'skipped', reason: 'no-token' };
  const needed = [
    ...(!link || link.lineItem !== undefined ? [SCORE_SCOPE] : []),
    ...(!link || link.memberships !== undefined ? [MEMBERSHIP_SCOPE] : []),
  ];
  const missing = needed.filter((scope) => !tokens.has(scope));
  if (missing.length === 0) return { state: 'good' };
  const detail = missing.map((scope) => scope.split('/').slice(-3).join('/')).join(', ');
  const losesGrades = link !== undefined && missing.includes(SCORE_SCOPE);
  return { state: losesGrades ? 'bad' : 'warning', reason: 'scope-missing', detail };
}

/** What the link's launch said we may ask for; before any launch what we shall ask for. */
function wantedScopes(link: ResourceLink | undefined): readonly string[] {
  if (!link) return [SCORE_SCOPE, MEMBERSHIP_SCOPE];
  const wanted = [
    ...link.scopes.filter((scope) => scope.startsWith(AGS_SCOPES)),
    ...(link.memberships === undefined ? [] : [MEMBERSHIP_SCOPE]),
  ];
  return wanted.length > 0 ? wanted : [SCORE_SCOPE];
}

function judgeToken(answer: ServiceAnswer, scopes: readonly string[], { tokens }: Trial): Finding {
  const token = grantedToken(answer);
  if (!token) return tokenRefusal(answer);
  for (const scope of token.scopes ?? scopes) tokens.set(scope, token.value);
  return { state: 'good' };
}

function tokenRefusal({ text }: ServiceAnswer): Finding {
  const body = jsonOf(text) as { readonly error?: unknown } | null | undefined;
  // Moodle answers with an HTML page when it cannot fetch our keys, whatever else is right.
  if (body === undefined && /<html|<!doctype/i.test(text)) {
    return { state: 'bad', reason: 'our-keys' };
  }
  // An OAuth error is a word; anything longer is the platform's prose and may hold anything.
  const word = typeof body?.error === 'string' ? body.error : '';
  const detail = /^[a-z_]{1,40}$/.test(word) ? word : undefined;
  return { state: 'bad', reason: 'refused', detail };
}
