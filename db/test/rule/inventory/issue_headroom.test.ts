import fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Actor, Person } from '../../support/actor.ts';
import { testDatabase, type TestDatabase } from '../../support/database.ts';
import { addAgency, addItem } from '../../support/master.ts';
import { slipMaker, unknownKey, type SlipMaker, type SlipWish } from '../../support/slip.ts';

let db: TestDatabase;
let slips: SlipMaker;

beforeAll(async () => {
  db = await testDatabase();
  await addItem(db, { sku: 'NGHIN', importPrice: 980, stock: 10_000 });
  await addItem(db, { sku: 'DONG', importPrice: 1, stock: 10_000 });
  await addAgency(db, { code: 'DL1001', debtLimit: 12_345_678, debtLimitDays: 0 });
  await addAgency(db, { code: 'DL1002', debtLimit: 12_345_678, debtLimitDays: -1 });
  slips = await slipMaker(db);
});
afterAll(() => db.close());

interface Headroom {
  current_debt: string;
  limit: string;
  limit_source: string;
  slip_total: string;
  paid_now: string;
  would_be: string;
  short_by: string;
  available: string;
}

const headroom = (me: Actor, agency: string, slipTotal?: number, paidNow?: number) =>
  me.one<Headroom>(
    `select h.current_debt::text, h."limit"::text, h.limit_source, h.slip_total::text,
      h.paid_now::text,
     h.would_be::text, h.short_by::text, h.available::text
   from inventory.issue_headroom($1, $2, $3) as h`,
    [slips.agencyId(agency), slipTotal ?? null, paidNow ?? null],
  );

// TRON costs 1,000,000 ₫, NGHIN 1,000 ₫ and DONG 1 ₫: together they make any amount
const lines = (amount: number): [string, number][] =>
  (
    [
      ['TRON', Math.floor(amount / 1_000_000)],
      ['NGHIN', Math.floor(amount / 1000) % 1000],
      ['DONG', amount % 1000],
    ] as [string, number][]
  ).filter(([, quantity]) => quantity > 0);

test('tells an agency without debt that it may take its whole debt limit', async () => {
  await db.as('sales', async (me) => {
    expect(await headroom(me, 'DL0001')).toEqual({
      current_debt: '0',
      limit: '10000000',
      limit_source: 'type',
      slip_total: '0',
      paid_now: '0',
      would_be: '0',
      short_by: '0',
      available: '10000000',
    });
  });
});

test('tells what a slip would lead to, the debt and the payment counted in', async () => {
  await db.as('sales', async (me) => {
    await slips.create(me, { agency: 'DL0001', lines: [['TRON', 8]] });

    expect(await headroom(me, 'DL0001', 4_000_000, 1_000_000)).toEqual({
      current_debt: '8000000',
      limit: '10000000',
      limit_source: 'type',
      slip_total: '4000000',
      paid_now: '1000000',
      would_be: '11000000',
      short_by: '1000000',
      available: '3000000',
    });
  });
});

const slip = fc.record({
  agency: fc.constantFrom('DL0001', 'DL0002', 'DL0004', 'DL1001', 'DL1002'),
  debt: fc.integer({ min: 0, max: 5_000_000 }),
  // how far the slip would end up from the debt limit: often by a đồng or two
  beyond: fc.oneof(
    fc.integer({ min: -2, max: 2 }),
    fc.integer({ min: -4_000_000, max: 4_000_000 }),
  ),
  paidNow: fc.integer({ min: 0, max: 20_000_000 }),
});

/** The refusal of a slip, or the headroom it leaves. */
async function attempt(me: Actor, wish: SlipWish & { agency: string }) {
  try {
    return await me.refusalOf(() => slips.create(me, wish));
  } catch {
    return { code: 'accepted', details: await headroom(me, wish.agency) };
  }
}

test('is short by nothing exactly when the rule accepts the slip', async () => {
  await fc.assert(
    fc.asyncProperty(slip, async ({ agency, debt, beyond, paidNow }) => {
      await db.as('manager', async (me) => {
        if (debt > 0) await slips.create(me, { agency, lines: lines(debt) });
        const room = await headroom(me, agency, 0, paidNow);
        const total = Number(room.available) + beyond;
        fc.pre(total > 0 && paidNow <= total);

        const forecast = await headroom(me, agency, total, paidNow);
        const outcome = await attempt(me, { agency, lines: lines(total), paidNow });

        expect(forecast.short_by).toBe(String(Math.max(beyond, 0)));
        expect(outcome).toMatchObject(
          forecast.short_by === '0'
            ? { code: 'accepted', details: { current_debt: forecast.would_be } }
            : { code: 'SDDBT', details: { ...forecast } },
        );
      });
    }),
    { numRuns: 60, seed: 2026 },
  );
});

test.each<Person>(['admin', 'manager', 'accountant', 'auditor'])(
  '%s may ask it of every agency',
  async (person) => {
    await db.as(person, async (me) => {
      expect(await headroom(me, 'DL0004')).toMatchObject({ limit: '10000000' });
    });
  },
);

test('an agency may ask its own, and is told nothing of another', async () => {
  await db.as('agency', async (me) => {
    expect(await headroom(me, 'DL0001')).toMatchObject({ available: '10000000' });

    const refusal = await me.refusalOf(() => headroom(me, 'DL0002'));

    expect(refusal.code).toBe('SDNFD');
  });
});

test('an agency of somebody else is as unknown as one that does not exist', async () => {
  const nobody = await unknownKey(db);
  await db.as('sales', async (me) => {
    const foreign = await me.refusalOf(() => headroom(me, 'DL0004'));
    const unknown = await me.refusal('select inventory.issue_headroom($1)', [nobody]);

    expect([foreign.code, unknown.code]).toEqual(['SDNFD', 'SDNFD']);
  });
});

test('the warehouse sees no money, so may not ask', async () => {
  await db.as('warehouse', async (me) => {
    const refusal = await me.refusalOf(() => headroom(me, 'DL0001'));

    expect(refusal.code).toBe('42501');
  });
});
