// A file is in the books with every row that was read, or with none.
import pg from 'pg';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Person } from '../../db/test/support/actor.ts';
import { testDatabase, type TestDatabase } from '../../db/test/support/database.ts';
import { brokenInvariants } from '../../db/test/support/invariants.ts';
import { receiptMaker, supplierName } from '../../db/test/support/stock.ts';
import {
  applyImport,
  bringIn,
  faultsOf,
  importerOf,
  importState,
  type Importer,
} from './support/import_file.ts';

interface Kind {
  /** Who brings such files. */
  who: Person;
  /** A good row for each heading, so that leaving one out is the only fault. */
  row: Readonly<Record<string, string>>;
  /** Three rows that the books take. */
  rows: readonly string[];
  /** Where rows go, and which one of them gets lost there. */
  table: string;
  lost: string;
}

const KINDS: Readonly<Record<string, Kind>> = {
  items: {
    who: 'warehouse',
    row: { 'Mã hàng': 'A1', 'Tên hàng': 'Một', 'Đơn vị tính': 'Thùng', 'Giá nhập': '1000' },
    rows: [
      'sku,item_name,unit,import_price',
      'I1,Hàng 1,Thùng,1000',
      'I2,Hàng 2,Thùng,2000',
      'I3,Hàng 3,Thùng,3000',
    ],
    table: 'inventory.item',
    lost: `new.sku = 'I2'`,
  },
  opening_stock: {
    who: 'warehouse',
    row: { 'Mã hàng': 'S1', 'Số lượng': '10' },
    rows: ['sku,quantity', 'S1,10', 'S2,20', 'S3,30'],
    table: 'inventory.stock_movement',
    lost: 'new.quantity = 20',
  },
  agencies: {
    who: 'manager',
    row: { 'Tên đại lý': 'Thử', Loại: 'Loại 1', 'Địa bàn': 'Quận 2' },
    rows: [
      'name,agency_type,district,status',
      'Tệp 1,Loại 1,Quận 2,active',
      'Tệp 2,Loại 1,Quận 2,',
      'Tệp 3,Loại 2,Quận 2,',
    ],
    table: 'agency.agency',
    lost: `new.name = 'Tệp 2'`,
  },
  opening_debt: {
    who: 'accountant',
    row: { 'Mã đại lý': 'DL0002', 'Số tiền nợ': '1000000' },
    rows: ['code,amount', 'DL0002,1000000', 'DL0004,2000000'],
    table: 'finance.debt_transaction',
    lost: 'new.amount = 2000000',
  },
  receipts: {
    who: 'warehouse',
    row: { 'Số chứng từ': 'HD-1', 'Mã hàng': 'MI', 'Số lượng': '5', 'Đơn giá': '110000' },
    // two rows of one item of one slip become one line
    rows: [
      'slip,supplier,sku,quantity,unit_price',
      `HD-1,${supplierName},MI,5,110000`,
      'HD-1,,MI,1,110000',
      `HD-2,${supplierName},TRON,2,900000`,
    ],
    table: 'inventory.receipt_detail',
    lost: 'new.quantity = 2',
  },
};
const kinds = Object.entries(KINDS);

let db: TestDatabase;
let pgPool: pg.Pool;
let worker: Importer;
beforeAll(async () => {
  db = await testDatabase();
  await receiptMaker(db);
  pgPool = new pg.Pool({ connectionString: db.workerUrl, max: 4 });
  pgPool.on('error', () => undefined);
  pgPool.on('connect', (client) => client.on('error', () => undefined));
  worker = importerOf(db, pgPool);
  await worker.applied(
    'warehouse',
    'items',
    'sku,item_name,unit,import_price\nS1,Cũ 1,Thùng,1000\nS2,Cũ 2,Thùng,1000\nS3,Cũ 3,Thùng,1000',
  );
});
afterAll(async () => {
  await pgPool.end();
  await db.close();
});

/** Has the database lose one row of a table in silence while a task runs. */
async function losing({ table, lost }: Kind, task: () => Promise<void>): Promise<void> {
  await db.query(
    'create or replace function public.lose_row() returns trigger language plpgsql as '
      + `'begin return null; end'`,
  );
  await db.query(
    `create trigger a_loses_a_row before insert on ${table} for each row
      when (${lost}) execute function public.lose_row()`,
  );
  await task().finally(() => db.query(`drop trigger a_loses_a_row on ${table}`));
}

test('every kind of file is tried here', async () => {
  const known = await db.query<{ code: string }>('select code from file.import_kind order by code');

  expect(known.map(({ code }) => code)).toEqual(Object.keys(KINDS).toSorted());
});

