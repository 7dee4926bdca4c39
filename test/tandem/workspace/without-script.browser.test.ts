import { mkdir } from 'node:fs/promises';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Locator, Page } from 'playwright-core';
import { seriousFaults } from '../../support/axe.js';
import { aContext, CHROMIUM } from '../../support/chromium.js';
import type { Visit } from '../../support/launch.js';
import { anInn, codeIn, invite, linkIn, type Inn } from '../guests/inn.js';
import { post, read, VET } from '../people/cast.js';

const browserSuite = CHROMIUM === undefined ? describe.skip : describe;
const SHOTS = path.join(process.cwd(), 'coverage', 'screenshots');
const ANNA = 'anna@example.org';
const TURNS = 'This page works turn by turn';

browserSuite('workspace without its script (needs Chromium)', () => {
  let inn: Inn;
  let ilze: Visit;
  let page: Page;
  let room: string;
  let close: () => Promise<void>;

  beforeAll(async () => {
    await mkdir(SHOTS, { recursive: true });
    inn = await anInn();
    ilze = await inn.tutor(VET, 'vet', { displayName: 'Ilze' });
    await invite(ilze, ANNA);
    const browser = await aContext({ thirdPartyCookies: 'blocked', width: 400 });
    close = () => browser.close();
    page = await browser.context.newPage();
    page.setDefaultTimeout(30_000);
    await withoutScript(page);
    await page.goto(linkIn(await inn.mailTo(ANNA)));
    await page.getByRole('button', { name: 'Send me the code' }).click();
    await page.getByLabel('Six-digit code from the mail').fill(codeIn(await inn.mailTo(ANNA, 2)));
    await page.getByLabel('What do you want to be called?').fill('Anna');
    await page.getByRole('button', { name: 'I agree: come in' }).click();
    await page.getByRole('link', { name: 'Individual training plan' }).click();
    room = new URL(page.url()).pathname.replace(/^\/s\/[^/]+/u, '');
  }, 120_000);

  afterAll(async () => {
    await close();
    await inn.stop();
  });

  const section = (id: string): Locator => page.locator(`#${id}`);
  const save = (id: string): Promise<void> =>
    section(id).getByRole('button', { name: 'Save', exact: true }).click();
  const input = (part: string): Locator => page.locator(`[data-part="${part}"]`).first();

  it('says that it works turn by turn, and keeps what each section sends', async () => {
    await page.getByText(TURNS).waitFor();
    await input('text:contact').fill('Mondays at nine');
    await save('field-contact');
    expect(await input('text:contact').inputValue()).toBe('Mondays at nine');
    expect(await read(ilze, room)).toContain('Mondays at nine');
    await page.screenshot({ path: path.join(SHOTS, 'without-script-400.png') });
  }, 60_000);

  it('overwrites nothing that the partner has saved since the page was made', async () => {
    const base = /name="base" value="(\d+)"/u.exec(await read(ilze, room))?.[1] ?? '';
    const part = 'text:contact';
    await post(ilze, `${room}/form`, { base, part, [part]: 'Mondays at nine, by phone' });
    await input('text:learner').fill('A. K.');
    await save('field-learner');
    await page.reload();
    expect(await input('text:learner').inputValue()).toBe('A. K.');
    expect(await input('text:contact').inputValue()).toBe('Mondays at nine, by phone');
  }, 60_000);

  it('fills the whole form, rows and check too, and confirms', async () => {
    await fillAlone();
    await fillAsIlze();
    await page.reload();
    await page.getByRole('button', { name: 'Confirm', exact: true }).click();
    await page.getByText('You have confirmed.').waitFor();
    const fingerprint =
      /name="fingerprint" value="([^"]+)"/u.exec(await read(ilze, room))?.[1] ?? '';
    await post(ilze, `${room}/confirm`, { fingerprint });
    await page.reload();
    await page.getByText('Everybody has confirmed.').waitFor();
    expect(await page.getByText(TURNS).count()).toBe(0);
  }, 120_000);

  /** Section by section, as a company tutor. */
  async function fillAlone(): Promise<void> {
    await page.getByLabel('From', { exact: true }).fill('2026-11-23');
    await page.getByLabel('To', { exact: true }).fill('2027-01-31');
    await save('field-period');
    await page.getByRole('radio', { name: 'Practice as part of school' }).check();
    await save('field-agreement');
    await input('text:tutor-company').fill('Anna, by phone');
    await save('field-tutor-company');
    for (const table of ['plan', 'check-points']) {
      for (const rows of [1, 2]) {
        await section(`field-${table}`).getByRole('button', { name: 'Add a row' }).click();
        await section(`field-${table}`)
          .locator('[data-row]')
          .nth(rows - 1)
          .waitFor();
      }
    }
    const days = section('field-check-points').locator('textarea[name$="/day"]');
    await days.nth(0).fill('Week 2');
    await days.nth(1).fill('Week 6');
    await save('field-check-points');
    for (const part of ['A', 'B', 'C', 'D']) {
      for (const yes of await section(`check-${part}`).locator('[value="yes"]').all()) {
        await yes.check();
      }
      await save(`check-${part}`);
    }
  }

  /** What only the school may write. */
  async function fillAsIlze(): Promise<void> {
    const rows = await section('field-plan').locator('[data-row]').all();
    const outcomes = await Promise.all(rows.map((row) => row.getAttribute('data-row')));
    const wanted: readonly (readonly [string, string])[] = [
      ['text:qualification', 'Cook'],
      ['text:tutor-vet', 'Ilze'],
    ];
    for (const [part, text] of wanted) await sendAsIlze([part], { [part]: text });
    const cells = outcomes.map((row) => `text:plan/${row ?? ''}/outcome`);
    await sendAsIlze(
      cells,
      Object.fromEntries(cells.map((cell, at) => [cell, `Outcome ${at + 1}`])),
    );
  }

  async function sendAsIlze(
    parts: readonly string[],
    values: Readonly<Record<string, string>>,
  ): Promise<void> {
    const base = /name="base" value="(\d+)"/u.exec(await read(ilze, room))?.[1] ?? '';
    const fields = new URLSearchParams({ base, ...values });
    for (const part of parts) fields.append('part', part);
    const url = `${ilze.base}${room}/form?token=${encodeURIComponent(ilze.token)}`;
    const sent = await ilze.browser.postForm(url, fields);
    expect(sent.status).toBe(303);
  }
});

