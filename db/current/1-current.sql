-- The open migration: tables and data by hand, rules by `--! include <schema>/<folder>/<name>.sql`


-- A regulation is corrected: a day may have several versions, the one written last wins. One that is to
-- come is withdrawn. Nothing is deleted.
alter table config.regulation_version
  add column if not exists place smallint not null default 1,
  add column if not exists withdrawn_at timestamptz,
  add column if not exists withdrawn_by :ID_TYPE references auth."user",
  add column if not exists withdraw_reason text,
  drop constraint if exists one_version_of_a_regulation_a_day,
  drop constraint if exists regulation_version_has_one_place_a_day,
  drop constraint if exists regulation_version_places_start_at_one,
  drop constraint if exists regulation_version_withdrawn_says_when_by_whom_and_why;
alter table config.regulation_version
  add constraint regulation_version_has_one_place_a_day unique (regulation_id, valid_from, place),
  add constraint regulation_version_places_start_at_one check (place >= 1),
  add constraint regulation_version_withdrawn_says_when_by_whom_and_why check (
    num_nonnulls(withdrawn_at, withdrawn_by, withdraw_reason) in (0, 3)
    and (withdraw_reason is null or length(withdraw_reason) between 1 and 500));
create index if not exists regulation_version_withdrawn_by_idx
  on config.regulation_version (withdrawn_by) where withdrawn_by is not null;
comment on table config.regulation_version is
  'The value of a regulation from a date on; never edited, but one to come can be withdrawn.';
comment on column config.regulation_version.place is
  'Which of the versions of its day it is, from 1: the last one that stands wins.';
comment on column config.regulation_version.withdrawn_at is 'When it was withdrawn before its day; else null.';
comment on column config.regulation_version.withdrawn_by is 'Who withdrew it.';
comment on column config.regulation_version.withdraw_reason is 'Why it was withdrawn.';

-- Files ask as forms do: what a check finds doubtful is a question, and applying carries the answers.
create table if not exists config.import_question (
  import_id :ID_TYPE not null references config.import,
  code text not null constraint import_question_has_a_code check (code ~ '^[A-Z]+(_[A-Z]+)*$'),
  key text not null,
  place bigint not null,
  figures jsonb not null,
  created_at timestamptz not null default now(),
  primary key (import_id, code, key)
);
comment on table config.import_question is
  E'@omit\nWhat a check of a file wants to be told before it is applied, as CONFIRMATION_NEEDED tells it.';
comment on column config.import_question.import_id is 'The file.';
comment on column config.import_question.code is 'The question, such as COUNTED_SINCE.';
comment on column config.import_question.key is 'What of the file it is about, such as the key of an item: an answer names the same.';
comment on column config.import_question.place is 'Row in the file that it is asked in the order of.';
comment on column config.import_question.figures is 'What the question says, as in CONFIRMATION_NEEDED.';
comment on column config.import_question.created_at is 'Moment of the check.';
alter table config.import
  add column if not exists question_count bigint not null default 0,
  add column if not exists answers jsonb not null default '{}';
comment on column config.import.question_count is 'Questions that are to be answered when it is applied; 0 until it is checked.';
comment on column config.import.answers is
  E'@omit\nWhat was answered when it was applied: of each code the keys of its questions and their answers.';
do $$
begin
  if to_regtype('config.import_doubt') is null then
    create type config.import_doubt as (code text, key text, place bigint, figures jsonb);
  end if;
end
$$;
comment on type config.import_doubt is 'A question about a file, as a context finds it: config.import_question.';
comment on column config.import_doubt.code is 'The question, such as COUNTED_SINCE.';
comment on column config.import_doubt.key is 'What of the file it is about.';
comment on column config.import_doubt.place is 'Row in the file.';
comment on column config.import_doubt.figures is 'What the question says.';
drop function if exists config.apply_import(text, :ID_TYPE);
-- a file moves an item more than once in one statement: what is kept for it follows later
alter table inventory.stock_movement
  drop constraint if exists stock_movement_kept_for_a_count_names_what_it_offsets;
