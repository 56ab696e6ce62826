import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { codeOf, enrol } from './support/second_factor.ts';
import { PASSWORD, testServer, type Person, type TestServer } from './support/server.ts';

let server: TestServer;
beforeAll(async () => {
  server = await testServer();
});
afterAll(() => server.close());
beforeEach(async () => {
  for (const table of ['auth.totp', 'auth.recovery_code', 'auth.login_attempt'])
    await server.db.query(`delete from ${table}`);
  await server.db.query('update auth."user" set second_factor_at = null');
});

const timePasses = (interval = '11 minutes') =>
  server.db.query('update auth.session set proved_at = proved_at - $1::interval', [interval]);
const setTerm = (boss: Person, clientKey: string = randomUUID()) =>
  boss.graphql(
    'mutation ($input: SetRegulationInput!) { setRegulation(input: $input) { '
      + 'regulationVersion { value } } }',
    {
      input: {
        clientKey,
        key: 'PAYMENT_TERM_DAYS',
        value: '45',
        validFrom: '2099-01-01',
        reason: 'Theo hợp đồng mới',
      },
    },
  );
const refusalOf = ({ body }: Awaited<ReturnType<typeof setTerm>>) => body.errors?.[0]?.extensions;

describe('a sensitive command', () => {
  test('is carried out shortly after signing in, asks for a proof later, and then is sent again as it was', async () => {
    const boss = await server.signedIn('admin');
    await timePasses('9 minutes');
    expect(refusalOf(await setTerm(boss))).toBeUndefined();

    await timePasses('2 minutes');
    const clientKey = randomUUID();
    expect(refusalOf(await setTerm(boss, clientKey))).toMatchObject({
      code: 'STEP_UP_REQUIRED',
      details: { method: 'password', max_age: 600 },
    });

    expect((await boss.post('/auth/step-up', { password: PASSWORD })).status).toBe(204);
    expect(refusalOf(await setTerm(boss, clientKey))).toBeUndefined();
  });

  test('a proof is of one session, and no other profits from it', async () => {
    const [desk, phone] = [await server.signedIn('admin'), await server.signedIn('admin')];
    await timePasses();
    await desk.post('/auth/step-up', { password: PASSWORD });

    expect(refusalOf(await setTerm(phone))?.code).toBe('STEP_UP_REQUIRED');
  });

  test('whoever has an app proves themselves by its code, or a recovery code, not by the password', async () => {
    const boss = await server.signedIn('admin');
    const { secret, recoveryCodes } = await enrol(boss);
    await timePasses();
    expect(refusalOf(await setTerm(boss))).toMatchObject({ details: { method: 'totp' } });

    expect((await boss.post('/auth/step-up', { password: PASSWORD })).body).toMatchObject({
      details: { fields: [{ path: 'password', reason: 'wrong' }] },
    });
    const code = codeOf(secret);
    expect((await boss.post('/auth/step-up', { code })).status).toBe(204);
    expect((await boss.post('/auth/step-up', { code })).body).toMatchObject({
      details: { fields: [{ path: 'code', reason: 'wrong' }] },
    });
    expect((await boss.post('/auth/step-up', { code: recoveryCodes[3] })).status).toBe(204);
  });
});

describe('a proof', () => {
  test('that is wrong names its field, and guessing is slowed down', async () => {
    const boss = await server.signedIn('admin');
    for (let n = 0; n < 5; n += 1) {
      expect((await boss.post('/auth/step-up', { password: 'not it at all' })).body).toMatchObject({
        details: { fields: [{ path: 'password', reason: 'wrong' }] },
      });
    }
    expect((await boss.post('/auth/step-up', { password: PASSWORD })).body).toMatchObject({
      code: 'TOO_MANY_ATTEMPTS',
      details: { retry_after: expect.any(Number) },
    });
  });

  test('by a code is wrong for those who have no app', async () => {
    const boss = await server.signedIn('admin');
    expect((await boss.post('/auth/step-up', { code: '123456' })).status).toBe(400);
  });

  test('is asked of those who are signed in', async () => {
    expect((await server.visitor().post('/auth/step-up', { password: PASSWORD })).status).toBe(401);
    expect((await server.visitor().post('/auth/step-up', {})).status).toBe(400);
  });

  test('enrolling an app, new recovery codes and switching off ask for one too', async () => {
    const sales = await server.signedIn('sales');
    await timePasses();
    expect((await sales.post('/auth/second-factor/enrol')).body.code).toBe('STEP_UP_REQUIRED');
    expect((await sales.post('/auth/second-factor/recovery-codes')).body.code).toBe(
      'STEP_UP_REQUIRED',
    );
    expect((await sales.send('DELETE', '/auth/second-factor')).body.code).toBe('STEP_UP_REQUIRED');
  });
});
