import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { moodleLaunchClaims } from '../../fixtures/moodle/launch.js';
import { recorded } from '../../fixtures/moodle/recorded.js';
import { aBrowser } from '../../support/browser-client.js';
import { aGradedCourse, type GradedCourse } from '../../support/graded-course.js';
import type { GradedPlatform } from '../../support/graded-platform.js';
import { linkClaims } from '../../support/messages.js';
import { add, cancel, pickerAt, received, type Picker } from '../../support/picker.js';

type Claims = Readonly<Record<string, unknown>>;
const DL = 'https://purl.imsglobal.org/spec/lti-dl/claim/';

describe('messages of Moodle, as recorded', () => {
  let course: GradedCourse;
  let moodle: GradedPlatform;

  beforeAll(async () => {
    course = await aGradedCourse();
    moodle = await course.school();
  });
  afterAll(async () => {
    await moodle.stop();
    await course.stop();
  });

  const target = () => `${course.pair.toolUrl}/lti/launch`;

  describe('launch', () => {
    const isTrainer = (name: string) => /^(administrator|trainer)/.test(name);

    const variantsOf = (origin: string) =>
      recorded('launch-variants', { origin }) as Readonly<Record<string, Claims>>;
    const errors = recorded('authentication-errors') as Readonly<
      Record<string, Record<string, string>>
    >;

    it.each(Object.keys(variantsOf('')))('of a %s is let in', async (name) => {
      const variant = variantsOf(moodle.origin)[name] ?? {};
      const browser = aBrowser();
      // null in the recording: Moodle leaves the claim out.
      const claims = Object.fromEntries(
        Object.entries({ ...moodleLaunchClaims(moodle.origin), ...variant }).map(([key, value]) => [
          key,
          value ?? undefined,
        ]),
      );

      const launched = await moodle.send(browser, linkClaims(target(), claims));

      expect(launched.status).toBe(303);
      const base = new URL(launched.headers.get('location') ?? '', launched.url);
      const people = await browser.get(`${base.href.replace(/\/$/, '')}/people`);
      expect(people.status).toBe(isTrainer(name) ? 200 : 403);
    });

    it.each(Object.entries(errors))(
      'that it answers with an error (%s) ends on a page that says so',
      async (_name, recordedFields) => {
        const { state: _, ...error } = recordedFields;
        const browser = aBrowser();
        const login = { iss: moodle.issuer, client_id: moodle.clientId, login_hint: '3' };
        const begun = await browser.post(`${course.pair.toolUrl}/lti/login`, {
          ...login,
          target_link_uri: target(),
        });
        const sent = await browser.get(
          new URL(begun.headers.get('location') ?? '', begun.url).href,
        );
        const state = new URL(sent.headers.get('location') ?? '').searchParams.get('state') ?? '';

        const refused = await browser.post(target(), { ...error, state });

        expect(refused.status).toBeLessThan(500);
        expect(await refused.text()).toContain('lti.platform-error');
      },
    );
  });

  describe('deep linking', () => {
    const request = () =>
      recorded('deep-linking-request', { origin: moodle.origin, tool: course.pair.toolUrl }) as {
        readonly login: Record<string, string>;
        readonly claims: Claims;
      };
    const taken = recorded('deep-linking-response') as {
      readonly taken: Claims;
      readonly readOfItem: readonly string[];
      readonly readOfLineItem: readonly string[];
      readonly passedOver: readonly string[];
    };

    async function open(): Promise<Picker> {
      const browser = aBrowser();
      const { login, claims } = request();
      const launched = await moodle.send(browser, claims, { login });
      return pickerAt(browser, new URL(launched.headers.get('location') ?? '', launched.url).href);
    }

    it('opens the picker', async () => {
      expect((await open()).status).toBe(200);
    });

    it('gets an answer of the shape that Moodle took, at the address with its key', async () => {
      const { action, header, claims, items } = await received(
        course.pair,
        await add(await open(), ['M1-03', 'M1']),
      );

      expect(new URL(action).searchParams.get('sesskey')).toBe('abc');
      expect(header.kid).toBeDefined();
      expect(claims).toMatchObject({ iss: moodle.clientId, aud: moodle.issuer });
      const { [`${DL}content_items`]: _items, ...said } = taken.taken;
      expect(claims).toMatchObject(said);
      const known = [...taken.readOfItem, ...taken.passedOver];
      expect(
        items.flatMap((item) => Object.keys(item).filter((key) => !known.includes(key))),
      ).toEqual([]);
      for (const item of items) {
        expect(item).toMatchObject({
          type: 'ltiResourceLink',
          title: expect.any(String) as unknown,
        });
        const { scoreMaximum, ...names } = item.lineItem as Record<string, unknown>;
        // Others than whole points from 1 to 100 are kept with a wrong maximum, and no word of it.
        expect(Number.isInteger(scoreMaximum)).toBe(true);
        expect(Number(scoreMaximum)).toBeGreaterThanOrEqual(1);
        expect(Number(scoreMaximum)).toBeLessThanOrEqual(100);
        expect(Object.keys(names).sort()).toEqual(
          ['label', ...taken.readOfLineItem.filter((key) => key !== 'scoreMaximum')].sort(),
        );
        // Moodle joins custom values by line breaks.
        expect(JSON.stringify(item.custom)).not.toMatch(/\\[rn]/);
      }
    });

    it('gets an answer without items when nothing is chosen', async () => {
      const { items } = await received(course.pair, await cancel(await open()));

      expect(items).toEqual([]);
    });
  });
});
