-- Cash in hand, opening debt undone, what a month still has open.
-- squawk-ignore-file adding-foreign-key-constraint, constraint-missing-not-valid, require-concurrent-index-creation
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

-- -- objects
--! include finance/policies/payment.sql
--! include finance/functions/cash_in_hand.sql
--! include finance/functions/hand_over_cash.sql
--! include finance/functions/hand_over_problems.sql
--! include finance/functions/payments_in_hand.sql
--! include finance/functions/refuse_handed_over.sql
--! include finance/functions/refuse_paid_slip.sql
--! include inventory/functions/cancel_issue.sql
--! include inventory/functions/confirm_issue.sql
--! include inventory/functions/create_issue.sql
--! include finance/rules/debt_is_reversed_on_cancel.sql
--! include finance/rules/paid_now_limit.sql
--! include finance/rules/paid_now_makes_one_payment.sql
--! include finance/rules/payment_is_final.sql
--! include finance/rules/payment_transition.sql
--! include audit/views/invariant_cash_in_hand_is_what_was_not_handed_over.sql
