import { afterAll, beforeAll, expect, test } from 'vitest';
import { dayFromToday, stockLedger, stockOf } from '../../support/books.ts';
import { testDatabase, type TestDatabase } from '../../support/database.ts';
import { take, takeRefused } from '../../support/life.ts';
import { slipMaker, type SlipMaker } from '../../support/slip.ts';

let db: TestDatabase;
let slips: SlipMaker;

beforeAll(async () => {
  db = await testDatabase();
  slips = await slipMaker(db);
});
afterAll(() => db.close());

test('a cancelled slip puts every item back, each movement reversed by one of today', async () => {
  await db.as('manager', async (me) => {
    const yesterday = await dayFromToday(me, -1);
    const today = await dayFromToday(me, 0);
    const slip = await slips.create(me, {
      agency: 'DL0001',
      lines: [
        ['DUONG', 2.5],
        ['MI', 3],
      ],
      date: yesterday,
    });

    await take(me, 'cancel_issue', slip.id);

    expect(await stockOf(me, 'MI')).toBe('50');
    expect((await stockLedger(me, 'DUONG')).slice(1)).toEqual([
      { seq: '2', kind: 'issue', quantity: '-2.5', balance_after: '18', business_date: yesterday },
      {
        seq: '3',
        kind: 'issue_cancel',
        quantity: '2.5',
        balance_after: '20.5',
        business_date: today,
      },
    ]);
  });
});

test('a delivered slip is cancelled in the same way', async () => {
  await db.as('manager', async (me) => {
    const slip = await slips.create(me, { agency: 'DL0001', lines: [['CUOI', 1]] });
    await take(me, 'deliver_issue', slip.id);

    const cancelled = await take(me, 'cancel_issue', slip.id, { reason: ' Hàng vỡ ' });

    expect(cancelled).toMatchObject({ status: 'cancelled', reason: 'Hàng vỡ', code: slip.code });
    expect(await stockOf(me, 'CUOI')).toBe('1');
  });
});

test('the goods of a cancelled slip can be issued again', async () => {
  await db.as('manager', async (me) => {
    const first = await slips.create(me, { agency: 'DL0001', lines: [['CUOI', 1]] });
    await take(me, 'cancel_issue', first.id);

    await slips.create(me, { agency: 'DL0002', lines: [['CUOI', 1]] });

    expect(await stockOf(me, 'CUOI')).toBe('0');
  });
});

test.each([
  ['no reason', null],
  ['blanks', '   '],
  ['more than 500 characters', 'x'.repeat(501)],
])('a slip is not cancelled with %s', async (_words, reason) => {
  await db.as('manager', async (me) => {
    const slip = await slips.create(me, { agency: 'DL0001', lines: [['MI', 1]] });

    const refusal = await takeRefused(me, 'cancel_issue', slip.id, { reason });

    expect(refusal.code).toBe('SDVAL');
    expect(await stockOf(me, 'MI')).toBe('49');
  });
});
