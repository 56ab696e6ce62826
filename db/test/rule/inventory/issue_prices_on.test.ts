import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Actor } from '../../support/actor.ts';
import { dayFromToday } from '../../support/books.ts';
import { testDatabase, type TestDatabase } from '../../support/database.ts';
import { keyType, keysBy } from '../../support/slip.ts';
import { receiptMaker } from '../../support/stock.ts';

let db: TestDatabase;
let items: Map<string, string>;
let type: string;
let yesterday: string;
beforeAll(async () => {
  db = await testDatabase();
  [items, type, yesterday] = [
    await keysBy(db, 'inventory.item', 'sku'),
    await keyType(db),
    await dayFromToday(db, -1),
  ];
  const receipts = await receiptMaker(db);
  await db.commitAs('warehouse', (me) => receipts.create(me, { lines: [['MI', 1, 200_000]] }));
});
afterAll(() => db.close());

const keys = (skus: string[]) => skus.map((sku) => items.get(sku));
const text = () => `select i.sku, p.issue_price::text as price
  from inventory.issue_prices_on($1::${type}[], $2) as p
  join inventory.item as i on i.id = p.item_id order by i.sku`;
const pricesOn = (me: Actor, skus: string[], day: string) =>
  me.query<{ sku: string; price: string }>(text(), [keys(skus), day]);

test('a slip of a past day is shown at the price of that day, one of today at the one of today', async () => {
  await db.as('sales', async (me) => {
    expect(await pricesOn(me, ['MI', 'LE', 'MI'], yesterday)).toEqual([
      { sku: 'LE', price: '12592' },
      { sku: 'MI', price: '110160' },
    ]);
    expect(await pricesOn(me, ['MI'], await dayFromToday(db, 0))).toEqual([
      { sku: 'MI', price: '204000' },
    ]);
    expect(await pricesOn(me, [], yesterday)).toEqual([]);
  });
});

test('whoever writes no slips is told no prices', async () => {
  await db.as('agency', async (me) => {
    expect(await me.refusal(text(), [keys(['MI']), yesterday])).toMatchObject({
      code: 'SDPRM',
      details: { scope: 'inventory:write' },
    });
  });
  await db.as('warehouse', async (me) => {
    expect(await me.refusal(text(), [keys(['MI']), yesterday])).toMatchObject({ code: '42501' });
  });
});

test.each([
  [null, 'required'],
  ['9999-12-31', 'in_future'],
  ['infinity', 'in_future'],
  ['-infinity', 'too_early'],
  ['1999-12-31', 'too_early'],
])('a day that no slip has is refused: %s', async (day, reason) => {
  await db.as('sales', async (me) => {
    expect(await me.refusal(text(), [keys(['MI']), day])).toMatchObject({
      code: 'SDVAL',
      details: { fields: [{ path: 'on_date', reason }] },
    });
  });
});

test('more items than a slip has lines are refused', async () => {
  await db.as('sales', async (me) => {
    expect(
      await me.refusal(text(), [Array.from({ length: 101 }, () => items.get('MI')), yesterday]),
    ).toMatchObject({
      code: 'SDVAL',
      details: { fields: [{ path: 'item_ids', reason: 'too_many_lines', value: '101' }] },
    });
  });
});
