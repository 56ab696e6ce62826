import type { Column } from '../../../platform/sheets/column.ts';
import type { Vocabulary } from '../../../platform/words.ts';
import { readableColumn, type SourceColumn } from './source.ts';

/** A slip as it lies on the desk. */
export interface Slip {
  title: string;
  code: string;
  date: string;
  /** Party, address, note and so on. */
  facts: readonly (readonly [label: string, value: string])[];
  columns: readonly Column[];
  rows: readonly (readonly (string | null)[])[];
  /** Null for whoever sees no money, and for slips without any. */
  total: string | null;
  inWords: string | null;
  signatures: readonly string[];
}

/** A value of the head row; its label stands in db/words. */
interface Fact {
  key: string;
  words?: Vocabulary;
}

/** Where a slip comes from: one row of heads, and its lines. */
export interface SlipSource {
  /**
   * Columns code, day, status and the values of the facts by their keys; $1 is the key of the slip.
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
  /** SQL of the total over the head's tables, and whether it may be read. */
  total: { sql: string; readable: string } | null;
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
const party = `a.name || ' (' || a.code || ')' as agency,
  concat_ws(', ', a.address, a.ward) as address`;

/** Slips by their row in file.export_kind. */
export const slips: Readonly<Record<string, SlipSource>> = {
  issue_slip: {
    head: `select coalesce(i.code, '…') as code, i.issue_date as day, i.status, ${party}, i.note
      from inventory.issue as i join agency.agency as a on a.id = i.agency_id
      where i.id::text = $1`,
    facts: [agency, address, { key: 'due' }, note],
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
    },
  },
  return_slip: {
    head: `select coalesce(r.code, '…') as code, r.return_date as day, r.status, ${party},
      i.code as slip, r.reason as note
      from inventory.issue_return as r join inventory.issue as i on i.id = r.issue_id
      join agency.agency as a on a.id = r.agency_id where r.id::text = $1`,
    facts: [agency, address, { key: 'slip' }, note],
    columns: [...item, quantity, gift, ...money('inventory.issue_return_detail')],
    lines: `from inventory.issue_return_detail as l ${goods} where l.issue_return_id::text = $1
      order by l.line_no`,
    total: {
      sql: 'select r.total_amount as total from inventory.issue_return as r where r.id::text = $1',
      readable: readableColumn('inventory.issue_return', 'total_amount'),
    },
  },
  receipt_slip: {
    head: `select r.code, r.receipt_date as day, r.status,
      s.name || ' (' || s.code || ')' as supplier, r.note
      from inventory.receipt as r join inventory.supplier as s on s.id = r.supplier_id
      where r.id::text = $1`,
    facts: [{ key: 'supplier' }, note],
    columns: [...item, quantity, gift, ...money('inventory.receipt_detail')],
    lines: `from inventory.receipt_detail as l ${goods} where l.receipt_id::text = $1
      order by l.line_no`,
    total: {
      sql: 'select r.total_amount as total from inventory.receipt as r where r.id::text = $1',
      readable: 'true',
    },
  },
  count_slip: {
    head: `select c.code, c.count_date as day, 'confirmed' as status, c.note
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
    head: `select p.code, p.payment_date as day, p.status, ${party}, p.method, p.reference, p.note
      from finance.payment as p join agency.agency as a on a.id = p.agency_id
      where p.id::text = $1`,
    facts: [agency, address, method, reference, note],
    columns: [],
    lines: '',
    total: {
      sql: 'select p.amount as total from finance.payment as p where p.id::text = $1',
      readable: 'true',
    },
  },
  refund_slip: {
    head: `select r.code, r.refund_date as day, r.status, ${party}, r.method, r.reference, r.note
      from finance.refund as r join agency.agency as a on a.id = r.agency_id where r.id::text = $1`,
    facts: [agency, address, method, reference, note],
    columns: [],
    lines: '',
    total: {
      sql: 'select r.amount as total from finance.refund as r where r.id::text = $1',
      readable: 'true',
    },
  },
  adjustment_slip: {
    head: `select coalesce(d.code, '…') as code,
      coalesce(d.adjustment_date, config.business_date()) as day, d.status, ${party}, d.direction,
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
    },
  },
};
