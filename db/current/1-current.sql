-- The open migration: tables and data by hand, rules by `--! include <schema>/<folder>/<name>.sql`
-- Refunds (phiếu chi): money given back to an agency, an open item that its credit pays for.
create table if not exists finance.refund (
  id :ID_TYPE primary key :ID_DEFAULT,
  code text not null constraint refund_code_is_unique unique,
  agency_id :ID_TYPE not null references agency.agency,
  status text not null default 'confirmed'
    constraint refund_status_is_known check (status in ('confirmed', 'cancelled')),
  method text not null default 'cash'
    constraint refund_method_is_known check (method in ('cash', 'bank', 'other')),
  reference text constraint refund_reference_is_short check (length(reference) <= 100),
  amount public.dong not null constraint refund_amount_is_positive check (amount > 0),
  refund_date date not null,
  note text constraint refund_note_is_short check (length(note) <= 500),
  created_at timestamptz not null default now(),
  created_by :ID_TYPE not null references auth."user",
  cancelled_at timestamptz,
  cancelled_by :ID_TYPE references auth."user",
  cancel_reason text constraint refund_cancel_reason_is_short check (length(cancel_reason) <= 500),
  constraint refund_belongs_to_one_agency unique (agency_id, id),
  constraint refund_cancelled_says_when_by_whom_and_why check (case status
    when 'cancelled' then
      num_nulls(cancelled_at, cancelled_by, cancel_reason) = 0 and btrim(cancel_reason) <> ''
    else num_nonnulls(cancelled_at, cancelled_by, cancel_reason) = 0 end)
);
create index if not exists refund_agency_id_refund_date_idx
  on finance.refund (agency_id, refund_date);
create index if not exists refund_created_by_idx on finance.refund (created_by);
create index if not exists refund_cancelled_by_idx on finance.refund (cancelled_by);
comment on table finance.refund is
  'Money given back to an agency that has it with us (phiếu chi), PC-2026-000123.';
comment on column finance.refund.id is 'Opaque key.';
comment on column finance.refund.code is 'PC-year-number without gaps.';
comment on column finance.refund.agency_id is 'Who got it.';
comment on column finance.refund.status is 'confirmed or cancelled.';
comment on column finance.refund.method is 'cash, bank or other.';
comment on column finance.refund.reference is 'Bank reference or receipt book number.';
comment on column finance.refund.amount is 'How much, đồng.';
comment on column finance.refund.refund_date is 'Business date in Asia/Ho_Chi_Minh.';
comment on column finance.refund.note is 'Free text.';
comment on column finance.refund.created_at is 'Moment of recording.';
comment on column finance.refund.created_by is 'User who recorded it.';
comment on column finance.refund.cancelled_at is 'Moment of cancelling.';
comment on column finance.refund.cancelled_by is 'User who cancelled it.';
comment on column finance.refund.cancel_reason is 'Why it was cancelled.';

alter table finance.debt_transaction
  add column if not exists refund_id :ID_TYPE,
  drop constraint if exists debt_transaction_of_a_refund_names_it,
  drop constraint if exists debt_transaction_belongs_to_a_refund_of_its_agency;
alter table finance.debt_transaction
  add constraint debt_transaction_of_a_refund_names_it
    check ((kind in ('refund', 'refund_cancel')) = (refund_id is not null)),
  add constraint debt_transaction_belongs_to_a_refund_of_its_agency
    foreign key (agency_id, refund_id) references finance.refund (agency_id, id);
-- squawk-ignore require-concurrent-index-creation
create index if not exists debt_transaction_agency_id_refund_id_idx
  on finance.debt_transaction (agency_id, refund_id) where refund_id is not null;
comment on column finance.debt_transaction.refund_id is 'The refund behind it.';

