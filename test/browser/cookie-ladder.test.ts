import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { BrowserContext, Frame, Page } from 'playwright-core';
import type { AddedLink, Sandbox } from '../../src/sandbox/index.js';
import { seriousFaults } from '../support/axe.js';
import { aContext, CHROMIUM } from '../support/chromium.js';
import { expectWell, shots } from '../support/looks.js';
import {
  COOKIE_SESSION,
  frameAt,
  inPage,
  newWindowFrame,
  onStorageMessage,
  openInFrame,
  PATH_SESSION,
  recordMessages,
  subjectsOf,
} from '../support/frames.js';
import { addLink, ILZE, MART, until } from '../support/launch.js';
import { aSecondPlatform, registerTool, type SecondPlatform } from '../support/second-platform.js';
import { aPair, CLIENT_ID, type Pair } from '../support/tool.js';

const browserSuite = CHROMIUM === undefined ? describe.skip : describe;

/** How each rung is forced, and where its session is. */
const RUNGS = [
  { rung: 'partitioned cookie', cookies: 'blocked', storage: 'none', session: COOKIE_SESSION },
  { rung: 'platform storage', cookies: 'none', storage: 'page', session: PATH_SESSION },
  { rung: 'new window', cookies: 'none', storage: 'none', session: undefined },
] as const;

/** Somebody with a link in a course of a platform. */
interface Visitor {
  readonly sandbox: Sandbox;
  readonly platformUrl: string;
  readonly link: AddedLink;
  readonly userId: string;
  /** Whether they will choose the right answer. */
  readonly isRight: boolean;
}

