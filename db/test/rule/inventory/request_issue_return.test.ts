import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Person } from '../../support/actor.ts';
import { dayFromToday, debtOf, stockOf } from '../../support/books.ts';
import { testDatabase, type TestDatabase } from '../../support/database.ts';
import { brokenInvariants } from '../../support/invariants.ts';
import { closePeriod, monthFromNow } from '../../support/period.ts';
import { slipMaker, type Slip, type SlipMaker } from '../../support/slip.ts';
import { returnMaker, type ReturnMaker } from '../../support/stock.ts';

let db: TestDatabase;
let slips: SlipMaker;
let returns: ReturnMaker;
let slip: Slip;
let foreign: Slip;

beforeAll(async () => {
  db = await testDatabase();
  [slips, returns] = [await slipMaker(db), await returnMaker(db)];
  slip = await db.commitAs('sales', (me) =>
    slips.create(me, {
      agency: 'DL0001',
      lines: [
        ['MI', 4],
        ['LE', 3],
      ],
    }),
  );
  foreign = await db.commitAs('manager', (me) =>
    slips.create(me, { agency: 'DL0004', lines: [['MI', 4]] }),
  );
});
afterAll(() => db.close());

test('sales ask: merged lines at the prices of the slip wait, and nothing moves', async () => {
  await db.as('sales', async (me) => {
    const before = [await debtOf(me, 'DL0001'), await stockOf(me, 'MI')];
    const asked = await returns.request(me, {
      slip: slip.id,
      lines: [
        ['MI', 1],
        ['LE', 1],
        ['MI', 1],
      ],
      reason: ' Cận hạn ',
    });

    expect(asked).toMatchObject({
      status: 'requested',
      code: null,
      return_date: null,
      issue_id: slip.id,
    });
    expect(
      await me.query(
        `select trim_scale(d.quantity)::text as quantity, d.line_total::text
          from inventory.issue_return_detail as d
       where d.issue_return_id::text = $1 order by d.line_no`,
        [asked.id],
      ),
    ).toEqual([
      { quantity: '2', line_total: slips.worth('MI', 2) },
      { quantity: '1', line_total: slips.worth('LE') },
    ]);
    expect(asked.total_amount).toBe(
      String(Number(slips.worth('MI', 2)) + Number(slips.worth('LE'))),
    );
    expect([await debtOf(me, 'DL0001'), await stockOf(me, 'MI')]).toEqual(before);
  });
});

test('it is asked once however often it is sent with one key, and other content is refused', async () => {
  await db.as('sales', async (me) => {
    const first = await returns.request(me, { clientKey: 'k', slip: slip.id, lines: [['MI', 1]] });
    expect(
      await returns.request(me, { clientKey: 'k', slip: slip.id, lines: [['MI', '1.000']] }),
    ).toEqual(first);
    expect(
      (await returns.requestRefused(me, { clientKey: 'k', slip: slip.id, lines: [['MI', 2]] }))
        .code,
    ).toBe('SDDUP');
  });
});

test('it may tell a day, between the slip and today, in an open month', async () => {
  const lastMonth = await monthFromNow(db, -1);
  const [today, tomorrow] = [await dayFromToday(db, 0), await dayFromToday(db, 1)];
  await db.as('manager', async (me) => {
    const old = await slips.create(me, { agency: 'DL0004', lines: [['MI', 4]], date: lastMonth });
    const ask = { slip: old.id, lines: [['MI', 1]] as [string, number][] };
    expect(await returns.request(me, { ...ask, date: lastMonth })).toMatchObject({
      return_date: lastMonth,
    });
    expect((await returns.requestRefused(me, { ...ask, date: tomorrow })).details).toEqual({
      fields: [{ path: 'return_date', reason: 'in_future', value: tomorrow }],
    });
    expect((await returns.requestRefused(me, { ...ask, date: '2024-02-01' })).details).toEqual({
      fields: [{ path: 'return_date', reason: 'before_issue', value: lastMonth }],
    });
    await closePeriod(me, lastMonth);
    expect((await returns.requestRefused(me, { ...ask, date: lastMonth })).code).toBe('SDPCL');
    expect(await returns.request(me, { ...ask, date: today })).toMatchObject({
      return_date: today,
    });
  });
});

test('a slip of somebody else is unknown to them', async () => {
  await db.as('sales', async (me) => {
    expect(
      (await returns.requestRefused(me, { slip: foreign.id, lines: [['MI', 1]], reason: null }))
        .details,
    ).toEqual({
      fields: [
        { path: 'issue_id', reason: 'unknown', value: foreign.id },
        { path: 'reason', reason: 'required' },
      ],
    });
  });
});

test.each<[Person, string]>([
  ['accountant', 'SDPRM'],
  ['agency', 'SDPRM'],
  ['warehouse', '42501'],
  ['auditor', '42501'],
])('%s may not ask', async (person, code) => {
  await db.as(person, async (me) => {
    expect((await returns.requestRefused(me, { slip: slip.id, lines: [['MI', 1]] })).code).toBe(
      code,
    );
  });
});

test('the books are right after all of that', async () => {
  expect(await brokenInvariants(db)).toEqual({});
});
