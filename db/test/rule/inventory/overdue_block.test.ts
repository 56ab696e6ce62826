import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { dayFromToday } from '../../support/books.ts';
import { testDatabase, type TestDatabase } from '../../support/database.ts';
import { request, take } from '../../support/life.ts';
import { fileOf, setRegulation, setTerms, type OwnTerms } from '../../support/master_edit.ts';
import { exampleBooks, type Example } from '../../support/open_items.ts';
import { atOnce, refusedCodes } from '../../support/race.ts';
import { slipMaker, type SlipMaker } from '../../support/slip.ts';

let db: TestDatabase;
let slips: SlipMaker;
let books: Awaited<ReturnType<typeof exampleBooks>>;

beforeAll(async () => {
  db = await testDatabase();
  books = await exampleBooks(db);
});
afterAll(() => db.close());

const own = async (example: Example, wish: OwnTerms) =>
  db.commitAs('admin', async (me) => setTerms(me, await fileOf(me, example.code), wish));

/** What a slip of one piece today is told: 'accepted', or the refusal. */
async function attempt(example: Example, paidNow = 0) {
  slips = await slipMaker(db);
  return db.as('admin', async (me) => {
    try {
      return await me.refusalOf(() =>
        slips.create(me, { agency: example.code, lines: [['TRAM', 1]], paidNow }),
      );
    } catch {
      return { code: 'accepted', details: {} };
    }
  });
}

/** What the form is told beforehand. */
const forecast = (example: Example, total: number | null, paidNow = 0) =>
  db.as('admin', (me) =>
    me.one<{ overdue: unknown }>(
      'select h.overdue from inventory.issue_headroom($1, $2, $3) as h',
      [example.agencyId, total, paidNow],
    ),
  );

/** R20: 2,000,000 due 31/10, 1,500,000 paid on 05/11, blocked after 15 days. */
async function r20(paperToday: string) {
  const example = await books.example(paperToday);
  await own(example, { blockDays: 15 });
  const slip = await example.slip('A', '01/10', 2_000_000);
  await example.pay('05/11', 1_500_000);
  return { example, slip };
}

describe('more than 15 days past due', () => {
  test('is not yet on the fifteenth day', async () => {
    const { example } = await r20('15/11');

    expect((await attempt(example)).code).toBe('accepted');
    expect(await forecast(example, 102_000)).toEqual({ overdue: null });
  });

  test('is on the sixteenth: the slip, its days and what is open of it are told, form and rule alike', async () => {
    const { example, slip } = await r20('16/11');
    const block = {
      reason: 'days',
      allowed: 15,
      count: 1,
      to_pay: '500000',
      slips: [{ slip: slip.code, kind: 'issue', days: 16, amount: '500000' }],
    };

    expect(await attempt(example)).toMatchObject({
      code: 'SDOVD',
      details: {
        agency_code: example.code,
        slip_total: '102000',
        paid_now: '0',
        ...block,
      },
    });
    expect(await forecast(example, null)).toEqual({ overdue: block });
    expect(await forecast(example, 102_000, 101_999)).toEqual({ overdue: block });
  });

  test('to the last đồng: 499,999 leave 1, one more lets it pass', async () => {
    const { example } = await r20('16/11');
    await example.pay('16/11', 499_999);
    expect((await attempt(example)).details).toMatchObject({ to_pay: '1' });

    await example.pay('16/11', 1);
    expect((await attempt(example)).code).toBe('accepted');
  });

  test('does not stop a slip that is paid in full now, but one of which a đồng is left', async () => {
    const { example } = await r20('16/11');

    expect((await attempt(example, 102_000)).code).toBe('accepted');
    expect(await forecast(example, 102_000, 102_000)).toEqual({ overdue: null });
    expect((await attempt(example, 101_999)).code).toBe('SDOVD');
  });

  test('does not stop a request, but confirming it', async () => {
    const { example } = await r20('16/11');
    slips = await slipMaker(db);
    await db.as('admin', async (me) => {
      const asked = await request(me, slips, { agency: example.code, lines: [['TRAM', 1]] });

      expect((await me.refusalOf(() => take(me, 'confirm_issue', asked.id))).code).toBe('SDOVD');
    });
  });

  test('an opening row of 1 đ counts, by the name on its paper', async () => {
    const example = await books.example('16/11');
    await own(example, { blockDays: 15 });
    await example.begin('01/11', [['HD07', '01/10', '31/10', 1]]);

    expect((await attempt(example)).details).toMatchObject({
      reason: 'days',
      to_pay: '1',
      slips: [{ slip: 'HD07', kind: 'opening', days: 16, amount: '1' }],
    });
  });

  test('adjustments and refunds count, each by its number', async () => {
    const example = await books.example('17/11');
    await own(example, { blockDays: 15 });
    const up = await example.adjust('31/10', 'up', 300_000);
    const paid = await example.pay('01/11', 300_000);
    const down = await example.adjust('01/11', 'down', 200_000);
    const refund = await example.refund('01/11', 200_000);
    await example.cancelPayment(paid);
    await example.cancelAdjustment(down);

    expect((await attempt(example)).details).toMatchObject({
      reason: 'days',
      count: 2,
      to_pay: '500000',
      slips: [
        { slip: up.code, kind: 'adjustment', days: 17, amount: '300000' },
        { slip: refund.code, kind: 'refund', days: 16, amount: '200000' },
      ],
    });
  });
});

