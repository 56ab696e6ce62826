// graphile-migrate reads a fixture only when a migration includes it: an edit to a file that the
// open migration does not include is silently ignored. This compares every fixture with the newest
// text that a migration holds of it.
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { repositoryRoot } from './env.ts';
import { fixturePaths } from './file_order.ts';

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
  const unmigrated = fixturePaths(join(folder, 'fixtures')).filter((path) => !included.has(path)
    && !wasMadeByHand(path, committed)
    && committed.get(path) !== readFileSync(join(folder, 'fixtures', path), 'utf8').trim());
  return { unmigrated, isOpen: withoutComments(open) !== '' || included.size > 0 };
}

/** Tables whose migrations were written before their files: the files tell what those made. */
function wasMadeByHand(path: string, committed: ReadonlyMap<string, string>): boolean {
  return /\/(?:schema\.sql|(?:tables|types|data)\/|views\/\w+_mv\.sql)/.test(path) && !committed.has(path);
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
  return readdirSync(folder).filter((name) => name.endsWith('.sql')).toSorted()
    .map((name) => readFileSync(join(folder, name), 'utf8'));
}

function withoutComments(sql: string): string {
  return sql.replace(/^--.*$/gm, '').trim();
}

if (import.meta.main) {
  const { unmigrated, isOpen } = findDrift();
  for (const path of unmigrated) {
    console.error(`db/fixtures/${path} differs from what the migrations hold. Run npm run db:watch (it adds the include line), then npm run db:commit.`);
  }
  if (isOpen) console.error('db/current holds an open migration. Run npm run db:commit.');
  if (unmigrated.length > 0 || isOpen) process.exit(1);
  console.log('Fixtures and migrations agree.');
}
