import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import request, { type Response } from 'supertest';
import { startSandbox, type RunningSandbox } from './support.js';

const CONFIGURATION = 'https://purl.imsglobal.org/spec/lti-tool-configuration';
const TOOL = 'http://localhost:3000';

let running: RunningSandbox;
beforeAll(async () => {
  running = await startSandbox();
});
afterAll(() => running.close());

async function token(activate = false): Promise<string> {
  const url = new URL(await running.sandbox.registrationUrl(`${TOOL}/register`, { activate }));
  expect(url.searchParams.get('openid_configuration')).toBe(
    `${running.issuer}/openid-configuration`,
  );
  return url.searchParams.get('registration_token') ?? '';
}

function registration(changes: object = {}, tool: object = {}): object {
  return {
    application_type: 'web',
    response_types: ['id_token'],
    grant_types: ['implicit', 'client_credentials'],
    initiate_login_uri: `${TOOL}/lti/login`,
    redirect_uris: [`${TOOL}/lti/launch`],
    client_name: 'Tandem',
    'client_name#lv': 'Tandēms',
    jwks_uri: `${TOOL}/lti/keys`,
    token_endpoint_auth_method: 'private_key_jwt',
    scope: 'https://purl.imsglobal.org/spec/lti-ags/scope/score',
    [CONFIGURATION]: {
      domain: 'localhost:3000',
      description: 'Joint curriculum',
      target_link_uri: `${TOOL}/lti/launch`,
      custom_parameters: { eq: 'a=b=c', history: '$Context.id.history' },
      claims: ['iss', 'sub'],
      messages: [
        { type: 'LtiResourceLinkRequest' },
        { type: 'LtiDeepLinkingRequest', target_link_uri: `${TOOL}/lti/pick`, label: 'Pick' },
      ],
      ...tool,
    },
    ...changes,
  };
}

async function register(bearer: string | undefined, body?: object): Promise<Response> {
  const call = request(running.sandbox.handler).post('/register');
  if (bearer !== undefined) call.set('Authorization', `Bearer ${bearer}`);
  return call.set('Content-Type', 'application/json').send(body && JSON.stringify(body));
}

describe('openid-configuration', () => {
  it('has the members of a recorded one', async () => {
    const answer = await request(running.sandbox.handler).get('/openid-configuration');

    expect(answer.headers['content-type']).toBe('application/json; charset=utf-8');
    expect(answer.body).toMatchObject({
      issuer: running.issuer,
      token_endpoint: `${running.issuer}/token`,
      token_endpoint_auth_methods_supported: ['private_key_jwt'],
      jwks_uri: `${running.issuer}/certs`,
      authorization_endpoint: `${running.issuer}/auth`,
      registration_endpoint: `${running.issuer}/register`,
      scopes_supported: expect.arrayContaining([
        'openid',
        'https://purl.imsglobal.org/spec/lti-ags/scope/score',
      ]),
      response_types_supported: ['id_token'],
      id_token_signing_alg_values_supported: ['RS256'],
      'https://purl.imsglobal.org/spec/lti-platform-configuration': {
        product_family_code: 'tandem-sandbox',
        messages_supported: [
          { type: 'LtiResourceLinkRequest' },
          { type: 'LtiDeepLinkingRequest', placements: ['ContentArea'] },
          // Moodle starts reviews too, and does not say so.
          { type: 'LtiSubmissionReviewRequest' },
        ],
      },
    });
  });
});

