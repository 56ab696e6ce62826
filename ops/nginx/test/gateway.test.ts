// nginx as it stands before one installation: TLS, what every answer carries, floods, maintenance,
// and the switch from one release to the next.
import { execFileSync, spawnSync, type ChildProcess } from 'node:child_process';
import {
  chmodSync,
  mkdirSync,
  mkdtempSync,
  renameSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { createServer, get as getPlain, type IncomingHttpHeaders, type Server } from 'node:http';
import { connect as connectHttp2 } from 'node:http2';
import { request } from 'node:https';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { connect as connectTls, type SecureVersion } from 'node:tls';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { freePorts } from '../../../db/test/support/free_ports.ts';
import { testDatabase, type TestDatabase } from '../../../db/test/support/database.ts';
import { compressAssets } from '../../../scripts/compress_assets.ts';
import { startProcess } from '../../../server/test/support/process.ts';
import { RATES } from '../conf.ts';
import { startGateway, type Nginx } from '../run.ts';
import { HOST, makeCertificate } from './certificate.ts';

let db: TestDatabase;
let folder: string;
let server: ChildProcess;
let nginx: Nginx;
let ports: { tls: number; plain: number };
let ca: string;
const file = (name: string): string => join(folder, name);

/** Where requests go from now on: a link that is renamed over the old one, as deploying does. */
function switchTo(socket: string): void {
  symlinkSync(socket, file('next.sock'));
  renameSync(file('next.sock'), file('active.sock'));
}

beforeAll(async () => {
  db = await testDatabase();
  folder = mkdtempSync(join(tmpdir(), 'sodaily-gateway-'));
  chmodSync(folder, 0o755);
  mkdirSync(file('assets'));
  writeFileSync(file('index.html'), '<!doctype html><meta content="__CSP_NONCE__">');
  writeFileSync(file('assets/index-1a2b3c.js'), 'export const word = "kho";\n'.repeat(100));
  compressAssets(file('assets'));
  const started = await startProcess(db, {
    SOCKET_PATH: file('real.sock'),
    COOKIE_SECURE: 'true',
    WEB_DIST: folder,
  });
  server = started.child;
  switchTo('real.sock');
  const made = makeCertificate(folder);
  ({ ca } = made);
  const [tls = 0, plain = 0] = await freePorts(2);
  ports = { tls, plain };
  nginx = await startGateway({
    listen: `127.0.0.1:${tls}`,
    servers: [`unix:${file('active.sock')}`],
    rates: { ...RATES, signIn: { perSecond: 1, burst: 3 } },
    tls: { ...made, host: HOST, plain: `127.0.0.1:${plain}` },
    web: folder,
    maintenance: file('maintenance'),
  });
});
afterAll(async () => {
  await nginx?.stop();
  server?.kill('SIGKILL');
  await db.close();
  rmSync(folder, { recursive: true, force: true });
});

type Answer = Readonly<{ status: number; headers: IncomingHttpHeaders; body: string }>;

/** A request over TLS from an address of this machine. */
function send(
  path: string,
  options: {
    method?: string;
    headers?: Record<string, string>;
    body?: string;
    address?: string;
  } = {},
): Promise<Answer> {
  const { promise, resolve, reject } = Promise.withResolvers<Answer>();
  const asked = request(
    {
      host: '127.0.0.1',
      port: ports.tls,
      servername: HOST,
      ca,
      path,
      agent: false,
      method: options.method ?? (options.body === undefined ? 'GET' : 'POST'),
      localAddress: options.address ?? '127.0.0.1',
      headers: {
        Host: HOST,
        'X-Sodaily-CSRF': '1',
        'Content-Type': 'application/json',
        ...options.headers,
      },
    },
    (response) => {
      const chunks: Buffer[] = [];
      response.on('data', (chunk: Buffer) => chunks.push(chunk));
      response.on('end', () =>
        resolve({
          status: response.statusCode ?? 0,
          headers: response.headers,
          body: Buffer.concat(chunks).toString(),
        }),
      );
    },
  );
  asked.on('error', reject);
  asked.end(options.body);
  return promise;
}

const asPerson = { Accept: 'text/html,*/*;q=0.8' };

describe('TLS', () => {
  const handshake = (version: SecureVersion): Promise<string | null> => {
    const { promise, resolve, reject } = Promise.withResolvers<string | null>();
    const socket = connectTls(
      {
        host: '127.0.0.1',
        port: ports.tls,
        servername: HOST,
        ca,
        minVersion: version,
        maxVersion: version,
        // or this side would refuse the old ones itself
        ciphers: 'DEFAULT@SECLEVEL=0',
      },
      () => {
        resolve(socket.getProtocol());
        socket.destroy();
      },
    );
    socket.on('error', reject);
    return promise;
  };

  test.each(['TLSv1.2', 'TLSv1.3'] as const)('is spoken in version %s', async (version) => {
    expect(await handshake(version)).toBe(version);
  });

  test('is not spoken in versions that are broken', async () => {
    await expect(handshake('TLSv1.1')).rejects.toThrow(/protocol version/);
  });

  test('carries HTTP/2', async () => {
    const session = connectHttp2(`https://127.0.0.1:${ports.tls}`, { ca, servername: HOST });
    const { promise, resolve, reject } = Promise.withResolvers<unknown>();
    const stream = session.request({ ':path': '/healthz' });
    stream.on('response', (headers) => resolve(headers[':status']));
    stream.on('error', reject);
    session.on('error', reject);

    expect(await promise).toBe(200);
    expect(session.alpnProtocol).toBe('h2');
    session.close();
  });

  test('is where plain http is sent to, by our own name and not by what a visitor wrote', async () => {
    const { promise, resolve, reject } = Promise.withResolvers<Answer>();
    getPlain(
      { host: '127.0.0.1', port: ports.plain, path: '/x?y=1', headers: { Host: 'evil.example' } },
      (response) =>
        resolve({ status: response.statusCode ?? 0, headers: response.headers, body: '' }),
    ).on('error', reject);
    const answer = await promise;

    expect(answer.status).toBe(308);
    expect(answer.headers.location).toBe(`https://${HOST}/x?y=1`);
  });
});

describe('whatever answers', () => {
  const CARRIED = [
    'content-security-policy',
    'x-content-type-options',
    'x-frame-options',
    'referrer-policy',
    'permissions-policy',
    'cross-origin-opener-policy',
    'cross-origin-resource-policy',
    'strict-transport-security',
    'x-trace-id',
  ];

  test.each<[string, () => Promise<Answer>, number]>([
    ['the page', () => send('/', { headers: asPerson }), 200],
    ['a file of the page, from the disk', () => send('/assets/index-1a2b3c.js'), 200],
    ['a file that is not there', () => send('/assets/gone.js'), 404],
    ['GraphQL', () => send('/graphql', { body: '{}' }), 401],
    ['REST', () => send('/api/v1/nothing'), 404],
    ['signing in', () => send('/auth/me'), 401],
    ['health', () => send('/readyz'), 200],
    ['a body that is too large', () => send('/graphql', { body: 'x'.repeat(3_000_000) }), 413],
  ])('carries the same headers, once each: %s', async (_what, ask, status) => {
    const answer = await ask();

    expect(answer.status).toBe(status);
    for (const name of CARRIED) {
      expect(answer.headers, name).toHaveProperty(name);
      expect(String(answer.headers[name]), name).not.toContain(', max-age');
    }
    expect(answer.headers['strict-transport-security']).toMatch(/^max-age=31536000/);
  });

  test('the page keeps the nonce that the server gave it', async () => {
    const { headers, body } = await send('/', { headers: asPerson });
    const nonce = /'nonce-([^']+)'/.exec(String(headers['content-security-policy']))?.[1];

    expect(nonce).toBeDefined();
    expect(body).toContain(String(nonce));
  });

  test.each(['br', 'gzip'])('files of the page go out as %s, and are kept', async (encoding) => {
    const answer = await send('/assets/index-1a2b3c.js', {
      headers: { 'Accept-Encoding': encoding },
    });

    expect(answer.headers).toMatchObject({
      'content-encoding': encoding,
      'content-type': 'text/javascript; charset=utf-8',
      'cache-control': 'public, max-age=31536000, immutable',
      vary: 'Accept-Encoding',
    });
  });
});

