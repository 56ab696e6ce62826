--! Previous: sha1:f31a7f6f26a2f372225b9750a6806aaff61b73e0
--! Hash: sha1:b701c64503ee450ad3a63672e7a9503868c4c73d
--! Message: what people hear

--! split: 1-current.sql
-- The open migration: tables and data by hand, rules by `--! include <schema>/<folder>/<name>.sql`

--! split: 040-notifications.sql
-- Who hears what is data: kinds of notifications, and what each person wants of them.
create table if not exists notification.notification_kind (
  code text primary key
    constraint notification_kind_reads_as_a_word check (code ~ '^[a-z]+(_[a-z]+)*$'),
  name_vi text not null,
  name_en text not null,
  is_optional boolean not null default true,
  created_at timestamptz not null default now()
);
comment on table notification.notification_kind is
  E'@behavior -*\nWhat people are told of. Who hears of it stands in the function that tells it.';
comment on column notification.notification_kind.code is 'Such as issue_created; mails about it have the template of this name.';
comment on column notification.notification_kind.name_vi is 'Name shown, in Vietnamese.';
comment on column notification.notification_kind.name_en is 'Name shown, in English.';
comment on column notification.notification_kind.is_optional is 'Whether a person may switch it off.';
comment on column notification.notification_kind.created_at is 'Moment of recording.';

create table if not exists notification.preference (
  user_id :ID_TYPE not null references auth."user",
  kind text not null references notification.notification_kind,
  is_in_app boolean not null,
  is_by_mail boolean not null,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  primary key (user_id, kind)
);
create index if not exists preference_kind_idx on notification.preference (kind);
comment on table notification.preference is
  E'@behavior -*\nWhat a person wants of a kind; without a row: in the application, not by mail.';
comment on column notification.preference.user_id is 'Whose wish.';
comment on column notification.preference.kind is 'The kind.';
comment on column notification.preference.is_in_app is 'Whether they are told in the application.';
comment on column notification.preference.is_by_mail is 'Whether they are mailed too.';
comment on column notification.preference.created_at is 'Moment of the first wish.';
comment on column notification.preference.updated_at is 'Moment of the newest wish.';

--! Included notification/policies/notification_kind.sql
-- Kinds of notifications: read by functions only.
alter table notification.notification_kind enable row level security;
alter table notification.notification_kind force row level security;

drop policy if exists definer_does_what_functions_do on notification.notification_kind;
create policy definer_does_what_functions_do on notification.notification_kind
for all to sodaily_definer using (true) with check (true);

revoke all on notification.notification_kind from sodaily_definer;
grant select, insert, update on notification.notification_kind to sodaily_definer;
--! EndIncluded notification/policies/notification_kind.sql
--! Included notification/policies/preference.sql
-- What people want to hear: written and read by functions that ask who calls.
alter table notification.preference enable row level security;
alter table notification.preference force row level security;

drop policy if exists definer_does_what_functions_do on notification.preference;
create policy definer_does_what_functions_do on notification.preference
for all to sodaily_definer using (true) with check (true);

revoke all on notification.preference from sodaily_definer;
grant select, insert, update on notification.preference to sodaily_definer;
--! EndIncluded notification/policies/preference.sql

set local role sodaily_definer;
insert into notification.notification_kind (code, name_vi, name_en, is_optional) values
  ('issue_created', 'Phiếu xuất mới', 'New stock-out slip', true),
  ('issue_announced', 'Phiếu của bạn đã được báo cho người khác', 'Your slip was announced to others', true),
  ('issue_requested', 'Đại lý đề nghị lấy hàng', 'An agency requests goods', true),
  ('issue_decided', 'Đề nghị lấy hàng bị hoãn hoặc từ chối', 'A request was postponed or rejected', true),
  ('payment_received', 'Phiếu thu mới', 'New payment', true),
  ('agency_registered', 'Đại lý mới chờ duyệt', 'A new agency waits for approval', true),
  ('near_limit', 'Đại lý gần chạm hạn mức nợ', 'An agency is near its debt limit', true),
  ('debt_overdue', 'Công nợ quá hạn', 'Overdue debt', true),
  ('low_stock', 'Mặt hàng sắp hết', 'Items running low', true),
  ('invariants_broken', 'Sổ sách có điều không khớp', 'The books do not agree', false),
  ('sign_in_attack', 'Có người dò mật khẩu', 'Somebody guesses passwords', false)
on conflict (code) do nothing;
set local role sodaily_owner;

alter table notification.notification drop constraint if exists notification_kind_is_known;
alter table notification.notification
  add column if not exists about_agency_id :ID_TYPE references agency.agency;
do $$
begin
  if not exists (
    select from pg_catalog.pg_constraint where conname = 'notification_kind_fkey') then
    alter table notification.notification
      add constraint notification_kind_fkey foreign key (kind) references notification.notification_kind;
  end if;
  if to_regtype('notification.message') is null then
    create type notification.message as (user_id :ID_TYPE, payload jsonb);
  end if;
  if to_regtype('notification.preference_entry') is null then
    create type notification.preference_entry as (
      kind text, name_vi text, name_en text, is_optional boolean, is_in_app boolean,
      is_by_mail boolean);
  end if;
end
$$;
create index if not exists notification_kind_idx on notification.notification (kind);
create index if not exists notification_about_agency_id_idx on notification.notification (about_agency_id);
comment on column notification.notification.kind is 'What it is of: a code of notification_kind.';
comment on column notification.notification.about_agency_id is
  'The agency it tells of, null for other things: who may not see the agency any more does not read it either.';
set local role sodaily_definer;
update notification.notification as n set about_agency_id = cast(n.payload ->> 'agency_id' as :ID_TYPE)
where n.about_agency_id is null and n.payload ? 'agency_id';
set local role sodaily_owner;
comment on type notification.message is 'What one person is told.';
comment on column notification.message.user_id is 'Who is told.';
comment on column notification.message.payload is 'Figures for the sentence, of texts only.';
comment on type notification.preference_entry is 'A kind of notification, and what the caller wants of it.';
comment on column notification.preference_entry.kind is 'Code of the kind.';
comment on column notification.preference_entry.name_vi is 'Name shown, in Vietnamese.';
comment on column notification.preference_entry.name_en is 'Name shown, in English.';
comment on column notification.preference_entry.is_optional is 'Whether it may be switched off.';
comment on column notification.preference_entry.is_in_app is 'Whether the caller is told in the application.';
comment on column notification.preference_entry.is_by_mail is 'Whether the caller is mailed too.';

