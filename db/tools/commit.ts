// npm run db:commit [-- message]: the open migration becomes a numbered one, after it was tried on
// an empty shadow database.
import { commit } from 'graphile-migrate';
import { findDrift } from './drift.ts';
import { migrateSettings } from './migrate_settings.ts';
import { databaseUrls, prepareDatabase } from './prepare.ts';
import { openWorkplace } from './workplace.ts';

const { unmigrated } = findDrift();
if (unmigrated.length > 0) {
  console.error(
    `Not in the open migration yet, run npm run db:watch first:\n  ${unmigrated.join('\n  ')}`,
  );
  process.exit(1);
}
const workplace = await openWorkplace();
try {
  const { adminUrl, env, secrets } = workplace;
  await prepareDatabase(adminUrl, env.DATABASE_NAME, secrets);
  const shadow = databaseUrls(adminUrl, `${env.DATABASE_NAME}_shadow`, secrets);
  await commit(
    migrateSettings({ migratorUrl: workplace.urls.migrator, adminUrl, shadowUrl: shadow.migrator }),
    process.argv.slice(2).join(' ') || undefined,
  );
} finally {
  await workplace.leave();
}
