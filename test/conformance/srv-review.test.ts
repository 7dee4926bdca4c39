import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { loadAnswers, type Answers } from '../support/answers.js';
import { aBrowser } from '../support/browser-client.js';
import { answer, type Visit } from '../support/launch.js';
import {
  aSpeakingPlatform,
  claim,
  linkClaims,
  reviewClaims,
  type SpeakingPlatform,
} from '../support/messages.js';
import { add, openPicker, received } from '../support/picker.js';
import { aPair, type Pair } from '../support/tool.js';

const AGS = 'https://purl.imsglobal.org/spec/lti-ags/claim/endpoint';
const LEARNER = ['http://purl.imsglobal.org/vocab/lis/v2/membership#Learner'];
const EXERCISE = 'M1-03';

let pair: Pair;
let platform: SpeakingPlatform;
let other: SpeakingPlatform;
let answers: Answers;
let target: string;

beforeAll(async () => {
  pair = await aPair({ jobs: false });
  platform = await aSpeakingPlatform(pair);
  other = await aSpeakingPlatform(pair, { clientId: 'other-school' });
  answers = await loadAnswers();
  target = `${pair.toolUrl}/lti/launch?content=M1`;
});
afterAll(async () => {
  await Promise.all([platform.stop(), other.stop()]);
  await pair.stop();
});

function lineItem(id = '2'): Record<string, unknown> {
  return {
    scope: ['https://purl.imsglobal.org/spec/lti-ags/scope/score'],
    lineitem: `${platform.issuer}/lineitems/${id}/lineitem?type_id=1`,
  };
}

/** Launches, and opens the page that the launch leads to. */
async function page(
  claims: Readonly<Record<string, unknown>>,
  from = platform,
): Promise<{ status: number; html: string; url: string; visit: Visit }> {
  const browser = aBrowser();
  const launched = await from.send(browser, claims);
  const location = launched.headers.get('location');
  if (location === null) {
    const { status, url } = launched;
    return { status, html: await launched.text(), url, visit: { browser, base: '', token: '' } };
  }
  let url = new URL(location, launched.url).href;
  let opened = await browser.get(url);
  if (opened.status === 303) {
    url = new URL(opened.headers.get('location')!, url).href;
    opened = await browser.get(url);
  }
  const html = await opened.text();
  const token = /data-token="([^"]+)"/.exec(html)?.[1] ?? '';
  const base = /^.*\/s\/[^/]+/.exec(url)?.[0] ?? '';
  return { status: opened.status, html, url, visit: { browser, base, token } };
}

async function anAnswerOf(
  learner: string,
  resourceLinkId: string,
  ags = lineItem(),
): Promise<Visit> {
  const { visit } = await page(
    linkClaims(target, {
      sub: learner,
      [claim('resource_link')]: { id: resourceLinkId },
      [AGS]: ags,
    }),
  );
  await answer(visit, EXERCISE, { response: answers.wrong(EXERCISE) });
  await answer(visit, EXERCISE, { response: answers.right(EXERCISE) });
  return visit;
}

