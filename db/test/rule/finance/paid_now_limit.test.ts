import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { cashInHand, handOver, paidWith } from '../../support/cash.ts';
import { testDatabase, type TestDatabase } from '../../support/database.ts';
import { regulate, request, take } from '../../support/life.ts';
import { confirmSlips, requestSlip } from '../../support/request.ts';
import { slipMaker, type SlipMaker } from '../../support/slip.ts';

let db: TestDatabase;
let slips: SlipMaker;

beforeAll(async () => {
  db = await testDatabase();
  slips = await slipMaker(db);
});
afterAll(() => db.close());

const wish = (paidNow: number, agency = 'DL0001') => ({
  agency,
  lines: [['TRON', 1]] as [string, number][],
  paidNow,
});

test('an empty regulation is no limit', async () => {
  await db.as('sales', async (me) => {
    await slips.create(me, wish(1_000_000));
    await slips.create(me, wish(1_000_000));

    expect(await cashInHand(me)).toMatchObject([{ amount: '2000000' }]);
  });
});

describe('while one person may hold 1,500,000 at most', () => {
  beforeAll(() => regulate(db, 'PAID_NOW_LIMIT', '1500000'));

  test('they take so much, over all agencies, and not a đồng more', async () => {
    await db.as('sales', async (me) => {
      await slips.create(me, wish(1_000_000));
      await slips.create(me, wish(400_000, 'DL0002'));

      expect(await slips.refused(me, wish(100_001))).toMatchObject({
        code: 'SDPNL',
        details: {
          user_name: 'Nguyễn Văn Bán',
          in_hand: '1400000',
          paid_now: '100001',
          would_be: '1500001',
          limit: '1500000',
          excess: '1',
        },
      });
      await slips.create(me, wish(100_000));
      expect(await cashInHand(me)).toMatchObject([{ amount: '1500000', payments: '3' }]);
      expect((await slips.refused(me, wish(1))).code).toBe('SDPNL');
    });
  });

  test('a slip without money is not asked, and each has cash of their own', async () => {
    await db.as('sales', (me) => slips.create(me, wish(1_000_000)));
    await db.as('manager', async (me) => {
      await slips.create(me, wish(1_000_000));
      await slips.create(me, wish(500_000));
      await slips.create(me, wish(0));

      expect(await cashInHand(me)).toMatchObject([{ name: 'Lê Thị Quản', amount: '1500000' }]);
    });
  });

  test('several slips confirmed by one statement count together', async () => {
    await db.asOwner(async (owner) => {
      const ids = [
        await requestSlip(owner, wish(900_000)),
        await requestSlip(owner, wish(900_000)),
      ];

      expect((await owner.refusalOf(() => confirmSlips(owner, ...ids))).code).toBe('SDPNL');
    });
  });

  test('a request is judged when it is confirmed', async () => {
    await db.as('manager', async (me) => {
      const asked = await request(me, slips, { agency: 'DL0001', lines: [['TRON', 2]] });
      const refusal = await me.refusal('select inventory.confirm_issue($1, $2, null, 1500001)', [
        randomUUID(),
        asked.id,
      ]);

      expect(refusal).toMatchObject({ code: 'SDPNL', details: { in_hand: '0', excess: '1' } });
    });
  });

  test('what is cancelled is not in hand any more', async () => {
    await db.as('manager', async (me) => {
      const slip = await slips.create(me, wish(1_000_000));
      await take(me, 'cancel_issue', slip.id);

      await slips.create(me, wish(1_000_000));
      expect(await cashInHand(me)).toMatchObject([{ amount: '1000000', payments: '1' }]);
    });
  });

  test('who keeps the money takes any sum', async () => {
    await db.as('admin', async (me) => {
      const slip = await slips.create(me, {
        agency: 'DL0001',
        lines: [['TRON', 5]],
        paidNow: 5_000_000,
      });

      expect(
        await me.one(
          `select handed_over_by::text as by, handed_over_at = created_at as at_once
            from finance.payment where issue_id::text = $1`,
          [slip.id],
        ),
      ).toEqual({ by: me.userId, at_once: true });
    });
  });
});

test('after handing over there is room again', async () => {
  const slip = await db.commitAs('sales', (me) => slips.create(me, wish(1_000_000)));
  expect(await db.as('sales', async (me) => (await slips.refused(me, wish(1_000_000))).code)).toBe(
    'SDPNL',
  );

  await db.commitAs('accountant', async (me) => handOver(me, [(await paidWith(me, slip.id)).id]));

  expect(
    await db.as('sales', async (me) => (await slips.create(me, wish(1_000_000))).paid_now),
  ).toBe('1000000');
});
