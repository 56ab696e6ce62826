--! Previous: sha1:3c457ace4fbd6846625c55a7be2f08e2e45503cf
--! Hash: sha1:d5485218f018ec9a6bf1e55b64999fbcd9a65885
--! Message: lines of a slip

--! split: 1-current.sql
-- A slip fits into one page of the API: at most 100 lines.
--! Included inventory/functions/issue_line_problems.sql
-- Everything that is wrong with the lines of a request, all at once, each with its place.
create or replace function inventory.issue_line_problems(items inventory.issue_line[])
returns jsonb
language plpgsql stable
set search_path to pg_catalog, pg_temp
as $$
begin
  return (
    with line as (
      select l.item_id, l.quantity, l.place - 1 as place, i.id as known_id, u.is_decimal
      from unnest(items) with ordinality as l (item_id, quantity, place)
      left join inventory.item as i on i.id = l.item_id
      left join inventory.unit as u on u.id = i.unit_id),
    problem as (
      select 'items' as path, 'required' as reason, null as value
      where coalesce(cardinality(items), 0) = 0
      union all
      select 'items', 'too_many_lines', cardinality(items)::text where cardinality(items) > 100
      union all
      select 'items.' || l.place || '.item_id',
        case when l.item_id is null then 'required' else 'unknown' end, l.item_id::text
      from line as l where l.known_id is null
      union all
      select 'items.' || l.place || '.quantity', q.reason, l.quantity::text
      from line as l
      cross join lateral (select case
        when l.quantity is null then 'required'
        when l.quantity = 'NaN' then 'not_a_number'
        when l.quantity <= 0 then 'not_positive'
        when l.quantity > 1000000 then 'too_large'
        when scale(trim_scale(l.quantity)) > 3 then 'too_many_decimals'
        when not l.is_decimal and l.quantity <> trunc(l.quantity) then 'whole_number_only'
      end as reason) as q
      where q.reason is not null)
    select coalesce(jsonb_agg(jsonb_strip_nulls(to_jsonb(p))), '[]') from problem as p);
end
$$;
comment on function inventory.issue_line_problems(inventory.issue_line[]) is
  'Problems of the lines asked for, as JSON [{path, reason, value}], empty when there are none.';
revoke all on function inventory.issue_line_problems(inventory.issue_line[]) from public;
grant execute on function inventory.issue_line_problems(inventory.issue_line[]) to sodaily_definer;
--! EndIncluded inventory/functions/issue_line_problems.sql
