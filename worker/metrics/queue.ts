import type pg from 'pg';
import { Gauge, type Registry } from 'prom-client';
import { sharedAnswer } from './question.ts';

type TaskState = {
  task: string;
  ready: number;
  scheduled: number;
  running: number;
  dead: number;
  oldest: number;
};

const STATES = `select s.task, sum(s.ready)::int as ready, sum(s.scheduled)::int as scheduled,
    sum(s.running)::int as running, sum(s.dead)::int as dead, max(s.oldest)::float8 as oldest
  from (
    select task_identifier as task,
      count(*) filter (where locked_at is null and attempts < max_attempts
        and run_at <= now()) as ready,
      count(*) filter (where locked_at is null and attempts < max_attempts
        and run_at > now()) as scheduled,
      count(*) filter (where locked_at is not null) as running,
      count(*) filter (where locked_at is null and attempts >= max_attempts) as dead,
      coalesce(extract(epoch from now() - min(run_at) filter (
        where locked_at is null and attempts < max_attempts
          and run_at <= now())), 0) as oldest
    from graphile_worker.jobs
    group by task_identifier
    union all
    -- documents to be told of wait in a list of their own, one job tells of all of them
    select 'announce', w.documents, 0, 0, 0, coalesce(extract(epoch from now() - w.oldest_at), 0)
    from notification.waiting_announcements() as w) as s
  group by s.task`;

/**
 * Length of the queue and age of its oldest ready job, by task: what alerts are made of. Each
 * document that people are to be told of counts as a ready job of `announce`.
 */
export function watchQueue(registry: Registry, pool: pg.Pool): void {
  const ask = sharedAnswer(async () => (await pool.query<TaskState>(STATES)).rows, 1_000);
  // without an answer a scrape has no figures of the queue, and still all others
  const rowsNow = () => ask().catch(() => []);
  new Gauge({
    name: 'queue_jobs',
    help: 'Jobs by task and state; dead ones have used up their attempts',
    labelNames: ['task', 'state'],
    registers: [registry],
    async collect() {
      const rows = await rowsNow();
      this.reset();
      for (const { task, oldest: _seconds, ...states } of rows) {
        for (const [state, count] of Object.entries(states)) this.set({ task, state }, count);
      }
    },
  });
  new Gauge({
    name: 'queue_oldest_ready_seconds',
    help: 'How long the oldest job that could run has waited',
    labelNames: ['task'],
    registers: [registry],
    async collect() {
      const rows = await rowsNow();
      this.reset();
      for (const { task, oldest } of rows) this.set({ task }, oldest);
    },
  });
}
