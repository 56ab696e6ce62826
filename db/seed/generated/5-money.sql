-- Money beside slips: a tenth of the agencies owed something when the books began, another tenth
-- had money with us and got some of it back. After every ten slips an agency pays the ten before
-- them, in whole thousands; every twentieth agency has stopped paying. One payment in a hundred is
-- typed twice, and the first one cancelled.
create temporary table block on commit drop as
select b.agency, b.block, count(*) as slips, max(b.n) as last_slip, max(b.moment) as moment,
  max(b.day) as day,
  sum(b.total - b.returned - b.put_right - b.paid_now) filter (where not b.is_cancelled) as owed,
  max(b.block) over (partition by b.agency) as last_block
from (
  select b.*, (row_number() over (partition by b.agency order by b.n) - 1) / 10 as block
  from booked as b where b.is_posted) as b
group by b.agency, b.block;

create temporary table paid on commit drop as
select row_number() over (order by e.moment, e.agency) as n, e.*
from (
  select b.agency, b.moment + interval '1 minute' as moment, b.day, null::bigint as slip,
    floor(earlier.owed / 1000) * 1000 as amount, false as is_cancelled, 'accountant' as author
  from block as b
  join block as earlier on earlier.agency = b.agency and earlier.block = b.block - 1
  where b.slips = 10 and earlier.owed >= 1000 and (b.agency % 20 <> 7 or b.block < b.last_block - 3)
  union all
  select b.agency, b.moment + interval '30 seconds', b.day, null,
    floor(earlier.owed / 1000) * 1000, true, 'accountant'
  from block as b
  join block as earlier on earlier.agency = b.agency and earlier.block = b.block - 1
  where b.slips = 10 and earlier.owed >= 1000 and (b.agency % 20 <> 7 or b.block < b.last_block - 3)
    and pg_temp.chance(11, b.last_slip) < 0.01
  union all
  select b.agency, b.moment, b.issue_date, b.n, b.paid_now, b.is_cancelled,
    case when b.agency <= 20 then 'sales' else 'manager' end
  from booked as b where b.paid_now > 0) as e;

insert into finance.payment (id, code, agency_id, issue_id, status, method, amount, payment_date,
  created_at, created_by, cancelled_at, cancelled_by, cancel_reason, handed_over_at, handed_over_by)
overriding system value
select pg_temp.key('payment', p.n), pg_temp.code('PT', p.day, row_number() over (
    partition by extract(year from p.day) order by p.n)), pg_temp.key('agency', p.agency),
  case when p.slip is not null then pg_temp.key('issue', p.slip) end,
  case when p.is_cancelled then 'cancelled' else 'confirmed' end,
  case when p.slip is null and p.agency % 2 = 0 then 'bank' else 'cash' end, p.amount, p.day,
  p.moment, author.id,
  case when p.is_cancelled then c.moment end, case when p.is_cancelled then boss.id end,
  case when p.is_cancelled then 'Ghi nhầm' end,
  -- cash taken with slips reaches the till the next day
  case when p.slip is not null and not p.is_cancelled and p.day < newest.day - 3
    then p.moment + interval '1 day' end,
  case when p.slip is not null and not p.is_cancelled and p.day < newest.day - 3 then keeper.id end
from paid as p
join person as author on author.role = p.author
join person as boss on boss.role = 'manager'
join person as keeper on keeper.role = 'accountant'
cross join (select max(q.day) as day from paid as q) as newest
-- what was paid on the spot goes with its slip
cross join lateral (
  select p.moment + case when p.slip is null then interval '20 seconds'
    else interval '7 minutes' end as moment) as c
order by p.n;

create temporary table opened on commit drop as
select row_number() over (order by a.agency) as n, a.agency,
  case when a.agency % 10 = 3 then 'HD-' else 'TT-' end || a.agency as document,
  case when a.agency % 10 = 3 then 1000000 else -2000000 end
    + 1000 * floor(1000 * pg_temp.chance(14, a.agency)) as amount,
  p.first_day - 40 as document_date, case when a.agency % 10 = 3 then p.first_day - 10 end as due,
  p.first_day as day,
  (p.first_day::timestamp + interval '10 minutes') at time zone 'Asia/Ho_Chi_Minh' as moment
