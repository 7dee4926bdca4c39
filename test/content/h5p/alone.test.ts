import { readFile } from 'node:fs/promises';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Page } from 'playwright-core';
import { seriousFaults } from '../../support/axe.js';
import { aContext, CHROMIUM } from '../../support/chromium.js';
import { aPlatform, type Platform, stateIn, statementsIn } from './alone.js';
import { grader as setGrader } from '../../../content/h5p/exercise-set/grade.js';
import { EVERY_PART, everything, form, page as pageParams, set, SET_PARTS } from './contents.js';
import { focusedWords, pressAt, tabTo } from './keyboard.js';

const browserSuite = CHROMIUM === undefined ? describe.skip : describe;

browserSuite("on a plain page with the H5P core's own player (needs Chromium)", () => {
  let platform: Platform;
  let browser: Awaited<ReturnType<typeof aContext>>;
  let page: Page;

  beforeAll(async () => {
    platform = await aPlatform();
    browser = await aContext({ thirdPartyCookies: 'allowed', width: 400 });
    page = await browser.context.newPage();
    page.setDefaultTimeout(8000);
  });
  afterAll(async () => {
    await browser.close();
    platform.close();
  });

  it('a page with pictures shows what is allowed and runs nothing', async () => {
    await platform.play(page, { library: 'Tandem.ImageTextPage', params: pageParams });
    expect(await seriousFaults(page)).toEqual([]);
    expect(await page.evaluate('window.hit')).toBeUndefined();
    const image = page.getByRole('img', { name: 'A shower beside the bench' });
    expect(await image.getAttribute('src')).toContain('/content/images/plan.png');
    const link = page.getByRole('link', { name: 'what the rules name (opens in a new window)' });
    expect(await link.getAttribute('href')).toBe('https://example.com/ppe');
    expect(await page.locator('.tandem-rich img, .tandem-rich script').count()).toBe(0);
  });

  it('a page with pictures is read when somebody says so by keyboard, and stays read', async () => {
    const content = { library: 'Tandem.ImageTextPage', params: pageParams };
    await platform.play(page, content);
    await pressAt(page, 'I have read this');
    expect(await focusedWords(page)).toBe('You have read this page.');
    const said = await statementsIn(page);
    expect(said.filter(({ verb }) => verb === 'completed')).toHaveLength(1);
    expect(said.at(-1)?.score).toBeUndefined();

    await platform.play(page, content, await stateIn(page));
    await page.getByText('You have read this page.').waitFor();
  });

  it('a page with pictures is read when its end has been in view', async () => {
    await platform.play(page, { library: 'Tandem.ImageTextPage', params: pageParams });
    expect(await stateIn(page)).toBeUndefined();
    await page.getByRole('button', { name: 'I have read this' }).scrollIntoViewIfNeeded();
    await page.getByText('You have read this page.').waitFor();
  });

  it('a form is filled in by keyboard, summed up, kept, and never told', async () => {
    const content = { library: 'Tandem.DocumentationForm', params: form };
    await platform.play(page, content);
    await tabTo(page, 'Company (required)');
    await page.keyboard.type('Harbour <b>Ltd</b>');
    await pressAt(page, 'Next');
    expect(await focusedWords(page)).toBe('Tasks');
    await tabTo(page, 'Task');
    await page.keyboard.type('Crane');
    await pressAt(page, 'Add a row');
    await page.keyboard.type('Ropes');
    await tabTo(page, 'Apprentice');
    await page.keyboard.press('Space');
    expect(await seriousFaults(page)).toEqual([]);
    await pressAt(page, 'Summary');
    await page.getByText('Still missing: First day').waitFor();
    await page.getByText('Harbour <b>Ltd</b>').waitFor();
    expect((await statementsIn(page)).map(({ verb }) => verb)).not.toContain('completed');

    await pressAt(page, 'Change: People');
    await tabTo(page, 'First day (required)');
    await page.keyboard.type('11232026');
    await pressAt(page, 'Next');
    await pressAt(page, 'Summary');
    await page.getByText('Everything that is required is filled in.').waitFor();
    await page.getByText('November 23, 2026').waitFor();
    expect(await seriousFaults(page)).toEqual([]);
    const said = await statementsIn(page);
    expect(said.filter(({ verb }) => verb === 'completed')).toHaveLength(1);
    expect(said.map(({ text }) => text).join('')).not.toMatch(/Harbour|Crane|Ropes|2026-11-23/u);

    const arriving = page.waitForEvent('download');
    await pressAt(page, 'Download as text');
    const download = await arriving;
    expect(download.suggestedFilename()).toBe('Learning-agreement.txt');
    const text = await readFile(await download.path(), 'utf8');
    expect(text).toContain('Tasks of the learner\n  Task: Crane\n  Task: Ropes\n');

    await platform.play(page, content, await stateIn(page));
    await page.getByText('Harbour <b>Ltd</b>').waitFor();
    await page.emulateMedia({ media: 'print' });
    expect(await page.getByText('Task: Ropes').isVisible()).toBe(true);
    expect(await page.getByRole('button', { name: 'Print' }).isVisible()).toBe(false);
    await page.emulateMedia({ media: 'screen' });
  });

  it('a row can be taken away again, and the focus stays in the form', async () => {
    await platform.play(page, { library: 'Tandem.DocumentationForm', params: form });
    await pressAt(page, 'Next');
    await tabTo(page, 'Task');
    await page.keyboard.type('Crane');
    await pressAt(page, 'Add a row');
    await page.keyboard.type('Ropes');
    await pressAt(page, 'Remove row 2');
    expect(await page.evaluate('document.activeElement.value')).toBe('Crane');
    expect(await page.getByRole('group', { name: 'Row 2' }).count()).toBe(0);
  });

  it('a set is answered by keyboard and graded as a whole', async () => {
    const content = { library: 'Tandem.ExerciseSet', params: set, parts: SET_PARTS };
    await platform.play(page, content);
    await answerByKeyboard(page);
    await pressAt(page, 'Check all answers');
    await page.getByText('Not passed yet').waitFor();
    expect(await focusedWords(page)).toContain('Points: 2 of 6');
    expect(await seriousFaults(page)).toEqual([]);

    const said = await statementsIn(page);
    const completed = said.find(({ verb }) => verb === 'completed');
    expect(completed).toMatchObject({ success: false, parent: undefined });
    expect(completed?.score).toMatchObject({ raw: 2, max: 6 });
    const answered = said.filter(({ verb }) => verb === 'answered');
    expect(answered.map(({ score }) => score?.raw)).toEqual([1, 1, 0]);
    expect(new Set(answered.map(({ parent }) => parent))).toEqual(new Set([completed?.object]));
    expect(new Set(answered.map(({ object }) => object)).size).toBe(3);

    await platform.play(page, content, await stateIn(page));
    await page.getByText('Not passed yet').waitFor();
    await pressAt(page, /^2\. /u);
    expect(await page.getByText('Yes, SECRET reason').isVisible()).toBe(true);
  });

  it('a set is tried again from what was not right, with the answers in place', async () => {
    await platform.play(page, { library: 'Tandem.ExerciseSet', params: set, parts: SET_PARTS });
    await answerByKeyboard(page);
    await pressAt(page, 'Check all answers');
    await pressAt(page, 'Try again');
    expect(await focusedWords(page)).toBe('Part 4 of 5');
    for (const [at, step] of ['Plan', 'Do', 'Check', 'Act'].entries()) {
      await moveTo(page, step, at + 1);
    }
    await pressAt(page, 'Next');
    await pressAt(page, 'Overview');
    await pressAt(page, 'Check all answers');
    expect(await focusedWords(page)).toContain('Points: 6 of 6');
    await page.getByText('Ready for the bench').waitFor();
    expect((await statementsIn(page)).at(-1)).toMatchObject({ verb: 'completed', success: true });
  });

  it('a set holds every type, resumes it and grades it', async () => {
    const { parts } = setGrader.rightResponse(everything);
    const states = Object.entries(parts).map(([id, response]) => [id, { response }] as const);
    await platform.play(
      page,
      { library: 'Tandem.ExerciseSet', params: everything, parts: EVERY_PART },
      { at: 0, parts: Object.fromEntries(states) },
    );
    for (const { library } of everything.parts) {
      await page.locator('.tandem-part-place:not([hidden]) > .tandem-question').waitFor();
      expect([library, await seriousFaults(page)]).toEqual([library, []]);
      const checks = page.getByRole('button', { name: 'Check', exact: true });
      expect(await checks.filter({ visible: true }).count()).toBe(0);
      await page.locator('.tandem-set-steps button:visible').last().click();
    }
    await page.getByRole('button', { name: 'Check all answers' }).click();
    await page.getByText('Points: 12 of 12').waitFor();
    expect((await statementsIn(page)).at(-1)).toMatchObject({ verb: 'completed', success: true });
  }, 60_000);

  it('a type looks inside a set as it looks alone', async () => {
    const looks: unknown[] = [];
    const { params } = everything.parts[3]!;
    await platform.play(page, { library: 'Tandem.OrderSteps', params });
    looks.push(await lookOf(page, '.tandem-button-arrow'));
    const content = { library: 'Tandem.ExerciseSet', params: everything, parts: EVERY_PART };
    await platform.play(page, content, { at: 3, parts: {} });
    looks.push(await lookOf(page, '.tandem-button-arrow'));
    expect(looks[1]).toEqual(looks[0]);
  });

  it('a set is printed whole, also what was not opened yet', async () => {
    await platform.play(page, { library: 'Tandem.ExerciseSet', params: set, parts: SET_PARTS });
    const parts = page.locator('.tandem-part-place');
    expect(await parts.filter({ visible: true }).count()).toBe(1);
    // As a browser does when it prints.
    const paper = await page.pdf();
    expect(paper.length).toBeGreaterThan(10_000);
    await page.emulateMedia({ media: 'print' });
    expect(await parts.filter({ visible: true }).count()).toBe(SET_PARTS.length);
    for (const place of await parts.all()) expect(await place.innerText()).toMatch(/\S{3}/u);
    await page.emulateMedia({ media: null });
    expect(await parts.filter({ visible: true }).count()).toBe(1);
  });

  it('a set asks for an answer before it checks', async () => {
    await platform.play(page, { library: 'Tandem.ExerciseSet', params: set, parts: SET_PARTS });
    for (let part = 1; part < 5; part += 1) await pressAt(page, 'Next');
    await pressAt(page, 'Overview');
    await pressAt(page, 'Check all answers');
    await page.getByRole('alert').getByText('Answer first, then check.').waitFor();
    expect((await statementsIn(page)).map(({ verb }) => verb)).not.toContain('completed');
  });
});

async function lookOf(page: Page, selector: string): Promise<unknown> {
  return page.evaluate(`(() => {
    const look = getComputedStyle(document.querySelector('${selector}'));
    return [look.backgroundColor, look.color, look.padding, look.width, look.borderColor];
  })()`);
}

/** The choice and the blank right, the order left as it was. */
async function answerByKeyboard(page: Page): Promise<void> {
  await pressAt(page, 'Next');
  await tabTo(page, 'The company tutor');
  await page.keyboard.press('Space');
  await pressAt(page, 'Next');
  await tabTo(page, 'Blank 1 of 1');
  await page.keyboard.type('acid');
  await pressAt(page, 'Next');
  await pressAt(page, 'Next');
  await pressAt(page, 'Overview');
}

/** @param place from 1 */
async function moveTo(page: Page, step: string, place: number): Promise<void> {
  await tabTo(page, `Position: ${step}`);
  await page.keyboard.type(String(place));
}
