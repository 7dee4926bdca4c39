import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { openProgressStore } from '../../src/grading/work/progress.store.js';
import { resourceLinkIdOf } from '../../src/lti/platforms/resource-link.js';
import type { AddedLink } from '../../src/sandbox/index.js';
import { loadAnswers, type Answers } from '../support/answers.js';
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
import { aPair, CLIENT_ID, type Pair } from '../support/tool.js';

describe('answer', () => {
  let pair: Pair;
  let answers: Answers;
  let link: AddedLink;
  let ilze: Visit;

  beforeAll(async () => {
    pair = await aPair();
    answers = await loadAnswers();
  });

  beforeEach(async () => {
    link = addLink(pair, 'M1');
    ilze = await visit(pair, aBrowser(), { userId: ILZE, linkId: link.id });
  });

  afterAll(() => pair.stop());

  async function standing(
    { browser, base }: Visit,
    exerciseId: string,
  ): Promise<{ readonly state: string; readonly text: string }> {
    const url = `${base}/exercises/${exerciseId}/standing`;
    const seen = await browser.get(url, { accept: 'application/json' });
    return (await seen.json()) as { state: string; text: string };
  }

  it('earns points and feedback, and its score arrives in the gradebook', async () => {
    const recorded = await answer(ilze, 'M1-05', { response: answers.right('M1-05') });

    expect(recorded.status).toBe(201);
    const { outcome, standing: first } = (await recorded.json()) as {
      outcome: { score: number; maxScore: number; feedback: string };
      standing: { state: string };
    };
    expect(outcome.score).toBe(outcome.maxScore);
    expect(outcome.feedback).not.toBe('');
    expect(first.state).toBe('waiting');
    const grade = (): unknown => pair.sandbox.state.grade(link.lineItemId!, ILZE);
    await until(() => grade() !== undefined);
    expect(pair.sandbox.state.receivedScores().filter(({ status }) => status === 200)).toHaveLength(
      1,
    );
    // The gradebook has it a moment before we have heard so.
    await until(async () => (await standing(ilze, 'M1-05')).state === 'delivered');
  });

  it('is asked for by a page with one script and one stylesheet', async () => {
    const page = await (await ilze.browser.get(`${ilze.base}/exercises/M1-05`)).text();

    expect(page.match(/<script[^>]* src=/g)).toHaveLength(1);
    expect(page.match(/<link rel="stylesheet"/g)).toHaveLength(1);
  });

  it('keeps its key from the page until it is given', async () => {
    for (const id of answers.exerciseIds) {
      const page = await (await ilze.browser.get(`${ilze.base}/exercises/${id}`)).text();
      const integration =
        /<script type="application\/json" id="h5p-integration">(.*?)<\/script>/s.exec(page)?.[1];
      const { contents } = JSON.parse(integration!) as {
        contents: Record<string, { jsonContent: string }>;
      };
      const params = contents[`cid-${id}`]!.jsonContent;
      expect(params).toContain('question');
      expect(params).not.toMatch(/"correct":true|"feedback":|"pass":|"fail":/);
    }
  });

  it.each([
    ["another exercise's option", { option: 'abc' }],
    ['nothing', null],
    ['a number', 7],
    ['a list', []],
    ['a step too few', { order: ['a'] }],
    ['prototype keys', JSON.parse('{"__proto__":{"order":[]}}') as unknown],
    ['deep nesting', JSON.parse(`${'['.repeat(500)}${']'.repeat(500)}`) as unknown],
  ])('that is %s is refused, and nothing is kept', async (_name, response) => {
    const refused = await answer(ilze, 'M1-05', { response });

    expect(refused.status).toBe(422);
    expect(await refused.json()).toMatchObject({ code: 'grading.not-an-answer' });
  });

  it.each([
    ['without an id', { response: {}, attemptId: 'x' }, 400],
    ['in no language', { response: {}, language: '<b>' }, 400],
    ['of 5 MB', { response: 'x'.repeat(5_000_000) }, 413],
  ])('%s is refused', async (_name, body, status) => {
    expect((await answer(ilze, 'M1-05', body)).status).toBe(status);
  });

  it('from a page that is not ours is refused', async () => {
    const refused = await answer({ ...ilze, token: '' }, 'M1-05', {
      response: answers.right('M1-05'),
    });

    expect(refused.status).toBe(403);
    expect(await refused.json()).toMatchObject({ code: 'http.foreign-request' });
  });

  it('is kept without whatever else was sent along', async () => {
    const response = { ...(answers.right('M1-05') as object), padding: 'x'.repeat(10_000) };

    expect((await answer(ilze, 'M1-05', { response })).status).toBe(201);

    const [platform] = await pair.tool.lti.platforms.list();
    const linkId = resourceLinkIdOf({
      platformId: platform!.id,
      deploymentId: pair.deploymentId,
      resourceLinkId: link.id,
    });
    const kept = await (await openProgressStore(pair.database)).of(linkId, ILZE);
    expect(kept?.attempts).toHaveLength(1);
    expect(JSON.stringify(kept)).not.toContain('padding');
  });

  it('with the token of another session is refused', async () => {
    const mart = await visit(pair, ilze.browser, { userId: MART, linkId: link.id });

    expect((await answer({ ...ilze, token: mart.token }, 'M1-05', { response: {} })).status).toBe(
      403,
    );
  });

  it('to an exercise outside the link is not found', async () => {
    const single = addLink(pair, 'M1-03');
    const narrow = await visit(pair, aBrowser(), { userId: ILZE, linkId: single.id });

    expect((await answer(narrow, 'M1-05', { response: answers.right('M1-05') })).status).toBe(404);
    expect((await narrow.browser.get(`${narrow.base}/exercises/M1-05`)).status).toBe(404);
    expect((await narrow.browser.get(`${narrow.base}/modules/M1`)).status).toBe(404);
  });

  it('of a trainer is graded and sent nowhere', async () => {
    const trainer = await visit(pair, aBrowser(), { userId: TRAINER, linkId: link.id });

    const recorded = await answer(trainer, 'M1-05', { response: answers.right('M1-05') });

    expect(await recorded.json()).toMatchObject({ standing: { state: 'kept' } });
  });

  it('of a trainer behind a link that opens nothing yet does no harm', async () => {
    const empty = pair.sandbox.addLink({
      toolClientId: CLIENT_ID,
      title: 'Nothing chosen',
      targetLinkUri: `${pair.toolUrl}/lti/launch`,
    });
    const trainer = await visit(pair, aBrowser(), { userId: TRAINER, linkId: empty.id });

    const recorded = await answer(trainer, 'M1-05', { response: answers.right('M1-05') });

    expect(recorded.status).toBe(201);
    for (const page of ['', 'modules/M1', 'exercises/M1-05']) {
      expect((await trainer.browser.get(`${trainer.base}/${page}`)).status).toBe(200);
    }
  });

  it('in Latvian is graded in Latvian', async () => {
    const recorded = await answer(ilze, 'M1-05', {
      language: 'lv',
      response: answers.right('M1-05', 'lv'),
    });

    expect(recorded.status).toBe(201);
  });

  describe('state of an exercise', () => {
    function save(by: Visit, data: string, part = 'state/0'): Promise<Response> {
      return by.browser.post(`${by.base}/exercises/M1-05/states/${part}?token=${by.token}`, {
        data,
      });
    }

    it('is there again at the next visit, and for nobody else', async () => {
      const state = JSON.stringify({ response: answers.wrong('M1-05') });
      expect((await save(ilze, state)).status).toBe(200);

      const again = await visit(pair, aBrowser(), { userId: ILZE, linkId: link.id });
      const mart = await visit(pair, aBrowser(), { userId: MART, linkId: link.id });

      const pageOf = async ({ browser, base }: Visit): Promise<string> =>
        (await browser.get(`${base}/exercises/M1-05`)).text();
      expect(await pageOf(again)).toContain(JSON.stringify(state).slice(1, -1));
      expect(await pageOf(mart)).not.toContain(JSON.stringify(state).slice(1, -1));
    });

    it.each([
      ['5 MB', 'x'.repeat(5_000_000), 'state/0', 413],
      ['more than 256 kB', 'x'.repeat(300_000), 'state/0', 400],
      ['another kind', '{}', 'secret/0', 400],
      ['a sub-content that is not there', '{}', 'state/7', 400],
    ])('of %s is refused', async (_name, data, part, status) => {
      expect((await save(ilze, data, part)).status).toBe(status);
    });
  });

  it('survives a platform that does not answer, and is told so in words', async () => {
    pair.sandbox.misbehave({ ags: { kind: 'status', status: 503 } });
    const recorded = await answer(ilze, 'M1-03', { response: answers.right('M1-03') });
    expect(recorded.status).toBe(201);
    await until(async () => /\d\d[:.]\d\d/.test((await standing(ilze, 'M1-03')).text));

    pair.sandbox.heal();
    await until(() => pair.sandbox.state.grade(link.lineItemId!, ILZE) !== undefined);
  });
});
