// npm run db:check-functions: builds the schema from all migrations, the open one too, on a
// throw-away cluster of Debian's PostgreSQL, and lets plpgsql_check read every function: unknown
// columns, wrong types, dead code, unused variables, SQL that could be injected. Both key types.
import { chmodSync, existsSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { watch } from 'graphile-migrate';
import { startCluster } from './embedded.ts';
import { migrateSettings, type KeyType } from './migrate_settings.ts';
import { prepareDatabase, withClient } from './prepare.ts';
import { makeSecrets } from './secrets.ts';

interface Finding {
  function: string;
  line: number | null;
  level: string;
  message: string;
  detail: string | null;
}

// a trigger function is checked once for each table it serves, with the rows its triggers see
const findings = `
  select p.oid::regprocedure::text as function, f.lineno as line, f.level, f.message, f.detail
  from pg_proc as p
  join pg_namespace as n on n.oid = p.pronamespace
  join pg_language as l on l.oid = p.prolang and l.lanname = 'plpgsql'
  left join lateral (
    select t.tgrelid, max(t.tgoldtable) as old_rows, max(t.tgnewtable) as new_rows
    from pg_trigger as t where t.tgfoid = p.oid and not t.tgisinternal
    group by t.tgrelid) as fired on p.prorettype = 'trigger'::regtype
  cross join lateral plpgsql_check_function_tb(
    p.oid, coalesce(fired.tgrelid, 0), oldtable => fired.old_rows, newtable => fired.new_rows,
    other_warnings => true, extra_warnings => true, security_warnings => true) as f
  where n.nspname in ('public', 'auth', 'agency', 'inventory', 'finance', 'config', 'report',
      'audit', 'notification', 'file')
    and not exists (
      select from pg_depend as d where d.objid = p.oid and d.deptype = 'e')
    and (p.prorettype <> 'trigger'::regtype or fired.tgrelid is not null)
  order by 1, 2`;

const binaries = debianBinaries();
if (binaries === undefined) {
  console.error(
    "This check needs Debian's plpgsql_check: apt-get install postgresql-15-plpgsql-check",
  );
  process.exit(1);
}
const folder = mkdtempSync(join(tmpdir(), 'sodaily-check-'));
chmodSync(folder, 0o755);
const secrets = makeSecrets();
const cluster = await startCluster({
  dataDir: folder,
  adminPassword: secrets.admin,
  port: 55_700,
  settings: ['fsync = off'],
  binaries,
});
let problems = 0;
try {
  for (const keyType of ['int', 'uuid'] as const) problems += await check(keyType);
} finally {
  cluster.stop();
  rmSync(folder, { recursive: true, force: true });
}
process.exit(problems > 0 ? 1 : 0);

/** Programs of the newest Debian PostgreSQL that has the extension. */
function debianBinaries(): string | undefined {
  const shared = '/usr/share/postgresql';
  if (!existsSync(shared)) return undefined;
  const version = readdirSync(shared)
    .filter((name) => existsSync(join(shared, name, 'extension', 'plpgsql_check.control')))
    .toSorted((a, b) => Number(b) - Number(a))[0];
  return version === undefined ? undefined : join('/usr/lib/postgresql', version, 'bin');
}

async function check(keyType: KeyType): Promise<number> {
  const urls = await prepareDatabase(cluster.adminUrl, `check_${keyType}`, secrets, keyType);
  await watch(
    migrateSettings({ migratorUrl: urls.migrator, adminUrl: cluster.adminUrl, keyType }),
    true,
  );
  return withClient(urls.admin, async (client) => {
    await client.query('create extension plpgsql_check');
    const { rows } = await client.query<Finding>(findings);
    for (const { function: name, line, level, message, detail } of rows) {
      console.log(
        `${level}: ${name}${line === null ? '' : ` line ${line}`}: `
          + `${message}${detail === null ? '' : ` (${detail})`}`,
      );
    }
    const {
      rows: [counted],
    } = await client.query<{ many: string }>(
      `select count(*) as many from pg_proc as p join pg_language as l on l.oid = p.prolang
       where l.lanname = 'plpgsql' and p.pronamespace::regnamespace::text <> 'graphile_worker'`,
    );
    console.log(`${counted?.many} plpgsql functions on ${keyType} keys, ${rows.length} findings`);
    return rows.length;
  });
}
