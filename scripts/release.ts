// npm run release -- 0.3.0: the version, the CHANGELOG cut by it, and the books by which every
// later release proves that it can carry this one's over (db/test/upgrade).
import { spawnSync } from 'node:child_process';
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { findDrift } from '../db/tools/drift.ts';
import { repositoryRoot } from '../db/tools/env.ts';
import { prepareDatabase, withClient } from '../db/tools/prepare.ts';
import { saveRows } from '../db/tools/rows/save.ts';
import { seedDemo } from '../db/tools/seed.ts';
import { openWorkplace } from '../db/tools/workplace.ts';

const books = join(repositoryRoot, 'db', 'test', 'upgrade', 'books');

if (import.meta.main) await release(process.argv[2] ?? '');

async function release(version: string): Promise<void> {
  if (!/^\d+\.\d+\.\d+$/.test(version))
    throw new Error('Name the version: npm run release -- 0.3.0');
  const { unmigrated, isOpen } = findDrift();
  if (isOpen || unmigrated.length > 0)
    throw new Error('db/current holds an open migration. Run npm run db:commit before a release.');
  const changelog = join(repositoryRoot, 'CHANGELOG.md');
  const cut = cutChangelog(
    readFileSync(changelog, 'utf8'),
    version,
    new Date().toISOString().slice(0, 10),
  );
  await saveBooks(version);
  writeFileSync(changelog, cut);
  spawnSync('npm', ['version', version, '--no-git-tag-version', '--allow-same-version'], {
    cwd: repositoryRoot,
    shell: process.platform === 'win32',
  });
  console.log(
    `Version ${version} is written: package.json, CHANGELOG.md, db/test/upgrade/books. `
      + 'Its migrations '
      + 'are final. Read the changes, commit them and tag the commit.',
  );
}

/** What is unreleased becomes the version's. Error: nothing is unreleased. */
export function cutChangelog(text: string, version: string, day: string): string {
  const [, before, unreleased, after = ''] =
    /^([\s\S]*?## Unreleased\n)([\s\S]*?)((?:\n## [\s\S]*)?)$/.exec(text) ?? [];
  if (before === undefined || !unreleased?.trim())
    throw new Error('CHANGELOG.md tells nothing under "## Unreleased".');
  return `${before}\n## ${version} (${day})\n${unreleased}${after}`;
}

/** A year of demo business as this release keeps it. */
async function saveBooks(version: string): Promise<void> {
  const workplace = await openWorkplace();
  const { adminUrl, env, secrets } = workplace;
  const name = `${env.DATABASE_NAME}_release`;
  const drop = (): Promise<unknown> =>
    withClient(adminUrl, (client) => client.query(`drop database if exists ${name} with (force)`));
  try {
    await drop();
    const urls = await prepareDatabase(adminUrl, name, secrets);
    await seedDemo(urls.migrator, env.DEMO_PASSWORD);
    mkdirSync(books, { recursive: true });
    await withClient(urls.admin, (client) =>
      saveRows(client, join(books, `${version}.sql.gz`), `books of ${version}; ${lastMigration()}`),
    );
    await drop();
  } finally {
    await workplace.leave();
  }
}

/** Name and hash of the newest migration: what made these tables. */
function lastMigration(): string {
  const folder = join(repositoryRoot, 'db', 'committed');
  const name = readdirSync(folder).toSorted().at(-1) ?? '';
  const [, hash] = /^--! Hash: (\S+)$/m.exec(readFileSync(join(folder, name), 'utf8')) ?? [];
  return `migrations up to ${name} ${hash}`;
}
