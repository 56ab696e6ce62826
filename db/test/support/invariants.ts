// What must hold whatever happened: queries that find the rows which break it. Empty is right.
import type { Reader } from './books.ts';

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
        union all select code from finance.payment) as document
      group by 1, 2) as drawn
    full join config.document_counter as c on c.kind = drawn.kind and c.year = drawn.year
    where drawn.many is distinct from drawn.highest or c.last_number is distinct from drawn.highest`,

  'every command that succeeded made its slip, and every slip came from one command': `
    select c.client_key, i.code
    from audit.command as c full join inventory.issue as i on c.result ->> 'id' = i.id::text
    where c.client_key is null or i.id is null`,
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
