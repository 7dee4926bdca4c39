import type { IncomingMessage, ServerResponse } from 'node:http';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { createLocalJWKSet, jwtVerify, type JSONWebKeySet } from 'jose';
import type { ResourceLink } from '../../src/lti/index.js';
import { principalBehind } from '../support/attacks.js';
import { pageOf, tabOf } from '../support/attacks-session.js';
import { aBrowser } from '../support/browser-client.js';
import { aGradedCourse, EXERCISE, type GradedCourse } from '../support/graded-course.js';
import { ILZE, MART, TRAINER, until, visit } from '../support/launch.js';
import {
  aSpeakingPlatform,
  claim,
  DL,
  linkClaims,
  type SpeakingPlatform,
} from '../support/messages.js';
import { add, openPicker, received, type Received } from '../support/picker.js';
import { invited, registerByHand, see } from '../support/registering.js';
import { CLIENT_ID } from '../support/tool.js';

const NRPS = 'https://purl.imsglobal.org/spec/lti-nrps/';
const MEMBERSHIP = 'http://purl.imsglobal.org/vocab/lis/v2/membership#';
const ASSERTION = 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer';

interface Asked {
  readonly url: string;
  readonly headers: IncomingMessage['headers'];
  readonly body: string;
}

let course: GradedCourse;
let suite: SpeakingPlatform;
const asked: Asked[] = [];

beforeAll(async () => {
  course = await aGradedCourse();
  suite = await aSpeakingPlatform(course.pair, { clientId: 'suite', service: serveSuite });
});

afterAll(async () => {
  await suite.stop();
  await course.stop();
});

/** Gives tokens to whoever asks, and a list of one to whoever has one. */
function serveSuite(req: IncomingMessage, res: ServerResponse): void {
  const chunks: Buffer[] = [];
  req.on('data', (chunk: Buffer) => chunks.push(chunk));
  req.on('end', () => {
    const body = Buffer.concat(chunks).toString();
    asked.push({ url: req.url ?? '', headers: req.headers, body });
    const scope = new URLSearchParams(body).get('scope');
    const member = { user_id: 'jane', name: 'Jane Doe', status: 'Active', roles: ['Learner'] };
    const answer = req.url?.startsWith('/token')
      ? { access_token: 'token-of-suite', token_type: 'Bearer', expires_in: 3600, scope }
      : { id: 'members', context: { id: 'course-1' }, members: [member] };
    res.setHeader('content-type', 'application/json');
    res.end(JSON.stringify(answer));
  });
}

const askedAt = (path: string): Asked[] => asked.filter(({ url }) => url.startsWith(path));