alter table inventory.stock_movement
  add constraint stock_movement_kept_for_a_count_names_what_it_offsets check (
    (kind = 'count_kept') = (offsets_seq is not null)
    -- an earlier one, or the next, for what raises stock is written first; a deferred foreign key would look at
    -- every row of every slip
    and (offsets_seq is null or offsets_seq < seq or offsets_seq = seq + 1)
    and (kind <> 'count_kept_cancel' or reverses_id is not null));

-- Free goods: a line that costs nothing, beside the one of the same item that is paid for.
do $$
begin
  if not exists (
    select from pg_attribute as a
    where a.attrelid = 'inventory.issue_line'::regclass and a.attname = 'is_free') then
    alter type inventory.issue_line add attribute is_free boolean;
  end if;
  if not exists (
    select from pg_attribute as a
    where a.attrelid = 'inventory.receipt_line'::regclass and a.attname = 'is_free') then
    alter type inventory.receipt_line add attribute is_free boolean;
  end if;
end
$$;
comment on type inventory.issue_line is
  'Line asked for: an item, how much of it in its unit, and whether it is free.';
comment on column inventory.issue_line.is_free is 'True: given free, on a line of its own; null is false.';
comment on column inventory.receipt_line.is_free is
  'True: came free, on a line of its own, without a price; null is false.';
alter table inventory.issue_return_detail
  drop constraint if exists issue_return_detail_belongs_to_a_line_of_its_slip;
alter table inventory.issue_detail
  add column if not exists is_free boolean not null default false,
  drop constraint if exists issue_detail_price_is_positive,
  drop constraint if exists issue_detail_price_is_not_negative,
  drop constraint if exists issue_detail_is_free_exactly_when_it_costs_nothing,
  drop constraint if exists issue_detail_free_has_no_named_price,
  drop constraint if exists issue_detail_has_an_item_once,
  drop constraint if exists issue_detail_has_an_item_once_paid_and_once_free;
alter table inventory.issue_detail
  add constraint issue_detail_price_is_not_negative check (unit_price >= 0),
  add constraint issue_detail_is_free_exactly_when_it_costs_nothing check (is_free = (unit_price = 0)),
  add constraint issue_detail_free_has_no_named_price check (not is_free or list_price is null),
  add constraint issue_detail_has_an_item_once_paid_and_once_free unique (issue_id, item_id, is_free);
create index if not exists issue_detail_free_goods_idx on inventory.issue_detail (item_id, issue_id)
  where is_free;
comment on column inventory.issue_detail.is_free is 'Given free: at 0 đồng, beside what is paid for.';
comment on column inventory.issue_detail.unit_price is
  'Price at issue, đồng a unit, set by the database; 0 when free.';
alter table inventory.receipt_detail
  add column if not exists is_free boolean not null default false,
  drop constraint if exists receipt_detail_price_is_positive,
  drop constraint if exists receipt_detail_price_is_not_negative,
  drop constraint if exists receipt_detail_is_free_exactly_when_it_costs_nothing,
  drop constraint if exists receipt_detail_has_an_item_once,
  drop constraint if exists receipt_detail_has_an_item_once_paid_and_once_free;
alter table inventory.receipt_detail
  add constraint receipt_detail_price_is_not_negative check (unit_price >= 0),
  add constraint receipt_detail_is_free_exactly_when_it_costs_nothing check (is_free = (unit_price = 0)),
  add constraint receipt_detail_has_an_item_once_paid_and_once_free unique (receipt_id, item_id, is_free);
create index if not exists receipt_detail_free_goods_idx on inventory.receipt_detail (item_id, receipt_id)
  where is_free;
comment on column inventory.receipt_detail.is_free is 'Came free: at 0 đồng, and sets no import price.';
alter table inventory.issue_return_detail
  add column if not exists is_free boolean not null default false,
  drop constraint if exists issue_return_detail_price_is_positive,
  drop constraint if exists issue_return_detail_price_is_not_negative,
  drop constraint if exists issue_return_detail_is_free_exactly_when_it_costs_nothing,
  drop constraint if exists issue_return_detail_has_an_item_once,
  drop constraint if exists issue_return_detail_has_an_item_once_paid_and_once_free;
