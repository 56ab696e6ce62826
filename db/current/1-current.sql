-- The open migration: tables and data by hand, rules by `--! include <schema>/<folder>/<name>.sql`
-- squawk-ignore-file adding-foreign-key-constraint, adding-required-field, ban-drop-not-null, constraint-missing-not-valid, require-concurrent-index-creation, require-concurrent-index-deletion

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

-- A return has a life: asked for, then confirmed or rejected; a confirmed one may be cancelled.
alter table inventory.issue_return
  alter column return_date drop not null,
  alter column status set default 'requested',
  add column if not exists confirmed_at timestamptz,
  add column if not exists confirmed_by :ID_TYPE references auth."user",
  add column if not exists rejected_at timestamptz,
  add column if not exists rejected_by :ID_TYPE references auth."user",
  add column if not exists reject_reason text,
  drop constraint if exists issue_return_status_is_known,
  drop constraint if exists issue_return_has_number_and_day_once_confirmed,
  drop constraint if exists issue_return_rejected_says_when_by_whom_and_why;

-- returns of before were born confirmed
alter table inventory.issue_return disable trigger user;
set local role sodaily_definer;
update inventory.issue_return as r set confirmed_at = r.created_at, confirmed_by = r.created_by
where r.status in ('confirmed', 'cancelled') and r.confirmed_at is null;
set local role sodaily_owner;
alter table inventory.issue_return enable trigger user;

alter table inventory.issue_return
  add constraint issue_return_status_is_known
    check (status in ('requested', 'confirmed', 'rejected', 'cancelled')),
  -- the number comes last, in the transaction of confirming
  add constraint issue_return_has_number_and_day_once_confirmed check (
    case when status in ('confirmed', 'cancelled')
      then num_nulls(return_date, confirmed_at, confirmed_by) = 0
      else num_nonnulls(code, confirmed_at, confirmed_by) = 0 end),
  add constraint issue_return_rejected_says_when_by_whom_and_why check (case status
    when 'rejected' then num_nulls(rejected_at, rejected_by, reject_reason) = 0
      and length(btrim(reject_reason)) between 1 and 500
    else num_nonnulls(rejected_at, rejected_by, reject_reason) = 0 end);
create index if not exists issue_return_confirmed_by_idx on inventory.issue_return (confirmed_by);
create index if not exists issue_return_rejected_by_idx on inventory.issue_return (rejected_by);
create index if not exists issue_return_status_created_at_idx
  on inventory.issue_return (status, created_at);
comment on column inventory.issue_return.code is
  'TH-year-number without gaps; null until confirmed.';
comment on column inventory.issue_return.status is 'requested, confirmed, rejected or cancelled.';
comment on column inventory.issue_return.return_date is
  'Business date in Asia/Ho_Chi_Minh; while requested null unless told.';
comment on column inventory.issue_return.total_amount is
  'Sum of its lines, đồng; what the debt falls by once confirmed. Of one that waits: what is expected.';
comment on column inventory.issue_return.created_at is 'Moment of asking.';
comment on column inventory.issue_return.created_by is 'User who asked.';
comment on column inventory.issue_return.confirmed_at is 'Moment of confirming.';
comment on column inventory.issue_return.confirmed_by is 'User who confirmed it.';
comment on column inventory.issue_return.rejected_at is 'Moment of rejecting or withdrawing.';
comment on column inventory.issue_return.rejected_by is 'User who rejected or withdrew it.';
comment on column inventory.issue_return.reject_reason is
  'Why it was rejected or withdrawn, at most 500 characters.';
comment on column inventory.issue_return_detail.line_total is
  'What the line counts for, đồng: near quantity × price, rounded so that all confirmed returns of a line make its total. Worked out when confirmed; expected before.';

-- the steps of returning are steps of confirming now
drop trigger if exists return_5_f_lower_debt_on_return on inventory.issue_return_detail;
drop trigger if exists return_6_f_raise_stock_on_return on inventory.issue_return_detail;
drop trigger if exists return_7_issue_return_is_numbered_last on inventory.issue_return_detail;
drop trigger if exists return_2_return_needs_a_confirmed_slip on inventory.issue_return_detail;
drop trigger if exists return_3_return_within_issue on inventory.issue_return_detail;
drop trigger if exists cancel_0_issue_return_transition on inventory.issue_return;

set local role sodaily_definer;
insert into auth.permission (code, description_vi, description_en) values
  ('return:confirm', 'Xác nhận hàng trả', 'Confirm returned goods')
