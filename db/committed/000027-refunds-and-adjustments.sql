--! Previous: sha1:850330637ffcc022e5177bc8f2f3c6b68cb2f50c
--! Hash: sha1:c93372b9fb419db5d9aee9cf23499268e32f209c
--! Message: refunds and adjustments

--! split: 1-current.sql
-- The open migration: tables and data by hand, rules by `--! include <schema>/<folder>/<name>.sql`
-- squawk-ignore-file adding-foreign-key-constraint, constraint-missing-not-valid, require-concurrent-index-creation, ban-drop-table
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
--! Included finance/policies/adjustment.sql
-- Assigned people see adjustments of their agencies, staff all; the warehouse none.
alter table finance.adjustment enable row level security;
alter table finance.adjustment force row level security;

drop policy if exists definer_does_what_functions_do on finance.adjustment;
create policy definer_does_what_functions_do on finance.adjustment
for all to sodaily_definer using (true) with check (true);

drop policy if exists user_reads_own_agencies on finance.adjustment;
create policy user_reads_own_agencies on finance.adjustment
for select to sodaily_user
using (agency_id = any (cast((select agency.my_ids()) as :ID_TYPE[])));

drop policy if exists staff_reads_all on finance.adjustment;
create policy staff_reads_all on finance.adjustment
for select to sodaily_staff
using (true);

drop policy if exists auditor_reads_all on finance.adjustment;
create policy auditor_reads_all on finance.adjustment
for select to sodaily_auditor
using (true);

drop policy if exists readers_need_the_scope on finance.adjustment;
create policy readers_need_the_scope on finance.adjustment
as restrictive for select to sodaily_user, sodaily_staff, sodaily_auditor
using ((select auth.has_scope('finance:read')));

revoke all on finance.adjustment from sodaily_definer, sodaily_user, sodaily_staff,
  sodaily_warehouse, sodaily_auditor;
grant select, insert on finance.adjustment to sodaily_definer;
grant update (status, code, adjustment_date, confirmed_at, confirmed_by, rejected_at, rejected_by,
  reject_reason, cancelled_at, cancelled_by, cancel_reason) on finance.adjustment
  to sodaily_definer;
grant select on finance.adjustment
  to sodaily_user, sodaily_staff, sodaily_auditor;
--! EndIncluded finance/policies/adjustment.sql
--! Included finance/policies/refund.sql
-- Assigned people see refunds of their agencies, staff all; the warehouse none.
alter table finance.refund enable row level security;
alter table finance.refund force row level security;

drop policy if exists definer_does_what_functions_do on finance.refund;
create policy definer_does_what_functions_do on finance.refund
for all to sodaily_definer using (true) with check (true);

drop policy if exists user_reads_own_agencies on finance.refund;
create policy user_reads_own_agencies on finance.refund
for select to sodaily_user
using (agency_id = any (cast((select agency.my_ids()) as :ID_TYPE[])));

drop policy if exists staff_reads_all on finance.refund;
create policy staff_reads_all on finance.refund
for select to sodaily_staff
using (true);

drop policy if exists auditor_reads_all on finance.refund;
create policy auditor_reads_all on finance.refund
for select to sodaily_auditor
using (true);

drop policy if exists readers_need_the_scope on finance.refund;
create policy readers_need_the_scope on finance.refund
as restrictive for select to sodaily_user, sodaily_staff, sodaily_auditor
using ((select auth.has_scope('finance:read')));

revoke all on finance.refund from sodaily_definer, sodaily_user, sodaily_staff,
  sodaily_warehouse, sodaily_auditor;
grant select, insert on finance.refund to sodaily_definer;
grant update (status, cancelled_at, cancelled_by, cancel_reason) on finance.refund
  to sodaily_definer;
grant select on finance.refund
  to sodaily_user, sodaily_staff, sodaily_auditor;
--! EndIncluded finance/policies/refund.sql
--! Included agency/functions/terminate_agency.sql
-- The business with an agency ends, once it owes nothing.
-- Security definer: agencies are written by functions only.
create or replace function agency.terminate_agency(
  client_key text,
  agency_id :ID_TYPE,
  reason text)
returns agency.agency
language plpgsql volatile security definer
set search_path to pg_catalog, pg_temp
as $$
declare
  caller :ID_TYPE := auth.require_scope('agency:approve');
  changed agency.agency;
  earlier jsonb;
begin
  earlier := audit.begin_command(caller, client_key, 'agency.terminate_agency', jsonb_build_array(agency_id, btrim(reason)));
  if earlier is null then
    changed := agency.agency_for_change(agency_id, 'terminated');
    update agency.agency as a
    set status = 'terminated', status_reason = audit.require_reason(terminate_agency.reason),
      updated_at = now(), updated_by = caller
    where a.id = changed.id;
    perform audit.finish_command(caller, client_key, jsonb_build_object('id', changed.id::text));
  end if;
  select a.* into strict changed from agency.agency as a
  where a.id = coalesce(cast(earlier ->> 'id' as :ID_TYPE), changed.id);
  return changed;
end
$$;
alter function agency.terminate_agency(text, :ID_TYPE, text) owner to sodaily_definer;
comment on function agency.terminate_agency(text, :ID_TYPE, text) is
  E'@resultFieldName agency\nEnds the business with an agency that owes nothing, with a reason. Errors: INVALID_TOKEN, PERMISSION_DENIED, NOT_FOUND, DUPLICATE_REQUEST, INVALID_TRANSITION, VALIDATION_ERROR, AGENCY_HAS_DEBT, AGENCY_HAS_CREDIT.';
revoke all on function agency.terminate_agency(text, :ID_TYPE, text) from public;
grant execute on function agency.terminate_agency(text, :ID_TYPE, text) to sodaily_staff;
--! EndIncluded agency/functions/terminate_agency.sql
--! Included finance/functions/adjustment_problems.sql
-- Everything that is wrong with an adjustment asked for. An agency that the caller may not see is
-- unknown to them; a document of another agency, or one that never moved the debt, is unknown here.
create or replace function finance.adjustment_problems(
  asked finance.adjustment, amount numeric)
returns jsonb
language plpgsql stable
set search_path to pg_catalog, pg_temp
as $$
declare
  today constant date := config.business_date();
  corrects constant finance.debt_transaction :=
    finance.corrected_entry(asked.agency_id, asked.opening_debt_id, asked.issue_id);
  -- the facts that it shares with a payment: agency, amount, day
  problems jsonb := (
    select coalesce(jsonb_agg(case when p.problem ->> 'path' = 'payment_date'
      then p.problem || '{"path": "adjustment_date"}' else p.problem end), '[]')
    from jsonb_array_elements(finance.payment_problems(
      asked.agency_id, amount, coalesce(asked.adjustment_date, today), 'other', null, null))
      as p (problem));
begin
  return problems || (
    with problem as (
      select 'direction' as path,
        case when asked.direction is null then 'required' else 'unknown' end as reason,
        asked.direction as value
      where asked.direction is null or asked.direction not in ('up', 'down')
      union all
      select 'reason', 'required', null where asked.reason is null
      union all
      select 'reason', 'too_long', length(asked.reason)::text where length(asked.reason) > 500
      union all
      select 'opening_debt_id', 'one_document_only', asked.opening_debt_id::text
      where num_nonnulls(asked.opening_debt_id, asked.issue_id) > 1
      union all
      select case when asked.issue_id is null then 'opening_debt_id' else 'issue_id' end, 'unknown',
        coalesce(asked.issue_id, asked.opening_debt_id)::text
      where num_nonnulls(asked.opening_debt_id, asked.issue_id) = 1 and corrects.id is null
      union all
      select 'due_date', 'not_for_this', asked.due_date::text
      where asked.due_date is not null and (asked.direction = 'down'
        or num_nonnulls(asked.opening_debt_id, asked.issue_id) > 0)
      union all
      select 'due_date', 'before_adjustment', asked.due_date::text
      where asked.due_date < coalesce(asked.adjustment_date, today))
    select coalesce(jsonb_agg(jsonb_strip_nulls(to_jsonb(p))), '[]') from problem as p);
end
$$;
comment on function finance.adjustment_problems(finance.adjustment, numeric) is
  E'@omit\nProblems of an adjustment asked for, as JSON [{path, reason, value}].';
revoke all on function finance.adjustment_problems(finance.adjustment, numeric) from public;
grant execute on function finance.adjustment_problems(finance.adjustment, numeric) to sodaily_definer;
--! EndIncluded finance/functions/adjustment_problems.sql
--! Included finance/functions/assign_told_money.sql
-- What items came to, from the ledger, and what was said to settle them: what was paid on
-- the spot first, then what was told by hand, oldest first, each as far as the item goes. Automatic
-- money has been taken away from them before.
create or replace function finance.assign_told_money(
  agency_id :ID_TYPE, items bigint[])
returns void
language plpgsql volatile
set search_path to pg_catalog, pg_temp
as $$
#variable_conflict use_column
begin
  with item as (
    select t.item_seq as seq, sum(t.amount) as amount
    from finance.debt_transaction as t
    where t.agency_id = assign_told_money.agency_id and t.seq = any (items)
      and t.item_seq = t.seq
    group by t.item_seq),
  come_to as (
    select i.seq, i.amount + coalesce((
      select sum(t.amount) from finance.debt_transaction as t
      where t.agency_id = assign_told_money.agency_id and t.item_seq = i.seq
        and t.item_seq <> t.seq and t.kind not in ('paid_now', 'payment_cancel')), 0) as amount
    from item as i),
  told as (
    select l.id, l.item_seq, k.amount as room, w.amount as wanted,
      sum(w.amount) over (partition by l.item_seq
        order by l.kind = 'hand', l.created_at, c.business_date, c.seq) as so_far
    from finance.payment_allocation as l
    join come_to as k on k.seq = l.item_seq
    join finance.credit_item as c
      on c.agency_id = assign_told_money.agency_id and c.seq = l.credit_seq
    cross join lateral (
      select case when exists (
        select from finance.debt_transaction as t
        where t.agency_id = assign_told_money.agency_id and t.payment_id = l.payment_id
          and t.kind = 'payment_cancel') then 0 else l.told_amount end as amount) as w
    where l.agency_id = assign_told_money.agency_id and l.kind <> 'automatic'
      and l.reversed_at is null),
  assigned as (
    select t.id, t.item_seq,
      greatest(least(t.wanted, t.room - (t.so_far - t.wanted)), 0) as amount
    from told as t),
  allocation as (
    update finance.payment_allocation as l
    set amount = a.amount
    from assigned as a where l.id = a.id and l.amount <> a.amount)
  update finance.open_item as o
  -- what was adjusted down and is taken off again is refused, in words
  set amount = case when k.amount < 0
      then finance.refuse_lowering(assign_told_money.agency_id, k.seq, k.amount) else k.amount end,
    updated_at = now(),
    assigned_amount = coalesce((
      select sum(a.amount) from assigned as a where a.item_seq = k.seq), 0)
  from come_to as k
  where o.agency_id = assign_told_money.agency_id and o.seq = k.seq;
end
$$;
comment on function finance.assign_told_money(:ID_TYPE, bigint[]) is
  E'@omit\nRenews what open items of an agency come to and what is assigned to them, from its ledger and from what was told.';
revoke all on function finance.assign_told_money(:ID_TYPE, bigint[]) from public;
grant execute on function finance.assign_told_money(:ID_TYPE, bigint[])
  to sodaily_definer;
--! EndIncluded finance/functions/assign_told_money.sql
--! Included finance/functions/cancel_adjustment.sql
-- Undoes an adjustment: the debt is as if it had not been made, from today on, in one transaction. What
-- cancelling does stands in the rules on finance.adjustment, in the order of their triggers.
-- Security definer: adjustments and ledgers are written by functions only.
create or replace function finance.cancel_adjustment(client_key text, adjustment_id :ID_TYPE, reason text)
returns finance.adjustment
language plpgsql volatile security definer
set search_path to pg_catalog, pg_temp
as $$
declare
  caller :ID_TYPE := auth.require_scope(
    case when auth.has_scope('finance:write') then 'finance:write' else 'slip:cancel' end);
  adjusted finance.adjustment;
  earlier jsonb;
begin
  reason := nullif(btrim(reason), '');
  earlier := audit.begin_command(caller, client_key, 'finance.cancel_adjustment',
    jsonb_build_array(adjustment_id, reason));
  select a.* into adjusted from finance.adjustment as a where a.id = cancel_adjustment.adjustment_id;
  if earlier is not null then
    return adjusted;
  end if;

  perform audit.refuse_problems(finance.cancelling_problems(
    'adjustment_id', adjustment_id::text, adjusted.agency_id, reason));
  perform finance.require_cancelling(caller, adjusted.created_by, adjusted.created_at);

  perform finance.hold_open_period(config.business_date());
  perform from agency.agency as a where a.id = adjusted.agency_id for no key update;
  update finance.adjustment as a
  set status = 'cancelled', cancelled_at = now(), cancelled_by = caller,
    cancel_reason = cancel_adjustment.reason
  where a.id = cancel_adjustment.adjustment_id
  returning a.* into strict adjusted;
  perform audit.finish_command(caller, client_key, jsonb_build_object('id', adjusted.id::text));
  return adjusted;
end
$$;
alter function finance.cancel_adjustment(text, :ID_TYPE, text) owner to sodaily_definer;
comment on function finance.cancel_adjustment(text, :ID_TYPE, text) is
  E'@resultFieldName adjustment\nCancels a confirmed adjustment, with a reason, by a reversing row of today. Asks slip:cancel, or finance:write for one''s own of today while FOUR_EYES is off. The same clientKey gives the same answer again. Errors: INVALID_TOKEN, PERMISSION_DENIED, VALIDATION_ERROR, DUPLICATE_REQUEST, INVALID_TRANSITION, FOUR_EYES, HAS_ADJUSTMENTS.';
revoke all on function finance.cancel_adjustment(text, :ID_TYPE, text) from public;
grant execute on function finance.cancel_adjustment(text, :ID_TYPE, text)
  to sodaily_user, sodaily_staff;
