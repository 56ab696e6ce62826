import { afterAll, beforeAll, expect, test } from 'vitest';
import { dayFromToday, debtLedger, debtOf } from '../../support/books.ts';
import { testDatabase, type TestDatabase } from '../../support/database.ts';
import { addItem } from '../../support/master.ts';
import { slipMaker } from '../../support/slip.ts';
import { returnMaker } from '../../support/stock.ts';

let db: TestDatabase;

beforeAll(async () => {
  db = await testDatabase();
  await addItem(db, { sku: 'NHE', importPrice: 10, stock: 5, unit: 'Kg' });
});
afterAll(() => db.close());

test('each return is one row of the debt ledger, on its date, that names its slip', async () => {
  const [slips, returns] = [await slipMaker(db), await returnMaker(db)];
  const [today, yesterday] = [await dayFromToday(db, 0), await dayFromToday(db, -1)];
  await db.as('manager', async (me) => {
    const slip = await slips.create(me, {
      agency: 'DL0001',
      lines: [['TRON', 3]],
      date: yesterday,
    });
    await returns.create(me, { slip: slip.id, lines: [['TRON', 1]], date: yesterday });
    await returns.create(me, { slip: slip.id, lines: [['TRON', 2]] });

    expect((await debtLedger(me, 'DL0001')).slice(1)).toEqual([
      {
        seq: '2',
        kind: 'return',
        amount: '-1000000',
        balance_after: '2000000',
        business_date: yesterday,
        issue_code: slip.code,
        payment_code: null,
      },
      {
        seq: '3',
        kind: 'return',
        amount: '-2000000',
        balance_after: '0',
        business_date: today,
        issue_code: slip.code,
        payment_code: null,
      },
    ]);
    expect(await debtOf(me, 'DL0001')).toBe('0');
  });
});

test('a return that is worth nothing moves goods and no debt', async () => {
  const [slips, returns] = [await slipMaker(db), await returnMaker(db)];
  await db.as('manager', async (me) => {
    const slip = await slips.create(me, { agency: 'DL0001', lines: [['NHE', 1]] });

    expect(await returns.create(me, { slip: slip.id, lines: [['NHE', '0.001']] })).toMatchObject({
      total_amount: '0',
    });
    expect(await debtLedger(me, 'DL0001')).toHaveLength(1);
  });
});
