import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { testServer, type TestServer } from './support/server.ts';

let server: TestServer;
let district: string;
beforeAll(async () => {
  server = await testServer();
  const { body } = await server.visitor().get('/auth/registration');
  district = body.districts.find(({ name }: { name: string }) => name === 'Quận 2').id;
});
afterAll(() => server.close());
beforeEach(() => server.db.query('delete from auth.login_attempt'));

const shop = (changes: Record<string, unknown> = {}) => ({
  name: 'Tạp hóa Bà Năm',
  district_id: district,
  address: '12 Nguyễn Trãi',
  phone: '0900 000 099',
  email: 'banam@example.com',
  representative: 'Lê Thị Năm',
  ...changes,
});
const register = (changes?: Record<string, unknown>) =>
  server.visitor().post('/auth/registration', shop(changes));
const agencies = () =>
  server.db.query<Record<string, unknown>>(
    `select a.name, a.status, a.email, t.name as type, a.is_self_registered from agency.agency as a
   join agency.agency_type as t on t.id = a.agency_type_id where a.is_self_registered
   order by a.code`,
  );

describe('a dealer who registers itself', () => {
  test('is pending in the type with the lowest debt limit, has no login, and managers hear of it', async () => {
    const answer = await register({ email: ' BaNam@Example.com ' });

    expect([answer.status, answer.body]).toEqual([202, undefined]);
    expect(await agencies()).toEqual([
      {
        name: 'Tạp hóa Bà Năm',
        status: 'pending',
        email: 'banam@example.com',
        type: 'Loại 2',
        is_self_registered: true,
      },
    ]);
    expect(
      await server.db.query(`select from auth."user" where email = 'banam@example.com'`),
    ).toEqual([]);
    expect(
      await server.db.query(
        `select task_identifier from graphile_worker.jobs
          where task_identifier = 'notify_new_agency'`,
      ),
    ).toHaveLength(1);
  });

  test('sees territories by name and nothing else of them', async () => {
    const { body } = await server.visitor().get('/auth/registration');
    expect(body).toEqual({
      districts: [
        { id: expect.any(String), city: 'TP. Hồ Chí Minh', name: 'Quận 1' },
        { id: expect.any(String), city: 'TP. Hồ Chí Minh', name: 'Quận 2' },
      ],
    });
  });

  test('is told all that is wrong at once', async () => {
    const { status, body } = await register({
      name: '  ',
      district_id: '999999',
      phone: 'hai',
      email: 'không phải',
      representative: '',
    });

    expect(status).toBe(400);
    expect(
      body.details.fields
        .map(({ path, reason }: { path: string; reason: string }) => `${path} ${reason}`)
        .toSorted(),
    ).toEqual([
      'district_id unknown',
      'email malformed',
      'name required',
      'phone malformed',
      'representative required',
    ]);
  });

  test("is told the same whether the e-mail is somebody's or not", async () => {
    expect((await register({ email: 'admin@sodaily.test' })).status).toBe(202);
    expect((await register({ email: 'nobody@example.com' })).status).toBe(202);
  });

  test('waits after five a day from one address', async () => {
    for (let n = 0; n < 5; n += 1) expect((await register({ name: `Tiệm ${n}` })).status).toBe(202);

    expect((await register()).body).toMatchObject({
      code: 'TOO_MANY_ATTEMPTS',
      details: { retry_after: 2 },
    });
  });
});
