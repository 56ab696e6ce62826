// The rows a new database begins with (db/fixtures/<schema>/data), in words that do not depend on
// keys.
import type pg from 'pg';
import { ours } from '../../platform/catalog/objects.ts';

/** Keys are given in the order of insertion, so rows name others by their words. */
const words: Record<string, string> = {
  role_id: '(select r.code from auth.role as r where r.id = t.role_id)',
  regulation_id: '(select r.key from config.regulation as r where r.id = t.regulation_id)',
};
const moments = ['id', 'created_at', 'updated_at', 'refreshed_at'];
/** What the rules themselves write down about the rows, in other words on either way. */
const trails = new Set(['audit.change']);

/** Table → its rows, sorted; empty tables are left out. */
export async function firstRows(client: pg.ClientBase): Promise<Map<string, string[]>> {
  const { rows: tables } = await client.query<{ name: string; columns: string[] }>(
    `select c.oid::regclass::text as name, array(
       select a.attname::text from pg_attribute as a
       where a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped) as columns
     from pg_class as c
     where c.relkind = 'r' and c.relnamespace in (select o.oid from (${ours}) as o) order by 1`,
  );
  const found = new Map<string, string[]>();
  for (const { name, columns } of tables.filter((table) => !trails.has(table.name))) {
    const told = columns
      .filter((column) => column in words)
      .map((column) => `, '${column}', ${words[column]}`);
    const { rows } = await client.query<{ row: string }>(
      `select ((to_jsonb(t) - $1::text[])
        || jsonb_build_object('of', '${name}'${told.join('')}))::text as row
       from ${name} as t order by 1`,
      [moments],
    );
    if (rows.length > 0)
      found.set(
        name,
        rows.map(({ row }) => row),
      );
  }
  return found;
}