drop index if exists inventory.issue_return_detail_issue_id_item_id_idx;
create index if not exists issue_return_detail_issue_id_item_id_is_free_idx
  on inventory.issue_return_detail (issue_id, item_id, is_free);
create index if not exists issue_return_detail_free_goods_idx
  on inventory.issue_return_detail (item_id, issue_return_id) where is_free;
alter table inventory.issue_return_detail
  add constraint issue_return_detail_price_is_not_negative check (unit_price >= 0),
  add constraint issue_return_detail_is_free_exactly_when_it_costs_nothing check (
    is_free = (unit_price = 0)),
  add constraint issue_return_detail_has_an_item_once_paid_and_once_free unique (
    issue_return_id, item_id, is_free),
  add constraint issue_return_detail_belongs_to_a_line_of_its_slip
    foreign key (issue_id, item_id, is_free)
    references inventory.issue_detail (issue_id, item_id, is_free);
comment on constraint issue_return_detail_belongs_to_a_line_of_its_slip on inventory.issue_return_detail is
  E'@foreignFieldName issueReturnDetailsByIssueIdAndItemId';
comment on column inventory.issue_return_detail.is_free is 'Of the free line of the slip: counts for nothing.';
set local role sodaily_definer;
insert into config.regulation (
  key, value_type, min_value, max_value, is_optional, description_vi, description_en)
values
  ('FREE_GOODS_PERCENT', 'number', 0, 100, true,
    'Hàng tặng kèm nhiều nhất từng này phần trăm số lượng mua của mặt hàng đó trên phiếu; để trống là không được tặng',
    'At most so many percent of what is bought of an item on a slip may be given free with it; empty: none')
on conflict on constraint regulation_key_is_unique do nothing;
insert into config.regulation_version (regulation_id, value, valid_from, reason)
select r.id, '', date '2000-01-01', 'Giá trị ban đầu'
from config.regulation as r
where r.key = 'FREE_GOODS_PERCENT' and not exists (
  select from config.regulation_version as v where v.regulation_id = r.id);
set local role sodaily_owner;

-- How far back a document may be dated is a right and a regulation.
alter table auth.permission drop constraint if exists permission_code_reads_area_colon_verb;
alter table auth.permission add constraint permission_code_reads_area_colon_verb
  check (code ~ '^[a-z]+:[a-z_]+$');
set local role sodaily_definer;
insert into auth.permission (code, description_vi, description_en) values
  ('slip:backdate', 'Ghi lùi ngày chứng từ', 'Date documents back'),
  ('slip:backdate_far', 'Ghi lùi ngày chứng từ xa hơn', 'Date documents back further')
on conflict do nothing;
insert into auth.role_permission (role_id, permission_code)
select r.id, 'slip:backdate' from auth.role as r
where r.code in ('admin', 'manager', 'sales', 'warehouse', 'accountant')
on conflict do nothing;
insert into auth.role_permission (role_id, permission_code)
select r.id, 'slip:backdate_far' from auth.role as r where r.code in ('admin', 'manager')
on conflict do nothing;
insert into config.regulation (
  key, value_type, min_value, max_value, description_vi, description_en)
values
  ('BACKDATE_DAYS', 'integer', 0, 9999,
    'Người có quyền ghi lùi ngày được ghi chứng từ lùi nhiều nhất từng này ngày',
    'Who may date documents back may do so by at most so many days'),
  ('BACKDATE_FAR_DAYS', 'integer', 0, 9999,
    'Người có quyền ghi lùi ngày xa hơn được ghi chứng từ lùi nhiều nhất từng này ngày',
    'Who may date documents back further may do so by at most so many days')
