// Who may what, as comparable entries: one for each object and role. An owner's own rights count
// too.
import { isBrought, ours, ownerOfSequence } from './objects.ts';

/** One entry a role from rows of (object, privileges, owner). */
const spread = (rows: string): string => `
  select 'grant on ' || a.object || ' to ' || coalesce(r.rolname, 'public') as name,
    string_agg(lower(g.privilege_type) || case when g.is_grantable then ' with grant option'
      else '' end,
      ', ' order by g.privilege_type) as definition,
    null as comment
  from (${rows}) as a (object, privileges)
  cross join aclexplode(a.privileges) as g
  left join pg_roles as r on r.oid = g.grantee
  group by a.object, r.rolname`;

/** The migration tool's table is granted to ourselves, so its grants count as ours. */
const named = `
  select o.oid, o.nspname from (${ours}) as o
  union all select n.oid, n.nspname from pg_namespace as n where n.nspname = 'graphile_migrate'`;

export const schemaGrants = spread(`
  select 'schema ' || n.nspname, coalesce(n.nspacl, acldefault('n', n.nspowner))
  from pg_namespace as n where n.oid in (select o.oid from (${named}) as o)`);

export const tableGrants = spread(`
  select case c.relkind when 'S' then 'sequence ' else 'table ' end || c.oid::regclass
      || case when c.relkind = 'S' then coalesce(' on ' || (${ownerOfSequence('c.oid')}), '')
        else '' end,
    coalesce(c.relacl, acldefault(
      case c.relkind when 'S' then 's'::"char" else 'r'::"char" end, c.relowner))
  from pg_class as c
  where c.relnamespace in (select o.oid from (${named}) as o)
    and c.relkind in ('r', 'p', 'v', 'm', 'S')
    and not ${isBrought('pg_class', 'c.oid')}`);

export const columnGrants = spread(`
  select 'column ' || c.oid::regclass || '.' || quote_ident(a.attname), a.attacl
  from pg_class as c
  join pg_attribute as a on a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped
  where c.relnamespace in (select o.oid from (${named}) as o) and a.attacl is not null`);

export const functionGrants = spread(`
  select 'function ' || p.oid::regprocedure, coalesce(p.proacl, acldefault('f', p.proowner))
  from pg_proc as p
  where p.pronamespace in (select o.oid from (${ours}) as o)
    and not ${isBrought('pg_proc', 'p.oid')}`);

export const typeGrants = spread(`
  select 'type ' || t.oid::regtype, coalesce(t.typacl, acldefault('T', t.typowner))
  from pg_type as t
  left join pg_class as c on c.oid = t.typrelid
  where t.typnamespace in (select o.oid from (${ours}) as o)
    and t.typtype in ('d', 'e', 'c', 'r') and (t.typtype <> 'c' or c.relkind = 'c')
    and not ${isBrought('pg_type', 't.oid')}`);

export const databaseGrants = spread(`
  select 'the database', coalesce(d.datacl, acldefault('d', d.datdba))
  from pg_database as d where d.datname = current_database()`);

export const defaultGrants = spread(`
  select format('new %s of %s%s', case d.defaclobjtype
      when 'r' then 'tables' when 'S' then 'sequences' when 'f' then 'functions'
      when 'T' then 'types' else 'schemas' end,
    d.defaclrole::regrole, ' in ' || nullif(d.defaclnamespace, 0)::regnamespace), d.defaclacl
  from pg_default_acl as d`);
