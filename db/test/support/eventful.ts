// A little of everything that can happen, in a fresh database: what the invariants are tried on.
import { adjustmentMaker } from './adjustment.ts';
import { dayFromToday } from './books.ts';
import type { TestDatabase } from './database.ts';
import { regulate, take } from './life.ts';
import { addAgency } from './master.ts';
import { addOpening, undoOpening } from './opening.ts';
import { paymentMaker } from './payment.ts';
import { closePeriod, monthFromNow } from './period.ts';
import { refundMaker } from './refund.ts';
import { slipMaker, type Counted } from './slip.ts';
import {
  countMaker,
  receiptMaker,
  returnMaker,
  type CountMaker,
  type ReceiptMaker,
} from './stock.ts';

/**
 * Receipts, slips, returns, counts, payments, refunds, adjustments, a cancelled one of each kind,
 * and a closed month.
 */
export async function makeHistory(db: TestDatabase): Promise<void> {
  const receipts = await receiptMaker(db);
  const slips = await slipMaker(db);
  const returns = await returnMaker(db);
  const counts = await countMaker(db);
  const payments = paymentMaker(slips.agencyId);
  const lastMonth = await monthFromNow(db, -1);
  await openAndUndo(db);
  await keepCounts(db, receipts, counts);
  await db.commitAs('admin', async (me) => {
    await receipts.create(me, { lines: [['MI', 10, 110_000]] });
    await receipts.cancel(me, (await receipts.create(me, { lines: [['LE', 7, 13_000]] })).id);
    await counts.create(me, { lines: [['DUONG', 19]] });
  });
  await db.commitAs('manager', async (me) => {
    await slips.create(me, {
      agency: 'DL0001',
      lines: [
        ['MI', 5],
        ['TRON', 1],
      ],
      paidNow: 1000,
    });
    await slips.create(me, {
      agency: 'DL0002',
      date: lastMonth,
      lines: [['LE', 2]],
      counted: [['LE', true]],
    });
    const mistaken = await slips.create(me, { agency: 'DL0002', lines: [['LE', 3]] });
    await take(me, 'cancel_issue', mistaken.id);
    const dented = await slips.create(me, { agency: 'DL0004', lines: [['MI', 4]] });
    await returns.create(me, { slip: dented.id, lines: [['MI', 1]] });
    await returns.cancel(
      me,
      (await returns.create(me, { slip: dented.id, lines: [['MI', 2]] })).id,
    );
    await returns.request(me, { slip: dented.id, lines: [['MI', 1]] });
    await returns.reject(
      me,
      (await returns.request(me, { slip: dented.id, lines: [['MI', 1]] })).id,
    );
  });
  await db.commitAs('admin', async (me) => {
    await payments.create(me, { agency: 'DL0001', amount: 50_000 });
    await payments.cancel(me, (await payments.create(me, { agency: 'DL0001', amount: 7000 })).id);
  });
  await db.query("select report.refresh('monthly_sales')");
  await db.commitAs('admin', (me) => closePeriod(me, lastMonth));
  // after the reports were made and folded
  await db.commitAs('manager', async (me) => {
    await slips.create(me, { agency: 'DL0004', lines: [['MI', 1]] });
  });
  // two payments over two slips, one of them allocated by hand
  await db.commitAs('admin', async (me) => {
    await payments.create(me, { agency: 'DL0004', amount: 300_000 });
    const told = await payments.create(me, { agency: 'DL0004', amount: 100_000 });
    const [newest] = await me.query<{ id: string }>(
      `select i.id::text from inventory.issue as i join agency.agency as a on a.id = i.agency_id
       where a.code = 'DL0004' order by i.code desc limit 1`,
    );
    await payments.allocate(me, told.id, [[newest?.id ?? null, 10_000]]);
  });
  await adjustDebts(db, slips.agencyId);
  await refundCredit(db, slips.agencyId);
}

/**
 * Papers that come after a count which had seen their goods; of one of them that is undone again.
 */
async function keepCounts(
  db: TestDatabase,
  receipts: ReceiptMaker,
  counts: CountMaker,
): Promise<void> {
  const [before, counted] = [await dayFromToday(db, -2), await dayFromToday(db, -1)];
  await db.commitAs('admin', async (me) => {
    const twice = await receipts.create(me, { lines: [['TRON', 4, 25_000]], date: before });
    await counts.create(me, {
      lines: [
        ['TRON', 100],
        ['LE', 1000],
      ],
      date: counted,
    });
    await receipts.cancel(me, twice.id, 'Nhập trùng', 'twice', [['TRON', true]]);
    const late = { date: before, counted: [['LE', true]] as Counted };
    await receipts.create(me, { ...late, lines: [['LE', 5, 12_000]] });
    await receipts.cancel(
      me,
      (await receipts.create(me, { ...late, lines: [['LE', 6, 12_000]] })).id,
    );
  });
}

/** What an agency owed before, from a file that is right and from one that is undone. */
async function openAndUndo(db: TestDatabase): Promise<void> {
  await addAgency(db, { code: 'DL3300' });
  const rows: Parameters<typeof addOpening>[2][0][1] = [
    ['HD01', '2024-01-20', '2024-02-20', 700_000],
    ['TT', '2024-01-25', null, -50_000],
  ];
  const wrong = await addOpening(db, '2024-02-01', [['DL3300', rows]]);
  await db.commitAs('accountant', (me) => undoOpening(me, wrong));
  await addOpening(db, '2024-02-01', [['DL3300', rows]]);
}

/** From here on money may pass the debt: some of it goes back. */
async function refundCredit(db: TestDatabase, agencyId: (code: string) => string): Promise<void> {
  const refunds = refundMaker(agencyId);
  await regulate(db, 'PAYMENT_NOT_OVER_DEBT', 'false');
  await db.commitAs('admin', async (me) => {
    await paymentMaker(agencyId).create(me, { agency: 'DL0003', amount: 500_000 });
    await refunds.create(me, { agency: 'DL0003', amount: 200_000 });
    await refunds.cancel(me, (await refunds.create(me, { agency: 'DL0003', amount: 300_000 })).id);
  });
}

/** One that stands alone each way, and one of a slip; two of them are cancelled. */
async function adjustDebts(db: TestDatabase, agencyId: (code: string) => string): Promise<void> {
  const adjustments = adjustmentMaker(agencyId);
  await db.commitAs('admin', async (me) => {
    const [slip] = await me.query<{ id: string }>(
      `select i.id::text from inventory.issue as i join agency.agency as a on a.id = i.agency_id
       where a.code = 'DL0001' and i.status = 'confirmed' order by i.code limit 1`,
    );
    const wish = { agency: 'DL0001', direction: 'up', amount: 9000 };
    await adjustments.create(me, wish);
    await adjustments.create(me, { ...wish, ...(slip && { slip: slip.id }) });
    await adjustments.cancel(
      me,
      (await adjustments.create(me, { ...wish, ...(slip && { slip: slip.id }) })).id,
    );
    await adjustments.cancel(me, (await adjustments.create(me, { ...wish, direction: 'down' })).id);
  });
}
