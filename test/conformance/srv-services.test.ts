import type { IncomingMessage, ServerResponse } from 'node:http';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { createHandlers } from '../../src/lti/notices/handlers.service.js';
import { openHandlerStore } from '../../src/lti/notices/handler.store.js';
import { createNoticeService } from '../../src/lti/notices/notice-service.client.js';
import type { Launch } from '../../src/lti/launch/launch.js';
import { readServiceClaims } from '../../src/lti/launch/service-claims.js';
import { openSqlite } from '../../src/persistence/sqlite/open-sqlite.js';
import { MINUTE } from '../../src/shared/clock.js';
import { silent } from '../../src/shared/logger.js';
import { aBrowser } from '../support/browser-client.js';
import { addLink, answer, ILZE, MART, TRAINER, until, visit } from '../support/launch.js';
import { loadAnswers } from '../support/answers.js';
import { aPlatform } from '../support/lti.js';
import {
  aSpeakingPlatform,
  claim,
  linkClaims,
  type SpeakingPlatform,
} from '../support/messages.js';
import { aRoster } from '../support/roster.js';
import { aServicePlatform, paged, sendMembers } from '../support/service-platform.js';
import { aPair, type Pair } from '../support/tool.js';

const NOTICE_SERVICE = claim('platformnotificationservice');
const INSTRUCTOR = ['http://purl.imsglobal.org/vocab/lis/v2/membership#Instructor'];

let pair: Pair;
let platform: SpeakingPlatform;
/** What the platform's notification service was asked. */
const wishes: { method: string; body: Record<string, string>; scope: string }[] = [];
let scope = '';

beforeAll(async () => {
  pair = await aPair();
  platform = await aSpeakingPlatform(pair, { clientId: 'noticing', service: serve });
});
afterAll(async () => {
  await platform.stop();
  await pair.stop();
});

/** Tokens, and the notification service. */
function serve(req: IncomingMessage, res: ServerResponse): void {
  const chunks: Buffer[] = [];
  req.on('data', (chunk: Buffer) => chunks.push(chunk));
  req.on('end', () => {
    const body = Buffer.concat(chunks).toString();
    if (req.url === '/token') {
      scope = new URLSearchParams(body).get('scope') ?? '';
      res.end(JSON.stringify({ access_token: 'token', expires_in: 3600 }));
      return;
    }
    const wish = JSON.parse(body) as Record<string, string>;
    wishes.push({ method: req.method ?? '', body: wish, scope });
    res.end('{}');
  });
}

/** Claims of a copy notice in the shape of the specification; `undefined` takes a claim out. */
function noticeClaims(over: Readonly<Record<string, unknown>> = {}): Record<string, unknown> {
  const now = Math.floor(Date.now() / 1000);
  return {
    iss: platform.issuer,
    aud: platform.clientId,
    iat: now,
    exp: now + 60,
    nonce: crypto.randomUUID(),
    [claim('version')]: '1.3.0',
    [claim('deployment_id')]: '1',
    [claim('notice')]: {
      id: crypto.randomUUID(),
      timestamp: '2026-11-23T10:00:00Z',
      type: 'LtiContextCopyNotice',
    },
    [claim('context')]: { id: 'new-course', type: ['CourseSection'] },
    [claim('origin_contexts')]: [{ id: 'old-course' }],
    ...over,
  };
}

function notice(over: Readonly<Record<string, unknown>> = {}): Promise<string> {
  return platform.sign(noticeClaims(over));
}

function deliver(...tokens: string[]): Promise<Response> {
  return aBrowser().postJson(`${pair.toolUrl}/lti/notices`, {
    notices: tokens.map((jwt) => ({ jwt })),
  });
}

async function originsOf(contextId: string, deploymentId = '1'): Promise<readonly string[]> {
  const platforms = await pair.tool.lti.platforms.list();
  const { id: platformId = '' } = platforms.find(({ clientId }) => clientId === 'noticing') ?? {};
  return pair.tool.lti.courseOrigins({ platformId, deploymentId, contextId });
}

function noticeOf(type: string, id: string = crypto.randomUUID()): Record<string, unknown> {
  return { [claim('notice')]: { id, timestamp: '2026-11-23T10:00:00Z', type } };
}

