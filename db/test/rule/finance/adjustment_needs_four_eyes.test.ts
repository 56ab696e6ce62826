import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Person } from '../../support/actor.ts';
import {
  adjustmentMaker,
  type Adjustment,
  type AdjustmentMaker,
} from '../../support/adjustment.ts';
import { dayFromToday, debtOf } from '../../support/books.ts';
import { testDatabase, type TestDatabase } from '../../support/database.ts';
import { brokenInvariants } from '../../support/invariants.ts';
import { regulate } from '../../support/life.ts';
import { closePeriod, monthFromNow } from '../../support/period.ts';
import { slipMaker } from '../../support/slip.ts';

let db: TestDatabase;
let adjustments: AdjustmentMaker;

beforeAll(async () => {
  db = await testDatabase();
  adjustments = adjustmentMaker((await slipMaker(db)).agencyId);
  await regulate(db, 'FOUR_EYES', 'true');
});
afterAll(() => db.close());

const ask = (person: Person = 'admin', date?: string): Promise<Adjustment> =>
  db.commitAs(person, (me) =>
    adjustments.create(me, {
      agency: 'DL0001',
      direction: 'up',
      amount: 300_000,
      ...(date && { date }),
    }),
  );

test('with four eyes it waits, without number and without debt', async () => {
  const asked = await ask();

  expect(asked).toMatchObject({ status: 'requested', code: null, adjustment_date: null });
  expect(await debtOf(db, 'DL0001')).toBe('0');
  await db.as('admin', async (me) => {
    expect(await adjustments.confirmRefused(me, asked.id)).toMatchObject({
      code: 'SDFOR',
      details: { created_by: me.userId },
    });
  });
});

test.each<Person>(['accountant', 'manager'])(
  '%s, a colleague, confirms it: it is dated that day',
  async (person) => {
    const asked = await ask();
    const today = await dayFromToday(db, 0);
    await db.as(person, async (me) => {
      expect(await adjustments.confirm(me, asked.id)).toMatchObject({
        status: 'confirmed',
        adjustment_date: today,
        code: expect.stringMatching(/^DC-/),
      });
      expect(await debtOf(me, 'DL0001')).toBe('300000');
    });
  },
);

test.each<Person>(['sales', 'agency'])('%s may neither confirm nor reject', async (person) => {
  const asked = await ask();
  await db.as(person, async (me) => {
    expect((await adjustments.confirmRefused(me, asked.id)).code).toBe('SDPRM');
    expect((await adjustments.rejectRefused(me, asked.id)).code).toBe('SDPRM');
    expect((await adjustments.cancelRefused(me, asked.id)).code).toBe('SDPRM');
  });
});

test.each<Person>(['warehouse', 'auditor'])('%s cannot even call them', async (person) => {
  const asked = await ask();
  await db.as(person, async (me) => {
    expect((await adjustments.confirmRefused(me, asked.id)).code).toBe('42501');
    expect((await adjustments.rejectRefused(me, asked.id)).code).toBe('42501');
    expect((await adjustments.cancelRefused(me, asked.id)).code).toBe('42501');
  });
});

test('who asked withdraws it, a colleague rejects it, with a reason', async () => {
  const [own, other] = [await ask(), await ask('accountant')];
  await db.as('admin', async (me) => {
    expect((await adjustments.rejectRefused(me, own.id, ' ')).details['fields']).toMatchObject([
      { path: 'reason', reason: 'required' },
    ]);
    for (const { id } of [own, other]) {
      expect(await adjustments.reject(me, id)).toMatchObject({
        status: 'rejected',
        reject_reason: 'Không đúng',
      });
    }
    expect((await adjustments.confirmRefused(me, other.id)).code).toBe('SDTRN');
  });
});

test('nobody cancels the one that they asked for', async () => {
  const asked = await ask();
  await db.commitAs('manager', (me) => adjustments.confirm(me, asked.id));
  await db.as('admin', async (me) => {
    expect((await adjustments.cancelRefused(me, asked.id)).code).toBe('SDFOR');
  });
  await db.commitAs('manager', (me) => adjustments.cancel(me, asked.id));
  expect(await brokenInvariants(db)).toEqual({});
});

test('a day told in a month that was closed meanwhile is refused; today is the way out', async () => {
  const lastMonth = await monthFromNow(db, -1);
  const asked = await ask('accountant', lastMonth);
  await db.commitAs('admin', (me) => closePeriod(me, lastMonth));
  await db.as('manager', async (me) => {
    expect((await adjustments.confirmRefused(me, asked.id)).code).toBe('SDPCL');
    const today = await dayFromToday(db, 0);
    expect(await adjustments.confirm(me, asked.id, today)).toMatchObject({
      adjustment_date: today,
    });
  });
});
