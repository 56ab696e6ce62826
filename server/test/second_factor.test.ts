import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { codeOf, enrol } from './support/second_factor.ts';
import { testServer, type Person, type TestServer } from './support/server.ts';

let server: TestServer;
beforeAll(async () => {
  server = await testServer();
});
afterAll(() => server.close());
beforeEach(async () => {
  for (const table of [
    'auth.totp',
    'auth.recovery_code',
    'auth.sign_in_challenge',
    'auth.login_attempt',
    'notification.outbox',
  ]) {
    await server.db.query(`delete from ${table}`);
  }
  await server.db.query('update auth."user" set second_factor_at = null');
  await server.db.query('update auth.role set is_second_factor_required = false');
});

const WRONG = {
  code: 'VALIDATION_ERROR',
  details: { fields: [{ path: 'code', reason: 'wrong' }] },
};
const login = async (person: Person, role = 'sales') => person.signIn(`${role}@sodaily.test`);
/** Somebody enrolled, and a browser of theirs that awaits the code. */
async function atTheCode(role = 'sales') {
  const desk = await server.signedIn(role);
  const { secret, recoveryCodes } = await enrol(desk);
  const browser = server.visitor();
  await login(browser, role);
  return { desk, secret, recoveryCodes, browser };
}
const mails = async () =>
  (
    await server.db.query<{ template: string }>(
      `select o.template from notification.outbox as o where o.template <> 'new_device'
        order by o.created_at, o.id`,
    )
  ).map(({ template }) => template);

describe('switching it on', () => {
  test('gives a secret to scan or type, asks for a first code, and gives ten recovery codes', async () => {
    const desk = await server.signedIn('sales');
    const {
      body: { secret, uri },
    } = await desk.post('/auth/second-factor/enrol');
    expect(secret).toMatch(/^[A-Z2-7]{32}$/);
    expect(uri).toBe(
      `otpauth://totp/S%E1%BB%95%20%C4%90%E1%BA%A1i%20L%C3%BD:sales%40sodaily.test?issuer=S%E1%BB%95%20%C4%90%E1%BA%A1i%20L%C3%BD&secret=${secret}&algorithm=SHA1&digits=6&period=30`,
    );

    expect((await desk.post('/auth/second-factor/confirm', { code: '000000' })).body).toMatchObject(
      WRONG,
    );
    const {
      body: { recovery_codes: codes },
    } = await desk.post('/auth/second-factor/confirm', { code: codeOf(secret) });

    expect(new Set(codes).size).toBe(10);
    for (const code of codes) expect(code).toMatch(/^[2-9A-HJKMNP-TV-Z]{5}-[2-9A-HJKMNP-TV-Z]{5}$/);
    expect((await desk.get('/auth/me')).body.user.second_factor).toEqual({
      is_enrolled: true,
      is_required: false,
      is_confirmed: true,
      recovery_codes_left: 10,
    });
    expect(await mails()).toEqual(['second_factor_on']);
  });

  test('ends the other sessions, and keeps neither secret nor codes in the open', async () => {
    const [desk, phone] = [await server.signedIn('sales'), await server.signedIn('sales')];
    const { secret, recoveryCodes } = await enrol(desk);

    expect((await phone.get('/auth/me')).status).toBe(401);
    expect((await desk.get('/auth/me')).status).toBe(200);
    const [stored] = await server.db.query<{ text: string }>(
      `select concat(t::text, (select string_agg(c::text, '') from auth.recovery_code as c),
         (select string_agg(to_jsonb(h)::text, '') from audit.change as h)) as text
         from auth.totp as t`,
    );
    for (const word of [
      secret,
      ...recoveryCodes,
      ...recoveryCodes.map((code) => code.replace('-', '')),
    ]) {
      expect(stored?.text).not.toContain(word);
    }
  });

  test('a second app is not enrolled beside the first, an unfinished one is replaced', async () => {
    const desk = await server.signedIn('sales');
    const first = (await desk.post('/auth/second-factor/enrol')).body.secret;
    const second = (await desk.post('/auth/second-factor/enrol')).body.secret;
    expect(
      (await desk.post('/auth/second-factor/confirm', { code: codeOf(first) })).body,
    ).toMatchObject(WRONG);
    expect((await desk.post('/auth/second-factor/confirm', { code: codeOf(second) })).status).toBe(
      200,
    );

    expect((await desk.post('/auth/second-factor/enrol')).body).toMatchObject({
      details: { fields: [{ path: '', reason: 'already_enrolled' }] },
    });
    expect(
      (await desk.post('/auth/second-factor/confirm', { code: codeOf(second, 1) })).body,
    ).toMatchObject(WRONG);
  });

  test('asks somebody who is not signed in to sign in', async () => {
    for (const path of ['enrol', 'confirm', 'recovery-codes']) {
      expect(
        (await server.visitor().post(`/auth/second-factor/${path}`, { code: '123456' })).status,
      ).toBe(401);
    }
    expect((await server.visitor().send('DELETE', '/auth/second-factor')).status).toBe(401);
  });
});

