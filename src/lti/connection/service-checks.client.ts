import { SCORE_TYPE, scoresUrl } from '../services/ags.client.js';
import { MEMBERSHIP_SCOPE, SCORE_SCOPE } from '../services/scopes.js';
import { MEMBERSHIP_TYPE } from '../services/nrps.client.js';
import { callClaimedService } from '../services/claimed-service.js';
import type { ServiceAnswer } from '../services/service-http.js';
import type { Finding } from './report.js';
import { inquire, jsonOf, refusal, type Trial } from './trial.js';

const AGS_SCOPES = 'https://purl.imsglobal.org/spec/lti-ags/scope/';
const LINE_ITEMS_TYPE = 'application/vnd.ims.lis.v2.lineitemcontainer+json';
/** Either of them reads line items. */
const LINE_ITEM_SCOPES = [`${AGS_SCOPES}lineitem.readonly`, `${AGS_SCOPES}lineitem`];

/** Whether the columns of the gradebook can be read. */
export function checkLineItems(trial: Trial): Promise<Finding> {
  return checkList(trial, {
    url: trial.link?.lineItems,
    scopes: LINE_ITEM_SCOPES,
    mediaType: LINE_ITEMS_TYPE,
    isList: Array.isArray,
  });
}

/** Whether the members of the course can be read. */
export function checkRoster(trial: Trial): Promise<Finding> {
  return checkList(trial, {
    url: trial.link?.memberships,
    scopes: [MEMBERSHIP_SCOPE],
    mediaType: MEMBERSHIP_TYPE,
    isList: (body) => Array.isArray((body as { members?: unknown } | null | undefined)?.members),
  });
}

/**
 * Whether scores are taken, by one that names nobody and has no points: nobody's grade can change.
 * Whoever may send scores is told that it is incomplete; whoever may not is refused before that.
 */
export async function checkScore(trial: Trial): Promise<Finding> {
  const { link, tokens } = trial;
  if (link && link.lineItem === undefined) return { state: 'skipped', reason: 'not-graded' };
  const token = tokens.get(SCORE_SCOPE);
  if (link?.lineItem === undefined || token === undefined) return skipped(trial);
  const address = scoresUrl(link.lineItem);
  const headers = { authorization: `Bearer ${token}`, 'content-type': SCORE_TYPE };
  return inquire(trial, {
    address,
    request: () =>
      callClaimedService(trial.platform, { url: address, method: 'POST', headers, body: '{}' }),
    judge: ({ status }) => {
      if (status === 400 || status === 422) return { state: 'good' };
      if (status === 404) return { state: 'bad', reason: 'gone' };
      if (status >= 200 && status <= 299) return { state: 'warning', reason: 'odd-answer' };
      return refusal(status);
    },
  });
}

interface ListCheck {
  /** Undefined: the platform offers none. */
  readonly url: string | undefined;
  /** Any one of these opens it. */
  readonly scopes: readonly string[];
  readonly mediaType: string;
  readonly isList: (body: unknown) => boolean;
}

async function checkList(
  trial: Trial,
  { url, scopes, mediaType, isList }: ListCheck,
): Promise<Finding> {
  if (trial.link && url === undefined) return { state: 'skipped', reason: 'not-offered' };
  const scope = scopes.find((name) => trial.tokens.has(name));
  if (url === undefined || scope === undefined) return skipped(trial);
  const authorization = `Bearer ${trial.tokens.get(scope) ?? ''}`;
  const request = (): Promise<ServiceAnswer> =>
    callClaimedService(trial.platform, {
      url: withLimit(url),
      headers: { authorization, accept: mediaType },
    });
  return inquire(trial, {
    address: url,
    request,
    judge: ({ status, text }) => {
      if (status !== 200) return refusal(status);
      return isList(jsonOf(text)) ? { state: 'good' } : { state: 'bad', reason: 'odd-answer' };
    },
  });
}

function skipped({ link, tokens }: Trial): Finding {
  if (!link) return { state: 'skipped', reason: 'not-launched' };
  return { state: 'skipped', reason: tokens.size === 0 ? 'no-token' : 'scope-missing' };
}

/** One is enough to see that reading works. */
function withLimit(url: string): string {
  const limited = new URL(url);
  limited.searchParams.set('limit', '1');
  return limited.href;
}
