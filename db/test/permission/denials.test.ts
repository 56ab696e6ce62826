import { randomUUID } from 'node:crypto';
import pg from 'pg';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Actor, Person } from '../support/actor.ts';
import { testDatabase, type TestDatabase } from '../support/database.ts';
import { contexts } from '../support/rights.ts';
import { slipMaker } from '../support/slip.ts';

let db: TestDatabase;

beforeAll(async () => {
  db = await testDatabase();
  const slips = await slipMaker(db);
  await db.commitAs('manager', async (me) => {
    for (const agency of ['DL0001', 'DL0002', 'DL0004']) {
      await slips.create(me, {
        agency,
        lines: [
          ['TRON', 2],
          ['LE', 1],
        ],
        paidNow: 1000,
      });
    }
  });
});
afterAll(() => db.close());

interface Table {
  name: string;
  agencyColumn: string;
}

const tablesOfAgencies = (): Promise<Table[]> =>
  db.query<Table>(
    `select a.attrelid::regclass::text as name, a.attname as "agencyColumn"
   from pg_attribute as a join pg_class as c on c.oid = a.attrelid
   where c.relkind = 'r' and c.relnamespace = any ($1::regnamespace[]) and (
     a.attname = 'agency_id' or c.oid = 'agency.agency'::regclass and a.attname = 'id')
     -- what functions alone read (assignments, summaries of reports) nobody sees: matrix.txt
     and has_table_privilege('sodaily_staff', c.oid, 'select')
   order by 1`,
    [contexts],
  );

/** Codes of the agencies whose rows a person sees in a table, and how many rows. */
async function seen(reader: Pick<Actor, 'query'>, table: Table) {
  const rows = await reader.query<{ agency: string; rows: string }>(
    `select ${table.agencyColumn}::text as agency, count(*)::text as rows from ${table.name}
     where ${table.agencyColumn} is not null group by 1 order by 1`,
  );
  return rows;
}

describe('each person sees exactly the rows of their own agencies', () => {
  const everywhere = ['DL0001', 'DL0002', 'DL0003', 'DL0004'];
  test.each<{ person: Person; agencies: string[]; exceptFor?: RegExp }>([
    { person: 'admin', agencies: everywhere },
    { person: 'manager', agencies: everywhere },
    { person: 'accountant', agencies: everywhere },
    { person: 'auditor', agencies: everywhere },
    { person: 'warehouse', agencies: everywhere, exceptFor: /^finance|^report|debt_limit|terms/ },
    { person: 'sales', agencies: ['DL0001', 'DL0002', 'DL0003'] },
    // why staff decided as they did is written for staff
    { person: 'agency', agencies: ['DL0001'], exceptFor: /_change$/ },
  ])('$person: $agencies', async ({ person, agencies, exceptFor }) => {
    const keys = await db.query<{ id: string }>(
      'select id::text from agency.agency where code = any ($1)',
      [agencies],
    );
    const own = new Set(keys.map((key) => key.id));
    const tables = (await tablesOfAgencies()).filter(
      (table) => exceptFor === undefined || !exceptFor.test(table.name),
    );
    expect(tables.length).toBeGreaterThanOrEqual(4);

    await db.as(person, async (me) => {
      for (const table of tables) {
        const all = await seen(db, table);

        expect({ table, rows: await seen(me, table) }).toEqual({
          table,
          rows: all.filter((row) => own.has(row.agency)),
        });
      }
    });
  });
});

describe('the warehouse sees no money', () => {
  test.each([
    'select debt_amount from agency.agency',
    'select own_debt_limit from agency.agency',
    'select debt_limit from agency.agency_type',
    'select * from agency.agency',
    'select debt_limit from agency.agency_debt_limit_change',
    'select payment_term_days from agency.agency_terms_change',
    'select total_amount from inventory.issue',
    'select paid_now from inventory.issue',
    'select unit_price from inventory.issue_detail',
    'select line_total from inventory.issue_detail',
    'select id from finance.payment',
    'select id from finance.debt_transaction',
    'select id from finance.refund',
    'select id from finance.adjustment',
    'select code from agency.agency order by debt_amount',
    'select code from agency.agency where debt_amount > 0',
    'select id from finance.payment_allocation',
    'select inventory.issue_open_amount(i) from inventory.issue as i',
    "select * from agency.search_agencies('')",
    "select * from inventory.search_issues('')",
    'select agency.agency_debt_limit(a) from agency.agency as a',
    'select inventory.issue_debt_after(i) from inventory.issue as i',
    "select * from report.monthly_sales('2024-01-01')",
  ])('%s', async (statement) => {
    await db.as('warehouse', async (me) => {
      expect((await me.refusal(statement)).code).toBe('42501');
    });
  });

  test('but sees what is needed to hand out the goods', async () => {
    await db.as('warehouse', async (me) => {
      const lines = await me.query(
        `select i.code, a.name, t.sku, d.quantity
         from inventory.issue as i join agency.agency as a on a.id = i.agency_id
         join inventory.issue_detail as d on d.issue_id = i.id
         join inventory.item as t on t.id = d.item_id`,
      );

      expect(lines).toHaveLength(6);
    });
  });
});

