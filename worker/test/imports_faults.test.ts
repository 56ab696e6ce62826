// What is wrong with a file, told so that people can work with it: by kind, and checked again when
// what it lacked was made.
import { randomUUID } from 'node:crypto';
import pg from 'pg';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { Person } from '../../db/test/support/actor.ts';
import { testDatabase, type TestDatabase } from '../../db/test/support/database.ts';
import {
  faultsOf,
  importerOf,
  importState,
  type Import,
  type Importer,
} from './support/import_file.ts';

let db: TestDatabase;
let pgPool: pg.Pool;
let importer: Importer;
beforeAll(async () => {
  db = await testDatabase();
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

interface Group {
  column: string;
  reason: string;
  cells: string;
  different: string;
  values: { value: string | null; cells: string; row: string; beside: Record<string, string> }[];
}

const groupsOf = (person: Person, { id }: Import) =>
  db.as(person, async (me) => {
    const [file] = await me.query<{ groups: Group[] }>(
      'select file.import_fault_groups(i) as groups from file.import as i where i.id::text = $1',
      [id],
    );
    return file?.groups ?? [];
  });

const checkAgain = (person: Person, { id }: Import) =>
  db.commitAs(person, (me) =>
    me.query('select from file.check_import_again($1, $2)', [randomUUID(), id]),
  );

const file = [
  'Mã hàng;Tên hàng;ĐVT;Giá vốn',
  'N1;Áo;Cái;1000',
  'N2;Quần;cái;1000',
  'N3;Giấy;Xấp;1000',
  'N4;Kẹo;Thùng;',
].join('\n');

describe('faults', () => {
  test('are told by kind: how many cells, what stands there, and where first', async () => {
    const brought = await importer.checked('warehouse', 'items', file);

    expect(await groupsOf('warehouse', brought)).toMatchObject([
      {
        column: 'unit',
        reason: 'unknown',
        cells: '3',
        different: '2',
        values: [
          { cells: '2', row: '2', beside: { sku: 'N1' } },
          { value: 'Xấp', cells: '1', row: '4', beside: { sku: 'N3' } },
        ],
      },
      {
        column: 'import_price',
        reason: 'required',
        cells: '1',
        different: '0',
        values: [{ value: null, row: '5' }],
      },
    ]);
  });

  test('of files of others are told to nobody', async () => {
    const brought = await importer.checked('warehouse', 'items', file);

    for (const person of ['admin', 'auditor'] as const)
      expect(await groupsOf(person, brought)).toEqual([]);
  });
});

describe('a file that lacked something', () => {
  test('is checked again once that was made, and read as before', async () => {
    const brought = await importer.checked(
      'warehouse',
      'items',
      'Mã hàng;Tên hàng;ĐVT;Giá vốn\nM1;Áo;Chục;1000',
    );
    expect(await faultsOf(db, brought)).toEqual(['2 unit unknown Chục']);
    await db.commitAs('warehouse', (me) =>
      me.query("select inventory.create_unit($1, 'Chục')", [randomUUID()]),
    );
    await checkAgain('warehouse', brought);
    await importer.runQueue();

    expect(await importState(db, brought)).toMatchObject({ status: 'checked', fault_count: '0' });
    expect(await faultsOf(db, brought)).toEqual([]);
  });

  test('is checked again by who brought it, and not while it is checked', async () => {
    const brought = await importer.checked('warehouse', 'items', file);

    await expect(checkAgain('admin', brought)).rejects.toMatchObject({ code: 'SDNFD' });
    await checkAgain('warehouse', brought);
    await expect(checkAgain('warehouse', brought)).rejects.toMatchObject({ code: 'SDTRN' });
    await importer.runQueue();
    expect(await importState(db, brought)).toMatchObject({ status: 'checked', fault_count: '4' });
  });
});
