import jwt from 'jsonwebtoken';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { PASSWORD, testServer, type TestServer } from './support/server.ts';

let server: TestServer;
beforeAll(async () => {
  server = await testServer();
});
afterAll(() => server.close());

describe('signing in', () => {
  test('gives the person, their scopes and their agencies, and keeps the tokens from scripts', async () => {
    const visitor = server.visitor();
    const answer = await visitor.signIn('Sales@sodaily.test');
    expect(answer.status).toBe(200);
    expect(answer.body.user).toMatchObject({
      email: 'sales@sodaily.test',
      full_name: 'Nguyễn Văn Bán',
      locale: 'vi',
      roles: ['sales'],
    });
    expect(answer.body.user.scopes).toContain('inventory:write');
    expect(answer.body.user.agencies.map((agency: { code: string }) => agency.code)).toEqual([
      'DL0001',
      'DL0002',
      'DL0003',
    ]);
    expect(answer.body.demo).toBe(true);
    const [access, refresh] = answer.headers.getSetCookie();
    expect(access).toMatch(/^sodaily_access=.*; Max-Age=600; Path=\/; HttpOnly; SameSite=Strict$/);
    expect(refresh).toMatch(
      /^sodaily_refresh=.*; Max-Age=1209600; Path=\/; HttpOnly; SameSite=Strict$/,
    );
    expect(answer.headers.get('cache-control')).toBe('no-store');
  });

  test('answers an unknown person and a wrong password alike', async () => {
    const wrong = await server.visitor().signIn('sales@sodaily.test', 'not the password');
    const unknown = await server.visitor().signIn('nobody@sodaily.test', PASSWORD);
    for (const answer of [wrong, unknown]) {
      expect(answer.status).toBe(401);
      expect(answer.body).toMatchObject({ code: 'INVALID_CREDENTIALS', details: {} });
      expect(answer.headers.getSetCookie()).toEqual([]);
    }
    expect(wrong.body.message).toBe(unknown.body.message);
  });

  test('tells nobody about a session that is not theirs, though the token is ours', async () => {
    const sales = await server.signedIn('sales');
    const { sid } = jwt.decode(sales.cookies.get('sodaily_access') ?? '') as { sid: string };
    const [admin] = await server.db.query<{ id: string }>(
      `select id::text from auth."user" where email = 'admin@sodaily.test'`,
    );
    sales.cookies.set('sodaily_access', server.running.services.tokens.sign(admin?.id ?? '', sid));
    expect((await sales.get('/auth/me')).status).toBe(401);
    expect((await sales.get('/api/v1/inventory/items')).status).toBe(401);
  });

  test('refuses a person who was deactivated', async () => {
    await server.db.query(
      `update auth."user" set is_active = false where email = 'auditor@sodaily.test'`,
    );
    expect((await server.visitor().signIn('auditor@sodaily.test')).status).toBe(401);
  });

  test('names the fields that are missing', async () => {
    const answer = await server.visitor().post('/auth/login', { email: 'sales@sodaily.test' });
    expect(answer.status).toBe(400);
    expect(answer.body).toMatchObject({
      code: 'VALIDATION_ERROR',
      details: { fields: [{ path: 'password', reason: 'required' }] },
    });
  });

  test('says over secure connections that cookies belong to this host only, and nothing of a demo', async () => {
    const secure = await testServer('classic', { COOKIE_SECURE: 'true', DEMO: 'false' });
    const answer = await secure.visitor().signIn('sales@sodaily.test');
    expect(answer.body.demo).toBeUndefined();
    const [access, refresh] = answer.headers.getSetCookie();
    expect(access).toMatch(/^__Host-sodaily_access=.*Path=\/;.*HttpOnly; Secure/);
    expect(refresh).toMatch(/^__Host-sodaily_refresh=.*Path=\/;.*HttpOnly; Secure/);
    await secure.close();
  });
});

