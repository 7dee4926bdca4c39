import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { createLocalJWKSet, jwtVerify, type JSONWebKeySet } from 'jose';
import request from 'supertest';
import type { Sandbox, ToolRegistration } from '../../src/sandbox/index.js';
import { formIn, NOW, startSandbox, type RunningSandbox } from './support.js';

const LTI = 'https://purl.imsglobal.org/spec/lti/claim';
const AGS = 'https://purl.imsglobal.org/spec/lti-ags';
const LAUNCH_URL = 'http://localhost:3000/lti/launch';

let running: RunningSandbox;
let sandbox: Sandbox;
let tool: ToolRegistration;
let linkId: string;
const custom = { content: 'M1-03', due: '$ResourceLink.submission.endDateTime', who: '$User.id' };

beforeAll(async () => {
  running = await startSandbox();
  sandbox = running.sandbox;
  tool = sandbox.registerTool({
    name: 'Tandem',
    loginUrl: 'http://localhost:3000/lti/login',
    launchUrl: LAUNCH_URL,
    jwksUrl: 'http://localhost:3000/lti/keys',
    custom: { history: '$Context.id.history', content: 'overridden by the link' },
  });
  ({ id: linkId } = sandbox.addLink({
    toolClientId: tool.clientId,
    title: 'Module 1',
    text: 'First steps',
    targetLinkUri: 'http://localhost:3000/lti/launch?m=1',
    custom,
    scoreMaximum: 20,
    lineItemResourceId: 'M1',
    tag: 'final',
  }));
});
afterAll(() => running.close());

function authParams(userId: string, changes: Record<string, string | undefined> = {}) {
  const { fields } = sandbox.startLaunch({ userId, linkId });
  const params = {
    scope: 'openid',
    response_type: 'id_token',
    response_mode: 'form_post',
    prompt: 'none',
    client_id: tool.clientId,
    redirect_uri: LAUNCH_URL,
    login_hint: fields.login_hint,
    lti_message_hint: fields.lti_message_hint,
    state: 'st',
    nonce: 'nn1',
    ...changes,
  };
  return Object.fromEntries(
    Object.entries(params).filter((entry): entry is [string, string] => entry[1] !== undefined),
  );
}

async function claimsOf(userId: string): Promise<Record<string, unknown>> {
  const page = await request(sandbox.handler).get('/auth').query(authParams(userId));
  const keys = await request(sandbox.handler).get('/certs');
  const { payload, protectedHeader } = await jwtVerify(
    formIn(page.text).fields.id_token ?? '',
    createLocalJWKSet(keys.body as JSONWebKeySet),
    { issuer: running.issuer, audience: tool.clientId, currentDate: new Date(NOW) },
  );
  expect(protectedHeader).toEqual({ typ: 'JWT', alg: 'RS256', kid: expect.any(String) });
  return payload;
}

describe('login initiation', () => {
  it('has exactly the six fields of Moodle', () => {
    const { url, fields } = sandbox.startLaunch({ userId: '3', linkId });

    expect(url).toBe('http://localhost:3000/lti/login');
    expect(fields).toEqual({
      iss: running.issuer,
      target_link_uri: 'http://localhost:3000/lti/launch?m=1',
      login_hint: '3',
      lti_message_hint: expect.stringMatching(/^\{"cmid":\d+,"launchid":"ltilaunch1_\d+"\}$/),
      client_id: tool.clientId,
      lti_deployment_id: '1',
    });
  });

  it('is a form that works without a script', async () => {
    const page = await request(sandbox.handler).get(`/start/${linkId}?user=3&target=iframe`);

    expect(page.status).toBe(200);
    expect(formIn(page.text).fields.iss).toBe(running.issuer);
    expect(page.text).toContain('<button type="submit">');
  });
});

