--! Previous: sha1:8de1af0626f813c4c0cd52211a2390620e5242e1
--! Hash: sha1:6eb5ce39e62fc8db64d3224534d0b92aec667ada
--! Message: access and import prices

--! split: 1-current.sql
-- The open migration: tables and data by hand, rules by `--! include <schema>/<folder>/<name>.sql`

--! split: 060-access.sql
-- Accounts: attempts to sign in are throttled, what is over is purged.
create table if not exists auth.login_attempt (
  id :ID_TYPE primary key :ID_DEFAULT,
  account_hash bytea not null,
  address inet not null,
  outcome text not null default 'started'
    constraint login_attempt_outcome_is_known check (outcome in ('started', 'failed', 'succeeded')),
  created_at timestamptz not null default clock_timestamp()
);
create index if not exists login_attempt_account_hash_address_idx
  on auth.login_attempt (account_hash, address, created_at);
create index if not exists login_attempt_address_idx on auth.login_attempt (address, created_at);
create index if not exists login_attempt_created_at_idx on auth.login_attempt (created_at);
comment on table auth.login_attempt is
  'Attempts to sign in, of known and unknown accounts alike, kept for 30 days: by them the next is delayed.';
comment on column auth.login_attempt.id is 'Opaque key.';
comment on column auth.login_attempt.account_hash is
  'SHA-256 of the e-mail in lower case; a hash, because people type passwords into the wrong field.';
comment on column auth.login_attempt.address is
  'Where it came from: an IPv4 address, or the network of 64 bits that one IPv6 subscriber has.';
comment on column auth.login_attempt.outcome is
  'started counts as failed until the password was checked, so that many at once count as many.';
comment on column auth.login_attempt.created_at is 'Moment of the attempt.';

create index if not exists session_expires_at_idx on auth.session (expires_at);

--! Included auth/policies/login_attempt.sql
-- Attempts to sign in: no role of the API, ever.
alter table auth.login_attempt enable row level security;
alter table auth.login_attempt force row level security;

drop policy if exists definer_does_what_functions_do on auth.login_attempt;
create policy definer_does_what_functions_do on auth.login_attempt
for all to sodaily_definer using (true) with check (true);

revoke all on auth.login_attempt from sodaily_definer;
grant select, insert, update, delete on auth.login_attempt to sodaily_definer;
--! EndIncluded auth/policies/login_attempt.sql
--! Included auth/policies/session.sql
-- Sessions: no role of the API, ever.
alter table auth.session enable row level security;
alter table auth.session force row level security;

drop policy if exists definer_does_what_functions_do on auth.session;
create policy definer_does_what_functions_do on auth.session
for all to sodaily_definer using (true) with check (true);

revoke all on auth.session from sodaily_definer;
grant select, insert, update, delete on auth.session to sodaily_definer;
--! EndIncluded auth/policies/session.sql
--! Included auth/policies/spent_refresh_token.sql
-- Spent refresh tokens: no role of the API, ever.
alter table auth.spent_refresh_token enable row level security;
alter table auth.spent_refresh_token force row level security;

drop policy if exists definer_does_what_functions_do on auth.spent_refresh_token;
create policy definer_does_what_functions_do on auth.spent_refresh_token
for all to sodaily_definer using (true) with check (true);

revoke all on auth.spent_refresh_token from sodaily_definer;
grant select, insert, delete on auth.spent_refresh_token to sodaily_definer;
--! EndIncluded auth/policies/spent_refresh_token.sql
--! Included auth/functions/account_hash_of.sql
-- What stands for an e-mail in the record of attempts, whether or not somebody has it.
create or replace function auth.account_hash_of(email text) returns bytea
language sql immutable
set search_path to pg_catalog, pg_temp
as $$
  select sha256(convert_to(lower(btrim(account_hash_of.email)), 'UTF8'))
$$;
comment on function auth.account_hash_of(text) is E'@omit\nSHA-256 of an e-mail in lower case.';
revoke all on function auth.account_hash_of(text) from public;
grant execute on function auth.account_hash_of(text) to sodaily_definer;
--! EndIncluded auth/functions/account_hash_of.sql
--! Included auth/functions/address_of.sql
-- One subscriber has a whole IPv6 network of 64 bits and could try from each of its addresses; an
-- IPv4 address written as IPv6 is one address.
create or replace function auth.address_of(ip inet) returns inet
language sql immutable
set search_path to pg_catalog, pg_temp
as $$
  select case
    when address_of.ip is null then inet '::'
    when family(address_of.ip) = 6 and not address_of.ip <<= inet '::ffff:0:0/96'
      then network(set_masklen(address_of.ip, 64))::inet
    else address_of.ip
  end
$$;
comment on function auth.address_of(inet) is
  E'@omit\nThe address that attempts are counted by; :: when it is not known.';
