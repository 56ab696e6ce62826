// What decides: functions, triggers, event triggers and row policies, as comparable entries.
import { isBrought, ours } from './objects.ts';

/** The words of a function as they are found everywhere: `schema.name(types of its arguments)`. */
export const functions = `
  select 'function ' || p.oid::regprocedure as name,
    concat_ws('; ', 'owner ' || p.proowner::regrole, case p.prokind
      when 'a' then format('aggregate of %s and %s', g.aggtransfn, g.aggfinalfn)
      else pg_get_functiondef(p.oid) end) as definition,
    obj_description(p.oid, 'pg_proc') as comment
  from pg_proc as p
  left join pg_aggregate as g on g.aggfnoid = p.oid
  where p.pronamespace in (select o.oid from (${ours}) as o)
    and not ${isBrought('pg_proc', 'p.oid')}`;

export const triggers = `
  select 'trigger ' || quote_ident(t.tgname) || ' on ' || t.tgrelid::regclass as name,
    concat_ws('; ', pg_get_triggerdef(t.oid), case t.tgenabled
      when 'D' then 'switched off' when 'R' then 'on replicas'
        when 'A' then 'always' end) as definition,
    obj_description(t.oid, 'pg_trigger') as comment
  from pg_trigger as t
  join pg_class as c on c.oid = t.tgrelid
  where c.relnamespace in (select o.oid from (${ours}) as o) and not t.tgisinternal`;

export const eventTriggers = `
  select 'event trigger ' || quote_ident(e.evtname) as name,
    format('on %s execute %s%s%s', e.evtevent, e.evtfoid::regprocedure,
      ' for ' || e.evttags::text, case when e.evtenabled <> 'O' then ' switched off' else '' end)
      as definition,
    obj_description(e.oid, 'pg_event_trigger') as comment
  from pg_event_trigger as e
  join pg_proc as p on p.oid = e.evtfoid
  where p.pronamespace in (select o.oid from (${ours}) as o)`;

export const policies = `
  select 'policy ' || quote_ident(p.polname) || ' on ' || p.polrelid::regclass as name,
    concat_ws(' ', 'as', case when p.polpermissive then 'permissive' else 'restrictive' end,
      'for', case p.polcmd when 'r' then 'select' when 'a' then 'insert' when 'w' then 'update'
        when 'd' then 'delete' else 'all' end,
      'to ' || (select string_agg(coalesce(r.rolname, 'public'), ', ' order by r.rolname)
        from unnest(p.polroles) as m (oid) left join pg_roles as r on r.oid = m.oid),
      'using (' || pg_get_expr(p.polqual, p.polrelid) || ')',
      'with check (' || pg_get_expr(p.polwithcheck, p.polrelid) || ')') as definition,
    obj_description(p.oid, 'pg_policy') as comment
  from pg_policy as p
  join pg_class as c on c.oid = p.polrelid
  where c.relnamespace in (select o.oid from (${ours}) as o)`;
