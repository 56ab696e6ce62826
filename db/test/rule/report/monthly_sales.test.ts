import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Person } from '../../support/actor.ts';
import { withClient } from '../../../tools/prepare.ts';
import { testDatabase, type TestDatabase } from '../../support/database.ts';
import { take } from '../../support/life.ts';
import { closePeriod, reopenPeriod } from '../../support/period.ts';
import { slipMaker } from '../../support/slip.ts';

let db: TestDatabase;
let year: number;

beforeAll(async () => {
  db = await testDatabase();
  year = new Date().getFullYear() - 1;
  const slips = await slipMaker(db);
  const sold: [agency: string, date: string, boxes: number][] = [
    ['DL0001', `${year}-05-01`, 1],
    ['DL0001', `${year}-05-31`, 2],
    ['DL0001', `${year}-06-01`, 3],
    ['DL0002', `${year}-05-15`, 4],
    ['DL0004', `${year}-05-15`, 1],
    ['DL0004', `${year}-04-30`, 2],
  ];
  await db.commitAs('manager', async (me) => {
    for (const [agency, date, boxes] of sold) {
      await slips.create(me, { agency, date, lines: [['TRON', boxes]], paidNow: 500_000 });
    }
  });
});
afterAll(() => db.close());

const refresh = () =>
  withClient(db.workerUrl, (worker) => worker.query("select report.refresh('monthly_sales')"));

const sales = (person: Person, month: string) =>
  db.as(person, (me) =>
    me.query<{
      agency: string;
      slip_count: string;
      total_amount: string;
      refreshed_at: Date | null;
    }>(
      `select a.code as agency, s.slip_count::text, s.total_amount::text, s.refreshed_at
    from report.monthly_sales($1) as s join agency.agency as a on a.id = s.agency_id`,
      [month],
    ),
  );

describe('sales of a month', () => {
  test('appear with the refresh, the best agency first, and say when that was', async () => {
    expect(await sales('manager', `${year}-05-10`)).toEqual([]);

    await refresh();

    const may = await sales('manager', `${year}-05-10`);
    expect(
      may.map(({ agency, slip_count, total_amount }) => [agency, slip_count, total_amount]),
    ).toEqual([
      ['DL0002', '1', '4000000'],
      ['DL0001', '2', '3000000'],
      ['DL0004', '1', '1000000'],
    ]);
    expect(may[0]?.refreshed_at).toBeInstanceOf(Date);
  });

  test('are those of the business date, whichever day of the month is asked for', async () => {
    await refresh();

    const june = await sales('manager', `${year}-06-30`);

    expect(june).toMatchObject([{ agency: 'DL0001', slip_count: '1', total_amount: '3000000' }]);
    expect(await sales('manager', `${year}-07-01`)).toEqual([]);
  });

  test.each(['04', '05', '06', '07'])('are what the slips add up to (month %s)', async (month) => {
    await refresh();

    const reported = await sales('admin', `${year}-${month}-01`);

    const counted = await db.query(
      `select a.code as agency, count(*)::text as slip_count,
        sum(i.total_amount)::text as total_amount
       from inventory.issue as i join agency.agency as a on a.id = i.agency_id
       where i.status in ('confirmed', 'delivered')
         and to_char(i.issue_date, 'YYYY-MM') = $1
       group by a.code order by sum(i.total_amount) desc`,
      [`${year}-${month}`],
    );
    expect(reported.map(({ refreshed_at: _moment, ...row }) => row)).toEqual(counted);
  });
});

describe('of a closed month', () => {
  const rows = (month: string) =>
    db.as('manager', (me) =>
      me.query(
        `select a.code as agency, s.slip_count::text, s.total_amount::text, s.share::text,
          s.cancelled_later_slip_count::text as later
     from report.monthly_sales($1) as s join agency.agency as a on a.id = s.agency_id`,
        [month],
      ),
    );
  const may = () => `${year}-05-01`;

  test('stay as they were, shares too, and no refresh makes them anew', async () => {
    await refresh();
    const open = await rows(may());
    expect(open.map(({ share }) => share)).toEqual(['50.0', '37.5', '12.5']);

    await db.commitAs('admin', (me) => closePeriod(me, may()));
    expect(await rows(may())).toEqual(open);

    await refresh();
    expect(await rows(may())).toEqual(open);
    expect(
      await db.query('select from report.monthly_sales_mv as m where m.month = $1', [may()]),
    ).toEqual([]);
  });

  test('tell of a slip that was cancelled later', async () => {
    await db.commitAs('manager', async (me) => {
      const { id } = await me.one<{ id: string }>(
        `select i.id::text from inventory.issue as i join agency.agency as a on a.id = i.agency_id
         where a.code = 'DL0004' and i.issue_date = $1`,
        [`${year}-05-15`],
      );
      await take(me, 'cancel_issue', id);
    });
    await refresh();

    expect((await rows(may()))[2]).toEqual({
      agency: 'DL0004',
      slip_count: '1',
      total_amount: '1000000',
      share: '12.5',
      later: '1',
    });
  });

  test('are there at once when it is opened again', async () => {
    const closed = await rows(may());

    await db.commitAs('admin', (me) => reopenPeriod(me, may()));

    expect(await rows(may())).toEqual(closed);
  });
});

describe('who reads them', () => {
  test.each<Person>(['admin', 'manager', 'accountant', 'auditor'])(
    '%s reads those of all agencies',
    async (person) => {
      await refresh();

      expect(await sales(person, `${year}-05-01`)).toHaveLength(3);
    },
  );

  test.each<[Person, string]>([
    ['sales', 'SDPRM'],
    ['agency', 'SDPRM'],
    ['warehouse', '42501'],
  ])('%s does not', async (person, code) => {
    await expect(sales(person, `${year}-05-01`)).rejects.toMatchObject({ code });
  });

  test('a salesperson who is given the right reads those of the own agencies', async () => {
    await refresh();
    await db.query(
      `insert into auth.role_permission (role_id, permission_code)
       select id, 'report:read' from auth.role where code = 'sales'`,
    );

    const seen = await sales('sales', `${year}-05-01`);

    expect(seen.map(({ agency }) => agency)).toEqual(['DL0002', 'DL0001']);
    await db.query(
      `delete from auth.role_permission using auth.role as r
       where r.id = role_id and r.code = 'sales' and permission_code = 'report:read'`,
    );
  });

  test('nobody reads the figures around the function', async () => {
    await db.as('manager', async (me) => {
      const refusal = await me.refusal('select * from report.monthly_sales_mv');

      expect(refusal.code).toBe('42501');
    });
  });
});

test('only known reports can be refreshed, and only by the worker', async () => {
  await withClient(db.workerUrl, async (worker) => {
    await expect(worker.query("select report.refresh('weekly_dreams')")).rejects.toMatchObject({
      code: 'SDNFD',
    });
    await expect(worker.query('select report.refresh(null)')).rejects.toMatchObject({
      code: 'SDNFD',
    });
  });
  await db.as('admin', async (me) => {
    const refusal = await me.refusal("select report.refresh('monthly_sales')");

    expect(refusal.code).toBe('42501');
  });
});
