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

--! include notification/policies/notification_kind.sql
--! include notification/policies/preference.sql

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

--! include agency/functions/agency_is_near_limit.sql
--! include inventory/functions/item_is_low.sql
--! include notification/functions/enqueue.sql
--! include notification/functions/queue_email.sql
--! include notification/functions/email_bounced.sql
--! include notification/functions/mail_problems.sql
--! include notification/functions/email_to_send.sql
--! include notification/functions/tell.sql
--! include notification/functions/audience.sql
--! include notification/functions/agency_facts.sql
--! include notification/functions/issue_audience.sql
--! include notification/functions/notify_issue_created.sql
--! include notification/functions/notify_issue_requested.sql
--! include notification/functions/notify_issue_decided.sql
--! include notification/functions/notify_payment_received.sql
--! include notification/functions/notify_new_agency.sql
--! include notification/functions/notify_near_limit.sql
--! include notification/functions/notify_invariants_broken.sql
--! include notification/functions/notify_sign_in_attack.sql
--! include finance/functions/overdue_slips.sql
--! include notification/functions/remind_overdue.sql
--! include notification/functions/low_stock_alert.sql
--! include notification/functions/list_preferences.sql
--! include notification/functions/set_preference.sql
--! include notification/functions/purge_told.sql
--! include notification/policies/notification.sql
--! include notification/policies/outbox.sql
--! include inventory/functions/request_issue.sql
--! include inventory/functions/postpone_issue.sql
--! include inventory/functions/reject_issue.sql
--! include finance/rules/payment_is_announced.sql
