// What somebody would write by hand who knows the schema well: one statement a question, its answer
// made by PostgreSQL as the text of a JSON document. Rights and rules are those of the database, so
// only the way to it differs. Fields and names are those that the page asks for, so that answers
// can be compared.

const TYPE = `json_build_object('id', t.id::text, 'name', t.name)`;
const DISTRICT = `json_build_object('id', d.id::text, 'name', d.name)`;
const UNIT = `json_build_object('id', u.id::text, 'name', u.name)`;
const ITEM = `json_build_object('id', g.id::text, 'itemName', g.item_name, 'sku', g.sku,
  'unit', ${UNIT})`;

/** Fields of an agency in a list; `row` is its row, in parentheses when it is a column. */
const agencyFields = (row: string): string => `
  'agencyType', ${TYPE}, 'code', ${row}.code, 'debtAmount', ${row}.debt_amount::text,
  'debtLimit', agency.agency_debt_limit(${row})::text, 'district', ${DISTRICT},
  'id', ${row}.id::text, 'isNearLimit', agency.agency_is_near_limit(${row}),
  'name', ${row}.name, 'phone', ${row}.phone, 'status', ${row}.status`;

/** The newest row of a history of an agency. */
const newest = (table: string): string => `json_build_object('nodes', (
    select coalesce(json_agg(json_build_object('id', h.id::text, 'reason', h.reason)), '[]')
    from (select c.id, c.reason from ${table} as c where c.agency_id = a.id
      order by c.created_at desc limit 1) as h))`;

/** $1: key of the agency. */
export const AGENCY = `
  select json_build_object(
    'address', a.address, 'agencyDebtLimitChanges', ${newest('agency.agency_debt_limit_change')},
    'agencyStatusChanges', ${newest('agency.agency_status_change')},
    'blockOverdueDays', a.block_overdue_days, 'email', a.email, 'maxOpenSlips', a.max_open_slips,
    'overDebtLimitBy', agency.agency_over_debt_limit_by(a)::text, 'ownCode', a.own_code,
    'ownDebtLimit', a.own_debt_limit::text, 'ownDebtLimitUntil', a.own_debt_limit_until,
    'paymentTermDays', a.payment_term_days, 'receptionDate', a.reception_date,
    'representative', a.representative, 'taxCode', a.tax_code, 'version', a.version::text,
    'ward', a.ward, ${agencyFields('a')})::text as body
  from agency.agency as a
  join agency.agency_type as t on t.id = a.agency_type_id
  join agency.district as d on d.id = a.district_id
  where a.id::text = $1`;

/** $1: words. Page and count from one search. */
export const AGENCIES = `
  with found as materialized (
    select f as entry, row_number() over () as place from agency.search_agencies($1) as f)
  select json_build_object(
    'totalCount', (select count(*) from found),
    'pageInfo', json_build_object('hasNextPage', (select count(*) > 20 from found)),
    'nodes', (
      select coalesce(json_agg(json_build_object(${agencyFields('(p.entry)')})
        order by p.place), '[]')
      from (select * from found order by place limit 20) as p
      join agency.agency_type as t on t.id = (p.entry).agency_type_id
      join agency.district as d on d.id = (p.entry).district_id))::text as body`;

/** $1: words. */
export const ITEMS = `
  select json_build_object('nodes', coalesce(json_agg(json_build_object(
    'id', (p.entry).id::text, 'isActive', (p.entry).is_active,
    'issuePrice', inventory.item_issue_price(p.entry)::text, 'itemName', (p.entry).item_name,
    'sku', (p.entry).sku, 'stockQuantity', (p.entry).stock_quantity::text,
    'unit', json_build_object('id', u.id::text, 'isDecimal', u.is_decimal, 'name', u.name))
    order by p.place), '[]'))::text as body
  from (
    select f as entry, row_number() over () as place
    from inventory.search_items($1) as f limit 20) as p
  join inventory.unit as u on u.id = (p.entry).unit_id`;

const LINES = `
  select coalesce(json_agg(json_build_object(
    'askedQuantity', l.asked_quantity::text, 'id', l.id::text, 'isFree', l.is_free,
    'item', ${ITEM}, 'lineNo', l.line_no, 'lineTotal', l.line_total::text,
    'listPrice', l.list_price::text, 'priceReason', l.price_reason,
    'quantity', l.quantity::text, 'unitPrice', l.unit_price::text)), '[]')
  from inventory.issue_detail as l
  join inventory.item as g on g.id = l.item_id
  join inventory.unit as u on u.id = g.unit_id
  where l.agency_id = i.agency_id and l.issue_id = i.id`;

