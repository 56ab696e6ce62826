import { afterAll, beforeAll, expect, test } from 'vitest';
import { dayFromToday, stockLedger } from '../../support/books.ts';
import { testDatabase, type TestDatabase } from '../../support/database.ts';
import { slipMaker } from '../../support/slip.ts';
import { returnMaker } from '../../support/stock.ts';

let db: TestDatabase;

beforeAll(async () => {
  db = await testDatabase();
});
afterAll(() => db.close());

test('each line raises stock once, on the date of the return, and may be issued again', async () => {
  const [slips, returns] = [await slipMaker(db), await returnMaker(db)];
  const today = await dayFromToday(db, 0);
  await db.as('manager', async (me) => {
    const slip = await slips.create(me, {
      agency: 'DL0001',
      lines: [
        ['CUOI', 1],
        ['DUONG', '2.5'],
      ],
    });
    const back = await returns.create(me, {
      slip: slip.id,
      lines: [
        ['DUONG', '0.125'],
        ['CUOI', 1],
      ],
    });

    expect((await stockLedger(me, 'DUONG')).at(-1)).toEqual({
      seq: '3',
      kind: 'return',
      quantity: '0.125',
      balance_after: '18.125',
      business_date: today,
    });
    expect(
      await me.query(
        `select issue_return_id::text as id, agency_id::text as agency from inventory.stock_movement
       where kind = 'return'`,
      ),
    ).toEqual([
      { id: back.id, agency: slip.agency_id },
      { id: back.id, agency: slip.agency_id },
    ]);
    expect(await slips.create(me, { agency: 'DL0001', lines: [['CUOI', 1]] })).toMatchObject({
      status: 'confirmed',
    });
  });
});
