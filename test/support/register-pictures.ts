import { execFileSync } from 'node:child_process';
import { mkdir } from 'node:fs/promises';
import path from 'node:path';
import type { Page } from 'playwright-core';
import { aContext } from './chromium.js';
import { initiation, invited } from './registering.js';
import { aRegisteringPlatform } from './registering-platform.js';
import { aPair } from './tool.js';

/**
 * Takes the pictures of docs/registering.md. Run by hand when a page has changed; needs Chromium and
 * ImageMagick: `npx tsx test/support/register-pictures.ts`
 */
const TOOL = 'https://tandem.example';
const PLATFORM = 'https://moodle.school.example';
const TOKEN = 'Qm8x…';
const IMAGEMAGICK = 'convert';

/** Runs in the page: shows names that people know, instead of this machine's ports. */
const withNames = `(pairs) => {
  const named = (text) => pairs.reduce((all, [from, to]) => all.replaceAll(from, to), text);
  for (const field of document.querySelectorAll('input, textarea')) field.value = named(field.value);
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  while (walker.nextNode()) walker.currentNode.data = named(walker.currentNode.data);
}`;

const folder = path.join(process.cwd(), 'docs', 'pictures');
await mkdir(folder, { recursive: true });
const pair = await aPair({ jobs: false });
const platform = await aRegisteringPlatform();
const browser = await aContext({ thirdPartyCookies: 'blocked', width: 860, height: 600 });
try {
  const page = await browser.context.newPage();
  await takeAll(page);
} finally {
  await browser.close();
  await platform.stop();
  await pair.stop();
}

async function takeAll(page: Page): Promise<void> {
  const { url, token } = await invited(pair);
  const take = async (name: string): Promise<void> => {
    await page.getByRole('heading', { level: 1 }).waitFor();
    const names = [
      [pair.toolUrl, TOOL],
      [new URL(pair.toolUrl).host, new URL(TOOL).host],
      [platform.origin, PLATFORM],
      [new URL(platform.origin).host, new URL(PLATFORM).host],
      [token, TOKEN],
    ];
    await page.evaluate(`(${withNames})(${JSON.stringify(names)})`);
    const file = path.join(folder, `${name}.png`);
    await page.screenshot({ path: file, fullPage: true });
    execFileSync(IMAGEMAGICK, [file, '-strip', '+dither', '-colors', '48', `PNG8:${file}`]);
  };

  await page.goto(url);
  await take('register-start');
  for (const id of [
    'moodle',
    'canvas',
    'brightspace',
    'blackboard',
    'sakai',
    'open-edx',
    'other',
  ]) {
    await page.goto(`${pair.toolUrl}/lti/register/manual?invitation=${token}&platform=${id}`);
    await take(`register-${id}`);
  }
  await page.goto(`${pair.toolUrl}/lti/register/manual?invitation=${token}&platform=moodle`);
  await page.getByLabel('Platform ID').fill('moodle.school.example');
  await page.getByLabel('Client ID').fill('AbCdEf123456789');
  await page.getByRole('button', { name: 'Register this platform' }).click();
  await take('register-faults');
  await page.goto(initiation(url, platform.configurationUrl, 'token'));
  await take('register-confirm');
  await page.goto(initiation(url, platform.configurationUrl, 'token'));
  await page.getByRole('button', { name: 'Register' }).click();
  await page.getByText('It now waits').waitFor();
  await take('register-done');
  await page.goto(url);
  await take('register-refused');
}
