// What whoever brought a file decides about cells and rows that are not as they have to be: it is
// shown cell by cell, can be taken back, and nothing else is stored.
import { randomUUID } from 'node:crypto';
import pg from 'pg';
import yazl from 'yazl';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { Person } from '../../db/test/support/actor.ts';
import { stockOf } from '../../db/test/support/books.ts';
import { testDatabase, type TestDatabase } from '../../db/test/support/database.ts';
import { brokenInvariants } from '../../db/test/support/invariants.ts';
import {
  applyImport,
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

const file = (...lines: string[]) => lines.join('\n');

async function choose(
  person: Person,
  { id }: Import,
  choice: string,
  way: string | null,
): Promise<void> {
  await db.commitAs(person, (me) =>
    me.query('select from file.choose_for_import($1, $2, $3, $4)', [randomUUID(), id, choice, way]),
  );
  await importer.runQueue();
}

/** What is stored otherwise than it is written, as sentences. */
const changesOf = async (person: Person, { id }: Import): Promise<string[]> =>
  (
    await db.as(person, (me) =>
      me.query<{ told: string }>(
        `select concat_ws(' ', c.row_no, c.column_code, c.way, c.before, '→', c.after) as told
         from file.import_change as c where c.import_id::text = $1
         order by c.row_no, c.column_code`,
        [id],
      ),
    )
  ).map(({ told }) => told);

async function apply(person: Person, brought: Import): Promise<void> {
  await applyImport(db, person, brought);
  await importer.runQueue();
  expect(await importState(db, brought)).toMatchObject({ status: 'applied', problem: null });
}

const items = (...lines: string[]) =>
  importer.checked('warehouse', 'items', file('Mã hàng;Tên hàng;ĐVT;Giá vốn', ...lines));

describe('rows of nothing', () => {
  test('are a fault until they are left out, and come back when that is taken back', async () => {
    await importer.applied(
      'warehouse',
      'items',
      file('Mã hàng;Tên hàng;ĐVT;Giá vốn', 'Z1;A;Thùng;1000', 'Z2;B;Thùng;1000'),
    );
    const brought = await importer.checked(
      'warehouse',
      'opening_stock',
      file('Mã hàng;Số lượng', 'Z1;5', 'Z2;0'),
    );
    expect(await faultsOf(db, brought)).toEqual(['3 quantity not_positive 0']);

    await choose('warehouse', brought, 'zero_rows', 'leave_out');
    expect(await faultsOf(db, brought)).toEqual([]);
    expect(await importState(db, brought)).toMatchObject({ status: 'checked', row_count: '1' });
    expect(await changesOf('warehouse', brought)).toEqual(['3 quantity leave_out 0 →']);

    await choose('warehouse', brought, 'zero_rows', null);
    expect(await faultsOf(db, brought)).toEqual(['3 quantity not_positive 0']);
    expect(await changesOf('warehouse', brought)).toEqual([]);

    await choose('warehouse', brought, 'zero_rows', 'leave_out');
    await apply('warehouse', brought);
    expect([await stockOf(db, 'Z1'), await stockOf(db, 'Z2')]).toEqual(['5', '0']);
  });
});

describe('prices', () => {
  const priceOf = async (sku: string) =>
    (
      await db.query<{ price: string }>(
        'select import_price::text as price from inventory.item where sku = $1',
        [sku],
      )
    )[0]?.price;

  test('in parts of a đồng are rounded when that was chosen', async () => {
    const brought = await items('P1;A;Thùng;24499,6', 'P2;B;Thùng;8.750,5', 'P3;C;Thùng;9000');
    expect(await faultsOf(db, brought)).toEqual([
      '2 import_price whole_number_only 24499.6',
      '3 import_price whole_number_only 8750.5',
    ]);

    await choose('warehouse', brought, 'price_fractions', 'round');

    expect(await faultsOf(db, brought)).toEqual([]);
    expect(await changesOf('warehouse', brought)).toEqual([
      '2 import_price round 24499.6 → 24500',
      '3 import_price round 8750.5 → 8751',
    ]);
    await apply('warehouse', brought);
    expect([await priceOf('P1'), await priceOf('P2'), await priceOf('P3')]).toEqual([
      '24500',
      '8751',
      '9000',
    ]);
  });

  test('that are all below a thousand raise a doubt, and are thousands when that was said', async () => {
    const brought = await items('N1;A;Thùng;345', 'N2;B;Thùng;11,5');
    expect(await faultsOf(db, brought)).toEqual([
      '1 import_price small_prices 11.5–345',
      '3 import_price whole_number_only 11.5',
    ]);

    await choose('warehouse', brought, 'small_prices', 'thousand');

    expect(await faultsOf(db, brought)).toEqual([]);
    expect(await changesOf('warehouse', brought)).toEqual([
      '2 import_price thousand 345 → 345000',
      '3 import_price thousand 11.5 → 11500',
    ]);
    await apply('warehouse', brought);
    expect([await priceOf('N1'), await priceOf('N2')]).toEqual(['345000', '11500']);
  });

  test('that are small are as they are when that was said, and raise none beside a large one', async () => {
    const brought = await items('S1;A;Thùng;345');
    expect(await faultsOf(db, brought)).toEqual(['1 import_price small_prices 345–345']);
    await choose('warehouse', brought, 'small_prices', 'as_written');
    expect(await faultsOf(db, brought)).toEqual([]);
    expect(await changesOf('warehouse', brought)).toEqual([]);

    expect(await faultsOf(db, await items('S2;A;Thùng;345', 'S3;B;Thùng;1000'))).toEqual([]);
  });
});

test('names that are too long are cut when that was chosen, and shown', async () => {
  const long = `Bánh ${'bơ '.repeat(80)}`.trim();
  const brought = await items(`L1;${long};Thùng;1000`);
  expect(await faultsOf(db, brought)).toEqual([`2 item_name too_long ${long.length}`]);

  await choose('warehouse', brought, 'long_texts', 'cut');

  const kept = long.slice(0, 200).trimEnd();
  expect(await faultsOf(db, brought)).toEqual([]);
  expect(await changesOf('warehouse', brought)).toEqual([`2 item_name cut ${long} → ${kept}`]);
  await apply('warehouse', brought);
  expect(await db.query("select item_name from inventory.item where sku = 'L1'")).toEqual([
    { item_name: kept },
  ]);
});

test('phones that lost their nought are one question for the whole column', async () => {
  const brought = await importer.checked(
    'manager',
    'agencies',
    file(
      'Tên KH;Loại;Địa bàn;SĐT',
      'Mất Không;Loại 1;Quận 2;988100001',
      'Còn Không;Loại 1;Quận 2;0988100002',
      'Số Bàn;Loại 1;Quận 2;2838220001',
    ),
  );
  expect(await faultsOf(db, brought)).toEqual(['1 phone lost_noughts 2 2838220001']);

  await choose('manager', brought, 'lost_noughts', 'add_nought');

  expect(await faultsOf(db, brought)).toEqual([]);
  expect(await changesOf('manager', brought)).toEqual([
    '2 phone nought 988100001 → 0988100001',
    '4 phone nought 2838220001 → 02838220001',
  ]);
});

test('tax codes that lost their nought, too', async () => {
  const brought = await importer.checked(
    'manager',
    'agencies',
    file(
      'Tên KH;Loại;Địa bàn;MST',
      'Công Ty Mất;Loại 1;Quận 2;301234567',
      'Hộ Mất;Loại 1;Quận 2;79123456789',
      'Công Ty Còn;Loại 1;Quận 2;0301234568',
    ),
  );
  expect(await faultsOf(db, brought)).toContain('1 tax_code lost_noughts 2 301234567');

  await choose('manager', brought, 'lost_noughts', 'add_nought');

  expect(await faultsOf(db, brought)).toEqual([]);
  expect(await changesOf('manager', brought)).toEqual([
    '2 tax_code nought 301234567 → 0301234567',
    '3 tax_code nought 79123456789 → 079123456789',
  ]);
});

describe('rows that are there already', () => {
  const heads = 'Mã hàng;Tên hàng;ĐVT;Giá vốn;Mã vạch';
  const lines = (...rows: string[]) => file(heads, ...rows);
  const of = async (sku: string) =>
    (
      await db.query<{ name: string; version: number; price: string; barcode: string | null }>(
        `select item_name as name, version::int, import_price::text as price, barcode
         from inventory.item where sku = $1`,
        [sku],
      )
    )[0];
  beforeAll(() =>
    importer.applied(
      'warehouse',
      'items',
      lines('T1;Cũ một;Thùng;1000;', 'T2;Cũ hai;Thùng;1000;', 'T3;Cũ ba;Thùng;1000;'),
    ),
  );

  test('are skipped when that was chosen', async () => {
    const brought = await importer.checked(
      'warehouse',
      'items',
      lines('t1;Mới một;Thùng;2000;', 'T9;Mới chín;Thùng;2000;'),
    );
    expect(await faultsOf(db, brought)).toEqual(['2 sku taken Cũ một']);

    await choose('warehouse', brought, 'there_already', 'skip');

    expect(await changesOf('warehouse', brought)).toEqual(['2 sku skip Cũ một →']);
    await apply('warehouse', brought);
    expect([await of('T1'), await of('T9')]).toMatchObject([
      { name: 'Cũ một', version: 1 },
      { name: 'Mới chín', price: '2000' },
    ]);
  });

  test('are updated when that was chosen, as shown before, and keep their price', async () => {
    const brought = await importer.checked(
      'warehouse',
      'items',
      lines('T2;Mới hai;Thùng;9000;V-2', 'T8;Mới tám;Thùng;2000;'),
    );
    await choose('warehouse', brought, 'there_already', 'update');

    expect(await faultsOf(db, brought)).toEqual([]);
    expect(await changesOf('warehouse', brought)).toEqual([
      '2 barcode update → V-2',
      '2 item_name update Cũ hai → Mới hai',
    ]);
    await apply('warehouse', brought);
    expect([await of('T2'), await of('T8')]).toMatchObject([
      { name: 'Mới hai', version: 2, price: '1000', barcode: 'V-2' },
      { name: 'Mới tám', version: 1 },
    ]);
    expect(await brokenInvariants(db)).toEqual({});
  });

  test('are not updated when somebody changed them after they were shown', async () => {
    const brought = await importer.checked('warehouse', 'items', lines('T3;Mới ba;Thùng;9000;'));
    await choose('warehouse', brought, 'there_already', 'update');
    await applyImport(db, 'warehouse', brought);
    await db.commitAs('warehouse', (me) =>
      me.query(
        `select inventory.update_item($1, i.id, i.version, 'Đổi trên trang', i.unit_id)
         from inventory.item as i where i.sku = 'T3'`,
        [randomUUID()],
      ),
    );
    await importer.runQueue();

    expect(await importState(db, brought)).toMatchObject({ problem: 'IMPORT_OUTDATED' });
    expect(await faultsOf(db, brought)).toEqual(['2 version changed_since 2']);
    expect(await of('T3')).toMatchObject({ name: 'Đổi trên trang' });
  });

  test('of agencies are found by the own code of the customer, too', async () => {
    await importer.applied(
      'manager',
      'agencies',
      file('Mã KH;Tên KH;Loại;Địa bàn;SĐT', 'CHON-1;Chọn Một;Loại 1;Quận 2;0977 300 001'),
    );
    const brought = await importer.checked(
      'manager',
      'agencies',
      file('Mã KH;Tên KH;Loại;Địa bàn;SĐT', 'chon-1;Chọn Một;Loại 1;Quận 2;0977 300 009'),
    );
    expect(await faultsOf(db, brought)).toEqual(['2 own_code taken chon-1']);

    await choose('manager', brought, 'there_already', 'update');

    expect(await changesOf('manager', brought)).toEqual([
      '2 own_code update CHON-1 → chon-1',
      '2 phone update 0977 300 001 → 0977 300 009',
    ]);
    await apply('manager', brought);
    expect(
      await db.query("select phone from agency.agency where lower(own_code) = 'chon-1'"),
    ).toEqual([{ phone: '0977 300 009' }]);
  });
});

/** A workbook of one sheet, with rows that a filter hides. */
async function filtered(): Promise<Buffer> {
  const cells = (...texts: string[]) =>
    texts.map((text) => `<c t="inlineStr"><is><t>${text}</t></is></c>`).join('');
  const parts = {
    'xl/workbook.xml':
      '<workbook xmlns:r="r"><sheets><sheet name="Hàng" sheetId="1" r:id="rId1"/></sheets></workbook>',
    'xl/_rels/workbook.xml.rels':
      '<Relationships><Relationship Id="rId1" Target="worksheets/sheet1.xml"/></Relationships>',
    'xl/worksheets/sheet1.xml': `<worksheet><sheetData>
      <row r="1">${cells('Mã hàng', 'Tên hàng', 'ĐVT', 'Giá vốn')}</row>
      <row r="2">${cells('AN1', 'Thấy', 'Thùng', '1000')}</row>
      <row r="3" hidden="1">${cells('AN2', 'Ẩn', 'Thùng', '1000')}</row>
      <row r="4" hidden="1">${cells('AN3', 'Ẩn', 'Thùng', '')}</row></sheetData></worksheet>`,
  };
  const zip = new yazl.ZipFile();
  for (const [name, text] of Object.entries(parts)) zip.addBuffer(Buffer.from(text), name);
  zip.end();
  const pieces: Buffer[] = [];
  for await (const piece of zip.outputStream) pieces.push(piece as Buffer);
  return Buffer.concat(pieces);
}

describe('rows that a filter hides', () => {
  test('are asked about, and left out when that was chosen', async () => {
    const brought = await importer.checked('warehouse', 'items', await filtered(), 'loc.xlsx');
    expect(await faultsOf(db, brought)).toEqual(['1 row hidden_rows 2', '4 import_price required']);

    await choose('warehouse', brought, 'hidden_rows', 'leave_out');

    expect(await faultsOf(db, brought)).toEqual([]);
    expect(await changesOf('warehouse', brought)).toEqual([
      '3 row leave_out →',
      '4 row leave_out →',
    ]);
    expect(await importState(db, brought)).toMatchObject({ status: 'checked', row_count: '1' });
  });

  test('are rows like the others when that was chosen', async () => {
    const brought = await importer.checked('warehouse', 'items', await filtered(), 'loc.xlsx');
    await choose('warehouse', brought, 'hidden_rows', 'read');

    expect(await faultsOf(db, brought)).toEqual(['4 import_price required']);
    expect(await importState(db, brought)).toMatchObject({ row_count: '3' });
  });
});

describe('rows with faults', () => {
  test('are left out when nobody mends them, each told with what stood in it', async () => {
    const brought = await importer.checked(
      'warehouse',
      'items',
      file(
        'Mã hàng;Tên hàng;ĐVT;Giá vốn',
        'F1;A;Thùng;1000',
        'F2;B;Sọt;2000',
        'F3;;Thùng;x',
        'F4;D;Thùng;4000',
      ),
    );
    expect(await faultsOf(db, brought)).toHaveLength(3);

    await choose('warehouse', brought, 'faulty_rows', 'leave_out');

    expect(await faultsOf(db, brought)).toEqual([]);
    expect(await changesOf('warehouse', brought)).toEqual([
      '3 unit leave_out Sọt →',
      '4 import_price leave_out x →',
    ]);
    expect(await importState(db, brought)).toMatchObject({
      row_count: '2',
      summary: { items: '2', left_out: '2' },
    });
    await apply('warehouse', brought);
    expect(
      await db.query("select sku from inventory.item where sku like 'F_' order by sku"),
    ).toEqual([{ sku: 'F1' }, { sku: 'F4' }]);
  });

  test('come back when that is taken back', async () => {
    const brought = await items('G1;A;Thùng;1000', 'G2;B;Sọt;2000');
    await choose('warehouse', brought, 'faulty_rows', 'leave_out');

    await choose('warehouse', brought, 'faulty_rows', null);

    expect(await faultsOf(db, brought)).toEqual(['3 unit unknown Sọt']);
    expect(await changesOf('warehouse', brought)).toEqual([]);
  });

  test('leave a question about their whole column open', async () => {
    const brought = await items('V1;A;Thùng;345', 'V2;B;Sọt;200');

    await choose('warehouse', brought, 'faulty_rows', 'leave_out');

    expect(await faultsOf(db, brought)).toEqual(['1 import_price small_prices 200–345']);
  });

  test('are mended in receipts, which would be others without one of their rows', async () => {
    const brought = await importer.checked(
      'warehouse',
      'receipts',
      file('Số chứng từ;Nhà cung cấp;Mã hàng;Số lượng;Đơn giá', 'R1;Không có;Không có;1;1000'),
    );

    expect(
      await db.as('warehouse', (me) =>
        me.refusal('select file.choose_for_import($1, $2, $3, $4)', [
          randomUUID(),
          brought.id,
          'faulty_rows',
          'leave_out',
        ]),
      ),
    ).toMatchObject({ code: 'SDVAL' });
  });
});

describe('a choice', () => {
  test('is one of those there are, of a file of one that was checked', async () => {
    const brought = await items('W1;A;Thùng;345');
    const refusal = (person: Person, choice: string | null, way: string | null) =>
      db.as(person, (me) =>
        me.refusal('select file.choose_for_import($1, $2, $3, $4)', [
          randomUUID(),
          brought.id,
          choice,
          way,
        ]),
      );

    expect(await refusal('admin', 'zero_rows', 'leave_out')).toMatchObject({ code: 'SDNFD' });
    expect(await refusal('warehouse', 'colours', 'red')).toMatchObject({ code: 'SDVAL' });
    expect(await refusal('warehouse', 'zero_rows', 'round')).toMatchObject({ code: 'SDVAL' });
    expect(await refusal('warehouse', null, null)).toMatchObject({ code: 'SDVAL' });

    await db.commitAs('warehouse', (me) =>
      me.query('select from file.check_import_again($1, $2)', [randomUUID(), brought.id]),
    );
    expect(await refusal('warehouse', 'small_prices', 'thousand')).toMatchObject({
      code: 'SDTRN',
    });
    await importer.runQueue();
  });

  test('shows its changes to who brought the file, and to nobody else', async () => {
    const brought = await items('V1;A;Thùng;345');
    await choose('warehouse', brought, 'small_prices', 'thousand');

    expect(await changesOf('warehouse', brought)).toHaveLength(1);
    expect(await changesOf('admin', brought)).toEqual([]);
  });

  test('is made only of columns that files have', async () => {
    expect(
      await db.query(
        `select u.import_kind_code, u.column_code from file.column_uses() as u
         where not exists (
           select from file.import_column as c
           where c.import_kind_code = u.import_kind_code and c.code = u.column_code)`,
      ),
    ).toEqual([]);
  });
});
