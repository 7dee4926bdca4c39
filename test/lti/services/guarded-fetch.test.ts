import type { LookupAddress } from 'node:dns';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import {
  createAddressCheck,
  createGuardedFetch,
} from '../../../src/lti/services/guarded-fetch.client.js';
import { hasCode } from '../../../src/shared/errors.js';
import {
  aRegisteringPlatform,
  type RegisteringPlatform,
} from '../../support/registering-platform.js';

/** Resolves every name to these, and says which were asked for. */
function aNameServer(...addresses: readonly string[]) {
  const asked: string[] = [];
  const resolveName = (
    name: string,
    done: (fault: Error | null, found: LookupAddress[]) => void,
  ): void => {
    asked.push(name);
    done(
      null,
      addresses.map((address) => ({ address, family: address.includes(':') ? 6 : 4 })),
    );
  };
  return { asked, resolveName };
}

async function codeOf(work: Promise<unknown>): Promise<string> {
  try {
    await work;
    return 'none';
  } catch (fault) {
    return hasCode(fault) ? fault.code : String(fault);
  }
}

/** Of every network that is nobody's public address. */
const NOT_PUBLIC = [
  ...['0.0.0.0', '10.0.0.1', '100.64.0.1', '127.0.0.1', '127.255.255.254', '169.254.169.254'],
  ...['172.16.0.1', '172.31.255.255', '192.0.0.1', '192.0.2.1', '192.168.1.1', '198.18.0.1'],
  ...['198.51.100.7', '203.0.113.9', '224.0.0.1', '255.255.255.255'],
  ...['::', '::1', '::127.0.0.1', '::ffff:10.0.0.1', '::ffff:7f00:1', '64:ff9b::a00:1'],
  ...['100::1', '2001::1', '2001:db8::1', '2002:a00:1::1', '3fff::1', 'fc00::1', 'fd12:3456::1'],
  ...['fe80::1', 'fec0::1', 'ff02::1'],
];

describe('guarded fetch, reaching for the internet', () => {
  it.each(NOT_PUBLIC)('refuses a name that leads to %s', async (address) => {
    const { asked, resolveName } = aNameServer(address);
    const fetchGuarded = createGuardedFetch({ allowLoopback: false, resolveName });

    expect(await codeOf(fetchGuarded(new URL('https://platform.example/')))).toBe(
      'lti.address-refused',
    );
    expect(asked).toEqual(['platform.example']);
  });

  it.each(NOT_PUBLIC)('refuses %s itself, and asks nobody', async (address) => {
    const { asked, resolveName } = aNameServer('93.184.216.34');
    const fetchGuarded = createGuardedFetch({ allowLoopback: false, resolveName });
    const host = address.includes(':') ? `[${address}]` : address;

    expect(await codeOf(fetchGuarded(new URL(`https://${host}/`)))).toBe('lti.address-refused');
    expect(asked).toEqual([]);
  });

  it('refuses a name with one private address among public ones', async () => {
    const { resolveName } = aNameServer('93.184.216.34', '10.0.0.1');
    const fetchGuarded = createGuardedFetch({ allowLoopback: false, resolveName });

    expect(await codeOf(fetchGuarded(new URL('https://platform.example/')))).toBe(
      'lti.address-refused',
    );
  });

  it.each([
    'http://platform.example/',
    'ftp://platform.example/',
    'file:///etc/passwd',
    'https://user@platform.example/',
    'https://:word@platform.example/',
    'https://2130706433/',
    'https://0x7f.1/',
    'https://017700000001/',
    'https://127.1/',
    "https://platform.example;script-src'/",
    'https://a,b.example/',
  ])('refuses %s', async (address) => {
    const { asked, resolveName } = aNameServer('93.184.216.34');
    const fetchGuarded = createGuardedFetch({ allowLoopback: false, resolveName });

    expect(await codeOf(fetchGuarded(new URL(address)))).toBe('lti.address-refused');
    expect(asked).toEqual([]);
  });

  it('says that a name is not known', async () => {
    const fetchGuarded = createGuardedFetch({
      allowLoopback: false,
      resolveName: (_name, done) => done(new Error('ENOTFOUND'), []),
    });

    expect(await codeOf(fetchGuarded(new URL('https://platform.example/')))).toBe(
      'lti.service-unreachable',
    );
  });
});

describe('guarded fetch, on one machine', () => {
  let platform: RegisteringPlatform;
  beforeAll(async () => {
    platform = await aRegisteringPlatform();
  });
  beforeEach(() => platform.reset());
  afterAll(() => platform.stop());

  const fetchGuarded = createGuardedFetch({ allowLoopback: true });
  const at = (path: string): URL => new URL(path, platform.origin);

  it('reaches this machine by http', async () => {
    const { status, text } = await fetchGuarded(at('/configuration'));

    expect(status).toBe(200);
    expect(JSON.parse(text)).toMatchObject({ issuer: platform.origin });
  });

  it.each(['http://192.168.0.1/', 'https://192.168.0.1/', 'http://platform.example/'])(
    'goes no further than this machine: %s',
    async (address) => {
      expect(await codeOf(fetchGuarded(new URL(address)))).toBe('lti.address-refused');
    },
  );

  it.each(['/configuration', 'https://other.example/', 'http://10.0.0.1/'])(
    'follows no redirect to %s',
    async (location) => {
      platform.instead.set('/start', (_req, res) => {
        res.writeHead(307, { location }).end();
      });

      expect(await codeOf(fetchGuarded(at('/start'), { method: 'POST', body: '{}' }))).toBe(
        'lti.service-unreachable',
      );
      expect(platform.asked.map(({ path }) => path)).toEqual(['/start']);
    },
  );

  it('stops reading after 256 KiB', async () => {
    platform.instead.set('/much', (_req, res) => res.end('x'.repeat(256 * 1024 + 1)));
    platform.instead.set('/enough', (_req, res) => res.end('x'.repeat(256 * 1024)));

    expect(await codeOf(fetchGuarded(at('/much')))).toBe('lti.service-unreachable');
    expect((await fetchGuarded(at('/enough'))).text).toHaveLength(256 * 1024);
  });

  it.each([
    ['says nothing', (): void => undefined],
    [
      'drips',
      (res: { write(text: string): void; on(event: 'close', then: () => void): void }): void => {
        const drip = setInterval(() => res.write(' '), 20);
        res.on('close', () => clearInterval(drip));
      },
    ],
  ])('gives up on a server that %s', async (_what, answer) => {
    platform.instead.set('/slow', (_req, res) => answer(res));

    expect(await codeOf(fetchGuarded(at('/slow'), { milliseconds: 150 }))).toBe(
      'lti.service-unreachable',
    );
  });

  it('says that nobody answers', async () => {
    expect(await codeOf(fetchGuarded(new URL('http://127.0.0.1:1/')))).toBe(
      'lti.service-unreachable',
    );
  });
});

describe('check of an address', () => {
  it('lets a public one pass, and asks for its name', async () => {
    const { asked, resolveName } = aNameServer('93.184.216.34');

    await createAddressCheck({ allowLoopback: false, resolveName })(
      new URL('https://platform.example/token'),
    );

    expect(asked).toEqual(['platform.example']);
  });

  it.each(['10.0.0.1', '::ffff:10.0.0.1', '127.0.0.1'])(
    'refuses a name that leads to %s',
    async (address) => {
      const check = createAddressCheck({ allowLoopback: false, ...aNameServer(address) });

      expect(await codeOf(check(new URL('https://platform.example/token')))).toBe(
        'lti.address-refused',
      );
    },
  );
});