-- Mails: what they are about, so that a task that runs twice queues one; and those that came back.
alter table notification.outbox add column if not exists about text;
comment on column notification.outbox.about is
  'Key of what it tells, null for mails on request: one mail of a template a recipient about one thing.';
create unique index if not exists outbox_tells_of_a_thing_once
  on notification.outbox (template, recipient, about);
alter table notification.outbox drop constraint if exists outbox_status_is_known;
alter table notification.outbox add constraint outbox_status_is_known
  check (status in ('queued', 'sent', 'failed', 'bounced'));
comment on column notification.outbox.status is
  'queued, sent, failed (tried again), or bounced: the mail server says that the recipient cannot be reached.';
do $$
begin
  if to_regtype('notification.mail_problem') is null then
    create type notification.mail_problem as (
      recipient text, template text, status text, last_error text, attempts bigint, created_at timestamptz);
  end if;
end
$$;
comment on type notification.mail_problem is 'A mail that did not reach its recipient.';
comment on column notification.mail_problem.recipient is 'Address it was to go to.';
comment on column notification.mail_problem.template is 'What it is about.';
comment on column notification.mail_problem.status is 'failed (tried again) or bounced.';
comment on column notification.mail_problem.last_error is 'What the mail server said.';
comment on column notification.mail_problem.attempts is 'How often it was tried.';
comment on column notification.mail_problem.created_at is 'Moment of queuing.';
drop function if exists notification.queue_email(text, text, text, jsonb);

--! Included agency/functions/agency_is_near_limit.sql
-- An agency without debt asks for nothing else. plpgsql keeps its plans from row to row (ADR 5).
create or replace function agency.agency_is_near_limit(agency agency.agency) returns boolean
language plpgsql stable
set search_path to pg_catalog, pg_temp
as $$
begin
  return agency.debt_amount > 0 and agency.debt_amount * 100
    >= (agency.ceiling_of(agency, config.business_date())).ceiling
    * (config.regulation_on('DEBT_ALERT_PERCENT', config.business_date())).value::numeric;
end
$$;
comment on function agency.agency_is_near_limit(agency.agency) is
  'Whether its debt has reached DEBT_ALERT_PERCENT of the ceiling in force today, or passed it.';
revoke all on function agency.agency_is_near_limit(agency.agency) from public;
grant execute on function agency.agency_is_near_limit(agency.agency)
  to sodaily_definer, sodaily_user, sodaily_staff, sodaily_auditor;
--! EndIncluded agency/functions/agency_is_near_limit.sql
--! Included inventory/functions/item_is_low.sql
-- The regulation is looked up for items without a minimum of their own only.
create or replace function inventory.item_is_low(item inventory.item) returns boolean
language sql stable
as $$
  select item.stock_quantity < case when item.min_stock > 0 then item.min_stock
    else (config.regulation_on('LOW_STOCK_THRESHOLD', config.business_date())).value::numeric end
$$;
comment on function inventory.item_is_low(inventory.item) is
  'Whether its stock is under its own minimum, or under LOW_STOCK_THRESHOLD when it has none.';
revoke all on function inventory.item_is_low(inventory.item) from public;
grant execute on function inventory.item_is_low(inventory.item)
  to sodaily_definer, sodaily_user, sodaily_staff, sodaily_warehouse, sodaily_auditor;
--! EndIncluded inventory/functions/item_is_low.sql
--! Included notification/functions/enqueue.sql
-- The one door to the job queue from SQL: known tasks only, keys as payload. The job is queued in
-- the command's transaction, so it exists exactly when the slip does.
create or replace function notification.enqueue(task text, payload jsonb) returns void
language plpgsql volatile
set search_path to pg_catalog, pg_temp
as $$
begin
  if task not in ('notify_issue_created', 'notify_issue_decided', 'notify_issue_requested',
    'notify_new_agency', 'notify_payment_received', 'send_email') then
    raise exception 'task % is not on the list', task using errcode = 'SDINT';
  end if;
  perform graphile_worker.add_job(task, payload::json, max_attempts => 25);
end
$$;
comment on function notification.enqueue(text, jsonb) is
  E'@omit\nQueues one job in the current transaction. Error: INTERNAL for an unknown task.';
revoke all on function notification.enqueue(text, jsonb) from public;
grant execute on function notification.enqueue(text, jsonb) to sodaily_definer;
--! EndIncluded notification/functions/enqueue.sql
--! Included notification/functions/queue_email.sql
-- A mail exists exactly when what it is about does; the worker sends it afterwards. Asked for again
-- about the same thing it is the same mail.
create or replace function notification.queue_email(
  recipient text, locale text, template text, payload jsonb, about text default null)
returns boolean
language plpgsql volatile
set search_path to pg_catalog, pg_temp
as $$
declare
  queued :ID_TYPE;
begin
  insert into notification.outbox as o (recipient, locale, template, payload, about)
  values (queue_email.recipient, queue_email.locale, queue_email.template, queue_email.payload,
    queue_email.about)
  on conflict do nothing
  returning o.id into queued;
  if queued is null then
    return false;
  end if;
  perform notification.enqueue('send_email', jsonb_build_object('outbox_id', queued::text));
  return true;
end
$$;
comment on function notification.queue_email(text, text, text, jsonb, text) is
  E'@omit\nQueues one e-mail in the current transaction; a token in the payload is forgotten once it is sent. False when the recipient was mailed of the thing before.';
revoke all on function notification.queue_email(text, text, text, jsonb, text) from public;
grant execute on function notification.queue_email(text, text, text, jsonb, text) to sodaily_definer;
--! EndIncluded notification/functions/queue_email.sql
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
  where o.id = email_bounced.outbox_id and o.status not in ('sent', 'bounced')
