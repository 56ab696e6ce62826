// The demo is a distributor's year made by the functions people call: is it one to learn from?
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { testDatabase, type TestDatabase } from '../support/database.ts';
import { breachesOf, invariantNames } from '../support/invariants.ts';

let db: TestDatabase;

beforeAll(async () => {
  db = await testDatabase({ seed: 'demo' });
}, 120_000);
afterAll(() => db.close());

const counted = async (from: string): Promise<number> =>
  Number((await db.query<{ many: string }>(`select count(*) as many from ${from}`))[0]?.many);

describe('the demo year', () => {
  test.each([
    ['agency.agency', 40],
    ['agency.district', 20],
    ['inventory.item', 20],
    ['inventory.receipt', 145],
    ['inventory.issue where code is not null', 596],
    ['finance.payment', 450],
  ])('has about as many rows of %s as the plan says', async (from, planned) => {
    const many = await counted(from);

    expect(many).toBeGreaterThan(planned * 0.9);
    expect(many).toBeLessThan(planned * 1.1 + 1);
  });

  test('spans twelve months, busiest before Tết, with the old months closed', async () => {
    const months = await db.query<{ month: string; slips: number }>(
      `select to_char(issue_date, 'YYYY-MM') as month, count(*)::int as slips
       from inventory.issue where code is not null group by 1 order by 2 desc`,
    );

    expect(months.length).toBeGreaterThanOrEqual(12);
    expect(months[0]?.month).toMatch(/-0[12]$/);
    expect(await counted('finance.period where is_closed')).toBeGreaterThan(0);
  });

  test.each([
    [
      'a territory that is full',
      `agency.district as d where (
       select count(*) from agency.agency as a
       where a.district_id = d.id and a.status in ('active', 'blocked')) = 4`,
    ],
    [
      'a dealer near the debt limit',
      `agency.agency as a cross join agency.debt_limit_of(a, config.business_date()) as c
       where a.debt_amount between 0.9 * c.debt_limit and c.debt_limit`,
    ],
    [
      'debt over ninety days late',
      `inventory.issue as i where i.issue_date < config.business_date() - 120
       and i.status = 'delivered' and inventory.issue_kept_amount(i) > (
         select coalesce(sum(p.amount), 0) from finance.payment_allocation as p
         where p.issue_id = i.id)`,
    ],
    ['items that are low', 'inventory.item where stock_quantity < min_stock'],
    ['requests that wait', "inventory.issue where status = 'requested'"],
    ['a postponed request', "inventory.issue where status = 'postponed'"],
    [
      'a request that was asked anew',
      "inventory.issue where status = 'requested' and version > 1 and wanted_date is not null",
    ],
    ['a request confirmed with less', 'inventory.issue_detail where asked_quantity > quantity'],
    ['goods given free', 'inventory.issue_detail where is_free'],
    ['goods that came free', 'inventory.receipt_detail where is_free'],
    ['a cancelled slip', "inventory.issue where status = 'cancelled'"],
    ['a cancelled payment', "finance.payment where status = 'cancelled'"],
    ['returned goods', "inventory.issue_return where status = 'confirmed'"],
    ['a return that waits', "inventory.issue_return where status = 'requested'"],
    ['opening debts by document', 'finance.opening_debt where amount > 0 and document is not null'],
    ['what an agency had with us before', 'finance.opening_debt where amount < 0'],
    ['a refund', "finance.refund where status = 'confirmed'"],
    [
      'an adjustment of an opening debt',
      "finance.adjustment where status = 'confirmed' and opening_debt_id is not null",
    ],
    [
      'an adjustment that stands alone',
      "finance.adjustment where direction = 'up' and opening_debt_id is null",
    ],
    ['an agency with credit', "agency.agency where status = 'active' and debt_amount < 0"],
    [
      'an agency that gets no goods on credit',
      `agency.agency as a
       where a.status = 'active'
         and finance.overdue_block(a, config.business_date()) ->> 'reason' = 'days'`,
    ],
    [
      'cash that somebody has in hand',
      'finance.payment where issue_id is not null and handed_over_at is null and status = '
        + "'confirmed'",
    ],
    ['cash that was handed over', 'finance.payment where handed_over_by <> created_by'],
    ['counted shelves', 'inventory.stock_count'],
    [
      'a count that was kept when its receipt came late',
      `inventory.stock_movement as k
       join inventory.stock_movement as m on m.item_id = k.item_id and m.seq = k.offsets_seq
       where k.kind = 'count_kept' and m.kind = 'receipt'`,
    ],
    ['agencies that wait for approval', "agency.agency where status = 'pending'"],
    ['a blocked agency', "agency.agency where status = 'blocked' and debt_amount > 0"],
    ['a terminated agency', "agency.agency where status = 'terminated'"],
  ])('shows %s', async (_what, from) => {
    expect(await counted(from)).toBeGreaterThan(0);
  });

  test.each(invariantNames)('%s', async (invariant) => {
    expect(await breachesOf(db, invariant)).toEqual([]);
  });
});
