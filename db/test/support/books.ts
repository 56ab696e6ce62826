// What the books say, read by code and sku. Quantities lose their trailing zeros: 20.5, not 20.500.
import type { Hand } from './actor.ts';

export type Reader = Pick<Hand, 'query'>;

export interface Movement {
  seq: string;
  kind: string;
  quantity: string;
  balance_after: string;
  business_date: string;
}

export async function stockOf(reader: Reader, sku: string): Promise<string> {
  const [row] = await reader.query<{ stock: string }>(
    'select trim_scale(stock_quantity)::text as stock from inventory.item where sku = $1',
    [sku],
  );
  return row?.stock ?? 'no such item';
}

export function stockLedger(reader: Reader, sku: string): Promise<Movement[]> {
  return reader.query<Movement>(
    `select m.seq::text, m.kind, trim_scale(m.quantity)::text as quantity,
       trim_scale(m.balance_after)::text as balance_after, m.business_date::text
     from inventory.stock_movement as m join inventory.item as i on i.id = m.item_id
     where i.sku = $1 order by m.seq`,
    [sku],
  );
}

export async function debtOf(reader: Reader, agency: string): Promise<string> {
  const [row] = await reader.query<{ debt: string }>(
    'select debt_amount::text as debt from agency.agency where code = $1',
    [agency],
  );
  return row?.debt ?? 'no such agency';
}

export interface DebtRow {
  seq: string;
  kind: string;
  amount: string;
  balance_after: string;
  business_date: string;
  issue_code: string | null;
  payment_code: string | null;
}

export function debtLedger(reader: Reader, agency: string): Promise<DebtRow[]> {
  return reader.query<DebtRow>(
    `select t.seq::text, t.kind, t.amount::text, t.balance_after::text, t.business_date::text,
       i.code as issue_code, p.code as payment_code
     from finance.debt_transaction as t
     join agency.agency as a on a.id = t.agency_id
     left join inventory.issue as i on i.id = t.issue_id
     left join finance.payment as p on p.id = t.payment_id
     where a.code = $1 order by t.seq`,
    [agency],
  );
}

export interface Line {
  sku: string;
  quantity: string;
  unit_price: string;
  line_total: string;
}

export function linesOf(reader: Reader, issueId: string): Promise<Line[]> {
  return reader.query<Line>(
    `select i.sku, trim_scale(d.quantity)::text as quantity, d.unit_price::text, d.line_total::text
     from inventory.issue_detail as d join inventory.item as i on i.id = d.item_id
     where d.issue_id::text = $1 order by d.line_no`,
    [issueId],
  );
}

export async function priceOf(reader: Reader, sku: string): Promise<string> {
  const [row] = await reader.query<{ price: string }>(
    'select import_price::text as price from inventory.item where sku = $1',
    [sku],
  );
  return row?.price ?? 'no such item';
}

export interface PriceRow {
  seq: string;
  kind: string;
  price: string;
  valid_from: string;
  receipt: string | null;
}

/** How the import price of an item came about. */
export function pricesOf(reader: Reader, sku: string): Promise<PriceRow[]> {
  return reader.query<PriceRow>(
    `select p.seq::text, p.kind, p.price::text, p.valid_from::text, r.code as receipt
     from inventory.item_price as p
     join inventory.item as i on i.id = p.item_id
     left join inventory.receipt as r on r.id = p.receipt_id
     where i.sku = $1 order by p.seq`,
    [sku],
  );
}

/** The business date so many days from today, as YYYY-MM-DD. */
export async function dayFromToday(reader: Reader, days: number): Promise<string> {
  const [row] = await reader.query<{ day: string }>(
    'select (config.business_date() + $1::integer)::text as day',
    [days],
  );
  return row?.day ?? 'no day';
}

const schemas = [
  'agency',
  'audit',
  'auth',
  'config',
  'file',
  'finance',
  'inventory',
  'notification',
  'report',
];

/**
 * Every table of the business but sessions, and the job queue, as "rows and fingerprint of their
 * content": equal before and after means that nothing happened.
 */
export async function fingerprints(reader: Reader): Promise<Record<string, string>> {
  const tables = await reader.query<{ name: string }>(
    `select format('%I.%I', n.nspname, c.relname) as name
     from pg_class as c join pg_namespace as n on n.oid = c.relnamespace
     where c.relkind = 'r' and n.nspname = any ($1)
       -- whoever looks has begun a session of their own
       and c.oid <> 'auth.session'::regclass
     order by 1`,
    [schemas],
  );
  const all = [...tables.map((table) => table.name), 'graphile_worker._private_jobs'];
  const rows = await reader.query<{ name: string; content: string }>(
    all
      .map(
        (name) => `select '${name}' as name,
      count(*) || ' ' || md5(coalesce(string_agg(t::text, '|' order by t::text), '')) as content
      from ${name} as t`,
      )
      .join(' union all '),
  );
  return Object.fromEntries(rows.map((row) => [row.name, row.content]));
}
