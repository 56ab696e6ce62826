import { afterAll, beforeAll, expect, test } from 'vitest';
import { testDatabase, type TestDatabase } from '../../support/database.ts';
import { exampleBooks, type Example } from '../../support/open_items.ts';

let db: TestDatabase;
let books: Awaited<ReturnType<typeof exampleBooks>>;
let own: Example;

beforeAll(async () => {
  db = await testDatabase();
  books = await exampleBooks(db);
  own = await books.example();
  await own.begin('01/10', [
    ['HD01', '15/08', '14/09', 700_000],
    ['TT', '05/09', null, -200_000],
  ]);
  await own.slip('A', '10/10', 1_020_000, 20_000);
  await own.pay('12/10', 300_000);
});
afterAll(() => db.close());

test('slips and what was owed before are open items, due by their own dates', async () => {
  expect(
    await db.query(
      `select kind, to_char(due_date - document_date, '99')::integer as term,
        business_date > document_date as is_of_before,
       amount::text, assigned_amount::text as assigned
     from finance.open_item where agency_id::text = $1 order by seq`,
      [own.agencyId],
    ),
  ).toEqual([
    { kind: 'opening', term: 30, is_of_before: true, amount: '700000', assigned: '0' },
    { kind: 'issue', term: 30, is_of_before: false, amount: '1020000', assigned: '20000' },
  ]);
});

test('payments, what was paid on the spot and what the agency had with us are money', async () => {
  expect(
    await db.query(
      `select kind, amount::text, assigned_amount::text as assigned,
        payment_id is not null as is_payment
     from finance.credit_item where agency_id::text = $1 order by seq`,
      [own.agencyId],
    ),
  ).toEqual([
    { kind: 'opening', amount: '200000', assigned: '0', is_payment: false },
    { kind: 'paid_now', amount: '20000', assigned: '20000', is_payment: true },
    { kind: 'payment', amount: '300000', assigned: '0', is_payment: true },
  ]);
});

test('rows of the ledger name the item they raise or lower, and when it is due', async () => {
  expect(
    await db.query(
      `select t.kind, t.item_seq = o.seq as names_it, t.due_date = o.due_date as is_due
     from finance.debt_transaction as t
     left join finance.open_item as o on o.agency_id = t.agency_id and o.seq = t.item_seq
     where t.agency_id::text = $1 order by t.seq`,
      [own.agencyId],
    ),
  ).toEqual([
    { kind: 'opening', names_it: true, is_due: true },
    { kind: 'opening', names_it: null, is_due: null },
    { kind: 'issue', names_it: true, is_due: true },
    { kind: 'paid_now', names_it: true, is_due: true },
    { kind: 'payment', names_it: null, is_due: null },
  ]);
});

test('what is paid on the spot settles its own slip, though free money was there first', async () => {
  const other = await books.example();
  await other.begin('01/10', [['TT', '05/09', null, -50_000]]);
  await other.slip('A', '10/10', 102_000, 80_000);

  expect(await other.open()).toEqual([]);
  expect(await other.free()).toBe('28000');
  expect((await other.settled()).map(([, name, amount]) => [name, amount])).toEqual([
    ['A', '22000'],
    ['A', '80000'],
  ]);
});
