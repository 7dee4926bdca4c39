import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { aBrowser } from '../../support/browser-client.js';
import { addLink, ILZE, TRAINER, visit, type Visit } from '../../support/launch.js';
import { aPair, type Pair } from '../../support/tool.js';
import { aShelf, choiceParams, type Shelf } from './published.js';

/** Administers the platform, and reads English. */
const PETERIS = '2';

describe('authoring pages', () => {
  let pair: Pair;
  let shelf: Shelf;
  let platformId: string;
  let trainer: Visit;
  let learner: Visit;
  let colleague: Visit;

  beforeAll(async () => {
    pair = await aPair();
    shelf = await aShelf(pair.database);
    platformId = (await pair.tool.lti.platforms.list())[0]!.id;
    const link = addLink(pair, 'M1');
    trainer = await visit(pair, aBrowser(), { userId: TRAINER, linkId: link.id });
    colleague = await visit(pair, aBrowser(), { userId: PETERIS, linkId: link.id });
    learner = await visit(pair, aBrowser(), { userId: ILZE, linkId: link.id });
  });

  afterAll(() => pair.stop());

  const read = async (path: string): Promise<string> =>
    (await trainer.browser.get(`${trainer.base}/authoring${path}`)).text();
  const post = (path: string, fields: Record<string, string>, by = trainer): Promise<Response> =>
    by.browser.post(`${by.base}/authoring${path}?token=${by.token}`, fields);
  const newOne = { library: 'Tandem.SingleChoice', language: 'en', title: 'Which gloves?' };

  async function created(fields = newOne): Promise<string> {
    const answer = await post('', fields);
    expect(answer.status).toBe(303);
    return /x-[A-Za-z0-9-]+/.exec(answer.headers.get('location')!)![0];
  }

  it('go from a title to a draft that is listed and found', async () => {
    const id = await created();

    expect(await read('')).toContain('Which gloves?');
    expect(await read('?search=GLOVES&type=single&language=en&state=draft')).toContain(id);
    expect(await read('?search=nothing')).not.toContain(id);
    expect(await read('?state=published')).not.toContain(id);
    expect(await read(`/${id}`)).toContain('Which gloves?');
  });

  it('run nothing that a title says', async () => {
    const evil = '</script><script>alert(1)</script>';
    const id = await created({ ...newOne, title: evil });

    for (const path of ['', `/${id}`, `/${id}/edit/en`, `/${id}/publish`, `/${id}/preview/en`]) {
      const page = await read(path);
      expect(page).toMatch(/alert\(1\)/);
      expect(page).not.toContain('<script>alert(1)');
    }
  });

  it('ask for a title, and refuse a type that is not installed', async () => {
    expect((await post('', { ...newOne, title: ' ' })).status).toBe(422);
    expect((await post('', { ...newOne, library: 'H5P.Nothing' })).status).toBe(400);
  });

  it('list what is missing before something can be published', async () => {
    const id = await created();

    const page = await read(`/${id}/publish`);

    expect(page).toMatch(/edit\/en#field\.question/);
    const forced = await post(`/${id}/publish`, { why: 'because', revision: '1' });
    expect(forced.status).toBe(409);
  });

  it('tell after saving what is missing, and who saved meanwhile with what', async () => {
    const id = await created();
    const save = (
      revision: number,
      [title, question]: readonly [string, string],
      by = trainer,
    ): Promise<Response> =>
      by.browser.postJson(`${by.base}/authoring/${id}/draft/en?token=${by.token}`, {
        revision,
        params: {
          params: { question, options: [{ text: 'One', correct: false, unknown: 1 }] },
          metadata: { title, license: 'CC BY', authors: [{ name: 'Anna', role: 'Boss' }] },
        },
      });

    // She reads Estonian.
    const saved = await save(1, ['Gloves', '<b>Which?']);
    expect(await saved.json()).toEqual({
      revision: 2,
      faults: [
        { path: 'options', text: 'Kirjeid on liiga vähe.' },
        { path: 'metadata.licenseVersion', text: 'Veel täitmata.' },
      ],
    });
    expect(await read(`/${id}/edit/en`)).toContain('"authors":[{"name":"Anna","role":"Author"}]');

    const refused = await save(1, ['Mine', 'Which ones?']);
    expect(refused.status).toBe(409);
    expect(await refused.json()).toEqual({
      ...{ code: 'h5p.draft-conflict', revision: 2 },
      says: expect.stringMatching(/^Te salvestasite selle ülesande teises aknas: /) as unknown,
      differences: [
        { place: 'Pealkiri', mine: 'Mine', theirs: 'Gloves' },
        { place: 'Küsimus või ülesanne', mine: 'Which ones?', theirs: '<b>Which?' },
      ],
    });
    const elses = await save(1, ['Gloves', ''], colleague);
    expect(await elses.json()).toMatchObject({
      says: expect.stringMatching(
        /^Liis Kask saved this exercise while .*: \d+ \w+ \d{4}, /,
      ) as unknown,
      differences: [{ place: 'Question or task', mine: '', theirs: '<b>Which?' }],
    });
    expect((await save(2, [' ', 'x'])).status).toBe(400);
  });

  it('publish with a reason, which stays with the version', async () => {
    const id = 'x-ready';
    await shelf.write({ id, platformId, contextId: await courseId(), languages: ready() });
    expect((await post(`/${id}/publish`, { why: '', revision: '1' })).status).toBe(422);

    const done = await post(`/${id}/publish`, { why: 'Asked for in May', revision: '1' });

    expect(done.status).toBe(303);
    expect(await read(`/${id}`)).toContain('Asked for in May');
    const again = await post(`/${id}/publish`, { why: 'Again', revision: '2' });
    expect(await again.text()).toContain('h5p.nothing-changed');
    const stale = await post(`/${id}/publish`, { why: 'Again', revision: '1' });
    expect(await stale.text()).toContain('h5p.draft-conflict');
  });

  it('archive, restore, share, describe and copy', async () => {
    const id = await created();
    const did = async (what: string, fields: Record<string, string> = {}): Promise<string> => {
      const answer = await post(`/${id}/${what}`, fields);
      expect(answer.status).toBe(303);
      return answer.headers.get('location')!;
    };

    await did('archive');
    expect(await read('')).not.toContain(id);
    expect(await read('?state=archived')).toContain(id);
    await did('restore');
    expect(await read('')).toContain(id);
    await did('share', { sharing: 'platform' });
    await did('describe', { module: 'M1', competences: 'S1, K3', minutes: '12' });
    await did('languages', { language: 'lv' });
    const page = await read(`/${id}`);
    expect(page).toContain('S1, K3');
    expect(page).toContain('/edit/lv');
    expect(await did('duplicate')).not.toContain(id);
  });

  it.each(['', '/new', '/x-ready', '/x-ready/publish', '/x-ready/edit/en', '/x-ready/preview/en'])(
    'are not there for learners: /authoring%s',
    async (path) => {
      const seen = await learner.browser.get(`${learner.base}/authoring${path}`);
      expect(seen.status).toBe(404);
    },
  );

  it.each([
    ['', newOne],
    ['/x-ready/archive', {}],
    ['/x-ready/share', { sharing: 'course' }],
    ['/x-ready/publish', { why: 'mine', revision: '2' }],
  ])('take nothing from learners: POST /authoring%s', async (path, fields) => {
    expect((await post(path, fields, learner)).status).toBe(404);
  });

  it('give exercises of the curriculum as packages, to those who teach', async () => {
    const given = await trainer.browser.get(`${trainer.base}/exercises/M1-01/package`);
    expect(given.status).toBe(200);
    expect(given.headers.get('content-disposition')).toMatch(/^attachment; filename="?\S+\.h5p"?$/);
    expect(
      Buffer.from(await given.arrayBuffer())
        .subarray(0, 2)
        .toString(),
    ).toBe('PK');
    expect((await trainer.browser.get(`${trainer.base}/exercises/M9-99/package`)).status).toBe(404);
    const refused = await learner.browser.get(`${learner.base}/exercises/M1-01/package`);
    expect(refused.status).toBe(404);
    const page = await learner.browser.get(`${learner.base}/exercises/M1-01`);
    expect(await page.text()).not.toContain('/package');
  });

  it('show others what is shared and published, to copy and not to change', async () => {
    const other = { platformId, contextId: 'another-course', languages: ready() };
    await shelf.write({ id: 'x-private', ...other });
    await shelf.write({ id: 'x-shared', ...other, sharing: 'platform' });
    await shelf.write({ id: 'x-far', ...other, platformId: 'elsewhere', sharing: 'platform' });
    for (const id of ['x-private', 'x-shared', 'x-far']) await shelf.publish(id);

    const list = await read('');
    expect(list).toContain('x-shared');
    expect(list).not.toMatch(/x-private|x-far/);
    for (const id of ['x-private', 'x-far']) {
      expect((await trainer.browser.get(`${trainer.base}/authoring/${id}`)).status).toBe(404);
      expect((await post(`/${id}/duplicate`, {})).status).toBe(404);
    }
    expect((await post('/x-shared/archive', {})).status).toBe(404);
    expect((await post('/x-shared/duplicate', {})).status).toBe(303);
  });

  function ready(): { en: { title: string; params: Record<string, unknown> } } {
    return { en: { title: 'Gloves', params: choiceParams('Which?', ['Nitrile', 'None']) } };
  }

  /** Of the sandbox's course, as an exercise that was made there names it. */
  async function courseId(): Promise<string> {
    const id = await created();
    const { openAuthoredExerciseStore } =
      await import('../../../src/h5p/authoring/authored-exercise.store.js');
    return (await (await openAuthoredExerciseStore(pair.database)).get(id))!.contextId;
  }
});
