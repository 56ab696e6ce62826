import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { dayFromToday, debtLedger } from '../../support/books.ts';
import { testDatabase, type TestDatabase } from '../../support/database.ts';
import { paymentMaker, type Payment, type PaymentMaker } from '../../support/payment.ts';
import { closePeriod, monthFromNow, reopenPeriod } from '../../support/period.ts';
import { confirmationRefused, requestSlip } from '../../support/request.ts';
import { slipMaker, type SlipMaker } from '../../support/slip.ts';

let db: TestDatabase;
let slips: SlipMaker;
let payments: PaymentMaker;
let paid: Payment;
let lastMonth: string;
let thisMonth: string;
let monthBefore: string;

beforeAll(async () => {
  db = await testDatabase();
  slips = await slipMaker(db);
  payments = paymentMaker(slips.agencyId);
  [monthBefore, lastMonth, thisMonth] = [
    await monthFromNow(db, -2),
    await monthFromNow(db, -1),
    await monthFromNow(db, 0),
  ];
  await db.commitAs('manager', (me) =>
    slips.create(me, { agency: 'DL0001', lines: [['TRON', 5]], date: monthBefore }),
  );
  paid = await db.commitAs('accountant', (me) =>
    payments.create(me, { agency: 'DL0001', amount: 1_000_000, date: lastMonth }),
  );
  await db.commitAs('manager', (me) => closePeriod(me, lastMonth));
});
afterAll(() => db.close());

const closed = (day: string) => ({
  code: 'SDPCL',
  details: {
    month: day.slice(0, 7),
    first_open_day: thisMonth,
    closed_at: expect.any(String),
    business_date: day,
  },
});

test('no slip is dated in a closed month', async () => {
  await db.as('sales', async (me) => {
    expect(
      await slips.refused(me, { agency: 'DL0001', lines: [['TRON', 1]], date: lastMonth }),
    ).toMatchObject(closed(lastMonth));
  });
});

test('nor in a month before it, though nobody closed that one by name', async () => {
  await db.as('sales', async (me) => {
    for (const day of [monthBefore, '2024-02-29']) {
      expect(
        await slips.refused(me, { agency: 'DL0001', lines: [['TRON', 1]], date: day }),
      ).toMatchObject(closed(day));
    }
  });
});

test('no payment is', async () => {
  await db.as('accountant', async (me) => {
    expect(
      await payments.refused(me, { agency: 'DL0001', amount: 1, date: lastMonth }),
    ).toMatchObject(closed(lastMonth));
  });
});

test('no opening stock is', async () => {
  await db.as('admin', async (me) => {
    expect(
      await me.refusal(
        `select inventory.open_stock(array[row(i.id, 1, false)::inventory.issue_line], $1)
          from inventory.item as i
       where i.sku = 'TRON'`,
        [lastMonth],
      ),
    ).toMatchObject(closed(lastMonth));
  });
});

test('a request that waited is not confirmed into it', async () => {
  await db.asOwner(async (owner) => {
    const id = await requestSlip(owner, {
      agency: 'DL0001',
      lines: [['TRON', 1]],
      date: lastMonth,
    });

    expect(await confirmationRefused(owner, id)).toMatchObject(closed(lastMonth));
  });
});

test('a payment of a closed month is cancelled in the open one', async () => {
  await db.as('manager', async (me) => {
    await payments.cancel(me, paid.id);

    expect((await debtLedger(me, 'DL0001')).at(-1)).toMatchObject({
      kind: 'payment_cancel',
      business_date: await dayFromToday(me, 0),
    });
  });
});

test('the open month goes on', async () => {
  await db.as('admin', async (me) => {
    await slips.create(me, { agency: 'DL0001', lines: [['TRON', 1]], paidNow: 1, date: thisMonth });
    const today = await payments.create(me, { agency: 'DL0001', amount: 1 });

    expect(today.status).toBe('confirmed');
  });
});

test('a month opened again takes postings', async () => {
  await db.as('admin', async (me) => {
    await reopenPeriod(me, lastMonth);

    expect(
      (await payments.create(me, { agency: 'DL0001', amount: 1, date: lastMonth })).payment_date,
    ).toBe(lastMonth);
  });
});

test('what was sent before the closing is still answered after it', async () => {
  await db.as('admin', async (me) => {
    await reopenPeriod(me, lastMonth);
    const wish = { agency: 'DL0001', amount: 7, date: lastMonth, clientKey: 'late' };
    const first = await payments.create(me, wish);
    await closePeriod(me, lastMonth);

    expect(await payments.create(me, wish)).toEqual(first);
  });
});

describe('the ledgers themselves', () => {
  test.each([
    [
      'debt',
      `with row as (
        insert into finance.opening_debt (agency_id, document_date, due_date, amount, business_date)
        select id, $1::date, $1::date, 1, $1::date from agency.agency where code = 'DL0004'
        returning *)
      insert into finance.debt_transaction (agency_id, seq, kind, amount, balance_after,
        business_date,
        item_seq, due_date, opening_debt_id)
      select a.id, a.debt_seq + 1, 'opening', 1, a.debt_amount + 1, $1, a.debt_seq + 1, $1, r.id
      from agency.agency as a join row as r on r.agency_id = a.id`,
    ],
    [
      'stock',
      `insert into inventory.stock_movement (item_id, seq, kind, quantity, balance_after,
        business_date)
      select id, stock_seq + 1, 'opening', 1, stock_quantity + 1, $1 from inventory.item
      where sku = 'TRON'`,
    ],
  ])('of %s take no row of a closed month, whoever writes it', async (_ledger, statement) => {
    await db.asOwner(async (owner) => {
      expect(await owner.refusal(statement, [lastMonth])).toMatchObject(closed(lastMonth));
      await owner.query(statement, [thisMonth]);
    });
  });
});

test('the first posting of a month makes its row', async () => {
  const rows = await db.query<{ month: string }>(
    'select month::text from finance.period order by month desc limit 1',
  );
  expect(rows).toEqual([{ month: lastMonth }]);

  await db.as('accountant', async (me) => {
    await payments.create(me, { agency: 'DL0001', amount: 1 });

    expect(
      await me.query(
        `select p.is_closed, p.created_by::text from finance.period as p where p.month::text = $1`,
        [thisMonth],
      ),
    ).toEqual([{ is_closed: false, created_by: me.userId }]);
  });
});
