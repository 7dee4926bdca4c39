import express, { Router } from 'express';
import { z } from 'zod';
import { parse } from '../../http/parse.js';
import { limitRate } from '../../http/rate-limit.js';
import type { Notices } from './notices.service.js';

const Delivery = z.object({
  notices: z
    .array(z.object({ jwt: z.string() }))
    .min(1)
    .max(20),
});

/** Deliveries of one address in a minute; a platform has few addresses and many courses. */
const PER_MINUTE = 600;

/** `/lti/notices`, where platforms deliver. The answer says that it is kept, and nothing more. */
export function noticeRoutes({ notices }: { readonly notices: Notices }): Router {
  const router = Router();
  router.post(
    '/notices',
    limitRate({ perMinute: PER_MINUTE }),
    express.json({ limit: '350kb' }),
    async (req, res) => {
      const delivery = parse(Delivery, req.body);
      await notices.receive(delivery.notices.map(({ jwt }) => jwt));
      res.status(202).end();
    },
  );
  return router;
}
