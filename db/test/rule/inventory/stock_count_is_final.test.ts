import { afterAll, beforeAll, expect, test } from 'vitest';
import { testDatabase, type TestDatabase } from '../../support/database.ts';
import { countMaker } from '../../support/stock.ts';

let db: TestDatabase;

beforeAll(async () => {
  db = await testDatabase();
  const counts = await countMaker(db);
  await db.commitAs('admin', (me) => counts.create(me, { lines: [['MI', 51]] }));
});
afterAll(() => db.close());

test.each([
  ["update inventory.stock_count set note = 'x'", 'UPDATE'],
  ['delete from inventory.stock_count', 'DELETE'],
  [
    `insert into inventory.stock_count_detail (stock_count_id, line_no, item_id, book_quantity,
      counted_quantity, difference_quantity, created_by)
    select c.id, 2, i.id, 1, 1, 0, c.created_by
    from inventory.stock_count as c cross join inventory.item as i where i.sku = 'LE'`,
    'INSERT',
  ],
])('a numbered count stays as it is: %s', async (statement, verb) => {
  await db.asOwner(async (owner) => {
    expect(await owner.refusal(statement)).toMatchObject({ code: 'SDHIS', details: { verb } });
  });
});
