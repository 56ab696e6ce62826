--! Previous: sha1:6eb5ce39e62fc8db64d3224534d0b92aec667ada
--! Hash: sha1:f31a7f6f26a2f372225b9750a6806aaff61b73e0
--! Message: second factor and dead jobs

--! split: 1-current.sql
-- The open migration: tables and data by hand, rules by `--! include <schema>/<folder>/<name>.sql`

--! split: 010-second-factor.sql
-- A second factor, proofs of identity, devices, and agencies that register themselves.
create table if not exists auth.totp (
  user_id :ID_TYPE primary key references auth."user",
  sealed_secret bytea not null,
  last_step bigint not null default 0,
  confirmed_at timestamptz,
  created_at timestamptz not null default now()
);
comment on table auth.totp is
  E'@behavior -*\nSecrets of authenticator apps (RFC 6238), sealed by a key that the database never sees.';
comment on column auth.totp.user_id is 'Whose app.';
comment on column auth.totp.sealed_secret is 'AES-256-GCM: nonce, tag and secret; opened by the server only.';
comment on column auth.totp.last_step is
  'Newest time step (30 s since 1970) whose code was used: that one and older ones are dead.';
comment on column auth.totp.confirmed_at is
  'Moment of the first right code, null while the enrolment is not finished and not asked for.';
comment on column auth.totp.created_at is 'Moment of enrolling.';

create table if not exists auth.recovery_code (
  id :ID_TYPE primary key :ID_DEFAULT,
  user_id :ID_TYPE not null references auth."user",
  code_hash text not null
    constraint recovery_code_hash_is_argon2id check (code_hash like '$argon2id$%'),
  used_at timestamptz,
  created_at timestamptz not null default now()
);
create index if not exists recovery_code_user_id_idx on auth.recovery_code (user_id);
comment on table auth.recovery_code is
  E'@behavior -*\nTen codes a person keeps on paper, each good once instead of the app.';
comment on column auth.recovery_code.id is 'Opaque key.';
comment on column auth.recovery_code.user_id is 'Whose code.';
comment on column auth.recovery_code.code_hash is 'argon2id in PHC form.';
comment on column auth.recovery_code.used_at is 'Moment of its use, null while it is good.';
comment on column auth.recovery_code.created_at is 'Moment of making.';

create table if not exists auth.sign_in_challenge (
  token_hash bytea primary key,
  user_id :ID_TYPE not null references auth."user",
  attempt_id :ID_TYPE not null,
  tries integer not null default 0
    constraint challenge_has_few_tries check (tries between 0 and 5),
  expires_at timestamptz not null default now() + interval '5 minutes',
  created_at timestamptz not null default now()
);
create index if not exists sign_in_challenge_user_id_idx on auth.sign_in_challenge (user_id);
comment on table auth.sign_in_challenge is
  E'@behavior -*\nSign-ins whose password was right and whose second factor is awaited. No session yet.';
comment on column auth.sign_in_challenge.token_hash is 'SHA-256 of the token in the browser''s cookie.';
comment on column auth.sign_in_challenge.user_id is 'Whose password was right.';
comment on column auth.sign_in_challenge.attempt_id is 'The attempt of the password, which succeeds with the code.';
comment on column auth.sign_in_challenge.tries is 'Codes tried, at most 5.';
comment on column auth.sign_in_challenge.expires_at is 'Moment after which the password is asked for again.';
comment on column auth.sign_in_challenge.created_at is 'Moment of the right password.';

create table if not exists auth.device (
  user_id :ID_TYPE not null references auth."user",
  token_hash bytea not null,
  last_seen_at timestamptz not null default now(),
  created_at timestamptz not null default now(),
  primary key (user_id, token_hash)
);
comment on table auth.device is
  E'@behavior -*\nBrowsers a person has signed in with; one that is not here is told to them by mail.';
comment on column auth.device.user_id is 'Who signed in.';
comment on column auth.device.token_hash is 'SHA-256 of the browser''s own cookie.';
comment on column auth.device.last_seen_at is 'Moment of the newest sign-in.';
comment on column auth.device.created_at is 'Moment of the first sign-in.';

alter table auth.session
  add column if not exists proved_at timestamptz not null default now(),
  add column if not exists second_factor_at timestamptz;
comment on column auth.session.proved_at is
  'Moment of the last proof of identity in it: sensitive commands ask for a recent one.';
comment on column auth.session.second_factor_at is
  'Moment of the last second factor in it, null when it has none.';

alter table auth.role add column if not exists is_second_factor_required boolean not null default false;
comment on column auth.role.is_second_factor_required is
  'Whether its members work only in sessions with a second factor.';
set local role sodaily_definer;
update auth.role set is_second_factor_required = true
where code = 'admin' and is_builtin and not is_second_factor_required and version = 1;
set local role sodaily_owner;

alter table auth.user_secret add column if not exists last_signed_in_at timestamptz;
comment on column auth.user_secret.last_signed_in_at is
  'Moment of the newest sign-in whose session is over and deleted; newer ones stand in auth.session.';

alter table auth."user"
  add column if not exists second_factor_at timestamptz,
  add column if not exists second_factor_reset_reason text,
  drop constraint if exists user_second_factor_reset_reason_is_short;
alter table auth."user"
  add constraint user_second_factor_reset_reason_is_short
    check (length(second_factor_reset_reason) <= 500) not valid;
alter table auth."user" validate constraint user_second_factor_reset_reason_is_short;
comment on column auth."user".second_factor_at is
  'Since when they have a second factor, null without. The secret itself is nowhere but in auth.totp.';
comment on column auth."user".second_factor_reset_reason is
  'Why an administrator took their second factor off last, at most 500 characters.';

do $$
begin
  if not exists (
    select from pg_catalog.pg_attribute
    where attrelid = 'auth.user_entry'::regclass and attname = 'is_second_factor_on') then
    alter type auth.user_entry
      add attribute is_second_factor_on boolean,
      add attribute is_second_factor_required boolean,
      add attribute last_signed_in_at timestamptz;
    alter type auth.role_entry add attribute is_second_factor_required boolean;
  end if;
end
$$;
comment on column auth.user_entry.is_second_factor_on is 'Whether they sign in with a second factor.';
comment on column auth.user_entry.is_second_factor_required is 'Whether a role of theirs asks for one.';
comment on column auth.user_entry.last_signed_in_at is 'Moment of their newest sign-in, null when there was none.';
comment on column auth.role_entry.is_second_factor_required is
  'Whether its members work only in sessions with a second factor.';

alter table agency.agency add column if not exists is_self_registered boolean not null default false;
comment on column agency.agency.is_self_registered is
  'Whether it registered itself on the public page; approving it opens a login for its e-mail.';

-- the public page of registration calls two functions there
grant usage on schema agency to sodaily_signin;

alter table notification.notification drop constraint if exists notification_kind_is_known;
alter table notification.notification add constraint notification_kind_is_known check (
  kind in ('issue_created', 'issue_announced', 'invariants_broken', 'sign_in_attack',
    'agency_registered')) not valid;
alter table notification.notification validate constraint notification_kind_is_known;
comment on column notification.notification.kind is
  'issue_created: a slip was made; issue_announced: to its author, that others were told; invariants_broken: to administrators, that the books do not agree; sign_in_attack: to those who manage people; agency_registered: to those who approve agencies.';

--! Included auth/policies/totp.sql
-- Secrets of authenticator apps: no role of the API, ever.
alter table auth.totp enable row level security;
alter table auth.totp force row level security;

drop policy if exists definer_does_what_functions_do on auth.totp;
create policy definer_does_what_functions_do on auth.totp
for all to sodaily_definer using (true) with check (true);

revoke all on auth.totp from sodaily_definer;
grant select, insert, update, delete on auth.totp to sodaily_definer;
--! EndIncluded auth/policies/totp.sql
--! Included auth/policies/recovery_code.sql
-- Recovery codes: no role of the API, ever.
alter table auth.recovery_code enable row level security;
alter table auth.recovery_code force row level security;

drop policy if exists definer_does_what_functions_do on auth.recovery_code;
create policy definer_does_what_functions_do on auth.recovery_code
for all to sodaily_definer using (true) with check (true);

revoke all on auth.recovery_code from sodaily_definer;
grant select, insert, update, delete on auth.recovery_code to sodaily_definer;
--! EndIncluded auth/policies/recovery_code.sql
--! Included auth/policies/sign_in_challenge.sql
-- Half-done sign-ins: no role of the API, ever.
alter table auth.sign_in_challenge enable row level security;
alter table auth.sign_in_challenge force row level security;

drop policy if exists definer_does_what_functions_do on auth.sign_in_challenge;
create policy definer_does_what_functions_do on auth.sign_in_challenge
for all to sodaily_definer using (true) with check (true);

revoke all on auth.sign_in_challenge from sodaily_definer;
grant select, insert, update, delete on auth.sign_in_challenge to sodaily_definer;
--! EndIncluded auth/policies/sign_in_challenge.sql
--! Included auth/policies/device.sql
-- Browsers people have signed in with: no role of the API, ever.
alter table auth.device enable row level security;
alter table auth.device force row level security;

drop policy if exists definer_does_what_functions_do on auth.device;
create policy definer_does_what_functions_do on auth.device
for all to sodaily_definer using (true) with check (true);

revoke all on auth.device from sodaily_definer;
grant select, insert, update, delete on auth.device to sodaily_definer;
--! EndIncluded auth/policies/device.sql
--! Included auth/functions/must_use_second_factor.sql
create or replace function auth.must_use_second_factor(user_id :ID_TYPE) returns boolean
language sql stable
set search_path to pg_catalog, pg_temp
as $$
  select exists (
    select from auth.user_role as ur
    join auth.role as r on r.id = ur.role_id
    where ur.user_id = must_use_second_factor.user_id and r.is_second_factor_required)
$$;
comment on function auth.must_use_second_factor(:ID_TYPE) is
  E'@omit\nWhether a role of the person asks for a second factor.';
revoke all on function auth.must_use_second_factor(:ID_TYPE) from public;
grant execute on function auth.must_use_second_factor(:ID_TYPE) to sodaily_definer;
--! EndIncluded auth/functions/must_use_second_factor.sql
--! Included auth/functions/recovery_codes_left.sql
create or replace function auth.recovery_codes_left(user_id :ID_TYPE) returns bigint
language sql stable
set search_path to pg_catalog, pg_temp
as $$
  select count(*) from auth.recovery_code as c
  where c.user_id = recovery_codes_left.user_id and c.used_at is null
$$;
comment on function auth.recovery_codes_left(:ID_TYPE) is
  E'@omit\nHow many recovery codes of the person are good.';
revoke all on function auth.recovery_codes_left(:ID_TYPE) from public;
grant execute on function auth.recovery_codes_left(:ID_TYPE) to sodaily_definer;
--! EndIncluded auth/functions/recovery_codes_left.sql
--! Included auth/functions/scopes_of.sql
create or replace function auth.scopes_of(user_id :ID_TYPE) returns text[]
language sql stable
set search_path to pg_catalog, pg_temp
as $$
  select array(
    select distinct rp.permission_code
    from auth.user_role as ur
    join auth.role_permission as rp on rp.role_id = ur.role_id
    where ur.user_id = scopes_of.user_id
    order by rp.permission_code)
$$;
comment on function auth.scopes_of(:ID_TYPE) is E'@omit\nCodes of the scopes that a person''s roles give.';
revoke all on function auth.scopes_of(:ID_TYPE) from public;
grant execute on function auth.scopes_of(:ID_TYPE) to sodaily_definer;
--! EndIncluded auth/functions/scopes_of.sql
--! Included auth/functions/second_factor_of.sql
-- What codes of a person are checked against; the server opens the secret and compares the hashes.
create or replace function auth.second_factor_of(user_id :ID_TYPE)
returns table (sealed_secret bytea, last_step bigint, is_confirmed boolean, recovery_codes jsonb)
language sql stable
set search_path to pg_catalog, pg_temp
as $$
  select t.sealed_secret, t.last_step, t.confirmed_at is not null, (
    select coalesce(jsonb_agg(jsonb_build_object('id', c.id::text, 'hash', c.code_hash)), '[]')
    from auth.recovery_code as c where c.user_id = t.user_id and c.used_at is null)
  from auth.totp as t where t.user_id = second_factor_of.user_id