on conflict on constraint regulation_key_is_unique do nothing;
insert into config.regulation_version (regulation_id, value, valid_from, reason)
select r.id, w.value, date '2000-01-01', 'Giá trị ban đầu'
from (values ('BACKDATE_DAYS', '15'), ('BACKDATE_FAR_DAYS', '31')) as w (key, value)
join config.regulation as r on r.key = w.key
on conflict on constraint regulation_version_has_one_place_a_day do nothing;
set local role sodaily_owner;
-- New rows have met this constraint since it was made: now the old ones are read once, so that the table is
-- the one its file makes.
alter table agency.agency validate constraint agency_needs_a_reason_when_turned_away;

-- A request has a number of its own: YC-year-number, drawn when it is asked for.
alter table inventory.issue
  add column if not exists request_code text,
  drop constraint if exists issue_request_code_is_unique;
alter table inventory.issue
  add constraint issue_request_code_is_unique unique (request_code);
create index if not exists issue_request_code_c_idx on inventory.issue (request_code collate "C")
  where request_code is not null;
create index if not exists issue_reverse_request_code_idx on inventory.issue (reverse(request_code) collate "C")
  where request_code is not null;
comment on column inventory.issue.request_code is
  'YC-year-number without gaps, of a slip that was asked for; null when it was made by staff at once.';
comment on column config.document_counter.kind is
  'PX stock-out slip, YC request, PT payment, PN receipt, KK stock count, TH return, PC refund, DC adjustment.';

-- Requests change until they are decided on: asked anew, withdrawn, confirmed with less.
alter table inventory.issue
  add column if not exists requested_at timestamptz,
  add column if not exists wanted_date date,
  add column if not exists withdrawn_at timestamptz,
  add column if not exists version bigint not null default 1,
  drop constraint if exists issue_withdrawn_is_rejected;
alter table inventory.issue
  add constraint issue_withdrawn_is_rejected check (withdrawn_at is null or status = 'rejected');
comment on column inventory.issue.requested_at is
  'When it was asked for, or asked for anew; null when staff made it at once.';
comment on column inventory.issue.wanted_date is 'Day on which the agency would like to have it; a wish.';
comment on column inventory.issue.withdrawn_at is 'When who asked took it back; else null.';
comment on column inventory.issue.version is 'Raised each time it is asked for anew.';
alter table inventory.issue_detail
  add column if not exists asked_quantity public.quantity,
  drop constraint if exists issue_detail_quantity_is_positive,
  drop constraint if exists issue_detail_quantity_is_positive_unless_it_was_cut,
  drop constraint if exists issue_detail_asked_is_more_than_goes_out;
alter table inventory.issue_detail
  add constraint issue_detail_quantity_is_positive_unless_it_was_cut check (
    quantity > 0 or quantity = 0 and asked_quantity is not null),
  add constraint issue_detail_asked_is_more_than_goes_out check (asked_quantity > quantity);
comment on column inventory.issue_detail.quantity is
  'How much goes out, in the item''s unit; 0 when a request was confirmed without it.';
comment on column inventory.issue_detail.asked_quantity is
  'How much was asked for, when less goes out; else null.';
drop function if exists inventory.request_issue(text, :ID_TYPE, inventory.issue_line[], text);
drop function if exists inventory.confirm_issue(text, :ID_TYPE, date, numeric, inventory.counted_answer[]);
-- A receipt whose price is far from the day before asks whether it is right.
set local role sodaily_owner;
do $$
begin
  if to_regtype('inventory.accepted_jump') is null then
    create type inventory.accepted_jump as (item_id :ID_TYPE, price numeric);
  end if;
end
$$;
comment on type inventory.accepted_jump is 'A price of a receipt that is right although it jumps.';
comment on column inventory.accepted_jump.item_id is 'An item of the receipt.';
comment on column inventory.accepted_jump.price is 'Its price on the receipt, đồng a unit.';
drop function if exists inventory.create_receipt(
  text, :ID_TYPE, inventory.receipt_line[], date, text, inventory.counted_answer[]);
set local role sodaily_definer;
insert into config.regulation (
  key, value_type, min_value, max_value, is_optional, description_vi, description_en)
