// Names and codes in files: who is meant, and what is asked before anything is written.
import { randomUUID } from 'node:crypto';
import pg from 'pg';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { Person } from '../../db/test/support/actor.ts';
import { debtOf } from '../../db/test/support/books.ts';
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
let runQueue: Importer['runQueue'];
let checked: Importer['checked'];
let applied: Importer['applied'];
beforeAll(async () => {
  db = await testDatabase();
  pgPool = new pg.Pool({ connectionString: db.workerUrl, max: 4 });
  pgPool.on('error', () => undefined);
  pgPool.on('connect', (client) => client.on('error', () => undefined));
  ({ runQueue, checked, applied } = importerOf(db, pgPool));
});
afterAll(async () => {
  await pgPool.end();
  await db.close();
});
beforeEach(() => pgPool.query('delete from graphile_worker._private_jobs'));

const file = (...lines: string[]) => lines.join('\n');

const questionsOf = ({ id }: Import) =>
  db.query<{ code: string; key: string; figures: Record<string, unknown> }>(
    `select q.code, q.key, q.figures from file.import_question as q
     where q.import_id::text = $1 order by q.place, q.code`,
    [id],
  );

/** Says yes to a file, and to what it asked. */
async function apply(person: Person, { id }: Import, answers: Record<string, boolean> = {}) {
  await db.commitAs(person, (me) =>
    me.query(`select from file.apply_import($1, $2, accept_names => $3, despite_duplicate => $4)`, [
      randomUUID(),
      id,
      answers['names'] ?? null,
      answers['duplicates'] ?? null,
    ]),
  );
  await runQueue();
}

describe('units that differ in accents only', () => {
  beforeAll(() =>
    db.query("insert into inventory.unit (name) values ('Can'), ('Cân'), ('Cuộn'), ('Sỉ')"),
  );

  test('are found as they are written, case aside', async () => {
    await applied(
      'warehouse',
      'items',
      file(
        'Mã hàng;Tên hàng;ĐVT;Giá vốn',
        'A1;Dầu;can;1000',
        'A2;Gạo;CÂN;1000',
        'A3;Xà bông;Sỉ;1000',
      ),
    );

    expect(
      await db.query(
        `select i.sku, u.name from inventory.item as i join inventory.unit as u on u.id = i.unit_id
         where i.sku in ('A1', 'A2', 'A3') order by 1`,
      ),
    ).toEqual([
      { sku: 'A1', name: 'Can' },
      { sku: 'A2', name: 'Cân' },
      { sku: 'A3', name: 'Sỉ' },
    ]);
  });

  test('are a question when one may be meant, answered once for all its rows', async () => {
    const brought = await checked(
      'warehouse',
      'items',
      file('Mã hàng;Tên hàng;ĐVT;Giá vốn', 'B1;Dây;Cuốn;1000', 'B2;Chỉ;cuốn;1000'),
    );
    expect(await faultsOf(db, brought)).toEqual([]);
    expect(await questionsOf(brought)).toEqual([
      {
        code: 'SIMILAR_NAME',
        key: 'unit cuốn',
        figures: {
          column: 'unit',
          written: expect.stringMatching(/^cuốn$/i),
          name: 'Cuộn',
          rows: '2',
        },
      },
    ]);
    await expect(apply('warehouse', brought)).rejects.toMatchObject({ code: 'SDCFM' });

    await apply('warehouse', brought, { names: true });

    expect(await importState(db, brought)).toMatchObject({ status: 'applied' });
  });

  test('are a fault that lists them when several may be meant', async () => {
    const brought = await checked(
      'warehouse',
      'items',
      file('Mã hàng;Tên hàng;ĐVT;Giá vốn', 'C1;Dầu;Căn;1000', 'C2;Dầu;Lọ;1000'),
    );

    expect(await faultsOf(db, brought)).toEqual(['2 unit ambiguous Can, Cân', '3 unit unknown Lọ']);
  });
});

