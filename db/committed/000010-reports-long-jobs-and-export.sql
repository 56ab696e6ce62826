--! Previous: sha1:eef6f747000e6b669ea76b14d4d7c88aa6cd3357
--! Hash: sha1:166783be691723112946abd49e17edc16308991c
--! Message: reports long jobs and export

--! split: 1-current.sql
-- The open migration: tables and data by hand, rules by `--! include <schema>/<folder>/<name>.sql`

-- Reports: figures of closed months written down, ages of debt, stock of any day, months as they were
-- known. A slip cancelled in a later month stays in the figures of its own.
alter table report.agency_month
  add column if not exists cancelled_later_slip_count bigint not null default 0,
  add column if not exists cancelled_later_slip_amount public.dong not null default 0;
alter table report.debt_delta
  add column if not exists cancelled_later_slip_count bigint not null default 0,
  add column if not exists cancelled_later_slip_amount public.dong not null default 0;

create table if not exists report.closed_agency_month (
  agency_id :ID_TYPE not null references agency.agency,
  month date not null constraint closed_agency_month_starts_on_the_first check (extract(day from month) = 1),
  opening_amount public.dong not null,
  increase_amount public.dong not null,
  decrease_amount public.dong not null,
  closing_amount public.dong not null
    constraint closed_agency_month_is_opening_and_what_moved
      check (closing_amount = opening_amount + increase_amount - decrease_amount),
  created_at timestamptz not null default now(),
  primary key (month, agency_id)
);
create index if not exists closed_agency_month_agency_id_idx on report.closed_agency_month (agency_id);
create table if not exists report.closed_item_month (
  item_id :ID_TYPE not null references inventory.item,
  month date not null constraint closed_item_month_starts_on_the_first check (extract(day from month) = 1),
  opening_quantity public.quantity not null,
  in_quantity public.quantity not null,
  out_quantity public.quantity not null,
  adjustment_quantity public.quantity not null,
  closing_quantity public.quantity not null
    constraint closed_item_month_is_opening_and_what_moved check (
      closing_quantity = opening_quantity + in_quantity - out_quantity + adjustment_quantity),
  created_at timestamptz not null default now(),
  primary key (month, item_id)
);
create index if not exists closed_item_month_item_id_idx on report.closed_item_month (item_id);
create index if not exists item_day_business_date_idx on report.item_day (business_date);
-- both follow the order of insertion but for back-dated rows, so a few pages are enough
create index if not exists debt_transaction_dates_idx on finance.debt_transaction
  using brin (business_date, recorded_at) with (pages_per_range = 16);
create index if not exists stock_movement_dates_idx on inventory.stock_movement
  using brin (business_date, recorded_at) with (pages_per_range = 16);

drop function if exists report.monthly_sales(date);
drop type if exists report.monthly_sales_row;
drop materialized view if exists report.monthly_sales_mv cascade;

create type report.monthly_sales_row as (
  agency_id :ID_TYPE,
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
create type report.monthly_debt_row as (
  agency_id :ID_TYPE,
  opening_amount public.dong,
  increase_amount public.dong,
  decrease_amount public.dong,
  closing_amount public.dong
);
create type report.stock_row as (
  item_id :ID_TYPE,
  opening_quantity public.quantity,
  in_quantity public.quantity,
  out_quantity public.quantity,
  adjustment_quantity public.quantity,
  closing_quantity public.quantity,
  worth public.dong
);
create type report.ageing_row as (
  agency_id :ID_TYPE,
  not_due_amount public.dong,
  up_to_30_amount public.dong,
  up_to_60_amount public.dong,
  up_to_90_amount public.dong,
  over_90_amount public.dong,
  advance_amount public.dong,
  debt_amount public.dong,
  refreshed_at timestamptz
);
create type report.statement_row as (
  business_date date,
  recorded_at timestamptz,
  kind text,
  code text,
  increase_amount public.dong,
  decrease_amount public.dong,
  balance_amount public.dong,
  issue_id :ID_TYPE,
  payment_id :ID_TYPE,
  issue_return_id :ID_TYPE
);
create type report.late_debt_row as (
  agency_id :ID_TYPE,
  business_date date,
  recorded_at timestamptz,
  kind text,
  code text,
  amount public.dong,
  is_before_month boolean,
  issue_id :ID_TYPE,
  payment_id :ID_TYPE,
  issue_return_id :ID_TYPE,
  author_name text
);
create type report.late_stock_row as (
  item_id :ID_TYPE,
  business_date date,
  recorded_at timestamptz,
  kind text,
  code text,
  quantity public.quantity,
  author_name text
);
create type report.month_row as (
  month date,
  slip_count bigint,
  sold_amount public.dong,
  collected_amount public.dong
);
create type report.ranking_row as (
  agency_id :ID_TYPE,
  place bigint,
  sold_amount public.dong,
  place_before bigint,
  sold_before_amount public.dong,
  collected_amount public.dong,
  refreshed_at timestamptz
);
create type report.overview_row as (
  sold_amount public.dong,
  sold_before_amount public.dong,
  collected_amount public.dong,
  collected_before_amount public.dong,
  debt_amount public.dong,
  overdue_amount public.dong,
  near_limit_count bigint,
  waiting_count bigint,
  low_stock_count bigint,
  refreshed_at timestamptz
);

comment on table report.agency_month is
  E'@behavior +aggregates +groupedAggregates +aggregate\nWhat moved the debt of an agency in a month, by business date, as of the last fold; report.debt_delta holds what is not in it yet.';
comment on table report.closed_agency_month is
  'What moved the debt of an agency in a closed month, and what it owed, as it was when the month was closed. Agencies without debt and movement are left out.';
comment on table report.closed_item_month is
  'What moved the stock of an item in a closed month, and what there was, as it was when the month was closed. Items without stock and movement are left out.';
comment on type report.monthly_sales_row is
  E'@foreignKey (agency_id) references agency.agency (id)\nSales of one agency in one month (BM6.1).';
comment on type report.monthly_debt_row is
  E'@foreignKey (agency_id) references agency.agency (id)\nDebt of one agency in one month (BM6.2).';
comment on type report.stock_row is
  E'@foreignKey (item_id) references inventory.item (id)\nStock of one item between two days.';
comment on type report.ageing_row is
  E'@foreignKey (agency_id) references agency.agency (id)\nDebt of one agency by how long it is overdue.';
comment on type report.statement_row is E'One line of the statement of an agency.';
comment on type report.late_debt_row is
  E'@foreignKey (agency_id) references agency.agency (id)\nA row of the debt ledger that was recorded after a moment.';
comment on type report.late_stock_row is
  E'@foreignKey (item_id) references inventory.item (id)\nA row of the stock ledger that was recorded after a moment.';
comment on type report.month_row is 'Sold and collected in one month.';
comment on type report.ranking_row is
  E'@foreignKey (agency_id) references agency.agency (id)\nPlace of one agency by what it bought.';
comment on type report.overview_row is 'Figures the day begins with.';

create materialized view report.monthly_sales_mv as
with sold as (
  select m.*, m.slip_amount - m.cancelled_slip_amount as total_amount,
    sum(m.slip_amount - m.cancelled_slip_amount) over (partition by m.month) as of_month
  from report.agency_month as m
  where m.slip_count > 0 or m.cancelled_slip_count > 0 or m.return_amount > 0),
-- shares in thousandths, rounded down; what is missing to the whole goes to the largest remainders
floored as (
  select s.*, div(s.total_amount * 1000, s.of_month)
      - case when mod(s.total_amount * 1000, s.of_month) < 0 then 1 else 0 end as thousandths,
    mod(mod(s.total_amount * 1000, s.of_month) + s.of_month, s.of_month) as remainder
  from sold as s where s.of_month > 0
  union all
  select s.*, null, null from sold as s where s.of_month <= 0),
shared as (
  select f.*, row_number() over (
      partition by f.month order by f.remainder desc, f.total_amount desc, f.agency_id) as place,
    1000 - sum(f.thousandths) over (partition by f.month) as missing
  from floored as f)
select s.agency_id, s.month, s.slip_count - s.cancelled_slip_count as slip_count,
  s.total_amount::public.dong as total_amount,
  ((s.thousandths + case when s.place <= s.missing then 1 else 0 end) / 10)::numeric(7, 1) as share,
  s.slip_amount, s.cancelled_slip_count, s.cancelled_slip_amount, s.return_amount,
  s.cancelled_later_slip_count, s.cancelled_later_slip_amount
from shared as s
with no data;
create unique index monthly_sales_mv_key on report.monthly_sales_mv (month, agency_id);
comment on materialized view report.monthly_sales_mv is
  'Sales per agency and month, from the summaries. No row-level security: read through report.monthly_sales.';

create materialized view report.agency_ranking_mv as
with bought as (
  select m.agency_id,
    sum(m.slip_amount - m.cancelled_slip_amount) filter (where m.month > s.year_ago) as sold,
    sum(m.slip_amount - m.cancelled_slip_amount) filter (where m.month <= s.year_ago) as sold_before,
    sum(m.payment_amount - m.cancelled_payment_amount) filter (where m.month > s.year_ago)
      as collected
  from report.agency_month as m
  cross join (
    select (date_trunc('month', config.business_date()::timestamp) - interval '12 months')::date
      as year_ago) as s
  where m.month > s.year_ago - interval '12 months'
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

--! Included report/functions/freeze_closed_agency_months.sql
-- Writes down the months that follow the newest one written down, each beginning with what the one
-- before it ended with.
create or replace function report.freeze_closed_agency_months(newest_frozen date, newest_closed date)
returns void
language plpgsql volatile
set search_path to pg_catalog, pg_temp
as $$
begin
  insert into report.closed_agency_month (
    agency_id, month, opening_amount, increase_amount, decrease_amount, closing_amount)
  select c.agency_id, c.month, c.closing - c.increase + c.decrease, c.increase, c.decrease, c.closing
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
  where (c.closing, c.increase, c.decrease) is distinct from (0, 0, 0);
end
$$;
comment on function report.freeze_closed_agency_months(date, date) is
  E'@omit\nWrites down the debt of the months after newest_frozen (null: none) up to newest_closed.';
revoke all on function report.freeze_closed_agency_months(date, date) from public;
grant execute on function report.freeze_closed_agency_months(date, date) to sodaily_definer;
--! EndIncluded report/functions/freeze_closed_agency_months.sql
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
      coalesce(newest_frozen + interval '1 month', date_trunc('month',
        (select min(e.business_date) from report.every_item_day as e)::timestamp)),
      newest_closed::timestamp, interval '1 month') as g (month)
    left join (
      select e.item_id, date_trunc('month', e.business_date::timestamp)::date as month,
        sum(e.in_quantity) as came, sum(e.out_quantity) as went,
        sum(e.adjustment_quantity) as found
      from report.every_item_day as e
      where newest_frozen is null or e.business_date >= newest_frozen + interval '1 month'
      group by e.item_id, date_trunc('month', e.business_date::timestamp)::date) as m
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
--! Included report/functions/rebuild_summaries.sql
-- Makes the summaries anew from the ledgers: for the history before they were kept, and after a load
-- that bypassed the triggers. The caller holds postings off.
create or replace function report.rebuild_summaries() returns void
language plpgsql volatile
set search_path to pg_catalog, pg_temp
as $$
begin
  delete from report.debt_delta;
  delete from report.stock_delta;
  delete from report.agency_month;
  delete from report.item_day;
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
  insert into report.item_day (
    item_id, business_date, in_quantity, out_quantity, adjustment_quantity)
  select m.item_id, m.business_date,
    coalesce(sum(m.quantity) filter (
      where m.kind in ('opening', 'receipt', 'receipt_cancel')), 0),
    coalesce(-sum(m.quantity) filter (where m.kind in ('issue', 'issue_cancel', 'return')), 0),
    coalesce(sum(m.quantity) filter (where m.kind = 'count'), 0)
  from inventory.stock_movement as m
  group by m.item_id, m.business_date;
end
$$;
comment on function report.rebuild_summaries() is
  E'@omit\nMakes the summaries anew from whole ledgers. For migrations and bulk loads.';
revoke all on function report.rebuild_summaries() from public;
grant execute on function report.rebuild_summaries() to sodaily_definer;
--! EndIncluded report/functions/rebuild_summaries.sql
--! Included report/functions/fold_deltas.sql
-- Adds what postings left into the summaries. Each delta is taken away and added in one transaction,
-- so running twice, or two at once, adds nothing twice. Security definer: the worker reads no figures.
create or replace function report.fold_deltas() returns bigint
language plpgsql volatile security definer
set search_path to pg_catalog, pg_temp
as $$
declare
  agency_months bigint;
  item_days bigint;
begin
  -- one fold at a time
  lock table report.agency_month, report.item_day in share update exclusive mode;
  with taken as (delete from report.debt_delta returning *)
  insert into report.agency_month as m (agency_id, month, opening_amount, slip_count, slip_amount,
    cancelled_slip_count, cancelled_slip_amount, cancelled_later_slip_count,
    cancelled_later_slip_amount, return_amount, payment_amount, cancelled_payment_amount)
  select t.agency_id, t.month, sum(t.opening_amount), sum(t.slip_count), sum(t.slip_amount),
    sum(t.cancelled_slip_count), sum(t.cancelled_slip_amount), sum(t.cancelled_later_slip_count),
    sum(t.cancelled_later_slip_amount), sum(t.return_amount), sum(t.payment_amount),
    sum(t.cancelled_payment_amount)
  from taken as t group by t.agency_id, t.month
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

  with taken as (delete from report.stock_delta returning *)
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

  insert into report.freshness as f (report, refreshed_at) values ('summaries', clock_timestamp())
  on conflict on constraint freshness_pkey do update set refreshed_at = excluded.refreshed_at;
  return agency_months + item_days;
end
$$;
alter function report.fold_deltas() owner to sodaily_definer;
comment on function report.fold_deltas() is
  E'@omit\nAdds what postings left into the summaries; returns how many months of agencies and days of items that touched. For the worker only.';
revoke all on function report.fold_deltas() from public;
grant execute on function report.fold_deltas() to sodaily_worker;
--! EndIncluded report/functions/fold_deltas.sql
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
select d.agency_id, d.month, d.slip_count, d.slip_amount, d.cancelled_slip_count,
  d.cancelled_slip_amount, d.cancelled_later_slip_count, d.cancelled_later_slip_amount,
  d.return_amount, d.payment_amount, d.cancelled_payment_amount,
  d.opening_amount + d.slip_amount + d.cancelled_payment_amount,
  d.payment_amount + d.return_amount + d.cancelled_slip_amount
from report.debt_delta as d;
comment on view report.every_agency_month is
  E'@behavior -*\nWhat moved the debt of agencies by month, with what is not folded yet. Several rows may belong to one month.';
revoke all on report.every_agency_month from sodaily_definer;
grant select on report.every_agency_month to sodaily_definer;
--! EndIncluded report/views/every_agency_month.sql
--! Included report/views/every_item_day.sql
-- What moved the stock of items by day, folded or not: exact at any moment, because a fold moves
-- figures from one table to the other in one transaction. Several rows may belong to one day.
drop view if exists report.every_item_day;
create view report.every_item_day with (security_invoker) as
select d.item_id, d.business_date, d.in_quantity, d.out_quantity, d.adjustment_quantity
from report.item_day as d
union all
select n.item_id, n.business_date, n.in_quantity, n.out_quantity, n.adjustment_quantity
from report.stock_delta as n;
comment on view report.every_item_day is
  E'@behavior -*\nWhat moved the stock of items by day, with what is not folded yet. Several rows may belong to one day.';
revoke all on report.every_item_day from sodaily_definer;
grant select on report.every_item_day to sodaily_definer;
--! EndIncluded report/views/every_item_day.sql
--! Included report/policies/agency_month.sql
-- Whoever reads reports reads the months of the agencies one sees, also summed and grouped. They are as
-- of the last fold; the report functions add what is not folded yet.
alter table report.agency_month enable row level security;
alter table report.agency_month force row level security;

drop policy if exists definer_does_what_functions_do on report.agency_month;
create policy definer_does_what_functions_do on report.agency_month
for all to sodaily_definer using (true) with check (true);

drop policy if exists user_reads_own_agencies on report.agency_month;
create policy user_reads_own_agencies on report.agency_month
for select to sodaily_user
using (agency_id = any (cast((select agency.my_ids()) as :ID_TYPE[])));

drop policy if exists staff_reads_all on report.agency_month;
create policy staff_reads_all on report.agency_month
for select to sodaily_staff
using (true);

drop policy if exists auditor_reads_all on report.agency_month;
create policy auditor_reads_all on report.agency_month
for select to sodaily_auditor
using (true);

drop policy if exists readers_need_the_scope on report.agency_month;
create policy readers_need_the_scope on report.agency_month
as restrictive for select to sodaily_user, sodaily_staff, sodaily_auditor
using ((select auth.has_scope('report:read')));

revoke all on report.agency_month from sodaily_definer, sodaily_user, sodaily_staff, sodaily_auditor;
grant select, insert, update, delete on report.agency_month to sodaily_definer;
grant select on report.agency_month to sodaily_user, sodaily_staff, sodaily_auditor;
--! EndIncluded report/policies/agency_month.sql
--! Included report/policies/closed_agency_month.sql
-- Read through report functions only; written when a month is closed or opened again.
alter table report.closed_agency_month enable row level security;
alter table report.closed_agency_month force row level security;

drop policy if exists definer_does_what_functions_do on report.closed_agency_month;
create policy definer_does_what_functions_do on report.closed_agency_month
for all to sodaily_definer using (true) with check (true);

revoke all on report.closed_agency_month from sodaily_definer;
grant select, insert, delete on report.closed_agency_month to sodaily_definer;
--! EndIncluded report/policies/closed_agency_month.sql
--! Included report/policies/closed_item_month.sql
-- Read through report functions only; written when a month is closed or opened again.
alter table report.closed_item_month enable row level security;
alter table report.closed_item_month force row level security;

drop policy if exists definer_does_what_functions_do on report.closed_item_month;
create policy definer_does_what_functions_do on report.closed_item_month
for all to sodaily_definer using (true) with check (true);

revoke all on report.closed_item_month from sodaily_definer;
grant select, insert, delete on report.closed_item_month to sodaily_definer;
--! EndIncluded report/policies/closed_item_month.sql
--! Included report/rules/debt_delta_is_kept.sql
-- Rule: whatever moves the debt also moves the month of its business date in the reports: a statement
-- leaves one row an agency and month, which the worker folds. Appending takes no lock that other
-- postings wait for. A slip cancelled in a later month stays in the figures of its own, which may be
-- printed or closed by then, and is counted there as cancelled later. Nobody may override.
-- Security definer: whoever writes the ledger, nobody else writes the deltas.
create or replace function report.debt_delta_is_kept() returns trigger
language plpgsql security definer
set search_path to pg_catalog, pg_temp
as $$
begin
  insert into report.debt_delta (agency_id, month, opening_amount, slip_count, slip_amount,
    cancelled_slip_count, cancelled_slip_amount, cancelled_later_slip_count,
    cancelled_later_slip_amount, return_amount, payment_amount, cancelled_payment_amount)
  select n.agency_id, n.month,
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
    select e.agency_id, date_trunc('month', e.business_date::timestamp)::date as month, e.kind,
      e.amount
    from new_entry as e
    union all
    select o.agency_id, date_trunc('month', o.business_date::timestamp)::date, 'cancelled_later',
      o.amount
    from new_entry as e
    join finance.debt_transaction as o on o.id = e.reverses_id
    where e.kind = 'issue_cancel'
      and o.business_date < date_trunc('month', e.business_date::timestamp)::date) as n
  group by n.agency_id, n.month;
  return null;