$$;
comment on function auth.second_factor_of(:ID_TYPE) is
  E'@omit\nSealed secret, newest used step, and the good recovery codes as JSON [{id, hash}]; no row without an app.';
revoke all on function auth.second_factor_of(:ID_TYPE) from public;
grant execute on function auth.second_factor_of(:ID_TYPE) to sodaily_definer;
--! EndIncluded auth/functions/second_factor_of.sql
--! Included auth/functions/begin_session.sql
-- The one place where a session begins. Signing in is a proof of identity: its moment is the
-- session's first. Only the hash of the refresh token is kept.
create or replace function auth.begin_session(
  user_id :ID_TYPE, refresh_token_hash bytea, ip inet, user_agent text, has_second_factor boolean)
returns auth.session
language sql volatile
set search_path to pg_catalog, pg_temp
as $$
  insert into auth.session as s (
    user_id, refresh_token_hash, ip, user_agent, expires_at, second_factor_at)
  select u.id, begin_session.refresh_token_hash, begin_session.ip,
    left(begin_session.user_agent, 300), now() + interval '14 days',
    case when has_second_factor then now() end
  from auth."user" as u
  where u.id = begin_session.user_id and u.is_active
  returning s.*
$$;
comment on function auth.begin_session(:ID_TYPE, bytea, inet, text, boolean) is
  E'@omit\nNew session of an active user, for 14 days; null for everybody else.';
revoke all on function auth.begin_session(:ID_TYPE, bytea, inet, text, boolean) from public;
grant execute on function auth.begin_session(:ID_TYPE, bytea, inet, text, boolean)
  to sodaily_definer;
--! EndIncluded auth/functions/begin_session.sql
--! Included auth/functions/store_recovery_codes.sql
-- New recovery codes kill the old ones.
create or replace function auth.store_recovery_codes(user_id :ID_TYPE, code_hashes text[]) returns void
language sql volatile
set search_path to pg_catalog, pg_temp
as $$
  delete from auth.recovery_code as c where c.user_id = store_recovery_codes.user_id;

  insert into auth.recovery_code (user_id, code_hash)
  select store_recovery_codes.user_id, h.code_hash
  from unnest(store_recovery_codes.code_hashes) as h (code_hash)
$$;
comment on function auth.store_recovery_codes(:ID_TYPE, text[]) is
  E'@omit\nReplaces the recovery codes of a person by these argon2id hashes.';
revoke all on function auth.store_recovery_codes(:ID_TYPE, text[]) from public;
grant execute on function auth.store_recovery_codes(:ID_TYPE, text[]) to sodaily_definer;
--! EndIncluded auth/functions/store_recovery_codes.sql
--! Included auth/functions/take_off_second_factor.sql
-- No app and no recovery code any more; what the person had to prove they prove by password.
create or replace function auth.take_off_second_factor(user_id :ID_TYPE) returns void
language sql volatile
set search_path to pg_catalog, pg_temp
as $$
  delete from auth.totp as t where t.user_id = take_off_second_factor.user_id;

  delete from auth.recovery_code as c where c.user_id = take_off_second_factor.user_id;

  delete from auth.sign_in_challenge as c where c.user_id = take_off_second_factor.user_id;

  update auth."user" as u set second_factor_at = null where u.id = take_off_second_factor.user_id
$$;
comment on function auth.take_off_second_factor(:ID_TYPE) is
  E'@omit\nForgets the second factor of a person.';
revoke all on function auth.take_off_second_factor(:ID_TYPE) from public;
grant execute on function auth.take_off_second_factor(:ID_TYPE) to sodaily_definer;
--! EndIncluded auth/functions/take_off_second_factor.sql
--! Included auth/functions/require_person.sql
-- First line of what people do with their own account: who asks.
create or replace function auth.require_person() returns :ID_TYPE
language plpgsql stable
set search_path to pg_catalog, pg_temp
as $$
declare
  caller :ID_TYPE := auth.current_user_id();
begin
  if caller is null then
    raise exception 'nobody is signed in' using errcode = 'SDTOK', detail = '{}';
  end if;
  return caller;
end
$$;
comment on function auth.require_person() is
  E'@omit\nKey of the signed-in user. Error: INVALID_TOKEN.';
revoke all on function auth.require_person() from public;
grant execute on function auth.require_person() to sodaily_definer;
--! EndIncluded auth/functions/require_person.sql
--! Included auth/functions/require_scope.sql
-- First line of every command: who asks, and may they.
create or replace function auth.require_scope(scope text) returns :ID_TYPE
language plpgsql stable
set search_path to pg_catalog, pg_temp
as $$
declare
  caller :ID_TYPE := auth.require_person();
begin
  if not auth.has_scope(scope) then
    raise exception 'scope % is missing', scope
      using errcode = 'SDPRM', detail = jsonb_build_object('scope', scope)::text;
  end if;
  return caller;
end
$$;
comment on function auth.require_scope(text) is
  E'@omit\nKey of the signed-in user who holds the scope. Errors: INVALID_TOKEN, PERMISSION_DENIED {scope}.';
revoke all on function auth.require_scope(text) from public;
grant execute on function auth.require_scope(text) to sodaily_definer;
--! EndIncluded auth/functions/require_scope.sql
--! Included notification/functions/enqueue.sql
-- The one door to the job queue from SQL: known tasks only, keys as payload. The job is queued in
-- the command's transaction, so it exists exactly when the slip does.
create or replace function notification.enqueue(task text, payload jsonb) returns void
language plpgsql volatile
set search_path to pg_catalog, pg_temp
as $$
begin
  if task not in ('notify_issue_created', 'notify_new_agency', 'send_email') then
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
--! Included notification/functions/notify_sign_in_attack.sql
-- Tells those who manage people, once a day for an account or an address, that somebody guesses
-- passwords. NOTIFY carries no rights, so it carries keys only.
create or replace function notification.notify_sign_in_attack(
  aim text, name text, failures bigint) returns void
language sql volatile
set search_path to pg_catalog, pg_temp
as $$
  with written as (
    insert into notification.notification as n (user_id, kind, subject, payload)
    select u.id, 'sign_in_attack', concat_ws(' ', aim, name, config.business_date()),
      jsonb_build_object(aim, name, 'failures', failures::text)
    from auth."user" as u
    where u.is_active and 'user:write' = any (auth.scopes_of(u.id))
    on conflict on constraint a_person_is_told_once do nothing
    returning n.id, n.user_id)
  select pg_notify('notification:' || w.user_id, json_build_object('id', w.id::text)::text)
  from written as w
$$;
comment on function notification.notify_sign_in_attack(text, text, bigint) is
  E'@omit\nTells of an attack; aim is account or address, failures those of the last hour.';
revoke all on function notification.notify_sign_in_attack(text, text, bigint) from public;
grant execute on function notification.notify_sign_in_attack(text, text, bigint)
  to sodaily_definer;
--! EndIncluded notification/functions/notify_sign_in_attack.sql
--! Included notification/functions/notify_new_agency.sql
-- Tells those who approve agencies that one waits. Run by the worker, at least once: a second run
-- writes nothing. NOTIFY carries no rights, so it carries keys only.
-- Security definer: the worker reads no table of the business.
create or replace function notification.notify_new_agency(agency_id :ID_TYPE) returns bigint
language sql volatile security definer
set search_path to pg_catalog, pg_temp
as $$
  with written as (
    insert into notification.notification as n (user_id, kind, subject, payload)
    select u.id, 'agency_registered', a.id::text,
      jsonb_build_object('agency_id', a.id::text, 'agency_name', a.name)
    from agency.agency as a
    join auth."user" as u on u.is_active and 'agency:approve' = any (auth.scopes_of(u.id))
    where a.id = notify_new_agency.agency_id and a.status = 'pending'
    on conflict on constraint a_person_is_told_once do nothing
    returning n.id, n.user_id),
  pushed as (
    select pg_notify('notification:' || w.user_id, json_build_object('id', w.id::text)::text)
    from written as w)
  select count(*) from pushed
$$;
alter function notification.notify_new_agency(:ID_TYPE) owner to sodaily_definer;
comment on function notification.notify_new_agency(:ID_TYPE) is
  E'@omit\nWrites and pushes the notifications of an agency that waits for approval; returns how many were new. For the worker only.';
revoke all on function notification.notify_new_agency(:ID_TYPE) from public;
grant execute on function notification.notify_new_agency(:ID_TYPE) to sodaily_worker;
--! EndIncluded notification/functions/notify_new_agency.sql
--! Included auth/functions/tell_by_mail.sql
-- What happened to an account is told to its owner by mail, in their language, without a token.
create or replace function auth.tell_by_mail(user_id :ID_TYPE, template text, facts jsonb default '{}')
returns void
language plpgsql volatile
set search_path to pg_catalog, pg_temp
as $$
declare
  person auth."user";
begin
  select u.* into strict person from auth."user" as u where u.id = tell_by_mail.user_id;
  perform notification.queue_email(person.email, person.locale, template, jsonb_build_object(
    'full_name', person.full_name,
    'moment', to_char(clock_timestamp(), 'HH24:MI DD/MM/YYYY')) || facts);
end
$$;
comment on function auth.tell_by_mail(:ID_TYPE, text, jsonb) is
  E'@omit\nQueues a mail to a person about their own account; facts fill its template.';
revoke all on function auth.tell_by_mail(:ID_TYPE, text, jsonb) from public;
grant execute on function auth.tell_by_mail(:ID_TYPE, text, jsonb) to sodaily_definer;
--! EndIncluded auth/functions/tell_by_mail.sql
--! Included auth/rules/second_factor_required.sql
-- Rule: who has a role that asks for a second factor (auth.role.is_second_factor_required) works only in
-- sessions that have passed one; until then they may enrol and sign out, nothing else. Administrators
-- always have such a role, but in demo mode. Nobody may override. Code when refused:
-- SECOND_FACTOR_REQUIRED.
create or replace function auth.second_factor_required(
  user_id :ID_TYPE, second_factor_at timestamptz) returns void
language plpgsql stable
set search_path to pg_catalog, pg_temp
as $$
begin
  if second_factor_at is null and auth.must_use_second_factor(user_id) then
    raise exception 'the session has no second factor' using errcode = 'SDSFR', detail = '{}',
      hint = 'Enrol an authenticator app, or sign in with it.';
  end if;
end
$$;
comment on function auth.second_factor_required(:ID_TYPE, timestamptz) is
  E'@omit\nRefuses a session without a second factor to a person whose role asks for one. Error: SECOND_FACTOR_REQUIRED.';
revoke all on function auth.second_factor_required(:ID_TYPE, timestamptz) from public;
grant execute on function auth.second_factor_required(:ID_TYPE, timestamptz) to sodaily_definer;
--! EndIncluded auth/rules/second_factor_required.sql
--! Included auth/rules/recent_proof.sql
-- Rule: regulations, features, roles, giving roles, adding people, taking a second factor off and
-- reopening a month ask for a proof of identity in this session that is at most ten minutes old: the
-- sign-in itself, or a code of the app, or the password of those who have none. A browser left open
-- is not enough. Nobody may override. Code when refused: STEP_UP_REQUIRED.
create or replace function auth.recent_proof() returns void
language plpgsql stable
set search_path to pg_catalog, pg_temp
as $$
declare
  max_age constant interval := interval '10 minutes';
  has_app boolean;
