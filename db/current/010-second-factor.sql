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
    check (length(second_factor_reset_reason) <= 500);
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
    'agency_registered'));
comment on column notification.notification.kind is
  'issue_created: a slip was made; issue_announced: to its author, that others were told; invariants_broken: to administrators, that the books do not agree; sign_in_attack: to those who manage people; agency_registered: to those who approve agencies.';

--! include auth/policies/totp.sql
--! include auth/policies/recovery_code.sql
--! include auth/policies/sign_in_challenge.sql
--! include auth/policies/device.sql
--! include auth/functions/must_use_second_factor.sql
--! include auth/functions/recovery_codes_left.sql
--! include auth/functions/scopes_of.sql
--! include auth/functions/second_factor_of.sql
--! include auth/functions/begin_session.sql
--! include auth/functions/store_recovery_codes.sql
--! include auth/functions/take_off_second_factor.sql
--! include auth/functions/require_person.sql
--! include auth/functions/require_scope.sql
--! include notification/functions/enqueue.sql
--! include notification/functions/notify_sign_in_attack.sql
--! include notification/functions/notify_new_agency.sql
--! include auth/functions/tell_by_mail.sql
--! include auth/rules/second_factor_required.sql
--! include auth/rules/recent_proof.sql
--! include auth/rules/code_works_once.sql
--! include agency/functions/register_agency.sql
--! include agency/functions/registration_districts.sql
--! include agency/rules/login_by_approval.sql
--! include auth/functions/begin_challenge_try.sql
--! include auth/functions/begin_proof.sql
--! include auth/functions/change_password.sql
--! include auth/functions/confirm_totp.sql
--! include auth/functions/create_first_admin.sql
--! include auth/functions/create_role.sql
--! include auth/functions/create_user.sql
--! include auth/functions/end_own_sessions.sql
--! include auth/functions/enrol_totp.sql
--! include auth/functions/greet_device.sql
--! include auth/functions/invite_agency.sql
--! include auth/functions/open_challenge.sql
--! include auth/functions/open_session.sql
--! include auth/functions/pass_challenge.sql
--! include auth/functions/prove_by_code.sql
--! include auth/functions/prove_by_password.sql
--! include auth/functions/purge_expired.sql
--! include auth/functions/reactivate_user.sql
--! include auth/functions/renew_recovery_codes.sql
--! include auth/functions/reset_password.sql
--! include auth/functions/reset_second_factor.sql
--! include auth/functions/resume_session.sql
--! include auth/functions/role_entry_of.sql
--! include auth/functions/rotate_session.sql
--! include auth/functions/session_user_profile.sql
--! include auth/functions/set_role_second_factor.sql
--! include auth/functions/set_user_roles.sql
--! include auth/functions/switch_off_second_factor.sql
--! include auth/functions/update_role.sql
--! include auth/functions/user_entry_of.sql
--! include auth/rules/attacks_are_told.sql
--! include config/functions/set_feature_flag.sql
--! include config/functions/set_regulation.sql
--! include finance/functions/reopen_period.sql