--! EndIncluded finance/functions/cancel_adjustment.sql
--! Included finance/functions/cancel_payment.sql
-- Undoes a payment by hand: the debt rises again on today's date, in one transaction. What
-- cancelling does stands in the rules on finance.payment, in the order of their triggers.
-- Security definer: payments and ledgers are written by functions only.
create or replace function finance.cancel_payment(client_key text, payment_id :ID_TYPE, reason text)
returns finance.payment
language plpgsql volatile security definer
set search_path to pg_catalog, pg_temp
as $$
declare
  caller :ID_TYPE := auth.require_scope(
    case when auth.has_scope('finance:write') then 'finance:write' else 'slip:cancel' end);
  paid finance.payment;
  earlier jsonb;
begin
  reason := nullif(btrim(reason), '');
  earlier := audit.begin_command(caller, client_key, 'finance.cancel_payment',
    jsonb_build_array(payment_id, reason));
  select p.* into paid from finance.payment as p where p.id = cancel_payment.payment_id;
  if earlier is not null then
    return paid;
  end if;

  perform audit.refuse_problems(finance.cancelling_problems(
    'payment_id', payment_id::text, paid.agency_id, reason));
  perform finance.require_cancelling(caller, paid.created_by, paid.created_at);

  perform finance.hold_open_period(config.business_date());
  perform from agency.agency as a where a.id = paid.agency_id for no key update;
  update finance.payment as p
  set status = 'cancelled', cancelled_at = now(), cancelled_by = caller,
    cancel_reason = cancel_payment.reason
  where p.id = cancel_payment.payment_id
  returning p.* into strict paid;
  perform audit.finish_command(caller, client_key, jsonb_build_object('id', paid.id::text));
  return paid;
end
$$;
alter function finance.cancel_payment(text, :ID_TYPE, text) owner to sodaily_definer;
comment on function finance.cancel_payment(text, :ID_TYPE, text) is
  E'@resultFieldName payment\nCancels a payment, with a reason: the debt rises again by a reversing row of today. What was paid on the spot is cancelled with its slip only. Asks slip:cancel, or finance:write for one''s own of today while FOUR_EYES is off. The same clientKey gives the same answer again. Errors: INVALID_TOKEN, PERMISSION_DENIED, VALIDATION_ERROR, DUPLICATE_REQUEST, INVALID_TRANSITION, FOUR_EYES.';
revoke all on function finance.cancel_payment(text, :ID_TYPE, text) from public;
grant execute on function finance.cancel_payment(text, :ID_TYPE, text)
  to sodaily_user, sodaily_staff;
--! EndIncluded finance/functions/cancel_payment.sql
--! Included finance/functions/cancel_refund.sql
-- Undoes a refund: the money is back and the debt falls again on today's date, in one transaction. What
-- cancelling does stands in the rules on finance.refund, in the order of their triggers.
-- Security definer: refunds and ledgers are written by functions only.
create or replace function finance.cancel_refund(client_key text, refund_id :ID_TYPE, reason text)
returns finance.refund
language plpgsql volatile security definer
set search_path to pg_catalog, pg_temp
as $$
declare
  caller :ID_TYPE := auth.require_scope(
    case when auth.has_scope('finance:write') then 'finance:write' else 'slip:cancel' end);
  refunded finance.refund;
  earlier jsonb;
begin
  reason := nullif(btrim(reason), '');
  earlier := audit.begin_command(caller, client_key, 'finance.cancel_refund',
    jsonb_build_array(refund_id, reason));
  select r.* into refunded from finance.refund as r where r.id = cancel_refund.refund_id;
  if earlier is not null then
    return refunded;
  end if;

  perform audit.refuse_problems(finance.cancelling_problems(
    'refund_id', refund_id::text, refunded.agency_id, reason));
  perform finance.require_cancelling(caller, refunded.created_by, refunded.created_at);

  perform finance.hold_open_period(config.business_date());
  perform from agency.agency as a where a.id = refunded.agency_id for no key update;
  update finance.refund as r
  set status = 'cancelled', cancelled_at = now(), cancelled_by = caller,
    cancel_reason = cancel_refund.reason
  where r.id = cancel_refund.refund_id
  returning r.* into strict refunded;
  perform audit.finish_command(caller, client_key, jsonb_build_object('id', refunded.id::text));
  return refunded;
end
$$;
alter function finance.cancel_refund(text, :ID_TYPE, text) owner to sodaily_definer;
comment on function finance.cancel_refund(text, :ID_TYPE, text) is
  E'@resultFieldName refund\nCancels a refund, with a reason: the debt falls again by a reversing row of today. Asks slip:cancel, or finance:write for one''s own of today while FOUR_EYES is off. The same clientKey gives the same answer again. Errors: INVALID_TOKEN, PERMISSION_DENIED, VALIDATION_ERROR, DUPLICATE_REQUEST, INVALID_TRANSITION, FOUR_EYES.';
revoke all on function finance.cancel_refund(text, :ID_TYPE, text) from public;
grant execute on function finance.cancel_refund(text, :ID_TYPE, text)
  to sodaily_user, sodaily_staff;
--! EndIncluded finance/functions/cancel_refund.sql
--! Included finance/functions/cancelling_problems.sql
-- What is wrong with cancelling a document of money: one that the caller may not see is unknown to
-- them, and a reason is required.
create or replace function finance.cancelling_problems(
  path text, document_id text, agency_id :ID_TYPE, reason text)
returns jsonb
language plpgsql stable
set search_path to pg_catalog, pg_temp
as $$
begin
  return case when agency_id is null or not agency.is_mine(agency_id) then
    jsonb_build_array(jsonb_strip_nulls(jsonb_build_object('path', path,
      'reason', case when document_id is null then 'required' else 'unknown' end,
      'value', document_id)))
  else '[]' end || case
  when reason is null then
    jsonb_build_array(jsonb_build_object('path', 'reason', 'reason', 'required'))
  when length(reason) > 500 then jsonb_build_array(jsonb_build_object(
    'path', 'reason', 'reason', 'too_long', 'value', length(reason)::text))
  else '[]' end;
end
$$;
comment on function finance.cancelling_problems(text, text, :ID_TYPE, text) is
  E'@omit\nProblems of cancelling a document of an agency (null: there is none), as JSON [{path, reason, value}].';
revoke all on function finance.cancelling_problems(text, text, :ID_TYPE, text) from public;
grant execute on function finance.cancelling_problems(text, text, :ID_TYPE, text)
  to sodaily_definer;
--! EndIncluded finance/functions/cancelling_problems.sql
--! Included finance/functions/check_imported_opening_debts.sql
-- A debt over the ceiling is no fault: it is there. It is told, for it stops the next slip of the agency.
-- Security definer: files and what is wrong with them are written by functions only.
-- Memory and joins for files of all sizes, see the README of config.
create or replace function finance.check_imported_opening_debts(import_id :ID_TYPE) returns bigint
language plpgsql volatile security definer
set search_path to pg_catalog, pg_temp
set work_mem to '64MB'
set enable_nestloop to 'off'
as $$
begin
  perform config.import_to_check(import_id, 'opening_debt');
  perform config.keep_import_problems(import_id, array(
    select p from finance.imported_opening_debt_problems(check_imported_opening_debts.import_id) as p));
  return config.say_import_summary(import_id, (
    select jsonb_build_object('agencies', count(*)::text, 'amount', sum(r.amount)::text,
      'over_ceiling', (count(*) filter (where r.amount > c.ceiling))::text)
    from (
      select r.agency_id, sum(r.amount) as amount
      from finance.imported_opening_debts(check_imported_opening_debts.import_id) as r
      group by r.agency_id) as r
    left join agency.agency as a on a.id = r.agency_id
    left join lateral agency.ceiling_of(a, config.business_date()) as c on true));
end
$$;
alter function finance.check_imported_opening_debts(:ID_TYPE) owner to sodaily_definer;
comment on function finance.check_imported_opening_debts(:ID_TYPE) is
  E'@omit\nChecks a file of opening debts that the caller brought in; returns how many cells are wrong. For the worker, as that person. Errors: INVALID_TOKEN, PERMISSION_DENIED, NOT_FOUND.';
revoke all on function finance.check_imported_opening_debts(:ID_TYPE) from public;
grant execute on function finance.check_imported_opening_debts(:ID_TYPE)
  to sodaily_user, sodaily_staff;
--! EndIncluded finance/functions/check_imported_opening_debts.sql
--! Included finance/functions/confirm_adjustment.sql
-- The second pair of eyes on an adjustment of debt.
-- Security definer: adjustments, ledgers and numbers are written by functions only.
create or replace function finance.confirm_adjustment(
  client_key text, adjustment_id :ID_TYPE, adjustment_date date default null)
returns finance.adjustment
language plpgsql volatile security definer
set search_path to pg_catalog, pg_temp
as $$
declare
  caller :ID_TYPE := auth.require_scope(
    case when auth.has_scope('slip:cancel') then 'slip:cancel' else 'finance:write' end);
  asked finance.adjustment;
  earlier jsonb;
begin
  earlier := audit.begin_command(caller, client_key, 'finance.confirm_adjustment',
    jsonb_build_array(adjustment_id, adjustment_date));
  select a.* into asked from finance.adjustment as a where a.id = confirm_adjustment.adjustment_id;
  if earlier is not null then
    return asked;
  end if;

  perform audit.refuse_problems(finance.cancelling_problems(
      'adjustment_id', adjustment_id::text, asked.agency_id, 'none needed')
    || case when adjustment_date > config.business_date() then jsonb_build_array(jsonb_build_object(
      'path', 'adjustment_date', 'reason', 'in_future', 'value', adjustment_date::text))
    else '[]' end);
  asked := finance.confirm_asked_adjustment(adjustment_id, caller, adjustment_date);
  perform audit.finish_command(caller, client_key, jsonb_build_object('id', asked.id::text));
  return asked;
end
$$;
alter function finance.confirm_adjustment(text, :ID_TYPE, date) owner to sodaily_definer;
comment on function finance.confirm_adjustment(text, :ID_TYPE, date) is
  E'@resultFieldName adjustment\nConfirms an adjustment that a colleague asked for: numbers and posts it, on the day told by them, on adjustmentDate, or today. The same clientKey gives the same answer again. Errors: INVALID_TOKEN, PERMISSION_DENIED, VALIDATION_ERROR (also exceeds_item), DUPLICATE_REQUEST, PERIOD_CLOSED, INVALID_TRANSITION, FOUR_EYES.';
revoke all on function finance.confirm_adjustment(text, :ID_TYPE, date) from public;
grant execute on function finance.confirm_adjustment(text, :ID_TYPE, date)
  to sodaily_user, sodaily_staff;
--! EndIncluded finance/functions/confirm_adjustment.sql
--! Included finance/functions/confirm_asked_adjustment.sql
-- The step that both commands take: month, agency, then the number, last.
create or replace function finance.confirm_asked_adjustment(
  adjustment_id :ID_TYPE, caller :ID_TYPE, posting_date date)
returns finance.adjustment
language plpgsql volatile
set search_path to pg_catalog, pg_temp
as $$
declare
  confirmed finance.adjustment;
  day date;
begin
  select a.* into strict confirmed from finance.adjustment as a where a.id = adjustment_id;
  day := coalesce(posting_date, confirmed.adjustment_date, config.business_date());
  perform finance.hold_open_period(day);
  perform from agency.agency as a where a.id = confirmed.agency_id for no key update;
  update finance.adjustment as a
  set status = 'confirmed', adjustment_date = day, confirmed_at = now(), confirmed_by = caller,
    -- one that is no longer asked for is refused by its transition, and draws no number
    code = case when a.status = 'requested' then config.next_document_code('DC', day) else a.code end
  where a.id = adjustment_id
  returning a.* into strict confirmed;
  return confirmed;
end
$$;
comment on function finance.confirm_asked_adjustment(:ID_TYPE, :ID_TYPE, date) is
  E'@omit\nConfirms an adjustment that was asked for, on a day (null: the one told, else today). Errors: PERIOD_CLOSED, INVALID_TRANSITION, VALIDATION_ERROR, FOUR_EYES.';
revoke all on function finance.confirm_asked_adjustment(:ID_TYPE, :ID_TYPE, date) from public;
grant execute on function finance.confirm_asked_adjustment(:ID_TYPE, :ID_TYPE, date)
  to sodaily_definer;
--! EndIncluded finance/functions/confirm_asked_adjustment.sql
--! Included finance/functions/corrected_entry.sql
-- The row of the ledger that began what an adjustment corrects: a slip's, or that of an opening row.
create or replace function finance.corrected_entry(
  agency_id :ID_TYPE, opening_debt_id :ID_TYPE, issue_id :ID_TYPE)
returns finance.debt_transaction
language plpgsql stable
set search_path to pg_catalog, pg_temp
as $$
declare
  entry finance.debt_transaction;
begin
  if issue_id is not null then
    select t.* into entry from finance.debt_transaction as t
    where t.agency_id = corrected_entry.agency_id and t.issue_id = corrected_entry.issue_id
      and t.kind = 'issue';
  elsif opening_debt_id is not null then
    select t.* into entry from finance.debt_transaction as t
    where t.agency_id = corrected_entry.agency_id
      and t.opening_debt_id = corrected_entry.opening_debt_id and t.kind = 'opening';
  end if;
  return entry;
end
$$;
comment on function finance.corrected_entry(:ID_TYPE, :ID_TYPE, :ID_TYPE) is
  E'@omit\nRow of the debt ledger that began a slip or an opening row of an agency; null when nothing was posted.';
revoke all on function finance.corrected_entry(:ID_TYPE, :ID_TYPE, :ID_TYPE) from public;
grant execute on function finance.corrected_entry(:ID_TYPE, :ID_TYPE, :ID_TYPE)
  to sodaily_definer;
