import { cp, mkdir, mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { loadConfig } from '../../src/config.js';
import { until } from '../support/launch.js';
import { freePort, listen, run, type Running } from '../support/processes.js';

describe('starting', () => {
  let dataDir: string;
  let running: Running[];

  beforeEach(async () => {
    dataDir = await mkdtemp(path.join(tmpdir(), 'tandem-start-'));
    running = [];
  });

  afterEach(async () => {
    for (const { child } of running) child.kill('SIGKILL');
    await rm(dataDir, { recursive: true, force: true });
  });

  function start(file: string, environment: Readonly<Record<string, string>>): Running {
    const started = run(file, [], { DATA_DIR: dataDir, LOG_LEVEL: 'warn', ...environment });
    running.push(started);
    return started;
  }

  it('names every setting that cannot be used', async () => {
    const tool = start('src/main.ts', {
      PORT: 'many',
      PUBLIC_URL: 'https://tool.example/with/path',
      SECRET: 'short',
      LOG_LEVEL: 'loud',
      MONGODB_URI: 'http://elsewhere',
      TRUST_PROXY: '10.0.0.0/8, 10.0.0.0/33',
      LOGINS_PER_MINUTE: '0',
    });

    expect(await tool.ended).toBe(1);
    const refused = ['PORT', 'PUBLIC_URL', 'SECRET', 'LOG_LEVEL', 'MONGODB_URI'];
    for (const name of [...refused, 'TRUST_PROXY', 'LOGINS_PER_MINUTE']) {
      expect(tool.printed()).toContain(`${name}:`);
    }
    expect(tool.printed()).not.toMatch(/\bat .*\.ts:\d+/);
  });

  it('makes a secret once, for its owner only', async () => {
    const first = loadConfig({ DATA_DIR: path.join(dataDir, 'new') });
    const second = loadConfig({ DATA_DIR: path.join(dataDir, 'new') });

    const file = path.join(dataDir, 'new', 'secret');
    expect(second.secret).toBe(first.secret);
    expect(first.secret.length).toBeGreaterThanOrEqual(32);
    expect((await stat(file)).mode & 0o777).toBe(0o600);
    expect((await readFile(file, 'utf8')).trim()).toBe(first.secret);
  });

  it('is refused by a secret file that holds none', async () => {
    await writeFile(path.join(dataDir, 'secret'), '');

    expect(() => loadConfig({ DATA_DIR: dataDir })).toThrow('holds no secret');
  });

  it('says which port is taken, and by which setting it is changed', async () => {
    const other = createServer();
    const port = await listen(other);

    const tool = start('src/main.ts', { PORT: String(port) });
    const status = await tool.ended;
    other.close();

    expect(status).toBe(1);
    expect(tool.printed().trim()).toBe(`Port ${port} is taken. Set PORT to another one.`);
  });

  it('is refused by a broken content file, which is named with line and field', async () => {
    const overlay = path.join(dataDir, 'content');
    await cp(path.join(process.cwd(), 'content', 'modules'), path.join(overlay, 'modules'), {
      recursive: true,
    });
    const file = path.join(overlay, 'modules', 'M1', 'module.yaml');
    const text = await readFile(file, 'utf8');
    await writeFile(file, text.replace('kind: match', 'kind: macth'));

    const tool = start('src/main.ts', {
      PORT: String(await freePort()),
      CONTENT_DIR: overlay,
    });

    expect(await tool.ended).toBe(1);
    expect(tool.printed()).toMatch(/module\.yaml.*:\d+.*kind/s);
  });

  it('of the sandbox is refused in production', async () => {
    const demo = start('src/demo.ts', { NODE_ENV: 'production', PORT: String(await freePort()) });

    expect(await demo.ended).toBe(1);
    expect(demo.printed()).toContain('production');
  });

  describe('the demo', () => {
    it('prints one address, opens a course there, keeps it, and stops on Ctrl-C', async () => {
      const [PORT, SANDBOX_PORT] = [String(await freePort()), String(await freePort())];
      for (let visit = 0; visit < 2; visit += 1) {
        const demo = start('src/demo.ts', { PORT, SANDBOX_PORT });
        await until(() => demo.printed().includes('Ctrl-C'), 30_000);

        const [address = ''] = /http:\/\/\S+/.exec(demo.printed()) ?? [];
        const course = await (await fetch(address)).text();
        expect(new URL(address).hostname).toBe('127.0.0.1');
        expect(course.match(/Module 1: Prepare together/g)).toHaveLength(1);

        demo.child.kill('SIGINT');
        expect(await demo.ended).toBe(0);
      }
    }, 90_000);

    it('says when the sandbox port is taken, and leaves nothing running', async () => {
      const other = createServer();
      const SANDBOX_PORT = String(await listenOnLoopback(other));
      const PORT = String(await freePort());

      const demo = start('src/demo.ts', { PORT, SANDBOX_PORT });
      const status = await demo.ended;
      other.close();

      expect(status).toBe(1);
      expect(demo.printed()).toContain('Set SANDBOX_PORT to another one.');
    }, 60_000);
  });

  it('works in a data folder that is not there yet', async () => {
    const port = await freePort();
    await mkdir(path.join(dataDir, 'a'));
    const tool = start('src/main.ts', {
      PORT: String(port),
      DATA_DIR: path.join(dataDir, 'a', 'b'),
    });
    const ready = (): Promise<boolean> =>
      fetch(`http://localhost:${port}/readyz`).then(
        ({ ok }) => ok,
        () => false,
      );
    await until(ready, 30_000);

    tool.child.kill('SIGTERM');

    expect(await tool.ended).toBe(0);
  }, 60_000);
});

function listenOnLoopback(server: ReturnType<typeof createServer>): Promise<number> {
  return new Promise((resolve) =>
    server.listen(0, '127.0.0.1', () => {
      const address = server.address();
      resolve(typeof address === 'object' && address ? address.port : 0);
    }),
  );
}
