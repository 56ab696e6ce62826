import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { adjustmentMaker } from '../../support/adjustment.ts';
import { debtOf } from '../../support/books.ts';
import { testDatabase, type TestDatabase } from '../../support/database.ts';
import { regulate } from '../../support/life.ts';
import { addAgency } from '../../support/master.ts';
import { addOpening, undoOpening, undoOpeningRefused } from '../../support/opening.ts';
import { paymentMaker } from '../../support/payment.ts';
import { allow } from '../../support/people.ts';
import { atOnce, refusedCodes } from '../../support/race.ts';
import { slipMaker, unknownKey, type SlipMaker } from '../../support/slip.ts';

let db: TestDatabase;
let slips: SlipMaker;
let file: string;
let [one, other] = ['', ''];
let round = 0;

beforeAll(async () => {
  db = await testDatabase();
});
afterAll(() => db.close());

// a file of two agencies for each test
beforeEach(async () => {
  round += 1;
  [one, other] = [`DL34${round + 10}`, `DL35${round + 10}`];
  for (const code of [one, other]) await addAgency(db, { code });
  slips = await slipMaker(db);
  file = await addOpening(db, '2024-02-01', [
    [
      one,
      [
        ['HD01', '2024-01-20', '2024-02-20', 700_000],
        ['TT', '2024-01-25', null, -50_000],
      ],
    ],
    [other, [['HD02', '2024-01-20', '2024-02-20', 300_000]]],
  ]);
});

describe('a file of opening debt', () => {
  test('is undone with a reason, by those who may bring it in; file and rows say so', async () => {
    await db.as('accountant', async (me) => {
      expect(await undoOpening(me, file, ' Sai cột ')).toEqual({
        status: 'undone',
        undone_by: me.userId,
        undo_reason: 'Sai cột',
      });
      expect(await debtOf(me, one)).toBe('0');
      expect(
        await me.query(
          `select distinct o.cancelled_by::text as by, o.cancel_reason as why
            from finance.opening_debt as o
         where o.import_id::text = $1`,
          [file],
        ),
      ).toEqual([{ by: me.userId, why: 'Sai cột' }]);
    });
  });

  test('is undone once for the same key, and not a second time', async () => {
    await db.as('accountant', async (me) => {
      const done = await undoOpening(me, file, 'Sai', 'once');

      expect(await undoOpening(me, file, 'Sai', 'once')).toEqual(done);
      expect(await undoOpeningRefused(me, file)).toMatchObject({
        code: 'SDTRN',
        details: { from: 'undone', to: 'undone' },
      });
    });
  });

  test('needs a reason and must be there', async () => {
    const strange = await unknownKey(db);
    await db.as('accountant', async (me) => {
      expect((await undoOpeningRefused(me, file, ' ')).details).toEqual({
        fields: [{ path: 'reason', reason: 'required' }],
      });
      expect((await undoOpeningRefused(me, strange)).code).toBe('SDNFD');
      expect((await undoOpeningRefused(me, null)).code).toBe('SDNFD');
    });
  });

  test.each(['sales', 'manager', 'auditor', 'warehouse'] as const)(
    'is not undone by %s',
    async (person) => {
      expect((await db.as(person, (me) => undoOpeningRefused(me, file))).code).toMatch(
        /^(SDPRM|42501)$/,
      );
    },
  );

  test('is unknown to those who see not all of its agencies', async () => {
    await allow(db, 'sales', 'finance:write');
    expect((await db.as('sales', (me) => undoOpeningRefused(me, file))).code).toBe('SDNFD');
    await db.query(
      `delete from auth.role_permission
        where permission_code = 'finance:write'
          and role_id = (select id from auth.role where code = 'sales')`,
    );
  });
});

describe('what came after it stands in the way, and says of which agencies:', () => {
  const refusal = () => db.as('accountant', (me) => undoOpeningRefused(me, file));
  const naming = (...codes: string[]) => ({
    code: 'SDOPN',
    details: {
      file_name: 'dau-ky.csv',
      count: String(codes.length),
      agencies: codes.map((code) => ({ code, agency_id: slips.agencyId(code) })),
    },
  });

  test('a payment', async () => {
    await db.commitAs('accountant', (me) =>
      paymentMaker(slips.agencyId).create(me, { agency: other, amount: 1000 }),
    );
    expect(await refusal()).toMatchObject(naming(other));
  });

  test('slips of both, though one is cancelled', async () => {
    await db.commitAs('manager', async (me) => {
      await slips.create(me, { agency: one, lines: [['MI', 1]] });
      const gone = await slips.create(me, { agency: other, lines: [['MI', 1]] });
      await me.query('select inventory.cancel_issue($1, $2, $3)', [
        randomUUID(),
        gone.id,
        'Lập nhầm',
      ]);
    });
    expect(await refusal()).toMatchObject(naming(one, other));
  });

  test('an adjustment of one of its rows', async () => {
    await db.commitAs('accountant', (me) =>
      adjustmentMaker(slips.agencyId).create(me, {
        agency: one,
        direction: 'down',
        amount: 1000,
        opening: 'HD01',
      }),
    );
    expect(await refusal()).toMatchObject(naming(one));
  });
});

test('of a slip and undoing at once one is told of the other', async () => {
  const outcomes = await atOnce<unknown>(db, [
    { person: 'accountant', act: (me) => undoOpening(me, file) },
    { person: 'manager', act: (me) => slips.create(me, { agency: one, lines: [['MI', 1]] }) },
  ]);

  // the slip is never refused; whether the file is depends on who came first
  expect([[], ['SDOPN']]).toContainEqual(refusedCodes(outcomes));
  expect(await debtOf(db, one)).toBe(
    refusedCodes(outcomes).length === 0
      ? slips.worth('MI')
      : String(650_000 + Number(slips.worth('MI'))),
  );
});

test('an adjustment that waits for a colleague stands in the way too, until it is decided', async () => {
  await regulate(db, 'FOUR_EYES', 'true');
  const adjustments = adjustmentMaker(slips.agencyId);
  const asked = await db.commitAs('accountant', (me) =>
    adjustments.create(me, {
      agency: one,
      direction: 'down',
      amount: 1000,
      opening: 'HD01',
    }),
  );
  expect((await db.as('accountant', (me) => undoOpeningRefused(me, file))).details).toMatchObject({
    count: '1',
  });

  await db.commitAs('accountant', (me) =>
    me.query('select finance.reject_adjustment($1, $2, $3)', [randomUUID(), asked.id, 'Thôi']),
  );
  expect((await db.as('accountant', (me) => undoOpening(me, file))).status).toBe('undone');
});
