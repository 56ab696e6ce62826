// The processes of a comparison: our server and worker as they always run, and the servers beside
// them, each forked, so that its CPU time is its own and it ends with us.
import { fork, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { freePort } from '../../../db/tools/free_port.ts';
import { withClient } from '../../../db/tools/prepare.ts';
import { startChild, stopChildren, type Child } from '../../children.ts';
import type { Books } from '../books.ts';
import type { CodeSettings } from './code_server.ts';
import type { HandSettings } from './hand_server.ts';
import type { PeerName } from './peers.ts';

export const JWT_SECRET = 'a secret of the comparison, longer than 32 characters';
const POOL_SIZE = 10;
const ready = z.object({ type: z.literal('ready'), url: z.string() });

export interface Machine {
  url: string;
  pid: number;
}
export interface Machines {
  of: Record<PeerName, Machine>;
  worker: number;
  /** The process under which PostgreSQL runs everything. */
  postmaster: number;
  stop(): Promise<void>;
}

async function startServer(
  file: string,
  settings: HandSettings | CodeSettings,
): Promise<{ child: ChildProcess; machine: Machine }> {
  const child = fork(join(import.meta.dirname, file), [], {
    stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
  });
  child.send(settings);
  const ended = once(child, 'exit').then(() => {
    throw new Error(`${file} ended while starting; its messages stand above`);
  });
  const [message] = (await Promise.race([once(child, 'message'), ended])) as [unknown];
  // from now on an end is no failure to start
  ended.catch(() => undefined);
  return { child, machine: { url: ready.parse(message).url, pid: pidOf(child) } };
}

function pidOf({ pid }: ChildProcess): number {
  if (pid === undefined) throw new Error('a process did not start');
  return pid;
}

export async function startMachines({ urls }: Pick<Books, 'urls'>): Promise<Machines> {
  const port = await freePort(3900);
  const ours = await startChild('server', {
    AUTHENTICATOR_DATABASE_URL: urls.authenticator,
    SIGN_IN_DATABASE_URL: urls.signin,
    JWT_SECRET,
    SECOND_FACTOR_KEY: 'a key of the comparison, longer than 32 characters',
    PORT: String(port),
    METRICS_PORT: String(await freePort(port + 1)),
    DEMO: 'true',
    COOKIE_SECURE: 'false',
    LOG_LEVEL: 'warn',
    TRUSTED_DOCUMENTS: 'true',
    DATABASE_POOL_SIZE: String(POOL_SIZE),
    // one person is all clients
    REQUESTS_PER_USER: '1000',
  });
  const worker = await startChild('worker', {
    WORKER_DATABASE_URL: urls.worker,
    WORKER_METRICS_PORT: String(await freePort(port + 50)),
    DEMO: 'true',
    LOG_LEVEL: 'warn',
  });
  const shared = { jwtSecret: JWT_SECRET, poolSize: POOL_SIZE };
  const hand = (way: HandSettings['way']) =>
    startServer('hand_server.ts', { ...shared, way, databaseUrl: urls.authenticator });
  const code = (isDutiful: boolean) =>
    startServer('code_server.ts', { ...shared, isDutiful, databaseUrl: urls.migrator });
  const stepByStep = await hand('step_by_step');
  const pipelined = await hand('pipelined');
  const [naive, dutiful] = [await code(false), await code(true)];
  const beside = [stepByStep, pipelined, naive, dutiful];
  const own = { url: `http://127.0.0.1:${port}`, pid: pidOf(ours.process) };
  return {
    of: {
      graphql: own,
      rest: own,
      step_by_step: stepByStep.machine,
      pipelined: pipelined.machine,
      naive: naive.machine,
      dutiful: dutiful.machine,
    },
    worker: pidOf(worker.process),
    postmaster: await postmasterOf(urls.admin),
    stop: () => stopAll([ours, worker], beside),
  };
}

async function stopAll(children: Child[], beside: { child: ChildProcess }[]): Promise<void> {
  for (const { child } of beside) child.disconnect();
  await stopChildren(children);
}

/** PostgreSQL writes the number of its first process into its data directory. */
async function postmasterOf(adminUrl: string): Promise<number> {
  const { rows } = await withClient(adminUrl, (client) =>
    client.query<{ data_directory: string }>('show data_directory'),
  );
  const file = join(rows[0]?.data_directory ?? '', 'postmaster.pid');
  return Number(readFileSync(file, 'utf8').split('\n', 1)[0]);
}
