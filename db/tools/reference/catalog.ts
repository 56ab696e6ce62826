// What pg_catalog says of one context: its tables, their rules and rights, its functions.

export interface Reader {
  query: <Row extends object>(text: string, values?: unknown[]) => Promise<Row[]>;
}

export interface Column {
  name: string;
  type: string;
  isNullable: boolean;
  defaults: string | null;
  comment: string | null;
}
export interface Constraint {
  name: string;
  definition: string;
}
export interface Link {
  column: string;
  target: string;
  targetSchema: string;
  isOptional: boolean;
}
export interface Trigger {
  name: string;
  rule: string;
  when: string;
  comment: string | null;
}
export interface Policy {
  name: string;
  verb: string;
  roles: string[];
  isRestrictive: boolean;
  using: string | null;
  check: string | null;
}

export interface Relation {
  name: string;
  kind: 'table' | 'view' | 'materialized view';
  comment: string | null;
  columns: Column[];
  constraints: Constraint[];
  links: Link[];
  triggers: Trigger[];
  policies: Policy[];
}

export interface Routine {
  name: string;
  arguments: string;
  result: string;
  isDefiner: boolean;
  volatility: 'immutable' | 'stable' | 'volatile';
  isTrigger: boolean;
  comment: string | null;
  callers: string[];
}

const relations = `
  select c.relname as name, c.oid::text as oid, obj_description(c.oid, 'pg_class') as comment,
    case c.relkind when 'v' then 'view' when 'm' then 'materialized view' else 'table' end as kind,
    coalesce((
      select json_agg(json_build_object(
          'name', a.attname, 'type', format_type(a.atttypid, a.atttypmod),
          'isNullable', not a.attnotnull, 'defaults', case
            when a.attidentity <> '' then 'identity'
            when a.attgenerated <> '' then 'generated' else pg_get_expr(d.adbin, d.adrelid) end,
          'comment', col_description(c.oid, a.attnum)) order by a.attnum)
      from pg_attribute as a
      left join pg_attrdef as d on d.adrelid = a.attrelid and d.adnum = a.attnum
      where a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped), '[]') as columns,
    coalesce((
      select json_agg(json_build_object('name', k.conname, 'definition',
        pg_get_constraintdef(k.oid))
        order by k.conname)
      from pg_constraint as k where k.conrelid = c.oid
        and k.contype in ('c', 'u')), '[]') as constraints,
    coalesce((
      select json_agg(json_build_object(
          'column', (
            select string_agg(a.attname, ', ' order by key.place)
            from unnest(k.conkey) with ordinality as key (attnum, place)
            join pg_attribute as a on a.attrelid = c.oid and a.attnum = key.attnum),
          'target', f.relname, 'targetSchema', f.relnamespace::regnamespace::text,
          'isOptional', exists (
            select from pg_attribute as a
            where a.attrelid = c.oid and a.attnum = any (k.conkey) and not a.attnotnull))
        order by f.relname, k.conname)
      from pg_constraint as k join pg_class as f on f.oid = k.confrelid
      where k.conrelid = c.oid and k.contype = 'f'), '[]') as links,
    coalesce((
      select json_agg(json_build_object('name', t.tgname,
          'rule', p.pronamespace::regnamespace || '.' || p.proname,
          'when', regexp_replace(pg_get_triggerdef(t.oid),
            '^CREATE (CONSTRAINT )?TRIGGER \\S+ (.*) ON \\S+ .*$', '\\2'),
          'comment', obj_description(t.oid, 'pg_trigger')) order by t.tgname)
      from pg_trigger as t join pg_proc as p on p.oid = t.tgfoid
      where t.tgrelid = c.oid and not t.tgisinternal), '[]') as triggers,
    coalesce((
      select json_agg(json_build_object('name', p.polname, 'isRestrictive', not p.polpermissive,
          'verb', case p.polcmd when 'r' then 'select' when 'a' then 'insert' when 'w' then 'update'
            when 'd' then 'delete' else 'all' end,
          'roles', (select json_agg(r.rolname order by r.rolname) from pg_roles as r
            where r.oid = any (p.polroles)),
          'using', pg_get_expr(p.polqual, p.polrelid),
          'check', pg_get_expr(p.polwithcheck, p.polrelid))
          order by p.polpermissive desc, p.polname)
      from pg_policy as p where p.polrelid = c.oid), '[]') as policies
  from pg_class as c
  where c.relnamespace = $1::regnamespace and c.relkind in ('r', 'p', 'v', 'm')
  order by c.relname`;

const routines = `
  select p.proname as name, pg_get_function_arguments(p.oid) as arguments,
    pg_get_function_result(p.oid) as result, p.prosecdef as "isDefiner",
    case p.provolatile when 'i' then 'immutable'
      when 's' then 'stable' else 'volatile' end as volatility,
    p.prorettype = 'trigger'::regtype as "isTrigger",
    obj_description(p.oid, 'pg_proc') as comment,
    array(
      select coalesce(r.rolname::text, 'public')
      from aclexplode(coalesce(p.proacl, acldefault('f', p.proowner))) as g
      left join pg_roles as r on r.oid = g.grantee
      where g.grantee <> p.proowner and g.privilege_type = 'EXECUTE' order by 1) as callers
  from pg_proc as p
  where p.pronamespace = $1::regnamespace and not exists (
    select from pg_depend as d
    where d.classid = 'pg_proc'::regclass and d.objid = p.oid and d.deptype = 'e')
  order by p.proname, arguments`;

export function relationsOf(reader: Reader, schema: string): Promise<Relation[]> {
  return reader.query<Relation>(relations, [schema]);
}

export function routinesOf(reader: Reader, schema: string): Promise<Routine[]> {
  return reader.query<Routine>(routines, [schema]);
}
