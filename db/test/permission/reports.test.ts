// Who reads which report, and that those who see some agencies only read figures of those.
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Person } from '../support/actor.ts';
import { testDatabase, type TestDatabase } from '../support/database.ts';
import { slipMaker } from '../support/slip.ts';

let db: TestDatabase;

beforeAll(async () => {
  db = await testDatabase();
  const slips = await slipMaker(db);
  await db.commitAs('manager', async (me) => {
    for (const agency of ['DL0001', 'DL0002', 'DL0004'])
      await slips.create(me, { agency, lines: [['TRON', 1]] });
  });
  for (const report of ['monthly_sales', 'agency_ranking'])
    await db.query('select report.refresh($1)', [report]);
});
afterAll(() => db.close());

const reports: Record<string, string> = {
  'monthly sales': 'report.monthly_sales(config.business_date())',
  'monthly debt': 'report.monthly_debt(config.business_date())',
  ageing: 'report.ageing()',
  'ageing of a day': 'report.ageing(config.business_date() - 1)',
  ranking: 'report.agency_ranking()',
  'late debt': `report.late_debt_transactions(config.business_date(), '2000-01-01')`,
};
const everybody: Person[] = [
  'admin',
  'manager',
  'accountant',
  'auditor',
  'sales',
  'warehouse',
  'agency',
];
const ROWS = expect.any(Number) as unknown;
const refusals: Partial<Record<Person, string>> = {
  sales: 'SDPRM',
  agency: 'SDPRM',
  warehouse: '42501',
};

/** Rows of what a person asks for, or the code of the refusal. */
const asked = (person: Person, what: string) =>
  db.as(person, async (me) => {
    try {
      return (await me.query(`select * from ${what} as asked`)).length;
    } catch (error) {
      return (error as { code?: string }).code;
    }
  });

describe.each(Object.entries(reports))('%s', (_name, what) => {
  test.each(everybody)('%s', async (person) => {
    expect(await asked(person, what)).toEqual(refusals[person] ?? ROWS);
  });
});

describe.each([
  'report.stock_between()',
  `report.late_stock_movements(config.business_date(), '2000-01-01')`,
])('%s', (what) => {
  test.each(everybody)('%s', async (person) => {
    expect(await asked(person, what)).toEqual(
      person === 'warehouse' ? ROWS : (refusals[person] ?? ROWS),
    );
  });
});

test.each(['sales', 'agency'] as const)(
  '%s who may read reports reads those of the own agencies only',
  async (person) => {
    await db.query(
      `insert into auth.role_permission (role_id, permission_code)
     select id, 'report:read' from auth.role where code = $1`,
      [person],
    );
    const own = person === 'sales' ? ['DL0001', 'DL0002'] : ['DL0001'];

    for (const what of Object.values(reports).filter((report) => !report.includes('- 1'))) {
      const seen = await db.as(person, (me) =>
        me.query<{ code: string }>(
          `select a.code from ${what} as r join agency.agency as a on a.id = r.agency_id
            order by 1`,
        ),
      );
      expect({ what, seen: seen.map(({ code }) => code) }).toEqual({ what, seen: own });
    }
    const [total] = await db.as(person, (me) =>
      me.query<{ sold: string; debt: string }>(
        `select (select (s.total).total_amount::text
          from report.monthly_sales(config.business_date()) as s limit 1) as sold,
       (select (a.total).debt_amount::text from report.ageing() as a limit 1) as debt`,
      ),
    );
    expect(total).toEqual({
      sold: String(1_000_000 * own.length),
      debt: String(1_000_000 * own.length),
    });
    await db.query(
      `delete from auth.role_permission using auth.role as r
     where r.id = role_id and r.code = $1 and permission_code = 'report:read'`,
      [person],
    );
  },
);