end
$$;
alter function report.debt_delta_is_kept() owner to sodaily_definer;
comment on function report.debt_delta_is_kept() is
  'Keeps what new rows of the debt ledger add to the months of their agencies, in đồng.';
revoke all on function report.debt_delta_is_kept() from public;

create or replace trigger report_delta_is_kept
after insert on finance.debt_transaction
referencing new table as new_entry
for each statement execute function report.debt_delta_is_kept();
comment on trigger report_delta_is_kept on finance.debt_transaction is
  'What it adds to the months of agencies.';
--! EndIncluded report/rules/debt_delta_is_kept.sql
--! Included report/rules/closed_month_is_frozen.sql
-- Rule: the figures of a closed month are written down when it is closed and never made anew, so what
-- was printed stays true; opening the month again takes them away. Nobody may override.
-- Security definer: whoever closes a month, nobody else writes its figures.
create or replace function report.closed_month_is_frozen() returns trigger
language plpgsql security definer
set search_path to pg_catalog, pg_temp
as $$
begin
  if exists (
    select from new_period as n join old_period as o on o.month = n.month
    where n.is_closed <> o.is_closed) then
    perform report.freeze_closed_months();
  end if;
  return null;
end
$$;
alter function report.closed_month_is_frozen() owner to sodaily_definer;
comment on function report.closed_month_is_frozen() is
  'Writes down the figures of months that a statement closed, takes away those it opened again.';
revoke all on function report.closed_month_is_frozen() from public;

create or replace trigger closed_month_is_frozen
after update on finance.period
referencing old table as old_period new table as new_period
for each statement execute function report.closed_month_is_frozen();
comment on trigger closed_month_is_frozen on finance.period is
  'What is closed is written down.';
--! EndIncluded report/rules/closed_month_is_frozen.sql
--! Included report/functions/visible_agencies.sql
-- Which agencies a report shows to whoever asks: null means all, so that the predicate costs nothing
-- for those who see everything.
create or replace function report.visible_agencies() returns :ID_TYPE[]
language plpgsql stable
set search_path to pg_catalog, pg_temp
as $$
begin
  return case when not auth.sees_all_agencies() then agency.my_ids() end;
end
$$;
comment on function report.visible_agencies() is
  E'@omit\nKeys of the agencies whose figures the signed-in user sees; null when those of all.';
revoke all on function report.visible_agencies() from public;
grant execute on function report.visible_agencies() to sodaily_definer;
--! EndIncluded report/functions/visible_agencies.sql
--! Included report/functions/debts_on.sql
-- The one sum of what agencies owed at the end of a day, by business date.
create or replace function report.debts_on(on_date date)
returns table (agency_id :ID_TYPE, debt_amount numeric)
language plpgsql stable
set search_path to pg_catalog, pg_temp
as $$
#variable_conflict use_column
declare
  this_month constant date := date_trunc('month', on_date::timestamp)::date;
  frozen constant date := (
    select max(c.month) from report.closed_agency_month as c where c.month < this_month);
begin
  -- nothing is dated in the future, so today's is on the agency itself
  if on_date >= config.business_date() then
    return query select a.id, a.debt_amount::numeric from agency.agency as a where a.debt_amount <> 0;
    return;
  end if;
  return query
  select m.agency_id, sum(m.amount)
  from (
    select c.agency_id, c.closing_amount::numeric as amount
    from report.closed_agency_month as c where c.month = frozen
    union all
    select e.agency_id, e.increase_amount - e.decrease_amount
    from report.every_agency_month as e
    where e.month < this_month and (frozen is null or e.month > frozen)
    union all
    select t.agency_id, t.amount::numeric
    from finance.debt_transaction as t
    where t.business_date >= this_month and t.business_date <= on_date) as m
  group by m.agency_id
  having sum(m.amount) <> 0;
end
$$;
comment on function report.debts_on(date) is
  E'@omit\nDebt of each agency at the end of a day, đồng; those that owe nothing are left out.';
revoke all on function report.debts_on(date) from public;
grant execute on function report.debts_on(date) to sodaily_definer;
--! EndIncluded report/functions/debts_on.sql
--! Included report/functions/ages_of_debt.sql
-- How old debt is, first in, first out: what an agency owed at the end of a day is owed for its newest
-- slips, each less what was paid on the spot and came back of it. So only slips of the last months are
-- looked at; whatever they do not explain is older than all of them. Ages add up to the debt, always.
-- The term is that of the day a slip was written.
create or replace function report.ages_of_debt(on_date date)
returns table (agency_id :ID_TYPE, not_due_amount numeric, up_to_30_amount numeric,
  up_to_60_amount numeric, up_to_90_amount numeric, over_90_amount numeric, advance_amount numeric,
  debt_amount numeric)
language plpgsql stable
set search_path to pg_catalog, pg_temp
as $$
#variable_conflict use_column
declare
  longest_term constant integer := (
    select max(v.value::integer) from config.regulation_version as v
    join config.regulation as r on r.id = v.regulation_id and r.key = 'PAYMENT_TERM_DAYS');
  first_day constant date := on_date - 90 - longest_term;
begin
  return query
  with debt as materialized (
    select b.agency_id, b.debt_amount from report.debts_on(on_date) as b),
  day as (
    select d.day::date as day, on_date - (d.day::date
      + (config.regulation_on('PAYMENT_TERM_DAYS', d.day::date)).value::integer) as days_late
    from generate_series(first_day::timestamp, on_date::timestamp, interval '1 day') as d (day)),
  slip as (
    select t.agency_id, min(t.business_date) filter (where t.kind in ('issue', 'opening')) as day,
      greatest(sum(t.amount), 0) as amount
    from finance.debt_transaction as t
    where t.business_date between first_day and on_date
      and (t.issue_id is not null or t.kind = 'opening')
    group by t.agency_id, t.issue_id
    having bool_or(t.kind in ('issue', 'opening'))),
  day_of_agency as (
    select s.agency_id, s.day, sum(s.amount) as amount,
      sum(sum(s.amount)) over (partition by s.agency_id order by s.day desc) - sum(s.amount) as newer
    from slip as s
    group by s.agency_id, s.day),
  open as (
    select o.agency_id, d.days_late, least(o.amount, greatest(b.debt_amount - o.newer, 0)) as amount
    from day_of_agency as o
    join debt as b on b.agency_id = o.agency_id and b.debt_amount > o.newer
    join day as d on d.day = o.day),
  aged as (
    select o.agency_id, sum(o.amount) as amount,
      coalesce(sum(o.amount) filter (where o.days_late <= 0), 0) as not_due,
      coalesce(sum(o.amount) filter (where o.days_late between 1 and 30), 0) as up_to_30,
      coalesce(sum(o.amount) filter (where o.days_late between 31 and 60), 0) as up_to_60,
      coalesce(sum(o.amount) filter (where o.days_late between 61 and 90), 0) as up_to_90
    from open as o
    group by o.agency_id)
  select b.agency_id, coalesce(a.not_due, 0), coalesce(a.up_to_30, 0), coalesce(a.up_to_60, 0),
    coalesce(a.up_to_90, 0),
    greatest(b.debt_amount, 0) - coalesce(a.not_due + a.up_to_30 + a.up_to_60 + a.up_to_90, 0),
    greatest(-b.debt_amount, 0), b.debt_amount
  from debt as b
  left join aged as a on a.agency_id = b.agency_id;