describe('submission review', () => {
  it('SRV-01 given an instructor and a learner when the review is launched then that learner is shown for that link', async () => {
    await anAnswerOf('learner-a', 'review-1');

    const { status, html, url } = await page(
      reviewClaims(target, 'learner-a', {
        [claim('resource_link')]: { id: 'review-1' },
        [AGS]: lineItem(),
      }),
    );

    expect(status).toBe(200);
    expect(url).toMatch(/\/learners\/learner-a$/);
    expect(html).toContain('One learner&#39;s work');
    expect(html).toContain('Just tell me how many hours');
    expect(html).toContain('2 tries');
    expect(html).toContain('Best try: 1 of 1');
    // What was chosen, in words, and whether it was right.
    expect(html).toMatch(/Right:<\/span><span lang="en">[^<]*Ask for 20 minutes/);
    expect(html).toContain('Wrong:');
    expect(html).toContain('on its way to the gradebook');
  });

  it('SRV-01 given the line item alone when the review is launched then the work behind it is shown', async () => {
    await anAnswerOf('learner-b', 'review-2', lineItem('77'));

    const { html } = await page(reviewClaims(target, 'learner-b', { [AGS]: lineItem('77') }));
    const elsewhere = await page(reviewClaims(target, 'learner-b', { [AGS]: lineItem('78') }));

    expect(html).toContain('2 tries');
    expect(elsewhere.html).toContain('has not answered anything');
  });

  it('SRV-02 given a learner and their own work when the review is launched then it is shown', async () => {
    await anAnswerOf('learner-c', 'review-3');

    const { status, html } = await page(
      reviewClaims(target, 'learner-c', {
        sub: 'learner-c',
        [claim('roles')]: LEARNER,
        [claim('resource_link')]: { id: 'review-3' },
      }),
    );

    expect([status, html.includes('Your work'), html.includes('2 tries')]).toEqual([
      200,
      true,
      true,
    ]);
  });

  it('SRV-03 given a learner and the work of another when the review is launched then it is a 403', async () => {
    await anAnswerOf('learner-d', 'review-4');
    const { status, html } = await page(
      reviewClaims(target, 'learner-d', {
        sub: 'learner-e',
        [claim('roles')]: LEARNER,
        [claim('resource_link')]: { id: 'review-4' },
      }),
    );

    expect(status).toBe(403);
    expect(html).toContain('your own work only');
  });

  it('SRV-03 given a learner in a session when they ask for the page of another then it is a 403', async () => {
    await anAnswerOf('learner-f', 'review-5');
    const { browser, base } = await anAnswerOf('learner-g', 'review-5');

    expect((await browser.get(`${base}/learners/learner-g`)).status).toBe(200);
    expect((await browser.get(`${base}/learners/learner-f`)).status).toBe(403);
  });

  it.each([
    ['SRV-04 given nobody named when the review is launched then it says so', undefined],
    ['SRV-04 given an empty name when the review is launched then it says so', ''],
  ])('%s', async (_name, learner) => {
    const { status, html } = await page(reviewClaims(target, learner));

    expect(status).toBe(400);
    expect(html).toContain('did not say whose work');
  });

  it('SRV-04 given a learner whom nobody knows when the review is launched then it says that there is nothing', async () => {
    const { status, html, url } = await page(
      reviewClaims(target, 'https://lms.example/users/9?a=1#b', {
        [claim('resource_link')]: { id: 'never-launched' },
      }),
    );

    expect(status).toBe(200);
    expect(url).toContain('/learners/https%3A%2F%2Flms.example%2Fusers%2F9%3Fa%3D1%23b');
    expect(html).toContain('has not answered anything');
  });

  it('SRV-05 given something graded that was chosen when its line item is read then it says when it can be reviewed', async () => {
    const picker = await openPicker(platform, aBrowser());
    const { items } = await received(pair, await add(picker, [EXERCISE]));

    expect(items[0]?.lineItem).toMatchObject({
      submissionReview: {
        reviewableStatus: ['Submitted', 'Completed'],
        url: `${pair.toolUrl}/lti/launch?content=${EXERCISE}`,
      },
    });
  });
});

