import type { Answer, Browser } from './browser.js';
import type { Platform } from './platform.js';

/** Who launches what. */
export interface LaunchOf {
  /** Origin of the tool. */
  readonly tool: string;
  readonly userId: string;
  readonly content: string;
  /** A learner, when it is not said. */
  readonly role?: 'Learner' | 'Instructor';
}

export interface Arrived {
  /** URL of the page on which the launch ended. */
  readonly url: string;
  readonly page: Answer;
}

/** More redirects than a launch has on either side. */
const MOST_REDIRECTS = 4;

/**
 * A whole launch as a browser goes through it: login, signed token, first page.
 * @throws when it does not end on a page
 */
export async function launch(
  platform: Platform,
  browser: Browser,
  { tool, content, ...who }: LaunchOf,
): Promise<Arrived> {
  const target = { ...who, targetLinkUri: `${tool}/lti/launch?content=${content}` };
  const { authUrl } = platform.registration;
  const started = await browser.post(`${tool}/lti/login`, platform.login(target));
  const asked = await follow(browser, started, (url) => url.startsWith(authUrl));
  const request = new URL(asked.url).searchParams;
  const posted = await browser.post(request.get('redirect_uri') ?? '', {
    state: request.get('state') ?? '',
    id_token: await platform.idToken(target, request.get('nonce') ?? ''),
  });
  const { url, answer } = await follow(browser, posted, () => false);
  if (answer.status !== 200) throw new Error(`a launch ended with ${answer.status}`);
  return { url, page: answer };
}

/** Follows redirects to the end, or to the first address that is not to be asked for. */
async function follow(
  browser: Browser,
  first: Answer,
  endsAt: (url: string) => boolean,
): Promise<{ readonly url: string; readonly answer: Answer }> {
  let answer = first;
  let url = '';
  for (let hop = 0; hop < MOST_REDIRECTS && answer.headers.location !== undefined; hop += 1) {
    url = answer.location();
    if (endsAt(url)) break;
    answer = await browser.get(url);
  }
  return { url, answer };
}
