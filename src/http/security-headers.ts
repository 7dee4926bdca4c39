import type { RequestHandler } from 'express';
import helmet from 'helmet';
import { localsOf } from './page.js';

/**
 * Headers of every answer. Pages are made to be framed, but only by the platform that launched
 * them; COOP and COEP stay off, since they cut the opener that registration windows need and
 * block media from elsewhere.
 */
export function securityHeaders({ publicUrl }: { readonly publicUrl: URL }): RequestHandler {
  const secure = publicUrl.protocol === 'https:';
  const common = helmet({
    contentSecurityPolicy: false,
    crossOriginEmbedderPolicy: false,
    crossOriginOpenerPolicy: false,
    crossOriginResourcePolicy: { policy: 'cross-origin' },
    frameguard: false,
    hsts: secure,
    // Not no-referrer: with it browsers send `Origin: null` on our own forms.
    referrerPolicy: { policy: 'same-origin' },
  });
  return (req, res, next) => {
    common(req, res, (fault?: unknown) => {
      allowToRun(res, []);
      next(fault);
    });
  };
}

/**
 * Sets the policy of what this page may load and who may frame it; called again once the session is known.
 * @param formTargets origins beside our own to which a form of this page may be sent
 */
export function allowToRun(
  res: Parameters<RequestHandler>[1],
  frameAncestors: readonly string[],
  formTargets: readonly string[] = [],
): void {
  localsOf(res).frameAncestors = frameAncestors;
  const ancestors = ["'self'", ...frameAncestors].join(' ');
  const forms = ["'self'", ...formTargets].join(' ');
  res.setHeader(
    'Content-Security-Policy',
    // H5P's core sets style attributes; scripts come from our own files only.
    `default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data: blob:; ` +
      `media-src 'self' blob:; font-src 'self' data:; connect-src 'self'; form-action ${forms}; ` +
      `base-uri 'none'; frame-src 'self'; frame-ancestors ${ancestors}`,
  );
}
