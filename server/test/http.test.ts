import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Writable } from 'node:stream';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { readEnv } from '../env.ts';
import { makeLog } from '../../platform/log.ts';
import { testServer, type TestServer } from './support/server.ts';
import { cutConnections } from './support/superuser.ts';

let server: TestServer;
let web: string;
beforeAll(async () => {
  web = await mkdtemp(join(tmpdir(), 'sodaily-web-'));
  await mkdir(join(web, 'assets'));
  await writeFile(
    join(web, 'index.html'),
    '<!doctype html><meta property="csp-nonce" nonce="__CSP_NONCE__"><title>Sổ Đại Lý</title>',
  );
  await writeFile(join(web, 'assets', 'index-1a2b3c.js'), 'export {};');
  await writeFile(join(web, 'favicon.svg'), '<svg xmlns="http://www.w3.org/2000/svg"/>');
  server = await testServer('classic', {
    WEB_DIST: web,
    RELEASE: '1.2.3',
    DEMO: 'true',
    RULES_CHECK_SECONDS: '0',
  });
});
afterAll(async () => {
  await server.close();
  await rm(web, { recursive: true });
});

const asBrowser = { Accept: 'text/html,application/xhtml+xml,*/*;q=0.8' };

describe('the web client', () => {
  test.each(['/', '/issues/new', '/agencies/7?tab=ledger', '/index.html'])(
    'is one page with a nonce of its own under every address: %s',
    async (path) => {
      const [first, second] = [
        await server.visitor().get(path, asBrowser),
        await server.visitor().get(path, asBrowser),
      ];
      expect(first.status).toBe(200);
      const nonce = /nonce="([^"]+)"/.exec(first.body)?.[1];
      expect(first.headers.get('content-security-policy')).toContain(
        `style-src-elem 'self' 'nonce-${nonce}'`,
      );
      expect(first.headers.get('cache-control')).toBe('no-store');
      expect(second.body).not.toBe(first.body);
      expect(first.body).not.toContain('__CSP_NONCE__');
    },
  );

  test('keeps its hashed files in the browser for a year', async () => {
    const answer = await server.visitor().get('/assets/index-1a2b3c.js');
    expect(answer.headers.get('cache-control')).toBe('public, max-age=31536000, immutable');
    expect(answer.headers.get('content-type')).toContain('javascript');
    expect((await server.visitor().get('/favicon.svg')).status).toBe(200);
  });

  test('does not answer with a page what is no page', async () => {
    for (const path of ['/.env', '/.git/config', '/x/.ssh/id_rsa'])
      expect((await server.visitor().get(path, asBrowser)).status).toBe(404);
    expect((await server.visitor().get('/assets/gone-999.js', asBrowser)).status).toBe(404);
    expect((await server.visitor().get('/logo.png', { Accept: 'image/*' })).status).toBe(404);
    expect(
      (await server.visitor().send('POST', '/issues/new', { headers: asBrowser })).status,
    ).toBe(404);
  });

  test.each([
    '/../../package.json',
    '/%2e%2e/%2e%2e/package.json',
    '/assets/..%2f..%2fpackage.json',
  ])('shows no file from elsewhere: %s', async (path) => {
    const answer = await server.visitor().get(path);
    expect(String(answer.body)).not.toContain('so-dai-ly');
  });
});

describe('every answer', () => {
  test.each(['/', '/healthz', '/api/v1/openapi.json', '/auth/me', '/api/nothing'])(
    'has the headers that keep a browser safe: %s',
    async (path) => {
      const { headers } = await server.visitor().get(path, asBrowser);
      expect(headers.get('content-security-policy')).toContain("script-src 'self'");
      expect(headers.get('content-security-policy')).toContain("frame-ancestors 'none'");
      expect(headers.get('x-content-type-options')).toBe('nosniff');
      expect(headers.get('referrer-policy')).toBe('same-origin');
      expect(headers.get('permissions-policy')).toContain('camera=()');
      expect(headers.get('x-powered-by')).toBeNull();
      expect(headers.get('x-trace-id')).toMatch(/^[0-9a-f-]{36}$/);
    },
  );

  test('carries the trace id of the gateway when it is harmless', async () => {
    const harmless = await server.visitor().get('/healthz', { 'X-Request-Id': 'abcDEF-12345' });
    expect(harmless.headers.get('x-trace-id')).toBe('abcDEF-12345');
    for (const id of ['short', 'x'.repeat(65), 'with spaces in it', '<script>alert(1)</script>']) {
      const answer = await server.visitor().get('/healthz', { 'X-Request-Id': id });
      expect(answer.headers.get('x-trace-id')).not.toBe(id);
    }
  });

  test.each(['/api/v1/nothing', '/api', '/auth/nothing', '/graphql/nothing'])(
    'to an unknown address of the API is a JSON envelope: %s',
    async (path) => {
      const answer = await server.visitor().get(path, asBrowser);
      expect(answer.status).toBe(404);
      expect(answer.body).toMatchObject({ code: 'NOT_FOUND' });
    },
  );
});

