import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { testDatabase, type TestDatabase } from '../../support/database.ts';
import { regulate } from '../../support/life.ts';
import { exampleBooks, type Example } from '../../support/open_items.ts';

let db: TestDatabase;
let books: Example;
beforeAll(async () => {
  db = await testDatabase();
  await regulate(db, 'PAYMENT_NOT_OVER_DEBT', 'false');
  books = await (await exampleBooks(db)).example();
  await books.pay('02/11', 500_000);
});
afterAll(() => db.close());
beforeEach(() => db.query('delete from graphile_worker._private_jobs'));

const jobs = () =>
  db.query<{ task: string; payload: { refund_id?: string } }>(
    `select t.identifier as task, j.payload from graphile_worker._private_jobs as j
   join graphile_worker._private_tasks as t on t.id = j.task_id`,
  );

test('a refund is announced once, in its own transaction, and its cancelling is not', async () => {
  const refund = await books.refund('25/11', 200_000);
  expect(await jobs()).toEqual([{ task: 'notify_refund_paid', payload: { refund_id: refund.id } }]);

  await books.cancelRefund(refund);
  expect(await jobs()).toHaveLength(1);
});

test('a refund that is refused is not announced', async () => {
  expect(await books.refundRefused('25/11', 500_001)).toMatchObject({ code: 'SDRFX' });
  expect(await jobs()).toEqual([]);
});
