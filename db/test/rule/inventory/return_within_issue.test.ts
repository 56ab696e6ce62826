import { afterAll, beforeAll, expect, test } from 'vitest';
import { testDatabase, type TestDatabase } from '../../support/database.ts';
import { addItem } from '../../support/master.ts';
import { slipMaker, type SlipMaker } from '../../support/slip.ts';
import { returnMaker, type ReturnMaker } from '../../support/stock.ts';

let db: TestDatabase;
let slips: SlipMaker;
let returns: ReturnMaker;

beforeAll(async () => {
  db = await testDatabase();
  await addItem(db, { sku: 'TIEU', importPrice: 333, stock: 10, unit: 'Kg' });
  slips = await slipMaker(db);
  returns = await returnMaker(db);
});
afterAll(() => db.close());

test('what came back before counts, and every line that exceeds is named with its figures', async () => {
  await db.as('manager', async (me) => {
    const { id } = await slips.create(me, {
      agency: 'DL0001',
      lines: [
        ['MI', 5],
        ['DUONG', '2.5'],
        ['LE', 2],
      ],
    });
    await returns.create(me, {
      slip: id,
      lines: [
        ['MI', 3],
        ['DUONG', '0.5'],
      ],
    });

    const refusal = await returns.refused(me, {
      slip: id,
      lines: [
        ['DUONG', '2.125'],
        ['LE', 2],
        ['MI', 2],
        ['MI', 1],
      ],
    });

    expect(refusal).toMatchObject({
      code: 'SDRET',
      details: {
        items: [
          {
            sku: 'DUONG',
            unit: 'Kg',
            issued: '2.5',
            returned: '0.5',
            available: '2',
            requested: '2.125',
            excess: '0.125',
          },
          {
            sku: 'MI',
            unit: 'Thùng',
            issued: '5',
            returned: '3',
            available: '2',
            requested: '3',
            excess: '1',
          },
        ],
      },
    });
    expect(refusal.details['items']).toHaveLength(2);
    expect(
      await returns.create(me, {
        slip: id,
        lines: [
          ['MI', 2],
          ['DUONG', 2],
          ['LE', 2],
        ],
      }),
    ).toHaveProperty('code');
  });
});

test('a slip that comes back in pieces is worth exactly what it was, to the đồng', async () => {
  await db.as('manager', async (me) => {
    // 340 đồng a kilo: 0.68 + 0.68 + 1.02 + 0.68, each rounded on its own, would be 4 and not 3
    const { id, total_amount } = await slips.create(me, {
      agency: 'DL0001',
      lines: [['TIEU', '0.009']],
    });
    const worth: number[] = [];
    for (const piece of ['0.002', '0.002', '0.003', '0.002']) {
      worth.push(
        Number((await returns.create(me, { slip: id, lines: [['TIEU', piece]] })).total_amount),
      );
    }

    expect(worth.reduce((sum, amount) => sum + amount, 0)).toBe(Number(total_amount));
  });
});
