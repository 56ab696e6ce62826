import { afterAll, beforeAll, expect, test } from 'vitest';
import { dayFromToday, debtLedger, debtOf, type Reader } from '../../support/books.ts';
import { testDatabase, type TestDatabase } from '../../support/database.ts';
import { confirmSlips, requestSlip } from '../../support/request.ts';
import { slipMaker, type SlipMaker } from '../../support/slip.ts';

let db: TestDatabase;
let slips: SlipMaker;
let yesterday: string;
let year: string;

beforeAll(async () => {
  db = await testDatabase();
  slips = await slipMaker(db);
  yesterday = await dayFromToday(db, -1);
  year = (await dayFromToday(db, 0)).slice(0, 4);
});
afterAll(() => db.close());

const paymentsIn = (reader: Reader) =>
  reader.query(
    `select p.code, a.code as agency, i.code as issue, p.amount::text, p.method, p.status,
     p.payment_date::text
   from finance.payment as p
   join agency.agency as a on a.id = p.agency_id
   left join inventory.issue as i on i.id = p.issue_id
   order by p.code`,
  );

test('what is paid on the spot makes one payment linked to its slip', async () => {
  await db.as('sales', async (me) => {
    const slip = await slips.create(me, {
      agency: 'DL0001',
      lines: [['TRON', 4]],
      paidNow: 3_000_000,
      date: yesterday,
    });

    expect(await paymentsIn(me)).toEqual([
      {
        code: `PT-${yesterday.slice(0, 4)}-000001`,
        agency: 'DL0001',
        issue: slip.code,
        amount: '3000000',
        method: 'cash',
        status: 'confirmed',
        payment_date: yesterday,
      },
    ]);
  });
});

test('it is counted once in the debt ledger, right after the slip', async () => {
  await db.as('sales', async (me) => {
    await slips.create(me, { agency: 'DL0001', lines: [['TRON', 4]], paidNow: 3_000_000 });

    expect(await debtLedger(me, 'DL0001')).toMatchObject([
      { seq: '1', kind: 'issue', amount: '4000000', balance_after: '4000000', payment_code: null },
      {
        seq: '2',
        kind: 'paid_now',
        amount: '-3000000',
        balance_after: '1000000',
        payment_code: `PT-${year}-000001`,
      },
    ]);
    expect(await debtOf(me, 'DL0001')).toBe('1000000');
  });
});

test('a slip on credit makes no payment', async () => {
  await db.as('sales', async (me) => {
    await slips.create(me, { agency: 'DL0001', lines: [['TRON', 4]], paidNow: 0 });
    await slips.create(me, { agency: 'DL0001', lines: [['TRON', 1]], paidNow: null });

    expect(await paymentsIn(me)).toEqual([]);
    expect(await debtOf(me, 'DL0001')).toBe('5000000');
  });
});

test('the same command sent again takes the money once', async () => {
  await db.as('sales', async (me) => {
    const wish = {
      agency: 'DL0001',
      lines: [['TRON', 4]] as [string, number][],
      paidNow: 1_000_000,
      clientKey: 'once',
    };
    await slips.create(me, wish);
    await slips.create(me, wish);

    expect(await paymentsIn(me)).toHaveLength(1);
    expect(await debtOf(me, 'DL0001')).toBe('3000000');
  });
});

test('a request takes no money before it is confirmed', async () => {
  await db.asOwner(async (owner) => {
    const id = await requestSlip(owner, {
      agency: 'DL0001',
      lines: [['TRON', 1]],
      paidNow: 400_000,
    });
    expect(await paymentsIn(owner)).toEqual([]);

    await confirmSlips(owner, id);

    expect(await paymentsIn(owner)).toHaveLength(1);
  });
});

test('slips confirmed by one statement each get their payment, with balances that follow', async () => {
  await db.asOwner(async (owner) => {
    const ids = [
      await requestSlip(owner, { agency: 'DL0001', lines: [['TRON', 2]], paidNow: 500_000 }),
      await requestSlip(owner, { agency: 'DL0001', lines: [['TRON', 3]], paidNow: 700_000 }),
      await requestSlip(owner, { agency: 'DL0004', lines: [['TRON', 1]] }),
    ];

    await confirmSlips(owner, ...ids);

    const ledger = await debtLedger(owner, 'DL0001');
    expect(ledger.map((row) => row.kind)).toEqual(['issue', 'paid_now', 'issue', 'paid_now']);
    let balance = 0;
    for (const row of ledger) {
      balance += Number(row.amount);
      expect(row.balance_after).toBe(String(balance));
    }
    expect(await debtOf(owner, 'DL0001')).toBe('3800000');
    expect(await debtOf(owner, 'DL0004')).toBe('1000000');
  });
});

test('a slip cannot be paid on the spot a second time', async () => {
  await db.asOwner(async (owner) => {
    const id = await requestSlip(owner, {
      agency: 'DL0001',
      lines: [['TRON', 2]],
      paidNow: 500_000,
    });
    await confirmSlips(owner, id);

    const refusal = await owner.refusal(
      `insert into finance.payment (code, agency_id, issue_id, amount, payment_date, created_by)
       select 'PT-2000-000001', agency_id, id, 1, issue_date, created_by from inventory.issue`,
    );

    expect(refusal.message).toContain('payment_on_the_spot_is_made_once');
  });
});

test('a payment on the spot belongs to the agency of its slip', async () => {
  await db.asOwner(async (owner) => {
    const id = await requestSlip(owner, { agency: 'DL0001', lines: [['TRON', 2]] });
    await confirmSlips(owner, id);

    const refusal = await owner.refusal(
      `insert into finance.payment (code, agency_id, issue_id, amount, payment_date, created_by)
       select 'PT-2000-000001', a.id, i.id, 1, i.issue_date, i.created_by
       from inventory.issue as i cross join agency.agency as a where a.code = 'DL0002'`,
    );

    expect(refusal.message).toContain('payment_on_the_spot_is_of_a_slip_of_its_agency');
  });
});
