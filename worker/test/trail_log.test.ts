import { Writable } from 'node:stream';
import pg from 'pg';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { testDatabase, type TestDatabase } from '../../db/test/support/database.ts';
import { readEnv } from '../env.ts';
import { logOf } from '../log.ts';
import { startRounds } from '../rounds.ts';
import { shipTrail } from '../trail_log.ts';

let db: TestDatabase;
let pool: pg.Pool;
let lines: Record<string, unknown>[];
beforeAll(async () => {
  db = await testDatabase();
  pool = new pg.Pool({ connectionString: db.workerUrl, max: 2 });
  await shipTrail(pool, log());
});
afterAll(async () => {
  await pool.end();
  await db.close();
});
beforeEach(() => {
  lines = [];
});

/** The worker's own log, at a level that hides what is no warning. */
function log() {
  const sink = new Writable({
    write(chunk, _encoding, done) {
      lines.push(JSON.parse(String(chunk)));
      done();
    },
  });
  return logOf(
    readEnv({ WORKER_DATABASE_URL: db.workerUrl, DEMO: 'true', LOG_LEVEL: 'warn' }),
    sink,
  );
}

/** Ships until so many lines came: transactions of other databases hold a look up, too. */
const collect = (count: number) =>
  expect
    .poll(async () => {
      await shipTrail(pool, log());
      return lines.length;
    })
    .toBe(count);

const addUnits = (count: number, name: string) =>
  db.commitAs('warehouse', async (me) => {
    for (let n = 0; n < count; n += 1)
      await me.query('select inventory.create_unit($1, $1)', [`${name} ${n}`]);
  });

test('each change becomes one line of the log, whatever its level, without its values', async () => {
  await addUnits(3, 'Bó hoa');
  await collect(3);
  await shipTrail(pool, log());

  expect(lines).toHaveLength(3);
  expect(lines[0]).toMatchObject({
    level: 'info',
    service: 'worker',
    stream: 'audit',
    change: {
      table: 'inventory.unit',
      action: 'insert',
      sha256: expect.stringMatching(/^\w{64}$/),
    },
  });
  expect(JSON.stringify(lines)).not.toContain('Bó hoa');
});

test('as many changes as come at once are written, each once', async () => {
  await db.query(
    `insert into inventory.unit (name)
     select 'Nhiều ' || n from generate_series(1, 2500) as n`,
  );
  await collect(2_500);

  expect(new Set(lines.map(({ change }) => (change as { id: string }).id)).size).toBe(2_500);
  expect(lines).toHaveLength(2_500);
});

test('what could not be written is written the next time', async () => {
  await addUnits(1, 'Lần sau');
  const failing = new Proxy(log(), {
    get: (target, name) =>
      name === 'child'
        ? () => ({
            info: () => {
              throw new Error('the pipe is closed');
            },
          })
        : Reflect.get(target, name),
  });
  await expect
    .poll(() => shipTrail(pool, failing).catch((error: Error) => error.message))
    .toBe('the pipe is closed');
  expect(lines).toEqual([]);

  await collect(1);
});

test('a worker does so in its rounds when it is told to, and only then', async () => {
  await addUnits(1, 'Vòng');
  const silent = startRounds(pool, log(), false);
  await new Promise((resolve) => setTimeout(resolve, 500));
  silent.stop();
  expect(lines).toEqual([]);

  // a look may be held up by transactions of other databases; the next round is a minute later
  await expect
    .poll(
      async () => {
        startRounds(pool, log(), true).stop();
        await new Promise((resolve) => setTimeout(resolve, 200));
        return lines.length;
      },
      { timeout: 10_000 },
    )
    .toBe(1);
});

test('a round that fails is told in the log, and the worker goes on', async () => {
  const lost = new pg.Pool({ connectionString: db.workerUrl.replace(/:\d+\//, ':1/') });
  const rounds = startRounds(lost, log(), true);

  await expect.poll(() => lines).toMatchObject([{ msg: 'the round of a minute failed' }]);
  rounds.stop();
  await lost.end();
});

test('AUDIT_LOG is on unless it is demo mode or said otherwise', () => {
  const settings = { WORKER_DATABASE_URL: db.workerUrl };
  expect(readEnv(settings).AUDIT_LOG).toBe(true);
  expect(readEnv({ ...settings, DEMO: 'true' }).AUDIT_LOG).toBe(false);
  expect(readEnv({ ...settings, DEMO: 'true', AUDIT_LOG: 'true' }).AUDIT_LOG).toBe(true);
  expect(readEnv({ ...settings, AUDIT_LOG: 'false' }).AUDIT_LOG).toBe(false);
});
