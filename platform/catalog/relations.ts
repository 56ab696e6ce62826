// Tables, columns, constraints, indexes, views and sequences, as comparable entries.
import { isBrought, ours, ownerOfSequence } from './objects.ts';

const kinds = `case c.relkind when 'v' then 'view ' when 'm' then 'materialized view '
  when 'S' then 'sequence ' else 'table ' end`;

const options = (inner: string): string =>
  `(select string_agg(o.setting, ', ' order by o.setting) from unnest(${inner}) as o (setting))`;

export const relations = `
  select ${kinds} || c.oid::regclass as name,
    concat_ws('; ', 'owner ' || c.relowner::regrole,
      case c.relpersistence when 'u' then 'unlogged' end,
      case when c.relrowsecurity then 'row security' end,
      case when c.relforcerowsecurity then 'row security forced' end,
      case when c.relkind <> 'v' then 'with ' || ${options('c.reloptions')} end,
      case c.relkind
        when 'v' then 'create or replace view ' || c.oid::regclass
          || coalesce(' with (' || ${options('c.reloptions')} || ')', '') || ' as '
            || pg_get_viewdef(c.oid)
        when 'm' then 'as ' || pg_get_viewdef(c.oid) end) as definition,
    obj_description(c.oid, 'pg_class') as comment
  from pg_class as c
  where c.relnamespace in (select o.oid from (${ours}) as o) and c.relkind in ('r', 'p', 'v', 'm')
    and not ${isBrought('pg_class', 'c.oid')}`;

/** Columns of tables with all that makes them; of views and composite types their comments only. */
export const columns = `
  select 'column ' || c.oid::regclass || '.' || quote_ident(a.attname) as name,
    case when c.relkind in ('r', 'p') then concat_ws(' ',
      format_type(a.atttypid, a.atttypmod),
      case when a.attcollation <> t.typcollation
        then 'collate ' || a.attcollation::regcollation end,
      case when a.attnotnull then 'not null' end,
      case a.attidentity when 'a' then 'identity always' when 'd' then 'identity by default' end,
      case when a.attgenerated <> '' then 'generated' end,
      'default ' || pg_get_expr(d.adbin, d.adrelid),
      'statistics ' || nullif(a.attstattarget, -1),
      'with ' || a.attoptions::text,
      case when a.attstorage <> t.typstorage then 'storage ' || a.attstorage::text end)
    else format_type(a.atttypid, a.atttypmod) end as definition,
    col_description(c.oid, a.attnum) as comment
  from pg_class as c
  join pg_attribute as a on a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped
  join pg_type as t on t.oid = a.atttypid
  left join pg_attrdef as d on d.adrelid = a.attrelid and d.adnum = a.attnum
  where c.relnamespace in (select o.oid from (${ours}) as o)
    and c.relkind in ('r', 'p', 'v', 'm', 'c')
    and not ${isBrought('pg_class', 'c.oid')}`;

/** Rows are read and written by the order of their columns too, as in `select t.*`. */
export const orders = `
  select 'order of columns in ' || c.oid::regclass as name,
    string_agg(quote_ident(a.attname), ', ' order by a.attnum) as definition, null as comment
  from pg_class as c
  join pg_attribute as a on a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped
  where c.relnamespace in (select o.oid from (${ours}) as o) and c.relkind in ('r', 'p')
  group by c.oid`;

export const constraints = `
  select 'constraint ' || quote_ident(k.conname) || ' on ' || k.conrelid::regclass as name,
    pg_get_constraintdef(k.oid) as definition, obj_description(k.oid, 'pg_constraint') as comment
  from pg_constraint as k
  where k.connamespace in (select o.oid from (${ours}) as o) and k.conrelid <> 0
    -- newer servers keep NOT NULL here as well; the column tells it
    and k.contype in ('c', 'f', 'p', 'u', 'x')`;

export const indexes = `
  select 'index ' || i.indexrelid::regclass || ' on ' || i.indrelid::regclass as name,
    concat_ws('; ', pg_get_indexdef(i.indexrelid), case when not i.indisvalid then 'invalid' end)
      as definition,
    obj_description(i.indexrelid, 'pg_class') as comment
  from pg_index as i
  join pg_class as c on c.oid = i.indexrelid
  where c.relnamespace in (select o.oid from (${ours}) as o)
    and not exists (
      select from pg_constraint as k
      where k.conindid = i.indexrelid and k.contype in ('p', 'u', 'x'))`;

/** Sequences of identity columns too: a changed step or cache is a change. */
export const sequences = `
  select 'sequence ' || s.seqrelid::regclass
    || coalesce(' on ' || (${ownerOfSequence('s.seqrelid')}), '') as name,
    format('%s from %s by %s, %s to %s, cache %s%s; owner %s', s.seqtypid::regtype, s.seqstart,
      s.seqincrement, s.seqmin, s.seqmax, s.seqcache,
      case when s.seqcycle then ', cycle' else '' end,
      c.relowner::regrole) as definition,
    obj_description(c.oid, 'pg_class') as comment
  from pg_sequence as s
  join pg_class as c on c.oid = s.seqrelid
  where c.relnamespace in (select o.oid from (${ours}) as o)`;

export const rewrites = `
  select 'rewrite rule ' || quote_ident(r.rulename) || ' on ' || r.ev_class::regclass as name,
    pg_get_ruledef(r.oid) as definition, obj_description(r.oid, 'pg_rewrite') as comment
  from pg_rewrite as r
  join pg_class as c on c.oid = r.ev_class
  where c.relnamespace in (select o.oid from (${ours}) as o) and r.rulename <> '_RETURN'`;
