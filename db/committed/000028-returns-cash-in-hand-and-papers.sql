--! Previous: sha1:c93372b9fb419db5d9aee9cf23499268e32f209c
--! Hash: sha1:64fd796bf40149eeb55d12778982df436b4282aa
--! Message: returns, cash in hand and papers

--! split: 1-current.sql
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
--! Included finance/policies/opening_debt.sql
-- Assigned people see how the books of their agencies began, staff all; the warehouse none.
alter table finance.opening_debt enable row level security;
alter table finance.opening_debt force row level security;

drop policy if exists definer_does_what_functions_do on finance.opening_debt;
create policy definer_does_what_functions_do on finance.opening_debt
for all to sodaily_definer using (true) with check (true);

drop policy if exists user_reads_own_agencies on finance.opening_debt;
create policy user_reads_own_agencies on finance.opening_debt
for select to sodaily_user
using (agency_id = any (cast((select agency.my_ids()) as :ID_TYPE[])));

drop policy if exists staff_reads_all on finance.opening_debt;
create policy staff_reads_all on finance.opening_debt
for select to sodaily_staff
using (true);

drop policy if exists auditor_reads_all on finance.opening_debt;
create policy auditor_reads_all on finance.opening_debt
for select to sodaily_auditor
using (true);

drop policy if exists readers_need_the_scope on finance.opening_debt;
create policy readers_need_the_scope on finance.opening_debt
as restrictive for select to sodaily_user, sodaily_staff, sodaily_auditor
using ((select auth.has_scope('finance:read')));

revoke all on finance.opening_debt from sodaily_definer, sodaily_user, sodaily_staff,
  sodaily_warehouse, sodaily_auditor;
grant select, insert on finance.opening_debt to sodaily_definer;
grant update (cancelled_at, cancelled_by, cancel_reason) on finance.opening_debt to sodaily_definer;
grant select on finance.opening_debt
  to sodaily_user, sodaily_staff, sodaily_auditor;
--! EndIncluded finance/policies/opening_debt.sql
--! Included finance/policies/payment.sql
-- Assigned people see payments of their agencies, staff all; the warehouse none.
alter table finance.payment enable row level security;
alter table finance.payment force row level security;

drop policy if exists definer_does_what_functions_do on finance.payment;
create policy definer_does_what_functions_do on finance.payment
for all to sodaily_definer using (true) with check (true);

drop policy if exists user_reads_own_agencies on finance.payment;
create policy user_reads_own_agencies on finance.payment
for select to sodaily_user
using (agency_id = any (cast((select agency.my_ids()) as :ID_TYPE[])));

drop policy if exists staff_reads_all on finance.payment;
create policy staff_reads_all on finance.payment
for select to sodaily_staff
using (true);

drop policy if exists auditor_reads_all on finance.payment;
create policy auditor_reads_all on finance.payment
for select to sodaily_auditor
using (true);

drop policy if exists readers_need_the_scope on finance.payment;
create policy readers_need_the_scope on finance.payment
as restrictive for select to sodaily_user, sodaily_staff, sodaily_auditor
using ((select auth.has_scope('finance:read')));

revoke all on finance.payment from sodaily_definer, sodaily_user, sodaily_staff,
  sodaily_warehouse, sodaily_auditor;
grant select, insert on finance.payment to sodaily_definer;
grant update (status, cancelled_at, cancelled_by, cancel_reason, handed_over_at, handed_over_by)
  on finance.payment to sodaily_definer;
grant select on finance.payment
  to sodaily_user, sodaily_staff, sodaily_auditor;
--! EndIncluded finance/policies/payment.sql
--! Included inventory/policies/issue_return_detail.sql
-- As the return: the line carries its agency, so the policy needs no join.
alter table inventory.issue_return_detail enable row level security;
alter table inventory.issue_return_detail force row level security;

drop policy if exists definer_does_what_functions_do on inventory.issue_return_detail;
create policy definer_does_what_functions_do on inventory.issue_return_detail
for all to sodaily_definer using (true) with check (true);

drop policy if exists user_reads_own_agencies on inventory.issue_return_detail;
create policy user_reads_own_agencies on inventory.issue_return_detail
for select to sodaily_user
using (agency_id = any (cast((select agency.my_ids()) as :ID_TYPE[])));

drop policy if exists staff_reads_all on inventory.issue_return_detail;
create policy staff_reads_all on inventory.issue_return_detail
for select to sodaily_staff
using (true);

drop policy if exists warehouse_reads_all on inventory.issue_return_detail;
create policy warehouse_reads_all on inventory.issue_return_detail
for select to sodaily_warehouse
using (true);

drop policy if exists auditor_reads_all on inventory.issue_return_detail;
create policy auditor_reads_all on inventory.issue_return_detail
for select to sodaily_auditor
using (true);

drop policy if exists readers_need_the_scope on inventory.issue_return_detail;
create policy readers_need_the_scope on inventory.issue_return_detail
as restrictive for select to sodaily_user, sodaily_staff, sodaily_warehouse, sodaily_auditor
using ((select auth.has_scope('inventory:read')));

revoke all on inventory.issue_return_detail from sodaily_definer, sodaily_user, sodaily_staff,
  sodaily_warehouse, sodaily_auditor;
grant select, insert on inventory.issue_return_detail to sodaily_definer;
grant update (line_total) on inventory.issue_return_detail to sodaily_definer;
grant select on inventory.issue_return_detail
  to sodaily_user, sodaily_staff, sodaily_auditor;
grant select (
  id, agency_id, issue_return_id, issue_id, line_no, item_id, quantity, created_at, created_by
) on inventory.issue_return_detail to sodaily_warehouse;
--! EndIncluded inventory/policies/issue_return_detail.sql
--! Included inventory/policies/issue_return.sql
-- Assigned people see returns of their agencies, staff all; the warehouse sees no money.
alter table inventory.issue_return enable row level security;
alter table inventory.issue_return force row level security;

drop policy if exists definer_does_what_functions_do on inventory.issue_return;
create policy definer_does_what_functions_do on inventory.issue_return
for all to sodaily_definer using (true) with check (true);

drop policy if exists user_reads_own_agencies on inventory.issue_return;
create policy user_reads_own_agencies on inventory.issue_return
for select to sodaily_user
using (agency_id = any (cast((select agency.my_ids()) as :ID_TYPE[])));

drop policy if exists staff_reads_all on inventory.issue_return;
create policy staff_reads_all on inventory.issue_return
for select to sodaily_staff
using (true);

drop policy if exists warehouse_reads_all on inventory.issue_return;
create policy warehouse_reads_all on inventory.issue_return
for select to sodaily_warehouse
using (true);

drop policy if exists auditor_reads_all on inventory.issue_return;
create policy auditor_reads_all on inventory.issue_return
for select to sodaily_auditor
using (true);

drop policy if exists readers_need_the_scope on inventory.issue_return;
create policy readers_need_the_scope on inventory.issue_return
as restrictive for select to sodaily_user, sodaily_staff, sodaily_warehouse, sodaily_auditor
using ((select auth.has_scope('inventory:read')));

revoke all on inventory.issue_return from sodaily_definer, sodaily_user, sodaily_staff,
  sodaily_warehouse, sodaily_auditor;
grant select, insert on inventory.issue_return to sodaily_definer;
grant update (status, code, return_date, total_amount, confirmed_at, confirmed_by, rejected_at,
  rejected_by, reject_reason, cancelled_at, cancelled_by, cancel_reason) on inventory.issue_return
  to sodaily_definer;
grant select on inventory.issue_return
  to sodaily_user, sodaily_staff, sodaily_auditor;
grant select (
  id, code, agency_id, issue_id, status, return_date, reason, created_at, created_by, confirmed_at,
  confirmed_by, rejected_at, rejected_by, reject_reason, cancelled_at, cancelled_by, cancel_reason
) on inventory.issue_return to sodaily_warehouse;
--! EndIncluded inventory/policies/issue_return.sql
--! Included agency/functions/is_in_business.sql
-- Which agencies count: for the cap of a territory (QĐ1), for limits, for what they owed before. Those who
-- wait, were turned down or left do not. Without a search path of its own it becomes part of the query that
-- asks.
create or replace function agency.is_in_business(status text) returns boolean
language sql immutable parallel safe
return status in ('active', 'blocked');
comment on function agency.is_in_business(text) is
  E'@omit\nWhether an agency of this status is one we do business with: active or blocked.';
revoke all on function agency.is_in_business(text) from public;
grant execute on function agency.is_in_business(text)
  to sodaily_definer, sodaily_user, sodaily_staff, sodaily_warehouse, sodaily_auditor;
--! EndIncluded agency/functions/is_in_business.sql
--! Included inventory/functions/waits_for_decision.sql
-- Which slips nobody has decided on: they hold no stock and no debt, and may be edited. Without a search path
-- of its own it becomes part of the query that asks.
create or replace function inventory.waits_for_decision(status text) returns boolean
language sql immutable parallel safe
return status in ('requested', 'postponed');
comment on function inventory.waits_for_decision(text) is
  E'@omit\nWhether a slip of this status waits for a decision: requested or postponed.';
revoke all on function inventory.waits_for_decision(text) from public;
grant execute on function inventory.waits_for_decision(text)
  to sodaily_definer, sodaily_user, sodaily_staff, sodaily_warehouse, sodaily_auditor;
--! EndIncluded inventory/functions/waits_for_decision.sql
--! Included notification/functions/has_left.sql
-- Which letters are out of the house. Without a search path of its own it becomes part of the query that
-- asks.
create or replace function notification.has_left(status text) returns boolean
language sql immutable parallel safe
return status in ('sent', 'bounced');
comment on function notification.has_left(text) is
  E'@omit\nWhether a letter of this status was handed over, even if it came back: sent or bounced.';
revoke all on function notification.has_left(text) from public;
grant execute on function notification.has_left(text)
  to sodaily_definer, sodaily_worker;
--! EndIncluded notification/functions/has_left.sql
--! Included notification/functions/is_under_way.sql
-- Which long jobs take a place and may be cancelled. Without a search path of its own it becomes part of
-- the query that asks.
create or replace function notification.is_under_way(status text) returns boolean
language sql immutable parallel safe
return status in ('waiting', 'running');
comment on function notification.is_under_way(text) is
  E'@omit\nWhether a long job of this status is not at its end: waiting or running.';
revoke all on function notification.is_under_way(text) from public;
grant execute on function notification.is_under_way(text)
  to sodaily_definer, sodaily_user, sodaily_staff, sodaily_warehouse, sodaily_auditor, sodaily_worker;
--! EndIncluded notification/functions/is_under_way.sql
--! Included report/functions/asked_before.sql
-- A row, and not a figure: so it becomes part of the query that asks, as a figure read from a table
-- does not, and is looked up once however often it is mentioned.
create or replace function report.asked_before(agency_id :ID_TYPE, day date)
returns table (amount numeric)
language sql stable
as $$
  select d.asked_to_date_amount::numeric from report.agency_due_day as d
  where d.agency_id = asked_before.agency_id and d.due_date < asked_before.day
  order by d.due_date desc
  limit 1
$$;
comment on function report.asked_before(:ID_TYPE, date) is
  E'@omit\nWhat open items of an agency due before a day asked for on the day of their documents, as of the last fold, đồng; no row when nothing was.';
revoke all on function report.asked_before(:ID_TYPE, date) from public;
grant execute on function report.asked_before(:ID_TYPE, date) to sodaily_definer;
--! EndIncluded report/functions/asked_before.sql
--! Included agency/functions/agencies_near_limit.sql
-- Row policies decide which agencies are looked at; those without debt are near nothing.
create or replace function agency.agencies_near_limit() returns setof agency.agency
language sql stable
set search_path to pg_catalog, pg_temp
as $$
  select a.*
  from agency.agency as a
  cross join lateral agency.ceiling_of(a, config.business_date()) as c
  where a.debt_amount > 0 and agency.is_in_business(a.status)
    and a.debt_amount * 100 >= c.ceiling * (
      select (config.regulation_on('DEBT_ALERT_PERCENT', config.business_date())).value::numeric)
  order by a.debt_amount / nullif(c.ceiling, 0) desc nulls first, a.code
$$;
comment on function agency.agencies_near_limit() is
  'Agencies whose debt has reached DEBT_ALERT_PERCENT of their ceiling, or passed it; who uses most of it first.';
revoke all on function agency.agencies_near_limit() from public;
grant execute on function agency.agencies_near_limit()
  to sodaily_definer, sodaily_user, sodaily_staff, sodaily_auditor;
--! EndIncluded agency/functions/agencies_near_limit.sql
--! Included agency/functions/district_member_count.sql
-- Not for those who see some agencies only: their count would be a wrong answer.
create or replace function agency.district_member_count(district agency.district) returns bigint
language sql stable
as $$
  select count(*) from agency.agency as a
  where a.district_id = district.id and agency.is_in_business(a.status)
$$;
comment on function agency.district_member_count(agency.district) is
  'Active and blocked agencies in it: those that its cap counts.';
revoke all on function agency.district_member_count(agency.district) from public;
grant execute on function agency.district_member_count(agency.district)
  to sodaily_staff, sodaily_warehouse, sodaily_auditor;
--! EndIncluded agency/functions/district_member_count.sql
--! Included agency/functions/imported_agency_problems.sql
-- What a form of one agency would refuse (agency.agency_problems), and what only a list can be wrong in. The room of
-- territories is counted as approving one row after the other would.
create or replace function agency.imported_agency_problems(import_id :ID_TYPE) returns setof config.import_problem
language sql stable
set search_path to pg_catalog, pg_temp
as $$
  with row as materialized (select r.* from agency.imported_agencies(import_id) as r),
  repeated as (
    select r.row_no, r.code, min(r.row_no) over (partition by r.code) as first_row
    from row as r where r.code is not null),
  newcomer as (
    select r.row_no, r.district_ids[1] as district_id,
      row_number() over (partition by r.district_ids[1] order by r.row_no) as nth
    from row as r where r.is_active and cardinality(r.district_ids) = 1),
  room as materialized (
    select d.id, d.name, agency.district_cap_in_force(d) as cap, (
      select count(*) from agency.agency as a
      where a.district_id = d.id and agency.is_in_business(a.status)) as members
    from agency.district as d where d.id in (select n.district_id from newcomer as n))
  select r.row_no, p.path, p.reason, coalesce(r.cells ->> p.path, p.value)
  from row as r
  cross join lateral jsonb_to_recordset(agency.agency_problems(r.name, r.agency_type_ids[1],
    r.district_ids[1], r.phone, r.email, r.ward, r.address, r.tax_code, r.representative))
    as p (path text, reason text, value text)
  where p.path not in ('agency_type_id', 'district_id')
  union all
  select r.row_no, w.code, case when w.ids is null then 'unknown' else 'ambiguous' end, r.cells ->> w.code
  from row as r
  cross join lateral (values ('agency_type', r.agency_type_ids), ('district', r.district_ids)) as w (code, ids)
  where cardinality(coalesce(w.ids, '{}')) <> 1 and r.cells ->> w.code is not null
  union all
  select r.row_no, 'code', 'malformed', r.code from row as r where r.code !~ '^DL[0-9]{4,9}$'
  union all
  select r.row_no, 'code', 'taken', a.name from row as r join agency.agency as a on a.code = r.code
  union all
  select r.row_no, 'code', 'twice_in_file', r.first_row::text from repeated as r where r.row_no > r.first_row
  union all
  select r.row_no, 'reception_date',
    case when r.reception_date > config.business_date() then 'in_future' else 'too_early' end,
    r.reception_date::text
  from row as r where r.reception_date not between date '2000-01-01' and config.business_date()
  union all
  select r.row_no, 'status', 'unknown', r.cells ->> 'status' from row as r where r.is_active is null
  union all
  select r.row_no, 'status', 'not_yours_to_approve', null
  from row as r where r.is_active and not (select auth.has_scope('agency:approve'))
  union all
  select r.row_no, 'status', 'four_eyes', null
  from row as r
  where r.is_active and (select config.regulation_is_on('FOUR_EYES', config.business_date()))
  union all
  select n.row_no, 'district', 'district_full', m.name || ' ' || (m.members + n.nth - 1) || '/' || trim_scale(m.cap)
  from newcomer as n
  join room as m on m.id = n.district_id
  where m.members + n.nth > m.cap
$$;
comment on function agency.imported_agency_problems(:ID_TYPE) is
  E'@omit\nWhat is wrong with the rows of a file of agencies.';
revoke all on function agency.imported_agency_problems(:ID_TYPE) from public;
grant execute on function agency.imported_agency_problems(:ID_TYPE)
  to sodaily_definer;
--! EndIncluded agency/functions/imported_agency_problems.sql
--! Included audit/functions/check_invariants.sql
-- All of them or none: a list that is read in pages would hide those that came later.
-- Security definer: the invariants compare rows that no single person need see.
create or replace function audit.check_invariants() returns audit.invariant_result[]
language plpgsql stable security definer
set search_path to pg_catalog, pg_temp
as $$
begin
  perform auth.require_scope('audit:read');
  return array(select r from audit.invariant_results() as r);
end
$$;
alter function audit.check_invariants() owner to sodaily_definer;
comment on function audit.check_invariants() is
  'Looks for breaches of every invariant now; the last night''s answer is latestInvariantRun. Errors: INVALID_TOKEN, PERMISSION_DENIED.';
revoke all on function audit.check_invariants() from public;
grant execute on function audit.check_invariants() to sodaily_staff, sodaily_auditor;
--! EndIncluded audit/functions/check_invariants.sql
--! Included audit/functions/latest_invariant_run.sql
-- All rows of the newest night, however many invariants there are. Whose right it is to read them is
-- said by the policies of audit.invariant_run.
create or replace function audit.latest_invariant_run() returns audit.invariant_run[]
language sql stable
set search_path to pg_catalog, pg_temp
as $$
  select array(
    select r from audit.invariant_run as r
    where r.ran_at = (select max(n.ran_at) from audit.invariant_run as n)
    order by r.name)
$$;
comment on function audit.latest_invariant_run() is
  'What the newest nightly check found, one entry an invariant; none before the first night, and to those who may not read it.';
revoke all on function audit.latest_invariant_run() from public;
grant execute on function audit.latest_invariant_run() to sodaily_staff, sodaily_auditor;
--! EndIncluded audit/functions/latest_invariant_run.sql
--! Included auth/functions/hidden_columns.sql
-- What a command hands back passes no check of columns: the row of a function is the function's. So a
-- command that people with few columns may call lays these nulls over its document.
create or replace function auth.hidden_columns(table_name text) returns jsonb
language plpgsql stable
set search_path to pg_catalog, pg_temp
as $$
declare
  -- the role of the session, not the definer that runs
  reader constant text := nullif(current_setting('role'), 'none');
begin
  return (
    select coalesce(jsonb_object_agg(a.attname, null), '{}')
    from pg_attribute as a
    where a.attrelid = cast(table_name as regclass) and a.attnum > 0 and not a.attisdropped
      and not has_column_privilege(reader, a.attrelid, a.attnum, 'select'));
end
$$;
comment on function auth.hidden_columns(text) is
  E'@omit\nThe columns of a table that the session''s role may not read, as JSON {column: null}.';
revoke all on function auth.hidden_columns(text) from public;
grant execute on function auth.hidden_columns(text) to sodaily_definer;
--! EndIncluded auth/functions/hidden_columns.sql
--! Included config/functions/end_undo.sql
-- In the transaction that took the rows of a file out of the books again: the file may come once more.
create or replace function config.end_undo(import_id :ID_TYPE, caller :ID_TYPE, reason text)
returns config.import
language plpgsql volatile
set search_path to pg_catalog, pg_temp
as $$
declare
  undone config.import;
begin
  update config.import as i
  set undone_at = now(), undone_by = caller, undo_reason = reason
  where i.id = end_undo.import_id
  returning i.* into strict undone;
  return undone;
end
$$;
comment on function config.end_undo(:ID_TYPE, :ID_TYPE, text) is
  E'@omit\nSays that the rows of a file are out of the books again: by whom, and why.';
revoke all on function config.end_undo(:ID_TYPE, :ID_TYPE, text) from public;
grant execute on function config.end_undo(:ID_TYPE, :ID_TYPE, text) to sodaily_definer;
--! EndIncluded config/functions/end_undo.sql
--! Included config/functions/import_status.sql
-- Derived from its jobs, so that it cannot differ from them. A file that could not be applied is checked still and
-- may be tried again.
-- Security definer: whoever reads the log does not read the jobs of others.
create or replace function config.import_status(import config.import) returns text
language sql stable security definer
set search_path to pg_catalog, pg_temp
as $$
  select case
    when import.undone_at is not null then 'undone'
    when import.applied_at is not null then 'applied'
    when import.expires_at <= now() then 'expired'
    when import.sha256 is null then 'uploading'
    when notification.is_under_way(a.status) then 'applying'
    when import.checked_at is not null then 'checked'
    when notification.is_under_way(c.status) then 'checking'
    else coalesce(c.status, 'failed')
  end
  from (values (1)) as one (row)
  left join notification.long_job as c on c.id = import.check_job_id
  left join notification.long_job as a on a.id = import.apply_job_id
$$;
alter function config.import_status(config.import) owner to sodaily_definer;
comment on function config.import_status(config.import) is
  E'uploading, checking, checked, applying, applied, undone, failed, cancelled or expired.';
revoke all on function config.import_status(config.import) from public;
grant execute on function config.import_status(config.import)
  to sodaily_user, sodaily_staff, sodaily_warehouse, sodaily_auditor;
--! EndIncluded config/functions/import_status.sql
--! Included config/functions/import_to_undo.sql
-- First line of what takes the rows of a file out of the books again: it is of that kind and its rows are
-- there. Locked, so that two at once take turns.
create or replace function config.import_to_undo(import_id :ID_TYPE, what text) returns config.import
language plpgsql volatile
set search_path to pg_catalog, pg_temp
as $$
declare
  applied config.import;
begin
  select i.* into applied from config.import as i
  where i.id = import_to_undo.import_id and i.what = import_to_undo.what
  for no key update;
  if not found then
    raise exception 'import % is not there', import_id
      using errcode = 'SDNFD', detail = '{}', hint = 'It may be of another kind.';
  elsif config.import_status(applied) <> 'applied' then
    raise exception 'import % is not in the books', import_id
      using errcode = 'SDTRN', detail = jsonb_build_object(
        'from', config.import_status(applied), 'to', 'undone')::text,
      hint = 'Only a file whose rows are in the books is undone.';
  end if;
  return applied;
end
$$;
comment on function config.import_to_undo(:ID_TYPE, text) is
  E'@omit\nA file of a kind whose rows are in the books, locked. Errors: NOT_FOUND, INVALID_TRANSITION {from, to}.';
revoke all on function config.import_to_undo(:ID_TYPE, text) from public;
grant execute on function config.import_to_undo(:ID_TYPE, text) to sodaily_definer;
--! EndIncluded config/functions/import_to_undo.sql
--! Included config/functions/refuse_applied_file.sql
-- The one check that a file is not applied twice, unless it was undone; the unique index on config.import
-- stands behind it.
create or replace function config.refuse_applied_file(what text, sha256 bytea) returns void
language plpgsql stable
set search_path to pg_catalog, pg_temp
as $$
declare
  applied record;
begin
  select i.id, i.file_name, i.applied_at, u.full_name into applied
  from config.import as i
  join auth."user" as u on u.id = i.asked_by
  where i.what = refuse_applied_file.what and i.sha256 = refuse_applied_file.sha256
    and i.applied_at is not null and i.undone_at is null;
  if found then
    raise exception 'this file was applied before'
      using errcode = 'SDIMP', detail = jsonb_build_object(
        'import_id', applied.id::text, 'file_name', applied.file_name,
        'applied_at', applied.applied_at, 'applied_by', applied.full_name)::text,
      hint = 'Its rows are in the books.';
  end if;
end
$$;
comment on function config.refuse_applied_file(text, bytea) is
  E'@omit\nRefuses a file whose rows are in the books. Error: DUPLICATE_FILE {import_id, file_name, applied_at, applied_by}.';
revoke all on function config.refuse_applied_file(text, bytea) from public;
grant execute on function config.refuse_applied_file(text, bytea)
  to sodaily_definer;