revoke all on function auth.address_of(inet) from public;
grant execute on function auth.address_of(inet) to sodaily_definer;
--! EndIncluded auth/functions/address_of.sql
--! Included auth/functions/wait_after.sql
-- The delay of the rule may_try: 2 seconds once the free attempts are used up, then doubled.
create or replace function auth.wait_after(failures bigint, free integer) returns interval
language sql immutable
set search_path to pg_catalog, pg_temp
as $$
  select case
    when wait_after.failures < wait_after.free then interval '0'
    else make_interval(secs => least(
      2 << least(wait_after.failures - wait_after.free, 9)::integer, 900))
  end
$$;
comment on function auth.wait_after(bigint, integer) is
  E'@omit\nHow long to wait after so many failures of which some are free: 2, 4, 8 … 900 seconds.';
revoke all on function auth.wait_after(bigint, integer) from public;
grant execute on function auth.wait_after(bigint, integer) to sodaily_definer;
--! EndIncluded auth/functions/wait_after.sql
--! Included auth/functions/next_attempt_at.sql
-- When the rule may_try allows the next attempt. Strangers' failures count by account and by
-- address; whoever has signed in to the account from the address is no stranger, and only what
-- failed there since then counts.
create or replace function auth.next_attempt_at(account_hash bytea, address inet)
returns timestamptz
language sql volatile
set search_path to pg_catalog, pg_temp
as $$
  with known as (
    select max(a.created_at) as since
    from auth.login_attempt as a
    where a.account_hash = next_attempt_at.account_hash
      and a.address = next_attempt_at.address and a.outcome = 'succeeded'),
  failed as (
    select a.account_hash, a.address, a.created_at
    from auth.login_attempt as a
    where (a.account_hash = next_attempt_at.account_hash or a.address = next_attempt_at.address)
      and a.outcome <> 'succeeded' and a.created_at > clock_timestamp() - interval '1 day'),
  stranger as (
    select f.account_hash, f.address, f.created_at
    from failed as f
    where not exists (
      select from auth.login_attempt as s
      where s.account_hash = f.account_hash and s.address = f.address
        and s.outcome = 'succeeded')),
  counted as (
    select max(f.created_at) + auth.wait_after(count(*), 5) as moment
    from failed as f
    where f.account_hash = next_attempt_at.account_hash and f.address = next_attempt_at.address
      and f.created_at > (select k.since from known as k)
    union all
    select max(s.created_at) + auth.wait_after(count(*), 5)
    from stranger as s
    where s.account_hash = next_attempt_at.account_hash
      and (select k.since from known as k) is null
    union all
    select max(s.created_at) + auth.wait_after(count(*), 20)
    from stranger as s
    where s.address = next_attempt_at.address and (select k.since from known as k) is null)
  select max(c.moment) from counted as c
$$;
comment on function auth.next_attempt_at(bytea, inet) is
  E'@omit\nMoment from which an address may try an account again, null when nothing failed.';
revoke all on function auth.next_attempt_at(bytea, inet) from public;
grant execute on function auth.next_attempt_at(bytea, inet) to sodaily_definer;
--! EndIncluded auth/functions/next_attempt_at.sql
--! Included auth/rules/may_try.sql
-- Rule: whoever fails to sign in waits longer each time. After 5 failures on an account, or 20 from
-- an address, within a day: 2 seconds, doubled by each further one, at most 15 minutes. Where
-- somebody has signed in before, only what failed there since then counts, so no stranger locks
-- them out. An attempt counts from its beginning; one that is refused here does not count. It is
-- the same for accounts that do not exist. Nobody may override. Code when refused:
-- TOO_MANY_ATTEMPTS.
-- Security definer: no other role reads or writes attempts.
create or replace function auth.may_try(email text, ip inet) returns :ID_TYPE
language plpgsql volatile security definer
set search_path to pg_catalog, pg_temp
as $$
declare
  account constant bytea := auth.account_hash_of(email);
  place constant inet := auth.address_of(ip);
  allowed_at timestamptz;
  attempt :ID_TYPE;
begin
  -- account before address, always: many at once are counted one after the other
  perform pg_advisory_xact_lock(hashtextextended('sign-in to ' || encode(account, 'hex'), 0));
  perform pg_advisory_xact_lock(hashtextextended('sign-in from ' || place::text, 0));
  allowed_at := auth.next_attempt_at(account, place);
  if allowed_at > clock_timestamp() then
    raise exception 'too many attempts to sign in' using errcode = 'SDATT',
      detail = jsonb_build_object('retry_after',
        ceil(extract(epoch from allowed_at - clock_timestamp()))::integer)::text;
  end if;
  insert into auth.login_attempt as a (account_hash, address)
  values (account, place)
  returning a.id into strict attempt;
  return attempt;
end
$$;
alter function auth.may_try(text, inet) owner to sodaily_definer;
comment on function auth.may_try(text, inet) is
  E'@omit\nBegins an attempt to sign in, before the password is looked at; returns its key for auth.record_attempt. For the sign-in route only. Error: TOO_MANY_ATTEMPTS {retry_after: seconds}.';