describe('deep linking of the suite', () => {
  let answer: Received;
  let beganAt: number;

  beforeAll(async () => {
    beganAt = Math.floor(Date.now() / 1000);
    const picker = await openPicker(suite, aBrowser(), { settings: { data: 'csrf:5' } });
    answer = await received(course.pair, await add(picker, ['M1-03']));
  });

  it('CERT-31 given its request when it is launched then the picker is shown', async () => {
    const { status, html } = await openPicker(suite, aBrowser());

    expect(status).toBe(200);
    expect(html).toContain('value="M1-03"');
  });

  it('CERT-32 given a choice when it is made then a form goes back to the suite', () => {
    expect(answer.action).toBe(suite.returnUrl);
    expect(Object.keys(answer.fields)).toEqual(['JWT']);
  });

  it('CERT-33 given its answer when the suite looks at it then type, version and items are well formed', () => {
    expect(answer.claims[claim('message_type')]).toBe('LtiDeepLinkingResponse');
    expect(answer.claims[claim('version')]).toBe('1.3.0');
    expect(Array.isArray(answer.claims[`${DL}content_items`])).toBe(true);
  });

  it('CERT-34 given its answer when the suite receives it then it has begun and not ended', () => {
    const { iat = 0, exp = 0 } = answer.claims;
    const now = Math.floor(Date.now() / 1000);

    // A little in the past, for platforms whose clock is behind ours (Moodle has no leeway).
    expect(iat).toBeGreaterThan(beganAt - 60);
    expect(iat).toBeLessThanOrEqual(now);
    expect(exp).toBeGreaterThan(now);
    expect(exp - iat).toBeLessThanOrEqual(3600);
  });

  it('CERT-35 given its answer when its signature is checked then the published key fits', () => {
    // `received` has verified it with the key set at /lti/keys.
    expect(answer.header.alg).toBe('RS256');
    expect(answer.header.kid).toMatch(/^[\w-]+$/);
  });

  it('CERT-36 given its answer when its claims are read then all that are required are there', () => {
    expect(answer.claims).toMatchObject({
      iss: suite.clientId,
      aud: suite.issuer,
      nonce: expect.stringMatching(/^.{16,}$/) as unknown,
      [claim('deployment_id')]: '1',
      [`${DL}data`]: 'csrf:5',
    });
  });

  it('CERT-37 given its answer when the suite shows it then it is what was chosen', () => {
    expect(answer.items).toMatchObject([
      {
        type: 'ltiResourceLink',
        custom: { content: 'M1-03' },
        title: expect.any(String) as unknown,
      },
    ]);
  });
});

describe('names and roles of the suite', () => {
  let stored: ResourceLink | undefined;

  beforeAll(async () => {
    const { pair } = course;
    const browser = aBrowser();
    const claims = linkClaims(`${pair.toolUrl}/lti/launch`, {
      sub: 'trainer',
      [claim('roles')]: [`${MEMBERSHIP}Instructor`],
      [`${NRPS}claim/namesroleservice`]: {
        context_memberships_url: `${suite.origin}/members`,
        service_versions: ['2.0'],
      },
    });
    const launched = await suite.send(browser, claims);
    const { linkId } = await principalBehind(pair, launched);
    stored = await pair.tool.lti.resourceLink(linkId ?? '');
    const tab = tabOf(pair, browser, launched);
    await until(async () => (await pageOf(tab, '/people')).html.includes('Jane Doe'));
  });

  it('CERT-38 given its launch when it has come then the address of its list is kept', () => {
    expect(stored?.memberships).toBe(`${suite.origin}/members`);
  });

  it('CERT-39 given the list when the trainer opens it then the suite is asked for it', () => {
    expect(askedAt('/members').length).toBeGreaterThan(0);
  });

  it('CERT-40 given the request when the suite looks at it then it asks for the list’s media type', () => {
    expect(askedAt('/members')[0]?.headers.accept).toBe(
      'application/vnd.ims.lti-nrps.v2.membershipcontainer+json',
    );
  });

  it('CERT-41 given the request when the suite looks at it then it bears the token that was given', () => {
    expect(askedAt('/members')[0]?.headers.authorization).toBe('Bearer token-of-suite');
  });

  it('CERT-42 given the request for a token when the suite looks at it then scope and assertion hold', async () => {
    const form = new URLSearchParams(askedAt('/token')[0]?.body);
    const keys = await fetch(`${course.pair.toolUrl}/lti/keys`);
    const keySet = createLocalJWKSet((await keys.json()) as JSONWebKeySet);

    expect(form.get('scope')).toBe(`${NRPS}scope/contextmembership.readonly`);
    expect(form.get('grant_type')).toBe('client_credentials');
    expect(form.get('client_assertion_type')).toBe(ASSERTION);
    const { payload } = await jwtVerify(form.get('client_assertion') ?? '', keySet, {
      algorithms: ['RS256'],
      audience: `${suite.origin}/token`,
    });
    expect(payload).toMatchObject({ iss: suite.clientId, sub: suite.clientId });
  });
});

