--! Previous: -
--! Hash: sha1:6ef663336ee728eeab40bd961280c0de032fecdc
--! Message: first slip

--! split: 010-foundation.sql
-- Schemas are the bounded contexts; the domains are the words every context shares.
create schema auth;
comment on schema auth is 'Who may sign in and what they may do: users, roles, scopes, sessions.';
create schema agency;
comment on schema agency is 'Dealers (đại lý), their types, territories and cached debt.';
create schema inventory;
comment on schema inventory is 'Items, stock-out slips and the stock ledger (thẻ kho).';
create schema finance;
comment on schema finance is 'Payments and the debt ledger (sổ công nợ).';
create schema config;
comment on schema config is 'Regulations as dated versions, and document numbers.';
create schema report;
comment on schema report is 'Materialized views and the functions that read them.';
create schema audit;
comment on schema audit is 'Commands by client key, and refusals with their numbers.';
create schema notification;
comment on schema notification is 'What people are told in the application.';

grant usage on schema auth, agency, inventory, finance, config, report, audit, notification
  to sodaily_definer, sodaily_worker;
-- `alter function … owner to` demands that the new owner may create in the schema
grant create on schema auth, agency, inventory, finance, config, report, audit, notification
  to sodaily_definer;
grant usage on schema auth, agency, inventory, finance, config, report, notification
  to sodaily_user, sodaily_staff, sodaily_warehouse, sodaily_auditor;
grant usage on schema auth, audit, config to sodaily_signin;
-- the server says it is ready only when the database has its migrations
grant usage on schema graphile_migrate to sodaily_definer;
grant select on graphile_migrate.migrations to sodaily_definer;

create domain public.dong as numeric(18, 0);
comment on domain public.dong is 'Money in whole đồng (VND has no minor unit), exact.';
create domain public.quantity as numeric(18, 3);
comment on domain public.quantity is 'Amount of an item in its unit, exact, at most three decimals.';

--! Included public/functions/fold_text.sql
-- The one rule of search: case, accents and đ/d do not matter. Generated columns and search
-- functions fold both sides with it. Immutable because the dictionary is named, not looked up.
create or replace function public.fold_text(written text) returns text
language sql immutable strict parallel safe
set search_path to pg_catalog, pg_temp
as $$
  select lower(public.unaccent('public.unaccent'::regdictionary, written))
$$;
comment on function public.fold_text(text) is
  'Text without accents, case and the difference of đ and d, as search compares it.';
grant execute on function public.fold_text(text) to public;
--! EndIncluded public/functions/fold_text.sql

--! split: 020-config.sql
create table config.regulation (
  id :ID_TYPE primary key :ID_DEFAULT,
  key text not null constraint regulation_key_is_unique unique,
  value_type text not null
    constraint regulation_value_type_is_known check (value_type in ('number', 'boolean')),
  min_value numeric,
  max_value numeric,
  description_vi text not null,
  description_en text not null,
  created_at timestamptz not null default now(),
  created_by :ID_TYPE,
  constraint regulation_bounds_are_ordered check (min_value <= max_value)
);
comment on table config.regulation is 'A number or switch the law of the house sets (quy định).';
comment on column config.regulation.id is 'Opaque key.';
comment on column config.regulation.key is 'Name used by rules, such as EXPORT_PRICE_RATIO.';
comment on column config.regulation.value_type is 'number or boolean.';
comment on column config.regulation.min_value is 'Smallest value allowed, null for none.';
comment on column config.regulation.max_value is 'Largest value allowed, null for none.';
comment on column config.regulation.description_vi is 'What it does, in Vietnamese.';
comment on column config.regulation.description_en is 'What it does, in English.';
comment on column config.regulation.created_at is 'Moment of recording.';
comment on column config.regulation.created_by is 'User who recorded it; null for the initial data.';

create table config.regulation_version (
  id :ID_TYPE primary key :ID_DEFAULT,
  regulation_id :ID_TYPE not null references config.regulation,
  value text not null,
  valid_from date not null,
  reason text not null
    constraint regulation_version_needs_a_reason check (btrim(reason) <> ''),
  created_at timestamptz not null default now(),
  created_by :ID_TYPE,
  constraint one_version_of_a_regulation_a_day unique (regulation_id, valid_from)
);
comment on table config.regulation_version is 'The value of a regulation from a date on; never edited.';
comment on column config.regulation_version.id is 'Opaque key; a refusal names it.';
comment on column config.regulation_version.regulation_id is 'The regulation it is a version of.';
comment on column config.regulation_version.value is 'Decimal number, or true / false.';
comment on column config.regulation_version.valid_from is 'First business date it holds.';
comment on column config.regulation_version.reason is 'Why it was set.';
comment on column config.regulation_version.created_at is 'Moment of recording.';
comment on column config.regulation_version.created_by is 'User who set it; null for the initial data.';

create table config.document_counter (
  kind text not null
    constraint document_kind_has_two_letters check (kind ~ '^[A-Z]{2}$'),
  year smallint not null,
  last_number bigint not null
    constraint document_numbers_start_at_one check (last_number >= 1),
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  primary key (kind, year)
) with (fillfactor = 50);
comment on table config.document_counter is
  'Last number drawn per kind of document and year. Drawn last in a transaction, so gap-free.';
comment on column config.document_counter.kind is 'PX stock-out slip, PT payment.';
comment on column config.document_counter.year is 'Year of the business date.';
comment on column config.document_counter.last_number is 'Newest number in use.';
comment on column config.document_counter.created_at is 'Moment the first number of the year was drawn.';
comment on column config.document_counter.updated_at is 'Moment the newest number was drawn.';

--! split: 030-auth.sql
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

create table auth.spent_refresh_token (
  token_hash bytea primary key,
  session_id uuid not null references auth.session,
  created_at timestamptz not null default now()
);
create index spent_refresh_token_session_id_idx on auth.spent_refresh_token (session_id);
comment on table auth.spent_refresh_token is
  'Refresh tokens before a session''s last two: whoever shows one has stolen it.';
comment on column auth.spent_refresh_token.token_hash is 'SHA-256 of the token.';
comment on column auth.spent_refresh_token.session_id is 'The session it belonged to.';
comment on column auth.spent_refresh_token.created_at is 'Moment it was put aside.';

--! split: 040-agency.sql
create table agency.agency_type (
  id :ID_TYPE primary key :ID_DEFAULT,
  name text not null constraint agency_type_name_is_unique unique,
  max_debt public.dong not null
    constraint agency_type_ceiling_is_not_negative check (max_debt >= 0),
  created_at timestamptz not null default now(),
  created_by :ID_TYPE,
  updated_at timestamptz not null default now(),
  updated_by :ID_TYPE
);
comment on table agency.agency_type is 'Class of dealers (loại đại lý) with its debt ceiling.';
comment on column agency.agency_type.id is 'Opaque key.';
comment on column agency.agency_type.name is 'Name, unique.';
comment on column agency.agency_type.max_debt is 'Debt ceiling of its agencies, đồng.';
comment on column agency.agency_type.created_at is 'Moment of recording.';
comment on column agency.agency_type.created_by is 'User who recorded it.';
comment on column agency.agency_type.updated_at is 'Moment of the last change.';
comment on column agency.agency_type.updated_by is 'User of the last change.';

create table agency.district (
  id :ID_TYPE primary key :ID_DEFAULT,
  city text not null,
  name text not null,
  max_agencies smallint
    constraint district_cap_is_positive check (max_agencies > 0),
  created_at timestamptz not null default now(),
  created_by :ID_TYPE,
  updated_at timestamptz not null default now(),
  updated_by :ID_TYPE,
  constraint district_name_is_unique_in_its_city unique (city, name)
);
comment on table agency.district is 'Sales territory (địa bàn).';
comment on column agency.district.id is 'Opaque key.';
comment on column agency.district.city is 'City or province.';
comment on column agency.district.name is 'Name, unique in its city.';
comment on column agency.district.max_agencies is 'Own cap on agencies; null: the regulation''s.';
comment on column agency.district.created_at is 'Moment of recording.';
comment on column agency.district.created_by is 'User who recorded it.';
comment on column agency.district.updated_at is 'Moment of the last change.';
comment on column agency.district.updated_by is 'User of the last change.';

create table agency.agency (
  id :ID_TYPE primary key :ID_DEFAULT,
  code text not null
    constraint agency_code_is_unique unique
    constraint agency_code_reads_dl_and_digits check (code ~ '^DL[0-9]{4,}$'),
  name text not null constraint agency_has_a_name check (btrim(name) <> ''),
  agency_type_id :ID_TYPE not null references agency.agency_type,
  district_id :ID_TYPE not null references agency.district,
  ward text,
  address text,
  phone text,
  email text,
  tax_code text,
  representative text,
  reception_date date not null,
  status text not null default 'pending' constraint agency_status_is_known check (
    status in ('pending', 'active', 'rejected', 'blocked', 'terminated')),
  max_debt public.dong constraint agency_own_ceiling_is_not_negative check (max_debt >= 0),
  max_debt_reason text,
  max_debt_until date,
  debt_amount public.dong not null default 0,
  debt_seq bigint not null default 0,
  search_text text not null generated always as (
    public.fold_text(code || ' ' || name || ' ' || coalesce(phone, ''))) stored,
  created_at timestamptz not null default now(),
  created_by :ID_TYPE,
  updated_at timestamptz not null default now(),
  updated_by :ID_TYPE,
  constraint agency_own_ceiling_has_reason_and_expiry check (
    (max_debt is null) = (max_debt_reason is null) and (max_debt is null) = (max_debt_until is null))
  -- hot rows: every slip updates the balance, so leave room for it on the page
) with (fillfactor = 70);
create index agency_agency_type_id_idx on agency.agency (agency_type_id);
create index agency_district_id_idx on agency.agency (district_id);
create index agency_name_idx on agency.agency (name);
comment on table agency.agency is 'A dealer (đại lý) who buys on credit.';
comment on column agency.agency.id is 'Opaque key.';
comment on column agency.agency.code is 'DL0001 …, never used twice.';
comment on column agency.agency.name is 'Shop name.';
comment on column agency.agency.agency_type_id is 'Its type, which sets the ceiling.';
comment on column agency.agency.district_id is 'Its territory.';
comment on column agency.agency.ward is 'Ward (phường, xã).';
comment on column agency.agency.address is 'Street address.';
comment on column agency.agency.phone is 'Phone number.';
comment on column agency.agency.email is 'Address for statements.';
comment on column agency.agency.tax_code is 'Tax code (mã số thuế).';
comment on column agency.agency.representative is 'Person who signs.';
comment on column agency.agency.reception_date is 'Date it was taken on; no slip is dated before it.';
comment on column agency.agency.status is 'pending, active, rejected, blocked, terminated.';
comment on column agency.agency.max_debt is 'Own ceiling in đồng while valid; null: its type''s.';
comment on column agency.agency.max_debt_reason is 'Why it has a ceiling of its own.';
comment on column agency.agency.max_debt_until is 'Last date the own ceiling holds.';
comment on column agency.agency.debt_amount is 'Cached balance of the debt ledger, đồng.';
comment on column agency.agency.debt_seq is 'Number of its newest row in the debt ledger.';
comment on column agency.agency.search_text is
  E'@behavior -*\nCode, name and phone without accents and case, for search.';
comment on column agency.agency.created_at is 'Moment of recording.';
comment on column agency.agency.created_by is 'User who recorded it.';
comment on column agency.agency.updated_at is 'Moment of the last change of its data.';
comment on column agency.agency.updated_by is 'User of the last change of its data.';

create table auth.user_agency (
  user_id :ID_TYPE not null references auth."user",
  agency_id :ID_TYPE not null references agency.agency,
  created_at timestamptz not null default now(),
  created_by :ID_TYPE,
  primary key (user_id, agency_id)
);
create index user_agency_agency_id_idx on auth.user_agency (agency_id);
comment on table auth.user_agency is 'Staff assigned to an agency, and the agency''s own logins.';
comment on column auth.user_agency.user_id is 'The user.';
comment on column auth.user_agency.agency_id is 'The agency they see.';
comment on column auth.user_agency.created_at is 'Moment of assignment.';
comment on column auth.user_agency.created_by is 'User who assigned.';

--! split: 050-inventory.sql
create table inventory.unit (
  id :ID_TYPE primary key :ID_DEFAULT,
  name text not null constraint unit_name_is_unique unique,
  is_decimal boolean not null default false,
  created_at timestamptz not null default now(),
  created_by :ID_TYPE
);
comment on table inventory.unit is 'Unit of measure (đơn vị tính).';
comment on column inventory.unit.id is 'Opaque key.';
comment on column inventory.unit.name is 'Name, such as Thùng.';
comment on column inventory.unit.is_decimal is 'Whether quantities may have decimals (up to three).';
comment on column inventory.unit.created_at is 'Moment of recording.';
comment on column inventory.unit.created_by is 'User who recorded it.';

create table inventory.item (
  id :ID_TYPE primary key :ID_DEFAULT,
  sku text not null constraint item_sku_is_unique unique,
  item_name text not null constraint item_has_a_name check (btrim(item_name) <> ''),
  unit_id :ID_TYPE not null references inventory.unit,
  barcode text constraint item_barcode_is_unique unique,
  import_price public.dong not null
    constraint item_import_price_is_positive check (import_price > 0),
  stock_quantity public.quantity not null default 0
    constraint item_stock_is_never_negative check (stock_quantity >= 0),
  stock_seq bigint not null default 0,
  min_stock public.quantity not null default 0
    constraint item_min_stock_is_not_negative check (min_stock >= 0),
  is_active boolean not null default true,
  search_text text not null generated always as (
    public.fold_text(sku || ' ' || item_name || ' ' || coalesce(barcode, ''))) stored,
  created_at timestamptz not null default now(),
  created_by :ID_TYPE,
  updated_at timestamptz not null default now(),
  updated_by :ID_TYPE
) with (fillfactor = 70);
create index item_unit_id_idx on inventory.item (unit_id);
create index item_item_name_idx on inventory.item (item_name);
create index item_search_text_idx on inventory.item using gin (search_text public.gin_trgm_ops);
comment on table inventory.item is 'Goods the distributor sells (mặt hàng).';
comment on column inventory.item.id is 'Opaque key.';
comment on column inventory.item.sku is 'Code on the shelf, unique.';
comment on column inventory.item.item_name is 'Name on slips.';
comment on column inventory.item.unit_id is 'Unit its quantities are in.';
comment on column inventory.item.barcode is 'Barcode, unique where known.';
comment on column inventory.item.import_price is 'Latest import price, đồng a unit.';
comment on column inventory.item.stock_quantity is 'Cached balance of the stock ledger, in its unit.';
comment on column inventory.item.stock_seq is 'Number of its newest row in the stock ledger.';
comment on column inventory.item.min_stock is 'Quantity under which it counts as low; 0: the regulation''s.';
comment on column inventory.item.is_active is 'False: no longer sold.';
comment on column inventory.item.search_text is
  E'@behavior -*\nCode, name and barcode without accents and case, for search.';
comment on column inventory.item.created_at is 'Moment of recording.';
comment on column inventory.item.created_by is 'User who recorded it.';
comment on column inventory.item.updated_at is 'Moment of the last change of its data.';
comment on column inventory.item.updated_by is 'User of the last change of its data.';

create table inventory.issue (
  id :ID_TYPE primary key :ID_DEFAULT,
  code text constraint issue_code_is_unique unique,
  agency_id :ID_TYPE not null references agency.agency,
  status text not null default 'requested' constraint issue_status_is_known check (status in (
    'requested', 'confirmed', 'postponed', 'rejected', 'delivered', 'cancelled')),
  issue_date date not null,
  total_amount public.dong not null default 0
    constraint issue_total_is_not_negative check (total_amount >= 0),
  paid_now public.dong not null default 0
    constraint issue_paid_now_is_not_negative check (paid_now >= 0),
  note text constraint issue_note_is_short check (length(note) <= 500),
  created_at timestamptz not null default now(),
  created_by :ID_TYPE not null references auth."user",
  confirmed_at timestamptz,
  confirmed_by :ID_TYPE references auth."user",
  -- what detail rows and payments refer to: nobody can name a slip of another agency
  constraint issue_belongs_to_one_agency unique (agency_id, id),
  constraint issue_has_a_number_exactly_when_it_was_confirmed check (
    status in ('confirmed', 'delivered', 'cancelled') or code is null),
  constraint issue_confirmed_says_when_and_by_whom check (
    (status in ('confirmed', 'delivered', 'cancelled'))
    = (confirmed_at is not null and confirmed_by is not null))
) with (fillfactor = 85);
create index issue_agency_id_issue_date_idx on inventory.issue (agency_id, issue_date);
create index issue_issue_date_idx on inventory.issue (issue_date);
create index issue_created_at_idx on inventory.issue (created_at);
create index issue_created_by_idx on inventory.issue (created_by);
create index issue_confirmed_by_idx on inventory.issue (confirmed_by);
create index issue_status_idx on inventory.issue (status) where status in ('requested', 'postponed');
comment on table inventory.issue is 'Stock-out slip (phiếu xuất), PX-2026-000123.';
comment on column inventory.issue.id is 'Opaque key.';
comment on column inventory.issue.code is 'PX-year-number without gaps; null until confirmed.';
comment on column inventory.issue.agency_id is 'Who takes the goods.';
comment on column inventory.issue.status is 'requested, confirmed, postponed, rejected, delivered, cancelled.';
comment on column inventory.issue.issue_date is 'Business date in Asia/Ho_Chi_Minh.';
comment on column inventory.issue.total_amount is 'Sum of its lines, đồng.';
comment on column inventory.issue.paid_now is 'Paid on the spot, đồng; makes one linked payment.';
comment on column inventory.issue.note is 'Free text, at most 500 characters.';
comment on column inventory.issue.created_at is 'Moment of recording.';
comment on column inventory.issue.created_by is 'User who wrote it.';
comment on column inventory.issue.confirmed_at is 'Moment stock fell and debt rose.';
comment on column inventory.issue.confirmed_by is 'User who confirmed it.';

