// Disks that are full while people sell: that of PostgreSQL, and that of its archive. Nothing that
// was acknowledged is lost, the keeper tells of it, and with room again all is well by itself.
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { withClient } from '../../../db/tools/prepare.ts';
import { untilArchived } from '../../backup/source.ts';
import { foldersOf } from '../../installation.ts';
import { fill, mountDisk, unmountDisk } from './disk.ts';
import { openOffice, PATIENT, type Office } from './office.ts';
import { makeResults } from './results.ts';

const DATA_MEGABYTES = 1_000;
const WAL_MEGABYTES = 128;
const walOf = (backup: string): string => join(backup, 'wal');

// only root may mount a disk
describe.runIf(process.getuid?.() === 0)('a full disk', () => {
  const results = makeResults('disks');
  let office: Office;
  beforeAll(async () => {
    office = await openOffice({
      port: 25_300,
      // a small log, so that a disk of this size holds it
      postgres: ['max_wal_size = 64MB', 'min_wal_size = 32MB'],
      prepare({ data, backup }) {
        mkdirSync(walOf(backup), { mode: 0o700 });
        mountDisk(data, DATA_MEGABYTES);
        mountDisk(walOf(backup), WAL_MEGABYTES);
      },
      tidy({ data, backup }) {
        unmountDisk(walOf(backup));
        unmountDisk(data);
      },
    });
  }, 120_000);
  afterAll(async () => {
    await office?.close();
    results.print();
  }, 120_000);

  /** What the alert DiskFull looks at. */
  const freeShare = async (folder: string): Promise<number> =>
    (await office.figure('disk_free_bytes', { folder }))
    / (await office.figure('disk_size_bytes', { folder }));

  /** Begins new files of the log until there is no room for one, at most so many. */
  async function useUpLog(most: number): Promise<void> {
    for (let nth = 0; nth < most; nth += 1) {
      const isWritten = await withClient(office.place.db.admin, async (client) => {
        await client.query("select pg_logical_emit_message(false, 'test', repeat('x', 1000))");
        await client.query('select pg_switch_wal()');
        return true;
      }).catch(() => false);
      if (!isWritten) return;
    }
  }

  test('under PostgreSQL stops selling; with room again PostgreSQL comes back', async () => {
    const answers = await office.sellThrough(async () => {
      const giveBack = fill(foldersOf(office.installation.home).data);
      await useUpLog(40);
      await pause(2_000);
      await expect.poll(() => freeShare('data'), PATIENT).toBeLessThan(0.1);
      giveBack();
    });

    expect(answers.unanswered).toBeGreaterThan(0);
    await office.nothingIsLost(answers);
    results.tell('disk of PostgreSQL full', answers);
  }, 240_000);

  test('under the archive stops nobody; with room again every file arrives', async () => {
    const before = await office.figure('archive_failures');
    const answers = await office.sellThrough(async () => {
      const giveBack = fill(walOf(foldersOf(office.installation.home).backup));
      await useUpLog(3);
      await expect.poll(() => office.figure('archive_failures'), PATIENT).toBeGreaterThan(before);
      giveBack();
    });

    expect(answers.unanswered).toBe(0);
    await office.nothingIsLost(answers);
    await untilArchived(office.installation.adminUrl, 120_000);
    results.tell('disk of the archive full', answers);
  }, 240_000);
});
