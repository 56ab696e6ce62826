// What a function hands back passes no check of columns: it runs as the definer. So of every
// function that a role may call it is read from the catalog what stands in its answer, column by
// column: a row of a table is read anew by the server as the caller, and has the rights of the
// table; any other composite must hold no column that the role may not read where it comes from.
import { afterAll, beforeAll, expect, test } from 'vitest';
import { testDatabase, type TestDatabase } from '../support/database.ts';
import { contexts } from '../support/rights.ts';

let db: TestDatabase;
beforeAll(async () => {
  db = await testDatabase();
});
afterAll(() => db.close());

interface Part {
  function: string;
  column: string;
  type: string;
}

/** Columns of composites that are no tables, in what functions answer to a role, however deep. */
const PARTS = `
  with recursive answer as (
    select p.oid, coalesce(nullif(r.typelem, 0), r.oid) as type, p.oid::regproc::text as name
    from pg_proc as p join pg_type as r on r.oid = p.prorettype
    where p.pronamespace = any ($1::regnamespace[]) and has_function_privilege($2, p.oid, 'execute')
      and p.prorettype <> 'record'::regtype),
  part as (
    select a.name, '' collate "C" as path, t.typrelid, c.relkind
    from answer as a join pg_type as t on t.oid = a.type
    join pg_class as c on c.oid = t.typrelid
    union all
    select p.name, (p.path || '.' || a.attname) collate "C", t.typrelid, c.relkind
    from part as p
    join pg_attribute as a on a.attrelid = p.typrelid and a.attnum > 0 and not a.attisdropped
    join pg_type as own on own.oid = a.atttypid
    join pg_type as t on t.oid = coalesce(nullif(own.typelem, 0), own.oid)
    join pg_class as c on c.oid = t.typrelid
    where p.relkind = 'c'),
  written as (
    select p.name, ltrim(p.path || '.' || a.attname, '.') as column,
      format_type(a.atttypid, a.atttypmod) as type
    from part as p
    join pg_attribute as a on a.attrelid = p.typrelid and a.attnum > 0 and not a.attisdropped
    where p.relkind = 'c'
    union
    -- functions that return a table name its columns as arguments
    select f.oid::regproc::text, f.proargnames[n], format_type(f.proallargtypes[n], null)
    from pg_proc as f cross join generate_subscripts(f.proargmodes, 1) as n
    where f.pronamespace = any ($1::regnamespace[]) and f.proargmodes[n] in ('t', 'o')
      and has_function_privilege($2, f.oid, 'execute')
    union
    select p.oid::regproc::text, 'the answer', format_type(p.prorettype, null)
    from pg_proc as p
    where p.pronamespace = any ($1::regnamespace[])
      and has_function_privilege($2, p.oid, 'execute'))
  select distinct w.name as function, w.column, w.type from written as w order by 1, 2`;

const partsFor = (role: string) => db.query<Part>(PARTS, [contexts, role]);

/** Columns that some other role reads in a table, and this one does not, by their bare names. */
async function hiddenFrom(role: string): Promise<Set<string>> {
  const rows = await db.query<{ name: string }>(
    `select a.attname::text as name
     from pg_attribute as a join pg_class as c on c.oid = a.attrelid
     where c.relkind = 'r' and c.relnamespace = any ($1::regnamespace[]) and a.attnum > 0
       and not a.attisdropped and has_column_privilege('sodaily_staff', c.oid, a.attnum, 'select')
     group by 1
     having not bool_or(has_column_privilege($2, c.oid, a.attnum, 'select'))`,
    [contexts, role],
  );
  return new Set(rows.map(({ name }) => name));
}

test('the warehouse is answered no amount of money by any function, but those it knows goods by', async () => {
  const money = (await partsFor('sodaily_warehouse')).filter(({ type }) => type === 'dong');

  // prices and the value of the stock are figures of goods; those of the overview are null for the
  // warehouse (reports.test.ts)
  expect(
    money
      .filter((part) => part.function !== 'report.overview')
      .map((part) => `${part.function} ${part.column}`),
  ).toEqual([
    'inventory.issue_price the answer',
    'inventory.item_import_price the answer',
    'inventory.item_issue_price the answer',
    'report.stock_between total.worth',
    'report.stock_between worth',
  ]);
});

test.each(['sodaily_user', 'sodaily_warehouse', 'sodaily_auditor'])(
  'no function answers %s with a column that it may not read in any table',
  async (role) => {
    const hidden = await hiddenFrom(role);
    const told = (await partsFor(role)).filter(({ column }) =>
      hidden.has(column.split('.').at(-1) ?? ''),
    );

    // whether a kind of message is optional is no secret; the overview is null for the warehouse
    expect(
      told
        .filter(({ column }) => column !== 'is_optional')
        .map((part) => `${part.function} ${part.column}`),
    ).toEqual(
      role === 'sodaily_warehouse'
        ? ['report.overview debt_amount', 'report.overview refunded_amount']
        : [],
    );
  },
);

test('rows of tables are answered by commands as rows of that table, which the server reads anew', async () => {
  const rows = await db.query<{ function: string; table: string }>(
    `select p.oid::regproc::text as function, c.oid::regclass::text as table
     from pg_proc as p join pg_type as t on t.oid = p.prorettype
     join pg_class as c on c.oid = t.typrelid
     where p.provolatile = 'v' and p.pronamespace = any ($1::regnamespace[]) and c.relkind = 'r'
       and has_function_privilege('sodaily_staff', p.oid, 'execute')
       and not exists (
         select from pg_index as i where i.indrelid = c.oid and i.indisprimary)`,
    [contexts],
  );

  expect(rows).toEqual([]);
});
