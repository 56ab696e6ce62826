import { afterAll, beforeAll, expect, inject, test } from 'vitest';
import { testDatabase, type TestDatabase } from '../support/database.ts';
import { contexts } from '../support/rights.ts';

let db: TestDatabase;

beforeAll(async () => {
  db = await testDatabase();
});
afterAll(() => db.close());

// columns of tables, materialized views and composite types of the business
const columns = `
  select c.oid, c.relname, c.relkind, a.attnum, a.attname::text as column,
    c.oid::regclass || '.' || a.attname as name, format_type(a.atttypid, a.atttypmod) as type
  from pg_class as c join pg_attribute as a on a.attrelid = c.oid
  where c.relkind in ('r', 'p', 'v', 'm', 'c') and c.relnamespace = any ($1::regnamespace[])
    and a.attnum > 0 and not a.attisdropped`;

const columnsThat = async (condition: string): Promise<string[]> =>
  (
    await db.query<{ name: string; type: string }>(
      `select name, type from (${columns}) as c where ${condition} order by 1`,
      [contexts],
    )
  ).map(({ name, type }) => `${name} ${type}`);

test('every foreign key has an index that begins with its columns', async () => {
  const unindexed = await db.query(
    `select f.conrelid::regclass::text as table, f.conname
     from pg_constraint as f
     where f.contype = 'f' and f.connamespace = any ($1::regnamespace[]) and not exists (
       select from pg_index as i
       where i.indrelid = f.conrelid and i.indisvalid
         -- an index without the rows that have no such key serves its foreign key as well
         and (i.indpred is null or pg_get_expr(i.indpred, i.indrelid) = any (
           select format('(%s IS NOT NULL)', a.attname) from pg_attribute as a
           where a.attrelid = f.conrelid and a.attnum = any (f.conkey)))
         and (i.indkey::int2[])[0:cardinality(f.conkey) - 1] @> f.conkey)`,
    [contexts],
  );

  expect(unindexed).toEqual([]);
});

test('no index is invalid', async () => {
  expect(await db.query('select indexrelid::regclass from pg_index where not indisvalid')).toEqual(
    [],
  );
});

test('whatever belongs to a slip or a payment carries its agency and refers to both together', async () => {
  const loose = await db.query(
    `select f.conrelid::regclass::text as table, f.conname
     from pg_constraint as f
     where f.contype = 'f'
       and f.confrelid in ('inventory.issue'::regclass, 'finance.payment'::regclass)
       and not exists (
         select from pg_attribute as a
         where a.attrelid = f.conrelid and a.attname = 'agency_id' and a.attnum = any (f.conkey))`,
  );

  expect(loose).toEqual([]);
});

test('no column anywhere is a float, or money', async () => {
  expect(await columnsThat(`type ~ 'real|double precision|^money'`)).toEqual([]);
});

test('no function takes, returns or declares a float', async () => {
  const floating = await db.query(
    `select p.oid::regprocedure::text from pg_proc as p
     where p.pronamespace = any ($1::regnamespace[]) and (
       p.prosrc ~* '\\m(real|float|float8|double precision)\\M'
       or array['float4', 'float8']::regtype[]::oid[] && (
         coalesce(p.proallargtypes, p.proargtypes::oid[]) || p.prorettype))`,
    [contexts],
  );

  expect(floating).toEqual([]);
});

test('amounts of money are in whole đồng, quantities in their own domain', async () => {
  expect(
    await columnsThat(
      `c.relkind in ('r', 'm') and c.column ~ '(amount|_price|_total|debt_limit|^paid_now|balance_after)$'
     and type not in ('dong', 'quantity') and c.column !~ '_count$'`,
    ),
  ).toEqual([]);
  expect(
    await columnsThat(
      `c.relkind = 'r' and c.column ~ 'quantity$|^min_stock$' and type <> 'quantity'`,
    ),
  ).toEqual([]);
});

test('names say the type: *_at a moment, *_date a day, is_* a switch', async () => {
  expect(await columnsThat(`c.column ~ '_at$' and type <> 'timestamp with time zone'`)).toEqual([]);
  expect(await columnsThat(`c.column ~ '_date$' and type <> 'date'`)).toEqual([]);
  // an answer is named as the question asks
  expect(
    await columnsThat(
      `(c.column ~ '^is_') <> (type = 'boolean') and name <> 'inventory.counted_answer.included'`,
    ),
  ).toEqual([]);
  expect(await columnsThat(`type = 'timestamp without time zone'`)).toEqual([]);
});

test('every table says when a row was made', async () => {
  const silent = await db.query(
    `select c.oid::regclass::text as name from pg_class as c
     where c.relkind = 'r' and c.relnamespace = any ($1::regnamespace[]) and not exists (
       select from pg_attribute as a
       where a.attrelid = c.oid and a.attname = 'created_at' and a.attnotnull)`,
    [contexts],
  );

  expect(silent).toEqual([]);
});

