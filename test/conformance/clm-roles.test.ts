import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { loadAnswers, type Answers } from '../support/answers.js';
import {
  anAttackedPlatform,
  outcomeOf,
  principalBehind,
  type AttackedPlatform,
} from '../support/attacks.js';
import { EXERCISE, isSolved, pageOf, solve, tabOf, type Tab } from '../support/attacks-session.js';
import { aBrowser } from '../support/browser-client.js';
import { claim } from '../support/messages.js';
import { aPair, type Pair } from '../support/tool.js';

const LIS = 'http://purl.imsglobal.org/vocab/lis/v2';
const IN_COURSE = `${LIS}/membership#`;
const LEARNER = `${IN_COURSE}Learner`;
const INSTRUCTOR = `${IN_COURSE}Instructor`;
const ASSISTANT = `${LIS}/membership/Instructor#TeachingAssistant`;

/** Where only those get in who teach in the course. */
const TEACHING = ['/people', '/gradebook', '/connection'];

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

interface Visitor {
  readonly role: string;
  readonly tab: Tab;
}

async function open(roles: unknown, sub = 'person'): Promise<Visitor> {
  const browser = aBrowser();
  const claims = {
    sub,
    [claim('roles')]: roles,
    [claim('target_link_uri')]: `${pair.toolUrl}/lti/launch?content=${EXERCISE}`,
  };
  const launched = await school.launch({ claims }, browser);
  const { role } = await principalBehind(pair, launched);
  return { role, tab: tabOf(pair, browser, launched) };
}

/** What somebody with these roles is, and whether the pages for those who teach agree. */
async function roleBy(roles: unknown): Promise<string> {
  const { role, tab } = await open(roles);
  const statuses = await Promise.all(
    TEACHING.map(async (path) => (await pageOf(tab, path)).status),
  );
  const teaches = role === 'instructor' || role === 'administrator';
  expect(statuses).toEqual(TEACHING.map(() => (teaches ? 200 : 403)));
  expect((await pageOf(tab, '/')).status).toBe(200);
  return role;
}

describe('roles of a launch', () => {
  it('CLM-20 given no roles when it is launched then it is a 400', async () => {
    for (const roles of [undefined, null, LEARNER, {}, [5], [[LEARNER]]]) {
      const answer = await school.launch({ claims: { [claim('roles')]: roles } });
      expect(await outcomeOf(answer)).toBe('400 lti.claims-invalid');
    }
  });

  it.each<readonly [string, readonly string[], string]>([
    ['CLM-21 given an empty list when it is launched then it is a visitor', [], 'viewer'],
    ['CLM-22 given one empty role when it is launched then it is a visitor', [''], 'viewer'],
    [
      'CLM-23 given the short name Instructor when it is launched then it teaches',
      ['Instructor'],
      'instructor',
    ],
    [
      'CLM-23 given the short name Learner when it is launched then it learns',
      ['Learner'],
      'learner',
    ],
    [
      'CLM-24 given roles that nobody knows when it is launched then it is a visitor',
      [
        'https://vendor.example/roles#Instructor',
        `${LIS}/membershipX#Instructor`,
        'urn:x:Instructor',
      ],
      'viewer',
    ],
    [
      'CLM-25 given a teacher of the institution when it is launched then it teaches nothing here',
      [`${LIS}/institution/person#Instructor`],
      'viewer',
    ],
    [
      'CLM-25 given a teacher of the institution who learns here when it is launched then it learns',
      [`${LIS}/institution/person#Instructor`, LEARNER],
      'learner',
    ],
    [
      'CLM-26 given an administrator of the site when it is launched then it teaches nothing here',
      [`${LIS}/system/person#Administrator`],
      'viewer',
    ],
    [
      'CLM-27 given an assistant without a principal role when it is launched then it teaches',
      [ASSISTANT],
      'instructor',
    ],
    [
      'CLM-51 given a learner who helps to teach when it is launched then it learns',
      [`${LIS}/membership/Learner#Instructor`],
      'learner',
    ],
    [
      'CLM-52 given the old names of institution roles when it is launched then it teaches nothing here',
      [`${LIS}/person#Administrator`, `${LIS}/person#Instructor`],
      'viewer',
    ],
  ])('%s', async (_name, roles, role) => {
    expect(await roleBy(roles)).toBe(role);
  });

  it('CLM-29 given somebody who learns and teaches when it is launched then it teaches, and may try what learners do', async () => {
    expect(await roleBy([LEARNER, INSTRUCTOR])).toBe('instructor');

    const { tab } = await open([LEARNER, INSTRUCTOR], 'both');
    expect(await solve(tab, answers)).toBe(201);
    expect(await isSolved(tab)).toBe(false);
  });

  it('lets a mentor in as one who looks on, whoever the platform lists for them', async () => {
    await solve((await open([LEARNER], 'mentored')).tab, answers);
    const { role, tab } = await open([`${IN_COURSE}Mentor`], 'mentor');

    expect(role).toBe('viewer');
    for (const path of [...TEACHING, '/learners/mentored']) {
      expect((await pageOf(tab, path)).status).toBe(403);
    }
  });

  it('CLM-31 given a person made up by the platform when it is launched then nothing of it is kept, sent or listed', async () => {
    const TEST_USER = 'http://purl.imsglobal.org/vocab/lti/system/person#TestUser';
    const { role, tab } = await open([LEARNER, TEST_USER], 'madeup');
    expect(role).toBe('viewer');
    expect(await solve(tab, answers)).toBe(201);
    expect(await isSolved(tab)).toBe(false);

    const trainer = await open([INSTRUCTOR], 'trainer');
    await open([LEARNER], 'real');
    const people = await pageOf(trainer.tab, '/people');
    expect(people.html).toContain('(real)');
    expect(people.html).not.toContain('madeup');
  });
});
