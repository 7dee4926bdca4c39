import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import * as Y from 'yjs';
import { textOf } from '../../src/tandem/workspace/cells.js';
import { aKillableTool, type Killable } from '../grading/delivery/killable.js';
import { aBrowser } from '../support/browser-client.js';
import { addLink, until, visit, type Visit } from '../support/launch.js';
import type { Pair } from '../support/tool.js';
import { COMPANY, pairByCode, post, read, VET } from '../tandem/people/cast.js';

const KILLS = 6;
/** Longer and a field would be full before the last kill. */
const MOST_WORDS = 300;
const REMOTE = 'remote';

describe('kill -9 while two write together', () => {
  let tool: Killable;
  let room: string;
  let vet: Visit;
  let company: Visit;

  beforeAll(async () => {
    tool = await aKillableTool();
    const link = addLink(asPair(tool), 'M1');
    vet = await arrive(VET, 'vet', link.id);
    company = await arrive(COMPANY, 'company', link.id);
    await pairByCode(vet, company);
    const start = await read(vet, '/tandem');
    room = /href="[^"]*(\/tandem\/workspaces\/[^"]+\/TA1)"/u.exec(start)?.[1] ?? '';
  }, 90_000);
  afterAll(() => tool.cleanUp());

  it('loses nothing that a partner has seen, and nothing that was said to be saved', async () => {
    const load = { on: true };
    const left = aWriter(vet, 'l');
    const right = aWriter(company, 'r');
    const working = [left, right].flatMap((one) => [one.writes(load), one.listens(load)]);

    for (let kill = 0; kill < KILLS; kill += 1) {
      const before = left.seen.size + right.seen.size;
      await until(() => left.seen.size + right.seen.size > before + 6, 30_000);
      await new Promise((resolve) => setTimeout(resolve, Math.random() * 150));
      await tool.kill();
    }
    load.on = false;
    await Promise.all(working);
    await tool.kill();

    const kept = wordsIn(await documentOf(vet));
    expect(new Set(kept).size).toBe(kept.length);
    for (const { seen, saved } of [left, right]) {
      expect([...seen, ...saved].filter((word) => !kept.includes(word))).toEqual([]);
      expect(saved.size).toBeGreaterThan(KILLS);
      expect(seen.size).toBeGreaterThan(KILLS);
    }
    expect(wordsIn(await documentOf(company))).toEqual(kept);
  }, 300_000);

  async function arrive(userId: string, tutorRole: string, linkId: string): Promise<Visit> {
    const there = await visit(asPair(tool), aBrowser(), { userId, linkId });
    await post(there, '/tandem/profile', { displayName: `Tutor ${userId}`, tutorRole });
    return there;
  }

  async function documentOf({ browser, base }: Visit): Promise<Y.Doc> {
    const answer = await browser.get(`${base}${room}/changes`);
    const document = new Y.Doc();
    Y.applyUpdate(document, new Uint8Array(await answer.arrayBuffer()));
    return document;
  }

  /** One browser: writes words into one text, sends each until it is taken, and hears of the other's. */
  function aWriter(who: Visit, mark: string): Writer {
    const document = new Y.Doc();
    const text = document.getText(textOf('contact'));
    const seen = new Set<string>();
    const saved = new Set<string>();
    document.on('update', (_update: Uint8Array, origin: unknown) => {
      if (origin !== REMOTE) return;
      for (const word of wordsIn(document)) if (!word.startsWith(mark)) seen.add(word);
    });
    return {
      ...{ seen, saved },
      async writes(load) {
        for (let number = 0; load.on && number < MOST_WORDS; number += 1) {
          const before = Y.encodeStateVector(document);
          const word = `${mark}${number}`;
          text.insert(Math.floor(Math.random() * 2) * text.length, ` ${word} `);
          const update = Y.encodeStateAsUpdate(document, before);
          while (!(await isTaken(who, update))) await pause(50);
          saved.add(word);
          await pause(40);
        }
      },
      async listens(load) {
        while (load.on) {
          await hear(who, document, load).catch(() => undefined);
          await pause(50);
        }
      },
    };
  }

  async function isTaken(who: Visit, update: Uint8Array): Promise<boolean> {
    const sent = { method: 'POST', body: new Uint8Array(update) };
    const answer = await ask(who, '/edits', sent).catch(() => undefined);
    if (answer !== undefined && answer.status < 500 && answer.status !== 201) {
      throw new Error(`an edit answered ${answer.status}`);
    }
    return answer?.status === 201;
  }

  /** What the page does whenever its line is back: catches up, then takes each edit as it is told. */
  async function hear(who: Visit, document: Y.Doc, load: { readonly on: boolean }): Promise<void> {
    const events = await ask(who, '/events', {});
    Y.applyUpdate(document, Y.encodeStateAsUpdate(await documentOf(who)), REMOTE);
    let told = '';
    for await (const chunk of events.body ?? []) {
      told += Buffer.from(chunk as Uint8Array).toString();
      const whole = told.split('\n\n');
      told = whole.pop() ?? '';
      for (const event of whole) takeIn(event, document);
      if (!load.on) return;
    }
  }

  function ask(
    { browser, base, token }: Visit,
    path: string,
    init: RequestInit,
  ): Promise<Response> {
    const cookie = [...browser.cookies].map(([name, value]) => `${name}=${value}`).join('; ');
    const type = init.body ? { 'content-type': 'application/octet-stream' } : {};
    const headers = { cookie, 'x-tandem-token': token, ...type };
    return fetch(`${base}${room}${path}`, { ...init, headers });
  }
});

interface Writer {
  /** Words of the partner that have stood in this browser. */
  readonly seen: ReadonlySet<string>;
  /** Own words that the tool has said it keeps. */
  readonly saved: ReadonlySet<string>;
  writes(load: { readonly on: boolean }): Promise<void>;
  listens(load: { readonly on: boolean }): Promise<void>;
}

function asPair({ sandbox, toolUrl }: Killable): Pair {
  return { sandbox, toolUrl } as Pair;
}

function takeIn(event: string, document: Y.Doc): void {
  const data = /^event: edit\ndata: (.*)$/su.exec(event)?.[1];
  if (data === undefined) return;
  const { update } = JSON.parse(data) as { readonly update: string };
  Y.applyUpdate(document, new Uint8Array(Buffer.from(update, 'base64')), REMOTE);
}

function wordsIn(document: Y.Doc): readonly string[] {
  const text = document.getText(textOf('contact')).toJSON();
  return text.split(' ').filter((word) => word !== '');
}

function pause(milliseconds: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, milliseconds));
}
