// npm run db:commit [-- message]: the open migration becomes a numbered one, after it was tried on
// an empty shadow database. Red tests stop it; `--anyway` commits all the same.
import { readFileSync } from 'node:fs';
import { commit } from 'graphile-migrate';
import { findDrift } from './drift.ts';
import { migrateSettings } from './migrate_settings.ts';
import { openMigrationFile } from './open_migration.ts';
import { databaseUrls, prepareDatabase } from './prepare.ts';
import { lastResult, testSaved } from './test_runs.ts';
import { openWorkplace } from './workplace.ts';

const words = process.argv.slice(2).filter((word) => word !== '--anyway');
const isForced = words.length < process.argv.length - 2;

const { unmigrated } = findDrift();
if (unmigrated.length > 0) {
  console.error(
    `Not in the open migration yet, run npm run db:watch first:\n  ${unmigrated.join('\n  ')}`,
  );
  process.exit(1);
}
const workplace = await openWorkplace();
try {
  if (isForced || (await isGreen())) await commitIt();
  else process.exitCode = 1;
} finally {
  await workplace.leave();
}

/** What db:watch found of the files as they stand; nobody watched: the tests run now. */
async function isGreen(): Promise<boolean> {
  const { DATA_DIR } = workplace.env;
  const { red } = lastResult(DATA_DIR) ?? (await testSaved(included(), DATA_DIR));
  if (red.length === 0) return true;
  console.error(
    `Nothing was committed, these tests are red:\n  `
      + `${red.map((test) => `db/test/${test}`).join('\n  ')}\n`
      + 'Change the rule or its tests; npm run db:commit -- --anyway "…" commits all the same.',
  );
  return false;
}

/** Paths of the fixtures that the open migration includes, under db. */
function included(): string[] {
  return [...readFileSync(openMigrationFile, 'utf8').matchAll(/^--! ?include (\S+)$/gm)].map(
    ([, path]) => `fixtures/${path}`,
  );
}

async function commitIt(): Promise<void> {
  const { adminUrl, env, secrets } = workplace;
  await prepareDatabase(adminUrl, env.DATABASE_NAME, secrets);
  const shadow = databaseUrls(adminUrl, `${env.DATABASE_NAME}_shadow`, secrets);
  await commit(
    migrateSettings({ migratorUrl: workplace.urls.migrator, adminUrl, shadowUrl: shadow.migrator }),
    words.join(' ') || undefined,
  );
}
