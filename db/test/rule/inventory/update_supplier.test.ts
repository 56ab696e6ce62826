import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Actor, Person } from '../../support/actor.ts';
import { nowOf, order, orderRefused, type Given, type Master } from '../../support/catalogue.ts';
import { testDatabase, type TestDatabase } from '../../support/database.ts';
import { unknownKey } from '../../support/slip.ts';
import { receiptMaker, supplierName, type ReceiptMaker } from '../../support/stock.ts';

let db: TestDatabase;
let receipts: ReceiptMaker;

beforeAll(async () => {
  db = await testDatabase();
  receipts = await receiptMaker(db);
  await db.commitAs('warehouse', (me) =>
    order(me, 'inventory.create_supplier', { name: 'Vinamilk', tax_code: '0300588569' }),
  );
});
afterAll(() => db.close());

const acecook = (me: Actor) => nowOf(me, 'supplier', supplierName);
const edit = (supplier: Master, changes: Given = {}): Given => ({
  supplier_id: supplier.id,
  version: supplier.version,
  name: supplier['name'],
  ...changes,
});
const named = ({ id, version }: Master, changes: Given = {}): Given => ({
  supplier_id: id,
  version,
  ...changes,
});

test.each<[Person, string]>([
  ['manager', 'SDPRM'],
  ['accountant', 'SDPRM'],
  ['sales', '42501'],
  ['agency', '42501'],
  ['auditor', '42501'],
])('%s may neither edit a supplier nor end buying from them', async (person, code) => {
  const supplier = await db.as('admin', acecook);
  await db.as(person, async (me) => {
    expect((await orderRefused(me, 'inventory.update_supplier', edit(supplier))).code).toBe(code);
    expect((await orderRefused(me, 'inventory.deactivate_supplier', named(supplier))).code).toBe(
      code,
    );
    expect((await orderRefused(me, 'inventory.activate_supplier', named(supplier))).code).toBe(
      code,
    );
  });
});

test('an edit changes what it names, keeps the code, and counts the version', async () => {
  await db.as('warehouse', async (me) => {
    const before = await acecook(me);

    const after = await order(
      me,
      'inventory.update_supplier',
      edit(before, { phone: ' 0281234567 ', tax_code: '0300808687' }),
    );

    expect(after).toMatchObject({
      code: 'NCC0001',
      name: supplierName,
      phone: '0281234567',
      tax_code: '0300808687',
      version: before.version + 1,
    });
    expect(
      (await order(me, 'inventory.update_supplier', edit(after, { tax_code: '0300808687' }))).phone,
    ).toBe(null);
  });
});

test('an edit of an older version is refused', async () => {
  await db.as('warehouse', async (me) => {
    const read = await acecook(me);
    await order(me, 'inventory.update_supplier', edit(read, { phone: '02811111111' }));

    expect(
      await orderRefused(me, 'inventory.update_supplier', edit(read, { phone: '02822222222' })),
    ).toMatchObject({
      code: 'SDSTA',
      details: { read_version: 1, version: 2 },
    });
  });
});

test('everything wrong is said at once, and branches may share a tax code', async () => {
  await db.as('warehouse', async (me) => {
    const supplier = await acecook(me);

    expect(
      (
        await orderRefused(
          me,
          'inventory.update_supplier',
          edit(supplier, { name: ' ', phone: '0'.repeat(31), tax_code: '12' }),
        )
      ).details,
    ).toEqual({
      fields: [
        { path: 'name', reason: 'required' },
        { path: 'phone', reason: 'too_long', value: '31' },
        { path: 'tax_code', reason: 'malformed', value: '12' },
      ],
    });
    expect(
      await order(me, 'inventory.update_supplier', edit(supplier, { tax_code: '0300588569' })),
    ).toMatchObject({ tax_code: '0300588569' });
  });
});

test('a supplier out of use delivers no more until put back', async () => {
  await db.as('warehouse', async (me) => {
    const off = await order(
      me,
      'inventory.deactivate_supplier',
      named(await acecook(me), { reason: 'Giao hàng trễ' }),
    );

    expect(off).toMatchObject({ is_active: false, inactive_reason: 'Giao hàng trễ' });
    expect((await receipts.refused(me, { lines: [['MI', 1, 100_000]] })).details).toEqual({
      fields: [{ path: 'supplier_id', reason: 'inactive', value: 'NCC0001' }],
    });
    expect((await orderRefused(me, 'inventory.deactivate_supplier', named(off))).code).toBe(
      'SDTRN',
    );

    const on = await order(me, 'inventory.activate_supplier', named(off));
    expect(on).toMatchObject({ is_active: true, inactive_reason: null });
    expect((await orderRefused(me, 'inventory.activate_supplier', named(on))).code).toBe('SDTRN');
    expect((await receipts.create(me, { lines: [['MI', 1, 100_000]] })).status).toBe('confirmed');
  });
});

test('a supplier nobody knows is not found', async () => {
  const nobody = await unknownKey(db);
  await db.as('warehouse', async (me) => {
    for (const command of ['update_supplier', 'deactivate_supplier', 'activate_supplier']) {
      const given = {
        supplier_id: nobody,
        version: 1,
        ...(command === 'update_supplier' ? { name: 'A' } : {}),
      };
      expect((await orderRefused(me, `inventory.${command}`, given)).code).toBe('SDNFD');
    }
  });
});