describe('a flood from one address', () => {
  /** Somebody else each time: the servers count attempts by account. */
  const attempt = (who: string, address: string) =>
    send('/auth/login', { body: `{"email":"${who}@b.example","password":"x"}`, address });

  test('of attempts to sign in is refused here, in the words of the servers', async () => {
    const answers = await Promise.all(
      Array.from({ length: 12 }, (_, nth) => attempt(`a${nth}`, '127.0.2.1')),
    );
    const refused = answers.filter(({ body }) => body.includes('"retry_after":1'));

    expect(refused.length).toBeGreaterThanOrEqual(6);
    expect(refused[0]?.status).toBe(429);
    expect(refused[0]?.headers['retry-after']).toBe('1');
    expect(JSON.parse(refused[0]?.body ?? '')).toMatchObject({ code: 'TOO_MANY_REQUESTS' });
    expect(refused[0]?.headers).toHaveProperty('content-security-policy');
  });

  test('holds up neither what else is asked there nor another address', async () => {
    const flood = Array.from({ length: 12 }, (_, nth) => attempt(`b${nth}`, '127.0.2.2'));
    const [page, elsewhere] = await Promise.all([
      send('/readyz', { address: '127.0.2.2' }),
      attempt('c', '127.0.2.3'),
    ]);
    await Promise.all(flood);

    expect(page.status).toBe(200);
    expect(elsewhere.status).toBe(401);
  });
});

