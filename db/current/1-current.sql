-- The open migration: tables and data by hand, rules by `--! include <schema>/<folder>/<name>.sql`

-- what a file is called: a nullable column without a default rewrites nothing
alter table file.export add column if not exists file_name text;

-- letters are printed as files, too
set local role sodaily_definer;
insert into file.export_kind (code, scope, is_slip)
select 'balance_letters', 'finance:read', true
where exists (select from file.export_kind)
on conflict do nothing;
set local role sodaily_owner;

-- a mail says whose it is: the function answers one column more
drop function if exists notification.email_to_send(:ID_TYPE);
-- steps of a slip's change, before it is written now
drop trigger if exists issue_goes_along_a_road on inventory.issue;
drop trigger if exists issue_is_final_once_confirmed on inventory.issue;
drop trigger if exists issue_keeps_its_term on inventory.issue;
drop trigger if exists paid_now_within_total on inventory.issue;

-- what whoever brought a file chose of its cells and rows
alter table file.import add column if not exists choices jsonb not null default '{}';

-- kinds of files that go out
set local role sodaily_definer;
insert into file.export_kind (code, scope, is_slip)
select 'import_faults', 'profile:read', false
where exists (select from file.export_kind)
on conflict do nothing;

-- columns of files of items
insert into file.import_column (import_kind_code, code, place, name_vi, name_en, form,
  is_required, example, aliases)
values
  ('items', 'opening_stock', 9, 'Tồn đầu', 'Opening stock', 'quantity', false, '120',
    string_to_array('Tồn đầu kỳ;Tồn kho;Tồn;Tồn kho hiện tại;Tổng tồn;Số lượng tồn;SL tồn;'
      'Variant Inventory Qty;Stock;On hand', ';')),
  ('items', 'active', 10, 'Đang bán', 'In use', 'text', false, 'Có',
    string_to_array('Đang kinh doanh;Còn bán;Active', ';'))
on conflict on constraint import_column_pkey do nothing;
set local role sodaily_owner;

-- one name more of a column; nobody changes these rows otherwise
grant update (aliases) on file.import_column to sodaily_definer;
set local role sodaily_definer;
update file.import_column set aliases = aliases || '{Tỉnh TP}'
where import_kind_code = 'agencies' and code = 'city' and not aliases @> '{Tỉnh TP}';
set local role sodaily_owner;
revoke update (aliases) on file.import_column from sodaily_definer;

-- what these return or take changed
drop function if exists inventory.imported_items(:ID_TYPE);
drop function if exists inventory.search_items(text);

