import { request, type Agent, type IncomingMessage } from 'node:http';
import * as Y from 'yjs';
import { textOf } from '../tandem/workspace/cells.js';
import { openBrowser, textIn, type Browser } from './browser.js';
import { launch } from './launching.js';
import type { Platform } from './platform.js';

/** Two people at one form, one writing, the other listening. */
export interface LivePair {
  /** Writes on in one text. Resolves once the tool says that it is kept. */
  write(text: string): Promise<void>;
  /** Resolves with the next edit that the partner hears of. */
  partnerHears(): Promise<void>;
  close(): void;
}

interface Place {
  readonly platform: Platform;
  readonly tool: string;
  readonly agent: Agent;
}

interface Visitor {
  readonly browser: Browser;
  /** URL of the session. */
  readonly base: string;
  readonly token: string;
}

/** Launches two people, makes them a tandem by a code, and opens the first activity of module 1. */
export async function openTandem(place: Place, number: number): Promise<LivePair> {
  const vet = await arrive(place, `vet-${number}`, 'vet');
  const company = await arrive(place, `company-${number}`, 'company');
  const made = await post(vet, '/tandem/code/make', {});
  const code = /<strong class="copyable">([^<]+)</u.exec(made)?.[1] ?? '';
  await post(company, '/tandem/code/take', { code });
  const asked = await page(vet, '/tandem/code');
  const from = /name="from" value="([^"]+)"/u.exec(asked)?.[1] ?? '';
  await post(vet, '/tandem/code/answer', { from, yes: '1' });
  const href = /href="([^"]*\/tandem\/workspaces\/[^"]+\/TA1)"/u.exec(
    await page(vet, '/tandem'),
  )?.[1];
  if (href === undefined) throw new Error('two people did not become a tandem');
  const room = new URL(href, vet.base).pathname.replace(/^\/s\/[^/]+/u, '');
  await page(vet, room);
  return live(vet, company, room);
}

async function arrive(
  { platform, tool, agent }: Place,
  name: string,
  side: string,
): Promise<Visitor> {
  const browser = openBrowser(agent);
  const { url } = await launch(platform, browser, { tool, userId: name, content: 'M1' });
  const base = `${new URL(url).origin}${/^\/s\/[^/]+/u.exec(new URL(url).pathname)?.[0] ?? ''}`;
  const visitor = { browser, base, token: '' };
  const token = /data-token="([^"]+)"/u.exec(await page(visitor, '/tandem/profile'))?.[1] ?? '';
  await post({ ...visitor, token }, '/tandem/profile', { displayName: name, tutorRole: side });
  return { ...visitor, token };
}

async function page({ browser, base }: Visitor, path: string): Promise<string> {
  const answer = await browser.get(base + path);
  if (answer.status !== 200) throw new Error(`${path} answered ${answer.status}`);
  return textIn(answer);
}

async function post(
  { browser, base, token }: Visitor,
  path: string,
  fields: Readonly<Record<string, string>>,
): Promise<string> {
  const answer = await browser.post(`${base}${path}?token=${encodeURIComponent(token)}`, fields);
  if (answer.status >= 400) throw new Error(`${path} answered ${answer.status}`);
  return textIn(answer);
}

async function live(writer: Visitor, listener: Visitor, room: string): Promise<LivePair> {
  const document = new Y.Doc();
  const text = document.getText(textOf('contact'));
  let waiting: (() => void) | undefined;
  const events = await ask(listener, `${room}/events`, 'GET');
  events.setEncoding('utf8').on('data', (told: string) => {
    if (told.includes('event: edit')) waiting?.();
  });
  return {
    async write(added) {
      const before = Y.encodeStateVector(document);
      // Never longer than a field holds.
      if (text.length > 2000) text.delete(0, text.length);
      text.insert(text.length, added);
      const update = Y.encodeStateAsUpdate(document, before);
      const answer = await ask(writer, `${room}/edits`, 'POST', update);
      answer.resume();
      if (answer.statusCode !== 201) throw new Error(`an edit answered ${answer.statusCode}`);
    },
    partnerHears: () =>
      new Promise((resolve) => {
        waiting = resolve;
      }),
    close: () => events.destroy(),
  };
}

/** What a browser's script sends; the answer's body is still to come. */
function ask(
  { browser, base, token }: Visitor,
  path: string,
  method: 'GET' | 'POST',
  body?: Uint8Array,
): Promise<IncomingMessage> {
  const cookie = [...browser.cookies].map(([name, value]) => `${name}=${value}`).join('; ');
  return new Promise((resolve, reject) => {
    const sent = request(base + path, {
      method,
      headers: {
        cookie,
        'x-tandem-token': token,
        ...(body && { 'content-type': 'application/octet-stream' }),
      },
    });
    sent.on('response', resolve).on('error', reject);
    sent.end(body);
  });
}
