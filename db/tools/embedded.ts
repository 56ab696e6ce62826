// The embedded PostgreSQL of a clone: made once, started as a daemon, adopted when it is already
// running (a killed `npm start` leaves it behind), stopped by whoever started it.
import { spawnSync } from 'node:child_process';
import {
  appendFileSync,
  chownSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import pg from 'pg';
import { embeddedPlace, type Place } from './embedded_place.ts';
import { freePort, isPortFree } from './free_port.ts';

export interface Cluster {
  /** Superuser's URL of the database `postgres`. */
  adminUrl: string;
  /** Whether it ran before we came. */
  wasRunning: boolean;
  stop(): void;
}

export interface ClusterWish {
  dataDir: string;
  adminPassword: string;
  /** First port to try; the next free one is taken. */
  port: number;
  /** No other port will do, because servers know this one and go on asking there. */
  isPortFixed?: boolean;
  /** Lines for postgresql.conf, used when the cluster is made. */
  settings?: string[];
  /** Folder of PostgreSQL's programs; the embedded ones when left out. */
  binaries?: string | undefined;
  /** Name of the data's folder; that which is in use when left out. */
  folder?: string;
}

const wrongPassword = '28P01';
/** Lines of postgresql.conf wherever the system brings its own PostgreSQL. */
export const HOUSE_SETTINGS = [
  "listen_addresses = '127.0.0.1'",
  "unix_socket_directories = ''",
  'max_connections = 120',
  'jit = off',
  'password_encryption = scram-sha-256',
  // what a DBA looks at: slow statements in the log, without values, and what each costs in sum
  'log_min_duration_statement = 500ms',
  'log_parameter_max_length = 0',
  "log_line_prefix = '%m [%p] %q%u %a '",
  "shared_preload_libraries = 'pg_stat_statements'",
];

/** Brings the cluster up, whatever state an earlier end left it in. */
export async function startCluster(wish: ClusterWish): Promise<Cluster> {
  const place = embeddedPlace(wish);
  sweepUnfinished(place);
  if (!existsSync(place.data)) makeCluster(place, wish);

  const running = await adoptable(place, wish.adminPassword);
  if (wish.isPortFixed === true && running !== undefined && running !== wish.port)
    throw new Error(
      `The PostgreSQL of ${place.data} runs on port ${running}, and those who use it ask on port `
        + `${wish.port}: stop it, so that it is started there.`,
    );
  const port = running ?? (await launch(place, wish, notedPort(place)));
  await refuseForeignSecrets(adminUrl(wish.adminPassword, port), place, wish.dataDir);
  return {
    adminUrl: adminUrl(wish.adminPassword, port),
    wasRunning: running !== undefined,
    stop: () => {
      control(place, ['stop', '-m', 'fast', '-t', '30']);
    },
  };
}

/** Port of the cluster of this clone when it runs, else nothing. */
export async function runningClusterUrl(
  dataDir: string,
  password: string,
): Promise<string | undefined> {
  const port = await adoptable(embeddedPlace({ dataDir }), password);
  return port === undefined ? undefined : adminUrl(password, port);
}

function adminUrl(password: string, port: number): string {
  return `postgres://postgres:${password}@127.0.0.1:${port}/postgres`;
}

async function refuseForeignSecrets(url: string, place: Place, dataDir: string): Promise<void> {
  if ((await ask(url)) === 'ok') return;
  control(place, ['stop', '-m', 'fast']);
  throw new Error(
    `The database in ${place.data} does not accept the password in `
      + `${join(dataDir, 'secrets.json')}. Restore that file, or delete ${dataDir} to start `
      + 'anew (all data there is lost).',
  );
}

/** A kill in the middle of initdb leaves a folder that was never renamed into place. */
function sweepUnfinished(place: Place): void {
  const folder = dirname(place.data);
  if (!existsSync(folder)) return;
  for (const name of readdirSync(folder)) {
    if (name.startsWith(`${basename(place.data)}.new`)) {
      rmSync(join(folder, name), { recursive: true, force: true });
    }
  }
}

function makeCluster(place: Place, wish: ClusterWish): void {
  const unfinished = `${place.data}.new`;
  const passwordFile = `${unfinished}.password`;
  mkdirSync(unfinished, { recursive: true, mode: 0o700 });
  writeFileSync(passwordFile, wish.adminPassword, { mode: 0o600 });
  if (place.runAs) {
    for (const path of [unfinished, passwordFile])
      chownSync(path, place.runAs.uid, place.runAs.gid);
  }
  run(place, 'initdb', [
    '--pgdata',
    unfinished,
    '--username',
    'postgres',
    '--pwfile',
    passwordFile,
    '--auth',
    'scram-sha-256',
    '--encoding',
    'UTF8',
    '--locale',
    'C',
    // Vietnamese order of names wherever a query sorts text
    '--locale-provider',
    'icu',
    '--icu-locale',
    'vi',
    '--no-sync',
  ]);
  appendFileSync(
    join(unfinished, 'postgresql.conf'),
    `\n${[...HOUSE_SETTINGS, ...(wish.settings ?? [])].join('\n')}\n`,
  );
  rmSync(passwordFile);
  renameSync(unfinished, place.data);
}

/** The port in the lock file, which is there while PostgreSQL runs and after it was killed. */
function notedPort(place: Place): number | undefined {
  const lock = join(place.data, 'postmaster.pid');
  if (!existsSync(lock)) return undefined;
  const port = Number(readFileSync(lock, 'utf8').split('\n')[3]);
  return Number.isInteger(port) && port > 0 ? port : undefined;
}

/** The port of a running cluster that knows our password. */
async function adoptable(place: Place, password: string): Promise<number | undefined> {
  const lock = join(place.data, 'postmaster.pid');
  for (let attempt = 0; attempt < 20 && existsSync(lock); attempt += 1) {
    const port = notedPort(place);
    if (port !== undefined) {
      const answer = await ask(adminUrl(password, port));
      if (answer === 'ok') return port;
      if (answer === 'absent') return undefined;
    }
    await pause(250);
  }
  return undefined;
}

/** absent: nobody listens, so the lock file is a leftover; wait: it is starting or stopping. */
async function ask(url: string): Promise<'ok' | 'absent' | 'wait'> {
  const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: 3000 });
  try {
    await client.connect();
    return 'ok';
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? error.code : undefined;
    return code === 'ECONNREFUSED' || code === wrongPassword ? 'absent' : 'wait';
  } finally {
    await client.end().catch(() => undefined);
  }
}

