import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { testDatabase, type TestDatabase } from '../../support/database.ts';
import { slipMaker } from '../../support/slip.ts';

let db: TestDatabase;

beforeAll(async () => {
  db = await testDatabase();
  const slips = await slipMaker(db);
  await db.commitAs('sales', (me) =>
    slips.create(me, { agency: 'DL0001', lines: [['TRON', 2]], paidNow: 5 }),
  );
});
afterAll(() => db.close());

const ledgers = [
  { ledger: 'inventory.stock_movement', edit: 'quantity = quantity + 1' },
  { ledger: 'inventory.receipt_detail', edit: 'quantity = quantity + 1' },
  { ledger: 'inventory.stock_count_detail', edit: 'line_no = 2' },
  { ledger: 'inventory.issue_return_detail', edit: 'line_no = 2' },
  { ledger: 'inventory.item_price', edit: 'price = price + 1' },
  { ledger: 'finance.debt_transaction', edit: 'amount = amount + 1' },
  { ledger: 'config.regulation_version', edit: "value = '9'" },
  { ledger: 'audit.change', edit: "action = 'baseline'" },
  { ledger: 'audit.invariant_run', edit: 'breaches = 0' },
];

describe.each(ledgers)('$ledger', ({ ledger, edit }) => {
  test.each([
    ['UPDATE', `update ${ledger} set ${edit}`],
    ['DELETE', `delete from ${ledger}`],
    ['TRUNCATE', `truncate ${ledger} cascade`],
  ])("refuses %s, the owner's too", async (verb, statement) => {
    await db.asOwner(async (owner) => {
      const refusal = await owner.refusal(statement);

      expect(refusal.code).toBe('SDHIS');
      expect(refusal.details).toMatchObject(
        verb === 'TRUNCATE' ? { verb } : { table: ledger, verb },
      );
    });
  });

  test('refuses an edit that would touch no row, before it looks for any', async () => {
    await db.asOwner(async (owner) => {
      const refusal = await owner.refusal(`delete from ${ledger} where false`);

      expect(refusal.code).toBe('SDHIS');
    });
  });

  test.each([
    ['update', `update ${ledger} set ${edit}`],
    ['delete', `delete from ${ledger}`],
    ['truncate', `truncate ${ledger}`],
  ])('is not even granted %s to business functions', async (_verb, statement) => {
    await db.asOwner(async (owner) => {
      await owner.query('set local role sodaily_definer');

      const refusal = await owner.refusal(statement);

      expect(refusal.code).toBe('42501');
    });
  });
});

test('every table that calls itself append-only or never edited is guarded so', async () => {
  const promised = await db.query<{ name: string; is_guarded: boolean }>(
    `select c.oid::regclass::text as name, exists (
       select from pg_trigger as t
       where t.tgrelid = c.oid and t.tgname = 'history_is_final' and t.tgenabled = 'O'
         -- before (2), delete (8), update (16), truncate (32)
         and t.tgtype & 58 = 58) as is_guarded
     from pg_class as c
     where c.relkind = 'r' and obj_description(c.oid) ~ 'append-only|never edited'
     order by 1`,
  );

  expect(promised).toEqual([
    { name: 'audit.change', is_guarded: true },
    { name: 'audit.invariant_run', is_guarded: true },
    { name: 'config.regulation_version', is_guarded: true },
    { name: 'finance.debt_transaction', is_guarded: true },
    { name: 'inventory.item_price', is_guarded: true },
    { name: 'inventory.stock_movement', is_guarded: true },
  ]);
});

describe('a ledger row is reversed at most once', () => {
  test('in the debt ledger', async () => {
    await db.asOwner(async (owner) => {
      const reverse = (seq: number) =>
        owner.query(
          `insert into finance.debt_transaction (
           agency_id, seq, kind, amount, balance_after, business_date, issue_id, reverses_id)
         select t.agency_id, $1, 'issue_cancel', -t.amount, 0, t.business_date, t.issue_id, t.id
         from finance.debt_transaction as t where t.kind = 'issue'`,
          [seq],
        );
      await reverse(3);

      const refusal = await owner.refusalOf(() => reverse(4));

      expect(refusal.message).toContain('debt_transaction_is_reversed_once');
    });
  });

  test('in the stock ledger', async () => {
    await db.asOwner(async (owner) => {
      const reverse = (seq: number) =>
        owner.query(
          `insert into inventory.stock_movement (
           item_id, seq, kind, quantity, balance_after, business_date, agency_id, issue_id,
           reverses_id)
         select m.item_id, $1, 'issue_cancel', -m.quantity, 100, m.business_date, m.agency_id,
           m.issue_id, m.id
         from inventory.stock_movement as m where m.kind = 'issue'`,
          [seq],
        );
      await reverse(3);

      const refusal = await owner.refusalOf(() => reverse(4));

      expect(refusal.message).toContain('stock_movement_is_reversed_once');
    });
  });
});