revoke all on function auth.may_try(text, inet) from public;
grant execute on function auth.may_try(text, inet) to sodaily_signin;
--! EndIncluded auth/rules/may_try.sql
--! Included auth/functions/record_attempt.sql
-- How an attempt to sign in ended. What has ended is not written again.
-- Security definer: no other role reads or writes attempts.
create or replace function auth.record_attempt(attempt_id :ID_TYPE, is_success boolean) returns void
language sql volatile security definer
set search_path to pg_catalog, pg_temp
as $$
  update auth.login_attempt as a
  set outcome = case when record_attempt.is_success then 'succeeded' else 'failed' end
  where a.id = record_attempt.attempt_id and a.outcome = 'started'
$$;
alter function auth.record_attempt(:ID_TYPE, boolean) owner to sodaily_definer;
comment on function auth.record_attempt(:ID_TYPE, boolean) is
  E'@omit\nEnds an attempt that auth.may_try began. For the sign-in route only.';
revoke all on function auth.record_attempt(:ID_TYPE, boolean) from public;
grant execute on function auth.record_attempt(:ID_TYPE, boolean) to sodaily_signin;
--! EndIncluded auth/functions/record_attempt.sql
--! Included auth/functions/purge_expired.sql
-- What nobody can use any more goes: attempts after 30 days, sessions once their time is over, ended
-- before or not, and the spent tokens of those, and links that were not used in time.
-- Security definer: no other role reads or writes these tables.
create or replace function auth.purge_expired()
returns table (login_attempts bigint, spent_refresh_tokens bigint, sessions bigint)
language plpgsql volatile security definer
set search_path to pg_catalog, pg_temp
as $$
begin
  delete from auth.login_attempt as a where a.created_at < now() - interval '30 days';
  get diagnostics login_attempts = row_count;
  -- a session that is over is never used again, so nothing is spent in the meantime
  delete from auth.spent_refresh_token as t using auth.session as s
  where s.id = t.session_id and s.expires_at < now();
  get diagnostics spent_refresh_tokens = row_count;
  delete from auth.password_reset as r where r.expires_at < now();
  delete from auth.session as s where s.expires_at < now();
  get diagnostics sessions = row_count;
  return next;
end
$$;
alter function auth.purge_expired() owner to sodaily_definer;
comment on function auth.purge_expired() is
  E'@omit\nDeletes what is over and says how many rows. For the worker only.';
revoke all on function auth.purge_expired() from public;
grant execute on function auth.purge_expired() to sodaily_worker;
--! EndIncluded auth/functions/purge_expired.sql

alter table auth."user" add column if not exists credential_changed_at timestamptz;
comment on column auth."user".credential_changed_at is
  'Moment the person last chose a password; by it the audit trail tells of the change.';

--! Included auth/functions/store_password.sql
-- The one place where a person's new password is stored. That it changed is in the audit trail, by
-- its moment on the person; the hash is nowhere but here.
create or replace function auth.store_password(user_id :ID_TYPE, password_hash text) returns void
language sql volatile
set search_path to pg_catalog, pg_temp
as $$
  insert into auth.user_secret as s (user_id, password_hash)
  values (store_password.user_id, store_password.password_hash)
  on conflict on constraint user_secret_pkey do update
  set password_hash = excluded.password_hash, updated_at = now();

  update auth."user" as u set credential_changed_at = clock_timestamp()
  where u.id = store_password.user_id
$$;
comment on function auth.store_password(:ID_TYPE, text) is
  E'@omit\nStores the argon2id hash of a person''s new password.';
revoke all on function auth.store_password(:ID_TYPE, text) from public;
grant execute on function auth.store_password(:ID_TYPE, text) to sodaily_definer;
--! EndIncluded auth/functions/store_password.sql
--! Included auth/functions/change_password.sql
-- The signed-in person's own new password, after the server has checked the current one. Every other
-- session ends: whoever knew the old password may be in one of them.
-- Security definer: hashes and sessions are written by functions only.
create or replace function auth.change_password(password_hash text) returns void
language plpgsql volatile security definer
set search_path to pg_catalog, pg_temp
as $$
declare
  caller :ID_TYPE := auth.current_user_id();
begin
  if caller is null then
    raise exception 'nobody is signed in' using errcode = 'SDTOK', detail = '{}';
  end if;
  perform auth.store_password(caller, password_hash);
  update auth.session as s set ended_at = now()
  where s.user_id = caller and s.ended_at is null
    and s.id <> nullif(current_setting('app.session_id', true), '')::uuid;
end
$$;
alter function auth.change_password(text) owner to sodaily_definer;
comment on function auth.change_password(text) is
  E'@omit\nSets the hash of the caller''s password and ends their other sessions. For the sign-in route only. Error: INVALID_TOKEN.';
