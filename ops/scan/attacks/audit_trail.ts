import pg from 'pg';
import type { Attack } from '../scan.ts';

const LOGINS = ['authenticator', 'worker', 'metrics'] as const;

const ordersOn = (table: string): string[] => [
  `update ${table} set created_at = now()`,
  `delete from ${table}`,
  `delete from ${table} where false`,
  `truncate ${table}`,
  `alter table ${table} disable trigger all`,
  `alter table ${table} disable trigger user`,
  `alter table ${table} disable row level security`,
  `alter table ${table} no force row level security`,
  `alter table ${table} owner to current_user`,
  `alter table ${table} rename to gone`,
  `drop table ${table} cascade`,
  `create rule silent as on insert to ${table} do instead nothing`,
  `create trigger silent before insert on ${table} for each row
     execute function suppress_redundant_updates_trigger()`,
  `grant all on ${table} to public`,
  `lock table ${table} in access exclusive mode`,
];

/**
 * Whoever has the password of a process tries to change, empty, or switch off the audit trail, and
 * the triggers that write it, on every table that it keeps.
 */
export const auditTrailAttack: Attack = {
  name: '10 The audit trail, switched off',
  async run(scan) {
    const { target, report } = scan;
    const kept = await target.query<{ name: string }>(
      `select distinct t.tgrelid::regclass::text as name from pg_trigger as t
       where t.tgfoid::regproc::text like 'audit.%' and not t.tgisinternal`,
    );
    report.expect('there are tables that it keeps', kept.length > 20, `${kept.length}`);
    const tables = ['audit.change', 'audit.refusal', ...kept.map(({ name }) => name)];
    const cases = LOGINS.flatMap((login) =>
      tables.flatMap((table) => ordersOn(table).map((order) => ({ login, order }))),
    );
    const clients = new Map(LOGINS.map((login) => [login, new pg.Client(target.logins[login])]));
    for (const client of clients.values()) await client.connect();
    try {
      for (const { login, order } of scan.sample(cases)) {
        const client = clients.get(login);
        if (!client) continue;
        report.expect(`${login}: ${order}`, await isRefused(client, order), 'it was carried out');
      }
    } finally {
      for (const client of clients.values()) await client.end();
    }
  },
};

async function isRefused(client: pg.Client, order: string): Promise<boolean> {
  await client.query('begin');
  try {
    await client.query(order);
    return false;
  } catch (error) {
    // what fails for another reason than rights proves nothing
    return error instanceof pg.DatabaseError && ['42501', '42704'].includes(error.code ?? '');
  } finally {
    await client.query('rollback');
  }
}
