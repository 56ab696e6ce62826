import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { catalogue, type Catalogue } from './support/catalogue.ts';
import { testServer, type Answer, type Person, type TestServer } from './support/server.ts';

const SEARCH = `query Search($query: String) {
  searchUsers(query: $query, first: 10) { totalCount nodes { id email fullName roleCodes isActive
    version } }
}`;
const SET_ROLES = `mutation Set($input: SetUserRolesInput!) {
  setUserRoles(input: $input) { user { roleCodes version } }
}`;
const DEACTIVATE = `mutation Deactivate($input: DeactivateUserInput!) {
  deactivateUser(input: $input) { user { isActive } }
}`;
const CREATE_ISSUE = `mutation Create($input: CreateIssueInput!) {
  createIssue(input: $input) {
    issue { totalAmount replaces { code } issueDetails { nodes { unitPrice listPrice priceReason }
      } }
  }
}`;

let server: TestServer;
let known: Catalogue;
let admin: Person;
beforeAll(async () => {
  server = await testServer();
  known = await catalogue(server.db);
  admin = await server.signedIn('admin');
});
afterAll(() => server.close());

const codeOf = (answer: Answer) => answer.body.errors?.[0]?.extensions.code;
const named = async (name: string) => {
  const { body } = await admin.graphql(SEARCH, { query: name });
  const [{ id, version }] = body.data.searchUsers.nodes;
  return { clientKey: randomUUID(), userId: id, version };
};

describe('people over GraphQL', () => {
  test('are listed for those with user:read, a page at a time', async () => {
    const { body } = await admin.graphql(SEARCH, { query: 'nguyen van' });

    expect(body.data.searchUsers).toEqual({
      totalCount: 1,
      nodes: [
        {
          id: expect.any(String),
          email: 'sales@sodaily.test',
          fullName: 'Nguyễn Văn Bán',
          roleCodes: ['sales'],
          isActive: true,
          version: '1',
        },
      ],
    });
  });

  test.each(['manager', 'sales', 'agency', 'warehouse'])(
    'are not listed for %s, who is not told why in SQL',
    async (role) => {
      const answer = await (await server.signedIn(role)).graphql(SEARCH, { query: '' });

      expect(codeOf(answer)).toBe('PERMISSION_DENIED');
    },
  );

  test('sales cannot make themselves an administrator', async () => {
    const input = { ...(await named('sales@')), roleCodes: ['admin'] };

    expect(codeOf(await (await server.signedIn('sales')).graphql(SET_ROLES, { input }))).toBe(
      'PERMISSION_DENIED',
    );
  });

  test('the last administrator stays, and is told so', async () => {
    const input = { ...(await named('admin@')), roleCodes: [] };

    expect(codeOf(await admin.graphql(SET_ROLES, { input }))).toBe('LAST_ADMIN');
  });

  test('who is deactivated is signed out with the next request', async () => {
    const accountant = await server.signedIn('accountant');
    expect(
      (await accountant.graphql('{ agencies(first: 1) { totalCount } }')).body.errors,
    ).toBeUndefined();

    const answer = await admin.graphql(DEACTIVATE, {
      input: { ...(await named('accountant@')), reason: 'Nghỉ việc' },
    });

    expect(answer.body.data.deactivateUser.user).toEqual({ isActive: false });
    expect(codeOf(await accountant.graphql('{ agencies(first: 1) { totalCount } }'))).toBe(
      'INVALID_TOKEN',
    );
  });
});

describe('a price of one’s own over GraphQL', () => {
  const input = () => ({
    clientKey: randomUUID(),
    agencyId: known.agency('DL0001'),
    items: [{ itemId: known.item('MI'), quantity: '1' }],
    prices: [{ itemId: known.item('MI'), unitPrice: '100000', reason: 'Hàng móp' }],
  });

  test('is taken from a manager', async () => {
    const { body } = await (
      await server.signedIn('manager')
    ).graphql(CREATE_ISSUE, { input: input() });

    expect(body.data.createIssue.issue).toEqual({
      totalAmount: '100000',
      replaces: null,
      issueDetails: {
        nodes: [{ unitPrice: '100000', listPrice: known.worth('MI'), priceReason: 'Hàng móp' }],
      },
    });
  });

  test('is refused to sales', async () => {
    const answer = await (await server.signedIn('sales')).graphql(CREATE_ISSUE, { input: input() });

    expect(answer.body.errors[0].extensions).toMatchObject({
      code: 'PERMISSION_DENIED',
      details: { scope: 'price:override' },
    });
  });
});
