import { randomUUID } from 'node:crypto';
import { getNamedType, isObjectType, type GraphQLObjectType } from 'grafast/graphql';
import type { Person, Role } from '../people.ts';
import type { Attack, Scan } from '../scan.ts';
import { leavesOf, mutations, queries, relationsOf } from '../schema.ts';
import { command, toldIn } from '../send.ts';

type Recipe = Readonly<{ role: Role; name: string; row: string; input: object }>;

async function recipesOf({ target, victims }: Scan): Promise<Recipe[]> {
  const [keys] = await target.query<Record<string, string>>(
    `select (select i.id::text from inventory.item as i where i.sku = 'MI') as item,
       (select s.id::text from inventory.supplier as s limit 1) as supplier,
       (select i.id::text from inventory.issue as i join agency.agency as a on a.id = i.agency_id
        where i.status = 'confirmed' and a.code = 'DL0004' limit 1) as other_issue,
       (select i.id::text from inventory.issue as i join agency.agency as a on a.id = i.agency_id
        where i.status = 'confirmed' and a.code = 'DL0001' limit 1) as issue,
       (select i.id::text from inventory.issue as i join agency.agency as a on a.id = i.agency_id
        where i.status = 'requested' and a.code = 'DL0002' limit 1) as request`,
  );
  const items = [{ itemId: keys?.['item'], quantity: '1' }];
  const agency = (code: string) => victims.agencies.get(code);
  const receipt = {
    supplierId: keys?.['supplier'],
    items: [{ itemId: keys?.['item'], quantity: '2', unitPrice: '5000' }],
  };
  const payment = { agencyId: agency('DL0002'), amount: '1000', method: 'cash' };
  const back = { issueId: keys?.['issue'], items, reason: 'Hàng móp khi giao' };
  return [
    {
      role: 'warehouse',
      name: 'deliverIssue',
      row: 'issue',
      input: { issueId: keys?.['other_issue'] },
    },
    { role: 'warehouse', name: 'createReceipt', row: 'receipt', input: receipt },
    { role: 'warehouse', name: 'createSupplier', row: 'supplier', input: { name: 'Nhà Hai' } },
    { role: 'accountant', name: 'createPayment', row: 'payment', input: payment },
    {
      role: 'sales',
      name: 'createIssue',
      row: 'issue',
      input: { agencyId: agency('DL0002'), items },
    },
    { role: 'sales', name: 'requestIssueReturn', row: 'issueReturn', input: back },
    {
      role: 'agency',
      name: 'requestIssue',
      row: 'issue',
      input: { agencyId: agency('DL0001'), items },
    },
    {
      role: 'manager',
      name: 'createIssue',
      row: 'issue',
      input: { agencyId: agency('DL0001'), items },
    },
  ];
}

/**
 * What a role may not read it does not get by a payload either: every column and relation of what
 * a command answers with, beside the same by a query.
 */
export const payloadColumnsAttack: Attack = {
  name: '2 Columns through payloads',
  async run(scan) {
    for (const recipe of await recipesOf(scan)) await compare(scan, recipe);
  },
};

async function compare(scan: Scan, { role, name, row, input }: Recipe): Promise<void> {
  const person = scan.people[role];
  const sent = { clientKey: randomUUID(), ...input };
  const first = await command(scan, person, name, sent, `${row} { id }`);
  const id = (toldIn(first).done as Record<string, { id: string }> | null)?.[row]?.id;
  scan.report.answer(
    `${role} ${name}`,
    first,
    { status: [200] },
    id === undefined ? [first.body.slice(0, 200)] : [],
  );
  const payload = getNamedType(mutations.find((mutation) => mutation.name === name)?.type);
  const type = isObjectType(payload) ? getNamedType(payload.getFields()[row]?.type) : undefined;
  if (id === undefined || !isObjectType(type)) return;
  for (const field of scan.sample([...leavesOf(type), ...relationsOf(type)])) {
    const answer = await command(scan, person, name, sent, `${row} { ${field} }`);
    const { done, code } = toldIn(answer);
    const byCommand = code ?? JSON.stringify((done as Record<string, unknown> | null)?.[row]);
    const byQuery = await ask(scan, person, type, id, field);
    scan.report.answer(
      `${role} reads ${field.slice(0, 60)} by ${name}`,
      answer,
      { status: [200, 400] },
      byQuery === undefined || byCommand === byQuery
        ? []
        : [`${byCommand.slice(0, 100)} by the command, ${byQuery.slice(0, 100)} by a query`],
    );
  }
}

/** The same by its query; nothing when there is none for such a row. */
async function ask(
  { target }: Scan,
  person: Person,
  type: GraphQLObjectType,
  id: string,
  field: string,
): Promise<string | undefined> {
  const query = queries.find(
    ({ type: found, args }) =>
      getNamedType(found) === type && args.length === 1 && args[0]?.name === 'id',
  );
  if (!query) return undefined;
  const answer = await person.at
    .at(target.freeUrl)
    .graphql(`query Q($id: ID!) { done: ${query.name}(id: $id) { ${field} } }`, { id });
  const { done, code } = toldIn(answer);
  return code ?? JSON.stringify(done);
}
