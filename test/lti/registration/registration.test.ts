import type { ServerResponse } from 'node:http';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import type { Platform } from '../../../src/lti/index.js';
import { HOUR, MINUTE } from '../../../src/shared/clock.js';
import type { Logger } from '../../../src/shared/logger.js';
import {
  codeOn,
  confirm,
  initiation,
  invited,
  register,
  registerByHand,
  see,
} from '../../support/registering.js';
import {
  aRegisteringPlatform,
  TOOL_CONFIGURATION,
  type RegisteringPlatform,
} from '../../support/registering-platform.js';
import { aPair, type Pair } from '../../support/tool.js';

const BY = { kind: 'operator' } as const;

let pair: Pair;
let platform: RegisteringPlatform;
let now = Date.UTC(2026, 10, 23, 12);
const logged: string[] = [];

beforeAll(async () => {
  const write = (fields: object, message: string): void => {
    logged.push(`${message} ${JSON.stringify(fields)}`);
  };
  const logger: Logger = { info: write, warn: write, error: write };
  pair = await aPair({ jobs: false, clock: () => now, logger });
  platform = await aRegisteringPlatform();
});
beforeEach(() => platform.reset());
afterAll(async () => {
  await platform.stop();
  await pair.stop();
});

async function kept(clientId: string): Promise<readonly Platform[]> {
  const all = await pair.tool.lti.platforms.list();
  return all.filter((one) => one.clientId === clientId);
}

describe('invitation', () => {
  it('registers one platform and is spent then', async () => {
    const { url } = await invited(pair);
    platform.answer = { client_id: 'spends' };

    expect((await register(pair, url, platform.configurationUrl)).status).toBe(200);
    platform.reset();
    const again = await see(initiation(url, platform.configurationUrl, 'token'));

    expect(again.status).toBe(403);
    expect(codeOn(again)).toBe('lti.invitation-spent');
    expect(again.html).toContain('Ask the people who run this tool for a new invitation.');
    expect(platform.asked).toEqual([]);
    expect(await kept('spends')).toHaveLength(1);
  });

  it('is not spent by looking, nor by a registration that failed', async () => {
    const { url, id } = await invited(pair);
    platform.instead.set('/register', (_req, res) => res.writeHead(500).end());

    const refused = await register(pair, url, platform.configurationUrl);
    platform.reset();
    platform.answer = { client_id: 'second-try' };
    const done = await register(pair, url, platform.configurationUrl);

    expect(codeOn(refused)).toBe('lti.registration-refused');
    expect(refused.html).toContain('your invitation still holds');
    expect(done.html).toContain('The platform is registered');
    expect((await pair.tool.lti.invitations.list()).map((one) => one.id)).not.toContain(id);
  });

  it('lets one of two register who press at the same moment', async () => {
    const { url } = await invited(pair);
    const address = initiation(url, platform.configurationUrl, 'token');
    const pages = await Promise.all([see(address), see(address)]);

    const results = await Promise.all(pages.map((page) => confirm(pair, page)));

    expect(results.map(({ status }) => status).sort()).toEqual([200, 403]);
    expect(platform.asked.filter(({ path }) => path === '/register')).toHaveLength(1);
  });

  it('is open again when a registration was cut off', async () => {
    const { url } = await invited(pair);
    const page = await see(initiation(url, platform.configurationUrl, 'token'));
    let cutOff: Promise<unknown> = Promise.resolve();
    const waiting = await new Promise<ServerResponse>((asked) => {
      platform.instead.set('/register', (_req, res) => asked(res));
      cutOff = confirm(pair, page);
    });

    const meanwhile = await see(initiation(url, platform.configurationUrl, 'token'));
    now += 2 * MINUTE;
    const later = await see(initiation(url, platform.configurationUrl, 'token'));

    expect(codeOn(meanwhile)).toBe('lti.invitation-spent');
    expect(later.status).toBe(200);
    waiting.destroy();
    await cutOff;
  });

  it('says why the platform refused, even when it was revoked meanwhile', async () => {
    const { url, id } = await invited(pair);
    const page = await see(initiation(url, platform.configurationUrl, 'token'));
    platform.instead.set('/register', (_req, res) => {
      void pair.tool.lti.invitations.revoke(id, BY).then(() => res.writeHead(500).end());
    });

    expect(codeOn(await confirm(pair, page))).toBe('lti.registration-refused');
  });

  it('ends', async () => {
    const { url } = await invited(pair, { hours: 1 });
    const page = await see(initiation(url, platform.configurationUrl, 'token'));
    now += HOUR;

    const refused = await confirm(pair, page);

    expect(codeOn(refused)).toBe('lti.invitation-spent');
    expect(platform.asked.map(({ path }) => path)).not.toContain('/register');
    expect(await pair.tool.lti.sweep()).toBeGreaterThan(0);
  });

  it('can be revoked', async () => {
    const { url, id } = await invited(pair);
    await pair.tool.lti.invitations.revoke(id, BY);

    expect(codeOn(await see(url))).toBe('lti.invitation-spent');
    await expect(pair.tool.lti.invitations.revoke(id, BY)).rejects.toMatchObject({
      code: 'http.not-found',
    });
  });

  it('is kept as a digest, and its token in no log', async () => {
    const { url, token, id } = await invited(pair);
    await register(pair, url, platform.configurationUrl, 'secret-of-the-platform');

    expect(id).not.toContain(token);
    expect(logged.join('\n')).not.toContain(token);
    expect(logged.join('\n')).not.toContain('secret-of-the-platform');
  });

  it('approves at once when the operator said so', async () => {
    platform.answer = { client_id: 'trusted' };
    const { url } = await invited(pair, { approveAtOnce: true, name: 'Jelgavas Tehnikums' });

    const { html } = await register(pair, url, platform.configurationUrl);

    expect(html).toContain('It is approved');
    expect(await kept('trusted')).toEqual([
      expect.objectContaining({ status: 'active', name: 'Jelgavas Tehnikums' }),
    ]);
  });
});

