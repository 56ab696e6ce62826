import { createHash, randomBytes } from 'node:crypto';
import pg from 'pg';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { testDatabase, type TestDatabase } from '../../support/database.ts';

let db: TestDatabase;
let routes: pg.Pool;

beforeAll(async () => {
  db = await testDatabase();
  routes = new pg.Pool({ connectionString: db.signin, max: 4 });
});
afterAll(async () => {
  await routes.end();
  await db.close();
});

const hashOf = (token: string): Buffer => createHash('sha256').update(token).digest();
const newToken = (): string => randomBytes(32).toString('hex');

async function ask<Row extends pg.QueryResultRow>(text: string, values: unknown[]): Promise<Row[]> {
  return (await routes.query<Row>(text, values)).rows;
}

interface Family {
  sessionId: string;
  userId: string;
  token: string;
}

async function signIn(email = 'sales@sodaily.test'): Promise<Family> {
  const token = newToken();
  const [row] = await ask<{ session_id: string; user_id: string }>(
    `select s.session_id, c.user_id::text from auth.sign_in_candidate($1) as c
     cross join lateral auth.open_session(c.user_id, $2, '10.0.0.1', $3) as s`,
    [email, hashOf(token), 'x'.repeat(500)],
  );
  return { sessionId: row?.session_id ?? '', userId: row?.user_id ?? '', token };
}

const rotate = (used: string, next = newToken()) =>
  ask<{ session_id: string; outcome: string }>(
    'select session_id, outcome from auth.rotate_session($1, $2)',
    [hashOf(used), hashOf(next)],
  );

const roleOf = async (family: Family): Promise<string | undefined> =>
  (
    await ask<{ database_role: string }>('select database_role from auth.resume_session($1, $2)', [
      family.sessionId,
      family.userId,
    ])
  )[0]?.database_role;

const secondsPass = (family: Family, seconds: number) =>
  db.query(
    `update auth.session set rotated_at = rotated_at - make_interval(secs => $2) where id = $1`,
    [family.sessionId, seconds],
  );

const setActive = (email: string, isActive: boolean) =>
  db.query('update auth."user" set is_active = $2 where email = $1', [email, isActive]);

describe('signing in', () => {
  test('finds a person by e-mail without case, and nobody for an unknown one', async () => {
    expect(
      await ask(
        'select is_active, password_hash like $2 as is_argon from auth.sign_in_candidate($1)',
        ['SALES@SoDaiLy.test', '$argon2id$%'],
      ),
    ).toEqual([{ is_active: true, is_argon: true }]);
    expect(await ask('select * from auth.sign_in_candidate($1)', ['nobody@sodaily.test'])).toEqual(
      [],
    );
    expect(await ask('select * from auth.sign_in_candidate($1)', ['%'])).toEqual([]);
  });

  test('opens a session of 14 days that works in the role of the person', async () => {
    const family = await signIn();

    expect(await roleOf(family)).toBe('sodaily_user');
    expect(
      await db.query(
        `select expires_at - created_at as lives, host(ip) as ip, length(user_agent) as agent
       from auth.session where id = $1`,
        [family.sessionId],
      ),
    ).toMatchObject([{ lives: { days: 14 }, ip: '10.0.0.1', agent: 300 }]);
  });

  test('keeps only the hash of the refresh token', async () => {
    const family = await signIn();

    const [row] = await db.query<{ found: boolean }>(
      'select s::text like $2 as found from auth.session as s where id = $1',
      [family.sessionId, `%${family.token}%`],
    );

    expect(row).toEqual({ found: false });
  });

  test('is not possible for a deactivated person', async () => {
    await setActive('accountant@sodaily.test', false);

    const family = await signIn('accountant@sodaily.test');

    expect(family.sessionId).toBe('');
    await setActive('accountant@sodaily.test', true);
  });
});