browserSuite('workspace whose line is broken from the start (needs Chromium)', () => {
  it('works turn by turn until the line is there, and takes along what was typed', async () => {
    const inn = await anInn();
    const browser = await aContext({ thirdPartyCookies: 'blocked', width: 400 });
    try {
      const ilze = await inn.tutor(VET, 'vet', { displayName: 'Ilze' });
      await invite(ilze, ANNA);
      const page = await browser.context.newPage();
      page.setDefaultTimeout(30_000);
      await page.goto(linkIn(await inn.mailTo(ANNA)));
      await page.getByRole('button', { name: 'Send me the code' }).click();
      await page.getByLabel('Six-digit code from the mail').fill(codeIn(await inn.mailTo(ANNA, 2)));
      await page.getByLabel('What do you want to be called?').fill('Anna');
      await page.getByRole('button', { name: 'I agree: come in' }).click();
      await page.route('**/changes?*', (route) => route.abort());
      await page.getByRole('link', { name: 'Individual training plan' }).click();
      await page.getByText(TURNS).waitFor();
      expect(await seriousFaults(page)).toEqual([]);
      await page.locator('[data-part="text:contact"]').fill('Mondays');
      const room = new URL(page.url()).pathname.replace(/^\/s\/[^/]+/u, '');
      const part = 'text:contact';
      await post(ilze, `${room}/form`, { base: '0', part, [part]: 'By phone' });

      await page.unroute('**/changes?*');

      await page.getByText(TURNS).waitFor({ state: 'hidden' });
      expect(await page.locator('[data-part="text:contact"]').inputValue()).toBe(
        'By phone Mondays',
      );
      await page.locator('[data-state="saved"]').waitFor();
      expect(await read(ilze, room)).toContain('By phone Mondays');
    } finally {
      await browser.close();
      await inn.stop();
    }
  }, 120_000);
});

/** What a browser does whose owner has switched scripts off. */
async function withoutScript(page: Page): Promise<void> {
  const session = await page.context().newCDPSession(page);
  await session.send('Emulation.setScriptExecutionDisabled', { value: true });
}