--! EndIncluded config/functions/refuse_applied_file.sql
--! Included finance/functions/apply_imported_opening_debts.sql
-- All rows or none: each row of the file is a row of the debt ledger. Months are held before agencies
-- are locked, as everywhere; what moved since the check is found under the locks.
-- Security definer: ledgers are written by functions only.
-- Memory and joins for files of all sizes, see the README of config.
create or replace function finance.apply_imported_opening_debts(import_id :ID_TYPE) returns bigint
language plpgsql volatile security definer
set search_path to pg_catalog, pg_temp
set work_mem to '64MB'
set enable_nestloop to 'off'
as $$
declare
  caller constant :ID_TYPE := config.import_to_check(import_id, 'opening_debt');
  opened bigint;
begin
  perform finance.hold_open_periods(array(
    select r.business_date
    from finance.imported_opening_debts(apply_imported_opening_debts.import_id) as r));
  perform from agency.agency as a
  where a.id in (
    select r.agency_id from finance.imported_opening_debts(apply_imported_opening_debts.import_id) as r)
  order by a.id
  for no key update;
  if finance.check_imported_opening_debts(import_id) > 0 then
    return null;
  end if;
  with opened as (
    insert into finance.opening_debt (
      agency_id, document, document_date, due_date, amount, business_date, import_id, created_by)
    select r.agency_id, r.document, r.document_date, r.due_date, r.amount, r.business_date,
      apply_imported_opening_debts.import_id, caller
    from finance.imported_opening_debts(apply_imported_opening_debts.import_id) as r
    order by r.row_no
    returning id, agency_id, due_date, amount, business_date),
  posting as (
    select o.*, row_number() over earlier as nth, sum(o.amount) over earlier as raised
    from opened as o
    window earlier as (partition by o.agency_id order by o.id)),
  balance as (
    update agency.agency as a
    set debt_amount = a.debt_amount + s.amount, debt_seq = a.debt_seq + s.rows
    from (
      select p.agency_id, sum(p.amount) as amount, count(*) as rows
      from posting as p group by p.agency_id) as s
    where a.id = s.agency_id
    returning a.id, a.debt_amount - s.amount as opening, a.debt_seq - s.rows as last_seq)
  insert into finance.debt_transaction (agency_id, seq, kind, amount, balance_after, business_date,
    item_seq, due_date, opening_debt_id, created_by)
  select p.agency_id, b.last_seq + p.nth, 'opening', p.amount, b.opening + p.raised,
    p.business_date, case when p.amount > 0 then b.last_seq + p.nth end, p.due_date, p.id, caller
  from posting as p
  join balance as b on b.id = p.agency_id;
  get diagnostics opened = row_count;
  return opened;
end
$$;
alter function finance.apply_imported_opening_debts(:ID_TYPE) owner to sodaily_definer;
comment on function finance.apply_imported_opening_debts(:ID_TYPE) is
  E'@omit\nPuts the rows of a checked file of opening debts into the books; returns how many, or null when the check finds faults now. For the worker, as that person. Errors: INVALID_TOKEN, PERMISSION_DENIED, NOT_FOUND, PERIOD_CLOSED.';
revoke all on function finance.apply_imported_opening_debts(:ID_TYPE) from public;
grant execute on function finance.apply_imported_opening_debts(:ID_TYPE)
  to sodaily_user, sodaily_staff;
--! EndIncluded finance/functions/apply_imported_opening_debts.sql
--! Included finance/functions/cash_in_hand.sql
-- The board of cash in hand (tiền chờ nộp): what was paid on the spot and has not been handed over, by
-- who took it. Staff who read money see all, others their own.
-- Security definer: somebody who took cash sees it, whatever else they may read.
create or replace function finance.cash_in_hand() returns setof finance.cash_in_hand_row
language plpgsql stable security definer
set search_path to pg_catalog, pg_temp
as $$
declare
  caller constant :ID_TYPE := auth.require_person();
  sees_all constant boolean := auth.has_scope('finance:read') and auth.sees_all_agencies();
begin
  return query
  select h.created_by, u.full_name, h.amount, h.payments, h.oldest
  from (
    select p.created_by, sum(p.amount)::public.dong as amount, count(*) as payments,
      min(p.payment_date) as oldest
    from finance.payment as p
    where p.handed_over_at is null and p.issue_id is not null and p.status = 'confirmed'
      and (sees_all or p.created_by = caller)
    group by p.created_by) as h
  join auth."user" as u on u.id = h.created_by
  order by h.oldest, h.amount desc, h.created_by;
end
$$;
alter function finance.cash_in_hand() owner to sodaily_definer;
comment on function finance.cash_in_hand() is
  'Cash paid with slips that people have in hand, who waits longest first: all people for staff with finance:read, else one''s own. Error: INVALID_TOKEN.';
revoke all on function finance.cash_in_hand() from public;
grant execute on function finance.cash_in_hand()
  to sodaily_user, sodaily_staff, sodaily_auditor;
--! EndIncluded finance/functions/cash_in_hand.sql
--! Included finance/functions/hand_over_cash.sql
-- Money paid on the spot reaches those who keep it. It is not undone: what is wrong with it afterwards
-- is put right by a refund or an adjustment.
-- Security definer: payments are written by functions only.
create or replace function finance.hand_over_cash(client_key text, payment_ids :ID_TYPE[])
returns setof finance.payment
language plpgsql volatile security definer
set search_path to pg_catalog, pg_temp
as $$
declare
  caller :ID_TYPE := auth.require_scope('finance:write');
  earlier jsonb;
begin
  perform audit.refuse_too_many('payment_ids', cardinality(payment_ids));
  earlier := audit.begin_command(caller, client_key, 'finance.hand_over_cash',
    to_jsonb(array(select distinct p.id from unnest(payment_ids) as p (id) order by p.id)));
  if earlier is null then
    -- a slip that is cancelled at this moment takes its payment along, or finds it handed over
    perform from agency.agency as a
    where a.id in (select p.agency_id from finance.payment as p where p.id = any (payment_ids))
    order by a.id
    for no key update;
    perform audit.refuse_problems(finance.hand_over_problems(payment_ids));
    perform finance.refuse_handed_over(payment_ids);
    update finance.payment as p
    set handed_over_at = now(), handed_over_by = caller
    where p.id = any (payment_ids);
    perform audit.finish_command(caller, client_key, jsonb_build_object(
      'ids', array(select p.id::text from unnest(payment_ids) as p (id))));
  end if;
  return query
  select p.* from finance.payment as p where p.id = any (payment_ids) order by p.id;
end
$$;
alter function finance.hand_over_cash(text, :ID_TYPE[]) owner to sodaily_definer;
comment on function finance.hand_over_cash(text, :ID_TYPE[]) is
  E'@resultFieldName payments\nMarks money that was paid on the spot as handed over by who took it, at most 100 payments, all or none. It is not undone. The same clientKey gives the same answer again. Errors: INVALID_TOKEN, PERMISSION_DENIED, VALIDATION_ERROR (also not_paid_now), DUPLICATE_REQUEST, INVALID_TRANSITION.';
revoke all on function finance.hand_over_cash(text, :ID_TYPE[]) from public;
grant execute on function finance.hand_over_cash(text, :ID_TYPE[])
  to sodaily_user, sodaily_staff;
--! EndIncluded finance/functions/hand_over_cash.sql
--! Included finance/functions/hand_over_problems.sql
-- What is wrong with handing over these payments: one of an agency that the caller may not see is
-- unknown to them, and only what was paid on the spot is handed over.
create or replace function finance.hand_over_problems(payment_ids :ID_TYPE[]) returns jsonb
language plpgsql stable
set search_path to pg_catalog, pg_temp
as $$
begin
  return (
    with problem as (
      select 'payment_ids' as path, 'required' as reason, null::text as value, 0::bigint as place
      where coalesce(cardinality(payment_ids), 0) = 0
      union all
      select format('payment_ids.%s', w.place - 1), case when w.id is null then 'required'
        when p.id is null then 'unknown' else 'not_paid_now' end, coalesce(p.code, w.id::text),
        w.place
      from unnest(payment_ids) with ordinality as w (id, place)
      left join finance.payment as p on p.id = w.id and agency.is_mine(p.agency_id)
      where p.issue_id is null)
    select coalesce(jsonb_agg(jsonb_strip_nulls(to_jsonb(p) - 'place') order by p.place), '[]')
    from problem as p);
end
$$;
comment on function finance.hand_over_problems(:ID_TYPE[]) is
  E'@omit\nProblems of handing over payments, as JSON [{path, reason, value}].';
revoke all on function finance.hand_over_problems(:ID_TYPE[]) from public;
grant execute on function finance.hand_over_problems(:ID_TYPE[]) to sodaily_definer;
--! EndIncluded finance/functions/hand_over_problems.sql
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
    when not agency.is_in_business(r.status) then 'not_active'
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
-- without a due date is due its agency's term after the date of its document. Opening debt that was
-- undone is no history.
create or replace function finance.imported_opening_debts(import_id :ID_TYPE)
returns table (
  row_no bigint, code text, agency_id :ID_TYPE, status text, has_history boolean, document text,
  document_date date, due_date date, amount numeric, business_date date)
language sql stable
set search_path to pg_catalog, pg_temp
as $$
  select r.row_no, r.cells ->> 'code', a.id, a.status, a.debt_seq > 0 and exists (
      select from finance.debt_transaction as t
      where t.agency_id = a.id and t.kind <> 'opening_cancel' and not (t.kind = 'opening' and exists (
        select from finance.debt_transaction as b where b.reverses_id = t.id))),
    r.cells ->> 'document',
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
--! Included finance/functions/open_in_month.sql
-- What somebody is told before they close a month: what waits for a decision with a day in it or before,
-- and cash that nobody handed over. It stops no closing: what is decided afterwards gets a later day.
-- Security definer: whoever closes the books is told of all documents, whatever else they may read.
create or replace function finance.open_in_month(month date) returns setof finance.open_in_month_row
language plpgsql stable security definer
set search_path to pg_catalog, pg_temp
as $$
declare
  last_day constant date :=
    (date_trunc('month', month::timestamp) + interval '1 month - 1 day')::date;
begin
  perform auth.require_scope('period:close');
  return query
  with waiting as (
    select 'return' as kind, r.id, r.code, r.issue_id, r.agency_id, r.created_by,
      coalesce(r.return_date, (r.created_at at time zone 'Asia/Ho_Chi_Minh')::date) as day,
      r.total_amount as amount
    from inventory.issue_return as r where r.status = 'requested'
    union all
    select 'adjustment', a.id, a.code, a.issue_id, a.agency_id, a.created_by,
      coalesce(a.adjustment_date, (a.created_at at time zone 'Asia/Ho_Chi_Minh')::date), a.amount
    from finance.adjustment as a where a.status = 'requested'
    union all
    select 'cash', p.id, p.code, p.issue_id, p.agency_id, p.created_by, p.payment_date, p.amount
    from finance.payment as p
    where p.handed_over_at is null and p.issue_id is not null and p.status = 'confirmed'),
  placed as (
    select w.*, row_number() over (partition by w.kind order by w.day, w.id) as place
    from waiting as w
    where w.day <= last_day and agency.is_mine(w.agency_id))
  select p.kind, count(*), sum(p.amount)::public.dong, min(p.day),
    jsonb_agg(jsonb_build_object('id', p.id::text, 'code', p.code, 'issue_id', p.issue_id::text,
      'agency_id', p.agency_id::text, 'agency_code', a.code, 'agency_name', a.name,
      'user_name', u.full_name, 'date', p.day, 'amount', p.amount::text)
      order by p.place) filter (where p.place <= 5)
  from placed as p
  join agency.agency as a on a.id = p.agency_id
  join auth."user" as u on u.id = p.created_by
  group by p.kind
  order by p.kind;
end
$$;
alter function finance.open_in_month(date) owner to sodaily_definer;
comment on function finance.open_in_month(date) is
  'What is still open in the month of a date or before: requested returns, adjustments that wait, cash in hand; a row a kind that has any. Named before a month is closed, which it does not stop. Errors: INVALID_TOKEN, PERMISSION_DENIED.';
revoke all on function finance.open_in_month(date) from public;
grant execute on function finance.open_in_month(date) to sodaily_user, sodaily_staff;
--! EndIncluded finance/functions/open_in_month.sql
--! Included finance/functions/open_items_on.sql
-- What was open of an agency at the end of a day, as it was known at a moment: worked out from the
-- ledger and from what was told by hand alone, not from what is kept of today (domain.md §10). An item
-- asks for what it came to less what was paid on the spot and told; what is owed is owed for the items
-- due latest, because all other money meets the earliest first.
create or replace function finance.open_items_on(
  agency_id :ID_TYPE, on_date date, known_at timestamptz default null)
returns table (
  item_seq bigint, kind text, issue_id :ID_TYPE, document_date date, due_date date,
  amount numeric, assigned_amount numeric, open_amount numeric)
language plpgsql stable
set search_path to pg_catalog, pg_temp
as $$
#variable_conflict use_column
declare
  -- of an agency this function does not ask: who may see it is asked by whoever calls
  whose constant :ID_TYPE := agency_id;
begin
  return query
  with entry as (
    select t.seq, t.item_seq, t.kind, t.amount, t.payment_id
    from finance.debt_transaction as t
    where t.agency_id = whose and t.business_date <= on_date
      and (known_at is null or t.recorded_at <= known_at)),
  told as (
    select l.item_seq, sum(l.told_amount) as amount
    from finance.payment_allocation as l
    where l.agency_id = whose and l.kind = 'hand'
      and case when known_at is null then l.reversed_at is null
        else l.created_at <= known_at and (l.reversed_at is null or l.reversed_at > known_at) end
      and exists (select from entry as e where e.seq = l.credit_seq)
      and not exists (
        select from entry as e where e.payment_id = l.payment_id and e.kind = 'payment_cancel')
    group by l.item_seq),
  item as (
    select e.item_seq, greatest(e.asked, 0) as asked,
      least(greatest(e.asked, 0), e.on_the_spot + coalesce(d.amount, 0)) as assigned
    from (
      select e.item_seq,
        coalesce(sum(e.amount) filter (where e.kind not in ('paid_now', 'payment_cancel')), 0) as asked,
        -coalesce(sum(e.amount) filter (where e.kind in ('paid_now', 'payment_cancel')), 0)
          as on_the_spot
      from entry as e where e.item_seq is not null
      group by e.item_seq) as e
    left join told as d on d.item_seq = e.item_seq),
  waiting as (
    select i.item_seq, o.kind, o.issue_id, o.document_date, o.due_date, i.asked, i.assigned,
      i.asked - i.assigned as rest,
      sum(i.asked - i.assigned) over (
        order by o.due_date desc, o.document_date desc, o.seq desc) as from_the_latest
    from item as i
    join finance.open_item as o on o.agency_id = whose and o.seq = i.item_seq)
  select w.item_seq, w.kind, w.issue_id, w.document_date, w.due_date, w.asked, w.assigned,
    greatest(least(w.rest, debt.amount - (w.from_the_latest - w.rest)), 0)
  from waiting as w
  cross join (select coalesce(sum(e.amount), 0) as amount from entry as e) as debt
  order by w.due_date, w.document_date, w.item_seq;
end
$$;
comment on function finance.open_items_on(:ID_TYPE, date, timestamptz) is
  E'@omit\nOpen items of an agency at the end of a day, as known at a moment (null: as known now), in the order money meets them: what each asked for, what was assigned to it and what was open, đồng.';
revoke all on function finance.open_items_on(:ID_TYPE, date, timestamptz) from public;
grant execute on function finance.open_items_on(:ID_TYPE, date, timestamptz) to sodaily_definer;
--! EndIncluded finance/functions/open_items_on.sql
--! Included finance/functions/opening_debt_open_amount.sql
-- Read from what is kept of open items and of money and not stored, so that it cannot drift from it.
create or replace function finance.opening_debt_open_amount(opening_debt finance.opening_debt)
returns public.dong
language sql stable
as $$
  select coalesce(i.open_amount, -c.free_amount, 0)
  from finance.debt_transaction as t
  left join finance.open_item as i on i.agency_id = t.agency_id and i.seq = t.seq
  left join finance.credit_item as c on c.agency_id = t.agency_id and c.seq = t.seq
  where t.agency_id = opening_debt.agency_id and t.opening_debt_id = opening_debt.id
    and t.kind = 'opening'
$$;
comment on function finance.opening_debt_open_amount(finance.opening_debt) is
  'What is open of it now, đồng; negative: what is free of money that the agency had with us.';
revoke all on function finance.opening_debt_open_amount(finance.opening_debt) from public;
grant execute on function finance.opening_debt_open_amount(finance.opening_debt)
  to sodaily_user, sodaily_staff, sodaily_auditor;
--! EndIncluded finance/functions/opening_debt_open_amount.sql
--! Included finance/functions/opening_undone_on.sql
-- Opening debt is undone on the day that it began on, so that the right file does not stand beside the wrong
-- one on any day; today when that month is closed.
create or replace function finance.opening_undone_on(business_date date) returns date
language plpgsql stable
set search_path to pg_catalog, pg_temp
as $$
begin
  return case when business_date <= finance.closed_through() then config.business_date()
    else business_date end;
end
$$;
comment on function finance.opening_undone_on(date) is
  E'@omit\nBusiness date of the row that reverses an opening row of that date.';
revoke all on function finance.opening_undone_on(date) from public;
grant execute on function finance.opening_undone_on(date) to sodaily_definer;
--! EndIncluded finance/functions/opening_undone_on.sql
--! Included finance/functions/overdue_block.sql
-- Why an agency gets no goods on credit now, and what it has to pay first: the one judgement that the
-- form asks beforehand and the rule under the lock. Money meets what is due earliest, so paying
-- to_pay in the ordinary way is always enough. Opening debt and the like count for days, slips only
-- for their number; the first twenty are named.
create or replace function finance.overdue_block(agency agency.agency, business_date date)
returns jsonb
language plpgsql stable
set search_path to pg_catalog, pg_temp
as $$
declare
  allowed record;
  answer jsonb;
begin
  select l.* into allowed from finance.overdue_limits(agency, business_date) as l;
  if allowed.days is null and allowed.slips is null then
    return null;
  end if;
  with item as (
    select o.seq, o.kind, o.issue_id, o.open_amount::numeric as amount,
      overdue_block.business_date - o.due_date as days,
      coalesce(overdue_block.business_date - o.due_date > allowed.days, false) as is_late,
      sum(o.open_amount::numeric) over in_order as amount_so_far,
      count(*) filter (where o.kind = 'issue') over in_order as slips_so_far
    from finance.open_item as o
    where o.agency_id = agency.id and o.open_amount > 0
    window in_order as (order by o.due_date, o.document_date, o.seq)),
  found_items as (
    select count(*) filter (where i.is_late) as late, max(i.slips_so_far) as slips
    from item as i),
  reason as (
    select f.late, f.slips, case when f.late > 0 then 'days' else 'slips' end as reason
    from found_items as f
    where f.late > 0 or f.slips >= allowed.slips),
  to_pay as (
    select greatest(max(i.amount_so_far) filter (where i.is_late),
      min(i.amount_so_far) filter (where i.slips_so_far > r.slips - allowed.slips)) as amount
    from item as i cross join reason as r),
  named as (
    select i.seq, jsonb_build_object('slip', coalesce(s.code, b.document, p.code, d.code), 'kind', i.kind,
      'days', greatest(i.days, 0), 'amount', i.amount::text) as item
    from item as i
    cross join reason as r
    left join inventory.issue as s on s.id = i.issue_id
    join finance.debt_transaction as t on t.agency_id = agency.id and t.seq = i.seq
    left join finance.opening_debt as b on b.id = t.opening_debt_id
    left join finance.refund as p on p.id = t.refund_id
    left join finance.adjustment as d on d.id = t.adjustment_id
    where case r.reason when 'days' then i.is_late else i.kind = 'issue' end
    order by i.amount_so_far, i.seq
    limit 20)
  select jsonb_build_object('reason', r.reason,
    'allowed', case r.reason when 'days' then allowed.days else allowed.slips end,
    'count', case r.reason when 'days' then r.late else r.slips end,
    'slips', (select jsonb_agg(n.item) from named as n), 'to_pay', p.amount::text)
  into answer
  from reason as r cross join to_pay as p;
  return answer;
end
$$;
comment on function finance.overdue_block(agency.agency, date) is
  E'@omit\nWhy an agency gets no goods on credit on a day, null when it does: {reason: days | slips, allowed, count, slips: [{slip, kind, days, amount}], to_pay}, money in đồng as text.';
revoke all on function finance.overdue_block(agency.agency, date) from public;
grant execute on function finance.overdue_block(agency.agency, date) to sodaily_definer;
--! EndIncluded finance/functions/overdue_block.sql
--! Included finance/functions/overdue_documents.sql
-- What a reminder names: each document that is past its due date by what it is, the earliest first.
-- Twenty of them are enough to recognise; how many there are is told beside.
create or replace function finance.overdue_documents(agency_id :ID_TYPE, today date) returns jsonb
language plpgsql stable
set search_path to pg_catalog, pg_temp
as $$
begin
  return (
    with late as (
      select o.item_seq, o.kind, o.due_date, o.open_amount, o.nth
      from finance.overdue_items(overdue_documents.agency_id, overdue_documents.today)
        with ordinality as o (item_seq, kind, issue_id, due_date, open_amount, nth)
      where o.nth <= 20)
    select jsonb_agg(jsonb_strip_nulls(jsonb_build_object('kind', l.kind,
      'document', coalesce(s.code, b.document, d.code, r.code),
      'due', to_char(l.due_date, 'DD/MM/YYYY'), 'amount', l.open_amount::text)) order by l.nth)
    from late as l
    join finance.debt_transaction as t
      on t.agency_id = overdue_documents.agency_id and t.seq = l.item_seq
    left join inventory.issue as s on s.id = t.issue_id
    left join finance.opening_debt as b on b.id = t.opening_debt_id
    left join finance.adjustment as d on d.id = t.adjustment_id
    left join finance.refund as r on r.id = t.refund_id);
end
$$;
comment on function finance.overdue_documents(:ID_TYPE, date) is
  E'@omit\nThe first twenty documents of an agency that are past their due date, as JSON [{kind, document, due, amount}], đồng as text; null for none.';
revoke all on function finance.overdue_documents(:ID_TYPE, date) from public;
grant execute on function finance.overdue_documents(:ID_TYPE, date) to sodaily_definer;
--! EndIncluded finance/functions/overdue_documents.sql
--! Included finance/functions/payments_in_hand.sql
-- The payments behind the board of cash in hand, oldest first.
-- Security definer: somebody who took cash sees it, whatever else they may read.
create or replace function finance.payments_in_hand(user_id :ID_TYPE) returns setof finance.payment
language plpgsql stable security definer
set search_path to pg_catalog, pg_temp
as $$
begin
  if user_id is distinct from auth.require_person()
    and not (auth.has_scope('finance:read') and auth.sees_all_agencies()) then
    return;
  end if;
  return query
  select p.* from finance.payment as p
  where p.created_by = payments_in_hand.user_id and p.handed_over_at is null
    and p.issue_id is not null and p.status = 'confirmed'
  order by p.payment_date, p.code;
end
$$;
alter function finance.payments_in_hand(:ID_TYPE) owner to sodaily_definer;
comment on function finance.payments_in_hand(:ID_TYPE) is
  E'What a person took with slips and has not handed over, oldest first: anybody\'s for staff with finance:read, else one\'s own only. Error: INVALID_TOKEN.';
revoke all on function finance.payments_in_hand(:ID_TYPE) from public;
grant execute on function finance.payments_in_hand(:ID_TYPE)
  to sodaily_user, sodaily_staff, sodaily_auditor;
--! EndIncluded finance/functions/payments_in_hand.sql
--! Included finance/functions/refuse_handed_over.sql
-- Handing over happens once, and not to a payment that is cancelled: the first such is told.
create or replace function finance.refuse_handed_over(payment_ids :ID_TYPE[]) returns void
language plpgsql stable
set search_path to pg_catalog, pg_temp
as $$
declare
  done finance.payment;
