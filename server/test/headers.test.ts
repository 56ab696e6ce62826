// The same headers on every class of answer, and nothing that tells what we are made of.
import { once } from 'node:events';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { testServer, type TestServer } from './support/server.ts';

let server: TestServer;
let web: string;
beforeAll(async () => {
  web = await mkdtemp(join(tmpdir(), 'sodaily-web-'));
  await mkdir(join(web, 'assets'));
  await writeFile(
    join(web, 'index.html'),
    '<!doctype html><meta name="csp-nonce" content="__CSP_NONCE__"><title>Sổ Đại Lý</title>',
  );
  await writeFile(join(web, 'assets', 'index-1a2b3c.js'), 'export {};');
  await writeFile(join(web, 'icon.svg'), '<svg xmlns="http://www.w3.org/2000/svg"/>');
  server = await testServer('classic', { WEB_DIST: web, COOKIE_SECURE: 'true' });
});
afterAll(async () => {
  await server.close();
  await rm(web, { recursive: true });
});

type Seen = Readonly<{ status: number; headers: Headers; body: string }>;

/** Sends bytes as they are, for requests that no client would write, and reads the answer. */
async function raw(text: string): Promise<Seen> {
  const { port } = new URL(server.url);
  const socket = connect(Number(port), '127.0.0.1');
  let answer = '';
  socket.on('data', (chunk) => {
    answer += String(chunk);
  });
  socket.write(text);
  await once(socket, 'close');
  const [head = '', ...body] = answer.split('\r\n\r\n');
  const [statusLine = '', ...lines] = head.split('\r\n');
  const headers = new Headers(
    lines.map((line): [string, string] => {
      const at = line.indexOf(':');
      return [line.slice(0, at), line.slice(at + 1).trim()];
    }),
  );
  return { status: Number(statusLine.split(' ')[1]), headers, body: body.join('\r\n\r\n') };
}

async function send(
  method: string,
  path: string,
  options: { text?: string; headers?: Record<string, string> } = {},
): Promise<Seen> {
  const { status, headers, body } = await server.visitor().send(method, path, options);
  return { status, headers, body: typeof body === 'string' ? body : JSON.stringify(body ?? '') };
}

const page = { Accept: 'text/html' };
const request = (line: string, ...headers: string[]) =>
  [line, 'Host: x', 'Connection: close', ...headers, '', ''].join('\r\n');
const login = JSON.stringify({ email: 'sales@sodaily.test', password: 'daily-2026' });

/** A class of answer, how to get one, and its status. */
const classes: [name: string, ask: () => Promise<Seen>, status: number][] = [
  ['the page', () => send('GET', '/', { headers: page }), 200],
  ['a deep address of the page', () => send('GET', '/phieu-xuat/7', { headers: page }), 200],
  ['a hashed file', () => send('GET', '/assets/index-1a2b3c.js'), 200],
  ['a file of the page', () => send('GET', '/icon.svg'), 200],
  ['a file that is not there', () => send('GET', '/assets/gone.js'), 404],
  ['an address that cannot be decoded', () => send('GET', '/%ff%c0'), 400],
  ['HEAD of the page', () => send('HEAD', '/', { headers: page }), 200],
  ['health', () => send('GET', '/healthz'), 200],
  ['readiness', () => send('GET', '/readyz'), 200],
  ['health asked in another way', () => send('POST', '/healthz'), 405],
  ['the description of the API', () => send('GET', '/api/v1/openapi.json'), 200],
  ['an unknown address of the API', () => send('GET', '/api/v1/nothing'), 404],
  [
    'an address of the API asked in another way',
    () => send('DELETE', '/api/v1/inventory/items'),
    405,
  ],
  ['the API without a session', () => send('GET', '/api/v1/inventory/items'), 401],
  ['signing in', () => send('POST', '/auth/login', { text: login }), 200],
  [
    'signing in with a wrong password',
    () => send('POST', '/auth/login', { text: login.replace('daily', 'weekly') }),
    401,
  ],
  ['signing in without fields', () => send('POST', '/auth/login', { text: '{}' }), 400],
  ['signing in asked in another way', () => send('GET', '/auth/login'), 405],
  ['sessions asked in another way', () => send('POST', '/auth/sessions'), 405],
  ['an unknown address of signing in', () => send('POST', '/auth/password/nothing'), 404],
  ['signing out', () => send('POST', '/auth/logout'), 204],
  [
    'GraphQL without a session',
    () => send('POST', '/graphql', { text: '{"query":"{ businessDate }"}' }),
    401,
  ],
  ['GraphQL asked by GET', () => send('GET', '/graphql?query={businessDate}'), 405],
  [
    'no CSRF header',
    () =>
      send('POST', '/auth/logout', {
        headers: { 'X-Sodaily-CSRF': undefined as unknown as string },
      }),
    403,
  ],
  [
    'another site',
    () => send('POST', '/auth/logout', { headers: { Origin: 'https://elsewhere.example' } }),
    403,
  ],
  [
    'a body that is no JSON',
    () => send('POST', '/auth/login', { text: 'a=b', headers: { 'Content-Type': 'text/plain' } }),
    415,
  ],
  ['broken JSON', () => send('POST', '/auth/login', { text: '{"email":' }), 400],
  [
    'a body that is too large',
    () => send('POST', '/graphql', { text: JSON.stringify({ query: 'x'.repeat(150_000) }) }),
    413,
  ],
  [
    'an unknown charset',
    () =>
      send('POST', '/auth/login', {
        text: login,
        headers: { 'Content-Type': 'application/json; charset=koi8' },
      }),
    415,
  ],
  [
    'OPTIONS of another site',
    () =>
      send('OPTIONS', '/graphql', {
        headers: { Origin: 'https://elsewhere.example', 'Access-Control-Request-Method': 'POST' },
      }),
    204,
  ],
  ['TRACE', () => raw(request('TRACE /auth/me HTTP/1.1', 'X-Secret: 1')), 405],
  ['a method that nobody has', () => raw(request('BREW /auth/me HTTP/1.1')), 400],
  ['PROPFIND', () => raw(request('PROPFIND / HTTP/1.1')), 405],
  ['what is no HTTP', () => raw('\u0016\u0003\u0001 hello\r\n\r\n'), 400],
  ['a request without a host', () => raw('GET / HTTP/1.1\r\nConnection: close\r\n\r\n'), 400],
  [
    'two lengths of one body',
    () =>
      raw(request('POST /auth/login HTTP/1.1', 'Content-Length: 5', 'Transfer-Encoding: chunked')),
    400,
  ],
  [
    'headers that are too long',
    () => raw(request('GET / HTTP/1.1', `X-Long: ${'x'.repeat(20_000)}`)),
    431,
  ],
  [
    'an expectation we cannot meet',
    () => raw(request('GET /healthz HTTP/1.1', 'Expect: the-spanish-inquisition')),
    200,
  ],
  ['a socket without a session', () => raw(upgrade('/graphql')), 401],
  [
    'a socket of another site',
    () => raw(upgrade('/graphql', 'Origin: https://elsewhere.example')),
    403,
  ],
  ['a socket to another address', () => raw(upgrade('/nothing')), 404],
];

