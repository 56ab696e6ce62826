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
