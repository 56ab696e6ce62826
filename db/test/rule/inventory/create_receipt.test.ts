import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Actor, Person } from '../../support/actor.ts';
import { dayFromToday, fingerprints, stockOf } from '../../support/books.ts';
import { testDatabase, type TestDatabase } from '../../support/database.ts';
import { brokenInvariants } from '../../support/invariants.ts';
import { unknownKey } from '../../support/slip.ts';
import { receiptMaker, type ReceiptMaker } from '../../support/stock.ts';

let db: TestDatabase;
let receipts: ReceiptMaker;
let today = '';

beforeAll(async () => {
  db = await testDatabase();
  receipts = await receiptMaker(db);
  today = await dayFromToday(db, 0);
});
afterAll(() => db.close());

const linesOf = (me: Actor, id: string) =>
  me.query(
    `select d.line_no, i.sku, trim_scale(d.quantity)::text as quantity, d.unit_price::text,
      d.line_total::text
   from inventory.receipt_detail as d join inventory.item as i on i.id = d.item_id
   where d.receipt_id::text = $1 order by d.line_no`,
    [id],
  );

describe('a receipt', () => {
  test('is born confirmed, numbered, totalled and dated today', async () => {
    await db.as('warehouse', async (me) => {
      const receipt = await receipts.create(me, {
        lines: [
          ['MI', 10, 110_000],
          ['DUONG', '2.5', 24_001],
        ],
      });

      expect(receipt).toMatchObject({
        code: `PN-${today.slice(0, 4)}-000001`,
        status: 'confirmed',
        receipt_date: today,
        total_amount: '1160003',
      });
      expect(await linesOf(me, receipt.id)).toEqual([
        { line_no: 1, sku: 'MI', quantity: '10', unit_price: '110000', line_total: '1100000' },
        { line_no: 2, sku: 'DUONG', quantity: '2.5', unit_price: '24001', line_total: '60003' },
      ]);
      expect(await stockOf(me, 'MI')).toBe('60');
      expect(await stockOf(me, 'DUONG')).toBe('23');
    });
  });

  test('merges the same item at the same price, at the place where it first stands', async () => {
    await db.as('admin', async (me) => {
      const receipt = await receipts.create(me, {
        lines: [
          ['MI', 1, 9],
          ['LE', 1, 5],
          ['MI', '2.000', 9],
        ],
      });

      expect(await linesOf(me, receipt.id)).toMatchObject([
        { line_no: 1, sku: 'MI', quantity: '3', line_total: '27' },
        { line_no: 2, sku: 'LE' },
      ]);
    });
  });

  test('is numbered by the year of its date', async () => {
    await db.as('warehouse', async (me) => {
      const receipt = await receipts.create(me, { lines: [['MI', 1, 9]], date: '2025-03-01' });

      expect(receipt.code).toBe('PN-2025-000001');
    });
  });

  test('is made once however often it is sent with one key, and other content is refused', async () => {
    await db.as('warehouse', async (me) => {
      const clientKey = randomUUID();
      const first = await receipts.create(me, { clientKey, lines: [['MI', 2, 9]] });

      expect(await receipts.create(me, { clientKey, lines: [['MI', '2.000', '9.0']] })).toEqual(
        first,
      );
      expect(await stockOf(me, 'MI')).toBe('52');
      expect(await receipts.refused(me, { clientKey, lines: [['MI', 3, 9]] })).toMatchObject({
        code: 'SDDUP',
      });
    });
  });
});

