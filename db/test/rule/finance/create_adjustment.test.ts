import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Person } from '../../support/actor.ts';
import { adjustmentMaker, type AdjustmentMaker } from '../../support/adjustment.ts';
import { dayFromToday, debtLedger, debtOf } from '../../support/books.ts';
import { testDatabase, type TestDatabase } from '../../support/database.ts';
import { brokenInvariants } from '../../support/invariants.ts';
import { slipMaker, unknownKey, type SlipMaker } from '../../support/slip.ts';

let db: TestDatabase;
let slips: SlipMaker;
let adjustments: AdjustmentMaker;

beforeAll(async () => {
  db = await testDatabase();
  slips = await slipMaker(db);
  adjustments = adjustmentMaker(slips.agencyId);
});
afterAll(() => db.close());

const up = { agency: 'DL0001', direction: 'up', amount: 300_000 };

test('without four eyes it is born confirmed, numbered and posted today', async () => {
  const today = await dayFromToday(db, 0);
  await db.as('accountant', async (me) => {
    const made = await adjustments.create(me, up);

    expect(made).toMatchObject({ status: 'confirmed', amount: '300000', adjustment_date: today });
    expect(made.code).toMatch(/^DC-\d{4}-000001$/);
    expect(await debtLedger(me, 'DL0001')).toMatchObject([
      { kind: 'adjustment', amount: '300000', balance_after: '300000', business_date: today },
    ]);
  });
});

test('it asks for no debt limit: the next slip counts it', async () => {
  await db.as('admin', async (me) => {
    await adjustments.create(me, { ...up, amount: 10_500_000 });

    expect(await slips.refused(me, { agency: 'DL0001', lines: [['MI', 1]] })).toMatchObject({
      code: 'SDDBT',
    });
  });
});

test.each<Person>(['sales', 'agency', 'manager'])(
  '%s may not: it asks finance:write',
  async (person) => {
    await db.as(person, async (me) => {
      expect(await adjustments.refused(me, up)).toMatchObject({
        code: 'SDPRM',
        details: { scope: 'finance:write' },
      });
    });
  },
);

test.each<Person>(['warehouse', 'auditor'])('%s cannot even call it', async (person) => {
  await db.as(person, async (me) => {
    expect((await adjustments.refused(me, up)).code).toBe('42501');
  });
});

describe('what is wrong is told, all at once', () => {
  test('nothing given, a day to come', async () => {
    const tomorrow = await dayFromToday(db, 1);
    await db.as('accountant', async (me) => {
      const refusal = await adjustments.refused(me, {
        agency: null,
        direction: 'left',
        amount: '1.5',
        reason: ' ',
        date: tomorrow,
      });

      expect(refusal).toMatchObject({
        code: 'SDVAL',
        details: {
          fields: [
            { path: 'agency_id', reason: 'required' },
            { path: 'amount', reason: 'whole_number_only' },
            { path: 'adjustment_date', reason: 'in_future' },
            { path: 'direction', reason: 'unknown' },
            { path: 'reason', reason: 'required' },
          ],
        },
      });
    });
  });

  test('a due date is for one upwards that corrects nothing, and not before its day', async () => {
    const [yesterday, nobody] = [await dayFromToday(db, -1), await unknownKey(db)];
    await db.as('accountant', async (me) => {
      expect(
        (
          await adjustments.refused(me, {
            ...up,
            direction: 'down',
            due: await dayFromToday(db, 9),
          })
        ).details['fields'],
      ).toMatchObject([{ path: 'due_date', reason: 'not_for_this' }]);
      expect(
        (await adjustments.refused(me, { ...up, due: yesterday })).details['fields'],
      ).toMatchObject([{ path: 'due_date', reason: 'before_adjustment' }]);
      expect(
        (await adjustments.refused(me, { ...up, slip: nobody })).details['fields'],
      ).toMatchObject([{ path: 'issue_id', reason: 'unknown', value: nobody }]);
    });
  });

  test('a slip of another agency is unknown', async () => {
    const slip = await db.commitAs('manager', (me) =>
      slips.create(me, { agency: 'DL0004', lines: [['TRON', 1]] }),
    );
    await db.as('accountant', async (me) => {
      expect(
        (await adjustments.refused(me, { ...up, slip: slip.id })).details['fields'],
      ).toMatchObject([{ path: 'issue_id', reason: 'unknown' }]);
    });
  });
});

test('sent twice with the same key it is one; with other content it is refused', async () => {
  await db.as('accountant', async (me) => {
    const first = await adjustments.create(me, { ...up, clientKey: 'once' });

    expect(await adjustments.create(me, { ...up, clientKey: 'once' })).toEqual(first);
    expect(await debtOf(me, 'DL0001')).toBe('300000');
    expect((await adjustments.refused(me, { ...up, amount: 1, clientKey: 'once' })).code).toBe(
      'SDDUP',
    );
  });
});

test('the books are right after adjustments', async () => {
  await db.commitAs('accountant', async (me) => {
    await adjustments.create(me, { ...up, due: await dayFromToday(db, 10) });
    await adjustments.create(me, { ...up, direction: 'down', amount: 400_000 });
    await adjustments.cancel(me, (await adjustments.create(me, { ...up, direction: 'down' })).id);
  });
  expect(await brokenInvariants(db)).toEqual({});
});