describe('invitation for one platform', () => {
  it('renews it with a new client id, and keeps its id and decisions', async () => {
    platform.answer = { client_id: 'old', [TOOL_CONFIGURATION]: { deployment_id: 'a' } };
    await register(
      pair,
      (await invited(pair, { approveAtOnce: true })).url,
      platform.configurationUrl,
    );
    const [before] = await kept('old');
    const platformId = before?.id ?? '';
    await pair.tool.lti.platforms.setDeployment(platformId, 'a', 'blocked', BY);
    platform.answer = { client_id: 'new', [TOOL_CONFIGURATION]: { deployment_id: 'b' } };

    await register(pair, (await invited(pair, { platformId })).url, platform.configurationUrl);

    expect(await kept('old')).toEqual([]);
    expect(await kept('new')).toEqual([
      expect.objectContaining({
        id: platformId,
        status: 'active',
        deployments: [
          { id: 'a', status: 'blocked' },
          { id: 'b', status: 'allowed' },
        ],
      }),
    ]);
  });

  it('has the operator look again when the platform has moved to another host', async () => {
    platform.answer = { client_id: 'moves' };
    await register(
      pair,
      (await invited(pair, { approveAtOnce: true })).url,
      platform.configurationUrl,
    );
    const platformId = (await kept('moves'))[0]?.id ?? '';
    const elsewhere = await aRegisteringPlatform('localhost');

    const { html } = await register(
      pair,
      (await invited(pair, { platformId })).url,
      elsewhere.configurationUrl,
    );
    await elsewhere.stop();

    expect(html).toContain('It now waits');
    expect(await pair.tool.lti.platforms.show(platformId)).toMatchObject({
      status: 'pending',
      issuer: elsewhere.origin,
    });
  });
});

