import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Actor, Person } from '../support/actor.ts';
import { withClient } from '../../tools/prepare.ts';
import { testDatabase, type TestDatabase } from '../support/database.ts';
import { slipMaker, type SlipMaker } from '../support/slip.ts';

let db: TestDatabase;
let slips: SlipMaker;

beforeAll(async () => {
  db = await testDatabase();
  slips = await slipMaker(db);
  await db.commitAs('manager', async (me) => {
    await slips.create(me, { agency: 'DL0001', lines: [['TRON', 1]], paidNow: 1000 });
    await slips.create(me, { agency: 'DL0002', lines: [['TRON', 1]], paidNow: 1000 });
  });
});
afterAll(() => db.close());

const guarded = [
  'agency.agency',
  'inventory.issue',
  'inventory.issue_detail',
  'inventory.stock_movement',
  'finance.payment',
  'finance.debt_transaction',
];

async function rowsSeen(me: Actor, tables = guarded): Promise<number> {
  const { rows } = await me.one<{ rows: number }>(
    `select (${tables
      .map(
        (table) => `(select count(*)
      from ${table})`,
      )
      .join(' + ')})::integer as rows`,
  );
  return rows;
}

async function signOut(me: Actor): Promise<void> {
  await withClient(db.signin, (route) =>
    route.query('select auth.end_session($1)', [me.sessionId]),
  );
}

describe('a session of a dealer', () => {
  test('does not become staff by the role alone, whoever holds the login of the server', async () => {
    await db.as('agency', async (me) => {
      expect(await rowsSeen(me)).toBeGreaterThan(0);

      for (const role of ['sodaily_staff', 'sodaily_auditor', 'sodaily_warehouse']) {
        await me.query(`set local role ${role}`);
        const tables = role === 'sodaily_warehouse' ? ['inventory.stock_movement'] : guarded;
        expect(await rowsSeen(me, tables), role).toBe(0);
      }
      await me.query('set local role sodaily_staff');
      expect(
        (await me.refusal('select inventory.create_unit($1, $2)', ['key', 'Thùng'])).code,
      ).toBe('SDTOK');
    });
  });
});

describe('a session that ended', () => {
  test.each<Person>(['admin', 'manager', 'sales', 'accountant', 'auditor', 'agency'])(
    'shows %s no row of any agency',
    async (person) => {
      await db.as(person, async (me) => {
        expect(await rowsSeen(me)).toBeGreaterThan(0);

        await signOut(me);

        expect(await rowsSeen(me)).toBe(0);
        expect(await me.query('select * from notification.notification')).toEqual([]);
      });
    },
  );

  test('refuses every command with INVALID_TOKEN', async () => {
    await db.as('admin', async (me) => {
      await signOut(me);

      const refusals = [
        await slips.refused(me, { agency: 'DL0001', lines: [['MI', 1]] }),
        await me.refusal('select inventory.issue_headroom($1)', [slips.agencyId('DL0001')]),
        await me.refusal("select report.monthly_sales('2024-01-01')"),
        await me.refusal("select inventory.open_stock('{}', '2024-01-01')"),
      ];

      expect(refusals.map(({ code }) => code)).toEqual(['SDTOK', 'SDTOK', 'SDTOK', 'SDTOK']);
    });
  });

  test('makes everybody nobody', async () => {
    await db.as('admin', async (me) => {
      expect(await me.one('select auth.current_user_id()::text as who')).toEqual({
        who: me.userId,
      });

      await signOut(me);

      expect(await me.one('select auth.current_user_id()::text as who')).toEqual({ who: null });
    });
  });
});

