import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Hand } from '../../support/actor.ts';
import { debtLedger, debtOf } from '../../support/books.ts';
import { testDatabase, type TestDatabase } from '../../support/database.ts';
import { brokenInvariants } from '../../support/invariants.ts';
import { addOpening, undoOpening } from '../../support/opening.ts';
import { closePeriod, monthFromNow } from '../../support/period.ts';

let db: TestDatabase;
let month: string;
let early: string;

beforeAll(async () => {
  db = await testDatabase();
  month = await monthFromNow(db, -1);
  early = await monthFromNow(db, -4);
  await db.query('select report.fold_deltas()');
});
afterAll(() => db.close());

const dated = (reader: Pick<Hand, 'query'>, agency: string) =>
  reader.query(
    `select t.kind, t.business_date::text as day from finance.debt_transaction as t
   join agency.agency as a on a.id = t.agency_id where a.code = $1 order by t.seq`,
    [agency],
  );
const kept = (reader: Pick<Hand, 'query'>, agency: string) =>
  reader.query(
    `select o.amount::text, o.open_amount::text as open from finance.open_item as o
   join agency.agency as a on a.id = o.agency_id where a.code = $1
   union all
   select (-c.amount)::text, (-c.free_amount)::text from finance.credit_item as c
   join agency.agency as a on a.id = c.agency_id where a.code = $1`,
    [agency],
  );

describe('opening debt that is undone', () => {
  test('is reversed row by row on the day the books began; nothing is asked for and no money is left', async () => {
    const file = await addOpening(db, month, [
      [
        'DL0001',
        [
          ['HD01', early, early, 3_000_000],
          ['TT', early, null, -500_000],
        ],
      ],
      ['DL0002', [['HD02', early, month, 2_000_000]]],
    ]);

    await db.commitAs('accountant', (me) => undoOpening(me, file));

    expect(
      (await debtLedger(db, 'DL0001')).map(({ kind, amount, balance_after }) => [
        kind,
        amount,
        balance_after,
      ]),
    ).toEqual([
      ['opening', '3000000', '3000000'],
      ['opening', '-500000', '2500000'],
      ['opening_cancel', '-3000000', '-500000'],
      ['opening_cancel', '500000', '0'],
    ]);
    expect(new Set((await dated(db, 'DL0001')).map(({ day }) => day))).toEqual(new Set([month]));
    expect(await kept(db, 'DL0001')).toEqual([
      { amount: '0', open: '0' },
      { amount: '0', open: '0' },
    ]);
    expect([await debtOf(db, 'DL0001'), await debtOf(db, 'DL0002')]).toEqual(['0', '0']);
    expect(await brokenInvariants(db)).toEqual({});
    await db.query('select report.fold_deltas()');
    expect(await brokenInvariants(db)).toEqual({});
  });

  test('is reversed today once that month is closed', async () => {
    const file = await addOpening(db, early, [['DL0004', [['HD01', early, early, 3_000_000]]]]);
    await db.commitAs('admin', (me) => closePeriod(me, early));

    await db.commitAs('accountant', (me) => undoOpening(me, file));

    const [{ today } = { today: '' }] = await db.query<{ today: string }>(
      'select config.business_date()::text as today',
    );
    expect(await dated(db, 'DL0004')).toEqual([
      { kind: 'opening', day: early },
      { kind: 'opening_cancel', day: today },
    ]);
    expect(await brokenInvariants(db)).toEqual({});
  });
});