describe('registration by hand', () => {
  const values = (clientId: string): Record<string, string> => ({
    issuer: platform.origin,
    clientId,
    deployment: '7',
    authUrl: `${platform.origin}/auth`,
    tokenUrl: `${platform.origin}/token`,
    jwksUrl: `${platform.origin}/certs`,
  });

  it('keeps what was typed, without the blanks around it', async () => {
    const { token } = await invited(pair, { name: 'School' });

    const done = await registerByHand(pair, token, values('  by-hand\n'));

    expect(done.status).toBe(200);
    expect(done.html).not.toContain('data-close');
    expect(await kept('by-hand')).toEqual([
      expect.objectContaining({
        name: 'School',
        status: 'pending',
        deployments: [{ id: '7', status: 'allowed' }],
        jwksUrl: `${platform.origin}/certs`,
      }),
    ]);
    expect(codeOn(await registerByHand(pair, token, values('again')))).toBe('lti.invitation-spent');
  });

  it('says beside each field what is wrong with it, and keeps the values', async () => {
    const { token } = await invited(pair);

    const { status, html } = await registerByHand(pair, token, {
      issuer: 'moodle.school.example',
      clientId: 'https://moodle.school.example',
      deployment: '',
      authUrl: `${pair.toolUrl}/lti/login`,
      tokenUrl: 'https://moodle.school.example/a b',
      jwksUrl: 'http://moodle.school.example/certs',
    });

    expect(status).toBe(400);
    expect(faultsOn(html)).toEqual({
      issuer: 'This is no address. It begins with https://',
      clientId: 'This is an address. A shorter word or number is needed here.',
      deployment: 'This value is missing.',
      authUrl: "This is an address of our tool. The platform's own is needed here.",
      tokenUrl: 'There is a space inside. Copy the value again, alone.',
      jwksUrl: 'This address is not secure. It has to begin with https://',
    });
    expect(html).toContain('value="moodle.school.example"');
    expect(html).toContain('value="http://moodle.school.example/certs"');
    expect((await see(`${pair.toolUrl}/lti/register?invitation=${token}`)).status).toBe(200);
  });

  it.each(['https://10.0.0.1/certs', 'https://[fd00::1]/certs'])(
    'refuses the private address %s',
    async (jwksUrl) => {
      const { token } = await invited(pair);

      const { html } = await registerByHand(pair, token, { ...values('private'), jwksUrl });

      expect(faultsOn(html)).toEqual({
        jwksUrl: 'This address leads into a private network, which we do not reach.',
      });
      expect(await kept('private')).toEqual([]);
    },
  );

  it('does not hand a registered platform to whoever types its client id', async () => {
    platform.answer = { client_id: 'theirs' };
    await register(
      pair,
      (await invited(pair, { approveAtOnce: true })).url,
      platform.configurationUrl,
    );
    const before = await kept('theirs');
    const { token } = await invited(pair);
    const other = await aRegisteringPlatform();

    const jwksUrl = `${other.origin}/certs`;
    const { status, html } = await registerByHand(pair, token, { ...values('theirs'), jwksUrl });
    await other.stop();

    expect(status).toBe(400);
    expect(faultsOn(html).clientId).toContain('is registered already');
    expect(await kept('theirs')).toEqual(before);
  });

  it.each(['moodle', 'canvas', 'brightspace', 'blackboard', 'sakai', 'open-edx', 'other'])(
    'has a page for %s with our values',
    async (name) => {
      const { token } = await invited(pair);

      const { status, html } = await see(
        `${pair.toolUrl}/lti/register/manual?invitation=${token}&platform=${name}`,
      );

      expect(status).toBe(200);
      for (const path of ['/lti/login', '/lti/launch', '/lti/keys']) {
        expect(html).toContain(`value="${pair.toolUrl}${path}"`);
      }
      expect(html).toContain('name="clientId"');
    },
  );
});

describe('pages of a registration', () => {
  it('tell somebody who opened the link where it belongs', async () => {
    const { url } = await invited(pair);

    const { status, html } = await see(url);

    expect(status).toBe(200);
    expect(html).toContain(`value="${url}"`);
    for (const name of ['Moodle', 'Canvas', 'Brightspace', 'Blackboard', 'Sakai', 'Open edX']) {
      expect(html).toContain(name);
    }
  });

  it('may be framed by the platform alone, a refusal too', async () => {
    const { url } = await invited(pair);
    const asked = await see(initiation(url, platform.configurationUrl, 'token'));
    const refused = await see(
      initiation(`${pair.toolUrl}/lti/register?invitation=none`, platform.configurationUrl),
    );
    const opened = await see(url);

    const framedBy = ({ headers }: { headers: Headers }): string | undefined =>
      /frame-ancestors ([^;]*)/.exec(headers.get('content-security-policy') ?? '')?.[1];
    expect(framedBy(asked)).toBe(`'self' ${platform.origin}`);
    expect(framedBy(refused)).toBe(`'self' ${platform.origin}`);
    expect(framedBy(opened)).toBe("'self'");
  });

  it('echo nothing that a platform wrote as markup', async () => {
    const { url } = await invited(pair);
    platform.configuration = {
      'https://purl.imsglobal.org/spec/lti-platform-configuration': {
        product_family_code: '<script>alert(1)</script>',
      },
      authorization_endpoint: '"><img src=x onerror=alert(1)>',
    };

    const { html } = await see(initiation(url, platform.configurationUrl, 'token'));

    expect(html).not.toContain('alert(1)');
  });

  it('answer programs with a problem', async () => {
    const response = await fetch(`${pair.toolUrl}/lti/register?invitation=none`, {
      headers: { accept: 'application/json' },
    });

    expect(response.status).toBe(403);
    expect(await response.json()).toMatchObject({ code: 'lti.invitation-spent' });
  });
});

describe('/icon.svg', () => {
  it('is the picture that platforms show', async () => {
    const response = await fetch(`${pair.toolUrl}/icon.svg`);

    expect(response.headers.get('content-type')).toBe('image/svg+xml; charset=utf-8');
    expect(response.headers.get('cache-control')).toBe('public, max-age=86400');
    expect(await response.text()).toMatch(/^<svg /);
  });
});

function faultsOn(html: string): Record<string, string> {
  const found = html.matchAll(/id="(\w+)-fault">([^<]*)</g);
  return Object.fromEntries(
    [...found].map(([, field = '', text = '']) => [field, text.replaceAll('&#39;', "'")]),
  );
}
