// Half a year of random business, with back-dated slips, cancellations, returns, advances and
// months that are closed on the way, and every report of it counted again from the raw ledgers.
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { testDatabase, type TestDatabase } from '../support/database.ts';
import { liveHalfYear } from '../support/half_year.ts';
import { breachesOf } from '../support/invariants.ts';
import { monthFromNow } from '../support/period.ts';
import { seededRandom } from '../support/race.ts';
import {
  boughtByAll,
  debtLedger,
  monthlyDebt,
  monthlySales,
  monthOf,
  priceOn,
  stockBetween,
  stockLedgerOfAll,
  sum,
  worthOf,
  type Bought,
  type DebtEntry,
  type StockEntry,
} from '../support/recount.ts';
import { ages, desk, papersOf, type Papers } from '../support/recount_open.ts';

const SEED = Number(process.env.REPORTS_SEED ?? 20261125);
const agencies = ['DL0001', 'DL0002', 'DL0004'];

let db: TestDatabase;
let months: string[];
let debts: DebtEntry[];
let stock: StockEntry[];
let papers: Papers;
let bought: Bought[];
/** What items cost before anything was bought. */
let firstPrices: Map<string, bigint>;
/** A moment in the middle, after which more was recorded, back-dated too. */
let printedAt: string;
let today: string;
const random = seededRandom(SEED);
const pick = <T>(things: readonly T[]): T => things[Math.floor(random() * things.length)] as T;

beforeAll(async () => {
  db = await testDatabase();
  months = await Promise.all([-6, -5, -4, -3, -2, -1, 0].map((ago) => monthFromNow(db, ago)));
  today =
    (await db.query<{ day: string }>('select config.business_date()::text as day'))[0]?.day ?? '';
  await db.query(`insert into config.regulation_version (regulation_id, value, valid_from, reason)
    select id, 'false', date '2000-01-02', 'Nhận tiền trả trước' from config.regulation
    where key = 'PAYMENT_NOT_OVER_DEBT'`);
  await db.query('update agency.agency_type set debt_limit = 900000000000');
  await db.query(`update agency.agency set reception_date = $1`, [months[0]]);
  firstPrices = new Map(
    (
      await db.query<{ sku: string; price: string }>(
        'select sku, import_price::text as price from inventory.item',
      )
    ).map(({ sku, price }) => [sku, BigInt(price)]),
  );
  printedAt = await liveHalfYear(db, { months, today, random });
  [debts, stock, bought, papers] = [
    await debtLedger(db),
    await stockLedgerOfAll(db),
    await boughtByAll(db),
    await papersOf(db),
  ];
}, 240_000);
afterAll(() => db.close());

const read = <T extends Record<string, unknown>>(sql: string, values: unknown[]) =>
  db.as('manager', (me) => me.query<T & Record<string, string>>(sql, values));
const big = (text: string | null | undefined) => BigInt(text ?? '0');
const byName = <T extends readonly [string, ...unknown[]]>(rows: T[]): T[] =>
  rows.toSorted((a, b) => a[0].localeCompare(b[0]));
const knownBy = <T extends { recorded: string }>(rows: T[], moment: string) =>
  rows.filter(({ recorded }) => `${recorded}Z` <= moment);
const debtReport = async (month: string | undefined, knownAt: string | null = null) =>
  byName(
    (
      await read(
        `select a.code, m.opening_amount::text as o, m.increase_amount::text as i,
          m.decrease_amount::text as d,
     m.closing_amount::text as c
   from report.monthly_debt($1, $2) as m join agency.agency as a on a.id = m.agency_id`,
        [month, knownAt],
      )
    ).map(({ code, o, i, d, c }) => [code ?? '', big(o), big(i), big(d), big(c)] as const),
  );
const stockReport = async (from: string, to: string, knownAt: string | null = null) =>
  byName(
    (
      await read(
        `select i.sku, trunc(s.opening_quantity * 1000)::text as o,
          trunc(s.in_quantity * 1000)::text as c,
     trunc(s.out_quantity * 1000)::text as w, trunc(s.adjustment_quantity * 1000)::text as f,
     trunc(s.kept_quantity * 1000)::text as k,
     trunc(s.closing_quantity * 1000)::text as e, trunc(s.free_in_quantity * 1000)::text as fi,
     trunc(s.free_out_quantity * 1000)::text as fo
   from report.stock_between($1, $2, $3) as s join inventory.item as i on i.id = s.item_id`,
        [from, to, knownAt],
      )
    ).map(
      ({ sku, o, c, w, f, k, e, fi, fo }) =>
        [sku ?? '', big(o), big(c), big(w), big(f), big(k), big(e), big(fi), big(fo)] as const,
    ),
  );