describe.each(kinds)('a file of %s', (what, kind) => {
  test('without a column that every row needs is told so, whatever else stands in it', async () => {
    const required = await db.query<{ code: string; name: string }>(
      `select c.code, c.name_vi as name from file.import_column as c
        join file.import_kind as k on k.code = c.import_kind_code
        where k.code = $1 and (c.is_required or c.code = k.key_columns[1]) order by c.place`,
      [what],
    );
    expect(required.map(({ name }) => name).toSorted()).toEqual(Object.keys(kind.row).toSorted());

    for (const { code, name } of required) {
      const present = Object.entries(kind.row).filter(([head]) => head !== name);
      const file = await worker.checked(
        kind.who,
        what,
        [
          ['STT', ...present.map(([head]) => head), 'Thành tiền'].join(','),
          ['1', ...present.map(([, cell]) => cell), '550000'].join(','),
        ].join('\n'),
      );

      expect(await faultsOf(db, file), name).toEqual([`1 ${code} column_missing`]);
      expect(await importState(db, file), name).toMatchObject({ row_count: '0', summary: {} });
      await expect(applyImport(db, kind.who, file), name).rejects.toMatchObject({ code: 'SDTRN' });
    }
  });

  test('of nothing but foreign columns misses all that rows need', async () => {
    const file = await worker.checked(kind.who, what, `STT,Thành tiền\n1,${Date.now()}`);

    expect(await faultsOf(db, file)).toHaveLength(Object.keys(kind.row).length);
  });

  test('of which a row got lost is not in the books, says why, and comes in later', async () => {
    const file = await worker.checked(kind.who, what, kind.rows.join('\n'));
    expect(await faultsOf(db, file)).toEqual([]);
    const count = async () =>
      (await db.query<{ count: string }>(`select count(*) from ${kind.table}`))[0]?.count;
    const before = await count();

    await losing(kind, async () => {
      await applyImport(db, kind.who, file);
      await worker.runQueue();
    });

    expect(await importState(db, file)).toMatchObject({
      status: 'checked',
      problem: 'IMPORT_INCOMPLETE',
      row_count: String(kind.rows.length - 1),
    });
    expect(await count()).toBe(before);

    const again = await worker.applied(kind.who, what, kind.rows.join('\n'));
    expect(await importState(db, again)).toMatchObject({ row_count: String(kind.rows.length - 1) });
    expect(Number(await count())).toBeGreaterThan(Number(before));
  });
});

test('what a file of receipts says of itself is what it wrote', async () => {
  // 0.5 kg and 0.5 kg at 1,001: two roundings would make 1,002
  await worker.applied('warehouse', 'items', 'sku,item_name,unit,import_price\nGAO,Gạo,Kg,1000');
  const file = await worker.applied(
    'warehouse',
    'receipts',
    [
      'STT,slip,supplier,sku,quantity,unit_price',
      `1,HD-9,${supplierName},GAO,"0,5",1001`,
      '2,HD-9,,GAO,"0,5",1001',
      '3,HD-9,,MI,1,110000',
    ].join('\n'),
  );

  expect((await importState(db, file)).summary).toEqual({
    receipts: '1',
    lines: '2',
    amount: '111001',
  });
  expect(
    await db.query(
      `select count(*)::int as lines, sum(d.line_total)::text as amount
     from inventory.receipt_detail as d join inventory.receipt as r on r.id = d.receipt_id
     where r.import_id::text = $1`,
      [file.id],
    ),
  ).toEqual([{ lines: 2, amount: '111001' }]);
});

test('a file whose rows were thrown away while it waited is not said to be written', async () => {
  const file = await worker.checked(
    'warehouse',
    'items',
    'sku,item_name,unit,import_price\nMAT,Mất,Thùng,1000',
  );
  await applyImport(db, 'warehouse', file);
  await db.query('delete from file.import_row where import_id::text = $1', [file.id]);
  await worker.runQueue();

  expect(await importState(db, file)).toMatchObject({
    status: 'checked',
    problem: 'IMPORT_INCOMPLETE',
    row_count: '1',
  });
});

test('a row without what every row needs is a fault, however it was read', async () => {
  const file = await bringIn(db, 'warehouse', 'receipts', 'sku,quantity,unit_price\nMI,1,110000');
  const [job] = await db.query<{ id: string }>(
    'select check_job_id::text as id from file.import where id::text = $1',
    [file.id],
  );
  const worked = async (text: string, values: unknown[]) =>
    (await pgPool.query<{ answer: unknown }>(text, values)).rows[0]?.answer;
  await worked('select file.begin_import($1, $2)::text as answer', [file.id, job?.id]);
  await worked('select file.add_import_rows($1, $2, $3, 1, 1) as answer', [
    file.id,
    [null, 'sku', 'quantity', 'unit_price'],
    '[[2,["1","MI","1","110000"]]]',
  ]);
  await db.commitAs('warehouse', (me) =>
    me.query('select inventory.check_imported_receipts($1)', [file.id]),
  );

  expect(await faultsOf(db, file)).toEqual(['2 slip required', '2 supplier required']);
  await expect(
    worked('select file.end_import_check($1, 2) as answer', [file.id]),
  ).rejects.toMatchObject({ code: 'SDINC' });
  expect(await worked('select file.end_import_check($1, 1) as answer', [file.id])).toBe(true);
});

test('whatever got lost, the books are right', async () => {
  expect(await brokenInvariants(db)).toEqual({});
});
