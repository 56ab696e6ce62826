import { afterAll, beforeAll, expect, test } from 'vitest';
import { dayFromToday, debtLedger, debtOf } from '../../support/books.ts';
import { testDatabase, type TestDatabase } from '../../support/database.ts';
import { confirmationRefused, confirmSlips, requestSlip } from '../../support/request.ts';
import { slipMaker, type SlipMaker } from '../../support/slip.ts';

let db: TestDatabase;
let slips: SlipMaker;
let today: string;

beforeAll(async () => {
  db = await testDatabase();
  slips = await slipMaker(db);
  today = await dayFromToday(db, 0);
});
afterAll(() => db.close());

test('debt rises by the total of a confirmed slip, and the debt ledger says so', async () => {
  await db.as('sales', async (me) => {
    const slip = await slips.create(me, {
      agency: 'DL0001',
      lines: [
        ['TRON', 2],
        ['MI', 1],
      ],
    });

    const total = String(Number(slips.worth('TRON', 2)) + Number(slips.worth('MI')));
    expect(await debtOf(me, 'DL0001')).toBe(total);
    expect(await debtLedger(me, 'DL0001')).toEqual([
      {
        seq: '1',
        kind: 'issue',
        amount: total,
        balance_after: total,
        business_date: today,
        issue_code: slip.code,
        payment_code: null,
      },
    ]);
  });
});

test('the ledger of an agency counts on without gaps, each balance following from the last', async () => {
  await db.as('sales', async (me) => {
    for (const quantity of [1, 3, 2]) {
      await slips.create(me, { agency: 'DL0001', lines: [['TRON', quantity]] });
    }

    const ledger = await debtLedger(me, 'DL0001');

    expect(ledger.map((row) => row.seq)).toEqual(['1', '2', '3']);
    expect(ledger.map((row) => row.balance_after)).toEqual(['1000000', '4000000', '6000000']);
  });
});

test('only the agency of the slip owes more', async () => {
  await db.as('manager', async (me) => {
    await slips.create(me, { agency: 'DL0002', lines: [['TRON', 1]] });

    expect(await debtOf(me, 'DL0001')).toBe('0');
    expect(await debtOf(me, 'DL0002')).toBe('1000000');
    expect(await debtOf(me, 'DL0004')).toBe('0');
  });
});

test('the ledger keeps the business date of a back-dated slip', async () => {
  const yesterday = await dayFromToday(db, -1);
  await db.as('sales', async (me) => {
    await slips.create(me, { agency: 'DL0001', lines: [['TRON', 1]], date: yesterday });

    expect(await debtLedger(me, 'DL0001')).toMatchObject([{ business_date: yesterday }]);
  });
});

test('the slip tells the debt right after it, and what was paid with it', async () => {
  await db.as('sales', async (me) => {
    await slips.create(me, { agency: 'DL0001', lines: [['TRON', 3]] });
    const paid = await slips.create(me, {
      agency: 'DL0001',
      lines: [['TRON', 2]],
      paidNow: 500_000,
    });
    await slips.create(me, { agency: 'DL0001', lines: [['TRON', 1]] });

    const { after } = await me.one(
      `select inventory.issue_debt_after(i)::text as after from inventory.issue as i
        where id::text = $1`,
      [paid.id],
    );

    expect(after).toBe('4500000');
  });
});

test('a slip that waits for confirmation is no debt yet', async () => {
  await db.asOwner(async (owner) => {
    await requestSlip(owner, { agency: 'DL0001', lines: [['TRON', 2]] });

    expect(await debtOf(owner, 'DL0001')).toBe('0');
    expect(await debtLedger(owner, 'DL0001')).toEqual([]);
  });
});

test('slips confirmed by one statement each get their row, for one agency and for several', async () => {
  await db.asOwner(async (owner) => {
    const ids = [
      await requestSlip(owner, { agency: 'DL0001', lines: [['TRON', 2]] }),
      await requestSlip(owner, { agency: 'DL0001', lines: [['TRON', 3]] }),
      await requestSlip(owner, { agency: 'DL0004', lines: [['TRON', 1]] }),
    ];

    await confirmSlips(owner, ...ids);

    expect(await debtOf(owner, 'DL0001')).toBe('5000000');
    expect(await debtOf(owner, 'DL0004')).toBe('1000000');
    const ledger = await debtLedger(owner, 'DL0001');
    expect(ledger.map((row) => row.seq)).toEqual(['1', '2']);
    expect(ledger.map((row) => Number(row.amount)).toSorted()).toEqual([2_000_000, 3_000_000]);
    expect(ledger.at(-1)?.balance_after).toBe('5000000');
  });
});

test('slips confirmed by one statement are held to the debt limit together', async () => {
  await db.asOwner(async (owner) => {
    const ids = [
      await requestSlip(owner, { agency: 'DL0001', lines: [['TRON', 6]] }),
      await requestSlip(owner, { agency: 'DL0001', lines: [['TRON', 5]] }),
    ];

    const refusal = await confirmationRefused(owner, ...ids);

    expect(refusal).toMatchObject({
      code: 'SDDBT',
      details: { would_be: '11000000', short_by: '1000000' },
    });
    expect(await debtOf(owner, 'DL0001')).toBe('0');
  });
});

test('a slip worth nothing makes no row in the debt ledger', async () => {
  await db.asOwner(async (owner) => {
    await owner.query("update inventory.item set import_price = 1 where sku = 'DUONG'");
    const id = await requestSlip(owner, { agency: 'DL0001', lines: [['DUONG', '0.001']] });

    await confirmSlips(owner, id);

    expect(await debtLedger(owner, 'DL0001')).toEqual([]);
    expect(await debtOf(owner, 'DL0001')).toBe('0');
  });
});