begin
  select p.* into done
  from finance.payment as p
  where p.id = any (payment_ids) and (p.status = 'cancelled' or p.handed_over_at is not null)
  order by p.id
  limit 1;
  if found then
    raise exception 'payment % cannot be handed over', done.code
      using errcode = 'SDTRN', detail = jsonb_build_object(
        'payment_id', done.id::text, 'payment_code', done.code,
        'from', case when done.status = 'cancelled' then 'cancelled' else 'handed_over' end,
        'to', 'handed_over')::text,
      hint = 'Reload the list to see what is in hand now.';
  end if;
end
$$;
comment on function finance.refuse_handed_over(:ID_TYPE[]) is
  E'@omit\nRefuses payments that are cancelled or handed over already. Error: INVALID_TRANSITION {payment_id, payment_code, from, to}.';
revoke all on function finance.refuse_handed_over(:ID_TYPE[]) from public;
grant execute on function finance.refuse_handed_over(:ID_TYPE[]) to sodaily_definer;
--! EndIncluded finance/functions/refuse_handed_over.sql
--! Included finance/functions/refuse_opened_with_history.sql
-- Nothing came after an import of opening debt: no agency of it has a later row in its ledger, and no
-- colleague is asked to adjust one of its rows. Agencies that the caller may not see are not told of:
-- the import is unknown to them.
create or replace function finance.refuse_opened_with_history(undone config.import) returns void
language plpgsql stable
set search_path to pg_catalog, pg_temp
as $$
declare
  in_the_way jsonb;
  many bigint;
begin
  if exists (
    select from finance.opening_debt as o
    where o.import_id = undone.id and not agency.is_mine(o.agency_id)) then
    raise exception 'import % is not there', undone.id
      using errcode = 'SDNFD', detail = '{}', hint = 'It may be somebody else''s.';
  end if;
  select jsonb_agg(jsonb_build_object('agency_id', w.id::text, 'code', w.code, 'name', w.name)
      order by w.code) filter (where w.place <= 20), count(*)
  into in_the_way, many
  from (
    select a.id, a.code, a.name, row_number() over (order by a.code) as place
    from (
      select t.agency_id, max(t.seq) as last_seq, array_agg(o.id) as rows
      from finance.opening_debt as o
      join finance.debt_transaction as t on t.agency_id = o.agency_id and t.opening_debt_id = o.id
      where o.import_id = undone.id
      group by t.agency_id) as b
    join agency.agency as a on a.id = b.agency_id
    where a.debt_seq > b.last_seq or exists (
      select from finance.adjustment as d
      where d.agency_id = b.agency_id and d.opening_debt_id = any (b.rows)
        and d.status = 'requested')) as w;
  if many > 0 then
    raise exception '% agencies have history since import %', many, undone.id
      using errcode = 'SDOPN', detail = jsonb_build_object(
        'import_id', undone.id::text, 'file_name', undone.file_name, 'count', many::text,
        'agencies', in_the_way)::text,
      hint = 'Correct their rows by adjustments.';
  end if;
end
$$;
comment on function finance.refuse_opened_with_history(config.import) is
  E'@omit\nRefuses to undo opening debt that something came after. Errors: OPENING_HAS_HISTORY {import_id, file_name, count, agencies: [{agency_id, code, name}]}, the first twenty; NOT_FOUND.';
revoke all on function finance.refuse_opened_with_history(config.import) from public;
grant execute on function finance.refuse_opened_with_history(config.import) to sodaily_definer;
--! EndIncluded finance/functions/refuse_opened_with_history.sql
--! Included finance/functions/refuse_paid_slip.sql
-- The figures of a HAS_PAYMENTS refusal, with the payments that stand in the way, newest first. What was
-- paid with the slip itself never does: it goes with it, or is credit.
create or replace function finance.refuse_paid_slip(slip inventory.issue, agency agency.agency)
returns void
language plpgsql stable
set search_path to pg_catalog, pg_temp
as $$
declare
  would_be numeric := agency.debt_amount - slip.total_amount + slip.paid_now;
begin
  raise exception 'agency % has paid for slip % since', agency.code, slip.code
    using errcode = 'SDPAY', detail = jsonb_build_object(
      'issue_id', slip.id::text, 'issue_code', slip.code,
      'agency_id', agency.id::text, 'agency_code', agency.code, 'agency_name', agency.name,
      'current_debt', agency.debt_amount::text, 'slip_total', slip.total_amount::text,
      'paid_now', slip.paid_now::text, 'would_be', would_be::text, 'excess', (-would_be)::text,
      'payments', (
        select coalesce(jsonb_agg(jsonb_build_object(
          'payment_id', p.id::text, 'code', p.code, 'amount', p.amount::text,
          'payment_date', p.payment_date) order by p.created_at desc), '[]')
        from finance.payment as p
        where p.agency_id = agency.id and p.status = 'confirmed' and p.issue_id is null))::text,
    hint = 'Take back all goods of the slip, or cancel payments first.';
end
$$;
comment on function finance.refuse_paid_slip(inventory.issue, agency.agency) is
  'Error: HAS_PAYMENTS {issue_id, issue_code, agency_id, agency_code, agency_name, current_debt, slip_total, paid_now, would_be, excess, payments: [{payment_id, code, amount, payment_date}]}, money in đồng as text.';
revoke all on function finance.refuse_paid_slip(inventory.issue, agency.agency) from public;
grant execute on function finance.refuse_paid_slip(inventory.issue, agency.agency)
  to sodaily_definer;
--! EndIncluded finance/functions/refuse_paid_slip.sql
--! Included finance/functions/undo_opening_debts.sql
-- Takes all rows of one file of opening debt out of the books again, while nothing came after them: the
-- way to mend a wrong file is to undo it and to bring in another.
-- Security definer: opening rows and ledgers are written by functions only.
-- Memory and joins for files of all sizes, see the README of config.
create or replace function finance.undo_opening_debts(
  client_key text, import_id :ID_TYPE, reason text) returns config.import
language plpgsql volatile security definer
set search_path to pg_catalog, pg_temp
set work_mem to '64MB'
set enable_nestloop to 'off'
as $$
declare
  caller :ID_TYPE := auth.require_scope('finance:write');
  undone config.import;
  earlier jsonb;
begin
  reason := nullif(btrim(reason), '');
  earlier := audit.begin_command(caller, client_key, 'finance.undo_opening_debts',
    jsonb_build_array(import_id, reason));
  if earlier is not null then
    select i.* into strict undone from config.import as i where i.id = undo_opening_debts.import_id;
    return undone;
  end if;

  reason := audit.require_reason(reason);
  undone := config.import_to_undo(import_id, 'opening_debt');
  perform finance.hold_open_periods(array(
    select finance.opening_undone_on(o.business_date)
    from finance.opening_debt as o where o.import_id = undo_opening_debts.import_id));
  perform from agency.agency as a
  where a.id in (
    select o.agency_id from finance.opening_debt as o
    where o.import_id = undo_opening_debts.import_id)
  order by a.id
  for no key update;
  perform finance.refuse_opened_with_history(undone);
  update finance.opening_debt as o
  set cancelled_at = now(), cancelled_by = caller, cancel_reason = undo_opening_debts.reason
  where o.import_id = undo_opening_debts.import_id;
  undone := config.end_undo(import_id, caller, reason);
  perform audit.finish_command(caller, client_key, jsonb_build_object('id', undone.id::text));
  return undone;
end
$$;
alter function finance.undo_opening_debts(text, :ID_TYPE, text) owner to sodaily_definer;
comment on function finance.undo_opening_debts(text, :ID_TYPE, text) is
  E'@resultFieldName import\nTakes all rows of an import of opening debt out of the books by reversing rows, with a reason, while nothing came after them; the file may be brought in again. The same clientKey gives the same answer again. Errors: INVALID_TOKEN, PERMISSION_DENIED, NOT_FOUND, VALIDATION_ERROR, DUPLICATE_REQUEST, INVALID_TRANSITION, OPENING_HAS_HISTORY, PERIOD_CLOSED.';
revoke all on function finance.undo_opening_debts(text, :ID_TYPE, text) from public;
grant execute on function finance.undo_opening_debts(text, :ID_TYPE, text)
  to sodaily_user, sodaily_staff;
--! EndIncluded finance/functions/undo_opening_debts.sql
--! Included inventory/functions/add_return_lines.sql
-- Writes the lines of a return at the prices frozen on its slip: the same item twice is merged. What
-- they count for is expected so far; confirming works it out anew.
create or replace function inventory.add_return_lines(
  made inventory.issue_return, items inventory.issue_line[]) returns void
language plpgsql volatile
set search_path to pg_catalog, pg_temp
as $$
begin
  insert into inventory.issue_return_detail (
    agency_id, issue_return_id, issue_id, line_no, item_id, quantity, unit_price, line_total,
    created_by)
  select made.agency_id, made.id, made.issue_id, row_number() over (order by l.place), l.item_id,
    l.quantity, d.unit_price, round(l.quantity * d.unit_price), made.created_by
  from (
    select w.item_id, sum(w.quantity) as quantity, min(w.place) as place
    from unnest(items) with ordinality as w (item_id, quantity, place)
    group by w.item_id) as l
  join inventory.issue_detail as d on d.issue_id = made.issue_id and d.item_id = l.item_id;
  perform inventory.price_return_lines(made.id);
end
$$;
comment on function inventory.add_return_lines(inventory.issue_return, inventory.issue_line[]) is
  'Inserts the merged and priced lines of a return being asked for, and its expected total.';
revoke all on function inventory.add_return_lines(inventory.issue_return, inventory.issue_line[])
  from public;
grant execute on function inventory.add_return_lines(inventory.issue_return, inventory.issue_line[])
  to sodaily_definer;
--! EndIncluded inventory/functions/add_return_lines.sql
--! Included inventory/functions/ask_issue_return.sql
-- Writes down that goods of a slip shall come back: neither stock nor debt moves. The step that asking
-- and returning at once share.
create or replace function inventory.ask_issue_return(
  issue_id :ID_TYPE, items inventory.issue_line[], return_date date, reason text, caller :ID_TYPE)
returns inventory.issue_return
language plpgsql volatile
set search_path to pg_catalog, pg_temp
as $$
declare
  made inventory.issue_return;
begin
  insert into inventory.issue_return as r (agency_id, issue_id, return_date, reason, created_by)
  select i.agency_id, i.id, ask_issue_return.return_date, ask_issue_return.reason, caller
  from inventory.issue as i where i.id = ask_issue_return.issue_id
  returning r.* into strict made;
  perform inventory.add_return_lines(made, items);
  select r.* into strict made from inventory.issue_return as r where r.id = made.id;
  return made;
end
$$;
comment on function inventory.ask_issue_return(:ID_TYPE, inventory.issue_line[], date, text, :ID_TYPE) is
  E'@omit\nInserts a return that waits, with its lines. Errors: ISSUE_NOT_RETURNABLE, RETURN_EXCEEDS_ISSUE.';
revoke all on function inventory.ask_issue_return(
  :ID_TYPE, inventory.issue_line[], date, text, :ID_TYPE) from public;
grant execute on function inventory.ask_issue_return(
  :ID_TYPE, inventory.issue_line[], date, text, :ID_TYPE) to sodaily_definer;
--! EndIncluded inventory/functions/ask_issue_return.sql
--! Included inventory/functions/cancel_issue_return.sql
-- A return that should not have been: its goods leave again and the debt rises again, today. What
-- cancelling does stands in the rules on inventory.issue_return, in the order of their triggers. It may
-- pass the debt limit, as cancelling a payment may: the goods are with the agency.
-- Security definer: returns and ledgers are written by functions only.
create or replace function inventory.cancel_issue_return(
  client_key text, issue_return_id :ID_TYPE, reason text)
returns inventory.issue_return
language plpgsql volatile security definer
set search_path to pg_catalog, pg_temp
as $$
declare
  caller :ID_TYPE := auth.require_scope('slip:cancel');
  undone inventory.issue_return;
  earlier jsonb;
begin
  reason := nullif(btrim(reason), '');
  earlier := audit.begin_command(caller, client_key, 'inventory.cancel_issue_return',
    jsonb_build_array(issue_return_id, reason));
  select r.* into undone
  from inventory.issue_return as r where r.id = cancel_issue_return.issue_return_id;
  if earlier is not null then
    return undone;
  end if;

  perform audit.refuse_problems(inventory.return_decision_problems(issue_return_id, null)
    || inventory.reason_problems(reason));

  perform finance.hold_open_period(config.business_date());
  perform from agency.agency as a where a.id = undone.agency_id for no key update;
  update inventory.issue_return as r
  set status = 'cancelled', cancelled_at = now(), cancelled_by = caller,
    cancel_reason = cancel_issue_return.reason
  where r.id = undone.id
  returning r.* into strict undone;
  perform audit.finish_command(caller, client_key, jsonb_build_object('id', undone.id::text));
  return undone;
end
$$;
alter function inventory.cancel_issue_return(text, :ID_TYPE, text) owner to sodaily_definer;
comment on function inventory.cancel_issue_return(text, :ID_TYPE, text) is
  E'@resultFieldName issueReturn\nUndoes a return, with a reason: its goods leave stock again and the debt rises again, by reversing rows of today. The same clientKey gives the same answer again. Errors: INVALID_TOKEN, PERMISSION_DENIED, VALIDATION_ERROR, DUPLICATE_REQUEST, INVALID_TRANSITION, FOUR_EYES, NEGATIVE_STOCK_ON_CANCEL.';
revoke all on function inventory.cancel_issue_return(text, :ID_TYPE, text) from public;
grant execute on function inventory.cancel_issue_return(text, :ID_TYPE, text)
  to sodaily_user, sodaily_staff;
--! EndIncluded inventory/functions/cancel_issue_return.sql
--! Included inventory/functions/cancel_issue.sql
-- A slip is undone by reversing rows, today: stock comes back, debt falls, what was paid with it is
-- cancelled. What cancelling does stands in the rules on inventory.issue (cancel_1, cancel_2).
-- Security definer: slips are written by functions only.
create or replace function inventory.cancel_issue(
  client_key text,
  issue_id :ID_TYPE,
  reason text)
returns inventory.issue
language plpgsql volatile security definer
set search_path to pg_catalog, pg_temp
as $$
declare
  caller :ID_TYPE := auth.require_scope('slip:cancel');
  slip inventory.issue;
  earlier jsonb;
begin
  earlier := audit.begin_command(caller, client_key, 'inventory.cancel_issue',
    jsonb_build_array(issue_id, btrim(reason)));
  if earlier is null then
    slip := inventory.issue_for_change(issue_id, 'cancelled');
    perform config.four_eyes(slip.created_by, caller);
    update inventory.issue as i
    set status = 'cancelled', reason = audit.require_reason(cancel_issue.reason),
      cancelled_at = now(), cancelled_by = caller
    where i.id = slip.id;
    perform audit.finish_command(caller, client_key, jsonb_build_object('id', slip.id::text));
  end if;
  select i.* into strict slip from inventory.issue as i
  where i.id = coalesce(cast(earlier ->> 'id' as :ID_TYPE), slip.id);
  return slip;
end
$$;
alter function inventory.cancel_issue(text, :ID_TYPE, text)
  owner to sodaily_definer;
comment on function inventory.cancel_issue(text, :ID_TYPE, text) is
  E'@resultFieldName issue\nCancels a confirmed or delivered slip, with a reason: stock comes back, debt falls, its payment on the spot is cancelled; one that was handed over stays, as credit. Errors: INVALID_TOKEN, PERMISSION_DENIED, NOT_FOUND, VALIDATION_ERROR, DUPLICATE_REQUEST, INVALID_TRANSITION, FOUR_EYES, HAS_PAYMENTS.';
revoke all on function inventory.cancel_issue(text, :ID_TYPE, text) from public;
grant execute on function inventory.cancel_issue(text, :ID_TYPE, text)
  to sodaily_user, sodaily_staff;
--! EndIncluded inventory/functions/cancel_issue.sql
--! Included inventory/functions/confirm_asked_return.sql
-- The step that both commands take: month, agency, then what confirming does, the number last.
create or replace function inventory.confirm_asked_return(
  issue_return_id :ID_TYPE, caller :ID_TYPE, return_date date)
returns inventory.issue_return
language plpgsql volatile
set search_path to pg_catalog, pg_temp
as $$
declare
  confirmed inventory.issue_return;
  day date;
begin
  select r.* into strict confirmed
  from inventory.issue_return as r where r.id = confirm_asked_return.issue_return_id;
  day := coalesce(confirm_asked_return.return_date, confirmed.return_date, config.business_date());
  perform finance.hold_open_period(day);
  perform from agency.agency as a where a.id = confirmed.agency_id for no key update;
  update inventory.issue_return as r
  set status = 'confirmed', return_date = day, confirmed_at = now(), confirmed_by = caller
  where r.id = confirmed.id;
  select r.* into strict confirmed from inventory.issue_return as r where r.id = confirmed.id;
  return confirmed;
end
$$;
comment on function inventory.confirm_asked_return(:ID_TYPE, :ID_TYPE, date) is
  E'@omit\nConfirms a return that was asked for, on a day (null: the one told, else today). Errors: PERIOD_CLOSED, INVALID_TRANSITION, FOUR_EYES, PERMISSION_DENIED, ISSUE_NOT_RETURNABLE, RETURN_EXCEEDS_ISSUE, HAS_ADJUSTMENTS.';
revoke all on function inventory.confirm_asked_return(:ID_TYPE, :ID_TYPE, date) from public;
grant execute on function inventory.confirm_asked_return(:ID_TYPE, :ID_TYPE, date)
  to sodaily_definer;
--! EndIncluded inventory/functions/confirm_asked_return.sql
--! Included inventory/functions/confirm_issue_return.sql
-- The goods are back: the return counts from now on. What confirming does stands in the rules on
-- inventory.issue_return, in the order of their triggers.
-- Security definer: returns, ledgers and numbers are written by functions only.
create or replace function inventory.confirm_issue_return(
  client_key text, issue_return_id :ID_TYPE, return_date date default null)
returns inventory.issue_return
language plpgsql volatile security definer
set search_path to pg_catalog, pg_temp
as $$
declare
  caller :ID_TYPE := auth.require_scope('return:confirm');
  asked inventory.issue_return;
  earlier jsonb;
begin
  earlier := audit.begin_command(caller, client_key, 'inventory.confirm_issue_return',
    jsonb_build_array(issue_return_id, return_date));
  select r.* into asked
  from inventory.issue_return as r where r.id = confirm_issue_return.issue_return_id;
  if earlier is not null then
    return jsonb_populate_record(asked, auth.hidden_columns('inventory.issue_return'));
  end if;

  perform audit.refuse_problems(inventory.return_decision_problems(
    issue_return_id, confirm_issue_return.return_date));
  asked := inventory.confirm_asked_return(asked.id, caller, confirm_issue_return.return_date);
  perform notification.enqueue(
    'notify_return_decided', jsonb_build_object('issue_return_id', asked.id::text));
  perform audit.finish_command(caller, client_key, jsonb_build_object('id', asked.id::text));
  return jsonb_populate_record(asked, auth.hidden_columns('inventory.issue_return'));
end
$$;
alter function inventory.confirm_issue_return(text, :ID_TYPE, date) owner to sodaily_definer;
comment on function inventory.confirm_issue_return(text, :ID_TYPE, date) is
  E'@resultFieldName issueReturn\nConfirms that goods came back: raises stock, lowers the debt, numbers the return, on returnDate, or the day told when it was asked for, or today. Asks return:confirm, and slip:cancel when it leaves nothing of a slip of today. The same clientKey gives the same answer again. Errors: INVALID_TOKEN, PERMISSION_DENIED, VALIDATION_ERROR, DUPLICATE_REQUEST, PERIOD_CLOSED, INVALID_TRANSITION, FOUR_EYES, ISSUE_NOT_RETURNABLE, RETURN_EXCEEDS_ISSUE, HAS_ADJUSTMENTS.';
revoke all on function inventory.confirm_issue_return(text, :ID_TYPE, date) from public;
grant execute on function inventory.confirm_issue_return(text, :ID_TYPE, date)
  to sodaily_user, sodaily_staff, sodaily_warehouse;
--! EndIncluded inventory/functions/confirm_issue_return.sql
--! Included inventory/functions/confirm_issue.sql
-- A request becomes a slip: what confirming does stands in the rules on inventory.issue. Its date is
-- the day it is confirmed unless told otherwise; its prices are those of the request.
-- Security definer: slips are written by functions only.
create or replace function inventory.confirm_issue(
  client_key text,
  issue_id :ID_TYPE,
  issue_date date default null,
  paid_now numeric default 0)
returns inventory.issue
language plpgsql volatile security definer
set search_path to pg_catalog, pg_temp
as $$
declare
  caller :ID_TYPE := auth.require_scope('inventory:write');
  slip inventory.issue;
  earlier jsonb;
begin
  earlier := audit.begin_command(caller, client_key, 'inventory.confirm_issue',
    jsonb_build_array(issue_id, issue_date, trim_scale(paid_now)));
  if earlier is null then
    paid_now := coalesce(paid_now, 0);
    slip := inventory.issue_for_change(issue_id, 'confirmed');
    perform config.four_eyes(slip.created_by, caller);
    perform audit.refuse_problems(inventory.issue_head_problems(
      slip.agency_id, coalesce(issue_date, config.business_date()), paid_now, null));
    update inventory.issue as i
    set status = 'confirmed', confirmed_at = now(), confirmed_by = caller,
      issue_date = coalesce(confirm_issue.issue_date, config.business_date()),
      paid_now = confirm_issue.paid_now
    where i.id = slip.id;
    perform audit.finish_command(caller, client_key, jsonb_build_object('id', slip.id::text));
  end if;
  select i.* into strict slip from inventory.issue as i
  where i.id = coalesce(cast(earlier ->> 'id' as :ID_TYPE), slip.id);
  return slip;
end
$$;
alter function inventory.confirm_issue(text, :ID_TYPE, date, numeric)
  owner to sodaily_definer;
comment on function inventory.confirm_issue(text, :ID_TYPE, date, numeric) is
  E'@resultFieldName issue\nConfirms a requested slip: lowers stock, raises the debt, numbers it. paidNow in đồng, issueDate today when null. Errors: INVALID_TOKEN, PERMISSION_DENIED, NOT_FOUND, VALIDATION_ERROR, DUPLICATE_REQUEST, INVALID_TRANSITION, FOUR_EYES, AGENCY_NOT_ACTIVE, DEBT_LIMIT, OVERDUE, PAID_NOW_LIMIT, OUT_OF_STOCK.';
revoke all on function inventory.confirm_issue(text, :ID_TYPE, date, numeric) from public;
grant execute on function inventory.confirm_issue(text, :ID_TYPE, date, numeric)
  to sodaily_user, sodaily_staff;
--! EndIncluded inventory/functions/confirm_issue.sql
--! Included inventory/functions/create_issue_return.sql
-- Goods of a slip come back, asked for and confirmed at once by one person: while FOUR_EYES is on
-- nobody may. What confirming does stands in the rules on inventory.issue_return, in the order of their
-- triggers.
-- Security definer: returns, ledgers and numbers are written by functions only.
create or replace function inventory.create_issue_return(
  client_key text,
  issue_id :ID_TYPE,
  items inventory.issue_line[],
  return_date date default null,
  reason text default null)
returns inventory.issue_return
language plpgsql volatile security definer
set search_path to pg_catalog, pg_temp
as $$
declare
  caller :ID_TYPE := auth.require_scope('inventory:write');
  made inventory.issue_return;
  earlier jsonb;
begin
  perform auth.require_scope('return:confirm');
  perform audit.refuse_too_many('items', cardinality(items));
  reason := nullif(btrim(reason), '');
  -- as meant: no date stays no date, for a retry after midnight
  earlier := audit.begin_command(caller, client_key, 'inventory.create_issue_return',
    jsonb_build_array(issue_id, return_date, reason, inventory.lines_as_meant(items)));
  if earlier is not null then
    select r.* into strict made
    from inventory.issue_return as r where r.id = cast(earlier ->> 'id' as :ID_TYPE);
    return made;
  end if;

  perform config.four_eyes(caller, caller);
  perform audit.refuse_problems(inventory.issue_return_problems(
    issue_id, items, coalesce(return_date, config.business_date()), reason));
  perform finance.hold_open_period(coalesce(return_date, config.business_date()));
  made := inventory.ask_issue_return(issue_id, items, return_date, reason, caller);
  made := inventory.confirm_asked_return(made.id, caller, return_date);
  perform audit.finish_command(caller, client_key, jsonb_build_object('id', made.id::text));
  return made;
