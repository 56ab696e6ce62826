import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { dayFromToday } from '../../support/books.ts';
import { testDatabase, type TestDatabase } from '../../support/database.ts';
import { exampleBooks, type Example } from '../../support/open_items.ts';
import { brokenInvariants } from '../../support/invariants.ts';
import {
  allocationsOf,
  openAmounts,
  paymentMaker,
  regulate,
  type PaymentMaker,
} from '../../support/payment.ts';
import { slipMaker, type Slip, type SlipMaker } from '../../support/slip.ts';

let db: TestDatabase;
let slips: SlipMaker;
let payments: PaymentMaker;
/** Of today, of three days ago, of two days ago: written in this order. */
let today: Slip;
let oldest: Slip;
let older: Slip;
let books: Awaited<ReturnType<typeof exampleBooks>> | undefined;

beforeAll(async () => {
  db = await testDatabase();
  slips = await slipMaker(db);
  payments = paymentMaker(slips.agencyId);
  await db.commitAs('manager', async (me) => {
    const make = async (days: number, trons: number, agency = 'DL0001') =>
      slips.create(me, {
        agency,
        lines: [['TRON', trons]],
        date: await dayFromToday(db, days),
      });
    today = await make(0, 3);
    oldest = await make(-3, 1);
    older = await make(-2, 2);
    await make(-9, 1, 'DL0004');
  });
});
afterAll(() => db.close());

test('a payment settles the oldest slips first, by their dates', async () => {
  await db.as('accountant', async (me) => {
    const { code } = await payments.create(me, { agency: 'DL0001', amount: 2_500_000 });

    expect(await allocationsOf(me)).toEqual([
      [code, oldest.code, '1000000'],
      [code, older.code, '1500000'],
    ]);
    expect(await openAmounts(me)).toMatchObject({
      [oldest.code]: '0',
      [older.code]: '500000',
      [today.code]: '3000000',
    });
  });
});

test('the next payment goes on where the last one stopped', async () => {
  await db.as('accountant', async (me) => {
    await payments.create(me, { agency: 'DL0001', amount: 2_500_000 });
    const { code } = await payments.create(me, { agency: 'DL0001', amount: 3_500_000 });

    expect((await allocationsOf(me)).filter(([payment]) => payment === code)).toEqual([
      [code, older.code, '500000'],
      [code, today.code, '3000000'],
    ]);
  });
});

test('slips of one day are settled in the order they were written', async () => {
  await db.commitAs('manager', (me) =>
    slips.create(me, { agency: 'DL0002', lines: [['TRON', 1]] }),
  );
  const second = await db.commitAs('manager', (me) =>
    slips.create(me, { agency: 'DL0002', lines: [['TRON', 1]] }),
  );
  await db.as('accountant', async (me) => {
    await payments.create(me, { agency: 'DL0002', amount: 1_000_000 });

    expect((await openAmounts(me))[second.code]).toBe('1000000');
  });
});

test('what is paid on the spot settles its own slip, though older ones are open', async () => {
  await db.as('manager', async (me) => {
    const slip = await slips.create(me, {
      agency: 'DL0001',
      lines: [['TRON', 2]],
      paidNow: 700_000,
    });

    expect((await allocationsOf(me)).map(([, ...settled]) => settled)).toEqual([
      [slip.code, '700000'],
    ]);
    expect((await openAmounts(me))[slip.code]).toBe('1300000');
  });
});

test('an advance stays free, and what is left over settles nothing', async () => {
  await db.asOwner(async (owner) => {
    await regulate(owner, 'PAYMENT_NOT_OVER_DEBT', 'false');
    await owner.query(
      `insert into finance.payment (code, agency_id, amount, payment_date, created_by)
       select config.next_document_code('PT', config.business_date()), a.id, 9000000,
         config.business_date(), u.id
       from agency.agency as a cross join auth."user" as u
       where a.code = 'DL0001' and u.email = 'accountant@sodaily.test'`,
    );

    expect((await allocationsOf(owner)).map(([, , amount]) => amount)).toEqual([
      '1000000',
      '2000000',
      '3000000',
    ]);
  });
});

test('payments of one statement share the slips out, none twice', async () => {
  await db.asOwner(async (owner) => {
    await owner.query(
      `insert into finance.payment (code, agency_id, amount, payment_date, created_by)
       select config.next_document_code('PT', config.business_date()), a.id, 2000000,
         config.business_date(), u.id
       from generate_series(1, 3) cross join agency.agency as a cross join auth."user" as u
       where a.code = 'DL0001' and u.email = 'accountant@sodaily.test'`,
    );

    // which of the three settles which is their order in the ledger
    expect(
      (await allocationsOf(owner)).map(([, slip, amount]) => `${slip} ${amount}`).toSorted(),
    ).toEqual(
      [
        `${oldest.code} 1000000`,
        `${older.code} 1000000`,
        `${older.code} 1000000`,
        `${today.code} 1000000`,
        `${today.code} 2000000`,
      ].toSorted(),
    );
  });
});

