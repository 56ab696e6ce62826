import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Person } from '../../support/actor.ts';
import { dayFromToday, debtOf, stockOf } from '../../support/books.ts';
import { testDatabase, type TestDatabase } from '../../support/database.ts';
import { brokenInvariants } from '../../support/invariants.ts';
import { slipMaker, unknownKey, type Slip } from '../../support/slip.ts';
import { returnMaker, type IssueReturn, type ReturnMaker } from '../../support/stock.ts';

let db: TestDatabase;
let returns: ReturnMaker;
let slip: Slip;
let asked: IssueReturn;
let today: string;
let yesterday: string;

beforeAll(async () => {
  db = await testDatabase();
  returns = await returnMaker(db);
  [today, yesterday] = [await dayFromToday(db, 0), await dayFromToday(db, -1)];
  const slips = await slipMaker(db);
  slip = await db.commitAs('sales', (me) =>
    slips.create(me, { agency: 'DL0001', lines: [['TRON', 5]], date: yesterday }),
  );
  asked = await db.commitAs('sales', (me) =>
    returns.request(me, { slip: slip.id, lines: [['TRON', 2]] }),
  );
});
afterAll(() => db.close());

test('the warehouse confirms what it sees: goods are back, the debt is lower, and no money is told', async () => {
  await db.as('warehouse', async (me) => {
    const [stock] = [Number(await stockOf(me, 'TRON'))];
    const confirmed = await returns.confirm(me, asked.id);

    expect(confirmed).toMatchObject({
      id: asked.id,
      status: 'confirmed',
      return_date: today,
      total_amount: null,
    });
    expect(confirmed.code).toBe(`TH-${today.slice(0, 4)}-000001`);
    expect(Number(await stockOf(me, 'TRON'))).toBe(stock + 2);
  });
  await db.as('manager', async (me) => {
    const debt = Number(await debtOf(me, 'DL0001'));
    expect(await returns.confirm(me, asked.id)).toMatchObject({ total_amount: '2000000' });
    expect(Number(await debtOf(me, 'DL0001'))).toBe(debt - 2_000_000);
    expect(
      await me.query(
        `select confirmed_by::text, created_by <> confirmed_by as "byOthers"
          from inventory.issue_return`,
      ),
    ).toEqual([{ confirmed_by: me.userId, byOthers: true }]);
  });
});

test("its day is the confirmer's, else the asker's, else today", async () => {
  const told = await db.commitAs('sales', (me) =>
    returns.request(me, { slip: slip.id, lines: [['TRON', 1]], date: yesterday }),
  );
  for (const [id, date, day] of [
    [told.id, null, yesterday],
    [told.id, today, today],
    [asked.id, null, today],
    [asked.id, yesterday, yesterday],
  ] as const) {
    await db.as('manager', async (me) => {
      expect((await returns.confirm(me, id, date)).return_date).toBe(day);
      expect(
        await me.query(
          "select business_date::text as day from finance.debt_transaction where kind = 'return'",
        ),
      ).toEqual([{ day }]);
      expect(
        await me.query(
          "select business_date::text as day from inventory.stock_movement where kind = 'return'",
        ),
      ).toEqual([{ day }]);
    });
  }
});

test('a day before the slip or after today is refused, and one that nobody asked for is unknown', async () => {
  const tomorrow = await dayFromToday(db, 1);
  const nobody = await unknownKey(db);
  await db.as('warehouse', async (me) => {
    expect((await returns.confirmRefused(me, asked.id, tomorrow)).details).toEqual({
      fields: [{ path: 'return_date', reason: 'in_future', value: tomorrow }],
    });
    expect((await returns.confirmRefused(me, asked.id, '2024-02-01')).details).toEqual({
      fields: [{ path: 'return_date', reason: 'before_issue', value: yesterday }],
    });
    expect((await returns.confirmRefused(me, nobody)).details).toEqual({
      fields: [{ path: 'issue_return_id', reason: 'unknown', value: nobody }],
    });
    expect((await returns.confirmRefused(me, null)).details).toEqual({
      fields: [{ path: 'issue_return_id', reason: 'required' }],
    });
  });
});

test('it counts once however often it is sent with one key', async () => {
  await db.as('warehouse', async (me) => {
    const first = await returns.confirm(me, asked.id, null, 'once');
    expect(await returns.confirm(me, asked.id, null, 'once')).toEqual(first);
  });
});

test.each<Person>(['sales', 'accountant', 'agency'])('%s may not', async (person) => {
  await db.as(person, async (me) => {
    expect(await returns.confirmRefused(me, asked.id)).toMatchObject({
      code: 'SDPRM',
      details: { scope: 'return:confirm' },
    });
  });
});

test('an auditor cannot even call it', async () => {
  await db.as('auditor', async (me) => {
    expect((await returns.confirmRefused(me, asked.id)).code).toBe('42501');
  });
});

test('the trail keeps who asked and who confirmed', async () => {
  await db.commitAs('warehouse', (me) => returns.confirm(me, asked.id));
  const rows = await db.query<{ action: string; email: string }>(
    `select c.action, u.email from audit.change as c join auth."user" as u on u.id = c.user_id
     where c.table_name = 'inventory.issue_return' and c.row_key = $1 order by c.changed_at`,
    [asked.id],
  );
  expect(rows[0]).toMatchObject({ action: 'insert', email: expect.stringContaining('sales') });
  expect(rows.at(-1)).toMatchObject({
    action: 'update',
    email: expect.stringContaining('warehouse'),
  });
  expect(await brokenInvariants(db)).toEqual({});
});
