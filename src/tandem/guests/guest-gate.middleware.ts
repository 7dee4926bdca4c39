import type { RequestHandler, Response } from 'express';
import { principalOf } from '../../http/session.middleware.js';
import { NoSession } from '../../http/sessions.js';
import { isGuest } from '../tandem.policy.js';
import type { GuestAccess } from './guest-access.service.js';

/** Answers to guests that are still being written, such as the line on which a partner's words come. */
export interface OpenAnswers {
  add(guestId: string, res: Response): void;
  /** Cuts them off. */
  end(guestId: string): void;
}

export function createOpenAnswers(): OpenAnswers {
  const open = new Map<string, Set<Response>>();
  return {
    add(guestId, res) {
      const others = open.get(guestId) ?? new Set();
      open.set(guestId, others.add(res));
      res.on('close', () => {
        others.delete(res);
        if (others.size === 0) open.delete(guestId);
      });
    },
    end(guestId) {
      for (const res of open.get(guestId) ?? []) {
        // What has begun to be answered cannot be refused any more; what has not, refuses itself.
        if (res.headersSent) res.destroy();
      }
    },
  };
}

/** Asks on each request of a guest whether they may still come in; others pass. */
export function guestGate(deps: {
  readonly access: Pick<GuestAccess, 'isOpen'>;
  readonly answers: OpenAnswers;
}): RequestHandler {
  return async (_req, res, next) => {
    const principal = principalOf(res);
    if (isGuest(principal)) {
      deps.answers.add(principal.userId, res);
      if (!(await deps.access.isOpen(principal))) throw new NoSession('no guest any more');
    }
    next();
  };
}
