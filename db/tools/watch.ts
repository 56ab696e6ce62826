// npm run db:watch: every save under db/current or db/fixtures is run against the database at once.
// Then come the tests of what was saved, the catalog's, and those of all that reaches it.
import { appendFileSync } from 'node:fs';
import { join } from 'node:path';
import { watch as watchFiles } from 'chokidar';
import { fixtureFolder } from '../../platform/fixtures.ts';
import { findDrift } from './drift.ts';
import { repositoryRoot } from './env.ts';
import { inOrder } from './file_order.ts';
import { migrateSettings } from './migrate_settings.ts';
import { openMigrationFile, runOpenMigration } from './open_migration.ts';
import { prepareDatabase } from './prepare.ts';
import { staleTables } from './stale_tables.ts';
import { testSaved } from './test_runs.ts';
import { openWorkplace } from './workplace.ts';

const root = join(repositoryRoot, 'db');
const workplace = await openWorkplace();
const { adminUrl, env, secrets, urls } = workplace;
await prepareDatabase(adminUrl, env.DATABASE_NAME, secrets);
includeWhatDrifted();
await runOnDatabase();

const saved = new Set<string>();
let isBusy = false;
watchFiles(
  ['fixtures', 'current', join('test', 'rule'), 'errors.json'].map((path) => join(root, path)),
  // editors write in several steps, and some into another file that takes the place of the old one
  { ignoreInitial: true, awaitWriteFinish: { stabilityThreshold: 100, pollInterval: 20 } },
)
  .on('all', (_event, path) => {
    if (!/\.(?:sql|test\.ts|json)$/.test(path)) return;
    saved.add(path.slice(root.length + 1).replaceAll('\\', '/'));
    if (!isBusy) void settle();
  })
  .on('ready', () =>
    console.log('Watching db/fixtures, db/current, db/errors.json and the tests.'),
  );
for (const signal of ['SIGINT', 'SIGTERM'] as const) {
  process.on(signal, () => {
    void workplace.leave().then(() => process.exit(0));
  });
}

/** What is saved during a run follows in the next one. */
async function settle(): Promise<void> {
  isBusy = true;
  while (saved.size > 0) {
    const paths = [...saved].filter((path) => path !== 'current/1-current.sql');
    saved.clear();
    includeWhatDrifted();
    const isRun = await runOnDatabase();
    if (isRun) await sayStaleTables(paths);
    if (isRun && paths.length > 0) await testSaved(paths, env.DATA_DIR);
  }
  isBusy = false;
}

/** Whether it ran; what went wrong is told. */
async function runOnDatabase(): Promise<boolean> {
  try {
    await runOpenMigration(migrateSettings({ migratorUrl: urls.migrator, adminUrl }));
    return true;
  } catch (error) {
    console.error(error instanceof Error ? error.message : error);
    return false;
  }
}

/** `create table if not exists` leaves a table that is there as it is, and says nothing. */
async function sayStaleTables(paths: readonly string[]): Promise<void> {
  if (!paths.some((path) => /^fixtures\/\w+\/(?:tables|types)\//.test(path))) return;
  const stale = await staleTables({ adminUrl, secrets, name: env.DATABASE_NAME });
  if (stale.length === 0) return;
  console.error(
    `The running database keeps what an earlier save made:\n  ${stale.join('\n  ')}\n`
      + 'Change it in db/current/1-current.sql (alter table …, harmless when run twice), or begin '
      + 'anew: npm run db:reset -- --erase',
  );
}

/** Without its include line an edited file would be ignored. */
function includeWhatDrifted(): void {
  for (const path of whatIsNeededFirst(findDrift().unmigrated)) {
    appendFileSync(openMigrationFile, `--! include ${path}\n`);
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
