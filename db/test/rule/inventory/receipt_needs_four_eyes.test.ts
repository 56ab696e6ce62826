import { afterAll, beforeAll, expect, test } from 'vitest';
import { testDatabase, type TestDatabase } from '../../support/database.ts';
import { receiptMaker, type Receipt, type ReceiptMaker } from '../../support/stock.ts';

let db: TestDatabase;
let receipts: ReceiptMaker;

beforeAll(async () => {
  db = await testDatabase();
  receipts = await receiptMaker(db);
});
afterAll(() => db.close());

const takeIn = (): Promise<Receipt> =>
  db.commitAs('admin', (me) => receipts.create(me, { lines: [['MI', 1, 110_000]] }));

test('is off at first: the author may cancel', async () => {
  const { id } = await takeIn();

  expect(await db.commitAs('admin', (me) => receipts.cancel(me, id))).toMatchObject({
    status: 'cancelled',
  });
});

test('once it is on, the author is refused and somebody else may cancel', async () => {
  const { id } = await takeIn();
  await db.query(
    `insert into config.regulation_version (regulation_id, value, valid_from, reason)
     select r.id, 'true', config.business_date(), 'Hai người mới hủy được'
     from config.regulation as r where r.key = 'FOUR_EYES'`,
  );

  await db.as('admin', async (me) => {
    expect(await receipts.cancelRefused(me, id)).toMatchObject({
      code: 'SDFOR',
      details: { created_by: me.userId },
    });
  });
  expect(await db.commitAs('manager', (me) => receipts.cancel(me, id))).toMatchObject({
    status: 'cancelled',
  });
});