describe('registration', () => {
  it('keeps a tool pending until the administrator activates it', async () => {
    const answer = await register(await token(), registration());
    const { client_id: clientId } = answer.body as { client_id: string };

    expect(answer.status).toBe(200);
    expect(answer.body).toEqual({
      client_id: expect.stringMatching(/^[A-Za-z0-9]{15}$/),
      response_types: ['id_token'],
      jwks_uri: `${TOOL}/lti/keys`,
      initiate_login_uri: `${TOOL}/lti/login`,
      grant_types: ['client_credentials', 'implicit'],
      redirect_uris: [`${TOOL}/lti/launch`],
      application_type: 'web',
      token_endpoint_auth_method: 'private_key_jwt',
      client_name: 'Tandem',
      scope: 'https://purl.imsglobal.org/spec/lti-ags/scope/score',
      [CONFIGURATION]: {
        version: '1.3.0',
        deployment_id: '1',
        target_link_uri: `${TOOL}/lti/launch`,
        domain: 'localhost:3000',
        description: 'Joint curriculum',
        messages: [{ type: 'LtiDeepLinkingRequest', target_link_uri: `${TOOL}/lti/pick` }],
        custom_parameters: { eq: 'a', history: '$Context.id.history' },
        claims: ['iss', 'sub'],
      },
    });
    expect(running.sandbox.state.tool(clientId)).toMatchObject({
      status: 'pending',
      custom: { eq: 'a=b=c' },
    });
    expect(() => running.sandbox.startDeepLinking({ userId: '7', clientId })).toThrow(
      expect.objectContaining({ code: 'http.not-found' }),
    );

    const activation = `/tools/${clientId}/activate`;
    const byStudent = await request(running.sandbox.handler).post(`${activation}?user=3`);
    expect(byStudent.status).toBe(403);
    const elsewhere = await request(running.sandbox.handler)
      .post(`${activation}?user=2`)
      .set('Sec-Fetch-Site', 'cross-site');
    expect(elsewhere.status).toBe(403);

    await request(running.sandbox.handler).post(`${activation}?user=2`).expect(303);
    expect(running.sandbox.startDeepLinking({ userId: '7', clientId }).url).toBe(
      `${TOOL}/lti/login`,
    );
  });

  it('may activate at once', async () => {
    const answer = await register(await token(true), registration());
    const { client_id: clientId } = answer.body as { client_id: string };

    expect(running.sandbox.state.tool(clientId)?.status).toBe('active');
  });

  it('takes a token once', async () => {
    const bearer = await token();
    await register(bearer, registration());
    const again = await register(bearer, registration());

    expect([again.status, again.text]).toEqual([401, 'token_already_used']);
  });

  it('needs a token', async () => {
    const without = await register(undefined, registration());
    expect([without.status, without.text]).toEqual([401, 'missing_registration_token']);

    const wrong = await register('nonsense', registration());
    expect([wrong.status, wrong.headers['content-type']]).toEqual([
      404,
      'text/html; charset=utf-8',
    ]);
  });

  it('lets a token end after an hour', async () => {
    const bearer = await token();
    running.clock.now += 3600 * 1000;

    expect((await register(bearer, registration())).status).toBe(404);
  });

  it.each([
    ['no domain', registration({}, { domain: undefined }), 'missing_domain'],
    [
      'another domain',
      registration({}, { domain: 'example.invalid' }),
      'domain_targetlinkuri_mismatch',
    ],
    ['no keys', registration({ jwks_uri: undefined }), 'missing required attribute jwks_uri'],
    ['no name', registration({ client_name: undefined }), 'missing required attribute client_name'],
    [
      'another way to authenticate',
      registration({ token_endpoint_auth_method: 'client_secret_basic' }),
      'invalid_token_endpoint_auth_method',
    ],
    ['another response type', registration({ response_types: ['code'] }), 'invalid_response_types'],
    [
      'another kind of application',
      registration({ application_type: 'native' }),
      'invalid_application_type',
    ],
    [
      'no tool configuration',
      registration({ [CONFIGURATION]: undefined }),
      `missing required attribute ${CONFIGURATION}`,
    ],
  ])('refuses %s in plain words', async (_case, body, word) => {
    const answer = await register(await token(), body);

    expect([answer.status, answer.text]).toEqual([400, word]);
  });

  it('answers a page to an empty body', async () => {
    const answer = await register(await token());

    expect([answer.status, answer.headers['content-type']]).toEqual([
      404,
      'text/html; charset=utf-8',
    ]);
  });

  it('knows no other method', async () => {
    const answer = await request(running.sandbox.handler).put('/register');

    expect([answer.status, answer.text]).toEqual([400, 'Unsupported operation']);
  });
});