begin
  select u.second_factor_at is not null into has_app
  from auth.session as s
  join auth."user" as u on u.id = s.user_id
  where s.id = nullif(current_setting('app.session_id', true), '')::uuid
    and s.proved_at <= now() - max_age;
  if found then
    raise exception 'the last proof of identity is too old' using errcode = 'SDSTP',
      detail = jsonb_build_object('method', case when has_app then 'totp' else 'password' end,
        'max_age', extract(epoch from max_age)::integer)::text,
      hint = 'Prove it anew and send the command again.';
  end if;
end
$$;
comment on function auth.recent_proof() is
  E'@omit\nRefuses a session whose last proof of identity is older than ten minutes. Error: STEP_UP_REQUIRED {method: totp or password, max_age: seconds}.';
revoke all on function auth.recent_proof() from public;
grant execute on function auth.recent_proof() to sodaily_definer;
--! EndIncluded auth/rules/recent_proof.sql
--! Included auth/rules/code_works_once.sql
-- Rule: a code of the app works once, and none before it does afterwards; a recovery code works once.
-- Of two who send the same code at once one gets in. Using a recovery code is told by mail. Nobody
-- may override. There is no code of refusal: to whoever asks, a used code is a wrong code.
create or replace function auth.code_works_once(
  user_id :ID_TYPE, step bigint, recovery_code_id :ID_TYPE) returns boolean
language plpgsql volatile
set search_path to pg_catalog, pg_temp
as $$
begin
  if step is not null then
    update auth.totp as t set last_step = code_works_once.step
    where t.user_id = code_works_once.user_id and t.last_step < code_works_once.step;
    return found;
  end if;
  update auth.recovery_code as c set used_at = clock_timestamp()
  where c.id = code_works_once.recovery_code_id and c.user_id = code_works_once.user_id
    and c.used_at is null;
  if not found then
    return false;
  end if;
  perform auth.tell_by_mail(code_works_once.user_id, 'recovery_code_used', jsonb_build_object(
    'codes_left', auth.recovery_codes_left(code_works_once.user_id)::text));
  return true;
end
$$;
comment on function auth.code_works_once(:ID_TYPE, bigint, :ID_TYPE) is
  E'@omit\nSpends a time step of the app, or a recovery code; false when it was spent before.';
revoke all on function auth.code_works_once(:ID_TYPE, bigint, :ID_TYPE) from public;
grant execute on function auth.code_works_once(:ID_TYPE, bigint, :ID_TYPE) to sodaily_definer;
--! EndIncluded auth/rules/code_works_once.sql
--! Included agency/functions/register_agency.sql
-- A dealer registers itself on the public page: a pending agency of the type with the lowest
-- ceiling, and no login. Whoever is asked too often from one address waits, as at sign-in. Managers
-- hear of it, may correct it, and approve or reject it.
-- Security definer: agencies are written by functions only.
create or replace function agency.register_agency(
  ip inet, name text, district_id :ID_TYPE, ward text, address text, phone text, email text,
  representative text, tax_code text) returns void
language plpgsql volatile security definer
set search_path to pg_catalog, pg_temp
as $$
declare
  type_id :ID_TYPE := (
    select t.id from agency.agency_type as t order by t.max_debt, t.created_at, t.name limit 1);
  made :ID_TYPE;
begin
  name := nullif(btrim(name), '');
  ward := nullif(btrim(ward), '');
  address := nullif(btrim(address), '');
  phone := nullif(btrim(phone), '');
  email := lower(nullif(btrim(email), ''));
  representative := nullif(btrim(representative), '');
  tax_code := nullif(btrim(tax_code), '');
  perform audit.refuse_problems(agency.agency_problems(name, type_id, district_id, phone, email,
    ward, address, tax_code, representative) || (
    select coalesce(jsonb_agg(jsonb_build_object('path', w.path, 'reason', 'required')), '[]')
    from (values ('address', address), ('phone', phone), ('email', email),
      ('representative', representative)) as w (path, written)
    where w.written is null));
  perform auth.may_try('registration from ' || auth.address_of(ip), ip);
  insert into agency.agency as a (
    code, name, agency_type_id, district_id, phone, email, ward, address, tax_code,
    representative, reception_date, is_self_registered)
  values (agency.next_code(), register_agency.name, type_id, register_agency.district_id,
    register_agency.phone, register_agency.email, register_agency.ward, register_agency.address,
    register_agency.tax_code, register_agency.representative, config.business_date(), true)
  returning a.id into strict made;
  perform notification.enqueue('notify_new_agency', jsonb_build_object('agency_id', made::text));
end
$$;
alter function agency.register_agency(inet, text, :ID_TYPE, text, text, text, text, text, text)
  owner to sodaily_definer;
comment on function agency.register_agency(inet, text, :ID_TYPE, text, text, text, text, text, text) is
  E'@omit\nAdds a pending agency that registered itself, without a login. For the sign-in route only. Errors: VALIDATION_ERROR, TOO_MANY_ATTEMPTS {retry_after}.';
revoke all on function agency.register_agency(
  inet, text, :ID_TYPE, text, text, text, text, text, text) from public;
grant execute on function agency.register_agency(
  inet, text, :ID_TYPE, text, text, text, text, text, text) to sodaily_signin;
--! EndIncluded agency/functions/register_agency.sql
--! Included agency/functions/registration_districts.sql
-- The territories a dealer chooses from when it registers itself; nothing else of them is public.
-- Security definer: the sign-in role reads no table.
create or replace function agency.registration_districts() returns jsonb
language sql stable security definer
set search_path to pg_catalog, pg_temp
as $$
  select coalesce(jsonb_agg(jsonb_build_object('id', d.id::text, 'city', d.city, 'name', d.name)
    order by d.city, d.name), '[]')
  from agency.district as d
$$;
alter function agency.registration_districts() owner to sodaily_definer;
comment on function agency.registration_districts() is
  E'@omit\nTerritories as JSON [{id, city, name}], for the public registration page only.';
revoke all on function agency.registration_districts() from public;
grant execute on function agency.registration_districts() to sodaily_signin;
--! EndIncluded agency/functions/registration_districts.sql
--! Included agency/rules/login_by_approval.sql
-- Rule: an agency that registered itself gets a login by being approved, and in no other way: its
-- e-mail is invited as a person with the role agency, who sees this agency only. An e-mail that
-- somebody has already gets nothing: an administrator assigns them, or not. Nobody may override;
-- there is nothing to refuse.
create or replace function agency.login_by_approval() returns trigger
language plpgsql
set search_path to pg_catalog, pg_temp
as $$
begin
  perform auth.invite_agency(new.id, new.email, coalesce(new.representative, new.name), new.approved_by);
  return null;
end
$$;
comment on function agency.login_by_approval() is 'Invites the e-mail of an approved agency.';
revoke all on function agency.login_by_approval() from public;

create or replace trigger login_by_approval
after update of status on agency.agency
for each row when (old.status = 'pending' and new.status = 'active' and new.is_self_registered)
execute function agency.login_by_approval();
comment on trigger login_by_approval on agency.agency is
  'An agency that registered itself gets its login.';
--! EndIncluded agency/rules/login_by_approval.sql
--! Included auth/functions/begin_challenge_try.sql
-- A code is about to be checked for a half-done sign-in: it counts before it is looked at, for the
-- challenge and as an attempt on the account.
-- Security definer: half-done sign-ins and secrets are readable by no role of the API.
create or replace function auth.begin_challenge_try(token_hash bytea, ip inet)
returns table (user_id :ID_TYPE, attempt_id :ID_TYPE, sealed_secret bytea, last_step bigint,
  recovery_codes jsonb)
language plpgsql volatile security definer
set search_path to pg_catalog, pg_temp
as $$
declare
  challenged auth."user";
begin
  update auth.sign_in_challenge as c set tries = c.tries + 1
  from auth."user" as u
  where c.token_hash = begin_challenge_try.token_hash and c.expires_at > now() and c.tries < 5
    and u.id = c.user_id and u.is_active
  returning u.* into challenged;
  if found then
    return query
      select challenged.id, auth.may_try(challenged.email, begin_challenge_try.ip),
        f.sealed_secret, f.last_step, f.recovery_codes
      from auth.second_factor_of(challenged.id) as f;
  end if;
end
$$;
alter function auth.begin_challenge_try(bytea, inet) owner to sodaily_definer;
comment on function auth.begin_challenge_try(bytea, inet) is
  E'@omit\nWhat the code of a half-done sign-in is checked against; no row when it is over. For the sign-in route only. Error: TOO_MANY_ATTEMPTS {retry_after}.';
revoke all on function auth.begin_challenge_try(bytea, inet) from public;
grant execute on function auth.begin_challenge_try(bytea, inet) to sodaily_signin;
--! EndIncluded auth/functions/begin_challenge_try.sql
--! Included auth/functions/begin_proof.sql
-- A signed-in person is about to prove who they are: what that is checked against, counted as an
-- attempt on their account before it is looked at.
-- Security definer: secrets and hashes are readable by no role of the API.
create or replace function auth.begin_proof(ip inet)
returns table (attempt_id :ID_TYPE, password_hash text, sealed_secret bytea, last_step bigint,
  is_confirmed boolean, recovery_codes jsonb)
language plpgsql volatile security definer
set search_path to pg_catalog, pg_temp
as $$
declare
  caller :ID_TYPE := auth.require_person();
begin
  return query
    select auth.may_try(u.email, begin_proof.ip), s.password_hash, f.sealed_secret, f.last_step,
      f.is_confirmed, f.recovery_codes
    from auth."user" as u
    join auth.user_secret as s on s.user_id = u.id
    left join lateral auth.second_factor_of(u.id) as f on true
    where u.id = caller;
end
$$;
alter function auth.begin_proof(inet) owner to sodaily_definer;
comment on function auth.begin_proof(inet) is
  E'@omit\nPassword hash and second factor of the caller. For the sign-in route only. Errors: INVALID_TOKEN, TOO_MANY_ATTEMPTS {retry_after}.';
revoke all on function auth.begin_proof(inet) from public;
grant execute on function auth.begin_proof(inet) to sodaily_signin;
--! EndIncluded auth/functions/begin_proof.sql
--! Included auth/functions/change_password.sql
-- The signed-in person's own new password, after the server has checked the current one. Every other
-- session ends: whoever knew the old password may be in one of them.
-- Security definer: hashes and sessions are written by functions only.
create or replace function auth.change_password(password_hash text) returns void
language plpgsql volatile security definer
set search_path to pg_catalog, pg_temp
as $$
declare
  caller :ID_TYPE := auth.require_person();
begin
  perform auth.store_password(caller, password_hash);
  perform auth.tell_by_mail(caller, 'password_changed');
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
--! Included auth/functions/confirm_totp.sql
-- The first code of an enrolment was right: from now on every sign-in asks for one. This session has
-- a second factor, all others of the person end, and they are told by mail.
-- Security definer: secrets, codes and sessions are written by functions only.
create or replace function auth.confirm_totp(
  attempt_id :ID_TYPE, sealed_secret bytea, step bigint, recovery_code_hashes text[])
returns boolean
language plpgsql volatile security definer
set search_path to pg_catalog, pg_temp
as $$
declare
  caller :ID_TYPE := auth.require_person();
begin
  update auth.totp as t set confirmed_at = now(), last_step = confirm_totp.step
  where t.user_id = caller and t.confirmed_at is null
    and t.sealed_secret = confirm_totp.sealed_secret;
  if not found then
    return false;
  end if;
  perform auth.store_recovery_codes(caller, recovery_code_hashes);
  update auth."user" as u set second_factor_at = now() where u.id = caller;
  update auth.session as s set proved_at = now(), second_factor_at = now()
  where s.id = nullif(current_setting('app.session_id', true), '')::uuid;
  update auth.session as s set ended_at = now()
  where s.user_id = caller and s.ended_at is null and s.id <> nullif(current_setting('app.session_id', true), '')::uuid;
  perform auth.record_attempt(confirm_totp.attempt_id, true);
  perform auth.tell_by_mail(caller, 'second_factor_on');
  return true;
