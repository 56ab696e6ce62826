import pg from 'pg';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { testDatabase, type TestDatabase } from '../../support/database.ts';

let db: TestDatabase;
let routes: pg.Pool;

beforeAll(async () => {
  db = await testDatabase();
  routes = new pg.Pool({ connectionString: db.signin, max: 8 });
});
afterAll(async () => {
  await routes.end();
  await db.close();
});
beforeEach(() => db.query('delete from auth.login_attempt'));

const office = '203.0.113.7';
const elsewhere = '198.51.100.9';
const sales = 'sales@sodaily.test';

/** Key of the attempt, or how many seconds to wait. */
async function attempt(
  email = sales,
  ip: string | null = office,
): Promise<{ key: string } | { wait: number }> {
  try {
    const { rows } = await routes.query<{ key: string }>(
      'select auth.begin_attempt($1, $2)::text as key',
      [email, ip],
    );
    return { key: rows[0]?.key ?? '' };
  } catch (error) {
    if (!(error instanceof pg.DatabaseError) || error.code !== 'SDATT') throw error;
    return { wait: JSON.parse(error.detail ?? '{}').retry_after };
  }
}

async function end(isSuccess: boolean, email = sales, ip: string | null = office): Promise<void> {
  const allowed = await attempt(email, ip);
  if ('wait' in allowed) throw new Error(`the attempt was refused for ${allowed.wait} s`);
  await routes.query('select auth.record_attempt($1, $2)', [allowed.key, isSuccess]);
}
const fail = (email?: string, ip?: string | null) => end(false, email, ip);
const succeed = (email?: string, ip?: string | null) => end(true, email, ip);

const secondsPass = (seconds: number) =>
  db.query('update auth.login_attempt set created_at = created_at - make_interval(secs => $1)', [
    seconds,
  ]);

async function failOften(times: number, email?: string, ip?: string | null): Promise<void> {
  for (let n = 0; n < times; n += 1) {
    await fail(email, ip);
    await secondsPass(900);
  }
}

const allowed = expect.objectContaining({ key: expect.stringMatching(/./) });

describe('after failures on one account', () => {
  test('five are free, and the next waits two seconds', async () => {
    for (let n = 0; n < 5; n += 1) await fail();

    expect(await attempt()).toEqual({ wait: 2 });

    await secondsPass(2);
    expect(await attempt()).toEqual(allowed);
  });

  test.each([
    [6, 4],
    [7, 8],
    [13, 512],
    [14, 900],
    [40, 900],
  ])('%i make the next wait %i seconds', async (failures, seconds) => {
    await failOften(failures - 1);
    await fail();

    expect(await attempt()).toEqual({ wait: seconds });
  });

  test('it does not matter from which addresses they came', async () => {
    for (let n = 0; n < 5; n += 1) await fail(sales, `203.0.113.${n}`);

    expect(await attempt(sales, elsewhere)).toEqual({ wait: 2 });
  });

  test('it does not matter whether the account exists, nor how it is written', async () => {
    for (let n = 0; n < 5; n += 1)
      await fail(n % 2 === 0 ? 'Nobody@sodaily.test' : ' nobody@sodaily.test');

    expect(await attempt('nobody@SODAILY.test', elsewhere)).toEqual({ wait: 2 });
  });

  test('other accounts are not delayed', async () => {
    for (let n = 0; n < 5; n += 1) await fail();

    expect(await attempt('manager@sodaily.test')).toEqual(allowed);
  });

  test('a refused attempt does not prolong the wait', async () => {
    for (let n = 0; n < 5; n += 1) await fail();
    for (let n = 0; n < 10; n += 1) await attempt();

    await secondsPass(2);
    expect(await attempt()).toEqual(allowed);
  });

  test('all is forgotten after a day', async () => {
    await failOften(14);
    await secondsPass(86_400);

    expect(await attempt()).toEqual(allowed);
  });
});

