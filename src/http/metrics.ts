import type { RequestHandler } from 'express';
import { Counter, Gauge, Histogram, Registry, collectDefaultMetrics } from 'prom-client';
import type { ObservedRequest } from './request-context.js';

export interface Metrics {
  observeRequest(seen: ObservedRequest): void;
  /** A number read when somebody asks for the metrics. */
  gauge(name: string, help: string, read: () => Promise<number>): void;
  counter(name: string, help: string, labels: readonly string[]): Counter;
  /** Answers in the Prometheus text format. */
  readonly handler: RequestHandler;
}

export function createMetrics(): Metrics {
  const register = new Registry();
  collectDefaultMetrics({ register });
  const requests = new Histogram({
    name: 'tandem_http_request_seconds',
    help: 'Time to answer a request',
    labelNames: ['method', 'route', 'status'],
    buckets: [0.005, 0.02, 0.05, 0.2, 1, 5],
    registers: [register],
  });
  return {
    observeRequest({ method, route, status, milliseconds }) {
      requests.observe({ method, route, status: String(status) }, milliseconds / 1000);
    },
    gauge(name, help, read) {
      new Gauge({
        name,
        help,
        registers: [register],
        async collect() {
          // A database that is away must not take the other numbers with it.
          this.set(await read().catch(() => NaN));
        },
      });
    },
    counter: (name, help, labels) =>
      new Counter({ name, help, labelNames: [...labels], registers: [register] }),
    handler: async (_req, res) => {
      res.type(register.contentType).send(await register.metrics());
    },
  };
}
