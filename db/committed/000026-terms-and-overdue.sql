--! Previous: sha1:01bcf682cba5e10556335036bb15d53b8e146e45
--! Hash: sha1:850330637ffcc022e5177bc8f2f3c6b68cb2f50c
--! Message: terms and overdue

--! split: 1-current.sql
-- The open migration: tables and data by hand, rules by `--! include <schema>/<folder>/<name>.sql`

--! split: 005-terms-history.sql
-- Before all else, because the list of audited tables names it.
create table if not exists agency.agency_terms_change (
  id :ID_TYPE primary key :ID_DEFAULT,
  agency_id :ID_TYPE not null references agency.agency,
  payment_term_days smallint
    constraint changed_payment_term_is_within_a_year check (payment_term_days between 0 and 365),
  block_overdue_days smallint
    constraint changed_block_overdue_is_within_a_year check (block_overdue_days between 0 and 365),
  max_open_slips smallint
    constraint changed_max_open_slips_is_at_least_one check (max_open_slips between 1 and 9999),
  reason text not null
    constraint terms_change_needs_a_reason check (btrim(reason) <> ''),
  created_at timestamptz not null default now(),
  created_by :ID_TYPE
);
create index if not exists agency_terms_change_agency_id_created_at_idx
  on agency.agency_terms_change (agency_id, created_at);
comment on table agency.agency_terms_change is 'History of the terms of payment of an agency''s own.';
comment on column agency.agency_terms_change.id is 'Opaque key.';
comment on column agency.agency_terms_change.agency_id is 'The agency.';
comment on column agency.agency_terms_change.payment_term_days is
  'Days to pay a slip from then on; null: those of its type.';
comment on column agency.agency_terms_change.block_overdue_days is
  'Days past due before it gets no goods on credit, from then on; null: the regulation''s.';
comment on column agency.agency_terms_change.max_open_slips is
  'Open slips at which it gets no goods on credit, from then on; null: the regulation''s.';
comment on column agency.agency_terms_change.reason is 'Why.';
comment on column agency.agency_terms_change.created_at is 'Moment of the change.';
comment on column agency.agency_terms_change.created_by is 'User who changed it.';

--! split: 060-terms.sql
-- Terms of payment: a type's are edited with it, an agency's own by a command with a reason.
-- squawk-ignore-file constraint-missing-not-valid
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
--! Included agency/policies/agency_terms_change.sql
-- As the agency whose terms changed; they are about money, so not the warehouse.
alter table agency.agency_terms_change enable row level security;
alter table agency.agency_terms_change force row level security;

drop policy if exists definer_does_what_functions_do on agency.agency_terms_change;
create policy definer_does_what_functions_do on agency.agency_terms_change
for all to sodaily_definer using (true) with check (true);

drop policy if exists user_reads_own_agencies on agency.agency_terms_change;
create policy user_reads_own_agencies on agency.agency_terms_change
for select to sodaily_user
using (agency_id = any (cast((select agency.my_ids()) as :ID_TYPE[])));

drop policy if exists staff_reads_all on agency.agency_terms_change;
create policy staff_reads_all on agency.agency_terms_change
for select to sodaily_staff
using (true);

drop policy if exists auditor_reads_all on agency.agency_terms_change;
create policy auditor_reads_all on agency.agency_terms_change
for select to sodaily_auditor
using (true);

drop policy if exists readers_need_the_scope on agency.agency_terms_change;
create policy readers_need_the_scope on agency.agency_terms_change
as restrictive for select to sodaily_user, sodaily_staff, sodaily_auditor
using ((select auth.has_scope('agency:read')));

revoke all on agency.agency_terms_change from sodaily_definer, sodaily_user, sodaily_staff,
  sodaily_warehouse, sodaily_auditor;
grant select, insert on agency.agency_terms_change to sodaily_definer;
grant select on agency.agency_terms_change
  to sodaily_user, sodaily_staff, sodaily_auditor;
--! EndIncluded agency/policies/agency_terms_change.sql
--! Included agency/functions/count_problem.sql
create or replace function agency.count_problem(value numeric, lowest numeric, highest numeric)
returns text
language sql immutable
as $$
  select case
    when value = 'NaN' then 'not_a_number'
    when value < lowest then 'too_small'
    when value > highest then 'too_large'
    when value <> trunc(value) then 'whole_number_only'
  end