create table inventory.issue_detail (
  id :ID_TYPE primary key :ID_DEFAULT,
  agency_id :ID_TYPE not null,
  issue_id :ID_TYPE not null,
  line_no smallint not null constraint issue_detail_line_numbers_start_at_one check (line_no >= 1),
  item_id :ID_TYPE not null references inventory.item,
  quantity public.quantity not null
    constraint issue_detail_quantity_is_positive check (quantity > 0),
  unit_price public.dong not null
    constraint issue_detail_price_is_positive check (unit_price > 0),
  line_total public.dong not null,
  price_regulation_version_id :ID_TYPE not null references config.regulation_version,
  created_at timestamptz not null default now(),
  created_by :ID_TYPE not null,
  constraint issue_detail_belongs_to_a_slip_of_its_agency
    foreign key (agency_id, issue_id) references inventory.issue (agency_id, id),
  constraint issue_detail_has_an_item_once unique (issue_id, item_id),
  constraint issue_detail_total_is_quantity_times_price check (
    line_total = round(quantity * unit_price))
);
create index issue_detail_agency_id_issue_id_idx on inventory.issue_detail (agency_id, issue_id);
create index issue_detail_item_id_idx on inventory.issue_detail (item_id);
create index issue_detail_price_regulation_version_id_idx
  on inventory.issue_detail (price_regulation_version_id);
comment on table inventory.issue_detail is 'Line of a stock-out slip, its price frozen.';
comment on column inventory.issue_detail.id is 'Opaque key.';
comment on column inventory.issue_detail.agency_id is 'Agency of the slip, so that a row policy needs no join.';
comment on column inventory.issue_detail.issue_id is 'The slip.';
comment on column inventory.issue_detail.line_no is 'Place on the slip, from 1.';
comment on column inventory.issue_detail.item_id is 'What is taken.';
comment on column inventory.issue_detail.quantity is 'How much, in the item''s unit.';
comment on column inventory.issue_detail.unit_price is 'Price at issue, đồng a unit, set by the database.';
comment on column inventory.issue_detail.line_total is 'quantity × unit_price, rounded half up to whole đồng.';
comment on column inventory.issue_detail.price_regulation_version_id is 'Version of EXPORT_PRICE_RATIO the price came from.';
comment on column inventory.issue_detail.created_at is 'Moment of recording.';
comment on column inventory.issue_detail.created_by is 'User who wrote it.';

create type inventory.issue_line as (item_id :ID_TYPE, quantity numeric);
comment on type inventory.issue_line is 'Line asked for: an item and how much of it, in its unit.';
comment on column inventory.issue_line.item_id is 'What is asked for.';
comment on column inventory.issue_line.quantity is 'How much, in the item''s unit, at most three decimals.';

create type inventory.issue_headroom_answer as (
  agency_id :ID_TYPE,
  current_debt public.dong,
  "limit" public.dong,
  limit_source text,
  slip_total numeric,
  paid_now numeric,
  would_be numeric,
  short_by numeric,
  available numeric
);
comment on type inventory.issue_headroom_answer is E'@name issueHeadroomAnswer\nWhat an agency may still take on credit, all in đồng.';
comment on column inventory.issue_headroom_answer.agency_id is 'The agency.';
comment on column inventory.issue_headroom_answer.current_debt is 'Debt before the slip, đồng.';
comment on column inventory.issue_headroom_answer."limit" is 'Ceiling in force, đồng.';
comment on column inventory.issue_headroom_answer.limit_source is 'agency: its own ceiling; type: its type''s.';
comment on column inventory.issue_headroom_answer.slip_total is 'Total of the slip, đồng.';
comment on column inventory.issue_headroom_answer.paid_now is 'Paid on the spot, đồng.';
comment on column inventory.issue_headroom_answer.would_be is 'Debt after the slip, đồng.';
comment on column inventory.issue_headroom_answer.short_by is 'How much it would pass the ceiling by, đồng; 0 when it fits.';
comment on column inventory.issue_headroom_answer.available is 'Largest slip that fits with this payment, đồng; never under 0.';

create table inventory.stock_movement (
  id :ID_TYPE primary key :ID_DEFAULT,
  item_id :ID_TYPE not null references inventory.item,
  seq bigint not null,
  kind text not null constraint stock_movement_kind_is_known check (
    kind in ('opening', 'issue', 'issue_cancel')),
  quantity public.quantity not null
    constraint stock_movement_moves_something check (quantity <> 0),
  balance_after public.quantity not null
    constraint stock_is_never_negative check (balance_after >= 0),
  business_date date not null,
  recorded_at timestamptz not null default now(),
  agency_id :ID_TYPE,
  issue_id :ID_TYPE,
  reverses_id :ID_TYPE references inventory.stock_movement
    constraint stock_movement_is_reversed_once unique,
  created_at timestamptz not null default now(),
  created_by :ID_TYPE,
  constraint stock_movement_numbers_are_dense_per_item unique (item_id, seq),
  constraint stock_movement_of_a_slip_names_it check (
    (kind in ('issue', 'issue_cancel')) = (issue_id is not null and agency_id is not null)),
  constraint stock_movement_belongs_to_a_slip_of_its_agency
    foreign key (agency_id, issue_id) references inventory.issue (agency_id, id)
);
create index stock_movement_item_id_business_date_idx
  on inventory.stock_movement (item_id, business_date);
create index stock_movement_agency_id_issue_id_idx
  on inventory.stock_movement (agency_id, issue_id);
comment on table inventory.stock_movement is 'Stock ledger (thẻ kho): append-only, corrections are new rows.';
comment on column inventory.stock_movement.id is 'Opaque key.';
comment on column inventory.stock_movement.item_id is 'Which item moved.';
comment on column inventory.stock_movement.seq is 'Place in the item''s ledger, dense from 1.';
comment on column inventory.stock_movement.kind is 'opening, issue, issue_cancel.';
comment on column inventory.stock_movement.quantity is 'Signed: positive came in, negative went out.';
comment on column inventory.stock_movement.balance_after is 'Stock of the item after this row, by seq.';
comment on column inventory.stock_movement.business_date is 'Date it counts for, Asia/Ho_Chi_Minh.';
comment on column inventory.stock_movement.recorded_at is 'Moment it was known.';
comment on column inventory.stock_movement.agency_id is 'Agency of the slip, null for other kinds.';
comment on column inventory.stock_movement.issue_id is 'The slip that moved it.';
comment on column inventory.stock_movement.reverses_id is 'The row this one undoes.';
comment on column inventory.stock_movement.created_at is 'Moment of recording.';
comment on column inventory.stock_movement.created_by is 'User who caused it.';

--! split: 060-finance.sql
create table finance.payment (
  id :ID_TYPE primary key :ID_DEFAULT,
  code text not null constraint payment_code_is_unique unique,
  agency_id :ID_TYPE not null references agency.agency,
  issue_id :ID_TYPE,
  status text not null default 'confirmed' constraint payment_status_is_known check (
    status in ('confirmed', 'cancelled')),
  method text not null default 'cash' constraint payment_method_is_known check (
    method in ('cash', 'bank', 'other')),
  reference text,
  amount public.dong not null constraint payment_amount_is_positive check (amount > 0),
  payment_date date not null,
  created_at timestamptz not null default now(),
  created_by :ID_TYPE not null references auth."user",
  constraint payment_belongs_to_one_agency unique (agency_id, id),
  constraint payment_on_the_spot_is_of_a_slip_of_its_agency
    foreign key (agency_id, issue_id) references inventory.issue (agency_id, id),
  constraint payment_on_the_spot_is_made_once unique (issue_id)
);
create index payment_agency_id_payment_date_idx on finance.payment (agency_id, payment_date);
create index payment_agency_id_issue_id_idx on finance.payment (agency_id, issue_id);
create index payment_created_by_idx on finance.payment (created_by);
comment on table finance.payment is 'Money received from an agency (phiếu thu), PT-2026-000123.';
comment on column finance.payment.id is 'Opaque key.';
comment on column finance.payment.code is 'PT-year-number without gaps.';
comment on column finance.payment.agency_id is 'Who paid.';
comment on column finance.payment.issue_id is 'The slip it was paid with on the spot, if so.';
comment on column finance.payment.status is 'confirmed or cancelled.';
comment on column finance.payment.method is 'cash, bank or other.';
comment on column finance.payment.reference is 'Bank reference or receipt book number.';
comment on column finance.payment.amount is 'How much, đồng.';
comment on column finance.payment.payment_date is 'Business date in Asia/Ho_Chi_Minh.';
comment on column finance.payment.created_at is 'Moment of recording.';
comment on column finance.payment.created_by is 'User who recorded it.';

create table finance.debt_transaction (
  id :ID_TYPE primary key :ID_DEFAULT,
  agency_id :ID_TYPE not null references agency.agency,
  seq bigint not null,
  kind text not null constraint debt_transaction_kind_is_known check (
    kind in ('opening', 'issue', 'paid_now', 'payment', 'issue_cancel', 'payment_cancel')),
  amount public.dong not null
    constraint debt_transaction_moves_something check (amount <> 0),
  balance_after public.dong not null,
  business_date date not null,
  recorded_at timestamptz not null default now(),
  issue_id :ID_TYPE,
  payment_id :ID_TYPE,
  reverses_id :ID_TYPE references finance.debt_transaction
    constraint debt_transaction_is_reversed_once unique,
  created_at timestamptz not null default now(),
  created_by :ID_TYPE,
  constraint debt_transaction_numbers_are_dense_per_agency unique (agency_id, seq),
  constraint debt_transaction_of_a_slip_names_it check (
    kind not in ('issue', 'paid_now', 'issue_cancel') or issue_id is not null),
  constraint debt_transaction_of_a_payment_names_it check (
    kind not in ('paid_now', 'payment', 'payment_cancel') or payment_id is not null),
  constraint debt_transaction_belongs_to_a_slip_of_its_agency
    foreign key (agency_id, issue_id) references inventory.issue (agency_id, id),
  constraint debt_transaction_belongs_to_a_payment_of_its_agency
    foreign key (agency_id, payment_id) references finance.payment (agency_id, id)
);
create index debt_transaction_agency_id_business_date_idx
  on finance.debt_transaction (agency_id, business_date);
create index debt_transaction_agency_id_issue_id_idx
  on finance.debt_transaction (agency_id, issue_id);
create index debt_transaction_agency_id_payment_id_idx
  on finance.debt_transaction (agency_id, payment_id);
comment on table finance.debt_transaction is 'Debt ledger (sổ công nợ): append-only, corrections are new rows.';
comment on column finance.debt_transaction.id is 'Opaque key.';
comment on column finance.debt_transaction.agency_id is 'Whose debt.';
comment on column finance.debt_transaction.seq is 'Place in the agency''s ledger, dense from 1.';
comment on column finance.debt_transaction.kind is 'opening, issue, paid_now, payment, issue_cancel, payment_cancel.';
comment on column finance.debt_transaction.amount is 'Signed đồng: positive raises the debt.';
comment on column finance.debt_transaction.balance_after is 'Debt of the agency after this row, by seq, đồng.';
comment on column finance.debt_transaction.business_date is 'Date it counts for, Asia/Ho_Chi_Minh.';
comment on column finance.debt_transaction.recorded_at is 'Moment it was known.';
comment on column finance.debt_transaction.issue_id is 'The slip behind it.';
comment on column finance.debt_transaction.payment_id is 'The payment behind it.';
comment on column finance.debt_transaction.reverses_id is 'The row this one undoes.';
comment on column finance.debt_transaction.created_at is 'Moment of recording.';
comment on column finance.debt_transaction.created_by is 'User who caused it.';

--! split: 070-audit.sql
create table audit.command (
  user_id :ID_TYPE not null references auth."user",
  client_key text not null constraint client_key_is_short check (length(client_key) between 1 and 100),
  command text not null,
  request_hash bytea not null,
  result jsonb,
  created_at timestamptz not null default now(),
  primary key (user_id, client_key)
);
comment on table audit.command is 'Commands done, by client key: the same key gives the first result again.';
comment on column audit.command.user_id is 'Who gave the command.';
comment on column audit.command.client_key is 'Key chosen by the client, one per intention.';
comment on column audit.command.command is 'schema.function of the command.';
comment on column audit.command.request_hash is 'SHA-256 of the request, to tell a retry from another request.';
comment on column audit.command.result is 'Keys of what it made; null only inside its own transaction.';
comment on column audit.command.created_at is 'Moment of the command.';

create table audit.refusal (
  id :ID_TYPE primary key :ID_DEFAULT,
  user_id :ID_TYPE references auth."user",
  request_id text,
  command text not null,
  code text not null,
  details jsonb not null,
  created_at timestamptz not null default now()
);
create index refusal_user_id_idx on audit.refusal (user_id);
create index refusal_created_at_idx on audit.refusal (created_at);
comment on table audit.refusal is 'Every command the rules refused, with its numbers.';
comment on column audit.refusal.id is 'Opaque key.';
comment on column audit.refusal.user_id is 'Who was refused; null when not signed in.';
comment on column audit.refusal.request_id is 'Trace id, as in the logs and on the screen.';
comment on column audit.refusal.command is 'What was asked for.';
comment on column audit.refusal.code is 'Code of the error catalogue.';
comment on column audit.refusal.details is 'The figures of the refusal.';
comment on column audit.refusal.created_at is 'Moment of the refusal.';

--! split: 080-notification.sql
create table notification.notification (
  id :ID_TYPE primary key :ID_DEFAULT,
  user_id :ID_TYPE not null references auth."user",
  kind text not null constraint notification_kind_is_known check (
    kind in ('issue_created', 'issue_announced')),
  subject text not null,
  payload jsonb not null,
  read_at timestamptz,
  created_at timestamptz not null default now(),
  constraint a_person_is_told_once unique (user_id, kind, subject)
);
create index notification_user_id_created_at_idx on notification.notification (user_id, created_at);
create index notification_unread_idx on notification.notification (user_id) where read_at is null;
comment on table notification.notification is 'What one person is told in the application.';
comment on column notification.notification.id is 'Opaque key.';
comment on column notification.notification.user_id is 'Who is told.';
comment on column notification.notification.kind is
  'issue_created: a slip was made; issue_announced: to its author, that others were told.';
comment on column notification.notification.subject is 'Key of what it is about; with kind it makes a retry harmless.';
comment on column notification.notification.payload is 'Figures for the sentence; money only for those who may see it.';
comment on column notification.notification.read_at is 'Moment it was read, null while unread.';
comment on column notification.notification.created_at is 'Moment of telling.';

--! split: 090-report.sql
create materialized view report.monthly_sales_mv as
select
  i.agency_id,
  date_trunc('month', i.issue_date)::date as month,
  count(*) as slip_count,
  sum(i.total_amount)::public.dong as total_amount
from inventory.issue as i
where i.status in ('confirmed', 'delivered')
group by 1, 2;
create unique index monthly_sales_mv_key on report.monthly_sales_mv (month, agency_id);
comment on materialized view report.monthly_sales_mv is
  'Confirmed slips per agency and month. No row-level security: read through report.monthly_sales.';
comment on column report.monthly_sales_mv.agency_id is 'The agency.';
comment on column report.monthly_sales_mv.month is 'First day of the month.';
comment on column report.monthly_sales_mv.slip_count is 'Number of confirmed slips.';
comment on column report.monthly_sales_mv.total_amount is 'Their value, đồng.';

create table report.freshness (
  report text primary key,
  refreshed_at timestamptz not null,
  created_at timestamptz not null default now()
);
comment on table report.freshness is 'When each report was last refreshed.';
comment on column report.freshness.report is 'Name of the report.';
comment on column report.freshness.refreshed_at is 'Moment of the last refresh.';
comment on column report.freshness.created_at is 'Moment of the first refresh.';