const upgrade = (path: string, ...headers: string[]) =>
  [
    `GET ${path} HTTP/1.1`,
    'Host: x',
    'Connection: Upgrade',
    'Upgrade: websocket',
    'Sec-WebSocket-Version: 13',
    'Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==',
    ...headers,
    '',
    '',
  ].join('\r\n');

const NONCE = /'nonce-([A-Za-z0-9+/=]{24})'/;
/** What the policy says, in the order in which it says it. */
const POLICY = [
  "default-src 'self'",
  "script-src 'self'",
  "style-src-elem 'self' 'nonce-…'",
  "style-src-attr 'unsafe-inline'",
  "img-src 'self' data:",
  "connect-src 'self'",
  "object-src 'none'",
  "base-uri 'none'",
  "form-action 'self'",
  "frame-src 'none'",
  "frame-ancestors 'none'",
  'upgrade-insecure-requests',
];

describe.each(classes)('%s', (_name, ask, status) => {
  test('carries the headers that keep a browser safe, and no others', async () => {
    const { status: got, headers } = await ask();

    expect(got).toBe(status);
    const csp = headers.get('content-security-policy') ?? '';
    expect(csp.replace(NONCE, "'nonce-…'").split('; ')).toEqual(POLICY);
    expect(
      Object.fromEntries(
        [
          'strict-transport-security',
          'x-content-type-options',
          'x-frame-options',
          'referrer-policy',
          'permissions-policy',
          'cross-origin-opener-policy',
          'cross-origin-resource-policy',
        ].map((name) => [name, headers.get(name)]),
      ),
    ).toEqual({
      'strict-transport-security': 'max-age=31536000; includeSubDomains',
      'x-content-type-options': 'nosniff',
      'x-frame-options': 'DENY',
      'referrer-policy': 'same-origin',
      'permissions-policy': 'camera=(), geolocation=(), microphone=(), payment=(), usb=()',
      'cross-origin-opener-policy': 'same-origin',
      'cross-origin-resource-policy': 'same-origin',
    });
    const names = [...headers.keys()];
    expect(
      names.filter((name) =>
        /^access-control-|^server$|x-powered-by|^via$|x-aspnet|x-runtime/.test(name),
      ),
    ).toEqual([]);
  });
});

describe('what may be kept', () => {
  test('is the files of the web client and nothing else', async () => {
    const kept: string[] = [];
    for (const [name, ask] of classes) {
      if ((await ask()).headers.get('cache-control') !== 'no-store') kept.push(name);
    }
    expect(kept).toEqual(['a hashed file', 'a file of the page']);
  });
});

describe('a nonce', () => {
  test('is never used twice', async () => {
    const nonces = await Promise.all(
      Array.from(
        { length: 20 },
        async () =>
          NONCE.exec(
            (await send('GET', '/healthz')).headers.get('content-security-policy') ?? '',
          )?.[1],
      ),
    );
    expect(new Set(nonces).size).toBe(20);
  });
});

test('over plain http nothing is promised about TLS', async () => {
  const plain = await testServer();
  const { headers } = await plain.visitor().get('/healthz');
  await plain.close();
  expect(headers.get('strict-transport-security')).toBeNull();
  expect(headers.get('content-security-policy')).not.toContain('upgrade-insecure-requests');
});

test('TRACE does not send back what it was sent', async () => {
  const { body } = await raw(request('TRACE /auth/me HTTP/1.1', 'Cookie: a=hidden-thing'));
  expect(body).not.toContain('hidden-thing');
});