$$;
comment on function agency.count_problem(numeric, numeric, numeric) is
  E'@omit\nReason why a number of days or slips is outside its bounds, null when it is none or fits.';
revoke all on function agency.count_problem(numeric, numeric, numeric) from public;
grant execute on function agency.count_problem(numeric, numeric, numeric) to sodaily_definer;
--! EndIncluded agency/functions/count_problem.sql
--! Included agency/functions/agency_type_problems.sql
-- Everything that is wrong with a type, all at once. The caller holds back others who name types.
create or replace function agency.agency_type_problems(
  agency_type_id :ID_TYPE, name text, max_debt numeric, payment_term_days numeric)
returns jsonb
language plpgsql stable
set search_path to pg_catalog, pg_temp
as $$
begin
  return (
    with problem as (
      select 'name' as path, 'required' as reason, null as value, null::text as "limit"
      where agency_type_problems.name is null
      union all
      select 'name', 'too_long', length(agency_type_problems.name)::text, null
      where length(agency_type_problems.name) > 100
      union all
      select 'name', 'taken', t.name, null
      from agency.agency_type as t
      where lower(t.name) = lower(agency_type_problems.name)
        and t.id is distinct from agency_type_problems.agency_type_id
      union all
      select 'max_debt', m.reason, agency_type_problems.max_debt::text, null
      from agency.ceiling_problem(agency_type_problems.max_debt) as m (reason)
      where m.reason is not null
      union all
      select 'payment_term_days', d.reason, agency_type_problems.payment_term_days::text,
        case d.reason when 'too_small' then '0' when 'too_large' then '365' end
      from agency.count_problem(agency_type_problems.payment_term_days, 0, 365) as d (reason)
      where d.reason is not null)
    select coalesce(jsonb_agg(jsonb_strip_nulls(to_jsonb(p))), '[]') from problem as p);
end
$$;
comment on function agency.agency_type_problems(:ID_TYPE, text, numeric, numeric) is
  E'@omit\nProblems of a type''s data, max_debt in đồng, as JSON [{path, reason, value, limit}]; no key for a new one.';
revoke all on function agency.agency_type_problems(:ID_TYPE, text, numeric, numeric) from public;
grant execute on function agency.agency_type_problems(:ID_TYPE, text, numeric, numeric)
  to sodaily_definer;
--! EndIncluded agency/functions/agency_type_problems.sql
--! Included agency/functions/create_agency_type.sql
-- A new class of dealers with its ceiling and its term. One at a time, so that two at once do not share a name.
-- Security definer: master data is written by functions only.
create or replace function agency.create_agency_type(
  client_key text,
  name text,
  max_debt numeric,
  payment_term_days numeric default null)
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
    jsonb_build_array(name, trim_scale(max_debt), trim_scale(payment_term_days)));
  if earlier is null then
    perform pg_advisory_xact_lock(hashtext('agency.agency_type'));
    perform audit.refuse_problems(agency.agency_type_problems(
      null, name, max_debt, payment_term_days));
    insert into agency.agency_type as t (
      name, max_debt, payment_term_days, created_by, updated_by)
    values (create_agency_type.name, create_agency_type.max_debt,
      create_agency_type.payment_term_days, caller, caller)
    returning t.* into strict made;
    perform audit.finish_command(caller, client_key, jsonb_build_object('id', made.id::text));
  end if;
  select t.* into strict made from agency.agency_type as t
  where t.id = coalesce(cast(earlier ->> 'id' as :ID_TYPE), made.id);
  return made;
end
$$;
alter function agency.create_agency_type(text, text, numeric, numeric) owner to sodaily_definer;
comment on function agency.create_agency_type(text, text, numeric, numeric) is
  E'@resultFieldName agencyType\nAdds a type of agencies with its debt ceiling, đồng, and the days they have to pay a slip; null: those of the regulation. Errors: INVALID_TOKEN, PERMISSION_DENIED, VALIDATION_ERROR, DUPLICATE_REQUEST.';