test('item codes and barcodes are one whatever their case, and a group is written in one way', async () => {
  await applied(
    'warehouse',
    'items',
    file(
      'Mã hàng;Tên hàng;ĐVT;Giá vốn;Nhóm hàng',
      'g-1;Bánh;Thùng;1000;Bánh kẹo',
      'g-2;Kẹo;Thùng;1000;BÁNH KẸO',
    ),
  );
  const brought = await checked(
    'warehouse',
    'items',
    file(
      'Mã hàng;Tên hàng;ĐVT;Giá vốn',
      'G-1;Bánh;Thùng;1000',
      'x-1;A;Thùng;1000',
      'X-1;B;Thùng;1000',
    ),
  );

  expect(await faultsOf(db, brought)).toEqual(['2 sku taken Bánh', '4 sku twice_in_file 3']);
  expect(
    await db.query("select distinct item_group as name from inventory.item where sku like 'g-%'"),
  ).toEqual([{ name: 'Bánh kẹo' }]);
});

describe('agencies of a customer list', () => {
  test('keep the codes that the customer gave them', async () => {
    await applied(
      'manager',
      'agencies',
      file(
        'Mã khách hàng (*);Tên khách hàng (*);Nhóm khách hàng;Khu vực;SĐT;MST',
        'KH001;Tạp hóa Mười;Loại 1;Quận 1;0977 000 001;0399999991',
        'KH002;Tạp hóa Mười Một;Loại 1;Quận 1;0977 000 002;079085001234',
      ),
    );

    expect(
      await db.query(
        `select own_code, name, tax_code from agency.agency where own_code like 'KH%' order by 1`,
      ),
    ).toEqual([
      { own_code: 'KH001', name: 'Tạp hóa Mười', tax_code: '0399999991' },
      { own_code: 'KH002', name: 'Tạp hóa Mười Một', tax_code: '079085001234' },
    ]);
  });

  test('are asked about when they are there already or twice in the file, and brought in on purpose', async () => {
    const brought = await checked(
      'manager',
      'agencies',
      file(
        'Mã KH;Tên KH;Loại;Địa bàn;Điện thoại',
        'KH011;Tạp hóa Hai;Loại 1;Quận 1;+84 977 000 001',
        'KH012;Tạp hóa Ba;Loại 1;Quận 1;0977 000 003',
        'KH013;Tạp hóa Bà;Loại 1;Quận 1;0977 000 004',
      ),
    );
    expect(await questionsOf(brought)).toMatchObject([
      { key: '2', figures: { same: ['phone'], name: 'Tạp hóa Mười', row: '2' } },
      { key: '4', figures: { same: ['name'], other_row: '3', row: '4' } },
    ]);

    await apply('manager', brought, { duplicates: true });

    expect(
      await db.query(
        `select own_code, is_no_duplicate as said from agency.agency
         where own_code like 'KH01%' order by 1`,
      ),
    ).toEqual([
      { own_code: 'KH011', said: true },
      { own_code: 'KH012', said: false },
      { own_code: 'KH013', said: true },
    ]);
  });

  test('name their territory and city as people call them', async () => {
    await db.query(
      `insert into agency.district (city, name) values ('TP. Hồ Chí Minh', 'Bình Tân'),
         ('Đồng Tháp', 'TP. Cao Lãnh')`,
    );
    const brought = await checked(
      'manager',
      'agencies',
      file(
        'Tên KH;Loại;Địa bàn;Tỉnh thành',
        'Nơi Một;Loại 1;Q.1;TP.HCM',
        'Nơi Hai;Loại 1;Q2;',
        'Nơi Ba;Loại 1;Quận Bình Tân;Thành phố Hồ Chí Minh',
        'Nơi Bốn;Loại 1;Cao Lãnh;Tỉnh Đồng Tháp',
        'Nơi Năm;Loại 1;Huyện Cao Lãnh;',
      ),
    );

    expect(await faultsOf(db, brought)).toEqual(['6 district unknown Huyện Cao Lãnh']);
    expect(await questionsOf(brought)).toEqual([]);
  });

  test('say their codes once', async () => {
    const brought = await checked(
      'manager',
      'agencies',
      file(
        'Mã KH;Tên KH;Loại;Địa bàn',
        'kh001;Tạp hóa Z;Loại 1;Quận 1',
        'KH099;Tạp hóa Y;Loại 1;Quận 1',
        'kh099;Tạp hóa X;Loại 1;Quận 1',
      ),
    );

    expect(await faultsOf(db, brought)).toEqual([
      '2 own_code taken kh001',
      '4 own_code twice_in_file 3',
    ]);
  });
});