describe('a session', () => {
  test('is known by its cookie', async () => {
    const sales = await server.signedIn('sales');
    const answer = await sales.get('/auth/me');
    expect(answer.status).toBe(200);
    expect(answer.body.user.email).toBe('sales@sodaily.test');
  });

  test('is unknown without one, and with a forged one', async () => {
    const visitor = server.visitor();
    expect((await visitor.get('/auth/me')).body).toMatchObject({ code: 'INVALID_TOKEN' });
    visitor.cookies.set('sodaily_access', 'eyJhbGciOiJub25lIn0.eyJzdWIiOiIxIn0.');
    expect((await visitor.get('/auth/me')).status).toBe(401);
  });

  test('goes on with a new refresh token each time', async () => {
    const sales = await server.signedIn('sales');
    const first = sales.cookies.get('sodaily_refresh');
    const answer = await sales.post('/auth/refresh');
    expect(answer.status).toBe(200);
    expect(answer.body.user.email).toBe('sales@sodaily.test');
    expect(sales.cookies.get('sodaily_refresh')).not.toBe(first);
  });

  test('survives two tabs that refresh at the same moment', async () => {
    const tab = await server.signedIn('sales');
    const cookie = { Cookie: tab.cookieHeader() };
    const answers = await Promise.all([
      tab.send('POST', '/auth/refresh', { headers: cookie }),
      tab.send('POST', '/auth/refresh', { headers: cookie }),
    ]);
    expect(answers.map((answer) => answer.status)).toEqual([200, 200]);
    expect((await tab.post('/auth/refresh')).status).toBe(200);
  });

  test('ends for everybody when an old refresh token is used again later', async () => {
    const sales = await server.signedIn('sales');
    const stolen = sales.cookieHeader();
    await sales.post('/auth/refresh');
    await server.db.query(`update auth.session set rotated_at = now() - interval '1 minute'`);
    const thief = await server
      .visitor()
      .send('POST', '/auth/refresh', { headers: { Cookie: stolen } });
    expect(thief.status).toBe(401);
    expect((await sales.get('/auth/me')).status).toBe(401);
    expect((await sales.post('/auth/refresh')).status).toBe(401);
  });

  test('ends with signing out: the access token is dead from that moment', async () => {
    const sales = await server.signedIn('sales');
    const kept = { Cookie: sales.cookieHeader() };
    const answer = await sales.post('/auth/logout');
    expect(answer.status).toBe(204);
    expect([...sales.cookies.keys()]).toEqual(['sodaily_device']);
    const visitor = server.visitor();
    expect((await visitor.get('/auth/me', kept)).status).toBe(401);
    expect((await visitor.get('/api/v1/inventory/items', kept)).status).toBe(401);
    const graphql = await visitor.send('POST', '/graphql', {
      headers: kept,
      body: { query: '{ items { totalCount } }' },
    });
    expect(graphql.status).toBe(401);
    expect(graphql.body.errors[0].extensions.code).toBe('INVALID_TOKEN');
  });

  test('can be ended after the access token ran out', async () => {
    const sales = await server.signedIn('sales');
    const kept = { Cookie: sales.cookieHeader() };
    sales.cookies.delete('sodaily_access');
    expect((await sales.post('/auth/logout')).status).toBe(204);
    expect((await server.visitor().get('/auth/me', kept)).status).toBe(401);
  });
});

describe('every request that changes something', () => {
  test.each([
    '/auth/login',
    '/auth/refresh',
    '/auth/logout',
    '/graphql',
    '/api/v1/inventory/issues',
  ])('needs the header that only our pages send: %s', async (path) => {
    const sales = await server.signedIn('sales');
    const answer = await sales.send('POST', path, {
      body: {},
      headers: { 'X-Sodaily-CSRF': undefined },
    });
    expect(answer.status).toBe(403);
    const code = path === '/graphql' ? answer.body.errors[0].extensions.code : answer.body.code;
    expect(code).toBe('CSRF_HEADER_MISSING');
  });

  test('speaks JSON', async () => {
    const answer = await server.visitor().send('POST', '/auth/login', {
      text: 'email=a&password=b',
      headers: { 'Content-Type': 'application/x-www-form-urlencoded' },
    });
    expect(answer.status).toBe(415);
    expect(answer.body.code).toBe('VALIDATION_ERROR');
  });
});
