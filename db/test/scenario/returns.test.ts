// The life of a return, by the worked example R22: right values were worked out by hand.
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Actor } from '../support/actor.ts';
import { dayFromToday, debtOf, stockOf } from '../support/books.ts';
import { testDatabase, type TestDatabase } from '../support/database.ts';
import { brokenInvariants } from '../support/invariants.ts';
import { regulate, take } from '../support/life.ts';
import { exampleBooks } from '../support/open_items.ts';
import { closePeriod, monthFromNow } from '../support/period.ts';
import { slipMaker, type Slip, type SlipMaker } from '../support/slip.ts';
import { returnMaker, type IssueReturn, type ReturnMaker } from '../support/stock.ts';

let db: TestDatabase;
let slips: SlipMaker;
let returns: ReturnMaker;
let today: string;
/** The last day of the month before this one: "30/11" of the paper. */
let lastDay: string;

beforeAll(async () => {
  db = await testDatabase();
  await exampleBooks(db);
  [slips, returns] = [await slipMaker(db), await returnMaker(db)];
  today = await dayFromToday(db, 0);
  const month = await monthFromNow(db, 0);
  lastDay = new Date(Date.parse(month) - 86_400_000).toISOString().slice(0, 10);
  await regulate(db, 'FOUR_EYES', 'true');
});
afterAll(() => db.close());

const issued = (pieces: number, date?: string): Promise<Slip> =>
  db.commitAs('admin', (me) =>
    slips.create(me, { agency: 'DL0001', lines: [['TRAM', pieces]], ...(date && { date }) }),
  );
const ask = (
  person: 'sales' | 'manager',
  slip: Slip,
  pieces: number,
  date?: string,
): Promise<IssueReturn> =>
  db.commitAs(person, (me) =>
    returns.request(me, {
      slip: slip.id,
      lines: [['TRAM', pieces]],
      ...(date !== undefined && { date }),
    }),
  );
const books = async () => ({
  debt: Number(await debtOf(db, 'DL0001')),
  stock: Number(await stockOf(db, 'TRAM')),
});
const ageing = () =>
  db.as('manager', (me) =>
    me.query(
      `select to_jsonb(g) - array['refreshed_at', 'total'] as row from report.ageing($1) as g
        order by g.agency_id`,
      [lastDay],
    ),
  );

test('R22: asked for by two, confirmed by a third, until the slip has no more to give', async () => {
  const slip = await issued(10, lastDay);
  const before = await books();
  const [first, second] = [await ask('sales', slip, 6), await ask('manager', slip, 6)];
  expect(first).toMatchObject({
    status: 'requested',
    code: null,
    return_date: null,
    total_amount: '612000',
  });
  expect(await books()).toEqual(before);

  await db.as('sales', async (me) => {
    expect(await returns.confirmRefused(me, first.id)).toMatchObject({
      code: 'SDPRM',
      details: { scope: 'return:confirm' },
    });
  });
  await db.as('manager', async (me) => {
    expect((await returns.confirmRefused(me, second.id)).code).toBe('SDFOR');
    expect((await returns.refused(me, { slip: slip.id, lines: [['TRAM', 1]] })).code).toBe('SDFOR');
  });

  const confirmed = await db.commitAs('warehouse', (me) => returns.confirm(me, first.id));
  // the warehouse reads no money, in the answer neither
  expect(confirmed).toMatchObject({ status: 'confirmed', return_date: today, total_amount: null });
  expect(confirmed.code).toMatch(/^TH-\d{4}-000001$/);
  expect(await books()).toEqual({ debt: before.debt - 612_000, stock: before.stock + 6 });

  await db.as('warehouse', async (me) => {
    expect(await returns.confirmRefused(me, second.id)).toMatchObject({
      code: 'SDRET',
      details: {
        items: [
          { sku: 'TRAM', issued: '10', returned: '6', available: '4', requested: '6', excess: '2' },
        ],
      },
    });
  });
  await db.as('sales', async (me) => {
    expect(await returns.requestRefused(me, { slip: slip.id, lines: [['TRAM', 5]] })).toMatchObject(
      { code: 'SDRET', details: { items: [{ available: '4' }] } },
    );
  });
  expect(
    await db.commitAs('warehouse', (me) => returns.reject(me, second.id, ' Chỉ về 6 ')),
  ).toMatchObject({ status: 'rejected', code: null, reject_reason: 'Chỉ về 6' });
  expect(await books()).toEqual({ debt: before.debt - 612_000, stock: before.stock + 6 });
});

