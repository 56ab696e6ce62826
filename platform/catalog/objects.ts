// Schemas, types, domains, extensions and settings of a database, as comparable entries.

/**
 * Schemas that are ours: PostgreSQL's, the queue's, the migration tool's and that by which
 * PostGraphile watches (`npm run dev`) look after themselves.
 */
export const ours = `
  select n.oid, n.nspname from pg_namespace as n
  where n.nspname !~ '^pg_'
    and n.nspname not in (
      'information_schema', 'graphile_worker', 'graphile_migrate', 'postgraphile_watch')`;

/** Whether an extension brought the object along. */
export const isBrought = (catalog: string, oid: string): string =>
  `exists (select from pg_depend as e
    where e.classid = '${catalog}'::regclass and e.objid = ${oid} and e.deptype = 'e')`;

/** The table whose column a sequence feeds. */
export const ownerOfSequence = (oid: string): string =>
  `select o.refobjid::regclass from pg_depend as o
    where o.classid = 'pg_class'::regclass and o.objid = ${oid}
      and o.refclassid = 'pg_class'::regclass and o.deptype in ('a', 'i')`;

export const schemas = `
  select 'schema ' || n.nspname as name, 'owner ' || n.nspowner::regrole as definition,
    obj_description(n.oid, 'pg_namespace') as comment
  from pg_namespace as n where n.oid in (select o.oid from (${ours}) as o)`;

const attributes = `
  select string_agg(
      format('%I %s', a.attname, format_type(a.atttypid, a.atttypmod)), ', ' order by a.attnum)
  from pg_attribute as a where a.attrelid = t.typrelid and a.attnum > 0 and not a.attisdropped`;

const labels = `
  select string_agg(quote_literal(e.enumlabel), ', ' order by e.enumsortorder)
  from pg_enum as e where e.enumtypid = t.oid`;

export const types = `
  select case t.typtype when 'd' then 'domain ' else 'type ' end || t.oid::regtype as name,
    concat_ws('; ', case t.typtype
        when 'd' then format_type(t.typbasetype, t.typtypmod)
          || case when t.typnotnull then ' not null'
            else '' end || coalesce(' default ' || t.typdefault, '')
        when 'e' then 'enum (' || (${labels}) || ')'
        when 'c' then '(' || (${attributes}) || ')'
        else 'range' end,
      (select string_agg(k.conname || ' ' || pg_get_constraintdef(k.oid), ', ' order by k.conname)
        from pg_constraint as k where k.contypid = t.oid),
      'owner ' || t.typowner::regrole) as definition,
    obj_description(t.oid, 'pg_type') as comment
  from pg_type as t
  left join pg_class as c on c.oid = t.typrelid
  where t.typnamespace in (select o.oid from (${ours}) as o)
    and t.typtype in ('d', 'e', 'c', 'r') and (t.typtype <> 'c' or c.relkind = 'c')
    and not ${isBrought('pg_type', 't.oid')}`;

export const extensions = `
  select 'extension ' || e.extname as name, 'in ' || e.extnamespace::regnamespace as definition,
    null as comment
  from pg_extension as e where e.extname <> 'plpgsql'`;

export const settings = `
  select 'setting ' || split_part(s.setting, '=', 1) || ' of the database' as name,
    s.setting as definition, null as comment
  from pg_db_role_setting as d
  join pg_database as b on b.oid = d.setdatabase and b.datname = current_database()
  cross join unnest(d.setconfig) as s (setting)
  where d.setrole = 0`;
