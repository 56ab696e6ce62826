--! Previous: sha1:0f9f65c68879e7b4580eedc06e9e56797605e0e5
--! Hash: sha1:b74a3e576f3d6606ba74ab0b0297dc018742928c
--! Message: reports by months and days

--! split: 1-current.sql
-- The open migration: tables and data by hand, rules by `--! include <schema>/<folder>/<name>.sql`
-- Debt by day and stock by month: reports of any day read a few totals, however many slips there are. Nobody posts or closes meanwhile.
lock table finance.period, finance.debt_transaction, inventory.stock_movement
  in share row exclusive mode;

create table if not exists report.agency_day (
  agency_id :ID_TYPE not null references agency.agency,
  business_date date not null,
  debt_amount public.dong not null,
  credit_to_date_amount public.dong not null,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  primary key (agency_id, business_date) include (debt_amount, credit_to_date_amount)
);
comment on table report.agency_day is
  'Running totals of an agency at the end of each day that moved its debt, as of the last fold; report.debt_delta holds what is not in it yet.';
comment on column report.agency_day.agency_id is 'The agency.';
comment on column report.agency_day.business_date is 'The day, Asia/Ho_Chi_Minh.';
comment on column report.agency_day.debt_amount is 'What it owed at the end of the day, by business date, đồng.';
comment on column report.agency_day.credit_to_date_amount is
  'What its slips up to the end of the day were left to pay: what they came to less what was paid on the spot, đồng. An opening debt is a slip here.';
comment on column report.agency_day.created_at is 'Moment of the first fold.';
comment on column report.agency_day.updated_at is 'Moment of the newest fold.';

create table if not exists report.item_month (
  item_id :ID_TYPE not null references inventory.item,
  month date not null constraint item_month_starts_on_the_first check (extract(day from month) = 1),
  in_quantity public.quantity not null,
  out_quantity public.quantity not null,
  adjustment_quantity public.quantity not null,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  primary key (item_id, month)
);
create index if not exists item_month_of_months_idx on report.item_month (month)
  include (item_id, in_quantity, out_quantity, adjustment_quantity);
comment on table report.item_month is
  'What moved the stock of an item in a month, as of the last fold; report.stock_delta holds what is not in it yet.';
comment on column report.item_month.item_id is 'The item.';
comment on column report.item_month.month is 'First day of the month.';
comment on column report.item_month.in_quantity is
  'Came in: opening stock and receipts less cancelled ones.';
comment on column report.item_month.out_quantity is 'Went out: slips less cancelled ones and returns.';
comment on column report.item_month.adjustment_quantity is 'Counted less booked, signed.';
comment on column report.item_month.created_at is 'Moment of the first fold.';
comment on column report.item_month.updated_at is 'Moment of the newest fold.';

create table if not exists report.slip_lowering (
  agency_id :ID_TYPE not null,
  issue_id :ID_TYPE not null,
  lowered_on date not null,
  slip_date date not null,
  amount public.dong not null constraint slip_lowering_moves_something check (amount <> 0),
  created_at timestamptz not null default now(),
  primary key (issue_id, lowered_on),
  constraint slip_lowering_belongs_to_a_slip_of_its_agency
    foreign key (agency_id, issue_id) references inventory.issue (agency_id, id)
);
create index if not exists slip_lowering_agency_id_issue_id_idx
  on report.slip_lowering (agency_id, issue_id);
create index if not exists slip_lowering_of_days_idx on report.slip_lowering (slip_date)
  include (agency_id, lowered_on, amount);
comment on table report.slip_lowering is
  'By how much a slip asks for less from a day on: a return, its cancelling, or cancelling what was paid on the spot, which raises it again.';
comment on column report.slip_lowering.agency_id is 'The agency.';
comment on column report.slip_lowering.issue_id is 'The slip.';
comment on column report.slip_lowering.lowered_on is 'The day it asks for less from, Asia/Ho_Chi_Minh.';
comment on column report.slip_lowering.slip_date is 'The day of the slip.';
comment on column report.slip_lowering.amount is
  'Change of what it asks for, đồng, negative when it lowers. A slip never asks for less than nothing.';
comment on column report.slip_lowering.created_at is 'Moment of writing down.';

-- deltas are of a day now; those that wait are in the ledger, from which all is made anew below
set local role sodaily_definer;
delete from report.debt_delta;
set local role sodaily_owner;
alter table report.debt_delta
  drop column if exists month cascade,
  add column if not exists business_date date not null,
  add column if not exists moved_amount public.dong not null,
  add column if not exists credit_amount public.dong not null;
comment on table report.debt_delta is
  'What postings added to the days and months of agencies since the last fold. A row belongs to one statement.';
comment on column report.debt_delta.business_date is 'The day, Asia/Ho_Chi_Minh.';
comment on column report.debt_delta.moved_amount is 'What moved the debt, signed, đồng.';
comment on column report.debt_delta.credit_amount is
  'What slips of the day were left to pay: what they came to less what was paid on the spot, đồng. An opening debt is a slip here.';

--! Included report/policies/agency_day.sql
-- Read through report functions only.
alter table report.agency_day enable row level security;
alter table report.agency_day force row level security;

drop policy if exists definer_does_what_functions_do on report.agency_day;
create policy definer_does_what_functions_do on report.agency_day
for all to sodaily_definer using (true) with check (true);

revoke all on report.agency_day from sodaily_definer;
grant select, insert, update, delete on report.agency_day to sodaily_definer;
--! EndIncluded report/policies/agency_day.sql
--! Included report/policies/item_month.sql
-- Read through report functions only.
alter table report.item_month enable row level security;
alter table report.item_month force row level security;

drop policy if exists definer_does_what_functions_do on report.item_month;
create policy definer_does_what_functions_do on report.item_month
for all to sodaily_definer using (true) with check (true);

revoke all on report.item_month from sodaily_definer;
grant select, insert, update, delete on report.item_month to sodaily_definer;
--! EndIncluded report/policies/item_month.sql
--! Included report/policies/slip_lowering.sql
-- Read through report functions only.
alter table report.slip_lowering enable row level security;
alter table report.slip_lowering force row level security;

drop policy if exists definer_does_what_functions_do on report.slip_lowering;
create policy definer_does_what_functions_do on report.slip_lowering
for all to sodaily_definer using (true) with check (true);

revoke all on report.slip_lowering from sodaily_definer;
grant select, insert, delete on report.slip_lowering to sodaily_definer;
--! EndIncluded report/policies/slip_lowering.sql
--! Included report/views/every_agency_month.sql
-- What moved the debt of agencies by month, folded or not: exact at any moment, because a fold moves
-- figures from one table to the other in one transaction. Several rows may belong to one month.
drop view if exists report.every_agency_month;
create view report.every_agency_month with (security_invoker) as
select m.agency_id, m.month, m.slip_count, m.slip_amount, m.cancelled_slip_count,
  m.cancelled_slip_amount, m.cancelled_later_slip_count, m.cancelled_later_slip_amount,
  m.return_amount, m.payment_amount, m.cancelled_payment_amount,
  m.opening_amount + m.slip_amount + m.cancelled_payment_amount as increase_amount,
  m.payment_amount + m.return_amount + m.cancelled_slip_amount as decrease_amount
from report.agency_month as m
union all
select d.agency_id, date_trunc('month', d.business_date::timestamp)::date, d.slip_count, d.slip_amount,
  d.cancelled_slip_count, d.cancelled_slip_amount, d.cancelled_later_slip_count,
  d.cancelled_later_slip_amount, d.return_amount, d.payment_amount, d.cancelled_payment_amount,
  d.opening_amount + d.slip_amount + d.cancelled_payment_amount,
  d.payment_amount + d.return_amount + d.cancelled_slip_amount
from report.debt_delta as d;
comment on view report.every_agency_month is
  E'@behavior -*\nWhat moved the debt of agencies by month, with what is not folded yet. Several rows may belong to one month.';
comment on column report.every_agency_month.agency_id is 'The agency.';
comment on column report.every_agency_month.month is 'First day of the month.';
comment on column report.every_agency_month.slip_count is 'Slips confirmed.';
comment on column report.every_agency_month.slip_amount is 'Total of the slips confirmed, đồng.';
comment on column report.every_agency_month.cancelled_slip_count is
  'Slips cancelled, whenever they were confirmed.';
comment on column report.every_agency_month.cancelled_slip_amount is 'Total of the slips cancelled, đồng.';
comment on column report.every_agency_month.cancelled_later_slip_count is
  'Slips of this month that were cancelled in a later one.';
comment on column report.every_agency_month.cancelled_later_slip_amount is
  'Total of the slips of this month that were cancelled in a later one, đồng.';
comment on column report.every_agency_month.return_amount is 'Worth of goods that came back, đồng.';
comment on column report.every_agency_month.payment_amount is 'Payments received, on the spot too, đồng.';
comment on column report.every_agency_month.cancelled_payment_amount is
  'Payments cancelled, whenever they were received, đồng.';
comment on column report.every_agency_month.increase_amount is 'What raised the debt, đồng.';
comment on column report.every_agency_month.decrease_amount is 'What lowered the debt, đồng.';
revoke all on report.every_agency_month from sodaily_definer;
grant select on report.every_agency_month to sodaily_definer;
--! EndIncluded report/views/every_agency_month.sql
--! Included report/views/every_item_month.sql
-- What moved the stock of items by month, folded or not: exact at any moment, because a fold moves
-- figures from one table to the other in one transaction. Several rows may belong to one month.
drop view if exists report.every_item_month;
create view report.every_item_month with (security_invoker) as
select m.item_id, m.month, m.in_quantity, m.out_quantity, m.adjustment_quantity
from report.item_month as m
union all
select n.item_id, date_trunc('month', n.business_date::timestamp)::date, n.in_quantity,
  n.out_quantity, n.adjustment_quantity
from report.stock_delta as n;
comment on view report.every_item_month is
  E'@behavior -*\nWhat moved the stock of items by month, with what is not folded yet. Several rows may belong to one month.';
comment on column report.every_item_month.item_id is 'The item.';
comment on column report.every_item_month.month is 'First day of the month.';
comment on column report.every_item_month.in_quantity is
  'Came in: opening stock and receipts less cancelled ones.';
comment on column report.every_item_month.out_quantity is
  'Went out: slips less cancelled ones and returns.';
comment on column report.every_item_month.adjustment_quantity is 'Counted less booked, signed.';
revoke all on report.every_item_month from sodaily_definer;
grant select on report.every_item_month to sodaily_definer;
--! EndIncluded report/views/every_item_month.sql
--! Included report/functions/nearest_month.sql
-- Of the month a day is in and the one after, the beginning that is nearer: sums over days go by whole
-- months up to there.
create or replace function report.nearest_month(day date) returns date
language sql immutable
set search_path to pg_catalog, pg_temp
as $$
  select date_trunc('month', (day + 15)::timestamp)::date
$$;
comment on function report.nearest_month(date) is
  E'@omit\nThe first day of a month that is nearest to a day.';
revoke all on function report.nearest_month(date) from public;
grant execute on function report.nearest_month(date) to sodaily_definer;
--! EndIncluded report/functions/nearest_month.sql
--! Included report/functions/stock_moved.sql
-- The one sum of what moved the stock of items in a span of days: the whole months that fit it best, and
-- the days by which they miss it, at most half a month at either end, added or taken away.
create or replace function report.stock_moved(first_day date, last_day date)
returns table (item_id :ID_TYPE, in_quantity numeric, out_quantity numeric, adjustment_quantity numeric)
language plpgsql stable
set search_path to pg_catalog, pg_temp
as $$
#variable_conflict use_column
declare
  day_after constant date := last_day + 1;
  first_month date := report.nearest_month(first_day);
  month_after date := report.nearest_month(day_after);
begin
  if first_month >= month_after then
    first_month := first_day;
    month_after := first_day;
  end if;
  return query
  select m.item_id, sum(m.in_quantity), sum(m.out_quantity), sum(m.adjustment_quantity)
  from (
    select e.item_id, e.in_quantity, e.out_quantity, e.adjustment_quantity
    from report.every_item_month as e
    where e.month >= first_month and e.month < month_after
    union all
    select d.item_id, d.in_quantity, d.out_quantity, d.adjustment_quantity
    from report.every_item_day as d
    where d.business_date >= first_day and d.business_date < first_month
    union all
    select d.item_id, d.in_quantity, d.out_quantity, d.adjustment_quantity
    from report.every_item_day as d
    where d.business_date >= month_after and d.business_date < day_after
    union all
    select d.item_id, -d.in_quantity, -d.out_quantity, -d.adjustment_quantity
    from report.every_item_day as d
    where d.business_date >= first_month and d.business_date < first_day
    union all
    select d.item_id, -d.in_quantity, -d.out_quantity, -d.adjustment_quantity
    from report.every_item_day as d
    where d.business_date >= day_after and d.business_date < month_after) as m
  group by m.item_id;
