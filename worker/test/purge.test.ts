import { runOnce } from 'graphile-worker';
import pg from 'pg';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { testDatabase, type TestDatabase } from '../../db/test/support/database.ts';
import { asWorkerLogger, makeLog } from '../log.ts';
import { queuePreset } from '../queue_preset.ts';
import { taskList } from '../task_list.ts';

let db: TestDatabase;
let pgPool: pg.Pool;
beforeAll(async () => {
  db = await testDatabase();
  pgPool = new pg.Pool({ connectionString: db.workerUrl, max: 4 });
  pgPool.on('error', () => undefined);
  pgPool.on('connect', (client) => client.on('error', () => undefined));
});
afterAll(async () => {
  await pgPool.end();
  await db.close();
});

async function purge(): Promise<void> {
  await pgPool.query("select graphile_worker.add_job('purge_expired')");
  await runOnce({
    pgPool, taskList, preset: queuePreset, noHandleSignals: true, logger: asWorkerLogger(makeLog('silent', 'test')),
  });
  expect(await db.query('select last_error from graphile_worker.jobs')).toEqual([]);
}

test('attempts of a month ago and sessions that are over go, all others stay, however often it runs', async () => {
  await db.query(`insert into auth.login_attempt (account_hash, address, created_at) values
    ('\\x01', '203.0.113.7', now() - interval '31 days'), ('\\x02', '203.0.113.7', now() - interval '29 days')`);
  await db.query(`insert into auth.session (user_id, refresh_token_hash, user_agent, expires_at, ended_at)
    select u.id, s.agent::bytea, s.agent, now() + s.rest, s.ended
    from auth."user" as u, (values
      ('over', interval '-1 minute', null::timestamptz), ('over and ended', interval '-1 day', now() - interval '2 days'),
      ('ended only', interval '1 day', now()), ('alive', interval '1 day', null)) as s (agent, rest, ended)
    where u.email = 'sales@sodaily.test'`);
  await db.query(`insert into auth.spent_refresh_token (token_hash, session_id)
    select ('spent ' || s.user_agent)::bytea, s.id from auth.session as s where s.user_agent is not null`);

  await db.query(`insert into auth.password_reset (user_id, token_hash, purpose, expires_at)
    select u.id, u.email::bytea, 'password_reset', now() + case u.email when 'sales@sodaily.test'
      then interval '1 minute' else interval '-1 minute' end
    from auth."user" as u where u.email in ('sales@sodaily.test', 'agency@sodaily.test')`);

  for (let time = 1; time <= 2; time += 1) {
    await purge();

    expect(await db.query(`select encode(account_hash, 'hex') as account from auth.login_attempt`)).toEqual([{ account: '02' }]);
    expect(await db.query('select user_agent as session from auth.session where user_agent is not null order by 1')).toEqual(
      [{ session: 'alive' }, { session: 'ended only' }]);
    expect(await db.query(`select convert_from(token_hash, 'UTF8') as token from auth.spent_refresh_token order by 1`)).toEqual(
      [{ token: 'spent alive' }, { token: 'spent ended only' }]);
    expect(await db.query(`select convert_from(token_hash, 'UTF8') as link from auth.password_reset`)).toEqual(
      [{ link: 'sales@sodaily.test' }]);
  }
});