$$;
alter function notification.email_bounced(:ID_TYPE, text) owner to sodaily_definer;
comment on function notification.email_bounced(:ID_TYPE, text) is
  E'@omit\nKeeps that a mail came back, and forgets its token. For the worker only.';
revoke all on function notification.email_bounced(:ID_TYPE, text) from public;
grant execute on function notification.email_bounced(:ID_TYPE, text) to sodaily_worker;
--! EndIncluded notification/functions/email_bounced.sql
--! Included notification/functions/mail_problems.sql
-- Mails of the last 30 days that did not reach their recipients, the newest first.
-- Security definer: no role of the API reads mails.
create or replace function notification.mail_problems() returns setof notification.mail_problem
language plpgsql stable security definer
set search_path to pg_catalog, pg_temp
as $$
begin
  perform auth.require_scope('config:write');
  return query
    select o.recipient, o.template, o.status, o.last_error, o.attempts::bigint, o.created_at
    from notification.outbox as o
    where o.status in ('failed', 'bounced') and o.created_at > now() - interval '30 days'
    order by o.created_at desc, o.id;
end
$$;
alter function notification.mail_problems() owner to sodaily_definer;
comment on function notification.mail_problems() is
  'Mails that failed and are tried again, or bounced. Errors: INVALID_TOKEN, PERMISSION_DENIED.';
revoke all on function notification.mail_problems() from public;
grant execute on function notification.mail_problems() to sodaily_staff;
--! EndIncluded notification/functions/mail_problems.sql
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
  where o.id = email_to_send.outbox_id and o.status not in ('sent', 'bounced')
  for update
$$;
alter function notification.email_to_send(:ID_TYPE) owner to sodaily_definer;
comment on function notification.email_to_send(:ID_TYPE) is
  E'@omit\nLocks a mail that was not sent yet, no row when it was. For the worker only.';
revoke all on function notification.email_to_send(:ID_TYPE) from public;
grant execute on function notification.email_to_send(:ID_TYPE) to sodaily_worker;
--! EndIncluded notification/functions/email_to_send.sql
--! Included notification/functions/tell.sql
-- The one place where people are told: each of a thing once, in the application and by mail as they
-- wish, however often a job runs. NOTIFY carries no rights, so it carries keys only; the receiver
-- reads the row as the person. Returns how many were told for the first time.
create or replace function notification.tell(
  kind text, subject text, about_agency_id :ID_TYPE, messages notification.message[])
returns bigint
language sql volatile
set search_path to pg_catalog, pg_temp
as $$
  with wished as materialized (
    select m.user_id, m.payload, u.email, u.locale, u.full_name,
      coalesce(p.is_in_app, true) or not k.is_optional as is_in_app, coalesce(p.is_by_mail, false) as is_by_mail
    from unnest(tell.messages) as m
    join auth."user" as u on u.id = m.user_id and u.is_active
    join notification.notification_kind as k on k.code = tell.kind
    left join notification.preference as p on p.user_id = m.user_id and p.kind = tell.kind),
  written as (
    insert into notification.notification as n (user_id, kind, subject, payload, about_agency_id)
    select w.user_id, tell.kind, tell.subject, w.payload, tell.about_agency_id
    from wished as w where w.is_in_app
    on conflict on constraint a_person_is_told_once do nothing
    returning n.id, n.user_id),
  pushed as materialized (
    select pg_notify('notification:' || w.user_id, json_build_object('id', w.id::text)::text)
    from written as w),
  mailed as materialized (
    select notification.queue_email(w.email, w.locale, tell.kind,
      jsonb_build_object('full_name', w.full_name) || w.payload, tell.subject)
    from wished as w where w.is_by_mail)
  select count(*) from pushed where (select count(*) from mailed) >= 0
$$;
comment on function notification.tell(text, text, :ID_TYPE, notification.message[]) is
  E'@omit\nTells people of a thing as they wish; returns how many notifications were new.';
revoke all on function notification.tell(text, text, :ID_TYPE, notification.message[]) from public;
grant execute on function notification.tell(text, text, :ID_TYPE, notification.message[])
  to sodaily_definer;
--! EndIncluded notification/functions/tell.sql
--! Included notification/functions/audience.sql
-- Who may hear of an agency's affairs: active people who hold a scope by a role, and see the agency:
-- those who work with assigned agencies by their assignment, all others anyway.
create or replace function notification.audience(scope text, agency_id :ID_TYPE)
returns table (user_id :ID_TYPE, sees_money boolean)
language sql stable
set search_path to pg_catalog, pg_temp
as $$
  select u.id, auth.database_role_of(u.id) <> 'sodaily_warehouse'
  from auth."user" as u
  where u.is_active and exists (
    select from auth.user_role as ur
    join auth.role as r on r.id = ur.role_id
    join auth.role_permission as rp on rp.role_id = r.id
    where ur.user_id = u.id and rp.permission_code = audience.scope
      and (r.database_role <> 'sodaily_user' or exists (
        select from auth.user_agency as ua
        where ua.user_id = u.id and ua.agency_id = audience.agency_id)))
$$;
comment on function notification.audience(text, :ID_TYPE) is
  E'@omit\nActive people who hold a scope and see an agency, and whether they see its money.';
revoke all on function notification.audience(text, :ID_TYPE) from public;
grant execute on function notification.audience(text, :ID_TYPE) to sodaily_definer;
--! EndIncluded notification/functions/audience.sql
--! Included notification/functions/agency_facts.sql
create or replace function notification.agency_facts(agency_id :ID_TYPE) returns jsonb
language sql stable
set search_path to pg_catalog, pg_temp
as $$
  select jsonb_build_object(
    'agency_id', a.id::text, 'agency_code', a.code, 'agency_name', a.name)
  from agency.agency as a where a.id = agency_facts.agency_id
$$;
comment on function notification.agency_facts(:ID_TYPE) is
  E'@omit\nWhat every message about an agency names: {agency_id, agency_code, agency_name}.';
