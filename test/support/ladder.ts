import { formOf, type BrowserClient } from './browser-client.js';
import type { Pair } from './tool.js';

/** Follows redirects to the page behind them. */
export async function pageBehind(browser: BrowserClient, first: Response): Promise<Response> {
  let answer = first;
  for (let hop = 0; hop < 5 && answer.status >= 300 && answer.status < 400; hop += 1) {
    answer = await browser.get(new URL(answer.headers.get('location')!, answer.url).href);
  }
  return answer;
}

/** What a page of the storage rung tells its script, by the names of its data attributes. */
export type Asked = Readonly<Record<string, string>>;

export function askedBy(html: string): Asked {
  const attributes = html.matchAll(/\sdata-([a-z-]+)="([^"]*)"/g);
  return Object.fromEntries(
    [...attributes].map(([, name = '', value = '']) => [name, value.replaceAll('&amp;', '&')]),
  );
}

export interface Who {
  readonly userId: string;
  readonly linkId: string;
}

/** The first page of the storage rung, for a browser that keeps no cookies. */
export async function storageLogin(
  pair: Pair,
  browser: BrowserClient,
  who: Who,
  storageTarget = '_parent',
): Promise<{ readonly answer: Response; readonly asked: Asked }> {
  const { url, fields } = pair.sandbox.startLaunch({ ...who, storageTarget });
  const answer = await pageBehind(browser, await browser.post(url, fields));
  return { answer, asked: askedBy(await answer.text()) };
}

/** The second page, with what the platform was given to keep by the first. */
export interface Awaiting {
  readonly kept: Asked;
  readonly asked: Asked;
  readonly answer: Response;
  /** To be posted once more, as the page's script does when the platform gives back what it kept. */
  readonly fields: Readonly<Record<string, string>>;
}

export async function storageLaunch(
  pair: Pair,
  browser: BrowserClient,
  who: Who,
): Promise<Awaiting> {
  const { asked: kept } = await storageLogin(pair, browser, who);
  const posted = formOf(await (await browser.get(kept.next!)).text());
  const answer = await browser.post(posted.action, posted.fields);
  const html = await answer.text();
  const { fields } = formOf(html);
  const proof = { state_proof: kept.secret!, nonce_proof: kept.nonce! };
  return { kept, asked: askedBy(html), answer, fields: { ...fields, ...proof } };
}

/** Launches by the platform's storage. @returns URL of the session, without a slash at its end */
export async function storageVisit(pair: Pair, browser: BrowserClient, who: Who): Promise<string> {
  const { fields } = await storageLaunch(pair, browser, who);
  const launched = await browser.post(`${pair.toolUrl}/lti/launch`, fields);
  const location = launched.headers.get('location');
  if (location === null) throw new Error(`launch answered ${launched.status}`);
  return new URL(location, pair.toolUrl).href.replace(/\/$/, '');
}

/** Address of the button that opens a window of its own. */
export function newWindowHref(pair: Pair, html: string): string {
  const href = /href="(\/lti\/login[^"]*)"/.exec(html)?.[1] ?? '';
  return pair.toolUrl + href.replaceAll('&amp;', '&');
}
