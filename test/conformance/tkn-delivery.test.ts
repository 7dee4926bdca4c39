import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, describe, expect, it } from '@jest/globals';
import { KEY_SET_AGE, PUBLISHED_AHEAD } from '../../src/lti/keys/tool-key.js';
import { openSqlite } from '../../src/persistence/sqlite/open-sqlite.js';
import { HOUR, SECOND } from '../../src/shared/clock.js';
import type { Logger } from '../../src/shared/logger.js';
import { aGradedCourse, type GradedCourse } from '../support/graded-course.js';
import type { Answer } from '../support/graded-platform.js';
import { until } from '../support/launch.js';

const TOKEN = 'token-of-the-platform';

describe('tokens on the way of a result', () => {
  let course: GradedCourse | undefined;
  let folder: string | undefined;

  afterEach(async () => {
    await course?.stop();
    if (folder !== undefined) await rm(folder, { recursive: true });
    [course, folder] = [undefined, undefined];
  });

  it.each<[string, Answer]>([
    ['503', 503],
    ['no answer to the end', (res) => res.destroy()],
    ['a page', (res) => res.end('<html>Maintenance</html>')],
  ])(
    'TKN-13 given %s from the token endpoint when a result is there then it is sent later',
    async (_name, answered) => {
      course = await aGradedCourse();
      const platform = await course.school();
      platform.refuseTokens(answered, answered);
      const learner = await platform.visit({});

      await course.solve(learner);
      await until(() => platform.tokenRequests.length >= 1);
      expect(await course.standing(learner)).toBe('waiting');
      course.setAhead(HOUR);
      await until(() => platform.tokenRequests.length >= 2);
      course.setAhead(2 * HOUR);
      await course.reaches(learner, 'delivered');

      expect(platform.scores).toHaveLength(1);
      await platform.stop();
    },
  );

  it('TKN-16 given a token when a result is sent with it then neither log nor database holds it', async () => {
    folder = await mkdtemp(path.join(tmpdir(), 'tandem-'));
    const said: string[] = [];
    const note = (...words: unknown[]): void => {
      said.push(JSON.stringify(words));
    };
    const logger: Logger = { info: note, warn: note, error: note };
    const database = openSqlite({ file: path.join(folder, 'tandem.sqlite'), clock: Date.now });
    course = await aGradedCourse({ logger, database });
    const platform = await course.school();
    // A platform that repeats what it was sent, as some pages for developers do.
    const repeats: Answer = (res) => {
      res.statusCode = 503;
      res.end(`Authorization: Bearer ${TOKEN}`);
    };
    platform.answerNext(repeats, 401, 401);
    const learner = await platform.visit({});
    await course.solve(learner);
    await until(() => platform.scores.length >= 1);
    course.setAhead(HOUR);
    await until(() => platform.scores.length >= 3);
    course.setAhead(3 * HOUR);
    await course.reaches(learner, 'delivered');
    await platform.stop();

    const assertions = platform.tokenRequests.map((form) => form.get('client_assertion') ?? '');
    const secrets = [TOKEN, ...assertions];
    expect(platform.scores[0]?.headers.authorization).toBe(`Bearer ${TOKEN}`);
    expect(said.join('\n')).toContain('score');
    const files = await readdir(folder);
    const stored = await Promise.all(
      files.map((file) => readFile(path.join(folder ?? '', file), 'latin1')),
    );
    expect(stored.join('')).toContain('school-1');
    for (const secret of secrets) {
      expect(said.join('\n')).not.toContain(secret);
      expect(stored.join('')).not.toContain(secret);
    }
  });

  it('TKN-17 given the key set when fetched then each key is public, of 2048 bits, has a kid, and may be kept', async () => {
    course = await aGradedCourse();

    const answered = await fetch(`${course.pair.toolUrl}/lti/keys`);

    expect(answered.headers.get('cache-control')).toBe(`public, max-age=${KEY_SET_AGE / SECOND}`);
    const { keys } = (await answered.json()) as { keys: Record<string, string>[] };
    expect(keys.length).toBeGreaterThan(0);
    for (const key of keys) {
      expect(Object.keys(key).sort()).toEqual(['alg', 'e', 'kid', 'kty', 'n', 'use']);
      expect(key).toMatchObject({ kty: 'RSA', use: 'sig', alg: 'RS256' });
      expect(Buffer.from(key.n ?? '', 'base64url').length).toBeGreaterThanOrEqual(256);
    }
    expect(new Set(keys.map(({ kid }) => kid)).size).toBe(keys.length);
  });

  it('TKN-18 given a new key when it is not yet to sign then it is in the key set for an age of it, and the old one stays', async () => {
    course = await aGradedCourse();
    const { keys, toolUrl } = { keys: course.pair.tool.lti.keys, toolUrl: course.pair.toolUrl };
    const kids = async (): Promise<string[]> => {
      const set = (await (await fetch(`${toolUrl}/lti/keys`)).json()) as {
        keys: { kid: string }[];
      };
      return set.keys.map(({ kid }) => kid).sort();
    };
    const [old = ''] = await kids();

    await keys.rotate({ kind: 'operator' });

    expect(PUBLISHED_AHEAD).toBeGreaterThanOrEqual(KEY_SET_AGE);
    const both = await kids();
    expect(both).toHaveLength(2);
    expect(both).toContain(old);
    expect(keys.signingKey().kid).toBe(old);
    course.setAhead(PUBLISHED_AHEAD - SECOND * 30);
    expect(keys.signingKey().kid).toBe(old);
    course.setAhead(PUBLISHED_AHEAD);
    expect(keys.signingKey().kid).not.toBe(old);
    expect(await kids()).toEqual(both);
  });
});
