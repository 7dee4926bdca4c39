import { gzipSync } from 'node:zlib';
import type { Response } from 'express';
import type { I18n, Locale, Translate } from '../i18n/i18n.js';

/** What a `*.views.ts` makes and a template prints: typed, translated, formatted. */
export interface Page<Model extends object> {
  /** Template below views/, without its ending: `curriculum/module`. */
  readonly view: string;
  /** Of the document and its first heading. */
  readonly title: string;
  readonly model: Model;
  /** Language of the page's own content, when it is not the interface's. */
  readonly lang?: string | undefined;
  /** URLs of scripts instead of the common one, which a bundle brings along. */
  readonly scripts?: readonly string[];
  /** URLs of stylesheets instead of the common one. */
  readonly styles?: readonly string[];
  /** Where "back" leads; undefined shows none. */
  readonly back?: Link | undefined;
  /** Parts of the tool beside this one; undefined shows none. */
  readonly menu?: Menu | undefined;
}

export interface Link {
  readonly href: string;
  readonly label: string;
}

export interface Menu {
  /** What the menu is for, said to those who do not see it. */
  readonly label: string;
  readonly links: readonly (Link & { readonly isCurrent: boolean })[];
  /** Button at the end of the menu: `href` is posted to, with the page token. */
  readonly leave: Link;
}

/** Said above a page that is only looked at, as by somebody who chooses content. */
export interface PreviewBar {
  readonly text: string;
  readonly back: Link;
}

/** What the middleware knows of each request; templates see it too. */
export interface RequestLocals {
  readonly instanceId: string;
  readonly i18n: I18n;
  locale: Locale;
  t: Translate;
  /** Path under which this session's pages live, such as `/s/<id>`; '' outside a session. */
  base: string;
  /** Proves to our own POST routes that the page came from us; '' outside a session. */
  pageToken: string;
  /**
   * Tells this person at this link from everybody else who uses the browser; undefined for whom
   * nothing is kept.
   */
  owner?: string;
  /** Origins that may frame the answer. */
  frameAncestors: readonly string[];
  /** Undefined on most pages. */
  preview?: PreviewBar;
  /** Where a page that says what went wrong leads back to; undefined on most. */
  wayBack?: Link;
  /** For those who teach, at the end of each page; undefined for everybody else. */
  courseLinks?: readonly Link[];
}

export function localsOf(res: Response): RequestLocals {
  return res.locals as RequestLocals;
}

/** Renders the page into its layout and answers with it. */
export function sendPage<Model extends object>(
  res: Response,
  page: Page<Model>,
  status = 200,
): void {
  const orFail =
    (use: (html: string) => void) =>
    (fault: Error | null, html = ''): void => {
      if (fault) res.req.next?.(fault);
      else use(html);
    };
  const sendHtml = orFail((html) => sendCompressed(res.status(status), html));
  const fillLayout = orFail((body) => res.render('layouts/page', { page, body }, sendHtml));
  res.render(page.view, page.model, fillLayout);
}

/** One piece at the quickest level: a page is made for one request, and a stream costs more than it saves. */
function sendCompressed(res: Response, html: string): void {
  res.type('html').vary('Accept-Encoding');
  if (res.req.acceptsEncodings('gzip') === false) {
    res.send(html);
    return;
  }
  res.setHeader('Content-Encoding', 'gzip');
  res.send(gzipSync(html, { level: 1 }));
}
