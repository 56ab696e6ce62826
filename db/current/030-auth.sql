create table auth."user" (
  id :ID_TYPE primary key :ID_DEFAULT,
  email text not null
    constraint user_email_looks_like_an_address check (email ~ '^[^@\s]+@[^@\s]+\.[^@\s]+$'),
  full_name text not null constraint user_has_a_name check (btrim(full_name) <> ''),
  phone text,
  locale text not null default 'vi' constraint user_locale_is_known check (locale in ('vi', 'en')),
  is_active boolean not null default true,
  created_at timestamptz not null default now(),
  created_by :ID_TYPE,
  updated_at timestamptz not null default now(),
  updated_by :ID_TYPE
);
-- not citext: under an empty search_path its comparison silently becomes case-sensitive
create unique index user_email_is_unique_without_case on auth."user" (lower(email));
comment on table auth."user" is 'A person who may sign in. Never deleted, only deactivated.';
comment on column auth."user".id is 'Opaque key.';
comment on column auth."user".email is 'Sign-in name, unique without case.';
comment on column auth."user".full_name is 'Name shown on slips and notifications.';
comment on column auth."user".phone is 'Phone number, free text.';
comment on column auth."user".locale is 'Language of the interface and of mails: vi or en.';
comment on column auth."user".is_active is 'False ends every session at once.';
comment on column auth."user".created_at is 'Moment of recording.';
comment on column auth."user".created_by is 'User who recorded it.';
comment on column auth."user".updated_at is 'Moment of the last change.';
comment on column auth."user".updated_by is 'User of the last change.';

create table auth.user_secret (
  user_id :ID_TYPE primary key references auth."user",
  password_hash text not null
    constraint password_hash_is_argon2id check (password_hash like '$argon2id$%'),
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now()
);
comment on table auth.user_secret is 'Password hashes, apart from the user: no role of the API reads them.';
comment on column auth.user_secret.user_id is 'Whose password.';
comment on column auth.user_secret.password_hash is 'argon2id in PHC form.';
comment on column auth.user_secret.created_at is 'Moment of the first password.';
comment on column auth.user_secret.updated_at is 'Moment of the newest password.';

create table auth.permission (
  code text primary key
    constraint permission_code_reads_area_colon_verb check (code ~ '^[a-z]+:[a-z]+$'),
  description_vi text not null,
  description_en text not null,
  created_at timestamptz not null default now()
);
comment on table auth.permission is 'A scope, such as inventory:write. Roles are sets of scopes.';
comment on column auth.permission.code is 'area:verb, the word that rules ask for.';
comment on column auth.permission.description_vi is 'What it allows, in Vietnamese.';
comment on column auth.permission.description_en is 'What it allows, in English.';
comment on column auth.permission.created_at is 'Moment of recording.';

create table auth.role (
  id :ID_TYPE primary key :ID_DEFAULT,
  code text not null constraint role_code_is_unique unique,
  name_vi text not null,
  name_en text not null,
  database_role text not null constraint role_database_role_is_known check (database_role in (
    'sodaily_user', 'sodaily_staff', 'sodaily_warehouse', 'sodaily_auditor')),
  created_at timestamptz not null default now(),
  created_by :ID_TYPE
);
comment on table auth.role is 'A named set of scopes, and how much its members see.';
comment on column auth.role.id is 'Opaque key.';
comment on column auth.role.code is 'admin, manager, sales, warehouse, accountant, agency, auditor, or made by an admin.';
comment on column auth.role.name_vi is 'Name shown, in Vietnamese.';
comment on column auth.role.name_en is 'Name shown, in English.';
comment on column auth.role.database_role is
  'PostgreSQL role of their requests: sodaily_user sees assigned agencies only, sodaily_staff all, sodaily_warehouse all but agencies'' money, sodaily_auditor all, read only.';
comment on column auth.role.created_at is 'Moment of recording.';
comment on column auth.role.created_by is 'User who made it; null for the initial data.';

create table auth.role_permission (
  role_id :ID_TYPE not null references auth.role,
  permission_code text not null references auth.permission,
  created_at timestamptz not null default now(),
  created_by :ID_TYPE,
  primary key (role_id, permission_code)
);
create index role_permission_permission_code_idx on auth.role_permission (permission_code);
comment on table auth.role_permission is 'Which scopes a role holds.';
comment on column auth.role_permission.role_id is 'The role.';
comment on column auth.role_permission.permission_code is 'The scope.';
comment on column auth.role_permission.created_at is 'Moment of granting.';
comment on column auth.role_permission.created_by is 'User who granted it.';

create table auth.user_role (
  user_id :ID_TYPE not null references auth."user",
  role_id :ID_TYPE not null references auth.role,
  created_at timestamptz not null default now(),
  created_by :ID_TYPE,
  primary key (user_id, role_id)
);
create index user_role_role_id_idx on auth.user_role (role_id);
comment on table auth.user_role is 'Which roles a user has.';
comment on column auth.user_role.user_id is 'The user.';
comment on column auth.user_role.role_id is 'The role.';
comment on column auth.user_role.created_at is 'Moment of granting.';
comment on column auth.user_role.created_by is 'User who granted it.';

create table auth.session (
  id uuid primary key default gen_random_uuid(),
  user_id :ID_TYPE not null references auth."user",
  refresh_token_hash bytea not null constraint refresh_token_is_used_once unique,
  previous_token_hash bytea,
  rotated_at timestamptz not null default now(),
  expires_at timestamptz not null,
  ended_at timestamptz,
  ip inet,
  user_agent text,
  created_at timestamptz not null default now()
);
create index session_user_id_idx on auth.session (user_id);
create index session_previous_token_hash_idx on auth.session (previous_token_hash);
comment on table auth.session is 'One sign-in: a family of rotating refresh tokens. Random key, because it travels.';
comment on column auth.session.id is 'Random key, carried by the access token.';
comment on column auth.session.user_id is 'Who signed in.';
comment on column auth.session.refresh_token_hash is 'SHA-256 of the refresh token in force.';
comment on column auth.session.previous_token_hash is 'SHA-256 of the token it replaced: seen again late, the family is stolen.';
comment on column auth.session.rotated_at is 'Moment of the last rotation.';
comment on column auth.session.expires_at is 'Moment after which it cannot be continued.';
comment on column auth.session.ended_at is 'Moment of sign-out or revocation, null while it lives.';
comment on column auth.session.ip is 'Address it was opened from.';
comment on column auth.session.user_agent is 'Browser it was opened from.';
comment on column auth.session.created_at is 'Moment of sign-in.';
