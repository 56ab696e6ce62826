// Each kind of object is changed by hand on a throw-away database, and the change is told in words.
import pg from 'pg';
import { afterAll, beforeAll, expect, inject, test } from 'vitest';
import { compareCatalogs, describe as say } from '../../tools/catalog/compare.ts';
import { readCatalog, type Catalog } from '../../../platform/catalog/read.ts';
import { testDatabase, type TestDatabase } from '../support/database.ts';

let db: TestDatabase;
let client: pg.Client;
let before: Catalog;

beforeAll(async () => {
  db = await testDatabase();
  client = new pg.Client({ connectionString: db.admin });
  await client.connect();
  before = await readCatalog(client);
});
afterAll(async () => {
  await client.end();
  await db.close();
});

const told = async (): Promise<string[]> =>
  compareCatalogs(before, await readCatalog(client)).map((difference) =>
    say(difference, 'the files', 'the database'),
  );

const body = `create
  or replace function agency.my_ids() returns text language sql as 'select null::text'`;

test.each<[what: string, change: string, undo: string, sentences: string[]]>([
  [
    'a schema',
    'create schema shelf',
    'drop schema shelf',
    ['schema shelf is in the database only'],
  ],
  [
    'a table with all that belongs to it',
    `create table inventory.shelf (id int generated always as identity primary key,
      name text unique);
     comment on column inventory.shelf.name is 'Name.';
       grant select on inventory.shelf to sodaily_user;
     create index on inventory.shelf (name, id)`,
    'drop table inventory.shelf',
    ['table inventory.shelf is in the database only'],
  ],
  [
    'how full the pages of a table are',
    'alter table inventory.receipt set (fillfactor = 70)',
    'alter table inventory.receipt set (fillfactor = 85)',
    ['table inventory.receipt differs'],
  ],
  [
    'a column',
    'alter table inventory.supplier add column fax text',
    'alter table inventory.supplier drop column fax',
    ['column inventory.supplier.fax is in the database only'],
  ],
  [
    'what a column may hold',
    'alter table inventory.supplier alter column phone set not null',
    'alter table inventory.supplier alter column phone drop not null',
    ['column inventory.supplier.phone differs: text in the files, text not null in the database'],
  ],
  [
    'a default',
    `alter table inventory.supplier alter column phone set default '0'`,
    'alter table inventory.supplier alter column phone drop default',
    [
      `column inventory.supplier.phone differs: text in the files, text default '0'::text `
        + 'in the database',
    ],
  ],
  [
    'a constraint',
    'alter table inventory.supplier drop constraint supplier_has_a_name',
    `alter table inventory.supplier add constraint supplier_has_a_name check (btrim(name) <> '')`,
    ['constraint supplier_has_a_name on inventory.supplier is missing in the database'],
  ],
  [
    'an index',
    'drop index inventory.supplier_name_idx',
    'create index supplier_name_idx on inventory.supplier (name)',
    ['index inventory.supplier_name_idx on inventory.supplier is missing in the database'],
  ],
  [
    'what a function does',
    'alter function agency.my_ids() volatile',
    'alter function agency.my_ids() stable',
    ['function agency.my_ids() differs'],
  ],
  [
    'who owns a function',
    'alter function agency.my_ids() owner to sodaily_owner',
    'alter function agency.my_ids() owner to sodaily_definer',
    [
      'function agency.my_ids() differs',
      'grant on function agency.my_ids() to sodaily_definer is missing in the database',
      'grant on function agency.my_ids() to sodaily_owner is in the database only',
    ],
  ],
  [
    'a function of other arguments',
    body.replace('my_ids()', 'my_ids(text)'),
    'drop function agency.my_ids(text)',
    ['function agency.my_ids(text) is in the database only'],
  ],
  [
    'a trigger that is switched off',
    'alter table inventory.issue disable trigger confirm_2_debt_limit',
    'alter table inventory.issue enable trigger confirm_2_debt_limit',
    ['trigger confirm_2_debt_limit on inventory.issue differs'],
  ],
  [
    'an event trigger',
    `create function public.watcher() returns event_trigger language plpgsql as 'begin end';
     create event trigger watches on ddl_command_end execute function public.watcher()`,
    'drop event trigger watches; drop function public.watcher()',
    [
      'event trigger watches is in the database only',
      'function public.watcher() is in the database only',
    ],
  ],
  [
    'a row policy',
    'alter policy user_reads_own_agencies on inventory.issue using (true)',
    `alter policy user_reads_own_agencies on inventory.issue
     using (agency_id = any (cast((select agency.my_ids()) as :ID_TYPE[])))`,
    ['policy user_reads_own_agencies on inventory.issue differs'],
  ],
  [
    'row security that is not forced',
    'alter table inventory.supplier no force row level security',
    'alter table inventory.supplier force row level security',
    ['table inventory.supplier differs'],
  ],
  [
    'a grant',
    'grant delete on inventory.issue to sodaily_staff',
    'revoke delete on inventory.issue from sodaily_staff',
    [
      'grant on table inventory.issue to sodaily_staff differs: select in the files, '
        + 'delete, select in the database',
    ],
  ],
  [
    'a grant on a column',
    'grant select (total_amount) on inventory.issue to sodaily_warehouse',
    'revoke select (total_amount) on inventory.issue from sodaily_warehouse',
    ['grant on column inventory.issue.total_amount to sodaily_warehouse is in the database only'],
  ],
  [
    'a comment',
    `comment on trigger confirm_2_debt_limit on inventory.issue is 'Off.'`,
    `comment on trigger confirm_2_debt_limit on inventory.issue is 'Confirming, step 2: `
      + `the debt stays within the debt limit.'`,
    ['comment on trigger confirm_2_debt_limit on inventory.issue differs'],
  ],
  [
    'a view that reads with other rights',
    'alter view audit.invariant_agency_days_equal_the_ledger set (security_invoker = false)',
    'alter view audit.invariant_agency_days_equal_the_ledger set (security_invoker = true)',
    ['view audit.invariant_agency_days_equal_the_ledger differs'],
  ],
  [
    'a type',
    'alter type inventory.receipt_line add attribute note text',
    'alter type inventory.receipt_line drop attribute note',
    [
      'column inventory.receipt_line.note is in the database only',
      'type inventory.receipt_line differs',
    ],
  ],
  [
    'a domain',
    'alter domain public.dong add constraint dong_is_positive check (value > 0) not valid',
    'alter domain public.dong drop constraint dong_is_positive',
    ['domain public.dong differs'],
  ],
  [
    'a setting of the database',
    `do $$ begin execute format('alter database %I set work_mem to ''8MB''', current_database());
      end $$`,
    `do $$ begin execute format('alter database %I reset work_mem', current_database()); end $$`,
    ['setting work_mem of the database is in the database only'],
  ],
])('%s', async (_what, change, undo, sentences) => {
  await client.query(change);
  const after = await told();
  await client.query(undo.replace(':ID_TYPE', inject('keyType')));

  expect(after).toEqual(sentences);
  expect(await told()).toEqual([]);
});
