import type { Answers } from './answers.js';
import { sessionPath } from './attacks.js';
import type { BrowserClient } from './browser-client.js';
import { answer } from './launch.js';
import type { Pair } from './tool.js';

/** One exercise of module 1. */
export const EXERCISE = 'M1-03';

/** The session that a launch opened, in the browser in which it did. */
export interface Tab {
  readonly browser: BrowserClient;
  /** URL of the session, without a slash at its end. */
  readonly base: string;
}

/** @throws when the launch opened no session */
export function tabOf({ toolUrl }: Pair, browser: BrowserClient, launched: Response): Tab {
  return { browser, base: toolUrl + sessionPath(launched).replace(/\/$/, '') };
}

/** Status and text of a page below the session, where it redirects of the page behind. */
export async function pageOf(
  { browser, base }: Tab,
  path: string,
): Promise<{ readonly status: number; readonly html: string }> {
  let page = await browser.get(`${base}${path}`);
  const onward = page.headers.get('location');
  if (onward !== null) page = await browser.get(new URL(onward, page.url).href);
  return { status: page.status, html: await page.text() };
}

/** Answers the exercise, as its page would. @returns the status */
export async function solve(tab: Tab, answers: Answers): Promise<number> {
  const { html } = await pageOf(tab, `/exercises/${EXERCISE}`);
  const token = /data-token="([^"]+)"/.exec(html)?.[1] ?? '';
  const body = { response: answers.right(EXERCISE) };
  return (await answer({ ...tab, token }, EXERCISE, body)).status;
}

/** Whether an answer to the exercise is kept. */
export async function isSolved({ browser, base }: Tab): Promise<boolean> {
  const address = `${base}/exercises/${EXERCISE}/standing`;
  const asked = await browser.get(address, { accept: 'application/json' });
  const { state } = (await asked.json()) as { state: string };
  return state !== 'none';
}
