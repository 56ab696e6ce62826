import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Hand } from '../../support/actor.ts';
import { debtLedger, debtOf } from '../../support/books.ts';
import { testDatabase, type TestDatabase } from '../../support/database.ts';
import { take, takeRefused } from '../../support/life.ts';
import { confirmSlips, requestSlip } from '../../support/request.ts';
import { slipMaker, type SlipMaker } from '../../support/slip.ts';

let db: TestDatabase;
let slips: SlipMaker;

beforeAll(async () => {
  db = await testDatabase();
  slips = await slipMaker(db);
});
afterAll(() => db.close());

describe('cancelling a slip', () => {
  test('puts the debt back by one row that reverses the row of the slip', async () => {
    await db.as('manager', async (me) => {
      const slip = await slips.create(me, { agency: 'DL0001', lines: [['TRON', 3]] });

      await take(me, 'cancel_issue', slip.id);

      expect(await debtOf(me, 'DL0001')).toBe('0');
      expect(
        (await debtLedger(me, 'DL0001')).map(({ kind, amount, balance_after }) => ({
          kind,
          amount,
          balance_after,
        })),
      ).toEqual([
        { kind: 'issue', amount: '3000000', balance_after: '3000000' },
        { kind: 'issue_cancel', amount: '-3000000', balance_after: '0' },
      ]);
    });
  });

  test('cancels what was paid with it, first the payment, then the slip', async () => {
    await db.as('manager', async (me) => {
      const slip = await slips.create(me, {
        agency: 'DL0001',
        lines: [['TRON', 3]],
        paidNow: 1_000_000,
      });

      await take(me, 'cancel_issue', slip.id);

      expect(
        (await debtLedger(me, 'DL0001')).map(({ kind, amount, balance_after }) => ({
          kind,
          amount,
          balance_after,
        })),
      ).toEqual([
        { kind: 'issue', amount: '3000000', balance_after: '3000000' },
        { kind: 'paid_now', amount: '-1000000', balance_after: '2000000' },
        { kind: 'payment_cancel', amount: '1000000', balance_after: '3000000' },
        { kind: 'issue_cancel', amount: '-3000000', balance_after: '0' },
      ]);
      expect(await me.query('select status from finance.payment')).toEqual([
        { status: 'cancelled' },
      ]);
    });
  });

  test('leaves the debt of other slips alone, and each row is reversed once', async () => {
    await db.as('manager', async (me) => {
      const first = await slips.create(me, { agency: 'DL0001', lines: [['TRON', 2]] });
      await slips.create(me, { agency: 'DL0001', lines: [['TRON', 5]] });

      await take(me, 'cancel_issue', first.id);
      const again = await takeRefused(me, 'cancel_issue', first.id);

      expect(await debtOf(me, 'DL0001')).toBe('5000000');
      expect(again.code).toBe('SDTRN');
    });
  });
});

/** The agency pays after the slip; the rules on payments write the ledger. */
async function paysSince(owner: Hand, agency: string, amount: number): Promise<void> {
  await owner.query(
    `insert into finance.payment (code, agency_id, amount, payment_date, created_by)
     select 'PT-2026-900001', a.id, $2, config.business_date(), u.id
     from agency.agency as a cross join auth."user" as u
     where a.code = $1 and u.email = 'accountant@sodaily.test'`,
    [agency, amount],
  );
}

const cancellation = `update inventory.issue
  set status = 'cancelled', reason = 'Khách đổi ý', cancelled_at = now(), cancelled_by = created_by
  where id::text = $1`;

describe('an agency that has paid 2,000,000 ₫ of a slip of 3,000,000 ₫', () => {
  test('cannot have it cancelled, and is told how much would be collected too much', async () => {
    await db.asOwner(async (owner) => {
      const id = await requestSlip(owner, { agency: 'DL0001', lines: [['TRON', 3]] });
      await confirmSlips(owner, id);
      await paysSince(owner, 'DL0001', 2_000_000);

      const refusal = await owner.refusal(cancellation, [id]);

      expect(refusal.code).toBe('SDPAY');
      expect(refusal.details).toMatchObject({
        agency_code: 'DL0001',
        current_debt: '1000000',
        slip_total: '3000000',
        paid_now: '0',
        would_be: '-2000000',
        excess: '2000000',
        payments: [{ code: 'PT-2026-900001', amount: '2000000' }],
      });
    });
  });

  test('may have it cancelled while payments may exceed the debt, and is then owed 2,000,000 ₫', async () => {
    await db.asOwner(async (owner) => {
      await owner.query(
        `insert into config.regulation_version (regulation_id, value, valid_from, reason)
         select id, 'false', config.business_date(), 'Thử nghiệm'
         from config.regulation where key = 'PAYMENT_NOT_OVER_DEBT'`,
      );
      const id = await requestSlip(owner, { agency: 'DL0001', lines: [['TRON', 3]] });
      await confirmSlips(owner, id);
      await paysSince(owner, 'DL0001', 2_000_000);

      await owner.query(cancellation, [id]);

      expect(await debtOf(owner, 'DL0001')).toBe('-2000000');
    });
  });
});
