import { lexicographicSortSchema, printSchema } from 'grafast/graphql';
import { readEnv } from './env.ts';
import { logOf } from './log.ts';
import { start } from './start.ts';

const env = readEnv();
const log = logOf(env);
const running = await start(env, log, ({ schema }) => {
  // `npm run dev` makes the typed documents of the page anew
  if (env.SCHEMA_WATCH_URL === undefined) return;
  process.send?.({ type: 'schema', text: `${printSchema(lexicographicSortSchema(schema))}\n` });
});

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

log.info({ url: running.url, metrics: running.metricsUrl }, 'ready');
process.send?.({ type: 'ready', url: running.url });
