import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { testDatabase, type TestDatabase } from '../../support/database.ts';
import { identify, type Person } from '../../support/actor.ts';
import { withClient } from '../../../tools/prepare.ts';
import { contexts } from '../../support/rights.ts';
import { Login, OBJECTS_OF_ITS_OWN, relations } from './login.ts';

const ROLES = ['anonymous', 'user', 'staff', 'warehouse', 'auditor'].map(
  (role) => `sodaily_${role}`,
);
let db: TestDatabase;
beforeAll(async () => {
  db = await testDatabase();
});
afterAll(() => db.close());

const thief = <T>(task: (login: Login) => Promise<T>): Promise<T> =>
  Login.with(db.authenticatorUrl, task);
const sessionOf = (person: Person) => withClient(db.signin, (client) => identify(client, person));

/** What the settings of a request say, for the whole connection. */
const settings = (login: Login, { userId, sessionId }: { userId: string; sessionId: string }) =>
  login.query(
    `select set_config('app.current_user_id', $1, false), set_config('app.session_id', $2, false)`,
    [userId, sessionId],
  );

describe('the password of `sodaily_authenticator`', () => {
  test.each(['none', ...ROLES])(
    'cannot read a table but the list of items, whatever role it takes: %s',
    async (role) => {
      const tables = await relations(db);
      await thief(async (login) => {
        await login.become(role);
        const told: string[] = [];
        for (const table of tables) {
          // refused, or allowed for some columns and then without a row
          const columns = await login.query<{ name: string }>(
            `select quote_ident(a.attname) as name
             from pg_attribute as a join pg_class as c on c.oid = a.attrelid
             join pg_namespace as n on n.oid = c.relnamespace
             where format('%I.%I', n.nspname, c.relname) = $1 and a.attnum > 0
               and not a.attisdropped and has_schema_privilege(n.oid, 'usage')
               and has_column_privilege(c.oid, a.attnum, 'select')`,
            [table],
          );
          if (columns.length === 0) continue;
          const list = columns.map(({ name }) => name).join(', ');
          if ((await login.query(`select ${list} from ${table} limit 1`)).length > 0)
            told.push(table);
        }
        const isOfRequests = role !== 'none' && role !== 'sodaily_anonymous';
        expect(told).toEqual(isOfRequests ? ['inventory.item'] : []);
      });
    },
  );

  test('cannot call a command, whatever role it takes', async () => {
    const commands = await db.query<{ call: string }>(
      `select format('select %s(%s)', p.oid::regproc, (
           select string_agg(format('cast(null as %s)', format_type(t.type, null)), ', ')
           from unnest(p.proargtypes) as t (type))) as call
       from pg_proc as p
       where p.prosecdef and p.provolatile = 'v' and p.pronargs > 0 and exists (
         select from aclexplode(p.proacl) as g where g.grantee = any ($1::regrole[]))`,
      [ROLES],
    );
    expect(commands.length).toBeGreaterThan(60);
    await thief(async (login) => {
      for (const role of ROLES) {
        await login.become(role);
        for (const { call } of commands)
          expect(['42501', 'SDTOK'], `${role}: ${call}`).toContain(await login.codeOf(call));
      }
    });
  });

  test('cannot read a password, open a session or become the login of signing in', async () => {
    await thief(async (login) => {
      expect(
        await login.allowed([
          "select auth.sign_in_candidate('admin@sodaily.test')",
          "select auth.open_session(null, 'x', null, 'x')",
          "select auth.pass_challenge('x', null, 1, null, 'x', null, 'x')",
          "select auth.rotate_session('x', 'y')",
          "select auth.reset_candidate('x')",
          'select auth.session_user_profile(gen_random_uuid())',
          'set role sodaily_signin',
        ]),
      ).toEqual([]);
    });
  });

  test('cannot become any role but the five of requests', async () => {
    const roles = await db.query<{ name: string }>(
      `select rolname as name from pg_roles where rolname <> 'sodaily_authenticator' order by 1`,
    );
    await thief(async (login) => {
      const taken = await login.allowed(roles.map(({ name }) => `set role "${name}"`));
      expect(taken.toSorted()).toEqual(ROLES.map((role) => `set role "${role}"`).toSorted());
    });
  });

  test('cannot make staff of the session of a dealer', async () => {
    const dealer = await sessionOf('agency');
    await thief(async (login) => {
      await settings(login, dealer);
      for (const role of ['sodaily_staff', 'sodaily_auditor', 'sodaily_warehouse']) {
        await login.become(role);
        expect(await login.query('select auth.current_user_id() as who'), role).toEqual([
          { who: null },
        ]);
        expect(await login.query('select id from inventory.issue limit 1'), role).toEqual([]);
      }
    });
  });

  test('cannot read names of people', async () => {
    const [admin] = await db.query<{ id: string }>(
      `select id::text from auth."user" where email = 'admin@sodaily.test'`,
    );
    const named = `select audit.refusal_user_name(jsonb_populate_record(
        null::audit.refusal, jsonb_build_object('user_id', $1::text))) as name
      union all select inventory.issue_created_by_name(jsonb_populate_record(
        null::inventory.issue, jsonb_build_object('created_by', $1::text)))
      union all select file.export_asker_name(jsonb_populate_record(
        null::file.export, jsonb_build_object('asked_by', $1::text)))
      union all select file.import_asker_name(jsonb_populate_record(
        null::file.import, jsonb_build_object('asked_by', $1::text)))`;
    const nobody = [{ name: null }, { name: null }, { name: null }, { name: null }];
    const manager = await sessionOf('manager');
    await thief(async (login) => {
      await login.become('sodaily_staff');
      expect(await login.query(named, [admin?.id])).toEqual(nobody);
      expect(await login.codeOf('select * from auth."user"')).toBe('42501');
      await settings(login, manager);
      expect(await login.query(named, [admin?.id])).not.toContainEqual({ name: null });
    });
  });

  test('cannot write refusals in the name of others', async () => {
    const [dealer, manager] = [await sessionOf('agency'), await sessionOf('manager')];
    const record = `select audit.record_refusal($1, $2, 'createIssue', 'DEBT_LIMIT', '{}')`;
    await thief(async (login) => {
      await login.query(record, [manager.userId, 'without a session']);
      await settings(login, dealer);
      await login.query(record, [manager.userId, 'of another']);
      await login.query(record, [dealer.userId, 'own']);
    });
    expect(
      await db.query(`select request_id from audit.refusal
        where request_id in ('without a session', 'of another', 'own')`),
    ).toEqual([{ request_id: 'own' }]);
  });

  test.each(['none', ...ROLES])(
    'cannot write large objects, temporary tables or any object of its own: %s',
    async (role) => {
      await thief(async (login) => {
        await login.become(role);
        expect(await login.allowed(OBJECTS_OF_ITS_OWN)).toEqual([]);
      });
    },
  );

  test('cannot write more beside memory than its limit', async () => {
    await thief(async (login) => {
      expect(await login.codeOf('set temp_file_limit to -1')).toBe('42501');
      expect(await login.codeOf('select count(*) from generate_series(1, 30000000)')).toBe('53400');
    });
  });

  test('can work as the person of a session whose two keys it knows, with the rights of that person', async () => {
    const sales = await sessionOf('sales');
    await thief(async (login) => {
      await settings(login, sales);
      await login.become(sales.databaseRole);
      expect((await login.query('select code from agency.agency')).length).toBe(3);
      expect(await login.codeOf('select * from audit.change')).toBe('42501');
    });
  });

  test('can read the values of regulations', async () => {
    await thief(async (login) => {
      await login.become('sodaily_user');
      const [regulation] = await db.query<{ key: string }>('select key from config.regulation');
      expect(
        await login.query(
          'select (config.regulation_on($1, current_date)).value is not null as ok',
          [regulation?.key],
        ),
      ).toEqual([{ ok: true }]);
    });
  });

  test('can listen to what is announced: keys, no content', async () => {
    await thief(async (login) => {
      expect(await login.codeOf('listen "notification:1"')).toBeUndefined();
    });
    const announced = await db.query<{ call: string }>(
      `select (regexp_match(p.prosrc, 'pg_notify[(]([^\\n]*)[)]'))[1] as call from pg_proc as p
       where p.pronamespace = any ($1::regnamespace[]) and p.prosrc ~ 'pg_notify' order by 1`,
      [contexts],
    );
    expect(announced.map(({ call }) => call)).toEqual([
      `'announcement', ''`,
      `'notification:' || w.user_id, json_build_object('id', w.id::text)::text`,
      `'session_ended:' || new.id, ''`,
    ]);
  });

  test('can switch off its own time limits and end the other connections of its login', async () => {
    await thief(async (login) => {
      await login.query('set statement_timeout = 0');
      expect(await login.query('show statement_timeout')).toEqual([{ statement_timeout: '0' }]);
      const [other] = await thief((second) =>
        second
          .query<{ pid: number }>('select pg_backend_pid() as pid')
          .then(async ([found]) => [
            { ended: await login.query('select pg_terminate_backend($1) as yes', [found?.pid]) },
          ])
          .catch(() => []),
      ).catch(() => [{ ended: [{ yes: true }] }]);
      expect(other?.ended).toEqual([{ yes: true }]);
    });
    expect(
      await thief((login) =>
        login.codeOf(
          `select pg_terminate_backend(pid) from pg_stat_activity
            where usename = 'sodaily_migrator' and datname = current_database()`,
        ),
      ),
    ).toBe('42501');
  });
});