end
$$;
comment on function report.stock_moved(date, date) is
  E'@omit\nWhat came, went and was adjusted of each item from one day through another, by business date.';
revoke all on function report.stock_moved(date, date) from public;
grant execute on function report.stock_moved(date, date) to sodaily_definer;
--! EndIncluded report/functions/stock_moved.sql
--! Included report/functions/stock_on.sql
-- The one sum of what was on the shelves at the end of a day: back from what is there now, or on from the
-- newest closed month, whichever is nearer. known_at takes away what was recorded after that moment.
create or replace function report.stock_on(on_date date, known_at timestamptz)
returns table (item_id :ID_TYPE, quantity numeric)
language plpgsql stable
set search_path to pg_catalog, pg_temp
as $$
#variable_conflict use_column
declare
  today constant date := config.business_date();
  frozen constant date := (
    select max(c.month) from report.closed_item_month as c
    where c.month + interval '1 month' <= on_date + 1);
  frozen_end constant date := (frozen + interval '1 month' - interval '1 day')::date;
  goes_back constant boolean := frozen is null or today - on_date < on_date - frozen_end;
begin
  return query
  select m.item_id, sum(m.quantity)
  from (
    select i.id as item_id, i.stock_quantity::numeric as quantity
    from inventory.item as i
    where goes_back
    union all
    -- nothing is dated in the future, so the stock of today is the one that is there now
    select b.item_id, b.out_quantity - b.in_quantity - b.adjustment_quantity
    from report.stock_moved(on_date + 1, today) as b
    where goes_back and on_date < today
    union all
    select c.item_id, c.closing_quantity
    from report.closed_item_month as c
    where not goes_back and c.month = frozen
    union all
    select b.item_id, b.in_quantity - b.out_quantity + b.adjustment_quantity
    from report.stock_moved(frozen_end + 1, on_date) as b
    where not goes_back
    union all
    select t.item_id, -t.quantity
    from inventory.stock_movement as t
    where known_at is not null and t.recorded_at > known_at and t.business_date <= on_date) as m
  group by m.item_id;
end
$$;
comment on function report.stock_on(date, timestamptz) is
  E'@omit\nStock of each item at the end of a day.';
revoke all on function report.stock_on(date, timestamptz) from public;
grant execute on function report.stock_on(date, timestamptz) to sodaily_definer;
--! EndIncluded report/functions/stock_on.sql
--! Included report/functions/slip_lowerings.sql
-- By how much slips ask for less than they came to, from the ledger: the change of each day. A slip never
-- asks for less than nothing: what is taken off beyond that pays other slips.
create or replace function report.slip_lowerings(issue_ids :ID_TYPE[] default null)
returns table (issue_id :ID_TYPE, lowered_on date, agency_id :ID_TYPE, slip_date date, amount numeric)
language plpgsql stable
set search_path to pg_catalog, pg_temp
set plan_cache_mode to 'force_custom_plan'
as $$
#variable_conflict use_column
begin
  return query
  with slip as materialized (
    select i.agency_id, i.id as issue_id from inventory.issue as i where i.id = any (issue_ids)
    union
    select t.agency_id, t.issue_id
    from finance.debt_transaction as t
    where issue_ids is null and t.issue_id is not null
      and t.kind in ('issue_cancel', 'return', 'payment_cancel')),
  day as (
    select t.agency_id, t.issue_id, t.business_date, sum(t.amount) as moved,
      coalesce(sum(t.amount) filter (where t.kind in ('issue', 'paid_now')), 0) as written
    from slip as s
    join finance.debt_transaction as t on t.agency_id = s.agency_id and t.issue_id = s.issue_id
    group by t.agency_id, t.issue_id, t.business_date),
  lowered as (
    select d.agency_id, d.issue_id, d.business_date,
      first_value(d.business_date) over so_far as slip_date,
      greatest(sum(d.moved) over so_far, 0) - sum(d.written) over so_far as amount
    from day as d
    window so_far as (partition by d.issue_id order by d.business_date)),
  changed as (
    select l.issue_id, l.business_date, l.agency_id, l.slip_date,
      l.amount - coalesce(lag(l.amount) over (partition by l.issue_id order by l.business_date), 0)
        as amount
    from lowered as l)
  select c.issue_id, c.business_date, c.agency_id, c.slip_date, c.amount
  from changed as c
  where c.amount <> 0;
end
$$;
comment on function report.slip_lowerings(:ID_TYPE[]) is
  E'@omit\nBy how much slips (null: all) ask for less than they came to less what was paid on the spot: the change of each day, đồng, negative when it lowers.';
revoke all on function report.slip_lowerings(:ID_TYPE[]) from public;
grant execute on function report.slip_lowerings(:ID_TYPE[]) to sodaily_definer;
--! EndIncluded report/functions/slip_lowerings.sql
drop function if exists report.debts_on(date);
drop function if exists report.slips_by_day(date, date, date, :ID_TYPE[]);
--! Included report/functions/spans_of_age.sql
-- Runs of days whose slips are of one age at the end of a day, the newest first. There are four of them, and
-- more while slips of different terms are out. Slips before the oldest run are more than 90 days late.
create or replace function report.spans_of_age(on_date date)
returns table (place bigint, first_day date, last_day date, age text)
language sql stable
set search_path to pg_catalog, pg_temp
as $$
  with version as materialized (
    select v.valid_from, v.value::integer as term
    from config.regulation as r
    join config.regulation_version as v on v.regulation_id = r.id
    where r.key = 'PAYMENT_TERM_DAYS'),
  day as (
    select d.day::date as day, on_date - d.day::date - (
      select v.term from version as v where v.valid_from <= d.day order by v.valid_from desc limit 1) as days_late
    from generate_series((on_date - 90 - (select max(v.term) from version as v))::timestamp,
      on_date::timestamp, interval '1 day') as d (day)),
  aged as (
    select d.day, case when d.days_late <= 0 then 'not_due' when d.days_late <= 30 then 'up_to_30'
      when d.days_late <= 60 then 'up_to_60' when d.days_late <= 90 then 'up_to_90' else 'over_90' end as age
    from day as d),
  run as (
    select a.day, a.age, row_number() over (order by a.day)
      - row_number() over (partition by a.age order by a.day) as run
    from aged as a
    where a.day >= (select min(o.day) from aged as o where o.age <> 'over_90'))
  select row_number() over (order by min(r.day) desc), min(r.day), max(r.day), r.age
  from run as r
  group by r.age, r.run
$$;
comment on function report.spans_of_age(date) is
  E'@omit\nRuns of days whose slips are not_due, up_to_30, up_to_60, up_to_90 or over_90 days late at the end of on_date, the newest first.';
revoke all on function report.spans_of_age(date) from public;
grant execute on function report.spans_of_age(date) to sodaily_definer;
--! EndIncluded report/functions/spans_of_age.sql
--! Included report/functions/debts_on.sql
-- The one answer to what agencies owed at the end of a day, by business date: their newest running totals
-- by then, and what is not folded yet. What their slips were left to pay stands beside it, as it was folded:
-- who asks goes back from there.
create or replace function report.debts_on(on_date date)
returns table (agency_id :ID_TYPE, debt_amount numeric, folded_credit_amount numeric)
language sql stable
set search_path to pg_catalog, pg_temp
as $$
  select a.id, coalesce(d.debt_amount, 0) + coalesce(n.moved, 0),
    coalesce(d.credit_to_date_amount, 0)
  from agency.agency as a
  left join lateral (
    select d.debt_amount, d.credit_to_date_amount
    from report.agency_day as d
    where d.agency_id = a.id and d.business_date <= on_date
    order by d.business_date desc
    limit 1) as d on true
  left join (
    select n.agency_id, sum(n.moved_amount) as moved
    from report.debt_delta as n
    where n.business_date <= on_date
    group by n.agency_id) as n on n.agency_id = a.id
$$;
comment on function report.debts_on(date) is
  E'@omit\nWhat each agency owed at the end of a day, and what its slips up to then were left to pay as of the last fold, đồng.';
revoke all on function report.debts_on(date) from public;
grant execute on function report.debts_on(date) to sodaily_definer;
--! EndIncluded report/functions/debts_on.sql
--! Included report/functions/debt_by_age.sql
-- How old debt is, first in, first out: what an agency owed at the end of a day is owed for its newest
-- slips. So ages are gone through from the newest on, and only for agencies that owe more than the slips of
-- these. Running totals say what slips of an age came to, without reading slips.
create or replace function report.debt_by_age(on_date date)
returns table (agency_id :ID_TYPE, age text, amount numeric)
language sql stable
set search_path to pg_catalog, pg_temp
as $$
  with recursive span as materialized (select s.* from report.spans_of_age(on_date) as s),
  -- what the running totals do not know: slips lowered by then, and postings that are not folded yet
  beside as materialized (
    select b.agency_id, s.place, sum(b.amount) as amount
    from (
      select l.agency_id, l.slip_date as day, l.amount
      from report.slip_lowering as l
      where l.lowered_on <= on_date and l.slip_date >= (select min(s.first_day) from span as s)
      union all
      select n.agency_id, n.business_date, n.credit_amount from report.debt_delta as n) as b
    join span as s on b.day between s.first_day and s.last_day
    group by b.agency_id, s.place),
  -- credit is what slips before the age were left to pay, owed what is still owed for them
  aged as (
    select o.agency_id, 0::bigint as place, null as age, o.debt_amount as amount, o.debt_amount as owed,
      o.folded_credit_amount as credit
    from report.debts_on(on_date) as o
    where o.debt_amount <> 0
    union all
    select a.agency_id, s.place, s.age, least(a.owed, m.amount), a.owed - least(a.owed, m.amount), m.credit
    from aged as a
    join span as s on s.place = a.place + 1
    left join beside as b on b.agency_id = a.agency_id and b.place = s.place
    left join lateral (
      select d.credit_to_date_amount
      from report.agency_day as d
      where d.agency_id = a.agency_id and d.business_date < s.first_day
      order by d.business_date desc
      limit 1) as d on true
    cross join lateral (
      select coalesce(d.credit_to_date_amount, 0)::numeric as credit,
        a.credit - coalesce(d.credit_to_date_amount, 0) + coalesce(b.amount, 0) as amount) as m
    where a.owed > 0)
  select a.agency_id, a.age, a.amount from aged as a
$$;
comment on function report.debt_by_age(date) is
  E'@omit\nWhat each agency owed at the end of a day, đồng: age null is all of it, the others how much of it is owed for slips of that age. What they leave is owed for older ones.';
revoke all on function report.debt_by_age(date) from public;
grant execute on function report.debt_by_age(date) to sodaily_definer;
--! EndIncluded report/functions/debt_by_age.sql
--! Included report/functions/ages_of_debt.sql
-- Ages of debt side by side, for people. They add up to the debt, always: what slips of the last 90 days and
-- a term do not explain is older than all of them.
create or replace function report.ages_of_debt(on_date date)
returns table (agency_id :ID_TYPE, not_due_amount numeric, up_to_30_amount numeric,
  up_to_60_amount numeric, up_to_90_amount numeric, over_90_amount numeric, advance_amount numeric,
  debt_amount numeric)
language sql stable
set search_path to pg_catalog, pg_temp
as $$
  with aged as (
    select a.agency_id, sum(a.amount) filter (where a.age is null) as debt,
      coalesce(sum(a.amount) filter (where a.age = 'not_due'), 0) as not_due,
      coalesce(sum(a.amount) filter (where a.age = 'up_to_30'), 0) as up_to_30,
      coalesce(sum(a.amount) filter (where a.age = 'up_to_60'), 0) as up_to_60,
      coalesce(sum(a.amount) filter (where a.age = 'up_to_90'), 0) as up_to_90
    from report.debt_by_age(on_date) as a
    group by a.agency_id)
  select a.agency_id, a.not_due, a.up_to_30, a.up_to_60, a.up_to_90,
    greatest(a.debt, 0) - a.not_due - a.up_to_30 - a.up_to_60 - a.up_to_90, greatest(-a.debt, 0), a.debt
  from aged as a
$$;
comment on function report.ages_of_debt(date) is
  E'@omit\nDebt of each agency at the end of a day by how long it is overdue, đồng; debt is the sum of the ages less the advance.';
