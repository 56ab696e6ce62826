import { afterAll, beforeAll, expect, test } from 'vitest';
import { PASSWORD, testServer, type TestServer } from './support/server.ts';

let server: TestServer;
beforeAll(async () => {
  server = await testServer();
});
afterAll(() => server.close());

const mailsTo = (email: string) =>
  server.db.query<{ template: string; payload: Record<string, string> }>(
    'select o.template, o.payload from notification.outbox as o where o.recipient = $1',
    [email],
  );

test('the first browser of a person is no news, a second one is told by mail, and then it is known', async () => {
  const [desk, phone] = [server.visitor(), server.visitor()];
  await desk.signIn('sales@sodaily.test');
  await desk.signIn('sales@sodaily.test');
  expect(await mailsTo('sales@sodaily.test')).toEqual([]);

  await phone.send('POST', '/auth/login', {
    body: { email: 'sales@sodaily.test', password: PASSWORD },
    headers: { 'User-Agent': 'A telephone' },
  });
  await phone.post('/auth/logout');
  await phone.signIn('sales@sodaily.test');

  expect(await mailsTo('sales@sodaily.test')).toEqual([
    {
      template: 'new_device',
      payload: expect.objectContaining({
        full_name: 'Nguyễn Văn Bán',
        address: expect.stringMatching(/127\.0\.0\.1/),
        browser: 'A telephone',
        moment: expect.stringMatching(/^\d\d:\d\d \d\d\/\d\d\/\d{4}$/),
      }),
    },
  ]);
});

test('a browser that one person uses is new to another', async () => {
  const desk = server.visitor();
  await server.visitor().signIn('accountant@sodaily.test');
  await desk.signIn('manager@sodaily.test');
  await desk.signIn('accountant@sodaily.test');

  expect((await mailsTo('accountant@sodaily.test')).map(({ template }) => template)).toEqual([
    'new_device',
  ]);
  expect(await mailsTo('manager@sodaily.test')).toEqual([]);
});

test("only hashes of the browsers' cookies are kept", async () => {
  const desk = server.visitor();
  await desk.signIn('auditor@sodaily.test');
  const [found] = await server.db.query(
    `select count(*)::integer as known from auth.device as d
     where d.token_hash = sha256(convert_to($1, 'UTF8'))`,
    [desk.cookies.get('sodaily_device')?.split('.')[0]],
  );

  expect(found).toEqual({ known: 1 });
});

test('a cookie that is none of ours is replaced', async () => {
  const desk = server.visitor();
  desk.cookies.set('sodaily_device', 'x'.repeat(4000));
  await desk.signIn('warehouse@sodaily.test');

  // a token, and the seal of this server
  expect(desk.cookies.get('sodaily_device')).toMatch(/^[\w-]{43}\.[\w-]{43}$/);
});

test('a stolen refresh token is told to its owner', async () => {
  const desk = await server.signedIn('agency');
  const stolen = desk.cookies.get('sodaily_refresh') ?? '';
  await desk.post('/auth/refresh');
  await desk.post('/auth/refresh');
  const thief = server.visitor();
  thief.cookies.set('sodaily_refresh', stolen);
  expect((await thief.post('/auth/refresh')).status).toBe(401);

  expect((await mailsTo('agency@sodaily.test')).map(({ template }) => template)).toEqual([
    'session_stolen',
  ]);
});
