-- Slips in the order they were posted: more and more of them, some agencies much busier than
-- others, one in two hundred dated back within its month, one in a hundred cancelled, some paid on
-- the spot, some with goods that came back, the newest still requests.
create temporary table slip on commit drop as
select s.*, s.status = 'cancelled' as is_cancelled, s.status <> 'requested' as is_posted,
  s.status = 'confirmed' and pg_temp.chance(5, s.n) < 0.015 as has_return,
  (extract(year from s.day) * 12 + extract(month from s.day))::integer as month_no
from (
  select d.n, d.moment, d.day,
    1 + floor(p.agencies * power(pg_temp.chance(1, d.n), 1.5))::integer as agency,
    1 + floor(5 * pg_temp.chance(2, d.n))::integer as line_count,
    case when pg_temp.chance(3, d.n) < 0.005 then greatest(date_trunc('month', d.day)::date,
      d.day - 1 - floor(600 * pg_temp.chance(3, d.n))::integer) else d.day end as issue_date,
    case when d.n > p.issues - greatest(3, p.issues / 2000) then 'requested'
      when pg_temp.chance(4, d.n) < 0.01 then 'cancelled' else 'confirmed' end as status
  from plan as p
  cross join lateral (
    select t.n, p.first_day + floor(t.at)::integer as day,
      ((p.first_day + floor(t.at)::integer)::timestamp + interval '7 hours'
        + (t.at - floor(t.at)) * interval '10 hours') at time zone 'Asia/Ho_Chi_Minh' as moment
    from (
      select n, power((n - 0.5) / p.issues, 0.8) * (p.last_day - p.first_day + 1) as at
      from generate_series(1, p.issues) as n) as t) as d) as s;

create temporary table line on commit drop as
select l.*, round(l.quantity * l.unit_price) as line_total,
  -- one slip of fifty gives one away of what it has first
  case when l.line_no = 1 and pg_temp.chance(16, l.slip) < 0.02 then 1 else 0 end as gift
from (
  select s.n as slip, l.line_no, g.n as item,
    1 + floor(6 * pg_temp.chance(9, s.n * 8 + l.line_no))::numeric
      + case when g.is_decimal then 0.5 else 0 end as quantity,
    round(pg_temp.import_price(g.price, s.month_no - p.first_month) * 1.02) as unit_price
  from plan as p
  cross join slip as s
  cross join lateral generate_series(1, s.line_count) as l (line_no)
  -- a stride of at most a fifth of the items never meets the same item twice
  join goods as g on g.n = 1 + (floor(p.items * power(pg_temp.chance(7, s.n), 2))::bigint
    + l.line_no * (1 + floor((p.items / 5 - 1) * pg_temp.chance(8, s.n))::bigint)) % p.items) as l;
analyze line;

-- what came back: half of the first line, twenty minutes later
create temporary table came_back on commit drop as
select row_number() over (order by s.n) as n, s.n as slip, s.agency, s.day, l.item,
  s.moment + interval '20 minutes' as moment, ceil(l.quantity / 2) as quantity, l.unit_price,
  round(ceil(l.quantity / 2) * l.unit_price) as amount
from slip as s join line as l on l.slip = s.n and l.line_no = 1
where s.has_return;

-- what was asked too much for, put right forty minutes later
create temporary table put_right on commit drop as
select s.n as slip, s.agency, s.day, s.moment + interval '40 minutes' as moment, 1000 as amount
from slip as s
where s.status = 'confirmed' and not s.has_return and pg_temp.chance(13, s.n) < 0.004;

create temporary table booked on commit drop as
select s.*, t.total, coalesce(r.amount, 0) as returned, coalesce(w.amount, 0) as put_right,
  case when s.is_posted and not s.has_return and w.slip is null and pg_temp.chance(6, s.n) < 0.17
    then floor(t.total / 2000) * 1000 else 0 end as paid_now
from slip as s
join (select l.slip, sum(l.line_total) as total from line as l group by l.slip) as t on t.slip = s.n
left join came_back as r on r.slip = s.n
left join put_right as w on w.slip = s.n;
analyze booked;

insert into inventory.issue (id, code, request_code, requested_at, agency_id, status, issue_date,
  total_amount, paid_now,
  created_at, created_by, confirmed_at, confirmed_by, delivered_at, delivered_by, cancelled_at,
  cancelled_by, reason, debt_limit, term_days, due_date)