describe('what a slip has open', () => {
  test('is nothing while it is a request', async () => {
    await db.commitOwner((owner) =>
      owner.query(
        `insert into inventory.issue (agency_id, issue_date, created_by)
       select a.id, config.business_date(), u.id from agency.agency as a cross join auth."user" as u
       where a.code = 'DL0002' and u.email = 'manager@sodaily.test'`,
      ),
    );
    await db.as('accountant', async (me) => {
      expect(
        await me.query(
          `select inventory.issue_open_amount(i)::text as open from inventory.issue as i
            where status = 'requested'`,
        ),
      ).toEqual([{ open: '0' }]);
    });
    await db.commitOwner((owner) =>
      owner.query(
        `alter table inventory.issue disable trigger issue_is_never_deleted;
       delete from inventory.issue where status = 'requested';
       alter table inventory.issue enable trigger issue_is_never_deleted`,
      ),
    );
  });

  test('is not told to those who may not read money', async () => {
    await db.commitOwner((owner) =>
      owner.query(
        `delete from auth.role_permission where permission_code = 'finance:read'
       and role_id = (select id from auth.role where code = 'sales')`,
      ),
    );
    await db.as('sales', async (me) => {
      const rows = await me.query(
        'select inventory.issue_open_amount(i) as open from inventory.issue as i',
      );

      expect(rows.length).toBeGreaterThan(2);
      expect(rows.every((row) => row['open'] === null)).toBe(true);
    });
  });

  test('is read by a dealer of their own slips only', async () => {
    await db.as('agency', async (me) => {
      expect(Object.keys(await openAmounts(me)).toSorted()).toEqual(
        [today.code, oldest.code, older.code].toSorted(),
      );
    });
  });
});

test('the books are right after that', async () => {
  await db.commitAs('accountant', async (me) => {
    for (const amount of [1, 999_999, 1_500_000])
      await payments.create(me, { agency: 'DL0001', amount });
  });

  expect(await brokenInvariants(db)).toEqual({});
});

describe('what settles what is worked out anew', () => {
  let own: Example;
  beforeEach(async () => {
    own = await (books ??= await exampleBooks(db)).example();
  });

  test('an opening debt is met by its due date, before slips that are due later', async () => {
    await own.begin('01/10', [['HD01', '01/09', '30/09', 700_000]]);
    await own.slip('A', '20/10', 1_000_000);
    await own.pay('21/10', 600_000);
    expect(await own.open()).toEqual([
      { name: 'HD01', due: '30/09', open: '100000' },
      { name: 'A', due: '19/11', open: '1000000' },
    ]);

    await own.pay('22/10', 600_000);
    await own.pay('23/10', 500_000);

    expect(await own.open()).toEqual([]);
    expect(await own.free()).toBe('0');
  });

  test('a cancelled payment opens what it settled, and later money moves up', async () => {
    await own.slip('A', '01/10', 1_000_000);
    await own.slip('B', '02/10', 1_000_000);
    const wrong = await own.pay('03/10', 1_000_000);
    const right = await own.pay('04/10', 400_000);
    expect(await own.settled()).toEqual([
      [wrong.id, 'A', '1000000'],
      [right.id, 'B', '400000'],
    ]);

    await own.cancelPayment(wrong);

    expect(await own.settled()).toEqual([[right.id, 'A', '400000']]);
  });

  test('a payment dated back comes first in the order of money', async () => {
    await own.slip('A', '01/10', 1_000_000);
    await own.slip('B', '02/10', 1_000_000);
    const later = await own.pay('10/10', 1_000_000);
    const earlier = await own.pay('05/10', 400_000);

    expect(await own.settled()).toEqual([
      [later.id, 'A', '600000'],
      [earlier.id, 'A', '400000'],
      [later.id, 'B', '400000'],
    ]);
  });

  test('goods of a paid slip come back: what was paid too much settles the next', async () => {
    const paid = await own.slip('A', '01/10', 1_020_000);
    const payment = await own.pay('02/10', 1_020_000);
    await own.slip('B', '03/10', 1_020_000);

    await own.takeBack(paid, 3);

    expect(await own.settled()).toEqual([
      [payment.id, 'A', '714000'],
      [payment.id, 'B', '306000'],
    ]);
  });

  test('what was paid on the spot gives way last, told money before it, automatic money first', async () => {
    const slip = await own.slip('A', '01/10', 1_020_000, 408_000);
    const told = await own.pay('02/10', 306_000);
    await own.tell(told, [slip, 306_000]);
    const other = await own.pay('03/10', 306_000);
    await own.slip('B', '04/10', 1_020_000);
    const ofSlip = async () =>
      (await own.settled()).filter(([, name]) => name === 'A').map(([, , amount]) => amount);
    expect(await ofSlip()).toEqual(['408000', '306000', '306000']);

    await own.takeBack(slip, 3);
    expect(await ofSlip()).toEqual(['408000', '306000']);
    await own.takeBack(slip, 2);
    expect(await ofSlip()).toEqual(['408000', '102000']);
    await own.takeBack(slip, 2);
    expect(await ofSlip()).toEqual(['306000']);
    expect((await own.settled()).filter(([payment]) => payment === other.id)).toEqual([
      [other.id, 'B', '306000'],
    ]);
  });

  test('a cancelled slip frees what it was told; told money of a cancelled payment settles nothing', async () => {
    const a = await own.slip('A', '01/10', 1_000_000);
    const b = await own.slip('B', '02/10', 1_000_000);
    const paid = await own.pay('03/10', 500_000);
    await own.tell(paid, [b, 500_000]);
    await own.slip('C', '04/10', 1_000_000);

    await own.cancel(b);
    expect(await own.settled()).toEqual([[paid.id, 'A', '500000']]);

    await own.tell(paid, [a, 500_000]);
    await own.cancelPayment(paid);
    expect(await own.settled()).toEqual([]);
  });

  test('all of it holds, before the reports are folded and after', async () => {
    expect(await brokenInvariants(db)).toEqual({});
    await db.query('select report.fold_deltas()');
    expect(await brokenInvariants(db)).toEqual({});
  });
});
