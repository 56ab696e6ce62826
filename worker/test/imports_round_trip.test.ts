// Lists that went out, were changed in a spreadsheet, and come back.
import pg from 'pg';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { testDatabase, type TestDatabase } from '../../db/test/support/database.ts';
import { brokenInvariants } from '../../db/test/support/invariants.ts';
import { exporterOf, type Exporter } from './support/export_file.ts';
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

/** The file with some words replaced, as in a spreadsheet. */
const changed = (bytes: Buffer, ...words: [from: string, to: string][]) =>
  words.reduce((text, [from, to]) => {
    expect(text).toContain(from);
    return text.replace(from, to);
  }, bytes.toString('utf8'));

const of = (table: string, key: string, value: string) =>
  db.query<Record<string, unknown>>(
    `select to_jsonb(t) - 'id' - 'search_text' - 'created_at' - 'updated_at' as row
     from ${table} as t where t.${key} = $1`,
    [value],
  );

describe('items', () => {
  test('that went out as they are come back without a change', async () => {
    const before = await db.query('select sku, version, updated_at from inventory.item order by 1');
    const bytes = await exporter.made('warehouse', 'items', 'xlsx');

    const brought = await importer.applied('warehouse', 'items', bytes);

    expect((await importState(db, brought)).summary).toMatchObject({
      items: '0',
      unchanged: String(before.length),
    });
    expect(
      await db.query('select sku, version, updated_at from inventory.item order by 1'),
    ).toEqual(before);
  });

  test('are changed by what was changed in the file, and keep their price', async () => {
    const [price] = await db.query<{ price: string }>(
      "select import_price::text as price from inventory.item where sku = 'TRON'",
    );
    const bytes = await exporter.made('warehouse', 'items');

    const brought = await importer.applied(
      'warehouse',
      'items',
      changed(bytes, ['Hàng giá tròn một triệu', 'Hàng đổi tên']),
    );

    expect((await importState(db, brought)).summary).toMatchObject({ items: '0', updated: '1' });
    expect(await of('inventory.item', 'sku', 'TRON')).toMatchObject([
      { row: { item_name: 'Hàng đổi tên', version: 2, import_price: Number(price?.price) } },
    ]);
    expect(await brokenInvariants(db)).toEqual({});
  });

  test('that changed since are told, and nothing is applied', async () => {
    const bytes = await exporter.made('warehouse', 'items');
    await db.commitAs('warehouse', (me) =>
      me.query(
        `select inventory.update_item('since', i.id, i.version, 'Đổi trên trang', i.unit_id)
         from inventory.item as i where i.sku = 'LE'`,
      ),
    );

    const brought = await importer.checked('warehouse', 'items', bytes);

    expect(await faultsOf(db, brought)).toEqual([
      expect.stringMatching(/version changed_since 2$/),
    ]);
  });

  test('that are not there are told, when they say a version', async () => {
    const brought = await importer.checked(
      'warehouse',
      'items',
      'Mã hàng;Tên hàng;ĐVT;Giá nhập;Phiên bản\nXYZ;Bánh;Thùng;1000;1',
    );

    expect(await faultsOf(db, brought)).toEqual(['2 sku unknown XYZ']);
  });
});

describe('agencies', () => {
  test('that went out are not added again, and change where the file was changed', async () => {
    const [before] = await db.query<{ n: number }>('select count(*)::int as n from agency.agency');
    const bytes = await exporter.made('manager', 'agencies');

    const brought = await importer.applied(
      'manager',
      'agencies',
      changed(bytes, ['0900000001', '0911222333']),
    );

    expect((await importState(db, brought)).summary).toMatchObject({ agencies: '0' });
    expect(await db.query('select count(*)::int as n from agency.agency')).toEqual([before]);
    expect(
      await db.query(
        `select code, version::int, phone from agency.agency where phone = '0911222333'`,
      ),
    ).toEqual([{ code: 'DL0001', version: 2, phone: '0911222333' }]);
    expect(
      await db.query("select from agency.agency where version > 1 and code <> 'DL0001'"),
    ).toEqual([]);
  });

  test('keep what the file has no column for, and their type and territory', async () => {
    await db.query("update agency.agency set email = 'coba@example.com' where code = 'DL0002'");
    const [now] = await db.query<{ name: string; type: string; district: string; v: string }>(
      `select a.name, t.name as type, d.name as district, a.version::text as v
       from agency.agency as a join agency.agency_type as t on t.id = a.agency_type_id
       join agency.district as d on d.id = a.district_id where a.code = 'DL0002'`,
    );
    const heads = 'Mã đại lý;Tên đại lý;Loại;Địa bàn;Mã riêng;Phiên bản';
    const line = (type: string, version: string) =>
      `${heads}\nDL0002;${now?.name};${type};${now?.district};KH-2;${version}`;

    const other = now?.type === 'Loại 1' ? 'Loại 2' : 'Loại 1';
    expect(
      await faultsOf(db, await importer.checked('manager', 'agencies', line(other, '9'))),
    ).toEqual([`2 agency_type changed_on_its_page ${other}`, `2 version changed_since ${now?.v}`]);

    await importer.applied('manager', 'agencies', line(now?.type ?? '', now?.v ?? ''));

    expect(
      await db.query("select own_code, email from agency.agency where code = 'DL0002'"),
    ).toEqual([{ own_code: 'KH-2', email: 'coba@example.com' }]);
  });
});