--! EndIncluded finance/functions/corrected_entry.sql
--! Included finance/functions/create_adjustment.sql
-- Puts right what an agency owes. While FOUR_EYES is on it waits for a colleague; else it is born
-- confirmed. What confirming does stands in the rules on finance.adjustment.
-- Security definer: adjustments, ledgers and numbers are written by functions only.
create or replace function finance.create_adjustment(
  client_key text,
  agency_id :ID_TYPE,
  direction text,
  amount numeric,
  reason text,
  adjustment_date date default null,
  due_date date default null,
  issue_id :ID_TYPE default null,
  opening_debt_id :ID_TYPE default null)
returns finance.adjustment
language plpgsql volatile security definer
set search_path to pg_catalog, pg_temp
as $$
declare
  caller :ID_TYPE := auth.require_scope('finance:write');
  asked finance.adjustment;
  earlier jsonb;
begin
  reason := nullif(btrim(reason), '');
  earlier := audit.begin_command(caller, client_key, 'finance.create_adjustment', jsonb_build_array(
    agency_id, direction, trim_scale(amount), reason, adjustment_date, due_date, issue_id,
    opening_debt_id));
  if earlier is not null then
    select a.* into strict asked
    from finance.adjustment as a where a.id = cast(earlier ->> 'id' as :ID_TYPE);
    return asked;
  end if;

  asked.agency_id := agency_id;
  asked.direction := direction;
  asked.reason := reason;
  asked.adjustment_date := adjustment_date;
  asked.due_date := due_date;
  asked.issue_id := issue_id;
  asked.opening_debt_id := opening_debt_id;
  -- what is no whole number of đồng is a problem to be told, not a cast that fails
  perform audit.refuse_problems(finance.adjustment_problems(asked, amount));

  perform finance.hold_open_period(coalesce(adjustment_date, config.business_date()));
  perform from agency.agency as a where a.id = create_adjustment.agency_id for no key update;
  insert into finance.adjustment as a (
    agency_id, direction, amount, reason, adjustment_date, due_date, issue_id, opening_debt_id,
    created_by)
  values (create_adjustment.agency_id, create_adjustment.direction, create_adjustment.amount,
    create_adjustment.reason, create_adjustment.adjustment_date, create_adjustment.due_date,
    create_adjustment.issue_id, create_adjustment.opening_debt_id, caller)
  returning a.* into strict asked;
  if not config.regulation_is_on('FOUR_EYES', config.business_date()) then
    asked := finance.confirm_asked_adjustment(asked.id, caller, adjustment_date);
  end if;
  perform audit.finish_command(caller, client_key, jsonb_build_object('id', asked.id::text));
  return asked;
end
$$;
alter function finance.create_adjustment(
  text, :ID_TYPE, text, numeric, text, date, date, :ID_TYPE, :ID_TYPE) owner to sodaily_definer;
comment on function finance.create_adjustment(
  text, :ID_TYPE, text, numeric, text, date, date, :ID_TYPE, :ID_TYPE) is
  E'@resultFieldName adjustment\nAdjusts the debt of an agency: direction up or down, amount in whole đồng, with a reason. issueId or openingDebtId names the document that it corrects, which then asks for more or less itself (down: at most to 0); without one, up is an item of its own, due dueDate or its day, and down is money. While FOUR_EYES is on it waits for a colleague, else it is numbered (DC) and posted at once, on adjustmentDate or today. The same clientKey gives the first adjustment again. Errors: INVALID_TOKEN, PERMISSION_DENIED, VALIDATION_ERROR (also exceeds_item), DUPLICATE_REQUEST, PERIOD_CLOSED.';
revoke all on function finance.create_adjustment(
  text, :ID_TYPE, text, numeric, text, date, date, :ID_TYPE, :ID_TYPE) from public;
grant execute on function finance.create_adjustment(
  text, :ID_TYPE, text, numeric, text, date, date, :ID_TYPE, :ID_TYPE)
  to sodaily_user, sodaily_staff;
--! EndIncluded finance/functions/create_adjustment.sql
--! Included finance/functions/create_refund.sql
-- Money given back to an agency that has it with us (phiếu chi), whatever its status.
-- What recording does stands in the rules on finance.refund, in the order of their triggers.
-- Security definer: refunds, ledgers and numbers are written by functions only.
create or replace function finance.create_refund(
  client_key text,
  agency_id :ID_TYPE,
  amount numeric,
  refund_date date default null,
  method text default 'cash',
  reference text default null,
  note text default null)
returns finance.refund
language plpgsql volatile security definer
set search_path to pg_catalog, pg_temp
as $$
declare
  caller :ID_TYPE := auth.require_scope('finance:write');
  refunded finance.refund;
  earlier jsonb;
begin
  method := coalesce(method, 'cash');
  reference := nullif(btrim(reference), '');
  note := nullif(btrim(note), '');
  -- the request as it was meant: no date stays no date, so a retry after midnight is still a retry
  earlier := audit.begin_command(caller, client_key, 'finance.create_refund', jsonb_build_array(
    agency_id, trim_scale(amount), refund_date, method, reference, note));
  if earlier is not null then
    select r.* into strict refunded
    from finance.refund as r where r.id = cast(earlier ->> 'id' as :ID_TYPE);
    return refunded;
  end if;

  refund_date := coalesce(refund_date, config.business_date());
  perform audit.refuse_problems(finance.refund_problems(
    agency_id, amount, refund_date, method, reference, note));

  -- before the number is drawn: lock order is month, agency, number counter
  perform finance.hold_open_period(refund_date);
  perform from agency.agency as a where a.id = create_refund.agency_id for no key update;
  insert into finance.refund as r (
    code, agency_id, method, reference, amount, refund_date, note, created_by)
  values (config.next_document_code('PC', create_refund.refund_date), create_refund.agency_id,
    create_refund.method, create_refund.reference, create_refund.amount,
    create_refund.refund_date, create_refund.note, caller)
  returning r.* into strict refunded;
  perform audit.finish_command(caller, client_key, jsonb_build_object('id', refunded.id::text));
  return refunded;
end
$$;
alter function finance.create_refund(text, :ID_TYPE, numeric, date, text, text, text)
  owner to sodaily_definer;
comment on function finance.create_refund(
  text, :ID_TYPE, numeric, date, text, text, text) is
  E'@resultFieldName refund\nGives money back to an agency, at most the credit that it has with us: numbers the refund (PC) and raises the debt. amount in whole đồng, refundDate today when null, method cash, bank or other. The same clientKey gives the first refund again. Errors: INVALID_TOKEN, PERMISSION_DENIED, VALIDATION_ERROR, DUPLICATE_REQUEST, REFUND_EXCEEDS_CREDIT, PERIOD_CLOSED, FOUR_EYES.';
revoke all on function finance.create_refund(
  text, :ID_TYPE, numeric, date, text, text, text) from public;
grant execute on function finance.create_refund(
  text, :ID_TYPE, numeric, date, text, text, text)
  to sodaily_user, sodaily_staff;
--! EndIncluded finance/functions/create_refund.sql
--! Included finance/functions/imported_opening_debt_problems.sql
-- An agency is opened by one file, and only before anything moved its debt; the file may have many
-- documents of it, each once. Money that an agency has with us is negative: it is there, whatever
-- regulations say of new money.
create or replace function finance.imported_opening_debt_problems(import_id :ID_TYPE) returns setof config.import_problem
language sql stable
set search_path to pg_catalog, pg_temp
as $$
  with row as materialized (
    select r.*, min(r.row_no) over (partition by upper(r.code), upper(r.document)) as first_row
    from finance.imported_opening_debts(import_id) as r)
  select r.row_no, 'amount', p.reason, r.amount::text
  from row as r
  cross join lateral (select case
    when r.amount = 0 then 'not_zero'
    when abs(r.amount) > 999999999999999 then 'too_large'
    when r.amount <> trunc(r.amount) then 'whole_number_only'
  end as reason) as p
  where p.reason is not null
  union all
  select r.row_no, 'code', w.reason, case w.reason when 'twice_in_file' then r.first_row::text else r.code end
  from row as r
  cross join lateral (select case
    when r.agency_id is null then 'unknown'
    when r.status not in ('active', 'blocked') then 'not_active'
    when r.has_history then 'has_history'
    when r.row_no > r.first_row then 'twice_in_file'
  end as reason) as w
  where r.code is not null and w.reason is not null
  union all
  select r.row_no, 'business_date', d.reason, r.business_date::text
  from row as r
  cross join (select config.business_date() as today, finance.closed_through() as closed_through) as b
  cross join lateral finance.posting_date_problem(r.business_date, b.today, b.closed_through) as d (reason)
  where d.reason is not null
  union all
  select r.row_no, 'document_date', 'after_books_begin', r.document_date::text
  from row as r where r.document_date > r.business_date
  union all
  select r.row_no, 'due_date', 'before_document', r.due_date::text
  from row as r where r.due_date < r.document_date
  union all
  select r.row_no, 'document', 'too_long', length(r.document)::text
  from row as r where length(r.document) > 100
$$;
comment on function finance.imported_opening_debt_problems(:ID_TYPE) is
  E'@omit\nWhat is wrong with the rows of a file of opening debts, amounts in đồng.';
revoke all on function finance.imported_opening_debt_problems(:ID_TYPE) from public;
grant execute on function finance.imported_opening_debt_problems(:ID_TYPE)
  to sodaily_definer;
--! EndIncluded finance/functions/imported_opening_debt_problems.sql
--! Included finance/functions/imported_opening_debts.sql
-- An agency that the caller may not see is unknown to them: its existence is not told. What is owed
-- without a due date is due its agency's term after the date of its document.
create or replace function finance.imported_opening_debts(import_id :ID_TYPE)
returns table (
  row_no bigint, code text, agency_id :ID_TYPE, status text, has_history boolean, document text,
  document_date date, due_date date, amount numeric, business_date date)
language sql stable
set search_path to pg_catalog, pg_temp
as $$
  select r.row_no, r.cells ->> 'code', a.id, a.status, a.debt_seq > 0, r.cells ->> 'document',
    d.document_date, case when (r.cells ->> 'amount')::numeric > 0 then coalesce(
      (r.cells ->> 'due_date')::date,
      -- looked up once, not once a row
      d.document_date + coalesce(a.payment_term_days, t.payment_term_days, (
        select r.value::integer from config.regulation_on(
          'PAYMENT_TERM_DAYS', config.business_date()) as r))) end,
    (r.cells ->> 'amount')::numeric, d.business_date
  from config.import_row as r
  left join agency.agency as a on a.code = upper(r.cells ->> 'code')
    and ((select auth.sees_all_agencies()) or a.id = any ((select agency.my_ids()):::ID_TYPE[]))
  left join agency.agency_type as t on t.id = a.agency_type_id
  cross join lateral (
    select b.day as business_date, coalesce((r.cells ->> 'document_date')::date, b.day) as document_date
    from (select coalesce((r.cells ->> 'business_date')::date, config.business_date()) as day) as b) as d
  where r.import_id = imported_opening_debts.import_id
$$;
comment on function finance.imported_opening_debts(:ID_TYPE) is
  E'@omit\nRows of a file of opening debts, with their agencies; without a date the books begin today.';
revoke all on function finance.imported_opening_debts(:ID_TYPE) from public;
grant execute on function finance.imported_opening_debts(:ID_TYPE)
  to sodaily_definer;
--! EndIncluded finance/functions/imported_opening_debts.sql
--! Included finance/functions/refund_problems.sql
-- A refund is asked for as a payment is: the same facts, and the same may be wrong with them.
create or replace function finance.refund_problems(
  agency_id :ID_TYPE, amount numeric, refund_date date, method text, reference text, note text)
returns jsonb
language plpgsql stable
set search_path to pg_catalog, pg_temp
as $$
begin
  return (
    select coalesce(jsonb_agg(case when p.problem ->> 'path' = 'payment_date'
      then p.problem || '{"path": "refund_date"}' else p.problem end), '[]')
    from jsonb_array_elements(finance.payment_problems(
      agency_id, amount, refund_date, method, reference, note)) as p (problem));
end
$$;
comment on function finance.refund_problems(:ID_TYPE, numeric, date, text, text, text) is
  E'@omit\nProblems of a refund asked for, amount in đồng, as JSON [{path, reason, value}].';
revoke all on function finance.refund_problems(:ID_TYPE, numeric, date, text, text, text)
  from public;
grant execute on function finance.refund_problems(:ID_TYPE, numeric, date, text, text, text)
  to sodaily_definer;
--! EndIncluded finance/functions/refund_problems.sql
--! Included finance/functions/refuse_lowering.sql
-- A document that was adjusted down asks for less than its goods or its paper: it is not lowered by all
-- of that a second time, but after its adjustments were cancelled.
create or replace function finance.refuse_lowering(agency_id :ID_TYPE, seq bigint, amount numeric)
returns numeric
language plpgsql stable
set search_path to pg_catalog, pg_temp
as $$
begin
  raise exception 'what place % of agency % asks for would be %', seq, agency_id, amount
    using errcode = 'SDADJ', detail = (
      select jsonb_strip_nulls(jsonb_build_object('adjustment_codes', coalesce(
          string_agg(a.code, ', ' order by a.code), '–'), 'short_by', (-refuse_lowering.amount)::text))::text
      from finance.debt_transaction as t
      join finance.adjustment as a on a.id = t.adjustment_id and a.status = 'confirmed'
      where t.agency_id = refuse_lowering.agency_id and t.kind = 'adjustment'
        and refuse_lowering.seq in (t.item_seq, t.credit_seq)),
    hint = 'Cancel its adjustments first.';
end
$$;
comment on function finance.refuse_lowering(:ID_TYPE, bigint, numeric) is
  E'@omit\nRefuses what would let a document ask for less than nothing. Error: HAS_ADJUSTMENTS {adjustment_codes, short_by}.';
