import type { Column } from '../../../platform/sheets/column.ts';
import type { Invalidity, PaperText, Vocabulary } from '../../../platform/words.ts';
import { readableColumn, type SourceColumn } from './source.ts';

/** A slip as it lies on the desk. */
export interface Slip {
  title: string;
  code: string;
  date: string;
  /** Day by which it is to be paid; null when it is not, or for whoever sees no money. */
  due: string | null;
  /** Party, address, note and so on, with the key of the fact. */
  facts: readonly (readonly [label: string, value: string, key: string])[];
  columns: readonly Column[];
  rows: readonly (readonly (string | null)[])[];
  /** Null for whoever sees no money, and for slips without any. */
  total: string | null;
  /** What the total is called. */
  totalName: PaperText;
  inWords: string | null;
  /** What the agency owed right before and after; null like the total, and when it is not valid. */
  debts: Debts | null;
  /** Null while the slip is valid. */
  invalid: Ending | null;
  signatures: readonly { signer: string; title: string }[];
}

/** đồng; below nothing is credit. */
export interface Debts {
  old: string;
  /** Paid on the spot, null where nothing can be. */
  paid: string | null;
  new: string;
  /** Whether something of the slip is still to be paid. */
  isOpen: boolean;
}

/** Why a slip is not valid: since when, by whom, and their reason, as far as that is known. */
export interface Ending {
  state: Invalidity;
  on: string | null;
  by: string | null;
  why: string | null;
}

/** A value of the head row; its label stands in db/words. */
interface Fact {
  key: string;
  words?: Vocabulary;
}

/** Where a slip comes from: one row of heads, and its lines. */
export interface SlipSource {
  /**
   * Columns code, day, state, ended_on, ended_by, ended_why and the values of the facts by their
   * keys; $1 is the key of the slip. state: valid, or why it is not (db/words/papers.json).
   */
  head: string;
  facts: readonly Fact[];
  /**
   * One more row of values for the facts, where the person may read it; $1 is the key of the slip.
   */
  more?: { sql: string; readable: string };
  columns: readonly SourceColumn[];
  /** FROM of the lines and what follows; $1 is the key of the slip. */
  lines: string;
  /** SQL of the total over the head's tables, whether it may be read, and what it is called. */
  total: { sql: string; readable: string; name: PaperText } | null;
  /** SQL of old, paid, new and is_open of the agency's debt; $1 is the key of the slip. */
  debts?: string;
  /** SQL of the keys of all valid slips from the day $1 to the day $2, in their order. */
  ofDays?: string;
}

const item: SourceColumn[] = [
  { key: 'sku', kind: 'text', width: 12, sql: 'm.sku' },
  { key: 'item', kind: 'text', width: 34, sql: 'm.item_name' },
  { key: 'unit', kind: 'text', width: 8, sql: 'u.name' },
];
const quantity: SourceColumn = {
  key: 'quantity',
  kind: 'quantity',
  width: 10,
  sql: 'l.quantity',
};
const money = (table: string): SourceColumn[] => [
  {
    key: 'price',
    kind: 'dong',
    width: 12,
    sql: 'l.unit_price',
    readable: readableColumn(table, 'unit_price'),
  },
  {
    key: 'amount',
    kind: 'dong',
    width: 14,
    sql: 'l.line_total',
    readable: readableColumn(table, 'line_total'),
  },
];
/** On paper only where something is free. */
const gift: SourceColumn = {
  key: 'gift',
  kind: 'text',
  width: 10,
  sql: 'nullif(l.is_free, false)',
  words: 'is_free',
};
const goods =
  'join inventory.item as m on m.id = l.item_id join inventory.unit as u on u.id = m.unit_id';
const agency = { key: 'agency' };
const note = { key: 'note' };
const method: Fact = { key: 'method', words: 'payment_method' };
const reference = { key: 'reference' };
const address = { key: 'address' };
const phone = { key: 'phone' };
const party = `a.name || ' (' || a.code || ')' as agency,
  nullif(concat_ws(', ', a.address, a.ward), '') as address, a.phone`;