end
$$;
comment on function report.ages_of_debt(date) is
  E'@omit\nDebt of each agency at the end of a day by how long it is overdue, đồng; debt is the sum of the ages less the advance.';
revoke all on function report.ages_of_debt(date) from public;
grant execute on function report.ages_of_debt(date) to sodaily_definer;
--! EndIncluded report/functions/ages_of_debt.sql

create materialized view report.ageing_mv as
select d.agency_id, d.not_due_amount::public.dong as not_due_amount,
  d.up_to_30_amount::public.dong as up_to_30_amount,
  d.up_to_60_amount::public.dong as up_to_60_amount,
  d.up_to_90_amount::public.dong as up_to_90_amount,
  d.over_90_amount::public.dong as over_90_amount,
  d.advance_amount::public.dong as advance_amount, d.debt_amount::public.dong as debt_amount
from report.ages_of_debt(config.business_date()) as d
with no data;
create unique index ageing_mv_key on report.ageing_mv (agency_id);
comment on materialized view report.ageing_mv is
  'Debt per agency by how long it is overdue today. No row-level security: read through report.ageing.';

do $$
declare
  named record;
begin
  for named in
    select t.name as relation, c.name as column, c.sentence
    from unnest(array['report.agency_month', 'report.debt_delta', 'report.closed_agency_month',
      'report.closed_item_month', 'report.monthly_sales_row', 'report.monthly_debt_row',
      'report.stock_row', 'report.ageing_row', 'report.statement_row', 'report.late_debt_row',
      'report.late_stock_row', 'report.month_row', 'report.ranking_row', 'report.overview_row',
      'report.monthly_sales_mv', 'report.agency_ranking_mv', 'report.ageing_mv',
      'report.every_agency_month', 'report.every_item_day']) as t (name)
    join (values
      ('agency_id', 'The agency.'), ('item_id', 'The item.'), ('month', 'First day of the month.'),
      ('business_date', 'The day, Asia/Ho_Chi_Minh.'), ('recorded_at', 'Moment it was known.'),
      ('kind', 'Kind of the row of the ledger; brought_forward for what was owed before.'),
      ('code', 'Number of the slip behind it; null when there is none.'),
      ('opening_amount', 'Debt at the beginning, đồng.'),
      ('increase_amount', 'What raised the debt, đồng.'),
      ('decrease_amount', 'What lowered the debt, đồng.'),
      ('closing_amount', 'Debt at the end, đồng.'),
      ('balance_amount', 'Debt after this line, by business date, đồng.'),
      ('amount', 'Signed đồng: positive raises the debt.'),
      ('quantity', 'Signed: positive came in, negative went out.'),
      ('is_before_month', 'True: dated before the month, so that it moves its opening.'),
      ('author_name', 'Name of the person behind it.'),
      ('issue_id', 'The slip behind it.'), ('payment_id', 'The payment behind it.'),
      ('issue_return_id', 'The return behind it.'),
      ('slip_count', 'Slips confirmed less slips cancelled in the month.'),
      ('total_amount', 'Slips confirmed less slips cancelled in the month, đồng.'),
      ('share', 'Share of the total of all agencies in percent, one decimal; shares add to 100.0. Null when nothing was sold.'),
      ('slip_amount', 'Total of the slips confirmed in the month, đồng.'),
      ('cancelled_slip_count', 'Slips cancelled in the month, whenever they were confirmed.'),
      ('cancelled_slip_amount', 'Total of the slips cancelled in the month, đồng.'),
      ('return_amount', 'Worth of goods that came back in the month, đồng; not taken off the sales.'),
      ('payment_amount', 'Payments received, on the spot too, đồng.'),
      ('cancelled_payment_amount', 'Payments cancelled, whenever they were received, đồng.'),
      ('cancelled_later_slip_count', 'Slips of this month that were cancelled in a later one.'),
      ('cancelled_later_slip_amount', 'Total of the slips of this month that were cancelled in a later one, đồng.'),
      ('opening_quantity', 'Stock at the beginning.'),
      ('in_quantity', 'Came in: opening stock and receipts less cancelled ones.'),
      ('out_quantity', 'Went out: slips less cancelled ones and returns.'),
      ('adjustment_quantity', 'Counted less booked, signed.'),
      ('closing_quantity', 'Stock at the end.'),
      ('worth', 'Closing stock at the import price of the last day, đồng.'),
      ('not_due_amount', 'Not due yet, đồng.'),
      ('up_to_30_amount', 'Overdue for 1 to 30 days, đồng.'),
      ('up_to_60_amount', 'Overdue for 31 to 60 days, đồng.'),
      ('up_to_90_amount', 'Overdue for 61 to 90 days, đồng.'),
      ('over_90_amount', 'Overdue for more than 90 days, đồng.'),
      ('advance_amount', 'Paid beyond the debt, đồng.'),
      ('debt_amount', 'Debt: the ages less the advance, đồng.'),
      ('overdue_amount', 'Overdue debt as of refreshedAt, đồng.'),
      ('sold_amount', 'Slips confirmed less slips cancelled, đồng.'),
      ('sold_before_amount', 'The same of the time before, đồng.'),
      ('collected_amount', 'Payments received less payments cancelled, đồng.'),
      ('collected_before_amount', 'The same of the time before, đồng.'),
      ('place', 'Place by what was sold, 1 is the most.'),
      ('place_before', 'Place in the twelve months before; null when nothing was sold then.'),
      ('near_limit_count', 'Agencies that reached DEBT_ALERT_PERCENT of their ceiling.'),
      ('waiting_count', 'Requests that wait for a decision.'),
      ('low_stock_count', 'Items under their minimum.'),
      ('refreshed_at', 'Moment the figures are from; null before the first refresh.'),
      ('created_at', 'Moment of writing down.')
    ) as c (name, sentence) on exists (
      select from pg_attribute as a
      where a.attrelid = t.name::regclass and a.attname = c.name
        and col_description(a.attrelid, a.attnum) is null)
  loop
    execute format('comment on column %s.%I is %L', named.relation, named.column, named.sentence);
  end loop;
end
$$;

-- only the owner of a materialized view may refresh it, and report.refresh runs as the definer
alter materialized view report.monthly_sales_mv owner to sodaily_definer;
alter materialized view report.agency_ranking_mv owner to sodaily_definer;
alter materialized view report.ageing_mv owner to sodaily_definer;
-- nobody posts or closes meanwhile, and the definer sees every row
lock table finance.period, finance.debt_transaction, inventory.stock_movement
  in share row exclusive mode;
set local role sodaily_definer;
select report.rebuild_summaries();
select report.freeze_closed_months();
refresh materialized view report.monthly_sales_mv;
refresh materialized view report.agency_ranking_mv;
refresh materialized view report.ageing_mv;
set local role sodaily_owner;

--! Included agency/functions/search_agencies.sql
-- Agencies are few enough to scan (hundreds), so row policies do the filtering.
create or replace function agency.search_agencies(query text) returns setof agency.agency
language sql stable
set search_path to pg_catalog, pg_temp
as $$
  select a.*
  from agency.agency as a
  where a.search_text like public.contains_pattern(query)
  order by a.name, a.code
$$;
comment on function agency.search_agencies(text) is
  'Agencies whose code, name or phone contains the words, without accents and case, by name.';
revoke all on function agency.search_agencies(text) from public;
grant execute on function agency.search_agencies(text)
  to sodaily_definer, sodaily_user, sodaily_staff, sodaily_auditor;
--! EndIncluded agency/functions/search_agencies.sql
--! Included report/functions/refresh.sql
-- Run by the worker, debounced after slips and on schedule. What postings left is folded first, so the
-- moment of freshness is that of the beginning: everything recorded by then is in.
-- Security definer: only the owner of a materialized view may refresh it.
create or replace function report.refresh(report text) returns timestamptz
language plpgsql volatile security definer
set search_path to pg_catalog, pg_temp
as $$
declare
  began constant timestamptz := clock_timestamp();
begin
  if report is null or report not in ('monthly_sales', 'ageing', 'agency_ranking') then
    raise exception 'report % is unknown', report using errcode = 'SDNFD', detail = '{}';
  end if;
  perform report.fold_deltas();
  execute format('refresh materialized view concurrently report.%I', report || '_mv');
  insert into report.freshness as f (report, refreshed_at)
  values (refresh.report, began)
  on conflict on constraint freshness_pkey do update set refreshed_at = excluded.refreshed_at;
  return began;
end
$$;
alter function report.refresh(text) owner to sodaily_definer;
comment on function report.refresh(text) is
  E'@omit\nRefreshes monthly_sales, ageing or agency_ranking; returns the moment the figures are from. Error: NOT_FOUND. For the worker only.';
revoke all on function report.refresh(text) from public;
grant execute on function report.refresh(text) to sodaily_worker;
--! EndIncluded report/functions/refresh.sql
--! Included report/functions/monthly_sales.sql
-- A materialized view has no row-level security, so the predicate on agencies stands here.
-- Security definer: nobody else reads the view.
create or replace function report.monthly_sales(month date, search text default null)
returns setof report.monthly_sales_row
language plpgsql stable security definer
set search_path to pg_catalog, pg_temp
as $$
declare
  mine constant :ID_TYPE[] := report.visible_agencies();
begin
  perform auth.require_scope('report:read');
  return query
  select s.agency_id, s.slip_count, s.total_amount, s.share, s.slip_amount, s.cancelled_slip_count,
    s.cancelled_slip_amount, s.return_amount, s.cancelled_later_slip_count,
    s.cancelled_later_slip_amount, f.refreshed_at
  from report.monthly_sales_mv as s
  left join report.freshness as f on f.report = 'monthly_sales'
  where s.month = date_trunc('month', monthly_sales.month::timestamp)::date
    and (mine is null or s.agency_id = any (mine))
    and (nullif(btrim(search), '') is null
      or s.agency_id in (select a.id from agency.search_agencies(search) as a))
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
-- posted since. known_at takes away what was recorded after that moment: the month as it was known.
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
    where t.recorded_at > known_at and t.business_date < asked + interval '1 month'),
  month_of_agency as (
    select m.agency_id, sum(m.opening) as opening, sum(m.increase) as increase,
      sum(m.decrease) as decrease
    from moved as m
    where mine is null or m.agency_id = any (mine)
    group by m.agency_id)
  select o.agency_id, o.opening::public.dong, o.increase::public.dong, o.decrease::public.dong,
    (o.opening + o.increase - o.decrease)::public.dong
  from month_of_agency as o
  where (o.opening, o.increase, o.decrease) is distinct from (0, 0, 0)
    and (nullif(btrim(search), '') is null
      or o.agency_id in (select a.id from agency.search_agencies(search) as a))
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
--! Included inventory/functions/search_items.sql
-- Items that start with the words come first, then those that contain them; what is in stock before
-- what is not. The catalogue has no row filter, so the trigram index serves.
create or replace function inventory.search_items(query text) returns setof inventory.item
language sql stable
set search_path to pg_catalog, pg_temp
as $$
  select i.*
  from inventory.item as i
  where i.search_text like public.contains_pattern(query)
  order by
    i.is_active desc,
    starts_with(i.search_text, public.fold_text(coalesce(btrim(query), ''))) desc,
    i.stock_quantity > 0 desc,
    i.item_name,
    i.sku
$$;
comment on function inventory.search_items(text) is
  'Items whose code, name or barcode contains the words, without accents and case, best first.';
revoke all on function inventory.search_items(text) from public;
grant execute on function inventory.search_items(text)
  to sodaily_definer, sodaily_user, sodaily_staff, sodaily_warehouse, sodaily_auditor;
--! EndIncluded inventory/functions/search_items.sql
--! Included report/functions/stock_between.sql
-- Stock at the end of any day and what moved it since another, exact at the moment of asking: from the
-- newest closed month before, and the days since. known_at takes away what was recorded after that
-- moment. The worth is at the import price of the last day. For whoever moves stock or reads reports.
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
  frozen constant date := (
    select max(c.month) from report.closed_item_month as c
    where c.month + interval '1 month' <= first_day);
