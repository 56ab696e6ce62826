import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { testDatabase, type TestDatabase } from '../support/database.ts';
import { slipMaker, type SlipMaker } from '../support/slip.ts';

let db: TestDatabase;
let slips: SlipMaker;

beforeAll(async () => {
  db = await testDatabase();
  slips = await slipMaker(db);
});
afterAll(() => db.close());

// Loại 1 has a ceiling of 10,000,000 ₫ and TRON costs 1,000,000 ₫: a slip's size is its quantity.
describe('an agency that owes 8,000,000 ₫ under a ceiling of 10,000,000 ₫', () => {
  test('may take 4,000,000 ₫ when it pays 3,000,000 ₫ on the spot, and then owes 9,000,000 ₫', async () => {
    await db.as('sales', async (me) => {
      await slips.create(me, { agency: 'DL0001', lines: [['TRON', 8]] });

      await slips.create(me, { agency: 'DL0001', lines: [['TRON', 4]], paidNow: 3_000_000 });

      const { debt_amount } = await me.one<{ debt_amount: string }>(
        "select debt_amount from agency.agency where code = 'DL0001'");
      expect(debt_amount).toBe('9000000');
    });
  });

  test('is refused 4,000,000 ₫ when it pays 1,000,000 ₫, and told it is short by 1,000,000 ₫', async () => {
    await db.as('sales', async (me) => {
      await slips.create(me, { agency: 'DL0001', lines: [['TRON', 8]] });

      const refusal = await slips.refused(me, {
        agency: 'DL0001', lines: [['TRON', 4]], paidNow: 1_000_000,
      });

      expect(refusal.code).toBe('SDDBT');
      expect(refusal.details).toMatchObject({
        agency_code: 'DL0001', current_debt: '8000000', slip_total: '4000000',
        paid_now: '1000000', would_be: '11000000', limit: '10000000', short_by: '1000000',
        available: '3000000', limit_source: 'type',
      });
    });
  });
});
