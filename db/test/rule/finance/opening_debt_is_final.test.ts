import { afterAll, beforeAll, expect, test } from 'vitest';
import { testDatabase, type TestDatabase } from '../../support/database.ts';
import { addOpening, undoOpening } from '../../support/opening.ts';

let db: TestDatabase;

beforeAll(async () => {
  db = await testDatabase();
  await addOpening(db, '2024-02-01', [['DL0001', [['HD01', '2024-01-20', '2024-02-20', 700_000]]]]);
  const wrong = await addOpening(db, '2024-02-01', [
    ['DL0002', [['HD02', '2024-01-20', '2024-02-20', 700_000]]],
  ]);
  await db.commitAs('accountant', (me) => undoOpening(me, wrong));
});
afterAll(() => db.close());

test.each([
  'amount = amount + 1',
  'business_date = business_date + 1',
  'document_date = document_date - 1',
  'due_date = due_date + 1',
  "document = 'x'",
  'import_id = null',
  "created_at = now() + interval '1 day'",
])('an opening row keeps what it says: %s is refused', async (edit) => {
  await db.asOwner(async (owner) => {
    expect(
      await owner.refusal(`update finance.opening_debt set ${edit} where document = 'HD01'`),
    ).toMatchObject({
      code: 'SDHIS',
      details: {
        table: 'finance.opening_debt',
        verb: 'UPDATE',
        opening_debt_id: expect.any(String),
      },
    });
  });
});

test.each([
  "cancel_reason = 'khác'",
  'cancelled_at = null, cancelled_by = null, cancel_reason = null',
])('one that was undone stays so: %s is refused', async (edit) => {
  await db.asOwner(async (owner) => {
    expect(
      (await owner.refusal(`update finance.opening_debt set ${edit} where document = 'HD02'`)).code,
    ).toBe('SDHIS');
  });
});

test.each(['delete from finance.opening_debt', 'truncate finance.opening_debt cascade'])(
  'none is deleted: %s',
  async (statement) => {
    await db.asOwner(async (owner) => {
      expect((await owner.refusal(statement)).code).toBe('SDHIS');
    });
  },
);
