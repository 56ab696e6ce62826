-- The debt ledger: every document in the order it was posted, and what settles what in the end.
create temporary table entry on commit drop as
select row_number() over (order by e.moment, e.agency, e.place) as n, e.*
from (
  select o.agency, o.moment, 0 as place, 'opening' as kind, o.amount::numeric as amount, o.day,
    o.n as document, case when o.amount > 0 then 'opening' end as item_kind, o.n as item,
    null::text as reverses
  from opened as o
  union all
  select b.agency, b.moment, 1, 'issue', b.total, b.issue_date, b.n, 'issue', b.n, null
  from booked as b where b.is_posted
  union all
  select p.agency, p.moment, 2, case when p.slip is null then 'payment' else 'paid_now' end,
    -p.amount, p.day, p.n, case when p.slip is not null then 'issue' end, p.slip, null
  from paid as p
  union all
  select p.agency, p.moment
      + case when p.slip is null then interval '20 seconds' else interval '7 minutes' end, 3,
    'payment_cancel', p.amount, (p.moment at time zone 'Asia/Ho_Chi_Minh')::date, p.n,
    case when p.slip is not null then 'issue' end, p.slip,
    case when p.slip is null then 'payment' else 'paid_now' end
  from paid as p where p.is_cancelled
  union all
  select b.agency, b.moment + interval '7 minutes', 4, 'issue_cancel', -b.total, b.day, b.n,
    'issue',
    b.n, 'issue'
  from booked as b where b.is_cancelled
  union all
  select r.agency, r.moment, 5, 'return', -r.amount, r.day, r.n, 'issue', r.slip, null
  from came_back as r
  union all
  select r.agency, r.moment, 6, 'refund', r.amount, r.day, r.n, 'refund', r.n, null
  from refunded as r
  union all
  select r.agency, r.moment + interval '10 minutes', 7, 'refund_cancel', -r.amount, r.day, r.n,
    'refund', r.n, 'refund'
  from refunded as r where r.is_cancelled
  union all
  select j.agency, j.moment + c.later, c.place, c.kind,
    case j.direction when 'up' then j.amount else -j.amount end * c.sign, j.day, j.n,
    case when j.slip is not null then 'issue' when j.opening is not null then 'opening'
      when j.direction = 'up' then 'adjustment' end,
    coalesce(j.slip, j.opening, j.n), c.reverses
  from adjusted as j
  cross join (values
    (interval '0', 8, 'adjustment', 1, null::text),
    (interval '5 minutes', 9, 'adjustment_cancel', -1, 'adjustment')
  ) as c (later, place, kind, sign, reverses)
  where c.reverses is null or j.is_cancelled) as e;

-- each entry with its place in its agency's ledger, and what it raises or lowers
create temporary table posted on commit drop as
select e.*, row_number() over (partition by e.agency order by e.n) as seq,
  sum(e.amount) over (partition by e.agency order by e.n) as balance
from entry as e;
create temporary table item_row on commit drop as
select p.kind, p.document, p.seq, p.agency, p.moment, p.day,
  coalesce(o.document_date, p.day) as document_date,
  case p.kind when 'issue' then p.day + term.days when 'opening' then o.due else p.day end as due
from posted as p
left join opened as o on p.kind = 'opening' and o.n = p.document
cross join (
  select (config.regulation_on('PAYMENT_TERM_DAYS', config.business_date())).value::integer as days
  -- asked once, not once a row
  offset 0) as term
where p.item_kind = p.kind;
create index on item_row (kind, document);
analyze item_row;

insert into finance.debt_transaction (id, agency_id, seq, kind, amount, balance_after,
  business_date, recorded_at, item_seq, due_date, issue_id, payment_id, issue_return_id, refund_id,
  adjustment_id, opening_debt_id, reverses_id, created_at, created_by)
overriding system value
select pg_temp.key('transaction', e.n), pg_temp.key('agency', e.agency), e.seq,
  e.kind, e.amount, e.balance, e.day, e.moment, i.seq, i.due,
  case when e.item_kind = 'issue'
    and e.kind not like 'adjustment%' then pg_temp.key('issue', e.item) end,
  case when e.kind in ('payment', 'paid_now', 'payment_cancel')
    then pg_temp.key('payment', e.document) end,
  case when e.kind = 'return' then pg_temp.key('return', e.document) end,
  case when e.kind like 'refund%' then pg_temp.key('refund', e.document) end,
  case when e.kind like 'adjustment%' then pg_temp.key('adjustment', e.document) end,
  case when e.kind = 'opening' then pg_temp.key('opening', e.document) end,
  case when o.n is not null then pg_temp.key('transaction', o.n) end, e.moment, w.id
