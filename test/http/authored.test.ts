import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { textIds } from '../../content/h5p/shared/order.js';
import type { AddedLink } from '../../src/sandbox/index.js';
import { aShelf, choiceParams, type Shelf } from '../h5p/authoring/published.js';
import { aBrowser } from '../support/browser-client.js';
import {
  addLink,
  answer,
  ILZE,
  MART,
  TRAINER,
  until,
  visit,
  type Visit,
} from '../support/launch.js';
import { aPair, type Pair } from '../support/tool.js';

const [NITRILE = '', NONE = ''] = textIds(['Nitrile', 'None']);
const RIGHT = { option: NITRILE };
const WRONG = { option: NONE };

describe('exercise that a trainer wrote', () => {
  let pair: Pair;
  let shelf: Shelf;
  let platformId: string;
  let count = 0;
  let id: string;

  beforeAll(async () => {
    pair = await aPair();
    shelf = await aShelf(pair.database);
    platformId = (await pair.tool.lti.platforms.list())[0]!.id;
  });

  beforeEach(async () => {
    count += 1;
    id = `x-${count}`;
    await shelf.write({ id, platformId });
  });

  afterAll(() => pair.stop());

  const come = (link: AddedLink, userId = ILZE): Promise<Visit> =>
    visit(pair, aBrowser(), { userId, linkId: link.id });
  const pageOf = async ({ browser, base }: Visit): Promise<string> =>
    (await browser.get(`${base}/exercises/${id}`)).text();
  const stateUrl = ({ base, token }: Visit, version: string): string =>
    `${base}/exercises/${id}/states/state/0?version=${version}&token=${token}`;

  it('is played, answered and graded like one of ours, and its score arrives', async () => {
    await shelf.publish(id);
    const link = addLink(pair, id, { scoreMaximum: 1 });
    const ilze = await come(link);

    const page = await pageOf(ilze);
    expect(page).toContain('data-version="1.0"');
    expect(page).toContain('Which?');
    expect(page).not.toContain('"correct"');
    const { status } = await answer(ilze, id, { response: RIGHT });

    expect(status).toBe(201);
    const grade = (): unknown => pair.sandbox.state.grade(link.lineItemId!, ILZE);
    await until(() => grade() !== undefined);
    expect(grade()).toMatchObject({ finalGrade: 1 });
  });

  it('is not there before it was published, nor for links of another platform', async () => {
    const other = `${id}-elsewhere`;
    await shelf.write({ id: other, platformId: 'another' });
    await shelf.publish(other);
    const link = addLink(pair, 'M1');
    const ilze = await come(link);

    for (const wanted of [id, other]) {
      expect((await ilze.browser.get(`${ilze.base}/exercises/${wanted}`)).status).toBe(404);
    }
  });

  it('goes on with new words after a minor change: state and answer stay', async () => {
    await shelf.publish(id);
    const ilze = await come(addLink(pair, id));
    await pageOf(ilze);
    await ilze.browser.post(stateUrl(ilze, '1.0'), { data: '{"kept":true}' });

    await shelf.publish(id, { change: 'minor', title: 'Gloves at work' });

    const page = await pageOf(ilze);
    expect(page).toContain('Gloves at work');
    expect(page).toContain('kept');
    const late = { response: WRONG, version: '1.0' };
    expect((await answer(ilze, id, late)).status).toBe(201);
  });

  it('lets those who have begun finish their edition where the author said so', async () => {
    await shelf.publish(id);
    const link = addLink(pair, id);
    const ilze = await come(link);
    await pageOf(ilze);

    await shelf.publish(id, { change: 'major', begun: 'finish-theirs', title: 'Another question' });

    expect(await pageOf(ilze)).not.toContain('Another question');
    expect(await pageOf(await come(link, MART))).toContain('Another question');
  });

  it('starts again where the author said so, and takes no answer from the old page', async () => {
    await shelf.publish(id);
    const ilze = await come(addLink(pair, id));
    await pageOf(ilze);
    await ilze.browser.post(stateUrl(ilze, '1.0'), { data: '{"of-before":true}' });

    await shelf.publish(id, { change: 'major', begun: 'start-again', title: 'Another question' });

    const late = await answer(ilze, id, { response: RIGHT, version: '1.0' });
    expect(late.status).toBe(409);
    expect(await late.json()).toMatchObject({ code: 'h5p.exercise-changed' });
    const lateState = await ilze.browser.post(stateUrl(ilze, '1.0'), { data: '{"too-late":true}' });
    expect(lateState.status).toBe(409);
    const page = await pageOf(ilze);
    expect(page).toContain('Another question');
    expect(page).not.toMatch(/of-before|too-late/);
  });

  it('names its words as they were when somebody answered them', async () => {
    await shelf.publish(id);
    const ilze = await come(addLink(pair, id));
    await answer(ilze, id, { response: RIGHT });
    const params = choiceParams('Which now?', ['Vinyl', 'None']);
    await shelf.publish(id, { change: 'major', begun: 'start-again', params });

    const work = await ilze.browser.get(`${ilze.base}/learners/${ILZE}`);

    expect(work.status).toBe(200);
    expect(await work.text()).toContain('Nitrile');
  });

  it('shows those who teach what was written in it, and tells its writer so', async () => {
    const own = `${id}-reflection`;
    await shelf.write({
      ...{ id: own, platformId, library: 'Tandem.Reflection' },
      languages: { en: { title: 'Looking back', params: { question: 'What went well?' } } },
    });
    await shelf.publish(own);
    const link = addLink(pair, own);
    const ilze = await come(link);
    const page = await (await ilze.browser.get(`${ilze.base}/exercises/${own}`)).text();
    expect(page).toMatch(/course can read what you write|kursa apmācītāji var lasīt/u);
    const url = `${ilze.base}/exercises/${own}/states/state/0?version=1.0&token=${ilze.token}`;
    await ilze.browser.post(url, { data: '{"text":"The brake first."}' });

    const trainer = await come(link, TRAINER);
    const texts = await (await trainer.browser.get(`${trainer.base}/answers/texts`)).text();
    expect(texts).toContain('The brake first.');
    expect(texts).toContain('Looking back');
  });
});