describe('id_token', () => {
  it('carries the claims of a recorded launch', async () => {
    expect(await claimsOf('3')).toEqual({
      nonce: 'nn1',
      iat: NOW / 1000,
      exp: NOW / 1000 + 60,
      iss: running.issuer,
      aud: tool.clientId,
      [`${LTI}/deployment_id`]: '1',
      [`${LTI}/target_link_uri`]: 'http://localhost:3000/lti/launch?m=1',
      sub: '3',
      [`${LTI}/lis`]: { person_sourcedid: 'vet-lv-1', course_section_sourcedid: 'tandem-01' },
      [`${LTI}/roles`]: ['http://purl.imsglobal.org/vocab/lis/v2/membership#Learner'],
      [`${LTI}/context`]: {
        id: '2',
        label: 'TANDEM',
        title: 'Tandem tutors',
        type: ['CourseSection'],
      },
      [`${LTI}/message_type`]: 'LtiResourceLinkRequest',
      [`${LTI}/resource_link`]: { title: 'Module 1', description: 'First steps', id: '1' },
      given_name: 'Ilze',
      family_name: 'Ozoliņa',
      name: 'Ilze Ozoliņa',
      [`${LTI}/ext`]: { user_username: 'ilze', lms: 'tandem-sandbox' },
      email: 'ilze@sandbox.invalid',
      [`${LTI}/launch_presentation`]: {
        locale: 'lv',
        document_target: 'iframe',
        return_url: `${running.issuer}/return?course=2&launch_container=3&instanceid=1&user=3`,
      },
      [`${LTI}/tool_platform`]: expect.objectContaining({ product_family_code: 'tandem-sandbox' }),
      [`${LTI}/version`]: '1.3.0',
      [`${LTI}/custom`]: {
        history: '',
        content: 'M1-03',
        due: '$ResourceLink.submission.endDateTime',
        who: '3',
      },
      [`${AGS}/claim/endpoint`]: {
        scope: ['lineitem', 'lineitem.readonly', 'result.readonly', 'score'].map(
          (scope) => `${AGS}/scope/${scope}`,
        ),
        lineitems: `${running.issuer}/services/2/lineitems?type_id=1`,
        lineitem: `${running.issuer}/services/2/lineitems/2/lineitem?type_id=1`,
      },
      'https://purl.imsglobal.org/spec/lti-nrps/claim/namesroleservice': {
        context_memberships_url: `${running.issuer}/services/CourseSection/2/bindings/1/memberships`,
        service_versions: ['1.0', '2.0'],
      },
    });
  });

  it('names an administrator by three roles', async () => {
    expect((await claimsOf('2'))[`${LTI}/roles`]).toEqual([
      'http://purl.imsglobal.org/vocab/lis/v2/institution/person#Administrator',
      'http://purl.imsglobal.org/vocab/lis/v2/membership#Instructor',
      'http://purl.imsglobal.org/vocab/lis/v2/system/person#Administrator',
    ]);
  });

  it('leaves out name and mail of somebody who shares none', async () => {
    const claims = await claimsOf('6');

    for (const name of ['name', 'given_name', 'family_name', 'email']) {
      expect(claims).not.toHaveProperty(name);
    }
    expect(claims[`${LTI}/ext`]).toEqual({ lms: 'tandem-sandbox' });
  });
});

describe('authentication request', () => {
  const invalid = { error: 'invalid_request', state: 'st' };
  const posted: readonly [string, Record<string, string | undefined>, Record<string, string>][] = [
    ['another client', { client_id: 'nope' }, { error: 'unauthorized_client', state: 'st' }],
    ['another person', { login_hint: '4' }, { error: 'access_denied', state: 'st' }],
    ['prompt=login', { prompt: 'login' }, { ...invalid, error_description: 'Invalid prompt' }],
    [
      'no response_mode',
      { response_mode: undefined },
      { ...invalid, error_description: 'Invalid response_mode' },
    ],
    [
      'response_mode=query',
      { response_mode: 'query' },
      { ...invalid, error_description: 'Invalid response_mode' },
    ],
  ];
  it.each(posted)('posts an error to the tool for %s', async (_case, changes, fields) => {
    const page = await request(sandbox.handler).get('/auth').query(authParams('3', changes));

    expect(page.status).toBe(200);
    expect(formIn(page.text)).toEqual({ action: LAUNCH_URL, fields });
  });

  it.each([
    ['an unregistered redirect_uri', { redirect_uri: 'http://localhost:3000/evil' }],
    ['a redirect_uri with a query', { redirect_uri: `${LAUNCH_URL}?x=1` }],
    ['no nonce', { nonce: undefined }],
    ['more than openid', { scope: 'openid profile' }],
    ['no message hint', { lti_message_hint: undefined }],
    ['response_type=code', { response_type: 'code' }],
  ])('is answered by a page of its own for %s', async (_case, changes) => {
    const page = await request(sandbox.handler).get('/auth').query(authParams('3', changes));

    expect(page.status).toBe(404);
    expect(page.text).toContain('Invalid request');
    expect(page.headers['x-frame-options']).toBe('sameorigin');
  });

  it.each([
    ['no state', { state: undefined }, ''],
    ['no prompt', { prompt: undefined }, 'st'],
  ])('is answered in spite of %s', async (_case, changes, state) => {
    const page = await request(sandbox.handler).get('/auth').query(authParams('3', changes));

    expect(formIn(page.text).fields).toEqual({ id_token: expect.any(String), state });
  });

  it('may be a POST', async () => {
    const page = await request(sandbox.handler).post('/auth').type('form').send(authParams('3'));

    expect(formIn(page.text).fields).toHaveProperty('id_token');
  });

  it('takes a message hint once', async () => {
    const params = authParams('3');
    await request(sandbox.handler).get('/auth').query(params);
    const again = await request(sandbox.handler).get('/auth').query(params);

    expect(again.status).toBe(404);
  });

  it('lets launches run side by side', async () => {
    const both = [authParams('3'), authParams('3')];
    const pages = await Promise.all(
      both.map((params) => request(sandbox.handler).get('/auth').query(params)),
    );

    for (const page of pages) expect(formIn(page.text).fields).toHaveProperty('id_token');
  });
});

describe('keys', () => {
  it('are published with the previous one after a rotation', async () => {
    const before = (await request(sandbox.handler).get('/certs')).body as JSONWebKeySet;
    await sandbox.rotateKeys();
    const after = (await request(sandbox.handler).get('/certs')).body as JSONWebKeySet;

    expect(after.keys).toHaveLength(2);
    expect(after.keys[1]).toEqual(before.keys[0]);
    expect(Object.keys(after.keys[0] ?? {})).toEqual(['kty', 'alg', 'kid', 'e', 'n', 'use']);
    expect(await claimsOf('3')).toHaveProperty('sub', '3');
  });
});
