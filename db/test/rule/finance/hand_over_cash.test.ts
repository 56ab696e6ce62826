import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Actor } from '../../support/actor.ts';
import { cashInHand, handOver, handOverRefused, paidWith } from '../../support/cash.ts';
import { testDatabase, type TestDatabase } from '../../support/database.ts';
import { take } from '../../support/life.ts';
import { paymentMaker } from '../../support/payment.ts';
import { slipMaker, unknownKey, type SlipMaker } from '../../support/slip.ts';

let db: TestDatabase;
let slips: SlipMaker;
let [first, second, byManager]: string[] = [];

/** A slip of a million paid in part, by somebody; the key of the payment. */
const sell = async (person: 'sales' | 'manager', agency: string, paidNow: number) => {
  const slip = await db.commitAs(person, (me) =>
    slips.create(me, { agency, lines: [['TRON', 1]], paidNow }),
  );
  return (await paidWith(db, slip.id)).id;
};

beforeAll(async () => {
  db = await testDatabase();
  slips = await slipMaker(db);
  first = await sell('sales', 'DL0001', 300_000);
  second = await sell('sales', 'DL0002', 200_000);
  byManager = await sell('manager', 'DL0001', 50_000);
});
afterAll(() => db.close());

describe('the board', () => {
  const ofSales = { name: 'Nguyễn Văn Bán', amount: '500000', payments: '2' };
  const ofManager = { name: 'Lê Thị Quản', amount: '50000', payments: '1' };

  test.each(['accountant', 'admin', 'manager', 'auditor'] as const)(
    'shows all people to %s',
    async (person) => {
      expect(await db.as(person, cashInHand)).toMatchObject([ofSales, ofManager]);
    },
  );

  test('shows sales their own, of whatever agency, and a dealer nothing', async () => {
    expect(await db.as('sales', cashInHand)).toMatchObject([ofSales]);
    expect(await db.as('agency', cashInHand)).toEqual([]);
  });

  test('has its payments behind it, which others see only if they see the board', async () => {
    const behind = (me: Actor) =>
      me.query<{ amount: string }>(
        `select p.amount::text from auth.search_users() as u
          cross join finance.payments_in_hand(u.id) as p
       where u.email = 'sales@sodaily.test'`,
      );

    expect(await db.as('admin', behind)).toEqual([{ amount: '300000' }, { amount: '200000' }]);
    const [sales] = await db.query<{ id: string }>(
      `select id::text from auth."user" where email = 'sales@sodaily.test'`,
    );
    const seen = (me: Actor) => me.query('select from finance.payments_in_hand($1)', [sales?.id]);
    expect(await db.as('sales', seen)).toHaveLength(2);
    expect(await db.as('accountant', seen)).toHaveLength(2);
    expect(await db.as('agency', seen)).toHaveLength(0);
  });

  test('shows somebody who may not read money their own', async () => {
    await db.asOwner(async (owner) => {
      await owner.query(`delete from auth.role_permission where permission_code = 'finance:read'`);
      await owner.query(
        `select set_config('app.current_user_id', u.id::text, true) from auth."user" as u
          where u.email = 'sales@sodaily.test'`,
      );
      await owner.query(`insert into auth.session (user_id, refresh_token_hash, expires_at)
        select u.id, sha256('cash'), now() + interval '1 minute' from auth."user" as u
        where u.email = 'sales@sodaily.test'`);
      await owner.query(
        `select set_config('app.session_id', s.id::text, true) from auth.session as s
          where s.refresh_token_hash = sha256('cash')`,
      );

      expect(
        await owner.query(
          'select c.user_name as name, c.amount::text from finance.cash_in_hand() as c',
        ),
      ).toEqual([{ name: 'Nguyễn Văn Bán', amount: '500000' }]);
    });
  });
});