revoke all on function report.ages_of_debt(date) from public;
grant execute on function report.ages_of_debt(date) to sodaily_definer;
--! EndIncluded report/functions/ages_of_debt.sql
--! Included report/functions/stock_between.sql
-- Stock at the end of any day and what moved it since another, exact at the moment of asking. known_at
-- takes away what was recorded after that moment. The worth is at the import price of the last day. For
-- whoever moves stock or reads reports. The sums of all rows stand in each, so that a page with its foot is
-- worked out once; quantities of different items are not added up.
-- Security definer: nobody else reads summaries.
create or replace function report.stock_between(from_date date default null,
  to_date date default null, known_at timestamptz default null, search text default null)
returns setof report.stock_row
language plpgsql stable security definer
set search_path to pg_catalog, pg_temp
as $$
declare
  last_day constant date := coalesce(to_date, config.business_date());
  first_day constant date := coalesce(
    from_date, date_trunc('month', last_day::timestamp)::date);
begin
  perform auth.require_scope(
    case when auth.has_scope('inventory:adjust') then 'inventory:adjust' else 'report:read' end);
  return query
  with moved as (
    select m.item_id, sum(m.came) as came, sum(m.went) as went, sum(m.found) as found
    from (
      select b.item_id, b.in_quantity as came, b.out_quantity as went, b.adjustment_quantity as found
      from report.stock_moved(first_day, last_day) as b
      union all
      -- what was not known yet
      select t.item_id,
        case when t.kind in ('opening', 'receipt', 'receipt_cancel') then -t.quantity else 0 end,
        case when t.kind in ('issue', 'issue_cancel', 'return') then t.quantity else 0 end,
        case when t.kind = 'count' then -t.quantity else 0 end
      from inventory.stock_movement as t
      where known_at is not null and t.recorded_at > known_at
        and t.business_date between first_day and last_day) as m
    group by m.item_id),
  stock as (
    select i as item, coalesce(m.came, 0) as came, coalesce(m.went, 0) as went,
      coalesce(m.found, 0) as found, coalesce(q.quantity, 0) as closing
    from inventory.item as i
    left join report.stock_on(last_day, known_at) as q on q.item_id = i.id
    left join moved as m on m.item_id = i.id)
  select (s.item).id, (s.closing - s.came + s.went - s.found)::public.quantity,
    s.came::public.quantity, s.went::public.quantity, s.found::public.quantity,
    s.closing::public.quantity, w.worth::public.dong,
    row(count(*) over (), sum(w.worth) over ())::report.stock_total
  from stock as s
  join report.stock_prices_on(last_day, known_at) as p on p.item_id = (s.item).id
  cross join lateral (select round(s.closing * p.price) as worth) as w
  where ((s.item).is_active or (s.closing, s.came, s.went, s.found) is distinct from (0, 0, 0, 0))
    and (nullif(btrim(search), '') is null
      or (s.item).id in (select f.id from inventory.search_items(search) as f))
  order by (s.item).item_name, (s.item).id;
end
$$;
alter function report.stock_between(date, date, timestamptz, text) owner to sodaily_definer;
comment on function report.stock_between(date, date, timestamptz, text) is
  'Stock per item between two days (tồn kho), exact at the moment of asking, by name: toDate today when null, fromDate the first of its month. knownAt leaves out what was recorded later; search narrows by item. Errors: INVALID_TOKEN, PERMISSION_DENIED.';
revoke all on function report.stock_between(date, date, timestamptz, text) from public;
grant execute on function report.stock_between(date, date, timestamptz, text)
  to sodaily_user, sodaily_staff, sodaily_warehouse, sodaily_auditor;
--! EndIncluded report/functions/stock_between.sql
--! Included report/functions/fold_debt_deltas.sql
-- Adds what postings left into the days and months of agencies. Called by fold_deltas, one at a time.
create or replace function report.fold_debt_deltas() returns bigint
language plpgsql volatile
set search_path to pg_catalog, pg_temp
as $$
declare
  agency_months bigint;
begin
  with taken as (delete from report.debt_delta returning *),
  moved as (
    select t.agency_id, t.business_date, sum(t.moved_amount) as moved, sum(t.credit_amount) as credit
    from taken as t group by t.agency_id, t.business_date),
  -- a posting moves the running totals of its day and of every day after it
  touched as (
    select d.agency_id, d.business_date
    from report.agency_day as d
    join (select m.agency_id, min(m.business_date) as first_day from moved as m group by m.agency_id) as f
      on f.agency_id = d.agency_id and f.first_day < d.business_date
    union
    select m.agency_id, m.business_date from moved as m),
  day as (
    insert into report.agency_day as d (agency_id, business_date, debt_amount, credit_to_date_amount)
    select m.agency_id, t.business_date, coalesce(min(b.debt_amount), 0) + sum(m.moved),
      coalesce(min(b.credit_to_date_amount), 0) + sum(m.credit)
    from touched as t
    join moved as m on m.agency_id = t.agency_id and m.business_date <= t.business_date
    left join lateral (
      select b.debt_amount::numeric, b.credit_to_date_amount::numeric from report.agency_day as b
      where b.agency_id = t.agency_id and b.business_date <= t.business_date
      order by b.business_date desc limit 1) as b on true
    group by m.agency_id, t.business_date
    on conflict on constraint agency_day_pkey do update set
      debt_amount = excluded.debt_amount, credit_to_date_amount = excluded.credit_to_date_amount,
      updated_at = now())
  insert into report.agency_month as m (agency_id, month, opening_amount, slip_count, slip_amount,
    cancelled_slip_count, cancelled_slip_amount, cancelled_later_slip_count,
    cancelled_later_slip_amount, return_amount, payment_amount, cancelled_payment_amount)
  select t.agency_id, date_trunc('month', t.business_date::timestamp)::date as month,
    sum(t.opening_amount), sum(t.slip_count), sum(t.slip_amount), sum(t.cancelled_slip_count),
    sum(t.cancelled_slip_amount), sum(t.cancelled_later_slip_count),
    sum(t.cancelled_later_slip_amount), sum(t.return_amount), sum(t.payment_amount),
    sum(t.cancelled_payment_amount)
  from taken as t group by t.agency_id, date_trunc('month', t.business_date::timestamp)::date
  on conflict on constraint agency_month_pkey do update set
    opening_amount = m.opening_amount + excluded.opening_amount,
    slip_count = m.slip_count + excluded.slip_count,
    slip_amount = m.slip_amount + excluded.slip_amount,
    cancelled_slip_count = m.cancelled_slip_count + excluded.cancelled_slip_count,
    cancelled_slip_amount = m.cancelled_slip_amount + excluded.cancelled_slip_amount,
    cancelled_later_slip_count = m.cancelled_later_slip_count + excluded.cancelled_later_slip_count,
    cancelled_later_slip_amount =
      m.cancelled_later_slip_amount + excluded.cancelled_later_slip_amount,
    return_amount = m.return_amount + excluded.return_amount,
    payment_amount = m.payment_amount + excluded.payment_amount,
    cancelled_payment_amount = m.cancelled_payment_amount + excluded.cancelled_payment_amount,
    updated_at = now();
  get diagnostics agency_months = row_count;
  return agency_months;
end
$$;
comment on function report.fold_debt_deltas() is
  E'@omit\nAdds what postings left into the days and months of agencies; returns how many months that touched. For report.fold_deltas only.';
revoke all on function report.fold_debt_deltas() from public;
grant execute on function report.fold_debt_deltas() to sodaily_definer;
--! EndIncluded report/functions/fold_debt_deltas.sql
--! Included report/functions/fold_stock_deltas.sql
-- Adds what postings left into the days and months of items. Called by fold_deltas, one at a time.
create or replace function report.fold_stock_deltas() returns bigint
language plpgsql volatile
set search_path to pg_catalog, pg_temp
as $$
declare
  item_days bigint;
begin
  with taken as (delete from report.stock_delta returning *),
  month as (
    insert into report.item_month as m (
      item_id, month, in_quantity, out_quantity, adjustment_quantity)
    select t.item_id, date_trunc('month', t.business_date::timestamp)::date, sum(t.in_quantity),
      sum(t.out_quantity), sum(t.adjustment_quantity)
    from taken as t group by t.item_id, date_trunc('month', t.business_date::timestamp)::date
    on conflict on constraint item_month_pkey do update set
      in_quantity = m.in_quantity + excluded.in_quantity,
      out_quantity = m.out_quantity + excluded.out_quantity,
      adjustment_quantity = m.adjustment_quantity + excluded.adjustment_quantity,
      updated_at = now())
  insert into report.item_day as d (
    item_id, business_date, in_quantity, out_quantity, adjustment_quantity)
  select t.item_id, t.business_date, sum(t.in_quantity), sum(t.out_quantity),
    sum(t.adjustment_quantity)
  from taken as t group by t.item_id, t.business_date
  on conflict on constraint item_day_pkey do update set
    in_quantity = d.in_quantity + excluded.in_quantity,
    out_quantity = d.out_quantity + excluded.out_quantity,
    adjustment_quantity = d.adjustment_quantity + excluded.adjustment_quantity,
    updated_at = now();
  get diagnostics item_days = row_count;
  return item_days;
end
$$;
comment on function report.fold_stock_deltas() is
  E'@omit\nAdds what postings left into the days and months of items; returns how many days that touched. For report.fold_deltas only.';
revoke all on function report.fold_stock_deltas() from public;
grant execute on function report.fold_stock_deltas() to sodaily_definer;
--! EndIncluded report/functions/fold_stock_deltas.sql
--! Included report/functions/fold_deltas.sql
-- Adds what postings left into the summaries. Each delta is taken away and added in one transaction,
-- so running twice, or two at once, adds nothing twice. Security definer: the worker reads no figures.
create or replace function report.fold_deltas() returns bigint
language plpgsql volatile security definer
set search_path to pg_catalog, pg_temp
as $$
declare
  touched bigint;
begin
  -- one fold at a time
  lock table report.agency_month, report.agency_day, report.item_month, report.item_day
    in share update exclusive mode;
  touched := report.fold_debt_deltas() + report.fold_stock_deltas();
  insert into report.freshness as f (report, refreshed_at) values ('summaries', clock_timestamp())
  on conflict on constraint freshness_pkey do update set refreshed_at = excluded.refreshed_at;
  return touched;
end
$$;
alter function report.fold_deltas() owner to sodaily_definer;
comment on function report.fold_deltas() is
  E'@omit\nAdds what postings left into the summaries; returns how many months of agencies and days of items that touched. For the worker only.';
revoke all on function report.fold_deltas() from public;
grant execute on function report.fold_deltas() to sodaily_worker;
--! EndIncluded report/functions/fold_deltas.sql
--! Included report/functions/rebuild_debt_summaries.sql
-- Makes the days and months of agencies, and what lowered slips, anew from the debt ledger.
create or replace function report.rebuild_debt_summaries() returns void
language plpgsql volatile
set search_path to pg_catalog, pg_temp
as $$
begin
  delete from report.debt_delta;
  delete from report.agency_month;
  delete from report.agency_day;
  delete from report.slip_lowering;
  insert into report.agency_day (agency_id, business_date, debt_amount, credit_to_date_amount)
  select t.agency_id, t.business_date, sum(sum(t.amount)) over to_date,
    sum(coalesce(sum(t.amount) filter (
      where t.kind in ('issue', 'paid_now') or t.kind = 'opening' and t.amount > 0), 0)) over to_date
  from finance.debt_transaction as t
  group by t.agency_id, t.business_date
  window to_date as (partition by t.agency_id order by t.business_date);
  insert into report.slip_lowering (issue_id, lowered_on, agency_id, slip_date, amount)
  select s.issue_id, s.lowered_on, s.agency_id, s.slip_date, s.amount
  from report.slip_lowerings() as s;
  insert into report.agency_month (agency_id, month, opening_amount, slip_count, slip_amount,
    cancelled_slip_count, cancelled_slip_amount, cancelled_later_slip_count,
    cancelled_later_slip_amount, return_amount, payment_amount, cancelled_payment_amount)
  select t.agency_id, t.month,
    coalesce(sum(t.amount) filter (where t.kind = 'opening'), 0),
    count(*) filter (where t.kind = 'issue'),
    coalesce(sum(t.amount) filter (where t.kind = 'issue'), 0),
    count(*) filter (where t.kind = 'issue_cancel'),
    coalesce(-sum(t.amount) filter (where t.kind = 'issue_cancel'), 0),
    count(*) filter (where t.kind = 'cancelled_later'),
    coalesce(sum(t.amount) filter (where t.kind = 'cancelled_later'), 0),
    coalesce(-sum(t.amount) filter (where t.kind = 'return'), 0),
    coalesce(-sum(t.amount) filter (where t.kind in ('payment', 'paid_now')), 0),
    coalesce(sum(t.amount) filter (where t.kind = 'payment_cancel'), 0)
  from (
    select e.agency_id, date_trunc('month', e.business_date::timestamp)::date as month, e.kind,
      e.amount
    from finance.debt_transaction as e
    union all
    select o.agency_id, date_trunc('month', o.business_date::timestamp)::date, 'cancelled_later',
      o.amount
    from finance.debt_transaction as e
    join finance.debt_transaction as o on o.id = e.reverses_id
    where e.kind = 'issue_cancel'
      and o.business_date < date_trunc('month', e.business_date::timestamp)::date) as t
  group by t.agency_id, t.month;
