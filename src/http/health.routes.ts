import { Router } from 'express';
import type { Metrics } from './metrics.js';

/** For whoever watches the process: alive, ready, and how it has been. */
export function healthRoutes(deps: {
  readonly metrics: Metrics;
  /** Resolves when the database answers, rejects otherwise. */
  readonly ping: () => Promise<void>;
}): Router {
  const router = Router();
  router.get('/healthz', (_req, res) => {
    res.json({ status: 'alive' });
  });
  router.get('/readyz', async (_req, res) => {
    // A failure goes to the error handler, which answers 503 with a code and a Retry-After.
    await deps.ping();
    res.json({ status: 'ready' });
  });
  router.get('/metrics', deps.metrics.handler);
  return router;
}
