import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { createOperatorLink, openAuditLog } from '../../src/admin/index.js';
import { newId } from '../../src/shared/ids.js';
import { aBrowser, formOf, type BrowserClient } from '../support/browser-client.js';
import { addLink, launch, TRAINER, until } from '../support/launch.js';
import { aPair, type Pair } from '../support/tool.js';

describe('operator at the tool itself', () => {
  let pair: Pair;
  let browser: BrowserClient;
  let platformId: string;

  beforeAll(async () => {
    pair = await aPair({ jobs: false });
    platformId = (await pair.tool.lti.platforms.list())[0]?.id ?? '';
    browser = aBrowser();
  });
  afterAll(() => pair.stop());

  const at = (path: string): string => new URL(path, pair.toolUrl).href;
  const page = async (path: string): Promise<string> => (await browser.get(at(path))).text();
  const tokenIn = (html: string): string => /data-token="([^"]+)"/u.exec(html)?.[1] ?? '';

  it('gets in by the link that the command line prints, and by nothing else', async () => {
    expect((await browser.get(at('/admin/'))).status).toBe(401);

    const clock = Date.now;
    const { audit } = await openAuditLog({ database: pair.database, clock, newId });
    const publicUrl = new URL(pair.toolUrl);
    const { url } = await createOperatorLink({ database: pair.database, clock, audit, publicUrl });
    const { action, fields } = formOf(await page(url.href));
    await browser.post(at(action), fields);

    expect((await browser.get(at('/admin/'))).status).toBe(200);
    expect(await page('/admin/')).toContain('active platform');
  });

  it('tests the connection of a platform, and reads what to do', async () => {
    await launch(pair, aBrowser(), { userId: TRAINER, linkId: addLink(pair, 'M1').id });
    const path = `/admin/platforms/${platformId}/connection`;

    const started = await browser.post(at(path), { token: tokenIn(await page(path)) });

    expect(started.status).toBe(303);
    await until(async () => !(await page(path)).includes('data-live>'));
    const shown = await page(path);
    expect(shown.match(/chip-good/gu)).toHaveLength(7);
    expect(shown).toContain('deployment_id');
  });

  it('makes an invitation that opens the registration page, and finds it all in the log', async () => {
    const token = tokenIn(await page('/admin/invitations'));
    const made = await browser.post(at('/admin/invitations'), { token, name: 'x', hours: '1' });
    const url = /http:\/\/[^"<\s]+invitation=[\w-]+/u.exec(await made.text())?.[0] ?? '';

    expect((await aBrowser().get(url)).status).toBe(200);
    expect(await page('/admin/log')).toContain('Invitation made');
  });
});
