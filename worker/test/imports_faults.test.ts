// What is wrong with a file, told so that people can work with it: by kind, and checked again when
// what it lacked was made.
import { randomUUID } from 'node:crypto';
import pg from 'pg';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import readExcel from 'read-excel-file/node';
import type { Person } from '../../db/test/support/actor.ts';
import { testDatabase, type TestDatabase } from '../../db/test/support/database.ts';
import { exporterOf, type Exporter } from './support/export_file.ts';
import {
  excelOf,
  faultsOf,
  importerOf,
  importState,
  type Import,
  type Importer,
} from './support/import_file.ts';

let db: TestDatabase;
let pgPool: pg.Pool;
let importer: Importer;
let exporter: Exporter;
beforeAll(async () => {
  db = await testDatabase();
  pgPool = new pg.Pool({ connectionString: db.workerUrl, max: 4 });
  pgPool.on('error', () => undefined);
  pgPool.on('connect', (client) => client.on('error', () => undefined));
  importer = importerOf(db, pgPool);
  exporter = exporterOf(db, pgPool);
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

  test('tell a name as most of its cells write it', async () => {
    const brought = await importer.checked(
      'warehouse',
      'items',
      ['Mã hàng;Tên hàng;ĐVT;Giá vốn', 'O1;Áo;cuộn;1', 'O2;Áo hai;Cuộn;1', 'O3;Áo ba;Cuộn;1'].join(
        '\n',
      ),
    );

    expect(await groupsOf('warehouse', brought)).toMatchObject([
      { column: 'unit', values: [{ value: 'Cuộn', cells: '3' }] },
      {},
    ]);
  });

  test('of files of others are told to nobody', async () => {
    const brought = await importer.checked('warehouse', 'items', file);

    for (const person of ['admin', 'auditor'] as const)
      expect(await groupsOf(person, brought)).toEqual([]);
  });
});

describe('the file with its faults marked', () => {
  const marked = async (person: Person, { id }: Import) => {
    const bytes = await exporter.made(person, 'import_faults', 'xlsx', { id, language: 'vi' });
    const [sheet] = await readExcel(bytes);
    return { bytes, rows: sheet?.data ?? [] };
  };

  test('has its rows where they stood, and beside each what is wrong', async () => {
    const brought = await importer.checked('warehouse', 'items', `Bảng giá;;;\n${file}`);

    const { rows } = await marked('warehouse', brought);

    expect(rows[0]?.[0]).toBe('Bảng giá');
    expect(rows[1]?.slice(0, 5)).toEqual(['Mã hàng', 'Tên hàng', 'ĐVT', 'Giá vốn', 'Lỗi']);
    expect(rows[2]?.slice(0, 5)).toEqual([
      'N1',
      'Áo',
      'Cái',
      '1000',
      'Đơn vị tính: Không có trong danh mục',
    ]);
    expect(rows[5]?.slice(0, 5)).toEqual([
      'N4',
      'Kẹo',
      'Thùng',
      null,
      'Giá nhập: Bắt buộc nhưng để trống',
    ]);
  });

  test('keeps numbers as numbers, and comes in again once it is mended', async () => {
    const brought = await importer.checked(
      'warehouse',
      'items',
      await excelOf(
        ['Mã hàng', 'Tên hàng', 'ĐVT', 'Giá vốn'],
        [
          ['D1', 'Dầu', 'Can', 45000],
          ['D2', 'Gạo', 'Thùng', 32000],
        ],
      ),
    );
    const { bytes, rows } = await marked('warehouse', brought);
    expect(rows.at(-1)?.slice(0, 4)).toEqual(['D2', 'Gạo', 'Thùng', 32000]);

    await db.commitAs('warehouse', (me) =>
      me.query("select inventory.create_unit($1, 'Can')", [randomUUID()]),
    );
    const mended = await importer.applied('warehouse', 'items', bytes);
    expect(await importState(db, mended)).toMatchObject({ row_count: '2' });
  });

  test('is made for who brought it, and for nobody else', async () => {
    const brought = await importer.checked('warehouse', 'items', file);

    for (const person of ['admin', 'auditor', 'sales'] as const) {
      const asked = await exporter.ask(person, 'import_faults', 'xlsx', { id: brought.id });
      await exporter.runQueue();
      expect(await exporter.stateOf(asked)).toMatchObject({
        status: 'failed',
        problem: 'NOT_FOUND',
      });
    }
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
