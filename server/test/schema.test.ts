import { readFile } from 'node:fs/promises';
import {
  isObjectType,
  isScalarType,
  lexicographicSortSchema,
  printSchema,
  type GraphQLSchema,
} from 'grafast/graphql';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import commandWords from '../../db/words/commands.json' with { type: 'json' };
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
      /password|secret|session|token|hash|signIn(?!g)|totp|recovery|discardedJob|jobQueue|hasScope|requireScope|searchText|myIds|debtLimitOf/i.test(
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
      'answerLetter',
      'applyImport',
      'approveAgency',
      'assignAgencies',
      'assignImportNames',
      'blockAgency',
      'cancelAdjustment',
      'cancelIssue',
      'cancelIssueReturn',
      'cancelLongJob',
      'cancelPayment',
      'cancelReceipt',
      'cancelRefund',
      'checkImportAgain',
      'chooseForImport',
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
      'createLetters',
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
      'readImportAgain',
      'rejectAdjustment',
      'rejectAgency',
      'rejectIssue',
      'rejectIssueReturn',
      'remindAgency',
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
      'updateCompanyProfile',
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

  test('has words for every command, and for nothing else', () => {
    expect(Object.keys(commandWords).toSorted()).toEqual(
      Object.keys(schema.getMutationType()?.getFields() ?? {}).toSorted(),
    );
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
      `select substring(
        pg_get_function_arguments('audit.refuse_too_many'::regproc)
        from 'at_most integer DEFAULT (\\d+)') as at_most`,
    );

    const body = openapi.paths['/inventory/issues'].post.requestBody.content['application/json'];
    expect(Number(rule?.at_most)).toBeGreaterThan(0);
    expect(body).toMatchObject({
      schema: { properties: { items: { maxItems: Number(rule?.at_most) } } },
    });
  });

  test('names each operation as the commands and queries of GraphQL are named', () => {
    const named = Object.values(openapi.paths).flatMap((methods) =>
      Object.values(methods).map(({ operationId }) => operationId),
    );
    expect(named.toSorted()).toEqual(routes.map(({ command }) => command).toSorted());
  });

  test('tells the bounds of what it takes, by the same shapes that read it', () => {
    const [q, limit, offset] = openapi.paths['/inventory/items'].get.parameters;
    expect([q, limit, offset]).toMatchObject([
      { name: 'q', schema: { type: 'string', maxLength: 200, default: '' } },
      { name: 'limit', schema: { type: 'integer', minimum: 1, maximum: 100, default: 20 } },
      { name: 'offset', schema: { type: 'integer', minimum: 0, maximum: 1_000_000 } },
    ]);
    const { schema: body } =
      openapi.paths['/inventory/issues'].post.requestBody.content['application/json'];
    expect(body).toMatchObject({
      additionalProperties: false,
      required: ['client_key', 'agency_id', 'items'],
      properties: {
        client_key: { maxLength: 100 },
        paid_now: { oneOf: [{ pattern: expect.any(String) }, { type: 'number' }] },
        note: { anyOf: [{ type: 'string', maxLength: 5_000 }, { type: 'null' }] },
        items: {
          minItems: 1,
          items: { additionalProperties: false, required: ['item_id', 'quantity'] },
        },
      },
    });
  });

  test('tells of each operation how it refuses: no right, another method, too many', () => {
    for (const methods of Object.values(openapi.paths)) {
      for (const operation of Object.values(methods)) {
        expect(Object.keys(operation.responses)).toEqual(
          expect.arrayContaining(['400', '401', '403', '405', '429', '503']),
        );
      }
    }
  });

  test('is served to everybody', async () => {
    const answer = await server.visitor().get('/api/v1/openapi.json');
    expect(answer.status).toBe(200);
    expect(answer.body.openapi).toBe('3.1.0');
  });
});
