import { createLocalJWKSet, jwtVerify, type JSONWebKeySet, type JWTPayload } from 'jose';
import { formOf, type BrowserClient } from './browser-client.js';
import { deepLinkingClaims, DL, type SpeakingPlatform } from './messages.js';
import type { Pair } from './tool.js';

/** The picker's page, as a browser without script has it. */
export interface Picker {
  readonly browser: BrowserClient;
  readonly url: string;
  readonly status: number;
  readonly html: string;
  /** Of the page, which its forms carry along. */
  readonly token: string;
}

export async function openPicker(
  platform: SpeakingPlatform,
  browser: BrowserClient,
  {
    settings = {},
    claims = {},
  }: {
    settings?: Readonly<Record<string, unknown>>;
    claims?: Readonly<Record<string, unknown>>;
  } = {},
): Promise<Picker> {
  const launched = await platform.send(browser, deepLinkingClaims(platform, settings, claims));
  const location = launched.headers.get('location');
  if (location === null) throw new Error(`launch answered ${launched.status}`);
  return pickerAt(browser, new URL(location, launched.url).href);
}

export async function pickerAt(browser: BrowserClient, url: string): Promise<Picker> {
  const page = await browser.get(url);
  const html = await page.text();
  const token = /data-token="([^"]+)"/.exec(html)?.[1] ?? '';
  return { browser, url, status: page.status, html, token };
}

/** Presses "Add to the course" with these marked. */
export function add(picker: Picker, contentIds: readonly string[]): Promise<Response> {
  return submit(picker, '', contentIds);
}

export function cancel(picker: Picker): Promise<Response> {
  return submit(picker, '/cancel', []);
}

export function preview(
  picker: Picker,
  contentId: string,
  marked: readonly string[] = [],
): Promise<Response> {
  return submit(picker, '/preview', marked, { preview: contentId });
}

function submit(
  { browser, url, token }: Picker,
  step: string,
  contentIds: readonly string[],
  over: Readonly<Record<string, string>> = {},
): Promise<Response> {
  const fields = new URLSearchParams({ search: '', type: '', language: '', ...over });
  for (const id of contentIds) fields.append('content', id);
  return browser.postForm(`${url.replace(/\?.*$/, '')}${step}?token=${token}`, fields);
}

/** What the platform would receive. */
export interface Received {
  readonly action: string;
  readonly fields: Readonly<Record<string, string>>;
  readonly header: { readonly alg?: string | undefined; readonly kid?: string | undefined };
  /** Verified with the tool's published keys. */
  readonly claims: JWTPayload;
  readonly items: readonly Readonly<Record<string, unknown>>[];
}

export async function received(pair: Pair, answer: Response): Promise<Received> {
  const { action, fields } = formOf(await answer.text());
  const keys = (await (await fetch(`${pair.toolUrl}/lti/keys`)).json()) as JSONWebKeySet;
  const { payload, protectedHeader } = await jwtVerify(fields.JWT ?? '', createLocalJWKSet(keys));
  const items = payload[`${DL}content_items`] as Received['items'];
  return { action, fields, header: protectedHeader, claims: payload, items };
}
