// Restores a base backup and the log since then into a folder of its own, beside whatever runs.
import {
  appendFileSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { startCluster } from '../../db/tools/embedded.ts';
import { embeddedPlace, folderOf } from '../../db/tools/embedded_place.ts';
import { withClient } from '../../db/tools/prepare.ts';
import { baseFor, type Archive, type Base } from './archive.ts';
import { run } from './programs.ts';

export type Wish = Readonly<{
  /** An empty folder, or one that is to be made. */
  into: string;
  /** Script that fetches files of the log, as PostgreSQL calls it. */
  script: string;
  /** Of the superuser, as it was when the backup was made. */
  adminPassword: string;
  /** First port to try. */
  port: number;
  /** The last moment that counts; without it all that the archive holds. */
  until?: Date;
  binaries?: string | undefined;
  /** It is looked at and deleted, so it may be fast and lost in a power cut. */
  isTemporary?: boolean;
}>;

export type Restored = Readonly<{
  adminUrl: string;
  base: Base;
  /** From the beginning until it answered and took writes. */
  seconds: number;
  stop(): void;
  /** Stops it and deletes its files. */
  remove(): void;
}>;

const PATIENCE_MS = 30 * 60_000;

/**
 * A running PostgreSQL with what the archive holds. Errors: there is no base backup of before that
 * moment; a file is damaged; the log ends before the moment.
 */
export async function restore(archive: Archive, wish: Wish): Promise<Restored> {
  const began = performance.now();
  const base = baseFor(await archive.bases(), wish.until);
  const folder = folderOf(base.version);
  const where = { dataDir: wish.into, binaries: wish.binaries, folder };
  const place = embeddedPlace(where);
  if (existsSync(place.data))
    throw new Error(`${place.data} is there already; name another folder.`);
  mkdirSync(place.data, { recursive: true, mode: 0o700 });
  const discard = (): void => {
    rmSync(place.data, { recursive: true, force: true });
    rmSync(wish.into, { recursive: true, force: true });
  };
  try {
    await archive.unpack(base, place.data);
    prepareRecovery(place.data, wish);
    if (place.runAs) {
      const { uid, gid } = place.runAs;
      await run('chown', ['-R', `${uid}:${gid}`, place.data]);
    }
    const cluster = await startCluster({
      ...where,
      adminPassword: wish.adminPassword,
      port: wish.port,
    });
    try {
      await untilWritable(cluster.adminUrl);
    } catch (error) {
      cluster.stop();
      throw new Error(`The copy stopped while it read its log:\n${endOf(place.log)}`, {
        cause: error,
      });
    }
    return {
      adminUrl: cluster.adminUrl,
      base,
      seconds: (performance.now() - began) / 1000,
      stop: () => cluster.stop(),
      remove() {
        cluster.stop();
        discard();
      },
    };
  } catch (error) {
    discard();
    throw error;
  }
}

/** Copies that somebody who was killed left behind, by the beginning of their names. */
export function sweepCopies(folder: string, beginning: string): void {
  mkdirSync(folder, { recursive: true });
  for (const name of readdirSync(folder))
    if (name.startsWith(beginning)) rmSync(join(folder, name), { recursive: true, force: true });
}

const endOf = (file: string): string =>
  existsSync(file) ? readFileSync(file, 'utf8').trim().split('\n').slice(-8).join('\n') : '';

/** Later lines of the file count. The copy does not archive: that is switched on when it serves. */
function prepareRecovery(data: string, { script, until, isTemporary = false }: Wish): void {
  const settings = [
    "archive_mode = 'off'",
    ...(isTemporary ? ["fsync = 'off'"] : []),
    `restore_command = '${script} fetch %f %p'`,
    "recovery_target_timeline = 'latest'",
    "recovery_target_action = 'promote'",
    ...(until === undefined ? [] : [`recovery_target_time = '${asSetting(until)}'`]),
  ];
  appendFileSync(join(data, 'postgresql.auto.conf'), `\n${settings.join('\n')}\n`);
  writeFileSync(join(data, 'recovery.signal'), '');
}

/** With a number for UTC: when PostgreSQL reads its settings it knows no names of zones, nor Z. */
const asSetting = (moment: Date): string => moment.toISOString().replace('Z', '+00');

/** It answers questions before it has read the whole log; afterwards it takes writes. */
async function untilWritable(adminUrl: string): Promise<void> {
  for (const until = Date.now() + PATIENCE_MS; Date.now() < until; await pause(200)) {
    const isReading = await withClient(adminUrl, async (client) => {
      const { rows } = await client.query<{ reading: boolean }>(
        'select pg_is_in_recovery() as reading',
      );
      return rows[0]?.reading ?? true;
    });
    if (!isReading) return;
  }
  throw new Error('The copy did not come to the end of its log in half an hour.');
}
