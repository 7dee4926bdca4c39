import type { Request, Response } from 'express';
import { SESSION_LIFETIME } from './operator.js';

const SHAPE = /^[A-Za-z0-9_-]{43}$/;

/** The cookie of the operator's session; no other part of the tool reads it. */
export interface OperatorCookie {
  /** Undefined when the browser sent none, or not one of ours. */
  read(req: Request): string | undefined;
  set(res: Response, secret: string): void;
  clear(res: Response): void;
}

export function operatorCookie({ publicUrl }: { readonly publicUrl: URL }): OperatorCookie {
  const isHttps = publicUrl.protocol === 'https:';
  // Browsers accept the prefix over https only, and with it no other host can plant the cookie.
  const name = isHttps ? '__Host-tandem-operator' : 'tandem-operator';
  // Strict: no other site's link or form ever brings it along, and no frame has it.
  const attributes = { path: '/', secure: true, httpOnly: true, sameSite: 'strict' } as const;
  return {
    read(req) {
      const pairs = (req.headers.cookie ?? '').split(';').map((pair) => pair.trim());
      const value = pairs.find((pair) => pair.startsWith(`${name}=`))?.slice(name.length + 1);
      return value !== undefined && SHAPE.test(value) ? value : undefined;
    },
    set(res, secret) {
      res.cookie(name, secret, { ...attributes, maxAge: SESSION_LIFETIME });
    },
    clear(res) {
      res.clearCookie(name, attributes);
    },
  };
}