-- -- objects
--! include file/types/cell_change.sql
--! include file/types/known_row.sql
--! include agency/tables/agency.sql
--! include config/tables/bank.sql
--! include config/tables/company_profile.sql
--! include file/tables/export.sql
--! include file/tables/import.sql
--! include file/tables/import_change.sql
--! include finance/tables/balance_letter.sql
--! include agency/functions/imports/check_imported_agencies.sql
--! include agency/functions/inner/place_name.sql
--! include agency/functions/imports/imported_agencies.sql
--! include agency/functions/imports/imported_agency_changes.sql
--! include file/functions/inner/import_has_versions.sql
--! include agency/functions/imports/imported_agency_update_problems.sql
--! include agency/functions/imports/settle_taken_agencies.sql
--! include agency/functions/imports/update_imported_agencies.sql
--! include audit/functions/queries/ledger_proof.sql
--! include auth/functions/queries/user_name.sql
--! include config/functions/checks/company_profile_problems.sql
--! include config/functions/commands/update_company_profile.sql
--! include config/functions/inner/add_company_profile.sql
--! include config/functions/inner/document_code.sql
--! include config/functions/queries/amount_in_english_words.sql
--! include config/functions/queries/company_profile_created_by_name.sql
--! include config/functions/queries/current_company_profile.sql
--! include file/functions/checks/import_choice_problems.sql
--! include file/functions/commands/add_import_rows.sql
--! include file/functions/commands/begin_import.sql
--! include file/functions/commands/check_import_again.sql
--! include file/functions/commands/choose_for_import.sql
--! include file/functions/commands/end_import_check.sql
--! include file/functions/commands/fail_import.sql
--! include file/functions/commands/name_export.sql
--! include file/functions/commands/purge_imports.sql
--! include file/functions/commands/read_import_again.sql
--! include file/functions/commands/start_export.sql
--! include file/functions/inner/column_uses.sql
--! include file/functions/inner/lacks_nought.sql
--! include file/functions/inner/column_doubts.sql
--! include file/functions/inner/import_choice.sql
--! include file/functions/inner/import_to_check.sql
--! include file/functions/inner/is_old_writing.sql
--! include file/functions/inner/keep_import_changes.sql
--! include file/functions/inner/keep_import_problems.sql
--! include file/functions/inner/keep_missing_cells.sql
--! include file/functions/inner/leave_out_faulty_rows.sql
--! include file/functions/inner/leave_out_rows.sql
--! include file/functions/inner/say_import_summary.sql
--! include file/functions/inner/settle_hidden_rows.sql
--! include file/functions/inner/settle_import.sql
--! include file/functions/inner/settle_known_rows.sql
--! include file/functions/inner/settled_cells.sql
--! include file/functions/inner/start_import_check.sql
--! include file/functions/inner/text_written.sql
--! include file/functions/inner/unreadable_reasons.sql
--! include file/functions/queries/import_fault_groups.sql
--! include file/functions/queries/import_head.sql
--! include finance/functions/commands/answer_letter.sql
--! include finance/functions/commands/create_letters.sql
--! include finance/functions/inner/letter_documents.sql
--! include finance/functions/inner/letter_figures.sql
--! include finance/functions/inner/write_letters.sql
--! include inventory/functions/commands/create_issue.sql
--! include inventory/functions/commands/request_issue.sql
--! include inventory/functions/imports/apply_imported_items.sql
--! include inventory/functions/imports/check_imported_items.sql
--! include inventory/functions/imports/said_active.sql
--! include inventory/functions/imports/imported_items.sql
--! include inventory/functions/imports/imported_item_changes.sql
--! include inventory/functions/imports/imported_item_problems.sql
--! include inventory/functions/imports/open_imported_items.sql
--! include inventory/functions/imports/settle_taken_items.sql
--! include inventory/functions/imports/update_imported_items.sql
--! include inventory/functions/inner/add_issue.sql
--! include inventory/functions/inner/add_issue_lines.sql
--! include inventory/functions/inner/normalized_prices.sql
--! include inventory/functions/inner/priced_issue_lines.sql
--! include inventory/functions/queries/search_items.sql
--! include notification/functions/commands/email_to_send.sql
--! include notification/functions/inner/notify.sql
--! include notification/functions/inner/agency_facts.sql
--! include notification/functions/inner/audience.sql
--! include notification/functions/inner/issue_audience.sql
--! include notification/functions/inner/notify_near_limit.sql
--! include report/functions/queries/business_figures.sql
--! include agency/rules/agency_status_is_recorded.sql
--! include agency/rules/agency_transition.sql
--! include agency/rules/terminated_without_debt.sql
--! include agency/rules/type_limit_below_debt.sql
--! include audit/rules/record_change.sql
--! include finance/rules/debt_is_reversed_on_cancel.sql
--! include finance/rules/f_update_debt_amount.sql
--! include finance/rules/paid_now_makes_one_payment.sql
--! include finance/rules/period_is_open.sql
--! include inventory/rules/debt_limit.sql
--! include inventory/rules/f_reduce_stock_on_issue.sql
--! include inventory/rules/f_update_total_amount.sql
--! include inventory/rules/issue_is_announced.sql
--! include inventory/rules/issue_is_final_once_confirmed.sql
--! include inventory/rules/issue_is_numbered_last.sql
--! include inventory/rules/issue_keeps_its_term.sql
--! include inventory/rules/issue_needs_an_active_agency.sql
--! include inventory/rules/issue_transition.sql
--! include inventory/rules/overdue_block.sql
--! include inventory/rules/paid_now_within_total.sql
--! include inventory/rules/stock_comes_back_on_cancel.sql
--! include config/policies/bank.sql
--! include config/policies/company_profile.sql
--! include file/policies/import_change.sql
--! include file/policies/import_fault.sql
--! include file/policies/import_row.sql
--! include finance/policies/balance_letter.sql
--! include config/data/bank.sql
--! include file/data/export_kind.sql
--! include file/data/import_column.sql