-- Adjustments of debt (điều chỉnh công nợ): what an agency owes is put right, with a reason.
create table if not exists finance.adjustment (
  id :ID_TYPE primary key :ID_DEFAULT,
  code text constraint adjustment_code_is_unique unique,
  agency_id :ID_TYPE not null references agency.agency,
  status text not null default 'requested' constraint adjustment_status_is_known
    check (status in ('requested', 'confirmed', 'rejected', 'cancelled')),
  direction text not null
    constraint adjustment_direction_is_known check (direction in ('up', 'down')),
  amount public.dong not null constraint adjustment_amount_is_positive check (amount > 0),
  reason text not null constraint adjustment_needs_a_reason
    check (btrim(reason) <> '' and length(reason) <= 500),
  opening_debt_id :ID_TYPE,
  issue_id :ID_TYPE,
  adjustment_date date,
  due_date date,
  created_at timestamptz not null default now(),
  created_by :ID_TYPE not null references auth."user",
  confirmed_at timestamptz,
  confirmed_by :ID_TYPE references auth."user",
  rejected_at timestamptz,
  rejected_by :ID_TYPE references auth."user",
  reject_reason text constraint adjustment_reject_reason_is_short check (length(reject_reason) <= 500),
  cancelled_at timestamptz,
  cancelled_by :ID_TYPE references auth."user",
  cancel_reason text constraint adjustment_cancel_reason_is_short check (length(cancel_reason) <= 500),
  constraint adjustment_belongs_to_one_agency unique (agency_id, id),
  constraint adjustment_is_of_one_document_at_most check (num_nonnulls(opening_debt_id, issue_id) <= 1),
  constraint adjustment_corrects_an_opening_of_its_agency
    foreign key (agency_id, opening_debt_id) references finance.opening_debt (agency_id, id),
  constraint adjustment_corrects_a_slip_of_its_agency
    foreign key (agency_id, issue_id) references inventory.issue (agency_id, id),
  constraint adjustment_that_stands_alone_is_due check (due_date is null
    or direction = 'up' and num_nonnulls(opening_debt_id, issue_id) = 0),
  constraint adjustment_has_number_and_day_once_confirmed check (
    case when status in ('confirmed', 'cancelled')
      then num_nulls(code, adjustment_date, confirmed_at, confirmed_by) = 0
      else num_nonnulls(code, confirmed_at, confirmed_by) = 0 end),
  constraint adjustment_rejected_says_when_by_whom_and_why check (case status
    when 'rejected' then
      num_nulls(rejected_at, rejected_by, reject_reason) = 0 and btrim(reject_reason) <> ''
    else num_nonnulls(rejected_at, rejected_by, reject_reason) = 0 end),
  constraint adjustment_cancelled_says_when_by_whom_and_why check (case status
    when 'cancelled' then
      num_nulls(cancelled_at, cancelled_by, cancel_reason) = 0 and btrim(cancel_reason) <> ''
    else num_nonnulls(cancelled_at, cancelled_by, cancel_reason) = 0 end)
);
create index if not exists adjustment_agency_id_adjustment_date_idx
  on finance.adjustment (agency_id, adjustment_date);
create index if not exists adjustment_agency_id_opening_debt_id_idx
  on finance.adjustment (agency_id, opening_debt_id);
create index if not exists adjustment_agency_id_issue_id_idx
  on finance.adjustment (agency_id, issue_id);
create index if not exists adjustment_created_by_idx on finance.adjustment (created_by);
create index if not exists adjustment_confirmed_by_idx on finance.adjustment (confirmed_by);
create index if not exists adjustment_rejected_by_idx on finance.adjustment (rejected_by);
create index if not exists adjustment_cancelled_by_idx on finance.adjustment (cancelled_by);
comment on table finance.adjustment is
  'Adjustment of debt (điều chỉnh công nợ), DC-2026-000123: what an agency owes is put right, with a reason.';
comment on column finance.adjustment.id is 'Opaque key.';
comment on column finance.adjustment.code is 'DC-year-number without gaps; null until confirmed.';
comment on column finance.adjustment.agency_id is 'Whose debt.';
comment on column finance.adjustment.status is 'requested, confirmed, rejected or cancelled.';
comment on column finance.adjustment.direction is 'up raises the debt, down lowers it.';
comment on column finance.adjustment.amount is 'By how much, đồng, without sign.';
comment on column finance.adjustment.reason is 'Why.';
comment on column finance.adjustment.opening_debt_id is
  'The opening row that it corrects, if it does.';
comment on column finance.adjustment.issue_id is 'The slip that it corrects, if it does.';
comment on column finance.adjustment.adjustment_date is
  'Business date in Asia/Ho_Chi_Minh; while requested null unless told.';
comment on column finance.adjustment.due_date is
  'Day to pay it by, for one upwards that corrects no document; null: its own day.';
comment on column finance.adjustment.created_at is 'Moment of asking.';
comment on column finance.adjustment.created_by is 'User who asked.';
comment on column finance.adjustment.confirmed_at is 'Moment of confirming.';
comment on column finance.adjustment.confirmed_by is 'User who confirmed it.';
comment on column finance.adjustment.rejected_at is 'Moment of rejecting or withdrawing.';
comment on column finance.adjustment.rejected_by is 'User who rejected or withdrew it.';
comment on column finance.adjustment.reject_reason is 'Why it was rejected.';
comment on column finance.adjustment.cancelled_at is 'Moment of cancelling.';
comment on column finance.adjustment.cancelled_by is 'User who cancelled it.';
comment on column finance.adjustment.cancel_reason is 'Why it was cancelled.';

alter table finance.debt_transaction
  add column if not exists adjustment_id :ID_TYPE,
  add column if not exists credit_seq bigint,
  drop constraint if exists debt_transaction_of_an_adjustment_names_it,
  drop constraint if exists debt_transaction_belongs_to_an_adjustment_of_its_agency,
  drop constraint if exists debt_transaction_is_of_an_item_or_of_money;
