// What must hold whatever happened: queries that find the rows which break it. Empty is right.
import type { Reader } from './books.ts';
import { stockInvariants } from './stock_invariants.ts';

const invariants: Record<string, string> = {
  'stock is the sum of its movements': `
    select i.sku, i.stock_quantity, sum(m.quantity) as ledger
    from inventory.item as i left join inventory.stock_movement as m on m.item_id = i.id
    group by i.id having i.stock_quantity <> coalesce(sum(m.quantity), 0)`,

  'stock was never below zero at the end of a day': `
    select * from (
      select m.item_id, m.business_date,
        sum(sum(m.quantity)) over (partition by m.item_id order by m.business_date) as closing
      from inventory.stock_movement as m group by m.item_id, m.business_date) as day
    where closing < 0`,

  'the stock ledger counts from 1 without gaps, each balance following from the last': `
    select * from (
      select m.item_id, m.seq, m.balance_after, row_number() over ledger as place,
        sum(m.quantity) over ledger as balance
      from inventory.stock_movement as m
      window ledger as (partition by m.item_id order by m.seq)) as entry
    where seq <> place or balance_after <> balance`,

  'an item knows the newest number of its ledger': `
    select i.sku, i.stock_seq from inventory.item as i
    where i.stock_seq <> (
      select coalesce(max(m.seq), 0) from inventory.stock_movement as m where m.item_id = i.id)`,

  'debt is the sum of its ledger': `
    select a.code, a.debt_amount, sum(t.amount) as ledger
    from agency.agency as a left join finance.debt_transaction as t on t.agency_id = a.id
    group by a.id having a.debt_amount <> coalesce(sum(t.amount), 0)`,

  'the debt ledger counts from 1 without gaps, each balance following from the last': `
    select * from (
      select t.agency_id, t.seq, t.balance_after, row_number() over ledger as place,
        sum(t.amount) over ledger as balance
      from finance.debt_transaction as t
      window ledger as (partition by t.agency_id order by t.seq)) as entry
    where seq <> place or balance_after <> balance`,

  'an agency knows the newest number of its ledger': `
    select a.code, a.debt_seq from agency.agency as a
    where a.debt_seq <> (
      select coalesce(max(t.seq), 0) from finance.debt_transaction as t where t.agency_id = a.id)`,

  'the total of a slip is the sum of its lines': `
    select i.code, i.total_amount from inventory.issue as i
    where i.total_amount <> (
      select coalesce(sum(d.line_total), 0) from inventory.issue_detail as d where d.issue_id = i.id)`,

  'a confirmed slip moved each of its lines exactly once, and no other item': `
    select i.code, d.item_id, m.quantity
    from inventory.issue as i
    join (inventory.issue_detail as d full join (
        select * from inventory.stock_movement where kind = 'issue') as m
      on m.issue_id = d.issue_id and m.item_id = d.item_id)
      on i.id = coalesce(d.issue_id, m.issue_id)
    where i.code is not null and (m.quantity is distinct from -d.quantity
        or m.business_date <> i.issue_date or m.agency_id <> i.agency_id)
      or i.code is null and m.id is not null`,

  'a confirmed slip raised the debt exactly once, by its total': `
    select i.code, i.total_amount, sum(t.amount) as raised
    from inventory.issue as i
    left join finance.debt_transaction as t on t.issue_id = i.id and t.kind = 'issue'
    group by i.id
    having coalesce(sum(t.amount), 0) <> case when i.code is null then 0 else i.total_amount end
      or count(t.id) > 1`,

  'what was paid on the spot made exactly one payment, counted right after the slip': `
    select i.code, i.paid_now, p.amount, paid.amount as counted
    from inventory.issue as i
    left join finance.payment as p on p.issue_id = i.id
    left join finance.debt_transaction as paid on paid.issue_id = i.id and paid.kind = 'paid_now'
    left join finance.debt_transaction as raised on raised.issue_id = i.id and raised.kind = 'issue'
    where (i.code is not null and i.paid_now > 0) <> (p.id is not null)
      or (p.id is not null) <> (paid.id is not null)
      or p.id is not null and (p.amount, paid.amount, paid.payment_id, paid.seq)
        is distinct from (i.paid_now, -i.paid_now, p.id, raised.seq + 1)`,

  'no slip left the debt above the ceiling of today': `
    select a.code as agency, i.code, after.balance, ceiling."limit"
    from inventory.issue as i
    join agency.agency as a on a.id = i.agency_id
    cross join lateral agency.ceiling_of(a, config.business_date()) as ceiling
    cross join lateral (select inventory.issue_debt_after(i) as balance) as after
    where after.balance > ceiling."limit"`,

  'slips and payments are numbered without gaps, and the counter is at the last': `
    select coalesce(drawn.kind, c.kind) as kind, coalesce(drawn.year, c.year) as year, drawn.highest,
      drawn.many, c.last_number
    from (
      select left(code, 2) as kind, substr(code, 4, 4)::smallint as year,
        max(substr(code, 9)::bigint) as highest, count(*) as many
      from (
        select code from inventory.issue where code is not null
        union all select code from finance.payment
        union all select code from inventory.receipt
        union all select code from inventory.stock_count
        union all select code from inventory.issue_return) as document
      group by 1, 2) as drawn
    full join config.document_counter as c on c.kind = drawn.kind and c.year = drawn.year
    where drawn.many is distinct from drawn.highest or c.last_number is distinct from drawn.highest`,

  'every command that succeeded made its document, and every document came from one command': `
    with made as (
      select 'inventory.create_issue' as command, id::text, code from inventory.issue
      where id::text not in (
        select result ->> 'id' from audit.command where command = 'inventory.request_issue')
      union all
      select 'finance.create_payment', id::text, code from finance.payment where issue_id is null
      union all select 'inventory.create_receipt', id::text, code from inventory.receipt
      union all select 'inventory.cancel_receipt', id::text, code
      from inventory.receipt where status = 'cancelled'
      union all select 'inventory.create_stock_count', id::text, code from inventory.stock_count
      union all select 'inventory.create_issue_return', id::text, code from inventory.issue_return
      union all select 'inventory.create_supplier', id::text, code from inventory.supplier)
    select c.client_key, made.command, made.code
    from (select * from audit.command where command in (select command from made)) as c
    full join made on made.command = c.command and made.id = c.result ->> 'id'
    where c.client_key is null or made.id is null`,

  'a cancelled slip left neither stock nor debt behind, and only a cancelled one was reversed': `
    select i.code, i.status
    from inventory.issue as i
    cross join lateral (
      select count(*) filter (where m.kind = 'issue_cancel') as reversed, count(*) as all_rows,
        sum(m.quantity) as left_over
      from inventory.stock_movement as m
      where m.issue_id = i.id and m.kind in ('issue', 'issue_cancel')) as stock
    cross join lateral (
      select sum(t.amount) filter (where t.kind in ('issue', 'issue_cancel')) as left_over
      from finance.debt_transaction as t where t.issue_id = i.id) as debt
    where case i.status
      when 'cancelled' then (stock.reversed * 2, stock.left_over, coalesce(debt.left_over, 0))
        is distinct from (stock.all_rows, 0, 0)
      else stock.reversed > 0 end`,

  'a payment lowered the debt exactly once, by its amount': `
    select p.code, p.amount, sum(t.amount) as lowered
    from finance.payment as p
    left join finance.debt_transaction as t
      on t.payment_id = p.id and t.kind in ('payment', 'paid_now')
    group by p.id
    having count(t.id) <> 1 or sum(t.amount) <> -p.amount
      or min(t.kind) <> case when p.issue_id is null then 'payment' else 'paid_now' end
      or min(t.business_date) <> p.payment_date or min(t.agency_id::text) <> p.agency_id::text`,

  'a cancelled payment has exactly one reversal, of its own row, and no other payment has one': `
    select p.code, p.status, reversal.rows
    from finance.payment as p
    cross join lateral (
      select count(*) as rows, count(*) filter (
        where original.payment_id = p.id and original.kind in ('payment', 'paid_now')
          and t.amount = p.amount) as right_ones
      from finance.debt_transaction as t
      left join finance.debt_transaction as original on original.id = t.reverses_id
      where t.payment_id = p.id and t.kind = 'payment_cancel') as reversal
    where num_nonnulls(p.cancelled_at) <> reversal.rows or reversal.rows <> reversal.right_ones`,

  'what a payment settles is at most the payment, and nothing once it is cancelled': `
    select p.code, p.status, p.amount, sum(l.amount) as settled
    from finance.payment as p join finance.payment_allocation as l on l.payment_id = p.id
    group by p.id having sum(l.amount) > p.amount or p.status = 'cancelled'`,

  'a slip is settled at most to its total, and only while it counts': `
    select i.code, i.status, i.total_amount, sum(l.amount) as settled
    from inventory.issue as i join finance.payment_allocation as l on l.issue_id = i.id
    group by i.id
    having sum(l.amount) > i.total_amount or i.status not in ('confirmed', 'delivered')`,

  'what was paid on the spot settles its own slip, with all of it unless goods came back': `
    select p.code, l.issue_id, l.amount
    from finance.payment as p
    left join finance.payment_allocation as l on l.payment_id = p.id
    where p.issue_id is not null and p.status = 'confirmed'
      and (l.issue_id, l.amount) is distinct from (p.issue_id, p.amount)
      and not exists (
        select from inventory.issue_return_detail as d where d.issue_id = p.issue_id)`,

  'what slips have open, less what payments have free, is the debt that slips and payments made': `
    select a.code, debt.amount, open.amount as open, free.amount as free
    from agency.agency as a
    cross join lateral (
      select coalesce(sum(t.amount), 0) as amount from finance.debt_transaction as t
      where t.agency_id = a.id and (t.issue_id is not null or t.payment_id is not null)) as debt
    cross join lateral (
      select coalesce(sum(b.open_amount), 0) as amount from finance.slip_balances(a.id) as b) as open
    cross join lateral (
      select coalesce(sum(p.amount - coalesce((
        select sum(l.amount) from finance.payment_allocation as l where l.payment_id = p.id), 0)), 0) as amount
      from finance.payment as p where p.agency_id = a.id and p.status = 'confirmed') as free
    where open.amount - free.amount <> debt.amount`,

  'nothing was posted into a closed month after it was closed': `
    select entry.*, p.month, p.closed_at
    from (
      select 'debt' as ledger, business_date, recorded_at from finance.debt_transaction
      union all
      select 'stock', business_date, recorded_at from inventory.stock_movement) as entry
    join finance.period as p
      on p.is_closed and entry.business_date < p.month + interval '1 month'
      and entry.recorded_at > p.closed_at`,

  'closed months follow each other without a gap': `
    select min(p.month) as first, max(p.month) as last, count(*) as closed
    from finance.period as p where p.is_closed
    having count(*) <> extract(year from age(max(p.month), min(p.month))) * 12
      + extract(month from age(max(p.month), min(p.month))) + 1`,

  ...stockInvariants,
};

export const invariantNames = Object.keys(invariants);

/** The first rows that break an invariant. */
export async function breachesOf(reader: Reader, name: string): Promise<unknown[]> {
  const query = invariants[name];
  if (query === undefined) throw new Error(`${name} is not an invariant`);
  return reader.query(`${query} limit 5`);
}

/** The rows that break each invariant; {} when all hold. */
export async function brokenInvariants(reader: Reader): Promise<Record<string, unknown[]>> {
  const broken: Record<string, unknown[]> = {};
  for (const name of invariantNames) {
    const breaches = await breachesOf(reader, name);
    if (breaches.length > 0) broken[name] = breaches;
  }
  return broken;
}
