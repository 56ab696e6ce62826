// Worked examples of what is open: each in an agency of its own, with the dates of the paper. The
// paper's "today" is moved to the real one, and every other day with it.
import { randomUUID } from 'node:crypto';
import type { Actor } from './actor.ts';
import type { TestDatabase } from './database.ts';
import { adjustmentMaker, type Adjustment } from './adjustment.ts';
import { paymentMaker, type Payment } from './payment.ts';
import { refundMaker, type Refund } from './refund.ts';
import { slipMaker, type Slip } from './slip.ts';
import { returnMaker, type IssueReturn } from './stock.ts';

let examples = 0;

export interface OpenItem {
  name: string;
  due: string;
  open: string;
}

/** [not due, 1–30, 31–60, 61–90, over 90, advance], as plain numbers of đồng. */
export type Ages = [number, number, number, number, number, number];

export async function exampleBooks(db: TestDatabase) {
  await db.query(`insert into inventory.item (sku, item_name, unit_id, import_price)
    select w.sku, w.name, u.id, w.price
    from (values ('TRAM', 'Hàng bán 102.000', 100000), ('NGAN', 'Hàng bán 1.000', 980)) as w (sku,
      name, price)
    join inventory.unit as u on u.name = 'Thùng'`);
  await db.query(`insert into agency.agency_type (name, debt_limit) values ('Ví dụ', 90000000000)`);
  await db.query(
    `insert into agency.district (city, name, max_agencies) values ('Ví dụ', 'Ví dụ', 900)`,
  );
  await db.commitAs('admin', (me) =>
    me.query(
      `select inventory.open_stock(array_agg(row(i.id, 1000000, false)::inventory.issue_line),
        date '2024-01-01')
     from inventory.item as i where i.sku in ('TRAM', 'NGAN')`,
    ),
  );
  const [now] = await db.query<{ today: string }>('select config.business_date()::text as today');
  const today = now?.today ?? '';
  return { example: (paperToday = '29/11') => openExample(db, today, paperToday) };
}

const paperDay = (day: string): number => {
  const [date = '', month = '', year = '2026'] = day.split('/');
  return Date.parse(`${year}-${month}-${date}`);
};