revoke all on function auth.change_password(text) from public;
grant execute on function auth.change_password(text) to sodaily_signin;
--! EndIncluded auth/functions/change_password.sql
--! Included auth/functions/rehash_password.sql
-- The same password under newer parameters of argon2id; a password that was changed meanwhile stays.
-- Security definer: hashes are written by functions only.
create or replace function auth.rehash_password(
  user_id :ID_TYPE, outdated_hash text, password_hash text) returns void
language sql volatile security definer
set search_path to pg_catalog, pg_temp
as $$
  update auth.user_secret as s
  set password_hash = rehash_password.password_hash
  where s.user_id = rehash_password.user_id and s.password_hash = rehash_password.outdated_hash
$$;
alter function auth.rehash_password(:ID_TYPE, text, text) owner to sodaily_definer;
comment on function auth.rehash_password(:ID_TYPE, text, text) is
  E'@omit\nReplaces a hash by one of the same password. For the sign-in route only.';
revoke all on function auth.rehash_password(:ID_TYPE, text, text) from public;
grant execute on function auth.rehash_password(:ID_TYPE, text, text) to sodaily_signin;
--! EndIncluded auth/functions/rehash_password.sql

create table if not exists auth.password_reset (
  user_id :ID_TYPE primary key references auth."user",
  token_hash bytea not null constraint password_reset_token_is_unique unique,
  purpose text not null
    constraint password_reset_purpose_is_known check (purpose in ('password_reset', 'invitation')),
  expires_at timestamptz not null,
  created_at timestamptz not null default now()
);
comment on table auth.password_reset is
  'The one link by which a person may set a password: a newer one replaces it, using it deletes it.';
comment on column auth.password_reset.user_id is 'Whose password.';
comment on column auth.password_reset.token_hash is 'SHA-256 of the token in the link.';
comment on column auth.password_reset.purpose is
  'password_reset: asked for, 30 minutes; invitation: of a new person, 72 hours.';
comment on column auth.password_reset.expires_at is 'Moment after which it is dead.';
comment on column auth.password_reset.created_at is 'Moment it was made.';

create table if not exists notification.outbox (
  id :ID_TYPE primary key :ID_DEFAULT,
  message_key uuid not null default gen_random_uuid()
    constraint outbox_message_key_is_unique unique,
  recipient text not null,
  locale text not null constraint outbox_locale_is_known check (locale in ('vi', 'en')),
  template text not null,
  subject text,
  payload jsonb not null,
  status text not null default 'queued'
    constraint outbox_status_is_known check (status in ('queued', 'sent', 'failed')),
  attempts integer not null default 0,
  last_error text,
  sent_at timestamptz,
  created_at timestamptz not null default now(),
  constraint outbox_says_when_it_was_sent check ((status = 'sent') = (sent_at is not null)),
  constraint outbox_has_no_token_once_sent check (status <> 'sent' or not payload ? 'token')
);
comment on table notification.outbox is 'E-mails: queued, sent once, or failed and tried again.';
comment on column notification.outbox.id is 'Opaque key.';
comment on column notification.outbox.message_key is
  'Makes the Message-ID, the same however often it is tried, so that a mailbox drops a second copy.';
comment on column notification.outbox.recipient is 'Address it goes to.';
comment on column notification.outbox.locale is 'Language of the text: vi or en.';
comment on column notification.outbox.template is 'Name of the text, a file of worker/templates.';
comment on column notification.outbox.subject is 'Subject it was sent with, null until then.';
comment on column notification.outbox.payload is
  'What the text is filled with; a token stands in it only until the mail is sent.';
comment on column notification.outbox.status is
  'queued, sent, or failed: the last attempt did, the queue tries again.';
comment on column notification.outbox.attempts is 'How often sending was tried.';
comment on column notification.outbox.last_error is 'What the mail server said the last time it failed.';
comment on column notification.outbox.sent_at is 'Moment the mail server took it.';
comment on column notification.outbox.created_at is 'Moment it was queued.';

--! Included auth/policies/password_reset.sql
-- Links to set a password: no role of the API, ever.
alter table auth.password_reset enable row level security;
alter table auth.password_reset force row level security;

drop policy if exists definer_does_what_functions_do on auth.password_reset;
create policy definer_does_what_functions_do on auth.password_reset
for all to sodaily_definer using (true) with check (true);

revoke all on auth.password_reset from sodaily_definer;
grant select, insert, update, delete on auth.password_reset to sodaily_definer;
--! EndIncluded auth/policies/password_reset.sql
--! Included notification/policies/outbox.sql
-- Mails carry links that open accounts: no role of the API, ever.
alter table notification.outbox enable row level security;
alter table notification.outbox force row level security;

drop policy if exists definer_does_what_functions_do on notification.outbox;
create policy definer_does_what_functions_do on notification.outbox
for all to sodaily_definer using (true) with check (true);

