import { afterEach, describe, expect, it } from '@jest/globals';
import { callClaimedService } from '../../../src/lti/services/claimed-service.js';
import { aPlatform } from '../../support/lti.js';
import { aServicePlatform, type ServicePlatform } from '../../support/service-platform.js';

describe('service that a signed message names', () => {
  let school: ServicePlatform | undefined;

  afterEach(async () => {
    await school?.stop();
    school = undefined;
  });

  const refusal = { code: 'lti.address-refused' };
  const call = (url: string, over: Parameters<typeof aPlatform>[0] = {}) =>
    callClaimedService(aPlatform(over), { url, headers: { authorization: 'Bearer secret' } });

  it.each([
    'https://169.254.169.254/latest/meta-data',
    'https://10.1.2.3/lineitem',
    'https://192.168.0.1/',
    'https://127.0.0.1/',
    'https://[::1]/',
    'https://[::ffff:169.254.169.254]/',
    'https://0x7f000001/',
    'https://localhost/',
    'http://lms.elsewhere.example/',
    'https://a;b.example/',
    'https://user:secret@lms.elsewhere.example/',
  ])('is not asked at %s', async (url) => {
    await expect(call(url)).rejects.toMatchObject(refusal);
  });

  it('is not asked within this machine, whatever name or port it has', async () => {
    school = await aServicePlatform((_request, res) => res.end('secret'));
    const { port } = new URL(school.url);

    await expect(call(`http://127.0.0.1:${port}/`)).rejects.toMatchObject(refusal);
    await expect(call(`https://localhost:${port}/`)).rejects.toMatchObject(refusal);
    expect(school.seen).toEqual([]);
  });

  it.each([
    ['its token endpoint', 'tokenUrl'],
    ['its key set', 'jwksUrl'],
    ['its authorization endpoint', 'authUrl'],
  ] as const)('is asked on the host of %s, which somebody approved', async (_name, field) => {
    school = await aServicePlatform((_request, res) => res.end('here'));

    const answer = await call(`${school.url}/lineitem`, { [field]: `${school.url}/x` });

    expect(answer).toMatchObject({ status: 200, text: 'here' });
    expect(school.seen[0]?.headers.authorization).toBe('Bearer secret');
  });

  it('is asked on a host that the operator named as the platform’s', async () => {
    school = await aServicePlatform((_request, res) => res.end('here'));

    expect((await call(`${school.url}/x`, { otherOrigins: [school.url] })).text).toBe('here');
  });

  it('is not asked on the host of an issuer, which is a name and no address', async () => {
    school = await aServicePlatform((_request, res) => res.end('secret'));

    await expect(call(`${school.url}/x`, { issuer: school.url })).rejects.toMatchObject(refusal);
    expect(school.seen).toEqual([]);
  });
});
