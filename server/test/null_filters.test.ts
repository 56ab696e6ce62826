// Null in a filter says nothing: it is refused in words, wherever it stands, and never a fault of
// the server.
import { readFileSync } from 'node:fs';
import {
  getNamedType,
  getNullableType,
  getOperationAST,
  isInputObjectType,
  isLeafType,
  isListType,
  isNonNullType,
  parse,
  typeFromAST,
  type GraphQLInputObjectType,
  type GraphQLInputType,
} from 'grafast/graphql';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { filled, queries, rowType, schema, type Field } from '../../ops/scan/schema.ts';
import { testServer, type Person, type TestServer } from './support/server.ts';

const AT_ONCE = 6;
const documents = JSON.parse(
  readFileSync(new URL('../graphql/trusted_documents.json', import.meta.url), 'utf8'),
) as Record<string, string>;

let server: TestServer;
let admin: Person;
beforeAll(async () => {
  server = await testServer();
  admin = await server.signedIn('admin');
});
afterAll(() => server.close());

interface Case {
  what: string;
  query: string;
  variables: Record<string, unknown>;
}

const filterOf = (field: Field): GraphQLInputObjectType | undefined => {
  const type = getNullableType(field.args.find(({ name }) => name === 'filter')?.type);
  return isInputObjectType(type) ? type : undefined;
};
const lists = queries.filter((field) => filterOf(field));

const operators = new Set<string>();
/**
 * Filters of one field: null, nothing, and each operator with null, of every kind of value once.
 */
function nothingAbout(name: string, given: GraphQLInputType): unknown[] {
  const type = getNullableType(given);
  if (isListType(type)) return [{ [name]: null }, { [name]: [{}] }, { [name]: [{ [name]: null }] }];
  if (!isInputObjectType(type)) return [{ [name]: null }];
  const known = operators.has(type.name) || name === 'not';
  operators.add(type.name);
  return [
    { [name]: null },
    { [name]: {} },
    ...(known
      ? []
      : Object.keys(type.getFields()).map((operator) => ({ [name]: { [operator]: null } }))),
  ];
}

function casesOf(field: Field): Case[] {
  const type = filterOf(field);
  if (!type) return [];
  const columns = Object.entries(type.getFields());
  const [first = ''] = columns.map(([name]) => name);
  const filters = [
    null,
    {},
    ...columns.flatMap(([name, column]) => nothingAbout(name, column.type)),
    { and: [{ [first]: { isNull: true } }, { or: [{ not: { [first]: null } }] }] },
    { not: { not: { [first]: { equalTo: null } } } },
  ];
  return filters.map((filter) => ({
    what: `${field.name} ${JSON.stringify(filter)}`,
    query: `query ($f: ${type.name}) { ${field.name}(filter: $f) { totalCount } }`,
    variables: { f: filter },
  }));
}

/** A list within a row of another list. */
function nestedCases(field: Field): Case[] {
  const row = rowType(field);
  return Object.values(row?.getFields() ?? {})
    .filter((inner) => filterOf(inner))
    .map((inner) => ({
      what: `${field.name}.${inner.name}`,
      query: `{ ${field.name}(first: 1) { nodes { ${inner.name}(filter: null) { totalCount } } } }`,
      variables: {},
    }));
}

async function codesOf(
  cases: readonly Case[],
  ask: (one: Case) => ReturnType<Person['graphql']>,
): Promise<Map<string, string[]>> {
  const waiting = [...cases];
  const codes = new Map<string, string[]>();
  await Promise.all(
    Array.from({ length: AT_ONCE }, async () => {
      for (let one = waiting.shift(); one; one = waiting.shift()) {
        const { status, body } = await ask(one);
        const code =
          body?.errors?.[0]?.extensions?.code ?? (status === 200 ? 'answered' : `status ${status}`);
        codes.set(code, [...(codes.get(code) ?? []), one.what]);
      }
    }),
  );
  return codes;
}
const ask = ({ query, variables }: Case) => admin.graphql(query, variables);

