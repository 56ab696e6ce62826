// npm run db:upgrade: the books of the embedded PostgreSQL move from the version that made them to
// the newest one that comes with the packages. A second cluster is filled beside the first, every
// row is compared, every invariant is asked; then one renaming puts it in the place of the first,
// whose data stays. A stop at any moment leaves the first in use.
import { existsSync, readdirSync, renameSync, rmSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { startCluster, type Cluster } from './embedded.ts';
import { dataVersion, embeddedPlace, folderOf } from './embedded_place.ts';
import { readDatabaseEnv, type DatabaseEnv } from './env.ts';
import { prepareDatabase, withClient } from './prepare.ts';
import { FIRST, NEWEST } from './programs.ts';
import { copyRows } from './rows/copy.ts';
import { installationSecrets, type Secrets } from './secrets.ts';

/** graphile-migrate keeps a connection for a moment after its work. */
const MIGRATE_KEEPALIVE_MS = 400;

/** Moves the books. Error: a sentence for people, and nothing was changed. */
export async function upgrade(env: DatabaseEnv, say: (line: string) => void): Promise<void> {
  const { data } = embeddedPlace({ dataDir: env.DATA_DIR });
  const made = checkData(env, data);
  if (made === NEWEST) return say(`The books are on PostgreSQL ${NEWEST} already.`);
  const began = performance.now();
  const unfinished = `${folderOf(NEWEST)}.unfinished`;
  sweep(dirname(data), unfinished);
  const secrets = installationSecrets(env.DATA_DIR);
  const wish = {
    dataDir: env.DATA_DIR,
    adminPassword: secrets.admin,
    port: env.EMBEDDED_PORT,
  };
  const old = await startCluster(wish);
  try {
    if (old.wasRunning)
      throw new Error('The system runs. Stop it first (Ctrl-C in the window of npm start).');
    const young = await startCluster({ ...wish, folder: unfinished });
    try {
      await fill(old, young, env.DATABASE_NAME, secrets, say);
    } finally {
      young.stop();
    }
  } finally {
    if (!old.wasRunning) old.stop();
  }
  renameSync(join(dirname(data), unfinished), join(dirname(data), folderOf(NEWEST)));
  const seconds = ((performance.now() - began) / 1000).toFixed(1);
  say(
    `The books are on PostgreSQL ${NEWEST} after ${seconds} s. Those of PostgreSQL `
      + `${made} are still in\n`
      + `  ${data}\nDelete that folder when you miss nothing; settings that you made in its `
      + 'postgresql.conf are to be made again.',
  );
}

function checkData(env: DatabaseEnv, data: string): number {
  if (env.DATABASE_URL !== undefined)
    throw new Error(
      'DATABASE_URL names another server, which its administrator upgrades (pg_upgrade). '
        + 'This command '
        + 'is for the embedded PostgreSQL.',
    );
  if (env.POSTGRES_BINARIES !== undefined)
    throw new Error('POSTGRES_BINARIES chooses the programs already; leave it out to upgrade.');
  const made = dataVersion(data);
  if (made === undefined)
    throw new Error(`There are no books in ${env.DATA_DIR} yet; npm start makes them.`);
  return made;
}

async function fill(
  old: Cluster,
  young: Cluster,
  name: string,
  secrets: Secrets,
  say: (line: string) => void,
): Promise<void> {
  say('Bringing both to this release …');
  const from = await prepareDatabase(old.adminUrl, name, secrets);
  const to = await prepareDatabase(young.adminUrl, name, secrets);
  say('Copying every row …');
  await withClient(from.admin, (source) =>
    withClient(to.admin, async (target) => {
      await copyRows(source, target, say);
      await target.query('vacuum analyze');
      say('Proving every figure from the ledgers …');
      await refuseBreaches(target);
    }),
  );
  await pause(MIGRATE_KEEPALIVE_MS);
}

async function refuseBreaches(client: Parameters<typeof copyRows>[0]): Promise<void> {
  const { rows } = await client.query<{ name: string }>(
    'select r.name from audit.invariant_results() as r where r.breaches > 0',
  );
  if (rows.length === 0) return;
  throw new Error(
    `The books break ${rows.map(({ name }) => name).join(', ')}, here as on PostgreSQL ${FIRST}: `
      + 'select * from audit.invariant_results() says more. Nothing was moved.',
  );
}

/** A stop in the middle leaves a folder that was never renamed into place. */
function sweep(folder: string, unfinished: string): void {
  if (!existsSync(folder)) return;
  for (const name of readdirSync(folder)) {
    if (name.startsWith(unfinished)) rmSync(join(folder, name), { recursive: true, force: true });
  }
}

if (import.meta.main) {
  try {
    await upgrade(readDatabaseEnv(), console.log);
  } catch (error) {
    console.error(error instanceof Error ? error.message : String(error));
    process.exitCode = 1;
  }
}
