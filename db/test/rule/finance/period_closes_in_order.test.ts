import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Person } from '../../support/actor.ts';
import { testDatabase, type TestDatabase } from '../../support/database.ts';
import { brokenInvariants } from '../../support/invariants.ts';
import {
  closePeriod,
  closingRefused,
  monthFromNow,
  reopenPeriod,
  reopeningRefused,
} from '../../support/period.ts';
import { slipMaker } from '../../support/slip.ts';

let db: TestDatabase;
/** Months by their distance from the present one. */
const month: Record<number, string> = {};

beforeAll(async () => {
  db = await testDatabase();
  for (const distance of [-4, -3, -2, -1, 0, 1]) month[distance] = await monthFromNow(db, distance);
});
afterAll(() => db.close());

const at = (distance: number): string => month[distance] ?? 'no month';

test('a manager closes the month that ended', async () => {
  await db.as('manager', async (me) => {
    expect(await closePeriod(me, at(-1))).toEqual({
      month: at(-1),
      is_closed: true,
      closed_by: me.userId,
      reopened_by: null,
      reason: null,
    });
  });
});

test('what was posted since the entries were counted is told, not closed unseen', async () => {
  const slips = await slipMaker(db);
  await db.as('manager', async (me) => {
    const count = async () =>
      (
        await me.one<{ entries: string }>('select finance.entries_to_close($1)::text as entries', [
          at(-1),
        ])
      ).entries;
    const close = (entries: string) =>
      me.one<{ is_closed: boolean }>(
        'select p.is_closed from finance.close_period($1, $2, $3) as p',
        [randomUUID(), at(-1), entries],
      );
    const seen = await count();
    await slips.create(me, { agency: 'DL0001', lines: [['MI', 1]], date: at(-1) });

    // the slip moved stock once and debt once
    expect(await me.refusalOf(() => close(seen))).toMatchObject({
      code: 'SDSTA',
      details: { read_version: Number(seen), version: Number(seen) + 2 },
    });
    expect(await close(await count())).toEqual({ is_closed: true });
  });
});

test('any day names its month', async () => {
  await db.as('manager', async (me) => {
    expect((await closePeriod(me, at(-2).replace(/01$/, '17'))).month).toBe(at(-2));
  });
});

test.each([0, 1])('a month that has not ended stays open (%i from now)', async (distance) => {
  await db.as('manager', async (me) => {
    const refusal = await closingRefused(me, at(distance));

    expect(refusal.code).toBe('SDVAL');
    expect(refusal.details['fields']).toEqual([
      { path: 'month', reason: 'not_ended', value: at(distance) },
    ]);
  });
});

test('months are closed one after the other', async () => {
  await db.as('manager', async (me) => {
    await closePeriod(me, at(-4));

    expect((await closingRefused(me, at(-2))).details['fields']).toEqual([
      { path: 'month', reason: 'not_in_order', value: at(-2), expected: at(-3) },
    ]);
    await closePeriod(me, at(-3));
    await closePeriod(me, at(-2));
    expect((await closePeriod(me, at(-1))).is_closed).toBe(true);
  });
});

test.each([-2, -4])(
  'a month that is closed, itself or by a later one, is not closed again (%i)',
  async (distance) => {
    await db.as('manager', async (me) => {
      await closePeriod(me, at(-2));

      expect(await closingRefused(me, at(distance))).toMatchObject({
        code: 'SDTRN',
        details: { month: at(distance).slice(0, 7), from: 'closed', to: 'closed' },
      });
    });
  },
);

test('a month is not born closed', async () => {
  await db.asOwner(async (owner) => {
    const refusal = await owner.refusal(
      `insert into finance.period (month, is_closed, closed_at, closed_by)
       select '2020-01-01', true, now(), id from auth."user" limit 1`,
    );

    expect(refusal).toMatchObject({ code: 'SDTRN', details: { from: 'new', to: 'closed' } });
  });
});

describe('opening again', () => {
  test('goes from the newest month back, with a reason', async () => {
    await db.as('manager', async (me) => {
      for (const distance of [-3, -2, -1]) await closePeriod(me, at(distance));

      expect((await reopeningRefused(me, at(-3))).details['fields']).toEqual([
        { path: 'month', reason: 'not_in_order', value: at(-3), expected: at(-1) },
      ]);
      expect(await reopenPeriod(me, at(-1), ' Sai sót ')).toMatchObject({
        month: at(-1),
        is_closed: false,
        reopened_by: me.userId,
        reason: 'Sai sót',
      });
      expect((await reopenPeriod(me, at(-2))).is_closed).toBe(false);
      expect((await closePeriod(me, at(-2))).is_closed).toBe(true);
    });
  });

  test('is for closed months only', async () => {
    await db.as('manager', async (me) => {
      await closePeriod(me, at(-2));
      await reopenPeriod(me, at(-2));

      expect(await reopeningRefused(me, at(-2))).toMatchObject({
        code: 'SDTRN',
        details: { from: 'open', to: 'open' },
      });
    });
  });

  test('needs a reason and a month of the books, told at once', async () => {
    await db.as('manager', async (me) => {
      expect((await reopeningRefused(me, '2001-01-01', '  ')).details['fields']).toEqual([
        { path: 'month', reason: 'unknown', value: '2001-01-01' },
        { path: 'reason', reason: 'required' },
      ]);
      expect((await reopeningRefused(me, null, 'x'.repeat(501))).details['fields']).toEqual([
        { path: 'month', reason: 'required' },
        { path: 'reason', reason: 'too_long', value: '501' },
      ]);
    });
  });
});

test.each<[string | null, string]>([
  [null, 'required'],
  ['infinity', 'unknown'],
  ['-infinity', 'unknown'],
])('month %s is no month: %s', async (word, reason) => {
  await db.as('manager', async (me) => {
    expect((await closingRefused(me, word)).details['fields']).toMatchObject([
      { path: 'month', reason },
    ]);
  });
});

test.each<Person>(['accountant', 'sales', 'agency'])(
  '%s may neither close nor open',
  async (person) => {
    await db.as(person, async (me) => {
      const denied = { code: 'SDPRM', details: { scope: 'period:close' } };
      expect(await closingRefused(me, at(-1))).toMatchObject(denied);
      expect(await reopeningRefused(me, at(-1))).toMatchObject(denied);
    });
  },
);

test.each<Person>(['warehouse', 'auditor'])('%s cannot even call it', async (person) => {
  await db.as(person, async (me) => {
    expect((await closingRefused(me, at(-1))).code).toBe('42501');
    expect((await reopeningRefused(me, at(-1))).code).toBe('42501');
  });
});

test.each<Person>(['manager', 'sales', 'warehouse', 'accountant', 'auditor', 'agency'])(
  '%s sees which months are closed',
  async (person) => {
    await db.as(person, async (me) => {
      expect((await me.query('select month from finance.period')).length).toBeGreaterThan(0);
    });
  },
);

test('sent twice with the same key it is done once', async () => {
  await db.as('manager', async (me) => {
    const closed = await closePeriod(me, at(-1), 'close');
    expect(await closePeriod(me, at(-1), 'close')).toEqual(closed);

    const opened = await reopenPeriod(me, at(-1), 'Sai sót', 'open');
    expect(await reopenPeriod(me, at(-1), 'Sai sót', 'open')).toEqual(opened);
  });
});

test('the books are right after closing and opening', async () => {
  await db.commitAs('manager', async (me) => {
    for (const distance of [-3, -2, -1]) await closePeriod(me, at(distance));
    await reopenPeriod(me, at(-1));
  });

  expect(await brokenInvariants(db)).toEqual({});
});
