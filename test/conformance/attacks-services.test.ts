import { createServer, type Server } from 'node:http';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { nextPage } from '../../src/lti/services/link-header.js';
import { anAttackedPlatform, outcomeOf, rowsOf } from '../support/attacks.js';
import { aBrowser } from '../support/browser-client.js';
import { aGradedCourse, type GradedCourse } from '../support/graded-course.js';
import { agsClaim } from '../support/graded-platform.js';
import { codeOn, initiation, invited, see } from '../support/registering.js';
import { aRegisteringPlatform, type RegisteringPlatform } from '../support/registering-platform.js';
import type { Pair } from '../support/tool.js';

const BY = { kind: 'operator' } as const;

let course: GradedCourse;
let pair: Pair;

beforeAll(async () => {
  course = await aGradedCourse();
  ({ pair } = course);
});

afterAll(() => course.stop());

describe('registrations that nobody asked for', () => {
  let stranger: RegisteringPlatform;

  beforeAll(async () => {
    stranger = await aRegisteringPlatform();
  });
  beforeEach(() => stranger.reset());
  afterAll(() => stranger.stop());

  it('fetch nothing without an invitation, and make no key', async () => {
    const keysOf = async (): Promise<string> => (await fetch(`${pair.toolUrl}/lti/keys`)).text();
    const before = await keysOf();
    const began = performance.now();
    for (let count = 0; count < 20; count += 1) {
      const url = `${pair.toolUrl}/lti/register?invitation=made-up-${count}`;
      const { html } = await see(initiation(url, stranger.configurationUrl, 'token'));
      expect(codeOn({ html })).toBe('lti.invitation-spent');
    }

    expect(stranger.asked).toEqual([]);
    expect(await keysOf()).toBe(before);
    // ltijs made an RSA key for each of them, 22 seconds for six.
    expect(performance.now() - began).toBeLessThan(10_000);
  });

  it('reach no socket of this computer', async () => {
    const directory = await mkdtemp(path.join(tmpdir(), 'tandem-socket-'));
    const socket = path.join(directory, 'service.sock');
    let reached = 0;
    const server: Server = createServer((_req, res) => {
      reached += 1;
      res.end('SECRETSECRET');
    });
    await new Promise<void>((resolve) => server.listen(socket, resolve));
    for (const address of [
      `http://unix:${socket}:/x`,
      `unix:${socket}`,
      `http+unix://${encodeURIComponent(socket)}/x`,
      'file:///etc/passwd',
    ]) {
      const { url } = await invited(pair);
      const seen = await see(initiation(url, address, 'token'));
      expect(codeOn(seen)).toBe('lti.address-refused');
      expect(seen.html).not.toMatch(/SECRET|root:|ECONN|ENOENT/);
    }
    await new Promise((resolve) => server.close(resolve));
    await rm(directory, { recursive: true });

    expect(reached).toBe(0);
  });

  it('tell nothing of what an address answered', async () => {
    for (const [status, text] of [
      [200, 'SECRETSECRET of a service'],
      [500, '{"secret":"SECRET"}'],
    ] as const) {
      stranger.instead.set('/configuration', (_req, res) => res.writeHead(status).end(text));
      const { url } = await invited(pair);
      const { html } = await see(initiation(url, stranger.configurationUrl, 'token'));

      expect(codeOn({ html })).toMatch(/^lti\./);
      expect(html).not.toMatch(/SECRET|Unexpected token|ECONN/);
    }
  });

  it('speak for no other platform', async () => {
    stranger.configuration = { issuer: 'https://canvas.instructure.com' };
    const { url } = await invited(pair, { approveAtOnce: true });
    const { html } = await see(initiation(url, stranger.configurationUrl, 'token'));

    expect(codeOn({ html })).toBe('lti.configuration-invalid');
    const issuers = (await pair.tool.lti.platforms.list()).map(({ issuer }) => issuer);
    expect(issuers).not.toContain('https://canvas.instructure.com');
  });

  it('let nobody in before the operator has approved them', async () => {
    const school = await anAttackedPlatform(pair, { clientId: 'waiting' });
    await pair.tool.lti.platforms.setStatus(school.id, 'pending', BY);
    expect(await outcomeOf(await school.login(await known()))).toBe('403 lti.platform-pending');

    // Nor in the middle of a login.
    await pair.tool.lti.platforms.setStatus(school.id, 'active', BY);
    const begun = await school.begin(aBrowser());
    await pair.tool.lti.platforms.setStatus(school.id, 'pending', BY);
    const fields = { state: begun.state, id_token: await school.token(begun) };
    const answer = await begun.browser.post(`${pair.toolUrl}/lti/launch`, fields);
    expect(await outcomeOf(answer)).toBe('403 lti.platform-pending');
    await school.stop();

    async function known() {
      const browser = aBrowser();
      await school.login(browser);
      return browser;
    }
  });
});

describe('what grows', () => {
  it('is nothing for logins that nobody finishes', async () => {
    const school = await anAttackedPlatform(pair, { clientId: 'unfinished' });
    const before = await rowsOf(pair);
    const browser = aBrowser();
    for (let count = 0; count < 50; count += 1) {
      const target_link_uri = `${pair.toolUrl}/lti/launch?${count}`;
      await school.begin(browser, { target_link_uri, lti_storage_target: '_parent' });
      const refused = { state: 'x', id_token: 'y' };
      await browser.post(`${pair.toolUrl}/lti/launch`, refused);
    }
    await school.stop();

    expect(await rowsOf(pair)).toEqual(before);
  });

  it('is not the key set, however many platforms there are', async () => {
    const { platforms } = pair.tool.lti;
    for (let at = 0; at < 100; at += 1) {
      await platforms.add(
        {
          ...{ name: `many-${at}`, issuer: 'https://many.example', clientId: `many-${at}` },
          authUrl: 'https://many.example/auth',
          tokenUrl: 'https://many.example/token',
          jwksUrl: 'https://many.example/keys',
          deployments: ['1'],
        },
        BY,
      );
    }
    const answer = await fetch(`${pair.toolUrl}/lti/keys`);

    expect((await answer.text()).length).toBeLessThan(5000);
    expect(answer.headers.get('cache-control')).toMatch(/public, max-age=\d+/);
  });
});

describe('services', () => {
  it('are asked with a token of the platform that named them, never with another one’s', async () => {
    const rich = await course.school();
    const poor = await course.school();
    // Otherwise nothing is sent there at all (attacks-service-addresses).
    const { platforms } = course.pair.tool.lti;
    const known = await platforms.find(poor);
    await platforms.setOtherOrigins(known?.id ?? '', [rich.origin], { kind: 'command-line' });
    const claims = agsClaim(poor, {
      lineitem: `${rich.origin}/2/lineitems/2/lineitem?type_id=1`,
      lineitems: `${rich.origin}/2/lineitems?type_id=1`,
    });
    const learner = await poor.visit({ userId: 'thief', claims });
    await course.solve(learner);
    await course.reaches(learner, 'delivered');
    await Promise.all([rich.stop(), poor.stop()]);

    expect(rich.scores).toHaveLength(1);
    expect(poor.tokenRequests.length).toBeGreaterThan(0);
    expect(rich.tokenRequests).toEqual([]);
  });

  it('are read to the end when the address of the next page is long', () => {
    const next = `https://lms.example/members?from=${'x'.repeat(5000)}`;

    expect(nextPage(`<${next}>; rel="next"`, 'https://lms.example/members')).toBe(next);
  });
});
