import type { Job, WorkerEvents } from 'graphile-worker';
import { Counter, Histogram, type Registry } from 'prom-client';

/** How long jobs of this process take, and how they end. */
export function watchJobs(registry: Registry, events: WorkerEvents): void {
  const seconds = new Histogram({
    name: 'job_duration_seconds',
    help: 'Time that a job took, by task; result is done or failed (it may be tried again)',
    labelNames: ['task', 'result'],
    buckets: [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 10, 60, 300],
    registers: [registry],
  });
  const dead = new Counter({
    name: 'jobs_dead_total',
    help: 'Jobs that failed for the last time: nobody tries them again by itself',
    labelNames: ['task'],
    registers: [registry],
  });
  const began = new Map<Job['id'], bigint>();
  events.on('job:start', ({ job }) => began.set(job.id, process.hrtime.bigint()));
  events.on('job:failed', ({ job }) => dead.inc({ task: job.task_identifier }));
  events.on('job:complete', ({ job, error }) => {
    const start = began.get(job.id);
    began.delete(job.id);
    if (start === undefined) return;
    const result = error ? 'failed' : 'done';
    seconds.observe(
      { task: job.task_identifier, result },
      Number(process.hrtime.bigint() - start) / 1e9,
    );
  });
}
