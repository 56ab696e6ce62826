--! Previous: sha1:3fc59fc6c489008a681afbb475d799ab381cc9ef
--! Hash: sha1:699d84349ba32c76cb91b5aa317c3342c87e28c3
--! Message: files of agencies looked up once a name

--! split: 1-current.sql
-- The open migration: tables and data by hand, rules by `--! include <schema>/<folder>/<name>.sql`
--! Included agency/functions/imported_agencies.sql
-- Names of types and territories are found as search compares them; two territories of one name need their city. A file
-- says few of them many times, so each different text is folded and looked up once. The planner knows nothing yet of a
-- file that just came in and would go through all territories for each row, so it is told to hash.
create or replace function agency.imported_agencies(import_id :ID_TYPE) returns table (row_no bigint, code text, name text, agency_type_ids :ID_TYPE[], district_ids :ID_TYPE[], phone text, email text, ward text, address text, tax_code text, representative text, reception_date date, is_active boolean, cells jsonb)
language sql stable
set search_path to pg_catalog, pg_temp
set enable_nestloop to 'off'
as $$
  with row as materialized (
    select r.row_no, r.cells, r.cells ->> 'agency_type' as kind, r.cells ->> 'district' as district,
      coalesce(r.cells ->> 'city', '') as city, r.cells ->> 'status' as state
    from config.import_row as r where r.import_id = imported_agencies.import_id),
  kind as materialized (
    select w.kind, array_agg(t.id) as ids
    from (select distinct r.kind from row as r) as w
    join agency.agency_type as t on public.fold_text(t.name) = public.fold_text(w.kind)
    group by w.kind),
  territory as materialized (
    select w.district, w.city, array_agg(d.id) as ids
    from (
      select f.district, f.city, public.fold_text(f.district) as its_name, public.fold_text(f.city) as its_city
      from (select distinct r.district, r.city from row as r) as f) as w
    join (
      select f.id, public.fold_text(f.name) as its_name, public.fold_text(f.city) as its_city
      from agency.district as f) as d on d.its_name = w.its_name and w.its_city in ('', d.its_city)
    group by w.district, w.city),
  state as materialized (
    select w.state, config.head_text(w.state) as its_text
    from (select distinct r.state from row as r) as w)
  select r.row_no, upper(r.cells ->> 'code'), r.cells ->> 'name', kind.ids, territory.ids,
    r.cells ->> 'phone', r.cells ->> 'email', r.cells ->> 'ward', r.cells ->> 'address',
    r.cells ->> 'tax_code', r.cells ->> 'representative',
    coalesce((r.cells ->> 'reception_date')::date, config.business_date()),
    case
      when r.state is null then false
      when state.its_text in ('dang hoat dong', 'hoat dong', 'active') then true
      when state.its_text in ('cho duyet', 'pending') then false
    end, r.cells
  from row as r
  left join kind on kind.kind = r.kind
  left join territory on territory.district = r.district and territory.city = r.city
  left join state on state.state = r.state
$$;
comment on function agency.imported_agencies(:ID_TYPE) is
  E'@omit\nRows of a file of agencies, with the types and territories that their names may mean; is_active is null for a state that is none.';
revoke all on function agency.imported_agencies(:ID_TYPE) from public;
grant execute on function agency.imported_agencies(:ID_TYPE)
  to sodaily_definer;
--! EndIncluded agency/functions/imported_agencies.sql
--! Included agency/functions/imported_agency_problems.sql
-- What a form of one agency would refuse (agency.agency_problems), and what only a list can be wrong in. The room of
-- territories is counted as approving one row after the other would.
create or replace function agency.imported_agency_problems(import_id :ID_TYPE) returns setof config.import_problem
language sql stable
set search_path to pg_catalog, pg_temp
as $$
  with row as materialized (select r.* from agency.imported_agencies(import_id) as r),
  repeated as (
    select r.row_no, r.code, min(r.row_no) over (partition by r.code) as first_row
    from row as r where r.code is not null),
  newcomer as (
    select r.row_no, r.district_ids[1] as district_id,
      row_number() over (partition by r.district_ids[1] order by r.row_no) as nth
    from row as r where r.is_active and cardinality(r.district_ids) = 1),
  room as materialized (
    select d.id, d.name, agency.district_cap_in_force(d) as cap, (
      select count(*) from agency.agency as a
      where a.district_id = d.id and a.status in ('active', 'blocked')) as members
    from agency.district as d where d.id in (select n.district_id from newcomer as n))
  select r.row_no, p.path, p.reason, coalesce(r.cells ->> p.path, p.value)
  from row as r
  cross join lateral jsonb_to_recordset(agency.agency_problems(r.name, r.agency_type_ids[1],
    r.district_ids[1], r.phone, r.email, r.ward, r.address, r.tax_code, r.representative))
    as p (path text, reason text, value text)
  where p.path not in ('agency_type_id', 'district_id')
  union all
  select r.row_no, w.code, case when w.ids is null then 'unknown' else 'ambiguous' end, r.cells ->> w.code
  from row as r
  cross join lateral (values ('agency_type', r.agency_type_ids), ('district', r.district_ids)) as w (code, ids)
  where cardinality(coalesce(w.ids, '{}')) <> 1 and r.cells ->> w.code is not null
  union all
  select r.row_no, 'code', 'malformed', r.code from row as r where r.code !~ '^DL[0-9]{4,9}$'
  union all
  select r.row_no, 'code', 'taken', a.name from row as r join agency.agency as a on a.code = r.code
  union all
  select r.row_no, 'code', 'twice_in_file', r.first_row::text from repeated as r where r.row_no > r.first_row
  union all
  select r.row_no, 'reception_date',
    case when r.reception_date > config.business_date() then 'in_future' else 'too_early' end,
    r.reception_date::text
  from row as r where r.reception_date not between date '2000-01-01' and config.business_date()
  union all
  select r.row_no, 'status', 'unknown', r.cells ->> 'status' from row as r where r.is_active is null
  union all
  select r.row_no, 'status', 'not_yours_to_approve', null
  from row as r where r.is_active and not (select auth.has_scope('agency:approve'))
  union all
  select r.row_no, 'status', 'four_eyes', null
  from row as r
  where r.is_active and (select config.regulation_is_on('FOUR_EYES', config.business_date()))
  union all
  select n.row_no, 'district', 'district_full', m.name || ' ' || (m.members + n.nth - 1) || '/' || trim_scale(m.cap)
  from newcomer as n
  join room as m on m.id = n.district_id
  where m.members + n.nth > m.cap
$$;
comment on function agency.imported_agency_problems(:ID_TYPE) is
  E'@omit\nWhat is wrong with the rows of a file of agencies.';
revoke all on function agency.imported_agency_problems(:ID_TYPE) from public;
grant execute on function agency.imported_agency_problems(:ID_TYPE)
  to sodaily_definer;
--! EndIncluded agency/functions/imported_agency_problems.sql
