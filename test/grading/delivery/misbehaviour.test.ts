import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import type { EndpointGroup, Misbehaviour } from '../../../src/sandbox/index.js';
import { until } from '../../support/launch.js';
import { aPair, type Pair } from '../../support/tool.js';
import { answered, aCourse, press, textOf } from '../gradebook/panel.js';

describe('a platform that misbehaves', () => {
  let pair: Pair;

  beforeEach(async () => {
    pair = await aPair();
  });

  afterEach(() => pair.stop());

  it.each<[string, EndpointGroup, Misbehaviour, string]>([
    ['is down', 'ags', { kind: 'down' }, 'unreachable'],
    ['shows a page', 'ags', { kind: 'html' }, 'unreachable'],
    ['sends us elsewhere', 'ags', { kind: 'redirect' }, 'unreachable'],
    ['answers without end', 'ags', { kind: 'endless' }, 'unreachable'],
    ['is broken', 'ags', { kind: 'status', status: 500 }, 'platform-fault'],
    ['is busy', 'ags', { kind: 'status', status: 429 }, 'platform-busy'],
    ['takes no token', 'ags', { kind: 'status', status: 401 }, 'token-not-taken'],
    ['does not allow it', 'ags', { kind: 'status', status: 403 }, 'not-allowed'],
    ['has lost the column', 'ags', { kind: 'status', status: 404 }, 'column-gone'],
    ['gives no token', 'token', { kind: 'status', status: 400 }, 'no-token'],
    ['shows a page for a token', 'token', { kind: 'html' }, 'no-token'],
    ['is down for tokens', 'token', { kind: 'down' }, 'unreachable'],
  ])(
    'and %s is named as the cause, and has the score once it is well',
    async (...given) => {
      const [, group, fault, cause] = given;
      const course = await aCourse(pair);
      const { ilze, trainer, link } = course;
      // What was given out before would do without the token endpoint.
      if (group === 'token') pair.sandbox.misbehave({ ags: { kind: 'tokens-expired' } });
      pair.sandbox.misbehave({ [group]: fault });
      await answered(course, ilze, { until: new RegExp(`"${cause}"`) });

      pair.sandbox.heal();
      await press(trainer, '/gradebook', WAYS[cause] ?? '/gradebook/send');

      await until(() => pair.sandbox.state.grade(link.lineItemId!, '3') !== undefined);
      await until(async () =>
        (await textOf(trainer, '/gradebook/grades.csv')).includes('"delivered","delivered"'),
      );
    },
    30_000,
  );

  it.each<[string, EndpointGroup, Misbehaviour]>([
    ['slow', 'ags', { kind: 'slow', milliseconds: 500, times: 1 }],
    ['tired of its tokens', 'ags', { kind: 'tokens-expired' }],
  ])('and is %s makes no difference', async (_name, group, fault) => {
    const course = await aCourse(pair);
    pair.sandbox.misbehave({ [group]: fault });
    await answered(course, course.ilze);

    expect(pair.sandbox.state.grade(course.link.lineItemId!, '3')).toBeDefined();
  });

  it('and loses its answer to a score that it took gets that score once', async () => {
    const course = await aCourse(pair);
    const { ilze, trainer, link } = course;
    pair.sandbox.misbehave({ ags: { kind: 'lose-response', method: 'POST', times: 1 } });
    await answered(course, ilze);

    const taken = pair.sandbox.state
      .receivedScores()
      .filter(({ lineItemId, status }) => lineItemId === link.lineItemId && status === 200);
    expect(taken).toHaveLength(1);
    expect(await textOf(trainer, '/gradebook/tries.csv')).toContain('"found-there"');
  }, 30_000);
});

/** What is refused does not wait: it is sent again by itself. */
const WAYS: Readonly<Record<string, string>> = {
  'not-allowed': '/score/resend',
  'column-gone': '/score/resend',
};