on conflict do nothing;
insert into auth.role_permission (role_id, permission_code)
select r.id, 'return:confirm' from auth.role as r where r.code in ('admin', 'manager', 'warehouse')
on conflict do nothing;
insert into notification.notification_kind (code, name_vi, name_en, is_optional) values
  ('return_requested', 'Đề nghị trả hàng chờ xác nhận', 'A return waits to be confirmed', true),
  ('return_decided', 'Đề nghị trả hàng của bạn được xác nhận hoặc bị từ chối', 'Your return was confirmed or rejected', true)
on conflict do nothing;
set local role sodaily_owner;

-- Cash in hand, opening debt undone, what a month still has open.
-- Cash in hand (tiền chờ nộp): paid on the spot to somebody who does not keep the till.
alter table finance.payment
  add column if not exists handed_over_at timestamptz,
  add column if not exists handed_over_by :ID_TYPE references auth."user",
  drop constraint if exists payment_handed_over_is_one_on_the_spot,
  drop constraint if exists payment_handed_over_says_when_and_to_whom;
alter table finance.payment
  add constraint payment_handed_over_is_one_on_the_spot
    check (handed_over_at is null or issue_id is not null),
  add constraint payment_handed_over_says_when_and_to_whom
    check ((handed_over_at is null) = (handed_over_by is null));
create index if not exists payment_handed_over_by_idx on finance.payment (handed_over_by)
  where handed_over_by is not null;
create index if not exists payment_in_hand_idx on finance.payment (created_by, payment_date)
  where handed_over_at is null and issue_id is not null and status = 'confirmed';
comment on column finance.payment.handed_over_at is
  'When what was paid on the spot came to those who keep the money; null: it is in the hand of who took it. Other payments: null.';
comment on column finance.payment.handed_over_by is
  'Who of those who keep the money marked it as handed over; who took it, if that was one of them.';

do $$
begin
  if to_regtype('finance.cash_in_hand_row') is null then
    create type finance.cash_in_hand_row as (
      user_id :ID_TYPE, user_name text, amount public.dong, payment_count bigint, oldest_date date);
  end if;
end
$$;
comment on type finance.cash_in_hand_row is
  'Cash that one person took with slips and has not handed over (tiền chờ nộp).';
comment on column finance.cash_in_hand_row.user_id is 'Who took it.';
comment on column finance.cash_in_hand_row.user_name is 'Their name.';
comment on column finance.cash_in_hand_row.amount is 'How much in all, đồng.';
comment on column finance.cash_in_hand_row.payment_count is 'Of how many payments.';
comment on column finance.cash_in_hand_row.oldest_date is 'Business date of the oldest of them.';

set local role sodaily_definer;
insert into config.regulation (
  key, value_type, min_value, max_value, is_optional, description_vi, description_en)
values
  ('PAID_NOW_LIMIT', 'integer', 0, 999999999999, true,
    'Mỗi người được giữ nhiều nhất từng này tiền trả ngay chưa nộp (đồng); để trống là không áp dụng',
    'At most so much money paid on the spot may one person hold before handing it over (đồng); empty: off')
on conflict on constraint regulation_key_is_unique do nothing;
insert into config.regulation_version (regulation_id, value, valid_from, reason)
select r.id, '', date '2000-01-01', 'Giá trị ban đầu'
from config.regulation as r where r.key = 'PAID_NOW_LIMIT'
on conflict on constraint one_version_of_a_regulation_a_day do nothing;
set local role sodaily_owner;

-- An import of opening debt is undone while nothing came after it.
alter table finance.opening_debt
  add column if not exists import_id :ID_TYPE references config.import,
  add column if not exists cancelled_at timestamptz,
  add column if not exists cancelled_by :ID_TYPE references auth."user",
  add column if not exists cancel_reason text,
  drop constraint if exists opening_debt_cancelled_says_when_by_whom_and_why;
alter table finance.opening_debt
  add constraint opening_debt_cancelled_says_when_by_whom_and_why check (
    num_nonnulls(cancelled_at, cancelled_by, cancel_reason) in (0, 3)
    and (cancel_reason is null or length(cancel_reason) between 1 and 500));
create index if not exists opening_debt_import_id_idx on finance.opening_debt (import_id);
create index if not exists opening_debt_cancelled_by_idx on finance.opening_debt (cancelled_by)
  where cancelled_by is not null;
