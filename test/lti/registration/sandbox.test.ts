import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { aBrowser } from '../../support/browser-client.js';
import { addLink, ILZE, launch } from '../../support/launch.js';
import { codeOn, confirm, invited, see } from '../../support/registering.js';
import { aPair, CLIENT_ID, type Pair } from '../../support/tool.js';

describe('registration from the sandbox platform', () => {
  let pair: Pair;
  beforeAll(async () => {
    pair = await aPair({ jobs: false });
  });
  afterAll(() => pair.stop());

  /** @returns client id of the tool in the sandbox */
  async function registered(wanted: { approveAtOnce: boolean }): Promise<string> {
    const { url } = await invited(pair, wanted);
    const address = await pair.sandbox.registrationUrl(url, { activate: true });
    const page = await see(address);
    expect(page.html).toContain(pair.platformUrl);
    expect((await confirm(pair, page)).html).toContain('The platform is registered');
    const tools = pair.sandbox.state.tools().filter(({ clientId }) => clientId !== CLIENT_ID);
    return tools.at(-1)?.clientId ?? '';
  }

  it('is followed by a launch, when it is approved at once', async () => {
    const toolClientId = await registered({ approveAtOnce: true });
    const link = pair.sandbox.addLink({
      toolClientId,
      title: 'Module 1',
      targetLinkUri: `${pair.toolUrl}/lti/launch?content=M1`,
      custom: { content: 'M1' },
      scoreMaximum: 100,
    });

    const launched = await launch(pair, aBrowser(), { userId: ILZE, linkId: link.id });

    expect(launched.status).toBe(303);
    expect(launched.headers.get('location')).toMatch(/^\/s\//);
  });

  it('lets nobody in before the operator approves', async () => {
    const toolClientId = await registered({ approveAtOnce: false });
    const link = pair.sandbox.addLink({
      toolClientId,
      title: 'Module 1',
      targetLinkUri: `${pair.toolUrl}/lti/launch?content=M1`,
      custom: { content: 'M1' },
      scoreMaximum: 100,
    });
    const { platforms } = pair.tool.lti;
    const waiting = (await platforms.list()).find(({ clientId }) => clientId === toolClientId);

    const browser = aBrowser();
    const { url, fields } = pair.sandbox.startLaunch({ userId: ILZE, linkId: link.id });
    const first = await browser.post(url, fields);
    const refused = await browser.get(new URL(first.headers.get('location') ?? '', url).href);
    await platforms.setStatus(waiting?.id ?? '', 'active', { kind: 'operator' });
    const launched = await launch(pair, aBrowser(), { userId: ILZE, linkId: link.id });

    expect(waiting?.status).toBe('pending');
    expect(codeOn({ html: await refused.text() })).toBe('lti.platform-pending');
    expect(launched.status).toBe(303);
  });

  it('leaves what was registered before as it was', async () => {
    await registered({ approveAtOnce: true });

    const link = addLink(pair, 'M1');
    expect((await launch(pair, aBrowser(), { userId: ILZE, linkId: link.id })).status).toBe(303);
  });

  it('is refused when the token of the sandbox was used before', async () => {
    const { url } = await invited(pair);
    const address = await pair.sandbox.registrationUrl(url);
    const page = await see(address);
    await confirm(pair, page);
    const second = await invited(pair);
    const again = new URL(address);
    again.searchParams.set('invitation', second.token);

    expect(codeOn(await confirm(pair, await see(again.href)))).toBe('lti.registration-refused');
  });
});
