import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Actor, Person } from '../../support/actor.ts';
import { dayFromToday, stockLedger, stockOf } from '../../support/books.ts';
import { testDatabase, type TestDatabase } from '../../support/database.ts';
import { brokenInvariants } from '../../support/invariants.ts';
import { addItem } from '../../support/master.ts';
import { slipMaker } from '../../support/slip.ts';

let db: TestDatabase;

beforeAll(async () => {
  db = await testDatabase();
  await addItem(db, { sku: 'MOI', importPrice: 1000 });
  await addItem(db, { sku: 'CAN', importPrice: 1000, unit: 'Kg' });
});
afterAll(() => db.close());

const statement = `
  select inventory.open_stock(array_agg(row(i.id, $2, false)::inventory.issue_line),
    $3)::integer as opened
  from inventory.item as i where i.sku = any ($1)`;

const open = (me: Actor, skus: string[], quantity: number | string | null, date = '2024-02-01') =>
  me.one<{ opened: number }>(statement, [skus, quantity, date]);

test('the books of an item begin with one opening row', async () => {
  await db.as('warehouse', async (me) => {
    expect(await open(me, ['MOI', 'CAN'], 7)).toEqual({ opened: 2 });

    expect(await stockOf(me, 'MOI')).toBe('7');
    expect(await stockLedger(me, 'MOI')).toEqual([
      { seq: '1', kind: 'opening', quantity: '7', balance_after: '7', business_date: '2024-02-01' },
    ]);
  });
});

test('an item that has a history is not opened a second time', async () => {
  await db.as('admin', async (me) => {
    expect(await open(me, ['MI', 'MOI'], 5)).toEqual({ opened: 1 });
    expect(await open(me, ['MI', 'MOI'], 5)).toEqual({ opened: 0 });

    expect(await stockOf(me, 'MI')).toBe('50');
    expect(await stockOf(me, 'MOI')).toBe('5');
  });
});

test.each([[0], [-1], ['NaN'], ['0.5'], [null]])(
  'a quantity of %s is refused',
  async (quantity) => {
    await db.as('admin', async (me) => {
      const refusal = await me.refusalOf(() => open(me, ['MOI'], quantity));

      expect(refusal).toMatchObject({
        code: 'SDVAL',
        details: { fields: [{ path: 'items.0.quantity' }] },
      });
    });
  },
);

test('goods that come in tomorrow cannot be issued today', async () => {
  const tomorrow = await dayFromToday(db, 1);
  await addItem(db, { sku: 'MAI', importPrice: 1000 });
  const slips = await slipMaker(db);

  await db.as('admin', async (me) => {
    const opening = await me.refusalOf(() => open(me, ['MAI'], 5, tomorrow)).catch(() => null);
    const issuing = await slips
      .refused(me, { agency: 'DL0001', lines: [['MAI', 5]] })
      .catch(() => null);

    expect({
      opening: opening?.code ?? 'accepted',
      issuing: issuing?.code ?? 'accepted',
    }).not.toEqual({ opening: 'accepted', issuing: 'accepted' });
  });
  expect(await brokenInvariants(db)).toEqual({});
});

test.each<[Person, string]>([
  ['manager', 'SDPRM'],
  ['accountant', 'SDPRM'],
  ['sales', '42501'],
  ['agency', '42501'],
  ['auditor', '42501'],
])('%s may not open stock', async (person, code) => {
  await db.as(person, async (me) => {
    expect((await me.refusalOf(() => open(me, ['MOI'], 1))).code).toBe(code);
  });
});