revoke all on notification.outbox from sodaily_definer;
grant select, insert, update on notification.outbox to sodaily_definer;
--! EndIncluded notification/policies/outbox.sql
--! Included notification/functions/enqueue.sql
-- The one door to the job queue from SQL: known tasks only, keys as payload. The job is queued in
-- the command's transaction, so it exists exactly when the slip does.
create or replace function notification.enqueue(task text, payload jsonb) returns void
language plpgsql volatile
set search_path to pg_catalog, pg_temp
as $$
begin
  if task not in ('notify_issue_created', 'send_email') then
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
-- A mail exists exactly when what it is about does; the worker sends it afterwards.
create or replace function notification.queue_email(
  recipient text, locale text, template text, payload jsonb) returns void
language plpgsql volatile
set search_path to pg_catalog, pg_temp
as $$
declare
  queued :ID_TYPE;
begin
  insert into notification.outbox as o (recipient, locale, template, payload)
  values (queue_email.recipient, queue_email.locale, queue_email.template, queue_email.payload)
  returning o.id into strict queued;
  perform notification.enqueue('send_email', jsonb_build_object('outbox_id', queued::text));
end
$$;
comment on function notification.queue_email(text, text, text, jsonb) is
  E'@omit\nQueues one e-mail in the current transaction; a token in the payload is forgotten once it is sent.';
revoke all on function notification.queue_email(text, text, text, jsonb) from public;
grant execute on function notification.queue_email(text, text, text, jsonb) to sodaily_definer;
--! EndIncluded notification/functions/queue_email.sql
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
  where o.id = email_to_send.outbox_id and o.status <> 'sent'
  for update
$$;
alter function notification.email_to_send(:ID_TYPE) owner to sodaily_definer;
comment on function notification.email_to_send(:ID_TYPE) is
  E'@omit\nLocks a mail that was not sent yet, no row when it was. For the worker only.';
revoke all on function notification.email_to_send(:ID_TYPE) from public;
grant execute on function notification.email_to_send(:ID_TYPE) to sodaily_worker;
--! EndIncluded notification/functions/email_to_send.sql
--! Included notification/functions/email_sent.sql
-- The mail server took it. Its link is in the mailbox now and nowhere else.
-- Security definer: the worker writes no table.
create or replace function notification.email_sent(outbox_id :ID_TYPE, subject text) returns void
language sql volatile security definer
set search_path to pg_catalog, pg_temp
as $$
  update notification.outbox as o
  set status = 'sent', sent_at = clock_timestamp(), attempts = o.attempts + 1, last_error = null,
    subject = email_sent.subject, payload = o.payload - 'token'
  where o.id = email_sent.outbox_id and o.status <> 'sent'
$$;
alter function notification.email_sent(:ID_TYPE, text) owner to sodaily_definer;
comment on function notification.email_sent(:ID_TYPE, text) is
  E'@omit\nMarks a mail as sent and forgets its token. For the worker only.';
revoke all on function notification.email_sent(:ID_TYPE, text) from public;
grant execute on function notification.email_sent(:ID_TYPE, text) to sodaily_worker;
--! EndIncluded notification/functions/email_sent.sql
--! Included notification/functions/email_failed.sql
-- An attempt to send failed; the queue tries again.
-- Security definer: the worker writes no table.
create or replace function notification.email_failed(outbox_id :ID_TYPE, error text) returns void
language sql volatile security definer
set search_path to pg_catalog, pg_temp
as $$
  update notification.outbox as o
  set status = 'failed', attempts = o.attempts + 1, last_error = left(email_failed.error, 500)
  where o.id = email_failed.outbox_id and o.status <> 'sent'
$$;
alter function notification.email_failed(:ID_TYPE, text) owner to sodaily_definer;
comment on function notification.email_failed(:ID_TYPE, text) is
  E'@omit\nKeeps why a mail was not sent. For the worker only.';
revoke all on function notification.email_failed(:ID_TYPE, text) from public;
grant execute on function notification.email_failed(:ID_TYPE, text) to sodaily_worker;
--! EndIncluded notification/functions/email_failed.sql
--! Included auth/functions/send_link.sql
-- Mails a link by which a person sets a password; an earlier one is dead from then on. Only its hash
-- stays here: the token waits in the mail, and is forgotten once that is sent.
create or replace function auth.send_link(person auth."user", purpose text, lives interval)
returns void
language plpgsql volatile
set search_path to pg_catalog, pg_temp
as $$
declare
  -- 256 bits out of 366 random ones
  token constant text := encode(sha256(uuid_send(gen_random_uuid())
    || uuid_send(gen_random_uuid()) || uuid_send(gen_random_uuid())), 'hex');
begin
  insert into auth.password_reset as r (user_id, token_hash, purpose, expires_at)
  values ((person).id, sha256(convert_to(token, 'UTF8')), send_link.purpose, now() + lives)
  on conflict on constraint password_reset_pkey do update
  set token_hash = excluded.token_hash, purpose = excluded.purpose,
    expires_at = excluded.expires_at, created_at = excluded.created_at;
  perform notification.queue_email((person).email, (person).locale, send_link.purpose,
    jsonb_build_object('full_name', (person).full_name, 'token', token));