describe('course groups', () => {
  const GROUPS = 'https://purl.imsglobal.org/spec/lti-gs/claim/groupsservice';

  it('SRV-06 given a groups service when the people are read then so are their groups', async () => {
    const url = 'https://lms.school.example/groups';
    expect(readServiceClaims({ [GROUPS]: { context_groups_url: url } }).groups).toBe(url);
    const bench = await aRoster(
      (request, res) => {
        const member = { user_id: '3', roles: [], group_enrollments: [{ group_id: 'g1' }] };
        if (request.url.pathname === '/members') sendMembers(res, [member]);
        else res.end(JSON.stringify({ groups: [{ id: 'g1', name: 'Tandem 1', set_id: 's' }] }));
      },
      { groups: true },
    );

    const { people } = await bench.roster.people(bench.trainer);

    expect(people).toMatchObject([{ userId: '3', groups: ['Tandem 1'] }]);
    expect(bench.school.tokenRequests[1]?.get('scope')).toBe(
      'https://purl.imsglobal.org/spec/lti-gs/scope/contextgroup.readonly',
    );
    expect(bench.school.seen[1]?.headers.accept).toBe(
      'application/vnd.ims.lti-gs.v1.contextgroupcontainer+json',
    );
    await bench.stop();
  });

  it('SRV-07 given no groups service when the people are read then nothing is asked and nothing is missing', async () => {
    expect(readServiceClaims({}).groups).toBeUndefined();
    const bench = await aRoster(paged([{ user_id: '3', roles: [] }], 10));

    const { people, problem } = await bench.roster.people(bench.trainer);

    expect(people).toMatchObject([{ userId: '3', groups: [] }]);
    expect(problem).toBeUndefined();
    expect(bench.school.seen).toHaveLength(1);
    await bench.stop();
  });

  it('SRV-08 given a group of somebody who is not in the list when the people are read then they are left out', async () => {
    const bench = await aRoster(
      (request, res) => {
        if (request.url.pathname === '/members') sendMembers(res, [{ user_id: '3', roles: [] }]);
        else res.end(JSON.stringify({ groups: [{ id: 'g1', name: 'Strangers' }] }));
      },
      { groups: true },
    );

    expect((await bench.roster.people(bench.trainer)).people).toMatchObject([{ userId: '3' }]);
    await bench.stop();
  });
});

describe('wish for notices', () => {
  function launchOf(types: readonly string[], role = INSTRUCTOR): Record<string, unknown> {
    return linkClaims(`${pair.toolUrl}/lti/launch?content=M1`, {
      [claim('roles')]: role,
      [NOTICE_SERVICE]: {
        platform_notification_service_url: `${platform.issuer}/handlers`,
        service_versions: ['1.0'],
        scope: ['https://purl.imsglobal.org/spec/lti/scope/noticehandlers'],
        notice_types_supported: types,
      },
    });
  }

  it('SRV-09 given a platform with copy notices when trainers launch then each type is asked for once', async () => {
    // The job looks every five minutes; here it is asked to look when there is something.
    const types = ['LtiContextCopyNotice', 'LtiAssetProcessorSubmissionNotice'];
    await platform.send(aBrowser(), launchOf(types, linkClaims('x')[claim('roles')] as string[]));
    for (let times = 0; times < 3; times += 1) await platform.send(aBrowser(), launchOf(types));

    pair.tool.runner.wake('register-notice-handlers');
    await until(() => wishes.length > 0);
    pair.tool.runner.wake('register-notice-handlers');
    await new Promise((resolve) => setTimeout(resolve, 200));

    expect(wishes).toEqual([
      {
        method: 'PUT',
        body: { notice_type: 'LtiContextCopyNotice', handler: `${pair.toolUrl}/lti/notices` },
        scope: 'https://purl.imsglobal.org/spec/lti/scope/noticehandlers',
      },
    ]);
  });

  it.each([
    ['https://tool.example', 'https://lms.example', 1],
    ['http://tool.example', 'https://lms.example', 0],
  ])(
    'SRV-10 given the tool at %s when %s is told then it is told of https only',
    async (tool, lms, noted) => {
      const school = await aServicePlatform(() => undefined);
      const database = openSqlite({ file: ':memory:', clock: Date.now });
      const handlers = await openHandlerStore(database);
      const wish = createHandlers({
        handlers,
        service: createNoticeService({ tokens: school.tokens }),
        handlerUrl: new URL('/lti/notices', tool),
        platform: () => Promise.resolve(undefined),
        clock: Date.now,
        logger: silent,
      });
      const services = { notices: { url: `${lms}/handlers`, types: ['LtiContextCopyNotice'] } };

      await wish.note({
        ...{ platform: aPlatform(), deploymentId: '1', userId: '7', role: 'instructor' },
        link: { services } as unknown as Launch['link'],
      });

      const due = await handlers.lease(Date.now() + MINUTE, Date.now() + 2 * MINUTE);
      expect(due === undefined ? 0 : 1).toBe(noted);
      if (due) expect(new URL(due.handler).origin).toBe(tool);
      await school.stop();
      await database.close();
    },
  );
});