end
$$;
alter function inventory.create_issue_return(text, :ID_TYPE, inventory.issue_line[], date, text)
  owner to sodaily_definer;
comment on function inventory.create_issue_return(
  text, :ID_TYPE, inventory.issue_line[], date, text) is
  E'@resultFieldName issueReturn\nTakes back goods of a confirmed slip at the prices frozen on it, asked for and confirmed by one person: raises stock, lowers the debt, numbers the return. Asks inventory:write and return:confirm, and slip:cancel when it leaves nothing of a slip of today. Quantities in the item''s unit, returnDate today when null, a reason is required. The same clientKey gives the first return again. Errors: INVALID_TOKEN, PERMISSION_DENIED, VALIDATION_ERROR, DUPLICATE_REQUEST, FOUR_EYES, PERIOD_CLOSED, ISSUE_NOT_RETURNABLE, RETURN_EXCEEDS_ISSUE, HAS_ADJUSTMENTS.';
revoke all on function inventory.create_issue_return(
  text, :ID_TYPE, inventory.issue_line[], date, text) from public;
grant execute on function inventory.create_issue_return(
  text, :ID_TYPE, inventory.issue_line[], date, text)
  to sodaily_user, sodaily_staff;
--! EndIncluded inventory/functions/create_issue_return.sql
--! Included inventory/functions/create_issue.sql
-- Stock-out slip made by staff: born confirmed, in one transaction.
-- What confirming does stands in the rules on inventory.issue, in the order of their triggers.
-- Security definer: slips, ledgers and numbers are written by functions only.
create or replace function inventory.create_issue(
  client_key text,
  agency_id :ID_TYPE,
  items inventory.issue_line[],
  issue_date date default null,
  paid_now numeric default 0,
  note text default null,
  prices inventory.line_price[] default null,
  replaces_id :ID_TYPE default null)
returns inventory.issue
language plpgsql volatile security definer
set search_path to pg_catalog, pg_temp
as $$
declare
  caller :ID_TYPE := auth.require_scope('inventory:write');
  price_problems jsonb;
  slip inventory.issue;
  earlier jsonb;
begin
  perform audit.refuse_too_many('items', cardinality(items));
  perform audit.refuse_too_many('prices', cardinality(prices));
  price_problems := inventory.price_override(prices, items);
  paid_now := coalesce(paid_now, 0);
  note := nullif(btrim(note), '');
  -- no date stays no date, so that a retry after midnight is still a retry
  earlier := audit.begin_command(caller, client_key, 'inventory.create_issue', jsonb_build_array(
    agency_id, issue_date, trim_scale(paid_now), note, inventory.lines_as_meant(items),
    inventory.prices_as_meant(prices), replaces_id));
  if earlier is not null then
    select i.* into strict slip
    from inventory.issue as i where i.id = cast(earlier ->> 'id' as :ID_TYPE);
    return slip;
  end if;

  issue_date := coalesce(issue_date, config.business_date());
  perform audit.refuse_problems(
    inventory.issue_head_problems(agency_id, issue_date, paid_now, note)
    || inventory.issue_line_problems(items) || price_problems
    || inventory.issue_replaces_a_cancelled_slip(agency_id, replaces_id));

  insert into inventory.issue as i (agency_id, issue_date, paid_now, note, replaces_id, created_by)
  values (create_issue.agency_id, create_issue.issue_date, create_issue.paid_now,
    create_issue.note, create_issue.replaces_id, caller)
  returning i.* into strict slip;
  perform inventory.add_issue_lines(slip, items, prices);

  update inventory.issue as i
  set status = 'confirmed', confirmed_at = now(), confirmed_by = caller
  where i.id = slip.id;

  select i.* into strict slip from inventory.issue as i where i.id = slip.id;
  perform audit.finish_command(caller, client_key, jsonb_build_object('id', slip.id::text));
  return slip;
end
$$;
alter function inventory.create_issue(
  text, :ID_TYPE, inventory.issue_line[], date, numeric, text, inventory.line_price[], :ID_TYPE)
  owner to sodaily_definer;
comment on function inventory.create_issue(
  text, :ID_TYPE, inventory.issue_line[], date, numeric, text, inventory.line_price[], :ID_TYPE) is
  E'@resultFieldName issue\nMakes and confirms a stock-out slip: lowers stock, raises the debt, numbers it. paidNow in đồng, issueDate today when null. prices only by those with price:override. replacesId names a cancelled slip of the agency that this one stands for. The same clientKey gives the first slip again. Errors: INVALID_TOKEN, PERMISSION_DENIED, VALIDATION_ERROR, DUPLICATE_REQUEST, ITEM_INACTIVE, AGENCY_NOT_ACTIVE, DEBT_LIMIT, OVERDUE, PAID_NOW_LIMIT, OUT_OF_STOCK, PERIOD_CLOSED.';
revoke all on function inventory.create_issue(
  text, :ID_TYPE, inventory.issue_line[], date, numeric, text, inventory.line_price[], :ID_TYPE)
  from public;
grant execute on function inventory.create_issue(
  text, :ID_TYPE, inventory.issue_line[], date, numeric, text, inventory.line_price[], :ID_TYPE)
  to sodaily_user, sodaily_staff;
--! EndIncluded inventory/functions/create_issue.sql
--! Included inventory/functions/deliver_issue.sql
-- The goods were handed over: the warehouse says so, and is told no money. Neither stock nor debt changes
-- here.
-- Security definer: slips are written by functions only.
create or replace function inventory.deliver_issue(
  client_key text,
  issue_id :ID_TYPE)
returns inventory.issue
language plpgsql volatile security definer
set search_path to pg_catalog, pg_temp
as $$
declare
  caller :ID_TYPE := auth.require_scope('inventory:confirm');
  slip inventory.issue;
  earlier jsonb;
begin
  earlier := audit.begin_command(caller, client_key, 'inventory.deliver_issue',
    jsonb_build_array(issue_id));
  if earlier is null then
    slip := inventory.issue_for_change(issue_id, 'delivered');
    update inventory.issue as i
    set status = 'delivered', delivered_at = now(), delivered_by = caller
    where i.id = slip.id;
    perform audit.finish_command(caller, client_key, jsonb_build_object('id', slip.id::text));
  end if;
  select i.* into strict slip from inventory.issue as i
  where i.id = coalesce(cast(earlier ->> 'id' as :ID_TYPE), slip.id);
  return jsonb_populate_record(slip, auth.hidden_columns('inventory.issue'));
end
$$;
alter function inventory.deliver_issue(text, :ID_TYPE)
  owner to sodaily_definer;
comment on function inventory.deliver_issue(text, :ID_TYPE) is
  E'@resultFieldName issue\nRecords that the goods of a confirmed slip were handed over. Errors: INVALID_TOKEN, PERMISSION_DENIED, NOT_FOUND, DUPLICATE_REQUEST, INVALID_TRANSITION.';
revoke all on function inventory.deliver_issue(text, :ID_TYPE) from public;
grant execute on function inventory.deliver_issue(text, :ID_TYPE)
  to sodaily_user, sodaily_staff, sodaily_warehouse;
--! EndIncluded inventory/functions/deliver_issue.sql
--! Included inventory/functions/price_return_lines.sql
-- What the lines of a return count for: the prices frozen on its slip, each line rounded such that all
-- confirmed returns of a line of the slip together make its total, to the đồng. Under the lock on the
-- agency, so that what came back before is known.
create or replace function inventory.price_return_lines(issue_return_id :ID_TYPE) returns void
language plpgsql volatile
set search_path to pg_catalog, pg_temp
as $$
begin
  with worth as (
    select d.id, round((b.quantity + d.quantity) * d.unit_price) - b.total as line_total
    from inventory.issue_return_detail as d
    cross join lateral (
      select coalesce(sum(r.quantity), 0) as quantity, coalesce(sum(r.line_total), 0) as total
      from inventory.issue_return_detail as r
      join inventory.issue_return as t on t.id = r.issue_return_id and t.status = 'confirmed'
      where r.issue_id = d.issue_id and r.item_id = d.item_id
        and r.issue_return_id <> d.issue_return_id) as b
    where d.issue_return_id = price_return_lines.issue_return_id)
  update inventory.issue_return_detail as d
  set line_total = w.line_total
  from worth as w
  where d.id = w.id and d.line_total <> w.line_total;

  update inventory.issue_return as r
  set total_amount = s.total
  from (
    select sum(d.line_total) as total from inventory.issue_return_detail as d
    where d.issue_return_id = price_return_lines.issue_return_id) as s
  where r.id = price_return_lines.issue_return_id and r.total_amount <> s.total;
end
$$;
comment on function inventory.price_return_lines(:ID_TYPE) is
  E'@omit\nWorks out what the lines of a return count for, and its total, in đồng.';
revoke all on function inventory.price_return_lines(:ID_TYPE) from public;
grant execute on function inventory.price_return_lines(:ID_TYPE) to sodaily_definer;
--! EndIncluded inventory/functions/price_return_lines.sql
--! Included inventory/functions/reason_problems.sql
-- What is wrong with the reason of a command.
create or replace function inventory.reason_problems(reason text) returns jsonb
language plpgsql immutable
set search_path to pg_catalog, pg_temp
as $$
begin
  return case
    when reason is null then
      jsonb_build_array(jsonb_build_object('path', 'reason', 'reason', 'required'))
    when length(reason) > 500 then jsonb_build_array(jsonb_build_object(
      'path', 'reason', 'reason', 'too_long', 'value', length(reason)::text))
    else '[]' end;
end
$$;
comment on function inventory.reason_problems(text) is
  E'@omit\nProblems of a reason, which is required and at most 500 characters, as JSON [{path, reason, value}].';
revoke all on function inventory.reason_problems(text) from public;
grant execute on function inventory.reason_problems(text) to sodaily_definer;
--! EndIncluded inventory/functions/reason_problems.sql
--! Included inventory/functions/refuse_returned_too_much.sql
-- The judgement of inventory/rules/return_within_issue.sql on some returns together: what their lines ask
-- for, beside what other confirmed returns took back already.
create or replace function inventory.refuse_returned_too_much(judged :ID_TYPE[]) returns void
language plpgsql stable
set search_path to pg_catalog, pg_temp
as $$
declare
  exceeding jsonb;
begin
  with line as (
    select d.issue_id, d.item_id, sum(d.quantity) as requested, min(d.line_no) as line_no
    from inventory.issue_return_detail as d
    where d.issue_return_id = any (judged)
    group by d.issue_id, d.item_id),
  sum_of as (
    select l.*, d.quantity as issued, (
      select coalesce(sum(r.quantity), 0) from inventory.issue_return_detail as r
      join inventory.issue_return as t on t.id = r.issue_return_id and t.status = 'confirmed'
      where r.issue_id = l.issue_id and r.item_id = l.item_id and t.id <> all (judged)) as returned
    from line as l
    join inventory.issue_detail as d on d.issue_id = l.issue_id and d.item_id = l.item_id)
  select jsonb_agg(jsonb_build_object(
    'item_id', i.id::text, 'sku', i.sku, 'item_name', i.item_name, 'unit', u.name,
    'issued', trim_scale(s.issued)::text,
    'returned', trim_scale(s.returned)::text,
    'available', trim_scale(s.issued - s.returned)::text,
    'requested', trim_scale(s.requested)::text,
    'excess', trim_scale(s.returned + s.requested - s.issued)::text) order by s.line_no)
  into exceeding
  from sum_of as s
  join inventory.item as i on i.id = s.item_id
  join inventory.unit as u on u.id = i.unit_id
  where s.returned + s.requested > s.issued;
  if exceeding is not null then
    raise exception 'more would come back than was issued'
      using errcode = 'SDRET', detail = jsonb_build_object('items', exceeding)::text,
        hint = 'Lower the quantities to what is available.';
  end if;
end
$$;
comment on function inventory.refuse_returned_too_much(:ID_TYPE[]) is
  E'@omit\nRefuses returns that together take back more than was issued. Error: RETURN_EXCEEDS_ISSUE {items: [{item_id, sku, item_name, unit, issued, returned, available, requested, excess}]}, quantities in the item''s unit as text.';
revoke all on function inventory.refuse_returned_too_much(:ID_TYPE[]) from public;
grant execute on function inventory.refuse_returned_too_much(:ID_TYPE[]) to sodaily_definer;
--! EndIncluded inventory/functions/refuse_returned_too_much.sql
--! Included inventory/functions/reject_issue_return.sql
-- Goods that were to come back do not: rejected by who may confirm, or withdrawn by who asked.
-- Security definer: returns are written by functions only.
create or replace function inventory.reject_issue_return(
  client_key text, issue_return_id :ID_TYPE, reason text)
returns inventory.issue_return
language plpgsql volatile security definer
set search_path to pg_catalog, pg_temp
as $$
declare
  caller :ID_TYPE := auth.require_scope(
    case when auth.has_scope('inventory:write') then 'inventory:write' else 'return:confirm' end);
  asked inventory.issue_return;
  earlier jsonb;
begin
  reason := nullif(btrim(reason), '');
  earlier := audit.begin_command(caller, client_key, 'inventory.reject_issue_return',
    jsonb_build_array(issue_return_id, reason));
  select r.* into asked
  from inventory.issue_return as r where r.id = reject_issue_return.issue_return_id;
  if earlier is not null then
    return jsonb_populate_record(asked, auth.hidden_columns('inventory.issue_return'));
  end if;

  perform audit.refuse_problems(inventory.return_decision_problems(issue_return_id, null)
    || inventory.reason_problems(reason));
  if asked.created_by <> caller then
    perform auth.require_scope('return:confirm');
  end if;
  perform from agency.agency as a where a.id = asked.agency_id for no key update;
  update inventory.issue_return as r
  set status = 'rejected', rejected_at = now(), rejected_by = caller,
    reject_reason = reject_issue_return.reason
  where r.id = asked.id
  returning r.* into strict asked;
  perform notification.enqueue(
    'notify_return_decided', jsonb_build_object('issue_return_id', asked.id::text));
  perform audit.finish_command(caller, client_key, jsonb_build_object('id', asked.id::text));
  return jsonb_populate_record(asked, auth.hidden_columns('inventory.issue_return'));
end
$$;
alter function inventory.reject_issue_return(text, :ID_TYPE, text) owner to sodaily_definer;
comment on function inventory.reject_issue_return(text, :ID_TYPE, text) is
  E'@resultFieldName issueReturn\nRejects a return that was asked for, with a reason: asks return:confirm, or nothing more of who asked, who withdraws it. The same clientKey gives the same answer again. Errors: INVALID_TOKEN, PERMISSION_DENIED, VALIDATION_ERROR, DUPLICATE_REQUEST, INVALID_TRANSITION.';
revoke all on function inventory.reject_issue_return(text, :ID_TYPE, text) from public;
grant execute on function inventory.reject_issue_return(text, :ID_TYPE, text)
  to sodaily_user, sodaily_staff, sodaily_warehouse;
--! EndIncluded inventory/functions/reject_issue_return.sql
--! Included inventory/functions/request_issue_return.sql
-- Goods of a slip shall come back: the request waits until somebody who sees the goods confirms it.
-- Security definer: returns are written by functions only.
create or replace function inventory.request_issue_return(
  client_key text,
  issue_id :ID_TYPE,
  items inventory.issue_line[],
  return_date date default null,
  reason text default null)
returns inventory.issue_return
language plpgsql volatile security definer
set search_path to pg_catalog, pg_temp
as $$
declare
  caller :ID_TYPE := auth.require_scope('inventory:write');
  asked inventory.issue_return;
  earlier jsonb;
begin
  perform audit.refuse_too_many('items', cardinality(items));
  reason := nullif(btrim(reason), '');
  earlier := audit.begin_command(caller, client_key, 'inventory.request_issue_return',
    jsonb_build_array(issue_id, return_date, reason, inventory.lines_as_meant(items)));
  if earlier is not null then
    select r.* into strict asked
    from inventory.issue_return as r where r.id = cast(earlier ->> 'id' as :ID_TYPE);
    return asked;
  end if;

  perform audit.refuse_problems(
    inventory.issue_return_problems(issue_id, items, return_date, reason));
  if return_date is not null then
    perform finance.hold_open_period(return_date);
  end if;
  asked := inventory.ask_issue_return(issue_id, items, return_date, reason, caller);
  perform notification.enqueue(
    'notify_return_requested', jsonb_build_object('issue_return_id', asked.id::text));
  perform audit.finish_command(caller, client_key, jsonb_build_object('id', asked.id::text));
  return asked;
end
$$;
alter function inventory.request_issue_return(text, :ID_TYPE, inventory.issue_line[], date, text)
  owner to sodaily_definer;
comment on function inventory.request_issue_return(
  text, :ID_TYPE, inventory.issue_line[], date, text) is
  E'@resultFieldName issueReturn\nAsks to take back goods of a confirmed slip: neither stock nor debt moves until it is confirmed. Quantities in the item''s unit; returnDate only when it is to be another day than that of confirming; a reason is required. Totals are expected ones. The same clientKey gives the first request again. Errors: INVALID_TOKEN, PERMISSION_DENIED, VALIDATION_ERROR, DUPLICATE_REQUEST, PERIOD_CLOSED, ISSUE_NOT_RETURNABLE, RETURN_EXCEEDS_ISSUE.';
revoke all on function inventory.request_issue_return(
  text, :ID_TYPE, inventory.issue_line[], date, text) from public;
grant execute on function inventory.request_issue_return(
  text, :ID_TYPE, inventory.issue_line[], date, text)
  to sodaily_user, sodaily_staff;
--! EndIncluded inventory/functions/request_issue_return.sql
--! Included inventory/functions/return_decision_problems.sql
-- What is wrong with deciding on a return: one that the caller may not see is unknown to them, and its
-- day lies between the slip's and today.
create or replace function inventory.return_decision_problems(
  issue_return_id :ID_TYPE, return_date date)
returns jsonb
language plpgsql stable
set search_path to pg_catalog, pg_temp
as $$
declare
  slip inventory.issue;
begin
  select i.* into slip
  from inventory.issue_return as r
  join inventory.issue as i on i.id = r.issue_id
  where r.id = return_decision_problems.issue_return_id and agency.is_mine(r.agency_id);
  return (
    with problem as (
      select 'issue_return_id' as path,
        case when issue_return_id is null then 'required' else 'unknown' end as reason,
        issue_return_id::text as value
      where slip.id is null
      union all
      select 'return_date', 'in_future', return_date::text
      where return_date > config.business_date()
      union all
      select 'return_date', 'before_issue', slip.issue_date::text where return_date < slip.issue_date)
    select coalesce(jsonb_agg(jsonb_strip_nulls(to_jsonb(p))), '[]') from problem as p);
end
$$;
comment on function inventory.return_decision_problems(:ID_TYPE, date) is
  E'@omit\nProblems of confirming or rejecting a return, as JSON [{path, reason, value}].';
revoke all on function inventory.return_decision_problems(:ID_TYPE, date) from public;
grant execute on function inventory.return_decision_problems(:ID_TYPE, date) to sodaily_definer;
--! EndIncluded inventory/functions/return_decision_problems.sql
--! Included notification/functions/begin_long_job.sql
-- A job that is begun again, because its worker died, starts over.
create or replace function notification.begin_long_job(long_job_id :ID_TYPE) returns boolean
language plpgsql volatile
set search_path to pg_catalog, pg_temp
as $$
begin
  update notification.long_job as j
  set status = 'running', started_at = clock_timestamp(), updated_at = clock_timestamp(),
    done_count = 0, total_count = null
  where j.id = begin_long_job.long_job_id and notification.is_under_way(j.status);
  return found;
end
$$;
comment on function notification.begin_long_job(:ID_TYPE) is
  E'@omit\nSays that the worker begins; false when there is nothing to do any more.';
revoke all on function notification.begin_long_job(:ID_TYPE) from public;
grant execute on function notification.begin_long_job(:ID_TYPE) to sodaily_definer;
--! EndIncluded notification/functions/begin_long_job.sql
--! Included notification/functions/cancel_long_job.sql
-- The worker sees it at its next report of progress and stops; what it made is thrown away.
-- Security definer: long jobs are written by functions only.
create or replace function notification.cancel_long_job(client_key text, long_job_id :ID_TYPE)
returns notification.long_job
language plpgsql volatile security definer
set search_path to pg_catalog, pg_temp
as $$
declare
  caller :ID_TYPE := auth.require_person();
  job notification.long_job;
  earlier jsonb;
begin
  earlier := audit.begin_command(
    caller, client_key, 'notification.cancel_long_job', jsonb_build_array(long_job_id));
  select j.* into job from notification.long_job as j
  where j.id = cancel_long_job.long_job_id and j.asked_by = caller
  for no key update;
  if not found then
    raise exception 'long job % is not there', long_job_id
      using errcode = 'SDNFD', detail = '{}', hint = 'It may be somebody else''s.';
  end if;
  if earlier is not null then
    return job;
  end if;
  if not notification.is_under_way(job.status) then
    raise exception 'long job % is over', long_job_id
      using errcode = 'SDTRN', detail = jsonb_build_object(
        'from', job.status, 'to', 'cancelled')::text, hint = 'Reload it to see its present state.';
  end if;
  update notification.long_job as j
  set status = 'cancelled', ended_at = clock_timestamp(), updated_at = clock_timestamp()
  where j.id = job.id
  returning j.* into strict job;
  perform audit.finish_command(caller, client_key, jsonb_build_object('id', job.id));
  return job;
end
$$;
alter function notification.cancel_long_job(text, :ID_TYPE) owner to sodaily_definer;
comment on function notification.cancel_long_job(text, :ID_TYPE) is
  E'@resultFieldName longJob\nCancels a long job of one''s own that is not over. The same clientKey gives the same answer again. Errors: INVALID_TOKEN, VALIDATION_ERROR, DUPLICATE_REQUEST, NOT_FOUND, INVALID_TRANSITION.';
revoke all on function notification.cancel_long_job(text, :ID_TYPE) from public;
grant execute on function notification.cancel_long_job(text, :ID_TYPE)
  to sodaily_user, sodaily_staff, sodaily_warehouse, sodaily_auditor;
--! EndIncluded notification/functions/cancel_long_job.sql
--! Included notification/functions/close_lost_long_jobs.sql
-- A worker that was killed at the last attempt could not say so: what nobody will take up again has
-- failed. Security definer: the worker writes long jobs through functions only.
create or replace function notification.close_lost_long_jobs() returns bigint
language plpgsql volatile security definer
set search_path to pg_catalog, pg_temp
as $$
declare
  closed bigint;
begin
  update notification.long_job as j
  set status = 'failed', problem = 'INTERNAL', ended_at = clock_timestamp(),
    updated_at = clock_timestamp()
  where notification.is_under_way(j.status) and j.updated_at < now() - interval '1 hour'
    and not exists (
      select from graphile_worker._private_jobs as q
      where q.payload ->> 'long_job_id' = j.id::text and q.attempts < q.max_attempts);
  get diagnostics closed = row_count;
  return closed;
end
$$;
alter function notification.close_lost_long_jobs() owner to sodaily_definer;
comment on function notification.close_lost_long_jobs() is
  E'@omit\nGives up long jobs that no worker will take up again; returns how many. For the worker only.';
revoke all on function notification.close_lost_long_jobs() from public;
grant execute on function notification.close_lost_long_jobs() to sodaily_worker;
--! EndIncluded notification/functions/close_lost_long_jobs.sql
--! Included notification/functions/email_bounced.sql
-- The mail server says that nobody can be reached at the address: the mail is not tried again.
-- Security definer: the worker writes no table.
create or replace function notification.email_bounced(outbox_id :ID_TYPE, error text) returns void
language sql volatile security definer
set search_path to pg_catalog, pg_temp
as $$
  update notification.outbox as o
  set status = 'bounced', attempts = o.attempts + 1, last_error = left(email_bounced.error, 500),
    payload = o.payload - 'token'
  where o.id = email_bounced.outbox_id and not notification.has_left(o.status)