const moved = <T extends readonly [string, ...bigint[]]>(rows: readonly T[]) =>
  rows.filter(([, ...figures]) => figures.some((f) => f !== 0n));

test(`the half year is rich enough to prove something (seed ${SEED})`, () => {
  const kinds = new Set(debts.map(({ kind }) => kind));
  expect([...kinds].toSorted()).toEqual([
    'adjustment',
    'adjustment_cancel',
    'issue',
    'issue_cancel',
    'opening',
    'paid_now',
    'payment',
    'payment_cancel',
    'refund',
    'refund_cancel',
    'return',
    'return_cancel',
  ]);
  expect(papers.told.length).toBeGreaterThan(0);
  const aged = [...months.map((month) => `${monthOf(month)}-19`), today].flatMap((day) =>
    ages(papers, agencies, day),
  );
  // every age occurs, and an advance
  for (const column of [1, 2, 3, 4, 5, 6])
    expect(aged.some((row) => (row[column] as bigint) > 0n)).toBe(true);
  // goods came and went free, and came back
  for (const kind of ['issue', 'receipt', 'return', 'issue_cancel'])
    expect(
      stock.some((entry) => entry.kind === kind && entry.free !== 0n),
      kind,
    ).toBe(true);
  // papers came after counts that had seen their goods, before it was printed and after
  const kept = stock.filter(({ kind }) => kind === 'count_kept' || kind === 'count_kept_cancel');
  expect(new Set(kept.map(({ kind }) => kind)).size).toBe(2);
  expect(knownBy(kept, printedAt).length).toBeGreaterThan(0);
  expect(knownBy(kept, printedAt).length).toBeLessThan(kept.length);
  expect(knownBy(debts, printedAt).length).toBeLessThan(debts.length);
  expect(
    debts.some(({ recorded, day }) => recorded > printedAt && monthOf(day) < monthOf(today)),
  ).toBe(true);
});

describe.each([0, 1, 2, 3, 4, 5, 6])('month %#', (index) => {
  test('debt is what the ledger says, now and as it was known when it was printed', async () => {
    const month = months[index] ?? '';

    expect(await debtReport(month)).toEqual(byName(monthlyDebt(debts, monthOf(month))));
    expect(await debtReport(month, printedAt)).toEqual(
      byName(monthlyDebt(knownBy(debts, printedAt), monthOf(month))),
    );
  });

  test('sales are what the ledger says, and shares add to 100.0', async () => {
    const month = months[index] ?? '';
    const rows = await read(
      `select a.code, s.slip_count::text as slips, s.total_amount::text as total, s.share::text,
         s.cancelled_later_slip_amount::text as later
       from report.monthly_sales($1) as s join agency.agency as a on a.id = s.agency_id`,
      [month],
    );
    const counted = monthlySales(debts, monthOf(month));

    expect(
      byName(
        rows.map(
          ({ code, slips, total, later }) =>
            [code ?? '', Number(slips), big(total), big(later)] as const,
        ),
      ),
    ).toEqual(byName(counted.filter(([agency]) => rows.some(({ code }) => code === agency))));
    expect(sum(counted.map(([, , total]) => total))).toBe(sum(rows.map(({ total }) => big(total))));
    // a month that sold nothing has no shares
    const whole = sum(rows.map(({ total }) => big(total))) > 0n ? 1000 : 0;
    expect(rows.reduce((tenths, { share }) => tenths + Math.round(Number(share) * 10), 0)).toBe(
      whole,
    );
  });

  test('what it ends with the next begins with, and the last with the debt of today', async () => {
    const next = months[index + 1];
    const ends = (await debtReport(months[index])).map(
      ([code, , , , closing]) => [code, closing] as const,
    );
    const begins =
      next === undefined
        ? (
            await db.query<{ code: string; debt: string }>(
              'select code, debt_amount::text as debt from agency.agency',
            )
          ).map(({ code, debt }) => [code, big(debt)] as const)
        : (await debtReport(next)).map(([code, opening]) => [code, opening] as const);

    expect(byName(moved(begins))).toEqual(byName(moved(ends)));
  });

  test('stock is what the ledger says, of a whole month, of any days, and as it was known', async () => {
    const month = months[index] ?? '';
    const middle = `${monthOf(month)}-17`;
    const end = `${monthOf(month)}-28`;
    for (const [from, to] of [
      [month, end],
      [middle, middle],
      [month, today],
      [middle, end],
    ] as const) {
      expect(moved(await stockReport(from, to))).toEqual(
        byName(moved(stockBetween(stock, from, to))),
      );
    }
    expect(moved(await stockReport(month, end, printedAt))).toEqual(
      byName(moved(stockBetween(knownBy(stock, printedAt), month, end))),
    );
  });

  test('ages of debt are those of money handed over oldest first, and add up to the debt', async () => {
    const day = [`${monthOf(months[index] ?? '')}-19`, today].toSorted()[0] ?? '';
    const rows = await read(
      `select a.code, g.not_due_amount::text as n, g.up_to_30_amount::text as a,
        g.up_to_60_amount::text as b,
         g.up_to_90_amount::text as c, g.over_90_amount::text as d, g.advance_amount::text as e,
         g.debt_amount::text as debt
       from report.ageing($1) as g join agency.agency as a on a.id = g.agency_id`,
      [day],
    );

    expect(
      byName(
        rows.map(
          (row) =>
            [
              row.code ?? '',
              big(row.n),
              big(row.a),
              big(row.b),
              big(row.c),
              big(row.d),
              big(row.e),
            ] as const,
        ),
      ),
    ).toEqual(byName(ages(papers, agencies, day)));
    expect(
      rows.every(
        (row) =>
          big(row.n) + big(row.a) + big(row.b) + big(row.c) + big(row.d) - big(row.e)
          === big(row.debt),
      ),
    ).toBe(true);
  });
});

