import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { decodeJwt } from 'jose';
import request, { type Response } from 'supertest';
import { startBench, type ServiceBench } from './services.js';
import { formIn, NOW } from './support.js';

const LTI = 'https://purl.imsglobal.org/spec/lti/claim';
const DL = 'https://purl.imsglobal.org/spec/lti-dl/claim';
const now = NOW / 1000;

let bench: ServiceBench;
beforeEach(async () => {
  bench = await startBench();
});
afterEach(() => bench.close());

async function requested(): Promise<Record<string, unknown>> {
  const { fields } = bench.sandbox.startDeepLinking({
    userId: '7',
    clientId: bench.tool.clientId,
  });
  const page = await request(bench.sandbox.handler)
    .get('/auth')
    .query({
      scope: 'openid',
      response_type: 'id_token',
      response_mode: 'form_post',
      prompt: 'none',
      client_id: fields.client_id,
      redirect_uri: `${bench.fake.url}/launch`,
      login_hint: fields.login_hint,
      lti_message_hint: fields.lti_message_hint,
      state: 's',
      nonce: 'n',
    });
  return decodeJwt(formIn(page.text).fields.id_token ?? '');
}

const settingsOf = (claims: Record<string, unknown>) =>
  claims[`${DL}/deep_linking_settings`] as { deep_link_return_url: string };

function response(changes: object = {}): object {
  return {
    iss: bench.tool.clientId,
    aud: bench.issuer,
    iat: now,
    exp: now + 300,
    nonce: 'x',
    [`${LTI}/deployment_id`]: bench.tool.deploymentId,
    [`${LTI}/message_type`]: 'LtiDeepLinkingResponse',
    [`${LTI}/version`]: '1.3.0',
    [`${DL}/content_items`]: [],
    ...changes,
  };
}

async function answer(changes: object, header: object = {}): Promise<Response> {
  const { pathname, search } = new URL(settingsOf(await requested()).deep_link_return_url);
  return request(bench.sandbox.handler)
    .post(pathname + search)
    .type('form')
    .send({ JWT: await bench.fake.sign(response(changes), header) });
}

describe('a deep linking request', () => {
  it('carries the settings of a recorded one, and neither link nor memberships', async () => {
    const claims = await requested();

    expect(settingsOf(claims)).toEqual({
      accept_types: ['ltiResourceLink'],
      accept_presentation_document_targets: ['frame', 'iframe', 'window'],
      accept_copy_advice: false,
      accept_multiple: true,
      accept_unsigned: false,
      auto_create: false,
      can_confirm: false,
      deep_link_return_url: expect.stringMatching(
        `^${bench.issuer}/contentitem-return\\?course=2&id=1&sesskey=[0-9a-f]+$`,
      ),
      title: 'Tandem',
      text: '',
    });
    expect(claims).toMatchObject({
      sub: '7',
      [`${LTI}/message_type`]: 'LtiDeepLinkingRequest',
      [`${LTI}/target_link_uri`]: `${bench.fake.url}/launch`,
      [`${LTI}/launch_presentation`]: { locale: 'et' },
    });
    expect(claims).not.toHaveProperty([`${LTI}/resource_link`]);
    expect(claims).not.toHaveProperty([
      'https://purl.imsglobal.org/spec/lti-nrps/claim/namesroleservice',
    ]);
  });
});

describe('a deep linking response', () => {
  it('adds links with their line items', async () => {
    const page = await answer({
      [`${DL}/content_items`]: [
        {
          type: 'ltiResourceLink',
          title: 'Module 2',
          text: 'Text',
          url: 'http://localhost:3000/lti/launch?m=2',
          custom: { content: 'M2' },
          lineItem: { scoreMaximum: 10, label: 'ignored', resourceId: 'M2', tag: 'final' },
        },
        { type: 'ltiResourceLink', title: 'Ungraded' },
      ],
    });

    expect(page.status).toBe(200);
    expect(page.text).toContain('Added to the course');
    expect(bench.sandbox.state.links().slice(1)).toEqual([
      expect.objectContaining({
        id: '2',
        title: 'Module 2',
        text: 'Text',
        targetLinkUri: 'http://localhost:3000/lti/launch?m=2',
        custom: { content: 'M2' },
      }),
      expect.objectContaining({ title: 'Ungraded', targetLinkUri: `${bench.fake.url}/launch` }),
    ]);
    expect(bench.sandbox.state.lineItems().slice(1)).toEqual([
      expect.objectContaining({
        linkId: '2',
        label: 'Module 2',
        scoreMaximum: 10,
        resourceId: 'M2',
        tag: 'final',
      }),
    ]);
  });

  it.each([
    ['another type', { type: 'html', html: '<b>x</b>' }],
    ['a maximum with decimals', { type: 'ltiResourceLink', lineItem: { scoreMaximum: 12.5 } }],
    ['a maximum above 100', { type: 'ltiResourceLink', lineItem: { scoreMaximum: 250 } }],
    ['a maximum of 0', { type: 'ltiResourceLink', lineItem: { scoreMaximum: 0 } }],
  ])('does not add %s', async (_case, item) => {
    const page = await answer({ [`${DL}/content_items`]: [item] });

    expect(page.text).toContain('Not added');
    expect(bench.sandbox.state.links()).toHaveLength(1);
  });

  it('may be empty, with a message or an error', async () => {
    const page = await answer({ [`${DL}/msg`]: 'Left early', [`${DL}/errormsg`]: 'Broke <b>' });

    expect(page.text).toContain('Nothing was added');
    expect(page.text).toContain('Left early');
    expect(page.text).toContain('Broke &lt;b&gt;');
  });

  it.each([
    ['another issuer', { iss: 'nope' }, 'http.invalid-input'],
    ['another audience', { aud: 'http://nope.invalid' }, 'http.invalid-input'],
    ['another deployment', { [`${LTI}/deployment_id`]: '99' }, 'http.invalid-input'],
    ['an end in the past', { exp: now - 1 }, 'http.invalid-input'],
    ['another message', { [`${LTI}/message_type`]: 'x' }, 'http.invalid-input'],
  ])('is refused for %s', async (_case, changes, code) => {
    const page = await answer(changes);

    expect([page.status, page.text]).toEqual([400, expect.stringContaining(code)]);
  });

  it('is refused when the tool did not sign it', async () => {
    const page = await answer({}, { kid: 'other' });

    expect(page.text).toContain('sandbox.tool-jwt-refused');
  });

  it('is taken once', async () => {
    const { pathname, search } = new URL(settingsOf(await requested()).deep_link_return_url);
    const send = async () =>
      request(bench.sandbox.handler)
        .post(pathname + search)
        .type('form')
        .send({ JWT: await bench.fake.sign(response()) });

    expect((await send()).status).toBe(200);
    expect((await send()).status).toBe(400);
  });
});