end
$$;
comment on function report.rebuild_debt_summaries() is
  E'@omit\nMakes the days and months of agencies anew from the whole debt ledger. For report.rebuild_summaries only.';
revoke all on function report.rebuild_debt_summaries() from public;
grant execute on function report.rebuild_debt_summaries() to sodaily_definer;
--! EndIncluded report/functions/rebuild_debt_summaries.sql
--! Included report/functions/rebuild_stock_summaries.sql
-- Makes the days and months of items anew from the stock ledger.
create or replace function report.rebuild_stock_summaries() returns void
language plpgsql volatile
set search_path to pg_catalog, pg_temp
as $$
begin
  delete from report.stock_delta;
  delete from report.item_day;
  delete from report.item_month;
  insert into report.item_day (
    item_id, business_date, in_quantity, out_quantity, adjustment_quantity)
  select m.item_id, m.business_date,
    coalesce(sum(m.quantity) filter (
      where m.kind in ('opening', 'receipt', 'receipt_cancel')), 0),
    coalesce(-sum(m.quantity) filter (where m.kind in ('issue', 'issue_cancel', 'return')), 0),
    coalesce(sum(m.quantity) filter (where m.kind = 'count'), 0)
  from inventory.stock_movement as m
  group by m.item_id, m.business_date;
  insert into report.item_month (item_id, month, in_quantity, out_quantity, adjustment_quantity)
  select d.item_id, date_trunc('month', d.business_date::timestamp)::date as month,
    sum(d.in_quantity), sum(d.out_quantity), sum(d.adjustment_quantity)
  from report.item_day as d
  group by d.item_id, month;
end
$$;
comment on function report.rebuild_stock_summaries() is
  E'@omit\nMakes the days and months of items anew from the whole stock ledger. For report.rebuild_summaries only.';
revoke all on function report.rebuild_stock_summaries() from public;
grant execute on function report.rebuild_stock_summaries() to sodaily_definer;
--! EndIncluded report/functions/rebuild_stock_summaries.sql
--! Included report/functions/rebuild_summaries.sql
-- Makes the summaries anew from the ledgers: for the history before they were kept, and after a load
-- that bypassed the triggers. The caller holds postings off.
create or replace function report.rebuild_summaries() returns void
language plpgsql volatile
set search_path to pg_catalog, pg_temp
as $$
begin
  perform report.rebuild_debt_summaries();
  perform report.rebuild_stock_summaries();
end
$$;
comment on function report.rebuild_summaries() is
  E'@omit\nMakes the summaries anew from whole ledgers. For migrations and bulk loads.';
revoke all on function report.rebuild_summaries() from public;
grant execute on function report.rebuild_summaries() to sodaily_definer;
--! EndIncluded report/functions/rebuild_summaries.sql
--! Included report/functions/freeze_closed_item_months.sql
-- Writes down the months that follow the newest one written down, each beginning with what the one
-- before it ended with.
create or replace function report.freeze_closed_item_months(newest_frozen date, newest_closed date)
returns void
language plpgsql volatile
set search_path to pg_catalog, pg_temp
as $$
begin
  insert into report.closed_item_month (item_id, month, opening_quantity, in_quantity, out_quantity,
    adjustment_quantity, closing_quantity)
  select c.item_id, c.month, c.closing - c.came + c.went - c.found, c.came, c.went, c.found, c.closing
  from (
    select f.item_id, g.month::date as month, coalesce(m.came, 0) as came,
      coalesce(m.went, 0) as went, coalesce(m.found, 0) as found,
      f.closing + sum(coalesce(m.came - m.went + m.found, 0)) over (
        partition by f.item_id order by g.month) as closing
    from (
      select i.id as item_id, coalesce(c.closing_quantity, 0) as closing
      from inventory.item as i
      left join report.closed_item_month as c on c.item_id = i.id and c.month = newest_frozen) as f
    cross join generate_series(
      coalesce(newest_frozen + interval '1 month',
        (select min(e.month) from report.every_item_month as e)::timestamp),
      newest_closed::timestamp, interval '1 month') as g (month)
    left join (
      select e.item_id, e.month, sum(e.in_quantity) as came, sum(e.out_quantity) as went,
        sum(e.adjustment_quantity) as found
      from report.every_item_month as e
      where newest_frozen is null or e.month > newest_frozen
      group by e.item_id, e.month) as m
      on m.item_id = f.item_id and m.month = g.month::date
  ) as c
  where (c.closing, c.came, c.went, c.found) is distinct from (0, 0, 0, 0);
end
$$;
comment on function report.freeze_closed_item_months(date, date) is
  E'@omit\nWrites down the stock of the months after newest_frozen (null: none) up to newest_closed.';
revoke all on function report.freeze_closed_item_months(date, date) from public;
grant execute on function report.freeze_closed_item_months(date, date) to sodaily_definer;
--! EndIncluded report/functions/freeze_closed_item_months.sql
--! Included report/rules/debt_delta_is_kept.sql
-- Rule: whatever moves the debt also moves the day and the month of its business date in the reports: a
-- statement leaves one row an agency and day, which the worker folds. Appending takes no lock that other
-- postings wait for. A slip cancelled in a later month stays in the figures of its own, which may be
-- printed or closed by then, and is counted there as cancelled later. Nobody may override.
-- Security definer: whoever writes the ledger, nobody else writes the deltas.
create or replace function report.debt_delta_is_kept() returns trigger
language plpgsql security definer
set search_path to pg_catalog, pg_temp
as $$
begin
  insert into report.debt_delta (agency_id, business_date, moved_amount, credit_amount, opening_amount,
    slip_count, slip_amount, cancelled_slip_count, cancelled_slip_amount, cancelled_later_slip_count,
    cancelled_later_slip_amount, return_amount, payment_amount, cancelled_payment_amount)
  select n.agency_id, n.business_date,
    coalesce(sum(n.amount) filter (where n.kind <> 'cancelled_later'), 0),
    coalesce(sum(n.amount) filter (
      where n.kind in ('issue', 'paid_now') or n.kind = 'opening' and n.amount > 0), 0),
    coalesce(sum(n.amount) filter (where n.kind = 'opening'), 0),
    count(*) filter (where n.kind = 'issue'),
    coalesce(sum(n.amount) filter (where n.kind = 'issue'), 0),
    count(*) filter (where n.kind = 'issue_cancel'),
    coalesce(-sum(n.amount) filter (where n.kind = 'issue_cancel'), 0),
    count(*) filter (where n.kind = 'cancelled_later'),
    coalesce(sum(n.amount) filter (where n.kind = 'cancelled_later'), 0),
    coalesce(-sum(n.amount) filter (where n.kind = 'return'), 0),
    coalesce(-sum(n.amount) filter (where n.kind in ('payment', 'paid_now')), 0),
    coalesce(sum(n.amount) filter (where n.kind = 'payment_cancel'), 0)
  from (
    select e.agency_id, e.business_date, e.kind, e.amount
    from new_entry as e
    union all
    select o.agency_id, o.business_date, 'cancelled_later', o.amount
    from new_entry as e
    join finance.debt_transaction as o on o.id = e.reverses_id
    where e.kind = 'issue_cancel'
      and o.business_date < date_trunc('month', e.business_date::timestamp)::date) as n
  group by n.agency_id, n.business_date;
  return null;
end
$$;
alter function report.debt_delta_is_kept() owner to sodaily_definer;
comment on function report.debt_delta_is_kept() is
  'Keeps what new rows of the debt ledger add to the days and months of their agencies, in đồng.';
revoke all on function report.debt_delta_is_kept() from public;

create or replace trigger report_delta_is_kept
after insert on finance.debt_transaction
referencing new table as new_entry
for each statement execute function report.debt_delta_is_kept();
comment on trigger report_delta_is_kept on finance.debt_transaction is
  'What it adds to the days and months of agencies.';
--! EndIncluded report/rules/debt_delta_is_kept.sql
--! Included report/rules/stock_delta_is_kept.sql
-- Rule: whatever moves stock also moves the day and the month of its business date in the reports: a statement
-- leaves one row an item and day, which the worker folds. Nobody may override.
-- Security definer: whoever writes the ledger, nobody else writes the deltas.
create or replace function report.stock_delta_is_kept() returns trigger
language plpgsql security definer
set search_path to pg_catalog, pg_temp
as $$
begin
  insert into report.stock_delta (
    item_id, business_date, in_quantity, out_quantity, adjustment_quantity)
  select n.item_id, n.business_date,
    coalesce(sum(n.quantity) filter (
      where n.kind in ('opening', 'receipt', 'receipt_cancel')), 0),
    coalesce(-sum(n.quantity) filter (where n.kind in ('issue', 'issue_cancel', 'return')), 0),
    coalesce(sum(n.quantity) filter (where n.kind = 'count'), 0)
  from new_entry as n
  group by n.item_id, n.business_date;
  return null;
end
$$;
alter function report.stock_delta_is_kept() owner to sodaily_definer;
comment on function report.stock_delta_is_kept() is
  'Keeps what new rows of the stock ledger add to the days and months of their items.';
revoke all on function report.stock_delta_is_kept() from public;

create or replace trigger report_delta_is_kept
after insert on inventory.stock_movement
referencing new table as new_entry
for each statement execute function report.stock_delta_is_kept();
comment on trigger report_delta_is_kept on inventory.stock_movement is
  'What it adds to the days and months of items.';
--! EndIncluded report/rules/stock_delta_is_kept.sql
--! Included report/rules/slip_lowering_is_kept.sql
-- Rule: what lowers a slip after it was written, a return, its cancelling or cancelling what was paid on
-- the spot, is kept with the day of the slip, so that ages of debt need not look at slips one by one. It
-- happens to few slips: theirs are worked out anew from the ledger. Nobody may override.
-- Security definer: whoever writes the ledger, nobody else writes what lowers slips.
create or replace function report.slip_lowering_is_kept() returns trigger
language plpgsql security definer
set search_path to pg_catalog, pg_temp
as $$
declare
  lowered constant :ID_TYPE[] := array(
    select distinct n.issue_id from new_entry as n
    where n.kind in ('issue_cancel', 'return', 'payment_cancel') and n.issue_id is not null);
begin
  if lowered <> '{}' then
    delete from report.slip_lowering as l where l.issue_id = any (lowered);
    insert into report.slip_lowering (issue_id, lowered_on, agency_id, slip_date, amount)
    select s.issue_id, s.lowered_on, s.agency_id, s.slip_date, s.amount
    from report.slip_lowerings(lowered) as s;
  end if;
  return null;
end
$$;
alter function report.slip_lowering_is_kept() owner to sodaily_definer;
comment on function report.slip_lowering_is_kept() is
  'Keeps by how much new rows of the debt ledger lower what slips ask for, in đồng.';
revoke all on function report.slip_lowering_is_kept() from public;

create or replace trigger slip_lowering_is_kept
after insert on finance.debt_transaction
referencing new table as new_entry
for each statement execute function report.slip_lowering_is_kept();
comment on trigger slip_lowering_is_kept on finance.debt_transaction is
  'By how much it lowers what slips ask for.';
--! EndIncluded report/rules/slip_lowering_is_kept.sql

-- Sales are refreshed for open months only: closed ones are read from their summaries, with their shares
-- written down, so a refresh takes the same time however long the books are
drop materialized view if exists report.monthly_sales_mv cascade;
alter table report.closed_agency_month add column if not exists share numeric(7, 1);
comment on column report.closed_agency_month.share is
  'Share of the sales of the month in percent, one decimal; null of those that bought nothing.';
