import { readEnv } from './env.ts';
import { logOf } from './log.ts';
import { start } from './start.ts';

const env = readEnv();
const log = logOf(env);
const running = await start(env, log);

let isStopping = false;
function stop(reason: string): void {
  if (isStopping) return;
  isStopping = true;
  log.info({ reason }, 'asked to stop');
  running.stop().then(
    () => process.exit(0),
    (error: unknown) => {
      log.error({ err: error }, 'stopped badly');
      process.exit(1);
    },
  );
}

process.on('SIGTERM', () => stop('SIGTERM'));
process.on('SIGINT', () => stop('SIGINT'));
// started by fork: when the parent is killed nobody else would tell us to go
process.on('disconnect', () => stop('parent went away'));

// a process that looks for no jobs is of no use; whoever watches it starts another
function abandon(error?: unknown): void {
  if (isStopping) return;
  log.fatal({ err: error }, 'the queue stopped by itself');
  process.exit(1);
}
running.ended.then(() => abandon(), abandon);

log.info({ metrics: running.metricsUrl }, 'ready');
process.send?.({ type: 'ready' });
