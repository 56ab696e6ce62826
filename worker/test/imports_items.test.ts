// A list of items that says what is on the shelf and what is still sold.
import pg from 'pg';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { stockLedger, stockOf } from '../../db/test/support/books.ts';
import { testDatabase, type TestDatabase } from '../../db/test/support/database.ts';
import { brokenInvariants } from '../../db/test/support/invariants.ts';
import { exporterOf, linesOf, type Exporter } from './support/export_file.ts';
import { faultsOf, importerOf, importState, type Importer } from './support/import_file.ts';

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

const file = (...lines: string[]) => lines.join('\n');
const today = async () =>
  (await db.query<{ day: string }>('select config.business_date()::text as day'))[0]?.day;

describe('what new items have on the shelf', () => {
  test('opens their stock in the transaction that makes them', async () => {
    const brought = await importer.applied(
      'warehouse',
      'items',
      file(
        'Mã hàng;Tên hàng;ĐVT;Giá vốn;Tồn kho',
        'TD1;Bánh;Thùng;10000;12',
        'TD2;Gạo;Kg;2000;2,5',
        'TD3;Kẹo;Thùng;1000;0',
        'TD4;Chỉ;Thùng;1000;',
      ),
    );

    expect((await importState(db, brought)).summary).toMatchObject({
      items: '4',
      opened: '2',
      worth: '125000',
    });
    expect(await stockLedger(db, 'TD2')).toMatchObject([
      { kind: 'opening', quantity: '2.5', balance_after: '2.5', business_date: await today() },
    ]);
    expect(await Promise.all(['TD1', 'TD3', 'TD4'].map((sku) => stockOf(db, sku)))).toEqual([
      '12',
      '0',
      '0',
    ]);
    expect(await brokenInvariants(db)).toEqual({});
  });

  test('is told when it cannot be, and nothing is made', async () => {
    const brought = await importer.checked(
      'warehouse',
      'items',
      file('Mã hàng;Tên hàng;ĐVT;Giá vốn;Tồn đầu', 'TX1;A;Thùng;1000;-3', 'TX2;B;Thùng;1000;0,5'),
    );

    expect(await faultsOf(db, brought)).toEqual([
      '2 opening_stock not_positive -3',
      '3 opening_stock whole_number_only 0.5',
    ]);
  });

  test('is no opening of a list that went out, and of items that are there it is said', async () => {
    const heads = linesOf(await exporter.made('warehouse', 'items'))[0] ?? '';
    const brought = await importer.checked('warehouse', 'items', `${heads}\n`);
    const [read] = await db.query<{ columns: (string | null)[] }>(
      'select columns from file.import where id::text = $1',
      [brought.id],
    );
    expect(read?.columns).toContain('version');
    expect(read?.columns).not.toContain('opening_stock');

    const [now] = await db.query<{ version: string }>(
      "select version::text from inventory.item where sku = 'TRON'",
    );
    const line = `TRON;Hàng tròn;Thùng;1000;${now?.version};5`;
    const again = await importer.checked(
      'warehouse',
      'items',
      file('Mã hàng;Tên hàng;ĐVT;Giá vốn;Phiên bản;Nháp', line),
    );
    await db.commitAs('warehouse', (me) =>
      me.query(
        `select from file.read_import_again('opens', $1, head_row_no => 1, columns =>
           array['sku', 'item_name', 'unit', 'import_price', 'version', 'opening_stock'])`,
        [again.id],
      ),
    );
    await importer.runQueue();

    expect(await faultsOf(db, again)).toEqual([]);
    expect((await importState(db, again)).summary).toMatchObject({
      updated: '1',
      stock_ignored: '1',
    });
  });
});

describe('whether an item is sold', () => {
  const isActive = async (sku: string) =>
    (
      await db.query<{ active: boolean }>(
        'select is_active as active from inventory.item where sku = $1',
        [sku],
      )
    )[0]?.active;

  test('is read as lists say it, and is yes where they say nothing', async () => {
    await importer.applied(
      'warehouse',
      'items',
      file(
        'Mã hàng;Tên hàng;ĐVT;Giá vốn;Đang kinh doanh',
        'B1;A;Thùng;1000;Có',
        'B2;B;Thùng;1000;Không',
        'B3;C;Thùng;1000;',
        'B4;D;Thùng;1000;ngừng bán',
      ),
    );

    expect(await Promise.all(['B1', 'B2', 'B3', 'B4'].map(isActive))).toEqual([
      true,
      false,
      true,
      false,
    ]);
  });

  test('is a fault when nobody can tell', async () => {
    const brought = await importer.checked(
      'warehouse',
      'items',
      file('Mã hàng;Tên hàng;ĐVT;Giá vốn;Đang bán', 'B9;A;Thùng;1000;để sau'),
    );

    expect(await faultsOf(db, brought)).toEqual(['2 active unknown để sau']);
  });

  test('goes out with the list, and changes when it comes back changed', async () => {
    const lines = linesOf(await exporter.made('warehouse', 'items'));
    const changed = lines.map((line) =>
      line.startsWith('B1,') ? line.replace('Đang bán', 'Ngừng bán') : line,
    );
    expect(changed).not.toEqual(lines);

    const brought = await importer.applied('warehouse', 'items', changed.join('\n'));

    expect((await importState(db, brought)).summary).toMatchObject({ items: '0', updated: '1' });
    expect([await isActive('B1'), await isActive('B2'), await isActive('B3')]).toEqual([
      false,
      false,
      true,
    ]);
  });
});
