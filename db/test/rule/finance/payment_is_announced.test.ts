import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { testDatabase, type TestDatabase } from '../../support/database.ts';
import { slipMaker, type SlipMaker } from '../../support/slip.ts';

let db: TestDatabase;
let slips: SlipMaker;
beforeAll(async () => {
  db = await testDatabase();
  slips = await slipMaker(db);
});
afterAll(() => db.close());
beforeEach(() => db.query('delete from notification.announcement'));

const announced = () =>
  db.query<{ document: string }>(
    `select a.document_id::text as document from notification.announcement as a
   where a.kind = 'payment_received'`,
  );
const owes = (paidNow = 0) =>
  db.commitAs('manager', (me) =>
    slips.create(me, { agency: 'DL0001', lines: [['TRON', 1]], paidNow }),
  );
const pay = (amount: number) =>
  db.commitAs('accountant', (me) =>
    me.one<{ id: string }>(
      `select p.id::text
        from finance.create_payment(gen_random_uuid()::text,
          (select id from agency.agency where code = 'DL0001'), $1) as p`,
      [amount],
    ),
  );

test('a payment is announced once, in its own transaction', async () => {
  await owes();
  const { id } = await pay(1000);

  expect(await announced()).toEqual([{ document: id }]);
});

test('a payment that is refused is not announced', async () => {
  await expect(pay(999_999_999)).rejects.toMatchObject({ code: 'SDEXC' });
  expect(await announced()).toEqual([]);
});

test('what is paid on the spot is told with its slip', async () => {
  await owes(1000);
  expect(await announced()).toEqual([]);
});
