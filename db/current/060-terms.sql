-- Terms of payment: a type's are edited with it, an agency's own by a command with a reason.
alter table agency.agency
  add column if not exists block_overdue_days smallint,
  add column if not exists max_open_slips smallint,
  drop constraint if exists agency_block_overdue_is_within_a_year,
  drop constraint if exists agency_max_open_slips_is_at_least_one;
alter table agency.agency
  add constraint agency_block_overdue_is_within_a_year check (block_overdue_days between 0 and 365),
  add constraint agency_max_open_slips_is_at_least_one check (max_open_slips between 1 and 9999);
comment on column agency.agency.block_overdue_days is
  'Days past its due date that a document of it may be open before it gets no goods on credit, its own; null: those of the regulation BLOCK_OVERDUE_DAYS.';
comment on column agency.agency.max_open_slips is
  'Slips with something open at which it gets no goods on credit, its own; null: those of the regulation MAX_OPEN_SLIPS.';

drop function if exists agency.agency_type_problems(:ID_TYPE, text, numeric);
drop function if exists agency.create_agency_type(text, text, numeric);
drop function if exists agency.update_agency_type(text, :ID_TYPE, bigint, text, numeric);
--! include agency/policies/agency_terms_change.sql
--! include agency/functions/count_problem.sql
--! include agency/functions/agency_type_problems.sql
--! include agency/functions/create_agency_type.sql
--! include agency/functions/update_agency_type.sql
--! include agency/functions/agency_terms_problems.sql
--! include agency/functions/set_agency_terms.sql
--! include audit/rules/record_change.sql

-- Who is too far behind gets no goods on credit. Both regulations begin empty, which is off.
alter table config.regulation add column if not exists is_optional boolean not null default false;
comment on column config.regulation.is_optional is 'Whether an empty value switches it off.';
comment on column config.regulation_version.value is
  'Decimal number, or true / false; empty: off, where the regulation may be empty.';
set local role sodaily_definer;
insert into config.regulation (
  key, value_type, min_value, max_value, is_optional, description_vi, description_en)
values
  ('BLOCK_OVERDUE_DAYS', 'integer', 0, 365, true,
    'Đại lý có chứng từ quá hạn hơn số ngày này thì không được lấy thêm hàng nợ; để trống là không áp dụng',
    'An agency overdue by more than so many days gets no more goods on credit; empty: off'),
  ('MAX_OPEN_SLIPS', 'integer', 1, 9999, true,
    'Đại lý còn từng này phiếu chưa trả đủ thì không được lấy thêm hàng nợ; để trống là không áp dụng',
    'An agency with so many slips not paid in full gets no more goods on credit; empty: off')
on conflict on constraint regulation_key_is_unique do nothing;
insert into config.regulation_version (regulation_id, value, valid_from, reason)
select r.id, '', date '2000-01-01', 'Giá trị ban đầu'
from config.regulation as r where r.key in ('BLOCK_OVERDUE_DAYS', 'MAX_OPEN_SLIPS')
on conflict on constraint one_version_of_a_regulation_a_day do nothing;
set local role sodaily_owner;

do $$
begin
  if not exists (
    select from pg_attribute as a
    where a.attrelid = 'inventory.issue_headroom_answer'::regclass and a.attname = 'overdue') then
    alter type inventory.issue_headroom_answer add attribute overdue jsonb;
    alter type inventory.issue_headroom_answer add attribute limit_version jsonb;
  end if;
end
$$;
comment on column inventory.issue_headroom_answer.overdue is
  'Why it gets no goods on credit now, as OVERDUE would say: {reason: days | slips, allowed, count, slips: [{slip, kind, days, amount}], to_pay}; null: it does.';
comment on column inventory.issue_headroom_answer.limit_version is
  'What the limit rests on, as DEBT_LIMIT says: {source: agency, id, since, until} of the change of its own, or {source: type, id, name, version, since}.';
--! include agency/functions/limit_version_of.sql
--! include config/functions/regulation_value_problem.sql
--! include config/functions/set_regulation.sql
--! include finance/functions/overdue_limits.sql
--! include finance/functions/overdue_block.sql
--! include inventory/functions/headroom_of.sql
--! include inventory/functions/refuse_over_limit.sql
--! include inventory/functions/issue_headroom.sql
--! include inventory/functions/create_issue.sql
--! include inventory/functions/confirm_issue.sql
--! include inventory/rules/overdue_block.sql
