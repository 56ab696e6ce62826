// Who may do what, read from pg_catalog and written as text that people can review.
import type { Reader } from './reference/catalog.ts';

/** The bounded contexts: one schema each. */
export const contexts = [
  'agency',
  'audit',
  'auth',
  'config',
  'file',
  'finance',
  'inventory',
  'notification',
  'report',
] as const;

interface TableRight {
  table: string;
  role: string;
  /** null in the one row of a table that nobody has a right on. */
  verb: string | null;
  /** null when the right is on the whole table. */
  columns: string[] | null;
  policies: string[];
}

const tableRights = `
  with relation as (
    select c.* from pg_class as c
    where c.relkind in ('r', 'p', 'v', 'm', 'f', 'S') and c.relnamespace = any ($1::regnamespace[])
      and (c.relkind <> 'S' or c.relacl is not null)),
  granted as (
    select r.oid, g.grantee, g.privilege_type, null::text[] as columns
    from relation as r cross join lateral aclexplode(r.relacl) as g
    where g.grantee <> r.relowner
    union all
    select r.oid, g.grantee, g.privilege_type, array_agg(a.attname::text order by a.attnum)
    from relation as r
    join pg_attribute as a on a.attrelid = r.oid
    cross join lateral aclexplode(a.attacl) as g
    where g.grantee <> r.relowner
    group by 1, 2, 3)
  select r.relnamespace::regnamespace || '.' || r.relname as table,
    coalesce(role.rolname::text, 'public') as role, lower(g.privilege_type) as verb, g.columns,
    array(
      select p.polname::text || case when p.polpermissive then '' else ' (restrictive)' end
      from pg_policy as p
      where p.polrelid = r.oid and p.polroles && array[g.grantee, 0]
        and p.polcmd in ('*', case g.privilege_type
          when 'SELECT' then 'r' when 'INSERT' then 'a' when 'UPDATE' then 'w' when 'DELETE'
            then 'd' end)
      order by not p.polpermissive, p.polname) as policies
  from relation as r
  left join granted as g on g.oid = r.oid
  left join pg_roles as role on role.oid = g.grantee
  order by 1, 2,
    array_position(array['select', 'insert', 'update', 'delete'], lower(g.privilege_type)), 3`;

/** One block per table: role, verbs (columns), and the policies that choose the rows. */
export async function tableMatrix(reader: Reader): Promise<string> {
  const rights = await reader.query<TableRight>(tableRights, [contexts]);
  const tables = Map.groupBy(rights, (right) => right.table);
  return [...tables].map(([table, rows]) => `${table}\n${matrixLines(rows).join('')}`).join('\n');
}

/** Verbs that reach the same columns and rows share a line. */
function matrixLines(rights: TableRight[]): string[] {
  if (rights.every((right) => right.verb === null)) return ['  nobody\n'];
  const alike = Map.groupBy(rights, (right) =>
    [
      right.role.replace('sodaily_', ''),
      right.columns === null ? '' : ` (${right.columns.join(', ')})`,
      right.policies.join(' and ') || 'NO POLICY',
    ].join('\t'),
  );
  return [...alike].map(([key, group]) => {
    const [role, columns, policies] = key.split('\t');
    const verbs = group.map((right) => right.verb).join(' ');
    return `  ${role?.padEnd(10)} ${verbs}${columns}\n${' '.repeat(13)}by ${policies}\n`;
  });
}

const functionRights = `
  select n.nspname || '.' || p.proname || '(' ||
      coalesce(array_to_string(p.proargnames[1:p.pronargs], ', '), '') || ')' as function,
    p.prosecdef as is_definer,
    array(
      select coalesce(r.rolname::text, 'public')
      from aclexplode(coalesce(p.proacl, acldefault('f', p.proowner))) as g
      left join pg_roles as r on r.oid = g.grantee
      where g.grantee <> p.proowner and g.privilege_type = 'EXECUTE'
      order by 1) as roles
  from pg_proc as p
  join pg_namespace as n on n.oid = p.pronamespace
  where n.nspname = any ($1) and not exists (
    select from pg_depend as d
    where d.classid = 'pg_proc'::regclass and d.objid = p.oid and d.deptype = 'e')
  order by 1`;

/** One line per function: who may call it, besides its owner; * when it runs as the definer. */
export async function functionMatrix(reader: Reader): Promise<string> {
  const rights = await reader.query<{ function: string; is_definer: boolean; roles: string[] }>(
    functionRights,
    [[...contexts, 'public']],
  );
  return rights
    .map((right) => {
      const roles = right.roles.map((role) => role.replace('sodaily_', '')).join(' ');
      return (
        `${right.is_definer ? '*' : ' '} ${right.function}: `
        + `${roles === '' ? 'nobody' : roles}\n`
      );
    })
    .join('');
}
