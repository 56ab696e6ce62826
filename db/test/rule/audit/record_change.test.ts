import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Reader } from '../../support/books.ts';
import { testDatabase, type TestDatabase } from '../../support/database.ts';
import { contexts } from '../../support/rights.ts';
import { slipMaker, type SlipMaker } from '../../support/slip.ts';

let db: TestDatabase;
let slips: SlipMaker;

beforeAll(async () => {
  db = await testDatabase();
  slips = await slipMaker(db);
});
afterAll(() => db.close());

interface Change {
  table_name: string;
  row_key: string;
  action: string;
  user_id: string | null;
  database_user: string | null;
  trace_id: string | null;
  before: Record<string, unknown> | null;
  after: Record<string, unknown> | null;
}

/** What the transaction under way has changed, in the order of its statements. */
const changes = (reader: Reader): Promise<Change[]> =>
  reader.query<Change>(
    `select c.table_name, c.row_key, c.action, c.user_id::text, c.database_user, c.trace_id,
      c.before, c.after
   from audit.change as c where c.created_at = now() order by c.changed_at, c.table_name`,
  );

const brief = (all: Change[]) => all.map((change) => `${change.action} ${change.table_name}`);

describe('a slip', () => {
  test('is in the trail with its lines and all it caused, in order, under who and the trace id', async () => {
    const made = await db.commitAs('manager', (me) =>
      slips
        .create(me, {
          agency: 'DL0001',
          lines: [
            ['MI', 1],
            ['LE', 2],
          ],
          paidNow: 1000,
        })
        .then((slip) => ({ slip, me: me.userId })),
    );

    const all = await db.query<Change>(
      `select c.table_name, c.row_key, c.action, c.user_id::text, c.database_user, c.trace_id,
        c.before, c.after
       from audit.change as c
       where c.created_at = (select i.created_at from inventory.issue as i where i.id::text = $1)
       order by c.changed_at, c.table_name`,
      [made.slip.id],
    );
    expect(brief(all).filter((line) => !line.endsWith('finance.period'))).toEqual([
      'insert inventory.issue',
      'insert inventory.issue_detail',
      'insert inventory.issue_detail',
      // the steps of confirming come before the slip is written as confirmed
      'insert finance.payment',
      'update inventory.issue',
    ]);
    for (const change of all) {
      expect(change).toMatchObject({ user_id: made.me, database_user: null, trace_id: 'test' });
    }
    const first = all.find(({ table_name: name }) => name === 'inventory.issue');
    expect(first).toMatchObject({
      row_key: made.slip.id,
      before: null,
      after: { status: 'requested', code: null },
    });
  });

  test('that is refused leaves nothing in it', async () => {
    const count = () => db.query('select count(*)::text from audit.change');
    const before = await count();

    await db.commitAs('manager', (me) =>
      slips.refused(me, { agency: 'DL0001', lines: [['CUOI', 2]] }),
    );

    expect(await count()).toEqual(before);
  });
});

describe('an update', () => {
  test('is kept as the columns that changed, before and after', async () => {
    await db.asOwner(async (owner) => {
      await owner.query(
        "update agency.agency set ward = 'Bến Thành', updated_at = now() where code = 'DL0001'",
      );

      expect(await changes(owner)).toEqual([
        {
          table_name: 'agency.agency',
          row_key: slips.agencyId('DL0001'),
          action: 'update',
          user_id: null,
          database_user: 'sodaily_migrator',
          trace_id: null,
          before: { ward: null },
          after: { ward: 'Bến Thành' },
        },
      ]);
    });
  });

  test('of several rows is kept for each of them, with its own values', async () => {
    await db.asOwner(async (owner) => {
      await owner.query(
        "update inventory.item set min_stock = length(sku) where sku in ('MI', 'TRON', 'LE')",
      );

      const kept = (await changes(owner)).map(({ row_key: key, after }) => [key, after]);
      expect(new Map(kept as [string, unknown][])).toEqual(
        new Map([
          [slips.itemId('MI'), { min_stock: 2 }],
          [slips.itemId('TRON'), { min_stock: 4 }],
          [slips.itemId('LE'), { min_stock: 2 }],
        ]),
      );
    });
  });

  test('of what ledgers prove, or of nothing, is not kept', async () => {
    await db.asOwner(async (owner) => {
      await owner.query(
        'update inventory.item set stock_quantity = stock_quantity + 1, stock_seq = '
          + 'stock_seq + 1, updated_at = now()',
      );
      await owner.query(
        'update agency.agency set debt_amount = 1, debt_seq = 1, updated_by = null',
      );
      await owner.query('update agency.district set name = name');

      expect(await changes(owner)).toEqual([]);
    });
  });

  test('of both a balance and data is kept without the balance', async () => {
    await db.asOwner(async (owner) => {
      await owner.query(
        "update inventory.item set stock_quantity = 3, import_price = 7 where sku = 'MI'",
      );

      expect(await changes(owner)).toMatchObject([
        { before: { import_price: 108000 }, after: { import_price: 7 } },
      ]);
    });
  });
});

