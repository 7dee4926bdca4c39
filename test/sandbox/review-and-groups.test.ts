import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { loadAnswers } from '../support/answers.js';
import { aBrowser, formOf } from '../support/browser-client.js';
import { addLink, answer, ILZE, MART, TRAINER, until, visit } from '../support/launch.js';
import { aPair, type Pair } from '../support/tool.js';

const EXERCISE = 'M1-03';

describe('the sandbox platform and the tool', () => {
  let pair: Pair;
  let lineItemId: string;
  let linkId: string;

  beforeAll(async () => {
    pair = await aPair();
    const link = addLink(pair, EXERCISE);
    ({ id: linkId } = link);
    lineItemId = link.lineItemId ?? '';
    const learner = await visit(pair, aBrowser(), { userId: ILZE, linkId });
    const answers = await loadAnswers();
    await answer(learner, EXERCISE, { response: answers.right(EXERCISE) });
    await until(() => pair.sandbox.state.grade(lineItemId, ILZE) !== undefined);
  });
  afterAll(() => pair.stop());

  /** Follows forms that post themselves, and redirects, to the page at the end. */
  async function followed(path: string): Promise<Response> {
    const browser = aBrowser();
    let page = await browser.get(`${pair.platformUrl}${path}`);
    for (let hop = 0; hop < 8; hop += 1) {
      const location = page.headers.get('location');
      if (location !== null) {
        page = await browser.get(new URL(location, page.url).href);
        continue;
      }
      const text = await page.clone().text();
      if (!text.includes('data-auto-submit')) return page;
      const { action, fields } = formOf(text);
      page = await browser.post(new URL(action, page.url).href, fields);
    }
    return page;
  }

  const gradebook = async (viewer: string) =>
    (await fetch(`${pair.platformUrl}/gradebook?user=${viewer}`)).text();

  describe('submission review', () => {
    it('has a button at each grade, for those who teach and for the learner', async () => {
      const href = (viewer: string) => `href="/review/${lineItemId}/${ILZE}?user=${viewer}"`;

      expect(await gradebook(TRAINER)).toContain(href(TRAINER));
      expect(await gradebook(ILZE)).toContain(href(ILZE));
      expect(await gradebook(MART)).not.toContain('/review/');
      expect(await gradebook('')).not.toContain('/review/');
    });

    it('refuses somebody else’s work, whatever address is typed', async () => {
      const at = `${pair.platformUrl}/review/${lineItemId}/${ILZE}?user=${MART}`;

      expect((await fetch(at)).status).toBe(403);
      expect((await fetch(at.replace('/review/', '/start-review/'))).status).toBe(403);
    });

    it('frames the work', async () => {
      const page = await fetch(`${pair.platformUrl}/review/${lineItemId}/${ILZE}?user=${TRAINER}`);

      expect(await page.text()).toContain(
        `src="/start-review/${lineItemId}/${ILZE}?user=${TRAINER}"`,
      );
    });

    it('leads a trainer to the learner’s work in the tool', async () => {
      const page = await followed(`/start-review/${lineItemId}/${ILZE}?user=${TRAINER}`);

      expect(page.status).toBe(200);
      expect(page.url).toMatch(new RegExp(`/learners/${ILZE}$`));
      // In the trainer's language.
      expect(await page.text()).toContain('Parim katse: 1 / 1');
    });

    it('leads to nothing that is not there', async () => {
      const at = `${pair.platformUrl}/review/999/${ILZE}?user=${TRAINER}`;

      expect((await fetch(at)).status).toBe(404);
      expect(() =>
        pair.sandbox.startReview({ userId: TRAINER, lineItemId: '999', learnerId: ILZE }),
      ).toThrow('line item');
    });
  });

  describe('groups', () => {
    async function people(): Promise<string> {
      const { browser, base } = await visit(pair, aBrowser(), { userId: TRAINER, linkId });
      const { token } = await pressed(browser, base);
      await browser.post(`${base}/people/refresh?token=${token}`, {});
      return (await browser.get(`${base}/people`)).text();
    }

    async function pressed(browser: ReturnType<typeof aBrowser>, base: string) {
      const html = await (await browser.get(`${base}/people`)).text();
      return { token: /data-token="([^"]+)"/.exec(html)?.[1] ?? '' };
    }

    it('are shown in the course, and kept from tools until a teacher presses the button', async () => {
      const course = await (await fetch(`${pair.platformUrl}/?user=${TRAINER}`)).text();
      expect(course).toContain('Offer the groups to tools');
      expect(await (await fetch(`${pair.platformUrl}/?user=${ILZE}`)).text()).not.toContain(
        'Offer the groups',
      );
      expect(await people()).not.toContain('Tandem 1');
    });

    it('are not offered by a learner', async () => {
      const body = new URLSearchParams({ offer: 'yes' });
      const refused = await fetch(`${pair.platformUrl}/groups?user=${ILZE}`, {
        method: 'POST',
        body,
      });

      expect(refused.status).toBe(403);
      expect(pair.sandbox.state.offeredGroups()).toEqual([]);
    });

    it('come with the people of the tool once they are offered', async () => {
      const body = new URLSearchParams({ offer: 'yes' });
      await fetch(`${pair.platformUrl}/groups?user=${TRAINER}`, { method: 'POST', body });

      const html = await people();

      expect(html).toContain('Tandem 1');
      expect(html).toContain('Tandem 2');
    });
  });
});