begin
  perform auth.require_scope(
    case when auth.has_scope('inventory:adjust') then 'inventory:adjust' else 'report:read' end);
  return query
  with moved as (
    select c.item_id, c.closing_quantity as opening, 0 as came, 0 as went, 0 as found
    from report.closed_item_month as c
    where c.month = frozen
    union all
    select e.item_id,
      case when e.business_date < first_day
        then e.in_quantity - e.out_quantity + e.adjustment_quantity else 0 end,
      case when e.business_date >= first_day then e.in_quantity else 0 end,
      case when e.business_date >= first_day then e.out_quantity else 0 end,
      case when e.business_date >= first_day then e.adjustment_quantity else 0 end
    from report.every_item_day as e
    where e.business_date <= last_day
      and e.business_date >= coalesce(frozen + interval '1 month', '-infinity')
    union all
    -- what was not known yet
    select m.item_id, case when m.business_date < first_day then -m.quantity else 0 end,
      case when m.business_date >= first_day and m.kind in ('opening', 'receipt', 'receipt_cancel')
        then -m.quantity else 0 end,
      case when m.business_date >= first_day and m.kind in ('issue', 'issue_cancel', 'return')
        then m.quantity else 0 end,
      case when m.business_date >= first_day and m.kind = 'count' then -m.quantity else 0 end
    from inventory.stock_movement as m
    where m.recorded_at > known_at and m.business_date <= last_day),
  stock as (
    select m.item_id, sum(m.opening) as opening, sum(m.came) as came, sum(m.went) as went,
      sum(m.found) as found, sum(m.opening + m.came - m.went + m.found) as closing
    from moved as m
    group by m.item_id)
  select i.id, coalesce(s.opening, 0)::public.quantity, coalesce(s.came, 0)::public.quantity,
    coalesce(s.went, 0)::public.quantity, coalesce(s.found, 0)::public.quantity,
    coalesce(s.closing, 0)::public.quantity,
    round(coalesce(s.closing, 0) * coalesce(p.price, i.import_price))::public.dong
  from inventory.item as i
  left join stock as s on s.item_id = i.id
  left join lateral (
    select h.price
    from inventory.item_price as h
    where h.item_id = i.id and h.valid_from <= last_day
      and (known_at is null or h.recorded_at <= known_at)
    order by h.seq desc
    limit 1) as p on true
  where (i.is_active or (s.opening, s.came, s.went, s.found) is distinct from (0, 0, 0, 0))
    and (nullif(btrim(search), '') is null
      or i.id in (select f.id from inventory.search_items(search) as f))
  order by i.item_name, i.id;
end
$$;
alter function report.stock_between(date, date, timestamptz, text) owner to sodaily_definer;
comment on function report.stock_between(date, date, timestamptz, text) is
  'Stock per item between two days (tồn kho), exact at the moment of asking, by name: toDate today when null, fromDate the first of its month. knownAt leaves out what was recorded later; search narrows by item. Errors: INVALID_TOKEN, PERMISSION_DENIED.';
revoke all on function report.stock_between(date, date, timestamptz, text) from public;
grant execute on function report.stock_between(date, date, timestamptz, text)
  to sodaily_user, sodaily_staff, sodaily_warehouse, sodaily_auditor;
--! EndIncluded report/functions/stock_between.sql
--! Included report/functions/ageing.sql
-- Today's is read from the last refresh, any other day is worked out at once.
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
    where asked < config.business_date())
  select a.agency_id, a.not_due_amount::public.dong, a.up_to_30_amount::public.dong,
    a.up_to_60_amount::public.dong, a.up_to_90_amount::public.dong, a.over_90_amount::public.dong,
    a.advance_amount::public.dong, a.debt_amount::public.dong, a.refreshed_at
  from aged as a
  where (mine is null or a.agency_id = any (mine))
    and (nullif(btrim(search), '') is null
      or a.agency_id in (select g.id from agency.search_agencies(search) as g))
  order by a.over_90_amount desc, a.up_to_90_amount desc, a.up_to_60_amount desc,
    a.up_to_30_amount desc, a.debt_amount desc, a.agency_id;
end
$$;
alter function report.ageing(date, text) owner to sodaily_definer;
comment on function report.ageing(date, text) is
  'Debt per agency by how long it is overdue (tuổi nợ), first in, first out, the latest first: today''s as of the last refresh, that of the end of another day worked out at once; search narrows by agency. Errors: INVALID_TOKEN, PERMISSION_DENIED.';
revoke all on function report.ageing(date, text) from public;
grant execute on function report.ageing(date, text) to sodaily_user, sodaily_staff, sodaily_auditor;
--! EndIncluded report/functions/ageing.sql
--! Included report/functions/monthly_sales_total.sql
-- The foot of the table: sums over all rows of the report, not of a page. The report itself refuses who
-- may not read it and leaves out what is not theirs.
create or replace function report.monthly_sales_total(month date, search text default null) returns report.monthly_sales_row
language sql stable
set search_path to pg_catalog, pg_temp
as $$
  select null:::ID_TYPE, coalesce(sum(r.slip_count), 0)::bigint,
    coalesce(sum(r.total_amount), 0)::public.dong, sum(r.share),
    coalesce(sum(r.slip_amount), 0)::public.dong, coalesce(sum(r.cancelled_slip_count), 0)::bigint,
    coalesce(sum(r.cancelled_slip_amount), 0)::public.dong,
    coalesce(sum(r.return_amount), 0)::public.dong,
    coalesce(sum(r.cancelled_later_slip_count), 0)::bigint,
    coalesce(sum(r.cancelled_later_slip_amount), 0)::public.dong, max(r.refreshed_at)
  from report.monthly_sales(month, search) as r
$$;
comment on function report.monthly_sales_total(date, text) is
  'Sums of the monthly sales. Errors: INVALID_TOKEN, PERMISSION_DENIED.';
revoke all on function report.monthly_sales_total(date, text) from public;
grant execute on function report.monthly_sales_total(date, text)
  to sodaily_user, sodaily_staff, sodaily_auditor;
--! EndIncluded report/functions/monthly_sales_total.sql
--! Included report/functions/monthly_debt_total.sql
-- The foot of the table: sums over all rows of the report, not of a page. The report itself refuses who
-- may not read it and leaves out what is not theirs.
create or replace function report.monthly_debt_total(month date, known_at timestamptz default null,
  search text default null) returns report.monthly_debt_row
language sql stable
set search_path to pg_catalog, pg_temp
as $$
  select null:::ID_TYPE, coalesce(sum(r.opening_amount), 0)::public.dong,
    coalesce(sum(r.increase_amount), 0)::public.dong,
    coalesce(sum(r.decrease_amount), 0)::public.dong,
    coalesce(sum(r.closing_amount), 0)::public.dong
  from report.monthly_debt(month, known_at, search) as r
$$;
comment on function report.monthly_debt_total(date, timestamptz, text) is
  'Sums of the monthly debt. Errors: INVALID_TOKEN, PERMISSION_DENIED.';
revoke all on function report.monthly_debt_total(date, timestamptz, text) from public;
grant execute on function report.monthly_debt_total(date, timestamptz, text)
  to sodaily_user, sodaily_staff, sodaily_auditor;
--! EndIncluded report/functions/monthly_debt_total.sql
--! Included report/functions/stock_total.sql
-- The foot of the table: sums over all rows of the report, not of a page. The report itself refuses who
-- may not read it and leaves out what is not theirs.
create or replace function report.stock_total(from_date date default null, to_date date default null,
  known_at timestamptz default null, search text default null) returns report.stock_row
language sql stable
set search_path to pg_catalog, pg_temp
as $$
  select null:::ID_TYPE, null::public.quantity, null::public.quantity, null::public.quantity,
    null::public.quantity, null::public.quantity, coalesce(sum(r.worth), 0)::public.dong
  from report.stock_between(from_date, to_date, known_at, search) as r
$$;
comment on function report.stock_total(date, date, timestamptz, text) is
  'Worth of the stock between two days; quantities of different items are not added up. Errors: INVALID_TOKEN, PERMISSION_DENIED.';
revoke all on function report.stock_total(date, date, timestamptz, text) from public;
grant execute on function report.stock_total(date, date, timestamptz, text)
  to sodaily_user, sodaily_staff, sodaily_warehouse, sodaily_auditor;
--! EndIncluded report/functions/stock_total.sql
--! Included report/functions/ageing_total.sql
-- The foot of the table: sums over all rows of the report, not of a page. The report itself refuses who
-- may not read it and leaves out what is not theirs.
create or replace function report.ageing_total(on_date date default null, search text default null) returns report.ageing_row
language sql stable
set search_path to pg_catalog, pg_temp
as $$
  select null:::ID_TYPE, coalesce(sum(r.not_due_amount), 0)::public.dong,
    coalesce(sum(r.up_to_30_amount), 0)::public.dong,
    coalesce(sum(r.up_to_60_amount), 0)::public.dong,
    coalesce(sum(r.up_to_90_amount), 0)::public.dong, coalesce(sum(r.over_90_amount), 0)::public.dong,
    coalesce(sum(r.advance_amount), 0)::public.dong, coalesce(sum(r.debt_amount), 0)::public.dong,
    max(r.refreshed_at)
  from report.ageing(on_date, search) as r
$$;
comment on function report.ageing_total(date, text) is
  'Sums of the ages of debt. Errors: INVALID_TOKEN, PERMISSION_DENIED.';
revoke all on function report.ageing_total(date, text) from public;
grant execute on function report.ageing_total(date, text)
  to sodaily_user, sodaily_staff, sodaily_auditor;
--! EndIncluded report/functions/ageing_total.sql
--! Included report/functions/agency_statement.sql
-- The statement of one agency (sổ chi tiết công nợ): the debt it began with, every row of its ledger by
-- business date and what it owed after each. Row policies decide whose statement may be read, so this
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
  entry as (
    select t.seq, t.business_date, t.recorded_at, t.kind, t.amount, t.issue_id, t.payment_id,
      t.issue_return_id, s.first_day
    from finance.debt_transaction as t
    join span as s on t.business_date <= s.last_day
    where t.agency_id = agency_statement.agency_id and (known_at is null or t.recorded_at <= known_at)),
  line as (
    select null::bigint as seq, s.first_day as business_date, null::timestamptz as recorded_at,
      'brought_forward' as kind, coalesce(sum(e.amount), 0)::numeric as amount,
      null:::ID_TYPE as issue_id, null:::ID_TYPE as payment_id, null:::ID_TYPE as issue_return_id
    from span as s left join entry as e on e.business_date < s.first_day
    where exists (select from agency.agency as a where a.id = agency_statement.agency_id)
    group by s.first_day
    union all
    select e.seq, e.business_date, e.recorded_at, e.kind, e.amount, e.issue_id, e.payment_id,
      e.issue_return_id
    from entry as e
    where e.business_date >= e.first_day)
  select l.business_date, l.recorded_at, l.kind,
    coalesce(r.code, p.code, i.code),
    case when l.seq is not null and l.amount > 0 then l.amount end::public.dong,
    case when l.seq is not null and l.amount < 0 then -l.amount end::public.dong,
    sum(l.amount) over (order by l.business_date, l.seq nulls first)::public.dong,
    l.issue_id, l.payment_id, l.issue_return_id
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
--! Included report/functions/late_debt_transactions.sql
-- Why did this month change since it was printed: what was posted into it, or into a month before it,
-- after that moment, and by whom. Security definer: names of colleagues are shown, the list of users is
-- not; the predicate on agencies stands here.
create or replace function report.late_debt_transactions(
  month date, known_at timestamptz, agency_id :ID_TYPE default null)
returns setof report.late_debt_row
language plpgsql stable security definer
set search_path to pg_catalog, pg_temp
as $$
#variable_conflict use_column
declare
  mine constant :ID_TYPE[] := report.visible_agencies();
  asked constant date := date_trunc('month', late_debt_transactions.month::timestamp)::date;
begin
  perform auth.require_scope('report:read');
  return query
  select t.agency_id, t.business_date, t.recorded_at, t.kind, coalesce(r.code, p.code, i.code),
    t.amount, t.business_date < asked, t.issue_id, t.payment_id, t.issue_return_id, u.full_name
  from finance.debt_transaction as t
  left join inventory.issue as i on i.id = t.issue_id
  left join finance.payment as p on p.id = t.payment_id
  left join inventory.issue_return as r on r.id = t.issue_return_id
  left join auth."user" as u on u.id = t.created_by
  where t.recorded_at > late_debt_transactions.known_at
    and t.business_date < asked + interval '1 month'
    and (late_debt_transactions.agency_id is null
      or t.agency_id = late_debt_transactions.agency_id)
    and (mine is null or t.agency_id = any (mine))
  order by t.recorded_at, t.agency_id, t.seq;
end
$$;
alter function report.late_debt_transactions(date, timestamptz, :ID_TYPE) owner to sodaily_definer;
comment on function report.late_debt_transactions(date, timestamptz, :ID_TYPE) is
  'What changed the debt of a month since a moment: rows recorded after it and dated in the month, or before (which moves its opening), with their authors, in the order of recording. Errors: INVALID_TOKEN, PERMISSION_DENIED.';
revoke all on function report.late_debt_transactions(date, timestamptz, :ID_TYPE) from public;
grant execute on function report.late_debt_transactions(date, timestamptz, :ID_TYPE)
  to sodaily_user, sodaily_staff, sodaily_auditor;
