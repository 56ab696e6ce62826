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

--! include config/policies/feature_flag.sql
--! include agency/policies/agency_ceiling_change.sql

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

--! include config/functions/regulation_is_on.sql
--! include config/functions/regulation_in_force.sql
--! include config/functions/regulation_next_version.sql
--! include config/functions/regulation_version_created_by_name.sql
--! include config/functions/regulation_value_problem.sql
--! include config/functions/regulation_problems.sql
--! include config/functions/set_regulation.sql
--! include config/functions/feature_is_on.sql
--! include config/functions/set_feature_flag.sql
--! include config/rules/require_feature.sql
--! include config/rules/four_eyes.sql
--! include finance/rules/return_within_debt.sql
--! include finance/rules/debt_is_reversed_on_cancel.sql
--! include inventory/functions/request_issue.sql
--! include inventory/functions/item_is_low.sql
--! include inventory/functions/issue_due_date.sql
-- its answer is called ceiling now, for limit is a word of SQL
drop function if exists agency.ceiling_of(agency.agency, date);
--! include agency/functions/ceiling_of.sql
--! include agency/functions/agency_ceiling.sql
--! include inventory/functions/headroom_of.sql
--! include agency/functions/ceiling_problem.sql
--! include agency/functions/agency_type_problems.sql
--! include agency/functions/create_agency_type.sql
--! include agency/functions/update_agency_type.sql
--! include agency/functions/agencies_over_ceiling.sql
--! include agency/functions/agency_type_agencies_over_ceiling.sql
--! include agency/functions/district_problems.sql
--! include agency/functions/create_district.sql
--! include agency/functions/update_district.sql
--! include agency/functions/district_cap_in_force.sql
--! include agency/functions/district_member_count.sql
--! include agency/functions/districts_over_cap.sql
--! include agency/functions/agency_for_edit.sql
--! include agency/functions/own_ceiling_problems.sql
--! include agency/functions/set_agency_ceiling.sql
--! include agency/functions/clear_agency_ceiling.sql
--! include agency/functions/agency_over_ceiling_by.sql
--! include agency/functions/agency_is_near_limit.sql
--! include agency/functions/agency_problems.sql
--! include agency/functions/create_agency.sql
--! include agency/functions/update_agency.sql
--! include agency/rules/district_cap.sql
--! include agency/rules/type_limit_below_debt.sql