from plan as p cross join generate_series(1, p.agencies) as a (agency)
where a.agency % 10 in (3, 4);
insert into finance.opening_debt (id, agency_id, document, document_date, due_date, amount,
  business_date, created_at, created_by)
overriding system value
select pg_temp.key('opening', o.n), pg_temp.key('agency', o.agency), o.document, o.document_date,
  o.due, o.amount, o.day, o.moment, w.id
from opened as o join person as w on w.role = 'accountant'
order by o.n;

create temporary table refunded on commit drop as
select row_number() over (order by r.moment, r.agency) as n, r.*
from (
  select o.agency, o.day, o.moment + interval '20 minutes' as moment,
    1000 * ceil(500 * pg_temp.chance(15, o.agency)) as amount,
    false as is_cancelled
  from opened as o where o.amount < 0
  union all
  select o.agency, o.day, o.moment + interval '50 minutes', 100000, true
  from opened as o where o.amount < 0) as r;
insert into finance.refund (id, code, agency_id, status, amount, refund_date, created_at,
  created_by,
  cancelled_at, cancelled_by, cancel_reason)
overriding system value
select pg_temp.key('refund', r.n), pg_temp.code('PC', r.day, row_number() over (
    partition by extract(year from r.day) order by r.n)), pg_temp.key('agency', r.agency),
  case when r.is_cancelled then 'cancelled' else 'confirmed' end, r.amount, r.day, r.moment, w.id,
  case when r.is_cancelled then r.moment + interval '10 minutes' end,
  case when r.is_cancelled then boss.id end, case when r.is_cancelled then 'Chi nhầm' end
from refunded as r
join person as w on w.role = 'accountant'
join person as boss on boss.role = 'manager'
order by r.n;

-- what was put right: slips (table put_right), opening rows, and debts as such
create temporary table adjusted on commit drop as
select row_number() over (order by j.moment, j.agency) as n, j.*
from (
  select s.agency, s.day, s.moment, 'down' as direction, s.amount, s.slip, null::bigint as opening,
    false as is_cancelled
  from put_right as s
  union all
  select o.agency, o.day + 1, o.moment + interval '1 day 9 hours', 'up', 100000, null, o.n, false
  from opened as o where o.amount > 0 and o.agency % 20 = 3
  union all
  select b.agency, b.day, b.moment + interval '2 minutes',
    case c.kind when 0 then 'up' else 'down' end,
    case c.kind when 0 then 50000 else 20000 end, null, null, c.kind = 0 and b.block % 3 = 0
  from block as b
  cross join lateral (select (b.block + b.agency) % 7 as kind) as c
  where b.slips = 10 and c.kind < 2) as j;
insert into finance.adjustment (id, code, agency_id, status, direction, amount, reason,
  opening_debt_id,
  issue_id, adjustment_date, created_at, created_by, confirmed_at, confirmed_by, cancelled_at,
  cancelled_by, cancel_reason)
overriding system value
select pg_temp.key('adjustment', j.n), pg_temp.code('DC', j.day, row_number() over (
    partition by extract(year from j.day) order by j.n)), pg_temp.key('agency', j.agency),
  case when j.is_cancelled then 'cancelled' else 'confirmed' end, j.direction, j.amount,
  'Sai số khi đối chiếu', case when j.opening is not null
    then pg_temp.key('opening', j.opening) end,
  case when j.slip is not null then pg_temp.key('issue', j.slip) end, j.day, j.moment, w.id,
    j.moment, w.id,
  case when j.is_cancelled then j.moment + interval '5 minutes' end,
  case when j.is_cancelled then boss.id end, case when j.is_cancelled then 'Ghi nhầm' end
from adjusted as j
join person as w on w.role = 'accountant'
join person as boss on boss.role = 'manager'
order by j.n;