describe('grades of the suite', () => {
  it('CERT-43 given a link without a line item when a trainer asks for a column and somebody learns then both are there', async () => {
    const { pair } = course;
    const { id: linkId } = pair.sandbox.addLink({
      toolClientId: CLIENT_ID,
      title: 'Talks',
      targetLinkUri: `${pair.toolUrl}/lti/launch?content=${EXERCISE}`,
      custom: { content: EXERCISE },
    });
    const { state } = pair.sandbox;
    const trainer = await visit(pair, aBrowser(), { userId: TRAINER, linkId });
    const list = await (await trainer.browser.get(`${trainer.base}/gradebook`)).text();
    const activity = /gradebook\/activities\/[\w-]+/.exec(list)?.[0] ?? '';
    const decided = await trainer.browser.post(
      `${trainer.base}/${activity}?counting=best&column=make&token=${trainer.token}`,
      {},
    );
    expect(decided.status).toBe(303);
    const made = () => state.lineItems().find((item) => item.linkId === linkId);
    expect(made()).toBeUndefined();

    const learner = await visit(pair, aBrowser(), { userId: ILZE, linkId });
    await course.solve(learner);
    await until(() => state.grade(made()?.id ?? '', ILZE) !== undefined);

    expect(made()).toMatchObject({
      ...{ label: 'Talks', resourceId: EXERCISE, tag: 'exercise', origin: 'manual' },
    });
    expect(state.grade(made()?.id ?? '', ILZE)?.finalGrade).toBe(made()?.scoreMaximum);
    // Another learner's score goes to the same column.
    const mart = await visit(pair, aBrowser(), { userId: MART, linkId });
    await course.solve(mart);
    await until(() => state.grade(made()?.id ?? '', MART) !== undefined);
    expect(state.lineItems().filter((item) => item.linkId === linkId)).toHaveLength(1);
  });

  it('CERT-43 given a link with a line item when somebody learns then the score is sent by itself', async () => {
    const school = await course.school();
    const learner = await school.visit({ userId: 'jane' });
    await course.solve(learner);
    await course.reaches(learner, 'delivered');
    await school.stop();

    expect(school.scores).toHaveLength(1);
    const [{ body, headers, url }] = school.scores as [(typeof school.scores)[0]];
    expect(url.pathname).toBe('/2/lineitems/2/lineitem/scores');
    expect(headers['content-type']).toBe('application/vnd.ims.lis.v1.score+json');
    expect(body).toMatchObject({
      userId: 'jane',
      activityProgress: 'Completed',
      gradingProgress: 'FullyGraded',
    });
    expect(body.scoreGiven).toBe(body.scoreMaximum);
  });
});

describe('registration of the suite', () => {
  const values = () => ({
    issuer: 'https://suite.example.com',
    clientId: 'typed-by-hand',
    deployment: '1',
    authUrl: `${suite.origin}/auth`,
    tokenUrl: `${suite.origin}/token`,
    jwksUrl: `${suite.origin}/keys`,
  });

  it('CERT-44 given a platform without dynamic registration when somebody registers by hand then all addresses are there to copy', async () => {
    const { toolUrl } = course.pair;
    const { token } = await invited(course.pair);
    const page = await see(`${toolUrl}/lti/register/manual?invitation=${token}&platform=other`);

    expect(page.status).toBe(200);
    for (const address of ['/lti/login', '/lti/launch', '/lti/keys']) {
      expect(page.html).toContain(`${toolUrl}${address}`);
    }
    for (const name of Object.keys(values())) expect(page.html).toContain(`name="${name}"`);
  });

  it('CERT-44 given the values of the suite when they are typed in then it is registered', async () => {
    const { token } = await invited(course.pair, { approveAtOnce: true });
    const form = { ...values(), platform: 'other' };
    const { status } = await registerByHand(course.pair, token, form);

    expect(status).toBe(200);
    const kept = await course.pair.tool.lti.platforms.list();
    expect(kept.map(({ clientId }) => clientId)).toContain('typed-by-hand');
  });
});
