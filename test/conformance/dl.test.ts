import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { aBrowser, formOf } from '../support/browser-client.js';
import {
  aSpeakingPlatform,
  claim,
  deepLinkingClaims,
  DL,
  linkClaims,
  SETTINGS,
  type SpeakingPlatform,
} from '../support/messages.js';
import {
  add,
  cancel,
  openPicker,
  pickerAt,
  preview,
  received,
  type Received,
} from '../support/picker.js';
import { aPair, type Pair } from '../support/tool.js';

const LEARNER = { [claim('roles')]: ['http://purl.imsglobal.org/vocab/lis/v2/membership#Learner'] };

let pair: Pair;
let platform: SpeakingPlatform;

beforeAll(async () => {
  pair = await aPair({ jobs: false });
  platform = await aSpeakingPlatform(pair);
});
afterAll(async () => {
  await platform.stop();
  await pair.stop();
});

const request = (settings: Readonly<Record<string, unknown>> = {}) =>
  openPicker(platform, aBrowser(), { settings });

async function answered(
  settings: Readonly<Record<string, unknown>> = {},
  chosen: readonly string[] = ['M1'],
): Promise<Received> {
  return received(pair, await add(await request(settings), chosen));
}

const launched = (claims: Readonly<Record<string, unknown>>): Promise<Response> =>
  platform.send(aBrowser(), claims);

describe('deep linking request', () => {
  it('DL-01 given a valid request when it is launched then the picker is shown', async () => {
    const { status, html } = await request();

    expect(status).toBe(200);
    expect(html).toContain('Choose content');
    expect(html).toContain('value="M1-03"');
  });

  it('DL-02 given neither target, link nor course when it is launched then the picker is shown', async () => {
    const claims = deepLinkingClaims(platform);
    expect(claims).not.toHaveProperty([claim('target_link_uri')]);
    expect(claims).not.toHaveProperty([claim('context')]);

    const { status, html } = await request();

    expect([status, html.includes('Choose content')]).toEqual([200, true]);
  });

  it.each([
    ['DL-03 given no settings when it is launched then it is a 400', undefined],
    [
      'DL-04 given no return address when it is launched then it is a 400',
      { accept_types: ['ltiResourceLink'] },
    ],
    [
      'DL-05 given no types when it is launched then it is a 400 that explains',
      { deep_link_return_url: 'https://lms.example/return' },
    ],
    [
      'DL-05 given an empty list of types when it is launched then it is a 400 that explains',
      { deep_link_return_url: 'https://lms.example/return', accept_types: [] },
    ],
  ])('%s', async (_name, settings) => {
    const answer = await launched({ ...deepLinkingClaims(platform), [SETTINGS]: settings });

    expect(answer.status).toBe(400);
    expect(await answer.text()).toContain('Something is missing in the launch');
  });

  it('DL-06 given a learner when the request is launched then it is a 403 page with a way back that says why', async () => {
    const picker = await openPicker(platform, aBrowser(), { claims: LEARNER });

    expect(picker.status).toBe(403);
    expect(picker.html).toContain('Only those who teach');
    const { items, claims } = await received(pair, await cancel(picker));
    expect(items).toEqual([]);
    expect(claims[`${DL}errormsg`]).toContain('Only those who teach');
    expect(
      (await add(await openPicker(platform, aBrowser(), { claims: LEARNER }), ['M1'])).status,
    ).toBe(403);
  });
});

