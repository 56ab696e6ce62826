-- A return that was mistyped is undone, and returns are not judged by the debt.
-- squawk-ignore-file adding-foreign-key-constraint, constraint-missing-not-valid, require-concurrent-index-creation
alter table inventory.issue_return
  add column if not exists status text not null default 'confirmed',
  add column if not exists cancelled_at timestamptz,
  add column if not exists cancelled_by :ID_TYPE references auth."user",
  add column if not exists cancel_reason text,
  drop constraint if exists issue_return_status_is_known,
  drop constraint if exists cancelled_return_says_when_and_why;
alter table inventory.issue_return
  add constraint issue_return_status_is_known check (status in ('confirmed', 'cancelled')),
  add constraint cancelled_return_says_when_and_why check (
    (status = 'cancelled') = (cancelled_at is not null)
    and (status = 'cancelled') = (cancelled_by is not null)
    and (status = 'cancelled') = (length(btrim(cancel_reason)) between 1 and 500));
create index if not exists issue_return_cancelled_by_idx on inventory.issue_return (cancelled_by);
comment on column inventory.issue_return.status is 'confirmed or cancelled.';
comment on column inventory.issue_return.cancelled_at is 'Moment it was undone.';
comment on column inventory.issue_return.cancelled_by is 'User who undid it.';
comment on column inventory.issue_return.cancel_reason is 'Why it was undone, at most 500 characters.';

alter table finance.debt_transaction
  drop constraint if exists debt_transaction_of_a_return_names_it;
alter table finance.debt_transaction
  add constraint debt_transaction_of_a_return_names_it check (
    (kind in ('return', 'return_cancel')) = (issue_return_id is not null)
    and (issue_return_id is null or issue_id is not null));

alter table inventory.stock_movement
  drop constraint if exists stock_movement_kind_is_known,
  drop constraint if exists stock_movement_of_a_return_names_it;
alter table inventory.stock_movement
  add constraint stock_movement_kind_is_known check (kind in ('opening', 'issue', 'issue_cancel',
    'receipt', 'receipt_cancel', 'return', 'return_cancel', 'count')),
  add constraint stock_movement_of_a_return_names_it check (
    (kind in ('return', 'return_cancel')) = (issue_return_id is not null)
    and (issue_return_id is null or agency_id is not null));
comment on column inventory.stock_movement.kind is
  'opening, issue, issue_cancel, receipt, receipt_cancel, return, return_cancel, count.';

drop trigger if exists return_4_return_within_debt on inventory.issue_return_detail;
drop function if exists finance.return_within_debt();
drop function if exists inventory.refuse_negative_stock_on_cancel(inventory.receipt);
--! include inventory/policies/issue_return.sql
--! include inventory/functions/add_return_lines.sql
--! include inventory/functions/cancel_issue_return.sql
--! include inventory/functions/issue_kept_amount.sql
--! include inventory/functions/refuse_negative_stock_on_cancel.sql
--! include report/functions/rebuild_stock_summaries.sql
--! include report/functions/stock_between.sql
--! include finance/rules/cancelled_return_raises_debt.sql
--! include inventory/rules/f_lower_stock_on_receipt_cancel.sql
--! include inventory/rules/f_lower_stock_on_return_cancel.sql
--! include inventory/rules/issue_has_no_returns_when_cancelled.sql
--! include inventory/rules/issue_return_is_final.sql
--! include inventory/rules/issue_return_transition.sql
--! include inventory/rules/return_within_issue.sql
--! include report/rules/stock_delta_is_kept.sql
--! include audit/views/invariant_cancelled_return_is_reversed_once.sql
--! include audit/views/invariant_item_days_equal_the_ledger.sql
--! include audit/views/invariant_return_is_at_most_what_was_issued.sql
--! include audit/views/invariant_return_total_is_the_sum_of_its_lines.sql
