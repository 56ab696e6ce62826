--! Previous: sha1:e67869a960536240c0b8eaa2f69a046c61382fd0
--! Hash: sha1:8de1af0626f813c4c0cd52211a2390620e5242e1
--! Message: masters, rights and the audit trail

--! split: 1-current.sql
-- The open migration: tables and data by hand, rules by `--! include <schema>/<folder>/<name>.sql`

--! split: 010-row-versions.sql
-- Master data carries the version it was read with: an edit of an older version is refused.
alter table agency.agency_type add column if not exists version bigint not null default 1;
alter table agency.district add column if not exists version bigint not null default 1;
alter table agency.agency add column if not exists version bigint not null default 1;
alter table inventory.unit add column if not exists version bigint not null default 1;
alter table inventory.unit add column if not exists updated_at timestamptz not null default now();
alter table inventory.unit add column if not exists updated_by :ID_TYPE;
alter table inventory.item add column if not exists version bigint not null default 1;
alter table inventory.supplier add column if not exists version bigint not null default 1;
alter table auth."user" add column if not exists version bigint not null default 1;
alter table auth.role add column if not exists version bigint not null default 1;
alter table auth.role add column if not exists updated_at timestamptz not null default now();
alter table auth.role add column if not exists updated_by :ID_TYPE;

comment on column agency.agency_type.version is 'Counts its edits from 1; an edit names the one it read.';
comment on column agency.district.version is 'Counts its edits from 1; an edit names the one it read.';
comment on column agency.agency.version is
  'Counts the edits of its data from 1; an edit names the one it read. Slips do not count.';
comment on column inventory.unit.version is 'Counts its edits from 1; an edit names the one it read.';
comment on column inventory.unit.updated_at is 'Moment of the last change.';
comment on column inventory.unit.updated_by is 'User of the last change.';
comment on column inventory.item.version is
  'Counts the edits of its data from 1; an edit names the one it read. Slips do not count.';
comment on column inventory.supplier.version is 'Counts its edits from 1; an edit names the one it read.';
comment on column auth."user".version is 'Counts its edits from 1; an edit names the one it read.';
comment on column auth.role.version is 'Counts its edits from 1; an edit names the one it read.';
comment on column auth.role.updated_at is 'Moment of the last change.';
comment on column auth.role.updated_by is 'User of the last change.';

alter table inventory.issue add column if not exists debt_limit public.dong;
comment on column inventory.issue.debt_limit is
  'Ceiling of the agency in force when the slip was confirmed, đồng; null until then, and on slips from before it was kept.';

--! Included audit/functions/refuse_stale.sql
-- Two people edit the same thing: the second one is told who was first, and loses nothing by it.
-- Call it after the row is locked.
create or replace function audit.refuse_stale(
  read_version bigint, version bigint, updated_at timestamptz, updated_by :ID_TYPE) returns void
language plpgsql stable
set search_path to pg_catalog, pg_temp
as $$
begin
  if read_version is null then
    perform audit.refuse_problems('[{"path": "version", "reason": "required"}]');
  end if;
  if read_version <> version then
    raise exception 'version % was read, but % is in force', read_version, version
      using errcode = 'SDSTA', hint = 'Read it again and repeat the edit.',
        detail = jsonb_build_object('read_version', read_version, 'version', version,
          'updated_at', updated_at, 'updated_by', (
            select u.full_name from auth."user" as u where u.id = refuse_stale.updated_by))::text;
  end if;
end
$$;
comment on function audit.refuse_stale(bigint, bigint, timestamptz, :ID_TYPE) is
  E'@omit\nRefuses an edit of a version that is no longer in force. Errors: VALIDATION_ERROR on version, STALE_VERSION {read_version, version, updated_at, updated_by}.';
revoke all on function audit.refuse_stale(bigint, bigint, timestamptz, :ID_TYPE) from public;
grant execute on function audit.refuse_stale(bigint, bigint, timestamptz, :ID_TYPE)
  to sodaily_definer;
--! EndIncluded audit/functions/refuse_stale.sql

--! split: 030-regulations-and-agencies.sql
-- Regulations, switches, agency types, territories, ceilings and agencies are changed by commands.
alter table config.regulation drop constraint if exists regulation_value_type_is_known;
alter table config.regulation add constraint regulation_value_type_is_known
  check (value_type in ('number', 'integer', 'boolean'));
comment on column config.regulation.value_type is
  'number, integer (a count, days or a percentage) or boolean.';

create table if not exists config.feature_flag (
  id :ID_TYPE primary key :ID_DEFAULT,
  key text not null constraint feature_flag_key_is_unique unique,
  is_on boolean not null,
  description_vi text not null,
  description_en text not null,
  version bigint not null default 1,
  created_at timestamptz not null default now(),
  created_by :ID_TYPE,
  updated_at timestamptz not null default now(),
  updated_by :ID_TYPE
);
comment on table config.feature_flag is
  'A part of the system that can be switched off (công tắc tính năng); a migration adds it.';
comment on column config.feature_flag.id is 'Opaque key.';
comment on column config.feature_flag.key is 'Name that rules ask for, such as agency_requests.';
comment on column config.feature_flag.is_on is 'Whether people may use it.';
comment on column config.feature_flag.description_vi is 'What it does, in Vietnamese.';
comment on column config.feature_flag.description_en is 'What it does, in English.';
comment on column config.feature_flag.version is
  'Counts its changes from 1; a change names the one it read.';
comment on column config.feature_flag.created_at is 'Moment of recording.';
comment on column config.feature_flag.created_by is
  'User who recorded it; null for the initial data.';
comment on column config.feature_flag.updated_at is 'Moment of the last change.';
comment on column config.feature_flag.updated_by is 'User of the last change.';

create table if not exists agency.agency_ceiling_change (
  id :ID_TYPE primary key :ID_DEFAULT,
  agency_id :ID_TYPE not null references agency.agency,
  max_debt public.dong
    constraint changed_ceiling_is_not_negative check (max_debt >= 0),
  valid_until date,
  reason text not null
    constraint ceiling_change_needs_a_reason check (btrim(reason) <> ''),
  created_at timestamptz not null default now(),
  created_by :ID_TYPE,
  constraint changed_ceiling_has_an_expiry check ((max_debt is null) = (valid_until is null))
);
create index if not exists agency_ceiling_change_agency_id_created_at_idx
  on agency.agency_ceiling_change (agency_id, created_at);
comment on table agency.agency_ceiling_change is 'History of the ceilings of an agency''s own.';
comment on column agency.agency_ceiling_change.id is 'Opaque key.';
comment on column agency.agency_ceiling_change.agency_id is 'The agency.';
comment on column agency.agency_ceiling_change.max_debt is
  'Own ceiling from then on, đồng; null: back to its type''s.';
comment on column agency.agency_ceiling_change.valid_until is 'Last date it was to hold.';
comment on column agency.agency_ceiling_change.reason is 'Why.';
comment on column agency.agency_ceiling_change.created_at is 'Moment of the change.';
comment on column agency.agency_ceiling_change.created_by is 'User who changed it.';

create unique index if not exists agency_type_name_is_unique_without_case
  on agency.agency_type (lower(name));
create unique index if not exists district_name_is_unique_without_case
  on agency.district (lower(city), lower(name));

do $$
begin
  if to_regtype('agency.agency_over_ceiling') is null then
    create type agency.agency_over_ceiling as (
      agency_id :ID_TYPE, agency_code text, agency_name text, status text,
      current_debt public.dong, ceiling numeric, over_by numeric);
    create type agency.district_over_cap as (
      district_id :ID_TYPE, city text, district_name text, member_count bigint, cap numeric);
  end if;
end
$$;
comment on type agency.agency_over_ceiling is
  'An agency that owes more than a ceiling of its type.';
comment on column agency.agency_over_ceiling.agency_id is 'The agency.';
comment on column agency.agency_over_ceiling.agency_code is 'Its code.';
comment on column agency.agency_over_ceiling.agency_name is 'Its name.';
comment on column agency.agency_over_ceiling.status is 'Its state.';
comment on column agency.agency_over_ceiling.current_debt is 'What it owes, đồng.';
comment on column agency.agency_over_ceiling.ceiling is 'The ceiling asked about, đồng.';
comment on column agency.agency_over_ceiling.over_by is 'By how much the debt passes it, đồng.';
comment on type agency.district_over_cap is 'A territory with more agencies than a cap.';
comment on column agency.district_over_cap.district_id is 'The territory.';
comment on column agency.district_over_cap.city is 'Its city or province.';
comment on column agency.district_over_cap.district_name is 'Its name.';
comment on column agency.district_over_cap.member_count is 'Active and blocked agencies in it.';
comment on column agency.district_over_cap.cap is 'The cap asked about, or its own.';

drop function if exists config.regulation_is_on(text, date, boolean);
drop function if exists agency.agency_problems(text, :ID_TYPE, :ID_TYPE, text);

--! Included config/policies/feature_flag.sql
-- Everybody signed in reads it: pages hide what is switched off.
alter table config.feature_flag enable row level security;
alter table config.feature_flag force row level security;

drop policy if exists definer_does_what_functions_do on config.feature_flag;
create policy definer_does_what_functions_do on config.feature_flag
for all to sodaily_definer using (true) with check (true);

drop policy if exists user_reads_all on config.feature_flag;
create policy user_reads_all on config.feature_flag
for select to sodaily_user
using (true);

drop policy if exists staff_reads_all on config.feature_flag;
create policy staff_reads_all on config.feature_flag
for select to sodaily_staff
using (true);

drop policy if exists warehouse_reads_all on config.feature_flag;
create policy warehouse_reads_all on config.feature_flag
for select to sodaily_warehouse
using (true);

drop policy if exists auditor_reads_all on config.feature_flag;
create policy auditor_reads_all on config.feature_flag
for select to sodaily_auditor
using (true);

revoke all on config.feature_flag from sodaily_definer, sodaily_user, sodaily_staff,
  sodaily_warehouse, sodaily_auditor;
grant select, insert, update on config.feature_flag to sodaily_definer;
grant select on config.feature_flag
  to sodaily_user, sodaily_staff, sodaily_warehouse, sodaily_auditor;
--! EndIncluded config/policies/feature_flag.sql
--! Included agency/policies/agency_ceiling_change.sql
-- As the agency whose ceiling changed; it is money, so not the warehouse.
alter table agency.agency_ceiling_change enable row level security;
alter table agency.agency_ceiling_change force row level security;

drop policy if exists definer_does_what_functions_do on agency.agency_ceiling_change;
create policy definer_does_what_functions_do on agency.agency_ceiling_change
for all to sodaily_definer using (true) with check (true);

drop policy if exists user_reads_own_agencies on agency.agency_ceiling_change;
create policy user_reads_own_agencies on agency.agency_ceiling_change
for select to sodaily_user
using (agency_id = any (cast((select agency.my_ids()) as :ID_TYPE[])));

drop policy if exists staff_reads_all on agency.agency_ceiling_change;
create policy staff_reads_all on agency.agency_ceiling_change
for select to sodaily_staff
using (true);

drop policy if exists auditor_reads_all on agency.agency_ceiling_change;
create policy auditor_reads_all on agency.agency_ceiling_change
for select to sodaily_auditor
using (true);

drop policy if exists readers_need_the_scope on agency.agency_ceiling_change;
create policy readers_need_the_scope on agency.agency_ceiling_change
as restrictive for select to sodaily_user, sodaily_staff, sodaily_auditor
using ((select auth.has_scope('agency:read')));

revoke all on agency.agency_ceiling_change from sodaily_definer, sodaily_user, sodaily_staff,
  sodaily_warehouse, sodaily_auditor;
grant select, insert on agency.agency_ceiling_change to sodaily_definer;
grant select on agency.agency_ceiling_change
  to sodaily_user, sodaily_staff, sodaily_auditor;
--! EndIncluded agency/policies/agency_ceiling_change.sql

-- The initial data. Row-level security is forced upon the owner too, so the definer inserts; the
-- one correction of a type is made while it is not.
alter table config.regulation no force row level security;
alter table config.regulation disable row level security;
update config.regulation set value_type = 'integer' where key = 'MAX_AGENCIES_PER_DISTRICT';
alter table config.regulation enable row level security;
alter table config.regulation force row level security;

set local role sodaily_definer;
insert into config.regulation (
  key, value_type, min_value, max_value, description_vi, description_en)
values
  ('LOW_STOCK_THRESHOLD', 'integer', 0, 1000000,
    'Tồn kho dưới mức này là sắp hết, với mặt hàng không có mức tối thiểu riêng',
    'Stock under this is low, for items without a minimum of their own'),
  ('PAYMENT_TERM_DAYS', 'integer', 0, 365,
    'Số ngày từ ngày lập phiếu xuất đến hạn thanh toán',
    'Days from the date of a slip until it is due'),
  ('DEBT_ALERT_PERCENT', 'integer', 1, 100,
    'Đại lý sắp chạm hạn mức khi công nợ đạt số phần trăm này của hạn mức',
    'An agency is near its limit when its debt reaches this percentage of its ceiling')
on conflict on constraint regulation_key_is_unique do nothing;
insert into config.regulation_version (regulation_id, value, valid_from, reason)
select r.id, w.value, date '2000-01-01', 'Giá trị ban đầu'
from (values
  ('LOW_STOCK_THRESHOLD', '10'), ('PAYMENT_TERM_DAYS', '30'), ('DEBT_ALERT_PERCENT', '80')
) as w (key, value)
join config.regulation as r on r.key = w.key
on conflict on constraint one_version_of_a_regulation_a_day do nothing;
insert into config.feature_flag (key, is_on, description_vi, description_en)
values ('agency_requests', true,
  'Đại lý tự đặt hàng', 'Agencies place requests for goods themselves')
on conflict on constraint feature_flag_key_is_unique do nothing;
set local role sodaily_owner;

--! Included config/functions/regulation_is_on.sql
-- A switch of the house on a business date.
create or replace function config.regulation_is_on(key text, business_date date) returns boolean
language sql stable
as $$
  select (config.regulation_on(key, business_date)).value = 'true'
$$;
comment on function config.regulation_is_on(text, date) is
  E'@omit\nWhether a boolean regulation is true on a business date. Error: INTERNAL when it has no version.';
revoke all on function config.regulation_is_on(text, date) from public;
grant execute on function config.regulation_is_on(text, date) to sodaily_definer;
--! EndIncluded config/functions/regulation_is_on.sql
--! Included config/functions/regulation_in_force.sql
create or replace function config.regulation_in_force(regulation config.regulation)
returns config.regulation_version
language sql stable
as $$
  select v.*
  from config.regulation_version as v
  where v.regulation_id = regulation.id and v.valid_from <= config.business_date()
  order by v.valid_from desc
  limit 1
$$;
comment on function config.regulation_in_force(config.regulation) is
  'The version that holds today: its value, and since when.';
revoke all on function config.regulation_in_force(config.regulation) from public;
grant execute on function config.regulation_in_force(config.regulation)
  to sodaily_user, sodaily_staff, sodaily_auditor;
--! EndIncluded config/functions/regulation_in_force.sql
--! Included config/functions/regulation_next_version.sql
create or replace function config.regulation_next_version(regulation config.regulation)
returns config.regulation_version
language sql stable
as $$
  select v.*
  from config.regulation_version as v
  where v.regulation_id = regulation.id and v.valid_from > config.business_date()
  order by v.valid_from
  limit 1
$$;
comment on function config.regulation_next_version(config.regulation) is
  'The version that follows the one of today, null when none is decided.';
revoke all on function config.regulation_next_version(config.regulation) from public;
grant execute on function config.regulation_next_version(config.regulation)
  to sodaily_user, sodaily_staff, sodaily_auditor;
--! EndIncluded config/functions/regulation_next_version.sql
--! Included config/functions/regulation_version_created_by_name.sql
-- Security definer: names of colleagues are shown beside what they decided, the list of users is
-- not.
create or replace function config.regulation_version_created_by_name(
  version config.regulation_version) returns text
language sql stable security definer
set search_path to pg_catalog, pg_temp
as $$
  select u.full_name from auth."user" as u where u.id = version.created_by
$$;
alter function config.regulation_version_created_by_name(config.regulation_version)
  owner to sodaily_definer;
comment on function config.regulation_version_created_by_name(config.regulation_version) is
  'Name of the person who set it; null for the initial data.';
revoke all on function config.regulation_version_created_by_name(config.regulation_version)
  from public;
grant execute on function config.regulation_version_created_by_name(config.regulation_version)
  to sodaily_user, sodaily_staff, sodaily_auditor;
--! EndIncluded config/functions/regulation_version_created_by_name.sql
--! Included config/functions/regulation_value_problem.sql
-- What is wrong with a value of a regulation; step by step, because only a number can be compared.
create or replace function config.regulation_value_problem(
  regulation config.regulation, value text) returns text
language plpgsql immutable
set search_path to pg_catalog, pg_temp
as $$
begin
  if value is null then
    return 'required';
  elsif regulation.value_type = 'boolean' then
    return case when value not in ('true', 'false') then 'malformed' end;
  elsif value !~ '^-?[0-9]{1,12}([.][0-9]{1,6})?$' then
    return 'not_a_number';
  elsif regulation.value_type = 'integer' and value::numeric <> trunc(value::numeric) then
    return 'whole_number_only';
  elsif value::numeric < regulation.min_value then
    return 'too_small';
  elsif value::numeric > regulation.max_value then
    return 'too_large';
  end if;
  return null;
end
$$;
comment on function config.regulation_value_problem(config.regulation, text) is
  E'@omit\nReason why a value does not fit the type and bounds of a regulation, null when it does.';
revoke all on function config.regulation_value_problem(config.regulation, text) from public;
grant execute on function config.regulation_value_problem(config.regulation, text)
  to sodaily_definer;
--! EndIncluded config/functions/regulation_value_problem.sql
--! Included config/functions/regulation_problems.sql
-- Everything that is wrong with a version to be set, all at once. A version that starts today or
-- later never falls into a closed month: a month is closed after it has ended.
create or replace function config.regulation_problems(
  key text, value text, valid_from date, reason text) returns jsonb
language plpgsql stable
set search_path to pg_catalog, pg_temp
as $$
declare
  regulation config.regulation;
begin
  select r.* into regulation from config.regulation as r where r.key = regulation_problems.key;
  return (
    with problem as (
      select 'key' as path,
        case when regulation_problems.key is null then 'required' else 'unknown' end as reason,
        left(regulation_problems.key, 100) as value, null::text as "limit"
      where regulation.id is null
      union all
      select 'value', p.reason, left(regulation_problems.value, 100),
        case p.reason
          when 'too_small' then regulation.min_value when 'too_large' then regulation.max_value
        end::text
      from config.regulation_value_problem(regulation, regulation_problems.value) as p (reason)
      where p.reason is not null and regulation.id is not null
      union all
      select 'valid_from', d.reason, regulation_problems.valid_from::text, null
      from (select case
        when regulation_problems.valid_from is null then 'required'
        when not isfinite(regulation_problems.valid_from) then 'malformed'
        when regulation_problems.valid_from < config.business_date() then 'in_past'
      end as reason) as d
      where d.reason is not null
      union all
      select 'valid_from', 'taken', v.value, null
      from config.regulation_version as v
      where v.regulation_id = regulation.id and v.valid_from = regulation_problems.valid_from
        and v.valid_from >= config.business_date()
      union all
      select 'reason', 'required', null, null where regulation_problems.reason is null
      union all
      select 'reason', 'too_long', length(regulation_problems.reason)::text, null
      where length(regulation_problems.reason) > 500)
    select coalesce(jsonb_agg(jsonb_strip_nulls(to_jsonb(p))), '[]') from problem as p);
end
$$;
comment on function config.regulation_problems(text, text, date, text) is
  E'@omit\nProblems of a version of a regulation, as JSON [{path, reason, value, limit}]; a taken day names the value it has.';
revoke all on function config.regulation_problems(text, text, date, text) from public;
grant execute on function config.regulation_problems(text, text, date, text) to sodaily_definer;
--! EndIncluded config/functions/regulation_problems.sql
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
  E'@resultFieldName regulationVersion\nSets the value of a regulation from a day on, today at the earliest, with a reason. One version a day; none is edited or withdrawn. Errors: INVALID_TOKEN, PERMISSION_DENIED, VALIDATION_ERROR, DUPLICATE_REQUEST.';
revoke all on function config.set_regulation(text, text, text, date, text) from public;
grant execute on function config.set_regulation(text, text, text, date, text) to sodaily_staff;
--! EndIncluded config/functions/set_regulation.sql
--! Included config/functions/feature_is_on.sql
create or replace function config.feature_is_on(key text) returns boolean
language plpgsql stable
set search_path to pg_catalog, pg_temp
as $$
declare
  answer boolean;
begin
  select f.is_on into answer from config.feature_flag as f where f.key = feature_is_on.key;
  if not found then
    raise exception 'feature % is unknown', key using errcode = 'SDNFD',
      detail = jsonb_build_object('key', left(key, 100))::text;
  end if;
  return answer;
end
$$;
comment on function config.feature_is_on(text) is
  'Whether a feature may be used. Error: NOT_FOUND {key}.';
revoke all on function config.feature_is_on(text) from public;
grant execute on function config.feature_is_on(text)
  to sodaily_definer, sodaily_user, sodaily_staff, sodaily_warehouse, sodaily_auditor;
--! EndIncluded config/functions/feature_is_on.sql
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
  E'@resultFieldName featureFlag\nSwitches a feature on or off. Errors: INVALID_TOKEN, PERMISSION_DENIED, VALIDATION_ERROR, DUPLICATE_REQUEST, NOT_FOUND, STALE_VERSION.';
revoke all on function config.set_feature_flag(text, text, boolean, bigint) from public;
grant execute on function config.set_feature_flag(text, text, boolean, bigint) to sodaily_staff;
--! EndIncluded config/functions/set_feature_flag.sql
--! Included config/rules/require_feature.sql
-- Rule: what is switched off may not be used. Who may override: nobody; an administrator switches
-- it on. Code when refused: FEATURE_OFF.
create or replace function config.require_feature(key text) returns void
language plpgsql stable
set search_path to pg_catalog, pg_temp
as $$
begin
  if not config.feature_is_on(key) then
    raise exception 'feature % is switched off', key
      using errcode = 'SDFEA', detail = (
        select jsonb_build_object('feature', f.key,
          'description_vi', f.description_vi, 'description_en', f.description_en)::text
        from config.feature_flag as f where f.key = require_feature.key),
      hint = 'Ask an administrator to switch it on.';
  end if;
end
$$;
comment on function config.require_feature(text) is
  E'@omit\nRefuses the use of a feature that is off. Error: FEATURE_OFF {feature, description_vi, description_en}.';
revoke all on function config.require_feature(text) from public;
grant execute on function config.require_feature(text) to sodaily_definer;
--! EndIncluded config/rules/require_feature.sql
--! Included config/rules/four_eyes.sql
-- Rule: while the regulation FOUR_EYES is on, nobody approves or cancels alone what they created.
-- Who may override: nobody; an administrator switches the regulation off. Code when refused:
-- FOUR_EYES.
create or replace function config.four_eyes(created_by :ID_TYPE, caller :ID_TYPE) returns void
language plpgsql stable
set search_path to pg_catalog, pg_temp
as $$
begin
  if created_by = caller
    and config.regulation_is_on('FOUR_EYES', config.business_date()) then
    raise exception 'user % created it', caller
      using errcode = 'SDFOR', detail = jsonb_build_object('created_by', created_by::text)::text,
      hint = 'Ask a colleague to do it.';
  end if;
end
$$;
comment on function config.four_eyes(:ID_TYPE, :ID_TYPE) is
  E'@omit\nRefuses the caller what they created themselves. Error: FOUR_EYES {created_by}.';
revoke all on function config.four_eyes(:ID_TYPE, :ID_TYPE) from public;
grant execute on function config.four_eyes(:ID_TYPE, :ID_TYPE) to sodaily_definer;
--! EndIncluded config/rules/four_eyes.sql
--! Included finance/rules/return_within_debt.sql
-- Rule QĐ5: while PAYMENT_NOT_OVER_DEBT holds, a return lowers the debt to zero at most; else what
-- is more becomes an advance. Asked under the lock on the agency.
-- Who may override: nobody; whoever may change regulations can switch it off for all.
-- Code when refused: AMOUNT_EXCEEDS_DEBT.
create or replace function finance.return_within_debt() returns trigger
language plpgsql
set search_path to pg_catalog, pg_temp
as $$
declare
  asked record;
begin
  for asked in
    select a.id, a.code, a.name, a.debt_amount, sum(n.line_total) as amount
    from new_line as n
    join agency.agency as a on a.id = n.agency_id
    group by a.id
    having sum(n.line_total) > greatest(a.debt_amount, 0)
  loop
    if config.regulation_is_on('PAYMENT_NOT_OVER_DEBT', config.business_date()) then
      raise exception 'agency % owes less than what comes back', asked.code
        using errcode = 'SDEXC', detail = jsonb_build_object(
          'agency_id', asked.id::text, 'agency_code', asked.code, 'agency_name', asked.name,
          'debt', asked.debt_amount::text, 'amount', asked.amount::text,
          'payable', greatest(asked.debt_amount, 0)::text,
          'excess', (asked.amount - greatest(asked.debt_amount, 0))::text)::text,
        hint = 'Take back less, or first give back what was paid.';
    end if;
  end loop;
  return null;
end
$$;
comment on function finance.return_within_debt() is
  'Refuses returns beyond the debt. Error: AMOUNT_EXCEEDS_DEBT {agency_id, agency_code, agency_name, debt, amount, excess, payable}, money in đồng as text.';
revoke all on function finance.return_within_debt() from public;

create or replace trigger return_4_return_within_debt
after insert on inventory.issue_return_detail
referencing new table as new_line
for each statement execute function finance.return_within_debt();
comment on trigger return_4_return_within_debt on inventory.issue_return_detail is
  'Returning, step 4: no more than is owed.';
--! EndIncluded finance/rules/return_within_debt.sql
--! Included finance/rules/debt_is_reversed_on_cancel.sql
-- Rule: cancelling a slip puts the debt back by new rows: first its payment on the spot is
-- cancelled (finance/rules/cancelled_payment_raises_debt.sql), then the slip's own row is reversed.
-- Under QĐ5 (regulation PAYMENT_NOT_OVER_DEBT) an agency never ends up with less than no debt,
-- which happens when it has paid for the slip since: those payments are cancelled first.
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
    where p.agency_id = slip.agency_id and p.issue_id = slip.id;

    with undone as (
      select t.* from finance.debt_transaction as t
      where t.agency_id = slip.agency_id and t.issue_id = slip.id and t.kind = 'issue'),
    balance as (
      update agency.agency as a
      set debt_amount = a.debt_amount - u.amount, debt_seq = a.debt_seq + 1
      from undone as u where a.id = slip.agency_id
      returning a.debt_amount, a.debt_seq)
    insert into finance.debt_transaction (
      agency_id, seq, kind, amount, balance_after, business_date, issue_id, reverses_id, created_by)
    select u.agency_id, b.debt_seq, 'issue_cancel', -u.amount, b.debt_amount,
      config.business_date(), u.issue_id, u.id, slip.cancelled_by
    from undone as u cross join balance as b;
  end loop;
  return null;
end
$$;
comment on function finance.debt_is_reversed_on_cancel() is
  'Reverses the debt of slips being cancelled and the payments made with them. Error: HAS_PAYMENTS, see finance.refuse_paid_slip.';
revoke all on function finance.debt_is_reversed_on_cancel() from public;

create or replace trigger cancel_1_debt_is_reversed
after update on inventory.issue
referencing old table as old_slip new table as new_slip
for each statement execute function finance.debt_is_reversed_on_cancel();
comment on trigger cancel_1_debt_is_reversed on inventory.issue is
  'Cancelling, step 1: lock the agency, reverse the debt.';
--! EndIncluded finance/rules/debt_is_reversed_on_cancel.sql
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
  to sodaily_user, sodaily_staff, sodaily_warehouse, sodaily_auditor;
--! EndIncluded inventory/functions/item_is_low.sql
--! Included inventory/functions/issue_due_date.sql
-- The term of the day it was written: a new term leaves old slips alone (QĐ7).
create or replace function inventory.issue_due_date(issue inventory.issue) returns date
language sql stable
as $$
  select case when issue.status in ('confirmed', 'delivered') then issue.issue_date
    + (config.regulation_on('PAYMENT_TERM_DAYS', issue.issue_date)).value::integer end
$$;
comment on function inventory.issue_due_date(inventory.issue) is
  'Date it is to be paid by: its date and PAYMENT_TERM_DAYS; null unless it is confirmed.';
revoke all on function inventory.issue_due_date(inventory.issue) from public;
grant execute on function inventory.issue_due_date(inventory.issue)
  to sodaily_user, sodaily_staff, sodaily_auditor;
--! EndIncluded inventory/functions/issue_due_date.sql
-- its answer is called ceiling now, for limit is a word of SQL
drop function if exists agency.ceiling_of(agency.agency, date);
--! Included agency/functions/ceiling_of.sql
-- The debt ceiling in force: the agency's own while valid, else its type's. Stands only here.
-- plpgsql, because lists ask it for every row: a hundred agencies take 3 ms instead of 15 (ADR 5).
create or replace function agency.ceiling_of(
  agency agency.agency, business_date date, out ceiling public.dong, out limit_source text)
