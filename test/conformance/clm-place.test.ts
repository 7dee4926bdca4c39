import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { readPlaceClaims } from '../../src/lti/launch/claims.js';
import {
  anAttackedPlatform,
  outcomeOf,
  principalBehind,
  type AttackedPlatform,
} from '../support/attacks.js';
import { EXERCISE, pageOf, tabOf, type Tab } from '../support/attacks-session.js';
import { aBrowser } from '../support/browser-client.js';
import { claim } from '../support/messages.js';
import { aPair, type Pair } from '../support/tool.js';

const INSTRUCTOR = ['http://purl.imsglobal.org/vocab/lis/v2/membership#Instructor'];
const EMAIL = 'ilze@school.example';

let pair: Pair;
let school: AttackedPlatform;

beforeAll(async () => {
  pair = await aPair({ jobs: false });
  school = await anAttackedPlatform(pair);
});

afterAll(async () => {
  await school.stop();
  await pair.stop();
});

async function open(claims: Readonly<Record<string, unknown>> = {}): Promise<Tab> {
  const browser = aBrowser();
  return tabOf(pair, browser, await school.launch({ claims }, browser));
}

const asTrainer = (claims: Readonly<Record<string, unknown>> = {}): Promise<Tab> =>
  open({ sub: 'trainer', [claim('roles')]: INSTRUCTOR, ...claims });

const startOf = async (claims: Readonly<Record<string, unknown>>): Promise<string> => {
  const { status, html } = await pageOf(await open(claims), '/');
  expect(status).toBe(200);
  return html;
};

/** Every page that a trainer of the course can reach. */
async function teachersPages(claims: Readonly<Record<string, unknown>>): Promise<string> {
  const trainer = await asTrainer(claims);
  const paths = ['/', '/people', '/gradebook', '/connection', `/exercises/${EXERCISE}`];
  const pages = await Promise.all(paths.map((path) => pageOf(trainer, path)));
  expect(pages.map(({ status }) => status)).toEqual(paths.map(() => 200));
  return pages.map(({ html }) => html).join('\n');
}

describe('course of a launch', () => {
  it('CLM-32 given no course when it is launched then the link has a space of its own', async () => {
    const claims = {
      [claim('context')]: undefined,
      [claim('target_link_uri')]: `${pair.toolUrl}/lti/launch?content=${EXERCISE}`,
    };
    const tab = await open(claims);
    const { contextId, linkId } = await principalBehind(pair, await school.launch({ claims }));

    expect(contextId).toBeUndefined();
    expect(linkId).toBeDefined();
    expect((await pageOf(tab, '/')).status).toBe(200);
    expect((await pageOf(tab, `/exercises/${EXERCISE}`)).status).toBe(200);
  });

  it('CLM-33 given a course without a name when it is launched then the page has a heading of its own', async () => {
    for (const context of [{ id: '2' }, { id: '2', title: '', label: null, type: 5 }]) {
      expect(await startOf({ [claim('context')]: context })).toMatch(/<h1[^>]*>[^<]+<\/h1>/);
    }
  });

  it('CLM-34 given a kind of course that is a short name or nobody knows when it is launched then it is let in', async () => {
    for (const type of [['CourseSection'], ['https://vendor.example/kind'], 'CourseOffering']) {
      const claims = { [claim('context')]: { id: 'course-9', type } };
      const { contextId } = await principalBehind(pair, await school.launch({ claims }));
      expect(contextId).toBe('course-9');
    }
  });

  it('CLM-46 given names that are markup or turn the line when pages are shown then they stay text and turn nothing', async () => {
    const name = '<b onclick=alert(1)>Kurss</b>\u202E\u2066';
    const html = await teachersPages({
      [claim('context')]: { id: 'course-of-marks', title: name, label: name },
      [claim('resource_link')]: { id: 'link-of-marks', title: name, description: name },
    });

    // The gradebook names the activity as the course does.
    expect(html).toContain('Kurss&lt;/b&gt;');
    expect(html).not.toContain('<b onclick');
    expect(html).not.toMatch(/[\u202A-\u202E\u2066-\u2069]/);
  });
});

describe('person without a name', () => {
  it('CLM-35 given neither name nor address when it is launched then a made-up name stands for it', async () => {
    const claims = { sub: 'nobody', [claim('context')]: { id: 'course-of-nobody' } };
    expect((await pageOf(await open(claims), '/')).status).toBe(200);

    const trainer = await asTrainer({ [claim('context')]: { id: 'course-of-nobody' } });
    expect((await pageOf(trainer, '/people')).html).toContain('Without a name (nobody)');
  });

  it('CLM-36 given an address alone when it is launched then nobody is shown it, and it is not kept', async () => {
    const claims = { sub: 'known', email: EMAIL };
    const launched = await school.launch({ claims });

    expect(JSON.stringify(await principalBehind(pair, launched))).not.toContain(EMAIL);
    expect(await startOf({ sub: 'peer' })).not.toContain(EMAIL);
    expect(await startOf(claims)).not.toContain(EMAIL);
    expect(await teachersPages({ email: EMAIL })).not.toContain(EMAIL);
  });
});

