import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Hand } from '../../support/actor.ts';
import { testDatabase, type TestDatabase } from '../../support/database.ts';
import { addAgency, addItem } from '../../support/master.ts';
import { slipMaker, type SlipMaker } from '../../support/slip.ts';

let db: TestDatabase;
let slips: SlipMaker;

beforeAll(async () => {
  db = await testDatabase();
  await addItem(db, {
    sku: 'B1',
    name: 'Bánh Đậu xanh',
    importPrice: 1000,
    stock: 1,
    barcode: '8931234567890',
  });
  await addItem(db, { sku: 'B2', name: 'Bánh Cốm', importPrice: 1000, stock: 1 });
  await addItem(db, { sku: 'B3', name: 'Bánh Dẻo', importPrice: 1000, stock: 1 });
  await addItem(db, { sku: 'B4', name: 'Bánh Ăn liền', importPrice: 1000, stock: 1 });
  await addItem(db, { sku: 'B5', name: 'Bánh An Giang', importPrice: 1000, stock: 1 });
  await addItem(db, { sku: 'B6', name: 'Bánh Hết hàng', importPrice: 1000 });
  await addItem(db, { sku: 'B7', name: 'Bánh A cũ', importPrice: 1000, isActive: false });
  await addItem(db, { sku: 'BANH', name: 'Hộp 50% đường_mía', importPrice: 1000, stock: 1 });
  await addAgency(db, { code: 'DL1001', name: 'Đại lý Đức Hòa' });
  await addAgency(db, { code: 'DL1002', name: 'Đại lý Dũng' });
  slips = await slipMaker(db);
});
afterAll(() => db.close());

async function items(me: Hand, query: string | null): Promise<string[]> {
  const rows = await me.query<{ item_name: string }>(
    'select item_name from inventory.search_items($1)',
    [query],
  );
  return rows.map((row) => row.item_name);
}

async function agencies(me: Hand, query: string): Promise<string[]> {
  const rows = await me.query<{ name: string }>('select name from agency.search_agencies($1)', [
    query,
  ]);
  return rows.map((row) => row.name);
}

describe('items', () => {
  test.each(['Đường Biên Hòa', 'duong bien hoa', 'ĐƯỜNG BIÊN', 'đuong', 'dường b', '  biên hoà '])(
    'are found by "%s": case, accents and đ/d do not matter',
    async (query) => {
      await db.as('sales', async (me) => {
        expect(await items(me, query)).toContain('Đường Biên Hòa');
      });
    },
  );

  test('are found with combining accents as well, as some keyboards write them', async () => {
    await db.as('sales', async (me) => {
      expect(await items(me, 'đường biên'.normalize('NFD'))).toContain('Đường Biên Hòa');
    });
  });

  test('are found by code and by barcode', async () => {
    await db.as('sales', async (me) => {
      expect(await items(me, 'duong')).toContain('Đường Biên Hòa');
      expect(await items(me, '8931234567890')).toEqual(['Bánh Đậu xanh']);
      expect(await items(me, '34567')).toEqual(['Bánh Đậu xanh']);
    });
  });

  test('are those of one group when that is asked for, however it is written', async () => {
    await db.query("update inventory.item set item_group = 'Bánh kẹo' where sku in ('B2', 'B3')");
    await db.as('sales', async (me) => {
      const rows = await me.query<{ sku: string }>(
        "select sku from inventory.search_items('bánh', 'BÁNH KẸO') order by 1",
      );
      expect(rows.map(({ sku }) => sku)).toEqual(['B2', 'B3']);
    });
  });

  test('stand in the order: starts with the words, in stock, Vietnamese alphabet; unsold last', async () => {
    await db.as('sales', async (me) => {
      expect(await items(me, 'bánh')).toEqual([
        'Hộp 50% đường_mía', // its code BANH starts with the word
        'Bánh An Giang',
        'Bánh Ăn liền',
        'Bánh Cốm',
        'Bánh Dẻo',
        'Bánh Đậu xanh',
        'Bánh Hết hàng',
        'Bánh A cũ',
      ]);
    });
  });

  test.each([['%'], ['50%'], ['_'], ['g_m']])('takes "%s" literally', async (query) => {
    await db.as('sales', async (me) => {
      expect(await items(me, query)).toEqual(['Hộp 50% đường_mía']);
    });
  });

  test('a backslash finds nothing and breaks nothing', async () => {
    await db.as('sales', async (me) => {
      expect(await items(me, '\\')).toEqual([]);
    });
  });

  test.each([[''], ['  '], [null]])('%j finds everything', async (query) => {
    await db.as('warehouse', async (me) => {
      expect(await items(me, query)).toHaveLength(14);
    });
  });
});

describe('words', () => {
  test.each(['hoa bien duong', 'Đường  Hòa', 'BIÊN\u00a0đường'])(
    'are found in any order: "%s"',
    async (query) => {
      await db.as('sales', async (me) => {
        expect(await items(me, query)).toContain('Đường Biên Hòa');
      });
    },
  );

  test('must all be there', async () => {
    await db.as('sales', async (me) => {
      expect(await items(me, 'duong muoi')).toEqual([]);
    });
  });
});

