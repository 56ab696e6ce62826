--! Previous: sha1:0a771405d01e758199ff32f1813fe225cddb8370
--! Hash: sha1:7fe39fe927a8a368d643238244c8a960d7439bdb
--! Message: slips by number

--! split: 1-current.sql
-- The open migration: tables and data by hand, rules by `--! include <schema>/<folder>/<name>.sql`

--! Included inventory/functions/slips_by_number.sql
-- Slips whose number starts or ends with words, by indexes that a search under a row policy cannot use:
-- LIKE might leak what a policy hides, so PostgreSQL asks it of visible rows only, one by one. Security
-- definer for that reason; the agencies one sees are looked after here.
create or replace function inventory.slips_by_number(words text, most integer)
returns setof :ID_TYPE
language plpgsql stable security definer
set search_path to pg_catalog, pg_temp
as $$
declare
  mine constant :ID_TYPE[] := case when not auth.sees_all_agencies() then agency.my_ids() end;
  beginning constant text := regexp_replace(words, '([%_\\])', '\\\1', 'g') || '%';
  ending constant text := regexp_replace(reverse(words), '([%_\\])', '\\\1', 'g') || '%';
begin
  perform auth.require_scope('inventory:read');
  return query
  (select n.id from inventory.issue as n
    where n.code collate "C" like beginning and (mine is null or n.agency_id = any (mine))
    order by n.code collate "C" desc limit most)
  union
  (select n.id from inventory.issue as n
    where reverse(n.code) collate "C" like ending and (mine is null or n.agency_id = any (mine))
    order by reverse(n.code) collate "C" desc limit most);
end
$$;
alter function inventory.slips_by_number(text, integer) owner to sodaily_definer;
comment on function inventory.slips_by_number(text, integer) is
  E'@omit\nKeys of slips one may see whose number starts or ends with words, at most so many of each, the highest numbers first. Errors: INVALID_TOKEN, PERMISSION_DENIED.';
revoke all on function inventory.slips_by_number(text, integer) from public;
grant execute on function inventory.slips_by_number(text, integer)
  to sodaily_user, sodaily_staff, sodaily_auditor;
--! EndIncluded inventory/functions/slips_by_number.sql
--! Included inventory/functions/search_issues.sql
-- Slips are found by the start or the end of their number, or by their agency's name, each by an index of
-- its own, and of each at most a thousand, which is more than anybody reads. The row policies still filter
-- the result.
create or replace function inventory.search_issues(query text) returns setof inventory.issue
language plpgsql stable
set search_path to pg_catalog, pg_temp
as $$
declare
  words constant text := upper(btrim(query));
  most constant integer := 1000;
begin
  return query
  with found as materialized (
    select a.id, greatest(most / count(*) over (), 50) as share from agency.search_agencies(query) as a)
  select i.*
  from inventory.issue as i
  where i.id in (
    select n.id from inventory.slips_by_number(words, most) as n (id)
    union
    (select n.id from found as f
      cross join lateral (
        select g.id, g.created_at from inventory.issue as g
        where g.agency_id = f.id order by g.issue_date desc limit f.share) as n
      order by n.created_at desc limit most))
  order by i.created_at desc
  limit most;
end
$$;
comment on function inventory.search_issues(text) is
  'Slips whose number starts or ends with the words, or whose agency is found by them; at most a thousand, newest first.';
revoke all on function inventory.search_issues(text) from public;
grant execute on function inventory.search_issues(text)
  to sodaily_user, sodaily_staff, sodaily_auditor;
--! EndIncluded inventory/functions/search_issues.sql
