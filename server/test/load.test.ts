// One person may not take the server from the others, and nobody keeps anybody from signing in.
import pg from 'pg';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { makeConcurrencyLimit } from '../http/concurrency_limit.ts';
import { testServer, type Answer, type TestServer } from './support/server.ts';

let server: TestServer;
let blocker: pg.Client | undefined;
beforeAll(async () => {
  server = await testServer('classic', {
    DATABASE_POOL_SIZE: '2',
    AUTH_POOL_SIZE: '4',
    EXECUTION_TIMEOUT_MS: '1000',
    REQUESTS_PER_USER: '4',
  });
});
afterAll(() => server.close());
afterEach(async () => {
  await blocker?.query('rollback');
  await blocker?.end();
  blocker = undefined;
});

/** Makes every question about items wait, as a slow report would. */
async function slowDown(): Promise<void> {
  blocker = new pg.Client(server.db.ownerUrl);
  await blocker.connect();
  await blocker.query('begin; lock table inventory.item in access exclusive mode');
}

const SLOW = '{ items { totalCount } }';
const codeOf = (answer: Answer): unknown => answer.body.errors?.[0].extensions.code;

describe('while slow questions hold every connection of the API', () => {
  test('people sign in, are told who they are, and sign out; readiness answers', async () => {
    const people = await Promise.all(
      ['sales', 'manager', 'accountant'].map((role) => server.signedIn(role)),
    );
    await slowDown();
    const over = new AbortController();
    const isOver = over.signal;
    const asked = people.flatMap((person) =>
      Array.from({ length: 4 }, async () => {
        const codes: unknown[] = [];
        while (!isOver.aborted) codes.push(codeOf(await person.graphql(SLOW)));
        return codes;
      }),
    );
    await expect.poll(() => server.running.services.pool.waitingCount).toBeGreaterThan(5);

    const began = performance.now();
    const newcomer = await server.signedIn('warehouse');
    expect((await newcomer.get('/auth/me')).status).toBe(200);
    expect((await newcomer.post('/auth/refresh')).status).toBe(200);
    expect((await newcomer.post('/auth/logout')).status).toBe(204);
    expect((await newcomer.get('/readyz')).status).toBe(200);
    // in the queue of the others each of these would wait for four seconds
    expect(performance.now() - began).toBeLessThan(3_000);
    expect(server.running.services.pool.waitingCount).toBeGreaterThan(0);

    over.abort();
    expect(new Set((await Promise.all(asked)).flat())).toEqual(new Set(['BUSY']));
  });
});