describe('health', () => {
  test('says that the process lives and that requests would be served', async () => {
    expect((await server.visitor().get('/healthz')).body).toEqual({ status: 'ok' });
    const ready = await server.visitor().get('/readyz');
    expect(ready.status).toBe(200);
    expect(ready.body).toEqual({
      status: 'ready',
      version: '1.2.3',
      demo: true,
      database: 'ok',
      migrations: 'current',
      rules: expect.any(String),
    });
  });

  test('says whether the rules are those of this release, and stays ready when somebody changed one', async () => {
    const ready = () => server.visitor().get('/readyz');
    const figures = () =>
      fetch(`${server.running.metricsUrl}/metrics`).then((answer) => answer.text());
    await expect.poll(async () => (await ready()).body.rules, { timeout: 20_000 }).toBe('agree');
    expect(await figures()).toMatch(/^rules_drifted 0$/m);

    await server.db.query('alter table inventory.issue disable trigger confirm_2_debt_limit');
    await expect.poll(async () => (await ready()).body.rules, { timeout: 20_000 }).toBe('drifted');
    expect(await ready()).toMatchObject({ status: 200, body: { status: 'ready' } });
    expect(await figures()).toMatch(/^rules_drifted 1$/m);

    await server.db.query('alter table inventory.issue enable trigger confirm_2_debt_limit');
    await expect.poll(async () => (await ready()).body.rules, { timeout: 20_000 }).toBe('agree');
  });

  test('is not ready while the database lacks a migration', async () => {
    await server.db.query(
      `alter function config.newest_migration() rename to newest_migration_lost`,
    );
    const answer = await server.visitor().get('/readyz');
    await server.db.query(
      `alter function config.newest_migration_lost() rename to newest_migration`,
    );
    expect(answer.status).toBe(503);
    expect(answer.body).toMatchObject({
      status: 'unavailable',
      database: 'ok',
      migrations: 'pending',
    });
  });

  test('has figures for those who watch', async () => {
    await server.visitor().get('/auth/me');
    const text = await fetch(`${server.running.metricsUrl}/metrics`).then((answer) =>
      answer.text(),
    );
    expect(text).toMatch(
      /^http_request_duration_seconds_count\{route="auth",method="GET",status="401"\} \d+$/m,
    );
    expect(text).toMatch(/^database_pool_connections\{pool="auth",state="waiting"\} 0$/m);
    expect(text).toContain('nodejs_eventloop_lag_seconds');
    expect((await fetch(`${server.running.metricsUrl}/`)).status).toBe(404);
  });

  test('survives a database that cuts every connection', async () => {
    const sales = await server.signedIn('sales');
    await cutConnections(server.db, 'sodaily-%');
    await expect.poll(async () => (await sales.get('/auth/me')).status).toBe(200);
  });
});

describe('demo mode', () => {
  test('is told to the person who signs in', async () => {
    expect((await server.visitor().signIn('sales@sodaily.test')).body.demo).toBe(true);
  });
});

describe('the environment', () => {
  test('is refused with the names of all that is wrong', () => {
    expect(() => readEnv({ PORT: 'http', JWT_SECRET: 'short', COOKIE_SECURE: 'yes' })).toThrow(
      /PORT[\s\S]*AUTHENTICATOR_DATABASE_URL[\s\S]*JWT_SECRET: must have at least 32[\s\S]*COOKIE_SECURE/,
    );
  });
});

describe('the log', () => {
  test('is JSON and keeps secrets to itself', () => {
    const lines: string[] = [];
    const log = makeLog({
      service: 'server',
      level: 'info',
      release: 'dev',
      destination: new Writable({
        write(chunk, _encoding, done) {
          lines.push(String(chunk));
          done();
        },
      }),
    });
    log.info(
      {
        trace_id: 'abc',
        password: 'daily-2026',
        body: { password: 'daily-2026' },
        req: { headers: { cookie: 'sodaily_access=ey', authorization: 'Bearer ey' } },
      },
      'request',
    );
    expect(JSON.parse(lines[0] ?? '')).toMatchObject({
      level: 'info',
      service: 'server',
      trace_id: 'abc',
      msg: 'request',
    });
    expect(lines.join('')).not.toMatch(/daily-2026|Bearer|sodaily_access/);
  });
});
