import type { Sandbox } from '../../../src/sandbox/index.js';
import { SEEDED_USERS } from '../../../src/sandbox/seed.js';
import { aBrowser, formOf } from '../../support/browser-client.js';
import { addLink, visit, type Visit } from '../../support/launch.js';
import { aSecondPlatform } from '../../support/second-platform.js';
import { aPair, type Pair, type PairOptions } from '../../support/tool.js';

/** Seeded people: two VET tutors, two company tutors, a trainer. */
export const VET = '3';
export const COMPANY = '4';
export const OTHER_VET = '5';
export const OTHER_COMPANY = '6';
export const TRAINER = '7';

/** A tool that two platforms launch, with a course each. */
export interface Town {
  readonly pair: Pair;
  /** The two platforms. */
  readonly sandboxes: { readonly first: Sandbox; readonly second: Sandbox };
  /** Where their course pages are. */
  readonly platformUrls: { readonly first: string; readonly second: string };
  /** Somebody arrives from the first course, or the second. */
  come(userId: string, from?: 'first' | 'second'): Promise<Visit>;
  /** Arrives and says who they are. */
  tutor(
    userId: string,
    side: 'vet' | 'company',
    more?: Readonly<Record<string, string>> & { from?: 'first' | 'second' },
  ): Promise<Visit>;
  stop(): Promise<void>;
}

export async function aTown(options: PairOptions = {}): Promise<Town> {
  const users = SEEDED_USERS.map((user) => ({ ...user, locale: 'en' }));
  const pair = await aPair({ jobs: false, seed: { users }, ...options });
  const second = await aSecondPlatform(pair, 'other-school');
  const links = {
    first: addLink(pair, 'M1').id,
    second: second.sandbox.addLink({
      toolClientId: 'other-school',
      title: 'Tandem M1',
      targetLinkUri: `${pair.toolUrl}/lti/launch?content=M1`,
      custom: { content: 'M1' },
      scoreMaximum: 100,
    }).id,
  };
  const sandboxes = { first: pair.sandbox, second: second.sandbox };
  const come: Town['come'] = (userId, from = 'first') =>
    visit({ ...pair, sandbox: sandboxes[from] }, aBrowser(), { userId, linkId: links[from] });
  return {
    ...{ pair, sandboxes },
    platformUrls: { first: pair.platformUrl, second: second.url },
    come,
    async tutor(userId, side, { from = 'first', ...more } = {}) {
      const visitor = await come(userId, from);
      const profile = { displayName: `Tutor ${userId}`, tutorRole: side, ...more };
      const answer = await post(visitor, '/tandem/profile', profile);
      if (answer.status !== 303) throw new Error(`profile answered ${answer.status}`);
      return visitor;
    },
    async stop() {
      await second.stop();
      await pair.stop();
    },
  };
}

export function post(
  { browser, base, token }: Visit,
  path: string,
  fields: Readonly<Record<string, string>> = {},
): Promise<Response> {
  return browser.post(`${base}${path}?token=${encodeURIComponent(token)}`, fields);
}

/** The text of a page. @throws when it is not there */
export async function read({ browser, base }: Visit, path: string): Promise<string> {
  const answer = await browser.get(`${base}${path}`);
  if (answer.status !== 200) throw new Error(`${path} answered ${answer.status}`);
  return answer.text();
}

/** Ids of the people on the pairing page, by the names that they chose. */
export async function idsByName(trainer: Visit): Promise<ReadonlyMap<string, string>> {
  const page = await read(trainer, '/tandem/pairing');
  const cards = page.matchAll(/data-person="([^"]+)"[\s\S]*?<strong>([^<]*)<\/strong>/gu);
  return new Map([...cards].map(([, id = '', name = '']) => [name, id]));
}

/** Id of the tandem with this number. */
export async function tandemId(trainer: Visit, number: number): Promise<string> {
  const page = await read(trainer, '/tandem/pairing');
  const cards = page.matchAll(/data-tandem="([^"]+)">\s*<h3>Tandem (\d+)</gu);
  const found = [...cards].find(([, , shown]) => Number(shown) === number);
  if (!found) throw new Error(`no tandem ${number}`);
  return found[1] ?? '';
}

/** Makes a code and reads it from the only page that shows it. */
export async function aCode(maker: Visit, kind: 'code' | 'cohort' = 'code'): Promise<string> {
  const made = await post(maker, `/tandem/${kind}/make`);
  return /<strong class="copyable">([^<]+)</u.exec(await made.text())?.[1] ?? '';
}

/** The `from` of the first question that waits for an answer. */
export async function askedBy(maker: Visit, kind: 'code' | 'cohort' = 'code'): Promise<string> {
  return formOf(await read(maker, `/tandem/${kind}`)).fields.from ?? '';
}

/** From code to tandem: both agree. */
export async function pairByCode(maker: Visit, other: Visit): Promise<void> {
  await post(other, '/tandem/code/take', { code: await aCode(maker) });
  await post(maker, '/tandem/code/answer', { from: await askedBy(maker), yes: '1' });
}
