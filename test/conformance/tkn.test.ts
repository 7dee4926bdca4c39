import { afterEach, describe, expect, it } from '@jest/globals';
import { createLocalJWKSet, decodeProtectedHeader, jwtVerify, type JWTPayload } from 'jose';
import { MEMBERSHIP_SCOPE, SCORE_SCOPE } from '../../src/lti/services/scopes.js';
import { createAgs } from '../../src/lti/services/ags.client.js';
import { createLineItems } from '../../src/lti/services/line-items.client.js';
import { createResults } from '../../src/lti/services/results.client.js';
import type { Platform } from '../../src/lti/index.js';
import { MINUTE, SECOND } from '../../src/shared/clock.js';
import { aScore } from '../support/gradebook.js';
import {
  aServicePlatform,
  type Service,
  type ServicePlatform,
} from '../support/service-platform.js';

const START = Date.UTC(2026, 10, 23, 12);
const LTI = 'https://purl.imsglobal.org/spec/lti/claim/';

/** A token for whatever is asked, with this beside it. */
const gives =
  (over: object): Service =>
  ({ body }, res) => {
    const scope = new URLSearchParams(body).get('scope');
    // Moodle gives JSON this type.
    res.setHeader('content-type', 'text/html; charset=utf-8');
    res.end(
      JSON.stringify({ access_token: 't', token_type: 'Bearer', expires_in: 3600, scope, ...over }),
    );
  };

