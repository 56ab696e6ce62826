import { afterAll, beforeAll, expect, test } from 'vitest';
import { adjustmentMaker } from '../../support/adjustment.ts';
import { dayFromToday, debtLedger } from '../../support/books.ts';
import { testDatabase, type TestDatabase } from '../../support/database.ts';
import { slipMaker } from '../../support/slip.ts';

let db: TestDatabase;

beforeAll(async () => {
  db = await testDatabase();
});
afterAll(() => db.close());

test('one that corrects a slip changes that slip, one that stands alone is an item or money', async () => {
  const slips = await slipMaker(db);
  const adjustments = adjustmentMaker(slips.agencyId);
  const due = await dayFromToday(db, 20);
  await db.as('admin', async (me) => {
    const slip = await slips.create(me, { agency: 'DL0001', lines: [['TRON', 2]] });
    const wish = { agency: 'DL0001', direction: 'down', amount: 300_000 };
    await adjustments.create(me, { ...wish, slip: slip.id });
    await adjustments.create(me, { ...wish, direction: 'up', amount: 50_000, due });
    await adjustments.create(me, { ...wish, amount: 70_000 });

    expect(
      (await debtLedger(me, 'DL0001')).map((row) => [row.kind, row.amount, row.balance_after]),
    ).toEqual([
      ['issue', '2000000', '2000000'],
      ['adjustment', '-300000', '1700000'],
      ['adjustment', '50000', '1750000'],
      ['adjustment', '-70000', '1680000'],
    ]);
    expect(
      await me.query(
        `select o.kind, o.amount::text, o.due_date::text = $1 as is_told
      from finance.open_item as o order by o.seq`,
        [due],
      ),
    ).toEqual([
      { kind: 'issue', amount: '1700000', is_told: false },
      { kind: 'adjustment', amount: '50000', is_told: true },
    ]);
    expect(await me.query('select c.kind, c.amount::text from finance.credit_item as c')).toEqual([
      { kind: 'adjustment', amount: '70000' },
    ]);
  });
});