describe('an operation', () => {
  test('ends at its deadline as BUSY, and what it waited for is given up in the database too', async () => {
    const sales = await server.signedIn('sales');
    await slowDown();
    const began = performance.now();
    const answer = await sales.graphql(SLOW);

    expect(codeOf(answer)).toBe('BUSY');
    // sooner than the lock itself is given up, which takes two seconds
    expect(performance.now() - began).toBeLessThan(1_900);
    const { rows } = await blocker!
      .query(`select from pg_stat_activity where application_name like 'sodaily-server%'
      and state = 'active' and datname = current_database()`);
    expect(rows).toEqual([]);
  });

  test('has one deadline for all its commands together', async () => {
    const warehouse = await server.signedIn('warehouse');
    await slowDown();
    const began = performance.now();
    const answer = await warehouse.graphql(
      `mutation { ${[1, 2, 3, 4]
        .map(
          (n) =>
            `a${n}: deactivateItem(input: {clientKey: "deadline-${n}", itemId: "1", `
            + 'version: "1"}) { item { id } }',
        )
        .join(' ')} }`,
    );

    expect(
      answer.body.errors.map((error: { extensions: { code: string } }) => error.extensions.code),
    ).toEqual(['BUSY', 'BUSY', 'BUSY', 'BUSY']);
    expect(performance.now() - began).toBeLessThan(2_500);
  });

  test('has statements that the database itself cuts off, should nobody else', async () => {
    const {
      rows: [limits],
    } = await server.running.services.pool.query(
      `select current_setting('statement_timeout') as statement,
        current_setting('lock_timeout') as lock,
         current_setting('idle_in_transaction_session_timeout') as idle`,
    );
    expect(limits).toEqual({ statement: '10s', lock: '2s', idle: '15s' });
  });

  test('without haste has its ordinary time again', async () => {
    const sales = await server.signedIn('sales');
    expect((await sales.graphql(SLOW)).body.data.items.totalCount).toBe(6);
  });
});

describe('one person with many requests at once', () => {
  test('is told to come back, and others are served', async () => {
    const [sales, manager] = [await server.signedIn('sales'), await server.signedIn('manager')];
    await slowDown();
    const answers = await Promise.all(Array.from({ length: 20 }, () => sales.graphql(SLOW)));
    const refused = answers.filter((answer) => answer.status === 429);

    expect(refused).toHaveLength(20 - 4 - 8);
    expect(codeOf(refused[0]!)).toBe('TOO_MANY_REQUESTS');
    expect(refused[0]!.headers.get('retry-after')).toBe('1');
    expect((await manager.graphql('{ businessDate }')).status).toBe(200);
  });

  test('is counted over REST too, and in all sessions together', async () => {
    const [desk, phone] = [await server.signedIn('sales'), await server.signedIn('sales')];
    await slowDown();
    const answers = await Promise.all(
      Array.from({ length: 10 }, () => [
        desk.get('/api/v1/inventory/items'),
        phone.graphql(SLOW),
      ]).flat(),
    );

    expect(answers.filter(({ status }) => status === 429).length).toBeGreaterThanOrEqual(20 - 12);
  });
});

describe('hammering the routes of signing in', () => {
  test.each<[string, (server: TestServer) => Promise<() => Promise<Answer>>]>([
    [
      'by somebody who is signed in',
      async (at) => {
        const sales = await at.signedIn('sales');
        return () => sales.get('/auth/sessions');
      },
    ],
    [
      'by nobody, from one address',
      async (at) => () =>
        at
          .visitor()
          .send('POST', '/auth/refresh', { headers: { 'X-Forwarded-For': '203.0.113.9' } }),
    ],
  ])('%s leaves connections to others', async (_who, begin) => {
    const ask = await begin(server);
    let mostBusy = 0;
    const watching = setInterval(() => {
      const { totalCount, idleCount, waitingCount } = server.running.services.authPool;
      mostBusy = Math.max(mostBusy, totalCount - idleCount + waitingCount);
    }, 1);
    const answers = await Promise.all(Array.from({ length: 150 }, ask));
    clearInterval(watching);

    expect(answers.some(({ status }) => status === 429)).toBe(true);
    expect(answers.every(({ status }) => [200, 401, 429].includes(status))).toBe(true);
    expect(mostBusy).toBeGreaterThan(0);
    expect(mostBusy).toBeLessThan(4);
    expect((await server.visitor().signIn('manager@sodaily.test')).status).toBe(200);
  });
});

describe('the concurrency limit', () => {
  test('are taken in order, given back after failures, and forgotten when nobody is left', async () => {
    const limit = makeConcurrencyLimit(1);
    const done: string[] = [];
    const work = (name: string, fails = false) =>
      limit.run('a', async () => {
        await Promise.resolve();
        done.push(name);
        if (fails) throw new Error(name);
      });
    const results = await Promise.allSettled([
      work('first', true),
      work('second'),
      work('third', true),
      work('fourth'),
    ]);

    expect(done).toEqual(['first', 'second', 'third']);
    expect(results.map(({ status }) => status)).toEqual([
      'rejected',
      'fulfilled',
      'rejected',
      'rejected',
    ]);
    expect(results[3]).toMatchObject({ reason: { code: 'TOO_MANY_REQUESTS' } });
    await work('later');
    expect(done).toContain('later');
  });
});
