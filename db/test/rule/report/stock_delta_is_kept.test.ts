import { afterAll, beforeAll, expect, test } from 'vitest';
import { withClient } from '../../../tools/prepare.ts';
import { testDatabase, type TestDatabase } from '../../support/database.ts';
import { makeHistory } from '../../support/eventful.ts';
import { breachesOf } from '../../support/invariants.ts';

let db: TestDatabase;
beforeAll(async () => {
  db = await testDatabase();
  await makeHistory(db);
});
afterAll(() => db.close());

const fold = () =>
  withClient(db.workerUrl, (worker) => worker.query('select report.fold_deltas()'));
const wrong = async () => [
  ...(await breachesOf(db, 'item_days_equal_the_ledger')),
  ...(await breachesOf(db, 'item_months_equal_their_days')),
];
const today = () =>
  db.query(
    `select i.sku, trim_scale(d.in_quantity)::text as came,
      trim_scale(d.out_quantity)::text as went,
     trim_scale(d.adjustment_quantity)::text as found
   from report.item_day as d join inventory.item as i on i.id = d.item_id
   where d.business_date = config.business_date() order by i.sku`,
  );

test('what came, went, was cancelled, came back and was counted is in the day of each item', async () => {
  expect(await wrong()).toEqual([]);

  await fold();

  expect(await wrong()).toEqual([]);
  // MI: 10 received; 5, 4 and 1 issued, 1 came back. LE: 7 received and 3 issued, both cancelled.
  // What a count had seen of receipts that were cancelled today, 6 of LE and 4 of TRON, is adjusted
  expect(await today()).toEqual([
    { sku: 'DUONG', came: '0', went: '0', found: '-1.5' },
    { sku: 'LE', came: '-6', went: '0', found: '6' },
    { sku: 'MI', came: '10', went: '9', found: '0' },
    { sku: 'TRON', came: '-4', went: '1', found: '4' },
  ]);
});

test('the days of an item add up to its stock', async () => {
  await fold();

  expect(
    await db.query(
      `select i.sku from inventory.item as i where i.stock_quantity <> (
       select coalesce(sum(d.in_quantity - d.out_quantity + d.adjustment_quantity), 0)
       from report.item_day as d where d.item_id = i.id)`,
    ),
  ).toEqual([]);
});
