// npm run -s db:url: connection string for psql and DBAs, as the migrator: it may change what the
// owner owns, and sees every row (row-level security would hide them from the owner itself).
import { runningClusterUrl } from './embedded.ts';
import { readDatabaseEnv } from './env.ts';
import { databaseUrls } from './prepare.ts';
import { installationSecrets } from './secrets.ts';

const env = readDatabaseEnv();
const secrets = installationSecrets(env.DATA_DIR);
const adminUrl = env.DATABASE_URL ?? (await runningClusterUrl(env.DATA_DIR, secrets.admin));
if (adminUrl === undefined) {
  console.error('The embedded PostgreSQL is not running. Start the system first: npm start');
  process.exit(1);
}
const url = new URL(databaseUrls(adminUrl, env.DATABASE_NAME, secrets).migrator);
url.searchParams.set('options', '-c role=none');
// URLSearchParams writes a space as +, which libpq does not read
console.log(url.href.replaceAll('+', '%20'));