describe('signing in with it', () => {
  test('takes the password first and gives no session for it', async () => {
    const { browser } = await atTheCode();
    const answer = await login(browser);

    expect(answer.body).toEqual({ totp_required: true });
    expect([...browser.cookies.keys()]).toEqual(['sodaily_challenge']);
    expect((await browser.get('/auth/me')).status).toBe(401);
    expect((await browser.get('/auth/sessions')).status).toBe(401);
    expect((await browser.post('/auth/refresh')).status).toBe(401);
  });

  test('then the code, which gives a session with a second factor', async () => {
    const { browser, secret } = await atTheCode();
    const answer = await browser.post('/auth/totp', { code: codeOf(secret) });

    expect(answer.status).toBe(200);
    expect(answer.body.user).toMatchObject({
      email: 'sales@sodaily.test',
      second_factor: { is_confirmed: true },
    });
    expect([...browser.cookies.keys()]).not.toContain('sodaily_challenge');
    expect((await browser.get('/api/v1/inventory/items')).status).toBe(200);
  });

  test('a code may be typed with a space, and be one step off, not two', async () => {
    const { browser, secret } = await atTheCode();
    expect((await browser.post('/auth/totp', { code: codeOf(secret, 2) })).body).toMatchObject(
      WRONG,
    );
    expect(
      (await browser.post('/auth/totp', { code: codeOf(secret, 1).replace(/^.../, '$& ') })).status,
    ).toBe(200);
  });

  test('a code that was used is a wrong one, so is every code before it', async () => {
    const { browser, secret } = await atTheCode();
    await browser.post('/auth/totp', { code: codeOf(secret, 1) });
    for (const steps of [1, 0, -1]) {
      await server.db.query('delete from auth.login_attempt');
      const thief = server.visitor();
      await login(thief);
      expect((await thief.post('/auth/totp', { code: codeOf(secret, steps) })).body).toMatchObject(
        WRONG,
      );
    }
  });

  test('of ten who send the same code at once one gets in', async () => {
    const { secret } = await atTheCode();
    const browsers = await Promise.all(
      Array.from({ length: 4 }, async () => {
        const browser = server.visitor();
        await login(browser);
        return browser;
      }),
    );
    await server.db.query('delete from auth.login_attempt');
    const code = codeOf(secret);
    const answers = await Promise.all(
      browsers.map((browser) => browser.post('/auth/totp', { code })),
    );

    expect(answers.filter(({ status }) => status === 200)).toHaveLength(1);
  });

  test('a recovery code works once, however it is written, and is told by mail', async () => {
    const {
      browser,
      recoveryCodes: [code = ''],
    } = await atTheCode();
    expect(
      (await browser.post('/auth/totp', { code: code.toLowerCase().replace('-', ' ') })).status,
    ).toBe(200);
    expect((await browser.get('/auth/me')).body.user.second_factor.recovery_codes_left).toBe(9);
    expect(await mails()).toContain('recovery_code_used');

    const again = server.visitor();
    await login(again);
    expect((await again.post('/auth/totp', { code })).body).toMatchObject(WRONG);
  });

  test('five codes, then the password is asked for anew; guessing waits longer each time', async () => {
    const { browser, secret } = await atTheCode();
    await server.db.query('delete from auth.login_attempt');
    for (let n = 0; n < 5; n += 1) {
      expect((await browser.post('/auth/totp', { code: '000000' })).body).toMatchObject(WRONG);
    }
    expect((await browser.post('/auth/totp', { code: codeOf(secret) })).body.code).toBe(
      'INVALID_TOKEN',
    );
    const next = await login(server.visitor());
    expect([next.status, next.body.code]).toEqual([429, 'TOO_MANY_ATTEMPTS']);
  });

  test('the half-done sign-in is over after five minutes', async () => {
    const { browser, secret } = await atTheCode();
    await server.db.query(
      `update auth.sign_in_challenge set expires_at = now() - interval '1 second'`,
    );
    expect((await browser.post('/auth/totp', { code: codeOf(secret) })).body.code).toBe(
      'INVALID_TOKEN',
    );
  });

  test('without a half-done sign-in a code is worth nothing', async () => {
    const { secret } = await atTheCode();
    expect((await server.visitor().post('/auth/totp', { code: codeOf(secret) })).body.code).toBe(
      'INVALID_TOKEN',
    );
  });

  test('a new password does not get around it', async () => {
    const { secret } = await atTheCode();
    await server.visitor().post('/auth/password/forgot', { email: 'sales@sodaily.test' });
    const [mail] = await server.db.query<{ token: string }>(
      `select payload ->> 'token' as token from notification.outbox
        where template = 'password_reset'`,
    );
    const NEW = 'một con ngựa đau cả tàu bỏ cỏ';
    const [{ password_hash: before } = { password_hash: '' }] = await server.db.query<{
      password_hash: string;
    }>(
      `select s.password_hash from auth.user_secret as s join auth."user" as u on u.id = s.user_id
        where u.email like 'sales@%'`,
    );
    expect(
      (await server.visitor().post('/auth/password/reset', { token: mail?.token, new: NEW }))
        .status,
    ).toBe(204);

    const browser = server.visitor();
    expect((await browser.signIn('sales@sodaily.test', NEW)).body).toEqual({ totp_required: true });
    expect((await browser.post('/auth/totp', { code: codeOf(secret) })).status).toBe(200);
    await server.db.query(
      `update auth.user_secret as s set password_hash = $1 from auth."user" as u
        where u.id = s.user_id and u.email like 'sales@%'`,
      [before],
    );
  });
});