describe('a slip of today that is left with nothing', () => {
  test('is undone, which asks slip:cancel of who confirms, all returns of the day together', async () => {
    const slip = await issued(5);
    const [most, rest] = [await ask('sales', slip, 3), await ask('sales', slip, 2)];
    await db.commitAs('warehouse', async (me) => {
      expect(await returns.confirm(me, most.id)).toMatchObject({ status: 'confirmed' });
      expect(await returns.confirmRefused(me, rest.id)).toMatchObject({
        code: 'SDPRM',
        details: { scope: 'slip:cancel' },
      });
    });
    expect(await db.commitAs('manager', (me) => returns.confirm(me, rest.id))).toMatchObject({
      status: 'confirmed',
      total_amount: '204000',
    });
  });

  test('is one of today by its confirming, whatever it is dated', async () => {
    const all = await ask('sales', await issued(2, lastDay), 2);
    await db.as('warehouse', async (me) => {
      expect(await returns.confirmRefused(me, all.id)).toMatchObject({
        code: 'SDPRM',
        details: { scope: 'slip:cancel' },
      });
    });
  });
});

test('who asked withdraws it; nobody else of sales does', async () => {
  const slip = await issued(4);
  const [own, others] = [await ask('sales', slip, 1), await ask('manager', slip, 1)];
  await db.as('sales', async (me) => {
    expect(await returns.reject(me, own.id, 'Khách giữ lại')).toMatchObject({ status: 'rejected' });
    expect(await returns.rejectRefused(me, others.id)).toMatchObject({
      code: 'SDPRM',
      details: { scope: 'return:confirm' },
    });
  });
});

test('a slip that is cancelled rejects what was asked to come back of it', async () => {
  const slip = await issued(4);
  const waiting = await ask('sales', slip, 1);
  await db.commitAs('manager', (me) => take(me, 'cancel_issue', slip.id, { reason: 'Giao nhầm' }));
  expect(
    await db.query('select status, reject_reason from inventory.issue_return where id::text = $1', [
      waiting.id,
    ]),
  ).toEqual([{ status: 'rejected', reject_reason: `Hủy phiếu ${slip.code}` }]);
  await db.as('warehouse', async (me) => {
    expect(await returns.confirmRefused(me, waiting.id)).toMatchObject({
      code: 'SDTRN',
      details: { from: 'rejected', to: 'confirmed' },
    });
  });
});

test('R22: asked for in a month that is closed since, it is dated the day it is confirmed', async () => {
  const slip = await issued(10, lastDay);
  const [untold, told] = [await ask('sales', slip, 6), await ask('sales', slip, 3, lastDay)];
  expect(told.return_date).toBe(lastDay);
  const aged = await ageing();
  await db.commitAs('manager', async (me) => closePeriod(me, await monthFromNow(me, -1)));

  await db.commitAs('warehouse', async (me: Actor) => {
    expect(await returns.confirm(me, untold.id)).toMatchObject({ return_date: today });
    expect(await returns.confirmRefused(me, told.id)).toMatchObject({
      code: 'SDPCL',
      details: { business_date: lastDay },
    });
    expect(await returns.confirm(me, told.id, today)).toMatchObject({
      status: 'confirmed',
      return_date: today,
    });
  });
  expect(await ageing()).toEqual(aged);
});

test('the books of all examples hold', async () => {
  expect(await brokenInvariants(db)).toEqual({});
});
