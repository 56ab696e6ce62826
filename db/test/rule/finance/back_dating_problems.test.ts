import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Actor, Person, Refusal } from '../../support/actor.ts';
import { dayFromToday } from '../../support/books.ts';
import { testDatabase, type TestDatabase } from '../../support/database.ts';
import { setRegulation } from '../../support/master_edit.ts';
import { keysBy, slipMaker, type SlipMaker } from '../../support/slip.ts';

// BACKDATE_DAYS 15 for slip:backdate, BACKDATE_FAR_DAYS 31 for slip:backdate_far: the house's own
// figures.
let db: TestDatabase;
let slips: SlipMaker;
let keys: { agency: string; item: string; supplier: string };

beforeAll(async () => {
  db = await testDatabase();
  slips = await slipMaker(db);
  await db.commitAs('admin', async (me) => {
    await setRegulation(me, { key: 'BACKDATE_DAYS', value: '15' });
    await setRegulation(me, { key: 'BACKDATE_FAR_DAYS', value: '31' });
    await me.query("select inventory.create_supplier($1, 'Nhà cung cấp')", [randomUUID()]);
  });
  keys = {
    agency: slips.agencyId('DL0001'),
    item: slips.itemId('MI'),
    supplier: (await keysBy(db, 'inventory.supplier', 'name')).get('Nhà cung cấp') ?? '',
  };
});
afterAll(() => db.close());

/** A document of each kind, with a slip of last month to return goods of. */
const documents: Record<string, (me: Actor, day: string | null) => Promise<unknown>> = {
  issue_date: (me, day) =>
    me.query(
      'select inventory.create_issue($1, $2, array[row($3, 1, false)::inventory.issue_line], $4)',
      [randomUUID(), keys.agency, keys.item, day],
    ),
  receipt_date: (me, day) =>
    me.query(
      'select inventory.create_receipt($1, $2, array[row($3, 1, 108000, '
        + 'false)::inventory.receipt_line], $4)',
      [randomUUID(), keys.supplier, keys.item, day],
    ),
  count_date: (me, day) =>
    me.query(
      'select inventory.create_stock_count($1, array[row($2, 50, 50)::inventory.count_line], $3)',
      [randomUUID(), keys.item, day],
    ),
  payment_date: (me, day) =>
    me.query('select finance.create_payment($1, $2, 1, $3)', [randomUUID(), keys.agency, day]),
  refund_date: (me, day) =>
    me.query('select finance.create_refund($1, $2, 1, $3)', [randomUUID(), keys.agency, day]),
  adjustment_date: (me, day) =>
    me.query("select finance.create_adjustment($1, $2, 'up', 1, 'Thử', adjustment_date => $3)", [
      randomUUID(),
      keys.agency,
      day,
    ]),
};

const tooFar = (path: string, days: number, allowed: number, earliest: string) => [
  { path, reason: 'too_far_back', value: earliest, days, allowed, earliest },
];

async function refusalOf(person: Person, kind: string, daysAgo: number): Promise<Refusal> {
  return db.as(person, async (me) =>
    me.refusalOf(async () => documents[kind]?.(me, await dayFromToday(me, -daysAgo))),
  );
}

