import { afterEach, describe, expect, it } from '@jest/globals';
import { LINE_ITEM_SCOPE } from '../../src/lti/services/scopes.js';
import { createLineItems } from '../../src/lti/services/line-items.client.js';
import { createLinkLineItems } from '../../src/lti/services/link-line-items.service.js';
import { openResourceLinkStore } from '../../src/lti/platforms/resource-link.store.js';
import type { Database } from '../../src/persistence/database.js';
import { openSqlite } from '../../src/persistence/sqlite/open-sqlite.js';
import {
  aLinkWithout,
  LINE_ITEM_READ_ONLY,
  lineItemService,
  sendList,
  type KeptItem,
} from '../support/line-item-service.js';
import {
  aServicePlatform,
  type Service,
  type ServicePlatform,
} from '../support/service-platform.js';

const WANTED = { label: 'Module 1', scoreMaximum: 100, resourceId: 'M1', tag: 'score' };
const ITEM_TYPE = 'application/vnd.ims.lis.v2.lineitem+json';

describe('line item of a link', () => {
  let school: ServicePlatform;
  let database: Database;

  afterEach(async () => {
    await school.stop();
    await database.close();
  });

  async function open(service: Service): Promise<void> {
    school = await aServicePlatform(service);
    database = openSqlite({ file: ':memory:', clock: Date.now });
  }

  /** As another process over the same database has it. */
  async function finder() {
    return createLinkLineItems({
      database,
      links: await openResourceLinkStore(database),
      lineItems: createLineItems(school),
      clock: Date.now,
    });
  }

  async function ensure(over: Parameters<typeof aLinkWithout>[1] = {}): Promise<string> {
    const link = aLinkWithout(`${school.url}/lineitems?type_id=1`, over);
    return (await finder()).ensure(school.platform, link, WANTED);
  }

  const posts = () => school.seen.filter(({ method }) => method === 'POST');
  const asked = () =>
    school.seen.map(({ method, url }) => `${method} ${url.pathname}${url.search}`);

  it('AGS-27 given a list and no line item when a result comes then the link is looked for first', async () => {
    const items: KeptItem[] = [];
    await open(lineItemService(items));
    items.push({ ...WANTED, id: `${school.url}/lineitems/9?type_id=1`, resourceLinkId: '1' });

    expect(await ensure()).toBe(`${school.url}/lineitems/9?type_id=1`);
    expect(asked()).toEqual(['GET /lineitems?type_id=1&resource_link_id=1&limit=500']);
  });

  it.each([
    [
      'the one of this thing among several of the link',
      [
        { resourceId: 'M1', tag: 'done', resourceLinkId: '1' },
        { resourceId: 'M1', tag: 'score', resourceLinkId: '1' },
      ],
      2,
    ],
    [
      'the only one of the link, made by the platform',
      [{ resourceId: '', tag: null, resourceLinkId: '1' }],
      1,
    ],
    ['one of this thing that is tied to no link', [{ resourceId: 'M1', tag: 'score' }], 1],
  ])('AGS-27 given %s when looked for then it is taken', async (_name, there, id) => {
    const items: KeptItem[] = [];
    await open(lineItemService(items));
    for (const item of there) {
      items.push({
        label: 'x',
        scoreMaximum: 10,
        ...item,
        id: `${school.url}/lineitems/${items.length + 1}`,
      });
    }

    expect(await ensure()).toBe(`${school.url}/lineitems/${id}`);
    expect(posts()).toHaveLength(0);
  });

  it.each([
    ['of another link', { resourceLinkId: '2', resourceId: 'M1', tag: 'score' }],
    ['of another thing', { resourceId: 'M2', tag: 'score' }],
    ['of another kind', { resourceId: 'M1', tag: 'completion' }],
  ])('AGS-28 given one %s when looked for then a new one is made', async (_name, there) => {
    const items: KeptItem[] = [];
    await open(lineItemService(items));
    items.push({ label: 'x', scoreMaximum: 10, ...there, id: `${school.url}/lineitems/1` });

    expect(await ensure()).toBe(`${school.url}/lineitems/2?type_id=1`);
    expect(items).toHaveLength(2);
  });

  it('AGS-28 given no line item when a result comes then one is made with all its names', async () => {
    await open(lineItemService([]));

    await ensure();

    expect(asked()).toEqual([
      'GET /lineitems?type_id=1&resource_link_id=1&limit=500',
      'GET /lineitems?type_id=1&resource_id=M1&tag=score&limit=500',
      'POST /lineitems?type_id=1',
    ]);
    expect(JSON.parse(posts()[0]?.body ?? '')).toEqual({ ...WANTED, resourceLinkId: '1' });
    expect(school.tokenRequests.map((form) => form.get('scope'))).toEqual([
      LINE_ITEM_READ_ONLY,
      LINE_ITEM_SCOPE,
    ]);
  });

  it('AGS-29 given workers of several processes when they look at once then one is made', async () => {
    const items: KeptItem[] = [];
    await open(lineItemService(items));
    const link = aLinkWithout(`${school.url}/lineitems`);
    const processes = await Promise.all([finder(), finder(), finder()]);

    const looked = await Promise.allSettled(
      Array.from({ length: 12 }, (_, at) =>
        processes[at % 3]!.ensure(school.platform, link, WANTED),
      ),
    );

    expect(items).toHaveLength(1);
    const refusals = looked.flatMap((one) =>
      one.status === 'rejected' ? [one.reason as object] : [],
    );
    for (const reason of refusals) expect(reason).toMatchObject({ code: 'lti.line-item-sought' });
    // Whoever comes again has it from the link, without asking.
    const before = school.seen.length;
    for (const one of processes) {
      expect(await one.ensure(school.platform, link, WANTED)).toBe(items[0]?.id);
    }
    expect(school.seen).toHaveLength(before);
  });

  it('AGS-29 given a failed look when looked for again then nothing is in the way', async () => {
    const items: KeptItem[] = [];
    let isAway = true;
    await open((request, res) => {
      if (isAway) res.destroy();
      else lineItemService(items)(request, res);
    });
    await expect(ensure()).rejects.toMatchObject({ code: 'lti.service-unreachable' });
    isAway = false;

    expect(await ensure()).toBe(items[0]?.id);
  });

  it('AGS-30 given columns that may only be read when there is none then none is made, and that is said', async () => {
    await open(lineItemService([]));

    await expect(ensure({ scopes: [LINE_ITEM_READ_ONLY] })).rejects.toMatchObject({
      code: 'lti.line-items-not-allowed',
    });
    expect(posts()).toHaveLength(0);
  });

  it.each([
    ['no list', { lineItems: undefined }],
    [
      'a list and no scope for it',
      { scopes: ['https://purl.imsglobal.org/spec/lti-ags/scope/score'] },
    ],
  ])('AGS-30 given %s when a result comes then the platform is not asked', async (_name, over) => {
    await open(lineItemService([]));

    await expect(ensure(over)).rejects.toMatchObject({ code: 'lti.line-items-not-allowed' });
    expect(school.seen).toHaveLength(0);
    expect(school.tokenRequests).toHaveLength(0);
  });

  it.each([
    ['a title', 'Module 1', 'Module 1'],
    ['a blank one', ' ', 'M1'],
  ])(
    'AGS-31 given %s when posted then the media type is exact and the title not blank',
    async (_name, label, sent) => {
      await open(lineItemService([]));
      const link = aLinkWithout(`${school.url}/lineitems`);

      await (await finder()).ensure(school.platform, link, { ...WANTED, label });

      expect(posts()[0]?.headers).toMatchObject({ 'content-type': ITEM_TYPE, accept: ITEM_TYPE });
      expect(JSON.parse(posts()[0]?.body ?? '')).toMatchObject({ label: sent });
    },
  );

  it('AGS-32 given 201 with a body when posted then its id is the address, as it is, and noted', async () => {
    await open((request, res) => {
      if (request.method === 'GET') {
        sendList(res, []);
        return;
      }
      res.statusCode = 201;
      res.end(JSON.stringify({ ...WANTED, id: `${school.url}/li/%C4%93?b=2&a=1` }));
    });

    expect(await ensure()).toBe(`${school.url}/li/%C4%93?b=2&a=1`);
    const links = await openResourceLinkStore(database);
    expect((await links.get('link'))?.lineItem).toBe(`${school.url}/li/%C4%93?b=2&a=1`);
  });

  it.each([
    ['no id', (item: object) => item],
    ['an id on another host', (item: object) => ({ ...item, id: 'https://elsewhere.example/1' })],
    ['a page', () => '<html>'],
  ])('AGS-32 given 201 with %s when posted then nothing is noted', async (_name, made) => {
    await open((request, res) => {
      if (request.method === 'GET') sendList(res, []);
      else {
        res.statusCode = 201;
        res.end(JSON.stringify(made(WANTED)));
      }
    });

    await expect(ensure()).rejects.toMatchObject({ code: 'lti.list-not-readable' });
    expect(await (await openResourceLinkStore(database)).get('link')).toBeUndefined();
  });

  it('AGS-33 given a platform that ties none to a link when posted then once more without the link', async () => {
    const items: KeptItem[] = [];
    await open((request, res) => {
      if (request.method === 'POST' && request.body.includes('resourceLinkId')) {
        res.statusCode = 404;
        res.end();
      } else {
        lineItemService(items)(request, res);
      }
    });

    expect(await ensure()).toBe(items[0]?.id);
    expect(items[0]).not.toHaveProperty('resourceLinkId');
    expect(posts()).toHaveLength(2);
  });

  it('AGS-33 given a refusal that another body would not mend when posted then it stands', async () => {
    await open((request, res) => {
      if (request.method === 'GET') sendList(res, []);
      else {
        res.statusCode = 403;
        res.end();
      }
    });

    await expect(ensure()).rejects.toMatchObject({ service: 'line-items', platformStatus: 403 });
    expect(posts()).toHaveLength(1);
  });
});
