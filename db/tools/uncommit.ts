// npm run db:uncommit: the newest migration, never yet released, becomes the open one again.
import { uncommit } from 'graphile-migrate';
import { migrateSettings } from './migrate_settings.ts';
import { databaseUrls } from './prepare.ts';
import { openWorkplace } from './workplace.ts';

const workplace = await openWorkplace();
try {
  const { adminUrl, env, secrets, urls } = workplace;
  const shadow = databaseUrls(adminUrl, `${env.DATABASE_NAME}_shadow`, secrets);
  await uncommit(
    migrateSettings({
      migratorUrl: urls.migrator,
      adminUrl,
      shadowUrl: shadow.migrator,
    }),
  );
} finally {
  await workplace.leave();
}