describe('copied courses', () => {
  const copied = (history: string) =>
    linkClaims(`${pair.toolUrl}/lti/launch`, {
      [claim('resource_link')]: { id: `copy-of-${history}` },
      [claim('context')]: { id: 'course-2' },
      [claim('custom')]: { resource_link_history: history },
    });

  async function anOriginal(id: string, from = platform): Promise<void> {
    const claims = linkClaims(target, { [claim('resource_link')]: { id } });
    await page({ ...claims, iss: from.issuer, aud: from.clientId }, from);
  }

  /** A link that says nothing but its title, in a course with a past. */
  const inCopy = (course: string, history: string, title: string) =>
    linkClaims(`${pair.toolUrl}/lti/launch`, {
      [claim('resource_link')]: { id: `${title} in ${course}`, title },
      [claim('context')]: { id: course },
      [claim('custom')]: { context_history: history },
    });

  async function inOldCourse(
    course: string,
    [title, content]: readonly [string, string],
    from = platform,
  ): Promise<void> {
    const claims = linkClaims(`${pair.toolUrl}/lti/launch?content=${content}`, {
      [claim('resource_link')]: { id: `${title} in ${course}`, title },
      [claim('context')]: { id: course },
    });
    await page({ ...claims, iss: from.issuer, aud: from.clientId }, from);
  }

  it('SRV-22 given a history of courses and no notice when a copied link is first launched then the nearest course that knows it tells what it opens', async () => {
    await inOldCourse('spring', ['Talks', 'M2']);
    await inOldCourse('autumn', ['Talks', EXERCISE]);
    await inOldCourse('autumn', ['Plan', 'M1']);

    const { url } = await page(inCopy('next', 'unknown,autumn,spring', 'Talks'));

    expect(url).toMatch(new RegExp(`/exercises/${EXERCISE}$`));
    // It is remembered: the next launch may come without a history.
    const again = await page(inCopy('next', '', 'Talks'));
    expect(again.url).toMatch(new RegExp(`/exercises/${EXERCISE}$`));
  });

  it.each([
    ['no link of that title', 'old', 'Something else'],
    ['two links of that title', 'old', 'Twice'],
    ['a course of another school', 'foreign', 'Talks'],
  ])(
    'SRV-22 given %s in the history of courses when it is first launched then nothing is guessed',
    async (_what, history, title) => {
      await inOldCourse('old', ['Talks', EXERCISE]);
      await page({
        ...inCopy('old', '', 'Twice'),
        [claim('custom')]: { content: 'M1' },
      });
      await page({
        ...inCopy('old', '', 'Twice'),
        [claim('resource_link')]: { id: 'the other', title: 'Twice' },
        [claim('custom')]: { content: 'M2' },
      });
      await inOldCourse('foreign', ['Talks', EXERCISE], other);

      const { html } = await page(inCopy(`copy with ${title}`, history, title));

      expect(html).toContain('Not ready yet');
    },
  );

  it('SRV-23 given a history that was cut when it is read then the last word is no id', async () => {
    await anOriginal('cut-1');

    const { html } = await page(copied('unknown,cut-1,truncated'));

    expect(html).toContain('Before: prepare together');
  });

  it('SRV-24 given encoded ids when the history is read then they are split first', async () => {
    await anOriginal('a,b c');

    expect((await page(copied('a%2Cb%20c,x'))).html).toContain('Before: prepare together');
  });

  it.each([
    [
      'the custom content id',
      {
        [claim('custom')]: { content: EXERCISE, resource_link_history: '$ResourceLink.id.history' },
      },
      '',
    ],
    ['the address', { [claim('custom')]: {} }, `?content=${EXERCISE}`],
  ])(
    'SRV-25 given a copied link with %s alone when it is first launched then it opens the same',
    async (what, claims, query) => {
      const { url } = await page(
        linkClaims(`${pair.toolUrl}/lti/launch${query}`, {
          ...claims,
          [claim('resource_link')]: { id: `copied by ${what}` },
        }),
      );

      expect(url).toMatch(new RegExp(`/exercises/${EXERCISE}$`));
    },
  );

  it('SRV-28 given a link of another school in the history when it is first launched then nothing of it is used', async () => {
    await anOriginal('foreign-1', other);

    expect((await page(copied('foreign-1'))).html).toContain('Not ready yet');
  });
});

describe('messages that are not served', () => {
  it.each([
    [
      'SRV-29 given a data privacy launch',
      'LtiDataPrivacyLaunchRequest',
      'Questions about your data',
    ],
    [
      'SRV-29 given the older name of a data privacy launch',
      'DataPrivacyLaunchRequest',
      'Questions about your data',
    ],
    ['SRV-30 given a launch of a whole course', 'LtiContextLaunchRequest', 'for the whole course'],
    ['SRV-31 given an agreement to be signed', 'LtiEulaRequest', 'does not offer'],
    [
      'SRV-31 given settings of an asset processor',
      'LtiAssetProcessorSettingsRequest',
      'does not offer',
    ],
  ])(
    '%s when it is launched then it is a 400 page that says what to do',
    async (_name, type, words) => {
      const { status, html } = await page({
        sub: 'somebody',
        [claim('version')]: '1.3.0',
        [claim('message_type')]: type,
        [claim('deployment_id')]: '1',
        [claim('roles')]: [],
        [claim('target_link_uri')]: target,
      });

      expect(status).toBe(400);
      expect(html).toContain(words);
    },
  );
});