revoke all on function notification.agency_facts(:ID_TYPE) from public;
grant execute on function notification.agency_facts(:ID_TYPE) to sodaily_definer;
--! EndIncluded notification/functions/agency_facts.sql
--! Included notification/functions/issue_audience.sql
-- Who hears of a new slip: those who confirm that goods leave and may see the agency, and the
-- agency's own logins. The author hears something else, so is left out here.
create or replace function notification.issue_audience(issue inventory.issue)
returns table (user_id :ID_TYPE, sees_money boolean)
language sql stable
set search_path to pg_catalog, pg_temp
as $$
  select u.id, auth.database_role_of(u.id) <> 'sodaily_warehouse'
  from auth."user" as u
  where u.is_active and u.id <> issue.created_by
    and exists (
      select from auth.user_role as ur
      join auth.role as r on r.id = ur.role_id
      join auth.role_permission as rp on rp.role_id = r.id
      where ur.user_id = u.id
        and case
          when r.database_role = 'sodaily_user' then exists (
            select from auth.user_agency as ua
            where ua.user_id = u.id and ua.agency_id = issue.agency_id)
          else rp.permission_code = 'inventory:confirm'
        end)
$$;
comment on function notification.issue_audience(inventory.issue) is
  E'@omit\nUsers to be told of a slip, and whether each may see its money.';
revoke all on function notification.issue_audience(inventory.issue) from public;
grant execute on function notification.issue_audience(inventory.issue) to sodaily_definer;
--! EndIncluded notification/functions/issue_audience.sql
--! Included notification/functions/notify_issue_created.sql
-- Tells people of a confirmed slip, mails the agency, and warns of a limit that is near. Run by the
-- worker, at least once: a second run tells nobody anew.
-- Security definer: the worker reads no table of the business.
create or replace function notification.notify_issue_created(issue_id :ID_TYPE) returns integer
language plpgsql volatile security definer
set search_path to pg_catalog, pg_temp
as $$
declare
  slip inventory.issue;
  facts jsonb;
  heard notification.message[];
  told bigint;
begin
  select i.* into slip from inventory.issue as i
  where i.id = notify_issue_created.issue_id and i.code is not null;
  if not found then
    return 0;
  end if;
  facts := notification.agency_facts(slip.agency_id)
    || jsonb_build_object('issue_id', slip.id::text, 'issue_code', slip.code);
  heard := array(
    select row(h.user_id, facts || case when h.sees_money
      then jsonb_build_object('total_amount', slip.total_amount::text) else '{}' end)
    from notification.issue_audience(slip) as h);
  told := notification.tell('issue_created', slip.id::text, slip.agency_id, heard)
    + notification.tell('issue_announced', slip.id::text, slip.agency_id, array[row(
      slip.created_by, facts || jsonb_build_object('told', cardinality(heard)::text))
      ::notification.message]);
  perform notification.queue_email(a.email, 'vi', 'issue_created', facts || jsonb_build_object(
    'full_name', coalesce(a.representative, a.name),
    'total_amount', slip.total_amount::text), slip.id::text)
  from agency.agency as a where a.id = slip.agency_id and a.email is not null;
  perform notification.notify_near_limit(slip.agency_id);
  return told;
end
$$;
alter function notification.notify_issue_created(:ID_TYPE) owner to sodaily_definer;
comment on function notification.notify_issue_created(:ID_TYPE) is
  E'@omit\nWrites, pushes and mails what is told of a slip; returns how many notifications were new. For the worker only.';
revoke all on function notification.notify_issue_created(:ID_TYPE) from public;
grant execute on function notification.notify_issue_created(:ID_TYPE) to sodaily_worker;
--! EndIncluded notification/functions/notify_issue_created.sql
--! Included notification/functions/notify_issue_requested.sql
-- Tells those who confirm slips that an agency asks for goods. Run by the worker, at least once.
-- Security definer: the worker reads no table of the business.
create or replace function notification.notify_issue_requested(issue_id :ID_TYPE) returns bigint
language sql volatile security definer
set search_path to pg_catalog, pg_temp
as $$
  select notification.tell('issue_requested', i.id::text, i.agency_id, array(
    select row(h.user_id, notification.agency_facts(i.agency_id)
      || jsonb_build_object('issue_id', i.id::text)
      || case when h.sees_money then jsonb_build_object('total_amount', i.total_amount::text) else '{}' end)
      ::notification.message
    from notification.audience('inventory:confirm', i.agency_id) as h
    where h.user_id <> i.created_by))
  from inventory.issue as i
  where i.id = notify_issue_requested.issue_id and i.status = 'requested'
$$;
alter function notification.notify_issue_requested(:ID_TYPE) owner to sodaily_definer;
comment on function notification.notify_issue_requested(:ID_TYPE) is
  E'@omit\nTells of a request that waits; returns how many notifications were new. For the worker only.';
revoke all on function notification.notify_issue_requested(:ID_TYPE) from public;
grant execute on function notification.notify_issue_requested(:ID_TYPE) to sodaily_worker;
--! EndIncluded notification/functions/notify_issue_requested.sql
--! Included notification/functions/notify_issue_decided.sql
-- Tells who asked, and those who work with the agency or are it, that a request was postponed or
-- rejected, and why.
-- Run by the worker, at least once: a decision that was changed meanwhile is told as it is now.
-- Security definer: the worker reads no table of the business.
create or replace function notification.notify_issue_decided(issue_id :ID_TYPE) returns bigint
language sql volatile security definer
set search_path to pg_catalog, pg_temp
as $$
  select notification.tell('issue_decided', concat_ws(' ', i.id, i.status, md5(i.reason)), i.agency_id,
    array(
      select row(h.user_id, notification.agency_facts(i.agency_id) || jsonb_build_object(
        'issue_id', i.id::text, 'status', i.status, 'reason', i.reason))
        ::notification.message
      from (
        select ua.user_id from auth.user_agency as ua where ua.agency_id = i.agency_id
        union
        select i.created_by) as h))
  from inventory.issue as i
  where i.id = notify_issue_decided.issue_id and i.status in ('postponed', 'rejected')
