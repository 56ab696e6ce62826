// Rows from a file into a database that the same migrations made.
import { readFileSync } from 'node:fs';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { gunzipSync } from 'node:zlib';
import type pg from 'pg';
import { from as copyFrom } from 'pg-copy-streams';
import { refreshViews, tablesOf } from './tables.ts';

/**
 * Runs `fill` on a database whose tables are empty, in one transaction. Rules do not fire: rows
 * come as they were, and what rules wrote comes with them. `client` is a superuser.
 */
export async function emptied(client: pg.Client, fill: () => Promise<void>): Promise<void> {
  await client.query('begin');
  await client.query('set local session_replication_role = replica');
  const names = (await tablesOf(client)).map(({ name }) => name);
  await client.query(`truncate ${names.join(', ')}`);
  await fill();
  await client.query('commit');
}

/** Loads a file of `save.ts`. */
export async function loadRows(client: pg.Client, file: string): Promise<void> {
  await emptied(client, async () => {
    for (const { statement, rows } of statementsOf(gunzipSync(readFileSync(file)).toString())) {
      if (rows === undefined) await client.query(statement);
      else await pipeline(Readable.from([rows]), client.query(copyFrom(statement)));
    }
    await refreshViews(client);
  });
}

/** What a file of `save.ts` holds: statements, and the rows of each COPY. */
function* statementsOf(text: string): Generator<{ statement: string; rows?: string }> {
  let at = 0;
  while (at < text.length) {
    const end = text.indexOf('\n', at);
    const statement = text.slice(at, end).replace(/;$/, '');
    at = end + 1;
    if (statement.startsWith('copy ')) {
      const last = text.startsWith('\\.\n', at) ? at : text.indexOf('\n\\.\n', at) + 1;
      yield { statement, rows: text.slice(at, last) };
      at = last + 3;
    } else if (!statement.startsWith('--')) yield { statement };
  }
}