revoke all on function finance.refuse_lowering(:ID_TYPE, bigint, numeric) from public;
grant execute on function finance.refuse_lowering(:ID_TYPE, bigint, numeric) to sodaily_definer;
--! EndIncluded finance/functions/refuse_lowering.sql
--! Included finance/functions/reject_adjustment.sql
-- An adjustment that was asked for is not made: rejected by a colleague, or withdrawn by who asked.
-- Security definer: adjustments are written by functions only.
create or replace function finance.reject_adjustment(client_key text, adjustment_id :ID_TYPE, reason text)
returns finance.adjustment
language plpgsql volatile security definer
set search_path to pg_catalog, pg_temp
as $$
declare
  caller :ID_TYPE := auth.require_scope(
    case when auth.has_scope('finance:write') then 'finance:write' else 'slip:cancel' end);
  adjusted finance.adjustment;
  earlier jsonb;
begin
  reason := nullif(btrim(reason), '');
  earlier := audit.begin_command(caller, client_key, 'finance.reject_adjustment',
    jsonb_build_array(adjustment_id, reason));
  select a.* into adjusted from finance.adjustment as a where a.id = reject_adjustment.adjustment_id;
  if earlier is not null then
    return adjusted;
  end if;

  perform audit.refuse_problems(finance.cancelling_problems(
    'adjustment_id', adjustment_id::text, adjusted.agency_id, reason));
  perform from agency.agency as a where a.id = adjusted.agency_id for no key update;
  update finance.adjustment as a
  set status = 'rejected', rejected_at = now(), rejected_by = caller,
    reject_reason = reject_adjustment.reason
  where a.id = reject_adjustment.adjustment_id
  returning a.* into strict adjusted;
  perform audit.finish_command(caller, client_key, jsonb_build_object('id', adjusted.id::text));
  return adjusted;
end
$$;
alter function finance.reject_adjustment(text, :ID_TYPE, text) owner to sodaily_definer;
comment on function finance.reject_adjustment(text, :ID_TYPE, text) is
  E'@resultFieldName adjustment\nRejects an adjustment that was asked for, or withdraws an own one, with a reason. The same clientKey gives the same answer again. Errors: INVALID_TOKEN, PERMISSION_DENIED, VALIDATION_ERROR, DUPLICATE_REQUEST, INVALID_TRANSITION.';
revoke all on function finance.reject_adjustment(text, :ID_TYPE, text) from public;
grant execute on function finance.reject_adjustment(text, :ID_TYPE, text)
  to sodaily_user, sodaily_staff;
--! EndIncluded finance/functions/reject_adjustment.sql
--! Included finance/functions/renew_credit_items.sql
-- What money there is, from the ledger, and how much of it is assigned: after assign_told_money.
create or replace function finance.renew_credit_items(agency_id :ID_TYPE, credits bigint[])
returns void
language plpgsql volatile
set search_path to pg_catalog, pg_temp
as $$
#variable_conflict use_column
begin
  update finance.credit_item as c
  set amount = case when s.amount < 0
      then finance.refuse_lowering(renew_credit_items.agency_id, c.seq, s.amount) else s.amount end,
    assigned_amount = s.assigned, updated_at = now()
  from (
    -- a payment is there or cancelled; other money is what its rows of the ledger say
    select k.seq, case when k.payment_id is not null then k.amount * (not k.is_cancelled)::integer
      else -(select sum(t.amount) from finance.debt_transaction as t
        where t.agency_id = renew_credit_items.agency_id
          and (t.seq = k.seq or t.credit_seq = k.seq)) end as amount, coalesce((
      select sum(l.amount) from finance.payment_allocation as l
      where l.agency_id = renew_credit_items.agency_id and l.credit_seq = k.seq
        and l.kind <> 'automatic'), 0) as assigned
    from (
      select c.seq, c.payment_id, c.amount, c.payment_id is not null and exists (
        select from finance.debt_transaction as t
        where t.agency_id = renew_credit_items.agency_id and t.payment_id = c.payment_id
          and t.kind = 'payment_cancel') as is_cancelled
      from finance.credit_item as c
      where c.agency_id = renew_credit_items.agency_id and c.seq = any (credits)) as k) as s
  where c.agency_id = renew_credit_items.agency_id and c.seq = s.seq;
end
$$;
comment on function finance.renew_credit_items(:ID_TYPE, bigint[]) is
  E'@omit\nRenews how much there is of credit items of an agency and how much of them is assigned, from its ledger and from what was told.';
revoke all on function finance.renew_credit_items(:ID_TYPE, bigint[]) from public;
grant execute on function finance.renew_credit_items(:ID_TYPE, bigint[]) to sodaily_definer;
--! EndIncluded finance/functions/renew_credit_items.sql
--! Included finance/functions/require_cancelling.sql
-- Who may cancel documents of money: slip:cancel every one; finance:write one of their own that was
-- recorded today, while FOUR_EYES is off: a slip of the pen is put right by who made it, the same day.
create or replace function finance.require_cancelling(
  caller :ID_TYPE, created_by :ID_TYPE, created_at timestamptz)
returns void
language plpgsql stable
set search_path to pg_catalog, pg_temp
as $$
begin
  if not auth.has_scope('slip:cancel') and not (
    auth.has_scope('finance:write') and caller = created_by
    and (created_at at time zone 'Asia/Ho_Chi_Minh')::date = config.business_date()
    and not config.regulation_is_on('FOUR_EYES', config.business_date())) then
    raise exception 'scope slip:cancel is missing'
      using errcode = 'SDPRM', detail = jsonb_build_object('scope', 'slip:cancel')::text,
      hint = 'One''s own of today is cancelled with finance:write, while FOUR_EYES is off.';
  end if;
end
$$;
comment on function finance.require_cancelling(:ID_TYPE, :ID_TYPE, timestamptz) is
  E'@omit\nRefuses who may not cancel a payment, refund or adjustment. Error: PERMISSION_DENIED {scope}.';
revoke all on function finance.require_cancelling(:ID_TYPE, :ID_TYPE, timestamptz) from public;
grant execute on function finance.require_cancelling(:ID_TYPE, :ID_TYPE, timestamptz)
  to sodaily_definer;
--! EndIncluded finance/functions/require_cancelling.sql
--! Included finance/functions/settle_anew.sql
-- Some items or some money of an agency changed: what settles what is worked out anew from there on.
-- The agency is locked by whoever calls.
create or replace function finance.settle_anew(
  agency_id :ID_TYPE, items bigint[], credits bigint[])
returns void
language plpgsql volatile
set search_path to pg_catalog, pg_temp
as $$
#variable_conflict use_column
declare
  told record;
begin
  select array_agg(distinct l.item_seq) as items, array_agg(distinct l.credit_seq) as credits
  into told
  from finance.payment_allocation as l
  where l.agency_id = settle_anew.agency_id and l.kind <> 'automatic' and l.reversed_at is null
    and (l.item_seq = any (settle_anew.items) or l.credit_seq = any (settle_anew.credits));
  items := settle_anew.items || told.items;
  credits := settle_anew.credits || told.credits;

  perform finance.release_automatic_money(
    settle_anew.agency_id,
    finance.first_due_touched(settle_anew.agency_id, settle_anew.items, settle_anew.credits));
  perform finance.assign_told_money(settle_anew.agency_id, settle_anew.items);
  perform finance.renew_credit_items(settle_anew.agency_id, settle_anew.credits);
  perform finance.settle_free_money(settle_anew.agency_id);
end
$$;
comment on function finance.settle_anew(:ID_TYPE, bigint[], bigint[]) is
  E'@omit\nWorks out anew what settles what after some open items or some money of an agency changed, named by their places in its ledger.';
revoke all on function finance.settle_anew(:ID_TYPE, bigint[], bigint[]) from public;
grant execute on function finance.settle_anew(:ID_TYPE, bigint[], bigint[]) to sodaily_definer;
--! EndIncluded finance/functions/settle_anew.sql
--! Included report/functions/agency_statement.sql
-- The statement of one agency (sổ chi tiết công nợ): the debt it began with, every row of its ledger by
-- business date and what it owed after each. How many lines there are stands in each, so that a page with its
-- foot is worked out once. Row policies decide whose statement may be read, so this
-- runs as whoever asks; known_at leaves out what was recorded after that moment.
create or replace function report.agency_statement(agency_id :ID_TYPE, from_date date default null,
  to_date date default null, known_at timestamptz default null)
returns setof report.statement_row
language sql stable
set search_path to pg_catalog, pg_temp
as $$
  with span as (
    select coalesce(from_date, date_trunc('month', coalesce(to_date, config.business_date())::timestamp)::date)
        as first_day,
      coalesce(to_date, config.business_date()) as last_day),
  -- all that came before is added up from the index alone; only its moments are not in there
  brought as (
    select s.first_day, coalesce((
        select sum(t.amount) from finance.debt_transaction as t
        where known_at is null and t.agency_id = agency_statement.agency_id and t.business_date < s.first_day), 0)
      + coalesce((
        select sum(t.amount) from finance.debt_transaction as t
        where known_at is not null and t.recorded_at <= known_at
          and t.agency_id = agency_statement.agency_id and t.business_date < s.first_day), 0) as amount
    from span as s
    where exists (select from agency.agency as a where a.id = agency_statement.agency_id)),
  line as (
    select null::bigint as seq, b.first_day as business_date, null::timestamptz as recorded_at,
      'brought_forward' as kind, b.amount::numeric as amount,
      null:::ID_TYPE as issue_id, null:::ID_TYPE as payment_id, null:::ID_TYPE as issue_return_id,
      null:::ID_TYPE as refund_id, null:::ID_TYPE as adjustment_id,
      null:::ID_TYPE as opening_debt_id
    from brought as b
    union all
    select t.seq, t.business_date, t.recorded_at, t.kind, t.amount, t.issue_id, t.payment_id,
      t.issue_return_id, t.refund_id, t.adjustment_id, t.opening_debt_id
    from span as s
    join finance.debt_transaction as t on t.business_date between s.first_day and s.last_day
    where t.agency_id = agency_statement.agency_id and (known_at is null or t.recorded_at <= known_at))
  select l.business_date, l.recorded_at, l.kind,
    coalesce(r.code, p.code, i.code, f.code, j.code, o.document),
    case when l.seq is not null and l.amount > 0 then l.amount end::public.dong,
    case when l.seq is not null and l.amount < 0 then -l.amount end::public.dong,
    sum(l.amount) over (order by l.business_date, l.seq nulls first)::public.dong,
    l.issue_id, l.payment_id, l.issue_return_id, count(*) over ()
  from line as l
  left join inventory.issue as i on i.id = l.issue_id
  left join finance.payment as p on p.id = l.payment_id
  left join inventory.issue_return as r on r.id = l.issue_return_id
  left join finance.refund as f on f.id = l.refund_id
  left join finance.adjustment as j on j.id = l.adjustment_id
  left join finance.opening_debt as o on o.id = l.opening_debt_id
  order by l.business_date, l.seq nulls first
$$;
comment on function report.agency_statement(:ID_TYPE, date, date, timestamptz) is
  'Statement of an agency between two days with a running balance, oldest first: toDate today when null, fromDate the first of its month; the first row is what was brought forward. knownAt leaves out what was recorded later. Nothing for those who may not see the agency.';
revoke all on function report.agency_statement(:ID_TYPE, date, date, timestamptz) from public;
grant execute on function report.agency_statement(:ID_TYPE, date, date, timestamptz)
  to sodaily_user, sodaily_staff, sodaily_auditor;
--! EndIncluded report/functions/agency_statement.sql
--! Included report/functions/late_debt_transactions.sql
-- Why did this month change since it was printed: what was posted into it, or into a month before it,
-- after that moment, and by whom. Security definer: names of colleagues are shown, the list of users is
-- not; the predicate on agencies stands here.
create or replace function report.late_debt_transactions(
  month date, known_at timestamptz, agency_id :ID_TYPE default null)
returns setof report.late_debt_row
language plpgsql stable security definer
set search_path to pg_catalog, pg_temp
as $$
#variable_conflict use_column
declare
  mine constant :ID_TYPE[] := report.visible_agencies();
  asked constant date := date_trunc('month', late_debt_transactions.month::timestamp)::date;
begin
  perform auth.require_scope('report:read');
  return query
  select t.agency_id, t.business_date, t.recorded_at, t.kind, coalesce(
      r.code, p.code, i.code, f.code, j.code, o.document),
    t.amount, t.business_date < asked, t.issue_id, t.payment_id, t.issue_return_id, u.full_name
  from finance.debt_transaction as t
  left join inventory.issue as i on i.id = t.issue_id
  left join finance.payment as p on p.id = t.payment_id
  left join inventory.issue_return as r on r.id = t.issue_return_id
  left join finance.refund as f on f.id = t.refund_id
  left join finance.adjustment as j on j.id = t.adjustment_id
  left join finance.opening_debt as o on o.id = t.opening_debt_id
  left join auth."user" as u on u.id = t.created_by
  where t.recorded_at > late_debt_transactions.known_at
    and t.business_date < asked + interval '1 month'
    and (late_debt_transactions.agency_id is null
      or t.agency_id = late_debt_transactions.agency_id)
    and (mine is null or t.agency_id = any (mine))
  order by t.recorded_at, t.agency_id, t.seq;
end
$$;
alter function report.late_debt_transactions(date, timestamptz, :ID_TYPE) owner to sodaily_definer;
comment on function report.late_debt_transactions(date, timestamptz, :ID_TYPE) is
  'What changed the debt of a month since a moment: rows recorded after it and dated in the month, or before (which moves its opening), with their authors, in the order of recording. Errors: INVALID_TOKEN, PERMISSION_DENIED.';
revoke all on function report.late_debt_transactions(date, timestamptz, :ID_TYPE) from public;
grant execute on function report.late_debt_transactions(date, timestamptz, :ID_TYPE)
  to sodaily_user, sodaily_staff, sodaily_auditor;
