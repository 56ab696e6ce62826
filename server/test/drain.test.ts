import { once } from 'node:events';
import { randomUUID } from 'node:crypto';
import pg from 'pg';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import WebSocket from 'ws';
import { testDatabase, type TestDatabase } from '../../db/test/support/database.ts';
import { catalogue } from './support/catalogue.ts';
import { startProcess } from './support/process.ts';
import { personAt } from './support/server.ts';
import { asSuperuser } from './support/superuser.ts';

let db: TestDatabase;
beforeAll(async () => {
  db = await testDatabase();
});
afterAll(() => db.close());

describe('a server that is asked to stop', () => {
  test('finishes the slip it is working on, refuses new work, and exits 0', async () => {
    const { child, url } = await startProcess(db, { DRAIN_MS: '8000' });
    const sales = personAt(url);
    await sales.signIn('sales@sodaily.test');
    const known = await catalogue(db);
    const socket = new WebSocket(`${url.replace('http', 'ws')}/graphql`, 'graphql-transport-ws', {
      headers: { cookie: sales.cookieHeader() },
    });
    await once(socket, 'open');
    const closed = once(socket, 'close');

    const blocker = new pg.Client(db.ownerUrl);
    await blocker.connect();
    await blocker.query('begin; lock table audit.command in exclusive mode');
    const wish = {
      client_key: randomUUID(),
      agency_id: known.agency('DL0001'),
      items: [{ item_id: known.item('MI'), quantity: 1 }],
    };
    const answer = sales.send('POST', '/api/v1/inventory/issues', {
      body: wish,
      headers: { 'X-Request-Id': 'a-slow-slip' },
    });
    await expect
      .poll(
        async () =>
          (
            await asSuperuser(
              db,
              // whose statement it is: pg_stat_activity and the log of slow ones name the request
              `select from pg_stat_activity
                where application_name = 'sodaily-server a-slow-slip' and wait_event_type = 'Lock'
         and datname = current_database()`,
            )
          ).length,
      )
      .toBe(1);

    const exited = once(child, 'exit');
    child.kill('SIGTERM');
    expect((await closed)[0]).toBe(1001);
    await expect
      .poll(() =>
        fetch(`${url}/healthz`).then(
          () => 'answers',
          () => 'refuses',
        ),
      )
      .toBe('refuses');
    await blocker.query('rollback');
    await blocker.end();

    expect((await answer).status).toBe(201);
    expect((await exited)[0]).toBe(0);
    expect(
      await db.query('select from audit.command where client_key = $1', [wish.client_key]),
    ).toHaveLength(1);
  });

  test('does so too when the process that started it goes away', async () => {
    const { child } = await startProcess(db, { DRAIN_MS: '8000' });
    const exited = once(child, 'exit');
    child.disconnect();
    expect((await exited)[0]).toBe(0);
  });
});
