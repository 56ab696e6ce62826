// What is open, worked out from the documents themselves and not from the ledger: coins are laid on
// plates, as an accountant would with the papers on a desk. What the tests of reports compare with.
import type { Reader } from './books.ts';

/** Day and moment something counts from, and until; a moment is UTC text that sorts. */
interface Life {
  day: string;
  known: string;
  endDay: string | null;
  endKnown: string | null;
}
interface Item extends Life {
  key: string;
  agency: string;
  date: string;
  due: string;
  seq: number;
  amount: bigint;
}
interface Money extends Life {
  key: string;
  agency: string;
  seq: number;
  amount: bigint;
  slip: string | null;
}
interface Returned extends Life {
  slip: string;
  amount: bigint;
}
/**
 * What an adjustment takes from a slip or an opening row, or from money of before; negative when it
 * adds.
 */
interface Adjusted extends Life {
  document: string;
  amount: bigint;
}
interface Told extends Life {
  money: string;
  item: string;
  amount: bigint;
  order: number;
}

export interface Papers {
  items: Item[];
  money: Money[];
  returned: Returned[];
  adjusted: Adjusted[];
  told: Told[];
}

const utc = (column: string): string =>
  `to_char(${column} at time zone 'UTC', 'YYYY-MM-DD HH24:MI:SS.US"Z"')`;
const dayOf = (column: string): string => `(${column} at time zone 'Asia/Ho_Chi_Minh')::date::text`;
// opening rows are undone on their own day while that month is open
const undoneOn = `case when d.cancelled_at is not null then greatest(d.business_date, case when finance.closed_through() >= d.business_date
  then (d.cancelled_at at time zone 'Asia/Ho_Chi_Minh')::date end)::text end`;

const ending = (table: string): string =>
  `${dayOf(`${table}.cancelled_at`)} as "endDay", ${utc(`${table}.cancelled_at`)} as "endKnown"`;

/** Slips, opening rows, refunds, payments, returns, adjustments and what was allocated by hand. */
export async function papersOf(reader: Reader): Promise<Papers> {
  const read = async <T>(sql: string): Promise<T[]> =>
    (await reader.query<Record<string, string>>(sql)).map(
      (row) =>
        ({
          ...row,
          amount: BigInt(row.amount ?? ''),
          seq: Number(row.seq),
          order: Number(row.order),
        }) as T,
    );
  return {
    items: await read<Item>(`
      select i.code as key, a.code as agency, i.issue_date::text as date, i.due_date::text as due,
        i.issue_date::text as day, ${utc('i.confirmed_at')} as known,
        ${dayOf('i.cancelled_at')} as "endDay",
        ${utc('i.cancelled_at')} as "endKnown", i.total_amount::text as amount,
        (select t.seq from finance.debt_transaction as t
          where t.issue_id = i.id and t.kind = 'issue')::text as seq
      from inventory.issue as i join agency.agency as a on a.id = i.agency_id
      where i.confirmed_at is not null
      union all
      select 'opening ' || d.id, a.code, d.document_date::text, d.due_date::text,
        d.business_date::text,
        ${utc('d.created_at')}, ${undoneOn}, ${utc('d.cancelled_at')}, d.amount::text,
        (select t.seq from finance.debt_transaction as t
          where t.opening_debt_id = d.id and t.kind = 'opening')::text
      from finance.opening_debt as d join agency.agency as a on a.id = d.agency_id
      where d.amount > 0
      union all
      select f.code, a.code, f.refund_date::text, f.refund_date::text, f.refund_date::text,
        ${utc('f.created_at')},
        ${ending('f')}, f.amount::text,
        (select t.seq from finance.debt_transaction as t
          where t.refund_id = f.id and t.kind = 'refund')::text
      from finance.refund as f join agency.agency as a on a.id = f.agency_id
      union all
      select j.code, a.code, j.adjustment_date::text, coalesce(j.due_date, j.adjustment_date)::text,
        j.adjustment_date::text, ${utc('j.confirmed_at')}, ${ending('j')}, j.amount::text,
        (select t.seq from finance.debt_transaction as t
          where t.adjustment_id = j.id and t.kind = 'adjustment')::text
      from finance.adjustment as j join agency.agency as a on a.id = j.agency_id
      where j.confirmed_at is not null and j.direction = 'up'
        and num_nonnulls(j.issue_id, j.opening_debt_id) = 0`),
    money: await read<Money>(`
      select p.code as key, a.code as agency, p.payment_date::text as day,
        ${utc('p.created_at')} as known,
        ${dayOf('p.cancelled_at')} as "endDay", ${utc('p.cancelled_at')} as "endKnown",
          p.amount::text as amount,
        (select i.code from inventory.issue as i where i.id = p.issue_id) as slip,
        (select t.seq from finance.debt_transaction as t
          where t.payment_id = p.id and t.kind <> 'payment_cancel')::text as seq
      from finance.payment as p join agency.agency as a on a.id = p.agency_id
      union all
      select 'opening ' || d.id, a.code, d.business_date::text, ${utc('d.created_at')}, ${undoneOn},
        ${utc('d.cancelled_at')},
        (-d.amount)::text, null, (select t.seq from finance.debt_transaction as t
          where t.opening_debt_id = d.id and t.kind = 'opening')::text
      from finance.opening_debt as d join agency.agency as a on a.id = d.agency_id
      where d.amount < 0
      union all
      select j.code, a.code, j.adjustment_date::text, ${utc('j.confirmed_at')}, ${ending('j')},
        j.amount::text, null,
        (select t.seq from finance.debt_transaction as t
          where t.adjustment_id = j.id and t.kind = 'adjustment')::text
      from finance.adjustment as j join agency.agency as a on a.id = j.agency_id
      where j.confirmed_at is not null and j.direction = 'down'
        and num_nonnulls(j.issue_id, j.opening_debt_id) = 0`),
    adjusted: await read<Adjusted>(`
      select coalesce(i.code, 'opening ' || j.opening_debt_id) as document,
        j.adjustment_date::text as day,
        ${utc('j.confirmed_at')} as known, ${ending('j')},
        -- raising what an agency had with us takes from it, as lowering takes from what it owes
        (case when (j.direction = 'down') = coalesce(d.amount > 0, true) then j.amount
          else -j.amount end)::text as amount
      from finance.adjustment as j
      left join inventory.issue as i on i.id = j.issue_id
      left join finance.opening_debt as d on d.id = j.opening_debt_id
      where j.confirmed_at is not null and num_nonnulls(j.issue_id, j.opening_debt_id) = 1`),
    returned: await read<Returned>(`
      select i.code as slip, r.return_date::text as day, ${utc('r.confirmed_at')} as known,
        ${dayOf('r.cancelled_at')} as "endDay", ${utc('r.cancelled_at')} as "endKnown",
          r.total_amount::text as amount
      from inventory.issue_return as r join inventory.issue as i on i.id = r.issue_id
      where r.confirmed_at is not null`),
    told: await read<Told>(`
      select p.code as money, coalesce(i.code, 'opening ' || t.opening_debt_id) as item,
        l.manual_amount::text as amount, '0001-01-01' as day, ${utc('l.created_at')} as known,
        null as "endDay",
        ${utc('l.reversed_at')} as "endKnown",
          row_number() over (order by l.created_at, p.payment_date, c.seq)::text as order
      from finance.payment_allocation as l
      join finance.payment as p on p.id = l.payment_id
      join finance.credit_item as c on c.agency_id = l.agency_id and c.seq = l.credit_seq
      join finance.debt_transaction as t on t.agency_id = l.agency_id and t.seq = l.item_seq
      left join inventory.issue as i on i.id = l.issue_id
      where l.kind = 'hand'`),
  };
}

