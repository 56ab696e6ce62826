-- The open migration: tables and data by hand, rules by `--! include <schema>/<folder>/<name>.sql`

-- Collected is payments less refunds: reports tell the two apart.
do $$
declare
  row_type text;
begin
  foreach row_type in array array['report.month_row', 'report.overview_row'] loop
    if not exists (
      select from pg_attribute as a
      where a.attrelid = row_type::regclass and a.attname = 'refunded_amount') then
      execute format('alter type %s add attribute refunded_amount public.dong', row_type);
    end if;
  end loop;
end
$$;
comment on column report.month_row.refunded_amount is 'What was given back of it (refunds), đồng: collected is without it.';
comment on column report.overview_row.refunded_amount is
  'What was given back this month (refunds), đồng: collected is without it.';

-- answers all, and no page of them
drop function if exists audit.check_invariants();

drop function if exists report.asked_before(:ID_TYPE, date);

-- -- objects
--! include agency/functions/is_in_business.sql
--! include inventory/functions/waits_for_decision.sql
--! include notification/functions/has_left.sql
--! include notification/functions/is_under_way.sql
--! include report/functions/asked_before.sql
--! include agency/functions/agencies_near_limit.sql
--! include agency/functions/district_member_count.sql
--! include agency/functions/imported_agency_problems.sql
--! include audit/functions/check_invariants.sql
--! include audit/functions/latest_invariant_run.sql
--! include config/functions/import_status.sql
--! include finance/functions/imported_opening_debt_problems.sql
--! include finance/functions/open_items_on.sql
--! include finance/functions/overdue_block.sql
--! include notification/functions/begin_long_job.sql
--! include notification/functions/cancel_long_job.sql
--! include notification/functions/close_lost_long_jobs.sql
--! include notification/functions/email_bounced.sql
--! include notification/functions/email_to_send.sql
--! include notification/functions/fail_long_job.sql
--! include notification/functions/purge_told.sql
--! include notification/functions/start_long_job.sql
--! include report/functions/ages_of_debt.sql
--! include report/functions/overview.sql
--! include report/functions/sales_by_month.sql
--! include agency/rules/district_cap.sql
--! include finance/rules/adjustments_end_with_their_agency.sql
--! include finance/rules/f_update_debt_amount.sql
--! include inventory/rules/issue_is_final_once_confirmed.sql
--! include inventory/rules/requests_end_with_their_agency.sql
--! include audit/views/invariant_allocations_are_the_settling.sql
