import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { comesFromElsewhere } from '../http/origin.ts';
import { testServer, type Person, type TestServer } from './support/server.ts';

let server: TestServer;
let sales: Person;
beforeAll(async () => {
  server = await testServer();
  sales = await server.signedIn('sales');
});
afterAll(() => server.close());

const own = () => server.url;
type Sent = { 'Sec-Fetch-Site'?: string; Origin?: string };

describe('a request that changes something', () => {
  const send = (headers: Sent) =>
    sales.send('POST', '/graphql', {
      body: { query: 'mutation { markAllNotificationsRead(input: {}) { result } }' },
      headers,
    });

  test.each<[string, () => Sent]>([
    ['our own page', () => ({ 'Sec-Fetch-Site': 'same-origin', Origin: own() })],
    ['our own page in a browser that names the origin only', () => ({ Origin: own() })],
    ['a program that is no browser', () => ({})],
    ['a person, by hand', () => ({ 'Sec-Fetch-Site': 'none' })],
  ])('is served to %s', async (_who, headers) => {
    expect((await send(headers())).status).toBe(200);
  });

  test.each<[string, () => Sent]>([
    [
      'another site',
      () => ({ 'Sec-Fetch-Site': 'cross-site', Origin: 'https://elsewhere.example' }),
    ],
    ['another site that hides its origin', () => ({ 'Sec-Fetch-Site': 'cross-site' })],
    ['a neighbour under the same domain', () => ({ 'Sec-Fetch-Site': 'same-site', Origin: own() })],
    ['a browser that says something new', () => ({ 'Sec-Fetch-Site': 'sandwich', Origin: own() })],
    ['an old browser on another site', () => ({ Origin: 'https://elsewhere.example' })],
    ['a sandboxed frame', () => ({ Origin: 'null' })],
    ['a site whose name begins like ours', () => ({ Origin: `${own()}.elsewhere.example` })],
    ['another port of this machine', () => ({ Origin: 'http://127.0.0.1:1' })],
    [
      'a person by hand, but on another site',
      () => ({ 'Sec-Fetch-Site': 'none', Origin: 'https://elsewhere.example' }),
    ],
  ])('is refused to %s, though it has cookie and header', async (_who, headers) => {
    const answer = await send(headers());
    expect(answer.status).toBe(403);
    expect(answer.body.errors[0].extensions.code).toBe('CROSS_SITE_REQUEST');
  });

  test.each(['POST', 'PUT', 'PATCH', 'DELETE'])(
    'is refused to other sites at every address: %s',
    async (method) => {
      for (const path of [
        '/auth/login',
        '/auth/sessions',
        '/api/v1/inventory/issues',
        '/healthz',
        '/',
        '/nothing',
      ]) {
        const answer = await sales.send(method, path, {
          headers: { 'Sec-Fetch-Site': 'cross-site' },
        });
        expect([path, answer.status, answer.body.code]).toEqual([path, 403, 'CROSS_SITE_REQUEST']);
      }
    },
  );

  test('needs the header of our own besides', async () => {
    const answer = await sales.send('POST', '/auth/logout', {
      headers: { 'X-Sodaily-CSRF': undefined, 'Sec-Fetch-Site': 'same-origin' },
    });
    expect([answer.status, answer.body.code]).toEqual([403, 'CSRF_HEADER_MISSING']);
  });
});

test('reading is no change: a link from another site opens the page', async () => {
  const answer = await sales.get('/healthz', { 'Sec-Fetch-Site': 'cross-site' });
  expect(answer.status).toBe(200);
});

test('over TLS the same name on plain http is another site', () => {
  const headers = { host: 'sodaily.example', origin: 'http://sodaily.example' };
  expect(comesFromElsewhere(headers, true)).toBe(true);
  expect(comesFromElsewhere(headers, false)).toBe(false);
  expect(comesFromElsewhere({ ...headers, origin: 'https://sodaily.example' }, true)).toBe(false);
});

describe('other sites may not read what we answer', () => {
  test.each(['GET', 'OPTIONS', 'POST', 'HEAD'])('%s', async (method) => {
    for (const path of ['/', '/healthz', '/graphql', '/auth/login', '/api/v1/openapi.json']) {
      const { headers } = await sales.send(method, path, {
        headers: {
          Origin: 'https://elsewhere.example',
          'Access-Control-Request-Method': 'DELETE',
          'Access-Control-Request-Headers': 'x-sodaily-csrf',
        },
      });
      expect([...headers.keys()].filter((name) => name.startsWith('access-control-'))).toEqual([]);
    }
  });

  test('OPTIONS does not even tell which methods there are', async () => {
    const { status, headers, body } = await sales.send('OPTIONS', '/auth/login');
    expect([status, headers.get('allow'), body]).toEqual([204, null, undefined]);
  });
});