$$;
alter function notification.email_bounced(:ID_TYPE, text) owner to sodaily_definer;
comment on function notification.email_bounced(:ID_TYPE, text) is
  E'@omit\nKeeps that a mail came back, and forgets its token. For the worker only.';
revoke all on function notification.email_bounced(:ID_TYPE, text) from public;
grant execute on function notification.email_bounced(:ID_TYPE, text) to sodaily_worker;
--! EndIncluded notification/functions/email_bounced.sql
--! Included notification/functions/email_to_send.sql
-- The mail of a job, locked until it was sent: a second run of the job waits, and then finds none.
-- Security definer: the worker reads no table.
create or replace function notification.email_to_send(outbox_id :ID_TYPE)
returns table (message_key text, recipient text, locale text, template text, payload jsonb)
language sql volatile security definer
set search_path to pg_catalog, pg_temp
as $$
  select o.message_key::text, o.recipient, o.locale, o.template, o.payload
  from notification.outbox as o
  where o.id = email_to_send.outbox_id and not notification.has_left(o.status)
  for update
$$;
alter function notification.email_to_send(:ID_TYPE) owner to sodaily_definer;
comment on function notification.email_to_send(:ID_TYPE) is
  E'@omit\nLocks a mail that was not sent yet, no row when it was. For the worker only.';
revoke all on function notification.email_to_send(:ID_TYPE) from public;
grant execute on function notification.email_to_send(:ID_TYPE) to sodaily_worker;
--! EndIncluded notification/functions/email_to_send.sql
--! Included notification/functions/enqueue.sql
-- The one door to the job queue from SQL: known tasks only, keys as payload. The job is queued in
-- the command's transaction, so it exists exactly when the slip does. Somebody watches a long job, so it
-- is given up after three attempts; what nobody watches is tried for days.
create or replace function notification.enqueue(task text, payload jsonb) returns void
language plpgsql volatile
set search_path to pg_catalog, pg_temp
as $$
begin
  if task not in ('notify_issue_created', 'notify_issue_decided', 'notify_issue_requested',
    'notify_new_agency', 'notify_payment_received', 'notify_refund_paid', 'notify_return_confirmed',
    'notify_return_decided', 'notify_return_requested', 'send_email', 'export_report',
    'import_file') then
    raise exception 'task % is not on the list', task using errcode = 'SDINT';
  end if;
  perform graphile_worker.add_job(task, payload::json,
    max_attempts => case when task in ('export_report', 'import_file') then 3 else 25 end);
end
$$;
comment on function notification.enqueue(text, jsonb) is
  E'@omit\nQueues one job in the current transaction. Error: INTERNAL for an unknown task.';
revoke all on function notification.enqueue(text, jsonb) from public;
grant execute on function notification.enqueue(text, jsonb) to sodaily_definer;
--! EndIncluded notification/functions/enqueue.sql
--! Included notification/functions/fail_long_job.sql
create or replace function notification.fail_long_job(long_job_id :ID_TYPE, problem text) returns void
language plpgsql volatile
set search_path to pg_catalog, pg_temp
as $$
begin
  update notification.long_job as j
  set status = 'failed', problem = fail_long_job.problem, ended_at = clock_timestamp(),
    updated_at = clock_timestamp()
  where j.id = fail_long_job.long_job_id and notification.is_under_way(j.status);
end
$$;
comment on function notification.fail_long_job(:ID_TYPE, text) is
  E'@omit\nSays that a long job is given up, with a code of the catalogue.';
revoke all on function notification.fail_long_job(:ID_TYPE, text) from public;
grant execute on function notification.fail_long_job(:ID_TYPE, text) to sodaily_definer;
--! EndIncluded notification/functions/fail_long_job.sql
--! Included notification/functions/notify_refund_paid.sql
-- Tells those who work with an agency, and the agency's own logins, of a refund, and mails the
-- agency what it got back and where it stands now. Run by the worker, at least once.
-- Security definer: the worker reads no table of the business.
create or replace function notification.notify_refund_paid(refund_id :ID_TYPE) returns bigint
language plpgsql volatile security definer
set search_path to pg_catalog, pg_temp
as $$
declare
  refunded finance.refund;
  facts jsonb;
begin
  select r.* into refunded from finance.refund as r
  where r.id = notify_refund_paid.refund_id and r.status = 'confirmed';
  if not found then
    return 0;
  end if;
  facts := notification.agency_facts(refunded.agency_id) || (
    select jsonb_build_object('refund_id', refunded.id::text, 'refund_code', refunded.code,
      'refunded_amount', refunded.amount::text, 'after_balance', t.balance_after::text)
    from finance.debt_transaction as t
    where t.agency_id = refunded.agency_id and t.refund_id = refunded.id and t.kind = 'refund');
  perform notification.queue_email(a.email, 'vi', 'refund_paid', facts || jsonb_build_object(
    'full_name', coalesce(a.representative, a.name)), refunded.id::text)
  from agency.agency as a where a.id = refunded.agency_id and a.email is not null;
  return notification.tell('refund_paid', refunded.id::text, refunded.agency_id, array(
    select row(ua.user_id, facts)::notification.message
    from auth.user_agency as ua
    join notification.audience('finance:read', refunded.agency_id) as h on h.user_id = ua.user_id
    where ua.agency_id = refunded.agency_id and ua.user_id <> refunded.created_by));
end
$$;
alter function notification.notify_refund_paid(:ID_TYPE) owner to sodaily_definer;
comment on function notification.notify_refund_paid(:ID_TYPE) is
  E'@omit\nTells of a refund; returns how many notifications were new. For the worker only.';
revoke all on function notification.notify_refund_paid(:ID_TYPE) from public;
grant execute on function notification.notify_refund_paid(:ID_TYPE) to sodaily_worker;
--! EndIncluded notification/functions/notify_refund_paid.sql
--! Included notification/functions/notify_return_confirmed.sql
-- Tells those who work with an agency, and the agency's own logins, of goods that came back, and mails
-- the agency what it owed before and owes after. Run by the worker, at least once.
-- Security definer: the worker reads no table of the business.
create or replace function notification.notify_return_confirmed(issue_return_id :ID_TYPE) returns bigint
language plpgsql volatile security definer
set search_path to pg_catalog, pg_temp
as $$
declare
  returned inventory.issue_return;
  posted finance.debt_transaction;
  facts jsonb;
begin
  select r.* into returned from inventory.issue_return as r
  where r.id = notify_return_confirmed.issue_return_id and r.status = 'confirmed';
  select t.* into posted from finance.debt_transaction as t
  where t.agency_id = returned.agency_id and t.issue_return_id = returned.id and t.kind = 'return';
  -- cancelled meanwhile, or worth nothing: there is no figure to tell
  if posted.id is null then
    return 0;
  end if;
  facts := notification.agency_facts(returned.agency_id) || jsonb_build_object(
    'issue_return_id', returned.id::text, 'return_code', returned.code,
    'slip_code', (select i.code from inventory.issue as i where i.id = returned.issue_id),
    'returned_amount', (-posted.amount)::text,
    'before_balance', (posted.balance_after - posted.amount)::text,
    'after_balance', posted.balance_after::text);
  perform notification.queue_email(a.email, 'vi', 'return_confirmed', facts || jsonb_build_object(
    'full_name', coalesce(a.representative, a.name)), returned.id::text)
  from agency.agency as a where a.id = returned.agency_id and a.email is not null;
  return notification.tell('return_confirmed', returned.id::text, returned.agency_id, array(
    select row(ua.user_id, facts)::notification.message
    from auth.user_agency as ua
    join notification.audience('finance:read', returned.agency_id) as h on h.user_id = ua.user_id
    where ua.agency_id = returned.agency_id
      -- who asked hears what became of it, who confirmed knows
      and ua.user_id not in (posted.created_by, returned.created_by)));
end
$$;
alter function notification.notify_return_confirmed(:ID_TYPE) owner to sodaily_definer;
comment on function notification.notify_return_confirmed(:ID_TYPE) is
  E'@omit\nTells of a return; returns how many notifications were new. For the worker only.';
revoke all on function notification.notify_return_confirmed(:ID_TYPE) from public;
grant execute on function notification.notify_return_confirmed(:ID_TYPE) to sodaily_worker;
--! EndIncluded notification/functions/notify_return_confirmed.sql
--! Included notification/functions/notify_return_decided.sql
-- Tells who asked that their return was confirmed or rejected, and why; what they decided themselves is
-- not told to them. Run by the worker, at least once.
-- Security definer: the worker reads no table of the business.
create or replace function notification.notify_return_decided(issue_return_id :ID_TYPE) returns bigint
language sql volatile security definer
set search_path to pg_catalog, pg_temp
as $$
  select notification.tell('return_decided', r.id::text, r.agency_id, array[
    row(r.created_by, notification.agency_facts(r.agency_id) || jsonb_build_object(
      'issue_return_id', r.id::text, 'issue_code', i.code, 'status', r.status,
      'reason', coalesce(r.reject_reason, r.code)))::notification.message])
  from inventory.issue_return as r
  join inventory.issue as i on i.id = r.issue_id
  where r.id = notify_return_decided.issue_return_id and r.status in ('confirmed', 'rejected')
    and coalesce(r.rejected_by, r.confirmed_by) <> r.created_by
$$;
alter function notification.notify_return_decided(:ID_TYPE) owner to sodaily_definer;
comment on function notification.notify_return_decided(:ID_TYPE) is
  E'@omit\nTells who asked for a return what became of it; returns how many notifications were new. For the worker only.';
revoke all on function notification.notify_return_decided(:ID_TYPE) from public;
grant execute on function notification.notify_return_decided(:ID_TYPE) to sodaily_worker;
--! EndIncluded notification/functions/notify_return_decided.sql
--! Included notification/functions/notify_return_requested.sql
-- Tells those who confirm returns that goods are to come back. Run by the worker, at least once.
-- Security definer: the worker reads no table of the business.
create or replace function notification.notify_return_requested(issue_return_id :ID_TYPE) returns bigint
language sql volatile security definer
set search_path to pg_catalog, pg_temp
as $$
  select notification.tell('return_requested', r.id::text, r.agency_id, array(
    select row(h.user_id, notification.agency_facts(r.agency_id)
      || jsonb_build_object('issue_return_id', r.id::text, 'issue_code', i.code))
      ::notification.message
    from notification.audience('return:confirm', r.agency_id) as h
    where h.user_id <> r.created_by))
  from inventory.issue_return as r
  join inventory.issue as i on i.id = r.issue_id
  where r.id = notify_return_requested.issue_return_id and r.status = 'requested'
$$;
alter function notification.notify_return_requested(:ID_TYPE) owner to sodaily_definer;
comment on function notification.notify_return_requested(:ID_TYPE) is
  E'@omit\nTells of a return that waits; returns how many notifications were new. For the worker only.';
revoke all on function notification.notify_return_requested(:ID_TYPE) from public;
grant execute on function notification.notify_return_requested(:ID_TYPE) to sodaily_worker;
--! EndIncluded notification/functions/notify_return_requested.sql
--! Included notification/functions/purge_told.sql
-- What everybody has read or was mailed long ago goes, so that the tables stay small: notifications
-- after a year, mails after 90 days, long jobs 30 days after their end. What is not sent yet stays.
-- Security definer: the worker writes no table.
create or replace function notification.purge_told()
returns table (notifications bigint, mails bigint)
language plpgsql volatile security definer
set search_path to pg_catalog, pg_temp
as $$
begin
  delete from notification.notification as n where n.created_at < now() - interval '1 year';
  get diagnostics notifications = row_count;
  delete from notification.outbox as o
  where o.created_at < now() - interval '90 days' and notification.has_left(o.status);
  get diagnostics mails = row_count;
  delete from notification.long_job as j where j.ended_at < now() - interval '30 days';
  return next;
end
$$;
alter function notification.purge_told() owner to sodaily_definer;
comment on function notification.purge_told() is
  E'@omit\nDeletes old notifications, mails and long jobs and says how many of the first two. For the worker only.';
revoke all on function notification.purge_told() from public;
grant execute on function notification.purge_told() to sodaily_worker;
--! EndIncluded notification/functions/purge_told.sql
--! Included notification/functions/remind_overdue.sql
-- Reminds, once a week for an agency, of what is past its due date: those who sell to it, those who
-- collect, and the agency itself by mail. Run by the worker every morning, at least once.
-- Security definer: the worker reads no table of the business.
create or replace function notification.remind_overdue() returns bigint
language plpgsql volatile security definer
set search_path to pg_catalog, pg_temp
as $$
declare
  today constant date := config.business_date();
  late record;
  facts jsonb;
  told bigint := 0;
begin
  for late in
    select a.id, a.email, coalesce(a.representative, a.name) as addressee,
      a.id || to_char(today, ' IYYY-IW') as subject,
      count(*) as slips, sum(b.open_amount) as amount, min(b.due_date) as since
    from agency.agency as a
    join lateral finance.overdue_items(a.id, today) as b on true
    where a.debt_amount > 0
    group by a.id
  loop
    facts := notification.agency_facts(late.id) || jsonb_build_object(
      'slips', late.slips::text, 'overdue_amount', late.amount::text,
      'since', to_char(late.since, 'DD/MM/YYYY'),
      'documents', finance.overdue_documents(late.id, today)::text);
    told := told + notification.tell('debt_overdue', late.subject, late.id, array(
      select row(h.user_id, facts)::notification.message
      from (
        select s.user_id, s.sees_money from notification.audience('agency:write', late.id) as s
        union
        select c.user_id, c.sees_money from notification.audience('finance:write', late.id) as c) as h
      where h.sees_money));
    if late.email is not null then
      perform notification.queue_email(late.email, 'vi', 'debt_overdue',
        facts || jsonb_build_object('full_name', late.addressee), late.subject);
    end if;
  end loop;
  return told;
end
$$;
alter function notification.remind_overdue() owner to sodaily_definer;
comment on function notification.remind_overdue() is
  E'@omit\nTells of overdue debt, once a week for an agency; returns how many notifications were new. For the worker only.';
revoke all on function notification.remind_overdue() from public;
grant execute on function notification.remind_overdue() to sodaily_worker;
--! EndIncluded notification/functions/remind_overdue.sql
--! Included notification/functions/start_long_job.sql
-- One person does not fill the queue for the others.
create or replace function notification.start_long_job(kind text, asked_by :ID_TYPE) returns :ID_TYPE
language plpgsql volatile
set search_path to pg_catalog, pg_temp
as $$
#variable_conflict use_column
declare
  most_at_once constant bigint := 3;
  open_jobs bigint;
  started :ID_TYPE;
begin
  -- two requests at once do not both see room for one
  perform from auth."user" as u where u.id = start_long_job.asked_by for no key update;
  select count(*) into open_jobs
  from notification.long_job as j
  where j.asked_by = start_long_job.asked_by and notification.is_under_way(j.status);
  if open_jobs >= most_at_once then
    raise exception '% long jobs are open', open_jobs
      using errcode = 'SDLJB', detail = jsonb_build_object(
        'open', open_jobs::text, 'limit', most_at_once::text)::text;
  end if;
  insert into notification.long_job (kind, asked_by, session_id)
  values (start_long_job.kind, start_long_job.asked_by,
    nullif(current_setting('app.session_id', true), '')::uuid)
  returning id into started;
  return started;
end
$$;
comment on function notification.start_long_job(text, :ID_TYPE) is
  E'@omit\nWrites down a long job for a person; the caller queues its task. Error: TOO_MANY_JOBS {open, limit}.';
revoke all on function notification.start_long_job(text, :ID_TYPE) from public;
grant execute on function notification.start_long_job(text, :ID_TYPE) to sodaily_definer;
--! EndIncluded notification/functions/start_long_job.sql
--! Included report/functions/ages_of_debt.sql
-- Ages of debt of each agency at the end of a day. Other money meets what is due earliest, so what is
-- owed is owed for the items due latest: ages are filled from the newest on, and what they do not
-- explain is older than all of them. They add up to the debt, always.
-- Running totals say what items due by a day asked for, without reading items; a document is never due
-- before its own date, except where that is kept beside (report.open_item_change).
create or replace function report.ages_of_debt(on_date date)
returns table (agency_id :ID_TYPE, not_due_amount numeric, up_to_30_amount numeric,
  up_to_60_amount numeric, up_to_90_amount numeric, over_90_amount numeric, advance_amount numeric,
  debt_amount numeric)
language plpgsql stable
set search_path to pg_catalog, pg_temp
as $$
#variable_conflict use_column
begin
  return query
  with beside as materialized (
    select b.agency_id,
      sum(b.amount) filter (where b.due_date >= on_date) as not_due,
      sum(b.amount) filter (where b.due_date between on_date - 30 and on_date - 1) as up_to_30,
      sum(b.amount) filter (where b.due_date between on_date - 60 and on_date - 31) as up_to_60,
      sum(b.amount) filter (where b.due_date between on_date - 90 and on_date - 61) as up_to_90
    from (
      select c.agency_id, c.due_date, c.amount::numeric as amount
      from report.open_item_change as c
      where c.due_date >= on_date - 90 and c.changed_on <= on_date
      union all
      select n.agency_id, n.due_date, n.credit_amount
      from report.debt_delta as n
      where n.due_date >= on_date - 90 and n.business_date <= on_date) as b
    group by b.agency_id),
  asked as (
    select o.agency_id, o.debt_amount as debt,
      o.folded_credit_amount - coalesce(d0.amount, 0) + coalesce(b.not_due, 0) as not_due,
      coalesce(d0.amount, 0) - coalesce(d30.amount, 0) + coalesce(b.up_to_30, 0) as up_to_30,
      coalesce(d30.amount, 0) - coalesce(d60.amount, 0) + coalesce(b.up_to_60, 0) as up_to_60,
      coalesce(d60.amount, 0) - coalesce(d90.amount, 0) + coalesce(b.up_to_90, 0) as up_to_90
    from report.debts_on(on_date) as o
    left join beside as b on b.agency_id = o.agency_id
    left join lateral report.asked_before(o.agency_id, on_date) as d0 on true
    left join lateral report.asked_before(o.agency_id, on_date - 30) as d30 on true
    left join lateral report.asked_before(o.agency_id, on_date - 60) as d60 on true
    left join lateral report.asked_before(o.agency_id, on_date - 90) as d90 on true
    where o.debt_amount <> 0)
  select a.agency_id, n.not_due, f.up_to_30, s.up_to_60, t.up_to_90,
    greatest(a.debt, 0) - n.not_due - f.up_to_30 - s.up_to_60 - t.up_to_90,
    greatest(-a.debt, 0), a.debt
  from asked as a
  cross join lateral (select least(greatest(a.debt, 0), a.not_due) as not_due) as n
  cross join lateral (select least(greatest(a.debt, 0) - n.not_due, a.up_to_30) as up_to_30) as f
  cross join lateral (
    select least(greatest(a.debt, 0) - n.not_due - f.up_to_30, a.up_to_60) as up_to_60) as s
  cross join lateral (
    select least(greatest(a.debt, 0) - n.not_due - f.up_to_30 - s.up_to_60, a.up_to_90)
      as up_to_90) as t;
end
$$;
comment on function report.ages_of_debt(date) is
  E'@omit\nDebt of each agency at the end of a day by how long it is overdue, đồng; debt is the sum of the ages less the advance.';
revoke all on function report.ages_of_debt(date) from public;
grant execute on function report.ages_of_debt(date) to sodaily_definer;
--! EndIncluded report/functions/ages_of_debt.sql
--! Included report/functions/overview.sql
-- What the day begins with, in one row, for the agencies one sees: exact at the moment of asking. What
-- somebody may not know is null.
-- Security definer: nobody else reads summaries; the predicate on agencies stands here.
create or replace function report.overview() returns report.overview_row
language plpgsql stable security definer
set search_path to pg_catalog, pg_temp
as $$
declare
  mine constant :ID_TYPE[] := report.visible_agencies();
  this_month constant date := date_trunc('month', config.business_date()::timestamp)::date;
  figures report.overview_row;
begin
  perform auth.require_person();
  if auth.has_scope('finance:read') then
    select coalesce(sum(e.slip_amount - e.cancelled_slip_amount) filter (where e.month = this_month), 0),
      coalesce(sum(e.slip_amount - e.cancelled_slip_amount) filter (where e.month < this_month), 0),
      coalesce(sum(e.payment_amount - e.cancelled_payment_amount - e.refund_amount
        + e.cancelled_refund_amount) filter (where e.month = this_month), 0),
      coalesce(sum(e.payment_amount - e.cancelled_payment_amount - e.refund_amount
        + e.cancelled_refund_amount) filter (where e.month < this_month), 0),
      coalesce(sum(e.refund_amount - e.cancelled_refund_amount) filter (where e.month = this_month), 0)
    into figures.sold_amount, figures.sold_before_amount, figures.collected_amount,
      figures.collected_before_amount, figures.refunded_amount
    from report.every_agency_month as e
    where e.month >= this_month - interval '1 month' and e.month <= this_month
      and (mine is null or e.agency_id = any (mine));
    figures.debt_amount := (
      select coalesce(sum(a.debt_amount), 0) from agency.agency as a
      where mine is null or a.id = any (mine));
    figures.near_limit_count := (
      select count(*) from agency.agencies_near_limit() as a where mine is null or a.id = any (mine));
    figures.overdue_amount := (
      select coalesce(sum(o.open_amount), 0) from finance.open_item as o
      where o.open_amount > 0 and o.due_date < config.business_date()
        and (mine is null or o.agency_id = any (mine)));
    figures.refreshed_at := now();
  end if;
  if auth.has_scope('inventory:read') then
    figures.waiting_count := (
      select count(*) from inventory.issue as i
      where inventory.waits_for_decision(i.status) and (mine is null or i.agency_id = any (mine)));
  end if;
  if auth.has_scope('inventory:write') or auth.has_scope('inventory:adjust')
    or auth.has_scope('report:read') then
    figures.low_stock_count := (select count(*) from inventory.low_stock_items());
  end if;
  return figures;
end
$$;
alter function report.overview() owner to sodaily_definer;
comment on function report.overview() is
  'Figures of this month, of debt and of what waits, for the agencies one sees; null what one may not know. Error: INVALID_TOKEN.';
revoke all on function report.overview() from public;
grant execute on function report.overview()
  to sodaily_user, sodaily_staff, sodaily_warehouse, sodaily_auditor;
--! EndIncluded report/functions/overview.sql
--! Included report/functions/sales_by_month.sql
-- Exact at the moment of asking. Months without a slip are there with zeros, so that a chart has no gap.
-- Security definer: nobody else reads summaries; the predicate on agencies stands here.
create or replace function report.sales_by_month(months integer default null)
returns setof report.month_row
language plpgsql stable security definer
set search_path to pg_catalog, pg_temp
as $$
declare
  mine constant :ID_TYPE[] := report.visible_agencies();
  last_month constant date := date_trunc('month', config.business_date()::timestamp)::date;
  first_month constant date := (
    last_month - make_interval(months => least(greatest(coalesce(months, 12), 1), 60) - 1))::date;
begin
  perform auth.require_scope('finance:read');
  return query
  select g.month::date, coalesce(sum(e.slip_count - e.cancelled_slip_count), 0)::bigint,
    coalesce(sum(e.slip_amount - e.cancelled_slip_amount), 0)::public.dong,
    coalesce(sum(e.payment_amount - e.cancelled_payment_amount
      - e.refund_amount + e.cancelled_refund_amount), 0)::public.dong,
    coalesce(sum(e.refund_amount - e.cancelled_refund_amount), 0)::public.dong
  from generate_series(first_month::timestamp, last_month::timestamp, interval '1 month') as g (month)
  left join report.every_agency_month as e on e.month = g.month::date
    and (mine is null or e.agency_id = any (mine))
  group by g.month
  order by g.month;
end
$$;
alter function report.sales_by_month(integer) owner to sodaily_definer;
comment on function report.sales_by_month(integer) is
  'Sold, collected and refunded in each of the last months, this one included, oldest first: 12 when null, at most 60. Of the agencies one sees. Errors: INVALID_TOKEN, PERMISSION_DENIED.';
revoke all on function report.sales_by_month(integer) from public;
grant execute on function report.sales_by_month(integer)
  to sodaily_user, sodaily_staff, sodaily_auditor;
