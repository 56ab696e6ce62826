-- Goods come in on the first of every month, as many as the month will take, so that no day ends
-- below zero; one receipt a month is a mistake that is cancelled; shelves are counted on the 15th,
-- and a receipt of the 13th that comes on the 16th held goods which that count had seen.
create temporary table counted on commit drop as
select row_number() over (order by m) as n, (m + interval '14 days')::date as day,
  (m + interval '14 days 18 hours') at time zone 'Asia/Ho_Chi_Minh' as moment
from plan as p
cross join generate_series(p.first_day::timestamp, p.last_day::timestamp, interval '1 month') as m
where (m + interval '14 days')::date <= p.last_day;
create temporary table incoming on commit drop as
select row_number() over (order by r.month_no, r.supplier, r.is_mistake,
  r.late_item nulls first) as n, r.*,
  (case when r.late_item is not null then r.day + time '09:00:00.000123' + interval '3 days'
    else r.day::timestamp + interval '6 hours' + r.supplier * interval '1 second'
      + case when r.is_mistake then interval '30 minutes' else interval '0' end end)
    at time zone 'Asia/Ho_Chi_Minh' as moment
from (
  select (extract(year from m) * 12 + extract(month from m))::integer as month_no, m::date as day,
    s.n as supplier, w.is_mistake, null::integer as late_item
  from plan as p
  cross join generate_series(p.first_day::timestamp, p.last_day::timestamp, interval '1 month') as m
  cross join generate_series(1, (p.items + 49) / 50) as s (n)
  cross join (values (false), (true)) as w (is_mistake)
  where s.n = 1 or not w.is_mistake
  union all
  select (extract(year from c.day) * 12 + extract(month from c.day))::integer, c.day - 2,
    (min(g.n) - 1) / 50 + 1,
    false, min(g.n)
  from counted as c
  join goods as g on g.n % 40 = c.n % 40
  cross join plan as p
  where c.day < p.last_day
  group by c.day) as r;
create temporary table incoming_line on commit drop as
select r.n as receipt, r.is_mistake, r.moment, r.day, g.n as item,
  row_number() over (partition by r.n order by g.n) as line_no,
  case when r.is_mistake then 10 when r.late_item is not null then 5
    else ceil(coalesce(d.quantity, 0)) + 5 end as quantity,
  -- suppliers give something away with every tenth item
  case when not r.is_mistake and r.late_item is null and g.n % 10 = 0 then 2 else 0 end as gift,
  pg_temp.import_price(g.price, r.month_no - p.first_month) as unit_price
from plan as p
cross join incoming as r
join goods as g on case when r.late_item is not null then g.n = r.late_item
  else (g.n - 1) / 50 + 1 = r.supplier and (not r.is_mistake or g.n <= 5) end
left join (
  select s.month_no, l.item, sum(l.quantity + l.gift) as quantity
  from line as l join slip as s on s.n = l.slip and s.is_posted
  group by s.month_no, l.item) as d on d.month_no = r.month_no and d.item = g.n;

insert into inventory.receipt (id, code, supplier_id, status, receipt_date, total_amount,
  created_at, created_by, cancelled_at, cancelled_by, cancel_reason)
overriding system value
select pg_temp.key('receipt', r.n), pg_temp.code('PN', r.day, row_number() over (
    partition by extract(year from r.day) order by r.moment)), pg_temp.key('supplier', r.supplier),
  case when r.is_mistake then 'cancelled' else 'confirmed' end, r.day, l.amount, r.moment, w.id,
  case when r.is_mistake then r.moment + interval '10 minutes' end,
  case when r.is_mistake then w.id end, case when r.is_mistake then 'Nhập nhầm' end
from incoming as r
join person as w on w.role = 'warehouse'
join (select l.receipt, sum(round(l.quantity * l.unit_price)) as amount
  from incoming_line as l group by l.receipt) as l on l.receipt = r.n
order by r.n;
insert into inventory.receipt_detail (receipt_id, line_no, item_id, quantity, unit_price,
  line_total, created_at, created_by)
select pg_temp.key('receipt', l.receipt), l.line_no, pg_temp.key('item', l.item), l.quantity,
  l.unit_price, round(l.quantity * l.unit_price), l.moment, w.id
from incoming_line as l join person as w on w.role = 'warehouse'
order by l.receipt, l.line_no;

insert into inventory.receipt_detail (receipt_id, line_no, item_id, quantity, is_free, unit_price,
  line_total, created_at, created_by)
select pg_temp.key('receipt', l.receipt),
  l.lines + row_number() over (partition by l.receipt order by l.item),
  pg_temp.key('item', l.item), l.gift, true, 0, 0, l.moment, w.id
from (select i.*, count(*) over (partition by i.receipt) as lines from incoming_line as i) as l
join person as w on w.role = 'warehouse'
where l.gift > 0
order by l.receipt, l.item;

-- prices as receipts set them: the first one keeps what was before it, a cancelled one gives way
insert into inventory.item_price (item_id, seq, kind, price, valid_from, receipt_id, recorded_at,
  created_at, created_by)
select pg_temp.key('item', e.item),
  row_number() over (partition by e.item order by e.moment, e.place),
  e.kind, e.price, e.day, k.receipt_id, e.moment, e.moment, w.id