revoke all on function agency.create_agency_type(text, text, numeric, numeric) from public;
grant execute on function agency.create_agency_type(text, text, numeric, numeric) to sodaily_staff;
--! EndIncluded agency/functions/create_agency_type.sql
--! Included agency/functions/update_agency_type.sql
-- A type gets another name, ceiling or term, as the form holds them. A ceiling under what agencies owe
-- is allowed (QĐ7): it stops their next slip, and agencies_over_ceiling lists them, before and after.
-- Another term is for slips confirmed from then on.
-- Security definer: master data is written by functions only.
create or replace function agency.update_agency_type(
  client_key text,
  agency_type_id :ID_TYPE,
  version bigint,
  name text,
  max_debt numeric,
  payment_term_days numeric default null)
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
    jsonb_build_array(agency_type_id, version, name, trim_scale(max_debt),
      trim_scale(payment_term_days)));
  if earlier is null then
    perform pg_advisory_xact_lock(hashtext('agency.agency_type'));
    perform audit.refuse_problems(agency.agency_type_problems(
      agency_type_id, name, max_debt, payment_term_days));
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
      payment_term_days = update_agency_type.payment_term_days,
      version = t.version + 1, updated_at = now(), updated_by = caller
    where t.id = changed.id;
    perform audit.finish_command(caller, client_key, jsonb_build_object('id', changed.id::text));
  end if;
  select t.* into strict changed from agency.agency_type as t
  where t.id = coalesce(cast(earlier ->> 'id' as :ID_TYPE), changed.id);
  return changed;
end
$$;
alter function agency.update_agency_type(text, :ID_TYPE, bigint, text, numeric, numeric)
  owner to sodaily_definer;
comment on function agency.update_agency_type(text, :ID_TYPE, bigint, text, numeric, numeric) is
  E'@resultFieldName agencyType\nEdits a type of agencies; maxDebt in đồng, paymentTermDays the days its agencies have to pay a slip (0 to 365; null: those of the regulation), for slips confirmed from then on. Its agenciesOverCeiling are those that now owe too much. Errors: INVALID_TOKEN, PERMISSION_DENIED, VALIDATION_ERROR, DUPLICATE_REQUEST, NOT_FOUND, STALE_VERSION.';
revoke all on function agency.update_agency_type(text, :ID_TYPE, bigint, text, numeric, numeric)
  from public;
grant execute on function agency.update_agency_type(text, :ID_TYPE, bigint, text, numeric, numeric)
  to sodaily_staff;
--! EndIncluded agency/functions/update_agency_type.sql
--! Included agency/functions/agency_terms_problems.sql
-- Everything that is wrong with the terms of an agency's own, all at once; empty ones are none.
create or replace function agency.agency_terms_problems(
  payment_term_days numeric, block_overdue_days numeric, max_open_slips numeric, reason text)
returns jsonb
language plpgsql stable
set search_path to pg_catalog, pg_temp
as $$
begin
  return (
    with problem as (
      select w.path, p.reason, w.value::text as value,
        case p.reason when 'too_small' then w.lowest when 'too_large' then w.highest end::text
          as "limit"
      from (values
        ('payment_term_days', agency_terms_problems.payment_term_days, 0, 365),
        ('block_overdue_days', agency_terms_problems.block_overdue_days, 0, 365),
        ('max_open_slips', agency_terms_problems.max_open_slips, 1, 9999)
      ) as w (path, value, lowest, highest)
      cross join lateral agency.count_problem(w.value, w.lowest, w.highest) as p (reason)
      where p.reason is not null
      union all
      select 'reason', 'required', null, null where agency_terms_problems.reason is null
      union all
      select 'reason', 'too_long', length(agency_terms_problems.reason)::text, null
      where length(agency_terms_problems.reason) > 500)
    select coalesce(jsonb_agg(jsonb_strip_nulls(to_jsonb(p))), '[]') from problem as p);
end
$$;
comment on function agency.agency_terms_problems(numeric, numeric, numeric, text) is
  E'@omit\nProblems of an agency''s own terms of payment, as JSON [{path, reason, value, limit}].';
revoke all on function agency.agency_terms_problems(numeric, numeric, numeric, text) from public;
grant execute on function agency.agency_terms_problems(numeric, numeric, numeric, text)
  to sodaily_definer;
