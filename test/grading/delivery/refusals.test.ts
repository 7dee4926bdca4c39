import { beforeEach, describe, expect, it } from '@jest/globals';
import { CAUSES } from '../../../src/grading/delivery/cause.js';
import { causeOf, remedyFor } from '../../../src/grading/delivery/delivery.js';
import { PlatformDisabled } from '../../../src/lti/platforms/platform.service.js';
import { ScoreNotSendable } from '../../../src/lti/services/ags.client.js';
import { ListNotReadable } from '../../../src/lti/services/service-reader.js';
import { ServiceUnreachable } from '../../../src/lti/services/service-http.js';
import { HOUR, MINUTE, SECOND } from '../../../src/shared/clock.js';
import { NotFound } from '../../../src/shared/errors.js';
import { texts } from '../../support/pages.js';
import { aDesk, aLink, NOON, refusal, type Desk } from '../desk.js';

describe('a score that was not taken', () => {
  let desk: Desk;

  beforeEach(async () => {
    desk = await aDesk();
  });

  it.each([
    ['no connection', new ServiceUnreachable('down'), 'unreachable', 'by-itself'],
    ['408', refusal(408), 'platform-fault', 'by-itself'],
    ['500', refusal(500), 'platform-fault', 'by-itself'],
    ['503', refusal(503), 'platform-fault', 'by-itself'],
    ['429', refusal(429), 'platform-busy', 'by-itself'],
    ['409', refusal(409), 'newer-there', 'by-itself'],
    ['401 also with a new token', refusal(401), 'token-not-taken', 'administrator'],
    ['no token', refusal(400, { service: 'token' }), 'no-token', 'administrator'],
    ["Moodle's page for no token", refusal(404, { service: 'token' }), 'no-token', 'administrator'],
    ['a platform that is off', new PlatformDisabled('off'), 'platform-off', 'administrator'],
  ])('is tried again: %s', async (_name, fault, cause, remedy) => {
    desk.faults = [fault];
    await desk.answer(3);
    await desk.drain();
    const failed = await desk.delivery();
    expect(failed).toMatchObject({ state: 'waiting', tries: 1 });
    expect([causeOf(failed), remedyFor(failed)]).toEqual([cause, remedy]);

    desk.now += HOUR;
    await desk.drain();

    expect(await desk.delivery()).toMatchObject({ state: 'delivered', tries: 0 });
    expect((await desk.delivery()).failure).toBeUndefined();
  });

  it.each([
    ['400', refusal(400), 'not-gradable', 'trainer'],
    ['422', refusal(422), 'not-gradable', 'trainer'],
    ['403', refusal(403), 'not-allowed', 'administrator'],
    ['404', refusal(404), 'column-gone', 'trainer'],
    ['410', refusal(410), 'column-gone', 'trainer'],
    ['418', refusal(418), 'refused', 'administrator'],
    ['a removed platform', new NotFound('platform'), 'platform-removed', 'administrator'],
    ['points that are none', new ScoreNotSendable('NaN'), 'refused', 'administrator'],
  ])('is given up at once, with who can mend it: %s', async (_name, fault, cause, remedy) => {
    desk.faults = [fault];
    await desk.answer(3);
    await desk.drain();

    const refused = await desk.delivery();
    expect(refused).toMatchObject({ state: 'refused', reason: 'platform-refused' });
    expect([causeOf(refused), remedyFor(refused)]).toEqual([cause, remedy]);
    desk.now += HOUR;
    expect(await desk.sender.sendNext()).toBe(false);
  });

  it("keeps the platform's answer, without tokens", async () => {
    const jwt = 'eyJhbGciOiJSUzI1NiJ9.eyJzdWIiOiIzIn0.c2lnbmF0dXJl';
    const text = `{"reason":"No such user","access_token":"secret-1","seen":"Bearer secret-2 ${jwt}"}`;
    desk.faults = [refusal(400, { text: text + 'x'.repeat(1000) })];
    await desk.answer(3);
    await desk.drain();

    const { failure } = await desk.delivery();
    expect(failure).toMatchObject({ service: 'score', status: 400 });
    expect(failure!.excerpt).toContain('No such user');
    expect(failure!.excerpt).not.toMatch(/secret-|eyJ/);
    expect(failure!.excerpt!.length).toBeLessThanOrEqual(500);
  });

  it('waits as long as Retry-After asks, with everything for that platform', async () => {
    desk.faults = [refusal(503, { headers: { 'retry-after': '120' } })];
    await desk.answer(3);
    await desk.drain();

    desk.now += 119 * SECOND;
    expect(await desk.sender.sendNext()).toBe(false);
    desk.now += 2 * SECOND;
    expect(await desk.sender.sendNext()).toBe(true);
  });

  it.each(['999999999', 'Fri, 31 Dec 9999 23:59:59 GMT'])(
    'waits a day at most, whatever Retry-After asks: %s',
    async (retryAfter) => {
      desk.faults = [refusal(503, { headers: { 'retry-after': retryAfter } })];
      await desk.answer(3);
      await desk.drain();

      desk.now += 25 * HOUR;
      expect(await desk.sender.sendNext()).toBe(true);
    },
  );

  it('goes with a later second after a 409 where Results cannot be read', async () => {
    desk.results = 'closed';
    desk.faults = [refusal(409)];
    await desk.answer(3);
    await desk.drain();

    desk.now += 2 * SECOND;
    await desk.drain();

    expect(desk.sent).toMatchObject([{ timestamp: new Date(NOON + 2 * SECOND).toISOString() }]);
  });

  it('goes a second after the time that the gradebook itself names', async () => {
    desk.faults = [refusal(409)];
    await desk.answer(3);
    await desk.drain();
    desk.results = [{ userId: '3', changedAt: NOON + 300 * SECOND }];

    desk.now += 2 * SECOND;
    await desk.drain();

    expect(desk.sent).toMatchObject([{ timestamp: new Date(NOON + 301 * SECOND).toISOString() }]);
  });

  it.each([
    ['the same answer', 3],
    ['a better one', 5],
  ])('is tried again with %s after a refusal', async (_name, response) => {
    desk.faults = [refusal(404)];
    await desk.answer(3);
    await desk.drain();
    await desk.answer(response);
    await desk.drain();

    expect(await desk.delivery()).toMatchObject({ state: 'delivered' });
  });

  it('is given up after a week, and then an administrator is needed', async () => {
    await desk.answer(3);
    for (let tries = 0; tries < 400 && (await desk.delivery()).state === 'waiting'; tries += 1) {
      desk.faults = [new ServiceUnreachable('down')];
      await desk.sender.sendNext();
      desk.now += HOUR;
    }

    const delivery = await desk.delivery();
    expect(delivery).toMatchObject({ state: 'refused', reason: 'gave-up' });
    expect(remedyFor(delivery)).toBe('administrator');
    expect(desk.now - NOON).toBeGreaterThan(7 * 24 * HOUR);
  });

  it('is never given up while the platform is switched off', async () => {
    await desk.answer(3);
    for (let tries = 0; tries < 300; tries += 1) {
      desk.faults = [new PlatformDisabled('off')];
      await desk.sender.sendNext();
      desk.now += 2 * HOUR;
    }

    expect(await desk.delivery()).toMatchObject({ state: 'waiting' });
  });

  it('is tried again when Results, which are read before a later score, cannot be had', async () => {
    await desk.answer(3);
    await desk.drain();
    desk.results = new ListNotReadable('page is no JSON');
    await desk.answer(5);
    await desk.drain();
    expect(await desk.delivery()).toMatchObject({ state: 'waiting', tries: 1 });

    desk.results = [];
    desk.now += MINUTE;
    await desk.drain();

    expect(desk.sent).toMatchObject([{ scoreGiven: 3 }, { scoreGiven: 5 }]);
  });

  it('becomes kept when the course asks for no grade any more', async () => {
    await desk.answer(3);
    desk.links.set('link', aLink({ lineItem: undefined }));
    await desk.drain();

    expect(await desk.delivery()).toMatchObject({ state: 'kept', reason: 'no-line-item' });
  });

  it('has words for each cause in each language', () => {
    for (const locale of ['en', 'et', 'lv', 'lt', 'fi', 'nl'] as const) {
      const t = texts().translator(locale);
      for (const cause of CAUSES) expect(t(`cause.${cause}`)).not.toBe(`cause.${cause}`);
    }
  });
});
