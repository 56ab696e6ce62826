import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { contactsOf, declaredIn, fixtures, type Contacts } from '../support/contexts.ts';
import { testDatabase, type TestDatabase } from '../support/database.ts';
import { contexts } from '../support/rights.ts';

let db: TestDatabase;
let contacts: Map<string, Contacts>;

beforeAll(async () => {
  db = await testDatabase();
  contacts = await contactsOf(db);
});
afterAll(() => db.close());

describe.each(contexts)('%s', (context) => {
  test('has a README that says what it is', () => {
    expect(existsSync(join(fixtures, context, 'README.md'))).toBe(true);
  });

  test('calls only functions that their contexts offer', () => {
    const calls = [...(contacts.get(context)?.calls ?? [])];

    expect(
      calls.filter((name) => {
        const [owner = ''] = name.split('.');
        return !declaredIn(owner, 'Others may call').includes(name);
      }),
    ).toEqual([]);
  });

  test('reads, writes and listens to the tables of others that its README names, and no more', () => {
    const { reads, writes, listens } = contacts.get(context) ?? {
      reads: [],
      writes: [],
      listens: [],
    };

    expect({
      reads: [...reads].toSorted(),
      writes: [...writes].toSorted(),
      listens: [...listens].toSorted(),
    }).toEqual({
      reads: declaredIn(context, 'May read'),
      writes: declaredIn(context, 'May write'),
      listens: declaredIn(context, 'Listens to'),
    });
  });

  test('offers only functions of its own that exist', async () => {
    const offered = declaredIn(context, 'Others may call');

    const existing = await db.query<{ name: string }>(
      `select distinct p.pronamespace::regnamespace || '.' || p.proname as name
       from pg_proc as p where p.pronamespace = $1::regnamespace`,
      [context],
    );
    const own = new Set(existing.map(({ name }) => name));
    expect(offered.filter((name) => !own.has(name))).toEqual([]);
  });
});

test('the contexts are the schemas of the database, beside those of the tools', async () => {
  const schemas = await db.query<{ name: string }>(
    `select nspname::text as name from pg_namespace
     where nspname !~ '^pg_' and nspname not in ('information_schema', 'public') order by 1`,
  );

  expect(schemas.map(({ name }) => name)).toEqual(
    [...contexts, 'graphile_migrate', 'graphile_worker'].toSorted(),
  );
});

test('jobs are queued through one function', async () => {
  const callers = await db.query<{ name: string }>(
    `select p.pronamespace::regnamespace || '.' || p.proname as name from pg_proc as p
     where p.pronamespace = any ($1::regnamespace[]) and p.prosrc ~ 'graphile_worker[.]add_jobs?'`,
    [contexts],
  );

  expect(callers.map(({ name }) => name)).toEqual(['notification.enqueue']);
});
