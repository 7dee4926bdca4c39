import { createServer, type RequestListener, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, describe, expect, it } from '@jest/globals';
import { createPlatformKeys } from '../../../src/lti/keys/platform-keys.client.js';
import { MINUTE } from '../../../src/shared/clock.js';

describe('keys of a platform', () => {
  let server: Server | undefined;
  let now = 0;

  afterEach(() => {
    server?.closeAllConnections();
    server?.close();
    now = 0;
  });

  async function serving(listener: RequestListener): Promise<string> {
    server = createServer(listener);
    await new Promise<void>((resolve) => server?.listen(0, resolve));
    return `http://127.0.0.1:${(server.address() as AddressInfo).port}/keys`;
  }

  /** Counts what it is asked; publishes what `kids` holds at that time. */
  async function publishing(kids: string[], headers: Record<string, string> = {}) {
    const seen = { requests: 0 };
    const url = await serving((_req, res) => {
      seen.requests += 1;
      res.writeHead(200, headers);
      res.end(JSON.stringify({ keys: kids.map((kid) => ({ kty: 'RSA', kid })) }));
    });
    return { url, seen, keys: createPlatformKeys({ clock: () => now }) };
  }

  it('are fetched once for many launches, also when they come at once', async () => {
    const { url, seen, keys } = await publishing(['a']);

    const found = await Promise.all(Array.from({ length: 20 }, () => keys.find(url, 'a')));
    await keys.find(url, 'a');

    expect(found.every((key) => key?.kid === 'a')).toBe(true);
    expect(seen.requests).toBe(1);
  });

  it('are kept as long as the header says', async () => {
    const { url, seen, keys } = await publishing(['a'], { 'cache-control': 'max-age=300' });
    await keys.find(url, 'a');

    now = 4 * MINUTE;
    await keys.find(url, 'a');
    expect(seen.requests).toBe(1);
    now = 6 * MINUTE;
    await keys.find(url, 'a');
    expect(seen.requests).toBe(2);
  });

  it('are fetched again for a key that is new', async () => {
    const kids = ['a'];
    const { url, keys } = await publishing(kids);
    await keys.find(url, 'a');
    kids.push('b');

    expect(await keys.find(url, 'b')).toMatchObject({ kid: 'b' });
  });

  it('that are known stay when the platform errs for a while', async () => {
    const seen = { isWell: true };
    const url = await serving((_req, res) => {
      res.writeHead(seen.isWell ? 200 : 503);
      res.end(JSON.stringify({ keys: [{ kty: 'RSA', kid: 'a' }] }));
    });
    const keys = createPlatformKeys({ clock: () => now });
    await keys.find(url, 'a');
    seen.isWell = false;

    await expect(keys.find(url, 'made-up')).rejects.toMatchObject({
      code: 'lti.service-unreachable',
    });
    expect(await keys.find(url, 'a')).toMatchObject({ kid: 'a' });
  });

  it('are not fetched again for each made-up key', async () => {
    const { url, seen, keys } = await publishing(['a']);

    for (let guess = 0; guess < 50; guess += 1) {
      expect(await keys.find(url, `made-up-${guess}`)).toBeUndefined();
    }

    expect(seen.requests).toBeLessThanOrEqual(2);
  });

  it.each([
    ['no JSON', (res: Parameters<RequestListener>[1]) => res.end('<html>')],
    ['another shape', (res: Parameters<RequestListener>[1]) => res.end('{"keys":"none"}')],
    ['an error', (res: Parameters<RequestListener>[1]) => res.writeHead(500).end('{"keys":[]}')],
  ])('are out of reach when the answer is %s', async (_name, answer) => {
    const url = await serving((_req, res) => {
      answer(res);
    });

    await expect(createPlatformKeys({ clock: () => now }).find(url, 'a')).rejects.toMatchObject({
      code: 'lti.service-unreachable',
    });
  });

  it.each([
    [
      'a redirect',
      (res: Parameters<RequestListener>[1]) => res.writeHead(302, { location: '/elsewhere' }).end(),
    ],
    [
      'an endless answer',
      (res: Parameters<RequestListener>[1]) => {
        const chunk = 'x'.repeat(256 * 1024);
        const more = (): void => {
          if (!res.destroyed) res.write(chunk, () => setImmediate(more));
        };
        more();
      },
    ],
    ['a broken connection', (res: Parameters<RequestListener>[1]) => res.destroy()],
  ])('are out of reach behind %s', async (_name, answer) => {
    const url = await serving((_req, res) => {
      answer(res);
    });

    await expect(createPlatformKeys({ clock: () => now }).find(url, 'a')).rejects.toMatchObject({
      code: 'lti.service-unreachable',
    });
  });
});
