import { expect } from '@jest/globals';
import type { Frame, Locator, Page } from 'playwright-core';
import { seriousFaults } from '../support/axe.js';
import { aContext } from '../support/chromium.js';

/** How somebody works: with a pointer, or with Tab, arrows, Space and Enter and nothing else. */
export type Way = 'pointer' | 'keyboard';

/** Somebody in a browser of their own. */
export interface Person {
  readonly page: Page;
  /** The tool's document: a frame of the platform's page, or the page itself. */
  place(): Frame;
  /** Opens the first activity of this course page and waits for the tool in its frame. */
  open(course: { readonly url: string; readonly userId: string; toolUrl: string }): Promise<void>;
  /** A link, a button, or what opens details. */
  press(target: Locator): Promise<void>;
  write(target: Locator, text: string): Promise<void>;
  /** A radio button. */
  choose(target: Locator): Promise<void>;
  /** Asks axe, looks for what is too wide, and takes a picture of all of the tool's page. */
  look(path: string): Promise<void>;
  close(): Promise<void>;
}

/** More than the longest page has stops. */
const MOST_TABS = 500;
const MOST_ARROWS = 8;
const OVERFLOW = 'document.documentElement.scrollWidth - document.documentElement.clientWidth';

export async function aPerson(width: number, way: Way): Promise<Person> {
  const browser = await aContext({ thirdPartyCookies: 'blocked', width, height: 900 });
  const page = await browser.context.newPage();
  page.setDefaultTimeout(30_000);
  let toolUrl = '';

  const place = (): Frame =>
    page.frames().find((one) => toolUrl !== '' && one.url().startsWith(`${toolUrl}/s/`)) ??
    page.mainFrame();
  const hasFocus = async (target: Locator): Promise<boolean> =>
    (await target.and(place().locator(':focus')).count()) > 0;
  const groupInFocus = async (): Promise<string | null> => {
    const radio = place().locator('input[type=radio]:focus');
    return (await radio.count()) > 0 ? radio.getAttribute('name') : null;
  };

  /** Tab by Tab, as somebody does who has no pointer. */
  async function reach(isThere: () => Promise<boolean>, what: Locator): Promise<void> {
    await what.waitFor();
    for (let tabs = 0; tabs < MOST_TABS; tabs += 1) {
      if (await isThere()) return;
      await page.keyboard.press('Tab');
    }
    throw new Error(`the keyboard does not reach ${String(what)}`);
  }

  return {
    page,
    place,
    async open(course) {
      ({ toolUrl } = course);
      await page.goto(`${course.url}/?user=${course.userId}`);
      const activity = page.getByRole('listitem').filter({ hasText: 'Tandem M1' }).last();
      const link = activity.getByRole('link', { name: 'Open in the page' });
      if (way === 'pointer') await link.click();
      else await link.press('Enter');
      for (let tries = 0; tries < 600 && place() === page.mainFrame(); tries += 1) {
        await page.waitForTimeout(50);
      }
      await place().waitForLoadState();
    },
    async press(target) {
      if (way === 'pointer') return target.click();
      await reach(() => hasFocus(target), target);
      return page.keyboard.press('Enter');
    },
    async write(target, text) {
      if (way === 'pointer') return target.fill(text);
      await reach(() => hasFocus(target), target);
      return page.keyboard.type(text);
    },
    async choose(target) {
      if (way === 'pointer') return target.check();
      const group = await target.getAttribute('name');
      await reach(async () => (await groupInFocus()) === group, target);
      for (let presses = 0; presses < MOST_ARROWS && !(await hasFocus(target)); presses += 1) {
        await page.keyboard.press('ArrowDown');
      }
      return page.keyboard.press('Space');
    },
    async look(path) {
      expect(await seriousFaults(place())).toEqual([]);
      expect(await place().evaluate(OVERFLOW)).toBe(0);
      const isFramed = place() !== page.mainFrame();
      if (isFramed) await asHighAsItsPage(page, place(), width);
      await page.screenshot({ path, fullPage: !isFramed });
    },
    close: () => browser.close(),
  };
}

/** Chromium paints no more of a page that is very long. */
const MOST_HEIGHT = 2000;

/** So that the picture shows all of it, or as much as it can. */
async function asHighAsItsPage(page: Page, frame: Frame, width: number): Promise<void> {
  const setHeight = (height: number): Promise<unknown> =>
    page.evaluate(`document.querySelector('iframe').style.height = '${height}px'`);
  await setHeight(500);
  const whole = Number(await frame.evaluate('document.documentElement.scrollHeight'));
  const height = Math.min(whole, MOST_HEIGHT);
  await setHeight(height);
  await page.setViewportSize({ width, height: height + 400 });
}
