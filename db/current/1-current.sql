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

-- -- objects
--! include audit/functions/check_invariants.sql
--! include audit/functions/latest_invariant_run.sql
--! include finance/functions/open_items_on.sql
--! include finance/functions/overdue_block.sql
--! include report/functions/overview.sql
--! include report/functions/sales_by_month.sql
--! include finance/rules/f_update_debt_amount.sql