--! EndIncluded report/functions/late_debt_transactions.sql
--! Included agency/rules/terminated_without_debt.sql
-- Rule: an agency is terminated only when it owes nothing and is owed nothing. What it has with us is
-- told as credit, never as a debt below nothing. Nobody may override.
-- Codes when refused: AGENCY_HAS_DEBT, AGENCY_HAS_CREDIT.
create or replace function agency.terminated_without_debt() returns trigger
language plpgsql
set search_path to pg_catalog, pg_temp
as $$
begin
  if new.debt_amount < 0 then
    raise exception 'agency % still has a credit of %', new.code, -new.debt_amount
      using errcode = 'SDCRE', detail = jsonb_build_object(
        'agency_id', new.id::text, 'agency_code', new.code, 'agency_name', new.name,
        'credit', (-new.debt_amount)::text)::text,
      hint = 'Give the money back first.';
  end if;
  raise exception 'agency % still has a debt of %', new.code, new.debt_amount
    using errcode = 'SDOWE', detail = jsonb_build_object(
      'agency_id', new.id::text, 'agency_code', new.code, 'agency_name', new.name,
      'current_debt', new.debt_amount::text)::text,
    hint = 'Collect the debt first.';
end
$$;
comment on function agency.terminated_without_debt() is
  'Refuses to terminate an agency that owes or is owed. Errors: AGENCY_HAS_DEBT {agency_id, agency_code, agency_name, current_debt}, AGENCY_HAS_CREDIT {agency_id, agency_code, agency_name, credit}, đồng as text.';
revoke all on function agency.terminated_without_debt() from public;

create or replace trigger terminated_without_debt
before update on agency.agency
for each row when (
  new.status = 'terminated' and old.status <> 'terminated' and new.debt_amount <> 0)
execute function agency.terminated_without_debt();
comment on trigger terminated_without_debt on agency.agency is 'Terminated at zero debt only.';
--! EndIncluded agency/rules/terminated_without_debt.sql
--! Included audit/rules/record_change.sql
-- Rule: every insert, update and delete on business data, rights and regulations is kept with what
-- was before and after, who, when and the trace id, in the transaction of the change. Nobody may
-- override. What is left out, and why, stands in this context's README; see ADR 7.
-- Security definer: nobody else writes the trail.
create or replace function audit.record_change() returns trigger
language plpgsql security definer
set search_path to pg_catalog, pg_temp
as $$
declare
  -- balances are proven by their ledgers; who and when stand on the row of the trail itself
  told_elsewhere constant text[] := array['debt_amount', 'debt_seq', 'stock_quantity', 'stock_seq',
    'search_text', 'updated_at', 'updated_by'];
  name constant text := tg_table_schema || '.' || tg_table_name;
  trace constant text := nullif(current_setting('app.request_id', true), '');
  caller :ID_TYPE;
begin
  -- `offset 0` keeps the planner from turning a row into jsonb once for every mention
  if tg_op = 'UPDATE' then
    -- `who` is asked once, and only when there is something to keep: balances change all the time
    with who as materialized (select auth.current_user_id() as id)
    insert into audit.change (
      user_id, database_user, trace_id, table_name, row_key, action, before, after)
    select (select w.id from who as w),
      case when (select w.id from who as w) is null then session_user end, trace, name,
      concat_ws('/', o.facts ->> tg_argv[0], o.facts ->> tg_argv[1]), 'update',
      difference.before, difference.after
    from (select to_jsonb(r) - told_elsewhere as facts from old_row as r offset 0) as o
    join (select to_jsonb(r) - told_elsewhere as facts from new_row as r offset 0) as n
      on n.facts ->> tg_argv[0] = o.facts ->> tg_argv[0]
      and (tg_nargs = 1 or n.facts ->> tg_argv[1] = o.facts ->> tg_argv[1])
    cross join lateral (
      select jsonb_object_agg(e.key, e.value) as before,
        jsonb_object_agg(e.key, n.facts -> e.key) as after
      from jsonb_each(o.facts) as e
      where e.value <> n.facts -> e.key) as difference
    where o.facts <> n.facts;
  elsif tg_op = 'INSERT' then
    caller := auth.current_user_id();
    insert into audit.change (user_id, database_user, trace_id, table_name, row_key, action, after)
    select caller, case when caller is null then session_user end, trace, name,
      concat_ws('/', n.facts ->> tg_argv[0], n.facts ->> tg_argv[1]), 'insert', n.facts
    from (select to_jsonb(r) - 'search_text' as facts from new_row as r offset 0) as n;
  else
    caller := auth.current_user_id();
    insert into audit.change (user_id, database_user, trace_id, table_name, row_key, action, before)
    select caller, case when caller is null then session_user end, trace, name,
      concat_ws('/', o.facts ->> tg_argv[0], o.facts ->> tg_argv[1]), 'delete', o.facts
    from (select to_jsonb(r) - 'search_text' as facts from old_row as r offset 0) as o;
  end if;
  return null;
end
$$;
alter function audit.record_change() owner to sodaily_definer;
comment on function audit.record_change() is
  'Writes the changes of one statement into audit.change. Arguments: the columns of the table''s key.';
revoke all on function audit.record_change() from public;

-- Three triggers a table, named to fire before the steps of confirming, so that the trail has the
-- order of events. A new table of the business joins this list or, with a reason, the README's.
do $$
declare
  audited record;
  verb text;
begin
  for audited in
    select t.name, t.key from (values
      ('agency.agency', 'id'), ('agency.agency_ceiling_change', 'id'),
      ('agency.agency_status_change', 'id'), ('agency.agency_terms_change', 'id'),
      ('agency.agency_type', 'id'), ('agency.district', 'id'),
      ('auth.permission', 'code'), ('auth.role', 'id'), ('auth.role_permission', 'role_id, permission_code'),
      ('auth."user"', 'id'), ('auth.user_agency', 'user_id, agency_id'),
      ('auth.user_role', 'user_id, role_id'),
      ('config.feature_flag', 'id'), ('config.regulation', 'id'), ('config.regulation_version', 'id'),
      ('finance.adjustment', 'id'), ('finance.opening_debt', 'id'), ('finance.payment', 'id'), ('finance.period', 'month'),
      ('finance.refund', 'id'),
      ('inventory.issue', 'id'), ('inventory.issue_detail', 'id'), ('inventory.issue_return', 'id'),
      ('inventory.issue_return_detail', 'id'), ('inventory.item', 'id'),
      ('inventory.receipt', 'id'),
      ('inventory.receipt_detail', 'id'), ('inventory.stock_count', 'id'),
      ('inventory.stock_count_detail', 'id'), ('inventory.supplier', 'id'), ('inventory.unit', 'id')
    ) as t (name, key)
  loop
    foreach verb in array array['insert', 'update', 'delete'] loop
      execute format(
        'create or replace trigger audit_%1$s after %1$s on %2$s referencing %3$s '
        'for each statement execute function audit.record_change(%4$s)',
        verb, audited.name,
        case verb when 'insert' then 'new table as new_row' when 'delete' then 'old table as old_row'
          else 'old table as old_row new table as new_row' end, audited.key);
      execute format('comment on trigger audit_%1$s on %2$s is %3$L', verb, audited.name,
        'Every ' || verb || ' is kept in audit.change.');
    end loop;
  end loop;
end
$$;
--! EndIncluded audit/rules/record_change.sql
--! Included finance/rules/adjustment_is_final.sql
-- Rule: an adjustment is not edited and never deleted: reject or cancel it and ask anew. A confirmed
-- one keeps its number and day, a rejected or cancelled one stays as it is. Nobody may override.
-- Code when refused: HISTORY_IS_FINAL.
create or replace function finance.adjustment_is_final() returns trigger
language plpgsql
set search_path to pg_catalog, pg_temp
as $$
begin
  raise exception 'an adjustment is final'
    using errcode = 'SDHIS', detail = jsonb_strip_nulls(jsonb_build_object(
      'table', 'finance.adjustment', 'verb', tg_op, 'adjustment_id', old.id::text))::text,
    hint = 'Cancel it and ask for a new one.';
end
$$;
comment on function finance.adjustment_is_final() is
  'Refuses to edit or delete an adjustment. Error: HISTORY_IS_FINAL {table, verb, adjustment_id}.';
revoke all on function finance.adjustment_is_final() from public;

create or replace trigger adjustment_is_final
before update on finance.adjustment
for each row when (
  (old.id, old.agency_id, old.direction, old.amount, old.reason, old.opening_debt_id, old.issue_id,
    old.due_date, old.created_at, old.created_by)
    is distinct from
  (new.id, new.agency_id, new.direction, new.amount, new.reason, new.opening_debt_id, new.issue_id,
    new.due_date, new.created_at, new.created_by)
  or old.status = new.status and old.adjustment_date is distinct from new.adjustment_date
  or old.status <> 'requested' and
    (old.code, old.adjustment_date, old.confirmed_at, old.confirmed_by, old.rejected_at,
      old.rejected_by, old.reject_reason)
      is distinct from
    (new.code, new.adjustment_date, new.confirmed_at, new.confirmed_by, new.rejected_at,
      new.rejected_by, new.reject_reason)
  or old.status = 'cancelled' and
    (old.cancelled_at, old.cancelled_by, old.cancel_reason)
      is distinct from
    (new.cancelled_at, new.cancelled_by, new.cancel_reason))
execute function finance.adjustment_is_final();
comment on trigger adjustment_is_final on finance.adjustment is 'An adjustment is not edited.';

create or replace trigger adjustment_is_never_deleted
before delete or truncate on finance.adjustment
for each statement execute function finance.adjustment_is_final();
comment on trigger adjustment_is_never_deleted on finance.adjustment is
  'No adjustment is deleted.';
--! EndIncluded finance/rules/adjustment_is_final.sql
--! Included finance/rules/adjustment_moves_debt.sql
-- Rule: a confirmed adjustment moves the debt exactly once, on its date. One that corrects a document
-- changes what that asks for, under its own due date, or how much money of before there is; one that
-- stands alone begins an open item (up) or money (down). No ceiling is asked. Nobody may override.
-- One row at a time: adjustments are confirmed one by one.
create or replace function finance.adjustment_moves_debt() returns trigger
language plpgsql
set search_path to pg_catalog, pg_temp
as $$
declare
  corrects constant finance.debt_transaction :=
    finance.corrected_entry(new.agency_id, new.opening_debt_id, new.issue_id);
  moved constant numeric := case new.direction when 'up' then new.amount else -new.amount end;
  item bigint := corrects.item_seq;
  owner_of_debt agency.agency;
begin
  update agency.agency as a
  set debt_amount = a.debt_amount + moved, debt_seq = a.debt_seq + 1
  where a.id = new.agency_id
  returning a.* into strict owner_of_debt;
  if corrects.id is null and new.direction = 'up' then
    item := owner_of_debt.debt_seq;
  end if;
  insert into finance.debt_transaction (agency_id, seq, kind, amount, balance_after, business_date,
    item_seq, due_date, credit_seq, adjustment_id, created_by)
  values (new.agency_id, owner_of_debt.debt_seq, 'adjustment', moved, owner_of_debt.debt_amount,
    new.adjustment_date, item,
    case when item is not null then coalesce(corrects.due_date, new.due_date, new.adjustment_date) end,
    case when corrects.item_seq is null then corrects.seq end, new.id, new.confirmed_by);
  return null;
end
$$;
comment on function finance.adjustment_moves_debt() is
  'Moves the debt by an adjustment being confirmed and writes the debt ledger, in đồng.';
revoke all on function finance.adjustment_moves_debt() from public;

create or replace trigger confirm_3_adjustment_moves_debt
after update on finance.adjustment
for each row when (old.status <> 'confirmed' and new.status = 'confirmed')
execute function finance.adjustment_moves_debt();
comment on trigger confirm_3_adjustment_moves_debt on finance.adjustment is
  'Confirming, step 3: debt and debt ledger.';
--! EndIncluded finance/rules/adjustment_moves_debt.sql
--! Included finance/rules/adjustment_needs_four_eyes.sql
-- Rule: while FOUR_EYES is true nobody confirms or cancels an adjustment that they asked for. Who may
-- override: nobody; an admin sets the regulation. Code when refused: FOUR_EYES.
create or replace function finance.adjustment_needs_four_eyes() returns trigger
language plpgsql
set search_path to pg_catalog, pg_temp
as $$
begin
  perform config.four_eyes(old.created_by,
    case new.status when 'confirmed' then new.confirmed_by else new.cancelled_by end);
  return new;
end
$$;
comment on function finance.adjustment_needs_four_eyes() is
  'Refuses to let people confirm or cancel their own adjustments. Error: FOUR_EYES, see config.four_eyes.';
revoke all on function finance.adjustment_needs_four_eyes() from public;

create or replace trigger adjust_2_adjustment_needs_four_eyes
before update on finance.adjustment
for each row when (new.status <> old.status and new.status in ('confirmed', 'cancelled'))
execute function finance.adjustment_needs_four_eyes();
comment on trigger adjust_2_adjustment_needs_four_eyes on finance.adjustment is
  'Confirming and cancelling, step 2: not by the one who asked, while FOUR_EYES holds.';
--! EndIncluded finance/rules/adjustment_needs_four_eyes.sql
--! Included finance/rules/adjustment_transition.sql
-- Rule: an adjustment is asked for, then confirmed or rejected; a confirmed one goes to cancelled,
-- once. Nobody may override. Code when refused: INVALID_TRANSITION.
create or replace function finance.adjustment_transition() returns trigger
language plpgsql
set search_path to pg_catalog, pg_temp
as $$
declare
  from_status text := case when tg_op = 'INSERT' then 'new' else old.status end;
begin
  if (from_status, new.status) not in (('new', 'requested'), ('requested', 'confirmed'),
    ('requested', 'rejected'), ('confirmed', 'cancelled')) then
    raise exception 'an adjustment cannot go from % to %', from_status, new.status
      using errcode = 'SDTRN', detail = jsonb_strip_nulls(jsonb_build_object(
        'adjustment_id', new.id::text, 'adjustment_code', new.code, 'from', from_status,
        'to', new.status))::text,
      hint = 'Reload it to see its present state.';
  end if;
  return new;
