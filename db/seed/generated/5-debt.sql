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

-- each entry with its place in its agency's ledger, and the place of the slip it raises or lowers
create temporary table posted on commit drop as
select e.*, row_number() over (partition by e.agency order by e.n) as seq,
  sum(e.amount) over (partition by e.agency order by e.n) as balance
from entry as e;
create temporary table slip_row on commit drop as
select p.slip, p.seq, p.day + term.days as due
from posted as p
cross join (
  select (config.regulation_on('PAYMENT_TERM_DAYS', config.business_date())).value::integer as days
  -- asked once, not once a row
  offset 0) as term
where p.kind = 'issue';
create index on slip_row (slip);
analyze slip_row;

insert into finance.debt_transaction (id, agency_id, seq, kind, amount, balance_after,
  business_date, recorded_at, item_seq, due_date, issue_id, payment_id, issue_return_id, reverses_id,
  created_at, created_by)
overriding system value
select pg_temp.key('transaction', e.n), pg_temp.key('agency', e.agency), e.seq,
  e.kind, e.amount, e.balance, e.day, e.moment, s.seq, s.due,
  case when e.slip is not null then pg_temp.key('issue', e.slip) end,
  case when e.payment is not null then pg_temp.key('payment', e.payment) end,
  case when e.came_back is not null then pg_temp.key('return', e.came_back) end,
  case when o.n is not null then pg_temp.key('transaction', o.n) end, e.moment, w.id
from posted as e
join person as w on w.role = case when e.kind = 'payment' then 'accountant' else 'manager' end
left join slip_row as s on s.slip = e.slip
left join entry as o on o.kind = e.reverses
  and coalesce(o.payment, -o.slip) = coalesce(e.payment, -e.slip)
order by e.n;

-- What settles what: what was paid on the spot its own slip, all other money what is due earliest. Slips
-- and payments lie on one line of money an agency, and every piece between two cuts belongs to the next
-- slip and the next payment.
create temporary table item on commit drop as
select b.agency, r.seq, b.n as slip, b.issue_date as day, r.due, b.moment,
  case when b.is_cancelled then 0 else b.total - b.returned end as amount,
  case when b.is_cancelled then 0 else b.paid_now end as on_the_spot,
  row_number() over (partition by b.agency order by r.due, b.issue_date, r.seq) as place
from booked as b join slip_row as r on r.slip = b.n;
create temporary table credit on commit drop as
select p.agency, e.seq, p.n as payment, p.slip, p.day, p.moment,
  case when p.is_cancelled then 0 else p.amount end as amount,
  row_number() over (partition by p.agency order by p.day, e.seq) as place
from paid as p join posted as e on e.payment = p.n and e.kind in ('payment', 'paid_now');
create temporary table settled on commit drop as
select i.agency, i.seq as item_seq, c.seq as credit_seq, i.slip, c.payment, c.moment, s.amount
from (
  select c.agency, c.until - coalesce(
      lag(c.until) over (partition by c.agency order by c.until), 0) as amount,
    min(c.item) over ahead as item, min(c.credit) over ahead as credit
  from (
    select i.agency, i.place as item, null::bigint as credit,
      sum(i.amount - i.on_the_spot) over (partition by i.agency order by i.place) as until
    from item as i where i.amount > i.on_the_spot
    union all
    select c.agency, null, c.place, sum(c.amount) over (partition by c.agency order by c.place)
    from credit as c where c.slip is null and c.amount > 0) as c
  window ahead as (
    -- from the end, so that each minimum grows out of the one before it
    partition by c.agency order by c.until desc)) as s
join item as i on i.agency = s.agency and i.place = s.item
join credit as c on c.agency = s.agency and c.place = s.credit
where s.amount > 0;
analyze settled;

insert into finance.open_item (agency_id, seq, kind, issue_id, document_date, due_date, business_date,
  amount, assigned_amount, automatic_amount, created_at, updated_at)
select pg_temp.key('agency', i.agency), i.seq, 'issue', pg_temp.key('issue', i.slip), i.day, i.due, i.day,
  i.amount, i.on_the_spot, coalesce(s.amount, 0), i.moment, i.moment
from item as i
left join (
  select s.agency, s.item_seq, sum(s.amount) as amount
  from settled as s group by s.agency, s.item_seq) as s on s.agency = i.agency and s.item_seq = i.seq
order by i.agency, i.seq;
insert into finance.credit_item (agency_id, seq, kind, payment_id, business_date, amount,
  assigned_amount, automatic_amount, created_at, updated_at)
select pg_temp.key('agency', c.agency), c.seq, case when c.slip is null then 'payment' else 'paid_now' end,
  pg_temp.key('payment', c.payment), c.day, c.amount, case when c.slip is null then 0 else c.amount end,
  coalesce(s.amount, 0), c.moment, c.moment
from credit as c
left join (
  select s.agency, s.credit_seq, sum(s.amount) as amount
  from settled as s group by s.agency, s.credit_seq) as s on s.agency = c.agency and s.credit_seq = c.seq
order by c.agency, c.seq;
insert into finance.payment_allocation (agency_id, credit_seq, item_seq, kind, told_amount, amount,
  payment_id, issue_id, created_at, created_by)
select pg_temp.key('agency', a.agency), a.credit_seq, a.item_seq, a.kind, a.told, a.amount,
  pg_temp.key('payment', a.payment), pg_temp.key('issue', a.slip), a.moment, w.id
from (
  select s.agency, s.credit_seq, s.item_seq, 'automatic' as kind, null::numeric as told, s.amount,
    s.payment, s.slip, s.moment, null::text as author
  from settled as s
  union all
  select c.agency, c.seq, r.seq, 'paid_now', p.amount, c.amount, c.payment, c.slip, c.moment, p.author
  from credit as c
  join paid as p on p.n = c.payment
  join slip_row as r on r.slip = c.slip) as a
left join person as w on w.role = a.author
order by a.agency, a.item_seq, a.credit_seq;

update agency.agency as a
set debt_amount = t.amount, debt_seq = t.seq
from (
  select t.agency_id, sum(t.amount) as amount, max(t.seq) as seq
  from finance.debt_transaction as t group by t.agency_id) as t
where a.id = t.agency_id;