alter table finance.debt_transaction
  add constraint debt_transaction_of_an_adjustment_names_it
    check ((kind in ('adjustment', 'adjustment_cancel')) = (adjustment_id is not null)),
  add constraint debt_transaction_is_of_an_item_or_of_money
    check (credit_seq is null or item_seq is null),
  add constraint debt_transaction_belongs_to_an_adjustment_of_its_agency
    foreign key (agency_id, adjustment_id) references finance.adjustment (agency_id, id);
-- squawk-ignore require-concurrent-index-creation
create index if not exists debt_transaction_agency_id_adjustment_id_idx
  on finance.debt_transaction (agency_id, adjustment_id) where adjustment_id is not null;
-- squawk-ignore require-concurrent-index-creation
create index if not exists debt_transaction_agency_id_credit_seq_idx
  on finance.debt_transaction (agency_id, credit_seq) where credit_seq is not null;
comment on column finance.debt_transaction.adjustment_id is 'The adjustment behind it.';
comment on column finance.debt_transaction.credit_seq is
  'Place (seq) of the row that began the money which this row changes: an opening row, or an adjustment that is cancelled.';

drop function if exists finance.assign_told_money(:ID_TYPE, bigint[], bigint[]);

-- Opening debt comes as many documents an agency, each with its number and dates.
insert into config.import_column (import_kind_code, place, code, name_vi, name_en, form, is_required, example) values
  ('opening_debt', 4, 'document', 'Số chứng từ', 'Document', 'text', false, 'HD-0457'),
  ('opening_debt', 5, 'document_date', 'Ngày chứng từ', 'Document date', 'date', false, '15/09/2026'),
  ('opening_debt', 6, 'due_date', 'Hạn trả', 'Due date', 'date', false, '15/10/2026')
on conflict do nothing;

-- -- objects
--! include finance/policies/adjustment.sql
--! include finance/policies/refund.sql
--! include agency/functions/terminate_agency.sql
--! include finance/functions/adjustment_problems.sql
--! include finance/functions/assign_told_money.sql
--! include finance/functions/cancel_adjustment.sql
--! include finance/functions/cancel_payment.sql
--! include finance/functions/cancel_refund.sql
--! include finance/functions/cancelling_problems.sql
--! include finance/functions/check_imported_opening_debts.sql
--! include finance/functions/confirm_adjustment.sql
--! include finance/functions/confirm_asked_adjustment.sql
--! include finance/functions/corrected_entry.sql
--! include finance/functions/create_adjustment.sql
--! include finance/functions/create_refund.sql
--! include finance/functions/imported_opening_debt_problems.sql
--! include finance/functions/imported_opening_debts.sql
--! include finance/functions/refund_problems.sql
--! include finance/functions/refuse_lowering.sql
--! include finance/functions/reject_adjustment.sql
--! include finance/functions/renew_credit_items.sql
--! include finance/functions/require_cancelling.sql
--! include finance/functions/settle_anew.sql
--! include report/functions/agency_statement.sql
--! include report/functions/late_debt_transactions.sql
--! include agency/rules/terminated_without_debt.sql
--! include audit/rules/record_change.sql
--! include finance/rules/adjustment_is_final.sql
--! include finance/rules/adjustment_moves_debt.sql
--! include finance/rules/adjustment_needs_four_eyes.sql
--! include finance/rules/adjustment_transition.sql
--! include finance/rules/adjustment_within_document.sql
--! include finance/rules/cancelled_adjustment_is_reversed.sql
--! include finance/rules/cancelled_refund_lowers_debt.sql
--! include finance/rules/issue_has_no_adjustments_when_cancelled.sql
--! include finance/rules/items_begin_with_the_ledger.sql
--! include finance/rules/money_settles_earliest_due_first.sql
--! include finance/rules/refund_is_final.sql
--! include finance/rules/refund_needs_four_eyes.sql
--! include finance/rules/refund_raises_debt.sql
--! include finance/rules/refund_transition.sql
--! include finance/rules/refund_within_credit.sql
--! include audit/views/invariant_adjustment_moved_the_debt_once.sql
--! include audit/views/invariant_cancelled_adjustment_is_reversed_once.sql
--! include audit/views/invariant_cancelled_refund_is_reversed_once.sql
--! include audit/views/invariant_command_made_its_document.sql
--! include audit/views/invariant_credit_items_equal_the_ledger.sql
--! include audit/views/invariant_document_is_in_the_audit_trail.sql
--! include audit/views/invariant_numbers_have_no_gaps.sql
--! include audit/views/invariant_refund_raised_the_debt_once.sql