create type report.monthly_sales_row as (
  agency_id :ID_TYPE,
  slip_count bigint,
  total_amount public.dong,
  refreshed_at timestamptz
);
comment on type report.monthly_sales_row is 'Sales of one agency in one month (BM6.1).';
comment on column report.monthly_sales_row.agency_id is 'The agency.';
comment on column report.monthly_sales_row.slip_count is 'Number of confirmed slips.';
comment on column report.monthly_sales_row.total_amount is 'Their value, đồng.';
comment on column report.monthly_sales_row.refreshed_at is 'Moment the figures are from.';

-- only the owner of a materialized view may refresh it, and report.refresh runs as the definer
alter materialized view report.monthly_sales_mv owner to sodaily_definer;

--! split: 200-functions.sql
-- In the order in which they need each other: SQL functions are checked when they are made.
--! Included public/functions/contains_pattern.sql
-- What a person types is text, not a pattern: % _ and \ are taken literally.
create or replace function public.contains_pattern(words text) returns text
language sql immutable parallel safe
as $$
  select '%' || regexp_replace(
    public.fold_text(coalesce(btrim(words), '')), '([%_\\])', '\\\1', 'g') || '%'
$$;
comment on function public.contains_pattern(text) is
  'Pattern for LIKE that finds folded words anywhere in folded text.';
grant execute on function public.contains_pattern(text) to public;
--! EndIncluded public/functions/contains_pattern.sql
--! Included config/functions/business_date.sql
-- Today where the business is, whatever the time zone of the machine or the session.
create or replace function config.business_date() returns date
language sql stable
as $$
  select (now() at time zone 'Asia/Ho_Chi_Minh')::date
$$;
comment on function config.business_date() is 'Today in Asia/Ho_Chi_Minh.';
revoke all on function config.business_date() from public;
grant execute on function config.business_date()
  to sodaily_definer, sodaily_user, sodaily_staff, sodaily_warehouse, sodaily_auditor;
--! EndIncluded config/functions/business_date.sql
--! Included config/functions/regulation_on.sql
-- The one way a rule reads a regulation: the version in force on a business date.
-- Security definer: rules ask for callers who may not read regulations themselves.
create or replace function config.regulation_on(key text, business_date date)
returns config.regulation_version
language plpgsql stable security definer
set search_path to pg_catalog, pg_temp
as $$
declare
  in_force config.regulation_version;
begin
  select v.* into in_force
  from config.regulation as r
  join config.regulation_version as v on v.regulation_id = r.id
  where r.key = regulation_on.key and v.valid_from <= regulation_on.business_date
  order by v.valid_from desc
  limit 1;
  if not found then
    raise exception 'regulation % has no version on %', key, business_date
      using errcode = 'SDINT', hint = 'Insert a version that starts early enough.';
  end if;
  return in_force;
end
$$;
alter function config.regulation_on(text, date) owner to sodaily_definer;
comment on function config.regulation_on(text, date) is
  E'@omit\nVersion of a regulation in force on a business date. Error: INTERNAL when there is none.';
revoke all on function config.regulation_on(text, date) from public;
grant execute on function config.regulation_on(text, date)
  to sodaily_user, sodaily_staff, sodaily_warehouse, sodaily_auditor;
--! EndIncluded config/functions/regulation_on.sql
--! Included config/functions/next_document_code.sql
-- Draws the next number of a kind and year. Call it last in a transaction: the row lock is held
-- until commit, and a rollback gives the number back, so there are no gaps.
create or replace function config.next_document_code(kind text, business_date date) returns text
language plpgsql volatile
set search_path to pg_catalog, pg_temp
as $$
declare
  code text;
begin
  insert into config.document_counter as c (kind, year, last_number)
  values (next_document_code.kind, extract(year from business_date)::smallint, 1)
  on conflict on constraint document_counter_pkey
  do update set last_number = c.last_number + 1, updated_at = now()
  returning c.kind || '-' || c.year || '-' || lpad(c.last_number::text, 6, '0') into strict code;
  return code;
end
$$;
comment on function config.next_document_code(text, date) is
  E'@omit\nNext document number such as PX-2026-000123, gap-free per kind and year.';
revoke all on function config.next_document_code(text, date) from public;
grant execute on function config.next_document_code(text, date) to sodaily_definer;
--! EndIncluded config/functions/next_document_code.sql
--! Included config/functions/newest_migration.sql
-- What the server compares with its own files before it says that it is ready.
-- Security definer: the list of migrations is nobody's business but the tools'.
create or replace function config.newest_migration() returns text
language sql stable security definer
set search_path to pg_catalog, pg_temp
as $$
  select m.filename from graphile_migrate.migrations as m order by m.filename desc limit 1
$$;
alter function config.newest_migration() owner to sodaily_definer;
comment on function config.newest_migration() is
  E'@omit\nFile name of the newest migration of this database. For the readiness check only.';
revoke all on function config.newest_migration() from public;
grant execute on function config.newest_migration() to sodaily_signin;
--! EndIncluded config/functions/newest_migration.sql
--! Included auth/functions/current_user_id.sql
-- Who is asking: the user of the request's settings, and only while the session lives.
-- The settings are written by the server; a dead session makes everybody nobody.
-- Security definer: no role of the API reads sessions.
create or replace function auth.current_user_id() returns :ID_TYPE
language plpgsql stable security definer
set search_path to pg_catalog, pg_temp
as $$
begin
  -- after a local setting ends it reads '' and not NULL, hence nullif
  return (
    select s.user_id
    from auth.session as s
    join auth."user" as u on u.id = s.user_id
    where s.id = nullif(current_setting('app.session_id', true), '')::uuid
      and s.user_id = cast(nullif(current_setting('app.current_user_id', true), '') as :ID_TYPE)
      and s.ended_at is null
      and s.expires_at > now()
      and u.is_active);
end
$$;
alter function auth.current_user_id() owner to sodaily_definer;
comment on function auth.current_user_id() is 'Key of the signed-in user, null when the session is dead.';
revoke all on function auth.current_user_id() from public;
grant execute on function auth.current_user_id()
  to sodaily_user, sodaily_staff, sodaily_warehouse, sodaily_auditor, sodaily_owner;
--! EndIncluded auth/functions/current_user_id.sql
--! Included auth/functions/has_scope.sql
-- Rights are looked up in tables for every statement, so revoking one acts at once.
-- Security definer: no role of the API reads who holds what.
create or replace function auth.has_scope(scope text) returns boolean
language plpgsql stable security definer
set search_path to pg_catalog, pg_temp
as $$
begin
  return exists (
    select from auth.user_role as ur
    join auth.role_permission as rp on rp.role_id = ur.role_id
    where ur.user_id = (select auth.current_user_id()) and rp.permission_code = has_scope.scope);
end
$$;
alter function auth.has_scope(text) owner to sodaily_definer;
comment on function auth.has_scope(text) is
  E'@omit\nWhether the signed-in user holds a scope. In a policy always as (select auth.has_scope(…)).';
revoke all on function auth.has_scope(text) from public;
grant execute on function auth.has_scope(text)
  to sodaily_user, sodaily_staff, sodaily_warehouse, sodaily_auditor;
--! EndIncluded auth/functions/has_scope.sql
--! Included auth/functions/require_scope.sql
-- First line of every command: who asks, and may they.
create or replace function auth.require_scope(scope text) returns :ID_TYPE
language plpgsql stable
set search_path to pg_catalog, pg_temp
as $$
declare
  caller :ID_TYPE := auth.current_user_id();
begin
  if caller is null then
    raise exception 'nobody is signed in' using errcode = 'SDTOK', detail = '{}';
  end if;
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
--! Included auth/functions/sees_all_agencies.sql
-- Staff whose role works with every agency; the others see those assigned to them.
-- Security definer: no role of the API reads who holds what.
create or replace function auth.sees_all_agencies() returns boolean
language plpgsql stable security definer
set search_path to pg_catalog, pg_temp
as $$
begin
  return exists (
    select from auth.user_role as ur
    join auth.role as r on r.id = ur.role_id
    where ur.user_id = (select auth.current_user_id()) and r.database_role <> 'sodaily_user');
end
$$;
alter function auth.sees_all_agencies() owner to sodaily_definer;
comment on function auth.sees_all_agencies() is
  E'@omit\nWhether the signed-in user sees every agency.';
revoke all on function auth.sees_all_agencies() from public;
--! EndIncluded auth/functions/sees_all_agencies.sql
--! Included auth/functions/database_role_of.sql
-- The widest of a person's roles decides what their requests become in PostgreSQL.
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
--! Included auth/functions/sign_in_candidate.sql
-- What the sign-in route needs to check a password. Only sodaily_signin may ask.
-- Security definer: password hashes are readable by nobody else.
create or replace function auth.sign_in_candidate(email text)
returns table (user_id :ID_TYPE, password_hash text, is_active boolean)
language sql stable security definer
set search_path to pg_catalog, pg_temp
as $$
  select u.id, s.password_hash, u.is_active
  from auth."user" as u
  join auth.user_secret as s on s.user_id = u.id
  where lower(u.email) = lower(sign_in_candidate.email)
$$;
alter function auth.sign_in_candidate(text) owner to sodaily_definer;
comment on function auth.sign_in_candidate(text) is
  'User and password hash for an e-mail, none when unknown. For the sign-in route only.';
revoke all on function auth.sign_in_candidate(text) from public;
grant execute on function auth.sign_in_candidate(text) to sodaily_signin;
--! EndIncluded auth/functions/sign_in_candidate.sql
--! Included auth/functions/open_session.sql
-- Begins a session after the password was checked. Only the hash of the refresh token is kept.
-- Security definer: sessions are written by functions only.
create or replace function auth.open_session(
  user_id :ID_TYPE, refresh_token_hash bytea, ip inet, user_agent text)
returns table (session_id uuid, expires_at timestamptz)
language sql volatile security definer
set search_path to pg_catalog, pg_temp
as $$
  insert into auth.session as s (user_id, refresh_token_hash, ip, user_agent, expires_at)
  select u.id, open_session.refresh_token_hash, open_session.ip,
    left(open_session.user_agent, 300), now() + interval '14 days'
  from auth."user" as u
  where u.id = open_session.user_id and u.is_active
  returning s.id, s.expires_at
$$;
alter function auth.open_session(:ID_TYPE, bytea, inet, text) owner to sodaily_definer;
comment on function auth.open_session(:ID_TYPE, bytea, inet, text) is
  'New session of an active user, for 14 days. For the sign-in route only.';
revoke all on function auth.open_session(:ID_TYPE, bytea, inet, text) from public;
grant execute on function auth.open_session(:ID_TYPE, bytea, inet, text) to sodaily_signin;
--! EndIncluded auth/functions/open_session.sql
--! Included auth/functions/rotate_session.sql
-- A refresh token is used once. The last one seen again within ten seconds is a second tab or a
-- retry: the session goes on, the successor stays. Any other seen again is a theft: it ends.
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
  end if;
end
$$;
alter function auth.rotate_session(bytea, bytea) owner to sodaily_definer;
comment on function auth.rotate_session(bytea, bytea) is
  'Exchanges a refresh token: rotated, grace (same token within 10 s), or no row when it is dead or stolen.';
revoke all on function auth.rotate_session(bytea, bytea) from public;
grant execute on function auth.rotate_session(bytea, bytea) to sodaily_signin;
--! EndIncluded auth/functions/rotate_session.sql
--! Included auth/functions/end_session.sql
-- Sign-out: every access token of the session is dead from this moment.
-- Security definer: sessions are written by functions only.
create or replace function auth.end_session(session_id uuid) returns boolean
language sql volatile security definer
set search_path to pg_catalog, pg_temp
as $$
  with ended as (
    update auth.session as s set ended_at = now()
    where s.id = end_session.session_id and s.ended_at is null
    returning s.id)
  select exists (select from ended)
$$;
alter function auth.end_session(uuid) owner to sodaily_definer;
comment on function auth.end_session(uuid) is 'Ends a session; false when it had ended. For the sign-in route only.';
revoke all on function auth.end_session(uuid) from public;
grant execute on function auth.end_session(uuid) to sodaily_signin;
--! EndIncluded auth/functions/end_session.sql
--! Included auth/functions/resume_session.sql
-- Every request asks once: does the session of this token live, and as whom does it work.
-- Security definer: no role of the API reads sessions.
create or replace function auth.resume_session(session_id uuid, user_id :ID_TYPE)
returns table (database_role text)
language sql stable security definer
set search_path to pg_catalog, pg_temp
as $$
  select role.name
  from auth.session as s
  join auth."user" as u on u.id = s.user_id
  cross join lateral (select auth.database_role_of(u.id) as name) as role
  where s.id = resume_session.session_id and s.user_id = resume_session.user_id
    and s.ended_at is null and s.expires_at > now() and u.is_active and role.name is not null
$$;
alter function auth.resume_session(uuid, :ID_TYPE) owner to sodaily_definer;
comment on function auth.resume_session(uuid, :ID_TYPE) is
  'PostgreSQL role of a living session, no row when it is dead. For the server only.';
revoke all on function auth.resume_session(uuid, :ID_TYPE) from public;
grant execute on function auth.resume_session(uuid, :ID_TYPE) to sodaily_signin;
--! EndIncluded auth/functions/resume_session.sql
--! Included auth/functions/session_user_profile.sql
-- What the interface needs to know of the person: name, language, roles, scopes, agencies.
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
    'scopes', (
      select coalesce(jsonb_agg(distinct rp.permission_code), '[]')
      from auth.user_role as ur join auth.role_permission as rp on rp.role_id = ur.role_id
      where ur.user_id = u.id),
    'agencies', (
      select coalesce(jsonb_agg(
        jsonb_build_object('id', a.id::text, 'code', a.code, 'name', a.name) order by a.code), '[]')
      from auth.user_agency as ua join agency.agency as a on a.id = ua.agency_id
      where ua.user_id = u.id))
  from auth.session as s
  join auth."user" as u on u.id = s.user_id
  where s.id = session_user_profile.session_id
    and s.ended_at is null and s.expires_at > now() and u.is_active
$$;
alter function auth.session_user_profile(uuid) owner to sodaily_definer;
comment on function auth.session_user_profile(uuid) is
  'Profile of a living session as JSON {id, email, full_name, locale, roles, scopes, agencies}.';
revoke all on function auth.session_user_profile(uuid) from public;
grant execute on function auth.session_user_profile(uuid) to sodaily_signin;
--! EndIncluded auth/functions/session_user_profile.sql
--! Included auth/functions/set_password.sql
-- Stores a hash made elsewhere. Nobody is granted it: the seed runs it as the definer, and the
-- reset road will call it from its own function.
create or replace function auth.set_password(email text, password_hash text) returns void
language sql volatile security definer
set search_path to pg_catalog, pg_temp
as $$
  insert into auth.user_secret (user_id, password_hash)
  select u.id, set_password.password_hash
  from auth."user" as u where lower(u.email) = lower(set_password.email)
  on conflict (user_id) do update
  set password_hash = excluded.password_hash, updated_at = now()
$$;
alter function auth.set_password(text, text) owner to sodaily_definer;
comment on function auth.set_password(text, text) is 'Stores the argon2id hash of a user''s password.';
revoke all on function auth.set_password(text, text) from public;
--! EndIncluded auth/functions/set_password.sql
--! Included agency/functions/my_ids.sql
-- The agencies a person is assigned to, or is. Policies compare with it in one form only:
-- agency_id = any((select agency.my_ids())::…[]), which the planner evaluates once.
-- Security definer: no role of the API reads assignments.
create or replace function agency.my_ids() returns :ID_TYPE[]
language plpgsql stable security definer
set search_path to pg_catalog, pg_temp
as $$
begin
  return (
    select coalesce(array_agg(ua.agency_id), '{}')
    from auth.user_agency as ua
    where ua.user_id = (select auth.current_user_id()));
end
$$;
alter function agency.my_ids() owner to sodaily_definer;
comment on function agency.my_ids() is E'@omit\nKeys of the agencies assigned to the signed-in user.';
revoke all on function agency.my_ids() from public;
grant execute on function agency.my_ids() to sodaily_user, sodaily_definer;
--! EndIncluded agency/functions/my_ids.sql
--! Included agency/functions/is_mine.sql
-- For commands, which run as the definer and must ask what a policy would have asked.
create or replace function agency.is_mine(agency_id :ID_TYPE) returns boolean
language sql stable
as $$
  select auth.sees_all_agencies() or is_mine.agency_id = any (agency.my_ids())
$$;
comment on function agency.is_mine(:ID_TYPE) is
  E'@omit\nWhether the signed-in user may work with an agency.';
