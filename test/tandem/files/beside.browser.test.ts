import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Frame, Page } from 'playwright-core';
import sharp from 'sharp';
import { formOf } from '../../support/browser-client.js';
import { seriousFaults } from '../../support/axe.js';
import { aContext, CHROMIUM } from '../../support/chromium.js';
import {
  aTown,
  COMPANY,
  pairByCode,
  post,
  read,
  tandemId,
  TRAINER,
  VET,
  type Town,
} from '../people/cast.js';

const browserSuite = CHROMIUM === undefined ? describe.skip : describe;
const SHOTS = path.join(process.cwd(), 'coverage', 'screenshots');

browserSuite('pictures, meetings and reminders (needs Chromium)', () => {
  let folder: string;

  beforeAll(async () => {
    await mkdir(SHOTS, { recursive: true });
    folder = await mkdtemp(path.join(tmpdir(), 'tandem-files-'));
    const wide = { width: 1800, height: 1200, channels: 3 as const, background: '#7a8f6a' };
    await sharp({ create: wide }).jpeg().toFile(path.join(folder, 'hall.jpg'));
    await writeFile(path.join(folder, 'page.png'), '<html></html>');
  });
  afterAll(() => rm(folder, { recursive: true, force: true }));

  describe.each([400, 1200])('at %d px', (width) => {
    let town: Town;
    let ilze: Frame;
    let janis: Frame;
    let trainer: Frame;
    const closing: (() => Promise<void>)[] = [];

    beforeAll(async () => {
      town = await aTown();
      const vet = await town.tutor(VET, 'vet', { displayName: 'Ilze' });
      await pairByCode(vet, await town.tutor(COMPANY, 'company', { displayName: 'Jānis' }));
      const there = await town.come(TRAINER);
      const query = `tandem=${await tandemId(there, 1)}`;
      const { fields } = formOf(await read(there, `/tandem/remind?${query}`));
      await post(there, '/tandem/remind', { ...fields, text: 'How far are you?' });
      ilze = await open(VET);
      janis = await open(COMPANY);
      trainer = await open(TRAINER);
      for (const frame of [ilze, janis]) {
        await frame.getByRole('link', { name: 'Your tandem' }).click();
        await frame.getByText('How far are you?').waitFor();
      }
      await look(ilze, 'reminded');
      for (const frame of [ilze, janis]) {
        await frame.getByRole('link', { name: 'Individual training plan' }).click();
        await frame.locator('[data-bound]').first().waitFor();
      }
    }, 120_000);

    afterAll(async () => {
      for (const close of closing) await close();
      await town.stop();
    });

    it('a picture is sent with progress, and a wrong file is refused beside the form', async () => {
      await ilze.getByRole('link', { name: 'Add a picture or a PDF' }).click();
      const file = ilze.getByLabel('Picture or PDF');
      await file.setInputFiles(path.join(folder, 'page.png'));
      await ilze.getByLabel('What is there to see?').fill('Hall with a bench, exit free');
      await ilze.getByRole('button', { name: 'Add', exact: true }).click();
      await ilze.getByText('This is neither a JPEG').waitFor();
      await look(ilze, 'files-refused');
      await file.setInputFiles(path.join(folder, 'hall.jpg'));
      await ilze.getByRole('button', { name: 'Add', exact: true }).click();
      await ilze.getByRole('img', { name: 'Hall with a bench, exit free' }).waitFor();
      await look(ilze, 'files');
      await ilze.getByRole('link', { name: 'Individual training plan' }).click();
      await ilze.getByRole('img', { name: 'Hall with a bench, exit free' }).waitFor();
      await look(ilze, 'workspace-files', '#files');
    }, 60_000);

    it('a meeting is proposed, answered and shown', async () => {
      const day = new Date(Date.now() + 9 * 86_400_000).toISOString().slice(0, 10);
      await ilze.getByRole('link', { name: 'Plan a meeting' }).click();
      await ilze.getByLabel('Time 1').fill(`${day}T10:00`);
      await ilze.getByLabel('Time 2').fill(`${day}T14:30`);
      await ilze
        .getByRole('textbox', { name: 'Link to a video room' })
        .fill('https://meet.example/a');
      await look(ilze, 'meeting-form', '#propose');
      await ilze.getByRole('button', { name: 'Propose these times' }).click();
      await ilze.getByText('Waiting for an answer').waitFor();

      await janis.getByRole('link', { name: 'Plan a meeting' }).click();
      await janis.getByRole('checkbox').nth(1).check();
      await look(janis, 'meeting-answer');
      await janis.getByRole('button', { name: 'Send my answer' }).click();
      await janis.getByText('Agreed', { exact: true }).waitFor();
      await look(janis, 'meeting-agreed');
    }, 60_000);

    it('the board says when, and reminds', async () => {
      await trainer.getByRole('link', { name: 'Tandems' }).click();
      await trainer.getByText('next meeting').waitFor();
      await trainer.getByText('reminded this hour').first().waitFor();
      await look(trainer, 'board-beside', 'table');
      await trainer.getByRole('link', { name: 'Remind all of these' }).click();
      await trainer.getByText('Left out').waitFor();
      await look(trainer, 'remind');
    }, 60_000);

    async function look(frame: Frame, name: string, at?: string): Promise<void> {
      if (at !== undefined) await frame.locator(at).first().scrollIntoViewIfNeeded();
      await frame
        .page()
        .screenshot({ path: path.join(SHOTS, `tandem-${name}-${width}.png`), fullPage: true });
      expect(await seriousFaults(frame)).toEqual([]);
      const root = 'document.documentElement';
      expect(await frame.evaluate(`${root}.scrollWidth - ${root}.clientWidth`)).toBe(0);
    }

    async function open(userId: string): Promise<Frame> {
      const browser = await aContext({ thirdPartyCookies: 'blocked', width, height: 1000 });
      closing.push(() => browser.close());
      const page = await browser.context.newPage();
      page.setDefaultTimeout(20_000);
      await page.goto(`${town.pair.platformUrl}/?user=${userId}`);
      const activity = page.getByRole('listitem').filter({ hasText: 'Tandem M1' }).last();
      await activity.getByRole('link', { name: 'Open in the page' }).click();
      return toolFrame(page, town.pair.toolUrl);
    }
  });
});

async function toolFrame(page: Page, toolUrl: string): Promise<Frame> {
  for (let tries = 0; tries < 400; tries += 1) {
    const frame = page.frames().find((one) => one.url().startsWith(`${toolUrl}/s/`));
    if (frame) {
      await frame.waitForLoadState();
      return frame;
    }
    await page.waitForTimeout(50);
  }
  throw new Error('the tool did not open in the frame');
}
