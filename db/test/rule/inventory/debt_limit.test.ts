import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { debtOf } from '../../support/books.ts';
import { testDatabase, type TestDatabase } from '../../support/database.ts';
import { breachesOf } from '../../support/invariants.ts';
import { addAgency, addItem } from '../../support/master.ts';
import { editType, fileOf, setDebtLimit, typeNow } from '../../support/master_edit.ts';
import { confirmSlips, requestSlip } from '../../support/request.ts';
import { slipMaker, type SlipMaker } from '../../support/slip.ts';

let db: TestDatabase;
let slips: SlipMaker;

beforeAll(async () => {
  db = await testDatabase();
  await addItem(db, { sku: 'DONG', importPrice: 1, stock: 1000 });
  await addAgency(db, { code: 'DL1001', debtLimit: 12_000_000, debtLimitDays: 0 });
  await addAgency(db, { code: 'DL1002', debtLimit: 12_000_000, debtLimitDays: -1 });
  await addAgency(db, { code: 'DL1003', debtLimit: 3_000_000, debtLimitDays: 1 });
  await addAgency(db, { code: 'DL1004', debtLimit: 0, debtLimitDays: 1 });
  slips = await slipMaker(db);
});
afterAll(() => db.close());

// Loại 1 has a debt limit of 10,000,000 ₫ and TRON costs 1,000,000 ₫: a slip's size is its
// quantity. DONG costs 1 ₫.
describe('an agency that owes 8,000,000 ₫ under a debt limit of 10,000,000 ₫', () => {
  test('may take 4,000,000 ₫ when it pays 3,000,000 ₫ on the spot, and then owes 9,000,000 ₫', async () => {
    await db.as('sales', async (me) => {
      await slips.create(me, { agency: 'DL0001', lines: [['TRON', 8]] });

      await slips.create(me, { agency: 'DL0001', lines: [['TRON', 4]], paidNow: 3_000_000 });

      expect(await debtOf(me, 'DL0001')).toBe('9000000');
    });
  });

  test('is refused 4,000,000 ₫ when it pays 1,000,000 ₫, and told it is short by 1,000,000 ₫', async () => {
    await db.as('sales', async (me) => {
      await slips.create(me, { agency: 'DL0001', lines: [['TRON', 8]] });

      const refusal = await slips.refused(me, {
        agency: 'DL0001',
        lines: [['TRON', 4]],
        paidNow: 1_000_000,
      });

      expect(refusal.code).toBe('SDDBT');
      expect(refusal.details).toMatchObject({
        agency_id: slips.agencyId('DL0001'),
        agency_code: 'DL0001',
        agency_name: 'Tạp hóa Cô Ba',
        current_debt: '8000000',
        slip_total: '4000000',
        paid_now: '1000000',
        would_be: '11000000',
        limit: '10000000',
        limit_source: 'type',
        short_by: '1000000',
        available: '3000000',
        regulation_version: { key: 'EXPORT_PRICE_RATIO', valid_from: '2000-01-01' },
      });
    });
  });

  test.each([
    ['sales', undefined],
    ['manager', '1.02'],
  ] as const)('%s is told the ratio of prices when they may read it', async (person, value) => {
    await db.as(person, async (me) => {
      const { details } = await slips.refused(me, { agency: 'DL0001', lines: [['TRON', 11]] });

      expect((details['regulation_version'] as { value?: string }).value).toBe(value);
    });
  });

  test('keeps its debt and may take less after a refusal', async () => {
    await db.as('sales', async (me) => {
      await slips.create(me, { agency: 'DL0001', lines: [['TRON', 8]] });
      await slips.refused(me, { agency: 'DL0001', lines: [['TRON', 3]] });
      expect(await debtOf(me, 'DL0001')).toBe('8000000');

      await slips.create(me, { agency: 'DL0001', lines: [['TRON', 2]] });

      expect(await debtOf(me, 'DL0001')).toBe('10000000');
    });
  });
});

describe('the limit of a refusal', () => {
  const over = { agency: 'DL0001', lines: [['TRON', 11]] as [string, number][] };

  test('names the type, its version and since when, as the headroom does', async () => {
    await db.as('admin', async (me) => {
      await editType(me, await typeNow(me, 'Loại 1'), { debtLimit: 9_000_000 });
      const type = await typeNow(me, 'Loại 1');
      const room = await me.one<{ version: Record<string, unknown> }>(
        'select h.limit_version as version from inventory.issue_headroom($1) as h',
        [slips.agencyId('DL0001')],
      );

      expect(room.version).toMatchObject({
        source: 'type',
        id: type.id,
        name: 'Loại 1',
        version: String(type.version),
      });
      expect((await slips.refused(me, over)).details).toMatchObject({
        limit_version: room.version,
      });
    });
  });

  test("names the change of the agency's own", async () => {
    await db.as('admin', async (me) => {
      const file = await setDebtLimit(me, await fileOf(me, 'DL0001'), { debtLimit: 1 });
      const change = await me.one<{ id: string }>(
        'select c.id::text from agency.agency_debt_limit_change as c where c.agency_id::text = $1',
        [file.id],
      );

      expect((await slips.refused(me, over)).details).toMatchObject({
        limit_version: { source: 'agency', id: change.id, until: file.own_debt_limit_until },
      });
    });
  });
});