test('what is open of each item, on random days and as it was known, is what coins on plates say', async () => {
  for (let nth = 0; nth < 24; nth += 1) {
    const day = new Date(Date.parse(months[0] ?? '') + Math.floor(random() * 200) * 86_400_000)
      .toISOString()
      .slice(0, 10);
    const [agency, knownAt] = [pick(agencies), nth % 3 === 0 ? printedAt : null];
    const rows = await db.query<Record<string, string>>(
      `select coalesce(i.code, f.code, j.code, 'opening ' || t.opening_debt_id) as key,
        o.due_date::text as due, o.open_amount::text as open
       from agency.agency as a
       cross join finance.open_items_on(a.id, $2, $3) as o
       join finance.debt_transaction as t on t.agency_id = a.id and t.seq = o.item_seq
       left join inventory.issue as i on i.id = o.issue_id
       left join finance.refund as f on f.id = t.refund_id
       left join finance.adjustment as j on j.id = t.adjustment_id
       where a.code = $1 and o.open_amount > 0`,
      [agency, day, knownAt],
    );

    expect(
      rows.map((row) => ({ ...row, open: big(row.open) })),
      `${agency} on ${day} as known ${knownAt}`,
    ).toEqual(desk(papers, agency, day, knownAt ?? undefined).open);
  }
});

test('ages of today, from what is kept of each item, are the same', async () => {
  const [refreshed] = await read(
    'select count(*)::text as n, sum(debt_amount)::text as debt from report.ageing()',
    [],
  );

  expect(refreshed).toEqual({
    n: String(ages(papers, agencies, today).length),
    debt: String(sum(debts.map(({ amount }) => amount))),
  });
});

test.each(agencies)(
  'the statement of %s carries on from what was brought forward, row by row',
  async (code) => {
    const [from, to] = [`${monthOf(months[2] ?? '')}-10`, `${monthOf(months[4] ?? '')}-20`];
    for (const [ledger, knownAt] of [
      [debts, null],
      [knownBy(debts, printedAt), printedAt],
    ] as const) {
      const own = ledger.filter(({ agency, day }) => agency === code && day <= to);
      let balance = sum(own.filter(({ day }) => day < from).map(({ amount }) => amount));
      const counted: string[] = [`brought_forward ${balance}`];
      for (const entry of own
        .filter(({ day }) => day >= from)
        .toSorted((a, b) => a.day.localeCompare(b.day))) {
        balance += entry.amount;
        counted.push(`${entry.kind} ${entry.day} ${entry.amount} ${balance}`);
      }

      const rows = await read(
        `select s.kind, s.business_date::text as day,
          (coalesce(s.increase_amount, 0) - coalesce(s.decrease_amount, 0))::text as amount,
         s.balance_amount::text as balance
       from report.agency_statement((select id from agency.agency where code = $1), $2, $3,
         $4) as s`,
        [code, from, to, knownAt],
      );
      expect(
        rows.map(({ kind, day, amount, balance: after }) =>
          kind === 'brought_forward' ? `${kind} ${after}` : `${kind} ${day} ${amount} ${after}`,
        ),
      ).toEqual(counted);
    }
  },
);

