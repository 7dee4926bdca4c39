import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { loadAnswers, type Answers } from '../support/answers.js';
import {
  anAttackedPlatform,
  outcomeOf,
  principalBehind,
  sessionPath,
  type AttackedPlatform,
} from '../support/attacks.js';
import { EXERCISE, isSolved, pageOf, solve, tabOf, type Tab } from '../support/attacks-session.js';
import { aBrowser } from '../support/browser-client.js';
import { claim, SETTINGS } from '../support/messages.js';
import { aPair, type Pair } from '../support/tool.js';

const CLAIMS = '400 lti.claims-invalid';
const PENDING = '403 lti.deployment-pending';
const INSTRUCTOR = ['http://purl.imsglobal.org/vocab/lis/v2/membership#Instructor'];
/** As long as an id may be. */
const LONGEST = `https://lms.example/direct/user/${'x'.repeat(223)}`;

let pair: Pair;
let school: AttackedPlatform;
let answers: Answers;
const others: AttackedPlatform[] = [];

beforeAll(async () => {
  pair = await aPair({ jobs: false });
  school = await anAttackedPlatform(pair, { deployments: ['1', 'second'] });
  answers = await loadAnswers();
});

afterAll(async () => {
  await Promise.all([school, ...others].map((platform) => platform.stop()));
  await pair.stop();
});

async function another(
  clientId: string,
  options: { readonly issuer?: string; readonly deployments?: readonly string[] } = {},
): Promise<AttackedPlatform> {
  const platform = await anAttackedPlatform(pair, { clientId, ...options });
  others.push(platform);
  return platform;
}

const launch = async (claims: Readonly<Record<string, unknown>>): Promise<string> =>
  outcomeOf(await school.launch({ claims }));

describe('version and message', () => {
  it('CLM-01 given version 1.3.0 when it is launched then it is let in', async () => {
    expect(await launch({ [claim('version')]: '1.3.0' })).toBe('in');
  });

  it('CLM-02 given another version or none when it is launched then it is a 400', async () => {
    for (const version of ['1.3', '2.0.0', '11.3', '1.3.0 ', '', undefined, 1.3, ['1.3.0']]) {
      expect(await launch({ [claim('version')]: version })).toBe(CLAIMS);
    }
  });

  it('CLM-03 given a message that we do not know when it is launched then the page is a 400 that names it', async () => {
    const message = { [claim('message_type')]: 'LtiStartProctoring' };
    const answer = await school.launch({ claims: message });

    expect(answer.status).toBe(400);
    const html = await answer.text();
    expect(html).toContain('lti.message-unsupported');
    expect(html).toContain('message type: LtiStartProctoring');
  });

  it('CLM-03 given a message whose name is markup when it is launched then it is not repeated', async () => {
    const message = { [claim('message_type')]: '<b>Lti</b>' };
    const html = await (await school.launch({ claims: message })).text();

    expect(html).toContain('message type: ?');
    expect(html).not.toContain('Lti</b>');
  });

  it('CLM-04 given a request to choose content when it comes to the launch address then the picker opens', async () => {
    const claims = {
      [claim('message_type')]: 'LtiDeepLinkingRequest',
      [claim('roles')]: INSTRUCTOR,
      [SETTINGS]: {
        accept_types: ['ltiResourceLink'],
        accept_presentation_document_targets: ['iframe'],
        deep_link_return_url: `${school.origin}/return`,
      },
    };
    const browser = aBrowser();
    const launched = await school.launch({ claims }, browser);

    expect(sessionPath(launched)).toMatch(/\/choose\/[A-Za-z0-9_-]+$/);
    const { status, html } = await pageOf(tabOf(pair, browser, launched), '');
    expect([status, html.includes('Choose content')]).toEqual([200, true]);
  });
});

describe('deployment', () => {
  const deployment = (id: unknown): Record<string, unknown> => ({ [claim('deployment_id')]: id });

  it('CLM-05 given no deployment when it is launched then it is a 400', async () => {
    for (const id of [undefined, null, '', 5, ['1'], { id: '1' }]) {
      expect(await launch(deployment(id))).toBe(CLAIMS);
    }
  });

  it('CLM-06 given a deployment that nobody named when it is launched then it waits for the operator', async () => {
    expect(await launch(deployment('new'))).toBe(PENDING);

    const { deployments } = await pair.tool.lti.platforms.show(school.id);
    expect(deployments).toContainEqual({ id: 'new', status: 'pending' });
  });

  it('CLM-07 given a login that names another deployment when it is launched then it is refused', async () => {
    const login = { lti_deployment_id: 'second' };

    expect(await outcomeOf(await school.launch({ login }))).toBe('403 lti.deployment-unknown');
    expect(await outcomeOf(await school.launch({ login, claims: deployment('second') }))).toBe(
      'in',
    );
  });

  it('CLM-08 given an id of 255 characters when it is launched then it is kept whole', async () => {
    const id = 'd'.repeat(255);
    const platform = await another('long', { deployments: [id] });

    const launched = await platform.launch({ claims: deployment(id) });

    expect((await principalBehind(pair, launched)).deploymentId).toBe(id);
    expect(await launch(deployment('d'.repeat(256)))).toBe(CLAIMS);
  });

  it('CLM-09 given the ids A and a when they are launched then they are two deployments', async () => {
    const platform = await another('letters', { deployments: ['A'] });
    expect(await outcomeOf(await platform.launch({ claims: deployment('a') }))).toBe(PENDING);

    const both = await another('both-letters', { deployments: ['A', 'a'] });
    const linkOf = async (id: string): Promise<string | undefined> =>
      (await principalBehind(pair, await both.launch({ claims: deployment(id) }))).linkId;
    expect(await linkOf('A')).not.toBe(await linkOf('a'));
  });
});