--! Included report/functions/sales_of_month.sql
-- Sales per agency in a month as of the last fold, with their shares: in thousandths, rounded down; what is
-- missing to the whole goes to the largest remainders.
create or replace function report.sales_of_month(month date)
returns table (agency_id :ID_TYPE, slip_count bigint, total_amount public.dong, share numeric(7, 1),
  slip_amount public.dong, cancelled_slip_count bigint, cancelled_slip_amount public.dong,
  return_amount public.dong, cancelled_later_slip_count bigint, cancelled_later_slip_amount public.dong)
language plpgsql stable
set search_path to pg_catalog, pg_temp
as $$
#variable_conflict use_column
declare
  -- null when nothing was sold, so that shares are, too
  of_month constant numeric := (
    select nullif(greatest(sum(m.slip_amount - m.cancelled_slip_amount), 0), 0)
    from report.agency_month as m where m.month = sales_of_month.month);
begin
  return query
  with sold as (
    select m.*, m.slip_amount - m.cancelled_slip_amount as total,
      (m.slip_amount - m.cancelled_slip_amount) * 1000 as thousandfold
    from report.agency_month as m
    where m.month = sales_of_month.month
      and (m.slip_count > 0 or m.cancelled_slip_count > 0 or m.return_amount > 0)),
  floored as materialized (
    select s.*, div(s.thousandfold, of_month)
      - case when s.thousandfold < 0 and mod(s.thousandfold, of_month) <> 0 then 1 else 0 end as thousandths
    from sold as s),
  placed as (
    select f.*, row_number() over (
      order by f.thousandfold - f.thousandths * of_month desc, f.total desc, f.agency_id) as place
    from floored as f)
  select p.agency_id, p.slip_count - p.cancelled_slip_count, p.total::public.dong,
    ((p.thousandths + case when p.place <= m.missing then 1 else 0 end) / 10)::numeric(7, 1),
    p.slip_amount, p.cancelled_slip_count, p.cancelled_slip_amount, p.return_amount,
    p.cancelled_later_slip_count, p.cancelled_later_slip_amount
  from placed as p
  cross join (select 1000 - sum(f.thousandths) as missing from floored as f) as m;
end
$$;
comment on function report.sales_of_month(date) is
  E'@omit\nSales per agency in a month, first day given, worked out from the summaries as of the last fold; share in percent, one decimal, null when nothing was sold.';
revoke all on function report.sales_of_month(date) from public;
grant execute on function report.sales_of_month(date) to sodaily_definer;
--! EndIncluded report/functions/sales_of_month.sql
--! Included report/functions/freeze_closed_agency_months.sql
-- Writes down the months that follow the newest one written down, each beginning with what the one
-- before it ended with, and each agency's share of the sales.
create or replace function report.freeze_closed_agency_months(newest_frozen date, newest_closed date)
returns void
language plpgsql volatile
set search_path to pg_catalog, pg_temp
as $$
begin
  insert into report.closed_agency_month (
    agency_id, month, opening_amount, increase_amount, decrease_amount, closing_amount, share)
  select c.agency_id, c.month, c.closing - c.increase + c.decrease, c.increase, c.decrease, c.closing,
    s.share
  from (
    select f.agency_id, g.month::date as month, coalesce(m.increase, 0) as increase,
      coalesce(m.decrease, 0) as decrease,
      f.closing + sum(coalesce(m.increase - m.decrease, 0)) over (
        partition by f.agency_id order by g.month) as closing
    from (
      select a.id as agency_id, coalesce(c.closing_amount, 0) as closing
      from agency.agency as a
      left join report.closed_agency_month as c on c.agency_id = a.id and c.month = newest_frozen) as f
    cross join generate_series(
      coalesce(newest_frozen + interval '1 month',
        (select min(e.month) from report.every_agency_month as e)::timestamp),
      newest_closed::timestamp, interval '1 month') as g (month)
    left join (
      select e.agency_id, e.month, sum(e.increase_amount) as increase,
        sum(e.decrease_amount) as decrease
      from report.every_agency_month as e
      where newest_frozen is null or e.month > newest_frozen
      group by e.agency_id, e.month) as m on m.agency_id = f.agency_id and m.month = g.month::date
  ) as c
  left join (
    select p.month, s.agency_id, s.share
    from finance.period as p
    cross join lateral report.sales_of_month(p.month) as s
    where p.month <= newest_closed and (newest_frozen is null or p.month > newest_frozen)) as s
    on s.agency_id = c.agency_id and s.month = c.month
  where (c.closing, c.increase, c.decrease) is distinct from (0, 0, 0);
end
$$;
comment on function report.freeze_closed_agency_months(date, date) is
  E'@omit\nWrites down debt and shares of the months after newest_frozen (null: none) up to newest_closed.';
revoke all on function report.freeze_closed_agency_months(date, date) from public;
grant execute on function report.freeze_closed_agency_months(date, date) to sodaily_definer;
--! EndIncluded report/functions/freeze_closed_agency_months.sql
--! Included report/functions/freeze_closed_months.sql
-- A closed month is final: its figures are written down once and read from there ever after, and
-- opening it again takes them away. Called where nobody posts into these months: by the rule
-- closed_month_is_frozen, and by bulk loads.
create or replace function report.freeze_closed_months() returns void
language plpgsql volatile
set search_path to pg_catalog, pg_temp
as $$
declare
  newest_closed constant date := (
    select max(p.month) from finance.period as p where p.is_closed);
  newest_frozen date;
begin
  -- sales are of what is folded
  perform report.fold_deltas();
  delete from report.closed_agency_month as c
  where newest_closed is null or c.month > newest_closed;
  delete from report.closed_item_month as c where newest_closed is null or c.month > newest_closed;
  newest_frozen := greatest((select max(c.month) from report.closed_agency_month as c),
    (select max(c.month) from report.closed_item_month as c));

  perform report.freeze_closed_agency_months(newest_frozen, newest_closed);
  perform report.freeze_closed_item_months(newest_frozen, newest_closed);
end
$$;
comment on function report.freeze_closed_months() is
  E'@omit\nWrites down the figures of months that are closed, and takes away those of months opened again. For the rule closed_month_is_frozen, migrations and bulk loads.';
revoke all on function report.freeze_closed_months() from public;
grant execute on function report.freeze_closed_months() to sodaily_definer;
--! EndIncluded report/functions/freeze_closed_months.sql
create materialized view report.monthly_sales_mv as
select p.month, s.*
from finance.period as p
cross join lateral report.sales_of_month(p.month) as s
where p.month > coalesce((select max(c.month) from finance.period as c where c.is_closed), '-infinity')
with no data;
create unique index monthly_sales_mv_key on report.monthly_sales_mv (month, agency_id);
comment on materialized view report.monthly_sales_mv is
  'Sales per agency and month of the months that were open at the last refresh. No row-level security: read through report.monthly_sales.';
comment on column report.monthly_sales_mv.agency_id is 'The agency.';
comment on column report.monthly_sales_mv.month is 'First day of the month.';
comment on column report.monthly_sales_mv.slip_count is
  'Slips confirmed less slips cancelled in the month.';
comment on column report.monthly_sales_mv.total_amount is
  'Slips confirmed less slips cancelled in the month, đồng.';
comment on column report.monthly_sales_mv.share is
  'Share of the total of all agencies in percent, one decimal; shares add to 100.0. Null when nothing was sold.';
comment on column report.monthly_sales_mv.slip_amount is
  'Total of the slips confirmed in the month, đồng.';
comment on column report.monthly_sales_mv.cancelled_slip_count is
  'Slips cancelled in the month, whenever they were confirmed.';
comment on column report.monthly_sales_mv.cancelled_slip_amount is
  'Total of the slips cancelled in the month, đồng.';
comment on column report.monthly_sales_mv.return_amount is
  'Worth of goods that came back in the month, đồng; not taken off the sales.';
comment on column report.monthly_sales_mv.cancelled_later_slip_count is
  'Slips of this month that were cancelled in a later one.';
comment on column report.monthly_sales_mv.cancelled_later_slip_amount is
  'Total of the slips of this month that were cancelled in a later one, đồng.';

drop materialized view if exists report.agency_ranking_mv cascade;
create materialized view report.agency_ranking_mv as
-- the day is looked up once, not once a row; whole numbers add up faster than numeric
with span as materialized (
  select (date_trunc('month', config.business_date()::timestamp) - interval '12 months')::date as year_ago),
bought as (
  select m.agency_id,
    sum((m.slip_amount - m.cancelled_slip_amount)::bigint) filter (where m.month > s.year_ago) as sold,
    sum((m.slip_amount - m.cancelled_slip_amount)::bigint) filter (where m.month <= s.year_ago)
      as sold_before,
    sum((m.payment_amount - m.cancelled_payment_amount)::bigint) filter (where m.month > s.year_ago)
      as collected
  from span as s
  join report.agency_month as m on m.month > s.year_ago - interval '12 months'
  group by m.agency_id)
select b.agency_id, rank() over (order by coalesce(b.sold, 0) desc) as place,
  coalesce(b.sold, 0)::public.dong as sold_amount,
  case when b.sold_before > 0 then rank() over (order by coalesce(b.sold_before, 0) desc) end
    as place_before,
  coalesce(b.sold_before, 0)::public.dong as sold_before_amount,
  coalesce(b.collected, 0)::public.dong as collected_amount
from bought as b
with no data;
create unique index agency_ranking_mv_key on report.agency_ranking_mv (agency_id);
comment on materialized view report.agency_ranking_mv is
  'Agencies by what they bought in the last twelve months, from the summaries. No row-level security: read through report.agency_ranking.';
comment on column report.agency_ranking_mv.agency_id is 'The agency.';
comment on column report.agency_ranking_mv.place is 'Place by what was sold, 1 is the most.';
comment on column report.agency_ranking_mv.sold_amount is
  'Slips confirmed less slips cancelled, đồng.';
comment on column report.agency_ranking_mv.place_before is
  'Place in the twelve months before; null when nothing was sold then.';
comment on column report.agency_ranking_mv.sold_before_amount is
  'The same of the time before, đồng.';
comment on column report.agency_ranking_mv.collected_amount is
  'Payments received less payments cancelled, đồng.';

-- Sales, debt and statements are worked out once a page: sums of all rows stand in each
drop function if exists report.monthly_sales_total(date, text);
drop function if exists report.monthly_debt_total(date, timestamptz, text);
do $$
begin
  if to_regtype('report.monthly_sales_total') is null then
    create type report.monthly_sales_total as (
      agency_count bigint,
      slip_count bigint,
      total_amount public.dong,
      share numeric,
      slip_amount public.dong,
      cancelled_slip_count bigint,
      cancelled_slip_amount public.dong,
      return_amount public.dong,
      cancelled_later_slip_count bigint,
      cancelled_later_slip_amount public.dong,
      refreshed_at timestamptz
    );
    create type report.monthly_debt_total as (
      agency_count bigint,
      opening_amount public.dong,
      increase_amount public.dong,
      decrease_amount public.dong,
      closing_amount public.dong
    );
    alter type report.monthly_sales_row add attribute total report.monthly_sales_total;
    alter type report.monthly_debt_row add attribute total report.monthly_debt_total;
    alter type report.statement_row add attribute line_count bigint;
  end if;
end
$$;
comment on type report.monthly_sales_total is 'Sums of the monthly sales over all rows of a report.';
comment on column report.monthly_sales_total.agency_count is 'Agencies of the report.';
comment on column report.monthly_sales_total.slip_count is
  'Slips confirmed less slips cancelled in the month.';
comment on column report.monthly_sales_total.total_amount is
  'Slips confirmed less slips cancelled in the month, đồng.';
comment on column report.monthly_sales_total.share is
  'Share of the total of all agencies in percent. Null when nothing was sold.';
comment on column report.monthly_sales_total.slip_amount is
  'Total of the slips confirmed in the month, đồng.';
comment on column report.monthly_sales_total.cancelled_slip_count is
  'Slips cancelled in the month, whenever they were confirmed.';
comment on column report.monthly_sales_total.cancelled_slip_amount is
  'Total of the slips cancelled in the month, đồng.';
comment on column report.monthly_sales_total.return_amount is
  'Worth of goods that came back in the month, đồng; not taken off the sales.';
comment on column report.monthly_sales_total.cancelled_later_slip_count is
  'Slips of this month that were cancelled in a later one.';
comment on column report.monthly_sales_total.cancelled_later_slip_amount is
  'Total of the slips of this month that were cancelled in a later one, đồng.';
