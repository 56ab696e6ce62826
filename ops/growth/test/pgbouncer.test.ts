// A server behind PgBouncer, which gives each transaction whichever connection is free: many people
// on two connections never see what is another's, and pages hear what is told to them.
import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { testDatabase, type TestDatabase } from '../../../db/test/support/database.ts';
import { readEnv } from '../../../server/env.ts';
import { start, type Running } from '../../../server/start.ts';
import { catalogue, type Catalogue } from '../../../server/test/support/catalogue.ts';
import { listeningPage } from '../../../server/test/support/listening_page.ts';
import { personAt, type Person } from '../../../server/test/support/server.ts';
import { serverProgram } from '../../deploy/programs.ts';
import { readInstallationEnv, type Installation } from '../../installation.ts';
import { startPgBouncer, type PgBouncer } from './pgbouncer.ts';

const PATIENT = { timeout: 30_000, interval: 200 };
const CONNECTIONS = 2;

let db: TestDatabase;
let pooler: PgBouncer;
let running: Running;
let known: Catalogue;
beforeAll(async () => {
  db = await testDatabase();
  known = await catalogue(db);
  pooler = await startPgBouncer([db.authenticatorUrl, db.signin], CONNECTIONS);
  running = await start(
    readEnv({
      AUTHENTICATOR_DATABASE_URL: pooler.through(db.authenticatorUrl),
      SIGN_IN_DATABASE_URL: pooler.through(db.signin),
      LISTEN_DATABASE_URL: db.authenticatorUrl,
      NAMED_STATEMENTS: 'false',
      JWT_SECRET: 'a secret of the tests, longer than 32 characters',
      SECOND_FACTOR_KEY: 'a key of the tests, longer than 32 characters',
      PORT: '0',
      METRICS_PORT: '0',
      COOKIE_SECURE: 'false',
      DEMO: 'true',
      LOG_LEVEL: 'silent',
      // more than there are behind the pooler, so that they are shared
      DATABASE_POOL_SIZE: '8',
      TRUSTED_DOCUMENTS: 'false',
      DRAIN_MS: '1000',
    }),
  );
});
afterAll(async () => {
  await running?.stop();
  await pooler?.stop();
  await db?.close();
});

async function signedIn(role: string): Promise<Person> {
  const person = personAt(running.url);
  expect((await person.signIn(`${role}@sodaily.test`)).status).toBe(200);
  return person;
}
const sell = (person: Person, agency = 'DL0001') =>
  person.post('/api/v1/inventory/issues', {
    client_key: randomUUID(),
    agency_id: known.agency(agency),
    items: [{ item_id: known.item('LE'), quantity: 1 }],
  });

describe('behind PgBouncer', () => {
  test('PostgreSQL has a few connections, however many the server has', async () => {
    const sales = await signedIn('sales');
    await Promise.all(Array.from({ length: 8 }, () => sales.get('/auth/me')));
    const rows = await db.query<{ count: number }>(
      `select count(*)::int as count from pg_stat_activity as a
       where a.datname = current_database() and a.usename = 'sodaily_authenticator'
         and a.application_name <> 'sodaily-listener'`,
    );

    expect(rows[0]?.count).toBeLessThanOrEqual(CONNECTIONS);
  });

  test('everybody is who they are, also when many ask at once', async () => {
    const roles = ['sales', 'manager', 'agency', 'warehouse', 'auditor'];
    const manager = await signedIn('manager');
    for (const agency of ['DL0001', 'DL0002'])
      expect((await sell(manager, agency)).status).toBe(201);
    const countOf = async (person: Person): Promise<unknown> => {
      const { body } = await person.graphql('{ issues { totalCount } }');
      return body.data?.issues?.totalCount ?? body;
    };
    const people = [];
    for (const role of roles) {
      const person = await signedIn(role);
      people.push({ role, person, count: await countOf(person) });
    }
    // an agency has slips of its own only
    expect(new Set(people.map(({ count }) => JSON.stringify(count))).size).toBeGreaterThan(1);

    // three at a time of each
    const wrong: unknown[] = [];
    const asking = people
      .flatMap((one) => [one, one, one])
      .map(async ({ role, person, count }) => {
        for (let nth = 0; nth < 15; nth += 1) {
          const seen = await countOf(person);
          const me = JSON.stringify((await person.get('/auth/me')).body);
          if (seen !== count || !me.includes(`${role}@sodaily.test`))
            wrong.push({ role, seen, me });
        }
      });
    await Promise.all(asking);
    expect(wrong).toEqual([]);
  }, 60_000);

  test('slips are sold, and refusals are those of the rules', async () => {
    const sales = await signedIn('sales');
    expect((await sell(sales)).status).toBe(201);
    expect(await sell(sales, 'DL0003')).toMatchObject({
      status: 409,
      body: { code: 'AGENCY_NOT_ACTIVE' },
    });
  });

  test('a page hears what is told to it: listening goes past the pooler', async () => {
    const manager = await signedIn('manager');
    const page = await listeningPage(running.url, manager.cookieHeader());
    await expect
      .poll(async () => {
        await db.commitOwner(async (owner) => {
          await owner.query('set local role sodaily_definer');
          await owner.query(
            `select notification.notify('low_stock', $1, null, array(
             select row(u.id, '{"items": "1", "names": "Mì"}')::notification.message
             from auth."user" as u where u.email like 'manager@%'))`,
            [randomUUID()],
          );
        });
        return page.heard.some((text) => text.includes('"low_stock"'));
      }, PATIENT)
      .toBe(true);
    await page.close();
  }, 60_000);
});

test('an installation with a pooler has its servers ask there, and listen past it', () => {
  const url = 'postgres://sodaily_authenticator:x@127.0.0.1:54329/sodaily';
  const installation = {
    home: '/srv/so-dai-ly',
    env: readInstallationEnv({ POOLER: '127.0.0.1:6432' }),
    database: { DEMO: false },
    secrets: {},
    urls: { authenticator: url, signin: url },
  } as unknown as Installation;
  const { settings } = serverProgram(installation, 'blue', { name: '1.0.0', folder: '/' });

  expect(settings).toMatchObject({
    AUTHENTICATOR_DATABASE_URL: url.replace('54329', '6432'),
    SIGN_IN_DATABASE_URL: url.replace('54329', '6432'),
    LISTEN_DATABASE_URL: url,
    NAMED_STATEMENTS: 'false',
  });
});
