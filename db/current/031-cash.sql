-- Cash in hand, opening debt undone, what a month still has open.
-- squawk-ignore-file adding-foreign-key-constraint, constraint-missing-not-valid, require-concurrent-index-creation, require-concurrent-index-deletion
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

-- -- objects
--! include finance/policies/opening_debt.sql
--! include finance/policies/payment.sql
--! include config/functions/end_undo.sql
--! include config/functions/import_status.sql
--! include config/functions/import_to_undo.sql
--! include config/functions/refuse_applied_file.sql
--! include finance/functions/apply_imported_opening_debts.sql
--! include finance/functions/cash_in_hand.sql
--! include finance/functions/hand_over_cash.sql
--! include finance/functions/hand_over_problems.sql
--! include finance/functions/imported_opening_debts.sql
--! include finance/functions/open_in_month.sql
--! include finance/functions/opening_undone_on.sql
--! include finance/functions/payments_in_hand.sql
--! include finance/functions/refuse_handed_over.sql
--! include finance/functions/refuse_opened_with_history.sql
--! include finance/functions/refuse_paid_slip.sql
--! include finance/functions/undo_opening_debts.sql
--! include inventory/functions/cancel_issue.sql
--! include inventory/functions/confirm_issue.sql
--! include inventory/functions/create_issue.sql
--! include finance/rules/cancelled_opening_is_reversed.sql
--! include finance/rules/debt_is_reversed_on_cancel.sql
--! include finance/rules/opening_debt_is_final.sql
--! include finance/rules/paid_now_limit.sql
--! include finance/rules/paid_now_makes_one_payment.sql
--! include finance/rules/payment_is_final.sql
--! include finance/rules/payment_transition.sql
--! include audit/views/invariant_cash_in_hand_is_what_was_not_handed_over.sql
--! include audit/views/invariant_opening_debt_moved_the_debt_once.sql
