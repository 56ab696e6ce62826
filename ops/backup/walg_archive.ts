// Backups with WAL-G: compressed, encrypted and away from this machine, in an S3 bucket. Its
// settings stand in walg.env of the backup folder, which PostgreSQL reads as well.
import { z } from 'zod';
import { withClient } from '../../db/tools/prepare.ts';
import type { Archive, Base } from './archive.ts';
import { connectionOf, run } from './programs.ts';
import type { Source } from './source.ts';
import { guardWalgSettings, readWalgSettings, walgFile } from './walg_settings.ts';

/** What `wal-g backup-list --detail --json` tells of a backup. */
const listed = z.object({
  backup_name: z.string(),
  wal_file_name: z.string(),
  start_time: z.string(),
  finish_time: z.string(),
  pg_version: z.number(),
  compressed_size: z.number().default(0),
});

const asBase = (one: z.infer<typeof listed>): Base => ({
  label: one.backup_name,
  startedAt: one.start_time,
  endedAt: one.finish_time,
  startSegment: one.wal_file_name,
  bytes: one.compressed_size,
  // 150018 is 15.18
  version: Math.floor(one.pg_version / 10_000),
});

export function walgArchive(folder: string, source: Source): Archive {
  const settings = readWalgSettings(folder);
  guardWalgSettings(folder, source);
  const walg = (...args: string[]): Promise<string> =>
    run('wal-g', args, { ...settings, ...connectionOf(source.adminUrl) });
  const bases = async (): Promise<readonly Base[]> =>
    z
      .array(listed)
      // without a backup it writes null, or nothing
      .parse(JSON.parse((await walg('backup-list', '--detail', '--json')).trim() || '[]') ?? [])
      .map(asBase)
      .toSorted((a, b) => (a.endedAt < b.endedAt ? -1 : 1));

  return {
    name: 'walg',
    conf: `ARCHIVE_DRIVER=walg\nset -a\n. '${walgFile(folder)}'\nset +a\n`,
    bases,
    async base() {
      await walg('backup-push', await dataDirectoryOf(source.adminUrl));
      const made = (await bases()).at(-1);
      if (!made) throw new Error('wal-g made a backup and lists none.');
      return made;
    },
    async unpack({ label }, to) {
      await walg('backup-fetch', to, label);
    },
    /** WAL-G looks for gaps; whether what it has can be read, the restore shows. */
    async problems() {
      const found = z
        .object({ integrity: z.object({ status: z.string() }) })
        .parse(JSON.parse(await walg('wal-verify', 'integrity', '--json')));
      return found.integrity.status === 'OK' ? [] : [`wal-g says: ${found.integrity.status}`];
    },
    async expire(keep) {
      await walg('delete', 'retain', 'FULL', String(keep), '--confirm');
    },
  };
}

const dataDirectoryOf = (adminUrl: string): Promise<string> =>
  withClient(adminUrl, async (client) => {
    const { rows } = await client.query<{ folder: string }>(
      "select current_setting('data_directory') as folder",
    );
    return rows[0]?.folder ?? '';
  });
