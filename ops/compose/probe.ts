// Health check of a container: asks the process in it, and ends with 1 when the answer is not
// good.
//   node ops/compose/probe.ts --socket=/srv/so-dai-ly/run/blue.sock      a server
//   node ops/compose/probe.ts --port=9465                                a worker, for its figures
import { parseArgs } from 'node:util';
import { askAt } from '../deploy/ask.ts';

const PATIENCE_MS = 4_000;

const { values } = parseArgs({ options: { socket: { type: 'string' }, port: { type: 'string' } } });
const answer =
  values.socket === undefined
    ? askAt({ host: '127.0.0.1', port: Number(values.port) })('/metrics', {
        patienceMs: PATIENCE_MS,
      })
    : askAt({ socketPath: values.socket })('/healthz', { patienceMs: PATIENCE_MS });
const status = await answer.then(
  (given) => given.status,
  () => 0,
);
process.exit(status === 200 ? 0 : 1);
