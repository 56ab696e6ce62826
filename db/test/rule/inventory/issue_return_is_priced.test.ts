import { afterAll, beforeAll, expect, test } from 'vitest';
import { testDatabase, type TestDatabase } from '../../support/database.ts';
import { slipMaker, type SlipMaker } from '../../support/slip.ts';
import { returnMaker, type ReturnMaker } from '../../support/stock.ts';

let db: TestDatabase;
let slips: SlipMaker;
let returns: ReturnMaker;

beforeAll(async () => {
  db = await testDatabase();
  [slips, returns] = [await slipMaker(db), await returnMaker(db)];
});
afterAll(() => db.close());

test('what was expected when asking is worked out anew when confirming, after what came back meanwhile', async () => {
  await db.commitOwner((owner) =>
    owner.query(
      `insert into inventory.item (sku, item_name, unit_id, import_price)
     select 'LECAN', 'Hàng cân bán 24.991', id, 24501 from inventory.unit where name = 'Kg'`,
    ),
  );
  const back = await returnMaker(db);
  await db.commitAs('admin', async (me) => {
    await me.query(`select inventory.open_stock(array[row(i.id, 10, false)::inventory.issue_line],
      date '2024-01-01')
      from inventory.item as i where i.sku = 'LECAN'`);
    const slip = await (
      await slipMaker(db)
    ).create(me, { agency: 'DL0004', lines: [['LECAN', '1.5']] });
    const ask = () => back.request(me, { slip: slip.id, lines: [['LECAN', '0.5']] });
    const asked = [await ask(), await ask(), await ask()];
    expect(asked.map((made) => made.total_amount)).toEqual(['12496', '12496', '12496']);

    const worth: (string | null)[] = [];
    for (const made of asked) worth.push((await back.confirm(me, made.id)).total_amount);
    expect(worth).toEqual(['12496', '12495', '12496']);
    expect(slip.total_amount).toBe('37487');
  });
});

test('what a line of a numbered return counts for stays', async () => {
  const slip = await db.commitAs('manager', (me) =>
    slips.create(me, { agency: 'DL0001', lines: [['MI', 3]] }),
  );
  await db.commitAs('manager', (me) => returns.create(me, { slip: slip.id, lines: [['MI', 1]] }));
  await db.asOwner(async (owner) => {
    expect(
      await owner.refusal('update inventory.issue_return_detail set line_total = line_total + 1'),
    ).toMatchObject({ code: 'SDHIS', details: { verb: 'UPDATE' } });
  });
});