--! EndIncluded agency/functions/agency_terms_problems.sql
--! Included agency/functions/set_agency_terms.sql
-- An agency gets terms of payment of its own, all of them: what is left out goes back to its type's or
-- the regulation's. Under the lock on the agency, so a slip being confirmed keeps the one or the
-- other; slips that are confirmed keep theirs.
-- Security definer: agencies are written by functions only.
create or replace function agency.set_agency_terms(
  client_key text,
  agency_id :ID_TYPE,
  version bigint,
  reason text,
  payment_term_days numeric default null,
  block_overdue_days numeric default null,
  max_open_slips numeric default null)
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
  earlier := audit.begin_command(caller, client_key, 'agency.set_agency_terms',
    jsonb_build_array(agency_id, version, trim_scale(payment_term_days),
      trim_scale(block_overdue_days), trim_scale(max_open_slips), reason));
  if earlier is null then
    perform audit.refuse_problems(agency.agency_terms_problems(
      payment_term_days, block_overdue_days, max_open_slips, reason));
    changed := agency.agency_for_edit(agency_id, version);
    update agency.agency as a
    set payment_term_days = set_agency_terms.payment_term_days,
      block_overdue_days = set_agency_terms.block_overdue_days,
      max_open_slips = set_agency_terms.max_open_slips,
      version = a.version + 1, updated_at = now(), updated_by = caller
    where a.id = changed.id
    returning a.* into strict changed;
    insert into agency.agency_terms_change (
      agency_id, payment_term_days, block_overdue_days, max_open_slips, reason, created_by)
    values (changed.id, changed.payment_term_days, changed.block_overdue_days,
      changed.max_open_slips, set_agency_terms.reason, caller);
    perform audit.finish_command(caller, client_key, jsonb_build_object('id', changed.id::text));
  end if;
  select a.* into strict changed from agency.agency as a
  where a.id = coalesce(cast(earlier ->> 'id' as :ID_TYPE), changed.id);
  return changed;
end
$$;
alter function agency.set_agency_terms(text, :ID_TYPE, bigint, text, numeric, numeric, numeric)
  owner to sodaily_definer;
comment on function agency.set_agency_terms(
  text, :ID_TYPE, bigint, text, numeric, numeric, numeric) is
  E'@resultFieldName agency\nGives an agency terms of payment of its own, with a reason: days to pay (0 to 365), days past due (0 to 365) and open slips (from 1) at which it gets no goods on credit. What is left out is its type''s or the regulation''s. Slips confirmed before keep theirs. Errors: INVALID_TOKEN, PERMISSION_DENIED, VALIDATION_ERROR, DUPLICATE_REQUEST, NOT_FOUND, AGENCY_CLOSED, STALE_VERSION.';
revoke all on function agency.set_agency_terms(
  text, :ID_TYPE, bigint, text, numeric, numeric, numeric) from public;
grant execute on function agency.set_agency_terms(
  text, :ID_TYPE, bigint, text, numeric, numeric, numeric) to sodaily_staff;
--! EndIncluded agency/functions/set_agency_terms.sql
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
      ('agency.agency_status_change', 'id'), ('agency.agency_terms_change', 'id'),
      ('agency.agency_type', 'id'), ('agency.district', 'id'),
      ('auth.permission', 'code'), ('auth.role', 'id'), ('auth.role_permission', 'role_id, permission_code'),
      ('auth."user"', 'id'), ('auth.user_agency', 'user_id, agency_id'),
      ('auth.user_role', 'user_id, role_id'),
      ('config.feature_flag', 'id'), ('config.regulation', 'id'), ('config.regulation_version', 'id'),
      ('finance.opening_debt', 'id'), ('finance.payment', 'id'), ('finance.period', 'month'),
      ('inventory.issue', 'id'), ('inventory.issue_detail', 'id'), ('inventory.issue_return', 'id'),
      ('inventory.issue_return_detail', 'id'), ('inventory.item', 'id'),
      ('inventory.receipt', 'id'),
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
--! Included agency/functions/limit_version_of.sql
-- Which decision a debt limit rests on, so that a refusal can be traced: the newest change of the
-- agency's own, or its type in the version it has.
create or replace function agency.limit_version_of(agency agency.agency, limit_source text)
returns jsonb
language plpgsql stable
set search_path to pg_catalog, pg_temp
as $$
begin
  if limit_source = 'agency' then
    return (
      select jsonb_build_object('source', 'agency', 'id', h.id::text, 'since', h.created_at,
        'until', h.valid_until)
      from agency.agency_ceiling_change as h
      where h.agency_id = agency.id and h.max_debt is not null
      order by h.created_at desc, h.id desc
      limit 1);
  end if;
  return (
    select jsonb_build_object('source', 'type', 'id', t.id::text, 'name', t.name,
      'version', t.version::text, 'since', t.updated_at)
    from agency.agency_type as t where t.id = agency.agency_type_id);