from (
  select g.n as item, 'initial' as kind, g.price, p.first_day as day, null::bigint as receipt,
    (select min(r.moment) from incoming as r) as moment, 0 as place
  from plan as p cross join goods as g
  union all
  select l.item, 'receipt', l.unit_price, l.day, l.receipt, l.moment, 1 from incoming_line as l
  union all
  select l.item, 'receipt_cancel', kept.unit_price, kept.day, kept.receipt,
    l.moment + interval '10 minutes', 2
  from incoming_line as l
  join incoming_line as kept on kept.item = l.item and kept.day = l.day and not kept.is_mistake
  where l.is_mistake) as e
join person as w on w.role = 'warehouse'
cross join lateral (
  select case when e.receipt is not null then pg_temp.key('receipt', e.receipt) end
    as receipt_id) as k
order by e.moment, e.item, e.place;

insert into inventory.stock_count (id, code, count_date, created_at, created_by)
overriding system value
select pg_temp.key('count', c.n), pg_temp.code('KK', c.day, row_number() over (
    partition by extract(year from c.day) order by c.n)), c.day, c.moment, w.id
from counted as c join person as w on w.role = 'warehouse'
order by c.n;

create temporary table movement on commit drop as
select row_number() over (order by e.moment, e.kind desc, e.slip, e.item) as n, e.*
from (
  select g.n as item, 'opening' as kind, 100::numeric as quantity, p.first_day as day,
    (p.first_day::timestamp at time zone 'Asia/Ho_Chi_Minh') as moment,
    null::bigint as slip, null::bigint as receipt, null::bigint as came_back,
    null::bigint as counted, 0::numeric as free
  from plan as p cross join goods as g
  union all
  select l.item, 'receipt', l.quantity + l.gift, l.day, l.moment, null, l.receipt, null, null,
    l.gift
  from incoming_line as l
  union all
  select l.item, 'receipt_cancel', -l.quantity, l.day, l.moment + interval '10 minutes', null,
    l.receipt, null, null, 0
  from incoming_line as l where l.is_mistake
  union all
  select l.item, 'issue', -l.quantity - l.gift, s.issue_date, s.moment, s.n, null, null, null,
    -l.gift
  from line as l join slip as s on s.n = l.slip and s.is_posted
  union all
  select l.item, 'issue_cancel', l.quantity + l.gift, s.day, s.moment + interval '7 minutes', s.n,
    null,
    null, null, l.gift
  from line as l join slip as s on s.n = l.slip and s.is_cancelled
  union all
  select r.item, 'return', r.quantity, r.day, r.moment, null, null, r.n, null, 0 from came_back as r
  union all
  select g.n, 'count', case when pg_temp.chance(12, c.n * 1000000 + g.n) < 0.5 then -1 else 1 end,
    c.day, c.moment, null, null, null, c.n, 0
  from counted as c join goods as g on g.n % 40 = c.n % 40
  union all
  select l.item, 'count_kept', -l.quantity, c.day, l.moment, null, null, null, c.n, 0
  from incoming_line as l
  join incoming as r on r.n = l.receipt and r.late_item is not null
  join counted as c on c.day = r.day + 2) as e;

insert into inventory.stock_movement (id, item_id, seq, kind, quantity, free_quantity,
  balance_after,
  business_date, recorded_at, agency_id, issue_id, receipt_id, issue_return_id, stock_count_id,
  reverses_id,
  offsets_seq, created_at, created_by)
overriding system value
select pg_temp.key('movement', m.n), pg_temp.key('item', m.item), row_number() over ledger, m.kind,
  m.quantity, nullif(m.free, 0), sum(m.quantity) over ledger, m.day, m.moment,
  case when a.n is not null then pg_temp.key('agency', a.n) end,
  case when m.slip is not null then pg_temp.key('issue', m.slip) end,
  case when m.receipt is not null then pg_temp.key('receipt', m.receipt) end,
  case when m.came_back is not null then pg_temp.key('return', m.came_back) end,
  case when m.counted is not null then pg_temp.key('count', m.counted) end,
  case when o.n is not null then pg_temp.key('movement', o.n) end,
  -- of one moment the receipt comes first
  case when m.kind = 'count_kept' then row_number() over ledger - 1 end, m.moment, w.id
from movement as m
join person as w on w.role = case when m.kind in ('issue', 'issue_cancel', 'return')
  then 'manager' else 'warehouse' end
left join slip as s on s.n = m.slip
left join came_back as r on r.n = m.came_back
left join lateral (select coalesce(s.agency, r.agency) as n) as a on true
left join movement as o on m.kind in ('issue_cancel', 'receipt_cancel')
  and o.kind = left(m.kind, -7) and o.item = m.item
  and coalesce(o.slip, -o.receipt) = coalesce(m.slip, -m.receipt)
window ledger as (partition by m.item order by m.n)
order by m.n;

insert into inventory.stock_count_detail (stock_count_id, line_no, item_id, book_quantity,
  counted_quantity, difference_quantity, created_at, created_by)
select m.stock_count_id, row_number() over (partition by m.stock_count_id order by m.id), m.item_id,
  m.balance_after - m.quantity, m.balance_after, m.quantity, m.recorded_at, m.created_by
from inventory.stock_movement as m
where m.kind = 'count'
order by m.recorded_at, m.id;

update inventory.item as i
set stock_quantity = m.quantity, stock_seq = m.seq, import_price = price.price
from (
  select m.item_id, sum(m.quantity) as quantity, max(m.seq) as seq
  from inventory.stock_movement as m group by m.item_id) as m
join (
  select distinct on (p.item_id) p.item_id, p.price from inventory.item_price as p
  order by p.item_id, p.seq desc) as price on price.item_id = m.item_id
where i.id = m.item_id;
