import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Page } from 'playwright-core';
import { seriousFaults } from '../support/axe.js';
import { CHROMIUM } from '../support/chromium.js';
import { anEditor, type EditorRoom } from './editor-room.js';

const browserSuite = CHROMIUM === undefined ? describe.skip : describe;
const DRAFT = '**/draft/**';

browserSuite('what an author wrote and the server does not have (needs Chromium)', () => {
  let room: EditorRoom;

  beforeAll(async () => {
    room = await anEditor();
  });

  afterAll(() => room.stop());

  const question = (page: Page) => page.getByLabel('Question or task');
  const inState = (page: Page, state: string): Promise<void> =>
    page.locator(`#editor-status[data-state=${state}]`).waitFor();

  it('warns whoever leaves, and comes back after a reload', async () => {
    await room.inBrowser(400, async (page) => {
      await room.begin(page, 'In the cellar');
      const asked: string[] = [];
      page.on('dialog', (dialog) => {
        asked.push(dialog.type());
        void dialog.accept();
      });
      await page.route(DRAFT, (route) => route.abort());
      await question(page).fill('Written in the cellar');
      await page.locator('#editor-title').fill('In the dark cellar');
      await inState(page, 'offline');
      await page.reload();

      expect(asked).toEqual(['beforeunload']);
      expect(await question(page).inputValue()).toBe('Written in the cellar');
      expect(await page.locator('#editor-title').inputValue()).toBe('In the dark cellar');
      expect(await page.locator('#editor-back').textContent()).toContain('is back');
      expect(await seriousFaults(page)).toEqual([]);
      await inState(page, 'offline');
      await page.unroute(DRAFT);
      await question(page).press('End');
      await page.keyboard.type('.');
      await inState(page, 'saved');
      await page.reload();
      expect(asked).toEqual(['beforeunload']);
      expect(await question(page).inputValue()).toBe('Written in the cellar.');
      expect(await page.locator('#editor-back').isVisible()).toBe(false);
    });
  }, 60_000);

  it('is offered in another window, and meets what was saved since', async () => {
    await room.inBrowser(400, async (page) => {
      await room.begin(page, 'Closed too early');
      const address = page.url();
      const context = page.context();
      await context.setOffline(true);
      await question(page).fill('Nearly lost');
      await inState(page, 'offline');
      const other = await context.newPage();
      await page.close();
      await context.setOffline(false);
      await other.goto(address);
      expect(await question(other).inputValue()).toBe('');
      await other.locator('#editor-title').fill('Another title');
      await room.saved(other);

      await other.getByRole('button', { name: 'Bring it back' }).click();
      await other.locator('#editor-conflict').waitFor();
      expect(await question(other).inputValue()).toBe('Nearly lost');
      expect(await other.locator('.editor-sides tr').allInnerTexts()).toEqual([
        ...['Mine\tTheirs', 'Title', 'Closed too early\tAnother title'],
        ...['Question or task', 'Nearly lost\t(nothing)'],
      ]);
      await other.getByRole('button', { name: 'Keep mine' }).click();
      await room.saved(other);
      await other.reload();
      expect(await question(other).inputValue()).toBe('Nearly lost');
      expect(await other.locator('#editor-back').isVisible()).toBe(false);
    });
  }, 60_000);

  it('is said to be refused, and saved once it is mended', async () => {
    await room.inBrowser(400, async (page) => {
      await room.begin(page, 'Far too long');
      await question(page).fill('x'.repeat(600_000));
      await inState(page, 'refused');
      expect(await page.locator('#editor-status').textContent()).toMatch(/^Not saved: .{10,}/);
      await question(page).fill('Short');
      await inState(page, 'saved');
    });
  }, 60_000);

  it('waits for a title, which is asked for at its field', async () => {
    await room.inBrowser(400, async (page) => {
      await room.begin(page, 'A title');
      let sent = 0;
      page.on('request', (request) => {
        if (request.url().includes('/draft/')) sent += 1;
      });
      const title = page.locator('#editor-title');
      await title.fill(' ');
      await inState(page, 'untitled');
      expect(await title.getAttribute('aria-invalid')).toBe('true');
      expect(sent).toBe(0);
      await title.fill('Another title');
      await inState(page, 'saved');
      expect(await title.getAttribute('aria-invalid')).toBe('false');
    });
  }, 60_000);
});

browserSuite('fields for files (needs Chromium)', () => {
  let room: EditorRoom;

  beforeAll(async () => {
    room = await anEditor();
  });

  afterAll(() => room.stop());

  const FILMS = [
    { path: 'videos/a.webm', mime: 'video/webm', copyright: { author: 'Ben', unknown: 'kept' } },
    { path: 'https://films.example/b.mp4', mime: 'video/mp4' },
  ];
  /** Fields that none of our own types has. */
  const FIELDS = [
    { name: 'film', type: 'video', label: 'Film' },
    { name: 'photo', type: 'image', label: 'Photo' },
  ];
  const PARAMS = { film: FILMS, photo: { path: 'images/a.png', mime: 'image/png' } };

  it('list all sources of a film, and ask of a plain picture what it shows', async () => {
    await room.inBrowser(400, async (page) => {
      await room.begin(page, 'Films');
      await page.route(page.url(), async (route) => {
        const answer = await route.fetch();
        const body = (await answer.text()).replace(
          /(id="editor-content">)(.*?)(<\/script>)/su,
          (_all, begin: string, json: string, end: string) => {
            const given = JSON.parse(json) as object;
            return begin + JSON.stringify({ ...given, fields: FIELDS, params: PARAMS }) + end;
          },
        );
        await route.fulfill({ response: answer, body });
      });
      await page.reload();
      const links = page.locator('.editor-path');
      expect(await links.allTextContents()).toEqual(FILMS.map(({ path: name }) => name));

      const address = page.locator('[id="field.film-address"]');
      await address.fill('https://films.example/c.mp4');
      await page.getByRole('button', { name: 'Use this address' }).click();
      expect(await links.count()).toBe(3);
      await page.getByRole('button', { name: /b\.mp4/ }).click();
      expect(await page.evaluate('document.activeElement.id')).toBe('field.film');
      await page.getByLabel('What the picture shows').fill('A & B');
      const request = page.waitForRequest(/\/draft\//);
      await page.locator('[id="field.film.0.copyright.author"]').evaluate(openFolds);
      await page.locator('[id="field.film.0.copyright.author"]').fill('Cleo');
      expect(await seriousFaults(page)).toEqual([]);

      const { params } = (await request).postDataJSON() as { params: { params: unknown } };
      expect(params.params).toMatchObject({
        film: [
          { ...FILMS[0], copyright: { author: 'Cleo', unknown: 'kept' } },
          { path: 'https://films.example/c.mp4' },
        ],
        photo: { alt: 'A &amp; B' },
      });
      await page.getByLabel('For decoration only').check();
      expect(await page.getByLabel('What the picture shows').isDisabled()).toBe(true);
    });
  }, 60_000);
});

/** Runs in the page. */
function openFolds(element: { closest(selector: string): { open: boolean } | null }): void {
  const fold = element.closest('details');
  if (fold) fold.open = true;
}