end
$$;
alter function auth.confirm_totp(:ID_TYPE, bytea, bigint, text[]) owner to sodaily_definer;
comment on function auth.confirm_totp(:ID_TYPE, bytea, bigint, text[]) is
  E'@omit\nFinishes an enrolment; false when it was replaced or finished meanwhile. For the sign-in route only. Error: INVALID_TOKEN.';
revoke all on function auth.confirm_totp(:ID_TYPE, bytea, bigint, text[]) from public;
grant execute on function auth.confirm_totp(:ID_TYPE, bytea, bigint, text[]) to sodaily_signin;
--! EndIncluded auth/functions/confirm_totp.sql
--! Included auth/functions/create_first_admin.sql
-- A new installation has nobody who could invite people: its owner makes the first administrator
-- from the command line (npm run first-admin), who is mailed a link as everybody else. Not once
-- somebody manages people. No role of the API may.
create or replace function auth.create_first_admin(email text, full_name text) returns void
language plpgsql volatile
set search_path to pg_catalog, pg_temp
as $$
declare
  person auth."user";
begin
  email := nullif(btrim(email), '');
  full_name := nullif(btrim(full_name), '');
  perform pg_advisory_xact_lock(hashtext('auth.rights'));
  perform audit.refuse_problems(
    auth.email_problems(email) || auth.user_problems(full_name, null, 'vi'));
  if exists (
    select from auth."user" as u
    join auth.user_secret as s on s.user_id = u.id
    where u.is_active and 'user:write' = any (auth.scopes_of(u.id))) then
    raise exception 'somebody manages people already' using errcode = 'SDPRM',
      detail = '{"scope": "user:write"}', hint = 'Ask them to add you.';
  end if;
  insert into auth."user" as u (email, full_name)
  values (create_first_admin.email, create_first_admin.full_name)
  returning u.* into strict person;
  insert into auth.user_role (user_id, role_id)
  select person.id, r.id from auth.role as r where r.code = 'admin' and r.is_builtin;
  perform auth.send_link(person, 'invitation', interval '72 hours');
end
$$;
comment on function auth.create_first_admin(text, text) is
  E'@omit\nMakes the first administrator of an installation and mails the link. For the owner only. Errors: VALIDATION_ERROR, PERMISSION_DENIED.';
revoke all on function auth.create_first_admin(text, text) from public;
grant execute on function auth.create_first_admin(text, text) to sodaily_definer;
--! EndIncluded auth/functions/create_first_admin.sql
--! Included auth/functions/create_role.sql
-- A new set of scopes, for people whose work none of the built-in roles describes. Whoever makes it
-- works as staff and sees every row, so any database role is theirs to choose.
-- Security definer: people and rights are written by functions only.
create or replace function auth.create_role(
  client_key text,
  code text,
  name_vi text,
  name_en text,
  database_role text,
  scopes text[])
returns auth.role_entry
language plpgsql volatile security definer
set search_path to pg_catalog, pg_temp
as $$
declare
  caller :ID_TYPE := auth.require_scope('user:write');
  made auth.role;
  earlier jsonb;
begin
  code := nullif(btrim(code), '');
  name_vi := nullif(btrim(name_vi), '');
  name_en := nullif(btrim(name_en), '');
  earlier := audit.begin_command(caller, client_key, 'auth.create_role', jsonb_build_array(
    code, name_vi, name_en, database_role, scopes));
  if earlier is null then
    perform auth.recent_proof();
    perform auth.hold_rights();
    perform audit.refuse_problems(
      auth.role_code_problems(code, database_role)
      || auth.role_problems(name_vi, name_en, scopes));
    perform auth.grant_only_what_you_hold(scopes);
    insert into auth.role as r (code, name_vi, name_en, database_role, created_by, updated_by)
    values (create_role.code, create_role.name_vi, create_role.name_en,
      create_role.database_role, caller, caller)
    returning r.* into strict made;
    insert into auth.role_permission (role_id, permission_code, created_by)
    select distinct made.id, s.scope, caller from unnest(scopes) as s (scope);
    perform audit.finish_command(caller, client_key, jsonb_build_object('id', made.id::text));
  end if;
  return auth.role_entry_of(coalesce(cast(earlier ->> 'id' as :ID_TYPE), made.id));
end
$$;
alter function auth.create_role(text, text, text, text, text, text[]) owner to sodaily_definer;
comment on function auth.create_role(text, text, text, text, text, text[]) is
  E'@resultFieldName role\nAdds a role. databaseRole says what its members see: sodaily_user assigned agencies only, sodaily_staff all, sodaily_warehouse all but agencies'' money, sodaily_auditor all, read only. Errors: INVALID_TOKEN, PERMISSION_DENIED, VALIDATION_ERROR, DUPLICATE_REQUEST, GRANT_BEYOND_OWN, STEP_UP_REQUIRED.';
revoke all on function auth.create_role(text, text, text, text, text, text[]) from public;
grant execute on function auth.create_role(text, text, text, text, text, text[]) to sodaily_staff;
--! EndIncluded auth/functions/create_role.sql
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
    perform auth.recent_proof();
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
  E'@resultFieldName user\nAdds a person and mails them a link to set a password, good for 72 hours. agencyIds are the agencies they work with or are. Errors: INVALID_TOKEN, PERMISSION_DENIED, VALIDATION_ERROR, DUPLICATE_REQUEST, GRANT_BEYOND_OWN, STEP_UP_REQUIRED.';
revoke all on function auth.create_user(text, text, text, text, text, text[], :ID_TYPE[])
  from public;
grant execute on function auth.create_user(text, text, text, text, text, text[], :ID_TYPE[])
  to sodaily_staff;
--! EndIncluded auth/functions/create_user.sql
--! Included auth/functions/end_own_sessions.sql
-- The caller ends one of their own sessions, or without a key all but the one they ask from.
-- Somebody else's is as unknown as one that never was.
-- Security definer: sessions are written by functions only.
create or replace function auth.end_own_sessions(session_id uuid default null) returns void
language plpgsql volatile security definer
set search_path to pg_catalog, pg_temp
as $$
declare
  caller :ID_TYPE := auth.require_person();
begin
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
--! Included auth/functions/enrol_totp.sql
-- The caller begins to enrol an app; it is not asked for until its first code was right. An
-- enrolment that was never finished is replaced, one in force is not: it is switched off first.
-- Security definer: secrets are written by functions only.
create or replace function auth.enrol_totp(sealed_secret bytea) returns void
language plpgsql volatile security definer
set search_path to pg_catalog, pg_temp
as $$
declare
  caller :ID_TYPE := auth.require_person();
begin
  perform auth.recent_proof();
  insert into auth.totp as t (user_id, sealed_secret)
  values (caller, enrol_totp.sealed_secret)
  on conflict on constraint totp_pkey do update
  set sealed_secret = excluded.sealed_secret, last_step = 0, created_at = now()
  where t.confirmed_at is null;
  if not found then
    perform audit.refuse_problems(jsonb_build_array(
      jsonb_build_object('path', '', 'reason', 'already_enrolled')));
  end if;
end
$$;
alter function auth.enrol_totp(bytea) owner to sodaily_definer;
comment on function auth.enrol_totp(bytea) is
  E'@omit\nKeeps the secret of an app until its first code. For the sign-in route only. Errors: INVALID_TOKEN, STEP_UP_REQUIRED, VALIDATION_ERROR (already_enrolled).';
revoke all on function auth.enrol_totp(bytea) from public;
grant execute on function auth.enrol_totp(bytea) to sodaily_signin;
--! EndIncluded auth/functions/enrol_totp.sql
--! Included auth/functions/greet_device.sql
-- A session has begun in a browser. One that this person never used is told to them by mail, unless
-- it is their first.
-- Security definer: devices are written by functions only.
create or replace function auth.greet_device(session_id uuid, device_token_hash bytea) returns void
language plpgsql volatile security definer
set search_path to pg_catalog, pg_temp
as $$
declare
  opened auth.session;
  had_another boolean;
begin
  select s.* into strict opened from auth.session as s where s.id = greet_device.session_id;
  update auth.device as d set last_seen_at = now()
  where d.user_id = opened.user_id and d.token_hash = device_token_hash;
  if found then
    return;
  end if;
  had_another := exists (select from auth.device as d where d.user_id = opened.user_id);
  insert into auth.device (user_id, token_hash) values (opened.user_id, device_token_hash)
  on conflict on constraint device_pkey do nothing;
  if had_another then
    perform auth.tell_by_mail(opened.user_id, 'new_device', jsonb_build_object(
      'address', coalesce(host(opened.ip), '?'), 'browser', coalesce(opened.user_agent, '?')));
  end if;
end
$$;
alter function auth.greet_device(uuid, bytea) owner to sodaily_definer;
comment on function auth.greet_device(uuid, bytea) is
  E'@omit\nRemembers the browser of a new session and mails its owner when it is a new one. For the sign-in route only.';
revoke all on function auth.greet_device(uuid, bytea) from public;
grant execute on function auth.greet_device(uuid, bytea) to sodaily_signin;
--! EndIncluded auth/functions/greet_device.sql
--! Included auth/functions/invite_agency.sql
-- A login for an agency: a person with the role agency and this agency, mailed a link to set a
-- password. The approver need not hold the role's scopes: approving is what gives exactly these.
create or replace function auth.invite_agency(
  agency_id :ID_TYPE, email text, full_name text, invited_by :ID_TYPE) returns void
language plpgsql volatile
set search_path to pg_catalog, pg_temp
as $$
declare
  person auth."user";
begin
  insert into auth."user" as u (email, full_name, created_by, updated_by)
  select invite_agency.email, invite_agency.full_name, invited_by, invited_by
  where invite_agency.email is not null
  -- the only thing that can be taken is the e-mail
  on conflict do nothing
  returning u.* into person;
  if not found then
    return;
  end if;
  insert into auth.user_role (user_id, role_id, created_by)
  select person.id, r.id, invited_by from auth.role as r where r.code = 'agency' and r.is_builtin;
  insert into auth.user_agency (user_id, agency_id, created_by)
  values (person.id, invite_agency.agency_id, invited_by);
  perform auth.send_link(person, 'invitation', interval '72 hours');
end
$$;
comment on function auth.invite_agency(:ID_TYPE, text, text, :ID_TYPE) is
  E'@omit\nMakes a login for an agency unless its e-mail has one, and mails the link.';
revoke all on function auth.invite_agency(:ID_TYPE, text, text, :ID_TYPE) from public;
grant execute on function auth.invite_agency(:ID_TYPE, text, text, :ID_TYPE) to sodaily_definer;
--! EndIncluded auth/functions/invite_agency.sql
--! Included auth/functions/open_challenge.sql
-- The password was right. Somebody with a second factor gets a token for the few minutes until the
-- code, and no session.
-- Security definer: half-done sign-ins are written by functions only.
create or replace function auth.open_challenge(
  user_id :ID_TYPE, token_hash bytea, attempt_id :ID_TYPE) returns boolean
language sql volatile security definer
set search_path to pg_catalog, pg_temp
as $$
  with opened as (
    insert into auth.sign_in_challenge as c (token_hash, user_id, attempt_id)
    select open_challenge.token_hash, u.id, open_challenge.attempt_id
    from auth."user" as u
    where u.id = open_challenge.user_id and u.second_factor_at is not null
    returning c.user_id)
  select exists (select from opened)
$$;
alter function auth.open_challenge(:ID_TYPE, bytea, :ID_TYPE) owner to sodaily_definer;
comment on function auth.open_challenge(:ID_TYPE, bytea, :ID_TYPE) is
  E'@omit\nKeeps a sign-in that awaits its second factor, for five minutes; false for whoever has none. For the sign-in route only.';
revoke all on function auth.open_challenge(:ID_TYPE, bytea, :ID_TYPE) from public;
grant execute on function auth.open_challenge(:ID_TYPE, bytea, :ID_TYPE) to sodaily_signin;
--! EndIncluded auth/functions/open_challenge.sql
--! Included auth/functions/open_session.sql
-- Begins a session after the password was checked, of somebody for whom that is enough.
-- Security definer: sessions are written by functions only.
create or replace function auth.open_session(
  user_id :ID_TYPE, refresh_token_hash bytea, ip inet, user_agent text)
