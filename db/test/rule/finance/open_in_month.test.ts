import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Actor } from '../../support/actor.ts';
import { adjustmentMaker } from '../../support/adjustment.ts';
import { handOver, paidWith } from '../../support/cash.ts';
import { testDatabase, type TestDatabase } from '../../support/database.ts';
import { regulate, take } from '../../support/life.ts';
import { closePeriod, monthFromNow } from '../../support/period.ts';
import { slipMaker, type SlipMaker } from '../../support/slip.ts';
import { returnMaker } from '../../support/stock.ts';

let db: TestDatabase;
let slips: SlipMaker;
let [before, last, now]: string[] = [];

beforeAll(async () => {
  db = await testDatabase();
  slips = await slipMaker(db);
  [before, last, now] = [
    await monthFromNow(db, -2),
    await monthFromNow(db, -1),
    await monthFromNow(db, 0),
  ];
  await regulate(db, 'FOUR_EYES', 'true');
});
afterAll(() => db.close());

interface Row {
  kind: string;
  many: string;
  amount: string;
  oldest: string;
  documents: Record<string, string>[];
}

const openIn = (me: Actor, month: string | undefined) =>
  me.query<Row & Record<string, unknown>>(
    `select o.kind, o.document_count::text as many, o.amount::text, o.oldest_date::text as oldest,
      o.documents
   from finance.open_in_month($1) as o`,
    [month],
  );

const told = async (me: Actor, month: string | undefined) =>
  (await openIn(me, month)).map(({ kind, many, amount, oldest }) => [kind, many, amount, oldest]);

describe('a month', () => {
  test('in which nothing waits has nothing open', async () => {
    await db.as('manager', async (me) => {
      await slips.create(me, { agency: 'DL0001', date: last ?? '', lines: [['TRON', 1]] });

      expect(await told(me, last)).toEqual([]);
    });
  });

  test('names cash of it and of before that nobody handed over, but no later one', async () => {
    const sell = (date: string | undefined, paidNow: number) =>
      db.commitAs('sales', (me) =>
        slips.create(me, { agency: 'DL0001', date: date ?? '', lines: [['TRON', 1]], paidNow }),
      );
    const [early, gone] = [await sell(before, 200_000), await sell(last, 50_000)];
    await sell(last, 300_000);
    await sell(now, 400_000);
    await db.commitAs('manager', (me) => take(me, 'cancel_issue', gone.id));

    await db.as('manager', async (me) => {
      expect(await told(me, before)).toEqual([['cash', '1', '200000', before]]);
      expect(await told(me, last)).toEqual([['cash', '2', '500000', before]]);
      expect((await openIn(me, before))[0]?.documents).toEqual([
        expect.objectContaining({
          issue_id: early.id,
          agency_code: 'DL0001',
          user_name: 'Nguyễn Văn Bán',
          amount: '200000',
          date: before,
        }),
      ]);
    });
    await db.commitAs('accountant', async (me) =>
      handOver(me, [(await paidWith(me, early.id)).id]),
    );
    expect(await db.as('manager', (me) => told(me, last))).toEqual([['cash', '1', '300000', last]]);
  });

  test('names adjustments that wait for a colleague, by the day told for them', async () => {
    await db.commitAs('accountant', (me) =>
      adjustmentMaker(slips.agencyId).create(me, {
        agency: 'DL0004',
        direction: 'up',
        amount: 90_000,
        date: last ?? '',
      }),
    );

    expect(await db.as('manager', (me) => told(me, last))).toContainEqual([
      'adjustment',
      '1',
      '90000',
      last,
    ]);
    expect(await db.as('manager', (me) => told(me, before))).toEqual([]);
  });

  test('names returns that wait, by the day told for them', async () => {
    const returns = await returnMaker(db);
    const slip = await db.commitAs('manager', (me) =>
      slips.create(me, { agency: 'DL0002', date: last ?? '', lines: [['TRON', 2]] }),
    );
    expect(await db.as('manager', (me) => told(me, last))).not.toContainEqual(
      expect.arrayContaining(['return']),
    );

    await db.commitAs('sales', (me) =>
      returns.request(me, { slip: slip.id, lines: [['TRON', 1]], date: last ?? '' }),
    );

    expect(await db.as('manager', (me) => told(me, last))).toContainEqual([
      'return',
      '1',
      '1000000',
      last,
    ]);
  });

  test('is closed all the same', async () => {
    expect((await db.as('manager', (me) => closePeriod(me, last ?? ''))).is_closed).toBe(true);
  });

  test.each(['accountant', 'sales', 'auditor'] as const)(
    'tells %s nothing, who may not close it',
    async (person) => {
      expect(
        (await db.as(person, (me) => me.refusal('select finance.open_in_month($1)', [last]))).code,
      ).toMatch(/^(SDPRM|42501)$/);
    },
  );
});
