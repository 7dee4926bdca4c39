import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { aBrowser } from '../../support/browser-client.js';
import { addLink, ILZE, TRAINER, visit } from '../../support/launch.js';
import { aPair, type Pair } from '../../support/tool.js';

describe('links at the end of a page', () => {
  let pair: Pair;

  beforeAll(async () => {
    pair = await aPair({ jobs: false });
  });
  afterAll(() => pair.stop());

  async function linksAt(userId: string, path: string): Promise<readonly string[]> {
    const { id: linkId } = addLink(pair, 'M1');
    const { browser, base } = await visit(pair, aBrowser(), { userId, linkId });
    const html = await (await browser.get(`${base}${path}`)).text();
    const footer = /<footer[\s\S]*<\/footer>/.exec(html)?.[0] ?? '';
    return [...footer.matchAll(/href="\/s\/[^/"]+\/([a-z]+)"/g)].map(([, name]) => name ?? '');
  }

  it.each(['/modules/M1', '/people', '/gradebook', '/connection'])(
    'lead a trainer everywhere, from %s too',
    async (path) => {
      expect(await linksAt(TRAINER, path)).toEqual(
        expect.arrayContaining(['people', 'gradebook', 'connection', 'tandem']),
      );
    },
  );

  it('lead a tutor to the tandem only', async () => {
    expect(await linksAt(ILZE, '/modules/M1')).toEqual(['tandem']);
  });
});