end
$$;
comment on function agency.limit_version_of(agency.agency, text) is
  E'@omit\nWhat a debt limit rests on: {source: agency, id, since, until} of the change of its own, or {source: type, id, name, version, since}.';
revoke all on function agency.limit_version_of(agency.agency, text) from public;
grant execute on function agency.limit_version_of(agency.agency, text) to sodaily_definer;
--! EndIncluded agency/functions/limit_version_of.sql
--! Included config/functions/regulation_value_problem.sql
-- What is wrong with a value of a regulation; empty switches off what may be. Step by step, because only a number can be compared.
create or replace function config.regulation_value_problem(
  regulation config.regulation, value text) returns text
language plpgsql immutable
set search_path to pg_catalog, pg_temp
as $$
begin
  if nullif(value, '') is null then
    return case when not regulation.is_optional then 'required' end;
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
    select r.id, coalesce(set_regulation.value, ''), set_regulation.valid_from, set_regulation.reason, caller
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
  E'@resultFieldName regulationVersion\nSets the value of a regulation from a day on, today at the earliest, with a reason; empty switches off what may be empty. One version a day; none is edited or withdrawn. Errors: INVALID_TOKEN, PERMISSION_DENIED, VALIDATION_ERROR, DUPLICATE_REQUEST, STEP_UP_REQUIRED.';
revoke all on function config.set_regulation(text, text, text, date, text) from public;
grant execute on function config.set_regulation(text, text, text, date, text) to sodaily_staff;
--! EndIncluded config/functions/set_regulation.sql
--! Included finance/functions/overdue_limits.sql
-- How far an agency may be behind before it gets no goods on credit: its own figures, else those of
-- BLOCK_OVERDUE_DAYS and MAX_OPEN_SLIPS; null is no such rule. One plain select, so that it melts into
-- the query that asks: every slip asks, and mostly there is no rule.
create or replace function finance.overdue_limits(agency agency.agency, business_date date)
returns table (days integer, slips integer)
language sql stable
as $$
  select coalesce(agency.block_overdue_days, (
      select nullif(v.value, '')::integer
      from config.regulation as r
      join config.regulation_version as v on v.regulation_id = r.id
      where r.key = 'BLOCK_OVERDUE_DAYS' and v.valid_from <= business_date
      order by v.valid_from desc
      limit 1)),
    coalesce(agency.max_open_slips, (
      select nullif(v.value, '')::integer
      from config.regulation as r
      join config.regulation_version as v on v.regulation_id = r.id
      where r.key = 'MAX_OPEN_SLIPS' and v.valid_from <= business_date
      order by v.valid_from desc
      limit 1))
$$;
comment on function finance.overdue_limits(agency.agency, date) is
  E'@omit\nDays past due and open slips at which an agency gets no goods on credit; null: no such rule.';
revoke all on function finance.overdue_limits(agency.agency, date) from public;
grant execute on function finance.overdue_limits(agency.agency, date) to sodaily_definer;
--! EndIncluded finance/functions/overdue_limits.sql
--! Included finance/functions/overdue_block.sql
-- Why an agency gets no goods on credit now, and what it has to pay first: the one judgement that the
-- form asks beforehand and the rule under the lock. Money meets what is due earliest, so paying
-- to_pay in the ordinary way is always enough. Opening debt and the like count for days, slips only
-- for their number; the first twenty are named.
create or replace function finance.overdue_block(agency agency.agency, business_date date)
returns jsonb
language plpgsql stable
set search_path to pg_catalog, pg_temp
as $$
declare
  allowed record;
  answer jsonb;
