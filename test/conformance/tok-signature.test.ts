import { createHmac, createPublicKey } from 'node:crypto';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { CompactEncrypt, generateKeyPair } from 'jose';
import { HOUR, MINUTE, SECOND } from '../../src/shared/clock.js';
import {
  anAttackedPlatform,
  outcomeOf,
  sessionPath,
  sessionsIn,
  startPage,
  type AttackedPlatform,
  type Attempt,
} from '../support/attacks.js';
import { aBrowser } from '../support/browser-client.js';
import { aKey, type TestKey } from '../support/keys.js';
import { aPair, type Pair } from '../support/tool.js';

const INVALID = '401 lti.token-invalid';

let pair: Pair;
let school: AttackedPlatform;
let thief: TestKey;
let schools = 0;
let ahead = 0;
const clock = (): number => Date.now() + ahead;

beforeAll(async () => {
  pair = await aPair({ jobs: false, clock });
  thief = await aKey('key-of-a-thief');
});

/** A platform of its own for each test: key sets are remembered. */
beforeEach(async () => {
  ahead = 0;
  schools += 1;
  school = await anAttackedPlatform(pair, { clientId: `school-${schools}`, clock });
});

afterEach(() => school.stop());

afterAll(() => pair.stop());

const base64 = (value: unknown): string =>
  Buffer.from(typeof value === 'string' ? value : JSON.stringify(value)).toString('base64url');

/** The same payload below another header. */
function underHeader(header: object, signed: (text: string) => string): (token: string) => string {
  return (token) => {
    const text = `${base64(header)}.${token.split('.')[1] ?? ''}`;
    return `${text}.${signed(text)}`;
  };
}

async function refused(attempt: Attempt): Promise<string> {
  const before = await sessionsIn(pair);
  const outcome = await outcomeOf(await school.launch(attempt));
  expect(await sessionsIn(pair)).toBe(before);
  return outcome;
}

const fetches = (): number => school.asked.filter((path) => path === '/keys').length;

describe('signature of the token', () => {
  it('TOK-01 given a token that the platform signed when it is launched then one session opens', async () => {
    const before = await sessionsIn(pair);
    const browser = aBrowser();

    const launched = await school.launch({}, browser);

    expect(sessionPath(launched)).toBeDefined();
    expect(await sessionsIn(pair)).toBe(before + 1);
    expect((await startPage(pair, browser, launched)).status).toBe(200);
  });

  it('TOK-02 given a token that says it has no signature when it is launched then it is a 401', async () => {
    const { kid } = school.key;
    for (const alg of ['none', 'None', 'NONE']) {
      expect(await refused({ change: underHeader({ alg, kid }, () => '') })).toBe(INVALID);
    }
  });

  it('TOK-03 given a token signed with the public key as a secret when it is launched then it is a 401', async () => {
    const { kid, publicJwk } = school.key;
    const pem = createPublicKey({ key: publicJwk, format: 'jwk' })
      .export({ type: 'spki', format: 'pem' })
      .toString();
    for (const secret of [pem, pem.trim(), JSON.stringify(publicJwk)]) {
      const mac = (text: string): string =>
        createHmac('sha256', secret).update(text).digest('base64url');
      expect(await refused({ change: underHeader({ alg: 'HS256', kid }, mac) })).toBe(INVALID);
    }
  });

  it.each(['RS1', 'RS384', 'RS512', 'PS256', 'ES256', 'rs256', ''])(
    'TOK-04 given the algorithm %p when it is launched then it is a 401',
    async (alg) => {
      const { kid } = school.key;
      const change = (token: string): string =>
        underHeader({ alg, kid }, () => token.split('.')[2] ?? '')(token);

      expect(await refused({ change })).toBe(INVALID);
    },
  );

  it.each(['jku', 'x5u'])(
    'TOK-05 given a header whose %s leads to other keys when it is launched then nobody asks there',
    async (name) => {
      const elsewhere = `${school.origin}/keys-of-a-thief`;
      const header = { [name]: elsewhere, kid: school.key.kid };

      expect(await refused({ key: thief, header })).toBe(INVALID);
      expect(school.asked).toEqual(['/keys']);
    },
  );

  it('TOK-06 given a header that brings its own key when it is launched then it is a 401', async () => {
    const header = { jwk: thief.publicJwk, kid: school.key.kid };

    expect(await refused({ key: thief, header })).toBe(INVALID);
    expect(await refused({ key: thief, header: { jwk: thief.publicJwk } })).toBe(INVALID);
  });

  it.each([
    ['TOK-15 given a signature of which one byte changed when it is launched then it is a 401', 2],
    ['TOK-16 given a payload that changed after signing when it is launched then it is a 401', 1],
  ])('%s', async (_name, part) => {
    const change = (token: string): string => {
      const parts = token.split('.');
      const bytes = Buffer.from(parts[part] ?? '', 'base64url');
      // In the payload: the first letter of a claim's name, so that it stays JSON.
      bytes[2] = (bytes[2] ?? 0) ^ 1;
      parts[part] = bytes.toString('base64url');
      return parts.join('.');
    };

    expect(await refused({ change })).toBe(INVALID);
  });

  it('TOK-16 given another person put into the payload when it is launched then it is a 401', async () => {
    const change = (token: string): string => {
      const [header = '', payload = '', signature = ''] = token.split('.');
      const claims = JSON.parse(Buffer.from(payload, 'base64url').toString()) as object;
      return `${header}.${base64({ ...claims, sub: 'trainer-1' })}.${signature}`;
    };

    expect(await refused({ change })).toBe(INVALID);
  });

  it('TOK-44 given an encrypted or a nested token when it is launched then it is a 401', async () => {
    const { publicKey } = await generateKeyPair('RSA-OAEP-256');
    const browser = aBrowser();
    const { state, nonce } = await school.begin(browser);
    const inner = await school.token({ nonce });
    const encrypted = await new CompactEncrypt(Buffer.from(inner))
      .setProtectedHeader({ alg: 'RSA-OAEP-256', enc: 'A256GCM', kid: school.key.kid, cty: 'JWT' })
      .encrypt(publicKey);
    const nested = `${base64({ alg: 'RS256', kid: school.key.kid, cty: 'JWT' })}.${base64(inner)}.x`;

    for (const id_token of [encrypted, nested]) {
      const answer = await browser.post(`${pair.toolUrl}/lti/launch`, { state, id_token });
      expect(await outcomeOf(answer)).toBe(INVALID);
    }
    expect((await fetch(`${pair.toolUrl}/healthz`)).status).toBe(200);
  });

  it('TOK-45 given a token of 200 kilobytes when it is launched then it is not even read', async () => {
    const outcome = await refused({ claims: { padding: 'x'.repeat(150_000) } });

    expect(outcome).toBe('413 http.too-large');
    expect(fetches()).toBe(0);
  });
});