end
$$;
comment on function finance.adjustment_transition() is
  'Refuses a change of status that is no road. Error: INVALID_TRANSITION {adjustment_id, adjustment_code, from, to}.';
revoke all on function finance.adjustment_transition() from public;

create or replace trigger adjustment_is_born_requested
before insert on finance.adjustment
for each row execute function finance.adjustment_transition();
comment on trigger adjustment_is_born_requested on finance.adjustment is
  'An adjustment begins requested.';

-- named to fire before adjustment_is_final, and also when the status stays: confirming or cancelling a second time is told as what it is
create or replace trigger adjust_1_adjustment_transition
before update of status on finance.adjustment
for each row execute function finance.adjustment_transition();
comment on trigger adjust_1_adjustment_transition on finance.adjustment is
  'Changing, step 1: requested to confirmed or rejected, confirmed to cancelled.';
--! EndIncluded finance/rules/adjustment_transition.sql
--! Included finance/rules/adjustment_within_document.sql
-- Rule: an adjustment that corrects a document lowers it at most to nothing, on every day from its own
-- on: a slip and an opening row by one downwards, money of before by one upwards. It is not dated before
-- the document, and what was cancelled is not corrected. Asked under the lock on the agency, when it
-- is asked for and when it is confirmed. Nobody may override.
-- Code when refused: VALIDATION_ERROR (exceeds_item, before_document, cancelled).
create or replace function finance.adjustment_within_document() returns trigger
language plpgsql
set search_path to pg_catalog, pg_temp
as $$
declare
  corrects finance.debt_transaction;
  day constant date := coalesce(new.adjustment_date, config.business_date());
  room numeric;
  document constant text :=
    case when new.issue_id is null then 'opening_debt_id' else 'issue_id' end;
begin
  perform from agency.agency as a where a.id = new.agency_id for no key update;
  corrects := finance.corrected_entry(new.agency_id, new.opening_debt_id, new.issue_id);
  if exists (select from finance.debt_transaction as t where t.reverses_id = corrects.id) then
    perform audit.refuse_problems(jsonb_build_array(jsonb_build_object(
      'path', document, 'reason', 'cancelled',
      'value', coalesce(new.issue_id, new.opening_debt_id)::text)));
  end if;
  if day < corrects.business_date then
    perform audit.refuse_problems(jsonb_build_array(jsonb_build_object(
      'path', 'adjustment_date', 'reason', 'before_document', 'value', day::text,
      'limit', corrects.business_date::text)));
  end if;
  if (new.direction = 'down') <> (corrects.amount > 0) then
    return new;
  end if;

  select min(r.amount) into room
  from (
    select t.business_date, max(t.business_date) filter (where t.business_date <= day) over () as before,
      abs(sum(t.amount) over (order by t.business_date)) as amount
    from finance.debt_transaction as t
    where t.agency_id = new.agency_id and t.kind not in ('paid_now', 'payment_cancel')
      and (t.seq = corrects.seq or t.item_seq = corrects.seq or t.credit_seq = corrects.seq)) as r
  where r.business_date >= r.before;
  if new.amount > room then
    perform audit.refuse_problems(jsonb_build_array(jsonb_build_object(
      'path', 'amount', 'reason', 'exceeds_item', 'value', new.amount::text,
      'limit', trim_scale(room)::text)));
  end if;
  return new;
end
$$;
comment on function finance.adjustment_within_document() is
  'Refuses adjustments that lower a document below nothing. Error: VALIDATION_ERROR {fields: [amount, exceeds_item, limit]}, đồng as text.';
revoke all on function finance.adjustment_within_document() from public;

create or replace trigger adjustment_within_document
before insert or update on finance.adjustment
for each row when (num_nonnulls(new.opening_debt_id, new.issue_id) > 0
  and new.status in ('requested', 'confirmed'))
execute function finance.adjustment_within_document();
comment on trigger adjustment_within_document on finance.adjustment is
  'A document is lowered at most to nothing.';
--! EndIncluded finance/rules/adjustment_within_document.sql
--! Included finance/rules/cancelled_adjustment_is_reversed.sql
-- Rule: cancelling an adjustment moves the debt back, exactly once, by a row of today that reverses its
-- row of the ledger. Nobody may override.
-- One row at a time: adjustments are cancelled one by one.
create or replace function finance.cancelled_adjustment_is_reversed() returns trigger
language plpgsql
set search_path to pg_catalog, pg_temp
as $$
declare
  entry finance.debt_transaction;
  owner_of_debt agency.agency;
begin
  select t.* into strict entry from finance.debt_transaction as t
  where t.agency_id = new.agency_id and t.adjustment_id = new.id and t.kind = 'adjustment';
  update agency.agency as a
  set debt_amount = a.debt_amount - entry.amount, debt_seq = a.debt_seq + 1
  where a.id = new.agency_id
  returning a.* into strict owner_of_debt;
  insert into finance.debt_transaction (agency_id, seq, kind, amount, balance_after, business_date,
    item_seq, due_date, credit_seq, adjustment_id, reverses_id, created_by)
  values (new.agency_id, owner_of_debt.debt_seq, 'adjustment_cancel', -entry.amount,
    owner_of_debt.debt_amount, config.business_date(), entry.item_seq, entry.due_date,
    -- one downwards that stood alone was money of its own
    case when entry.item_seq is null then coalesce(entry.credit_seq, entry.seq) end,
    new.id, entry.id, new.cancelled_by);
  return null;
end
$$;
comment on function finance.cancelled_adjustment_is_reversed() is
  'Reverses the ledger row of an adjustment being cancelled and moves the debt back, in đồng.';
revoke all on function finance.cancelled_adjustment_is_reversed() from public;

create or replace trigger cancel_3_cancelled_adjustment_is_reversed
after update on finance.adjustment
for each row when (old.status <> 'cancelled' and new.status = 'cancelled')
execute function finance.cancelled_adjustment_is_reversed();
comment on trigger cancel_3_cancelled_adjustment_is_reversed on finance.adjustment is
  'Cancelling, step 3: debt and debt ledger.';
--! EndIncluded finance/rules/cancelled_adjustment_is_reversed.sql
--! Included finance/rules/cancelled_refund_lowers_debt.sql
-- Rule: cancelling a refund lowers the debt by what it had raised it, exactly once, by a row that
-- reverses its row of the ledger. The row is of today: the day it was paid may lie in a closed month.
-- Nobody may override.
create or replace function finance.cancelled_refund_lowers_debt() returns trigger
language plpgsql
set search_path to pg_catalog, pg_temp
as $$
begin
  with posting as (
    select t.id, t.agency_id, t.item_seq, t.due_date, t.refund_id, t.amount, n.cancelled_by,
      row_number() over earlier as nth, sum(t.amount) over earlier as lowered
    from new_refund as n
    join old_refund as o on o.id = n.id
    join finance.debt_transaction as t on t.agency_id = n.agency_id and t.refund_id = n.id
      and t.kind = 'refund'
    where n.status = 'cancelled' and o.status <> 'cancelled'
    window earlier as (partition by t.agency_id order by t.seq)),
  balance as (
    update agency.agency as a
    set debt_amount = a.debt_amount - s.amount, debt_seq = a.debt_seq + s.rows
    from (
      select p.agency_id, sum(p.amount) as amount, count(*) as rows
      from posting as p group by p.agency_id) as s
    where a.id = s.agency_id
    returning a.id, a.debt_amount + s.amount as opening, a.debt_seq - s.rows as last_seq)
  insert into finance.debt_transaction (agency_id, seq, kind, amount, balance_after,
    business_date, item_seq, due_date, refund_id, reverses_id, created_by)
  select p.agency_id, b.last_seq + p.nth, 'refund_cancel', -p.amount, b.opening - p.lowered,
    config.business_date(), p.item_seq, p.due_date, p.refund_id, p.id, p.cancelled_by
  from posting as p
  join balance as b on b.id = p.agency_id;
  return null;
end
$$;
comment on function finance.cancelled_refund_lowers_debt() is
  'Reverses the ledger rows of refunds being cancelled and lowers the debt, in đồng.';
revoke all on function finance.cancelled_refund_lowers_debt() from public;

create or replace trigger cancel_3_cancelled_refund_lowers_debt
after update on finance.refund
referencing old table as old_refund new table as new_refund
for each statement execute function finance.cancelled_refund_lowers_debt();
comment on trigger cancel_3_cancelled_refund_lowers_debt on finance.refund is
  'Cancelling, step 3: debt and debt ledger.';
--! EndIncluded finance/rules/cancelled_refund_lowers_debt.sql
--! Included finance/rules/issue_has_no_adjustments_when_cancelled.sql
-- Rule: a slip that was adjusted is not cancelled before its adjustments are: they would stay open or
-- free of a slip that is gone. Asked under the lock on the agency. Nobody may override.
-- Code when refused: HAS_ADJUSTMENTS.
create or replace function finance.issue_has_no_adjustments_when_cancelled() returns trigger
language plpgsql
set search_path to pg_catalog, pg_temp
as $$
declare
  codes text;
begin
  perform from agency.agency as a where a.id = old.agency_id for no key update;

  select string_agg(a.code, ', ' order by a.code) into codes
  from finance.adjustment as a
  where a.agency_id = old.agency_id and a.issue_id = old.id and a.status = 'confirmed';
  if codes is not null then
    raise exception 'slip % has adjustments', old.code
      using errcode = 'SDADJ', detail = jsonb_build_object(
        'issue_id', old.id::text, 'issue_code', old.code, 'adjustment_codes', codes)::text,
      hint = 'Cancel its adjustments first.';
  end if;
  return new;
end
$$;
comment on function finance.issue_has_no_adjustments_when_cancelled() is
  'Refuses to cancel a slip that was adjusted. Error: HAS_ADJUSTMENTS {issue_id, issue_code, adjustment_codes}.';
revoke all on function finance.issue_has_no_adjustments_when_cancelled() from public;

create or replace trigger issue_has_no_adjustments_when_cancelled
before update on inventory.issue
for each row when (old.status <> 'cancelled' and new.status = 'cancelled')
execute function finance.issue_has_no_adjustments_when_cancelled();
comment on trigger issue_has_no_adjustments_when_cancelled on inventory.issue is
  'A slip with adjustments is not cancelled.';
--! EndIncluded finance/rules/issue_has_no_adjustments_when_cancelled.sql
--! Included finance/rules/items_begin_with_the_ledger.sql
-- Rule: a row of the debt ledger that asks for money begins an open item, one that brings money a
-- credit item. What is paid on the spot settles its own slip. Nobody may override.
create or replace function finance.items_begin_with_the_ledger() returns trigger
language plpgsql
set search_path to pg_catalog, pg_temp
as $$
begin
  with item as (
    insert into finance.open_item (
      agency_id, seq, kind, issue_id, document_date, due_date, business_date, amount)
    select n.agency_id, n.seq, n.kind, n.issue_id, coalesce(d.document_date, n.business_date),
      n.due_date, n.business_date, n.amount
    from new_entry as n
    left join finance.opening_debt as d on d.id = n.opening_debt_id
    where n.item_seq = n.seq),
  -- what is paid on the spot settles its own slip at once, unless free money did that already
  spot as (
    select n.agency_id, n.seq, case when o.automatic_amount = 0 then -n.amount else 0 end as settles
    from new_entry as n
    join finance.open_item as o on o.agency_id = n.agency_id and o.seq = n.item_seq
    where n.kind = 'paid_now'),
  credit as (
    insert into finance.credit_item (
      agency_id, seq, kind, payment_id, business_date, amount, assigned_amount)
    select n.agency_id, n.seq, n.kind, n.payment_id, n.business_date, -n.amount,
      coalesce(s.settles, 0)
    from new_entry as n
    left join spot as s on s.agency_id = n.agency_id and s.seq = n.seq
    where n.kind in ('payment', 'paid_now')
      or n.kind in ('opening', 'adjustment') and n.item_seq is null and n.credit_seq is null),
  allocation as (
    insert into finance.payment_allocation (
      agency_id, credit_seq, item_seq, kind, told_amount, amount, payment_id, issue_id, created_by)
    select n.agency_id, n.seq, n.item_seq, n.kind, -n.amount, s.settles, n.payment_id, n.issue_id,
      n.created_by
    from new_entry as n
    join spot as s on s.agency_id = n.agency_id and s.seq = n.seq
    returning agency_id, item_seq, amount)
  update finance.open_item as o
  set assigned_amount = o.assigned_amount + a.amount, updated_at = now()
  from allocation as a where o.agency_id = a.agency_id and o.seq = a.item_seq and a.amount > 0;
  return null;
end
$$;
comment on function finance.items_begin_with_the_ledger() is
  'Begins the open items and credit items of new rows of the debt ledger.';
revoke all on function finance.items_begin_with_the_ledger() from public;

create or replace trigger items_begin_with_the_ledger
after insert on finance.debt_transaction
referencing new table as new_entry
for each statement execute function finance.items_begin_with_the_ledger();
comment on trigger items_begin_with_the_ledger on finance.debt_transaction is
  'What asks for money and what brings it.';
--! EndIncluded finance/rules/items_begin_with_the_ledger.sql
--! Included finance/rules/money_settles_earliest_due_first.sql
-- Rule: what was paid on the spot settles its own slip, what was told by hand what it was told, and all
-- other money together what is due earliest, then has the earlier date, then came earlier (domain.md
-- §10). A row of the debt ledger that changes any of it has it worked out anew, from there on.
-- Who may override: finance, with finance.allocate_payment; not for what was paid on the spot.
create or replace function finance.money_settles_earliest_due_first() returns trigger
language plpgsql
set search_path to pg_catalog, pg_temp
as $$
declare
  touched record;