returns table (session_id uuid, expires_at timestamptz)
language sql volatile security definer
set search_path to pg_catalog, pg_temp
as $$
  select s.id, s.expires_at
  from auth."user" as u
  cross join lateral auth.begin_session(
    u.id, open_session.refresh_token_hash, open_session.ip, open_session.user_agent, false) as s
  where u.id = open_session.user_id and u.second_factor_at is null and s.id is not null
$$;
alter function auth.open_session(:ID_TYPE, bytea, inet, text) owner to sodaily_definer;
comment on function auth.open_session(:ID_TYPE, bytea, inet, text) is
  E'@omit\nNew session of an active user without a second factor, for 14 days; no row for others. For the sign-in route only.';
revoke all on function auth.open_session(:ID_TYPE, bytea, inet, text) from public;
grant execute on function auth.open_session(:ID_TYPE, bytea, inet, text) to sodaily_signin;
--! EndIncluded auth/functions/open_session.sql
--! Included auth/functions/pass_challenge.sql
-- The code of a half-done sign-in was right: it is spent, the challenge is over, a session begins
-- that has a second factor, and both attempts succeeded. Of two at once one gets the session.
-- Security definer: sessions and codes are written by functions only.
create or replace function auth.pass_challenge(
  token_hash bytea, attempt_id :ID_TYPE, step bigint, recovery_code_id :ID_TYPE,
  refresh_token_hash bytea, ip inet, user_agent text)
returns table (session_id uuid)
language plpgsql volatile security definer
set search_path to pg_catalog, pg_temp
as $$
declare
  passed auth.sign_in_challenge;
begin
  delete from auth.sign_in_challenge as c
  where c.token_hash = pass_challenge.token_hash and c.expires_at > now()
  returning c.* into passed;
  if not found or not auth.code_works_once(passed.user_id, step, recovery_code_id) then
    return;
  end if;
  select s.id into session_id from auth.begin_session(
    passed.user_id, refresh_token_hash, ip, user_agent, true) as s;
  perform auth.record_attempt(passed.attempt_id, true);
  perform auth.record_attempt(pass_challenge.attempt_id, true);
  return next;
end
$$;
alter function auth.pass_challenge(bytea, :ID_TYPE, bigint, :ID_TYPE, bytea, inet, text)
  owner to sodaily_definer;
comment on function auth.pass_challenge(bytea, :ID_TYPE, bigint, :ID_TYPE, bytea, inet, text) is
  E'@omit\nSession of a sign-in whose second factor was right, no row when the code or the challenge was used meanwhile. For the sign-in route only.';
revoke all on function auth.pass_challenge(bytea, :ID_TYPE, bigint, :ID_TYPE, bytea, inet, text)
  from public;
grant execute on function auth.pass_challenge(bytea, :ID_TYPE, bigint, :ID_TYPE, bytea, inet, text)
  to sodaily_signin;
--! EndIncluded auth/functions/pass_challenge.sql
--! Included auth/functions/prove_by_code.sql
-- A code of the caller's app was right: it is spent, and this session has a fresh proof.
-- Security definer: sessions and codes are written by functions only.
create or replace function auth.prove_by_code(
  attempt_id :ID_TYPE, step bigint, recovery_code_id :ID_TYPE) returns boolean
language plpgsql volatile security definer
set search_path to pg_catalog, pg_temp
as $$
declare
  caller :ID_TYPE := auth.require_person();
begin
  if not exists (select from auth."user" as u where u.id = caller and u.second_factor_at is not null)
    or not auth.code_works_once(caller, step, recovery_code_id) then
    return false;
  end if;
  update auth.session as s set proved_at = now(), second_factor_at = now()
  where s.id = nullif(current_setting('app.session_id', true), '')::uuid;
  perform auth.record_attempt(prove_by_code.attempt_id, true);
  return true;
end
$$;
alter function auth.prove_by_code(:ID_TYPE, bigint, :ID_TYPE) owner to sodaily_definer;
comment on function auth.prove_by_code(:ID_TYPE, bigint, :ID_TYPE) is
  E'@omit\nMarks a fresh proof in the caller''s session; false when the code was used before. For the sign-in route only. Error: INVALID_TOKEN.';
revoke all on function auth.prove_by_code(:ID_TYPE, bigint, :ID_TYPE) from public;
grant execute on function auth.prove_by_code(:ID_TYPE, bigint, :ID_TYPE) to sodaily_signin;
--! EndIncluded auth/functions/prove_by_code.sql
--! Included auth/functions/prove_by_password.sql
-- The caller's password was right. It proves enough only for people without a second factor.
-- Security definer: sessions are written by functions only.
create or replace function auth.prove_by_password(attempt_id :ID_TYPE) returns boolean
language plpgsql volatile security definer
set search_path to pg_catalog, pg_temp
as $$
declare
  caller :ID_TYPE := auth.require_person();
begin
  update auth.session as s set proved_at = now()
  from auth."user" as u
  where s.id = nullif(current_setting('app.session_id', true), '')::uuid
    and u.id = caller and u.second_factor_at is null;
  if not found then
    return false;
  end if;
  perform auth.record_attempt(prove_by_password.attempt_id, true);
  return true;
end
$$;
alter function auth.prove_by_password(:ID_TYPE) owner to sodaily_definer;
comment on function auth.prove_by_password(:ID_TYPE) is
  E'@omit\nMarks a fresh proof in the caller''s session; false for whoever has a second factor. For the sign-in route only. Error: INVALID_TOKEN.';
revoke all on function auth.prove_by_password(:ID_TYPE) from public;
grant execute on function auth.prove_by_password(:ID_TYPE) to sodaily_signin;
--! EndIncluded auth/functions/prove_by_password.sql
--! Included auth/functions/purge_expired.sql
-- What nobody can use any more goes: attempts after 30 days, sessions once their time is over, ended
-- before or not, and the spent tokens of those, links and half-done sign-ins and enrolments that were
-- not finished in time, and browsers not seen for more than a year.
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
  delete from auth.sign_in_challenge as c where c.expires_at < now();
  delete from auth.totp as t where t.confirmed_at is null and t.created_at < now() - interval '1 day';
  delete from auth.device as d where d.last_seen_at < now() - interval '400 days';
  update auth.user_secret as u set last_signed_in_at = greatest(u.last_signed_in_at, gone.created_at)
  from (
    select s.user_id, max(s.created_at) as created_at
    from auth.session as s where s.expires_at < now() group by s.user_id) as gone
  where u.user_id = gone.user_id;
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
--! Included auth/functions/reactivate_user.sql
-- A person who comes back, with the roles they had: that grants them, so whoever does it must hold
-- their scopes.
-- Security definer: people and rights are written by functions only.
create or replace function auth.reactivate_user(
  client_key text,
  user_id :ID_TYPE,
  version bigint)
returns auth.user_entry
language plpgsql volatile security definer
set search_path to pg_catalog, pg_temp
as $$
declare
  caller :ID_TYPE := auth.require_scope('user:write');
  person auth."user";
  earlier jsonb;
begin
  earlier := audit.begin_command(caller, client_key, 'auth.reactivate_user', jsonb_build_array(
    user_id, version));
  if earlier is null then
    perform auth.recent_proof();
    perform auth.hold_rights();
    person := auth.user_for_change(user_id, version);
    if person.is_active then
      raise exception 'user % is active already', person.email
        using errcode = 'SDTRN', detail = jsonb_build_object(
          'user_id', person.id::text, 'from', 'active', 'to', 'active')::text;
    end if;
    perform auth.grant_only_what_you_hold(auth.scopes_of(person.id));
    update auth."user" as u
    set is_active = true, inactive_reason = null,
      version = u.version + 1, updated_at = now(), updated_by = caller
    where u.id = person.id;
    -- one that was opened while they were being deactivated does not come back with them
    update auth.session as s set ended_at = now()
    where s.user_id = person.id and s.ended_at is null;
    perform audit.finish_command(caller, client_key, jsonb_build_object('id', person.id::text));
  end if;
  return auth.user_entry_of(coalesce(cast(earlier ->> 'id' as :ID_TYPE), person.id));
end
$$;
alter function auth.reactivate_user(text, :ID_TYPE, bigint) owner to sodaily_definer;
comment on function auth.reactivate_user(text, :ID_TYPE, bigint) is
  E'@resultFieldName user\nReactivates a person, who signs in anew. Errors: INVALID_TOKEN, PERMISSION_DENIED, NOT_FOUND, VALIDATION_ERROR, DUPLICATE_REQUEST, STALE_VERSION, INVALID_TRANSITION, GRANT_BEYOND_OWN, STEP_UP_REQUIRED.';
revoke all on function auth.reactivate_user(text, :ID_TYPE, bigint) from public;
grant execute on function auth.reactivate_user(text, :ID_TYPE, bigint) to sodaily_staff;
--! EndIncluded auth/functions/reactivate_user.sql
--! Included auth/functions/renew_recovery_codes.sql
-- The caller gets new recovery codes; only with an app in force.
-- Security definer: codes are written by functions only.
create or replace function auth.renew_recovery_codes(code_hashes text[]) returns void
language plpgsql volatile security definer
set search_path to pg_catalog, pg_temp
as $$
declare
  caller :ID_TYPE := auth.require_person();
begin
  perform auth.recent_proof();
  if not exists (
    select from auth."user" as u where u.id = caller and u.second_factor_at is not null) then
    perform audit.refuse_problems(jsonb_build_array(
      jsonb_build_object('path', '', 'reason', 'not_enrolled')));
  end if;
  perform auth.store_recovery_codes(caller, code_hashes);
end
$$;
alter function auth.renew_recovery_codes(text[]) owner to sodaily_definer;
comment on function auth.renew_recovery_codes(text[]) is
  E'@omit\nReplaces the caller''s recovery codes. For the sign-in route only. Errors: INVALID_TOKEN, STEP_UP_REQUIRED, VALIDATION_ERROR (not_enrolled).';
revoke all on function auth.renew_recovery_codes(text[]) from public;
grant execute on function auth.renew_recovery_codes(text[]) to sodaily_signin;
--! EndIncluded auth/functions/renew_recovery_codes.sql
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
  -- a new person who sets their first password needs no warning
  if exists (select from auth.user_secret as s where s.user_id = person.id) then
    perform auth.tell_by_mail(person.id, 'password_changed');
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
--! Included auth/functions/reset_second_factor.sql
-- Somebody lost their device and their codes: another administrator takes the second factor off, with
-- a reason. Their sessions end, they are told by mail, and sign in by password until they enrol anew,
-- at once when a role of theirs asks for it. That gives away whatever the person may do, so whoever
-- does it must hold their scopes.
-- Security definer: people, secrets and sessions are written by functions only.
create or replace function auth.reset_second_factor(
  client_key text,
  user_id :ID_TYPE,
  version bigint,
  reason text)
returns auth.user_entry
language plpgsql volatile security definer
set search_path to pg_catalog, pg_temp
as $$
declare
  caller :ID_TYPE := auth.require_scope('user:write');
  person auth."user";
  earlier jsonb;