overriding system value
select pg_temp.key('issue', b.n),
  case when b.is_posted then pg_temp.code('PX', b.issue_date, row_number() over (
    partition by b.is_posted, extract(year from b.issue_date) order by b.n)) end,
  case when b.status = 'requested' then pg_temp.code('YC', b.issue_date, row_number() over (
    partition by b.status = 'requested', extract(year from b.issue_date) order by b.n)) end,
  case when b.status = 'requested' then b.moment end,
  pg_temp.key('agency', b.agency),
  case when b.status = 'confirmed' and b.day < p.last_day - 1 then 'delivered' else b.status end,
  b.issue_date, b.total, b.paid_now, b.moment, author.id,
  case when b.is_posted then b.moment end, case when b.is_posted then author.id end,
  case when b.status = 'confirmed' and b.day < p.last_day - 1
    then b.moment + interval '2 hours' end,
  case when b.status = 'confirmed' and b.day < p.last_day - 1 then keeper.id end,
  case when b.is_cancelled then b.moment + interval '7 minutes' end,
  case when b.is_cancelled then boss.id end, case when b.is_cancelled then 'Ghi nhầm' end,
  case when not b.is_posted then null when b.agency % 3 = 0 then 1000000000 else 500000000 end,
  case when b.is_posted then term.days end, case when b.is_posted then b.issue_date + term.days end
from plan as p
cross join booked as b
cross join (
  select (config.regulation_on('PAYMENT_TERM_DAYS', config.business_date())).value::integer as days
  -- asked once, not once a row
  offset 0) as term
join person as author on author.role = case when b.agency <= 20 then 'sales' else 'manager' end
join person as boss on boss.role = 'manager'
join person as keeper on keeper.role = 'warehouse'
order by b.n;

insert into inventory.issue_detail (agency_id, issue_id, line_no, item_id, quantity, unit_price,
  line_total, price_regulation_version_id, created_at, created_by)
select pg_temp.key('agency', s.agency), pg_temp.key('issue', s.n), l.line_no,
  pg_temp.key('item', l.item), l.quantity, l.unit_price, l.line_total, ratio.id, s.moment, author.id
from line as l
join slip as s on s.n = l.slip
join person as author on author.role = case when s.agency <= 20 then 'sales' else 'manager' end
cross join (
  select v.id from config.regulation_version as v
  join config.regulation as r on r.id = v.regulation_id and r.key = 'EXPORT_PRICE_RATIO'
  order by v.valid_from limit 1) as ratio
order by l.slip, l.line_no;

insert into inventory.issue_detail (agency_id, issue_id, line_no, item_id, quantity, is_free,
  unit_price,
  line_total, price_regulation_version_id, created_at, created_by)
select d.agency_id, d.issue_id, s.line_count + 1, d.item_id, l.gift, true, 0, 0,
  d.price_regulation_version_id, d.created_at, d.created_by
from line as l
join slip as s on s.n = l.slip
join inventory.issue_detail as d on d.issue_id = pg_temp.key('issue', l.slip) and d.line_no = 1
where l.gift > 0
order by l.slip;

insert into inventory.issue_return (id, code, agency_id, issue_id, status, return_date,
  total_amount,
  reason, created_at, created_by, confirmed_at, confirmed_by)
overriding system value
select pg_temp.key('return', r.n), pg_temp.code('TH', r.day, row_number() over (
    partition by extract(year from r.day) order by r.n)), pg_temp.key('agency', r.agency),
  pg_temp.key('issue', r.slip), 'confirmed', r.day, r.amount, 'Thùng bị móp khi giao', r.moment,
  w.id,
  r.moment, w.id
from came_back as r join person as w on w.role = 'manager'
order by r.n;
insert into inventory.issue_return_detail (agency_id, issue_return_id, issue_id, line_no, item_id,
  quantity, unit_price, line_total, created_at, created_by)
select pg_temp.key('agency', r.agency), pg_temp.key('return', r.n), pg_temp.key('issue', r.slip), 1,
  pg_temp.key('item', r.item), r.quantity, r.unit_price, r.amount, r.moment, w.id
from came_back as r join person as w on w.role = 'manager'
order by r.n;