describe('a request that is not well formed is refused, and nothing is written', () => {
  test('with every problem at once', async () => {
    const nobody = await unknownKey(db);
    const before = await fingerprints(db);
    await db.as('warehouse', async (me) => {
      const refusal = await receipts.refused(me, {
        supplier: nobody,
        date: await dayFromToday(db, 1),
        note: 'x'.repeat(501),
        lines: [
          [null, 1, 1],
          ['MI', 0, 1],
          ['LE', '1.5', '1.5'],
          ['CUOI', 1, 5],
          ['CUOI', 1, 6],
        ],
      });

      expect(refusal.code).toBe('SDVAL');
      const fields = refusal.details['fields'] as { path: string; reason: string }[];
      expect(fields.map(({ path, reason }) => `${path} ${reason}`).toSorted()).toEqual([
        'items.0.item_id required',
        'items.1.quantity not_positive',
        'items.2.quantity whole_number_only',
        'items.2.unit_price whole_number_only',
        'items.4.unit_price differs_from_first_line',
        'note too_long',
        'receipt_date in_future',
        'supplier_id unknown',
      ]);
    });
    expect(await fingerprints(db)).toEqual(before);
  });

  test.each([
    [null, 'required'],
    [0, 'not_positive'],
    [-5, 'not_positive'],
    ['NaN', 'not_a_number'],
    ['0.5', 'whole_number_only'],
    ['1000000001', 'too_large'],
    ['Infinity', 'too_large'],
  ])('when the price is %s', async (price, reason) => {
    await db.as('warehouse', async (me) => {
      expect((await receipts.refused(me, { lines: [['MI', 1, price]] })).details).toMatchObject({
        fields: [{ path: 'items.0.unit_price', reason }],
      });
    });
  });

  test.each([
    ['no lines', { lines: [] }, 'items', 'required'],
    [
      '101 lines',
      { lines: Array.from({ length: 101 }, (): [string, number, number] => ['MI', 1, 1]) },
      'items',
      'too_many_lines',
    ],
    [
      'no supplier',
      { supplier: null, lines: [['MI', 1, 1] as [string, number, number]] },
      'supplier_id',
      'required',
    ],
    [
      'a date before the books',
      { date: '1999-12-31', lines: [['MI', 1, 1] as [string, number, number]] },
      'receipt_date',
      'too_early',
    ],
    [
      'no key',
      { clientKey: '', lines: [['MI', 1, 1] as [string, number, number]] },
      'client_key',
      'required',
    ],
  ])('with %s', async (_what, wish, path, reason) => {
    await db.as('warehouse', async (me) => {
      expect((await receipts.refused(me, wish)).details).toMatchObject({
        fields: [{ path, reason }],
      });
    });
  });

  test('of a supplier that is no longer used', async () => {
    await db.asOwner(async (owner) => {
      await owner.query('update inventory.supplier set is_active = false');
      expect(
        await owner.query(
          `select p.problem ->> 'reason' as reason from inventory.supplier as s
         cross join lateral jsonb_array_elements(
           inventory.receipt_head_problems(s.id, config.business_date(), null, null)) as p (problem)`,
        ),
      ).toEqual([{ reason: 'inactive' }]);
    });
  });
});

test('the largest receipt that is allowed fits the books', async () => {
  await db.as('warehouse', async (me) => {
    const receipt = await receipts.create(me, {
      lines: Array.from({ length: 100 }, () => ['MI', 1_000_000, 1_000_000_000]),
    });

    expect(receipt.total_amount).toBe('100000000000000000');
  });
});

test.each<[Person, string]>([
  ['manager', 'SDPRM'],
  ['accountant', 'SDPRM'],
  ['sales', '42501'],
  ['agency', '42501'],
  ['auditor', '42501'],
])('%s may not take in goods', async (person, code) => {
  await db.as(person, async (me) => {
    expect((await receipts.refused(me, { lines: [['MI', 1, 1]] })).code).toBe(code);
  });
});

test.each<Person>(['sales', 'agency'])(
  '%s sees no supplier, receipt or price list',
  async (person) => {
    await db.as(person, async (me) => {
      for (const table of ['supplier', 'receipt', 'receipt_detail', 'item_price']) {
        expect((await me.refusal(`select id from inventory.${table}`)).code).toBe('42501');
      }
    });
  },
);

test.each<Person>(['warehouse', 'accountant', 'auditor', 'manager'])(
  '%s sees them',
  async (person) => {
    await db.commitAs('warehouse', (me) =>
      receipts.create(me, { clientKey: 'seen', lines: [['MI', 1, 9]] }),
    );
    await db.as(person, async (me) => {
      for (const table of ['supplier', 'receipt', 'receipt_detail', 'item_price']) {
        expect((await me.query(`select id from inventory.${table}`)).length).toBeGreaterThan(0);
      }
    });
  },
);

test('what came in on a receipt is not in the stock ledger that an agency sees', async () => {
  await db.as('agency', async (me) => {
    expect(
      await me.query("select id from inventory.stock_movement where kind = 'receipt'"),
    ).toEqual([]);
  });
});

test('the books are right after all of that', async () => {
  expect(await brokenInvariants(db)).toEqual({});
});