describe('maintenance', () => {
  test('is told to people on a page and to programs in a code, until it is over', async () => {
    writeFileSync(file('maintenance'), '');
    try {
      const page = await send('/', { headers: asPerson });
      expect(page.status).toBe(503);
      expect(page.headers['retry-after']).toBe('60');
      expect(page.headers['content-type']).toBe('text/html; charset=utf-8');
      expect(page.body).toContain('Sổ Đại Lý đang bảo trì');
      expect(page.headers).toHaveProperty('content-security-policy');

      const program = await send('/graphql', { body: '{}' });
      expect(program.status).toBe(503);
      expect(JSON.parse(program.body)).toMatchObject({ code: 'BUSY' });
    } finally {
      rmSync(file('maintenance'));
    }
    expect((await send('/readyz')).status).toBe(200);
  });
});

describe('another release', () => {
  const releases: Server[] = [];
  afterAll(() => {
    for (const release of releases) release.close();
    switchTo('real.sock');
  });

  test('gets each request from the moment its link is in place, without a reload', async () => {
    for (const colour of ['blue', 'green']) {
      const release = createServer((_request, response) => response.end(colour));
      await new Promise<void>((done) => release.listen(file(`${colour}.sock`), done));
      chmodSync(file(`${colour}.sock`), 0o777);
      releases.push(release);
    }
    for (const colour of ['blue', 'green', 'blue']) {
      switchTo(`${colour}.sock`);
      const answers = await Promise.all(Array.from({ length: 5 }, () => send('/healthz')));
      expect(answers.map(({ body }) => body)).toEqual(Array.from({ length: 5 }, () => colour));
    }
  });
});

test('the access log has one line of JSON a request, without what was asked', async () => {
  await send('/healthz?token=secret', { address: '127.0.3.1' });

  const line = nginx.requests().find(({ address }) => address === '127.0.3.1');
  expect(line).toMatchObject({ method: 'GET', path: '/healthz', protocol: 'HTTP/1.1' });
  expect(JSON.stringify(line)).not.toContain('secret');
});

test('the configuration that the shell asks for is one that nginx takes', () => {
  const conf = execFileSync(
    process.execPath,
    [
      join(import.meta.dirname, '..', 'conf.ts'),
      '--listen=8443',
      '--server=unix:/run/active.sock',
      `--host=${HOST}`,
      '--plain=8080',
      `--certificate=${file('certificate.pem')}`,
      `--key=${file('key.pem')}`,
    ],
    { encoding: 'utf8' },
  );
  writeFileSync(file('shell.conf'), conf);
  const tried = spawnSync('nginx', ['-t', '-p', folder, '-c', file('shell.conf')], {
    encoding: 'utf8',
    env: { ...process.env, PATH: `${process.env['PATH'] ?? ''}:/usr/sbin` },
  });

  expect(tried.stderr).toContain('test is successful');
  // a comment names them; nothing else has one left
  expect(conf).not.toMatch(/^[^#\n]*\$\{/m);
});
