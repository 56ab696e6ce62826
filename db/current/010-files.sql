-- A file is in the books with all rows that were read, or with none.
drop function if exists config.end_import_check(:ID_TYPE);
--! include config/functions/check_import_head.sql
--! include config/functions/end_import_check.sql
--! include config/functions/end_import.sql
--! include config/functions/say_import_summary.sql
--! include inventory/functions/check_imported_receipts.sql
--! include inventory/functions/apply_imported_receipts.sql

-- The price of a day is that of the latest confirmed receipt by business date. Books of before 0.2.0 are made anew,
-- so nobody waits for these indexes.
-- squawk-ignore require-concurrent-index-creation
create index if not exists stock_movement_receipts_idx
  on inventory.stock_movement (item_id, business_date desc, seq desc) where kind = 'receipt';
-- squawk-ignore require-concurrent-index-creation
create index if not exists item_price_initial_idx
  on inventory.item_price (item_id, seq desc) where kind = 'initial';
--! include inventory/functions/import_prices_on.sql
--! include inventory/functions/add_issue_lines.sql
--! include inventory/functions/set_import_prices.sql
--! include inventory/rules/latest_receipt_sets_import_price.sql
--! include report/functions/stock_between.sql
--! include audit/views/invariant_import_price_is_of_the_latest_receipt.sql
drop function if exists report.stock_prices_on(date, timestamptz);

do $$
begin
  if to_regtype('inventory.item_price_of_day') is null then
    create type inventory.item_price_of_day as (item_id :ID_TYPE, issue_price public.dong);
  end if;
end
$$;
comment on type inventory.item_price_of_day is 'What an item is sold at on a slip of some day.';
comment on column inventory.item_price_of_day.item_id is 'The item.';
comment on column inventory.item_price_of_day.issue_price is 'Price by the rule, đồng a unit.';
--! include inventory/functions/issue_prices_on.sql
