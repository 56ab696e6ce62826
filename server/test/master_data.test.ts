import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { catalogue, type Catalogue } from './support/catalogue.ts';
import { testServer, type Person, type TestServer } from './support/server.ts';

let server: TestServer;
let known: Catalogue;
let admin: Person;
beforeAll(async () => {
  server = await testServer();
  known = await catalogue(server.db);
  admin = await server.signedIn('admin');
});
afterAll(() => server.close());

const TYPES = `query { agencyTypes(first: 10) { nodes { id name debtLimit version } } }`;
const EDIT_TYPE = `mutation Edit($input: UpdateAgencyTypeInput!) {
  updateAgencyType(input: $input) {
    agencyType { debtLimit version agenciesOverDebtLimit(first: 10) { nodes { agencyCode
      currentDebt overBy } } }
  }
}`;

test('a debt limit lowered under a debt answers with the agencies hit; the version read guards the next edit', async () => {
  await admin.graphql(
    `mutation Buy($input: CreateIssueInput!) { createIssue(input: $input) { issue { id } } }`,
    {
      input: {
        clientKey: randomUUID(),
        agencyId: known.agency('DL0001'),
        items: [{ itemId: known.item('TRON'), quantity: '3' }],
      },
    },
  );
  const type = (await admin.graphql(TYPES)).body.data.agencyTypes.nodes.find(
    ({ name }: { name: string }) => name === 'Loại 1',
  );
  const edit = (debtLimit: string) =>
    admin.graphql(EDIT_TYPE, {
      input: {
        clientKey: randomUUID(),
        agencyTypeId: type.id,
        version: type.version,
        name: type.name,
        debtLimit,
      },
    });

  expect((await edit('2000000')).body.data.updateAgencyType.agencyType).toEqual({
    debtLimit: '2000000',
    version: '2',
    agenciesOverDebtLimit: {
      nodes: [{ agencyCode: 'DL0001', currentDebt: '3000000', overBy: '1000000' }],
    },
  });
  expect((await edit('1')).body.errors[0].extensions).toMatchObject({
    code: 'STALE_VERSION',
    details: { read_version: 1, version: 2 },
  });
});

test('regulations show what holds, since when, what follows and who set it', async () => {
  const { body } = await admin.graphql(
    'mutation Set($input: SetRegulationInput!) { setRegulation(input: $input) { '
      + 'regulationVersion { value createdByName } } }',
    {
      input: {
        clientKey: randomUUID(),
        key: 'PAYMENT_TERM_DAYS',
        value: '45',
        validFrom: '2100-01-01',
        reason: 'Thử',
      },
    },
  );
  expect(body.data.setRegulation.regulationVersion).toEqual({
    value: '45',
    createdByName: 'Trần Quản Trị',
  });

  const answer = await admin.graphql(`query { regulations(first: 10) { nodes {
    key valueType inForce { value validFrom } nextVersion { value validFrom }
    regulationVersions(first: 10, orderBy: [VALID_FROM_DESC]) { nodes { value reason } } } } }`);
  expect(answer.body.data.regulations.nodes).toContainEqual({
    key: 'PAYMENT_TERM_DAYS',
    valueType: 'integer',
    inForce: { value: '30', validFrom: '2000-01-01' },
    nextVersion: { value: '45', validFrom: '2100-01-01' },
    regulationVersions: {
      nodes: [
        { value: '45', reason: 'Thử' },
        { value: '30', reason: 'Giá trị ban đầu' },
      ],
    },
  });
});

test('lists tell what needs attention, to those who may see it', async () => {
  const sales = await server.signedIn('sales');
  const agencies = await sales.graphql(
    `query { agencies(first: 10) { nodes { code isNearLimit overDebtLimitBy version } } }`,
  );
  expect(agencies.body.errors).toBeUndefined();
  expect(agencies.body.data.agencies.nodes).toContainEqual({
    code: 'DL0001',
    isNearLimit: true,
    overDebtLimitBy: '1000000',
    version: '1',
  });
  const issues = await sales.graphql(`query { issues(first: 10) { nodes { issueDate dueDate } } }`);
  const [slip] = issues.body.data.issues.nodes;
  expect((Date.parse(slip.dueDate) - Date.parse(slip.issueDate)) / 86_400_000).toBe(30);

  const warehouse = await server.signedIn('warehouse');
  const items = await warehouse.graphql(
    `query { items(first: 10) { nodes { sku isLow } } featureIsOn(key: "agency_requests") }`,
  );
  expect(items.body.data.featureIsOn).toBe(true);
  expect(items.body.data.items.nodes).toContainEqual({ sku: 'CUOI', isLow: true });
});
