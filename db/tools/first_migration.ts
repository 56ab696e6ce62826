// A database remembers the migrations it ran. When its first one is not the first one of these
// files, it was made before all migrations became one, and running on would do nothing and say
// nothing.
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type pg from 'pg';
import { repositoryRoot } from './env.ts';

/** Why a database cannot be brought to these files, as a sentence; undefined when it can. */
export async function strangeBeginning(client: pg.ClientBase): Promise<string | undefined> {
  const {
    rows: [found],
  } = await client.query<{ table: string | null }>(
    `select to_regclass('graphile_migrate.migrations')::text as table`,
  );
  if (found?.table == null) return undefined;
  const {
    rows: [first],
  } = await client.query<{ hash: string; database: string }>(
    `select m.hash, current_database()::text as database from graphile_migrate.migrations as m
     order by m.filename limit 1`,
  );
  if (first === undefined || first.hash === hashOfFirst()) return undefined;
  return (
    `The database ${first.database} was made by another line of migrations than this release has: `
    + 'by a version before 0.2.0, whose data is not carried over. Either start the version '
    + 'it was made '
    + 'with, or begin anew: npm run db:reset -- --erase deletes everything in it.'
  );
}

function hashOfFirst(): string | undefined {
  const folder = join(repositoryRoot, 'db', 'committed');
  const first = readdirSync(folder)
    .filter((name) => name.endsWith('.sql'))
    .toSorted()[0];
  return first === undefined
    ? undefined
    : /^--! Hash: (\S+)$/m.exec(readFileSync(join(folder, first), 'utf8'))?.[1];
}