values
  ('PRICE_JUMP_PERCENT', 'number', 0, 1000, true,
    'Giá nhập lệch hơn từng này phần trăm so với giá của ngày trước thì phải xác nhận; để trống là không hỏi',
    'An import price that differs by more than so many percent from the day before is to be confirmed; empty: not asked')
on conflict on constraint regulation_key_is_unique do nothing;
insert into config.regulation_version (regulation_id, value, valid_from, reason)
select r.id, '20', date '2000-01-01', 'Giá trị ban đầu'
from config.regulation as r where r.key = 'PRICE_JUMP_PERCENT'
on conflict on constraint regulation_version_has_one_place_a_day do nothing;
set local role sodaily_owner;

-- The stock report tells what came and went free.
do $$
begin
  if not exists (
    select from pg_attribute as a
    where a.attrelid = 'report.stock_row'::regclass and a.attname = 'free_in_quantity') then
    alter type report.stock_row add attribute free_in_quantity public.quantity,
      add attribute free_out_quantity public.quantity;
  end if;
end
$$;
comment on column report.stock_row.free_in_quantity is
  'Of what came in, what came free, in the item''s unit.';
comment on column report.stock_row.free_out_quantity is
  'Of what went out, what was given free, in the item''s unit.';
-- A request keeps its prices for some days; then it takes those of the day, and says what they were.
alter table inventory.issue_detail add column if not exists asked_price public.dong;
comment on column inventory.issue_detail.asked_price is
  'Price when it was asked for, đồng a unit, when it was confirmed at another; else null.';
drop function if exists inventory.confirm_issue(
  text, :ID_TYPE, date, numeric, inventory.counted_answer[], inventory.issue_line[], bigint);
set local role sodaily_definer;
insert into config.regulation (
  key, value_type, min_value, max_value, description_vi, description_en)
values
  ('REQUEST_PRICE_DAYS', 'integer', 0, 365,
    'Đề nghị của đại lý giữ giá lúc đặt trong từng này ngày',
    'A request keeps the prices of its day for so many days')
on conflict on constraint regulation_key_is_unique do nothing;
insert into config.regulation_version (regulation_id, value, valid_from, reason)
select r.id, '7', date '2000-01-01', 'Giá trị ban đầu'
from config.regulation as r where r.key = 'REQUEST_PRICE_DAYS'
on conflict on constraint regulation_version_has_one_place_a_day do nothing;
set local role sodaily_owner;

-- Applying a file answers its prices that jump too.
drop function if exists config.apply_import(text, :ID_TYPE, inventory.counted_answer[]);

