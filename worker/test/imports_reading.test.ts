// How a file is understood: where its list begins and ends, what stands in its columns, and what
// whoever brought it says of that.
import { randomUUID } from 'node:crypto';
import pg from 'pg';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { testDatabase, type TestDatabase } from '../../db/test/support/database.ts';
import { receiptMaker, supplierName } from '../../db/test/support/stock.ts';
import {
  faultsOf,
  importerOf,
  mergedBook,
  type Import,
  type Importer,
} from './support/import_file.ts';

let db: TestDatabase;
let pgPool: pg.Pool;
let runQueue: Importer['runQueue'];
let checked: Importer['checked'];
beforeAll(async () => {
  db = await testDatabase();
  await receiptMaker(db);
  pgPool = new pg.Pool({ connectionString: db.workerUrl, max: 4 });
  pgPool.on('error', () => undefined);
  pgPool.on('connect', (client) => client.on('error', () => undefined));
  ({ runQueue, checked } = importerOf(db, pgPool));
});
afterAll(async () => {
  await pgPool.end();
  await db.close();
});
beforeEach(() => pgPool.query('delete from graphile_worker._private_jobs'));

const file = (...lines: string[]) => lines.join('\n');
const items = (...lines: string[]) => checked('warehouse', 'items', file(...lines));

interface Reading {
  head_row_no: string;
  heads: (string | null)[];
  columns: (string | null)[];
  left_out: { row: number; text: string }[];
  row_count: string;
}

const readingOf = ({ id }: Import) =>
  db.as('warehouse', (me) =>
    me.one<Reading & { sample: { row: string; cells: Record<string, string> }[] }>(
      `select i.head_row_no::text, i.heads, i.columns, i.left_out, i.row_count::text,
         file.import_sample(i) as sample
       from file.import as i where i.id::text = $1`,
      [id],
    ),
  );

const again = (
  brought: Import,
  wanted: { headRow?: number; columns?: (string | null)[]; sheet?: string },
) =>
  db.commitAs('warehouse', (me) =>
    me.query(
      `select from file.read_import_again($1, $2, sheet_name => $3, head_row_no => $4,
         columns => $5)`,
      [
        randomUUID(),
        brought.id,
        wanted.sheet ?? null,
        wanted.headRow ?? null,
        wanted.columns ?? null,
      ],
    ),
  );

describe('a list with a title above and totals and signatures below', () => {
  test('is the rows between, and what is left out is told', async () => {
    const brought = await items(
      'CÔNG TY TNHH AN BÌNH, kho 1;;;',
      'BẢNG GIÁ;;;',
      'STT;Mã VT (*);Tên vật tư;ĐVT;Giá vốn (VNĐ);Ghi chú',
      '1;R1;Bánh;Thùng;345.000;',
      '2;R2;Kẹo;Thùng;12.500;mới',
      ';Tổng cộng;;;357.500;',
      ';;;;Ngày 30 tháng 11 năm 2026;',
      ';Người lập;;;Giám đốc;',
    );

    expect(await faultsOf(db, brought)).toEqual([]);
    expect(await readingOf(brought)).toMatchObject({
      head_row_no: '3',
      columns: [null, 'sku', 'item_name', 'unit', 'import_price', null],
      row_count: '2',
      left_out: [
        { row: 6, text: 'Tổng cộng · 357.500' },
        { row: 7, text: 'Ngày 30 tháng 11 năm 2026' },
        { row: 8, text: 'Người lập · Giám đốc' },
      ],
      sample: [
        {
          row: '4',
          cells: { sku: 'R1', item_name: 'Bánh', unit: 'Thùng', import_price: '345000' },
        },
        { row: '5', cells: { sku: 'R2', item_name: 'Kẹo', unit: 'Thùng', import_price: '12500' } },
      ],
    });
  });

  test('signatures and totals are known where codes and amounts would stand', async () => {
    const brought = await checked(
      'warehouse',
      'opening_stock',
      file('Mã hàng;Số lượng', 'MI;12', 'Cộng;12', 'Thủ kho;Kế toán trưởng', 'Thủ kho 2;5'),
    );

    expect(await readingOf(brought)).toMatchObject({
      row_count: '2',
      left_out: [
        { row: 3, text: 'Cộng · 12' },
        { row: 4, text: 'Thủ kho · Kế toán trưởng' },
      ],
    });
  });

  test('a shop that is called like a total is no total', async () => {
    const brought = await items(
      'Mã hàng;Tên hàng;ĐVT;Giá vốn',
      'T1;Tổng công ty bia;Thùng;1000',
      'T2;Công thức sữa;Thùng;',
    );

    expect(await readingOf(brought)).toMatchObject({ row_count: '2', left_out: [] });
    expect(await faultsOf(db, brought)).toEqual(['3 import_price required']);
  });
});

test('heads in two rows are read as one', async () => {
  const brought = await items(
    'Mã hàng;Tên hàng;ĐVT;Giá;',
    ';;;Giá vốn;Giá bán',
    'H1;Bánh;Thùng;1000;2000',
  );

  expect(await readingOf(brought)).toMatchObject({
    head_row_no: '2',
    columns: ['sku', 'item_name', 'unit', 'import_price', null],
    row_count: '1',
  });
});

