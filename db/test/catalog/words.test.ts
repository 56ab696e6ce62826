// Every state, kind, table and invariant of the database has its words, and no word is left over.
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import commands from '../../words/commands.json' with { type: 'json' };
import vocabularyOfColumn from '../../words/columns.json' with { type: 'json' };
import exportTitles from '../../words/exports.json' with { type: 'json' };
import importFaults from '../../words/import_faults.json' with { type: 'json' };
import invariants from '../../words/invariants.json' with { type: 'json' };
import kinds from '../../words/kinds.json' with { type: 'json' };
import roles from '../../words/roles.json' with { type: 'json' };
import states from '../../words/states.json' with { type: 'json' };
import trail from '../../words/trail.json' with { type: 'json' };
import { testDatabase, type TestDatabase } from '../support/database.ts';

let db: TestDatabase;

beforeAll(async () => {
  db = await testDatabase();
});
afterAll(() => db.close());

const root = join(import.meta.dirname, '..', '..', '..');

type Words = Readonly<Record<string, { vi: string; en: string }>>;
const vocabularies: Readonly<Record<string, Words>> = { ...states, ...kinds };
const columns: Readonly<Record<string, string>> = vocabularyOfColumn;

/** What no table holds, but people read: a state that is worked out from others. */
const workedOut: Readonly<Record<string, readonly string[]>> = {
  issue_status: ['withdrawn'],
  ledger_entry: ['brought_forward'],
  period_state: ['open', 'current', 'closed'],
};

/** Values that no page, file or mail shows. */
const neverShown = [
  'auth.login_attempt.outcome',
  'auth.password_reset.purpose',
  'file.export.format',
  'file.long_job.kind',
  'finance.credit_item.kind',
  'finance.payment_allocation.kind',
  'notification.announcement.kind',
  'notification.outbox.locale',
];

/** Columns whose values a check lists, with the values. */
async function listedValues(): Promise<Map<string, string[]>> {
  const rows = await db.query<{ column: string; definition: string }>(
    `select n.nspname || '.' || c.relname || '.' || a.attname as column,
       pg_get_constraintdef(k.oid) as definition
     from pg_constraint as k
     join pg_class as c on c.oid = k.conrelid
     join pg_namespace as n on n.oid = c.relnamespace
     join pg_attribute as a on a.attrelid = c.oid and a.attnum = k.conkey[1]
     where k.contype = 'c' and cardinality(k.conkey) = 1
       and pg_get_constraintdef(k.oid) ~ '^CHECK \\(\\(\\w+ = ANY \\(ARRAY\\['
       and n.nspname not in ('graphile_worker', 'graphile_migrate')`,
  );
  return new Map(
    rows.map(({ column, definition }) => [
      column,
      [...definition.matchAll(/'(\w+)'::text/g)].map(([, value]) => value ?? ''),
    ]),
  );
}

async function trueOrFalse(): Promise<Set<string>> {
  const rows = await db.query<{ column: string }>(
    `select n.nspname || '.' || c.relname || '.' || a.attname as column
     from pg_attribute as a
     join pg_class as c on c.oid = a.attrelid and c.relkind = 'r'
     join pg_namespace as n on n.oid = c.relnamespace
     where a.atttypid = 'boolean'::regtype`,
  );
  return new Set(rows.map(({ column }) => column));
}

/** The states that a function says in its comment it returns. */
async function promisedBy(name: string): Promise<string[]> {
  const [row] = await db.query<{ comment: string }>(
    'select obj_description($1::regprocedure) as comment',
    [name],
  );
  return [...(row?.comment.matchAll(/[a-z]+(?=,|\.| or)/g) ?? [])].map(([state]) => state);
}