describe('agencies', () => {
  test('are found by name, code and phone, in the order of the Vietnamese alphabet', async () => {
    await db.as('manager', async (me) => {
      expect(await agencies(me, 'dai ly du')).toEqual(['Đại lý Dũng', 'Đại lý Đức Hòa']);
      expect(await agencies(me, 'dl0001')).toEqual(['Tạp hóa Cô Ba']);
      expect(await agencies(me, '0900000004')).toEqual(['Cửa hàng An Khang']);
    });
  });

  test('are found by words in any order, phone, tax code, own code and representative', async () => {
    await db.query(
      `update agency.agency set phone = '+84 900 123 456', tax_code = '0312345678-001',
         own_code = 'KH007', representative = 'Nguyễn Thị Ánh'
       where code = 'DL1001'`,
    );

    await db.as('manager', async (me) => {
      for (const query of [
        'hòa  ĐỨC',
        '0900123456',
        '0900.123.456',
        '900 123 456',
        '+84900123456',
        '0312345678',
        '0312345678-001',
        '0312345678001',
        'kh007',
        'anh nguyen dl1001',
      ])
        expect([query, await agencies(me, query)]).toEqual([query, ['Đại lý Đức Hòa']]);
      expect(await agencies(me, 'duc dung')).toEqual([]);
    });
  });

  test('of others are not found', async () => {
    await db.as('sales', async (me) => {
      expect(await agencies(me, 'an khang')).toEqual([]);
      expect(await agencies(me, '')).toEqual([
        'Đại lý Hưng Thịnh',
        'Đại lý Minh Phát',
        'Tạp hóa Cô Ba',
      ]);
    });
  });
});

describe('suppliers', () => {
  const found = async (me: Hand, query: string): Promise<string[]> => {
    const rows = await me.query<{ name: string }>(
      'select name from inventory.search_suppliers($1)',
      [query],
    );
    return rows.map((row) => row.name);
  };

  test('are found by words in any order, phone and tax code, but not by those who see none', async () => {
    await db.commitAs('admin', (me) =>
      me.query(
        `select inventory.create_supplier('s2', 'Công ty Bánh Đa', '028 3822 1234', null,
          '0300808687')`,
      ),
    );

    await db.as('warehouse', async (me) => {
      for (const query of ['da banh', '02838221234', '0300808687'])
        expect([query, await found(me, query)]).toEqual([query, ['Công ty Bánh Đa']]);
      expect(await found(me, 'bun')).toEqual([]);
    });
    await db.as('sales', async (me) => {
      expect((await me.refusal('select inventory.search_suppliers($1)', ['da'])).code).toBe(
        '42501',
      );
    });
  });
});

describe('among many', () => {
  test.each([
    ['agency.agency', 'agency_search_text_idx'],
    ['inventory.item', 'item_search_text_idx'],
  ])('rows of %s are found by an index', async (table, index) => {
    await db.query(
      table === 'agency.agency'
        ? `insert into agency.agency (code, name, agency_type_id, district_id, reception_date)
           select 'DL' || 20000 + n, 'Cửa hàng số ' || md5(n::text), t.id, d.id, '2024-01-15'
           from generate_series(1, 20000) as n
           cross join (select id from agency.agency_type order by id limit 1) as t
           cross join (select id from agency.district order by id limit 1) as d`
        : `insert into inventory.item (sku, item_name, unit_id, import_price)
           select 'N' || n, 'Hàng số ' || md5(n::text), u.id, 1000
           from generate_series(1, 20000) as n
           cross join (select id from inventory.unit order by id limit 1) as u`,
    );
    await db.query(`vacuum analyze ${table}`);

    // as the functions ask it: planned for the words of each search
    const plan = await db.query<{ 'QUERY PLAN': string }>(
      `explain select t.id from ${table} as t
       where t.search_text like '%duong%' and t.search_text like all ('{%duong%,%bien%}')`,
    );

    expect(plan.map((line) => line['QUERY PLAN']).join('\n')).toContain(index);
  });
});

describe('slips', () => {
  const found = async (me: Hand, query: string): Promise<string[]> => {
    const rows = await me.query<{ code: string }>('select code from inventory.search_issues($1)', [
      query,
    ]);
    return rows.map((row) => row.code);
  };

  test('are found by the start and the end of their number and by their agency', async () => {
    await db.as('manager', async (me) => {
      const first = await slips.create(me, { agency: 'DL0001', lines: [['LE', 1]] });
      const second = await slips.create(me, { agency: 'DL1001', lines: [['LE', 1]] });

      expect(await found(me, ` ${first.code.toLowerCase()} `)).toEqual([first.code]);
      expect(await found(me, '000002')).toEqual([second.code]);
      expect(await found(me, 'duc hoa')).toEqual([second.code]);
      expect((await found(me, 'px-')).toSorted()).toEqual([first.code, second.code]);
      expect(await found(me, 'no such shop')).toEqual([]);
    });
  });

  test('of other agencies are not found, by their full number neither', async () => {
    const foreign = await db.commitAs('manager', (me) =>
      slips.create(me, { agency: 'DL1001', lines: [['LE', 1]] }),
    );
    const own = await db.commitAs('sales', (me) =>
      slips.create(me, { agency: 'DL0001', lines: [['LE', 1]] }),
    );

    await db.as('agency', async (me) => {
      expect(await found(me, foreign.code)).toEqual([]);
      expect(await found(me, '')).toEqual([own.code]);
    });
  });
});