language plpgsql stable
set search_path to pg_catalog, pg_temp
as $$
begin
  if agency.max_debt_until >= business_date then
    ceiling := agency.max_debt;
    limit_source := 'agency';
  else
    ceiling := (
      select t.max_debt from agency.agency_type as t where t.id = agency.agency_type_id);
    limit_source := 'type';
  end if;
end
$$;
comment on function agency.ceiling_of(agency.agency, date) is
  E'@omit\nDebt ceiling of an agency on a date in đồng, and whether it is its own or its type''s.';
revoke all on function agency.ceiling_of(agency.agency, date) from public;
grant execute on function agency.ceiling_of(agency.agency, date)
  to sodaily_definer, sodaily_user, sodaily_staff, sodaily_auditor;
--! EndIncluded agency/functions/ceiling_of.sql
--! Included agency/functions/hold_ceiling.sql
-- Keeps the ceiling of an agency's type as it is until the end of the transaction: a slip that was
-- judged by it is written down with it. Slips do not wait for each other here, only for whoever
-- edits the type. Call it under the lock on the agency, whose own ceiling that lock holds.
create or replace function agency.hold_ceiling(agency agency.agency) returns void
language plpgsql volatile
set search_path to pg_catalog, pg_temp
as $$
begin
  perform from agency.agency_type as t where t.id = agency.agency_type_id for share;
end
$$;
comment on function agency.hold_ceiling(agency.agency) is
  E'@omit\nHolds the ceiling of the agency''s type until the transaction ends.';
revoke all on function agency.hold_ceiling(agency.agency) from public;
grant execute on function agency.hold_ceiling(agency.agency) to sodaily_definer;
--! EndIncluded agency/functions/hold_ceiling.sql
--! Included inventory/rules/debt_limit.sql
-- Rule QĐ3b: debt + slip − paid now ≤ ceiling (the agency's own while valid, else its type's).
-- Checked under the lock on the agency, so two slips at once cannot pass it together; the ceiling is
-- held until the slip is written.
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
    perform agency.hold_ceiling(asked.agency);
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
--! Included agency/functions/agency_ceiling.sql
create or replace function agency.agency_ceiling(agency agency.agency) returns public.dong
language sql stable
as $$
  select c.ceiling from agency.ceiling_of(agency, config.business_date()) as c
$$;
comment on function agency.agency_ceiling(agency.agency) is 'Debt ceiling in force today, đồng.';
revoke all on function agency.agency_ceiling(agency.agency) from public;
grant execute on function agency.agency_ceiling(agency.agency)
  to sodaily_user, sodaily_staff, sodaily_auditor;
--! EndIncluded agency/functions/agency_ceiling.sql
--! Included inventory/functions/headroom_of.sql
-- The one sum of the debt limit: the form asks it beforehand, the rule asks it under the lock.
create or replace function inventory.headroom_of(
  agency agency.agency, business_date date, slip_total numeric, paid_now numeric)
returns inventory.issue_headroom_answer
language plpgsql stable
set search_path to pg_catalog, pg_temp
as $$
declare
  in_force record := agency.ceiling_of(agency, business_date);
  would_be numeric := agency.debt_amount + slip_total - paid_now;
begin
  return row(agency.id, agency.debt_amount, in_force.ceiling, in_force.limit_source, slip_total,
    paid_now, would_be, greatest(would_be - in_force.ceiling, 0),
    greatest(in_force.ceiling - agency.debt_amount + paid_now, 0));
end
$$;
comment on function inventory.headroom_of(agency.agency, date, numeric, numeric) is
  E'@omit\nDebt before and after a slip, ceiling, shortage and what is available, all in đồng.';
revoke all on function inventory.headroom_of(agency.agency, date, numeric, numeric) from public;
grant execute on function inventory.headroom_of(agency.agency, date, numeric, numeric)
  to sodaily_definer;
--! EndIncluded inventory/functions/headroom_of.sql
--! Included agency/functions/ceiling_problem.sql
create or replace function agency.ceiling_problem(max_debt numeric) returns text
language sql immutable
as $$
  select case
    when max_debt is null then 'required'
    when max_debt = 'NaN' then 'not_a_number'
    when max_debt < 0 then 'negative'
    when max_debt > 999999999999999 then 'too_large'
    when max_debt <> trunc(max_debt) then 'whole_number_only'
  end
$$;
comment on function agency.ceiling_problem(numeric) is
  E'@omit\nReason why an amount in đồng is no ceiling, null when it is one.';
revoke all on function agency.ceiling_problem(numeric) from public;
grant execute on function agency.ceiling_problem(numeric) to sodaily_definer;
--! EndIncluded agency/functions/ceiling_problem.sql
--! Included agency/functions/agency_type_problems.sql
-- Everything that is wrong with a type, all at once. The caller holds back others who name types.
create or replace function agency.agency_type_problems(
  agency_type_id :ID_TYPE, name text, max_debt numeric) returns jsonb
language plpgsql stable
set search_path to pg_catalog, pg_temp
as $$
begin
  return (
    with problem as (
      select 'name' as path, 'required' as reason, null as value
      where agency_type_problems.name is null
      union all
      select 'name', 'too_long', length(agency_type_problems.name)::text
      where length(agency_type_problems.name) > 100
      union all
      select 'name', 'taken', t.name
      from agency.agency_type as t
      where lower(t.name) = lower(agency_type_problems.name)
        and t.id is distinct from agency_type_problems.agency_type_id
      union all
      select 'max_debt', m.reason, agency_type_problems.max_debt::text
      from agency.ceiling_problem(agency_type_problems.max_debt) as m (reason)
      where m.reason is not null)
    select coalesce(jsonb_agg(jsonb_strip_nulls(to_jsonb(p))), '[]') from problem as p);
end
$$;
comment on function agency.agency_type_problems(:ID_TYPE, text, numeric) is
  E'@omit\nProblems of a type''s data, max_debt in đồng, as JSON [{path, reason, value}]; no key for a new one.';
revoke all on function agency.agency_type_problems(:ID_TYPE, text, numeric) from public;
grant execute on function agency.agency_type_problems(:ID_TYPE, text, numeric) to sodaily_definer;
--! EndIncluded agency/functions/agency_type_problems.sql
--! Included agency/functions/create_agency_type.sql
-- A new class of dealers with its ceiling. One at a time, so that two at once do not share a name.
-- Security definer: master data is written by functions only.
create or replace function agency.create_agency_type(
  client_key text,
  name text,
  max_debt numeric)
returns agency.agency_type
language plpgsql volatile security definer
set search_path to pg_catalog, pg_temp
as $$
declare
  caller :ID_TYPE := auth.require_scope('config:write');
  made agency.agency_type;
  earlier jsonb;
begin
  name := nullif(btrim(name), '');
  earlier := audit.begin_command(caller, client_key, 'agency.create_agency_type',
    jsonb_build_array(name, trim_scale(max_debt)));
  if earlier is null then
    perform pg_advisory_xact_lock(hashtext('agency.agency_type'));
    perform audit.refuse_problems(agency.agency_type_problems(null, name, max_debt));
    insert into agency.agency_type as t (name, max_debt, created_by, updated_by)
    values (create_agency_type.name, create_agency_type.max_debt, caller, caller)
    returning t.* into strict made;
    perform audit.finish_command(caller, client_key, jsonb_build_object('id', made.id::text));
  end if;
  select t.* into strict made from agency.agency_type as t
  where t.id = coalesce(cast(earlier ->> 'id' as :ID_TYPE), made.id);
  return made;
end
$$;
alter function agency.create_agency_type(text, text, numeric) owner to sodaily_definer;
comment on function agency.create_agency_type(text, text, numeric) is
  E'@resultFieldName agencyType\nAdds a type of agencies with its debt ceiling, đồng. Errors: INVALID_TOKEN, PERMISSION_DENIED, VALIDATION_ERROR, DUPLICATE_REQUEST.';
revoke all on function agency.create_agency_type(text, text, numeric) from public;
grant execute on function agency.create_agency_type(text, text, numeric) to sodaily_staff;
--! EndIncluded agency/functions/create_agency_type.sql
--! Included agency/functions/update_agency_type.sql
-- A type gets another name or ceiling. A ceiling under what agencies owe is allowed (QĐ7): it stops
-- their next slip, and agencies_over_ceiling lists them, before and after.
-- Security definer: master data is written by functions only.
create or replace function agency.update_agency_type(
  client_key text,
  agency_type_id :ID_TYPE,
  version bigint,
  name text,
  max_debt numeric)
returns agency.agency_type
language plpgsql volatile security definer
set search_path to pg_catalog, pg_temp
as $$
declare
  caller :ID_TYPE := auth.require_scope('config:write');
  changed agency.agency_type;
  earlier jsonb;
begin
  name := nullif(btrim(name), '');
  earlier := audit.begin_command(caller, client_key, 'agency.update_agency_type',
    jsonb_build_array(agency_type_id, version, name, trim_scale(max_debt)));
  if earlier is null then
    perform pg_advisory_xact_lock(hashtext('agency.agency_type'));
    perform audit.refuse_problems(agency.agency_type_problems(agency_type_id, name, max_debt));
    select t.* into changed from agency.agency_type as t
    where t.id = update_agency_type.agency_type_id
    for no key update;
    if not found then
      raise exception 'type % is unknown', agency_type_id using errcode = 'SDNFD',
        detail = jsonb_build_object('agency_type_id', agency_type_id::text)::text;
    end if;
    perform audit.refuse_stale(version, changed.version, changed.updated_at, changed.updated_by);
    update agency.agency_type as t
    set name = update_agency_type.name, max_debt = update_agency_type.max_debt,
      version = t.version + 1, updated_at = now(), updated_by = caller
    where t.id = changed.id;
    perform audit.finish_command(caller, client_key, jsonb_build_object('id', changed.id::text));
  end if;
  select t.* into strict changed from agency.agency_type as t
  where t.id = coalesce(cast(earlier ->> 'id' as :ID_TYPE), changed.id);
  return changed;
end
$$;
alter function agency.update_agency_type(text, :ID_TYPE, bigint, text, numeric)
  owner to sodaily_definer;
comment on function agency.update_agency_type(text, :ID_TYPE, bigint, text, numeric) is
  E'@resultFieldName agencyType\nEdits a type of agencies; maxDebt in đồng. Its agenciesOverCeiling are those that now owe too much. Errors: INVALID_TOKEN, PERMISSION_DENIED, VALIDATION_ERROR, DUPLICATE_REQUEST, NOT_FOUND, STALE_VERSION.';
revoke all on function agency.update_agency_type(text, :ID_TYPE, bigint, text, numeric)
  from public;
grant execute on function agency.update_agency_type(text, :ID_TYPE, bigint, text, numeric)
  to sodaily_staff;
--! EndIncluded agency/functions/update_agency_type.sql
--! Included agency/functions/agencies_over_ceiling.sql
-- Asked before a ceiling is saved, with the amount to come, and after, with none. An agency whose
-- own ceiling holds is not measured by its type's.
create or replace function agency.agencies_over_ceiling(
  agency_type_id :ID_TYPE, max_debt numeric default null)
returns setof agency.agency_over_ceiling
language sql stable
set search_path to pg_catalog, pg_temp
as $$
  select a.id, a.code, a.name, a.status, a.debt_amount, asked.ceiling,
    a.debt_amount - asked.ceiling
  from agency.agency_type as t
  join agency.agency as a on a.agency_type_id = t.id
  cross join lateral agency.ceiling_of(a, config.business_date()) as c
  cross join lateral (
    select coalesce(agencies_over_ceiling.max_debt, t.max_debt) as ceiling) as asked
  where t.id = agencies_over_ceiling.agency_type_id
    and c.limit_source = 'type' and a.debt_amount > asked.ceiling
  order by a.debt_amount desc, a.code
$$;
comment on function agency.agencies_over_ceiling(:ID_TYPE, numeric) is
  'Agencies of a type that owe more than a ceiling in đồng, the type''s present one when none is given: their next slip is refused. Most debt first.';
revoke all on function agency.agencies_over_ceiling(:ID_TYPE, numeric) from public;
grant execute on function agency.agencies_over_ceiling(:ID_TYPE, numeric)
  to sodaily_staff, sodaily_auditor;
--! EndIncluded agency/functions/agencies_over_ceiling.sql
--! Included agency/functions/agency_type_agencies_over_ceiling.sql
create or replace function agency.agency_type_agencies_over_ceiling(agency_type agency.agency_type)
returns setof agency.agency_over_ceiling
language sql stable
as $$
  select o.* from agency.agencies_over_ceiling(agency_type.id) as o
$$;
comment on function agency.agency_type_agencies_over_ceiling(agency.agency_type) is
  'Its agencies that owe more than its ceiling, most debt first.';
revoke all on function agency.agency_type_agencies_over_ceiling(agency.agency_type) from public;
grant execute on function agency.agency_type_agencies_over_ceiling(agency.agency_type)
  to sodaily_staff, sodaily_auditor;
--! EndIncluded agency/functions/agency_type_agencies_over_ceiling.sql
--! Included agency/functions/district_problems.sql
-- Everything that is wrong with a territory, all at once. The caller holds back others who name
-- them.
create or replace function agency.district_problems(
  district_id :ID_TYPE, city text, name text, max_agencies numeric) returns jsonb
language plpgsql stable
set search_path to pg_catalog, pg_temp
as $$
begin
  return (
    with problem as (
      select w.path, case when w.written is null then 'required' else 'too_long' end as reason,
        length(w.written)::text as value
      from (values
        ('city', district_problems.city), ('name', district_problems.name)) as w (path, written)
      where w.written is null or length(w.written) > 100
      union all
      select 'name', 'taken', d.name
      from agency.district as d
      where lower(d.city) = lower(district_problems.city)
        and lower(d.name) = lower(district_problems.name)
        and d.id is distinct from district_problems.district_id
      union all
      select 'max_agencies', m.reason, district_problems.max_agencies::text
      from (select case
        when district_problems.max_agencies = 'NaN' then 'not_a_number'
        when district_problems.max_agencies <= 0 then 'not_positive'
        when district_problems.max_agencies > 10000 then 'too_large'
        when district_problems.max_agencies <> trunc(district_problems.max_agencies)
          then 'whole_number_only'
      end as reason) as m
      where m.reason is not null)
    select coalesce(jsonb_agg(jsonb_strip_nulls(to_jsonb(p))), '[]') from problem as p);
end
$$;
comment on function agency.district_problems(:ID_TYPE, text, text, numeric) is
  E'@omit\nProblems of a territory''s data, as JSON [{path, reason, value}]; no key for a new one.';
revoke all on function agency.district_problems(:ID_TYPE, text, text, numeric) from public;
grant execute on function agency.district_problems(:ID_TYPE, text, text, numeric)
  to sodaily_definer;
--! EndIncluded agency/functions/district_problems.sql
--! Included agency/functions/create_district.sql
-- A new sales territory. One at a time, so that two at once do not share a name in their city.
-- Security definer: master data is written by functions only.
create or replace function agency.create_district(
  client_key text,
  city text,
  name text,
  max_agencies numeric default null)
returns agency.district
language plpgsql volatile security definer
set search_path to pg_catalog, pg_temp
as $$
declare
  caller :ID_TYPE := auth.require_scope('config:write');
  made agency.district;
  earlier jsonb;
begin
  city := nullif(btrim(city), '');
  name := nullif(btrim(name), '');
  earlier := audit.begin_command(caller, client_key, 'agency.create_district',
    jsonb_build_array(city, name, trim_scale(max_agencies)));
  if earlier is null then
    perform pg_advisory_xact_lock(hashtext('agency.district'));
    perform audit.refuse_problems(agency.district_problems(null, city, name, max_agencies));
    insert into agency.district as d (city, name, max_agencies, created_by, updated_by)
    values (create_district.city, create_district.name, create_district.max_agencies,
      caller, caller)
    returning d.* into strict made;
    perform audit.finish_command(caller, client_key, jsonb_build_object('id', made.id::text));
  end if;
  select d.* into strict made from agency.district as d
  where d.id = coalesce(cast(earlier ->> 'id' as :ID_TYPE), made.id);
  return made;
end
$$;
alter function agency.create_district(text, text, text, numeric) owner to sodaily_definer;
comment on function agency.create_district(text, text, text, numeric) is
  E'@resultFieldName district\nAdds a sales territory; without maxAgencies the regulation caps it. Errors: INVALID_TOKEN, PERMISSION_DENIED, VALIDATION_ERROR, DUPLICATE_REQUEST.';
revoke all on function agency.create_district(text, text, text, numeric) from public;
grant execute on function agency.create_district(text, text, text, numeric) to sodaily_staff;
--! EndIncluded agency/functions/create_district.sql
--! Included agency/functions/update_district.sql
-- A territory gets another name or cap. A cap under the present count is allowed: nobody leaves,
-- but nobody new gets in. Its lock is the one approvals wait for.
-- Security definer: master data is written by functions only.
create or replace function agency.update_district(
  client_key text,
  district_id :ID_TYPE,
  version bigint,
  city text,
  name text,
  max_agencies numeric default null)
returns agency.district
language plpgsql volatile security definer
set search_path to pg_catalog, pg_temp
as $$
declare
  caller :ID_TYPE := auth.require_scope('config:write');
  changed agency.district;
  earlier jsonb;
begin
  city := nullif(btrim(city), '');
  name := nullif(btrim(name), '');
  earlier := audit.begin_command(caller, client_key, 'agency.update_district',
    jsonb_build_array(district_id, version, city, name, trim_scale(max_agencies)));
  if earlier is null then
    perform pg_advisory_xact_lock(hashtext('agency.district'));
    perform audit.refuse_problems(
      agency.district_problems(district_id, city, name, max_agencies));
    select d.* into changed from agency.district as d
    where d.id = update_district.district_id
    for no key update;
    if not found then
      raise exception 'territory % is unknown', district_id using errcode = 'SDNFD',
        detail = jsonb_build_object('district_id', district_id::text)::text;
    end if;
    perform audit.refuse_stale(version, changed.version, changed.updated_at, changed.updated_by);
    update agency.district as d
    set city = update_district.city, name = update_district.name,
      max_agencies = update_district.max_agencies,
      version = d.version + 1, updated_at = now(), updated_by = caller
    where d.id = changed.id;
    perform audit.finish_command(caller, client_key, jsonb_build_object('id', changed.id::text));
  end if;
  select d.* into strict changed from agency.district as d
  where d.id = coalesce(cast(earlier ->> 'id' as :ID_TYPE), changed.id);
  return changed;
end
$$;
alter function agency.update_district(text, :ID_TYPE, bigint, text, text, numeric)
  owner to sodaily_definer;
comment on function agency.update_district(text, :ID_TYPE, bigint, text, text, numeric) is
  E'@resultFieldName district\nEdits a sales territory; without maxAgencies the regulation caps it. Its memberCount and capInForce tell whether it is over the cap. Errors: INVALID_TOKEN, PERMISSION_DENIED, VALIDATION_ERROR, DUPLICATE_REQUEST, NOT_FOUND, STALE_VERSION.';
revoke all on function agency.update_district(text, :ID_TYPE, bigint, text, text, numeric)
  from public;
grant execute on function agency.update_district(text, :ID_TYPE, bigint, text, text, numeric)
  to sodaily_staff;
--! EndIncluded agency/functions/update_district.sql
--! Included agency/functions/district_cap_in_force.sql
-- The cap of a territory: its own, else the regulation's. Stands only here.
create or replace function agency.district_cap_in_force(district agency.district) returns numeric
language sql stable
as $$
  select coalesce(district.max_agencies,
    (config.regulation_on('MAX_AGENCIES_PER_DISTRICT', config.business_date())).value::numeric)
$$;
comment on function agency.district_cap_in_force(agency.district) is
  'How many agencies it may hold today: its own cap, else the regulation''s.';
revoke all on function agency.district_cap_in_force(agency.district) from public;
grant execute on function agency.district_cap_in_force(agency.district)
  to sodaily_definer, sodaily_user, sodaily_staff, sodaily_warehouse, sodaily_auditor;
--! EndIncluded agency/functions/district_cap_in_force.sql
--! Included agency/functions/district_member_count.sql
-- Not for those who see some agencies only: their count would be a wrong answer.
create or replace function agency.district_member_count(district agency.district) returns bigint
language sql stable
as $$
  select count(*) from agency.agency as a
  where a.district_id = district.id and a.status in ('active', 'blocked')
$$;
comment on function agency.district_member_count(agency.district) is
  'Active and blocked agencies in it: those that its cap counts.';
revoke all on function agency.district_member_count(agency.district) from public;
grant execute on function agency.district_member_count(agency.district)
  to sodaily_staff, sodaily_warehouse, sodaily_auditor;
--! EndIncluded agency/functions/district_member_count.sql
--! Included agency/functions/districts_over_cap.sql
-- Asked before MAX_AGENCIES_PER_DISTRICT is lowered, with the number to come, and after, with none.
create or replace function agency.districts_over_cap(max_agencies numeric default null)
returns setof agency.district_over_cap
language sql stable
set search_path to pg_catalog, pg_temp
as $$
  select d.id, d.city, d.name, held.member_count, held.cap
  from agency.district as d
  cross join lateral (
    select agency.district_member_count(d) as member_count,
      coalesce(d.max_agencies, districts_over_cap.max_agencies,
        agency.district_cap_in_force(d)) as cap) as held
  where held.member_count > held.cap
  order by d.city, d.name
$$;
comment on function agency.districts_over_cap(numeric) is
  'Territories with more agencies than their cap, or than maxAgencies where they have none of their own: nobody new gets in.';
revoke all on function agency.districts_over_cap(numeric) from public;
grant execute on function agency.districts_over_cap(numeric)
  to sodaily_staff, sodaily_auditor;
--! EndIncluded agency/functions/districts_over_cap.sql
--! Included agency/functions/agency_for_edit.sql
-- The agency whose data a command is about to edit, locked, in the version that was read. One the
-- caller may not see is unknown to them; one that was rejected or terminated stays as it is.
create or replace function agency.agency_for_edit(agency_id :ID_TYPE, version bigint)
returns agency.agency
language plpgsql volatile
set search_path to pg_catalog, pg_temp
as $$
declare
  found_agency agency.agency;
begin
  select a.* into found_agency from agency.agency as a
  where a.id = agency_for_edit.agency_id and agency.is_mine(a.id)
  for no key update;
  if not found then
    raise exception 'agency % is unknown', agency_id using errcode = 'SDNFD',
      detail = jsonb_build_object('agency_id', agency_id::text)::text;
  end if;
  if found_agency.status in ('rejected', 'terminated') then
    raise exception 'agency % is %', found_agency.code, found_agency.status
      using errcode = 'SDCLO', detail = jsonb_build_object(
        'agency_id', agency_id::text, 'agency_code', found_agency.code,
        'agency_name', found_agency.name, 'status', found_agency.status)::text,
      hint = 'Its file is kept as it is; add the agency anew.';
  end if;
  perform audit.refuse_stale(
    version, found_agency.version, found_agency.updated_at, found_agency.updated_by);
  return found_agency;
end
$$;
comment on function agency.agency_for_edit(:ID_TYPE, bigint) is
  E'@omit\nLocks an agency for an edit. Errors: NOT_FOUND {agency_id}, AGENCY_CLOSED {agency_id, agency_code, agency_name, status}, VALIDATION_ERROR on version, STALE_VERSION.';
revoke all on function agency.agency_for_edit(:ID_TYPE, bigint) from public;
grant execute on function agency.agency_for_edit(:ID_TYPE, bigint) to sodaily_definer;
--! EndIncluded agency/functions/agency_for_edit.sql
--! Included agency/functions/own_ceiling_problems.sql
-- Everything that is wrong with a ceiling of an agency's own, all at once.
create or replace function agency.own_ceiling_problems(max_debt numeric, reason text, until date)
returns jsonb
language plpgsql stable
set search_path to pg_catalog, pg_temp
as $$
begin
  return (
    with problem as (
      select 'max_debt' as path, m.reason, own_ceiling_problems.max_debt::text as value
      from agency.ceiling_problem(own_ceiling_problems.max_debt) as m (reason)
      where m.reason is not null
      union all
      select 'reason', 'required', null where own_ceiling_problems.reason is null
      union all
      select 'reason', 'too_long', length(own_ceiling_problems.reason)::text
      where length(own_ceiling_problems.reason) > 500
      union all
      select 'until', d.reason, own_ceiling_problems.until::text
      from (select case
        when own_ceiling_problems.until is null then 'required'
        when not isfinite(own_ceiling_problems.until) then 'malformed'
        when own_ceiling_problems.until < config.business_date() then 'in_past'
      end as reason) as d
      where d.reason is not null)
    select coalesce(jsonb_agg(jsonb_strip_nulls(to_jsonb(p))), '[]') from problem as p);
end
$$;
comment on function agency.own_ceiling_problems(numeric, text, date) is
  E'@omit\nProblems of an agency''s own ceiling in đồng, as JSON [{path, reason, value}].';
revoke all on function agency.own_ceiling_problems(numeric, text, date) from public;
grant execute on function agency.own_ceiling_problems(numeric, text, date) to sodaily_definer;
--! EndIncluded agency/functions/own_ceiling_problems.sql
--! Included agency/functions/set_agency_ceiling.sql
-- An agency gets a ceiling of its own for a while. Under the lock on the agency, so a slip being
-- confirmed is measured by the one or the other. A ceiling under its debt is allowed (QĐ7): it
-- stops its next slip.
-- Security definer: agencies are written by functions only.
create or replace function agency.set_agency_ceiling(
  client_key text,
  agency_id :ID_TYPE,
  version bigint,
  max_debt numeric,
  reason text,
  until date)
returns agency.agency
language plpgsql volatile security definer
set search_path to pg_catalog, pg_temp
as $$
declare
  caller :ID_TYPE := auth.require_scope('agency:approve');
  changed agency.agency;
  earlier jsonb;
begin
  reason := nullif(btrim(reason), '');
  earlier := audit.begin_command(caller, client_key, 'agency.set_agency_ceiling',
    jsonb_build_array(agency_id, version, trim_scale(max_debt), reason, until));
  if earlier is null then
    perform audit.refuse_problems(agency.own_ceiling_problems(max_debt, reason, until));
    changed := agency.agency_for_edit(agency_id, version);
    update agency.agency as a
    set max_debt = set_agency_ceiling.max_debt, max_debt_reason = set_agency_ceiling.reason,
      max_debt_until = set_agency_ceiling.until,
      version = a.version + 1, updated_at = now(), updated_by = caller
    where a.id = changed.id;
    insert into agency.agency_ceiling_change (
      agency_id, max_debt, valid_until, reason, created_by)
    values (changed.id, set_agency_ceiling.max_debt, set_agency_ceiling.until,
      set_agency_ceiling.reason, caller);
    perform audit.finish_command(caller, client_key, jsonb_build_object('id', changed.id::text));
  end if;
  select a.* into strict changed from agency.agency as a
  where a.id = coalesce(cast(earlier ->> 'id' as :ID_TYPE), changed.id);
  return changed;
end
$$;
alter function agency.set_agency_ceiling(text, :ID_TYPE, bigint, numeric, text, date)
  owner to sodaily_definer;
comment on function agency.set_agency_ceiling(text, :ID_TYPE, bigint, numeric, text, date) is
  E'@resultFieldName agency\nGives an agency a ceiling of its own in đồng, to the end of a day, with a reason. Its overCeilingBy tells what it then owes too much. Errors: INVALID_TOKEN, PERMISSION_DENIED, VALIDATION_ERROR, DUPLICATE_REQUEST, NOT_FOUND, AGENCY_CLOSED, STALE_VERSION.';
revoke all on function agency.set_agency_ceiling(text, :ID_TYPE, bigint, numeric, text, date)
  from public;
grant execute on function agency.set_agency_ceiling(text, :ID_TYPE, bigint, numeric, text, date)
  to sodaily_staff;
--! EndIncluded agency/functions/set_agency_ceiling.sql
--! Included agency/functions/clear_agency_ceiling.sql
-- An agency goes back to its type's ceiling before its own expires; without one, nothing changes
-- but the history.
-- Security definer: agencies are written by functions only.
create or replace function agency.clear_agency_ceiling(
  client_key text,
  agency_id :ID_TYPE,
  version bigint,
  reason text)
returns agency.agency
language plpgsql volatile security definer
set search_path to pg_catalog, pg_temp
as $$
declare
  caller :ID_TYPE := auth.require_scope('agency:approve');
  changed agency.agency;
  earlier jsonb;
begin
  earlier := audit.begin_command(caller, client_key, 'agency.clear_agency_ceiling',
    jsonb_build_array(agency_id, version, btrim(reason)));
  if earlier is null then
    reason := audit.require_reason(reason);
    changed := agency.agency_for_edit(agency_id, version);
    update agency.agency as a
    set max_debt = null, max_debt_reason = null, max_debt_until = null,
      version = a.version + 1, updated_at = now(), updated_by = caller
    where a.id = changed.id;
    insert into agency.agency_ceiling_change (agency_id, reason, created_by)
    values (changed.id, clear_agency_ceiling.reason, caller);
    perform audit.finish_command(caller, client_key, jsonb_build_object('id', changed.id::text));
  end if;
  select a.* into strict changed from agency.agency as a
  where a.id = coalesce(cast(earlier ->> 'id' as :ID_TYPE), changed.id);
  return changed;
