import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { testDatabase, type TestDatabase } from '../../support/database.ts';
import { confirmSlips, requestSlip } from '../../support/request.ts';

let db: TestDatabase;

beforeAll(async () => {
  db = await testDatabase();
});
afterAll(() => db.close());

// what each column of a slip would be changed to
const edits: Record<string, string> = {
  code: "'PX-1999-000001'",
  agency_id: "(select id from agency.agency where code = 'DL0002')",
  replaces_id: 'id',
  issue_date: 'issue_date - 1',
  total_amount: 'total_amount + 1',
  paid_now: 'paid_now + 1',
  debt_limit: 'debt_limit + 1',
  request_code: "'YC-2020-000009'",
  requested_at: 'now()',
  wanted_date: 'issue_date',
  version: 'version + 1',
  withdrawn_at: 'now()',
  term_days: 'term_days + 1',
  due_date: 'due_date + 1',
  note: "'giao sau'",
  created_at: "created_at - interval '1 day'",
  created_by: `(select id from auth."user" where email = 'sales@sodaily.test')`,
  confirmed_at: "confirmed_at - interval '1 day'",
  reason: "'đổi ý'",
  delivered_at: 'now()',
  delivered_by: 'created_by',
  cancelled_at: 'now()',
  cancelled_by: 'created_by',
  confirmed_by: `(select id from auth."user" where email = 'sales@sodaily.test')`,
};

describe('on a confirmed slip', () => {
  test.each(Object.entries(edits))(
    '%s cannot be changed, by the owner neither',
    async (column, value) => {
      await db.asOwner(async (owner) => {
        const id = await requestSlip(owner, {
          agency: 'DL0001',
          lines: [['TRON', 2]],
          paidNow: 1000,
        });
        await confirmSlips(owner, id);

        const refusal = await owner.refusal(
          `update inventory.issue set ${column} = ${value} where id::text = $1`,
          [id],
        );

        expect(refusal).toMatchObject({
          code: 'SDHIS',
          details: { table: 'inventory.issue', verb: 'UPDATE', issue_id: id },
        });
      });
    },
  );

  test('every column but its key and its state was tried', async () => {
    const columns = await db.query<{ attname: string }>(
      `select attname from pg_attribute
       where attrelid = 'inventory.issue'::regclass and attnum > 0 and not attisdropped
         and attname not in ('id', 'status')`,
    );

    expect(Object.keys(edits).toSorted()).toEqual(
      columns.map((column) => column.attname).toSorted(),
    );
  });

  test('the number cannot be taken away', async () => {
    await db.asOwner(async (owner) => {
      const id = await requestSlip(owner, { agency: 'DL0001', lines: [['TRON', 2]] });
      await confirmSlips(owner, id);

      const refusal = await owner.refusal('update inventory.issue set code = null');

      expect(refusal.code).toBe('SDHIS');
    });
  });

  test.each([
    { line: 'worth something', quantity: 1, price: 1000, total: 1000 },
    { line: 'worth nothing', quantity: 0.001, price: 1, total: 0 },
  ])('no line can be added that is $line', async ({ quantity, price, total }) => {
    await db.asOwner(async (owner) => {
      const id = await requestSlip(owner, { agency: 'DL0001', lines: [['TRON', 2]] });
      await confirmSlips(owner, id);

      const refusal = await owner.refusal(
        `insert into inventory.issue_detail (agency_id, issue_id, line_no, item_id, quantity,
           unit_price, line_total, price_regulation_version_id, created_by)
         select s.agency_id, s.id, 2, i.id, $2, $3, $4, v.id, s.created_by
         from inventory.issue as s cross join inventory.item as i
         cross join config.regulation_on('EXPORT_PRICE_RATIO', s.issue_date) as v
         where s.id::text = $1 and i.sku = 'DUONG'`,
        [id, quantity, price, total],
      );

      expect(refusal.code).toBe('SDHIS');
    });
  });
});

describe('a slip is never deleted', () => {
  test('when it is confirmed', async () => {
    await db.asOwner(async (owner) => {
      const id = await requestSlip(owner, { agency: 'DL0001', lines: [['TRON', 2]] });
      await confirmSlips(owner, id);

      const refusal = await owner.refusal('delete from inventory.issue');

      expect(refusal).toMatchObject({ code: 'SDHIS', details: { verb: 'DELETE', issue_id: id } });
    });
  });

  test('when it waits', async () => {
    await db.asOwner(async (owner) => {
      await requestSlip(owner, { agency: 'DL0001', lines: [['TRON', 2]] });

      const refusal = await owner.refusal('delete from inventory.issue');

      expect(refusal.code).toBe('SDHIS');
    });
  });

  test('nor are all slips at once', async () => {
    await db.asOwner(async (owner) => {
      const refusal = await owner.refusal('truncate inventory.issue cascade');

      expect(refusal.code).toBe('SDHIS');
    });
  });
});

test('a slip that waits may still be changed', async () => {
  await db.asOwner(async (owner) => {
    await requestSlip(owner, { agency: 'DL0001', lines: [['TRON', 2]] });

    await owner.query(
      "update inventory.issue set note = 'giao sáng', paid_now = 5, issue_date = issue_date - 1",
    );

    expect(await owner.query('select note, paid_now::text from inventory.issue')).toEqual([
      { note: 'giao sáng', paid_now: '5' },
    ]);
  });
});
