import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { dayFromToday, stockLedger, stockOf } from '../../support/books.ts';
import { testDatabase, type TestDatabase } from '../../support/database.ts';
import { slipMaker, type SlipMaker } from '../../support/slip.ts';

let db: TestDatabase;
let slips: SlipMaker;
let today: string;

beforeAll(async () => {
  db = await testDatabase();
  slips = await slipMaker(db);
  today = await dayFromToday(db, 0);
});
afterAll(() => db.close());

describe('when a slip is confirmed', () => {
  test('stock falls exactly once, and the stock ledger says so', async () => {
    await db.as('manager', async (me) => {
      await slips.create(me, { agency: 'DL0001', lines: [['MI', 12]] });

      expect(await stockOf(me, 'MI')).toBe('38');
      expect(await stockLedger(me, 'MI')).toEqual([
        {
          seq: '1',
          kind: 'opening',
          quantity: '50',
          balance_after: '50',
          business_date: '2024-01-01',
        },
        { seq: '2', kind: 'issue', quantity: '-12', balance_after: '38', business_date: today },
      ]);
    });
  });

  test('each line moves its own item', async () => {
    await db.as('manager', async (me) => {
      await slips.create(me, {
        agency: 'DL0001',
        lines: [
          ['LE', 100],
          ['DUONG', 2.25],
          ['MI', 1],
        ],
      });

      expect(await stockOf(me, 'LE')).toBe('900');
      expect(await stockOf(me, 'DUONG')).toBe('18.25');
      expect(await stockOf(me, 'MI')).toBe('49');
    });
  });

  test('the ledger of an item counts on without gaps, each balance following from the last', async () => {
    await db.as('manager', async (me) => {
      for (const quantity of [1, 2, 3]) {
        await slips.create(me, { agency: 'DL0001', lines: [['MI', quantity]] });
      }

      const ledger = await stockLedger(me, 'MI');

      expect(ledger.map((row) => row.seq)).toEqual(['1', '2', '3', '4']);
      expect(ledger.map((row) => row.balance_after)).toEqual(['50', '49', '47', '44']);
    });
  });

  test('the movement names the slip, its agency and who confirmed it', async () => {
    await db.as('manager', async (me) => {
      const slip = await slips.create(me, { agency: 'DL0002', lines: [['MI', 1]] });

      const movement = await me.one(
        `select issue_id::text, agency_id::text, created_by::text
         from inventory.stock_movement where kind = 'issue'`,
      );

      expect(movement).toEqual({
        issue_id: slip.id,
        agency_id: slips.agencyId('DL0002'),
        created_by: me.userId,
      });
    });
  });

  test('the same item on two lines falls by their sum in one movement', async () => {
    await db.as('manager', async (me) => {
      await slips.create(me, {
        agency: 'DL0001',
        lines: [
          ['MI', 2],
          ['LE', 1],
          ['MI', 3],
        ],
      });

      const ledger = await stockLedger(me, 'MI');

      expect(ledger.map((row) => row.quantity)).toEqual(['50', '-5']);
    });
  });

  test('quantities keep their three decimals', async () => {
    await db.as('manager', async (me) => {
      await slips.create(me, {
        agency: 'DL0001',
        lines: [
          ['DUONG', '0.125'],
          ['DUONG', '0.001'],
        ],
      });

      expect(await stockOf(me, 'DUONG')).toBe('20.374');
    });
  });
});

describe('when stock does not suffice', () => {
  test('the last unit may be taken, the next one not', async () => {
    await db.as('manager', async (me) => {
      await slips.create(me, { agency: 'DL0001', lines: [['CUOI', 1]] });
      expect(await stockOf(me, 'CUOI')).toBe('0');

      const refusal = await slips.refused(me, { agency: 'DL0001', lines: [['CUOI', 1]] });

      expect(refusal.code).toBe('SDSTK');
      expect(refusal.details).toEqual({
        items: [
          {
            item_id: slips.itemId('CUOI'),
            sku: 'CUOI',
            item_name: 'Nước mắm chai cuối cùng',
            unit: 'Chai',
            requested: '1',
            available: '0',
            shortage: '1',
          },
        ],
      });
    });
  });

  test('every short item is named at once, in the order of the slip, and no other', async () => {
    await db.as('manager', async (me) => {
      const refusal = await slips.refused(me, {
        agency: 'DL0001',
        lines: [
          ['DUONG', '20.501'],
          ['LE', 1],
          ['CUOI', 3],
          ['MI', 60],
        ],
      });

      expect(refusal).toMatchObject({
        code: 'SDSTK',
        details: {
          items: [
            { sku: 'DUONG', requested: '20.501', available: '20.5', shortage: '0.001' },
            { sku: 'CUOI', requested: '3', available: '1', shortage: '2' },
            { sku: 'MI', requested: '60', available: '50', shortage: '10' },
          ],
        },
      });
      expect(refusal.details['items']).toHaveLength(3);
    });
  });

  test('two lines that fit alone but not together are refused with their sum', async () => {
    await db.as('manager', async (me) => {
      const refusal = await slips.refused(me, {
        agency: 'DL0001',
        lines: [
          ['MI', 30],
          ['MI', 21],
        ],
      });

      expect(refusal.details).toMatchObject({
        items: [{ sku: 'MI', requested: '51', available: '50', shortage: '1' }],
      });
    });
  });

  test('the items that would have sufficed keep their stock too', async () => {
    await db.as('manager', async (me) => {
      await slips.refused(me, {
        agency: 'DL0001',
        lines: [
          ['LE', 10],
          ['CUOI', 2],
        ],
      });

      expect(await stockOf(me, 'LE')).toBe('1000');
      expect(await stockLedger(me, 'LE')).toHaveLength(1);
    });
  });

  test('not even the owner can bring stock below zero', async () => {
    await db.asOwner(async (owner) => {
      const refusal = await owner.refusal(
        "update inventory.item set stock_quantity = stock_quantity - 2 where sku = 'CUOI'",
      );

      expect(refusal).toMatchObject({ code: '23514' });
      expect(refusal.message).toContain('item_stock_is_never_negative');
    });
  });
});