describe('at the debt limit', () => {
  test('a slip that fills it to the last đồng is accepted', async () => {
    await db.as('sales', async (me) => {
      await slips.create(me, { agency: 'DL0001', lines: [['TRON', 10]] });

      expect(await debtOf(me, 'DL0001')).toBe('10000000');
    });
  });

  test('a slip one đồng over it is refused, short by 1', async () => {
    await db.as('sales', async (me) => {
      const refusal = await slips.refused(me, {
        agency: 'DL0001',
        lines: [
          ['TRON', 10],
          ['DONG', 1],
        ],
      });

      expect(refusal).toMatchObject({
        code: 'SDDBT',
        details: { would_be: '10000001', short_by: '1', available: '10000000' },
      });
    });
  });

  test('one đồng over is accepted when that đồng is paid on the spot', async () => {
    await db.as('sales', async (me) => {
      await slips.create(me, {
        agency: 'DL0001',
        lines: [
          ['TRON', 10],
          ['DONG', 1],
        ],
        paidNow: 1,
      });

      expect(await debtOf(me, 'DL0001')).toBe('10000000');
    });
  });

  test('a slip larger than the debt limit is accepted when all of it is paid on the spot', async () => {
    await db.as('sales', async (me) => {
      await slips.create(me, { agency: 'DL0001', lines: [['TRON', 40]], paidNow: 40_000_000 });

      expect(await debtOf(me, 'DL0001')).toBe('0');
    });
  });

  test('the lower debt limit of the second type holds for its agencies', async () => {
    await db.as('sales', async (me) => {
      await slips.create(me, { agency: 'DL0002', lines: [['TRON', 5]] });

      const refusal = await slips.refused(me, { agency: 'DL0002', lines: [['DONG', 1]] });

      expect(refusal.details).toMatchObject({ limit: '5000000', short_by: '1', available: '0' });
    });
  });
});

describe('an agency with a debt limit of its own', () => {
  test('may use it on its last day', async () => {
    await db.as('manager', async (me) => {
      await slips.create(me, { agency: 'DL1001', lines: [['TRON', 12]] });

      const refusal = await slips.refused(me, { agency: 'DL1001', lines: [['DONG', 1]] });

      expect(refusal.details).toMatchObject({ limit: '12000000', limit_source: 'agency' });
    });
  });

  test('is held to the debt limit of its type the day after', async () => {
    await db.as('manager', async (me) => {
      const refusal = await slips.refused(me, { agency: 'DL1002', lines: [['TRON', 11]] });

      expect(refusal.details).toMatchObject({
        limit: '10000000',
        limit_source: 'type',
        short_by: '1000000',
      });
    });
  });

  test('is held to it when it is lower than that of its type', async () => {
    await db.as('manager', async (me) => {
      const refusal = await slips.refused(me, { agency: 'DL1003', lines: [['TRON', 4]] });

      expect(refusal.details).toMatchObject({ limit: '3000000', limit_source: 'agency' });
    });
  });

  test('of 0 ₫ may only take what it pays on the spot', async () => {
    await db.as('manager', async (me) => {
      const refusal = await slips.refused(me, { agency: 'DL1004', lines: [['DONG', 1]] });
      expect(refusal.details).toMatchObject({ limit: '0', available: '0', short_by: '1' });

      await slips.create(me, { agency: 'DL1004', lines: [['TRON', 1]], paidNow: 1_000_000 });

      expect(await debtOf(me, 'DL1004')).toBe('0');
    });
  });
});

test('a debt limit lowered under the debt is allowed and stops the next issue', async () => {
  await db.commitAs('manager', (me) =>
    slips.create(me, { agency: 'DL0004', lines: [['TRON', 6]] }),
  );
  await db.query("update agency.agency_type set debt_limit = 5000000 where name = 'Loại 1'");

  const refusal = await db.as('manager', (me) =>
    slips.refused(me, {
      agency: 'DL0004',
      lines: [['DONG', 1]],
      paidNow: 1,
    }),
  );

  expect(refusal.details).toMatchObject({
    current_debt: '6000000',
    limit: '5000000',
    short_by: '1000000',
    available: '0',
  });
  await db.query("update agency.agency_type set debt_limit = 10000000 where name = 'Loại 1'");
});

test('a slip keeps the debt limit it was judged by, which makes it right for ever', async () => {
  await db.asOwner(async (owner) => {
    const id = await requestSlip(owner, { agency: 'DL1001', lines: [['TRON', 11]] });
    const limitOf = () =>
      owner.one<{ limit: string | null }>(
        'select debt_limit::text as limit from inventory.issue where id::text = $1',
        [id],
      );
    expect(await limitOf()).toEqual({ limit: null });

    await confirmSlips(owner, id);
    await owner.query("update agency.agency set own_debt_limit = 1 where code = 'DL1001'");

    expect(await limitOf()).toEqual({ limit: '12000000' });
    expect(await breachesOf(owner, 'debt_stayed_within_the_limit')).toEqual([]);
  });
});
