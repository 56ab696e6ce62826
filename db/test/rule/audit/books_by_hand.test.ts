// A DBA in psql (npm run db:url -- --write) cannot make a balance and its ledger two.
import pg from 'pg';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { testDatabase, type TestDatabase } from '../../support/database.ts';
import { slipMaker } from '../../support/slip.ts';

let db: TestDatabase;
let dba: pg.Client;
beforeAll(async () => {
  db = await testDatabase();
  dba = new pg.Client({ connectionString: db.ownerUrl, options: '-c role=none' });
  await dba.connect();
});
afterAll(async () => {
  await dba.end();
  await db.close();
});

const byHand = [
  {
    table: 'inventory.item',
    command: 'inventory.create_stock_count',
    statement: "update inventory.item set stock_quantity = 7 where sku = 'MI'",
  },
  {
    table: 'agency.agency',
    command: 'finance.create_adjustment',
    statement: "update agency.agency set debt_amount = 0 where code = 'DL0001'",
  },
  {
    table: 'inventory.stock_movement',
    command: 'inventory.create_stock_count',
    statement: `insert into inventory.stock_movement (item_id, seq, kind, quantity, balance_after,
        business_date)
      select id, stock_seq + 1, 'opening', 1, stock_quantity + 1, config.business_date()
      from inventory.item where sku = 'MI'`,
  },
  {
    table: 'finance.debt_transaction',
    command: 'finance.create_adjustment',
    statement: `insert into finance.debt_transaction (agency_id, seq, kind, amount, balance_after,
        business_date)
      select id, debt_seq + 1, 'adjustment', 1, debt_amount + 1, config.business_date()
      from agency.agency where code = 'DL0001'`,
  },
];

describe.each(byHand)('$table', ({ table, command, statement }) => {
  test.each(['none', 'sodaily_owner'])(
    'is not written by hand as role %s, and the refusal names the command',
    async (role) => {
      await dba.query(`set role ${role}`);

      const refusal = await dba.query(statement).catch((error: unknown) => error);

      expect(refusal).toMatchObject({
        code: 'SDHND',
        detail: `{"table": "${table}"}`,
        hint: expect.stringContaining(command),
      });
    },
  );
});

test('other columns of items and agencies are written as before', async () => {
  await dba.query('set role none');

  const renamed = await dba.query(
    "update inventory.item set item_name = item_name where sku = 'MI'",
  );
  const called = await dba.query("update agency.agency set phone = phone where code = 'DL0001'");

  expect([renamed.rowCount, called.rowCount]).toEqual([1, 1]);
});

test('commands write the books, whoever calls them', async () => {
  const slips = await slipMaker(db);

  const slip = await db.as('manager', (me) =>
    slips.create(me, { agency: 'DL0001', lines: [['MI', 1]] }),
  );

  expect(slip.status).toBe('confirmed');
});

test('who repairs the books says so for the session', async () => {
  await dba.query("begin; set local role none; set local app.books_by_hand = 'on'");

  const repaired = await dba.query(
    "update inventory.item set stock_quantity = stock_quantity where sku = 'MI'",
  );
  await dba.query('rollback');

  expect(repaired.rowCount).toBe(1);
});
