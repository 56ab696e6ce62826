import { randomUUID } from 'node:crypto';
import { isObjectType } from 'grafast/graphql';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { catalogue, type Catalogue } from './support/catalogue.ts';
import { testServer, type Answer, type Person, type TestServer } from './support/server.ts';

const refusalOf = (answer: Answer) => answer.body.errors[0].extensions;

let server: TestServer;
let known: Catalogue;
let sales: Person;
let manager: Person;
let dealer: Person;
beforeAll(async () => {
  server = await testServer();
  known = await catalogue(server.db);
  [sales, manager] = [await server.signedIn('sales'), await server.signedIn('manager')];
  dealer = await server.signedIn('agency');
});
afterAll(() => server.close());

/** Takes the agency from whoever works with it, as an administrator would. */
const loseAgency = (email: string, code: string) =>
  server.db.query(
    `delete from auth.user_agency as ua using auth."user" as u, agency.agency as a
     where ua.user_id = u.id and ua.agency_id = a.id and u.email = $1 and a.code = $2`,
    [email, code],
  );

describe('a command said again after rights were lost', () => {
  test('is done as it was, and tells nothing of the agency any more', async () => {
    const [agency] = (
      await sales.graphql(
        'query { agencies(filter: { code: { equalTo: "DL0001" } }) { nodes { id version '
          + 'name phone email ward address taxCode representative agencyType { id } district '
          + '{ id } } } }',
      )
    ).body.data.agencies.nodes;
    const edit = () =>
      sales.graphql(
        'mutation E($input: UpdateAgencyInput!) { updateAgency(input: $input) { agency { '
          + 'code debtAmount debtLimit } } }',
        { input: { ...edited, clientKey } },
      );
    const clientKey = randomUUID();
    const edited = {
      agencyId: agency.id,
      version: agency.version,
      name: agency.name,
      agencyTypeId: agency.agencyType.id,
      districtId: agency.district.id,
      phone: '0900000009',
      email: agency.email,
      ward: agency.ward,
      address: agency.address,
      taxCode: agency.taxCode,
      representative: agency.representative,
    };
    expect((await edit()).body.data.updateAgency.agency).toMatchObject({ code: 'DL0001' });

    await loseAgency('sales@sodaily.test', 'DL0001');
    const again = await edit();
    expect(again.body.errors).toBeUndefined();
    expect(again.body.data.updateAgency).toEqual({ agency: null });
  });

  test('over REST says the number that it made, and nothing else', async () => {
    const order = {
      client_key: randomUUID(),
      agency_id: known.agency('DL0002'),
      items: [{ item_id: known.item('MI'), quantity: '1' }],
    };
    await server.db.query(
      `insert into auth.user_agency (user_id, agency_id)
       select u.id, a.id from auth."user" as u cross join agency.agency as a
       where u.email = 'sales@sodaily.test' and a.code = 'DL0002' on conflict do nothing`,
    );
    const made = await sales.post('/api/v1/inventory/issues', order);
    expect(made.status).toBe(201);

    await loseAgency('sales@sodaily.test', 'DL0002');
    const again = await sales.post('/api/v1/inventory/issues', order);
    expect([again.status, again.body]).toEqual([201, { id: made.body.id }]);
  });
});

describe('what a command answers with', () => {
  test('is refused by column as everywhere: the warehouse is told no total', async () => {
    const warehouse = await server.signedIn('warehouse');
    const made = await manager.graphql(
      'mutation M($input: CreateIssueInput!) { createIssue(input: $input) { issue { id '
        + 'totalAmount } } }',
      {
        input: {
          clientKey: randomUUID(),
          agencyId: known.agency('DL0004'),
          items: [{ itemId: known.item('MI'), quantity: '2' }],
        },
      },
    );
    const { id, totalAmount } = made.body.data.createIssue.issue;
    const deliver = (fields: string) =>
      warehouse.graphql(
        'mutation M($input: DeliverIssueInput!) { deliverIssue(input: $input) { issue { '
          + `id status ${fields} } } }`,
        { input: { clientKey, issueId: id } },
      );
    const clientKey = randomUUID();

    const greedy = await deliver('totalAmount');
    expect(refusalOf(greedy).code).toBe('PERMISSION_DENIED');
    expect(JSON.stringify(greedy.body)).not.toContain(totalAmount);
    expect((await deliver('')).body.data.deliverIssue.issue).toEqual({ id, status: 'delivered' });
  });

  test('tells a dealer its state and debt limit, not what colleagues wrote about it', async () => {
    const file = (
      await manager.graphql(
        '{ agencies(filter: { code: { equalTo: "DL0001" } }) { nodes { id version } } }',
      )
    ).body.data.agencies.nodes[0];
    const until = '2099-12-31';
    const set = await manager.graphql(
      'mutation M($input: SetAgencyDebtLimitInput!) { setAgencyDebtLimit(input: $input) { agency '
        + '{ id } } }',
      {
        input: {
          clientKey: randomUUID(),
          agencyId: file.id,
          version: file.version,
          debtLimit: '900000000',
          reason: 'Chủ là người nhà',
          until,
        },
      },
    );
    expect(set.body.errors).toBeUndefined();
    const limitAndReason = (person: Person) =>
      person.graphql(
        '{ agencies(filter: { code: { equalTo: "DL0001" } }) { nodes { ownDebtLimitUntil '
          + 'agencyDebtLimitChanges(first: 1, orderBy: [CREATED_AT_DESC]) { nodes { reason } } '
          + 'agencyStatusChanges { nodes { reason } } } } }',
      );
    const [read] = (await limitAndReason(manager)).body.data.agencies.nodes;
    expect(read.agencyDebtLimitChanges.nodes).toEqual([{ reason: 'Chủ là người nhà' }]);

    expect((await limitAndReason(dealer)).body.data.agencies.nodes).toEqual([
      {
        ownDebtLimitUntil: until,
        agencyDebtLimitChanges: { nodes: [] },
        agencyStatusChanges: { nodes: [] },
      },
    ]);
    for (const column of ['ownDebtLimitReason', 'statusReason']) {
      const asked = await dealer.graphql(`{ agencies { nodes { ${column} } } }`);
      expect(JSON.stringify(asked.body)).toContain('Cannot query field');
    }
  });

  test('is read anew in every payload that holds a row of a table', () => {
    const { schema } = server.running.services;
    const tables = new Set(
      Object.keys(schema.getQueryType()?.getFields() ?? {}).map((name) => name.toLowerCase()),
    );
    const commands = Object.values(schema.getMutationType()?.getFields() ?? {});
    const rows = commands.flatMap(({ name, type }) =>
      isObjectType(type)
        ? Object.values(type.getFields())
            .filter((field) => tables.has(field.name.toLowerCase()))
            .map((field) => ({ name, plan: String(field.extensions.grafast?.plan) }))
        : [],
    );

    expect(rows.length).toBeGreaterThan(50);
    expect(rows.filter(({ plan }) => !plan.includes('anew')).map(({ name }) => name)).toEqual([]);
  });
});