describe('a filter', () => {
  test('with null or nothing in it is refused, in every list and column there is', async () => {
    const codes = await codesOf(lists.flatMap(casesOf), ask);

    expect(codes.get('INTERNAL')).toBeUndefined();
    expect([...codes.keys()]).toEqual(['VALIDATION_ERROR']);
    expect(codes.get('VALIDATION_ERROR')?.length).toBeGreaterThan(500);
    expect(operators.size).toBeGreaterThan(5);
  }, 300_000);

  test('of a list within a row is refused the same way', async () => {
    const nested = lists.flatMap(nestedCases);
    const codes = await codesOf(nested, ask);

    expect(nested.length).toBeGreaterThan(20);
    expect(codes.get('INTERNAL')).toBeUndefined();
    // a row that is not there has no list
    expect(
      [...codes.keys()].filter((code) => !['VALIDATION_ERROR', 'answered'].includes(code)),
    ).toEqual([]);
  }, 120_000);

  test.each([
    ['{ agencies(filter: null) { totalCount } }', 'filter', 'null'],
    ['{ a: agencies(filter: {name: null}) { totalCount } }', 'filter', 'null'],
    ['{ agencies(filter: {name: {equalTo: null}}) { totalCount } }', 'filter', 'null'],
    ['{ agencies(filter: {or: [{not: {name: {in: null}}}]}) { totalCount } }', 'filter', 'null'],
    [
      'query ($n: String) { agencies(filter: {name: {equalTo: $n}}) { totalCount } }',
      'filter',
      'empty',
    ],
    [
      'query ($n: String = null) { agencies(filter: {name: {equalTo: $n}}) { totalCount } }',
      'filter',
      'null',
    ],
    ['{ agencies(filter: {}) { totalCount } }', 'filter', 'empty'],
    ['{ agencies(filter: {name: {}}) { totalCount } }', 'filter', 'empty'],
  ])('%s says what is wrong', async (query, path, reason) => {
    const { status, body } = await admin.graphql(query);

    expect(status).toBe(200);
    expect(body.errors[0]).toMatchObject({
      extensions: { code: 'VALIDATION_ERROR', details: { fields: [{ path, reason }] } },
    });
    expect(JSON.stringify(body)).not.toMatch(/forbidden|\bat \w+/);
  });

  test.each([
    '{ agencies(orderBy: null) { totalCount } }',
    '{ agencies(first: null, offset: null, after: null) { totalCount } }',
    'query ($o: [AgencyOrderBy!], $n: Int) { agencies(orderBy: $o, first: $n) { nodes { id } } }',
  ])('is all that minds: %s is answered', async (query) => {
    expect((await admin.graphql(query, { o: null, n: null })).body.errors).toBeUndefined();
  });

  test.each([
    '{ agencies(orderBy: [null]) { totalCount } }',
    '{ agencies(filter: {name: {in: [null]}}) { totalCount } }',
    '{ agencies(filter: {and: [null]}) { totalCount } }',
  ])('has no null in a list either: %s', async (query) => {
    expect((await admin.graphql(query)).body.errors[0].extensions.code).toBe('VALIDATION_ERROR');
  });
});

const AS = {
  ID: '1',
  Int: 5,
  Boolean: false,
  Date: '2026-11-01',
  Datetime: '2026-11-01T00:00:00Z',
  UUID: '00000000-0000-4000-8000-000000000000',
} as const;
const valueOf = (_name: string, type: string): unknown =>
  AS[type as 'ID'] ?? (type === 'Cursor' ? null : '1');

test('no list and no lookup is a fault with null for any of its arguments', async () => {
  const cases = queries.flatMap((field) =>
    field.args.map((arg): Case => {
      const asked = field.args.filter((other) => other === arg || isNonNullType(other.type));
      const leaf = isLeafType(getNamedType(field.type));
      return {
        what: `${field.name} ${arg.name}`,
        query:
          `query (${asked.map(({ name, type }) => `$${name}: ${String(type)}`).join(', ')}) `
          + '{ '
          + `${field.name}(${asked.map(({ name }) => `${name}: $${name}`).join(', ')})${leaf ? '' : ' { __typename }'} `
          + '}',
        variables: Object.fromEntries(
          asked.map(({ name, type }) => [
            name,
            name === arg.name ? null : filled(type, name, valueOf),
          ]),
        ),
      };
    }),
  );
  const codes = await codesOf(cases, ask);

  expect(cases.length).toBeGreaterThan(200);
  expect(codes.get('INTERNAL')).toBeUndefined();
  expect([...codes.keys()].filter((code) => code.startsWith('status 5'))).toEqual([]);
}, 120_000);

/**
 * A document of our own page with each of its variables null, the required ones filled, and with
 * all of them null.
 */
function nullsOf(documentId: string, text: string): Case[] {
  const variables = (getOperationAST(parse(text))?.variableDefinitions ?? []).flatMap(
    (definition) => {
      const type = typeFromAST(schema, definition.type as never) as GraphQLInputType | undefined;
      return type ? [{ name: definition.variable.name.value, type }] : [];
    },
  );
  const needed = Object.fromEntries(
    variables
      .filter(({ type }) => isNonNullType(type))
      .map(({ name, type }) => [name, filled(type, name, valueOf)]),
  );
  const name = /^(?:query|mutation|subscription) (\w+)/m.exec(text)?.[1] ?? documentId;
  const oneNull = variables.map((variable) => ({
    what: `${name} ${variable.name}`,
    query: text,
    variables: { ...needed, [variable.name]: null },
  }));
  const withinInput = variables.flatMap(({ name: input, type }) => {
    const object = getNamedType(type);
    return isInputObjectType(object) && isNonNullType(type)
      ? Object.keys(object.getFields()).map((field) => ({
          what: `${name} ${input}.${field}`,
          query: text,
          variables: { ...needed, [input]: { ...(needed[input] as object), [field]: null } },
        }))
      : [];
  });
  return [
    ...oneNull,
    ...withinInput,
    {
      what: `${name} all`,
      query: text,
      variables: Object.fromEntries(variables.map((variable) => [variable.name, null])),
    },
  ];
}

test('no document of our own page is a fault with null for any of its variables', async () => {
  const cases = Object.entries(documents)
    .filter(([, text]) => !/^subscription /m.test(text))
    .flatMap(([id, text]) => nullsOf(id, text));
  const codes = await codesOf(cases, ask);

  expect(cases.length).toBeGreaterThan(200);
  expect(codes.get('INTERNAL')).toBeUndefined();
  expect([...codes.keys()].filter((code) => code.startsWith('status 5'))).toEqual([]);
}, 300_000);
