// Runs what waits for a worker, once, in a process whose memory is nobody else's.
import { runOnce } from 'graphile-worker';
import pg from 'pg';
import { silentWorkerLogger } from '../../worker/log.ts';
import { queuePreset } from '../../worker/queue_preset.ts';
import { fromPrimary } from '../../worker/reading.ts';
import { exportReport } from '../../worker/tasks/export_report.ts';

const pgPool = new pg.Pool({ connectionString: process.env.WORKER_DATABASE_URL, max: 3 });
const began = performance.now();
await runOnce({
  pgPool,
  preset: queuePreset,
  noHandleSignals: true,
  logger: silentWorkerLogger(),
  taskList: { export_report: exportReport(fromPrimary) },
});
console.log(
  JSON.stringify({
    milliseconds: performance.now() - began,
    megabytes: process.resourceUsage().maxRSS / 1024,
  }),
);
await pgPool.end();
