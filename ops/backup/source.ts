// The database that is backed up: where its files lie, to whom they belong, and that it hands its
// log to the archive. Its files must be on this machine.
import { chownSync, copyFileSync, chmodSync, mkdirSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { withClient } from '../../db/tools/prepare.ts';
import type { Archive } from './archive.ts';

export type Source = Readonly<{
  adminUrl: string;
  version: number;
  /** Of the files, and so of PostgreSQL's processes. */
  owner: Readonly<{ uid: number; gid: number }>;
}>;

export const sourceOf = (adminUrl: string): Promise<Source> =>
  withClient(adminUrl, async (client) => {
    const { rows } = await client.query<{ folder: string; version: number }>(
      `select current_setting('data_directory') as folder,
         current_setting('server_version_num')::int / 10000 as version`,
    );
    const [found] = rows;
    if (!found) throw new Error('PostgreSQL did not say where its files are.');
    const { uid, gid } = statSync(found.folder);
    return { adminUrl, version: found.version, owner: { uid, gid } };
  });

/** How much of the business may be lost at most: the log is handed over at least so often. */
export const ARCHIVE_TIMEOUT_SECONDS = 60;

/** The script and its settings, where PostgreSQL can run them; gives the script's path. */
export function installScript(
  folder: string,
  archive: Pick<Archive, 'conf'>,
  source: Source,
): string {
  const { uid, gid } = source.owner;
  const script = join(folder, 'archive.sh');
  const wal = join(folder, 'wal');
  mkdirSync(wal, { recursive: true, mode: 0o700 });
  copyFileSync(join(import.meta.dirname, 'archive.sh'), script);
  writeFileSync(join(folder, 'archive.conf'), archive.conf, { mode: 0o640 });
  chmodSync(folder, 0o755);
  chmodSync(script, 0o755);
  // made by root, used by PostgreSQL
  if (process.getuid?.() === 0)
    for (const path of [wal, join(folder, 'archive.conf')]) chownSync(path, uid, gid);
  return script;
}

/**
 * Has PostgreSQL archive its log. Returns whether it must be restarted first: archive_mode is read
 * at the start only.
 */
export const switchArchiveOn = (adminUrl: string, script: string): Promise<boolean> =>
  withClient(adminUrl, async (client) => {
    const settings = {
      archive_mode: 'on',
      archive_command: `${script} push %p %f`,
      archive_timeout: String(ARCHIVE_TIMEOUT_SECONDS),
    };
    for (const [name, value] of Object.entries(settings))
      await client.query(`alter system set ${name} = ${client.escapeLiteral(value)}`);
    await client.query('select pg_reload_conf()');
    const { rows } = await client.query<{ mode: string }>(
      `select current_setting('archive_mode') as mode`,
    );
    return rows[0]?.mode !== 'on';
  });

/** Waits until all that was written before is in the archive. Error: it does not arrive in time. */
export async function untilArchived(adminUrl: string, patienceMs = 30_000): Promise<void> {
  await withClient(adminUrl, async (client) => {
    const { rows } = await client.query<{ file: string }>(
      'select pg_walfile_name(pg_switch_wal()) as file',
    );
    const wanted = rows[0]?.file ?? '';
    for (const until = Date.now() + patienceMs; Date.now() < until;) {
      const { rows: answers } = await client.query<{ last: string | null }>(
        'select last_archived_wal as last from pg_stat_archiver',
      );
      if ((answers[0]?.last ?? '') >= wanted) return;
      await new Promise((resolve) => setTimeout(resolve, 100));
    }
    throw new Error(`${wanted} was not archived within ${patienceMs / 1000} s.`);
  });
}
