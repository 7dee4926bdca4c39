import { Router } from 'express';
import { z } from 'zod';
import { localsOf, sendPage } from '../../http/page.js';
import type { Locale } from '../../i18n/i18n.js';
import { parse } from '../../http/parse.js';
import { principalOf } from '../../http/session.middleware.js';
import { SHOWS } from './board.js';
import type { Board } from './board.service.js';
import type { Principal } from '../../shared/principal.js';
import type { BoardPage } from './board.js';
import { boardPage, type BoardBeside } from './board.views.js';

const BoardParams = z.object({
  search: z.string().max(200).default(''),
  show: z.enum(SHOWS).default('all'),
  page: z.coerce.number().int().min(1).max(10_000).default(1),
});

/** `/tandem/board` below a session: all tandems, for their trainers. */
export function boardRoutes({
  board,
  beside,
}: {
  readonly board: Board;
  readonly beside: (
    principal: Principal,
    rows: BoardPage['rows'],
    locale: Locale,
  ) => Promise<BoardBeside>;
}): Router {
  const router = Router({ mergeParams: true });

  router.get('/tandem/board', async (req, res) => {
    const query = parse(BoardParams, req.query);
    const locals = localsOf(res);
    const page = await board.page(principalOf(res), query, locals);
    const more = await beside(principalOf(res), page.rows, locals.locale);
    sendPage(res, boardPage(page, query, { ...locals, beside: more }));
  });

  return router;
}
