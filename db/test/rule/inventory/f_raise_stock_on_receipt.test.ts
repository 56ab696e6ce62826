import { afterAll, beforeAll, expect, test } from 'vitest';
import { dayFromToday, stockLedger, stockOf } from '../../support/books.ts';
import { testDatabase, type TestDatabase } from '../../support/database.ts';
import { addItem } from '../../support/master.ts';
import { slipMaker } from '../../support/slip.ts';
import { receiptMaker, type ReceiptMaker } from '../../support/stock.ts';

let db: TestDatabase;
let receipts: ReceiptMaker;
let today = '';

beforeAll(async () => {
  db = await testDatabase();
  await addItem(db, { sku: 'MOI', importPrice: 1000 });
  receipts = await receiptMaker(db);
  today = await dayFromToday(db, 0);
});
afterAll(() => db.close());

test('each line raises stock once, and the ledger says by which receipt', async () => {
  await db.as('warehouse', async (me) => {
    const receipt = await receipts.create(me, {
      lines: [
        ['MOI', 7, 900],
        ['DUONG', '0.125', 24_500],
      ],
    });

    expect(await stockLedger(me, 'MOI')).toEqual([
      { seq: '1', kind: 'receipt', quantity: '7', balance_after: '7', business_date: today },
    ]);
    expect((await stockLedger(me, 'DUONG')).at(-1)).toEqual({
      seq: '2',
      kind: 'receipt',
      quantity: '0.125',
      balance_after: '20.625',
      business_date: today,
    });
    expect(
      await me.query(
        'select receipt_id::text from inventory.stock_movement where receipt_id is not null',
      ),
    ).toEqual([{ receipt_id: receipt.id }, { receipt_id: receipt.id }]);
  });
});

test('a back-dated receipt counts on its own date, and goes last in the ledger', async () => {
  const lastWeek = await dayFromToday(db, -7);
  await db.as('admin', async (me) => {
    await receipts.create(me, { lines: [['MOI', 7, 900]] });
    await receipts.create(me, { lines: [['MOI', 2, 900]], date: lastWeek });

    expect(await stockLedger(me, 'MOI')).toMatchObject([
      { seq: '1', balance_after: '7', business_date: today },
      { seq: '2', balance_after: '9', business_date: lastWeek },
    ]);
  });
});

test('what came in can be issued from its date on, and not before', async () => {
  await addItem(db, { sku: 'SAU', importPrice: 1000 });
  const local = await receiptMaker(db);
  const slips = await slipMaker(db);
  const [yesterday, before] = [await dayFromToday(db, -1), await dayFromToday(db, -2)];
  await db.as('admin', async (me) => {
    await local.create(me, { lines: [['SAU', 5, 900]], date: yesterday });

    expect(
      (await slips.refused(me, { agency: 'DL0001', lines: [['SAU', 5]], date: before })).code,
    ).toBe('SDSTK');
    await slips.create(me, { agency: 'DL0001', lines: [['SAU', 5]], date: yesterday });
    expect(await stockOf(me, 'SAU')).toBe('0');
  });
});

test('receipts of one statement are numbered after each other in the ledger of an item', async () => {
  await db.asOwner(async (owner) => {
    await owner.query(
      `insert into inventory.receipt (supplier_id, receipt_date, created_by)
       select s.id, config.business_date(), s.created_by
       from inventory.supplier as s cross join generate_series(1, 3) where s.code = 'NCC0001'`,
    );
    await owner.query(
      `insert into inventory.receipt_detail (receipt_id, line_no, item_id, quantity, unit_price,
        line_total, created_by)
       select r.id, 1, i.id, 2, 5, 10, r.created_by
       from inventory.receipt as r cross join inventory.item as i
       where i.sku = 'MOI' and r.code is null`,
    );

    expect(await stockLedger(owner, 'MOI')).toMatchObject([
      { seq: '1', balance_after: '2' },
      { seq: '2', balance_after: '4' },
      { seq: '3', balance_after: '6' },
    ]);
  });
});