comment on column finance.opening_debt.import_id is 'The file that brought it; null when none did.';
comment on column finance.opening_debt.cancelled_at is 'When its import was undone; else null.';
comment on column finance.opening_debt.cancelled_by is 'Who undid it.';
comment on column finance.opening_debt.cancel_reason is 'Why it was undone.';
alter table finance.debt_transaction
  drop constraint if exists debt_transaction_of_an_opening_names_it;
alter table finance.debt_transaction
  add constraint debt_transaction_of_an_opening_names_it
    check ((kind in ('opening', 'opening_cancel')) = (opening_debt_id is not null));
comment on column finance.debt_transaction.opening_debt_id is 'The opening row behind it.';

alter table config.import
  add column if not exists undone_at timestamptz,
  add column if not exists undone_by :ID_TYPE references auth."user",
  add column if not exists undo_reason text,
  drop constraint if exists import_undone_says_when_by_whom_and_why;
alter table config.import
  add constraint import_undone_says_when_by_whom_and_why check (
    num_nonnulls(undone_at, undone_by, undo_reason) in (0, 3)
    and (undone_at is null or applied_at is not null)
    and (undo_reason is null or length(undo_reason) between 1 and 500));
create index if not exists import_undone_by_idx on config.import (undone_by)
  where undone_by is not null;
-- a file that was undone may be applied again
drop index if exists config.import_file_is_applied_once;
create unique index if not exists import_file_is_applied_once on config.import (what, sha256)
  where applied_at is not null and undone_at is null;
comment on column config.import.undone_at is 'When its rows were taken out of the books again; else null.';
comment on column config.import.undone_by is 'Who undid it.';
comment on column config.import.undo_reason is 'Why it was undone.';

-- What a month still has open, named before it is closed.
do $$
begin
  if to_regtype('finance.open_in_month_row') is null then
    create type finance.open_in_month_row as (
      kind text, document_count bigint, amount public.dong, oldest_date date, documents jsonb);
  end if;
end
$$;
comment on type finance.open_in_month_row is
  'What one kind of documents still has open in a month or before it.';
comment on column finance.open_in_month_row.kind is
  'return: asked for and not decided; adjustment: not confirmed; cash: paid on the spot and not handed over.';
comment on column finance.open_in_month_row.document_count is 'How many documents.';
comment on column finance.open_in_month_row.amount is 'What they come to, without sign, đồng.';
comment on column finance.open_in_month_row.oldest_date is 'Day of the oldest of them.';
comment on column finance.open_in_month_row.documents is
  'The five oldest, as JSON [{id, code, issue_id, agency_id, agency_code, agency_name, user_name, date, amount}].';

-- Refunds, adjustments and opening debt where people see them: lists, files, papers
create index if not exists refund_refund_date_id_idx on finance.refund (refund_date, id);
create index if not exists adjustment_created_at_idx on finance.adjustment (created_at);
create index if not exists adjustment_status_created_at_idx on finance.adjustment (status, created_at);
-- their indexes leave out the rows of all other documents, which the API does not see by itself
comment on constraint debt_transaction_belongs_to_a_refund_of_its_agency on finance.debt_transaction is
  E'@isIndexed';
comment on constraint debt_transaction_belongs_to_an_adjustment_of_its_agency on finance.debt_transaction is
  E'@isIndexed';
comment on column finance.open_item.open_amount is
  E'@isIndexed\nWhat is still to be paid of it, đồng.';

insert into report.export_kind (code, scope, is_slip) values
  ('refunds', 'finance:read', false), ('adjustments', 'finance:read', false),
  ('opening_debts', 'finance:read', false),
  ('refund_slip', 'finance:read', true), ('adjustment_slip', 'finance:read', true)
on conflict on constraint export_kind_pkey do nothing;

set local role sodaily_definer;
insert into notification.notification_kind (code, name_vi, name_en, is_optional) values
  ('refund_paid', 'Phiếu chi mới', 'New refund', true),
  ('return_confirmed', 'Hàng được trả lại', 'Goods came back', true)
on conflict (code) do nothing;
set local role sodaily_owner;