/** Whether a document is valid, by its status. */
const state = (status: string): string => `case ${status} when 'requested' then 'waiting'
  when 'postponed' then 'waiting' when 'rejected' then 'rejected' when 'cancelled' then 'cancelled'
  else 'valid' end as state`;

/** Since when it is not valid, by whom and why. */
const ended = (at: string, by: string, why: string): string => `${state('d.status')},
  to_char(${at} at time zone 'Asia/Ho_Chi_Minh', 'DD/MM/YYYY') as ended_on,
  auth.user_name(${by}) as ended_by, ${why} as ended_why`;
const cancelled = ended('d.cancelled_at', 'd.cancelled_by', 'd.cancel_reason');
const cancelledOrRejected = ended(
  'coalesce(d.cancelled_at, d.rejected_at)',
  'coalesce(d.cancelled_by, d.rejected_by)',
  'coalesce(d.cancel_reason, d.reject_reason)',
);

/** Debt before and after a document that is one row of the ledger. */
const debtsOf = (table: string, column: string, kinds: string): string => `
  select (t.balance_after - t.amount)::text as old, null as paid, t.balance_after::text as new,
    false as is_open
  from ${table} as d join finance.debt_transaction as t on t.agency_id = d.agency_id
    and t.${column} = d.id and t.kind in (${kinds})
  where d.id::text = $1`;

const ofDays = (table: string, day: string): string => `
  select d.id::text as id
  from (select d.id, d.code, d.${day}, ${state('d.status')} from ${table} as d) as d
  where d.state = 'valid' and d.${day} between $1::date and $2::date
  order by d.${day}, d.code`;

