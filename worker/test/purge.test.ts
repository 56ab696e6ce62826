import { runOnce } from 'graphile-worker';
import pg from 'pg';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { testDatabase, type TestDatabase } from '../../db/test/support/database.ts';
import { silentWorkerLogger } from '../log.ts';
import { queuePreset } from '../queue_preset.ts';
import { taskList } from './support/tasks.ts';

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
    pgPool,
    taskList,
    preset: queuePreset,
    noHandleSignals: true,
    logger: silentWorkerLogger(),
  });
  expect(await db.query('select last_error from graphile_worker.jobs')).toEqual([]);
}

test('attempts of a month ago and sessions that are over go, all others stay, however often it runs', async () => {
  await db.query(`insert into auth.login_attempt (account_hash, address, created_at) values
    ('\\x01', '203.0.113.7', now() - interval '31 days'),
    ('\\x02', '203.0.113.7', now() - interval '29 days')`);
  await db.query(`insert into auth.session (user_id, refresh_token_hash, user_agent, expires_at,
    ended_at)
    select u.id, s.agent::bytea, s.agent, now() + s.rest, s.ended
    from auth."user" as u, (values
      ('over', interval '-1 minute', null::timestamptz),
      ('over and ended', interval '-1 day', now() - interval '2 days'),
      ('ended only', interval '1 day', now()), ('alive', interval '1 day', null)) as s (agent, rest,
      ended)
    where u.email = 'sales@sodaily.test'`);
  await db.query(`insert into auth.spent_refresh_token (token_hash, session_id)
    select ('spent ' || s.user_agent)::bytea, s.id from auth.session as s
    where s.user_agent is not null`);

  await db.query(`insert into auth.password_reset (user_id, token_hash, purpose, expires_at)
    select u.id, u.email::bytea, 'password_reset', now() + case u.email when 'sales@sodaily.test'
      then interval '1 minute' else interval '-1 minute' end
    from auth."user" as u where u.email in ('sales@sodaily.test', 'agency@sodaily.test')`);

  await db.query(`insert into auth.sign_in_challenge (token_hash, user_id, attempt_id, expires_at)
    select w.word::bytea, u.id, u.id, now() + w.rest from auth."user" as u,
      (values ('over', interval '-1 second'), ('alive', interval '1 minute')) as w (word, rest)
      where u.email like 'sales@%'`);
  await db.query(`insert into auth.device (user_id, token_hash, last_seen_at)
    select u.id, w.word::bytea, now() - w.age from auth."user" as u,
      (values ('old', interval '401 days'), ('known', interval '399 days')) as w (word, age)
      where u.email like 'sales@%'`);
  await db.query(`insert into auth.totp (user_id, sealed_secret, confirmed_at, created_at)
    select u.id, u.email::bytea, case when u.email like 'admin@%' then now() end,
      now() - interval '2 days'
    from auth."user" as u where u.email in ('admin@sodaily.test', 'agency@sodaily.test')`);

  await db.query(`insert into audit.refusal (command, code, details, created_at) values
    ('old', 'DEBT_LIMIT', '{}', now() - interval '401 days'),
    ('young', 'DEBT_LIMIT', '{}', now() - interval '399 days')`);

  for (let time = 1; time <= 2; time += 1) {
    await purge();

    expect(
      await db.query(`select encode(account_hash, 'hex') as account from auth.login_attempt`),
    ).toEqual([{ account: '02' }]);
    expect(await db.query('select command from audit.refusal')).toEqual([{ command: 'young' }]);
    expect(
      await db.query(
        'select user_agent as session from auth.session where user_agent is not null order by 1',
      ),
    ).toEqual([{ session: 'alive' }, { session: 'ended only' }]);
    expect(
      await db.query(
        `select convert_from(token_hash, 'UTF8') as token from auth.spent_refresh_token order by 1`,
      ),
    ).toEqual([{ token: 'spent alive' }, { token: 'spent ended only' }]);
    expect(
      await db.query(`select convert_from(token_hash, 'UTF8') as link from auth.password_reset`),
    ).toEqual([{ link: 'sales@sodaily.test' }]);
    expect(
      await db.query(
        `select convert_from(c.token_hash, 'UTF8') as challenge,
          convert_from(d.token_hash, 'UTF8') as device, convert_from(t.sealed_secret, 'UTF8') as app
       from auth.sign_in_challenge as c, auth.device as d, auth.totp as t`,
      ),
    ).toEqual([{ challenge: 'alive', device: 'known', app: 'admin@sodaily.test' }]);
    expect(
      await db.query(`select s.last_signed_in_at is not null as is_known from auth.user_secret as s
      join auth."user" as u on u.id = s.user_id
      where u.email in ('sales@sodaily.test', 'auditor@sodaily.test') order by u.email desc`),
    ).toEqual([{ is_known: true }, { is_known: false }]);
  }
});
