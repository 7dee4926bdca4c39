import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Page } from 'playwright-core';
import { createOperatorLink, openAuditLog } from '../../src/admin/index.js';
import { newId } from '../../src/shared/ids.js';
import { packageOf } from '../h5p/libraries/library-package.js';
import { aContext, CHROMIUM } from '../support/chromium.js';
import { expectWell, shots } from '../support/looks.js';
import { aPair, type Pair } from '../support/tool.js';

const browserSuite = CHROMIUM === undefined ? describe.skip : describe;
const BOARD = { machineName: 'Test.Board', version: '2.0.1', runnable: 0 } as const;
const CHESS = { machineName: 'Test.Chess', version: '1.2.3', needs: ['Test.Board 2.0'] } as const;

browserSuite('page of libraries in Chromium (needs Chromium)', () => {
  let dataDir: string;
  let pair: Pair;

  beforeAll(async () => {
    dataDir = await mkdtemp(path.join(tmpdir(), 'tandem-libraries-'));
    pair = await aPair({ jobs: false, config: { dataDir } });
    await writeFile(path.join(dataDir, 'lone.h5p'), await packageOf(CHESS));
    await writeFile(path.join(dataDir, 'whole.h5p'), await packageOf(CHESS, BOARD));
  });
  afterAll(async () => {
    await pair.stop();
    await rm(dataDir, { recursive: true });
  });

  async function signIn(page: Page): Promise<void> {
    const { database, toolUrl } = pair;
    const clock = Date.now;
    const { audit } = await openAuditLog({ database, clock, newId });
    const publicUrl = new URL(toolUrl);
    const { url } = await createOperatorLink({ database, clock, audit, publicUrl });
    await page.goto(url.href);
    await page.getByRole('button', { name: 'Sign in' }).click();
    await page.getByRole('link', { name: 'Libraries', exact: true }).click();
  }

  it.each([400, 1200])(
    'installs, says what is wrong, and removes, by keys alone, at %i px',
    async (width) => {
      const browser = await aContext({ thirdPartyCookies: 'blocked', width });
      try {
        const page = await browser.context.newPage();
        page.setDefaultTimeout(10_000);
        const see = async (words: string | RegExp, picture: string): Promise<void> => {
          await page.getByText(words).first().waitFor();
          await expectWell(page);
          await page.screenshot({ path: shots(`admin/${picture}-${width}.png`), fullPage: true });
        };
        const send = async (name: string): Promise<void> => {
          await page.getByLabel('File (.h5p)').setInputFiles(path.join(dataDir, name));
          await page.getByRole('button', { name: 'Install a package' }).focus();
          await page.keyboard.press('Enter');
        };
        const remove = async (name: string): Promise<void> => {
          await page.getByRole('link', { name: `Remove ${name}` }).focus();
          await page.keyboard.press('Enter');
          await see(`Remove ${name}?`, 'library-remove');
          await page.getByRole('button', { name: 'Remove' }).focus();
          await page.keyboard.press('Enter');
        };

        await signIn(page);
        await see('Nothing has been added yet.', 'libraries');
        await send('lone.h5p');
        await see(/needs Test\.Board 2\.0/u, 'libraries-refused');
        await send('whole.h5p');
        await see(/Installed: .*Test\.Chess 1\.2\.3/u, 'libraries-installed');
        expect(await page.getByRole('link', { name: 'Remove Test.Board 2.0' }).count()).toBe(0);
        await remove('Test.Chess 1.2');
        await remove('Test.Board 2.0');
        await page.getByText('Nothing has been added yet.').waitFor();
      } finally {
        await browser.close();
      }
    },
    60_000,
  );
});