begin
  earlier := audit.begin_command(caller, client_key, 'auth.reset_second_factor', jsonb_build_array(
    user_id, version, btrim(reason)));
  if earlier is null then
    perform auth.recent_proof();
    perform auth.hold_rights();
    person := auth.user_for_change(user_id, version);
    if person.id = caller then
      raise exception 'nobody resets their own second factor' using errcode = 'SDPRM',
        detail = '{"scope": "user:write", "reason": "another_administrator"}',
        hint = 'Switch it off on the page of your account, or ask another administrator.';
    end if;
    if person.second_factor_at is null then
      raise exception 'user % has no second factor', person.email using errcode = 'SDTRN',
        detail = jsonb_build_object('user_id', person.id::text, 'from', 'off', 'to', 'off')::text;
    end if;
    perform auth.grant_only_what_you_hold(auth.scopes_of(person.id));
    perform auth.take_off_second_factor(person.id);
    update auth."user" as u
    set second_factor_reset_reason = audit.require_reason(reset_second_factor.reason),
      version = u.version + 1, updated_at = now(), updated_by = caller
    where u.id = person.id;
    update auth.session as s set ended_at = now()
    where s.user_id = person.id and s.ended_at is null;
    perform auth.tell_by_mail(person.id, 'second_factor_reset');
    perform audit.finish_command(caller, client_key, jsonb_build_object('id', person.id::text));
  end if;
  return auth.user_entry_of(coalesce(cast(earlier ->> 'id' as :ID_TYPE), person.id));
end
$$;
alter function auth.reset_second_factor(text, :ID_TYPE, bigint, text) owner to sodaily_definer;
comment on function auth.reset_second_factor(text, :ID_TYPE, bigint, text) is
  E'@resultFieldName user\nTakes off the second factor of another person who lost their device, with a reason, and ends their sessions. Errors: INVALID_TOKEN, PERMISSION_DENIED, NOT_FOUND, VALIDATION_ERROR, DUPLICATE_REQUEST, STALE_VERSION, INVALID_TRANSITION, GRANT_BEYOND_OWN, STEP_UP_REQUIRED.';
revoke all on function auth.reset_second_factor(text, :ID_TYPE, bigint, text) from public;
grant execute on function auth.reset_second_factor(text, :ID_TYPE, bigint, text) to sodaily_staff;
--! EndIncluded auth/functions/reset_second_factor.sql
--! Included auth/functions/resume_session.sql
-- Every request asks once: does the session of this token live, and as whom does it work.
-- Security definer: no role of the API reads sessions.
create or replace function auth.resume_session(session_id uuid, user_id :ID_TYPE)
returns table (database_role text)
language plpgsql stable security definer
set search_path to pg_catalog, pg_temp
as $$
declare
  second_factor_at timestamptz;
begin
  select s.second_factor_at, auth.database_role_of(u.id) into second_factor_at, database_role
  from auth.session as s
  join auth."user" as u on u.id = s.user_id
  where s.id = resume_session.session_id and s.user_id = resume_session.user_id
    and s.ended_at is null and s.expires_at > now() and u.is_active;
  if database_role is not null then
    perform auth.second_factor_required(resume_session.user_id, second_factor_at);
    return next;
  end if;
end
$$;
alter function auth.resume_session(uuid, :ID_TYPE) owner to sodaily_definer;
comment on function auth.resume_session(uuid, :ID_TYPE) is
  E'@omit\nPostgreSQL role of a living session, no row when it is dead. For the server only. Error: SECOND_FACTOR_REQUIRED.';
revoke all on function auth.resume_session(uuid, :ID_TYPE) from public;
grant execute on function auth.resume_session(uuid, :ID_TYPE) to sodaily_signin;
--! EndIncluded auth/functions/resume_session.sql
--! Included auth/functions/role_entry_of.sql
-- A role as those who manage people see it.
create or replace function auth.role_entry_of(role_id :ID_TYPE) returns auth.role_entry
language sql stable
set search_path to pg_catalog, pg_temp
as $$
  select r.id, r.code, r.name_vi, r.name_en, r.database_role, r.is_builtin,
    array(
      select rp.permission_code from auth.role_permission as rp
      where rp.role_id = r.id order by rp.permission_code),
    r.version, r.updated_at, r.is_second_factor_required
  from auth.role as r where r.id = role_entry_of.role_id
$$;
comment on function auth.role_entry_of(:ID_TYPE) is
  E'@omit\nA role with its scopes, null when unknown.';
revoke all on function auth.role_entry_of(:ID_TYPE) from public;
grant execute on function auth.role_entry_of(:ID_TYPE) to sodaily_definer;
--! EndIncluded auth/functions/role_entry_of.sql
--! Included auth/functions/rotate_session.sql
-- A refresh token is used once. The last one seen again within ten seconds is a second tab or a
-- retry: the session goes on, the successor stays. Any other seen again is a theft: it ends, and its
-- owner is told by mail.
-- Security definer: sessions are written by functions only.
create or replace function auth.rotate_session(
  refresh_token_hash bytea, next_refresh_token_hash bytea)
returns table (session_id uuid, user_id :ID_TYPE, outcome text)
language plpgsql volatile security definer
set search_path to pg_catalog, pg_temp
as $$
declare
  family auth.session;
begin
  select s.* into family
  from auth.session as s
  join auth."user" as u on u.id = s.user_id
  where (rotate_session.refresh_token_hash in (s.refresh_token_hash, s.previous_token_hash)
      or s.id = (select t.session_id from auth.spent_refresh_token as t
        where t.token_hash = rotate_session.refresh_token_hash))
    and s.ended_at is null and s.expires_at > now() and u.is_active
  for no key update of s;
  if not found then
    return;
  end if;
  if family.refresh_token_hash = rotate_session.refresh_token_hash then
    insert into auth.spent_refresh_token (token_hash, session_id)
    select family.previous_token_hash, family.id where family.previous_token_hash is not null;
    update auth.session as s
    set refresh_token_hash = rotate_session.next_refresh_token_hash,
      previous_token_hash = rotate_session.refresh_token_hash,
      rotated_at = now()
    where s.id = family.id;
    return query select family.id, family.user_id, 'rotated';
  elsif family.previous_token_hash = rotate_session.refresh_token_hash
    and family.rotated_at > now() - interval '10 seconds' then
    return query select family.id, family.user_id, 'grace';
  else
    update auth.session as s set ended_at = now() where s.id = family.id;
    perform auth.tell_by_mail(family.user_id, 'session_stolen');
  end if;
end
$$;
alter function auth.rotate_session(bytea, bytea) owner to sodaily_definer;
comment on function auth.rotate_session(bytea, bytea) is
  E'@omit\nExchanges a refresh token: rotated, grace (same token within 10 s), or no row when it is dead or stolen.';
revoke all on function auth.rotate_session(bytea, bytea) from public;
grant execute on function auth.rotate_session(bytea, bytea) to sodaily_signin;
--! EndIncluded auth/functions/rotate_session.sql
--! Included auth/functions/session_user_profile.sql
-- What the interface needs to know of the person: name, language, roles, scopes, agencies,
-- and how they stand with their second factor.
-- Security definer: the sign-in role reads no table.
create or replace function auth.session_user_profile(session_id uuid) returns jsonb
language sql stable security definer
set search_path to pg_catalog, pg_temp
as $$
  select jsonb_build_object(
    'id', u.id::text,
    'email', u.email,
    'full_name', u.full_name,
    'locale', u.locale,
    'roles', (
      select coalesce(jsonb_agg(r.code order by r.code), '[]')
      from auth.user_role as ur join auth.role as r on r.id = ur.role_id
      where ur.user_id = u.id),
    'scopes', to_jsonb(auth.scopes_of(u.id)),
    'agencies', (
      select coalesce(jsonb_agg(
        jsonb_build_object('id', a.id::text, 'code', a.code, 'name', a.name) order by a.code), '[]')
      from auth.user_agency as ua join agency.agency as a on a.id = ua.agency_id
      where ua.user_id = u.id),
    'second_factor', jsonb_build_object(
      'is_enrolled', u.second_factor_at is not null,
      'is_required', auth.must_use_second_factor(u.id),
      'is_confirmed', s.second_factor_at is not null,
      'recovery_codes_left', auth.recovery_codes_left(u.id)))
  from auth.session as s
  join auth."user" as u on u.id = s.user_id
  where s.id = session_user_profile.session_id
    and s.ended_at is null and s.expires_at > now() and u.is_active
$$;
alter function auth.session_user_profile(uuid) owner to sodaily_definer;
comment on function auth.session_user_profile(uuid) is
  E'@omit\nProfile of a living session as JSON {id, email, full_name, locale, roles, scopes, agencies, second_factor}.';
revoke all on function auth.session_user_profile(uuid) from public;
grant execute on function auth.session_user_profile(uuid) to sodaily_signin;
--! EndIncluded auth/functions/session_user_profile.sql
--! Included auth/functions/set_role_second_factor.sql
-- Whether members of a role work only with a second factor. Switched on, it binds at their next
-- request. Administrators keep it, once it is on.
-- Security definer: people and rights are written by functions only.
create or replace function auth.set_role_second_factor(
  client_key text,
  role_id :ID_TYPE,
  version bigint,
  is_required boolean)
returns auth.role_entry
language plpgsql volatile security definer
set search_path to pg_catalog, pg_temp
as $$
declare
  caller :ID_TYPE := auth.require_scope('user:write');
  role auth.role;
  earlier jsonb;
begin
  earlier := audit.begin_command(caller, client_key, 'auth.set_role_second_factor',
    jsonb_build_array(role_id, version, is_required));
  if earlier is null then
    perform auth.recent_proof();
    perform auth.hold_rights();
    role := auth.role_for_change(role_id, version);
    perform audit.refuse_problems(case
      when is_required is null then
        jsonb_build_array(jsonb_build_object('path', 'is_required', 'reason', 'required'))
      when not is_required and role.is_builtin and role.code = 'admin' then
        jsonb_build_array(jsonb_build_object('path', 'is_required', 'reason', 'admin_keeps_it'))
      else '[]' end);
    update auth.role as r
    set is_second_factor_required = set_role_second_factor.is_required,
      version = r.version + 1, updated_at = now(), updated_by = caller
    where r.id = role.id;
    perform audit.finish_command(caller, client_key, jsonb_build_object('id', role.id::text));
  end if;
  return auth.role_entry_of(coalesce(cast(earlier ->> 'id' as :ID_TYPE), role.id));
end
$$;
alter function auth.set_role_second_factor(text, :ID_TYPE, bigint, boolean)
  owner to sodaily_definer;
comment on function auth.set_role_second_factor(text, :ID_TYPE, bigint, boolean) is
  E'@resultFieldName role\nSets whether members of a role need a second factor. Errors: INVALID_TOKEN, PERMISSION_DENIED, NOT_FOUND, VALIDATION_ERROR, DUPLICATE_REQUEST, STALE_VERSION, STEP_UP_REQUIRED.';
revoke all on function auth.set_role_second_factor(text, :ID_TYPE, bigint, boolean) from public;
grant execute on function auth.set_role_second_factor(text, :ID_TYPE, bigint, boolean)
  to sodaily_staff;
--! EndIncluded auth/functions/set_role_second_factor.sql
--! Included auth/functions/set_user_roles.sql
-- The roles of a person from now on. Those they have already are not granted anew.
-- Security definer: people and rights are written by functions only.
create or replace function auth.set_user_roles(
  client_key text,
  user_id :ID_TYPE,
  version bigint,
  role_codes text[])
returns auth.user_entry
language plpgsql volatile security definer
set search_path to pg_catalog, pg_temp
as $$
declare
  caller :ID_TYPE := auth.require_scope('user:write');
  person auth."user";
  earlier jsonb;
begin
  earlier := audit.begin_command(caller, client_key, 'auth.set_user_roles', jsonb_build_array(
    user_id, version, role_codes));
  if earlier is null then
    perform auth.recent_proof();
    perform auth.hold_rights();
    person := auth.user_for_change(user_id, version);
    perform audit.refuse_problems(auth.membership_problems(role_codes, '{}'));
    perform auth.grant_only_what_you_hold(array(
      select rp.permission_code from auth.role as r
      join auth.role_permission as rp on rp.role_id = r.id
      where r.code = any (role_codes) and not exists (
        select from auth.user_role as ur where ur.user_id = person.id and ur.role_id = r.id)));
    insert into auth.user_role (user_id, role_id, created_by)
    select person.id, r.id, caller from auth.role as r where r.code = any (role_codes)
    on conflict on constraint user_role_pkey do nothing;
    delete from auth.user_role as ur using auth.role as r
    where ur.user_id = person.id and r.id = ur.role_id and r.code <> all (role_codes);
    update auth."user" as u
    set version = u.version + 1, updated_at = now(), updated_by = caller
    where u.id = person.id;
    perform audit.finish_command(caller, client_key, jsonb_build_object('id', person.id::text));
  end if;
  return auth.user_entry_of(coalesce(cast(earlier ->> 'id' as :ID_TYPE), person.id));
