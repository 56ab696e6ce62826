// A database from the files under db/fixtures alone, as if no migration had ever been written: what
// the files say, to hold against what the migrations made.
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { watch } from 'graphile-migrate';
import { fixtureFolder } from '../../platform/fixtures.ts';
import { inOrder } from './file_order.ts';
import { migrateSettings, type KeyType } from './migrate_settings.ts';
import { bareDatabase, type DatabaseUrls } from './prepare.ts';
import type { Secrets } from './secrets.ts';

/** One migration that makes everything: an include line for each file, in an order that runs. */
export function wholeMigration(folder: string = fixtureFolder): string {
  return inOrder(folder)
    .map((path) => `--! include ${path}\n`)
    .join('');
}

/** Errors: a file that does not run, or files that need each other. */
export async function buildFromFiles(
  adminUrl: string,
  name: string,
  secrets: Secrets,
  { keyType = 'int', folder = fixtureFolder }: { keyType?: KeyType; folder?: string } = {},
): Promise<DatabaseUrls> {
  const urls = await bareDatabase(adminUrl, name, secrets);
  // graphile-migrate fills in includes and key types, so it runs this migration as it runs all
  // others
  const migrations = mkdtempSync(join(tmpdir(), 'sodaily-files-'));
  try {
    for (const kind of ['committed', 'current']) mkdirSync(join(migrations, kind));
    symlinkSync(folder, join(migrations, 'fixtures'), 'junction');
    writeFileSync(join(migrations, 'current', '1-current.sql'), wholeMigration(folder));
    const settings = migrateSettings({ migratorUrl: urls.migrator, adminUrl, keyType });
    await watch({ ...settings, migrationsFolder: migrations }, true);
  } catch (cause) {
    const why = cause instanceof Error ? cause.message : String(cause);
    throw new Error(
      `The files under db/fixtures do not make a database: ${why}. What the open `
        + 'migration makes by hand belongs into fixtures/<schema>/{types,tables,data} too, '
        + 'see db/README.md.',
      { cause },
    );
  } finally {
    rmSync(migrations, { recursive: true, force: true });
  }
  return urls;
}
