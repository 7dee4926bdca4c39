import type { RequestListener } from 'node:http';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { createGuardedFetch } from '../../src/lti/services/guarded-fetch.client.js';
import type { Platform } from '../../src/lti/index.js';
import {
  codeOn,
  confirm,
  initiation,
  invited,
  register,
  see,
  type Seen,
} from '../support/registering.js';
import {
  aRegisteringPlatform,
  PLATFORM_CONFIGURATION,
  TOOL_CONFIGURATION,
  type RegisteringPlatform,
} from '../support/registering-platform.js';
import { aSpeakingPlatform, linkClaims, type SpeakingPlatform } from '../support/messages.js';
import { aBrowser } from '../support/browser-client.js';
import { aPair, type Pair } from '../support/tool.js';

const BY = { kind: 'operator' } as const;

let pair: Pair;
let platform: RegisteringPlatform;

beforeAll(async () => {
  pair = await aPair({ jobs: false });
  platform = await aRegisteringPlatform();
});
beforeEach(() => platform.reset());
afterAll(async () => {
  await platform.stop();
  await pair.stop();
});

async function initiated(secret?: string): Promise<Seen> {
  const { url } = await invited(pair);
  return see(initiation(url, platform.configurationUrl, secret));
}

async function registered(approveAtOnce = false): Promise<Seen> {
  const { url } = await invited(pair, { approveAtOnce });
  return register(pair, url, platform.configurationUrl);
}

/** The registration that the platform received. */
function sent(): Record<string, unknown> {
  const body = platform.asked.find(({ path }) => path === '/register')?.body;
  if (!body) throw new Error('nothing was registered');
  return body;
}

const toolConfiguration = (): Record<string, unknown> =>
  sent()[TOOL_CONFIGURATION] as Record<string, unknown>;

const messages = (): readonly Record<string, unknown>[] =>
  toolConfiguration().messages as Record<string, unknown>[];

/** What we know under this client id. */
async function kept(clientId: string): Promise<readonly Platform[]> {
  const all = await pair.tool.lti.platforms.list();
  return all.filter((one) => one.clientId === clientId);
}

/** Answers of a platform that gives this client id, and no deployment. */
function describesItself(clientId: string): RequestListener {
  return (req, res) => {
    const origin = `http://${req.headers.host ?? ''}`;
    const configuration = {
      issuer: origin,
      authorization_endpoint: `${origin}/auth`,
      token_endpoint: `${origin}/token`,
      jwks_uri: `${origin}/keys`,
      registration_endpoint: `${origin}/register`,
    };
    const answer = req.method === 'POST' ? { client_id: clientId } : configuration;
    res.setHeader('content-type', 'application/json');
    res.end(JSON.stringify(answer));
  };
}

describe('initiation of a registration', () => {
  it('DR-01 given a configuration and a token when it arrives then the token goes with the request', async () => {
    const { status } = await initiated('secret-of-the-platform');

    expect(status).toBe(200);
    expect(platform.asked).toEqual([
      { path: '/configuration', authorization: 'Bearer secret-of-the-platform', body: undefined },
    ]);
  });

  it('DR-02 given no token when it is registered then nothing is said in its place', async () => {
    const { html } = await initiated();
    await confirm(pair, { html });

    expect(platform.asked.map(({ path }) => path)).toContain('/register');
    expect(platform.asked.every(({ authorization }) => authorization === undefined)).toBe(true);
  });

  // Without a token too it is a person who opened the link by themselves: they are told where it belongs.
  it('DR-03 given no configuration when it arrives then a page refuses it', async () => {
    const { url } = await invited(pair);

    const { status, html } = await see(initiation(url, undefined, 'token'));

    expect(status).toBe(400);
    expect(html).toContain('<code>openid_configuration</code>');
  });

  it.each([
    ['http beyond this machine', 'http://platform.example/configuration'],
    ['a name in it', 'https://user:word@platform.example/configuration'],
    ['a private address', 'https://10.1.2.3/configuration'],
    ['a private address in disguise', 'https://0xc0a80001/configuration'],
    ['a mapped private address', 'https://[::ffff:192.168.0.1]/configuration'],
    ['the address of a cloud machine', 'https://169.254.169.254/latest/meta-data'],
  ])('DR-04 given an address with %s when it arrives then nobody is asked', async (_what, to) => {
    const { url } = await invited(pair);

    const refused = await see(initiation(url, to, 'token'));

    expect(refused.status).toBe(400);
    expect(codeOn(refused)).toBe('lti.address-refused');
    expect(platform.asked).toEqual([]);
  });

  it('DR-05 given a name that changes its address when it is fetched then the one that was checked is used', async () => {
    const asked: string[] = [];
    const fetchGuarded = createGuardedFetch({
      allowLoopback: true,
      resolveName(name, done) {
        asked.push(name);
        const address = asked.length === 1 ? '127.0.0.1' : '10.0.0.1';
        done(null, [{ address, family: 4 }]);
      },
    });
    const url = new URL(platform.configurationUrl.replace('127.0.0.1', 'localhost'));

    expect((await fetchGuarded(url)).status).toBe(200);
    expect(asked).toEqual(['localhost']);
  });

  it('DR-06 given a redirect to another host when it is fetched then it is not followed', async () => {
    const other = await aRegisteringPlatform();
    platform.instead.set('/configuration', (_req, res) => {
      res.writeHead(302, { location: other.configurationUrl }).end();
    });

    const refused = await initiated('token');
    await other.stop();

    expect(codeOn(refused)).toBe('lti.service-unreachable');
    expect(other.asked).toEqual([]);
  });

  it('DR-07 given a configuration without an end when it is fetched then it is broken off', async () => {
    let closed = false;
    platform.instead.set('/configuration', (_req, res) => {
      const more = setInterval(() => res.write('x'.repeat(65_536)), 1);
      res.on('close', () => {
        clearInterval(more);
        closed = true;
      });
    });

    const refused = await initiated('token');

    expect(refused.status).toBe(502);
    expect(codeOn(refused)).toBe('lti.service-unreachable');
    expect(closed).toBe(true);
  });

  it('DR-07 given a configuration that does not end in time when it is fetched then it is broken off', async () => {
    platform.instead.set('/configuration', (_req, res) => {
      res.write('{');
    });
    const before = Date.now();

    const refused = await initiated('token');

    expect(codeOn(refused)).toBe('lti.service-unreachable');
    expect(Date.now() - before).toBeLessThan(9000);
  }, 15_000);
});

