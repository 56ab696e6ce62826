// One id finds all of a request: while it runs, in the log, in the audit trail and on the screen.
import { randomUUID } from 'node:crypto';
import { Writable } from 'node:stream';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { testDatabase, type TestDatabase } from '../../db/test/support/database.ts';
import { readEnv } from '../env.ts';
import { logOf } from '../log.ts';
import { start, type Running } from '../start.ts';
import { catalogue } from './support/catalogue.ts';
import { personAt, type Person } from './support/server.ts';

const PATIENT = { timeout: 5_000, interval: 50 };

let db: TestDatabase;
let running: Running;
let sales: Person;
const lines: { trace_id?: string; path?: string; status?: number }[] = [];
beforeAll(async () => {
  db = await testDatabase();
  const env = readEnv({
    AUTHENTICATOR_DATABASE_URL: db.authenticatorUrl,
    SIGN_IN_DATABASE_URL: db.signin,
    JWT_SECRET: 'a secret of the tests, longer than 32 characters',
    SECOND_FACTOR_KEY: 'a key of the tests, longer than 32 characters',
    PORT: '0',
    METRICS_PORT: '0',
    COOKIE_SECURE: 'false',
    DEMO: 'true',
    LOG_LEVEL: 'info',
    DATABASE_POOL_SIZE: '2',
  });
  const sink = new Writable({
    write(chunk, _encoding, done) {
      lines.push(JSON.parse(String(chunk)) as (typeof lines)[number]);
      done();
    },
  });
  running = await start(env, logOf(env, sink));
  sales = personAt(running.url);
  await sales.signIn('sales@sodaily.test');
});
afterAll(async () => {
  await running?.stop();
  await db?.close();
});

test('a slip is found by the id of its request wherever it leaves a trace', async () => {
  const known = await catalogue(db);
  const id = randomUUID();
  const posting = () =>
    sales.send('POST', '/api/v1/inventory/issues', {
      body: {
        client_key: randomUUID(),
        agency_id: known.agency('DL0001'),
        items: [{ item_id: known.item('MI'), quantity: 1 }],
      },
      headers: { 'X-Request-Id': id },
    });
  // somebody else holds the agency for a moment, so that the request is seen while it waits
  const answered = await db.asOwner(async (owner) => {
    await owner.query(`select from agency.agency where code = 'DL0001' for no key update`);
    const answer = posting();
    await expect
      .poll(
        () =>
          db.query('select wait_event_type from pg_stat_activity where application_name = $1', [
            `sodaily-server ${id}`,
          ]),
        PATIENT,
      )
      .toEqual([{ wait_event_type: 'Lock' }]);
    // held in an object: a promise that is returned would be waited for here
    return { answer };
  });
  const { status, headers } = await answered.answer;

  expect(status).toBe(201);
  expect(headers.get('x-trace-id')).toBe(id);
  const written = await db.query<{ table_name: string }>(
    'select c.table_name from audit.change as c where c.trace_id = $1 order by c.id',
    [id],
  );
  expect(written.map(({ table_name }) => table_name)).toContain('inventory.issue');
  await expect
    .poll(() => lines.find((line) => line.trace_id === id), PATIENT)
    .toMatchObject({ path: '/api/v1/inventory/issues', status: 201 });
});