from posted as e
join person as w on w.role = case when e.kind in ('issue', 'paid_now', 'issue_cancel', 'return')
  then 'manager' else 'accountant' end
left join item_row as i on i.kind = e.item_kind and i.document = e.item
left join entry as o on o.kind = e.reverses and o.document = e.document
order by e.n;

-- What settles what: what was paid on the spot its own slip, all other money what is due earliest.
-- Items and money lie on one line an agency, and every piece between two cuts belongs to the next
-- item and the next money.
create temporary table item on commit drop as
select r.agency, r.seq, r.kind, r.document, r.document_date, r.day, r.due, r.moment, s.amount,
  s.on_the_spot,
  row_number() over (partition by r.agency order by r.due, r.document_date, r.seq) as place
from item_row as r
join (
  select e.item_kind, e.item,
    sum(e.amount) filter (where e.kind not in ('paid_now', 'payment_cancel')) as amount,
    coalesce(-sum(e.amount) filter (where e.kind in ('paid_now', 'payment_cancel')),
      0) as on_the_spot
  from entry as e where e.item_kind is not null
  group by e.item_kind, e.item) as s on s.item_kind = r.kind and s.item = r.document;
create temporary table credit on commit drop as
select e.agency, e.seq, e.kind, p.n as payment, p.slip, e.day, e.moment,
  case when p.is_cancelled then 0 else -e.amount end as amount,
  row_number() over (partition by e.agency order by e.day, e.seq) as place
from posted as e
left join paid as p on e.kind in ('payment', 'paid_now') and p.n = e.document
where p.n is not null or e.item_kind is null and e.kind in ('opening', 'adjustment');
create temporary table settled on commit drop as
select i.agency, i.seq as item_seq, c.seq as credit_seq, c.payment,
  greatest(i.moment, c.moment) as moment,
  case when i.kind = 'issue' then i.document end as slip, s.amount
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

insert into finance.open_item (agency_id, seq, kind, issue_id, document_date, due_date,
  business_date,
  amount, assigned_amount, automatic_amount, created_at, updated_at)
select pg_temp.key('agency', i.agency), i.seq, i.kind,
  case when i.kind = 'issue' then pg_temp.key('issue', i.document) end, i.document_date, i.due,
    i.day, i.amount, i.on_the_spot, coalesce(s.amount, 0), i.moment, i.moment
from item as i
left join (
  select s.agency, s.item_seq, sum(s.amount) as amount
  from settled as s group by s.agency, s.item_seq) as s on s.agency = i.agency
and s.item_seq = i.seq
order by i.agency, i.seq;
insert into finance.credit_item (agency_id, seq, kind, payment_id, business_date, amount,
  assigned_amount, automatic_amount, created_at, updated_at)
select pg_temp.key('agency', c.agency), c.seq, c.kind,
  case when c.payment is not null then pg_temp.key('payment', c.payment) end, c.day, c.amount,
    case when c.slip is null then 0 else c.amount end,
  coalesce(s.amount, 0), c.moment, c.moment
from credit as c
left join (
  select s.agency, s.credit_seq, sum(s.amount) as amount
  from settled as s group by s.agency, s.credit_seq) as s on s.agency = c.agency
and s.credit_seq = c.seq
order by c.agency, c.seq;
insert into finance.payment_allocation (
  agency_id, credit_seq, item_seq, kind, manual_amount, amount, payment_id, issue_id,
  created_at, created_by)
select pg_temp.key('agency', a.agency), a.credit_seq, a.item_seq, a.kind, a.told, a.amount,
  case when a.payment is not null then pg_temp.key('payment', a.payment) end,
  case when a.slip is not null then pg_temp.key('issue', a.slip) end, a.moment, w.id
from (
  select s.agency, s.credit_seq, s.item_seq, 'automatic' as kind, null::numeric as told, s.amount,
    s.payment, s.slip, s.moment, null::text as author
  from settled as s
  union all
  select c.agency, c.seq, r.seq, 'paid_now', p.amount, c.amount, c.payment, c.slip, c.moment,
    p.author
  from credit as c
  join paid as p on p.n = c.payment
  join item_row as r on r.kind = 'issue' and r.document = c.slip) as a
left join person as w on w.role = a.author
order by a.agency, a.item_seq, a.credit_seq;

update agency.agency as a
set debt_amount = t.amount, debt_seq = t.seq
from (
  select t.agency_id, sum(t.amount) as amount, max(t.seq) as seq
  from finance.debt_transaction as t group by t.agency_id) as t
where a.id = t.agency_id;