-- -- objects
--! include finance/policies/opening_debt.sql
--! include finance/policies/payment.sql
--! include inventory/policies/issue_return_detail.sql
--! include inventory/policies/issue_return.sql
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
--! include auth/functions/hidden_columns.sql
--! include config/functions/end_undo.sql
--! include config/functions/import_status.sql
--! include config/functions/import_to_undo.sql
--! include config/functions/refuse_applied_file.sql
--! include finance/functions/apply_imported_opening_debts.sql
--! include finance/functions/cash_in_hand.sql
--! include finance/functions/hand_over_cash.sql
--! include finance/functions/hand_over_problems.sql
--! include finance/functions/imported_opening_debt_problems.sql
--! include finance/functions/imported_opening_debts.sql
--! include finance/functions/open_in_month.sql
--! include finance/functions/open_items_on.sql
--! include finance/functions/opening_debt_open_amount.sql
--! include finance/functions/opening_undone_on.sql
--! include finance/functions/overdue_block.sql
--! include finance/functions/overdue_documents.sql
--! include finance/functions/payments_in_hand.sql
--! include finance/functions/refuse_handed_over.sql
--! include finance/functions/refuse_opened_with_history.sql
--! include finance/functions/refuse_paid_slip.sql
--! include finance/functions/undo_opening_debts.sql
--! include inventory/functions/add_return_lines.sql
--! include inventory/functions/ask_issue_return.sql
--! include inventory/functions/cancel_issue_return.sql
--! include inventory/functions/cancel_issue.sql
--! include inventory/functions/confirm_asked_return.sql
--! include inventory/functions/confirm_issue_return.sql
--! include inventory/functions/confirm_issue.sql
--! include inventory/functions/create_issue_return.sql
--! include inventory/functions/create_issue.sql
--! include inventory/functions/deliver_issue.sql
--! include inventory/functions/price_return_lines.sql
--! include inventory/functions/reason_problems.sql
--! include inventory/functions/reject_issue_return.sql
--! include inventory/functions/request_issue_return.sql
--! include inventory/functions/return_decision_problems.sql
--! include notification/functions/begin_long_job.sql
--! include notification/functions/cancel_long_job.sql
--! include notification/functions/close_lost_long_jobs.sql
--! include notification/functions/email_bounced.sql
--! include notification/functions/email_to_send.sql
--! include notification/functions/enqueue.sql
--! include notification/functions/fail_long_job.sql
--! include notification/functions/notify_refund_paid.sql
--! include notification/functions/notify_return_confirmed.sql
--! include notification/functions/notify_return_decided.sql
--! include notification/functions/notify_return_requested.sql
--! include notification/functions/purge_told.sql
--! include notification/functions/remind_overdue.sql
--! include notification/functions/start_long_job.sql
--! include report/functions/ages_of_debt.sql
--! include report/functions/overview.sql
--! include report/functions/sales_by_month.sql
--! include agency/rules/district_cap.sql
--! include audit/rules/history_is_final.sql
--! include finance/rules/adjustments_end_with_their_agency.sql
--! include finance/rules/cancelled_opening_is_reversed.sql
--! include finance/rules/debt_is_reversed_on_cancel.sql
--! include finance/rules/f_lower_debt_on_return.sql
--! include finance/rules/f_update_debt_amount.sql
--! include finance/rules/opening_debt_is_final.sql
--! include finance/rules/paid_now_limit.sql
--! include finance/rules/paid_now_makes_one_payment.sql
--! include finance/rules/payment_is_final.sql
--! include finance/rules/payment_transition.sql
--! include finance/rules/refund_is_announced.sql
--! include inventory/rules/f_raise_stock_on_return.sql
--! include inventory/rules/issue_is_final_once_confirmed.sql
--! include inventory/rules/issue_return_is_final.sql
--! include inventory/rules/issue_return_is_numbered_last.sql
--! include inventory/rules/issue_return_is_priced.sql
--! include inventory/rules/issue_return_needs_four_eyes.sql
--! include inventory/rules/issue_return_transition.sql
--! include inventory/rules/requested_returns_end_with_their_slip.sql
--! include inventory/rules/requests_end_with_their_agency.sql
--! include inventory/rules/return_is_announced.sql
--! include inventory/rules/return_needs_a_confirmed_slip.sql
--! include inventory/rules/return_within_issue.sql
--! include inventory/rules/undoing_a_slip_asks_slip_cancel.sql
--! include audit/views/invariant_allocations_are_the_settling.sql
--! include audit/views/invariant_cash_in_hand_is_what_was_not_handed_over.sql
--! include audit/views/invariant_command_made_its_document.sql
--! include audit/views/invariant_numbers_have_no_gaps.sql
--! include audit/views/invariant_opening_debt_moved_the_debt_once.sql
--! include audit/views/invariant_return_lowered_the_debt_once.sql
--! include audit/views/invariant_return_moves_nothing_until_confirmed.sql
--! include audit/views/invariant_return_raised_stock_once.sql
--! include audit/views/invariant_return_total_is_the_sum_of_its_lines.sql