end
$$;
alter function agency.clear_agency_ceiling(text, :ID_TYPE, bigint, text) owner to sodaily_definer;
comment on function agency.clear_agency_ceiling(text, :ID_TYPE, bigint, text) is
  E'@resultFieldName agency\nTakes an agency back to its type''s ceiling, with a reason. Errors: INVALID_TOKEN, PERMISSION_DENIED, VALIDATION_ERROR, DUPLICATE_REQUEST, NOT_FOUND, AGENCY_CLOSED, STALE_VERSION.';
revoke all on function agency.clear_agency_ceiling(text, :ID_TYPE, bigint, text) from public;
grant execute on function agency.clear_agency_ceiling(text, :ID_TYPE, bigint, text)
  to sodaily_staff;
--! EndIncluded agency/functions/clear_agency_ceiling.sql
--! Included agency/functions/agency_over_ceiling_by.sql
create or replace function agency.agency_over_ceiling_by(agency agency.agency) returns public.dong
language sql stable
as $$
  select greatest(agency.debt_amount - agency.agency_ceiling(agency), 0)
$$;
comment on function agency.agency_over_ceiling_by(agency.agency) is
  'By how much its debt passes the ceiling in force today, đồng; while it does, no slip is confirmed.';
revoke all on function agency.agency_over_ceiling_by(agency.agency) from public;
grant execute on function agency.agency_over_ceiling_by(agency.agency)
  to sodaily_user, sodaily_staff, sodaily_auditor;
--! EndIncluded agency/functions/agency_over_ceiling_by.sql
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
  to sodaily_user, sodaily_staff, sodaily_auditor;
--! EndIncluded agency/functions/agency_is_near_limit.sql
--! Included agency/functions/agency_problems.sql
-- Everything that is wrong with the data of an agency, all at once, each with its place. Phones are
-- written in many ways: digits with the signs people put between them.
create or replace function agency.agency_problems(
  name text, agency_type_id :ID_TYPE, district_id :ID_TYPE, phone text, email text, ward text,
  address text, tax_code text, representative text) returns jsonb
language plpgsql stable
set search_path to pg_catalog, pg_temp
as $$
begin
  return (
    with problem as (
      select 'name' as path, 'required' as reason, null as value
      where agency_problems.name is null
      union all
      select w.path, 'too_long', length(w.written)::text
      from (values
        ('name', agency_problems.name, 200), ('email', agency_problems.email, 254),
        ('ward', agency_problems.ward, 100), ('address', agency_problems.address, 300),
        ('representative', agency_problems.representative, 200)) as w (path, written, longest)
      where length(w.written) > w.longest
      union all
      select 'agency_type_id',
        case when agency_problems.agency_type_id is null then 'required' else 'unknown' end,
        agency_problems.agency_type_id::text
      where not exists (
        select from agency.agency_type as t where t.id = agency_problems.agency_type_id)
      union all
      select 'district_id',
        case when agency_problems.district_id is null then 'required' else 'unknown' end,
        agency_problems.district_id::text
      where not exists (
        select from agency.district as d where d.id = agency_problems.district_id)
      union all
      select 'phone', 'malformed', left(agency_problems.phone, 40)
      where agency_problems.phone !~ '^[+]?[0-9 ().-]+$'
        or length(regexp_replace(agency_problems.phone, '[^0-9]', '', 'g')) not between 8 and 15
        or length(agency_problems.phone) > 30
      union all
      select 'email', 'malformed', left(agency_problems.email, 100)
      where agency_problems.email !~ '^[^@\s]+@[^@\s]+\.[^@\s]+$'
      union all
      select 'tax_code', 'malformed', left(agency_problems.tax_code, 40)
      where agency_problems.tax_code !~ '^[0-9]{10}(-[0-9]{3})?$')
    select coalesce(jsonb_agg(jsonb_strip_nulls(to_jsonb(p))), '[]') from problem as p);
end
$$;
comment on function agency.agency_problems(
  text, :ID_TYPE, :ID_TYPE, text, text, text, text, text, text) is
  E'@omit\nProblems of an agency''s data, as JSON [{path, reason, value}].';
revoke all on function agency.agency_problems(
  text, :ID_TYPE, :ID_TYPE, text, text, text, text, text, text) from public;
grant execute on function agency.agency_problems(
  text, :ID_TYPE, :ID_TYPE, text, text, text, text, text, text) to sodaily_definer;
--! EndIncluded agency/functions/agency_problems.sql
--! Included agency/functions/create_agency.sql
-- A new agency is pending: it may buy once a manager approves it. Whoever works with assigned
-- agencies only is assigned to the ones they bring.
-- Security definer: agencies and assignments are written by functions only.
create or replace function agency.create_agency(
  client_key text,
  name text,
  agency_type_id :ID_TYPE,
  district_id :ID_TYPE,
  phone text default null,
  email text default null,
  ward text default null,
  address text default null,
  tax_code text default null,
  representative text default null)
returns agency.agency
language plpgsql volatile security definer
set search_path to pg_catalog, pg_temp
as $$
declare
  caller :ID_TYPE := auth.require_scope('agency:write');
  made agency.agency;
  earlier jsonb;
begin
  name := nullif(btrim(name), '');
  phone := nullif(btrim(phone), '');
  email := nullif(btrim(email), '');
  ward := nullif(btrim(ward), '');
  address := nullif(btrim(address), '');
  tax_code := nullif(btrim(tax_code), '');
  representative := nullif(btrim(representative), '');
  earlier := audit.begin_command(caller, client_key, 'agency.create_agency', jsonb_build_array(
    name, agency_type_id, district_id, phone, email, ward, address, tax_code, representative));
  if earlier is null then
    perform audit.refuse_problems(agency.agency_problems(name, agency_type_id, district_id,
      phone, email, ward, address, tax_code, representative));
    insert into agency.agency as a (
      code, name, agency_type_id, district_id, phone, email, ward, address, tax_code,
      representative, reception_date, created_by, updated_by)
    values (agency.next_code(), create_agency.name, create_agency.agency_type_id,
      create_agency.district_id, create_agency.phone, create_agency.email, create_agency.ward,
      create_agency.address, create_agency.tax_code, create_agency.representative,
      config.business_date(), caller, caller)
    returning a.* into strict made;
    if not auth.sees_all_agencies() then
      insert into auth.user_agency (user_id, agency_id, created_by)
      values (caller, made.id, caller);
    end if;
    perform audit.finish_command(caller, client_key, jsonb_build_object('id', made.id::text));
  end if;
  select a.* into strict made from agency.agency as a
  where a.id = coalesce(cast(earlier ->> 'id' as :ID_TYPE), made.id);
  return made;
end
$$;
alter function agency.create_agency(
  text, text, :ID_TYPE, :ID_TYPE, text, text, text, text, text, text) owner to sodaily_definer;
comment on function agency.create_agency(
  text, text, :ID_TYPE, :ID_TYPE, text, text, text, text, text, text) is
  E'@resultFieldName agency\nAdds a pending agency. Errors: INVALID_TOKEN, PERMISSION_DENIED, VALIDATION_ERROR, DUPLICATE_REQUEST.';
revoke all on function agency.create_agency(
  text, text, :ID_TYPE, :ID_TYPE, text, text, text, text, text, text) from public;
grant execute on function agency.create_agency(
  text, text, :ID_TYPE, :ID_TYPE, text, text, text, text, text, text)
  to sodaily_user, sodaily_staff;
--! EndIncluded agency/functions/create_agency.sql
--! Included agency/functions/update_agency.sql
-- The data of an agency as the form holds it: what is left out becomes empty. Another territory
-- must have room (QĐ1); another type must hold its debt and is given by those who approve agencies.
-- Locks in one order: agency, territories by key.
-- Security definer: agencies are written by functions only.
create or replace function agency.update_agency(
  client_key text,
  agency_id :ID_TYPE,
  version bigint,
  name text,
  agency_type_id :ID_TYPE,
  district_id :ID_TYPE,
  phone text default null,
  email text default null,
  ward text default null,
  address text default null,
  tax_code text default null,
  representative text default null)
returns agency.agency
language plpgsql volatile security definer
set search_path to pg_catalog, pg_temp
as $$
declare
  caller :ID_TYPE := auth.require_scope('agency:write');
  changed agency.agency;
  earlier jsonb;
begin
  name := nullif(btrim(name), '');
  phone := nullif(btrim(phone), '');
  email := nullif(btrim(email), '');
  ward := nullif(btrim(ward), '');
  address := nullif(btrim(address), '');
  tax_code := nullif(btrim(tax_code), '');
  representative := nullif(btrim(representative), '');
  earlier := audit.begin_command(caller, client_key, 'agency.update_agency', jsonb_build_array(
    agency_id, version, name, agency_type_id, district_id, phone, email, ward, address, tax_code,
    representative));
  if earlier is null then
    perform audit.refuse_problems(agency.agency_problems(name, agency_type_id, district_id,
      phone, email, ward, address, tax_code, representative));
    changed := agency.agency_for_edit(agency_id, version);
    -- another type is another ceiling, and who gives credit is not who sells
    if changed.agency_type_id <> update_agency.agency_type_id and changed.status <> 'pending' then
      perform auth.require_scope('agency:approve');
    end if;
    if changed.district_id <> update_agency.district_id then
      -- both, so that whoever waits for the place it leaves counts without it
      perform from agency.district as d
      where d.id in (changed.district_id, update_agency.district_id)
      order by d.id
      for no key update;
    end if;
    update agency.agency as a
    set name = update_agency.name, agency_type_id = update_agency.agency_type_id,
      district_id = update_agency.district_id, phone = update_agency.phone,
      email = update_agency.email, ward = update_agency.ward, address = update_agency.address,
      tax_code = update_agency.tax_code, representative = update_agency.representative,
      version = a.version + 1, updated_at = now(), updated_by = caller
    where a.id = changed.id;
    perform audit.finish_command(caller, client_key, jsonb_build_object('id', changed.id::text));
  end if;
  select a.* into strict changed from agency.agency as a
  where a.id = coalesce(cast(earlier ->> 'id' as :ID_TYPE), changed.id);
  return changed;
end
$$;
alter function agency.update_agency(text, :ID_TYPE, bigint, text, :ID_TYPE, :ID_TYPE,
  text, text, text, text, text, text) owner to sodaily_definer;
comment on function agency.update_agency(text, :ID_TYPE, bigint, text, :ID_TYPE, :ID_TYPE,
  text, text, text, text, text, text) is
  E'@resultFieldName agency\nEdits the data of an agency: all of them, what is left out becomes empty. Errors: INVALID_TOKEN, PERMISSION_DENIED, VALIDATION_ERROR, DUPLICATE_REQUEST, NOT_FOUND, AGENCY_CLOSED, STALE_VERSION, DISTRICT_FULL, TYPE_LIMIT_BELOW_DEBT.';
revoke all on function agency.update_agency(text, :ID_TYPE, bigint, text, :ID_TYPE, :ID_TYPE,
  text, text, text, text, text, text) from public;
grant execute on function agency.update_agency(text, :ID_TYPE, bigint, text, :ID_TYPE, :ID_TYPE,
  text, text, text, text, text, text) to sodaily_user, sodaily_staff;
--! EndIncluded agency/functions/update_agency.sql
--! Included agency/rules/district_cap.sql
-- Rule QĐ1: a territory holds at most MAX_AGENCIES_PER_DISTRICT active and blocked agencies, or the
-- territory's own cap. Counted under the lock on the territory, so two approvals at once cannot
-- pass it together. Who may override: an administrator raises the cap. Code when refused:
-- DISTRICT_FULL.
create or replace function agency.district_cap() returns trigger
language plpgsql
set search_path to pg_catalog, pg_temp
as $$
declare
  territory agency.district;
  cap numeric;
  members bigint;
begin
  select d.* into strict territory from agency.district as d
  where d.id = new.district_id
  for no key update;
  cap := agency.district_cap_in_force(territory);
  select count(*) into members from agency.agency as a
  where a.district_id = new.district_id and a.status in ('active', 'blocked') and a.id <> new.id;
  if members >= cap then
    raise exception 'territory % is full', territory.name
      using errcode = 'SDDIS', detail = jsonb_build_object(
        'district_id', territory.id::text, 'district_name', territory.name,
        'members', members::text, 'cap', trim_scale(cap)::text,
        'cap_source', case when territory.max_agencies is null then 'regulation' else 'district' end)::text,
      hint = 'Choose another territory or raise its cap.';
  end if;
  return new;
end
$$;
comment on function agency.district_cap() is
  'Refuses one agency too many in a territory. Error: DISTRICT_FULL {district_id, district_name, members, cap, cap_source}.';
revoke all on function agency.district_cap() from public;

create or replace trigger district_cap
before update on agency.agency
for each row when (
  new.status in ('active', 'blocked')
  and (old.status not in ('active', 'blocked') or old.district_id <> new.district_id))
execute function agency.district_cap();
comment on trigger district_cap on agency.agency is 'At most so many agencies a territory.';
--! EndIncluded agency/rules/district_cap.sql
--! Included agency/rules/type_limit_below_debt.sql
-- Rule: an agency does not change to a type whose ceiling is under its debt. Measured by the type's
-- ceiling even while the agency has one of its own: that one expires, and the type stays. The
-- type's row is held, so that its ceiling does not move meanwhile. Who may override: nobody;
-- collect the difference first, or an administrator raises the type's ceiling.
-- Code when refused: TYPE_LIMIT_BELOW_DEBT.
create or replace function agency.type_limit_below_debt() returns trigger
language plpgsql
set search_path to pg_catalog, pg_temp
as $$
declare
  wanted agency.agency_type;
begin
  select t.* into strict wanted from agency.agency_type as t
  where t.id = new.agency_type_id
  for share;
  if new.debt_amount > wanted.max_debt then
    raise exception 'agency % owes more than type % allows', new.code, wanted.name
      using errcode = 'SDTLB', detail = jsonb_build_object(
        'agency_id', new.id::text, 'agency_code', new.code, 'agency_name', new.name,
        'debt', new.debt_amount::text, 'limit', wanted.max_debt::text,
        'short_by', (new.debt_amount - wanted.max_debt)::text, 'type', wanted.name)::text,
      hint = 'Collect what it is short by, or choose another type.';
  end if;
  return new;
end
$$;
comment on function agency.type_limit_below_debt() is
  'Refuses a type too small for the debt. Error: TYPE_LIMIT_BELOW_DEBT {agency_id, agency_code, agency_name, debt, limit, short_by, type}, money in đồng as text.';
revoke all on function agency.type_limit_below_debt() from public;

create or replace trigger type_limit_below_debt
before update on agency.agency
for each row when (old.agency_type_id <> new.agency_type_id)
execute function agency.type_limit_below_debt();
comment on trigger type_limit_below_debt on agency.agency is 'A type must hold the debt.';
--! EndIncluded agency/rules/type_limit_below_debt.sql

--! split: 040-items-and-rights.sql
-- Items, units and suppliers are edited; why one is out of use is kept.
alter table inventory.item
  add column if not exists inactive_reason text,
  drop constraint if exists item_inactive_reason_is_short,
  drop constraint if exists item_has_an_inactive_reason_only_while_inactive;
alter table inventory.item
  add constraint item_inactive_reason_is_short check (length(inactive_reason) <= 500),
  add constraint item_has_an_inactive_reason_only_while_inactive
    check (not is_active or inactive_reason is null);
comment on column inventory.item.inactive_reason is
  'Why it is no longer sold, at most 500 characters; null while it is, and where nobody said.';

alter table inventory.supplier
  add column if not exists inactive_reason text,
  drop constraint if exists supplier_inactive_reason_is_short,
  drop constraint if exists supplier_has_an_inactive_reason_only_while_inactive;
alter table inventory.supplier
  add constraint supplier_inactive_reason_is_short check (length(inactive_reason) <= 500),
  add constraint supplier_has_an_inactive_reason_only_while_inactive
    check (not is_active or inactive_reason is null);
comment on column inventory.supplier.inactive_reason is
  'Why there are no more receipts from them, at most 500 characters; null while there are.';

-- it now leaves out the supplier that is being edited
drop function if exists inventory.supplier_problems(text, text, text, text);

--! Included inventory/functions/item_problems.sql
-- Everything that is wrong with the data of an item, all at once. Whoever asks holds the lock
-- under which items are named, so that two at once share neither a code nor a barcode.
create or replace function inventory.item_problems(
  changed_id :ID_TYPE, sku text, item_name text, unit_id :ID_TYPE, barcode text,
  min_stock numeric) returns jsonb
language plpgsql stable
set search_path to pg_catalog, pg_temp
as $$
begin
  return (
    with problem as (
      select w.path, case when w.written is null then 'required' else 'too_long' end as reason,
        length(w.written)::text as value
      from (values
        ('sku', item_problems.sku, 50), ('item_name', item_problems.item_name, 200),
        ('barcode', coalesce(item_problems.barcode, ''), 50)) as w (path, written, longest)
      where w.written is null or length(w.written) > w.longest
      union all
      select k.path, 'taken', i.item_name
      from (values ('sku'), ('barcode')) as k (path)
      join inventory.item as i on case k.path
        when 'sku' then i.sku = item_problems.sku else i.barcode = item_problems.barcode end
      where i.id is distinct from item_problems.changed_id
      union all
      select 'unit_id', case when item_problems.unit_id is null then 'required' else 'unknown' end,
        item_problems.unit_id::text
      where not exists (
        select from inventory.unit as u where u.id = item_problems.unit_id)
      union all
      select 'min_stock', m.reason, item_problems.min_stock::text
      from (select case
        when item_problems.min_stock = 'NaN' then 'not_a_number'
        when item_problems.min_stock < 0 then 'negative'
        when item_problems.min_stock > 1000000 then 'too_large'
        when scale(trim_scale(item_problems.min_stock)) > 3 then 'too_many_decimals'
        when item_problems.min_stock <> trunc(item_problems.min_stock) and not (
          select u.is_decimal from inventory.unit as u where u.id = item_problems.unit_id)
          then 'whole_number_only'
      end as reason) as m
      where m.reason is not null)
    select coalesce(jsonb_agg(jsonb_strip_nulls(to_jsonb(p))), '[]') from problem as p);
end
$$;
comment on function inventory.item_problems(:ID_TYPE, text, text, :ID_TYPE, text, numeric) is
  'Problems of an item''s data as JSON [{path, reason, value}], empty when there are none; changed_id is null for a new item.';
revoke all on function inventory.item_problems(:ID_TYPE, text, text, :ID_TYPE, text, numeric)
  from public;
grant execute on function inventory.item_problems(:ID_TYPE, text, text, :ID_TYPE, text, numeric)
  to sodaily_definer;
--! EndIncluded inventory/functions/item_problems.sql
--! Included inventory/functions/import_price_problems.sql
-- What is wrong with an import price that a person names.
create or replace function inventory.import_price_problems(import_price numeric) returns jsonb
language sql immutable
set search_path to pg_catalog, pg_temp
as $$
  select coalesce(jsonb_agg(jsonb_strip_nulls(jsonb_build_object(
    'path', 'import_price', 'reason', p.reason,
    'value', import_price_problems.import_price::text))), '[]')
  from (select case
    when import_price_problems.import_price is null then 'required'
    when import_price_problems.import_price = 'NaN' then 'not_a_number'
    when import_price_problems.import_price <= 0 then 'not_positive'
    when import_price_problems.import_price > 1000000000 then 'too_large'
    when import_price_problems.import_price <> trunc(import_price_problems.import_price)
      then 'whole_number_only'
  end as reason) as p
  where p.reason is not null
$$;
comment on function inventory.import_price_problems(numeric) is
  'Problems of an import price in đồng a unit as JSON [{path, reason, value}].';
revoke all on function inventory.import_price_problems(numeric) from public;
grant execute on function inventory.import_price_problems(numeric) to sodaily_definer;
--! EndIncluded inventory/functions/import_price_problems.sql
--! Included inventory/functions/item_for_change.sql
-- The item a command is about to change, locked, in the version its editor has read.
create or replace function inventory.item_for_change(item_id :ID_TYPE, read_version bigint)
returns inventory.item
language plpgsql volatile
set search_path to pg_catalog, pg_temp
as $$
declare
  item inventory.item;
begin
  select i.* into item from inventory.item as i
  where i.id = item_for_change.item_id
  for no key update;
  if not found then
    raise exception 'item % is unknown', item_id using errcode = 'SDNFD',
      detail = jsonb_build_object('item_id', item_id::text)::text;
  end if;
  perform audit.refuse_stale(read_version, item.version, item.updated_at, item.updated_by);
  return item;
end
$$;
comment on function inventory.item_for_change(:ID_TYPE, bigint) is
  E'@omit\nLocks an item for an edit. Errors: NOT_FOUND {item_id}, VALIDATION_ERROR on version, STALE_VERSION.';
revoke all on function inventory.item_for_change(:ID_TYPE, bigint) from public;
grant execute on function inventory.item_for_change(:ID_TYPE, bigint) to sodaily_definer;
--! EndIncluded inventory/functions/item_for_change.sql
--! Included inventory/rules/item_keeps_its_unit.sql
-- Rule: an item keeps its unit once it stands on a slip, a count or in the ledger: its quantities
-- would change their meaning. Nobody may override: deactivate it and add another item.
-- Code when refused: VALIDATION_ERROR.
create or replace function inventory.item_keeps_its_unit(item inventory.item, unit_id :ID_TYPE)
returns jsonb
language sql stable
set search_path to pg_catalog, pg_temp
as $$
  select case when item_keeps_its_unit.unit_id <> (item_keeps_its_unit.item).unit_id and (
      exists (select from inventory.stock_movement as m where m.item_id = (item).id)
      or exists (select from inventory.issue_detail as d where d.item_id = (item).id)
      or exists (select from inventory.stock_count_detail as d where d.item_id = (item).id))
    then '[{"path": "unit_id", "reason": "has_movements"}]'::jsonb
    else '[]'::jsonb
  end
$$;
comment on function inventory.item_keeps_its_unit(inventory.item, :ID_TYPE) is
  E'@omit\nProblems of a new unit for an item, as JSON [{path, reason}]: has_movements when it is too late.';
revoke all on function inventory.item_keeps_its_unit(inventory.item, :ID_TYPE) from public;
grant execute on function inventory.item_keeps_its_unit(inventory.item, :ID_TYPE)
  to sodaily_definer;
--! EndIncluded inventory/rules/item_keeps_its_unit.sql
--! Included inventory/functions/create_item.sql
-- A new item, with its first import price, which opens its history of prices: from then on only
-- receipts set it. Items belong to the warehouse, hence the scope inventory:adjust: those who write
-- slips hold inventory:write.
-- Security definer: master data is written by functions only.
create or replace function inventory.create_item(
  client_key text,
  sku text,
  item_name text,
  unit_id :ID_TYPE,
  import_price numeric,
  barcode text default null,
  min_stock numeric default 0)
returns inventory.item
language plpgsql volatile security definer
set search_path to pg_catalog, pg_temp
as $$
declare
  caller :ID_TYPE := auth.require_scope('inventory:adjust');
  item inventory.item;
  earlier jsonb;
begin
  sku := nullif(btrim(sku), '');
  item_name := nullif(btrim(item_name), '');
  barcode := nullif(btrim(barcode), '');
  min_stock := coalesce(min_stock, 0);
  earlier := audit.begin_command(caller, client_key, 'inventory.create_item', jsonb_build_array(
    sku, item_name, unit_id, trim_scale(import_price), barcode, trim_scale(min_stock)));
  if earlier is null then
    perform pg_advisory_xact_lock(hashtext('inventory.item'));
    perform audit.refuse_problems(
      inventory.item_problems(null, sku, item_name, unit_id, barcode, min_stock)
      || inventory.import_price_problems(import_price));
    insert into inventory.item as i (
      sku, item_name, unit_id, import_price, barcode, min_stock, created_by, updated_by)
    values (create_item.sku, create_item.item_name, create_item.unit_id,
      create_item.import_price, create_item.barcode, create_item.min_stock, caller, caller)
    returning i.* into strict item;
    insert into inventory.item_price (item_id, seq, kind, price, valid_from, created_by)
    values (item.id, 1, 'initial', item.import_price, config.business_date(), caller);
    perform audit.finish_command(caller, client_key, jsonb_build_object('id', item.id::text));
  end if;
  select i.* into strict item from inventory.item as i
  where i.id = coalesce(cast(earlier ->> 'id' as :ID_TYPE), item.id);
  return item;
end
$$;
alter function inventory.create_item(text, text, text, :ID_TYPE, numeric, text, numeric)
  owner to sodaily_definer;
comment on function inventory.create_item(text, text, text, :ID_TYPE, numeric, text, numeric) is
  E'@resultFieldName item\nAdds an item. importPrice in whole đồng a unit, minStock in its unit. The same clientKey gives the first item again. Errors: INVALID_TOKEN, PERMISSION_DENIED, VALIDATION_ERROR, DUPLICATE_REQUEST.';
revoke all on function inventory.create_item(text, text, text, :ID_TYPE, numeric, text, numeric)
  from public;
grant execute on function inventory.create_item(text, text, text, :ID_TYPE, numeric, text, numeric)
  to sodaily_staff, sodaily_warehouse;
--! EndIncluded inventory/functions/create_item.sql
--! Included inventory/functions/update_item.sql
-- Edits the data of an item. Its import price is set by receipts only; its code stays when none is
-- given.
-- Security definer: master data is written by functions only.
create or replace function inventory.update_item(
  client_key text,
  item_id :ID_TYPE,
  version bigint,
  item_name text,
  unit_id :ID_TYPE,
  sku text default null,
  barcode text default null,
  min_stock numeric default 0)
returns inventory.item
language plpgsql volatile security definer
set search_path to pg_catalog, pg_temp
as $$
declare
  caller :ID_TYPE := auth.require_scope('inventory:adjust');
  item inventory.item;
  earlier jsonb;
begin
  sku := nullif(btrim(sku), '');
  item_name := nullif(btrim(item_name), '');
  barcode := nullif(btrim(barcode), '');
  min_stock := coalesce(min_stock, 0);
  earlier := audit.begin_command(caller, client_key, 'inventory.update_item', jsonb_build_array(
    item_id, version, sku, item_name, unit_id, barcode, trim_scale(min_stock)));
  if earlier is null then
    perform pg_advisory_xact_lock(hashtext('inventory.item'));
    item := inventory.item_for_change(item_id, version);
    sku := coalesce(sku, item.sku);
    perform audit.refuse_problems(
      inventory.item_problems(item.id, sku, item_name, unit_id, barcode, min_stock)
      || inventory.item_keeps_its_unit(item, unit_id));
    update inventory.item as i
    set sku = update_item.sku, item_name = update_item.item_name, unit_id = update_item.unit_id,
      barcode = update_item.barcode, min_stock = update_item.min_stock,
      version = i.version + 1, updated_at = now(), updated_by = caller
    where i.id = item.id;
    perform audit.finish_command(caller, client_key, jsonb_build_object('id', item.id::text));
  end if;
  select i.* into strict item from inventory.item as i
  where i.id = coalesce(cast(earlier ->> 'id' as :ID_TYPE), item.id);
  return item;
end
$$;
alter function inventory.update_item(text, :ID_TYPE, bigint, text, :ID_TYPE, text, text, numeric)
  owner to sodaily_definer;
comment on function inventory.update_item(
  text, :ID_TYPE, bigint, text, :ID_TYPE, text, text, numeric) is
  E'@resultFieldName item\nEdits an item. sku stays when null; barcode is removed when null. Errors: INVALID_TOKEN, PERMISSION_DENIED, NOT_FOUND, VALIDATION_ERROR, DUPLICATE_REQUEST, STALE_VERSION.';
revoke all on function inventory.update_item(
  text, :ID_TYPE, bigint, text, :ID_TYPE, text, text, numeric) from public;
grant execute on function inventory.update_item(
  text, :ID_TYPE, bigint, text, :ID_TYPE, text, text, numeric) to sodaily_staff, sodaily_warehouse;
--! EndIncluded inventory/functions/update_item.sql
--! Included inventory/functions/deactivate_item.sql
-- An item that is no longer sold: no new slip or receipt takes it. What is left stays on the books.
-- Security definer: master data is written by functions only.
create or replace function inventory.deactivate_item(
  client_key text,
  item_id :ID_TYPE,
  version bigint,
  reason text default null)
returns inventory.item
language plpgsql volatile security definer
set search_path to pg_catalog, pg_temp
as $$
declare
  caller :ID_TYPE := auth.require_scope('inventory:adjust');
  item inventory.item;
  earlier jsonb;
begin
  reason := nullif(btrim(reason), '');
  earlier := audit.begin_command(caller, client_key, 'inventory.deactivate_item',
    jsonb_build_array(item_id, version, reason));
  if earlier is null then
    perform audit.refuse_problems(case when length(reason) > 500 then jsonb_build_array(
      jsonb_build_object('path', 'reason', 'reason', 'too_long')) else '[]' end);
    item := inventory.item_for_change(item_id, version);
    if not item.is_active then
      raise exception 'item % is inactive already', item.sku
        using errcode = 'SDTRN', detail = jsonb_build_object(
          'item_id', item.id::text, 'from', 'inactive', 'to', 'inactive')::text;
    end if;
    update inventory.item as s
    set is_active = false, inactive_reason = deactivate_item.reason,
      version = s.version + 1, updated_at = now(), updated_by = caller
    where s.id = item.id;
    perform audit.finish_command(caller, client_key, jsonb_build_object('id', item.id::text));
  end if;
  select s.* into strict item from inventory.item as s
  where s.id = coalesce(cast(earlier ->> 'id' as :ID_TYPE), item.id);
  return item;