--! EndIncluded report/functions/late_debt_transactions.sql
--! Included report/functions/late_stock_movements.sql
-- Why did the stock of that day change since it was printed: what was posted up to it after that moment,
-- and by whom. Security definer: names of colleagues are shown, the list of users is not.
create or replace function report.late_stock_movements(
  to_date date, known_at timestamptz, item_id :ID_TYPE default null)
returns setof report.late_stock_row
language plpgsql stable security definer
set search_path to pg_catalog, pg_temp
as $$
#variable_conflict use_column
begin
  perform auth.require_scope(
    case when auth.has_scope('inventory:adjust') then 'inventory:adjust' else 'report:read' end);
  return query
  select m.item_id, m.business_date, m.recorded_at, m.kind,
    coalesce(r.code, c.code, b.code, i.code), m.quantity, u.full_name
  from inventory.stock_movement as m
  left join inventory.issue as i on i.id = m.issue_id
  left join inventory.receipt as r on r.id = m.receipt_id
  left join inventory.stock_count as c on c.id = m.stock_count_id
  left join inventory.issue_return as b on b.id = m.issue_return_id
  left join auth."user" as u on u.id = m.created_by
  where m.recorded_at > late_stock_movements.known_at
    and m.business_date <= late_stock_movements.to_date
    and (late_stock_movements.item_id is null or m.item_id = late_stock_movements.item_id)
  order by m.recorded_at, m.item_id, m.seq;
end
$$;
alter function report.late_stock_movements(date, timestamptz, :ID_TYPE) owner to sodaily_definer;
comment on function report.late_stock_movements(date, timestamptz, :ID_TYPE) is
  'What changed the stock at the end of a day since a moment: movements recorded after it and dated up to the day, with their authors, in the order of recording. Errors: INVALID_TOKEN, PERMISSION_DENIED.';
revoke all on function report.late_stock_movements(date, timestamptz, :ID_TYPE) from public;
grant execute on function report.late_stock_movements(date, timestamptz, :ID_TYPE)
  to sodaily_user, sodaily_staff, sodaily_warehouse, sodaily_auditor;
--! EndIncluded report/functions/late_stock_movements.sql
--! Included report/functions/sales_by_month.sql
-- Exact at the moment of asking. Months without a slip are there with zeros, so that a chart has no gap.
-- Security definer: nobody else reads summaries; the predicate on agencies stands here.
create or replace function report.sales_by_month(months integer default null)
returns setof report.month_row
language plpgsql stable security definer
set search_path to pg_catalog, pg_temp
as $$
declare
  mine constant :ID_TYPE[] := report.visible_agencies();
  last_month constant date := date_trunc('month', config.business_date()::timestamp)::date;
  first_month constant date := (
    last_month - make_interval(months => least(greatest(coalesce(months, 12), 1), 60) - 1))::date;
begin
  perform auth.require_scope('finance:read');
  return query
  select g.month::date, coalesce(sum(e.slip_count - e.cancelled_slip_count), 0)::bigint,
    coalesce(sum(e.slip_amount - e.cancelled_slip_amount), 0)::public.dong,
    coalesce(sum(e.payment_amount - e.cancelled_payment_amount), 0)::public.dong
  from generate_series(first_month::timestamp, last_month::timestamp, interval '1 month') as g (month)
  left join report.every_agency_month as e on e.month = g.month::date
    and (mine is null or e.agency_id = any (mine))
  group by g.month
  order by g.month;
end
$$;
alter function report.sales_by_month(integer) owner to sodaily_definer;
comment on function report.sales_by_month(integer) is
  'Sold and collected in each of the last months, this one included, oldest first: 12 when null, at most 60. Of the agencies one sees. Errors: INVALID_TOKEN, PERMISSION_DENIED.';
revoke all on function report.sales_by_month(integer) from public;
grant execute on function report.sales_by_month(integer)
  to sodaily_user, sodaily_staff, sodaily_auditor;
--! EndIncluded report/functions/sales_by_month.sql
--! Included report/functions/agency_ranking.sql
-- Security definer: nobody else reads the view; the predicate on agencies stands here.
create or replace function report.agency_ranking() returns setof report.ranking_row
language plpgsql stable security definer
set search_path to pg_catalog, pg_temp
as $$
declare
  mine constant :ID_TYPE[] := report.visible_agencies();
begin
  perform auth.require_scope('report:read');
  return query
  select r.agency_id, r.place, r.sold_amount, r.place_before, r.sold_before_amount,
    r.collected_amount, f.refreshed_at
  from report.agency_ranking_mv as r
  left join report.freshness as f on f.report = 'agency_ranking'
  where mine is null or r.agency_id = any (mine)
  order by r.place, r.agency_id;
end
$$;
alter function report.agency_ranking() owner to sodaily_definer;
comment on function report.agency_ranking() is
  'Agencies by what they bought in the last twelve months (xếp hạng), this one included, beside the twelve before, as of the last refresh. Errors: INVALID_TOKEN, PERMISSION_DENIED.';
revoke all on function report.agency_ranking() from public;
grant execute on function report.agency_ranking()
  to sodaily_user, sodaily_staff, sodaily_auditor;
--! EndIncluded report/functions/agency_ranking.sql
--! Included agency/functions/agencies_near_limit.sql
-- Row policies decide which agencies are looked at; those without debt are near nothing.
create or replace function agency.agencies_near_limit() returns setof agency.agency
language sql stable
set search_path to pg_catalog, pg_temp
as $$
  select a.*
  from agency.agency as a
  cross join lateral agency.ceiling_of(a, config.business_date()) as c
  where a.debt_amount > 0 and a.status in ('active', 'blocked')
    and a.debt_amount * 100 >= c.ceiling * (
      select (config.regulation_on('DEBT_ALERT_PERCENT', config.business_date())).value::numeric)
  order by a.debt_amount / nullif(c.ceiling, 0) desc nulls first, a.code
$$;
comment on function agency.agencies_near_limit() is
  'Agencies whose debt has reached DEBT_ALERT_PERCENT of their ceiling, or passed it; who uses most of it first.';
revoke all on function agency.agencies_near_limit() from public;
grant execute on function agency.agencies_near_limit()
  to sodaily_definer, sodaily_user, sodaily_staff, sodaily_auditor;
--! EndIncluded agency/functions/agencies_near_limit.sql
--! Included inventory/functions/low_stock_items.sql
-- The threshold of items without a minimum of their own is looked up once.
create or replace function inventory.low_stock_items() returns setof inventory.item
language sql stable
set search_path to pg_catalog, pg_temp
as $$
  select i.*
  from inventory.item as i
  cross join (
    select (config.regulation_on('LOW_STOCK_THRESHOLD', config.business_date())).value::numeric
      as least_stock) as r
  where i.is_active
    and i.stock_quantity < case when i.min_stock > 0 then i.min_stock else r.least_stock end
  order by i.stock_quantity / case when i.min_stock > 0 then i.min_stock else r.least_stock end,
    i.item_name, i.sku
$$;
comment on function inventory.low_stock_items() is
  'Items on sale whose stock is under their own minimum, or under LOW_STOCK_THRESHOLD when they have none; the emptiest first.';
revoke all on function inventory.low_stock_items() from public;
grant execute on function inventory.low_stock_items()
  to sodaily_definer, sodaily_user, sodaily_staff, sodaily_warehouse, sodaily_auditor;
--! EndIncluded inventory/functions/low_stock_items.sql
--! Included report/functions/overview.sql
-- What the day begins with, in one row, for the agencies one sees: exact at the moment of asking, but for
-- what is overdue, which is as of the last refresh of ages. What somebody may not know is null.
-- Security definer: nobody else reads summaries; the predicate on agencies stands here.
create or replace function report.overview() returns report.overview_row
language plpgsql stable security definer
set search_path to pg_catalog, pg_temp
as $$
declare
  mine constant :ID_TYPE[] := report.visible_agencies();
  this_month constant date := date_trunc('month', config.business_date()::timestamp)::date;
  figures report.overview_row;
begin
  perform auth.require_person();
  if auth.has_scope('finance:read') then
    select coalesce(sum(e.slip_amount - e.cancelled_slip_amount) filter (where e.month = this_month), 0),
      coalesce(sum(e.slip_amount - e.cancelled_slip_amount) filter (where e.month < this_month), 0),
      coalesce(sum(e.payment_amount - e.cancelled_payment_amount)
        filter (where e.month = this_month), 0),
      coalesce(sum(e.payment_amount - e.cancelled_payment_amount)
        filter (where e.month < this_month), 0)
    into figures.sold_amount, figures.sold_before_amount, figures.collected_amount,
      figures.collected_before_amount
    from report.every_agency_month as e
    where e.month >= this_month - interval '1 month' and e.month <= this_month
      and (mine is null or e.agency_id = any (mine));
    figures.debt_amount := (
      select coalesce(sum(a.debt_amount), 0) from agency.agency as a
      where mine is null or a.id = any (mine));
    figures.near_limit_count := (
      select count(*) from agency.agencies_near_limit() as a where mine is null or a.id = any (mine));
    select coalesce(sum(a.up_to_30_amount + a.up_to_60_amount + a.up_to_90_amount + a.over_90_amount), 0)
    into figures.overdue_amount
    from report.ageing_mv as a where mine is null or a.agency_id = any (mine);
    figures.refreshed_at := (select f.refreshed_at from report.freshness as f where f.report = 'ageing');
  end if;
  if auth.has_scope('inventory:read') then
    figures.waiting_count := (
      select count(*) from inventory.issue as i
      where i.status in ('requested', 'postponed') and (mine is null or i.agency_id = any (mine)));
  end if;
  if auth.has_scope('inventory:write') or auth.has_scope('inventory:adjust')
    or auth.has_scope('report:read') then
    figures.low_stock_count := (select count(*) from inventory.low_stock_items());
  end if;
  return figures;
end
$$;
alter function report.overview() owner to sodaily_definer;
comment on function report.overview() is
  'Figures of this month, of debt and of what waits, for the agencies one sees; null what one may not know. Error: INVALID_TOKEN.';
revoke all on function report.overview() from public;
grant execute on function report.overview()
  to sodaily_user, sodaily_staff, sodaily_warehouse, sodaily_auditor;
--! EndIncluded report/functions/overview.sql
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
  group by 1, 2)
select coalesce(p.agency_id, s.agency_id) as agency_id, coalesce(p.month, s.month) as month,
  s.slip_count, p.slips as ledger_count, s.total_amount, p.amount as ledger_amount
from posted as p
full join report.monthly_sales_mv as s on s.agency_id = p.agency_id and s.month = p.month
join report.freshness as f on f.report = 'monthly_sales'
-- what was posted while or after the report was made is not in it yet, and need not be
where coalesce(p.changed_at, '-infinity') < f.refreshed_at - interval '5 minutes'
  and (coalesce(s.slip_count, 0), coalesce(s.total_amount, 0))
    is distinct from (coalesce(p.slips, 0), coalesce(p.amount, 0))
union all
select null, s.month, null, null, sum(s.share) * 1000, 100000
from report.monthly_sales_mv as s
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
--! Included audit/views/invariant_closed_agency_months_equal_the_ledger.sql
-- Invariant: The debt written down for a closed month is what the ledger says by business date: what
-- moved it in the month, and what was owed at its end. Rows are breaches.
drop view if exists audit.invariant_closed_agency_months_equal_the_ledger;
create view audit.invariant_closed_agency_months_equal_the_ledger with (security_invoker) as
with newest as (
  select max(p.month) as month from finance.period as p where p.is_closed),
moved as (
  select t.agency_id, date_trunc('month', t.business_date::timestamp)::date as month,
    coalesce(sum(t.amount) filter (where t.kind in ('opening', 'issue', 'payment_cancel')), 0)
      as increase,
    sum(t.amount) as amount
  from finance.debt_transaction as t
  group by 1, 2),
posted as (
  select m.agency_id, m.month, m.increase, m.increase - m.amount as decrease,
    sum(m.amount) over (partition by m.agency_id order by m.month) as closing
  from moved as m),
-- months without a row carry on what the last one with one ended with
written as (
  select c.*, coalesce(p.increase, 0) as posted_increase, coalesce(p.decrease, 0) as posted_decrease,
    p.closing as posted_closing,
    lag(c.closing_amount) over of_agency as last_closing,
    lag(c.month) over of_agency = c.month - interval '1 month' as follows
  from report.closed_agency_month as c
  left join posted as p on p.agency_id = c.agency_id and p.month = c.month
  window of_agency as (partition by c.agency_id order by c.month))
select w.agency_id, w.month, w.closing_amount, w.increase_amount, w.posted_increase,
  w.decrease_amount, w.posted_decrease, w.posted_closing
from written as w
where w.increase_amount <> w.posted_increase or w.decrease_amount <> w.posted_decrease
  or w.posted_closing <> w.closing_amount
  or w.opening_amount <> case when w.follows then w.last_closing else 0 end
