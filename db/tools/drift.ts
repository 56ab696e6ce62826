// npm run db:drift. graphile-migrate reads a fixture only when a migration includes it: an edit to
// a file that the open migration does not include is silently ignored. This compares every fixture
// with the newest text that a migration holds of it; then it compares, object by object, a database
// made from the files, one made from the migrations, and the one that runs.
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fixturePaths } from '../../platform/fixtures.ts';
import { compareCatalogs, describe } from './catalog/compare.ts';
import { sentence } from './catalog/sentence.ts';
import { repositoryRoot } from './env.ts';
import { catalogOfFiles, catalogOfMigrations, catalogOfRunning } from './three_ways.ts';
import { openWorkplace } from './workplace.ts';

const database = join(repositoryRoot, 'db');

export interface Drift {
  /** Fixtures whose text no migration holds, as `<schema>/<folder>/<name>.sql`. */
  unmigrated: string[];
  /** Whether the open migration holds statements that no commit holds yet. */
  isOpen: boolean;
}

export function findDrift(folder: string = database): Drift {
  const open = openMigration(folder);
  // uncommit writes the line back without the space
  const included = new Set([...open.matchAll(/^--! ?include (\S+)$/gm)].map((match) => match[1]));
  const committed = committedFixtures(folder);
  const unmigrated = fixturePaths(join(folder, 'fixtures')).filter(
    (path) =>
      !included.has(path)
      && committed.get(path) !== readFileSync(join(folder, 'fixtures', path), 'utf8').trim(),
  );
  return { unmigrated, isOpen: withoutComments(open) !== '' || included.size > 0 };
}

function openMigration(folder: string): string {
  return sqlFiles(join(folder, 'current')).join('\n');
}

/** Newest committed text of each fixture: later migrations overwrite earlier ones. */
function committedFixtures(folder: string): Map<string, string> {
  const found = new Map<string, string>();
  for (const migration of sqlFiles(join(folder, 'committed'))) {
    const blocks = migration.matchAll(/^--! Included (\S+)\n([\s\S]*?)^--! EndIncluded \1$/gm);
    for (const [, path, text] of blocks) {
      if (path !== undefined && text !== undefined) found.set(path, text.trim());
    }
  }
  return found;
}

function sqlFiles(folder: string): string[] {
  return readdirSync(folder)
    .filter((name) => name.endsWith('.sql'))
    .toSorted()
    .map((name) => readFileSync(join(folder, name), 'utf8'));
}

function withoutComments(sql: string): string {
  return sql.replace(/^--.*$/gm, '').trim();
}

/** What differs between the files, the migrations and the running database, in sentences. */
async function differences(): Promise<string[]> {
  const workplace = await openWorkplace();
  try {
    const { adminUrl, env, secrets } = workplace;
    const where = { adminUrl, secrets, name: env.DATABASE_NAME };
    const files = await catalogOfFiles(where);
    const migrations = compareCatalogs(files, await catalogOfMigrations(where)).map((difference) =>
      sentence(difference, 'the files', 'what the migrations make'),
    );
    const found = await catalogOfRunning(where);
    if (found === undefined)
      console.log(
        `There is no database ${env.DATABASE_NAME} yet; files and migrations are compared.`,
      );
    const running =
      found === undefined
        ? []
        : compareCatalogs(files, found).map((difference) =>
            describe(difference, 'the files', 'the running database'),
          );
    return [
      ...migrations,
      ...running,
      ...(running.length > 0
        ? ['npm run db:repair makes the running database what the files say.']
        : []),
    ];
  } finally {
    await workplace.leave();
  }
}

if (import.meta.main) {
  const { unmigrated, isOpen } = findDrift();
  for (const path of unmigrated) {
    console.error(
      `db/fixtures/${path} differs from what the migrations hold. Run npm run db:watch `
        + '(it adds the include line), then npm run db:commit.',
    );
  }
  if (isOpen) console.error('db/current holds an open migration. Run npm run db:commit.');
  const told = await differences();
  for (const line of told) console.error(line);
  if (unmigrated.length > 0 || isOpen || told.length > 0) process.exit(1);
  console.log('Fixtures, migrations and the running database agree.');
}
