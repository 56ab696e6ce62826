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

--! include finance/policies/refund.sql
--! include finance/functions/cancelling_problems.sql
--! include finance/functions/require_cancelling.sql
--! include finance/functions/refund_problems.sql
--! include finance/functions/create_refund.sql
--! include finance/functions/cancel_refund.sql
--! include finance/functions/cancel_payment.sql
--! include finance/rules/refund_within_credit.sql
--! include finance/rules/refund_raises_debt.sql
--! include finance/rules/cancelled_refund_lowers_debt.sql
--! include finance/rules/refund_is_final.sql
--! include finance/rules/refund_transition.sql
--! include finance/rules/refund_needs_four_eyes.sql
--! include agency/functions/terminate_agency.sql
--! include agency/rules/terminated_without_debt.sql
--! include report/functions/agency_statement.sql
--! include report/functions/late_debt_transactions.sql
--! include audit/rules/record_change.sql
--! include audit/views/invariant_numbers_have_no_gaps.sql
--! include audit/views/invariant_document_is_in_the_audit_trail.sql
--! include audit/views/invariant_command_made_its_document.sql
--! include audit/views/invariant_refund_raised_the_debt_once.sql
--! include audit/views/invariant_cancelled_refund_is_reversed_once.sql
