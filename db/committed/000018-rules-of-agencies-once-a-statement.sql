--! Previous: sha1:b74a3e576f3d6606ba74ab0b0297dc018742928c
--! Hash: sha1:30a6cb72cb74ff7de78eb894254d71d5fbab7c14
--! Message: rules of agencies once a statement

--! split: 1-current.sql
-- The open migration: tables and data by hand, rules by `--! include <schema>/<folder>/<name>.sql`
--! Included agency/rules/agency_status_is_recorded.sql
-- Rule: every change of an agency's state is kept with who made it and why. Nobody may override.
-- Once a statement, because a file approves a hundred thousand agencies in one.
create or replace function agency.agency_status_is_recorded() returns trigger
language plpgsql
set search_path to pg_catalog, pg_temp
as $$
begin
  insert into agency.agency_status_change (agency_id, from_status, to_status, reason, created_by)
  select n.id, o.status, n.status, n.status_reason, n.updated_by
  from new_agency as n
  join old_agency as o on o.id = n.id
  where n.status <> o.status
  order by n.id;
  return null;
end
$$;
comment on function agency.agency_status_is_recorded() is
  'Writes the changes of agencies'' states into their history.';
revoke all on function agency.agency_status_is_recorded() from public;

create or replace trigger agency_status_is_recorded
after update on agency.agency
referencing old table as old_agency new table as new_agency
for each statement
execute function agency.agency_status_is_recorded();
comment on trigger agency_status_is_recorded on agency.agency is 'A state has a history.';
--! EndIncluded agency/rules/agency_status_is_recorded.sql
--! Included agency/rules/district_cap.sql
-- Rule QĐ1: a territory holds at most MAX_AGENCIES_PER_DISTRICT active and blocked agencies, or the
-- territory's own cap. Counted under the lock on the territory, so two approvals at once cannot
-- pass it together; once a statement, because a file approves a hundred thousand agencies in one.
-- Who may override: an administrator raises the cap. Code when refused: DISTRICT_FULL.
create or replace function agency.district_cap() returns trigger
language plpgsql
set search_path to pg_catalog, pg_temp
as $$
declare
  joined record;
  territory agency.district;
  cap numeric;
  members bigint;
begin
  for joined in
    select n.district_id, count(*) as newcomers
    from new_agency as n
    join old_agency as o on o.id = n.id
    where n.status in ('active', 'blocked')
      and (o.status not in ('active', 'blocked') or o.district_id <> n.district_id)
    group by n.district_id order by n.district_id
  loop
    select d.* into strict territory from agency.district as d
    where d.id = joined.district_id
    for no key update;
    cap := agency.district_cap_in_force(territory);
    select count(*) into members from agency.agency as a
    where a.district_id = joined.district_id and a.status in ('active', 'blocked');
    if members > cap then
      members := members - joined.newcomers;
      raise exception 'territory % is full', territory.name
        using errcode = 'SDDIS', detail = jsonb_build_object(
          'district_id', territory.id::text, 'district_name', territory.name,
          'members', members::text, 'cap', trim_scale(cap)::text,
          'cap_source', case when territory.max_agencies is null then 'regulation' else 'district' end)::text,
        hint = 'Choose another territory or raise its cap.';
    end if;
  end loop;
  return null;
end
$$;
comment on function agency.district_cap() is
  'Refuses one agency too many in a territory. Error: DISTRICT_FULL {district_id, district_name, members, cap, cap_source}.';
revoke all on function agency.district_cap() from public;

create or replace trigger district_cap
after update on agency.agency
referencing old table as old_agency new table as new_agency
for each statement
execute function agency.district_cap();
comment on trigger district_cap on agency.agency is 'At most so many agencies a territory.';
--! EndIncluded agency/rules/district_cap.sql