/** `killed`: the port of one that was killed; those who used it live on and ask there. */
async function launch(
  place: Place,
  { port: first, isPortFixed = false, adminPassword }: ClusterWish,
  killed: number | undefined,
): Promise<number> {
  const choose = async (): Promise<number> => {
    if (isPortFixed) return thatPort(first);
    if (killed !== undefined && (await isPortFree(killed))) return killed;
    return freePort(first, 'EMBEDDED_PORT');
  };
  for (let attempt = 1; ; attempt += 1) {
    const port = await choose();
    const started = control(place, [
      'start',
      '-w',
      '-t',
      '60',
      '-l',
      place.log,
      '-o',
      `-p ${port}`,
    ]);
    if (started === 0) return port;
    // it may only be slow: after a kill it reads its log before it answers
    const slow = await adoptable(place, adminPassword);
    if (slow !== undefined) return slow;
    if (attempt === 3) {
      throw new Error(
        `PostgreSQL did not start. The end of ${place.log}:\n${lastLines(place.log)}`,
      );
    }
    repairAfterKill(place);
    await pause(1000 * attempt);
  }
}

/** Error: somebody has the port. */
async function thatPort(port: number): Promise<number> {
  if (await isPortFree(port)) return port;
  throw new Error(
    `Port ${port} of PostgreSQL is taken, by another program or by a PostgreSQL that still reads `
      + 'its log.',
  );
}

/**
 * After a kill -9 the number in the lock file may belong to a program that has nothing to do with
 * PostgreSQL (a restarted container counts from 1 again). PostgreSQL itself must refuse then; we
 * can look at the program's name.
 */
function repairAfterKill(place: Place): void {
  const lock = join(place.data, 'postmaster.pid');
  if (!existsSync(lock)) return;
  const pid = readFileSync(lock, 'utf8').split('\n')[0] ?? '';
  const owner = spawnSync('ps', ['-o', 'comm=', '-p', pid], { encoding: 'utf8' });
  if (owner.error === undefined && !owner.stdout.includes('postgres'))
    rmSync(lock, { force: true });
}

function lastLines(file: string): string {
  return existsSync(file)
    ? readFileSync(file, 'utf8').split('\n').slice(-12).join('\n')
    : '(empty)';
}

/** pg_ctl; its output goes nowhere because a started daemon would keep our pipe open for ever. */
function control(place: Place, args: string[]): number {
  return (
    spawnSync(join(place.binaries, 'pg_ctl'), ['-D', place.data, ...args], {
      ...place.runAs,
      cwd: '/',
      stdio: 'ignore',
    }).status ?? 1
  );
}

function run(place: Place, program: string, args: string[]): void {
  const done = spawnSync(join(place.binaries, program), args, {
    ...place.runAs,
    cwd: '/',
    encoding: 'utf8',
    env: { ...process.env, LC_ALL: 'C' },
  });
  if (done.status !== 0) {
    throw new Error(`${program} failed:\n${done.stderr ?? ''}${done.error?.message ?? ''}`);
  }
}
