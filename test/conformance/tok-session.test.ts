import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { loadAnswers, type Answers } from '../support/answers.js';
import {
  anAttackedPlatform,
  principalBehind,
  sessionPath,
  type AttackedPlatform,
} from '../support/attacks.js';
import { EXERCISE, isSolved, pageOf, solve, tabOf, type Tab } from '../support/attacks-session.js';
import { aBrowser, type BrowserClient } from '../support/browser-client.js';
import { claim } from '../support/messages.js';
import { aPair, type Pair } from '../support/tool.js';

let pair: Pair;
let school: AttackedPlatform;
let answers: Answers;

beforeAll(async () => {
  pair = await aPair({ jobs: false });
  school = await anAttackedPlatform(pair);
  answers = await loadAnswers();
});

afterAll(async () => {
  await school.stop();
  await pair.stop();
});

interface Who {
  readonly sub?: string;
  readonly course?: string;
  readonly content?: string;
}

function claimsOf({ sub = 'ilze', course = 'course-1', content = 'M1' }: Who) {
  return {
    sub,
    [claim('context')]: { id: course },
    [claim('resource_link')]: { id: `link-of-${course}` },
    [claim('target_link_uri')]: `${pair.toolUrl}/lti/launch?content=${content}`,
  };
}

const open = (browser: BrowserClient, who: Who): Promise<Response> =>
  school.launch({ claims: claimsOf(who) }, browser);

const tab = (browser: BrowserClient, launched: Response): Tab => tabOf(pair, browser, launched);

describe('session of a launch', () => {
  it('TOK-48 given a browser that has a session when it is launched again then the session is a new one', async () => {
    const browser = aBrowser();
    const planted = `/s/${'a'.repeat(22)}/`;
    expect((await browser.get(pair.toolUrl + planted)).status).toBe(401);

    const first = sessionPath(await open(browser, {}));
    const second = sessionPath(await open(browser, {}));

    expect(new Set([planted, first, second]).size).toBe(3);
    expect((await browser.get(pair.toolUrl + planted)).status).toBe(401);
  });

  it('TOK-49 given the session of one person when another is launched in the browser then each is who they are', async () => {
    const browser = aBrowser();
    const ilze = await open(browser, { sub: 'ilze', content: EXERCISE });
    expect(await solve(tab(browser, ilze), answers)).toBe(201);

    const mart = await open(browser, { sub: 'mart', content: EXERCISE });

    expect((await principalBehind(pair, ilze)).userId).toBe('ilze');
    expect((await principalBehind(pair, mart)).userId).toBe('mart');
    expect(await isSolved(tab(browser, mart))).toBe(false);
    expect(await isSolved(tab(browser, ilze))).toBe(true);
  });

  it('TOK-50 given two courses in two tabs when both are used then each request acts in its own', async () => {
    const browser = aBrowser();
    const openTab = async (course: string, content: string): Promise<Tab> =>
      tab(browser, await open(browser, { sub: 'anna', course, content }));
    const here = await openTab('here', EXERCISE);
    const there = await openTab('there', EXERCISE);
    const unit = await openTab('unit', 'U1.2');

    expect(await solve(here, answers)).toBe(201);

    expect(await isSolved(here)).toBe(true);
    expect(await isSolved(there)).toBe(false);
    expect((await pageOf(here, '/units/U1.2')).status).toBe(404);
    expect((await pageOf(unit, '/units/U1.2')).status).toBe(200);
    expect((await pageOf(here, '/')).status).toBe(200);
  });
});