describe('what a platform accepts', () => {
  it('DL-07 given links of tools alone when something is chosen then only they are sent', async () => {
    const { items } = await answered({}, ['M1', 'M1-03']);

    expect(items.map(({ type }) => type)).toEqual(['ltiResourceLink', 'ltiResourceLink']);
  });

  it('DL-08 given types that the tool lacks when it is launched then it explains, and sends nothing', async () => {
    const picker = await request({ accept_types: ['file', 'html'] });

    expect(picker.html).toContain('takes no activities of an external tool');
    const { items, claims } = await received(pair, await cancel(picker));
    expect(items).toEqual([]);
    expect(claims[`${DL}errormsg`]).toContain('takes no activities');
  });

  it.each([
    ['DL-09 given one item only when choosing then one can be marked and one is sent', false],
    [
      'DL-10 given nothing about several when choosing then one can be marked and one is sent',
      undefined,
    ],
  ])('%s', async (_name, acceptMultiple) => {
    const picker = await request({ accept_multiple: acceptMultiple });

    expect(picker.html).toContain('type="radio"');
    expect(picker.html).not.toContain('type="checkbox"');
    expect((await add(picker, ['M1', 'M1-03'])).status).toBe(400);
    expect((await received(pair, await add(picker, ['M1-03']))).items).toHaveLength(1);
  });

  it('DL-11 given no line items when something graded is chosen then it has none', async () => {
    const { items } = await answered({ accept_lineitem: false });

    expect(items[0]).not.toHaveProperty('lineItem');
  });

  it('DL-12 given nothing about line items when something graded is chosen then it has one', async () => {
    const { items } = await answered({}, ['M1', 'M1-04']);

    expect(items[0]).toHaveProperty('lineItem');
  });

  it('DL-35 given no frames when something is chosen then no frame is proposed', async () => {
    const { items } = await answered({ accept_presentation_document_targets: ['window'] });

    expect(items[0]).not.toHaveProperty('iframe');
    expect(items[0]).toMatchObject({ window: { width: 1024, height: 768 } });
    const framed = await answered({ accept_presentation_document_targets: ['iframe'] });
    expect(framed.items[0]).not.toHaveProperty('window');
    expect(framed.items[0]).toMatchObject({ iframe: { width: 800, height: 650 } });
  });
});

