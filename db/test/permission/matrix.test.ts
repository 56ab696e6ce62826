import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { testDatabase, type TestDatabase } from '../support/database.ts';
import { functionMatrix, tableMatrix } from '../support/rights.ts';

let db: TestDatabase;

beforeAll(async () => {
  db = await testDatabase();
});
afterAll(() => db.close());

// A right is changed in two places: in the SQL and, on purpose, by hand in the file of
// expectations.
const expected = (file: string): string => readFileSync(join(import.meta.dirname, file), 'utf8');

test('every table gives every role the rights of matrix.txt and no others', async () => {
  expect(await tableMatrix(db)).toBe(expected('matrix.txt'));
});

test('every function may be called by the roles of functions.txt and no others', async () => {
  expect(await functionMatrix(db)).toBe(expected('functions.txt'));
});

test('roles are members of each other as roles.sql says and no further', async () => {
  const members = await db.query<{ member: string; of: string }>(
    `select m.rolname as member, r.rolname as of
     from pg_auth_members as a
     join pg_roles as m on m.oid = a.member
     join pg_roles as r on r.oid = a.roleid
     where m.rolname like 'sodaily%' or r.rolname like 'sodaily%'
     order by 1, 2`,
  );

  expect(members.map(({ member, of }) => `${member} is ${of}`.replaceAll('sodaily_', ''))).toEqual([
    'authenticator is anonymous',
    'authenticator is auditor',
    'authenticator is staff',
    'authenticator is user',
    'authenticator is warehouse',
    'backup is pg_read_all_data',
    'definer is authenticator',
    'definer is signin',
    'definer is worker',
    'metrics is pg_monitor',
    'migrator is pg_monitor',
    'migrator is owner',
    'owner is definer',
    'worker is auditor',
    'worker is staff',
    'worker is user',
    'worker is warehouse',
  ]);
});

test('roles can do what their work needs: log in, bypass row security, inherit', async () => {
  const roles = await db.query<{ role: string; can: string[] }>(
    `select replace(r.rolname, 'sodaily_', '') as role, array_remove(array[
       case when r.rolcanlogin then 'login' end, case when r.rolsuper then 'superuser' end,
       case when r.rolbypassrls then 'bypassrls' end, case when r.rolinherit then 'inherit' end,
       case when r.rolcreatedb then 'createdb' end, case when r.rolcreaterole then 'createrole' end,
       case when r.rolreplication then 'replication' end], null) as can
     from pg_roles as r where r.rolname like 'sodaily%' order by 1`,
  );

  expect(Object.fromEntries(roles.map(({ role, can }) => [role, can.join(' ')]))).toEqual({
    anonymous: 'inherit',
    auditor: 'inherit',
    authenticator: 'login',
    backup: 'login bypassrls inherit',
    definer: 'inherit',
    metrics: 'login inherit',
    migrator: 'login bypassrls inherit',
    owner: 'inherit',
    signin: 'login',
    staff: 'inherit',
    user: 'inherit',
    warehouse: 'inherit',
    worker: 'login',
  });
});

test('nobody may make temporary tables, which could shadow a function, but the definer', async () => {
  const roles = await db.query<{ role: string }>(
    `select r.rolname as role from pg_roles as r
     where r.rolname like 'sodaily%'
       and has_database_privilege(r.oid, current_database(), 'temporary')
     order by 1`,
  );

  // the owner and the migrator are the definer's members
  expect(roles.map(({ role }) => role)).toEqual([
    'sodaily_definer',
    'sodaily_migrator',
    'sodaily_owner',
  ]);
});
