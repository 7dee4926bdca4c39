import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { recorded, recordedAnswers, sendRecorded } from '../../fixtures/moodle/recorded.js';
import { codeOn, confirm, initiation, invited, register, see } from '../../support/registering.js';
import {
  aRegisteringPlatform,
  TOOL_CONFIGURATION,
  type RegisteringPlatform,
} from '../../support/registering-platform.js';
import { aPair, type Pair } from '../../support/tool.js';

type Fields = Record<string, unknown>;

describe('registration with Moodle, as recorded', () => {
  let pair: Pair;
  let moodle: RegisteringPlatform;

  beforeAll(async () => {
    pair = await aPair({ jobs: false });
    moodle = await aRegisteringPlatform();
  });
  beforeEach(() => {
    moodle.reset();
    const { origin } = moodle;
    moodle.configuration = recorded('openid-configuration', { origin }) as Fields;
    moodle.answer = recorded('registration-answer', {
      tool: pair.toolUrl,
      toolHost: new URL(pair.toolUrl).host,
    }) as Fields;
  });
  afterAll(async () => {
    await moodle.stop();
    await pair.stop();
  });

  const registered = async () =>
    (await pair.tool.lti.platforms.list()).filter(({ issuer }) => issuer === moodle.origin);
  const sent = () =>
    moodle.asked.find(({ path }) => path.endsWith('openid-registration.php'))?.body;

  it.each(recordedAnswers('registration-refusals'))(
    '%s: says that Moodle refused, and the invitation still holds',
    async (_name, answer) => {
      const { url } = await invited(pair);
      moodle.instead.set('/mod/lti/openid-registration.php', (_req, res) =>
        sendRecorded(res, answer),
      );

      const refused = await register(pair, url, moodle.configurationUrl);

      expect(refused.status).toBe(502);
      expect(codeOn(refused)).toBe('lti.registration-refused');
      expect((await see(url)).status).toBe(200);
      expect(await registered()).toEqual([]);
    },
  );

  it('asks for what Moodle has, and says all that Moodle refuses to do without', async () => {
    const { url } = await invited(pair);

    const asks = await see(initiation(url, moodle.configurationUrl, 'token'));
    expect(asks.html).toContain('<dd>Moodle (');
    await confirm(pair, asks);

    const host = new URL(pair.toolUrl).host;
    expect(sent()).toMatchObject({
      application_type: 'web',
      response_types: ['id_token'],
      token_endpoint_auth_method: 'private_key_jwt',
      client_name: expect.any(String) as unknown,
      jwks_uri: `${pair.toolUrl}/lti/keys`,
      [TOOL_CONFIGURATION]: { domain: host, target_link_uri: `${pair.toolUrl}/lti/launch` },
    });
    const scopes = String(sent()?.scope).split(' ');
    const offered = moodle.configuration.scopes_supported as string[];
    expect(scopes.filter((scope) => !offered.includes(scope))).toEqual([]);
    expect(scopes).toHaveLength(5);
    const { messages, custom_parameters: custom } = sent()?.[TOOL_CONFIGURATION] as {
      messages: { type: string }[];
      custom_parameters: Record<string, string>;
    };
    // Its configuration names these two, although it starts reviews as well.
    expect(messages.map(({ type }) => type)).toEqual([
      'LtiResourceLinkRequest',
      'LtiDeepLinkingRequest',
    ]);
    // Its answer cuts values at a second "=".
    expect(Object.values(custom).filter((value) => value.includes('='))).toEqual([]);
  });

  it('keeps client, deployment and addresses; the same client again is the same platform', async () => {
    const first = await invited(pair);
    expect((await register(pair, first.url, moodle.configurationUrl)).status).toBe(200);
    const [known] = await registered();
    expect(known).toMatchObject({
      clientId: 'client00000000a',
      authUrl: `${moodle.origin}/mod/lti/auth.php`,
      tokenUrl: `${moodle.origin}/mod/lti/token.php`,
      jwksUrl: `${moodle.origin}/mod/lti/certs.php`,
      deployments: [{ id: '1', status: 'allowed' }],
    });

    const second = await invited(pair);
    expect((await register(pair, second.url, moodle.configurationUrl)).status).toBe(200);

    expect((await registered()).map(({ id }) => id)).toEqual([known?.id]);
  });
});
