// What makes up the books of a database besides its schema: rows of our tables and of the queue,
// where sequences stand, and materialized views, which are made anew.
import type pg from 'pg';
import { ours } from '../../../platform/catalog/objects.ts';

const counted = `(select o.oid from (${ours}) as o union all
  select n.oid from pg_namespace as n where n.nspname = 'graphile_worker')`;

export interface Table {
  /** Qualified and quoted. */
  name: string;
  /** Columns that hold what was written, quoted; PostgreSQL computes the others. */
  columns: string;
}

/** Every table that holds rows, in a fixed order. */
export async function tablesOf(client: pg.ClientBase): Promise<Table[]> {
  const { rows } = await client.query<Table>(
    `select format('%I.%I', n.nspname, c.relname) as name, string_agg(
       format('%I', a.attname), ', ' order by a.attnum) filter (where a.attgenerated = '')
       as columns
     from pg_class as c
     join pg_namespace as n on n.oid = c.relnamespace
     join pg_attribute as a on a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped
     where c.relkind = 'r' and n.oid in ${counted}
       -- which migrations of the queue ran is the matter of the database that ran them
       and (n.nspname, c.relname) <> ('graphile_worker', 'migrations')
     group by n.nspname, c.relname order by n.nspname, c.relname`,
  );
  return rows;
}

/** A statement for each sequence that brings it where it stands here. */
export async function sequencesOf(client: pg.ClientBase): Promise<string[]> {
  const { rows } = await client.query<{ name: string }>(
    `select format('%I.%I', n.nspname, c.relname) as name
     from pg_class as c join pg_namespace as n on n.oid = c.relnamespace
     where c.relkind = 'S' and n.oid in ${counted} order by n.nspname, c.relname`,
  );
  const statements: string[] = [];
  for (const { name } of rows) {
    const standing = await client.query<{ statement: string }>(
      `select format('select pg_catalog.setval(%L, %s, %L)',
         $1::text, s.last_value, s.is_called) as statement from ${name} as s`,
      [name],
    );
    statements.push(...standing.rows.map(({ statement }) => statement));
  }
  return statements;
}

/** Rows of each table as a count and a sum over all that they hold, computed columns too. */
export async function fingerprintsOf(client: pg.ClientBase): Promise<Map<string, string>> {
  const prints = new Map<string, string>();
  for (const { name } of await tablesOf(client)) {
    const { rows } = await client.query<{ print: string }>(
      `select format('%s rows, sum %s', count(*), coalesce(sum(
         ('x' || left(md5(t::text), 15))::bit(60)::bigint), 0)) as print from ${name} as t`,
    );
    prints.set(name, rows[0]?.print ?? '');
  }
  return prints;
}

/** Every materialized view of ours, filled from the tables. */
export async function refreshViews(client: pg.ClientBase): Promise<void> {
  const { rows } = await client.query<{ name: string }>(
    `select format('%I.%I', n.nspname, c.relname) as name
     from pg_class as c join pg_namespace as n on n.oid = c.relnamespace
     where c.relkind = 'm' and n.oid in ${counted} order by 1`,
  );
  for (const { name } of rows) await client.query(`refresh materialized view ${name}`);
}
