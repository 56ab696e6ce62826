--! Previous: sha1:166d004c5eca6f3dac79e76653d3314ddf584819
--! Hash: sha1:69acfc60943c7d9f864bdad28ae938ca0c5b46ac
--! Message: final slips

--! split: 1-current.sql
-- The open migration: tables and data by hand, rules by `--! include <schema>/<folder>/<name>.sql`
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