describe('rights', () => {
  test('taken from somebody are in the trail with the whole row', async () => {
    await db.asOwner(async (owner) => {
      await owner.query(
        `delete from auth.user_role
          where user_id = (select id from auth."user" where email = 'sales@sodaily.test')`,
      );

      expect(await changes(owner)).toMatchObject([
        { table_name: 'auth.user_role', action: 'delete', after: null },
      ]);
      const [change] = await changes(owner);
      expect(change?.row_key).toBe(
        `${String(change?.before?.['user_id'])}/${String(change?.before?.['role_id'])}`,
      );
    });
  });
});

test('what was there before the trail began is in it as a baseline, what a migration added since as an insert', async () => {
  const missing = await db.query(
    `select p.code from auth.permission as p where not exists (
       select from audit.change as c
       where c.table_name = 'auth.permission' and c.row_key = p.code
         and c.action in ('baseline', 'insert'))`,
  );

  expect(missing).toEqual([]);
});

describe('who reads it', () => {
  test.each(['admin', 'auditor'] as const)('%s sees who changed what', async (person) => {
    await db.commitAs('manager', (me) =>
      slips.create(me, { agency: 'DL0002', lines: [['MI', 1]] }),
    );

    await db.as(person, async (me) => {
      expect(
        await me.query(
          `select audit.change_user_name(c) as name from audit.change as c
         where c.table_name = 'inventory.issue' and c.action = 'insert' limit 1`,
        ),
      ).toEqual([{ name: 'Lê Thị Quản' }]);
    });
  });

  test.each(['manager', 'accountant'] as const)(
    '%s, without audit:read, sees nothing',
    async (person) => {
      await db.as(person, async (me) => {
        expect(await me.query('select * from audit.change')).toEqual([]);
      });
    },
  );

  test.each(['sales', 'warehouse', 'agency'] as const)('%s may not even ask', async (person) => {
    await db.as(person, async (me) => {
      expect((await me.refusal('select * from audit.change')).code).toBe('42501');
    });
  });
});

// what the README of audit leaves out, with its reasons there
const leftOut = [
  'audit.change',
  'audit.command',
  'audit.invariant_run',
  'audit.refusal',
  'audit.trail_position',
  'auth.device',
  'auth.link_request',
  'auth.login_attempt',
  'auth.password_reset',
  'auth.recovery_code',
  'auth.session',
  'auth.sign_in_challenge',
  'auth.spent_refresh_token',
  'auth.totp',
  'auth.user_secret',
  'config.bank',
  'config.document_counter',
  'file.export',
  'file.export_chunk',
  'file.export_kind',
  'file.import',
  'file.import_change',
  'file.import_chunk',
  'file.import_column',
  'file.import_fault',
  'file.import_kind',
  'file.import_mapping',
  'file.import_question',
  'file.import_row',
  'file.long_job',
  'finance.credit_item',
  'finance.debt_transaction',
  'finance.open_item',
  'finance.payment_allocation',
  'inventory.item_price',
  'inventory.stock_movement',
  'notification.announcement',
  'notification.discarded_job',
  'notification.notification',
  'notification.notification_kind',
  'notification.outbox',
  'notification.preference',
  'report.agency_day',
  'report.agency_due_day',
  'report.agency_month',
  'report.closed_agency_month',
  'report.closed_item_month',
  'report.debt_delta',
  'report.freshness',
  'report.item_day',
  'report.item_month',
  'report.open_item_change',
  'report.stock_delta',
];

test('every table is in the trail with all three verbs and its whole key, or left out by name', async () => {
  const tables = await db.query<{ name: string; verbs: string[]; is_keyed: boolean | null }>(
    `select c.relnamespace::regnamespace || '.' || c.relname as name,
       array(select t.tgname::text from pg_trigger as t
         where t.tgrelid = c.oid and t.tgfoid = 'audit.record_change()'::regprocedure
           and t.tgenabled = 'O'
         order by 1) as verbs,
       (select bool_and(array_to_string(array(
           select a.attname from unnest(i.indkey) with ordinality as k (attnum, place)
           join pg_attribute as a on a.attrelid = c.oid and a.attnum = k.attnum
           order by k.place), '\\000') || '\\000'
         = encode(t.tgargs, 'escape'))
        from pg_trigger as t join pg_index as i on i.indrelid = c.oid and i.indisprimary
        where t.tgrelid = c.oid and t.tgfoid = 'audit.record_change()'::regprocedure) as is_keyed
     from pg_class as c where c.relkind = 'r' and c.relnamespace = any ($1::regnamespace[])
     order by 1`,
    [contexts],
  );

  expect(tables.filter(({ verbs }) => verbs.length === 0).map(({ name }) => name)).toEqual(leftOut);
  for (const { name, verbs, is_keyed: isKeyed } of tables.filter(
    (table) => table.verbs.length > 0,
  )) {
    expect({ name, verbs, isKeyed }).toEqual({
      name,
      verbs: ['audit_delete', 'audit_insert', 'audit_update'],
      isKeyed: true,
    });
  }
});

test('no value of the trail is a secret', async () => {
  const key = randomUUID();
  await db.commitAs('manager', (me) =>
    slips.create(me, { agency: 'DL0001', lines: [['LE', 1]], clientKey: key }),
  );

  const telling = await db.query(
    `select c.table_name from audit.change as c
     where concat(c.before, c.after) ~* 'argon2|password|token|secret'
       or strpos(concat(c.before, c.after), $1) > 0`,
    [key],
  );
  expect(telling).toEqual([]);
});
