import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import {
  anAttackedPlatform,
  outcomeOf,
  sessionPath,
  sessionsIn,
  type AttackedPlatform,
} from '../support/attacks.js';
import { aBrowser } from '../support/browser-client.js';
import { aPair, type Pair } from '../support/tool.js';

const INVALID = '401 lti.token-invalid';
const MISMATCH = '401 lti.nonce-mismatch';
const MINUTE = 60;

let pair: Pair;
let school: AttackedPlatform;
let sessions: number;

beforeAll(async () => {
  pair = await aPair({ jobs: false });
  school = await anAttackedPlatform(pair);
});

beforeEach(async () => {
  sessions = await sessionsIn(pair);
});

afterAll(async () => {
  await school.stop();
  await pair.stop();
});

/** Seconds from now. */
const at = (seconds: number): number => Math.floor(Date.now() / 1000) + seconds;

const launch = async (claims: Readonly<Record<string, unknown>>): Promise<string> =>
  outcomeOf(await school.launch({ claims }));

async function expectRefused(
  claims: Readonly<Record<string, unknown>>,
  outcome: string,
): Promise<void> {
  expect(await launch(claims)).toBe(outcome);
  expect(await sessionsIn(pair)).toBe(sessions);
}

describe('who the token is from and for', () => {
  it('TOK-17 given an issuer that differs by a slash or a letter when it is launched then it is a 401', async () => {
    const { issuer } = school;
    for (const iss of [`${issuer}/`, issuer.toUpperCase(), ` ${issuer}`, '', undefined, [issuer]]) {
      await expectRefused({ iss }, INVALID);
    }
  });

  it('TOK-18 given an audience that is our client id when it is launched then it is let in', async () => {
    expect(await launch({ aud: school.clientId })).toBe('in');
  });

  it('TOK-19 given a list with our client id alone when it is launched then it is let in', async () => {
    expect(await launch({ aud: [school.clientId] })).toBe('in');
    expect(await launch({ aud: [school.clientId], azp: school.clientId })).toBe('in');
  });

  it('TOK-20 given an audience without us when it is launched then it is a 401', async () => {
    for (const aud of ['another', ['another'], [], '', undefined, { id: school.clientId }, 5]) {
      await expectRefused({ aud }, INVALID);
    }
  });

  it('TOK-21 given an audience that we do not know beside us when it is launched then it is a 401', async () => {
    const { clientId } = school;
    await expectRefused({ aud: [clientId, 'another'], azp: clientId }, INVALID);
    await expectRefused({ aud: ['another', clientId], azp: clientId }, INVALID);
  });

  it('TOK-22 given several audiences and no party when it is launched then it is a 401', async () => {
    await expectRefused({ aud: [school.clientId, 'another'] }, INVALID);
  });

  it('TOK-23 given a party that is not us when it is launched then it is a 401', async () => {
    for (const aud of [school.clientId, [school.clientId]]) {
      for (const azp of ['another', '', null, [school.clientId]]) {
        await expectRefused({ aud, azp }, INVALID);
      }
    }
  });
});

describe('how old the token is', () => {
  it('TOK-24 given an end more than a minute ago when it is launched then it is a 401', async () => {
    await expectRefused({ exp: at(-MINUTE - 5), iat: at(-2 * MINUTE) }, INVALID);
  });

  it('TOK-25 given an end less than a minute ago when it is launched then it is let in', async () => {
    expect(await launch({ exp: at(-MINUTE + 10), iat: at(-2 * MINUTE) })).toBe('in');
  });

  it.each([
    ['TOK-26 given an end that is no number when it is launched then it is a 401', 'exp'],
    ['TOK-27 given a beginning that is no number when it is launched then it is a 401', 'iat'],
  ])('%s', async (_name, name) => {
    for (const value of [undefined, null, 'soon', String(at(30)), [at(30)], {}]) {
      await expectRefused({ [name]: value }, INVALID);
    }
  });

  it('TOK-28 given a beginning far ahead when it is launched then it is a 401', async () => {
    await expectRefused({ iat: at(2 * MINUTE), exp: at(5 * MINUTE) }, INVALID);
    await expectRefused({ iat: at(86_400), exp: at(90_000) }, INVALID);
    await expectRefused({ iat: 1e308, exp: 1e308 }, INVALID);
  });

  it('TOK-29 given a beginning long ago when it is launched then it is a 401, however late its end', async () => {
    expect(await launch({ iat: at(-2 * MINUTE), exp: at(60 * MINUTE) })).toBe('in');
    sessions += 1;
    await expectRefused({ iat: at(-4 * MINUTE), exp: at(60 * MINUTE) }, INVALID);
  });
});

describe('nonce of the token', () => {
  it('TOK-30 given no nonce when it is launched then it is a 401', async () => {
    for (const nonce of [undefined, null, '', [], {}]) await expectRefused({ nonce }, MISMATCH);
  });

  it('TOK-31 given the nonce of another login when it is launched then it is a 401', async () => {
    const { nonce } = await school.begin(aBrowser());

    await expectRefused({ nonce }, MISMATCH);
    await expectRefused({ nonce: [nonce] }, MISMATCH);
  });

  it('TOK-32 given a launch that is posted twice when it comes again then it is a 401 and the first stays', async () => {
    const browser = aBrowser();
    const { state, nonce } = await school.begin(browser);
    const fields = { state, id_token: await school.token({ nonce }) };

    const first = await browser.post(`${pair.toolUrl}/lti/launch`, fields);
    const second = await browser.post(`${pair.toolUrl}/lti/launch`, fields);
    const anotherToken = { state, id_token: await school.token({ nonce }, { claims: { jti: 1 } }) };
    const third = await browser.post(`${pair.toolUrl}/lti/launch`, anotherToken);

    expect(await outcomeOf(second)).toBe('401 lti.replayed');
    expect(await outcomeOf(third)).toBe('401 lti.replayed');
    expect((await browser.get(pair.toolUrl + sessionPath(first))).status).toBe(200);
    expect(await sessionsIn(pair)).toBe(sessions + 1);
  });

  it('TOK-33 given one launch posted eight times at once when they race then one of them opens a session', async () => {
    const browser = aBrowser();
    const { state, nonce } = await school.begin(browser);
    const fields = { state, id_token: await school.token({ nonce }) };

    const answers = await Promise.all(
      Array.from({ length: 8 }, () => browser.post(`${pair.toolUrl}/lti/launch`, fields)),
    );

    const outcomes = (await Promise.all(answers.map(outcomeOf))).sort();
    expect(outcomes).toEqual([...Array<string>(7).fill('401 lti.replayed'), 'in']);
    expect(await sessionsIn(pair)).toBe(sessions + 1);
  });
});

describe('what the token has besides', () => {
  it('TOK-43 given claims that nobody knows when it is launched then they are passed over', async () => {
    const claims = {
      'https://vendor.example/claim': { any: ['thing', 5, null] },
      'https://purl.imsglobal.org/spec/lti/claim/of-the-future': 'x',
      __proto__: { polluted: true },
      constructor: 'x',
      toString: 5,
    };

    expect(await launch(claims)).toBe('in');
  });
});