describe('opening debt', () => {
  const agency = (own: string, phone: string, tax: string, name: string) =>
    db.query(
      `insert into agency.agency (code, name, own_code, phone, tax_code, agency_type_id,
         district_id, reception_date, status)
       select 'DL' || (7000 + (select count(*) from agency.agency)), $4, $1, $2, $3, t.id, d.id,
         '2024-01-01', 'active'
       from agency.agency_type as t cross join agency.district as d
       where t.name = 'Loại 1' and d.name = 'Quận 1'`,
      [own, phone, tax, name],
    );

  test('finds agencies by own code, tax code, phone or exact name', async () => {
    await agency('C-1', '0966 000 001', '0366000001', 'Nợ Một');
    await agency('C-2', '0966 000 002', '0366000002', 'Nợ Hai');
    await agency('C-3', '0966 000 003', '0366000003', 'Nợ Ba');
    await agency('C-4', '0966 000 004', '0366000004', 'Nợ Bốn');

    await applied(
      'accountant',
      'opening_debt',
      file(
        'Mã KH;Tên khách hàng;MST;SĐT;Công nợ',
        'c-1;;;;1000',
        ';;0366000002;;2000',
        ';;;+84966000003;3000',
        ';nợ bốn;;;4000',
      ),
    );

    await db.as('manager', async (me) => {
      const debts = await me.query<{ name: string; debt: string }>(
        `select a.own_code as name, a.debt_amount::text as debt from agency.agency as a
         where a.own_code like 'C-%' order by 1`,
      );
      expect(debts.map(({ debt }) => debt)).toEqual(['1000', '2000', '3000', '4000']);
    });
  });

  test('needs one of them, names several that may be meant, and knows no accents', async () => {
    await agency('D-1', '0955 000 001', '0355000001', 'Trùng Tên');
    await agency('D-2', '0955 000 001', '0355000002', 'Trùng Tên');
    const brought = await checked(
      'accountant',
      'opening_debt',
      file('Tên KH;SĐT;Công nợ', 'Trùng tên;;1000', ';;2000', 'Trung Ten;;3000', ';0955000001;1'),
    );

    expect(await faultsOf(db, brought)).toEqual([
      expect.stringMatching(/^2 name ambiguous DL\d+, DL\d+$/),
      '3 code required',
      '4 name unknown Trung Ten',
      expect.stringMatching(/^5 phone ambiguous DL\d+, DL\d+$/),
    ]);
    expect(
      await faultsOf(db, await checked('accountant', 'opening_debt', 'Công nợ\n5000')),
    ).toEqual(['1 code column_missing']);
    await db.as('manager', async (me) => expect(await debtOf(me, 'DL0001')).toBe('0'));
  });
});

describe('receipts', () => {
  test('keep the document of the supplier, and are asked about when it is there already', async () => {
    await db.commitAs('admin', (me) =>
      me.query("select inventory.create_supplier('s', 'Công ty Hải Hà')"),
    );
    const lines = (note: string) =>
      file(
        'Số chứng từ;NCC;Mã SP;SL;Giá nhập;Ghi chú',
        `HD-7;Công ty Hải Hà;tron;1;1000000;${note}`,
      );
    await applied('warehouse', 'receipts', lines('sáng'));
    const again = await checked('warehouse', 'receipts', lines('chiều'));
    expect(await questionsOf(again)).toMatchObject([
      { code: 'POSSIBLE_DUPLICATE', key: '2', figures: { name: 'HD-7', row: '2' } },
    ]);
    await expect(apply('warehouse', again)).rejects.toMatchObject({ code: 'SDCFM' });

    await apply('warehouse', again, { duplicates: true });

    expect(
      await db.query(
        `select supplier_document as document, note, is_no_duplicate as said
         from inventory.receipt order by code`,
      ),
    ).toEqual([
      { document: 'HD-7', note: 'sáng', said: false },
      { document: 'HD-7', note: 'chiều', said: true },
    ]);
  });
});