/** Which of the statements PostgreSQL does not refuse for want of a right. */
async function notDenied(me: Actor, statements: string[]): Promise<string[]> {
  const passed: string[] = [];
  for (const statement of statements) {
    const { code } = await me.refusal(statement).catch(() => ({ code: 'allowed' }));
    if (code !== '42501') passed.push(`${code}: ${statement}`);
  }
  return passed;
}

const people: Person[] = [
  'admin',
  'manager',
  'sales',
  'warehouse',
  'accountant',
  'auditor',
  'agency',
];

describe('nobody writes around the functions', () => {
  const writable = () =>
    db.query<{ name: string }>(
      `select c.oid::regclass::text as name from pg_class as c
     where c.relkind = 'r' and c.relnamespace = any ($1::regnamespace[]) order by 1`,
      [contexts],
    );

  test.each(people)('%s cannot insert, delete or truncate anywhere', async (person) => {
    const tables = await writable();
    await db.as(person, async (me) => {
      expect(
        await notDenied(
          me,
          tables.flatMap(({ name }) => [
            `insert into ${name} default values`,
            `delete from ${name}`,
            `truncate ${name}`,
          ]),
        ),
      ).toEqual([]);
    });
  });

  test.each(people)(
    '%s can update nothing but the reading mark of notifications',
    async (person) => {
      const columns = await db.query<{ table: string; column: string }>(
        `select a.attrelid::regclass::text as table, quote_ident(a.attname) as column
       from pg_attribute as a join pg_class as c on c.oid = a.attrelid
       where c.relkind = 'r' and c.relnamespace = any ($1::regnamespace[])
         and a.attnum > 0 and not a.attisdropped and a.attgenerated = '' and a.attidentity = ''
         and (c.oid::regclass::text, a.attname) <> ('notification.notification', 'read_at')`,
        [contexts],
      );
      await db.as(person, async (me) => {
        expect(
          await notDenied(
            me,
            columns.map(({ table, column }) => `update ${table} set ${column} = null where false`),
          ),
        ).toEqual([]);
      });
    },
  );

  test.each(people)('%s cannot become a stronger role by asking', async (person) => {
    await db.as(person, async (me) => {
      expect(
        await notDenied(
          me,
          [
            'sodaily_owner',
            'sodaily_definer',
            'sodaily_migrator',
            'sodaily_worker',
            'postgres',
          ].map((role) => `set local role ${role}`),
        ),
      ).toEqual([]);
    });
  });

  test.each(people)('%s cannot reach the job queue', async (person) => {
    await db.as(person, async (me) => {
      expect(
        await notDenied(me, [
          "select graphile_worker.add_job('notify_issue_created')",
          'select * from graphile_worker.jobs',
        ]),
      ).toEqual([]);
    });
  });
});

describe('secrets', () => {
  test.each(people)('%s reads no password, session, right or command', async (person) => {
    await db.as(person, async (me) => {
      expect(
        await notDenied(
          me,
          [
            'auth.user_secret',
            'auth.session',
            'auth."user"',
            'auth.user_role',
            'auth.role_permission',
            'auth.user_agency',
            'auth.link_request',
            'auth.login_attempt',
            'auth.password_reset',
            'auth.totp',
            'auth.recovery_code',
            'auth.sign_in_challenge',
            'auth.device',
            'notification.outbox',
            'audit.command',
          ].map((table) => `select * from ${table}`),
        ),
      ).toEqual([]);
    });
  });
});

async function asRole(
  role: string | null,
  task: (client: pg.Client) => Promise<void>,
): Promise<void> {
  const isSignIn = role === 'sodaily_signin';
  const client = new pg.Client({ connectionString: isSignIn ? db.signin : db.authenticatorUrl });
  await client.connect();
  try {
    await client.query('begin');
    if (role !== null) await client.query(`set local role ${role}`);
    await client.query("select set_config('app.session_id', $1, true)", [randomUUID()]);
    await task(client);
  } finally {
    await client.end();
  }
}

test.each([null, 'sodaily_anonymous', 'sodaily_signin'])(
  'a request that works as %s reads no table at all',
  async (role) => {
    const tables = await db.query<{ name: string }>(
      `select c.oid::regclass::text as name from pg_class as c
       where c.relkind in ('r', 'm') and c.relnamespace = any ($1::regnamespace[])`,
      [contexts],
    );
    await asRole(role, async (client) => {
      for (const { name } of tables) {
        await client.query('savepoint attempt');
        await expect(client.query(`select from ${name}`)).rejects.toMatchObject({ code: '42501' });
        await client.query('rollback to savepoint attempt');
      }
    });
  },
);
