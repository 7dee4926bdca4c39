import {
  createMailbox,
  startMailServer,
  type Mailbox,
  type ReceivedMail,
} from '../../../src/sandbox/index.js';
import type { Logger } from '../../../src/shared/logger.js';
import { aBrowser, formOf, type BrowserClient } from '../../support/browser-client.js';
import { until, type Visit } from '../../support/launch.js';
import { aTown, post, read, type Town } from '../people/cast.js';

/** A town whose tool sends mail, and a look into everybody's mailbox. */
export interface Inn extends Town {
  readonly mailbox: Mailbox;
  /** The newest mail to somebody, once there are `count` of them. */
  mailTo(address: string, count?: number): Promise<ReceivedMail>;
}

export async function anInn(
  options: {
    readonly clock?: () => number;
    readonly logger?: Logger;
    readonly refusal?: (recipient: string) => string | undefined;
  } = {},
): Promise<Inn> {
  const { clock = Date.now, logger, refusal } = options;
  const mailbox = createMailbox(clock);
  const server = await startMailServer({ mailbox, port: 0, ...(refusal && { refusal }) });
  const url = `smtp://127.0.0.1:${server.port}`;
  const town = await aTown({
    ...{ clock, jobs: true },
    ...(logger && { logger }),
    config: { mailServer: { url, from: 'Tandem <tandem@example.org>' } },
  });
  const to = (address: string): readonly ReceivedMail[] =>
    mailbox.all().filter((mail) => mail.to.includes(address));
  return {
    ...town,
    mailbox,
    async mailTo(address, count = 1) {
      await until(() => to(address).length >= count);
      const [newest] = to(address);
      if (!newest) throw new Error('no mail');
      return newest;
    },
    async stop() {
      await town.stop();
      await server.close();
    },
  };
}

export function linkIn({ text }: ReceivedMail): string {
  return /https?:\/\/\S+\/guest\/links\/\S+/u.exec(text)?.[0] ?? '';
}

export function codeIn({ text }: ReceivedMail): string {
  return /^\d{6}$/mu.exec(text)?.[0] ?? '';
}

/** Never the right one. */
export function otherThan(code: string): string {
  return code === '000000' ? '000001' : '000000';
}

/** What the page of invitations would send for its first free seat. */
export async function invite(
  host: Visit,
  address: string,
  over: Readonly<Record<string, string>> = {},
): Promise<Response> {
  const page = await read(host, '/tandem/guests');
  const place = /<option value="([^"]*:(?:vet|company))"/u.exec(page)?.[1] ?? ':company';
  return post(host, '/tandem/guests/invite', { address, place, locale: 'en', ...over });
}

/** Follows a link up to the page that asks for the code. */
export async function knock(link: string, browser: BrowserClient): Promise<Response> {
  await browser.get(link);
  return browser.post(link, {});
}

/** Follows a link with code and name, up to the session. */
export async function comeIn(
  inn: Inn,
  address: string,
  at: { readonly name?: string; readonly browser?: BrowserClient; readonly link?: string } = {},
): Promise<Visit> {
  const { name = 'Anna the guest', browser = aBrowser() } = at;
  const link = at.link ?? linkIn(await inn.mailTo(address));
  const before = inn.mailbox.all().filter((mail) => mail.to.includes(address)).length;
  const asked = await knock(link, browser);
  if (asked.status !== 200) throw new Error(`the link answered ${asked.status}`);
  const code = codeIn(await inn.mailTo(address, before + 1));
  const entered = await browser.post(`${link}/enter`, { code, name });
  return sessionOf(inn, browser, entered);
}

/** The session into which an answer leads. */
export async function sessionOf(
  { pair }: Town,
  browser: BrowserClient,
  entered: Response,
): Promise<Visit> {
  const location = entered.headers.get('location');
  if (entered.status !== 303 || location === null) throw new Error(`answered ${entered.status}`);
  const base = new URL(location, pair.toolUrl).href.replace(/\/tandem$/u, '');
  const page = await browser.get(`${base}/tandem`);
  const token = /data-token="([^"]+)"/u.exec(await page.text())?.[1] ?? '';
  return { browser, base, token };
}

/** The action of the first form whose address matches. */
export function actionIn(html: string, pattern: RegExp): string {
  const actions = [...html.matchAll(/<form[^>]*>/gu)].map(([tag]) => formOf(tag).action);
  return actions.find((action) => pattern.test(action)) ?? '';
}

/** Presses the button of the first guest on the page of invitations. */
export async function pressFor(host: Visit, what: 'again' | 'remove'): Promise<Response> {
  const page = await read(host, '/tandem/guests');
  const action = actionIn(page, new RegExp(`/tandem/guests/[^/]+/${what}`, 'u'));
  return host.browser.post(new URL(action, host.base).href, {});
}