/** Slips by their row in file.export_kind. */
export const slips: Readonly<Record<string, SlipSource>> = {
  issue_slip: {
    ofDays: ofDays('inventory.issue', 'issue_date'),
    head: `select coalesce(d.code, d.request_code, '…') as code, d.issue_date as day,
      ${ended('d.cancelled_at', 'd.cancelled_by', 'd.reason')}, ${party}, d.note
      from inventory.issue as d join agency.agency as a on a.id = d.agency_id
      where d.id::text = $1`,
    facts: [agency, address, phone, note],
    more: {
      sql: `select to_char(i.due_date, 'DD/MM/YYYY') as due from inventory.issue as i
        where i.id::text = $1`,
      readable: readableColumn('inventory.issue', 'due_date'),
    },
    columns: [...item, quantity, gift, ...money('inventory.issue_detail')],
    lines: `from inventory.issue_detail as l ${goods} where l.issue_id::text = $1 and l.quantity > 0
      order by l.line_no`,
    total: {
      sql: 'select i.total_amount as total from inventory.issue as i where i.id::text = $1',
      readable: readableColumn('inventory.issue', 'total_amount'),
      name: 'goodsTotal',
    },
    debts: `select (t.balance_after - t.amount)::text as old, d.paid_now::text as paid,
        inventory.issue_debt_after(d)::text as new,
        coalesce(inventory.issue_open_amount(d), 0) > 0 as is_open
      from inventory.issue as d join finance.debt_transaction as t on t.agency_id = d.agency_id
        and t.issue_id = d.id and t.kind = 'issue'
      where d.id::text = $1`,
  },
  return_slip: {
    ofDays: ofDays('inventory.issue_return', 'return_date'),
    head: `select coalesce(d.code, '…') as code, d.return_date as day, ${cancelledOrRejected},
      ${party}, i.code as slip, d.reason as note
      from inventory.issue_return as d join inventory.issue as i on i.id = d.issue_id
      join agency.agency as a on a.id = d.agency_id where d.id::text = $1`,
    facts: [agency, address, phone, { key: 'slip' }, note],
    columns: [...item, quantity, gift, ...money('inventory.issue_return_detail')],
    lines: `from inventory.issue_return_detail as l ${goods} where l.issue_return_id::text = $1
      order by l.line_no`,
    total: {
      sql: 'select r.total_amount as total from inventory.issue_return as r where r.id::text = $1',
      readable: readableColumn('inventory.issue_return', 'total_amount'),
      name: 'goodsTotal',
    },
    debts: debtsOf('inventory.issue_return', 'issue_return_id', "'return'"),
  },
  receipt_slip: {
    ofDays: ofDays('inventory.receipt', 'receipt_date'),
    head: `select d.code, d.receipt_date as day, ${cancelled},
      s.name || ' (' || s.code || ')' as supplier, d.supplier_document as document, d.note
      from inventory.receipt as d join inventory.supplier as s on s.id = d.supplier_id
      where d.id::text = $1`,
    facts: [{ key: 'supplier' }, { key: 'document' }, note],
    columns: [...item, quantity, gift, ...money('inventory.receipt_detail')],
    lines: `from inventory.receipt_detail as l ${goods} where l.receipt_id::text = $1
      order by l.line_no`,
    total: {
      sql: 'select r.total_amount as total from inventory.receipt as r where r.id::text = $1',
      readable: 'true',
      name: 'goodsTotal',
    },
  },
  count_slip: {
    head: `select c.code, c.count_date as day, 'valid' as state, c.note
      from inventory.stock_count as c where c.id::text = $1`,
    facts: [note],
    columns: [
      ...item,
      { key: 'booked', kind: 'quantity', width: 10, sql: 'l.book_quantity' },
      { key: 'counted', kind: 'quantity', width: 10, sql: 'l.counted_quantity' },
      { key: 'difference', kind: 'quantity', width: 10, sql: 'l.difference_quantity' },
    ],
    lines: `from inventory.stock_count_detail as l ${goods} where l.stock_count_id::text = $1
      order by l.line_no`,
    total: null,
  },
  payment_slip: {
    ofDays: ofDays('finance.payment', 'payment_date'),
    head: `select d.code, d.payment_date as day, ${cancelled}, ${party}, d.method, d.reference,
      d.note
      from finance.payment as d join agency.agency as a on a.id = d.agency_id
      where d.id::text = $1`,
    facts: [agency, address, phone, method, reference, note],
    columns: [],
    lines: '',
    total: {
      sql: 'select p.amount as total from finance.payment as p where p.id::text = $1',
      readable: 'true',
      name: 'amount',
    },
    debts: debtsOf('finance.payment', 'payment_id', "'payment', 'paid_now'"),
  },
  refund_slip: {
    ofDays: ofDays('finance.refund', 'refund_date'),
    head: `select d.code, d.refund_date as day, ${cancelled}, ${party}, d.method, d.reference,
      d.note
      from finance.refund as d join agency.agency as a on a.id = d.agency_id where d.id::text = $1`,
    facts: [agency, address, phone, method, reference, note],
    columns: [],
    lines: '',
    total: {
      sql: 'select r.amount as total from finance.refund as r where r.id::text = $1',
      readable: 'true',
      name: 'amount',
    },
    debts: debtsOf('finance.refund', 'refund_id', "'refund'"),
  },
  adjustment_slip: {
    ofDays: ofDays('finance.adjustment', 'adjustment_date'),
    head: `select coalesce(d.code, '…') as code,
      coalesce(d.adjustment_date, config.business_date()) as day, ${cancelledOrRejected}, ${party},
      d.direction,
        coalesce(i.code, o.document, case when d.opening_debt_id is not null
          then to_char(o.document_date, 'DD/MM/YYYY') end) as corrects,
        case when d.direction = 'up' and num_nonnulls(d.issue_id, d.opening_debt_id) = 0
          then to_char(coalesce(d.due_date, d.adjustment_date), 'DD/MM/YYYY') end as due, d.reason
      from finance.adjustment as d join agency.agency as a on a.id = d.agency_id
      left join inventory.issue as i on i.id = d.issue_id
      left join finance.opening_debt as o on o.id = d.opening_debt_id where d.id::text = $1`,
    facts: [
      agency,
      address,
      phone,
      { key: 'direction', words: 'adjustment_direction' },
      { key: 'corrects' },
      { key: 'due' },
      { key: 'reason' },
    ],
    columns: [],
    lines: '',
    total: {
      sql: 'select d.amount as total from finance.adjustment as d where d.id::text = $1',
      readable: 'true',
      name: 'amount',
    },
    debts: debtsOf('finance.adjustment', 'adjustment_id', "'adjustment'"),
  },
};
