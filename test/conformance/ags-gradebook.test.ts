import { afterEach, describe, expect, it } from '@jest/globals';
import { LINE_ITEM_SCOPE } from '../../src/lti/services/scopes.js';
import { createLineItems } from '../../src/lti/services/line-items.client.js';
import type { LineItem } from '../../src/lti/services/line-item.js';
import { createResults, type Result } from '../../src/lti/services/results.client.js';
import { moodleLineItems, moodleLinkHeader } from '../fixtures/moodle/line-items.js';
import { lineItemService, sendList, type KeptItem } from '../support/line-item-service.js';
import {
  aServicePlatform,
  type Service,
  type ServicePlatform,
} from '../support/service-platform.js';

const ITEM = '/2/lineitems/2/lineitem?type_id=1';

describe('gradebook', () => {
  let school: ServicePlatform;

  afterEach(() => school.stop());

  async function open(service: Service): Promise<void> {
    school = await aServicePlatform(service);
  }

  const list = () => ({ url: `${school.url}/lineitems?type_id=1`, scopes: [LINE_ITEM_SCOPE] });

  async function itemsOf(service: Service): Promise<readonly LineItem[]> {
    await open(service);
    return createLineItems(school).find(school.platform, list());
  }

  async function resultsOf(service: Service, userId?: string): Promise<readonly Result[]> {
    await open(service);
    return createResults(school).read(school.platform, `${school.url}${ITEM}`, userId);
  }

  const one =
    (item: object): Service =>
    (_request, res) =>
      sendList(res, [item]);

  describe('line items', () => {
    it('AGS-34 given a new title when changed then all the rest is put back as it was', async () => {
      const items: KeptItem[] = [];
      await open(lineItemService(items));
      const before = moodleLineItems(school.url)[0]!;
      items.push({ ...before, id: `${school.url}/lineitems/2?type_id=1` });
      const lineItem = items[0]!.id;

      const change = { label: 'Talks, renamed' };
      await createLineItems(school).update(school.platform, { lineItem, list: list() }, change);

      expect(school.seen.map(({ method }) => method)).toEqual(['GET', 'PUT']);
      expect(school.seen[1]?.url.search).toBe('?type_id=1');
      expect(school.seen[1]?.headers['content-type']).toBe(
        'application/vnd.ims.lis.v2.lineitem+json',
      );
      expect(items[0]).toEqual({ ...before, id: lineItem, label: 'Talks, renamed' });
    });

    it.each([
      ['with their zone', '2026-09-01T08:00:00+02:00', '2026-12-18T23:59:59.500Z'],
      ['of which one is blank', '', '2026-12-18T23:59:59Z'],
      ['that are none', null, undefined],
    ])(
      'AGS-52 given dates %s when the column is read and changed then it is found and they stay as they were',
      async (_what, startDateTime, endDateTime) => {
        const items: KeptItem[] = [];
        await open(lineItemService(items));
        const lineItem = `${school.url}/lineitems/2`;
        const dates = { startDateTime, endDateTime };
        items.push({ id: lineItem, label: 'Talks', scoreMaximum: 3, ...dates });

        const found = await createLineItems(school).find(school.platform, list());
        const change = { scoreMaximum: 5 };
        await createLineItems(school).update(school.platform, { lineItem, list: list() }, change);

        expect(found.map(({ id }) => id)).toEqual([lineItem]);
        const sent = JSON.parse(JSON.stringify({ ...dates, scoreMaximum: 5 })) as object;
        expect(items[0]).toEqual({ id: lineItem, label: 'Talks', ...sent });
      },
    );

    it('AGS-34 given a title that somebody else has changed when ours is to follow then theirs stays', async () => {
      const items: KeptItem[] = [];
      await open(lineItemService(items));
      const lineItem = `${school.url}/lineitems/2`;
      items.push({ id: lineItem, label: 'Mr Tamm: talks', scoreMaximum: 3 });

      const changed = await createLineItems(school).update(
        school.platform,
        { lineItem, list: list() },
        { label: 'Talks, renamed' },
        { label: 'Talks' },
      );

      expect(changed).toBe(false);
      expect(school.seen.map(({ method }) => method)).toEqual(['GET']);
      expect(items[0]).toMatchObject({ label: 'Mr Tamm: talks' });
    });

    it('AGS-34 given a column that is gone when changed then nothing is put', async () => {
      await open(lineItemService([]));
      const lineItem = `${school.url}/lineitems/2`;

      const updating = createLineItems(school).update(
        school.platform,
        { lineItem, list: list() },
        { scoreMaximum: 5 },
      );

      await expect(updating).rejects.toMatchObject({ service: 'line-items', platformStatus: 404 });
      expect(school.seen).toHaveLength(1);
    });

    it.each([
      ['null', null],
      ['""', ''],
      ['nothing', undefined],
    ])('AGS-35 given %s for names when read then they are absent', async (_name, value) => {
      const names = { tag: value, resourceId: value, resourceLinkId: value };

      const [item] = await itemsOf(({ url }, res) =>
        sendList(res, [{ id: `${url.origin}/1`, label: 'a', scoreMaximum: 1, ...names }]),
      );

      expect(item).toEqual({ id: `${school.url}/1`, label: 'a', scoreMaximum: 1 });
    });

    it('AGS-36 given fields that nobody knows when read then the columns are', async () => {
      const items = await itemsOf(({ url }, res) => sendList(res, moodleLineItems(url.origin)));

      expect(
        items.map(({ id, resourceLinkId }) => [
          new URL(id).pathname.split('/').at(-2),
          resourceLinkId,
        ]),
      ).toEqual([
        ['2', '1'],
        ['3', '2'],
        ['4', '3'],
        ['5', undefined],
      ]);
    });

    it('AGS-36 given one column that cannot be read when read then the others are', async () => {
      const items = await itemsOf(({ url }, res) =>
        sendList(res, [
          { id: 7 },
          'x',
          null,
          { id: `${url.origin}/8`, label: 'b', scoreMaximum: 1 },
        ]),
      );

      expect(items.map(({ label }) => label)).toEqual(['b']);
    });
  });

  describe('pages', () => {
    /** Seven columns, two on each page, with a header for the next. */
    const inPages =
      (header: (url: URL, from: number) => string): Service =>
      ({ url }, res) => {
        const from = Number(url.searchParams.get('from') ?? 0);
        const link = header(url, from);
        if (link !== '') res.setHeader('Link', link);
        const all = Array.from({ length: 7 }, (_, at) => ({
          id: `${url.origin}/${at}`,
          label: `${at}`,
        }));
        sendList(res, all.slice(from, from + 2));
      };
    const at = (url: URL, from: number): string => {
      const page = new URL(url);
      page.searchParams.set('from', String(from));
      return page.href;
    };

    it.each([
      [
        'AGS-37',
        'as the standard writes them',
        (url: URL, from: number) => (from + 2 < 7 ? `<${at(url, from + 2)}>; rel="next"` : ''),
      ],
      [
        'AGS-38',
        'with curly quotes, as Moodle',
        (url: URL, from: number) =>
          moodleLinkHeader(`${url.origin}/lineitems?type_id=1`, { from, limit: 2, of: 7 }),
      ],
      [
        'AGS-40',
        'among current, first and last, as Canvas',
        (url: URL, from: number) =>
          [
            `<${at(url, from)}>; rel="current"`,
            ...(from + 2 < 7 ? [`<${at(url, from + 2)}>; rel="next"`] : []),
            `<${at(url, 0)}>; rel="first"`,
            `<${at(url, 6)}>; rel="last"`,
          ].join(','),
      ],
    ])('%s given next pages %s when read then all are, each once', async (_id, _name, header) => {
      const items = await itemsOf(inPages(header));

      expect(items.map(({ label }) => label)).toEqual(['0', '1', '2', '3', '4', '5', '6']);
      expect(school.seen).toHaveLength(4);
    });

    it('AGS-39 given a next page elsewhere when read then our token does not go there', async () => {
      const elsewhere = await aServicePlatform((_request, res) => sendList(res, []));
      try {
        const reading = itemsOf(inPages(() => `<${elsewhere.url}/lineitems>; rel="next"`));

        await expect(reading).rejects.toMatchObject({ code: 'lti.list-not-readable' });
        expect(elsewhere.seen).toHaveLength(0);
      } finally {
        await elsewhere.stop();
      }
    });
  });

  describe('results', () => {
    it('AGS-41 given a line item when its results are read then media type and scope are those of results', async () => {
      await resultsOf((_request, res) => sendList(res, []));

      // No limit: Moodle answers 404 to one here.
      expect(school.seen.map(({ url }) => `${url.pathname}${url.search}`)).toEqual([
        '/2/lineitems/2/lineitem/results?type_id=1',
      ]);
      expect(school.seen[0]?.headers.accept).toBe(
        'application/vnd.ims.lis.v2.resultcontainer+json',
      );
      expect(school.tokenRequests[0]?.get('scope')).toBe(
        'https://purl.imsglobal.org/spec/lti-ags/scope/result.readonly',
      );
    });

    it.each([
      ['no score', {}, { score: undefined }],
      ['null', { resultScore: null, resultMaximum: 20 }, { score: undefined, maximum: 20 }],
      ['0', { resultScore: 0, resultMaximum: 20 }, { score: 0, maximum: 20 }],
      [
        'a score',
        { resultScore: 13, resultMaximum: 20, comment: 'Good' },
        { score: 13, maximum: 20, comment: 'Good' },
      ],
    ])(
      'AGS-42 given a result with %s when read then none is told from 0',
      async (_name, raw, read) => {
        const results = await resultsOf(one({ id: 'r', userId: '3', ...raw }));

        expect(results).toEqual([{ userId: '3', ...read }]);
      },
    );

    it('AGS-42 given one person when asked for then a platform that sends everybody is not believed', async () => {
      const rows = ['3', '4'].map((userId) => ({
        userId,
        resultScore: 1,
        timestamp: '2026-11-23T03:49:04+00:00',
      }));

      const results = await resultsOf((_request, res) => sendList(res, rows), '4');

      expect(school.seen[0]?.url.search).toBe('?type_id=1&user_id=4');
      expect(results).toEqual([
        { userId: '4', score: 1, changedAt: Date.UTC(2026, 10, 23, 3, 49, 4) },
      ]);
    });
  });
});
