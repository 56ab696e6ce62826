// The books of every release are carried over to this one: loaded as that release kept them, moved
// by the migrations since, and afterwards every object is this release's, every invariant holds,
// and debt and stock are what they were.
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { gunzipSync } from 'node:zlib';
import { migrate, watch } from 'graphile-migrate';
import type pg from 'pg';
import { afterAll, describe, expect, inject, test } from 'vitest';
import { readCatalog } from '../../../platform/catalog/read.ts';
import { compareCatalogs } from '../../tools/catalog/compare.ts';
import { sentence } from '../../tools/catalog/sentence.ts';
import { repositoryRoot } from '../../tools/env.ts';
import { migrateSettings } from '../../tools/migrate_settings.ts';
import { bareDatabase, prepareDatabase, withClient } from '../../tools/prepare.ts';
import { loadRows } from '../../tools/rows/load.ts';

const { adminUrl, secrets } = inject('cluster');
const committed = join(repositoryRoot, 'db', 'committed');
const folder = join(import.meta.dirname, 'books');
const releases = readdirSync(folder).map((file) => {
  const head = gunzipSync(readFileSync(join(folder, file))).toString('utf8', 0, 200);
  const [, version = '', migration = '', hash = ''] =
    /^-- books of (\S+); migrations up to (\S+) (\S+)\n/.exec(head) ?? [];
  return { version, file: join(folder, file), migration, hash };
});
const nameOf = (version: string): string => `upgrade_${version.replaceAll('.', '_')}`;

afterAll(() =>
  withClient(adminUrl, async (client) => {
    for (const { version } of releases)
      await client.query(`drop database if exists ${nameOf(version)} with (force)`);
    await client.query('drop database if exists upgrade_new with (force)');
  }),
);

/** What a dealer and a warehouse would notice first. Tables that every release has. */
async function figures(client: pg.Client): Promise<unknown> {
  const { rows } = await client.query(
    `select (select count(*) from inventory.issue) as issues,
       (select count(*) from audit.change) as changes,
       (select jsonb_agg(jsonb_build_array(a.code, a.debt_amount, (
           select sum(d.amount) from finance.debt_transaction as d where d.agency_id = a.id))
         order by a.code) from agency.agency as a) as debts,
       (select jsonb_agg(jsonb_build_array(i.sku, i.stock_quantity, (
           select sum(m.quantity) from inventory.stock_movement as m where m.item_id = i.id))
         order by i.sku) from inventory.item as i) as stock`,
  );
  return rows[0];
}

async function migrateUpTo(last: string, migratorUrl: string): Promise<void> {
  const migrations = mkdtempSync(join(tmpdir(), 'sodaily-upgrade-'));
  try {
    for (const kind of ['committed', 'current']) mkdirSync(join(migrations, kind));
    for (const name of readdirSync(committed).filter((file) => file <= last))
      symlinkSync(join(committed, name), join(migrations, 'committed', name));
    const settings = migrateSettings({ migratorUrl, adminUrl });
    await migrate({ ...settings, migrationsFolder: migrations });
    await pause(400);
  } finally {
    rmSync(migrations, { recursive: true, force: true });
  }
}

test('there is a release to come from', () => {
  expect(releases.map(({ version }) => version)).toContain('0.2.0');
});

describe.each(releases)('books of $version', ({ version, file, migration, hash }) => {
  test('were made by migrations that nobody has changed since', () => {
    expect(readFileSync(join(committed, migration), 'utf8')).toContain(`--! Hash: ${hash}\n`);
  });

  test('come over whole', async () => {
    const name = nameOf(version);
    const bare = await bareDatabase(adminUrl, name, secrets);
    await migrateUpTo(migration, bare.migrator);
    await withClient(bare.admin, (client) => loadRows(client, file));
    const before = await withClient(bare.admin, figures);

    const urls = await prepareDatabase(adminUrl, name, secrets);
    await watch(migrateSettings({ migratorUrl: urls.migrator, adminUrl }), true);

    const fresh = await prepareDatabase(adminUrl, 'upgrade_new', secrets);
    await watch(migrateSettings({ migratorUrl: fresh.migrator, adminUrl }), true);
    const differences = compareCatalogs(
      await withClient(fresh.admin, readCatalog),
      await withClient(urls.admin, readCatalog),
    );
    expect(
      differences.map((difference) => sentence(difference, 'a new database', 'one carried over')),
    ).toEqual([]);
    await withClient(urls.admin, async (client) => {
      expect(await figures(client)).toEqual(before);
      const { rows: breaches } = await client.query(
        'select r.name from audit.invariant_results() as r where r.breaches > 0',
      );
      expect(breaches).toEqual([]);
    });
  });
});
