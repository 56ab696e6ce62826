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
beforeEach(() => db.query('delete from graphile_worker._private_jobs'));

const jobs = () =>
  db.query<{ task: string; payload: { payment_id?: string } }>(
    `select t.identifier as task, j.payload from graphile_worker._private_jobs as j
   join graphile_worker._private_tasks as t on t.id = j.task_id
   where t.identifier = 'notify_payment_received'`,
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

  expect(await jobs()).toEqual([{ task: 'notify_payment_received', payload: { payment_id: id } }]);
});

test('a payment that is refused is not announced', async () => {
  await expect(pay(999_999_999)).rejects.toMatchObject({ code: 'SDEXC' });
  expect(await jobs()).toEqual([]);
});

test('what is paid on the spot is told with its slip', async () => {
  await owes(1000);
  expect(await jobs()).toEqual([]);
});
