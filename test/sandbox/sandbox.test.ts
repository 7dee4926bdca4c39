import { mkdtemp, readdir, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import request from 'supertest';
import { createSandbox } from '../../src/sandbox/index.js';
import { silent } from '../../src/shared/logger.js';
import { startSandbox } from './support.js';

let directory: string;
let snapshotFile: string;
beforeEach(async () => {
  directory = await mkdtemp(path.join(tmpdir(), 'sandbox-'));
  snapshotFile = path.join(directory, 'sandbox.json');
});
afterEach(() => rm(directory, { recursive: true }));

const TOOL = {
  name: 'Tandem',
  clientId: 'tandem',
  loginUrl: 'http://localhost:3000/lti/login',
  launchUrl: 'http://localhost:3000/lti/launch',
  jwksUrl: 'http://localhost:3000/lti/keys',
};
const LINK = {
  toolClientId: 'tandem',
  title: 'Module <1>',
  targetLinkUri: 'http://localhost:3000/lti/launch',
  custom: {},
  scoreMaximum: 20,
};

describe('sandbox', () => {
  it('does not start in production', async () => {
    const start = createSandbox({
      issuer: 'http://127.0.0.1:3001',
      nodeEnv: 'production',
      clock: Date.now,
      logger: silent,
    });

    await expect(start).rejects.toMatchObject({ code: 'sandbox.in-production' });
  });

  it('is the same after a restart', async () => {
    const first = await startSandbox({ snapshotFile });
    const tool = first.sandbox.registerTool(TOOL);
    const link = first.sandbox.addLink(LINK);
    const keys = (await request(first.sandbox.handler).get('/certs')).body as object;
    await first.sandbox.flush();
    await first.close();

    const second = await startSandbox({ snapshotFile });
    const { state } = second.sandbox;
    expect(state.tools()).toEqual([expect.objectContaining({ clientId: 'tandem' })]);
    expect(state.links()).toEqual([expect.objectContaining({ id: link.id })]);
    expect(state.lineItems()).toHaveLength(1);
    expect((await request(second.sandbox.handler).get('/certs')).body).toEqual(keys);
    expect(second.sandbox.registerTool(TOOL).deploymentId).toBe(tool.deploymentId);
    expect(second.sandbox.addLink(LINK).id).toBe('2');
    await second.close();
  });

  it('writes one file that only its owner may read', async () => {
    const { sandbox, close } = await startSandbox({ snapshotFile });
    sandbox.registerTool(TOOL);
    await Promise.all([sandbox.flush(), sandbox.flush()]);
    await close();

    expect(await readdir(directory)).toEqual(['sandbox.json']);
    expect((await stat(snapshotFile)).mode & 0o777).toBe(0o600);
  });

  it('refuses a file that is no snapshot', async () => {
    await writeFile(snapshotFile, '{"course":1}');

    await expect(startSandbox({ snapshotFile })).rejects.toMatchObject({
      code: 'sandbox.snapshot-unreadable',
    });
  });
});

describe('pages', () => {
  it('show the course to somebody chosen, with text escaped', async () => {
    const { sandbox, close } = await startSandbox();
    sandbox.registerTool(TOOL);
    sandbox.addLink(LINK);
    const page = await request(sandbox.handler).get('/?user=3');
    await close();

    expect(page.status).toBe(200);
    expect(page.text).toContain('Module &lt;1&gt;');
    expect(page.text).toContain('href="/launch/1?user=3"');
    expect(page.text).toContain('aria-current="true"');
    expect(page.text).not.toContain('Add content');
  });

  it('frame the tool with a title and the permissions Moodle gives', async () => {
    const { sandbox, close } = await startSandbox();
    sandbox.registerTool(TOOL);
    sandbox.addLink(LINK);
    const page = await request(sandbox.handler).get('/launch/1?user=3');
    await close();

    expect(page.text).toContain('src="/start/1?user=3&amp;target=iframe"');
    expect(page.text).toContain('title="Module &lt;1&gt;"');
    expect(page.text).toContain('allow="microphone http://localhost:3000;');
  });

  it.each([
    '/gradebook',
    '/tools',
    '/switches',
    '/return?lti_msg=Saved',
    '/sandbox.css',
    '/sandbox.js',
  ])('are there: %s', async (where) => {
    const { sandbox, close } = await startSandbox();
    sandbox.registerTool(TOOL);
    sandbox.addLink(LINK);
    const page = await request(sandbox.handler).get(where);
    await close();

    expect(page.status).toBe(200);
  });

  it.each([
    ['/nowhere', 404],
    ['/launch/1?user=3', 404],
    ['/launch/99?user=99', 404],
    ['/deep-linking/tandem?user=3', 403],
  ])('say that %s cannot be shown', async (where, status) => {
    const { sandbox, close } = await startSandbox();
    sandbox.registerTool(TOOL);
    const page = await request(sandbox.handler).get(where);
    await close();

    expect(page.status).toBe(status);
  });

  it('let a teacher add content', async () => {
    const { sandbox, close } = await startSandbox();
    sandbox.registerTool(TOOL);
    const page = await request(sandbox.handler).get('/deep-linking/tandem?user=7');
    await close();

    expect(page.text).toContain('src="/start-deep-linking/tandem?user=7"');
  });
});