describe('notice', () => {
  it('SRV-11 given one that holds when delivered then it is kept', async () => {
    const context = { [claim('context')]: { id: 'held' } };

    expect((await deliver(await notice(context))).status).toBe(202);

    expect(await originsOf('held')).toEqual(['old-course']);
  });

  it.each([
    ['another issuer', { iss: 'https://elsewhere.example' }],
    ['another audience', { aud: 'another-tool' }],
    ['a second audience', { aud: ['noticing', 'another-tool'] }],
    ['an authorized party that is not us', { azp: 'another-tool' }],
    ['an end in the past', { exp: 1_000_000_000 }],
    ['no end', { exp: undefined }],
    ['a beginning in the future', { iat: 9_000_000_000 }],
    ['no nonce', { nonce: undefined }],
    ['an unknown deployment', { [claim('deployment_id')]: '99' }],
    ['another version', { [claim('version')]: '1.1' }],
    ['no notice', { [claim('notice')]: undefined }],
  ])('SRV-11 given one with %s when delivered then it is refused', async (_name, over) => {
    const answered = await deliver(
      await notice({ ...over, [claim('context')]: { id: 'refused' } }),
    );

    expect(answered.status).toBe(401);
    expect(await answered.json()).toMatchObject({ code: 'lti.notice-refused' });
    expect(await originsOf('refused')).toEqual([]);
  });

  it('SRV-11 given one that was changed after signing when delivered then it is refused', async () => {
    const [header, , signature] = (await notice()).split('.');
    const claims = noticeClaims({ [claim('context')]: { id: 'changed' } });
    const payload = Buffer.from(JSON.stringify(claims)).toString('base64url');

    expect((await deliver(`${header}.${payload}.${signature}`)).status).toBe(401);
    const unsigned = Buffer.from('{"alg":"none"}').toString('base64url');
    expect((await deliver(`${unsigned}.${payload}.`)).status).toBe(401);
    expect(await originsOf('changed')).toEqual([]);
  });

  it('SRV-12 given one without person, roles and message type when delivered then it holds', async () => {
    const claims = noticeClaims();
    expect(Object.keys(claims)).not.toContain('sub');
    expect(Object.keys(claims)).not.toContain(claim('roles'));
    expect(Object.keys(claims)).not.toContain(claim('message_type'));

    expect((await deliver(await platform.sign(claims))).status).toBe(202);
  });

  it('SRV-13 given the token of a launch when delivered as a notice then it is refused', async () => {
    const now = Math.floor(Date.now() / 1000);
    const launch = linkClaims(`${pair.toolUrl}/lti/launch?content=M1`, {
      ...{ iss: platform.issuer, aud: 'noticing', iat: now, exp: now + 60, nonce: 'n' },
    });

    expect((await deliver(await platform.sign(launch))).status).toBe(401);
    const both = { ...launch, ...noticeOf('LtiContextCopyNotice') };
    expect((await deliver(await platform.sign(both))).status).toBe(401);
  });

  it('SRV-14 given a notice when it is posted as a launch then it is refused', async () => {
    const posted = await platform.send(aBrowser(), noticeClaims({ nonce: undefined }));
    expect([400, 401]).toContain(posted.status);

    // Even one that has the nonce of the login.
    const { nonce: _nonce, ...claims } = noticeClaims();
    const refused = await platform.send(aBrowser(), claims);
    expect(refused.status).toBe(400);
    expect(await refused.text()).toContain('lti.claims-invalid');
  });

  it('SRV-15 given a bad one beside a good one when delivered then the good one counts', async () => {
    const good = await notice({ [claim('context')]: { id: 'beside' } });
    const bad = await notice({ nonce: undefined });

    expect((await deliver(bad, good, 'no token')).status).toBe(202);

    expect(await originsOf('beside')).toEqual(['old-course']);
  });

  it('SRV-16 given the same notice twice when delivered then it has one effect', async () => {
    const context = { [claim('context')]: { id: 'twice' } };
    const id = crypto.randomUUID();
    const first = await notice({ ...context, ...noticeOf('LtiContextCopyNotice', id) });
    const again = await notice({
      ...context,
      ...noticeOf('LtiContextCopyNotice', id),
      [claim('origin_contexts')]: [{ id: 'another' }],
    });

    const statuses = await Promise.all(
      [first, first, again].map(async (token) => (await deliver(token)).status),
    );
    expect(statuses).toEqual([202, 202, 202]);
    expect(await originsOf('twice')).toHaveLength(1);
  });

  it('SRV-17 given many when delivered then the answer comes once they are kept', async () => {
    const contexts = Array.from({ length: 20 }, (_, at) => `many-${at}`);
    const tokens = await Promise.all(contexts.map((id) => notice({ [claim('context')]: { id } })));

    expect((await deliver(...tokens)).status).toBe(202);

    for (const id of contexts) expect(await originsOf(id)).toEqual(['old-course']);
  });

  it('SRV-17 given keys that cannot be had when delivered then the platform is told to come again', async () => {
    const away = await aSpeakingPlatform(pair, { clientId: 'away' });
    await away.stop();

    const token = await away.sign(noticeClaims({ iss: away.issuer, aud: 'away' }));

    expect((await deliver(token)).status).toBe(502);
  });

  it('SRV-18 given a greeting when delivered then it is taken', async () => {
    expect((await deliver(await notice(noticeOf('LtiHelloWorldNotice')))).status).toBe(202);
  });

  it('SRV-19 given a type that nobody knows when delivered then it is taken and passed over', async () => {
    const over = {
      [claim('context')]: { id: 'passed-over' },
      ...noticeOf('LtiSomethingNewNotice'),
    };

    expect((await deliver(await notice(over))).status).toBe(202);
    expect(await originsOf('passed-over')).toEqual([]);
  });

  it('SRV-20 given a course that is a copy when a learner comes there then no work of the old course is theirs', async () => {
    const old = addLink(pair, 'M1');
    const answers = await loadAnswers();
    const learner = await visit(pair, aBrowser(), { userId: ILZE, linkId: old.id });
    await answer(learner, 'M1-03', { response: answers.right('M1-03') });
    await deliver(await notice({ [claim('context')]: { id: 'copy-of-2' } }));

    const copied = addLink(pair, 'M1');
    const later = await visit(pair, aBrowser(), { userId: ILZE, linkId: copied.id });

    const standing = await later.browser.get(`${later.base}/exercises/M1-03/standing`, {
      accept: 'application/json',
    });
    expect(await standing.json()).toMatchObject({ state: 'none' });
    expect(await originsOf('copy-of-2')).toEqual(['old-course']);
    // Another deployment's course of the same id is another course.
    expect(await originsOf('copy-of-2', '2')).toEqual([]);
  });

  it('SRV-21 given a copy notice that names no origin when delivered then it is kept without one', async () => {
    const over = { [claim('context')]: { id: 'orphan' }, [claim('origin_contexts')]: undefined };

    expect((await deliver(await notice(over))).status).toBe(202);
    expect(await originsOf('orphan')).toEqual([]);
  });

  it.each([
    ['nothing', {}],
    ['no list', { notices: 'all' }],
    ['an empty list', { notices: [] }],
    ['more than a delivery holds', { notices: Array.from({ length: 21 }, () => ({ jwt: 'x' })) }],
  ])('is refused when the delivery holds %s', async (_name, body) => {
    const answered = await aBrowser().postJson(`${pair.toolUrl}/lti/notices`, body);

    expect(answered.status).toBe(400);
  });
});

