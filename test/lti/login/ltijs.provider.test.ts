import { beforeAll, describe, expect, it } from '@jest/globals';
import { createIdTokens, type IdTokens } from '../../../src/lti/login/ltijs.provider.js';
import { ServiceUnreachable } from '../../../src/lti/services/service-http.js';
import { aKey, sign, type TestKey } from '../../support/keys.js';
import { aPlatform, launchClaims } from '../../support/lti.js';

const now = Math.floor(Date.now() / 1000);
const platform = aPlatform();
const login = { platform, nonce: 'nonce-1' };

describe('id_token', () => {
  let key: TestKey;
  let foreignKey: TestKey;
  let idTokens: IdTokens;

  beforeAll(async () => {
    key = await aKey();
    foreignKey = await aKey();
    idTokens = createIdTokens({
      clock: Date.now,
      platformKeys: {
        find: (_url, kid) =>
          Promise.resolve(kid === key.kid ? (key.publicJwk as never) : undefined),
      },
    });
  });

  it('passes when the platform signed it for this login', async () => {
    const claims = launchClaims();

    const verified = await idTokens.verify(await sign(claims, key), login);

    expect(verified).toMatchObject({ sub: '3', nonce: 'nonce-1' });
  });

  it.each([
    ['exp missing', { exp: undefined }],
    ['exp not a number', { exp: 'soon' }],
    ['expired', { exp: now - 70 }],
    ['iat missing', { iat: undefined }],
    ['iat not a number', { iat: 'now' }],
    ['iat a day ahead', { iat: now + 86_400, exp: now + 90_000 }],
    ['iat ten minutes old', { iat: now - 600 }],
    ['another issuer', { iss: 'https://other.example' }],
    ['another client', { aud: 'client-2' }],
    ['no audience', { aud: undefined }],
    ['a second audience', { aud: ['client-1', 'client-2'] }],
    ['azp of another client', { azp: 'client-2' }],
    ['azp of another client in a list', { aud: ['client-1'], azp: 'client-2' }],
  ])('is refused: %s', async (_name, over) => {
    const token = await sign(launchClaims(over), key);

    await expect(idTokens.verify(token, login)).rejects.toMatchObject({
      code: 'lti.token-invalid',
    });
  });

  it.each([
    ['missing', undefined],
    ['empty', ''],
    ['of another login', 'nonce-2'],
    ['a list', ['nonce-1']],
  ])('is refused when the nonce is %s', async (_name, nonce) => {
    const token = await sign(launchClaims({ nonce }), key);

    await expect(idTokens.verify(token, login)).rejects.toMatchObject({
      code: 'lti.nonce-mismatch',
    });
  });

  it('is refused when another key signed it', async () => {
    const token = await sign(launchClaims(), foreignKey);

    await expect(idTokens.verify(token, login)).rejects.toMatchObject({
      code: 'lti.token-invalid',
    });
  });

  it('is refused when the platform does not publish its key', async () => {
    const token = await sign(launchClaims(), key, { kid: 'never-heard-of' });

    await expect(idTokens.verify(token, login)).rejects.toMatchObject({
      code: 'lti.token-invalid',
    });
  });

  it.each(['none', 'HS256', 'RS512'])('is refused when its header says %s', async (alg) => {
    const [, payload, signature] = (await sign(launchClaims(), key)).split('.');
    const header = Buffer.from(JSON.stringify({ alg, kid: key.kid, typ: 'JWT' })).toString(
      'base64url',
    );
    const token = `${header}.${payload ?? ''}.${alg === 'none' ? '' : (signature ?? '')}`;

    await expect(idTokens.verify(token, login)).rejects.toMatchObject({
      code: 'lti.token-invalid',
    });
  });

  it.each(['', 'x', 'a.b.c', '....', 'eyJhbGciOiJSUzI1NiJ9.e30.'])(
    'is refused: %p',
    async (token) => {
      await expect(idTokens.verify(token, login)).rejects.toMatchObject({
        code: 'lti.token-invalid',
      });
    },
  );

  it('is refused for a platform that was switched off', async () => {
    const token = await sign(launchClaims(), key);
    const disabled = { platform: aPlatform({ status: 'disabled' }), nonce: 'nonce-1' };

    await expect(idTokens.verify(token, disabled)).rejects.toMatchObject({
      code: 'lti.token-invalid',
    });
  });

  it('says so when the key set cannot be reached', async () => {
    const token = await sign(launchClaims(), key);
    const cutOff = createIdTokens({
      clock: Date.now,
      platformKeys: { find: () => Promise.reject(new ServiceUnreachable('down')) },
    });

    await expect(cutOff.verify(token, login)).rejects.toMatchObject({
      code: 'lti.platform-unreachable',
    });
  });
});