describe('a session', () => {
  test('tells who it is of: name, roles, scopes and agencies', async () => {
    const family = await signIn();

    const [row] = await ask<{ profile: object }>(
      'select auth.session_user_profile($1) as profile',
      [family.sessionId],
    );

    expect(row?.profile).toMatchObject({
      id: family.userId,
      email: 'sales@sodaily.test',
      full_name: 'Nguyễn Văn Bán',
      locale: 'vi',
      roles: ['sales'],
      scopes: expect.arrayContaining(['inventory:write', 'finance:read']),
      agencies: [{ code: 'DL0001' }, { code: 'DL0002' }, { code: 'DL0003' }],
    });
  });

  test('belongs to one person: another cannot resume it', async () => {
    const [family, other] = [await signIn(), await signIn('manager@sodaily.test')];

    expect(await roleOf({ ...family, userId: other.userId })).toBeUndefined();
  });

  test('is dead from the moment it is ended, and ends once', async () => {
    const family = await signIn();
    const end = () => ask('select auth.end_session($1) as ended', [family.sessionId]);

    expect(await end()).toEqual([{ ended: true }]);
    expect(await roleOf(family)).toBeUndefined();
    expect(await rotate(family.token)).toEqual([]);
    expect(
      await ask('select auth.session_user_profile($1) as profile', [family.sessionId]),
    ).not.toContainEqual({ profile: expect.anything() });
    expect(await end()).toEqual([{ ended: false }]);
  });

  test('is dead when its time is over', async () => {
    const family = await signIn();
    await db.query(
      "update auth.session set expires_at = now() - interval '1 second' where id = $1",
      [family.sessionId],
    );

    expect(await roleOf(family)).toBeUndefined();
    expect(await rotate(family.token)).toEqual([]);
  });

  test('is dead while its person is deactivated', async () => {
    const family = await signIn();
    await setActive('sales@sodaily.test', false);

    expect(await roleOf(family)).toBeUndefined();
    expect(await rotate(family.token)).toEqual([]);

    await setActive('sales@sodaily.test', true);
  });
});

describe('a refresh token', () => {
  test('is exchanged for its successor, which can be exchanged in turn', async () => {
    const family = await signIn();
    const second = newToken();

    expect(await rotate(family.token, second)).toEqual([
      { session_id: family.sessionId, outcome: 'rotated' },
    ]);
    expect(await rotate(second)).toEqual([{ session_id: family.sessionId, outcome: 'rotated' }]);
  });

  test('seen again within ten seconds keeps the session and the successor', async () => {
    const family = await signIn();
    const second = newToken();
    await rotate(family.token, second);
    await secondsPass(family, 9);

    expect(await rotate(family.token)).toEqual([
      { session_id: family.sessionId, outcome: 'grace' },
    ]);
    expect(await rotate(second)).toMatchObject([{ outcome: 'rotated' }]);
  });

  test('seen again later is stolen: the whole session ends', async () => {
    const family = await signIn();
    const second = newToken();
    await rotate(family.token, second);
    await secondsPass(family, 11);

    expect(await rotate(family.token)).toEqual([]);

    expect(await roleOf(family)).toBeUndefined();
    expect(await rotate(second)).toEqual([]);
  });

  test('older than the last one is stolen too: the whole session ends', async () => {
    const family = await signIn();
    const [second, third] = [newToken(), newToken()];
    await rotate(family.token, second);
    await rotate(second, third);
    await secondsPass(family, 3600);

    expect(await rotate(family.token)).toEqual([]);

    expect(await roleOf(family)).toBeUndefined();
    expect(await rotate(third)).toEqual([]);
  });

  test('that was not used for three days is worth nothing', async () => {
    const [idle, used] = [await signIn(), await signIn()];
    await secondsPass(idle, 3 * 86_400);
    await secondsPass(used, 3 * 86_400 - 60);

    expect(await rotate(idle.token)).toEqual([]);
    expect(await rotate(used.token)).toMatchObject([{ outcome: 'rotated' }]);
  });

  test('nobody was given is worth nothing and ends nothing', async () => {
    const family = await signIn();

    expect(await rotate(newToken())).toEqual([]);

    expect(await roleOf(family)).toBe('sodaily_user');
  });

  test('used by two tabs at once is exchanged once', async () => {
    const family = await signIn();

    const outcomes = await Promise.all([
      rotate(family.token),
      rotate(family.token),
      rotate(family.token),
    ]);

    expect(
      outcomes
        .flat()
        .map(({ outcome }) => outcome)
        .toSorted(),
    ).toEqual(['grace', 'grace', 'rotated']);
  });
});
