import { Router, type Response } from 'express';
import { z } from 'zod';
import { localsOf, sendPage } from '../http/page.js';
import { parse } from '../http/parse.js';
import type { AdminService } from './admin.service.js';
import { CSV_HEAD, csvLineOf } from './audit-csv.js';
import { logPage } from './log.views.js';

const PAGE = 50;
const CSV_BATCH = 500;

/** A form sends its fields also when they are empty. */
const Optional = z
  .string()
  .max(255)
  .optional()
  .transform((value) => (value === '' ? undefined : value));
const Filter = z.object({ thing: Optional, subject: Optional });
const LogQuery = Filter.extend({ after: z.string().max(2000).optional() });
type Filter = z.infer<typeof Filter>;

/** `/admin/log` and `/admin/log.csv` */
export function logRoutes({ admin }: { readonly admin: AdminService }): Router {
  const router = Router();

  router.get('/log', async (req, res) => {
    const asked = parse(LogQuery, req.query);
    const page = await admin.log({ ...asked, limit: PAGE });
    const names = new Map((await admin.platforms()).map(({ id, name }) => [id, name]));
    sendPage(res, logPage(page, asked, { ...localsOf(res), names }));
  });

  router.get('/log.csv', async (req, res) => {
    const filter = parse(Filter, req.query);
    res.attachment('tandem-log.csv');
    // With the mark, spreadsheets read it as UTF-8.
    res.type('text/csv; charset=utf-8').write(`\uFEFF${CSV_HEAD}`);
    await writeEntries(res, admin, filter);
    res.end();
  });

  return router;
}

/** Batch by batch, no faster than the browser takes them: three years need not fit in memory. */
async function writeEntries(res: Response, admin: AdminService, filter: Filter): Promise<void> {
  let after: string | undefined;
  do {
    const { entries, next } = await admin.log({ ...filter, after, limit: CSV_BATCH });
    const goesOn = res.write(entries.map(csvLineOf).join(''));
    if (!goesOn) await drained(res);
    after = next;
  } while (after !== undefined && !res.destroyed);
}

function drained(res: Response): Promise<void> {
  return new Promise((resolve) => {
    const go = (): void => {
      res.off('drain', go).off('close', go);
      resolve();
    };
    res.once('drain', go).once('close', go);
  });
}
