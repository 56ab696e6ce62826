// What commands are given when somebody tries them, and how the books look afterwards.
import { randomUUID } from 'node:crypto';
import type { Scan } from './scan.ts';
import { filled, inputOf, type Field } from './schema.ts';
import type { Row } from './victims.ts';

/** Where the keys of an input lead. */
export const TABLES: Record<string, string> = {
  agencyId: 'agency.agency',
  agencyIds: 'agency.agency',
  issueId: 'inventory.issue',
  replacesId: 'inventory.issue',
  itemId: 'inventory.item',
  paymentId: 'finance.payment',
  paymentIds: 'finance.payment',
  refundId: 'finance.refund',
  adjustmentId: 'finance.adjustment',
  importId: 'file.import',
  receiptId: 'inventory.receipt',
  supplierId: 'inventory.supplier',
  unitId: 'inventory.unit',
  districtId: 'agency.district',
  agencyTypeId: 'agency.agency_type',
  userId: 'auth.user',
  roleId: 'auth.role',
  ids: 'notification.notification',
};
/** A key that no row has. */
export const NOBODYS = '2000000000';

/** Names of the keys in the input of a command, the one it is about first. */
export const keysOf = (mutation: Field): string[] => {
  const names: string[] = [];
  filled(inputOf(mutation), 'input', (name, type) =>
    type === 'ID' ? names.push(name) : undefined,
  );
  return names.filter((name) => name in TABLES);
};

export const anyOf = ({ victims }: Scan, key: string): string =>
  (victims.rows.get(TABLES[key] ?? '') ?? victims.rows.get(`auth."user"`) ?? [])[0]?.id ?? NOBODYS;

export const REASON = 'Một lý do đủ dài để được nhận';
const WORDS: Record<string, string> = {
  reason: REASON,
  email: 'scan@sodaily.test',
  phone: '0911222333',
  method: 'cash',
  locale: 'vi',
  key: 'PAYMENT_TERM_DAYS',
  value: '45',
  databaseRole: 'sodaily_staff',
  roleCodes: 'admin',
  scopes: 'user:write',
  code: 'scan_role',
  sku: 'SCAN',
  taxCode: '0312345678',
};

/** What would do, were it not for who asks. */
export function plausible(name: string, type: string, row: Row | undefined): unknown {
  if (name === 'clientKey') return randomUUID();
  if (name === 'version') return row?.version ?? '1';
  if (type === 'Boolean') return true;
  if (type === 'Date')
    return name === 'until' ? '2099-12-31' : name === 'month' ? '2024-01-01' : null;
  if (type === 'BigFloat' || type === 'BigInt' || type === 'Int')
    return name === 'paidNow' ? '0' : '1';
  return WORDS[name] ?? `Thử ${name}`;
}

/** Everything that business is about; what keeps count of requests themselves is left out. */
export async function fingerprint({ target }: Scan): Promise<string> {
  statement ??= await target
    .query<{ text: string }>(
      `select string_agg(
        format('select %L as name, '
          'md5(coalesce(string_agg(t::text, %L order by t::text), %L)) as sum from %I.%I as t',
       table_name, ',', '', table_schema, table_name), ' union all ') as text
     from information_schema.tables
     where table_schema = any('{agency,auth,inventory,finance,config,file,notification,audit}')
       and table_type = 'BASE TABLE'
       and (table_schema, table_name) not in (('audit', 'refusal'), ('auth', 'session'),
         ('auth', 'login_attempt'), ('auth', 'sign_in_challenge'))`,
    )
    .then(([row]) => row?.text ?? '');
  return JSON.stringify(await target.query(`${statement} order by name`));
}
let statement: string | undefined;
