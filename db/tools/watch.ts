// npm run db:watch: every save under db/current or db/fixtures is run against the database at once.
import { appendFileSync, watch as watchFolder } from 'node:fs';
import { join } from 'node:path';
import { watch } from 'graphile-migrate';
import { findDrift } from './drift.ts';
import { repositoryRoot } from './env.ts';
import { migrateSettings } from './migrate_settings.ts';
import { prepareDatabase } from './prepare.ts';
import { openWorkplace } from './workplace.ts';

const openMigration = join(repositoryRoot, 'db', 'current', '1-current.sql');

/** Without its include line an edited file would be ignored. */
function includeWhatDrifted(): void {
  for (const path of findDrift().unmigrated) {
    appendFileSync(openMigration, `--! include ${path}\n`);
    console.log(`db/current/1-current.sql now includes ${path}`);
  }
}

const workplace = await openWorkplace();
await prepareDatabase(workplace.adminUrl, workplace.env.DATABASE_NAME, workplace.secrets);
includeWhatDrifted();
let waiting: NodeJS.Timeout | undefined;
watchFolder(join(repositoryRoot, 'db', 'fixtures'), { recursive: true }, () => {
  // editors write in several steps
  clearTimeout(waiting);
  waiting = setTimeout(includeWhatDrifted, 150);
});
await watch(migrateSettings({ migratorUrl: workplace.urls.migrator, adminUrl: workplace.adminUrl }));
for (const signal of ['SIGINT', 'SIGTERM'] as const) {
  process.on(signal, () => {
    void workplace.leave().then(() => process.exit(0));
  });
}
