import type { Request, Response } from 'express';
import { DAY } from '../shared/clock.js';
import { newSecret } from '../shared/ids.js';

/** Longer than any session that is bound to it; each login begins it anew. */
const LIFETIME = DAY;
const SHAPE = /^[A-Za-z0-9_-]{43}$/;

/**
 * One cookie for one browser (in one platform's partition): a random key to which logins and
 * sessions are bound. It says nothing about who somebody is, so its size does not grow with
 * users, courses or deployments.
 */
export interface BrowserKey {
  /** Undefined when the browser sent none, or not one of ours. */
  read(req: Request): string | undefined;
  /** Makes a key and asks the browser to keep it. */
  issue(res: Response): string;
  /** Asks the browser to keep the key that it has a while longer. */
  renew(res: Response, key: string): void;
}

export function browserKey({ publicUrl }: { readonly publicUrl: URL }): BrowserKey {
  // Browsers accept the prefix over https only; Secure itself they accept on loopback too.
  const name = publicUrl.protocol === 'https:' ? '__Host-tandem' : 'tandem';
  function keep(res: Response, key: string): void {
    res.cookie(name, key, {
      path: '/',
      secure: true,
      httpOnly: true,
      sameSite: 'none',
      partitioned: true,
      maxAge: LIFETIME,
    });
  }

  return {
    read(req) {
      const value = cookieValue(req.headers.cookie, name);
      return value !== undefined && SHAPE.test(value) ? value : undefined;
    },
    issue(res) {
      const key = newSecret();
      keep(res, key);
      return key;
    },
    renew: keep,
  };
}

function cookieValue(header: string | undefined, name: string): string | undefined {
  for (const pair of (header ?? '').split(';')) {
    const at = pair.indexOf('=');
    if (at > 0 && pair.slice(0, at).trim() === name) return pair.slice(at + 1).trim();
  }
  return undefined;
}
