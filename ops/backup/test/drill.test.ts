// Backups of books that people work with: restored, proven, compared; damaged ones are told of; a
// chosen second comes back.
import {
  copyFileSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { slipMaker } from '../../../db/test/support/slip.ts';
import { databaseUrls, withClient } from '../../../db/tools/prepare.ts';
import { foldersOf } from '../../installation.ts';
import { historyOf } from '../history.ts';
import { placesOf, type Places } from '../places.ts';
import { restore } from '../restore.ts';
import { untilArchived } from '../source.ts';
import { backUp, historyFileOf, proveBackup } from '../tasks.ts';
import { testInstallation, type TestInstallation } from './installation.ts';

let place: TestInstallation;
let places: Places;
let folder: string;
beforeAll(async () => {
  place = await testInstallation();
  places = await placesOf(place.installation);
  folder = foldersOf(place.installation.home).backup;
  await backUp(place.installation);
}, 120_000);
afterAll(() => place?.remove(), 60_000);

const sell = async (boxes: number): Promise<void> => {
  const slips = await slipMaker(place.db);
  await place.db.commitAs('sales', (me) =>
    slips.create(me, { agency: 'DL0001', lines: [['MI', boxes]] }),
  );
};
const slipsOf = (url: string): Promise<number> =>
  withClient(url, async (client) => {
    const { rows } = await client.query<{ count: number }>(
      'select count(*)::int as count from inventory.issue',
    );
    return rows[0]?.count ?? 0;
  });
const archived = (): Promise<void> => untilArchived(place.installation.adminUrl);
const segments = (): string[] =>
  readdirSync(join(folder, 'wal'))
    .filter((name) => /^[0-9A-F]{24}\.gz$/.test(name))
    .toSorted();
const drillAll = () => proveBackup(place.installation, { underWayMs: 0 });

describe('the restore drill', () => {
  test('proves the newest backup and says how much is lost and how long it takes', async () => {
    await sell(1);
    await archived();

    const proven = await drillAll();
    expect(proven).toMatchObject({ problems: [], compared: 10, rpoSeconds: 0 });
    expect(proven.rtoSeconds).toBeGreaterThan(0);
    expect(historyOf(historyFileOf(place.installation)).at(-1)).toMatchObject({
      kind: 'drill',
      isGood: true,
      rpoSeconds: 0,
    });
  });

  test('tells on the page of recovery what it reached', () => {
    const page = readFileSync(join(folder, 'recovery.md'), 'utf8');

    expect(page).toContain('1 of the last 1 restore drills were good.');
    expect(page).toMatch(/RPO: newest work not archived \| 0\.0 s \| 0\.0 s \| 120\.0 s \| kept/);
  });

  test('leaves nothing behind', () => {
    expect(readdirSync(places.copies)).toEqual([]);
  });

  test('counts work that is not in the archive yet', async () => {
    await pause(1_100);
    await sell(1);

    // a slip of after the last file of the log
    const { rpoSeconds } = await drillAll();
    expect(rpoSeconds).toBeGreaterThan(1);
    await archived();
  });
});

describe('a backup that is no longer whole is told of', () => {
  test('a file of the log that is cut off', async () => {
    const last = join(folder, 'wal', segments().at(-1) ?? '');
    copyFileSync(last, join(folder, 'kept.gz'));
    truncateSync(last, 1_000);

    await expect(drillAll()).rejects.toThrow('is damaged');
    expect(historyOf(historyFileOf(place.installation)).at(-1)).toMatchObject({
      kind: 'drill',
      isGood: false,
    });
    renameSync(join(folder, 'kept.gz'), last);
  });

  test('a file of the log that is missing between others', async () => {
    await sell(1);
    await archived();
    const base = (await places.archive.bases()).at(-1);
    const since = segments().filter((name) => name >= `${base?.startSegment}`);
    const missing = join(folder, 'wal', since.at(1) ?? '');
    renameSync(missing, join(folder, 'kept.gz'));

    expect(since.length).toBeGreaterThan(2);
    await expect(drillAll()).rejects.toThrow(/missing between/);
    renameSync(join(folder, 'kept.gz'), missing);
  });

  test('a base backup that is cut off', async () => {
    const [base] = await places.archive.bases();
    const tar = join(folder, 'base', base?.label ?? '', 'base.tar.gz');
    copyFileSync(tar, join(folder, 'kept.gz'));
    truncateSync(tar, 100_000);

    await expect(drillAll()).rejects.toThrow(/damaged or not whole/);
    renameSync(join(folder, 'kept.gz'), tar);
  });

  test('a base backup in which one file is another', async () => {
    const [base] = await places.archive.bases();
    const manifest = join(folder, 'base', base?.label ?? '', 'backup_manifest');
    copyFileSync(manifest, join(folder, 'kept'));
    writeFileSync(manifest, '{"PostgreSQL-Backup-Manifest-Version": 1, "Files": []}');

    await expect(drillAll()).rejects.toThrow(/damaged or not whole/);
    renameSync(join(folder, 'kept'), manifest);
    expect((await drillAll()).problems).toEqual([]);
  });
});

describe('a chosen second', () => {
  test('comes back: what was done before it, and nothing after', async () => {
    const { installation, db } = place;
    const before = await slipsOf(db.admin);
    await sell(1);
    await pause(1_100);
    const moment = new Date();
    await pause(1_100);
    await sell(2);
    await archived();

    const into = join(places.copies, 'second');
    const copy = await restore(places.archive, {
      into,
      script: places.script,
      adminPassword: installation.secrets.admin,
      port: installation.env.COPY_PORT,
      binaries: installation.database.POSTGRES_BINARIES,
      until: moment,
    });
    try {
      const urls = databaseUrls(copy.adminUrl, db.name, installation.secrets);
      expect(await slipsOf(urls.admin)).toBe(before + 1);
      expect(await slipsOf(db.admin)).toBe(before + 2);
      // it may take the place of what was lost
      const durable = await withClient(urls.admin, (client) => client.query('show fsync'));
      expect(durable.rows).toEqual([{ fsync: 'on' }]);
    } finally {
      copy.remove();
    }
  });

  test('of before the oldest backup does not, and that is said', async () => {
    await expect(
      restore(places.archive, {
        into: join(places.copies, 'early'),
        script: places.script,
        adminPassword: place.installation.secrets.admin,
        port: place.installation.env.COPY_PORT,
        until: new Date('2020-01-01'),
      }),
    ).rejects.toThrow('nothing earlier can be restored');
  });
});

describe('what is too old', () => {
  test('is deleted with the log that only it needs; the rest can be restored', async () => {
    await sell(1);
    await backUp(place.installation);
    const [old, young] = await places.archive.bases();
    await places.archive.expire(1);

    expect((await places.archive.bases()).map(({ label }) => label)).toEqual([young?.label]);
    expect(segments().at(0)).toBe(`${young?.startSegment}.gz`);
    expect(segments().some((name) => name < `${young?.startSegment}`)).toBe(false);
    expect(old?.label).not.toBe(young?.label);
    expect((await drillAll()).problems).toEqual([]);
  });
});

test('a dump lies beside the base backup', () => {
  const made = historyOf(historyFileOf(place.installation)).filter(({ kind }) => kind === 'dump');

  expect(made.at(-1)).toMatchObject({ isGood: true });
  expect(made.at(-1)?.bytes).toBeGreaterThan(10_000);
  rmSync(join(folder, 'kept'), { force: true });
});