async function openExample(db: TestDatabase, today: string, paperToday: string) {
  const code = `DL${9000 + (examples += 1)}`;
  await db.query(
    `insert into agency.agency (code, name, agency_type_id, district_id, reception_date, status,
      email)
     select $1, $1, t.id, d.id, date '2020-01-01', 'active', $1 || '@example.com'
     from agency.agency_type as t, agency.district as d
     where t.name = 'Ví dụ' and d.name = 'Ví dụ'`,
    [code],
  );
  const [slips, returns] = [await slipMaker(db), await returnMaker(db)];
  const payments = paymentMaker(slips.agencyId);
  const refunds = refundMaker(slips.agencyId);
  const adjustments = adjustmentMaker(slips.agencyId);
  const documentOf = (corrects?: Slip | string) =>
    corrects === undefined
      ? {}
      : typeof corrects === 'string'
        ? { opening: corrects }
        : { slip: corrects.id };
  const names = new Map<string, string>();
  const shift = Date.parse(today) - paperDay(paperToday);
  const on = (day: string): string => new Date(paperDay(day) + shift).toISOString().slice(0, 10);
  const paper = (day: string): string => {
    const [year, month, date] = new Date(Date.parse(day) - shift)
      .toISOString()
      .slice(0, 10)
      .split('-');
    return year === '2026' ? `${date}/${month}` : `${date}/${month}/${year}`;
  };
  const act = <T>(task: (me: Actor) => Promise<T>): Promise<T> => db.commitAs('admin', task);
  const one = async (sql: string, values: unknown[] = []): Promise<string> =>
    (await db.query<{ value: string }>(sql, values))[0]?.value ?? '';
  const agencyId = slips.agencyId(code);

  return {
    code,
    agencyId,
    on,
    /** A slip of so many đồng: pieces at 102,000 where that divides it, else pieces at 1,000. */
    slip: async (name: string, day: string, amount: number, paidNow = 0): Promise<Slip> => {
      const [sku, pieces] =
        amount % 102_000 === 0 ? ['TRAM', amount / 102_000] : ['NGAN', amount / 1000];
      const made = await act((me) =>
        slips.create(me, {
          agency: code,
          date: on(day),
          paidNow,
          lines: [[sku, pieces]],
        }),
      );
      names.set(made.id, name);
      return made;
    },
    pay: (day: string, amount: number): Promise<Payment> =>
      act((me) => payments.create(me, { agency: code, amount, date: on(day) })),
    refund: (day: string, amount: number): Promise<Refund> =>
      act((me) => refunds.create(me, { agency: code, amount, date: on(day) })),
    refundRefused: (day: string, amount: number) =>
      act((me) => refunds.refused(me, { agency: code, amount, date: on(day) })),
    cancelRefund: (refund: Refund) => act((me) => refunds.cancel(me, refund.id)),
    /** Puts the debt right; `corrects` is a slip, or the paper of an opening row. */
    adjust: (day: string, direction: 'up' | 'down', amount: number, corrects?: Slip | string) =>
      act((me) =>
        adjustments.create(me, {
          agency: code,
          direction,
          amount,
          date: on(day),
          ...documentOf(corrects),
        }),
      ),
    adjustRefused: (
      day: string,
      direction: 'up' | 'down',
      amount: number,
      corrects?: Slip | string,
    ) =>
      act((me) =>
        adjustments.refused(me, {
          agency: code,
          direction,
          amount,
          date: on(day),
          ...documentOf(corrects),
        }),
      ),
    cancelAdjustment: (adjustment: Adjustment) =>
      act((me) => adjustments.cancel(me, adjustment.id)),
    cancelPayment: (payment: Payment) => act((me) => payments.cancel(me, payment.id)),
    tell: (payment: Payment, ...lines: [Slip, number][]) =>
      act((me) =>
        payments.allocate(
          me,
          payment.id,
          lines.map(([slip, amount]) => [slip.id, amount]),
        ),
      ),
    /** Told by hand to an opening row, by the number on its paper. */
    tellOpening: (payment: Payment, document: string, amount: number) =>
      act((me) =>
        me.query(
          `select finance.allocate_payment($1, p.id,
            array[row(null, $3, t.seq)::finance.allocation_line])
       from finance.payment as p
       join finance.opening_debt as o on o.agency_id = p.agency_id and o.document = $4
       join finance.debt_transaction as t on t.opening_debt_id = o.id and t.kind = 'opening'
       where p.id::text = $2`,
          [randomUUID(), payment.id, amount, document],
        ),
      ),
    tellRefused: (payment: Payment, ...lines: [Slip, number][]) =>
      act((me) =>
        payments.allocateRefused(
          me,
          payment.id,
          lines.map(([slip, amount]) => [slip.id, amount]),
        ),
      ),
    takeBack: (slip: Slip, pieces: number, day?: string): Promise<IssueReturn> =>
      act((me) =>
        returns.create(me, {
          slip: slip.id,
          lines: [['TRAM', pieces]],
          ...(day && { date: on(day) }),
        }),
      ),
    undoReturn: (made: IssueReturn) => act((me) => returns.cancel(me, made.id)),
    undoReturnRefused: (made: IssueReturn) => act((me) => returns.cancelRefused(me, made.id)),
    cancel: (slip: Slip) =>
      act((me) =>
        me.query('select inventory.cancel_issue($1, $2, $3)', [randomUUID(), slip.id, 'Lập nhầm']),
      ),
    /** Rows of before the books begin: document, its date, due date (null: money), đồng. */
    begin: (
      day: string,
      rows: [document: string, date: string, due: string | null, amount: number][],
    ) =>
      db.commitOwner((owner) =>
        openBooks(
          owner,
          agencyId,
          on(day),
          rows.map(([document, date, due, amount]) => [
            document,
            on(date),
            due === null ? null : on(due),
            amount,
          ]),
        ),
      ),
    now: () =>
      one(
        `select to_char(clock_timestamp() at time zone 'UTC',
          'YYYY-MM-DD HH24:MI:SS.USZ') as value`,
      ),
    stock: () =>
      one(
        `select trim_scale(stock_quantity)::text as value from inventory.item where sku = 'TRAM'`,
      ),
    debt: () => one('select debt_amount::text as value from agency.agency where code = $1', [code]),
    /** What has something open now, as kept. */
    open: () => openOf(db, code, names, paper),
    free: () =>
      one(
        `select coalesce(sum(free_amount), 0)::text as value from finance.credit_item
      where agency_id::text = $1`,
        [agencyId],
      ),
    /**
     * What had something open at the end of a day, as known at a moment, worked out from the
     * ledger.
     */
    openOn: (day: string, knownAt: string | null = null) =>
      openOnDay(db, agencyId, on(day), knownAt, names, paper),
    ages: (day = paperToday) => agesOf(db, code, on(day)),
    /** What would be asked for this morning. */
    due: () =>
      one(
        `select coalesce(sum(open_amount), 0)::text as value
      from finance.overdue_items((select id from agency.agency where code = $1),
        config.business_date())`,
        [code],
      ),
    /** Payment, item, amount, as kept now. */
    settled: async () =>
      (
        await db.query<{ payment: string; issue: string; amount: string }>(
          `select payment_id::text as payment, issue_id::text as issue, amount::text
       from finance.payment_allocation where agency_id::text = $1 and amount > 0
       order by item_seq, credit_seq`,
          [agencyId],
        )
      ).map((row) => [row.payment, names.get(row.issue) ?? row.issue, row.amount] as const),
  };
}