describe('keys of the platform', () => {
  it('TOK-07 given a token without a key id when it is launched then it is a 401', async () => {
    expect(await refused({ header: { kid: undefined } })).toBe(INVALID);
    expect(fetches()).toBe(0);
  });

  it('TOK-08 given a key id that the platform has not when it is launched then it is a 401 after one look', async () => {
    await school.launch();
    expect(fetches()).toBe(1);

    expect(await refused({ header: { kid: 'never-heard-of' } })).toBe(INVALID);
    expect(fetches()).toBe(2);
  });

  it('TOK-09 given a platform that changed its keys when it is launched then it is let in', async () => {
    await school.launch();
    const next = await aKey('the-next-key');
    school.publish({ keys: [next.publicJwk] });

    expect(await outcomeOf(await school.launch({ key: next }))).toBe('in');
    expect(fetches()).toBe(2);
  });

  it('TOK-10 given many made-up key ids when they come within a minute then the platform is asked once', async () => {
    await school.launch();
    for (let guess = 0; guess < 10; guess += 1) {
      await school.launch({ header: { kid: `made-up-${guess}` } });
    }
    expect(fetches()).toBe(2);

    ahead = MINUTE + SECOND;
    await school.launch({ header: { kid: 'made-up-again' } });
    expect(fetches()).toBe(3);
  });

  it('TOK-11 given keys that may be kept ten minutes when launched again then they are not fetched before', async () => {
    school.publish({ keys: [school.key.publicJwk], cacheControl: 'public, max-age=600' });
    await school.launch();
    ahead = 9 * MINUTE;
    await school.launch();
    expect(fetches()).toBe(1);

    ahead = 11 * MINUTE;
    expect(await outcomeOf(await school.launch())).toBe('in');
    expect(fetches()).toBe(2);
  });

  it('TOK-12 given keys that are too old and a platform that is down when launched then they still serve, for a day', async () => {
    await school.launch();
    school.publish({ status: 503 });

    ahead = 2 * HOUR;
    expect(await outcomeOf(await school.launch())).toBe('in');
    ahead = 26 * HOUR;
    expect(await refused({})).toBe('503 lti.platform-unreachable');
  });

  it('TOK-13 given no keys and a platform that is down when launched then it is a 503 that says when to come back', async () => {
    school.publish({ status: 503 });
    const before = await sessionsIn(pair);

    const answer = await school.launch();

    expect(answer.headers.get('retry-after')).toBe('60');
    expect(await outcomeOf(answer)).toBe('503 lti.platform-unreachable');
    expect(await sessionsIn(pair)).toBe(before);
  });

  it('TOK-14 given keys of other kinds beside its own when launched then they are passed over', async () => {
    const ec = { kty: 'EC', crv: 'P-256', x: 'x', y: 'y', kid: 'elliptic' };
    const strange = [{}, { kid: 5 }, { kty: 'future', kid: 'future' }, ec];
    school.publish({ keys: [...strange, school.key.publicJwk] });

    expect(await outcomeOf(await school.launch())).toBe('in');
    expect(await refused({ header: { kid: 'elliptic' } })).toBe(INVALID);
    expect(await refused({ header: { kid: 'future' } })).toBe(INVALID);
  });
});