end
$$;
comment on function auth.send_link(auth."user", text, interval) is
  E'@omit\nMakes a link (password_reset, invitation) for so long and queues its mail.';
revoke all on function auth.send_link(auth."user", text, interval) from public;
grant execute on function auth.send_link(auth."user", text, interval) to sodaily_definer;
--! EndIncluded auth/functions/send_link.sql
--! Included auth/functions/request_password_reset.sql
-- A forgotten password: the link goes to the address on record, at most one a minute. Whether the
-- account exists is told to nobody.
-- Security definer: links are written by functions only.
create or replace function auth.request_password_reset(email text) returns void
language plpgsql volatile security definer
set search_path to pg_catalog, pg_temp
as $$
declare
  person auth."user";
begin
  select u.* into person from auth."user" as u
  where lower(u.email) = lower(btrim(request_password_reset.email)) and u.is_active
  for no key update;
  if found and not exists (
    select from auth.password_reset as r
    where r.user_id = person.id and r.purpose = 'password_reset'
      and r.created_at > now() - interval '1 minute')
  then
    perform auth.send_link(person, 'password_reset', interval '30 minutes');
  end if;
end
$$;
alter function auth.request_password_reset(text) owner to sodaily_definer;
comment on function auth.request_password_reset(text) is
  E'@omit\nMails a link to whoever has the e-mail, and says nothing. For the sign-in route only.';
revoke all on function auth.request_password_reset(text) from public;
grant execute on function auth.request_password_reset(text) to sodaily_signin;
--! EndIncluded auth/functions/request_password_reset.sql
--! Included auth/functions/reset_candidate.sql
-- Whose password a link sets: the server judges the new one by it before hashing.
-- Security definer: links are readable by no role of the API.
create or replace function auth.reset_candidate(token_hash bytea)
returns table (email text, full_name text)
language sql stable security definer
set search_path to pg_catalog, pg_temp
as $$
  select u.email, u.full_name
  from auth.password_reset as r
  join auth."user" as u on u.id = r.user_id
  where r.token_hash = reset_candidate.token_hash and r.expires_at > now() and u.is_active
$$;
alter function auth.reset_candidate(bytea) owner to sodaily_definer;
comment on function auth.reset_candidate(bytea) is
  E'@omit\nPerson of a living link, no row when it is dead. For the sign-in route only.';
revoke all on function auth.reset_candidate(bytea) from public;
grant execute on function auth.reset_candidate(bytea) to sodaily_signin;
--! EndIncluded auth/functions/reset_candidate.sql
--! Included auth/functions/reset_password.sql
-- Uses a link: of two at once one succeeds. Every session ends, whoever opened it. Whoever reads the
-- person's mail is no stranger at this address any more, so guesses of others do not keep them out.
-- Security definer: hashes, links and sessions are written by functions only.
create or replace function auth.reset_password(token_hash bytea, password_hash text, ip inet)
returns void
language plpgsql volatile security definer
set search_path to pg_catalog, pg_temp
as $$
declare
  person auth."user";
begin
  delete from auth.password_reset as r using auth."user" as u
  where r.token_hash = reset_password.token_hash and r.expires_at > now()
    and u.id = r.user_id and u.is_active
  returning u.* into person;
  if not found then
    raise exception 'the link is dead' using errcode = 'SDLNK', detail = '{}';
  end if;
  perform auth.store_password(person.id, password_hash);
  update auth.session as s set ended_at = now()
  where s.user_id = person.id and s.ended_at is null;
  insert into auth.login_attempt (account_hash, address, outcome)
  values (auth.account_hash_of(person.email), auth.address_of(ip), 'succeeded');
end
$$;
alter function auth.reset_password(bytea, text, inet) owner to sodaily_definer;
comment on function auth.reset_password(bytea, text, inet) is
  E'@omit\nSets the password of the person whom a link was mailed to, once, and ends their sessions. For the sign-in route only. Error: LINK_EXPIRED.';
revoke all on function auth.reset_password(bytea, text, inet) from public;
grant execute on function auth.reset_password(bytea, text, inet) to sodaily_signin;
--! EndIncluded auth/functions/reset_password.sql
--! Included auth/functions/create_user.sql
-- A new person, with roles and agencies but without a password: they are mailed a link by which they
-- set one.
-- Security definer: people and rights are written by functions only.
create or replace function auth.create_user(
  client_key text,
  email text,
  full_name text,
  phone text default null,
  locale text default 'vi',
  role_codes text[] default '{}',
  agency_ids :ID_TYPE[] default '{}')
returns auth.user_entry
language plpgsql volatile security definer
set search_path to pg_catalog, pg_temp
as $$
declare
  caller :ID_TYPE := auth.require_scope('user:write');
  person auth."user";
  earlier jsonb;
