// The same database three ways: as the files under db/fixtures say, as the migrations make it, the
// open one too, and as it runs.
import { setTimeout as pause } from 'node:timers/promises';
import { watch } from 'graphile-migrate';
import { buildFromFiles } from './build_from_files.ts';
import { readCatalog, type Catalog } from '../../platform/catalog/read.ts';
import { migrateSettings, type KeyType } from './migrate_settings.ts';
import { prepareDatabase, withClient } from './prepare.ts';
import type { Secrets } from './secrets.ts';

export interface Where {
  adminUrl: string;
  secrets: Secrets;
  name: string;
  keyType?: KeyType;
}

/** What the files say, on a throw-away database. */
export function catalogOfFiles({
  adminUrl,
  secrets,
  name,
  keyType = 'int',
}: Where): Promise<Catalog> {
  return onThrowAway(
    adminUrl,
    `${name}_files`,
    async (database) => (await buildFromFiles(adminUrl, database, secrets, { keyType })).admin,
  );
}

/** What the migrations make, on a throw-away database. */
export function catalogOfMigrations({
  adminUrl,
  secrets,
  name,
  keyType = 'int',
}: Where): Promise<Catalog> {
  return onThrowAway(adminUrl, `${name}_migrations`, async (database) => {
    const urls = await prepareDatabase(adminUrl, database, secrets, keyType);
    await watch(migrateSettings({ migratorUrl: urls.migrator, adminUrl, keyType }), true);
    return urls.admin;
  });
}

/** What runs; undefined when there is no such database. */
export async function catalogOfRunning({ adminUrl, name }: Where): Promise<Catalog | undefined> {
  const isThere = await withClient(adminUrl, (client) =>
    client.query('select from pg_database where datname = $1', [name]),
  );
  if (isThere.rowCount === 0) return undefined;
  return withClient(urlOf(adminUrl, name), readCatalog);
}

export function urlOf(adminUrl: string, name: string): string {
  const url = new URL(adminUrl);
  url.pathname = `/${name}`;
  return url.href;
}

async function onThrowAway(
  adminUrl: string,
  name: string,
  make: (name: string) => Promise<string>,
): Promise<Catalog> {
  const drop = (): Promise<unknown> =>
    withClient(adminUrl, (client) =>
      client.query(`drop database if exists ${client.escapeIdentifier(name)} with (force)`),
    );
  await drop();
  const url = await make(name);
  const catalog = await withClient(url, readCatalog);
  await untilNobodyIsIn(adminUrl, name);
  await drop();
  return catalog;
}

/**
 * graphile-migrate lets go of its connection a moment after its work; being cut off would end us.
 */
async function untilNobodyIsIn(adminUrl: string, name: string): Promise<void> {
  await withClient(adminUrl, async (client) => {
    for (let attempt = 0; attempt < 60; attempt += 1) {
      const { rowCount } = await client.query(
        `select from pg_stat_activity where datname = $1 and backend_type = 'client backend'`,
        [name],
      );
      if (rowCount === 0) return;
      await pause(50);
    }
  });
}
