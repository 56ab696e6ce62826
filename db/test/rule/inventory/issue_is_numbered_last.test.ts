import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { testDatabase, type TestDatabase } from '../../support/database.ts';
import { confirmSlips, requestSlip } from '../../support/request.ts';
import { slipMaker, type SlipMaker } from '../../support/slip.ts';

let db: TestDatabase;
let slips: SlipMaker;
let year: number;

beforeAll(async () => {
  db = await testDatabase();
  slips = await slipMaker(db);
  const [row] = await db.query<{ year: number }>(
    'select extract(year from config.business_date())::integer as year',
  );
  year = row?.year ?? 0;
});
afterAll(() => db.close());

test('slips of a year are numbered from 1 on', async () => {
  await db.as('sales', async (me) => {
    const first = await slips.create(me, { agency: 'DL0001', lines: [['MI', 1]] });
    const second = await slips.create(me, { agency: 'DL0002', lines: [['MI', 1]] });

    expect([first.code, second.code]).toEqual([`PX-${year}-000001`, `PX-${year}-000002`]);
  });
});

test.each([
  {
    reason: 'the debt limit',
    agency: 'DL0001',
    lines: [['TRON', 11]] as [string, number][],
    paidNow: 0,
  },
  {
    reason: 'short stock',
    agency: 'DL0001',
    lines: [['CUOI', 2]] as [string, number][],
    paidNow: 0,
  },
  {
    reason: 'a blocked agency',
    agency: 'DL0003',
    lines: [['MI', 1]] as [string, number][],
    paidNow: 0,
  },
  {
    reason: 'too much paid',
    agency: 'DL0001',
    lines: [['MI', 1]] as [string, number][],
    paidNow: 999_999,
  },
])('a refusal for $reason uses up no number', async ({ agency, lines, paidNow }) => {
  await db.as('sales', async (me) => {
    await slips.create(me, { agency: 'DL0001', lines: [['MI', 1]] });
    await slips.refused(me, { agency, lines, paidNow });

    const next = await slips.create(me, { agency: 'DL0001', lines: [['MI', 1]] });

    expect(next.code).toBe(`PX-${year}-000002`);
  });
});

test('a number drawn in a transaction that is rolled back is drawn again', async () => {
  const once = () =>
    db.as('sales', (me) => slips.create(me, { agency: 'DL0001', lines: [['MI', 1]] }));

  const [lost, kept] = [await once(), await once()];

  expect(kept.code).toBe(lost.code);
});

test('the year is that of the business date, each counting for itself', async () => {
  await db.as('sales', async (me) => {
    const wish = { agency: 'DL0001', lines: [['MI', 1]] as [string, number][] };
    const codes = [
      await slips.create(me, wish),
      await slips.create(me, { ...wish, date: `${year - 1}-12-31` }),
      await slips.create(me, wish),
      await slips.create(me, { ...wish, date: `${year - 1}-12-30` }),
    ].map((slip) => slip.code);

    expect(codes).toEqual([
      `PX-${year}-000001`,
      `PX-${year - 1}-000001`,
      `PX-${year}-000002`,
      `PX-${year - 1}-000002`,
    ]);
  });
});

describe('a slip that waits', () => {
  test('has no number until it is confirmed', async () => {
    await db.asOwner(async (owner) => {
      const id = await requestSlip(owner, { agency: 'DL0001', lines: [['MI', 1]] });
      expect(await owner.query('select code from inventory.issue')).toEqual([{ code: null }]);

      await confirmSlips(owner, id);

      expect(await owner.query('select code from inventory.issue')).toEqual([
        { code: `PX-${year}-000001` },
      ]);
    });
  });

  test('cannot be given a number by hand', async () => {
    await db.asOwner(async (owner) => {
      await requestSlip(owner, { agency: 'DL0001', lines: [['MI', 1]] });

      const refusal = await owner.refusal("update inventory.issue set code = 'PX-1999-000001'");

      expect(refusal.message).toContain('issue_has_a_number_exactly_when_it_was_confirmed');
    });
  });
});

test('slips confirmed by one statement get different numbers without gaps', async () => {
  await db.asOwner(async (owner) => {
    const ids: string[] = [];
    for (let nth = 0; nth < 3; nth += 1) {
      ids.push(await requestSlip(owner, { agency: 'DL0001', lines: [['MI', 1]] }));
    }

    await confirmSlips(owner, ...ids);

    expect(await owner.query('select code from inventory.issue order by code')).toEqual(
      [1, 2, 3].map((nth) => ({ code: `PX-${year}-00000${nth}` })),
    );
  });
});
