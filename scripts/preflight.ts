// What npm start needs of the machine, looked at before anything is begun: each thing that is
// missing is one sentence with the way out.
import { accessSync, constants, existsSync, mkdirSync, statfsSync } from 'node:fs';
import { join } from 'node:path';
import { checkServer } from '../db/tools/check_server.ts';
import type { DatabaseEnv } from '../db/tools/env.ts';
import { freePort, isPortFree } from '../db/tools/free_port.ts';
import type { StartEnv } from './env.ts';
import { claimAddress } from './running_mark.ts';

const MEGABYTE = 1_000_000;
/** A new database with demo data and the built page; and what a running one may write. */
const ROOM = { new: 700, known: 200 } as const;
/** With less than this PostgreSQL is stopped while it still can write what it must. */
export const LEAST_ROOM = 64;

export interface Ports {
  metrics: number;
  workerMetrics: number;
}

/**
 * Claims the address of the page and finds the ports of metrics, which move when nobody chose them.
 * Error: a sentence for people.
 */
export async function checkMachine(env: StartEnv, database: DatabaseEnv): Promise<Ports> {
  checkFolder(database.DATA_DIR);
  // before its ports are looked at: whoever starts twice is told so
  await claimAddress(database.DATA_DIR, env.HOST, env.PORT);
  const isEmbedded = database.DATABASE_URL === undefined;
  const isNew = isEmbedded && !existsSync(join(database.DATA_DIR, 'postgres'));
  checkRoom(database.DATA_DIR, isNew ? ROOM.new : ROOM.known);
  const metrics = await metricsPort('METRICS_PORT', env.METRICS_PORT, 9464);
  const workerMetrics = await metricsPort(
    'WORKER_METRICS_PORT',
    env.WORKER_METRICS_PORT,
    Math.max(9465, metrics + 1),
  );
  if (database.DATABASE_URL !== undefined) await checkServer(database.DATABASE_URL, database);
  return { metrics, workerMetrics };
}

function checkFolder(folder: string): void {
  try {
    mkdirSync(folder, { recursive: true });
    accessSync(folder, constants.R_OK | constants.W_OK | constants.X_OK);
  } catch (error) {
    const { code } = error as { code?: unknown };
    throw new Error(
      `The data folder ${folder} cannot be written (${String(code)}). Give this user the `
        + 'right to, or '
        + 'choose another folder: DATA_DIR=/path npm start',
      { cause: error },
    );
  }
}

/** Free megabytes where a folder lies. */
export function freeMegabytes(folder: string): number {
  const { bavail, bsize } = statfsSync(folder);
  return Math.floor((bavail * bsize) / MEGABYTE);
}

export function checkRoom(folder: string, needed: number, free = freeMegabytes(folder)): void {
  if (free >= needed) return;
  throw new Error(
    `The disk of ${folder} has ${free} MB left, and ${needed} MB are needed. Make room, `
      + 'or choose a '
      + 'folder on another disk: DATA_DIR=/path npm start',
  );
}

async function metricsPort(
  name: string,
  chosen: number | undefined,
  standard: number,
): Promise<number> {
  if (chosen === undefined) return freePort(standard, name);
  if (chosen === 0 || (await isPortFree(chosen))) return chosen;
  throw new Error(
    `Port ${chosen} (${name}) is taken by another program. Choose another one, or leave `
      + `${name} out: `
      + 'then a free one is taken.',
  );
}