revoke all on function agency.is_mine(:ID_TYPE) from public;
grant execute on function agency.is_mine(:ID_TYPE) to sodaily_definer;
--! EndIncluded agency/functions/is_mine.sql
--! Included agency/functions/ceiling_of.sql
-- The debt ceiling in force: the agency's own while valid, else its type's. Stands only here.
create or replace function agency.ceiling_of(
  agency agency.agency, business_date date, out "limit" public.dong, out limit_source text)
language sql stable
as $$
  select
    case when own.holds then agency.max_debt else t.max_debt end,
    case when own.holds then 'agency' else 'type' end
  from agency.agency_type as t
  cross join lateral (
    select coalesce(agency.max_debt_until >= business_date, false) as holds) as own
  where t.id = agency.agency_type_id
$$;
comment on function agency.ceiling_of(agency.agency, date) is
  E'@omit\nDebt ceiling of an agency on a date in đồng, and whether it is its own or its type''s.';
revoke all on function agency.ceiling_of(agency.agency, date) from public;
grant execute on function agency.ceiling_of(agency.agency, date)
  to sodaily_definer, sodaily_user, sodaily_staff, sodaily_auditor;
--! EndIncluded agency/functions/ceiling_of.sql
--! Included agency/functions/agency_ceiling.sql
create or replace function agency.agency_ceiling(agency agency.agency) returns public.dong
language sql stable
as $$
  select c."limit" from agency.ceiling_of(agency, config.business_date()) as c
$$;
comment on function agency.agency_ceiling(agency.agency) is 'Debt ceiling in force today, đồng.';
revoke all on function agency.agency_ceiling(agency.agency) from public;
grant execute on function agency.agency_ceiling(agency.agency)
  to sodaily_user, sodaily_staff, sodaily_auditor;
--! EndIncluded agency/functions/agency_ceiling.sql
--! Included agency/functions/search_agencies.sql
-- Agencies are few enough to scan (hundreds), so row policies do the filtering.
create or replace function agency.search_agencies(query text) returns setof agency.agency
language sql stable
set search_path to pg_catalog, pg_temp
as $$
  select a.*
  from agency.agency as a
  where a.search_text like public.contains_pattern(query)
  order by a.name, a.code
$$;
comment on function agency.search_agencies(text) is
  'Agencies whose code, name or phone contains the words, without accents and case, by name.';
revoke all on function agency.search_agencies(text) from public;
grant execute on function agency.search_agencies(text)
  to sodaily_user, sodaily_staff, sodaily_auditor;
--! EndIncluded agency/functions/search_agencies.sql
--! Included audit/functions/begin_command.sql
-- Exactly once: the row of (user, client key) is written in the command's own transaction. A second
-- caller waits for the first to commit and then gets its result; a rolled-back command leaves none.
create or replace function audit.begin_command(
  caller :ID_TYPE, client_key text, command text, request jsonb) returns jsonb
language plpgsql volatile
set search_path to pg_catalog, pg_temp
as $$
declare
  fingerprint bytea := sha256(convert_to(request::text, 'UTF8'));
  earlier audit.command;
begin
  if client_key is null or length(client_key) not between 1 and 100 then
    raise exception 'a command needs a client key of 1 to 100 characters'
      using errcode = 'SDVAL', detail = jsonb_build_object('fields', jsonb_build_array(
        jsonb_build_object('path', 'client_key', 'reason', 'required')))::text;
  end if;

  insert into audit.command (user_id, client_key, command, request_hash)
  values (caller, begin_command.client_key, begin_command.command, fingerprint)
  on conflict on constraint command_pkey do nothing;
  if found then
    return null;
  end if;

  select c.* into strict earlier
  from audit.command as c
  where c.user_id = caller and c.client_key = begin_command.client_key;
  if earlier.command <> begin_command.command or earlier.request_hash <> fingerprint then
    raise exception 'client key % was used for another request', client_key
      using errcode = 'SDDUP', detail = jsonb_build_object(
        'client_key', client_key, 'command', earlier.command,
        'first_used_at', earlier.created_at, 'result', earlier.result)::text;
  end if;
  return earlier.result;
end
$$;
comment on function audit.begin_command(:ID_TYPE, text, text, jsonb) is
  'Null when the command is new, else the result of the first call. Errors: DUPLICATE_REQUEST when the request differs, VALIDATION_ERROR for a bad key.';
revoke all on function audit.begin_command(:ID_TYPE, text, text, jsonb) from public;
grant execute on function audit.begin_command(:ID_TYPE, text, text, jsonb) to sodaily_definer;
--! EndIncluded audit/functions/begin_command.sql
--! Included audit/functions/finish_command.sql
create or replace function audit.finish_command(caller :ID_TYPE, client_key text, result jsonb)
returns void
language plpgsql volatile
set search_path to pg_catalog, pg_temp
as $$
begin
  update audit.command as c set result = finish_command.result
  where c.user_id = caller and c.client_key = finish_command.client_key;
end
$$;
comment on function audit.finish_command(:ID_TYPE, text, jsonb) is
  'Stores what a command made, for those who call again with its key.';
revoke all on function audit.finish_command(:ID_TYPE, text, jsonb) from public;
grant execute on function audit.finish_command(:ID_TYPE, text, jsonb) to sodaily_definer;
--! EndIncluded audit/functions/finish_command.sql
--! Included audit/functions/record_refusal.sql
-- The refused command was rolled back with all it did; the server writes its figures afterwards.
-- Security definer: refusals are written by this function only.
create or replace function audit.record_refusal(
  user_id :ID_TYPE, request_id text, command text, code text, details jsonb) returns void
language sql volatile security definer
set search_path to pg_catalog, pg_temp
as $$
  insert into audit.refusal (user_id, request_id, command, code, details)
  values (user_id, left(request_id, 100), left(command, 100), left(code, 50),
    coalesce(details, '{}'))
$$;
alter function audit.record_refusal(:ID_TYPE, text, text, text, jsonb) owner to sodaily_definer;
comment on function audit.record_refusal(:ID_TYPE, text, text, text, jsonb) is
  'Records a refusal with its figures. For the server only.';
revoke all on function audit.record_refusal(:ID_TYPE, text, text, text, jsonb) from public;
grant execute on function audit.record_refusal(:ID_TYPE, text, text, text, jsonb) to sodaily_signin;
--! EndIncluded audit/functions/record_refusal.sql
--! Included notification/functions/enqueue.sql
-- The one door to the job queue from SQL: known tasks only, keys as payload. The job is queued in
-- the command's transaction, so it exists exactly when the slip does.
create or replace function notification.enqueue(task text, payload jsonb) returns void
language plpgsql volatile
set search_path to pg_catalog, pg_temp
as $$
begin
  if task not in ('notify_issue_created') then
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
-- Tells people of a confirmed slip. Run by the worker, at least once: a second run writes nothing.
-- NOTIFY carries no rights, so it carries keys only; the receiver reads the row as the person.
-- Security definer: the worker reads no table of the business.
create or replace function notification.notify_issue_created(issue_id :ID_TYPE) returns integer
language plpgsql volatile security definer
set search_path to pg_catalog, pg_temp
as $$
declare
  slip inventory.issue;
  facts jsonb;
  told integer;
begin
  select i.* into slip from inventory.issue as i
  where i.id = notify_issue_created.issue_id and i.code is not null;
  if not found then
    return 0;
  end if;
  select jsonb_build_object(
    'issue_id', slip.id::text, 'issue_code', slip.code,
    'agency_id', a.id::text, 'agency_code', a.code, 'agency_name', a.name)
  into strict facts from agency.agency as a where a.id = slip.agency_id;

  with audience as materialized (
    select h.user_id, h.sees_money from notification.issue_audience(slip) as h),
  message as (
    select h.user_id, 'issue_created' as kind, facts || case when h.sees_money
      then jsonb_build_object('total_amount', slip.total_amount::text) else '{}' end as payload
    from audience as h
    union all
    select slip.created_by, 'issue_announced', facts || jsonb_build_object(
      'told', (select count(*) from audience)::text)),
  written as (
    insert into notification.notification as n (user_id, kind, subject, payload)
    select m.user_id, m.kind, slip.id::text, m.payload from message as m
    on conflict on constraint a_person_is_told_once do nothing
    returning n.id, n.user_id),
  pushed as (
    select pg_notify('notification:' || w.user_id, json_build_object('id', w.id::text)::text)
    from written as w)
  select count(*) into told from pushed;
  return told;
end
$$;
alter function notification.notify_issue_created(:ID_TYPE) owner to sodaily_definer;
comment on function notification.notify_issue_created(:ID_TYPE) is
  'Writes and pushes the notifications of a slip; returns how many were new. For the worker only.';
revoke all on function notification.notify_issue_created(:ID_TYPE) from public;
grant execute on function notification.notify_issue_created(:ID_TYPE) to sodaily_worker;
--! EndIncluded notification/functions/notify_issue_created.sql
--! Included notification/functions/unread_notification_count.sql
create or replace function notification.unread_notification_count() returns bigint
language sql stable
as $$
  select count(*) from notification.notification as n
  where n.read_at is null and n.user_id = (select auth.current_user_id())
$$;
comment on function notification.unread_notification_count() is
  'How many notifications the signed-in user has not read.';
revoke all on function notification.unread_notification_count() from public;
grant execute on function notification.unread_notification_count()
  to sodaily_user, sodaily_staff, sodaily_warehouse, sodaily_auditor;
--! EndIncluded notification/functions/unread_notification_count.sql
--! Included notification/functions/mark_notifications_read.sql
-- Row policies keep it to one's own; the grant keeps it to the column read_at.
create or replace function notification.mark_notifications_read(ids :ID_TYPE[])
returns setof notification.notification
language sql volatile
set search_path to pg_catalog, pg_temp
as $$
  update notification.notification as n set read_at = now()
  where n.id = any (ids) and n.read_at is null
  returning n.*
$$;
comment on function notification.mark_notifications_read(:ID_TYPE[]) is
  'Marks own notifications as read; returns those that were unread.';
revoke all on function notification.mark_notifications_read(:ID_TYPE[]) from public;
grant execute on function notification.mark_notifications_read(:ID_TYPE[])
  to sodaily_user, sodaily_staff, sodaily_warehouse, sodaily_auditor;
--! EndIncluded notification/functions/mark_notifications_read.sql
--! Included notification/functions/mark_all_notifications_read.sql
create or replace function notification.mark_all_notifications_read() returns bigint
language sql volatile
set search_path to pg_catalog, pg_temp
as $$
  with marked as (
    update notification.notification as n set read_at = now()
    where n.read_at is null and n.user_id = (select auth.current_user_id())
    returning n.id)
  select count(*) from marked
$$;
comment on function notification.mark_all_notifications_read() is
  'Marks all own notifications as read; returns how many were unread.';
revoke all on function notification.mark_all_notifications_read() from public;
grant execute on function notification.mark_all_notifications_read()
  to sodaily_user, sodaily_staff, sodaily_warehouse, sodaily_auditor;
--! EndIncluded notification/functions/mark_all_notifications_read.sql
--! Included inventory/rules/issue_price.sql
-- Rule QĐ3a: the issue price is the import price × EXPORT_PRICE_RATIO, rounded half up to whole
-- đồng, computed by the database and frozen on the line. A client never names a price.
create or replace function inventory.issue_price(import_price numeric, ratio numeric)
returns public.dong
language sql immutable parallel safe
as $$
  select round(import_price * ratio)
$$;
comment on function inventory.issue_price(numeric, numeric) is
  E'@omit\nIssue price in đồng a unit from the import price in đồng and the ratio.';
revoke all on function inventory.issue_price(numeric, numeric) from public;
grant execute on function inventory.issue_price(numeric, numeric)
  to sodaily_definer, sodaily_user, sodaily_staff, sodaily_warehouse, sodaily_auditor;
--! EndIncluded inventory/rules/issue_price.sql
--! Included inventory/functions/item_issue_price.sql
create or replace function inventory.item_issue_price(item inventory.item) returns public.dong
language sql stable
as $$
  select inventory.issue_price(item.import_price,
    (config.regulation_on('EXPORT_PRICE_RATIO', config.business_date())).value::numeric)
$$;
comment on function inventory.item_issue_price(inventory.item) is
  'Price it would be issued at today, đồng a unit.';
revoke all on function inventory.item_issue_price(inventory.item) from public;
grant execute on function inventory.item_issue_price(inventory.item)
  to sodaily_definer, sodaily_user, sodaily_staff, sodaily_warehouse, sodaily_auditor;
--! EndIncluded inventory/functions/item_issue_price.sql
--! Included inventory/functions/search_items.sql
-- Items that start with the words come first, then those that contain them; what is in stock before
-- what is not. The catalogue has no row filter, so the trigram index serves.
create or replace function inventory.search_items(query text) returns setof inventory.item
language sql stable
set search_path to pg_catalog, pg_temp
as $$
  select i.*
  from inventory.item as i
  where i.search_text like public.contains_pattern(query)
  order by
    i.is_active desc,
    starts_with(i.search_text, public.fold_text(coalesce(btrim(query), ''))) desc,
    i.stock_quantity > 0 desc,
    i.item_name,
    i.sku
$$;
comment on function inventory.search_items(text) is
  'Items whose code, name or barcode contains the words, without accents and case, best first.';
revoke all on function inventory.search_items(text) from public;
grant execute on function inventory.search_items(text)
  to sodaily_user, sodaily_staff, sodaily_warehouse, sodaily_auditor;
--! EndIncluded inventory/functions/search_items.sql
--! Included inventory/functions/issue_line_problems.sql
-- Everything that is wrong with the lines of a request, all at once, each with its place.
create or replace function inventory.issue_line_problems(items inventory.issue_line[])
returns jsonb
language plpgsql stable
set search_path to pg_catalog, pg_temp
as $$
begin
  return (
    with line as (
      select l.item_id, l.quantity, l.place - 1 as place, i.id as known_id, u.is_decimal
      from unnest(items) with ordinality as l (item_id, quantity, place)
      left join inventory.item as i on i.id = l.item_id
      left join inventory.unit as u on u.id = i.unit_id),
    problem as (
      select 'items' as path, 'required' as reason, null as value
      where coalesce(cardinality(items), 0) = 0
      union all
      select 'items', 'too_many_lines', cardinality(items)::text where cardinality(items) > 100
      union all
      select 'items.' || l.place || '.item_id',
        case when l.item_id is null then 'required' else 'unknown' end, l.item_id::text
      from line as l where l.known_id is null
      union all
      select 'items.' || l.place || '.quantity', q.reason, l.quantity::text
      from line as l
      cross join lateral (select case
        when l.quantity is null then 'required'
        when l.quantity = 'NaN' then 'not_a_number'
        when l.quantity <= 0 then 'not_positive'
        when l.quantity > 1000000 then 'too_large'
        when scale(trim_scale(l.quantity)) > 3 then 'too_many_decimals'
        when not l.is_decimal and l.quantity <> trunc(l.quantity) then 'whole_number_only'
      end as reason) as q
      where q.reason is not null)
    select coalesce(jsonb_agg(jsonb_strip_nulls(to_jsonb(p))), '[]') from problem as p);
end
$$;
comment on function inventory.issue_line_problems(inventory.issue_line[]) is
  'Problems of the lines asked for, as JSON [{path, reason, value}], empty when there are none.';
revoke all on function inventory.issue_line_problems(inventory.issue_line[]) from public;
grant execute on function inventory.issue_line_problems(inventory.issue_line[]) to sodaily_definer;
--! EndIncluded inventory/functions/issue_line_problems.sql
--! Included inventory/functions/issue_head_problems.sql
-- Everything that is wrong with the head of a request. An agency that the caller may not see is
-- unknown to them: its existence is not told.
create or replace function inventory.issue_head_problems(
  agency_id :ID_TYPE, issue_date date, paid_now numeric, note text)
returns jsonb
language plpgsql stable
set search_path to pg_catalog, pg_temp
as $$
begin
  return (
    with seen as (
      select a.reception_date from agency.agency as a
      where a.id = issue_head_problems.agency_id
        and agency.is_mine(issue_head_problems.agency_id)),
    problem as (
      select 'agency_id' as path,
        case when issue_head_problems.agency_id is null then 'required' else 'unknown' end as reason,
        issue_head_problems.agency_id::text as value
      where not exists (select from seen)
      union all
      select 'issue_date', 'in_future', issue_head_problems.issue_date::text
      where issue_head_problems.issue_date > config.business_date()
      union all
      select 'issue_date', 'before_reception', s.reception_date::text
      from seen as s where issue_head_problems.issue_date < s.reception_date
      union all
      select 'paid_now', m.reason, issue_head_problems.paid_now::text
      from (select case
        when issue_head_problems.paid_now = 'NaN' then 'not_a_number'
        when issue_head_problems.paid_now < 0 then 'negative'
        when issue_head_problems.paid_now > 999999999999999 then 'too_large'
        when issue_head_problems.paid_now <> trunc(issue_head_problems.paid_now)
          then 'whole_number_only'
      end as reason) as m
      where m.reason is not null
      union all
      select 'note', 'too_long', length(issue_head_problems.note)::text
      where length(issue_head_problems.note) > 500)
    select coalesce(jsonb_agg(jsonb_strip_nulls(to_jsonb(p))), '[]') from problem as p);
