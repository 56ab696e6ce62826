// What must hold of receipts, counts, returns and import prices: queries that find the rows which
// break it. Empty is right.
export const stockInvariants: Record<string, string> = {
  'a receipt has a number, lines, and their sum as its total': `
    select r.code, r.total_amount from inventory.receipt as r
    where r.code is null or r.total_amount is distinct from (
      select sum(d.line_total) from inventory.receipt_detail as d where d.receipt_id = r.id)`,

  'a receipt raised stock by each of its lines exactly once, on its date': `
    select r.code, d.item_id, m.quantity
    from inventory.receipt as r
    join (inventory.receipt_detail as d full join (
        select * from inventory.stock_movement where kind = 'receipt') as m
      on m.receipt_id = d.receipt_id and m.item_id = d.item_id)
      on r.id = coalesce(d.receipt_id, m.receipt_id)
    where (m.quantity, m.business_date) is distinct from (d.quantity, r.receipt_date)`,

  'a cancelled receipt took back each of its lines exactly once, and no other receipt did': `
    select r.code, r.status, came.quantity as came, went.quantity as went
    from inventory.receipt as r
    join inventory.stock_movement as came on came.receipt_id = r.id and came.kind = 'receipt'
    full join (select * from inventory.stock_movement where kind = 'receipt_cancel') as went
      on went.reverses_id = came.id
    where went.business_date < came.business_date
      or (went.quantity, went.receipt_id) is distinct from (
        case when r.status = 'cancelled' then -came.quantity end,
        case when r.status = 'cancelled' then r.id end)`,

  'a stock count has a number and lines, and moved each difference exactly once, on its date': `
    select c.code, d.item_id, d.difference_quantity, m.quantity
    from inventory.stock_count as c
    left join (inventory.stock_count_detail as d full join (
        select * from inventory.stock_movement where kind = 'count') as m
      on m.stock_count_id = d.stock_count_id and m.item_id = d.item_id)
      on c.id = coalesce(d.stock_count_id, m.stock_count_id)
    where c.code is null or d.id is null
      or nullif(d.difference_quantity, 0) is distinct from m.quantity
      or m.business_date <> c.count_date`,

  'a return has a number, lines, and their sum as its total, and no cancelled slip has one': `
    select r.code, r.total_amount, i.status
    from inventory.issue_return as r join inventory.issue as i on i.id = r.issue_id
    where r.code is null or i.code is null or i.status = 'cancelled'
      or r.total_amount is distinct from (
        select sum(d.line_total) from inventory.issue_return_detail as d where d.issue_return_id = r.id)`,

  'of no line of a slip comes back more than was issued, and for what it was worth': `
    select i.issue_id, i.item_id, i.quantity, sum(r.quantity) as returned, sum(r.line_total) as worth
    from inventory.issue_detail as i
    join inventory.issue_return_detail as r on r.issue_id = i.issue_id and r.item_id = i.item_id
    group by i.id
    having sum(r.quantity) > i.quantity or min(r.unit_price) <> i.unit_price
      or max(r.unit_price) <> i.unit_price
      or sum(r.line_total) <> round(sum(r.quantity) * i.unit_price)`,

  'a return raised stock by each of its lines exactly once, on its date': `
    select r.code, d.item_id, m.quantity
    from inventory.issue_return as r
    join (inventory.issue_return_detail as d full join (
        select * from inventory.stock_movement where kind = 'return') as m
      on m.issue_return_id = d.issue_return_id and m.item_id = d.item_id)
      on r.id = coalesce(d.issue_return_id, m.issue_return_id)
    where (m.quantity, m.business_date, m.agency_id)
      is distinct from (d.quantity, r.return_date, r.agency_id)`,

  'a return lowered the debt exactly once, by its total': `
    select r.code, r.total_amount, sum(t.amount) as lowered
    from inventory.issue_return as r
    left join finance.debt_transaction as t on t.issue_return_id = r.id and t.kind = 'return'
    group by r.id
    having coalesce(sum(t.amount), 0) <> -r.total_amount or count(t.id) > 1
      or min(t.business_date) <> r.return_date or bool_or(t.issue_id <> r.issue_id)`,

  'the import price is that of the latest confirmed receipt, and the newest of its history': `
    select i.sku, i.import_price, latest.unit_price, newest.price
    from inventory.item as i
    left join lateral (
      select d.unit_price, d.receipt_id
      from inventory.receipt_detail as d
      join inventory.receipt as r on r.id = d.receipt_id
      join inventory.stock_movement as m
        on m.receipt_id = r.id and m.item_id = d.item_id and m.kind = 'receipt'
      where d.item_id = i.id and r.status = 'confirmed'
      order by r.receipt_date desc, r.created_at desc, m.seq desc limit 1) as latest on true
    left join lateral (
      select p.price, p.receipt_id from inventory.item_price as p
      where p.item_id = i.id order by p.seq desc limit 1) as newest on true
    where newest.price is not null
      and ((newest.price, newest.receipt_id) is distinct from (i.import_price, latest.receipt_id)
        or latest.unit_price <> i.import_price)`,
};