end
$$;
alter function inventory.deactivate_item(text, :ID_TYPE, bigint, text) owner to sodaily_definer;
comment on function inventory.deactivate_item(text, :ID_TYPE, bigint, text) is
  E'@resultFieldName item\nTakes an item out of sale, with a reason if there is one. Errors: INVALID_TOKEN, PERMISSION_DENIED, NOT_FOUND, VALIDATION_ERROR, DUPLICATE_REQUEST, STALE_VERSION, INVALID_TRANSITION.';
revoke all on function inventory.deactivate_item(text, :ID_TYPE, bigint, text) from public;
grant execute on function inventory.deactivate_item(text, :ID_TYPE, bigint, text)
  to sodaily_staff, sodaily_warehouse;
--! EndIncluded inventory/functions/deactivate_item.sql
--! Included inventory/functions/activate_item.sql
-- An item is sold again.
-- Security definer: master data is written by functions only.
create or replace function inventory.activate_item(
  client_key text,
  item_id :ID_TYPE,
  version bigint)
returns inventory.item
language plpgsql volatile security definer
set search_path to pg_catalog, pg_temp
as $$
declare
  caller :ID_TYPE := auth.require_scope('inventory:adjust');
  item inventory.item;
  earlier jsonb;
begin
  earlier := audit.begin_command(caller, client_key, 'inventory.activate_item',
    jsonb_build_array(item_id, version));
  if earlier is null then
    item := inventory.item_for_change(item_id, version);
    if item.is_active then
      raise exception 'item % is active already', item.sku
        using errcode = 'SDTRN', detail = jsonb_build_object(
          'item_id', item.id::text, 'from', 'active', 'to', 'active')::text;
    end if;
    update inventory.item as s
    set is_active = true, inactive_reason = null,
      version = s.version + 1, updated_at = now(), updated_by = caller
    where s.id = item.id;
    perform audit.finish_command(caller, client_key, jsonb_build_object('id', item.id::text));
  end if;
  select s.* into strict item from inventory.item as s
  where s.id = coalesce(cast(earlier ->> 'id' as :ID_TYPE), item.id);
  return item;
end
$$;
alter function inventory.activate_item(text, :ID_TYPE, bigint) owner to sodaily_definer;
comment on function inventory.activate_item(text, :ID_TYPE, bigint) is
  E'@resultFieldName item\nPuts an item back on sale. Errors: INVALID_TOKEN, PERMISSION_DENIED, NOT_FOUND, VALIDATION_ERROR, DUPLICATE_REQUEST, STALE_VERSION, INVALID_TRANSITION.';
revoke all on function inventory.activate_item(text, :ID_TYPE, bigint) from public;
grant execute on function inventory.activate_item(text, :ID_TYPE, bigint)
  to sodaily_staff, sodaily_warehouse;
--! EndIncluded inventory/functions/activate_item.sql
--! Included inventory/functions/unit_problems.sql
-- Everything that is wrong with a unit. Whoever asks holds the lock under which items are named.
create or replace function inventory.unit_problems(
  changed_id :ID_TYPE, name text, is_decimal boolean) returns jsonb
language plpgsql stable
set search_path to pg_catalog, pg_temp
as $$
begin
  return (
    with problem as (
      select 'name' as path, 'required' as reason, null as value
      where unit_problems.name is null
      union all
      select 'name', 'too_long', length(unit_problems.name)::text
      where length(unit_problems.name) > 30
      union all
      select 'name', 'taken', u.name
      from inventory.unit as u
      where lower(u.name) = lower(unit_problems.name)
        and u.id is distinct from unit_problems.changed_id
      union all
      select 'is_decimal', 'required', null where unit_problems.is_decimal is null)
    select coalesce(jsonb_agg(jsonb_strip_nulls(to_jsonb(p))), '[]') from problem as p);
end
$$;
comment on function inventory.unit_problems(:ID_TYPE, text, boolean) is
  'Problems of a unit as JSON [{path, reason, value}], empty when there are none; changed_id is null for a new unit.';
revoke all on function inventory.unit_problems(:ID_TYPE, text, boolean) from public;
grant execute on function inventory.unit_problems(:ID_TYPE, text, boolean) to sodaily_definer;
--! EndIncluded inventory/functions/unit_problems.sql
--! Included inventory/rules/unit_keeps_its_decimals.sql
-- Rule: a unit gives up decimals only while none of its items has a quantity with decimals: on a
-- slip, on paper, in the ledger, or as the least stock. Nobody may override.
-- Code when refused: VALIDATION_ERROR.
create or replace function inventory.unit_keeps_its_decimals(
  unit inventory.unit, is_decimal boolean) returns jsonb
language sql stable
set search_path to pg_catalog, pg_temp
as $$
  select coalesce(jsonb_agg(jsonb_build_object(
    'path', 'is_decimal', 'reason', 'has_decimals', 'value', broken.sku)), '[]')
  from (
    select i.sku
    from inventory.item as i
    where (unit).is_decimal and not unit_keeps_its_decimals.is_decimal and i.unit_id = (unit).id
      and exists (
        select from (
          select i.min_stock as quantity
          union all
          select m.quantity from inventory.stock_movement as m where m.item_id = i.id
          union all
          select d.quantity from inventory.issue_detail as d where d.item_id = i.id
          union all
          select d.counted_quantity from inventory.stock_count_detail as d
          where d.item_id = i.id) as q
        where q.quantity <> trunc(q.quantity))
    order by i.sku limit 1) as broken
$$;
comment on function inventory.unit_keeps_its_decimals(inventory.unit, boolean) is
  E'@omit\nProblems of taking decimals from a unit, as JSON [{path, reason, value}]; value is the code of the first item that has some.';
revoke all on function inventory.unit_keeps_its_decimals(inventory.unit, boolean) from public;
grant execute on function inventory.unit_keeps_its_decimals(inventory.unit, boolean)
  to sodaily_definer;
--! EndIncluded inventory/rules/unit_keeps_its_decimals.sql
--! Included inventory/functions/create_unit.sql
-- Security definer: master data is written by functions only.
create or replace function inventory.create_unit(
  client_key text,
  name text,
  is_decimal boolean default false)
returns inventory.unit
language plpgsql volatile security definer
set search_path to pg_catalog, pg_temp
as $$
declare
  caller :ID_TYPE := auth.require_scope('inventory:adjust');
  unit inventory.unit;
  earlier jsonb;
begin
  name := nullif(btrim(name), '');
  earlier := audit.begin_command(caller, client_key, 'inventory.create_unit',
    jsonb_build_array(name, is_decimal));
  if earlier is null then
    perform pg_advisory_xact_lock(hashtext('inventory.item'));
    perform audit.refuse_problems(inventory.unit_problems(null, name, is_decimal));
    insert into inventory.unit as u (name, is_decimal, created_by, updated_by)
    values (create_unit.name, create_unit.is_decimal, caller, caller)
    returning u.* into strict unit;
    perform audit.finish_command(caller, client_key, jsonb_build_object('id', unit.id::text));
  end if;
  select u.* into strict unit from inventory.unit as u
  where u.id = coalesce(cast(earlier ->> 'id' as :ID_TYPE), unit.id);
  return unit;
end
$$;
alter function inventory.create_unit(text, text, boolean) owner to sodaily_definer;
comment on function inventory.create_unit(text, text, boolean) is
  E'@resultFieldName unit\nAdds a unit; isDecimal says whether its quantities may have decimals. Errors: INVALID_TOKEN, PERMISSION_DENIED, VALIDATION_ERROR, DUPLICATE_REQUEST.';
revoke all on function inventory.create_unit(text, text, boolean) from public;
grant execute on function inventory.create_unit(text, text, boolean)
  to sodaily_staff, sodaily_warehouse;
--! EndIncluded inventory/functions/create_unit.sql
--! Included inventory/functions/update_unit.sql
-- Renames a unit, or says whether its quantities may have decimals. Its items are locked by key, so
-- that slips that move them are waited for.
-- Security definer: master data is written by functions only.
create or replace function inventory.update_unit(
  client_key text,
  unit_id :ID_TYPE,
  version bigint,
  name text,
  is_decimal boolean)
returns inventory.unit
language plpgsql volatile security definer
set search_path to pg_catalog, pg_temp
as $$
declare
  caller :ID_TYPE := auth.require_scope('inventory:adjust');
  unit inventory.unit;
  earlier jsonb;
begin
  name := nullif(btrim(name), '');
  earlier := audit.begin_command(caller, client_key, 'inventory.update_unit',
    jsonb_build_array(unit_id, version, name, is_decimal));
  if earlier is null then
    perform pg_advisory_xact_lock(hashtext('inventory.item'));
    select u.* into unit from inventory.unit as u
    where u.id = update_unit.unit_id for no key update;
    if not found then
      raise exception 'unit % is unknown', unit_id using errcode = 'SDNFD',
        detail = jsonb_build_object('unit_id', unit_id::text)::text;
    end if;
    perform audit.refuse_stale(update_unit.version, unit.version, unit.updated_at, unit.updated_by);
    perform from inventory.item as i
    where i.unit_id = unit.id and unit.is_decimal and not update_unit.is_decimal
    order by i.id for no key update;
    perform audit.refuse_problems(
      inventory.unit_problems(unit.id, name, is_decimal)
      || inventory.unit_keeps_its_decimals(unit, is_decimal));
    update inventory.unit as u
    set name = update_unit.name, is_decimal = update_unit.is_decimal,
      version = u.version + 1, updated_at = now(), updated_by = caller
    where u.id = unit.id;
    perform audit.finish_command(caller, client_key, jsonb_build_object('id', unit.id::text));
  end if;
  select u.* into strict unit from inventory.unit as u
  where u.id = coalesce(cast(earlier ->> 'id' as :ID_TYPE), unit.id);
  return unit;
end
$$;
alter function inventory.update_unit(text, :ID_TYPE, bigint, text, boolean)
  owner to sodaily_definer;
comment on function inventory.update_unit(text, :ID_TYPE, bigint, text, boolean) is
  E'@resultFieldName unit\nEdits a unit. Errors: INVALID_TOKEN, PERMISSION_DENIED, NOT_FOUND, VALIDATION_ERROR, DUPLICATE_REQUEST, STALE_VERSION.';
revoke all on function inventory.update_unit(text, :ID_TYPE, bigint, text, boolean) from public;
grant execute on function inventory.update_unit(text, :ID_TYPE, bigint, text, boolean)
  to sodaily_staff, sodaily_warehouse;
--! EndIncluded inventory/functions/update_unit.sql
--! Included inventory/functions/supplier_problems.sql
-- Everything that is wrong with the data of a supplier, all at once.
create or replace function inventory.supplier_problems(
  name text, phone text, address text, tax_code text, changed_id :ID_TYPE default null)
returns jsonb
language plpgsql stable
set search_path to pg_catalog, pg_temp
as $$
begin
  return (
    with problem as (
      select 'name' as path, 'required' as reason, null as value
      where supplier_problems.name is null
      union all
      select w.path, 'too_long', length(w.written)::text
      from (values
        ('name', supplier_problems.name, 200), ('phone', supplier_problems.phone, 30),
        ('address', supplier_problems.address, 300)) as w (path, written, longest)
      where length(w.written) > w.longest
      union all
      select 'tax_code', 'malformed', left(supplier_problems.tax_code, 40)
      where supplier_problems.tax_code !~ '^[0-9]{10}(-[0-9]{3})?$'
      union all
      select 'tax_code', 'taken', s.code
      from inventory.supplier as s
      where s.tax_code = supplier_problems.tax_code
        and s.id is distinct from supplier_problems.changed_id)
    select coalesce(jsonb_agg(jsonb_strip_nulls(to_jsonb(p))), '[]') from problem as p);
end
$$;
comment on function inventory.supplier_problems(text, text, text, text, :ID_TYPE) is
  E'@omit\nProblems of a supplier as JSON [{path, reason, value}], empty when there are none; changed_id is null for a new one.';
revoke all on function inventory.supplier_problems(text, text, text, text, :ID_TYPE) from public;
grant execute on function inventory.supplier_problems(text, text, text, text, :ID_TYPE)
  to sodaily_definer;
--! EndIncluded inventory/functions/supplier_problems.sql
--! Included inventory/functions/supplier_for_change.sql
-- The supplier a command is about to change, locked, in the version its editor has read.
create or replace function inventory.supplier_for_change(
  supplier_id :ID_TYPE, read_version bigint) returns inventory.supplier
language plpgsql volatile
set search_path to pg_catalog, pg_temp
as $$
declare
  supplier inventory.supplier;
begin
  select s.* into supplier from inventory.supplier as s
  where s.id = supplier_for_change.supplier_id
  for no key update;
  if not found then
    raise exception 'supplier % is unknown', supplier_id using errcode = 'SDNFD',
      detail = jsonb_build_object('supplier_id', supplier_id::text)::text;
  end if;
  perform audit.refuse_stale(
    read_version, supplier.version, supplier.updated_at, supplier.updated_by);
  return supplier;
end
$$;
comment on function inventory.supplier_for_change(:ID_TYPE, bigint) is
  E'@omit\nLocks a supplier for an edit. Errors: NOT_FOUND {supplier_id}, VALIDATION_ERROR on version, STALE_VERSION.';
revoke all on function inventory.supplier_for_change(:ID_TYPE, bigint) from public;
grant execute on function inventory.supplier_for_change(:ID_TYPE, bigint) to sodaily_definer;
--! EndIncluded inventory/functions/supplier_for_change.sql
--! Included inventory/functions/update_supplier.sql
-- Edits the data of a supplier, under the lock of create_supplier: no two share a tax code.
-- Security definer: master data is written by functions only.
create or replace function inventory.update_supplier(
  client_key text,
  supplier_id :ID_TYPE,
  version bigint,
  name text,
  phone text default null,
  address text default null,
  tax_code text default null)
returns inventory.supplier
language plpgsql volatile security definer
set search_path to pg_catalog, pg_temp
as $$
declare
  caller :ID_TYPE := auth.require_scope('inventory:adjust');
  supplier inventory.supplier;
  earlier jsonb;
begin
  name := nullif(btrim(name), '');
  phone := nullif(btrim(phone), '');
  address := nullif(btrim(address), '');
  tax_code := nullif(btrim(tax_code), '');
  earlier := audit.begin_command(caller, client_key, 'inventory.update_supplier',
    jsonb_build_array(supplier_id, version, name, phone, address, tax_code));
  if earlier is null then
    perform pg_advisory_xact_lock(hashtext('inventory.create_supplier'));
    supplier := inventory.supplier_for_change(supplier_id, version);
    perform audit.refuse_problems(
      inventory.supplier_problems(name, phone, address, tax_code, supplier.id));
    update inventory.supplier as s
    set name = update_supplier.name, phone = update_supplier.phone,
      address = update_supplier.address, tax_code = update_supplier.tax_code,
      version = s.version + 1, updated_at = now(), updated_by = caller
    where s.id = supplier.id;
    perform audit.finish_command(caller, client_key, jsonb_build_object('id', supplier.id::text));
  end if;
  select s.* into strict supplier from inventory.supplier as s
  where s.id = coalesce(cast(earlier ->> 'id' as :ID_TYPE), supplier.id);
  return supplier;
end
$$;
alter function inventory.update_supplier(text, :ID_TYPE, bigint, text, text, text, text)
  owner to sodaily_definer;
comment on function inventory.update_supplier(text, :ID_TYPE, bigint, text, text, text, text) is
  E'@resultFieldName supplier\nEdits a supplier; what is null is removed. Errors: INVALID_TOKEN, PERMISSION_DENIED, NOT_FOUND, VALIDATION_ERROR, DUPLICATE_REQUEST, STALE_VERSION.';
revoke all on function inventory.update_supplier(text, :ID_TYPE, bigint, text, text, text, text)
  from public;
grant execute on function inventory.update_supplier(text, :ID_TYPE, bigint, text, text, text, text)
  to sodaily_staff, sodaily_warehouse;
--! EndIncluded inventory/functions/update_supplier.sql
--! Included inventory/functions/deactivate_supplier.sql
-- A supplier the distributor buys from no more: no new receipt names them.
-- Security definer: master data is written by functions only.
create or replace function inventory.deactivate_supplier(
  client_key text,
  supplier_id :ID_TYPE,
  version bigint,
  reason text default null)
returns inventory.supplier
language plpgsql volatile security definer
set search_path to pg_catalog, pg_temp
as $$
declare
  caller :ID_TYPE := auth.require_scope('inventory:adjust');
  supplier inventory.supplier;
  earlier jsonb;
begin
  reason := nullif(btrim(reason), '');
  earlier := audit.begin_command(caller, client_key, 'inventory.deactivate_supplier',
    jsonb_build_array(supplier_id, version, reason));
  if earlier is null then
    perform audit.refuse_problems(case when length(reason) > 500 then jsonb_build_array(
      jsonb_build_object('path', 'reason', 'reason', 'too_long')) else '[]' end);
    supplier := inventory.supplier_for_change(supplier_id, version);
    if not supplier.is_active then
      raise exception 'supplier % is inactive already', supplier.code
        using errcode = 'SDTRN', detail = jsonb_build_object(
          'supplier_id', supplier.id::text, 'from', 'inactive', 'to', 'inactive')::text;
    end if;
    update inventory.supplier as s
    set is_active = false, inactive_reason = deactivate_supplier.reason,
      version = s.version + 1, updated_at = now(), updated_by = caller
    where s.id = supplier.id;
    perform audit.finish_command(caller, client_key, jsonb_build_object('id', supplier.id::text));
  end if;
  select s.* into strict supplier from inventory.supplier as s
  where s.id = coalesce(cast(earlier ->> 'id' as :ID_TYPE), supplier.id);
  return supplier;
end
$$;
alter function inventory.deactivate_supplier(text, :ID_TYPE, bigint, text)
  owner to sodaily_definer;
comment on function inventory.deactivate_supplier(text, :ID_TYPE, bigint, text) is
  E'@resultFieldName supplier\nEnds buying from a supplier, with a reason if there is one. Errors: INVALID_TOKEN, PERMISSION_DENIED, NOT_FOUND, VALIDATION_ERROR, DUPLICATE_REQUEST, STALE_VERSION, INVALID_TRANSITION.';
revoke all on function inventory.deactivate_supplier(text, :ID_TYPE, bigint, text) from public;
grant execute on function inventory.deactivate_supplier(text, :ID_TYPE, bigint, text)
  to sodaily_staff, sodaily_warehouse;
--! EndIncluded inventory/functions/deactivate_supplier.sql
--! Included inventory/functions/activate_supplier.sql
-- A supplier the distributor buys from again.
-- Security definer: master data is written by functions only.
create or replace function inventory.activate_supplier(
  client_key text,
  supplier_id :ID_TYPE,
  version bigint)
returns inventory.supplier
language plpgsql volatile security definer
set search_path to pg_catalog, pg_temp
as $$
declare
  caller :ID_TYPE := auth.require_scope('inventory:adjust');
  supplier inventory.supplier;
  earlier jsonb;
begin
  earlier := audit.begin_command(caller, client_key, 'inventory.activate_supplier',
    jsonb_build_array(supplier_id, version));
  if earlier is null then
    supplier := inventory.supplier_for_change(supplier_id, version);
    if supplier.is_active then
      raise exception 'supplier % is active already', supplier.code
        using errcode = 'SDTRN', detail = jsonb_build_object(
          'supplier_id', supplier.id::text, 'from', 'active', 'to', 'active')::text;
    end if;
    update inventory.supplier as s
    set is_active = true, inactive_reason = null,
      version = s.version + 1, updated_at = now(), updated_by = caller
    where s.id = supplier.id;
    perform audit.finish_command(caller, client_key, jsonb_build_object('id', supplier.id::text));
  end if;
  select s.* into strict supplier from inventory.supplier as s
  where s.id = coalesce(cast(earlier ->> 'id' as :ID_TYPE), supplier.id);
  return supplier;
end
$$;
alter function inventory.activate_supplier(text, :ID_TYPE, bigint) owner to sodaily_definer;
comment on function inventory.activate_supplier(text, :ID_TYPE, bigint) is
  E'@resultFieldName supplier\nBuys from a supplier again. Errors: INVALID_TOKEN, PERMISSION_DENIED, NOT_FOUND, VALIDATION_ERROR, DUPLICATE_REQUEST, STALE_VERSION, INVALID_TRANSITION.';
revoke all on function inventory.activate_supplier(text, :ID_TYPE, bigint) from public;
grant execute on function inventory.activate_supplier(text, :ID_TYPE, bigint)
  to sodaily_staff, sodaily_warehouse;
--! EndIncluded inventory/functions/activate_supplier.sql

-- A price that a person names, and what the rule would have set.
do $$
begin
  if to_regtype('inventory.line_price') is null then
    create type inventory.line_price as (item_id :ID_TYPE, unit_price numeric, reason text);
  end if;
end
$$;
comment on type inventory.line_price is 'Price that a person names for an item of a slip, and why.';
comment on column inventory.line_price.item_id is 'An item on the slip.';
comment on column inventory.line_price.unit_price is 'Price to sell it at, whole đồng a unit.';
comment on column inventory.line_price.reason is 'Why not the price of the rule, at most 500 characters.';

alter table inventory.issue_detail
  add column if not exists list_price public.dong,
  add column if not exists price_reason text,
  drop constraint if exists issue_detail_list_price_is_positive,
  drop constraint if exists issue_detail_price_reason_is_short,
  drop constraint if exists issue_detail_has_a_list_price_exactly_when_its_price_was_named;
alter table inventory.issue_detail
  add constraint issue_detail_list_price_is_positive check (list_price > 0),
  add constraint issue_detail_price_reason_is_short check (length(price_reason) <= 500),
  add constraint issue_detail_has_a_list_price_exactly_when_its_price_was_named check (
    (list_price is not null) = (price_reason is not null and btrim(price_reason) <> ''));
comment on column inventory.issue_detail.unit_price is
  'Price at issue, đồng a unit, set by the database or named by somebody with price:override.';
comment on column inventory.issue_detail.list_price is
  'Price the rule would have set, đồng a unit, when its author named another; else null.';
comment on column inventory.issue_detail.price_reason is
  'Why its author named a price; null when the rule set it.';

-- A slip written anew points to the cancelled one.
alter table inventory.issue
  add column if not exists replaces_id :ID_TYPE,
  drop constraint if exists issue_replaces_a_slip_of_its_agency,
  drop constraint if exists issue_has_one_successor;
alter table inventory.issue
  add constraint issue_has_one_successor unique (agency_id, replaces_id),
  add constraint issue_replaces_a_slip_of_its_agency
    foreign key (agency_id, replaces_id) references inventory.issue (agency_id, id);
comment on column inventory.issue.replaces_id is
  'The cancelled slip it was written for anew; null for most.';
comment on constraint issue_replaces_a_slip_of_its_agency on inventory.issue is
  E'@fieldName replaces\n@foreignFieldName replacedBy\nA slip written anew points to the cancelled one.';

-- they now take the prices that were named, and the slip that is replaced
drop function if exists inventory.add_issue_lines(inventory.issue, inventory.issue_line[]);
drop function if exists inventory.create_issue(
  text, :ID_TYPE, inventory.issue_line[], date, numeric, text);

--! Included inventory/rules/issue_price.sql
-- Rule QĐ3a: the issue price is the import price × EXPORT_PRICE_RATIO, rounded half up to whole
-- đồng, computed by the database and frozen on the line. Who may override: see
-- inventory.price_override; nobody else names a price.
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
--! Included inventory/rules/price_override.sql
-- Rule QĐ3a, its exception: a line may be sold at a price that a person names, with a reason. The
-- price the rule would have set is kept beside it on the line, and the ceiling, the debt and the
-- total count the price that was named. A request keeps the prices of its day: whoever would sell
-- at others rejects it and writes a slip.
-- Who may override: whoever holds price:override. Codes when refused: PERMISSION_DENIED,
-- VALIDATION_ERROR.
create or replace function inventory.price_override(
  prices inventory.line_price[], items inventory.issue_line[]) returns jsonb
language plpgsql stable
set search_path to pg_catalog, pg_temp
as $$
begin
  if coalesce(cardinality(prices), 0) = 0 then
    return '[]'::jsonb;
  end if;
  perform auth.require_scope('price:override');
  return (
    with named as (
      select w.*, w.place - 1 as index, row_number() over same_item > 1 as is_repeated
      from unnest(prices) with ordinality as w (item_id, unit_price, reason, place)
      window same_item as (partition by w.item_id order by w.place)),
    problem as (
      select 'prices' as path, 'too_many_lines' as reason, cardinality(prices)::text as value
      where cardinality(prices) > 100
      union all
      select 'prices.' || n.index || '.item_id', case
          when n.item_id is null then 'required'
          when n.is_repeated then 'named_twice' else 'not_on_the_slip' end, n.item_id::text
      from named as n
      where n.item_id is null or n.is_repeated or not exists (
        select from unnest(items) as l (item_id, quantity) where l.item_id = n.item_id)
      union all
      select 'prices.' || n.index || '.unit_price', p.reason, n.unit_price::text
      from named as n
      cross join lateral (select case
        when n.unit_price is null then 'required'
        when n.unit_price = 'NaN' then 'not_a_number'
        when n.unit_price <= 0 then 'not_positive'
        when n.unit_price > 1000000000 then 'too_large'
        when n.unit_price <> trunc(n.unit_price) then 'whole_number_only'
      end as reason) as p
      where p.reason is not null
      union all
      select 'prices.' || n.index || '.reason',
        case when length(n.reason) > 500 then 'too_long' else 'required' end, null
      from named as n
      where coalesce(btrim(n.reason), '') = '' or length(n.reason) > 500)
    select coalesce(jsonb_agg(jsonb_strip_nulls(to_jsonb(p))), '[]') from problem as p);
end
$$;
comment on function inventory.price_override(inventory.line_price[], inventory.issue_line[]) is
  E'@omit\nProblems of prices that a person names for lines, as JSON [{path, reason, value}]. Error: PERMISSION_DENIED {scope} when there are any and the caller lacks price:override.';
revoke all on function inventory.price_override(inventory.line_price[], inventory.issue_line[])
  from public;
grant execute on function inventory.price_override(inventory.line_price[], inventory.issue_line[])
  to sodaily_definer;
--! EndIncluded inventory/rules/price_override.sql
--! Included inventory/rules/issue_replaces_a_cancelled_slip.sql
-- Rule: no slip is edited after confirmation: cancel it and write anew; the new slip points to the
-- old one. Only a cancelled slip of the same agency is replaced, and once: whoever would replace it
-- again replaces its successor. The old slip is locked, so two successors at once are one.
-- Nobody may override. Code when refused: VALIDATION_ERROR.
create or replace function inventory.issue_replaces_a_cancelled_slip(
  agency_id :ID_TYPE, replaces_id :ID_TYPE) returns jsonb
language plpgsql volatile
set search_path to pg_catalog, pg_temp
as $$
declare
  replaced inventory.issue;
  successor inventory.issue;
begin
  if replaces_id is null then
    return '[]'::jsonb;
  end if;
  -- a cancelled slip changes no more, so nobody who holds other locks waits for this one
  select i.* into replaced from inventory.issue as i
  where i.id = issue_replaces_a_cancelled_slip.replaces_id
    and i.agency_id = issue_replaces_a_cancelled_slip.agency_id and agency.is_mine(i.agency_id)
  for no key update;
  select i.* into successor from inventory.issue as i
  where i.agency_id = replaced.agency_id and i.replaces_id = replaced.id;
  return (
    select coalesce(jsonb_agg(jsonb_strip_nulls(jsonb_build_object(
      'path', 'replaces_id', 'reason', p.reason, 'value', p.value))), '[]')
    from (select case
        when replaced.id is null then 'unknown'
        when replaced.status <> 'cancelled' then 'not_cancelled'
        when successor.id is not null then 'replaced_already' end as reason,
      coalesce(successor.code, replaced.code, replaces_id::text) as value) as p
    where p.reason is not null);
end
$$;
comment on function inventory.issue_replaces_a_cancelled_slip(:ID_TYPE, :ID_TYPE) is
  E'@omit\nProblems of the slip that a new one stands for, as JSON [{path, reason, value}]; value is the code of its successor when it has one.';
revoke all on function inventory.issue_replaces_a_cancelled_slip(:ID_TYPE, :ID_TYPE) from public;
grant execute on function inventory.issue_replaces_a_cancelled_slip(:ID_TYPE, :ID_TYPE)
  to sodaily_definer;
--! EndIncluded inventory/rules/issue_replaces_a_cancelled_slip.sql
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
  old.status not in ('requested', 'postponed') and (
    (old.agency_id, old.issue_date, old.total_amount, old.paid_now, old.note, old.created_at,
      old.created_by, old.confirmed_at, old.confirmed_by, old.replaces_id)
      is distinct from
    (new.agency_id, new.issue_date, new.total_amount, new.paid_now, new.note, new.created_at,
      new.created_by, new.confirmed_at, new.confirmed_by, new.replaces_id)
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
  confirmed_at, confirmed_by, reason, delivered_at, delivered_by, cancelled_at, cancelled_by,
  replaces_id
) on inventory.issue to sodaily_warehouse;
--! EndIncluded inventory/policies/issue.sql
--! Included inventory/functions/prices_as_meant.sql
-- What two requests must agree in to name the same prices: in any order, and 1000.0 is 1000.
create or replace function inventory.prices_as_meant(prices inventory.line_price[]) returns jsonb
language sql immutable
set search_path to pg_catalog, pg_temp
as $$
  select jsonb_agg(
    jsonb_build_array(p.item_id, trim_scale(p.unit_price), btrim(p.reason)) order by p.item_id)
  from unnest(prices) as p (item_id, unit_price, reason)