$$;
alter function notification.notify_issue_decided(:ID_TYPE) owner to sodaily_definer;
comment on function notification.notify_issue_decided(:ID_TYPE) is
  E'@omit\nTells of a request that was turned down; returns how many notifications were new. For the worker only.';
revoke all on function notification.notify_issue_decided(:ID_TYPE) from public;
grant execute on function notification.notify_issue_decided(:ID_TYPE) to sodaily_worker;
--! EndIncluded notification/functions/notify_issue_decided.sql
--! Included notification/functions/notify_payment_received.sql
-- Tells those who work with an agency, and the agency's own logins, of a payment, and mails the
-- agency a receipt. Run by the worker, at least once.
-- Security definer: the worker reads no table of the business.
create or replace function notification.notify_payment_received(payment_id :ID_TYPE) returns bigint
language plpgsql volatile security definer
set search_path to pg_catalog, pg_temp
as $$
declare
  paid finance.payment;
  facts jsonb;
begin
  select p.* into paid from finance.payment as p
  where p.id = notify_payment_received.payment_id and p.status = 'confirmed';
  if not found then
    return 0;
  end if;
  facts := notification.agency_facts(paid.agency_id) || jsonb_build_object(
    'payment_id', paid.id::text, 'payment_code', paid.code, 'paid_amount', paid.amount::text);
  perform notification.queue_email(a.email, 'vi', 'payment_received', facts || jsonb_build_object(
    'full_name', coalesce(a.representative, a.name)), paid.id::text)
  from agency.agency as a where a.id = paid.agency_id and a.email is not null;
  return notification.tell('payment_received', paid.id::text, paid.agency_id, array(
    select row(ua.user_id, facts)::notification.message
    from auth.user_agency as ua
    join notification.audience('finance:read', paid.agency_id) as h on h.user_id = ua.user_id
    where ua.agency_id = paid.agency_id and ua.user_id <> paid.created_by));
end
$$;
alter function notification.notify_payment_received(:ID_TYPE) owner to sodaily_definer;
comment on function notification.notify_payment_received(:ID_TYPE) is
  E'@omit\nTells of a payment; returns how many notifications were new. For the worker only.';
revoke all on function notification.notify_payment_received(:ID_TYPE) from public;
grant execute on function notification.notify_payment_received(:ID_TYPE) to sodaily_worker;
--! EndIncluded notification/functions/notify_payment_received.sql
--! Included notification/functions/notify_new_agency.sql
-- Tells those who approve agencies that one waits. Run by the worker, at least once.
-- Security definer: the worker reads no table of the business.
create or replace function notification.notify_new_agency(agency_id :ID_TYPE) returns bigint
language sql volatile security definer
set search_path to pg_catalog, pg_temp
as $$
  select notification.tell('agency_registered', a.id::text, a.id, array(
    select row(h.user_id, notification.agency_facts(a.id))::notification.message
    from notification.audience('agency:approve', a.id) as h))
  from agency.agency as a
  where a.id = notify_new_agency.agency_id and a.status = 'pending'
$$;
alter function notification.notify_new_agency(:ID_TYPE) owner to sodaily_definer;
comment on function notification.notify_new_agency(:ID_TYPE) is
  E'@omit\nTells of an agency that waits for approval; returns how many notifications were new. For the worker only.';
revoke all on function notification.notify_new_agency(:ID_TYPE) from public;
grant execute on function notification.notify_new_agency(:ID_TYPE) to sodaily_worker;
--! EndIncluded notification/functions/notify_new_agency.sql
--! Included notification/functions/notify_near_limit.sql
-- Warns, once a week for an agency, that its debt has come near its ceiling: those who sell to it and
-- those who give ceilings.
create or replace function notification.notify_near_limit(agency_id :ID_TYPE) returns bigint
language sql volatile
set search_path to pg_catalog, pg_temp
as $$
  select notification.tell('near_limit',
    a.id || to_char(config.business_date(), ' IYYY-IW'), a.id, array(
      select row(h.user_id, notification.agency_facts(a.id) || jsonb_build_object(
        'debt_amount', a.debt_amount::text,
        'limit_amount', (agency.ceiling_of(a, config.business_date())).ceiling::text))
        ::notification.message
      from notification.audience('agency:write', a.id) as h where h.sees_money))
  from agency.agency as a
  where a.id = notify_near_limit.agency_id and agency.agency_is_near_limit(a)
$$;
comment on function notification.notify_near_limit(:ID_TYPE) is
  E'@omit\nTells of an agency near its ceiling; returns how many notifications were new, null when it is not.';
revoke all on function notification.notify_near_limit(:ID_TYPE) from public;
grant execute on function notification.notify_near_limit(:ID_TYPE) to sodaily_definer;
--! EndIncluded notification/functions/notify_near_limit.sql
--! Included notification/functions/notify_invariants_broken.sql
-- Tells every administrator, once a day, that the books do not agree.
create or replace function notification.notify_invariants_broken(broken text[]) returns integer
language plpgsql volatile
set search_path to pg_catalog, pg_temp
as $$
begin
  return notification.tell('invariants_broken', config.business_date()::text, null, array(
    select row(u.id, jsonb_build_object(
      'broken', cardinality(broken)::text, 'names', array_to_string(broken, ', ')))
      ::notification.message
    from auth."user" as u
    where exists (
      select from auth.user_role as ur join auth.role as r on r.id = ur.role_id
      where ur.user_id = u.id and r.code = 'admin')));
end
$$;
comment on function notification.notify_invariants_broken(text[]) is
  E'@omit\nTells administrators which invariants are broken; returns how many were told today for the first time.';
revoke all on function notification.notify_invariants_broken(text[]) from public;
grant execute on function notification.notify_invariants_broken(text[]) to sodaily_definer;
--! EndIncluded notification/functions/notify_invariants_broken.sql
--! Included notification/functions/notify_sign_in_attack.sql
-- Tells those who manage people, once a day for an account or an address, that somebody guesses
-- passwords.
create or replace function notification.notify_sign_in_attack(
  aim text, name text, failures bigint) returns void