end
$$;
alter function auth.set_user_roles(text, :ID_TYPE, bigint, text[]) owner to sodaily_definer;
comment on function auth.set_user_roles(text, :ID_TYPE, bigint, text[]) is
  E'@resultFieldName user\nSets the roles of a person; what is taken away ends at once. Errors: INVALID_TOKEN, PERMISSION_DENIED, NOT_FOUND, VALIDATION_ERROR, DUPLICATE_REQUEST, STALE_VERSION, GRANT_BEYOND_OWN, LAST_ADMIN, STEP_UP_REQUIRED.';
revoke all on function auth.set_user_roles(text, :ID_TYPE, bigint, text[]) from public;
grant execute on function auth.set_user_roles(text, :ID_TYPE, bigint, text[]) to sodaily_staff;
--! EndIncluded auth/functions/set_user_roles.sql
--! Included auth/functions/switch_off_second_factor.sql
-- The caller does without a second factor from now on, unless a role of theirs asks for one. They
-- are told by mail, should it have been somebody else at their screen.
-- Security definer: secrets and codes are written by functions only.
create or replace function auth.switch_off_second_factor() returns void
language plpgsql volatile security definer
set search_path to pg_catalog, pg_temp
as $$
declare
  caller :ID_TYPE := auth.require_person();
begin
  perform auth.recent_proof();
  -- as if it were off already
  perform auth.second_factor_required(caller, null);
  if exists (select from auth."user" as u where u.id = caller and u.second_factor_at is not null) then
    perform auth.tell_by_mail(caller, 'second_factor_off');
  end if;
  perform auth.take_off_second_factor(caller);
end
$$;
alter function auth.switch_off_second_factor() owner to sodaily_definer;
comment on function auth.switch_off_second_factor() is
  E'@omit\nTakes off the caller''s second factor. For the sign-in route only. Errors: INVALID_TOKEN, STEP_UP_REQUIRED, SECOND_FACTOR_REQUIRED.';
revoke all on function auth.switch_off_second_factor() from public;
grant execute on function auth.switch_off_second_factor() to sodaily_signin;
--! EndIncluded auth/functions/switch_off_second_factor.sql
--! Included auth/functions/update_role.sql
-- Renames a role and sets its scopes from now on, for everybody who has it. Its code and what its
-- members see stay. The administrator keeps every scope.
-- Security definer: people and rights are written by functions only.
create or replace function auth.update_role(
  client_key text,
  role_id :ID_TYPE,
  version bigint,
  name_vi text,
  name_en text,
  scopes text[])
returns auth.role_entry
language plpgsql volatile security definer
set search_path to pg_catalog, pg_temp
as $$
declare
  caller :ID_TYPE := auth.require_scope('user:write');
  role auth.role;
  earlier jsonb;
begin
  name_vi := nullif(btrim(name_vi), '');
  name_en := nullif(btrim(name_en), '');
  earlier := audit.begin_command(caller, client_key, 'auth.update_role', jsonb_build_array(
    role_id, version, name_vi, name_en, scopes));
  if earlier is null then
    perform auth.recent_proof();
    perform auth.hold_rights();
    role := auth.role_for_change(role_id, version);
    perform audit.refuse_problems(auth.role_problems(name_vi, name_en, scopes)
      || auth.admin_scope_problems(role, scopes));
    perform auth.grant_only_what_you_hold(array(
      select s.scope from unnest(scopes) as s (scope) where not exists (
        select from auth.role_permission as rp
        where rp.role_id = role.id and rp.permission_code = s.scope)));
    insert into auth.role_permission (role_id, permission_code, created_by)
    select role.id, s.scope, caller from unnest(scopes) as s (scope)
    on conflict on constraint role_permission_pkey do nothing;
    delete from auth.role_permission as rp
    where rp.role_id = role.id and rp.permission_code <> all (scopes);
    update auth.role as r
    set name_vi = update_role.name_vi, name_en = update_role.name_en,
      version = r.version + 1, updated_at = now(), updated_by = caller
    where r.id = role.id;
    perform audit.finish_command(caller, client_key, jsonb_build_object('id', role.id::text));
  end if;
  return auth.role_entry_of(coalesce(cast(earlier ->> 'id' as :ID_TYPE), role.id));
end
$$;
alter function auth.update_role(text, :ID_TYPE, bigint, text, text, text[])
  owner to sodaily_definer;
comment on function auth.update_role(text, :ID_TYPE, bigint, text, text, text[]) is
  E'@resultFieldName role\nEdits a role; its members'' rights change at once. Errors: INVALID_TOKEN, PERMISSION_DENIED, NOT_FOUND, VALIDATION_ERROR, DUPLICATE_REQUEST, STALE_VERSION, GRANT_BEYOND_OWN, LAST_ADMIN, STEP_UP_REQUIRED.';
revoke all on function auth.update_role(text, :ID_TYPE, bigint, text, text, text[]) from public;
grant execute on function auth.update_role(text, :ID_TYPE, bigint, text, text, text[])
  to sodaily_staff;
--! EndIncluded auth/functions/update_role.sql
--! Included auth/functions/user_entry_of.sql
-- A person as those who manage people see them.
create or replace function auth.user_entry_of(user_id :ID_TYPE) returns auth.user_entry
language sql stable
set search_path to pg_catalog, pg_temp
as $$
  select u.id, u.email, u.full_name, u.phone, u.locale, u.is_active, u.inactive_reason,
    array(
      select r.code from auth.user_role as ur join auth.role as r on r.id = ur.role_id
      where ur.user_id = u.id order by r.code),
    array(
      select a.id from auth.user_agency as ua join agency.agency as a on a.id = ua.agency_id
      where ua.user_id = u.id order by a.code),
    u.version, u.created_at, u.updated_at,
    u.second_factor_at is not null, auth.must_use_second_factor(u.id), greatest(
      (select s.last_signed_in_at from auth.user_secret as s where s.user_id = u.id),
      (select max(s.created_at) from auth.session as s where s.user_id = u.id))
  from auth."user" as u where u.id = user_entry_of.user_id
$$;
comment on function auth.user_entry_of(:ID_TYPE) is
  E'@omit\nA person with their roles and agencies, null when unknown.';
revoke all on function auth.user_entry_of(:ID_TYPE) from public;
grant execute on function auth.user_entry_of(:ID_TYPE) to sodaily_definer;
--! EndIncluded auth/functions/user_entry_of.sql
--! Included auth/rules/attacks_are_told.sql
-- Rule: who manages people hears of an attack on sign-in, once a day for each: an account that
-- failed 10 times within an hour, or an address that failed 20 times, wherever else they came from.
-- Nobody may override; there is nothing to refuse.
create or replace function auth.attacks_are_told() returns trigger
language plpgsql
set search_path to pg_catalog, pg_temp
as $$
declare
  since constant timestamptz := clock_timestamp() - interval '1 hour';
  on_account bigint;
  from_address bigint;
begin
  select count(*) filter (where a.account_hash = new.account_hash),
    count(*) filter (where a.address = new.address)
  into on_account, from_address
  from auth.login_attempt as a
  where (a.account_hash = new.account_hash or a.address = new.address)
    and a.outcome = 'failed' and a.created_at > since;
  if on_account >= 10 then
    perform notification.notify_sign_in_attack('account', coalesce((
      select u.email from auth."user" as u
      where auth.account_hash_of(u.email) = new.account_hash), '?'), on_account);
  end if;
  if from_address >= 20 then
    perform notification.notify_sign_in_attack('address', host(new.address), from_address);
  end if;
  return null;
end
$$;
comment on function auth.attacks_are_told() is
  'Counts the failures of the last hour on an account and from an address.';
revoke all on function auth.attacks_are_told() from public;

create or replace trigger attacks_are_told
after update of outcome on auth.login_attempt
for each row when (new.outcome = 'failed')
execute function auth.attacks_are_told();
comment on trigger attacks_are_told on auth.login_attempt is
  'Many failures are told to those who manage people.';
--! EndIncluded auth/rules/attacks_are_told.sql
--! Included config/functions/set_feature_flag.sql
-- Switches a feature on or off, at once and for everybody.
-- Security definer: switches are written by this function only.
create or replace function config.set_feature_flag(
  client_key text,
  key text,
  is_on boolean,
  version bigint)
returns config.feature_flag
language plpgsql volatile security definer
set search_path to pg_catalog, pg_temp
as $$
declare
  caller :ID_TYPE := auth.require_scope('config:write');
  changed config.feature_flag;
  earlier jsonb;
begin
  earlier := audit.begin_command(caller, client_key, 'config.set_feature_flag',
    jsonb_build_array(key, is_on, version));
  if earlier is null then
    perform auth.recent_proof();
    if is_on is null then
      perform audit.refuse_problems('[{"path": "is_on", "reason": "required"}]');
    end if;
    select f.* into changed from config.feature_flag as f
    where f.key = set_feature_flag.key
    for no key update;
    if not found then
      raise exception 'feature % is unknown', key using errcode = 'SDNFD',
        detail = jsonb_build_object('key', left(key, 100))::text;
    end if;
    perform audit.refuse_stale(version, changed.version, changed.updated_at, changed.updated_by);
    update config.feature_flag as f
    set is_on = set_feature_flag.is_on, version = f.version + 1,
      updated_at = now(), updated_by = caller
    where f.id = changed.id;
    perform audit.finish_command(caller, client_key, jsonb_build_object('id', changed.id::text));
  end if;
  select f.* into strict changed from config.feature_flag as f
  where f.id = coalesce(cast(earlier ->> 'id' as :ID_TYPE), changed.id);
  return changed;
end
$$;
alter function config.set_feature_flag(text, text, boolean, bigint) owner to sodaily_definer;
comment on function config.set_feature_flag(text, text, boolean, bigint) is
  E'@resultFieldName featureFlag\nSwitches a feature on or off. Errors: INVALID_TOKEN, PERMISSION_DENIED, VALIDATION_ERROR, DUPLICATE_REQUEST, NOT_FOUND, STALE_VERSION, STEP_UP_REQUIRED.';
revoke all on function config.set_feature_flag(text, text, boolean, bigint) from public;
grant execute on function config.set_feature_flag(text, text, boolean, bigint) to sodaily_staff;
--! EndIncluded config/functions/set_feature_flag.sql
--! Included config/functions/set_regulation.sql
-- A regulation changes by a new version from today or a later day on (QĐ7). Versions are final and
-- one a day, so slips already written keep their prices, and a mistake is corrected by the next
-- day's.
-- Security definer: versions are written by this function only.
create or replace function config.set_regulation(
  client_key text,
  key text,
  value text,
  valid_from date,
  reason text)
returns config.regulation_version
language plpgsql volatile security definer
set search_path to pg_catalog, pg_temp
as $$
declare
  caller :ID_TYPE := auth.require_scope('config:write');
  made config.regulation_version;
  earlier jsonb;
begin
  value := lower(nullif(btrim(value), ''));
  reason := nullif(btrim(reason), '');
  earlier := audit.begin_command(caller, client_key, 'config.set_regulation',
    jsonb_build_array(key, value, valid_from, reason));
  if earlier is null then
    perform auth.recent_proof();
    perform audit.refuse_problems(config.regulation_problems(key, value, valid_from, reason));
    if value not in ('true', 'false') then
      value := trim_scale(value::numeric)::text;
    end if;
    insert into config.regulation_version as v (
      regulation_id, value, valid_from, reason, created_by)
    select r.id, set_regulation.value, set_regulation.valid_from, set_regulation.reason, caller
    from config.regulation as r where r.key = set_regulation.key
    on conflict on constraint one_version_of_a_regulation_a_day do nothing
    returning v.* into made;
    if not found then
      -- somebody else was first on this day, and has committed: now it shows
      perform audit.refuse_problems(config.regulation_problems(key, value, valid_from, reason));
    end if;
    perform audit.finish_command(caller, client_key, jsonb_build_object('id', made.id::text));
  end if;
  select v.* into strict made from config.regulation_version as v
  where v.id = coalesce(cast(earlier ->> 'id' as :ID_TYPE), made.id);
  return made;
