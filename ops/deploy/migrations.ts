// The migrations of a release, run by that release's own tool and bounded in time.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { withClient } from '../../db/tools/prepare.ts';
import type { Installation } from '../installation.ts';
import { nodeOf, type Release } from './release.ts';

/**
 * Runs them on the installation's database, or on that of another address. Each migration is one
 * transaction, so one that is broken off leaves nothing. Error: with what they said.
 */
export async function runMigrations(
  installation: Installation,
  release: Release,
  adminUrl = installation.adminUrl,
): Promise<void> {
  const { env, database } = installation;
  const { PATH = '', HOME = '/' } = process.env;
  const tool = spawn(nodeOf(release), ['db/tools/migrate.ts'], {
    cwd: release.folder,
    stdio: ['ignore', 'pipe', 'pipe'],
    env: {
      PATH,
      HOME,
      DATABASE_URL: adminUrl,
      DATABASE_NAME: database.DATABASE_NAME,
      DATA_DIR: database.DATA_DIR,
      DEMO: String(database.DEMO),
    },
  });
  let said = '';
  for (const stream of [tool.stdout, tool.stderr])
    stream.on('data', (chunk) => {
      said += String(chunk);
    });
  let isLate = false;
  const timer = setTimeout(() => {
    isLate = true;
    tool.kill('SIGKILL');
  }, env.MIGRATE_SECONDS * 1_000);
  const [code] = (await once(tool, 'exit')) as [number | null];
  clearTimeout(timer);
  // a statement that waits does not notice that nobody waits for it any more
  if (isLate) await endMigrator(adminUrl);
  if (code === 0) return;
  throw new Error(
    isLate
      ? `The migrations took longer than ${env.MIGRATE_SECONDS} s and were broken off.`
      : `The migrations failed: ${said.trim().split('\n').slice(-6).join('\n')}`,
  );
}

const endMigrator = (adminUrl: string): Promise<unknown> =>
  withClient(adminUrl, (client) =>
    client.query(
      "select pg_terminate_backend(pid) from pg_stat_activity where usename = 'sodaily_migrator'",
    ),
  );
