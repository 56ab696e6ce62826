// npm run db:reset -- --erase: drops the database and makes it anew, with demo data in demo mode.
import { parseArgs } from 'node:util';
import { prepareDatabase, withClient } from './prepare.ts';
import { seedDemo } from './seed.ts';
import { openWorkplace } from './workplace.ts';

const { values } = parseArgs({ options: { erase: { type: 'boolean', default: false } } });
const workplace = await openWorkplace();
const { adminUrl, env, secrets } = workplace;
if (!values.erase) {
  console.error(
    `This deletes everything in the database ${env.DATABASE_NAME}. If you mean it: npm `
      + 'run db:reset -- --erase',
  );
  await workplace.leave();
  process.exit(2);
}
try {
  await withClient(adminUrl, async (client) => {
    await client.query(
      `drop database if exists ${client.escapeIdentifier(env.DATABASE_NAME)} with (force)`,
    );
  });
  const urls = await prepareDatabase(adminUrl, env.DATABASE_NAME, secrets);
  if (env.DEMO) await seedDemo(urls.migrator, env.DEMO_PASSWORD);
  console.log(`The database ${env.DATABASE_NAME} is new.`);
} finally {
  await workplace.leave();
}