end
$$;
alter function config.set_regulation(text, text, text, date, text) owner to sodaily_definer;
comment on function config.set_regulation(text, text, text, date, text) is
  E'@resultFieldName regulationVersion\nSets the value of a regulation from a day on, today at the earliest, with a reason. One version a day; none is edited or withdrawn. Errors: INVALID_TOKEN, PERMISSION_DENIED, VALIDATION_ERROR, DUPLICATE_REQUEST, STEP_UP_REQUIRED.';
revoke all on function config.set_regulation(text, text, text, date, text) from public;
grant execute on function config.set_regulation(text, text, text, date, text) to sodaily_staff;
--! EndIncluded config/functions/set_regulation.sql
--! Included finance/functions/reopen_period.sql
-- Opens the newest closed month again, with a reason.
-- Security definer: periods are written by functions only.
create or replace function finance.reopen_period(client_key text, month date, reason text)
returns finance.period
language plpgsql volatile security definer
set search_path to pg_catalog, pg_temp
as $$
declare
  caller :ID_TYPE := auth.require_scope('period:close');
  opened finance.period;
  earlier jsonb;
begin
  month := date_trunc('month', month::timestamp)::date;
  reason := nullif(btrim(reason), '');
  earlier := audit.begin_command(
    caller, client_key, 'finance.reopen_period', jsonb_build_array(month, reason));
  if earlier is not null then
    select p.* into strict opened from finance.period as p where p.month = reopen_period.month;
    return opened;
  end if;

  perform auth.recent_proof();
  lock table finance.period in share row exclusive mode;
  perform audit.refuse_problems(case
    when month is null then jsonb_build_array(
      jsonb_build_object('path', 'month', 'reason', 'required'))
    when not exists (select from finance.period as p where p.month = reopen_period.month) then
      jsonb_build_array(jsonb_build_object(
        'path', 'month', 'reason', 'unknown', 'value', month::text))
    else '[]' end || case
    when reason is null then jsonb_build_array(
      jsonb_build_object('path', 'reason', 'reason', 'required'))
    when length(reason) > 500 then jsonb_build_array(jsonb_build_object(
      'path', 'reason', 'reason', 'too_long', 'value', length(reason)::text))
    else '[]' end);

  update finance.period as p
  set is_closed = false, reopened_at = clock_timestamp(), reopened_by = caller,
    reason = reopen_period.reason
  where p.month = reopen_period.month
  returning p.* into strict opened;
  perform audit.finish_command(caller, client_key, jsonb_build_object('month', opened.month));
  return opened;
end
$$;
alter function finance.reopen_period(text, date, text) owner to sodaily_definer;
comment on function finance.reopen_period(text, date, text) is
  E'@resultFieldName period\nOpens the newest closed month again, with a reason. The same clientKey gives the same answer again. Errors: INVALID_TOKEN, PERMISSION_DENIED, VALIDATION_ERROR, DUPLICATE_REQUEST, INVALID_TRANSITION, STEP_UP_REQUIRED.';
revoke all on function finance.reopen_period(text, date, text) from public;
grant execute on function finance.reopen_period(text, date, text) to sodaily_user, sodaily_staff;
--! EndIncluded finance/functions/reopen_period.sql

--! split: 020-jobs.sql
-- Jobs that have failed for good: administrators see why, try again, or discard them with a reason.
do $$
begin
  if to_regtype('notification.dead_job') is null then
    create type notification.dead_job as (
      key text, task text, payload jsonb, last_error text, attempts bigint,
      created_at timestamptz, failed_at timestamptz);
  end if;
end
$$;
comment on type notification.dead_job is 'A job that used up its attempts; nobody runs it again by itself.';
comment on column notification.dead_job.key is 'Opaque key of the queue.';
comment on column notification.dead_job.task is 'What was to be done: a file of worker/tasks.';
comment on column notification.dead_job.payload is 'Keys of what it was about.';
comment on column notification.dead_job.last_error is 'Why its last attempt failed.';
comment on column notification.dead_job.attempts is 'How often it was tried.';
comment on column notification.dead_job.created_at is 'Moment it was queued.';
comment on column notification.dead_job.failed_at is 'Moment its last attempt failed.';

create table if not exists notification.discarded_job (
  id :ID_TYPE primary key :ID_DEFAULT,
  task text not null,
  payload jsonb not null,
  last_error text,
  attempts bigint not null,
  reason text not null constraint discarded_job_has_a_short_reason
    check (btrim(reason) <> '' and length(reason) <= 500),
  queued_at timestamptz not null,
  created_at timestamptz not null default now(),
  created_by :ID_TYPE not null references auth."user"
);
create index if not exists discarded_job_created_by_idx on notification.discarded_job (created_by);
comment on table notification.discarded_job is
  E'@behavior -*\nJobs that an administrator discarded: what was not done, and why not.';
comment on column notification.discarded_job.id is 'Opaque key.';
comment on column notification.discarded_job.task is 'What was to be done.';
comment on column notification.discarded_job.payload is 'Keys of what it was about.';
comment on column notification.discarded_job.last_error is 'Why its last attempt failed.';
comment on column notification.discarded_job.attempts is 'How often it was tried.';
comment on column notification.discarded_job.reason is 'Why it is not needed any more, at most 500 characters.';
comment on column notification.discarded_job.queued_at is 'Moment it was queued.';
comment on column notification.discarded_job.created_at is 'Moment of discarding.';
comment on column notification.discarded_job.created_by is 'Who discarded it.';

--! Included notification/policies/discarded_job.sql
-- What an administrator discarded: kept by functions, read by the owner of the database.
alter table notification.discarded_job enable row level security;
alter table notification.discarded_job force row level security;

drop policy if exists definer_does_what_functions_do on notification.discarded_job;
create policy definer_does_what_functions_do on notification.discarded_job
for all to sodaily_definer using (true) with check (true);

revoke all on notification.discarded_job from sodaily_definer;
grant select, insert on notification.discarded_job to sodaily_definer;
--! EndIncluded notification/policies/discarded_job.sql
--! Included notification/functions/dead_jobs.sql
-- Jobs that have failed for good, the newest failure first.
-- Security definer: no role of the API reads the queue.
create or replace function notification.dead_jobs() returns setof notification.dead_job
language plpgsql stable security definer
set search_path to pg_catalog, pg_temp
as $$
begin
  perform auth.require_scope('config:write');
  return query
    select j.id::text, t.identifier, j.payload::jsonb, j.last_error, j.attempts::bigint,
      j.created_at, j.updated_at
    from graphile_worker._private_jobs as j
    join graphile_worker._private_tasks as t on t.id = j.task_id
    where j.attempts >= j.max_attempts and j.locked_at is null
    order by j.updated_at desc, j.id desc;
end
$$;
alter function notification.dead_jobs() owner to sodaily_definer;
comment on function notification.dead_jobs() is
  'Jobs that used up their attempts, with the error of the last one. Errors: INVALID_TOKEN, PERMISSION_DENIED.';
revoke all on function notification.dead_jobs() from public;
grant execute on function notification.dead_jobs() to sodaily_staff;
--! EndIncluded notification/functions/dead_jobs.sql
--! Included notification/functions/dead_job_for_change.sql
-- A dead job that somebody decides about, locked against a second one who does.
create or replace function notification.dead_job_for_change(job_key text)
returns notification.dead_job
language plpgsql volatile
set search_path to pg_catalog, pg_temp
as $$
declare
  job notification.dead_job;
begin
  select j.id::text, t.identifier, j.payload::jsonb, j.last_error, j.attempts::bigint,
    j.created_at, j.updated_at into job
  from graphile_worker._private_jobs as j
  join graphile_worker._private_tasks as t on t.id = j.task_id
  where j.id::text = job_key and j.attempts >= j.max_attempts and j.locked_at is null
  for no key update of j;
  if not found then
    raise exception 'job % is not dead', job_key using errcode = 'SDNFD',
      detail = jsonb_build_object('job_key', left(job_key, 40))::text;
  end if;
  return job;
end
$$;
comment on function notification.dead_job_for_change(text) is
  E'@omit\nLocks a job that used up its attempts. Error: NOT_FOUND {job_key}, also for one that runs again.';
revoke all on function notification.dead_job_for_change(text) from public;
grant execute on function notification.dead_job_for_change(text) to sodaily_definer;
--! EndIncluded notification/functions/dead_job_for_change.sql
--! Included notification/functions/retry_job.sql
-- A dead job is tried again at once, and as often as at first.
-- Security definer: no role of the API writes the queue.
create or replace function notification.retry_job(client_key text, job_key text)
returns notification.dead_job
language plpgsql volatile security definer
set search_path to pg_catalog, pg_temp
as $$
declare
  caller :ID_TYPE := auth.require_scope('config:write');
  job notification.dead_job;
  earlier jsonb;
begin
  earlier := audit.begin_command(
    caller, client_key, 'notification.retry_job', jsonb_build_array(job_key));
  if earlier is null then
    job := notification.dead_job_for_change(job_key);
    perform graphile_worker.reschedule_jobs(array[job.key::bigint], run_at => now(), attempts => 0);
    earlier := to_jsonb(job);
    perform audit.finish_command(caller, client_key, earlier);
  end if;
  return jsonb_populate_record(null::notification.dead_job, earlier);
end
$$;
alter function notification.retry_job(text, text) owner to sodaily_definer;
comment on function notification.retry_job(text, text) is
  E'@resultFieldName job\nTries a dead job again; gives what it was. Errors: INVALID_TOKEN, PERMISSION_DENIED, NOT_FOUND, DUPLICATE_REQUEST.';
revoke all on function notification.retry_job(text, text) from public;
grant execute on function notification.retry_job(text, text) to sodaily_staff;
--! EndIncluded notification/functions/retry_job.sql
--! Included notification/functions/discard_job.sql
-- A dead job is given up: it leaves the queue, and what was not done is kept with the reason.
-- Security definer: no role of the API writes the queue.
create or replace function notification.discard_job(client_key text, job_key text, reason text)
returns notification.dead_job
language plpgsql volatile security definer
set search_path to pg_catalog, pg_temp
as $$
declare
  caller :ID_TYPE := auth.require_scope('config:write');
  job notification.dead_job;
  earlier jsonb;
begin
  earlier := audit.begin_command(
    caller, client_key, 'notification.discard_job', jsonb_build_array(job_key, btrim(reason)));
  if earlier is null then
    job := notification.dead_job_for_change(job_key);
    insert into notification.discarded_job (
      task, payload, last_error, attempts, reason, queued_at, created_by)
    values (job.task, job.payload, job.last_error, job.attempts,
      audit.require_reason(discard_job.reason), job.created_at, caller);
    perform graphile_worker.complete_jobs(array[job.key::bigint]);
    earlier := to_jsonb(job);
    perform audit.finish_command(caller, client_key, earlier);
  end if;
  return jsonb_populate_record(null::notification.dead_job, earlier);
end
$$;
alter function notification.discard_job(text, text, text) owner to sodaily_definer;
comment on function notification.discard_job(text, text, text) is
  E'@resultFieldName job\nGives a dead job up, with a reason. Errors: INVALID_TOKEN, PERMISSION_DENIED, NOT_FOUND, VALIDATION_ERROR, DUPLICATE_REQUEST.';
revoke all on function notification.discard_job(text, text, text) from public;
grant execute on function notification.discard_job(text, text, text) to sodaily_staff;
--! EndIncluded notification/functions/discard_job.sql
