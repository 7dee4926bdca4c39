import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { run } from '../support/processes.js';

const REGISTRATION = [
  ['--issuer', 'https://moodle.school.example'],
  ['--client-id', 'AbCdEf123456789'],
  ['--auth-url', 'https://moodle.school.example/mod/lti/auth.php'],
  ['--token-url', 'https://moodle.school.example/mod/lti/token.php'],
  ['--jwks-url', 'https://moodle.school.example/mod/lti/certs.php'],
  ['--deployment', '1'],
].flat();

describe('npm run tandem', () => {
  let dataDir: string;

  beforeAll(async () => {
    dataDir = await mkdtemp(path.join(tmpdir(), 'tandem-cli-'));
  });

  afterAll(() => rm(dataDir, { recursive: true, force: true }));

  async function tandem(...args: string[]): Promise<{ status: number | string; text: string }> {
    const command = run('src/cli.ts', args, { DATA_DIR: dataDir });
    return { status: await command.ended, text: command.printed() };
  }

  it('adds, lists, shows, disables, enables and removes', async () => {
    const added = await tandem('platform', 'add', ...REGISTRATION, '--name', 'School', '--json');
    const platform = JSON.parse(added.text) as { id: string; name: string; status: string };
    expect(platform).toMatchObject({ name: 'School', status: 'active' });

    const { id } = platform;
    const listed = JSON.parse((await tandem('platform', 'list', '--json')).text) as unknown[];
    expect(listed).toHaveLength(1);
    expect((await tandem('platform', 'show', id)).text).toContain('https://moodle.school.example');
    const disabled = await tandem('platform', 'disable', id, '--json');
    expect(JSON.parse(disabled.text)).toMatchObject({ status: 'disabled' });
    const enabled = await tandem('platform', 'enable', id, '--json');
    expect(JSON.parse(enabled.text)).toMatchObject({ status: 'active' });
    const removed = await tandem('platform', 'remove', id, '--json');
    expect(JSON.parse(removed.text)).toEqual({ id, removed: true });
    expect((await tandem('platform', 'list')).text).toContain('None.');
  }, 60_000);

  it('refuses the same platform twice, with a code for programs', async () => {
    await tandem('platform', 'add', ...REGISTRATION);

    const again = await tandem('platform', 'add', ...REGISTRATION, '--json');

    expect(again.status).toBe(1);
    expect(JSON.parse(again.text)).toEqual({ code: 'lti.platform-exists' });
  }, 60_000);

  it('names what is missing or malformed', async () => {
    const { status, text } = await tandem(
      'platform',
      'add',
      '--issuer',
      'x',
      '--auth-url',
      'nowhere',
    );

    expect(status).toBe(2);
    for (const field of ['clientId', 'authUrl', 'tokenUrl', 'jwksUrl', 'deployments']) {
      expect(text).toContain(field);
    }
  }, 60_000);

  it('names further addresses of course pages, and takes them away', async () => {
    const client = ['--client-id', 'with-origins'];
    const added = await tandem('platform', 'add', ...REGISTRATION, ...client, '--json');
    const { id } = JSON.parse(added.text) as { id: string };
    const origins = ['https://a.example/courses/1', 'https://b.example'];
    const options = origins.flatMap((origin) => ['--origin', origin]);

    const updated = await tandem('platform', 'update', id, ...options, '--json');
    expect(JSON.parse(updated.text)).toMatchObject({
      otherOrigins: ['https://a.example', 'https://b.example'],
    });
    const none = await tandem('platform', 'update', id, '--origin', 'none', '--json');
    expect(JSON.parse(none.text)).toMatchObject({ otherOrigins: [] });
    expect((await tandem('platform', 'update', id, '--origin', 'nowhere')).status).toBe(2);
    expect((await tandem('platform', 'update', id)).status).toBe(2);
  }, 60_000);

  it('decides on deployments', async () => {
    const added = await tandem(
      'platform',
      'add',
      ...REGISTRATION,
      '--client-id',
      'other',
      '--json',
    );
    const { id } = JSON.parse(added.text) as { id: string };

    const blocked = await tandem('deployment', 'block', id, '--deployment', '1', '--json');

    expect(JSON.parse(blocked.text)).toMatchObject({
      deployments: [{ id: '1', status: 'blocked' }],
    });
  }, 60_000);

  it('invites a platform', async () => {
    const invited = await tandem(
      'platform',
      'invite',
      '--name',
      'School',
      '--hours',
      '1',
      '--json',
    );

    const { url, expiresAt } = JSON.parse(invited.text) as { url: string; expiresAt: string };
    expect(url).toMatch(/^http:\/\/localhost:3000\/lti\/register\?invitation=[\w-]{43}$/);
    const minutes = (Date.parse(expiresAt) - Date.now()) / 60_000;
    expect(minutes).toBeGreaterThan(58);
    expect(minutes).toBeLessThanOrEqual(60);
  }, 60_000);

  it.each([['0'], ['721'], ['1.5'], ['soon']])(
    'invites nobody for %s hours',
    async (hours) => {
      const { status, text } = await tandem('platform', 'invite', '--hours', hours);

      expect(status).toBe(2);
      expect(text).toContain('hours');
    },
    60_000,
  );

  it('invites nobody to renew a platform that is not there', async () => {
    const refused = await tandem('platform', 'invite', '--for', 'nobody', '--json');

    expect(refused.status).toBe(1);
    expect(JSON.parse(refused.text)).toEqual({ code: 'http.not-found' });
  }, 60_000);

  it('lists and renews the keys of the tool', async () => {
    const rotated = await tandem('keys', 'rotate', '--json');

    const keys = JSON.parse(rotated.text) as { state: string }[];
    expect(keys.map(({ state }) => state)).toEqual(expect.arrayContaining(['current', 'next']));
    expect(rotated.text).not.toContain('PRIVATE');
  }, 60_000);

  it("prints the operator's link", async () => {
    const { text } = await tandem('admin', 'link', '--json');

    const { url } = JSON.parse(text) as { url: string };
    expect(url).toMatch(/^http:\/\/localhost:3000\/admin\/sign-in\?/);
  }, 60_000);

  it.each([
    [[]],
    [['platform']],
    [['platform', 'explode', 'x']],
    [['platform', 'list', '--nonsense']],
  ])(
    'answers %p with how it is used',
    async (args) => {
      const { status, text } = await tandem(...args);

      expect(status).toBe(2);
      expect(text).toContain('npm run tandem -- platform add');
    },
    60_000,
  );

  it('says that an id is not known', async () => {
    const { status, text } = await tandem('platform', 'show', 'nobody', '--json');

    expect(status).toBe(1);
    expect(JSON.parse(text)).toEqual({ code: 'http.not-found' });
  }, 60_000);
});
