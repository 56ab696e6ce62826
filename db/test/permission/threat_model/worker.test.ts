import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { identify } from '../../support/actor.ts';
import { testDatabase, type TestDatabase } from '../../support/database.ts';
import { withClient } from '../../../tools/prepare.ts';
import { Login, OBJECTS_OF_ITS_OWN, relations } from './login.ts';

let db: TestDatabase;
beforeAll(async () => {
  db = await testDatabase();
});
afterAll(() => db.close());

const thief = <T>(task: (login: Login) => Promise<T>): Promise<T> => Login.with(db.worker, task);

describe('the password of `sodaily_worker`', () => {
  test('cannot read a table of the business or of people by itself', async () => {
    const tables = await relations(db);
    await thief(async (login) => {
      expect(await login.allowed(tables.map((table) => `select from ${table}`))).toEqual([]);
    });
  });

  test('cannot become the owner, the definer or the login of signing in', async () => {
    await thief(async (login) => {
      expect(
        await login.allowed(
          ['owner', 'definer', 'signin', 'authenticator', 'migrator', 'backup'].map(
            (role) => `set role sodaily_${role}`,
          ),
        ),
      ).toEqual([]);
    });
  });

  test('cannot write or change the audit trail', async () => {
    await thief(async (login) => {
      expect(
        await login.allowed([
          'update audit.change set after = null',
          'delete from audit.change',
          "insert into audit.change (table_name, row_key, action) values ('x', 'x', 'insert')",
          'alter table audit.change disable trigger all',
        ]),
      ).toEqual([]);
    });
  });

  test('cannot write large objects, temporary tables or any object outside of the queue', async () => {
    await thief(async (login) => {
      expect(await login.allowed(OBJECTS_OF_ITS_OWN)).toEqual([]);
    });
  });

  test('can read and write the queue, and mails that wait, with the links in them', async () => {
    const [mail] = await db.query<{ id: string }>(
      `insert into notification.outbox (message_key, recipient, locale, template, payload)
       values (gen_random_uuid(), 'lan@sodaily.test', 'vi', 'password_reset', '{"token": "t"}')
       returning id::text`,
    );
    await thief(async (login) => {
      expect(await login.codeOf('select graphile_worker.add_job($1)', ['x'])).toBeUndefined();
      expect(
        await login.query('select payload from notification.email_to_send($1)', [mail?.id]),
      ).toEqual([{ payload: { token: 't' } }]);
    });
  });

  test('can read sums of the business: what is owed in all, slips of today', async () => {
    await thief(async (login) => {
      const rows = await login.query<{ names: string }>(
        `select string_agg(f.key, ' ' order by f.key) as names
         from jsonb_each(report.business_figures()) as f`,
      );
      expect(rows[0]?.names).toBe(
        'debt_amount near_limit_agencies overdue_amount slips_today waiting_issues',
      );
    });
  });

  test('can work as the person of a session whose two keys it knows, with the rights of that person', async () => {
    const sales = await withClient(db.signin, (client) => identify(client, 'sales'));
    await thief(async (login) => {
      await login.become('sodaily_staff');
      expect(await login.query('select code from agency.agency')).toEqual([]);
      await login.query(
        `select set_config('app.current_user_id', $1, false),
           set_config('app.session_id', $2, false)`,
        [sales.userId, sales.sessionId],
      );
      expect(await login.query('select code from agency.agency')).toEqual([]);
      await login.become(sales.databaseRole);
      expect((await login.query('select code from agency.agency')).length).toBe(3);
    });
  });
});
