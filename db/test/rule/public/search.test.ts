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

describe('agencies', () => {
  test('are found by name, code and phone, in the order of the Vietnamese alphabet', async () => {
    await db.as('manager', async (me) => {
      expect(await agencies(me, 'dai ly d')).toEqual(['Đại lý Dũng', 'Đại lý Đức Hòa']);
      expect(await agencies(me, 'dl0001')).toEqual(['Tạp hóa Cô Ba']);
      expect(await agencies(me, '0900000004')).toEqual(['Cửa hàng An Khang']);
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
