import { mkdir } from 'node:fs/promises';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Page } from 'playwright-core';
import sharp from 'sharp';
import { seriousFaults } from '../support/axe.js';
import { CHROMIUM } from '../support/chromium.js';
import { anEditor, type EditorRoom } from './editor-room.js';

const browserSuite = CHROMIUM === undefined ? describe.skip : describe;

browserSuite('fields of the editor in Chromium (needs Chromium)', () => {
  let room: EditorRoom;

  beforeAll(async () => {
    room = await anEditor();
    await mkdir(shots(), { recursive: true });
  });

  afterAll(() => room.stop());

  const ask = async (page: Page): Promise<void> => {
    await page.getByRole('link', { name: 'Publish …' }).click();
    await page.locator('#editor-faults').waitFor();
  };
  const focused = (page: Page): Promise<string> => page.evaluate('document.activeElement.id');

  it('say what they lack, once somebody asks to publish', async () => {
    await room.inBrowser(400, async (page) => {
      await room.begin(page, 'Faults');
      expect(await page.locator('.field-error').count()).toBe(0);
      await ask(page);

      expect(await focused(page)).toBe('field.question');
      const question = page.locator('[id="field.question"]');
      expect(await question.getAttribute('aria-invalid')).toBe('true');
      const described = (await question.getAttribute('aria-describedby')) ?? '';
      expect(described.split(' ')).toContain('field.question-fault');
      expect(await page.locator('[id="field.question-fault"]').textContent()).toBe(
        'Not filled in yet.',
      );
      expect(await page.locator('#editor-faults').textContent()).toContain('Places: 3');
      expect(await seriousFaults(page)).toEqual([]);
      await page.screenshot({ path: shots('editor-faults-400.png'), fullPage: true });

      await page.keyboard.type('Which gloves?');
      await page.locator('[id="field.question-fault"]').waitFor({ state: 'detached' });
      expect(await question.getAttribute('aria-invalid')).toBe(null);
      // Focus stays where somebody writes.
      expect(await focused(page)).toBe('field.question');
      await page.locator('[id="field.options.0.text"]').fill('Nitrile');
      await page.locator('[id="field.options.1.text"]').fill('None');
      await page.getByText('No answer is marked as right.').waitFor();
      await page.locator('[id="field.options.0.correct"]').check();
      await page.locator('#editor-faults').waitFor({ state: 'hidden' });
      await page.getByRole('link', { name: 'Publish …' }).click();
      await page.getByRole('heading', { level: 1, name: 'Publish' }).waitFor();
    });
  }, 60_000);

  it('ask what a picture shows, keep who holds its rights, and take it out again', async () => {
    await room.inBrowser(1200, async (page) => {
      await room.begin(page, 'A page with a picture', 'Page to read');
      await page.getByLabel('Title of the page').fill('Tools');
      await page.locator('[id="field.sections.0.heading"]').fill('The saw');
      await page.locator('[id="field.sections.0.text"] [contenteditable]').fill('It is sharp.');
      await page.locator('[id="field.sections.0.picture"] > summary').click();
      await upload(page, 'field.sections.0.picture.file');
      await ask(page);
      const alt = page.locator('[id="field.sections.0.picture.alt"]');
      expect(await alt.getAttribute('aria-invalid')).toBe('true');
      await alt.fill('A saw with a red handle');
      await page.getByText('Rights to this file').click();
      const author = page.locator('[id="field.sections.0.picture.file.copyright.author"]');
      await author.fill('Ben & Co');
      await page
        .locator('[id="field.sections.0.picture.file.copyright.license"]')
        .selectOption({ label: 'CC BY: use and change it, name the author' });
      await page
        .locator('[id="field.sections.0.picture.file.copyright.version"]')
        .selectOption('4.0');
      await room.saved(page);
      await page.screenshot({ path: shots('editor-picture-1200.png'), fullPage: true });
      expect(await seriousFaults(page)).toEqual([]);

      await page.reload();
      expect(await author.inputValue()).toBe('Ben & Co');
      await page.getByRole('link', { name: 'Preview' }).click();
      await page.waitForSelector('[data-ready=true]');
      await page.locator('summary', { hasText: 'Rights of use' }).click();
      await page.getByText('Ben & Co').waitFor();
      const deed = page.getByRole('link', { name: 'CC BY 4.0' });
      expect(await deed.getAttribute('href')).toBe('https://creativecommons.org/licenses/by/4.0/');
      expect(await seriousFaults(page)).toEqual([]);
      await page.screenshot({ path: shots('rights-1200.png'), fullPage: true });
    });
  }, 60_000);

  it('ask who made the exercise, by keyboard alone, and learners read it', async () => {
    await room.inBrowser(400, async (page) => {
      await room.begin(page, 'With rights');
      await page.locator('[id="field.options.0.text"]').fill('Nitrile');
      await page.locator('[id="field.options.1.text"]').fill('None');
      await page.locator('[id="field.metadata"] > summary').focus();
      await page.keyboard.press('Enter');
      await page.getByRole('button', { name: 'Add: person' }).focus();
      await page.keyboard.press('Enter');
      await page.keyboard.type('Anna <Ozola>');
      await page.locator('[id="field.metadata.license"]').selectOption({ index: 2 });
      await page.locator('[id="field.metadata.licenseVersion"]').waitFor();
      await page.locator('[id="field.metadata.source"]').fill('a book');
      await page.getByRole('button', { name: 'Add: change' }).click();
      await page.locator('[id="field.metadata.changes.0.date"]').fill('2025-12-31');
      await page.locator('[id="field.metadata.changes.0.author"]').fill('Ben');
      await page.locator('[id="field.metadata.changes.0.log"]').fill('Shorter');
      await room.saved(page);
      await ask(page);
      expect(await page.locator('[id="field.metadata.source-fault"]').textContent()).toContain(
        'https://',
      );
      expect(await page.locator('[id="field.metadata.licenseVersion-fault"]').count()).toBe(1);
      await page.locator('[id="field.metadata.source"]').fill('https://school.example/?a=1&b=2');
      await page.locator('[id="field.metadata.licenseVersion"]').selectOption('4.0');
      await room.saved(page);
      await page.screenshot({ path: shots('editor-rights-400.png'), fullPage: true });
      expect(await seriousFaults(page)).toEqual([]);
      expect(await page.evaluate(OVERFLOW)).toBe(0);

      await page.reload();
      expect(await page.locator('[id="field.metadata.authors.0.name"]').inputValue()).toBe(
        'Anna <Ozola>',
      );
      expect(await page.locator('[id="field.metadata.changes.0.date"]').inputValue()).toBe(
        '2025-12-31',
      );
      await page.getByRole('link', { name: 'Preview' }).click();
      await page.locator('summary', { hasText: 'Rights of use' }).click();
      expect(await page.locator('details.rights').innerText()).toMatch(
        /Anna <Ozola>[^]*CC BY 4\.0[^]*https:\/\/school\.example[^]*2025-12-31 · Ben · Shorter/,
      );
      await page.screenshot({ path: shots('rights-400.png'), fullPage: true });
      expect(await seriousFaults(page)).toEqual([]);
      expect(await page.evaluate(OVERFLOW)).toBe(0);
    });
  }, 60_000);

  it('keep rich text with its marks, and tell of a file that is refused', async () => {
    await room.inBrowser(400, async (page) => {
      await room.begin(page, 'Rich', 'Page to read');
      const area = page.locator('[id="field.sections.0.text"] [contenteditable]');
      await area.click();
      await page.keyboard.type('Plain ');
      const bold = page
        .locator('[id="field.sections.0.text"]')
        .getByRole('button', { name: 'Bold' });
      await bold.click();
      await page.keyboard.type('strong');
      expect(await bold.getAttribute('aria-pressed')).toBe('true');
      await room.saved(page);
      await page.reload();
      expect(await area.innerHTML()).toBe('<p>Plain <strong>strong</strong></p>');

      await page.locator('[id="field.sections.0.picture"] > summary').click();
      await page
        .locator('[id="field.sections.0.picture.file"]')
        .setInputFiles({ name: 'a.png', mimeType: 'image/png', buffer: Buffer.from('<html>') });
      const line = page.locator('[id="field.sections.0.picture"] [role=status]');
      await line.filter({ hasText: /PNG|kind|picture/i }).waitFor();
      expect(await page.locator('.editor-picture').count()).toBe(0);
    });
  }, 60_000);

  async function upload(page: Page, id: string): Promise<void> {
    const create = { width: 60, height: 40, channels: 3, background: '#04c' } as const;
    const buffer = await sharp({ create }).png().toBuffer();
    const file = { name: 'saw.png', mimeType: 'image/png', buffer };
    await page.locator(`[id="${id}"]`).setInputFiles(file);
    await page.getByText('saw.png is here.').waitFor();
  }
});

const OVERFLOW = 'document.documentElement.scrollWidth - document.documentElement.clientWidth';

function shots(name = ''): string {
  return path.join(process.cwd(), 'coverage', 'screenshots', name);
}
