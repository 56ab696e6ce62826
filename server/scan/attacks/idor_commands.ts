import { randomUUID } from 'node:crypto';
import { ROLES, type Person } from '../people.ts';
import type { Attack, Scan } from '../scan.ts';
import { filled, inputOf, mutations, scopesOf, type Field } from '../schema.ts';
import { unseenAgencies } from '../sight.ts';
import type { Row } from '../victims.ts';

/** Where the keys of an input lead. */
const TABLES: Record<string, string> = {
  agencyId: 'agency.agency', agencyIds: 'agency.agency', issueId: 'inventory.issue', replacesId: 'inventory.issue', itemId: 'inventory.item',
  paymentId: 'finance.payment', receiptId: 'inventory.receipt', supplierId: 'inventory.supplier', unitId: 'inventory.unit',
  districtId: 'agency.district', agencyTypeId: 'agency.agency_type', userId: 'auth.user', roleId: 'auth.role', ids: 'notification.notification',
};
/** What only touches the caller's own rows, whatever it is told. */
const OWN_ONLY = new Set(['markAllNotificationsRead', 'markNotificationsRead']);
const NOBODYS = '2000000000';
type Way = 'without the right' | 'of somebody else' | 'of nobody';

/** Every command by every role: without the right to it, on rows of others, on rows of nobody. */
export const commandsAttack: Attack = {
  name: 'IDOR: every command, every role',
  async run(scan) {
    for (const role of ROLES) {
      for (const mutation of mutations) await tryCommand(scan, scan.people[role], mutation);
    }
    await tryOwn(scan);
  },
};

async function tryCommand(scan: Scan, person: Person, mutation: Field): Promise<void> {
  const scopes = scopesOf(mutation.name);
  const mayNot = scopes.length > 0 && !scopes.some((scope) => person.scopes.includes(scope));
  const keys = keysOf(mutation);
  const ways: Way[] = mayNot ? ['without the right'] : [];
  if (unseenAgencies(person).length > 0 && keys.some((key) => candidates(scan, person, key, 'of somebody else').length > 0)) ways.push('of somebody else');
  if (keys.length > 0) ways.push('of nobody');
  for (const way of ways) {
    const [primary = ''] = keys;
    const rows = primary === '' ? [undefined] : candidates(scan, person, primary, way).slice(0, 4);
    for (const row of rows.length > 0 ? rows : [undefined]) await send(scan, person, mutation, way, row);
  }
}

/** The same inputs by somebody who may are carried out and noticed, so the refusals above mean something. */
async function tryOwn(scan: Scan): Promise<void> {
  const { people, victims, report, target } = scan;
  const before = await fingerprint(scan);
  const input = { clientKey: randomUUID(), agencyId: victims.agencies.get('DL0004'), reason: WORDS['reason'] };
  const answer = await people.manager.at.at(target.freeUrl).graphql(
    'mutation M($input: BlockAgencyInput!) { done: blockAgency(input: $input) { __typename } }', { input });
  report.answer('manager blocks an agency', answer, { status: [200] }, answer.body.includes('"done":{') ? [] : [answer.body]);
  report.expect('that is noticed', before !== await fingerprint(scan), 'the books look as before');
}

const keysOf = (mutation: Field): string[] => {
  const names: string[] = [];
  filled(inputOf(mutation), 'input', (name, type) => (type === 'ID' ? names.push(name) : undefined));
  return names.filter((name) => name in TABLES);
};

function candidates({ victims }: Scan, person: Person, key: string, way: Way): readonly Row[] {
  const rows = victims.rows.get(TABLES[key] ?? '') ?? victims.rows.get(`auth."user"`) ?? [];
  if (way === 'of nobody') return [];
  const unseen = new Set((unseenAgencies(person).length > 0 ? unseenAgencies(person) : ['DL0004']).map((code) => victims.agencies.get(code)));
  const theirs = rows.filter(({ agency }) => agency !== null && unseen.has(agency));
  if (theirs.length > 0) return theirs;
  return way === 'of somebody else' ? [] : rows;
}

async function send(scan: Scan, person: Person, mutation: Field, way: Way, row: Row | undefined): Promise<void> {
  const { report, target } = scan;
  const [primary] = keysOf(mutation);
  const input = filled(inputOf(mutation), 'input', (name, type) => {
    if (type === 'ID') return name === primary && row ? row.id : way === 'of nobody' ? NOBODYS : candidates(scan, person, name, way)[0]?.id ?? anyOf(scan, name);
    return plausible(name, type, row);
  });
  const before = await fingerprint(scan);
  const type = `${mutation.name.charAt(0).toUpperCase()}${mutation.name.slice(1)}Input`;
  const answer = await person.at.at(target.freeUrl).graphql(
    `mutation M($input: ${type}!) { done: ${mutation.name}(input: $input) { __typename } }`, { input });
  const { data, errors } = JSON.parse(answer.body) as { data?: { done: unknown } | null; errors?: { extensions: { code: string } }[] };
  const code = errors?.[0]?.extensions.code;
  const isOwn = OWN_ONLY.has(mutation.name);
  report.answer(`${person.role} ${mutation.name} ${way} ${row?.id ?? ''} → ${code ?? 'done'}`, answer, { status: [200, 400] }, [
    ...(data?.done && !isOwn ? ['it was carried out'] : []),
    ...(way === 'without the right' && code !== 'PERMISSION_DENIED' ? [`refused as ${code}, not for want of the right`] : []),
    ...(mutation.name !== 'markAllNotificationsRead' && before !== await fingerprint(scan) ? ['the books changed'] : []),
  ]);
}

const anyOf = ({ victims }: Scan, key: string): string =>
  (victims.rows.get(TABLES[key] ?? '') ?? victims.rows.get(`auth."user"`) ?? [])[0]?.id ?? NOBODYS;

const WORDS: Record<string, string> = {
  reason: 'Một lý do đủ dài để được nhận', email: 'scan@sodaily.test', phone: '0911222333', method: 'cash', locale: 'vi', key: 'PAYMENT_TERM_DAYS',
  value: '45', databaseRole: 'sodaily_staff', roleCodes: 'admin', scopes: 'user:write', code: 'scan_role', sku: 'SCAN', taxCode: '0312345678',
};

/** What would do, were it not for who asks. */
function plausible(name: string, type: string, row: Row | undefined): unknown {
  if (name === 'clientKey') return randomUUID();
  if (name === 'version') return row?.version ?? '1';
  if (type === 'Boolean') return true;
  if (type === 'Date') return name === 'until' ? '2099-12-31' : name === 'month' ? '2024-01-01' : null;
  if (type === 'BigFloat' || type === 'BigInt' || type === 'Int') return name === 'paidNow' ? '0' : '1';
  return WORDS[name] ?? `Thử ${name}`;
}

/** Everything that business is about; what keeps count of requests themselves is left out. */
async function fingerprint({ target }: Scan): Promise<string> {
  statement ??= await target.query<{ text: string }>(
    `select string_agg(format('select %L as name, md5(coalesce(string_agg(t::text, %L order by t::text), %L)) as sum from %I.%I as t',
       table_name, ',', '', table_schema, table_name), ' union all ') as text
     from information_schema.tables
     where table_schema = any('{agency,auth,inventory,finance,config,notification,audit}') and table_type = 'BASE TABLE'
       and (table_schema, table_name) not in (('audit', 'refusal'), ('auth', 'session'), ('auth', 'login_attempt'), ('auth', 'sign_in_challenge'))`,
  ).then(([row]) => row?.text ?? '');
  return JSON.stringify(await target.query(`${statement} order by name`));
}
let statement: string | undefined;