describe('presentation', () => {
  const shown = (presentation: object): Record<string, unknown> => ({
    [claim('launch_presentation')]: presentation,
  });

  it('CLM-37 given a size in words when it is launched then it is let in', async () => {
    for (const size of ['300', 'wide', -1, null, {}]) {
      const claims = shown({ document_target: 'iframe', width: size, height: size });
      expect(await outcomeOf(await school.launch({ claims }))).toBe('in');
    }
  });

  it('CLM-40 given a way back that is a script when pages are shown then it is on none', async () => {
    for (const return_url of ['javascript:alert(1)', 'data:text/html,<b>', 'JaVaScRiPt:alert(1)']) {
      const html = await teachersPages(shown({ return_url }));
      expect(html).not.toMatch(/javascript:|data:text/i);
    }
  });

  // German is none of the six languages: there the default stands in.
  it.each([
    ['lv-LV', 'lv'],
    ['nl_be', 'nl'],
    ['et', 'et'],
    ['de-AT', 'en'],
    ['x'.repeat(60), 'en'],
    ['"><script>', 'en'],
  ])(
    'CLM-41 given the locale %s when it is launched then pages are in %s',
    async (locale, language) => {
      expect(await startOf(shown({ locale }))).toContain(`<html lang="${language}"`);
    },
  );

  it('CLM-42 given a locale of the person and one of the presentation when it is launched then the latter holds', async () => {
    const html = await startOf({ locale: 'fi', ...shown({ locale: 'lv' }) });

    expect(html).toContain('<html lang="lv"');
  });

  it('CLM-49 given ids of an LTI 1.1 time that nobody can vouch for when it is launched then the person is who they are now', async () => {
    const lti1p1 = {
      user_id: 'trainer',
      oauth_consumer_key: 'key',
      oauth_consumer_key_sign: 'AA==',
    };
    const claims = { sub: 'somebody', [claim('lti1p1')]: lti1p1 };
    const { userId, role } = await principalBehind(pair, await school.launch({ claims }));

    expect({ userId, role }).toEqual({ userId: 'somebody', role: 'learner' });
  });

  it('CLM-47 given nothing about the platform when it is launched then it is treated as any', async () => {
    for (const platform of [undefined, { guid: 'x' }, 'moodle']) {
      const claims = { [claim('tool_platform')]: platform };
      expect(await outcomeOf(await school.launch({ claims }))).toBe('in');
    }
  });
});

describe('custom values', () => {
  const customOf = (custom: unknown): Record<string, string> =>
    Object.fromEntries(readPlaceClaims({ [claim('custom')]: custom }).custom);

  it('CLM-43 given variables that the platform did not understand when it is launched then they are absent', async () => {
    const claims = {
      [claim('custom')]: {
        content: '$Content.id',
        resource_link_history: '$ResourceLink.id.history',
      },
      [claim('target_link_uri')]: `${pair.toolUrl}/lti/launch?content=${EXERCISE}`,
    };
    const { contentId } = await principalBehind(pair, await school.launch({ claims }));

    expect(contentId).toBe(EXERCISE);
    expect(customOf(claims[claim('custom')])).toEqual({});
  });

  it('CLM-44 given an empty value when it is read then it is empty, not absent', async () => {
    expect(customOf({ content: '', other: 'x' })).toEqual({ content: '', other: 'x' });

    const claims = { [claim('custom')]: { content: '' } };
    expect(await outcomeOf(await school.launch({ claims }))).toBe('in');
  });

  it('CLM-45 given numbers and switches as values when they are read then they are text', async () => {
    expect(customOf({ a: 5, b: true, c: 0.5, d: null, e: {}, f: ['x'] })).toEqual({
      a: '5',
      b: 'true',
      c: '0.5',
    });

    const claims = { [claim('custom')]: { a: 5, b: true, d: null, e: {} } };
    expect(await outcomeOf(await school.launch({ claims }))).toBe('in');
  });
});

describe('return address of a launch', () => {
  const RETURN = 'https://lms.example/return?course=2&sesskey=a%2Bb';
  const returning = (return_url: unknown): Readonly<Record<string, unknown>> => ({
    [claim('launch_presentation')]: { return_url },
  });
  /** Where "back" leads on the page of a refusal. */
  const backOn = async (answer: Response): Promise<string | undefined> =>
    /class="back" href="([^"]*)"/.exec(await answer.text())?.[1]?.replaceAll('&amp;', '&');

  it.each([
    ['a deployment that waits', { [claim('deployment_id')]: '77' }, 'lti.deployment-pending'],
    ['claims that do not hold', { [claim('roles')]: 'Learner' }, 'lti.claims-invalid'],
    [
      'a message that is not served',
      { [claim('message_type')]: 'LtiX' },
      'lti.message-unsupported',
    ],
  ])(
    'CLM-39 given %s and a return address when the refusal is shown then it leads back and says why, and nobody’s data',
    async (_name, over, code) => {
      const answer = await school.launch({
        claims: { sub: 'person-7', email: EMAIL, name: 'Ilze', ...returning(RETURN), ...over },
      });
      expect(answer.status).toBeGreaterThanOrEqual(400);

      const back = new URL((await backOn(answer)) ?? '');
      const { lti_errormsg: message = '', ...rest } = Object.fromEntries(back.searchParams);
      expect(back.origin + back.pathname).toBe('https://lms.example/return');
      expect(rest).toEqual({ course: '2', sesskey: 'a+b', lti_errorlog: code });
      expect(message.length).toBeGreaterThan(20);
      expect(back.href).not.toMatch(/person-7|ilze/i);
    },
  );

  it.each([
    ['none', undefined],
    ['a script', 'javascript:alert(1)'],
    ['no address', 'back'],
  ])(
    'CLM-39 given %s as return address when refused then no way back is offered',
    async (_name, url) => {
      const claims = { ...returning(url), [claim('deployment_id')]: '77' };

      expect(await backOn(await school.launch({ claims }))).toBeUndefined();
    },
  );

  it('CLM-39 given a token that does not hold when refused then nothing in it is believed', async () => {
    const claims = { ...returning(RETURN), exp: undefined };

    expect(await backOn(await school.launch({ claims }))).toBeUndefined();
  });
});
