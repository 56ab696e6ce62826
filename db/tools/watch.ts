// npm run db:watch: every save under db/current or db/fixtures is run against the database at once,
// and the tests of the saved rule follow.
import { appendFileSync, watch as watchFolder } from 'node:fs';
import { join } from 'node:path';
import { watch } from 'graphile-migrate';
import { fixtureFolder } from '../../platform/fixtures.ts';
import { findDrift } from './drift.ts';
import { repositoryRoot } from './env.ts';
import { inOrder } from './file_order.ts';
import { migrateSettings } from './migrate_settings.ts';
import { prepareDatabase } from './prepare.ts';
import { RuleTestRunner } from './rule_tests.ts';
import { openWorkplace } from './workplace.ts';

const openMigration = join(repositoryRoot, 'db', 'current', '1-current.sql');

/** Without its include line an edited file would be ignored. */
function includeWhatDrifted(): void {
  for (const path of whatIsNeededFirst(findDrift().unmigrated)) {
    appendFileSync(openMigration, `--! include ${path}\n`);
    console.log(`db/current/1-current.sql now includes ${path}`);
  }
}

/** A file that was saved half written may need itself; then the order is that of the names. */
function whatIsNeededFirst(paths: string[]): string[] {
  if (paths.length < 2) return paths;
  try {
    return inOrder(fixtureFolder).filter((path) => paths.includes(path));
  } catch (error) {
    console.error(error instanceof Error ? error.message : error);
    return paths;
  }
}

const workplace = await openWorkplace();
await prepareDatabase(workplace.adminUrl, workplace.env.DATABASE_NAME, workplace.secrets);
includeWhatDrifted();
const runner = new RuleTestRunner();
const saved = new Set<string>();
let waiting: NodeJS.Timeout | undefined;
watchSaves(join('db', 'fixtures'), '.sql');
watchSaves(join('db', 'test', 'rule'), '.test.ts');

/** Editors write in several steps, so a save counts once it is quiet. */
function watchSaves(folder: string, ending: string): void {
  watchFolder(join(repositoryRoot, folder), { recursive: true }, (_event, name) => {
    if (name?.endsWith(ending) !== true) return;
    saved.add(name.replaceAll('\\', '/'));
    clearTimeout(waiting);
    waiting = setTimeout(settle, 150);
  });
}

function settle(): void {
  includeWhatDrifted();
  for (const path of saved) runner.saved(path);
  saved.clear();
}

await watch(
  migrateSettings({ migratorUrl: workplace.urls.migrator, adminUrl: workplace.adminUrl }),
);
for (const signal of ['SIGINT', 'SIGTERM'] as const) {
  process.on(signal, () => {
    void workplace.leave().then(() => process.exit(0));
  });
}
