import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import {
  anAttackedPlatform,
  outcomeOf,
  principalBehind,
  sessionsIn,
  type AttackedPlatform,
  type Attempt,
} from '../support/attacks.js';
import { EXERCISE, pageOf, tabOf } from '../support/attacks-session.js';
import { aBrowser } from '../support/browser-client.js';
import { sign } from '../support/keys.js';
import { claim } from '../support/messages.js';
import { aPair, type Pair } from '../support/tool.js';

const LIS = 'http://purl.imsglobal.org/vocab/lis/v2';
const INSTRUCTOR = `${LIS}/membership#Instructor`;
const LEARNER = `${LIS}/membership#Learner`;
const UNKNOWN = `${LIS}/uknownrole/unknown#Helper`;

const NAMES = { name: 'Ms Jane Marie Doe', given_name: 'Jane', family_name: 'Doe' };
const EMAIL = { email: 'jane@platform.example' };

let pair: Pair;
let suite: AttackedPlatform;

beforeAll(async () => {
  pair = await aPair({ jobs: false });
  suite = await anAttackedPlatform(pair, { clientId: 'suite' });
});

afterAll(async () => {
  await suite.stop();
  await pair.stop();
});

type Claims = Readonly<Record<string, unknown>>;

/** All that the suite sends of a person in a course; `undefined` takes a claim out. */
function payload(roles: readonly string[], over: Claims = {}): Claims {
  return {
    ...{ sub: 'c0ffee', ...NAMES, ...EMAIL, picture: `${suite.origin}/jane.png`, locale: 'en-US' },
    [claim('roles')]: roles,
    [claim('context')]: { id: 'c1', label: 'TST', title: 'Test', type: ['CourseSection'] },
    [claim('resource_link')]: { id: 'r1', title: 'Module', description: 'A module' },
    [claim('target_link_uri')]: `${pair.toolUrl}/lti/launch?content=${EXERCISE}`,
    [claim('tool_platform')]: { guid: 'suite', name: 'Suite', version: '1.0' },
    [claim('lis')]: { person_sourcedid: 'p:1', course_section_sourcedid: 's:1' },
    [claim('launch_presentation')]: {
      ...{ document_target: 'iframe', width: 320, height: 240 },
      return_url: `${suite.origin}/return`,
    },
    [claim('custom')]: { myCustomValue: '123' },
    ...over,
  };
}

describe('bad launches of the suite', () => {
  const without = (name: string): Attempt => ({ claims: { [claim(name)]: undefined } });
  const CLAIMS = '400 lti.claims-invalid';
  const TOKEN = '401 lti.token-invalid';

  it.each<readonly [string, Attempt, string]>([
    ['CERT-01 given no key id', { header: { kid: undefined } }, TOKEN],
    ['CERT-02 given a wrong key id', { header: { kid: 'imsglobal_wrong' } }, TOKEN],
    ['CERT-03 given version 11.3', { claims: { [claim('version')]: '11.3' } }, CLAIMS],
    ['CERT-04 given no version', without('version'), CLAIMS],
    [
      'CERT-07 given a beginning and an end of long ago',
      { claims: { iat: 11111, exp: 22222 } },
      TOKEN,
    ],
    ['CERT-08 given no message type', without('message_type'), CLAIMS],
    ['CERT-09 given no roles', without('roles'), CLAIMS],
    ['CERT-10 given no deployment', without('deployment_id'), CLAIMS],
    [
      'CERT-11 given a link without an id',
      { claims: { [claim('resource_link')]: { title: 'Module' } } },
      CLAIMS,
    ],
    ['CERT-12 given nobody', { claims: { sub: '' } }, CLAIMS],
  ])(
    '%s when it is launched then an error is shown and nothing opens',
    async (_name, attempt, outcome) => {
      const before = await sessionsIn(pair);

      expect(await outcomeOf(await suite.launch(attempt))).toBe(outcome);
      expect(await sessionsIn(pair)).toBe(before);
    },
  );

  it('CERT-05 given a token that is no message when it is launched then an error is shown and nothing opens', async () => {
    const before = await sessionsIn(pair);
    const { browser, state } = await suite.begin(aBrowser());
    const id_token = await sign({ name: 'badltilaunch' }, suite.key);

    const answer = await browser.post(`${pair.toolUrl}/lti/launch`, { state, id_token });

    expect(await outcomeOf(answer)).toBe(TOKEN);
    expect(await sessionsIn(pair)).toBe(before);
  });

  it('CERT-06 given only what every token has when it is launched then an error is shown and nothing opens', async () => {
    const before = await sessionsIn(pair);
    const { browser, state, nonce } = await suite.begin(aBrowser());
    const now = Math.floor(Date.now() / 1000);
    const { issuer: iss, clientId: aud } = suite;
    const claims = { iss, aud, nonce, iat: now, exp: now + 60, sub: 'c0ffee' };

    const id_token = await sign(claims, suite.key);
    const answer = await browser.post(`${pair.toolUrl}/lti/launch`, { state, id_token });

    expect(await outcomeOf(answer)).toBe(CLAIMS);
    expect(await sessionsIn(pair)).toBe(before);
  });
});

