import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { testDatabase, type TestDatabase } from '../../support/database.ts';
import { exampleBooks, type Example } from '../../support/open_items.ts';

let db: TestDatabase;
let books: Example;
beforeAll(async () => {
  db = await testDatabase();
  books = await (await exampleBooks(db)).example();
});
afterAll(() => db.close());
beforeEach(() => db.query('delete from graphile_worker._private_jobs'));

const jobs = () =>
  db.query<{ task: string; payload: { issue_return_id?: string } }>(
    `select t.identifier as task, j.payload from graphile_worker._private_jobs as j
   join graphile_worker._private_tasks as t on t.id = j.task_id
   where t.identifier = 'notify_return_confirmed'`,
  );

test('a return that is confirmed at once is announced once, and its cancelling is not', async () => {
  const made = await books.takeBack(await books.slip('A', '20/11', 1_020_000), 3);
  expect(await jobs()).toEqual([
    { task: 'notify_return_confirmed', payload: { issue_return_id: made.id } },
  ]);

  await books.undoReturn(made);
  expect(await jobs()).toHaveLength(1);
});

test('a return that becomes confirmed later is announced then', async () => {
  const made = await books.takeBack(await books.slip('B', '20/11', 1_020_000), 3);
  await db.query('delete from graphile_worker._private_jobs');

  // only what announces looks on, so that a state before confirming can be made up here
  await db.query(`
    alter table inventory.issue_return disable trigger user;
    update inventory.issue_return
      set status = 'cancelled', cancelled_at = now(), cancelled_by = created_by,
        cancel_reason = 'x';
    alter table inventory.issue_return enable trigger confirm_9_return_is_announced;
    update inventory.issue_return
      set status = 'confirmed', cancelled_at = null, cancelled_by = null, cancel_reason = null
      where id::text = '${made.id}';
    alter table inventory.issue_return enable trigger user`);
  expect(await jobs()).toEqual([
    { task: 'notify_return_confirmed', payload: { issue_return_id: made.id } },
  ]);
});