begin
  select l.* into allowed from finance.overdue_limits(agency, business_date) as l;
  if allowed.days is null and allowed.slips is null then
    return null;
  end if;
  with item as (
    select o.seq, o.kind, o.issue_id, o.open_amount::numeric as amount,
      overdue_block.business_date - o.due_date as days,
      coalesce(overdue_block.business_date - o.due_date > allowed.days, false) as is_late,
      sum(o.open_amount::numeric) over in_order as amount_so_far,
      count(*) filter (where o.kind = 'issue') over in_order as slips_so_far
    from finance.open_item as o
    where o.agency_id = agency.id and o.open_amount > 0
    window in_order as (order by o.due_date, o.document_date, o.seq)),
  found_items as (
    select count(*) filter (where i.is_late) as late, max(i.slips_so_far) as slips
    from item as i),
  reason as (
    select f.late, f.slips, case when f.late > 0 then 'days' else 'slips' end as reason
    from found_items as f
    where f.late > 0 or f.slips >= allowed.slips),
  to_pay as (
    select greatest(max(i.amount_so_far) filter (where i.is_late),
      min(i.amount_so_far) filter (where i.slips_so_far > r.slips - allowed.slips)) as amount
    from item as i cross join reason as r),
  named as (
    select i.seq, jsonb_build_object('slip', coalesce(s.code, b.document), 'kind', i.kind,
      'days', greatest(i.days, 0), 'amount', i.amount::text) as item
    from item as i
    cross join reason as r
    left join inventory.issue as s on s.id = i.issue_id
    join finance.debt_transaction as t on t.agency_id = agency.id and t.seq = i.seq
    left join finance.opening_debt as b on b.id = t.opening_debt_id
    where case r.reason when 'days' then i.is_late else i.kind = 'issue' end
    order by i.amount_so_far, i.seq
    limit 20)
  select jsonb_build_object('reason', r.reason,
    'allowed', case r.reason when 'days' then allowed.days else allowed.slips end,
    'count', case r.reason when 'days' then r.late else r.slips end,
    'slips', (select jsonb_agg(n.item) from named as n), 'to_pay', p.amount::text)
  into answer
  from reason as r cross join to_pay as p;
  return answer;
end
$$;
comment on function finance.overdue_block(agency.agency, date) is
  E'@omit\nWhy an agency gets no goods on credit on a day, null when it does: {reason: days | slips, allowed, count, slips: [{slip, kind, days, amount}], to_pay}, money in đồng as text.';
revoke all on function finance.overdue_block(agency.agency, date) from public;
grant execute on function finance.overdue_block(agency.agency, date) to sodaily_definer;
--! EndIncluded finance/functions/overdue_block.sql
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
    greatest(in_force.ceiling - agency.debt_amount + paid_now, 0), null::jsonb,
    null::jsonb);
end
$$;
comment on function inventory.headroom_of(agency.agency, date, numeric, numeric) is
  E'@omit\nDebt before and after a slip, ceiling, shortage and what is available, all in đồng.';
revoke all on function inventory.headroom_of(agency.agency, date, numeric, numeric) from public;
grant execute on function inventory.headroom_of(agency.agency, date, numeric, numeric)
  to sodaily_definer;
--! EndIncluded inventory/functions/headroom_of.sql
--! Included inventory/functions/refuse_over_limit.sql
-- The figures of a DEBT_LIMIT refusal, among them the decision that the limit rests on and the version
-- of the ratio that set the prices.
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
      'limit_version', agency.limit_version_of(agency, room.limit_source),
      'regulation_version', priced_by)::text,
    hint = 'Cut the slip to what is available, or collect what it is short by.';
end
$$;
comment on function inventory.refuse_over_limit(
  agency.agency, inventory.issue_headroom_answer, :ID_TYPE) is
  'Error: DEBT_LIMIT {agency_id, agency_code, agency_name, current_debt, slip_total, paid_now, would_be, limit, limit_source, short_by, available, limit_version, regulation_version}, money in đồng as text.';
