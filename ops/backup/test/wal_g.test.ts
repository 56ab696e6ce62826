// The same drill with WAL-G in place of plain files, encrypted, in a bucket. WAL-G itself runs in
// GitHub Actions only; here a script stands in for it that takes the same commands and settings.
import {
  chmodSync,
  copyFileSync,
  globSync,
  mkdirSync,
  readFileSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { slipMaker } from '../../../db/test/support/slip.ts';
import { foldersOf } from '../../installation.ts';
import { placesOf } from '../places.ts';
import { clientProgram } from '../programs.ts';
import { untilArchived } from '../source.ts';
import { backUp, proveBackup } from '../tasks.ts';
import { testInstallation, type TestInstallation } from './installation.ts';

let place: TestInstallation;
beforeAll(async () => {
  place = await testInstallation({ ARCHIVE_DRIVER: 'walg' }, { prepare: makeBucket });
  await backUp(place.installation);
}, 120_000);
afterAll(() => place?.remove(), 60_000);

function makeBucket({ backup: folder }: { backup: string }): void {
  const programs = join(folder, 'programs');
  const bucket = join(folder, 'bucket');
  mkdirSync(programs);
  mkdirSync(bucket, { mode: 0o777 });
  // PostgreSQL writes the log there, whoever made the folder
  chmodSync(bucket, 0o777);
  copyFileSync(join(import.meta.dirname, 'wal_g_stand_in.sh'), join(programs, 'wal-g'));
  chmodSync(join(programs, 'wal-g'), 0o755);
  const settings = {
    WALG_S3_PREFIX: 's3://backups/so-dai-ly',
    AWS_ENDPOINT: 'https://s3.example',
    AWS_ACCESS_KEY_ID: 'id',
    AWS_SECRET_ACCESS_KEY: 'secret',
    WALG_LIBSODIUM_KEY: Buffer.alloc(32, 7).toString('base64'),
    WALG_LIBSODIUM_KEY_TRANSFORM: 'base64',
    STAND_IN_BUCKET: bucket,
    PG_PROGRAMS: join(clientProgram(15, 'pg_basebackup'), '..'),
    PATH: `${programs}:/usr/local/bin:/usr/bin:/bin`,
  };
  writeFileSync(
    join(folder, 'walg.env'),
    Object.entries(settings)
      .map(([name, value]) => `${name}=${value}\n`)
      .join(''),
    { mode: 0o644 },
  );
}

test('the drill proves a backup that WAL-G keeps', async () => {
  const slips = await slipMaker(place.db);
  await place.db.commitAs('sales', (me) =>
    slips.create(me, { agency: 'DL0001', lines: [['MI', 1]] }),
  );
  await untilArchived(place.installation.adminUrl);

  const proven = await proveBackup(place.installation, { underWayMs: 0 });
  expect(proven).toMatchObject({ problems: [], compared: 10, rpoSeconds: 0 });
  expect(proven.base).toMatch(/^base_[0-9A-F]{24}$/);
}, 120_000);

test('WAL-G is asked to keep as many as the settings say', async () => {
  await backUp(place.installation);
  const { archive } = await placesOf(place.installation);
  expect(await archive.bases()).toHaveLength(2);
  await archive.expire(1);

  expect(await archive.bases()).toHaveLength(1);
}, 120_000);

test('nothing in the bucket can be read without the key, neither log nor base backup', () => {
  const folder = foldersOf(place.installation.home).backup;
  const files = globSync('bucket/{wal_005/*,basebackups_005/*/base.tar.gz}', { cwd: folder });
  const sealed = files.filter((file) =>
    readFileSync(join(folder, file)).subarray(0, 8).equals(Buffer.from('Salted__')),
  );

  expect(files.some((file) => file.includes('wal_005'))).toBe(true);
  expect(files.some((file) => file.includes('base.tar.gz'))).toBe(true);
  expect(sealed).toEqual(files);
});

test('the key is readable by PostgreSQL alone', () => {
  const file = join(foldersOf(place.installation.home).backup, 'walg.env');

  expect(statSync(file).mode & 0o777).toBe(0o600);
});
