import { afterAll, beforeAll, expect, test } from 'vitest';
import { dayFromToday } from '../../support/books.ts';
import { testDatabase, type TestDatabase } from '../../support/database.ts';
import { brokenInvariants } from '../../support/invariants.ts';
import { slipMaker } from '../../support/slip.ts';
import { returnMaker } from '../../support/stock.ts';

let db: TestDatabase;

beforeAll(async () => {
  db = await testDatabase();
});
afterAll(() => db.close());

test('numbers follow each other, and a refused return leaves no gap', async () => {
  const [slips, returns] = [await slipMaker(db), await returnMaker(db)];
  const year = (await dayFromToday(db, 0)).slice(0, 4);
  const slip = await db.commitAs('sales', (me) =>
    slips.create(me, { agency: 'DL0001', lines: [['MI', 3]] }),
  );
  const back = (quantity: number) =>
    db.commitAs('manager', (me) =>
      returns.create(me, { slip: slip.id, lines: [['MI', quantity]] }),
    );

  expect((await back(1)).code).toBe(`TH-${year}-000001`);
  await expect(back(3)).rejects.toMatchObject({ code: 'SDRET' });
  expect((await back(2)).code).toBe(`TH-${year}-000002`);
  expect(await brokenInvariants(db)).toEqual({});
});

test('the steps of confirming run in the order of their numbers: agency, debt, items, number', async () => {
  const steps = await db.query<{ name: string }>(
    `select tgname::text as name from pg_trigger
     where tgrelid = 'inventory.issue_return'::regclass and tgname ~ '^(change|confirm)'
     order by tgname`,
  );

  expect(steps.map(({ name }) => name)).toEqual([
    'change_1_issue_return_transition',
    'change_2_issue_return_needs_four_eyes',
    'change_3_return_needs_a_confirmed_slip',
    'confirm_1_return_within_issue',
    'confirm_2_undoing_a_slip_asks_slip_cancel',
    'confirm_3_issue_return_is_priced',
    'confirm_5_f_lower_debt_on_return',
    'confirm_6_f_raise_stock_on_return',
    'confirm_7_issue_return_is_numbered_last',
    'confirm_9_return_is_announced',
  ]);
});
