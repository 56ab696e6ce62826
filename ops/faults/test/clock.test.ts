// Servers whose clock is wrong: the books bear the day and the moment of the database, whatever a
// server believes, and people can work.
import { fork, type ChildProcess } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { join } from 'node:path';
import jwt from 'jsonwebtoken';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { testDatabase, type TestDatabase } from '../../../db/test/support/database.ts';
import { repositoryRoot } from '../../../db/tools/env.ts';
import { catalogue, type Catalogue } from '../../../server/test/support/catalogue.ts';
import { personAt, type Person } from '../../../server/test/support/server.ts';

const MINUTE_MS = 60_000;
const DAY_MS = 24 * 60 * MINUTE_MS;

let db: TestDatabase;
let known: Catalogue;
const children: ChildProcess[] = [];
beforeAll(async () => {
  db = await testDatabase();
  known = await catalogue(db);
});
afterAll(async () => {
  for (const child of children) child.kill('SIGKILL');
  await db.close();
});

/** A server whose clock is wrong by so much. */
async function serverWith(shiftMs: number): Promise<string> {
  const child = fork(join(repositoryRoot, 'server', 'index.ts'), [], {
    execArgv: ['--import', join(import.meta.dirname, 'shifted_clock.ts')],
    env: {
      CLOCK_SHIFT_MS: String(shiftMs),
      AUTHENTICATOR_DATABASE_URL: db.authenticatorUrl,
      SIGN_IN_DATABASE_URL: db.signin,
      PORT: '0',
      METRICS_PORT: '0',
      JWT_SECRET: 'a secret of the tests, longer than 32 characters',
      SECOND_FACTOR_KEY: 'a key of the tests, longer than 32 characters',
      COOKIE_SECURE: 'false',
      DEMO: 'true',
      LOG_LEVEL: 'silent',
      DATABASE_POOL_SIZE: '2',
    },
    stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
  });
  children.push(child);
  const [message] = (await once(child, 'message')) as [{ url: string }];
  return message.url;
}

const sell = (person: Person) =>
  person.send('POST', '/api/v1/inventory/issues', {
    body: {
      client_key: randomUUID(),
      agency_id: known.agency('DL0001'),
      items: [{ item_id: known.item('MI'), quantity: 1 }],
    },
  });

describe('a server whose clock is wrong', () => {
  test.each([
    ['two days ahead', 2 * DAY_MS],
    ['an hour behind', -60 * MINUTE_MS],
  ])(
    'by %s sells on the day of the database',
    async (_how, shiftMs) => {
      const url = await serverWith(shiftMs);
      const sales = personAt(url);
      await sales.signIn('sales@sodaily.test');
      // the clock is wrong indeed: the token says so
      const token = [...sales.cookies.values()].find((value) => value.split('.').length === 3);
      const { iat = 0 } = jwt.decode(token ?? '', { json: true }) ?? {};
      expect(Math.abs(iat * 1_000 - Date.now() - shiftMs)).toBeLessThan(MINUTE_MS);

      const sold = await sell(sales);
      expect(sold.status).toBe(201);
      const [today] = await db.query<{ day: string }>('select config.business_date()::text as day');
      expect(sold.body.issue_date).toBe(today?.day);
      const [written] = await db.query<{ seconds: number }>(
        `select abs(extract(epoch from now() - max(c.changed_at)))::float8 as seconds
       from audit.change as c where c.table_name = 'inventory.issue'`,
      );
      expect(written?.seconds).toBeLessThan(60);
    },
    60_000,
  );

  test('by five minutes takes the sessions of one whose clock is right, and the other way', async () => {
    const [right, wrong] = await Promise.all([serverWith(0), serverWith(5 * MINUTE_MS)]);
    for (const [one, other] of [
      [right, wrong],
      [wrong, right],
    ] as const) {
      const here = personAt(one);
      await here.signIn('sales@sodaily.test');
      const there = personAt(other);
      for (const [name, value] of here.cookies) there.cookies.set(name, value);
      expect((await there.get('/auth/me')).status).toBe(200);
      expect((await sell(there)).status).toBe(201);
    }
  }, 60_000);
});
