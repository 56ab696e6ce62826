import { afterAll, beforeAll, expect, test } from 'vitest';
import { dayFromToday, stockLedger, stockOf } from '../../support/books.ts';
import { testDatabase, type TestDatabase } from '../../support/database.ts';
import { addItem } from '../../support/master.ts';
import { slipMaker, type SlipMaker } from '../../support/slip.ts';
import { receiptMaker, type ReceiptMaker } from '../../support/stock.ts';

let db: TestDatabase;
let receipts: ReceiptMaker;
let slips: SlipMaker;
const days = { lastWeek: '', yesterday: '', today: '' };

beforeAll(async () => {
  db = await testDatabase();
  await addItem(db, { sku: 'A', importPrice: 1000 });
  await addItem(db, { sku: 'C', importPrice: 1000 });
  await addItem(db, { sku: 'B', importPrice: 1000, unit: 'Kg' });
  receipts = await receiptMaker(db);
  slips = await slipMaker(db);
  days.lastWeek = await dayFromToday(db, -7);
  days.yesterday = await dayFromToday(db, -1);
  days.today = await dayFromToday(db, 0);
});
afterAll(() => db.close());

test('goods that have left cannot be taken back: every short item is named with its figures', async () => {
  await db.as('admin', async (me) => {
    const { id, code } = await receipts.create(me, {
      lines: [
        ['A', 10, 1000],
        ['MI', 5, 100_000],
        ['B', '2.5', 1000],
      ],
      date: days.lastWeek,
    });
    await slips.create(me, {
      agency: 'DL0001',
      lines: [
        ['A', 4],
        ['B', '0.5'],
      ],
      date: days.yesterday,
    });

    const refusal = await receipts.cancelRefused(me, id);

    expect(refusal).toMatchObject({
      code: 'SDNEG',
      details: {
        document: 'receipt',
        document_code: code,
        items: [
          {
            sku: 'A',
            unit: 'Thùng',
            available: '6',
            needed: '10',
            shortage: '4',
            first_day: days.today,
          },
          {
            sku: 'B',
            unit: 'Kg',
            available: '2',
            needed: '2.5',
            shortage: '0.5',
            first_day: days.today,
          },
        ],
      },
    });
    expect(refusal.details['items']).toHaveLength(2);
    expect(await stockOf(me, 'A')).toBe('6');
  });
});

test('when there is enough again today they may, and what past days closed with stays', async () => {
  await db.as('admin', async (me) => {
    const { id } = await receipts.create(me, { lines: [['A', 10, 1000]], date: days.lastWeek });
    await slips.create(me, { agency: 'DL0001', lines: [['A', 4]], date: days.yesterday });
    await receipts.create(me, { lines: [['A', 20, 1000]] });

    await receipts.cancel(me, id);

    expect(
      (await stockLedger(me, 'A')).map(({ kind, quantity, business_date }) => [
        kind,
        quantity,
        business_date,
      ]),
    ).toEqual([
      ['receipt', '10', days.lastWeek],
      ['issue', '-4', days.yesterday],
      ['receipt', '20', days.today],
      ['receipt_cancel', '-10', days.today],
    ]);
  });
});

test('a later day that would be short is named', async () => {
  const { id } = await db.commitAs('admin', (me) =>
    receipts.create(me, { lines: [['C', 10, 1000]] }),
  );
  const tomorrow = await dayFromToday(db, 1);

  await db.asOwner(async (owner) => {
    await owner.query(
      `with item as (
         update inventory.item set stock_quantity = 7, stock_seq = 2 where sku = 'C' returning id)
       insert into inventory.stock_movement (item_id, seq, kind, quantity, balance_after,
         business_date)
       select id, 2, 'opening', -3, 7, $1 from item`,
      [tomorrow],
    );

    expect(
      await owner.refusal(
        `select inventory.refuse_negative_stock_on_cancel('receipt', r.id::text, r.code, array(
         select row(d.item_id, d.quantity, false)::inventory.issue_line
         from inventory.receipt_detail as d where d.receipt_id = r.id))
       from inventory.receipt as r where r.id::text = $1`,
        [id],
      ),
    ).toMatchObject({
      code: 'SDNEG',
      details: { items: [{ available: '7', needed: '10', shortage: '3', first_day: tomorrow }] },
    });
  });
});

test('what just suffices may be cancelled, down to nothing', async () => {
  await db.as('admin', async (me) => {
    const { id } = await receipts.create(me, { lines: [['A', 10, 1000]], date: days.yesterday });
    await receipts.create(me, { lines: [['A', 4, 1000]], date: days.yesterday });
    await slips.create(me, { agency: 'DL0001', lines: [['A', 4]] });

    expect(await receipts.cancel(me, id)).toMatchObject({ status: 'cancelled' });
    expect(await stockOf(me, 'A')).toBe('0');
  });
});
