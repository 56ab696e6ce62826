// How the contexts touch each other: what the database says, and what their READMEs declare.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Reader } from './books.ts';
import { contexts } from './rights.ts';

export const fixtures = join(import.meta.dirname, '..', '..', 'fixtures');

/** What one context does with the things of others: `schema.name` each. */
export interface Contacts {
  calls: Set<string>;
  reads: Set<string>;
  writes: Set<string>;
  listens: Set<string>;
}

interface Source {
  context: string;
  body: string;
}

// function bodies and signatures, policies, views: everything that is written as text
const sources = `
  select n.nspname::text as context, concat_ws(' ', pg_get_function_arguments(p.oid),
      pg_get_function_result(p.oid), p.prosrc) as body
  from pg_proc as p join pg_namespace as n on n.oid = p.pronamespace where n.nspname = any ($1)
  union all
  select p.schemaname::text, concat_ws(' ', p.qual, p.with_check)
  from pg_policies as p where p.schemaname = any ($1)
  union all
  select n.nspname::text, pg_get_viewdef(c.oid)
  from pg_class as c join pg_namespace as n on n.oid = c.relnamespace
  where c.relkind in ('v', 'm') and n.nspname = any ($1)
  union all
  select n.nspname::text, pg_get_expr(d.adbin, d.adrelid)
  from pg_attrdef as d join pg_class as c on c.oid = d.adrelid
  join pg_namespace as n on n.oid = c.relnamespace where n.nspname = any ($1)`;

const foreignKeys = `
  select c.connamespace::regnamespace::text as context,
    c.confrelid::regclass::text as name
  from pg_constraint as c
  where c.contype = 'f' and c.connamespace = any ($1::regnamespace[])`;

const triggers = `
  select p.pronamespace::regnamespace::text as context, t.tgrelid::regclass::text as name
  from pg_trigger as t join pg_proc as p on p.oid = t.tgfoid
  where not t.tgisinternal and p.pronamespace = any ($1::regnamespace[])`;

const names = `
  select 'function' as kind, p.pronamespace::regnamespace || '.' || p.proname as name
  from pg_proc as p where p.pronamespace = any ($1::regnamespace[])
  union
  select 'table', c.relnamespace::regnamespace || '.' || c.relname
  from pg_class as c
  where c.relkind in ('r', 'v', 'm', 'c') and c.relnamespace = any ($1::regnamespace[])`;

/** Every contact between contexts that the catalog knows, by the context that makes it. */
export async function contactsOf(reader: Reader): Promise<Map<string, Contacts>> {
  const found = new Map<string, Contacts>(
    contexts.map((context) => [
      context,
      {
        calls: new Set(),
        reads: new Set(),
        writes: new Set(),
        listens: new Set(),
      },
    ]),
  );
  const known = await reader.query<{ kind: string; name: string }>(names, [contexts]);
  const isFunction = new Set(
    known.filter(({ kind }) => kind === 'function').map(({ name }) => name),
  );
  const isTable = new Set(known.filter(({ kind }) => kind === 'table').map(({ name }) => name));

  for (const { context, body } of await reader.query<Source>(sources, [contexts])) {
    const contacts = found.get(context);
    for (const { name, verb, isCall } of mentions(body)) {
      if (contacts === undefined || name.startsWith(`${context}.`)) continue;
      if (isCall && isFunction.has(name)) contacts.calls.add(name);
      else if (isTable.has(name)) contacts[verb].add(name);
    }
  }
  for (const [query, kind] of [
    [foreignKeys, 'reads'],
    [triggers, 'listens'],
  ] as const) {
    for (const { context, name } of await reader.query<{ context: string; name: string }>(query, [
      contexts,
    ])) {
      const plain = name.replaceAll('"', '');
      if (!plain.startsWith(`${context}.`)) found.get(context)?.[kind].add(plain);
    }
  }
  return found;
}

const word = new RegExp(
  `(insert into |update |delete from )?\\b(${contexts.join('|')})\\.("?)(\\w+)\\3(\\s*\\()?`,
  'g',
);

/** The qualified names in a piece of SQL, without its comments and texts. */
function mentions(body: string): { name: string; verb: 'reads' | 'writes'; isCall: boolean }[] {
  const code = body.replace(/--.*$/gm, '').replace(/'(?:[^']|'')*'/g, "''");
  return [...code.matchAll(word)].map(([, write, context, , name, parenthesis]) => ({
    name: `${context}.${name}`,
    verb: write === undefined ? 'reads' : 'writes',
    // `insert into x.y (` is no call
    isCall: parenthesis !== undefined && write === undefined,
  }));
}

/** The bullets of a section of a context's README. */
export function declaredIn(context: string, section: string): string[] {
  const readme = readFileSync(join(fixtures, context, 'README.md'), 'utf8');
  const [, ...parts] = readme.split(/^## /m);
  const part = parts.find((text) => text.split('\n')[0]?.trim() === section) ?? '';
  return [...part.matchAll(/^- `([\w.]+)`/gm)].map(([, name]) => name ?? '');
}