describe('access tokens', () => {
  let school: ServicePlatform | undefined;
  let now = START;

  afterEach(async () => {
    await school?.stop();
    school = undefined;
    now = START;
  });

  async function open(service: Service = (_request, res) => res.end(), token?: Service) {
    school = await aServicePlatform(service, { clock: () => now, ...(token && { token }) });
    return school;
  }

  /** What a token request says of us, its signature checked with our published keys. */
  async function assertionFor(over: Partial<Platform> = {}): Promise<JWTPayload> {
    const { platform, tokens, tokenRequests, keyRing } = await open();
    await tokens.get({ ...platform, ...over }, [SCORE_SCOPE]);
    const assertion = tokenRequests[0]?.get('client_assertion') ?? '';
    const published = keyRing.published().keys as { kty: string; kid: string }[];
    expect(decodeProtectedHeader(assertion)).toEqual({
      ...{ alg: 'RS256', typ: 'JWT' },
      kid: published[0]?.kid,
    });
    const keys = createLocalJWKSet({ keys: published });
    return (await jwtVerify(assertion, keys, { currentDate: new Date(now) })).payload;
  }

  it('TKN-01 given a service when a token is asked for then the form is that of client credentials with an assertion', async () => {
    const { platform, tokens, tokenRequests } = await open();

    await tokens.get(platform, [SCORE_SCOPE, MEMBERSHIP_SCOPE]);

    expect(Object.fromEntries(tokenRequests[0] ?? [])).toEqual({
      grant_type: 'client_credentials',
      client_assertion_type: 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer',
      client_assertion: expect.stringMatching(/^[\w-]+\.[\w-]+\.[\w-]+$/),
      scope: `${SCORE_SCOPE} ${MEMBERSHIP_SCOPE}`,
    });
  });

  it('TKN-02 given an assertion when read then it names us twice, the token URL, and ends in five minutes', async () => {
    const { iss, sub, aud, jti, exp = 0 } = await assertionFor();

    expect({ iss, sub, aud }).toEqual({
      iss: 'client-1',
      sub: 'client-1',
      aud: school?.platform.tokenUrl,
    });
    expect(jti).toMatch(/^[0-9a-f-]{36}$/);
    expect(exp * SECOND - now).toBeGreaterThan(MINUTE);
    expect(exp * SECOND - now).toBeLessThanOrEqual(5 * MINUTE);
  });

  it('TKN-02 given two requests when compared then no jti comes twice', async () => {
    const first = await assertionFor();
    await school?.stop();
    const second = await assertionFor();

    expect(first.jti).not.toBe(second.jti);
  });

  it('TKN-03 given a platform with an audience of its own when asked then the assertion names that one', async () => {
    const audience = 'https://api.brightspace.example/auth/token';

    expect((await assertionFor({ audience })).aud).toBe(audience);
  });

  it('TKN-04 given a platform without leeway when asked then the assertion is ten seconds old', async () => {
    expect((await assertionFor()).iat).toBe(START / SECOND - 10);
  });

  it.each([
    ['one deployment', [{ id: '7', status: 'allowed' as const }], '7'],
    [
      'one that may, and another',
      [
        { id: '7', status: 'allowed' as const },
        { id: '8', status: 'blocked' as const },
      ],
      '7',
    ],
    [
      // One token serves all of them.
      'several deployments',
      [
        { id: '7', status: 'allowed' as const },
        { id: '8', status: 'allowed' as const },
      ],
      undefined,
    ],
  ])(
    'TKN-05 given %s when asked then the assertion names it where it is certain',
    async (_name, deployments, id) => {
      expect((await assertionFor({ deployments }))[`${LTI}deployment_id`]).toBe(id);
    },
  );

  it.each([
    ['TKN-06', 'a token that lasts', 3600 * SECOND - MINUTE - 1, 1],
    ['TKN-07', 'a token with a minute left', 3600 * SECOND - MINUTE, 2],
  ])(
    '%s given %s when the next call comes then the right number was asked for',
    async (_id, _name, later, requests) => {
      const { platform, tokens, tokenRequests } = await open();
      await tokens.get(platform, [SCORE_SCOPE]);

      now += later;
      await tokens.get(platform, [SCORE_SCOPE]);

      expect(tokenRequests).toHaveLength(requests);
    },
  );

  it('TKN-08 given no token when many calls come at once then one request serves them', async () => {
    const { platform, tokens, tokenRequests } = await open();

    const got = await Promise.all(
      Array.from({ length: 20 }, () => tokens.get(platform, [SCORE_SCOPE])),
    );

    expect(new Set(got)).toEqual(new Set(['token-1']));
    expect(tokenRequests).toHaveLength(1);
  });

  it('TKN-08 given two scopes when asked then each has a token of its own', async () => {
    const { platform, tokens } = await open();

    const got = [
      await tokens.get(platform, [SCORE_SCOPE]),
      await tokens.get(platform, [MEMBERSHIP_SCOPE]),
    ];

    expect(got).toEqual(['token-1', 'token-2']);
  });

  it.each([
    ['a score', 200, (school: ServicePlatform) => send(school)],
    [
      'a list',
      200,
      (school: ServicePlatform) => createResults(school).read(school.platform, lineItem(school)),
    ],
  ])(
    'TKN-09 given %s answered 401 when asked again then a new token goes along, once',
    async (_name, status, ask) => {
      const seen: (string | undefined)[] = [];
      const school = await open(({ headers }, res) => {
        seen.push(headers.authorization);
        res.statusCode = headers.authorization === 'Bearer token-1' ? 401 : status;
        res.end('[]');
      });

      await ask(school);

      expect(seen).toEqual(['Bearer token-1', 'Bearer token-2']);
    },
  );

  it('TKN-09 given 401 to the new token too when asked then the refusal stands', async () => {
    const school = await open((_request, res) => {
      res.statusCode = 401;
      res.end();
    });

    await expect(send(school)).rejects.toMatchObject({ service: 'score', platformStatus: 401 });
    expect(school.seen).toHaveLength(2);
    expect(school.tokenRequests).toHaveLength(2);
  });

  it('TKN-10 given a token for less than was asked when a call needs more then it is not made', async () => {
    const school = await open(undefined, gives({ scope: MEMBERSHIP_SCOPE }));

    await expect(send(school)).rejects.toMatchObject({
      code: 'lti.service-refused',
      service: 'token',
    });
    expect(school.seen).toHaveLength(0);
  });

  it.each([
    ['none', undefined],
    ['an empty one', ''],
  ])(
    'TKN-11 given a token with %s for its scope when called then it counts as asked',
    async (_name, scope) => {
      const school = await open(undefined, gives({ scope }));

      await send(school);

      expect(school.seen).toHaveLength(1);
    },
  );

  it('TKN-12 given a platform that refuses a scope too many when columns are read then only what the launch named is asked', async () => {
    const readOnly = 'https://purl.imsglobal.org/spec/lti-ags/scope/lineitem.readonly';
    const school = await open(
      (_request, res) => res.end('[]'),
      (request, res) => {
        const asked = new URLSearchParams(request.body).get('scope');
        if (asked === readOnly) {
          gives({})(request, res);
          return;
        }
        res.statusCode = 400;
        res.end(JSON.stringify({ error: 'invalid_scope' }));
      },
    );
    const list = { url: `${school.url}/lineitems`, scopes: [readOnly] };

    expect(await createLineItems(school).find(school.platform, list)).toEqual([]);
  });

  it.each([
    ['to another origin', 302, (_url: string) => 'http://elsewhere.invalid/token'],
    ['to itself', 307, (url: string) => `${url}/token2`],
  ])(
    'TKN-15 given a redirect %s when a token is asked for then it is not followed',
    async (_name, status, to) => {
      const school = await open(undefined, (_request, res) => {
        res.writeHead(status, { location: to(`http://${String(_request.headers.host)}`) });
        res.end();
      });

      await expect(send(school)).rejects.toMatchObject({ code: 'lti.service-unreachable' });
      expect(school.seen).toHaveLength(0);
    },
  );
});

function lineItem({ url }: ServicePlatform): string {
  return `${url}/2/lineitems/2/lineitem?type_id=1`;
}

function send(school: ServicePlatform): Promise<void> {
  return createAgs(school).postScore(school.platform, lineItem(school), aScore());
}