--! EndIncluded report/functions/sales_by_month.sql
--! Included agency/rules/district_cap.sql
-- Rule QĐ1: a territory holds at most MAX_AGENCIES_PER_DISTRICT active and blocked agencies, or the
-- territory's own cap. Counted under the lock on the territory, so two approvals at once cannot
-- pass it together; once a statement, because a file approves a hundred thousand agencies in one.
-- Who may override: an administrator raises the cap. Code when refused: DISTRICT_FULL.
create or replace function agency.district_cap() returns trigger
language plpgsql
set search_path to pg_catalog, pg_temp
as $$
declare
  joined record;
  territory agency.district;
  cap numeric;
  members bigint;
begin
  for joined in
    select n.district_id, count(*) as newcomers
    from new_agency as n
    join old_agency as o on o.id = n.id
    where agency.is_in_business(n.status)
      and (not agency.is_in_business(o.status) or o.district_id <> n.district_id)
    group by n.district_id order by n.district_id
  loop
    select d.* into strict territory from agency.district as d
    where d.id = joined.district_id
    for no key update;
    cap := agency.district_cap_in_force(territory);
    select count(*) into members from agency.agency as a
    where a.district_id = joined.district_id and agency.is_in_business(a.status);
    if members > cap then
      members := members - joined.newcomers;
      raise exception 'territory % is full', territory.name
        using errcode = 'SDDIS', detail = jsonb_build_object(
          'district_id', territory.id::text, 'district_name', territory.name,
          'members', members::text, 'cap', trim_scale(cap)::text,
          'cap_source', case when territory.max_agencies is null then 'regulation' else 'district' end)::text,
        hint = 'Choose another territory or raise its cap.';
    end if;
  end loop;
  return null;
end
$$;
comment on function agency.district_cap() is
  'Refuses one agency too many in a territory. Error: DISTRICT_FULL {district_id, district_name, members, cap, cap_source}.';
revoke all on function agency.district_cap() from public;

create or replace trigger district_cap
after update on agency.agency
referencing old table as old_agency new table as new_agency
for each statement
execute function agency.district_cap();
comment on trigger district_cap on agency.agency is 'At most so many agencies a territory.';
--! EndIncluded agency/rules/district_cap.sql
--! Included audit/rules/history_is_final.sql
-- Rule: what a ledger holds is never changed and never deleted.
-- A correction is a new row that reverses the old one. Nobody may override, the owner included.
-- Code when refused: HISTORY_IS_FINAL.
create or replace function audit.history_is_final() returns trigger
language plpgsql
set search_path to pg_catalog, pg_temp
as $$
begin
  raise exception '%.% is append-only', tg_table_schema, tg_table_name
    using errcode = 'SDHIS',
      detail = jsonb_build_object('table', tg_table_schema || '.' || tg_table_name, 'verb', tg_op)::text,
      hint = 'Write a reversing row instead.';
end
$$;
comment on function audit.history_is_final() is
  'Refuses update, delete and truncate on a ledger. Error: HISTORY_IS_FINAL {table, verb}.';
revoke all on function audit.history_is_final() from public;

create or replace trigger history_is_final
before update or delete or truncate on inventory.stock_movement
for each statement execute function audit.history_is_final();
comment on trigger history_is_final on inventory.stock_movement is 'The stock ledger is append-only.';

create or replace trigger history_is_final
before update or delete or truncate on finance.debt_transaction
for each statement execute function audit.history_is_final();
comment on trigger history_is_final on finance.debt_transaction is 'The debt ledger is append-only.';

create or replace trigger history_is_final
before update or delete or truncate on config.regulation_version
for each statement execute function audit.history_is_final();
comment on trigger history_is_final on config.regulation_version is 'A regulation changes by a new version.';

create or replace trigger history_is_final
before update or delete or truncate on inventory.issue_detail
for each statement execute function audit.history_is_final();
comment on trigger history_is_final on inventory.issue_detail is 'A slip is cancelled and written anew, never edited.';

create or replace trigger history_is_final
before update or delete or truncate on inventory.receipt_detail
for each statement execute function audit.history_is_final();
comment on trigger history_is_final on inventory.receipt_detail is 'A receipt is cancelled and written anew, never edited.';

create or replace trigger history_is_final
before update or delete or truncate on inventory.item_price
for each statement execute function audit.history_is_final();
comment on trigger history_is_final on inventory.item_price is 'The history of import prices is append-only.';

create or replace trigger history_is_final
before update or delete or truncate on inventory.stock_count_detail
for each statement execute function audit.history_is_final();
comment on trigger history_is_final on inventory.stock_count_detail is 'A stock count is never edited: count again.';

-- line_total alone is worked out later, when the return is confirmed: see return_line_is_final
create or replace trigger history_is_final
before delete or truncate or update of id, agency_id, issue_return_id, issue_id, line_no, item_id,
  quantity, unit_price, created_at, created_by on inventory.issue_return_detail
for each statement execute function audit.history_is_final();
comment on trigger history_is_final on inventory.issue_return_detail is 'A return is never edited: issue the goods anew.';

create or replace trigger history_is_final
before update or delete or truncate on audit.change
for each statement execute function audit.history_is_final();
comment on trigger history_is_final on audit.change is 'The audit trail is append-only.';

create or replace trigger history_is_final
before update or delete or truncate on audit.invariant_run
for each statement execute function audit.history_is_final();
comment on trigger history_is_final on audit.invariant_run is 'What a night found is not changed later.';
--! EndIncluded audit/rules/history_is_final.sql
--! Included finance/rules/adjustments_end_with_their_agency.sql
-- Rule: when the business with an agency ends it owes nothing and has nothing with us, and stays so:
-- adjustments that wait are rejected. Under the lock on the agency. Nobody may override.
-- A trigger of rows with a condition: no posting pays for it.
create or replace function finance.adjustments_end_with_their_agency() returns trigger
language plpgsql
set search_path to pg_catalog, pg_temp
as $$
begin
  update finance.adjustment as a
  set status = 'rejected', rejected_at = now(), rejected_by = new.updated_by,
    reject_reason = 'Đã ngừng hợp tác với đại lý'
  where a.agency_id = new.id and a.status = 'requested';
  return null;
end
$$;
comment on function finance.adjustments_end_with_their_agency() is
  'Rejects the adjustments that wait of an agency being terminated.';
revoke all on function finance.adjustments_end_with_their_agency() from public;

create or replace trigger adjustments_end_with_their_agency
after update on agency.agency
for each row when (old.status <> 'terminated' and new.status = 'terminated')
execute function finance.adjustments_end_with_their_agency();
comment on trigger adjustments_end_with_their_agency on agency.agency is
  'Nobody decides on adjustments of an agency that left.';
--! EndIncluded finance/rules/adjustments_end_with_their_agency.sql
--! Included finance/rules/cancelled_opening_is_reversed.sql
-- Rule: opening debt that is undone moves the debt back, exactly once, by rows that reverse its rows of
-- the ledger: what was owed asks for nothing then, and what was there is gone. Nobody may override.
create or replace function finance.cancelled_opening_is_reversed() returns trigger
language plpgsql
set search_path to pg_catalog, pg_temp
as $$
begin
  with posting as (
    select t.*, n.cancelled_by, row_number() over earlier as nth,
      sum(-t.amount) over earlier as moved
    from new_row as n
    join old_row as o on o.id = n.id
    join finance.debt_transaction as t on t.agency_id = n.agency_id and t.opening_debt_id = n.id
      and t.kind = 'opening'
    where n.cancelled_at is not null and o.cancelled_at is null
    window earlier as (partition by t.agency_id order by t.seq)),
  balance as (
    update agency.agency as a
    set debt_amount = a.debt_amount - s.amount, debt_seq = a.debt_seq + s.rows
    from (
      select p.agency_id, sum(p.amount) as amount, count(*) as rows
      from posting as p group by p.agency_id) as s
    where a.id = s.agency_id
    returning a.id, a.debt_amount + s.amount as opening, a.debt_seq - s.rows as last_seq)
  insert into finance.debt_transaction (agency_id, seq, kind, amount, balance_after, business_date,
    item_seq, due_date, credit_seq, opening_debt_id, reverses_id, created_by)
  select p.agency_id, b.last_seq + p.nth, 'opening_cancel', -p.amount, b.opening + p.moved,
    finance.opening_undone_on(p.business_date), p.item_seq, p.due_date,
    case when p.item_seq is null then p.seq end, p.opening_debt_id, p.id, p.cancelled_by
  from posting as p
  join balance as b on b.id = p.agency_id;
  return null;
end
$$;
comment on function finance.cancelled_opening_is_reversed() is
  'Reverses the ledger rows of opening debt being undone and moves the debt back, in đồng.';
revoke all on function finance.cancelled_opening_is_reversed() from public;

create or replace trigger cancelled_opening_is_reversed
after update on finance.opening_debt
referencing old table as old_row new table as new_row
for each statement execute function finance.cancelled_opening_is_reversed();
comment on trigger cancelled_opening_is_reversed on finance.opening_debt is
  'Undoing: debt and debt ledger.';
--! EndIncluded finance/rules/cancelled_opening_is_reversed.sql
--! Included finance/rules/debt_is_reversed_on_cancel.sql
-- Rule: cancelling a slip puts the debt back by new rows: first its payment on the spot is
-- cancelled (finance/rules/cancelled_payment_raises_debt.sql), then the slip's own row is reversed.
-- A payment that was handed over stays: the money is there, and becomes credit to refund.
-- Under QĐ5 (regulation PAYMENT_NOT_OVER_DEBT) an agency never ends up with more credit than that,
-- which happens when it has paid for the slip since: all goods are taken back instead.
-- Locks the agency (lock order: agency, items by key). Who may override: nobody; an administrator
-- switches the regulation off. Code when refused: HAS_PAYMENTS.
create or replace function finance.debt_is_reversed_on_cancel() returns trigger
language plpgsql
set search_path to pg_catalog, pg_temp
as $$
declare
  slip inventory.issue;
  owner_of_debt agency.agency;
begin
  for slip in
    select n.* from new_slip as n
    join old_slip as o on o.id = n.id
    where n.status = 'cancelled' and o.status <> 'cancelled'
    order by n.agency_id, n.id
  loop
    select a.* into strict owner_of_debt from agency.agency as a
    where a.id = slip.agency_id for no key update;
    if owner_of_debt.debt_amount - slip.total_amount + slip.paid_now < 0
      and config.regulation_is_on('PAYMENT_NOT_OVER_DEBT', config.business_date()) then
      perform finance.refuse_paid_slip(slip, owner_of_debt);
    end if;

    update finance.payment as p
    set status = 'cancelled', cancelled_at = slip.cancelled_at, cancelled_by = slip.cancelled_by,
      cancel_reason = slip.reason
    where p.agency_id = slip.agency_id and p.issue_id = slip.id and p.handed_over_at is null;

    with undone as (
      select t.* from finance.debt_transaction as t
      where t.agency_id = slip.agency_id and t.issue_id = slip.id and t.kind = 'issue'),
    balance as (
      update agency.agency as a
      set debt_amount = a.debt_amount - u.amount, debt_seq = a.debt_seq + 1
      from undone as u where a.id = slip.agency_id
      returning a.debt_amount, a.debt_seq)
    insert into finance.debt_transaction (
      agency_id, seq, kind, amount, balance_after, business_date, item_seq, due_date, issue_id,
      reverses_id, created_by)
    select u.agency_id, b.debt_seq, 'issue_cancel', -u.amount, b.debt_amount,
      config.business_date(), u.item_seq, u.due_date, u.issue_id, u.id, slip.cancelled_by
    from undone as u cross join balance as b;
  end loop;
  return null;
end
$$;
comment on function finance.debt_is_reversed_on_cancel() is
  'Reverses the debt of slips being cancelled and the payments made with them that were not handed over. Error: HAS_PAYMENTS, see finance.refuse_paid_slip.';
revoke all on function finance.debt_is_reversed_on_cancel() from public;

create or replace trigger cancel_1_debt_is_reversed
after update on inventory.issue
referencing old table as old_slip new table as new_slip
for each statement execute function finance.debt_is_reversed_on_cancel();
comment on trigger cancel_1_debt_is_reversed on inventory.issue is
  'Cancelling, step 1: lock the agency, reverse the debt.';
--! EndIncluded finance/rules/debt_is_reversed_on_cancel.sql
--! Included finance/rules/f_lower_debt_on_return.sql
-- Rule: debt falls exactly once, when a return becomes confirmed, by what its lines count for: one ledger
-- row a return, and the agency's balance with it. The agency is locked. Nobody may override.
create or replace function finance.f_lower_debt_on_return() returns trigger
language plpgsql
set search_path to pg_catalog, pg_temp
as $$
begin
  with posting as (
    select n.id, n.agency_id, n.issue_id, n.return_date, n.confirmed_by, r.total_amount as amount,
      row_number() over earlier as nth, sum(r.total_amount) over earlier as lowered
    from new_return as n
    join old_return as o on o.id = n.id
    -- as step 3 has left it
    join inventory.issue_return as r on r.id = n.id
    where n.status = 'confirmed' and o.status <> 'confirmed' and r.total_amount > 0
    window earlier as (partition by n.agency_id order by n.id)),
  balance as (
    update agency.agency as a
    set debt_amount = a.debt_amount - s.amount, debt_seq = a.debt_seq + s.rows
    from (
      select p.agency_id, sum(p.amount) as amount, count(*) as rows
      from posting as p group by p.agency_id) as s
    where a.id = s.agency_id
    returning a.id, a.debt_amount + s.amount as opening, a.debt_seq - s.rows as last_seq)
  insert into finance.debt_transaction (
    agency_id, seq, kind, amount, balance_after, business_date, item_seq, due_date, issue_id,
    issue_return_id, created_by)
  select p.agency_id, b.last_seq + p.nth, 'return', -p.amount, b.opening - p.lowered,
    p.return_date, o.seq, o.due_date, p.issue_id, p.id, p.confirmed_by
  from posting as p
  join finance.open_item as o on o.agency_id = p.agency_id and o.issue_id = p.issue_id
  join balance as b on b.id = p.agency_id;
  return null;
end
$$;
comment on function finance.f_lower_debt_on_return() is
  'Lowers the debt of the agencies of returns being confirmed and writes the debt ledger, in đồng.';
revoke all on function finance.f_lower_debt_on_return() from public;

create or replace trigger confirm_5_f_lower_debt_on_return
after update on inventory.issue_return
referencing old table as old_return new table as new_return
for each statement execute function finance.f_lower_debt_on_return();
comment on trigger confirm_5_f_lower_debt_on_return on inventory.issue_return is
  'Confirming, step 5: debt and debt ledger.';
--! EndIncluded finance/rules/f_lower_debt_on_return.sql
--! Included finance/rules/f_update_debt_amount.sql
-- Rule: debt rises exactly once, when a slip becomes confirmed: one ledger row a slip, and the
-- agency's balance with it. The agency is locked by step 1. Nobody may override.
create or replace function finance.f_update_debt_amount() returns trigger
language plpgsql
set search_path to pg_catalog, pg_temp
as $$
begin
  -- an insert of nothing would still ask every rule of the ledger and of the agency
  if not exists (
    select from new_slip as n join old_slip as o on o.id = n.id
    where n.status = 'confirmed' and o.status <> 'confirmed') then
    return null;
  end if;
  with posting as (
    select n.id, n.agency_id, n.issue_date, n.due_date, n.confirmed_by, n.total_amount,
      row_number() over earlier as nth, sum(n.total_amount) over earlier as raised
    from new_slip as n
    join old_slip as o on o.id = n.id
    where n.status = 'confirmed' and o.status <> 'confirmed' and n.total_amount > 0
    window earlier as (partition by n.agency_id order by n.id)),
  balance as (
    update agency.agency as a
    set debt_amount = a.debt_amount + s.amount, debt_seq = a.debt_seq + s.rows
    from (
      select p.agency_id, sum(p.total_amount) as amount, count(*) as rows
      from posting as p group by p.agency_id) as s
    where a.id = s.agency_id
    returning a.id, a.debt_amount - s.amount as opening, a.debt_seq - s.rows as last_seq)
  insert into finance.debt_transaction (
    agency_id, seq, kind, amount, balance_after, business_date, item_seq, due_date, issue_id,
    created_by)
  select p.agency_id, b.last_seq + p.nth, 'issue', p.total_amount, b.opening + p.raised,
    p.issue_date, b.last_seq + p.nth, p.due_date, p.id, p.confirmed_by
  from posting as p
  join balance as b on b.id = p.agency_id;
  return null;
end
$$;
comment on function finance.f_update_debt_amount() is
  'Raises the debt of the agencies of slips being confirmed and writes the debt ledger, in đồng.';
revoke all on function finance.f_update_debt_amount() from public;

create or replace trigger confirm_3_f_update_debt_amount
after update on inventory.issue
referencing old table as old_slip new table as new_slip
for each statement execute function finance.f_update_debt_amount();
comment on trigger confirm_3_f_update_debt_amount on inventory.issue is
  'Confirming, step 3: debt and debt ledger.';
--! EndIncluded finance/rules/f_update_debt_amount.sql
--! Included finance/rules/opening_debt_is_final.sql
-- Rule: an opening row is not edited and never deleted: it is undone with its file, once, or corrected by
-- an adjustment. Nobody may override. Code when refused: HISTORY_IS_FINAL.
create or replace function finance.opening_debt_is_final() returns trigger
language plpgsql
set search_path to pg_catalog, pg_temp
as $$
begin
  raise exception 'an opening row is final'
    using errcode = 'SDHIS', detail = jsonb_strip_nulls(jsonb_build_object(
      'table', 'finance.opening_debt', 'verb', tg_op, 'opening_debt_id', old.id::text))::text,
    hint = 'Undo its import, or adjust it.';
end
$$;
comment on function finance.opening_debt_is_final() is
  'Refuses to edit or delete an opening row. Error: HISTORY_IS_FINAL {table, verb, opening_debt_id}.';
revoke all on function finance.opening_debt_is_final() from public;

create or replace trigger opening_debt_is_final
before update on finance.opening_debt
for each row when (old.cancelled_at is not null
  or (old.id, old.agency_id, old.document, old.document_date, old.due_date, old.amount,
    old.business_date, old.import_id, old.created_at, old.created_by)
    is distinct from
  (new.id, new.agency_id, new.document, new.document_date, new.due_date, new.amount,
    new.business_date, new.import_id, new.created_at, new.created_by))
execute function finance.opening_debt_is_final();
comment on trigger opening_debt_is_final on finance.opening_debt is
  'An opening row is not edited, and undone once.';

create or replace trigger opening_debt_is_never_deleted
before delete or truncate on finance.opening_debt
for each statement execute function finance.opening_debt_is_final();
comment on trigger opening_debt_is_never_deleted on finance.opening_debt is
  'No opening row is deleted.';
--! EndIncluded finance/rules/opening_debt_is_final.sql
--! Included finance/rules/paid_now_limit.sql
-- Rule: nobody holds more money paid on the spot than PAID_NOW_LIMIT before handing it over (empty: no
-- such rule). Judged when a slip becomes confirmed and money is taken with it, one slip of a person at
-- a time. Who keeps the money (finance:write) holds none. Nobody may override; hand over first.
-- Code when refused: PAID_NOW_LIMIT.
create or replace function finance.paid_now_limit() returns trigger
language plpgsql
set search_path to pg_catalog, pg_temp
as $$
declare
  allowed constant numeric := nullif(
    (config.regulation_on('PAID_NOW_LIMIT', config.business_date())).value, '')::numeric;
  would_be numeric;
begin
  if allowed is null then
    return null;
  end if;
  -- whoever takes money at two places at once is judged twice, one after the other
  perform pg_advisory_xact_lock(
    hashtext('finance.cash_in_hand'), hashtext(new.created_by::text));
  would_be := (
    select sum(p.amount) from finance.payment as p
    where p.created_by = new.created_by and p.handed_over_at is null and p.issue_id is not null
      and p.status = 'confirmed');
  if would_be > allowed then
    raise exception 'cash in hand would pass the limit'
      using errcode = 'SDPNL', detail = jsonb_build_object(
        'user_name', (select u.full_name from auth."user" as u where u.id = new.created_by),
        'in_hand', (would_be - new.amount)::text, 'paid_now', new.amount::text,
        'would_be', would_be::text, 'limit', allowed::text,
        'excess', (would_be - allowed)::text)::text,
      hint = 'Hand over cash first, or take less with the slip.';
  end if;
  return null;
end
$$;
comment on function finance.paid_now_limit() is
  'Refuses money paid on the spot beyond what one person may hold. Error: PAID_NOW_LIMIT {user_name, in_hand, paid_now, would_be, limit, excess}, money in đồng as text.';
revoke all on function finance.paid_now_limit() from public;

create or replace trigger record_5_paid_now_limit
after insert on finance.payment
for each row when (new.issue_id is not null and new.handed_over_at is null)
execute function finance.paid_now_limit();
comment on trigger record_5_paid_now_limit on finance.payment is
  'Recording, step 5: nobody holds more cash than allowed.';
--! EndIncluded finance/rules/paid_now_limit.sql
--! Included finance/rules/paid_now_makes_one_payment.sql
-- Rule: what is paid on the spot makes one payment linked to its slip, counted once in the debt
-- ledger right after the slip. With somebody who keeps the money (finance:write) it is handed over at
-- once; others have it in hand until finance.hand_over_cash. Nobody may override.
create or replace function finance.paid_now_makes_one_payment() returns trigger
language plpgsql
set search_path to pg_catalog, pg_temp
as $$
begin
  if not exists (
    select from new_slip as n join old_slip as o on o.id = n.id
    where n.status = 'confirmed' and o.status <> 'confirmed' and n.paid_now > 0) then
    return null;
  end if;
  with paid as (
    insert into finance.payment (code, agency_id, issue_id, amount, payment_date, created_by,
      handed_over_at, handed_over_by)
    select config.next_document_code('PT', n.issue_date), n.agency_id, n.id, n.paid_now,
      n.issue_date, n.confirmed_by, case when keeper.is_one then now() end,
      case when keeper.is_one then n.confirmed_by end
    from new_slip as n
    join old_slip as o on o.id = n.id
    -- asked once, not once a slip
    cross join (select auth.has_scope('finance:write') as is_one offset 0) as keeper
    where n.status = 'confirmed' and o.status <> 'confirmed' and n.paid_now > 0
    returning id, agency_id, issue_id, amount, payment_date, created_by),
  posting as (
    select p.*, row_number() over earlier as nth, sum(p.amount) over earlier as lowered
    from paid as p
    window earlier as (partition by p.agency_id order by p.id)),
  balance as (
    update agency.agency as a
    set debt_amount = a.debt_amount - s.amount, debt_seq = a.debt_seq + s.rows
    from (
      select p.agency_id, sum(p.amount) as amount, count(*) as rows
      from posting as p group by p.agency_id) as s
    where a.id = s.agency_id
    returning a.id, a.debt_amount + s.amount as opening, a.debt_seq - s.rows as last_seq)
  insert into finance.debt_transaction (
    agency_id, seq, kind, amount, balance_after, business_date, item_seq, due_date, issue_id,
    payment_id, created_by)
  select p.agency_id, b.last_seq + p.nth, 'paid_now', -p.amount, b.opening - p.lowered,
    p.payment_date, o.seq, o.due_date, p.issue_id, p.id, p.created_by
  from posting as p
  join finance.open_item as o on o.agency_id = p.agency_id and o.issue_id = p.issue_id
  join balance as b on b.id = p.agency_id;
  return null;
end
$$;
comment on function finance.paid_now_makes_one_payment() is
  'Records the payment made on the spot with slips being confirmed, and lowers the debt, in đồng.';
revoke all on function finance.paid_now_makes_one_payment() from public;

create or replace trigger confirm_6_paid_now_makes_one_payment
after update on inventory.issue
referencing old table as old_slip new table as new_slip
for each statement execute function finance.paid_now_makes_one_payment();
comment on trigger confirm_6_paid_now_makes_one_payment on inventory.issue is
  'Confirming, step 6: the payment on the spot.';