begin
  email := nullif(btrim(email), '');
  full_name := nullif(btrim(full_name), '');
  phone := nullif(btrim(phone), '');
  locale := coalesce(locale, 'vi');
  earlier := audit.begin_command(caller, client_key, 'auth.create_user', jsonb_build_array(
    email, full_name, phone, locale, role_codes, agency_ids));
  if earlier is null then
    perform auth.hold_rights();
    perform audit.refuse_problems(
      auth.email_problems(email) || auth.user_problems(full_name, phone, locale)
      || auth.membership_problems(role_codes, agency_ids));
    perform auth.grant_only_what_you_hold(array(
      select rp.permission_code from auth.role as r
      join auth.role_permission as rp on rp.role_id = r.id
      where r.code = any (role_codes)));
    insert into auth."user" as u (email, full_name, phone, locale, created_by, updated_by)
    values (create_user.email, create_user.full_name, create_user.phone, create_user.locale,
      caller, caller)
    returning u.* into strict person;
    insert into auth.user_role (user_id, role_id, created_by)
    select person.id, r.id, caller from auth.role as r where r.code = any (role_codes);
    insert into auth.user_agency (user_id, agency_id, created_by)
    select distinct person.id, k.id, caller from unnest(agency_ids) as k (id);
    perform auth.send_link(person, 'invitation', interval '72 hours');
    perform audit.finish_command(caller, client_key, jsonb_build_object('id', person.id::text));
  end if;
  return auth.user_entry_of(coalesce(cast(earlier ->> 'id' as :ID_TYPE), person.id));
end
$$;
alter function auth.create_user(text, text, text, text, text, text[], :ID_TYPE[])
  owner to sodaily_definer;
comment on function auth.create_user(text, text, text, text, text, text[], :ID_TYPE[]) is
  E'@resultFieldName user\nAdds a person and mails them a link to set a password, good for 72 hours. agencyIds are the agencies they work with or are. Errors: INVALID_TOKEN, PERMISSION_DENIED, VALIDATION_ERROR, DUPLICATE_REQUEST, GRANT_BEYOND_OWN.';
revoke all on function auth.create_user(text, text, text, text, text, text[], :ID_TYPE[])
  from public;
grant execute on function auth.create_user(text, text, text, text, text, text[], :ID_TYPE[])
  to sodaily_staff;
--! EndIncluded auth/functions/create_user.sql

--! Included auth/functions/list_sessions.sql
-- Where the caller is signed in. Refresh tokens rotate every ten minutes of use, hence "last used".
-- Security definer: no role of the API reads sessions.
create or replace function auth.list_sessions()
returns table (session_id uuid, created_at timestamptz, last_used_at timestamptz, ip text,
  user_agent text, is_current boolean)
language sql stable security definer
set search_path to pg_catalog, pg_temp
as $$
  select s.id, s.created_at, s.rotated_at, host(s.ip), s.user_agent,
    s.id::text = current_setting('app.session_id', true)
  from auth.session as s
  where s.user_id = (select auth.current_user_id())
    and s.ended_at is null and s.expires_at > now()
  order by s.rotated_at desc, s.id
$$;
alter function auth.list_sessions() owner to sodaily_definer;
comment on function auth.list_sessions() is
  E'@omit\nLiving sessions of the caller, none for a dead session. For the sign-in route only.';
revoke all on function auth.list_sessions() from public;
grant execute on function auth.list_sessions() to sodaily_signin;
--! EndIncluded auth/functions/list_sessions.sql
--! Included auth/functions/end_own_sessions.sql
-- The caller ends one of their own sessions, or without a key all but the one they ask from.
-- Somebody else's is as unknown as one that never was.
-- Security definer: sessions are written by functions only.
create or replace function auth.end_own_sessions(session_id uuid default null) returns void
language plpgsql volatile security definer
set search_path to pg_catalog, pg_temp
as $$
declare
  caller :ID_TYPE := auth.current_user_id();
begin
  if caller is null then
    raise exception 'nobody is signed in' using errcode = 'SDTOK', detail = '{}';
  end if;
  update auth.session as s set ended_at = now()
  where s.user_id = caller and s.ended_at is null and s.expires_at > now()
    and case when end_own_sessions.session_id is null
      then s.id <> current_setting('app.session_id')::uuid
      else s.id = end_own_sessions.session_id end;
  if not found and session_id is not null then
    raise exception 'session % is unknown', session_id using errcode = 'SDNFD',
      detail = jsonb_build_object('session_id', session_id::text)::text;
  end if;
end
$$;
alter function auth.end_own_sessions(uuid) owner to sodaily_definer;
comment on function auth.end_own_sessions(uuid) is
  E'@omit\nEnds a session of the caller, or all others. For the sign-in route only. Errors: INVALID_TOKEN, NOT_FOUND {session_id}.';