describe('copied course', () => {
  it('SRV-26 given a column that came with the copy when the first result is sent then it goes there and none is made', async () => {
    const answers = await loadAnswers();
    const copied = addLink(pair, 'M1-03');
    const before = pair.sandbox.state.lineItems().length;
    const learner = await visit(pair, aBrowser(), { userId: MART, linkId: copied.id });

    await answer(learner, 'M1-03', { response: answers.right('M1-03') });

    await until(() => pair.sandbox.state.grade(copied.lineItemId!, MART) !== undefined);
    expect(pair.sandbox.state.lineItems()).toHaveLength(before);
  });

  it('SRV-27 given a copied link with other content when it is opened then the old link opens what it did', async () => {
    const old = addLink(pair, 'M1-03');
    const copied = addLink(pair, 'M1-04');

    const open = async (linkId: string): Promise<string | null> => {
      const { browser, base } = await visit(pair, aBrowser(), { userId: TRAINER, linkId });
      return (await browser.get(`${base}/`)).headers.get('location');
    };

    expect(await open(old.id)).toContain('/exercises/M1-03');
    expect(await open(copied.id)).toContain('/exercises/M1-04');
    expect(await open(old.id)).toContain('/exercises/M1-03');
  });
});

describe('other claims', () => {
  it('SRV-32 given a Caliper claim when launched then it is passed over', async () => {
    const claims = linkClaims(`${pair.toolUrl}/lti/launch?content=M1`, {
      'https://purl.imsglobal.org/spec/lti-ces/claim/caliper-endpoint-service': {
        scopes: ['https://purl.imsglobal.org/spec/lti-ces/v1p0/scope/send'],
        caliper_endpoint_url: `${platform.issuer}/caliper`,
        caliper_federated_session_id: 'urn:uuid:1',
      },
    });
    const asked = wishes.length;

    expect((await platform.send(aBrowser(), claims)).status).toBe(303);
    expect(wishes).toHaveLength(asked);
  });
});