revoke all on function inventory.refuse_over_limit(
  agency.agency, inventory.issue_headroom_answer, :ID_TYPE) from public;
grant execute on function inventory.refuse_over_limit(
  agency.agency, inventory.issue_headroom_answer, :ID_TYPE) to sodaily_definer;
--! EndIncluded inventory/functions/refuse_over_limit.sql
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
  today date := config.business_date();
  room inventory.issue_headroom_answer;
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
  room := inventory.headroom_of(
    found_agency, today, coalesce(slip_total, 0), coalesce(paid_now, 0));
  room.limit_version := agency.limit_version_of(found_agency, room.limit_source);
  -- a slip that is paid in full now passes, as the rule says; before there is one, the agency is asked for
  if room.slip_total = 0 or room.slip_total > room.paid_now then
    room.overdue := finance.overdue_block(found_agency, today);
  end if;
  return room;
end
$$;
alter function inventory.issue_headroom(:ID_TYPE, numeric, numeric) owner to sodaily_definer;
comment on function inventory.issue_headroom(:ID_TYPE, numeric, numeric) is
  'What an agency may still take on credit, in đồng: the sum that the debt limit enforces, and whether it is too far behind to take any. Errors: INVALID_TOKEN, PERMISSION_DENIED, NOT_FOUND.';
revoke all on function inventory.issue_headroom(:ID_TYPE, numeric, numeric) from public;
grant execute on function inventory.issue_headroom(:ID_TYPE, numeric, numeric)
  to sodaily_user, sodaily_staff, sodaily_auditor;
--! EndIncluded inventory/functions/issue_headroom.sql
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
  price_problems jsonb;
  slip inventory.issue;
  earlier jsonb;
begin
  perform audit.refuse_too_many('items', cardinality(items));
  perform audit.refuse_too_many('prices', cardinality(prices));
  price_problems := inventory.price_override(prices, items);
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
  E'@resultFieldName issue\nMakes and confirms a stock-out slip: lowers stock, raises the debt, numbers it. paidNow in đồng, issueDate today when null. prices only by those with price:override. replacesId names a cancelled slip of the agency that this one stands for. The same clientKey gives the first slip again. Errors: INVALID_TOKEN, PERMISSION_DENIED, VALIDATION_ERROR, DUPLICATE_REQUEST, ITEM_INACTIVE, AGENCY_NOT_ACTIVE, DEBT_LIMIT, OVERDUE, OUT_OF_STOCK, PERIOD_CLOSED.';
revoke all on function inventory.create_issue(
  text, :ID_TYPE, inventory.issue_line[], date, numeric, text, inventory.line_price[], :ID_TYPE)
  from public;
grant execute on function inventory.create_issue(
  text, :ID_TYPE, inventory.issue_line[], date, numeric, text, inventory.line_price[], :ID_TYPE)
  to sodaily_user, sodaily_staff;
--! EndIncluded inventory/functions/create_issue.sql
--! Included inventory/functions/confirm_issue.sql
-- A request becomes a slip: what confirming does stands in the rules on inventory.issue. Its date is
-- the day it is confirmed unless told otherwise; its prices are those of the request.
-- Security definer: slips are written by functions only.
create or replace function inventory.confirm_issue(
  client_key text,
  issue_id :ID_TYPE,
  issue_date date default null,
  paid_now numeric default 0)
returns inventory.issue
language plpgsql volatile security definer
set search_path to pg_catalog, pg_temp
as $$
declare
  caller :ID_TYPE := auth.require_scope('inventory:write');
  slip inventory.issue;
  earlier jsonb;
begin
  earlier := audit.begin_command(caller, client_key, 'inventory.confirm_issue',
    jsonb_build_array(issue_id, issue_date, trim_scale(paid_now)));
  if earlier is null then
    paid_now := coalesce(paid_now, 0);
    slip := inventory.issue_for_change(issue_id, 'confirmed');
    perform config.four_eyes(slip.created_by, caller);
    perform audit.refuse_problems(inventory.issue_head_problems(
      slip.agency_id, coalesce(issue_date, config.business_date()), paid_now, null));
    update inventory.issue as i
    set status = 'confirmed', confirmed_at = now(), confirmed_by = caller,
      issue_date = coalesce(confirm_issue.issue_date, config.business_date()),
      paid_now = confirm_issue.paid_now
    where i.id = slip.id;
    perform audit.finish_command(caller, client_key, jsonb_build_object('id', slip.id::text));
  end if;
  select i.* into strict slip from inventory.issue as i
  where i.id = coalesce(cast(earlier ->> 'id' as :ID_TYPE), slip.id);
  return slip;