test('quantity and value under one head are told apart by the row below', async () => {
  const brought = await checked(
    'warehouse',
    'opening_stock',
    file('Mã hàng;Tên hàng;Tồn cuối kỳ;', ';;Số lượng;Giá trị', 'MI;Mì;12;24000'),
  );

  expect(await readingOf(brought)).toMatchObject({
    head_row_no: '2',
    columns: ['sku', null, 'quantity', null],
    row_count: '1',
  });
});

test.each(['|', ';', ',', '\t'])(
  'cells are taken apart at %j, whatever a title says',
  async (sign) => {
    const brought = await items(
      'Bảng giá, tháng 11; bản nháp',
      '',
      ['Mã hàng', 'Tên hàng', 'ĐVT', 'Giá vốn'].join(sign),
      ['S1', 'Bánh', 'Thùng', '1000'].join(sign),
      ['S2', 'Kẹo', 'Thùng', '1000'].join(sign),
    );

    expect(await faultsOf(db, brought)).toEqual([]);
    expect(await readingOf(brought)).toMatchObject({ row_count: '2' });
  },
);

describe('whoever brought a file', () => {
  test('says what stands in its columns, which is remembered for files with these heads', async () => {
    const heads = 'Ký hiệu;Diễn giải hàng;Quy cách;Bình quân';
    const first = await items(heads, 'M1;Bánh;Thùng;1000');
    expect(await faultsOf(db, first)).toContain('1 sku column_missing');

    await again(first, { headRow: 1, columns: ['sku', 'item_name', 'unit', 'import_price'] });
    await runQueue();
    expect(await faultsOf(db, first)).toEqual([]);
    expect(await readingOf(first)).toMatchObject({ row_count: '1' });

    const second = await items(heads, 'M2;Kẹo;Thùng;2000');
    expect(await faultsOf(db, second)).toEqual([]);
    expect((await readingOf(second)).sample).toEqual([
      { row: '2', cells: { sku: 'M2', item_name: 'Kẹo', unit: 'Thùng', import_price: '2000' } },
    ]);
  });

  test('says where its heads are', async () => {
    const brought = await items(
      'Mã hàng;Tên hàng;ĐVT;Giá vốn',
      'Code;Name;Unit;Import price',
      'N1;Bánh;Thùng;1000',
    );
    expect(await readingOf(brought)).toMatchObject({ head_row_no: '1', row_count: '2' });

    await again(brought, { headRow: 2 });
    await runQueue();

    expect(await faultsOf(db, brought)).toEqual([]);
    expect(await readingOf(brought)).toMatchObject({ head_row_no: '2', row_count: '1' });
  });

  test('is told of columns and sheets that are none', async () => {
    const brought = await items('Mã hàng;Tên hàng;ĐVT;Giá vốn', 'K1;Bánh;Thùng;1000');

    await expect(
      again(brought, { headRow: 0, columns: ['sku', 'sku', 'colour'], sheet: 'Khác' }),
    ).rejects.toMatchObject({ code: 'SDVAL' });
  });

  test('alone has it read again', async () => {
    const brought = await items('Mã hàng;Tên hàng;ĐVT;Giá vốn', 'K2;Bánh;Thùng;1000');

    await db.as('admin', async (me) => {
      expect(
        (await me.refusal('select file.read_import_again($1, $2)', [randomUUID(), brought.id]))
          .code,
      ).toBe('SDNFD');
    });
    expect(
      await db.as('admin', async (me) =>
        me.query(
          'select file.import_sample(i) as sample from file.import as i where i.id::text = $1',
          [brought.id],
        ),
      ),
    ).toEqual([{ sample: [] }]);
  });
});

describe('a slip number that stands once over its lines', () => {
  test('is that of each of them, and a quantity that stands once is not', async () => {
    const heads = ['Số phiếu', 'NCC', 'Mã SP', 'SL', 'Giá nhập'];
    const rows = [
      ['HD-70', supplierName, 'TRON', 1, 1_000_000],
      [null, null, 'LE', null, 900_000],
    ];
    const brought = await checked(
      'warehouse',
      'receipts',
      await mergedBook([heads, ...rows], ['A2:A3', 'B2:B3', 'D2:D3']),
    );

    // the second quantity is covered by the first
    expect(await faultsOf(db, brought)).toEqual(['3 quantity required']);
    expect((await readingOf(brought)).sample).toMatchObject([
      { row: '2', cells: { slip: 'HD-70', sku: 'TRON', quantity: '1' } },
      { row: '3', cells: { slip: 'HD-70', supplier: supplierName, sku: 'LE' } },
    ]);
  });
});

describe('letters and digits that are lost', () => {
  test('are a fault, not a name', async () => {
    const brought = await items(
      'Mã hàng;Tên hàng;ĐVT;Giá vốn',
      'L1;B?nh k?o;Thùng;1000',
      '8,93456E+12;Bánh;Thùng;1000',
      'L3;Còn hàng?;Thùng;1000',
    );

    expect(await faultsOf(db, brought)).toEqual([
      '2 item_name lost_letters B?nh k?o',
      '3 sku lost_digits 8,93456E+12',
    ]);
  });

  test('nor are letters that only an old font shows', async () => {
    const brought = await items(
      'Mã hàng;Tên hàng;ĐVT;Giá vốn',
      'F1;B¸nh quy b¬;Thùng;1000',
      'F2;Baùnh quy bô;Thùng;1000',
      'F3;Bánh quy bơ;Thùng;1000',
    );

    expect(await faultsOf(db, brought)).toEqual([
      '2 item_name old_letters B¸nh quy b¬',
      '3 item_name old_letters Baùnh quy bô',
    ]);
  });
});
