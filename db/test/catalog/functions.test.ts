import { readFileSync, readdirSync } from 'node:fs';
import { basename, join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { fixtures } from '../support/contexts.ts';
import { testDatabase, type TestDatabase } from '../support/database.ts';
import { contexts } from '../support/rights.ts';

let db: TestDatabase;

beforeAll(async () => {
  db = await testDatabase();
});
afterAll(() => db.close());

const functionsThat = (condition: string) =>
  db.query<{ name: string }>(
    `select p.oid::regprocedure::text as name
   from pg_proc as p
   where p.pronamespace = any ($1::regnamespace[]) and ${condition} order by 1`,
    [contexts],
  );

test('a function that runs as the definer belongs to the definer', async () => {
  expect(await functionsThat("p.prosecdef and p.proowner <> 'sodaily_definer'::regrole")).toEqual(
    [],
  );
});

test('a function that runs as the definer pins its path to pg_catalog, pg_temp', async () => {
  expect(
    await functionsThat(
      `p.prosecdef and not coalesce('search_path=pg_catalog, pg_temp' = any (p.proconfig), false)`,
    ),
  ).toEqual([]);
  expect((await functionsThat('p.prosecdef')).length).toBeGreaterThan(10);
});

test('whatever else pins its path pins it the same way', async () => {
  expect(
    await functionsThat(
      `p.proconfig is not null and not 'search_path=pg_catalog, pg_temp' = any (p.proconfig)`,
    ),
  ).toEqual([]);
});

test('every trigger pins its path, for it runs with the path of whoever writes', async () => {
  expect(await functionsThat("p.prorettype = 'trigger'::regtype and p.proconfig is null")).toEqual(
    [],
  );
});

test('nothing can be called by everybody', async () => {
  expect(
    await functionsThat(
      `exists (select from aclexplode(coalesce(p.proacl, acldefault('f', p.proowner))) as g
       where g.grantee = 0)`,
    ),
  ).toEqual([]);
});

test('nobody but the owner and the definer may make things in the schemas of the business', async () => {
  const makers = await db.query(
    `select distinct n.nspname, g.grantee::regrole::text as role
     from pg_namespace as n cross join lateral aclexplode(n.nspacl) as g
     where n.nspname = any ($1) and g.privilege_type = 'CREATE'
       and g.grantee not in (n.nspowner, 'sodaily_definer'::regrole)`,
    [contexts],
  );
  const everybody = await db.query(
    `select n.nspname from pg_namespace as n cross join lateral aclexplode(n.nspacl) as g
     where n.nspname = any ($1) and g.grantee = 0`,
    [contexts],
  );

  expect({ makers, everybody }).toEqual({ makers: [], everybody: [] });
});

test('a command asks who calls before anything else', async () => {
  const commands = await functionsThat(
    `p.prosecdef and p.provolatile = 'v' and exists (
       select from aclexplode(p.proacl) as g
       where g.grantee = any (
         array['sodaily_user', 'sodaily_staff', 'sodaily_warehouse']::regrole[]))
     and p.prosrc !~ 'auth\\.require_(scope|user)|file\\.import_to_check'`,
  );

  expect(commands).toEqual([]);
});

test('a question that reads past the rights of its caller asks for a living session', async () => {
  const unasked = await functionsThat(
    `p.prosecdef and p.provolatile <> 'v' and exists (
       select from aclexplode(p.proacl) as g
       where g.grantee = any (array['sodaily_anonymous', 'sodaily_user', 'sodaily_staff',
         'sodaily_warehouse', 'sodaily_auditor']::regrole[]))
     and p.prosrc !~ 'auth\\.(require_(scope|user)|current_user_id|has_scope|sees_all_agencies|still_holds)|agency\\.my_ids|file\\.my_import_ids'`,
  );

  // who asks; what rules go by; how far a file is that the caller reads already
  expect(unasked.map(({ name }) => name)).toEqual([
    'auth.current_user_id()',
    'config.regulation_on(text,date)',
    'file.import_status(file.import)',
  ]);
});

test('a command that takes a list refuses one that is too long before it looks at the lines', async () => {
  const commands = await functionsThat(
    `p.provolatile = 'v' and exists (
       select from unnest(p.proargtypes) as a (type) join pg_type as t on t.oid = a.type
       where t.typcategory = 'A')
     and exists (
       select from aclexplode(p.proacl) as g
       where g.grantee = any (
         array['sodaily_user', 'sodaily_staff', 'sodaily_warehouse']::regrole[]))
     and p.prosrc !~ 'audit\\.refuse_too_many'`,
  );

  // keys are not judged one by one
  expect(commands.map(({ name }) => name.split('(')[0])).toEqual([
    'notification.mark_notifications_read',
  ]);
});

/** The names of functions that the files under fixtures define, with their file's stem. */
function definedInFiles(): { file: string; stem: string; names: string[] }[] {
  return readdirSync(fixtures, { recursive: true, encoding: 'utf8' })
    .filter((file) => /(?:functions|rules)\/.*\.sql$/.test(file))
    .map((file) => ({
      file,
      stem: basename(file, '.sql'),
      names: [
        ...readFileSync(join(fixtures, file), 'utf8').matchAll(
          /^create or replace function (\w+\.\w+)\s*\(/gm,
        ),
      ].map(([, name]) => name ?? ''),
    }));
}

test('every function of the database stands in a file of fixtures, and the other way round', async () => {
  const inFiles = definedInFiles()
    .flatMap(({ names }) => names)
    .toSorted();

  const inDatabase = await db.query<{ name: string }>(
    `select p.pronamespace::regnamespace || '.' || p.proname as name from pg_proc as p
     where p.pronamespace = any ($1::regnamespace[]) and not exists (
       select from pg_depend as d
       where d.classid = 'pg_proc'::regclass and d.objid = p.oid and d.deptype = 'e')
     order by 1`,
    [[...contexts, 'public']],
  );

  expect(inDatabase.map(({ name }) => name).toSorted()).toEqual(inFiles);
});

test('a file begins with the function it is named after', () => {
  const misnamed = definedInFiles().filter(({ stem, names }) => names[0]?.split('.')[1] !== stem);

  expect(misnamed).toEqual([]);
});

test('no function is longer than 60 lines', async () => {
  expect(
    await functionsThat(`cardinality(string_to_array(btrim(p.prosrc, E'\\n'), E'\\n')) > 60`),
  ).toEqual([]);
});