--! EndIncluded finance/rules/paid_now_makes_one_payment.sql
--! Included finance/rules/payment_is_final.sql
-- Rule: a recorded payment is not edited and never deleted: cancel it and record another. A cancelled
-- one stays as it is, with its reason; what was handed over stays so. Nobody may override.
-- Code when refused: HISTORY_IS_FINAL.
create or replace function finance.payment_is_final() returns trigger
language plpgsql
set search_path to pg_catalog, pg_temp
as $$
begin
  raise exception 'a payment is final'
    using errcode = 'SDHIS', detail = jsonb_strip_nulls(jsonb_build_object(
      'table', 'finance.payment', 'verb', tg_op, 'payment_id', old.id::text))::text,
    hint = 'Cancel it and record a new one.';
end
$$;
comment on function finance.payment_is_final() is
  'Refuses to edit or delete a payment. Error: HISTORY_IS_FINAL {table, verb, payment_id}.';
revoke all on function finance.payment_is_final() from public;

create or replace trigger payment_is_final
before update on finance.payment
for each row when (
  (old.id, old.code, old.agency_id, old.issue_id, old.method, old.reference, old.amount,
    old.payment_date, old.note, old.created_at, old.created_by)
    is distinct from
  (new.id, new.code, new.agency_id, new.issue_id, new.method, new.reference, new.amount,
    new.payment_date, new.note, new.created_at, new.created_by)
  or (old.status = 'cancelled' or old.handed_over_at is not null) and
    (old.handed_over_at, old.handed_over_by) is distinct from (new.handed_over_at, new.handed_over_by)
  or old.status = 'cancelled' and
    (old.cancelled_at, old.cancelled_by, old.cancel_reason)
      is distinct from
    (new.cancelled_at, new.cancelled_by, new.cancel_reason))
execute function finance.payment_is_final();
comment on trigger payment_is_final on finance.payment is 'A payment is not edited.';

create or replace trigger payment_is_never_deleted
before delete or truncate on finance.payment
for each statement execute function finance.payment_is_final();
comment on trigger payment_is_never_deleted on finance.payment is 'No payment is deleted.';
--! EndIncluded finance/rules/payment_is_final.sql
--! Included finance/rules/payment_transition.sql
-- Rule: a payment is born confirmed and goes to cancelled, once. What was paid on the spot goes only
-- after its slip did: it is part of the slip; once handed over it stays, as credit to refund.
-- Nobody may override.
-- Code when refused: INVALID_TRANSITION.
create or replace function finance.payment_transition() returns trigger
language plpgsql
set search_path to pg_catalog, pg_temp
as $$
declare
  from_status text := case when tg_op = 'INSERT' then 'new' else old.status end;
  slip inventory.issue;
  is_road boolean := (from_status, new.status) in (('new', 'confirmed'), ('confirmed', 'cancelled'));
  obstacle text;
begin
  if is_road and new.status = 'cancelled' and new.issue_id is not null then
    select i.* into slip
    from inventory.issue as i
    where i.agency_id = new.agency_id and i.id = new.issue_id
      and (i.status <> 'cancelled' or new.handed_over_at is not null);
    obstacle := case when slip.status <> 'cancelled' then 'paid_with_its_slip'
      when slip.status = 'cancelled' then 'handed_over' end;
  end if;
  if not is_road or obstacle is not null then
    raise exception 'a payment cannot go from % to %', from_status, new.status
      using errcode = 'SDTRN', detail = jsonb_strip_nulls(jsonb_build_object(
        'payment_id', new.id::text, 'payment_code', new.code, 'from', from_status,
        'to', new.status, 'reason', obstacle,
        'issue_id', slip.id::text, 'issue_code', slip.code))::text,
      hint = case obstacle when 'paid_with_its_slip' then 'Cancel its slip.'
        when 'handed_over' then 'Its slip is cancelled and the money is there: refund it.'
        else 'Reload it to see its present state.' end;
  end if;
  return new;
end
$$;
comment on function finance.payment_transition() is
  'Refuses a change of status that is no road. Error: INVALID_TRANSITION {payment_id, payment_code, from, to} and, when it was paid on the spot, {reason, issue_id, issue_code}.';
revoke all on function finance.payment_transition() from public;

create or replace trigger payment_is_born_confirmed
before insert on finance.payment
for each row execute function finance.payment_transition();
comment on trigger payment_is_born_confirmed on finance.payment is 'A payment begins confirmed.';

-- also when the status stays: cancelling a second time is told as what it is
create or replace trigger cancel_1_payment_transition
before update of status on finance.payment
for each row execute function finance.payment_transition();
comment on trigger cancel_1_payment_transition on finance.payment is
  'Cancelling, step 1: confirmed to cancelled only.';
--! EndIncluded finance/rules/payment_transition.sql
--! Included finance/rules/refund_is_announced.sql
-- Rule: people hear of every refund. One job a refund, queued in the same transaction. Nobody may
-- override.
create or replace function finance.refund_is_announced() returns trigger
language plpgsql
set search_path to pg_catalog, pg_temp
as $$
begin
  perform notification.enqueue(
    'notify_refund_paid', jsonb_build_object('refund_id', n.id::text))
  from new_refund as n;
  return null;
end
$$;
comment on function finance.refund_is_announced() is
  'Queues the job notify_refund_paid for refunds being recorded.';
revoke all on function finance.refund_is_announced() from public;

create or replace trigger record_4_refund_is_announced
after insert on finance.refund
referencing new table as new_refund
for each statement execute function finance.refund_is_announced();
comment on trigger record_4_refund_is_announced on finance.refund is
  'Recording, step 4: the job that tells people.';
--! EndIncluded finance/rules/refund_is_announced.sql
--! Included inventory/rules/f_raise_stock_on_return.sql
-- Rule: stock rises exactly once, when a return becomes confirmed, by its lines and on its date. One
-- ordered lock on all items, one update for all lines. Nobody may override.
create or replace function inventory.f_raise_stock_on_return() returns trigger
language plpgsql
set search_path to pg_catalog, pg_temp
as $$
declare
  confirmed constant :ID_TYPE[] := array(
    select n.id from new_return as n
    join old_return as o on o.id = n.id
    where n.status = 'confirmed' and o.status <> 'confirmed');
begin
  if confirmed = '{}' then
    return null;
  end if;
  perform from inventory.item as i
  where i.id in (
    select d.item_id from inventory.issue_return_detail as d where d.issue_return_id = any (confirmed))
  order by i.id
  for no key update;

  with line as (
    select d.item_id, d.quantity, r.id as issue_return_id, r.agency_id, r.return_date, r.confirmed_by,
      row_number() over earlier as nth, sum(d.quantity) over earlier as raised
    from inventory.issue_return as r
    join inventory.issue_return_detail as d on d.issue_return_id = r.id
    where r.id = any (confirmed)
    window earlier as (partition by d.item_id order by r.id)),
  balance as (
    update inventory.item as i
    set stock_quantity = i.stock_quantity + s.quantity, stock_seq = i.stock_seq + s.rows
    from (
      select l.item_id, sum(l.quantity) as quantity, count(*) as rows
      from line as l group by l.item_id) as s
    where i.id = s.item_id
    returning i.id, i.stock_quantity - s.quantity as opening, i.stock_seq - s.rows as last_seq)
  insert into inventory.stock_movement (
    item_id, seq, kind, quantity, balance_after, business_date, agency_id,
    issue_return_id, created_by)
  select l.item_id, b.last_seq + l.nth, 'return', l.quantity, b.opening + l.raised,
    l.return_date, l.agency_id, l.issue_return_id, l.confirmed_by
  from line as l
  join balance as b on b.id = l.item_id;
  return null;
end
$$;
comment on function inventory.f_raise_stock_on_return() is
  'Raises stock by the lines of returns being confirmed and writes the stock ledger.';
revoke all on function inventory.f_raise_stock_on_return() from public;

create or replace trigger confirm_6_f_raise_stock_on_return
after update on inventory.issue_return
referencing old table as old_return new table as new_return
for each statement execute function inventory.f_raise_stock_on_return();
comment on trigger confirm_6_f_raise_stock_on_return on inventory.issue_return is
  'Confirming, step 6: stock and stock ledger.';
--! EndIncluded inventory/rules/f_raise_stock_on_return.sql
--! Included inventory/rules/issue_is_final_once_confirmed.sql
-- Rule: no slip is edited after confirmation, no line joins it, and none is ever deleted: cancel it
-- and write anew. Its number and ceiling are given once. Nobody may override.
-- Code when refused: HISTORY_IS_FINAL.
create or replace function inventory.issue_is_final_once_confirmed() returns trigger
language plpgsql
set search_path to pg_catalog, pg_temp
as $$
begin
  raise exception 'slip % is final', coalesce(old.code, old.id::text)
    using errcode = 'SDHIS', detail = jsonb_build_object(
      'table', 'inventory.issue', 'verb', tg_op, 'issue_id', old.id::text)::text,
    hint = 'Cancel it and write a new one.';
end
$$;
comment on function inventory.issue_is_final_once_confirmed() is
  'Refuses to edit a confirmed slip or to delete any. Error: HISTORY_IS_FINAL {table, verb, issue_id}.';
revoke all on function inventory.issue_is_final_once_confirmed() from public;

create or replace trigger issue_is_final_once_confirmed
before update on inventory.issue
for each row when (
  not inventory.waits_for_decision(old.status) and (
    (old.agency_id, old.issue_date, old.total_amount, old.paid_now, old.note, old.created_at,
      old.created_by, old.confirmed_at, old.confirmed_by, old.replaces_id, old.term_days,
      old.due_date)
      is distinct from
    (new.agency_id, new.issue_date, new.total_amount, new.paid_now, new.note, new.created_at,
      new.created_by, new.confirmed_at, new.confirmed_by, new.replaces_id, new.term_days,
      new.due_date)
    or (old.code is not null and old.code is distinct from new.code)
    or (old.debt_limit is not null and old.debt_limit is distinct from new.debt_limit)
    -- what says how it ended changes only with its state
    or (old.status = new.status and
      (old.reason, old.delivered_at, old.delivered_by, old.cancelled_at, old.cancelled_by)
        is distinct from
      (new.reason, new.delivered_at, new.delivered_by, new.cancelled_at, new.cancelled_by))))
execute function inventory.issue_is_final_once_confirmed();
comment on trigger issue_is_final_once_confirmed on inventory.issue is 'A confirmed slip is not edited.';

create or replace trigger issue_is_never_deleted
before delete on inventory.issue
for each row execute function inventory.issue_is_final_once_confirmed();
comment on trigger issue_is_never_deleted on inventory.issue is 'No slip is deleted.';

create or replace function inventory.lines_join_open_slips_only() returns trigger
language plpgsql
set search_path to pg_catalog, pg_temp
as $$
declare
  final inventory.issue;
begin
  select i.* into final
  from new_line as n
  join inventory.issue as i on i.id = n.issue_id
  where not inventory.waits_for_decision(i.status)
  limit 1;
  if found then
    raise exception 'slip % is final', final.code
      using errcode = 'SDHIS', detail = jsonb_build_object(
        'table', 'inventory.issue_detail', 'verb', tg_op, 'issue_id', final.id::text)::text,
      hint = 'Cancel it and write a new one.';
  end if;
  return null;
end
$$;
comment on function inventory.lines_join_open_slips_only() is
  'Refuses new lines on a confirmed slip. Error: HISTORY_IS_FINAL {table, verb, issue_id}.';
revoke all on function inventory.lines_join_open_slips_only() from public;

-- named to fire before the total is raised
create or replace trigger a_line_joins_open_slips_only
after insert on inventory.issue_detail
referencing new table as new_line
for each statement execute function inventory.lines_join_open_slips_only();
comment on trigger a_line_joins_open_slips_only on inventory.issue_detail is
  'A confirmed slip takes no more lines.';
--! EndIncluded inventory/rules/issue_is_final_once_confirmed.sql
--! Included inventory/rules/issue_return_is_final.sql
-- Rule: what a return says is not edited: reject or cancel it and ask anew. Its day is set when it is
-- confirmed, its number and total after that once; it takes its lines at once, and is never deleted.
-- Nobody may override. Code when refused: HISTORY_IS_FINAL.
create or replace function inventory.issue_return_is_final() returns trigger
language plpgsql
set search_path to pg_catalog, pg_temp
as $$
begin
  raise exception 'return % is final', coalesce(old.code, old.id::text)
    using errcode = 'SDHIS', detail = jsonb_build_object(
      'table', 'inventory.issue_return', 'verb', tg_op, 'issue_return_id', old.id::text)::text,
    hint = 'Cancel it and write another.';
end
$$;
comment on function inventory.issue_return_is_final() is
  'Refuses to edit a return or to delete any. Error: HISTORY_IS_FINAL {table, verb, issue_return_id}.';
revoke all on function inventory.issue_return_is_final() from public;

create or replace trigger issue_return_is_final
before update on inventory.issue_return
for each row when (
  (old.id, old.agency_id, old.issue_id, old.reason, old.created_at, old.created_by)
    is distinct from
  (new.id, new.agency_id, new.issue_id, new.reason, new.created_at, new.created_by)
  or (old.status = new.status or new.status = 'rejected')
    and old.return_date is distinct from new.return_date
  or old.code is not null and (old.code, old.total_amount) is distinct from (new.code, new.total_amount)
  or new.code is not null and old.code is null and old.status <> 'confirmed'
  or old.status <> 'requested' and
    (old.return_date, old.confirmed_at, old.confirmed_by, old.rejected_at, old.rejected_by,
      old.reject_reason)
      is distinct from
    (new.return_date, new.confirmed_at, new.confirmed_by, new.rejected_at, new.rejected_by,
      new.reject_reason)
  -- what says how it ended changes only with its state
  or old.status = new.status and
    (old.cancelled_at, old.cancelled_by, old.cancel_reason)
      is distinct from
    (new.cancelled_at, new.cancelled_by, new.cancel_reason))
execute function inventory.issue_return_is_final();
comment on trigger issue_return_is_final on inventory.issue_return is 'A return is not edited.';

create or replace trigger issue_return_is_never_deleted
before delete on inventory.issue_return
for each row execute function inventory.issue_return_is_final();
comment on trigger issue_return_is_never_deleted on inventory.issue_return is
  'No return is deleted.';

create or replace function inventory.return_takes_lines_once() returns trigger
language plpgsql
set search_path to pg_catalog, pg_temp
as $$
declare
  final inventory.issue_return;
begin
  select r.* into final
  from inventory.issue_return as r
  where r.id in (select n.issue_return_id from new_line as n) and (
    r.status <> 'requested'
    or exists (
      select from inventory.issue_return_detail as d
      where d.issue_return_id = r.id and d.id not in (select n.id from new_line as n)))
  limit 1;
  if found then
    raise exception 'return % is final', coalesce(final.code, final.id::text)
      using errcode = 'SDHIS', detail = jsonb_build_object(
        'table', 'inventory.issue_return_detail', 'verb', tg_op,
        'issue_return_id', final.id::text)::text,
      hint = 'Cancel it and write another.';
  end if;
  return null;
end
$$;
comment on function inventory.return_takes_lines_once() is
  'Refuses new lines on a return that has lines, or is decided. Error: HISTORY_IS_FINAL {table, verb, issue_return_id}.';
revoke all on function inventory.return_takes_lines_once() from public;

create or replace trigger return_1_return_takes_lines_once
after insert on inventory.issue_return_detail
referencing new table as new_line
for each statement execute function inventory.return_takes_lines_once();
comment on trigger return_1_return_takes_lines_once on inventory.issue_return_detail is
  'Asking, step 1: a return takes its lines at once.';

create or replace function inventory.return_line_is_final() returns trigger
language plpgsql
set search_path to pg_catalog, pg_temp
as $$
begin
  -- confirming works out what a line counts for, until the return has its number; all else is
  -- history_is_final
  if exists (
    select from inventory.issue_return as r
    where r.id = old.issue_return_id and r.code is null and r.status in ('requested', 'confirmed')) then
    return new;
  end if;
  raise exception 'return % is final', old.issue_return_id
    using errcode = 'SDHIS', detail = jsonb_build_object(
      'table', 'inventory.issue_return_detail', 'verb', tg_op,
      'issue_return_id', old.issue_return_id::text)::text,
    hint = 'Cancel it and write another.';
end
$$;
comment on function inventory.return_line_is_final() is
  'Refuses to change what a line of a numbered return counts for. Error: HISTORY_IS_FINAL {table, verb, issue_return_id}.';
revoke all on function inventory.return_line_is_final() from public;

create or replace trigger return_line_is_final
before update of line_total on inventory.issue_return_detail
for each row execute function inventory.return_line_is_final();
comment on trigger return_line_is_final on inventory.issue_return_detail is
  'What a line of a numbered return counts for stays.';
--! EndIncluded inventory/rules/issue_return_is_final.sql
--! Included inventory/rules/issue_return_is_numbered_last.sql
-- Rule: a return gets its number TH-year-000123 after every check and lock, so that numbers have no
-- gaps and the counter is locked for the shortest time. Nobody may override.
create or replace function inventory.issue_return_is_numbered_last() returns trigger
language plpgsql
set search_path to pg_catalog, pg_temp
as $$
declare
  confirmed constant :ID_TYPE[] := array(
    select n.id from new_return as n
    join old_return as o on o.id = n.id
    where n.status = 'confirmed' and o.status <> 'confirmed');
begin
  -- numbering is an update too: it must not begin the steps anew for ever
  if confirmed <> '{}' then
    update inventory.issue_return as r
    set code = config.next_document_code('TH', r.return_date)
    where r.id = any (confirmed);
  end if;
  return null;
end
$$;
comment on function inventory.issue_return_is_numbered_last() is
  'Numbers returns being confirmed.';
revoke all on function inventory.issue_return_is_numbered_last() from public;

create or replace trigger confirm_7_issue_return_is_numbered_last
after update on inventory.issue_return
referencing old table as old_return new table as new_return
for each statement execute function inventory.issue_return_is_numbered_last();
comment on trigger confirm_7_issue_return_is_numbered_last on inventory.issue_return is
  'Confirming, step 7: the number.';
--! EndIncluded inventory/rules/issue_return_is_numbered_last.sql
--! Included inventory/rules/issue_return_is_priced.sql
-- Rule: what comes back counts at the prices frozen on its slip, worked out when the return is
-- confirmed, after what came back before it. Nobody may override.
create or replace function inventory.issue_return_is_priced() returns trigger
language plpgsql
set search_path to pg_catalog, pg_temp
as $$
begin
  perform inventory.price_return_lines(c.id)
  from (
    select n.id from new_return as n
    join old_return as o on o.id = n.id
    where n.status = 'confirmed' and o.status <> 'confirmed'
    order by n.id offset 0) as c;
  return null;
end
$$;
comment on function inventory.issue_return_is_priced() is
  'Works out what the lines of returns being confirmed count for, in đồng.';
revoke all on function inventory.issue_return_is_priced() from public;

create or replace trigger confirm_3_issue_return_is_priced
after update on inventory.issue_return
referencing old table as old_return new table as new_return
for each statement execute function inventory.issue_return_is_priced();
comment on trigger confirm_3_issue_return_is_priced on inventory.issue_return is
  'Confirming, step 3: what the lines count for.';
--! EndIncluded inventory/rules/issue_return_is_priced.sql
--! Included inventory/rules/issue_return_needs_four_eyes.sql
-- Rule: while FOUR_EYES is true nobody confirms or cancels a return that they asked for: who sees goods
-- and who lets debt fall are two. Who may override: nobody; an admin sets the regulation.
-- Code when refused: FOUR_EYES.
create or replace function inventory.issue_return_needs_four_eyes() returns trigger
language plpgsql
set search_path to pg_catalog, pg_temp
as $$
begin
  perform config.four_eyes(old.created_by,
    case new.status when 'confirmed' then new.confirmed_by else new.cancelled_by end);
  return new;
end
$$;
comment on function inventory.issue_return_needs_four_eyes() is
  'Refuses to let people confirm or cancel their own returns. Error: FOUR_EYES, see config.four_eyes.';
revoke all on function inventory.issue_return_needs_four_eyes() from public;

create or replace trigger change_2_issue_return_needs_four_eyes
before update on inventory.issue_return
for each row when (new.status <> old.status and new.status in ('confirmed', 'cancelled'))
execute function inventory.issue_return_needs_four_eyes();
comment on trigger change_2_issue_return_needs_four_eyes on inventory.issue_return is
  'Confirming and cancelling, step 2: not by the one who asked, while FOUR_EYES holds.';
--! EndIncluded inventory/rules/issue_return_needs_four_eyes.sql
--! Included inventory/rules/issue_return_transition.sql
-- Rule: a return is asked for, then confirmed or rejected; a confirmed one goes to cancelled, once.
-- Nobody may override. Code when refused: INVALID_TRANSITION.
create or replace function inventory.issue_return_transition() returns trigger
language plpgsql
set search_path to pg_catalog, pg_temp
as $$
declare
  from_status text := case when tg_op = 'INSERT' then 'new' else old.status end;
begin
  if (from_status, new.status) not in (('new', 'requested'), ('requested', 'confirmed'),
    ('requested', 'rejected'), ('confirmed', 'cancelled')) then
    raise exception 'a return cannot go from % to %', from_status, new.status
      using errcode = 'SDTRN', detail = jsonb_strip_nulls(jsonb_build_object(
        'issue_return_id', new.id::text, 'issue_return_code', new.code, 'from', from_status,
        'to', new.status))::text,
      hint = 'Reload it to see its present state.';
  end if;
  return new;
end
$$;
comment on function inventory.issue_return_transition() is
  'Refuses a change of status that is no road. Error: INVALID_TRANSITION {issue_return_id, issue_return_code, from, to}.';
revoke all on function inventory.issue_return_transition() from public;

create or replace trigger issue_return_is_born_requested
before insert on inventory.issue_return
for each row execute function inventory.issue_return_transition();
comment on trigger issue_return_is_born_requested on inventory.issue_return is
  'A return begins requested.';

-- named to fire before the rule that a return is final, and also when the status stays: confirming or
-- cancelling a second time is told as what it is
create or replace trigger change_1_issue_return_transition
before update of status on inventory.issue_return
for each row execute function inventory.issue_return_transition();
comment on trigger change_1_issue_return_transition on inventory.issue_return is
  'Changing, step 1: requested to confirmed or rejected, confirmed to cancelled.';
--! EndIncluded inventory/rules/issue_return_transition.sql
--! Included inventory/rules/requested_returns_end_with_their_slip.sql
-- Rule: when a slip is cancelled its goods are back, and what was asked to come back of it is rejected,
-- naming the slip. Under the lock on the agency, which confirming a return takes too. Nobody may
-- override. A trigger of rows with a condition: confirming a slip pays nothing for it.
create or replace function inventory.requested_returns_end_with_their_slip() returns trigger
language plpgsql
set search_path to pg_catalog, pg_temp
as $$
declare
  ended :ID_TYPE;
begin
  for ended in
    update inventory.issue_return as r
    set status = 'rejected', rejected_at = now(), rejected_by = new.cancelled_by,
      reject_reason = concat('Hủy phiếu ', new.code)
    where r.agency_id = new.agency_id and r.issue_id = new.id and r.status = 'requested'
    returning r.id
  loop
    perform notification.enqueue(
      'notify_return_decided', jsonb_build_object('issue_return_id', ended::text));
  end loop;
  return null;
end
$$;
comment on function inventory.requested_returns_end_with_their_slip() is
  'Rejects the returns that wait of a slip being cancelled.';
revoke all on function inventory.requested_returns_end_with_their_slip() from public;

create or replace trigger cancel_3_requested_returns_end_with_their_slip
after update on inventory.issue
for each row when (old.status <> 'cancelled' and new.status = 'cancelled')
execute function inventory.requested_returns_end_with_their_slip();
comment on trigger cancel_3_requested_returns_end_with_their_slip on inventory.issue is
  'Cancelling, step 3: what was asked to come back is rejected.';
--! EndIncluded inventory/rules/requested_returns_end_with_their_slip.sql
--! Included inventory/rules/requests_end_with_their_agency.sql
-- Rule: when the business with an agency ends, what it waits for is rejected: slips that were asked for
-- or postponed, and goods that were to come back. Under the lock on the agency. Nobody may override.
-- A trigger of rows with a condition: no posting pays for it.
create or replace function inventory.requests_end_with_their_agency() returns trigger
language plpgsql
set search_path to pg_catalog, pg_temp
as $$
declare
  why constant text := 'Đã ngừng hợp tác với đại lý';