$$;
comment on function inventory.prices_as_meant(inventory.line_price[]) is
  'Prices that a person names as JSON [[item, price, reason]], null for none, for telling a retry from another request.';
revoke all on function inventory.prices_as_meant(inventory.line_price[]) from public;
grant execute on function inventory.prices_as_meant(inventory.line_price[]) to sodaily_definer;
--! EndIncluded inventory/functions/prices_as_meant.sql
--! Included inventory/functions/add_issue_lines.sql
-- Writes the lines of a slip in one statement: the same item twice is merged, prices are today's
-- import price × the ratio in force on the slip's date, or the one that was named
-- (inventory.price_override), with the rule's beside it.
create or replace function inventory.add_issue_lines(
  issue inventory.issue, items inventory.issue_line[],
  prices inventory.line_price[] default null) returns void
language plpgsql volatile
set search_path to pg_catalog, pg_temp
as $$
declare
  ratio config.regulation_version :=
    config.regulation_on('EXPORT_PRICE_RATIO', issue.issue_date);
begin
  insert into inventory.issue_detail (
    agency_id, issue_id, line_no, item_id, quantity, unit_price, line_total,
    list_price, price_reason, price_regulation_version_id, created_by)
  select issue.agency_id, issue.id, row_number() over (order by l.place), l.item_id, l.quantity,
    sold.price, round(l.quantity * sold.price),
    case when named.item_id is not null then rule.price end, btrim(named.reason),
    ratio.id, issue.created_by
  from (
    select w.item_id, sum(w.quantity) as quantity, min(w.place) as place
    from unnest(items) with ordinality as w (item_id, quantity, place)
    group by w.item_id) as l
  join inventory.item as i on i.id = l.item_id
  cross join lateral (
    select inventory.issue_price(i.import_price, ratio.value::numeric) as price) as rule
  left join unnest(prices) as named (item_id, unit_price, reason) on named.item_id = l.item_id
  cross join lateral (select coalesce(named.unit_price, rule.price) as price) as sold;
end
$$;
comment on function inventory.add_issue_lines(
  inventory.issue, inventory.issue_line[], inventory.line_price[]) is
  'Inserts the merged and priced lines of a new slip.';
revoke all on function inventory.add_issue_lines(
  inventory.issue, inventory.issue_line[], inventory.line_price[]) from public;
grant execute on function inventory.add_issue_lines(
  inventory.issue, inventory.issue_line[], inventory.line_price[]) to sodaily_definer;
--! EndIncluded inventory/functions/add_issue_lines.sql
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
  price_problems jsonb := inventory.price_override(prices, items);
  slip inventory.issue;
  earlier jsonb;
begin
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
  E'@resultFieldName issue\nMakes and confirms a stock-out slip: lowers stock, raises the debt, numbers it. paidNow in đồng, issueDate today when null. prices only by those with price:override. replacesId names a cancelled slip of the agency that this one stands for. The same clientKey gives the first slip again. Errors: INVALID_TOKEN, PERMISSION_DENIED, VALIDATION_ERROR, DUPLICATE_REQUEST, ITEM_INACTIVE, AGENCY_NOT_ACTIVE, DEBT_LIMIT, OUT_OF_STOCK, PERIOD_CLOSED.';
revoke all on function inventory.create_issue(
  text, :ID_TYPE, inventory.issue_line[], date, numeric, text, inventory.line_price[], :ID_TYPE)
  from public;
grant execute on function inventory.create_issue(
  text, :ID_TYPE, inventory.issue_line[], date, numeric, text, inventory.line_price[], :ID_TYPE)
  to sodaily_user, sodaily_staff;
--! EndIncluded inventory/functions/create_issue.sql

-- People, roles and scopes are managed through commands; GraphQL knows the schema auth by its
-- functions alone, so its tables and what signing in needs have no fields.
alter table auth."user"
  add column if not exists inactive_reason text,
  drop constraint if exists user_inactive_reason_is_short,
  drop constraint if exists user_has_an_inactive_reason_only_while_inactive;
alter table auth."user"
  add constraint user_inactive_reason_is_short check (length(inactive_reason) <= 500),
  add constraint user_has_an_inactive_reason_only_while_inactive
    check (not is_active or inactive_reason is null);
comment on column auth."user".inactive_reason is
  'Why they were deactivated, at most 500 characters; null while they are active.';
alter table auth.role add column if not exists is_builtin boolean not null default false;
comment on column auth.role.is_builtin is 'One of the seven the system came with.';
set local role sodaily_definer;
update auth.role set is_builtin = true
where code in ('admin', 'manager', 'sales', 'warehouse', 'accountant', 'agency', 'auditor')
  and created_by is null and not is_builtin;
set local role sodaily_owner;

comment on table auth."user" is
  E'@behavior -*\nA person who may sign in. Never deleted, only deactivated.';
comment on table auth.user_secret is
  E'@behavior -*\nPassword hashes, apart from the user: no role of the API reads them.';
comment on table auth.permission is
  E'@behavior -*\nA scope, such as inventory:write. Roles are sets of scopes.';
comment on table auth.role is
  E'@behavior -*\nA named set of scopes, and how much its members see.';
comment on table auth.role_permission is E'@behavior -*\nWhich scopes a role holds.';
comment on table auth.user_role is E'@behavior -*\nWhich roles a user has.';
comment on table auth.session is
  E'@behavior -*\nOne sign-in: a family of rotating refresh tokens. Random key, because it travels.';
comment on table auth.spent_refresh_token is
  E'@behavior -*\nRefresh tokens before a session''s last two: whoever shows one has stolen it.';
comment on table auth.user_agency is
  E'@behavior -*\nStaff assigned to an agency, and the agency''s own logins.';

do $$
begin
  if to_regtype('auth.user_entry') is null then
    create type auth.user_entry as (
      id :ID_TYPE, email text, full_name text, phone text, locale text, is_active boolean,
      inactive_reason text, role_codes text[], agency_ids :ID_TYPE[], version bigint,
      created_at timestamptz, updated_at timestamptz);
    create type auth.role_entry as (
      id :ID_TYPE, code text, name_vi text, name_en text, database_role text,
      is_builtin boolean, scopes text[], version bigint, updated_at timestamptz);
    create type auth.permission_entry as (code text, description_vi text, description_en text);
  end if;
end
$$;
comment on type auth.user_entry is 'A person who may sign in, with roles and agencies.';
comment on column auth.user_entry.id is 'Opaque key.';
comment on column auth.user_entry.email is 'Sign-in name, unique without case.';
comment on column auth.user_entry.full_name is 'Name shown on slips and notifications.';
comment on column auth.user_entry.phone is 'Phone number, free text.';
comment on column auth.user_entry.locale is 'Language of the interface and of mails: vi or en.';
comment on column auth.user_entry.is_active is 'False: deactivated, no session lives.';
comment on column auth.user_entry.inactive_reason is 'Why they were deactivated.';
comment on column auth.user_entry.role_codes is 'Codes of their roles.';
comment on column auth.user_entry.agency_ids is 'Agencies they work with, or are, by code.';
comment on column auth.user_entry.version is 'Counts its edits from 1; an edit names the one it read.';
comment on column auth.user_entry.created_at is 'Moment of recording.';
comment on column auth.user_entry.updated_at is 'Moment of the last change.';
comment on type auth.role_entry is 'A named set of scopes, and how much its members see.';
comment on column auth.role_entry.id is 'Opaque key.';
comment on column auth.role_entry.code is 'admin, manager, sales, warehouse, accountant, agency, auditor, or made by an admin.';
comment on column auth.role_entry.name_vi is 'Name shown, in Vietnamese.';
comment on column auth.role_entry.name_en is 'Name shown, in English.';
comment on column auth.role_entry.database_role is
  'What its members see: sodaily_user assigned agencies only, sodaily_staff all, sodaily_warehouse all but agencies'' money, sodaily_auditor all, read only.';
comment on column auth.role_entry.is_builtin is 'One of the seven the system came with.';
comment on column auth.role_entry.scopes is 'Codes of its scopes.';
comment on column auth.role_entry.version is 'Counts its edits from 1; an edit names the one it read.';
comment on column auth.role_entry.updated_at is 'Moment of the last change.';
comment on type auth.permission_entry is 'A scope, such as inventory:write.';
comment on column auth.permission_entry.code is 'area:verb, the word that rules ask for.';
comment on column auth.permission_entry.description_vi is 'What it allows, in Vietnamese.';
comment on column auth.permission_entry.description_en is 'What it allows, in English.';

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
comment on function auth.current_user_id() is E'@omit\nKey of the signed-in user, null when the session is dead.';
revoke all on function auth.current_user_id() from public;
grant execute on function auth.current_user_id()
  to sodaily_user, sodaily_staff, sodaily_warehouse, sodaily_auditor, sodaily_owner;
--! EndIncluded auth/functions/current_user_id.sql
--! Included auth/functions/database_role_of.sql
-- A request works as one PostgreSQL role, whatever roles the person has: the first of staff,
-- auditor, warehouse, user. Scopes add up, database roles do not: who is in sales and an auditor
-- works as sodaily_auditor, sees all and, though holding inventory:write, may call no command.
-- Whoever must do both needs a role of their own on sodaily_staff.
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
comment on function auth.end_session(uuid) is E'@omit\nEnds a session; false when it had ended. For the sign-in route only.';
revoke all on function auth.end_session(uuid) from public;
grant execute on function auth.end_session(uuid) to sodaily_signin;
--! EndIncluded auth/functions/end_session.sql
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
  E'@omit\nNew session of an active user, for 14 days. For the sign-in route only.';
revoke all on function auth.open_session(:ID_TYPE, bytea, inet, text) from public;
grant execute on function auth.open_session(:ID_TYPE, bytea, inet, text) to sodaily_signin;
--! EndIncluded auth/functions/open_session.sql
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
  E'@omit\nPostgreSQL role of a living session, no row when it is dead. For the server only.';
revoke all on function auth.resume_session(uuid, :ID_TYPE) from public;
grant execute on function auth.resume_session(uuid, :ID_TYPE) to sodaily_signin;
--! EndIncluded auth/functions/resume_session.sql
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
  E'@omit\nExchanges a refresh token: rotated, grace (same token within 10 s), or no row when it is dead or stolen.';
revoke all on function auth.rotate_session(bytea, bytea) from public;
grant execute on function auth.rotate_session(bytea, bytea) to sodaily_signin;
--! EndIncluded auth/functions/rotate_session.sql
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
  E'@omit\nProfile of a living session as JSON {id, email, full_name, locale, roles, scopes, agencies}.';
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
comment on function auth.set_password(text, text) is E'@omit\nStores the argon2id hash of a user''s password.';
revoke all on function auth.set_password(text, text) from public;
--! EndIncluded auth/functions/set_password.sql
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
  E'@omit\nUser and password hash for an e-mail, none when unknown. For the sign-in route only.';
revoke all on function auth.sign_in_candidate(text) from public;
grant execute on function auth.sign_in_candidate(text) to sodaily_signin;
--! EndIncluded auth/functions/sign_in_candidate.sql
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
    u.version, u.created_at, u.updated_at
  from auth."user" as u where u.id = user_entry_of.user_id
$$;
comment on function auth.user_entry_of(:ID_TYPE) is
  E'@omit\nA person with their roles and agencies, null when unknown.';
revoke all on function auth.user_entry_of(:ID_TYPE) from public;
grant execute on function auth.user_entry_of(:ID_TYPE) to sodaily_definer;
--! EndIncluded auth/functions/user_entry_of.sql
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
    r.version, r.updated_at
  from auth.role as r where r.id = role_entry_of.role_id
$$;
comment on function auth.role_entry_of(:ID_TYPE) is
  E'@omit\nA role with its scopes, null when unknown.';
revoke all on function auth.role_entry_of(:ID_TYPE) from public;
grant execute on function auth.role_entry_of(:ID_TYPE) to sodaily_definer;
--! EndIncluded auth/functions/role_entry_of.sql
--! Included auth/functions/search_users.sql
-- Security definer: no role of the API reads the tables of people.
create or replace function auth.search_users(query text default null)
returns setof auth.user_entry
language plpgsql stable security definer
set search_path to pg_catalog, pg_temp
as $$
begin
  perform auth.require_scope('user:read');
  return query
    select e.*
    from auth."user" as u
    cross join lateral auth.user_entry_of(u.id) as e
    where public.fold_text(concat_ws(' ', u.full_name, u.email, u.phone))
      like public.contains_pattern(search_users.query)
    order by u.is_active desc, u.full_name, u.email;
end
$$;
alter function auth.search_users(text) owner to sodaily_definer;
comment on function auth.search_users(text) is
  'People whose name, e-mail or phone contains the words, all when null; active ones first. Errors: INVALID_TOKEN, PERMISSION_DENIED.';
revoke all on function auth.search_users(text) from public;
grant execute on function auth.search_users(text) to sodaily_staff, sodaily_auditor;
--! EndIncluded auth/functions/search_users.sql
--! Included auth/functions/list_roles.sql
-- Security definer: no role of the API reads who holds what.
create or replace function auth.list_roles() returns setof auth.role_entry
language plpgsql stable security definer
set search_path to pg_catalog, pg_temp
as $$
begin
  perform auth.require_scope('user:read');
  return query
    select e.*
    from auth.role as r
    cross join lateral auth.role_entry_of(r.id) as e
    order by r.is_builtin desc, r.code;
end
$$;
alter function auth.list_roles() owner to sodaily_definer;
comment on function auth.list_roles() is
  'Roles with their scopes, the built-in ones first. Errors: INVALID_TOKEN, PERMISSION_DENIED.';
revoke all on function auth.list_roles() from public;
grant execute on function auth.list_roles() to sodaily_staff, sodaily_auditor;
--! EndIncluded auth/functions/list_roles.sql
--! Included auth/functions/list_permissions.sql
-- Security definer: no role of the API reads the table of scopes.
create or replace function auth.list_permissions() returns setof auth.permission_entry
language plpgsql stable security definer
set search_path to pg_catalog, pg_temp
as $$
begin
  perform auth.require_scope('user:read');
  return query
    select p.code, p.description_vi, p.description_en
    from auth.permission as p order by p.code;
end
$$;
alter function auth.list_permissions() owner to sodaily_definer;
comment on function auth.list_permissions() is
  'Every scope there is, with what it allows. Errors: INVALID_TOKEN, PERMISSION_DENIED.';
revoke all on function auth.list_permissions() from public;
grant execute on function auth.list_permissions() to sodaily_staff, sodaily_auditor;
--! EndIncluded auth/functions/list_permissions.sql
--! Included auth/rules/grant_only_what_you_hold.sql
-- Rule: nobody can grant a scope they do not hold: not through a role that they give to a person,
-- not through the scopes of a role, not by putting a person back. What a person or role has already
-- is not granted anew. Nobody may override. Code when refused: GRANT_BEYOND_OWN.
create or replace function auth.grant_only_what_you_hold(scopes text[]) returns void
language plpgsql stable
set search_path to pg_catalog, pg_temp
as $$
declare
  missing jsonb;
begin
  select jsonb_agg(s.scope order by s.scope) into missing
  from (select distinct unnest(grant_only_what_you_hold.scopes) as scope) as s
  where not auth.has_scope(s.scope);
  if missing is not null then
    raise exception 'scopes % are not yours to grant', missing
      using errcode = 'SDGRT', detail = jsonb_build_object('scopes', missing)::text,
        hint = 'Ask somebody who holds them.';
  end if;
end
$$;
comment on function auth.grant_only_what_you_hold(text[]) is
  E'@omit\nRefuses scopes that the caller does not hold. Error: GRANT_BEYOND_OWN {scopes}.';
revoke all on function auth.grant_only_what_you_hold(text[]) from public;
grant execute on function auth.grant_only_what_you_hold(text[]) to sodaily_definer;
--! EndIncluded auth/rules/grant_only_what_you_hold.sql
--! Included auth/rules/last_admin_stays.sql
-- Rule: one active person who can sign in always holds user:write and config:write and works as
-- staff: nobody can lock everybody out, by deactivating, by taking roles from people or scopes from
-- roles. Two at once come one after the other. Nobody may override, the owner included.
-- Code when refused: LAST_ADMIN.
create or replace function auth.last_admin_stays() returns trigger
language plpgsql
set search_path to pg_catalog, pg_temp
as $$
begin
  perform pg_advisory_xact_lock(hashtext('auth.rights'));
  -- a statement of its own, so that it sees what the one before it in the queue has done
  if exists (select from auth."user") and not exists (
    select from auth."user" as u
    join auth.user_secret as s on s.user_id = u.id
    where u.is_active and auth.database_role_of(u.id) = 'sodaily_staff' and 2 = (
      select count(distinct rp.permission_code)
      from auth.user_role as ur
      join auth.role_permission as rp on rp.role_id = ur.role_id
      where ur.user_id = u.id and rp.permission_code in ('user:write', 'config:write'))) then
    raise exception 'nobody would be left to manage the system'
      using errcode = 'SDLAD', detail = jsonb_build_object(
        'scopes', jsonb_build_array('config:write', 'user:write'))::text,
        hint = 'Give somebody else the role of an administrator first.';
  end if;
  return null;
end
$$;
comment on function auth.last_admin_stays() is
  'Refuses to leave the system without an administrator. Error: LAST_ADMIN {scopes}.';
revoke all on function auth.last_admin_stays() from public;

create or replace trigger last_admin_stays
after update of is_active on auth."user"
for each statement execute function auth.last_admin_stays();
comment on trigger last_admin_stays on auth."user" is 'A person who is deactivated is not the last administrator.';

create or replace trigger last_admin_stays
after update or delete on auth.user_role
for each statement execute function auth.last_admin_stays();
comment on trigger last_admin_stays on auth.user_role is 'A person who loses a role is not the last administrator.';

create or replace trigger last_admin_stays
after update or delete on auth.role_permission
for each statement execute function auth.last_admin_stays();
comment on trigger last_admin_stays on auth.role_permission is 'A role that loses a scope is not that of the last administrator.';

create or replace trigger last_admin_stays
after update of database_role on auth.role
for each statement execute function auth.last_admin_stays();
comment on trigger last_admin_stays on auth.role is 'A role that sees less is not that of the last administrator.';
--! EndIncluded auth/rules/last_admin_stays.sql
--! Included auth/functions/hold_rights.sql
-- Whoever changes people or rights does so one after the other, and must still hold user:write when
-- it is their turn.
create or replace function auth.hold_rights() returns void
language plpgsql volatile
set search_path to pg_catalog, pg_temp
as $$
begin
  perform pg_advisory_xact_lock(hashtext('auth.rights'));
  perform auth.require_scope('user:write');
end
$$;
comment on function auth.hold_rights() is
  E'@omit\nWaits for those who change rights now. Errors: INVALID_TOKEN, PERMISSION_DENIED {scope}.';
revoke all on function auth.hold_rights() from public;
grant execute on function auth.hold_rights() to sodaily_definer;
--! EndIncluded auth/functions/hold_rights.sql
--! Included auth/functions/user_problems.sql
-- Everything that is wrong with the data of a person, all at once; an e-mail is given once.
create or replace function auth.user_problems(full_name text, phone text, locale text) returns jsonb
language sql immutable
set search_path to pg_catalog, pg_temp
as $$
  select coalesce(jsonb_agg(jsonb_strip_nulls(to_jsonb(p))), '[]')
  from (
    select 'full_name' as path, 'required' as reason, null as value
    where user_problems.full_name is null
    union all
    select w.path, 'too_long', length(w.written)::text
    from (values ('full_name', user_problems.full_name, 200), ('phone', user_problems.phone, 30))
      as w (path, written, longest)
    where length(w.written) > w.longest
    union all
    select 'locale', 'unknown', left(user_problems.locale, 40)
    where user_problems.locale not in ('vi', 'en')) as p
$$;
comment on function auth.user_problems(text, text, text) is
  E'@omit\nProblems of a person''s name, phone and language, as JSON [{path, reason, value}].';
revoke all on function auth.user_problems(text, text, text) from public;
grant execute on function auth.user_problems(text, text, text) to sodaily_definer;
--! EndIncluded auth/functions/user_problems.sql
--! Included auth/functions/email_problems.sql
-- What is wrong with the e-mail of a new person. Whoever asks holds the lock on rights, so that two
-- at once share none.
create or replace function auth.email_problems(email text) returns jsonb
language sql stable
set search_path to pg_catalog, pg_temp
as $$
  select coalesce(jsonb_agg(jsonb_strip_nulls(jsonb_build_object(
    'path', 'email', 'reason', p.reason, 'value', left(email_problems.email, 254)))), '[]')
  from (select case
    when email_problems.email is null then 'required'
    when length(email_problems.email) > 254 then 'too_long'
    when email_problems.email !~ '^[^@\s]+@[^@\s]+\.[^@\s]+$' then 'malformed'
    when exists (
      select from auth."user" as u where lower(u.email) = lower(email_problems.email)) then 'taken'
  end as reason) as p
  where p.reason is not null
$$;
comment on function auth.email_problems(text) is
  E'@omit\nProblems of a new e-mail as JSON [{path, reason, value}].';
revoke all on function auth.email_problems(text) from public;
grant execute on function auth.email_problems(text) to sodaily_definer;
--! EndIncluded auth/functions/email_problems.sql
--! Included auth/functions/membership_problems.sql
-- Roles and agencies that there are not, each with its place.
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
    select 'agency_ids.' || k.place - 1, 'unknown', k.id::text
    from unnest(agency_ids) with ordinality as k (id, place)
    where not exists (select from agency.agency as a where a.id = k.id)) as p
$$;
comment on function auth.membership_problems(text[], :ID_TYPE[]) is
  E'@omit\nProblems of the roles and agencies asked for, as JSON [{path, reason, value}].';
revoke all on function auth.membership_problems(text[], :ID_TYPE[]) from public;
grant execute on function auth.membership_problems(text[], :ID_TYPE[]) to sodaily_definer;
--! EndIncluded auth/functions/membership_problems.sql
--! Included auth/functions/user_for_change.sql
-- The person a command is about to change, locked, in the version its editor has read.
create or replace function auth.user_for_change(user_id :ID_TYPE, read_version bigint)
returns auth."user"
language plpgsql volatile
set search_path to pg_catalog, pg_temp
as $$
declare
  person auth."user";
begin
  select u.* into person from auth."user" as u
  where u.id = user_for_change.user_id
  for no key update;
  if not found then
    raise exception 'user % is unknown', user_id using errcode = 'SDNFD',
      detail = jsonb_build_object('user_id', user_id::text)::text;
  end if;
  perform audit.refuse_stale(read_version, person.version, person.updated_at, person.updated_by);
  return person;
end
$$;
comment on function auth.user_for_change(:ID_TYPE, bigint) is
  E'@omit\nLocks a person for an edit. Errors: NOT_FOUND {user_id}, VALIDATION_ERROR on version, STALE_VERSION.';
revoke all on function auth.user_for_change(:ID_TYPE, bigint) from public;
grant execute on function auth.user_for_change(:ID_TYPE, bigint) to sodaily_definer;
--! EndIncluded auth/functions/user_for_change.sql
--! Included auth/functions/create_user.sql
-- A new person, with roles and agencies but without a password: they cannot sign in until they have
-- one.
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
    perform audit.finish_command(caller, client_key, jsonb_build_object('id', person.id::text));
  end if;
  return auth.user_entry_of(coalesce(cast(earlier ->> 'id' as :ID_TYPE), person.id));
end
$$;
alter function auth.create_user(text, text, text, text, text, text[], :ID_TYPE[])
  owner to sodaily_definer;
comment on function auth.create_user(text, text, text, text, text, text[], :ID_TYPE[]) is
  E'@resultFieldName user\nAdds a person, without a password. agencyIds are the agencies they work with or are. Errors: INVALID_TOKEN, PERMISSION_DENIED, VALIDATION_ERROR, DUPLICATE_REQUEST, GRANT_BEYOND_OWN.';
revoke all on function auth.create_user(text, text, text, text, text, text[], :ID_TYPE[])
  from public;
grant execute on function auth.create_user(text, text, text, text, text, text[], :ID_TYPE[])
  to sodaily_staff;
--! EndIncluded auth/functions/create_user.sql
--! Included auth/functions/update_user.sql
-- Edits the data of a person. Their e-mail is their name for signing in and stays.
-- Security definer: people and rights are written by functions only.
create or replace function auth.update_user(
  client_key text,
  user_id :ID_TYPE,
  version bigint,
  full_name text,
  phone text default null,
  locale text default 'vi')
returns auth.user_entry
language plpgsql volatile security definer
set search_path to pg_catalog, pg_temp
as $$
declare
  caller :ID_TYPE := auth.require_scope('user:write');
  person auth."user";
  earlier jsonb;
begin
  full_name := nullif(btrim(full_name), '');
  phone := nullif(btrim(phone), '');
  locale := coalesce(locale, 'vi');
  earlier := audit.begin_command(caller, client_key, 'auth.update_user', jsonb_build_array(
    user_id, version, full_name, phone, locale));
  if earlier is null then
    perform auth.hold_rights();
    person := auth.user_for_change(user_id, version);
    perform audit.refuse_problems(auth.user_problems(full_name, phone, locale));
    update auth."user" as u
    set full_name = update_user.full_name, phone = update_user.phone,
      locale = update_user.locale, version = u.version + 1, updated_at = now(), updated_by = caller
    where u.id = person.id;
    perform audit.finish_command(caller, client_key, jsonb_build_object('id', person.id::text));
  end if;
  return auth.user_entry_of(coalesce(cast(earlier ->> 'id' as :ID_TYPE), person.id));
end
$$;
alter function auth.update_user(text, :ID_TYPE, bigint, text, text, text) owner to sodaily_definer;
comment on function auth.update_user(text, :ID_TYPE, bigint, text, text, text) is
  E'@resultFieldName user\nEdits a person; a phone that is null is removed. Errors: INVALID_TOKEN, PERMISSION_DENIED, NOT_FOUND, VALIDATION_ERROR, DUPLICATE_REQUEST, STALE_VERSION.';
revoke all on function auth.update_user(text, :ID_TYPE, bigint, text, text, text) from public;
grant execute on function auth.update_user(text, :ID_TYPE, bigint, text, text, text)
  to sodaily_staff;
