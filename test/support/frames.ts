import type { BrowserContext, Frame, Page } from 'playwright-core';
import type { Pair } from './tool.js';

export interface OpenedLink {
  readonly linkId: string;
  readonly userId: string;
  /** Where the sandbox keeps things for the tool. Default: nowhere. */
  readonly storage?: 'none' | 'page' | 'frame';
}

/** A page of its own in the browser, closed afterwards. */
export async function inPage(
  context: BrowserContext,
  walk: (page: Page) => Promise<void>,
): Promise<void> {
  const page = await context.newPage();
  page.setDefaultTimeout(15_000);
  try {
    await walk(page);
  } finally {
    await page.close();
  }
}

/** Opens the link in the sandbox's page, in a frame, as somebody who clicks it. */
export async function openInFrame(page: Page, pair: Pair, opened: OpenedLink): Promise<void> {
  const { linkId, userId, storage = 'none' } = opened;
  await page.goto(`${pair.platformUrl}/launch/${linkId}?user=${userId}&storage=${storage}`);
}

/** The tool's frame, once it is at a path that fits. */
export async function frameAt(page: Page, path: RegExp): Promise<Frame> {
  for (let look = 0; look < 600; look += 1) {
    const found = page
      .frames()
      .find((frame) => frame !== page.mainFrame() && path.test(pathOf(frame)));
    if (found) {
      await found.waitForLoadState();
      return found;
    }
    await page.waitForTimeout(50);
  }
  const seen = page.frames().map((frame) => frame.url());
  throw new Error(`no frame at ${String(path)}, but ${seen.join(' ')}`);
}

/** `/s/<session>/`, opened by the browser's cookie. */
export const COOKIE_SESSION = /^\/s\/[A-Za-z0-9_-]{22}\//;
/** `/s/<session>.<key>/`. */
export const PATH_SESSION = /^\/s\/[A-Za-z0-9_-]{22}\.[A-Za-z0-9_-]{43}\//;

/** The button of the last rung, in the frame. */
export async function newWindowFrame(page: Page): Promise<Frame> {
  const frame = await frameAt(page, /^\/lti\/login/);
  await frame.getByRole('link', { name: 'Open in a new window' }).waitFor();
  return frame;
}

/** Every message that the platform's page gets, from before its own scripts run. */
export async function recordMessages(page: Page): Promise<() => Promise<readonly Seen[]>> {
  await page.addInitScript(
    `window.seen = []; window.addEventListener('message', ({ data, origin }) => window.seen.push({ data, origin }));`,
  );
  return () => page.evaluate<readonly Seen[]>('window.seen');
}

export interface Seen {
  readonly data: unknown;
  readonly origin: string;
}

/** Subjects of object messages, each once. */
export function subjectsOf(seen: readonly Seen[]): readonly string[] {
  const subjects = seen.map(({ data }) =>
    typeof data === 'object' && data !== null && 'subject' in data ? String(data.subject) : '',
  );
  return [...new Set(subjects)].filter((subject) => subject !== '');
}

/**
 * Has the platform's page treat storage messages in another way than the sandbox does.
 * @param answer body of a function of `message` (a put, a get, or a question for capabilities),
 *   with `reply(values, over)`; it returns true when it has dealt with the message
 */
export async function onStorageMessage(page: Page, answer: string): Promise<void> {
  await page.addInitScript(`
    if (window === window.top) window.addEventListener('message', (event) => {
      const message = event.data;
      if (typeof message !== 'object' || message === null || !('message_id' in message)) return;
      const reply = (values, over = {}) => event.source.postMessage(
        { subject: message.subject + '.response', message_id: message.message_id, ...values, ...over },
        event.origin,
      );
      const dealtWith = (() => { ${answer} })();
      if (dealtWith) event.stopImmediatePropagation();
    }, true);
  `);
}

function pathOf(frame: Frame): string {
  return URL.canParse(frame.url()) ? new URL(frame.url()).pathname : '';
}
