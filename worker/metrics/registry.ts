import type { WorkerEvents } from 'graphile-worker';
import type pg from 'pg';
import { collectDefaultMetrics, Gauge, Registry } from 'prom-client';
import { watchBooks } from './books.ts';
import { watchJobs } from './jobs.ts';
import { watchQueue } from './queue.ts';

/** All that a worker tells Prometheus; docs/operations.md lists the names. */
export function makeRegistry(pool: pg.Pool, events: WorkerEvents, release: string): Registry {
  const registry = new Registry();
  collectDefaultMetrics({ register: registry });
  new Gauge({
    name: 'release_info',
    help: 'Always 1; the label says which release runs',
    labelNames: ['release'],
    registers: [registry],
  }).set({ release }, 1);
  watchQueue(registry, pool);
  watchJobs(registry, events);
  watchBooks(registry, pool);
  return registry;
}