end
$$;
comment on function inventory.issue_head_problems(:ID_TYPE, date, numeric, text) is
  'Problems of the agency, date, paid-now and note asked for, as JSON [{path, reason, value}].';
revoke all on function inventory.issue_head_problems(:ID_TYPE, date, numeric, text) from public;
grant execute on function inventory.issue_head_problems(:ID_TYPE, date, numeric, text)
  to sodaily_definer;
--! EndIncluded inventory/functions/issue_head_problems.sql
--! Included inventory/functions/refuse_problems.sql
create or replace function inventory.refuse_problems(problems jsonb) returns void
language plpgsql stable
set search_path to pg_catalog, pg_temp
as $$
begin
  if problems <> '[]' then
    raise exception 'the request is not well formed'
      using errcode = 'SDVAL', detail = jsonb_build_object('fields', problems)::text,
        hint = 'Correct every field listed.';
  end if;
end
$$;
comment on function inventory.refuse_problems(jsonb) is
  'Refuses a request that has problems. Error: VALIDATION_ERROR {fields: [{path, reason, value}]}.';
revoke all on function inventory.refuse_problems(jsonb) from public;
grant execute on function inventory.refuse_problems(jsonb) to sodaily_definer;
--! EndIncluded inventory/functions/refuse_problems.sql
--! Included inventory/functions/add_issue_lines.sql
-- Writes the lines of a slip in one statement: the same item twice is merged, prices are today's
-- import price × the ratio in force on the slip's date.
create or replace function inventory.add_issue_lines(
  issue inventory.issue, items inventory.issue_line[]) returns void
language plpgsql volatile
set search_path to pg_catalog, pg_temp
as $$
declare
  ratio config.regulation_version :=
    config.regulation_on('EXPORT_PRICE_RATIO', issue.issue_date);
begin
  insert into inventory.issue_detail (
    agency_id, issue_id, line_no, item_id, quantity, unit_price, line_total,
    price_regulation_version_id, created_by)
  select issue.agency_id, issue.id, row_number() over (order by l.place), l.item_id, l.quantity,
    p.unit_price, round(l.quantity * p.unit_price), ratio.id, issue.created_by
  from (
    select w.item_id, sum(w.quantity) as quantity, min(w.place) as place
    from unnest(items) with ordinality as w (item_id, quantity, place)
    group by w.item_id) as l
  join inventory.item as i on i.id = l.item_id
  cross join lateral (
    select inventory.issue_price(i.import_price, ratio.value::numeric) as unit_price) as p;
end
$$;
comment on function inventory.add_issue_lines(inventory.issue, inventory.issue_line[]) is
  'Inserts the merged and priced lines of a new slip.';
revoke all on function inventory.add_issue_lines(inventory.issue, inventory.issue_line[])
  from public;
grant execute on function inventory.add_issue_lines(inventory.issue, inventory.issue_line[])
  to sodaily_definer;
--! EndIncluded inventory/functions/add_issue_lines.sql
--! Included inventory/functions/headroom_of.sql
-- The one sum of the debt limit: the form asks it beforehand, the rule asks it under the lock.
create or replace function inventory.headroom_of(
  agency agency.agency, business_date date, slip_total numeric, paid_now numeric)
returns inventory.issue_headroom_answer
language plpgsql stable
set search_path to pg_catalog, pg_temp
as $$
declare
  ceiling record := agency.ceiling_of(agency, business_date);
  would_be numeric := agency.debt_amount + slip_total - paid_now;
begin
  return row(agency.id, agency.debt_amount, ceiling."limit", ceiling.limit_source, slip_total,
    paid_now, would_be, greatest(would_be - ceiling."limit", 0),
    greatest(ceiling."limit" - agency.debt_amount + paid_now, 0));
end
$$;
comment on function inventory.headroom_of(agency.agency, date, numeric, numeric) is
  E'@omit\nDebt before and after a slip, ceiling, shortage and what is available, all in đồng.';
revoke all on function inventory.headroom_of(agency.agency, date, numeric, numeric) from public;
grant execute on function inventory.headroom_of(agency.agency, date, numeric, numeric)
  to sodaily_definer;
--! EndIncluded inventory/functions/headroom_of.sql
--! Included inventory/functions/issue_headroom.sql
-- What an agency may still take. A forecast: the rule asks the same sum again under the lock.
-- Security definer: it reads the ceiling's parts for anyone who may write slips for the agency.
create or replace function inventory.issue_headroom(
  agency_id :ID_TYPE, slip_total numeric default 0, paid_now numeric default 0)
returns inventory.issue_headroom_answer
language plpgsql stable security definer
set search_path to pg_catalog, pg_temp
as $$
declare
  found_agency agency.agency;
begin
  if not (auth.has_scope('finance:read') or auth.has_scope('inventory:write')) then
    perform auth.require_scope('inventory:write');
  end if;
  select a.* into found_agency from agency.agency as a
  where a.id = issue_headroom.agency_id and agency.is_mine(a.id);
  if not found then
    raise exception 'agency % is unknown', agency_id using errcode = 'SDNFD',
      detail = jsonb_build_object('agency_id', agency_id::text)::text;
  end if;
  return inventory.headroom_of(
    found_agency, config.business_date(), coalesce(slip_total, 0), coalesce(paid_now, 0));
end
$$;
alter function inventory.issue_headroom(:ID_TYPE, numeric, numeric) owner to sodaily_definer;
comment on function inventory.issue_headroom(:ID_TYPE, numeric, numeric) is
  'What an agency may still take on credit, in đồng: the sum that the debt limit enforces. Errors: INVALID_TOKEN, PERMISSION_DENIED, NOT_FOUND.';
revoke all on function inventory.issue_headroom(:ID_TYPE, numeric, numeric) from public;
grant execute on function inventory.issue_headroom(:ID_TYPE, numeric, numeric)
  to sodaily_user, sodaily_staff, sodaily_auditor;
--! EndIncluded inventory/functions/issue_headroom.sql
--! Included inventory/functions/refuse_over_limit.sql
-- The figures of a DEBT_LIMIT refusal, among them the version of the ratio that set the prices.
create or replace function inventory.refuse_over_limit(
  agency agency.agency, room inventory.issue_headroom_answer, issue_id :ID_TYPE) returns void
language plpgsql stable
set search_path to pg_catalog, pg_temp
as $$
declare
  priced_by jsonb;
begin
  select jsonb_build_object('key', 'EXPORT_PRICE_RATIO', 'id', v.id::text, 'value', v.value,
    'valid_from', v.valid_from)
  into priced_by
  from inventory.issue_detail as d
  join config.regulation_version as v on v.id = d.price_regulation_version_id
  where d.issue_id = refuse_over_limit.issue_id
  limit 1;

  raise exception 'agency % would pass its debt limit by %', agency.code, room.short_by
    using errcode = 'SDDBT', detail = jsonb_build_object(
      'agency_id', agency.id::text, 'agency_code', agency.code, 'agency_name', agency.name,
      'current_debt', room.current_debt::text, 'slip_total', room.slip_total::text,
      'paid_now', room.paid_now::text, 'would_be', room.would_be::text,
      'limit', room."limit"::text, 'limit_source', room.limit_source,
      'short_by', room.short_by::text, 'available', room.available::text,
      'regulation_version', priced_by)::text,
    hint = 'Cut the slip to what is available, or collect what it is short by.';
end
$$;
comment on function inventory.refuse_over_limit(
  agency.agency, inventory.issue_headroom_answer, :ID_TYPE) is
  'Error: DEBT_LIMIT {agency_id, agency_code, agency_name, current_debt, slip_total, paid_now, would_be, limit, limit_source, short_by, available, regulation_version}, money in đồng as text.';
revoke all on function inventory.refuse_over_limit(
  agency.agency, inventory.issue_headroom_answer, :ID_TYPE) from public;
grant execute on function inventory.refuse_over_limit(
  agency.agency, inventory.issue_headroom_answer, :ID_TYPE) to sodaily_definer;
--! EndIncluded inventory/functions/refuse_over_limit.sql
--! Included inventory/functions/refuse_short_stock.sql
-- Names every short item of a slip at once: those that the update of step 4 left untouched, so their
-- stock is what there was.
create or replace function inventory.refuse_short_stock(slip inventory.issue) returns void
language plpgsql stable
set search_path to pg_catalog, pg_temp
as $$
declare
  short jsonb;
begin
  select jsonb_agg(jsonb_build_object(
    'item_id', i.id::text, 'sku', i.sku, 'item_name', i.item_name, 'unit', u.name,
    'requested', trim_scale(d.quantity)::text,
    'available', trim_scale(i.stock_quantity)::text,
    'shortage', trim_scale(d.quantity - i.stock_quantity)::text) order by d.line_no)
  into short
  from inventory.issue_detail as d
  join inventory.item as i on i.id = d.item_id
  join inventory.unit as u on u.id = i.unit_id
  where d.agency_id = slip.agency_id and d.issue_id = slip.id
    and not exists (
      select from inventory.stock_movement as m
      where m.agency_id = slip.agency_id and m.issue_id = slip.id and m.item_id = d.item_id);
  raise exception 'stock is short for % item(s)', jsonb_array_length(short)
    using errcode = 'SDSTK', detail = jsonb_build_object('items', short)::text,
      hint = 'Lower the quantities or take in more goods.';
end
$$;
comment on function inventory.refuse_short_stock(inventory.issue) is
  'Error: OUT_OF_STOCK {items: [{item_id, sku, item_name, unit, requested, available, shortage}]}, quantities in the item''s unit as text.';
revoke all on function inventory.refuse_short_stock(inventory.issue) from public;
grant execute on function inventory.refuse_short_stock(inventory.issue) to sodaily_definer;
--! EndIncluded inventory/functions/refuse_short_stock.sql
--! Included inventory/functions/refuse_earlier_shortage.sql
-- A back-dated slip must leave stock ≥ 0 at the end of its own day and of every later one. Runs
-- under the locks of step 4, after its movements: a day whose fold of the ledger is negative is
-- one that the slip broke.
create or replace function inventory.refuse_earlier_shortage(slip inventory.issue) returns void
language plpgsql stable
set search_path to pg_catalog, pg_temp
as $$
declare
  broken jsonb;
begin
  with line as (
    select d.item_id, d.quantity, d.line_no from inventory.issue_detail as d
    where d.agency_id = slip.agency_id and d.issue_id = slip.id),
  day as (
    select m.item_id, m.business_date,
      sum(sum(m.quantity)) over (partition by m.item_id order by m.business_date) as closing
    from line as l
    join inventory.stock_movement as m on m.item_id = l.item_id
    group by m.item_id, m.business_date),
  lowest as (
    select y.item_id, min(y.closing) as closing,
      min(y.business_date) filter (where y.closing < 0) as first_day
    from day as y where y.business_date >= slip.issue_date
    group by y.item_id)
  select jsonb_agg(jsonb_build_object(
    'item_id', i.id::text, 'sku', i.sku, 'item_name', i.item_name, 'unit', u.name,
    'requested', trim_scale(l.quantity)::text,
    'available', trim_scale(greatest(l.quantity + w.closing, 0))::text,
    'shortage', trim_scale(-w.closing)::text,
    'first_day', w.first_day) order by l.line_no)
  into broken
  from line as l
  join lowest as w on w.item_id = l.item_id
  join inventory.item as i on i.id = l.item_id
  join inventory.unit as u on u.id = i.unit_id
  where w.closing < 0;
  if broken is not null then
    raise exception 'stock would have been short on an earlier day'
      using errcode = 'SDSTK', detail = jsonb_build_object('items', broken)::text,
        hint = 'Date the slip later or lower the quantities.';
  end if;
end
$$;
comment on function inventory.refuse_earlier_shortage(inventory.issue) is
  'Refuses a back-dated slip that makes a later day negative. Error: OUT_OF_STOCK with first_day per item.';
revoke all on function inventory.refuse_earlier_shortage(inventory.issue) from public;
grant execute on function inventory.refuse_earlier_shortage(inventory.issue) to sodaily_definer;
--! EndIncluded inventory/functions/refuse_earlier_shortage.sql
--! Included inventory/functions/issue_debt_after.sql
create or replace function inventory.issue_debt_after(issue inventory.issue) returns public.dong
language sql stable
as $$
  select t.balance_after
  from finance.debt_transaction as t
  where t.agency_id = issue.agency_id and t.issue_id = issue.id
    and t.kind in ('issue', 'paid_now')
  order by t.seq desc
  limit 1
$$;
comment on function inventory.issue_debt_after(inventory.issue) is
  'Debt of the agency right after the slip and what was paid with it, đồng; null until confirmed.';
revoke all on function inventory.issue_debt_after(inventory.issue) from public;
grant execute on function inventory.issue_debt_after(inventory.issue)
  to sodaily_user, sodaily_staff, sodaily_auditor;
--! EndIncluded inventory/functions/issue_debt_after.sql
--! Included inventory/functions/issue_created_by_name.sql
-- Security definer: names of colleagues are shown on slips, the list of users is not.
create or replace function inventory.issue_created_by_name(issue inventory.issue) returns text
language sql stable security definer
set search_path to pg_catalog, pg_temp
as $$
  select u.full_name from auth."user" as u where u.id = issue.created_by
$$;
alter function inventory.issue_created_by_name(inventory.issue) owner to sodaily_definer;
comment on function inventory.issue_created_by_name(inventory.issue) is 'Name of the person who wrote the slip.';
revoke all on function inventory.issue_created_by_name(inventory.issue) from public;
grant execute on function inventory.issue_created_by_name(inventory.issue)
  to sodaily_user, sodaily_staff, sodaily_warehouse, sodaily_auditor;
--! EndIncluded inventory/functions/issue_created_by_name.sql
--! Included inventory/functions/search_issues.sql
-- A trigram search under a row policy cannot use an index, so slips are found by the start of
-- their number, or by their agency's name; the row policies still filter the result.
create or replace function inventory.search_issues(query text) returns setof inventory.issue
language sql stable
set search_path to pg_catalog, pg_temp
as $$
  select i.*
  from inventory.issue as i
  where upper(btrim(query)) = right(i.code, length(btrim(query)))
    or upper(btrim(query)) = left(i.code, length(btrim(query)))
    or i.agency_id in (select a.id from agency.search_agencies(query) as a)
  order by i.created_at desc
$$;
comment on function inventory.search_issues(text) is
  'Slips whose number starts or ends with the words, or whose agency is found by them; newest first.';
revoke all on function inventory.search_issues(text) from public;
grant execute on function inventory.search_issues(text)
  to sodaily_user, sodaily_staff, sodaily_auditor;
--! EndIncluded inventory/functions/search_issues.sql
--! Included inventory/functions/open_stock.sql
-- Stock on hand when the books begin: one opening row per item, only while it has no history.
-- Security definer: ledgers are written by functions only.
create or replace function inventory.open_stock(
  items inventory.issue_line[], business_date date) returns bigint
language plpgsql volatile security definer
set search_path to pg_catalog, pg_temp
as $$
declare
  caller :ID_TYPE := auth.require_scope('inventory:adjust');
  opened bigint;
begin
  perform inventory.refuse_problems(inventory.issue_line_problems(items) || case
    when business_date is null then jsonb_build_array(
      jsonb_build_object('path', 'business_date', 'reason', 'required'))
    when business_date > config.business_date() then jsonb_build_array(jsonb_build_object(
      'path', 'business_date', 'reason', 'in_future', 'value', business_date::text))
    else '[]' end);
  perform from inventory.item as i
  where i.id in (select l.item_id from unnest(items) as l)
  order by i.id
  for no key update;

  with line as (
    select l.item_id, sum(l.quantity) as quantity from unnest(items) as l group by l.item_id),
  balance as (
    update inventory.item as i set stock_quantity = l.quantity, stock_seq = 1
    from line as l where i.id = l.item_id and i.stock_seq = 0
    returning i.id, i.stock_quantity)
  insert into inventory.stock_movement (
    item_id, seq, kind, quantity, balance_after, business_date, created_by)
  select b.id, 1, 'opening', b.stock_quantity, b.stock_quantity, open_stock.business_date, caller
  from balance as b;
  get diagnostics opened = row_count;
  return opened;
end
$$;
alter function inventory.open_stock(inventory.issue_line[], date) owner to sodaily_definer;
comment on function inventory.open_stock(inventory.issue_line[], date) is
  E'@omit\nOpening stock of items that have none yet; returns how many were opened. Errors: INVALID_TOKEN, PERMISSION_DENIED, VALIDATION_ERROR.';
