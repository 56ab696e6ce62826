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
beforeEach(() => db.query('delete from notification.announcement'));

const announced = () =>
  db.query<{ kind: string; document: string }>(
    'select a.kind, a.document_id::text as document from notification.announcement as a',
  );

test('a refund is announced once, in its own transaction, and its cancelling is not', async () => {
  const refund = await books.refund('25/11', 200_000);
  expect(await announced()).toEqual([{ kind: 'refund_paid', document: refund.id }]);

  await books.cancelRefund(refund);
  expect(await announced()).toHaveLength(1);
});

test('a refund that is refused is not announced', async () => {
  expect(await books.refundRefused('25/11', 500_001)).toMatchObject({ code: 'SDRFX' });
  expect(await announced()).toEqual([]);
});
