import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { openPlatforms, type Platforms } from '../../../src/lti/index.js';
import { openInvitations, type Invitations } from '../../../src/lti/registration/index.js';
import { TRIES_PER_HOUR } from '../../../src/lti/registration/invitation.js';
import type { PlatformDescription } from '../../../src/lti/registration/openid-configuration.js';
import {
  createRegistrationService,
  type RegistrationService,
} from '../../../src/lti/registration/registration.service.js';
import type { Database } from '../../../src/persistence/database.js';
import { openSqlite } from '../../../src/persistence/sqlite/open-sqlite.js';
import { HOUR } from '../../../src/shared/clock.js';
import { newId } from '../../../src/shared/ids.js';
import { codeOn, initiation, invited, see } from '../../support/registering.js';
import { aRegisteringPlatform } from '../../support/registering-platform.js';
import { aPair } from '../../support/tool.js';

const BY = { kind: 'operator' } as const;
const TEXTS = { name: 'T', description: 'T', open: 'O', choose: 'C', review: 'R' };
const CANVAS = 'https://canvas.instructure.com';

describe('registration', () => {
  let database: Database;
  let platforms: Platforms;
  let invitations: Invitations;
  let registration: RegistrationService;
  let now = 0;
  let described: PlatformDescription;
  let registrations: number;

  beforeEach(async () => {
    const clock = () => now;
    const audit = () => Promise.resolve();
    database = openSqlite({ file: ':memory:', clock });
    platforms = await openPlatforms({ database, audit, clock, newId });
    invitations = await openInvitations({
      ...{ database, audit, clock },
      publicUrl: new URL('https://tool.example'),
    });
    const at = (path: string) => `https://sso.canvaslms.com/${path}`;
    described = {
      issuer: CANVAS,
      ...{ authUrl: at('auth'), tokenUrl: at('token'), jwksUrl: at('keys') },
      registrationUrl: at('register'),
    };
    registrations = 0;
    registration = createRegistrationService({
      ...{ invitations, platforms },
      checkAddress: () => Promise.resolve(),
      client: {
        describe: () => Promise.resolve(described),
        introduce: () => Promise.resolve({ client_id: `client-${(registrations += 1)}` }),
      },
    });
  });
  afterEach(() => database.close());

  async function aToken(wanted: { approveAtOnce?: boolean; platformId?: string } = {}) {
    const { url } = await invitations.create({ approveAtOnce: false, ...wanted }, BY);
    return url.searchParams.get('invitation') ?? '';
  }

  const from = (invitation: string, address = 'https://school.instructure.com/configuration') => ({
    invitation,
    openidConfiguration: new URL(address),
  });

  it('lets pages of the host frame the tool that described a platform under another name', async () => {
    const { platformId } = await registration.register(from(await aToken()), TEXTS);

    expect((await platforms.show(platformId)).otherOrigins).toEqual([
      'https://school.instructure.com',
    ]);

    const second = from(await aToken({ platformId }), 'https://other.instructure.com/c');
    await registration.register(second, TEXTS);
    expect((await platforms.show(platformId)).otherOrigins).toEqual([
      'https://school.instructure.com',
      'https://other.instructure.com',
    ]);
  });

  it('notes no origin beside those that it knows by the registration', async () => {
    const at = from(await aToken(), 'https://sso.canvaslms.com/configuration');

    const { platformId } = await registration.register(at, TEXTS);

    expect((await platforms.show(platformId)).otherOrigins).toBeUndefined();
  });

  it('looks at platforms so many times an hour with one invitation, and not once more', async () => {
    const token = await aToken();
    const other = await aToken();
    for (let tried = 0; tried < TRIES_PER_HOUR; tried += 1) {
      await registration.describe(from(token));
    }

    await expect(registration.describe(from(token))).rejects.toMatchObject({
      code: 'lti.too-many-tries',
      retryAfterSeconds: HOUR / 1000,
    });
    await expect(registration.register(from(token), TEXTS)).rejects.toMatchObject({
      code: 'lti.too-many-tries',
    });
    await expect(registration.describe(from(other))).resolves.toBe(described);
    now += HOUR;
    await expect(registration.register(from(token), TEXTS)).resolves.toMatchObject({
      status: 'pending',
    });
  });

  it('counts looks that come at once', async () => {
    const token = await aToken();

    const looks = await Promise.allSettled(
      Array.from({ length: 2 * TRIES_PER_HOUR }, () => registration.describe(from(token))),
    );

    const seen = looks.filter(({ status }) => status === 'fulfilled').length;
    expect(seen).toBeGreaterThan(0);
    expect(seen).toBeLessThanOrEqual(TRIES_PER_HOUR);
  });

  it('makes no more platforms while 200 await the operator, but for those that were approved before', async () => {
    for (let waiting = 0; waiting < 200; waiting += 1) {
      await registration.register(from(await aToken()), TEXTS);
    }
    const [first] = await platforms.list();
    const asked = registrations;
    const token = await aToken();

    await expect(registration.register(from(token), TEXTS)).rejects.toMatchObject({
      code: 'lti.too-many-waiting',
      status: 503,
    });
    // The platform was not told of a tool that nobody here will know.
    expect(registrations).toBe(asked);
    const approved = await aToken({ approveAtOnce: true });
    expect((await registration.register(from(approved), TEXTS)).status).toBe('active');
    const renewal = await aToken({ platformId: first?.id ?? '' });
    expect((await registration.register(from(renewal), TEXTS)).platformId).toBe(first?.id);
    await platforms.setStatus(first?.id ?? '', 'active', BY);
    expect((await registration.register(from(token), TEXTS)).status).toBe('pending');
  });
});

describe('page of a registration', () => {
  it('says when to try again, and looks nowhere meanwhile', async () => {
    const pair = await aPair({ jobs: false });
    const platform = await aRegisteringPlatform();
    const { url } = await invited(pair);
    const address = initiation(url, platform.configurationUrl, 'token');
    for (let tried = 0; tried < TRIES_PER_HOUR; tried += 1) await see(address);

    const refused = await see(address);

    expect(refused.status).toBe(429);
    expect(codeOn(refused)).toBe('lti.too-many-tries');
    expect(Number(refused.headers.get('retry-after'))).toBeGreaterThan(3500);
    expect(platform.asked).toHaveLength(TRIES_PER_HOUR);
    await platform.stop();
    await pair.stop();
  });

  it.each(["https://x;script-src'unsafe-inline'.example/c", "https://x'y.example/c"])(
    'never names %s in its headers',
    async (address) => {
      const pair = await aPair({ jobs: false });
      const { url } = await invited(pair);

      const refused = await see(initiation(url, address, 'token'));

      expect(codeOn(refused)).toBe('lti.address-refused');
      expect(refused.headers.get('content-security-policy')).not.toContain('x;');
      expect(refused.headers.get('content-security-policy')).not.toContain("x'");
      await pair.stop();
    },
  );
});
