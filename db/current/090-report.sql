create materialized view report.monthly_sales_mv as
select
  i.agency_id,
  date_trunc('month', i.issue_date)::date as month,
  count(*) as slip_count,
  sum(i.total_amount)::public.dong as total_amount
from inventory.issue as i
where i.status in ('confirmed', 'delivered')
group by 1, 2;
create unique index monthly_sales_mv_key on report.monthly_sales_mv (month, agency_id);
comment on materialized view report.monthly_sales_mv is
  'Confirmed slips per agency and month. No row-level security: read through report.monthly_sales.';
comment on column report.monthly_sales_mv.agency_id is 'The agency.';
comment on column report.monthly_sales_mv.month is 'First day of the month.';
comment on column report.monthly_sales_mv.slip_count is 'Number of confirmed slips.';
comment on column report.monthly_sales_mv.total_amount is 'Their value, đồng.';

create table report.freshness (
  report text primary key,
  refreshed_at timestamptz not null,
  created_at timestamptz not null default now()
);
comment on table report.freshness is 'When each report was last refreshed.';
comment on column report.freshness.report is 'Name of the report.';
comment on column report.freshness.refreshed_at is 'Moment of the last refresh.';
comment on column report.freshness.created_at is 'Moment of the first refresh.';

create type report.monthly_sales_row as (
  agency_id :ID_TYPE,
  slip_count bigint,
  total_amount public.dong,
  refreshed_at timestamptz
);
comment on type report.monthly_sales_row is 'Sales of one agency in one month (BM6.1).';
comment on column report.monthly_sales_row.agency_id is 'The agency.';
comment on column report.monthly_sales_row.slip_count is 'Number of confirmed slips.';
comment on column report.monthly_sales_row.total_amount is 'Their value, đồng.';
comment on column report.monthly_sales_row.refreshed_at is 'Moment the figures are from.';

-- only the owner of a materialized view may refresh it, and report.refresh runs as the definer
alter materialized view report.monthly_sales_mv owner to sodaily_definer;
