import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { aBrowser } from '../support/browser-client.js';
import { aGradedCourse, EXERCISE, type GradedCourse } from '../support/graded-course.js';
import { agsClaim, type GradedPlatform } from '../support/graded-platform.js';
import { until } from '../support/launch.js';
import { pageOf, tabOf } from '../support/attacks-session.js';
import { claim, linkClaims } from '../support/messages.js';

const NRPS = 'https://purl.imsglobal.org/spec/lti-nrps/claim/namesroleservice';
const GROUPS = 'https://purl.imsglobal.org/spec/lti-gs/claim/groupsservice';
const NOTICES = 'https://purl.imsglobal.org/spec/lti/claim/platformnotificationservice';
const INSTRUCTOR = ['http://purl.imsglobal.org/vocab/lis/v2/membership#Instructor'];

describe('a platform that signs addresses in our own network', () => {
  let course: GradedCourse;
  let school: GradedPlatform;
  let inside: Server;
  let insideUrl: string;
  const reached: string[] = [];

  beforeAll(async () => {
    course = await aGradedCourse();
    school = await course.school();
    inside = createServer((req, res) => {
      reached.push(req.url ?? '');
      res.end('{"secret":true}');
    });
    await new Promise<void>((resolve) => inside.listen(0, '127.0.0.1', resolve));
    insideUrl = `127.0.0.1:${String((inside.address() as AddressInfo).port)}`;
  });
  afterAll(async () => {
    inside.closeAllConnections();
    inside.close();
    await school.stop();
    await course.stop();
  });

  const inOwnNetwork = (): readonly (readonly [string, string])[] => [
    ['cloud metadata', 'https://169.254.169.254/latest/meta-data/lineitem'],
    ['a private network', 'https://10.0.0.5/lineitem'],
    ['this machine by name', `https://${insideUrl.replace('127.0.0.1', 'localhost')}/lineitem`],
    ['this machine by http', `http://${insideUrl}/lineitem`],
  ];

  it('gets no score there: the grade is refused, once, and the next activity goes on', async () => {
    for (const [at, [, lineitem]] of inOwnNetwork().entries()) {
      const claims = agsClaim(school, { lineitem });
      const learner = await school.visit({ userId: `l-${at}`, linkId: `hostile-${at}`, claims });
      await course.solve(learner);
      await course.reaches(learner, 'refused');
    }
    expect(reached).toEqual([]);

    const honest = await school.visit({ userId: 'honest', linkId: 'honest' });
    await course.solve(honest);
    await course.reaches(honest, 'delivered');
  });

  it('is asked for no people, groups or notices there, and the pages say so calmly', async () => {
    const { pair } = course;
    for (const [at, [, url]] of inOwnNetwork().entries()) {
      const browser = aBrowser();
      const launched = await school.send(
        browser,
        linkClaims(`${pair.toolUrl}/lti/launch?content=${EXERCISE}`, {
          sub: 'trainer',
          [claim('roles')]: INSTRUCTOR,
          [claim('resource_link')]: { id: `people-${at}` },
          [claim('context')]: { id: `course-${at}` },
          [NRPS]: { context_memberships_url: url, service_versions: ['2.0'] },
          [GROUPS]: { context_groups_url: url },
          [NOTICES]: {
            platform_notification_service_url: url,
            notice_types_supported: ['LtiContextCopyNotice'],
          },
        }),
      );
      const tab = tabOf(pair, browser, launched);
      const { status } = await pageOf(tab, '/people');
      expect(status).toBe(200);
      await until(async () => (await pageOf(tab, '/people')).html.includes('notice-warn'));
    }
    expect(reached).toEqual([]);
  });

  it('may have its services on its registered host, in our network or not', async () => {
    const learner = await school.visit({ userId: 'own', linkId: 'own-host' });
    await course.solve(learner);
    await course.reaches(learner, 'delivered');

    expect(school.scores.some(({ body }) => body.userId === 'own')).toBe(true);
  });
});
