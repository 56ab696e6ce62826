import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Actor } from '../../support/actor.ts';
import { testDatabase, type TestDatabase } from '../../support/database.ts';
import { atOnce } from '../../support/race.ts';

let db: TestDatabase;

beforeAll(async () => {
  db = await testDatabase();
  await db.commitAs('admin', async (me) => {
    await me.query("select inventory.create_supplier('a', 'Acecook')");
    await me.query("select inventory.create_supplier('b', 'Vinamilk')");
  });
});
afterAll(() => db.close());

const statement = `
  select r.id::text, r.supplier_document, r.is_no_duplicate
  from inventory.create_receipt($1, (select id from inventory.supplier where name = $2),
    array[row((select id from inventory.item where sku = 'TRON'), 1, 1000, false)
      ::inventory.receipt_line],
    supplier_document => $3, despite_duplicate => $4,
    accept_jumps => array[row((select id from inventory.item where sku = 'TRON'), 1000)
      ::inventory.accepted_jump]) as r`;
let keys = 0;
const values = (supplier: string, document: string | null, despite: boolean | null = null) => [
  `receipt ${(keys += 1)}`,
  supplier,
  document,
  despite,
];
const receive = (me: Actor, ...given: Parameters<typeof values>) =>
  me.one<{ id: string; supplier_document: string; is_no_duplicate: boolean }>(
    statement,
    values(...given),
  );
const refused = (me: Actor, ...given: Parameters<typeof values>) =>
  me.refusal(statement, values(...given));

test('a document of a supplier that is there already is asked about, and taken on purpose', async () => {
  await db.as('warehouse', async (me) => {
    const first = await receive(me, 'Acecook', ' HD-0457 ');
    expect(first).toMatchObject({ supplier_document: 'HD-0457', is_no_duplicate: false });

    expect(await refused(me, 'Acecook', 'hd-0457')).toMatchObject({
      code: 'SDCFM',
      details: {
        questions: [
          {
            code: 'POSSIBLE_DUPLICATE',
            figures: { of: 'receipt', same: ['supplier_document'], id: first.id, name: 'HD-0457' },
          },
        ],
      },
    });

    expect(await receive(me, 'Acecook', 'hd-0457', true)).toMatchObject({
      is_no_duplicate: true,
    });
  });
});

test('another supplier, no document and a cancelled receipt are no duplicates', async () => {
  await db.as('admin', async (me) => {
    const first = await receive(me, 'Acecook', 'HD-1');
    await receive(me, 'Vinamilk', 'HD-1');
    await receive(me, 'Acecook', null);
    await receive(me, 'Acecook', null);
    await me.query('select inventory.cancel_receipt($1, $2, $3)', ['c', first.id, 'Nhầm']);

    expect(await receive(me, 'Acecook', 'HD-1')).toMatchObject({ is_no_duplicate: false });
  });
});

test('of two at once one is asked', async () => {
  const outcomes = await atOnce(db, [
    { person: 'warehouse', act: (me) => receive(me, 'Vinamilk', 'HD-9') },
    { person: 'warehouse', act: (me) => receive(me, 'Vinamilk', 'HD-9') },
  ]);

  expect(outcomes.map((outcome) => ('code' in outcome ? outcome.code : 'made')).toSorted()).toEqual(
    ['SDCFM', 'made'],
  );
});
