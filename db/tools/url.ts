// npm run -s db:url: connection string for psql and DBAs, as the migrator: it sees every row, which
// row-level security would hide from the owner itself. It only reads; with --write it may change
// what the owner owns.
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
const isWriting = process.argv.includes('--write');
url.searchParams.set(
  'options',
  `-c role=none${isWriting ? '' : ' -c default_transaction_read_only=on'}`,
);
// URLSearchParams writes a space as +, which libpq does not read
console.log(url.href.replaceAll('+', '%20'));
