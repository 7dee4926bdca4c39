import type { Request, Response } from 'express';
import { BROWSER_LIFETIME } from './guest.js';

const SHAPE = /^[A-Za-z0-9_-]{43}$/;

/** Knows a browser again in which a guest has entered a code. It opens nothing by itself. */
export interface GuestCookie {
  /** Undefined when the browser sent none, or not one of ours. */
  read(req: Request): string | undefined;
  set(res: Response, secret: string): void;
}

export function guestCookie({ publicUrl }: { readonly publicUrl: URL }): GuestCookie {
  const isHttps = publicUrl.protocol === 'https:';
  // Browsers accept the prefix over https only, and with it no other host can plant the cookie.
  const name = isHttps ? '__Host-tandem-guest' : 'tandem-guest';
  return {
    read(req) {
      const pairs = (req.headers.cookie ?? '').split(';').map((pair) => pair.trim());
      const value = pairs.find((pair) => pair.startsWith(`${name}=`))?.slice(name.length + 1);
      return value !== undefined && SHAPE.test(value) ? value : undefined;
    },
    set(res, secret) {
      // Lax: the first step comes from a mail program.
      const attributes = { path: '/', secure: true, httpOnly: true, sameSite: 'lax' } as const;
      res.cookie(name, secret, { ...attributes, maxAge: BROWSER_LIFETIME });
    },
  };
}
