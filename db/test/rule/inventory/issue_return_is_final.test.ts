import { afterAll, beforeAll, expect, test } from 'vitest';
import { testDatabase, type TestDatabase } from '../../support/database.ts';
import { slipMaker } from '../../support/slip.ts';
import { returnMaker } from '../../support/stock.ts';

let db: TestDatabase;

beforeAll(async () => {
  db = await testDatabase();
  const [slips, returns] = [await slipMaker(db), await returnMaker(db)];
  await db.commitAs('manager', async (me) => {
    const slip = await slips.create(me, {
      agency: 'DL0001',
      lines: [
        ['MI', 3],
        ['LE', 1],
      ],
    });
    await returns.create(me, { slip: slip.id, lines: [['MI', 1]] });
  });
});
afterAll(() => db.close());

test.each([
  ["update inventory.issue_return set reason = 'x'", 'UPDATE'],
  ['update inventory.issue_return set total_amount = 1', 'UPDATE'],
  ['delete from inventory.issue_return', 'DELETE'],
  [
    `insert into inventory.issue_return_detail (agency_id, issue_return_id, issue_id, line_no,
      item_id,
      quantity, unit_price, line_total, created_by)
    select r.agency_id, r.id, r.issue_id, 2, i.id, 1, 1, 1, r.created_by
    from inventory.issue_return as r cross join inventory.item as i where i.sku = 'LE'`,
    'INSERT',
  ],
])('a numbered return stays as it is: %s', async (statement, verb) => {
  await db.asOwner(async (owner) => {
    expect(await owner.refusal(statement)).toMatchObject({ code: 'SDHIS', details: { verb } });
  });
});
