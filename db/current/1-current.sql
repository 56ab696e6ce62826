-- The open migration: tables and data by hand, rules by `--! include <schema>/<folder>/<name>.sql`
--! include config/functions/number_written.sql

-- Ages of debt of any day, worked out once a page
drop function if exists report.ageing_total(date, text);
drop function if exists report.slips_behind_debt(date, date);
do $$
begin
  if to_regtype('report.ageing_total') is null then
    create type report.ageing_total as (
      agency_count bigint,
      not_due_amount public.dong,
      up_to_30_amount public.dong,
      up_to_60_amount public.dong,
      up_to_90_amount public.dong,
      over_90_amount public.dong,
      advance_amount public.dong,
      debt_amount public.dong,
      refreshed_at timestamptz
    );
    alter type report.ageing_row add attribute total report.ageing_total;
  end if;
end
$$;
comment on type report.ageing_total is 'Sums of the ages of debt over all rows of a report.';
comment on column report.ageing_total.agency_count is 'Agencies with a debt or an advance.';
comment on column report.ageing_total.not_due_amount is 'Not due yet, đồng.';
comment on column report.ageing_total.up_to_30_amount is 'Up to 30 days late, đồng.';
comment on column report.ageing_total.up_to_60_amount is '31 to 60 days late, đồng.';
comment on column report.ageing_total.up_to_90_amount is '61 to 90 days late, đồng.';
comment on column report.ageing_total.over_90_amount is 'More than 90 days late, đồng.';
comment on column report.ageing_total.advance_amount is 'Paid in advance, đồng.';
comment on column report.ageing_total.debt_amount is 'The ages less the advances, đồng.';
comment on column report.ageing_total.refreshed_at is 'Of when the figures are.';
comment on column report.ageing_row.total is 'Sums over all rows of the report, not of a page; the same in each.';
drop index if exists finance.debt_transaction_agency_id_business_date_idx;
drop index if exists finance.debt_transaction_of_slips_idx;
create index if not exists debt_transaction_of_an_agency_by_date_idx
  on finance.debt_transaction (agency_id, business_date) include (kind, amount);
create index if not exists debt_transaction_by_date_idx
  on finance.debt_transaction (business_date) include (agency_id, kind, amount);
create index if not exists debt_transaction_lowering_idx
  on finance.debt_transaction (business_date) include (agency_id, issue_id)
  where kind in ('issue_cancel', 'return', 'payment_cancel') and issue_id is not null;
--! include report/functions/slips_by_day.sql
--! include report/functions/ages_of_debt.sql
--! include report/functions/ageing.sql