describe('after failures from one address', () => {
  test('twenty on different accounts are free, and the next waits on any account', async () => {
    for (let n = 0; n < 20; n += 1) await fail(`person${n}@sodaily.test`);

    expect(await attempt('another@sodaily.test')).toEqual({ wait: 2 });
    expect(await attempt('another@sodaily.test', elsewhere)).toEqual(allowed);
  });

  test('one network of an IPv6 subscriber counts as one address', async () => {
    for (let n = 0; n < 20; n += 1) await fail(`person${n}@sodaily.test`, `2001:db8:1:2::${n}`);

    expect(await attempt(sales, '2001:db8:1:2:ffff::1')).toEqual({ wait: 2 });
    expect(await attempt(sales, '2001:db8:1:3::1')).toEqual(allowed);
  });

  test('an IPv4 address written as IPv6 is one address and no network', async () => {
    for (let n = 0; n < 20; n += 1) await fail(`person${n}@sodaily.test`, '::ffff:203.0.113.7');

    expect(await attempt(sales, '::ffff:203.0.113.7')).toEqual({ wait: 2 });
    expect(await attempt(sales, '::ffff:203.0.113.8')).toEqual(allowed);
  });

  test('addresses that are not known count as one', async () => {
    for (let n = 0; n < 20; n += 1) await fail(`person${n}@sodaily.test`, null);

    expect(await attempt(sales, null)).toEqual({ wait: 2 });
  });

  test("signing in to an account of one's own does not clear what failed on others", async () => {
    for (let n = 0; n < 19; n += 1) await fail(`person${n}@sodaily.test`);
    await succeed('agency@sodaily.test');
    await fail('person19@sodaily.test');

    expect(await attempt('person20@sodaily.test')).toEqual({ wait: 2 });
  });
});

describe('where somebody has signed in before', () => {
  test('no stranger locks them out, from elsewhere or from the same address', async () => {
    await succeed();
    await failOften(14, sales, elsewhere);
    await fail(sales, elsewhere);
    for (let n = 0; n < 20; n += 1) await fail(`person${n}@sodaily.test`);

    expect(await attempt(sales, elsewhere)).toEqual({ wait: 900 });
    expect(await attempt('manager@sodaily.test')).toEqual({ wait: 2 });
    expect(await attempt(sales)).toEqual(allowed);
  });

  test('their own failures there count, until they succeed', async () => {
    await succeed();
    for (let n = 0; n < 5; n += 1) await fail();
    expect(await attempt()).toEqual({ wait: 2 });

    await secondsPass(2);
    await succeed();
    expect(await attempt()).toEqual(allowed);
  });
});

test('many at the same moment count as many: only the free ones get to the password', async () => {
  const answers = await Promise.all(Array.from({ length: 24 }, () => attempt()));

  expect(answers.filter((answer) => 'key' in answer)).toHaveLength(5);
});

test('an attempt ends once: a failure does not become a success afterwards', async () => {
  const begun = await attempt();
  const key = 'key' in begun ? begun.key : '';
  await routes.query('select auth.record_attempt($1, false)', [key]);
  await routes.query('select auth.record_attempt($1, true)', [key]);

  expect(await db.query('select outcome from auth.login_attempt')).toEqual([{ outcome: 'failed' }]);
});

test('the record holds no e-mail', async () => {
  await fail();

  expect(
    await db.query<{ found: boolean }>(
      `select a::text like '%sales%' as found from auth.login_attempt as a`,
    ),
  ).toEqual([{ found: false }]);
});

describe('in a browser that somebody has signed in with', () => {
  const browser = Buffer.alloc(32, 7);
  const inBrowser = async (isSuccess: boolean | null, hash = browser) => {
    const { rows } = await routes.query<{ key: string }>(
      'select auth.begin_attempt($1, $2, $3)::text as key',
      [sales, office, hash],
    );
    if (isSuccess !== null)
      await routes.query('select auth.record_attempt($1, $2)', [rows[0]?.key, isSuccess]);
  };
  beforeAll(() =>
    db.query(
      `insert into auth.device (user_id, token_hash)
       select u.id, $2 from auth."user" as u where u.email = $1`,
      [sales, browser],
    ),
  );

  test('no stranger of the same address locks them out, nor the address as a whole', async () => {
    await succeed();
    for (let n = 0; n < 5; n += 1) await fail();
    for (let n = 0; n < 20; n += 1) await attempt(`ai${n}@sodaily.test`);

    expect(await attempt()).toMatchObject({ wait: expect.any(Number) });
    await inBrowser(true);
  });

  test('who mistypes five times there waits too', async () => {
    for (let n = 0; n < 5; n += 1) await inBrowser(false);

    await expect(inBrowser(null)).rejects.toMatchObject({ code: 'SDATT' });
  });

  test('a cookie that somebody made up is no such browser', async () => {
    for (let n = 0; n < 5; n += 1) await fail();

    await expect(inBrowser(null, Buffer.alloc(32, 8))).rejects.toMatchObject({ code: 'SDATT' });
  });
});
