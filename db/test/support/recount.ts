// Reports counted again from raw ledger rows, in whole numbers and by other ways than the
// database's: what the tests of reports compare with.
import type { Reader } from './books.ts';

export interface DebtEntry {
  agency: string;
  kind: string;
  amount: bigint;
  day: string;
  recorded: string;
  issue: string | null;
}
export interface StockEntry {
  item: string;
  kind: string;
  thousandths: bigint;
  free: bigint;
  day: string;
  recorded: string;
}

export async function debtLedger(reader: Reader): Promise<DebtEntry[]> {
  const rows = await reader.query<Record<string, string>>(
    `select a.code as agency, t.kind, t.amount::text, t.business_date::text as day,
       to_char(t.recorded_at at time zone 'UTC', 'YYYY-MM-DD HH24:MI:SS.US') as recorded,
       t.issue_id::text as issue
     from finance.debt_transaction as t join agency.agency as a on a.id = t.agency_id
     order by a.code, t.seq`,
  );
  return rows.map((row) => ({ ...row, amount: BigInt(row.amount ?? '') }) as DebtEntry);
}

export async function stockLedgerOfAll(reader: Reader): Promise<StockEntry[]> {
  const rows = await reader.query<Record<string, string>>(
    `select i.sku as item, m.kind, trunc(m.quantity * 1000)::text as thousandths,
      m.business_date::text as day,
       -- what the paper says was free of it, in the direction in which it moved
       trunc(sign(m.quantity) * 1000 * coalesce(
         (select d.quantity from inventory.issue_detail as d
           where d.issue_id = m.issue_id and d.item_id = m.item_id and d.is_free),
         (select d.quantity from inventory.receipt_detail as d
           where d.receipt_id = m.receipt_id and d.item_id = m.item_id and d.is_free),
         (select d.quantity from inventory.issue_return_detail as d
           where d.issue_return_id = m.issue_return_id and d.item_id = m.item_id
             and d.is_free), 0))::text as free,
       to_char(m.recorded_at at time zone 'UTC', 'YYYY-MM-DD HH24:MI:SS.US') as recorded
     from inventory.stock_movement as m join inventory.item as i on i.id = m.item_id
     order by i.sku, m.seq`,
  );
  return rows.map(
    (row) =>
      ({
        ...row,
        thousandths: BigInt(row.thousandths ?? ''),
        free: BigInt(row.free ?? ''),
      }) as StockEntry,
  );
}

export const monthOf = (day: string): string => day.slice(0, 7);
export const sum = (amounts: bigint[]): bigint =>
  amounts.reduce((total, amount) => total + amount, 0n);
/** What was there when the books began is an increase, whatever its sign. */
const raises = ({ kind, amount }: DebtEntry): boolean => amount > 0n || kind === 'opening';
const groupBy = <T>(rows: T[], keyOf: (row: T) => string): Map<string, T[]> =>
  Map.groupBy(rows, keyOf);

export type MonthOfDebt = [
  agency: string,
  opening: bigint,
  increase: bigint,
  decrease: bigint,
  closing: bigint,
];

/** Debt of each agency in a month (YYYY-MM), those with nothing at all left out. */
export function monthlyDebt(ledger: DebtEntry[], month: string): MonthOfDebt[] {
  return [...groupBy(ledger, ({ agency }) => agency)]
    .map(([agency, rows]): MonthOfDebt => {
      const within = rows.filter(({ day }) => monthOf(day) === month);
      const opening = sum(
        rows.filter(({ day }) => monthOf(day) < month).map(({ amount }) => amount),
      );
      const increase = sum(within.filter(raises).map(({ amount }) => amount));
      const decrease = -sum(within.filter((row) => !raises(row)).map(({ amount }) => amount));
      return [agency, opening, increase, decrease, opening + increase - decrease];
    })
    .filter(([, ...figures]) => figures.some((figure) => figure !== 0n));
}

export type MonthOfSales = [agency: string, slips: number, total: bigint, cancelledLater: bigint];

/**
 * Slips confirmed less slips cancelled in a month, and those of it that were cancelled in a later
 * one.
 */
