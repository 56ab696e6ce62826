// Where the embedded PostgreSQL lives and as whom it runs. PostgreSQL refuses to run as root, so
// root hands it to an unprivileged user; when that user cannot enter the clone (root's home is
// mode 700), binaries and data move to a folder that it can enter.
//
// Data of PostgreSQL 15 lies in pg, that of a newer one in pg-<version>. The newest folder counts,
// so that an upgrade takes effect by the renaming of one folder, and the data of before stays.
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import {
  chmodSync,
  chownSync,
  cpSync,
  existsSync,
  lstatSync,
  mkdirSync,
  readFileSync,
  renameSync,
  rmSync,
  symlinkSync,
} from 'node:fs';
import { createRequire } from 'node:module';
import { basename, join } from 'node:path';
import { FIRST, NEWEST, programVersion, SHIPPED, shippedPrograms } from './programs.ts';

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

export interface PlaceWish {
  dataDir: string;
  /** Folder of PostgreSQL's programs; the embedded ones of the data's version when left out. */
  binaries?: string | undefined;
  /** Name of the data's folder; that which is in use when left out. */
  folder?: string | undefined;
}

/**
 * Decides the place of a cluster and makes the folders around it. Error: the data was made by
 * another version than the programs are of.
 */
export function embeddedPlace({ dataDir, binaries: wanted, folder: name }: PlaceWish): Place {
  mkdirSync(dataDir, { recursive: true });
  const runAs = process.getuid?.() === 0 ? unprivilegedUser() : undefined;
  const folder =
    runAs === undefined || canEnter(runAs, dataDir)
      ? join(dataDir, 'postgres')
      : reachableFolder(dataDir);
  mkdirSync(folder, { recursive: true });
  const data = join(folder, name ?? folderInUse(folder));
  const programs = wanted ?? shippedPrograms(dataVersion(data) ?? folderVersion(data));
  refuseOtherVersion(data, programs);
  const place = { binaries: programs, data, log: join(folder, 'postgres.log') };
  if (runAs === undefined) return place;
  chownSync(folder, runAs.uid, runAs.gid);
  const binaries = canRun(runAs, join(programs, 'initdb')) ? programs : reachableCopy(programs);
  return { ...place, binaries, runAs };
}

/** Name of the folder for data of a version. */
export const folderOf = (version: number): string =>
  version === FIRST ? 'pg' : `pg-${String(version)}`;

function folderInUse(folder: string): string {
  const used = SHIPPED.map(folderOf).find((name) => existsSync(join(folder, name)));
  return used ?? folderOf(FIRST);
}

/** Version that a folder is meant for, by its name. */
const folderVersion = (data: string): number =>
  Number(/^pg-(\d+)/.exec(basename(data))?.[1] ?? FIRST);

/** Major version that made a folder of data; undefined when nothing is there yet. */
export function dataVersion(data: string): number | undefined {
  const file = join(data, 'PG_VERSION');
  return existsSync(file) ? Number(readFileSync(file, 'utf8')) : undefined;
}

function refuseOtherVersion(data: string, programs: string): void {
  const made = dataVersion(data);
  if (made === undefined) return;
  const found = programVersion(programs);
  if (made === found) return;
  throw new Error(
    `The data in ${data} were made by PostgreSQL ${made}, and the programs in ${programs} are of `
      + `PostgreSQL ${found}. Leave POSTGRES_BINARIES out, or name programs of ${made}; `
      + `npm run db:upgrade moves the data to PostgreSQL ${NEWEST}.`,
  );
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