describe('handing over', () => {
  test('takes payments off the board; who marked it stays on record', async () => {
    await db.as('accountant', async (me) => {
      const done = await handOver(me, [first ?? '', byManager ?? '']);

      expect(done.map(({ handed_over_by }) => handed_over_by)).toEqual([me.userId, me.userId]);
      expect(await cashInHand(me)).toMatchObject([
        { name: 'Nguyễn Văn Bán', amount: '200000', payments: '1' },
      ]);
    });
  });

  test('is done once for the same key, and not a second time for another', async () => {
    await db.as('accountant', async (me) => {
      const done = await handOver(me, [first ?? ''], 'once');

      expect(await handOver(me, [first ?? ''], 'once')).toEqual(done);
      expect(await handOverRefused(me, [second ?? '', first ?? ''])).toMatchObject({
        code: 'SDTRN',
        details: { payment_id: first, from: 'handed_over', to: 'handed_over' },
      });
      expect(await cashInHand(me)).toContainEqual(expect.objectContaining({ amount: '200000' }));
    });
  });

  test('refuses what is cancelled', async () => {
    const slip = await db.commitAs('manager', (me) =>
      slips.create(me, { agency: 'DL0004', lines: [['TRON', 1]], paidNow: 1 }),
    );
    await db.commitAs('manager', (me) => take(me, 'cancel_issue', slip.id));
    const gone = await paidWith(db, slip.id);

    expect(await db.as('accountant', (me) => handOverRefused(me, [gone.id]))).toMatchObject({
      code: 'SDTRN',
      details: { payment_code: gone.code, from: 'cancelled', to: 'handed_over' },
    });
  });

  test('refuses what nobody knows, what was not paid on the spot, and nothing at all', async () => {
    const strange = await unknownKey(db);
    await db.as('accountant', async (me) => {
      const paid = await paymentMaker(slips.agencyId).create(me, {
        agency: 'DL0001',
        amount: 1000,
      });

      expect((await handOverRefused(me, [first ?? '', strange, paid.id, null])).details).toEqual({
        fields: [
          { path: 'payment_ids.1', reason: 'unknown', value: strange },
          { path: 'payment_ids.2', reason: 'not_paid_now', value: paid.code },
          { path: 'payment_ids.3', reason: 'required' },
        ],
      });
      for (const nothing of [[], null]) {
        expect((await handOverRefused(me, nothing)).details).toEqual({
          fields: [{ path: 'payment_ids', reason: 'required' }],
        });
      }
    });
  });

  test('takes a hundred at most', async () => {
    const many = Array.from({ length: 101 }, () => first ?? '');
    expect((await db.as('accountant', (me) => handOverRefused(me, many))).details).toMatchObject({
      fields: [{ path: 'payment_ids', reason: 'too_many_lines', value: '101' }],
    });
  });

  test.each(['sales', 'manager'] as const)('is not for %s', async (person) => {
    expect(await db.as(person, (me) => handOverRefused(me, [first ?? '']))).toMatchObject({
      code: 'SDPRM',
      details: { scope: 'finance:write' },
    });
  });
});

test('what was handed over stays so, at the table too', async () => {
  await db.commitAs('accountant', (me) => handOver(me, [second ?? '']));
  await db.asOwner(async (owner) => {
    for (const edit of [
      'handed_over_at = null, handed_over_by = null',
      "handed_over_at = now() + interval '1 day'",
    ]) {
      expect(
        (await owner.refusal(`update finance.payment set ${edit} where id::text = $1`, [second]))
          .code,
      ).toBe('SDHIS');
    }
  });
});

test('only what was paid on the spot can be', async () => {
  await db.asOwner(async (owner) => {
    const refusal = await owner.refusal(
      `insert into finance.payment (code, agency_id, amount, payment_date, created_by,
        handed_over_at, handed_over_by)
       select 'PT-2000-000001', agency_id, 1, payment_date, created_by, now(), created_by
       from finance.payment limit 1`,
    );

    expect(refusal.message).toContain('payment_handed_over_is_one_on_the_spot');
  });
});
