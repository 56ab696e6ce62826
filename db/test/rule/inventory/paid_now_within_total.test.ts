import { afterAll, beforeAll, expect, test } from 'vitest';
import { debtOf } from '../../support/books.ts';
import { testDatabase, type TestDatabase } from '../../support/database.ts';
import { confirmationRefused, requestSlip } from '../../support/request.ts';
import { slipMaker, type SlipMaker } from '../../support/slip.ts';

let db: TestDatabase;
let slips: SlipMaker;

beforeAll(async () => {
  db = await testDatabase();
  slips = await slipMaker(db);
});
afterAll(() => db.close());

test.each([0, 1, 1_999_999, 2_000_000])(
  'of a slip of 2,000,000 ₫, %i ₫ may be paid on the spot',
  async (paidNow) => {
    await db.as('sales', async (me) => {
      const slip = await slips.create(me, { agency: 'DL0001', lines: [['TRON', 2]], paidNow });

      expect(slip.paid_now).toBe(String(paidNow));
      expect(await debtOf(me, 'DL0001')).toBe(String(2_000_000 - paidNow));
    });
  },
);

test('one đồng more than the total is refused, and the total told', async () => {
  await db.as('sales', async (me) => {
    const refusal = await slips.refused(me, {
      agency: 'DL0001',
      lines: [['TRON', 2]],
      paidNow: 2_000_001,
    });

    expect(refusal.code).toBe('SDVAL');
    expect(refusal.details).toEqual({
      fields: [{ path: 'paid_now', reason: 'exceeds_total', value: '2000001', limit: '2000000' }],
    });
  });
});

test('not even to pay older debt with it', async () => {
  await db.as('sales', async (me) => {
    await slips.create(me, { agency: 'DL0001', lines: [['TRON', 5]] });

    const refusal = await slips.refused(me, {
      agency: 'DL0001',
      lines: [['TRON', 1]],
      paidNow: 3_000_000,
    });

    expect(refusal.details).toMatchObject({
      fields: [{ reason: 'exceeds_total', limit: '1000000' }],
    });
    expect(await debtOf(me, 'DL0001')).toBe('5000000');
  });
});

test('it is the merged and rounded total that counts', async () => {
  await db.as('sales', async (me) => {
    // 0.05 × 24,990 = 1,249.5, so the total is 1,250
    await slips.create(me, { agency: 'DL0001', lines: [['DUONG', '0.05']], paidNow: 1250 });

    const refusal = await slips.refused(me, {
      agency: 'DL0001',
      lines: [['DUONG', '0.05']],
      paidNow: 1251,
    });

    expect(refusal.details).toMatchObject({ fields: [{ limit: '1250' }] });
  });
});

test('a request paid beyond its total cannot be confirmed', async () => {
  await db.asOwner(async (owner) => {
    const paidNow = Number(slips.worth('MI')) + 1;
    const id = await requestSlip(owner, { agency: 'DL0001', lines: [['MI', 1]], paidNow });

    const refusal = await confirmationRefused(owner, id);

    expect(refusal).toMatchObject({
      code: 'SDVAL',
      details: { fields: [{ reason: 'exceeds_total' }] },
    });
  });
});
