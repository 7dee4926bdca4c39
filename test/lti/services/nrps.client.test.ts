import { afterEach, describe, expect, it } from '@jest/globals';
import { createNrps, type Member } from '../../../src/lti/services/nrps.client.js';
import { roleOf } from '../../../src/lti/launch/roles.js';
import {
  aServicePlatform,
  sendMembers,
  type ServicePlatform,
} from '../../support/service-platform.js';

describe('members', () => {
  let school: ServicePlatform | undefined;

  afterEach(async () => {
    await school?.stop();
    school = undefined;
  });

  async function membersOf(...rows: readonly unknown[]): Promise<readonly Member[]> {
    school = await aServicePlatform((_request, res) => sendMembers(res, rows as object[]));
    return createNrps({ reader: school.reader }).members(school.platform, `${school.url}/members`);
  }

  it('in the shape that Moodle sends them for one link are read, their grade tokens passed over', async () => {
    const members = await membersOf({
      status: 'Active',
      roles: ['Learner'],
      message: [
        {
          'https://purl.imsglobal.org/spec/lti/claim/message_type': 'LtiResourceLinkRequest',
          'https://purl.imsglobal.org/spec/lti-bo/claim/basicoutcome': {
            lis_result_sourcedid: '{"data":{"instanceid":"1"},"hash":"abc"}',
            lis_outcome_service_url: 'https://lms.school.example/service.php',
          },
        },
      ],
      user_id: '4',
      lis_person_sourcedid: 'ext-4',
      name: 'Kārlis Bērziņš',
      given_name: 'Kārlis',
      family_name: 'Bērziņš',
      email: 'karlis@school.example',
      ext_user_username: 'karlis',
    });

    expect(members).toEqual([
      { userId: '4', roles: ['Learner'], status: 'Active', name: 'Kārlis Bērziņš', groupIds: [] },
    ]);
    expect(JSON.stringify(members)).not.toMatch(/ext-4|school\.example|hash/);
  });

  it.each([
    [{ name: 'Guest user  ', given_name: 'Guest user', family_name: ' ' }, 'Guest user'],
    [{ given_name: 'Anna', family_name: 'Liepiņa' }, 'Anna Liepiņa'],
    [{ family_name: 'Liepiņa' }, 'Liepiņa'],
    [{ name: ' ' }, undefined],
    [{ name: 7 }, undefined],
  ])('with %j are named %s', async (names, expected) => {
    expect((await membersOf({ user_id: '1', roles: [], ...names }))[0]?.name).toBe(expected);
  });

  it('that cannot be read leave the others readable', async () => {
    const members = await membersOf(null, 'Anna', {}, { user_id: '' }, { user_id: '5', roles: [] });

    expect(members.map(({ userId }) => userId)).toEqual(['5']);
  });

  it('whose role in the course is learner are learners, whatever they help with', () => {
    const base = 'http://purl.imsglobal.org/vocab/lis/v2/membership';
    expect(roleOf([`${base}/Learner#Instructor`])).toBe('learner');
    expect(roleOf([`${base}#Learner`, `${base}/Instructor#TeachingAssistant`])).toBe('instructor');
  });
});