union all
-- what moved in a closed month and is written down nowhere
select p.agency_id, p.month, null, null, p.increase, null, p.decrease, p.closing
from posted as p
join newest as n on p.month <= n.month
where (p.increase, p.decrease, p.closing) is distinct from (0, 0, 0) and not exists (
  select from report.closed_agency_month as c where c.agency_id = p.agency_id and c.month = p.month)
union all
-- what is written down of a month that is open
select c.agency_id, c.month, c.closing_amount, c.increase_amount, null, c.decrease_amount, null, null
from report.closed_agency_month as c
cross join newest as n
where n.month is null or c.month > n.month;
comment on view audit.invariant_closed_agency_months_equal_the_ledger is
  'The debt written down for a closed month is what the ledger says by business date.';
comment on column audit.invariant_closed_agency_months_equal_the_ledger.agency_id is 'The agency.';
comment on column audit.invariant_closed_agency_months_equal_the_ledger.month is 'The month.';
comment on column audit.invariant_closed_agency_months_equal_the_ledger.closing_amount is
  'Debt at its end as written down, đồng.';
comment on column audit.invariant_closed_agency_months_equal_the_ledger.increase_amount is
  'What raised the debt as written down, đồng.';
comment on column audit.invariant_closed_agency_months_equal_the_ledger.posted_increase is
  'What raised it by the ledger, đồng.';
comment on column audit.invariant_closed_agency_months_equal_the_ledger.decrease_amount is
  'What lowered the debt as written down, đồng.';
comment on column audit.invariant_closed_agency_months_equal_the_ledger.posted_decrease is
  'What lowered it by the ledger, đồng.';
comment on column audit.invariant_closed_agency_months_equal_the_ledger.posted_closing is
  'Debt at its end by the ledger, đồng; null when nothing moved it in the month.';
revoke all on audit.invariant_closed_agency_months_equal_the_ledger from sodaily_definer;
grant select on audit.invariant_closed_agency_months_equal_the_ledger to sodaily_definer;
--! EndIncluded audit/views/invariant_closed_agency_months_equal_the_ledger.sql
--! Included audit/views/invariant_closed_item_months_equal_the_ledger.sql
-- Invariant: The stock written down for a closed month is what the ledger says by business date: what
-- moved it in the month, and what there was at its end. Rows are breaches.
drop view if exists audit.invariant_closed_item_months_equal_the_ledger;
create view audit.invariant_closed_item_months_equal_the_ledger with (security_invoker) as
with newest as (
  select max(p.month) as month from finance.period as p where p.is_closed),
moved as (
  select m.item_id, date_trunc('month', m.business_date::timestamp)::date as month,
    sum(m.quantity) as quantity
  from inventory.stock_movement as m
  group by 1, 2),
posted as (
  select m.item_id, m.month, m.quantity,
    sum(m.quantity) over (partition by m.item_id order by m.month) as closing
  from moved as m),
-- months without a row carry on what the last one with one ended with
written as (
  select c.*, coalesce(p.quantity, 0) as posted_quantity, p.closing as posted_closing,
    lag(c.closing_quantity) over of_item as last_closing,
    lag(c.month) over of_item = c.month - interval '1 month' as follows
  from report.closed_item_month as c
  left join posted as p on p.item_id = c.item_id and p.month = c.month
  window of_item as (partition by c.item_id order by c.month))
select w.item_id, w.month, w.closing_quantity, w.closing_quantity - w.opening_quantity
    as moved_quantity, w.posted_quantity, w.posted_closing
from written as w
where w.closing_quantity - w.opening_quantity <> w.posted_quantity
  or w.posted_closing <> w.closing_quantity
  or w.opening_quantity <> case when w.follows then w.last_closing else 0 end
union all
-- what moved in a closed month and is written down nowhere
select p.item_id, p.month, null, null, p.quantity, p.closing
from posted as p
join newest as n on p.month <= n.month
where (p.quantity, p.closing) is distinct from (0, 0) and not exists (
  select from report.closed_item_month as c where c.item_id = p.item_id and c.month = p.month)
union all
-- what is written down of a month that is open
select c.item_id, c.month, c.closing_quantity, c.closing_quantity - c.opening_quantity, null, null
from report.closed_item_month as c
cross join newest as n
where n.month is null or c.month > n.month;
comment on view audit.invariant_closed_item_months_equal_the_ledger is
  'The stock written down for a closed month is what the ledger says by business date.';
comment on column audit.invariant_closed_item_months_equal_the_ledger.item_id is 'The item.';
comment on column audit.invariant_closed_item_months_equal_the_ledger.month is 'The month.';
comment on column audit.invariant_closed_item_months_equal_the_ledger.closing_quantity is
  'Stock at its end as written down.';
comment on column audit.invariant_closed_item_months_equal_the_ledger.moved_quantity is
  'What moved it as written down, signed.';
comment on column audit.invariant_closed_item_months_equal_the_ledger.posted_quantity is
  'What moved it by the ledger, signed.';
comment on column audit.invariant_closed_item_months_equal_the_ledger.posted_closing is
  'Stock at its end by the ledger; null when nothing moved it in the month.';
revoke all on audit.invariant_closed_item_months_equal_the_ledger from sodaily_definer;
grant select on audit.invariant_closed_item_months_equal_the_ledger to sodaily_definer;
--! EndIncluded audit/views/invariant_closed_item_months_equal_the_ledger.sql

--! split: 2-long-jobs-and-export.sql
-- Long jobs that people watch and cancel, and exports, which are the first of them.
create table if not exists notification.long_job (
  id :ID_TYPE primary key :ID_DEFAULT,
  kind text not null constraint long_job_kind_is_known check (kind in ('export_report')),
  asked_by :ID_TYPE not null references auth."user",
  session_id uuid references auth.session on delete set null,
  status text not null default 'waiting' constraint long_job_status_is_known
    check (status in ('waiting', 'running', 'done', 'failed', 'cancelled')),
  done_count bigint not null default 0,
  total_count bigint,
  started_at timestamptz,
  ended_at timestamptz constraint long_job_ended_says_when
    check ((ended_at is not null) = (status in ('done', 'failed', 'cancelled'))),
  problem text constraint long_job_problem_belongs_to_failing
    check ((problem is not null) = (status = 'failed')),
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now()
);
create index if not exists long_job_asked_by_idx on notification.long_job (asked_by, created_at);
create index if not exists long_job_session_id_idx on notification.long_job (session_id);
create index if not exists long_job_open_idx on notification.long_job (status)
  where status in ('waiting', 'running');
comment on table notification.long_job is
  'Work that takes long, done by the worker for a person who watches it.';
comment on column notification.long_job.id is 'Opaque key.';
comment on column notification.long_job.kind is 'The task of the worker: export_report.';
comment on column notification.long_job.asked_by is 'For whom it is done.';
comment on column notification.long_job.session_id is
  'The session that asked: it is done with the rights of that, and not at all once it has ended.';
comment on column notification.long_job.status is 'waiting, running, done, failed or cancelled.';
comment on column notification.long_job.done_count is 'Rows done so far.';
comment on column notification.long_job.total_count is 'Rows in all; null until that is known.';
comment on column notification.long_job.started_at is 'Moment the worker last began it.';
comment on column notification.long_job.ended_at is 'Moment it was done, failed or was cancelled.';
comment on column notification.long_job.problem is 'Code of the catalogue why it failed; null unless it did.';
comment on column notification.long_job.created_at is 'Moment it was asked for.';
comment on column notification.long_job.updated_at is 'Moment of the last progress.';

create table if not exists report.export_kind (
  code text primary key constraint export_kind_reads_as_a_word check (code ~ '^[a-z]+(_[a-z]+)*$'),
  scope text not null references auth.permission,
  created_at timestamptz not null default now()
);
create index if not exists export_kind_scope_idx on report.export_kind (scope);
comment on table report.export_kind is
  E'@behavior -*\nWhat can be exported, and the scope for it; rows and columns are those the person sees.';
comment on column report.export_kind.code is 'Such as issues; the file worker/exports/sources/<code>.ts says what is in it.';
comment on column report.export_kind.scope is 'Scope a person needs when it is asked for, made and fetched.';
comment on column report.export_kind.created_at is 'Moment of recording.';

create table if not exists report.export (
  id :ID_TYPE primary key :ID_DEFAULT,
  long_job_id :ID_TYPE references notification.long_job on delete set null
    constraint export_belongs_to_one_job unique,
  asked_by :ID_TYPE not null references auth."user",
  what text not null references report.export_kind,
  format text not null constraint export_format_is_known check (format in ('xlsx', 'csv', 'pdf')),
  parameters jsonb not null default '{}',
  row_count bigint,
  byte_count bigint,
  expires_at timestamptz not null default now() + interval '1 day',
  fetched_at timestamptz,
  created_at timestamptz not null default now()
);
create index if not exists export_asked_by_idx on report.export (asked_by, created_at);
create index if not exists export_what_idx on report.export (what);
create index if not exists export_created_at_idx on report.export (created_at);
comment on table report.export is
  'What left the books as a file: who asked for what, and whether it was fetched. The bytes go after a day, this row stays.';
comment on column report.export.id is 'Opaque key.';
comment on column report.export.long_job_id is 'The job that makes it; null once that is forgotten.';
comment on column report.export.asked_by is 'Who asked for it, and alone may fetch it.';
comment on column report.export.what is 'What is in it: report.export_kind.';
comment on column report.export.format is 'xlsx, csv or pdf.';
comment on column report.export.parameters is 'Filters as the person had them: search, from, to, month and so on, and the language.';
comment on column report.export.row_count is 'Rows in it; null until it is done.';
comment on column report.export.byte_count is 'Size in bytes; null until it is done.';
comment on column report.export.expires_at is 'Moment from which it cannot be fetched.';
comment on column report.export.fetched_at is 'Moment it was last fetched; null when it never was.';
comment on column report.export.created_at is 'Moment it was asked for.';

create table if not exists report.export_chunk (
  export_id :ID_TYPE not null references report.export,
  seq bigint not null,
  bytes bytea not null,
  created_at timestamptz not null default now(),
  primary key (export_id, seq)
);
alter table report.export_chunk alter column bytes set storage external;
comment on table report.export_chunk is
  'Bytes of exported files, in pieces; server and worker may be on different machines.';
comment on column report.export_chunk.export_id is 'The export.';
comment on column report.export_chunk.seq is 'Place in the file, from 0.';
comment on column report.export_chunk.bytes is 'A piece of the file.';
comment on column report.export_chunk.created_at is 'Moment of writing.';

do $$
begin
  if to_regtype('report.export_order') is null then
    create type report.export_order as (
      what text, format text, parameters jsonb, user_id :ID_TYPE, session_id uuid,
      database_role text);
    create type report.export_file as (what text, format text, parameters jsonb, byte_count bigint,
      chunk_count bigint);
  end if;
end
$$;
comment on type report.export_order is E'@behavior -*\nWhat the worker is to export, and as whom.';
comment on type report.export_file is E'@behavior -*\nA file that may be fetched.';
comment on column report.export_order.what is 'What is in it: report.export_kind.';
comment on column report.export_order.format is 'xlsx, csv or pdf.';
comment on column report.export_order.parameters is 'Filters, and the language.';
comment on column report.export_order.user_id is 'Whose rights decide what is seen.';
comment on column report.export_order.session_id is 'The session that asked.';
comment on column report.export_order.database_role is 'PostgreSQL role of that person''s requests.';
comment on column report.export_file.what is 'What is in it: report.export_kind.';
comment on column report.export_file.format is 'xlsx, csv or pdf.';
comment on column report.export_file.parameters is 'Filters, and the language.';
comment on column report.export_file.byte_count is 'Size in bytes.';
comment on column report.export_file.chunk_count is 'Pieces, from 0.';

--! Included notification/policies/long_job.sql
-- People watch their own, but for the session that asked.
alter table notification.long_job enable row level security;
alter table notification.long_job force row level security;

drop policy if exists definer_does_what_functions_do on notification.long_job;
create policy definer_does_what_functions_do on notification.long_job
for all to sodaily_definer using (true) with check (true);

drop policy if exists people_read_their_own on notification.long_job;
create policy people_read_their_own on notification.long_job
for select to sodaily_user, sodaily_staff, sodaily_warehouse, sodaily_auditor
using (asked_by = (select auth.current_user_id()));

revoke all on notification.long_job from sodaily_definer, sodaily_user, sodaily_staff,
  sodaily_warehouse, sodaily_auditor;
grant select, insert, update, delete on notification.long_job to sodaily_definer;
grant select (id, kind, asked_by, status, done_count, total_count, started_at, ended_at, problem,
  created_at, updated_at) on notification.long_job
  to sodaily_user, sodaily_staff, sodaily_warehouse, sodaily_auditor;
--! EndIncluded notification/policies/long_job.sql
--! Included report/policies/export_kind.sql
-- Read by functions only.
alter table report.export_kind enable row level security;
alter table report.export_kind force row level security;

drop policy if exists definer_does_what_functions_do on report.export_kind;
create policy definer_does_what_functions_do on report.export_kind
for all to sodaily_definer using (true) with check (true);