revoke all on function inventory.open_stock(inventory.issue_line[], date) from public;
grant execute on function inventory.open_stock(inventory.issue_line[], date)
  to sodaily_staff, sodaily_warehouse;
--! EndIncluded inventory/functions/open_stock.sql
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
  note text default null)
returns inventory.issue
language plpgsql volatile security definer
set search_path to pg_catalog, pg_temp
as $$
declare
  caller :ID_TYPE := auth.require_scope('inventory:write');
  slip inventory.issue;
  earlier jsonb;
begin
  paid_now := coalesce(paid_now, 0);
  note := nullif(btrim(note), '');
  -- the request as it was meant: 2 and 2.000 are one quantity, and no date stays no date, so that
  -- a retry after midnight is still a retry
  earlier := audit.begin_command(caller, client_key, 'inventory.create_issue', jsonb_build_array(
    agency_id, issue_date, trim_scale(paid_now), note, (
      select jsonb_agg(jsonb_build_array(l.item_id, trim_scale(l.quantity)) order by l.place)
      from unnest(items) with ordinality as l (item_id, quantity, place))));
  if earlier is not null then
    select i.* into strict slip
    from inventory.issue as i where i.id = cast(earlier ->> 'id' as :ID_TYPE);
    return slip;
  end if;

  issue_date := coalesce(issue_date, config.business_date());
  perform inventory.refuse_problems(
    inventory.issue_head_problems(agency_id, issue_date, paid_now, note)
    || inventory.issue_line_problems(items));

  insert into inventory.issue as i (agency_id, issue_date, paid_now, note, created_by)
  values (create_issue.agency_id, create_issue.issue_date, create_issue.paid_now,
    create_issue.note, caller)
  returning i.* into strict slip;
  perform inventory.add_issue_lines(slip, items);

  update inventory.issue as i
  set status = 'confirmed', confirmed_at = now(), confirmed_by = caller
  where i.id = slip.id;

  select i.* into strict slip from inventory.issue as i where i.id = slip.id;
  perform audit.finish_command(caller, client_key, jsonb_build_object('id', slip.id::text));
  return slip;
end
$$;
alter function inventory.create_issue(text, :ID_TYPE, inventory.issue_line[], date, numeric, text)
  owner to sodaily_definer;
comment on function inventory.create_issue(
  text, :ID_TYPE, inventory.issue_line[], date, numeric, text) is
  E'@resultFieldName issue\nMakes and confirms a stock-out slip: lowers stock, raises the debt, numbers it. paidNow in đồng, issueDate today when null. The same clientKey gives the first slip again. Errors: INVALID_TOKEN, PERMISSION_DENIED, VALIDATION_ERROR, DUPLICATE_REQUEST, ITEM_INACTIVE, AGENCY_NOT_ACTIVE, DEBT_LIMIT, OUT_OF_STOCK.';
revoke all on function inventory.create_issue(
  text, :ID_TYPE, inventory.issue_line[], date, numeric, text) from public;
grant execute on function inventory.create_issue(
  text, :ID_TYPE, inventory.issue_line[], date, numeric, text)
  to sodaily_user, sodaily_staff;
--! EndIncluded inventory/functions/create_issue.sql
--! Included report/functions/refresh.sql
-- Run by the worker, debounced after slips and on schedule.
-- Security definer: only the owner of a materialized view may refresh it.
create or replace function report.refresh(report text) returns timestamptz
language plpgsql volatile security definer
set search_path to pg_catalog, pg_temp
as $$
begin
  if report is distinct from 'monthly_sales' then
    raise exception 'report % is unknown', report using errcode = 'SDNFD', detail = '{}';
  end if;
  refresh materialized view concurrently report.monthly_sales_mv;
  insert into report.freshness as f (report, refreshed_at)
  values (refresh.report, clock_timestamp())
  on conflict on constraint freshness_pkey do update set refreshed_at = excluded.refreshed_at;
  return clock_timestamp();
end
$$;
alter function report.refresh(text) owner to sodaily_definer;
comment on function report.refresh(text) is
  E'@omit\nRefreshes monthly_sales; returns the moment. Error: NOT_FOUND. For the worker only.';
revoke all on function report.refresh(text) from public;
grant execute on function report.refresh(text) to sodaily_worker;
--! EndIncluded report/functions/refresh.sql
--! Included report/functions/monthly_sales.sql
-- A materialized view has no row-level security, so the predicate on agencies stands here.
-- Security definer: nobody else reads the view.
create or replace function report.monthly_sales(month date) returns setof report.monthly_sales_row
language plpgsql stable security definer
set search_path to pg_catalog, pg_temp
as $$
begin
  perform auth.require_scope('report:read');
  return query
  select s.agency_id, s.slip_count, s.total_amount, f.refreshed_at
  from report.monthly_sales_mv as s
  left join report.freshness as f on f.report = 'monthly_sales'
  where s.month = date_trunc('month', monthly_sales.month)::date
    and ((select auth.sees_all_agencies()) or s.agency_id = any (cast((select agency.my_ids()) as :ID_TYPE[])))
  order by s.total_amount desc;
end
$$;
alter function report.monthly_sales(date) owner to sodaily_definer;
comment on function report.monthly_sales(date) is
  'Sales per agency in the month of a date, as of the last refresh. Errors: INVALID_TOKEN, PERMISSION_DENIED.';
revoke all on function report.monthly_sales(date) from public;
grant execute on function report.monthly_sales(date)
  to sodaily_user, sodaily_staff, sodaily_auditor;
--! EndIncluded report/functions/monthly_sales.sql

--! split: 300-rules.sql
-- Rules on lines, then rules on slips; the steps of confirming carry their order in their names.
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
--! EndIncluded audit/rules/history_is_final.sql
--! Included inventory/rules/issue_needs_active_items.sql
-- Rule QĐ3d: only items that are still sold go on a slip. All inactive ones are named at once.
-- Nobody may override. Code when refused: ITEM_INACTIVE.
create or replace function inventory.issue_needs_active_items() returns trigger
language plpgsql
set search_path to pg_catalog, pg_temp
as $$
declare
  inactive jsonb;
begin
  select jsonb_agg(jsonb_build_object(
    'item_id', i.id::text, 'sku', i.sku, 'item_name', i.item_name) order by n.line_no)
  into inactive
  from new_line as n
  join inventory.item as i on i.id = n.item_id
  where not i.is_active;
  if inactive is not null then
    raise exception 'some items are no longer sold'
      using errcode = 'SDITM', detail = jsonb_build_object('items', inactive)::text,
        hint = 'Remove these lines.';
  end if;
  return null;
end
$$;
comment on function inventory.issue_needs_active_items() is
  'Refuses lines of inactive items. Error: ITEM_INACTIVE {items: [{item_id, sku, item_name}]}.';
revoke all on function inventory.issue_needs_active_items() from public;

create or replace trigger issue_needs_active_items
after insert on inventory.issue_detail
referencing new table as new_line
for each statement execute function inventory.issue_needs_active_items();
comment on trigger issue_needs_active_items on inventory.issue_detail is 'Items on a slip are active.';
--! EndIncluded inventory/rules/issue_needs_active_items.sql
--! Included inventory/rules/f_update_total_amount.sql
-- Rule: a slip's total is the sum of its lines, each rounded once, written in the statement that
-- writes the lines. Nobody may override.
create or replace function inventory.f_update_total_amount() returns trigger
language plpgsql
set search_path to pg_catalog, pg_temp
as $$
begin
  update inventory.issue as i
  set total_amount = i.total_amount + s.line_total
  from (
    select n.issue_id, sum(n.line_total) as line_total
    from new_line as n group by n.issue_id) as s
  where i.id = s.issue_id;
  return null;
end
$$;
comment on function inventory.f_update_total_amount() is
  'Adds new lines to the totals of their slips, in đồng.';
revoke all on function inventory.f_update_total_amount() from public;

create or replace trigger f_update_total_amount
after insert on inventory.issue_detail
referencing new table as new_line
for each statement execute function inventory.f_update_total_amount();
comment on trigger f_update_total_amount on inventory.issue_detail is 'Total = sum of lines.';
--! EndIncluded inventory/rules/f_update_total_amount.sql
--! Included inventory/rules/issue_transition.sql
-- Rule: a slip is born requested and moves only along the roads of its life. A road exists once the
-- function that walks it does: for now requested → confirmed. Nobody may override.
-- Code when refused: INVALID_TRANSITION.
create or replace function inventory.issue_transition() returns trigger
language plpgsql
set search_path to pg_catalog, pg_temp
as $$
declare
  from_status text := case when tg_op = 'INSERT' then 'new' else old.status end;
begin
  if (from_status, new.status) not in (('new', 'requested'), ('requested', 'confirmed')) then
    raise exception 'a slip cannot go from % to %', from_status, new.status
      using errcode = 'SDTRN', detail = jsonb_build_object(
        'issue_id', new.id::text, 'from', from_status, 'to', new.status)::text,
      hint = 'Reload it to see its present state.';
  end if;
  return new;
end
$$;
comment on function inventory.issue_transition() is
  'Refuses a change of status that is no road. Error: INVALID_TRANSITION {issue_id, from, to}.';
revoke all on function inventory.issue_transition() from public;

create or replace trigger issue_is_born_requested
before insert on inventory.issue
for each row execute function inventory.issue_transition();
comment on trigger issue_is_born_requested on inventory.issue is 'A slip begins as a request.';

create or replace trigger issue_transition
before update on inventory.issue
for each row when (old.status is distinct from new.status)
execute function inventory.issue_transition();
comment on trigger issue_transition on inventory.issue is 'A slip changes state along its roads only.';
--! EndIncluded inventory/rules/issue_transition.sql
--! Included inventory/rules/issue_is_final_once_confirmed.sql
-- Rule: no slip is edited after confirmation, no line joins it, and none is ever deleted: cancel it
-- and write anew. Its number is given once. Nobody may override.
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
  old.status not in ('requested', 'postponed') and (
    (old.agency_id, old.issue_date, old.total_amount, old.paid_now, old.note, old.created_at,
      old.created_by, old.confirmed_at, old.confirmed_by)
      is distinct from
    (new.agency_id, new.issue_date, new.total_amount, new.paid_now, new.note, new.created_at,
      new.created_by, new.confirmed_at, new.confirmed_by)
    or (old.code is not null and old.code is distinct from new.code)))
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
  where i.status not in ('requested', 'postponed')
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
--! Included inventory/rules/paid_now_within_total.sql
-- Rule: what is paid on the spot is at most the slip's total. Nobody may override.
-- Code when refused: VALIDATION_ERROR on paid_now.
create or replace function inventory.paid_now_within_total() returns trigger
language plpgsql
set search_path to pg_catalog, pg_temp
as $$
begin
  raise exception 'paid now % is more than the total %', new.paid_now, new.total_amount
    using errcode = 'SDVAL', detail = jsonb_build_object('fields', jsonb_build_array(
      jsonb_build_object('path', 'paid_now', 'reason', 'exceeds_total',
        'value', new.paid_now::text, 'limit', new.total_amount::text)))::text;
end
$$;
comment on function inventory.paid_now_within_total() is
  'Refuses to confirm a slip paid beyond its total. Error: VALIDATION_ERROR {fields: [paid_now, exceeds_total]}.';
revoke all on function inventory.paid_now_within_total() from public;

create or replace trigger paid_now_within_total
before update on inventory.issue
for each row when (
  old.status <> 'confirmed' and new.status = 'confirmed' and new.paid_now > new.total_amount)
execute function inventory.paid_now_within_total();
comment on trigger paid_now_within_total on inventory.issue is 'Paid now ≤ total.';
--! EndIncluded inventory/rules/paid_now_within_total.sql
--! Included inventory/rules/issue_needs_an_active_agency.sql
-- Rule QĐ3d: goods go to active agencies only. First step of confirming: it takes the lock on the
-- agency that the debt limit and the ledger rely on (lock order: agency, items by key, number).
-- Nobody may override. Code when refused: AGENCY_NOT_ACTIVE.
create or replace function inventory.issue_needs_an_active_agency() returns trigger
language plpgsql
set search_path to pg_catalog, pg_temp
as $$
declare
  closed agency.agency;
begin
  -- `for no key update`: foreign keys to the agency hold KEY SHARE, `for update` would deadlock
  perform from agency.agency as a
  where a.id in (
    select n.agency_id from new_slip as n
    join old_slip as o on o.id = n.id
    where n.status = 'confirmed' and o.status <> 'confirmed')
  order by a.id
  for no key update;

  select a.* into closed
  from new_slip as n
  join old_slip as o on o.id = n.id
  join agency.agency as a on a.id = n.agency_id
  where n.status = 'confirmed' and o.status <> 'confirmed' and a.status <> 'active'
  limit 1;
  if found then
    raise exception 'agency % is %', closed.code, closed.status
      using errcode = 'SDAGN', detail = jsonb_build_object(
        'agency_id', closed.id::text, 'agency_code', closed.code,
        'agency_name', closed.name, 'status', closed.status)::text,
      hint = 'Payments are still accepted.';
  end if;
  return null;
end
$$;
comment on function inventory.issue_needs_an_active_agency() is
  'Locks the agencies of slips being confirmed and refuses those not active. Error: AGENCY_NOT_ACTIVE {agency_id, agency_code, agency_name, status}.';
revoke all on function inventory.issue_needs_an_active_agency() from public;

create or replace trigger confirm_1_issue_needs_an_active_agency
after update on inventory.issue
referencing old table as old_slip new table as new_slip
for each statement execute function inventory.issue_needs_an_active_agency();
comment on trigger confirm_1_issue_needs_an_active_agency on inventory.issue is
  'Confirming, step 1: lock the agency, refuse it unless active.';
--! EndIncluded inventory/rules/issue_needs_an_active_agency.sql
--! Included inventory/rules/debt_limit.sql
-- Rule QĐ3b: debt + slip − paid now ≤ ceiling (the agency's own while valid, else its type's).
-- Checked under the lock on the agency, so two slips at once cannot pass it together.
-- Who may override: nobody; a manager gives the agency a ceiling of its own.
-- Code when refused: DEBT_LIMIT.
create or replace function inventory.debt_limit() returns trigger
language plpgsql
set search_path to pg_catalog, pg_temp
as $$
declare
  asked record;
  room inventory.issue_headroom_answer;
begin
  for asked in
    select a as agency, sum(n.total_amount) as slip_total, sum(n.paid_now) as paid_now,
      min(n.id::text) as issue_id
    from new_slip as n
    join old_slip as o on o.id = n.id
    join agency.agency as a on a.id = n.agency_id
    where n.status = 'confirmed' and o.status <> 'confirmed'
    group by a
  loop
    room := inventory.headroom_of(
      asked.agency, config.business_date(), asked.slip_total, asked.paid_now);
    if room.short_by > 0 then
      perform inventory.refuse_over_limit(
        asked.agency, room, cast(asked.issue_id as :ID_TYPE));
    end if;
  end loop;
  return null;
end
$$;
comment on function inventory.debt_limit() is
  'Refuses slips that pass the ceiling. Error: DEBT_LIMIT, see inventory.refuse_over_limit.';
revoke all on function inventory.debt_limit() from public;

create or replace trigger confirm_2_debt_limit
after update on inventory.issue
referencing old table as old_slip new table as new_slip
for each statement execute function inventory.debt_limit();
comment on trigger confirm_2_debt_limit on inventory.issue is
  'Confirming, step 2: the debt stays within the ceiling.';
--! EndIncluded inventory/rules/debt_limit.sql
--! Included finance/rules/f_update_debt_amount.sql
-- Rule: debt rises exactly once, when a slip becomes confirmed: one ledger row a slip, and the
-- agency's balance with it. The agency is locked by step 1. Nobody may override.
create or replace function finance.f_update_debt_amount() returns trigger
language plpgsql
set search_path to pg_catalog, pg_temp
as $$
begin
  with posting as (
    select n.id, n.agency_id, n.issue_date, n.confirmed_by, n.total_amount,
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
    agency_id, seq, kind, amount, balance_after, business_date, issue_id, created_by)
  select p.agency_id, b.last_seq + p.nth, 'issue', p.total_amount, b.opening + p.raised,
    p.issue_date, p.id, p.confirmed_by
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
--! Included inventory/rules/f_reduce_stock_on_issue.sql
-- Rule QĐ3c: stock falls exactly once, when a slip becomes confirmed, and never below zero, on the
-- slip's date or any later one. One ordered lock on all items, one update for all lines; the
-- shortages are looked for only when a line did not fit. Nobody may override.
-- Code when refused: OUT_OF_STOCK.
create or replace function inventory.f_reduce_stock_on_issue() returns trigger
language plpgsql
set search_path to pg_catalog, pg_temp
as $$
declare
  slip inventory.issue;
  asked bigint;
  moved bigint;