comment on column report.monthly_sales_total.refreshed_at is 'Of when the figures are.';
comment on column report.monthly_sales_row.total is
  'Sums over all rows of the report, not of a page; the same in each.';
comment on type report.monthly_debt_total is 'Sums of the monthly debt over all rows of a report.';
comment on column report.monthly_debt_total.agency_count is 'Agencies of the report.';
comment on column report.monthly_debt_total.opening_amount is 'Debt at the beginning, đồng.';
comment on column report.monthly_debt_total.increase_amount is 'What raised the debt, đồng.';
comment on column report.monthly_debt_total.decrease_amount is 'What lowered the debt, đồng.';
comment on column report.monthly_debt_total.closing_amount is 'Debt at the end, đồng.';
comment on column report.monthly_debt_row.total is
  'Sums over all rows of the report, not of a page; the same in each.';
comment on column report.statement_row.line_count is
  'Lines of the whole statement, what was brought forward too; the same in each.';
--! Included report/functions/monthly_sales.sql
-- A closed month is read from its summary, which moves no more but for slips cancelled later, with the shares
-- that were written down; an open one from the last refresh, or worked out while none knows it. The sums of all rows stand in each, so that a page with
-- its foot is worked out once. A materialized view has no row-level security, so the predicate on agencies
-- stands here.
-- Security definer: nobody else reads the view.
create or replace function report.monthly_sales(month date, search text default null)
returns setof report.monthly_sales_row
language plpgsql stable security definer
set search_path to pg_catalog, pg_temp
as $$
declare
  mine constant :ID_TYPE[] := report.visible_agencies();
  asked constant date := date_trunc('month', monthly_sales.month::timestamp)::date;
  is_closed constant boolean := exists (
    select from report.closed_agency_month as c where c.month = asked);
  is_refreshed constant boolean := not is_closed and exists (
    select from report.monthly_sales_mv as s where s.month = asked);
begin
  perform auth.require_scope('report:read');
  return query
  with sold as (
    select m.agency_id, m.slip_count - m.cancelled_slip_count as slip_count,
      (m.slip_amount - m.cancelled_slip_amount)::public.dong as total_amount, c.share, m.slip_amount,
      m.cancelled_slip_count, m.cancelled_slip_amount, m.return_amount, m.cancelled_later_slip_count,
      m.cancelled_later_slip_amount, 'summaries' as made_by
    from report.closed_agency_month as c
    join report.agency_month as m on m.agency_id = c.agency_id and m.month = c.month
    where is_closed and c.month = asked
      and (m.slip_count > 0 or m.cancelled_slip_count > 0 or m.return_amount > 0)
    union all
    select s.agency_id, s.slip_count, s.total_amount, s.share, s.slip_amount, s.cancelled_slip_count,
      s.cancelled_slip_amount, s.return_amount, s.cancelled_later_slip_count,
      s.cancelled_later_slip_amount, 'monthly_sales'
    from report.monthly_sales_mv as s
    where is_refreshed and s.month = asked
    union all
    select s.*, 'summaries'
    from report.sales_of_month(asked) as s
    where not is_closed and not is_refreshed),
  mine_of_all as (
    select s.*, f.refreshed_at
    from sold as s
    left join report.freshness as f on f.report = s.made_by
    where (mine is null or s.agency_id = any (mine))
      and (nullif(btrim(search), '') is null
        or s.agency_id in (select a.id from agency.search_agencies(search) as a))),
  total as (
    select row(count(*), sum(s.slip_count)::bigint, sum(s.total_amount), sum(s.share), sum(s.slip_amount),
      sum(s.cancelled_slip_count)::bigint, sum(s.cancelled_slip_amount), sum(s.return_amount),
      sum(s.cancelled_later_slip_count)::bigint, sum(s.cancelled_later_slip_amount),
      max(s.refreshed_at))::report.monthly_sales_total as sums
    from mine_of_all as s)
  select s.agency_id, s.slip_count, s.total_amount, s.share, s.slip_amount, s.cancelled_slip_count,
    s.cancelled_slip_amount, s.return_amount, s.cancelled_later_slip_count,
    s.cancelled_later_slip_amount, s.refreshed_at, t.sums
  from mine_of_all as s
  cross join total as t
  order by s.total_amount desc, s.agency_id;
end
$$;
alter function report.monthly_sales(date, text) owner to sodaily_definer;
comment on function report.monthly_sales(date, text) is
  'Sales per agency in the month of a date (doanh số, BM6.1), best first, as of the last refresh; search narrows by agency. Errors: INVALID_TOKEN, PERMISSION_DENIED.';
revoke all on function report.monthly_sales(date, text) from public;
grant execute on function report.monthly_sales(date, text)
  to sodaily_user, sodaily_staff, sodaily_auditor;
--! EndIncluded report/functions/monthly_sales.sql
--! Included report/functions/monthly_debt.sql
-- Debt is money decided on, so these figures are exact at the moment of asking, not refreshed: a closed
-- month is read as it was written down, an open one from the newest closed month and all that was
-- posted since. known_at takes away what was recorded after that moment: the month as it was known. The sums
-- of all rows stand in each, so that a page with its foot is worked out once.
-- Security definer: nobody else reads summaries; the predicate on agencies stands here.
create or replace function report.monthly_debt(
  month date, known_at timestamptz default null, search text default null)
returns setof report.monthly_debt_row
language plpgsql stable security definer
set search_path to pg_catalog, pg_temp
as $$
declare
  mine constant :ID_TYPE[] := report.visible_agencies();
  asked constant date := date_trunc('month', monthly_debt.month::timestamp)::date;
  frozen constant date := (
    select max(c.month) from report.closed_agency_month as c where c.month <= asked);
begin
  perform auth.require_scope('report:read');
  return query
  with moved as (
    select c.agency_id, case when c.month = asked then c.opening_amount else c.closing_amount end
        as opening,
      case when c.month = asked then c.increase_amount else 0 end as increase,
      case when c.month = asked then c.decrease_amount else 0 end as decrease
    from report.closed_agency_month as c
    where c.month = frozen
    union all
    select e.agency_id,
      case when e.month < asked then e.increase_amount - e.decrease_amount else 0 end,
      case when e.month = asked then e.increase_amount else 0 end,
      case when e.month = asked then e.decrease_amount else 0 end
    from report.every_agency_month as e
    where e.month <= asked and (frozen is null or e.month > frozen)
    union all
    -- what was not known yet
    select t.agency_id,
      case when t.business_date < asked then -t.amount else 0 end,
      case when t.business_date >= asked and t.kind in ('opening', 'issue', 'payment_cancel')
        then -t.amount else 0 end,
      case when t.business_date >= asked and t.kind not in ('opening', 'issue', 'payment_cancel')
        then t.amount else 0 end
    from finance.debt_transaction as t
    where known_at is not null and t.recorded_at > known_at
      and t.business_date < asked + interval '1 month'),
  month_of_agency as (
    select m.agency_id, sum(m.opening) as opening, sum(m.increase) as increase,
      sum(m.decrease) as decrease
    from moved as m
    where mine is null or m.agency_id = any (mine)
    group by m.agency_id),
  mine_of_all as (
    select o.* from month_of_agency as o
    where (o.opening, o.increase, o.decrease) is distinct from (0, 0, 0)
      and (nullif(btrim(search), '') is null
        or o.agency_id in (select a.id from agency.search_agencies(search) as a))),
  total as (
    select row(count(*), sum(o.opening), sum(o.increase), sum(o.decrease),
      sum(o.opening + o.increase - o.decrease))::report.monthly_debt_total as sums
    from mine_of_all as o)
  select o.agency_id, o.opening::public.dong, o.increase::public.dong, o.decrease::public.dong,
    (o.opening + o.increase - o.decrease)::public.dong, t.sums
  from mine_of_all as o
  cross join total as t
  order by o.opening + o.increase - o.decrease desc, o.agency_id;
end
$$;
alter function report.monthly_debt(date, timestamptz, text) owner to sodaily_definer;
comment on function report.monthly_debt(date, timestamptz, text) is
  'Debt per agency in the month of a date (công nợ, BM6.2), exact at the moment of asking, the deepest in debt first: closing of a month is opening of the next, and of today the debt. knownAt leaves out what was recorded later; search narrows by agency. Errors: INVALID_TOKEN, PERMISSION_DENIED.';
revoke all on function report.monthly_debt(date, timestamptz, text) from public;
grant execute on function report.monthly_debt(date, timestamptz, text)
  to sodaily_user, sodaily_staff, sodaily_auditor;
--! EndIncluded report/functions/monthly_debt.sql
--! Included report/functions/ageing.sql
-- Today's is read from the last refresh, any other day is worked out at once. The sums of all rows stand in each, so
-- that a page with its foot is worked out once.
-- Security definer: nobody else reads the view; the predicate on agencies stands here.
create or replace function report.ageing(on_date date default null, search text default null)
returns setof report.ageing_row
language plpgsql stable security definer
set search_path to pg_catalog, pg_temp
as $$
declare
  mine constant :ID_TYPE[] := report.visible_agencies();
  asked constant date := least(on_date, config.business_date());
begin
  perform auth.require_scope('report:read');
  return query
  with aged as (
    select m.agency_id, m.not_due_amount, m.up_to_30_amount, m.up_to_60_amount, m.up_to_90_amount,
      m.over_90_amount, m.advance_amount, m.debt_amount, f.refreshed_at
    from report.ageing_mv as m
    left join report.freshness as f on f.report = 'ageing'
    where asked = config.business_date() or asked is null
    union all
    select d.agency_id, d.not_due_amount, d.up_to_30_amount, d.up_to_60_amount, d.up_to_90_amount,
      d.over_90_amount, d.advance_amount, d.debt_amount, now()
    from report.ages_of_debt(asked) as d
    where asked < config.business_date()),
  mine_of_all as (
    select a.* from aged as a
    where (mine is null or a.agency_id = any (mine))
      and (nullif(btrim(search), '') is null
        or a.agency_id in (select g.id from agency.search_agencies(search) as g))),
  total as (
    select row(count(*), sum(a.not_due_amount), sum(a.up_to_30_amount), sum(a.up_to_60_amount),
      sum(a.up_to_90_amount), sum(a.over_90_amount), sum(a.advance_amount), sum(a.debt_amount),
      max(a.refreshed_at))::report.ageing_total as sums
    from mine_of_all as a)
  select a.agency_id, a.not_due_amount::public.dong, a.up_to_30_amount::public.dong,
    a.up_to_60_amount::public.dong, a.up_to_90_amount::public.dong, a.over_90_amount::public.dong,
    a.advance_amount::public.dong, a.debt_amount::public.dong, a.refreshed_at,
    t.sums
  from mine_of_all as a
  cross join total as t
  -- in one key: most have nothing in the oldest ages, and each key more is read out of a wide row
  order by array[a.over_90_amount, a.up_to_90_amount, a.up_to_60_amount, a.up_to_30_amount,
    a.debt_amount]::bigint[] desc, a.agency_id;
end
$$;
alter function report.ageing(date, text) owner to sodaily_definer;
comment on function report.ageing(date, text) is
  'Debt per agency by how long it is overdue (tuổi nợ), first in, first out, the latest first: today''s as of the last refresh, that of the end of another day worked out at once; search narrows by agency. Errors: INVALID_TOKEN, PERMISSION_DENIED.';
revoke all on function report.ageing(date, text) from public;
grant execute on function report.ageing(date, text) to sodaily_user, sodaily_staff, sodaily_auditor;
--! EndIncluded report/functions/ageing.sql
--! Included report/functions/agency_statement.sql
-- The statement of one agency (sổ chi tiết công nợ): the debt it began with, every row of its ledger by
-- business date and what it owed after each. How many lines there are stands in each, so that a page with its
-- foot is worked out once. Row policies decide whose statement may be read, so this
-- runs as whoever asks; known_at leaves out what was recorded after that moment.
create or replace function report.agency_statement(agency_id :ID_TYPE, from_date date default null,
  to_date date default null, known_at timestamptz default null)
