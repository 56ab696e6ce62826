// npm run db:squash [-- message]: all migrations, the open one too, become one of ordered includes,
// before a release that no database of before can move to. It proves what it did: the one migration
// makes the same objects and first rows as all of them did; otherwise everything stays as it was.
import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { commit, watch } from 'graphile-migrate';
import { wholeMigration } from './build_from_files.ts';
import { compareCatalogs, describe } from './catalog/compare.ts';
import { readCatalog, type Catalog } from '../../platform/catalog/read.ts';
import { repositoryRoot } from './env.ts';
import { firstRows } from './first_rows.ts';
import { migrateSettings } from './migrate_settings.ts';
import { databaseUrls, bareDatabase, prepareDatabase, withClient } from './prepare.ts';
import { openWorkplace, type Workplace } from './workplace.ts';

interface Made {
  catalog: Catalog;
  rows: Map<string, string[]>;
}

const committed = join(repositoryRoot, 'db', 'committed');
const open = join(repositoryRoot, 'db', 'current', '1-current.sql');

if (import.meta.main) {
  const workplace = await openWorkplace();
  try {
    await squash(workplace, process.argv.slice(2).join(' ') || 'everything');
  } finally {
    await workplace.leave();
  }
}

async function squash(workplace: Workplace, message: string): Promise<void> {
  const name = `${workplace.env.DATABASE_NAME}_squash`;
  const before = await madeByMigrations(workplace, name);
  const kept = new Map(
    readdirSync(committed).map((file) => [file, readFileSync(join(committed, file), 'utf8')]),
  );
  const openBefore = readFileSync(open, 'utf8');
  try {
    await replaceMigrations(workplace, name, message);
    const problems = differences(before, await madeByMigrations(workplace, name));
    if (problems.length > 0)
      throw new Error(`The one migration makes something else:\n  ${problems.join('\n  ')}`);
  } catch (error) {
    rmSync(committed, { recursive: true });
    mkdirSync(committed);
    for (const [file, text] of kept) writeFileSync(join(committed, file), text);
    writeFileSync(open, openBefore);
    throw error;
  }
  console.log(
    `${kept.size} migrations are one: ${before.catalog.size} objects and `
      + `${before.rows.size} tables with first rows are the same.`,
  );
}

async function replaceMigrations(
  { adminUrl, secrets }: Workplace,
  name: string,
  message: string,
): Promise<void> {
  for (const file of readdirSync(committed)) rmSync(join(committed, file));
  writeFileSync(
    open,
    '-- Everything, as the files under db/fixtures make it on an empty '
      + `database.\n${wholeMigration()}`,
  );
  await dropDatabase(adminUrl, name);
  const urls = await bareDatabase(adminUrl, name, secrets);
  const shadow = databaseUrls(adminUrl, `${name}_shadow`, secrets);
  await commit(
    migrateSettings({ migratorUrl: urls.migrator, adminUrl, shadowUrl: shadow.migrator }),
    message,
  );
  await dropDatabase(adminUrl, `${name}_shadow`);
}

/** What the migrations make of an empty database, the open one too. */
async function madeByMigrations({ adminUrl, secrets }: Workplace, name: string): Promise<Made> {
  await dropDatabase(adminUrl, name);
  const urls = await prepareDatabase(adminUrl, name, secrets);
  await watch(migrateSettings({ migratorUrl: urls.migrator, adminUrl }), true);
  const made = await withClient(urls.admin, async (client) => ({
    catalog: await readCatalog(client),
    rows: await firstRows(client),
  }));
  await dropDatabase(adminUrl, name);
  return made;
}

function differences(before: Made, after: Made): string[] {
  const objects = compareCatalogs(before.catalog, after.catalog).map((difference) =>
    describe(difference, 'the migrations', 'the one migration'),
  );
  const tables = [...new Set([...before.rows.keys(), ...after.rows.keys()])].filter(
    (table) => before.rows.get(table)?.join('\n') !== after.rows.get(table)?.join('\n'),
  );
  return [...objects, ...tables.map((table) => `the first rows of ${table} differ`)];
}

async function dropDatabase(adminUrl: string, name: string): Promise<void> {
  // graphile-migrate lets go of its connection a moment after its work, and ends when it is cut off
  await pause(400);
  await withClient(adminUrl, (client) =>
    client.query(`drop database if exists ${client.escapeIdentifier(name)} with (force)`),
  );
}