describe('configuration of a platform', () => {
  it('DR-08 given an issuer of another host when it is read then it is refused', async () => {
    platform.configuration = { issuer: 'https://moodle.other.example' };

    const refused = await initiated('token');

    expect(refused.status).toBe(400);
    expect(codeOn(refused)).toBe('lti.configuration-invalid');
    expect(refused.html).toContain('<code>issuer</code>');
  });

  it.each([
    'issuer',
    'authorization_endpoint',
    'token_endpoint',
    'jwks_uri',
    'registration_endpoint',
  ])('DR-09 given no %s when it is read then the page names it', async (field) => {
    platform.configuration = { [field]: null };

    const refused = await initiated('token');

    expect(codeOn(refused)).toBe('lti.configuration-invalid');
    expect(refused.html).toContain(`<code>${field}</code>`);
  });

  it('DR-10 given nothing that OpenID alone asks for when it is read then it will do', async () => {
    platform.configuration = { scopes_supported: null, [PLATFORM_CONFIGURATION]: null };

    expect((await initiated('token')).status).toBe(200);
  });
});

describe('registration request', () => {
  it('DR-11 given a platform when it is asked then the request is an OpenID registration', async () => {
    await registered();

    expect(sent()).toMatchObject({
      application_type: 'web',
      response_types: ['id_token'],
      grant_types: expect.arrayContaining(['implicit', 'client_credentials']),
      token_endpoint_auth_method: 'private_key_jwt',
      initiate_login_uri: `${pair.toolUrl}/lti/login`,
      redirect_uris: [`${pair.toolUrl}/lti/launch`],
      jwks_uri: `${pair.toolUrl}/lti/keys`,
      client_name: 'Tandem',
      logo_uri: `${pair.toolUrl}/icon.svg`,
    });
  });

  it('DR-12 given a platform when it is asked then domain, target and messages fit together', async () => {
    await registered();

    const launch = `${pair.toolUrl}/lti/launch`;
    expect(toolConfiguration()).toMatchObject({
      domain: new URL(pair.toolUrl).host,
      target_link_uri: launch,
    });
    expect(messages()).toEqual([
      expect.objectContaining({
        type: 'LtiResourceLinkRequest',
        target_link_uri: launch,
        label: 'Open',
      }),
      expect.objectContaining({
        type: 'LtiDeepLinkingRequest',
        target_link_uri: launch,
        label: 'Choose content',
        placements: ['ContentArea'],
      }),
    ]);
  });

  it('DR-13 given a platform without a message type when it is asked then not for that type', async () => {
    platform.configuration = {
      [PLATFORM_CONFIGURATION]: { messages_supported: [{ type: 'LtiDeepLinkingRequest' }] },
    };

    await registered();

    expect(messages().map(({ type }) => type)).toEqual(['LtiDeepLinkingRequest']);
  });

  it('DR-14 given a platform without a scope when it is asked then not for that scope', async () => {
    await registered();

    const scopes = String(sent().scope).split(' ');
    expect(scopes).toContain('https://purl.imsglobal.org/spec/lti-ags/scope/score');
    expect(scopes).not.toContain('https://purl.imsglobal.org/spec/lti-ags/scope/result.readonly');
  });
});

