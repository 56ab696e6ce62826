import type pg from 'pg';
import { collectDefaultMetrics, Counter, Gauge, Histogram, Registry } from 'prom-client';

export type Metrics = ReturnType<typeof makeMetrics>;

/** All that a server tells Prometheus; docs/operations.md lists the names. */
export function makeMetrics(release = 'dev') {
  const registry = new Registry();
  collectDefaultMetrics({ register: registry });
  new Gauge({
    name: 'release_info',
    help: 'Always 1; the label says which release runs',
    labelNames: ['release'],
    registers: [registry],
  }).set({ release }, 1);
  return {
    registry,
    requestSeconds: new Histogram({
      name: 'http_request_duration_seconds',
      help: 'Time to answer, by class of route and status',
      labelNames: ['route', 'method', 'status'],
      buckets: [0.002, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 10],
      registers: [registry],
    }),
    operationSeconds: new Histogram({
      name: 'graphql_operation_duration_seconds',
      help: 'Time to answer, by operation of the page; result is ok, refused or failed',
      labelNames: ['operation', 'result'],
      buckets: [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 10],
      registers: [registry],
    }),
    signIns: new Counter({
      name: 'sign_in_attempts_total',
      help: 'Attempts to sign in by step; result is passed, refused, throttled or failed',
      labelNames: ['step', 'result'],
      registers: [registry],
    }),
    refusals: new Counter({
      name: 'refusals_total',
      help: 'Requests that were refused, by code of the error catalogue',
      labelNames: ['code'],
      registers: [registry],
    }),
    driftedRules: new Gauge({
      name: 'rules_drifted',
      help: 'Functions, triggers, policies, views and grants that are not those of this release',
      registers: [registry],
    }),
    sockets: new Gauge({
      name: 'websocket_connections',
      help: 'Open WebSockets',
      registers: [registry],
    }),
  };
}

export function watchPools(registry: Registry, pools: Readonly<Record<string, pg.Pool>>): void {
  new Gauge({
    name: 'database_pool_connections',
    help: 'Connections of each pool by state; waiting counts requests without one',
    labelNames: ['pool', 'state'],
    registers: [registry],
    collect() {
      for (const [name, pool] of Object.entries(pools)) {
        this.set({ pool: name, state: 'total' }, pool.totalCount);
        this.set({ pool: name, state: 'idle' }, pool.idleCount);
        this.set({ pool: name, state: 'waiting' }, pool.waitingCount);
      }
    },
  });
}
