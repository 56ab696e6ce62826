// Everything that makes a database behave as it does, read into entries that can be compared.
import type pg from 'pg';
import * as grants from './grants.ts';
import * as objects from './objects.ts';
import * as relations from './relations.ts';
import * as rules from './rules.ts';

/** Name of an object, such as `function inventory.debt_limit()`, → what it is. */
export type Catalog = ReadonlyMap<string, string>;

interface Entry {
  name: string;
  definition: string;
  comment: string | null;
}

/** What decides about what happens, and who may do it. */
const ruleQueries = [
  relations.relations,
  rules.functions,
  rules.triggers,
  rules.eventTriggers,
  rules.policies,
  grants.schemaGrants,
  grants.tableGrants,
  grants.columnGrants,
  grants.functionGrants,
];
const allQueries = [
  ...ruleQueries,
  objects.schemas,
  objects.types,
  objects.extensions,
  objects.settings,
  relations.columns,
  relations.orders,
  relations.constraints,
  relations.indexes,
  relations.sequences,
  relations.rewrites,
  grants.typeGrants,
  grants.databaseGrants,
  grants.defaultGrants,
];

/**
 * Everything. Any login may read it, it is all in pg_catalog. Comments are entries of their own.
 */
export function readCatalog(client: pg.ClientBase): Promise<Catalog> {
  return read(client, allQueries);
}

/** Functions, triggers, policies, views, row security and grants, without comments. */
export async function readRules(client: pg.ClientBase): Promise<Catalog> {
  const found = await read(client, ruleQueries);
  return new Map(
    [...found]
      .filter(([name]) => !name.startsWith('comment '))
      // a right that PostgreSQL 17 brought: every owner has it there
      .map(([name, definition]) => [
        name,
        name.startsWith('grant ')
          ? definition.replace(/\bmaintain, |, maintain\b/, '')
          : definition,
      ]),
  );
}

async function read(client: pg.ClientBase, queries: string[]): Promise<Catalog> {
  const found = new Map<string, string>();
  // with nothing on the path every name is written with its schema
  await client.query(
    'begin isolation level repeatable read read only; set local search_path to pg_catalog',
  );
  try {
    for (const query of queries) {
      const { rows } = await client.query<Entry>(query);
      for (const { name, definition, comment } of rows) {
        found.set(name, definition);
        if (comment !== null) found.set(`comment on ${name}`, comment);
      }
    }
  } finally {
    await client.query('rollback');
  }
  return new Map([...found].toSorted(([a], [b]) => (a < b ? -1 : 1)));
}