export type Example = Awaited<ReturnType<typeof openExample>>;

/** Rows of before the books begin: document, date, due date (null: money), đồng. */
export async function openBooks(
  owner: { query: (sql: string, values?: unknown[]) => Promise<unknown> },
  agencyId: string,
  day: string,
  rows: [string, string, string | null, number][],
  importId: string | null = null,
): Promise<void> {
  for (const [document, date, due, amount] of rows) {
    await owner.query(
      `with row as (
         insert into finance.opening_debt (agency_id, document, document_date, due_date, amount,
           business_date, import_id)
         select a.id, $2, $3::date, $4::date, $5, $6::date,
           (select i.id from file.import as i where i.id::text = $7)
         from agency.agency as a where a.id::text = $1 returning *),
       balance as (
         update agency.agency as a set debt_amount = a.debt_amount + r.amount,
           debt_seq = a.debt_seq + 1
         from row as r where a.id = r.agency_id returning a.*)
       insert into finance.debt_transaction (agency_id, seq, kind, amount, balance_after,
         business_date,
         item_seq, due_date, opening_debt_id)
       select r.agency_id, b.debt_seq, 'opening', r.amount, b.debt_amount, r.business_date,
         case when r.amount > 0 then b.debt_seq end, r.due_date, r.id
       from row as r join balance as b on b.id = r.agency_id`,
      [agencyId, document, date, due, amount, day, importId],
    );
  }
}

const named =
  (names: Map<string, string>, paper: (day: string) => string) =>
  (row: {
    issue: string | null;
    document: string | null;
    due: string;
    open: string;
  }): OpenItem => ({
    name: row.issue === null ? (row.document ?? '?') : (names.get(row.issue) ?? row.issue),
    due: paper(row.due),
    open: row.open,
  });

/** An open item that is no slip: the paper of before, PC for a refund, DC for an adjustment. */
const paperName = `coalesce(d.document, case o.kind when 'refund' then 'PC' else 'DC' end) as document`;

async function openOf(
  db: TestDatabase,
  code: string,
  names: Map<string, string>,
  paper: (day: string) => string,
): Promise<OpenItem[]> {
  const rows = await db.query<{
    issue: string | null;
    document: string | null;
    due: string;
    open: string;
  }>(
    `select o.issue_id::text as issue, ${paperName}, o.due_date::text as due,
      o.open_amount::text as open
     from finance.open_item as o
     join agency.agency as a on a.id = o.agency_id and a.code = $1
     join finance.debt_transaction as t on t.agency_id = o.agency_id and t.seq = o.seq
     left join finance.opening_debt as d on d.id = t.opening_debt_id
     where o.open_amount > 0 order by o.due_date, o.document_date, o.seq`,
    [code],
  );
  return rows.map(named(names, paper));
}

async function openOnDay(
  db: TestDatabase,
  agencyId: string,
  day: string,
  knownAt: string | null,
  names: Map<string, string>,
  paper: (day: string) => string,
): Promise<OpenItem[]> {
  const rows = await db.query<{
    issue: string | null;
    document: string | null;
    due: string;
    open: string;
  }>(
    `select o.issue_id::text as issue, ${paperName}, o.due_date::text as due,
      o.open_amount::text as open
     from agency.agency as a
     cross join finance.open_items_on(a.id, $2, $3) as o
     join finance.debt_transaction as t on t.agency_id = a.id and t.seq = o.item_seq
     left join finance.opening_debt as d on d.id = t.opening_debt_id
     where a.id::text = $1 and o.open_amount > 0`,
    [agencyId, day, knownAt],
  );
  return rows.map(named(names, paper));
}

async function agesOf(db: TestDatabase, code: string, day: string): Promise<Ages> {
  const [row] = await db.as('manager', (me) =>
    me.query<Record<string, string>>(
      `select g.not_due_amount::text as n, g.up_to_30_amount::text as a,
        g.up_to_60_amount::text as b,
       g.up_to_90_amount::text as c, g.over_90_amount::text as d, g.advance_amount::text as e
     from report.ageing($1) as g join agency.agency as a on a.id = g.agency_id where a.code = $2`,
      [day, code],
    ),
  );
  const figure = (key: string) => Number(row?.[key] ?? 0);
  return [figure('n'), figure('a'), figure('b'), figure('c'), figure('d'), figure('e')];
}
