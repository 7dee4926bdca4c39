import { describe, expect, it } from '@jest/globals';
import {
  pagesOf,
  readOpenidConfiguration,
} from '../../../src/lti/registration/openid-configuration.js';
import { registrationRequest } from '../../../src/lti/registration/tool-configuration.js';

const TOOL_CONFIGURATION = 'https://purl.imsglobal.org/spec/lti-tool-configuration';

function configuration(issuer: string, over: object = {}): string {
  return JSON.stringify({
    issuer,
    authorization_endpoint: 'https://platform.example/auth',
    token_endpoint: 'https://platform.example/token',
    jwks_uri: 'https://platform.example/certs',
    registration_endpoint: 'https://platform.example/register',
    ...over,
  });
}

describe('issuer of a configuration', () => {
  it.each([
    ['https://canvas.instructure.com', 'https://school.instructure.com/api/lti/configuration'],
    ['https://canvas.instructure.com', 'https://sso.canvaslms.com/api/lti/configuration'],
    ['https://blackboard.com', 'https://developer.blackboard.com/configuration'],
    ['https://moodle.example:8443/lms', 'https://moodle.example:8443/lms/configuration.php'],
  ])('%s may be named by %s', (issuer, url) => {
    expect(readOpenidConfiguration(configuration(issuer), new URL(url)).issuer).toBe(issuer);
  });

  it.each([
    ['https://canvas.instructure.com', 'https://instructure.com.evil.example/'],
    ['https://canvas.instructure.com', 'https://evilinstructure.com/'],
    ['https://blackboard.com', 'https://moodle.example/'],
    ['https://moodle.example:8443', 'https://moodle.example/'],
    ['https://sub.moodle.example', 'https://moodle.example/'],
    ['moodle', 'https://moodle.example/'],
  ])('%s may not be named by %s', (issuer, url) => {
    expect(() => readOpenidConfiguration(configuration(issuer), new URL(url))).toThrow(
      expect.objectContaining({ code: 'lti.configuration-invalid', fields: ['issuer'] }),
    );
  });
});

describe('configuration', () => {
  it.each(['', '<html></html>', '[]', 'null', '{"issuer":'])('is not %p', (text) => {
    expect(() => readOpenidConfiguration(text, new URL('https://platform.example/'))).toThrow(
      expect.objectContaining({ code: 'lti.configuration-invalid' }),
    );
  });

  it('may name its own audience for token requests', () => {
    const audience = 'https://api.platform.example/token';
    const text = configuration('https://platform.example', { authorization_server: audience });

    const read = readOpenidConfiguration(text, new URL('https://platform.example/configuration'));

    expect(read.audience).toBe(audience);
  });
});

describe('pages of a platform', () => {
  it('have the origin of its configuration', () => {
    expect(pagesOf(new URL('https://moodle.example:8443/a/b'))).toEqual([
      'https://moodle.example:8443',
    ]);
  });

  it("are any school's at hosted Canvas", () => {
    expect(pagesOf(new URL('https://canvas.instructure.com/api'))).toEqual([
      'https://canvas.instructure.com',
      'https://*.instructure.com',
    ]);
  });
});

describe('registration request', () => {
  const request = registrationRequest(
    {},
    {
      publicUrl: new URL('https://tandem.example'),
      urls: {
        login: 'https://tandem.example/lti/login',
        launch: 'https://tandem.example/lti/launch',
        keys: 'https://tandem.example/lti/keys',
      },
      texts: {
        name: 'Tandem',
        description: 'Kopīgas mācības',
        open: 'Atvērt',
        choose: 'Izvēlēties saturu',
        review: 'Apskatīt darbu',
      },
    },
  ) as Record<string, unknown>;
  const tool = request[TOOL_CONFIGURATION] as Record<string, unknown>;

  it('asks for names and no mail address', () => {
    expect(tool.claims).toEqual(['iss', 'sub', 'name', 'given_name', 'family_name']);
  });

  it('asks a platform that says nothing of itself for everything that we use', () => {
    expect(String(request.scope).split(' ')).toHaveLength(5);
    expect(tool.messages).toEqual([
      expect.objectContaining({ type: 'LtiResourceLinkRequest', label: 'Atvērt' }),
      expect.objectContaining({
        type: 'LtiDeepLinkingRequest',
        label: 'Izvēlēties saturu',
        icon_uri: 'https://tandem.example/icon.svg',
        roles: expect.arrayContaining([expect.stringContaining('#Instructor')]),
      }),
      expect.objectContaining({ type: 'LtiSubmissionReviewRequest', label: 'Apskatīt darbu' }),
    ]);
  });

  it('asks with each launch for the courses it was copied from', () => {
    expect(tool.custom_parameters).toEqual({
      context_history: '$Context.id.history',
      resource_link_history: '$ResourceLink.id.history',
    });
  });
});
