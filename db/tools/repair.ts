// npm run db:repair: makes the running database behave as the files under db/fixtures say. It
// replaces functions, triggers, policies, grants, comments and views; it touches no row, column or
// type.
import type pg from 'pg';
import { compareCatalogs, describe, type Difference } from './catalog/compare.ts';
import { isRepairable, repairs } from './catalog/repair.ts';
import { readCatalog, type Catalog } from '../../platform/catalog/read.ts';
import { withClient } from './prepare.ts';
import { catalogOfFiles, urlOf, type Where } from './three_ways.ts';
import { openWorkplace } from './workplace.ts';

export interface Repaired {
  done: Difference[];
  left: Difference[];
}

/**
 * Brings `name` to what `expected` says, as one transaction a look; what is left needs a migration.
 * Errors: a statement that fails, with what to do.
 */
export async function repairDatabase(
  { adminUrl, name }: Where,
  expected: Catalog,
): Promise<Repaired> {
  return withClient(urlOf(adminUrl, name), async (client) => {
    const look = async (): Promise<Difference[]> =>
      compareCatalogs(expected, await readCatalog(client));
    const before = await look();
    let now = before;
    // things, then their grants, then grants on columns, which one on the table takes along
    for (let round = 0; round < 4 && now.some(isRepairable); round += 1) {
      await inOneTransaction(client, repairs(now));
      now = await look();
    }
    const left = new Set(now.map(({ object }) => object));
    return { done: before.filter(({ object }) => !left.has(object)), left: now };
  });
}

async function inOneTransaction(client: pg.ClientBase, statements: string[]): Promise<void> {
  await client.query(`begin; set local lock_timeout = '5s'; set local check_function_bodies = off`);
  for (const statement of statements) {
    try {
      // what is made belongs to the owner; what is taken away may be anybody's
      await client.query(
        `set local role ${/^create /i.test(statement) ? 'sodaily_owner' : 'none'}`,
      );
      await client.query(statement);
    } catch (cause) {
      await client.query('rollback');
      const why = cause instanceof Error ? cause.message : String(cause);
      throw new Error(
        `Nothing more was repaired, because this failed: ${statement.split('\n')[0]}: ${why}. `
          + 'If it misses a column, a table or a type, run the migration that makes it first.',
        { cause },
      );
    }
  }
  await client.query('commit');
}

/** What to do about an object that a repair leaves alone. */
export function advice({ expected, found }: Difference): string {
  if (found === undefined)
    return 'a migration makes it: npm run migrate, or npm run db:watch for the open one';
  if (expected === undefined) return 'drop it in a migration, or write its file under db/fixtures';
  return 'change it in a migration, or say in its file what it is';
}

if (import.meta.main) {
  const workplace = await openWorkplace();
  try {
    const { adminUrl, env, secrets } = workplace;
    const where = { adminUrl, secrets, name: env.DATABASE_NAME };
    const { done, left } = await repairDatabase(where, await catalogOfFiles(where));
    for (const difference of done) console.log(`repaired: ${difference.object}`);
    for (const difference of left) {
      console.error(
        `${describe(difference, 'the files', 'the running database')}: ${advice(difference)}.`,
      );
    }
    console.log(
      left.length === 0
        ? `The database ${env.DATABASE_NAME} is what the files say.`
        : `${done.length} repaired, ${left.length} left.`,
    );
    process.exitCode = left.length === 0 ? 0 : 1;
  } catch (error) {
    console.error(error instanceof Error ? error.message : error);
    process.exitCode = 1;
  } finally {
    await workplace.leave();
  }
}
