// In production the server runs what its own pages ask, and nothing else.
import { createClient } from 'graphql-ws';
import { parse, validate } from 'grafast/graphql';
import { readdirSync, readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import WebSocket from 'ws';
import { readEnv } from '../env.ts';
import { limitsRule } from '../graphql/limits.ts';
import { testServer, type Person, type TestServer } from './support/server.ts';

const documents = JSON.parse(
  readFileSync(new URL('../graphql/trusted_documents.json', import.meta.url), 'utf8'),
) as Record<string, string>;

/** The hash under which the page asks for an operation. */
function hashOf(operation: string): string {
  const found = Object.entries(documents).find(([, text]) =>
    new RegExp(`^(query|mutation|subscription) ${operation}\\b`, 'm').test(text),
  );
  if (!found) throw new Error(`the page has no operation ${operation}`);
  return found[0];
}

let server: TestServer;
let sales: Person;
beforeAll(async () => {
  server = await testServer('classic', { TRUSTED_DOCUMENTS: 'true' });
  sales = await server.signedIn('sales');
});
afterAll(() => server.close());

const variables = { first: 2, after: null, withMoney: true };
const fieldsOf = (answer: {
  body: { errors: [{ extensions: { details: { fields: unknown[] } } }] };
}) => answer.body.errors[0].extensions.details.fields;

describe('a document of our own page', () => {
  test.each<[string, (documentId: string) => Record<string, unknown>]>([
    ['by its hash', (documentId) => ({ documentId, variables })],
    [
      'by its hash, where Apollo has room for it',
      (documentId) => ({ extensions: { documentId }, variables, operationName: 'AgencyList' }),
    ],
  ])('is run %s', async (_way, bodyOf) => {
    const answer = await sales.post('/graphql', bodyOf(hashOf('AgencyList')));
    expect(answer.status).toBe(200);
    expect(answer.body.errors).toBeUndefined();
    expect(answer.body.data.agencies.nodes).toHaveLength(2);
    expect(answer.body.data.agencies.nodes[0]).toMatchObject({ __typename: 'Agency' });
  });

  test.each(
    Object.values(documents).map((text) => [
      /^(?:query|mutation|subscription) \w+/m.exec(text)?.[0] ?? text,
      text,
    ]),
  )('fits the schema and the limits: %s', (_name, text) => {
    expect(validate(server.running.services.schema, parse(text), [limitsRule])).toEqual([]);
    expect(() =>
      server.running.services.documents.open(
        { documentId: Object.keys(documents).find((hash) => documents[hash] === text) },
        { first: 100 },
      ),
    ).not.toThrow();
  });
});

describe('the list of trusted documents', () => {
  const web = new URL('../../web/src/', import.meta.url);
  const OPERATION = /^(?:query|mutation|subscription) (\w+)/gm;
  const namesIn = (text: string) => [...text.matchAll(OPERATION)].map(([, name]) => name ?? '');

  test('is what the page was built from, no more and no less', () => {
    const written = readdirSync(web, { recursive: true, encoding: 'utf8' })
      .filter((file) => file.endsWith('.graphql'))
      .flatMap((file) => namesIn(readFileSync(new URL(file, web), 'utf8')));
    expect(
      Object.values(documents).flatMap(namesIn).toSorted(),
      'run npm run codegen and commit what it writes',
    ).toEqual(written.toSorted());
  });

  test('has the hashes that the page sends', () => {
    const sent = [
      ...readFileSync(new URL('gql/graphql.ts', web), 'utf8').matchAll(
        /"__meta__":\{"hash":"([^"]+)"\}/g,
      ),
    ].map(([, hash]) => hash ?? '');
    expect([...new Set(sent)].toSorted()).toEqual(Object.keys(documents).toSorted());
  });
});

