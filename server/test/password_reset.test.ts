import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { PASSWORD, testServer, type TestServer } from './support/server.ts';

const NEW = 'con trâu đi trước cái cày';

let server: TestServer;
let hashes: { user_id: string; password_hash: string }[];
beforeAll(async () => {
  server = await testServer();
  hashes = await server.db.query('select user_id, password_hash from auth.user_secret');
});
afterAll(() => server.close());
beforeEach(async () => {
  await server.db.query('delete from auth.link_request');
  for (const { user_id: id, password_hash: hash } of hashes) {
    await server.db.query('update auth.user_secret set password_hash = $2 where user_id = $1', [
      id,
      hash,
    ]);
  }
  for (const table of ['auth.login_attempt', 'auth.password_reset', 'notification.outbox']) {
    await server.db.query(`delete from ${table}`);
  }
});

const forgot = (email: string) => server.visitor().post('/auth/password/forgot', { email });
const mails = () =>
  server.db.query<{ recipient: string; template: string; token: string }>(
    `select o.recipient, o.template, o.payload ->> 'token' as token from notification.outbox as o
      order by o.created_at`,
  );
/** The token that the newest mail carries. */
async function tokenFor(email: string): Promise<string> {
  await forgot(email);
  await server.db.query(
    `update auth.password_reset set created_at = created_at - interval '61 seconds'`,
  );
  return (await mails()).at(-1)?.token ?? '';
}
const reset = (token: string, wanted = NEW) =>
  server.visitor().post('/auth/password/reset', { token, new: wanted });

describe('a forgotten password', () => {
  test('is answered alike for known and unknown people, and mailed to the known one', async () => {
    const times: number[] = [];
    for (const email of ['Sales@sodaily.test', 'nobody@sodaily.test', 'not even an address']) {
      const began = performance.now();
      const answer = await forgot(email);
      times.push(performance.now() - began);
      expect([answer.status, answer.body]).toEqual([202, undefined]);
    }
    expect(Math.min(...times)).toBeGreaterThan(390);
    expect(await mails()).toEqual([
      {
        recipient: 'sales@sodaily.test',
        template: 'password_reset',
        token: expect.stringMatching(/^[0-9a-f]{64}$/),
      },
    ]);
  });

  test('is mailed once a minute, and never to a deactivated person', async () => {
    await forgot('sales@sodaily.test');
    await forgot('sales@sodaily.test');
    await server.db.query(
      `update auth."user" set is_active = false where email = 'auditor@sodaily.test'`,
    );
    await forgot('auditor@sodaily.test');
    await server.db.query(
      `update auth."user" set is_active = true where email = 'auditor@sodaily.test'`,
    );

    expect(await mails()).toHaveLength(1);
  });

  test('is kept as a hash only, for 30 minutes', async () => {
    const token = await tokenFor('sales@sodaily.test');

    expect(
      await server.db.query(
        `select token_hash = sha256(convert_to($1, 'UTF8')) as is_hash,
          r::text like '%' || $1 || '%' as is_told,
         expires_at - created_at - interval '61 seconds' = interval '30 minutes' as is_short
       from auth.password_reset as r`,
        [token],
      ),
    ).toEqual([{ is_hash: true, is_told: false, is_short: true }]);
  });
});

