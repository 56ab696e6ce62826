import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { PASSWORD, testServer, type TestServer } from './support/server.ts';

let server: TestServer;
beforeAll(async () => {
  server = await testServer();
});
afterAll(() => server.close());
beforeEach(() => server.db.query('delete from auth.login_attempt'));

/** Somebody whom the gateway says to come from this address. */
const from = (address: string) => {
  const visitor = server.visitor();
  return (email: string, password = 'not the password') =>
    visitor.send('POST', '/auth/login', {
      body: { email, password },
      headers: { 'X-Forwarded-For': address },
    });
};

test.each(['sales@sodaily.test', 'nobody@sodaily.test'])(
  'the sixth wrong password for %s in a row has to wait, and says how long',
  async (email) => {
    const guess = from('203.0.113.7');
    for (let n = 0; n < 5; n += 1) expect((await guess(email)).status).toBe(401);

    const answer = await guess(email);

    expect(answer.status).toBe(429);
    expect(answer.headers.get('retry-after')).toBe('2');
    expect(answer.body).toMatchObject({
      code: 'TOO_MANY_ATTEMPTS',
      message: 'Too many failed attempts: wait 2 seconds.',
      details: { retry_after: 2 },
    });
  },
);

test('the right password is not even looked at while waiting', async () => {
  const guess = from('203.0.113.7');
  for (let n = 0; n < 5; n += 1) await guess('sales@sodaily.test');

  const answer = await guess('sales@sodaily.test', PASSWORD);

  expect(answer.status).toBe(429);
  expect(answer.headers.getSetCookie()).toEqual([]);
});

test('a stranger who guesses does not keep out the person at their usual address', async () => {
  const [usual, stranger] = [from('203.0.113.7'), from('198.51.100.9')];
  expect((await usual('sales@sodaily.test', PASSWORD)).status).toBe(200);
  for (let n = 0; n < 6; n += 1) await stranger('sales@sodaily.test');

  expect((await stranger('sales@sodaily.test', PASSWORD)).status).toBe(429);
  expect((await usual('sales@sodaily.test', PASSWORD)).status).toBe(200);
});

test('each attempt is written down with how it ended', async () => {
  const usual = from('203.0.113.7');
  await usual('sales@sodaily.test');
  await usual('nobody@sodaily.test');
  await usual('sales@sodaily.test', PASSWORD);

  expect(
    await server.db.query(
      `select host(address) as address, outcome from auth.login_attempt order by created_at`,
    ),
  ).toEqual([
    { address: '203.0.113.7', outcome: 'failed' },
    { address: '203.0.113.7', outcome: 'failed' },
    { address: '203.0.113.7', outcome: 'succeeded' },
  ]);
});