export function monthlySales(ledger: DebtEntry[], month: string): MonthOfSales[] {
  const cancelledIn = new Map(
    ledger
      .filter(({ kind }) => kind === 'issue_cancel')
      .map(({ issue, day }) => [issue, monthOf(day)]),
  );
  return [...groupBy(ledger, ({ agency }) => agency)].map(([agency, rows]): MonthOfSales => {
    const slips = rows.filter(({ kind, day }) => monthOf(day) === month && kind === 'issue');
    const cancelled = rows.filter(
      ({ kind, day }) => monthOf(day) === month && kind === 'issue_cancel',
    );
    const later = slips.filter(({ issue }) => (cancelledIn.get(issue) ?? month) > month);
    return [
      agency,
      slips.length - cancelled.length,
      sum(slips.map(({ amount }) => amount)) + sum(cancelled.map(({ amount }) => amount)),
      sum(later.map(({ amount }) => amount)),
    ];
  });
}

export type Stock = [
  item: string,
  opening: bigint,
  came: bigint,
  went: bigint,
  found: bigint,
  kept: bigint,
  closing: bigint,
  freeIn: bigint,
  freeOut: bigint,
];

/** Thousandths of each item between two days, both included. */
export function stockBetween(ledger: StockEntry[], from: string, to: string): Stock[] {
  return [...groupBy(ledger, ({ item }) => item)].map(([item, rows]): Stock => {
    const within = (kinds: string[]) =>
      rows.filter(({ kind, day }) => kinds.includes(kind) && day >= from && day <= to);
    const of = (kinds: string[]) => sum(within(kinds).map(({ thousandths }) => thousandths));
    const freeOf = (kinds: string[]) => sum(within(kinds).map(({ free }) => free));
    return [
      item,
      sum(rows.filter(({ day }) => day < from).map(({ thousandths }) => thousandths)),
      of(['opening', 'receipt', 'receipt_cancel']),
      -of(['issue', 'issue_cancel', 'return', 'return_cancel']),
      of(['count', 'count_kept', 'count_kept_cancel']),
      of(['count_kept', 'count_kept_cancel']),
      sum(rows.filter(({ day }) => day <= to).map(({ thousandths }) => thousandths)),
      freeOf(['receipt', 'receipt_cancel']),
      -freeOf(['issue', 'issue_cancel', 'return', 'return_cancel']),
    ];
  });
}

/** A line of a receipt: what a unit cost, on which day, and since and until when that was known. */
export interface Bought {
  item: string;
  price: bigint;
  day: string;
  recorded: string;
  cancelled: string | null;
}

/** Lines of receipts in the order in which they were recorded. */
export async function boughtByAll(reader: Reader): Promise<Bought[]> {
  const moment = (column: string) =>
    `to_char(${column} at time zone 'UTC', 'YYYY-MM-DD HH24:MI:SS.US')`;
  const rows = await reader.query<Record<string, string | null>>(
    `select i.sku as item, d.unit_price::text as price, r.receipt_date::text as day,
       ${moment('r.created_at')} as recorded, ${moment('r.cancelled_at')} as cancelled
     from inventory.receipt_detail as d
     join inventory.receipt as r on r.id = d.receipt_id
     join inventory.item as i on i.id = d.item_id
     where not d.is_free
     order by r.created_at, d.line_no`,
  );
  return rows.map((row) => ({ ...row, price: BigInt(row.price ?? '') }) as Bought);
}

/**
 * What a unit of an item cost at the end of a day: papers are put on a pile by their day, the later
 * recorded on
 * top, those that are void are torn out; the top one counts, and without any what the item was made
 * with.
 */
export function priceOn(
  bought: Bought[],
  first: bigint,
  item: string,
  day: string,
  knownAt = '9999',
): bigint {
  const pile = bought
    .filter((line) => line.item === item && line.day <= day && `${line.recorded}Z` <= knownAt)
    .filter(({ cancelled }) => cancelled === null || `${cancelled}Z` > knownAt)
    .toSorted((a, b) => a.day.localeCompare(b.day));
  return pile.at(-1)?.price ?? first;
}

/** Đồng that so many thousandths are worth, half a đồng rounded away from zero. */
export function worthOf(thousandths: bigint, price: bigint): bigint {
  const exact = thousandths * price;
  const rounded = ((exact < 0n ? -exact : exact) + 500n) / 1000n;
  return exact < 0n ? -rounded : rounded;
}