describe('any other document is refused', () => {
  test.each<[string, Record<string, unknown>, { path: string; reason: string }]>([
    ['a text', { query: '{ businessDate }' }, { path: 'query', reason: 'trusted_only' }],
    [
      'a text that our page has, but sent as a text',
      { query: documents[hashOf('AgencyList')], variables },
      { path: 'query', reason: 'trusted_only' },
    ],
    [
      'a question about the schema',
      { query: '{ __schema { types { name } } }' },
      { path: 'query', reason: 'trusted_only' },
    ],
    [
      'a hash that nobody made',
      { documentId: `sha256:${'0'.repeat(64)}` },
      { path: 'documentId', reason: 'unknown' },
    ],
    [
      'an unknown hash with a text to learn it by',
      {
        query: '{ businessDate }',
        documentId: 'sha256:1',
        extensions: { persistedQuery: { version: 1, sha256Hash: '1' } },
      },
      { path: 'documentId', reason: 'unknown' },
    ],
    [
      "a name of an object's own",
      { documentId: '__proto__' },
      { path: 'documentId', reason: 'unknown' },
    ],
    ['nothing', {}, { path: 'query', reason: 'trusted_only' }],
  ])('%s', async (_what, body, field) => {
    const answer = await sales.post('/graphql', body);
    expect(answer.status).toBe(400);
    expect(fieldsOf(answer)).toEqual([field]);
  });

  test('an operation that the document does not have', async () => {
    const answer = await sales.post('/graphql', {
      documentId: hashOf('AgencyList'),
      operationName: 'Other',
      variables,
    });
    expect(answer.status).toBe(400);
  });
});

describe('a socket', () => {
  async function listen(payload: {
    query: string;
    extensions?: Record<string, unknown>;
  }): Promise<unknown[]> {
    class SocketWithCookie extends WebSocket {
      constructor(url: string, protocols: string) {
        super(url, protocols, { headers: { cookie: sales.cookieHeader() } });
      }
    }
    const heard: unknown[] = [];
    const client = createClient({
      url: `${server.url.replace('http', 'ws')}/graphql`,
      webSocketImpl: SocketWithCookie,
      retryAttempts: 0,
    });
    client.subscribe(payload, {
      next: (message) => heard.push(message),
      error: (error) => heard.push(error),
      complete: () => undefined,
    });
    await new Promise((resolve) => setTimeout(resolve, 300));
    const before = [...heard];
    await server.db.query(`insert into notification.notification (user_id, kind, payload, subject)
      select id, 'issue_announced', '{}', gen_random_uuid()::text from auth."user"
      where email = 'sales@sodaily.test'`);
    await server.db
      .query(`select pg_notify('notification:' || n.user_id, json_build_object('id', n.id)::text)
      from notification.notification as n order by n.created_at desc limit 1`);
    await new Promise((resolve) => setTimeout(resolve, 300));
    await client.dispose();
    return before.length > 0 ? before : heard;
  }

  test('takes the subscription of our page by its hash', async () => {
    const documentId = hashOf(
      /subscription (\w+)/.exec(Object.values(documents).join('\n'))?.[1] ?? '',
    );
    const heard = await listen({ query: '', extensions: { documentId } });
    expect(heard).toMatchObject([{ data: { notificationReceived: expect.anything() } }]);
  });

  test.each([
    ['a text', { query: 'subscription { notificationReceived { id } }' }, 'trusted_only'],
    ['an unknown hash', { query: '', extensions: { documentId: 'sha256:1' } }, 'unknown'],
    [
      'a hash that is none',
      { query: '', extensions: { documentId: { toString: 1 } } },
      'trusted_only',
    ],
  ])('takes nothing else: %s', async (_what, payload, reason) => {
    expect(JSON.stringify(await listen(payload))).toContain(`"reason":"${reason}"`);
  });
});

describe('TRUSTED_DOCUMENTS', () => {
  const settings = {
    AUTHENTICATOR_DATABASE_URL: `postgres://server:${'mot-mat-khau-that-dai'}@somewhere/sodaily?sslmode=verify-full`,
    SIGN_IN_DATABASE_URL: `postgres://server:${'mot-mat-khau-that-dai'}@somewhere/sodaily?sslmode=verify-full`,
    JWT_SECRET: 'tre già măng mọc, khoai đất lạ mạ đất quen',
    SECOND_FACTOR_KEY: 'ruộng sâu trâu nái không bằng con gái đầu lòng',
  };
  test('is on unless it is demo mode or said otherwise', () => {
    expect(readEnv(settings).TRUSTED_DOCUMENTS).toBe(true);
    expect(readEnv({ ...settings, DEMO: 'true' }).TRUSTED_DOCUMENTS).toBe(false);
    expect(
      readEnv({ ...settings, DEMO: 'true', TRUSTED_DOCUMENTS: 'true' }).TRUSTED_DOCUMENTS,
    ).toBe(true);
    expect(readEnv({ ...settings, TRUSTED_DOCUMENTS: 'false' }).TRUSTED_DOCUMENTS).toBe(false);
  });
});