begin
  for slip in
    select n.* from new_slip as n
    join old_slip as o on o.id = n.id
    where n.status = 'confirmed' and o.status <> 'confirmed'
    order by n.id
  loop
    perform from inventory.item as i
    where i.id in (
      select d.item_id from inventory.issue_detail as d
      where d.agency_id = slip.agency_id and d.issue_id = slip.id)
    order by i.id
    for no key update;
    get diagnostics asked = row_count;

    with balance as (
      update inventory.item as i
      set stock_quantity = i.stock_quantity - d.quantity, stock_seq = i.stock_seq + 1
      from inventory.issue_detail as d
      where d.agency_id = slip.agency_id and d.issue_id = slip.id
        and i.id = d.item_id and i.stock_quantity >= d.quantity
      returning i.id, d.quantity, i.stock_quantity, i.stock_seq)
    insert into inventory.stock_movement (
      item_id, seq, kind, quantity, balance_after, business_date, agency_id, issue_id, created_by)
    select b.id, b.stock_seq, 'issue', -b.quantity, b.stock_quantity, slip.issue_date,
      slip.agency_id, slip.id, slip.confirmed_by
    from balance as b;
    get diagnostics moved = row_count;

    if moved <> asked then
      perform inventory.refuse_short_stock(slip);
    end if;
    if slip.issue_date < config.business_date() then
      perform inventory.refuse_earlier_shortage(slip);
    end if;
  end loop;
  return null;
end
$$;
comment on function inventory.f_reduce_stock_on_issue() is
  'Lowers stock for slips being confirmed and writes the stock ledger. Error: OUT_OF_STOCK {items: [{item_id, sku, item_name, unit, requested, available, shortage, first_day}]}.';
revoke all on function inventory.f_reduce_stock_on_issue() from public;

create or replace trigger confirm_4_f_reduce_stock_on_issue
after update on inventory.issue
referencing old table as old_slip new table as new_slip
for each statement execute function inventory.f_reduce_stock_on_issue();
comment on trigger confirm_4_f_reduce_stock_on_issue on inventory.issue is
  'Confirming, step 4: stock and stock ledger.';
--! EndIncluded inventory/rules/f_reduce_stock_on_issue.sql
--! Included inventory/rules/issue_is_numbered_last.sql
-- Rule: a slip gets its number PX-year-000123 when it is confirmed, after every check, so that
-- numbers have no gaps and the counter is locked for the shortest time. Nobody may override.
create or replace function inventory.issue_is_numbered_last() returns trigger
language plpgsql
set search_path to pg_catalog, pg_temp
as $$
begin
  -- the update of the number fires this trigger again, then with nothing to number
  if exists (
    select from new_slip as n join old_slip as o on o.id = n.id
    where n.status = 'confirmed' and o.status <> 'confirmed') then
    update inventory.issue as i
    set code = config.next_document_code('PX', i.issue_date)
    from new_slip as n
    join old_slip as o on o.id = n.id
    where i.id = n.id and n.status = 'confirmed' and o.status <> 'confirmed';
  end if;
  return null;
end
$$;
comment on function inventory.issue_is_numbered_last() is 'Numbers slips being confirmed.';
revoke all on function inventory.issue_is_numbered_last() from public;

create or replace trigger confirm_5_issue_is_numbered_last
after update on inventory.issue
referencing old table as old_slip new table as new_slip
for each statement execute function inventory.issue_is_numbered_last();
comment on trigger confirm_5_issue_is_numbered_last on inventory.issue is
  'Confirming, step 5: the number.';
--! EndIncluded inventory/rules/issue_is_numbered_last.sql
--! Included finance/rules/paid_now_makes_one_payment.sql
-- Rule: what is paid on the spot makes one payment linked to its slip, counted once in the debt
-- ledger right after the slip. Nobody may override.
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
    insert into finance.payment (code, agency_id, issue_id, amount, payment_date, created_by)
    select config.next_document_code('PT', n.issue_date), n.agency_id, n.id, n.paid_now,
      n.issue_date, n.confirmed_by
    from new_slip as n
    join old_slip as o on o.id = n.id
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
    agency_id, seq, kind, amount, balance_after, business_date, issue_id, payment_id, created_by)
  select p.agency_id, b.last_seq + p.nth, 'paid_now', -p.amount, b.opening - p.lowered,
    p.payment_date, p.issue_id, p.id, p.created_by
  from posting as p
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
--! Included inventory/rules/issue_is_announced.sql
-- Rule: people hear of every confirmed slip. One job per statement's slip, queued in the same
-- transaction, so no slip goes unannounced and no rolled-back slip is announced.
create or replace function inventory.issue_is_announced() returns trigger
language plpgsql
set search_path to pg_catalog, pg_temp
as $$
begin
  perform notification.enqueue(
    'notify_issue_created', jsonb_build_object('issue_id', n.id::text))
  from new_slip as n
  join old_slip as o on o.id = n.id
  where n.status = 'confirmed' and o.status <> 'confirmed';
  return null;
end
$$;
comment on function inventory.issue_is_announced() is
  'Queues the job notify_issue_created for slips being confirmed.';
revoke all on function inventory.issue_is_announced() from public;

create or replace trigger confirm_7_issue_is_announced
after update on inventory.issue
referencing old table as old_slip new table as new_slip
for each statement execute function inventory.issue_is_announced();
comment on trigger confirm_7_issue_is_announced on inventory.issue is
  'Confirming, step 7: the job that tells people.';
--! EndIncluded inventory/rules/issue_is_announced.sql

--! split: 400-policies.sql
-- Row-level security: one file a table, enabled before anything is granted.
--! Included auth/policies/permission.sql
-- Scopes are looked up by functions.
alter table auth.permission enable row level security;
alter table auth.permission force row level security;

drop policy if exists definer_does_what_functions_do on auth.permission;
create policy definer_does_what_functions_do on auth.permission
for all to sodaily_definer using (true) with check (true);

revoke all on auth.permission from sodaily_definer;
grant select, insert on auth.permission to sodaily_definer;
--! EndIncluded auth/policies/permission.sql
--! Included auth/policies/role.sql
-- Roles are looked up by functions.
alter table auth.role enable row level security;
alter table auth.role force row level security;

drop policy if exists definer_does_what_functions_do on auth.role;
create policy definer_does_what_functions_do on auth.role
for all to sodaily_definer using (true) with check (true);

revoke all on auth.role from sodaily_definer;
grant select, insert, update on auth.role to sodaily_definer;
--! EndIncluded auth/policies/role.sql
--! Included auth/policies/role_permission.sql
-- Who holds what is looked up by functions.
alter table auth.role_permission enable row level security;
alter table auth.role_permission force row level security;

drop policy if exists definer_does_what_functions_do on auth.role_permission;
create policy definer_does_what_functions_do on auth.role_permission
for all to sodaily_definer using (true) with check (true);

revoke all on auth.role_permission from sodaily_definer;
grant select, insert, delete on auth.role_permission to sodaily_definer;
--! EndIncluded auth/policies/role_permission.sql
--! Included auth/policies/session.sql
-- Sessions: no role of the API, ever.
alter table auth.session enable row level security;
alter table auth.session force row level security;

drop policy if exists definer_does_what_functions_do on auth.session;
create policy definer_does_what_functions_do on auth.session
for all to sodaily_definer using (true) with check (true);

revoke all on auth.session from sodaily_definer;
grant select, insert, update on auth.session to sodaily_definer;
--! EndIncluded auth/policies/session.sql
--! Included auth/policies/spent_refresh_token.sql
-- Spent refresh tokens: no role of the API, ever.
alter table auth.spent_refresh_token enable row level security;
alter table auth.spent_refresh_token force row level security;

drop policy if exists definer_does_what_functions_do on auth.spent_refresh_token;
create policy definer_does_what_functions_do on auth.spent_refresh_token
for all to sodaily_definer using (true) with check (true);

revoke all on auth.spent_refresh_token from sodaily_definer;
grant select, insert on auth.spent_refresh_token to sodaily_definer;
--! EndIncluded auth/policies/spent_refresh_token.sql
--! Included auth/policies/user.sql
-- People are read through functions only.
alter table auth."user" enable row level security;
alter table auth."user" force row level security;

drop policy if exists definer_does_what_functions_do on auth."user";
create policy definer_does_what_functions_do on auth."user"
for all to sodaily_definer using (true) with check (true);

revoke all on auth."user" from sodaily_definer;
grant select, insert, update on auth."user" to sodaily_definer;
--! EndIncluded auth/policies/user.sql
--! Included auth/policies/user_agency.sql
-- Assignments are looked up by functions.
alter table auth.user_agency enable row level security;
alter table auth.user_agency force row level security;

drop policy if exists definer_does_what_functions_do on auth.user_agency;
create policy definer_does_what_functions_do on auth.user_agency
for all to sodaily_definer using (true) with check (true);

revoke all on auth.user_agency from sodaily_definer;
grant select, insert, delete on auth.user_agency to sodaily_definer;
--! EndIncluded auth/policies/user_agency.sql
--! Included auth/policies/user_role.sql
-- Who holds what is looked up by functions.
alter table auth.user_role enable row level security;
alter table auth.user_role force row level security;

drop policy if exists definer_does_what_functions_do on auth.user_role;
create policy definer_does_what_functions_do on auth.user_role
for all to sodaily_definer using (true) with check (true);

revoke all on auth.user_role from sodaily_definer;
grant select, insert, delete on auth.user_role to sodaily_definer;
--! EndIncluded auth/policies/user_role.sql
--! Included auth/policies/user_secret.sql
-- Password hashes: no role of the API, ever.
alter table auth.user_secret enable row level security;
alter table auth.user_secret force row level security;

drop policy if exists definer_does_what_functions_do on auth.user_secret;
create policy definer_does_what_functions_do on auth.user_secret
for all to sodaily_definer using (true) with check (true);

revoke all on auth.user_secret from sodaily_definer;
grant select, insert, update on auth.user_secret to sodaily_definer;
--! EndIncluded auth/policies/user_secret.sql
--! Included config/policies/document_counter.sql
-- Numbers are drawn by config.next_document_code only.
alter table config.document_counter enable row level security;
alter table config.document_counter force row level security;

drop policy if exists definer_does_what_functions_do on config.document_counter;
create policy definer_does_what_functions_do on config.document_counter
for all to sodaily_definer using (true) with check (true);

revoke all on config.document_counter from sodaily_definer;
grant select, insert, update on config.document_counter to sodaily_definer;
--! EndIncluded config/policies/document_counter.sql
--! Included config/policies/regulation.sql
-- Read by those with config:read; rules read it through config.regulation_on.
alter table config.regulation enable row level security;
alter table config.regulation force row level security;

drop policy if exists definer_does_what_functions_do on config.regulation;
create policy definer_does_what_functions_do on config.regulation
for all to sodaily_definer using (true) with check (true);

drop policy if exists user_reads_all on config.regulation;
create policy user_reads_all on config.regulation
for select to sodaily_user
using (true);

drop policy if exists staff_reads_all on config.regulation;
create policy staff_reads_all on config.regulation
for select to sodaily_staff
using (true);

drop policy if exists auditor_reads_all on config.regulation;
create policy auditor_reads_all on config.regulation
for select to sodaily_auditor
using (true);

drop policy if exists readers_need_the_scope on config.regulation;
create policy readers_need_the_scope on config.regulation
as restrictive for select to sodaily_user, sodaily_staff, sodaily_auditor
using ((select auth.has_scope('config:read')));

revoke all on config.regulation from sodaily_definer, sodaily_user, sodaily_staff,
  sodaily_warehouse, sodaily_auditor;
grant select, insert on config.regulation to sodaily_definer;
grant select on config.regulation
  to sodaily_user, sodaily_staff, sodaily_auditor;
--! EndIncluded config/policies/regulation.sql
--! Included config/policies/regulation_version.sql
-- Read by those with config:read; rules read it through config.regulation_on.
alter table config.regulation_version enable row level security;
alter table config.regulation_version force row level security;

drop policy if exists definer_does_what_functions_do on config.regulation_version;
create policy definer_does_what_functions_do on config.regulation_version
for all to sodaily_definer using (true) with check (true);

drop policy if exists user_reads_all on config.regulation_version;
create policy user_reads_all on config.regulation_version
for select to sodaily_user
using (true);

drop policy if exists staff_reads_all on config.regulation_version;
create policy staff_reads_all on config.regulation_version
for select to sodaily_staff
using (true);

drop policy if exists auditor_reads_all on config.regulation_version;
create policy auditor_reads_all on config.regulation_version
for select to sodaily_auditor
using (true);

drop policy if exists readers_need_the_scope on config.regulation_version;
create policy readers_need_the_scope on config.regulation_version
as restrictive for select to sodaily_user, sodaily_staff, sodaily_auditor
using ((select auth.has_scope('config:read')));

revoke all on config.regulation_version from sodaily_definer, sodaily_user, sodaily_staff,
  sodaily_warehouse, sodaily_auditor;
grant select, insert on config.regulation_version to sodaily_definer;
grant select on config.regulation_version
  to sodaily_user, sodaily_staff, sodaily_auditor;
--! EndIncluded config/policies/regulation_version.sql
--! Included agency/policies/agency.sql
-- Assigned people see their agencies, staff all; the warehouse sees no money.
alter table agency.agency enable row level security;
alter table agency.agency force row level security;

drop policy if exists definer_does_what_functions_do on agency.agency;
create policy definer_does_what_functions_do on agency.agency
for all to sodaily_definer using (true) with check (true);

drop policy if exists user_reads_own_agencies on agency.agency;
create policy user_reads_own_agencies on agency.agency
for select to sodaily_user
using (id = any (cast((select agency.my_ids()) as :ID_TYPE[])));

drop policy if exists staff_reads_all on agency.agency;
create policy staff_reads_all on agency.agency
for select to sodaily_staff
using (true);

drop policy if exists warehouse_reads_all on agency.agency;
create policy warehouse_reads_all on agency.agency
for select to sodaily_warehouse
using (true);

drop policy if exists auditor_reads_all on agency.agency;
create policy auditor_reads_all on agency.agency
for select to sodaily_auditor
using (true);

drop policy if exists readers_need_the_scope on agency.agency;
create policy readers_need_the_scope on agency.agency
as restrictive for select to sodaily_user, sodaily_staff, sodaily_warehouse, sodaily_auditor
using ((select auth.has_scope('agency:read')));

revoke all on agency.agency from sodaily_definer, sodaily_user, sodaily_staff,
  sodaily_warehouse, sodaily_auditor;
grant select, insert, update on agency.agency to sodaily_definer;
grant select on agency.agency
  to sodaily_user, sodaily_staff, sodaily_auditor;
grant select (
  id, code, name, agency_type_id, district_id, ward, address, phone,
  representative, reception_date, status, search_text, created_at, updated_at
) on agency.agency to sodaily_warehouse;
--! EndIncluded agency/policies/agency.sql
--! Included agency/policies/agency_type.sql
-- A catalogue: everybody signed in reads it; ceilings are money, so not the warehouse.
alter table agency.agency_type enable row level security;
alter table agency.agency_type force row level security;

drop policy if exists definer_does_what_functions_do on agency.agency_type;
create policy definer_does_what_functions_do on agency.agency_type
for all to sodaily_definer using (true) with check (true);

drop policy if exists user_reads_all on agency.agency_type;
create policy user_reads_all on agency.agency_type
for select to sodaily_user
using (true);

drop policy if exists staff_reads_all on agency.agency_type;
create policy staff_reads_all on agency.agency_type
for select to sodaily_staff
using (true);

drop policy if exists warehouse_reads_all on agency.agency_type;
create policy warehouse_reads_all on agency.agency_type
for select to sodaily_warehouse
using (true);

drop policy if exists auditor_reads_all on agency.agency_type;
create policy auditor_reads_all on agency.agency_type
for select to sodaily_auditor
using (true);

revoke all on agency.agency_type from sodaily_definer, sodaily_user, sodaily_staff,
  sodaily_warehouse, sodaily_auditor;
grant select, insert, update on agency.agency_type to sodaily_definer;
grant select on agency.agency_type
  to sodaily_user, sodaily_staff, sodaily_auditor;
grant select (
  id, name
) on agency.agency_type to sodaily_warehouse;
--! EndIncluded agency/policies/agency_type.sql
--! Included agency/policies/district.sql
-- A catalogue: everybody signed in reads it.
alter table agency.district enable row level security;
alter table agency.district force row level security;

drop policy if exists definer_does_what_functions_do on agency.district;
create policy definer_does_what_functions_do on agency.district
for all to sodaily_definer using (true) with check (true);

drop policy if exists user_reads_all on agency.district;
create policy user_reads_all on agency.district
for select to sodaily_user
using (true);