describe('valid launches of the suite', () => {
  const nobody = { name: undefined, given_name: undefined, family_name: undefined };
  const emailOnly = nobody;
  const namesOnly = { email: undefined };
  const noPii = { ...nobody, email: undefined, picture: undefined };
  const noContext = { ...emailOnly, [claim('context')]: undefined };

  it.each<readonly [string, readonly string[], Claims, string]>([
    ['CERT-13 given a whole payload of somebody who teaches', [INSTRUCTOR], {}, 'instructor'],
    [
      'CERT-14 given somebody who teaches with several roles',
      [`${LIS}/institution/person#Faculty`, `${LIS}/membership#Mentor`, INSTRUCTOR],
      {},
      'instructor',
    ],
    ['CERT-15 given the short role Instructor', ['Instructor'], {}, 'instructor'],
    ['CERT-16 given an unknown role beside Instructor', [UNKNOWN, INSTRUCTOR], {}, 'instructor'],
    ['CERT-16 given an unknown role alone', [UNKNOWN], {}, 'viewer'],
    ['CERT-17 given an empty role', [''], {}, 'viewer'],
    ['CERT-18 given a trainer with an address alone', [INSTRUCTOR], emailOnly, 'instructor'],
    ['CERT-19 given a trainer with names alone', [INSTRUCTOR], namesOnly, 'instructor'],
    ['CERT-20 given a trainer without a name', [INSTRUCTOR], noPii, 'instructor'],
    [
      'CERT-21 given a trainer with an address and no course',
      [INSTRUCTOR],
      noContext,
      'instructor',
    ],
    ['CERT-22 given a whole payload of somebody who learns', [LEARNER], {}, 'learner'],
    [
      'CERT-23 given somebody who learns with several roles',
      [`${LIS}/institution/person#Student`, `${LIS}/membership#Mentor`, LEARNER],
      {},
      'learner',
    ],
    ['CERT-24 given the short role Learner', ['Learner'], {}, 'learner'],
    ['CERT-25 given an unknown role beside Learner', [UNKNOWN, LEARNER], {}, 'learner'],
    ['CERT-26 given an empty role of a student', [''], { sub: 'student' }, 'viewer'],
    ['CERT-27 given a student with an address alone', [LEARNER], emailOnly, 'learner'],
    ['CERT-28 given a student with names alone', [LEARNER], namesOnly, 'learner'],
    ['CERT-29 given a student without a name', [LEARNER], noPii, 'learner'],
    ['CERT-30 given a student with an address and no course', [LEARNER], noContext, 'learner'],
  ])(
    '%s when it is launched then the page is there and fits the role',
    async (_name, roles, over, role) => {
      const browser = aBrowser();
      const launched = await suite.launch({ claims: payload(roles, over) }, browser);
      const tab = tabOf(pair, browser, launched);

      expect((await principalBehind(pair, launched)).role).toBe(role);
      const { status, html } = await pageOf(tab, '/');
      expect(status).toBe(200);
      // The way to the gradebook stands on pages of those who teach in a course.
      const hasCourse = !(claim('context') in over);
      expect(html.includes('/gradebook"')).toBe(role === 'instructor' && hasCourse);
      expect((await pageOf(tab, `/exercises/${EXERCISE}`)).status).toBe(200);
      if (role !== 'instructor') expect((await pageOf(tab, '/gradebook')).status).toBe(403);
    },
  );
});

describe('algorithm of the suite', () => {
  it('CERT-45 given another algorithm than RS256 when it is launched then it is refused, and the tool speaks it alone', async () => {
    const { kid } = suite.key;
    for (const alg of ['RS384', 'RS512', 'PS256', 'PS384', 'PS512']) {
      const attempt = { header: { alg, kid } };
      expect(await outcomeOf(await suite.launch(attempt))).toBe('401 lti.token-invalid');
    }

    const answer = await fetch(`${pair.toolUrl}/lti/keys`);
    const { keys } = (await answer.json()) as { keys: readonly { alg: string; kty: string }[] };
    expect(keys.length).toBeGreaterThan(0);
    for (const { alg, kty } of keys) expect([alg, kty]).toEqual(['RS256', 'RSA']);
  });

  it('CERT-45 given a tool on https when it answers then browsers are told to stay there', async () => {
    const secure = await aPair({
      jobs: false,
      config: { publicUrl: new URL('https://tool.example') },
    });
    const answer = await fetch(`${secure.toolUrl}/lti/keys`);
    const login = await aBrowser().get(`${secure.toolUrl}/lti/login?iss=x`);
    await secure.stop();

    expect(answer.headers.get('strict-transport-security')).toMatch(/max-age=\d{7,}/);
    expect(login.headers.get('strict-transport-security')).toMatch(/max-age=\d{7,}/);
  });
});