describe('a document', () => {
  test.each<[string, Person]>([
    ['issue_date', 'sales'],
    ['receipt_date', 'warehouse'],
    ['count_date', 'warehouse'],
    ['payment_date', 'accountant'],
    ['refund_date', 'accountant'],
    ['adjustment_date', 'accountant'],
  ])('of %s by %s is dated back fifteen days, not sixteen', async (kind, person) => {
    const earliest = await dayFromToday(db, -15);

    expect((await refusalOf(person, kind, 16)).details['fields']).toEqual(
      tooFar(kind, 16, 15, earliest),
    );

    // the fifteenth day is refused for nothing that has to do with how far back it is
    await db.as(person, async (me) => {
      const make = async () => documents[kind]?.(me, earliest);
      // nothing is owed yet: money is refused for that
      const other = { payment_date: 'SDEXC', refund_date: 'SDRFX' }[kind];
      const refusedFor =
        other === undefined ? await make().then(() => undefined) : (await me.refusalOf(make)).code;
      expect(refusedFor).toBe(other);
    });
  });

  test.each(['issue_date', 'receipt_date', 'count_date'])(
    'of %s by a manager or an administrator goes back a month',
    async (kind) => {
      const person = kind === 'issue_date' ? 'manager' : 'admin';
      expect((await refusalOf(person, kind, 32)).details['fields']).toEqual(
        tooFar(kind, 32, 31, await dayFromToday(db, -31)),
      );
      await db.as(person, async (me) => {
        await documents[kind]?.(me, await dayFromToday(me, -31));
      });
    },
  );

  test('of today needs no right; one of yesterday does, and says which', async () => {
    await db.query(`delete from auth.role_permission as p using auth.role as r
      where r.id = p.role_id and r.code = 'sales' and p.permission_code = 'slip:backdate'`);
    try {
      expect(await refusalOf('sales', 'issue_date', 1)).toMatchObject({
        code: 'SDPRM',
        details: { scope: 'slip:backdate' },
      });
      await db.as('sales', async (me) => {
        await documents['issue_date']?.(me, null);
        await documents['issue_date']?.(me, await dayFromToday(me, 0));
        expect(await me.query('select finance.backdate_days() as days')).toEqual([{ days: 0 }]);
      });
    } finally {
      await db.query(
        `insert into auth.role_permission (role_id, permission_code) select r.id, 'slip:backdate'
          from auth.role as r where r.code = 'sales'`,
      );
    }
  });

  test('of the distant past or no day at all is too far back like any other', async () => {
    expect((await refusalOf('sales', 'issue_date', 9_000)).details['fields']).toContainEqual(
      tooFar('issue_date', 9_000, 15, await dayFromToday(db, -15))[0],
    );
    await db.as('sales', async (me) => {
      const refusal = await me.refusalOf(async () => documents['issue_date']?.(me, '-infinity'));
      expect(refusal.details['fields']).toMatchObject([
        { path: 'issue_date', reason: 'before_reception' },
      ]);
    });
  });
});

test('how far back somebody may go is what the forms ask', async () => {
  for (const [person, days] of [
    ['sales', 15],
    ['warehouse', 15],
    ['accountant', 15],
    ['manager', 31],
    ['admin', 31],
    ['auditor', 0],
    ['agency', 0],
  ] as const) {
    await db.as(person, async (me) => {
      expect([person, await me.query('select finance.backdate_days() as days')]).toEqual([
        person,
        [{ days }],
      ]);
    });
  }
});

describe('goods that come back', () => {
  const askReturn = (me: Actor, issueId: string, day: string | null) =>
    me.one<{ id: string }>(
      `select (inventory.request_issue_return($1, $2,
        array[row($3, 1, false)::inventory.issue_line], $4, 'Hỏng')).id::text as id`,
      [randomUUID(), issueId, keys.item, day],
    );
  const confirm = (me: Actor, id: string, day: string | null) =>
    me.query('select inventory.confirm_issue_return($1, $2, $3)', [randomUUID(), id, day]);

  test('are dated back as far as who tells the day may; a day told before is not judged again', async () => {
    const day = (ago: number) => dayFromToday(db, -ago);
    const [slip, told, today] = await db.commitAs('manager', async (me) => {
      const made = await slips.create(me, {
        agency: 'DL0001',
        lines: [['MI', 5]],
        date: await day(31),
      });
      return [
        made,
        await askReturn(me, made.id, await day(20)),
        await askReturn(me, made.id, null),
      ] as const;
    });
    await db.as('sales', async (me) => {
      const refusal = await me.refusalOf(async () => askReturn(me, slip.id, await day(16)));
      expect(refusal.details['fields']).toEqual(tooFar('return_date', 16, 15, await day(15)));
    });
    await db.as('warehouse', async (me) => {
      const refusal = await me.refusalOf(async () => confirm(me, today.id, await day(16)));
      expect(refusal.details['fields']).toEqual(tooFar('return_date', 16, 15, await day(15)));
      await confirm(me, today.id, await day(15));
      await confirm(me, told.id, await day(20));
    });
  });
});
