-- Money: after every ten slips an agency pays the ten before them, in whole thousands; every
-- twentieth agency has stopped paying. One payment in a hundred is typed twice, and the first one cancelled.
create temporary table block on commit drop as
select b.agency, b.block, count(*) as slips, max(b.n) as last_slip, max(b.moment) as moment,
  max(b.day) as day,
  sum(b.total - b.returned - b.paid_now) filter (where not b.is_cancelled) as owed,
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
  created_at, created_by, cancelled_at, cancelled_by, cancel_reason)
overriding system value
select pg_temp.key('payment', p.n), pg_temp.code('PT', p.day, row_number() over (
    partition by extract(year from p.day) order by p.n)), pg_temp.key('agency', p.agency),
  case when p.slip is not null then pg_temp.key('issue', p.slip) end,
  case when p.is_cancelled then 'cancelled' else 'confirmed' end,
  case when p.slip is null and p.agency % 2 = 0 then 'bank' else 'cash' end, p.amount, p.day,
  p.moment, author.id,
  case when p.is_cancelled then c.moment end, case when p.is_cancelled then boss.id end,
  case when p.is_cancelled then 'Ghi nhầm' end
from paid as p
join person as author on author.role = p.author
join person as boss on boss.role = 'manager'
-- what was paid on the spot goes with its slip
cross join lateral (
  select p.moment + case when p.slip is null then interval '20 seconds'
    else interval '7 minutes' end as moment) as c
order by p.n;

create temporary table entry on commit drop as
select row_number() over (order by e.moment, e.agency, e.place) as n, e.*
from (
  select b.agency, b.moment, 1 as place, 'issue' as kind, b.total as amount, b.issue_date as day,
    b.n as slip, null::bigint as payment, null::bigint as came_back, null::text as reverses
  from booked as b where b.is_posted
  union all
  select p.agency, p.moment, 2, case when p.slip is null then 'payment' else 'paid_now' end,
    -p.amount, p.day, p.slip, p.n, null, null
  from paid as p
  union all
  select p.agency, p.moment
      + case when p.slip is null then interval '20 seconds' else interval '7 minutes' end, 3,
    'payment_cancel', p.amount,
    (p.moment at time zone 'Asia/Ho_Chi_Minh')::date, p.slip, p.n, null,
    case when p.slip is null then 'payment' else 'paid_now' end
  from paid as p where p.is_cancelled
  union all
  select b.agency, b.moment + interval '7 minutes', 4, 'issue_cancel', -b.total, b.day, b.n, null,
    null, 'issue'
  from booked as b where b.is_cancelled
  union all
  select r.agency, r.moment, 5, 'return', -r.amount, r.day, r.slip, null, r.n, null
  from came_back as r) as e;

insert into finance.debt_transaction (id, agency_id, seq, kind, amount, balance_after,
  business_date, recorded_at, issue_id, payment_id, issue_return_id, reverses_id, created_at, created_by)
overriding system value
select pg_temp.key('transaction', e.n), pg_temp.key('agency', e.agency), row_number() over ledger,
  e.kind, e.amount, sum(e.amount) over ledger, e.day, e.moment,
  case when e.slip is not null then pg_temp.key('issue', e.slip) end,
  case when e.payment is not null then pg_temp.key('payment', e.payment) end,
  case when e.came_back is not null then pg_temp.key('return', e.came_back) end,
  case when o.n is not null then pg_temp.key('transaction', o.n) end, e.moment, w.id
from entry as e
join person as w on w.role = case when e.kind = 'payment' then 'accountant' else 'manager' end
left join entry as o on o.kind = e.reverses
  and coalesce(o.payment, -o.slip) = coalesce(e.payment, -e.slip)
window ledger as (partition by e.agency order by e.n)
order by e.n;

-- Oldest first, in the order of posting: slips and payments lie on one line of money an agency, and
-- every piece between two cuts belongs to the next slip and the next payment. What was paid on the
-- spot settles its own slip.
insert into finance.payment_allocation (agency_id, payment_id, issue_id, amount, created_at,
  created_by)
select pg_temp.key('agency', a.agency), pg_temp.key('payment', a.payment),
  pg_temp.key('issue', a.slip), a.amount, a.moment, w.id
from (
  select p.agency, p.n as payment, p.slip, p.amount, p.moment, p.author
  from paid as p where p.slip is not null and not p.is_cancelled
  union all
  select c.agency, c.payment, c.slip, sum(c.amount), p.moment, p.author
  from (
    select c.agency, c.until - coalesce(
        lag(c.until) over (partition by c.agency order by c.until), 0) as amount,
      min(c.slip) over ahead as slip, min(c.payment) over ahead as payment
    from (
      select s.agency, s.n as slip, null::bigint as payment,
        sum(s.total - s.returned - s.paid_now) over (partition by s.agency order by s.n) as until
      from booked as s
      where s.is_posted and not s.is_cancelled and s.total - s.returned - s.paid_now > 0
      union all
      select p.agency, null, p.n, sum(p.amount) over (partition by p.agency order by p.n)
      from paid as p where p.slip is null and not p.is_cancelled) as c
    window ahead as (
      -- from the end, so that each minimum grows out of the one before it
      partition by c.agency order by c.until desc)) as c
  join paid as p on p.n = c.payment
  where c.amount > 0 and c.slip is not null
  group by c.agency, c.payment, c.slip, p.moment, p.author) as a
join person as w on w.role = a.author
order by a.payment, a.slip;

update agency.agency as a
set debt_amount = t.amount, debt_seq = t.seq
from (
  select t.agency_id, sum(t.amount) as amount, max(t.seq) as seq
  from finance.debt_transaction as t group by t.agency_id) as t
where a.id = t.agency_id;