drop policy if exists staff_reads_all on agency.district;
create policy staff_reads_all on agency.district
for select to sodaily_staff
using (true);

drop policy if exists warehouse_reads_all on agency.district;
create policy warehouse_reads_all on agency.district
for select to sodaily_warehouse
using (true);

drop policy if exists auditor_reads_all on agency.district;
create policy auditor_reads_all on agency.district
for select to sodaily_auditor
using (true);

revoke all on agency.district from sodaily_definer, sodaily_user, sodaily_staff,
  sodaily_warehouse, sodaily_auditor;
grant select, insert, update on agency.district to sodaily_definer;
grant select on agency.district
  to sodaily_user, sodaily_staff, sodaily_warehouse, sodaily_auditor;
--! EndIncluded agency/policies/district.sql
--! Included inventory/policies/issue.sql
-- Assigned people see slips of their agencies, staff all; the warehouse sees no money.
alter table inventory.issue enable row level security;
alter table inventory.issue force row level security;

drop policy if exists definer_does_what_functions_do on inventory.issue;
create policy definer_does_what_functions_do on inventory.issue
for all to sodaily_definer using (true) with check (true);

drop policy if exists user_reads_own_agencies on inventory.issue;
create policy user_reads_own_agencies on inventory.issue
for select to sodaily_user
using (agency_id = any (cast((select agency.my_ids()) as :ID_TYPE[])));

drop policy if exists staff_reads_all on inventory.issue;
create policy staff_reads_all on inventory.issue
for select to sodaily_staff
using (true);

drop policy if exists warehouse_reads_all on inventory.issue;
create policy warehouse_reads_all on inventory.issue
for select to sodaily_warehouse
using (true);

drop policy if exists auditor_reads_all on inventory.issue;
create policy auditor_reads_all on inventory.issue
for select to sodaily_auditor
using (true);

drop policy if exists readers_need_the_scope on inventory.issue;
create policy readers_need_the_scope on inventory.issue
as restrictive for select to sodaily_user, sodaily_staff, sodaily_warehouse, sodaily_auditor
using ((select auth.has_scope('inventory:read')));

revoke all on inventory.issue from sodaily_definer, sodaily_user, sodaily_staff,
  sodaily_warehouse, sodaily_auditor;
grant select, insert, update on inventory.issue to sodaily_definer;
grant select on inventory.issue
  to sodaily_user, sodaily_staff, sodaily_auditor;
grant select (
  id, code, agency_id, status, issue_date, note, created_at, created_by,
  confirmed_at, confirmed_by
) on inventory.issue to sodaily_warehouse;
--! EndIncluded inventory/policies/issue.sql
--! Included inventory/policies/issue_detail.sql
-- As the slip: the line carries its agency, so the policy needs no join.
alter table inventory.issue_detail enable row level security;
alter table inventory.issue_detail force row level security;

drop policy if exists definer_does_what_functions_do on inventory.issue_detail;
create policy definer_does_what_functions_do on inventory.issue_detail
for all to sodaily_definer using (true) with check (true);

drop policy if exists user_reads_own_agencies on inventory.issue_detail;
create policy user_reads_own_agencies on inventory.issue_detail
for select to sodaily_user
using (agency_id = any (cast((select agency.my_ids()) as :ID_TYPE[])));

drop policy if exists staff_reads_all on inventory.issue_detail;
create policy staff_reads_all on inventory.issue_detail
for select to sodaily_staff
using (true);

drop policy if exists warehouse_reads_all on inventory.issue_detail;
create policy warehouse_reads_all on inventory.issue_detail
for select to sodaily_warehouse
using (true);

drop policy if exists auditor_reads_all on inventory.issue_detail;
create policy auditor_reads_all on inventory.issue_detail
for select to sodaily_auditor
using (true);

drop policy if exists readers_need_the_scope on inventory.issue_detail;
create policy readers_need_the_scope on inventory.issue_detail
as restrictive for select to sodaily_user, sodaily_staff, sodaily_warehouse, sodaily_auditor
using ((select auth.has_scope('inventory:read')));

revoke all on inventory.issue_detail from sodaily_definer, sodaily_user, sodaily_staff,
  sodaily_warehouse, sodaily_auditor;
grant select, insert on inventory.issue_detail to sodaily_definer;
grant select on inventory.issue_detail
  to sodaily_user, sodaily_staff, sodaily_auditor;
grant select (
  id, agency_id, issue_id, line_no, item_id, quantity, created_at, created_by
) on inventory.issue_detail to sodaily_warehouse;
--! EndIncluded inventory/policies/issue_detail.sql
--! Included inventory/policies/item.sql
-- A catalogue: everybody signed in reads it. No scope policy, or search could not use its index.
alter table inventory.item enable row level security;
alter table inventory.item force row level security;

drop policy if exists definer_does_what_functions_do on inventory.item;
create policy definer_does_what_functions_do on inventory.item
for all to sodaily_definer using (true) with check (true);

drop policy if exists user_reads_all on inventory.item;
create policy user_reads_all on inventory.item
for select to sodaily_user
using (true);

drop policy if exists staff_reads_all on inventory.item;
create policy staff_reads_all on inventory.item
for select to sodaily_staff
using (true);

drop policy if exists warehouse_reads_all on inventory.item;
create policy warehouse_reads_all on inventory.item
for select to sodaily_warehouse
using (true);

drop policy if exists auditor_reads_all on inventory.item;
create policy auditor_reads_all on inventory.item
for select to sodaily_auditor
using (true);

revoke all on inventory.item from sodaily_definer, sodaily_user, sodaily_staff,
  sodaily_warehouse, sodaily_auditor;
grant select, insert, update on inventory.item to sodaily_definer;
grant select on inventory.item
  to sodaily_user, sodaily_staff, sodaily_warehouse, sodaily_auditor;
--! EndIncluded inventory/policies/item.sql
--! Included inventory/policies/stock_movement.sql
-- Assigned people see what their agencies took, staff the whole ledger.
alter table inventory.stock_movement enable row level security;
alter table inventory.stock_movement force row level security;

drop policy if exists definer_does_what_functions_do on inventory.stock_movement;
create policy definer_does_what_functions_do on inventory.stock_movement
for all to sodaily_definer using (true) with check (true);

drop policy if exists user_reads_own_agencies on inventory.stock_movement;
create policy user_reads_own_agencies on inventory.stock_movement
for select to sodaily_user
using (agency_id = any (cast((select agency.my_ids()) as :ID_TYPE[])));

drop policy if exists staff_reads_all on inventory.stock_movement;
create policy staff_reads_all on inventory.stock_movement
for select to sodaily_staff
using (true);

drop policy if exists warehouse_reads_all on inventory.stock_movement;
create policy warehouse_reads_all on inventory.stock_movement
for select to sodaily_warehouse
using (true);

drop policy if exists auditor_reads_all on inventory.stock_movement;
create policy auditor_reads_all on inventory.stock_movement
for select to sodaily_auditor
using (true);

drop policy if exists readers_need_the_scope on inventory.stock_movement;
create policy readers_need_the_scope on inventory.stock_movement
as restrictive for select to sodaily_user, sodaily_staff, sodaily_warehouse, sodaily_auditor
using ((select auth.has_scope('inventory:read')));

revoke all on inventory.stock_movement from sodaily_definer, sodaily_user, sodaily_staff,
  sodaily_warehouse, sodaily_auditor;
grant select, insert on inventory.stock_movement to sodaily_definer;
grant select on inventory.stock_movement
  to sodaily_user, sodaily_staff, sodaily_warehouse, sodaily_auditor;
--! EndIncluded inventory/policies/stock_movement.sql
--! Included inventory/policies/unit.sql
-- A catalogue: everybody signed in reads it.
alter table inventory.unit enable row level security;
alter table inventory.unit force row level security;

drop policy if exists definer_does_what_functions_do on inventory.unit;
create policy definer_does_what_functions_do on inventory.unit
for all to sodaily_definer using (true) with check (true);

drop policy if exists user_reads_all on inventory.unit;
create policy user_reads_all on inventory.unit
for select to sodaily_user
using (true);

drop policy if exists staff_reads_all on inventory.unit;
create policy staff_reads_all on inventory.unit
for select to sodaily_staff
using (true);

drop policy if exists warehouse_reads_all on inventory.unit;
create policy warehouse_reads_all on inventory.unit
for select to sodaily_warehouse
using (true);

drop policy if exists auditor_reads_all on inventory.unit;
create policy auditor_reads_all on inventory.unit
for select to sodaily_auditor
using (true);

revoke all on inventory.unit from sodaily_definer, sodaily_user, sodaily_staff,
  sodaily_warehouse, sodaily_auditor;
grant select, insert, update on inventory.unit to sodaily_definer;
grant select on inventory.unit
  to sodaily_user, sodaily_staff, sodaily_warehouse, sodaily_auditor;
--! EndIncluded inventory/policies/unit.sql
--! Included finance/policies/debt_transaction.sql
-- Assigned people see the debt of their agencies, staff all; the warehouse none.
alter table finance.debt_transaction enable row level security;
alter table finance.debt_transaction force row level security;

drop policy if exists definer_does_what_functions_do on finance.debt_transaction;
create policy definer_does_what_functions_do on finance.debt_transaction
for all to sodaily_definer using (true) with check (true);

drop policy if exists user_reads_own_agencies on finance.debt_transaction;
create policy user_reads_own_agencies on finance.debt_transaction
for select to sodaily_user
using (agency_id = any (cast((select agency.my_ids()) as :ID_TYPE[])));

drop policy if exists staff_reads_all on finance.debt_transaction;
create policy staff_reads_all on finance.debt_transaction
for select to sodaily_staff
using (true);

drop policy if exists auditor_reads_all on finance.debt_transaction;
create policy auditor_reads_all on finance.debt_transaction
for select to sodaily_auditor
using (true);

drop policy if exists readers_need_the_scope on finance.debt_transaction;
create policy readers_need_the_scope on finance.debt_transaction
as restrictive for select to sodaily_user, sodaily_staff, sodaily_auditor
using ((select auth.has_scope('finance:read')));

revoke all on finance.debt_transaction from sodaily_definer, sodaily_user, sodaily_staff,
  sodaily_warehouse, sodaily_auditor;
grant select, insert on finance.debt_transaction to sodaily_definer;
grant select on finance.debt_transaction
  to sodaily_user, sodaily_staff, sodaily_auditor;
--! EndIncluded finance/policies/debt_transaction.sql
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
grant select on finance.payment
  to sodaily_user, sodaily_staff, sodaily_auditor;
--! EndIncluded finance/policies/payment.sql
--! Included audit/policies/command.sql
-- Written and read by commands only.
alter table audit.command enable row level security;
alter table audit.command force row level security;

drop policy if exists definer_does_what_functions_do on audit.command;
create policy definer_does_what_functions_do on audit.command
for all to sodaily_definer using (true) with check (true);

revoke all on audit.command from sodaily_definer;
grant select, insert, update on audit.command to sodaily_definer;
--! EndIncluded audit/policies/command.sql
--! Included audit/policies/refusal.sql
-- Written by audit.record_refusal only.
alter table audit.refusal enable row level security;
alter table audit.refusal force row level security;

drop policy if exists definer_does_what_functions_do on audit.refusal;
create policy definer_does_what_functions_do on audit.refusal
for all to sodaily_definer using (true) with check (true);

revoke all on audit.refusal from sodaily_definer;
grant select, insert on audit.refusal to sodaily_definer;
--! EndIncluded audit/policies/refusal.sql
--! Included notification/policies/notification.sql
-- Everybody sees their own and may mark it read.
alter table notification.notification enable row level security;
alter table notification.notification force row level security;

drop policy if exists definer_does_what_functions_do on notification.notification;
create policy definer_does_what_functions_do on notification.notification
for all to sodaily_definer using (true) with check (true);

drop policy if exists user_reads_own on notification.notification;
create policy user_reads_own on notification.notification
for select to sodaily_user
using (user_id = (select auth.current_user_id()));

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
grant select, insert, update on notification.notification to sodaily_definer;
grant select on notification.notification
  to sodaily_user, sodaily_staff, sodaily_warehouse, sodaily_auditor;
grant update (read_at) on notification.notification
  to sodaily_user, sodaily_staff, sodaily_warehouse, sodaily_auditor;
--! EndIncluded notification/policies/notification.sql
--! Included report/policies/freshness.sql
-- Read through report functions only.
alter table report.freshness enable row level security;
alter table report.freshness force row level security;

drop policy if exists definer_does_what_functions_do on report.freshness;
create policy definer_does_what_functions_do on report.freshness
for all to sodaily_definer using (true) with check (true);

revoke all on report.freshness from sodaily_definer;
grant select, insert, update on report.freshness to sodaily_definer;
--! EndIncluded report/policies/freshness.sql

--! split: 500-initial-data.sql
-- What every installation starts with. Written as the definer, because row-level security is
-- forced upon the owner too.
set local role sodaily_definer;

insert into auth.permission (code, description_vi, description_en) values
  ('user:read', 'Xem người dùng', 'See users'),
  ('user:write', 'Quản lý người dùng và vai trò', 'Manage users and roles'),
  ('agency:read', 'Xem đại lý', 'See agencies'),
  ('agency:write', 'Thêm, sửa đại lý', 'Add and edit agencies'),
  ('agency:approve', 'Duyệt, khóa đại lý', 'Approve and block agencies'),
  ('inventory:read', 'Xem mặt hàng, phiếu và tồn kho', 'See items, slips and stock'),
  ('inventory:write', 'Lập phiếu xuất', 'Write stock-out slips'),
  ('inventory:confirm', 'Xác nhận hàng đã rời kho', 'Confirm that goods left'),
  ('inventory:adjust', 'Nhập kho, kiểm kê', 'Take in goods, count stock'),
  ('finance:read', 'Xem công nợ và phiếu thu', 'See debt and payments'),
  ('finance:write', 'Lập phiếu thu', 'Record payments'),
  ('config:read', 'Xem quy định', 'See regulations'),
  ('config:write', 'Đổi quy định', 'Change regulations'),
  ('report:read', 'Xem báo cáo', 'See reports'),
  ('audit:read', 'Xem nhật ký kiểm toán', 'See the audit trail'),
  ('price:override', 'Đặt giá khác giá quy định', 'Set another price than the rule''s'),
  ('slip:cancel', 'Hủy phiếu', 'Cancel slips'),
  ('period:close', 'Khóa sổ', 'Close a period'),
  ('profile:read', 'Xem hồ sơ của mình', 'See one''s profile'),
  ('profile:write', 'Sửa hồ sơ của mình', 'Edit one''s profile');

insert into auth.role (code, name_vi, name_en, database_role) values
  ('admin', 'Quản trị', 'Administrator', 'sodaily_staff'),
  ('manager', 'Quản lý', 'Manager', 'sodaily_staff'),
  ('sales', 'Kinh doanh', 'Sales', 'sodaily_user'),
  ('warehouse', 'Thủ kho', 'Warehouse', 'sodaily_warehouse'),
  ('accountant', 'Kế toán', 'Accountant', 'sodaily_staff'),
  ('agency', 'Đại lý', 'Agency', 'sodaily_user'),
  ('auditor', 'Kiểm toán', 'Auditor', 'sodaily_auditor');

insert into auth.role_permission (role_id, permission_code)
select r.id, p.code
from auth.role as r
join auth.permission as p on case r.code
  when 'admin' then true
  when 'manager' then p.code in (
    'agency:read', 'agency:write', 'agency:approve', 'inventory:read', 'inventory:write',
    'inventory:confirm', 'finance:read', 'config:read', 'report:read', 'price:override',
    'slip:cancel', 'period:close')
  when 'sales' then p.code in (
    'agency:read', 'agency:write', 'inventory:read', 'inventory:write', 'inventory:confirm',
    'finance:read')
  when 'warehouse' then p.code in (
    'agency:read', 'inventory:read', 'inventory:confirm', 'inventory:adjust')
  when 'accountant' then p.code in (
    'agency:read', 'inventory:read', 'finance:read', 'finance:write', 'config:read',
    'report:read')
  when 'agency' then p.code in ('agency:read', 'inventory:read', 'finance:read')
  when 'auditor' then p.code in (
    'user:read', 'agency:read', 'inventory:read', 'finance:read', 'config:read', 'report:read',
    'audit:read')
end or p.code in ('profile:read', 'profile:write');

insert into config.regulation (key, value_type, min_value, max_value, description_vi, description_en)
values ('EXPORT_PRICE_RATIO', 'number', 0.5, 5,
  'Giá xuất = giá nhập × tỉ lệ này', 'Issue price = import price × this ratio');

insert into config.regulation_version (regulation_id, value, valid_from, reason)
select r.id, '1.02', date '2000-01-01', 'Giá trị ban đầu'
from config.regulation as r where r.key = 'EXPORT_PRICE_RATIO';

set local role sodaily_owner;
