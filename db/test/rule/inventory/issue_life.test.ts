import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { debtOf, stockOf } from '../../support/books.ts';
import { testDatabase, type TestDatabase } from '../../support/database.ts';
import { request, take, takeRefused } from '../../support/life.ts';
import { slipMaker, unknownKey, type SlipMaker } from '../../support/slip.ts';

let db: TestDatabase;
let slips: SlipMaker;

beforeAll(async () => {
  db = await testDatabase();
  slips = await slipMaker(db);
});
afterAll(() => db.close());

const wish = { agency: 'DL0001', lines: [['TRON', 2]] as [string, number][] };

describe('a request of an agency', () => {
  test('waits without a number, and neither stock nor debt has moved', async () => {
    await db.as('agency', async (me) => {
      const asked = await request(me, slips, wish);

      expect(asked).toMatchObject({ code: null, status: 'requested', total_amount: '2000000' });
      expect(await debtOf(me, 'DL0001')).toBe('0');
      expect(await stockOf(me, 'TRON')).toBe('100');
    });
  });

  test('sent twice with one key is one request', async () => {
    await db.as('agency', async (me) => {
      const first = await request(me, slips, { ...wish, clientKey: 'once' });

      expect((await request(me, slips, { ...wish, clientKey: 'once' })).id).toBe(first.id);
    });
  });

  test('is for itself only: another agency is not told to exist', async () => {
    await db.as('agency', async (me) => {
      const refusal = await me.refusalOf(() => request(me, slips, { ...wish, agency: 'DL0002' }));

      expect(refusal.code).toBe('SDPRM');
    });
  });

  test('is confirmed by sales: then it has a number, stock fell and debt rose', async () => {
    const asked = await db.commitAs('agency', (me) => request(me, slips, wish));
    await db.as('sales', async (me) => {
      const slip = await take(me, 'confirm_issue', asked.id);

      expect(slip).toMatchObject({ status: 'confirmed', code: 'PX-2026-000001' });
      expect(await debtOf(me, 'DL0001')).toBe('2000000');
      expect(await stockOf(me, 'TRON')).toBe('98');
    });
  });

  test('is not confirmed, postponed, rejected or cancelled by the agency itself', async () => {
    await db.as('agency', async (me) => {
      const asked = await request(me, slips, wish);

      for (const step of [
        'confirm_issue',
        'postpone_issue',
        'reject_issue',
        'cancel_issue',
      ] as const) {
        expect((await takeRefused(me, step, asked.id)).code).toBe('SDPRM');
      }
    });
  });

  test('is postponed with a reason, taken up again, and rejected with a reason', async () => {
    await db.as('sales', async (me) => {
      const asked = await request(me, slips, wish);

      expect(await take(me, 'postpone_issue', asked.id, { reason: 'Chờ hàng về' })).toMatchObject({
        status: 'postponed',
        reason: 'Chờ hàng về',
      });
      expect((await take(me, 'resume_issue', asked.id)).status).toBe('requested');
      expect((await take(me, 'reject_issue', asked.id)).status).toBe('rejected');
      expect((await takeRefused(me, 'confirm_issue', asked.id)).details).toMatchObject({
        from: 'rejected',
        to: 'confirmed',
      });
    });
  });

  test('that passes the debt limit is refused when it is confirmed, with its numbers, and still waits', async () => {
    await db.as('manager', async (me) => {
      const asked = await request(me, slips, { agency: 'DL0002', lines: [['TRON', 6]] });

      const refusal = await takeRefused(me, 'confirm_issue', asked.id);

      expect(refusal).toMatchObject({
        code: 'SDDBT',
        details: { short_by: '1000000', limit: '5000000' },
      });
      expect(
        await me.query('select status, code from inventory.issue where id::text = $1', [asked.id]),
      ).toEqual([{ status: 'requested', code: null }]);
    });
  });
});

describe('a confirmed slip', () => {
  test('is delivered by the warehouse, which moves neither stock nor debt', async () => {
    const slip = await db.commitAs('manager', (me) =>
      slips.create(me, { agency: 'DL0004', lines: [['TRON', 1]] }),
    );
    await db.as('warehouse', async (me) => {
      const stock = await stockOf(me, 'TRON');

      // what it may not read of a slip it is not told by the answer either
      expect(
        await me.one(
          'select d.status, d.total_amount, d.paid_now from inventory.deliver_issue($1, $2) as d',
          ['out', slip.id],
        ),
      ).toEqual({ status: 'delivered', total_amount: null, paid_now: null });

      expect(await stockOf(me, 'TRON')).toBe(stock);
      expect(
        await me.query('select status from inventory.issue where id::text = $1', [slip.id]),
      ).toEqual([{ status: 'delivered' }]);
    });
  });

  test('is cancelled by who holds slip:cancel only', async () => {
    await db.as('sales', async (me) => {
      const slip = await slips.create(me, { agency: 'DL0001', lines: [['MI', 1]] });

      expect((await takeRefused(me, 'cancel_issue', slip.id)).code).toBe('SDPRM');
    });
  });

  test('cancelled twice with one key is cancelled once', async () => {
    await db.as('manager', async (me) => {
      const slip = await slips.create(me, { agency: 'DL0001', lines: [['MI', 1]] });
      const first = await take(me, 'cancel_issue', slip.id, { clientKey: 'undo' });

      expect(await take(me, 'cancel_issue', slip.id, { clientKey: 'undo' })).toEqual(first);
    });
  });
});

test('a slip of an agency that one may not see is not found', async () => {
  const slip = await db.commitAs('manager', (me) =>
    request(me, slips, { agency: 'DL0004', lines: [['MI', 1]] }),
  );
  await db.as('sales', async (me) => {
    expect((await takeRefused(me, 'confirm_issue', slip.id)).code).toBe('SDNFD');
    expect((await takeRefused(me, 'confirm_issue', await unknownKey(db))).code).toBe('SDNFD');
  });
});