language plpgsql volatile
set search_path to pg_catalog, pg_temp
as $$
begin
  perform notification.tell(
    'sign_in_attack', concat_ws(' ', aim, name, config.business_date()), null, array(
      select row(u.id, jsonb_build_object(aim, name, 'failures', failures::text))
        ::notification.message
      from auth."user" as u where 'user:write' = any (auth.scopes_of(u.id))));
end
$$;
comment on function notification.notify_sign_in_attack(text, text, bigint) is
  E'@omit\nTells of an attack; aim is account or address, failures those of the last hour.';
revoke all on function notification.notify_sign_in_attack(text, text, bigint) from public;
grant execute on function notification.notify_sign_in_attack(text, text, bigint)
  to sodaily_definer;
--! EndIncluded notification/functions/notify_sign_in_attack.sql
--! Included finance/functions/overdue_slips.sql
-- Slips that should have been paid by now. The term is that of the day each was written.
create or replace function finance.overdue_slips(agency_id :ID_TYPE, today date)
returns table (issue_id :ID_TYPE, code text, due_date date, open_amount numeric)
language sql stable
set search_path to pg_catalog, pg_temp
as $$
  select b.issue_id, b.code, t.due_date, b.open_amount
  from finance.slip_balances(overdue_slips.agency_id) as b
  cross join lateral (
    select b.issue_date + (config.regulation_on('PAYMENT_TERM_DAYS', b.issue_date)).value::integer
      as due_date) as t
  where b.open_amount > 0 and t.due_date < overdue_slips.today
$$;
comment on function finance.overdue_slips(:ID_TYPE, date) is
  E'@omit\nSlips of an agency past their due date, with what is open of each, đồng.';
revoke all on function finance.overdue_slips(:ID_TYPE, date) from public;
grant execute on function finance.overdue_slips(:ID_TYPE, date) to sodaily_definer;
--! EndIncluded finance/functions/overdue_slips.sql
--! Included notification/functions/remind_overdue.sql
-- Reminds, once a week for an agency, of slips past their due date: those who sell to it, those who
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
    join lateral finance.overdue_slips(a.id, today) as b on true
    where a.debt_amount > 0
    group by a.id
  loop
    facts := notification.agency_facts(late.id) || jsonb_build_object(
      'slips', late.slips::text, 'overdue_amount', late.amount::text,
      'since', to_char(late.since, 'DD/MM/YYYY'));
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
--! Included notification/functions/low_stock_alert.sql
-- Tells those who keep the stock which items run low, once a day in one message. Run by the worker
-- every morning, at least once.
-- Security definer: the worker reads no table of the business.
create or replace function notification.low_stock_alert() returns bigint
language plpgsql volatile security definer
set search_path to pg_catalog, pg_temp
as $$
declare
  names_shown constant integer := 5;
  low jsonb;
begin
  select jsonb_build_object('items', count(*)::text,
    'names', string_agg(l.item_name, ', ') filter (where l.place <= names_shown))
  into low
  from (
    select i.item_name, row_number() over (order by i.stock_quantity, i.item_name) as place
    from inventory.item as i where i.is_active and inventory.item_is_low(i)) as l;
  if low ->> 'items' = '0' then
    return 0;
  end if;
  return notification.tell('low_stock', config.business_date()::text, null, array(
    select row(h.user_id, low)::notification.message
    from notification.audience('inventory:adjust', null) as h));
end
$$;
alter function notification.low_stock_alert() owner to sodaily_definer;
comment on function notification.low_stock_alert() is
  E'@omit\nTells of items running low, once a day; returns how many notifications were new. For the worker only.';
revoke all on function notification.low_stock_alert() from public;
grant execute on function notification.low_stock_alert() to sodaily_worker;
--! EndIncluded notification/functions/low_stock_alert.sql
--! Included notification/functions/list_preferences.sql
-- What the caller is told of, and how.
-- Security definer: wishes are readable by functions only.
create or replace function notification.list_preferences()
returns setof notification.preference_entry
language plpgsql stable security definer
set search_path to pg_catalog, pg_temp
as $$
declare
  caller :ID_TYPE := auth.require_scope('profile:read');
begin
  return query
    select k.code, k.name_vi, k.name_en, k.is_optional,
      coalesce(p.is_in_app, true) or not k.is_optional, coalesce(p.is_by_mail, false)
    from notification.notification_kind as k
    left join notification.preference as p on p.kind = k.code and p.user_id = caller
    order by k.is_optional, k.created_at, k.code;
end
$$;
alter function notification.list_preferences() owner to sodaily_definer;
comment on function notification.list_preferences() is
  'Kinds of notifications and what the caller wants of each. Errors: INVALID_TOKEN, PERMISSION_DENIED.';
revoke all on function notification.list_preferences() from public;
grant execute on function notification.list_preferences()
  to sodaily_user, sodaily_staff, sodaily_warehouse, sodaily_auditor;
--! EndIncluded notification/functions/list_preferences.sql
--! Included notification/functions/set_preference.sql
-- What the caller wants of a kind of notifications from now on. Some are for everybody whom they
-- concern; those can be mailed in addition.
-- Security definer: wishes are written by functions only.
create or replace function notification.set_preference(
  client_key text, kind text, is_in_app boolean, is_by_mail boolean)
returns notification.preference_entry
language plpgsql volatile security definer
set search_path to pg_catalog, pg_temp
as $$
declare
  caller :ID_TYPE := auth.require_scope('profile:read');
  entry notification.preference_entry;
begin
  if audit.begin_command(caller, client_key, 'notification.set_preference',
    jsonb_build_array(kind, is_in_app, is_by_mail)) is null then
    perform audit.refuse_problems((
      select coalesce(jsonb_agg(jsonb_strip_nulls(to_jsonb(p))), '[]')
      from (
        select w.path, 'required' as reason, null as value
        from (values ('is_in_app', is_in_app is null), ('is_by_mail', is_by_mail is null))
          as w (path, is_missing) where w.is_missing
        union all
        select 'kind', case when k.code is null then 'unknown' else 'not_optional' end, left(kind, 40)
        from (values (1)) as one (row)
        left join notification.notification_kind as k on k.code = set_preference.kind
        where k.code is null or not k.is_optional and not is_in_app) as p));
    insert into notification.preference as p (user_id, kind, is_in_app, is_by_mail)
    values (caller, set_preference.kind, set_preference.is_in_app, set_preference.is_by_mail)
    on conflict on constraint preference_pkey do update
    set is_in_app = excluded.is_in_app, is_by_mail = excluded.is_by_mail, updated_at = now();
    perform audit.finish_command(caller, client_key, '{}');
  end if;
  select l.* into strict entry from notification.list_preferences() as l
  where l.kind = set_preference.kind;
  return entry;