revoke all on function auth.end_own_sessions(uuid) from public;
grant execute on function auth.end_own_sessions(uuid) to sodaily_signin;
--! EndIncluded auth/functions/end_own_sessions.sql
--! Included auth/rules/session_end_is_told.sql
-- Rule: the end of a session, whoever ends it and why, is told to the server at once, so that what
-- outlasts a request ends too. Nobody may override. The message is a key without rights: the server
-- asks again whether the session lives.
create or replace function auth.session_end_is_told() returns trigger
language plpgsql
set search_path to pg_catalog, pg_temp
as $$
begin
  perform pg_notify('session_ended:' || new.id, '');
  return null;
end
$$;
comment on function auth.session_end_is_told() is 'Announces the end of a session on its own channel.';
revoke all on function auth.session_end_is_told() from public;

create or replace trigger session_end_is_told
after update of ended_at on auth.session
for each row when (old.ended_at is null and new.ended_at is not null)
execute function auth.session_end_is_told();
comment on trigger session_end_is_told on auth.session is
  'Sockets of a session close when it ends.';
--! EndIncluded auth/rules/session_end_is_told.sql

--! split: 070-prices-and-roles.sql
-- Import prices are not for those who sell and buy: the API reads them through a function.
comment on column inventory.item.import_price is
  E'@behavior -*\nLatest import price, đồng a unit. The API shows inventory.item_import_price.';
--! Included inventory/functions/item_import_price.sql
-- What the house pays for goods is nothing for those who buy and sell them: the API shows this field
-- instead of the column. Whoever moves stock or reads reports works with import prices.
create or replace function inventory.item_import_price(item inventory.item) returns public.dong
language sql stable
as $$
  select case
    when auth.has_scope('inventory:adjust') or auth.has_scope('report:read') then item.import_price
  end
$$;
comment on function inventory.item_import_price(inventory.item) is
  'Latest import price, đồng a unit; null for those who neither move stock nor read reports.';
revoke all on function inventory.item_import_price(inventory.item) from public;
grant execute on function inventory.item_import_price(inventory.item)
  to sodaily_user, sodaily_staff, sodaily_warehouse, sodaily_auditor;
--! EndIncluded inventory/functions/item_import_price.sql

-- a person's roles must be able to work together
--! Included auth/functions/membership_problems.sql
-- Roles and agencies that there are not, each with its place; and roles that one person cannot have
-- together, because a request works as one PostgreSQL role (auth.database_role_of): only one that
-- sees everything leaves no other's work undone.
create or replace function auth.membership_problems(role_codes text[], agency_ids :ID_TYPE[])
returns jsonb
language sql stable
set search_path to pg_catalog, pg_temp
as $$
  select coalesce(jsonb_agg(jsonb_strip_nulls(to_jsonb(p))), '[]')
  from (
    select w.path, 'required' as reason, null as value
    from (values ('role_codes', role_codes is null), ('agency_ids', agency_ids is null))
      as w (path, is_missing)
    where w.is_missing
    union all
    select 'role_codes.' || c.place - 1, 'unknown', left(c.code, 60)
    from unnest(role_codes) with ordinality as c (code, place)
    where not exists (select from auth.role as r where r.code = c.code)
    union all
    select 'role_codes', 'cannot_be_combined', string_agg(r.code, ', ' order by r.code)
    from auth.role as r
    where r.code = any (role_codes)
    having count(distinct r.database_role) > 1
      and not bool_or(r.database_role = 'sodaily_staff')
    union all
    select 'agency_ids.' || k.place - 1, 'unknown', k.id::text
    from unnest(agency_ids) with ordinality as k (id, place)
    where not exists (select from agency.agency as a where a.id = k.id)) as p
$$;
comment on function auth.membership_problems(text[], :ID_TYPE[]) is
  E'@omit\nProblems of the roles and agencies asked for, as JSON [{path, reason, value}].';
revoke all on function auth.membership_problems(text[], :ID_TYPE[]) from public;
grant execute on function auth.membership_problems(text[], :ID_TYPE[]) to sodaily_definer;
--! EndIncluded auth/functions/membership_problems.sql
--! Included auth/functions/database_role_of.sql
-- A request works as one PostgreSQL role, whatever roles the person has: the first of staff,
-- auditor, warehouse, user. Scopes add up, database roles do not; roles that would leave each other's
-- work undone are not given together (auth.membership_problems).
create or replace function auth.database_role_of(user_id :ID_TYPE) returns text
language sql stable
set search_path to pg_catalog, pg_temp
as $$
  select r.database_role
  from auth.user_role as ur
  join auth.role as r on r.id = ur.role_id
  where ur.user_id = database_role_of.user_id
  order by array_position(
    array['sodaily_staff', 'sodaily_auditor', 'sodaily_warehouse', 'sodaily_user'],
    r.database_role)
  limit 1
$$;
comment on function auth.database_role_of(:ID_TYPE) is
  E'@omit\nPostgreSQL role of a user''s requests, null for a user without roles.';
revoke all on function auth.database_role_of(:ID_TYPE) from public;
grant execute on function auth.database_role_of(:ID_TYPE) to sodaily_definer;
--! EndIncluded auth/functions/database_role_of.sql
