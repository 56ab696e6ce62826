import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Actor } from '../../support/actor.ts';
import { testDatabase, type TestDatabase } from '../../support/database.ts';
import { fileOf, setDebtLimit, setRegulation } from '../../support/master_edit.ts';
import { slipMaker, type SlipMaker } from '../../support/slip.ts';

let db: TestDatabase;
let slips: SlipMaker;

beforeAll(async () => {
  db = await testDatabase();
  slips = await slipMaker(db);
});
afterAll(() => db.close());

const isLow = async (me: Actor, sku: string) =>
  (
    await me.one<{ low: boolean }>(
      'select inventory.item_is_low(i) as low from inventory.item as i where i.sku = $1',
      [sku],
    )
  ).low;

const isNear = async (me: Actor, code: string) =>
  (
    await me.one<{ near: boolean }>(
      'select agency.agency_is_near_limit(a) as near from agency.agency as a where a.code = $1',
      [code],
    )
  ).near;

describe('stock is low', () => {
  test("under the regulation's 10 where the item has no minimum of its own", async () => {
    await db.as('warehouse', async (me) => {
      expect({ one: await isLow(me, 'CUOI'), ten: await isLow(me, 'NGUNG') }).toEqual({
        one: true,
        ten: false,
      });
    });
  });

  test('under the minimum of its own where it has one', async () => {
    await db.query(
      `update inventory.item set min_stock = case sku when 'CUOI' then 1 else 51 end
        where sku in ('CUOI', 'MI')`,
    );
    await db.as('sales', async (me) => {
      expect({ one: await isLow(me, 'CUOI'), fifty: await isLow(me, 'MI') }).toEqual({
        one: false,
        fifty: true,
      });
    });
    await db.query('update inventory.item set min_stock = 0');
  });

  test('as the regulation says from today on', async () => {
    await db.as('admin', async (me) => {
      await setRegulation(me, { key: 'LOW_STOCK_THRESHOLD', value: '11' });

      expect(await isLow(me, 'NGUNG')).toBe(true);
    });
  });
});

describe('an agency is near its limit', () => {
  test('from 80 % of its debt limit on, not without debt, and not before', async () => {
    await db.as('manager', async (me) => {
      expect(await isNear(me, 'DL0001')).toBe(false);
      await slips.create(me, { agency: 'DL0001', lines: [['TRON', 8]], paidNow: 1 });
      expect(await isNear(me, 'DL0001')).toBe(false);

      await slips.create(me, { agency: 'DL0001', lines: [['LE', 1]], paidNow: 12_591 });

      expect(await isNear(me, 'DL0001')).toBe(true);
    });
  });

  test('measured by its own debt limit while that holds, and not when it owes nothing under a debt limit of zero', async () => {
    await db.as('manager', async (me) => {
      await slips.create(me, { agency: 'DL0001', lines: [['TRON', 8]] });
      const file = await setDebtLimit(me, await fileOf(me, 'DL0001'), { debtLimit: 11_000_000 });
      expect(await isNear(me, 'DL0001')).toBe(false);
      await setDebtLimit(me, file, { debtLimit: 1 });
      expect(await isNear(me, 'DL0001')).toBe(true);

      await setDebtLimit(me, await fileOf(me, 'DL0004'), { debtLimit: 0 });
      expect(await isNear(me, 'DL0004')).toBe(false);
    });
  });

  test('as the regulation says from today on', async () => {
    await db.as('admin', async (me) => {
      await slips.create(me, { agency: 'DL0001', lines: [['TRON', 5]] });
      expect(await isNear(me, 'DL0001')).toBe(false);

      await setRegulation(me, { key: 'DEBT_ALERT_PERCENT', value: '50' });

      expect(await isNear(me, 'DL0001')).toBe(true);
    });
  });
});
