import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { testDatabase, type TestDatabase } from '../../support/database.ts';
import { breachesOf } from '../../support/invariants.ts';
import { exampleBooks, type Example } from '../../support/open_items.ts';

let db: TestDatabase;
let books: Awaited<ReturnType<typeof exampleBooks>>;
let own: Example;

beforeAll(async () => {
  db = await testDatabase();
  books = await exampleBooks(db);
});
beforeEach(async () => {
  own = await books.example();
});
afterAll(() => db.close());

/** Days after the document, and by how much what is left for other money to settle changed. */
const changes = () =>
  db.query<{ days: number; amount: string }>(
    `select c.changed_on - o.document_date as days, c.amount::text
   from report.open_item_change as c
   join finance.open_item as o on o.agency_id = c.agency_id and o.seq = c.item_seq
   where c.agency_id::text = $1 order by c.changed_on, o.seq`,
    [own.agencyId],
  );

test('what nothing changed is kept nowhere', async () => {
  await own.slip('A', '01/11', 1_020_000, 300_000);
  await own.pay('02/11', 100_000);

  expect(await changes()).toEqual([]);
});

test('a return lowers its slip by its worth, and another one more', async () => {
  const slip = await own.slip('A', '01/11', 1_020_000);
  await own.takeBack(slip, 1, '03/11');
  await own.takeBack(slip, 1, '03/11');
  await own.takeBack(slip, 1, '05/11');

  expect(await changes()).toEqual([
    { days: 2, amount: '-204000' },
    { days: 4, amount: '-102000' },
  ]);
});

test('what comes back beyond what the slip still asks for is free for others, and lowers it no more', async () => {
  const slip = await own.slip('A', '01/11', 1_020_000, 918_000);
  await own.slip('B', '01/11', 1_020_000);
  await own.takeBack(slip, 2, '02/11');

  expect(await changes()).toEqual([{ days: 1, amount: '-102000' }]);
});

test('a cancelled slip asks for nothing, though what was paid on the spot is cancelled with it', async () => {
  const slip = await own.slip('A', '27/11', 1_020_000, 20_000);
  await own.cancel(slip);

  expect(await changes()).toEqual([{ days: 2, amount: '-1000000' }]);
});

test('told money lowers its item from the day both are there, until it is told otherwise', async () => {
  const slip = await own.slip('A', '01/11', 1_020_000);
  const paid = await own.pay('11/11', 500_000);
  await own.tell(paid, [slip, 400_000]);
  expect(await changes()).toEqual([{ days: 10, amount: '-400000' }]);

  await own.tell(paid);
  expect(await changes()).toEqual([]);

  await own.tell(paid, [slip, 300_000]);
  await own.cancelPayment(paid);
  expect(await changes()).toEqual([
    { days: 10, amount: '-300000' },
    { days: 28, amount: '300000' },
  ]);
});

test('an opening row counts from the day the books begin, whenever it was due', async () => {
  await own.begin('01/11', [['HD01', '01/08', '31/08', 700_000]]);

  expect(await changes()).toEqual([{ days: 92, amount: '700000' }]);
});

test('made anew from the ledger, all is the same', async () => {
  const kept = () =>
    db.query(
      `select agency_id::text, item_seq, changed_on::text, due_date::text, amount::text
        from report.open_item_change order by 1, 2, 3`,
    );
  const before = await kept();
  expect(before.length).toBeGreaterThan(5);
  expect(await breachesOf(db, 'open_item_changes_equal_the_ledger')).toEqual([]);

  await db.query('select report.rebuild_summaries()');

  expect(await kept()).toEqual(before);
  expect(await breachesOf(db, 'agency_due_days_equal_the_ledger')).toEqual([]);
});

test('nobody reads it around the reports', async () => {
  await db.as('admin', async (me) => {
    for (const table of ['open_item_change', 'agency_day', 'agency_due_day', 'item_month']) {
      expect((await me.refusal(`select * from report.${table}`)).code).toBe('42501');
    }
  });
});
