// A key that no key can be: the refusal names the field in which it stands.
import { afterAll, beforeAll, expect, test } from 'vitest';
import { testServer, type Person, type TestServer } from './support/server.ts';

let server: TestServer;
let manager: Person;
beforeAll(async () => {
  server = await testServer();
  manager = await server.signedIn('manager');
});
afterAll(() => server.close());

const BAD = ['x', '99999999999999999999', '1 or 1=1', '"'];
const told = (path: string) => ({
  code: 'VALIDATION_ERROR',
  details: { fields: [{ path, reason: 'malformed' }] },
});

test.each(BAD)('%j in an address is told under its name', async (key) => {
  const { status, body } = await manager.get(`/api/v1/inventory/issues/${encodeURIComponent(key)}`);

  expect([status, body]).toEqual([400, expect.objectContaining(told('id'))]);
});

test.each(BAD)('%j in a line of a body is told with its line', async (key) => {
  const good = { item_id: '1', quantity: '1' };
  const { status, body } = await manager.post('/api/v1/inventory/issues', {
    client_key: 'malformed',
    agency_id: '1',
    items: [good, { ...good, item_id: key }],
  });

  expect([status, body]).toEqual([400, expect.objectContaining(told('items.1.item_id'))]);
});

test.each([
  ['a query', 'query Find($id: ID!) { agency(id: $id) { name } }', 'id'],
  [
    'a filter',
    'query Find($id: ID!) { issues(filter: {agencyId: {equalTo: $id}}) { totalCount } }',
    'id',
  ],
  [
    'a command',
    `mutation Block($id: ID!) {
      blockAgency(input: {clientKey: "malformed", agencyId: $id, reason: "Nợ quá hạn lâu"}) {
        agency { id }
      }
    }`,
    'id',
  ],
  ['a document', '{ agency(id: "x") { name } }', 'id'],
])('a key in %s is told under its name', async (_what, query, path) => {
  const { body } = await manager.graphql(query, query.includes('$id') ? { id: 'x' } : {});

  expect(body.errors[0].extensions).toMatchObject(told(path));
});

test('a key in the input of a command is told as rules name it', async () => {
  const { body } = await manager.graphql(
    `mutation Block($input: BlockAgencyInput!) { blockAgency(input: $input) { agency { id } } }`,
    { input: { clientKey: 'malformed', agencyId: 'x', reason: 'Nợ quá hạn lâu' } },
  );

  expect(body.errors[0].extensions).toMatchObject(told('agency_id'));
});