describe('deep linking response', () => {
  it.each([
    ['DL-13 given data when it is answered then it has exactly the same', 'abc Ā "&<> 1'],
    ['DL-14 given empty data when it is answered then it has empty data', ''],
  ])('%s', async (_name, data) => {
    expect((await answered({ data })).claims[`${DL}data`]).toBe(data);
  });

  it('DL-15 given no data when it is answered then it has none', async () => {
    expect((await answered()).claims).not.toHaveProperty([`${DL}data`]);
  });

  it('DL-16 given any answer when it is read then it names tool, platform, message, version and deployment', async () => {
    expect((await answered()).claims).toMatchObject({
      iss: platform.clientId,
      aud: platform.issuer,
      [claim('message_type')]: 'LtiDeepLinkingResponse',
      [claim('version')]: '1.3.0',
      [claim('deployment_id')]: '1',
    });
  });

  it('DL-17 given any answers when their times are read then they are issued already, end within five minutes, and differ in nonce', async () => {
    const now = Date.now() / 1000;
    const [one, other] = [await answered(), await answered()];

    expect(one.claims.iat).toBeLessThanOrEqual(now);
    expect(one.claims.exp).toBeGreaterThan(now);
    expect(one.claims.exp! - one.claims.iat!).toBeLessThanOrEqual(300);
    expect(one.claims.nonce).toMatch(/^.{22}$/);
    expect(one.claims.nonce).not.toBe(other.claims.nonce);
  });

  it('DL-18 given any answer when its header is read then it is RS256 with a published key', async () => {
    const { header } = await answered();
    const { keys } = (await (await fetch(`${pair.toolUrl}/lti/keys`)).json()) as {
      keys: { kid: string }[];
    };

    expect(header.alg).toBe('RS256');
    expect(keys.map(({ kid }) => kid)).toContain(header.kid);
  });

  it('DL-19 given any answer when it is sent then one field goes to the return address, and the page may post nowhere else', async () => {
    const answer = await add(await request(), ['M1']);
    const policy = answer.headers.get('content-security-policy');
    const html = await answer.clone().text();
    const { action, fields } = await received(pair, answer);

    expect(action).toBe(platform.returnUrl);
    expect(Object.keys(fields)).toEqual(['JWT']);
    expect(html).toMatch(/<form method="post"[^>]*accept-charset="utf-8" data-auto-submit>/);
    expect(policy).toContain(`form-action 'self' ${platform.issuer};`);
    const picker = await aBrowser().get(`${pair.toolUrl}/`);
    expect(picker.headers.get('content-security-policy')).toContain("form-action 'self';");
  });

  it('DL-20 given no script when it is answered then a button sends it', async () => {
    const html = await (await add(await request(), ['M1'])).text();

    expect(html).toMatch(/<button[^>]*type="submit">Go back to your course/);
  });

  it('DL-21 given somebody who cancels when it is answered then it has no items, and no fault', async () => {
    const { action, items, claims } = await received(pair, await cancel(await request()));

    expect(action).toBe(platform.returnUrl);
    expect(items).toEqual([]);
    expect(claims).not.toHaveProperty([`${DL}errormsg`]);
  });

  it('DL-22 given content that is gone when it is chosen then the answer says so to the person and to the log', async () => {
    const { items, claims } = await answered({}, ['M1', 'M99']);

    expect(items).toEqual([]);
    expect(claims[`${DL}errormsg`]).toContain('no longer there');
    expect(claims[`${DL}errorlog`]).toBe('chosen content is not in the catalogue');
  });

  it('DL-23 given a choice that worked when it is answered then there is no message to show', async () => {
    expect((await answered()).claims).not.toHaveProperty([`${DL}msg`]);
  });

  it('DL-36 given an answer that was made when it is asked for again then it is refused', async () => {
    const picker = await request();
    await add(picker, ['M1']);

    const again = await add(picker, ['M1-03']);

    expect(again.status).toBe(409);
    expect(await again.text()).toContain('already told');
    expect((await cancel(picker)).status).toBe(409);
  });

  it('DL-36 given two answers at once when they arrive then one is made', async () => {
    const picker = await request();

    const answers = await Promise.all([add(picker, ['M1']), add(picker, ['M1-03'])]);

    expect(answers.map(({ status }) => status).sort()).toEqual([200, 409]);
  });

  it('DL-37 given two requests in one browser when they are answered then each has its own data and address', async () => {
    const browser = aBrowser();
    const first = await openPicker(platform, browser, { settings: { data: 'first' } });
    const other = `${platform.issuer}/other`;
    const second = await openPicker(platform, browser, {
      settings: { data: 'second', deep_link_return_url: other },
    });

    const [one, two] = [
      await received(pair, await add(first, ['M1'])),
      await received(pair, await add(second, ['M1'])),
    ];

    expect([one.claims[`${DL}data`], one.action]).toEqual(['first', platform.returnUrl]);
    expect([two.claims[`${DL}data`], two.action]).toEqual(['second', other]);
  });

  it('DL-37 given another session of the same browser when it asks for this picker then there is none', async () => {
    const browser = aBrowser();
    const first = await openPicker(platform, browser);
    const second = await openPicker(platform, browser);
    const id = first.url.split('/').at(-1) ?? '';

    expect((await pickerAt(browser, second.url.replace(/[^/]+$/, id))).status).toBe(404);
  });
});

describe('content items', () => {
  it('DL-24 given a choice when it is sent then it has title, an address of the tool, and custom texts', async () => {
    const { items } = await answered({}, ['M1-03']);

    expect(items[0]).toMatchObject({
      title: 'Just tell me how many hours',
      url: `${pair.toolUrl}/lti/launch?content=M1-03`,
      custom: { content: 'M1-03', context_history: '$Context.id.history' },
    });
    const values = Object.values(items[0]?.custom as Record<string, unknown>);
    expect(values.filter((value) => typeof value !== 'string')).toEqual([]);
  });

  it('DL-25 given all there is when it is sent then no custom value and no title has a line break', async () => {
    const { html } = await request();
    const ids = [...html.matchAll(/name="content" value="([^"]+)"/g)].map(([, id]) => id ?? '');

    const { items } = await answered({}, ids);

    expect(items.length).toBeGreaterThan(10);
    const texts = items.flatMap(({ title, custom }) => [
      title,
      ...Object.values(custom as Readonly<Record<string, unknown>>),
    ]);
    expect(texts.filter((text) => String(text).includes('\n'))).toEqual([]);
  });

  it('DL-26 given something graded when it is sent then its line item has maximum, label, resource id and tag', async () => {
    const { items } = await answered({ accept_lineitem: true }, ['M1-03']);

    expect(items[0]?.lineItem).toMatchObject({
      scoreMaximum: 1,
      label: 'Just tell me how many hours',
      resourceId: 'M1-03',
      tag: 'exercise',
    });
  });

  it('DL-27 given everything there is when it is sent then each maximum is whole, 1 to 100, and practice has none', async () => {
    const { html } = await request();
    const ids = [...html.matchAll(/name="content" value="([^"]+)"/g)].map(([, id]) => id ?? '');

    const { items } = await answered({ accept_lineitem: true }, ids);

    const maxima = items.flatMap(({ lineItem }) =>
      lineItem ? [(lineItem as { scoreMaximum: number }).scoreMaximum] : [],
    );
    expect(
      maxima.filter((maximum) => !Number.isInteger(maximum) || maximum < 1 || maximum > 100),
    ).toEqual([]);
    expect(maxima.length).toBeGreaterThan(0);
    expect(maxima.length).toBeLessThan(items.length);
  });
});