begin
  -- most slips change nothing that was settled: no money waits, and nothing due later is paid already
  for touched in
    select e.*
    from (
      select n.agency_id, array_agg(n.item_seq) filter (where n.item_seq is not null) as items,
        array_agg(coalesce(c.seq, n.credit_seq, n.seq)) filter (where c.seq is not null or n.item_seq is null) as credits,
        bool_or(case n.kind when 'paid_now' then c.assigned_amount = 0
          else n.item_seq <> n.seq or n.kind = 'payment_cancel' or n.credit_seq is not null end) as is_change,
        min(n.due_date) as first_due, min(n.business_date) filter (where n.item_seq is null) as first_money
      from new_entry as n
      left join finance.credit_item as c
        on n.payment_id is not null and c.agency_id = n.agency_id and c.payment_id = n.payment_id
      group by n.agency_id) as e
    where e.is_change or exists (
      select from finance.credit_item as c where c.agency_id = e.agency_id and c.free_amount > 0)
    or exists (
      select from finance.open_item as o
      where o.agency_id = e.agency_id and o.automatic_amount > 0 and o.due_date >= e.first_due)
    order by e.agency_id
  loop
    if touched.is_change or exists (
      select from finance.open_item as o
      where o.agency_id = touched.agency_id and o.automatic_amount > 0
        and o.due_date >= touched.first_due)
    or exists (
      select from finance.credit_item as c
      where c.agency_id = touched.agency_id and c.automatic_amount > 0
        and c.business_date > touched.first_money) then
      perform finance.settle_anew(touched.agency_id, touched.items, touched.credits);
    else
      perform finance.settle_free_money(touched.agency_id);
    end if;
  end loop;
  return null;
end
$$;
comment on function finance.money_settles_earliest_due_first() is
  'Keeps what settles what, from new rows of the debt ledger.';
revoke all on function finance.money_settles_earliest_due_first() from public;

-- named to fire after items_begin_with_the_ledger
create or replace trigger money_settles_earliest_due_first
after insert on finance.debt_transaction
referencing new table as new_entry
for each statement execute function finance.money_settles_earliest_due_first();
comment on trigger money_settles_earliest_due_first on finance.debt_transaction is
  'Money settles what is due earliest.';
--! EndIncluded finance/rules/money_settles_earliest_due_first.sql
--! Included finance/rules/refund_is_final.sql
-- Rule: a recorded refund is not edited and never deleted: cancel it and record another. A cancelled
-- one stays as it is, with its reason. Nobody may override. Code when refused: HISTORY_IS_FINAL.
create or replace function finance.refund_is_final() returns trigger
language plpgsql
set search_path to pg_catalog, pg_temp
as $$
begin
  raise exception 'a refund is final'
    using errcode = 'SDHIS', detail = jsonb_strip_nulls(jsonb_build_object(
      'table', 'finance.refund', 'verb', tg_op, 'refund_id', old.id::text))::text,
    hint = 'Cancel it and record a new one.';
end
$$;
comment on function finance.refund_is_final() is
  'Refuses to edit or delete a refund. Error: HISTORY_IS_FINAL {table, verb, refund_id}.';
revoke all on function finance.refund_is_final() from public;

create or replace trigger refund_is_final
before update on finance.refund
for each row when (
  (old.id, old.code, old.agency_id, old.method, old.reference, old.amount,
    old.refund_date, old.note, old.created_at, old.created_by)
    is distinct from
  (new.id, new.code, new.agency_id, new.method, new.reference, new.amount,
    new.refund_date, new.note, new.created_at, new.created_by)
  or old.status = 'cancelled' and
    (old.cancelled_at, old.cancelled_by, old.cancel_reason)
      is distinct from
    (new.cancelled_at, new.cancelled_by, new.cancel_reason))
execute function finance.refund_is_final();
comment on trigger refund_is_final on finance.refund is 'A refund is not edited.';

create or replace trigger refund_is_never_deleted
before delete or truncate on finance.refund
for each statement execute function finance.refund_is_final();
comment on trigger refund_is_never_deleted on finance.refund is 'No refund is deleted.';
--! EndIncluded finance/rules/refund_is_final.sql
--! Included finance/rules/refund_needs_four_eyes.sql
-- Rule: while FOUR_EYES is true nobody gives back the money of a return that they confirmed
-- themselves, nor cancels a refund that they recorded themselves. A refund pays for the returns that
-- made the credit: those since the agency last had none. Who may override: nobody; an admin sets the
-- regulation. Code when refused: FOUR_EYES.
create or replace function finance.refund_needs_four_eyes() returns trigger
language plpgsql
set search_path to pg_catalog, pg_temp
as $$
declare
  owed_last bigint;
begin
  if tg_op = 'UPDATE' then
    perform config.four_eyes(old.created_by, new.cancelled_by);
    return new;
  end if;
  if not config.regulation_is_on('FOUR_EYES', config.business_date()) then
    return new;
  end if;
  perform from agency.agency as a where a.id = new.agency_id for no key update;
  select max(t.seq) into owed_last
  from finance.debt_transaction as t
  where t.agency_id = new.agency_id and t.balance_after >= 0;
  perform config.four_eyes(t.created_by, new.created_by)
  from finance.debt_transaction as t
  where t.agency_id = new.agency_id and t.seq > coalesce(owed_last, 0) and t.kind = 'return'
    and t.created_by = new.created_by
    and not exists (select from finance.debt_transaction as x where x.reverses_id = t.id);
  return new;
end
$$;
comment on function finance.refund_needs_four_eyes() is
  'Refuses to let people pay out returns that they confirmed, or cancel their own refunds. Error: FOUR_EYES, see config.four_eyes.';
revoke all on function finance.refund_needs_four_eyes() from public;

create or replace trigger record_0_refund_needs_four_eyes
before insert on finance.refund
for each row execute function finance.refund_needs_four_eyes();
comment on trigger record_0_refund_needs_four_eyes on finance.refund is
  'Recording, before all: not by who confirmed the return it pays, while FOUR_EYES holds.';

create or replace trigger cancel_2_refund_needs_four_eyes
before update on finance.refund
for each row when (
  old.status <> 'cancelled' and new.status = 'cancelled' and new.cancelled_by = old.created_by)
execute function finance.refund_needs_four_eyes();
comment on trigger cancel_2_refund_needs_four_eyes on finance.refund is
  'Cancelling, step 2: not by the one who recorded it, while FOUR_EYES holds.';
--! EndIncluded finance/rules/refund_needs_four_eyes.sql
--! Included finance/rules/refund_raises_debt.sql
-- Rule: a refund raises the debt exactly once, by its amount, on its date, and begins an open item that
-- is due that day: nothing is open of it as long as credit pays for it. Nobody may override.
create or replace function finance.refund_raises_debt() returns trigger
language plpgsql
set search_path to pg_catalog, pg_temp
as $$
begin
  with posting as (
    select n.id, n.agency_id, n.refund_date, n.created_by, n.amount,
      row_number() over earlier as nth, sum(n.amount) over earlier as raised
    from new_refund as n
    window earlier as (partition by n.agency_id order by n.id)),
  balance as (
    update agency.agency as a
    set debt_amount = a.debt_amount + s.amount, debt_seq = a.debt_seq + s.rows
    from (
      select p.agency_id, sum(p.amount) as amount, count(*) as rows
      from posting as p group by p.agency_id) as s
    where a.id = s.agency_id
    returning a.id, a.debt_amount - s.amount as opening, a.debt_seq - s.rows as last_seq)
  insert into finance.debt_transaction (agency_id, seq, kind, amount, balance_after, business_date,
    item_seq, due_date, refund_id, created_by)
  select p.agency_id, b.last_seq + p.nth, 'refund', p.amount, b.opening + p.raised, p.refund_date,
    b.last_seq + p.nth, p.refund_date, p.id, p.created_by
  from posting as p
  join balance as b on b.id = p.agency_id;
  return null;
end
$$;
comment on function finance.refund_raises_debt() is
  'Raises the debt by refunds being recorded and writes the debt ledger, in đồng.';
revoke all on function finance.refund_raises_debt() from public;

create or replace trigger record_2_refund_raises_debt
after insert on finance.refund
referencing new table as new_refund
for each statement execute function finance.refund_raises_debt();
comment on trigger record_2_refund_raises_debt on finance.refund is
  'Recording, step 2: debt and debt ledger.';
--! EndIncluded finance/rules/refund_raises_debt.sql
--! Included finance/rules/refund_transition.sql
-- Rule: a refund is born confirmed and goes to cancelled, once. Nobody may override.
-- Code when refused: INVALID_TRANSITION.
create or replace function finance.refund_transition() returns trigger
language plpgsql
set search_path to pg_catalog, pg_temp
as $$
declare
  from_status text := case when tg_op = 'INSERT' then 'new' else old.status end;
begin
  if (from_status, new.status) not in (('new', 'confirmed'), ('confirmed', 'cancelled')) then
    raise exception 'a refund cannot go from % to %', from_status, new.status
      using errcode = 'SDTRN', detail = jsonb_build_object(
        'refund_id', new.id::text, 'refund_code', new.code, 'from', from_status,
        'to', new.status)::text,
      hint = 'Reload it to see its present state.';
  end if;
  return new;
end
$$;
comment on function finance.refund_transition() is
  'Refuses a change of status that is no road. Error: INVALID_TRANSITION {refund_id, refund_code, from, to}.';
revoke all on function finance.refund_transition() from public;

create or replace trigger refund_is_born_confirmed
before insert on finance.refund
for each row execute function finance.refund_transition();
comment on trigger refund_is_born_confirmed on finance.refund is 'A refund begins confirmed.';

-- also when the status stays: cancelling a second time is told as what it is
create or replace trigger cancel_1_refund_transition
before update of status on finance.refund
for each row execute function finance.refund_transition();
comment on trigger cancel_1_refund_transition on finance.refund is
  'Cancelling, step 1: confirmed to cancelled only.';
--! EndIncluded finance/rules/refund_transition.sql
--! Included finance/rules/refund_within_credit.sql
-- Rule: a refund is at most the credit that an agency has with us: what its debt is below nothing. The
-- debt is today's, under the lock on the agency, whatever day the refund is dated. Nobody may override.
-- Code when refused: REFUND_EXCEEDS_CREDIT.
create or replace function finance.refund_within_credit() returns trigger
language plpgsql
set search_path to pg_catalog, pg_temp
as $$
declare
  over record;
begin
  perform from agency.agency as a
  where a.id in (select n.agency_id from new_refund as n)
  order by a.id
  for no key update;

  select a.id, a.code, a.name, greatest(-a.debt_amount, 0) as credit, r.amount
  into over
  from (
    select n.agency_id, sum(n.amount) as amount from new_refund as n group by n.agency_id) as r
  join agency.agency as a on a.id = r.agency_id
  where r.amount > greatest(-a.debt_amount, 0)
  order by a.id
  limit 1;
  if found then
    raise exception 'refund of % is more than the credit % of agency %',
      over.amount, over.credit, over.code
      using errcode = 'SDRFX', detail = jsonb_build_object(
        'agency_id', over.id::text, 'agency_code', over.code, 'agency_name', over.name,
        'credit', over.credit::text, 'amount', over.amount::text,
        'excess', (over.amount - over.credit)::text)::text,
      hint = 'Give back at most the credit.';
  end if;
  return null;
end
$$;
comment on function finance.refund_within_credit() is
  'Refuses refunds beyond the credit. Error: REFUND_EXCEEDS_CREDIT {agency_id, agency_code, agency_name, credit, amount, excess}, money in đồng as text.';
revoke all on function finance.refund_within_credit() from public;

create or replace trigger record_1_refund_within_credit
after insert on finance.refund
referencing new table as new_refund
for each statement execute function finance.refund_within_credit();
comment on trigger record_1_refund_within_credit on finance.refund is
  'Recording, step 1: at most the credit.';
--! EndIncluded finance/rules/refund_within_credit.sql
--! Included audit/views/invariant_adjustment_moved_the_debt_once.sql
-- Invariant: A confirmed adjustment moved the debt exactly once, by its amount, on its date, and one that
-- waits or was rejected not at all. Rows are breaches.
drop view if exists audit.invariant_adjustment_moved_the_debt_once;
create view audit.invariant_adjustment_moved_the_debt_once with (security_invoker) as
select j.id as adjustment_id, j.code, j.status, j.amount, t.amount as moved_amount,
  coalesce(t.transactions, 0) as transactions
from finance.adjustment as j
left join (
  select t.adjustment_id, count(*) as transactions, sum(t.amount) as amount,
    min(t.business_date) as business_date
  from finance.debt_transaction as t
  where t.kind = 'adjustment'
  group by t.adjustment_id) as t on t.adjustment_id = j.id
where case
  when j.status in ('requested', 'rejected') then t.transactions is not null
  else (t.transactions, t.amount, t.business_date) is distinct from
    (1, case j.direction when 'up' then j.amount else -j.amount end, j.adjustment_date)
end;
comment on view audit.invariant_adjustment_moved_the_debt_once is
  'A confirmed adjustment moved the debt exactly once, by its amount, on its date, any other not at all.';
comment on column audit.invariant_adjustment_moved_the_debt_once.adjustment_id is 'The adjustment.';
comment on column audit.invariant_adjustment_moved_the_debt_once.code is 'Number of the document.';
comment on column audit.invariant_adjustment_moved_the_debt_once.status is 'Its state.';
comment on column audit.invariant_adjustment_moved_the_debt_once.amount is
  'Amount of the adjustment, đồng.';
comment on column audit.invariant_adjustment_moved_the_debt_once.moved_amount is
  'What it changed the debt by, đồng; null when by nothing.';
comment on column audit.invariant_adjustment_moved_the_debt_once.transactions is
  'How many transactions did.';
