import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import type { Connection } from '../../../src/lti/connection/connection.service.js';
import type { AddedLink } from '../../../src/sandbox/index.js';
import { SECOND } from '../../../src/shared/clock.js';
import { aBrowser } from '../../support/browser-client.js';
import { addLink, ILZE, launch, TRAINER, until, visit } from '../../support/launch.js';
import { aPair, CLIENT_ID, type Pair } from '../../support/tool.js';

describe('test of the connection', () => {
  let pair: Pair;
  let link: AddedLink;
  let platformId: string;
  /** Of the tool; the platform keeps the real time in its Date header. */
  let drift = 0;

  beforeAll(async () => {
    pair = await aPair({ jobs: false, clock: () => Date.now() + drift });
    link = addLink(pair, 'M1');
    platformId = (await pair.tool.lti.platforms.list())[0]?.id ?? '';
  });

  afterAll(() => pair.stop());
  afterEach(() => {
    pair.sandbox.heal();
    drift = 0;
  });

  async function tested(): Promise<Connection> {
    const { platformConnection } = pair.tool.lti;
    await platformConnection.start(platformId);
    await until(async () => !(await platformConnection.latest(platformId)).isRunning, 30_000);
    return platformConnection.latest(platformId);
  }

  function found({ report }: Connection): Record<string, string> {
    const words = report?.steps.map(({ step, state, reason }) => [
      step,
      [state, reason].filter((word) => word !== undefined).join(' '),
    ]);
    return Object.fromEntries(words ?? []) as Record<string, string>;
  }

  it('tries the platform alone while nobody has come from it', async () => {
    expect(found(await tested())).toEqual({
      keys: 'good',
      token: 'good',
      scopes: 'good',
      'line-items': 'skipped not-launched',
      score: 'skipped not-launched',
      roster: 'skipped not-launched',
      clock: 'good',
    });
  });

  describe('once somebody has come', () => {
    beforeAll(async () => {
      await launch(pair, aBrowser(), { userId: ILZE, linkId: link.id });
    });

    it('finds that everything works, and changes no grade', async () => {
      const before = pair.sandbox.state.grades();

      const connection = await tested();

      expect(new Set(Object.values(found(connection)))).toEqual(new Set(['good']));
      expect(connection.isRunning).toBe(false);
      expect(pair.sandbox.state.grades()).toEqual(before);
      expect(pair.sandbox.state.receivedScores().at(-1)).toMatchObject({ status: 400, body: '{}' });
    });

    it.each([
      ['certs', { kind: 'html' }, 'keys', 'bad no-key-set'],
      ['certs', { kind: 'down' }, 'keys', 'bad unreachable'],
      ['certs', { kind: 'redirect' }, 'keys', 'bad unreachable'],
      ['token', { kind: 'html' }, 'token', 'bad our-keys'],
      ['token', { kind: 'status', status: 503 }, 'token', 'bad refused'],
      ['token', { kind: 'down' }, 'scopes', 'skipped no-token'],
      ['token', { kind: 'down' }, 'roster', 'skipped no-token'],
      ['ags', { kind: 'status', status: 403 }, 'line-items', 'bad not-allowed'],
      ['ags', { kind: 'status', status: 401 }, 'score', 'bad not-allowed'],
      ['ags', { kind: 'status', status: 404 }, 'score', 'bad gone'],
      ['ags', { kind: 'html' }, 'score', 'warning odd-answer'],
      ['ags', { kind: 'html' }, 'line-items', 'bad odd-answer'],
      ['nrps', { kind: 'status', status: 403 }, 'roster', 'bad not-allowed'],
      ['nrps', { kind: 'endless' }, 'roster', 'bad unreachable'],
    ] as const)('finds that %s does %j', async (group, misbehaviour, step, expected) => {
      pair.sandbox.misbehave({ [group]: misbehaviour });

      expect(found(await tested())[step]).toBe(expected);
    });

    it.each([
      [9, 'good'],
      [30, 'warning clock-ahead'],
      [-30, 'warning clock-behind'],
      [90, 'bad clock-ahead'],
    ])('sees a clock that is %d seconds ahead', async (seconds, expected) => {
      drift = seconds * SECOND;

      const connection = await tested();

      const step = connection.report?.steps.find((it) => it.step === 'clock');
      expect(found(connection).clock).toBe(expected);
      expect(Math.abs((step?.seconds ?? 0) - seconds)).toBeLessThanOrEqual(1);
    });

    it('names the token when the platform switched the tool off', async () => {
      const tool = pair.sandbox.state.tool(CLIENT_ID);
      Object.assign(tool!, { status: 'pending' });
      try {
        const connection = await tested();
        expect(found(connection).token).toBe('bad refused');
        expect(connection.report?.steps[1]).toMatchObject({
          httpStatus: 400,
          detail: 'invalid_client',
        });
      } finally {
        Object.assign(tool!, { status: 'active' });
      }
    });

    it('knows no platform of another name', async () => {
      await expect(pair.tool.lti.platformConnection.start('another')).rejects.toMatchObject({
        code: 'http.not-found',
      });
    });
  });

  describe('on its page', () => {
    it('is started by who teaches, and says what to do', async () => {
      const { browser, base, token } = await visit(pair, aBrowser(), {
        userId: TRAINER,
        linkId: addLink(pair, 'M1').id,
      });
      const before = await (await browser.get(`${base}/connection`)).text();
      expect(before).not.toContain('<textarea');
      pair.sandbox.misbehave({ nrps: { kind: 'status', status: 403 } });

      const started = await browser.post(`${base}/connection?token=${token}`, {});
      expect(started.status).toBe(303);

      const page = await (await browser.get(`${base}/connection`)).text();
      expect(page.match(/chip-good/g)).toHaveLength(6);
      expect(page.match(/chip-bad/g)).toHaveLength(1);
      const ticket = /<textarea[^>]*>([^<]*)/.exec(page)?.[1] ?? '';
      expect(ticket).toContain('HTTP 403');
      expect(ticket).toContain(`client_id: ${CLIENT_ID}`);
      for (const secret of ['Bearer', 'Liis', 'sandbox.invalid', base.split('/s/')[1] ?? '?']) {
        expect(ticket).not.toContain(secret);
      }
    });

    it('says how far the clocks are apart, on the page and in the text for the administrator', async () => {
      const { browser, base, token } = await visit(pair, aBrowser(), {
        userId: TRAINER,
        linkId: addLink(pair, 'M1').id,
      });
      drift = 30 * SECOND;
      await browser.post(`${base}/connection?token=${token}`, {});

      const page = await (await browser.get(`${base}/connection`)).text();
      const ticket = /<textarea[^>]*>([^<]*)/.exec(page)?.[1] ?? '';
      expect(page.match(/chip-warn/g)).toHaveLength(1);
      expect(ticket).toMatch(
        /^7\. .+\n {3}(29|30|31) s\n {3}Meie kell on .*(29|30|31) sekundit ees/m,
      );
      // What to do stands on the page too, beside its step.
      expect(page.replace(/<textarea[^]*?<\/textarea>/, '')).toMatch(
        /Meie kell on .*(29|30|31) sekundit ees/,
      );
    });

    it('shows how far a slow test has come, without a script', async () => {
      const { browser, base, token } = await visit(pair, aBrowser(), {
        userId: TRAINER,
        linkId: addLink(pair, 'M1').id,
      });
      pair.sandbox.misbehave({ nrps: { kind: 'slow', milliseconds: 4000 } });
      await browser.post(`${base}/connection?token=${token}`, {});

      const midway = await (await browser.get(`${base}/connection`)).text();
      expect(midway).toContain('data-live>');
      expect(midway.match(/chip-good/g)).toHaveLength(5);

      await until(async () => {
        const page = await (await browser.get(`${base}/connection`)).text();
        return page.includes('<textarea');
      });
    });

    it('is not for learners, and needs the page', async () => {
      const learner = await visit(pair, aBrowser(), { userId: ILZE, linkId: link.id });
      const trainer = await visit(pair, aBrowser(), { userId: TRAINER, linkId: link.id });

      expect((await learner.browser.get(`${learner.base}/connection`)).status).toBe(403);
      const { browser, base, token } = learner;
      expect((await browser.post(`${base}/connection?token=${token}`, {})).status).toBe(403);
      expect((await trainer.browser.post(`${trainer.base}/connection`, {})).status).toBe(403);
    });
  });
});