test('what changed a month since it was printed is exactly the difference, with its authors', async () => {
  const month = months[3] ?? '';
  const late = await read<{ author_name: string }>(
    `select l.amount::text, l.author_name, l.recorded_at::text
      from report.late_debt_transactions($1, $2) as l`,
    [month, printedAt],
  );
  const closing = async (knownAt: string | null) =>
    sum((await debtReport(month, knownAt)).map(([, , , , amount]) => amount));

  expect(late.length).toBeGreaterThan(0);
  expect(sum(late.map(({ amount }) => big(amount)))).toBe(
    (await closing(null)) - (await closing(printedAt)),
  );
  expect(late.every(({ author_name: author }) => author.length > 3)).toBe(true);
  expect(await read('select * from report.late_debt_transactions($1, now())', [month])).toEqual([]);
});

test('what changed the stock of a day since it was printed is exactly the difference', async () => {
  const day = `${monthOf(months[4] ?? '')}-28`;
  const late = await read(
    `select trunc(l.quantity * 1000)::text as q from report.late_stock_movements($1, $2) as l`,
    [day, printedAt],
  );
  const closing = async (knownAt: string | null) =>
    sum((await stockReport(day, day, knownAt)).map((row) => row[6] as bigint));

  expect(late.length).toBeGreaterThan(0);
  expect(sum(late.map(({ q }) => big(q)))).toBe((await closing(null)) - (await closing(printedAt)));
});

/** Worth of what is there at the end of a day, as the report says it and as it is counted here. */
async function worthBothWays(day: string, knownAt: string | null = null) {
  const told = await read(
    `select i.sku, s.worth::text from report.stock_between($1, $1, $2) as s
      join inventory.item as i on i.id = s.item_id`,
    [day, knownAt],
  );
  const there = stockBetween(knownAt === null ? stock : knownBy(stock, knownAt), day, day);
  const counted = there.map(
    ([item, , , , , , closing]) =>
      [
        item,
        worthOf(
          closing,
          priceOn(bought, firstPrices.get(item) ?? 0n, item, day, knownAt ?? undefined),
        ),
      ] as const,
  );
  return {
    told: byName(moved(told.map(({ sku, worth }) => [sku ?? '', big(worth)] as const))),
    counted: byName(moved(counted)),
  };
}

test('the worth of the stock of any day is its quantity at the price of that day, and as it was known', async () => {
  expect(bought.filter(({ cancelled }) => cancelled !== null).length).toBeGreaterThan(0);
  const days = months
    .flatMap((month) => ['01', '09', '17', '28'].map((day) => `${monthOf(month)}-${day}`))
    .filter((day) => day < today);
  for (const day of [...days, today]) {
    const now = await worthBothWays(day);
    expect(now.told, day).toEqual(now.counted);
    const then = await worthBothWays(day, printedAt);
    expect(then.told, `${day} as known ${printedAt}`).toEqual(then.counted);
  }
  // late receipts moved the worth of past days, and the test would see it
  const [month = ''] = months.slice(4);
  expect((await worthBothWays(`${monthOf(month)}-17`)).told).not.toEqual(
    (await worthBothWays(`${monthOf(month)}-17`, printedAt)).told,
  );
});

test('the worth of the stock of today is its quantity at the price that stands on the item', async () => {
  const [row] = await read(
    `select sum(s.worth)::text as worth, max((s.total).worth)::text as total,
       (select sum(round(i.stock_quantity * i.import_price))::text
         from inventory.item as i) as today
     from report.stock_between() as s`,
    [],
  );

  expect(row?.worth).toBe(row?.total);
  expect(row?.worth).toBe(row?.today);
});

test('a chart of months shows what the months sold, and collected less what was refunded', async () => {
  const rows = await read(
    `select to_char(m.month, 'YYYY-MM') as month, m.sold_amount::text as sold,
      m.collected_amount::text as collected,
       m.refunded_amount::text as refunded
     from report.sales_by_month(7) as m`,
    [],
  );

  expect(
    rows.map(({ month, sold, collected, refunded }) => [
      month,
      big(sold),
      big(collected),
      big(refunded),
    ]),
  ).toEqual(
    months.map((month) => {
      const own = debts.filter(({ day }) => monthOf(day) === monthOf(month));
      const of = (kinds: string[]) =>
        sum(own.filter(({ kind }) => kinds.includes(kind)).map(({ amount }) => amount));
      return [
        monthOf(month),
        of(['issue', 'issue_cancel']),
        -of(['payment', 'paid_now', 'payment_cancel', 'refund', 'refund_cancel']),
        of(['refund', 'refund_cancel']),
      ];
    }),
  );
});

test.each([
  'closed_agency_months_equal_the_ledger',
  'closed_item_months_equal_the_ledger',
  'monthly_sales_equal_the_ledger',
  'agency_months_equal_the_ledger',
  'item_days_equal_the_ledger',
])('no breach of %s', async (invariant) => {
  expect(await breachesOf(db, invariant)).toEqual([]);
});
