// All rows of a database as one compressed file, in the words of psql: COPY with its rows, then
// where sequences stand. `load.ts` reads it.
import { createWriteStream } from 'node:fs';
import { pipeline } from 'node:stream/promises';
import { createGzip } from 'node:zlib';
import type pg from 'pg';
import { to as copyTo } from 'pg-copy-streams';
import { sequencesOf, tablesOf } from './tables.ts';

/** `client` is a superuser; `head` is a line that says what these rows are. */
export async function saveRows(client: pg.Client, file: string, head: string): Promise<void> {
  await client.query('begin transaction isolation level repeatable read read only');
  // the same rows give the same file: gzip is told no time
  await pipeline(linesOf(client, head), createGzip({ level: 9 }), createWriteStream(file));
  await client.query('commit');
}

async function* linesOf(client: pg.Client, head: string): AsyncGenerator<string | Buffer> {
  yield `-- ${head}\n`;
  for (const { name, columns } of await tablesOf(client)) {
    yield `copy ${name} (${columns}) from stdin;\n`;
    for await (const rows of client.query(copyTo(`copy ${name} (${columns}) to stdout`))) {
      yield rows as Buffer;
    }
    yield '\\.\n';
  }
  for (const statement of await sequencesOf(client)) yield `${statement};\n`;
}