test('who sees some agencies only cannot work out what all of them bought', async () => {
  await db.query(
    `insert into auth.role_permission (role_id, permission_code)
     select id, 'report:read' from auth.role where code = 'agency'`,
  );
  const seen = (person: Person) =>
    db.as(person, async (me) => ({
      shares: await me.query(
        `select s.share, (s.total).share as sum
          from report.monthly_sales(config.business_date()) as s
          where s.agency_id = (select id from agency.agency where code = 'DL0001')`,
      ),
      places: await me.query('select r.place::int from report.agency_ranking() as r'),
    }));

  expect(await seen('agency')).toEqual({
    shares: [{ share: null, sum: null }],
    places: [{ place: 1 }],
  });
  expect((await seen('manager')).shares).toEqual([
    { share: expect.stringMatching(/^33\.[34]$/), sum: '100.0' },
  ]);
  expect((await seen('manager')).places.length).toBeGreaterThan(2);
  await db.query(
    `delete from auth.role_permission using auth.role as r
     where r.id = role_id and r.code = 'agency' and permission_code = 'report:read'`,
  );
});

test('a role that may not read money reads no report of it, and no sum of it', async () => {
  await db.query(
    `delete from auth.role_permission using auth.role as r
     where r.id = role_id and r.code = 'accountant' and permission_code = 'finance:read'`,
  );
  for (const what of Object.values(reports)) expect(await asked('accountant', what)).toBe('SDPRM');
  await db.query(
    `insert into auth.role_permission (role_id, permission_code)
     select id, 'finance:read' from auth.role where code in ('accountant', 'warehouse')`,
  );

  const [sums] = await db.as('warehouse', (me) =>
    me.query(
      `select coalesce(o.sold_amount, o.sold_before_amount, o.collected_amount, o.debt_amount,
         o.overdue_amount, o.refunded_amount) as money from report.overview() as o`,
    ),
  );
  expect(sums).toEqual({ money: null });
  await db.query(
    `delete from auth.role_permission using auth.role as r
     where r.id = role_id and r.code = 'warehouse' and permission_code = 'finance:read'`,
  );
});

test("a dealer reads the own statement and nobody else's", async () => {
  const statement = (person: Person, code: string) =>
    db.as(person, (me) =>
      me.query<{ kind: string }>('select s.kind from report.agency_statement($1) as s', [
        keys.get(code),
      ]),
    );
  const keys = new Map(
    (await db.query<{ code: string; id: string }>('select code, id::text from agency.agency')).map(
      ({ code, id }) => [code, id],
    ),
  );

  expect((await statement('agency', 'DL0001')).map(({ kind }) => kind)).toEqual([
    'brought_forward',
    'issue',
  ]);
  expect(await statement('agency', 'DL0002')).toEqual([]);
  expect(await statement('sales', 'DL0004')).toEqual([]);
  expect(await statement('accountant', 'DL0004')).toHaveLength(2);
  expect(
    await asked(
      'warehouse',
      `report.agency_statement((select id from agency.agency where code = 'DL0001'))`,
    ),
  ).toBe('42501');
});

test.each<[Person, object]>([
  ['manager', { sold: '3000000', debt: '3000000', waiting: '0', low: expect.any(String) }],
  ['sales', { sold: '2000000', debt: '2000000', waiting: '0', low: expect.any(String) }],
  ['agency', { sold: '1000000', debt: '1000000', waiting: '0', low: null }],
  ['warehouse', { sold: null, debt: null, waiting: '0', low: expect.any(String) }],
])('the overview of %s has what that person may know', async (person, figures) => {
  const [seen] = await db.as(person, (me) =>
    me.query(
      `select o.sold_amount::text as sold, o.debt_amount::text as debt,
        o.waiting_count::text as waiting,
       o.low_stock_count::text as low from report.overview() as o`,
    ),
  );

  expect(seen).toMatchObject(figures);
});

test.each<[Person, number | string]>([
  ['sales', 12],
  ['agency', 12],
  ['manager', 12],
  ['warehouse', '42501'],
])('a chart of months for %s', async (person, answer) => {
  expect(await asked(person, 'report.sales_by_month()')).toBe(answer);
});

test.each<[Person, number]>([
  ['manager', 0],
  ['sales', 0],
])('agencies near their limit for %s', async (person, before) => {
  expect(await asked(person, 'agency.agencies_near_limit()')).toBe(before);
  await db.query('update agency.agency_type set debt_limit = 1100000');
  expect(await asked(person, 'agency.agencies_near_limit()')).toBe(person === 'sales' ? 2 : 3);
  await db.query('update agency.agency_type set debt_limit = 10000000');
});
