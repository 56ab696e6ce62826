import { readFile } from 'node:fs/promises';
import {
  isObjectType,
  isScalarType,
  lexicographicSortSchema,
  printSchema,
  type GraphQLSchema,
} from 'grafast/graphql';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openapi } from '../api/openapi.ts';
import { routes } from '../api/routes.ts';
import { testServer, type TestServer } from './support/server.ts';

let server: TestServer;
let schema: GraphQLSchema;
let sdl: string;
beforeAll(async () => {
  server = await testServer();
  schema = server.running.services.schema;
  sdl = `${printSchema(lexicographicSortSchema(schema))}\n`;
});
afterAll(() => server.close());

describe('the GraphQL schema', () => {
  test('is the one that is committed and the client is built from', async () => {
    const committed = await readFile(new URL('../schema.graphql', import.meta.url), 'utf8');
    expect(sdl === committed, 'run npm run codegen and commit what it writes').toBe(true);
  });

  const names = () =>
    Object.values(schema.getTypeMap()).flatMap((type) => [
      type.name,
      ...('getFields' in type ? Object.keys(type.getFields()) : []),
    ]);

  test('shows no internals: no secrets, sessions or keys of commands, and of the queue only what failed', () => {
    const internals = names().filter((name) =>
      /password|secret|session|token|hash|signIn|totp|recovery|discardedJob|jobQueue|hasScope|requireScope|searchText|myIds|debtLimitOf/i.test(
        name,
      ),
    );
    expect(internals).toEqual([]);
    expect(schema.getType('Command')).toBeUndefined();
  });

  test('knows people and rights by the commands and lists that ask for user:read or user:write, and by no table', () => {
    const tables = new Set([
      'User',
      'UserSecret',
      'UserRole',
      'UserAgency',
      'Role',
      'RolePermission',
      'Permission',
    ]);
    expect(names().filter((name) => tables.has(name))).toEqual([]);
    const lists = Object.keys(schema.getQueryType()?.getFields() ?? {}).filter((name) =>
      /user|role|permission/i.test(name),
    );
    expect(lists.toSorted()).toEqual(['listPermissions', 'listRoles', 'searchUsers']);
  });

  test('changes things through commands only', () => {
    expect(Object.keys(schema.getMutationType()?.getFields() ?? {}).sort()).toEqual([
      'activateItem',
      'activateSupplier',
      'allocatePayment',
      'applyImport',
      'approveAgency',
      'assignAgencies',
      'blockAgency',
      'cancelAdjustment',
      'cancelIssue',
      'cancelIssueReturn',
      'cancelLongJob',
      'cancelPayment',
      'cancelReceipt',
      'cancelRefund',
      'clearAgencyDebtLimit',
      'closePeriod',
      'confirmAdjustment',
      'confirmIssue',
      'confirmIssueReturn',
      'createAdjustment',
      'createAgency',
      'createAgencyType',
      'createDistrict',
      'createIssue',
      'createIssueReturn',
      'createItem',
      'createPayment',
      'createReceipt',
      'createRefund',
      'createRole',
      'createStockCount',
      'createSupplier',
      'createUnit',
      'createUser',
      'deactivateItem',
      'deactivateSupplier',
      'deactivateUser',
      'deliverIssue',
      'discardJob',
      'endImportUpload',
      'handOverCash',
      'markAllNotificationsRead',
      'markNotificationsRead',
      'postponeIssue',
      'reactivateAgency',
      'reactivateUser',
      'rejectAdjustment',
      'rejectAgency',
      'rejectIssue',
      'rejectIssueReturn',
      'reopenPeriod',
      'requestIssue',
      'requestIssueReturn',
      'resetSecondFactor',
      'resumeIssue',
      'retryJob',
      'reviseRequest',
      'setAgencyDebtLimit',
      'setAgencyTerms',
      'setFeatureFlag',
      'setPreference',
      'setRegulation',
      'setRoleSecondFactor',
      'setUserRoles',
      'startExport',
      'startImport',
      'terminateAgency',
      'undoOpeningDebts',
      'updateAgency',
      'updateAgencyType',
      'updateDistrict',
      'updateItem',
      'updateRole',
      'updateSupplier',
      'updateUnit',
      'updateUser',
      'withdrawRegulation',
      'withdrawRequest',
    ]);
  });

  test('takes no number of 131,000 digits, whatever kind of number it is', () => {
    const takes = (name: string): boolean => {
      const type = schema.getType(name);
      if (!isScalarType(type)) return false;
      try {
        type.parseValue('1e131000');
        return true;
      } catch {
        return false;
      }
    };
    const scalars = Object.values(schema.getTypeMap())
      .filter((type) => isScalarType(type))
      .map(({ name }) => name);
    expect(scalars.filter(takes).toSorted()).toEqual(['Cursor', 'ID', 'JSON', 'String']);
  });

  test('speaks of keys as ID, of money as Dong, of amounts as Quantity', () => {
    const typeOf = (type: string, field: string) => {
      const found = schema.getType(type);
      return isObjectType(found) ? String(found.getFields()[field]?.type) : undefined;
    };
    expect(typeOf('Issue', 'id')).toBe('ID!');
    expect(typeOf('Issue', 'agencyId')).toBe('ID!');
    expect(typeOf('Issue', 'totalAmount')).toBe('Dong!');
    expect(typeOf('IssueDetail', 'quantity')).toBe('Quantity!');
    expect(typeOf('Issue', 'issueDetails')).toBe('IssueDetailConnection!');
    expect(typeOf('Issue', 'replacedBy')).toBe('Issue');
    expect(typeOf('Agency', 'debtLimit')).toBe('Dong');
    expect(typeOf('Subscription', 'notificationReceived')).toBe('Notification');
  });
});

describe('the REST contract', () => {
  test('describes exactly the routes that there are', () => {
    const described = Object.entries(openapi.paths).flatMap(([path, methods]) =>
      Object.keys(methods).map((method) => `${method} ${path}`),
    );
    const existing = routes.map(
      ({ method, path }) => `${method} ${path.replace(/:(\w+)/g, '{$1}')}`,
    );
    expect(described.sort()).toEqual(existing.sort());
  });

  test('promises as many lines as the rules take', async () => {
    const [rule] = await server.db.query<{ at_most: string }>(
      `select substring(pg_get_function_arguments('audit.refuse_too_many'::regproc) from 'at_most integer DEFAULT (\\d+)') as at_most`,
    );

    const body = openapi.paths['/inventory/issues'].post.requestBody.content['application/json'];
    expect(body).toMatchObject({
      schema: { properties: { items: { maxItems: Number(rule?.at_most) } } },
    });
  });

  test('is served to everybody', async () => {
    const answer = await server.visitor().get('/api/v1/openapi.json');
    expect(answer.status).toBe(200);
    expect(answer.body.openapi).toBe('3.1.0');
  });
});
