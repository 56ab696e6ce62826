// What people are tried to be made to see or change: rows of every kind, of each agency, made by
// those who may through the API.
import { randomUUID } from 'node:crypto';
import type { People, Person } from './people.ts';
import type { Target } from './target.ts';

export type Row = Readonly<{
  id: string;
  agency: string | null;
  owner: string | null;
  code: string | null;
  version: string;
}>;
/** Rows by table (`schema.name`), as the owner of the database sees them. */
export type Victims = Readonly<{
  agencies: ReadonlyMap<string, string>;
  rows: ReadonlyMap<string, readonly Row[]>;
}>;

export async function makeVictims(target: Target, people: People): Promise<Victims> {
  const [agencies, items] = await Promise.all([
    keysOf(target, 'select code as word, id::text from agency.agency'),
    keysOf(target, 'select sku as word, id::text from inventory.item'),
  ]);
  const manager = commandsOf(people.manager, target);
  const warehouse = commandsOf(people.warehouse, target);
  for (const code of ['DL0001', 'DL0002', 'DL0004']) {
    const agencyId = agencies.get(code);
    const lines = [{ itemId: items.get('MI'), quantity: '3' }];
    const issue = await manager('createIssue', { agencyId, items: lines });
    await manager('requestIssue', { agencyId, items: lines });
    await commandsOf(people.accountant, target)('createPayment', {
      agencyId,
      amount: '1000',
      method: 'cash',
    });
    const back = {
      issueId: issue,
      items: [{ itemId: items.get('MI'), quantity: '1' }],
      reason: 'Hàng móp khi giao',
    };
    await manager('createIssueReturn', back);
    await manager('requestIssueReturn', back);
    await manager('setAgencyDebtLimit', {
      agencyId,
      debtLimit: '20000000',
      reason: 'Dịp Tết hằng năm',
      until: '2099-12-31',
      version: await versionOf(target, agencyId),
    });
  }
  const supplierId = await warehouse('createSupplier', { name: 'Nhà cung cấp Bình An' });
  await warehouse('createReceipt', {
    supplierId,
    items: [{ itemId: items.get('LE'), quantity: '5', unitPrice: '9000' }],
  });
  await warehouse('createStockCount', {
    items: [{ itemId: items.get('DUONG'), counted: '20', seen: '20.5' }],
  });
  await target.query(`insert into notification.notification (user_id, kind, payload, subject)
    select u.id, 'issue_announced', '{"issue_code": "PX-SCAN"}', 'scan-' || u.id
    from auth."user" as u`);
  return { agencies, rows: await rowsOf(target) };
}

async function keysOf(target: Target, text: string): Promise<Map<string, string>> {
  return new Map(
    (await target.query<{ word: string; id: string }>(text)).map(({ word, id }) => [word, id]),
  );
}

const versionOf = async (
  { query }: Target,
  agencyId: string | undefined,
): Promise<string | undefined> =>
  (
    await query<{ version: string }>(
      'select version::text from agency.agency where id::text = $1',
      [agencyId],
    )
  )[0]?.version;

/** Runs a command that must succeed; gives the key of what it made. */
function commandsOf(person: Person, target: Target) {
  const at = person.at.at(target.freeUrl);
  return async (name: string, input: Record<string, unknown>): Promise<string> => {
    const type = `${name.charAt(0).toUpperCase()}${name.slice(1)}Input`;
    const result = /^create|^request/.exec(name) ? name.replace(/^(create|request)/, '') : 'Agency';
    const field = result.charAt(0).toLowerCase() + result.slice(1);
    const { body } = await at.graphql(
      `mutation M($input: ${type}!) { done: ${name}(input: $input) { ${field} { id } } }`,
      { input: { clientKey: randomUUID(), ...input } },
    );
    const { data } = JSON.parse(body) as { data?: { done?: Record<string, { id: string }> } };
    const id = data?.done?.[field]?.id;
    if (id === undefined) throw new Error(`${person.role} could not ${name}: ${body}`);
    return id;
  };
}

const SCHEMAS = [
  'agency',
  'auth',
  'inventory',
  'finance',
  'config',
  'notification',
  'audit',
  'report',
];

async function rowsOf({ query }: Target): Promise<Map<string, Row[]>> {
  const tables = await query<{ name: string; columns: string[] }>(
    `select format('%I.%I', c.table_schema, c.table_name) as name,
      array_agg(c.column_name::text) as columns
     from information_schema.columns as c
     join information_schema.tables as t using (table_schema, table_name)
     where c.table_schema = any($1) and t.table_type = 'BASE TABLE' group by 1
     having 'id' = any(array_agg(c.column_name::text))`,
    [SCHEMAS],
  );
  const rows = new Map<string, Row[]>();
  for (const { name, columns } of tables) {
    const column = (wanted: string, otherwise = 'null::text') =>
      columns.includes(wanted) ? `${wanted}::text` : otherwise;
    const agency = name === 'agency.agency' ? 'id::text' : column('agency_id');
    rows.set(
      name,
      await query<Row>(
        `select id::text, ${agency} as agency, ${column('user_id')} as owner,
          ${column('code')} as code,
         ${column('version', "'1'")} as version from ${name} order by id limit 60`,
      ),
    );
  }
  return rows;
}
