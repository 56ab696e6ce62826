import { afterAll, beforeAll, expect, test } from 'vitest';
import { testDatabase, type TestDatabase } from '../support/database.ts';
import { contexts } from '../support/rights.ts';

let db: TestDatabase;

beforeAll(async () => {
  db = await testDatabase();
});
afterAll(() => db.close());

test('every table of the business has row-level security, enabled and forced on its owner', async () => {
  const unguarded = await db.query(
    `select c.oid::regclass::text as name, c.relrowsecurity as is_enabled,
      c.relforcerowsecurity as is_forced
     from pg_class as c
     where c.relkind in ('r', 'p') and c.relnamespace = any ($1::regnamespace[])
       and not (c.relrowsecurity and c.relforcerowsecurity)`,
    [contexts],
  );

  expect(unguarded).toEqual([]);
});

test('every table belongs to the owner, who never logs in', async () => {
  const others = await db.query(
    `select c.oid::regclass::text as name, r.rolname from pg_class as c
      join pg_roles as r on r.oid = c.relowner
     where c.relkind = 'r' and c.relnamespace = any ($1::regnamespace[])
       and r.rolname <> 'sodaily_owner'`,
    [contexts],
  );

  expect(others).toEqual([]);
});

test('every role that has a right on a table also has a policy there for the verb', async () => {
  const gaps = await db.query(
    `select c.oid::regclass::text as name, g.grantee::regrole::text as role,
      g.privilege_type as verb
     from pg_class as c
     cross join lateral (
       select x.grantee, x.privilege_type from aclexplode(c.relacl) as x
       union
       select x.grantee, x.privilege_type from pg_attribute as a
       cross join lateral aclexplode(a.attacl) as x
       where a.attrelid = c.oid) as g
     where c.relkind = 'r' and c.relnamespace = any ($1::regnamespace[]) and g.grantee <> c.relowner
       and not exists (
         select from pg_policy as p
         where p.polrelid = c.oid and p.polpermissive and g.grantee = any (p.polroles)
           and p.polcmd in ('*', case g.privilege_type when 'SELECT' then 'r' when 'INSERT' then 'a'
             when 'UPDATE' then 'w' when 'DELETE' then 'd' end::"char"))`,
    [contexts],
  );

  expect(gaps).toEqual([]);
});

test('every policy names its roles: none is for everybody', async () => {
  const open = await db.query(
    `select p.polrelid::regclass::text as name, p.polname from pg_policy as p
      where 0 = any (p.polroles)`,
  );

  expect(open).toEqual([]);
});

test('policies evaluate functions once per statement: every call stands in a (select …)', async () => {
  const policies = await db.query<{ policy: string; rule: string }>(
    `select format('%s.%s %s', schemaname, tablename, policyname) as policy,
       concat_ws(' ', qual, with_check) as rule
     from pg_policies where schemaname = any ($1)`,
    [contexts],
  );

  const bare = policies.filter(({ rule }) =>
    rule.replace(/\(\s*SELECT (?:\w+)\.\w+\([^()]*\) AS \w+\)/g, '').match(/\w+\.\w+\(/),
  );
  expect(bare).toEqual([]);
  expect(policies.filter(({ rule }) => /SELECT/.test(rule)).length).toBeGreaterThan(10);
});

test('policies ask no other table', async () => {
  const asking = await db.query(
    `select format('%s.%s %s', schemaname, tablename, policyname) as policy
     from pg_policies where schemaname = any ($1)
       and concat_ws(' ', qual, with_check) ~ '\\mFROM\\M'`,
    [contexts],
  );

  expect(asking).toEqual([]);
});

test('a role that sees some agencies only is filtered on every table that has agencies', async () => {
  const unfiltered = await db.query(
    `select c.oid::regclass::text as name, p.polname
     from pg_class as c
     join pg_attribute as a on a.attrelid = c.oid and a.attname = 'agency_id'
     join pg_policy as p on p.polrelid = c.oid and p.polpermissive
     where c.relkind = 'r' and c.relnamespace = any ($1::regnamespace[])
       and 'sodaily_user'::regrole = any (p.polroles)
       and pg_get_expr(p.polqual,
         p.polrelid) !~ 'agency_id = ANY \\(\\( SELECT agency.my_ids\\(\\)'`,
    [contexts],
  );

  expect(unfiltered).toEqual([]);
});

test('every column that a policy compares is the first of an index', async () => {
  const unindexed = await db.query(
    `select distinct p.polrelid::regclass::text as name, a.attname
     from pg_policy as p
     join pg_depend as d on d.classid = 'pg_policy'::regclass and d.objid = p.oid
       and d.refclassid = 'pg_class'::regclass and d.refobjid = p.polrelid and d.refobjsubid > 0
     join pg_attribute as a on a.attrelid = p.polrelid and a.attnum = d.refobjsubid
     where not exists (
       select from pg_index as i where i.indrelid = p.polrelid and i.indkey[0] = a.attnum
         and i.indisvalid)`,
  );

  expect(unindexed).toEqual([]);
});

test('every view asks as its reader, and materialized views are read by functions only', async () => {
  const views = await db.query(
    `select c.oid::regclass::text as name from pg_class as c
     where c.relkind = 'v' and c.relnamespace = any ($1::regnamespace[])
       and not coalesce('security_invoker=true' = any (c.reloptions), false)`,
    [contexts],
  );
  const readable = await db.query(
    `select c.oid::regclass::text as name, g.grantee::regrole::text as role
     from pg_class as c cross join lateral aclexplode(c.relacl) as g
     where c.relkind = 'm' and c.relnamespace = any ($1::regnamespace[])
       and g.grantee <> c.relowner and g.grantee <> 'sodaily_definer'::regrole`,
    [contexts],
  );

  expect({ views, readable }).toEqual({ views: [], readable: [] });
});
