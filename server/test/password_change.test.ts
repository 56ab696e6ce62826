import { hash } from '@node-rs/argon2';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { PASSWORD, testServer, type TestServer } from './support/server.ts';

const NEW = 'con trâu đi trước cái cày';

let server: TestServer;
let demoHash: string;
beforeAll(async () => {
  server = await testServer();
  demoHash = await hashOf('sales@sodaily.test');
});
afterAll(() => server.close());
beforeEach(async () => {
  await server.db.query('delete from auth.login_attempt');
  await setHash(demoHash);
});

const hashOf = async (email: string): Promise<string> =>
  (
    await server.db.query<{ hash: string }>(
      `select s.password_hash as hash from auth.user_secret as s
        join auth."user" as u on u.id = s.user_id
   where u.email = $1`,
      [email],
    )
  )[0]?.hash ?? '';
const setHash = (value: string) =>
  server.db.query(
    `update auth.user_secret set password_hash = $1
   where user_id = (select id from auth."user" where email = 'sales@sodaily.test')`,
    [value],
  );

describe('changing the password', () => {
  test('puts the new one in force and ends all other sessions, this one goes on', async () => {
    const [here, elsewhere, colleague] = [
      await server.signedIn('sales'),
      await server.signedIn('sales'),
      await server.signedIn('manager'),
    ];

    const answer = await here.post('/auth/password/change', { current: PASSWORD, new: NEW });

    expect(answer.status).toBe(204);
    expect((await here.get('/auth/me')).status).toBe(200);
    expect((await elsewhere.get('/auth/me')).status).toBe(401);
    expect((await elsewhere.post('/auth/refresh')).status).toBe(401);
    expect((await colleague.get('/auth/me')).status).toBe(200);
    expect((await server.visitor().signIn('sales@sodaily.test')).status).toBe(401);
    expect((await server.visitor().signIn('sales@sodaily.test', NEW)).status).toBe(200);
  });

  test('is in the audit trail, with who and the trace id and without the hash', async () => {
    const sales = await server.signedIn('sales');
    const answer = await sales.post('/auth/password/change', { current: PASSWORD, new: NEW });

    const rows = await server.db.query<{
      who: string;
      trace: string;
      text: string;
      keys: string[];
    }>(
      `select u.email as who, c.trace_id as trace, c::text as text,
         array(select jsonb_object_keys(c.after)) as keys
       from audit.change as c join auth."user" as u on u.id = c.user_id
       where c.table_name = 'auth.user' and c.after ? 'credential_changed_at' and c.trace_id = $1`,
      [answer.headers.get('x-trace-id')],
    );
    expect(rows).toMatchObject([{ who: 'sales@sodaily.test', keys: ['credential_changed_at'] }]);
    expect(
      await server.db.query(`select from audit.change as c where c::text like '%argon2%'`),
    ).toEqual([]);
  });

  test.each([
    [{ current: PASSWORD, new: 'short' }, 'new', 'too_short'],
    [{ current: PASSWORD, new: 'Password2026!' }, 'new', 'too_common'],
    [{ current: PASSWORD, new: 'sales@sodaily.test' }, 'new', 'is_own_name'],
    [{ current: PASSWORD, new: 'x'.repeat(1025) }, 'new', 'too_large'],
    [{ current: NEW, new: NEW }, 'new', 'unchanged'],
    [{ current: 'not the password', new: NEW }, 'current', 'wrong'],
    [{ new: NEW }, 'current', 'required'],
    [{ current: PASSWORD }, 'new', 'required'],
  ])('is refused for %j: %s is %s', async (body, path, reason) => {
    const [here, elsewhere] = [await server.signedIn('sales'), await server.signedIn('sales')];

    const answer = await here.post('/auth/password/change', body);

    expect(answer.status).toBe(400);
    expect(answer.body).toMatchObject({
      code: 'VALIDATION_ERROR',
      details: { fields: [{ path, reason }] },
    });
    expect(await hashOf('sales@sodaily.test')).toBe(demoHash);
    expect((await elsewhere.get('/auth/me')).status).toBe(200);
  });

  test('is refused to whoever is not signed in', async () => {
    const answer = await server
      .visitor()
      .post('/auth/password/change', { current: PASSWORD, new: NEW });

    expect(answer.status).toBe(401);
    expect(answer.body.code).toBe('INVALID_TOKEN');
  });

  test('is refused after the session ended, and to pages of others', async () => {
    const sales = await server.signedIn('sales');
    const cookie = sales.cookieHeader();
    const foreign = await sales.send('POST', '/auth/password/change', {
      body: { current: PASSWORD, new: NEW },
      headers: { 'X-Sodaily-CSRF': undefined },
    });
    await sales.post('/auth/logout');
    const late = await server.visitor().send('POST', '/auth/password/change', {
      body: { current: PASSWORD, new: NEW },
      headers: { Cookie: cookie },
    });

    expect([foreign.status, foreign.body.code]).toEqual([403, 'CSRF_HEADER_MISSING']);
    expect([late.status, late.body.code]).toEqual([401, 'INVALID_TOKEN']);
    expect(await hashOf('sales@sodaily.test')).toBe(demoHash);
  });

  test('does not let whoever found an open browser guess the current one', async () => {
    const sales = await server.signedIn('sales');
    const guess = (current: string) => sales.post('/auth/password/change', { current, new: NEW });
    for (let n = 0; n < 5; n += 1) expect((await guess(`guess ${n}`)).status).toBe(400);

    expect((await guess(PASSWORD)).body).toMatchObject({
      code: 'TOO_MANY_ATTEMPTS',
      details: { retry_after: 2 },
    });
  });
});

test('a hash of older parameters is renewed by signing in, and not by a wrong password', async () => {
  const older = await hash(PASSWORD, {
    algorithm: 2,
    memoryCost: 8_192,
    timeCost: 1,
    parallelism: 1,
  });
  await setHash(older);

  await server.visitor().signIn('sales@sodaily.test', 'not the password');
  expect(await hashOf('sales@sodaily.test')).toBe(older);

  expect((await server.visitor().signIn('sales@sodaily.test')).status).toBe(200);
  expect(await hashOf('sales@sodaily.test')).toMatch(/^\$argon2id\$v=19\$m=19456,t=2,p=1\$/);
  expect((await server.visitor().signIn('sales@sodaily.test')).status).toBe(200);
});