describe('answer to a registration', () => {
  let speaking: SpeakingPlatform | undefined;
  afterAll(() => speaking?.stop());

  it.each([200, 201])(
    'DR-15 given %i with a client id when it arrives then the platform is kept and waits',
    async (status) => {
      platform.instead.set('/register', (_req, res) => {
        res.writeHead(status).end(JSON.stringify({ client_id: `made-${status}` }));
      });

      const { html } = await registered();

      expect(html).toContain('The platform is registered');
      expect(await kept(`made-${status}`)).toEqual([
        expect.objectContaining({
          issuer: platform.origin,
          status: 'pending',
          authUrl: `${platform.origin}/auth`,
          tokenUrl: `${platform.origin}/token`,
          jwksUrl: `${platform.origin}/certs`,
        }),
      ]);
    },
  );

  it('DR-16 given a deployment id when it arrives then the deployment is kept', async () => {
    platform.answer = {
      client_id: 'with-deployment',
      [TOOL_CONFIGURATION]: { deployment_id: 'faculty-7' },
    };

    await registered();

    const [made] = await kept('with-deployment');
    expect(made?.deployments).toEqual([{ id: 'faculty-7', status: 'allowed' }]);
  });

  it('DR-17 given no deployment id when somebody first launches then the deployment is kept and waits', async () => {
    speaking = await aSpeakingPlatform(pair, {
      clientId: 'without-deployment',
      deployments: [],
      service: describesItself('without-deployment'),
    });
    const { url } = await invited(pair, { approveAtOnce: true });
    const page = await register(pair, url, `${speaking.origin}/configuration`);
    expect(page.html).toContain('Becomes known when somebody first opens the tool.');

    const claims = linkClaims(`${pair.toolUrl}/lti/launch?content=M1`);
    const refused = await speaking.send(aBrowser(), claims);
    const [made] = await kept('without-deployment');
    await pair.tool.lti.platforms.setDeployment(made?.id ?? '', '1', 'allowed', BY);
    const launched = await speaking.send(aBrowser(), claims);

    expect(codeOn({ html: await refused.text() })).toBe('lti.deployment-pending');
    expect(made?.deployments).toEqual([{ id: '1', status: 'pending' }]);
    expect(launched.status).toBe(303);
  });

  it('DR-20 given a success when the person presses the button then the page around is told to close', async () => {
    const { html } = await registered();

    expect(html).toContain(`data-close="${platform.origin}"`);
    expect(html).toMatch(/<script defer src="[^"]*register[^"]*\.js">/);
  });

  it('DR-21 given a refusal when it arrives then a page says so, and nothing is kept or closed', async () => {
    const before = (await pair.tool.lti.platforms.list()).length;
    platform.instead.set('/register', (_req, res) => {
      res.writeHead(400).end('domain_targetlinkuri_mismatch');
    });

    const refused = await registered();

    expect(refused.status).toBe(502);
    expect(codeOn(refused)).toBe('lti.registration-refused');
    expect(refused.html).toContain('The platform refused the registration.');
    expect(refused.html).not.toContain('data-close');
    expect(await pair.tool.lti.platforms.list()).toHaveLength(before);
  });

  it('DR-22 given a platform that registers twice when it has a new client id then both are kept', async () => {
    platform.answer = { client_id: 'first' };
    await registered();
    const before = await kept('first');
    platform.answer = { client_id: 'second' };
    await registered();

    expect(before).toHaveLength(1);
    expect(await kept('first')).toEqual(before);
    expect(await kept('second')).toHaveLength(1);
  });

  it('DR-22 given a platform that registers twice when it has the same client id then the one is renewed', async () => {
    platform.answer = { client_id: 'the-same' };
    await registered();
    const [first] = await kept('the-same');
    platform.configuration = { token_endpoint: `${platform.origin}/token-2` };
    await registered();

    expect(await kept('the-same')).toEqual([
      expect.objectContaining({ id: first?.id, tokenUrl: `${platform.origin}/token-2` }),
    ]);
  });

  it('DR-23 given a token that is spent when it is registered then the page says to begin again', async () => {
    platform.instead.set('/register', (_req, res) => {
      res.writeHead(401).end('token_already_used');
    });

    const refused = await registered();

    expect(codeOn(refused)).toBe('lti.registration-refused');
    expect(refused.html).toContain('Begin again in your platform');
  });

  it.each([
    ['no invitation', undefined],
    ['one that nobody made', 'guessed'],
  ])(
    'DR-24 given %s when a registration begins then it is forbidden and nobody is asked',
    async (_what, token) => {
      const url = new URL('/lti/register', pair.toolUrl);
      if (token !== undefined) url.searchParams.set('invitation', token);

      const refused = await see(initiation(url.href, platform.configurationUrl, 'token'));

      expect(refused.status).toBe(403);
      expect(codeOn(refused)).toBe('lti.invitation-spent');
      expect(platform.asked).toEqual([]);
    },
  );

  it('DR-25 given a page when it is shown then its opener stays and nobody keeps it', async () => {
    const { headers } = await initiated('token');

    expect(headers.get('cross-origin-opener-policy')).toBeNull();
    expect(headers.get('x-robots-tag')).toBe('noindex');
    expect(headers.get('cache-control')).toBe('no-store');
    expect(headers.get('content-security-policy')).toContain(
      `frame-ancestors 'self' ${platform.origin}`,
    );
  });
});
