// A database that runs other rules than the files say is told of and brought back.
import pg from 'pg';
import { afterAll, beforeAll, beforeEach, expect, inject, test } from 'vitest';
import { compareCatalogs } from '../../tools/catalog/compare.ts';
import { readCatalog, type Catalog } from '../../../platform/catalog/read.ts';
import { advice, repairDatabase } from '../../tools/repair.ts';
import { testDatabase, type TestDatabase } from '../support/database.ts';

const { adminUrl, secrets } = inject('cluster');
let db: TestDatabase;
let client: pg.Client;
let files: Catalog;

beforeAll(async () => {
  db = await testDatabase();
  client = new pg.Client({ connectionString: db.admin });
  await client.connect();
});
beforeEach(async () => {
  files = await readCatalog(client);
});
afterAll(async () => {
  await client.end();
  await db.close();
});

const repair = async (): Promise<{ done: string[]; left: string[] }> => {
  const { done, left } = await repairDatabase({ adminUrl, secrets, name: db.name }, files);
  return {
    done: done.map(({ object }) => object),
    left: left.map((difference) => `${difference.object}: ${advice(difference)}`),
  };
};
const differences = async (): Promise<string[]> =>
  compareCatalogs(files, await readCatalog(client)).map(({ object }) => object);

test.each<[what: string, hand: string, objects: string[]]>([
  [
    'a rule that was edited in psql',
    `create or replace function inventory.debt_limit() returns trigger language plpgsql
     set search_path to pg_catalog, pg_temp as 'begin return null; end'`,
    ['function inventory.debt_limit()'],
  ],
  [
    'a function that gives something else back',
    `drop function config.newest_migration();
      create function config.newest_migration() returns int language sql as 'select 1'`,
    [
      'comment on function config.newest_migration()',
      'function config.newest_migration()',
      'grant on function config.newest_migration() to postgres',
      'grant on function config.newest_migration() to public',
      'grant on function config.newest_migration() to sodaily_definer',
      'grant on function config.newest_migration() to sodaily_signin',
    ],
  ],
  [
    'a function that is gone',
    'drop function config.newest_migration()',
    ['function config.newest_migration()'],
  ],
  [
    'a rule that somebody else owns',
    `alter function inventory.debt_limit() owner to postgres;
      alter function inventory.debt_limit() cost 5`,
    [
      'function inventory.debt_limit()',
      'grant on function inventory.debt_limit() to postgres',
      'grant on function inventory.debt_limit() to sodaily_owner',
    ],
  ],
  [
    'a function nobody wrote down',
    `create function inventory.quick_fix() returns int language sql as 'select 1'`,
    ['function inventory.quick_fix()'],
  ],
  [
    'a trigger that is switched off',
    'alter table inventory.issue disable trigger confirm_2_debt_limit',
    ['trigger confirm_2_debt_limit on inventory.issue'],
  ],
  [
    'a trigger that is gone',
    'drop trigger confirm_2_debt_limit on inventory.issue',
    ['trigger confirm_2_debt_limit on inventory.issue'],
  ],
  [
    'a trigger nobody wrote down',
    'create trigger zz after insert on inventory.issue for each statement execute '
      + 'function inventory.debt_limit()',
    ['trigger zz on inventory.issue'],
  ],
  [
    'rows that everybody sees',
    'alter policy user_reads_own_agencies on inventory.issue using (true)',
    ['policy user_reads_own_agencies on inventory.issue'],
  ],
  [
    'a policy nobody wrote down',
    'create policy all_of_it on inventory.issue for all to public using (true)',
    ['policy all_of_it on inventory.issue'],
  ],
  [
    'row security that is off',
    `alter table inventory.issue disable row level security;
      alter table inventory.issue no force row level security`,
    ['table inventory.issue'],
  ],
  [
    'how full the pages are',
    'alter table inventory.issue set (fillfactor = 50)',
    ['table inventory.issue'],
  ],
  [
    'a right too many, and one too few',
    `grant delete on inventory.issue to sodaily_staff;
          revoke select on inventory.receipt from sodaily_auditor`,
    [
      'grant on table inventory.issue to sodaily_staff',
      'grant on table inventory.receipt to sodaily_auditor',
    ],
  ],
  [
    'a right on a table that took those on its columns along',
    `revoke select on inventory.unit from sodaily_warehouse;
          grant select (name) on inventory.unit to sodaily_warehouse`,
    [
      'grant on column inventory.unit.name to sodaily_warehouse',
      'grant on table inventory.unit to sodaily_warehouse',
    ],
  ],
  [
    'a comment',
    `comment on table inventory.issue is 'Slip.'; comment on index `
      + `inventory.issue_created_at_idx is 'New.'`,
    [
      'comment on index inventory.issue_created_at_idx on inventory.issue',
      'comment on table inventory.issue',
    ],
  ],
  [
    'a view that reads with other rights',
    'alter view report.every_item_day set (security_invoker = false)',
    ['view report.every_item_day'],
  ],
  [
    'an event trigger',
    `create function public.watcher() returns event_trigger language plpgsql as 'begin end';
     create event trigger watches on ddl_command_end execute function public.watcher()`,
    ['event trigger watches', 'function public.watcher()'],
  ],
])('%s is repaired', async (_what, hand, objects) => {
  await client.query(hand);

  const { done, left } = await repair();

  expect(done).toEqual(objects);
  expect(left).toEqual([]);
  expect(await differences()).toEqual([]);
});

test('columns, constraints and tables are left alone, and it is said what to do', async () => {
  await client.query(`alter table inventory.supplier add column fax text;
    alter table inventory.supplier drop constraint supplier_has_a_name;
      create table inventory.shelf (name text)`);

  expect(await repair()).toEqual({
    done: [],
    left: [
      'column inventory.supplier.fax: drop it in a migration, or write its file under db/fixtures',
      'constraint supplier_has_a_name on inventory.supplier: a migration makes it: npm '
        + 'run migrate, or npm run db:watch for the open one',
      'table inventory.shelf: drop it in a migration, or write its file under db/fixtures',
    ],
  });
});

test('what needs a column that is gone is not repaired, and it is said why', async () => {
  await client.query('create policy with_a_phone on inventory.supplier using (phone is not null)');
  files = await readCatalog(client);
  await client.query('alter table inventory.supplier drop column phone cascade');

  await expect(repair()).rejects.toThrow(
    /^Nothing more was repaired, because this failed: create policy with_a_phone .*: column "phone" does not exist\. If it misses a column, a table or a type, run the migration that makes it first\.$/,
  );
});