revoke all on audit.invariant_adjustment_moved_the_debt_once from sodaily_definer;
grant select on audit.invariant_adjustment_moved_the_debt_once to sodaily_definer;
--! EndIncluded audit/views/invariant_adjustment_moved_the_debt_once.sql
--! Included audit/views/invariant_cancelled_adjustment_is_reversed_once.sql
-- Invariant: A cancelled adjustment has exactly one reversal, of its own row, and no other adjustment
-- has one. Rows are breaches.
drop view if exists audit.invariant_cancelled_adjustment_is_reversed_once;
create view audit.invariant_cancelled_adjustment_is_reversed_once with (security_invoker) as
select j.id as adjustment_id, j.code, j.status, coalesce(r.reversals, 0) as reversals
from finance.adjustment as j
left join (
  select t.adjustment_id, count(*) as reversals, min(t.amount) as amount,
    count(*) filter (where o.adjustment_id = t.adjustment_id and o.kind = 'adjustment'
      and o.amount = -t.amount) as right_ones
  from finance.debt_transaction as t
  left join finance.debt_transaction as o on o.id = t.reverses_id
  where t.kind = 'adjustment_cancel'
  group by t.adjustment_id) as r on r.adjustment_id = j.id
where case
  when j.status <> 'cancelled' then r.reversals is not null
  else (r.reversals, r.right_ones, r.amount) is distinct from
    (1, 1, case j.direction when 'up' then -j.amount else j.amount end)
end;
comment on view audit.invariant_cancelled_adjustment_is_reversed_once is
  'A cancelled adjustment has exactly one reversal, of its own row, and no other adjustment has one.';
comment on column audit.invariant_cancelled_adjustment_is_reversed_once.adjustment_id is 'The adjustment.';
comment on column audit.invariant_cancelled_adjustment_is_reversed_once.code is
  'Number of the document.';
comment on column audit.invariant_cancelled_adjustment_is_reversed_once.status is 'Its state.';
comment on column audit.invariant_cancelled_adjustment_is_reversed_once.reversals is
  'How many rows reverse it.';
revoke all on audit.invariant_cancelled_adjustment_is_reversed_once from sodaily_definer;
grant select on audit.invariant_cancelled_adjustment_is_reversed_once to sodaily_definer;
--! EndIncluded audit/views/invariant_cancelled_adjustment_is_reversed_once.sql
--! Included audit/views/invariant_cancelled_refund_is_reversed_once.sql
-- Invariant: A cancelled refund has exactly one reversal, of its own row, and no other refund
-- has one. Rows are breaches.
drop view if exists audit.invariant_cancelled_refund_is_reversed_once;
create view audit.invariant_cancelled_refund_is_reversed_once with (security_invoker) as
select f.id as refund_id, f.code, f.status, coalesce(r.reversals, 0) as reversals
from finance.refund as f
left join (
  select t.refund_id, count(*) as reversals, min(t.amount) as amount,
    count(*) filter (where o.refund_id = t.refund_id and o.kind = 'refund'
      and o.amount = -t.amount) as right_ones
  from finance.debt_transaction as t
  left join finance.debt_transaction as o on o.id = t.reverses_id
  where t.kind = 'refund_cancel'
  group by t.refund_id) as r on r.refund_id = f.id
where case
  when f.status <> 'cancelled' then r.reversals is not null
  else (r.reversals, r.right_ones, r.amount) is distinct from (1, 1, -f.amount)
end;
comment on view audit.invariant_cancelled_refund_is_reversed_once is
  'A cancelled refund has exactly one reversal, of its own row, and no other refund has one.';
comment on column audit.invariant_cancelled_refund_is_reversed_once.refund_id is 'The refund.';
comment on column audit.invariant_cancelled_refund_is_reversed_once.code is
  'Number of the document.';
comment on column audit.invariant_cancelled_refund_is_reversed_once.status is 'Its state.';
comment on column audit.invariant_cancelled_refund_is_reversed_once.reversals is
  'How many rows reverse it.';
revoke all on audit.invariant_cancelled_refund_is_reversed_once from sodaily_definer;
grant select on audit.invariant_cancelled_refund_is_reversed_once to sodaily_definer;
--! EndIncluded audit/views/invariant_cancelled_refund_is_reversed_once.sql
--! Included audit/views/invariant_command_made_its_document.sql
-- Invariant: Every command that succeeded made its document, and every document came from one
-- command, or from a file that was applied. Rows are breaches.
drop view if exists audit.invariant_command_made_its_document;
create view audit.invariant_command_made_its_document with (security_invoker) as
-- keys are compared byte by byte: the order of a language takes several times as long and means nothing here
with made as (
  select 'inventory.create_issue' as command, i.id::text collate "C" as id, i.code
  from inventory.issue as i
  where not exists (
    select from audit.command as c
    where c.command = 'inventory.request_issue' and c.result ->> 'id' = i.id::text)
  union all
  select 'finance.create_payment', p.id::text, p.code
  from finance.payment as p where p.issue_id is null
  union all select 'finance.create_refund', f.id::text, f.code from finance.refund as f
  union all select 'finance.create_adjustment', j.id::text, j.code from finance.adjustment as j
  union all
  select 'inventory.create_receipt', r.id::text, r.code
  from inventory.receipt as r
  left join config.import as i on i.id = r.import_id
  where i.applied_at is null
  union all select 'inventory.cancel_receipt', r.id::text, r.code
  from inventory.receipt as r where r.status = 'cancelled'
  union all select 'inventory.create_stock_count', s.id::text,
  s.code from inventory.stock_count as s
  union all select 'inventory.create_issue_return', r.id::text,
  r.code from inventory.issue_return as r
  union all select 'inventory.create_supplier', s.id::text, s.code from inventory.supplier as s)
select coalesce(c.command, made.command) as command, c.client_key, made.code
from (
  select c.command, c.client_key, (c.result ->> 'id') collate "C" as id
  from audit.command as c
  where c.command in (
    'inventory.create_issue', 'finance.create_payment', 'finance.create_refund',
    'finance.create_adjustment',    'inventory.create_receipt',
    'inventory.cancel_receipt', 'inventory.create_stock_count', 'inventory.create_issue_return',
    'inventory.create_supplier')) as c
full join made on made.command = c.command and made.id = c.id
where c.client_key is null or made.id is null;
comment on view audit.invariant_command_made_its_document is
  'Every command that succeeded made its document, and every document came from one command.';
comment on column audit.invariant_command_made_its_document.command is
  'schema.function of the command.';
comment on column audit.invariant_command_made_its_document.client_key is
  'Key of the command, null when the document has none.';
comment on column audit.invariant_command_made_its_document.code is
  'Number of the document, null when the command made none.';
revoke all on audit.invariant_command_made_its_document from sodaily_definer;
grant select on audit.invariant_command_made_its_document to sodaily_definer;
--! EndIncluded audit/views/invariant_command_made_its_document.sql
--! Included audit/views/invariant_credit_items_equal_the_ledger.sql
-- Invariant: All money is what the ledger says of it: a payment as long as it is not cancelled. Rows are breaches.
drop view if exists audit.invariant_credit_items_equal_the_ledger;
create view audit.invariant_credit_items_equal_the_ledger with (security_invoker) as
select s.agency_id, s.payment_id, sum(s.kept) as amount, sum(s.posted) as ledger_amount
from (
  select c.agency_id, c.payment_id, coalesce(c.payment_id::text, c.seq::text) as money,
    c.amount::bigint as kept, 0::bigint as posted
  from finance.credit_item as c
  union all
  select t.agency_id, t.payment_id,
    coalesce(t.payment_id::text, t.credit_seq::text, t.seq::text), 0, -t.amount::bigint
  from finance.debt_transaction as t
  where t.payment_id is not null or t.item_seq is null) as s
group by s.agency_id, s.payment_id, s.money
having sum(s.kept) <> sum(s.posted);
comment on view audit.invariant_credit_items_equal_the_ledger is
  'All money is what the ledger says of it.';
comment on column audit.invariant_credit_items_equal_the_ledger.agency_id is 'The agency.';
comment on column audit.invariant_credit_items_equal_the_ledger.payment_id is 'The payment.';
comment on column audit.invariant_credit_items_equal_the_ledger.amount is 'What there is of it, đồng.';
comment on column audit.invariant_credit_items_equal_the_ledger.ledger_amount is 'What the ledger says, đồng.';
revoke all on audit.invariant_credit_items_equal_the_ledger from sodaily_definer;
grant select on audit.invariant_credit_items_equal_the_ledger to sodaily_definer;
--! EndIncluded audit/views/invariant_credit_items_equal_the_ledger.sql
--! Included audit/views/invariant_document_is_in_the_audit_trail.sql
-- Invariant: Every slip, payment, refund, adjustment, receipt, stock count and return is in the audit trail from its
-- first version on. Rows are breaches.
drop view if exists audit.invariant_document_is_in_the_audit_trail;
create view audit.invariant_document_is_in_the_audit_trail with (security_invoker) as
select d.table_name, d.row_key, d.code
from (
  select 'inventory.issue' as table_name, i.id::text as row_key, i.code from inventory.issue as i
  union all select 'finance.payment', p.id::text, p.code from finance.payment as p
  union all select 'finance.refund', f.id::text, f.code from finance.refund as f
  union all select 'finance.adjustment', j.id::text, j.code from finance.adjustment as j
  union all select 'inventory.receipt', r.id::text, r.code from inventory.receipt as r
  union all select 'inventory.stock_count', s.id::text, s.code from inventory.stock_count as s
  union all select 'inventory.issue_return', r.id::text,
  r.code from inventory.issue_return as r) as d
where not exists (
  select from audit.change as c
  where c.table_name = d.table_name and c.row_key = d.row_key
    and c.action in ('insert', 'baseline'));
comment on view audit.invariant_document_is_in_the_audit_trail is
  'Every slip, payment, refund, adjustment, receipt, stock count and return is in the audit trail from its first version on.';
comment on column audit.invariant_document_is_in_the_audit_trail.table_name is
  'schema.table of the document.';
comment on column audit.invariant_document_is_in_the_audit_trail.row_key is 'Its key.';
comment on column audit.invariant_document_is_in_the_audit_trail.code is 'Number of the document.';
revoke all on audit.invariant_document_is_in_the_audit_trail from sodaily_definer;
grant select on audit.invariant_document_is_in_the_audit_trail to sodaily_definer;
--! EndIncluded audit/views/invariant_document_is_in_the_audit_trail.sql
--! Included audit/views/invariant_numbers_have_no_gaps.sql
-- Invariant: Documents are numbered without gaps per kind and year, and the counter stands at
-- the last number. Rows are breaches.
drop view if exists audit.invariant_numbers_have_no_gaps;
create view audit.invariant_numbers_have_no_gaps with (security_invoker) as
select coalesce(drawn.kind, c.kind) as kind, coalesce(drawn.year, c.year) as year, drawn.highest,
  drawn.documents, c.last_number
from (
  select left(d.code, 2) as kind, substr(d.code, 4, 4)::smallint as year,
    max(substr(d.code, 9)::bigint) as highest, count(*) as documents
  from (
    select code from inventory.issue where code is not null
    union all select code from finance.payment
    union all select code from finance.refund
    union all select code from finance.adjustment where code is not null
    union all select code from inventory.receipt
    union all select code from inventory.stock_count
    union all select code from inventory.issue_return) as d
  group by 1, 2) as drawn
full join config.document_counter as c on c.kind = drawn.kind and c.year = drawn.year
where drawn.documents is distinct from drawn.highest or c.last_number is distinct from drawn.highest;
comment on view audit.invariant_numbers_have_no_gaps is
  'Documents are numbered without gaps per kind and year, and the counter stands at the last number.';
comment on column audit.invariant_numbers_have_no_gaps.kind is 'PX, PT, PC, DC, PN, KK or TH.';
comment on column audit.invariant_numbers_have_no_gaps.year is 'Year of the business date.';
comment on column audit.invariant_numbers_have_no_gaps.highest is 'Highest number in use.';
comment on column audit.invariant_numbers_have_no_gaps.documents is 'How many documents there are.';
comment on column audit.invariant_numbers_have_no_gaps.last_number is 'Where the counter stands.';
revoke all on audit.invariant_numbers_have_no_gaps from sodaily_definer;
grant select on audit.invariant_numbers_have_no_gaps to sodaily_definer;
--! EndIncluded audit/views/invariant_numbers_have_no_gaps.sql
--! Included audit/views/invariant_refund_raised_the_debt_once.sql
-- Invariant: A refund raised the debt exactly once, by its amount, on its date, and to nothing at
-- most: it paid out credit. Rows are breaches.
drop view if exists audit.invariant_refund_raised_the_debt_once;
create view audit.invariant_refund_raised_the_debt_once with (security_invoker) as
select f.id as refund_id, f.code, f.amount, t.amount as raised_amount, t.balance_after,
  coalesce(t.transactions, 0) as transactions
from finance.refund as f
left join (
  select t.refund_id, count(*) as transactions, sum(t.amount) as amount,
    max(t.balance_after::numeric) as balance_after, min(t.business_date) as business_date
  from finance.debt_transaction as t
  where t.kind = 'refund'
  group by t.refund_id) as t on t.refund_id = f.id
where (t.transactions, t.amount, t.business_date) is distinct from (1, f.amount, f.refund_date)
  or t.balance_after > 0;
comment on view audit.invariant_refund_raised_the_debt_once is
  'A refund raised the debt exactly once, by its amount, on its date, and to nothing at most.';
comment on column audit.invariant_refund_raised_the_debt_once.refund_id is 'The refund.';
comment on column audit.invariant_refund_raised_the_debt_once.code is 'Number of the document.';
comment on column audit.invariant_refund_raised_the_debt_once.amount is
  'Amount of the refund, đồng.';
comment on column audit.invariant_refund_raised_the_debt_once.raised_amount is
  'What it changed the debt by, đồng; null when by nothing.';
comment on column audit.invariant_refund_raised_the_debt_once.balance_after is
  'Debt of the agency after it, đồng.';
comment on column audit.invariant_refund_raised_the_debt_once.transactions is
  'How many transactions did.';
revoke all on audit.invariant_refund_raised_the_debt_once from sodaily_definer;
grant select on audit.invariant_refund_raised_the_debt_once to sodaily_definer;
--! EndIncluded audit/views/invariant_refund_raised_the_debt_once.sql
