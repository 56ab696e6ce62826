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

--!include report/functions/freeze_closed_agency_months.sql
--!include report/functions/freeze_closed_item_months.sql
--!include report/functions/freeze_closed_months.sql
--!include report/functions/rebuild_summaries.sql
--!include report/functions/fold_deltas.sql
--!include report/views/every_agency_month.sql
--!include report/views/every_item_day.sql
--!include report/policies/agency_month.sql
--!include report/policies/closed_agency_month.sql
--!include report/policies/closed_item_month.sql
--!include report/rules/debt_delta_is_kept.sql
--!include report/rules/closed_month_is_frozen.sql
--!include report/functions/visible_agencies.sql
--!include report/functions/debts_on.sql
--!include report/functions/ages_of_debt.sql

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

--!include agency/functions/search_agencies.sql
--!include report/functions/refresh.sql
--!include report/functions/monthly_sales.sql
--!include report/functions/monthly_debt.sql
--!include inventory/functions/search_items.sql
--!include report/functions/stock_between.sql
--!include report/functions/ageing.sql
--!include report/functions/monthly_sales_total.sql
--!include report/functions/monthly_debt_total.sql
--!include report/functions/stock_total.sql
--!include report/functions/ageing_total.sql
--!include report/functions/agency_statement.sql
--!include report/functions/late_debt_transactions.sql
--!include report/functions/late_stock_movements.sql
--!include report/functions/sales_by_month.sql
--!include report/functions/agency_ranking.sql
--!include agency/functions/agencies_near_limit.sql
--!include inventory/functions/low_stock_items.sql
--!include report/functions/overview.sql
--!include audit/views/invariant_monthly_sales_equal_the_ledger.sql
--!include audit/views/invariant_closed_agency_months_equal_the_ledger.sql
--!include audit/views/invariant_closed_item_months_equal_the_ledger.sql
