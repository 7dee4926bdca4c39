import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Download, FrameLocator, Page } from 'playwright-core';
import { validated } from '../h5p/authoring/h5p-check.js';
import { CHROMIUM } from '../support/chromium.js';
import { anEditor, type EditorRoom } from './editor-room.js';
import { aStandalonePage } from './standalone-page.js';

const browserSuite = CHROMIUM === undefined ? describe.skip : describe;

browserSuite('exercises that leave the tool (needs Chromium)', () => {
  let room: EditorRoom;

  beforeAll(async () => {
    room = await anEditor();
  });

  afterAll(() => room.stop());

  /** Plays a downloaded package on a page that knows nothing of ours. */
  async function elsewhere(
    page: Page,
    download: Download,
    play: (frame: FrameLocator, other: Page) => Promise<void>,
  ): Promise<void> {
    const bytes = await readFile(await download.path());
    expect(await validated(bytes)).toBe(true);
    const standalone = await aStandalonePage(bytes);
    const other = await page.context().newPage();
    const faults: string[] = [];
    other.on('pageerror', (fault) => faults.push(fault.message));
    other.on('response', (answer) => {
      if (answer.status() >= 400) faults.push(answer.url());
    });
    try {
      await other.goto(standalone.url);
      await play(other.frameLocator('iframe'), other);
      expect(faults.filter((fault) => !fault.endsWith('favicon.ico'))).toEqual([]);
    } finally {
      await other.close();
      await standalone.close();
    }
  }

  const downloaded = async (page: Page, link: RegExp): Promise<Download> => {
    const [download] = await Promise.all([
      page.waitForEvent('download'),
      page.getByRole('link', { name: link }).click(),
    ]);
    return download;
  };

  it('play in h5p-standalone and are answered there', async () => {
    await room.inBrowser(1200, async (page) => {
      await room.begin(page, 'Gloves for export');
      await page.getByLabel('Question or task').fill('Which gloves?');
      await page.locator('[id="field.options.0.text"]').fill('Nitrile');
      await page.locator('[id="field.options.0.correct"]').check();
      await page.locator('[id="field.options.1.text"]').fill('None');
      await page.locator('[id="field.metadata"] > summary').click();
      await page.locator('[id="field.metadata.license"]').selectOption({ index: 2 });
      await page.locator('[id="field.metadata.licenseVersion"]').selectOption('4.0');
      await room.saved(page);
      await page.getByRole('link', { name: 'Publish …' }).click();
      await page.getByLabel('What changed, and why').fill('To take along');
      await page.getByRole('button', { name: 'Publish this version' }).click();

      const download = await downloaded(page, /Download the newest version/);
      expect(download.suggestedFilename()).toBe('Gloves-for-export.h5p');
      await elsewhere(page, download, async (frame, other) => {
        await frame.getByLabel('Nitrile').check();
        await frame.getByRole('button', { name: 'Check', exact: true }).click();
        await frame.getByText('Right', { exact: true }).first().waitFor();
        await other.screenshot({ path: shots('standalone-authored.png'), fullPage: true });
      });
    });
  }, 90_000);

  it('are those of the curriculum too, for trainers alone', async () => {
    await room.inBrowser(1200, async (page) => {
      const base = /^.*\/s\/[^/]+/.exec(page.url())?.[0] ?? '';
      await page.goto(`${base}/exercises/M1-01`);
      const download = await downloaded(page, /Download this exercise/);
      await elsewhere(page, download, async (frame, other) => {
        await frame.locator('.h5p-content input, .h5p-content button').first().waitFor();
        await other.screenshot({ path: shots('standalone-curriculum.png'), fullPage: true });
      });
    });
  }, 90_000);
});

function shots(name: string): string {
  return path.join(process.cwd(), 'coverage', 'screenshots', name);
}
