import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { decodeJwt } from 'jose';
import request from 'supertest';
import { SCOPES, startBench, TYPES, type ServiceBench } from './services.js';
import { formIn } from './support.js';

let bench: ServiceBench;
beforeAll(async () => {
  bench = await startBench();
  for (const title of ['Module 2', 'Module 3']) {
    bench.sandbox.addLink({
      toolClientId: bench.tool.clientId,
      title,
      targetLinkUri: 'http://localhost:3000/lti/launch',
      custom: {},
      scoreMaximum: 10,
    });
  }
});
afterAll(() => bench.close());

const LIST = '/services/2/lineitems?type_id=1';
const one = (id: number) => `/services/2/lineitems/${String(id)}/lineitem?type_id=1`;
const idOf = (id: number) => `${bench.issuer}${one(id)}`;
const list = (query = '') => bench.call('get', LIST + query).set('Accept', TYPES.container);
const create = (item: object) =>
  bench.call('post', LIST).set('Content-Type', TYPES.item).send(JSON.stringify(item));
const labels = (body: unknown) => (body as { label: string }[]).map(({ label }) => label);

/** The AGS claim of a launch. */
async function endpointOf(linkId: string): Promise<unknown> {
  const { fields } = bench.sandbox.startLaunch({ userId: '3', linkId });
  const page = await request(bench.sandbox.handler)
    .get('/auth')
    .query({
      ...{ scope: 'openid', response_type: 'id_token', response_mode: 'form_post', nonce: 'n' },
      ...{ client_id: fields.client_id, login_hint: fields.login_hint },
      lti_message_hint: fields.lti_message_hint,
      redirect_uri: `${bench.fake.url}/launch`,
    });
  const claims = decodeJwt(formIn(page.text).fields.id_token ?? '');
  return claims['https://purl.imsglobal.org/spec/lti-ags/claim/endpoint'];
}

describe('the list of line items', () => {
  it('shows an activity with its link', async () => {
    const answer = await list('&limit=1');

    expect(answer.headers['content-type']).toBe(`${TYPES.container}; charset=utf-8`);
    expect(answer.body).toEqual([
      {
        id: idOf(2),
        label: 'Module 1',
        scoreMaximum: 20,
        resourceId: 'M1',
        tag: 'final',
        resourceLinkId: '1',
        ltiLinkId: '1',
      },
    ]);
  });

  it.each([
    ['&resource_link_id=2', ['Module 2']],
    ['&resource_id=M1', ['Module 1']],
    ['&tag=final', ['Module 1']],
    ['&tag=none', []],
    ['', ['Module 1', 'Module 2', 'Module 3']],
  ])('is filtered by %p', async (query, wanted) => {
    expect(labels((await list(query)).body)).toEqual(wanted);
  });

  it('is paged with curly quotes and escaped addresses', async () => {
    const answer = await list('&limit=2');
    const link = Buffer.from(answer.headers.link ?? '', 'latin1').toString('utf8');
    const at = (from: number) => `<${bench.issuer}${LIST}&amp;limit=2&amp;from=${String(from)}>`;

    expect(link).toBe(
      `${at(0)}; rel=“first”, ${at(0)}; rel=“canonical”, ${at(2)}; rel=“next”, ${at(2)}; rel=“last”`,
    );
    expect(labels(answer.body)).toEqual(['Module 1', 'Module 2']);
    expect(labels((await list('&limit=2&from=2')).body)).toEqual(['Module 3']);
  });

  it.each([
    ['*/*', 'No context or unsupported content type'],
    ['application/json', 'No handler found for /2/lineitems application/json '],
  ])('is refused to Accept: %s', async (accept, reason) => {
    const answer = await bench.call('get', LIST).set('Accept', accept);

    expect(answer.body).toEqual({
      status: 400,
      reason,
      request: { method: 'GET', url: LIST, accept, contentType: '' },
    });
  });

  it('has ids without type_id for who asks without', async () => {
    const answer = await bench.call('get', '/services/2/lineitems').set('Accept', TYPES.container);

    expect(answer.body).toContainEqual(
      expect.objectContaining({ id: `${bench.issuer}/services/2/lineitems/2/lineitem` }),
    );
  });

  it('is not there for another course', async () => {
    const answer = await bench
      .call('get', '/services/99/lineitems?type_id=1')
      .set('Accept', TYPES.container);

    expect(answer.body).toMatchObject({
      status: 404,
      reason: "Not Found: Course 99 doesn't exist",
    });
  });

  it('wants a token for line items', async () => {
    const token = await bench.token(SCOPES.score);
    for (const authorization of [`Bearer ${token}`, 'Bearer nonsense', '']) {
      const answer = await request(bench.sandbox.handler)
        .get(LIST)
        .set({ Accept: TYPES.container, Authorization: authorization });
      expect(answer.body).toMatchObject({ status: 401, reason: 'Unauthorized' });
    }
  });
});

