import { aBrowser, formOf } from './browser-client.js';
import type { Pair } from './tool.js';

/** What came of a page: its status, headers and text. */
export interface Seen {
  readonly status: number;
  readonly headers: Headers;
  readonly html: string;
}

export interface Wanted {
  readonly name?: string;
  readonly approveAtOnce?: boolean;
  readonly hours?: number;
  readonly platformId?: string;
}

/** Makes an invitation. @returns its link, and the token in it */
export async function invited(
  pair: Pair,
  wanted: Wanted = {},
): Promise<{ readonly url: string; readonly token: string; readonly id: string }> {
  const { invitation, url } = await pair.tool.lti.invitations.create(
    { approveAtOnce: false, ...wanted },
    { kind: 'operator' },
  );
  const token = url.searchParams.get('invitation') ?? '';
  return { url: url.href, token, id: invitation.id };
}

/** The address to which a platform sends its administrator. */
export function initiation(
  url: string,
  configurationUrl: string | undefined,
  registrationToken?: string,
): string {
  const address = new URL(url);
  if (configurationUrl !== undefined) {
    address.searchParams.set('openid_configuration', configurationUrl);
  }
  if (registrationToken !== undefined) {
    address.searchParams.set('registration_token', registrationToken);
  }
  return address.href;
}

export function see(url: string): Promise<Seen> {
  return seen(aBrowser().get(url));
}

/** Presses the button of the page that asks. */
export async function confirm(pair: Pair, { html }: Pick<Seen, 'html'>): Promise<Seen> {
  const { action, fields } = formOf(html);
  return seen(aBrowser().post(new URL(action, pair.toolUrl).href, fields));
}

/** Follows an initiation to its end. */
export async function register(
  pair: Pair,
  url: string,
  configurationUrl: string,
  registrationToken = 'platform-token',
): Promise<Seen> {
  return confirm(pair, await see(initiation(url, configurationUrl, registrationToken)));
}

/** Posts the form of the pages by hand. */
export function registerByHand(
  pair: Pair,
  token: string,
  fields: Readonly<Record<string, string>>,
): Promise<Seen> {
  const all = { invitation: token, platform: 'moodle', ...fields };
  return seen(aBrowser().post(`${pair.toolUrl}/lti/register/manual`, all));
}

/** The code that a refusal shows. */
export function codeOn({ html }: Pick<Seen, 'html'>): string | undefined {
  return /<code class="copyable">([a-z.-]+)<\/code>/.exec(html)?.[1];
}

async function seen(asked: Promise<Response>): Promise<Seen> {
  const response = await asked;
  return { status: response.status, headers: response.headers, html: await response.text() };
}