describe('words', () => {
  test('are there for every column that lists its values, unless nobody sees it', async () => {
    const listed = await listedValues();

    expect(listed.size).toBeGreaterThan(20);
    expect([...listed.keys()].filter((column) => !(column in columns)).toSorted()).toEqual(
      neverShown,
    );
  });

  test('of a state or a kind are those of its values and no others', async () => {
    const listed = await listedValues();
    const booleans = await trueOrFalse();
    const valuesOf = (column: string): readonly string[] =>
      listed.get(column) ?? (booleans.has(column) ? ['true', 'false'] : []);
    const expected = new Map<string, Set<string>>(
      Object.entries(workedOut).map(([vocabulary, values]) => [vocabulary, new Set(values)]),
    );
    for (const [column, vocabulary] of Object.entries(columns)) {
      const values = expected.get(vocabulary) ?? new Set();
      for (const value of valuesOf(column)) values.add(value);
      expected.set(vocabulary, values);
    }
    expected.set('import_status', new Set(await promisedBy('file.import_status(file.import)')));

    const said = Object.entries(vocabularies).map(([vocabulary, words]) => [
      vocabulary,
      Object.keys(words).toSorted(),
    ]);

    expect(Object.fromEntries(said)).toEqual(
      Object.fromEntries([...expected].map(([name, values]) => [name, [...values].toSorted()])),
    );
  });

  test('of exports are those of the kinds there are', async () => {
    const rows = await db.query<{ code: string }>('select k.code from file.export_kind as k');

    expect(Object.keys(exportTitles).toSorted()).toEqual(rows.map(({ code }) => code).toSorted());
  });

  test('of roles are the names that a new database gives them', async () => {
    const rows = await db.query<{ code: string; vi: string; en: string }>(
      'select r.code, r.name_vi as vi, r.name_en as en from auth.role as r where r.is_builtin',
    );

    expect(roles).toEqual(Object.fromEntries(rows.map(({ code, vi, en }) => [code, { vi, en }])));
  });

  test('of invariants are there for each, in English those of its view', async () => {
    const rows = await db.query<{ name: string; sentence: string }>(
      `select substr(c.relname, 11) as name, obj_description(c.oid, 'pg_class') as sentence
       from pg_class as c
       where c.relnamespace = 'audit'::regnamespace and starts_with(c.relname, 'invariant_')
         and c.relkind = 'v'`,
    );
    const english = Object.entries(invariants).map(([name, { en }]) => [name, en]);

    expect(Object.fromEntries(english)).toEqual(
      Object.fromEntries(rows.map(({ name, sentence }) => [name, sentence])),
    );
  });

  test('of the audit trail are those of the tables and columns it keeps', async () => {
    const rows = await db.query<{ table: string; column: string }>(
      `select n.nspname || '.' || c.relname as table, a.attname as column
       from pg_trigger as g
       join pg_class as c on c.oid = g.tgrelid
       join pg_namespace as n on n.oid = c.relnamespace
       join pg_attribute as a on a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped
       where g.tgname = 'audit_insert' and a.attname <> 'search_text'`,
    );

    expect(Object.keys(trail.tables).toSorted()).toEqual(
      [...new Set(rows.map(({ table }) => table))].toSorted(),
    );
    expect(Object.keys(trail.columns).toSorted()).toEqual(
      [...new Set(rows.map(({ column }) => column))].toSorted(),
    );
  });

  test('are written in both languages and never empty', () => {
    const all = {
      ...vocabularies,
      commands,
      exportTitles,
      importFaults,
      invariants,
      roles,
      ...trail,
    };
    const silent = Object.entries(all).flatMap(([name, words]) =>
      Object.entries(words as Words)
        .filter(([, { vi, en }]) => vi.trim() === '' || en.trim() === '')
        .map(([value]) => `${name}.${value}`),
    );

    expect(silent).toEqual([]);
  });
});

test('every kind of notice has a sentence on the page and a mail in both languages', async () => {
  const rows = await db.query<{ code: string }>(
    'select k.code from notification.notification_kind as k',
  );
  const page = readFileSync(
    join(root, 'web', 'src', 'features', 'notification', 'use_sentence.ts'),
    'utf8',
  );
  const missing = rows.flatMap(({ code }) => [
    ...(page.includes(`case '${code}'`) ? [] : [`the page, ${code}`]),
    ...['vi', 'en']
      .filter((locale) => !existsSync(join(root, 'worker', 'templates', `${code}.${locale}.eta`)))
      .map((locale) => `worker/templates/${code}.${locale}.eta`),
  ]);

  expect(rows.length).toBeGreaterThan(10);
  expect(missing).toEqual([]);
});
