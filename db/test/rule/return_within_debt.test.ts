import { afterAll, beforeAll, expect, test } from 'vitest';
import { debtOf } from '../support/books.ts';
import { testDatabase, type TestDatabase } from '../support/database.ts';
import { slipMaker, type Slip } from '../support/slip.ts';
import { returnMaker, type ReturnMaker } from '../support/stock.ts';

let db: TestDatabase;
let returns: ReturnMaker;
let slip: Slip;

beforeAll(async () => {
  db = await testDatabase();
  returns = await returnMaker(db);
  const slips = await slipMaker(db);
  // 2,000,000 of which 500,000 are owed
  slip = await db.commitAs('sales', (me) =>
    slips.create(me, { agency: 'DL0001', lines: [['TRON', 2]], paidNow: 1_500_000 }));
});
afterAll(() => db.close());

test('a return beyond the debt is refused with its figures, as long as nothing else is decided', async () => {
  await db.as('sales', async (me) => {
    expect(await returns.refused(me, { slip: slip.id, lines: [['TRON', 1]] })).toMatchObject({
      code: 'SDEXC', details: {
        agency_id: slip.agency_id, agency_code: 'DL0001', agency_name: 'Tạp hóa Cô Ba',
        debt: '500000', amount: '1000000', excess: '500000',
      },
    });
  });
});

test('a return down to no debt at all is taken', async () => {
  const slips = await slipMaker(db);
  await db.as('sales', async (me) => {
    await slips.create(me, { agency: 'DL0001', lines: [['TRON', 1]], paidNow: 500_000 });
    await returns.create(me, { slip: slip.id, lines: [['TRON', 1]] });

    expect(await debtOf(me, 'DL0001')).toBe('0');
    expect((await returns.refused(me, { slip: slip.id, lines: [['TRON', 1]] })).details)
      .toMatchObject({ debt: '0', excess: '1000000' });
  });
});

test('once PAYMENT_NOT_OVER_DEBT is off, what is more becomes an advance', async () => {
  await db.query(
    `insert into config.regulation (key, value_type, description_vi, description_en)
     select 'PAYMENT_NOT_OVER_DEBT', 'boolean', 'x', 'x'
     where not exists (select from config.regulation where key = 'PAYMENT_NOT_OVER_DEBT')`);
  await db.query(
    `insert into config.regulation_version (regulation_id, value, valid_from, reason)
     select r.id, 'false', config.business_date(), 'Cho phép ứng trước'
     from config.regulation as r where r.key = 'PAYMENT_NOT_OVER_DEBT'`);

  await db.as('sales', async (me) => {
    await returns.create(me, { slip: slip.id, lines: [['TRON', 1]] });

    expect(await debtOf(me, 'DL0001')).toBe('-500000');
  });
});