test('every key is of the one key type, so that all can be switched together', async () => {
  const keyType = inject('keyType') === 'uuid' ? 'uuid' : 'integer';
  // a session's key travels, so it is random on either type; a request's is made by the server
  expect(
    await columnsThat(
      `(c.column = 'id' or c.column ~ '(_id|ed_by)$') and type <> '${keyType}'
     and name not in ('auth.session.id', 'audit.refusal.request_id', 'audit.change.trace_id')
     and c.column <> 'session_id'`,
    ),
  ).toEqual([]);
});

test('every table, column, function, type and schema has a comment', async () => {
  const silent = await db.query(
    `select 'schema' as kind, n.nspname::text as name from pg_namespace as n
     where n.nspname = any ($1) and obj_description(n.oid, 'pg_namespace') is null
     union all
     select 'relation', c.oid::regclass::text from pg_class as c
     where c.relkind in ('r', 'p', 'v', 'm') and c.relnamespace = any ($1::regnamespace[])
       and obj_description(c.oid, 'pg_class') is null
     union all
     select 'column', c.name from (${columns}) as c where col_description(c.oid, c.attnum) is null
     union all
     select 'function', p.oid::regprocedure::text from pg_proc as p
     where p.pronamespace = any ($1::regnamespace[]) and obj_description(p.oid, 'pg_proc') is null
     union all
     select 'type', t.oid::regtype::text from pg_type as t
     left join pg_class as c on c.oid = t.typrelid
     where t.typtype in ('d', 'e', 'c') and (t.typtype <> 'c' or c.relkind = 'c')
       and t.typnamespace = any (($1::regnamespace[]) || 'public'::regnamespace)
       and obj_description(t.oid, 'pg_type') is null
       and not exists (select from pg_depend as d where d.objid = t.oid and d.deptype = 'e')
     union all
     select 'trigger', t.tgrelid::regclass || ' ' || t.tgname from pg_trigger as t
     join pg_class as c on c.oid = t.tgrelid
     where not t.tgisinternal and c.relnamespace = any ($1::regnamespace[])
       and obj_description(t.oid, 'pg_trigger') is null`,
    [contexts],
  );

  expect(silent).toEqual([]);
});

test('constraints are sentences; only keys keep the names PostgreSQL gives', async () => {
  const generated = await db.query(
    `select c.conrelid::regclass::text as table, c.conname
     from pg_constraint as c
     where c.connamespace = any ($1::regnamespace[]) and c.contype in ('c', 'u', 'x')
       and (c.conname ~ '_(check|key|excl)\\d*$'
         or c.conname !~ '_(is|are|has|have|says|names|reads|looks|needs|belongs|starts|start|moves|begins)_')`,
    [contexts],
  );

  expect(generated).toEqual([]);
});

test('the steps of cancelling and confirming run in the order of their numbers, after each other', async () => {
  const steps = (timing: 'before' | 'after') =>
    db
      .query<{ name: string }>(
        `select t.tgname::text as name from pg_trigger as t
         where t.tgrelid = 'inventory.issue'::regclass and not t.tgisinternal
           and (t.tgtype & 2 = 2) = ($1 = 'before') and t.tgtype & 16 = 16
         order by t.tgname`,
        [timing],
      )
      .then((rows) => rows.map(({ name }) => name));

  expect(await steps('before')).toEqual([
    'change_1_issue_transition',
    'change_2_issue_is_final_once_confirmed',
    'change_3_paid_now_within_total',
    'confirm_0_period_is_open',
    'confirm_1_issue_needs_an_active_agency',
    'confirm_2_debt_limit',
    'confirm_2_issue_keeps_its_term',
    'confirm_2_overdue_block',
    'confirm_3_f_update_debt_amount',
    'confirm_4_f_reduce_stock_on_issue',
    'confirm_5_issue_is_numbered_last',
    'confirm_6_paid_now_makes_one_payment',
    'issue_has_no_adjustments_when_cancelled',
    'issue_has_no_returns_when_cancelled',
  ]);
  expect(await steps('after')).toEqual([
    'audit_update',
    'cancel_1_debt_is_reversed',
    'cancel_2_stock_comes_back',
    'cancel_3_requested_returns_end_with_their_slip',
    'confirm_7_issue_is_announced',
  ]);
});

test('no trigger is switched off', async () => {
  expect(
    await db.query(
      `select t.tgname from pg_trigger as t join pg_class as c on c.oid = t.tgrelid
     where c.relnamespace = any ($1::regnamespace[]) and not t.tgisinternal and t.tgenabled <> 'O'`,
      [contexts],
    ),
  ).toEqual([]);
});