/** Whether it counts on a day as it was known at a moment. */
function counts(life: Life, day: string, known: string): boolean {
  if (life.day > day || life.known > known) return false;
  const isEndKnown = life.endKnown !== null && life.endKnown <= known;
  // what was told otherwise is as if it had never been told; a reversal counts from its own day
  return !(isEndKnown && (life.endDay === null || life.endDay <= day));
}

const smaller = (a: bigint, b: bigint): bigint => (a < b ? a : b);

export interface OpenItem {
  key: string;
  due: string;
  open: bigint;
}
export interface Desk {
  open: OpenItem[];
  free: bigint;
}

/** What each item of an agency has open at the end of a day, and what of its money is free. */
export function desk(papers: Papers, agency: string, day: string, known = '9999'): Desk {
  const adjusted = (key: string): bigint =>
    papers.adjusted
      .filter((made) => made.document === key && counts(made, day, known))
      .reduce((sum, { amount }) => sum + amount, 0n);
  const plates = papers.items
    .filter((item) => item.agency === agency && counts(item, day, known))
    .map((item) => ({
      ...item,
      open:
        item.amount
        - adjusted(item.key)
        - papers.returned
          .filter((made) => made.slip === item.key && counts(made, day, known))
          .reduce((sum, { amount }) => sum + amount, 0n),
    }));
  const purses = papers.money
    .filter((money) => money.agency === agency && counts(money, day, known))
    .map((money) => ({ ...money, left: money.amount - adjusted(money.key) }));
  const lay = (purse: { left: bigint }, plate: { open: bigint }, atMost = purse.left): void => {
    const coins = smaller(smaller(purse.left, plate.open), atMost);
    purse.left -= coins;
    plate.open -= coins;
  };
  const plateOf = new Map(plates.map((plate) => [plate.key, plate]));
  const purseOf = new Map(purses.map((purse) => [purse.key, purse]));
  for (const purse of purses) {
    const own = purse.slip === null ? undefined : plateOf.get(purse.slip);
    if (own) lay(purse, own);
  }
  for (const told of papers.told
    .filter((line) => counts(line, day, known))
    .toSorted((a, b) => a.order - b.order)) {
    const [purse, plate] = [purseOf.get(told.money), plateOf.get(told.item)];
    if (purse && plate) lay(purse, plate, told.amount);
  }
  const inOrder = plates.toSorted(
    (a, b) => a.due.localeCompare(b.due) || a.date.localeCompare(b.date) || a.seq - b.seq,
  );
  for (const plate of inOrder) for (const purse of purses) lay(purse, plate);
  return {
    open: inOrder.filter(({ open }) => open > 0n).map(({ key, due, open }) => ({ key, due, open })),
    free: purses.reduce((sum, { left }) => sum + left, 0n),
  };
}

/** [not due, 1–30, 31–60, 61–90, over 90, advance] */
export type Ages = [agency: string, ...bigint[]];

/** Ages of debt of each agency at the end of a day, those with nothing at all left out. */
export function ages(papers: Papers, agencies: readonly string[], day: string): Ages[] {
  return agencies
    .map((agency): Ages => {
      const { open, free } = desk(papers, agency, day);
      const late = (from: number, to: number): bigint =>
        open
          .filter(({ due }) => {
            const days = (Date.parse(day) - Date.parse(due)) / 86_400_000;
            return days >= from && days <= to;
          })
          .reduce((sum, item) => sum + item.open, 0n);
      return [
        agency,
        late(-Infinity, 0),
        late(1, 30),
        late(31, 60),
        late(61, 90),
        late(91, Infinity),
        free,
      ];
    })
    .filter(([, ...figures]) => figures.some((figure) => figure !== 0n));
}
