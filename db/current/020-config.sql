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
