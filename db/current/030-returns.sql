-- A return has a life: asked for, then confirmed or rejected; a confirmed one may be cancelled.
-- squawk-ignore-file adding-foreign-key-constraint, constraint-missing-not-valid, require-concurrent-index-creation, adding-required-field, ban-drop-not-null
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

-- -- objects
--! include inventory/policies/issue_return_detail.sql
--! include inventory/policies/issue_return.sql
--! include auth/functions/hidden_columns.sql
--! include inventory/functions/add_return_lines.sql
--! include inventory/functions/ask_issue_return.sql
--! include inventory/functions/cancel_issue_return.sql
--! include inventory/functions/confirm_asked_return.sql
--! include inventory/functions/confirm_issue_return.sql
--! include inventory/functions/create_issue_return.sql
--! include inventory/functions/deliver_issue.sql
--! include inventory/functions/price_return_lines.sql
--! include inventory/functions/reason_problems.sql
--! include inventory/functions/reject_issue_return.sql
--! include inventory/functions/request_issue_return.sql
--! include inventory/functions/return_decision_problems.sql
--! include notification/functions/enqueue.sql
--! include notification/functions/notify_return_decided.sql
--! include notification/functions/notify_return_requested.sql
--! include audit/rules/history_is_final.sql
--! include finance/rules/f_lower_debt_on_return.sql
--! include inventory/rules/f_raise_stock_on_return.sql
--! include inventory/rules/issue_return_is_final.sql
--! include inventory/rules/issue_return_is_numbered_last.sql
--! include inventory/rules/issue_return_is_priced.sql
--! include inventory/rules/issue_return_needs_four_eyes.sql
--! include inventory/rules/issue_return_transition.sql
--! include inventory/rules/requested_returns_end_with_their_slip.sql
--! include inventory/rules/return_needs_a_confirmed_slip.sql
--! include inventory/rules/return_within_issue.sql
--! include inventory/rules/undoing_a_slip_asks_slip_cancel.sql
--! include audit/views/invariant_command_made_its_document.sql
--! include audit/views/invariant_numbers_have_no_gaps.sql
--! include audit/views/invariant_return_lowered_the_debt_once.sql
--! include audit/views/invariant_return_moves_nothing_until_confirmed.sql
--! include audit/views/invariant_return_raised_stock_once.sql
--! include audit/views/invariant_return_total_is_the_sum_of_its_lines.sql
