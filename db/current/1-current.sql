-- The open migration: tables and data by hand, rules by `--! include <schema>/<folder>/<name>.sql`

-- What a million slips need: indexes for lists and ages, and checks that read the books once.
create index if not exists issue_code_idx on inventory.issue (code collate "C");
create index if not exists issue_reverse_code_idx on inventory.issue (reverse(code) collate "C");
create index if not exists payment_payment_date_id_idx on finance.payment (payment_date, id);
create index if not exists debt_transaction_of_slips_idx on finance.debt_transaction (business_date)
  include (agency_id, issue_id, kind, amount) where issue_id is not null or kind = 'opening';
create index if not exists item_day_of_days_idx on report.item_day (business_date)
  include (item_id, in_quantity, out_quantity, adjustment_quantity);
drop index if exists report.item_day_business_date_idx;

-- Slips on paper, as files: PDF only.
alter table report.export_kind add column if not exists is_slip boolean not null default false;
comment on column report.export_kind.is_slip is
  'True: one slip, as a PDF for paper; the parameter id says which.';
set local role sodaily_definer;
insert into report.export_kind (code, scope, is_slip) values
  ('issue_slip', 'inventory:read', true), ('receipt_slip', 'inventory:read', true),
  ('return_slip', 'inventory:read', true), ('count_slip', 'inventory:read', true),
  ('payment_slip', 'finance:read', true)
on conflict on constraint export_kind_pkey do nothing;
set local role sodaily_owner;
--!include config/functions/amount_in_words.sql
--!include report/functions/start_export.sql

--!include report/functions/slips_behind_debt.sql
--!include report/functions/ages_of_debt.sql
--!include report/functions/stock_on.sql
--!include report/functions/stock_prices_on.sql
--!include report/functions/stock_between.sql
drop function if exists report.stock_total(date, date, timestamptz, text);
--!include report/functions/stock_total.sql
--!include report/functions/monthly_debt.sql
--!include inventory/functions/search_issues.sql
--!include audit/functions/invariant_results.sql
--!include audit/views/invariant_item_days_equal_the_ledger.sql
--!include audit/views/invariant_confirmed_issue_moved_each_line_once.sql
--!include audit/views/invariant_stock_ledger_adds_up.sql