describe('target and link', () => {
  const target = (uri: unknown): Record<string, unknown> => ({ [claim('target_link_uri')]: uri });

  it('CLM-10 given no target when a link is launched then it is a 400', async () => {
    for (const uri of [undefined, null, '', 5, 'no address', 'javascript:alert(1)']) {
      expect(await launch(target(uri))).toBe(CLAIMS);
    }
  });

  it('CLM-11 given another target than that of the login when it is launched then it is refused', async () => {
    const login = { target_link_uri: `${pair.toolUrl}/lti/launch` };
    for (const uri of [`${login.target_link_uri}?content=M1`, 'https://evil.example/']) {
      const answer = await school.launch({ login, claims: target(uri) });
      expect(await outcomeOf(answer)).toBe('401 lti.target-mismatch');
    }
  });

  it('CLM-12 given a target somewhere else when it is launched then nobody is sent there', async () => {
    const likeOurs = pair.toolUrl.replace('localhost', 'localhost.evil.example');
    for (const uri of ['https://evil.example/', likeOurs]) {
      const launched = await school.launch({ claims: target(uri) });

      expect(sessionPath(launched)).toMatch(/^\/s\/[A-Za-z0-9_-]{22}\/$/);
    }
  });

  it('CLM-13 given no link or one without an id when it is launched then it is a 400', async () => {
    for (const link of [undefined, null, {}, { id: '' }, { id: 5 }, 'link-1', ['link-1']]) {
      expect(await launch({ [claim('resource_link')]: link })).toBe(CLAIMS);
    }
  });

  it('CLM-14 given one link id in two deployments when they are launched then they are two links', async () => {
    const linkOf = async (id: string): Promise<string | undefined> => {
      const claims = { [claim('deployment_id')]: id };
      return (await principalBehind(pair, await school.launch({ claims }))).linkId;
    };

    expect(await linkOf('1')).toBe(await linkOf('1'));
    expect(await linkOf('1')).not.toBe(await linkOf('second'));
  });
});

describe('person', () => {
  async function open(platform: AttackedPlatform, sub: string): Promise<Tab> {
    const target_link_uri = `${pair.toolUrl}/lti/launch?content=${EXERCISE}`;
    const browser = aBrowser();
    const claims = { sub, [claim('target_link_uri')]: target_link_uri };
    return tabOf(pair, browser, await platform.launch({ claims }, browser));
  }

  it('CLM-15 given nobody when a link is launched then it is a 400', async () => {
    for (const sub of ['', undefined, null, ['3'], { id: '3' }]) {
      expect(await launch({ sub })).toBe(CLAIMS);
    }
  });

  it('CLM-17 given an address or 255 characters as person when it is launched then they are taken as they are', async () => {
    for (const sub of ['https://lms.example/user?id=3&x=ä', LONGEST]) {
      const launched = await school.launch({ claims: { sub } });
      expect((await principalBehind(pair, launched)).userId).toBe(sub);
    }
    expect(LONGEST).toHaveLength(255);
    expect(await launch({ sub: `${LONGEST}x` })).toBe(CLAIMS);
  });

  it('CLM-18 given the same person at two issuers when they are launched then they are two people', async () => {
    const here = await open(school, 'same');
    const there = await open(await another('elsewhere'), 'same');

    expect(await solve(here, answers)).toBe(201);

    expect([await isSolved(here), await isSolved(there)]).toEqual([true, false]);
  });

  it('CLM-19 given two schools of one issuer when the same person is launched then neither sees the other’s data', async () => {
    const issuer = 'https://cloud.example';
    const first = await another('first-school', { issuer });
    const second = await another('second-school', { issuer });
    const here = await open(first, 'same');
    expect(await solve(here, answers)).toBe(201);

    const there = await open(second, 'same');
    expect([await isSolved(here), await isSolved(there)]).toEqual([true, false]);

    // Nor does somebody who teaches there.
    const browser = aBrowser();
    const claims = { sub: 'trainer-of-second', [claim('roles')]: INSTRUCTOR };
    const trainer = tabOf(pair, browser, await second.launch({ claims }, browser));
    const { status, html } = await pageOf(trainer, '/gradebook');
    expect(status).toBe(200);
    expect(html).not.toContain(EXERCISE);
    expect((await browser.get(here.base)).status).toBe(401);
  });
});