end
$$;
alter function inventory.confirm_issue(text, :ID_TYPE, date, numeric)
  owner to sodaily_definer;
comment on function inventory.confirm_issue(text, :ID_TYPE, date, numeric) is
  E'@resultFieldName issue\nConfirms a requested slip: lowers stock, raises the debt, numbers it. paidNow in đồng, issueDate today when null. Errors: INVALID_TOKEN, PERMISSION_DENIED, NOT_FOUND, VALIDATION_ERROR, DUPLICATE_REQUEST, INVALID_TRANSITION, FOUR_EYES, AGENCY_NOT_ACTIVE, DEBT_LIMIT, OVERDUE, OUT_OF_STOCK.';
revoke all on function inventory.confirm_issue(text, :ID_TYPE, date, numeric) from public;
grant execute on function inventory.confirm_issue(text, :ID_TYPE, date, numeric)
  to sodaily_user, sodaily_staff;
--! EndIncluded inventory/functions/confirm_issue.sql
--! Included inventory/rules/overdue_block.sql
-- Rule: who is too far behind gets no more goods on credit: a document of the agency is open more than
-- BLOCK_OVERDUE_DAYS past its due date, or MAX_OPEN_SLIPS slips of it have something open already (the
-- agency's own figures go first; empty is no rule). Judged when a slip becomes confirmed, under the
-- lock on the agency, after the debt limit; never at a request. A slip paid in full now is never refused.
-- Who may override: nobody; a manager gives the agency terms of its own.
-- Code when refused: OVERDUE.
create or replace function inventory.overdue_block() returns trigger
language plpgsql
set search_path to pg_catalog, pg_temp
as $$
declare
  asked record;
  block jsonb;
begin
  -- without such a rule this is the only statement
  for asked in
    select a as agency, s.slip_total, s.paid_now
    from (
      select n.agency_id, sum(n.total_amount) as slip_total, sum(n.paid_now) as paid_now
      from new_slip as n
      join old_slip as o on o.id = n.id
      where n.status = 'confirmed' and o.status <> 'confirmed'
      group by n.agency_id
      having sum(n.total_amount) > sum(n.paid_now)) as s
    join agency.agency as a on a.id = s.agency_id
    cross join lateral finance.overdue_limits(a, config.business_date()) as l
    where l.days is not null or l.slips is not null
  loop
    block := finance.overdue_block(asked.agency, config.business_date());
    if block is not null then
      raise exception 'agency % is too far behind', (asked.agency).code
        using errcode = 'SDOVD', detail = jsonb_build_object(
          'agency_id', (asked.agency).id::text, 'agency_code', (asked.agency).code,
          'agency_name', (asked.agency).name, 'slip_total', asked.slip_total::text,
          'paid_now', asked.paid_now::text, 'reason', block -> 'reason',
          'allowed', block -> 'allowed', 'count', block -> 'count', 'slips', block -> 'slips',
          'to_pay', block -> 'to_pay')::text,
        hint = 'Collect what is to be paid first, or have the slip paid in full now.';
    end if;
  end loop;
  return null;
end
$$;
comment on function inventory.overdue_block() is
  'Refuses goods on credit to an agency that is too far behind. Error: OVERDUE {agency_id, agency_code, agency_name, slip_total, paid_now, reason, allowed, count, slips: [{slip, kind, days, amount}], to_pay}, money in đồng as text.';
revoke all on function inventory.overdue_block() from public;

create or replace trigger confirm_2_overdue_block
after update on inventory.issue
referencing old table as old_slip new table as new_slip
for each statement execute function inventory.overdue_block();
comment on trigger confirm_2_overdue_block on inventory.issue is
  'Confirming, step 2: nobody who is too far behind gets goods on credit.';
--! EndIncluded inventory/rules/overdue_block.sql