begin
  update inventory.issue as i
  set status = 'rejected', reason = why
  where i.agency_id = new.id and inventory.waits_for_decision(i.status);
  update inventory.issue_return as r
  set status = 'rejected', rejected_at = now(), rejected_by = new.updated_by,
    reject_reason = why
  where r.agency_id = new.id and r.status = 'requested';
  return null;
end
$$;
comment on function inventory.requests_end_with_their_agency() is
  'Rejects the slips and returns that wait of an agency being terminated.';
revoke all on function inventory.requests_end_with_their_agency() from public;

create or replace trigger requests_end_with_their_agency
after update on agency.agency
for each row when (old.status <> 'terminated' and new.status = 'terminated')
execute function inventory.requests_end_with_their_agency();
comment on trigger requests_end_with_their_agency on agency.agency is
  'Nobody decides on requests of an agency that left.';
--! EndIncluded inventory/rules/requests_end_with_their_agency.sql
--! Included inventory/rules/return_is_announced.sql
-- Rule: people hear of every return that is confirmed, whether it is born so or becomes so. One job a
-- return, queued in the same transaction; it reads the goods and the debt once they are in the books.
-- Nobody may override.
create or replace function inventory.return_is_announced() returns trigger
language plpgsql
set search_path to pg_catalog, pg_temp
as $$
begin
  perform notification.enqueue(
    'notify_return_confirmed', jsonb_build_object('issue_return_id', new.id::text));
  return null;
end
$$;
comment on function inventory.return_is_announced() is
  'Queues the job notify_return_confirmed for a return being confirmed.';
revoke all on function inventory.return_is_announced() from public;

create or replace trigger confirm_9_return_is_announced
after update on inventory.issue_return
for each row when (old.status <> 'confirmed' and new.status = 'confirmed')
execute function inventory.return_is_announced();
comment on trigger confirm_9_return_is_announced on inventory.issue_return is
  'Confirming, last: the job that tells people.';

create or replace trigger return_9_return_is_announced
after insert on inventory.issue_return
for each row when (new.status = 'confirmed')
execute function inventory.return_is_announced();
comment on trigger return_9_return_is_announced on inventory.issue_return is
  'A return that is born confirmed: the job that tells people.';
--! EndIncluded inventory/rules/return_is_announced.sql
--! Included inventory/rules/return_needs_a_confirmed_slip.sql
-- Rule: goods come back only on a slip with which they left: confirmed or delivered, not cancelled.
-- Asked under the lock on the agency, which cancelling takes too (lock order: agency, items by key,
-- number), when a return is asked for and when it is confirmed. Nobody may override.
-- Code when refused: ISSUE_NOT_RETURNABLE.
create or replace function inventory.return_needs_a_confirmed_slip() returns trigger
language plpgsql
set search_path to pg_catalog, pg_temp
as $$
declare
  slip inventory.issue;
begin
  perform from agency.agency as a where a.id = new.agency_id for no key update;

  select i.* into strict slip from inventory.issue as i where i.id = new.issue_id;
  if slip.status not in ('confirmed', 'delivered') then
    raise exception 'slip % is %', coalesce(slip.code, slip.id::text), slip.status
      using errcode = 'SDNRT', detail = jsonb_build_object(
        'issue_id', slip.id::text, 'issue_code', coalesce(slip.code, slip.id::text),
        'status', slip.status)::text,
      hint = 'Choose the slip with which the goods left.';
  end if;
  return new;
end
$$;
comment on function inventory.return_needs_a_confirmed_slip() is
  'Locks the agency of a return and refuses a slip that did not go out. Error: ISSUE_NOT_RETURNABLE {issue_id, issue_code, status}.';
revoke all on function inventory.return_needs_a_confirmed_slip() from public;

create or replace trigger return_needs_a_confirmed_slip
before insert on inventory.issue_return
for each row execute function inventory.return_needs_a_confirmed_slip();
comment on trigger return_needs_a_confirmed_slip on inventory.issue_return is
  'Asking: lock the agency, refuse slips that did not go out.';

create or replace trigger change_3_return_needs_a_confirmed_slip
before update on inventory.issue_return
for each row when (old.status <> 'confirmed' and new.status = 'confirmed')
execute function inventory.return_needs_a_confirmed_slip();
comment on trigger change_3_return_needs_a_confirmed_slip on inventory.issue_return is
  'Confirming, step 3: lock the agency, refuse slips that did not go out.';
--! EndIncluded inventory/rules/return_needs_a_confirmed_slip.sql
--! Included inventory/rules/return_within_issue.sql
-- Rule: of each line of a slip no more comes back than was issued, over all its confirmed returns
-- together. Asked under the lock on the agency, when a return is asked for and when it is confirmed; all
-- lines that ask for too much are named at once. Nobody may override.
-- Code when refused: RETURN_EXCEEDS_ISSUE.
create or replace function inventory.return_within_issue() returns trigger
language plpgsql
set search_path to pg_catalog, pg_temp
as $$
begin
  perform inventory.refuse_returned_too_much(array(
    select distinct n.issue_return_id from new_line as n));
  return null;
end
$$;
comment on function inventory.return_within_issue() is
  'Refuses to ask for more to come back than was issued. Error: RETURN_EXCEEDS_ISSUE, see inventory.refuse_returned_too_much.';
revoke all on function inventory.return_within_issue() from public;

create or replace trigger return_3_return_within_issue
after insert on inventory.issue_return_detail
referencing new table as new_line
for each statement execute function inventory.return_within_issue();
comment on trigger return_3_return_within_issue on inventory.issue_return_detail is
  'Asking, step 3: no more than was issued.';

create or replace function inventory.confirmed_return_within_issue() returns trigger
language plpgsql
set search_path to pg_catalog, pg_temp
as $$
begin
  perform inventory.refuse_returned_too_much(array(
    select n.id from new_return as n
    join old_return as o on o.id = n.id
    where n.status = 'confirmed' and o.status <> 'confirmed'));
  return null;
end
$$;
comment on function inventory.confirmed_return_within_issue() is
  'Refuses to confirm that more comes back than was issued. Error: RETURN_EXCEEDS_ISSUE, see inventory.refuse_returned_too_much.';
revoke all on function inventory.confirmed_return_within_issue() from public;

create or replace trigger confirm_1_return_within_issue
after update on inventory.issue_return
referencing old table as old_return new table as new_return
for each statement execute function inventory.confirmed_return_within_issue();
comment on trigger confirm_1_return_within_issue on inventory.issue_return is
  'Confirming, step 1: no more than was issued.';
--! EndIncluded inventory/rules/return_within_issue.sql
--! Included inventory/rules/undoing_a_slip_asks_slip_cancel.sql
-- Rule: a return that leaves nothing of a slip which was confirmed on the same business day undoes that
-- slip, whatever returns of the day it takes together: who confirms it must be allowed to cancel
-- slips. Who may override: who holds slip:cancel. Code when refused: PERMISSION_DENIED.
create or replace function inventory.undoing_a_slip_asks_slip_cancel() returns trigger
language plpgsql
set search_path to pg_catalog, pg_temp
as $$
begin
  if exists (
    select from new_return as n
    join old_return as o on o.id = n.id
    join inventory.issue as i on i.id = n.issue_id
    where n.status = 'confirmed' and o.status <> 'confirmed'
      and (i.confirmed_at at time zone 'Asia/Ho_Chi_Minh')::date = config.business_date()
      and not exists (
        select from inventory.issue_detail as d
        where d.issue_id = i.id and d.quantity > (
          select coalesce(sum(r.quantity), 0) from inventory.issue_return_detail as r
          join inventory.issue_return as t on t.id = r.issue_return_id and t.status = 'confirmed'
          where r.issue_id = d.issue_id and r.item_id = d.item_id))) then
    perform auth.require_scope('slip:cancel');
  end if;
  return null;
end
$$;
comment on function inventory.undoing_a_slip_asks_slip_cancel() is
  'Refuses returns that undo a slip of today, of people who may not cancel slips. Error: PERMISSION_DENIED {scope}.';
revoke all on function inventory.undoing_a_slip_asks_slip_cancel() from public;

create or replace trigger confirm_2_undoing_a_slip_asks_slip_cancel
after update on inventory.issue_return
referencing old table as old_return new table as new_return
for each statement execute function inventory.undoing_a_slip_asks_slip_cancel();
comment on trigger confirm_2_undoing_a_slip_asks_slip_cancel on inventory.issue_return is
  'Confirming, step 2: undoing a slip of today asks slip:cancel.';
--! EndIncluded inventory/rules/undoing_a_slip_asks_slip_cancel.sql
--! Included audit/views/invariant_allocations_are_the_settling.sql
-- Invariant: Allocations add up to what their items and their money say, and automatic money is used in the order it came, along the items in the order they are due. Rows are breaches.
drop view if exists audit.invariant_allocations_are_the_settling;
create view audit.invariant_allocations_are_the_settling with (security_invoker) as
select s.agency_id, s.item_seq, s.credit_seq, sum(s.kept) as amount, sum(s.allocated) as allocated_amount
from (
  select o.agency_id, o.seq as item_seq, null::bigint as credit_seq,
    (o.assigned_amount + o.automatic_amount)::bigint as kept, 0::bigint as allocated
  from finance.open_item as o where o.assigned_amount + o.automatic_amount > 0
  union all
  select c.agency_id, null, c.seq, (c.assigned_amount + c.automatic_amount)::bigint, 0
  from finance.credit_item as c where c.assigned_amount + c.automatic_amount > 0
  union all
  select l.agency_id, case e.side when 1 then l.item_seq end,
    case e.side when 2 then l.credit_seq end, 0, l.amount::bigint
  from finance.payment_allocation as l
  cross join (values (1), (2)) as e (side)
  where l.amount > 0) as s
group by s.agency_id, s.item_seq, s.credit_seq
having sum(s.kept) <> sum(s.allocated)
union all
-- along the items as they are due, money never goes back to what came earlier
select p.agency_id, p.item_seq, p.credit_seq, p.amount, null
from (
  select l.agency_id, l.item_seq, l.credit_seq, l.amount, c.business_date,
    lag(c.business_date) over along as day_before, lag(c.seq) over along as seq_before
  from finance.payment_allocation as l
  join finance.open_item as o on o.agency_id = l.agency_id and o.seq = l.item_seq
  join finance.credit_item as c on c.agency_id = l.agency_id and c.seq = l.credit_seq
  where l.kind = 'automatic'
  window along as (partition by l.agency_id
    order by o.due_date, o.document_date, o.seq, c.business_date, c.seq)) as p
where (p.business_date, p.credit_seq) < (p.day_before, p.seq_before);
comment on view audit.invariant_allocations_are_the_settling is
  'Allocations say what their items and their money say, and money is used in the order it came.';
comment on column audit.invariant_allocations_are_the_settling.agency_id is 'The agency.';
comment on column audit.invariant_allocations_are_the_settling.item_seq is 'Place of the open item in the ledger.';
comment on column audit.invariant_allocations_are_the_settling.credit_seq is 'Place of the money in the ledger.';
comment on column audit.invariant_allocations_are_the_settling.amount is 'What the item or the money says is settled, đồng.';
comment on column audit.invariant_allocations_are_the_settling.allocated_amount is 'What its allocations say, đồng; null: out of order.';
revoke all on audit.invariant_allocations_are_the_settling from sodaily_definer;
grant select on audit.invariant_allocations_are_the_settling to sodaily_definer;
--! EndIncluded audit/views/invariant_allocations_are_the_settling.sql
--! Included audit/views/invariant_cash_in_hand_is_what_was_not_handed_over.sql
-- Invariant: Cash in hand of each person is what the debt ledger counts of money paid on the spot with
-- slips that they confirmed and that was not handed over; a slip that is cancelled took such money along,
-- and no other. Rows are breaches.
drop view if exists audit.invariant_cash_in_hand_is_what_was_not_handed_over;
create view audit.invariant_cash_in_hand_is_what_was_not_handed_over with (security_invoker) as
select s.user_id, null::text as code, sum(s.in_hand) as in_hand_amount, sum(s.counted) as counted_amount
from (
  select p.created_by as user_id, p.amount::bigint as in_hand, 0::bigint as counted
  from finance.payment as p
  where p.issue_id is not null and p.status = 'confirmed' and p.handed_over_at is null
  union all
  select i.confirmed_by, 0, -t.amount::bigint
  from finance.payment as p
  join inventory.issue as i on i.id = p.issue_id
  join finance.debt_transaction as t on t.agency_id = p.agency_id and t.payment_id = p.id
  where p.issue_id is not null and p.handed_over_at is null) as s
group by s.user_id
having sum(s.in_hand) <> sum(s.counted)
union all
select p.created_by, p.code, p.amount, null
from finance.payment as p
join inventory.issue as i on i.id = p.issue_id
where (p.status = 'cancelled') <> (i.status = 'cancelled' and p.handed_over_at is null);
comment on view audit.invariant_cash_in_hand_is_what_was_not_handed_over is
  'Cash in hand is what was paid on the spot and not handed over; a cancelled slip took such money along, and no other.';
comment on column audit.invariant_cash_in_hand_is_what_was_not_handed_over.user_id is 'Who took it.';
comment on column audit.invariant_cash_in_hand_is_what_was_not_handed_over.code is
  'Number of a payment that should have been cancelled with its slip, or should not; else null.';
comment on column audit.invariant_cash_in_hand_is_what_was_not_handed_over.in_hand_amount is
  'What stands on the board, đồng.';
comment on column audit.invariant_cash_in_hand_is_what_was_not_handed_over.counted_amount is
  'What the debt ledger counts, đồng.';
revoke all on audit.invariant_cash_in_hand_is_what_was_not_handed_over from sodaily_definer;
grant select on audit.invariant_cash_in_hand_is_what_was_not_handed_over to sodaily_definer;
--! EndIncluded audit/views/invariant_cash_in_hand_is_what_was_not_handed_over.sql
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
  union all
  select 'inventory.create_issue_return', r.id::text, r.code
  from inventory.issue_return as r
  where not exists (
    select from audit.command as c
    where c.command = 'inventory.request_issue_return' and c.result ->> 'id' = r.id::text)
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
    union all select code from inventory.issue_return where code is not null) as d
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
--! Included audit/views/invariant_opening_debt_moved_the_debt_once.sql
-- Invariant: An opening row moved the debt exactly once, by its amount, on its date, and one that was
-- undone moved it back exactly once, with its whole file; no other did. Rows are breaches.
drop view if exists audit.invariant_opening_debt_moved_the_debt_once;
create view audit.invariant_opening_debt_moved_the_debt_once with (security_invoker) as
select o.id as opening_debt_id, o.agency_id, o.document, o.amount,
  coalesce(t.transactions, 0) as transactions, coalesce(t.reversals, 0) as reversals
from finance.opening_debt as o
left join config.import as i on i.id = o.import_id
left join (
  select t.opening_debt_id, count(*) filter (where t.kind = 'opening') as transactions,
    sum(t.amount) filter (where t.kind = 'opening') as amount,
    min(t.business_date) filter (where t.kind = 'opening') as business_date,
    count(*) filter (where t.kind = 'opening_cancel') as reversals,
    count(*) filter (where t.kind = 'opening_cancel' and b.kind = 'opening'
      and b.opening_debt_id = t.opening_debt_id and b.amount = -t.amount) as right_ones
  from finance.debt_transaction as t
  left join finance.debt_transaction as b on b.id = t.reverses_id
  where t.opening_debt_id is not null
  group by t.opening_debt_id) as t on t.opening_debt_id = o.id
where (t.transactions, t.amount, t.business_date) is distinct from (1, o.amount, o.business_date)
  or (t.reversals, t.right_ones) is distinct from (
    (o.cancelled_at is not null)::integer, (o.cancelled_at is not null)::integer)
  or (o.cancelled_at is null) <> (i.undone_at is null);
comment on view audit.invariant_opening_debt_moved_the_debt_once is
  'An opening row moved the debt exactly once, by its amount, on its date, and back exactly once when its file was undone.';
comment on column audit.invariant_opening_debt_moved_the_debt_once.opening_debt_id is 'The opening row.';
comment on column audit.invariant_opening_debt_moved_the_debt_once.agency_id is 'Its agency.';
comment on column audit.invariant_opening_debt_moved_the_debt_once.document is
  'Number on the paper of before.';
comment on column audit.invariant_opening_debt_moved_the_debt_once.amount is
  'Amount of the opening row, đồng.';
comment on column audit.invariant_opening_debt_moved_the_debt_once.transactions is
  'How many transactions moved the debt by it.';
comment on column audit.invariant_opening_debt_moved_the_debt_once.reversals is
  'How many rows reverse it.';
revoke all on audit.invariant_opening_debt_moved_the_debt_once from sodaily_definer;
grant select on audit.invariant_opening_debt_moved_the_debt_once to sodaily_definer;
--! EndIncluded audit/views/invariant_opening_debt_moved_the_debt_once.sql
--! Included audit/views/invariant_return_lowered_the_debt_once.sql
-- Invariant: A confirmed return lowered the debt exactly once, by its total, on its date, for its own
-- slip. Rows are breaches.
drop view if exists audit.invariant_return_lowered_the_debt_once;
create view audit.invariant_return_lowered_the_debt_once with (security_invoker) as
select r.id as issue_return_id, r.code, r.total_amount, t.amount as lowered_amount
from inventory.issue_return as r
left join (
  select t.issue_return_id, count(*) as transactions, sum(t.amount) as amount,
    min(t.business_date) as business_date, min(t.issue_id::text) as issue_id
  from finance.debt_transaction as t
  where t.kind = 'return'
  group by t.issue_return_id) as t on t.issue_return_id = r.id
where r.status in ('confirmed', 'cancelled') and case
  -- goods worth less than half a đồng lower nothing
  when r.total_amount = 0 then t.transactions is not null
  else (t.transactions, t.amount, t.business_date, t.issue_id)
    is distinct from (1, -r.total_amount, r.return_date, r.issue_id::text)
end;
comment on view audit.invariant_return_lowered_the_debt_once is
  'A confirmed return lowered the debt exactly once, by its total, on its date, for its own slip.';
comment on column audit.invariant_return_lowered_the_debt_once.issue_return_id is 'The return.';
comment on column audit.invariant_return_lowered_the_debt_once.code is 'Number of the document.';
comment on column audit.invariant_return_lowered_the_debt_once.total_amount is
  'Total of the return, đồng.';
comment on column audit.invariant_return_lowered_the_debt_once.lowered_amount is
  'What it changed the debt by, đồng, negative; null when by nothing.';
revoke all on audit.invariant_return_lowered_the_debt_once from sodaily_definer;
grant select on audit.invariant_return_lowered_the_debt_once to sodaily_definer;
--! EndIncluded audit/views/invariant_return_lowered_the_debt_once.sql
--! Included audit/views/invariant_return_moves_nothing_until_confirmed.sql
-- Invariant: A return that waits or was rejected has moved neither stock nor debt. Rows are breaches.
drop view if exists audit.invariant_return_moves_nothing_until_confirmed;
create view audit.invariant_return_moves_nothing_until_confirmed with (security_invoker) as
select r.id as issue_return_id, r.status, moved.ledger, moved.amount
from inventory.issue_return as r
join lateral (
  select 'stock' as ledger, m.quantity as amount
  from inventory.stock_movement as m
  where m.agency_id = r.agency_id and m.issue_return_id = r.id
  union all
  select 'debt', t.amount
  from finance.debt_transaction as t
  where t.agency_id = r.agency_id and t.issue_return_id = r.id) as moved on true
where r.status in ('requested', 'rejected');
comment on view audit.invariant_return_moves_nothing_until_confirmed is
  'A return that waits or was rejected has moved neither stock nor debt.';
comment on column audit.invariant_return_moves_nothing_until_confirmed.issue_return_id is 'The return.';
comment on column audit.invariant_return_moves_nothing_until_confirmed.status is 'Its state.';
comment on column audit.invariant_return_moves_nothing_until_confirmed.ledger is 'stock or debt.';
comment on column audit.invariant_return_moves_nothing_until_confirmed.amount is
  'What it moved: a quantity, or đồng.';
revoke all on audit.invariant_return_moves_nothing_until_confirmed from sodaily_definer;
grant select on audit.invariant_return_moves_nothing_until_confirmed to sodaily_definer;
--! EndIncluded audit/views/invariant_return_moves_nothing_until_confirmed.sql
--! Included audit/views/invariant_return_raised_stock_once.sql
-- Invariant: A confirmed return raised stock by each of its lines exactly once, on its date. Rows are
-- breaches.
drop view if exists audit.invariant_return_raised_stock_once;
create view audit.invariant_return_raised_stock_once with (security_invoker) as
select r.id as issue_return_id, r.code, coalesce(d.item_id, m.item_id) as item_id,
  d.quantity as line_quantity, m.quantity as moved_quantity
from inventory.issue_return_detail as d
full join (
  select m.issue_return_id, m.item_id, sum(m.quantity) as quantity, count(*) as movements,
    min(m.business_date) as business_date
  from inventory.stock_movement as m
  where m.kind = 'return'
  group by m.issue_return_id, m.item_id) as m
  on m.issue_return_id = d.issue_return_id and m.item_id = d.item_id
join inventory.issue_return as r on r.id = coalesce(d.issue_return_id, m.issue_return_id)
where r.status in ('confirmed', 'cancelled')
  and (m.movements, m.quantity, m.business_date) is distinct from (1, d.quantity, r.return_date);
comment on view audit.invariant_return_raised_stock_once is
  'A confirmed return raised stock by each of its lines exactly once, on its date.';
comment on column audit.invariant_return_raised_stock_once.issue_return_id is 'The return.';
comment on column audit.invariant_return_raised_stock_once.code is 'Number of the document.';
comment on column audit.invariant_return_raised_stock_once.item_id is 'The item.';
comment on column audit.invariant_return_raised_stock_once.line_quantity is
  'Quantity of the line, null when the return has none of the item.';
comment on column audit.invariant_return_raised_stock_once.moved_quantity is
  'Sum of the movements, null when there are none.';
revoke all on audit.invariant_return_raised_stock_once from sodaily_definer;
grant select on audit.invariant_return_raised_stock_once to sodaily_definer;
--! EndIncluded audit/views/invariant_return_raised_stock_once.sql
--! Included audit/views/invariant_return_total_is_the_sum_of_its_lines.sql
-- Invariant: A return has a number once it is confirmed, lines, and their sum as its total, and no
-- cancelled slip has one that counts or waits. Rows are breaches.
drop view if exists audit.invariant_return_total_is_the_sum_of_its_lines;
create view audit.invariant_return_total_is_the_sum_of_its_lines with (security_invoker) as
select r.id as issue_return_id, r.code, r.total_amount, d.amount as line_amount, i.status
from inventory.issue_return as r
join inventory.issue as i on i.id = r.issue_id
left join (
  select d.issue_return_id, sum(d.line_total) as amount
  from inventory.issue_return_detail as d group by d.issue_return_id) as d
  on d.issue_return_id = r.id
where (r.code is null) <> (r.status in ('requested', 'rejected')) or i.code is null
  or i.status = 'cancelled' and r.status in ('requested', 'confirmed')
  or r.total_amount is distinct from d.amount;
comment on view audit.invariant_return_total_is_the_sum_of_its_lines is
  'A return has a number once confirmed, lines, and their sum as its total, and no cancelled slip has one.';
comment on column audit.invariant_return_total_is_the_sum_of_its_lines.issue_return_id is
  'The return.';
comment on column audit.invariant_return_total_is_the_sum_of_its_lines.code is
  'Number of the document.';
comment on column audit.invariant_return_total_is_the_sum_of_its_lines.total_amount is
  'Total on the return, đồng.';
comment on column audit.invariant_return_total_is_the_sum_of_its_lines.line_amount is
  'Sum of its lines, đồng; null when it has none.';
comment on column audit.invariant_return_total_is_the_sum_of_its_lines.status is
  'State of the slip.';
revoke all on audit.invariant_return_total_is_the_sum_of_its_lines from sodaily_definer;
grant select on audit.invariant_return_total_is_the_sum_of_its_lines to sodaily_definer;
--! EndIncluded audit/views/invariant_return_total_is_the_sum_of_its_lines.sql