-- -- objects
--! include config/functions/queries/regulation_on.sql
--! include config/policies/regulation_version.sql
--! include config/functions/queries/regulation_at.sql
--! include config/functions/queries/regulation_in_force.sql
--! include config/functions/queries/regulation_next_version.sql
--! include finance/functions/inner/overdue_limits.sql
--! include inventory/functions/imports/imported_receipts_counted_since.sql
--! include inventory/functions/imports/imported_count_questions.sql
--! include inventory/functions/inner/import_prices_on.sql
--! include inventory/functions/checks/price_jump_questions.sql
--! include inventory/functions/imports/imported_price_questions.sql
--! include inventory/functions/imports/imported_receipt_problems.sql
--! include inventory/policies/issue.sql
--! include inventory/policies/issue_detail.sql
--! include inventory/functions/queries/slips_of_earlier_value.sql
--! include inventory/functions/checks/wanted_date_problems.sql
--! include notification/functions/commands/notify_issue_decided.sql
--! include notification/functions/commands/notify_issue_requested.sql
--! include config/functions/commands/apply_import.sql
--! include config/functions/inner/import_questions_open.sql
--! include config/functions/inner/keep_import_questions.sql
--! include config/functions/commands/purge_imports.sql
--! include config/functions/checks/regulation_problems.sql
--! include config/functions/commands/set_regulation.sql
--! include config/functions/commands/withdraw_regulation.sql
--! include finance/functions/checks/back_dating_problems.sql
--! include finance/functions/queries/backdate_days.sql
--! include finance/functions/imports/check_imported_opening_debts.sql
--! include finance/functions/commands/confirm_adjustment.sql
--! include finance/functions/commands/create_adjustment.sql
--! include finance/functions/commands/create_payment.sql
--! include finance/functions/commands/create_refund.sql
--! include finance/functions/checks/require_back_dating.sql
--! include inventory/functions/inner/add_issue_lines.sql
--! include inventory/functions/inner/add_return_lines.sql
--! include inventory/functions/imports/apply_imported_receipts.sql
--! include inventory/functions/inner/ask_of_request.sql
--! include inventory/functions/imports/check_imported_opening_stock.sql
--! include inventory/functions/imports/check_imported_receipts.sql
--! include inventory/functions/commands/confirm_issue.sql
--! include inventory/functions/commands/confirm_issue_return.sql
--! include inventory/functions/commands/create_issue.sql
--! include inventory/functions/commands/create_issue_return.sql
--! include inventory/functions/commands/create_receipt.sql
--! include inventory/functions/commands/create_stock_count.sql
--! include inventory/functions/checks/cut_problems.sql
--! include inventory/functions/inner/cut_request.sql
--! include inventory/functions/inner/free_goods_moved.sql
--! include inventory/functions/checks/issue_line_problems.sql
--! include inventory/functions/checks/issue_return_problems.sql
--! include inventory/functions/checks/jump_problems.sql
--! include inventory/functions/imports/keep_counts_of_import.sql
--! include inventory/functions/inner/lines_as_meant.sql
--! include inventory/functions/inner/own_request_for_change.sql
--! include inventory/functions/inner/price_return_lines.sql
--! include inventory/functions/checks/receipt_line_problems.sql
--! include inventory/functions/checks/refuse_earlier_shortage.sql
--! include inventory/functions/checks/refuse_negative_stock_on_cancel.sql
--! include inventory/functions/checks/refuse_returned_too_much.sql
--! include inventory/functions/checks/refuse_short_stock.sql
--! include inventory/functions/checks/renewed_price_questions.sql
--! include inventory/functions/commands/request_issue.sql
--! include inventory/functions/commands/request_issue_return.sql
--! include inventory/functions/commands/revise_request.sql
--! include inventory/functions/queries/search_issues.sql
--! include inventory/functions/inner/set_import_prices.sql
--! include inventory/functions/queries/slips_by_number.sql
--! include inventory/functions/commands/withdraw_request.sql
--! include notification/functions/commands/notify_issue_created.sql
--! include report/functions/queries/stock_between.sql
--! include inventory/policies/issue_return_detail.sql
--! include audit/rules/history_is_final.sql
--! include audit/views/invariant_cancelled_issue_is_reversed_once.sql
--! include audit/views/invariant_confirmed_issue_moved_each_line_once.sql
--! include audit/views/invariant_confirmed_issue_raised_the_debt_once.sql
--! include audit/views/invariant_free_goods_set_no_price.sql
--! include audit/views/invariant_import_price_is_of_the_latest_receipt.sql
--! include audit/views/invariant_numbers_have_no_gaps.sql
--! include audit/views/invariant_receipt_raised_stock_once.sql
--! include audit/views/invariant_return_is_at_most_what_was_issued.sql
--! include audit/views/invariant_return_raised_stock_once.sql
--! include config/policies/import_question.sql
--! include inventory/rules/f_lower_stock_on_receipt_cancel.sql
--! include inventory/rules/f_lower_stock_on_return_cancel.sql
--! include inventory/rules/f_raise_stock_on_receipt.sql
--! include inventory/rules/f_raise_stock_on_return.sql
--! include inventory/rules/f_reduce_stock_on_issue.sql
--! include inventory/rules/free_goods_within_percent.sql
--! include inventory/rules/issue_is_final_once_confirmed.sql
--! include inventory/rules/latest_receipt_sets_import_price.sql
--! include inventory/rules/price_override.sql
--! include inventory/rules/request_lines_change_until_decided.sql
--! include inventory/rules/undoing_a_slip_asks_slip_cancel.sql
--! include report/views/every_item_day.sql