describe('at most two slips with something open', () => {
  test('refuses a third, and what closes the earliest is to be paid: 100 of 100 and 300', async () => {
    const example = await books.example();
    await own(example, { slips: 2 });
    const a = await example.slip('A', '01/11', 100_000);
    const b = await example.slip('B', '02/11', 300_000);

    expect(await attempt(example)).toMatchObject({
      code: 'SDOVD',
      details: {
        reason: 'slips',
        allowed: 2,
        count: 2,
        to_pay: '100000',
        slips: [
          { slip: a.code, days: 0, amount: '100000' },
          { slip: b.code, days: 0, amount: '300000' },
        ],
      },
    });

    await example.pay('29/11', 100_000);
    expect((await attempt(example)).code).toBe('accepted');
  });

  test('does not count opening rows, which are paid before them all the same', async () => {
    const example = await books.example();
    await own(example, { slips: 1 });
    await example.begin('01/09', [
      ['HD01', '01/08', '31/08', 40_000],
      ['HD02', '02/08', '01/09', 2_000],
    ]);
    expect((await attempt(example)).code).toBe('accepted');

    await example.slip('A', '01/11', 100_000);
    expect((await attempt(example)).details).toMatchObject({
      reason: 'slips',
      count: 1,
      to_pay: '142000',
    });
  });

  test('is judged once at a time: of two slips at once one is confirmed', async () => {
    const example = await books.example();
    await own(example, { slips: 1 });
    slips = await slipMaker(db);
    const wish = { agency: example.code, lines: [['TRAM', 1]] as [string, number][] };

    const outcomes = await atOnce<unknown>(db, [
      { person: 'admin', act: (me) => slips.create(me, wish) },
      { person: 'manager', act: (me) => slips.create(me, wish) },
    ]);

    expect(refusedCodes(outcomes as Parameters<typeof refusedCodes>[0])).toEqual(['SDOVD']);
  });
});

test('what makes it pass makes it pass for both reasons', async () => {
  const example = await books.example('16/11');
  await example.begin('01/10', [['HD07', '01/09', '31/10', 5000]]);
  await example.slip('A', '01/11', 100_000);
  await own(example, { blockDays: 15, slips: 1 });

  expect((await attempt(example)).details).toMatchObject({
    reason: 'days',
    count: 1,
    to_pay: '105000',
  });
});

describe('the regulations', () => {
  test('hold where the agency has no figure of its own, and are off when empty', async () => {
    const example = await books.example('16/11');
    await example.slip('A', '01/10', 2_000_000);
    slips = await slipMaker(db);
    const sell = { agency: example.code, lines: [['TRAM', 1]] as [string, number][] };
    await db.as('admin', async (me) => {
      await setRegulation(me, { key: 'BLOCK_OVERDUE_DAYS', value: '15' });
      await setRegulation(me, { key: 'MAX_OPEN_SLIPS', value: '1' });
      expect((await slips.refused(me, sell)).details).toMatchObject({
        reason: 'days',
        allowed: 15,
      });

      const file = await setTerms(me, await fileOf(me, example.code), { blockDays: 16 });
      expect((await slips.refused(me, sell)).details).toMatchObject({
        reason: 'slips',
        allowed: 1,
      });
      await setTerms(me, file, { blockDays: 16, slips: 2 });
      await slips.create(me, sell);
    });
    expect((await attempt(example)).code).toBe('accepted');
  });

  test('are set to nothing from a day on', async () => {
    await db.as('admin', async (me) => {
      const tomorrow = await dayFromToday(me, 1);
      await setRegulation(me, { key: 'MAX_OPEN_SLIPS', value: '3' });
      expect(
        await setRegulation(me, {
          key: 'MAX_OPEN_SLIPS',
          value: ' ',
          from: tomorrow,
          clientKey: randomUUID(),
        }),
      ).toMatchObject({ value: '', valid_from: tomorrow });
      expect(
        await me.refusalOf(() => setRegulation(me, { key: 'PAYMENT_TERM_DAYS', value: ' ' })),
      ).toMatchObject({
        details: { fields: [{ path: 'value', reason: 'required' }] },
      });
    });
  });
});