describe('a request', () => {
  test.each([
    ['no user', 'app.current_user_id', ''],
    ['no session', 'app.session_id', ''],
  ])("that names %s is nobody's", async (_what, setting, value) => {
    await db.as('manager', async (me) => {
      await me.query('select set_config($1, $2, true)', [setting, value]);

      expect(await rowsSeen(me)).toBe(0);
      expect((await slips.refused(me, { agency: 'DL0001', lines: [['MI', 1]] })).code).toBe(
        'SDTOK',
      );
    });
  });

  test("that names another user than its session is nobody's", async () => {
    const [admin] = await db.query<{ id: string }>(
      `select id::text from auth."user" where email = 'admin@sodaily.test'`,
    );
    await db.as('agency', async (me) => {
      await me.query("select set_config('app.current_user_id', $1, true)", [admin?.id]);

      expect(await rowsSeen(me)).toBe(0);
      expect((await slips.refused(me, { agency: 'DL0001', lines: [['MI', 1]] })).code).toBe(
        'SDTOK',
      );
    });
  });
});

describe('a right that is taken away acts at once, in the middle of a request too', () => {
  test.each([
    ['finance:read', ['finance.payment', 'finance.debt_transaction']],
    ['inventory:read', ['inventory.issue', 'inventory.issue_detail', 'inventory.stock_movement']],
    ['agency:read', ['agency.agency']],
  ])('%s', async (scope, tables) => {
    await db.as('sales', async (me) => {
      expect(await rowsSeen(me, tables)).toBeGreaterThan(0);

      const taken = await db.query(
        `delete from auth.role_permission using auth.role as r
         where r.id = role_id and r.code = 'sales' and permission_code = $1 returning role_id`,
        [scope],
      );

      expect(await rowsSeen(me, tables)).toBe(0);
      await db.query(
        'insert into auth.role_permission (role_id, permission_code) values ($1, $2)',
        [taken[0]?.['role_id'], scope],
      );
      expect(await rowsSeen(me, tables)).toBeGreaterThan(0);
    });
  });

  test('inventory:write', async () => {
    await db.as('sales', async (me) => {
      const taken = await db.query(
        `delete from auth.role_permission using auth.role as r
         where r.id = role_id and r.code = 'sales' and permission_code = 'inventory:write'
         returning role_id`,
      );

      const refusal = await slips.refused(me, { agency: 'DL0001', lines: [['MI', 1]] });

      expect(refusal).toMatchObject({ code: 'SDPRM', details: { scope: 'inventory:write' } });
      await db.query(
        `insert into auth.role_permission (role_id, permission_code)
          values ($1, 'inventory:write')`,
        [taken[0]?.['role_id']],
      );
    });
  });

  test('an agency that is assigned to somebody else', async () => {
    await db.as('sales', async (me) => {
      const own = () => me.query('select code from agency.agency order by code');
      expect(await own()).toHaveLength(3);

      const taken = await db.query(
        `delete from auth.user_agency where agency_id::text = $1 and user_id::text = $2
         returning user_id, agency_id`,
        [slips.agencyId('DL0002'), me.userId],
      );

      expect(await own()).toEqual([{ code: 'DL0001' }, { code: 'DL0003' }]);
      await db.query('insert into auth.user_agency (user_id, agency_id) values ($1, $2)', [
        taken[0]?.['user_id'],
        taken[0]?.['agency_id'],
      ]);
    });
  });

  test('a person who is deactivated', async () => {
    await db.as('accountant', async (me) => {
      await db.query(
        `update auth."user" set is_active = false where email = 'accountant@sodaily.test'`,
      );

      expect(await rowsSeen(me)).toBe(0);
      await db.query(
        `update auth."user" set is_active = true where email = 'accountant@sodaily.test'`,
      );
    });
  });
});

test('regulations are read by those with config:read only', async () => {
  const readers: Person[] = [];
  for (const person of ['admin', 'manager', 'sales', 'accountant', 'auditor', 'agency'] as const) {
    await db.as(person, async (me) => {
      const rows = await me.query('select v.value from config.regulation_version as v');
      if (rows.length > 0) readers.push(person);
    });
  }

  expect(readers).toEqual(['admin', 'manager', 'accountant', 'auditor']);
});