describe('a line item', () => {
  it('is created, replaced and removed', async () => {
    const posted = { scoreMaximum: 60, label: 'Progress', resourceId: 'M1', tag: 'progress' };
    const created = await create({ ...posted, startDateTime: '2026-11-01T00:00:00Z' });
    expect(created.status).toBe(201);
    expect(created.body).toEqual({
      ...posted,
      startDateTime: '2026-11-01T00:00:00Z',
      id: idOf(5),
    });

    const replaced = await bench
      .call('put', one(5))
      .set('Content-Type', TYPES.item)
      .send(JSON.stringify({ ...posted, label: 'Renamed', scoreMaximum: 30 }));
    expect(replaced.body).toEqual({ ...posted, label: 'Renamed', scoreMaximum: 30, id: idOf(5) });

    const read = await bench.call('get', one(5)).set('Accept', TYPES.item);
    expect(read.body).toEqual({
      id: idOf(5),
      label: 'Renamed',
      scoreMaximum: 30,
      resourceId: 'M1',
      tag: 'progress',
    });

    const removed = await bench.call('delete', one(5));
    expect([removed.status, removed.text]).toEqual([204, '']);
    expect((await bench.call('delete', one(5))).body).toMatchObject({
      status: 404,
      reason: "Not Found: Grade item 5 doesn't exist",
    });
  });

  it('may be the second of a link, which then names neither', async () => {
    const { id } = bench.sandbox.addLink({
      toolClientId: bench.tool.clientId,
      title: 'Twice',
      targetLinkUri: 'http://localhost:3000/lti/launch',
      custom: { item: '$LineItem.url' },
      scoreMaximum: 10,
    });
    expect(await endpointOf(id)).toHaveProperty('lineitem');
    const created = await create({ scoreMaximum: 60, label: 'Extra', resourceLinkId: id });

    expect(created.status).toBe(201);
    expect(await endpointOf(id)).not.toHaveProperty('lineitem');
    const items = await list(`&resource_link_id=${id}`);
    expect(labels(items.body)).toEqual(['Twice', 'Extra']);
  });

  it.each([
    ['no label', { scoreMaximum: 10 }],
    ['no maximum', { label: 'x' }],
  ])('needs more than %s', async (_case, item) => {
    expect((await create(item)).body).toMatchObject({
      status: 400,
      reason: 'No label or Score Maximum',
    });
  });

  it('cannot belong to a link that is not there', async () => {
    expect(
      (await create({ scoreMaximum: 10, label: 'x', resourceLinkId: '999' })).body,
    ).toMatchObject({ status: 403, reason: 'Forbidden' });
  });

  it('is not created from plain JSON', async () => {
    const answer = await bench.call('post', LIST).send({ scoreMaximum: 10, label: 'x' });

    expect(answer.body).toMatchObject({
      status: 400,
      reason: 'No handler found for /2/lineitems  application/json',
    });
  });
});
