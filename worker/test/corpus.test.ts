// Lists as other programs and people write them: worker/test/corpus, made by `npm run corpus`. Each
// comes in as it is, and what is understood of it is compared by value.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import pg from 'pg';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { Person } from '../../db/test/support/actor.ts';
import { testDatabase, type TestDatabase } from '../../db/test/support/database.ts';
import { faultsOf, importerOf, type Importer } from './support/import_file.ts';

interface Shape {
  file: string;
  what: string;
  title: string;
  head: number;
  columns: (string | null)[];
  rows: number;
  first: Record<string, string> | null;
  last?: Record<string, string>;
  faults: string[];
  leftOut: number[];
}

const folder = join(import.meta.dirname, 'corpus');
const shapes = JSON.parse(readFileSync(join(folder, 'shapes.json'), 'utf8')) as Shape[];
const bringer: Readonly<Record<string, Person>> = {
  items: 'warehouse',
  opening_stock: 'warehouse',
  agencies: 'manager',
  opening_debt: 'accountant',
};

let db: TestDatabase;
let pgPool: pg.Pool;
let importer: Importer;
beforeAll(async () => {
  db = await testDatabase();
  await db.query("insert into inventory.unit (name) values ('Hộp'), ('Gói')");
  pgPool = new pg.Pool({ connectionString: db.workerUrl, max: 4 });
  pgPool.on('error', () => undefined);
  pgPool.on('connect', (client) => client.on('error', () => undefined));
  importer = importerOf(db, pgPool);
});
afterAll(async () => {
  await pgPool.end();
  await db.close();
});
beforeEach(() => pgPool.query('delete from graphile_worker._private_jobs'));

test('the corpus has at least 25 shapes', () => {
  expect(shapes.length).toBeGreaterThanOrEqual(25);
});

describe('as it is, is understood', () => {
  test.each(shapes.map((shape) => [shape.title, shape] as const))('%s', async (_title, shape) => {
    const brought = await importer.checked(
      bringer[shape.what] ?? 'admin',
      shape.what,
      readFileSync(join(folder, shape.file)),
      shape.file,
    );

    const [read] = await db.query<{
      head: number;
      columns: (string | null)[];
      rows: number;
      left_out: { row: number }[];
    }>(
      `select i.head_row_no::int as head, i.columns, i.row_count::int as rows, i.left_out
       from file.import as i where i.id::text = $1`,
      [brought.id],
    );
    const cells = await db.query<{ cells: Record<string, string> }>(
      'select r.cells from file.import_row as r where r.import_id::text = $1 order by r.row_no',
      [brought.id],
    );
    expect({
      head: read?.head,
      columns: read?.columns,
      rows: read?.rows,
      leftOut: read?.left_out.map(({ row }) => row),
      faults: await faultsOf(db, brought),
    }).toEqual({
      head: shape.head,
      columns: shape.columns,
      rows: shape.rows,
      leftOut: shape.leftOut,
      faults: shape.faults,
    });
    expect(cells[0]?.cells ?? {}).toMatchObject(shape.first ?? {});
    expect(cells.at(-1)?.cells ?? {}).toMatchObject(shape.last ?? {});
  });
});
