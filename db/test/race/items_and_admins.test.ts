import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Actor } from '../support/actor.ts';
import { nowOf, order, type Given } from '../support/catalogue.ts';
import { testDatabase, type TestDatabase } from '../support/database.ts';
import { atOnce, refusedCodes } from '../support/race.ts';

let db: TestDatabase;
const rounds = [1, 2, 3, 4, 5];

beforeAll(async () => {
  db = await testDatabase();
});
afterAll(() => db.close());

const both = <T>(act: (me: Actor) => Promise<T>) =>
  atOnce(
    db,
    (['warehouse', 'admin'] as const).map((person) => ({ person, act })),
  );

async function create(me: Actor, given: Given) {
  const { id } = await nowOf(me, 'unit', 'Thùng');
  return order(me, 'inventory.create_item', {
    item_name: 'Hàng',
    unit_id: id,
    import_price: 1000,
    ...given,
  });
}

test.each(rounds)(
  'two items with one code at once: one is refused, in words (%i)',
  async (round) => {
    const outcomes = await both((me) => create(me, { sku: `ONE${round}` }));

    expect(refusedCodes(outcomes)).toEqual(['SDVAL']);
    expect(outcomes).toContainEqual({
      code: 'SDVAL',
      details: { fields: [{ path: 'sku', reason: 'taken', value: 'Hàng' }] },
    });
  },
);

test.each(rounds)('two items with one barcode at once: one is refused (%i)', async (round) => {
  const outcomes = await atOnce(
    db,
    [1, 2].map((nth) => ({
      person: 'warehouse' as const,
      act: (me: Actor) => create(me, { sku: `B${round}-${nth}`, barcode: `893${round}` }),
    })),
  );

  expect(refusedCodes(outcomes)).toEqual(['SDVAL']);
});

test.each(rounds)(
  'one item renamed to the code that another takes at once: one is refused (%i)',
  async (round) => {
    await db.commitAs('warehouse', (me) => create(me, { sku: `OLD${round}` }));

    const outcomes = await atOnce<unknown>(db, [
      { person: 'warehouse', act: (me) => create(me, { sku: `NEW${round}` }) },
      {
        person: 'admin',
        act: async (me) => {
          const item = await nowOf(me, 'item', `OLD${round}`);
          return order(me, 'inventory.update_item', {
            item_id: item.id,
            version: item.version,
            item_name: 'Cũ',
            unit_id: item['unit_id'],
            sku: `NEW${round}`,
          });
        },
      },
    ]);

    expect(refusedCodes(outcomes)).toEqual(['SDVAL']);
  },
);

test.each(rounds)(
  'two edits of one version at once: the second is told who was first (%i)',
  async () => {
    const item = await db.as('admin', (me) => nowOf(me, 'item', 'MI'));

    const outcomes = await both((me) =>
      order(me, 'inventory.update_item', {
        item_id: item.id,
        version: item.version,
        item_name: item['item_name'],
        unit_id: item['unit_id'],
      }),
    );

    expect(refusedCodes(outcomes)).toEqual(['SDSTA']);
  },
);

test('two units with one name at once: one is refused', async () => {
  const outcomes = await both((me) => order(me, 'inventory.create_unit', { name: 'Lon' }));

  expect(refusedCodes(outcomes)).toEqual(['SDVAL']);
});
