import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Actor, Person } from '../support/actor.ts';
import { dayFromToday, stockOf } from '../support/books.ts';
import { testDatabase, type TestDatabase } from '../support/database.ts';
import { brokenInvariants } from '../support/invariants.ts';
import { unknownKey } from '../support/slip.ts';
import { countMaker, type CountMaker } from '../support/stock.ts';

let db: TestDatabase;
let counts: CountMaker;
let today = '';

beforeAll(async () => {
  db = await testDatabase();
  counts = await countMaker(db);
  today = await dayFromToday(db, 0);
});
afterAll(() => db.close());

const linesOf = (me: Actor) => me.query(
  `select i.sku, trim_scale(d.book_quantity)::text as book, trim_scale(d.counted_quantity)::text as counted,
     trim_scale(d.difference_quantity)::text as difference
   from inventory.stock_count_detail as d join inventory.item as i on i.id = d.item_id order by d.line_no`);

test('a count sets the books to what was there, and keeps what they said', async () => {
  await db.as('warehouse', async (me) => {
    expect(await counts.create(me, { lines: [['MI', 48], ['DUONG', '21.125'], ['LE', 1000], ['CUOI', 0], ['NGUNG', 9]] }))
      .toMatchObject({ code: `KK-${today.slice(0, 4)}-000001`, count_date: today });

    expect(await linesOf(me)).toEqual([
      { sku: 'MI', book: '50', counted: '48', difference: '-2' },
      { sku: 'DUONG', book: '20.5', counted: '21.125', difference: '0.625' },
      { sku: 'LE', book: '1000', counted: '1000', difference: '0' },
      { sku: 'CUOI', book: '1', counted: '0', difference: '-1' },
      { sku: 'NGUNG', book: '10', counted: '9', difference: '-1' },
    ]);
    expect(await stockOf(me, 'MI')).toBe('48');
    expect(await stockOf(me, 'CUOI')).toBe('0');
  });
});

test('the same key gives the first count again, and is refused for another', async () => {
  await db.as('warehouse', async (me) => {
    const first = await counts.create(me, { clientKey: 'k', lines: [['MI', 48]] });

    expect(await counts.create(me, { clientKey: 'k', lines: [['MI', '48.000']] })).toEqual(first);
    expect((await counts.refused(me, { clientKey: 'k', lines: [['MI', 47]] })).code).toBe('SDDUP');
  });
});

test('every problem is named at once', async () => {
  const nobody = await unknownKey(db);
  await db.as('warehouse', async (me) => {
    const refusal = await counts.refused(me, {
      date: await dayFromToday(db, 1), note: 'x'.repeat(501),
      lines: [['MI', -1], ['MI', 1], [nobody, null], ['LE', '0.5'], ['DUONG', '0.0001'], ['CUOI', 'NaN'], ['TRON', '1000000001'], [null, 1]],
    });

    const fields = refusal.details['fields'] as { path: string; reason: string }[];
    expect(refusal.code).toBe('SDVAL');
    expect(fields.map(({ path, reason }) => `${path} ${reason}`).toSorted()).toEqual([
      'count_date in_future', 'items.0.counted negative', 'items.1.item_id repeated',
      'items.2.counted required', 'items.2.item_id unknown', 'items.3.counted whole_number_only',
      'items.4.counted too_many_decimals', 'items.5.counted not_a_number', 'items.6.counted too_large',
      'items.7.item_id required', 'note too_long',
    ]);
    expect((await counts.refused(me, { lines: [] })).details).toMatchObject({ fields: [{ path: 'items', reason: 'required' }] });
    expect((await counts.refused(me, { lines: [['MI', 1]], date: '1999-01-01' })).details)
      .toMatchObject({ fields: [{ path: 'count_date', reason: 'too_early' }] });
  });
});

test.each<[Person, string]>([
  ['manager', 'SDPRM'], ['accountant', 'SDPRM'], ['sales', '42501'], ['agency', '42501'], ['auditor', '42501'],
])('%s may not count stock', async (person, code) => {
  await db.as(person, async (me) => {
    expect((await counts.refused(me, { lines: [['MI', 1]] })).code).toBe(code);
  });
});

test('staff, warehouse and auditors read counts; sales and agencies do not', async () => {
  await db.commitAs('warehouse', (me) => counts.create(me, { lines: [['MI', 50]] }));
  for (const person of ['warehouse', 'manager', 'auditor'] as const) {
    await db.as(person, async (me) => {
      expect(await me.query('select id from inventory.stock_count')).toHaveLength(1);
      expect(await me.query('select id from inventory.stock_count_detail')).toHaveLength(1);
    });
  }
  for (const person of ['sales', 'agency'] as const) {
    await db.as(person, async (me) => {
      expect((await me.refusal('select id from inventory.stock_count')).code).toBe('42501');
      expect((await me.refusal('select id from inventory.stock_count_detail')).code).toBe('42501');
    });
  }
});

test('the books are right after all of that', async () => {
  expect(await brokenInvariants(db)).toEqual({});
});