describe('the link of the mail', () => {
  test('sets the password and ends every session', async () => {
    const [one, two] = [await server.signedIn('sales'), await server.signedIn('sales')];
    const token = await tokenFor('sales@sodaily.test');

    expect((await reset(token)).status).toBe(204);

    expect((await one.get('/auth/me')).status).toBe(401);
    expect((await two.post('/auth/refresh')).status).toBe(401);
    expect((await server.visitor().signIn('sales@sodaily.test')).status).toBe(401);
    expect((await server.visitor().signIn('sales@sodaily.test', NEW)).status).toBe(200);
  });

  test('works once, also for two at the same moment', async () => {
    const token = await tokenFor('sales@sodaily.test');

    const answers = await Promise.all([reset(token), reset(token, 'another password')]);

    expect(answers.map(({ status }) => status).toSorted()).toEqual([204, 410]);
    expect(answers.find(({ status }) => status === 410)?.body.code).toBe('LINK_EXPIRED');
  });

  test('is dead after a newer one was asked for, and after its time', async () => {
    const [older, newer] = [
      await tokenFor('sales@sodaily.test'),
      await tokenFor('sales@sodaily.test'),
    ];
    expect((await reset(older)).body).toMatchObject({ code: 'LINK_EXPIRED' });

    await server.db.query(
      `update auth.password_reset set expires_at = now() - interval '1 second'`,
    );
    expect((await reset(newer)).body).toMatchObject({ code: 'LINK_EXPIRED' });
    expect((await server.visitor().signIn('sales@sodaily.test')).status).toBe(200);
  });

  test('of a deactivated person is dead', async () => {
    const token = await tokenFor('auditor@sodaily.test');
    await server.db.query(
      `update auth."user" set is_active = false where email = 'auditor@sodaily.test'`,
    );

    expect((await reset(token)).body).toMatchObject({ code: 'LINK_EXPIRED' });

    await server.db.query(
      `update auth."user" set is_active = true where email = 'auditor@sodaily.test'`,
    );
  });

  test('nobody was mailed is dead', async () => {
    expect((await reset('0'.repeat(64))).status).toBe(410);
    expect((await reset('không phải')).status).toBe(410);
  });

  test.each([
    ['short', 'too_short'],
    ['Password2026!', 'too_common'],
    ['sales@sodaily.test', 'is_own_name'],
  ])('takes no weak password (%s), and stays good for a better one', async (wanted, reason) => {
    const token = await tokenFor('sales@sodaily.test');

    expect((await reset(token, wanted)).body).toMatchObject({
      code: 'VALIDATION_ERROR',
      details: { fields: [{ path: 'new', reason }] },
    });
    expect((await reset(token)).status).toBe(204);
  });

  test('lets the person in where strangers have used up the attempts', async () => {
    for (let n = 0; n < 6; n += 1)
      await server.visitor().signIn('sales@sodaily.test', 'not the password');
    expect((await server.visitor().signIn('sales@sodaily.test')).status).toBe(429);

    await reset(await tokenFor('sales@sodaily.test'));

    expect((await server.visitor().signIn('sales@sodaily.test', NEW)).status).toBe(200);
  });

  test.each(['/auth/password/forgot', '/auth/password/reset'])(
    '%s needs the header that only our pages send',
    async (path) => {
      const answer = await server
        .visitor()
        .send('POST', path, { body: {}, headers: { 'X-Sodaily-CSRF': undefined } });
      expect(answer.body.code).toBe('CSRF_HEADER_MISSING');
    },
  );
});

test('a new person is invited, and signs in with the password they choose', async () => {
  const admin = await server.signedIn('admin');
  const made = await admin.graphql(`mutation { createUser(input: {
    clientKey: "invite", email: "lan@sodaily.test", fullName: "Hoàng Thị Lan", roleCodes: ["sales"] }) { user { email } } }`);
  expect(made.body.errors).toBeUndefined();
  const [mail] = await mails();
  expect(mail).toMatchObject({ recipient: 'lan@sodaily.test', template: 'invitation' });
  expect((await server.visitor().signIn('lan@sodaily.test', PASSWORD)).status).toBe(401);

  expect((await reset(mail?.token ?? '')).status).toBe(204);

  expect((await server.visitor().signIn('lan@sodaily.test', NEW)).status).toBe(200);
});

test('one address asks for twenty links an hour, and those who sign in do not wait behind them', async () => {
  const stranger = server.visitor();
  const asked = await Promise.all(
    Array.from({ length: 30 }, (_, n) =>
      stranger.post('/auth/password/forgot', { email: `ai${n}@sodaily.test` }),
    ),
  );
  const began = performance.now();
  const desk = server.visitor();
  expect((await desk.signIn('sales@sodaily.test')).status).toBe(200);
  expect(performance.now() - began).toBeLessThan(3_000);

  expect(asked.filter(({ status }) => status === 202).length).toBeLessThanOrEqual(20);
  expect([...new Set(asked.map(({ status }) => status))].toSorted()).toEqual([202, 429]);
});