revoke all on report.export_kind from sodaily_definer;
grant select, insert on report.export_kind to sodaily_definer;
--! EndIncluded report/policies/export_kind.sql
--! Included report/policies/export.sql
-- People see what they exported; whoever reads the audit trail sees what everybody did.
alter table report.export enable row level security;
alter table report.export force row level security;

drop policy if exists definer_does_what_functions_do on report.export;
create policy definer_does_what_functions_do on report.export
for all to sodaily_definer using (true) with check (true);

drop policy if exists people_read_their_own on report.export;
create policy people_read_their_own on report.export
for select to sodaily_user, sodaily_staff, sodaily_warehouse, sodaily_auditor
using (asked_by = (select auth.current_user_id()));

drop policy if exists readers_of_the_trail_read_all on report.export;
create policy readers_of_the_trail_read_all on report.export
for select to sodaily_staff, sodaily_auditor
using ((select auth.has_scope('audit:read')));

revoke all on report.export from sodaily_definer, sodaily_user, sodaily_staff, sodaily_warehouse,
  sodaily_auditor;
grant select, insert, update on report.export to sodaily_definer;
grant select on report.export to sodaily_user, sodaily_staff, sodaily_warehouse, sodaily_auditor;
--! EndIncluded report/policies/export.sql
--! Included report/policies/export_chunk.sql
-- Fetched through report.export_bytes only.
alter table report.export_chunk enable row level security;
alter table report.export_chunk force row level security;

drop policy if exists definer_does_what_functions_do on report.export_chunk;
create policy definer_does_what_functions_do on report.export_chunk
for all to sodaily_definer using (true) with check (true);

revoke all on report.export_chunk from sodaily_definer;
grant select, insert, delete on report.export_chunk to sodaily_definer;
--! EndIncluded report/policies/export_chunk.sql
--! Included notification/functions/enqueue.sql
-- The one door to the job queue from SQL: known tasks only, keys as payload. The job is queued in
-- the command's transaction, so it exists exactly when the slip does. Somebody watches a long job, so it
-- is given up after three attempts; what nobody watches is tried for days.
create or replace function notification.enqueue(task text, payload jsonb) returns void
language plpgsql volatile
set search_path to pg_catalog, pg_temp
as $$
begin
  if task not in ('notify_issue_created', 'notify_issue_decided', 'notify_issue_requested',
    'notify_new_agency', 'notify_payment_received', 'send_email', 'export_report') then
    raise exception 'task % is not on the list', task using errcode = 'SDINT';
  end if;
  perform graphile_worker.add_job(task, payload::json,
    max_attempts => case when task = 'export_report' then 3 else 25 end);
end
$$;
comment on function notification.enqueue(text, jsonb) is
  E'@omit\nQueues one job in the current transaction. Error: INTERNAL for an unknown task.';
revoke all on function notification.enqueue(text, jsonb) from public;
grant execute on function notification.enqueue(text, jsonb) to sodaily_definer;
--! EndIncluded notification/functions/enqueue.sql
--! Included notification/functions/start_long_job.sql
-- One person does not fill the queue for the others.
create or replace function notification.start_long_job(kind text, asked_by :ID_TYPE) returns :ID_TYPE
language plpgsql volatile
set search_path to pg_catalog, pg_temp
as $$
#variable_conflict use_column
declare
  most_at_once constant bigint := 3;
  open_jobs bigint;
  started :ID_TYPE;
begin
  -- two requests at once do not both see room for one
  perform from auth."user" as u where u.id = start_long_job.asked_by for no key update;
  select count(*) into open_jobs
  from notification.long_job as j
  where j.asked_by = start_long_job.asked_by and j.status in ('waiting', 'running');
  if open_jobs >= most_at_once then
    raise exception '% long jobs are open', open_jobs
      using errcode = 'SDLJB', detail = jsonb_build_object(
        'open', open_jobs::text, 'limit', most_at_once::text)::text;
  end if;
  insert into notification.long_job (kind, asked_by, session_id)
  values (start_long_job.kind, start_long_job.asked_by,
    nullif(current_setting('app.session_id', true), '')::uuid)
  returning id into started;
  return started;
end
$$;
comment on function notification.start_long_job(text, :ID_TYPE) is
  E'@omit\nWrites down a long job for a person; the caller queues its task. Error: TOO_MANY_JOBS {open, limit}.';
revoke all on function notification.start_long_job(text, :ID_TYPE) from public;
grant execute on function notification.start_long_job(text, :ID_TYPE) to sodaily_definer;
--! EndIncluded notification/functions/start_long_job.sql
--! Included notification/functions/begin_long_job.sql
-- A job that is begun again, because its worker died, starts over.
create or replace function notification.begin_long_job(long_job_id :ID_TYPE) returns boolean
language plpgsql volatile
set search_path to pg_catalog, pg_temp
as $$
begin
  update notification.long_job as j
  set status = 'running', started_at = clock_timestamp(), updated_at = clock_timestamp(),
    done_count = 0, total_count = null
  where j.id = begin_long_job.long_job_id and j.status in ('waiting', 'running');
  return found;
end
$$;
comment on function notification.begin_long_job(:ID_TYPE) is
  E'@omit\nSays that the worker begins; false when there is nothing to do any more.';
revoke all on function notification.begin_long_job(:ID_TYPE) from public;
grant execute on function notification.begin_long_job(:ID_TYPE) to sodaily_definer;
--! EndIncluded notification/functions/begin_long_job.sql
--! Included notification/functions/report_progress.sql
create or replace function notification.report_progress(
  long_job_id :ID_TYPE, done_count bigint, total_count bigint) returns boolean
language plpgsql volatile
set search_path to pg_catalog, pg_temp
as $$
begin
  update notification.long_job as j
  set done_count = report_progress.done_count,
    total_count = greatest(report_progress.total_count, report_progress.done_count),
    updated_at = clock_timestamp()
  where j.id = report_progress.long_job_id and j.status = 'running';
  return found;
end
$$;
comment on function notification.report_progress(:ID_TYPE, bigint, bigint) is
  E'@omit\nSays how far a long job is; false when it was cancelled and the worker is to stop.';
revoke all on function notification.report_progress(:ID_TYPE, bigint, bigint) from public;
grant execute on function notification.report_progress(:ID_TYPE, bigint, bigint)
  to sodaily_definer;
--! EndIncluded notification/functions/report_progress.sql
--! Included notification/functions/end_long_job.sql
create or replace function notification.end_long_job(long_job_id :ID_TYPE, done_count bigint)
returns boolean
language plpgsql volatile
set search_path to pg_catalog, pg_temp
as $$
begin
  update notification.long_job as j
  set status = 'done', done_count = end_long_job.done_count, total_count = end_long_job.done_count,
    ended_at = clock_timestamp(), updated_at = clock_timestamp()
  where j.id = end_long_job.long_job_id and j.status = 'running';
  return found;
end
$$;
comment on function notification.end_long_job(:ID_TYPE, bigint) is
  E'@omit\nSays that a long job is done; false when it was cancelled in the meantime.';
revoke all on function notification.end_long_job(:ID_TYPE, bigint) from public;
grant execute on function notification.end_long_job(:ID_TYPE, bigint) to sodaily_definer;
--! EndIncluded notification/functions/end_long_job.sql
--! Included notification/functions/fail_long_job.sql
create or replace function notification.fail_long_job(long_job_id :ID_TYPE, problem text) returns void
language plpgsql volatile
set search_path to pg_catalog, pg_temp
as $$
begin
  update notification.long_job as j
  set status = 'failed', problem = fail_long_job.problem, ended_at = clock_timestamp(),
    updated_at = clock_timestamp()
  where j.id = fail_long_job.long_job_id and j.status in ('waiting', 'running');
end
$$;
comment on function notification.fail_long_job(:ID_TYPE, text) is
  E'@omit\nSays that a long job is given up, with a code of the catalogue.';
revoke all on function notification.fail_long_job(:ID_TYPE, text) from public;
grant execute on function notification.fail_long_job(:ID_TYPE, text) to sodaily_definer;
--! EndIncluded notification/functions/fail_long_job.sql
--! Included notification/functions/cancel_long_job.sql
-- The worker sees it at its next report of progress and stops; what it made is thrown away.
-- Security definer: long jobs are written by functions only.
create or replace function notification.cancel_long_job(client_key text, long_job_id :ID_TYPE)
returns notification.long_job
language plpgsql volatile security definer
set search_path to pg_catalog, pg_temp
as $$
declare
  caller :ID_TYPE := auth.require_person();
  job notification.long_job;
  earlier jsonb;
begin
  earlier := audit.begin_command(
    caller, client_key, 'notification.cancel_long_job', jsonb_build_array(long_job_id));
  select j.* into job from notification.long_job as j
  where j.id = cancel_long_job.long_job_id and j.asked_by = caller
  for no key update;
  if not found then
    raise exception 'long job % is not there', long_job_id
      using errcode = 'SDNFD', detail = '{}', hint = 'It may be somebody else''s.';
  end if;
  if earlier is not null then
    return job;
  end if;
  if job.status not in ('waiting', 'running') then
    raise exception 'long job % is over', long_job_id
      using errcode = 'SDTRN', detail = jsonb_build_object(
        'from', job.status, 'to', 'cancelled')::text, hint = 'Reload it to see its present state.';
  end if;
  update notification.long_job as j
  set status = 'cancelled', ended_at = clock_timestamp(), updated_at = clock_timestamp()
  where j.id = job.id
  returning j.* into strict job;
  perform audit.finish_command(caller, client_key, jsonb_build_object('id', job.id));
  return job;
end
$$;
alter function notification.cancel_long_job(text, :ID_TYPE) owner to sodaily_definer;
comment on function notification.cancel_long_job(text, :ID_TYPE) is
  E'@resultFieldName longJob\nCancels a long job of one''s own that is not over. The same clientKey gives the same answer again. Errors: INVALID_TOKEN, VALIDATION_ERROR, DUPLICATE_REQUEST, NOT_FOUND, INVALID_TRANSITION.';
revoke all on function notification.cancel_long_job(text, :ID_TYPE) from public;
grant execute on function notification.cancel_long_job(text, :ID_TYPE)
  to sodaily_user, sodaily_staff, sodaily_warehouse, sodaily_auditor;
--! EndIncluded notification/functions/cancel_long_job.sql
--! Included notification/functions/close_lost_long_jobs.sql
-- A worker that was killed at the last attempt could not say so: what nobody will take up again has
-- failed. Security definer: the worker writes long jobs through functions only.
create or replace function notification.close_lost_long_jobs() returns bigint
language plpgsql volatile security definer
set search_path to pg_catalog, pg_temp
as $$
declare
  closed bigint;
begin
  update notification.long_job as j
  set status = 'failed', problem = 'INTERNAL', ended_at = clock_timestamp(),
    updated_at = clock_timestamp()
  where j.status in ('waiting', 'running') and j.updated_at < now() - interval '1 hour'
    and not exists (
      select from graphile_worker._private_jobs as q
      where q.payload ->> 'long_job_id' = j.id::text and q.attempts < q.max_attempts);
  get diagnostics closed = row_count;
  return closed;
end
$$;
alter function notification.close_lost_long_jobs() owner to sodaily_definer;
comment on function notification.close_lost_long_jobs() is
  E'@omit\nGives up long jobs that no worker will take up again; returns how many. For the worker only.';
revoke all on function notification.close_lost_long_jobs() from public;
grant execute on function notification.close_lost_long_jobs() to sodaily_worker;
--! EndIncluded notification/functions/close_lost_long_jobs.sql
--! Included notification/functions/purge_told.sql
-- What everybody has read or was mailed long ago goes, so that the tables stay small: notifications
-- after a year, mails after 90 days, long jobs 30 days after their end. What is not sent yet stays.
-- Security definer: the worker writes no table.
create or replace function notification.purge_told()
returns table (notifications bigint, mails bigint)
language plpgsql volatile security definer
set search_path to pg_catalog, pg_temp
as $$
begin
  delete from notification.notification as n where n.created_at < now() - interval '1 year';
  get diagnostics notifications = row_count;
  delete from notification.outbox as o
  where o.created_at < now() - interval '90 days' and o.status in ('sent', 'bounced');
  get diagnostics mails = row_count;
  delete from notification.long_job as j where j.ended_at < now() - interval '30 days';
  return next;
end
$$;
alter function notification.purge_told() owner to sodaily_definer;
comment on function notification.purge_told() is
  E'@omit\nDeletes old notifications, mails and long jobs and says how many of the first two. For the worker only.';
revoke all on function notification.purge_told() from public;
grant execute on function notification.purge_told() to sodaily_worker;
--! EndIncluded notification/functions/purge_told.sql
--! Included report/functions/start_export.sql
-- What leaves the books is written down before it does. Rows and columns are those the person sees when
-- the worker makes the file. Security definer: exports are written by functions only.
create or replace function report.start_export(
  client_key text, what text, format text, parameters jsonb default '{}')
returns report.export
language plpgsql volatile security definer
set search_path to pg_catalog, pg_temp
as $$
declare
  caller :ID_TYPE := auth.require_person();
  kind report.export_kind;
  started report.export;
  earlier jsonb;