returns setof report.statement_row
language sql stable
set search_path to pg_catalog, pg_temp
as $$
  with span as (
    select coalesce(from_date, date_trunc('month', coalesce(to_date, config.business_date())::timestamp)::date)
        as first_day,
      coalesce(to_date, config.business_date()) as last_day),
  -- all that came before is added up from the index alone; only its moments are not in there
  brought as (
    select s.first_day, coalesce((
        select sum(t.amount) from finance.debt_transaction as t
        where known_at is null and t.agency_id = agency_statement.agency_id and t.business_date < s.first_day), 0)
      + coalesce((
        select sum(t.amount) from finance.debt_transaction as t
        where known_at is not null and t.recorded_at <= known_at
          and t.agency_id = agency_statement.agency_id and t.business_date < s.first_day), 0) as amount
    from span as s
    where exists (select from agency.agency as a where a.id = agency_statement.agency_id)),
  line as (
    select null::bigint as seq, b.first_day as business_date, null::timestamptz as recorded_at,
      'brought_forward' as kind, b.amount::numeric as amount,
      null:::ID_TYPE as issue_id, null:::ID_TYPE as payment_id, null:::ID_TYPE as issue_return_id
    from brought as b
    union all
    select t.seq, t.business_date, t.recorded_at, t.kind, t.amount, t.issue_id, t.payment_id,
      t.issue_return_id
    from span as s
    join finance.debt_transaction as t on t.business_date between s.first_day and s.last_day
    where t.agency_id = agency_statement.agency_id and (known_at is null or t.recorded_at <= known_at))
  select l.business_date, l.recorded_at, l.kind,
    coalesce(r.code, p.code, i.code),
    case when l.seq is not null and l.amount > 0 then l.amount end::public.dong,
    case when l.seq is not null and l.amount < 0 then -l.amount end::public.dong,
    sum(l.amount) over (order by l.business_date, l.seq nulls first)::public.dong,
    l.issue_id, l.payment_id, l.issue_return_id, count(*) over ()
  from line as l
  left join inventory.issue as i on i.id = l.issue_id
  left join finance.payment as p on p.id = l.payment_id
  left join inventory.issue_return as r on r.id = l.issue_return_id
  order by l.business_date, l.seq nulls first
$$;
comment on function report.agency_statement(:ID_TYPE, date, date, timestamptz) is
  'Statement of an agency between two days with a running balance, oldest first: toDate today when null, fromDate the first of its month; the first row is what was brought forward. knownAt leaves out what was recorded later. Nothing for those who may not see the agency.';
revoke all on function report.agency_statement(:ID_TYPE, date, date, timestamptz) from public;
grant execute on function report.agency_statement(:ID_TYPE, date, date, timestamptz)
  to sodaily_user, sodaily_staff, sodaily_auditor;
--! EndIncluded report/functions/agency_statement.sql
--! Included audit/views/invariant_agency_days_equal_the_ledger.sql
-- Invariant: The days of an agency in the reports, with what is not folded yet, are what its ledger
-- says. Rows are breaches.
drop view if exists audit.invariant_agency_days_equal_the_ledger;
create view audit.invariant_agency_days_equal_the_ledger with (security_invoker) as
-- one pass: what the running totals moved by less what the ledger says, of each day
select s.agency_id, s.business_date, sum(s.said) as moved_amount, sum(s.posted) as ledger_amount,
  sum(s.credit) as credit_difference
from (
  select d.agency_id, d.business_date,
    d.debt_amount::bigint - coalesce(lag(d.debt_amount::bigint) over day_before, 0) as said, 0::bigint as posted,
    d.credit_to_date_amount::bigint - coalesce(lag(d.credit_to_date_amount::bigint) over day_before, 0) as credit
  from report.agency_day as d
  window day_before as (partition by d.agency_id order by d.business_date)
  union all
  select n.agency_id, n.business_date, n.moved_amount::bigint, 0, n.credit_amount::bigint
  from report.debt_delta as n
  union all
  select t.agency_id, t.business_date, 0, t.amount::bigint,
    case when t.kind in ('issue', 'paid_now') or t.kind = 'opening' and t.amount > 0
      then -t.amount::bigint else 0 end
  from finance.debt_transaction as t) as s
group by s.agency_id, s.business_date
having sum(s.credit) <> 0 or sum(s.said) <> sum(s.posted);
comment on view audit.invariant_agency_days_equal_the_ledger is
  'The days of an agency in the reports, with what is not folded yet, are what its ledger says.';
comment on column audit.invariant_agency_days_equal_the_ledger.agency_id is 'The agency.';
comment on column audit.invariant_agency_days_equal_the_ledger.business_date is 'The day.';
comment on column audit.invariant_agency_days_equal_the_ledger.moved_amount is
  'What moved its debt, by the reports, đồng.';
comment on column audit.invariant_agency_days_equal_the_ledger.ledger_amount is
  'What moved it, by the ledger, đồng.';
comment on column audit.invariant_agency_days_equal_the_ledger.credit_difference is
  'What its slips were left to pay by the reports, less the same by the ledger, đồng.';
revoke all on audit.invariant_agency_days_equal_the_ledger from sodaily_definer;
grant select on audit.invariant_agency_days_equal_the_ledger to sodaily_definer;
--! EndIncluded audit/views/invariant_agency_days_equal_the_ledger.sql
--! Included audit/views/invariant_agency_months_equal_the_ledger.sql
-- Invariant: The months of an agency in the reports, with what is not folded yet, are what its ledger
-- says. Rows are breaches.
drop view if exists audit.invariant_agency_months_equal_the_ledger;
create view audit.invariant_agency_months_equal_the_ledger with (security_invoker) as
with said as (
  select s.agency_id, s.month, sum(s.slips) as slips, sum(s.slip_amount) as slip_amount,
    sum(s.increase) as increase, sum(s.decrease) as decrease
  from (
    select m.agency_id, m.month, m.slip_count - m.cancelled_slip_count as slips, m.slip_amount,
      m.increase_amount as increase, m.decrease_amount as decrease
    from report.every_agency_month as m) as s
  group by s.agency_id, s.month),
posted as (
  select t.agency_id, t.month,
    count(*) filter (where t.kind = 'issue') - count(*) filter (where t.kind = 'issue_cancel')
      as slips,
    coalesce(sum(t.amount) filter (where t.kind = 'issue'), 0) as slip_amount,
    coalesce(sum(t.amount) filter (where t.is_increase), 0) as increase,
    coalesce(-sum(t.amount) filter (where not t.is_increase), 0) as decrease
  from (
    select t.agency_id, date_trunc('month', t.business_date::timestamp)::date as month, t.kind,
      t.amount, t.kind in ('opening', 'issue', 'payment_cancel') as is_increase
    from finance.debt_transaction as t) as t
  group by t.agency_id, t.month)
select coalesce(s.agency_id, p.agency_id) as agency_id, coalesce(s.month, p.month) as month,
  s.increase as increase_amount, p.increase as ledger_increase_amount,
  s.decrease as decrease_amount, p.decrease as ledger_decrease_amount
from said as s
full join posted as p on p.agency_id = s.agency_id and p.month = s.month
where (coalesce(s.slips, 0), coalesce(s.slip_amount, 0), coalesce(s.increase, 0),
    coalesce(s.decrease, 0))
  is distinct from (coalesce(p.slips, 0), coalesce(p.slip_amount, 0), coalesce(p.increase, 0),
    coalesce(p.decrease, 0));
comment on view audit.invariant_agency_months_equal_the_ledger is
  'The months of an agency in the reports, with what is not folded yet, are what its ledger says.';
comment on column audit.invariant_agency_months_equal_the_ledger.agency_id is 'The agency.';
comment on column audit.invariant_agency_months_equal_the_ledger.month is 'The month.';
comment on column audit.invariant_agency_months_equal_the_ledger.increase_amount is
  'What raised the debt, by the reports, đồng.';
comment on column audit.invariant_agency_months_equal_the_ledger.ledger_increase_amount is
  'What raised it, by the ledger, đồng.';
comment on column audit.invariant_agency_months_equal_the_ledger.decrease_amount is
  'What lowered the debt, by the reports, đồng.';
comment on column audit.invariant_agency_months_equal_the_ledger.ledger_decrease_amount is
  'What lowered it, by the ledger, đồng.';
revoke all on audit.invariant_agency_months_equal_the_ledger from sodaily_definer;
grant select on audit.invariant_agency_months_equal_the_ledger to sodaily_definer;
--! EndIncluded audit/views/invariant_agency_months_equal_the_ledger.sql
--! Included audit/views/invariant_item_months_equal_their_days.sql
-- Invariant: The months of an item in the reports are its days added up, which are what its ledger
-- says. Rows are breaches.
drop view if exists audit.invariant_item_months_equal_their_days;
create view audit.invariant_item_months_equal_their_days with (security_invoker) as
select s.item_id, s.month, sum(s.came) as in_difference, sum(s.went) as out_difference,
  sum(s.found) as adjustment_difference
from (
  select m.item_id, m.month, m.in_quantity as came, m.out_quantity as went,
    m.adjustment_quantity as found
  from report.item_month as m
  union all
  select d.item_id, date_trunc('month', d.business_date::timestamp)::date, -d.in_quantity,
    -d.out_quantity, -d.adjustment_quantity
  from report.item_day as d) as s
group by s.item_id, s.month
having sum(s.came) <> 0 or sum(s.went) <> 0 or sum(s.found) <> 0;
comment on view audit.invariant_item_months_equal_their_days is
  'The months of an item in the reports are its days added up.';
comment on column audit.invariant_item_months_equal_their_days.item_id is 'The item.';
comment on column audit.invariant_item_months_equal_their_days.month is 'First day of the month.';
comment on column audit.invariant_item_months_equal_their_days.in_difference is
  'What came in by the month less what came by its days.';
comment on column audit.invariant_item_months_equal_their_days.out_difference is
  'What went out by the month less what went by its days.';
comment on column audit.invariant_item_months_equal_their_days.adjustment_difference is
  'What was adjusted by the month less what was by its days.';
revoke all on audit.invariant_item_months_equal_their_days from sodaily_definer;
grant select on audit.invariant_item_months_equal_their_days to sodaily_definer;
--! EndIncluded audit/views/invariant_item_months_equal_their_days.sql
--! Included audit/views/invariant_slip_lowerings_equal_the_ledger.sql
-- Invariant: What is kept of returns, cancelled slips and cancelled payments on the spot, by which ages of
-- debt lower a slip, is what the ledger says. Rows are breaches.
drop view if exists audit.invariant_slip_lowerings_equal_the_ledger;
create view audit.invariant_slip_lowerings_equal_the_ledger with (security_invoker) as
select s.issue_id, s.lowered_on, sum(s.difference) as difference
from (
  select k.issue_id, k.lowered_on, k.agency_id, k.slip_date, k.amount::numeric as difference
  from report.slip_lowering as k
  union all
  select l.issue_id, l.lowered_on, l.agency_id, l.slip_date, -l.amount
  from report.slip_lowerings() as l) as s
group by s.issue_id, s.lowered_on, s.agency_id, s.slip_date
having sum(s.difference) <> 0;
comment on view audit.invariant_slip_lowerings_equal_the_ledger is
  'What is kept of returns, cancelled slips and cancelled payments on the spot is what the ledger says.';
comment on column audit.invariant_slip_lowerings_equal_the_ledger.issue_id is 'The slip.';
comment on column audit.invariant_slip_lowerings_equal_the_ledger.lowered_on is
  'The day it asks for less from.';
comment on column audit.invariant_slip_lowerings_equal_the_ledger.difference is
  'Change of what it asks for that day, by what is kept less by the ledger, đồng.';
revoke all on audit.invariant_slip_lowerings_equal_the_ledger from sodaily_definer;
grant select on audit.invariant_slip_lowerings_equal_the_ledger to sodaily_definer;
--! EndIncluded audit/views/invariant_slip_lowerings_equal_the_ledger.sql
--! Included audit/views/invariant_monthly_sales_equal_the_ledger.sql
-- Invariant: The monthly sales of an agency are what its ledger says of slips confirmed and cancelled in
-- the month, as of the last refresh, and the shares of a month add up to the whole. Rows are breaches.
drop view if exists audit.invariant_monthly_sales_equal_the_ledger;
create view audit.invariant_monthly_sales_equal_the_ledger with (security_invoker) as
with posted as (
  select t.agency_id, date_trunc('month', t.business_date::timestamp)::date as month,
    count(*) filter (where t.kind = 'issue') - count(*) filter (where t.kind = 'issue_cancel')
      as slips,
    sum(t.amount) as amount, max(t.recorded_at) as changed_at
  from finance.debt_transaction as t
  where t.kind in ('issue', 'issue_cancel')
  group by 1, 2),
-- with the newest closed month, every one before it is closed
closed as (
  select coalesce(max(p.month), '-infinity') as through from finance.period as p where p.is_closed),