describe('a role that asks for it', () => {
  const askFor = (role: string) =>
    server.db.query('update auth.role set is_second_factor_required = true where code = $1', [
      role,
    ]);

  test('stops every request of a session without it at once, but enrolling', async () => {
    const boss = await server.signedIn('admin');
    await askFor('admin');

    for (const answer of [
      await boss.get('/api/v1/inventory/items'),
      await boss.graphql('{ items { totalCount } }'),
    ]) {
      expect([answer.status, answer.body.code ?? answer.body.errors[0].extensions.code]).toEqual([
        expect.any(Number),
        'SECOND_FACTOR_REQUIRED',
      ]);
    }
    expect((await boss.get('/auth/me')).body.user.second_factor).toMatchObject({
      is_required: true,
      is_confirmed: false,
    });

    await enrol(boss);
    expect((await boss.get('/api/v1/inventory/items')).status).toBe(200);
  });

  test('keeps its members from switching it off', async () => {
    const boss = await server.signedIn('admin');
    await askFor('admin');
    await enrol(boss);

    expect((await boss.send('DELETE', '/auth/second-factor')).body.code).toBe(
      'SECOND_FACTOR_REQUIRED',
    );
  });
});

describe('switching it off', () => {
  test('is told by mail, and the password signs in again', async () => {
    const { desk } = await atTheCode();
    expect((await desk.send('DELETE', '/auth/second-factor')).status).toBe(204);

    expect(await mails()).toEqual(['second_factor_on', 'second_factor_off']);
    expect((await login(server.visitor())).body.user.second_factor).toMatchObject({
      is_enrolled: false,
      recovery_codes_left: 0,
    });
  });

  test('new recovery codes kill the old ones', async () => {
    const {
      desk,
      browser,
      recoveryCodes: [old = ''],
    } = await atTheCode();
    const {
      body: {
        recovery_codes: [fresh],
      },
    } = await desk.post('/auth/second-factor/recovery-codes');

    expect((await browser.post('/auth/totp', { code: old })).body).toMatchObject(WRONG);
    expect((await browser.post('/auth/totp', { code: fresh })).status).toBe(200);
  });

  test('recovery codes are for those who have an app', async () => {
    const desk = await server.signedIn('sales');
    expect((await desk.post('/auth/second-factor/recovery-codes')).body).toMatchObject({
      details: { fields: [{ path: '', reason: 'not_enrolled' }] },
    });
  });
});
