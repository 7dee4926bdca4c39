import { afterEach, describe, expect, it } from '@jest/globals';
import { importJWK, jwtVerify, type JWK } from 'jose';
import { createPlatformKeys } from '../../../src/lti/keys/platform-keys.client.js';
import { HOUR, MINUTE } from '../../../src/shared/clock.js';
import { recorded } from '../../fixtures/moodle/recorded.js';
import { aKey, sign } from '../../support/keys.js';
import { aServicePlatform, type ServicePlatform } from '../../support/service-platform.js';

describe('keys of Moodle, as recorded', () => {
  let moodle: ServicePlatform | undefined;

  afterEach(() => moodle?.stop());

  it('verify what Moodle signed, and are asked for once an hour, since no header says how long', async () => {
    const [shape = {}] = (recorded('keys') as { keys: Record<string, string>[] }).keys;
    const key = await aKey(shape.kid);
    moodle = await aServicePlatform((_request, res) => {
      res.setHeader('content-type', 'application/json; charset=utf-8');
      res.end(JSON.stringify({ keys: [{ ...shape, n: key.publicJwk.n }] }));
    });
    let now = 0;
    const keys = createPlatformKeys({ clock: () => now });

    const found = await keys.find(`${moodle.url}/mod/lti/certs.php`, key.kid);
    const signed = await sign({ sub: '3' }, key);

    expect(found).toMatchObject({ kty: 'RSA', alg: 'RS256', use: 'sig' });
    const { payload } = await jwtVerify(signed, await importJWK(found as JWK));
    expect(payload.sub).toBe('3');
    now = HOUR - MINUTE;
    await keys.find(`${moodle.url}/mod/lti/certs.php`, key.kid);
    expect(moodle.seen).toHaveLength(1);
  });
});