browserSuite('cookie ladder in Chromium (needs Chromium)', () => {
  let pair: Pair;
  let second: SecondPlatform;

  beforeAll(async () => {
    pair = await aPair();
    second = await aSecondPlatform(pair, 'other-school');
    await registerTool(pair, pair.sandbox, 'second-deployment');
  }, 60_000);

  afterAll(async () => {
    await second.stop();
    await pair.stop();
  });

  describe.each(RUNGS)('by $rung', (rung) => {
    let browser: Awaited<ReturnType<typeof aContext>>;
    let context: BrowserContext;

    beforeAll(async () => {
      browser = await aContext({ thirdPartyCookies: rung.cookies, width: 1000 });
      context = browser.context;
    }, 60_000);

    afterAll(() => browser.close());

    it('keeps apart two tabs, two people, two deployments and two courses in one browser', async () => {
      const visitors = fourVisitors();
      const frames: Frame[] = [];
      for (const visitor of visitors) frames.push(await open(visitor));

      // The last one first, so that a later launch would have had its chance to overwrite.
      for (const [at, frame] of [...frames.entries()].reverse()) {
        await answer(frame, visitors[at]!.isRight);
      }

      for (const visitor of visitors) {
        const grade = (): number | undefined => gradeOf(visitor);
        await until(() => grade() !== undefined);
        expect(grade()).toBe(visitor.isRight ? 100 : 0);
      }
      for (const { sandbox, link } of visitors) {
        const those = visitors.filter((visitor) => visitor.link === link);
        const graded = sandbox.state.grades({ lineItemId: link.lineItemId });
        expect(graded.map(({ userId }) => userId).sort()).toEqual(
          those.map(({ userId }) => userId).sort(),
        );
      }
      await Promise.all(context.pages().map((page) => page.close()));
    }, 120_000);

    async function open(visitor: Visitor): Promise<Frame> {
      const page = await context.newPage();
      page.setDefaultTimeout(15_000);
      const { platformUrl, link, userId } = visitor;
      const { storage, session } = rung;
      await openInFrame(page, { ...pair, platformUrl }, { linkId: link.id, userId, storage });
      if (session) return frameAt(page, session);
      const frame = await newWindowFrame(page);
      const popup = page.waitForEvent('popup');
      await frame.getByRole('link', { name: 'Open in a new window' }).click();
      const window = await popup;
      await window.waitForURL((url) => COOKIE_SESSION.test(url.pathname));
      return window.mainFrame();
    }
  });

  describe.each(RUNGS.slice(0, 2))('in a frame, by $rung', (rung) => {
    it('leaves the focus where it is at the launch, and takes it to the new page after a step inside', async () => {
      const browser = await aContext({ thirdPartyCookies: rung.cookies, width: 1000 });
      const link = addLink(pair, 'M1');
      await inPage(browser.context, async (page) => {
        const seen = await recordMessages(page);
        await openInFrame(page, pair, {
          ...{ linkId: link.id, userId: ILZE, storage: rung.storage },
        });
        await page.getByRole('link', { name: 'Back to the course' }).focus();
        const frame = await frameAt(page, rung.session!);
        await page.waitForTimeout(500);
        expect(await page.evaluate('document.activeElement.textContent')).toBe(
          'Back to the course',
        );
        expect(await frame.evaluate('document.hasFocus()')).toBe(false);
        expect(subjectsOf(await seen())).not.toContain('lti.scrollToTop');

        await frame.locator('a[href*="/units/"]').first().click();
        const next = await frameAt(page, /\/units\//);
        await page.waitForTimeout(500);
        expect(await next.evaluate('document.activeElement.tagName')).toBe('H1');
        expect(subjectsOf(await seen())).toContain('lti.scrollToTop');
      });
      await browser.close();
    }, 60_000);
  });

  describe.each([400, 1200])('at %i px', (width) => {
    it('shows pages that anybody can use: asking, button, opened, refusal', async () => {
      const browser = await aContext({ thirdPartyCookies: 'none', width });
      const link = addLink(pair, 'M1');
      await inPage(browser.context, async (page) => {
        await openInFrame(page, pair, { linkId: link.id, userId: '6' });
        const offered = await newWindowFrame(page);
        await look(page, offered, `ladder-window-${String(width)}`);
        const popup = page.waitForEvent('popup');
        await offered.getByRole('link', { name: 'Open in a new window' }).click();
        await (await popup).close();
        await offered.getByText(/open in another window/).waitFor();
        await look(page, offered, `ladder-opened-${String(width)}`);
      });
      await inPage(browser.context, async (page) => {
        await onStorageMessage(page, `return message.subject !== 'lti.capabilities';`);
        await openInFrame(page, pair, { linkId: link.id, userId: '6', storage: 'page' });
        const asking = await frameAt(page, /^\/lti\/login/);
        await page.screenshot({ path: shots(`ladder-asking-${String(width)}.png`) });
        expect(await seriousFaults(asking)).toEqual([]);
      });
      await inPage(browser.context, async (page) => {
        await onStorageMessage(
          page,
          `if (message.subject !== 'lti.get_data' || (window.asked = (window.asked ?? 0) + 1) <= 2) return false;
           reply({ key: message.key, value: null });
           return true;`,
        );
        await openInFrame(page, pair, { linkId: link.id, userId: '6', storage: 'page' });
        const refused = await frameAt(page, /^\/lti\/launch/);
        await refused.getByText('lti.storage-lost').waitFor();
        await look(page, refused, `ladder-refused-${String(width)}`);
      });
      await browser.close();
    }, 90_000);
  });

  async function look(page: Page, frame: Frame, name: string): Promise<void> {
    await page.screenshot({ path: shots(`${name}.png`) });
    await expectWell(frame);
  }

  function fourVisitors(): readonly Visitor[] {
    const { sandbox, platformUrl } = pair;
    const linkIn = (where: Sandbox, toolClientId: string): AddedLink =>
      where.addLink({
        toolClientId,
        title: toolClientId,
        targetLinkUri: `${pair.toolUrl}/lti/launch?content=M1-03`,
        custom: { content: 'M1-03' },
        scoreMaximum: 100,
      });
    const here = linkIn(sandbox, CLIENT_ID);
    const elsewhere = { sandbox: second.sandbox, platformUrl: second.url };
    return [
      { sandbox, platformUrl, link: here, userId: ILZE, isRight: true },
      { sandbox, platformUrl, link: here, userId: MART, isRight: false },
      {
        ...{ sandbox, platformUrl, userId: ILZE, isRight: false },
        link: linkIn(sandbox, 'second-deployment'),
      },
      {
        ...{ ...elsewhere, userId: ILZE, isRight: true },
        link: linkIn(second.sandbox, 'other-school'),
      },
    ];
  }
});

function gradeOf({ sandbox, link, userId }: Visitor): number | undefined {
  return sandbox.state.grade(link.lineItemId!, userId)?.finalGrade;
}

/** The right answer speaks of twenty minutes, in every language. */
async function answer(frame: Frame, isRight: boolean): Promise<void> {
  await frame.waitForSelector('[data-ready=true]');
  const options = frame.locator('label');
  await options
    .filter(isRight ? { hasText: '20' } : { hasNotText: '20' })
    .first()
    .click();
  await frame.locator('[data-ready=true] button').first().click();
  await frame.locator('[data-standing]').first().waitFor();
}