const MOVEMENTS = `
  select coalesce(json_agg(json_build_object(
    'balanceAfter', m.balance_after::text, 'businessDate', m.business_date, 'id', m.id::text,
    'item', ${ITEM}, 'kind', m.kind, 'quantity', m.quantity::text)), '[]')
  from inventory.stock_movement as m
  join inventory.item as g on g.id = m.item_id
  join inventory.unit as u on u.id = g.unit_id
  where m.agency_id = i.agency_id and m.issue_id = i.id`;

const DEBT = `
  select coalesce(json_agg(json_build_object(
    'amount', t.amount::text, 'balanceAfter', t.balance_after::text,
    'businessDate', t.business_date, 'id', t.id::text, 'kind', t.kind)), '[]')
  from finance.debt_transaction as t where t.agency_id = i.agency_id and t.issue_id = i.id`;

const other = (condition: string): string => `(
  select json_build_object('code', o.code, 'id', o.id::text)
  from inventory.issue as o where o.agency_id = i.agency_id and ${condition})`;

/** $1: key of the slip. */
export const SLIP = `
  select json_build_object(
    'agency', json_build_object('address', a.address, 'code', a.code, 'id', a.id::text,
      'name', a.name, 'phone', a.phone, 'ward', a.ward),
    'cancelledAt', i.cancelled_at, 'confirmedAt', i.confirmed_at,
    'debtAfter', inventory.issue_debt_after(i)::text,
    'debtTransactions', json_build_object('nodes', (${DEBT})),
    'deliveredAt', i.delivered_at, 'dueDate', i.due_date,
    'issueDetails', json_build_object('nodes', (${LINES})), 'note', i.note,
    'payment', (
      select json_build_object('handedOverAt', p.handed_over_at, 'id', p.id::text,
        'status', p.status)
      from finance.payment as p where p.agency_id = i.agency_id and p.issue_id = i.id),
    'reason', i.reason, 'replacedBy', ${other('o.replaces_id = i.id')},
    'replaces', ${other('o.id = i.replaces_id')}, 'requestedAt', i.requested_at,
    'stockMovements', json_build_object('nodes', (${MOVEMENTS})), 'termDays', i.term_days,
    'version', i.version::text, 'wantedDate', i.wanted_date, 'code', i.code,
    'createdAt', i.created_at, 'createdByName', inventory.issue_created_by_name(i),
    'id', i.id::text, 'issueDate', i.issue_date, 'paidNow', i.paid_now::text,
    'requestCode', i.request_code, 'status', i.status, 'totalAmount', i.total_amount::text,
    'withdrawnAt', i.withdrawn_at)::text as body
  from inventory.issue as i
  join agency.agency as a on a.id = i.agency_id
  where i.id::text = $1`;

/** $1: first day of the month. */
export const DEBTS = `
  with row as materialized (
    select r.*, row_number() over () as place from report.monthly_debt($1::date) as r limit 51)
  select json_build_object(
    'pageInfo', json_build_object('hasNextPage', (select count(*) > 50 from row)),
    'nodes', (
      select coalesce(json_agg(json_build_object(
        'agency', json_build_object('code', a.code, 'id', a.id::text, 'name', a.name),
        'closingAmount', r.closing_amount::text, 'decreaseAmount', r.decrease_amount::text,
        'increaseAmount', r.increase_amount::text, 'openingAmount', r.opening_amount::text,
        'total', json_build_object('agencyCount', ((r.total).agency_count)::text,
          'closingAmount', ((r.total).closing_amount)::text,
          'decreaseAmount', ((r.total).decrease_amount)::text,
          'increaseAmount', ((r.total).increase_amount)::text,
          'openingAmount', ((r.total).opening_amount)::text)) order by r.place), '[]')
      from row as r
      join agency.agency as a on a.id = r.agency_id
      where r.place <= 50))::text as body`;

/** $1 key of the client, $2 key of the agency as text, $3 lines as JSON [{item_id, quantity}]. */
export const MAKE = `
  select i.id::text as id
  from agency.agency as a
  cross join lateral inventory.create_issue(
    client_key => $1, agency_id => a.id,
    items => (
      select array_agg(row(l.item_id, l.quantity, false)::inventory.issue_line order by l.place)
      from rows from (jsonb_populate_recordset(null::inventory.issue_line, $3))
        with ordinality as l (item_id, quantity, is_free, place))) as i
  where a.id::text = $2`;

/** $1: key of the slip just made. */
export const MADE = `
  select json_build_object(
    'agency', json_build_object('code', a.code, 'debtAmount', a.debt_amount::text,
      'id', a.id::text, 'name', a.name),
    'code', i.code, 'debtAfter', inventory.issue_debt_after(i)::text, 'id', i.id::text,
    'totalAmount', i.total_amount::text)::text as body
  from inventory.issue as i
  join agency.agency as a on a.id = i.agency_id
  where i.id::text = $1`;