-- as whoever asks is told: closed months from their summaries, open ones as of the last refresh
said as (
  select m.agency_id, m.month, m.slip_count - m.cancelled_slip_count as slip_count,
    m.slip_amount - m.cancelled_slip_amount as total_amount, c.share
  from report.closed_agency_month as c
  join report.agency_month as m on m.agency_id = c.agency_id and m.month = c.month
  where m.slip_count > 0 or m.cancelled_slip_count > 0 or m.return_amount > 0
  union all
  select s.agency_id, s.month, s.slip_count, s.total_amount, s.share
  from closed as c
  join report.monthly_sales_mv as s on s.month > c.through
  union all
  select s.agency_id, p.month, s.slip_count, s.total_amount, s.share
  from closed as c
  join finance.period as p on p.month > c.through
  cross join lateral report.sales_of_month(p.month) as s
  where p.month not in (select m.month from report.monthly_sales_mv as m))
select coalesce(p.agency_id, s.agency_id) as agency_id, coalesce(p.month, s.month) as month,
  s.slip_count, p.slips as ledger_count, s.total_amount, p.amount as ledger_amount
from posted as p
full join said as s on s.agency_id = p.agency_id and s.month = p.month
join report.freshness as f on f.report = 'monthly_sales'
-- what was posted while or after the report was made is not in it yet, and need not be
where coalesce(p.changed_at, '-infinity') < f.refreshed_at - interval '5 minutes'
  and (coalesce(s.slip_count, 0), coalesce(s.total_amount, 0))
    is distinct from (coalesce(p.slips, 0), coalesce(p.amount, 0))
union all
select null, s.month, null, null, sum(s.share) * 1000, 100000
from said as s
group by s.month
having sum(s.share) <> 100;
comment on view audit.invariant_monthly_sales_equal_the_ledger is
  'The monthly sales of an agency are what its ledger says, as of the last refresh, and the shares of a month add up to the whole.';
comment on column audit.invariant_monthly_sales_equal_the_ledger.agency_id is
  'The agency; null for the shares of a month.';
comment on column audit.invariant_monthly_sales_equal_the_ledger.month is 'First day of the month.';
comment on column audit.invariant_monthly_sales_equal_the_ledger.slip_count is
  'Slips by the report; null when it has none.';
comment on column audit.invariant_monthly_sales_equal_the_ledger.ledger_count is
  'Slips by the ledger.';
comment on column audit.invariant_monthly_sales_equal_the_ledger.total_amount is
  'Value by the report, đồng; of shares their sum in thousandths of a percent.';
comment on column audit.invariant_monthly_sales_equal_the_ledger.ledger_amount is
  'Value by the ledger, đồng; of shares the whole.';
revoke all on audit.invariant_monthly_sales_equal_the_ledger from sodaily_definer;
grant select on audit.invariant_monthly_sales_equal_the_ledger to sodaily_definer;
--! EndIncluded audit/views/invariant_monthly_sales_equal_the_ledger.sql
--! Included audit/functions/invariant_results.sql
-- Every view audit.invariant_<name> is an invariant: a new file is enough to have it checked.
-- One person a night hashes whole ledgers here, so the memory for that is given here; sorting them to merge
-- takes four times as long.
create or replace function audit.invariant_results() returns setof audit.invariant_result
language plpgsql stable
set search_path to pg_catalog, pg_temp
set work_mem to '128MB'
set enable_mergejoin to 'off'
as $$
declare
  invariant record;
begin
  for invariant in
    select c.relname, obj_description(c.oid, 'pg_class') as sentence
    from pg_class as c
    where c.relnamespace = 'audit'::regnamespace and c.relkind = 'v'
      and starts_with(c.relname, 'invariant_')
    order by c.relname
  loop
    -- return query, because into would rule out parallel plans
    return query execute format(
      'select %L, %L, count(*), coalesce(jsonb_agg(b.facts) filter (where b.place <= 5), ''[]''), '
      'round(extract(epoch from clock_timestamp() - %L::timestamptz) * 1000)::bigint '
      'from (select to_jsonb(v) as facts, row_number() over () as place from audit.%I as v) as b',
      substr(invariant.relname, length('invariant_') + 1), invariant.sentence, clock_timestamp(),
      invariant.relname);
  end loop;
end
$$;
comment on function audit.invariant_results() is
  E'@omit\nLooks for breaches of every invariant now, whoever asks.';
revoke all on function audit.invariant_results() from public;
grant execute on function audit.invariant_results() to sodaily_definer;
--! EndIncluded audit/functions/invariant_results.sql
--! Included audit/views/invariant_confirmed_issue_moved_each_line_once.sql
-- Invariant: A confirmed slip moved each of its lines exactly once, on its date, and nothing
-- else; a slip that was never confirmed moved nothing. Rows are breaches.
drop view if exists audit.invariant_confirmed_issue_moved_each_line_once;
create view audit.invariant_confirmed_issue_moved_each_line_once with (security_invoker) as
-- each line against each of its movements: two that are both right show in the count below
select i.id as issue_id, i.code, coalesce(d.item_id, m.item_id) as item_id,
  d.quantity as line_quantity, m.quantity as moved_quantity, count(m.item_id) as movements
from inventory.issue_detail as d
full join (
  select m.issue_id, m.item_id, m.quantity, m.business_date
  from inventory.stock_movement as m
  where m.kind = 'issue') as m on m.issue_id = d.issue_id and m.item_id = d.item_id
join inventory.issue as i on i.id = coalesce(d.issue_id, m.issue_id)
where case
  when i.code is null then m.item_id is not null
  else (m.quantity, m.business_date) is distinct from (-d.quantity, i.issue_date)
end
group by i.id, i.code, d.item_id, m.item_id, d.quantity, m.quantity
union all
select s.issue_id, i.code, null, null, null, s.movements
from (
  select s.issue_id, count(*) filter (where s.is_movement) as movements
  from (
    select m.issue_id, true as is_movement from inventory.stock_movement as m where m.kind = 'issue'
    union all
    select d.issue_id, false from inventory.issue_detail as d) as s
  group by s.issue_id
  having count(*) filter (where s.is_movement) > 0
    and count(*) filter (where s.is_movement) <> count(*) filter (where not s.is_movement)) as s
join inventory.issue as i on i.id = s.issue_id;
comment on view audit.invariant_confirmed_issue_moved_each_line_once is
  'A confirmed slip moved each of its lines exactly once, on its date, and nothing else; a slip that was never confirmed moved nothing.';
comment on column audit.invariant_confirmed_issue_moved_each_line_once.issue_id is 'The slip.';
comment on column audit.invariant_confirmed_issue_moved_each_line_once.code is
  'Number of the document.';
comment on column audit.invariant_confirmed_issue_moved_each_line_once.item_id is
  'The item; null when the slip has more or fewer movements than lines.';
comment on column audit.invariant_confirmed_issue_moved_each_line_once.line_quantity is
  'Quantity of the line, null when the slip has none of the item.';
comment on column audit.invariant_confirmed_issue_moved_each_line_once.moved_quantity is
  'Quantity of the movement, null when there is none.';
comment on column audit.invariant_confirmed_issue_moved_each_line_once.movements is
  'How many movements there are.';
revoke all on audit.invariant_confirmed_issue_moved_each_line_once from sodaily_definer;
grant select on audit.invariant_confirmed_issue_moved_each_line_once to sodaily_definer;
--! EndIncluded audit/views/invariant_confirmed_issue_moved_each_line_once.sql
--! Included audit/views/invariant_command_made_its_document.sql
-- Invariant: Every command that succeeded made its document, and every document came from one
-- command, or from a file that was applied. Rows are breaches.
drop view if exists audit.invariant_command_made_its_document;
create view audit.invariant_command_made_its_document with (security_invoker) as
-- keys are compared byte by byte: the order of a language takes several times as long and means nothing here
with made as (
  select 'inventory.create_issue' as command, i.id::text collate "C" as id, i.code
  from inventory.issue as i
  where not exists (
    select from audit.command as c
    where c.command = 'inventory.request_issue' and c.result ->> 'id' = i.id::text)
  union all
  select 'finance.create_payment', p.id::text, p.code
  from finance.payment as p where p.issue_id is null
  union all
  select 'inventory.create_receipt', r.id::text, r.code
  from inventory.receipt as r
  left join config.import as i on i.id = r.import_id
  where i.applied_at is null
  union all select 'inventory.cancel_receipt', r.id::text, r.code
  from inventory.receipt as r where r.status = 'cancelled'
  union all select 'inventory.create_stock_count', s.id::text,
  s.code from inventory.stock_count as s
  union all select 'inventory.create_issue_return', r.id::text,
  r.code from inventory.issue_return as r
  union all select 'inventory.create_supplier', s.id::text, s.code from inventory.supplier as s)
select coalesce(c.command, made.command) as command, c.client_key, made.code
from (
  select c.command, c.client_key, (c.result ->> 'id') collate "C" as id
  from audit.command as c
  where c.command in (
    'inventory.create_issue', 'finance.create_payment', 'inventory.create_receipt',
    'inventory.cancel_receipt', 'inventory.create_stock_count', 'inventory.create_issue_return',
    'inventory.create_supplier')) as c
full join made on made.command = c.command and made.id = c.id
where c.client_key is null or made.id is null;
comment on view audit.invariant_command_made_its_document is
  'Every command that succeeded made its document, and every document came from one command.';
comment on column audit.invariant_command_made_its_document.command is
  'schema.function of the command.';
comment on column audit.invariant_command_made_its_document.client_key is
  'Key of the command, null when the document has none.';
comment on column audit.invariant_command_made_its_document.code is
  'Number of the document, null when the command made none.';
revoke all on audit.invariant_command_made_its_document from sodaily_definer;
grant select on audit.invariant_command_made_its_document to sodaily_definer;
--! EndIncluded audit/views/invariant_command_made_its_document.sql
--! Included audit/views/invariant_item_days_equal_the_ledger.sql
-- Invariant: The days of an item in the reports, with what is not folded yet, are what its ledger
-- says. Rows are breaches.
drop view if exists audit.invariant_item_days_equal_the_ledger;
create view audit.invariant_item_days_equal_the_ledger with (security_invoker) as
-- one pass: what the reports say less what the ledger says, of each day
select s.item_id, s.business_date, sum(s.came) as in_difference, sum(s.went) as out_difference,
  sum(s.found) as adjustment_difference
from (
  select d.item_id, d.business_date, d.in_quantity as came, d.out_quantity as went,
    d.adjustment_quantity as found
  from report.every_item_day as d
  union all
  select m.item_id, m.business_date,
    case when m.kind in ('opening', 'receipt', 'receipt_cancel') then -m.quantity else 0 end,
    case when m.kind in ('issue', 'issue_cancel', 'return') then m.quantity else 0 end,
    case when m.kind = 'count' then -m.quantity else 0 end
  from inventory.stock_movement as m) as s
group by s.item_id, s.business_date
having sum(s.came) <> 0 or sum(s.went) <> 0 or sum(s.found) <> 0;
comment on view audit.invariant_item_days_equal_the_ledger is
  'The days of an item in the reports, with what is not folded yet, are what its ledger says.';
comment on column audit.invariant_item_days_equal_the_ledger.item_id is 'The item.';
comment on column audit.invariant_item_days_equal_the_ledger.business_date is 'The day.';
comment on column audit.invariant_item_days_equal_the_ledger.in_difference is
  'What came in by the reports less what came by the ledger.';
comment on column audit.invariant_item_days_equal_the_ledger.out_difference is
  'What went out by the reports less what went by the ledger.';
comment on column audit.invariant_item_days_equal_the_ledger.adjustment_difference is
  'What was adjusted by the reports less what was by the ledger.';
revoke all on audit.invariant_item_days_equal_the_ledger from sodaily_definer;
grant select on audit.invariant_item_days_equal_the_ledger to sodaily_definer;
--! EndIncluded audit/views/invariant_item_days_equal_the_ledger.sql

-- only the owner of a materialized view may refresh it, and report.refresh runs as the definer
alter materialized view report.monthly_sales_mv owner to sodaily_definer;
alter materialized view report.agency_ranking_mv owner to sodaily_definer;
-- the definer sees every row
set local role sodaily_definer;
select report.rebuild_summaries();
delete from report.closed_agency_month;
delete from report.closed_item_month;
select report.freeze_closed_months();
refresh materialized view report.monthly_sales_mv;
refresh materialized view report.agency_ranking_mv;
refresh materialized view report.ageing_mv;
set local role sodaily_owner;

-- ages and debts of past days are read from the days of agencies now
drop index if exists finance.debt_transaction_by_date_idx;
drop index if exists finance.debt_transaction_lowering_idx;