end
$$;
alter function notification.set_preference(text, text, boolean, boolean) owner to sodaily_definer;
comment on function notification.set_preference(text, text, boolean, boolean) is
  E'@resultFieldName preference\nSets how the caller is told of a kind. Errors: INVALID_TOKEN, PERMISSION_DENIED, VALIDATION_ERROR, DUPLICATE_REQUEST.';
revoke all on function notification.set_preference(text, text, boolean, boolean) from public;
grant execute on function notification.set_preference(text, text, boolean, boolean)
  to sodaily_user, sodaily_staff, sodaily_warehouse, sodaily_auditor;
--! EndIncluded notification/functions/set_preference.sql
--! Included notification/functions/purge_told.sql
-- What everybody has read or was mailed long ago goes, so that the tables stay small: notifications
-- after a year, mails after 90 days. What is not sent yet stays.
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
  where o.created_at < now() - interval '90 days' and o.status in ('sent', 'bounced');
  get diagnostics mails = row_count;
  return next;
end
$$;
alter function notification.purge_told() owner to sodaily_definer;
comment on function notification.purge_told() is
  E'@omit\nDeletes old notifications and mails and says how many. For the worker only.';
revoke all on function notification.purge_told() from public;
grant execute on function notification.purge_told() to sodaily_worker;
--! EndIncluded notification/functions/purge_told.sql
--! Included notification/policies/notification.sql
-- Everybody sees their own and may mark it read. What tells of an agency is read by those who may
-- see the agency still: staff see all, assigned people lose it with the assignment.
alter table notification.notification enable row level security;
alter table notification.notification force row level security;

drop policy if exists definer_does_what_functions_do on notification.notification;
create policy definer_does_what_functions_do on notification.notification
for all to sodaily_definer using (true) with check (true);

drop policy if exists user_reads_own on notification.notification;
create policy user_reads_own on notification.notification
for select to sodaily_user
using (user_id = (select auth.current_user_id()) and (
  about_agency_id is null or about_agency_id = any (cast((select agency.my_ids()) as :ID_TYPE[]))));

drop policy if exists staff_reads_own on notification.notification;
create policy staff_reads_own on notification.notification
for select to sodaily_staff
using (user_id = (select auth.current_user_id()));

drop policy if exists warehouse_reads_own on notification.notification;
create policy warehouse_reads_own on notification.notification
for select to sodaily_warehouse
using (user_id = (select auth.current_user_id()));

drop policy if exists auditor_reads_own on notification.notification;
create policy auditor_reads_own on notification.notification
for select to sodaily_auditor
using (user_id = (select auth.current_user_id()));

drop policy if exists reader_marks_own on notification.notification;
create policy reader_marks_own on notification.notification
for update to sodaily_user, sodaily_staff, sodaily_warehouse, sodaily_auditor
using (user_id = (select auth.current_user_id()))
with check (user_id = (select auth.current_user_id()));

revoke all on notification.notification from sodaily_definer, sodaily_user, sodaily_staff,
  sodaily_warehouse, sodaily_auditor;
grant select, insert, update, delete on notification.notification to sodaily_definer;
grant select on notification.notification
  to sodaily_user, sodaily_staff, sodaily_warehouse, sodaily_auditor;
grant update (read_at) on notification.notification
  to sodaily_user, sodaily_staff, sodaily_warehouse, sodaily_auditor;
--! EndIncluded notification/policies/notification.sql
--! Included notification/policies/outbox.sql
-- Mails carry links that open accounts: no role of the API, ever.
alter table notification.outbox enable row level security;
alter table notification.outbox force row level security;

drop policy if exists definer_does_what_functions_do on notification.outbox;
create policy definer_does_what_functions_do on notification.outbox
for all to sodaily_definer using (true) with check (true);

revoke all on notification.outbox from sodaily_definer;
grant select, insert, update, delete on notification.outbox to sodaily_definer;
--! EndIncluded notification/policies/outbox.sql
--! Included inventory/functions/request_issue.sql
-- An agency asks for goods: a slip without number, stock or debt, until staff confirm it. An
-- agency's login asks for itself, while agency_requests is on; staff who write slips may note down
-- a request by telephone.
-- Security definer: slips are written by functions only.
create or replace function inventory.request_issue(
  client_key text,
  agency_id :ID_TYPE,
  items inventory.issue_line[],
  note text default null)
returns inventory.issue
language plpgsql volatile security definer
set search_path to pg_catalog, pg_temp
as $$
declare
  caller :ID_TYPE := auth.require_scope('inventory:read');
  slip inventory.issue;
  earlier jsonb;
begin
  if agency_id <> all (agency.my_ids()) then
    caller := auth.require_scope('inventory:write');
  end if;
  note := nullif(btrim(note), '');
  earlier := audit.begin_command(caller, client_key, 'inventory.request_issue',
    jsonb_build_array(agency_id, note, inventory.lines_as_meant(items)));
  if earlier is null then
    if not auth.has_scope('inventory:write') then
      perform config.require_feature('agency_requests');
    end if;
    perform audit.refuse_problems(
      inventory.issue_head_problems(agency_id, config.business_date(), 0, note)
      || inventory.issue_line_problems(items));
    insert into inventory.issue as i (agency_id, issue_date, note, created_by)
    values (request_issue.agency_id, config.business_date(), request_issue.note, caller)
    returning i.* into strict slip;
    perform inventory.add_issue_lines(slip, items);
    perform notification.enqueue(
      'notify_issue_requested', jsonb_build_object('issue_id', slip.id::text));
    perform audit.finish_command(caller, client_key, jsonb_build_object('id', slip.id::text));
  end if;
  select i.* into strict slip from inventory.issue as i
  where i.id = coalesce(cast(earlier ->> 'id' as :ID_TYPE), slip.id);
  return slip;