begin
  select k.* into kind from report.export_kind as k where k.code = start_export.what;
  perform audit.refuse_problems(case
    when what is null then jsonb_build_array(jsonb_build_object('path', 'what', 'reason', 'required'))
    when kind is null then jsonb_build_array(
      jsonb_build_object('path', 'what', 'reason', 'unknown', 'value', left(what, 100)))
    else '[]' end || case
    when format is null then jsonb_build_array(
      jsonb_build_object('path', 'format', 'reason', 'required'))
    when format not in ('xlsx', 'csv', 'pdf') then jsonb_build_array(
      jsonb_build_object('path', 'format', 'reason', 'unknown', 'value', left(format, 100)))
    else '[]' end || case
    when jsonb_typeof(parameters) is distinct from 'object' or length(parameters::text) > 1000
      then jsonb_build_array(jsonb_build_object('path', 'parameters', 'reason', 'malformed'))
    else '[]' end);
  perform auth.require_scope(kind.scope);
  earlier := audit.begin_command(caller, client_key, 'report.start_export',
    jsonb_build_array(what, format, parameters));
  if earlier is null then
    insert into report.export (long_job_id, asked_by, what, format, parameters)
    values (notification.start_long_job('export_report', caller), caller, start_export.what,
      start_export.format, start_export.parameters)
    returning * into strict started;
    earlier := jsonb_build_object('id', started.id);
    perform audit.finish_command(caller, client_key, earlier);
    perform notification.enqueue('export_report',
      jsonb_build_object('export_id', started.id::text, 'long_job_id', started.long_job_id::text));
  else
    select e.* into strict started from report.export as e where e.id = cast(earlier ->> 'id' as :ID_TYPE);
  end if;
  return started;
end
$$;
alter function report.start_export(text, text, text, jsonb) owner to sodaily_definer;
comment on function report.start_export(text, text, text, jsonb) is
  E'@resultFieldName export\nHas the worker make a file of a list or a report: what it is of, xlsx, csv or pdf, and the filters. The same clientKey gives the first export again. Errors: INVALID_TOKEN, PERMISSION_DENIED, VALIDATION_ERROR, DUPLICATE_REQUEST, TOO_MANY_JOBS.';
revoke all on function report.start_export(text, text, text, jsonb) from public;
grant execute on function report.start_export(text, text, text, jsonb)
  to sodaily_user, sodaily_staff, sodaily_warehouse, sodaily_auditor;
--! EndIncluded report/functions/start_export.sql
--! Included report/functions/begin_export.sql
-- What the worker is to make, and as whom: the role, the key and the session with which row policies
-- decide what is in it. Who lost the right meanwhile gets nothing. A file that was half made by a worker that died goes.
-- Security definer: the worker reads no rights.
create or replace function report.begin_export(export_id :ID_TYPE) returns report.export_order
language plpgsql volatile security definer
set search_path to pg_catalog, pg_temp
as $$
declare
  asked report.export;
  role_of_asker text;
begin
  select e.* into asked from report.export as e where e.id = begin_export.export_id;
  if asked.long_job_id is null or not notification.begin_long_job(asked.long_job_id) then
    return null;
  end if;
  delete from report.export_chunk as c where c.export_id = asked.id;
  role_of_asker := (
    select auth.database_role_of(u.id) from auth."user" as u where u.id = asked.asked_by and u.is_active);
  if role_of_asker is null or not exists (
    select from report.export_kind as k
    join auth.role_permission as p on p.permission_code = k.scope
    join auth.user_role as r on r.role_id = p.role_id and r.user_id = asked.asked_by
    where k.code = asked.what) then
    perform notification.fail_long_job(asked.long_job_id, 'PERMISSION_DENIED');
    return null;
  end if;
  return row(asked.what, asked.format, asked.parameters, asked.asked_by, (
    select j.session_id from notification.long_job as j where j.id = asked.long_job_id), role_of_asker)
    ::report.export_order;
end
$$;
alter function report.begin_export(:ID_TYPE) owner to sodaily_definer;
comment on function report.begin_export(:ID_TYPE) is
  E'@omit\nWhat to export, and as whom; null when there is nothing to do: cancelled, done, or no right any more. For the worker only.';
revoke all on function report.begin_export(:ID_TYPE) from public;
grant execute on function report.begin_export(:ID_TYPE) to sodaily_worker;
--! EndIncluded report/functions/begin_export.sql
--! Included report/functions/add_export_chunk.sql
-- Security definer: the worker writes no table.
create or replace function report.add_export_chunk(
  export_id :ID_TYPE, seq bigint, bytes bytea, done_count bigint, total_count bigint) returns boolean
language plpgsql volatile security definer
set search_path to pg_catalog, pg_temp
as $$
begin
  if not notification.report_progress(
    (select e.long_job_id from report.export as e where e.id = add_export_chunk.export_id),
    done_count, total_count) then
    return false;
  end if;
  if length(bytes) > 0 then
    insert into report.export_chunk (export_id, seq, bytes)
    values (add_export_chunk.export_id, add_export_chunk.seq, add_export_chunk.bytes);
  end if;
  return true;
end
$$;
alter function report.add_export_chunk(:ID_TYPE, bigint, bytea, bigint, bigint)
  owner to sodaily_definer;
comment on function report.add_export_chunk(:ID_TYPE, bigint, bytea, bigint, bigint) is
  E'@omit\nKeeps a piece of a file (none when empty) and says how far it is; false when the worker is to stop. For the worker only.';
revoke all on function report.add_export_chunk(:ID_TYPE, bigint, bytea, bigint, bigint) from public;
grant execute on function report.add_export_chunk(:ID_TYPE, bigint, bytea, bigint, bigint)
  to sodaily_worker;
--! EndIncluded report/functions/add_export_chunk.sql
--! Included report/functions/end_export.sql
-- Security definer: the worker writes no table.
create or replace function report.end_export(export_id :ID_TYPE, row_count bigint) returns boolean
language plpgsql volatile security definer
set search_path to pg_catalog, pg_temp
as $$
declare
  ended boolean;
begin
  ended := notification.end_long_job(
    (select e.long_job_id from report.export as e where e.id = end_export.export_id), row_count);
  if ended then
    update report.export as e
    set row_count = end_export.row_count, expires_at = now() + interval '1 day', byte_count = (
      select coalesce(sum(length(c.bytes)), 0) from report.export_chunk as c where c.export_id = e.id)
    where e.id = end_export.export_id;
  end if;
  return ended;
end
$$;
alter function report.end_export(:ID_TYPE, bigint) owner to sodaily_definer;
comment on function report.end_export(:ID_TYPE, bigint) is
  E'@omit\nSays that a file is whole; false when it was cancelled. For the worker only.';
revoke all on function report.end_export(:ID_TYPE, bigint) from public;
grant execute on function report.end_export(:ID_TYPE, bigint) to sodaily_worker;
--! EndIncluded report/functions/end_export.sql
--! Included report/functions/fail_export.sql
-- Security definer: the worker writes no table.
create or replace function report.fail_export(export_id :ID_TYPE, problem text) returns void
language plpgsql volatile security definer
set search_path to pg_catalog, pg_temp
as $$
begin
  delete from report.export_chunk as c where c.export_id = fail_export.export_id;
  perform notification.fail_long_job(e.long_job_id, problem)
  from report.export as e where e.id = fail_export.export_id;
end
$$;
alter function report.fail_export(:ID_TYPE, text) owner to sodaily_definer;
comment on function report.fail_export(:ID_TYPE, text) is
  E'@omit\nGives a file up, with a code of the catalogue; after a cancellation it only throws away what was made. For the worker only.';
revoke all on function report.fail_export(:ID_TYPE, text) from public;
grant execute on function report.fail_export(:ID_TYPE, text) to sodaily_worker;
--! EndIncluded report/functions/fail_export.sql
--! Included report/functions/fetch_export.sql
-- Whoever asked for a file fetches it, while it is there and the right is held still; that is written
-- down. Security definer: exports are written by functions only.
create or replace function report.fetch_export(export_id :ID_TYPE) returns report.export_file
language plpgsql volatile security definer
set search_path to pg_catalog, pg_temp
as $$
declare
  caller :ID_TYPE := auth.require_person();
  asked report.export;
begin
  select e.* into asked from report.export as e
  where e.id = fetch_export.export_id and e.asked_by = caller;
  if asked.byte_count is null then
    raise exception 'there is no file %', export_id
      using errcode = 'SDNFD', detail = '{}', hint = 'It may not be made yet, or be somebody else''s.';
  end if;
  perform auth.require_scope((
    select k.scope from report.export_kind as k where k.code = asked.what));
  if asked.expires_at <= now() then
    raise exception 'file % is too old', export_id
      using errcode = 'SDFIL', detail = jsonb_build_object('expired_at', asked.expires_at)::text,
      hint = 'Export it again.';
  end if;
  update report.export as e set fetched_at = clock_timestamp() where e.id = asked.id;
  return row(asked.what, asked.format, asked.parameters, asked.byte_count, (
    select count(*) from report.export_chunk as c where c.export_id = asked.id))::report.export_file;
end
$$;
alter function report.fetch_export(:ID_TYPE) owner to sodaily_definer;
comment on function report.fetch_export(:ID_TYPE) is
  E'@omit\nWhat a file of one''s own is, to fetch it piece by piece with report.export_bytes. Errors: INVALID_TOKEN, PERMISSION_DENIED, NOT_FOUND, FILE_EXPIRED {expired_at}.';
revoke all on function report.fetch_export(:ID_TYPE) from public;
grant execute on function report.fetch_export(:ID_TYPE)
  to sodaily_user, sodaily_staff, sodaily_warehouse, sodaily_auditor;
--! EndIncluded report/functions/fetch_export.sql
--! Included report/functions/export_bytes.sql
-- Security definer: nobody else reads the pieces.
create or replace function report.export_bytes(export_id :ID_TYPE, seq bigint) returns bytea
language plpgsql stable security definer
set search_path to pg_catalog, pg_temp
as $$
declare
  caller :ID_TYPE := auth.require_person();
begin
  return (
    select c.bytes from report.export_chunk as c
    join report.export as e on e.id = c.export_id
    where c.export_id = export_bytes.export_id and c.seq = export_bytes.seq
      and e.asked_by = caller and e.byte_count is not null and e.expires_at > now());
end
$$;
alter function report.export_bytes(:ID_TYPE, bigint) owner to sodaily_definer;
comment on function report.export_bytes(:ID_TYPE, bigint) is
  E'@omit\nA piece of a file of one''s own, from 0; null when there is none. Error: INVALID_TOKEN.';
revoke all on function report.export_bytes(:ID_TYPE, bigint) from public;
grant execute on function report.export_bytes(:ID_TYPE, bigint)
  to sodaily_user, sodaily_staff, sodaily_warehouse, sodaily_auditor;
--! EndIncluded report/functions/export_bytes.sql
--! Included report/functions/purge_exports.sql
-- The bytes of files go once they cannot be fetched any more; that they were made stays on record.
-- Security definer: the worker writes no table.
create or replace function report.purge_exports() returns bigint
language plpgsql volatile security definer
set search_path to pg_catalog, pg_temp
as $$
declare
  purged bigint;
begin
  delete from report.export_chunk as c using report.export as e
  where e.id = c.export_id and e.expires_at <= now();
  get diagnostics purged = row_count;
  return purged;
end
$$;
alter function report.purge_exports() owner to sodaily_definer;
comment on function report.purge_exports() is
  E'@omit\nDeletes the bytes of files that are too old; returns how many pieces. For the worker only.';
revoke all on function report.purge_exports() from public;
grant execute on function report.purge_exports() to sodaily_worker;
--! EndIncluded report/functions/purge_exports.sql
--! Included report/functions/export_asker_name.sql
-- Security definer: names of colleagues are shown in the log, the list of users is not.
create or replace function report.export_asker_name(export report.export) returns text
language sql stable security definer
set search_path to pg_catalog, pg_temp
as $$
  select u.full_name from auth."user" as u where u.id = export.asked_by
$$;
alter function report.export_asker_name(report.export) owner to sodaily_definer;
comment on function report.export_asker_name(report.export) is
  'Name of the person who exported it.';
revoke all on function report.export_asker_name(report.export) from public;
grant execute on function report.export_asker_name(report.export)
  to sodaily_user, sodaily_staff, sodaily_warehouse, sodaily_auditor;
--! EndIncluded report/functions/export_asker_name.sql

set local role sodaily_definer;
insert into report.export_kind (code, scope) values
  ('agencies', 'agency:read'), ('items', 'inventory:read'), ('issues', 'inventory:read'),
  ('issue_lines', 'inventory:read'), ('receipts', 'inventory:read'), ('payments', 'finance:read'),
  ('issue_returns', 'inventory:read'), ('stock_ledger', 'inventory:read'),
  ('debt_ledger', 'finance:read'), ('statement', 'finance:read'),
  ('monthly_sales', 'report:read'), ('monthly_debt', 'report:read'), ('ageing', 'report:read'),
  ('stock', 'inventory:read'), ('agency_ranking', 'report:read'), ('exports', 'audit:read')
on conflict on constraint export_kind_pkey do nothing;
set local role sodaily_owner;
