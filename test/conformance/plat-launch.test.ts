import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { moodleLaunchClaims, moodleLoginFields } from '../fixtures/moodle/launch.js';
import { aBrowser } from '../support/browser-client.js';
import { aGradedCourse, type GradedCourse } from '../support/graded-course.js';
import type { GradedPlatform } from '../support/graded-platform.js';
import { claim, deepLinkingClaims, linkClaims } from '../support/messages.js';
import { add, pickerAt, received } from '../support/picker.js';

/** Canvas hosts all schools under one issuer, and asks for sign-in elsewhere. */
const CANVAS = 'https://canvas.instructure.com';
/** One issuer for every school of the world. */
const BLACKBOARD = 'https://blackboard.com';

describe('platforms', () => {
  let course: GradedCourse;
  let platforms: GradedPlatform[] = [];

  beforeAll(async () => {
    course = await aGradedCourse();
  });

  afterAll(() => course.stop());

  afterEach(async () => {
    await Promise.all(platforms.map((platform) => platform.stop()));
    platforms = [];
  });

  async function open(...[options]: Parameters<GradedCourse['school']>): Promise<GradedPlatform> {
    const platform = await course.school(options);
    platforms.push(platform);
    return platform;
  }

  const target = () => `${course.pair.toolUrl}/lti/launch`;

  it('PLAT-01 given a launch of Moodle when it comes then its hint goes back as it was, and it opens the activity', async () => {
    const moodle = await open();
    const browser = aBrowser();
    const claims = linkClaims(target(), moodleLaunchClaims(moodle.origin));

    const login = await browser.post(`${course.pair.toolUrl}/lti/login`, {
      iss: moodle.issuer,
      target_link_uri: target(),
      client_id: moodle.clientId,
      ...moodleLoginFields(),
    });
    const checked = await browser.get(new URL(login.headers.get('location') ?? '', login.url).href);
    const request = new URL(checked.headers.get('location') ?? '');
    expect(request.origin).toBe(moodle.origin);
    expect(request.searchParams.get('lti_message_hint')).toBe(moodleLoginFields().lti_message_hint);

    const launched = await moodle.send(aBrowser(), claims, { login: moodleLoginFields() });
    expect(launched.status).toBe(303);
  });

  it('PLAT-01 given a launch of Moodle when the learner answers then the score goes below the path of its line item', async () => {
    const moodle = await open();
    const learner = await moodle.visit({ claims: moodleLaunchClaims(moodle.origin) });

    await course.solve(learner);
    await course.reaches(learner, 'delivered');

    const { url, body } = moodle.scores[0]!;
    expect(`${url.pathname}${url.search}`).toBe(
      '/mod/lti/services.php/2/lineitems/2/lineitem/scores?type_id=1',
    );
    expect(body.userId).toBe('3');
  });

  it('PLAT-02 given the dialog of Moodle when content is chosen then custom and line item carry what is needed', async () => {
    const moodle = await open();
    const browser = aBrowser();
    const launched = await moodle.send(browser, {
      ...deepLinkingClaims(moodle),
      [claim('launch_presentation')]: { locale: 'en' },
    });
    const picker = await pickerAt(
      browser,
      new URL(launched.headers.get('location') ?? '', launched.url).href,
    );

    const { items } = await received(course.pair, await add(picker, ['M1-03']));

    expect(items).toMatchObject([
      {
        type: 'ltiResourceLink',
        custom: { content: 'M1-03' },
        lineItem: { resourceId: 'M1-03', scoreMaximum: expect.any(Number) as unknown },
      },
    ]);
  });

  it('PLAT-06 given Canvas, whose issuer is not where one signs in, when launched then it is let in and may frame us', async () => {
    const canvas = await open({ issuer: CANVAS, clientId: '10000000000001' });
    const extras = {
      canvas_region: 'eu-west-1',
      canvas_environment: 'prod',
      deployment_id: '1:abc',
    };
    const claims = linkClaims(`${target()}?content=M1-03`, { iss: CANVAS });

    const launched = await canvas.send(aBrowser(), claims, { login: extras });
    expect(launched.status).toBe(303);

    // Course pages are at an address of the school's own.
    const { platforms: registered } = course.pair.tool.lti;
    const known = (await registered.list()).find(({ clientId }) => clientId === canvas.clientId);
    const school = 'https://school.instructure.com';
    await registered.setOtherOrigins(known?.id ?? '', [school], { kind: 'command-line' });
    const { browser, base } = await canvas.visit({});
    const policy = (await browser.get(`${base}/`)).headers.get('content-security-policy') ?? '';
    const ancestors = /frame-ancestors ([^;]*)/.exec(policy)?.[1]?.split(' ') ?? [];
    expect(ancestors.filter((source) => source !== "'self'")).toEqual([
      canvas.origin,
      CANVAS,
      school,
    ]);
  });

  it('PLAT-06 given a token of Canvas that names where one signs in as its issuer when launched then it is refused', async () => {
    const canvas = await open({ issuer: CANVAS, clientId: '10000000000002' });
    const claims = linkClaims(`${target()}?content=M1-03`, { iss: canvas.origin });

    expect((await canvas.send(aBrowser(), claims)).status).toBeGreaterThanOrEqual(400);
  });

  it('PLAT-07 given Canvas and its beta with equal ids when learners work then nothing of one is in the other', async () => {
    const clientId = '10000000000003';
    const canvas = await open({ issuer: CANVAS, clientId });
    const beta = await open({ issuer: 'https://canvas.beta.instructure.com', clientId });
    const [here, there] = [await canvas.visit({}), await beta.visit({})];

    await course.solve(there);
    await course.reaches(there, 'delivered');

    expect(await course.standing(here)).toBe('none');
    expect([canvas.scores.length, beta.scores.length]).toEqual([0, 1]);
    // A token of the one is nothing to the other.
    const claims = linkClaims(`${target()}?content=M1-03`, { iss: beta.issuer });
    expect((await canvas.send(aBrowser(), claims)).status).toBeGreaterThanOrEqual(400);
  });

  it('PLAT-10 given one registration of Blackboard when two schools launch equal ids then their deployments keep them apart', async () => {
    const [first, second] = ['0a1b', '2c3d'];
    const blackboard = await open({
      issuer: BLACKBOARD,
      clientId: 'bb',
      deployments: [first, second],
    });
    const at = (deployment: string) =>
      blackboard.visit({ claims: { [claim('deployment_id')]: deployment } });
    const [here, there] = [await at(first), await at(second)];

    await course.solve(here);
    await course.reaches(here, 'delivered');

    expect(await course.standing(there)).toBe('none');
    await expect(at('4e5f')).rejects.toThrow('launch answered 403');
  });

  it('PLAT-10 given two registrations under one issuer when no client id comes then the deployment says which', async () => {
    const first = await open({ issuer: BLACKBOARD, clientId: 'bb-1', deployments: ['d-1'] });
    const second = await open({ issuer: BLACKBOARD, clientId: 'bb-2', deployments: ['d-2'] });
    const login = async (fields: Record<string, string>): Promise<URL | undefined> => {
      const browser = aBrowser();
      const whole = { iss: BLACKBOARD, login_hint: 'x', target_link_uri: target(), ...fields };
      const begun = await browser.post(`${course.pair.toolUrl}/lti/login`, whole);
      const again = await browser.get(new URL(begun.headers.get('location') ?? '', begun.url).href);
      const location = again.headers.get('location');
      return location === null ? undefined : new URL(location);
    };

    const [to1, to2] = [
      await login({ lti_deployment_id: 'd-1' }),
      await login({ lti_deployment_id: 'd-2' }),
    ];

    expect([to1?.origin, to2?.origin]).toEqual([first.origin, second.origin]);
    expect([to1?.searchParams.get('client_id'), to2?.searchParams.get('client_id')]).toEqual([
      'bb-1',
      'bb-2',
    ]);
    expect(await login({})).toBeUndefined();
  });

  it('PLAT-13 given Sakai, whose user ids are addresses, when a learner works then the id is what it was', async () => {
    const sakai = await open();
    const userId = 'https://sakai.school.example/portal/user/a b%2Fc?x=1#y';
    const learner = await sakai.visit({ userId });

    await course.solve(learner);
    await course.reaches(learner, 'delivered');

    expect(sakai.scores[0]?.body.userId).toBe(userId);
    const trainer = await sakai.visit({ userId: 't', role: 'Instructor' });
    const work = await trainer.browser.get(
      `${trainer.base}/learners/${encodeURIComponent(userId)}`,
    );
    expect(work.status).toBe(200);
    expect(await work.text()).toContain('data-standing="delivered"');
  });

  it('PLAT-14 given hundreds of registrations under one issuer, as Open edX makes, when one launches then it is that one', async () => {
    const openEdx = await open({ clientId: 'block-0', deployments: ['1'] });
    const { platforms: registered } = course.pair.tool.lti;
    const address = (name: string) => `${openEdx.origin}/${name}`;
    for (let block = 1; block <= 300; block += 1) {
      await registered.add(
        {
          ...{ issuer: openEdx.issuer, clientId: `block-${block}`, deployments: ['1'] },
          ...{ authUrl: address('auth'), tokenUrl: address('token'), jwksUrl: address('keys') },
        },
        { kind: 'command-line' },
      );
    }
    const claims = linkClaims(`${target()}?content=M1-03`, { aud: 'block-217' });

    const launched = await openEdx.send(aBrowser(), claims, { login: { client_id: 'block-217' } });
    const crossed = await openEdx.send(aBrowser(), claims, { login: { client_id: 'block-218' } });

    expect(launched.status).toBe(303);
    expect(crossed.status).toBeGreaterThanOrEqual(400);
  });
});