--! EndIncluded auth/functions/update_user.sql
--! Included auth/functions/deactivate_user.sql
-- A person who leaves: every session ends at this moment. What they wrote keeps their name.
-- Security definer: people and rights are written by functions only.
create or replace function auth.deactivate_user(
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
  earlier := audit.begin_command(caller, client_key, 'auth.deactivate_user', jsonb_build_array(
    user_id, version, btrim(reason)));
  if earlier is null then
    perform auth.hold_rights();
    person := auth.user_for_change(user_id, version);
    if not person.is_active then
      raise exception 'user % is inactive already', person.email
        using errcode = 'SDTRN', detail = jsonb_build_object(
          'user_id', person.id::text, 'from', 'inactive', 'to', 'inactive')::text;
    end if;
    update auth."user" as u
    set is_active = false, inactive_reason = audit.require_reason(deactivate_user.reason),
      version = u.version + 1, updated_at = now(), updated_by = caller
    where u.id = person.id;
    update auth.session as s set ended_at = now()
    where s.user_id = person.id and s.ended_at is null;
    perform audit.finish_command(caller, client_key, jsonb_build_object('id', person.id::text));
  end if;
  return auth.user_entry_of(coalesce(cast(earlier ->> 'id' as :ID_TYPE), person.id));
end
$$;
alter function auth.deactivate_user(text, :ID_TYPE, bigint, text) owner to sodaily_definer;
comment on function auth.deactivate_user(text, :ID_TYPE, bigint, text) is
  E'@resultFieldName user\nDeactivates a person, with a reason, and ends their sessions at once. Errors: INVALID_TOKEN, PERMISSION_DENIED, NOT_FOUND, VALIDATION_ERROR, DUPLICATE_REQUEST, STALE_VERSION, INVALID_TRANSITION, LAST_ADMIN.';
revoke all on function auth.deactivate_user(text, :ID_TYPE, bigint, text) from public;
grant execute on function auth.deactivate_user(text, :ID_TYPE, bigint, text) to sodaily_staff;
--! EndIncluded auth/functions/deactivate_user.sql
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
    perform auth.hold_rights();
    person := auth.user_for_change(user_id, version);
    if person.is_active then
      raise exception 'user % is active already', person.email
        using errcode = 'SDTRN', detail = jsonb_build_object(
          'user_id', person.id::text, 'from', 'active', 'to', 'active')::text;
    end if;
    perform auth.grant_only_what_you_hold(array(
      select rp.permission_code from auth.user_role as ur
      join auth.role_permission as rp on rp.role_id = ur.role_id
      where ur.user_id = person.id));
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
  E'@resultFieldName user\nReactivates a person, who signs in anew. Errors: INVALID_TOKEN, PERMISSION_DENIED, NOT_FOUND, VALIDATION_ERROR, DUPLICATE_REQUEST, STALE_VERSION, INVALID_TRANSITION, GRANT_BEYOND_OWN.';
revoke all on function auth.reactivate_user(text, :ID_TYPE, bigint) from public;
grant execute on function auth.reactivate_user(text, :ID_TYPE, bigint) to sodaily_staff;
--! EndIncluded auth/functions/reactivate_user.sql
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
  E'@resultFieldName user\nSets the roles of a person; what is taken away ends at once. Errors: INVALID_TOKEN, PERMISSION_DENIED, NOT_FOUND, VALIDATION_ERROR, DUPLICATE_REQUEST, STALE_VERSION, GRANT_BEYOND_OWN, LAST_ADMIN.';
revoke all on function auth.set_user_roles(text, :ID_TYPE, bigint, text[]) from public;
grant execute on function auth.set_user_roles(text, :ID_TYPE, bigint, text[]) to sodaily_staff;
--! EndIncluded auth/functions/set_user_roles.sql
--! Included auth/functions/assign_agencies.sql
-- The agencies a person works with, or is, from now on. It has no version: sales people get those
-- they bring while an administrator reads.
-- Security definer: people and rights are written by functions only.
create or replace function auth.assign_agencies(
  client_key text,
  user_id :ID_TYPE,
  agency_ids :ID_TYPE[])
returns auth.user_entry
language plpgsql volatile security definer
set search_path to pg_catalog, pg_temp
as $$
declare
  caller :ID_TYPE := auth.require_scope('user:write');
  person auth."user";
  earlier jsonb;
begin
  earlier := audit.begin_command(caller, client_key, 'auth.assign_agencies', jsonb_build_array(
    user_id, agency_ids));
  if earlier is null then
    perform auth.hold_rights();
    select u.* into person from auth."user" as u
    where u.id = assign_agencies.user_id for no key update;
    if not found then
      raise exception 'user % is unknown', user_id using errcode = 'SDNFD',
        detail = jsonb_build_object('user_id', user_id::text)::text;
    end if;
    perform audit.refuse_problems(auth.membership_problems('{}', agency_ids));
    insert into auth.user_agency (user_id, agency_id, created_by)
    select person.id, k.id, caller from unnest(agency_ids) as k (id)
    on conflict on constraint user_agency_pkey do nothing;
    delete from auth.user_agency as ua
    where ua.user_id = person.id and ua.agency_id <> all (agency_ids);
    perform audit.finish_command(caller, client_key, jsonb_build_object('id', person.id::text));
  end if;
  return auth.user_entry_of(coalesce(cast(earlier ->> 'id' as :ID_TYPE), person.id));
end
$$;
alter function auth.assign_agencies(text, :ID_TYPE, :ID_TYPE[]) owner to sodaily_definer;
comment on function auth.assign_agencies(text, :ID_TYPE, :ID_TYPE[]) is
  E'@resultFieldName user\nSets the agencies of a person. Errors: INVALID_TOKEN, PERMISSION_DENIED, NOT_FOUND, VALIDATION_ERROR, DUPLICATE_REQUEST.';
revoke all on function auth.assign_agencies(text, :ID_TYPE, :ID_TYPE[]) from public;
grant execute on function auth.assign_agencies(text, :ID_TYPE, :ID_TYPE[]) to sodaily_staff;
--! EndIncluded auth/functions/assign_agencies.sql
--! Included auth/functions/role_problems.sql
-- Everything that is wrong with the data of a role, all at once. Whoever asks holds the lock on
-- rights, so that two at once share no code.
create or replace function auth.role_problems(name_vi text, name_en text, scopes text[])
returns jsonb
language sql stable
set search_path to pg_catalog, pg_temp
as $$
  select coalesce(jsonb_agg(jsonb_strip_nulls(to_jsonb(p))), '[]')
  from (
    select w.path, case when w.written is null then 'required' else 'too_long' end as reason,
      length(w.written)::text as value
    from (values ('name_vi', role_problems.name_vi), ('name_en', role_problems.name_en))
      as w (path, written)
    where w.written is null or length(w.written) > 100
    union all
    select 'scopes', 'required', null where role_problems.scopes is null
    union all
    select 'scopes.' || s.place - 1, 'unknown', left(s.scope, 60)
    from unnest(role_problems.scopes) with ordinality as s (scope, place)
    where not exists (select from auth.permission as k where k.code = s.scope)) as p
$$;
comment on function auth.role_problems(text, text, text[]) is
  E'@omit\nProblems of the names and scopes of a role, as JSON [{path, reason, value}].';
revoke all on function auth.role_problems(text, text, text[]) from public;
grant execute on function auth.role_problems(text, text, text[]) to sodaily_definer;
--! EndIncluded auth/functions/role_problems.sql
--! Included auth/functions/role_code_problems.sql
-- What is wrong with the code and the database role of a new role.
create or replace function auth.role_code_problems(code text, database_role text) returns jsonb
language sql stable
set search_path to pg_catalog, pg_temp
as $$
  select coalesce(jsonb_agg(jsonb_strip_nulls(to_jsonb(p))), '[]')
  from (
    select 'code' as path, c.reason, left(role_code_problems.code, 60) as value
    from (select case
      when role_code_problems.code is null then 'required'
      when role_code_problems.code !~ '^[a-z][a-z0-9_]{1,39}$' then 'malformed'
      when exists (
        select from auth.role as r where r.code = role_code_problems.code) then 'taken'
    end as reason) as c
    where c.reason is not null
    union all
    select 'database_role',
      case when role_code_problems.database_role is null then 'required' else 'unknown' end,
      left(role_code_problems.database_role, 60)
    where coalesce(role_code_problems.database_role, '') not in (
      'sodaily_user', 'sodaily_staff', 'sodaily_warehouse', 'sodaily_auditor')) as p
$$;
comment on function auth.role_code_problems(text, text) is
  E'@omit\nProblems of the code and the database role of a new role, as JSON [{path, reason, value}].';
revoke all on function auth.role_code_problems(text, text) from public;
grant execute on function auth.role_code_problems(text, text) to sodaily_definer;
--! EndIncluded auth/functions/role_code_problems.sql
--! Included auth/functions/role_for_change.sql
-- The role a command is about to change, locked, in the version its editor has read.
create or replace function auth.role_for_change(role_id :ID_TYPE, read_version bigint)
returns auth.role
language plpgsql volatile
set search_path to pg_catalog, pg_temp
as $$
declare
  role auth.role;
begin
  select r.* into role from auth.role as r
  where r.id = role_for_change.role_id
  for no key update;
  if not found then
    raise exception 'role % is unknown', role_id using errcode = 'SDNFD',
      detail = jsonb_build_object('role_id', role_id::text)::text;
  end if;
  perform audit.refuse_stale(read_version, role.version, role.updated_at, role.updated_by);
  return role;
end
$$;
comment on function auth.role_for_change(:ID_TYPE, bigint) is
  E'@omit\nLocks a role for an edit. Errors: NOT_FOUND {role_id}, VALIDATION_ERROR on version, STALE_VERSION.';
revoke all on function auth.role_for_change(:ID_TYPE, bigint) from public;
grant execute on function auth.role_for_change(:ID_TYPE, bigint) to sodaily_definer;
--! EndIncluded auth/functions/role_for_change.sql
--! Included auth/functions/admin_scope_problems.sql
-- The built-in administrator keeps every scope there is: whoever should do less gets another role.
create or replace function auth.admin_scope_problems(role auth.role, scopes text[]) returns jsonb
language sql stable
set search_path to pg_catalog, pg_temp
as $$
  select coalesce(jsonb_agg(jsonb_build_object(
    'path', 'scopes', 'reason', 'admin_keeps_all', 'value', p.code) order by p.code), '[]')
  from auth.permission as p
  where (role).is_builtin and (role).code = 'admin' and p.code <> all (scopes)
$$;
comment on function auth.admin_scope_problems(auth.role, text[]) is
  E'@omit\nScopes that the administrator would lose, as JSON [{path, reason, value}].';
revoke all on function auth.admin_scope_problems(auth.role, text[]) from public;
grant execute on function auth.admin_scope_problems(auth.role, text[]) to sodaily_definer;
--! EndIncluded auth/functions/admin_scope_problems.sql
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
  E'@resultFieldName role\nAdds a role. databaseRole says what its members see: sodaily_user assigned agencies only, sodaily_staff all, sodaily_warehouse all but agencies'' money, sodaily_auditor all, read only. Errors: INVALID_TOKEN, PERMISSION_DENIED, VALIDATION_ERROR, DUPLICATE_REQUEST, GRANT_BEYOND_OWN.';
revoke all on function auth.create_role(text, text, text, text, text, text[]) from public;
grant execute on function auth.create_role(text, text, text, text, text, text[]) to sodaily_staff;
--! EndIncluded auth/functions/create_role.sql
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
  E'@resultFieldName role\nEdits a role; its members'' rights change at once. Errors: INVALID_TOKEN, PERMISSION_DENIED, NOT_FOUND, VALIDATION_ERROR, DUPLICATE_REQUEST, STALE_VERSION, GRANT_BEYOND_OWN, LAST_ADMIN.';
revoke all on function auth.update_role(text, :ID_TYPE, bigint, text, text, text[]) from public;
grant execute on function auth.update_role(text, :ID_TYPE, bigint, text, text, text[])
  to sodaily_staff;
--! EndIncluded auth/functions/update_role.sql

--! split: 050-audit-trail.sql
-- The invariants as views, the trail of changes, and the nightly check of both.
--! Included inventory/rules/issue_is_numbered_last.sql
-- Rule: a slip gets its number PX-year-000123 when it is confirmed, after every check, so that
-- numbers have no gaps and the counter is locked for the shortest time. The same update keeps the
-- ceiling it was judged by, which the lock on the agency holds: one more would be one more round of
-- triggers. Nobody may override.
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
    set code = config.next_document_code('PX', i.issue_date),
      debt_limit = (agency.ceiling_of(a, config.business_date())).ceiling
    from new_slip as n
    join old_slip as o on o.id = n.id
    join agency.agency as a on a.id = n.agency_id
    where i.id = n.id and n.status = 'confirmed' and o.status <> 'confirmed';
  end if;
  return null;
end
$$;
comment on function inventory.issue_is_numbered_last() is 'Numbers slips being confirmed, and keeps the ceiling they were judged by.';
revoke all on function inventory.issue_is_numbered_last() from public;

create or replace trigger confirm_5_issue_is_numbered_last
after update on inventory.issue
referencing old table as old_slip new table as new_slip
for each statement execute function inventory.issue_is_numbered_last();
comment on trigger confirm_5_issue_is_numbered_last on inventory.issue is
  'Confirming, step 5: the number, and the ceiling that held.';
--! EndIncluded inventory/rules/issue_is_numbered_last.sql
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
  old.status not in ('requested', 'postponed') and (
    (old.agency_id, old.issue_date, old.total_amount, old.paid_now, old.note, old.created_at,
      old.created_by, old.confirmed_at, old.confirmed_by, old.replaces_id)
      is distinct from
    (new.agency_id, new.issue_date, new.total_amount, new.paid_now, new.note, new.created_at,
      new.created_by, new.confirmed_at, new.confirmed_by, new.replaces_id)
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

grant usage on schema audit to sodaily_staff, sodaily_auditor;

create table if not exists audit.change (
  id :ID_TYPE primary key :ID_DEFAULT,
  changed_at timestamptz not null default clock_timestamp(),
  user_id :ID_TYPE,
  database_user text,
  trace_id text,
  table_name text not null,
  row_key text not null,
  action text not null constraint change_action_is_known check (
    action in ('insert', 'update', 'delete', 'baseline')),
  before jsonb,
  after jsonb,
  created_at timestamptz not null default now(),
  constraint change_has_what_its_action_leaves check (
    (before is null) = (action in ('insert', 'baseline')) and (after is null) = (action = 'delete'))
);
create index if not exists change_changed_at_idx on audit.change (changed_at);
create index if not exists change_table_name_row_key_action_idx
  on audit.change (table_name, row_key, action);
create index if not exists change_user_id_changed_at_idx on audit.change (user_id, changed_at);
create index if not exists change_trace_id_idx on audit.change (trace_id);
comment on table audit.change is
  'The audit trail, append-only: every insert, update and delete on business data, rights and regulations.';
comment on column audit.change.id is 'Opaque key.';
comment on column audit.change.changed_at is
  'Moment of the statement, so the changes of one command stand in their order.';
comment on column audit.change.user_id is
  'Who, by the session that the database checked; null for a DBA, a migration or a job.';
comment on column audit.change.database_user is
  'Login of PostgreSQL when nobody was signed in, such as a DBA''s; else null.';
comment on column audit.change.trace_id is
  'Trace id of the request, as in the logs and on the screen; null outside of requests.';
comment on column audit.change.table_name is 'schema.table of the row.';
comment on column audit.change.row_key is
  'Primary key of the row as text; of several columns with a slash between them.';
comment on column audit.change.action is
  'insert, update, delete; baseline: what the row was when the trail began.';
comment on column audit.change.before is
  'Of an update the changed columns as they were, of a delete the row; else null. Never a secret.';
comment on column audit.change.after is
  'Of an update the changed columns as they are, of an insert or baseline the row; else null. Never a secret.';
comment on column audit.change.created_at is 'Moment the transaction began: one for all it changed.';

--! Included audit/functions/change_user_name.sql
-- Security definer: names of colleagues are shown in the trail, the list of users is not.
create or replace function audit.change_user_name(change audit.change) returns text
language sql stable security definer
set search_path to pg_catalog, pg_temp
as $$
  select u.full_name from auth."user" as u where u.id = change.user_id
$$;
alter function audit.change_user_name(audit.change) owner to sodaily_definer;
comment on function audit.change_user_name(audit.change) is
  'Name of the person who made the change; null for a DBA or a migration, see databaseUser.';
revoke all on function audit.change_user_name(audit.change) from public;
grant execute on function audit.change_user_name(audit.change) to sodaily_staff, sodaily_auditor;
--! EndIncluded audit/functions/change_user_name.sql
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
  E'@omit\nRecords a refusal with its figures. For the server only.';
revoke all on function audit.record_refusal(:ID_TYPE, text, text, text, jsonb) from public;
grant execute on function audit.record_refusal(:ID_TYPE, text, text, text, jsonb) to sodaily_signin;
--! EndIncluded audit/functions/record_refusal.sql
--! Included audit/policies/change.sql
-- Written by audit.record_change only; read by those who hold audit:read, never by agencies' logins
-- or the warehouse, whoever gave them the scope.
alter table audit.change enable row level security;
alter table audit.change force row level security;

drop policy if exists definer_does_what_functions_do on audit.change;
create policy definer_does_what_functions_do on audit.change
for all to sodaily_definer using (true) with check (true);

drop policy if exists staff_reads_all on audit.change;
create policy staff_reads_all on audit.change
for select to sodaily_staff
using (true);

drop policy if exists auditor_reads_all on audit.change;
create policy auditor_reads_all on audit.change
for select to sodaily_auditor
using (true);

drop policy if exists readers_need_the_scope on audit.change;
create policy readers_need_the_scope on audit.change
as restrictive for select to sodaily_staff, sodaily_auditor
using ((select auth.has_scope('audit:read')));

revoke all on audit.change from sodaily_definer, sodaily_staff, sodaily_auditor;
grant select, insert on audit.change to sodaily_definer;
grant select on audit.change to sodaily_staff, sodaily_auditor;
--! EndIncluded audit/policies/change.sql
--! Included audit/rules/record_change.sql
-- Rule: every insert, update and delete on business data, rights and regulations is kept with what
-- was before and after, who, when and the trace id, in the transaction of the change. Nobody may
-- override. What is left out, and why, stands in this context's README; see ADR 7.
-- Security definer: nobody else writes the trail.
create or replace function audit.record_change() returns trigger
language plpgsql security definer
set search_path to pg_catalog, pg_temp
as $$
declare
  -- balances are proven by their ledgers; who and when stand on the row of the trail itself
  told_elsewhere constant text[] := array['debt_amount', 'debt_seq', 'stock_quantity', 'stock_seq',
    'search_text', 'updated_at', 'updated_by'];
  name constant text := tg_table_schema || '.' || tg_table_name;
  trace constant text := nullif(current_setting('app.request_id', true), '');
  caller :ID_TYPE;
begin
  -- `offset 0` keeps the planner from turning a row into jsonb once for every mention
  if tg_op = 'UPDATE' then
    -- `who` is asked once, and only when there is something to keep: balances change all the time
    with who as materialized (select auth.current_user_id() as id)
    insert into audit.change (
      user_id, database_user, trace_id, table_name, row_key, action, before, after)
    select (select w.id from who as w),
      case when (select w.id from who as w) is null then session_user end, trace, name,
      concat_ws('/', o.facts ->> tg_argv[0], o.facts ->> tg_argv[1]), 'update',
      difference.before, difference.after
    from (select to_jsonb(r) - told_elsewhere as facts from old_row as r offset 0) as o
    join (select to_jsonb(r) - told_elsewhere as facts from new_row as r offset 0) as n
      on n.facts ->> tg_argv[0] = o.facts ->> tg_argv[0]
      and (tg_nargs = 1 or n.facts ->> tg_argv[1] = o.facts ->> tg_argv[1])
    cross join lateral (
      select jsonb_object_agg(e.key, e.value) as before,
        jsonb_object_agg(e.key, n.facts -> e.key) as after
      from jsonb_each(o.facts) as e
      where e.value <> n.facts -> e.key) as difference
    where o.facts <> n.facts;
  elsif tg_op = 'INSERT' then
    caller := auth.current_user_id();
    insert into audit.change (user_id, database_user, trace_id, table_name, row_key, action, after)
    select caller, case when caller is null then session_user end, trace, name,
      concat_ws('/', n.facts ->> tg_argv[0], n.facts ->> tg_argv[1]), 'insert', n.facts
    from (select to_jsonb(r) - 'search_text' as facts from new_row as r offset 0) as n;
  else
    caller := auth.current_user_id();
    insert into audit.change (user_id, database_user, trace_id, table_name, row_key, action, before)
    select caller, case when caller is null then session_user end, trace, name,
      concat_ws('/', o.facts ->> tg_argv[0], o.facts ->> tg_argv[1]), 'delete', o.facts
    from (select to_jsonb(r) - 'search_text' as facts from old_row as r offset 0) as o;
  end if;
  return null;
end
$$;
alter function audit.record_change() owner to sodaily_definer;
comment on function audit.record_change() is
  'Writes the changes of one statement into audit.change. Arguments: the columns of the table''s key.';
revoke all on function audit.record_change() from public;

-- Three triggers a table, named to fire before the steps of confirming, so that the trail has the
-- order of events. A new table of the business joins this list or, with a reason, the README's.
do $$
declare
  audited record;
  verb text;
begin
  for audited in
    select t.name, t.key from (values
      ('agency.agency', 'id'), ('agency.agency_ceiling_change', 'id'),
      ('agency.agency_status_change', 'id'), ('agency.agency_type', 'id'), ('agency.district', 'id'),
      ('auth.permission', 'code'), ('auth.role', 'id'), ('auth.role_permission', 'role_id, permission_code'),
      ('auth."user"', 'id'), ('auth.user_agency', 'user_id, agency_id'),
      ('auth.user_role', 'user_id, role_id'),
      ('config.feature_flag', 'id'), ('config.regulation', 'id'), ('config.regulation_version', 'id'),
      ('finance.payment', 'id'), ('finance.payment_allocation', 'id'), ('finance.period', 'month'),
      ('inventory.issue', 'id'), ('inventory.issue_detail', 'id'), ('inventory.issue_return', 'id'),
      ('inventory.issue_return_detail', 'id'), ('inventory.item', 'id'),
      ('inventory.item_price', 'id'), ('inventory.receipt', 'id'),
      ('inventory.receipt_detail', 'id'), ('inventory.stock_count', 'id'),
      ('inventory.stock_count_detail', 'id'), ('inventory.supplier', 'id'), ('inventory.unit', 'id')
    ) as t (name, key)
  loop
    foreach verb in array array['insert', 'update', 'delete'] loop
      execute format(
        'create or replace trigger audit_%1$s after %1$s on %2$s referencing %3$s '
        'for each statement execute function audit.record_change(%4$s)',
        verb, audited.name,
        case verb when 'insert' then 'new table as new_row' when 'delete' then 'old table as old_row'
          else 'old table as old_row new table as new_row' end, audited.key);
      execute format('comment on trigger audit_%1$s on %2$s is %3$L', verb, audited.name,
        'Every ' || verb || ' is kept in audit.change.');
    end loop;
  end loop;
end
$$;
--! EndIncluded audit/rules/record_change.sql

-- rows from before the trail: what each was when it began, once
set local role sodaily_definer;
do $$
declare
  audited record;
begin
  for audited in
    select t.tgrelid::regclass as name, string_to_array(
        trim(trailing '\000' from encode(t.tgargs, 'escape')), '\000') as key
    from pg_trigger as t
    where t.tgfoid = 'audit.record_change()'::regprocedure and t.tgname = 'audit_insert'
  loop
    execute format(
      'insert into audit.change (database_user, table_name, row_key, action, after) '
      'select session_user, %1$L, concat_ws(''/'', to_jsonb(t) ->> $1[1], to_jsonb(t) ->> $1[2]), '
      '''baseline'', to_jsonb(t) - ''search_text'' '
      'from %2$s as t where not exists (select from audit.change as c where c.table_name = %1$L)',
      replace(audited.name::text, '"', ''), audited.name) using audited.key;
  end loop;
end
$$;
set local role sodaily_owner;

--! Included audit/views/invariant_agency_knows_its_newest_transaction.sql
-- Invariant: An agency knows the newest number of its ledger. Rows are breaches.
drop view if exists audit.invariant_agency_knows_its_newest_transaction;
create view audit.invariant_agency_knows_its_newest_transaction with (security_invoker) as
select a.id as agency_id, a.code, a.debt_seq, coalesce(t.seq, 0) as ledger_seq
from agency.agency as a
left join (
  select t.agency_id, max(t.seq) as seq
  from finance.debt_transaction as t group by t.agency_id) as t on t.agency_id = a.id
where a.debt_seq <> coalesce(t.seq, 0);
comment on view audit.invariant_agency_knows_its_newest_transaction is
  'An agency knows the newest number of its ledger.';
comment on column audit.invariant_agency_knows_its_newest_transaction.agency_id is 'The agency.';
comment on column audit.invariant_agency_knows_its_newest_transaction.code is 'Its code.';
comment on column audit.invariant_agency_knows_its_newest_transaction.debt_seq is
  'Number on the row of the agency.';
comment on column audit.invariant_agency_knows_its_newest_transaction.ledger_seq is
  'Newest number of its transactions, 0 when there are none.';
revoke all on audit.invariant_agency_knows_its_newest_transaction from sodaily_definer;
grant select on audit.invariant_agency_knows_its_newest_transaction to sodaily_definer;
--! EndIncluded audit/views/invariant_agency_knows_its_newest_transaction.sql
--! Included audit/views/invariant_cancelled_issue_is_reversed_once.sql
-- Invariant: A cancelled slip left neither stock nor debt behind, each reversed exactly once,
-- and only a cancelled one was reversed. Rows are breaches.
drop view if exists audit.invariant_cancelled_issue_is_reversed_once;
create view audit.invariant_cancelled_issue_is_reversed_once with (security_invoker) as
-- whole ledgers are read, but only slips that were or may have been cancelled are added up
with suspect as (
  select i.id from inventory.issue as i where i.status = 'cancelled'
  union
  select m.issue_id from inventory.stock_movement as m where m.kind = 'issue_cancel'
  union
  select t.issue_id from finance.debt_transaction as t where t.kind = 'issue_cancel')
select i.id as issue_id, i.code, i.status, s.left_quantity, t.left_amount
from suspect
join inventory.issue as i on i.id = suspect.id
left join (
  select m.issue_id, count(*) as movements, sum(m.quantity) as left_quantity,
    count(*) filter (where m.kind = 'issue_cancel') as reversed
  from inventory.stock_movement as m
  where m.kind in ('issue', 'issue_cancel') and m.issue_id in (select f.id from suspect as f)
  group by m.issue_id) as s on s.issue_id = i.id
left join (
  select t.issue_id, count(*) as transactions, sum(t.amount) as left_amount,
    count(*) filter (where t.kind = 'issue_cancel') as reversed
  from finance.debt_transaction as t
  where t.kind in ('issue', 'issue_cancel') and t.issue_id in (select f.id from suspect as f)
  group by t.issue_id) as t on t.issue_id = i.id
where case i.status
  when 'cancelled' then
    (s.reversed * 2, s.left_quantity, t.transactions, t.reversed, t.left_amount)
      is distinct from (s.movements, 0, 2, 1, 0)
  else s.reversed > 0 or t.reversed > 0
end;
comment on view audit.invariant_cancelled_issue_is_reversed_once is
  'A cancelled slip left neither stock nor debt behind, each reversed exactly once, and only a cancelled one was reversed.';
comment on column audit.invariant_cancelled_issue_is_reversed_once.issue_id is 'The slip.';
comment on column audit.invariant_cancelled_issue_is_reversed_once.code is
  'Number of the document.';
comment on column audit.invariant_cancelled_issue_is_reversed_once.status is 'Its state.';
comment on column audit.invariant_cancelled_issue_is_reversed_once.left_quantity is
  'Sum of its movements; 0 is right for a cancelled slip.';
comment on column audit.invariant_cancelled_issue_is_reversed_once.left_amount is
  'Sum of its transactions, đồng; 0 is right for a cancelled slip.';
revoke all on audit.invariant_cancelled_issue_is_reversed_once from sodaily_definer;
grant select on audit.invariant_cancelled_issue_is_reversed_once to sodaily_definer;
--! EndIncluded audit/views/invariant_cancelled_issue_is_reversed_once.sql
--! Included audit/views/invariant_cancelled_payment_is_reversed_once.sql
-- Invariant: A cancelled payment has exactly one reversal, of its own row, and no other payment
-- has one. Rows are breaches.
drop view if exists audit.invariant_cancelled_payment_is_reversed_once;
create view audit.invariant_cancelled_payment_is_reversed_once with (security_invoker) as
select p.id as payment_id, p.code, p.status, coalesce(r.reversals, 0) as reversals
from finance.payment as p
left join (
  select t.payment_id, count(*) as reversals, min(t.amount) as amount,
    count(*) filter (where o.payment_id = t.payment_id and o.kind in ('payment', 'paid_now')
      and o.amount = -t.amount) as right_ones
  from finance.debt_transaction as t
  left join finance.debt_transaction as o on o.id = t.reverses_id
  where t.kind = 'payment_cancel'
  group by t.payment_id) as r on r.payment_id = p.id
where case
  when p.status <> 'cancelled' then r.reversals is not null
  else (r.reversals, r.right_ones, r.amount) is distinct from (1, 1, p.amount)
end;
comment on view audit.invariant_cancelled_payment_is_reversed_once is
  'A cancelled payment has exactly one reversal, of its own row, and no other payment has one.';
comment on column audit.invariant_cancelled_payment_is_reversed_once.payment_id is 'The payment.';
comment on column audit.invariant_cancelled_payment_is_reversed_once.code is
  'Number of the document.';
comment on column audit.invariant_cancelled_payment_is_reversed_once.status is 'Its state.';
comment on column audit.invariant_cancelled_payment_is_reversed_once.reversals is
  'How many rows reverse it.';
revoke all on audit.invariant_cancelled_payment_is_reversed_once from sodaily_definer;
grant select on audit.invariant_cancelled_payment_is_reversed_once to sodaily_definer;
--! EndIncluded audit/views/invariant_cancelled_payment_is_reversed_once.sql
--! Included audit/views/invariant_cancelled_receipt_is_reversed_once.sql
-- Invariant: A cancelled receipt took back each of its lines exactly once, and no other receipt
-- did. Rows are breaches.
drop view if exists audit.invariant_cancelled_receipt_is_reversed_once;
create view audit.invariant_cancelled_receipt_is_reversed_once with (security_invoker) as
select coalesce(r.id, went.receipt_id) as receipt_id, r.code, r.status,
  came.quantity as came_quantity, went.quantity as went_quantity
from inventory.receipt as r
join inventory.stock_movement as came on came.receipt_id = r.id and came.kind = 'receipt'
full join (
  select m.reverses_id, m.receipt_id, m.quantity, m.business_date
  from inventory.stock_movement as m
  where m.kind = 'receipt_cancel') as went on went.reverses_id = came.id
where went.business_date < came.business_date
  or (went.quantity, went.receipt_id) is distinct from (
    case when r.status = 'cancelled' then -came.quantity end,
    case when r.status = 'cancelled' then r.id end);
comment on view audit.invariant_cancelled_receipt_is_reversed_once is
  'A cancelled receipt took back each of its lines exactly once, and no other receipt did.';
comment on column audit.invariant_cancelled_receipt_is_reversed_once.receipt_id is 'The receipt.';
comment on column audit.invariant_cancelled_receipt_is_reversed_once.code is
  'Number of the document.';
comment on column audit.invariant_cancelled_receipt_is_reversed_once.status is 'Its state.';
comment on column audit.invariant_cancelled_receipt_is_reversed_once.came_quantity is
  'What came in with a line.';
comment on column audit.invariant_cancelled_receipt_is_reversed_once.went_quantity is
  'What went out again, negative; null when nothing.';
revoke all on audit.invariant_cancelled_receipt_is_reversed_once from sodaily_definer;
grant select on audit.invariant_cancelled_receipt_is_reversed_once to sodaily_definer;
--! EndIncluded audit/views/invariant_cancelled_receipt_is_reversed_once.sql
--! Included audit/views/invariant_closed_months_have_no_gap.sql
-- Invariant: Closed months follow each other without a gap. Rows are breaches.
drop view if exists audit.invariant_closed_months_have_no_gap;
create view audit.invariant_closed_months_have_no_gap with (security_invoker) as
select min(p.month) as first_month, max(p.month) as last_month, count(*) as closed_months
from finance.period as p
where p.is_closed
having count(*) <> extract(year from age(max(p.month), min(p.month))) * 12
  + extract(month from age(max(p.month), min(p.month))) + 1;
comment on view audit.invariant_closed_months_have_no_gap is
  'Closed months follow each other without a gap.';
comment on column audit.invariant_closed_months_have_no_gap.first_month is 'First closed month.';
comment on column audit.invariant_closed_months_have_no_gap.last_month is 'Last closed month.';
comment on column audit.invariant_closed_months_have_no_gap.closed_months is
  'How many are closed, fewer than lie between.';
revoke all on audit.invariant_closed_months_have_no_gap from sodaily_definer;
grant select on audit.invariant_closed_months_have_no_gap to sodaily_definer;
--! EndIncluded audit/views/invariant_closed_months_have_no_gap.sql
--! Included audit/views/invariant_command_made_its_document.sql
-- Invariant: Every command that succeeded made its document, and every document came from one
-- command. Rows are breaches.
drop view if exists audit.invariant_command_made_its_document;
create view audit.invariant_command_made_its_document with (security_invoker) as
with made as (
  select 'inventory.create_issue' as command, i.id::text as id, i.code
  from inventory.issue as i
  where not exists (
    select from audit.command as c
    where c.command = 'inventory.request_issue' and c.result ->> 'id' = i.id::text)
  union all
  select 'finance.create_payment', p.id::text, p.code
  from finance.payment as p where p.issue_id is null
  union all select 'inventory.create_receipt', r.id::text, r.code from inventory.receipt as r
  union all select 'inventory.cancel_receipt', r.id::text, r.code
  from inventory.receipt as r where r.status = 'cancelled'
  union all select 'inventory.create_stock_count', s.id::text,
  s.code from inventory.stock_count as s
  union all select 'inventory.create_issue_return', r.id::text,
  r.code from inventory.issue_return as r
  union all select 'inventory.create_supplier', s.id::text, s.code from inventory.supplier as s)
select coalesce(c.command, made.command) as command, c.client_key, made.code
from (
  select c.command, c.client_key, c.result ->> 'id' as id
  from audit.command as c
  where c.command in (
    'inventory.create_issue', 'finance.create_payment', 'inventory.create_receipt',
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
--! Included audit/views/invariant_confirmed_issue_moved_each_line_once.sql
-- Invariant: A confirmed slip moved each of its lines exactly once, on its date, and nothing
-- else; a slip that was never confirmed moved nothing. Rows are breaches.
drop view if exists audit.invariant_confirmed_issue_moved_each_line_once;
create view audit.invariant_confirmed_issue_moved_each_line_once with (security_invoker) as
select i.id as issue_id, i.code, coalesce(d.item_id, m.item_id) as item_id,
  d.quantity as line_quantity, m.quantity as moved_quantity, coalesce(m.movements, 0) as movements
from inventory.issue_detail as d
full join (
  select m.issue_id, m.item_id, sum(m.quantity) as quantity, count(*) as movements,
    min(m.business_date) as first_date, max(m.business_date) as last_date
  from inventory.stock_movement as m
  where m.kind = 'issue'
  group by m.issue_id, m.item_id) as m on m.issue_id = d.issue_id and m.item_id = d.item_id
join inventory.issue as i on i.id = coalesce(d.issue_id, m.issue_id)
where case
  when i.code is null then m.movements is not null
  else (m.movements, m.quantity, m.first_date, m.last_date)
    is distinct from (1, -d.quantity, i.issue_date, i.issue_date)
end;
comment on view audit.invariant_confirmed_issue_moved_each_line_once is
  'A confirmed slip moved each of its lines exactly once, on its date, and nothing else; a slip that was never confirmed moved nothing.';
comment on column audit.invariant_confirmed_issue_moved_each_line_once.issue_id is 'The slip.';
comment on column audit.invariant_confirmed_issue_moved_each_line_once.code is
  'Number of the document.';
comment on column audit.invariant_confirmed_issue_moved_each_line_once.item_id is 'The item.';
comment on column audit.invariant_confirmed_issue_moved_each_line_once.line_quantity is
  'Quantity of the line, null when the slip has none of the item.';
comment on column audit.invariant_confirmed_issue_moved_each_line_once.moved_quantity is
  'Sum of the movements, null when there are none.';
comment on column audit.invariant_confirmed_issue_moved_each_line_once.movements is
  'How many movements there are.';
revoke all on audit.invariant_confirmed_issue_moved_each_line_once from sodaily_definer;
grant select on audit.invariant_confirmed_issue_moved_each_line_once to sodaily_definer;
--! EndIncluded audit/views/invariant_confirmed_issue_moved_each_line_once.sql
--! Included audit/views/invariant_confirmed_issue_raised_the_debt_once.sql
-- Invariant: A confirmed slip raised the debt exactly once, by its total, on its date; a slip
-- that was never confirmed did not. Rows are breaches.
drop view if exists audit.invariant_confirmed_issue_raised_the_debt_once;
create view audit.invariant_confirmed_issue_raised_the_debt_once with (security_invoker) as
select i.id as issue_id, i.code, i.total_amount, t.amount as raised_amount,
  coalesce(t.transactions, 0) as transactions
from inventory.issue as i
left join (
  select t.issue_id, sum(t.amount) as amount, count(*) as transactions,
    min(t.business_date) as business_date
  from finance.debt_transaction as t
  where t.kind = 'issue'
  group by t.issue_id) as t on t.issue_id = i.id
where case
  when i.code is null then t.transactions is not null
  else (t.transactions, t.amount, t.business_date)
    is distinct from (1, i.total_amount, i.issue_date)
end;
comment on view audit.invariant_confirmed_issue_raised_the_debt_once is
  'A confirmed slip raised the debt exactly once, by its total, on its date; a slip that was never confirmed did not.';
comment on column audit.invariant_confirmed_issue_raised_the_debt_once.issue_id is 'The slip.';
comment on column audit.invariant_confirmed_issue_raised_the_debt_once.code is
  'Number of the document.';
comment on column audit.invariant_confirmed_issue_raised_the_debt_once.total_amount is
  'Total of the slip, đồng.';
comment on column audit.invariant_confirmed_issue_raised_the_debt_once.raised_amount is
  'What it raised the debt by, đồng; null when by nothing.';
comment on column audit.invariant_confirmed_issue_raised_the_debt_once.transactions is
  'How many transactions did.';
revoke all on audit.invariant_confirmed_issue_raised_the_debt_once from sodaily_definer;
grant select on audit.invariant_confirmed_issue_raised_the_debt_once to sodaily_definer;
--! EndIncluded audit/views/invariant_confirmed_issue_raised_the_debt_once.sql
--! Included audit/views/invariant_debt_is_the_sum_of_its_transactions.sql
-- Invariant: The debt of an agency is the sum of its transactions. Rows are breaches.
drop view if exists audit.invariant_debt_is_the_sum_of_its_transactions;
create view audit.invariant_debt_is_the_sum_of_its_transactions with (security_invoker) as
select a.id as agency_id, a.code, a.debt_amount, coalesce(t.amount, 0) as ledger_amount
from agency.agency as a
left join (
  select t.agency_id, sum(t.amount) as amount
  from finance.debt_transaction as t group by t.agency_id) as t on t.agency_id = a.id
where a.debt_amount <> coalesce(t.amount, 0);
comment on view audit.invariant_debt_is_the_sum_of_its_transactions is
  'The debt of an agency is the sum of its transactions.';
comment on column audit.invariant_debt_is_the_sum_of_its_transactions.agency_id is 'The agency.';
comment on column audit.invariant_debt_is_the_sum_of_its_transactions.code is 'Its code.';
comment on column audit.invariant_debt_is_the_sum_of_its_transactions.debt_amount is
  'Debt on the row of the agency, đồng.';
comment on column audit.invariant_debt_is_the_sum_of_its_transactions.ledger_amount is
  'Sum of its transactions, đồng.';
revoke all on audit.invariant_debt_is_the_sum_of_its_transactions from sodaily_definer;
grant select on audit.invariant_debt_is_the_sum_of_its_transactions to sodaily_definer;
--! EndIncluded audit/views/invariant_debt_is_the_sum_of_its_transactions.sql
--! Included audit/views/invariant_debt_ledger_adds_up.sql
-- Invariant: The debt ledger of an agency counts from 1 without gaps, and each balance follows
-- from the last. Rows are breaches.
drop view if exists audit.invariant_debt_ledger_adds_up;
create view audit.invariant_debt_ledger_adds_up with (security_invoker) as
select entry.agency_id, entry.seq, entry.place, entry.balance_after, entry.sum_amount
from (
  select t.agency_id, t.seq, t.balance_after, row_number() over ledger as place,
    sum(t.amount) over ledger as sum_amount
  from finance.debt_transaction as t
  window ledger as (partition by t.agency_id order by t.seq rows unbounded preceding)) as entry
where entry.seq <> entry.place or entry.balance_after <> entry.sum_amount;
comment on view audit.invariant_debt_ledger_adds_up is
  'The debt ledger of an agency counts from 1 without gaps, and each balance follows from the last.';
comment on column audit.invariant_debt_ledger_adds_up.agency_id is 'The agency.';
comment on column audit.invariant_debt_ledger_adds_up.seq is 'Its place in the ledger.';
comment on column audit.invariant_debt_ledger_adds_up.place is 'The place that counting gives.';
comment on column audit.invariant_debt_ledger_adds_up.balance_after is 'Balance on the row, đồng.';
comment on column audit.invariant_debt_ledger_adds_up.sum_amount is
  'Sum of the rows up to it, đồng.';
revoke all on audit.invariant_debt_ledger_adds_up from sodaily_definer;
grant select on audit.invariant_debt_ledger_adds_up to sodaily_definer;
--! EndIncluded audit/views/invariant_debt_ledger_adds_up.sql
--! Included audit/views/invariant_debt_stayed_within_the_ceiling.sql
-- Invariant: No slip left the debt above the ceiling that was in force when it was confirmed.
-- Rows are breaches.
drop view if exists audit.invariant_debt_stayed_within_the_ceiling;
create view audit.invariant_debt_stayed_within_the_ceiling with (security_invoker) as
select i.agency_id, i.id as issue_id, i.code, i.debt_limit,
  coalesce(paid.balance_after, raised.balance_after) as debt_after_amount
from inventory.issue as i
join finance.debt_transaction as raised on raised.issue_id = i.id and raised.kind = 'issue'
left join finance.debt_transaction as paid on paid.issue_id = i.id and paid.kind = 'paid_now'
where coalesce(paid.balance_after, raised.balance_after) > i.debt_limit;
comment on view audit.invariant_debt_stayed_within_the_ceiling is
  'No slip left the debt above the ceiling that was in force when it was confirmed.';
comment on column audit.invariant_debt_stayed_within_the_ceiling.agency_id is 'The agency.';
comment on column audit.invariant_debt_stayed_within_the_ceiling.issue_id is 'The slip.';
comment on column audit.invariant_debt_stayed_within_the_ceiling.code is 'Number of the document.';
comment on column audit.invariant_debt_stayed_within_the_ceiling.debt_limit is
  'Ceiling frozen on the slip, đồng. A ceiling lowered later breaks nothing.';
comment on column audit.invariant_debt_stayed_within_the_ceiling.debt_after_amount is
  'Debt after the slip and what was paid with it, đồng.';
revoke all on audit.invariant_debt_stayed_within_the_ceiling from sodaily_definer;
grant select on audit.invariant_debt_stayed_within_the_ceiling to sodaily_definer;
--! EndIncluded audit/views/invariant_debt_stayed_within_the_ceiling.sql
--! Included audit/views/invariant_document_is_in_the_audit_trail.sql
-- Invariant: Every slip, payment, receipt, stock count and return is in the audit trail from its
-- first version on. Rows are breaches.
drop view if exists audit.invariant_document_is_in_the_audit_trail;
create view audit.invariant_document_is_in_the_audit_trail with (security_invoker) as
select d.table_name, d.row_key, d.code
from (
  select 'inventory.issue' as table_name, i.id::text as row_key, i.code from inventory.issue as i
  union all select 'finance.payment', p.id::text, p.code from finance.payment as p
  union all select 'inventory.receipt', r.id::text, r.code from inventory.receipt as r
  union all select 'inventory.stock_count', s.id::text, s.code from inventory.stock_count as s
  union all select 'inventory.issue_return', r.id::text,
  r.code from inventory.issue_return as r) as d
where not exists (
  select from audit.change as c
  where c.table_name = d.table_name and c.row_key = d.row_key
    and c.action in ('insert', 'baseline'));
comment on view audit.invariant_document_is_in_the_audit_trail is
  'Every slip, payment, receipt, stock count and return is in the audit trail from its first version on.';
comment on column audit.invariant_document_is_in_the_audit_trail.table_name is
  'schema.table of the document.';
comment on column audit.invariant_document_is_in_the_audit_trail.row_key is 'Its key.';
comment on column audit.invariant_document_is_in_the_audit_trail.code is 'Number of the document.';
revoke all on audit.invariant_document_is_in_the_audit_trail from sodaily_definer;
grant select on audit.invariant_document_is_in_the_audit_trail to sodaily_definer;
--! EndIncluded audit/views/invariant_document_is_in_the_audit_trail.sql
--! Included audit/views/invariant_import_price_is_of_the_latest_receipt.sql
-- Invariant: The import price of an item is that of the latest confirmed receipt, and the newest
-- of its history. Rows are breaches.
drop view if exists audit.invariant_import_price_is_of_the_latest_receipt;
create view audit.invariant_import_price_is_of_the_latest_receipt with (security_invoker) as
with latest as (
  select distinct on (d.item_id) d.item_id, d.unit_price, d.receipt_id
  from inventory.receipt_detail as d
  join inventory.receipt as r on r.id = d.receipt_id and r.status = 'confirmed'
  join inventory.stock_movement as m
    on m.receipt_id = d.receipt_id and m.item_id = d.item_id and m.kind = 'receipt'
  order by d.item_id, r.receipt_date desc, r.created_at desc, m.seq desc),
newest as (
  select distinct on (p.item_id) p.item_id, p.price, p.receipt_id
  from inventory.item_price as p
  order by p.item_id, p.seq desc)
select i.id as item_id, i.sku, i.import_price, latest.unit_price as receipt_price,
  newest.price as newest_price
from inventory.item as i
join newest on newest.item_id = i.id
left join latest on latest.item_id = i.id
where (newest.price, newest.receipt_id) is distinct from (i.import_price, latest.receipt_id)
  or latest.unit_price <> i.import_price;
comment on view audit.invariant_import_price_is_of_the_latest_receipt is
  'The import price of an item is that of the latest confirmed receipt, and the newest of its history.';
comment on column audit.invariant_import_price_is_of_the_latest_receipt.item_id is 'The item.';
comment on column audit.invariant_import_price_is_of_the_latest_receipt.sku is 'Its sku.';
comment on column audit.invariant_import_price_is_of_the_latest_receipt.import_price is
  'Price on the row of the item, đồng.';
comment on column audit.invariant_import_price_is_of_the_latest_receipt.receipt_price is
  'Price of the latest confirmed receipt, đồng; null when there is none.';
comment on column audit.invariant_import_price_is_of_the_latest_receipt.newest_price is
  'Newest price of the history, đồng.';
revoke all on audit.invariant_import_price_is_of_the_latest_receipt from sodaily_definer;
grant select on audit.invariant_import_price_is_of_the_latest_receipt to sodaily_definer;
--! EndIncluded audit/views/invariant_import_price_is_of_the_latest_receipt.sql
--! Included audit/views/invariant_issue_is_settled_at_most_to_its_total.sql
-- Invariant: A slip is settled at most to its total, and only while it counts. Rows are breaches.
drop view if exists audit.invariant_issue_is_settled_at_most_to_its_total;
create view audit.invariant_issue_is_settled_at_most_to_its_total with (security_invoker) as
select i.id as issue_id, i.code, i.status, i.total_amount, l.amount as settled_amount
from inventory.issue as i
join (
  select l.issue_id, sum(l.amount) as amount
  from finance.payment_allocation as l group by l.issue_id) as l on l.issue_id = i.id
where l.amount > i.total_amount or i.status not in ('confirmed', 'delivered');
comment on view audit.invariant_issue_is_settled_at_most_to_its_total is
  'A slip is settled at most to its total, and only while it counts.';
comment on column audit.invariant_issue_is_settled_at_most_to_its_total.issue_id is 'The slip.';
comment on column audit.invariant_issue_is_settled_at_most_to_its_total.code is
  'Number of the document.';
comment on column audit.invariant_issue_is_settled_at_most_to_its_total.status is 'Its state.';
comment on column audit.invariant_issue_is_settled_at_most_to_its_total.total_amount is
  'Total of the slip, đồng.';
comment on column audit.invariant_issue_is_settled_at_most_to_its_total.settled_amount is
  'What payments settle of it, đồng.';
revoke all on audit.invariant_issue_is_settled_at_most_to_its_total from sodaily_definer;
grant select on audit.invariant_issue_is_settled_at_most_to_its_total to sodaily_definer;
--! EndIncluded audit/views/invariant_issue_is_settled_at_most_to_its_total.sql
--! Included audit/views/invariant_issue_total_is_the_sum_of_its_lines.sql
-- Invariant: The total of a slip is the sum of its lines. Rows are breaches.
drop view if exists audit.invariant_issue_total_is_the_sum_of_its_lines;
create view audit.invariant_issue_total_is_the_sum_of_its_lines with (security_invoker) as
select i.id as issue_id, i.code, i.total_amount, coalesce(d.amount, 0) as line_amount
from inventory.issue as i
left join (
  select d.issue_id, sum(d.line_total) as amount
  from inventory.issue_detail as d group by d.issue_id) as d on d.issue_id = i.id
where i.total_amount <> coalesce(d.amount, 0);
comment on view audit.invariant_issue_total_is_the_sum_of_its_lines is
  'The total of a slip is the sum of its lines.';
comment on column audit.invariant_issue_total_is_the_sum_of_its_lines.issue_id is 'The slip.';
comment on column audit.invariant_issue_total_is_the_sum_of_its_lines.code is
  'Number of the document.';
comment on column audit.invariant_issue_total_is_the_sum_of_its_lines.total_amount is
  'Total on the slip, đồng.';
comment on column audit.invariant_issue_total_is_the_sum_of_its_lines.line_amount is
  'Sum of its lines, đồng.';
revoke all on audit.invariant_issue_total_is_the_sum_of_its_lines from sodaily_definer;
grant select on audit.invariant_issue_total_is_the_sum_of_its_lines to sodaily_definer;
--! EndIncluded audit/views/invariant_issue_total_is_the_sum_of_its_lines.sql
--! Included audit/views/invariant_item_knows_its_newest_movement.sql
-- Invariant: An item knows the newest number of its ledger. Rows are breaches.
drop view if exists audit.invariant_item_knows_its_newest_movement;
create view audit.invariant_item_knows_its_newest_movement with (security_invoker) as
select i.id as item_id, i.sku, i.stock_seq, coalesce(m.seq, 0) as ledger_seq
from inventory.item as i
left join (
  select m.item_id, max(m.seq) as seq
  from inventory.stock_movement as m group by m.item_id) as m on m.item_id = i.id
where i.stock_seq <> coalesce(m.seq, 0);
comment on view audit.invariant_item_knows_its_newest_movement is
  'An item knows the newest number of its ledger.';
comment on column audit.invariant_item_knows_its_newest_movement.item_id is 'The item.';
comment on column audit.invariant_item_knows_its_newest_movement.sku is 'Its sku.';
comment on column audit.invariant_item_knows_its_newest_movement.stock_seq is
  'Number on the row of the item.';
comment on column audit.invariant_item_knows_its_newest_movement.ledger_seq is
  'Newest number of its movements, 0 when there are none.';
revoke all on audit.invariant_item_knows_its_newest_movement from sodaily_definer;
grant select on audit.invariant_item_knows_its_newest_movement to sodaily_definer;
--! EndIncluded audit/views/invariant_item_knows_its_newest_movement.sql
--! Included audit/views/invariant_monthly_sales_equal_the_ledger.sql
-- Invariant: The monthly sales of an agency equal what its slips raised the debt by, as of the
-- last refresh. Rows are breaches.
drop view if exists audit.invariant_monthly_sales_equal_the_ledger;
create view audit.invariant_monthly_sales_equal_the_ledger with (security_invoker) as
with posted as (
  select t.agency_id, date_trunc('month', t.business_date)::date as month,
    count(*) filter (where r.id is null) as slips,
    sum(t.amount) filter (where r.id is null) as amount,
    max(greatest(t.recorded_at, r.recorded_at)) as changed_at
  from finance.debt_transaction as t
  left join finance.debt_transaction as r on r.reverses_id = t.id
  where t.kind = 'issue'
  group by 1, 2)
select coalesce(p.agency_id, s.agency_id) as agency_id, coalesce(p.month, s.month) as month,
  s.slip_count, p.slips as ledger_count, s.total_amount, p.amount as ledger_amount
from posted as p
full join report.monthly_sales_mv as s on s.agency_id = p.agency_id and s.month = p.month
join report.freshness as f on f.report = 'monthly_sales'
-- what was posted while or after the report was made is not in it yet, and need not be
where coalesce(p.changed_at, '-infinity') < f.refreshed_at - interval '5 minutes'
  and (coalesce(s.slip_count, 0), coalesce(s.total_amount, 0))
    is distinct from (coalesce(p.slips, 0), coalesce(p.amount, 0));
comment on view audit.invariant_monthly_sales_equal_the_ledger is
  'The monthly sales of an agency equal what its slips raised the debt by, as of the last refresh.';
comment on column audit.invariant_monthly_sales_equal_the_ledger.agency_id is 'The agency.';
comment on column audit.invariant_monthly_sales_equal_the_ledger.month is 'First day of the month.';
comment on column audit.invariant_monthly_sales_equal_the_ledger.slip_count is
  'Slips by the report; null when it has none.';
comment on column audit.invariant_monthly_sales_equal_the_ledger.ledger_count is
  'Slips by the ledger.';
comment on column audit.invariant_monthly_sales_equal_the_ledger.total_amount is
  'Value by the report, đồng.';
comment on column audit.invariant_monthly_sales_equal_the_ledger.ledger_amount is
  'Value by the ledger, đồng.';
revoke all on audit.invariant_monthly_sales_equal_the_ledger from sodaily_definer;
grant select on audit.invariant_monthly_sales_equal_the_ledger to sodaily_definer;
--! EndIncluded audit/views/invariant_monthly_sales_equal_the_ledger.sql
--! Included audit/views/invariant_nothing_is_posted_into_a_closed_month.sql
-- Invariant: Nothing was posted into a closed month after it was closed. Rows are breaches.
drop view if exists audit.invariant_nothing_is_posted_into_a_closed_month;
create view audit.invariant_nothing_is_posted_into_a_closed_month with (security_invoker) as
select entry.ledger, entry.business_date, entry.recorded_at, p.month, p.closed_at
from (
  select 'debt' as ledger, t.business_date, t.recorded_at from finance.debt_transaction as t
  union all
  select 'stock', m.business_date, m.recorded_at from inventory.stock_movement as m) as entry
-- the first closed month closed all before it
join finance.period as p on p.is_closed and p.month = greatest(
  date_trunc('month', entry.business_date)::date,
  (select min(f.month) from finance.period as f where f.is_closed))
where entry.recorded_at > p.closed_at;
comment on view audit.invariant_nothing_is_posted_into_a_closed_month is
  'Nothing was posted into a closed month after it was closed.';
comment on column audit.invariant_nothing_is_posted_into_a_closed_month.ledger is 'debt or stock.';
comment on column audit.invariant_nothing_is_posted_into_a_closed_month.business_date is
  'Date the entry counts for.';
comment on column audit.invariant_nothing_is_posted_into_a_closed_month.recorded_at is
  'Moment it was written.';
comment on column audit.invariant_nothing_is_posted_into_a_closed_month.month is
  'The month that was closed by then.';
comment on column audit.invariant_nothing_is_posted_into_a_closed_month.closed_at is
  'Moment it was closed.';
revoke all on audit.invariant_nothing_is_posted_into_a_closed_month from sodaily_definer;
grant select on audit.invariant_nothing_is_posted_into_a_closed_month to sodaily_definer;
--! EndIncluded audit/views/invariant_nothing_is_posted_into_a_closed_month.sql
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
    union all select code from inventory.receipt
    union all select code from inventory.stock_count
    union all select code from inventory.issue_return) as d
  group by 1, 2) as drawn
full join config.document_counter as c on c.kind = drawn.kind and c.year = drawn.year
where drawn.documents is distinct from drawn.highest or c.last_number is distinct from drawn.highest;
comment on view audit.invariant_numbers_have_no_gaps is
  'Documents are numbered without gaps per kind and year, and the counter stands at the last number.';
comment on column audit.invariant_numbers_have_no_gaps.kind is 'PX, PT, PN, KK or TH.';
comment on column audit.invariant_numbers_have_no_gaps.year is 'Year of the business date.';
comment on column audit.invariant_numbers_have_no_gaps.highest is 'Highest number in use.';
comment on column audit.invariant_numbers_have_no_gaps.documents is 'How many documents there are.';
comment on column audit.invariant_numbers_have_no_gaps.last_number is 'Where the counter stands.';
revoke all on audit.invariant_numbers_have_no_gaps from sodaily_definer;
grant select on audit.invariant_numbers_have_no_gaps to sodaily_definer;
--! EndIncluded audit/views/invariant_numbers_have_no_gaps.sql
--! Included audit/views/invariant_open_amounts_are_the_debt.sql
-- Invariant: What slips have open, less what payments have free, is the debt that slips and
-- payments made. Rows are breaches.
drop view if exists audit.invariant_open_amounts_are_the_debt;
create view audit.invariant_open_amounts_are_the_debt with (security_invoker) as
with kept as (
  select i.agency_id, sum(i.total_amount) as amount
  from inventory.issue as i
  where i.status in ('confirmed', 'delivered') group by i.agency_id),
returned as (
  select d.agency_id, sum(d.line_total) as amount
  from inventory.issue_return_detail as d
  join inventory.issue as i on i.id = d.issue_id and i.status in ('confirmed', 'delivered')
  group by d.agency_id),
received as (
  select p.agency_id, sum(p.amount) as amount
  from finance.payment as p
  where p.status = 'confirmed' group by p.agency_id),
settled as (
  select l.agency_id,
    sum(l.amount) filter (where i.status in ('confirmed', 'delivered')) as of_slips,
    sum(l.amount) filter (where p.status = 'confirmed') as of_payments
  from finance.payment_allocation as l
  join inventory.issue as i on i.id = l.issue_id
  join finance.payment as p on p.id = l.payment_id
  group by l.agency_id),
debt as (
  select t.agency_id, sum(t.amount) as amount
  from finance.debt_transaction as t
  where t.issue_id is not null or t.payment_id is not null
  group by t.agency_id)
select b.agency_id, b.code, b.open_amount, b.free_amount, b.debt_amount
from (
  select a.id as agency_id, a.code, coalesce(debt.amount, 0) as debt_amount,
    coalesce(kept.amount, 0) - coalesce(returned.amount, 0) - coalesce(settled.of_slips, 0)
      as open_amount,
    coalesce(received.amount, 0) - coalesce(settled.of_payments, 0) as free_amount
  from agency.agency as a
  left join kept on kept.agency_id = a.id
  left join returned on returned.agency_id = a.id
  left join received on received.agency_id = a.id
  left join settled on settled.agency_id = a.id
  left join debt on debt.agency_id = a.id) as b
where b.open_amount - b.free_amount <> b.debt_amount;
comment on view audit.invariant_open_amounts_are_the_debt is
  'What slips have open, less what payments have free, is the debt that slips and payments made.';
comment on column audit.invariant_open_amounts_are_the_debt.agency_id is 'The agency.';
comment on column audit.invariant_open_amounts_are_the_debt.code is 'Its code.';
comment on column audit.invariant_open_amounts_are_the_debt.open_amount is
  'What its slips have open, đồng.';
comment on column audit.invariant_open_amounts_are_the_debt.free_amount is
  'What its payments have free, đồng.';
comment on column audit.invariant_open_amounts_are_the_debt.debt_amount is
  'Debt that its slips and payments made, đồng.';
revoke all on audit.invariant_open_amounts_are_the_debt from sodaily_definer;
grant select on audit.invariant_open_amounts_are_the_debt to sodaily_definer;
--! EndIncluded audit/views/invariant_open_amounts_are_the_debt.sql
--! Included audit/views/invariant_paid_now_made_one_payment.sql
-- Invariant: What was paid on the spot made exactly one payment, counted right after the slip.
-- Rows are breaches.
drop view if exists audit.invariant_paid_now_made_one_payment;
create view audit.invariant_paid_now_made_one_payment with (security_invoker) as
select i.id as issue_id, i.code, i.paid_now, p.amount as payment_amount,
  paid.amount as counted_amount
from inventory.issue as i
left join finance.payment as p on p.issue_id = i.id
left join finance.debt_transaction as paid on paid.issue_id = i.id and paid.kind = 'paid_now'
left join finance.debt_transaction as raised on raised.issue_id = i.id and raised.kind = 'issue'
where (i.code is not null and i.paid_now > 0) <> (p.id is not null)
  or (p.id is not null) <> (paid.id is not null)
  or p.id is not null and (p.amount, paid.amount, paid.payment_id, paid.seq)
    is distinct from (i.paid_now, -i.paid_now, p.id, raised.seq + 1);
comment on view audit.invariant_paid_now_made_one_payment is
  'What was paid on the spot made exactly one payment, counted right after the slip.';
comment on column audit.invariant_paid_now_made_one_payment.issue_id is 'The slip.';
comment on column audit.invariant_paid_now_made_one_payment.code is 'Number of the document.';
comment on column audit.invariant_paid_now_made_one_payment.paid_now is
  'What the slip says was paid, đồng.';
comment on column audit.invariant_paid_now_made_one_payment.payment_amount is
  'Amount of the payment, đồng; null when there is none.';
comment on column audit.invariant_paid_now_made_one_payment.counted_amount is
  'What the debt ledger counted, đồng, negative; null when nothing.';
revoke all on audit.invariant_paid_now_made_one_payment from sodaily_definer;
grant select on audit.invariant_paid_now_made_one_payment to sodaily_definer;
--! EndIncluded audit/views/invariant_paid_now_made_one_payment.sql
--! Included audit/views/invariant_paid_now_settles_its_own_issue.sql
-- Invariant: What was paid on the spot settles its own slip, with all of it unless goods came
-- back. Rows are breaches.
drop view if exists audit.invariant_paid_now_settles_its_own_issue;
create view audit.invariant_paid_now_settles_its_own_issue with (security_invoker) as
select p.id as payment_id, p.code, p.amount, l.issue_id, l.amount as settled_amount
from finance.payment as p
left join finance.payment_allocation as l on l.payment_id = p.id
where p.issue_id is not null and p.status = 'confirmed'
  and (l.issue_id, l.amount) is distinct from (p.issue_id, p.amount)
  and not exists (
    select from inventory.issue_return_detail as d where d.issue_id = p.issue_id);
comment on view audit.invariant_paid_now_settles_its_own_issue is
  'What was paid on the spot settles its own slip, with all of it unless goods came back.';
comment on column audit.invariant_paid_now_settles_its_own_issue.payment_id is 'The payment.';
comment on column audit.invariant_paid_now_settles_its_own_issue.code is 'Number of the document.';
comment on column audit.invariant_paid_now_settles_its_own_issue.amount is
  'Amount of the payment, đồng.';
comment on column audit.invariant_paid_now_settles_its_own_issue.issue_id is
  'A slip it settles, null for none.';
comment on column audit.invariant_paid_now_settles_its_own_issue.settled_amount is
  'How much of that slip, đồng.';
revoke all on audit.invariant_paid_now_settles_its_own_issue from sodaily_definer;
grant select on audit.invariant_paid_now_settles_its_own_issue to sodaily_definer;
--! EndIncluded audit/views/invariant_paid_now_settles_its_own_issue.sql
--! Included audit/views/invariant_payment_lowered_the_debt_once.sql
-- Invariant: A payment lowered the debt exactly once, by its amount, on its date. Rows are
-- breaches.
drop view if exists audit.invariant_payment_lowered_the_debt_once;
create view audit.invariant_payment_lowered_the_debt_once with (security_invoker) as
select p.id as payment_id, p.code, p.amount, t.amount as lowered_amount,
  coalesce(t.transactions, 0) as transactions
from finance.payment as p
left join (
  select t.payment_id, count(*) as transactions, sum(t.amount) as amount, min(t.kind) as kind,
    min(t.business_date) as business_date
  from finance.debt_transaction as t
  where t.kind in ('payment', 'paid_now')
  group by t.payment_id) as t on t.payment_id = p.id
where (t.transactions, t.amount, t.business_date, t.kind) is distinct from
  (1, -p.amount, p.payment_date,
    case when p.issue_id is null then 'payment' else 'paid_now' end);
comment on view audit.invariant_payment_lowered_the_debt_once is
  'A payment lowered the debt exactly once, by its amount, on its date.';
comment on column audit.invariant_payment_lowered_the_debt_once.payment_id is 'The payment.';
comment on column audit.invariant_payment_lowered_the_debt_once.code is 'Number of the document.';
comment on column audit.invariant_payment_lowered_the_debt_once.amount is
  'Amount of the payment, đồng.';
comment on column audit.invariant_payment_lowered_the_debt_once.lowered_amount is
  'What it changed the debt by, đồng, negative; null when by nothing.';
comment on column audit.invariant_payment_lowered_the_debt_once.transactions is
  'How many transactions did.';
revoke all on audit.invariant_payment_lowered_the_debt_once from sodaily_definer;
grant select on audit.invariant_payment_lowered_the_debt_once to sodaily_definer;
--! EndIncluded audit/views/invariant_payment_lowered_the_debt_once.sql
--! Included audit/views/invariant_payment_settles_at_most_itself.sql
-- Invariant: What a payment settles is at most the payment, and nothing once it is cancelled.
-- Rows are breaches.
drop view if exists audit.invariant_payment_settles_at_most_itself;
create view audit.invariant_payment_settles_at_most_itself with (security_invoker) as
select p.id as payment_id, p.code, p.status, p.amount, l.amount as settled_amount
from finance.payment as p
join (
  select l.payment_id, sum(l.amount) as amount
  from finance.payment_allocation as l group by l.payment_id) as l on l.payment_id = p.id
where l.amount > p.amount or p.status = 'cancelled';
comment on view audit.invariant_payment_settles_at_most_itself is
  'What a payment settles is at most the payment, and nothing once it is cancelled.';
comment on column audit.invariant_payment_settles_at_most_itself.payment_id is 'The payment.';
comment on column audit.invariant_payment_settles_at_most_itself.code is 'Number of the document.';
comment on column audit.invariant_payment_settles_at_most_itself.status is 'Its state.';
comment on column audit.invariant_payment_settles_at_most_itself.amount is
  'Amount of the payment, đồng.';
comment on column audit.invariant_payment_settles_at_most_itself.settled_amount is
  'What it settles, đồng.';
revoke all on audit.invariant_payment_settles_at_most_itself from sodaily_definer;
grant select on audit.invariant_payment_settles_at_most_itself to sodaily_definer;
--! EndIncluded audit/views/invariant_payment_settles_at_most_itself.sql
--! Included audit/views/invariant_receipt_raised_stock_once.sql
-- Invariant: A receipt raised stock by each of its lines exactly once, on its date. Rows are
-- breaches.
drop view if exists audit.invariant_receipt_raised_stock_once;
create view audit.invariant_receipt_raised_stock_once with (security_invoker) as
select r.id as receipt_id, r.code, coalesce(d.item_id, m.item_id) as item_id,
  d.quantity as line_quantity, m.quantity as moved_quantity
from inventory.receipt_detail as d
full join (
  select m.receipt_id, m.item_id, sum(m.quantity) as quantity, count(*) as movements,
    min(m.business_date) as business_date
  from inventory.stock_movement as m
  where m.kind = 'receipt'
  group by m.receipt_id, m.item_id) as m on m.receipt_id = d.receipt_id and m.item_id = d.item_id
join inventory.receipt as r on r.id = coalesce(d.receipt_id, m.receipt_id)
where (m.movements, m.quantity, m.business_date) is distinct from (1, d.quantity, r.receipt_date);
comment on view audit.invariant_receipt_raised_stock_once is
  'A receipt raised stock by each of its lines exactly once, on its date.';
comment on column audit.invariant_receipt_raised_stock_once.receipt_id is 'The receipt.';
comment on column audit.invariant_receipt_raised_stock_once.code is 'Number of the document.';
comment on column audit.invariant_receipt_raised_stock_once.item_id is 'The item.';
comment on column audit.invariant_receipt_raised_stock_once.line_quantity is
  'Quantity of the line, null when the receipt has none of the item.';
comment on column audit.invariant_receipt_raised_stock_once.moved_quantity is
  'Sum of the movements, null when there are none.';
revoke all on audit.invariant_receipt_raised_stock_once from sodaily_definer;
grant select on audit.invariant_receipt_raised_stock_once to sodaily_definer;
--! EndIncluded audit/views/invariant_receipt_raised_stock_once.sql
--! Included audit/views/invariant_receipt_total_is_the_sum_of_its_lines.sql
-- Invariant: A receipt has a number, lines, and their sum as its total. Rows are breaches.
drop view if exists audit.invariant_receipt_total_is_the_sum_of_its_lines;
create view audit.invariant_receipt_total_is_the_sum_of_its_lines with (security_invoker) as
select r.id as receipt_id, r.code, r.total_amount, d.amount as line_amount
from inventory.receipt as r
left join (
  select d.receipt_id, sum(d.line_total) as amount
  from inventory.receipt_detail as d group by d.receipt_id) as d on d.receipt_id = r.id
where r.code is null or r.total_amount is distinct from d.amount;
comment on view audit.invariant_receipt_total_is_the_sum_of_its_lines is
  'A receipt has a number, lines, and their sum as its total.';
comment on column audit.invariant_receipt_total_is_the_sum_of_its_lines.receipt_id is
  'The receipt.';
comment on column audit.invariant_receipt_total_is_the_sum_of_its_lines.code is
  'Number of the document.';
comment on column audit.invariant_receipt_total_is_the_sum_of_its_lines.total_amount is
  'Total on the receipt, đồng.';
comment on column audit.invariant_receipt_total_is_the_sum_of_its_lines.line_amount is
  'Sum of its lines, đồng; null when it has none.';
revoke all on audit.invariant_receipt_total_is_the_sum_of_its_lines from sodaily_definer;
grant select on audit.invariant_receipt_total_is_the_sum_of_its_lines to sodaily_definer;
--! EndIncluded audit/views/invariant_receipt_total_is_the_sum_of_its_lines.sql
--! Included audit/views/invariant_return_is_at_most_what_was_issued.sql
-- Invariant: Of no line of a slip comes back more than was issued, and for what it was worth.
-- Rows are breaches.
drop view if exists audit.invariant_return_is_at_most_what_was_issued;
create view audit.invariant_return_is_at_most_what_was_issued with (security_invoker) as
select d.issue_id, d.item_id, d.quantity, r.quantity as returned_quantity,
  r.amount as returned_amount
from inventory.issue_detail as d
join (
  select r.issue_id, r.item_id, sum(r.quantity) as quantity, sum(r.line_total) as amount,
    min(r.unit_price) as lowest_price, max(r.unit_price) as highest_price
  from inventory.issue_return_detail as r
  group by r.issue_id, r.item_id) as r on r.issue_id = d.issue_id and r.item_id = d.item_id
where r.quantity > d.quantity or r.lowest_price <> d.unit_price or r.highest_price <> d.unit_price
  or r.amount <> round(r.quantity * d.unit_price);
comment on view audit.invariant_return_is_at_most_what_was_issued is
  'Of no line of a slip comes back more than was issued, and for what it was worth.';
comment on column audit.invariant_return_is_at_most_what_was_issued.issue_id is 'The slip.';
comment on column audit.invariant_return_is_at_most_what_was_issued.item_id is 'The item.';
comment on column audit.invariant_return_is_at_most_what_was_issued.quantity is 'What was issued.';
comment on column audit.invariant_return_is_at_most_what_was_issued.returned_quantity is
  'What came back.';
comment on column audit.invariant_return_is_at_most_what_was_issued.returned_amount is
  'What it counted for, đồng.';
revoke all on audit.invariant_return_is_at_most_what_was_issued from sodaily_definer;
grant select on audit.invariant_return_is_at_most_what_was_issued to sodaily_definer;
--! EndIncluded audit/views/invariant_return_is_at_most_what_was_issued.sql
--! Included audit/views/invariant_return_lowered_the_debt_once.sql
-- Invariant: A return lowered the debt exactly once, by its total, on its date, for its own
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
where case
  -- goods worth less than half a đồng lower nothing
  when r.total_amount = 0 then t.transactions is not null
  else (t.transactions, t.amount, t.business_date, t.issue_id)
    is distinct from (1, -r.total_amount, r.return_date, r.issue_id::text)
end;
comment on view audit.invariant_return_lowered_the_debt_once is
  'A return lowered the debt exactly once, by its total, on its date, for its own slip.';
comment on column audit.invariant_return_lowered_the_debt_once.issue_return_id is 'The return.';
comment on column audit.invariant_return_lowered_the_debt_once.code is 'Number of the document.';
comment on column audit.invariant_return_lowered_the_debt_once.total_amount is
  'Total of the return, đồng.';
comment on column audit.invariant_return_lowered_the_debt_once.lowered_amount is
  'What it changed the debt by, đồng, negative; null when by nothing.';
revoke all on audit.invariant_return_lowered_the_debt_once from sodaily_definer;
grant select on audit.invariant_return_lowered_the_debt_once to sodaily_definer;
--! EndIncluded audit/views/invariant_return_lowered_the_debt_once.sql
--! Included audit/views/invariant_return_raised_stock_once.sql
-- Invariant: A return raised stock by each of its lines exactly once, on its date. Rows are
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
where (m.movements, m.quantity, m.business_date) is distinct from (1, d.quantity, r.return_date);
comment on view audit.invariant_return_raised_stock_once is
  'A return raised stock by each of its lines exactly once, on its date.';
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
-- Invariant: A return has a number, lines, and their sum as its total, and no cancelled slip has
-- one. Rows are breaches.
drop view if exists audit.invariant_return_total_is_the_sum_of_its_lines;
create view audit.invariant_return_total_is_the_sum_of_its_lines with (security_invoker) as
select r.id as issue_return_id, r.code, r.total_amount, d.amount as line_amount, i.status
from inventory.issue_return as r
join inventory.issue as i on i.id = r.issue_id
left join (
  select d.issue_return_id, sum(d.line_total) as amount
  from inventory.issue_return_detail as d group by d.issue_return_id) as d
  on d.issue_return_id = r.id
where r.code is null or i.code is null or i.status = 'cancelled'
  or r.total_amount is distinct from d.amount;
comment on view audit.invariant_return_total_is_the_sum_of_its_lines is
  'A return has a number, lines, and their sum as its total, and no cancelled slip has one.';
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
--! Included audit/views/invariant_stock_count_moved_its_differences_once.sql
-- Invariant: A stock count has a number and lines, and moved each difference exactly once, on
-- its date. Rows are breaches.
drop view if exists audit.invariant_stock_count_moved_its_differences_once;
create view audit.invariant_stock_count_moved_its_differences_once with (security_invoker) as
select c.id as stock_count_id, c.code, line.item_id, line.difference_quantity, line.moved_quantity
from inventory.stock_count as c
left join (
  select coalesce(d.stock_count_id, m.stock_count_id) as stock_count_id,
    coalesce(d.item_id, m.item_id) as item_id, d.id as line_id, d.difference_quantity,
    m.quantity as moved_quantity, m.movements, m.business_date
  from inventory.stock_count_detail as d
  full join (
    select m.stock_count_id, m.item_id, sum(m.quantity) as quantity, count(*) as movements,
      min(m.business_date) as business_date
    from inventory.stock_movement as m
    where m.kind = 'count'
    group by m.stock_count_id, m.item_id) as m
    on m.stock_count_id = d.stock_count_id and m.item_id = d.item_id) as line
  on line.stock_count_id = c.id
where c.code is null or line.line_id is null
  or nullif(line.difference_quantity, 0) is distinct from line.moved_quantity
  or line.movements > 1 or line.business_date <> c.count_date;
comment on view audit.invariant_stock_count_moved_its_differences_once is
  'A stock count has a number and lines, and moved each difference exactly once, on its date.';
comment on column audit.invariant_stock_count_moved_its_differences_once.stock_count_id is
  'The stock count.';
comment on column audit.invariant_stock_count_moved_its_differences_once.code is
  'Number of the document.';
comment on column audit.invariant_stock_count_moved_its_differences_once.item_id is 'The item.';
comment on column audit.invariant_stock_count_moved_its_differences_once.difference_quantity is
  'Counted less booked; null when the count has no such line.';
comment on column audit.invariant_stock_count_moved_its_differences_once.moved_quantity is
  'Sum of the movements, null when there are none.';
revoke all on audit.invariant_stock_count_moved_its_differences_once from sodaily_definer;
grant select on audit.invariant_stock_count_moved_its_differences_once to sodaily_definer;
--! EndIncluded audit/views/invariant_stock_count_moved_its_differences_once.sql
--! Included audit/views/invariant_stock_is_the_sum_of_its_movements.sql
-- Invariant: The stock of an item is the sum of its movements. Rows are breaches.
drop view if exists audit.invariant_stock_is_the_sum_of_its_movements;
create view audit.invariant_stock_is_the_sum_of_its_movements with (security_invoker) as
select i.id as item_id, i.sku, i.stock_quantity, coalesce(m.quantity, 0) as ledger_quantity
from inventory.item as i
left join (
  select m.item_id, sum(m.quantity) as quantity
  from inventory.stock_movement as m group by m.item_id) as m on m.item_id = i.id
where i.stock_quantity <> coalesce(m.quantity, 0);
comment on view audit.invariant_stock_is_the_sum_of_its_movements is
  'The stock of an item is the sum of its movements.';
comment on column audit.invariant_stock_is_the_sum_of_its_movements.item_id is 'The item.';
comment on column audit.invariant_stock_is_the_sum_of_its_movements.sku is 'Its sku.';
comment on column audit.invariant_stock_is_the_sum_of_its_movements.stock_quantity is
  'Stock on the row of the item.';
comment on column audit.invariant_stock_is_the_sum_of_its_movements.ledger_quantity is
  'Sum of its movements.';
revoke all on audit.invariant_stock_is_the_sum_of_its_movements from sodaily_definer;
grant select on audit.invariant_stock_is_the_sum_of_its_movements to sodaily_definer;
--! EndIncluded audit/views/invariant_stock_is_the_sum_of_its_movements.sql
--! Included audit/views/invariant_stock_ledger_adds_up.sql
-- Invariant: The stock ledger of an item counts from 1 without gaps, and each balance follows
-- from the last. Rows are breaches.
drop view if exists audit.invariant_stock_ledger_adds_up;
create view audit.invariant_stock_ledger_adds_up with (security_invoker) as
select entry.item_id, entry.seq, entry.place, entry.balance_after, entry.sum_quantity
from (
  select m.item_id, m.seq, m.balance_after, row_number() over ledger as place,
    sum(m.quantity) over ledger as sum_quantity
  from inventory.stock_movement as m
  window ledger as (partition by m.item_id order by m.seq rows unbounded preceding)) as entry
where entry.seq <> entry.place or entry.balance_after <> entry.sum_quantity;
comment on view audit.invariant_stock_ledger_adds_up is
  'The stock ledger of an item counts from 1 without gaps, and each balance follows from the last.';
comment on column audit.invariant_stock_ledger_adds_up.item_id is 'The item.';
comment on column audit.invariant_stock_ledger_adds_up.seq is 'Its place in the ledger.';
comment on column audit.invariant_stock_ledger_adds_up.place is 'The place that counting gives.';
comment on column audit.invariant_stock_ledger_adds_up.balance_after is 'Balance on the row.';
comment on column audit.invariant_stock_ledger_adds_up.sum_quantity is 'Sum of the rows up to it.';
revoke all on audit.invariant_stock_ledger_adds_up from sodaily_definer;
grant select on audit.invariant_stock_ledger_adds_up to sodaily_definer;
--! EndIncluded audit/views/invariant_stock_ledger_adds_up.sql
--! Included audit/views/invariant_stock_was_never_below_zero.sql
-- Invariant: The stock of no item was below zero at the end of any business date. Rows are
-- breaches.
drop view if exists audit.invariant_stock_was_never_below_zero;
create view audit.invariant_stock_was_never_below_zero with (security_invoker) as
select day.item_id, day.business_date, day.closing_quantity
from (
  select m.item_id, m.business_date,
    sum(sum(m.quantity)) over (partition by m.item_id order by m.business_date) as closing_quantity
  from inventory.stock_movement as m
  group by m.item_id, m.business_date) as day
where day.closing_quantity < 0;
comment on view audit.invariant_stock_was_never_below_zero is
  'The stock of no item was below zero at the end of any business date.';
comment on column audit.invariant_stock_was_never_below_zero.item_id is 'The item.';
comment on column audit.invariant_stock_was_never_below_zero.business_date is 'The day.';
comment on column audit.invariant_stock_was_never_below_zero.closing_quantity is
  'Stock at its end, below zero.';
revoke all on audit.invariant_stock_was_never_below_zero from sodaily_definer;
grant select on audit.invariant_stock_was_never_below_zero to sodaily_definer;
--! EndIncluded audit/views/invariant_stock_was_never_below_zero.sql

do $$
begin
  if to_regtype('audit.invariant_result') is null then
    create type audit.invariant_result as (
      name text, sentence text, breaches bigint, sample jsonb, milliseconds bigint);
  end if;
end
$$;
comment on type audit.invariant_result is 'What a check of one invariant found.';
comment on column audit.invariant_result.name is 'Name of the view without audit.invariant_.';
comment on column audit.invariant_result.sentence is 'What must hold.';
comment on column audit.invariant_result.breaches is 'How many rows break it; 0 is right.';
comment on column audit.invariant_result.sample is 'The first five of them.';
comment on column audit.invariant_result.milliseconds is 'How long the check took.';

create table if not exists audit.invariant_run (
  id :ID_TYPE primary key :ID_DEFAULT,
  ran_at timestamptz not null,
  name text not null,
  sentence text not null,
  breaches bigint not null,
  sample jsonb not null,
  milliseconds bigint not null,
  created_at timestamptz not null default now(),
  constraint invariant_run_has_an_invariant_once unique (ran_at, name)
);
comment on table audit.invariant_run is
  'What the nightly checks found, append-only: one row per run and invariant.';
comment on column audit.invariant_run.id is 'Opaque key.';
comment on column audit.invariant_run.ran_at is 'Moment the run began, the same for all its rows.';
comment on column audit.invariant_run.name is 'Name of the view without audit.invariant_.';
comment on column audit.invariant_run.sentence is 'What had to hold, as it was worded then.';
comment on column audit.invariant_run.breaches is 'How many rows broke it; 0 is right.';
comment on column audit.invariant_run.sample is 'The first five of them.';
comment on column audit.invariant_run.milliseconds is 'How long the check took.';
comment on column audit.invariant_run.created_at is 'Moment of recording.';

alter table notification.notification
  drop constraint if exists notification_kind_is_known,
  add constraint notification_kind_is_known check (
    kind in ('issue_created', 'issue_announced', 'invariants_broken'));
comment on column notification.notification.kind is
  'issue_created: a slip was made; issue_announced: to its author, that others were told; invariants_broken: to administrators, that the books do not agree.';

--! Included audit/policies/invariant_run.sql
-- Written by audit.verify_ledgers only; read by those who hold audit:read, never by agencies' logins
-- or the warehouse, whoever gave them the scope.
alter table audit.invariant_run enable row level security;
alter table audit.invariant_run force row level security;

drop policy if exists definer_does_what_functions_do on audit.invariant_run;
create policy definer_does_what_functions_do on audit.invariant_run
for all to sodaily_definer using (true) with check (true);

drop policy if exists staff_reads_all on audit.invariant_run;
create policy staff_reads_all on audit.invariant_run
for select to sodaily_staff
using (true);

drop policy if exists auditor_reads_all on audit.invariant_run;
create policy auditor_reads_all on audit.invariant_run
for select to sodaily_auditor
using (true);

drop policy if exists readers_need_the_scope on audit.invariant_run;
create policy readers_need_the_scope on audit.invariant_run
as restrictive for select to sodaily_staff, sodaily_auditor
using ((select auth.has_scope('audit:read')));

revoke all on audit.invariant_run from sodaily_definer, sodaily_staff, sodaily_auditor;
grant select, insert on audit.invariant_run to sodaily_definer;
grant select on audit.invariant_run to sodaily_staff, sodaily_auditor;
--! EndIncluded audit/policies/invariant_run.sql
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

create or replace trigger history_is_final
before update or delete or truncate on inventory.issue_return_detail
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
--! Included notification/functions/notify_invariants_broken.sql
-- Tells every administrator, once a day, that the books do not agree.
-- NOTIFY carries no rights, so it carries keys only; the receiver reads the row as the person.
create or replace function notification.notify_invariants_broken(broken text[]) returns integer
language plpgsql volatile
set search_path to pg_catalog, pg_temp
as $$
declare
  told integer;
begin
  with written as (
    insert into notification.notification as n (user_id, kind, subject, payload)
    select u.id, 'invariants_broken', config.business_date()::text, jsonb_build_object(
      'broken', cardinality(broken)::text, 'names', array_to_string(broken, ', '))
    from auth."user" as u
    where u.is_active and exists (
      select from auth.user_role as ur join auth.role as r on r.id = ur.role_id
      where ur.user_id = u.id and r.code = 'admin')
    on conflict on constraint a_person_is_told_once do nothing
    returning n.id, n.user_id),
  pushed as (
    select pg_notify('notification:' || w.user_id, json_build_object('id', w.id::text)::text)
    from written as w)
  select count(*) into told from pushed;
  return told;
end
$$;
comment on function notification.notify_invariants_broken(text[]) is
  E'@omit\nTells administrators which invariants are broken; returns how many were told today for the first time.';
revoke all on function notification.notify_invariants_broken(text[]) from public;
grant execute on function notification.notify_invariants_broken(text[]) to sodaily_definer;
--! EndIncluded notification/functions/notify_invariants_broken.sql
--! Included audit/functions/invariant_results.sql
-- Every view audit.invariant_<name> is an invariant: a new file is enough to have it checked.
-- One person a night hashes whole ledgers here, so the memory for that is given here.
create or replace function audit.invariant_results() returns setof audit.invariant_result
language plpgsql stable
set search_path to pg_catalog, pg_temp
set work_mem to '64MB'
as $$
declare
  invariant record;
  started_at timestamptz;
  result audit.invariant_result;
begin
  for invariant in
    select c.relname, obj_description(c.oid, 'pg_class') as sentence
    from pg_class as c
    where c.relnamespace = 'audit'::regnamespace and c.relkind = 'v'
      and starts_with(c.relname, 'invariant_')
    order by c.relname
  loop
    started_at := clock_timestamp();
    result.name := substr(invariant.relname, length('invariant_') + 1);
    result.sentence := invariant.sentence;
    execute format(
      'select count(*), coalesce(jsonb_agg(b.facts) filter (where b.place <= 5), ''[]'') '
      'from (select to_jsonb(v) as facts, row_number() over () as place from audit.%I as v) as b',
      invariant.relname) into result.breaches, result.sample;
    result.milliseconds := round(extract(epoch from clock_timestamp() - started_at) * 1000);
    return next result;
  end loop;
end
$$;
comment on function audit.invariant_results() is
  E'@omit\nLooks for breaches of every invariant now, whoever asks.';
revoke all on function audit.invariant_results() from public;
grant execute on function audit.invariant_results() to sodaily_definer;
--! EndIncluded audit/functions/invariant_results.sql
--! Included audit/functions/check_invariants.sql
-- Security definer: the invariants compare rows that no single person need see.
create or replace function audit.check_invariants() returns setof audit.invariant_result
language plpgsql stable security definer
set search_path to pg_catalog, pg_temp
as $$
begin
  perform auth.require_scope('audit:read');
  return query select r.* from audit.invariant_results() as r;
end
$$;
alter function audit.check_invariants() owner to sodaily_definer;
comment on function audit.check_invariants() is
  'Looks for breaches of every invariant now; the last night''s answer is in invariantRuns. Errors: INVALID_TOKEN, PERMISSION_DENIED.';
revoke all on function audit.check_invariants() from public;
grant execute on function audit.check_invariants() to sodaily_staff, sodaily_auditor;
--! EndIncluded audit/functions/check_invariants.sql
--! Included audit/functions/verify_ledgers.sql
-- The nightly check: all results are kept, and administrators are told when one is not empty.
-- Security definer: the worker reads no table of the business.
create or replace function audit.verify_ledgers() returns setof audit.invariant_result
language plpgsql volatile security definer
set search_path to pg_catalog, pg_temp
as $$
declare
  this_run timestamptz := clock_timestamp();
  broken text[];
begin
  insert into audit.invariant_run (ran_at, name, sentence, breaches, sample, milliseconds)
  select this_run, r.name, r.sentence, r.breaches, r.sample, r.milliseconds
  from audit.invariant_results() as r;

  broken := array(
    select r.name from audit.invariant_run as r
    where r.ran_at = this_run and r.breaches > 0 order by r.name);
  if broken <> '{}' then
    perform notification.notify_invariants_broken(broken);
  end if;

  return query
  select r.name, r.sentence, r.breaches, r.sample, r.milliseconds
  from audit.invariant_run as r where r.ran_at = this_run and r.breaches > 0 order by r.name;
end
$$;
alter function audit.verify_ledgers() owner to sodaily_definer;
comment on function audit.verify_ledgers() is
  E'@omit\nChecks every invariant, keeps the results, tells administrators of breaches and returns those. For the worker only.';
revoke all on function audit.verify_ledgers() from public;
grant execute on function audit.verify_ledgers() to sodaily_worker;
--! EndIncluded audit/functions/verify_ledgers.sql
