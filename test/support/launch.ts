import type { AddedLink } from '../../src/sandbox/index.js';
import { formOf, type BrowserClient } from './browser-client.js';
import { CLIENT_ID, type Pair } from './tool.js';

/** Seeded people of the sandbox. */
export const ILZE = '3';
export const MART = '5';
export const TRAINER = '7';

export function addLink(
  pair: Pair,
  content: string,
  over: { scoreMaximum?: number } = {},
): AddedLink {
  return pair.sandbox.addLink({
    toolClientId: CLIENT_ID,
    title: `Tandem ${content}`,
    targetLinkUri: `${pair.toolUrl}/lti/launch?content=${content}`,
    custom: { content },
    scoreMaximum: over.scoreMaximum ?? 100,
  });
}

/** A launch up to the form that the platform would have the browser post to the tool. */
export async function authenticated(
  pair: Pair,
  browser: BrowserClient,
  who: { readonly userId: string; readonly linkId: string },
): Promise<{ action: string; fields: Record<string, string> }> {
  const { url, fields } = pair.sandbox.startLaunch(who);
  let answer = await browser.post(url, fields);
  // Once to itself, when the browser is new; then to the platform.
  for (let hop = 0; hop < 3 && isRedirect(answer); hop += 1) {
    answer = await browser.get(new URL(answer.headers.get('location')!, answer.url).href);
  }
  return formOf(await answer.text());
}

/** @returns the answer to the launch itself: a redirect to the session when all went well */
export async function launch(
  pair: Pair,
  browser: BrowserClient,
  who: { readonly userId: string; readonly linkId: string },
): Promise<Response> {
  const { action, fields } = await authenticated(pair, browser, who);
  return browser.post(action, fields);
}

export interface Visit {
  readonly browser: BrowserClient;
  /** URL of the session, without a slash at its end. */
  readonly base: string;
  readonly token: string;
}

/** Launches, and reads from the start page what its scripts would. */
export async function visit(
  pair: Pair,
  browser: BrowserClient,
  who: { readonly userId: string; readonly linkId: string },
): Promise<Visit> {
  const launched = await launch(pair, browser, who);
  const location = launched.headers.get('location');
  if (location === null) throw new Error(`launch answered ${launched.status}`);
  const base = new URL(location, pair.toolUrl).href.replace(/\/$/, '');
  let page = await browser.get(`${base}/`);
  if (isRedirect(page)) page = await browser.get(new URL(page.headers.get('location')!, base).href);
  const token = /data-token="([^"]+)"/.exec(await page.text())?.[1] ?? '';
  return { browser, base, token };
}

/** Posts an answer as the exercise page does. */
export function answer(
  { browser, base, token }: Visit,
  exerciseId: string,
  body: {
    readonly attemptId?: string;
    readonly language?: string;
    readonly version?: string;
    readonly response: unknown;
  },
): Promise<Response> {
  return browser.postJson(
    `${base}/exercises/${exerciseId}/attempts`,
    { attemptId: crypto.randomUUID(), language: 'en', ...body },
    { 'x-tandem-token': token },
  );
}

export async function until(
  condition: () => boolean | Promise<boolean>,
  ms = 10_000,
): Promise<void> {
  const end = Date.now() + ms;
  while (!(await condition())) {
    if (Date.now() > end) throw new Error('waited too long');
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}

function isRedirect({ status }: Response): boolean {
  return status >= 300 && status < 400;
}
