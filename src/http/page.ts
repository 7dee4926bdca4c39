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
}

export interface Link {
  readonly href: string;
  readonly label: string;
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
  /** Origins that may frame the answer. */
  frameAncestors: readonly string[];
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
  res.render(page.view, page.model, (fault: Error | null, body?: string) => {
    if (fault) {
      res.req.next?.(fault);
      return;
    }
    res.status(status).render('layouts/page', { page, body });
  });
}
