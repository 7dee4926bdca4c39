import type { IncomingMessage, RequestListener, ServerResponse } from 'node:http';
import { aBrowser, type BrowserClient } from './browser-client.js';
import type { Visit } from './launch.js';
import { aSpeakingPlatform, claim, linkClaims, type SpeakingPlatform } from './messages.js';
import type { Pair } from './tool.js';

const AGS = 'https://purl.imsglobal.org/spec/lti-ags/';
const MEMBERSHIP = 'http://purl.imsglobal.org/vocab/lis/v2/membership#';

/** A platform with a gradebook of which a test says what it answers. */
export interface GradedPlatform extends SpeakingPlatform {
  /** Every score that arrived, whatever it was answered. */
  readonly scores: readonly SeenScore[];
  /** Requests for a token, oldest first. */
  readonly tokenRequests: readonly URLSearchParams[];
  /** For the next scores, one each; afterwards 200 again. */
  answerNext(...answers: readonly Answer[]): void;
  /** For the next token requests, in the place of a token. */
  refuseTokens(...answers: readonly Answer[]): void;
  /** What its results say from now on. Default: nothing. */
  showResults(results: readonly object[]): void;
  /** Opens the link as this person. */
  visit(who: Visitor): Promise<Visit>;
}

export interface SeenScore {
  readonly url: URL;
  readonly headers: IncomingMessage['headers'];
  readonly body: Readonly<Record<string, unknown>>;
}

/** Handling by hand, or just a status. */
export type Answer = number | ((res: ServerResponse) => void);

export interface Visitor {
  readonly userId?: string;
  readonly linkId?: string;
  readonly content?: string;
  readonly role?: string;
  readonly claims?: Readonly<Record<string, unknown>>;
}

/** The claim of a graded link, as Moodle writes it. `undefined` takes a part out. */
export function agsClaim(
  { origin }: Pick<SpeakingPlatform, 'origin'>,
  over: Readonly<Record<string, unknown>> = {},
): Record<string, unknown> {
  return {
    [`${AGS}claim/endpoint`]: {
      scope: ['lineitem', 'lineitem.readonly', 'result.readonly', 'score'].map(
        (name) => `${AGS}scope/${name}`,
      ),
      lineitems: `${origin}/2/lineitems?type_id=1`,
      lineitem: `${origin}/2/lineitems/2/lineitem?type_id=1`,
      ...over,
    },
  };
}

export async function aGradedPlatform(
  pair: Pair,
  options: { readonly clientId?: string; issuer?: string; deployments?: string[] } = {},
): Promise<GradedPlatform> {
  const scores: SeenScore[] = [];
  const tokenRequests: URLSearchParams[] = [];
  const answers: Answer[] = [];
  const refusals: Answer[] = [];
  let shown: readonly object[] = [];
  const serve: RequestListener = (req, res) => {
    void bodyOf(req).then((body) => {
      const url = new URL(req.url ?? '', 'http://platform.example');
      if (url.pathname === '/token') {
        tokenRequests.push(new URLSearchParams(body));
        answer(res, refusals.shift(), () => sendToken(res, new URLSearchParams(body)));
        return;
      }
      if (req.method === 'GET') {
        res.end(JSON.stringify(url.pathname.endsWith('/results') ? shown : []));
        return;
      }
      scores.push({
        url,
        headers: req.headers,
        body: JSON.parse(body || '{}') as SeenScore['body'],
      });
      answer(res, answers.shift(), () => res.end());
    });
  };
  const platform = await aSpeakingPlatform(pair, { ...options, service: serve });
  return {
    ...platform,
    ...{ scores, tokenRequests },
    answerNext: (...next) => answers.push(...next),
    refuseTokens: (...next) => refusals.push(...next),
    showResults(results) {
      shown = results;
    },
    async visit(who) {
      const browser = aBrowser();
      return arrived(pair, browser, await platform.send(browser, claimsOf(pair, platform, who)));
    },
  };
}

function claimsOf(pair: Pair, platform: SpeakingPlatform, who: Visitor): Record<string, unknown> {
  const { userId = '3', linkId = '1', content = 'M1-03', role = 'Learner', claims } = who;
  return linkClaims(`${pair.toolUrl}/lti/launch?content=${content}`, {
    ...agsClaim(platform),
    sub: userId,
    [claim('roles')]: [`${MEMBERSHIP}${role}`],
    [claim('resource_link')]: { id: linkId },
    [claim('context')]: { id: '2' },
    ...claims,
  });
}

/** Reads the start page as its scripts would. */
async function arrived(pair: Pair, browser: BrowserClient, launched: Response): Promise<Visit> {
  const location = launched.headers.get('location');
  if (location === null) throw new Error(`launch answered ${launched.status}`);
  const base = new URL(location, pair.toolUrl).href.replace(/\/$/, '');
  let page = await browser.get(`${base}/`);
  const onward = page.headers.get('location');
  if (onward !== null) page = await browser.get(new URL(onward, base).href);
  const token = /data-token="([^"]+)"/.exec(await page.text())?.[1] ?? '';
  return { browser, base, token };
}

function answer(res: ServerResponse, scripted: Answer | undefined, otherwise: () => void): void {
  if (scripted === undefined) {
    otherwise();
  } else if (typeof scripted === 'number') {
    res.statusCode = scripted;
    res.end(scripted === 204 ? undefined : '[]');
  } else {
    scripted(res);
  }
}

function sendToken(res: ServerResponse, form: URLSearchParams): void {
  const scope = form.get('scope');
  res.end(JSON.stringify({ access_token: 'token-of-the-platform', expires_in: 3600, scope }));
}

async function bodyOf(req: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of req) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks).toString('utf8');
}