end
$$;
alter function inventory.request_issue(text, :ID_TYPE, inventory.issue_line[], text)
  owner to sodaily_definer;
comment on function inventory.request_issue(text, :ID_TYPE, inventory.issue_line[], text) is
  E'@resultFieldName issue\nAsks for goods: a request that staff confirm, postpone or reject. Prices are today''s. Errors: INVALID_TOKEN, PERMISSION_DENIED, VALIDATION_ERROR, DUPLICATE_REQUEST, FEATURE_OFF, ITEM_INACTIVE.';
revoke all on function inventory.request_issue(text, :ID_TYPE, inventory.issue_line[], text)
  from public;
grant execute on function inventory.request_issue(text, :ID_TYPE, inventory.issue_line[], text)
  to sodaily_user, sodaily_staff;
--! EndIncluded inventory/functions/request_issue.sql
--! Included inventory/functions/postpone_issue.sql
-- A request waits: the agency is told why.
-- Security definer: slips are written by functions only.
create or replace function inventory.postpone_issue(
  client_key text,
  issue_id :ID_TYPE,
  reason text)
returns inventory.issue
language plpgsql volatile security definer
set search_path to pg_catalog, pg_temp
as $$
declare
  caller :ID_TYPE := auth.require_scope('inventory:write');
  slip inventory.issue;
  earlier jsonb;
begin
  earlier := audit.begin_command(caller, client_key, 'inventory.postpone_issue',
    jsonb_build_array(issue_id, btrim(reason)));
  if earlier is null then
    slip := inventory.issue_for_change(issue_id, 'postponed');
    update inventory.issue as i
    set status = 'postponed', reason = audit.require_reason(postpone_issue.reason)
    where i.id = slip.id;
    perform notification.enqueue(
      'notify_issue_decided', jsonb_build_object('issue_id', slip.id::text));
    perform audit.finish_command(caller, client_key, jsonb_build_object('id', slip.id::text));
  end if;
  select i.* into strict slip from inventory.issue as i
  where i.id = coalesce(cast(earlier ->> 'id' as :ID_TYPE), slip.id);
  return slip;
end
$$;
alter function inventory.postpone_issue(text, :ID_TYPE, text)
  owner to sodaily_definer;
comment on function inventory.postpone_issue(text, :ID_TYPE, text) is
  E'@resultFieldName issue\nPostpones a request, with a reason. Errors: INVALID_TOKEN, PERMISSION_DENIED, NOT_FOUND, VALIDATION_ERROR, DUPLICATE_REQUEST, INVALID_TRANSITION.';
revoke all on function inventory.postpone_issue(text, :ID_TYPE, text) from public;
grant execute on function inventory.postpone_issue(text, :ID_TYPE, text)
  to sodaily_user, sodaily_staff;
--! EndIncluded inventory/functions/postpone_issue.sql
--! Included inventory/functions/reject_issue.sql
-- A request is turned down for good: the agency is told why.
-- Security definer: slips are written by functions only.
create or replace function inventory.reject_issue(
  client_key text,
  issue_id :ID_TYPE,
  reason text)
returns inventory.issue
language plpgsql volatile security definer
set search_path to pg_catalog, pg_temp
as $$
declare
  caller :ID_TYPE := auth.require_scope('inventory:write');
  slip inventory.issue;
  earlier jsonb;
begin
  earlier := audit.begin_command(caller, client_key, 'inventory.reject_issue',
    jsonb_build_array(issue_id, btrim(reason)));
  if earlier is null then
    slip := inventory.issue_for_change(issue_id, 'rejected');
    update inventory.issue as i
    set status = 'rejected', reason = audit.require_reason(reject_issue.reason)
    where i.id = slip.id;
    perform notification.enqueue(
      'notify_issue_decided', jsonb_build_object('issue_id', slip.id::text));
    perform audit.finish_command(caller, client_key, jsonb_build_object('id', slip.id::text));
  end if;
  select i.* into strict slip from inventory.issue as i
  where i.id = coalesce(cast(earlier ->> 'id' as :ID_TYPE), slip.id);
  return slip;
end
$$;
alter function inventory.reject_issue(text, :ID_TYPE, text)
  owner to sodaily_definer;
comment on function inventory.reject_issue(text, :ID_TYPE, text) is
  E'@resultFieldName issue\nRejects a request, with a reason. Errors: INVALID_TOKEN, PERMISSION_DENIED, NOT_FOUND, VALIDATION_ERROR, DUPLICATE_REQUEST, INVALID_TRANSITION.';
revoke all on function inventory.reject_issue(text, :ID_TYPE, text) from public;
grant execute on function inventory.reject_issue(text, :ID_TYPE, text)
  to sodaily_user, sodaily_staff;
--! EndIncluded inventory/functions/reject_issue.sql
--! Included finance/rules/payment_is_announced.sql
-- Rule: people hear of every payment that is recorded by itself; what is paid on the spot is told
-- with its slip. One job a payment, queued in the same transaction. Nobody may override.
create or replace function finance.payment_is_announced() returns trigger
language plpgsql
set search_path to pg_catalog, pg_temp
as $$
begin
  perform notification.enqueue(
    'notify_payment_received', jsonb_build_object('payment_id', n.id::text))
  from new_payment as n where n.issue_id is null;
  return null;
end
$$;
comment on function finance.payment_is_announced() is
  'Queues the job notify_payment_received for payments being recorded.';
revoke all on function finance.payment_is_announced() from public;

create or replace trigger record_4_payment_is_announced
after insert on finance.payment
referencing new table as new_payment
for each statement execute function finance.payment_is_announced();
comment on trigger record_4_payment_is_announced on finance.payment is
  'Recording, step 4: the job that tells people.';
--! EndIncluded finance/rules/payment_is_announced.sql