describe('links that were made of items', () => {
  interface Item {
    readonly url: string;
    readonly custom: Readonly<Record<string, string>>;
  }

  async function anItem(): Promise<Item> {
    const { items } = await answered({}, ['M1-03']);
    return items[0] as unknown as Item;
  }

  async function firstLaunch(url: string, custom: object, id: string): Promise<string> {
    const browser = aBrowser();
    const claims = linkClaims(url, {
      [claim('resource_link')]: { id },
      [claim('custom')]: custom,
    });
    const launchedAt = await platform.send(browser, claims);
    const start = new URL(launchedAt.headers.get('location')!, launchedAt.url).href;
    const opened = await browser.get(start);
    return opened.headers.get('location') ?? '';
  }

  it('DL-38 given a platform that keeps custom and not the address when it is launched then the content opens', async () => {
    const { custom } = await anItem();

    const opened = await firstLaunch(`${pair.toolUrl}/lti/launch`, custom, 'kept-custom');

    expect(opened).toMatch(/\/exercises\/M1-03$/);
  });

  it('DL-39 given a platform that launches with the address of the item when it is launched then the content opens', async () => {
    const { url } = await anItem();

    expect(await firstLaunch(url, {}, 'kept-address')).toMatch(/\/exercises\/M1-03$/);
  });
});

describe('looking at content before choosing', () => {
  it('keeps what was marked, shows the exercise with the way back, and keeps no answer', async () => {
    const picker = await request();

    const looked = await preview(picker, 'M1-03', ['M1', 'M1-04']);

    expect(looked.status).toBe(303);
    const page = await picker.browser.get(
      new URL(looked.headers.get('location')!, picker.url).href,
    );
    const html = await page.text();
    expect(html).toContain('Nothing is kept or graded');
    expect(html).toContain(`href="${new URL(picker.url).pathname}"`);
    const back = await pickerAt(picker.browser, picker.url);
    expect(back.html).toMatch(/value="M1-04"[^>]* checked/);
    expect(back.html).not.toMatch(/value="M1-03"[^>]* checked/);
  });

  it('says what is missing when nothing is marked', async () => {
    const picker = await request();

    const empty = await add(picker, []);

    expect(empty.status).toBe(303);
    const again = await pickerAt(
      picker.browser,
      new URL(empty.headers.get('location')!, picker.url).href,
    );
    expect(again.status).toBe(422);
    expect(again.html).toContain('Nothing is marked yet');
  });

  it('searches without script, and keeps what was marked in sight', async () => {
    const picker = await request();

    const found = await pickerAt(
      picker.browser,
      `${picker.url}?search=hours&type=&language=&content=M1-04`,
    );

    const rows = [
      ...found.html.matchAll(
        /<li class="choose-row"[^>]*?( hidden)?>\s*<input[^>]*value="([^"]+)"/g,
      ),
    ];
    const shown = rows.filter(([, hidden]) => hidden === undefined).map(([, , id]) => id);
    expect(shown).toContain('M1-03');
    expect(shown).toContain('M1-04');
    expect(shown).not.toContain('M1-05');
    expect(formOf(found.html).action).toBe(new URL(picker.url).pathname);
  });
});
