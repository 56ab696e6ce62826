import pg from 'pg';
import { fingerprint } from '../commands.ts';
import type { Attack, Scan } from '../scan.ts';

/** Roles that the login of the server may become; without a session they are nobody. */
const BECOMES = [
  'none',
  'sodaily_signin',
  'sodaily_anonymous',
  'sodaily_user',
  'sodaily_staff',
  'sodaily_warehouse',
  'sodaily_auditor',
] as const;
const ORDERS = ['select', 'insert', 'update', 'delete', 'truncate', 'copy'] as const;
const CLUSTER = [
  'create role evil superuser',
  'alter role sodaily_authenticator superuser',
  'set session authorization postgres',
  'set role sodaily_owner',
  'set role sodaily_definer',
  'set role sodaily_migrator',
  'set role pg_read_all_data',
  'set session_replication_role = replica',
  'create extension dblink',
  'create table public.evil (a int)',
  'create function public.evil() returns int language sql as $$ select 1 $$',
  'create schema evil',
  'drop schema audit cascade',
  'alter database scan owner to sodaily_authenticator',
  "copy (select 1) to program 'id'",
  "copy (select 1) to '/tmp/evil'",
  "select pg_read_file('/etc/passwd')",
  "select pg_ls_dir('/')",
  'select pg_reload_conf()',
  'select rolpassword from pg_authid',
  'create publication evil for all tables',
  'create subscription evil connection $$host=localhost$$ publication evil',
];

/** The password of the server's own login is stolen: every table in every way as every role. */
export const stolenPasswordsAttack: Attack = {
  name: '9 The server’s own login, stolen',
  async run(scan) {
    const before = await fingerprint(scan);
    const tables = await tablesOf(scan);
    const client = new pg.Client(scan.target.logins.authenticator);
    await client.connect();
    try {
      for (const role of BECOMES) {
        for (const table of tables)
          for (const order of ORDERS) await tryOrder(scan, client, role, order, table);
        for (const statement of CLUSTER) await refuse(scan, client, role, statement);
      }
    } finally {
      await client.end();
    }
    scan.report.expect('the books are as before', before === (await fingerprint(scan)));
  },
};

const tablesOf = async ({ target }: Scan): Promise<string[]> =>
  (
    await target.query<{ name: string }>(
      `select format('%I.%I', n.nspname, c.relname) as name from pg_class as c
       join pg_namespace as n on n.oid = c.relnamespace
       where c.relkind in ('r', 'v', 'm') and n.nspname = any(
         '{agency,auth,inventory,finance,config,file,notification,audit,report}')
       order by 1`,
    )
  ).map(({ name }) => name);

const statementOf = (order: (typeof ORDERS)[number], table: string): string =>
  ({
    select: `select * from ${table} limit 1`,
    insert: `insert into ${table} default values`,
    update: `update ${table} set created_at = created_at`,
    delete: `delete from ${table}`,
    truncate: `truncate ${table} cascade`,
    copy: `copy ${table} to stdout`,
  })[order];

/** Goods and what forms offer: no row of these is a secret (docs/security.md). */
const OPEN = new Set([
  'agency.agency_type',
  'agency.district',
  'config.feature_flag',
  'file.import_column',
  'file.import_kind',
  'finance.period',
  'inventory.item',
  'inventory.unit',
]);

async function tryOrder(
  { report }: Scan,
  client: pg.Client,
  role: string,
  order: (typeof ORDERS)[number],
  table: string,
): Promise<void> {
  const rows = await run(client, role, statementOf(order, table));
  const isRead = order === 'select' || order === 'copy';
  const isHarmless = rows === 'refused' || rows === 0 || (isRead && OPEN.has(table));
  report.expect(`${role} ${order} ${table}`, isHarmless, `${rows} rows`);
}

async function refuse(
  { report }: Scan,
  client: pg.Client,
  role: string,
  statement: string,
): Promise<void> {
  const rows = await run(client, role, statement);
  report.expect(`${role}: ${statement}`, rows === 'refused', 'it was carried out');
}

/** Rows that were seen or changed, in a transaction that is rolled back. */
async function run(
  client: pg.Client,
  role: string,
  statement: string,
): Promise<number | 'refused'> {
  await client.query('begin');
  try {
    await client.query(`set local role ${role}`);
    const { rowCount } = await client.query(statement);
    return rowCount ?? 0;
  } catch {
    return 'refused';
  } finally {
    await client.query('rollback');
  }
}
